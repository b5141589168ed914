# References that do not keep what they refer to, and the dictionary whose keys are such.

# The address is kept inverted, so that the collector does not see it. What cannot be finalized is kept.
"A reference to an object that does not keep it: `value` is `nothing` once it is gone."
mutable struct WeakRef
    hidden::UInt64
    kept::Any
    WeakRef() = new(0, nothing)
    function WeakRef(x)
        ismutable(x) || return new(0, x)
        w = new(~_object_address(x), nothing)
        finalizer(_ -> setfield!(w, :hidden, UInt64(0)), x)
        w
    end
end
function getproperty(w::WeakRef, name::Symbol)
    name === :value || return getfield(w, name)
    hidden = getfield(w, :hidden)
    hidden == 0 ? getfield(w, :kept) : _object_at(~hidden)
end
propertynames(::WeakRef) = (:value,)
show(io::IO, w::WeakRef) = print(io, "WeakRef(", repr(w.value), ")")
==(a::WeakRef, b::WeakRef) = isequal(a.value, b.value)
==(a::WeakRef, b) = isequal(a.value, b)
==(a, b::WeakRef) = isequal(a, b.value)
hash(r::WeakRef, h::UInt64) = hash(r.value, h)

# Buckets by the hash of the key; entries whose key is gone are left out, and dropped when their bucket is written.
"A dictionary that does not keep its keys: an entry goes when nothing else refers to its key."
mutable struct WeakKeyDict{K,V} <: AbstractDict{K,V}
    buckets::Dict{UInt64,Vector{Tuple{WeakRef,V}}}
    WeakKeyDict{K,V}() where {K,V} = new(Dict{UInt64,Vector{Tuple{WeakRef,V}}}())
end
function WeakKeyDict{K,V}(pairs) where {K,V}
    d = WeakKeyDict{K,V}()
    for (k, v) in pairs
        d[k] = v
    end
    d
end
WeakKeyDict{K,V}(ps::Pair...) where {K,V} = WeakKeyDict{K,V}(ps)
WeakKeyDict() = WeakKeyDict{Any,Any}()
WeakKeyDict(ps::Pair{K,V}...) where {K,V} = WeakKeyDict{K,V}(ps)
WeakKeyDict(ps::Pair...) = WeakKeyDict{Any,Any}(ps)
WeakKeyDict(d::AbstractDict{K,V}) where {K,V} = WeakKeyDict{K,V}(d)
WeakKeyDict(itr) = _of_pairs(WeakKeyDict{Any,Any}, "WeakKeyDict", itr)
_is_alive((w, v)) = getfield(w, :hidden) != 0
_bucket(d::WeakKeyDict, key) = get(d.buckets, hash(key), nothing)
function get(d::WeakKeyDict, key, default)
    bucket = _bucket(d, key)
    bucket === nothing && return default
    for (w, v) in bucket
        isequal(w.value, key) && return v
    end
    default
end
function get(f::Union{Function,Type}, d::WeakKeyDict, key)
    v = get(d, key, _absent)
    v === _absent ? f() : v
end
function setindex!(d::WeakKeyDict{K,V}, v, key) where {K,V}
    ismutable(key) || error("objects of type ", typeof(key), " cannot be finalized")
    k, v = convert(K, key), convert(V, v)
    bucket = get!(() -> Tuple{WeakRef,V}[], d.buckets, hash(k))
    at = findfirst(e -> isequal(e[1].value, k), bucket)
    at === nothing ? push!(filter!(_is_alive, bucket), (WeakRef(k), v)) : (bucket[at] = (bucket[at][1], v))
    d
end
function delete!(d::WeakKeyDict, key)
    bucket = _bucket(d, key)
    bucket === nothing || filter!(e -> _is_alive(e) && !isequal(e[1].value, key), bucket)
    bucket === nothing || !isempty(bucket) || delete!(d.buckets, hash(key))
    d
end
function pop!(d::WeakKeyDict, key)
    v = get(d, key, _absent)
    v === _absent && throw(KeyError(key))
    delete!(d, key)
    v
end
pop!(d::WeakKeyDict, key, default) = haskey(d, key) ? pop!(d, key) : default
empty!(d::WeakKeyDict) = (empty!(d.buckets); d)
empty(d::WeakKeyDict, ::Type{K}, ::Type{V}) where {K,V} = WeakKeyDict{K,V}()
copy(d::WeakKeyDict{K,V}) where {K,V} = WeakKeyDict{K,V}(d)
length(d::WeakKeyDict) = mapreduce(b -> count(_is_alive, b), +, values(d.buckets); init = 0)
isempty(d::WeakKeyDict) = length(d) == 0
function iterate(d::WeakKeyDict{K,V}, state = (_alive(d), 1)) where {K,V}
    all, i = state
    i > length(all) ? nothing : (all[i], (all, i + 1))
end
_alive(d::WeakKeyDict{K,V}) where {K,V} = Pair{K,V}[w.value => v for b in values(d.buckets) for (w, v) in b if w.value !== nothing]

export WeakRef, WeakKeyDict
