# Deep copies share nothing that can be changed, keep types of one's own, and what is the same twice stays the same twice.
for x in Any[quote a; x->1 end, LineNumberNode(1,:f), QuoteNode(:a), QuoteNode([1]), GlobalRef(Main,:x), v"1", 1:2, Ref(1), x->x, stdout, Dict(1=>[2]), Set([1]), (1,[2]), `a`, BitSet([1]), "s", SubString("abc",1,2), view([1,2],1:1), ErrorException("a"), Some([1]), IdDict(1=>2), Condition(), Expr(:a, [1]), trues(2), Complex(1,2), first(methods(sin)), Vector{T} where T, :(f(x) = "a$(x)"), Any[1,[2]], [[1],[2]], (a=[1],), 1=>[2], Union{Int,Nothing}[1,nothing], Base.OneTo(3), (x for x in [1]), zip([1],[2]), Base.ImmutableDict(1=>2), Array{Any}(undef, 2)]
  y = try deepcopy(x) catch e; e end
  println(typeof(y), " ", x === y, " ", try isequal(x, y) catch; 0 end)
end
ex = :(a + [1]); ex.args[3] = [1, 2]; e2 = deepcopy(ex); push!(e2.args[3], 3); println(ex, e2); q = QuoteNode([1]); q2 = deepcopy(q); push!(q2.value, 2); println(q.value, q2.value)
v = [1]; w = [v, v]; z = deepcopy(w); println(z[1] === z[2], z[1] === v); c = Any[1]; push!(c, c); d = deepcopy(c); println(d[2] === d, d === c); ct = let n = [0]; () -> push!(n, 1); end; ct2 = deepcopy(ct); ct(); println(length(ct()), length(ct2()))
struct Nm <: Number; c::Vector{Int}; end; a = Nm([1]); b = deepcopy(a); push!(b.c, 2); println(a.c, b.c)
mutable struct LD{K,V} <: AbstractDict{K,V}; d::Dict{K,V}; o::Vector{K}; end; Base.length(l::LD) = length(l.o); Base.iterate(l::LD, i = 1) = i > length(l.o) ? nothing : (l.o[i] => l.d[l.o[i]], i + 1)
l = LD(Dict(:a => [1]), [:a]); m = deepcopy(l); push!(m.d[:a], 2); push!(m.o, :b); println(typeof(m), l.d, m.d, l.o)
struct LS{T} <: AbstractSet{T}; v::Vector{T}; end; Base.length(l::LS) = length(l.v); Base.iterate(l::LS, s...) = iterate(l.v, s...); n = deepcopy(LS([1])); println(typeof(n), n.v)
mk() = (k = 0; inc() = (k += 1); inc); f = mk(); f(); g = deepcopy(f); println(f(), g(), g(), f())
s = Set([1]); t = deepcopy([s, s]); push!(t[1], 2); println(length(s), length(t[2])); D = Dict(1 => [1]); E = deepcopy((D, D)); push!(E[1][1], 2); println(D[1], E[2][1]); x = trues(2); y = deepcopy([x, x]); y[1][1] = false; println(x, y[2])
bs = BitSet([1]); b2 = deepcopy(bs); push!(b2, 2); println(bs, b2, deepcopy(big(2)^70), deepcopy(big(1.5)), deepcopy(1//big(2)), deepcopy(sin)(0.0), deepcopy(+) === +, deepcopy(1), deepcopy(0x1), deepcopy(1im), deepcopy(r"a") == r"a", deepcopy(Base.Fix1(+, 1))(2))
