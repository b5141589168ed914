# Arrays: constructors, the AbstractArray interface, indices, and everything about arrays that is not hot.

# The method within keeps the default constructor away: what that makes would have no words.
mutable struct BitArray{N} <: AbstractArray{Bool,N}
    BitArray{1}() = _bitarray((0,))
end
const BitVector = BitArray{1}
const BitMatrix = BitArray{2}

struct UndefInitializer end
const undef = UndefInitializer()
(::Type{Colon})() = (:)

# constructors
Array{T,N}(::UndefInitializer, d::Integer...) where {T,N} = length(d) == N ? _array_undef(T, d) : throw(MethodError(Array{T,N}, (undef, d...)))
Array{T,N}(::UndefInitializer, d::Tuple) where {T,N} = length(d) == N ? _array_undef(T, d) : throw(MethodError(Array{T,N}, (undef, d)))
Vector() = Any[]
Vector(::UndefInitializer, m::Integer) = Vector{Any}(undef, m)
Matrix(::UndefInitializer, m::Integer, n::Integer) = Matrix{Any}(undef, m, n)
Array{T}(::UndefInitializer, d::Integer...) where {T} = _array_undef(T, d)
Array{T}(::UndefInitializer, d::Tuple) where {T} = _array_undef(T, d)
Array{T,1}() where {T} = _array_undef(T, (0,))
Array{T,N}(x::AbstractArray{S,N}) where {T,N,S} = _array_convert(T, _dense(x))
Array{T}(x::AbstractArray) where {T} = _array_convert(T, _dense(x))
(::Type{Array{T,N} where T})(x::AbstractArray{S,N}) where {N,S} = _array_convert(eltype(x), _dense(x))
Array(x::AbstractArray{T,N}) where {T,N} = _array_convert(T, _dense(x))
Array{T,N}(x::Nothing, d::Integer...) where {T,N} = fill!(_array_undef(T, d), nothing)
Array{T}(x::Nothing, d::Integer...) where {T} = fill!(_array_undef(T, d), nothing)
Array{T,N}(x::Missing, d::Integer...) where {T,N} = fill!(_array_undef(T, d), missing)
Array{T}(x::Missing, d::Integer...) where {T} = fill!(_array_undef(T, d), missing)
AbstractArray{T}(x::AbstractArray) where {T} = convert(Array{T}, x)
AbstractArray{T,N}(x::AbstractArray) where {T,N} = convert(Array{T}, x)
_dense(x::Array) = x
_dense(x::BitArray) = x
_dense(x::AbstractArray) = collect(x)

BitArray(::UndefInitializer, d::Integer...) = _bitarray(d)
BitArray(::UndefInitializer, d::Tuple) = _bitarray(d)
BitArray{N}(::UndefInitializer, d::Integer...) where {N} = BitArray{N}(undef, d)
BitArray{N}(::UndefInitializer, d::Tuple) where {N} = length(d) == N ? _bitarray(d) : throw(MethodError(BitArray{N}, (undef, d)))
BitArray(x) = _bitarray_from(x)
BitArray{N}(x::AbstractArray{T,N}) where {N,T} = _bitarray_from(x)
BitArray{N}(x::NTuple{N,Bool}) where {N} = _bitarray_from(x)

# As Julia's it is seen to have words, a length and dimensions.
function getproperty(B::BitArray, s::Symbol)
    s === :chunks && return _chunks(B)
    s === :len ? length(B) : s === :dims ? size(B) : getfield(B, s)
end
propertynames(B::BitArray) = (:chunks, :len, :dims)

convert(::Type{T}, a::T) where {T<:AbstractArray} = a
convert(::Type{Array{T,N}}, a::AbstractArray) where {T,N} = a isa Array{T,N} ? a : Array{T,N}(a)
convert(::Type{Array{T}}, a::AbstractArray) where {T} = a isa Array{T} ? a : Array{T}(a)
convert(::Type{Array{T,N} where T}, a::AbstractArray) where {N} = a isa Array ? a : Array(a)
convert(::Type{Array}, a::AbstractArray) = a isa Array ? a : Array(a)
convert(::Type{BitArray{N}}, a::AbstractArray) where {N} = a isa BitArray ? a : BitArray(a)
convert(::Type{BitArray}, a::AbstractArray) = a isa BitArray ? a : BitArray(a)
convert(::Type{AbstractArray{T,N}}, a::AbstractArray) where {T,N} = eltype(a) === T ? a : Array{T}(a)
convert(::Type{AbstractArray{T}}, a::AbstractArray) where {T} = eltype(a) === T ? a : Array{T}(a)
Tuple(a::AbstractArray) = (a...,)

fill(x, d::Tuple{Vararg{Union{Integer,OneTo}}}) = fill(x, map(length, d))
zeros(d::Union{Integer,AbstractUnitRange}...) = _array_zeros(Float64, d)
zeros(d::Tuple) = _array_zeros(Float64, d)
zeros(T::Type, d::Union{Integer,AbstractUnitRange}...) = fill!(_array_undef(T, d), zero(T))
zeros(T::Type, d::Tuple) = fill!(_array_undef(T, d), zero(T))
ones(d::Union{Integer,AbstractUnitRange}...) = fill!(_array_undef(Float64, d), 1.0)
ones(d::Tuple) = fill!(_array_undef(Float64, d), 1.0)
ones(T::Type, d::Union{Integer,AbstractUnitRange}...) = fill!(_array_undef(T, d), one(T))
ones(T::Type, d::Tuple) = fill!(_array_undef(T, d), one(T))
trues(d::Integer...) = fill!(_bitarray(d), true)
trues(d::Tuple) = fill!(_bitarray(d), true)
falses(d::Integer...) = _bitarray(d)
falses(d::Tuple) = _bitarray(d)
# Each form asks the one with a type and a tuple of lengths, which a type of the user's own defines.
const Dimension = Union{Integer,AbstractUnitRange}
_lengths(d) = map(x -> x isa Integer ? Int(x) : Int(length(x)), d)
similar(A::AbstractArray) = similar(A, eltype(A), size(A))
similar(A::AbstractArray, T::Type) = similar(A, T, size(A))
similar(A::AbstractArray, d::Tuple) = similar(A, eltype(A), _lengths(d))
similar(A::AbstractArray, d::Dimension, e::Dimension...) = similar(A, eltype(A), _lengths((d, e...)))
similar(A::AbstractArray, T::Type, d::Dimension, e::Dimension...) = similar(A, T, _lengths((d, e...)))
similar(A::AbstractArray, T::Type, d::Tuple{AbstractUnitRange,Vararg{AbstractUnitRange}}) = similar(A, T, _lengths(d))
similar(::Type{T}, d::Integer...) where {T<:AbstractArray} = T(undef, d)
similar(::Type{T}, d::Tuple) where {T<:AbstractArray} = T(undef, map(x -> x isa Integer ? Int(x) : length(x), d))
zero(A::AbstractArray) = fill!(similar(A), zero(eltype(A)))
function one(A::AbstractMatrix)
    size(A, 1) == size(A, 2) || throw(DimensionMismatch("multiplicative identity defined only for square matrices"))
    [i == j ? one(eltype(A)) : zero(eltype(A)) for i in 1:size(A, 1), j in 1:size(A, 2)]
end
oneunit(A::AbstractMatrix) = one(A)
iszero(A::AbstractArray) = all(iszero, A)
isone(A::AbstractMatrix) = size(A, 1) == size(A, 2) && all(A[i, j] == (i == j) for i in 1:size(A, 1), j in 1:size(A, 2))
empty(A::AbstractArray) = similar(A, (0,))
empty(A::AbstractArray, T::Type) = similar(A, T, (0,))
emptymutable(A) = empty(A)
copymutable(a) = collect(a)
copymutable(a::AbstractArray) = copyto!(similar(a), a)

# how an array is indexed
IndexStyle(A::AbstractArray) = IndexStyle(typeof(A))
IndexStyle(::Type) = IndexCartesian()
IndexStyle(::Type{<:Array}) = IndexLinear()
IndexStyle(::Type{<:BitArray}) = IndexLinear()
IndexStyle(::Type{<:AbstractRange}) = IndexLinear()
# shape
const Indices{N} = NTuple{N,AbstractUnitRange}
size(A::AbstractArray{T,N}, d::Integer) where {T,N} = d < 1 ? error("arraysize: dimension out of range") : d <= N ? size(A)[d] : 1
axes(A) = map(OneTo, size(A))
for f in (:size, :axes)
    @eval $f(A::AbstractArray, d) = throw(TypeError(:typeassert, "", Integer, d))
end
axes(A::AbstractArray{T,N}, d::Integer) where {T,N} = d <= N ? axes(A)[d] : OneTo(1)
axes1(A) = axes(A, 1)
length(A::AbstractArray) = prod(size(A))
ndims(A::AbstractArray{T,N}) where {T,N} = N
ndims(::Type{<:AbstractArray{T,N}}) where {T,N} = N
eltype(A::AbstractArray{T}) where {T} = T
isempty(A::AbstractArray) = length(A) == 0
firstindex(A::AbstractArray) = 1
firstindex(A::AbstractVector) = first(axes(A, 1))
firstindex(A::AbstractArray, d::Integer) = first(axes(A, d))
lastindex(A::AbstractArray) = length(A)
lastindex(A::AbstractVector) = last(axes(A, 1))
lastindex(A::AbstractArray, d::Integer) = last(axes(A, d))
first(A::AbstractArray) = A[first(eachindex(A))]
last(A::AbstractArray) = isempty(A) ? throw(BoundsError(A, 0)) : A[end]
last(A) = A[end]
eachindex(A::AbstractVector) = axes(A, 1)
eachindex(A::AbstractArray) = eachindex(IndexStyle(A), A)
eachindex(::IndexLinear, A::AbstractArray) = OneTo(length(A))
eachindex(::IndexLinear, A::AbstractVector) = axes(A, 1)
eachindex(::IndexCartesian, A::AbstractArray) = CartesianIndices(axes(A))
eachindex(itr) = keys(itr)
eachindex(A::AbstractArray, B::AbstractArray...) = _eachindex_many(A, B)
eachindex(itr, itrs...) = keys(itr, itrs...)
keys(t::Tuple, u::Tuple, more::Tuple...) = OneTo(maximum(map(length, (t, u, more...))))
function _eachindex_many(A, Bs)
    for B in Bs
        axes(A) == axes(B) || throw(DimensionMismatch("all inputs to eachindex must have the same indices, got $(_index_list(A, Bs))"))
    end
    all(B -> IndexStyle(B) isa IndexLinear, (A, Bs...)) ? eachindex(A) : CartesianIndices(axes(A))
end
_index_list(A, Bs) = (v = (A, Bs...); join([string(eachindex(x)) for x in v[1:end-1]], ", ") * " and " * string(eachindex(v[end])))
stride(A::AbstractArray, k::Integer) = prod(size(A)[1:min(k - 1, ndims(A))])
strides(A::AbstractArray) = ntuple(k -> stride(A, k), ndims(A))
_elsize(T) = isbitstype(T) ? sizeof(T) : 8
sizeof(A::BitArray) = cld(length(A), 64) * 8
parent(A::AbstractArray) = A
has_offset_axes(A...) = false
require_one_based_indexing(A...) = true

# iteration of any array by its indices
function iterate(A::AbstractArray, state = (eachindex(A),))
    y = iterate(state...)
    y === nothing && return nothing
    (A[y[1]], (state[1], y[2]))
end

# bounds
function checkindex(::Type{Bool}, r::AbstractUnitRange, i)
    i isa Integer && return i isa Bool ? throw(ArgumentError("unable to check bounds for indices of type Bool")) : first(r) <= i <= last(r)
    i isa Colon && return true
    i isa AbstractRange{<:Integer} && return isempty(i) || (first(r) <= first(i) <= last(r) && first(r) <= last(i) <= last(r))
    i isa AbstractArray{Bool} && return length(i) == length(r)
    i isa AbstractArray && return all(j -> checkindex(Bool, r, j), i)
    throw(ArgumentError("unable to check bounds for indices of type $(typeof(i))"))
end
function checkbounds(::Type{Bool}, A::AbstractArray, I...)
    J = _flatten_index_any(I)
    if length(J) == 1
        j = J[1]
        j isa AbstractArray{Bool} && ndims(j) > 1 && return size(j) == size(A)
        j isa AbstractArray{<:CartesianIndex} && return all(c -> checkbounds(Bool, A, c), j)
        return checkindex(Bool, eachindex(IndexLinear(), A), j)
    end
    k = 0 # dimensions that have an index
    for j in J
        n = j isa AbstractArray{<:CartesianIndex} ? length(eltype(j)) : j isa AbstractArray{Bool} ? ndims(j) : 1
        if n == 1
            checkindex(Bool, axes(A, k + 1), j isa AbstractArray{<:CartesianIndex} ? map(c -> c[1], j) : j) || return false
        elseif j isa AbstractArray{Bool}
            size(j) == ntuple(d -> size(A, k + d), n) || return false
        else
            all(c -> all(d -> c[d] in axes(A, k + d), 1:n), j) || return false
        end
        k += n
    end
    for d in k+1:ndims(A)
        size(A, d) == 1 || return false
    end
    length(J) > 0 || length(A) == 1
end
checkbounds(A::AbstractArray, I...) = checkbounds(Bool, A, I...) ? nothing : throw(BoundsError(A, I))
_flatten_index_any(I) = any(i -> i isa Union{CartesianIndex,CartesianIndices}, I) ? _flatten_index(I) : I
_invalid_index(i::Bool) = ArgumentError("invalid index: $i of type Bool")
_invalid_index(i) = ArgumentError("invalid index: $(repr(i)) of type $(typeof(i))")

to_index(i::Integer) = i isa Bool ? throw(_invalid_index(i)) : Int(i)
to_index(i::Colon) = i
to_index(i::AbstractArray{Bool}) = findall(i)
to_index(i::AbstractArray) = i
to_index(i::CartesianIndex) = i
to_index(A::AbstractArray, i) = to_index(i)
to_index(i) = throw(_invalid_index(i))
to_indices(A, I::Tuple) = _to_indices(A, axes(A), I)
to_indices(A, inds, I::Tuple) = _to_indices(A, inds, I)
function _to_indices(A, inds, I)
    J = _flatten_index_any(I)
    n = length(J)
    if n == 1 && ndims(A) != 1
        J[1] isa AbstractArray{<:CartesianIndex} && return (map(c -> _cartesian_to_linear(size(A), c.I), J[1]),)
        return (_to_index_in(J[1], OneTo(length(A))),)
    end
    ntuple(k -> _to_index_in(J[k], k <= length(inds) ? inds[k] : OneTo(1)), n)
end
_to_index_in(i::Colon, r) = Slice(r)
_to_index_in(i::AbstractArray{Bool}, r) = findall(vec(_dense(i)))
_to_index_in(i, r) = to_index(i)

function _linear_to_cartesian(sz, i, A)
    1 <= i <= prod(sz) || throw(BoundsError(A, i))
    k = i - 1
    r = Int[]
    for d in sz
        push!(r, k % d + 1)
        k = k ÷ d
    end
    Tuple(r)
end
function _cartesian_to_linear(sz, I)
    at = 0
    stride = 1
    for k in 1:length(I)
        at += (I[k] - 1) * stride
        stride *= k <= length(sz) ? sz[k] : 1
    end
    at + 1
end

# getindex and setindex! of arrays that define only one form of them
function getindex(A::AbstractArray, I...)
    J = _flatten_index_any(I)
    if all(i -> i isa Integer && !(i isa Bool), J)
        K = map(Int, J)
        checkbounds(A, K...)
        if IndexStyle(A) isa IndexLinear
            length(K) == 1 && I === K && error("getindex not defined for $(typeof(A))")
            return A[_cartesian_to_linear(size(A), K)]
        end
        length(K) == ndims(A) && return I === K ? error("getindex not defined for $(typeof(A))") : A[K...]
        length(K) == 1 && return A[_linear_to_cartesian(size(A), K[1], A)...]
        return A[ntuple(k -> k <= length(K) ? K[k] : 1, ndims(A))...]
    end
    L = _to_indices(A, axes(A), I)
    checkbounds(A, I...)
    _getmany(A, L)
end
_index_shape(i::Integer) = ()
_index_shape(i::AbstractArray) = size(i)
function _getmany(A, J)
    shape = Iterators._cat_tuples(map(_index_shape, J))
    dest = similar(A, shape)
    k = 0
    for I in Iterators.product(J...)
        dest[k += 1] = A[I...]
    end
    dest
end
function setindex!(A::AbstractArray, x, I...)
    J = _flatten_index_any(I)
    if all(i -> i isa Integer && !(i isa Bool), J)
        K = map(Int, J)
        checkbounds(A, K...)
        if IndexStyle(A) isa IndexLinear
            length(K) == 1 && I === K && error("setindex! not defined for $(typeof(A))")
            return setindex!(A, x, _cartesian_to_linear(size(A), K))
        end
        length(K) == ndims(A) && return I === K ? error("setindex! not defined for $(typeof(A))") : setindex!(A, x, K...)
        length(K) == 1 && return setindex!(A, x, _linear_to_cartesian(size(A), K[1], A)...)
        return setindex!(A, x, ntuple(k -> k <= length(K) ? K[k] : 1, ndims(A))...)
    end
    L = _to_indices(A, axes(A), I)
    checkbounds(A, I...)
    if x isa AbstractArray
        n = prod(map(length, L))
        length(x) == n || throw(DimensionMismatch("tried to assign $(length(x)) elements to $n destinations"))
        X = x === A ? copy(x) : x
        y = iterate(X)
        for I in Iterators.product(L...)
            A[I...] = y[1]
            y = iterate(X, y[2])
        end
    else
        for I in Iterators.product(L...)
            A[I...] = x
        end
    end
    A
end
get(A::AbstractArray, i::Integer, default) = checkbounds(Bool, A, i) ? A[i] : default
get(A::AbstractArray, I::CartesianIndex, default) = checkbounds(Bool, A, I) ? A[I] : default
get(f::Union{Function,Type}, A::AbstractArray, I::CartesianIndex) = checkbounds(Bool, A, I) ? A[I] : f()
get(A::AbstractArray, I::Tuple, default) = checkbounds(Bool, A, I...) ? A[I...] : default
get(f::Union{Function,Type}, A::AbstractArray, i::Integer) = checkbounds(Bool, A, i) ? A[i] : f()
isassigned(A::AbstractArray, I::Integer...) = checkbounds(Bool, A, I...)
first(x::Number) = x
last(x::Number) = x
firstindex(x::Number) = 1
lastindex(x::Number) = 1
in(x::Number, y::Number) = x == y

# copying
copy(A::AbstractArray) = copyto!(similar(A), A)
function copyto!(dest::AbstractArray, src)
    src isa AbstractArray && length(src) > length(dest) && throw(BoundsError(dest, LinearIndices(src)))
    dest isa Union{Array,BitArray} && src isa AbstractArray && return copyto!(dest, _dense(src))
    inds = eachindex(dest)
    s = iterate(inds)
    for x in src
        s === nothing && throw(ArgumentError("destination has fewer elements than required"))
        dest[s[1]] = x
        s = iterate(inds, s[2])
    end
    dest
end
function copyto!(dest::AbstractArray, dstart::Integer, src)
    if !(src isa AbstractArray)
        k = dstart - 1
        foreach(x -> dest[k += 1] = x, src)
        return dest
    end
    copyto!(dest, dstart, src, 1)
end
function copyto!(dest::AbstractArray, dstart::Integer, src, sstart::Integer)
    n = length(src) - sstart + 1
    n < 1 && !(src isa AbstractArray) &&
        throw(ArgumentError("source has fewer elements than required, expected at least $sstart, got $(length(src))"))
    copyto!(dest, dstart, src, sstart, n)
end
function copyto!(dest::AbstractArray, dstart::Integer, src, sstart::Integer, n::Integer)
    n < 0 && throw(ArgumentError("tried to copy n=$n elements, but n should be nonnegative"))
    n == 0 && return dest
    to, from = dstart:dstart+n-1, sstart:sstart+n-1
    checkbounds(Bool, LinearIndices(dest), to) || throw(BoundsError(dest, to))
    if src isa AbstractArray
        checkbounds(Bool, LinearIndices(src), from) || throw(BoundsError(src, from))
    elseif sstart > length(src)
        throw(BoundsError(dest, dstart))
    end
    for k in 0:n-1
        dest[dstart+k] = src[sstart+k]
    end
    dest
end
function copyto!(dest::AbstractVecOrMat, ir::AbstractRange{Int}, jr::AbstractRange{Int}, src::AbstractVecOrMat, is::AbstractRange{Int}, js::AbstractRange{Int})
    length(ir) == length(is) || throw(ArgumentError("source and destination must have same size (got $(length(is)) and $(length(ir)))"))
    length(jr) == length(js) || throw(ArgumentError("source and destination must have same size (got $(length(js)) and $(length(jr)))"))
    dest[ir, jr] = src[is, js]
    dest
end
circcopy!(dest, src) = size(dest) == size(src) ? copyto!(dest, src) :
    throw(DimensionMismatch("src and dest must have the same sizes (got $(size(src)) and $(size(dest)))"))
copy!(dest::AbstractVector, src::AbstractVector) = (length(dest) != length(src) && resize!(dest, length(src)); copyto!(dest, src))
copy!(dest::AbstractArray, src::AbstractArray) = axes(dest) == axes(src) ? copyto!(dest, src) : throw(ArgumentError("arrays must have the same axes for copy! (consider using `copyto!`)"))
function fill!(A::AbstractArray, x)
    for i in eachindex(A)
        A[i] = x
    end
    A
end
collect(x::Union{Number,AbstractChar}) = fill(x)
collect(T::Type, A::Array) = _array_convert(T, A)

float(A::AbstractArray) = eltype(A) <: AbstractFloat ? A : map(float, A)
float(A::AbstractArray{Union{T,Missing}}) where {T} = convert(AbstractArray{Union{float(T),Missing}}, A)
float(A::AbstractArray{Missing}) = A
complex(A::AbstractArray) = map(complex, A)
real(A::AbstractArray{<:Real}) = A
real(A::AbstractArray) = map(real, A)
imag(A::AbstractArray) = map(imag, A)
conj(A::AbstractArray{<:Real}) = A
conj(A::AbstractArray) = conj.(A)
conj!(A::AbstractArray) = map!(conj, A, A)

# shape changes
# To n dimensions: the last ones are one, or of length 1.
function reshape(A::AbstractArray, ::Val{N}) where N
    d = size(A)
    N == ndims(A) ? A : reshape(A, ntuple(k -> k < N ? size(A, k) : k == N ? prod(d[min(k, end + 1):end]) : 1, N))
end
reshape(A::Array, d::Union{Integer,Colon}...) = _reshape(A, d)
reshape(A::Array, d::Tuple) = _reshape(A, d)
reshape(A::BitArray, d::Union{Integer,Colon}...) = _reshape(A, d)
reshape(A::BitArray, d::Tuple) = _reshape(A, d)
reshape(A::AbstractArray, d::Union{Integer,Colon}...) = reshape(A, d)
function reshape(A::AbstractArray, d::Tuple)
    n = length(A)
    if any(x -> x isa Colon, d)
        count(x -> x isa Colon, d) > 1 && throw(DimensionMismatch("new dimensions $d may have at most one omitted dimension specified by `Colon()`"))
        p = reduce(*, (x for x in d if !(x isa Colon)); init = 1)
        (p == 0 ? n == 0 : n % p == 0) || throw(DimensionMismatch("array size $n must be divisible by the product of the new dimensions $d"))
        d = map(x -> x isa Colon ? (p == 0 ? 0 : n ÷ p) : x, d)
    end
    e = map(x -> x isa Integer ? Int(x) : length(x), d)
    prod(e) == n || throw(DimensionMismatch("parent has $n elements, which is incompatible with $(ndims(A) == 1 && length(e) == 1 ? "length $(e[1])" : "size $e")"))
    e == size(A) ? A : ReshapedArray{eltype(A),length(e),typeof(A),Tuple{}}(A, e, ())
end
struct ReshapedArray{T,N,P<:AbstractArray,MI} <: AbstractArray{T,N}
    parent::P
    dims::NTuple{N,Int}
    mi::MI
end
size(A::ReshapedArray) = A.dims
parent(A::ReshapedArray) = A.parent
IndexStyle(::Type{<:ReshapedArray}) = IndexLinear()
getindex(A::ReshapedArray, i::Int) = (checkbounds(A, i); A.parent[i])
setindex!(A::ReshapedArray, x, i::Int) = (checkbounds(A, i); A.parent[i] = x; A)
reshape(A::ReshapedArray, d::Tuple) = reshape(A.parent, d)
vec(A::AbstractVector) = A
vec(A::AbstractArray) = reshape(A, length(A))
vec(t::Tuple) = collect(t)
dropdims(A; dims) = _dropdims(A, dims)
_dropdims(A, d::Integer) = _dropdims(A, (d,))
function _dropdims(A, d::Tuple)
    for k in d
        1 <= k <= ndims(A) || throw(ArgumentError("dropped dims must be in range 1:ndims(A)"))
        size(A, k) == 1 || throw(ArgumentError("dropped dims must all be size 1"))
    end
    reshape(A, Tuple(size(A, k) for k in 1:ndims(A) if !(k in d)))
end
permutedims(A::AbstractVector) = reshape(A, (1, length(A)))
permutedims(A::Vector) = reshape(copy(A), (1, length(A)))
permutedims(A::AbstractMatrix) = _transposed(_dense(A))
function permutedims(A::AbstractArray, perm)
    p = Tuple(perm)
    (length(p) == ndims(A) && isperm(p)) || throw(ArgumentError("no valid permutation of dimensions"))
    _permutedims(_dense(A), p)
end
permutedims!(dest, src, perm) = copyto!(dest, permutedims(src, perm))
struct PermutedDimsArray{T,N,perm,iperm,AA<:AbstractArray} <: AbstractArray{T,N}
    parent::AA
    PermutedDimsArray(A::AbstractArray{T,N}, perm) where {T,N} = new{T,N,Tuple(perm),Tuple(invperm(collect(perm))),typeof(A)}(A)
end
size(A::PermutedDimsArray{T,N,perm}) where {T,N,perm} = map(k -> size(A.parent, k), perm)
getindex(A::PermutedDimsArray{T,N,perm,iperm}, I::Vararg{Int,N}) where {T,N,perm,iperm} = A.parent[map(k -> I[k], iperm)...]
setindex!(A::PermutedDimsArray{T,N,perm,iperm}, v, I::Vararg{Int,N}) where {T,N,perm,iperm} = (A.parent[map(k -> I[k], iperm)...] = v; A)
parent(A::PermutedDimsArray) = A.parent
strides(A::PermutedDimsArray{T,N,perm}) where {T,N,perm} = (s = strides(A.parent); map(k -> s[k], perm))
stride(A::PermutedDimsArray, k::Integer) = k > ndims(A) ? length(A) : strides(A)[k]

# comparison
function ==(A::AbstractArray, B::AbstractArray)
    size(A) == size(B) || return false
    A isa AbstractRange && B isa AbstractRange && typeof(A) === typeof(B) && return all(map(==, A, B))
    _dense(A) == _dense(B)
end
isequal(A::AbstractArray, B::AbstractArray) = size(A) == size(B) && isequal(_dense(A), _dense(B))
function cmp(A::AbstractVector, B::AbstractVector)
    for (a, b) in zip(A, B)
        isequal(a, b) || return isless(a, b) ? -1 : 1
    end
    cmp(length(A), length(B))
end
isless(A::AbstractVector, B::AbstractVector) = cmp(A, B) < 0
hash(A::AbstractArray) = hash(A, zero(UInt))
<(A::AbstractVector, B::AbstractVector) = isless(A, B)
function isapprox(x::AbstractArray, y::AbstractArray; atol = 0, rtol = nothing, nans = false, norm = nothing)
    promote_shape(x, y)
    isempty(x) && return true
    nrm(v) = norm === nothing ? sqrt(sum(abs2, v)) : norm(v)
    r = rtol === nothing ? (atol > 0 ? 0.0 : _array_rtol(eltype(x), eltype(y))) : rtol
    d = nrm(x .- y)
    isfinite(d) ? d <= max(atol, r * max(nrm(x), nrm(y))) : all(map((a, b) -> isapprox(a, b; rtol = r, atol = atol, nans = nans), x, y))
end
_array_rtol(S, T) = max(_eps_of(S), _eps_of(T))
_eps_of(T::Type) = (R = real(T); R <: AbstractFloat ? sqrt(eps(R)) : 0)

# permutations
function isperm(A)
    n = length(A)
    used = falses(n)
    for a in A
        (a isa Integer && 1 <= a <= n && !used[a]) || return false
        used[a] = true
    end
    true
end
function invperm(a::AbstractVector)
    b = zero(a)
    n = length(a)
    for (i, j) in enumerate(a)
        (1 <= j <= n && b[j] == 0) || throw(ArgumentError("argument is not a permutation"))
        b[j] = i
    end
    b
end
invperm(::Tuple{}) = ()
invperm(a::Tuple) = Tuple(invperm(collect(a)))
permute!(v, p::AbstractVector) = length(v) == length(p) ? copyto!(v, v[p]) :
    throw(ArgumentError("argument is not a permutation of the indices $(axes(v, 1))"))
invpermute!(v, p::AbstractVector) = copyto!(v, v[invperm(p)])

# slices
eachrow(A::AbstractVecOrMat) = (view(A, i, :) for i in axes(A, 1))
eachcol(A::AbstractVecOrMat) = (view(A, :, i) for i in axes(A, 2))
function eachslice(A::AbstractArray; dims)
    dims isa Integer || length(dims) == 1 || throw(ArgumentError("only single dimensions are supported"))
    d = first(dims)
    d <= ndims(A) || throw(DimensionMismatch("A doesn't have $d dimensions"))
    (view(A, ntuple(k -> k == d ? i : Colon(), ndims(A))...) for i in axes(A, d))
end
function selectdim(A::AbstractArray, d::Integer, i)
    d >= 1 || throw(ArgumentError("dimension must be ≥ 1, got $d"))
    view(A, ntuple(k -> k == d ? i : Colon(), max(ndims(A), d))...)
end
function mapslices(f, A::AbstractArray; dims)
    d = dims isa Integer ? (dims,) : Tuple(dims)
    isempty(d) && return map(f, A)
    n = ndims(A)
    for k in d
        k < 1 && throw(BoundsError(axes(A), k))
        k > n && throw(BoundsError(Vector{Any}(undef, n), k))
    end
    kept = [k for k in 1:n if !(k in d)]
    idx = Any[k in d ? Colon() : 1 for k in 1:n]
    R = nothing
    slice = A[idx...]
    again = false
    together = A isa Array && all(k -> d[k] === k, 1:length(d)) # the elements of a slice lie in a row
    for at in 1:max(1, prod(Int[size(A, k) for k in kept])) # there is a first one, or an error tells
        if again && together
            copyto!(slice, 1, A, (at - 1) * length(slice) + 1, length(slice))
        elseif again
            copyto!(slice, view(A, idx...))
        elseif at > 1
            slice = A[idx...]
        end
        r = f(slice)
        if R === nothing
            again = slice isa Array && (r isa Number || r isa AbstractArray{<:Number}) # nobody can have kept it
            if r isa AbstractArray
                shape = ntuple(k -> k in d ? size(r, findfirst(isequal(k), d)) : size(A, k), n)
                R = Array{eltype(r)}(undef, shape)
            else
                R = Array{typeof(r)}(undef, ntuple(k -> k in d ? 1 : size(A, k), n))
            end
        end
        if r isa AbstractArray
            R[idx...] = r
        else
            R[at] = r
        end
        for k in kept
            idx[k] < size(A, k) || (idx[k] = 1; continue)
            idx[k] += 1
            break
        end
    end
    _like_bits(A, R)
end


# bits
# What a function made of the elements of A, in an array as A's type wants it.
_like(A, R) = (B = similar(A, eltype(R), size(R)); B isa Array ? R : copyto!(B, R))
_like(A::Union{AbstractRange,DenseArray}, R) = R
map(f, A::AbstractArray) = _like(A, _map(f, A))
# What comes out of bits is bits, if it is Bool.
_like_bits(A, R) = R
_like_bits(A::BitArray, R::Array{Bool}) = BitArray(R)
const _Bitwise = Union{map(typeof, (&, |, xor, ==, !=, <, <=, >, >=, min, max, *, ^))...}
map(f::_Bitwise, A::BitArray, B::BitArray) = size(A) == size(B) ? broadcast!(f, similar(A), A, B) : throw(DimensionMismatch("sizes of dest, A, and B must all match"))

# functions as values
struct Fix1{F,T} <: Function
    f::F
    x::T
    Fix1(f, x) = new{typeof(f),typeof(x)}(f, x)
end
(f::Fix1)(y) = f.f(f.x, y)
struct Fix2{F,T} <: Function
    f::F
    x::T
    Fix2(f, x) = new{typeof(f),typeof(x)}(f, x)
end
(f::Fix2)(y) = f.f(y, f.x)
splat(f) = args -> f(args...)
==(x) = Fix2(==, x)
!=(x) = Fix2(!=, x)
<(x) = Fix2(<, x)
<=(x) = Fix2(<=, x)
>(x) = Fix2(>, x)
>=(x) = Fix2(>=, x)
isequal(x) = Fix2(isequal, x)
in(itr) = Fix2(in, itr)
|>(x, f) = f(x)
∘(f) = f
∘(f, g) = (x...; kw...) -> f(g(x...; kw...))
∘(f, g, h...) = ∘(f ∘ g, h...)
!(f::Function) = (x...) -> !f(x...)
∋(itr, x) = in(x, itr)
∉(x, itr) = !(x ∈ itr)
∌(itr, x) = !(itr ∋ x)
const ∈ = in

export Array, Vector, Matrix, VecOrMat, AbstractVecOrMat, BitArray, BitVector, BitMatrix, UndefInitializer, undef, zeros, ones, trues, falses,
    similar, IndexStyle, IndexLinear, IndexCartesian, CartesianIndex, CartesianIndices, LinearIndices, firstindex, lastindex, eachindex,
    stride, strides, checkbounds, checkindex, to_indices, copy, copyto!, copy!, fill!, fill, reshape, vec, reinterpret, dropdims, permutedims, permutedims!,
    PermutedDimsArray, reverse, reverse!, circshift, circshift!, rotl90, rotr90, rot180, repeat, splice!, push!, pop!, pushfirst!, popfirst!,
    append!, prepend!, insert!, deleteat!, resize!, empty!, empty, sizehint!, filter, filter!, map, map!, foreach, asyncmap, unique, unique!,
    allunique, union, intersect, setdiff, symdiff, union!, intersect!, setdiff!, cmp, isless, isequal, isperm, invperm, permute!, invpermute!,
    eachrow, eachcol, eachslice, selectdim, mapslices, ifelse, in, isassigned, getindex, setindex!, get, haskey, parent, isapprox, conj!,
    identity, ∘, ∋, ∉, ∌, ∈, keytype, valtype, zero, one, oneunit, iszero, isone, hcat, vcat, hvcat, cat

function promote_op_matmul(S, T)
    S <: Number && T <: Number && return (R = promote_type(S, T); R === Bool ? Int : R)
    Any
end
function adjoint end
function transpose end
function kron end
function det end
export adjoint, transpose, kron

promote_rule(::Type{Array{T,N}}, ::Type{Array{S,N}}) where {T,S,N} = _el_same(promote_type(T, S), Array{T,N}, Array{S,N})
_el_same(T, A, B) = T === eltype(A) ? A : T === eltype(B) ? B : promote_typejoin(A, B)

# Differences of neighbours.
diff(a::AbstractVector) = diff(a; dims = 1)
diff(a::Vector) = view(a, 2:length(a)) .- view(a, 1:length(a)-1)
diff(r::AbstractRange{<:Real}; dims::Integer = 1) = [r[i+1] - r[i] for i in 1:length(r)-1]
function diff(A::AbstractArray; dims::Integer)
    1 <= dims <= ndims(A) || throw(ArgumentError("dimension $dims out of range (1:$(ndims(A)))"))
    n = size(A, dims)
    upper = ntuple(d -> d == dims ? (2:n) : Colon(), ndims(A))
    lower = ntuple(d -> d == dims ? (1:n-1) : Colon(), ndims(A))
    view(A, upper...) .- view(A, lower...)
end
export diff
