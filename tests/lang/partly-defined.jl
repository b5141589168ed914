# Values of which only a part is defined, serialized
using Serialization
trip(x) = (io = IOBuffer(); serialize(io, x); seekstart(io); deserialize(io))
d = Base.ImmutableDict(:a => 1)
println(trip(d) == d, " ", length(trip(d)), " ", trip(Base.ImmutableDict(d, :b => 2))[:a])
struct Part
    a::Any
    n::Int
    b::Any
    Part() = new()
    Part(a) = new(a)
end
p, q = trip(Part()), trip(Part("a"))
println(isdefined(p, :a), isdefined(p, :n), isdefined(p, :b), " ", q.a, isdefined(q, :b))
mutable struct Loose
    a::Any
    n::Int
    b::Any
    Loose() = new()
end
m = Loose()
m.b = [1]
m = trip(m)
println(isdefined(m, :a), " ", m.b)
