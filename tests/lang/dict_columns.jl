# Dictionaries of many types under the same long course of changes: what is in them, and lookups by keys of other types.
next(s) = (s * 1103515245 + 12345) % 2147483648
struct Mine
    x::Int
end
Base.hash(m::Mine, h::UInt) = hash(m.x, h)
Base.:(==)(m::Mine, n::Mine) = m.x == n.x
Base.isequal(m::Mine, n::Int) = m.x == n
Base.isequal(n::Int, m::Mine) = m.x == n
function course(d, key, value, rounds, range)
    s, log = 7, 0
    for i in 1:rounds
        s = next(s)
        what, k = (s >> 8) % 10, key((s >> 12) % range)
        if what < 5
            d[k] = value(i)
        elseif what < 7
            log += haskey(d, k)
            delete!(d, k)
        elseif what == 7
            get!(d, k, value(-i))
        elseif what == 8
            log += get(d, k, value(0)) == value(0)
        else
            log += pop!(d, k, nothing) === nothing
        end
    end
    return log
end
tell(d) = foldl((h, p) -> (h * 31 + length(string(p.first)) + length(string(p.second))) % 1000003, sort(collect(d), by = p -> string(p.first)), init = 1)
for (K, key) in [(Int, identity), (Float64, x -> x / 4), (Int32, Int32), (String, string), (Any, x -> x % 3 == 0 ? x : x % 3 == 1 ? x + 0.5 : string(x)),
                 (Symbol, x -> Symbol("s", x)), (Char, x -> Char(x + 65)), (Tuple{Int,Int}, x -> (x, -x)), (Mine, Mine), (UInt8, x -> UInt8(x % 256))]
    for (V, value) in [(Int, identity), (Float64, float), (String, string), (Any, x -> x % 2 == 0 ? x : string(x)), (Bool, iseven)]
        for range in (5, 30, 1000)
            d = Dict{K,V}()
            log = course(d, key, value, 3000, range)
            println(K, " ", V, " ", range, " ", log, " ", length(d), " ", tell(d), " ", tell(copy(d)) == tell(d), " ", copy(d) == d)
        end
    end
end
d = Dict(i => 10i for i in 1:20)
println(d[1.0], " ", d[0x02], " ", d[big(3)], " ", d[4//1], " ", d[5 + 0im], " ", d[Mine(6)], " ", haskey(d, 7.5), " ", haskey(d, "7"), " ", haskey(d, nothing))
f = Dict(0.0 => 1, -0.0 => 2, NaN => 3, 1.0 => 4, Inf => 5)
println(f[0.0], f[-0.0], f[NaN], f[-NaN], f[1], f[true], f[Inf], " ", haskey(f, 0), " ", get(f, 2, :none), " ", f[1//1], f[Float32(1)], f[big(1.0)])
f[-NaN] = 7
println(length(f), " ", f[NaN])
s = Set([1, 2, 3])
println(2.0 in s, " ", 2.5 in s, " ", "2" in s, " ", Mine(3) in s, " ", push!(s, 4.0) == Set(1:4))
println(try push!(s, 2.5) catch e; sprint(showerror, e) end)
println(try d[1.5] = 1 catch e; sprint(showerror, e) end)
println(try d[1] = 1.5 catch e; sprint(showerror, e) end)
println(length(Set(rand(1:10, 5000))), " ", length(Set(1:5000)), " ", length(Set([string(i) for i in 1:5000])), " ", unique([1.0, NaN, 0.0, -0.0, NaN, 1.0]))
u = unique([i % 2000 for i in 1:6000]); push!(u, 5)
println(length(u), " ", u[2000:2001], " ", unique(Int[]), " ", unique([nothing, nothing]), " ", unique([missing, 1, missing]))
e = Dict{Int,Nothing}(1 => nothing); e[2] = nothing
println(e[1] === nothing, " ", sort(collect(keys(e))), " ", collect(values(e)), " ", get(e, 3, 0))
g = Dict(i => string(i) for i in 1:100); filter!(p -> p.first % 7 == 0, g); g[1] = "x"
println(sort(collect(g)))
for k in collect(keys(g)); delete!(g, k); end
println(isempty(g), " ", length(g), " ", g == Dict{Int,String}())
g[3] = "again"; println(g, " ", empty!(g), " ", sizehint!(g, 10), " ", sizehint!(g, -1))
i = IdDict{Any,Int}(); a = [1]; i[a] = 1; i[[1]] = 2; i[1] = 3; i[1.0] = 4
println(i[a], " ", length(i), " ", i[1], i[1.0], " ", haskey(i, [1]), " ", delete!(i, a) === i, " ", length(i))
