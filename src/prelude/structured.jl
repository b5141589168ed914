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

*(A::SymTridiagonal, x::Number) = SymTridiagonal(A.dv * x, A.ev * x)
*(x::Number, A::SymTridiagonal) = SymTridiagonal(x * A.dv, x * A.ev)
*(A::Bidiagonal, x::Number) = Bidiagonal(A.dv * x, A.ev * x, Symbol(A.uplo))
*(x::Number, A::Bidiagonal) = Bidiagonal(x * A.dv, x * A.ev, Symbol(A.uplo))
/(A::SymTridiagonal, x::Number) = SymTridiagonal(A.dv / x, A.ev / x)
/(A::Tridiagonal, x::Number) = Tridiagonal(A.dl / x, A.d / x, A.du / x)
/(A::Bidiagonal, x::Number) = Bidiagonal(A.dv / x, A.ev / x, Symbol(A.uplo))
-(A::Tridiagonal) = Tridiagonal(-A.dl, -A.d, -A.du)
-(A::Bidiagonal) = Bidiagonal(-A.dv, -A.ev, Symbol(A.uplo))
+(U::UniformScaling, A::Tri) = A + U
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
        *(A::$Unit, B::$W) = $W(_full(A) * _full(B))
        /(A::$W, B::Union{$W,$Unit}) = $W(copy((_tri_solve($V(copy(_full(B)')), copy(_full(A)')))'))
        \(A::$W, B::$W) = $W(_tri_solve(A, Matrix(B)))
        \(A::$W, B::$Unit) = $W(_tri_solve(A, Matrix(B)))
        \(A::$Unit, B::$W) = $W(_tri_solve(A, Matrix(B)))
        inv(A::$Unit) = (X = _tri_solve(A, Matrix{_div_type(eltype(A))}(I, size(A)...)); $Unit(eltype(A) <: Integer ? convert(Matrix{eltype(A)}, round.(X)) : X))
        copy(A::Adjoint{<:Any,<:$W}) = $V(copy(_full(A.parent)'))
        copy(A::Transpose{<:Any,<:$W}) = $V(copy(transpose(_full(A.parent))))
    end
end
triu(A::Up, k::Integer = 0) = UpperTriangular(triu(Matrix(A), k))
tril(A::Low, k::Integer = 0) = LowerTriangular(tril(Matrix(A), k))
for W in (:Symmetric, :Hermitian)
    @eval ^(A::$W{<:$(W === :Hermitian ? :Number : :Real)}, p::Integer) = $W(p < 0 ? Matrix(inv(A))^-p : Base.power_by_squaring(Matrix(A), p))
end

## ---- dotted expressions ----
# What has a form keeps it where zeros stay zeros. W is the form of all arguments together, Matrix if there is none.
import Base.Broadcast: BroadcastStyle, AbstractArrayStyle, DefaultArrayStyle
struct StructuredStyle{W} <: AbstractArrayStyle{2} end
const Shaped = Union{Diagonal,Tri,Up,Low}
for W in (:Diagonal, :Bidiagonal, :Tridiagonal, :SymTridiagonal, :UpperTriangular, :LowerTriangular, :UnitUpperTriangular, :UnitLowerTriangular)
    @eval BroadcastStyle(::Type{<:$W}) = StructuredStyle{$W}()
end
BroadcastStyle(s::StructuredStyle, ::DefaultArrayStyle{0}) = s
BroadcastStyle(::StructuredStyle, ::DefaultArrayStyle) = StructuredStyle{Matrix}()
BroadcastStyle(s::StructuredStyle{W}, ::StructuredStyle{W}) where {W} = s
BroadcastStyle(::StructuredStyle{V}, ::StructuredStyle{W}) where {V,W} = StructuredStyle{_common_form(V, W)}()
function _common_form(V, W)
    forms = (V, W)
    Matrix in forms && return Matrix
    all(F -> F <: Bands, forms) && return Tridiagonal
    rest = filter(F -> !(F <: Diagonal), forms)
    length(rest) == 1 || return all(F -> F <: Up, rest) ? UpperTriangular : all(F -> F <: Low, rest) ? LowerTriangular : Matrix
    rest[1] <: Up ? UpperTriangular : rest[1] <: Low ? LowerTriangular : Matrix
end
# The expression again, of what replaces the matrices.
_replaced(bc::Broadcast.Broadcasted, part) = Base.Broadcasted(bc.f, map(a -> _replaced(a, part), bc.args))
_replaced(x, part) = x isa Ref && x[] isa Union{Number,Type,Function,Val} ? x[] : x
_replaced(x::Union{Shaped,Symmetric,Hermitian}, part) = part(x)
_leaves(bc::Broadcast.Broadcasted) = reduce((a, b) -> (a..., b...), map(_leaves, bc.args); init = ())
_leaves(x) = (x,)
# What comes of zeros; missing if that cannot be told.
_of_zeros(bc::Broadcast.Broadcasted) = (z = map(_of_zeros, bc.args); any(ismissing, z) ? missing : bc.f(z...))
_of_zeros(A::Shaped) = zero(eltype(A))
_of_zeros(x::Ref) = x[]
_of_zeros(x::Union{Number,Type,Function,Val}) = x
_of_zeros(x) = missing
_is_zero(x) = x isa Number && iszero(x)
const Keeping = Union{map(typeof, (round, trunc, floor, ceil, real, imag, conj, abs, abs2, Base.literal_pow))...}
_keeps_form(W, bc) = W === Matrix ? false : W <: Union{SymTridiagonal,UnitUpperTriangular,UnitLowerTriangular} ?
    bc.f isa Keeping && count(a -> a isa Shaped, bc.args) == 1 : _is_zero(_of_zeros(bc))
_whole(bc) = materialize(_replaced(bc, _full))
function copy(bc::Broadcast.Broadcasted{StructuredStyle{W}}) where {W}
    _keeps_form(W, bc) || return _whole(bc)
    W <: Union{Up,Low} && return W(_plain(_whole(bc)))
    d = materialize(_replaced(bc, A -> _bands(A)[2]))
    W === Diagonal && return Diagonal(_plain(d))
    below, above = map(k -> _plain(materialize(_replaced(bc, A -> _bands(A)[k]))), (1, 3))
    W === SymTridiagonal && return SymTridiagonal(_plain(d), above)
    W === Tridiagonal && return Tridiagonal(below, _plain(d), above)
    uplo = unique([A.uplo for A in _leaves(bc) if A isa Bidiagonal])
    length(uplo) == 1 ? Bidiagonal(_plain(d), uplo[1] == 'U' ? above : below, Symbol(uplo[1])) : Tridiagonal(below, _plain(d), above)
end
_plain(v) = v isa BitArray ? Array(v) : v
copyto!(dest::Array, bc::Broadcast.Broadcasted{<:StructuredStyle}) = Base.materialize!(dest, _replaced(bc, _full))
function copyto!(dest::Shaped, bc::Broadcast.Broadcasted)
    whole = Base.materialize!(similar(_full(dest)), _replaced(bc, _full))
    for I in CartesianIndices(whole)
        _structural_zero(dest, I[1], I[2]) && iszero(whole[I]) || (dest[I] = whole[I])
    end
    dest
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
