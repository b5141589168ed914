# Streams: files, buffers in memory, the standard ones. What is hot is in base/io.c.
mutable struct GenericIOBuffer{T<:AbstractVector{UInt8}} <: IO
    data::T
    size::Int
    maxsize::Int
    ptr::Int
    mark::Int
    readable::Bool
    writable::Bool
    seekable::Bool
    append::Bool
end
const IOBuffer = GenericIOBuffer{Array{UInt8,1}}

mutable struct IOStream <: IO
    name::String
    fd::Int
    mark::Int
    input::Int # the layout from here on is C's
    inpos::Int
    inend::Int
    output::Int
    outlen::Int
    turns::Int
    lastturn::Int
    readable::Bool
    writable::Bool
    eof::Bool
    append::Bool
    tty::UInt8
    unbuffered::UInt8
    connection::UInt8
end

function (::Type{GenericIOBuffer{Array{UInt8,1}}})(; read=nothing, write=nothing, append=nothing, truncate=nothing, maxsize=typemax(Int), sizehint=nothing)
    _iobuffer(UInt8[], read !== false, write !== false, append === true, true, Int(maxsize))
end
copy(b::GenericIOBuffer) = (c = _iobuffer(copy(b.data), b.readable, b.writable, b.append, false, b.maxsize); c.size = b.size; c.ptr = b.ptr; c)
PipeBuffer(data::Vector{UInt8}=UInt8[]; maxsize::Integer=typemax(Int)) = _iobuffer(data, true, true, true, false, Int(maxsize))
(::Type{GenericIOBuffer{Array{UInt8,1}}})(s::AbstractString) = _iobuffer(String(s))
function (::Type{GenericIOBuffer{Array{UInt8,1}}})(data::Vector{UInt8}; read::Bool=true, write::Bool=false, append::Bool=false, truncate::Bool=false, maxsize=typemax(Int), sizehint=nothing)
    _iobuffer(data, read, write, append, truncate, Int(maxsize))
end
(::Type{GenericIOBuffer{Array{UInt8,1}}})(data::AbstractVector{UInt8}; kw...) = IOBuffer(Vector{UInt8}(data); kw...)
function show(io::IO, b::GenericIOBuffer)
    print(io, "IOBuffer(data=UInt8[...], readable=", b.readable, ", writable=", b.writable, ", seekable=", b.seekable,
        ", append=", b.append, ", size=", b.size, ", maxsize=", b.maxsize == typemax(Int) ? "Inf" : b.maxsize, ", ptr=", b.ptr, ", mark=", b.mark, ")")
end
show(io::IO, s::IOStream) = print(io, "IOStream(", s.name, ")")

struct DevNull <: IO end
const devnull = DevNull()
write(::DevNull, x::Union{String,SubString{String},Symbol,Char,UInt8}) = sizeof(x)
write(::DevNull, x) = 0
flush(::DevNull) = nothing
close(::DevNull) = nothing
eof(::DevNull) = true
isopen(::DevNull) = true
isreadable(::DevNull) = false
iswritable(::DevNull) = true
show(io::IO, ::DevNull) = print(io, "Base.DevNull()")

abstract type AbstractPipe <: IO end
struct IOContext{T<:IO} <: AbstractPipe
    io::T
    dict::ImmutableDict{Symbol,Any}
    IOContext{T}(io::T, dict::ImmutableDict) where {T<:IO} = new(io, dict)
end
const _no_properties = ImmutableDict{Symbol,Any}()
const _coloured = ImmutableDict{Symbol,Any}(_no_properties, :color, true)
have_color = nothing # what --color says; nothing: a terminal shows colours
takes_color(io::IOStream) =
    have_color === nothing ? _istty(io) && !(get(ENV, "TERM", "") in ("", "dumb")) && !haskey(ENV, "NO_COLOR") :
    have_color && fd(io) in (1, 2)
IOContext(io::IO, d::ImmutableDict) = (i = unwrapcontext(io)[1]; IOContext{typeof(i)}(i, d))
unwrapcontext(io::IO) = (io, _no_properties)
unwrapcontext(io::IOStream) = (io, takes_color(io) ? _coloured : _no_properties)
unwrapcontext(io::IOContext) = (io.io, io.dict)
function IOContext(io::IO, p::Pair)
    i, d = unwrapcontext(io)
    IOContext{typeof(i)}(i, ImmutableDict{Symbol,Any}(d, p.first, p.second))
end
IOContext(io::IO, p::Pair, q::Pair, rest::Pair...) = IOContext(IOContext(io, p), q, rest...)
IOContext(io::IO, other::IO) = IOContext(unwrapcontext(io)[1], unwrapcontext(other)[2])
IOContext(io::IO, other::IO, p::Pair...) = IOContext(IOContext(io, other), p...)
function IOContext(io::IO; kw...)
    r = IOContext(io, unwrapcontext(io)[2])
    for (k, v) in pairs(kw)
        r = IOContext(r, k => v)
    end
    r
end
get(io::IOContext, key, default) = get(io.dict, key, default)
get(io::IO, key, default) = default
get(io::IOStream, key, default) = key === :color && takes_color(io) ? true : default
getindex(io::IOContext, key) = getindex(io.dict, key)
haskey(io::IOContext, key) = haskey(io.dict, key)
haskey(io::IO, key) = false
in(p::Pair, io::IOContext) = in(p, io.dict, ===)
in(p::Pair, io::IO) = false
keys(io::IOContext) = keys(io.dict)
show(io::IO, c::IOContext) = (print(io, "IOContext("); show(io, c.io); print(io, ")"))
for f in (:flush, :close, :isopen, :isreadable, :iswritable, :position, :seekstart, :seekend, :eof, :bytesavailable, :mark, :unmark, :reset,
          :ismarked, :fd, :take!, :read)
    @eval $f(io::IOContext) = $f(io.io)
end
write(io::IOContext, x) = write(io.io, x)
read(io::IOContext, x) = read(io.io, x)
seek(io::IOContext, n) = seek(io.io, n)
readline(io::IOContext; kw...) = readline(io.io; kw...)

displaysize() = (haskey(ENV, "LINES") ? parse(Int, ENV["LINES"]) : 24, haskey(ENV, "COLUMNS") ? parse(Int, ENV["COLUMNS"]) : 80)
displaysize(io::IO) = displaysize()
function displaysize(io::IOStream)
    _istty(io) || return displaysize()
    rows, columns = _terminal_size(io)
    rows > 0 && columns > 0 ? (rows, columns) : displaysize()
end
displaysize(io::IOContext) = get(io, :displaysize, displaysize(io.io))
in_terminal(io::IO) = false

# Any IO: a type of the user needs write(io, ::UInt8) and read(io, ::Type{UInt8}), eof.
write(io::IO, s::Union{String,SubString{String}}) = (for b in codeunits(s) write(io, b) end; ncodeunits(s))
write(io::IO, c::Char) = write(io, string(c))
write(io::IO, s::Symbol) = write(io, string(s))
write(io::IO, s::AbstractString) = write(io, String(s))
function write(io::IO, a::Array)
    n = _write_any(io, a)
    n === nothing || return n
    n = 0
    for x in a
        n += write(io, x)
    end
    n
end
_write_any(io::Union{GenericIOBuffer,IOStream}, a::Array) = _write_array(io, a)
_write_any(io::IO, a::Array) = nothing
function write(io::IO, a::AbstractArray)
    n = 0
    for x in a
        n += write(io, x)
    end
    n
end
write(io::IO, B::BitArray) = write(io, B.chunks)
write(io::IO, x::Bool) = write(io, UInt8(x))
function write(io::IO, x::Union{Int8,Int16,UInt16,Int32,UInt32,Int64,UInt64,Int128,UInt128,Float16,Float32,Float64})
    b = IOBuffer()
    write(b, x)
    write(io, take!(b))
end
write(io::IO, x::Complex) = write(io, real(x)) + write(io, imag(x))
write(io::IO, x::Rational) = write(io, x.num) + write(io, x.den)
write(io::IO, from::Union{GenericIOBuffer,IOStream}) = write(io, read(from))
write(io::IO, x, y, rest...) = write(io, x) + write(io, y, rest...)
write(io::IO, r::Ref) = write(io, r[])
write(path::AbstractString, xs...) = open(io -> write(io, xs...), path, "w")
write(x) = throw(MethodError(write, (x,)))
print(io::IO, s::AbstractString) = (for c in s print(io, c) end; nothing)
print(io::IO, s::SubstitutionString) = print(io, s.string)

read(io::Union{GenericIOBuffer,IOStream}, T::DataType) = _read_bits(io, T)
read(io::Union{GenericIOBuffer,IOStream}, ::Type{UInt8}) = _read_bits(io, UInt8)
read(path::AbstractString, rest...) = open(io -> read(io, rest...), path)
read!(io::IO, a::Array) = _read_into!(io, a)
function read!(io::IO, B::BitArray)
    words, rest = read!(io, similar(B.chunks)), length(B) % 64
    rest == 0 || words[end] >> rest == 0 || throw(DimensionMismatch("read mismatch, found non-zero bits after BitArray length"))
    copyto!(B.chunks, words)
    B
end
read!(path::AbstractString, a) = open(io -> read!(io, a), path)
function readbytes!(io::IO, b::Vector{UInt8}, n=length(b))
    v = read(io, n)
    length(v) > length(b) && resize!(b, length(v))
    copyto!(b, v)
    length(v)
end
readavailable(io::IO) = read(io, bytesavailable(io))
peek(io::IO) = _peek(io)
peek(io::IO, ::Type{UInt8}) = _peek(io)
function peek(io::IO, T)
    mark(io)
    x = read(io, T)
    reset(io)
    x
end
function read(io::IO, ::Type{String})
    b = UInt8[]
    while !eof(io)
        push!(b, read(io, UInt8))
    end
    String(b)
end
readchar(io::IO) = read(io, Char)
readline(; keep::Bool=false) = readline(stdin; keep=keep)
readline(path::AbstractString; keep::Bool=false) = open(io -> readline(io; keep=keep), path)
readlines(path::AbstractString; keep::Bool=false) = open(io -> readlines(io; keep=keep), path)
readlines(; keep::Bool=false) = readlines(stdin; keep=keep)
function readline(io::IO; keep::Bool=false)
    b = UInt8[]
    while !eof(io)
        c = read(io, UInt8)
        push!(b, c)
        c == 0x0a && break
    end
    s = String(b)
    keep ? s : String(chomp(s))
end
readlines(io::IO; keep::Bool=false) = collect(eachline(io; keep=keep))
readuntil(io::IO, delim::AbstractString; keep::Bool=false) = _readuntil(unwrapcontext(io)[1], String(delim), keep)
readuntil(io::IO, delim::AbstractChar; keep::Bool=false) = _readuntil(unwrapcontext(io)[1], string(delim), keep)
readuntil(io::IO, delim::UInt8; keep::Bool=false) = Vector{UInt8}(_readuntil(unwrapcontext(io)[1], string(Char(delim)), keep))
readuntil(path::AbstractString, delim; kw...) = open(io -> readuntil(io, delim; kw...), path)
function countlines(io::IO; eol::AbstractChar='\n')
    n = 0
    while !eof(io)
        readuntil(io, eol)
        n += 1
    end
    n
end
countlines(path::AbstractString; kw...) = open(io -> countlines(io; kw...), path)
function copyuntil(out::IO, io::IO, delim; keep::Bool=false)
    write(out, readuntil(io, delim; keep=keep))
    out
end

mutable struct EachLine
    stream::IO
    ondone::Any
    keep::Bool
end
eachline(io::IO=stdin; keep::Bool=false) = EachLine(io, nothing, keep)
function eachline(path::AbstractString; keep::Bool=false)
    s = open(path)
    EachLine(s, () -> close(s), keep)
end
_readline(io, keep) = readline(io; keep=keep)
eltype(::Type{EachLine}) = String
eltype(::EachLine) = String
IteratorSize(::Type{EachLine}) = SizeUnknown()
function collect(e::EachLine)
    out = String[]
    for line in e
        push!(out, line)
    end
    out
end

function open(path::AbstractString; read=nothing, write=nothing, create=nothing, truncate=nothing, append=nothing, lock=true)
    if write === nothing && read !== true && (truncate === true || append === true || create === true)
        write = true
    end
    w = write === nothing ? false : write
    r = read === nothing ? !w : read
    if truncate === true && write === nothing || append === true && write === nothing
        w = true
    end
    t = truncate === nothing ? w && !r && append !== true : truncate
    c = create === nothing ? w && !r || truncate === true || append === true : create
    _open(String(path), r, w, c, t, append === true)
end
function open(path::AbstractString, mode::AbstractString; lock=true)
    p = String(path)
    mode == "r" ? _open(p, true, false, false, false, false) :
    mode == "r+" ? _open(p, true, true, false, false, false) :
    mode == "w" ? _open(p, false, true, true, true, false) :
    mode == "w+" ? _open(p, true, true, true, true, false) :
    mode == "a" ? _open(p, false, true, true, false, true) :
    mode == "a+" ? _open(p, true, true, true, false, true) :
    throw(ArgumentError("invalid open mode: $mode"))
end
function open(f::Function, args...; kw...)
    io = open(args...; kw...)
    try
        f(io)
    finally
        close(io)
    end
end
fdio(fd::Integer, own::Bool=false) = _fdopen(Int(fd), "<fd $fd>", true, true)

function sprint(f::Function, args...; context=nothing, sizehint::Integer=0)
    s = IOBuffer()
    if context === nothing
        f(s, args...)
    elseif context isa Tuple
        f(IOContext(s, context...), args...)
    else
        f(IOContext(s, context), args...)
    end
    _take_string!(s)
end
repr(x; context=nothing) = context === nothing ? _repr(x) : sprint(show, x; context=context)
print_to_string(xs...) = string(xs...)

# The standard streams
stdin = nothing
stdout = nothing
stderr = nothing
function _redirect(which, io, f)
    old = which == 0 ? stdin : which == 1 ? stdout : stderr
    _set_std(which, io)
    f === nothing && return io
    try
        f()
    finally
        which == 0 || flush(io)
        _set_std(which, old)
    end
end
redirect_stdout(io::IO) = _redirect(1, io, nothing)
redirect_stderr(io::IO) = _redirect(2, io, nothing)
redirect_stdin(io::IO) = _redirect(0, io, nothing)
redirect_stdout(f::Function, io::IO) = _redirect(1, io, f)
redirect_stderr(f::Function, io::IO) = _redirect(2, io, f)
redirect_stdin(f::Function, io::IO) = _redirect(0, io, f)
function redirect_stdout()
    fds = _pipe()
    r, w = _fdopen(fds[1], "<pipe>", true, false), _fdopen(fds[2], "<pipe>", false, true)
    _set_std(1, w)
    (r, w)
end

_set_std(0, _fdopen(0, "<stdin>", true, false))
_set_std(1, _fdopen(1, "<stdout>", false, true))
_set_std(2, _fdopen(2, "<stderr>", false, true))

export IO, IOBuffer, IOStream, IOContext, PipeBuffer, devnull, displaysize, open, close, read, read!, readbytes!, readavailable, readline, readlines, readuntil,
    eachline, countlines, write, print, println, sprint, repr, seek, seekstart, seekend, skip, position, eof, flush, mark,
    reset, unmark, ismarked, isopen, isreadable, iswritable, take!, truncate, bytesavailable, peek, fd, stdin, stdout, stderr, redirect_stdout,
    redirect_stderr, redirect_stdin, stat, lstat, ispath, isdir, isfile, islink, filesize, mtime, ctime, filemode, mkdir, mkpath, rm, cp, mv, touch,
    chmod, readdir, walkdir, cd, pwd, tempdir, tempname, mktemp, mktempdir, homedir, joinpath, dirname, basename, splitdir, splitext, splitpath, splitdrive,
    isabspath, isdirpath, normpath, abspath, relpath, realpath, expanduser, symlink, readlink, ismount, ENV, withenv, Cmd, run, pipeline, success,
    ignorestatus, setenv, detach, process_running, process_exited, kill, readchomp, @cmd, ProcessFailedException, isfifo, issocket, isblockdev, ischardev, uperm, gperm, operm

# Text to be shown as it is.
struct Text{T}
    content::T
end
print(io::IO, t::Text) = print(io, t.content)
show(io::IO, t::Text) = print(io, t.content)
struct HTML{T}
    content::T
end
macro text_str(s)
    :(Text($s))
end
macro html_str(s)
    :(HTML($s))
end
systemerror(what, failed::Bool) = failed ? throw(SystemError(string(what), 0)) : nothing
function skipchars(f, io::IO; linecomment=nothing)
    while !eof(io)
        mark(io)
        c = read(io, Char)
        if c === linecomment
            readline(io)
        elseif !f(c)
            reset(io)
            break
        end
        unmark(io)
    end
    io
end
