# The form that results of special matrices have: copies, parts, sums with and products of each other; scalings; refusals.

## ---- the same form with f of what is stored ----
_stored(f, A::Diagonal) = Diagonal(f(A.diag))
_stored(f, A::Bidiagonal) = Bidiagonal(f(A.dv), f(A.ev), Symbol(A.uplo))
_stored(f, A::Tridiagonal) = Tridiagonal(f(A.dl), f(A.d), f(A.du))
_stored(f, A::SymTridiagonal) = SymTridiagonal(f(A.dv), f(A.ev))
for W in (:Symmetric, :Hermitian)
    @eval _stored(f, A::$W) = $W(f(A.data), Symbol(A.uplo))
end
for W in (:UpperTriangular, :LowerTriangular, :UnitUpperTriangular, :UnitLowerTriangular)
    @eval _stored(f, A::$W) = $W(f(A.data))
end
const Bands = Union{Diagonal,Tri}
for W in (:Diagonal, :Bidiagonal, :Tridiagonal, :SymTridiagonal, :Symmetric, :Hermitian, :UpperTriangular, :LowerTriangular, :UnitUpperTriangular, :UnitLowerTriangular)
    @eval begin
        copy(A::$W) = _stored(copy, A)
        similar(A::$W) = _stored(similar, A)
        similar(A::$W, ::Type{T}) where {T} = _stored(x -> similar(x, T), A)
        float(A::$W) = _stored(float, A)
        conj(A::$W) = _stored(conj, A)
    end
    W in (:UnitUpperTriangular, :UnitLowerTriangular) || @eval zero(A::$W) = _stored(zero, A)
    W in (:Hermitian, :UnitUpperTriangular, :UnitLowerTriangular) || @eval imag(A::$W) = _stored(imag, A)
    @eval real(A::$W) = _stored(real, A)
end
float(A::Adjoint{<:Complex,<:AbstractMatrix}) = Adjoint(float(A.parent))
imag(A::UnitUpperTriangular) = UpperTriangular(imag(_full(A)))
imag(A::UnitLowerTriangular) = LowerTriangular(imag(_full(A)))
_ones_on_diagonal(v) = fill!(similar(v), one(eltype(v)))
one(A::Diagonal) = Diagonal(_ones_on_diagonal(A.diag))
one(A::Bidiagonal) = Bidiagonal(_ones_on_diagonal(A.dv), zero(A.ev), Symbol(A.uplo))
one(A::Tridiagonal) = Tridiagonal(zero(A.dl), _ones_on_diagonal(A.d), zero(A.du))
one(A::SymTridiagonal) = SymTridiagonal(_ones_on_diagonal(A.dv), zero(A.ev))
-(A::UnitUpperTriangular) = UpperTriangular(-_full(A))
-(A::UnitLowerTriangular) = LowerTriangular(-_full(A))

## ---- upper and lower parts ----
_kept_if(keep, v) = keep ? copy(v) : zero(v)
function _bands_kept(A::Diagonal, keep)
    Diagonal(_kept_if(keep(0), A.diag))
end
_bands_kept(A::Bidiagonal, keep) = Bidiagonal(_kept_if(keep(0), A.dv), _kept_if(keep(A.uplo == 'U' ? 1 : -1), A.ev), Symbol(A.uplo))
_bands_kept(A::Union{Tridiagonal,SymTridiagonal}, keep) = ((l, d, u) = _bands(A); Tridiagonal(_kept_if(keep(-1), l), _kept_if(keep(0), d), _kept_if(keep(1), u)))
for W in (:Diagonal, :Bidiagonal, :Tridiagonal, :SymTridiagonal)
    @eval triu(A::$W, k::Integer = 0) = _bands_kept(A, d -> d >= k)
    @eval tril(A::$W, k::Integer = 0) = _bands_kept(A, d -> d <= k)
end
triu(A::Low, k::Integer = 0) = LowerTriangular(triu(_full(A), k))
tril(A::Up, k::Integer = 0) = UpperTriangular(tril(_full(A), k))

for W in (:Diagonal, :Bidiagonal, :Tridiagonal, :SymTridiagonal)
    @eval function diag(A::$W, k::Integer = 0)
        n = size(A, 1)
        abs(k) <= n || throw(ArgumentError("requested diagonal, $k, must be at least $(-n) and at most $n for an $n-by-$n matrix"))
        abs(k) > 1 || n <= abs(k) ? zeros(eltype(A), n - abs(k)) : copy(_bands(A)[k+2])
    end
    @eval triu!(A::$W, k::Integer = 0) = $(W === :SymTridiagonal ? :(triu(A, k)) : :(_take!(A, triu(A, k))))
    @eval tril!(A::$W, k::Integer = 0) = $(W === :SymTridiagonal ? :(tril(A, k)) : :(_take!(A, tril(A, k))))
end
_take!(A, B) = (foreach(f -> getfield(A, f) isa AbstractArray && copyto!(getfield(A, f), getfield(B, f)), fieldnames(typeof(A))); A)
triu!(A::Up, k::Integer = 0) = UpperTriangular(triu!(_full(A), k))
triu!(A::Low, k::Integer = 0) = LowerTriangular(triu!(_full(A), k))
tril!(A::Up, k::Integer = 0) = UpperTriangular(tril!(_full(A), k))
tril!(A::Low, k::Integer = 0) = LowerTriangular(tril!(_full(A), k))

## ---- filled and mapped ----
_everywhere!(f, A) = (foreach(n -> getfield(A, n) isa AbstractArray && f(getfield(A, n)), fieldnames(typeof(A))); A)
function fill!(A::Union{Diagonal,Tri}, x)
    iszero(x) || throw(ArgumentError("array of type $(typeof(A)) and size $(size(A)) can\n    not be filled with $x, since some of its entries are constrained."))
    _everywhere!(v -> fill!(v, x), A)
end
fill!(A::Union{Symmetric,Hermitian}, x) = (fill!(A.data, x); A)
function fill!(A::AbstractTriangular, x)
    y = convert(eltype(A), x)
    for i in 1:size(A, 1), j in 1:size(A, 1)
        (_isunit(A) || _structural_zero(A, i, j)) ? (A[i, j] = y) : (A.data[i, j] = y)
    end
    A
end
for W in (:Diagonal, :Bidiagonal, :Tridiagonal, :SymTridiagonal, :Symmetric, :UpperTriangular, :LowerTriangular)
    @eval lmul!(x::Number, A::$W) = _everywhere!(v -> lmul!(x, v), A)
    @eval rmul!(A::$W, x::Number) = _everywhere!(v -> rmul!(v, x), A)
end
map(f, A::SymTridiagonal) = map(f, _full(A))
# f where something is stored, if it leaves zeros as they are.
function map(f, A::Union{Diagonal,Bidiagonal,Tridiagonal,UpperTriangular,LowerTriangular})
    _is_zero(f(zero(eltype(A)))) || return map(f, _full(A))
    _stored(v -> map(f, v), A isa AbstractTriangular ? typeof(A).name.wrapper(_full(A)) : A)
end

## ---- sums ----
for op in (:+, :-)
    @eval begin
        $op(A::Bidiagonal, B::Up) = A.uplo == 'U' ? UpperTriangular($op(_full(A), _full(B))) : $op(_full(A), _full(B))
        $op(A::Up, B::Bidiagonal) = B.uplo == 'U' ? UpperTriangular($op(_full(A), _full(B))) : $op(_full(A), _full(B))
        $op(A::Bidiagonal, B::Low) = A.uplo == 'L' ? LowerTriangular($op(_full(A), _full(B))) : $op(_full(A), _full(B))
        $op(A::Low, B::Bidiagonal) = B.uplo == 'L' ? LowerTriangular($op(_full(A), _full(B))) : $op(_full(A), _full(B))
        $op(A::UnitUpperTriangular, U::UniformScaling) = UpperTriangular($op(_full(A), U))
        $op(A::UnitLowerTriangular, U::UniformScaling) = LowerTriangular($op(_full(A), U))
        $op(A::Hermitian, U::UniformScaling{<:Real}) = Hermitian($op(_full(A), U), Symbol(A.uplo))
        $op(A::Hermitian, B::Symmetric{<:Real}) = Hermitian($op(_full(A), _full(B)), Symbol(A.uplo))
        $op(A::Symmetric{<:Real}, B::Hermitian) = Hermitian($op(_full(A), _full(B)), Symbol(A.uplo))
        $op(A::Hermitian, B::Diagonal{<:Real}) = Hermitian($op(_full(A), _full(B)), Symbol(A.uplo))
        $op(A::Diagonal{<:Real}, B::Hermitian) = Hermitian($op(_full(A), _full(B)), Symbol(B.uplo))
    end
end
for W in (:UpperTriangular, :LowerTriangular, :UnitUpperTriangular, :UnitLowerTriangular, :Symmetric, :Hermitian)
    @eval +(U::UniformScaling, A::$W) = A + U
end
for W in (:UpperTriangular, :LowerTriangular, :UnitUpperTriangular, :UnitLowerTriangular, :Symmetric, :Hermitian, :Bidiagonal, :Tridiagonal, :SymTridiagonal)
    W in (:UnitUpperTriangular, :UnitLowerTriangular) ? @eval(-(U::UniformScaling, A::$W) = -A + U) : @eval -(U::UniformScaling, A::$W) = _stored(-, A) + U
end
-(U::UniformScaling, A::Adjoint{<:Any,<:AbstractMatrix}) = Adjoint(Matrix(adjoint(U - _full(A))))

## ---- products ----
_times_diagonal(A, D) = (size(A, 2) == size(D, 1) || _refuse_diagonal(); Tridiagonal(_full(A) .* permutedims(D.diag)))
_diagonal_times(D, A) = (size(D, 2) == size(A, 1) || _refuse_diagonal(); Tridiagonal(D.diag .* _full(A)))
_one_sided(A, uplo) = Bidiagonal(A.d, uplo == 'U' ? A.du : A.dl, Symbol(uplo))
for W in (:Tridiagonal, :SymTridiagonal)
    @eval *(A::$W, D::Diagonal) = _times_diagonal(A, D)
    @eval *(D::Diagonal, A::$W) = _diagonal_times(D, A)
end
*(A::Bidiagonal, D::Diagonal) = _one_sided(_times_diagonal(A, D), A.uplo)
*(D::Diagonal, A::Bidiagonal) = _one_sided(_diagonal_times(D, A), A.uplo)
# Where B has few bands, the product is put into what is similar to it: SparseArrays, which is loaded later, has that.
function _product_in_bands(A, B)
    size(A, 2) == size(B, 1) || _refuse_product(A, B)
    Base.SparseArrays.sparse(_product(A, B))
end
for B in (:Bidiagonal, :Tridiagonal, :SymTridiagonal)
    @eval *(A::AbstractMatrix, B::$B) = _product_in_bands(A, B)
    for W in (:Adjoint, :Transpose), T in (:Real, :Any)
        @eval *(u::$W{<:$T,<:AbstractVector}, B::$B) = $W($(W === :Adjoint ? :adjoint : :transpose)(B) * u.parent)
    end
    for A in (:Bidiagonal, :Tridiagonal, :SymTridiagonal)
        @eval *(A::$A, B::$B) = _product_in_bands(A, B)
    end
    for A in (:UpperTriangular, :LowerTriangular, :UnitUpperTriangular, :UnitLowerTriangular)
        upper = A in (:UpperTriangular, :UnitUpperTriangular)
        W = upper ? :UpperTriangular : :LowerTriangular
        if B === :Bidiagonal
            @eval *(A::$A, B::Bidiagonal) = B.uplo == $(upper ? 'U' : 'L') ? $W(_product(A, B)) : _product(A, B)
            @eval *(B::Bidiagonal, A::$A) = B.uplo == $(upper ? 'U' : 'L') ? $W(_product(B, A)) : _product(B, A)
        else
            @eval *(A::$A, B::$B) = _product(A, B)
        end
    end
end
*(A::AbstractTriangular, B::AbstractMatrix) = (size(A, 2) == size(B, 1) || _refuse_product(A, B); Matrix(A) * B)
for (W, Unit) in ((:UpperTriangular, :UnitUpperTriangular), (:LowerTriangular, :UnitLowerTriangular))
    @eval *(A::$W, B::$Unit) = _full(A) * _full(B)
    @eval *(A::$Unit, B::$Unit) = _full(A) * _full(B)
end

## ---- quotients ----
_check_left(D, B) = length(D.diag) == size(B, 1) || throw(DimensionMismatch("diagonal matrix is $(length(D.diag)) by $(length(D.diag)) but right hand side has $(size(B, 1)) rows"))
_check_right(A, D) = length(D.diag) == size(A, 2) || throw(DimensionMismatch("left hand side has $(size(A, 2)) columns but D is $(length(D.diag)) by $(length(D.diag))"))
\(D::Diagonal, A::AbstractMatrix) = (_check_left(D, A); _check_diag(D); D.diag .\ _full(A))
/(A::AbstractMatrix, D::Diagonal) = (_check_right(A, D); _check_diag(D); _full(A) ./ permutedims(D.diag))
\(D::Diagonal, E::Diagonal) = (_check_left(D, E); Diagonal(D.diag .\ E.diag))
/(E::Diagonal, D::Diagonal) = (_check_right(E, D); Diagonal(E.diag ./ D.diag))
for W in (:UpperTriangular, :LowerTriangular)
    @eval \(D::Diagonal, A::$W) = (_check_left(D, A); _check_diag(D); $W(D.diag .\ _full(A)))
    @eval /(A::$W, D::Diagonal) = (_check_right(A, D); _check_diag(D); $W(_full(A) ./ permutedims(D.diag)))
end
_inverse(D) = (_check_diag(D); Diagonal(inv.(D.diag)))
for W in (:Bidiagonal, :Tridiagonal)
    @eval \(D::Diagonal, A::$W) = (_check_left(D, A); _inverse(D) * A)
    @eval /(A::$W, D::Diagonal) = (_check_right(A, D); A * _inverse(D))
end
\(a::AbstractVector, B::AbstractMatrix) = pinv(a) * B
function /(A::AbstractMatrix, b::AbstractVector)
    size(A, 2) == 1 || throw(DimensionMismatch("Both inputs should have the same number of columns"))
    A / reshape(_dense(b), :, 1)
end
function /(A::AbstractMatrix, B::AdjOrTransAbsVec)
    size(A, 2) == length(B) || throw(DimensionMismatch("Both inputs should have the same number of columns"))
    r = (A * conj(vec(_dense(transpose(B))))) / sum(abs2, B.parent)
    eltype(r) <: Real ? r : reshape(r, :, 1)
end
function /(a::AbstractVector, B::AbstractMatrix)
    size(B, 2) == 1 || throw(DimensionMismatch("Both inputs should have the same number of columns"))
    reshape(_dense(a), :, 1) / B
end
/(a::AbstractVector, B::AdjOrTransAbsVec) = throw(DimensionMismatch("Both inputs should have the same number of columns"))
/(a::AdjOrTransAbsVec, b::AdjOrTransAbsVec) = dot(b', a') / sum(abs2, b.parent)
/(A::AdjOrTransAbsVec, b::AbstractVector) = throw(DimensionMismatch("Both inputs should have the same number of columns"))

## ---- scalings ----
/(U::UniformScaling, A::AbstractMatrix) = isone(U.λ) ? inv(A) : U.λ * inv(A)
\(A::AbstractMatrix, U::UniformScaling) = isone(U.λ) ? inv(A) : inv(A) * U.λ
/(U::UniformScaling, V::UniformScaling) = UniformScaling(U.λ / V.λ)
\(U::UniformScaling, V::UniformScaling) = UniformScaling(U.λ \ V.λ)
\(D::Diagonal, U::UniformScaling) = Diagonal(D.diag .\ U.λ)
\(x::Number, U::UniformScaling) = UniformScaling(x \ U.λ)
for W in (:Bidiagonal, :Tridiagonal, :Diagonal)
    @eval \(U::UniformScaling, A::$W) = A / U.λ
    W === :Diagonal || @eval \(x::Number, A::$W) = A / x
end
\(x::Number, D::Diagonal) = Diagonal(x .\ D.diag)
for (W, V) in ((:UpperTriangular, :UpperTriangular), (:LowerTriangular, :LowerTriangular), (:UnitUpperTriangular, :UpperTriangular), (:UnitLowerTriangular, :LowerTriangular))
    @eval \(U::UniformScaling, A::$W) = $V(U.λ \ _full(A))
end
\(U::UniformScaling, A::AdjOrTransAbsVec) = _wrapper(A)(conj(U.λ) \ A.parent)
for f in (:real, :imag, :conj, :zero, :one, :oneunit, :float, :exp, :log, :sqrt, :sin, :cos, :tan, :sinh, :cosh, :tanh, :asin, :acos, :atan, :asinh, :acosh, :atanh,
    :sec, :csc, :cot, :sech, :csch, :coth, :asec, :acsc, :acot, :asech, :acsch, :acoth)
    @eval $f(U::UniformScaling) = UniformScaling($f(U.λ))
end
zero(::Type{UniformScaling{T}}) where {T} = UniformScaling(zero(T))
one(::Type{UniformScaling{T}}) where {T} = UniformScaling(one(T))
copy(U::UniformScaling) = U
iszero(U::UniformScaling) = iszero(U.λ)
isone(U::UniformScaling) = isone(U.λ)
convert(::Type{UniformScaling{T}}, U::UniformScaling) where {T} = UniformScaling(convert(T, U.λ))::UniformScaling{T}
isapprox(U::UniformScaling, V::UniformScaling; kw...) = isapprox(U.λ, V.λ; kw...)
issymmetric(::UniformScaling) = true
ishermitian(U::UniformScaling) = isreal(U.λ)
isposdef(U::UniformScaling) = isposdef(U.λ)
istriu(::UniformScaling) = true
istril(::UniformScaling) = true
isdiag(::UniformScaling) = true
cond(U::UniformScaling{T}) where {T} = float(one(real(T)))
opnorm(U::UniformScaling, p::Real = 2) = opnorm(U.λ, p)
pinv(U::UniformScaling) = UniformScaling(iszero(U.λ) ? zero(inv(one(U.λ))) : inv(U.λ))
tr(U::UniformScaling) = iszero(U.λ) ? zero(U.λ) : throw(ArgumentError("Trace of UniformScaling is only well-defined when λ = 0"))
det(U::UniformScaling) = iszero(U.λ) || isone(U.λ) ? U.λ : throw(ArgumentError("Determinant of UniformScaling is only well-defined when λ = 0 or 1."))
logdet(U::UniformScaling) = log(float(det(U)))

## ---- values of special matrices ----
tr(A::Hermitian) = real(invoke(tr, Tuple{AbstractMatrix}, A))
det(A::Hermitian) = real(invoke(det, Tuple{AbstractMatrix}, A))
_log_and_sign(d) = (mapreduce(x -> log(abs(x)), +, d; init = zero(real(eltype(d)))), prod(sign, d))
logabsdet(D::Diagonal) = _log_and_sign(D.diag)
logabsdet(A::AbstractTriangular) = _isunit(A) ? (zero(real(eltype(A))), one(eltype(A))) : _log_and_sign(diag(A))
eigvals(A::Bidiagonal; kw...) = A.dv
svdvals(D::Diagonal) = sort!(abs.(D.diag), rev = true)
pinv(D::Diagonal) = Diagonal(map(x -> iszero(x) ? zero(inv(one(x))) : inv(x), D.diag))
pinv(A::AdjOrTransAbsVec) = (v = A.parent; collect(A isa Adjoint ? v : conj(v)) ./ sum(abs2, v))
cholesky(D::Diagonal, ::Val{false} = Val(false); check::Bool = true) =
    (i = findfirst(x -> !(real(x) > 0), D.diag); i === nothing || !check || throw(PosDefException(i)); F = Diagonal(i === nothing ? sqrt.(D.diag) : float(D.diag)); Cholesky{eltype(F),typeof(F)}(F, 'U', i === nothing ? 0 : i))
normalize(A::Adjoint{<:Real,<:AbstractVector}, p::Real = 2) = Adjoint(normalize(A.parent, p))
sqrt(A::UnitUpperTriangular) = UnitUpperTriangular(Matrix(sqrt(UpperTriangular(_full(A)))))
sqrt(A::UnitLowerTriangular) = UnitLowerTriangular(Matrix(sqrt(LowerTriangular(_full(A)))))

## ---- the words of refused products ----
const Blas = Union{Float64,Float32,Complex{Float64},Complex{Float32}}
_both_blas(A, B) = promote_type(eltype(A), eltype(B)) <: Blas
function _refuse_product(A, B::Tri)
    throw(DimensionMismatch("second entry of size(A)=$(size(A)) and first entry of size(B) = $(size(B)) must match."))
end
_refuse_product(A::Diagonal, B::Tri) = _refuse_diagonal()
_refuse_product(A, B::Diagonal) = _refuse_diagonal()
_refuse_product(A::Diagonal, B) = _refuse_diagonal()
_refuse_product(A::Diagonal, B::Diagonal) = _refuse_diagonal()
_refuse_diagonal() = throw(DimensionMismatch("array could not be broadcast to match destination"))
function _refuse_product(A::Tri, B)
    throw(DimensionMismatch("A has first dimension $(size(A, 1)), B has $(size(B, 1)), C has $(size(A, 1)) but all must match"))
end
function _refuse_product(A, B::AbstractTriangular)
    _both_blas(A, B) && throw(DimensionMismatch("size of A, $(size(B)), doesn't match R size of B with dims, $(size(A))"))
    throw(DimensionMismatch("right hand side B needs first dimension of size $(size(A, 2)), has size $(size(B, 1))"))
end
function _refuse_product(A::AbstractTriangular, B::AbstractMatrix)
    _both_blas(A, B) && throw(DimensionMismatch("size of A, $(size(A)), doesn't match L size of B with dims, $(size(B))"))
    throw(DimensionMismatch("right hand side B needs first dimension of size $(size(A, 1)), has size $(size(B, 1))"))
end

## ---- from one form to another ----
const NoBand = "matrix cannot be represented as "
_diagonal_or_empty(A, k) = abs(k) > size(A, 1) ? eltype(A)[] : size(A, 1) == 0 ? eltype(A)[] : diag(A, k)
function Bidiagonal(A::Union{Diagonal,Bidiagonal,Tridiagonal,SymTridiagonal,AbstractTriangular})
    A isa Bidiagonal && return A
    F = _full(A)
    istriu(F) && istril(F, 1) && return Bidiagonal(F, :U)
    istril(F) && istriu(F, -1) && return Bidiagonal(F, :L)
    throw(ArgumentError(NoBand * "Bidiagonal"))
end
Tridiagonal(A::Tridiagonal) = A
SymTridiagonal(A::SymTridiagonal) = A
Tridiagonal(A::AbstractMatrix) = Tridiagonal(_diagonal_or_empty(A, -1), _diagonal_or_empty(A, 0), _diagonal_or_empty(A, 1))
Symmetric(A::Hermitian, uplo::Symbol = Symbol(A.uplo)) = Symmetric(A.data, uplo)
Hermitian(A::Symmetric, uplo::Symbol = Symbol(A.uplo)) = Hermitian(A.data, uplo)
for f in (:lu, :qr, :lq, :svd, :hessenberg, :schur)
    @eval $f(x::Number; kw...) = $f(fill(x, 1, 1); kw...)
end
bunchkaufman(x::Number; kw...) = bunchkaufman(fill(x, 1, 1); kw...)
Base.promote_rule(::Type{<:Bidiagonal{T}}, ::Type{Matrix{S}}) where {S,T} = Matrix{promote_type(S, T)}
^(D::Diagonal, p::Real) = Diagonal(isinteger(p) || all(x -> x >= 0, D.diag) ? D.diag .^ p : complex(D.diag) .^ p)
