# Test: @test, @test_throws, @testset and their summaries.
module Test

export @test, @test_throws, @test_broken, @test_skip, @testset, @inferred, @test_nowarn, @test_warn, @test_logs, @test_deprecated
export TestSetException, GenericString, detect_ambiguities

abstract type Result end

struct Pass <: Result
    test_type::Symbol
    orig_expr
    data
    value
end
struct Fail <: Result
    test_type::Symbol
    orig_expr
    data
    value
    source
end
struct Error <: Result
    test_type::Symbol
    orig_expr
    value
    backtrace
    source
end
struct LogTestFailure <: Result
    orig_expr
    source
    patterns
    logs
end
struct Broken <: Result
    test_type::Symbol
    orig_expr
end

function Base.show(io::IO, t::Pass)
    print(io, "Test Passed")
    t.test_type === :test_throws && print(io, "\n      Thrown: ", typeof(t.value))
end
function Base.show(io::IO, t::Fail)
    print(io, "Test Failed at ", source_text(t.source))
    print(io, "\n  Expression: ", t.orig_expr)
    if t.test_type === :test_throws_wrong
        print(io, "\n    Expected: ", t.data)
        print(io, "\n      Thrown: ", typeof(t.value))
    elseif t.test_type === :test_throws_nothing
        print(io, "\n    Expected: ", t.data)
        print(io, "\n  No exception thrown")
    elseif t.test_type === :test && t.data !== nothing
        print(io, "\n   Evaluated: ", t.data)
    end
end
function Base.show(io::IO, t::Error)
    print(io, "Error During Test at ", source_text(t.source), "\n")
    if t.test_type === :test_error
        print(io, "  Test threw exception\n  Expression: ", t.orig_expr, "\n")
        print(io, "  ", join(split(sprint(showerror, t.value), "\n"), "\n  "))
    elseif t.test_type === :test_nonbool
        print(io, "  Expression evaluated to non-Boolean\n  Expression: ", t.orig_expr, "\n       Value: ", t.value)
    elseif t.test_type === :test_unbroken
        print(io, " Unexpected Pass\n Expression: ", t.orig_expr, "\n Got correct result, please change to @test if no longer broken.\n")
    else
        print(io, "  Got exception outside of a @test\n")
        print(io, "  ", join(split(sprint(showerror, t.value), "\n"), "\n  "))
    end
end
function Base.show(io::IO, t::Broken)
    print(io, "Test Broken\n  ", t.test_type === :skipped ? "Skipped: " : "Expression: ", t.orig_expr)
end

source_text(source) = source === nothing ? "none:0" : string(source.file, ":", source.line)

abstract type AbstractTestSet end

mutable struct DefaultTestSet <: AbstractTestSet
    description::String
    results::Vector{Any}
    n_passed::Int
    anynonpass::Bool
end
DefaultTestSet(description) = DefaultTestSet(description, Any[], 0, false)

struct TestSetException <: Exception
    pass::Int
    fail::Int
    error::Int
    broken::Int
    errors_and_fails::Vector{Any}
end
function Base.showerror(io::IO, e::TestSetException)
    print(io, "Some tests did not pass: ", e.pass, " passed, ", e.fail, " failed, ", e.error, " errored, ", e.broken, " broken.")
end
Base.showerror(io::IO, e::TestSetException, bt; backtrace = true) = showerror(io, e)
Base.show(io::IO, e::TestSetException) = showerror(io, e)

struct FallbackTestSetException <: Exception
    msg::String
end

# The test sets that are open, innermost last; a task's tests go to the innermost one.
const open_sets = Any[]

function record(t::Result)
    if isempty(open_sets)
        t isa Union{Pass,Broken} && return t
        println(t)
        throw(FallbackTestSetException("There was an error during testing"))
    end
    return record(open_sets[end], t)
end
function record(ts::DefaultTestSet, t::Pass)
    ts.n_passed += 1
    return t
end
function record(ts::DefaultTestSet, t::Union{Fail,Error,LogTestFailure})
    print(ts.description, ": ")
    println(t)
    println()
    push!(ts.results, t)
    return t
end
function record(ts::DefaultTestSet, t)
    push!(ts.results, t)
    return t
end

"Numbers of passes, failures, errors and broken tests in a set and those within it."
function counts(ts::DefaultTestSet)
    p, f, e, b = ts.n_passed, 0, 0, 0
    for r in ts.results
        if r isa Union{Fail,LogTestFailure}
            f += 1
        elseif r isa Error
            e += 1
        elseif r isa Broken
            b += 1
        elseif r isa DefaultTestSet
            c = counts(r)
            p += c[1]; f += c[2]; e += c[3]; b += c[4]
        end
    end
    return p, f, e, b
end

function problems(ts::DefaultTestSet)
    found = Any[]
    for r in ts.results
        r isa DefaultTestSet ? append!(found, problems(r)) : r isa Broken || push!(found, r)
    end
    return found
end

name_width(ts::DefaultTestSet, depth) =
    maximum(Int[textwidth(ts.description) + depth; Int[name_width(r, depth + 2) for r in ts.results if r isa DefaultTestSet]])

function print_row(ts::DefaultTestSet, depth, width, shown)
    c = counts(ts)
    total = sum(c)
    print(rpad(string(" "^depth, ts.description), width), " | ")
    for k in 1:4
        shown[k] || continue
        cell = c[k] > 0 ? string(c[k]) : ""
        print(lpad(cell, (4, 4, 5, 6)[k]), "  ")
    end
    println(total == 0 ? lpad("No tests", 5) : lpad(total, 5))
    bad = c[2] + c[3] > 0
    if bad
        for r in ts.results
            r isa DefaultTestSet && print_row(r, depth + 2, width, shown)
        end
    end
end

function print_summary(ts::DefaultTestSet)
    c = counts(ts)
    shown = [c[k] > 0 for k in 1:4]
    width = max(name_width_shown(ts, 0), textwidth("Test Summary:"))
    print(rpad("Test Summary:", width), sum(c) > 0 ? " | " : " |")
    for k in 1:4
        shown[k] && print(lpad(("Pass", "Fail", "Error", "Broken")[k], (4, 4, 5, 6)[k]), "  ")
    end
    println(sum(c) > 0 ? "Total" : "")
    print_row(ts, 0, width, shown)
end
name_width_shown(ts, depth) = any(k -> k > 0, counts(ts)[2:3]) ? name_width(ts, depth) : textwidth(ts.description)

function finish(ts::DefaultTestSet)
    if !isempty(open_sets)
        record(open_sets[end], ts)
        return ts
    end
    print_summary(ts)
    p, f, e, b = counts(ts)
    f + e > 0 && throw(TestSetException(p, f, e, b, problems(ts)))
    return ts
end

function run_testset(body, description, source)
    ts = DefaultTestSet(description)
    push!(open_sets, ts)
    try
        body()
    catch err
        err isa InterruptException && rethrow()
        record(ts, Error(:nontest_error, nothing, err, nothing, source))
    finally
        pop!(open_sets)
    end
    return finish(ts)
end

macro testset(args...)
    description = "test set"
    body = args[end]
    for a in args[1:end-1]
        (a isa String || (a isa Expr && a.head === :string)) && (description = a)
    end
    if body isa Expr && body.head === :for
        loops, inner = body.args[1], body.args[2]
        if description == "test set"
            iterations = loops.head === :block ? loops.args : Any[loops]
            names = Any[it.args[1] for it in iterations]
            parts = Any[]
            for (i, n) in enumerate(names)
                i > 1 && push!(parts, ", ")
                push!(parts, string(n, " = "))
                push!(parts, n)
            end
            description = Expr(:string, parts...)
        end
        call = :(Test.run_testset(() -> $inner, string($description), $(QuoteNode(__source__))))
        sets = gensym("sets")
        return esc(Expr(:let, :($sets = Any[]), Expr(:block, Expr(:for, loops, :(push!($sets, $call))), sets)))
    end
    return esc(:(Test.run_testset(() -> $body, string($description), $(QuoteNode(__source__)))))
end

# The functions whose arguments a failed test shows, besides comparisons.
const displayed_functions = [:isequal, :isapprox, :≈, :occursin, :startswith, :endswith, :isempty, :contains]

"The comparison that an expression is, as an Expr with all its terms and operators; or nothing."
function comparison(ex)
    ex isa Expr || return nothing
    ex.head === :comparison && return ex
    ex.head === :call && length(ex.args) == 3 && ex.args[1] isa Symbol || return nothing
    any(a -> a isa Expr && a.head in (:..., :parameters, :kw), ex.args) && return nothing
    startswith(string(ex.args[1]), '.') && return nothing
    Base.operator_precedence(ex.args[1]) == Base.operator_precedence(:(==)) || return nothing
    return Expr(:comparison, ex.args[2], ex.args[1], ex.args[3])
end

"Compare terms one after the other; names are the operators as they are written. The result, and the text of what was compared."
function evaluate_comparison(terms, names, negated)
    result = true
    for i in 2:2:length(terms)-1
        result = terms[i](terms[i-1], terms[i+1])
        result === true || break
    end
    shown = Expr(:comparison, (isodd(i) ? terms[i] : names[i ÷ 2] for i in 1:length(terms))...)
    return finish_evaluation(result, shown, negated, "")
end
function evaluate_call(f, name, negated, args...; kws...)
    result = f(args...; kws...)
    suffix = ""
    shown = Expr(:call, name, args...)
    if !isempty(kws)
        if name === :≈ && result === false
            suffix = string(" (", join(["$k=$v" for (k, v) in kws], ", "), ")")
        else
            insert!(shown.args, 2, Expr(:parameters, (Expr(:kw, k, v) for (k, v) in kws)...))
        end
    end
    return finish_evaluation(result, shown, negated, suffix)
end
function finish_evaluation(result, shown, negated, suffix)
    negated && (result = !result; shown = Expr(:call, :!, shown))
    result === false || return result, nothing
    return result, sprint(print, shown; context = :limit => true) * suffix
end

"Code that runs thunk and records what came out of the test."
function run_test(orig, source, thunk)
    value, shown = try
        thunk()
    catch err
        err isa InterruptException && rethrow()
        return record(Error(:test_error, orig, err, nothing, source))
    end
    value isa Bool || return record(Error(:test_nonbool, orig, value, nothing, source))
    return record(value ? Pass(:test, orig, shown, value) : Fail(:test, orig, shown, value, source))
end

macro test(ex, kws...)
    if !isempty(kws) && ex isa Expr && ex.head === :call
        ex = Expr(:call, ex.args..., (Expr(:kw, k.args[1], k.args[2]) for k in kws)...)
    end
    negated = ex isa Expr && ex.head === :call && length(ex.args) == 2 && ex.args[1] === :!
    inner = negated ? ex.args[2] : ex
    compared = comparison(inner)
    if compared !== nothing
        names = compared.args[2:2:end]
        tested = :(Test.evaluate_comparison(Any[$(compared.args...)], $(QuoteNode(names)), $negated))
    elseif inner isa Expr && inner.head === :call && inner.args[1] in displayed_functions
        name = inner.args[1]
        args = inner.args[2:end]
        first = !isempty(args) && args[1] isa Expr && args[1].head === :parameters ? Any[popfirst!(args)] : Any[]
        tested = Expr(:call, :(Test.evaluate_call), first..., name, QuoteNode(name), negated, args...)
    else
        tested = :(($ex, nothing))
    end
    return esc(:(Test.run_test($(Expr(:inert, ex)), $(QuoteNode(__source__)), () -> $tested)))
end

function run_test_throws(orig, expected, source, thunk)
    try
        thunk()
    catch err
        err isa InterruptException && expected !== InterruptException && rethrow()
        err isa LoadError && expected !== LoadError && !(expected isa Type && LoadError <: expected) && (err = err.error)
        matches = expected isa Type ? err isa expected : err == expected || same_exception(err, expected)
        return record(matches ? Pass(:test_throws, orig, nothing, err) : Fail(:test_throws_wrong, orig, expected, err, source))
    end
    return record(Fail(:test_throws_nothing, orig, expected, nothing, source))
end
same_exception(a, b) = typeof(a) === typeof(b) && all(f -> isequal(getfield(a, f), getfield(b, f)), fieldnames(typeof(a)))

macro test_throws(expected, ex)
    esc(:(Test.run_test_throws($(Expr(:inert, ex)), $expected, $(QuoteNode(__source__)), () -> $ex)))
end

function run_test_broken(orig, source, thunk)
    value = try
        thunk()
    catch err
        err isa InterruptException && rethrow()
        return record(Broken(:test, orig))
    end
    value === true && return record(Error(:test_unbroken, orig, value, nothing, source))
    return record(Broken(:test, orig))
end
macro test_broken(ex, kws...)
    esc(:(Test.run_test_broken($(Expr(:inert, ex)), $(QuoteNode(__source__)), () -> $ex)))
end
macro test_skip(ex, kws...)
    esc(:(Test.record(Test.Broken(:skipped, $(Expr(:inert, ex))))))
end
macro inferred(ex...)
    esc(ex[end])
end

# What is logged while an expression runs.
struct LogRecord
    level
    message
    _module
    group
    id
    file
    line
    kwargs
end
LogRecord(args...; kwargs...) = LogRecord(args..., kwargs)
mutable struct TestLogger <: Base.CoreLogging.AbstractLogger
    logs::Vector{LogRecord}
    min_level::Base.CoreLogging.LogLevel
    catch_exceptions::Bool
end
TestLogger(; min_level = Base.CoreLogging.Info, catch_exceptions = false) = TestLogger(LogRecord[], min_level, catch_exceptions)
Base.CoreLogging.min_enabled_level(l::TestLogger) = l.min_level
Base.CoreLogging.shouldlog(l::TestLogger, args...) = true
Base.CoreLogging.catch_exceptions(l::TestLogger) = l.catch_exceptions
Base.CoreLogging.handle_message(l::TestLogger, args...; kwargs...) = (push!(l.logs, LogRecord(args...; kwargs...)); nothing)
function collect_test_logs(f; kwargs...)
    logger = TestLogger(; kwargs...)
    value = Base.CoreLogging.with_logger(f, logger)
    logger.logs, value
end

const level_symbols = Dict(:debug => Base.CoreLogging.Debug, :info => Base.CoreLogging.Info, :warn => Base.CoreLogging.Warn, :error => Base.CoreLogging.Error)
field_matches(pattern, x) = pattern === Any || isequal(pattern, x)
field_matches(pattern::Regex, x) = occursin(pattern, string(x))
field_matches(pattern::Symbol, x::Base.CoreLogging.LogLevel) = get(level_symbols, pattern, nothing) == x
record_matches(r::LogRecord, pattern) =
    all(k -> field_matches(pattern[k], getfield(r, k)), 1:length(pattern))

function Base.show(io::IO, t::LogTestFailure)
    println(io, "Log Test Failed at ", source_text(t.source))
    println(io, "  Expression: ", t.orig_expr)
    println(io, "  Log Pattern: ", join(t.patterns, " "))
    println(io, "  Captured Logs: ")
    for l in t.logs
        println(io, "    ", l)
    end
end
function run_test_logs(orig, source, patterns, mode, min_level, thunk)
    logs, value = collect_test_logs(thunk; min_level = min_level)
    matches = mode === :any ? all(p -> any(r -> record_matches(r, p), logs), patterns) :
              length(logs) == length(patterns) && all(map(record_matches, logs, patterns))
    record(matches ? Pass(:test, orig, nothing, value) : LogTestFailure(orig, source, patterns, logs))
    value
end
"""
    @test_logs (level, message)... [match_mode=:any] [min_level=level] expression

Test that the expression logs just these messages; its value is returned.
"""
macro test_logs(args...)
    patterns, mode, min_level = Any[], QuoteNode(:all), Base.CoreLogging.Info
    for a in args[1:end-1]
        if a isa Expr && a.head === :(=)
            a.args[1] === :match_mode ? (mode = a.args[2]) : a.args[1] === :min_level && (min_level = a.args[2])
        else
            push!(patterns, a)
        end
    end
    ex = args[end]
    esc(:(Test.run_test_logs($(Expr(:inert, ex)), $(QuoteNode(__source__)), Any[$(patterns...)], $mode, $min_level, () -> $ex)))
end
macro test_deprecated(args...)
    esc(args[end])
end

# What is written to stderr while an expression runs.
function captured_stderr(f)
    path = tempname()
    before = stderr
    value = open(path, "w") do io
        redirect_stderr(io)
        try
            Base.CoreLogging.with_logger(f, Base.CoreLogging.ConsoleLogger(io))
        finally
            flush(io)
            redirect_stderr(before)
        end
    end
    text = read(path, String)
    rm(path)
    text, value
end
warning_matches(pattern, text) = pattern isa Union{Tuple,AbstractArray} ? all(p -> warning_matches(p, text), pattern) :
                                 pattern isa Function ? pattern(text) : occursin(pattern, text)
function run_test_warn(orig, source, pattern, thunk)
    text, value = captured_stderr(thunk)
    ok = pattern === nothing ? isempty(text) : warning_matches(pattern, text)
    record(ok ? Pass(:test, orig, nothing, true) : Fail(:test, orig, nothing, false, source))
    value
end
macro test_nowarn(ex)
    esc(:(Test.run_test_warn($(Expr(:inert, ex)), $(QuoteNode(__source__)), nothing, () -> $ex)))
end
macro test_warn(pattern, ex)
    esc(:(Test.run_test_warn($(Expr(:inert, ex)), $(QuoteNode(__source__)), $pattern, () -> $ex)))
end

detect_ambiguities(args...; kw...) = Any[]

struct GenericString <: AbstractString
    string::AbstractString
end
Base.ncodeunits(s::GenericString) = ncodeunits(s.string)
Base.codeunit(s::GenericString) = codeunit(s.string)
Base.codeunit(s::GenericString, i::Integer) = codeunit(s.string, i)
Base.isvalid(s::GenericString, i::Integer) = isvalid(s.string, i)
Base.iterate(s::GenericString, i::Integer = 1) = iterate(s.string, i)

end
