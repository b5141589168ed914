# Dotted expressions: which arguments are containers, ranges that stay ranges, keywords. broadcast.c evaluates.

struct Broadcasted
    f
    args
end

broadcastable(x) = collect(x)
broadcastable(x::Union{Symbol,AbstractString,Function,UndefInitializer,Nothing,Missing,Val,Ptr,Pair,IO,Number,AbstractChar,Type,Module}) = Ref(x)
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
broadcasted(f, args...; kw...) = Broadcasted(isempty(kw) ? f : KwCall(f, values(kw)), args)
broadcasted_kwsyntax(f, args...; kw...) = Broadcasted(isempty(kw) ? f : KwCall(f, values(kw)), args)

broadcast(f, As...) = materialize(broadcasted(f, As...))
broadcast!(f, dest, As...) = materialize!(dest, Broadcasted(f, As))
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
_scaled_range(start, step, n) = step == 0 ? fill(start, n) : range(start, step = step, length = n)

# A + B and the like
_check_same_shape(A, B) = size(A) == size(B) || throw(DimensionMismatch("dimensions must match: a has dims $(axes(A)), b has dims $(axes(B)), mismatch at $(_mismatch(A, B))"))
_mismatch(A, B) = (k = 1; while size(A, k) == size(B, k); k += 1; end; k)
+(A::AbstractArray, B::AbstractArray) = (_check_same_shape(A, B); materialize(Broadcasted(+, (A, B))))
-(A::AbstractArray, B::AbstractArray) = (_check_same_shape(A, B); materialize(Broadcasted(-, (A, B))))
+(A::AbstractArray, B::AbstractArray, C::AbstractArray...) = foldl(+, C; init = A + B)
-(A::AbstractArray) = materialize(Broadcasted(-, (A,)))
+(A::AbstractArray{<:Number}) = A
*(A::AbstractArray, x::Number) = materialize(Broadcasted(*, (A, x)))
*(x::Number, A::AbstractArray) = materialize(Broadcasted(*, (x, A)))
/(A::AbstractArray, x::Number) = materialize(Broadcasted(/, (A, x)))
\(x::Number, A::AbstractArray) = materialize(Broadcasted(\, (x, A)))
div(A::AbstractArray, x::Number) = materialize(Broadcasted(div, (A, x)))

module Broadcast
import ..Base: broadcasted, materialize, materialize!, broadcast, broadcast!, broadcastable, Broadcasted, dotview, instantiate
abstract type BroadcastStyle end
abstract type AbstractArrayStyle{N} <: BroadcastStyle end
struct DefaultArrayStyle{N} <: AbstractArrayStyle{N} end
struct ArrayStyle{A} <: AbstractArrayStyle{Any} end
struct Style{T} <: BroadcastStyle end
struct Unknown <: BroadcastStyle end
BroadcastStyle(::Type) = DefaultArrayStyle{0}()
export broadcast, broadcast!, broadcastable, BroadcastStyle, Broadcasted
end
using .Broadcast: BroadcastStyle

macro __dot__(x)
    esc(_dotted(x))
end
_dotted(x) = x
function _dotted(x::Expr)
    args = Any[_dotted(a) for a in x.args]
    h = x.head
    if h === :call
        f = args[1]
        f isa Symbol && Base.isoperator(f) && return startswith(string(f), ".") ? Expr(:call, args...) : Expr(:call, Symbol(".", f), args[2:end]...)
        return Expr(:., x.args[1], Expr(:tuple, args[2:end]...))
    elseif h === :comparison
        return Expr(:comparison, (iseven(i) && args[i] isa Symbol && Base.isoperator(args[i]) && !startswith(string(args[i]), ".") ? Symbol(".", args[i]) : args[i] for i in 1:length(args))...)
    elseif h === :$
        return x.args[1]
    elseif h === :let
        return Expr(:let, x.args[1], args[2])
    elseif h === :for
        return Expr(:for, x.args[1], args[2])
    elseif h in (:function, :macro, :quote, :curly, :ref) || (h === :(=) && x.args[1] isa Expr && x.args[1].head === :call)
        return h === :ref || h === :curly ? x : Expr(h, x.args[1], args[2:end]...)
    elseif h === :&& || h === :||
        error("Using `$h` is not allowed in `@.` expressions")
    end
    s = string(h)
    if endswith(s, "=") && !startswith(s, ".") && h !== :(==) && h !== :kw
        return Expr(Symbol(".", s), args...)
    end
    Expr(h, args...)
end

export broadcast, broadcast!, Broadcast, materialize, @__dot__
