# Functions of square matrices. Those of a Hermitian matrix act on its eigenvalues, and keep its wrapper.

import Base: sinh, cosh, tanh, asin, acos, atan, asinh, acosh, atanh, sec, csc, cot, sech, csch, coth, asec, acsc, acot, asech, acsch, acoth,
    sincos

function exp(A::AbstractMatrix)
    checksquare(A)
    ishermitian(A) && return _of_eigen(exp, A)
    X = _lapack(A)
    n = size(X, 1)
    nA = opnorm(X, 1)
    Id = Matrix{eltype(X)}(I, n, n)
    if nA <= 2.1
        c = nA > 0.95 ? [17643225600.0, 8821612800.0, 2075673600.0, 302702400.0, 30270240.0, 2162160.0, 110880.0, 3960.0, 90.0, 1.0] :
            nA > 0.25 ? [17297280.0, 8648640.0, 1995840.0, 277200.0, 25200.0, 1512.0, 56.0, 1.0] :
            nA > 0.015 ? [30240.0, 15120.0, 3360.0, 420.0, 30.0, 1.0] : [120.0, 60.0, 12.0, 1.0]
        A2 = X * X
        P = Id
        U = c[2] * P
        V = c[1] * P
        for k in 1:(length(c)÷2-1)
            P = P * A2
            U += c[2k+2] * P
            V += c[2k+1] * P
        end
        U = X * U
        return (V - U) \ (V + U)
    end
    s = log2(nA / 5.4)
    si = 0
    if s > 0
        si = ceil(Int, s)
        X = X / 2.0^si
    end
    c = [64764752532480000.0, 32382376266240000.0, 7771770303897600.0, 1187353796428800.0, 129060195264000.0, 10559470521600.0, 670442572800.0,
        33522128640.0, 1323241920.0, 40840800.0, 960960.0, 16380.0, 182.0, 1.0]
    A2 = X * X
    A4 = A2 * A2
    A6 = A2 * A4
    U = X * (A6 * (c[14] * A6 + c[12] * A4 + c[10] * A2) + c[8] * A6 + c[6] * A4 + c[4] * A2 + c[2] * Id)
    V = A6 * (c[13] * A6 + c[11] * A4 + c[9] * A2) + c[7] * A6 + c[5] * A4 + c[3] * A2 + c[1] * Id
    R = (V - U) \ (V + U)
    for _ in 1:si
        R = R * R
    end
    R
end
function _of_eigen(f, A)
    F = eigen(A)
    R = (F.vectors * Diagonal(f.(F.values))) * F.vectors'
    Matrix(Hermitian(R))
end
function _of_spectrum(f, A)
    ishermitian(A) && (F = eigen(A); all(x -> x >= 0, F.values)) && return _of_eigen(f, A)
    F = eigen(A)
    R = F.vectors * Diagonal(f.(complex(F.values))) / F.vectors
    all(x -> abs(imag(x)) <= 1e-12 * (1 + abs(x)), R) && eltype(A) <: Real && all(x -> imag(x) == 0 && real(x) >= 0, F.values) ? real(R) : R
end
_like(::AbstractMatrix, R) = R
_like(::Symmetric{<:Real}, R) = Symmetric(R)
_like(::Hermitian, R) = eltype(R) <: Complex && !ishermitian(R) ? R : Hermitian(R)
_hermitian(f, A) = _like(A, _of_eigen(f, A))
# a function that is real only for some reals
function _hermitian_partly(f, isinside, A)
    F = eigen(A)
    all(isinside, F.values) && return _hermitian(f, A)
    _like(A, F.vectors * Diagonal(f.(complex(F.values))) * F.vectors')
end
exp(A::Union{Symmetric{<:Real},Hermitian}) = _hermitian(exp, A)
sqrt(A::Union{Symmetric{<:Real},Hermitian}) = _hermitian_partly(sqrt, x -> x >= 0, A)
log(A::Union{Symmetric{<:Real},Hermitian}) = _hermitian_partly(log, x -> x >= 0, A)
log(A::UpperTriangular) = (R = UpperTriangular(triu!(_of_spectrum(log, A))); all(i -> A[i, i] isa Real && A[i, i] >= 0, 1:size(A, 1)) ? UpperTriangular(real(R.data)) : R)
log(A::LowerTriangular) = LowerTriangular(copy(transpose(log(UpperTriangular(copy(transpose(A.data)))).data)))
function sqrt(A::UpperTriangular)
    n = size(A, 1)
    T = eltype(A) <: Real && all(i -> A[i, i] >= 0, 1:n) ? float(eltype(A)) : complex(float(eltype(A)))
    R = zeros(T, n, n)
    for j in 1:n
        R[j, j] = sqrt(T(A[j, j]))
        for i in j-1:-1:1
            r = T(A[i, j])
            for k in i+1:j-1
                r -= R[i, k] * R[k, j]
            end
            iszero(r) || (R[i, j] = r / (R[i, i] + R[j, j]))
        end
    end
    UpperTriangular(R)
end
sqrt(A::LowerTriangular) = LowerTriangular(copy(transpose(sqrt(UpperTriangular(copy(transpose(A.data)))).data)))
function sqrt(A::AbstractMatrix)
    checksquare(A)
    ishermitian(A) && return _of_spectrum(sqrt, A)
    istriu(A) && return Matrix(sqrt(UpperTriangular(_numeric(A))))
    F = schur(complex(float(_numeric(A))))
    F.Z * Matrix(sqrt(UpperTriangular(F.T))) * F.Z'
end
function log(A::AbstractMatrix)
    checksquare(A)
    R = _of_spectrum(log, A)
    ishermitian(A) ? R : complex(R)
end
for f in (:exp, :log, :sqrt)
    @eval $f(D::Diagonal) = Diagonal($f.(D.diag))
end
^(b::Number, A::AbstractMatrix) = exp(log(b) * A)
^(::Irrational{:ℯ}, A::AbstractMatrix) = exp(A)

_floats(A) = (checksquare(A); float(_numeric(A)))
_cos(A::AbstractMatrix{<:Real}) = real(exp(im * A))
_sin(A::AbstractMatrix{<:Real}) = imag(exp(im * A))
_cos(A) = (exp(im * A) + exp(-im * A)) / 2
_sin(A) = (exp(im * A) - exp(-im * A)) / 2im
_tan(A) = ((S, C) = sincos(A); C \ S)
_cosh(A) = (exp(A) + exp(-A)) / 2
_sinh(A) = (exp(A) - exp(-A)) / 2
_tanh(A) = (E = exp(A); F = exp(-A); (E + F) \ (E - F))
for (f, g) in ((:cos, :_cos), (:sin, :_sin), (:tan, :_tan), (:cosh, :_cosh), (:sinh, :_sinh), (:tanh, :_tanh))
    @eval $f(A::AbstractMatrix) = (X = _floats(A); ishermitian(A) ? _hermitian($f, A) : $g(X))
end
sincos(A::AbstractMatrix) = (X = _floats(A); ishermitian(A) ? (sin(A), cos(A)) : (_sin(X), _cos(X)))

# the inverse functions: of the triangle of the Schur form
function _of_triangle(f, A)
    F = schur(complex(_floats(A)))
    F.Z * triu!(Matrix(f(UpperTriangular(F.T)))) * F.Z'
end
_acos(U) = -im * log(U + im * sqrt(I - U^2))
_asin(U) = -im * log(im * U + sqrt(I - U^2))
_atan(U) = log((I + im * U) / (I - im * U)) / 2im
_acosh(U) = log(U + sqrt(U - I) * sqrt(U + I))
_asinh(U) = log(U + sqrt(I + U^2))
_atanh(U) = (log(I + U) - log(I - U)) / 2
for (f, g, inside) in ((:acos, :_acos, x -> abs(x) <= 1), (:asin, :_asin, x -> abs(x) <= 1), (:atan, :_atan, x -> true),
    (:acosh, :_acosh, x -> x >= 1), (:asinh, :_asinh, x -> true), (:atanh, :_atanh, x -> true))
    @eval $f(A::AbstractMatrix) = ishermitian(A) ? _hermitian_partly($f, $inside, A) : _of_triangle($g, A)
end
for (name, f) in ((:sec, :cos), (:csc, :sin), (:cot, :tan), (:sech, :cosh), (:csch, :sinh), (:coth, :tanh))
    @eval $name(A::AbstractMatrix) = inv($f(A))
    @eval $(Symbol(:a, name))(A::AbstractMatrix) = $(Symbol(:a, f))(inv(A))
end
for f in (:cos, :sin, :tan, :cosh, :sinh, :tanh, :acos, :asin, :atan, :acosh, :asinh, :atanh, :sec, :csc, :cot, :sech, :csch, :coth, :asec, :acsc,
    :acot, :asech, :acsch, :acoth)
    @eval $f(D::Diagonal) = Diagonal($f.(D.diag))
end
