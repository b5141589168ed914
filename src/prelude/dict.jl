# Dictionaries: what is common to all, and the parts of Dict and IdDict that need not be in C (base/dict.c).
abstract type AbstractDict{K,V} end
abstract type AbstractSet{T} end

mutable struct Dict{K,V} <: AbstractDict{K,V}
    keycolumn::Int # the layout is C's
    valuecolumn::Int
    hashes::Int
    index::Int
    gone::Int
    pairtype::Int
    used::Int
    count::Int
    capacity::Int
    identity::Int
    Dict{K,V}() where {K,V} = _dict_new(Dict{K,V})
    Dict{K,V}(d::Dict{K,V}) where {K,V} = copy(d)
end

mutable struct IdDict{K,V} <: AbstractDict{K,V}
    keycolumn::Int
    valuecolumn::Int
    hashes::Int
    index::Int
    gone::Int
    pairtype::Int
    used::Int
    count::Int
    capacity::Int
    identity::Int
    IdDict{K,V}() where {K,V} = _dict_new(IdDict{K,V})
end

function Dict{K,V}(ps::Pair...) where {K,V}
    d = Dict{K,V}()
    for p in ps
        d[p.first] = p.second
    end
    d
end
function Dict{K,V}(kv) where {K,V}
    d = Dict{K,V}()
    for (k, v) in kv
        d[k] = v
    end
    d
end
Dict{K}(ps::Pair...) where {K} = Dict{K,Any}(ps...)
Dict() = Dict{Any,Any}()
Dict(::Tuple{}) = Dict{Any,Any}()
Dict(d::AbstractDict{K,V}) where {K,V} = Dict{K,V}(d)

Dict(kv) = _of_pairs(_dict_from, "Dict", kv)
# What make gives for an iterator of pairs; anything else is told.
function _of_pairs(make, name, kv)
    try
        make(kv)
    catch
        if !applicable(iterate, kv) || any(x -> !isa(x, Union{Tuple,Pair}), kv)
            throw(ArgumentError("$name(kv): kv needs to be an iterator of tuples or pairs"))
        end
        rethrow()
    end
end
function _dict_from(kv)
    T = eltype(kv)
    if T isa DataType && T <: Pair && isconcretetype(T)
        return Dict{fieldtype(T, 1),fieldtype(T, 2)}(kv)
    elseif T isa DataType && T <: Tuple && isconcretetype(T) && length(T.parameters) == 2
        return Dict{fieldtype(T, 1),fieldtype(T, 2)}(kv)
    end
    d = nothing
    for (k, v) in kv
        d = _dict_grow(d, k, v)
    end
    d === nothing ? _empty_dict_of(_dict_eltype(kv)) : d
end
_empty_dict_of(::Type{<:Pair{K,V}}) where {K,V} = Dict{K,V}()
_empty_dict_of(::Type{<:Tuple{K,V}}) where {K,V} = Dict{K,V}()
_empty_dict_of(T) = Dict{Any,Any}()
_dict_eltype(kv) = eltype(kv)
_dict_eltype(g::Generator) = _infer_result(g.f, eltype(g.iter))

function IdDict{K,V}(ps::Pair...) where {K,V}
    d = IdDict{K,V}()
    for p in ps
        d[p.first] = p.second
    end
    d
end
function IdDict{K,V}(kv) where {K,V}
    d = IdDict{K,V}()
    for (k, v) in kv
        d[k] = v
    end
    d
end
IdDict() = IdDict{Any,Any}()
IdDict(p::Pair{K,V}, ps::Pair{K,V}...) where {K,V} = IdDict{K,V}(p, ps...)
function IdDict(p::Pair, ps::Pair...)
    K = _common_type(Any[q.first for q in (p, ps...)])
    V = _common_type(Any[q.second for q in (p, ps...)])
    IdDict{K,V}(p, ps...)
end
_common_type(v) = all(x -> typeof(x) === typeof(v[1]), v) ? typeof(v[1]) : Any
IdDict(kv) = _of_pairs(IdDict{Any,Any}, "IdDict", kv)
IdDict(d::AbstractDict{K,V}) where {K,V} = IdDict{K,V}(d)

const ObjectIdDict = IdDict{Any,Any}

# Common to all dictionaries

mutable struct _Absent end
const _absent = _Absent()

eltype(d::AbstractDict) = eltype(typeof(d))

haskey(d::AbstractDict, k) = get(d, k, _absent) !== _absent
function getindex(d::AbstractDict, key)
    v = get(d, key, _absent)
    v === _absent && throw(KeyError(key))
    v
end
getindex(d::AbstractDict, k1, k2, ks...) = getindex(d, tuple(k1, k2, ks...))
setindex!(d::AbstractDict, v, k1, k2, ks...) = setindex!(d, v, tuple(k1, k2, ks...))
function get(d::AbstractDict, key, default)
    for (k, v) in d
        isequal(k, key) && return v
    end
    default
end
function get(f::Union{Function,Type}, d::AbstractDict, key)
    v = get(d, key, _absent)
    v === _absent ? f() : v
end
function get!(d::AbstractDict, key, default)
    v = get(d, key, _absent)
    v === _absent || return v
    d[key] = default
    d[key]
end
function get!(f::Union{Function,Type}, d::AbstractDict, key)
    v = get(d, key, _absent)
    v === _absent || return v
    d[key] = f()
    d[key]
end
function getkey(d::AbstractDict, key, default)
    for k in keys(d)
        isequal(k, key) && return k
    end
    default
end
isempty(d::AbstractDict) = length(d) == 0
function pop!(d::AbstractDict, key)
    v = d[key]
    delete!(d, key)
    v
end
function pop!(d::AbstractDict, key, default)
    v = get(d, key, _absent)
    v === _absent && return default
    delete!(d, key)
    v
end
function pop!(d::AbstractDict)
    isempty(d) && throw(ArgumentError("dict must be non-empty"))
    p = first(d)
    delete!(d, p.first)
    p
end
function push!(d::AbstractDict, p::Pair)
    d[p.first] = p.second
    d
end
push!(d::AbstractDict, p::Pair, q::Pair) = push!(push!(d, p), q)
push!(d::AbstractDict, p::Pair, q::Pair, r::Pair...) = push!(push!(push!(d, p), q), r...)
function empty!(d::AbstractDict)
    for k in collect(keys(d))
        delete!(d, k)
    end
    d
end
empty(d::AbstractDict{K,V}) where {K,V} = Dict{K,V}()
empty(d::AbstractDict, ::Type{K}, ::Type{V}) where {K,V} = Dict{K,V}()
empty(d::AbstractDict{K}, ::Type{V}) where {K,V} = Dict{K,V}()
empty(d::IdDict{K,V}) where {K,V} = IdDict{K,V}()
copy(d::AbstractDict) = merge!(empty(d), d)
copy!(dest::AbstractDict, src::AbstractDict) = merge!(empty!(dest), src)
sizehint!(d::AbstractDict, n) = d

in(p, d::AbstractDict) = error("AbstractDict collections only contain Pairs;\nEither look for e.g. A=>B instead, or use the `keys` or `values`\nfunction if you are looking for a key or value respectively.")
in(p::Pair, d::AbstractDict) = in(p, d, ==)
function in(p::Pair, d::AbstractDict, valcmp)
    v = get(d, p.first, _absent)
    v === _absent ? false : valcmp(v, p.second)
end

function ==(a::AbstractDict, b::AbstractDict)
    isa(a, IdDict) != isa(b, IdDict) && return false
    length(a) == length(b) || return false
    anymissing = false
    for (k, v) in a
        w = get(b, k, _absent)
        w === _absent && return false
        r = v == w
        if ismissing(r)
            anymissing = true
        elseif !r
            return false
        end
    end
    anymissing ? missing : true
end
function isequal(a::AbstractDict, b::AbstractDict)
    a === b && return true
    isa(a, IdDict) != isa(b, IdDict) && return false
    length(a) == length(b) || return false
    for (k, v) in a
        w = get(b, k, _absent)
        (w === _absent || !isequal(v, w)) && return false
    end
    true
end
function hash(d::AbstractDict, h::UInt)
    x = UInt(0)
    for (k, v) in d
        x = x ⊻ hash(k, hash(v, UInt(7)))
    end
    hash(x, h + UInt(0x6d35bb51952d5539))
end

# Iterating over keys and values

struct KeySet{K,D<:AbstractDict} <: AbstractSet{K}
    dict::D
    KeySet(d::AbstractDict) = new{keytype(d),typeof(d)}(d)
end
struct ValueIterator{D<:AbstractDict}
    dict::D
end
keys(d::AbstractDict) = KeySet(d)
values(d::AbstractDict) = ValueIterator(d)
pairs(d::AbstractDict) = d
length(v::KeySet) = length(v.dict)
length(v::ValueIterator) = length(v.dict)
isempty(v::KeySet) = isempty(v.dict)
isempty(v::ValueIterator) = isempty(v.dict)
eltype(::Type{KeySet{K,D}}) where {K,D} = K
eltype(v::KeySet) = keytype(v.dict)
eltype(::Type{ValueIterator{D}}) where {D} = valtype(D)
eltype(v::ValueIterator) = valtype(v.dict)
iterate(v::KeySet{K,<:Union{Dict,IdDict}}) where {K} = _dict_iterate_keys(v.dict, 0)
iterate(v::KeySet{K,<:Union{Dict,IdDict}}, i) where {K} = _dict_iterate_keys(v.dict, i)
iterate(v::ValueIterator{<:Union{Dict,IdDict}}) = _dict_iterate_values(v.dict, 0)
iterate(v::ValueIterator{<:Union{Dict,IdDict}}, i) = _dict_iterate_values(v.dict, i)
function iterate(v::KeySet, state...)
    y = iterate(v.dict, state...)
    y === nothing && return nothing
    (y[1].first, y[2])
end
function iterate(v::ValueIterator, state...)
    y = iterate(v.dict, state...)
    y === nothing && return nothing
    (y[1].second, y[2])
end
collect(v::KeySet{K,<:Union{Dict,IdDict}}) where {K} = _dict_keys(v.dict)
collect(v::ValueIterator{<:Union{Dict,IdDict}}) = _dict_values(v.dict)
in(k, v::KeySet) = haskey(v.dict, k)
copy(v::KeySet) = copymutable(v)
function map!(f, v::ValueIterator)
    d = v.dict
    for (k, x) in pairs(d)
        d[k] = f(x)
    end
    v
end

# Merging and filtering

function merge!(d::AbstractDict, others::AbstractDict...)
    for o in others
        if d isa Dict && o isa Dict
            _dict_merge!(d, o)
        else
            for (k, v) in o
                d[k] = v
            end
        end
    end
    d
end
function merge!(combine::Function, d::AbstractDict, others::AbstractDict...)
    for o in others, (k, v) in o
        w = get(d, k, _absent)
        d[k] = w === _absent ? v : combine(w, v)
    end
    d
end
mergewith!(combine, d::AbstractDict, others::AbstractDict...) = merge!((a, b) -> combine(a, b), d, others...)
mergewith!(combine) = (args...) -> mergewith!(combine, args...)
function _merged_type(d::AbstractDict, others::AbstractDict...)
    K, V = keytype(d), valtype(d)
    for o in others
        K = promote_type(K, keytype(o))
        V = promote_type(V, valtype(o))
    end
    Dict{K,V}()
end
function _merged_start(d, others...)
    r = _merged_type(d, others...)
    for (k, v) in d
        r[k] = v
    end
    r
end
merge(d::AbstractDict, others::AbstractDict...) = merge!(_merged_start(d, others...), others...)
merge(combine::Function, d::AbstractDict, others::AbstractDict...) = merge!(combine, _merged_start(d, others...), others...)
mergewith(combine, d::AbstractDict, others::AbstractDict...) = mergewith!(combine, _merged_start(d, others...), others...)
mergewith(combine) = (args...) -> mergewith(combine, args...)

function filter!(f, d::AbstractDict)
    for p in collect(d)
        f(p) || delete!(d, p.first)
    end
    d
end
function filter(f, d::AbstractDict)
    r = empty(d)
    for p in d
        f(p) && (r[p.first] = p.second)
    end
    r
end

findall(f::Function, d::AbstractDict) = [k for (k, v) in d if f(v)]
function findfirst(f::Function, d::AbstractDict)
    for (k, v) in d
        f(v) && return k
    end
    nothing
end
map(f, d::AbstractDict) = error("map is not defined on dictionaries")
reverse(d::AbstractDict) = throw(MethodError(reverse, (d,)))

function convert(::Type{T}, d::AbstractDict) where {T<:AbstractDict}
    d isa T && return d
    r = T(d)
    length(r) == length(d) || error("key collision during dictionary conversion")
    r
end
convert(::Type{T}, d::T) where {T<:AbstractDict} = d

deepcopy_internal(d::Dict{K,V}, seen::IdDict) where {K,V} = _deepcopy_dict(d, Dict{K,V}(), seen)
deepcopy_internal(d::IdDict{K,V}, seen::IdDict) where {K,V} = _deepcopy_dict(d, IdDict{K,V}(), seen)
function _deepcopy_dict(d, r, seen)
    haskey(seen, d) && return seen[d]
    seen[d] = r
    for (k, v) in d
        r[deepcopy_internal(k, seen)] = deepcopy_internal(v, seen)
    end
    r
end

# A dictionary that shares its tail: each addition makes a new one.
struct ImmutableDict{K,V} <: AbstractDict{K,V}
    parent::ImmutableDict{K,V}
    key::K
    value::V
    ImmutableDict{K,V}() where {K,V} = new()
    ImmutableDict{K,V}(key, value) where {K,V} = new(ImmutableDict{K,V}(), key, value)
    ImmutableDict{K,V}(parent::ImmutableDict, key, value) where {K,V} = new(parent, key, value)
end
ImmutableDict(p::Pair{K,V}) where {K,V} = ImmutableDict{K,V}(p.first, p.second)
ImmutableDict(p::Pair, q::Pair, rest::Pair...) = ImmutableDict(ImmutableDict(p), q, rest...)
empty(::ImmutableDict{K,V}) where {K,V} = ImmutableDict{K,V}()
empty(::ImmutableDict, ::Type{K}, ::Type{V}) where {K,V} = ImmutableDict{K,V}()
ImmutableDict(d::ImmutableDict{K,V}, p::Pair) where {K,V} = ImmutableDict{K,V}(d, p.first, p.second)
ImmutableDict(d::ImmutableDict, p::Pair, q::Pair, rest::Pair...) = ImmutableDict(ImmutableDict(d, p), q, rest...)
function getindex(d::ImmutableDict, key)
    while isdefined(d, :parent)
        isequal(d.key, key) && return d.value
        d = d.parent
    end
    throw(KeyError(key))
end
function get(d::ImmutableDict{Symbol}, key::Symbol, default)
    t = _property(d, key)
    t === nothing ? default : t.value
end
function get(d::ImmutableDict, key, default)
    while isdefined(d, :parent)
        isequal(d.key, key) && return d.value
        d = d.parent
    end
    default
end
function iterate(d::ImmutableDict{K,V}, t=d) where {K,V}
    isdefined(t, :parent) || return nothing
    (Pair{K,V}(t.key, t.value), t.parent)
end
function length(d::ImmutableDict)
    n = 0
    while isdefined(d, :parent)
        n += 1
        d = d.parent
    end
    n
end
isempty(d::ImmutableDict) = !isdefined(d, :parent)


export AbstractDict, AbstractSet, Dict, IdDict, keytype, valtype, haskey, get, get!, getkey, pop!,
    push!, empty!, keys, values, pairs, merge, merge!, mergewith, mergewith!, filter, filter!, delete!, sizehint!
