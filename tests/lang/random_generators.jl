# Generators: seeds, copies, what is in them; generators and samplers of a program's own.
using Random
# What an array holds, in one number.
bits(x::Float64) = reinterpret(UInt64, x)
bits(x::Union{Float32,Float16}) = bits(Float64(x))
bits(x::Complex) = bits(real(x)) * 3 ⊻ bits(imag(x))
bits(x::Char) = UInt64(x)
bits(x::Integer) = x % UInt64 ⊻ (x isa Union{Int128,UInt128} ? (x >> 64) % UInt64 : UInt64(0))
digest(a) = foldl((h, x) -> (h ⊻ bits(x)) * 0x00000100000001b3, a; init = 0xcbf29ce484222325)

for s in (0, 1, 42, 2^31, 2^32, 2^40 + 3, typemax(Int), big(2)^100 + 5, UInt8(3), true, UInt32[1, 2, 3], UInt32[])
    r = MersenneTwister(s)
    println(s, " ", r.seed, " ", rand(r), " ", rand(r, Int), " ", digest(rand(r, 2000)))
end
for s in (-1, typemin(Int), big(-3), "x", 1.5, [1, 2], nothing), f in (MersenneTwister, Random.seed!)
    s === nothing && f == MersenneTwister && continue
    try f(s) catch e println(typeof(e), " ", e isa MethodError ? "" : sprint(showerror, e)) end
end
r = MersenneTwister(5)
q = copy(r)
println(r == q, rand(r) == rand(q), r == q, rand(r), r == q, hash(r) == hash(q))
copy!(q, r)
println(r == q, hash(r) == hash(q), rand(q) == rand(r), MersenneTwister(5) == MersenneTwister(5), MersenneTwister(5) == MersenneTwister(6))
q = copy(Random.GLOBAL_RNG)
println(rand() == rand(q), Random.seed!(q, 5) == MersenneTwister(5), Random.seed!(r, [0x00000001]) == MersenneTwister(1))
println(Random.seed!(5) === Random.default_rng(), typeof(Random.seed!(Random.GLOBAL_RNG, 3)), rand() == rand(MersenneTwister(3)))
copy!(Random.GLOBAL_RNG, MersenneTwister(77))
println(rand() == rand(MersenneTwister(77)), typeof(MersenneTwister()), MersenneTwister() == MersenneTwister(), rand(Random.seed!(r)) < 1)
r = MersenneTwister(1)
rand(r), rand(r, Int)
println(length(string(r)), " ", string(r)[end-100:end], " ", sum(Int, string(r)), " ", Random.GLOBAL_RNG, " ", RandomDevice(), " ", fieldnames(MersenneTwister))
show(IOContext(stdout, :limit => true), MIME("text/plain"), MersenneTwister(42))
println()
g = Random.GLOBAL_RNG
Random.seed!(2)
println(rand(g), rand(g, Int), rand(g, 3), rand(g, 1:5, 3), digest(rand(g, 500)), digest(rand(g, Bool, 500)), digest(rand(g, UInt8, 500)),
    digest(rand(g, Float32, 500)), digest(randn(g, 500)), randn(g), randexp(g), shuffle(g, 1:5), randperm(g, 4), randstring(g, 4), bitrand(g, 3))
println(rand(g, Float16), rand(g, Bool), rand(g, Int128), rand(g, "abc"), rand(g, (1, 2, 3)), rand(g, ComplexF64), digest(rand(g, Float64, 300)), rand())
# in tasks: one stream for all
Random.seed!(4)
println(fetch(@async rand()), " ", fetch(@async randn()), " ", rand())

struct Die
    n::Int
end
Random.rand(r::AbstractRNG, d::Random.SamplerTrivial{Die}) = rand(r, 1:d[].n)
Base.eltype(::Type{Die}) = Int
Random.seed!(1)
println(rand(Die(6)), rand(Die(6), 3), rand(MersenneTwister(1), Die(20), 2, 2), rand!(zeros(3), Die(3)))
struct Card
    n::Int
end
Random.rand(r::AbstractRNG, ::Random.SamplerType{Card}) = Card(rand(r, 1:52))
println(rand(Card), rand(Card, 3), typeof(rand(Card, 2)))
struct Loaded
    w::Vector{Float64}
end
Random.Sampler(R::Type{<:AbstractRNG}, d::Loaded, n::Random.Repetition) = Random.SamplerSimple(d, cumsum(d.w))
Random.rand(r::AbstractRNG, s::Random.SamplerSimple{Loaded}) = searchsortedfirst(s.data, rand(r) * s.data[end])
Base.eltype(::Type{Loaded}) = Int
println(rand(Loaded([1, 2, 3])), rand(Loaded([1, 2, 3]), 10), rand(MersenneTwister(4), Loaded([1, 5]), 5))
struct Old end
Base.rand(r::AbstractRNG, ::Old) = rand(r) + 10
println(rand(Old()), rand(MersenneTwister(1), Old()), rand(Random.GLOBAL_RNG, Old()))

mutable struct Congruential <: AbstractRNG
    s::UInt64
end
function next!(r::Congruential)
    r.s = r.s * 0x5851f42d4c957f2d + 0x14057b7ef767814f
    r.s ⊻ r.s >> 29
end
Random.rng_native_52(::Congruential) = UInt64
Random.rand(r::Congruential, ::Random.SamplerType{Bool}) = isodd(next!(r) >> 9)
for T in Base.BitInteger_types
    @eval Random.rand(r::Congruential, ::Random.SamplerType{$T}) =
        $(sizeof(T) == 16 ? :((UInt128(next!(r)) << 64 | next!(r)) % $T) : :(next!(r) % $T))
end
r = Congruential(5)
println(rand(r), rand(r, Float32), rand(r, Float16), rand(r, Int), rand(r, 1:10), rand(r, 5), rand(r, 1:3, 4), rand(r, Bool, 3), rand(r, ComplexF64),
    rand(r, 'a':'z'), rand(r, "hello"), rand(r, (1, 2, 3)), rand(r, (1, 2)), rand(r, Int128(1):Int128(10)^30), rand(r, big(1):big(10)^30), rand(r, Char))
println(randn(r), randexp(r), randn(r, 3), digest(randn(r, 5000)), digest(randexp(r, 5000)), randn(r, Float32), randn(r, ComplexF32), shuffle(r, 1:9),
    randperm(r, 7), randcycle(r, 7), randsubseq(r, 1:30, 0.1), randsubseq(r, 1:30, 0.5), bitrand(r, 9), randstring(r, 5), rand(r, UInt8, 3),
    rand(r, typemin(Int):typemax(Int)), rand(r, typemin(Int8):typemax(Int8), 3), rand(r, Float32, 3), rand(r, BigFloat))
d = RandomDevice()
println(rand(d) < 1, typeof(rand(d, UInt8, 3)), rand(d, 1:5) in 1:5, typeof(rand(d, Bool)), randn(d) isa Float64, length(randstring(d)),
    sort(shuffle(d, 1:4)), eltype(rand(d, Float32, 2)), rand(d, Int128) isa Int128, rand(d, UInt64) != rand(d, UInt64))
println(Random.Sampler(MersenneTwister(1), 1:10), Random.Sampler(MersenneTwister, 1:10, Val(1)), Random.Sampler(MersenneTwister(1), Int), Random.gentype(1:3),
    Random.SamplerType{Int}()[], Random.Sampler(MersenneTwister, (1, 2)), Random.Sampler(MersenneTwister, [1, 2]))
s, m = Random.Sampler(MersenneTwister, 1:100), MersenneTwister(2)
println([rand(m, s) for i in 1:5], rand!(m, zeros(Int, 3), s), rand(m, Random.CloseOpen12()), rand(m, Random.UInt52()), rand(m, Random.UInt52Raw()))
# the name of the process's own generator, with the ways of arrays that it has not
Random.seed!(3)
println([rand(g, big(1):big(10)^30) for i in 1:3], rand(g, big(1):big(10)^30, 3), rand(g, BigFloat), rand(g, Int, 3), rand())
println(rand(g, 'a':'z', 3), rand(g, [1, 2, 3], 4), rand(g, Int128(1):Int128(10)^22, 2), rand(g, 1:10, 5), randsubseq(g, 1:20, 0.3), randcycle(g, 5),
    randn(g, Float32, 3), randn(g, ComplexF64, 14)[14], randexp(g, 14)[14], rand(g, ComplexF32, 3), rand!(g, zeros(2)), rand!(g, zeros(Int8, 20)),
    shuffle!(g, [1, 2, 3, 4]), rand(g, Char, 2), rand(g, (1, 2, 3, 4, 5), 3), randstring(g), randstring(g, "abc", 4), sum(bitrand(g, 70)), rand())
for s in (UInt128(2)^100, Int8(5), big(0), typemax(UInt64), 0x0)
    Random.seed!(s)
    println(Random.default_rng().seed, rand())
end
