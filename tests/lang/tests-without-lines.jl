# What a test is shown as has no lines of the functions that it defines.
using Test
struct Recorder <: Test.AbstractTestSet
    results::Vector{Any}
    Recorder(description) = new([])
end
Test.record(r::Recorder, t) = push!(r.results, t)
function Test.finish(r::Recorder)
    for t in r.results
        println(nameof(typeof(t)), ": ", t isa Test.Pass ? "" : t.orig_expr)
    end
end
@testset Recorder "recorded" begin
    @test all(x -> x > 1, [1, 2])
    @test any(map(y -> begin y == 3 end, [1]))
    @test (z = 1; z > 2)
    @test map([1]) do x; x; end == [2]
    @test undefined_function(x -> x, 1)
    @test let a = 1; a > 1 end
    @test begin 1 > 2 end
    @test_throws BoundsError map(x -> error("q"), [1])
    @test_broken map(x -> x, [1]) == [1]
    @test x -> x
end
