# Messages with a level: the macros, who handles them, and the loggers. A task inherits the logger of the task that made it.

module CoreLogging
import Base: isless, +, -, convert, show

export AbstractLogger, LogLevel, NullLogger, SimpleLogger, @debug, @info, @warn, @error, @logmsg,
    with_logger, current_logger, global_logger, disable_logging

"What `with_logger` takes: implements handle_message, shouldlog and min_enabled_level."
abstract type AbstractLogger end

function handle_message end
function shouldlog end
function min_enabled_level end
catch_exceptions(logger) = true

struct LogLevel
    level::Int32
end
LogLevel(level::LogLevel) = level
isless(a::LogLevel, b::LogLevel) = isless(a.level, b.level)
+(level::LogLevel, inc::Integer) = LogLevel(level.level + inc)
-(level::LogLevel, inc::Integer) = LogLevel(level.level - inc)
convert(::Type{LogLevel}, level::Integer) = LogLevel(level)

const BelowMinLevel = LogLevel(-1000001)
const Debug = LogLevel(-1000)
const Info = LogLevel(0)
const Warn = LogLevel(1000)
const Error = LogLevel(2000)
const AboveMaxLevel = LogLevel(1000001)
const level_names = Dict(BelowMinLevel => "BelowMinLevel", Debug => "Debug", Info => "Info", Warn => "Warn", Error => "Error", AboveMaxLevel => "AboveMaxLevel")
show(io::IO, level::LogLevel) = print(io, haskey(level_names, level) ? level_names[level] : "LogLevel($(level.level))")
level_text(level) = level == Warn ? "Warning" : string(level)

"Takes no messages at all."
struct NullLogger <: AbstractLogger end
min_enabled_level(::NullLogger) = AboveMaxLevel
shouldlog(::NullLogger, args...) = false
handle_message(::NullLogger, args...; kwargs...) = nothing

"Prints every message from a level upwards with its values and its place."
struct SimpleLogger <: AbstractLogger
    stream::IO
    min_level::LogLevel
    message_limits::Dict{Any,Int}
end
SimpleLogger(stream::IO = stderr, level = Info) = SimpleLogger(stream, level, Dict{Any,Int}())
shouldlog(logger::SimpleLogger, level, mod, group, id) = get(logger.message_limits, id, 1) > 0
min_enabled_level(logger::SimpleLogger) = logger.min_level
catch_exceptions(logger::SimpleLogger) = false

"Whether the message with `maxlog=n` is still wanted; counts it."
function below_limit(limits, id, maxlog)
    maxlog isa Integer || return true
    left = get(limits, id, maxlog)
    limits[id] = left - 1
    left > 0
end
function handle_message(logger::SimpleLogger, level, message, mod, group, id, file, line; maxlog = nothing, kwargs...)
    below_limit(logger.message_limits, id, maxlog) || return
    lines = split(chomp(string(message)), '\n')
    buf = IOBuffer()
    io = IOContext(buf, logger.stream)
    println(io, "┌ ", level_text(level), ": ", lines[1])
    for l in lines[2:end]
        println(io, "│ ", l)
    end
    for (key, value) in kwargs
        println(io, "│   ", key, " = ", value)
    end
    println(io, "└ @ ", something(mod, "nothing"), " ", something(file, "nothing"), ":", something(line, "nothing"))
    write(logger.stream, take!(buf))
    nothing
end

"Prints messages for a reader: values at length, the place only where something went wrong."
struct ConsoleLogger <: AbstractLogger
    stream::Any # nothing: the standard error of the moment
    min_level::LogLevel
    meta_formatter::Any
    show_limited::Bool
    right_justify::Int
    message_limits::Dict{Any,Int}
end
ConsoleLogger(stream = nothing, min_level = Info; meta_formatter = default_metafmt, show_limited = true, right_justify = 0) =
    ConsoleLogger(stream, min_level, meta_formatter, show_limited, right_justify, Dict{Any,Int}())
shouldlog(logger::ConsoleLogger, level, mod, group, id) = get(logger.message_limits, id, 1) > 0
min_enabled_level(logger::ConsoleLogger) = logger.min_level

default_logcolor(level) = level < Info ? :blue : level < Warn ? :cyan : level < Error ? :yellow : :light_red
function default_metafmt(level, mod, group, id, file, line)
    prefix = level_text(level) * ":"
    Info <= level < Warn && return default_logcolor(level), prefix, ""
    place = mod === nothing ? "" : string(mod)
    if file !== nothing
        place *= (mod === nothing ? "" : " ") * Base.contractuser(file)
        line === nothing || (place *= line isa UnitRange ? ":$(first(line))-$(last(line))" : ":$line")
    end
    default_logcolor(level), prefix, isempty(place) ? "" : "@ " * place
end

showvalue(io, x) = show(io, MIME("text/plain"), x)
showvalue(io, e::Exception) = showerror(io, e)
showvalue(io, e::Tuple{Exception,Any}) = e[2] === nothing ? showerror(io, e[1]) : showerror(io, e[1], e[2])

# The text of a message: (indent, line) for what the caller said and each of its values.
function message_lines(logger, io, message, kwargs)
    lines = Tuple{Int,String}[(0, l) for l in split(chomp(string(message)), '\n')]
    height, width = displaysize(io)
    size = (max(1, height ÷ (length(kwargs) + 1)), width - 5)
    for (key, value) in kwargs
        buf = IOBuffer()
        showvalue(IOContext(IOContext(buf, io), :displaysize => size, :limit => logger.show_limited), value)
        texts = split(String(take!(buf)), '\n')
        if length(texts) == 1
            push!(lines, (2, "$key = $(texts[1])"))
        else
            push!(lines, (2, "$key ="))
            append!(lines, [(3, String(t)) for t in texts])
        end
    end
    lines
end
function handle_message(logger::ConsoleLogger, level, message, mod, group, id, file, line; maxlog = nothing, kwargs...)
    below_limit(logger.message_limits, id, maxlog) || return
    io = logger.stream === nothing ? standard_error[] === nothing ? Base.stderr : standard_error[] : logger.stream
    lines = message_lines(logger, io, message, kwargs)
    color, prefix, suffix = logger.meta_formatter(level, mod, group, id, file, line)
    right = min(logger.right_justify, displaysize(io)[2])
    indent, text = lines[end]
    used = 2 + (isempty(prefix) || length(lines) > 1 ? 0 : length(prefix) + 1) + indent + textwidth(text) + (isempty(suffix) ? 0 : length(suffix) + 2)
    pad = 2
    if used > right && !isempty(suffix)
        push!(lines, (0, ""))
        pad = 0
        used = 2 + length(suffix)
    end
    buf = IOBuffer()
    out = IOContext(buf, io)
    for (i, (indent, text)) in enumerate(lines)
        box = length(lines) == 1 ? "[ " : i == 1 ? "┌ " : i < length(lines) ? "│ " : "└ "
        printstyled(out, box; bold = true, color = color)
        i == 1 && !isempty(prefix) && printstyled(out, prefix, " "; bold = true, color = color)
        print(out, " "^indent, text)
        if i == length(lines) && !isempty(suffix)
            print(out, " "^(max(0, right - used) + pad))
            printstyled(out, suffix; color = :light_black)
        end
        println(out)
    end
    flush(stdout)
    print(io, String(take!(buf)))
    flush(io)
    nothing
end

# Where the messages of the global logger go: in a worker the standard error that it shares with its master, else (nothing) stderr.
const standard_error = Ref{Any}(nothing)
const the_global_logger = Ref{Any}(ConsoleLogger())
const min_level = Ref{LogLevel}(BelowMinLevel)

global_logger() = the_global_logger[]
"Makes `logger` the one of all tasks that have none of their own; returns the one before."
function global_logger(logger::AbstractLogger)
    before = the_global_logger[]
    the_global_logger[] = logger
    before
end
"Ignores all messages up to a level, whatever the logger wants."
disable_logging(level::LogLevel) = (min_level[] = level + 1)

current_logger() = (l = Base._task_logger(current_task()); l === nothing ? the_global_logger[] : l)
"Runs `f` with `logger` as the logger of this task and of those that it makes."
function with_logger(f::Function, logger)
    t = current_task()
    before = Base._task_logger(t)
    Base._task_logger!(t, logger)
    try
        f()
    finally
        Base._task_logger!(t, before)
    end
end

# JULIA_DEBUG names modules and files whose debug messages are wanted.
function wanted_by_env(level, mod, group)
    names = get(ENV, "JULIA_DEBUG", "")
    level == Debug && !isempty(names) || return false
    any(n -> n == "all" || n == string(group) || mod !== nothing && n in (string(mod), string(Base.moduleroot(mod))), split(names, ','))
end
"The logger that takes this message, or nothing."
function logger_for(level, mod, group, id)
    level < min_level[] && return nothing
    logger = current_logger()
    wanted = level >= min_enabled_level(logger) || wanted_by_env(level, mod, group)
    wanted && shouldlog(logger, level, mod, group, id) ? logger : nothing
end
function failed(logger, err, level, mod, group, id, file, line)
    catch_exceptions(logger) || rethrow()
    try
        handle_message(logger, Error, "Exception while generating log record in module $mod at $file:$line", mod, :logevent_error, id, file, line;
            exception = (err, catch_backtrace()))
    catch
        println(stderr, "Exception handling log message: ", sprint(showerror, err))
    end
    nothing
end

const own_names = (:_module, :_group, :_id, :_file, :_line)
function message_code(mod, source, level, message, args...)
    own = Dict{Symbol,Any}()
    kwargs = Any[]
    for a in args
        if a isa Expr && a.head === :(=) && a.args[1] in own_names
            own[a.args[1]] = esc(a.args[2])
        elseif a isa Expr && a.head === :(=)
            push!(kwargs, Expr(:kw, a.args[1], esc(a.args[2])))
        elseif a isa Expr && a.head === :...
            push!(kwargs, esc(a))
        else
            push!(kwargs, Expr(:kw, Symbol(a), esc(a)))
        end
    end
    file = source.file === nothing ? "none" : String(source.file)
    group = get(own, :_group, QuoteNode(Symbol(splitext(basename(file))[1])))
    id = get(own, :_id, QuoteNode(Symbol(mod, "_", string(hash((file, source.line, string(message))) % UInt32, base = 16, pad = 8))))
    mod = get(own, :_module, mod)
    file = get(own, :_file, file)
    line = get(own, :_line, source.line)
    quote
        let level = $level, mod = $mod, group = $group, id = $id
            logger = logger_for(level, mod, group, id)
            if logger !== nothing
                try
                    handle_message(logger, level, $(esc(message)), mod, group, id, $file, $line; $(kwargs...))
                catch err
                    failed(logger, err, level, mod, group, id, $file, $line)
                end
            end
            nothing
        end
    end
end
macro debug(message, args...) message_code(__module__, __source__, Debug, message, args...) end
macro info(message, args...) message_code(__module__, __source__, Info, message, args...) end
macro warn(message, args...) message_code(__module__, __source__, Warn, message, args...) end
macro error(message, args...) message_code(__module__, __source__, Error, message, args...) end
macro logmsg(level, message, args...) message_code(__module__, __source__, :(LogLevel($(esc(level)))), message, args...) end
end

using .CoreLogging
export @debug, @info, @warn, @error

module Logging
import Base.CoreLogging: handle_message, shouldlog, min_enabled_level, catch_exceptions, LogLevel, BelowMinLevel, Debug, Info, Warn, Error,
    AboveMaxLevel, AbstractLogger, NullLogger, SimpleLogger, ConsoleLogger, default_metafmt, default_logcolor, with_logger, current_logger,
    global_logger, disable_logging, @debug, @info, @warn, @error, @logmsg
export AbstractLogger, LogLevel, NullLogger, SimpleLogger, ConsoleLogger, @debug, @info, @warn, @error, @logmsg,
    with_logger, current_logger, global_logger, disable_logging
end
