# What everything else builds on: names for common types, conversion, small types (Pair, Ref, Some, Val).

const Bottom = Union{}
const Vector = Array{T,1} where T
const Matrix = Array{T,2} where T
const VecOrMat = Union{Array{T,1}, Array{T,2}} where T
const AbstractVector = AbstractArray{T,1} where T
const AbstractMatrix = AbstractArray{T,2} where T
const AbstractVecOrMat = Union{AbstractArray{T,1}, AbstractArray{T,2}} where T
const DenseVector = DenseArray{T,1} where T
const DenseMatrix = DenseArray{T,2} where T
const NTuple = Tuple{Vararg{T,N}} where T where N
const Dims = Tuple{Vararg{Int,N}} where N
const Callable = Union{Function, Type}

abstract type AbstractDict{K,V} end
abstract type AbstractSet{T} end
abstract type AbstractChannel{T} end
abstract type AbstractRange{T} <: AbstractArray{T,1} end
abstract type OrdinalRange{T,S} <: AbstractRange{T} end
abstract type AbstractUnitRange{T} <: OrdinalRange{T,Int} end
abstract type AbstractDisplay end
abstract type IndexStyle end
struct IndexLinear <: IndexStyle end
struct IndexCartesian <: IndexStyle end
abstract type AbstractIrrational <: Real end

# what is known about an iterator before it runs
abstract type IteratorSize end
struct SizeUnknown <: IteratorSize end
struct HasLength <: IteratorSize end
struct HasShape{N} <: IteratorSize end
struct IsInfinite <: IteratorSize end
IteratorSize(x) = IteratorSize(typeof(x))
IteratorSize(::Type) = HasLength()
IteratorSize(::Type{<:AbstractArray{<:Any,N}}) where {N} = HasShape{N}()

abstract type IteratorEltype end
struct EltypeUnknown <: IteratorEltype end
struct HasEltype <: IteratorEltype end
IteratorEltype(x) = IteratorEltype(typeof(x))
IteratorEltype(::Type) = HasEltype()

const nothing = Nothing()
const missing = Missing()

convert(::Type{T}, x::T) where T = x
convert(::Type{Any}, x) = x
convert(::Type{Type}, x::Type) = x
convert(::Type{T}, x::T) where T<:Tuple = x

identity(x) = x
ifelse(c, x, y) = c ? x : y # an error that tells what c is
oftype(x, y) = convert(typeof(x), y)

# Comparison of any values.
==(x, y) = x === y
isequal(x, y) = x == y
!=(x, y) = !(x == y)
>(x, y) = y < x
>=(x, y) = y <= x
<(x, y) = isless(x, y)
<=(x, y) = (x < y) | (x == y)
max(x, y) = ifelse(isless(y, x), x, y)
min(x, y) = ifelse(isless(y, x), y, x)
minmax(x::Real) = (x, x)
minmax(x, y) = isless(y, x) ? (y, x) : (x, y)
cmp(less, x, y) = less(x, y) ? -1 : ifelse(less(y, x), 1, 0)
cmp(x, y) = isless(x, y) ? -1 : ifelse(isless(y, x), 1, 0)

getproperty(x, name::String) = getproperty(x, Symbol(name))
propertynames(x) = fieldnames(typeof(x))
propertynames(x, private) = propertynames(x)
propertynames(m::Module) = names(m)
hasproperty(x, s::Symbol) = s in propertynames(x)
hasfield(T::Type, name::Symbol) = fieldindex(T, name, false) > 0

struct Val{x} end
Val(x) = Val{x}()

mutable struct RefValue{T} <: Ref{T}
    x::T
    RefValue{T}() where T = new()
    RefValue{T}(x) where T = new(x)
end
RefValue(x::T) where T = RefValue{T}(x)
Ref(x::T) where T = RefValue{T}(x)
Ref{T}() where T = RefValue{T}()
Ref{T}(x) where T = RefValue{T}(x)
getindex(r::RefValue) = r.x
setindex!(r::RefValue, x) = (r.x = x; r)
isassigned(r::RefValue) = isdefined(r, :x)
eltype(::Type{<:Ref{T}}) where T = T
length(::Ref) = 1
size(::Ref) = ()
axes(::Ref) = ()
ndims(::Ref) = 0
ndims(::Type{<:Ref}) = 0
iterate(r::Ref) = (r[], nothing)
iterate(r::Ref, s) = nothing
isempty(::Ref) = false
==(a::Ref, b::Ref) = a === b
convert(::Type{Ref{T}}, x::RefValue{T}) where T = x
convert(::Type{Ref{T}}, x) where T = RefValue{T}(x)

# One ccall of the program, and a C function pointer that calls a closure: foreign.jl, base/foreign.c, base/callback.c.
mutable struct ForeignCall
    target::Any
    signature::Any
    fixed::Int
    address::Int # the layout from here on is C's
    interface::Int
end
mutable struct CFunction <: Ref{Nothing}
    ptr::Ptr{Nothing}
    f::Any
end

struct RefArray{T,A<:AbstractArray{T}} <: Ref{T}
    a::A
    i::Int
end
Ref(a::AbstractArray{T}, i::Integer) where T = RefArray{T,typeof(a)}(a, i)
getindex(r::RefArray) = r.a[r.i]
setindex!(r::RefArray, x) = (r.a[r.i] = x; r)

struct Some{T}
    value::T
end
convert(::Type{Some{T}}, x::Some) where T = Some{T}(convert(T, x.value))
convert(::Type{Some{T}}, x::Some{T}) where T = x
something() = throw(ArgumentError("No value arguments present"))
something(x::Nothing, ys...) = something(ys...)
something(x::Some, ys...) = x.value
something(x, ys...) = x
isnothing(x) = false
isnothing(::Nothing) = true
notnothing(x) = x
notnothing(::Nothing) = throw(ArgumentError("nothing passed to notnothing"))

struct MissingException <: Exception
    msg::AbstractString
end
showerror(io::IO, ex::MissingException) = print(io, "MissingException: ", ex.msg)
ismissing(x) = false
ismissing(::Missing) = true
coalesce() = missing
coalesce(x::Missing, y...) = coalesce(y...)
coalesce(x, y...) = x
nonmissingtype(::Type{T}) where T = _remove_type(T, Missing)
nonnothingtype(::Type{T}) where T = _remove_type(T, Nothing)
function _remove_type(T, R)
    T === R && return Union{}
    T isa Union && return Union{_remove_type(T.a, R), _remove_type(T.b, R)}
    T
end

struct Pair{A,B}
    first::A
    second::B
    Pair{A,B}(a, b) where {A,B} = new(a, b)
end
Pair(a::A, b::B) where {A,B} = Pair{A,B}(a, b)
Pair{A}(a, b::B) where {A,B} = Pair{A,B}(a, b)
Pair{A,B}(p::Pair) where {A,B} = Pair{A,B}(p.first, p.second)
const => = Pair
iterate(p::Pair, i=1) = i > 2 ? nothing : (getfield(p, i), i + 1)
indexed_iterate(p::Pair, i::Int, state=1) = (getfield(p, i), i + 1)
getindex(p::Pair, i::Int) = getfield(p, i)
getindex(p::Pair, i::Real) = getfield(p, convert(Int, i))
length(p::Pair) = 2
firstindex(p::Pair) = 1
lastindex(p::Pair) = 2
first(p::Pair) = p.first
last(p::Pair) = p.second
isless(p::Pair, q::Pair) = ifelse(!isequal(p.first, q.first), isless(p.first, q.first), isless(p.second, q.second))
==(p::Pair, q::Pair) = (p.first == q.first) & (p.second == q.second)
isequal(p::Pair, q::Pair) = isequal(p.first, q.first) && isequal(p.second, q.second)
eltype(p::Type{Pair{A,B}}) where {A,B} = Union{A,B}
convert(::Type{Pair{A,B}}, p::Pair{A,B}) where {A,B} = p
convert(::Type{Pair{A,B}}, p::Pair) where {A,B} = Pair{A,B}(convert(A, p.first), convert(B, p.second))
reverse(p::Pair) = Pair(p.second, p.first)
promote_rule(::Type{Pair{A1,B1}}, ::Type{Pair{A2,B2}}) where {A1,B1,A2,B2} =
    Pair{promote_type(A1, A2), promote_type(B1, B2)}

struct AssertionError <: Exception
    msg
    AssertionError() = new("")
    AssertionError(msg) = new(msg)
end
struct InitError <: Exception
    mod::Symbol
    error
end
struct CapturedException <: Exception
    ex::Any
    processed_bt::Vector{Any}
end

error(s::AbstractString) = throw(ErrorException(s))
error(s...) = throw(ErrorException(string(s...)))
DomainError(val) = DomainError(val, "")
DimensionMismatch() = DimensionMismatch("")
SystemError(prefix) = SystemError(prefix, 0, nothing)
SystemError(prefix, errnum) = SystemError(prefix, errnum, nothing)
InexactError(f::Symbol, ::Type{T}, val) where T = _new(InexactError, f, T, val)


macro assert(ex, msgs...)
    msg = isempty(msgs) ? ex : msgs[1]
    if isa(msg, AbstractString)
    elseif !isempty(msgs) && (isa(msg, Expr) || isa(msg, Symbol))
        msg = Expr(:call, Expr(:., :Base, QuoteNode(:string)), esc(msg))
    else
        msg = string(msg)
    end
    Expr(:if, esc(ex), nothing, Expr(:call, :throw, Expr(:call, :AssertionError, msg)))
end

# tuples
convert(::Type{Tuple{}}, ::Tuple{}) = ()
function convert(::Type{T}, x::Tuple) where T<:Tuple
    x isa T && return x
    T === Tuple && return x
    ps = _params(T)
    n = length(x)
    if !isempty(ps) && ps[end] isa Core.Vararg
        va = ps[end]
        n >= length(ps) - 1 || throw(MethodError(convert, (T, x)))
        return tuple([convert(i < length(ps) ? ps[i] : va.T, x[i]) for i in 1:n]...)
    end
    length(ps) == n || throw(MethodError(convert, (T, x)))
    tuple([convert(ps[i], x[i]) for i in 1:n]...)
end
Tuple(x::Tuple) = x
Tuple(x::Array) = _tuple_of(x)
Tuple(x::Ref) = (x[],)
Tuple(itr) = _tuple_of(collect(itr))
(::Type{T})(x::Tuple) where T<:Tuple = convert(T, x)
function (::Type{T})(itr) where T<:Tuple
    ps = T isa DataType ? _params(T) : ()
    isempty(ps) || ps[end] isa Core.Vararg ? convert(T, Tuple(itr)) : _first_elements(ps, itr)
end
# What is more than the tuple takes is left.
function _first_elements(types, itr)
    out = Any[]
    y = iterate(itr)
    for i in 1:length(types)
        y === nothing && throw(ArgumentError(string("too few elements for tuple type ", Tuple{types[i:length(types)]...})))
        push!(out, convert(types[i], y[1]))
        i < length(types) && (y = iterate(itr, y[2]))
    end
    tuple(out...)
end
getindex(t::Tuple, i::Real) = getindex(t, convert(Int, i))
getindex(t::Tuple, r::AbstractUnitRange) = _tuple_slice(t, Int(first(r)), Int(last(r)))
getindex(t::Tuple, r::AbstractArray{<:Any,1}) = tuple([t[i] for i in r]...)
getindex(t::Tuple, b::AbstractArray{Bool,1}) =
    length(b) == length(t) ? tuple([t[i] for i in 1:length(t) if b[i]]...) : throw(BoundsError(t, b))
getindex(t::Tuple, ::Colon) = t
setindex(t::Tuple, v, i::Integer) = _tuple_setindex(t, v, Int(i))
get(t::Tuple, i::Integer, default) = 1 <= i <= length(t) ? t[i] : default
size(t::Tuple) = (length(t),)
size(t::Tuple, d::Integer) = d == 1 ? length(t) : throw(ArgumentError("invalid tuple dimension $d"))
axes(t::Tuple) = (OneTo(length(t)),)
eachindex(t::Tuple) = OneTo(length(t))
eachindex(t::Tuple, ts::Tuple...) = OneTo(maximum(map(length, (t, ts...))))
setproperty!(t::Tuple, name, x) = error("setfield! immutable struct of type Tuple cannot be changed")
keys(t::Tuple) = OneTo(length(t))
values(t::Tuple) = t
ndims(::Tuple) = 1
prevind(t::Tuple, i::Integer) = Int(i) - 1
nextind(t::Tuple, i::Integer) = Int(i) + 1
isassigned(t::Tuple, i::Int) = 1 <= i <= length(t)
eltype(::Type{Tuple{}}) = Union{}
foreach(f) = (f(); nothing)
function eltype(::Type{T}) where T<:Tuple
    T isa Union && return promote_typejoin(eltype(T.a), eltype(T.b))
    ps = _params(T)
    R = Union{}
    for p in ps
        R = promote_typejoin(R, p isa Core.Vararg ? p.T : p)
    end
    R
end
first(t::Tuple) = t[1]
first(::Tuple{}) = throw(ArgumentError("tuple must be non-empty"))
last(t::Tuple) = t[end]
ntuple(f, n::Integer) = ntuple(f, convert(Int, n))
ntuple(f, ::Val{N}) where N = ntuple(f, N::Int)
map(f, t::Tuple, u::AbstractArray) = map(f, collect(t), u)
filter(f, t::Tuple) = tuple([x for x in t if f(x)]...)
any(t::Tuple) = any(identity, t)
all(t::Tuple) = all(identity, t)
function findfirst(p::Function, t::Tuple)
    for i in 1:length(t)
        p(t[i]) && return i
    end
    nothing
end
in(x, t::Tuple) = _tuple_in(x, t)
function _tuple_in(x, t)
    anymissing = false
    for y in t
        v = y == x
        if ismissing(v)
            anymissing = true
        elseif v
            return true
        end
    end
    anymissing ? missing : false
end
empty(::Tuple) = ()
similar(::Tuple{}) = ()
circshift(t::Tuple, n::Integer) = Tuple(circshift(collect(t), n))

# named tuples
NamedTuple() = namedtuple((), ())
NamedTuple{names}(t::Tuple) where names = namedtuple(names, t)
NamedTuple{names,T}(t::Tuple) where {names,T<:Tuple} = _namedtuple_typed(NamedTuple{names,T}, t)
NamedTuple{names}(itr) where names = namedtuple(names, Tuple(itr))
NamedTuple{names,T}(itr) where {names,T<:Tuple} = _namedtuple_typed(NamedTuple{names,T}, Tuple(itr))
NamedTuple{names}(nt::NamedTuple) where names = _namedtuple_select(names, nt)
NamedTuple{names,T}(nt::NamedTuple) where {names,T<:Tuple} =
    _namedtuple_typed(NamedTuple{names,T}, map(n -> getfield(nt, n), names))
NamedTuple(itr) = (; itr...)
convert(::Type{NamedTuple{names,T}}, nt::NamedTuple{names,T}) where {names,T<:Tuple} = nt
convert(::Type{NamedTuple{names}}, nt::NamedTuple{names}) where names = nt
convert(::Type{NamedTuple{names,T}}, nt::NamedTuple{names}) where {names,T<:Tuple} =
    _namedtuple_typed(NamedTuple{names,T}, Tuple(nt))
eltype(::Type{NamedTuple{names,T}}) where {names,T} = eltype(T)
keytype(::NamedTuple) = Symbol
valtype(t::NamedTuple) = eltype(typeof(t))
first(t::NamedTuple) = t[1]
last(t::NamedTuple) = t[length(t)]
tail(t::NamedTuple) = NamedTuple{tail(keys(t))}(t)
front(t::NamedTuple) = NamedTuple{front(keys(t))}(t)
getindex(t::NamedTuple, ::Colon) = t
propertynames(t::NamedTuple) = keys(t)
get(f::Callable, t::NamedTuple, key::Union{Symbol,Int}) = haskey(t, key) ? t[key] : f()
isless(a::NamedTuple{n}, b::NamedTuple{n}) where n = isless(Tuple(a), Tuple(b))
<(a::NamedTuple{n}, b::NamedTuple{n}) where n = Tuple(a) < Tuple(b)
merge(a::NamedTuple) = a
merge() = NamedTuple()
merge(a::NamedTuple, b::NamedTuple, cs::NamedTuple...) = merge(merge(a, b), cs...)
function merge(a::NamedTuple, itr)
    for (k, v) in itr
        a = merge(a, namedtuple((k,), (v,)))
    end
    a
end
function map(f, nt::NamedTuple, nts::NamedTuple...)
    all(x -> keys(x) === keys(nt), nts) || throw(ArgumentError("Named tuple names do not match."))
    namedtuple(keys(nt), map(f, Tuple(nt), map(Tuple, nts)...))
end
filter(f, nt::NamedTuple) = (ks = filter(k -> f(nt[k]), keys(nt)); NamedTuple{ks}(nt))
setindex(nt::NamedTuple, v, key::Symbol) = merge(nt, namedtuple((key,), (v,)))
Base_diff_names(a, b) = filter(n -> !(n in b), a)
structdiff(a::NamedTuple, b::Union{NamedTuple,Type{<:NamedTuple}}) =
    NamedTuple{Base_diff_names(keys(a), b isa Type ? fieldnames(b) : keys(b))}(a)
hasproperty(nt::NamedTuple, s::Symbol) = haskey(nt, s)
in(x, nt::NamedTuple) = _tuple_in(x, nt)
empty(::NamedTuple) = NamedTuple()
reverse(nt::NamedTuple) = NamedTuple{reverse(keys(nt))}(reverse(values(nt)))
collect(nt::NamedTuple) = collect(values(nt))

(::Type{T})(x::Function) where T<:Function = x
Symbol(a, b...) = Symbol(string(a, b...))

export Int, UInt, Vector, Matrix, VecOrMat, AbstractVector, AbstractMatrix, AbstractVecOrMat, DenseVector, DenseMatrix, NTuple,
    AbstractDict, AbstractSet, AbstractChannel, AbstractRange, OrdinalRange, AbstractUnitRange, Ref, AbstractDisplay, AbstractIrrational,
    convert, identity, ifelse, oftype, getproperty, setproperty!, propertynames, hasproperty, hasfield, Val, Some, something, isnothing,
    MissingException, ismissing, coalesce, nonmissingtype, Pair, =>, AssertionError, InitError, CapturedException, CompositeException, error,
    @assert, esc, ntuple, map, filter, any, all, first, last, merge, values, pairs, eachindex, keys, get, getindex, setindex!, iterate,
    length, isempty, eltype, size, axes, ndims, in, firstindex, lastindex, reverse, circshift, findfirst, findall
