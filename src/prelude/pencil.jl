# Factorizations of two matrices together (eigen, schur, svd), and of symmetric ones that are not definite.

using Base: _ggev!, _sygvd!, _gges!, _ggsvd!, _sytrf!, _syconv!

function _check_pair(A, B)
    checksquare(A) == checksquare(B) || throw(DimensionMismatch("A has dimensions $(size(A)), and B has dimensions $(size(B)), but A and B must have the same size"))
end
# Copies of the types that LAPACK takes, of one type together.
_copies(A...) = (T = any(X -> eltype(X) <: Complex, A) ? Complex{Float64} : Float64; map(X -> Matrix{T}(_full(X)), A))
_complex_or_real(re, im) = im === nothing || all(iszero, im) ? re : complex.(re, im)
_factor(io, mime, name, x) = (println(io, name, ":"); show(io, mime, x))

## ---- eigen(A, B) ----
struct GeneralizedEigen{T,V,S<:AbstractMatrix,U<:AbstractVector} <: Factorization{T}
    values::U
    vectors::S
    GeneralizedEigen(values::AbstractVector{V}, vectors::AbstractMatrix{T}) where {T,V} = new{T,V,typeof(vectors),typeof(values)}(values, vectors)
end
iterate(F::GeneralizedEigen, s = 1) = s == 1 ? (F.values, 2) : s == 2 ? (F.vectors, 3) : nothing
_by_parts(λ) = (real(λ), imag(λ))
function eigen(A::AbstractMatrix, B::AbstractMatrix; sortby = _by_parts)
    _check_pair(A, B)
    ishermitian(A) && isposdef(B) && return GeneralizedEigen(_sygvd!(_copies(A, B)...)...)
    re, im, β, v = _ggev!(_copies(A, B)...)
    values = _complex_or_real(re, im) ./ β
    vectors = im === nothing || all(iszero, im) ? v : _complex_vectors(v, im)
    p = sortby === nothing ? (1:length(values)) : sortperm(values, by = sortby)
    GeneralizedEigen(values[p], vectors[:, p])
end
# A pair of complex values has one vector's real and imaginary parts in its two columns.
function _complex_vectors(v, im)
    out = complex(v)
    for j in findall(>(0), im)
        out[:, j] = complex.(v[:, j], v[:, j+1])
        out[:, j+1] = conj(out[:, j])
    end
    out
end
eigen!(A::AbstractMatrix, B::AbstractMatrix; kw...) = eigen(A, B; kw...)
eigvals(A::AbstractMatrix, B::AbstractMatrix; kw...) = eigen(A, B; kw...).values
eigvecs(A::AbstractMatrix, B::AbstractMatrix) = eigen(A, B).vectors
eigvals(F::GeneralizedEigen) = F.values
eigvecs(F::GeneralizedEigen) = F.vectors
function show(io::IO, mime::MIME"text/plain", F::GeneralizedEigen)
    println(io, typeof(F))
    _factor(io, mime, "values", F.values)
    println(io)
    _factor(io, mime, "vectors", F.vectors)
end

## ---- schur(A, B) ----
struct GeneralizedSchur{T,M<:AbstractMatrix} <: Factorization{T}
    S::M
    T::M
    α::Vector
    β::Vector
    Q::M
    Z::M
end
function schur(A::AbstractMatrix, B::AbstractMatrix)
    _check_pair(A, B)
    S, T, re, im, β, Q, Z = _gges!(_copies(A, B)...)
    GeneralizedSchur{eltype(S),typeof(S)}(S, T, im === nothing ? re : complex.(re, im), β, Q, Z)
end
schur!(A::AbstractMatrix, B::AbstractMatrix) = schur(A, B)
function getproperty(F::GeneralizedSchur, s::Symbol)
    s === :values && return F.α ./ F.β
    s === :left && return F.Q
    s === :right && return F.Z
    getfield(F, s === :alpha ? :α : s === :beta ? :β : s)
end
propertynames(::GeneralizedSchur) = (:values, :left, :right, :S, :T, :α, :β, :Q, :Z)
iterate(F::GeneralizedSchur, s = 1) = s > 6 ? nothing : ((F.S, F.T, F.Q, F.Z, F.α, F.β)[s], s + 1)
function show(io::IO, mime::MIME"text/plain", F::GeneralizedSchur)
    print(io, typeof(F))
    for (name, x) in (("S factor", F.S), ("T factor", F.T), ("Q factor", F.Q), ("Z factor", F.Z), ("α", F.α), ("β", F.β))
        println(io)
        _factor(io, mime, name, x)
    end
end

## ---- svd(A, B) ----
struct GeneralizedSVD{T,S} <: Factorization{T}
    U::S
    V::S
    Q::S
    a::Vector
    b::Vector
    k::Int
    l::Int
    R::S
end
function svd(A::AbstractMatrix, B::AbstractMatrix)
    size(A, 2) == size(B, 2) || throw(DimensionMismatch("A and B must have the same number of columns"))
    X, Y = _copies(A, B)
    U, V, Q, a, b, k, l = _ggsvd!(X, Y)
    m, n = size(A)
    # the rows of R that do not fit into A are behind it in B
    R = m - k - l >= 0 ? triu(X[1:k+l, n-k-l+1:n]) : triu([X[1:m, n-k-l+1:n]; Y[m-k+1:l, n-k-l+1:n]])
    GeneralizedSVD{eltype(U),typeof(U)}(U, V, Q, a, b, k, l, R)
end
svd!(A::AbstractMatrix, B::AbstractMatrix) = svd(A, B)
svdvals(A::AbstractMatrix, B::AbstractMatrix) = svd(A, B).S
function getproperty(F::GeneralizedSVD, s::Symbol)
    m, p, k, l = size(getfield(F, :U), 1), size(getfield(F, :V), 1), getfield(F, :k), getfield(F, :l)
    a, b, R = getfield(F, :a), getfield(F, :b), getfield(F, :R)
    s === :alpha && return a
    s === :beta && return b
    (s === :vals || s === :S) && return a[1:k+l] ./ b[1:k+l]
    s === :D1 && return _diagonal(m, k + l, 1:min(m, k + l), [i <= k ? 1.0 : a[i] for i in 1:min(m, k + l)])
    s === :D2 && return _diagonal(p, k + l, k+1:k+l, b[k+1:k+l])
    s === :R0 && return [zeros(eltype(R), k + l, size(getfield(F, :Q), 1) - k - l) R]
    getfield(F, s)
end
# Row i has the i-th value, in the i-th of the columns. SparseArrays is loaded later.
_diagonal(m, n, columns, values) = Base.SparseArrays.sparse(collect(1:length(columns)), collect(columns), values, m, n)
propertynames(::GeneralizedSVD) = (:alpha, :beta, :vals, :S, :D1, :D2, :R0, :U, :V, :Q, :a, :b, :k, :l, :R)
iterate(F::GeneralizedSVD, s = 1) = s > 6 ? nothing : ((F.U, F.V, F.Q, F.D1, F.D2, F.R0)[s], s + 1)
function show(io::IO, mime::MIME"text/plain", F::GeneralizedSVD)
    print(io, typeof(F))
    for (name, x) in (("U", F.U), ("V", F.V), ("Q", F.Q), ("D1", F.D1), ("D2", F.D2), ("R0", F.R0))
        println(io)
        _factor(io, mime, "$name factor", x)
    end
end

## ---- bunchkaufman ----
struct BunchKaufman{T,S<:AbstractMatrix} <: Factorization{T}
    LD::S
    ipiv::Vector{Int}
    uplo::Char
    symmetric::Bool
    rook::Bool
    info::Int
end
function bunchkaufman(A::Union{Symmetric,Hermitian}, rook::Bool = false; check::Bool = true)
    X, = _copies(A.data)
    hermitian = A isa Hermitian && eltype(X) <: Complex
    f, ipiv, info = _sytrf!(X, A.uplo, rook, hermitian)
    check && info > 0 && throw(SingularException(info))
    BunchKaufman{eltype(f),typeof(f)}(f, ipiv, A.uplo, !hermitian, rook, info)
end
function bunchkaufman(A::AbstractMatrix, rook::Bool = false; check::Bool = true)
    W = ishermitian(A) ? Hermitian : issymmetric(A) ? Symmetric : throw(ArgumentError("Bunch-Kaufman decomposition is only valid for symmetric or Hermitian matrices"))
    bunchkaufman(W(A), rook; check = check)
end
bunchkaufman!(A, rook::Bool = false; check::Bool = true) = bunchkaufman(A, rook; check = check)
issuccess(F::BunchKaufman) = F.info == 0
size(F::BunchKaufman, d...) = size(F.LD, d...)
issymmetric(F::BunchKaufman) = F.symmetric
ishermitian(F::BunchKaufman) = !F.symmetric
_turned(F, X) = F.symmetric ? transpose(X) : X'
# LAPACK's pivots as a permutation: a pair of negative ones is a block of two.
function _bk_permutation(F::BunchKaufman)
    n, ipiv = size(F, 1), F.ipiv
    p = collect(1:n)
    swap(i, j) = ((p[i], p[j]) = (p[j], p[i]); nothing)
    upper = F.uplo == 'U'
    i = upper ? n : 1
    while upper ? i >= 1 : i <= n
        if ipiv[i] > 0
            swap(i, ipiv[i])
            i += upper ? -1 : 1
        else
            other = upper ? i - 1 : i + 1
            F.rook ? (swap(i, -ipiv[i]); swap(other, -ipiv[other])) : swap(other, -ipiv[i])
            i += upper ? -2 : 2
        end
    end
    p
end
function getproperty(F::BunchKaufman, s::Symbol)
    s in (:p, :P, :L, :U, :D) || return getfield(F, s)
    n = size(getfield(F, :LD), 1)
    s === :p && return _bk_permutation(F)
    s === :P && return Matrix{eltype(F)}(I, n, n)[:, invperm(_bk_permutation(F))]
    f, e = _syconv!(copy(F.LD), F.uplo, F.ipiv)
    if s === :D
        beside = F.uplo == 'U' ? e[2:end] : e[1:end-1]
        n == 0 && return Tridiagonal{eltype(f),Vector{eltype(f)}}(beside, beside, beside)
        other = F.symmetric ? copy(beside) : conj(beside)
        return F.uplo == 'U' ? Tridiagonal(other, diag(f), beside) : Tridiagonal(beside, diag(f), other)
    end
    (s === :U) == (F.uplo == 'U') || throw(ArgumentError(s === :U ? "factorization is L*D*transpose(L) but you requested U" :
                                                         "factorization is U*D*transpose(U) but you requested L"))
    s === :U ? UnitUpperTriangular(f) : UnitLowerTriangular(f)
end
propertynames(::BunchKaufman) = (:p, :P, :L, :U, :D)
_bk_triangle(F) = F.uplo == 'U' ? F.U : F.L
iterate(F::BunchKaufman, s = 1) = s > 3 ? nothing : (s == 1 ? F.D : s == 2 ? _bk_triangle(F) : F.p, s + 1)
function \(F::BunchKaufman, b::AbstractVecOrMat)
    issuccess(F) || throw(SingularException(F.info))
    U, p = _bk_triangle(F), F.p
    x = _turned(F, U) \ (F.D \ (U \ (b isa AbstractVector ? b[p] : b[p, :])))
    q = invperm(p)
    x isa AbstractVector ? x[q] : x[q, :]
end
function logabsdet(F::BunchKaufman)
    issuccess(F) || return (-Inf, zero(eltype(F)))
    d = det(Matrix(F.D))
    (log(abs(d)), sign(d))
end
det(F::BunchKaufman) = issuccess(F) ? det(Matrix(F.D)) : zero(eltype(F))
logdet(F::BunchKaufman) = ((l, s) = logabsdet(F); l + log(s))
inv(F::BunchKaufman) = F \ Matrix{eltype(F)}(I, size(F)...)
function show(io::IO, mime::MIME"text/plain", F::BunchKaufman)
    issuccess(F) || return print(io, "Failed factorization of type $(typeof(F))")
    println(io, typeof(F))
    _factor(io, mime, "D factor", F.D)
    println(io)
    _factor(io, mime, "$(F.uplo) factor", _bk_triangle(F))
    println(io)
    _factor(io, mime, "permutation", F.p)
end

export GeneralizedEigen, GeneralizedSchur, GeneralizedSVD, BunchKaufman, bunchkaufman, bunchkaufman!
