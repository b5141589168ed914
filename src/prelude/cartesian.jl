# Cartesian indices; the indices of views.

struct CartesianIndex{N}
    I::NTuple{N,Int}
    CartesianIndex{N}(I::Tuple) where {N} = new{N}(map(Int, I))
end
CartesianIndex(I::Tuple) = CartesianIndex{length(I)}(I)
CartesianIndex(I::Integer...) = CartesianIndex{length(I)}(I)
CartesianIndex{N}(I::Integer...) where {N} = CartesianIndex{N}((I..., ntuple(k -> 1, N - length(I))...))
CartesianIndex(I::Union{Integer,CartesianIndex}...) = CartesianIndex(_flatten_index(I))
_flatten_index(I) = tuple((k for i in I for k in _dimensions_of_index(i))...)
_dimensions_of_index(i) = (i,)
_dimensions_of_index(i::CartesianIndex) = i.I
Tuple(i::CartesianIndex) = i.I
length(i::CartesianIndex{N}) where {N} = N
length(::Type{CartesianIndex{N}}) where {N} = N
getindex(i::CartesianIndex, k::Integer) = i.I[k]
lastindex(i::CartesianIndex) = length(i.I)
get(i::CartesianIndex, k, default) = get(i.I, k, default)
eltype(::Type{<:CartesianIndex}) = Int
iterate(::CartesianIndex) = error("iteration is deliberately unsupported for CartesianIndex. Use `I` rather than `I...`, or use `Tuple(I)...`")
+(a::CartesianIndex) = a
-(a::CartesianIndex) = CartesianIndex(map(-, a.I))
+(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(+, a.I, b.I))
-(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = CartesianIndex{N}(map(-, a.I, b.I))
*(k::Integer, a::CartesianIndex) = CartesianIndex(map(x -> k * x, a.I))
*(a::CartesianIndex, k::Integer) = k * a
==(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = a.I == b.I
isless(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = isless(reverse(a.I), reverse(b.I))
<(a::CartesianIndex, b::CartesianIndex) = isless(a, b)
<=(a::CartesianIndex, b::CartesianIndex) = !isless(b, a)
hash(a::CartesianIndex, h::UInt) = hash(a.I, h ⊻ 0x5b4c2f1a9d3e7081)
zero(::CartesianIndex{N}) where {N} = zero(CartesianIndex{N})
zero(::Type{CartesianIndex{N}}) where {N} = CartesianIndex(ntuple(k -> 0, N))
one(::CartesianIndex{N}) where {N} = one(CartesianIndex{N})
one(::Type{CartesianIndex{N}}) where {N} = CartesianIndex(ntuple(k -> 1, N))
oneunit(x::CartesianIndex) = one(x)
oneunit(T::Type{<:CartesianIndex}) = one(T)
min(a::CartesianIndex, b::CartesianIndex) = CartesianIndex(map(min, a.I, b.I))
max(a::CartesianIndex, b::CartesianIndex) = CartesianIndex(map(max, a.I, b.I))
convert(::Type{CartesianIndex{N}}, t::Tuple) where {N} = CartesianIndex{N}(t)
show(io::IO, i::CartesianIndex) = (print(io, "CartesianIndex"); show(io, i.I))

struct CartesianIndices{N,R<:Tuple} <: AbstractArray{CartesianIndex{N},N}
    indices::R
    CartesianIndices(r::Tuple) = (t = map(_index_range, r); new{length(t),typeof(t)}(t))
end
_index_range(n::Integer) = OneTo(Int(n))
_index_range(r::AbstractRange) = r
CartesianIndices(A::AbstractArray) = CartesianIndices(axes(A))
CartesianIndices(i::CartesianIndex) = CartesianIndices(map(k -> OneTo(k), i.I))
(::Colon)(a::CartesianIndex{N}, b::CartesianIndex{N}) where {N} = CartesianIndices(map((i, j) -> i:j, a.I, b.I))
broadcasted(::typeof(+), C::CartesianIndices{N}, a::CartesianIndex{N}) where {N} = CartesianIndices(map((r, i) -> r .+ i, C.indices, a.I))
broadcasted(::typeof(+), a::CartesianIndex{N}, C::CartesianIndices{N}) where {N} = broadcasted(+, C, a)
broadcasted(::typeof(-), C::CartesianIndices{N}, a::CartesianIndex{N}) where {N} = CartesianIndices(map((r, i) -> r .- i, C.indices, a.I))
_dimensions_of_index(C::CartesianIndices) = C.indices
size(C::CartesianIndices) = map(length, C.indices)
axes(C::CartesianIndices) = map(r -> axes(r, 1), C.indices)
length(C::CartesianIndices) = prod(size(C))
IndexStyle(::Type{<:CartesianIndices}) = IndexCartesian()
getindex(C::CartesianIndices{N}, I::Vararg{Int,N}) where {N} = CartesianIndex(map((r, i) -> r[i], C.indices, I))
getindex(C::CartesianIndices{N}, i::Int) where {N} = C[_linear_to_cartesian(size(C), i, C)...]
getindex(C::CartesianIndices{1}, i::Int) = CartesianIndex((C.indices[1][i],))
getindex(C::CartesianIndices{N}, I::CartesianIndex{N}) where {N} = C[I.I...]
first(C::CartesianIndices) = CartesianIndex(map(first, C.indices))
last(C::CartesianIndices) = CartesianIndex(map(last, C.indices))
function iterate(C::CartesianIndices)
    any(isempty, C.indices) && return nothing
    I = first(C)
    (I, I)
end
function iterate(C::CartesianIndices{N}, I) where {N}
    t = I.I
    for k in 1:N
        r = C.indices[k]
        if t[k] != last(r)
            J = CartesianIndex{N}(ntuple(d -> d < k ? first(C.indices[d]) : d == k ? t[d] + step(r) : t[d], N))
            return (J, J)
        end
    end
    nothing
end
in(I::CartesianIndex{N}, C::CartesianIndices{N}) where {N} = all(map(in, I.I, C.indices))
in(I, C::CartesianIndices) = false
==(a::CartesianIndices, b::CartesianIndices) = a.indices == b.indices
simd_index(C) = C

struct LinearIndices{N,R<:Tuple} <: AbstractArray{Int,N}
    indices::R
    LinearIndices(r::Tuple) = (t = map(_index_range, r); new{length(t),typeof(t)}(t))
end
LinearIndices(A::AbstractArray) = LinearIndices(axes(A))
size(L::LinearIndices) = map(length, L.indices)
axes(L::LinearIndices{1}) = L.indices
axes(L::LinearIndices) = map(r -> OneTo(length(r)), L.indices)
IndexStyle(::Type{<:LinearIndices}) = IndexLinear()
getindex(L::LinearIndices, i::Int) = (checkbounds(L, i); i)
iterate(L::LinearIndices, i = first(L)) = i > last(L) ? nothing : (i, i + 1)
first(L::LinearIndices) = 1
last(L::LinearIndices) = length(L)
first(L::LinearIndices{1}) = first(L.indices[1])
last(L::LinearIndices{1}) = last(L.indices[1])

pairs(::IndexLinear, A::AbstractArray) = Pairs(A, LinearIndices(A))
pairs(::IndexCartesian, A::AbstractArray) = Pairs(A, CartesianIndices(axes(A)))

# A[:, j] in a view
struct Slice{T<:AbstractUnitRange} <: AbstractUnitRange{Int}
    indices::T
end
# Indices that are their own: axes of arrays whose first index is not 1.
struct IdentityUnitRange{T<:AbstractUnitRange} <: AbstractUnitRange{Int}
    indices::T
end
for S in (:Slice, :IdentityUnitRange)
    @eval begin
        first(S::$S) = first(S.indices)
        last(S::$S) = last(S.indices)
        step(S::$S) = 1
        length(S::$S) = length(S.indices)
        size(S::$S) = (length(S.indices),)
        axes(S::$S) = (S,)
        getindex(S::$S, i::Int) = (checkbounds(S, i); i)
        getindex(S::$S, r::AbstractUnitRange{<:Integer}) = (checkbounds(S, r); r)
        iterate(S::$S, s...) = iterate(S.indices, s...)
        show(io::IO, S::$S) = print(io, "Base.", $(string(S)), "(", S.indices, ")")
    end
end
