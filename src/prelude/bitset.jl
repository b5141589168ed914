# BitSet: a set of integers that is iterated in order.

mutable struct BitSet <: AbstractSet{Int}
    members::Vector{Int} # sorted
    BitSet() = new(Int[])
    BitSet(itr) = union!(new(Int[]), itr)
end
eltype(::Type{BitSet}) = Int
length(s::BitSet) = length(s.members)
isempty(s::BitSet) = isempty(s.members)
iterate(s::BitSet, i = 1) = i > length(s.members) ? nothing : (s.members[i], i + 1)
in(x::Integer, s::BitSet) = (i = searchsortedfirst(s.members, Int(x)); i <= length(s.members) && s.members[i] == x)
in(x, s::BitSet) = any(==(x), s.members)
in(x::Real, s::BitSet) = isinteger(x) && Int(x) in s
function push!(s::BitSet, x::Integer)
    v = Int(x)
    i = searchsortedfirst(s.members, v)
    (i <= length(s.members) && s.members[i] == v) || insert!(s.members, i, v)
    s
end
push!(s::BitSet, xs::Integer...) = (for x in xs push!(s, x) end; s)
function delete!(s::BitSet, x::Integer)
    i = searchsortedfirst(s.members, Int(x))
    i <= length(s.members) && s.members[i] == x && deleteat!(s.members, i)
    s
end
function pop!(s::BitSet, x::Integer)
    x in s || throw(KeyError(x))
    delete!(s, x)
    Int(x)
end
pop!(s::BitSet) = pop!(s.members)
popfirst!(s::BitSet) = popfirst!(s.members)
empty!(s::BitSet) = (empty!(s.members); s)
empty(s::BitSet, ::Type{Int} = Int) = BitSet()
copy(s::BitSet) = (t = BitSet(); append!(t.members, s.members); t)
copymutable(s::BitSet) = copy(s)
emptymutable(s::BitSet, ::Type{Int} = Int) = BitSet()
union(s::BitSet, itrs...) = union!(copy(s), itrs...)
intersect(s::BitSet, t::BitSet) = BitSet(filter(in(t), s.members))
setdiff!(s::BitSet, t::BitSet) = (filter!(!in(t), s.members); s)
intersect!(s::BitSet, t::BitSet) = (filter!(in(t), s.members); s)
filter!(f, s::BitSet) = (filter!(f, s.members); s)
filter(f, s::BitSet) = BitSet(filter(f, s.members))
issubset(a::BitSet, b::BitSet) = all(x -> x in b, a.members)
==(a::BitSet, b::BitSet) = a.members == b.members
minimum(s::BitSet) = first(s.members)
maximum(s::BitSet) = last(s.members)
first(s::BitSet) = first(s.members)
last(s::BitSet) = last(s.members)
function show(io::IO, s::BitSet)
    print(io, "BitSet([")
    join(io, s.members, ", ")
    print(io, "])")
end
