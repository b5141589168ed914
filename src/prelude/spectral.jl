# Schur and Hessenberg forms, LQ, functions of matrices that are made from them, rotations, BLAS's own names.

import Base: hcat, vcat
using Base: _trsen!, _sytrd!, _orgtr!, _pstrf!, _gees!, _gehrd!, _orghr!, _gelqf!, _orglq, _trsyl!

struct Schur{T,S<:AbstractMatrix} <: Factorization{T}
    T::S
    Z::S
    values::Vector
end
function schur(A::AbstractMatrix)
    checksquare(A)
    T, Z, w, im = _gees!(_lapack(A))
    Schur{eltype(T),typeof(T)}(T, Z, im === nothing || all(iszero, im) ? w : complex.(w, im))
end
schur!(A) = schur(A)
# the selected eigenvalues first
function ordschur(F::Schur, select::AbstractVector{Bool})
    T, Z, w, im = _trsen!(copy(F.T), copy(F.Z), convert(Vector{Bool}, select))
    Schur{eltype(T),typeof(T)}(T, Z, all(iszero, im) ? w : complex.(w, im))
end
function ordschur!(F::Schur, select::AbstractVector{Bool})
    G = ordschur(F, select)
    copyto!(F.T, G.T)
    copyto!(F.Z, G.Z)
    copyto!(F.values, G.values)
    F
end
function getproperty(F::Schur, s::Symbol)
    s === :Schur && return getfield(F, :T)
    s === :vectors && return getfield(F, :Z)
    getfield(F, s)
end
iterate(F::Schur) = (F.T, Val(:Z))
iterate(F::Schur, ::Val{:Z}) = (F.Z, Val(:values))
iterate(F::Schur, ::Val{:values}) = (F.values, Val(:done))
iterate(F::Schur, ::Val{:done}) = nothing
Matrix(F::Schur) = F.Z * F.T * F.Z'
Array(F::Schur) = Matrix(F)
function show(io::IO, mime::MIME"text/plain", F::Schur)
    println(io, typeof(F))
    println(io, "T factor:")
    show(io, mime, F.T)
    println(io, "\nZ factor:")
    show(io, mime, F.Z)
    println(io, "\neigenvalues:")
    show(io, mime, F.values)
end

struct UpperHessenberg{T,S<:AbstractMatrix{T}} <: AbstractMatrix{T}
    data::S
end
UpperHessenberg(A::AbstractMatrix{T}) where {T} = (checksquare(A); UpperHessenberg{T,typeof(A)}(A))
size(A::UpperHessenberg) = size(A.data)
parent(A::UpperHessenberg) = A.data
getindex(A::UpperHessenberg{T}, i::Int, j::Int) where {T} = i <= j + 1 ? A.data[i, j] : zero(T)
function setindex!(A::UpperHessenberg, x, i::Int, j::Int)
    i > j + 1 && !iszero(x) && throw(ArgumentError("cannot set index in the lower triangular part ($i, $j) of an UpperHessenberg matrix to a nonzero value ($x)"))
    i > j + 1 || (A.data[i, j] = x)
    A
end
replace_in_print_matrix(A::UpperHessenberg, i::Integer, j::Integer, s::AbstractString) = i <= j + 1 ? s : Base.replace_with_centered_mark(s)
_full(A::UpperHessenberg) = triu(A.data, -1)
Matrix(A::UpperHessenberg) = triu(A.data, -1)

struct HessenbergQ{T,S,V,sym} <: AbstractMatrix{T}
    uplo::Char
    factors::S
    τ::V
end
_matrix(Q::HessenbergQ{T,S,V,false}) where {T,S,V} = _orghr!(copy(Q.factors), Q.τ)
_matrix(Q::HessenbergQ{T,S,V,true}) where {T,S,V} = _orgtr!(copy(Q.factors), Q.τ, Q.uplo)
size(Q::HessenbergQ) = size(Q.factors)
getindex(Q::HessenbergQ, i::Int, j::Int) = _matrix(Q)[i, j]
Matrix(Q::HessenbergQ) = _matrix(Q)
Array(Q::HessenbergQ) = _matrix(Q)
collect(Q::HessenbergQ) = _matrix(Q)
_full(Q::HessenbergQ) = _matrix(Q)
Base._dense(Q::HessenbergQ) = _matrix(Q)
struct Hessenberg{T,SH,S,V,U} <: Factorization{T}
    H::SH
    uplo::Char
    factors::S
    τ::V
    μ::U
end
function hessenberg(A::AbstractMatrix)
    checksquare(A)
    f, τ = _gehrd!(_lapack(A))
    H = UpperHessenberg(f)
    Hessenberg{eltype(f),typeof(H),typeof(f),typeof(τ),Bool}(H, 'L', f, τ, false)
end
# What is symmetric has three bands.
function hessenberg(A::Union{Symmetric{<:Real},Hermitian})
    f, d, e, τ = _sytrd!(_lapack(A), A.uplo)
    H = SymTridiagonal(d, e)
    Hessenberg{eltype(f),typeof(H),typeof(f),typeof(τ),Bool}(H, A.uplo, f, τ, false)
end
hessenberg!(A) = hessenberg(A)
function getproperty(F::Hessenberg, s::Symbol)
    f = getfield(F, :factors)
    s === :Q && return HessenbergQ{eltype(f),typeof(f),typeof(getfield(F, :τ)),getfield(F, :H) isa SymTridiagonal}(getfield(F, :uplo), f, getfield(F, :τ))
    getfield(F, s)
end
\(F::Hessenberg, B::AbstractVecOrMat) = Matrix(F) \ B
det(F::Hessenberg) = det(Matrix(F.H))
logabsdet(F::Hessenberg) = logabsdet(Matrix(F.H))
iterate(F::Hessenberg) = (F.Q, Val(:H))
iterate(F::Hessenberg, ::Val{:H}) = (F.H, Val(:done))
iterate(F::Hessenberg, ::Val{:done}) = nothing
Matrix(F::Hessenberg) = (Q = Matrix(F.Q); Q * Matrix(F.H) * Q')
size(F::Hessenberg, d...) = size(getfield(F, :factors), d...)
function show(io::IO, mime::MIME"text/plain", F::Hessenberg)
    println(io, typeof(F))
    println(io, "Q factor:")
    show(io, mime, F.Q)
    println(io, "\nH factor:")
    show(io, mime, F.H)
end

struct LQ{T,S<:AbstractMatrix{T}} <: Factorization{T}
    factors::S
    τ::Vector{T}
end
struct LQPackedQ{T,S<:AbstractMatrix} <: AbstractMatrix{T}
    factors::S
    τ::Vector{T}
end
lq(A::AbstractMatrix) = (f = _gelqf!(_lapack(A)); LQ{eltype(f[1]),typeof(f[1])}(f...))
lq!(A) = lq(A)
size(F::LQ, d...) = size(getfield(F, :factors), d...)
size(Q::LQPackedQ) = (n = size(Q.factors, 2); (n, n))
_rows(Q::LQPackedQ, m) = _orglq(Q.factors, Q.τ, m)
Matrix(Q::LQPackedQ) = _rows(Q, min(size(Q.factors)...))
Array(Q::LQPackedQ) = Matrix(Q)
_full(Q::LQPackedQ) = _rows(Q, size(Q, 1))
collect(Q::LQPackedQ) = _full(Q)
Base._dense(Q::LQPackedQ) = _full(Q)
getindex(Q::LQPackedQ, i::Int, j::Int) = _full(Q)[i, j]
function *(A::AbstractMatrix, Q::LQPackedQ)
    m, n = size(Q.factors)
    A * (size(A, 2) == n ? _full(Q) : Matrix(Q))
end
function getproperty(F::LQ, s::Symbol)
    f = getfield(F, :factors)
    s === :L && return tril(f[:, 1:min(size(f)...)])
    s === :Q && return LQPackedQ{eltype(f),typeof(f)}(f, getfield(F, :τ))
    getfield(F, s)
end
iterate(F::LQ) = (F.L, Val(:Q))
iterate(F::LQ, ::Val{:Q}) = (F.Q, Val(:done))
iterate(F::LQ, ::Val{:done}) = nothing
Matrix(F::LQ) = F.L * Matrix(F.Q)
Array(F::LQ) = Matrix(F)
\(F::LQ, B::AbstractVecOrMat) = Matrix(F.Q)' * (LowerTriangular(F.L) \ B)
function show(io::IO, mime::MIME"text/plain", F::LQ)
    short = IOContext(io, :compact => true)
    println(io, typeof(F), " with factors L and Q:")
    show(short, F.L)
    println(io)
    show(short, Matrix(F.Q))
end

struct CholeskyPivoted{T,S<:AbstractMatrix} <: Factorization{T}
    factors::S
    uplo::Char
    piv::Vector{Int}
    rank::Int
    tol::Float64
    info::Int
end
function cholesky(A::AbstractMatrix, ::Val{true}; tol = 0.0, check::Bool = true)
    checksquare(A)
    ishermitian(A) || throw(PosDefException(-1))
    f, p, r, info = _pstrf!(_lapack(A), 'U', float(tol))
    check && info > 0 && throw(RankDeficientException(info))
    CholeskyPivoted{eltype(f),typeof(f)}(f, 'U', p, r, float(tol), info)
end
size(F::CholeskyPivoted, d...) = size(getfield(F, :factors), d...)
issuccess(F::CholeskyPivoted) = F.info == 0
rank(F::CholeskyPivoted) = F.rank
function getproperty(F::CholeskyPivoted, s::Symbol)
    f = getfield(F, :factors)
    s === :U && return UpperTriangular(f)
    s === :L && return LowerTriangular(copy(f'))
    s === :p && return getfield(F, :piv)
    s === :P && return Matrix{eltype(f)}(I, size(f)...)[:, getfield(F, :piv)]
    getfield(F, s)
end
\(F::CholeskyPivoted, B::AbstractVector) = (F.U \ (F.U' \ B[F.p]))[invperm(F.p)]
\(F::CholeskyPivoted, B::AbstractMatrix) = (F.U \ (F.U' \ B[F.p, :]))[invperm(F.p), :]
det(F::CholeskyPivoted) = F.rank < size(F, 1) ? zero(eltype(F)) : prod(abs2, diag(F.factors))
Matrix(F::CholeskyPivoted) = (q = invperm(F.p); (F.L * F.U)[q, q])
function show(io::IO, mime::MIME"text/plain", F::CholeskyPivoted)
    println(io, typeof(F), "\nU factor with rank ", F.rank, ":")
    show(io, mime, F.U)
    println(io, "\npermutation:")
    show(io, mime, F.p)
end
# of A + v v' and A - v v', from the factors of A
function _rank_one(F::Cholesky, v, sign)
    U = Matrix(F.U)
    cholesky(Hermitian(U' * U + sign * (v * v')))
end
lowrankupdate(F::Cholesky, v::AbstractVector) = _rank_one(F, v, 1)
lowrankdowndate(F::Cholesky, v::AbstractVector) = _rank_one(F, v, -1)
_take_factors!(F, G) = (copyto!(F.factors, F.uplo == 'U' ? G.factors : G.factors'); F)
lowrankupdate!(F::Cholesky, v::AbstractVector) = _take_factors!(F, lowrankupdate(F, v))
lowrankdowndate!(F::Cholesky, v::AbstractVector) = _take_factors!(F, lowrankdowndate(F, v))
isposdef!(A) = isposdef(A)
transpose!(B::AbstractMatrix, A::AbstractVecOrMat) = copyto!(B, size(B) == reverse(size(A)) ? transpose(A) : throw(DimensionMismatch("transpose")))
adjoint!(B::AbstractMatrix, A::AbstractVecOrMat) = copyto!(B, size(B) == reverse(size(A)) ? adjoint(A) : throw(DimensionMismatch("adjoint")))
copy_transpose!(B, ir, jr, A, ia, ja) = (B[ir, jr] = permutedims(A[ia, ja]); B)

struct LDLt{T,S<:AbstractMatrix{T}} <: Factorization{T}
    data::S
end
function ldlt(A::SymTridiagonal)
    T = _div_type(eltype(A))
    d, l = convert(Vector{T}, copy(A.dv)), convert(Vector{T}, copy(A.ev))
    for i in 1:length(l)
        l[i] /= d[i]
        d[i+1] -= abs2(l[i]) * d[i]
    end
    S = SymTridiagonal(d, l)
    LDLt{T,typeof(S)}(S)
end
ldlt!(A) = ldlt(A)
size(F::LDLt, d...) = size(getfield(F, :data), d...)
function getproperty(F::LDLt, s::Symbol)
    S = getfield(F, :data)
    s === :d && return S.dv
    s === :D && return Diagonal(S.dv)
    s === :L && return UnitLowerTriangular(S)
    s === :Lt && return UnitUpperTriangular(S)
    getfield(F, s)
end
function \(F::LDLt, B::AbstractVecOrMat)
    L = UnitLowerTriangular(Matrix(F.L))
    L' \ (F.D \ (L \ B))
end
det(F::LDLt) = prod(F.data.dv)
function show(io::IO, mime::MIME"text/plain", F::LDLt)
    println(io, typeof(F))
    println(io, "L factor:")
    show(io, mime, F.L)
    println(io, "\nD factor:")
    show(io, mime, F.D)
end

# A X + X B + C = 0
function sylvester(A::AbstractMatrix, B::AbstractMatrix, C::AbstractMatrix)
    if any(X -> eltype(X) <: Complex, (A, B, C))
        A, B, C = map(complex, (A, B, C))
    end
    F, G = schur(float(A)), schur(float(B))
    Y, scale = _trsyl!(F.T, G.T, -(F.Z' * float(C) * G.Z))
    F.Z * (Y ./ scale) * G.Z'
end
lyap(a::Number, c::Number) = -c / (2real(a))
sylvester(a::Number, b::Number, c::Number) = -c / (a + b)
lyap(A::AbstractMatrix, C::AbstractMatrix) = sylvester(A, Matrix(float(A)'), C)

# rotations
struct Givens{T}
    i1::Int
    i2::Int
    c::T
    s::T
end
function givens(f::T, g::T, i1::Integer, i2::Integer) where {T<:Real}
    i1 == i2 && throw(ArgumentError("Indices must be distinct."))
    r = hypot(f, g)
    c, s = iszero(r) ? (one(float(f)), zero(float(g))) : (f / r, g / r)
    i1 < i2 ? (Givens{typeof(c)}(i1, i2, c, s), r) : (Givens{typeof(c)}(i2, i1, c, -s), r)
end
givens(f::Number, g::Number, i1::Integer, i2::Integer) = givens(promote(f, g)..., i1, i2)
givens(x::AbstractVector, i1::Integer, i2::Integer) = givens(x[i1], x[i2], i1, i2)
givens(A::AbstractMatrix, i1::Integer, i2::Integer, j::Integer) = givens(A[i1, j], A[i2, j], i1, i2)
function lmul!(G::Givens, A::AbstractVecOrMat)
    for j in 1:size(A, 2)
        a, b = A[G.i1, j], A[G.i2, j]
        A[G.i1, j] = G.c * a + G.s * b
        A[G.i2, j] = -conj(G.s) * a + G.c * b
    end
    A
end
*(G::Givens, A::AbstractVecOrMat) = lmul!(G, copy(float(A)))
getindex(G::Givens{T}, i::Integer, j::Integer) where {T} = i == j ? (i == G.i1 || i == G.i2 ? G.c : one(T)) : i == G.i1 && j == G.i2 ? G.s : i == G.i2 && j == G.i1 ? -conj(G.s) : zero(T)
function rotate!(x::AbstractVector, y::AbstractVector, c, s)
    length(x) == length(y) || throw(DimensionMismatch("x has length $(length(x)), but y has length $(length(y))"))
    for i in eachindex(x)
        a, b = x[i], y[i]
        x[i] = c * a + s * b
        y[i] = -conj(s) * a + c * b
    end
    x, y
end
function reflect!(x::AbstractVector, y::AbstractVector, c, s)
    length(x) == length(y) || throw(DimensionMismatch("x has length $(length(x)), but y has length $(length(y))"))
    for i in eachindex(x)
        a, b = x[i], y[i]
        x[i] = c * a + s * b
        y[i] = conj(s) * a - c * b
    end
    x, y
end
Bidiagonal(A::AbstractMatrix, uplo::Symbol) = Bidiagonal(diag(A), diag(A, uplo === :U ? 1 : -1), uplo)
function SymTridiagonal(A::AbstractMatrix)
    isempty(A) && return SymTridiagonal(eltype(A)[], eltype(A)[])
    diag(A, 1) == diag(A, -1) || throw(ArgumentError("matrix is not symmetric; cannot convert to SymTridiagonal"))
    SymTridiagonal(diag(A), diag(A, 1))
end
norm1(A) = norm(A, 1)
norm2(A) = norm(A, 2)
normInf(A) = norm(A, Inf)

# the identity among the blocks of a concatenation takes the height or width that it finds
const Blocks = Union{AbstractVecOrMat,UniformScaling}
function _sized(blocks, d, name = d == 1 ? "hcat" : "vcat")
    n = 0
    for b in blocks
        b isa UniformScaling || (n = size(b, d))
    end
    n == 0 && throw(ArgumentError("$name of only UniformScaling objects cannot determine the matrix size"))
    T = promote_type(map(eltype, blocks)...)
    map(b -> b isa UniformScaling ? Matrix{T}(b, n, n) : b, blocks)
end
hcat(U::UniformScaling, V::UniformScaling...) = _sized((U, V...), 1)
vcat(U::UniformScaling, V::UniformScaling...) = _sized((U, V...), 2)
hcat(A::Blocks, U::UniformScaling, rest::Blocks...) = hcat(_sized((A, U, rest...), 1)...)
hcat(U::UniformScaling, A::Blocks, rest::Blocks...) = hcat(_sized((U, A, rest...), 1)...)
vcat(A::Blocks, U::UniformScaling, rest::Blocks...) = vcat(_sized((A, U, rest...), 2)...)
vcat(U::UniformScaling, A::Blocks, rest::Blocks...) = vcat(_sized((U, A, rest...), 2)...)
Base.hvcat(rows::Tuple, U::UniformScaling, rest::Blocks...) = _hvcat_scaling(rows, (U, rest...))
Base.hvcat(rows::Tuple, A::AbstractVecOrMat, U::UniformScaling, rest::Blocks...) = _hvcat_scaling(rows, (A, U, rest...))
Base.hvcat(rows::Tuple, A::AbstractVecOrMat, B::AbstractVecOrMat, U::UniformScaling, rest::Blocks...) = _hvcat_scaling(rows, (A, B, U, rest...))
Base.hvcat(rows::Tuple, A::AbstractVecOrMat, B::AbstractVecOrMat, C::AbstractVecOrMat, U::UniformScaling, rest::Blocks...) =
    _hvcat_scaling(rows, (A, B, C, U, rest...))
function _hvcat_scaling(rows, blocks)
    at = 0
    lines = Any[]
    heights = Int[]
    widths = zeros(Int, maximum(rows))
    for n in rows
        line = blocks[at+1:at+n]
        at += n
        push!(lines, line)
        h = [size(b, 1) for b in line if !(b isa UniformScaling)]
        push!(heights, isempty(h) ? 0 : h[1])
        for (k, b) in enumerate(line)
            b isa UniformScaling || (widths[k] = size(b, 2))
        end
    end
    T = promote_type(map(eltype, blocks)...)
    size_of(i, k) = heights[i] > 0 ? heights[i] : widths[k]
    full = [hcat([b isa UniformScaling ? Matrix{T}(b, size_of(i, k), size_of(i, k)) : b for (k, b) in enumerate(line)]...) for (i, line) in enumerate(lines)]
    vcat(full...)
end

module BLAS
import ..LinearAlgebra
import ..LinearAlgebra: norm, rotate!, mul!
const BlasFloat = Union{Float64,Float32,Complex{Float64},Complex{Float32}}
set_num_threads(n) = nothing
get_num_threads() = 1
vendor() = :openblas
_op(t, A) = t == 'N' ? A : t == 'T' ? transpose(A) : A'
dot(x, y) = LinearAlgebra.dot(x, y)
dot(n, x, dx, y, dy) = LinearAlgebra.dot(x[1:dx:1+(n-1)*dx], y[1:dy:1+(n-1)*dy])
dotu(x, y) = sum(map(*, x, y))
dotc(x, y) = LinearAlgebra.dot(x, y)
nrm2(x) = norm(x)
nrm2(n, x, d) = norm(x[1:d:1+(n-1)*d])
asum(x) = sum(a -> abs(real(a)) + abs(imag(a)), x)
asum(n, x, d) = asum(x[1:d:1+(n-1)*d])
iamax(x) = argmax(map(abs, x))
scal!(n, a, x, d) = (for i in 1:d:1+(n-1)*d x[i] *= a end; x)
scal(n, a, x, d) = scal!(n, a, copy(x), d)
axpy!(a, x, y) = LinearAlgebra.axpy!(a, x, y)
axpby!(a, x, b, y) = LinearAlgebra.axpby!(a, x, b, y)
blascopy!(n, x, dx, y, dy) = (for k in 0:n-1 y[1+k*dy] = x[1+k*dx] end; y)
rot!(n, x, dx, y, dy, c, s) = rotate!(x, y, c, s)
gemv(t::Char, a, A, x) = a * (_op(t, A) * x)
gemv(t::Char, A, x) = _op(t, A) * x
gemv!(t::Char, a, A, x, b, y) = mul!(y, _op(t, A), x, a, b)
gemm(s::Char, t::Char, a, A, B) = a * (_op(s, A) * _op(t, B))
gemm(s::Char, t::Char, A, B) = _op(s, A) * _op(t, B)
gemm!(s::Char, t::Char, a, A, B, b, C) = mul!(C, _op(s, A), _op(t, B), a, b)
ger!(a, x, y, A) = (A .+= a .* x .* y'; A)
symv(u::Char, a, A, x) = a * (LinearAlgebra.Symmetric(A, Symbol(u)) * x)
symv(u::Char, A, x) = LinearAlgebra.Symmetric(A, Symbol(u)) * x
symm(side::Char, u::Char, a, A, B) = (S = LinearAlgebra.Symmetric(A, Symbol(u)); side == 'L' ? a * (S * B) : a * (B * S))
syrk(u::Char, t::Char, a, A) = t == 'N' ? a * (A * transpose(A)) : a * (transpose(A) * A)
_tri(u, t, d, A) = (T = u == 'U' ? (d == 'U' ? LinearAlgebra.UnitUpperTriangular(A) : LinearAlgebra.UpperTriangular(A)) :
                        (d == 'U' ? LinearAlgebra.UnitLowerTriangular(A) : LinearAlgebra.LowerTriangular(A)); _op(t, T))
trsv(u::Char, t::Char, d::Char, A, x) = _tri(u, t, d, A) \ x
trmv(u::Char, t::Char, d::Char, A, x) = _tri(u, t, d, A) * x
trsm(side::Char, u::Char, t::Char, d::Char, a, A, B) = side == 'L' ? _tri(u, t, d, A) \ (a * B) : (a * B) / _tri(u, t, d, A)
trmm(side::Char, u::Char, t::Char, d::Char, a, A, B) = side == 'L' ? a * (_tri(u, t, d, A) * B) : a * (B * _tri(u, t, d, A))
# Only the triangle of a result that is asked for is written.
function _store!(u, C, R)
    for j in axes(C, 2), i in axes(C, 1)
        (u == 'U' ? i <= j : i >= j) && (C[i, j] = R[i, j])
    end
    C
end
_sym(u, A) = LinearAlgebra.Symmetric(A, Symbol(u))
_her(u, A) = LinearAlgebra.Hermitian(A, Symbol(u))
trsv!(u::Char, t::Char, d::Char, A, x) = copyto!(x, trsv(u, t, d, A, x))
trmv!(u::Char, t::Char, d::Char, A, x) = copyto!(x, trmv(u, t, d, A, x))
trsm!(side::Char, u::Char, t::Char, d::Char, a, A, B) = copyto!(B, trsm(side, u, t, d, a, A, B))
trmm!(side::Char, u::Char, t::Char, d::Char, a, A, B) = copyto!(B, trmm(side, u, t, d, a, A, B))
symv!(u::Char, a, A, x, b, y) = (y .= a .* (_sym(u, A) * x) .+ b .* y; y)
symm(side::Char, u::Char, A, B) = symm(side, u, true, A, B)
symm!(side::Char, u::Char, a, A, B, b, C) = (C .= symm(side, u, a, A, B) .+ b .* C; C)
hemv(u::Char, a, A, x) = a * (_her(u, A) * x)
hemv(u::Char, A, x) = hemv(u, true, A, x)
hemv!(u::Char, a, A, x, b, y) = (y .= hemv(u, a, A, x) .+ b .* y; y)
hemm(side::Char, u::Char, a, A, B) = side == 'L' ? a * (_her(u, A) * B) : a * (B * _her(u, A))
hemm(side::Char, u::Char, A, B) = hemm(side, u, true, A, B)
hemm!(side::Char, u::Char, a, A, B, b, C) = (C .= hemm(side, u, a, A, B) .+ b .* C; C)
syrk(u::Char, t::Char, A) = syrk(u, t, true, A)
syrk!(u::Char, t::Char, a, A, b, C) = _store!(u, C, syrk(u, t, a, A) .+ b .* C)
herk(u::Char, t::Char, a, A) = t == 'N' ? a * (A * A') : a * (A' * A)
herk(u::Char, t::Char, A) = herk(u, t, true, A)
herk!(u::Char, t::Char, a, A, b, C) = _store!(u, C, herk(u, t, a, A) .+ b .* C)
syr2k(u::Char, t::Char, a, A, B) = t == 'N' ? a * (A * transpose(B) + B * transpose(A)) : a * (transpose(A) * B + transpose(B) * A)
syr2k(u::Char, t::Char, A, B) = syr2k(u, t, true, A, B)
syr2k!(u::Char, t::Char, a, A, B, b, C) = _store!(u, C, syr2k(u, t, a, A, B) .+ b .* C)
her2k(u::Char, t::Char, a, A, B) = t == 'N' ? a * A * B' + conj(a) * B * A' : a * A' * B + conj(a) * B' * A
her2k(u::Char, t::Char, A, B) = her2k(u, t, true, A, B)
her2k!(u::Char, t::Char, a, A, B, b, C) = _store!(u, C, her2k(u, t, a, A, B) .+ b .* C)
syr!(u::Char, a, x, A) = _store!(u, A, A .+ a .* x .* transpose(x))
her!(u::Char, a, x, A) = _store!(u, A, A .+ a .* x .* x')
# Bands as BLAS stores them: the element (i, j) in row ku + 1 + i - j.
_banded(m, kl, ku, A) = [-ku <= i - j <= kl ? A[ku+1+i-j, j] : zero(eltype(A)) for i in 1:m, j in axes(A, 2)]
gbmv(t::Char, m, kl, ku, a, A, x) = a * (_op(t, _banded(m, kl, ku, A)) * x)
gbmv(t::Char, m, kl, ku, A, x) = gbmv(t, m, kl, ku, true, A, x)
gbmv!(t::Char, m, kl, ku, a, A, x, b, y) = (y .= gbmv(t, m, kl, ku, a, A, x) .+ b .* y; y)
sbmv(u::Char, k, a, A, x) = a * (_sym(u, u == 'U' ? _banded(size(A, 2), 0, k, A) : _banded(size(A, 2), k, 0, A)) * x)
sbmv(u::Char, k, A, x) = sbmv(u, k, true, A, x)
sbmv!(u::Char, k, a, A, x, b, y) = (y .= sbmv(u, k, a, A, x) .+ b .* y; y)
end
# LAPACK's functions by its names, as far as programs call them themselves: they write into their matrices.
module LAPACK
import ..LinearAlgebra
using ..LinearAlgebra: lu, cholesky, eigen, svd, Hermitian
import ..BLAS: _op, _store!, _tri, trsm!
_as_lu(A, ipiv) = LinearAlgebra.LU{eltype(A),typeof(A)}(A, ipiv, 0)
getrf!(A) = (F = lu(A; check = false); copyto!(A, F.factors); (A, F.ipiv, F.info))
getrs!(t::Char, A, ipiv, B) = copyto!(B, _op(t, Matrix(_as_lu(A, ipiv))) \ B)
getri!(A, ipiv) = copyto!(A, inv(_as_lu(copy(A), ipiv)))
gesv!(A, B) = (F = lu(A); copyto!(A, F.factors); copyto!(B, F \ B); (B, A, F.ipiv))
function potrf!(u::Char, A)
    F = cholesky(Hermitian(A, Symbol(u)); check = false)
    F.info == 0 && _store!(u, A, F.factors)
    A, F.info
end
potrs!(u::Char, A, B) = copyto!(B, LinearAlgebra.Cholesky{eltype(A),typeof(A)}(A, u, 0) \ B)
posv!(u::Char, A, B) = (potrf!(u, A); (A, potrs!(u, A, B)))
trtrs!(u::Char, t::Char, d::Char, A, B) = trsm!('L', u, t, d, true, A, B)
trtri!(u::Char, d::Char, A) = _store!(u, A, Matrix(inv(_tri(u, 'N', d, A))))
function syev!(job::Char, u::Char, A)
    F = eigen(Hermitian(A, Symbol(u)))
    job == 'V' ? (F.values, copyto!(A, F.vectors)) : F.values
end
syevd!(job::Char, u::Char, A) = syev!(job, u, A)
gesdd!(job::Char, A) = (F = svd(A; full = job == 'A'); (F.U, F.S, F.Vt))
gels!(t::Char, A, B) = (X = _op(t, A) \ B; (A, X, zeros(eltype(A), B isa AbstractVector ? 1 : size(B, 2))))
gtsv!(dl, d, du, B) = copyto!(B, LinearAlgebra.Tridiagonal(dl, d, du) \ B)
end
