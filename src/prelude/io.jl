# Streams, files and folders, commands. What is hot is in base/io.c; system calls are in base/file.c.
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
    readable::Bool
    writable::Bool
    eof::Bool
    append::Bool
    tty::UInt8
    unbuffered::UInt8
end

function (::Type{GenericIOBuffer{Array{UInt8,1}}})(; read=nothing, write=nothing, append=nothing, truncate=nothing, maxsize=typemax(Int), sizehint=nothing)
    _iobuffer(UInt8[], read !== false, write !== false, append === true, true, Int(maxsize))
end
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
IOContext(io::IO, d::ImmutableDict) = (i = unwrapcontext(io)[1]; IOContext{typeof(i)}(i, d))
unwrapcontext(io::IO) = (io, _no_properties)
unwrapcontext(io::IOContext) = (io.io, io.dict)
function IOContext(io::IO, p::Pair)
    i, d = unwrapcontext(io)
    IOContext{typeof(i)}(i, ImmutableDict{Symbol,Any}(d, p.first, p.second))
end
IOContext(io::IO, p::Pair, q::Pair, rest::Pair...) = IOContext(IOContext(io, p), q, rest...)
IOContext(io::IO) = IOContext(io, unwrapcontext(io)[2])
IOContext(io::IO, other::IO) = IOContext(unwrapcontext(io)[1], unwrapcontext(other)[2])
IOContext(io::IO, other::IO, p::Pair...) = IOContext(IOContext(io, other), p...)
function IOContext(io::IO; kw...)
    r = IOContext(io)
    for (k, v) in pairs(kw)
        r = IOContext(r, k => v)
    end
    r
end
get(io::IOContext, key, default) = get(io.dict, key, default)
get(io::IO, key, default) = default
haskey(io::IOContext, key) = haskey(io.dict, key)
haskey(io::IO, key) = false
in(p::Pair, io::IOContext) = in(p, io.dict, ===)
in(p::Pair, io::IO) = false
keys(io::IOContext) = keys(io.dict)
keys(io::IO) = keys(_no_properties)
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

module Libc
strerror(e::Integer=0) = Base._libc_strerror(Int(e))
getpid() = Base.getpid()
time() = Base.time()
systemsleep(s::Real) = Base.sleep(s)
flush_cstdio() = nothing
end

# Errors of the operating system
struct IOError <: Exception
    msg::String
    code::Int
end
showerror(io::IO, e::IOError) = print(io, "IOError: ", e.msg)

# Files and folders
struct StatStruct
    device::UInt
    inode::UInt
    mode::UInt
    nlink::Int
    uid::UInt
    gid::UInt
    rdev::UInt
    size::Int64
    blksize::Int64
    blocks::Int64
    mtime::Float64
    ctime::Float64
end
_stat_of(t::Tuple) = StatStruct(t...)
_stat_of(::Nothing) = StatStruct(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0, 0.0)
stat(path::AbstractString) = _stat_of(_stat(path, true))
stat(io::IOStream) = _stat_of(_stat(io.fd, true))
stat(parts::AbstractString...) = stat(joinpath(parts...))
lstat(path::AbstractString) = _stat_of(_stat(path, false))
lstat(parts::AbstractString...) = lstat(joinpath(parts...))
show(io::IO, s::StatStruct) = print(io, "StatStruct(mode=0o", string(s.mode, base=8, pad=6), ", size=", s.size, ")")
ispath(s::StatStruct) = s.mode & 0xf000 != 0
isdir(s::StatStruct) = s.mode & 0xf000 == 0x4000
isfile(s::StatStruct) = s.mode & 0xf000 == 0x8000
islink(s::StatStruct) = s.mode & 0xf000 == 0xa000
isfifo(s::StatStruct) = s.mode & 0xf000 == 0x1000
issocket(s::StatStruct) = s.mode & 0xf000 == 0xc000
isblockdev(s::StatStruct) = s.mode & 0xf000 == 0x6000
ischardev(s::StatStruct) = s.mode & 0xf000 == 0x2000
filesize(s::StatStruct) = s.size
mtime(s::StatStruct) = s.mtime
ctime(s::StatStruct) = s.ctime
filemode(s::StatStruct) = s.mode
uperm(s::StatStruct) = UInt8((s.mode >> 6) & 7)
gperm(s::StatStruct) = UInt8((s.mode >> 3) & 7)
operm(s::StatStruct) = UInt8(s.mode & 7)
for f in (:ispath, :isdir, :isfile, :isfifo, :issocket, :isblockdev, :ischardev, :filesize, :mtime, :ctime, :filemode, :uperm, :gperm, :operm)
    @eval $f(path::AbstractString, rest::AbstractString...) = $f(stat(path, rest...))
end
islink(path::AbstractString, rest::AbstractString...) = islink(lstat(path, rest...))
filesize(io::Union{IOStream}) = (flush(io); stat(io).size)
ismount(path::AbstractString) = isdir(path) && stat(path).device != stat(joinpath(path, "..")).device
samefile(a::AbstractString, b::AbstractString) = (s = stat(a); t = stat(b); ispath(s) && s.device == t.device && s.inode == t.inode)

function mkdir(path::AbstractString; mode::Integer=0o777)
    _mkdir(path, Int(mode))
end
function mkpath(path::AbstractString; mode::Integer=0o777)
    (isempty(path) || isdir(path)) && return path
    d = dirname(path)
    path == d || mkpath(d; mode=mode)
    try
        mkdir(path; mode=mode)
    catch
        isdir(path) || rethrow()
    end
    path
end
function rm(path::AbstractString; force::Bool=false, recursive::Bool=false)
    if islink(path) || !isdir(path)
        try
            _unlink(path)
        catch e
            force && e isa IOError && e.code == -2 && return nothing
            rethrow()
        end
    else
        if recursive
            for name in readdir(path)
                rm(joinpath(path, name); force=force, recursive=true)
            end
        end
        _rmdir(path)
    end
    nothing
end
function _check_destination(src, dst, force, what)
    ispath(dst) || islink(dst) || return
    if !force
        throw(ArgumentError("'$dst' exists. `force=true` is required to remove '$dst' before $what."))
    end
    samefile(src, dst) && throw(ArgumentError("'src' and 'dst' refer to the same file/dir. This is not supported.\n  `src` refers to: $(abspath(src))\n  `dst` refers to: $(abspath(dst))\n"))
    rm(dst; recursive=true)
end
function cp(src::AbstractString, dst::AbstractString; force::Bool=false, follow_symlinks::Bool=false)
    _check_destination(src, dst, force, "copying")
    if !follow_symlinks && islink(src)
        symlink(readlink(src), dst)
    elseif isdir(src)
        mkdir(dst)
        for name in readdir(src)
            cp(joinpath(src, name), joinpath(dst, name); follow_symlinks=follow_symlinks)
        end
    else
        _copyfile(src, dst)
    end
    dst
end
function mv(src::AbstractString, dst::AbstractString; force::Bool=false)
    _check_destination(src, dst, force, "moving")
    if !_rename(src, dst)
        cp(src, dst; force=force)
        rm(src; recursive=true)
    end
    dst
end
touch(path::AbstractString) = _touch(path)
chmod(path::AbstractString, mode::Integer; recursive::Bool=false) = _chmod(path, Int(mode))
function readdir(dir::AbstractString="."; join::Bool=false, sort::Bool=true)
    names = _readdir(dir, sort)
    join ? String[joinpath(dir, n) for n in names] : names
end
function readdir(; join::Bool=false, sort::Bool=true)
    readdir(join ? pwd() : "."; join=join, sort=sort)
end
function walkdir(root; topdown::Bool=true, follow_symlinks::Bool=false, onerror=throw)
    out = Any[]
    dirs, files = String[], String[]
    for name in readdir(root)
        path = joinpath(root, name)
        if isdir(path) && (follow_symlinks || !islink(path))
            push!(dirs, name)
        else
            push!(files, name)
        end
    end
    topdown && push!(out, (root, dirs, files))
    for d in dirs
        append!(out, walkdir(joinpath(root, d); topdown=topdown, follow_symlinks=follow_symlinks))
    end
    topdown || push!(out, (root, dirs, files))
    out
end
cd(path::AbstractString) = _cd(path)
cd() = cd(homedir())
function cd(f::Function, path::AbstractString)
    old = pwd()
    cd(path)
    try
        f()
    finally
        cd(old)
    end
end
tempdir() = (d = get(ENV, "TMPDIR", "/tmp"); length(d) > 1 && endswith(d, '/') ? String(chop(d)) : d)
homedir() = get(ENV, "HOME", "/")
function tempname(parent::AbstractString=tempdir(); cleanup::Bool=true)
    path, fd = _mktemp(parent)
    _closefd(fd)
    _unlink(path)
    path
end
const _temporaries = String[]
function _remove_temporaries()
    for p in _temporaries
        try
            rm(p; force=true, recursive=true)
        catch
        end
    end
end
function mktemp(parent::AbstractString=tempdir(); cleanup::Bool=true)
    path, fd = _mktemp(parent)
    cleanup && _clean_later(path)
    (path, _fdopen(fd, "<file $path>", true, true))
end
function _clean_later(path)
    isempty(_temporaries) && atexit(_remove_temporaries)
    push!(_temporaries, path)
end
function mktemp(f::Function, parent::AbstractString=tempdir())
    path, io = mktemp(parent; cleanup=false)
    try
        f(path, io)
    finally
        close(io)
        rm(path; force=true)
    end
end
function mktempdir(parent::AbstractString=tempdir(); prefix::AbstractString="jl_", cleanup::Bool=true)
    path = _mkdtemp(parent, prefix)
    cleanup && _clean_later(path)
    path
end
function mktempdir(f::Function, parent::AbstractString=tempdir(); prefix::AbstractString="jl_")
    path = mktempdir(parent; prefix=prefix, cleanup=false)
    try
        f(path)
    finally
        rm(path; force=true, recursive=true)
    end
end

# Paths
isabspath(path::AbstractString) = startswith(path, '/')
isdirpath(path::AbstractString) = occursin(Regex("(?:^|/)\\.{0,2}\$"), String(path))
joinpath(path::AbstractString) = String(path)
function joinpath(path::AbstractString, paths::AbstractString...)
    r = String(path)
    for p in paths
        if isabspath(p)
            r = String(p)
        elseif isempty(r) || endswith(r, '/')
            r = r * p
        else
            r = r * "/" * p
        end
    end
    r
end
function splitdir(path::AbstractString)
    p = String(path)
    i = findlast('/', p)
    i === nothing && return ("", p)
    dir, base = p[1:i], p[nextind(p, i):end]
    d = rstrip(dir, '/')
    (isempty(d) ? "/" : String(d), base)
end
dirname(path::AbstractString) = splitdir(path)[1]
basename(path::AbstractString) = splitdir(path)[2]
splitdrive(path::AbstractString) = ("", String(path))
function splitext(path::AbstractString)
    p = String(path)
    m = match(Regex("^((?:.*[/\\\\])?(?:\\.|[^/\\\\\\.])[^/\\\\]*?)(\\.[^/\\\\\\.]*|)\$"), p)
    m === nothing && return (p, "")
    (String(m.captures[1]), String(m.captures[2]))
end
function splitpath(path::AbstractString)
    p = String(path)
    isempty(p) && return [""]
    out = String[]
    while !isempty(p)
        dir, base = splitdir(p)
        dir == p && (pushfirst!(out, dir); break)
        isempty(base) || pushfirst!(out, base)
        p = dir
    end
    out
end
function normpath(path::AbstractString)
    p = String(path)
    abs, isdirectory = isabspath(p), isdirpath(p)
    parts = String[]
    for part in split(p, '/'; keepempty=false)
        part == "." && continue
        if part == ".." && !isempty(parts) && parts[end] != ".."
            pop!(parts)
        elseif part == ".." && abs
        else
            push!(parts, part)
        end
    end
    r = join(parts, "/")
    abs && (r = "/" * r)
    isempty(r) && return "."
    isdirectory && !endswith(r, '/') && (isempty(parts) || parts[end] != "..") && (r *= "/")
    r
end
normpath(a::AbstractString, b::AbstractString...) = normpath(joinpath(a, b...))
abspath(path::AbstractString) = normpath(isabspath(path) ? path : joinpath(pwd(), path))
abspath(a::AbstractString, b::AbstractString...) = abspath(joinpath(a, b...))
function relpath(path::AbstractString, start::AbstractString=".")
    isempty(path) && throw(ArgumentError("`path` must be specified"))
    a, b = split(abspath(path), '/'; keepempty=false), split(abspath(start), '/'; keepempty=false)
    i = 0
    while i < length(a) && i < length(b) && a[i+1] == b[i+1]
        i += 1
    end
    parts = vcat(fill("..", length(b) - i), a[i+1:end])
    isempty(parts) ? "." : join(parts, "/")
end
function expanduser(path::AbstractString)
    path == "~" ? homedir() : startswith(path, "~/") ? homedir() * path[2:end] : String(path)
end
contractuser(path::AbstractString) = (h = homedir(); path == h ? "~" : startswith(path, h * "/") ? "~" * path[ncodeunits(h)+1:end] : String(path))

# The environment
struct EnvDict <: AbstractDict{String,String} end
const ENV = EnvDict()
function getindex(::EnvDict, k::AbstractString)
    v = _getenv(k)
    v === nothing ? throw(KeyError(k)) : v
end
get(::EnvDict, k::AbstractString, default) = (v = _getenv(k); v === nothing ? default : v)
get(f::Union{Function,Type}, ::EnvDict, k::AbstractString) = (v = _getenv(k); v === nothing ? f() : v)
haskey(::EnvDict, k::AbstractString) = _getenv(k) !== nothing
in(k::AbstractString, ::KeySet{String,EnvDict}) = _getenv(k) !== nothing
function setindex!(e::EnvDict, v, k::AbstractString)
    _setenv(k, string(v))
    e
end
delete!(e::EnvDict, k::AbstractString) = (_unsetenv(k); e)
pop!(e::EnvDict, k::AbstractString) = (v = e[k]; _unsetenv(k); v)
pop!(e::EnvDict, k::AbstractString, default) = haskey(e, k) ? pop!(e, k) : default
length(::EnvDict) = length(_environ())
function iterate(::EnvDict, state=(_environ(), 1))
    all, i = state
    i > length(all) && return nothing
    kv = split(all[i], '='; limit=2)
    (Pair{String,String}(kv[1], length(kv) > 1 ? kv[2] : ""), (all, i + 1))
end
copy(e::EnvDict) = Dict{String,String}(e)
empty(::EnvDict) = Dict{String,String}()
function withenv(f::Function, kvs::Pair...)
    old = Dict{String,Any}()
    for (k, v) in kvs
        old[k] = get(ENV, k, nothing)
        v === nothing ? delete!(ENV, k) : (ENV[k] = v)
    end
    try
        f()
    finally
        for (k, v) in old
            v === nothing ? delete!(ENV, k) : (ENV[k] = v)
        end
    end
end

# Commands
abstract type AbstractCmd end
struct Cmd <: AbstractCmd
    exec::Vector{String}
    ignorestatus::Bool
    env::Any
    dir::String
end
Cmd(words::Vector{String}) = Cmd(words, false, nothing, "")
Cmd(c::Cmd; ignorestatus=c.ignorestatus, env=c.env, dir=c.dir, detach=false) =
    Cmd(c.exec, ignorestatus, env === nothing ? nothing : _env_list(env), dir)
struct OrCmds <: AbstractCmd
    a::AbstractCmd
    b::AbstractCmd
end
struct CmdRedirect <: AbstractCmd
    cmd::AbstractCmd
    stdin::Any
    stdout::Any
    stderr::Any
    append::Bool
end
_env_list(e::AbstractDict) = String[string(k, "=", v) for (k, v) in e]
_env_list(e) = String[x isa Pair ? string(x.first, "=", x.second) : string(x) for x in e]
ignorestatus(c::Cmd) = Cmd(c; ignorestatus=true)
setenv(c::Cmd, env; dir="") = Cmd(c; env=env, dir=dir)
setenv(c::Cmd, env::Pair...; dir="") = Cmd(c; env=env, dir=dir)
addenv(c::Cmd, env::Pair...) = Cmd(c; env=merge(Dict{String,String}(ENV), Dict{String,String}(string(p.first) => string(p.second) for p in env)))
detach(c::Cmd) = c
==(a::Cmd, b::Cmd) = a.exec == b.exec
length(c::Cmd) = length(c.exec)
getindex(c::Cmd, i) = c.exec[i]
iterate(c::Cmd, rest...) = iterate(c.exec, rest...)
eltype(::Type{Cmd}) = String
pipeline(c; stdin=nothing, stdout=nothing, stderr=nothing, append::Bool=false) =
    stdin === nothing && stdout === nothing && stderr === nothing ? c : CmdRedirect(c, stdin, stdout, stderr, append)
pipeline(a::AbstractCmd, b::AbstractCmd; kw...) = pipeline(OrCmds(a, b); kw...)
pipeline(a::AbstractCmd, b::Union{AbstractString,IO}; kw...) = CmdRedirect(a, nothing, b, nothing, false)
pipeline(a::Union{AbstractString,IO}, b::AbstractCmd; kw...) = CmdRedirect(b, a, nothing, nothing, false)
pipeline(a, b, c, rest...; kw...) = pipeline(pipeline(a, b), c, rest...; kw...)

function _shell_quote(w::AbstractString)
    isempty(w) && return "''"
    occursin(Regex("[^-a-zA-Z0-9_/.,:=+@%^]"), w) || return String(w)
    occursin('\'', w) ? "\"" * replace(replace(replace(w, "\\" => "\\\\"), "\"" => "\\\""), "\$" => "\\\$") * "\"" : "'" * w * "'"
end
function show(io::IO, c::Cmd)
    quoted = c.env !== nothing || !isempty(c.dir)
    quoted && print(io, "setenv(")
    print(io, '`', join(map(_shell_quote, c.exec), " "), '`')
    if quoted
        c.env === nothing || (print(io, ","); show(io, c.env))
        isempty(c.dir) || (print(io, "; dir="); show(io, c.dir))
        print(io, ")")
    end
    nothing
end
show(io::IO, c::OrCmds) = print(io, "pipeline(", c.a, ", ", c.b, ")")

# The words of a command in backquotes: a vector of words, each a vector of texts and interpolated expressions.
function _shell_words(s::String)
    words, word, started = Any[], Any[], false
    text = IOBuffer()
    flushtext() = (t = String(take!(text)); isempty(t) || push!(word, t); nothing)
    i, quoted = 1, '\0'
    while i <= ncodeunits(s)
        c = s[i]
        n = nextind(s, i)
        if c == '$' && quoted != '\''
            flushtext()
            ex, j = Meta.parse(s, n; greedy=false)
            push!(word, ex)
            started = true
            i = j
            continue
        elseif quoted == '\0' && isspace(c)
            flushtext()
            started && push!(words, word)
            word, started = Any[], false
        elseif c == quoted
            quoted == '\0' || (quoted = '\0')
        elseif quoted == '\0' && (c == '\'' || c == '"')
            quoted = c
            started = true
        elseif c == '\\' && quoted != '\'' && n <= ncodeunits(s)
            d = s[n]
            if quoted == '"' && d != '"' && d != '$' && d != '\\'
                write(text, c)
            end
            write(text, d)
            started = true
            n = nextind(s, n)
        else
            write(text, c)
            started = true
        end
        i = n
    end
    quoted == '\0' || throw(ArgumentError("unterminated $(quoted == '"' ? "double" : "single") quote"))
    flushtext()
    started && push!(words, word)
    words
end
_cmd_parts(x::AbstractString) = String[x]
_cmd_parts(x::Cmd) = x.exec
_cmd_parts(x::Nothing) = String[]
_cmd_parts(x::Union{AbstractArray,Tuple,Set,AbstractRange}) = String[string(y) for y in x]
_cmd_parts(x) = String[string(x)]
function _cmd_word(parts...)
    words = String[""]
    for p in parts
        vs = _cmd_parts(p)
        words = String[w * v for w in words for v in vs]
    end
    words
end
function _cmd_make(words...)
    exec = String[]
    for w in words
        append!(exec, w)
    end
    Cmd(exec)
end
macro cmd(s)
    words = Any[]
    for parts in _shell_words(s)
        push!(words, Expr(:call, _cmd_word, map(p -> p isa String ? p : esc(p), parts)...))
    end
    Expr(:call, _cmd_make, words...)
end

getpid() = _getpid()
mutable struct Process <: AbstractPipe
    cmd::Cmd
    pid::Int
    exitcode::Int
    termsignal::Int
    running::Bool
    in::Any
    out::Any
end
struct ProcessFailedException <: Exception
    procs::Vector{Process}
end
function show(io::IO, p::Process)
    print(io, "Process(", p.cmd, ", ")
    if p.running
        print(io, "ProcessRunning")
    elseif p.termsignal != 0
        print(io, "ProcessSignaled(", p.termsignal, ")")
    else
        print(io, "ProcessExited(", p.exitcode, ")")
    end
    print(io, ")")
end
function showerror(io::IO, e::ProcessFailedException)
    if length(e.procs) == 1
        p = e.procs[1]
        print(io, "failed process: ", p, " [", p.termsignal == 0 ? p.exitcode : p.termsignal, "]")
    else
        print(io, "failed processes:")
        for p in e.procs
            print(io, "\n  ", p, " [", p.exitcode, "]")
        end
    end
    println(io)
end
function _start(c::Cmd, i::Int, o::Int, e::Int)
    isempty(c.exec) && throw(ArgumentError("cannot spawn empty command"))
    pid = _spawn(c.exec, i, o, e, c.env, c.dir)
    pid < 0 && throw(IOError("could not spawn $c: $(_strerror(-pid))", pid))
    [Process(c, pid, -1, 0, true, nothing, nothing)]
end
function _start(c::OrCmds, i::Int, o::Int, e::Int)
    r, w = _pipe()
    first = _start(c.a, i, w, e)
    _closefd(w)
    second = _start(c.b, r, o, e)
    _closefd(r)
    vcat(first, second)
end
function _start(c::CmdRedirect, i::Int, o::Int, e::Int)
    opened = Any[]
    function stream(x, otherwise, mode)
        x === nothing && return otherwise
        x isa DevNull && return -1
        x isa AbstractString && (x = open(x, mode); push!(opened, x))
        x isa IOStream || return -2
        flush(x)
        x.fd
    end
    out = stream(c.stdout, o, c.append ? "a" : "w")
    inp = stream(c.stdin, i, "r")
    err = stream(c.stderr, e, c.append ? "a" : "w")
    feed = nothing
    if inp == -2
        path, fd = _mktemp(tempdir())
        f = _fdopen(fd, path, true, true)
        write(f, read(c.stdin))
        seekstart(f)
        _unlink(path)
        push!(opened, f)
        inp = fd
    end
    sink = nothing
    if out == -2
        path, fd = _mktemp(tempdir())
        sink = _fdopen(fd, path, true, true)
        _unlink(path)
        out = fd
    end
    ps = _start(c.cmd, inp, out, err)
    foreach(close, opened)
    if sink !== nothing
        foreach(wait, ps)
        seekstart(sink)
        write(c.stdout, read(sink))
        close(sink)
    end
    ps
end
function wait(p::Process)
    while p.running
        r = _waitpid(p.pid, false)
        if r === nothing
            sleep(0.002)
        else
            p.running = false
            p.exitcode, p.termsignal = r
        end
    end
    nothing
end
success(p::Process) = (wait(p); p.exitcode == 0 && p.termsignal == 0)
success(ps::Vector{Process}) = all(success, ps)
success(c::AbstractCmd) = success(_start(c, 0, -1, -1))
process_running(p::Process) = p.running && (r = _waitpid(p.pid, false); r === nothing || (p.running = false; (p.exitcode, p.termsignal) = r; false))
process_exited(p::Process) = !process_running(p)
kill(p::Process, signum::Integer=15) = (_kill(p.pid, Int(signum)); nothing)
getpid(p::Process) = p.pid
function _check_processes(ps)
    foreach(wait, ps)
    failed = filter(p -> !success(p) && !p.cmd.ignorestatus, ps)
    isempty(failed) || throw(ProcessFailedException(failed))
    nothing
end
function _std_fd(io, otherwise)
    s = unwrapcontext(io)[1]
    s isa IOStream ? (flush(s); s.fd) : otherwise
end
function run(c::AbstractCmd, args...; wait::Bool=true)
    flush(stdout)
    if wait && !(unwrapcontext(stdout)[1] isa IOStream)
        write(stdout, read(c))
        return nothing
    end
    ps = _start(c, 0, _std_fd(stdout, 1), _std_fd(stderr, 2))
    wait && _check_processes(ps)
    length(ps) == 1 ? ps[1] : ps
end
function read(c::AbstractCmd)
    r, w = _pipe()
    ps = _start(c, 0, w, _std_fd(stderr, 2))
    _closefd(w)
    io = _fdopen(r, "<pipe>", true, false)
    out = read(io)
    close(io)
    _check_processes(ps)
    out
end
read(c::AbstractCmd, ::Type{String}) = String(read(c))
readchomp(x) = String(chomp(read(x, String)))
readlines(c::AbstractCmd; keep::Bool=false) = readlines(IOBuffer(read(c)); keep=keep)
readline(c::AbstractCmd; keep::Bool=false) = readline(IOBuffer(read(c)); keep=keep)
eachline(c::AbstractCmd; keep::Bool=false) = eachline(IOBuffer(read(c)); keep=keep)
function open(c::AbstractCmd, mode::AbstractString="r", other=nothing; kw...)
    if mode == "r"
        r, w = _pipe()
        ps = _start(other === nothing ? c : pipeline(c; stdin=other), 0, w, _std_fd(stderr, 2))
        _closefd(w)
        p = ps[end]
        p.out = _fdopen(r, "<pipe>", true, false)
    elseif mode == "w"
        r, w = _pipe()
        ps = _start(other === nothing || other === devnull ? c : pipeline(c; stdout=other), r, other === nothing ? -1 : _std_fd(stdout, 1), _std_fd(stderr, 2))
        _closefd(r)
        p = ps[1]
        p.in = _fdopen(w, "<pipe>", false, true)
    else
        r, w = _pipe()
        r2, w2 = _pipe()
        ps = _start(c, r, w2, _std_fd(stderr, 2))
        _closefd(r)
        _closefd(w2)
        p = ps[end]
        p.in, p.out = _fdopen(w, "<pipe>", false, true), _fdopen(r2, "<pipe>", true, false)
    end
    p
end
function open(f::Function, c::AbstractCmd, args...)
    p = open(c, args...)
    r = try
        f(p)
    finally
        close(p)
    end
    success(p) || throw(ProcessFailedException([p]))
    r
end
close(p::Process) = (p.in === nothing || close(p.in); p.out === nothing || close(p.out); nothing)
for f in (:eof, :read)
    @eval $f(p::Process) = $f(p.out)
end
read(p::Process, T) = read(p.out, T)
read(p::Process, ::Type{String}) = read(p.out, String)
readline(p::Process; kw...) = readline(p.out; kw...)
readlines(p::Process; kw...) = readlines(p.out; kw...)
eachline(p::Process; kw...) = eachline(p.out; kw...)
write(p::Process, x) = write(p.in, x)
flush(p::Process) = flush(p.in)

exit(status::Integer=0) = (run_atexit(Int(status)); _exit(Int(status)))

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
