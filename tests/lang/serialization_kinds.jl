# Every kind of value through serialize and deserialize; identity and cycles are kept.
using Serialization
rt(x) = (io = IOBuffer(); serialize(io, x); seekstart(io); deserialize(io))
function t(name, f)
    try
        println(name, ": ", repr(f()))
    catch e
        println(name, " ERR ", typeof(e), ": ", split(sprint(showerror, e),"\n")[1])
    end
end
struct P{T}; x::T; y; end
mutable struct M; a; b; M()=new(); M(a,b)=new(a,b); end
abstract type AB end
struct Q <: AB end
@enum Color red green
module MM; f(x)=x+1; struct S; a::Int; end; const c = 3; end
for v in Any[1, -5, typemax(Int), 1.5, NaN, Inf, -0.0, true, 'a', 'é', "str", "", :sym, Symbol("a b"), nothing, missing,
   Int8(3), UInt8(3), Int16(-3), UInt16(3), Int32(3), UInt32(4), UInt64(5), Int128(2)^100, UInt128(7), Float32(1.5), Float16(2.5), big(2)^100, -big(3)^80, big(0), big"1.5",
   1//2, 1+2im, 1.5im, pi, ℯ, 1:3, 1:2:9, 0.1:0.1:0.5, range(0,1,length=5), 'a':'e', [1,2], [1.0 2;3 4], Int[], Any[], [1,"a",:b], ["a","b"], [nothing,1], [missing,1], ['a','b'], [true,false], trues(3), BitArray([true false;false true]),
   (1,"a"), (), (a=1,b="x"), NamedTuple(), 1=>2, Dict(:a=>1), Dict(), Set([1]), Dict("k"=>[1,2]), r"a.b"i, r"x", :(x+1), QuoteNode(:x), :(:x), Meta.parse("a.b.c"), GlobalRef(Main,:x), LineNumberNode(3,:f),
   Int, Vector{Int}, Array, Array{T,1} where T, Union{Int,String}, Union{}, Tuple{Int,String}, Any, Function, P, P{Int}, AB, Q, Color, typeof(sin), NTuple{3,Int}, Type{Int},
   sin, +, println, MM.f, Main, Base, MM, MM.S(3), P(1,"a"), P{Any}(1,2), Q(), red, green, Some(3), Ref(3), Base.RefValue(4), CartesianIndex(1,2), CartesianIndices((2,2)), 
   view([1,2,3],2:3), [1,2,3]', transpose([1 2;3 4]), reshape(1:6,2,3), SubString("hello",2,3), v"1.2.3", ErrorException("x"), BoundsError([1,2],5), DomainError(1,"m"), KeyError(:a), ArgumentError("z"), Val(3), Val(:a), 
   Base.Iterators.filter(isodd,1:5)|>collect, skipmissing([1,missing]), zip(1:2,3:4), enumerate([1,2]), pairs([1,2]), (i for i in 1:3)|>collect, Base.OneTo(3), identity, Complex{Float32}(1,2), Rational{BigInt}(1,2), [big(1),big(2)], Array{Float64,0}(undef)|>x->fill!(x,1.0), fill(1,2,2,2), IOBuffer("abc")|>x->read(x,String), Colon(), Iterators.countfrom(1), MIME("text/plain"), MIME"text/html"(), ENV isa AbstractDict, stdout===stdout, [P(1,2),P(3,4)], Vector{P}(undef,0), Vector{Int8}([1,2]), Float32[1,2], [1//2], [1+im], [(1,2),(3,4)], [(1,"a")], [:a,:b], [1=>2], [[1],[2,3]], Matrix{String}(undef,0,3), Vector{Union{Int,Missing}}([1,missing]), Regex("a","x"), s"\1", b"bytes", codeunits("abc"), NaN32, 0x1p3, typemin(Int64), UInt8[], Char[], ['x' 'y'], Set([1,2,3])|>length, Set{String}(), Dict{String,Any}("a"=>nothing)]
  t(repr(v)[1:min(end,0)] * string(typeof(v)), () -> rt(v))
end
f1 = x -> x + 1
y = 10
let z = 5
end
function mk(); c = 0; () -> (c += 1); end
t("compose", () -> rt(sin ∘ cos)(1.0) == sin(cos(1.0)))
t("fix", () -> rt(==(3))(3))
t("fix1", () -> rt(Base.Fix1(-, 3))(1))
t("undef", () -> (m = rt(M()); (isdefined(m, :a))))
t("undefarr", () -> (a = Vector{Any}(undef, 2); b = rt(a); isassigned(b, 1)))
t("cyc", () -> (m = M(1, 2); m.a = m; n = rt(m); n.a === n))
t("cycarr", () -> (a = Any[1]; push!(a, a); b = rt(a); b[2] === b))
t("cycdict", () -> (d = Dict{Any,Any}(); d[:self] = d; e = rt(d); e[:self] === e))
t("shared", () -> (a = [1]; b = rt((a, a)); b[1] === b[2]))
t("shared2", () -> (a = [1]; b = rt([a, a]); push!(b[1], 2); b[2]))
t("sharedstr", () -> (a = "abc"; b = rt((a, a)); b))
t("sharedref", () -> (a = Ref(1); b = rt([a, a]); b[1][] = 5; b[2][]))
t("iobuf", () -> (io = IOBuffer(); write(io, "hello"); seekstart(io); i2 = rt(io); read(i2, String)))
t("expr eval", () -> eval(rt(:(1 + 2 * 3))))
t("multi", () -> (io = IOBuffer(); serialize(io, 1); serialize(io, "a"); serialize(io, [1,2]); seekstart(io); (deserialize(io), deserialize(io), deserialize(io), eof(io))))
t("eof", () -> (io = IOBuffer(); deserialize(io)))
t("file", () -> (f = tempname(); serialize(f, Dict(1=>2)); r = deserialize(f); rm(f); r))
t("file2", () -> (f = tempname(); open(io -> serialize(io, [1,2]), f, "w"); r = open(deserialize, f); rm(f); r))
t("lock", () -> typeof(rt(ReentrantLock())))
t("chan", () -> typeof(rt(Channel{Int}(3))))
t("cond", () -> typeof(rt(Condition())))
t("rng", () -> (using_ = 1; rt(1)))
t("Serializer", () -> (io = IOBuffer(); s = Serializer(io); serialize(s, 3); serialize(s, "x"); seekstart(io); d = Serializer(io); (deserialize(d), deserialize(d))))
t("nofile", () -> deserialize("/nonexistent/x"))
t("isbits", () -> rt(P(1,2)) == P(1,2))
t("equal", () -> rt(P(1,"a")) === P(1,"a"))
t("bigfloat", () -> rt(big"1.5") == 1.5)
t("ret", () -> serialize(IOBuffer(), 1))
