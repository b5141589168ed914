# Streams that connect: ends of pipes, pipes, and (module Sockets) sockets. What they do is done by the IOStream inside.
primitive type RawFD 32 end
RawFD(fd::Integer) = reinterpret(RawFD, Int32(fd))
cconvert(::Type{Int32}, fd::RawFD) = reinterpret(Int32, fd)
show(io::IO, fd::RawFD) = print(io, "RawFD(0x", string(reinterpret(UInt32, fd), base = 16, pad = 8), ")")
fdio(fd::RawFD, own::Bool=false) = fdio(reinterpret(Int32, fd), own)

abstract type LibuvStream <: IO end
mutable struct PipeEndpoint <: LibuvStream
    stream::Union{IOStream,Nothing}
end
PipeEndpoint() = PipeEndpoint(nothing)

_read_end(fd::Int) = PipeEndpoint(_socket_adopt(fd, true, false))
_write_end(fd::Int) = PipeEndpoint(_socket_adopt(fd, false, true))

"The IOStream inside; an error if there is none yet."
function _stream(s::LibuvStream)
    s.stream === nothing && throw(ArgumentError("$(sprint(show, s)) is not initialized"))
    s.stream
end
_status(s) = s.stream === nothing ? "init" : isopen(s.stream) ? "open" : "closed"
_fd(s) = RawFD(s.stream === nothing ? -1 : s.stream.fd)
show(io::IO, s::LibuvStream) =
    print(io, typeof(s), "(", _fd(s), " ", _status(s), ", ", s.stream === nothing ? 0 : bytesavailable(s.stream), " bytes waiting)")
unwrapcontext(s::LibuvStream) = (_stream(s), _no_properties)
write(s::LibuvStream, x) = write(_stream(s), x)
read(s::LibuvStream, x) = read(_stream(s), x)
for f in (:flush, :close, :isopen, :isreadable, :iswritable, :eof, :bytesavailable, :read, :_peek, :mark, :unmark, :reset, :ismarked)
    @eval $f(s::LibuvStream) = $f(_stream(s))
end
close(s::PipeEndpoint) = s.stream === nothing ? nothing : close(s.stream)
for f in (:readline, :readlines)
    @eval $f(s::LibuvStream; kw...) = $f(_stream(s); kw...)
end
_read_into!(s::LibuvStream, a::Array) = _read_into!(_stream(s), a)
readavailable(s::LibuvStream) = eof(s) ? UInt8[] : read(s, bytesavailable(s))
_write_any(s::LibuvStream, a::Array) = _write_array(_stream(s), a)

"A pipe: what is written into it (`p.in`) is read from it (`p.out`), by commands too."
mutable struct Pipe <: AbstractPipe
    in::PipeEndpoint
    out::PipeEndpoint
end
Pipe() = Pipe(PipeEndpoint(), PipeEndpoint())
show(io::IO, p::Pipe) = print(io, "Pipe(", _fd(p.in), " ", _status(p.in), " => ", _fd(p.out), " ", _status(p.out), ", ",
                              p.out.stream === nothing ? 0 : bytesavailable(p.out), " bytes waiting)")
function link_pipe!(p::Pipe; reader_supports_async=false, writer_supports_async=false)
    r, w = _pipe()
    p.in, p.out = _write_end(w), _read_end(r)
    nothing
end
_linked(p::Pipe) = (p.in.stream === nothing && link_pipe!(p); p)

# What is read from one stream and written to another: processes and pipes.
pipe_reader(p::AbstractPipe) = p.out
pipe_writer(p::AbstractPipe) = p.in
for f in (:eof, :read, :bytesavailable, :isreadable, :_peek)
    @eval $f(p::AbstractPipe) = $f(pipe_reader(p))
end
read(p::AbstractPipe, T) = read(pipe_reader(p), T)
for f in (:readline, :readlines, :eachline)
    @eval $f(p::AbstractPipe; kw...) = $f(pipe_reader(p); kw...)
end
readuntil(p::AbstractPipe, delim::Union{AbstractString,AbstractChar,UInt8}; kw...) = readuntil(pipe_reader(p), delim; kw...)
readavailable(p::AbstractPipe) = readavailable(pipe_reader(p))
_read_into!(p::AbstractPipe, a::Array) = _read_into!(pipe_reader(p), a)
write(p::AbstractPipe, x) = write(pipe_writer(p), x)
flush(p::AbstractPipe) = flush(pipe_writer(p))
iswritable(p::AbstractPipe) = iswritable(pipe_writer(p))
isopen(p::AbstractPipe) = isopen(pipe_writer(p)) || isopen(pipe_reader(p))
close(p::AbstractPipe) = (close(pipe_writer(p)); close(pipe_reader(p)); nothing)
pipe_reader(c::IOContext) = c.io
pipe_writer(c::IOContext) = c.io
isopen(::Nothing) = false # an end that a process does not have
close(::Nothing) = nothing

export Pipe, RawFD
