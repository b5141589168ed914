# Sparse matrices and vectors: functions of elements, sums, products, concatenation, solving.

import Base.Broadcast: BroadcastStyle, Broadcasted, AbstractArrayStyle

## ---- functions of the elements ----
_all_zero(x) = x isa Number && iszero(x) || x isa AbstractArray && iszero(x)
_stretch(k, n) = n == 1 ? 1 : k
# The rows of column j in which one of the parts stores something.
function _stored_rows(parts, ranges, m)
    length(parts) == 1 && parts[1].m == m && return parts[1].rowval[ranges[1]]
    any(q -> parts[q].m == 1 && m != 1 && !isempty(ranges[q]), eachindex(parts)) && return 1:m
    sort!(unique!(reduce(vcat, [parts[q].rowval[ranges[q]] for q in eachindex(parts)])))
end
# f of the elements of matrices that are m by n or spread to it. If f of zeros is zero, only where something is stored, and
# what comes out zero is not; else everywhere.
function _mapped(f, parts, m, n)
    Ti = reduce(promote_type, map(_index_type, parts))
    nothings = Any[zero(eltype(p)) for p in parts]
    blank = f(nothings...)
    whole = !_all_zero(blank)
    if !whole && length(parts) == 1 && size(parts[1]) == (m, n)
        A = parts[1]
        vals = map(f, A.nzval[1:nnz(A)])
        vals = isempty(vals) ? typeof(blank)[] : vals
        return dropzeros!(SparseMatrixCSC{eltype(vals),Ti}(m, n, copy(A.colptr), A.rowval[1:nnz(A)], vals))
    end
    rowval, vals, colptr = Ti[], typeof(blank)[], Ti[1]
    args = copy(nothings)
    for j in 1:n
        ranges = [nzrange(p, _stretch(j, p.n)) for p in parts]
        at = map(first, ranges)
        for i in (whole ? (1:m) : _stored_rows(parts, ranges, m))
            for (q, p) in enumerate(parts)
                k, row = at[q], _stretch(i, p.m)
                while k <= last(ranges[q]) && p.rowval[k] < row
                    k += 1
                end
                at[q] = k
                args[q] = k <= last(ranges[q]) && p.rowval[k] == row ? p.nzval[k] : nothings[q]
            end
            x = f(args...)
            whole || !_all_zero(x) || continue
            push!(rowval, i)
            x isa eltype(vals) || (vals = convert(Vector{Base.promote_typejoin(eltype(vals), typeof(x))}, vals))
            push!(vals, x)
        end
        push!(colptr, length(rowval) + 1)
    end
    SparseMatrixCSC{eltype(vals),Ti}(m, n, colptr, rowval, vals)
end
function _check_same(A, Bs)
    for B in Bs
        size(A) == size(B) || throw(DimensionMismatch("argument shapes must match"))
    end
end
map(f, A::SparseMatrixCSC, Bs::SparseMatrixCSC...) = (_check_same(A, Bs); _mapped(f, Any[A, Bs...], size(A)...))
map(f, v::SparseVector, ws::SparseVector...) = (_check_same(v, ws); _as_vector(_mapped(f, Any[_csc(v), map(_csc, ws)...], length(v), 1)))

struct SparseStyle <: AbstractArrayStyle{Any} end
BroadcastStyle(::Type{<:AbstractSparseArray}) = SparseStyle()
BroadcastStyle(::Type{<:Union{Turned,TurnedVector}}) = SparseStyle()
BroadcastStyle(s::SparseStyle, ::AbstractArrayStyle) = s
BroadcastStyle(s::SparseStyle, ::SparseStyle) = s
# The tree as a function of the elements of its leaves.
function _as_function(bc, leaves)
    inner = map(bc.args) do a
        a isa Broadcasted && return _as_function(a, leaves)
        a isa AbstractArray || (x = a isa Ref ? a[] : a; return elements -> x)
        push!(leaves, _csc(a))
        k = length(leaves)
        elements -> elements[k]
    end
    f = bc.f
    elements -> f(map(g -> g(elements), inner)...)
end
function _evaluated(bc, m, n)
    leaves = Any[]
    f = _as_function(bc, leaves)
    isempty(leaves) && push!(leaves, spzeros(Bool, m, n))
    _mapped((elements...) -> f(elements), leaves, m, n)
end
function copy(bc::Broadcasted{SparseStyle})
    ax = axes(bc)
    length(ax) == 1 ? _as_vector(_evaluated(bc, length(ax[1]), 1)) : _evaluated(bc, length(ax[1]), length(ax[2]))
end
function _become!(A::SparseMatrixCSC, B)
    copy!(A.colptr, B.colptr)
    copy!(A.rowval, B.rowval)
    copy!(A.nzval, B.nzval)
    A
end
_become!(v::SparseVector, w) = (copy!(v.nzind, w.rowval); copy!(v.nzval, w.nzval); v)
function copyto!(A::AnySparse, bc::Broadcasted)
    x = bc.f === identity ? only(bc.args) : nothing
    x = x isa Ref ? x[] : x
    x isa Number && iszero(x) && return fill!(A, x) # what was stored stays stored
    _become!(A, _evaluated(bc, size(A, 1), size(A, 2)))
end
copyto!(A::AnySparse, B::AnySparse) = size(A) == size(B) ? _become!(A, _csc(B)) : invoke(copyto!, Tuple{AbstractArray,AbstractArray}, A, B)
copyto!(D::Array, bc::Broadcasted{SparseStyle}) = copyto!(D, _full(_evaluated(bc, size(D, 1), size(D, 2))))
fill!(A::AnySparse, x) = iszero(x) ? (fill!(A.nzval, x); A) : _become!(A, _csc(fill(convert(eltype(A), x), size(A))))

## ---- what is left ----
# Only the entries for which keep(row, column, value).
function fkeep!(A::SparseMatrixCSC, keep, trim::Bool = true)
    at, from = 0, 1
    for j in 1:A.n
        to = Int(A.colptr[j+1]) - 1
        for k in from:to
            keep(A.rowval[k], j, A.nzval[k]) || continue
            at += 1
            A.rowval[at], A.nzval[at] = A.rowval[k], A.nzval[k]
        end
        from = to + 1
        A.colptr[j+1] = at + 1
    end
    resize!(A.rowval, at)
    resize!(A.nzval, at)
    A
end
function fkeep!(v::SparseVector, keep, trim::Bool = true)
    kept = [keep(v.nzind[k], v.nzval[k]) for k in 1:nnz(v)]
    copy!(v.nzind, v.nzind[kept])
    copy!(v.nzval, v.nzval[kept])
    v
end
dropzeros!(A::SparseMatrixCSC) = all(!iszero, A.nzval) ? A : fkeep!(A, (i, j, x) -> !iszero(x))
dropzeros!(v::SparseVector) = fkeep!(v, (i, x) -> !iszero(x))
dropzeros(A::AnySparse) = dropzeros!(copy(A))
dropstored!(A::SparseMatrixCSC, I, J) = fkeep!(A, (i, j, x) -> !(i in I && j in J))
dropstored!(v::SparseVector, I) = fkeep!(v, (i, x) -> !(i in I))
indtype(A::AbstractSparseArray) = _index_type(A)
droptol!(A::SparseMatrixCSC, tol) = fkeep!(A, (i, j, x) -> abs(x) > tol)
droptol!(v::SparseVector, tol) = fkeep!(v, (i, x) -> abs(x) > tol)
triu!(A::SparseMatrixCSC, k::Integer = 0) = fkeep!(A, (i, j, x) -> j - i >= k)
tril!(A::SparseMatrixCSC, k::Integer = 0) = fkeep!(A, (i, j, x) -> j - i <= k)
triu(A::SparseMatrixCSC, k::Integer = 0) = triu!(copy(A), k)
tril(A::SparseMatrixCSC, k::Integer = 0) = tril!(copy(A), k)
_all_stored(f, A) = all(j -> all(k -> f(A.rowval[k], j) || iszero(A.nzval[k]), nzrange(A, j)), 1:A.n)
istriu(A::SparseMatrixCSC, k::Integer = 0) = _all_stored((i, j) -> j - i >= k, A)
istril(A::SparseMatrixCSC, k::Integer = 0) = _all_stored((i, j) -> j - i <= k, A)
isdiag(A::SparseMatrixCSC) = _all_stored(==, A)
issymmetric(A::SparseMatrixCSC) = A.m == A.n && A == permutedims(A)
ishermitian(A::SparseMatrixCSC) = A.m == A.n && A == copy(A')
tr(A::SparseMatrixCSC) = (LinearAlgebra.checksquare(A); sum(j -> A[j, j], 1:A.n))
function diag(A::SparseMatrixCSC, d::Integer = 0)
    -A.m <= d <= A.n || throw(ArgumentError("requested diagonal, $d, must be at least $(-A.m) and at most $(A.n) in an $(A.m)-by-$(A.n) matrix"))
    n = d < 0 ? min(A.m + d, A.n) : min(A.m, A.n - d)
    first_column = max(d, 0)
    kept = fkeep!(copy(A), (i, j, x) -> j - i == d)
    SparseVector{eltype(A),_index_type(A)}(n, _columns_of(kept) .- first_column, kept.nzval)
end
permute(A::SparseMatrixCSC, p::AbstractVector{<:Integer}, q::AbstractVector{<:Integer}) = A[p, q]
function ==(A::SparseMatrixCSC, B::SparseMatrixCSC)
    size(A) == size(B) || return false
    A.colptr == B.colptr && A.rowval == B.rowval && return A.nzval == B.nzval
    nnz(_mapped(!=, Any[A, B], size(A)...)) == 0
end
==(v::SparseVector, w::SparseVector) = _csc(v) == _csc(w)

## ---- reductions ----
_unstored(A) = length(A) - length(_values(A))
_values(A::SparseMatrixCSC) = A.nzval[1:nnz(A)]
_values(v::SparseVector) = v.nzval
# Over one dimension: of each column, or of each row of what is turned.
function _along(f, A, dims)
    dims == 1 && return reshape([f(A[:, j]) for j in 1:A.n], 1, A.n)
    dims == 2 && (T = permutedims(A); return reshape([f(T[:, i]) for i in 1:A.m], A.m, 1))
    (dims == (1, 2) || dims == (2, 1)) && return fill(f(A), 1, 1)
    [f([x]) for x in _full(A)]
end
_total(f, xs, nothing_yet) = isempty(xs) ? nothing_yet : sum(f, xs)
_sum_with_zeros(f, A) = (f0 = f(zero(eltype(A))); s = _total(f, _values(A), zero(f0)); iszero(f0) ? s : s + f0 * _unstored(A))
sum(f, v::SparseVector) = _sum_with_zeros(f, v)
sum(f, A::SparseMatrixCSC; dims = :) = dims === (:) ? _sum_with_zeros(f, A) : _along(c -> _sum_with_zeros(f, c), A, dims)
sum(A::SparseVector; dims = :) = dims === (:) ? sum(_values(A)) : sum(_full(A); dims = dims)
sum(A::SparseMatrixCSC; dims = :) = dims === (:) ? sum(_values(A)) : _along(c -> sum(_values(c)), A, dims)
_prod(A) = _unstored(A) > 0 ? prod(_values(A)) * zero(eltype(A)) : prod(_values(A))
prod(v::SparseVector) = _prod(v)
prod(A::SparseMatrixCSC; dims = :) = dims === (:) ? _prod(A) : _along(_prod, A, dims)
for f in (:maximum, :minimum)
    @eval begin
        _extreme(::typeof($f), A) = _unstored(A) > 0 ? $f([_values(A); zero(eltype(A))]) : $f(_values(A))
        $f(v::SparseVector) = _extreme($f, v)
        $f(A::SparseMatrixCSC; dims = :) = dims === (:) ? _extreme($f, A) : _along(c -> _extreme($f, c), A, dims)
    end
end
count(f, A::AnySparse) = count(f, _values(A)) + (f(zero(eltype(A))) ? _unstored(A) : 0)
count(A::AbstractSparseArray{Bool}) = count(_values(A))
any(f::Function, A::AnySparse) = any(f, _values(A)) || _unstored(A) > 0 && f(zero(eltype(A)))
all(f::Function, A::AnySparse) = all(f, _values(A)) && (_unstored(A) == 0 || f(zero(eltype(A))))
iszero(A::AnySparse) = iszero(_values(A))
function findall(f::Function, A::AnySparse)
    f(zero(eltype(A))) && return findall(f, _full(A))
    A isa SparseVector && return A.nzind[findall(f, A.nzval)]
    I, J, V = findnz(A)
    [CartesianIndex(I[k], J[k]) for k in findall(f, V)]
end
findall(A::AbstractSparseArray{Bool}) = findall(identity, A)
norm(A::AnySparse, p::Real = 2) = p == -Inf && _unstored(A) > 0 ? zero(float(real(eltype(A)))) : norm(_values(A), p)
function opnorm(A::SparseMatrixCSC, p::Real = 2)
    isempty(A) && return float(real(zero(eltype(A))))
    p == 1 && return float(maximum(sum(abs, A; dims = 1)))
    p == Inf && return float(maximum(sum(abs, A; dims = 2)))
    p == 2 || throw(ArgumentError("invalid operator p-norm p=$p. Valid: 1, Inf"))
    min(size(A)...) == 1 && return norm(A)
    throw(ArgumentError("2-norm not yet implemented for sparse matrices. Try opnorm(Array(A)) or opnorm(A, p) where p=1 or Inf."))
end
function sort(v::SparseVector; kw...)
    vals = sort(v.nzval; kw...)
    before = count(x -> isless(x, zero(x)) != get(kw, :rev, false), vals)
    SparseVector{eltype(v),_index_type(v)}(v.n, [1:before; before+_unstored(v)+1:v.n], vals)
end

## ---- sums and multiples ----
for op in (:+, :-)
    @eval begin
        $op(A::SparseMatrixCSC, B::SparseMatrixCSC) = (_check_sum(A, B); _mapped($op, Any[A, B], size(A)...))
        $op(A::Union{SparseMatrixCSC,Turned}, B::Union{SparseMatrixCSC,Turned}) = $op(_csc(A), _csc(B))
        $op(v::SparseVector, w::SparseVector) = (_check_sum(v, w); _as_vector(_mapped($op, Any[_csc(v), _csc(w)], length(v), 1)))
        $op(A::SparseMatrixCSC, B::Array) = $op(_full(A), B)
        $op(A::Array, B::SparseMatrixCSC) = $op(A, _full(B))
        $op(v::SparseVector, w::Vector) = $op(v, sparse(w))
        $op(v::Vector, w::SparseVector) = $op(sparse(v), w)
        $op(A::SparseMatrixCSC, U::UniformScaling) = $op(A, sparse(U, size(A)...))
        $op(U::UniformScaling, A::SparseMatrixCSC) = $op(sparse(U, size(A)...), A)
        $op(A::AnySparse) = _kept(A, map($op, _values(A)))
    end
end
for T in (:Diagonal, :Bidiagonal, :Tridiagonal, :SymTridiagonal)
    @eval begin
        +(A::SparseMatrixCSC, B::$T) = A + sparse(B)
        +(A::$T, B::SparseMatrixCSC) = sparse(A) + B
        -(A::SparseMatrixCSC, B::$T) = A - sparse(B)
        -(A::$T, B::SparseMatrixCSC) = sparse(A) - B
        *(A::SparseMatrixCSC, D::$T) = _times(A, sparse(D))
        *(D::$T, A::SparseMatrixCSC) = _times(sparse(D), A)
        *(A::Turned, D::$T) = _times(_csc(A), sparse(D))
        *(D::$T, A::Turned) = _times(sparse(D), _csc(A))
    end
end
_check_sum(A, B) = size(A) == size(B) || Base._refuse_shapes(A, B)
*(A::AnySparse, x::Number) = _kept(A, A.nzval * x)
*(x::Number, A::AnySparse) = _kept(A, x * A.nzval)
/(A::AnySparse, x::Number) = _kept(A, A.nzval / x)
\(x::Number, A::AnySparse) = _kept(A, x \ A.nzval)
lmul!(x::Number, A::AnySparse) = (lmul!(x, A.nzval); A)
rmul!(A::AnySparse, x::Number) = (rmul!(A.nzval, x); A)
for f in (:conj, :float, :complex)
    @eval $f(A::AnySparse) = _kept(A, $f(A.nzval))
end
real(A::AnySparse) = eltype(A) <: Real ? A : dropzeros!(_kept(A, real(A.nzval)))
imag(A::AnySparse) = dropzeros!(_kept(A, imag(A.nzval)))
imag(A::AbstractSparseArray{<:Real}) = zero(A)
dot(v::SparseVector, w::SparseVector) = (_check_dot(v, w); _total(k -> dot(v.nzval[k], w[v.nzind[k]]), 1:nnz(v), zero(eltype(v)) * zero(eltype(w))))
dot(v::SparseVector, w::AbstractVector) = (_check_dot(v, w); dot(v.nzval, w[v.nzind]))
dot(v::AbstractVector, w::SparseVector) = (_check_dot(v, w); dot(v[w.nzind], w.nzval))
_check_dot(v, w) = length(v) == length(w) || throw(DimensionMismatch(""))
dot(A::SparseMatrixCSC, B::SparseMatrixCSC) = (size(A) == size(B) || throw(DimensionMismatch("A has size $(size(A)) but B has size $(size(B))")); sum(_mapped((a, b) -> conj(a) * b, Any[A, B], size(A)...)))

## ---- products ----
_product_type(A, B) = typeof(zero(eltype(A)) * zero(eltype(B)) + zero(eltype(A)) * zero(eltype(B)))
function _times(A::SparseMatrixCSC, B::SparseMatrixCSC)
    A.n == B.m || throw(DimensionMismatch())
    T, Ti = _product_type(A, B), promote_type(_index_type(A), _index_type(B))
    column, seen = zeros(T, A.m), zeros(Int, A.m)
    rowval, vals, colptr = Ti[], T[], Ti[1]
    for j in 1:B.n
        rows = Ti[]
        for q in nzrange(B, j)
            b, from = B.nzval[q], B.rowval[q]
            for k in nzrange(A, from)
                i = A.rowval[k]
                if seen[i] == j
                    column[i] += A.nzval[k] * b
                else
                    seen[i] = j
                    push!(rows, i)
                    column[i] = A.nzval[k] * b
                end
            end
        end
        sort!(rows)
        append!(rowval, rows)
        append!(vals, column[rows])
        push!(colptr, length(rowval) + 1)
    end
    SparseMatrixCSC{T,Ti}(A.m, B.n, colptr, rowval, vals)
end
# C becomes α A B + β C, column by column of A; with A turned its columns are what would be rows.
function _add_product!(C, A::SparseMatrixCSC, B, α, β)
    A.n == size(B, 1) && A.m == size(C, 1) && size(B, 2) == size(C, 2) || throw(DimensionMismatch())
    iszero(β) ? fill!(C, zero(eltype(C))) : isone(β) || rmul!(C, β)
    rows, vals = A.rowval, A.nzval
    for q in 1:size(B, 2), j in 1:A.n
        x = isone(α) ? B[j, q] : B[j, q] * α
        for k in nzrange(A, j)
            C[rows[k], q] += vals[k] * x
        end
    end
    C
end
function _add_product!(C, A::Turned, B, α, β)
    S, turn = parent(A), A isa Adjoint ? conj : identity
    S.m == size(B, 1) && S.n == size(C, 1) && size(B, 2) == size(C, 2) || throw(DimensionMismatch())
    iszero(β) ? fill!(C, zero(eltype(C))) : isone(β) || rmul!(C, β)
    rows, vals = S.rowval, S.nzval
    for q in 1:size(B, 2), j in 1:S.n
        s = zero(eltype(C))
        for k in nzrange(S, j)
            s += turn(vals[k]) * B[rows[k], q]
        end
        C[j, q] += isone(α) ? s : s * α
    end
    C
end
const AnyMatrix = Union{SparseMatrixCSC,Turned}
*(A::AnyMatrix, B::AnyMatrix) = _times(_csc(A), _csc(B))
*(A::AnyMatrix, x::AbstractVector) = _add_product!(zeros(_product_type(A, x), size(A, 1)), A, x, true, false)
*(A::AnyMatrix, x::SparseVector) = dropzeros!(_as_vector(_times(_csc(A), _csc(x))))
*(A::AnyMatrix, B::AbstractMatrix) = _add_product!(zeros(_product_type(A, B), size(A, 1), size(B, 2)), A, B, true, false)
*(A::AbstractMatrix, B::AnyMatrix) = (size(A, 2) == size(B, 1) || throw(DimensionMismatch()); copy(transpose(_transposed_of(B) * copy(transpose(_full(A))))))
_transposed_of(A::SparseMatrixCSC) = permutedims(A)
_transposed_of(A::Turned) = A isa Transpose ? parent(A) : conj(parent(A))
*(A::AnyMatrix, U::UniformScaling) = dropzeros!(_csc(A) * U.λ)
*(U::UniformScaling, A::AnyMatrix) = dropzeros!(U.λ * _csc(A))
*(A::SparseMatrixCSC, T::TurnedVector) = _times(A, _csc(T))
*(v::SparseVector, w::TurnedVector) = _times(_csc(v), _csc(w))
*(w::Adjoint{<:Number,<:SparseVector}, v::AbstractVector) = dot(parent(w), v)
*(w::Transpose{<:Number,<:SparseVector}, v::AbstractVector) = dot(conj(parent(w)), v)
for W in (:(Adjoint{<:Any,<:AbstractVector}), :(Adjoint{<:Real,<:AbstractVector}), :(Transpose{<:Any,<:AbstractVector})), M in (:SparseMatrixCSC, :Turned)
    @eval *(w::$W, A::$M) = $(W.args[1])($(W.args[1])(A) * parent(w))
end
mul!(C::AbstractVecOrMat, A::AnyMatrix, B::AbstractVecOrMat, α::Number = true, β::Number = false) = _add_product!(C, A, B, α, β)
rmul!(A::SparseMatrixCSC, D::Diagonal) = (foreach(j -> (A.nzval[nzrange(A, j)] .*= D.diag[j]), 1:A.n); A)
lmul!(D::Diagonal, A::SparseMatrixCSC) = (A.nzval .= D.diag[A.rowval] .* A.nzval; A)
function ^(A::SparseMatrixCSC, p::Integer)
    p < 0 && inv(A)
    p == 0 ? one(A) : p == 1 ? copy(A) : Base.power_by_squaring(A, p)
end
inv(A::SparseMatrixCSC) = error("The inverse of a sparse matrix can often be dense and can cause the computer to run out of memory. If you are sure you have enough memory, please convert your matrix to a dense matrix.")
function kron(A::SparseMatrixCSC, B::SparseMatrixCSC)
    I, J, V = findnz(A)
    K, L, W = findnz(B)
    sparse(vec(K .+ B.m .* (I' .- 1)), vec(L .+ B.n .* (J' .- 1)), vec(W .* transpose(V)), A.m * B.m, A.n * B.n)
end
kron(v::SparseVector, w::SparseVector) = _as_vector(kron(_csc(v), _csc(w)))
kron(v::SparseVector, w::AbstractVector) = kron(v, sparse(w))
kron(v::AbstractVector, w::SparseVector) = kron(sparse(v), w)
for V in (:AbstractVector, :AbstractMatrix)
    @eval kron(A::SparseMatrixCSC, B::$V) = kron(A, _csc(B))
    @eval kron(A::$V, B::SparseMatrixCSC) = kron(_csc(A), B)
end

## ---- put together ----
# Each block with the rows and columns above and left of it.
function _assembled(blocks, above, left, m, n)
    parts = map(_csc, blocks)
    T = promote_type(map(eltype, blocks)...)
    I, J, V = reduce(vcat, [p.rowval[1:nnz(p)] .+ a for (p, a) in zip(parts, above)]), reduce(vcat, [_columns_of(p) .+ l for (p, l) in zip(parts, left)]), T[]
    foreach(p -> append!(V, _values(p)), parts)
    sparse(I, J, V, m, n)
end
_before(sizes) = cumsum([0; collect(sizes)[1:end-1]])
_heights(blocks) = map(b -> size(b, 1), collect(Any, blocks))
_widths(blocks) = map(b -> size(b, 2), collect(Any, blocks))
function _hcat(blocks...)
    all(==(size(blocks[1], 1)), _heights(blocks)) || throw(DimensionMismatch("All inputs to hcat must have the same number of rows"))
    _assembled(blocks, zeros(Int, length(blocks)), _before(_widths(blocks)), size(blocks[1], 1), sum(_widths(blocks)))
end
function _vcat(blocks...)
    all(b -> b isa AbstractVector, blocks) && return _as_vector(_assembled(blocks, _before(_heights(blocks)), zeros(Int, length(blocks)), sum(_heights(blocks)), 1))
    all(==(size(blocks[1], 2)), _widths(blocks)) || throw(DimensionMismatch("All inputs to vcat must have the same number of columns"))
    _assembled(blocks, _before(_heights(blocks)), zeros(Int, length(blocks)), sum(_heights(blocks)), size(blocks[1], 2))
end
function _hvcat(rows::Tuple, blocks...)
    at = _before(rows)
    _vcat([_hcat(blocks[at[i]+1:at[i]+rows[i]]...) for i in 1:length(rows)]...)
end
# A block that is sparse or has few bands makes the whole sparse.
const Thin = Union{SparseMatrixCSC,SparseVector,Banded}
for (f, g) in ((:hcat, :_hcat), (:vcat, :_vcat))
    @eval begin
        $f(A::Thin, rest::AbstractVecOrMat...) = $g(A, rest...)
        $f(A::Dense, B::Thin, rest::AbstractVecOrMat...) = $g(A, B, rest...)
        $f(A::Dense, B::Dense, C::Thin, rest::AbstractVecOrMat...) = $g(A, B, C, rest...)
    end
end
getindex(A::Banded, ::Colon) = sparse(A)[:]
permutedims(A::Banded) = permutedims(sparse(A))
similar(A::Banded, ::Type{T}, dims::Tuple{Int,Int}) where {T} = spzeros(T, dims...)
similar(A::Banded, dims::Tuple{Int,Int}) = spzeros(eltype(A), dims...)
similar(A::Banded, m::Integer, n::Integer) = spzeros(eltype(A), m, n)
similar(A::Banded, ::Type{T}, m::Integer, n::Integer) where {T} = spzeros(T, m, n)
for W in (:Bidiagonal, :Tridiagonal, :SymTridiagonal)
    @eval ^(A::$W, p::Integer) = p == 0 ? sparse(one(eltype(A)) * I, size(A)...) : invoke(^, Tuple{AbstractMatrix,Integer}, A, p)
end
hvcat(rows::Tuple{Vararg{Int}}, A::Thin, rest::Union{AbstractVecOrMat,Number}...) = _hvcat(rows, A, map(b -> b isa Number ? fill(b, 1, 1) : b, rest)...)
hvcat(rows::Tuple{Vararg{Int}}, A::Dense, B::Thin, rest::AbstractVecOrMat...) = _hvcat(rows, A, B, rest...)
hvcat(rows::Tuple{Vararg{Int}}, A::Dense, B::Dense, C::Thin, rest::AbstractVecOrMat...) = _hvcat(rows, A, B, C, rest...)
function cat(A::AnySparse, rest::AbstractVecOrMat...; dims)
    dims == 1 ? _vcat(A, rest...) : dims == 2 ? _hcat(A, rest...) : Set(dims) == Set((1, 2)) ? blockdiag(_csc(A), map(_csc, rest)...) :
        invoke(cat, Tuple{Vararg{Any}}, A, rest...; dims = dims)
end
blockdiag(As::SparseMatrixCSC...) = _assembled(As, _before(_heights(As)), _before(_widths(As)), sum(_heights(As)), sum(_widths(As)))
repeat(v::SparseVector, m::Integer) = _vcat(fill(v, m)...)
repeat(A::SparseMatrixCSC, m::Integer, n::Integer = 1) = (col = _vcat(fill(A, m)...); _hcat(fill(col, n)...))

## ---- solving ----
# An order of rows and columns in which what is stored is near the diagonal: breadth first, neighbours of few neighbours
# first, from the end that a first walk found, backwards (reverse Cuthill-McKee).
function _narrow_order(A)
    n = A.n
    P = _mapped((a, b) -> !iszero(a) | !iszero(b), Any[A, permutedims(A)], n, n)
    degree = diff(P.colptr)
    order, seen = Int[], falses(n)
    walk!(order, seen, from) = begin
        k = length(order) + 1
        push!(order, from)
        seen[from] = true
        while k <= length(order)
            next = [i for i in P.rowval[nzrange(P, order[k])] if !seen[i]]
            seen[next] .= true
            append!(order, sort!(next, by = i -> degree[i]))
            k += 1
        end
        order
    end
    for j in sortperm(degree)
        seen[j] || walk!(order, seen, last(walk!(Int[], copy(seen), j)))
    end
    reverse!(order)
end
function _square_solve(A::SparseMatrixCSC, B)
    isdiag(A) && return B ./ _full(diag(A))
    istril(A) && return _substituted(A, B, 1:A.n)
    istriu(A) && return _substituted(A, B, A.n:-1:1)
    lu(A) \ B
end
# Of a triangle: what is found is taken from the rows that its column has.
function _substituted(A, B, order)
    X = Matrix{Float64}(B)
    for j in order
        d = A[j, j]
        iszero(d) && throw(SingularException(j))
        for q in 1:size(X, 2)
            x = X[j, q] /= d
            iszero(x) || for k in nzrange(A, j)
                A.rowval[k] == j || (X[A.rowval[k], q] -= A.nzval[k] * x)
            end
        end
    end
    X
end
function _solved(A, B)
    A.m == size(B, 1) || throw(DimensionMismatch("Both inputs should have the same number of rows"))
    A.m == A.n && A.n > 0 && eltype(A) <: Union{Real} && eltype(B) <: Real || return _full(A) \ B
    X = _square_solve(A, reshape(B, size(B, 1), size(B, 2)))
    B isa AbstractVector ? vec(X) : X
end
\(A::AnyMatrix, b::AbstractVector) = _solved(_csc(A), _full(b))
\(A::AnyMatrix, B::AbstractMatrix) = _solved(_csc(A), _full(B))
/(A::SparseMatrixCSC, B::SparseMatrixCSC) = sparse(_full(A) / _full(B))
ldlt(A::SparseMatrixCSC) = factorize(Symmetric(_full(A)))
for (W, part, order) in ((:LowerTriangular, :tril, :(1:n)), (:UpperTriangular, :triu, :(n:-1:1)))
    for V in (:AbstractVector, :AbstractMatrix)
        @eval \(A::$W{<:Any,<:SparseMatrixCSC}, B::$V) = (n = size(A, 1); X = _substituted($part(A.data), reshape(B, size(B, 1), size(B, 2)), $order); B isa AbstractVector ? vec(X) : X)
    end
end
function cond(A::SparseMatrixCSC, p::Real = 2)
    p == 2 && throw(ArgumentError("2-norm condition number is not implemented for sparse matrices, try cond(Array(A), 2) instead"))
    cond(_full(A), p)
end
