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
similar(s::AbstractSet) = empty(s)
function empty!(s::Set)
    empty!(s.dict)
    s
end
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

union() = Set()
union(s::AbstractSet) = copy(s)
function union(s::AbstractSet, itrs...)
    T = eltype(s)
    for x in itrs
        T = promote_eltype_of(T, x)
    end
    r = Set{T}()
    union!(r, s)
    for x in itrs
        union!(r, x)
    end
    r
end
promote_eltype_of(T, x) = promote_type(T, eltype(x))
const ∪ = union
function union!(s::AbstractSet, itr)
    if itr isa Array && s isa Set
        return _set_add!(s, itr)
    end
    for x in itr
        push!(s, x)
    end
    s
end
union!(s::AbstractSet) = s
function union!(s::AbstractSet, itr, rest...)
    union!(s, itr)
    union!(s, rest...)
end
function union(itr, itrs...)
    T = eltype(itr)
    for x in itrs
        T = promote_type(T, eltype(x))
    end
    _first_of_each(T[], Set{T}(), itr, itrs...)
end
# Adds to out what was not seen yet, in order.
function _first_of_each(out, seen, itrs...)
    for itr in itrs, x in itr
        if !(x in seen)
            push!(seen, x)
            push!(out, x)
        end
    end
    out
end

_as_container(x::AbstractSet) = x
_as_container(x::AbstractDict) = x
_as_container(x) = x isa Array && length(x) < 8 ? x : Set(x)
_as_container(x::AbstractRange) = x

intersect(s::AbstractSet) = copy(s)
function intersect(s::AbstractSet, itrs...)
    r = copymutable(s)
    for x in itrs
        intersect!(r, x)
    end
    r
end
intersect!(s::AbstractSet) = s
function intersect!(s::AbstractSet, itr)
    keep = _as_container(itr)
    for x in collect(s)
        x in keep || delete!(s, x)
    end
    s
end
intersect!(s::AbstractSet, itr, rest...) = intersect!(intersect!(s, itr), rest...)
symdiff!(v::AbstractVector, itrs...) = _assign_vector!(v, symdiff(v, itrs...))
function _assign_vector!(v, w)
    resize!(v, length(w))
    copyto!(v, w)
end
const ∩ = intersect
function intersect(itr, itrs...)
    T = eltype(itr)
    for x in itrs
        T = promote_type(T, eltype(x))
    end
    others = map(_as_container, itrs)
    out = T[]
    seen = Set{T}()
    for x in itr
        if !(x in seen) && all(o -> x in o, others)
            push!(seen, x)
            push!(out, x)
        end
    end
    out
end

setdiff(s::AbstractSet) = copy(s)
setdiff(s::AbstractSet, itrs...) = setdiff!(copymutable(s), itrs...)
setdiff!(s::AbstractSet) = s
function setdiff!(s::AbstractSet, itr)
    for x in itr
        delete!(s, x)
    end
    s
end
setdiff!(s::AbstractSet, itr, rest...) = setdiff!(setdiff!(s, itr), rest...)
function setdiff(itr, itrs...)
    others = map(_as_container, itrs)
    out = eltype(itr)[]
    seen = Set{eltype(itr)}()
    for x in itr
        if !(x in seen) && !any(o -> x in o, others)
            push!(seen, x)
            push!(out, x)
        end
    end
    out
end

symdiff(s::AbstractSet) = copy(s)
function symdiff(s::AbstractSet, itrs...)
    r = copymutable(s)
    for x in itrs
        symdiff!(r, x)
    end
    r
end
function symdiff!(s::AbstractSet, itr)
    for x in (itr isa AbstractSet ? itr : Set(itr))
        x in s ? delete!(s, x) : push!(s, x)
    end
    s
end
symdiff!(s::AbstractSet, itr, rest...) = symdiff!(symdiff!(s, itr), rest...)
function symdiff(a, b, rest...)
    x, y = _as_container(a), _as_container(b)
    out = promote_type(eltype(a), eltype(b))[]
    for v in a
        v in y || v in out || push!(out, v)
    end
    for v in b
        v in x || v in out || push!(out, v)
    end
    isempty(rest) ? out : symdiff(out, rest...)
end

function issubset(a, b)
    y = _as_container(b)
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
⊊(a, b) = Set(a) ⊊ Set(b)
⊋(a, b) = ⊊(b, a)
issetequal(a, b) = Set(a) == Set(b)
isdisjoint(a, b) = (y = _as_container(b); !any(x -> x in y, a))

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

deepcopy_internal(s::Set{T}, seen::IdDict) where {T} = union!(Set{T}(), [deepcopy_internal(x, seen) for x in s])

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
