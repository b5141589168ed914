# SparseArrays: matrices by columns of their stored entries, and what scripts do with them most.

module SparseArrays
using LinearAlgebra
import Base: size, getindex, setindex!, show, +, -, *, /, \, ==, copy, sum, Matrix, Array, transpose, adjoint, map, collect, vec, count
import LinearAlgebra: _full
export SparseMatrixCSC, SparseVector, AbstractSparseMatrix, sparse, sparsevec, spzeros, spdiagm, sprand, nnz, findnz, nonzeros, rowvals, nzrange,
    issparse, dropzeros, dropzeros!, droptol!, blockdiag

abstract type AbstractSparseMatrix{T,I} <: AbstractMatrix{T} end
struct SparseMatrixCSC{T,I<:Integer} <: AbstractSparseMatrix{T,I}
    m::Int
    n::Int
    colptr::Vector{I}
    rowval::Vector{I}
    nzval::Vector{T}
end
struct SparseVector{T,I<:Integer} <: AbstractVector{T}
    n::Int
    nzind::Vector{I}
    nzval::Vector{T}
end
const AnySparse = Union{SparseMatrixCSC,SparseVector}

"The matrix with V[k] at (I[k], J[k]); entries for the same place are combined."
function sparse(I::AbstractVector{<:Integer}, J::AbstractVector{<:Integer}, V::AbstractVector, m::Integer = reduce(max, I; init = 0), n::Integer = reduce(max, J; init = 0), combine = +)
    length(I) == length(J) == length(V) || throw(ArgumentError("the first three arguments' lengths must match, length(I) (=$(length(I))) == length(J) (= $(length(J))) == length(V) (= $(length(V)))"))
    all(i -> 1 <= i <= m, I) || throw(ArgumentError("row indices I[k] must satisfy 1 <= I[k] <= m"))
    all(j -> 1 <= j <= n, J) || throw(ArgumentError("column indices J[k] must satisfy 1 <= J[k] <= n"))
    counts = zeros(Int, n + 1)
    rows, vals = Int[], eltype(V)[]
    last = (0, 0)
    for k in sortperm(collect(zip(J, I)))
        if (J[k], I[k]) == last
            vals[end] = combine(vals[end], V[k])
        else
            push!(rows, I[k])
            push!(vals, V[k])
            counts[J[k]+1] += 1
            last = (J[k], I[k])
        end
    end
    SparseMatrixCSC{eltype(V),Int}(m, n, cumsum(counts) .+ 1, rows, vals)
end
sparse(I::AbstractVector, J::AbstractVector, v::Number, dims...) = sparse(I, J, fill(v, length(I)), dims...)
function sparse(A::AbstractMatrix)
    D = _full(A)
    at = [c for c in CartesianIndices(D) if !iszero(D[c])]
    sparse(Int[c[1] for c in at], Int[c[2] for c in at], eltype(D)[D[c] for c in at], size(D)...)
end
sparse(A::SparseMatrixCSC) = copy(A)
# Parts of matrices with few bands are sparse.
const Banded = Union{Diagonal,Bidiagonal,Tridiagonal,SymTridiagonal}
const Part = Union{Colon,AbstractVector{<:Integer}}
getindex(A::Banded, I::Part, J::Part) = sparse(_full(A)[I, J])
getindex(A::Banded, i::Integer, J::Part) = sparse(_full(A)[i, J])
getindex(A::Banded, I::Part, j::Integer) = sparse(_full(A)[I, j])
sparse(v::AbstractVector) = (at = findall(!iszero, v); SparseVector{eltype(v),Int}(length(v), at, v[at]))
sparsevec(I::AbstractVector{<:Integer}, V::AbstractVector, n::Integer = maximum(I)) = (p = sortperm(I); SparseVector{eltype(V),Int}(n, I[p], V[p]))
sparsevec(v::AbstractVector) = sparse(v)
spzeros(m::Integer, n::Integer) = spzeros(Float64, m, n)
spzeros(::Type{T}, m::Integer, n::Integer) where {T} = SparseMatrixCSC{T,Int}(m, n, ones(Int, n + 1), Int[], T[])
spzeros(n::Integer) = SparseVector{Float64,Int}(n, Int[], Float64[])
spzeros(::Type{T}, n::Integer) where {T} = SparseVector{T,Int}(n, Int[], T[])
spdiagm(ps::Pair...) = sparse(diagm(ps...))
spdiagm(m::Integer, n::Integer, ps::Pair...) = sparse(diagm(m, n, ps...))
sprand(m::Integer, n::Integer, p::Real) = sparse([rand() < p ? rand() : 0.0 for i in 1:m, j in 1:n])
sprand(n::Integer, p::Real) = sparse([rand() < p ? rand() : 0.0 for i in 1:n])

size(A::SparseMatrixCSC) = (A.m, A.n)
size(v::SparseVector) = (v.n,)
Base.IndexStyle(::Type{<:SparseMatrixCSC}) = IndexCartesian()
nzrange(A::SparseMatrixCSC, j::Integer) = A.colptr[j]:A.colptr[j+1]-1
nnz(A::AnySparse) = length(A.nzval)
nonzeros(A::AnySparse) = A.nzval
rowvals(A::SparseMatrixCSC) = A.rowval
issparse(A) = A isa AnySparse || A isa Union{Adjoint,Transpose} && issparse(parent(A))
findnz(A::SparseMatrixCSC) = (copy(A.rowval), [j for j in 1:A.n for _ in nzrange(A, j)], copy(A.nzval))
findnz(v::SparseVector) = (copy(v.nzind), copy(v.nzval))
copy(A::SparseMatrixCSC{T,I}) where {T,I} = SparseMatrixCSC{T,I}(A.m, A.n, copy(A.colptr), copy(A.rowval), copy(A.nzval))
# Where (i, j) is stored, or where it would be.
function _find(A, i, j)
    r = nzrange(A, j)
    k = first(r) + searchsortedfirst(A.rowval[r], i) - 1
    (k <= last(r) && A.rowval[k] == i, k)
end
function getindex(A::SparseMatrixCSC{T}, i::Int, j::Int) where {T}
    checkbounds(A, i, j)
    stored, k = _find(A, i, j)
    stored ? A.nzval[k] : zero(T)
end
getindex(A::SparseMatrixCSC, ::Colon, j::Int) = (r = nzrange(A, j); SparseVector{eltype(A),Int}(A.m, A.rowval[r], A.nzval[r]))
getindex(A::SparseMatrixCSC, i::Int, ::Colon) = sparse(eltype(A)[A[i, j] for j in 1:A.n])
getindex(A::SparseMatrixCSC, I::Union{Colon,AbstractVector{<:Integer}}, J::Union{Colon,AbstractVector{<:Integer}}) = sparse(_full(A)[I, J])
function setindex!(A::SparseMatrixCSC, x, i::Int, j::Int)
    checkbounds(A, i, j)
    stored, k = _find(A, i, j)
    if stored
        A.nzval[k] = x
    elseif !iszero(x)
        insert!(A.rowval, k, i)
        insert!(A.nzval, k, x)
        A.colptr[j+1:end] .+= 1
    end
    A
end
function getindex(v::SparseVector{T}, i::Int) where {T}
    checkbounds(v, i)
    k = searchsortedfirst(v.nzind, i)
    k <= length(v.nzind) && v.nzind[k] == i ? v.nzval[k] : zero(T)
end
function setindex!(v::SparseVector, x, i::Int)
    k = searchsortedfirst(v.nzind, i)
    k <= length(v.nzind) && v.nzind[k] == i ? (v.nzval[k] = x) : iszero(x) || (insert!(v.nzind, k, i); insert!(v.nzval, k, x))
    v
end
function _full(A::SparseMatrixCSC{T}) where {T}
    D = zeros(T, A.m, A.n)
    for j in 1:A.n, k in nzrange(A, j)
        D[A.rowval[k], j] = A.nzval[k]
    end
    D
end
_full(v::SparseVector{T}) where {T} = (d = zeros(T, v.n); d[v.nzind] = v.nzval; d)
Matrix(A::SparseMatrixCSC) = _full(A)
Array(A::AnySparse) = _full(A)
collect(A::AnySparse) = _full(A)
Base._dense(A::AnySparse) = _full(A)

transpose(A::SparseMatrixCSC) = ((i, j, v) = findnz(A); sparse(j, i, v, A.n, A.m))
adjoint(A::SparseMatrixCSC) = ((i, j, v) = findnz(A); sparse(j, i, conj(v), A.n, A.m))
_kept(A::SparseMatrixCSC, v) = SparseMatrixCSC{eltype(v),Int}(A.m, A.n, copy(A.colptr), copy(A.rowval), v)
*(A::SparseMatrixCSC, x::Number) = _kept(A, A.nzval * x)
*(x::Number, A::SparseMatrixCSC) = _kept(A, x * A.nzval)
/(A::SparseMatrixCSC, x::Number) = _kept(A, A.nzval / x)
-(A::SparseMatrixCSC) = _kept(A, -A.nzval)
+(A::SparseMatrixCSC, B::SparseMatrixCSC) = sparse(_full(A) + _full(B))
-(A::SparseMatrixCSC, B::SparseMatrixCSC) = sparse(_full(A) - _full(B))
+(A::SparseMatrixCSC, U::UniformScaling) = sparse(_full(A) + U)
+(U::UniformScaling, A::SparseMatrixCSC) = A + U
-(A::SparseMatrixCSC, U::UniformScaling) = sparse(_full(A) - U)
*(A::SparseMatrixCSC, B::SparseMatrixCSC) = sparse(_full(A) * _full(B))
function *(A::SparseMatrixCSC, x::AbstractVector)
    A.n == length(x) || throw(DimensionMismatch())
    y = zeros(promote_type(eltype(A), eltype(x)), A.m)
    for j in 1:A.n, k in nzrange(A, j)
        y[A.rowval[k]] += A.nzval[k] * x[j]
    end
    y
end
\(A::SparseMatrixCSC, b::AbstractVector) = _full(A) \ b
==(A::SparseMatrixCSC, B::SparseMatrixCSC) = _full(A) == _full(B)
sum(A::AnySparse) = sum(A.nzval)
map(f, A::SparseMatrixCSC) = sparse(map(f, _full(A)))
Base.broadcasted(::typeof(*), A::SparseMatrixCSC, x::Number) = A * x
Base.broadcasted(::typeof(*), x::Number, A::SparseMatrixCSC) = x * A
Base.broadcasted(::typeof(/), A::SparseMatrixCSC, x::Number) = A / x
dropzeros(A::SparseMatrixCSC) = sparse(_full(A))
function dropzeros!(A::SparseMatrixCSC)
    B = dropzeros(A)
    copy!(A.colptr, B.colptr); copy!(A.rowval, B.rowval); copy!(A.nzval, B.nzval)
    A
end
droptol!(A::SparseMatrixCSC, tol) = (A.nzval[abs.(A.nzval) .<= tol] .= 0; dropzeros!(A))
blockdiag(As::SparseMatrixCSC...) = sparse(cat(map(_full, As)...; dims = (1, 2)))

function _entries(io, A, places)
    w = map(k -> reduce(max, Int[ndigits(p[k]) for p in places]; init = 1), 1:length(first(places)))
    for (k, p) in enumerate(places)
        k > 1 && println(io)
        print(io, "  [", join([lpad(p[d], w[d]) for d in 1:length(p)], ", "), "]  =  ", sprint(show, A.nzval[k]; context = :compact => true))
    end
end
function show(io::IO, ::MIME"text/plain", A::SparseMatrixCSC)
    print(io, A.m, "×", A.n, " ", typeof(A), " with ", nnz(A), " stored ", nnz(A) == 1 ? "entry" : "entries")
    nnz(A) == 0 && return
    println(io, ":")
    i, j, _ = findnz(A)
    _entries(io, A, collect(zip(i, j)))
end
function show(io::IO, A::SparseMatrixCSC)
    nnz(A) == 0 && return show(io, MIME("text/plain"), A)
    println(io)
    i, j, _ = findnz(A)
    _entries(io, A, collect(zip(i, j)))
end
function show(io::IO, ::MIME"text/plain", v::SparseVector)
    print(io, v.n, "-element ", typeof(v), " with ", nnz(v), " stored ", nnz(v) == 1 ? "entry" : "entries")
    nnz(v) == 0 && return
    println(io, ":")
    show(io, v)
end
show(io::IO, v::SparseVector) = nnz(v) == 0 ? show(io, MIME("text/plain"), v) : _entries(io, v, [(i,) for i in v.nzind])
end
