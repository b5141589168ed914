# Factorizations, solving, functions of matrices: the other half of LinearAlgebra. linalg.c calls LAPACK.

# factorizations
abstract type Factorization{T} end
Base.eltype(::Type{<:Factorization{T}}) where {T} = T
adjoint(F::Factorization) = Adjoint{eltype(F),typeof(F)}(F)
transpose(F::Factorization) = Transpose{eltype(F),typeof(F)}(F)
for (W, word) in ((:Adjoint, "Adjoint"), (:Transpose, "Transpose"))
    @eval begin
        \(A::$W{<:Any,<:Factorization}, b::AbstractVector) = $W(Matrix(A.parent)) \ b
        \(A::$W{<:Any,<:Factorization}, B::AbstractMatrix) = $W(Matrix(A.parent)) \ B
        inv(A::$W{<:Any,<:Factorization}) = copy($W(inv(A.parent)))
        det(A::$W{<:Any,<:Factorization}) = $(Symbol(lowercase(word)))(det(A.parent))
        show(io::IO, mime::MIME"text/plain", A::$W{<:Any,<:Factorization}) = (print(io, $word, " of "); show(io, mime, A.parent))
    end
end
logdet(F::Factorization) = ((l, s) = logabsdet(F); l + log(s))
_lapack(A) = _blas_copy(_numeric(A))
const _Machine = Union{Base.BitInteger,Bool,Float32,Float64}
_lapack_type(T) = T <: Union{_Machine,Complex{<:_Machine}}
_div_type(T) = T <: Number ? typeof(one(T) / one(T)) : T
_root_type(T) = T <: Number ? typeof(sqrt(one(_div_type(T)))) : T

struct LU{T,S<:AbstractMatrix{T}} <: Factorization{T}
    factors::S
    ipiv::Vector{Int}
    info::Int
end
function lu(A::AbstractMatrix, pivot = Val(true); check::Bool = true)
    F = _lapack_type(eltype(A)) && pivot === Val(true) ? _lu_lapack(A) : _lu_generic(A, pivot === Val(true))
    check && F.info > 0 && throw(SingularException(F.info))
    F
end
function _lu_lapack(A)
    f, p, info = _getrf!(_lapack(A))
    LU{eltype(f),typeof(f)}(f, p, info)
end
function _lu_generic(A, pivot)
    B = copy(_numeric(A))
    T = typeof(one(eltype(B)) / one(eltype(B)))
    B = convert(Matrix{T}, B)
    m, n = size(B)
    p = Int[]
    info = 0
    for k in 1:min(m, n)
        kp = k
        best = abs(B[k, k])
        for i in (pivot ? (k+1:m) : (1:0))
            if abs(B[i, k]) > best
                best = abs(B[i, k])
                kp = i
            end
        end
        push!(p, kp)
        if !iszero(B[kp, k])
            if kp != k
                for j in 1:n
                    B[k, j], B[kp, j] = B[kp, j], B[k, j]
                end
            end
            d = inv(B[k, k])
            for i in k+1:m
                B[i, k] *= d
            end
        elseif info == 0
            info = k
        end
        for j in k+1:n, i in k+1:m
            B[i, j] -= B[i, k] * B[k, j]
        end
    end
    LU{T,Matrix{T}}(B, p, info)
end
lu(F::LU) = F
lu(A::Union{Tridiagonal,SymTridiagonal,Symmetric}; kw...) = lu(Matrix(A); kw...)
lu!(A::AbstractMatrix; kw...) = lu(A; kw...)
size(F::LU, d...) = size(getfield(F, :factors), d...)
copy(F::LU) = LU(copy(F.factors), copy(F.ipiv), F.info)
function _permutation(ipiv, m)
    p = collect(1:m)
    for i in 1:length(ipiv)
        p[i], p[ipiv[i]] = p[ipiv[i]], p[i]
    end
    p
end
function getproperty(F::LU, s::Symbol)
    s === :factors || s === :ipiv || s === :info ? getfield(F, s) : _lu_part(F, s)
end
function _lu_part(F, s)
    f = getfield(F, :factors)
    m, n = size(f)
    k = min(m, n)
    if s === :L
        L = tril(f[:, 1:k])
        for i in 1:k
            L[i, i] = one(eltype(f))
        end
        return L
    end
    s === :U && return triu(f[1:k, :])
    s === :p && return _permutation(getfield(F, :ipiv), m)
    s === :P && return Matrix{eltype(f)}(I, m, m)[:, invperm(_permutation(getfield(F, :ipiv), m))]
    getfield(F, s)
end
propertynames(F::LU, private::Bool = false) = (:L, :U, :p, :P, (private ? (:factors, :ipiv, :info) : ())...)
iterate(F::LU) = (F.L, Val(:U))
iterate(F::LU, ::Val{:U}) = (F.U, Val(:p))
iterate(F::LU, ::Val{:p}) = (F.p, Val(:done))
iterate(F::LU, ::Val{:done}) = nothing
issuccess(F::LU) = F.info == 0
function show(io::IO, mime::MIME"text/plain", F::LU)
    issuccess(F) || return print(io, "Failed factorization of type $(typeof(F))")
    println(io, typeof(F))
    println(io, "L factor:")
    show(io, mime, F.L)
    println(io, "\nU factor:")
    show(io, mime, F.U)
end
function det(F::LU)
    n = checksquare(getfield(F, :factors))
    F.info > 0 && return zero(eltype(F))
    f = F.factors
    p = F.ipiv
    d = one(eltype(F))
    for i in 1:n
        d *= f[i, i]
        p[i] != i && (d = -d)
    end
    d
end
function logabsdet(F::LU)
    n = checksquare(getfield(F, :factors))
    F.info > 0 && return (log(zero(real(eltype(F)))), zero(eltype(F)))
    s = one(eltype(F))
    l = zero(real(eltype(F)))
    f = F.factors
    p = F.ipiv
    for i in 1:n
        x = f[i, i]
        s *= sign(x)
        p[i] != i && (s = -s)
        l += log(abs(x))
    end
    (l, s)
end
function \(F::LU, B::AbstractVecOrMat)
    n = checksquare(F.factors)
    size(B, 1) == n || throw(DimensionMismatch("B has leading dimension $(size(B, 1)), but needs $n"))
    F.info > 0 && throw(SingularException(F.info))
    if eltype(F) === Float64 || eltype(F) === Complex{Float64}
        b = _blas_copy(_numeric(B))
        f = F.factors
        if eltype(b) !== eltype(f)
            b = convert(Array{Complex{Float64}}, b)
            f = convert(Array{Complex{Float64}}, f)
        end
        return _getrs!(f, F.ipiv, b)
    end
    X = convert(Array{promote_type(eltype(F), eltype(B))}, _numeric(B)[F.p, :])
    f = F.factors
    for j in 1:size(X, 2)
        for i in 1:n, k in 1:i-1
            X[i, j] -= f[i, k] * X[k, j]
        end
        for i in n:-1:1
            for k in i+1:n
                X[i, j] -= f[i, k] * X[k, j]
            end
            X[i, j] /= f[i, i]
        end
    end
    B isa AbstractVector ? vec(X) : X
end
inv(F::LU) = F \ Matrix{eltype(F)}(I, size(F.factors)...)

# T holds the triangles of LAPACK's blocks (of a complex matrix the scales of its reflections, a vector)
struct QRCompactWY{S,M<:AbstractMatrix{S}} <: Factorization{S}
    factors::M
    T::Array{S}
end
struct QRPivoted{S,M<:AbstractMatrix{S}} <: Factorization{S}
    factors::M
    τ::Vector{S}
    jpvt::Vector{Int}
end
struct QRCompactWYQ{S,M} <: AbstractMatrix{S}
    factors::M
    T::Array{S}
end
struct QRPackedQ{S,M} <: AbstractMatrix{S}
    factors::M
    τ::Vector{S}
end
const AnyQ = Union{QRCompactWYQ,QRPackedQ}
size(Q::AnyQ) = (size(Q.factors, 1), size(Q.factors, 1))
_columns(Q::QRPackedQ, n) = _orgqr(Q.factors, Q.τ, n)
_columns(Q::QRCompactWYQ, n) = Q.T isa Matrix ? _gemqrt!('L', 'N', Q.factors, Q.T, Matrix{Float64}(I, size(Q, 1), n)) : _orgqr(Q.factors, Q.T, n)
_thin(Q::AnyQ) = _columns(Q, min(size(Q.factors)...))
_whole(Q::AnyQ) = _columns(Q, size(Q.factors, 1))
# Q from the left of what has as many rows, without making it where LAPACK multiplies by its blocks
function _apply(Q::AnyQ, trans::Char, B)
    if Q isa QRCompactWYQ && Q.T isa Matrix && eltype(B) <: Real && size(B, 1) == size(Q, 1)
        return _gemqrt!('L', trans, Q.factors, Q.T, copy(convert(Array{Float64}, _numeric(B))))
    end
    trans == 'N' ? _whole(Q) * B : _whole(Q)' * B
end
getindex(Q::AnyQ, i::Int, j::Int) = _whole(Q)[i, j]
getindex(Q::AnyQ, i, j) = _whole(Q)[i, j]
collect(Q::AnyQ) = _whole(Q)
Base._dense(Q::AnyQ) = _whole(Q)
(::Type{Matrix})(Q::AnyQ) = _thin(Q)
(::Type{Array})(Q::AnyQ) = _thin(Q)
Array{T,2}(Q::AnyQ) where {T} = convert(Matrix{T}, _thin(Q))
_full(Q::AnyQ) = _whole(Q)
function *(Q::AnyQ, B::AbstractMatrix)
    size(B, 1) == size(Q, 2) ? _apply(Q, 'N', B) : size(B, 1) == size(Q.factors, 2) ? _thin(Q) * B : throw(DimensionMismatch("first dimension of matrix must have size either $(size(Q.factors, 1)) or $(size(Q.factors, 2))"))
end
function *(Q::AnyQ, B::AbstractVector)
    length(B) == size(Q, 2) ? _apply(Q, 'N', B) : length(B) == size(Q.factors, 2) ? _thin(Q) * B : throw(DimensionMismatch("vector must have length either $(size(Q.factors, 1)) or $(size(Q.factors, 2))"))
end
*(A::AbstractMatrix, Q::AnyQ) = A * _whole(Q)
*(A::AnyQ, Q::AnyQ) = _whole(A) * _whole(Q)
*(A::Adjoint{<:Any,<:AnyQ}, B::AbstractMatrix) = _apply(A.parent, 'T', B)
*(A::Adjoint{<:Any,<:AnyQ}, B::AbstractVector) = _apply(A.parent, 'T', B)
*(A::Adjoint{<:Any,<:AnyQ}, B::AnyQ) = _whole(A.parent)' * _whole(B)
det(Q::AnyQ) = det(_whole(Q))
function qr(A::AbstractMatrix)
    _lapack_type(_root_type(eltype(A))) || return _qr_generic(A)
    f = _geqrf!(_lapack(A))
    QRCompactWY{eltype(f[1]),typeof(f[1])}(f[1], f[2])
end
qr(A::AbstractMatrix, ::Val{false}) = qr(A)
qr(A::AbstractMatrix, ::Val{true}) = (f = _geqp3!(_lapack(A)); QRPivoted{eltype(f[1]),typeof(f[1])}(f[1], f[2], f[3]))
qr(v::AbstractVector) = qr(reshape(_dense(v), :, 1))
qr!(A::AbstractMatrix, p...) = qr(A, p...)
function getproperty(F::Union{QRCompactWY,QRPivoted}, s::Symbol)
    f = getfield(F, :factors)
    s === :R && return triu(f[1:min(size(f)...), :])
    s === :Q && return F isa QRCompactWY ? QRCompactWYQ{eltype(f),typeof(f)}(f, getfield(F, :T)) : QRPackedQ{eltype(f),typeof(f)}(f, getfield(F, :τ))
    F isa QRPivoted && s === :p && return getfield(F, :jpvt)
    F isa QRPivoted && s === :P && return Matrix{eltype(f)}(I, size(f, 2), size(f, 2))[:, getfield(F, :jpvt)]
    getfield(F, s)
end
propertynames(F::QRCompactWY, private::Bool = false) = (:R, :Q, (private ? (:factors, :T) : ())...)
propertynames(F::QRPivoted, private::Bool = false) = (:R, :Q, :p, :P, (private ? (:factors, :τ, :jpvt) : ())...)
iterate(F::QRCompactWY) = (F.Q, Val(:R))
iterate(F::QRCompactWY, ::Val{:R}) = (F.R, Val(:done))
iterate(F::QRCompactWY, ::Val{:done}) = nothing
iterate(F::QRPivoted) = (F.Q, Val(:R))
iterate(F::QRPivoted, ::Val{:R}) = (F.R, Val(:p))
iterate(F::QRPivoted, ::Val{:p}) = (F.p, Val(:done))
iterate(F::QRPivoted, ::Val{:done}) = nothing
size(F::Union{QRCompactWY,QRPivoted}, d...) = size(getfield(F, :factors), d...)
function show(io::IO, mime::MIME"text/plain", F::Union{QRCompactWY,QRPivoted})
    println(io, typeof(F))
    println(io, "Q factor:")
    show(io, mime, F.Q)
    println(io, "\nR factor:")
    show(io, mime, F.R)
    if F isa QRPivoted
        println(io, "\npermutation:")
        show(io, mime, F.p)
    end
end
function \(F::QRCompactWY, B::AbstractVecOrMat)
    m, n = size(F.factors)
    size(B, 1) == m || throw(DimensionMismatch("Both inputs should have the same number of rows"))
    X = F.Q' * B
    UpperTriangular(F.R) \ (X isa AbstractVector ? X[1:min(m, n)] : X[1:min(m, n), :])
end
\(F::QRPivoted, B::AbstractVecOrMat) = first(_gelsy!(copy((F.Q * F.R)[:, invperm(F.p)]), _blas_copy(_numeric(B))))

struct Cholesky{T,S<:AbstractMatrix} <: Factorization{T}
    factors::S
    uplo::Char
    info::Int
end
function cholesky(A::AbstractMatrix, ::Val{false} = Val(false); check::Bool = true)
    checksquare(A)
    if !ishermitian(A)
        check && throw(PosDefException(-1))
        f = _lapack(A)
        return Cholesky{eltype(f),typeof(f)}(f, 'U', -1)
    end
    f, info = _lapack_type(_root_type(eltype(A))) ? _potrf!(_lapack(A), 'U') : _cholesky_generic(A)
    check && info > 0 && throw(PosDefException(info))
    Cholesky{eltype(f),typeof(f)}(f, 'U', info)
end
cholesky!(A::AbstractMatrix; kw...) = cholesky(A; kw...)
# Of a wrapper that means its lower triangle, in the lower triangle.
function cholesky(A::Union{Symmetric{<:Real},Hermitian}, ::Val{false} = Val(false); check::Bool = true)
    F = invoke(cholesky, Tuple{AbstractMatrix,Val{false}}, A, Val(false); check = check)
    A.uplo == 'U' && return F
    f = copy(F.factors')
    Cholesky{eltype(f),typeof(f)}(f, 'L', F.info)
end
function cholesky(x::Number)
    real(x) > 0 || throw(PosDefException(1))
    Cholesky{Float64,Matrix{Float64}}(fill(sqrt(float(x)), 1, 1), 'U', 0)
end
issuccess(F::Cholesky) = F.info == 0
isposdef(F::Cholesky) = F.info == 0
size(F::Cholesky, d...) = size(getfield(F, :factors), d...)
function getproperty(F::Cholesky, s::Symbol)
    f = getfield(F, :factors)
    up = getfield(F, :uplo) == 'U'
    f isa Diagonal && s in (:U, :L, :UL) && return f
    s === :U && return UpperTriangular(up ? f : copy(f'))
    s === :L && return LowerTriangular(up ? copy(f') : f)
    s === :UL && return up ? UpperTriangular(f) : LowerTriangular(f)
    getfield(F, s)
end
iterate(F::Cholesky) = (F.L, Val(:U))
iterate(F::Cholesky, ::Val{:U}) = (F.U, Val(:done))
iterate(F::Cholesky, ::Val{:done}) = nothing
function show(io::IO, mime::MIME"text/plain", F::Cholesky)
    issuccess(F) || return print(io, "Failed factorization of type $(typeof(F))")
    println(io, typeof(F), "\n", F.uplo, " factor:")
    show(io, mime, F.UL)
end
function \(F::Cholesky, B::AbstractVecOrMat)
    size(B, 1) == size(F, 1) || throw(DimensionMismatch("first dimension of B, $(size(B, 1)), and size of A, $(_dims_text(F.factors)), must match!"))
    F.U \ (F.U' \ B)
end
det(F::Cholesky) = prod(abs2, diag(F.factors))
logdet(F::Cholesky) = 2 * sum(log, real(diag(F.factors)))
inv(F::Cholesky) = F \ Matrix{eltype(F)}(I, size(F.factors)...)
Matrix(F::Cholesky) = F.L * F.U
Array(F::Cholesky) = F.L * F.U
Array(F::LU) = (F.L*F.U)[invperm(F.p), :]
Matrix(F::LU) = Array(F)
Array(F::QRCompactWY) = F.Q * F.R
Matrix(F::QRCompactWY) = F.Q * F.R

struct SVD{T,Tr,M<:AbstractArray{T}} <: Factorization{T}
    U::M
    S::Vector{Tr}
    Vt::M
end
_singular_input(A) = _lapack(A isa AbstractVector ? reshape(_dense(A), :, 1) : A)
function svd(A::AbstractVecOrMat; full::Bool = false, alg = nothing)
    u, s, vt = _gesdd!(_singular_input(A), full ? 'A' : 'S') # NaNs for NaNs
    SVD{eltype(u),eltype(s),typeof(u)}(u, s, vt)
end
svd!(A; kw...) = svd(A; kw...)
getproperty(F::SVD, s::Symbol) = s === :V ? adjoint(getfield(F, :Vt)) : getfield(F, s)
propertynames(F::SVD, private::Bool = false) = (:U, :S, :V, :Vt)
iterate(F::SVD) = (F.U, Val(:S))
iterate(F::SVD, ::Val{:S}) = (F.S, Val(:V))
iterate(F::SVD, ::Val{:V}) = (F.V, Val(:done))
iterate(F::SVD, ::Val{:done}) = nothing
svdvals(A::AbstractVecOrMat) = isempty(A) ? Float64[] : _gesdd!(_singular_input(A), 'N')[2]
svdvals!(A) = svdvals(A)
svdvals(x::Number) = abs(x)
svdvals(F::SVD) = F.S
Matrix(F::SVD) = F.U * Diagonal(F.S) * F.Vt
Array(F::SVD) = F.U * Diagonal(F.S) * F.Vt
size(F::SVD) = (size(F.U, 1), size(F.Vt, 2))
inv(F::SVD) = F.V * Diagonal(inv.(F.S)) * F.U'
\(F::SVD, B::AbstractVecOrMat) = (k = searchsortedlast(F.S, eps() * F.S[1], rev = true); F.Vt[1:k, :]' * (F.S[1:k] .\ (F.U[:, 1:k]' * B)))
function show(io::IO, mime::MIME"text/plain", F::SVD)
    println(io, typeof(F))
    println(io, "U factor:")
    show(io, mime, F.U)
    println(io, "\nsingular values:")
    show(io, mime, F.S)
    println(io, "\nVt factor:")
    show(io, mime, F.Vt)
end

struct Eigen{T,V,S<:AbstractMatrix,U<:AbstractVector} <: Factorization{T}
    values::U
    vectors::S
end
function _eigen_new(w, v)
    Eigen{eltype(v),eltype(w),typeof(v),typeof(w)}(w, v)
end
eigen(x::Number; permute::Bool = true, scale::Bool = true) = _eigen_new([x], fill(one(x), 1, 1))
_eigen_key(x) = (real(x), imag(x))
# LAPACK's versions do not agree about the signs here.
_eigen_diagonal(a, b, T) = a <= b ? _eigen_new([a, b], T[1 0; 0 1]) : _eigen_new([b, a], T[0 1; 1 0])
function eigen(A::AbstractMatrix; permute = true, scale = true, sortby = _eigen_key)
    checksquare(A)
    if ishermitian(A)
        size(A, 1) == 2 && isdiag(A) && return _eigen_diagonal(float(real(A[1, 1])), float(real(A[2, 2])), float(eltype(A)))
        w, v = _syevr!(_lapack(A), true)
        return _eigen_new(w, v)
    end
    re, im, v = _geev!(_lapack(A))
    if im === nothing
        w = re
    elseif all(iszero, im)
        w = re
    else
        w = complex.(re, im)
        n = length(w)
        z = Matrix{Complex{Float64}}(undef, n, n)
        j = 1
        while j <= n
            if im[j] == 0
                z[:, j] = v[:, j]
            else
                z[:, j] = complex.(v[:, j], v[:, j+1])
                z[:, j+1] = complex.(v[:, j], -v[:, j+1])
                j += 1
            end
            j += 1
        end
        v = z
    end
    if sortby !== nothing
        p = sortperm(w; by = sortby)
        w, v = w[p], v[:, p]
    end
    _eigen_new(w, v)
end
eigen(D::Diagonal; kw...) = _eigen_new(D.diag, Matrix{eltype(D)}(I, size(D)...))
function eigen(A::AbstractTriangular; kw...)
    n = size(A, 1)
    w = float(diag(A))
    V = zeros(eltype(w), n, n)
    for k in 1:n
        V[k, k] = 1
        for i in (_islower(A) ? (k+1:n) : (k-1:-1:1))
            V[i, k] = -sum(A[i, j] * V[j, k] for j in (_islower(A) ? (k:i-1) : (i+1:k))) / (A[i, i] - A[k, k])
        end
    end
    _eigen_new(w, V)
end
eigen(A::AbstractMatrix, r::UnitRange; kw...) = (F = eigen(A; kw...); _eigen_new(F.values[r], F.vectors[:, r]))
eigvals(A::AbstractMatrix, r::UnitRange; kw...) = eigvals(A; kw...)[r]
eigvals(A::AbstractTriangular; kw...) = diag(A)
eigvals(A::Union{Symmetric,Hermitian}, low::Real, high::Real) = filter(x -> low < x <= high, eigvals(A))
eigen!(A; kw...) = eigen(A; kw...)
eigvals!(A; kw...) = eigvals(A; kw...)
eigvals(A::AbstractMatrix; kw...) = ishermitian(A) ? _syevr!(_lapack(A), false)[1] : eigen(A; kw...).values
eigvals(x::Number; kw...) = (v = first(eigvals(fill(x, 1, 1); kw...)); x isa Real ? oftype(x, v) : v)
eigvals(D::Diagonal; kw...) = D.diag
eigvals(F::Eigen) = F.values
eigvecs(A::AbstractMatrix; kw...) = eigen(A; kw...).vectors
eigvecs(F::Eigen) = F.vectors
for (f, g) in ((:eigmax, :maximum), (:eigmin, :minimum))
    @eval function $f(A)
        v = eigvals(A)
        eltype(v) <: Complex && throw(DomainError(A, "`A` cannot have complex eigenvalues."))
        $g(v)
    end
end
iterate(F::Eigen) = (F.values, Val(:vectors))
iterate(F::Eigen, ::Val{:vectors}) = (F.vectors, Val(:done))
iterate(F::Eigen, ::Val{:done}) = nothing
det(F::Eigen) = prod(F.values)
inv(F::Eigen) = F.vectors * Diagonal(inv.(F.values)) / F.vectors
Matrix(F::Eigen) = F.vectors * Diagonal(F.values) / F.vectors
function show(io::IO, mime::MIME"text/plain", F::Eigen)
    println(io, typeof(F))
    println(io, "values:")
    show(io, mime, F.values)
    println(io, "\nvectors:")
    show(io, mime, F.vectors)
end
# the form that solves fastest
factorize(A::Union{Symmetric,Hermitian}) = bunchkaufman(A)
function factorize(A::AbstractMatrix)
    m, n = size(A)
    m == n || return qr(A, Val(true))
    m == 1 && return A[1]
    isdiag(A) && return Diagonal(A)
    A isa Union{UnitUpperTriangular,UnitLowerTriangular} && return A
    narrow(k) = all(iszero, A[i, j] for j in 1:n for i in 1:n if abs(i - j) > k)
    istriu(A) && return narrow(1) ? Bidiagonal(A, :U) : UpperTriangular(Matrix(A))
    istril(A) && return narrow(1) ? Bidiagonal(A, :L) : LowerTriangular(Matrix(A))
    if narrow(1)
        return issymmetric(A) ? ldlt(SymTridiagonal(A)) : lu(Tridiagonal(A))
    end
    ishermitian(A) || return lu(A)
    F = cholesky(A; check = false)
    issuccess(F) ? F : eltype(A) <: Real ? bunchkaufman(Symmetric(A)) : lu(A)
end

# solving
function _tri_solve(A, B)
    n = size(A, 1)
    size(B, 1) == n || throw(DimensionMismatch(eltype(A) <: AbstractFloat ? "B has first dimension $(size(B, 1)) but needs $n" :
        "right hand side B needs first dimension of size $n, has size $(size(B, 1))"))
    lapack = _lapack_type(eltype(A)) && _lapack_type(eltype(B))
    if !_isunit(A)
        for i in (lapack || _islower(A) ? (1:n) : (n:-1:1)) # in the order in which they are divided by
            iszero(A.data[i, i]) && throw(lapack ? LAPACKException(i) : SingularException(i))
        end
    end
    if lapack
        a = _lapack(A.data)
        b = _lapack(B)
        if eltype(a) !== eltype(b)
            a = convert(Array{Complex{Float64}}, a)
            b = convert(Array{Complex{Float64}}, b)
        end
        _trtrs!(a, b, _islower(A) ? 'L' : 'U', 'N', _isunit(A) ? 'U' : 'N')
        return _solution(A, B, b)
    end
    T = promote_type(_div_type(eltype(A)), eltype(B))
    X = convert(Array{T}, copy(_numeric(B)))
    for j in 1:size(X, 2)
        for i in (_islower(A) ? (1:n) : (n:-1:1))
            for k in (_islower(A) ? (1:i-1) : (i+1:n))
                X[i, j] -= A[i, k] * X[k, j]
            end
            _isunit(A) || (X[i, j] /= A[i, i])
        end
    end
    X
end
\(A::AbstractTriangular, B::AbstractVector) = _tri_solve(A, B)
\(A::AbstractTriangular, B::AbstractMatrix) = _tri_solve(A, B)
for V in (:AbstractVector, :AbstractMatrix)
    @eval begin
        \(A::Adjoint{<:Any,<:AbstractTriangular}, B::$V) = _tri_solve(_flip(A.parent)(copy(A.parent.data')), B)
        \(A::Transpose{<:Any,<:AbstractTriangular}, B::$V) = _tri_solve(_flip(A.parent)(copy(transpose(A.parent.data))), B)
    end
end
*(A::AbstractTriangular, x::AbstractVector) = Matrix(A) * x
det(A::AbstractTriangular) = _isunit(A) ? one(eltype(A)) : prod(A[i, i] for i in 1:size(A, 1))
_solve(A, B) = _solve_matrix(A, B)
function _solve_matrix(A, B)
    m, n = size(A)
    size(B, 1) == m || throw(DimensionMismatch(m == n ? "B has leading dimension $(size(B, 1)), but needs $m" : "Both inputs should have the same number of rows"))
    if m == n && !(A isa Union{Tridiagonal,SymTridiagonal})
        istril(A) && return istriu(A) ? _diag_solve(A, B) : LowerTriangular(_numeric(A)) \ B
        istriu(A) && return UpperTriangular(_numeric(A)) \ B
    end
    m == n && return lu(A) \ B
    _lapack_type(_root_type(eltype(A))) && _lapack_type(_root_type(eltype(B))) || return _qr_generic(A) \ B
    a = _lapack(A)
    b = _lapack(B)
    if eltype(a) !== eltype(b)
        a = convert(Array{Complex{Float64}}, a)
        b = convert(Array{Complex{Float64}}, b)
    end
    first(_gelsy!(a, b))
end
_diag_solve(A, B) = Diagonal(diag(A)) \ B
\(A::AbstractMatrix, B::AbstractVector) = _solve(A, B)
\(A::AbstractMatrix, B::AbstractMatrix) = _solve(A, B)
\(a::AbstractVector, b::AbstractVector) = first(reshape(_dense(a), :, 1) \ b)
\(A::AbstractMatrix, F::Factorization) = A \ Matrix(F)
/(A::AbstractMatrix, B::AbstractMatrix) = (size(A, 2) == size(B, 2) || throw(DimensionMismatch("Both inputs should have the same number of columns")); copy((B' \ A')'))
/(a::AdjOrTransAbsVec, B::AbstractMatrix) = _wrapper(a)(_wrapper(a)(B) \ a.parent)
function inv(A::AbstractMatrix)
    checksquare(A)
    istriu(A) && !isempty(A) && return Matrix(inv(UpperTriangular(_numeric(A))))
    istril(A) && !isempty(A) && return Matrix(inv(LowerTriangular(_numeric(A))))
    F = lu(A)
    eltype(F) <: Union{Float64,Complex{Float64}} || return inv(F)
    _getri!(copy(F.factors), F.ipiv)
end
function det(A::AbstractMatrix)
    checksquare(A)
    (istriu(A) || istril(A)) && return convert(_div_type(eltype(A)), prod(diag(A)))
    det(lu(A; check = false))
end
det(x::Number) = x
logabsdet(A::AbstractMatrix) = logabsdet(lu(A; check = false))
function logdet(A::AbstractMatrix)
    l, s = logabsdet(A)
    l + log(s)
end
function pinv(A::AbstractMatrix; rtol = eps(Float64) * min(size(A)...), atol = 0.0)
    F = svd(A)
    tol = max(rtol * reduce(max, F.S; init = 0.0), atol)
    F.V * Diagonal([s > tol ? inv(s) : 0.0 for s in F.S]) * F.U'
end
# A row; all zeros if v is, or if its length, its only singular value, is no more than tol times itself.
function pinv(v::AbstractVector{T}, tol::Real = 0) where {T}
    total = sum(abs2, v)
    r = iszero(total) || tol >= 1 ? fill!(similar(v, typeof(one(T) / abs2(one(T)))), 0) : v ./ total
    T <: Real ? transpose(collect(r)) : Adjoint(map(conj, map(conj, v) ./ ifelse(iszero(total), one(total), total)))
end
/(x::Number, v::AbstractVector) = x * pinv(v)
pinv(x::Number) = iszero(x) || isnan(x) ? zero(float(x)) : inv(x)
function rank(A::AbstractMatrix; atol = 0.0, rtol = min(size(A)...) * eps(Float64))
    s = svdvals(A)
    isempty(s) ? 0 : count(x -> x > max(atol, rtol * s[1]), s)
end
rank(x::Number) = iszero(x) ? 0 : 1
nullspace(a::AbstractVector; kw...) = nullspace(reshape(_dense(a), :, 1); kw...)
function nullspace(A::AbstractMatrix; atol = 0.0, rtol = min(size(A)...) * eps(Float64))
    F = svd(A; full = true)
    r = count(x -> x > max(atol, rtol * F.S[1]), F.S)
    copy(F.Vt[r+1:end, :]')
end
function cond(A::AbstractMatrix, p::Real = 2)
    isempty(A) && throw(ArgumentError("reducing over an empty collection is not allowed"))
    p == 2 && return (s = svdvals(A); s[end] == 0 ? Inf : s[1] / s[end])
    opnorm(A, p) * opnorm(inv(A), p)
end
cond(x::Number, p::Real = 2) = iszero(x) ? Inf : 1.0
condskeel(A) = opnorm(abs.(inv(A)) * abs.(A), Inf)

export Adjoint, Transpose, Diagonal, Symmetric, Hermitian, UpperTriangular, LowerTriangular, UnitUpperTriangular, UnitLowerTriangular,
    Tridiagonal, SymTridiagonal, Bidiagonal, UniformScaling, I, LU, QR, QRPivoted, Cholesky, SVD, Eigen, Factorization, SingularException,
    PosDefException, RankDeficientException, LAPACKException, ZeroPivotException, dot, ⋅, cross, ×, norm, normalize, normalize!, opnorm, tr, det, logdet, logabsdet, inv, lu, lu!, qr, qr!,
    cholesky, cholesky!, svd, svd!, svdvals, eigen, eigen!, eigvals, eigvecs, eigmax, eigmin, rank, pinv, nullspace, kron, diag, diagm, diagind, triu,
    tril, triu!, tril!, issymmetric, ishermitian, isposdef, isdiag, istriu, istril, cond, condskeel, mul!, transpose!, adjoint!, copy_transpose!, isposdef!, eigvals!, svdvals!, CholeskyPivoted, ordschur, ordschur!,
    lowrankupdate, lowrankupdate!, lowrankdowndate, lowrankdowndate!, lmul!, rmul!, ldiv!, rdiv!,
    axpy!, axpby!, factorize, issuccess, adjoint, transpose, BLAS, LAPACK, givens, logabsdet,
    Schur, schur, schur!, Hessenberg, hessenberg, hessenberg!, UpperHessenberg, LQ, lq, lq!, LDLt, ldlt, ldlt!,
    rotate!, reflect!, lyap, sylvester
