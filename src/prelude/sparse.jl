# SparseArrays: matrices by columns of their stored entries and vectors by their stored entries. Making, reading, writing, showing them.

module SparseArrays
using LinearAlgebra, Random
import Base: size, getindex, setindex!, show, +, -, *, /, \, ==, ^, copy, copyto!, sum, prod, maximum, minimum, Matrix, Array, Vector, map, map!, collect, vec, count, similar, zero,
    one, convert, hcat, vcat, hvcat, cat, kron, real, imag, conj, float, complex, permutedims, inv, fill!, findall, any, all, iszero, sort, repeat, isapprox, vec
import LinearAlgebra: _full, mul!, lmul!, rmul!, dot, norm, opnorm, diag, triu, tril, triu!, tril!, istriu, istril, isdiag, issymmetric, ishermitian, tr, ldlt, cond
export AbstractSparseArray, AbstractSparseMatrix, AbstractSparseVector, SparseMatrixCSC, SparseVector, sparse, sparsevec, spzeros, spdiagm, sprand, sprandn,
    nnz, findnz, nonzeros, rowvals, nzrange, issparse, dropzeros, dropzeros!, droptol!, blockdiag, permute

abstract type AbstractSparseArray{Tv,Ti,N} <: AbstractArray{Tv,N} end
const AbstractSparseVector{Tv,Ti} = AbstractSparseArray{Tv,Ti,1}
const AbstractSparseMatrix{Tv,Ti} = AbstractSparseArray{Tv,Ti,2}
abstract type AbstractSparseMatrixCSC{Tv,Ti<:Integer} <: AbstractSparseArray{Tv,Ti,2} end
struct SparseMatrixCSC{Tv,Ti<:Integer} <: AbstractSparseMatrixCSC{Tv,Ti}
    m::Int
    n::Int
    colptr::Vector{Ti}
    rowval::Vector{Ti}
    nzval::Vector{Tv}
    function SparseMatrixCSC{Tv,Ti}(m::Integer, n::Integer, colptr::Vector, rowval::Vector, nzval::Vector) where {Tv,Ti<:Integer}
        m < 0 && throw(ArgumentError("number of rows (m) must be ≥ 0, got $m"))
        n < 0 && throw(ArgumentError("number of columns (n) must be ≥ 0, got $n"))
        length(colptr) > n || throw(ArgumentError("$(length(colptr)) == length(colptr) < $(n + 1)"))
        new{Tv,Ti}(m, n, colptr, rowval, nzval)
    end
end
struct SparseVector{Tv,Ti<:Integer} <: AbstractSparseArray{Tv,Ti,1}
    n::Int
    nzind::Vector{Ti}
    nzval::Vector{Tv}
    function SparseVector{Tv,Ti}(n::Integer, nzind::Vector, nzval::Vector) where {Tv,Ti<:Integer}
        n >= 0 || throw(ArgumentError("The number of elements must be non-negative."))
        length(nzind) == length(nzval) || throw(ArgumentError("index and value vectors must be the same length"))
        new{Tv,Ti}(n, nzind, nzval)
    end
end
SparseMatrixCSC(m::Integer, n::Integer, colptr::Vector, rowval::Vector, nzval::Vector) = SparseMatrixCSC{eltype(nzval),promote_type(eltype(colptr), eltype(rowval))}(m, n, colptr, rowval, nzval)
SparseVector(n::Integer, nzind::Vector{Ti}, nzval::Vector{Tv}) where {Tv,Ti<:Integer} = SparseVector{Tv,Ti}(n, nzind, nzval)
const AnySparse = Union{SparseMatrixCSC,SparseVector}
const Turned = Union{Adjoint{<:Any,<:SparseMatrixCSC},Transpose{<:Any,<:SparseMatrixCSC}}
const TurnedVector = Union{Adjoint{<:Any,<:SparseVector},Transpose{<:Any,<:SparseVector}}
const Dense = Union{StridedVecOrMat,BitArray{1},BitArray{2}}
_index_type(A::AnySparse) = eltype(A isa SparseVector ? A.nzind : A.rowval)

## ---- making ----
# The order of entries by (column, row), and how many of it begin a place; those of one place stand together.
function _in_order(I, J, m)
    key = (J .- 1) .* m .+ I
    issorted(key) || (p = sortperm(key); return p, key[p])
    1:length(I), key
end
"The matrix with V[k] at (I[k], J[k]); entries for the same place are combined."
function sparse(I::AbstractVector{<:Integer}, J::AbstractVector{<:Integer}, V::AbstractVector, m::Integer = reduce(max, I; init = 0), n::Integer = reduce(max, J; init = 0),
                combine = eltype(V) <: Bool ? (|) : (+))
    length(I) == length(J) == length(V) || throw(ArgumentError("the first three arguments' lengths must match, length(I) (=$(length(I))) == length(J) (= $(length(J))) == length(V) (= $(length(V)))"))
    n > 0 || isempty(J) || throw(ArgumentError("column indices J[k] must satisfy 1 <= J[k] <= n"))
    all(i -> 1 <= i <= m, I) || throw(ArgumentError("row indices I[k] must satisfy 1 <= I[k] <= m"))
    all(j -> 1 <= j <= n, J) || throw(ArgumentError("column indices J[k] must satisfy 1 <= J[k] <= n"))
    Ti = promote_type(eltype(I), eltype(J))
    p, key = _in_order(I, J, m)
    rows, columns, vals = convert(Vector{Ti}, I[p]), J[p], V[p]
    if any(k -> key[k] == key[k-1], 2:length(key))
        at = 0
        for k in eachindex(key)
            if k > 1 && key[k] == key[k-1]
                vals[at] = combine(vals[at], vals[k])
            else
                at += 1
                rows[at], columns[at], vals[at] = rows[k], columns[k], vals[k]
            end
        end
        foreach(x -> resize!(x, at), (rows, columns, vals))
    end
    SparseMatrixCSC{eltype(V),Ti}(m, n, _pointers(Ti, columns, n), rows, convert(Vector{eltype(V)}, vals))
end
# Where each column begins, of the sorted columns of the entries.
function _pointers(Ti, columns, n)
    counts = zeros(Ti, n + 1)
    counts[1] = 1
    for j in columns
        counts[j+1] += one(Ti)
    end
    cumsum!(counts, counts)
end
sparse(I::AbstractVector{<:Real}, J::AbstractVector{<:Real}, V::AbstractVector, more...) = sparse(convert(Vector{Int}, I), convert(Vector{Int}, J), V, more...)
sparse(I::AbstractVector, J::AbstractVector, v::Number, dims...) = sparse(I, J, fill(v, length(I)), dims...)
function sparse(A::AbstractMatrix)
    D = _full(A)
    at = findall(!iszero, D)
    sparse(Int[c[1] for c in at], Int[c[2] for c in at], eltype(D)[D[c] for c in at], size(D)...)
end
sparse(A::SparseMatrixCSC) = copy(A)
sparse(A::Turned) = copy(A)
sparse(v::SparseVector) = copy(v)
sparse(U::UniformScaling, m::Integer, n::Integer) = (k = min(m, n); sparse(1:k, 1:k, fill(U.λ, k), m, n))
sparse(U::UniformScaling, dims::Tuple{Integer,Integer}) = sparse(U, dims...)
# Parts of matrices with few bands are sparse.
const Banded = Union{Diagonal,Bidiagonal,Tridiagonal,SymTridiagonal}
const Part = Union{Colon,AbstractVector{<:Integer}}
getindex(A::Banded, I::Part, J::Part) = sparse(_full(A)[I, J])
getindex(A::Banded, i::Integer, J::Part) = sparse(_full(A)[i, J])
getindex(A::Banded, I::Part, j::Integer) = sparse(_full(A)[I, j])
sparse(v::AbstractVector) = (at = findall(!iszero, v); SparseVector{eltype(v),Int}(length(v), at, v[at]))
sparsevec(I::AbstractVector{<:Integer}, V::AbstractVector, combine::Function) = sparsevec(I, V, reduce(max, I; init = 0), combine)
function sparsevec(I::AbstractVector{<:Integer}, V::AbstractVector, n::Integer = reduce(max, I; init = 0), combine = eltype(V) <: Bool ? (|) : (+))
    length(I) == length(V) || throw(ArgumentError("index and value vectors must be the same length"))
    all(i -> i >= 1, I) || error("Index must be positive.")
    all(i -> i <= n, I) || throw(ArgumentError("An index is out of bound."))
    A = sparse(I, ones(eltype(I), length(I)), V, n, 1, combine)
    SparseVector(n, A.rowval, A.nzval)
end
sparsevec(I::AbstractVector, v::Number, more...) = sparsevec(I, fill(v, length(I)), more...)
sparsevec(d::AbstractDict, n::Integer = reduce(max, keys(d); init = 0)) = sparsevec(collect(keys(d)), collect(values(d)), n)
sparsevec(v::AbstractVector) = sparse(v)
sparsevec(A::AbstractMatrix) = vec(sparse(A))
spzeros(m::Integer, n::Integer) = spzeros(Float64, m, n)
spzeros(::Type{T}, m::Integer, n::Integer) where {T} = spzeros(T, Int, m, n)
spzeros(::Type{T}, ::Type{Ti}, m::Integer, n::Integer) where {T,Ti} = SparseMatrixCSC{T,Ti}(m, n, ones(Ti, n + 1), Ti[], T[])
spzeros(n::Integer) = spzeros(Float64, n)
spzeros(::Type{T}, n::Integer) where {T} = SparseVector{T,Int}(n, Int[], T[])
spzeros(::Type{T}, ::Type{Ti}, n::Integer) where {T,Ti} = SparseVector{T,Ti}(n, Ti[], T[])
function _of_diagonals(m, n, pairs)
    I, J = Int[], Int[]
    for (k, v) in pairs
        append!(I, (1:length(v)) .- min(k, 0))
        append!(J, (1:length(v)) .+ max(k, 0))
    end
    V = reduce(vcat, [collect(v) for (_, v) in pairs])
    m === nothing && (m = n = maximum(length(v) + abs(k) for (k, v) in pairs))
    sparse(I, J, V, m, n)
end
spdiagm(pairs::Pair{<:Integer}...) = _of_diagonals(nothing, nothing, pairs)
spdiagm(m::Integer, n::Integer, pairs::Pair{<:Integer}...) = _of_diagonals(m, n, pairs)

# Where something is stored is chosen first, so that a large matrix costs what it holds; f(r, n) gives n values.
function sprand(r::AbstractRNG, m::Integer, n::Integer, p::AbstractFloat, f::Function, ::Type{T} = eltype(f(r, 1))) where {T}
    m >= 0 && n >= 0 || throw(ArgumentError("invalid Array dimensions"))
    0 <= p <= 1 || throw(ArgumentError("$p not in [0,1]"))
    at = randsubseq(r, 1:Int(m)*Int(n), p)
    vals = convert(Vector{T}, f(r, length(at)))
    SparseMatrixCSC{T,Int}(m, n, [1 + searchsortedlast(at, m * j) for j in 0:n], [mod1(i, m) for i in at], vals)
end
function sprand(r::AbstractRNG, n::Integer, p::AbstractFloat, f::Function, T::Type...)
    at = randsubseq(r, 1:n, p)
    SparseVector(n, at, f(r, T..., length(at)))
end
sprand(m::Integer, n::Integer, p::AbstractFloat, f::Function, T::Type = eltype(f(1))) = sprand(Random.default_rng(), m, n, p, (r, k) -> f(k))
sprand(n::Integer, p::AbstractFloat, f::Function, T::Type...) = sprand(Random.default_rng(), n, p, f, T...)
_values(f, T) = (r, k) -> f(r, T, k)
_values(::typeof(rand), ::Type{Bool}) = (r, k) -> fill(true, k)
for (maker, element) in ((:sprand, :rand), (:sprandn, :randn))
    @eval begin
        $maker(r::AbstractRNG, ::Type{T}, m::Integer, n::Integer, p::AbstractFloat) where {T} = sprand(r, m, n, p, _values($element, T), T)
        $maker(r::AbstractRNG, ::Type{T}, n::Integer, p::AbstractFloat) where {T} = sprand(r, n, p, _values($element, T))
        $maker(r::AbstractRNG, m::Integer, n::Integer, p::AbstractFloat) = sprand(r, m, n, p, $element, Float64)
        $maker(r::AbstractRNG, n::Integer, p::AbstractFloat) = sprand(r, n, p, $element)
        $maker(T::Type, dims_and_p::Real...) = $maker(Random.default_rng(), T, dims_and_p...)
        $maker(dims_and_p::Real...) = $maker(Random.default_rng(), dims_and_p...)
    end
end

## ---- what is stored ----
size(A::SparseMatrixCSC) = (A.m, A.n)
size(v::SparseVector) = (v.n,)
Base.IndexStyle(::Type{<:SparseMatrixCSC}) = IndexCartesian()
Base.IndexStyle(::Type{<:SparseVector}) = IndexLinear()
getcolptr(A::SparseMatrixCSC) = A.colptr
nonzeroinds(v::SparseVector) = v.nzind
nzrange(A::SparseMatrixCSC, j::Integer) = Int(A.colptr[j]):Int(A.colptr[j+1])-1
nnz(A::SparseMatrixCSC) = Int(A.colptr[A.n+1]) - 1
nnz(v::SparseVector) = length(v.nzval)
nnz(A::Union{Turned,TurnedVector}) = nnz(parent(A))
nonzeros(A::AnySparse) = A.nzval
rowvals(A::SparseMatrixCSC) = A.rowval
issparse(A) = A isa AbstractSparseArray || A isa Union{Adjoint,Transpose,Symmetric,Hermitian,LinearAlgebra.AbstractTriangular} && issparse(parent(A))
_columns_of(A::SparseMatrixCSC) = (J = Vector{eltype(A.rowval)}(undef, nnz(A)); foreach(j -> (J[nzrange(A, j)] .= j), 1:A.n); J)
findnz(A::SparseMatrixCSC) = (A.rowval[1:nnz(A)], _columns_of(A), A.nzval[1:nnz(A)])
findnz(v::SparseVector) = (copy(v.nzind), copy(v.nzval))
copy(A::SparseMatrixCSC{T,I}) where {T,I} = SparseMatrixCSC{T,I}(A.m, A.n, copy(A.colptr), copy(A.rowval), copy(A.nzval))
copy(v::SparseVector{T,I}) where {T,I} = SparseVector{T,I}(v.n, copy(v.nzind), copy(v.nzval))
_kept(A::SparseMatrixCSC, v) = SparseMatrixCSC{eltype(v),_index_type(A)}(A.m, A.n, copy(A.colptr), copy(A.rowval), v)
_kept(v::SparseVector, x) = SparseVector{eltype(x),_index_type(v)}(v.n, copy(v.nzind), x)
similar(A::AnySparse) = similar(A, eltype(A))
similar(A::AnySparse, ::Type{T}) where {T} = _kept(A, Vector{T}(undef, length(A.nzval)))
similar(A::AnySparse, ::Type{T}, dims::Tuple{Int,Int}) where {T} = spzeros(T, _index_type(A), dims...)
similar(A::AnySparse, ::Type{T}, dims::Tuple{Int}) where {T} = spzeros(T, _index_type(A), dims...)
similar(A::AnySparse, ::Type{T}, m::Integer, n::Integer) where {T} = spzeros(T, _index_type(A), m, n)
similar(A::AnySparse, ::Type{T}, n::Integer) where {T} = spzeros(T, _index_type(A), n)
similar(A::AnySparse, dims::Tuple) = similar(A, eltype(A), dims)
similar(A::AnySparse, dims::Integer...) = similar(A, eltype(A), dims...)
zero(A::SparseMatrixCSC) = spzeros(eltype(A), _index_type(A), A.m, A.n)
zero(v::SparseVector) = spzeros(eltype(v), _index_type(v), v.n)
one(A::SparseMatrixCSC) = (A.m == A.n || throw(DimensionMismatch("multiplicative identity defined only for square matrices")); sparse(one(eltype(A)) * I, A.m, A.n))
SparseMatrixCSC(A::AbstractMatrix) = sparse(A)
SparseMatrixCSC{Tv}(A::AbstractMatrix) where {Tv} = (S = sparse(A); _kept(S, convert(Vector{Tv}, S.nzval)))
SparseMatrixCSC{Tv,Ti}(A::AbstractMatrix) where {Tv,Ti} = (S = sparse(A); SparseMatrixCSC{Tv,Ti}(S.m, S.n, convert(Vector{Ti}, S.colptr), convert(Vector{Ti}, S.rowval), convert(Vector{Tv}, S.nzval)))
SparseVector(v::AbstractVector) = sparse(v)
SparseVector{Tv}(v::AbstractVector) where {Tv} = (s = sparse(v); _kept(s, convert(Vector{Tv}, s.nzval)))
SparseVector{Tv,Ti}(v::AbstractVector) where {Tv,Ti} = (s = sparse(v); SparseVector{Tv,Ti}(s.n, convert(Vector{Ti}, s.nzind), convert(Vector{Tv}, s.nzval)))
convert(T::Type{<:SparseMatrixCSC}, A::AbstractMatrix) = A isa T ? A : T(A)
convert(T::Type{<:SparseVector}, v::AbstractVector) = v isa T ? v : T(v)

function _full(A::SparseMatrixCSC{T}) where {T}
    D = zeros(T, A.m, A.n)
    for j in 1:A.n, k in nzrange(A, j)
        D[A.rowval[k], j] = A.nzval[k]
    end
    D
end
_full(v::SparseVector{T}) where {T} = (d = zeros(T, v.n); d[v.nzind] = v.nzval; d)
_full(A::Turned) = _full(copy(A))
Matrix(A::SparseMatrixCSC) = _full(A)
Vector(v::SparseVector) = _full(v)
Array(A::AnySparse) = _full(A)
collect(A::AnySparse) = _full(A)
Base._dense(A::AnySparse) = _full(A)
copyto!(D::Array, A::AnySparse) = copyto!(D, _full(A))

# Turning is sorting by rows: what is stored comes out by columns of the other.
function _turned(A::SparseMatrixCSC, f)
    p = sortperm(A.rowval[1:nnz(A)])
    Ti = _index_type(A)
    SparseMatrixCSC{eltype(A),Ti}(A.n, A.m, _pointers(Ti, A.rowval[p], A.m), _columns_of(A)[p], f(A.nzval[p]))
end
copy(A::Transpose{<:Any,<:SparseMatrixCSC}) = _turned(parent(A), identity)
copy(A::Adjoint{<:Any,<:SparseMatrixCSC}) = _turned(parent(A), conj)
permutedims(A::SparseMatrixCSC) = _turned(A, identity)
vec(A::SparseMatrixCSC) = reshape(A, length(A))
# As a matrix by columns, whatever it was.
_csc(A::SparseMatrixCSC) = A
_csc(A::Turned) = copy(A)
_csc(v::SparseVector) = SparseMatrixCSC{eltype(v),_index_type(v)}(v.n, 1, [1, nnz(v) + 1], v.nzind, v.nzval)
_csc(A::TurnedVector) = copy(transpose(_csc(A isa Adjoint ? conj(parent(A)) : parent(A))))
_csc(A::AbstractMatrix) = sparse(A)
_csc(v::AbstractVector) = _csc(sparse(v))

## ---- elements ----
# Where i is stored among rows[from:to], or where it would be.
function _find(rows, i, from, to)
    while from <= to
        mid = (from + to) >> 1
        rows[mid] < i ? (from = mid + 1) : (to = mid - 1)
    end
    from
end
function getindex(A::SparseMatrixCSC{T}, i::Int, j::Int) where {T}
    1 <= i <= A.m && 1 <= j <= A.n || throw(BoundsError())
    r = nzrange(A, j)
    k = _find(A.rowval, i, first(r), last(r))
    k <= last(r) && A.rowval[k] == i ? A.nzval[k] : zero(T)
end
getindex(A::SparseMatrixCSC, i::Int) = A[CartesianIndices(A)[i]]
function setindex!(A::SparseMatrixCSC, x, i::Int, j::Int)
    1 <= i <= A.m && 1 <= j <= A.n || throw(BoundsError(A, (i, j)))
    r = nzrange(A, j)
    k = _find(A.rowval, i, first(r), last(r))
    if k <= last(r) && A.rowval[k] == i
        A.nzval[k] = x
    elseif !iszero(x)
        insert!(A.rowval, k, i)
        insert!(A.nzval, k, x)
        A.colptr[j+1:end] .+= 1
    end
    A
end
setindex!(A::SparseMatrixCSC, x, i::Int) = setindex!(A, x, CartesianIndices(A)[i])
function getindex(v::SparseVector{T}, i::Int) where {T}
    checkbounds(v, i)
    k = _find(v.nzind, i, 1, length(v.nzind))
    k <= length(v.nzind) && v.nzind[k] == i ? v.nzval[k] : zero(T)
end
function setindex!(v::SparseVector, x, i::Int)
    checkbounds(v, i)
    k = _find(v.nzind, i, 1, length(v.nzind))
    k <= length(v.nzind) && v.nzind[k] == i ? (v.nzval[k] = x) : iszero(x) || (insert!(v.nzind, k, i); insert!(v.nzval, k, convert(eltype(v), x)))
    v
end

## ---- parts ----
_places(::Colon, n) = 1:n
_places(I::AbstractVector{Bool}, n) = findall(collect(I))
_places(I, n) = I
# The parts of columns at J whose rows are in I, in the order of I.
function _part(A::SparseMatrixCSC, I, J)
    rows, vals = _index_type(A)[], eltype(A)[]
    ends = _index_type(A)[1]
    order = sortperm(I)
    begins = _pointers(Int, I[order], A.m) # of each row its positions in the order
    for j in J
        at = Int[]
        for k in nzrange(A, j), q in begins[A.rowval[k]]:begins[A.rowval[k]+1]-1
            push!(at, order[q])
            push!(vals, A.nzval[k])
        end
        if !issorted(at)
            p = sortperm(at)
            n = length(vals) - length(at)
            vals[n+1:end] = vals[n .+ p]
            at = at[p]
        end
        append!(rows, at)
        push!(ends, length(rows) + 1)
    end
    SparseMatrixCSC{eltype(A),_index_type(A)}(length(I), length(J), ends, rows, vals)
end
_as_vector(A::SparseMatrixCSC) = SparseVector{eltype(A),_index_type(A)}(A.m, A.rowval, A.nzval)
function getindex(A::SparseMatrixCSC, ::Colon, j::Integer)
    1 <= j <= A.n || throw(BoundsError(A, (:, j)))
    r = nzrange(A, j)
    SparseVector{eltype(A),_index_type(A)}(A.m, A.rowval[r], A.nzval[r])
end
getindex(A::SparseMatrixCSC, I::Part, J::Part) = (checkbounds(A, I, J); I isa Colon && J isa Colon ? copy(A) : _part(A, _places(I, A.m), _places(J, A.n)))
getindex(A::SparseMatrixCSC, I::AbstractVector{<:Integer}, j::Integer) = (checkbounds(Bool, A, I, j) || throw(BoundsError()); _as_vector(_part(A, _places(I, A.m), j:j)))
function getindex(A::SparseMatrixCSC, i::Integer, J::Part)
    checkbounds(A, i, J)
    row = _part(A, i:i, _places(J, A.n))
    SparseVector{eltype(A),_index_type(A)}(row.n, _columns_of(row), row.nzval)
end
getindex(A::Turned, I::Part, J::Part) = copy(A)[I, J]
getindex(A::Turned, I::Part, j::Integer) = copy(A)[I, j]
getindex(A::Turned, i::Integer, J::Part) = copy(A)[i, J]
# By linear indices.
function _at(A, at)
    vals = [A[i] for i in at]
    stored = findall(!iszero, vals)
    SparseVector{eltype(A),_index_type(A)}(length(at), stored, convert(Vector{eltype(A)}, vals[stored]))
end
function getindex(A::SparseMatrixCSC, ::Colon)
    J = _columns_of(A)
    SparseVector{eltype(A),_index_type(A)}(length(A), (J .- 1) .* A.m .+ A.rowval[1:nnz(A)], A.nzval[1:nnz(A)])
end
getindex(A::SparseMatrixCSC, I::AbstractVector{<:Integer}) = (checkbounds(A, I); _at(A, _places(I, length(A))))
getindex(A::SparseMatrixCSC, M::AbstractMatrix{Bool}) = (checkbounds(A, M); _at(A, findall(vec(Base._dense(M)))))
getindex(v::SparseVector, ::Colon) = copy(v)
getindex(v::SparseVector, I::AbstractVector{<:Integer}) = (checkbounds(Bool, v, I) || throw(BoundsError()); _as_vector(_part(_csc(v), _places(I, v.n), 1:1)))

## ---- shown ----
_some(io, n, room) = !get(io, :limit, false) || room >= n ? (1:n, n+1:n) : (k = (room - 1) ÷ 2; (1:k, n-(room-1-k)+1:n))
_value(io, vals, k) = isassigned(vals, k) ? show(io, vals[k]) : print(io, "#undef")
function show(io::IO, mime::MIME"text/plain", A::SparseMatrixCSC)
    print(io, A.m, "×", A.n, " ", typeof(A), " with ", nnz(A), " stored ", nnz(A) == 1 ? "entry" : "entries")
    nnz(A) == 0 && return
    print(io, ":")
    show(IOContext(io, :typeinfo => eltype(A)), A)
end
function show(io::IO, A::SparseMatrixCSC)
    nnz(A) == 0 && return show(io, MIME("text/plain"), A)
    room = displaysize(io)[1] - 4
    get(io, :limit, false) && room <= 2 && room < nnz(A) && return print(io, "\n  ⋮")
    I, J, V = findnz(A)
    head, tail = _some(io, nnz(A), room)
    shown = [head; tail]
    wide, high = ndigits(maximum(I[shown])), ndigits(maximum(J[shown]))
    short = IOContext(io, :compact => true)
    for part in (head, tail), k in part
        k == first(part) && part === tail && print(io, "\n  ⋮")
        print(io, "\n  [", rpad(I[k], wide), ", ", lpad(J[k], high), "]  =  ")
        _value(short, V, k)
    end
end
function show(io::IO, ::MIME"text/plain", v::SparseVector)
    print(io, v.n, "-element ", typeof(v), " with ", nnz(v), " stored ", nnz(v) == 1 ? "entry" : "entries")
    nnz(v) == 0 && return
    println(io, ":")
    show(IOContext(io, :typeinfo => eltype(v)), v)
end
function show(io::IO, v::SparseVector)
    n = nnz(v)
    n == 0 && return show(io, MIME("text/plain"), v)
    half = get(io, :limit, false) ? (displaysize(io)[1] - 8) ÷ 2 : typemax(Int)
    short = haskey(io, :compact) ? io : IOContext(io, :compact => true)
    wide = ndigits(v.n)
    for k in 1:n
        if k < half || k > n - half
            print(io, "  [", rpad(v.nzind[k], wide), "]  =  ")
            _value(short, v.nzval, k)
            k < n && println(io)
        elseif k == half
            println(io, "   ", " "^wide, "   ⋮")
        end
    end
end
end
