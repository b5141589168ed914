# The machine and the program: Sys, pointers, retrying.

const C_NULL = reinterpret(Ptr{Nothing}, UInt64(0))
const ENDIAN_BOM = 0x04030201
show(io::IO, p::Ptr) = print(io, typeof(p), " @0x", string(reinterpret(UInt64, p), base = 16, pad = 16))
==(a::Ptr, b::Ptr) = reinterpret(UInt64, a) == reinterpret(UInt64, b)

const StridedArray = Array
const StridedVector = Vector
const StridedMatrix = Matrix
const StridedVecOrMat = VecOrMat
const DenseVecOrMat = Union{DenseArray{T,1}, DenseArray{T,2}} where T

const _interactive = Ref(false)
_set_interactive(on::Bool) = (_interactive[] = on; nothing)
isinteractive() = _interactive[]

module Sys
const KERNEL = :Linux
const ARCH = :x86_64
const MACHINE = "x86_64-linux-gnu"
const WORD_SIZE = 64
const BINDIR = ""
const STDLIB = ""
const JIT = ""
isunix(os::Symbol = KERNEL) = os in (:Linux, :FreeBSD, :OpenBSD, :NetBSD, :Darwin, :Apple)
islinux(os::Symbol = KERNEL) = os === :Linux
isbsd(os::Symbol = KERNEL) = os in (:FreeBSD, :OpenBSD, :NetBSD, :Darwin, :Apple)
iswindows(os::Symbol = KERNEL) = os in (:Windows, :NT)
isfreebsd(os::Symbol = KERNEL) = os === :FreeBSD
isopenbsd(os::Symbol = KERNEL) = os === :OpenBSD
isnetbsd(os::Symbol = KERNEL) = os === :NetBSD
isdragonfly(os::Symbol = KERNEL) = os === :DragonFly
isjsvm(os::Symbol = KERNEL) = os === :Emscripten
isapple(os::Symbol = KERNEL) = os in (:Apple, :Darwin)
isexecutable(path::AbstractString) = isfile(path) && filemode(path) & 0o111 != 0
"The path of a program as the shell would find it, or nothing."
function which(name::AbstractString)
    occursin('/', name) && return isexecutable(name) ? abspath(name) : nothing
    for dir in split(get(ENV, "PATH", ""), ':')
        path = joinpath(dir, name)
        isexecutable(path) && return path
    end
    nothing
end
function _meminfo(key)
    for line in eachline("/proc/meminfo")
        startswith(line, key) && return parse(Int, split(line)[2]) * 1024
    end
    0
end
total_memory() = UInt64(_meminfo("MemTotal:"))
free_memory() = UInt64(_meminfo("MemAvailable:"))
loadavg() = [parse(Float64, x) for x in split(read("/proc/loadavg", String))[1:3]]
uptime() = parse(Float64, split(read("/proc/uptime", String))[1])
CPU_THREADS = 1 # the program's start sets it
const CPU_NAME = "generic"
end

# retry
struct ExponentialBackOff
    n::Int
    first_delay::Float64
    max_delay::Float64
    factor::Float64
    jitter::Float64
end
ExponentialBackOff(; n = 1, first_delay = 0.05, max_delay = 10.0, factor = 5.0, jitter = 0.1) =
    ExponentialBackOff(n, first_delay, max_delay, factor, jitter)
iterate(e::ExponentialBackOff) = iterate(e, (e.n, min(e.first_delay, e.max_delay)))
function iterate(e::ExponentialBackOff, state)
    state[1] < 1 && return nothing
    next = min(e.max_delay, state[2] * e.factor * (1 - e.jitter + 2 * e.jitter * rand()))
    (state[2], (state[1] - 1, next))
end
length(e::ExponentialBackOff) = e.n
eltype(::Type{ExponentialBackOff}) = Float64
function retry(f; delays = ExponentialBackOff(), check = nothing)
    (args...; kwargs...) -> begin
        y = iterate(delays)
        while y !== nothing
            delay, state = y
            try
                return f(args...; kwargs...)
            catch e
                check === nothing || begin
                    result = check(state, e)
                    state, again = length(result) == 2 ? result : (state, result)
                    again || rethrow()
                end
            end
            sleep(delay)
            y = iterate(delays, state)
        end
        f(args...; kwargs...)
    end
end

# Text in colour, where the stream's context says :color.
const text_colors = Dict{Union{Symbol,Int},String}(:normal => "\e[0m", :default => "\e[39m", :bold => "\e[1m", :underline => "\e[4m",
    :blink => "\e[5m", :reverse => "\e[7m", :hidden => "\e[8m", :nothing => "")
for (i, name) in enumerate((:black, :red, :green, :yellow, :blue, :magenta, :cyan, :white))
    text_colors[name] = "\e[$(29 + i)m"
    text_colors[Symbol(:light_, name)] = "\e[$(89 + i)m"
end
for i in 0:255
    text_colors[i] = "\e[38;5;$(i)m"
end
const disable_text_style = Dict{Symbol,String}(:bold => "\e[22m", :underline => "\e[24m", :blink => "\e[25m", :reverse => "\e[27m",
    :hidden => "\e[28m", :normal => "", :default => "", :nothing => "")
# What f(io, args...) prints, each line between the codes of the styles (:bold, :red, 200, ...).
function with_output_color(f, styles, io::IO, args...)
    text = sprint(f, args..., context = io)
    get(io, :color, false) || return print(io, text)
    on = join([get(text_colors, s, text_colors[:default]) for s in styles])
    off = join([get(disable_text_style, s, text_colors[:default]) for s in reverse(styles)])
    for (i, line) in enumerate(split(text, '\n'))
        i > 1 && println(io)
        isempty(line) || print(io, on, line, off)
    end
end
printstyled(io::IO, msg...; bold = false, color = :normal) =
    with_output_color(print, !bold ? (color,) : color === :bold ? (:bold,) : (color, :bold), io, msg...)
printstyled(msg...; kw...) = printstyled(stdout, msg...; kw...)
error_color() = :light_red
warn_color() = :yellow
info_color() = :cyan


pathof(m::Module) = nothing
pkgdir(m::Module) = nothing
__precompile__(x = true) = nothing
precompile(f, types) = true
const DEPOT_PATH = String[]
const LOAD_PATH = String["@", "@v#.#", "@stdlib"]
disable_sigint(f) = f()
reenable_sigint(f) = f()
isreadonly(io::IO) = isreadable(io) && !iswritable(io)

# Of the command line; the program's start fills them, workers have none.
const ARGS = String[]
PROGRAM_FILE = ""
