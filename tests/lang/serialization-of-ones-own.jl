# Methods of serialize and deserialize for types of a program's own: in streams, files, and between processes.
using Serialization
struct Temperature
    kelvin::Float64
    cache::Dict{Symbol,Any}
end
Temperature(k) = Temperature(k, Dict{Symbol,Any}(:made => k))
function Serialization.serialize(s::AbstractSerializer, x::Temperature)
    Serialization.writetag(s.io, Serialization.OBJECT_TAG)
    Serialization.serialize(s, Temperature)
    serialize(s, x.kelvin)
end
Serialization.deserialize(s::AbstractSerializer, ::Type{Temperature}) = Temperature(deserialize(s), Dict{Symbol,Any}(:read => true))
function back(x)
    io = IOBuffer()
    serialize(io, x)
    seekstart(io)
    deserialize(io)
end
println(back(Temperature(3.0)))
println(back([Temperature(1.0), Temperature(2.0)]))
println(back((1, Temperature(1.0), "a", Dict(1 => Temperature(5.0)))))

mutable struct Node{T}
    value::T
    next::Union{Node{T},Nothing}
end
function Serialization.serialize(s::AbstractSerializer, x::Node{T}) where {T}
    Serialization.serialize_cycle(s, x) && return
    Serialization.serialize_type(s, Node{T}, true)
    serialize(s, x.value)
    serialize(s, x.next)
end
function Serialization.deserialize(s::AbstractSerializer, t::Type{<:Node})
    v = deserialize(s)
    t(v, deserialize(s))
end
n = Node(1, Node(2, nothing))
m = back(n)
println(m.value, m.next.value, m.next.next)

# the type's way for some, the usual one for the rest
struct Level
    n::Int
    rest::Any
end
calls = 0
function Serialization.serialize(s::AbstractSerializer, x::Level)
    global calls += 1
    invoke(serialize, Tuple{AbstractSerializer,Any}, s, x)
end
println(back(Level(1, Level(2, Level(3, nothing)))), " ", calls)
mktemp() do path, io
    serialize(path, [Temperature(7.0)])
    println(deserialize(path))
end
struct Broken; x::Int; end
Serialization.serialize(s::AbstractSerializer, x::Broken) = error("cannot write this")
println(try back([Broken(1)]) catch e; sprint(showerror, e) end)
println(back([1, "a", :b]), back(Level))
using Distributed
addprocs(2)
@everywhere using Serialization
@everywhere struct Handle; id::Int; extra::Any; end
@everywhere Serialization.serialize(s::AbstractSerializer, x::Handle) = (Serialization.serialize_type(s, Handle); serialize(s, x.id))
@everywhere Serialization.deserialize(s::AbstractSerializer, ::Type{Handle}) = Handle(deserialize(s), myid())
println(remotecall_fetch(h -> (h.id, h.extra), 2, Handle(7, "here")))
println(fetch(@spawnat 3 Handle(1, myid())))
h = Handle(2, nothing)
println(pmap(i -> (h.id + i, h.extra), 1:2))
