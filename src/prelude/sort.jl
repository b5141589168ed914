# Sorting and searching sorted collections; sort.c does the work.

abstract type Algorithm end
struct InsertionSortAlg <: Algorithm end
struct QuickSortAlg <: Algorithm end
struct MergeSortAlg <: Algorithm end
struct PartialQuickSort{T} <: Algorithm
    k::T
end
const InsertionSort = InsertionSortAlg()
const QuickSort = QuickSortAlg()
const MergeSort = MergeSortAlg()

module Order
abstract type Ordering end
struct ForwardOrdering <: Ordering end
struct ReverseOrdering{Fwd<:Ordering} <: Ordering
    fwd::Fwd
end
struct By{T,O} <: Ordering
    by::T
    order::O
end
struct Lt{T} <: Ordering
    lt::T
end
struct Perm{O<:Ordering,V<:AbstractVector} <: Ordering
    order::O
    data::V
end
ReverseOrdering() = ReverseOrdering(ForwardOrdering())
ReverseOrdering(rev::ReverseOrdering) = rev.fwd
ReverseOrdering(by::By) = By(by.by, ReverseOrdering(by.order))
ReverseOrdering(perm::Perm) = Perm(ReverseOrdering(perm.order), perm.data)
const DirectOrdering = Union{ForwardOrdering,ReverseOrdering{ForwardOrdering}}
const Forward = ForwardOrdering()
const Reverse = ReverseOrdering(Forward)
By(by) = By(by, Forward)
lt(o::ForwardOrdering, a, b) = isless(a, b)
lt(o::ReverseOrdering, a, b) = lt(o.fwd, b, a)
lt(o::By, a, b) = lt(o.order, o.by(a), o.by(b))
lt(o::Lt, a, b) = o.lt(a, b)
function lt(p::Perm, a::Integer, b::Integer)
    x, y = p.data[a], p.data[b]
    lt(p.order, x, y) | (!lt(p.order, y, x) & (a < b))
end

_ord(lt::typeof(isless), by::typeof(identity), order::Ordering) = order
_ord(lt::typeof(isless), by, order::Ordering) = By(by, order)
function _ord(lt, by, order::Ordering)
    _check_lt(lt, order)
    order === Forward ? Lt((x, y) -> lt(by(x), by(y))) : Lt((x, y) -> lt(by(y), by(x)))
end
_check_lt(lt, order) = lt === isless || order === Forward || order === Reverse ||
    error("Passing both lt= and order= arguments is ambiguous; please pass order=Forward or order=Reverse (or leave default)")
ord(lt, by, rev::Nothing, order::Ordering = Forward) = _ord(lt, by, order)
ord(lt, by, rev::Bool, order::Ordering = Forward) = rev ? ReverseOrdering(_ord(lt, by, order)) : _ord(lt, by, order)

ordtype(o::ReverseOrdering, vs::AbstractArray) = ordtype(o.fwd, vs)
ordtype(o::Perm, vs::AbstractArray) = ordtype(o.order, o.data)
ordtype(o::By, vs::AbstractArray) = isempty(vs) ? Any : typeof(o.by(vs[1]))
ordtype(o::Ordering, vs::AbstractArray) = eltype(vs)
export Ordering, Forward, Reverse, By, Lt, Perm, ReverseOrdering, ForwardOrdering, DirectOrdering, lt, ord, ordtype
end
using .Order

_rev(::Nothing) = false
_rev(r) = r
function _order_lt(order, lt)
    (order === Forward || order === Reverse) && return lt
    Order._check_lt(lt, order)
    (a, b) -> Order.lt(order, a, b)
end
_order_rev(order, rev) = order === Reverse ? !_rev(rev) : _rev(rev)

function sort!(v::Vector; lt = isless, by = identity, rev = false, order = Forward, alg = nothing)
    _sort!(v, _order_lt(order, lt), by, _order_rev(order, rev))
end
function sort!(v::AbstractVector; lt = isless, by = identity, rev = false, order = Forward, alg = nothing)
    copyto!(v, _sort!(collect(v), _order_lt(order, lt), by, _order_rev(order, rev)))
end
function sort!(A::AbstractArray; dims, kw...)
    copyto!(A, sort(A; dims = dims, kw...))
end
sort!(v::AbstractVector, alg::Algorithm, order::Ordering) = sort!(v; order = order)
sort(v::AbstractVector; kw...) = sort!(copymutable(v); kw...)
_sort_copy(v) = sort!(copymutable(v))
sort(r::AbstractUnitRange) = r
function sort(A::AbstractArray; dims, kw...)
    mapslices(v -> sort(v; kw...), A; dims = dims)
end
function sortperm(v::AbstractVector; lt = isless, by = identity, rev = false, order = Forward, alg = nothing)
    _sortperm(v, _order_lt(order, lt), by, _order_rev(order, rev))
end
sortperm(r::AbstractUnitRange) = 1:length(r)
sortperm(r::AbstractRange; kw...) = !isempty(kw) ? sortperm(collect(r); kw...) : issorted(r) ? (1:1:length(r)) : (length(r):-1:1)
sortperm!(p::AbstractVector, v::AbstractVector; initialized = false, kw...) = copyto!(p, sortperm(v; kw...))
function sortslices(A::AbstractArray; dims, kw...)
    p = sortperm([copy(vec(collect(s))) for s in eachslice(A; dims = dims)]; kw...)
    A[ntuple(k -> k == dims ? p : Colon(), ndims(A))...]
end
issorted(itr; lt = isless, by = identity, rev = false, order = Forward) = _issorted(itr, _order_lt(order, lt), by, _order_rev(order, rev))
issorted(itr, order::Ordering) = issorted(itr; order = order)
partialsort!(v::AbstractVector, k::Union{Integer,OrdinalRange}; kw...) = maybeview(sort!(v; kw...), k)
partialsort(v::AbstractVector, k::Union{Integer,OrdinalRange}; kw...) = maybeview(sort(v; kw...), k)
function partialsort(v::Vector, k::Integer; kw...)
    x = isempty(kw) ? _select(v, Int(k), false) : nothing
    x === nothing ? sort(v; kw...)[k] : x
end
partialsortperm(v::AbstractVector, k::Union{Integer,OrdinalRange}; kw...) = maybeview(sortperm(v; kw...), k)
partialsortperm!(p, v::AbstractVector, k::Union{Integer,OrdinalRange}; initialized = false, kw...) = maybeview(sortperm!(p, v; kw...), k)

function searchsortedfirst(v::AbstractVector, x; lt = isless, by = identity, rev = false, order = Forward)
    _searchsorted(v, x, _order_lt(order, lt), by, _order_rev(order, rev), false)
end
function searchsortedlast(v::AbstractVector, x; lt = isless, by = identity, rev = false, order = Forward)
    _searchsorted(v, x, _order_lt(order, lt), by, _order_rev(order, rev), true) - 1
end
searchsortedfirst(v, x, order::Ordering) = searchsortedfirst(v, x; order = order)
searchsortedlast(v, x, order::Ordering) = searchsortedlast(v, x; order = order)
searchsorted(v, x, order::Ordering) = searchsorted(v, x; order = order)
searchsorted(v::AbstractVector, x; kw...) = searchsortedfirst(v, x; kw...):searchsortedlast(v, x; kw...)
insorted(x, v; kw...) = !isempty(searchsorted(v, x; kw...))

cat(parts...; dims) = _cat_along(dims, parts)
_cat_along(::Val{D}, parts) where {D} = _cat_along(D, parts)
function _cat_along(dims, parts)
    n = mapreduce(x -> x isa AbstractArray ? ndims(x) : 0, max, parts; init = maximum(dims))
    _cat(ntuple(k -> k in dims, n), parts...)
end

export sort, sort!, sortperm, sortperm!, sortslices, issorted, partialsort, partialsort!, partialsortperm, partialsortperm!, searchsorted, searchsortedfirst,
    searchsortedlast, InsertionSort, QuickSort, MergeSort, cat
