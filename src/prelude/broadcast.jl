# Dotted expressions: which arguments are containers, ranges that stay ranges, keywords. broadcast.c evaluates.

struct Broadcasted
    f
    args
end

broadcastable(x) = collect(x)
broadcastable(x::Union{Symbol,AbstractString,Function,UndefInitializer,Nothing,Missing,Val,Ptr,Pair,IO,Number,AbstractChar,Type,Module,RoundingMode}) = Ref(x)
broadcastable(x::Union{AbstractArray,Tuple,Broadcasted}) = x
broadcastable(x::Ref) = x
broadcastable(::Union{AbstractDict,NamedTuple}) = throw(ArgumentError("broadcasting over dictionaries and `NamedTuple`s is reserved"))
broadcastable(x::AbstractSet) = collect(x)
broadcastable(x::Exception) = Ref(x)
broadcastable(x::Task) = Ref(x)

# a call with keywords for each element
struct KwCall
    f
    kw
end
(k::KwCall)(args...) = k.f(args...; k.kw...)

# The same for Float64 as arithmetic alone, which is done on many at once; nothing if there is none. 10.0^22 is exact.
function _without_keywords(k::KwCall)
    f = k.f
    f in (round, floor, ceil, trunc) && keys(k.kw) == (:digits,) && k.kw.digits isa Int && 0 <= k.kw.digits <= 22 || return nothing
    s = 10.0^k.kw.digits
    x -> (y = f(x * s) / s; y - y == 0.0 ? y : x)
end

broadcast(f, As...) = materialize(broadcasted(f, As...))
broadcast!(f, dest, As...) = materialize!(dest, broadcasted(f, As...))
_materialize_other!(dest, bc) = throw(MethodError(materialize!, (dest, bc)))
_materialize_other!(dest::Ref, bc) = (dest[] = materialize(bc); dest)
instantiate(bc) = bc

# ranges
broadcasted(::typeof(+), r::AbstractRange) = r
broadcasted(::typeof(-), r::AbstractRange) = -r
broadcasted(::typeof(+), r::AbstractUnitRange{<:Integer}, x::Integer) = (first(r)+x):(last(r)+x)
broadcasted(::typeof(+), x::Integer, r::AbstractUnitRange{<:Integer}) = (x+first(r)):(x+last(r))
broadcasted(::typeof(-), r::AbstractUnitRange{<:Integer}, x::Integer) = (first(r)-x):(last(r)-x)
broadcasted(::typeof(+), r::AbstractRange, x::Real) = _range_plus(r, x)
broadcasted(::typeof(+), x::Real, r::AbstractRange) = _range_plus(r, x)
broadcasted(::typeof(-), r::AbstractRange, x::Real) = _range_minus(r, x)
broadcasted(::typeof(-), x::Real, r::AbstractRange) = _range_minus_from(x, r)
broadcasted(::typeof(*), r::AbstractRange, x::Real) = _range_times(r, x)
broadcasted(::typeof(*), x::Real, r::AbstractRange) = _range_times(r, x)
broadcasted(::typeof(/), r::AbstractRange, x::Real) = _range_divide(r, x)
broadcasted(::typeof(\), x::Real, r::AbstractRange) = _range_divide(r, x)
broadcasted(::typeof(+), r::AbstractRange, s::AbstractRange) = r + s
broadcasted(::typeof(-), r::AbstractRange, s::AbstractRange) = r - s

# A + B and the like
_check_same_shape(A, B) = size(A) == size(B) || _refuse_shapes(A, B)
function _refuse_shapes(A, B)
    a, b = axes(A), axes(B)
    length(a) < length(b) && ((a, b) = (b, a))
    k = findfirst(i -> i > length(b) ? length(a[i]) != 1 : a[i] != b[i], 1:length(a))
    k === nothing && return
    where = k > length(b) ? "must have singleton at dim $k" : "b has dims $b, mismatch at $k"
    throw(DimensionMismatch("dimensions must match: a has dims $a, $where"))
end
# Of an array without dimensions it is one, too, which a dotted expression is not.
_zero_dims(A, r) = ndims(A) == 0 ? fill(r) : r
+(A::AbstractArray, B::AbstractArray) = (_check_same_shape(A, B); _zero_dims(A, A .+ B))
-(A::AbstractArray, B::AbstractArray) = (_check_same_shape(A, B); _zero_dims(A, A .- B))
+(A::AbstractArray, B::AbstractArray, C::AbstractArray...) = foldl(+, C; init = A + B)
-(A::AbstractArray) = _zero_dims(A, .-A)
+(A::AbstractArray) = _zero_dims(A, .+A)
+(A::AbstractArray{<:Number}) = A
+(A::Array{Bool}) = .+A
*(A::AbstractArray, x::Number) = _zero_dims(A, A .* x)
*(x::Number, A::AbstractArray) = _zero_dims(A, x .* A)
/(A::AbstractArray, x::Number) = _zero_dims(A, A ./ x)
\(x::Number, A::AbstractArray) = _zero_dims(A, x .\ A)

fill!(V::SubArray{<:Number}, x) = (y = convert(eltype(V), x); V .= y; V)

module Broadcast
import ..Base: broadcasted, materialize, materialize!, broadcast, broadcast!, broadcastable, dotview, instantiate
import ..Base: copy, copyto!, similar, axes, size, length, ndims, getindex, eachindex, tail
abstract type BroadcastStyle end
abstract type AbstractArrayStyle{N} <: BroadcastStyle end
struct DefaultArrayStyle{N} <: AbstractArrayStyle{N} end
struct ArrayStyle{A} <: AbstractArrayStyle{Any} end
struct Style{T} <: BroadcastStyle end
struct Unknown <: BroadcastStyle end
(::Type{T})(::Val{N}) where {T<:DefaultArrayStyle,N} = DefaultArrayStyle{N}()

# Types of the program may have a style of their own; only then a dotted expression comes by here.
struct Broadcasted{Style,Axes,F,Args<:Tuple}
    f::F
    args::Args
    axes::Axes
end
Broadcasted{S}(f, args, ax = nothing) where {S} = Broadcasted{S,typeof(ax),typeof(f),typeof(args)}(f, args, ax)

BroadcastStyle(::Type) = DefaultArrayStyle{0}()
BroadcastStyle(::Type{<:AbstractArray{T,N}}) where {T,N} = DefaultArrayStyle{N}()
BroadcastStyle(::Type{<:Tuple}) = Style{Tuple}()
BroadcastStyle(::Type{<:Broadcasted{S}}) where {S} = S()
BroadcastStyle(::BroadcastStyle, ::BroadcastStyle) = Unknown()
BroadcastStyle(::S, ::S) where {S<:BroadcastStyle} = S()
BroadcastStyle(::S, ::Unknown) where {S<:BroadcastStyle} = S()
BroadcastStyle(::Unknown, ::Unknown) = Unknown()
BroadcastStyle(::AbstractArrayStyle{0}, b::Style{Tuple}) = b
BroadcastStyle(a::AbstractArrayStyle, ::Style{Tuple}) = a
BroadcastStyle(a::AbstractArrayStyle{Any}, ::DefaultArrayStyle) = a
BroadcastStyle(a::AbstractArrayStyle{N}, ::DefaultArrayStyle{N}) where {N} = a
BroadcastStyle(a::AbstractArrayStyle{M}, ::DefaultArrayStyle{N}) where {M,N} = typeof(a)(Val(max(M, N)))
BroadcastStyle(::DefaultArrayStyle{N}, ::DefaultArrayStyle{N}) where {N} = DefaultArrayStyle{N}()
BroadcastStyle(::DefaultArrayStyle{M}, ::DefaultArrayStyle{N}) where {M,N} = DefaultArrayStyle{max(M, N)}()

function result_style(a::BroadcastStyle, b::BroadcastStyle)
    ab, ba = BroadcastStyle(a, b), BroadcastStyle(b, a)
    ab isa Unknown && return ba
    ba isa Unknown && return ab
    ab === ba || error("conflicting broadcast rules defined\n  Broadcast.BroadcastStyle(::", typeof(a), ", ::", typeof(b),
        ") = ", ab, "\n  Broadcast.BroadcastStyle(::", typeof(b), ", ::", typeof(a), ") = ", ba, "\nOne of these should be undefined (and thus return Broadcast.Unknown).")
    ab
end
result_style(a::BroadcastStyle) = a
combine_styles() = DefaultArrayStyle{0}()
combine_styles(args...) = mapreduce(a -> BroadcastStyle(typeof(a)), result_style, args)

broadcasted(s::BroadcastStyle, f, args...) = Broadcasted{typeof(s)}(f, args)
_styled(x) = broadcastable(x)
function _styled(b::Base.Broadcasted)
    args = map(_styled, b.args)
    broadcasted(combine_styles(args...), b.f, args...)
end

_axes(x) = axes(x)
_axes(x::Union{Number,Ref,Val,AbstractChar,Symbol,Nothing,Missing,Function}) = ()
_axes(x::Tuple) = (Base.OneTo(length(x)),)
combine_axes(args...) = reduce(broadcast_shape, map(_axes, args); init = ())
function broadcast_shape(a::Tuple, b::Tuple)
    ntuple(max(length(a), length(b))) do k
        k > length(a) ? b[k] : k > length(b) || length(b[k]) == 1 ? a[k] : length(a[k]) == 1 || a[k] == b[k] ? b[k] :
            throw(DimensionMismatch("arrays could not be broadcast to a common size; got a dimension with lengths $(length(a[k])) and $(length(b[k]))"))
    end
end
axes(bc::Broadcasted) = bc.axes === nothing ? combine_axes(bc.args...) : bc.axes
size(bc::Broadcasted) = map(length, axes(bc))
length(bc::Broadcasted) = prod(size(bc))
ndims(bc::Broadcasted) = length(axes(bc))
eachindex(bc::Broadcasted) = CartesianIndices(axes(bc))
instantiate(bc::Broadcasted{S}) where {S} = Broadcasted{S}(bc.f, bc.args, axes(bc))
getindex(bc::Broadcasted, I::CartesianIndex) = bc.f(map(a -> _element(a, I), bc.args)...)
getindex(bc::Broadcasted, I::Integer...) = bc[CartesianIndex(I)]
_element(bc::Broadcasted, I) = bc[_clipped(axes(bc), I)]
_element(x, I) = _axes(x) === () ? x[] : x[_clipped(_axes(x), I)]
_element(x::Union{Val,Symbol,Nothing,Missing,Function}, I) = x
_element(x::Tuple, I) = x[length(x) == 1 ? 1 : I[1]]
_clipped(ax, I) = CartesianIndex(ntuple(k -> length(ax[k]) == 1 ? first(ax[k]) : I[k], length(ax)))

similar(bc::Broadcasted, ::Type{T}) where {T} = similar(Array{T}, axes(bc))
similar(bc::Broadcasted, ::Type{T}, ax) where {T} = similar(Array{T}, ax)
copy(bc::Broadcasted{Style{Tuple}}) = ntuple(k -> bc[k], length(bc))
function copy(bc::Broadcasted{S}) where {S}
    ax = axes(bc)
    isempty(ax) && return bc[CartesianIndex()]
    found = [bc[I] for I in CartesianIndices(ax)]
    copyto!(similar(bc, eltype(found)), Broadcasted{S}(identity, (found,), ax))
end
function copyto!(dest, bc::Broadcasted)
    for I in CartesianIndices(axes(bc))
        dest[I] = bc[I]
    end
    dest
end
copyto!(dest::AbstractArray, bc::Broadcasted) = invoke(copyto!, Tuple{Any,Broadcasted}, dest, bc)
materialize(bc::Broadcasted) = copy(instantiate(bc))
materialize!(dest, bc::Broadcasted{S}) where {S} = copyto!(dest, Broadcasted{S}(bc.f, bc.args, axes(dest)))
materialize!(dest::AbstractArray, bc::Broadcasted{S}) where {S} = copyto!(dest, Broadcasted{S}(bc.f, bc.args, axes(dest)))
export broadcast, broadcast!, broadcastable, BroadcastStyle, Broadcasted
end
using .Broadcast: BroadcastStyle
_is_styled(x) = !(BroadcastStyle(typeof(x)) isa Broadcast.DefaultArrayStyle)
_materialize_styled(bc) = Broadcast.materialize(Broadcast._styled(bc))
_materialize_styled!(dest, bc) = Broadcast.materialize!(dest, Broadcast._styled(bc))

macro __dot__(x)
    esc(_dotted(x))
end
_dotted(x) = x
_is_dottable(x) = x !== :.. && x !== :(:) && !(x isa Symbol && isoperator(x) && startswith(string(x), "."))
_undotted(x) = x
_undotted(x::Expr) = x.head === :.= ? Expr(:(=), x.args...) : x.head === :block ? Expr(:block, map(_undotted, x.args)...) : x
function _dotted(x::Expr)
    h = x.head
    h === :call && Meta.isexpr(x.args[1], :$) && return Expr(:call, x.args[1].args[1], map(_dotted, x.args[2:end])...)
    args = Any[_dotted(a) for a in x.args]
    if h === :call && _is_dottable(x.args[1])
        return Expr(:., args[1], Expr(:tuple, args[2:end]...))
    elseif h === :comparison
        dot(i, a) = iseven(i) && a isa Symbol && isoperator(a) && _is_dottable(a) ? Symbol(".", a) : a
        return Expr(:comparison, (dot(i, a) for (i, a) in enumerate(args))...)
    elseif h === :$
        return x.args[1]
    elseif h === :let || h === :for
        return Expr(h, _undotted(args[1]), args[2])
    elseif (h === :(=) || h === :function || h === :macro) && Meta.isexpr(x.args[1], :call)
        return Expr(h, x.args[1], args[2])
    elseif h === :&& || h === :||
        error("Using `&&` and `||` is disallowed in `@.` expressions.\nUse `&` or `|` for elementwise logical operations.\n")
    end
    s = string(h)
    endswith(s, "=") && !startswith(s, ".") ? Expr(Symbol(".", s), args...) : Expr(h, args...)
end

export broadcast, broadcast!, Broadcast, materialize, @__dot__
