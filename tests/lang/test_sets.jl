# Sets of tests: nested ones, loops, types of one's own, what is printed of failures.
using Test
# The calls shown are fewer than Julia's, which lists those that its macros expand to.
function without_calls(f)
    text = mktemp() do path, io
        redirect_stdout(f, io)
        flush(io)
        read(path, String)
    end
    print(replace(replace(text, r"^ +\[\d+\] .*\n"m => ""), r" at \S+:(\d+)$"m => s" at line \1"))
end
import Test: record, finish, AbstractTestSet, Result, get_testset, get_testset_depth, DefaultTestSet
struct Counting{T} <: AbstractTestSet
    name::T
    results::Vector{Any}
    foo::Int
    Counting{T}(d; foo = 1) where T = new{T}(d, [], foo)
    Counting(d; foo = 1) = new{typeof(d)}(d, [], foo)
end
record(ts::Counting, x) = push!(ts.results, x)
function finish(ts::Counting)
    get_testset_depth() > 0 && record(get_testset(), ts)
    ts
end
ts = @testset Counting foo = 4 "custom $(1 + 1)" begin
    @test true
    @testset "inner" begin
        @test 1 == 2
    end
    @test error("x")
end
println(ts.name, " ", ts.foo, " ", length(ts.results), " ", typeof.(ts.results))
function f(n)
    @testset "loop $i" for i in 1:n
        i == 3 && break
        @test i > 0
        i == 1 && continue
    end
end
r = f(5); println(length(r), " ", typeof(r))
function g()
    @testset "early" begin
        @test true
        return 5
    end
    6
end
println(g())
x = 1
@testset "scope" begin
    x = 2
    y = 3
    @test x == 2
end
println(x, " ", @isdefined y)
without_calls() do; try
@testset "outer long name here" begin
    for i in 1:12; @test true; end
    @testset "first" begin @test true; @testset "deep" begin @test false end end
    @testset "empty" begin end
    @testset "passing" begin @test true end
    @testset "broken only" begin @test_broken false; @test_skip x end
    throw(ArgumentError("stop"))
end
catch e
    println(typeof(e), " ", e, " ", e.pass, e.fail, e.error, e.broken, " ", length(e.errors_and_fails), " ", typeof(e.errors_and_fails))
end; end
try @eval @testset "a" 5 catch e println(split(sprint(showerror, e), "\n")[1]) end
try @eval @testset Int "a" begin end catch e println(sprint(showerror, e)) end
h(v) = v[5]
without_calls() do; try
@testset "frames" begin
    @test h([1, 2]) == 3
    try error("first") catch; @test h([1]) == 2 end
    h([3])
end
catch e println("caught") end; end
@testset "logs" begin
    @test_logs (:info, "a") @info "a"
    @test_logs (:warn, "b") match_mode = :any begin @info "x"; @warn "b" end
    @test_nowarn 1 + 1
    @test_warn "careful" (println(stderr, "careful"); 1)
    @test_throws ArgumentError("x") throw(ArgumentError("x"))
    @test_throws BoundsError h([1])
    @test @inferred(1 + 1) == 2
    @test !(1 == 2)
    @test all([true]) && true
end
@testset for T in (Int, Float64), n in 1:2 @test T(n) isa T end
