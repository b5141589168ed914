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
const Forward = ForwardOrdering()
const Reverse = ReverseOrdering(Forward)
By(by) = By(by, Forward)
ord(lt, by, rev, order = Forward) = order
lt(o::ForwardOrdering, a, b) = isless(a, b)
lt(o::ReverseOrdering, a, b) = lt(o.fwd, b, a)
lt(o::By, a, b) = lt(o.order, o.by(a), o.by(b))
lt(o::Lt, a, b) = o.lt(a, b)
export Forward, Reverse, By, Lt, ord, lt
end
using .Order: Forward, Reverse

_rev(::Nothing) = false
_rev(r) = r
_order_lt(order, lt) = order === Forward ? lt : (order === Reverse ? lt : ((a, b) -> Order.lt(order, a, b)))
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
sortperm!(p, v; initialized = false, kw...) = copyto!(p, sortperm(v; kw...))
function sortslices(A::AbstractArray; dims, kw...)
    p = sortperm([copy(vec(collect(s))) for s in eachslice(A; dims = dims)]; kw...)
    A[ntuple(k -> k == dims ? p : Colon(), ndims(A))...]
end
issorted(itr; lt = isless, by = identity, rev = false, order = Forward) = _issorted(itr, _order_lt(order, lt), by, _order_rev(order, rev))
partialsort!(v::AbstractVector, k; kw...) = maybeview(sort!(v; kw...), k)
partialsort(v::AbstractVector, k; kw...) = maybeview(sort(v; kw...), k)
function partialsort(v::Vector, k::Integer; kw...)
    x = isempty(kw) ? _select(v, Int(k), false) : nothing
    x === nothing ? sort(v; kw...)[k] : x
end
partialsortperm(v::AbstractVector, k; kw...) = maybeview(sortperm(v; kw...), k)
partialsortperm!(p, v::AbstractVector, k; initialized = false, kw...) = maybeview(sortperm!(p, v; kw...), k)

function searchsortedfirst(v, x; lt = isless, by = identity, rev = false, order = Forward)
    _searchsorted(v, x, _order_lt(order, lt), by, _order_rev(order, rev), false)
end
function searchsortedlast(v, x; lt = isless, by = identity, rev = false, order = Forward)
    _searchsorted(v, x, _order_lt(order, lt), by, _order_rev(order, rev), true) - 1
end
searchsorted(v, x; kw...) = searchsortedfirst(v, x; kw...):searchsortedlast(v, x; kw...)
insorted(x, v; kw...) = !isempty(searchsorted(v, x; kw...))

cat(parts...; dims) = _cat_along(dims, parts)
_cat_along(::Val{D}, parts) where {D} = _cat_along(D, parts)
function _cat_along(dims, parts)
    n = mapreduce(x -> x isa AbstractArray ? ndims(x) : 0, max, parts; init = maximum(dims))
    _cat(ntuple(k -> k in dims, n), parts...)
end

export sort, sort!, sortperm, sortperm!, sortslices, issorted, partialsort, partialsort!, partialsortperm, partialsortperm!, searchsorted, searchsortedfirst,
    searchsortedlast, InsertionSort, QuickSort, MergeSort, cat
