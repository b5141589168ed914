# The triangles of a sparse square matrix, kept to solve with. Rows and columns are put into an order in which what is stored
# is near the diagonal, so that few bands hold the triangles (LAPACK's storage); a matrix of many bands is taken as a full one.
import Base: getproperty
import LinearAlgebra: Factorization, LU, Cholesky, lu, cholesky, issuccess, det, logdet, logabsdet, ldiv!

struct SparseLU <: Factorization{Float64}
    matrix::SparseMatrixCSC{Float64,Int}
    order::Vector{Int}
    whole::Union{LU,Nothing} # if there are many bands
    bands::Matrix{Float64}
    below::Int
    above::Int
    pivots::Vector{Int}
    info::Int # not 0: the matrix is singular
end
const Machine = LinearAlgebra._Machine

function lu(A::SparseMatrixCSC{<:Machine}; check::Bool = true)
    A.m == A.n && A.n > 0 || return invoke(lu, Tuple{AbstractMatrix}, A; check = check)
    F = _factors(SparseMatrixCSC{Float64,Int}(A.m, A.n, Vector{Int}(A.colptr), Vector{Int}(A.rowval), Vector{Float64}(A.nzval)))
    check && !issuccess(F) && throw(SingularException(0))
    F
end
function _factors(A)
    p = _narrow_order(A)
    N = A[p, p]
    offsets = [0; N.rowval .- _columns_of(N)]
    below, above = maximum(offsets), -minimum(offsets)
    high = 2below + above + 1 # with room for what pivoting brings
    if high >= A.n
        F = lu(_full(N); check = false)
        return SparseLU(A, p, F, zeros(0, 0), below, above, Int[], F.info)
    end
    bands = zeros(high, A.n)
    for (i, j, x) in zip(findnz(N)...)
        bands[below+above+1+i-j, j] = x
    end
    pivots, info = Base._gbtrf!(bands, below, above)
    SparseLU(A, p, nothing, bands, below, above, pivots, info)
end

# Turned: by the transposed matrix.
function _solve_with(F, B, turned)
    size(F, 1) == size(B, 1) || throw(DimensionMismatch(""))
    issuccess(F) || throw(SingularException(0))
    eltype(B) <: Real || return complex.(_solve_with(F, real(B), turned), _solve_with(F, imag(B), turned))
    X = Matrix{Float64}(reshape(B, size(B, 1), size(B, 2))[F.order, :])
    X = F.whole !== nothing ? (turned ? F.whole' : F.whole) \ X : Base._gbtrs!(F.bands, F.below, F.above, F.pivots, X, turned)
    X = X[invperm(F.order), :]
    B isa AbstractVector ? vec(X) : X
end
for V in (:AbstractVector, :AbstractMatrix)
    @eval \(F::SparseLU, B::$V) = _solve_with(F, _full(B), false)
    for W in (:Adjoint, :Transpose)
        @eval \(F::$W{<:Any,SparseLU}, B::$V) = _solve_with(parent(F), _full(B), true)
    end
end
ldiv!(F::SparseLU, B::StridedVecOrMat) = copyto!(B, F \ B)
ldiv!(X::AbstractVecOrMat, F::SparseLU, B::AbstractVecOrMat) = copyto!(X, F \ B)

function logabsdet(F::SparseLU)
    F.whole === nothing || return logabsdet(F.whole)
    d = F.bands[F.below+F.above+1, :]
    turned = isodd(count(k -> F.pivots[k] != k, eachindex(F.pivots)))
    sum(x -> log(abs(x)), d), prod(sign, d) * (turned ? -1.0 : 1.0)
end
det(F::SparseLU) = F.whole !== nothing ? det(F.whole) : ((l, s) = logabsdet(F); issuccess(F) ? s * prod(abs, F.bands[F.below+F.above+1, :]) : 0.0)
det(A::SparseMatrixCSC{<:Machine}) = A.m == A.n > 0 ? det(lu(A; check = false)) : invoke(det, Tuple{AbstractMatrix}, A)

# The parts of (Rs .* A)[p, q] = L * U are made of the full matrix when they are asked for.
function getproperty(F::SparseLU, s::Symbol)
    s in (:L, :U, :p, :q, :Rs) || return getfield(F, s)
    s === :q && return F.order
    s === :Rs && return ones(size(F, 1))
    D = F.whole === nothing ? lu(_full(F.matrix[F.order, F.order]); check = false) : F.whole
    s === :p ? F.order[D.p] : sparse(getproperty(D, s))
end
inv(F::SparseLU) = F \ Matrix(1.0I, size(F)...)

# The same of a symmetric matrix, if it is positive definite: one triangle.
struct SparseCholesky <: Factorization{Float64}
    matrix::SparseMatrixCSC{Float64,Int}
    order::Vector{Int}
    whole::Union{Cholesky,Nothing}
    bands::Matrix{Float64}
    info::Int # not 0: the matrix is not positive definite
end
const SparseFactors = Union{SparseLU,SparseCholesky}
size(F::SparseFactors) = size(F.matrix)
size(F::SparseFactors, d::Integer) = size(F.matrix, d)
issuccess(F::SparseFactors) = F.info == 0
show(io::IO, F::SparseFactors) = print(io, nameof(typeof(F)), " of a ", F.matrix.m, "×", F.matrix.n, " matrix with ", nnz(F.matrix), " stored entries")
Matrix(F::SparseFactors) = Matrix(F.matrix)

function cholesky(A::SparseMatrixCSC{<:Machine}; check::Bool = true)
    LinearAlgebra.checksquare(A)
    A.n > 0 || return invoke(cholesky, Tuple{AbstractMatrix}, A; check = check)
    issymmetric(A) || throw(ArgumentError("sparse matrix is not symmetric/Hermitian"))
    F = _triangle(SparseMatrixCSC{Float64,Int}(A.m, A.n, Vector{Int}(A.colptr), Vector{Int}(A.rowval), Vector{Float64}(A.nzval)))
    check && !issuccess(F) && throw(PosDefException(F.info))
    F
end
cholesky(A::Union{Symmetric{<:Machine,<:SparseMatrixCSC},Hermitian{<:Machine,<:SparseMatrixCSC}}; kw...) = cholesky(sparse(A); kw...)
function _triangle(A)
    p = _narrow_order(A)
    N = A[p, p]
    below = maximum([0; N.rowval .- _columns_of(N)])
    if 2below >= A.n
        F = cholesky(Symmetric(_full(N)); check = false)
        return SparseCholesky(A, p, F, zeros(0, 0), F.info)
    end
    bands = zeros(below + 1, A.n)
    for (i, j, x) in zip(findnz(N)...)
        i >= j && (bands[1+i-j, j] = x)
    end
    SparseCholesky(A, p, nothing, bands, Base._pbtrf!(bands))
end
function _solve_with(F::SparseCholesky, B, turned)
    size(F, 1) == size(B, 1) || throw(DimensionMismatch("LHS and RHS should have the same number of rows. LHS has $(size(F, 1)) rows, but RHS has $(size(B, 1)) rows."))
    issuccess(F) || throw(PosDefException(F.info))
    eltype(B) <: Real || return complex.(_solve_with(F, real(B), turned), _solve_with(F, imag(B), turned))
    X = Matrix{Float64}(reshape(B, size(B, 1), size(B, 2))[F.order, :])
    X = F.whole !== nothing ? F.whole \ X : Base._pbtrs!(F.bands, X)
    X = X[invperm(F.order), :]
    B isa AbstractVector ? vec(X) : X
end
for V in (:AbstractVector, :AbstractMatrix)
    @eval \(F::SparseCholesky, B::$V) = _solve_with(F, _full(B), false)
end
ldiv!(X::AbstractVecOrMat, F::SparseCholesky, B::AbstractVecOrMat) = copyto!(X, F \ B)
logdet(F::SparseCholesky) = F.whole !== nothing ? logdet(F.whole) : 2 * sum(log, F.bands[1, :])
logabsdet(F::SparseCholesky) = (logdet(F), 1.0)
det(F::SparseCholesky) = F.whole !== nothing ? det(F.whole) : prod(abs2, F.bands[1, :])
