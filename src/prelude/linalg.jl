# Linear algebra: lazy transposes, special matrices, factorizations. linalg.c calls OpenBLAS and LAPACK.

module LinearAlgebra

import Base: *, +, -, /, strides, \, ^, ==, size, getindex, setindex!, copy, show, similar, parent, adjoint, transpose, inv, axes, length, iterate, convert,
    real, imag, conj, abs, exp, log, sqrt, sin, cos, tan, IndexStyle, IndexLinear, IndexCartesian, getproperty, propertynames, isapprox, zero, one, iszero, isone,
    copyto!, kron, isreal, fill!, sum, map, broadcasted, materialize, Broadcasted, Matrix, Array, isone, vec, replace_in_print_matrix, permutedims,
    collect, Vector, hash, oneunit, summary, eltype, kron, det
using Base: _gemqrt!, _gemm, _dot, _norm2, _blas_copy, _getrf!, _getrs!, _getri!, _potrf!, _trtrs!, _geqrf!, _orgqr, _geqp3!, _gelsy!, _syevr!, _geev!, _gesdd!,
    _transposed, _dense, require_one_based_indexing

# lazy transposes
struct Adjoint{T,S} <: AbstractMatrix{T}
    parent::S
end
struct Transpose{T,S} <: AbstractMatrix{T}
    parent::S
end
Adjoint(A) = Adjoint{_wrapped_eltype(A, Adjoint),typeof(A)}(A)
Transpose(A) = Transpose{_wrapped_eltype(A, Transpose),typeof(A)}(A)
function _wrapped_eltype(A, W)
    T = eltype(A)
    T <: AbstractArray || return T
    T <: AbstractVecOrMat ? W{eltype(T),T} : Any
end
const AdjOrTrans{T,S} = Union{Adjoint{T,S},Transpose{T,S}} where {T,S}
const AdjOrTransAbsVec{T} = AdjOrTrans{T,<:AbstractVector}
const AdjointAbsVec{T} = Adjoint{T,<:AbstractVector}
const TransposeAbsVec{T} = Transpose{T,<:AbstractVector}
adjoint(A::AbstractVecOrMat) = Adjoint(A)
transpose(A::AbstractVecOrMat) = Transpose(A)
adjoint(A::Adjoint) = A.parent
transpose(A::Transpose) = A.parent
adjoint(A::Transpose{<:Real}) = A.parent
transpose(A::Adjoint{<:Real}) = A.parent
adjoint(x::Number) = conj(x)
transpose(x::Number) = x
for f in (:adjoint, :transpose)
    @eval $f(A::AbstractArray) = error($f, " not defined for ", typeof(A), ". Consider using `permutedims` for higher-dimensional arrays.")
end
parent(A::AdjOrTrans) = A.parent
_size_of(v::AbstractVector) = (1, length(v))
_size_of(A) = (size(A, 2), size(A, 1))
size(A::AdjOrTrans) = _size_of(A.parent)
length(A::AdjOrTrans) = length(A.parent)
axes(A::AdjOrTrans) = map(Base.OneTo, size(A))
IndexStyle(::Type{<:AdjOrTrans}) = IndexCartesian()
IndexStyle(::Type{<:AdjOrTransAbsVec}) = IndexLinear()
getindex(A::Adjoint{T,<:AbstractVector}, i::Int) where {T} = adjoint(A.parent[i])
getindex(A::Transpose{T,<:AbstractVector}, i::Int) where {T} = transpose(A.parent[i])
getindex(A::Adjoint{T,<:AbstractVector}, i::Int, j::Int) where {T} = (checkbounds(A, i, j); adjoint(A.parent[j]))
getindex(A::Transpose{T,<:AbstractVector}, i::Int, j::Int) where {T} = (checkbounds(A, i, j); transpose(A.parent[j]))
getindex(A::Adjoint{T,<:AbstractMatrix}, i::Int, j::Int) where {T} = adjoint(A.parent[j, i])
getindex(A::Transpose{T,<:AbstractMatrix}, i::Int, j::Int) where {T} = transpose(A.parent[j, i])
getindex(A::AdjOrTransAbsVec, ::Colon, i::Int) = [A[1, i]]
getindex(A::Adjoint{T,<:AbstractVector}, ::Colon, is::AbstractVector{<:Integer}) where {T} = Adjoint(A.parent[is])
getindex(A::Transpose{T,<:AbstractVector}, ::Colon, is::AbstractVector{<:Integer}) where {T} = Transpose(A.parent[is])
getindex(A::AdjOrTransAbsVec, ::Colon, ::Colon) = _wrapper(A)(copy(A.parent))
_wrapper(::Adjoint) = Adjoint
_wrapper(::Transpose) = Transpose
setindex!(A::Adjoint{T,<:AbstractVector}, x, i::Int) where {T} = (A.parent[i] = adjoint(x); A)
setindex!(A::Transpose{T,<:AbstractVector}, x, i::Int) where {T} = (A.parent[i] = transpose(x); A)
setindex!(A::Adjoint{T,<:AbstractVector}, x, i::Int, j::Int) where {T} = (checkbounds(A, i, j); A.parent[j] = adjoint(x); A)
setindex!(A::Transpose{T,<:AbstractVector}, x, i::Int, j::Int) where {T} = (checkbounds(A, i, j); A.parent[j] = transpose(x); A)
setindex!(A::Adjoint{T,<:AbstractMatrix}, x, i::Int, j::Int) where {T} = (A.parent[j, i] = adjoint(x); A)
setindex!(A::Transpose{T,<:AbstractMatrix}, x, i::Int, j::Int) where {T} = (A.parent[j, i] = transpose(x); A)
copy(A::Transpose{T,<:AbstractMatrix}) where {T} = eltype(A.parent) <: Number ? _transposed(_dense(A.parent)) : collect(A)
copy(A::Adjoint{T,<:AbstractMatrix}) where {T} = eltype(A.parent) <: Real ? _transposed(_dense(A.parent)) : eltype(A.parent) <: Number ? conj(_transposed(_dense(A.parent))) : [A[i, j] for i in 1:size(A, 1), j in 1:size(A, 2)]
copy(A::AdjOrTransAbsVec) = _wrapper(A)(copy(A.parent))
vec(A::Transpose{<:Number,<:AbstractVector}) = A.parent
vec(A::Adjoint{<:Real,<:AbstractVector}) = A.parent
similar(A::AdjOrTransAbsVec) = _wrapper(A)(similar(A.parent))
similar(A::AdjOrTransAbsVec, T::Type) = _wrapper(A)(similar(A.parent, T))
map(f, A::Adjoint{<:Real,<:AbstractVector}) = Adjoint(map(f, A.parent))
map(f, A::Transpose{<:Real,<:AbstractVector}) = Transpose(map(f, A.parent))
*(A::Adjoint{<:Real,<:AbstractVector}, x::Number) = Adjoint(A.parent * x)
*(x::Number, A::Adjoint{<:Real,<:AbstractVector}) = Adjoint(x * A.parent)
/(A::Adjoint{<:Real,<:AbstractVector}, x::Number) = Adjoint(A.parent / x)
-(A::Adjoint) = Adjoint(-A.parent)
*(A::Adjoint{<:Complex,<:AbstractVector}, x::Number) = Adjoint(A.parent * conj(x))
*(A::TransposeAbsVec, x::Number) = Transpose(A.parent * x)
*(x::Number, A::TransposeAbsVec) = Transpose(x * A.parent)
/(A::TransposeAbsVec, x::Number) = Transpose(A.parent / x)
-(A::Transpose) = Transpose(-A.parent)
inv(A::Transpose) = Transpose(inv(A.parent))
inv(A::Adjoint) = Adjoint(inv(A.parent))
Base.strides(A::AdjOrTrans{<:Any,<:AbstractMatrix}) = reverse(strides(A.parent))
Base.stride(A::AdjOrTrans{<:Any,<:AbstractMatrix}, k::Integer) = k in (1, 2) ? stride(A.parent, 3 - k) : stride(A.parent, k)
conj(A::Transpose) = Adjoint(A.parent)
conj(A::Adjoint) = Transpose(A.parent)
*(x::Number, A::Adjoint{<:Complex,<:AbstractVector}) = Adjoint(A.parent * conj(x))
+(A::Adjoint{<:Real,<:AbstractVector}, B::Adjoint{<:Real,<:AbstractVector}) = Adjoint(A.parent + B.parent)
-(A::Adjoint{<:Real,<:AbstractVector}, B::Adjoint{<:Real,<:AbstractVector}) = Adjoint(A.parent - B.parent)
+(A::TransposeAbsVec, B::TransposeAbsVec) = Transpose(A.parent + B.parent)
-(A::TransposeAbsVec, B::TransposeAbsVec) = Transpose(A.parent - B.parent)

# errors
struct SingularException <: Exception
    info::Int
end
struct PosDefException <: Exception
    info::Int
end
struct RankDeficientException <: Exception
    info::Int
end
struct LAPACKException <: Exception
    info::Int
end
struct ZeroPivotException <: Exception
    info::Int
end
Base.showerror(io::IO, ::ZeroPivotException) =
    print(io, "ZeroPivotException: factorization encountered one or more zero pivots. Consider switching to a pivoted LU factorization.")
function Base.showerror(io::IO, e::PosDefException)
    print(io, "PosDefException: matrix is not ")
    print(io, e.info == -1 ? "Hermitian" : "positive definite", "; Cholesky factorization failed.")
end

function checksquare(A)
    m, n = size(A)
    m == n || throw(DimensionMismatch("matrix is not square: dimensions are $(size(A))"))
    m
end
checksquare(A, B...) = [checksquare(A), map(checksquare, B)...]

_uplo(s::Symbol) = s === :U ? 'U' : s === :L ? 'L' : throw(ArgumentError("uplo argument must be either :U (upper) or :L (lower)"))

# special matrices
struct Diagonal{T,V<:AbstractVector{T}} <: AbstractMatrix{T}
    diag::V
end
Diagonal(v::AbstractVector{T}) where {T} = Diagonal{T,typeof(v)}(v)
Diagonal(A::AbstractMatrix) = Diagonal(diag(A))
Diagonal{T}(v::AbstractVector) where {T} = Diagonal(convert(Vector{T}, v))
size(D::Diagonal) = (length(D.diag), length(D.diag))
getindex(D::Diagonal, i::Int, j::Int) = (checkbounds(D, i, j); i == j ? D.diag[i] : _beside(D, i, j))
_beside(D::Diagonal{T}, i, j) where {T} = zero(T)
_beside(D::Diagonal{T}, i, j) where {T<:AbstractMatrix} = zeros(eltype(T), size(D.diag[i], 1), size(D.diag[j], 2))
function setindex!(D::Diagonal, v, i::Int, j::Int)
    checkbounds(D, i, j)
    if i == j
        D.diag[i] = v
    elseif !iszero(v)
        throw(ArgumentError("cannot set off-diagonal entry ($i, $j) to a nonzero value ($v)"))
    end
    D
end
parent(D::Diagonal) = D.diag

for W in (:Symmetric, :Hermitian)
    @eval begin
        struct $W{T,S} <: AbstractMatrix{T}
            data::S
            uplo::Char
        end
        function $W(A::AbstractMatrix, uplo::Symbol = :U)
            checksquare(A)
            $W{eltype(A),typeof(A)}(A, _uplo(uplo))
        end
        $W(A::$W, uplo::Symbol) = $W(A.data, uplo)
        $W(A::$W) = A
        size(A::$W) = size(A.data)
        parent(A::$W) = A.data
        *(A::$W, x::Real) = $W(A.data * x, Symbol(A.uplo))
        *(x::Real, A::$W) = $W(x * A.data, Symbol(A.uplo))
        /(A::$W, x::Real) = $W(A.data / x, Symbol(A.uplo))
        -(A::$W) = $W(-A.data, Symbol(A.uplo))
        +(A::$W, B::$W) = $W(A.uplo == B.uplo ? A.data + B.data : Matrix(A) + Matrix(B), A.uplo == B.uplo ? Symbol(A.uplo) : :U)
        -(A::$W, B::$W) = $W(A.uplo == B.uplo ? A.data - B.data : Matrix(A) - Matrix(B), A.uplo == B.uplo ? Symbol(A.uplo) : :U)
        inv(A::$W) = $W(inv(Matrix(A)))
    end
end
_upper(A) = A.uplo == 'U'
function getindex(A::Symmetric, i::Int, j::Int)
    checkbounds(A, i, j)
    (i <= j) == _upper(A) || i == j ? A.data[i, j] : transpose(A.data[j, i])
end
function getindex(A::Hermitian, i::Int, j::Int)
    checkbounds(A, i, j)
    i == j ? (x = A.data[i, i]; x isa Complex ? complex(real(x)) : x) : (i < j) == _upper(A) ? A.data[i, j] : adjoint(A.data[j, i])
end
function setindex!(A::Union{Symmetric,Hermitian}, v, i::Int, j::Int)
    i == j || throw(ArgumentError("Cannot set a non-diagonal index in a $(A isa Symmetric ? "symmetric" : "Hermitian") matrix"))
    A.data[i, i] = v
    A
end
const RealHermSym = Union{Symmetric{<:Real},Hermitian}
adjoint(A::Symmetric{<:Real}) = A
adjoint(A::Hermitian) = A
transpose(A::Symmetric) = A
transpose(A::Hermitian{<:Real}) = A

for (W, low, unit) in ((:UpperTriangular, false, false), (:LowerTriangular, true, false), (:UnitUpperTriangular, false, true), (:UnitLowerTriangular, true, true))
    @eval begin
        struct $W{T,S} <: AbstractMatrix{T}
            data::S
        end
        $W(A::AbstractMatrix) = (checksquare(A); $W{eltype(A),typeof(A)}(A))
        $W(A::$W) = A
        size(A::$W) = size(A.data)
        parent(A::$W) = A.data
        _islower(A::$W) = $low
        _isunit(A::$W) = $unit
    end
end
const AbstractTriangular = Union{UpperTriangular,LowerTriangular,UnitUpperTriangular,UnitLowerTriangular}
function getindex(A::AbstractTriangular, i::Int, j::Int)
    i == j && _isunit(A) && return (checkbounds(A, i, j); one(eltype(A)))
    (_islower(A) ? i >= j : i <= j) ? A.data[i, j] : zero(A.data[j, i])
end
function setindex!(A::AbstractTriangular, v, i::Int, j::Int)
    a = A isa UpperTriangular ? "an" : "a"
    if _islower(A) ? i < j : i > j
        iszero(v) || throw(ArgumentError("cannot set index in the $(_islower(A) ? "upper" : "lower") triangular part ($i, $j) of $a $(nameof(typeof(A))) matrix to a nonzero value ($v)"))
    elseif i == j && _isunit(A)
        isone(v) || throw(ArgumentError("cannot set index on the diagonal ($i, $j) of $a $(nameof(typeof(A))) matrix to a non-unit value ($v)"))
    else
        A.data[i, j] = v
    end
    A
end
adjoint(A::AbstractTriangular) = Adjoint(A)
for (W, V) in ((:UpperTriangular, :LowerTriangular), (:UnitUpperTriangular, :UnitLowerTriangular))
    @eval begin
        _flip(A::$W) = $V
        _flip(A::$V) = $W
    end
end
for W in (:UpperTriangular, :LowerTriangular)
    @eval begin
        *(A::$W, x::Number) = $W(A.data * x)
        *(x::Number, A::$W) = $W(x * A.data)
        /(A::$W, x::Number) = $W(A.data / x)
        -(A::$W) = $W(-A.data)
        +(A::$W, B::$W) = $W(A.data + B.data)
        -(A::$W, B::$W) = $W(A.data - B.data)
        *(A::$W, B::$W) = $W(Matrix(A) * Matrix(B))
        inv(A::$W) = $W(_tri_solve(A, Matrix{_div_type(eltype(A))}(I, size(A)...)))
    end
end

struct Tridiagonal{T,V<:AbstractVector{T}} <: AbstractMatrix{T}
    dl::V
    d::V
    du::V
    Tridiagonal{T,V}(dl, d, du) where {T,V} = new{T,V}(dl, d, du)
end
function Tridiagonal(dl::AbstractVector, d::AbstractVector, du::AbstractVector)
    length(dl) == length(du) == max(0, length(d) - 1) || throw(ArgumentError("cannot construct Tridiagonal from incompatible lengths of subdiagonal, diagonal and superdiagonal: ($(length(dl)), $(length(d)), $(length(du)))"))
    T = promote_type(eltype(dl), eltype(d), eltype(du))
    Tridiagonal{T,Vector{T}}(convert(Vector{T}, dl), convert(Vector{T}, d), convert(Vector{T}, du))
end
size(A::Tridiagonal) = (length(A.d), length(A.d))
function getindex(A::Tridiagonal{T}, i::Int, j::Int) where {T}
    checkbounds(A, i, j)
    i == j ? A.d[i] : i == j + 1 ? A.dl[j] : j == i + 1 ? A.du[i] : zero(T)
end
function setindex!(A::Tridiagonal, v, i::Int, j::Int)
    checkbounds(A, i, j)
    if i == j
        A.d[i] = v
    elseif i == j + 1
        A.dl[j] = v
    elseif j == i + 1
        A.du[i] = v
    elseif !iszero(v)
        throw(ArgumentError("cannot set entry ($i, $j) off the tridiagonal band to a nonzero value ($v)"))
    end
    A
end
*(A::Tridiagonal, x::Number) = Tridiagonal(A.dl * x, A.d * x, A.du * x)
*(x::Number, A::Tridiagonal) = Tridiagonal(x * A.dl, x * A.d, x * A.du)
+(A::Tridiagonal, B::Tridiagonal) = Tridiagonal(A.dl + B.dl, A.d + B.d, A.du + B.du)
-(A::Tridiagonal, B::Tridiagonal) = Tridiagonal(A.dl - B.dl, A.d - B.d, A.du - B.du)

struct SymTridiagonal{T,V<:AbstractVector{T}} <: AbstractMatrix{T}
    dv::V
    ev::V
    SymTridiagonal{T,V}(dv, ev) where {T,V} = new{T,V}(dv, ev)
end
function SymTridiagonal(dv::AbstractVector, ev::AbstractVector)
    length(dv) - 1 <= length(ev) <= length(dv) || throw(DimensionMismatch("subdiagonal has wrong length. Has length $(length(ev)), but should be either $(length(dv) - 1) or $(length(dv))."))
    T = promote_type(eltype(dv), eltype(ev))
    SymTridiagonal{T,Vector{T}}(convert(Vector{T}, dv), convert(Vector{T}, ev))
end
size(A::SymTridiagonal) = (length(A.dv), length(A.dv))
function getindex(A::SymTridiagonal{T}, i::Int, j::Int) where {T}
    checkbounds(A, i, j)
    i == j ? A.dv[i] : i == j + 1 ? A.ev[j] : j == i + 1 ? A.ev[i] : zero(T)
end

function setindex!(A::SymTridiagonal, v, i::Int, j::Int)
    checkbounds(A, i, j)
    i == j || throw(ArgumentError("cannot set off-diagonal entry ($i, $j)"))
    A.dv[i] = v
    A
end

struct Bidiagonal{T,V<:AbstractVector{T}} <: AbstractMatrix{T}
    dv::V
    ev::V
    uplo::Char
end
function Bidiagonal(dv::AbstractVector, ev::AbstractVector, uplo::Symbol)
    length(ev) == max(length(dv) - 1, 0) || throw(DimensionMismatch("length of diagonal vector is $(length(dv)), length of off-diagonal vector is $(length(ev))"))
    T = promote_type(eltype(dv), eltype(ev))
    Bidiagonal{T,Vector{T}}(convert(Vector{T}, dv), convert(Vector{T}, ev), _uplo(uplo))
end
size(A::Bidiagonal) = (length(A.dv), length(A.dv))
function getindex(A::Bidiagonal{T}, i::Int, j::Int) where {T}
    checkbounds(A, i, j)
    i == j ? A.dv[i] : A.uplo == 'U' && j == i + 1 ? A.ev[i] : A.uplo == 'L' && i == j + 1 ? A.ev[j] : zero(T)
end

function setindex!(A::Bidiagonal, v, i::Int, j::Int)
    checkbounds(A, i, j)
    if i == j
        A.dv[i] = v
    elseif A.uplo == 'U' ? j == i + 1 : i == j + 1
        A.ev[min(i, j)] = v
    elseif !iszero(v)
        throw(ArgumentError("cannot set entry ($i, $j) off the $(A.uplo == 'U' ? "upper" : "lower") bidiagonal band to a nonzero value ($v)"))
    end
    A
end

# the dots of structural zeros in displays
_structural_zero(A, i, j) = false
_structural_zero(A::Diagonal, i, j) = i != j
_structural_zero(A::AbstractTriangular, i, j) = _islower(A) ? i < j : i > j
_structural_zero(A::Union{Tridiagonal,SymTridiagonal}, i, j) = abs(i - j) > 1
_structural_zero(A::Bidiagonal, i, j) = !(i == j || (A.uplo == 'U' ? j == i + 1 : i == j + 1))
_structural_zero(A::AdjOrTrans{T,<:Union{AbstractTriangular,Tridiagonal,Bidiagonal}}, i, j) where {T} = _structural_zero(A.parent, j, i)
function replace_in_print_matrix(A::Union{Diagonal,AbstractTriangular,Tridiagonal,SymTridiagonal,Bidiagonal}, i::Integer, j::Integer, s::AbstractString)
    _structural_zero(A, i, j) ? Base.replace_with_centered_mark(s) : s
end

const SpecialMatrix = Union{Diagonal,Symmetric,Hermitian,UpperTriangular,LowerTriangular,UnitUpperTriangular,UnitLowerTriangular,Tridiagonal,SymTridiagonal,Bidiagonal}
_full(A::SpecialMatrix) = [A[i, j] for i in 1:size(A, 1), j in 1:size(A, 2)]
# Of numbers, column by column.
_own(A) = A isa Array ? copy(A) : collect(A)
function _full(A::AbstractTriangular)
    eltype(A) <: Number || return invoke(_full, Tuple{SpecialMatrix}, A)
    D = _own(A.data)
    n, z = size(D, 1), zero(eltype(D))
    for j in 1:n
        fill!(view(D, _islower(A) ? (1:j-1) : (j+1:n), j), z)
        _isunit(A) && (D[j, j] = one(z))
    end
    D
end
function _full(A::Union{Symmetric,Hermitian})
    eltype(A) <: Number || return invoke(_full, Tuple{SpecialMatrix}, A)
    D = _own(A.data)
    turn = A isa Hermitian ? conj : identity
    for j in 1:size(D, 1)
        A isa Hermitian && (D[j, j] = turn === conj && eltype(D) <: Complex ? complex(real(D[j, j])) : D[j, j])
        j == 1 || (_upper(A) ? (D[j, 1:j-1] = turn(D[1:j-1, j])) : (D[1:j-1, j] = turn(D[j, 1:j-1])))
    end
    D
end
_full(A::Adjoint) = A.parent isa AbstractVector ? [A[1, j] for i in 1:1, j in 1:length(A)] : copy(A)
_full(A::Transpose) = A.parent isa AbstractVector ? [A[1, j] for i in 1:1, j in 1:length(A)] : copy(A)
_full(A::Array) = A
_full(A) = collect(A)
collect(A::SpecialMatrix) = isempty(A) ? Matrix{eltype(A)}(undef, size(A)) : convert(Matrix{eltype(A)}, _full(A))
copyto!(A::Array, B::SpecialMatrix) = copyto!(A, collect(B))

# arithmetic with diagonals
*(D::Diagonal, x::Number) = Diagonal(D.diag * x)
*(x::Number, D::Diagonal) = Diagonal(x * D.diag)
/(D::Diagonal, x::Number) = Diagonal(D.diag / x)
-(D::Diagonal) = Diagonal(-D.diag)
+(A::Diagonal, B::Diagonal) = Diagonal(A.diag + B.diag)
-(A::Diagonal, B::Diagonal) = Diagonal(A.diag - B.diag)
*(A::Diagonal, B::Diagonal) = Diagonal(A.diag .* B.diag)
*(D::Diagonal, A::AbstractMatrix) = (_check_product(D, A); D.diag .* _full(A))
*(A::AbstractMatrix, D::Diagonal) = (_check_product(A, D); _full(A) .* permutedims(D.diag))
*(D::Diagonal, v::AbstractVector) = D.diag .* v
for W in (:Adjoint, :Transpose), T in (:Real, :Any)
    @eval *(A::$W{<:$T,<:AbstractVector}, D::Diagonal) = $W($W(A.parent) isa Adjoint ? conj(D.diag) .* A.parent : D.diag .* A.parent)
    @eval /(A::$W{<:$T,<:AbstractVector}, D::Diagonal) = (_check_diag(D); $W($W(A.parent) isa Adjoint ? A.parent ./ conj(D.diag) : A.parent ./ D.diag))
end
for W in (:UpperTriangular, :LowerTriangular)
    @eval *(A::$W, D::Diagonal) = $W(_full(A) .* permutedims(D.diag))
    @eval *(D::Diagonal, A::$W) = $W(D.diag .* _full(A))
    @eval *(A::$(Symbol("Unit", W)), D::Diagonal) = $W(_full(A) .* permutedims(D.diag))
    @eval *(D::Diagonal, A::$(Symbol("Unit", W))) = $W(D.diag .* _full(A))
end
^(D::Diagonal, p::Integer) = Diagonal(p < 0 ? float(D.diag) .^ p : D.diag .^ p)
function inv(D::Diagonal)
    i = findfirst(iszero, D.diag)
    i === nothing || throw(SingularException(i))
    Diagonal(inv.(D.diag))
end
function _check_diag(D)
    i = findfirst(iszero, D.diag)
    i === nothing || throw(SingularException(i))
end
\(D::Diagonal, v::AbstractVector) = D.diag .\ v
det(D::Diagonal) = prod(D.diag)
logdet(x::Number) = log(x)
logdet(D::Diagonal) = sum(log, D.diag)
adjoint(D::Diagonal{<:Real}) = D
adjoint(D::Diagonal) = Diagonal(conj(D.diag))
transpose(D::Diagonal) = D
==(A::Diagonal, B::Diagonal) = A.diag == B.diag

# the identity of any size
struct UniformScaling{T<:Number}
    λ::T
end
const I = UniformScaling(true)
(U::UniformScaling)(n::Integer) = Diagonal(fill(U.λ, n))
eltype(::Type{UniformScaling{T}}) where {T} = T
getindex(U::UniformScaling, i::Integer, j::Integer) = i == j ? U.λ : zero(U.λ)
Base.ndims(U::UniformScaling) = 2
show(io::IO, ::MIME"text/plain", U::UniformScaling) = print(io, typeof(U), "\n", U.λ, "*I")
show(io::IO, U::UniformScaling) = (print(io, typeof(U), "("); show(io, U.λ); print(io, ")"))
+(U::UniformScaling) = U
-(U::UniformScaling) = UniformScaling(-U.λ)
+(U::UniformScaling, V::UniformScaling) = UniformScaling(U.λ + V.λ)
-(U::UniformScaling, V::UniformScaling) = UniformScaling(U.λ - V.λ)
+(U::UniformScaling, x::Number) = U.λ + x
+(x::Number, U::UniformScaling) = x + U.λ
-(U::UniformScaling, x::Number) = U.λ - x
-(x::Number, U::UniformScaling) = x - U.λ
*(U::UniformScaling, V::UniformScaling) = UniformScaling(U.λ * V.λ)
*(U::UniformScaling, x::Number) = UniformScaling(U.λ * x)
*(x::Number, U::UniformScaling) = UniformScaling(x * U.λ)
/(U::UniformScaling, x::Number) = UniformScaling(U.λ / x)
*(A::AbstractMatrix, U::UniformScaling) = A * U.λ
*(v::AbstractVector, U::UniformScaling) = reshape(v, length(v), 1) * U.λ
*(U::UniformScaling, A::AbstractVecOrMat) = U.λ * A
/(A::AbstractMatrix, U::UniformScaling) = A / U.λ
\(U::UniformScaling, A::AbstractVecOrMat) = U.λ \ A
^(U::UniformScaling, n::Integer) = UniformScaling(U.λ^n)
inv(U::UniformScaling) = UniformScaling(inv(U.λ))
adjoint(U::UniformScaling) = UniformScaling(conj(U.λ))
transpose(U::UniformScaling) = U
==(U::UniformScaling, V::UniformScaling) = U.λ == V.λ
==(A::AbstractMatrix, U::UniformScaling) = size(A, 1) == size(A, 2) && A == Matrix(U, size(A)...)
==(U::UniformScaling, A::AbstractMatrix) = A == U
isapprox(A::AbstractMatrix, U::UniformScaling; kw...) = isapprox(A, Matrix{eltype(A)}(U, size(A)...); kw...)
isapprox(U::UniformScaling, A::AbstractMatrix; kw...) = isapprox(A, U; kw...)
copyto!(A::AbstractMatrix, U::UniformScaling) = (fill!(A, zero(eltype(A))); for i in 1:min(size(A)...); A[i, i] = U.λ; end; A)
function _add_scaled(A, x)
    checksquare(A)
    B = convert(Matrix{promote_type(eltype(A), typeof(x))}, copy(_full(A)))
    for i in 1:size(B, 1)
        B[i, i] += x
    end
    B
end
+(A::AbstractMatrix, U::UniformScaling) = _add_scaled(A, U.λ)
+(U::UniformScaling, A::AbstractMatrix) = _add_scaled(A, U.λ)
-(A::AbstractMatrix, U::UniformScaling) = _add_scaled(A, -U.λ)
-(U::UniformScaling, A::AbstractMatrix) = _add_scaled(-A, U.λ)
+(D::Diagonal, U::UniformScaling) = Diagonal(D.diag .+ U.λ)
-(D::Diagonal, U::UniformScaling) = Diagonal(D.diag .- U.λ)
+(U::UniformScaling, D::Diagonal) = D + U
-(U::UniformScaling, D::Diagonal) = Diagonal(U.λ .- D.diag)
+(A::Symmetric, U::UniformScaling) = Symmetric(_add_scaled(A, U.λ))
-(A::Symmetric, U::UniformScaling) = Symmetric(_add_scaled(A, -U.λ))
+(A::UpperTriangular, U::UniformScaling) = UpperTriangular(_add_scaled(A, U.λ))
-(A::UpperTriangular, U::UniformScaling) = UpperTriangular(_add_scaled(A, -U.λ))
+(A::LowerTriangular, U::UniformScaling) = LowerTriangular(_add_scaled(A, U.λ))
-(A::LowerTriangular, U::UniformScaling) = LowerTriangular(_add_scaled(A, -U.λ))
Array{T,2}(U::UniformScaling, m::Integer, n::Integer) where {T} = copyto!(Matrix{T}(undef, m, n), U)
Array{T,2}(U::UniformScaling, d::Tuple) where {T} = copyto!(Matrix{T}(undef, d), U)
Array{T}(U::UniformScaling, m::Integer, n::Integer) where {T} = copyto!(Matrix{T}(undef, m, n), U)
(::Type{Matrix})(U::UniformScaling, m::Integer, n::Integer) = copyto!(Matrix{eltype(U)}(undef, m, n), U)
(::Type{Matrix})(U::UniformScaling, d::Tuple) = copyto!(Matrix{eltype(U)}(undef, d), U)
(::Type{Array})(U::UniformScaling, m::Integer, n::Integer) = copyto!(Matrix{eltype(U)}(undef, m, n), U)

strides(A::Union{Adjoint{<:Real,<:AbstractMatrix},Transpose{<:Any,<:AbstractMatrix}}) = reverse(strides(A.parent))
strides(A::Union{Adjoint{<:Real,<:AbstractVector},Transpose{<:Any,<:AbstractVector}}) = (stride(A.parent, 2), stride(A.parent, 1))

# products
_unwrap(A) = ('N', A)
_unwrap(A::Transpose{T,<:AbstractMatrix}) where {T<:Number} = ('T', A.parent)
_unwrap(A::Adjoint{T,<:AbstractMatrix}) where {T<:Number} = (T <: Real ? 'T' : 'C', A.parent)
_op(t, A) = t == 'N' ? A : t == 'T' ? Transpose(A) : Adjoint(A)
_dims_text(A) = "($(size(A, 1)),$(size(A, 2)))"
_check_product(A, B) = size(A, 2) == size(B, 1) || _refuse_product(A, B)
function _refuse_product(A, B)
    T, S = eltype(A), eltype(B)
    blas = Union{Float64,Float32,Complex{Float64},Complex{Float32}} # what BLAS multiplies is told as its callers say it
    if T === S <: blas || A isa StridedMatrix && B isa StridedMatrix && T <: blas && S <: blas ||
       B isa AbstractVector && T <: blas && S <: Real && promote_type(T, S) === T
        B isa AbstractVector && throw(DimensionMismatch("second dimension of A, $(size(A, 2)), does not match length of x, $(length(B))"))
        throw(DimensionMismatch("A has dimensions $(_dims_text(A)) but B has dimensions $(_dims_text(B))"))
    end
    B isa AbstractVector && throw(DimensionMismatch("matrix A has dimensions $(_dims_text(A)), vector B has length $(length(B))"))
    throw(DimensionMismatch("matrix A has dimensions $(_dims_text(A)), matrix B has dimensions $(_dims_text(B))"))
end
Base._refuse_product(A, B) = _refuse_product(A, B)
_numeric(A) = (D = _dense(_full(A)); D isa BitArray ? Array(D) : D)
function _product(A, B)
    _check_product(A, B)
    tA, a = _unwrap(A)
    tB, b = _unwrap(B)
    a = _numeric(a)
    b = _numeric(b)
    S = eltype(a)
    T = eltype(b)
    if S !== T && S <: Number && T <: Number
        R = promote_type(S, T)
        if R === Float64 || R === Complex{Float64}
            a = convert(Array{R}, a)
            b = convert(Array{R}, b)
        end
    end
    C = _gemm(tA, tB, a, b)
    C === nothing ? _generic_product(tA == 'N' ? a : _op(tA, a), tB == 'N' ? b : _op(tB, b)) : C
end
function _generic_product(A, B)
    m = size(A, 1)
    k = size(A, 2)
    n = size(B, 2)
    R = Base.promote_op_matmul(eltype(A), eltype(B))
    C = B isa AbstractVector ? Vector{R}(undef, m) : Matrix{R}(undef, m, n)
    for j in 1:n, i in 1:m
        if k == 0
            C[i, j] = zero(R)
            continue
        end
        s = A[i, 1] * B[1, j]
        for p in 2:k
            s += A[i, p] * B[p, j]
        end
        C[i, j] = s
    end
    # Julia infers what the products are; here they tell it themselves.
    R === Any && isconcretetype(eltype(A)) && isconcretetype(eltype(B)) ? map(identity, C) : C
end
*(A::AbstractMatrix, B::AbstractMatrix) = _product(A, B)
*(A::AbstractMatrix, x::AbstractVector) = _product(A, x)
function *(a::AbstractVector, B::AbstractMatrix)
    size(B, 1) == 1 || _refuse_product(reshape(_dense(a), length(a), 1), B)
    reshape(_dense(a), length(a), 1) * B
end
*(a::AbstractVector, B::AdjOrTransAbsVec) = a .* B
/(a::AbstractVector, b::AbstractVector) = a * b' / dot(b, b)
*(u::Adjoint{<:Number,<:AbstractVector}, v::AbstractVector) = dot(u.parent, v)
*(u::Transpose{<:Number,<:AbstractVector}, v::AbstractVector) = _dotu(u.parent, v)
*(u::AdjOrTransAbsVec, v::AbstractVector) = sum(x * y for (x, y) in zip(u, v))
*(u::Adjoint{<:Any,<:AbstractVector}, A::AbstractMatrix) = Adjoint(adjoint(A) * u.parent)
*(u::Transpose{<:Any,<:AbstractVector}, A::AbstractMatrix) = Transpose(transpose(A) * u.parent)
*(u::Adjoint{<:Real,<:AbstractVector}, A::AbstractMatrix) = (_check_row(u, A); Adjoint(transpose(A) * u.parent))
_check_row(u, A) = length(u) == size(A, 1) || throw(DimensionMismatch("matrix A has dimensions $(_dims_text(A'))" * ", vector B has length $(length(u))"))
*(u::AdjOrTransAbsVec, v::AdjOrTransAbsVec) = throw(DimensionMismatch("matrix A has dimensions $(_dims_text(u)), matrix B has dimensions $(_dims_text(v))"))
mul!(C, A, B) = copyto!(C, _fitting(C, A * B, A, B))
mul!(C, A, B, α, β) = (P = _fitting(C, A * B, A, B); copyto!(C, iszero(β) ? P .* α : P .* α .+ C .* β))
_fitting(C, P, A, B) = P
function _fitting(C::AbstractVecOrMat, P::AbstractVecOrMat, A, B)
    size(C) == size(P) && return P
    blas = eltype(A) === eltype(B) === eltype(C) <: AbstractFloat
    throw(DimensionMismatch(P isa AbstractVector ? (blas ? "first dimension of A, $(size(A, 1)), does not match length of y, $(length(C))" :
        "result C has length $(length(C)), needs length $(length(P))") : blas ? "A has size $(size(A)), B has size $(size(B)), C has size $(size(C))" :
        "result C has dimensions $(size(C)), needs $(_dims_text(P))"))
end
for A in (:AbstractArray, :AbstractVecOrMat)
    @eval lmul!(a::Number, B::$A) = (B .= a .* B; B)
    @eval rmul!(A::$A, b::Number) = (A .= A .* b; A)
end
lmul!(A::AbstractMatrix, b::AbstractVector) = A isa Array ? throw(MethodError(lmul!, (A, b))) : copyto!(b, A * b)
lmul!(A, B::AbstractVecOrMat) = copyto!(B, A * B)
rmul!(A::AbstractVecOrMat, B) = copyto!(A, A * B)
ldiv!(A, B::AbstractVecOrMat) = copyto!(B, A \ B)
ldiv!(Y::AbstractVecOrMat, A, B::AbstractVecOrMat) = copyto!(Y, A \ B)
rdiv!(A::AbstractVecOrMat, B) = copyto!(A, A / B)
axpy!(a, x, y) = (_same_length(x, y); y .= a .* x .+ y; y)
_same_length(x, y) = length(x) == length(y) || throw(DimensionMismatch("x has length $(length(x)), but y has length $(length(y))"))
axpby!(a, x, b, y) = (_same_length(x, y); y .= a .* x .+ b .* y; y)

function ^(A::AbstractMatrix, p::Integer)
    p < 0 && return inv(A)^(-p)
    m, n = size(A)
    m == n || throw(DimensionMismatch("matrix A has dimensions $(_dims_text(A)), matrix B has dimensions $(_dims_text(A))"))
    p == 0 && return one(A)
    p == 1 && return copy(A)
    Base.power_by_squaring(A, p)
end
Base.literal_pow(::typeof(^), A::AbstractMatrix, ::Val{p}) where {p} = A^p
function ^(A::AbstractMatrix, p::Real)
    isinteger(p) && return float(A)^Integer(p)
    if isdiag(A) && size(A, 1) == size(A, 2)
        R = Matrix(float(A))
        for i in 1:size(A, 1)
            R[i, i] = A[i, i]^p
        end
        return R
    end
    F = eigen(ishermitian(A) ? Symmetric(Matrix(A)) : A)
    ishermitian(A) && return Symmetric(_realify((F.vectors * Diagonal(_maybe_complex(F.values) .^ p)) * F.vectors'))
    R = F.vectors * Diagonal(_maybe_complex(F.values) .^ p) * inv(F.vectors)
    _realify(R)
end
_maybe_complex(v) = all(x -> x isa Real && x >= 0, v) ? v : complex(v)
_realify(R) = all(x -> imag(x) == 0, R) ? real(R) : R

# vectors
function dot(x::AbstractVector, y::AbstractVector)
    r = x isa Array && y isa Array ? _dot(x, y) : nothing
    r === nothing || return r
    length(x) == length(y) || throw(DimensionMismatch(x isa Vector{Float64} && y isa Vector{Float64} ? "dot product arguments have lengths $(length(x)) and $(length(y))" : "first array has length $(length(x)) which does not match the length of the second, $(length(y))."))
    isempty(x) && return dot(zero(eltype(x)), zero(eltype(y)))
    sum_of_products(x, y)
end
function sum_of_products(x, y)
    s = nothing
    for (a, b) in zip(x, y)
        p = dot(a, b)
        s = s === nothing ? p : s + p
    end
    s
end
# Of any two collections; those without a length are walked through to learn it.
function _dot_of_all(x, y)
    a, b = map(z -> Base.haslength(z) ? z : collect(z), (x, y))
    length(a) == length(b) || throw(DimensionMismatch("x and y are of different lengths!"))
    isempty(a) ? dot(zero(eltype(x)), zero(eltype(y))) : sum_of_products(a, b)
end
dot(x::AbstractArray, y::AbstractArray) = dot(vec(_dense(x)), vec(_dense(y)))
dot(x::Number, y::Number) = conj(x) * y
dot(x, y) = _dot_of_all(x, y)
dot(x, A::AbstractMatrix, y) = dot(x, A * y)
_dotu(x, y) = (length(x) == length(y) || throw(DimensionMismatch("first array has length $(length(x)) which does not match the length of the second, $(length(y)).")); eltype(x) <: Real ? dot(x, y) : sum(map(*, x, y)))
const ⋅ = dot
function cross(a::AbstractVector, b::AbstractVector)
    length(a) == length(b) == 3 || throw(DimensionMismatch("cross product is only defined for vectors of length 3"))
    [a[2] * b[3] - a[3] * b[2], a[3] * b[1] - a[1] * b[3], a[1] * b[2] - a[2] * b[1]]
end
const × = cross

norm(x::Number, p::Real = 2) = p == 0 ? (x == 0 ? zero(abs(float(x))) : oneunit(abs(float(x)))) : abs(float(x))
norm(::Missing, p::Real = 2) = missing
function norm(A, p::Real = 2)
    isempty(A) && return float(norm(zero(eltype(A))))
    p == 2 && return _norm_2(A)
    p == 1 && return float(sum(norm, A))
    p == Inf && return float(_maxnorm(A))
    p == -Inf && return float(minimum(norm, A))
    p == 0 && return float(count(!iszero, A))
    m = _maxnorm(A)
    (m == 0 || isinf(m)) && return float(m)
    sum(x -> float(norm(x))^p, A)^(1 / p)
end
_maxnorm(A) = maximum(norm, A)
function _norm_2(A)
    A isa Array{Float64} && return _norm2(A)
    A isa AbstractArray && (eltype(A) === Float64) && return _norm2(_dense(collect(A)))
    m = float(_maxnorm(A))
    (m == 0 || isinf(m) || isnan(m)) && return m
    isfinite(length(A) * m * m) && m * m != 0 ? sqrt(float(sum(x -> norm(x)^2, A))) : m * sqrt(sum(x -> (norm(x) / m)^2, A))
end
_norm_2(A::AbstractArray{<:Integer}) = _norm2(convert(Array{Float64}, A isa Array ? A : collect(A)))
normalize(v::AbstractArray, p::Real = 2) = isempty(v) ? v / one(float(eltype(v))) : _normalize(v, norm(v, p))
_normalize(v, n) = (d = inv(n); n >= 2.0e-308 ? v .* d : v ./ n)
_normalize(v::AbstractRange, n) = _normalize(collect(v), n)
normalize!(v::AbstractArray, p::Real = 2) = (v .= _normalize(v, norm(v, p)); v)
function opnorm(A::AbstractMatrix, p::Real = 2)
    isempty(A) && return 0.0
    p == 2 && return float(maximum(svdvals(A)))
    p == 1 && return float(maximum(sum(abs, A, dims = 1)))
    p == Inf && return float(maximum(sum(abs, A, dims = 2)))
    throw(ArgumentError("invalid p-norm p=$p. Valid: 1, 2, Inf"))
end
opnorm(x::Number, p::Real = 2) = norm(x)

# parts of matrices
tr(A::AbstractMatrix) = (checksquare(A); isempty(A) ? zero(eltype(A)) : sum(A[i, i] for i in 1:size(A, 1)))
tr(x::Number) = x
diagind(A::AbstractMatrix, k::Integer = 0) = diagind(size(A, 1), size(A, 2), k)
function diagind(m::Integer, n::Integer, k::Integer = 0)
    k <= 0 ? range(1 - k, step = m + 1, length = max(0, min(m + k, n))) : range(k * m + 1, step = m + 1, length = max(0, min(m, n - k)))
end
diag(::AbstractVector) = throw(ArgumentError("use diagm instead of diag to construct a diagonal matrix"))
diag(A::AbstractMatrix, k::Integer = 0) = Base._like_bits(A, eltype(A)[A[i] for i in _diag_positions(A, k)])
_diag_positions(A, k) = (CartesianIndices(size(A))[i] for i in diagind(A, k))
function diagm(kv::Pair...)
    n = maximum(length(p.second) + abs(p.first) for p in kv)
    _diagm(n, n, kv)
end
diagm(m::Integer, n::Integer, kv::Pair...) = _diagm(m, n, kv)
function _diagm(m, n, kv)
    T = promote_type((eltype(p.second) for p in kv)...)
    A = zeros(T, m, n)
    for (k, v) in kv
        for (i, x) in enumerate(v)
            A[k < 0 ? i - k : i, k > 0 ? i + k : i] += x
        end
    end
    A
end
diagm(v::AbstractVector) = diagm(0 => v)
diagm(m::Integer, n::Integer, v::AbstractVector) = diagm(m, n, 0 => v)
tril(A::AbstractMatrix, k::Integer = 0) = Base._like_bits(A, _without(A, j -> 1:min(size(A, 1), j - k - 1)))
triu(A::AbstractMatrix, k::Integer = 0) = Base._like_bits(A, _without(A, j -> max(1, j - k + 1):size(A, 1)))
# Zeros in some rows of each column.
function _without(A, rows)
    B = _own(A)
    z = zero(eltype(B))
    for j in 1:size(B, 2)
        B[rows(j), j] .= z
    end
    B
end
tril!(A::AbstractMatrix, k::Integer = 0) = copyto!(A, tril(A, k))
triu!(A::AbstractMatrix, k::Integer = 0) = copyto!(A, triu(A, k))
function kron(A::AbstractMatrix, B::AbstractMatrix)
    m, n = size(A)
    p, q = size(B)
    reshape(reshape(_dense(A), 1, m, 1, n) .* reshape(_dense(B), p, 1, q, 1), m * p, n * q)
end
kron(a::AbstractVector, b::AbstractVector) = [x * y for x in a for y in b]
kron(a::AbstractMatrix, b::AbstractVector) = kron(a, reshape(_dense(b), :, 1))
kron(a::AbstractVector, b::AbstractMatrix) = kron(reshape(_dense(a), :, 1), b)
kron(a::Number, b::AbstractArray) = a * b
kron(a::AbstractArray, b::Number) = a * b
kron(a::Number, b::Number) = a * b
kron(a, b, c, d...) = kron(kron(a, b), c, d...)

# properties
function issymmetric(A::AbstractMatrix)
    m, n = size(A)
    m == n || return false
    for j in 1:n, i in 1:j
        A[i, j] == transpose(A[j, i]) || return false
    end
    true
end
function ishermitian(A::AbstractMatrix)
    m, n = size(A)
    m == n || return false
    for j in 1:n, i in 1:j
        A[i, j] == adjoint(A[j, i]) || return false
    end
    true
end
issymmetric(::Symmetric) = true
ishermitian(::Hermitian) = true
ishermitian(::Symmetric{<:Real}) = true
issymmetric(::Hermitian{<:Real}) = true
issymmetric(x::Number) = x == x
ishermitian(x::Number) = x == conj(x)
function istriu(A::AbstractMatrix, k::Integer = 0)
    m, n = size(A)
    for j in 1:n, i in max(1, j - k + 1):m
        iszero(A[i, j]) || return false
    end
    true
end
function istril(A::AbstractMatrix, k::Integer = 0)
    m, n = size(A)
    for j in max(1, k + 2):n, i in 1:min(j - k - 1, m)
        iszero(A[i, j]) || return false
    end
    true
end
istriu(x::Number) = true
istril(x::Number) = true
isdiag(x::Number) = true
isdiag(A::AbstractMatrix) = istriu(A) && istril(A)
isbanded(A::AbstractMatrix, kl::Integer, ku::Integer) = istriu(A, kl) && istril(A, ku)
isposdef(A::AbstractMatrix) = ishermitian(A) && isposdef(cholesky(Hermitian(Matrix(A)); check = false))
isposdef(x::Number) = imag(x) == 0 && real(x) > 0
end
