# Sets: a Set is a Dict whose values are nothing.
struct Set{T} <: AbstractSet{T}
    dict::Dict{T,Nothing}
    Set{T}() where {T} = new(Dict{T,Nothing}())
    Set{T}(s::Set{T}) where {T} = new(copy(s.dict))
end
Set{T}(itr) where {T} = union!(Set{T}(), itr)
Set() = Set{Any}()
Set(a::Array{T}) where {T} = _set_add!(Set{T}(), a)
function Set(itr)
    a = collect(itr)
    _set_add!(Set{eltype(a)}(), vec(a))
end
Set(s::Set{T}) where {T} = Set{T}(s)

eltype(s::AbstractSet) = eltype(typeof(s))
isempty(s::Set) = isempty(s.dict)
copy(s::Set{T}) where {T} = Set{T}(s)
copymutable(s::Set{T}) where {T} = Set{T}(s)
copymutable(s::AbstractSet{T}) where {T} = Set{T}(s)
empty(s::AbstractSet{T}, ::Type{U}=T) where {T,U} = Set{U}()
copy!(dest::AbstractSet, src::AbstractSet) = union!(empty!(dest), src)
function empty!(s::Set)
    empty!(s.dict)
    s
end
sizehint!(s::AbstractSet, n) = s
sizehint!(s::Set, n) = (sizehint!(s.dict, n); s)
push!(s::AbstractSet, x, y, rest...) = push!(push!(s, x), y, rest...)
pop!(s::Set) = _dict_popkey!(s.dict)
function pop!(s::Set, x)
    x in s || throw(KeyError(x))
    delete!(s, x)
    x
end
pop!(s::Set, x, default) = x in s ? pop!(s, x) : default
pop!(s::AbstractSet, x, default) = x in s ? pop!(s, x) : default
collect(s::Set) = _dict_keys(s.dict)
values(s::AbstractSet) = s
rehash!(s::Set) = s

_eltype_of_all(itrs) = mapreduce(eltype, promote_type, itrs)
# What holds the elements of s and others: a set for a set, else a vector.
emptymutable(s::AbstractSet{T}, ::Type{U} = T) where {T,U} = Set{U}()
emptymutable(itr, ::Type{U}) where {U} = U[]

union() = Set()
union(s::AbstractSet) = copy(s)
union(s::AbstractSet, itrs...) = union!(emptymutable(s, _eltype_of_all((s, itrs...))), s, itrs...)
union(itr, itrs...) = (T = _eltype_of_all((itr, itrs...)); _first_of_each(T[], Set{T}(), itr, itrs...))
const ∪ = union
function union!(s::AbstractSet, itr)
    if itr isa Array && s isa Set
        return _set_add!(s, itr)
    end
    haslength(itr) && sizehint!(s, length(s) + length(itr))
    for x in itr
        push!(s, x)
    end
    s
end
union!(s::AbstractSet, itrs...) = foldl(union!, itrs; init = s)
union!(v::AbstractVector, itrs...) = (filter!(_unseen(Set{eltype(v)}()), v); _first_of_each(v, Set(v), itrs...))

intersect(s::AbstractSet) = copy(s)
intersect(s::AbstractSet, itr) = union!(emptymutable(s), Iterators.filter(in(s), itr))
intersect(s::AbstractSet, itr, rest...) = intersect!(intersect(s, itr), rest...)
intersect!(s::AbstractSet, itrs...) = foldl(intersect!, itrs; init = s)
intersect!(s::AbstractSet, other::AbstractSet) = filter!(in(other), s)
intersect!(s::AbstractSet, itr) = intersect!(s, union!(emptymutable(s, eltype(itr)), itr))
intersect!(v::AbstractVector, itrs...) = _shrink!(intersect!, v, itrs)
intersect(itr, itrs...) = _shrink(intersect!, itr, itrs)
const ∩ = intersect

setdiff(s::AbstractSet) = copy(s)
setdiff(s::AbstractSet, itrs...) = setdiff!(copymutable(s), itrs...)
setdiff!(s::AbstractSet, itrs...) = foldl(setdiff!, itrs; init = s)
function setdiff!(s::AbstractSet, itr)
    for x in itr
        delete!(s, x)
    end
    s
end
setdiff!(v::AbstractVector, itrs...) = _shrink!(setdiff!, v, itrs)
setdiff(itr, itrs...) = _shrink(setdiff!, itr, itrs)

symdiff(s) = symdiff!(copy(s))
symdiff(s, itrs...) = symdiff!(emptymutable(s, _eltype_of_all((s, itrs...))), s, itrs...)
symdiff!(s::AbstractSet, itrs...) = foldl(symdiff!, itrs; init = s)
function symdiff!(s::AbstractSet, itr)
    for x in itr
        x in s ? delete!(s, x) : push!(s, x)
    end
    s
end
function symdiff!(v::AbstractVector, itrs...)
    new = _once(symdiff!(Set{eltype(v)}(), v, itrs...))
    filter!(new, v)
    for itr in itrs, x in itr
        new(x) && push!(v, x)
    end
    v
end

# Predicates that remember: x was not seen before; x is in `keep`, and was not asked for before.
_unseen(seen) = x -> x in seen ? false : (push!(seen, x); true)
_once(keep) = x -> x in keep ? (pop!(keep, x); true) : false
function _shrink!(shrink, v, itrs)
    seen = Set{eltype(v)}()
    filter!(_unseen(seen), v)
    shrink(seen, itrs...)
    filter!(in(seen), v)
end
_shrink(shrink, itr, itrs) = _filtered(_once(shrink(Set(itr), itrs...)), itr)
_filtered(f, v::AbstractVector) = filter(f, v)
_filtered(f, itr) = [x for x in itr if f(x)]

# Collections that find an element soon.
_finds_fast(c) = c isa Union{AbstractSet,AbstractDict,AbstractRange} && !(c isa ValueIterator)
_as_container(b) = !_finds_fast(b) && haslength(b) && length(b) > 70 ? Set(b) : b
function issubset(a, b)
    y = a isa AbstractSet || !_finds_fast(b) ? _as_container(b) : b
    for x in a
        x in y || return false
    end
    true
end
const ⊆ = issubset
⊇(a, b) = issubset(b, a)
⊈(a, b) = !issubset(a, b)
⊉(a, b) = !issubset(b, a)
⊊(a::AbstractSet, b::AbstractSet) = length(a) < length(b) && issubset(a, b)
⊊(a, b) = length(a) < length(b) && issubset(a, b)
⊋(a, b) = ⊊(b, a)
issetequal(a, b) = (a isa AbstractSet ? a : Set(a)) == (b isa AbstractSet ? b : Set(b))
isdisjoint(a, b) = _finds_fast(a) && !_finds_fast(b) ? !any(in(a), b) : !any(in(_as_container(b)), a)

==(a::AbstractSet, b::AbstractSet) = length(a) == length(b) && issubset(a, b)
isequal(a::AbstractSet, b::AbstractSet) = a == b
<(a::AbstractSet, b::AbstractSet) = length(a) < length(b) && issubset(a, b)
<=(a::AbstractSet, b::AbstractSet) = issubset(a, b)
isless(a::AbstractSet, b::AbstractSet) = throw(MethodError(isless, (a, b)))
function hash(s::AbstractSet, h::UInt)
    x = UInt(0)
    for v in s
        x = x ⊻ hash(v, UInt(3))
    end
    hash(x, h + UInt(0x852ada37cfe8e0ce))
end
convert(::Type{T}, s::T) where {T<:AbstractSet} = s
convert(::Type{T}, s::AbstractSet) where {T<:AbstractSet} = T(s)

function filter!(f, s::AbstractSet)
    for x in collect(s)
        f(x) || delete!(s, x)
    end
    s
end
function filter(f, s::AbstractSet)
    r = empty(s)
    for x in s
        f(x) && push!(r, x)
    end
    r
end
map(f, s::AbstractSet) = error("map is not defined on sets")

allunique(::Union{AbstractSet,AbstractDict}) = true
unique(s::AbstractSet) = collect(s)

function deepcopy_internal(s::Set{T}, seen::IdDict) where {T}
    haskey(seen, s) && return seen[s]
    seen[s] = Set{T}()
    union!(seen[s], [deepcopy_internal(x, seen) for x in s])
end

struct IdSet{T} <: AbstractSet{T}
    dict::IdDict{T,Nothing}
    IdSet{T}() where {T} = new(IdDict{T,Nothing}())
end
IdSet{T}(itr) where {T} = union!(IdSet{T}(), itr)
IdSet() = IdSet{Any}()
push!(s::IdSet, x) = (s.dict[x] = nothing; s)
in(x, s::IdSet) = haskey(s.dict, x)
delete!(s::IdSet, x) = (delete!(s.dict, x); s)
length(s::IdSet) = length(s.dict)
iterate(s::IdSet, i=0) = _dict_iterate_keys(s.dict, i)

export Set, union, union!, intersect, intersect!, setdiff, setdiff!, symdiff, symdiff!, issubset, issetequal, isdisjoint, unique,
    unique!, allunique, ∪, ∩, ⊆, ⊇, ⊈, ⊉, ⊊, ⊋
