# Test sets: of one's own type, with types declared inside, in functions and loops.
using Test
import Test: record, finish
struct MySet <: Test.AbstractTestSet
    description::String
    results::Vector
    opt::Int
    MySet(desc; opt=1) = new(desc, [], opt)
end
record(ts::MySet, t) = (push!(ts.results, t); t)
finish(ts::MySet) = (Test.get_testset_depth() != 0 && record(Test.get_testset(), ts); println(ts.description, " ", ts.opt, " ", length(ts.results)); ts)
ts = @testset MySet opt=7 "mine" begin
    @test true
    @testset "in it" begin
        @test 1 == 1
        @test 2 > 1
    end
    @test_broken false
end
println(typeof(ts), " ", [typeof(r) for r in ts.results])
x = 1
@testset "scopes" begin
    y = x + 1
    global z = y
    @test y == 2
    local w = 3
    for i in 1:3; y += 1; end
    @test y == 5
end
println(z, " ", @isdefined(y))
r = @testset "loop $i" for i in 1:2, j in [:a]
    @test i > 0
end
println(typeof(r), length(r))
@testset for T in (Int, Float64)
    @test zero(T) == 0
end
function intest()
    @testset "in function" begin
        a = 1
        @test a == 1
    end
    2
end
println(intest())
@testset "a" begin
    struct Foo; x::Int; end
    f(x) = x.x
    @test f(Foo(3)) == 3
    @testset "inner" begin
        mutable struct Bar; y; end
        @test Bar(1).y == 1
        @testset for i in 1:2
            g(z) = z + i
            @test g(1) == 1 + i
        end
    end
end
println(Foo(1))
