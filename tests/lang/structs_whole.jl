# Functions of fields over whole arrays of structs.
struct Point; x::Float64; y::Float64; end
struct Mixed; a::Int32; b::Float32; c::Bool; d::Float64; e::Int64; end
mutable struct Mut; x::Float64; end
struct Odd; x::Float64; end
Base.getproperty(o::Odd, s::Symbol) = s === :x ? 2getfield(o, :x) : getfield(o, s)
far(p) = sqrt(p.x^2 + p.y^2)
bad(p) = p.x > 0.5 ? log(p.y - 10) : p.x
for n in (1, 5, 47, 48, 49, 100, 1023, 1024, 1025, 3000)
    ps = [Point(i / 8, -i) for i in 1:n]
    ms = [Mixed(i, i / 2, isodd(i), i / 4, -i) for i in 1:n]
    os = [Odd(i) for i in 1:n]
    us = [Mut(i) for i in 1:n]
    println(n, " ", map(far, ps) == [far(ps[i]) for i in 1:n], " ", far.(ps) == map(far, ps), " ", sum(p -> p.x + p.y, ps), " ", count(p -> p.y < -40, ps), " ", length(filter(p -> p.x > 3, ps)))
    println(sum(p -> p.a, ms), " ", sum(p -> p.b + p.d, ms), " ", count(p -> p.c, ms), " ", map(p -> p.e * 2, ms) == [-2i for i in 1:n], " ", typeof(map(p -> p.a, ms)), " ", typeof(map(p -> p.c ? p.d : 0.0, ms)))
    println(sum(Float64[o.x for o in os]), " ", map(o -> o.x, os) == [2.0i for i in 1:n], " ", map(u -> u.x, us) == [Float64(i) for i in 1:n])
    n > 50 && println(sum(map(p -> p.x, view(ps, 3:2:n))), " ", [p.x * q.y for p in ps[1:3], q in ps[2:4]], " ", findfirst(p -> p.x > 5, ps), " ", any(p -> p.y > 0, ps), " ", maximum(p -> p.x, reshape(ps, 1, n)))
end
M = reshape([Point(i, 2i) for i in 1:100], 10, 10)
println(map(p -> p.x + 1, M)[3, 4], " ", size((p -> p.y).(M)), " ", sum(p -> p.x, M, dims = 1)[10], " ", (p -> p.x).(M) .+ (1:10))
try
    map(bad, [Point(i / 60, i) for i in 1:60])
catch e
    println(typeof(e), " ", e.val)
end
z = [Complex(i, -i) for i in 1.0:60]
println(sum(v -> v.re + v.im, z), " ", map(v -> v.im, z)[60])
