# What is drawn from ranges of all types and from other collections, one by one and in arrays.
using Random
# What an array holds, in one number.
bits(x::Float64) = reinterpret(UInt64, x)
bits(x::Union{Float32,Float16}) = bits(Float64(x))
bits(x::Complex) = bits(real(x)) * 3 ⊻ bits(imag(x))
bits(x::Char) = UInt64(x)
bits(x::Integer) = x % UInt64 ⊻ (x isa Union{Int128,UInt128} ? (x >> 64) % UInt64 : UInt64(0))
digest(a) = foldl((h, x) -> (h ⊻ bits(x)) * 0x00000100000001b3, a; init = 0xcbf29ce484222325)

r = MersenneTwister(3)
for R in (1:10, 1:1, 0:0, Int8(-5):Int8(5), typemin(Int8):typemax(Int8), UInt8(1):UInt8(200), Int16(1):Int16(1000),
          typemin(UInt16):typemax(UInt16), Int32(1):Int32(10^6), typemin(Int32):typemax(Int32), UInt32(5):UInt32(7), 1:10^15,
          typemin(Int):typemax(Int), 0:typemax(Int), UInt(1):UInt(10), typemin(UInt):typemax(UInt), Int128(1):Int128(5),
          Int128(1):Int128(10)^20, typemin(Int128):typemax(Int128), UInt128(3):UInt128(2)^110, UInt128(3):UInt128(2)^60,
          big(1):big(10), big(1):big(10)^30, -big(10)^40:big(10)^41, big(5):big(5), 1:3:100, 10:-2:1, Base.OneTo(7),
          Base.OneTo(Int8(7)), 'a':'z', 'a':2:'k', false:true, 0.0:0.1:1.0, range(0, stop = 1, length = 5), LinRange(0, 1, 4),
          UInt8(1):UInt8(3):UInt8(100), big(1):big(3):big(100), Int128(1):Int128(3):Int128(100))
    println(R, " ", [rand(r, R) for i in 1:4], " ", rand(r, R, 3), " ", rand(r, R, 2, 2), " ", rand(r))
    x = rand(r, R, 700)
    println(eltype(x), " ", digest(x), " ", rand(r), " ", rand(r, UInt64))
end
Random.seed!(9)
for c in ("text", "αβγδ", "a", (1,), (1, 2), (1, 2.0, "x"), (1, 2, 3, 4), (1, 2, 3, 4, 5), ntuple(identity, 8), ntuple(identity, 17),
          [1, 2, 3], ["a", "b"], [1 2; 3 4], Any[1, "x", :y], view([1, 2, 3, 4], 2:3), BitSet([1, 5, 9]), SubString("hello", 2, 4),
          trues(5), reshape(1:6, 2, 3))
    println(c, " ", [rand(c) for i in 1:5], " ", rand(c, 4), " ", rand(c, 2, 2), " ", rand())
end
println(rand(Set([3])), rand(Dict(1 => 2)), rand(Dict(1 => 2), 2), rand(Set("a"), 2))
d = Dict(i => -i for i in 1:1000)
foreach(i -> delete!(d, i), 1:997)
println(sort(unique([rand(d).first for i in 1:200])), sort(unique(rand(keys(d), 200))), all(p -> d[p.first] == p.second, rand(d, 9)))
Random.seed!(10)
for c in (1:0, Int[], (), "", BitSet(), Dict(), Set(), nothing, 1.5, :a, 'c', Int8(1):Int8(0), big(1):big(0), Int128(1):Int128(0),
          String, Any, Union{}, Union{Int8,Int16}, Vector{Int}, Rational{Int}, BigInt, Integer, AbstractFloat)
    for f in (() -> rand(c), () -> rand(c, 2), () -> rand(MersenneTwister(1), c))
        try
            println(f())
        catch e
            println(repr(c), " ", e isa MethodError ? MethodError : sprint(showerror, e))
        end
    end
end
for n in (-1, (2, -1))
    for f in (rand, randn, randexp, bitrand, randperm, randcycle, randstring)
        try
            println(f(n...))
        catch e
            println(f, " ", e isa MethodError ? MethodError : sprint(showerror, e))
        end
    end
end
a = zeros(3)
println(rand!(a, 1:10), rand!(r, a), rand!(r, a, (1, 2, 3)), rand!(zeros(Int8, 5)), rand!(zeros(Int, 5), 1:9), rand!(view(zeros(5), 2:4)))
println(rand!(zeros(ComplexF64, 2)), rand!(zeros(2, 2)), rand!(zeros(Int16, 2), Int16(1):Int16(5)), rand!(zeros(3), Random.CloseOpen12()))
println(rand!(zeros(Float32, 9), [1f0, 2f0]), rand!(Vector{Any}(undef, 3), (1, "a", 2.0)), rand!(['a', 'b'], 'a':'z'), rand!(zeros(UInt8, 7), UInt8))
println(rand!(falses(70)) |> sum, rand!(r, falses(3)), rand(Float64, (2, 1)), rand((2, 1)), rand(Int8, 2, 1, 1), rand(r, 2, 2), rand(0x02))
println(rand(BigFloat), " ", rand(r, BigFloat, 2), " ", setprecision(() -> rand(BigFloat), 100), " ", rand())
