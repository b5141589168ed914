# Views: arrays that are a part of another array.

struct SubArray{T,N,P,I,L} <: AbstractArray{T,N}
    parent::P
    indices::I
end
# the indices of a view: what getindex takes, with colons as Slice
view(A::AbstractArray, I...) = _view_any(A, I...)
function _view_any(A, I...)
    J = _flatten_index_any(I)
    checkbounds(A, J...)
    length(J) == 1 && ndims(A) != 1 && (J = (_linear_selection(A, J[1]),))
    K = map(_view_index, _to_indices(A, axes(A), J))
    if length(K) == 1 && ndims(A) != 1
        A isa Union{Array,BitArray} && return _subarray(vec(A), K)
        return _subarray(reshape(A, length(A)), K)
    end
    length(K) < ndims(A) && (K = (K..., ntuple(k -> 1, ndims(A) - length(K))...))
    if length(K) > ndims(A)
        A = reshape(A, (size(A)..., ntuple(k -> 1, length(K) - ndims(A))...))
    end
    _subarray(A, K)
end
# one index that selects elements of a matrix: their linear indices
_linear_selection(A, i) = i
_linear_selection(A, i::AbstractArray{Bool}) = findall(vec(i))
_linear_selection(A, i::AbstractArray{<:CartesianIndex}) = map(c -> LinearIndices(A)[c], i)
# of numbers, ranges and colons
function strides(V::SubArray)
    s = strides(V.parent)
    Tuple(i isa AbstractRange ? s[k] * step(i) : s[k] for (k, i) in enumerate(V.indices) if !(i isa Integer))
end
stride(V::SubArray, k::Integer) = k > ndims(V) ? strides(V)[end] * size(V, ndims(V)) : strides(V)[k]
_view_index(i::Integer) = Int(i)
_view_index(i) = i
function _subarray(A, K)
    n = 0
    for i in K
        i isa Integer || (n += ndims(i))
    end
    linear = _is_linear(K) && IndexStyle(A) isa IndexLinear
    SubArray{eltype(A),n,typeof(A),typeof(K),linear}(A, K)
end
function _is_linear(K)
    k = 1
    while k <= length(K) && K[k] isa Integer
        k += 1
    end
    start = k
    while k <= length(K) && K[k] isa Slice
        k += 1
    end
    k <= length(K) && K[k] isa (k == start ? AbstractRange : AbstractUnitRange) && (k += 1)
    all(i -> i isa Integer, K[k:end])
end
sizeof(V::SubArray) = length(V) * _elsize(eltype(V))
# a view of a view refers to the parent
function view(V::SubArray, I...)
    J = _flatten_index_any(I)
    checkbounds(V, J...)
    K = map(_view_index, _to_indices(V, axes(V), J))
    length(K) == ndims(V) && all(i -> i isa Integer || ndims(i) == 1, V.indices) || return _subarray(length(K) == 1 && ndims(V) != 1 ? reshape(V, length(V)) : V, K)
    k = 0
    M = map(V.indices) do i
        i isa Integer ? i : i[K[k += 1]]
    end
    N = map((m, i, ax) -> i isa Slice && m == ax ? i : m, M, V.indices, axes(V.parent))
    _subarray(V.parent, N)
end
view(x::AbstractString, r::AbstractUnitRange{<:Integer}) = SubString(x, first(r), last(r))

_view_size(V) = Iterators._cat_tuples(map(_index_shape, V.indices))
parent(V::SubArray) = V.parent
parentindices(V::SubArray) = V.indices
parentindices(A::AbstractArray) = map(OneTo, size(A))
IndexStyle(::Type{<:SubArray{T,N,P,I,L}}) where {T,N,P,I,L} = L ? IndexLinear() : IndexCartesian()
getindex(V::SubArray, I::Integer...) = _view_get(V, I...)
getindex(V::SubArray, I...) = _view_get(V, I...)
setindex!(V::SubArray, x, I...) = (_view_set(V, x, I...); V)
iterate(V::SubArray, i::Int = 1) = i > length(V) ? nothing : (V[i], i + 1)
copy(V::SubArray) = collect(V)
similar(V::SubArray, args...) = similar(V.parent, _similar_args(V, args)...)
_similar_args(V, args) = length(args) == 0 ? (eltype(V), size(V)) : length(args) == 1 && args[1] isa Type ? (args[1], size(V)) : args[1] isa Type ? args : (eltype(V), args...)
maybeview(A::AbstractArray, I...) = view(A, I...)
maybeview(A::AbstractArray, I::Number...) = A[I...]
maybeview(A, I...) = getindex(A, I...)
dotview(A, I...) = maybeview(A, I...)
unaliascopy(A) = copy(A)

export SubArray, view, parentindices

# A view of an Array as it is sent and saved: over no more than the elements that it selects.
function _trimmed_view(V)
    dims = map(i -> i isa Integer ? 1 : length(i), V.indices)
    prod(dims) == length(V.parent) && return V
    K = map(_trimmed_index, V.indices)
    typeof(K) === typeof(V.indices) ? typeof(V)(reshape(collect(V), dims), K) : V
end
_trimmed_index(i::Integer) = 1
_trimmed_index(i::UnitRange) = 1:length(i)
_trimmed_index(i::StepRange) = 1:1:length(i)
_trimmed_index(i::Vector) = collect(1:length(i))
_trimmed_index(i) = i
