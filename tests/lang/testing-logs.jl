# @test_logs, @test_nowarn and nested sets.
using Test, Logging
f(x) = (@info "got" x; @warn "careful"; 2x)
println(@test_logs (:info, "got") (:warn, "careful") f(3))
@test_logs (:warn, r"care") match_mode = :any f(3)
@test_logs min_level = Logging.Debug (:debug, "low") @debug "low"
@test_logs identity(1)
println(@test_nowarn 1 + 1)
logs, value = Test.collect_test_logs(() -> f(1))
println(length(logs), " ", logs[1].message, " ", logs[2].level, " ", value, " ", logs[1].kwargs[:x])
@testset "outer" begin
    @testset "inner $i" for i in 1:2
        @test i > 0
        @test_logs (:info,) @info "x"
    end
    @test_broken 1 == 2
    @test_throws ErrorException error("x")
    @test_skip 1 == 3
end
