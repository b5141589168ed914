# Factorizations of matrices that LAPACK does not take (BigFloat, Float16, Rational), and of single precision, which is
# computed in double precision.

function _cholesky_generic(A)
    n = size(A, 1)
    U = zeros(promote_type(Float32, _root_type(eltype(A))), n, n)
    for j in 1:n
        d = A[j, j] - sum(abs2, U[1:j-1, j])
        real(d) > 0 || return U, j
        U[j, j] = sqrt(d)
        for k in j+1:n
            U[j, k] = (A[j, k] - dot(U[1:j-1, j], U[1:j-1, k])) / U[j, j]
        end
    end
    U, 0
end

# Reflections below the diagonal, R above, as LAPACK packs them.
struct QR{S,M<:AbstractMatrix{S}} <: Factorization{S}
    factors::M
    τ::Vector{S}
end
size(F::QR, d...) = size(getfield(F, :factors), d...)

function _qr_generic(A)
    f = convert(Matrix{_root_type(eltype(A))}, copy(_numeric(A)))
    m, n = size(f)
    τ = zeros(eltype(f), min(m, n))
    for k in 1:min(m - 1, n) # one row is reflected onto itself
        x = f[k:m, k]
        ν = copysign(norm(x), real(x[1]))
        iszero(ν) && continue
        x[1] += ν
        τ[k] = x[1] / ν
        v = x / x[1]
        for j in k+1:n
            f[k:m, j] -= v * (conj(τ[k]) * dot(v, f[k:m, j]))
        end
        f[k, k] = -ν
        f[k+1:m, k] = v[2:end]
    end
    QR{eltype(f),typeof(f)}(f, τ)
end
_reflection(F::QR, k) = (f = getfield(F, :factors); [zeros(eltype(f), k - 1); one(eltype(f)); f[k+1:end, k]])
function _times_q(F::QR, B, adjoint)
    τ = getfield(F, :τ)
    for k in (adjoint ? (1:length(τ)) : (length(τ):-1:1))
        v = _reflection(F, k)
        B = B - v * ((adjoint ? conj(τ[k]) : τ[k]) * (v' * B))
    end
    B
end
function getproperty(F::QR, s::Symbol)
    f = getfield(F, :factors)
    s === :R && return triu(f[1:min(size(f)...), :])
    s === :Q && return _times_q(F, Matrix{eltype(f)}(I, size(f, 1), min(size(f)...)), false)
    getfield(F, s)
end
propertynames(F::QR) = (:R, :Q, :factors, :τ)
iterate(F::QR, part = :Q) = part === :done ? nothing : (getproperty(F, part), part === :Q ? :R : :done)
function show(io::IO, mime::MIME"text/plain", F::QR)
    println(io, typeof(F), "\nQ factor:")
    show(io, mime, F.Q)
    println(io, "\nR factor:")
    show(io, mime, F.R)
end
function \(F::QR, B::AbstractVecOrMat)
    m, n = size(F)
    size(B, 1) == m || throw(DimensionMismatch("B has first dimension $(size(B, 1)) but needs $m"))
    m >= n || throw(ArgumentError("systems with more unknowns than equations are solved for the types of LAPACK only"))
    X = _times_q(F, reshape(convert(Array{promote_type(eltype(F), eltype(B))}, _numeric(B)), m, :), true)
    X = UpperTriangular(F.R) \ X[1:n, :]
    B isa AbstractVector ? vec(X) : X
end
det(F::QR) = prod(diag(getfield(F, :factors))) * (isodd(count(!iszero, getfield(F, :τ))) ? -1 : 1)
inv(F::QR) = F \ Matrix{eltype(F)}(I, size(F)...)

# --- single precision ---

const _Single = Union{Float32,Complex{Float32}}
_plain_matrix(T) = Union{Matrix{<:T},Adjoint{<:T,<:Matrix},Transpose{<:T,<:Matrix},SubArray{<:T,2}}
_symmetric_matrix(T) = Union{Symmetric{<:T},Hermitian{<:T}}
_with_type(T, from, to) = T === from ? to : !(T isa DataType) || isempty(T.parameters) ? T :
    T.name.wrapper{map(P -> _with_type(P, from, to), (T.parameters...,))...}
_double(A::AbstractArray) = convert(Array{eltype(A) <: Complex ? Complex{Float64} : Float64}, _dense(A))
_double(x::Union{Factorization,Symmetric,Hermitian}) = _with_type(typeof(x), Float32, Float64)(map(n -> (v = getfield(x, n); eltype(v) <: _Single ? _double(v) : v), fieldnames(typeof(x)))...)
_single(x) = x
_single(x::Float64) = Float32(x)
_single(x::Complex{Float64}) = Complex{Float32}(x)
_single(A::Array{Float64}) = convert(Array{Float32}, A)
_single(A::Array{Complex{Float64}}) = convert(Array{Complex{Float32}}, A)
_single(t::Tuple) = map(_single, t)
_single(x::Union{Factorization,AbstractTriangular,UpperHessenberg,Symmetric,Hermitian}) =
    _with_type(typeof(x), Float64, Float32)(map(n -> _single(getfield(x, n)), fieldnames(typeof(x)))...)

for (T, functions) in ((_Single, (:lu, :qr, :lq, :inv, :det, :logabsdet, :exp, :opnorm)),
                       (Union{_Single,Float16}, (:cholesky, :svd, :svdvals, :eigen, :eigvals, :schur, :hessenberg, :sqrt, :log, :pinv, :nullspace, :cond)))
    for f in functions
        @eval $f(A::$(_plain_matrix(T)); options...) = _single($f(_double(A); options...))
        f in (:eigen, :eigvals, :inv, :det) && @eval $f(A::$(_symmetric_matrix(T)); options...) = _single($f(_double(A); options...))
    end
end
# What a solution in double precision is given as.
_solution(A, B, X) = promote_type(eltype(A), eltype(B)) <: _Single ? _single(X) : X
_wide(B) = eltype(B) <: _Single ? _double(B) : B
for W in (_plain_matrix(_Single), _symmetric_matrix(_Single), :(LU{<:_Single}), :(QRCompactWY{<:_Single}), :(QRPivoted{<:_Single}), :(Cholesky{<:_Single})), V in (:AbstractVector, :AbstractMatrix)
    @eval \(A::$W, B::$V) = _solution(A, B, _double(A) \ _wide(B))
end
inv(F::Union{LU{<:_Single},Cholesky{<:_Single}}) = _single(inv(_double(F)))
