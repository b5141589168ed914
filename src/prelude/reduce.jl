# Reductions: what reduce.c does not do itself; the rules for empty collections; searching; accumulating.

struct _Empty end

add_sum(x, y) = x + y
add_sum(x::Union{Bool,Int8,Int16,Int32}, y::Union{Bool,Int8,Int16,Int32}) = Int(x) + Int(y)
add_sum(x::Union{UInt8,UInt16,UInt32}, y::Union{UInt8,UInt16,UInt32}) = UInt(x) + UInt(y)
mul_prod(x, y) = x * y
mul_prod(x::Bool, y::Bool) = x & y
mul_prod(x::Union{Bool,Int8,Int16,Int32}, y::Union{Bool,Int8,Int16,Int32}) = Int(x) * Int(y)
mul_prod(x::Union{UInt8,UInt16,UInt32}, y::Union{UInt8,UInt16,UInt32}) = UInt(x) * UInt(y)

_empty_reduction() = throw(ArgumentError("reducing over an empty collection is not allowed"))

reduce_empty(op, T) = _empty_reduction()
reduce_empty(::typeof(+), ::Type{Union{}}) = _empty_reduction()
reduce_empty(::typeof(+), T::Type) = zero(T)
reduce_empty(::typeof(+), ::Type{Bool}) = zero(Int)
reduce_empty(::typeof(*), ::Type{Union{}}) = _empty_reduction()
reduce_empty(::typeof(*), T::Type) = one(T)
reduce_empty(::typeof(*), ::Type{<:AbstractChar}) = ""
reduce_empty(::typeof(&), ::Type{Bool}) = true
reduce_empty(::typeof(|), ::Type{Bool}) = false
reduce_empty(::typeof(add_sum), T::Type) = zero(_sum_type(T))
reduce_empty(::typeof(add_sum), ::Type{Union{}}) = _empty_reduction()
reduce_empty(::typeof(mul_prod), ::Type{Union{}}) = _empty_reduction()
reduce_empty(::typeof(mul_prod), ::Type{<:AbstractChar}) = ""
reduce_empty(::typeof(mul_prod), T::Type) = T === Bool ? true : one(_sum_type(T))
_sum_type(T) = T
_sum_type(::Type{<:Union{Bool,Int8,Int16,Int32}}) = Int
_sum_type(::Type{<:Union{UInt8,UInt16,UInt32}}) = UInt
mapreduce_empty(::typeof(identity), op, T) = reduce_empty(op, T)
mapreduce_empty(f, op, T) = _empty_reduction()
mapreduce_empty(::typeof(abs), op, T) = abs(reduce_empty(op, T))
mapreduce_empty(::typeof(abs2), op, T) = abs2(reduce_empty(op, T))
mapreduce_empty(::typeof(abs), ::typeof(max), T) = abs(zero(T))
mapreduce_empty(::typeof(abs2), ::typeof(max), T) = abs2(zero(T))

function mapreduce_empty_iter(f, op, itr)
    IteratorEltype(itr) isa HasEltype || _empty_reduction()
    mapreduce_empty(f, op, eltype(itr))
end
# What a generator's function would have been applied to, and what a filter would have let through.
function mapreduce_empty_iter(f, op, g::Generator)
    g.f === identity && return mapreduce_empty_iter(f, op, g.iter)
    f === identity ? mapreduce_empty_iter(g.f, op, g.iter) : _empty_reduction()
end
mapreduce_empty_iter(f, op, g::Iterators.Filter) = mapreduce_empty_iter(f, op, g.itr)

struct _InitialValue end

function _mapreduce_all(f, op, itr, init)
    init isa _InitialValue || return _mapreduce(f, op, itr, init)
    r = _mapreduce(f, op, itr)
    r isa _Empty ? mapreduce_empty_iter(f, op, itr) : r
end

mapreduce(f, op, itr; init = _InitialValue(), dims = :) = _mapreduce_kw(f, op, itr, init, dims)
mapreduce(f, op, itr, itrs...; init = _InitialValue(), dims = :) = _mapreduce_kw(identity, op, map(f, itr, itrs...), init, dims)
_mapreduce_kw(f, op, itr, init, ::Colon) = _mapreduce_all(f, op, itr, init)
reduce(op, itr; init = _InitialValue(), dims = :) = _mapreduce_kw(identity, op, itr, init, dims)
foldl(op, itr; init = _InitialValue()) = _mapfoldl(identity, op, itr, init)
mapfoldl(f, op, itr; init = _InitialValue()) = _mapfoldl(f, op, itr, init)
function _mapfoldl(f, op, itr, init)
    init isa _InitialValue || return _mapreduce(f, op, _nofast(itr), init)
    r = _mapreduce(f, op, _nofast(itr))
    r isa _Empty ? mapreduce_empty_iter(f, op, itr) : r
end
_nofast(itr) = itr
_nofast(a::Array) = Generator(identity, a)

function foldr(op, itr; init = _InitialValue())
    mapfoldr(identity, op, itr; init = init)
end
function mapfoldr(f, op, itr; init = _InitialValue())
    init isa _InitialValue || return _mapfoldr(f, op, itr, init)
    r = _mapfoldr(f, op, itr)
    r isa _Empty ? mapreduce_empty_iter(f, op, itr) : r
end

# reductions over dimensions
function _dims_mask(A, dims)
    n = ndims(A)
    dims isa Integer && dims < 1 && throw(ArgumentError("dimension must be ≥ 1, got $dims"))
    for d in dims
        d isa Integer || throw(ArgumentError("reduced dimension(s) must be integers"))
        d < 1 && throw(ArgumentError("region dimension(s) must be ≥ 1, got $d"))
    end
    ntuple(k -> k in dims, n)
end
_reduced_size(A, mask) = ntuple(k -> mask[k] ? 1 : size(A, k), ndims(A))

function _mapreduce_kw(f, op, A, init, dims)
    mask = _dims_mask(A, dims)
    B = A isa Array ? A : A isa BitArray ? A : collect(A)
    init isa _InitialValue || return _mapreduce_dims(f, op, B, mask, init)
    A isa BitArray && !isempty(A) && return _like_bits(A, _mapreduce_dims(f, op, B, mask))
    if isempty(B)
        sz = _reduced_size(B, mask)
        prod(sz) == 0 && return similar(B, _reduced_eltype(f, op, B), sz)
        (op === max || op === min) && _empty_reduction()
        return fill(mapreduce_empty(f, op, eltype(B)), sz)
    end
    _mapreduce_dims(f, op, B, mask)
end
_reduced_eltype(f, op, A) = eltype(A)
_reduced_eltype(::typeof(identity), ::Union{typeof(add_sum),typeof(mul_prod)}, A) = _sum_type(eltype(A))
_reduced_eltype(::typeof(identity), ::typeof(mul_prod), A) = eltype(A) === Bool ? Bool : _sum_type(eltype(A))

sum(a; dims = :) = _mapreduce_kw(identity, add_sum, a, _InitialValue(), dims)
sum(f, a; dims = :) = _mapreduce_kw(f, add_sum, a, _InitialValue(), dims)
prod(a; dims = :) = _mapreduce_kw(identity, mul_prod, a, _InitialValue(), dims)
prod(f, a; dims = :) = _mapreduce_kw(f, mul_prod, a, _InitialValue(), dims)
maximum(a; dims = :) = _mapreduce_kw(identity, max, a, _InitialValue(), dims)
maximum(f, a; dims = :) = _mapreduce_kw(f, max, a, _InitialValue(), dims)
minimum(a; dims = :) = _mapreduce_kw(identity, min, a, _InitialValue(), dims)
minimum(f, a; dims = :) = _mapreduce_kw(f, min, a, _InitialValue(), dims)

any(itr; dims = :) = _any_kw(identity, itr, dims)
any(f, itr; dims = :) = _any_kw(f, itr, dims)
_any_kw(f, itr, ::Colon) = _any(f, itr)
_any_kw(f, A, dims) = _like_bits(A, _mapreduce_kw(f, |, A, false, dims))
all(itr; dims = :) = _all_kw(identity, itr, dims)
all(f, itr; dims = :) = _all_kw(f, itr, dims)
_all_kw(f, itr, ::Colon) = _all(f, itr)
_all_kw(f, A, dims) = _like_bits(A, _mapreduce_kw(f, &, A, true, dims))
count(itr; dims = :) = _count_kw(identity, itr, dims)
count(f, itr; dims = :) = _count_kw(f, itr, dims)
_count_kw(f, itr, ::Colon) = _count(f, itr)
_count_kw(f, A, dims) = _mapreduce_kw(x -> f(x)::Bool, add_sum, A, 0, dims)

for (name, op) in ((:sum!, :add_sum), (:prod!, :mul_prod), (:maximum!, :max), (:minimum!, :min), (:any!, :|), (:all!, :&))
    @eval $name(r::AbstractArray, A::AbstractArray; init = true) = _reduce_into!($op, r, A, init)
    @eval $name(f::Function, r::AbstractArray, A::AbstractArray; init = true) = _reduce_into!($op, r, map(f, A), init)
end
function _reduce_into!(op, r, A, init)
    ndims(r) <= ndims(A) || throw(DimensionMismatch("cannot reduce $(ndims(A))-dimensional array to $(ndims(r)) dimensions"))
    all(k -> size(r, k) in (1, size(A, k)), 1:ndims(A)) ||
        throw(DimensionMismatch("reduction on array with indices $(axes(A)) with output with indices $(axes(r))"))
    dims = Tuple(k for k in 1:ndims(A) if size(r, k) != size(A, k))
    x = isempty(dims) ? A : mapreduce(identity, op, A; dims = dims)
    init ? copyto!(r, op === (|) ? false .| x : op === (&) ? true .& x : x) : (r .= op.(r, x))
end

extrema(itr; dims = :) = _extrema(identity, itr, dims)
extrema(f, itr; dims = :) = _extrema(f, itr, dims)
_extrema(::typeof(identity), a::Array{<:Union{AbstractFloat,Int8,Int16,Int32,Int64,UInt8,UInt16,UInt32,UInt64}}, ::Colon) =
    isempty(a) ? throw(ArgumentError("collection must be non-empty")) : (minimum(a), maximum(a))
function _extrema(f, itr, ::Colon)
    y = iterate(itr)
    y === nothing && throw(ArgumentError("collection must be non-empty"))
    lo = hi = f(y[1])
    y = iterate(itr, y[2])
    while y !== nothing
        v = f(y[1])
        lo = min(lo, v)
        hi = max(hi, v)
        y = iterate(itr, y[2])
    end
    (lo, hi)
end
_extrema(f, A, dims) = map(tuple, minimum(f, A; dims = dims), maximum(f, A; dims = dims))

# positions of extremes
_isbetter_max(x, y) = isless(y, x)
_isbetter_min(x, y) = isless(x, y)
function _findextreme(better, f, itr, keyed)
    y = iterate(keyed)
    y === nothing && throw(ArgumentError("collection must be non-empty"))
    bestkey, best = y[1]
    best = f(best)
    y = iterate(keyed, y[2])
    while y !== nothing
        best != best && break
        k, v = y[1]
        v = f(v)
        if v != v || better(v, best)
            best, bestkey = v, k
        end
        y = iterate(keyed, y[2])
    end
    (best, bestkey)
end
findmax(a; dims = :) = _findmax(a, dims)
findmin(a; dims = :) = _findmin(a, dims)
_findmax(a, ::Colon) = _findextreme(_isbetter_max, identity, a, pairs(a))
_findmin(a, ::Colon) = _findextreme(_isbetter_min, identity, a, pairs(a))
_findmax(a::Array{<:Union{Int64,Int32,Float64,Float32}}, ::Colon) = _find_extreme_array(maximum, a)
_findmin(a::Array{<:Union{Int64,Int32,Float64,Float32}}, ::Colon) = _find_extreme_array(minimum, a)
function _find_extreme_array(f, a)
    isempty(a) && throw(ArgumentError("collection must be non-empty"))
    m = f(a)
    i = _findnext(m != m ? isnan : m == 0 ? isequal(m) : ==(m), a, 1)
    i === nothing && (i = _findnext(==(m), a, 1))
    (m, ndims(a) == 1 ? i : CartesianIndices(a)[i])
end
function _find_dims(better, A, dims)
    mask = _dims_mask(A, dims)
    sz = _reduced_size(A, mask)
    vals = similar(A, sz)
    keyz = Array{ndims(A) == 1 ? Int : CartesianIndex{ndims(A)}}(undef, sz)
    seen = fill(false, sz)
    for I in CartesianIndices(size(A))
        J = CartesianIndex(ntuple(k -> mask[k] ? 1 : I[k], ndims(A)))
        v = A[I]
        best = seen[J] ? vals[J] : v
        if !seen[J] || (best == best && (v != v || better(v, best)))
            vals[J] = v
            keyz[J] = ndims(A) == 1 ? I[1] : I
            seen[J] = true
        end
    end
    (vals, keyz)
end
_findmax(A, dims) = _find_dims(_isbetter_max, A, dims)
_findmin(A, dims) = _find_dims(_isbetter_min, A, dims)
argmax(a; dims = :) = findmax(a; dims = dims)[2]
argmin(a; dims = :) = findmin(a; dims = dims)[2]
argmax(a::Array) = findmax(a)[2]
argmin(a::Array) = findmin(a)[2]

# searching
findall(A) = findall(identity, A)
function findall(f::Function, A)
    [first(p) for p in pairs(A) if f(last(p))]
end
function findall(f::Function, A::AbstractArray)
    p = _findall(f, A)
    ndims(A) == 1 && return firstindex(A) == 1 ? p : p .+ (firstindex(A) - 1)
    ndims(A) == 0 && return CartesianIndex{0}[CartesianIndex() for _ in p]
    C = CartesianIndices(A)
    CartesianIndex{ndims(A)}[C[i] for i in p]
end
findall(A::AbstractArray) = _findall_true(A)
function _findall_true(A)
    eltype(A) <: Bool || all(x -> x isa Bool, A) || throw(TypeError(:if, "", Bool, first(A)))
    findall(identity, A)
end
findall(f::Function, t::Tuple) = Int[i for i in 1:length(t) if f(t[i])]

_to_key(A::Vector, i) = i
_to_key(A::AbstractVector, i) = i === nothing ? nothing : i + firstindex(A) - 1
_to_key(A, i) = i
_to_key(A::AbstractArray, i) = i === nothing ? nothing : ndims(A) == 1 ? i : CartesianIndices(A)[i]
_from_key(A, i::Integer) = Int(i)
_from_key(A::AbstractVector, i::Integer) = Int(i) - firstindex(A) + 1
_from_key(A, i::CartesianIndex) = checkbounds(Bool, A, i) ? LinearIndices(A)[i] : throw(BoundsError(A, Tuple(i)))
_from_key(A, i) = _from_key(A, convert(ndims(A) == 1 ? Int : CartesianIndex{ndims(A)}, i))
findnext(f::Function, t::Tuple, i::Integer) = _find_among(f, t, i:length(t))
findprev(f::Function, t::Tuple, i::Integer) = _find_among(f, t, i:-1:1)
_find_among(f, t, r) = (k = findfirst(j -> f(t[j]), r); k === nothing ? nothing : Int(r[k]))
function findnext(f::Function, A::AbstractArray, i)
    k = _from_key(A, i)
    k < 1 && throw(BoundsError(A, i))
    _to_key(A, _findnext(f, A isa Union{Array,BitArray} ? A : collect(A), k))
end
function findprev(f::Function, A::AbstractArray, i)
    k = _from_key(A, i)
    k > length(A) && throw(BoundsError(A, i))
    _to_key(A, _findprev(f, A isa Union{Array,BitArray} ? A : collect(A), k))
end
findnext(A::AbstractArray, i) = findnext(identity, A, i)
findprev(A::AbstractArray, i) = findprev(identity, A, i)
findfirst(f::Function, A::AbstractArray) = findnext(f, A, firstindex(A))
findlast(f::Function, A::AbstractArray) = findprev(f, A, lastindex(A))
findfirst(A::AbstractArray) = findnext(identity, A, firstindex(A))
findlast(A::AbstractArray) = findprev(identity, A, lastindex(A))
function findfirst(f::Function, r::AbstractRange)
    k = 1
    for x in r
        f(x) && return k
        k += 1
    end
    nothing
end
findfirst(A) = findfirst(identity, A)
findlast(A) = findlast(identity, A)
function findfirst(f::Function, A)
    for (i, x) in pairs(A)
        f(x) && return i
    end
    nothing
end
function findlast(f::Function, A)
    for (i, x) in Iterators.reverse(pairs(A))
        f(x) && return i
    end
    nothing
end
findlast(f::Function, t::Tuple) = (for i in length(t):-1:1; f(t[i]) && return i; end; nothing)
function findnext(f::Function, t::Tuple, i)
    for k in i:length(t)
        f(t[k]) && return k
    end
    nothing
end

function indexin(a, b::AbstractArray)
    inds = keys(b)
    bdict = Dict{eltype(b),eltype(inds)}()
    for (val, ind) in zip(b, inds)
        get!(bdict, val, ind)
    end
    Union{Nothing,eltype(inds)}[get(bdict, x, nothing) for x in a]
end

# accumulating
cumsum(A::AbstractArray; dims = nothing) = _cum(add_sum, A, dims)
cumprod(A::AbstractArray; dims = nothing) = _cum(mul_prod, A, dims)
cumsum(itr) = accumulate(add_sum, _iterable(itr))
cumprod(itr) = accumulate(mul_prod, itr)
_cum(::typeof(add_sum), A::Vector{Float64}, ::Nothing) = _cumsum_f64(A)
_cum(op, A::AbstractVector, ::Nothing) = _accumulate_vector(op, A)
_cum(op, A, ::Nothing) = throw(UndefKeywordError(:dims))
_cum(op, A, dims) = _accumulate_dims(op, A, dims)
function _accumulate_vector(op, A)
    r = _like_bits(A, _accumulate(op, A))
    isempty(r) && return similar(A, _reduced_eltype(identity, op, A))
    Missing <: eltype(A) && eltype(r) <: eltype(A) ? convert(Vector{eltype(A)}, r) : r
end
function accumulate(op, A; dims = nothing, init = _InitialValue())
    if dims === nothing
        A isa Union{Number,AbstractChar} && return fill(reduce(op, (A,); init = init))
        A isa AbstractArray && !(A isa AbstractVector) && throw(ArgumentError("Keyword argument dims must be provided for multidimensional arrays"))
        A isa Tuple && return Tuple(accumulate(op, collect(Any, A); init = init))
        init isa _InitialValue && return _like_bits(A, _accumulate(op, A))
        r = _accumulate(op, A, init)
        return isempty(r) ? similar(r, promote_type(typeof(init), eltype(r))) : r
    end
    _accumulate_dims(op, A, dims, init)
end
function _accumulate_dims(op, A, dims, init = _InitialValue())
    dims isa Integer || throw(ArgumentError("dims must be an integer"))
    dims < 1 && throw(ArgumentError("dims must be a positive integer"))
    dims > ndims(A) && return copy(A)
    if A isa Array && init isa _InitialValue
        r = _accumulate_numbers(op, A, Int(dims))
        r === nothing || return r
    end
    B = nothing
    for I in CartesianIndices(ntuple(k -> k == dims ? 1 : size(A, k), ndims(A)))
        idx = ntuple(k -> k == dims ? Colon() : I[k], ndims(A))
        line = A[idx...]
        acc = init isa _InitialValue ? _accumulate(op, line) : _accumulate(op, line, init)
        B === nothing && (B = similar(A, eltype(acc)))
        B[idx...] = acc
    end
    B === nothing ? similar(A, eltype(_accumulate(op, similar(A, 0)))) : B
end
count!(r::AbstractArray, A::AbstractArray) = count!(identity, r, A)
count!(f, r::AbstractArray, A::AbstractArray) = sum!(r, map(x -> f(x) ? 1 : 0, A))
_kept(r, A) = Tuple(k for k in 1:ndims(A) if size(r, k) == 1)
for (name, f) in ((:findmax!, :findmax), (:findmin!, :findmin))
    @eval function $name(values, places, A)
        v, p = $f(A; dims = _kept(values, A))
        (copyto!(values, v), copyto!(places, p))
    end
end
accumulate!(op, B, A; dims = nothing, init = _InitialValue()) = copyto!(B, accumulate(op, A; dims = dims, init = init))
cumsum!(B::AbstractArray, A; dims = nothing) = _cum!(B, cumsum(A; dims = dims), "LinearIndices of A and B don't match")
cumprod!(B::AbstractArray, A; dims = nothing) = _cum!(B, cumprod(A; dims = dims), "shape of B must match A")
_cum!(B, A, refusal) = size(B) == size(A) ? copyto!(B, A) : throw(DimensionMismatch(refusal))

export mapreduce, reduce, foldl, foldr, mapfoldl, mapfoldr, sum, prod, maximum, minimum, any, all, count, extrema, findmax, findmin,
    argmax, argmin, findall, findfirst, findlast, findnext, findprev, indexin, cumsum, cumprod, accumulate, accumulate!, cumsum!, cumprod!,
    sum!, prod!, maximum!, minimum!, any!, all!

prod(::Tuple{}) = 1
nextind(::AbstractArray, i::Integer) = Int(i) + 1
prevind(::AbstractArray, i::Integer) = Int(i) - 1

# Many arrays joined at once: each is copied once.
function reduce(::typeof(vcat), A::AbstractVector{<:AbstractVecOrMat})
    isempty(A) && mapreduce(eltype, promote_type, A)
    n = size(A[1], 2)
    all(a -> size(a, 2) == n, A) ||
        throw(ArgumentError("number of columns of each array must match (got $(map(a -> size(a, 2), A)))"))
    vcat(A...)
end
function reduce(::typeof(hcat), A::AbstractVector{<:AbstractVecOrMat})
    isempty(A) && mapreduce(eltype, promote_type, A)
    n = size(A[1], 1)
    all(a -> size(a, 1) == n, A) ||
        throw(ArgumentError("number of rows of each array must match (got $(map(a -> size(a, 1), A)))"))
    hcat(A...)
end
