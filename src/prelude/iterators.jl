# Iteration: what is known about an iterator's size and element type, generators, and the module Iterators.

haslength(iter) = IteratorSize(iter) isa Union{HasShape,HasLength}

struct Generator{I,F}
    f::F
    iter::I
    Generator(f, iter) = new{typeof(iter),typeof(f)}(f, iter)
    Generator(::Type{T}, iter) where {T} = new{typeof(iter),Type{T}}(T, iter)
end
Generator(f, I1, I2, Is...) = Generator(a -> f(a...), zip(I1, I2, Is...))
function iterate(g::Generator, s...)
    y = iterate(g.iter, s...)
    y === nothing && return nothing
    (g.f(y[1]), y[2])
end
length(g::Generator) = length(g.iter)
size(g::Generator) = size(g.iter)
axes(g::Generator) = axes(g.iter)
ndims(g::Generator) = ndims(g.iter)
isempty(g::Generator) = isempty(g.iter)
IteratorSize(::Type{Generator{I,F}}) where {I,F} = IteratorSize(I)
IteratorEltype(::Type{<:Generator}) = EltypeUnknown()
eltype(::Type{<:Generator}) = Any

_itershape(itr) = _itershape(IteratorSize(itr), itr)
_itershape(::HasLength, itr) = (Int(length(itr)),)
_itershape(::HasShape, itr) = size(itr)
_itershape(::IteratorSize, itr) = nothing
_check_finite(itr) = IteratorSize(itr) isa IsInfinite && throw(MethodError(_collect, (1:1, itr, IteratorEltype(itr), IsInfinite())))
_haseltype(itr) = IteratorEltype(itr) isa HasEltype

isempty(itr) = iterate(itr) === nothing
isdone(itr, state...) = missing

function first(itr)
    x = iterate(itr)
    x === nothing && throw(ArgumentError("collection must be non-empty"))
    x[1]
end

iterate(x::Number) = (x, nothing)
iterate(x::Number, ::Any) = nothing
isempty(x::Number) = false
length(x::Number) = 1
size(x::Number) = ()
axes(x::Number) = ()
ndims(x::Number) = 0
ndims(::Type{<:Number}) = 0
IteratorSize(::Type{<:Union{Number,AbstractChar}}) = HasShape{0}()

function only(x)
    i = iterate(x)
    i === nothing && throw(ArgumentError("Collection is empty, must contain exactly 1 element"))
    iterate(x, i[2]) === nothing || throw(ArgumentError("Collection has multiple elements, must contain exactly 1 element"))
    i[1]
end
only(x::Number) = x
only(x::Char) = x
only(x::Tuple{Any}) = x[1]
only(x::Tuple) = throw(ArgumentError("Tuple contains $(length(x)) elements, must contain exactly 1 element"))

function peek end
module Iterators

import Base: iterate, length, size, axes, ndims, eltype, isempty, getindex, firstindex, lastindex, keys, values, first, last,
    IteratorSize, IteratorEltype, HasLength, HasShape, SizeUnknown, IsInfinite, HasEltype, EltypeUnknown, isdone, show,
    setindex!
import Base: Generator

export enumerate, zip, rest, countfrom, take, drop, takewhile, dropwhile, cycle, repeated, product, flatten, partition

_min_length(a, b, ::IsInfinite, ::IsInfinite) = error("all iterators are infinite")
_min_length(a, b, A, ::IsInfinite) = length(a)
_min_length(a, b, ::IsInfinite, B) = length(b)
_min_length(a, b, A, B) = min(length(a), length(b))
_drop_shape(a) = a
_drop_shape(::HasShape) = HasLength()

# enumerate
struct Enumerate{I}
    itr::I
end
enumerate(iter) = Enumerate(iter)
length(e::Enumerate) = length(e.itr)
size(e::Enumerate) = size(e.itr)
axes(e::Enumerate) = axes(e.itr)
function iterate(e::Enumerate)
    n = iterate(e.itr)
    n === nothing ? nothing : ((1, n[1]), (2, n[2]))
end
function iterate(e::Enumerate, state)
    n = iterate(e.itr, state[2])
    n === nothing ? nothing : ((state[1], n[1]), (state[1] + 1, n[2]))
end
eltype(::Type{Enumerate{I}}) where {I} = Tuple{Int,eltype(I)}
IteratorSize(::Type{Enumerate{I}}) where {I} = IteratorSize(I)
IteratorEltype(::Type{Enumerate{I}}) where {I} = IteratorEltype(I)
last(e::Enumerate) = (length(e.itr), last(e.itr))

# pairs of index and value
struct Pairs{K,V,I,A} <: Base.AbstractDict{K,V}
    data::A
    itr::I
end
Pairs(data, itr) = Pairs{eltype(itr),eltype(data),typeof(itr),typeof(data)}(data, itr)
length(p::Pairs) = length(p.itr)
size(p::Pairs) = size(p.itr)
axes(p::Pairs) = axes(p.itr)
function iterate(p::Pairs, s...)
    y = iterate(p.itr, s...)
    y === nothing && return nothing
    (y[1] => p.data[y[1]], y[2])
end
getindex(p::Pairs, k) = p.data[k]
setindex!(p::Pairs, v, k) = (p.data[k] = v; p)
Base.get(p::Pairs, k, default) = Base.get(p.data, k, default)
Base.haskey(p::Pairs, k) = k in p.itr
keys(p::Pairs) = p.itr
values(p::Pairs) = p.data
eltype(::Type{<:Pairs{K,V}}) where {K,V} = Pair{K,V}
IteratorSize(::Type{<:Pairs{<:Any,<:Any,I}}) where {I} = IteratorSize(I)
reverse(p::Pairs) = Pairs(p.data, reverse(p.itr))
Base.pairs(x) = Pairs(x, keys(x))
Base.pairs(A::AbstractArray) = Pairs(A, keys(A))
Base.pairs(A::AbstractVector) = Pairs(A, Base.LinearIndices(A))
Base.pairs(t::Tuple) = Pairs(t, keys(t))
Base.pairs(t::NamedTuple) = Pairs(t, keys(t))

# zip
struct Zip{Is<:Tuple}
    is::Is
end
zip(a...) = Zip(a)
function length(z::Zip)
    n = -1
    for i in z.is
        IteratorSize(i) isa IsInfinite && continue
        k = length(i)
        n = n < 0 ? k : min(n, k)
    end
    n < 0 && isempty(z.is) && throw(ArgumentError("iterator is of undefined length"))
    n
end
function size(z::Zip)
    length(z.is) == 1 && return size(z.is[1])
    s = nothing
    for i in z.is
        IteratorSize(i) isa HasShape || continue
        t = size(i)
        s = s === nothing ? t : (length(t) == 1 && length(s) == 1) ? (min(s[1], t[1]),) :
            s == t ? s : throw(DimensionMismatch("dimensions must match"))
    end
    s
end
axes(z::Zip) = Base.map(Base.OneTo, size(z))
eltype(::Type{Zip{Is}}) where {Is} = Tuple{Base.map(eltype, Is.parameters)...}
function iterate(z::Zip)
    vals = Any[]
    states = Any[]
    for i in z.is
        y = iterate(i)
        y === nothing && return nothing
        push!(vals, y[1])
        push!(states, y[2])
    end
    (tuple(vals...), states)
end
function iterate(z::Zip, states)
    vals = Any[]
    next = Any[]
    k = 0
    for i in z.is
        k += 1
        y = iterate(i, states[k])
        y === nothing && return nothing
        push!(vals, y[1])
        push!(next, y[2])
    end
    (tuple(vals...), next)
end
function IteratorSize(::Type{Zip{Is}}) where {Is}
    r = nothing
    for I in Is.parameters
        s = IteratorSize(I)
        r = r === nothing ? s : _zip_size(r, s)
    end
    r === nothing ? IsInfinite() : r
end
_zip_size(a, b) = a === b ? a : any(s -> s isa SizeUnknown, (a, b)) || all(s -> s isa HasShape, (a, b)) ? SizeUnknown() : HasLength()
IteratorEltype(::Type{Zip{Is}}) where {Is} = all(I -> IteratorEltype(I) isa HasEltype, Is.parameters) ? HasEltype() : EltypeUnknown()
reverse(z::Zip) = Zip(Base.map(reverse, z.is))
Base.last(z::Zip) = Base.map(last, z.is)

# filter, map
struct Filter{F,I}
    flt::F
    itr::I
end
filter(flt, itr) = Filter(flt, itr)
function iterate(f::Filter, state...)
    y = iterate(f.itr, state...)
    while y !== nothing
        f.flt(y[1]) && return y
        y = iterate(f.itr, y[2])
    end
    nothing
end
eltype(::Type{Filter{F,I}}) where {F,I} = eltype(I)
IteratorEltype(::Type{Filter{F,I}}) where {F,I} = IteratorEltype(I)
IteratorSize(::Type{<:Filter}) = SizeUnknown()
reverse(f::Filter) = Filter(f.flt, reverse(f.itr))

# accumulate
struct Accumulate{F,I,T}
    f::F
    itr::I
    init::T
end
accumulate(f, itr; init = Base._InitialValue()) = Accumulate(f, itr, init)
function iterate(a::Accumulate)
    y = iterate(a.itr)
    y === nothing && return nothing
    v = a.init isa Base._InitialValue ? Base.reduce_first(a.f, y[1]) : a.f(a.init, y[1])
    (v, (v, y[2]))
end
function iterate(a::Accumulate, state)
    y = iterate(a.itr, state[2])
    y === nothing && return nothing
    v = a.f(state[1], y[1])
    (v, (v, y[2]))
end
length(a::Accumulate) = length(a.itr)
size(a::Accumulate) = size(a.itr)
IteratorSize(::Type{<:Accumulate{F,I}}) where {F,I} = IteratorSize(I)
IteratorEltype(::Type{<:Accumulate}) = EltypeUnknown()

# rest
struct Rest{I,S}
    itr::I
    st::S
end
rest(itr, state) = Rest(itr, state)
rest(itr) = itr
iterate(r::Rest, s = r.st) = iterate(r.itr, s)
eltype(::Type{<:Rest{I}}) where {I} = eltype(I)
IteratorEltype(::Type{<:Rest{I}}) where {I} = IteratorEltype(I)
IteratorSize(::Type{<:Rest{I}}) where {I} = IteratorSize(I) isa IsInfinite ? IsInfinite() : SizeUnknown()

function peel(itr)
    y = iterate(itr)
    y === nothing && throw(BoundsError())
    (y[1], rest(itr, y[2]))
end

# countfrom
struct Count{S}
    start::S
    step::S
end
countfrom(start::Number, step::Number) = Count(promote(start, step)...)
countfrom(start::Number) = Count(start, oneunit(start))
countfrom() = Count(1, 1)
eltype(::Type{Count{S}}) where {S} = S
iterate(c::Count, state = c.start) = (state, state + c.step)
IteratorSize(::Type{<:Count}) = IsInfinite()

# take
struct Take{I}
    xs::I
    n::Int
    function Take(xs, n::Integer)
        n < 0 && throw(ArgumentError("Take length must be nonnegative"))
        new{typeof(xs)}(xs, n)
    end
end
take(xs, n::Integer) = Take(xs, Int(n))
take(xs::Take, n::Integer) = Take(xs.xs, min(Int(n), xs.n))
eltype(::Type{Take{I}}) where {I} = eltype(I)
IteratorEltype(::Type{Take{I}}) where {I} = IteratorEltype(I)
function IteratorSize(::Type{Take{I}}) where {I}
    s = IteratorSize(I)
    s isa SizeUnknown ? SizeUnknown() : HasLength()
end
length(t::Take) = IteratorSize(t.xs) isa IsInfinite ? t.n : min(t.n, length(t.xs))
function iterate(t::Take)
    t.n <= 0 && return nothing
    y = iterate(t.xs)
    y === nothing ? nothing : (y[1], (t.n - 1, y[2]))
end
function iterate(t::Take, state)
    state[1] <= 0 && return nothing
    y = iterate(t.xs, state[2])
    y === nothing ? nothing : (y[1], (state[1] - 1, y[2]))
end

# drop
struct Drop{I}
    xs::I
    n::Int
    function Drop(xs, n::Integer)
        n < 0 && throw(ArgumentError("Drop length must be nonnegative"))
        new{typeof(xs)}(xs, n)
    end
end
drop(xs, n::Integer) = Drop(xs, Int(n))
drop(xs::Take, n::Integer) = Take(drop(xs.xs, Int(n)), max(0, xs.n - Int(n)))
drop(xs::Drop, n::Integer) = Drop(xs.xs, Int(n) + xs.n)
eltype(::Type{Drop{I}}) where {I} = eltype(I)
IteratorEltype(::Type{Drop{I}}) where {I} = IteratorEltype(I)
IteratorSize(::Type{Drop{I}}) where {I} = _drop_shape(IteratorSize(I))
length(d::Drop) = max(0, length(d.xs) - d.n)
function iterate(d::Drop)
    y = iterate(d.xs)
    for i in 1:d.n
        y === nothing && return y
        y = iterate(d.xs, y[2])
    end
    y
end
iterate(d::Drop, state) = iterate(d.xs, state)

# takewhile, dropwhile
struct TakeWhile{I,P}
    pred::P
    xs::I
    TakeWhile(pred, xs) = new{typeof(xs),typeof(pred)}(pred, xs)
end
takewhile(pred, xs) = TakeWhile(pred, xs)
function iterate(t::TakeWhile, s...)
    y = iterate(t.xs, s...)
    y === nothing && return nothing
    t.pred(y[1]) ? y : nothing
end
IteratorSize(::Type{<:TakeWhile}) = SizeUnknown()
eltype(::Type{TakeWhile{I,P}}) where {I,P} = eltype(I)
IteratorEltype(::Type{TakeWhile{I,P}}) where {I,P} = IteratorEltype(I)

struct DropWhile{I,P}
    pred::P
    xs::I
    DropWhile(pred, xs) = new{typeof(xs),typeof(pred)}(pred, xs)
end
dropwhile(pred, xs) = DropWhile(pred, xs)
iterate(d::DropWhile, s) = iterate(d.xs, s)
function iterate(d::DropWhile)
    y = iterate(d.xs)
    while y !== nothing && d.pred(y[1])
        y = iterate(d.xs, y[2])
    end
    y
end
IteratorSize(::Type{<:DropWhile}) = SizeUnknown()
eltype(::Type{DropWhile{I,P}}) where {I,P} = eltype(I)
IteratorEltype(::Type{DropWhile{I,P}}) where {I,P} = IteratorEltype(I)

# cycle
struct Cycle{I}
    xs::I
end
cycle(xs) = Cycle(xs)
eltype(::Type{Cycle{I}}) where {I} = eltype(I)
IteratorEltype(::Type{Cycle{I}}) where {I} = IteratorEltype(I)
IteratorSize(::Type{Cycle{I}}) where {I} = IsInfinite()
iterate(c::Cycle) = iterate(c.xs)
function iterate(c::Cycle, state)
    y = iterate(c.xs, state)
    y === nothing ? iterate(c.xs) : y
end
isempty(c::Cycle) = isempty(c.xs)

# repeated
struct Repeated{O}
    x::O
end
repeated(x) = Repeated(x)
repeated(x, n::Integer) = take(repeated(x), Int(n))
eltype(::Type{Repeated{O}}) where {O} = O
iterate(r::Repeated, state = nothing) = (r.x, nothing)
IteratorSize(::Type{<:Repeated}) = IsInfinite()
reverse(r::Repeated) = r

# product
struct ProductIterator{T<:Tuple}
    iterators::T
end
product(iters...) = ProductIterator(iters)
_prod_size(i) = IteratorSize(i) isa HasShape ? size(i) : (length(i),)
size(p::ProductIterator) = _cat_tuples(Base.map(_prod_size, p.iterators))
_cat_tuples(ts) = tuple((x for t in ts for x in t)...)
axes(p::ProductIterator) = Base.map(Base.OneTo, size(p))
ndims(p::ProductIterator) = length(size(p))
length(p::ProductIterator) = prod(size(p))
eltype(::Type{ProductIterator{I}}) where {I} = Tuple{Base.map(eltype, I.parameters)...}
IteratorEltype(::Type{ProductIterator{I}}) where {I} = all(J -> IteratorEltype(J) isa HasEltype, I.parameters) ? HasEltype() : EltypeUnknown()
function IteratorSize(::Type{ProductIterator{I}}) where {I}
    n = 0
    for J in I.parameters
        s = IteratorSize(J)
        s isa SizeUnknown && return SizeUnknown()
        s isa IsInfinite && return IsInfinite()
        n += s isa HasShape ? typeof(s).parameters[1] : 1
    end
    HasShape{n}()
end
function iterate(p::ProductIterator)
    n = length(p.iterators)
    vals = Vector{Any}(undef, n)
    states = Vector{Any}(undef, n)
    for k in 1:n
        y = iterate(p.iterators[k])
        y === nothing && return nothing
        vals[k] = y[1]
        states[k] = y[2]
    end
    (tuple(vals...), (vals, states))
end
function iterate(p::ProductIterator, state)
    vals, states = state
    n = length(p.iterators)
    k = 1
    while k <= n
        it = p.iterators[k]
        y = iterate(it, states[k])
        if y !== nothing
            vals[k] = y[1]
            states[k] = y[2]
            return (tuple(vals...), state)
        end
        y = iterate(it)
        vals[k] = y[1]
        states[k] = y[2]
        k += 1
    end
    nothing
end
reverse(p::ProductIterator) = ProductIterator(Base.map(reverse, p.iterators))

# flatten
struct Flatten{I}
    it::I
end
flatten(itr) = Flatten(itr)
eltype(::Type{Flatten{I}}) where {I} = eltype(eltype(I))
eltype(::Type{Flatten{Tuple{}}}) = Union{}
IteratorEltype(::Type{Flatten{Tuple{}}}) = HasEltype()
function IteratorEltype(::Type{Flatten{I}}) where {I}
    IteratorEltype(I) isa HasEltype || return EltypeUnknown()
    T = eltype(I)
    (isconcretetype(T) || T <: AbstractArray) ? IteratorEltype(T) : EltypeUnknown()
end
IteratorSize(::Type{<:Flatten}) = SizeUnknown()
function iterate(f::Flatten)
    o = iterate(f.it)
    while o !== nothing
        i = iterate(o[1])
        i === nothing || return (i[1], (o[2], o[1], i[2]))
        o = iterate(f.it, o[2])
    end
    nothing
end
function iterate(f::Flatten, state)
    i = iterate(state[2], state[3])
    i === nothing || return (i[1], (state[1], state[2], i[2]))
    o = iterate(f.it, state[1])
    while o !== nothing
        i = iterate(o[1])
        i === nothing || return (i[1], (o[2], o[1], i[2]))
        o = iterate(f.it, o[2])
    end
    nothing
end
length(f::Flatten{I}) where {I} = _flatten_length(f, eltype(I))
function _flatten_length(f, T::Type{<:Tuple})
    fixed = T isa DataType && !any(p -> p isa Core.Vararg, T.parameters)
    fixed ? length(f.it) * fieldcount(T) : throw(ArgumentError("Cannot compute length of a tuple-type which is not a fixed-size NTuple"))
end
_flatten_length(f, T) = throw(ArgumentError("Iterates of the argument to Flatten are not known to have constant length"))
reverse(f::Flatten) = Flatten(reverse(itr) for itr in reverse(f.it))

# partition
struct PartitionIterator{T}
    c::T
    n::Int
end
function partition(c, n::Integer)
    n < 1 && throw(ArgumentError("cannot create partitions of length $n"))
    PartitionIterator(c, Int(n))
end
eltype(::Type{PartitionIterator{T}}) where {T} = Vector{eltype(T)}
eltype(::Type{PartitionIterator{T}}) where {T<:Base.AbstractRange} = T
eltype(::Type{PartitionIterator{T}}) where {T<:AbstractVector} = Base.SubArray{eltype(T),1,T,Tuple{UnitRange{Int}},true}
IteratorEltype(::Type{<:PartitionIterator{T}}) where {T} = T <: AbstractArray ? (T <: Union{Array,Base.AbstractRange} ? HasEltype() : EltypeUnknown()) : IteratorEltype(T)
IteratorSize(::Type{PartitionIterator{T}}) where {T} = _drop_shape(IteratorSize(T))
length(p::PartitionIterator) = cld(length(p.c), p.n)
function iterate(p::PartitionIterator{<:AbstractArray}, state = 1)
    state > length(p.c) && return nothing
    r = min(state + p.n - 1, length(p.c))
    (p.c isa Base.AbstractRange ? p.c[state:r] : view(p.c, state:r), r + 1)
end
function iterate(p::PartitionIterator, state...)
    y = iterate(p.c, state...)
    y === nothing && return nothing
    v = Vector{eltype(p.c)}(undef, 0)
    while true
        push!(v, y[1])
        s = y[2]
        length(v) == p.n && return (v, s)
        y = iterate(p.c, s)
        y === nothing && return (v, s)
    end
end

# reverse
struct Reverse{T}
    itr::T
end
reverse(itr) = Reverse(itr)
reverse(r::Reverse) = r.itr
reverse(r::AbstractRange) = Base.reverse(r)
eltype(::Type{Reverse{T}}) where {T} = eltype(T)
length(r::Reverse) = length(r.itr)
size(r::Reverse) = size(r.itr)
IteratorSize(::Type{Reverse{T}}) where {T} = IteratorSize(T)
IteratorEltype(::Type{Reverse{T}}) where {T} = IteratorEltype(T)
first(r::Reverse) = last(r.itr)
last(r::Reverse) = first(r.itr)
function iterate(r::Reverse{<:AbstractArray}, i = length(r.itr))
    i < 1 ? nothing : (r.itr[i], i - 1)
end
function iterate(r::Reverse{<:Union{Tuple,NamedTuple}}, i = length(r.itr))
    i < 1 ? nothing : (r.itr[i], i - 1)
end
function iterate(r::Reverse{<:AbstractString}, i = lastindex(r.itr))
    i < 1 ? nothing : (r.itr[i], prevind(r.itr, i))
end
function iterate(r::Reverse{<:Generator}, s...)
    y = iterate(reverse(r.itr.iter), s...)
    y === nothing ? nothing : (r.itr.f(y[1]), y[2])
end
function iterate(r::Reverse{<:Enumerate}, i = length(r.itr))
    i < 1 ? nothing : ((i, r.itr.itr[i]), i - 1)
end
function iterate(r::Reverse)
    c = collect(r.itr)
    isempty(c) ? nothing : (c[end], (c, length(c) - 1))
end
iterate(r::Reverse, s) = s[2] < 1 ? nothing : (s[1][s[2]], (s[1], s[2] - 1))

# Stateful
mutable struct Stateful{T}
    itr::T
    nextvalstate
    taken::Int
    Stateful(itr) = new{typeof(itr)}(itr, iterate(itr), 0)
end
isempty(s::Stateful) = s.nextvalstate === nothing
isdone(s::Stateful, st = nothing) = s.nextvalstate === nothing
function Base.popfirst!(s::Stateful)
    vs = s.nextvalstate
    vs === nothing && throw(Base.EOFError())
    s.taken += 1
    s.nextvalstate = iterate(s.itr, vs[2])
    vs[1]
end
Base.peek(s::Stateful, sentinel = nothing) = s.nextvalstate === nothing ? sentinel : s.nextvalstate[1]
iterate(s::Stateful, state = nothing) = s.nextvalstate === nothing ? nothing : (popfirst!(s), nothing)
eltype(::Type{Stateful{T}}) where {T} = eltype(T)
IteratorEltype(::Type{Stateful{T}}) where {T} = IteratorEltype(T)
IteratorSize(::Type{Stateful{T}}) where {T} = _drop_shape(IteratorSize(T))
length(s::Stateful) = length(s.itr) - s.taken

end

using .Iterators: enumerate, zip, Pairs, Filter, Flatten, ProductIterator, Enumerate, Zip

keys(A::AbstractArray) = CartesianIndices(axes(A))
keys(A::AbstractVector) = LinearIndices(A)
values(itr) = itr

export Iterators, enumerate, zip, pairs, keys, values, only, first, last, isempty, iterate, collect, eltype, length, size, axes, ndims
