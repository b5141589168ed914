# Serialization: values to streams and files and back. The format is CBOR (src/wire); see src/cluster/store.c.
module Serialization

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
serialize(s::AbstractSerializer, x) = serialize(s.io, x)
serialize(filename::AbstractString, x) = open(io -> serialize(io, x), filename, "w")

"""
    deserialize(io)
    deserialize(file)

The next value of a stream, or that of a file. Errors: an `EOFError` at the end, an `ErrorException` that tells the byte for
damaged data.
"""
function deserialize(io::IO)
    head = read(io, 14)
    length(head) < 14 && throw(EOFError())
    n = _size(head)
    bytes = read(io, n)
    length(bytes) < n && throw(EOFError())
    _decode(bytes)
end
deserialize(s::AbstractSerializer) = deserialize(s.io)
deserialize(filename::AbstractString) = open(deserialize, filename)

end
