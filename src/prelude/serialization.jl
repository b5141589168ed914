# Serialization: values to streams and files and back. The format is CBOR (src/wire); see src/cluster/store.c.
module Serialization

export serialize, deserialize, Serializer, AbstractSerializer

abstract type AbstractSerializer end
struct Serializer{I<:IO} <: AbstractSerializer
    io::I
end

function serialize(io::IO, x)
    write(io, _encode(x))
    nothing
end
serialize(s::AbstractSerializer, x) = serialize(s.io, x)
serialize(filename::AbstractString, x) = open(io -> serialize(io, x), filename, "w")

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
