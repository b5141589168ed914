# Order, insertion and removal of elements; vectors as sets.

# order of elements
reverse(A::AbstractVector) = A[end:-1:begin]
reverse(r::AbstractRange, start::Integer, stop::Integer = length(r)) = (_check_start(r, start); reverse!(collect(r), start, stop))
reverse(A::AbstractArray; dims) = _reverse(A, dims)
reverse(A::Array; dims = :) = _reverse(A, dims)
_reverse(A, ::Colon) = ndims(A) == 1 ? A[end:-1:1] : throw(UndefKeywordError(:dims))
_reverse(A, d::Integer) = 1 <= d <= ndims(A) ? A[ntuple(k -> k == d ? (size(A, k):-1:1) : Colon(), ndims(A))...] : throw(ArgumentError("dimension $d is not 1 ≤ $d ≤ $(ndims(A))"))
_reverse(A, d::Tuple) = foldl(_reverse, d; init = A)
_shifted(n, s) = (k = mod(s, n); vcat(n-k+1:n, 1:n-k))
function circshift(A::AbstractArray, s)
    t = map(Int, s isa Real ? (s,) : Tuple(s))
    if A isa Vector && length(t) == 1 && !isempty(A)
        k = mod(t[1], length(A))
        r = similar(A)
        copyto!(r, 1, A, length(A) - k + 1, k)
        return copyto!(r, k + 1, A, 1, length(A) - k)
    end
    A[ntuple(k -> k <= length(t) ? _shifted(size(A, k), t[k]) : Colon(), ndims(A))...]
end
function reverse!(v::AbstractVector, start::Integer = firstindex(v), stop::Integer = lastindex(v))
    for k in 0:(stop - start + 1) ÷ 2 - 1
        v[start+k], v[stop-k] = v[stop-k], v[start+k]
    end
    v
end
reverse(A::AbstractVector, start::Integer, stop::Integer = lastindex(A)) = (_check_start(A, start); reverse!(copymutable(A), start, stop))
_check_start(A, start) = start > lastindex(A) + 1 && throw(BoundsError(A, lastindex(A) + 1))
circshift!(dest, src, s) = copyto!(dest, circshift(src, s))
rotl90(A::AbstractMatrix) = permutedims(A)[end:-1:1, :]
rotr90(A::AbstractMatrix) = permutedims(A)[:, end:-1:1]
rot180(A::AbstractMatrix) = A[end:-1:1, end:-1:1]
rotl90(A::AbstractMatrix, k::Integer) = (m = mod(k, 4); m == 1 ? rotl90(A) : m == 2 ? rot180(A) : m == 3 ? rotr90(A) : copy(A))
rotr90(A::AbstractMatrix, k::Integer) = rotl90(A, -k)
rot180(A::AbstractMatrix, k::Integer) = mod(k, 2) == 1 ? rot180(A) : copy(A)

function repeat(A::AbstractArray, counts::Integer...)
    repeat(A; outer = counts)
end
function repeat(A::AbstractArray; inner = nothing, outer = nothing)
    inner === outer === nothing && return A
    inn = inner === nothing ? () : inner isa Integer ? (inner,) : Tuple(inner)
    out = outer === nothing ? () : outer isa Integer ? (outer,) : Tuple(outer)
    inner === nothing || length(inn) >= ndims(A) || throw(ArgumentError("number of inner repetitions ($(length(inn))) cannot be less than number of dimensions of input ($(ndims(A)))"))
    outer === nothing || inner === nothing || length(out) >= ndims(A) || throw(ArgumentError("number of outer repetitions ($(length(out))) cannot be less than number of dimensions of input ($(ndims(A)))"))
    for k in (inn..., out...)
        k < 0 && throw(ArgumentError("invalid Array dimensions"))
    end
    n = max(ndims(A), length(inn), length(out))
    B = _dense(A)
    if B isa Vector && length(out) == 1 && all(isequal(1), inn)
        r = similar(B, length(B) * out[1])
        done = min(length(B), length(r))
        copyto!(r, 1, B, 1, done)
        while done < length(r)  # what is there already, once more
            n = min(done, length(r) - done)
            copyto!(r, done + 1, r, 1, n)
            done += n
        end
        return r
    end
    idx = ntuple(n) do d
        i = d <= length(inn) ? inn[d] : 1
        o = d <= length(out) ? out[d] : 1
        w = i * size(A, d)
        o * w == 0 ? Int[] : [div(mod(t, w), i) + 1 for t in 0:(o * w - 1)]
    end
    B[idx...]
end

# vectors: what array_edit.c does not do
function splice!(a::Union{Vector,BitVector}, i::Integer, ins = ())
    v = a[i]
    m = length(ins)
    if m == 0
        deleteat!(a, i)
    elseif m == 1
        a[i] = first(ins)
    else
        _growat!(a, i + 1, m - 1)
        k = i - 1
        for x in ins
            a[k += 1] = x
        end
    end
    v
end
function splice!(a::Union{Vector,BitVector}, r::AbstractUnitRange{<:Integer}, ins = ())
    a isa BitVector && last(r) > length(a) >= first(r) && throw(BoundsError(a, length(a) + 1))
    v = a[r]
    m = length(ins)
    if m == 0
        deleteat!(a, r)
        return v
    end
    n = length(a)
    f = first(r)
    l = last(r)
    d = length(r)
    if m < d
        _closeat!(a, f, d - m)
    elseif m > d
        _growat!(a, f, m - d)
    end
    k = f - 1
    for x in ins
        a[k += 1] = x
    end
    v
end
splice!(a::Union{Vector,BitVector}, r) = (v = a[collect(r)]; deleteat!(a, r); v)
popat!(a::Vector, i::Integer) = (v = a[i]; deleteat!(a, i); v)
popat!(a::Vector, i::Integer, default) = 1 <= i <= length(a) ? popat!(a, i) : default
keepat!(a::Vector, inds) = (v = a[inds]; resize!(a, length(v)); copyto!(a, v))
push!(A::AbstractVector, item) = (resize!(A, length(A) + 1); A[end] = item; A)
push!(A, a, b) = push!(push!(A, a), b)
push!(A, a, b, c...) = push!(push!(A, a, b), c...)
append!(A::AbstractVector, itr) = (for x in itr; push!(A, x); end; A)

filter(f, A::AbstractArray) = _like(A, filter(f, collect(A)))
filter!(f, A::AbstractVector) = (B = filter(f, A); length(B) == length(A) || resize!(A, length(B)); copyto!(A, B))
map!(f, dest::AbstractArray, A::AbstractArray) = copyto!(dest, map(f, A))
map!(f, dest::AbstractArray, As::AbstractArray...) = copyto!(dest, map(f, As...))
map(f, nt::NamedTuple{names}) where {names} = NamedTuple{names}(map(f, Tuple(nt)))

# sets of elements, in order of first appearance
_iterable(x) = applicable(iterate, x) ? x : throw(MethodError(iterate, (x,)))
function unique(itr)
    _iterable(itr)
    seen = Set()
    out = itr isa AbstractArray ? similar(itr, eltype(itr), (0,)) : Vector{IteratorEltype(itr) isa HasEltype ? eltype(itr) : Any}(undef, 0)
    out isa BitArray && (out = Bool[])
    if !(itr isa AbstractArray) && eltype(out) === Any
        return unique(collect(itr))
    end
    _first_of_each(out, seen, itr)
end
function unique(f, C)
    seen = Set()
    out = C isa AbstractArray || IteratorEltype(C) isa HasEltype ? Vector{eltype(C)}(undef, 0) : Any[]
    for x in C
        y = f(x)
        if !(y in seen)
            push!(seen, y)
            push!(out, x)
        end
    end
    out
end
function unique(A::AbstractArray; dims = :)
    dims isa Colon && return _unique_all(A)
    seen = Set()
    keep = Int[]
    for i in 1:size(A, dims)
        s = A[ntuple(k -> k == dims ? i : Colon(), ndims(A))...]
        if !(s in seen)
            push!(seen, s)
            push!(keep, i)
        end
    end
    A[ntuple(k -> k == dims ? keep : Colon(), ndims(A))...]
end
# Adds to out what was not seen yet, in order.
function _first_of_each(out, seen, itrs...)
    for itr in itrs, x in itr
        if !(x in seen)
            push!(seen, x)
            push!(out, x)
        end
    end
    out
end
_unique_all(A::Array) = _unique(A)
_unique_all(A) = _first_of_each(Vector{eltype(A)}(undef, 0), Set{eltype(A)}(), A)
function unique!(A::AbstractVector)
    B = _unique_all(A)
    resize!(A, length(B))
    copyto!(A, B)
end
function unique!(f, A::AbstractVector)
    B = unique(f, A)
    resize!(A, length(B))
    copyto!(A, B)
end
allunique(A::Array) = length(_unique(A)) == length(A)
function allunique(C)
    seen = Set()
    for x in C
        x in seen && return false
        push!(seen, x)
    end
    true
end
allunique(::Set) = true
allunique(::AbstractDict) = true
allunique(r::AbstractRange) = !iszero(step(r)) || length(r) <= 1

vcat() = Any[]
vcat(s::AbstractSet, itrs::AbstractSet...) = collect((s, itrs...))

# Bits that are shifted out are gone; false comes in at the other end.
function _shifted(b::BitVector, by::Integer) # towards the end
    r = falses(length(b))
    n = length(b) - abs(by)
    n > 0 && copyto!(r, 1 + max(by, 0), b, 1 + max(-by, 0), n)
    r
end
>>(b::BitVector, n::Int) = _shifted(b, n)
<<(b::BitVector, n::Int) = _shifted(b, -n)
>>>(b::BitVector, n::Int) = _shifted(b, n)
