# What @test and its kin print and return.
using Test
println(@test 1 < 2)
println(@test_throws DivideError 1 ÷ 0)
println(@test_broken 1 == 2)
println(@test_skip isempty([1]))
attempt(text) = try include_string(Main, text, "t") catch e; println(e.error) end
a = [1, 2]
attempt("@test a == [1, 3]")
attempt("@test 1 <= a[1] < 1")
attempt("@test isequal(a, 5)")
attempt("@test !isempty(Int[])")
attempt("@test 1 ≈ 2 atol = 0.1")
attempt("@test a isa Int")
attempt("@test all(a .> 1)")
attempt("@test 5")
attempt("@test_broken true")
attempt("@test_throws ErrorException 1 + 1")
@testset for i in 1:2, j in 1:1
    @test i * j > 0
end
@testset "empty" begin end
@testset "n $i" for i in 1:1
    @test i == 1
end
