# What stays a matrix of special form: sums, products, inverses and broadcasts that keep the zeros or the symmetry.

import Base: float, \

const Up = Union{UpperTriangular,UnitUpperTriangular}
const Low = Union{LowerTriangular,UnitLowerTriangular}
const Tri = Union{Tridiagonal,SymTridiagonal,Bidiagonal}

# bands: sub, main, super
_bands(A::Diagonal) = (z = zeros(eltype(A), max(0, length(A.diag) - 1)); (z, A.diag, z))
_bands(A::Tridiagonal) = (A.dl, A.d, A.du)
_bands(A::SymTridiagonal) = (A.ev, A.dv, A.ev)
_bands(A::Bidiagonal) = (z = zero(A.ev); A.uplo == 'U' ? (z, A.dv, A.ev) : (A.ev, A.dv, z))

for op in (:+, :-)
    @eval begin
        $op(A::Diagonal, B::Up) = UpperTriangular($op(_full(A), _full(B)))
        $op(A::Up, B::Diagonal) = UpperTriangular($op(_full(A), _full(B)))
        $op(A::Diagonal, B::Low) = LowerTriangular($op(_full(A), _full(B)))
        $op(A::Low, B::Diagonal) = LowerTriangular($op(_full(A), _full(B)))
        $op(A::UpperTriangular, B::UnitUpperTriangular) = UpperTriangular($op(_full(A), _full(B)))
        $op(A::UnitUpperTriangular, B::Up) = UpperTriangular($op(_full(A), _full(B)))
        $op(A::LowerTriangular, B::UnitLowerTriangular) = LowerTriangular($op(_full(A), _full(B)))
        $op(A::UnitLowerTriangular, B::Low) = LowerTriangular($op(_full(A), _full(B)))
        $op(A::Symmetric, B::Diagonal) = Symmetric($op(_full(A), _full(B)), Symbol(A.uplo))
        $op(A::Diagonal, B::Symmetric) = Symmetric($op(_full(A), _full(B)), Symbol(B.uplo))
        $op(A::SymTridiagonal, B::SymTridiagonal) = SymTridiagonal($op(A.dv, B.dv), $op(A.ev, B.ev))
        $op(A::SymTridiagonal, B::Diagonal) = SymTridiagonal($op(A.dv, B.diag), A.ev)
        $op(A::Diagonal, B::SymTridiagonal) = SymTridiagonal($op(A.diag, B.dv), $op(B.ev))
        $op(A::Bidiagonal, B::Bidiagonal) = A.uplo == B.uplo ? Bidiagonal($op(A.dv, B.dv), $op(A.ev, B.ev), Symbol(A.uplo)) : Tridiagonal(map($op, _bands(A), _bands(B))...)
        $op(A::Bidiagonal, B::Diagonal) = Bidiagonal($op(A.dv, B.diag), A.ev, Symbol(A.uplo))
        $op(A::Diagonal, B::Bidiagonal) = Bidiagonal($op(A.diag, B.dv), $op(B.ev), Symbol(B.uplo))
    end
    for (S, T) in ((:Tridiagonal, :SymTridiagonal), (:SymTridiagonal, :Tridiagonal), (:Tridiagonal, :Bidiagonal), (:Bidiagonal, :Tridiagonal),
                   (:Tridiagonal, :Diagonal), (:Diagonal, :Tridiagonal), (:SymTridiagonal, :Bidiagonal), (:Bidiagonal, :SymTridiagonal))
        @eval $op(A::$S, B::$T) = Tridiagonal(map($op, _bands(A), _bands(B))...)
    end
    @eval $op(A::SymTridiagonal, U::UniformScaling) = SymTridiagonal($op(A.dv, fill(U.λ, length(A.dv))), A.ev)
    @eval $op(A::Tridiagonal, U::UniformScaling) = Tridiagonal(A.dl, $op(A.d, fill(U.λ, length(A.d))), A.du)
    @eval $op(A::Bidiagonal, U::UniformScaling) = Bidiagonal($op(A.dv, fill(U.λ, length(A.dv))), A.ev, Symbol(A.uplo))
end
+(U::UniformScaling, A::Tri) = A + U

*(A::SymTridiagonal, x::Number) = SymTridiagonal(A.dv * x, A.ev * x)
*(x::Number, A::SymTridiagonal) = SymTridiagonal(x * A.dv, x * A.ev)
*(A::Bidiagonal, x::Number) = Bidiagonal(A.dv * x, A.ev * x, Symbol(A.uplo))
*(x::Number, A::Bidiagonal) = Bidiagonal(x * A.dv, x * A.ev, Symbol(A.uplo))
/(A::SymTridiagonal, x::Number) = SymTridiagonal(A.dv / x, A.ev / x)
/(A::Tridiagonal, x::Number) = Tridiagonal(A.dl / x, A.d / x, A.du / x)
/(A::Bidiagonal, x::Number) = Bidiagonal(A.dv / x, A.ev / x, Symbol(A.uplo))
-(A::SymTridiagonal) = SymTridiagonal(-A.dv, -A.ev)
-(A::Tridiagonal) = Tridiagonal(-A.dl, -A.d, -A.du)
-(A::Bidiagonal) = Bidiagonal(-A.dv, -A.ev, Symbol(A.uplo))
*(A::Tri, D::Diagonal) = Tridiagonal(_full(A) .* permutedims(D.diag))
*(D::Diagonal, A::Tri) = Tridiagonal(D.diag .* _full(A))
adjoint(A::Tridiagonal{<:Real}) = Tridiagonal(A.du, A.d, A.dl)
transpose(A::Tridiagonal) = Tridiagonal(A.du, A.d, A.dl)
adjoint(A::SymTridiagonal{<:Real}) = A
transpose(A::SymTridiagonal) = A
adjoint(A::Bidiagonal{<:Real}) = Bidiagonal(A.dv, A.ev, A.uplo == 'U' ? :L : :U)
transpose(A::Bidiagonal) = Bidiagonal(A.dv, A.ev, A.uplo == 'U' ? :L : :U)

for (W, Unit, V) in ((:UpperTriangular, :UnitUpperTriangular, :LowerTriangular), (:LowerTriangular, :UnitLowerTriangular, :UpperTriangular))
    @eval begin
        *(A::$Unit, x::Number) = $W(_full(A) * x)
        *(x::Number, A::$Unit) = $W(x * _full(A))
        /(A::$Unit, x::Number) = $W(_full(A) / x)
        *(A::$Unit, B::$Unit) = $Unit(_full(A) * _full(B))
        *(A::$Unit, B::$W) = $W(_full(A) * _full(B))
        *(A::$W, B::$Unit) = $W(_full(A) * _full(B))
        /(A::$W, B::Union{$W,$Unit}) = $W(copy((_tri_solve($V(copy(_full(B)')), copy(_full(A)')))'))
        \(A::$W, B::$W) = $W(_tri_solve(A, Matrix(B)))
        \(A::$W, B::$Unit) = $W(_tri_solve(A, Matrix(B)))
        \(A::$Unit, B::$W) = $W(_tri_solve(A, Matrix(B)))
        inv(A::$Unit) = (X = _tri_solve(A, Matrix{_div_type(eltype(A))}(I, size(A)...)); $Unit(eltype(A) <: Integer ? convert(Matrix{eltype(A)}, round.(X)) : X))
        copy(A::Adjoint{<:Any,<:$W}) = $V(copy(_full(A.parent)'))
        copy(A::Transpose{<:Any,<:$W}) = $V(copy(transpose(_full(A.parent))))
        float(A::$W) = $W(float(A.data))
    end
end
triu(A::Up, k::Integer = 0) = UpperTriangular(triu(Matrix(A), k))
tril(A::Low, k::Integer = 0) = LowerTriangular(tril(Matrix(A), k))
for W in (:Symmetric, :Hermitian)
    @eval float(A::$W) = $W(float(A.data), Symbol(A.uplo))
    @eval ^(A::$W{<:Real}, p::Integer) = $W(p < 0 ? Matrix(inv(A))^-p : Base.power_by_squaring(Matrix(A), p))
end

# broadcasts of a function that maps zero to zero
for W in (:UpperTriangular, :LowerTriangular)
    @eval begin
        broadcasted(::typeof(*), A::$W, x::Number) = A * x
        broadcasted(::typeof(*), x::Number, A::$W) = x * A
        broadcasted(::typeof(/), A::$W, x::Number) = A / x
        broadcasted(::typeof(+), A::$W, B::$W) = A + B
        broadcasted(::typeof(-), A::$W, B::$W) = A - B
        broadcasted(::typeof(*), A::$W, B::$W) = $W(_full(A) .* _full(B))
        broadcasted(f::Union{map(typeof, (abs, abs2, -, real, imag, conj, sin, tan, sqrt, float, sign, round))...}, A::$W) = $W(f.(_full(A)))
    end
end
broadcasted(::typeof(+), A::Diagonal, B::Diagonal) = A + B
broadcasted(::typeof(-), A::Diagonal, B::Diagonal) = A - B
broadcasted(::typeof(*), A::Diagonal, B::Diagonal) = Diagonal(A.diag .* B.diag)
broadcasted(f::Union{map(typeof, (abs, abs2, -, real, imag, conj, sin, tan, sqrt, float, sign, round))...}, A::Diagonal) = Diagonal(f.(A.diag))
for T in (:SymTridiagonal, :Tridiagonal, :Bidiagonal)
    @eval begin
        broadcasted(::typeof(*), A::$T, x::Number) = A * x
        broadcasted(::typeof(*), x::Number, A::$T) = x * A
        broadcasted(::typeof(/), A::$T, x::Number) = A / x
    end
end

function show(io::IO, A::Bidiagonal)
    line(v) = join(map(x -> sprint(show, x), v), "  ")
    summary(io, A)
    print(io, ":\n diag: ", line(A.dv), "\n ", A.uplo == 'U' ? "super: " : "sub: ", line(A.ev))
end

# determinants of three diagonals, in the elements' own type
function _three_term(d, products)
    T = eltype(d)
    before, now = zero(T), one(T)
    for k in eachindex(d)
        before, now = now, d[k] * now - (k == 1 ? zero(T) : products[k-1]) * before
    end
    now
end
det(A::Tridiagonal) = _three_term(A.d, A.dl .* A.du)
det(A::SymTridiagonal) = _three_term(A.dv, A.ev .^ 2)
