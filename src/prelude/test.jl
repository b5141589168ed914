# Test: @test, @test_throws, @testset and their summaries.
module Test

using Base.Random: Random, AbstractRNG, default_rng

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
    function Error(test_type, orig_expr, value, stack, source)
        text = stack === nothing ? "" : sprint(Base.show_exception_stack, stack)
        new(test_type, orig_expr, sprint(show, value, context = :limit => true), text, source)
    end
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

# What a tested expression came to: its value and what was compared, or what it threw.
struct Returned
    value
    data
    source
end
struct Threw
    exception
    stack
    source
end

failure_heading(io, text, source) = (printstyled(io, text; bold = true, color = Base.error_color()); print(io, " at ");
    printstyled(io, source_text(source), "\n"; bold = true))

function Base.show(io::IO, t::Pass)
    printstyled(io, "Test Passed"; bold = true, color = :green)
    t.test_type === :test_throws && print(io, "\n      Thrown: ", typeof(t.value))
end
function Base.show(io::IO, t::Fail)
    failure_heading(io, "Test Failed", t.source)
    print(io, "  Expression: ", t.orig_expr)
    if t.test_type === :test_throws_wrong
        print(io, "\n    Expected: ", t.data)
        print(io, "\n      Thrown: ", t.data isa Type ? typeof(t.value) : t.value)
    elseif t.test_type === :test_throws_nothing
        print(io, "\n    Expected: ", t.data)
        print(io, "\n  No exception thrown")
    elseif t.test_type === :test && t.data !== nothing
        print(io, "\n   Evaluated: ", t.data)
    end
end
function Base.show(io::IO, t::Error)
    failure_heading(io, "Error During Test", t.source)
    if t.test_type === :test_error
        print(io, "  Test threw exception\n  Expression: ", t.orig_expr, "\n")
        print(io, "  ", join(split(t.backtrace, "\n"), "\n  "))
    elseif t.test_type === :test_nonbool
        print(io, "  Expression evaluated to non-Boolean\n  Expression: ", t.orig_expr, "\n       Value: ", t.value)
    elseif t.test_type === :test_unbroken
        print(io, " Unexpected Pass\n Expression: ", t.orig_expr, "\n Got correct result, please change to @test if no longer broken.\n")
    else
        print(io, "  Got exception outside of a @test\n")
        print(io, "  ", join(split(t.backtrace, "\n"), "\n  "))
    end
end
function Base.show(io::IO, t::Broken)
    printstyled(io, "Test Broken\n"; bold = true, color = Base.warn_color())
    t.orig_expr === nothing || print(io, t.test_type === :skipped ? "  Skipped: " : "  Expression: ", t.orig_expr)
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
    errors_and_fails::Vector{Union{Fail,Error}}
end
function Base.showerror(io::IO, e::TestSetException)
    print(io, "Some tests did not pass: ", e.pass, " passed, ", e.fail, " failed, ", e.error, " errored, ", e.broken, " broken.")
end
Base.showerror(io::IO, e::TestSetException, bt; backtrace = true) = showerror(io, e)
Base.show(io::IO, e::TestSetException) = showerror(io, e)

struct FallbackTestSetException <: Exception
    msg::String
end
Base.showerror(io::IO, e::FallbackTestSetException, bt; backtrace = true) = printstyled(io, e.msg, color = Base.error_color())

# The test sets of the running task that are open, innermost last.
open_sets() = get!(() -> AbstractTestSet[], task_local_storage(), :__BASETESTNEXT__)
get_testset_depth() = length(open_sets())
get_testset() = isempty(open_sets()) ? FallbackTestSet() : open_sets()[end]
push_testset(ts::AbstractTestSet) = push!(open_sets(), ts)
pop_testset() = isempty(open_sets()) ? FallbackTestSet() : pop!(open_sets())

# Where no set is open, a failure is an error at once.
struct FallbackTestSet <: AbstractTestSet end
record(ts::FallbackTestSet, t::Union{Pass,Broken}) = t
function record(ts::FallbackTestSet, t::Union{Fail,Error,LogTestFailure})
    println(t)
    throw(FallbackTestSetException("There was an error during testing"))
end
finish(ts::FallbackTestSet) = ts

# The calls that led to the test, without those that made it.
function frames_of_program()
    frames = stacktrace()
    last = findlast(f -> f.func in (:do_test, :do_test_throws, :run_test_logs, :run_test_warn), frames)
    return last === nothing ? frames : frames[last+1:end]
end

function record(ts::DefaultTestSet, t::Pass)
    ts.n_passed += 1
    return t
end
function record(ts::DefaultTestSet, t::Union{Fail,Error,LogTestFailure})
    printstyled(ts.description, ": ", color = :white)
    print(t)
    t isa Error || Base.show_backtrace(stdout, frames_of_program())
    println()
    push!(ts.results, t isa LogTestFailure ? Fail(:test, t.orig_expr, t.logs, nothing, t.source) : t)
    return t, t isa Error || backtrace()
end
function record(ts::DefaultTestSet, t::Union{Broken,AbstractTestSet})
    push!(ts.results, t)
    return t
end

"Numbers of passes, failures, errors and broken tests in a set and those within it."
function counts(ts::DefaultTestSet)
    c = [ts.n_passed, 0, 0, 0]
    for r in ts.results
        r isa DefaultTestSet ? (c .+= counts(r)) : r isa Union{Fail,Error,Broken} && (c[r isa Fail ? 2 : r isa Error ? 3 : 4] += 1)
    end
    ts.anynonpass = c[2] + c[3] > 0
    return c
end

function problems(ts::DefaultTestSet)
    found = Union{Fail,Error}[]
    for r in ts.results
        r isa DefaultTestSet ? append!(found, problems(r)) : r isa Union{Fail,Error} && push!(found, r)
    end
    return found
end

# How wide the names of a set and of those that are shown below it are.
function name_width(ts::DefaultTestSet, depth)
    own = 2depth + length(ts.description)
    ts.anynonpass ? maximum(Int[own; Int[name_width(r, depth + 1) for r in ts.results if r isa DefaultTestSet]]) : own
end

count_names() = zip(("Pass", "Fail", "Error", "Broken"), (:green, Base.error_color(), Base.error_color(), Base.warn_color()))

function print_row(ts::DefaultTestSet, depth, width, widths)
    c = counts(ts)
    print(rpad(string("  "^depth, ts.description), width), " | ")
    for (n, w, (name, color)) in zip(c, widths, count_names())
        n > 0 ? printstyled(lpad(n, w), "  ", color = color) : w > 0 && print(" "^w, "  ")
    end
    printstyled(sum(c) == 0 ? "No tests" : lpad(sum(c), widths[5]), color = Base.info_color())
    println()
    ts.anynonpass || return
    for r in ts.results
        r isa DefaultTestSet && print_row(r, depth + 1, width, widths)
    end
end

function print_summary(ts::DefaultTestSet)
    c = counts(ts)
    widths = [n > 0 ? max(ndigits(n), length(name)) : 0 for (n, name) in zip([c; sum(c)], ("Pass", "Fail", "Error", "Broken", "Total"))]
    width = max(name_width(ts, 0), length("Test Summary:"))
    printstyled(rpad("Test Summary:", width), sum(c) > 0 ? " | " : " |"; bold = true, color = :white)
    for (w, (name, color)) in zip(widths, count_names())
        w > 0 && printstyled(lpad(name, w), "  "; bold = true, color = color)
    end
    sum(c) > 0 && printstyled(lpad("Total", widths[5]); bold = true, color = Base.info_color())
    println()
    print_row(ts, 0, width, widths)
end

function finish(ts::DefaultTestSet)
    if get_testset_depth() > 0
        record(get_testset(), ts)
        return ts
    end
    print_summary(ts)
    p, f, e, b = counts(ts)
    f + e > 0 && throw(TestSetException(p, f, e, b, problems(ts)))
    return ts
end

function check_testset(T, name)
    T isa Type && T <: AbstractTestSet && return
    hint = T isa String ? "To use `$name` as a testset name, interpolate it into a string, e.g:\n    @testset \"\$$name\" begin\n        ...\n    end" : ""
    error("Expected `$name` to be an AbstractTestSet, it is a ", typeof(T), ". ", hint)
end

# Code that opens the set which the arguments before the body describe.
function opening(args, description)
    T, options = nothing, :(Dict{Symbol,Any}())
    for a in args
        if a isa Symbol
            T = a
        elseif a isa AbstractString || a isa Expr && a.head === :string
            description = esc(a)
        elseif a isa Expr && a.head === :(=)
            push!(options.args, :($(QuoteNode(a.args[1])) => $(esc(a.args[2]))))
        else
            error("Unexpected argument $a to @testset")
        end
    end
    type = T === nothing ? :(get_testset_depth() == 0 ? DefaultTestSet : typeof(get_testset())) : esc(T)
    return :(check_testset($type, $(QuoteNode(T))); ts = $type($description; $options...); push_testset(ts))
end

macro testset(args...)
    isempty(args) && error("No arguments to @testset")
    tests = args[end]
    tests isa Expr && tests.head in (:for, :block) || error("Expected begin/end block or for loop as argument to @testset")
    return tests.head === :for ? testset_loop(args[1:end-1], tests, __source__) : testset_block(args[1:end-1], tests, __source__)
end

# Code of a macro without its places: those of the program that it holds remain.
unplaced(ex) = ex isa Expr && !(ex.head in (:escape, :inert)) ? Expr(ex.head, (unplaced(a) for a in ex.args if !(a isa LineNumberNode))...) : ex

# The body of a set: what it throws is an error of the set.
testset_body(tests, source) = quote
    try
        let
            $(esc(tests))
        end
    catch err
        err isa InterruptException && rethrow()
        record(ts, Error(:nontest_error, Expr(:tuple), err, Base.catch_stack(), $(QuoteNode(source))))
    end
end

function testset_block(args, tests, source)
    return unplaced(quote
        local ts, result
        $(opening(args, "test set"))
        local before, _ = seed_again()
        try
            $(testset_body(tests, source))
        finally
            copy!(default_rng(), before)
            pop_testset()
            result = finish(ts)
        end
        result
    end)
end

# A set begins with the random numbers of the last seed, so that it can be repeated alone; those behind it go on as if it
# had taken none.
function seed_again()
    r = default_rng()
    before = copy(r)
    before, copy(Random.seed!(r, r.seed))
end
function guardseed(f::Function, r::AbstractRNG = default_rng())
    before = copy(r)
    try
        f()
    finally
        copy!(r, before)
    end
end
guardseed(f::Function, seed::Union{Vector{UInt32},Integer}) = guardseed(() -> (Random.seed!(seed); f()))

# One set for each turn; break, continue and return in it close the set that is open.
function testset_loop(args, tests, source)
    turns = tests.args[1].head === :block ? tests.args[1].args : Any[tests.args[1]]
    named = Expr(:string)
    for (i, turn) in enumerate(turns)
        push!(named.args, string(i > 1 ? ", " : "", turn.args[1], " = "), esc(turn.args[1]))
    end
    body = quote
        isopen && (pop_testset(); push!(results, finish(ts)); copy!(default_rng(), seeded))
        $(opening(args, named))
        isopen = true
        $(testset_body(tests.args[2], source))
    end
    return unplaced(quote
        local ts
        local results, isopen = Any[], false
        local before, seeded = seed_again()
        try
            $(Expr(:for, Expr(:block, map(esc, turns)...), body))
        finally
            isopen && (pop_testset(); push!(results, finish(ts)))
            copy!(default_rng(), before)
        end
        results
    end)
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

# Code that evaluates a test, which gives its value and what was compared.
function attempt(test, source)
    return unplaced(quote
        try
            Returned($test..., $(QuoteNode(source)))
        catch err
            err isa InterruptException && rethrow()
            Threw(err, Base.catch_stack(), $(QuoteNode(source)))
        end
    end)
end

# Code for the value of a test and for what was compared.
function tested(ex)
    negated = ex isa Expr && ex.head === :call && length(ex.args) == 2 && ex.args[1] === :!
    inner = negated ? ex.args[2] : ex
    compared = comparison(inner)
    if compared !== nothing
        return :(evaluate_comparison(Any[$(map(esc, compared.args)...)], $(QuoteNode(compared.args[2:2:end])), $negated))
    elseif inner isa Expr && inner.head === :call && inner.args[1] in displayed_functions
        name = inner.args[1]
        args = inner.args[2:end]
        first = !isempty(args) && args[1] isa Expr && args[1].head === :parameters ? Any[popfirst!(args)] : Any[]
        return esc(Expr(:call, evaluate_call, first..., name, QuoteNode(name), negated, args...))
    end
    return :(($(esc(ex)), nothing))
end

function with_keywords(name, ex, kws)
    isempty(kws) && return ex
    ex isa Expr && ex.head === :call && all(k -> k isa Expr && k.head === :(=), kws) || error("invalid test macro call: $name $ex $(join(kws, " "))")
    return Expr(:call, ex.args..., (Expr(:kw, k.args...) for k in kws)...)
end

do_test(t::Threw, orig) = record(get_testset(), Error(:test_error, orig, t.exception, t.stack, t.source))
function do_test(t::Returned, orig)
    result = !(t.value isa Bool) ? Error(:test_nonbool, orig, t.value, nothing, t.source) :
             t.value ? Pass(:test, nothing, nothing, true) : Fail(:test, orig, t.data, false, t.source)
    return record(get_testset(), result)
end
# The expression as it is shown, without the lines of what it defines.
as_shown(ex) = Expr(:inert, Base.remove_linenums!(deepcopy(ex)))
macro test(ex, kws...)
    ex = with_keywords("@test", ex, kws)
    return :(do_test($(attempt(tested(ex), __source__)), $(as_shown(ex))))
end

function do_test_throws(t, orig, expected)
    t isa Threw || return record(get_testset(), Fail(:test_throws_nothing, orig, expected, nothing, t.source))
    err = t.exception
    err isa InterruptException && expected !== InterruptException && throw(err)
    err isa LoadError && expected !== LoadError && !(expected isa Type && LoadError <: expected) && (err = err.error)
    matches = expected isa Type ? err isa expected : err == expected || same_exception(err, expected)
    result = matches ? Pass(:test_throws, nothing, nothing, err) : Fail(:test_throws_wrong, orig, expected, err, t.source)
    return record(get_testset(), result)
end
same_exception(a, b) = typeof(a) === typeof(b) && all(f -> isequal(getfield(a, f), getfield(b, f)), fieldnames(typeof(a)))

macro test_throws(expected, ex)
    source = QuoteNode(__source__)
    return :(do_test_throws(try
        Returned($(esc(ex)), nothing, $source)
    catch err
        Threw(err, nothing, $source)
    end, $(as_shown(ex)), $(esc(expected))))
end

do_broken_test(t, orig) = record(get_testset(), t isa Returned && t.value === true ? Error(:test_unbroken, orig, true, nothing, t.source) : Broken(:test, orig))
macro test_broken(ex, kws...)
    ex = with_keywords("@test_broken", ex, kws)
    return :(do_broken_test($(attempt(tested(ex), __source__)), $(as_shown(ex))))
end
macro test_skip(ex, kws...)
    return :(record(get_testset(), Broken(:skipped, $(Expr(:inert, with_keywords("@test_skip", ex, kws))))))
end
# What is inferred here is little: that numbers decide which of several types a value has is refused, what is not known is
# taken for right.
function _inferred(f, args, allow = Union{})
    value = f(args...)
    T = Base._inferred_union(f, map(x -> x isa Type ? Type{x} : typeof(x), args))
    T isa Union || return value
    rest = Union{filter(t -> !(t <: allow), Base.uniontypes(T))...}
    typeof(value) <: allow || typeof(value) == rest ||
        error("return type $(typeof(value)) does not match inferred return type $T")
    value
end
_materialize_broadcasted(f, args...) = Base.materialize(Base.broadcasted(f, args...))
macro inferred(ex)
    _checked_call(ex, Union{})
end
macro inferred(allow, ex)
    _checked_call(ex, esc(allow))
end
function _checked_call(ex, allow)
    ex isa Expr && ex.head === :ref && (ex = Expr(:call, :getindex, ex.args...))
    ex isa Expr && ex.head === :call || error("@inferred requires a call expression")
    f, args = ex.args[1], ex.args[2:end]
    if f isa Symbol && startswith(string(f), '.')
        f, args = _materialize_broadcasted, [Symbol(string(f)[2:end]); args]
    end
    any(a -> a isa Expr && a.head in (:kw, :parameters), args) && return esc(ex)
    :(_inferred($(esc(f)), $(esc(Expr(:tuple, args...))), $allow))
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
    record(get_testset(), matches ? Pass(:test, orig, nothing, value) : LogTestFailure(orig, source, patterns, logs))
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
    esc(:(Test.run_test_logs($(as_shown(ex)), $(QuoteNode(__source__)), Any[$(patterns...)], $mode, $min_level, () -> $ex)))
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
    record(get_testset(), ok ? Pass(:test, orig, nothing, true) : Fail(:test, orig, nothing, false, source))
    value
end
macro test_nowarn(ex)
    esc(:(Test.run_test_warn($(as_shown(ex)), $(QuoteNode(__source__)), nothing, () -> $ex)))
end
macro test_warn(pattern, ex)
    esc(:(Test.run_test_warn($(as_shown(ex)), $(QuoteNode(__source__)), $pattern, () -> $ex)))
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
