# The numbers of a seed for each type, one by one and in arrays of lengths around the generator's borders, mixed: what is left
# in the caches is told by the numbers that follow.
using Random
# What an array holds, in one number.
bits(x::Float64) = reinterpret(UInt64, x)
bits(x::Union{Float32,Float16}) = bits(Float64(x))
bits(x::Complex) = bits(real(x)) * 3 ⊻ bits(imag(x))
bits(x::Char) = UInt64(x)
bits(x::Integer) = x % UInt64 ⊻ (x isa Union{Int128,UInt128} ? (x >> 64) % UInt64 : UInt64(0))
digest(a) = foldl((h, x) -> (h ⊻ bits(x)) * 0x00000100000001b3, a; init = 0xcbf29ce484222325)

for T in (Float64, Float32, Float16, Int8, UInt8, Int16, UInt16, Int32, UInt32, Int64, UInt64, Int128, UInt128, Bool,
          ComplexF64, ComplexF32, Complex{Int8}, Char)
    Random.seed!(7)
    println(T, " ", [rand(T) for i in 1:3], " ", rand(T, 0), " ", rand(T, 2))
    for n in (0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 15, 16, 17, 31, 33, 64, 100, 191, 381, 382, 383, 384, 385, 386, 400, 501, 768,
              1000, 1001, 1002, 1003, 1500, 6001)
        print(digest(rand(T, n)), ",", digest([rand(T) for i in 1:3]), ",", rand(), " ")
    end
    println(rand(UInt64))
end
r = MersenneTwister(1)
println([rand(r, UInt64) for i in 1:3], [rand(r, UInt128) for i in 1:2], rand(r, UInt64), rand(r, Int128), rand(r, Int))
println(digest(rand(r, 10^6)), " ", digest(rand(r, Int, 10^6)), " ", digest(rand(r, Float32, 10^6)), " ", digest(rand(r, Bool, 10^6)))
# arrays that begin at any address
x = collect(1.0:500)
popfirst!(x)
println(digest(rand!(r, x)), " ", rand(r))
x = zeros(UInt8, 9000)
for i in 1:17
    popfirst!(x)
    print(digest(rand!(r, x)), " ")
end
println(rand(r))

# a long mixture, in an order that another generator chooses
state = UInt64(12345)
function choose(n)
    global state = state * 0x5851f42d4c957f2d + 0x14057b7ef767814f
    Int((state >> 33) % n)
end
one_of = Any[() -> rand(), () -> rand(Int), () -> rand(UInt128), () -> rand(Bool), () -> rand(Int8), () -> rand(Float32),
    () -> randn(), () -> randexp(), () -> rand(1:choose(1000)+1), () -> rand(Int32(1):Int32(choose(100) + 1)),
    () -> rand(Int128(0):Int128(choose(10^6)))]
many = Any[n -> rand(n), n -> rand(Int, n), n -> rand(UInt128, n), n -> rand(Bool, n), n -> rand(Int8, n), n -> rand(UInt16, n),
    n -> rand(Int32, n), n -> rand(Float32, n), n -> rand(Float16, n), n -> randn(n), n -> randexp(n), n -> rand(1:n+1, n),
    n -> rand(UInt8(1):UInt8(7), n), n -> shuffle(1:n), n -> randperm(n), n -> randcycle(n), n -> rand(ComplexF64, n),
    n -> bitrand(n), n -> randsubseq(1:n, 0.1), n -> randsubseq(1:n, 0.4), n -> codeunits(randstring(n)),
    n -> rand("äbc", n), n -> rand(big(1):big(10)^40, n), n -> randn(Float32, n), n -> rand(Char, n), n -> rand((1, 2, 3), n),
    n -> rand([1.5, 2.5], n), n -> rand(Int128(1):Int128(10)^25, n), n -> rand((true, false), n), n -> rand(1:5, 3, n),
    n -> rand(BitSet(1:n+1), n)]
for round in 1:400
    round % 50 == 1 && Random.seed!(round)
    h = zero(UInt64)
    for k in 1:choose(30)
        h = h * 31 ⊻ bits(one_of[choose(length(one_of))+1]())
    end
    i = choose(length(many)) + 1
    n = choose(4) == 0 ? choose(20) : choose(2) == 0 ? choose(500) : choose(2500)
    println(round, " ", i, " ", n, " ", h, " ", digest(many[i](n)))
end
