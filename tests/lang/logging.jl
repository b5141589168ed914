# Messages: loggers, levels, values, limits, tasks, loggers of one's own.
using Logging
function log_all()
    @debug "fine" x = [1, 2]
    @info "plain"
    @info "with values" a = 1 b = "q" m = [1 2; 3 4]
    @warn "two\nlines" 1 + 1
    @error "bad" exception = ErrorException("boom")
end
short(s) = replace(s, r"@ Main(\.\w+)* .*logging.jl" => "@ FILE")
function shown(make, f)
    io = IOBuffer()
    with_logger(f, make(io))
    print(short(String(take!(io))))
    println("--")
end
shown(SimpleLogger, log_all)
shown(io -> SimpleLogger(io, Logging.Debug), log_all)
shown(ConsoleLogger, log_all)
shown(io -> ConsoleLogger(io, Logging.Error), log_all)
shown(ConsoleLogger, () -> for i in 1:4 @info "limited" i maxlog = 2 end)
shown(ConsoleLogger, () -> (@logmsg LogLevel(500) "between"; @logmsg Logging.Warn "warn"))
shown(ConsoleLogger, () -> wait(@async @info "in a task"))
with_logger(() -> @error("nobody hears"), NullLogger())
println((Logging.Info, Logging.Warn, LogLevel(500), Logging.Debug < Logging.Info, Logging.Info + 1, LogLevel(2000)))

struct Collector <: AbstractLogger
    seen::Vector{Any}
end
Logging.min_enabled_level(::Collector) = Logging.Debug
Logging.shouldlog(::Collector, level, mod, group, id) = true
Logging.handle_message(c::Collector, level, message, mod, group, id, file, line; kw...) =
    push!(c.seen, (level, message, mod, group, basename(file), line, collect(kw)))
c = Collector([])
with_logger(c) do
    @info "x" a = 1
    @debug "y" 2 + 3 _group = :mine
    @warn "z" Dict(:k => 2)...
end
foreach(println, c.seen)
println(current_logger() isa ConsoleLogger, " ", global_logger() === current_logger())
before = global_logger(c)
@info "global"
println(length(c.seen), " ", c.seen[end][2], " ", global_logger(before) === c)
println(@isdefined(nothing_defined_here))
println(@info("a value?") === nothing)
