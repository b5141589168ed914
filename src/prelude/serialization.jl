# Serialization: values to streams and files and back. The format is CBOR (src/wire); see src/cluster/store.c.

# What a method of the program's own for serialize wrote of a value: it travels in the value's place.
struct _Written
    bytes::Vector{UInt8}
end

module Serialization

import ..Base: _Written

export serialize, deserialize, Serializer, AbstractSerializer

abstract type AbstractSerializer end
struct Serializer{I<:IO} <: AbstractSerializer
    io::I
end

"""
    serialize(io, x)
    serialize(file, x)

Writes a value to a stream or a file, in the format of `save`: functions, types, modules, cyclic structures and shared
references among them. An address becomes `C_NULL`. Errors: an `ArgumentError` for an open file, an `ErrorException` for a
task that runs.

```clu
clu> using Serialization

clu> io = IOBuffer(); serialize(io, (1, "a")); seekstart(io);

clu> deserialize(io)
(1, "a")
```
"""
function serialize(io::IO, x)
    write(io, _encode(x))
    nothing
end
function serialize(s::AbstractSerializer, x)
    write(s.io, _encode(x, true)) # x itself not by a method of its own, which may have called this one
    nothing
end
serialize(filename::AbstractString, x) = open(io -> serialize(io, x), filename, "w")

"""
    deserialize(io)
    deserialize(file)

The next value of a stream, or that of a file. Errors: an `EOFError` at the end, an `ErrorException` that tells the byte for
damaged data.
"""
function deserialize(io::IO)
    first = read(io, UInt8)
    first == OBJECT_TAG && return deserialize(Serializer(io), deserialize(io))
    head = [first; read(io, 13)]
    length(head) < 14 && throw(EOFError())
    n = _size(head)
    bytes = read(io, n)
    length(bytes) < n && throw(EOFError())
    _decode(bytes)
end
deserialize(s::AbstractSerializer) = deserialize(s.io)
deserialize(filename::AbstractString) = open(deserialize, filename)

# A program's own way for a type: its method of serialize writes this mark and the type, then what its method of
# deserialize reads.
const OBJECT_TAG = 0x34
writetag(io::IO, tag) = write(io, UInt8(tag))
serialize_type(s::AbstractSerializer, T::Type, ref = false) = (writetag(s.io, OBJECT_TAG); serialize(s, T))
serialize_cycle(s::AbstractSerializer, x) = false # values that are met twice are known to the encoder
const _own_methods = length(methods(serialize))
_program_serializes() = length(methods(serialize)) > _own_methods
function _written(x)
    which(serialize, Tuple{Serializer{IOBuffer},typeof(x)}).sig === Tuple{typeof(serialize),AbstractSerializer,Any} && return nothing
    io = IOBuffer()
    serialize(Serializer(io), x)
    _Written(take!(io))
end
_read(w) = deserialize(IOBuffer(w.bytes))

end
const _program_serializes = Serialization._program_serializes
const _written = Serialization._written
const _read_written = Serialization._read
