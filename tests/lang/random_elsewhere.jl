# Random numbers where other parts of the language take them, or keep them for themselves.
using Random, Dates, Test
Random.seed!(1)
println(collect(ExponentialBackOff(n = 6)), collect(ExponentialBackOff(n = 4, jitter = 0.5, factor = 2, first_delay = 1, max_delay = 3)), rand())
println(rand(Date(2020):Day(1):Date(2020, 12, 31)), rand(Date(2020):Month(1):Date(2020, 12, 31), 3), rand(DateTime(2020):Hour(1):DateTime(2021)), " ", rand(Time(1):Minute(5):Time(9)))
@enum Color red green blue
println(rand(instances(Color)), rand(instances(Color), 3), rand(collect(instances(Color))))
println(rand(Day(1):Day(2):Day(9)), rand([Day(1), Hour(2)]), rand(1//2:3//2), rand([1 + im, 2]), rand(CartesianIndices((3, 4))), rand(CartesianIndices((3, 4)), 2),
    rand(eachindex([1, 2, 3])), rand(axes(ones(3, 3), 2)), rand(LinearIndices((2, 3))), rand(collect(pairs([5, 6, 7]))), rand(keys([1, 2, 3])))
println(rand(1.0:3.0), rand(Float32[1, 2]), rand(big.(1:3)), rand("héllo", 3), rand(codeunits("abc")), rand(split("a b c")), rand((1:3, 4:6)), rand([1:3, 4:6]),
    rand([:a, :b]), rand(('a', 'b', 'c', 'd')), rand(Tuple(1:6)), rand(1:3, 0), rand(reverse(1:5)))
println(rand(Set("abc")) isa Char, rand())

# a set of tests begins with the last seed and leaves the stream as it was
Random.seed!(5)
println(rand())
@testset "outer" begin
    println(rand(), " ", rand(Int))
    @test true
    @testset "inner" begin
        println(rand())
    end
    println(rand())
end
println(rand())
@testset "turn $i" for i in 1:3
    println(rand())
    i == 2 && continue
    println(rand())
end
println(rand())
println(Test.guardseed(rand), " ", Test.guardseed(() -> rand(2), 3), " ", rand())

# what else a program does takes none
Random.seed!(7)
mktempdir(d -> nothing), tempname(), sort(rand(3)), wait(@async 1), Dict(i => i for i in 1:100), hash("a")
println(rand(Int), " ", rand(1:100), " ", rand())
