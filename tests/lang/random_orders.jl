# Normal and exponential numbers; orders, parts, bits and strings.
using Random
# What an array holds, in one number.
bits(x::Float64) = reinterpret(UInt64, x)
bits(x::Union{Float32,Float16}) = bits(Float64(x))
bits(x::Complex) = bits(real(x)) * 3 ⊻ bits(imag(x))
bits(x::Char) = UInt64(x)
bits(x::Integer) = x % UInt64 ⊻ (x isa Union{Int128,UInt128} ? (x >> 64) % UInt64 : UInt64(0))
digest(a) = foldl((h, x) -> (h ⊻ bits(x)) * 0x00000100000001b3, a; init = 0xcbf29ce484222325)

Random.seed!(11)
println(randn(), " ", randexp(), " ", randn(Float32), " ", randn(Float16), " ", randexp(Float32), " ", randexp(Float16), " ",
    randn(ComplexF64), " ", randn(ComplexF32), " ", randn(Complex{Float16}))
for n in (0, 1, 2, 5, 12, 13, 14, 100, 381, 383, 384, 385, 1000, 1002, 5001)
    println(n, " ", digest(randn(n)), " ", digest(randexp(n)), " ", digest(randn(Float32, n)), " ", digest(randexp(Float16, n)), " ",
        digest(randn(ComplexF64, n)), " ", rand(), " ", digest([randn() for i in 1:n]), " ", digest([randexp() for i in 1:n]), " ", rand(Int))
end
println(digest(randn(10^6)), " ", digest(randexp(10^6)), " ", digest([randn() for i in 1:10^5]), " ", digest([randexp() for i in 1:10^5]))
println(randn(2, 2), randexp(2, 2), randn((2,)), randn(Float32, 2, 1), randn(MersenneTwister(1), 2), randexp(MersenneTwister(1)))
println(randn(MersenneTwister(1), Float32, 2), randexp(MersenneTwister(1), (1, 2)), randn!(zeros(3)), randexp!(zeros(3)),
    randn!(zeros(Float32, 3)), randn!(view(zeros(4), 1:2)))
println(shuffle(1:20), shuffle(collect(1.0:9)), shuffle(Int8.(1:9)), shuffle(string.(1:9)), shuffle(trues(3)), shuffle([1 2; 3 4]),
    shuffle(1:0), shuffle(view([1, 2, 3, 4, 5], 2:5)))
for n in (0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 100, 1000)
    println(n, " ", digest(shuffle(1:n)), " ", digest(shuffle!(collect(1.0:n))), " ", digest(randperm(n)), " ", digest(randcycle(n)), " ", rand())
end
println(randperm(5), randcycle(5), randperm(Int8(5)), randcycle(UInt16(6)), randperm(big(4)), randperm!(zeros(Int32, 6)), randcycle!(zeros(Int, 6)))
println(shuffle(MersenneTwister(2), [1, 2, 3]), shuffle!(MersenneTwister(2), [1, 2, 3]), randperm(MersenneTwister(1), 9), randcycle(MersenneTwister(4), 9))
println(try randperm!(zeros(Int8, 200)) catch e typeof(e) end, randperm!(zeros(Int8, 127)) |> isperm)
for p in (0, 0.05, 0.1, 0.15, 0.2, 0.5, 0.9, 1, 1//3, 1f-1)
    println(p, " ", randsubseq(1:50, p), " ", digest(randsubseq(collect(1:3000), p)), " ", rand())
end
for p in (-1, 1.5, NaN)
    try randsubseq(1:3, p) catch e println(sprint(showerror, e)) end
end
s = Int[]
println(randsubseq!(s, 1:20, 0.3), s, randsubseq(MersenneTwister(1), 'a':'z', 0.1), randsubseq!(MersenneTwister(1), s, [1, 2, 3], 0.9))
for n in (0, 1, 5, 63, 64, 65, 128, 1000, 30000)
    println(digest(bitrand(n)), " ", sum(bitrand(n)), " ", rand())
end
println(bitrand(2, 3), bitrand(MersenneTwister(1), 5), bitrand((2, 2)))
println(randstring(), " ", randstring(3), " ", randstring('a':'z', 6), " ", randstring("ACGT"), " ", randstring("αβγ", 5), " ", randstring(['x', 'y'], 4),
    " ", randstring(UInt8['a', 'b'], 5))
println(randstring(MersenneTwister(3)), " ", randstring(MersenneTwister(3), 4), " ", randstring(MersenneTwister(3), 'a':'z', 6), " ", randstring(MersenneTwister(1), "xyz"))

using SparseArrays, UUIDs
r = MersenneTwister(1234)
println(uuid4(r), " ", uuid_version(uuid4(r)), " ", string(uuid1(r))[20:end], " ", uuid_version(uuid1(r)))
for A in (sprand(5, 7, 0.3), sprand(r, 4, 4, 0.1), sprand(Bool, 3, 3, 0.5), sprand(Int8, 3, 4, 0.4), sprand(10, 0.3), sprandn(3, 3, 0.5), sprandn(6, 0.4),
          sprand(r, Float32, 20, 0.2), sprand(3, 3, 0.5, randn), sprand(0, 3, 0.5), sprand(30, 30, 0.05), sprand(6, 0.5, (r, n) -> ones(n)))
    println(typeof(A), size(A), findnz(A), " ", rand())
end
for f in (() -> sprand(3, 3, 1.5), () -> sprand(-1, 2, 0.5))
    try f() catch e println(sprint(showerror, e)) end
end
