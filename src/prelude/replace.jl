# replace, replace!: other values for some elements of a collection.

_replacer(ps) = function (x)
    for p in ps
        isequal(x, p.first) && return Some(p.second)
    end
    nothing
end
_check_count(n) = n < 0 && throw(DomainError(n, "`count` must not be negative"))

# The element type of replace(A, pairs...): a replaced Missing or Nothing goes away if all of them are replaced.
function _replace_eltype(T, ps, count)
    count < typemax(Int) && return promote_type(T, map(p -> typeof(p.second), ps)...)
    for p in ps
        p.first === missing && (T = nonmissingtype(T))
        p.first === nothing && (T = nonnothingtype(T))
    end
    promote_type(T, map(p -> typeof(p.second), ps)...)
end

function _replace_into!(new, dest, A, count)
    n = 0
    for i in eachindex(A)
        x = A[i]
        if n < count
            y = new(x)
            if y !== nothing && !(y.value === x)
                n += 1
                dest[i] = y.value
                continue
            end
        end
        dest[i] = x
    end
    dest
end

function replace(A::AbstractArray, ps::Pair...; count::Integer = typemax(Int))
    _check_count(count)
    dest = similar(A, _replace_eltype(eltype(A), ps, count))
    if count == typemax(Int) && !(eltype(A) <: eltype(dest)) # what is replaced everywhere needs no place
        new = _replacer(ps)
        for i in eachindex(A)
            y = new(A[i])
            dest[i] = y === nothing ? A[i] : y.value
        end
        return dest
    end
    _replace_into!(_replacer(ps), dest, A, count)
end
replace!(A::AbstractArray, ps::Pair...; count::Integer = typemax(Int)) =
    (_check_count(count); _replace_into!(_replacer(ps), A, A, count))
replace(f::Union{Function,Type}, A::AbstractArray; count::Integer = typemax(Int)) =
    (_check_count(count); _replace_into!(x -> Some(f(x)), similar(A), A, count))
replace!(f::Union{Function,Type}, A::AbstractArray; count::Integer = typemax(Int)) =
    (_check_count(count); _replace_into!(x -> Some(f(x)), A, A, count))

function _replace_set!(new, s, count)
    n = 0
    old, fresh = Any[], Any[]
    for x in s
        n < count || break
        y = new(x)
        (y === nothing || y.value === x) && continue
        push!(old, x)
        push!(fresh, y.value)
        n += 1
    end
    for x in old
        delete!(s, x)
    end
    for x in fresh
        push!(s, x)
    end
    s
end
replace(s::AbstractSet, ps::Pair...; count::Integer = typemax(Int)) =
    _replace_set!(_replacer(ps), Set{_replace_eltype(eltype(s), ps, 0)}(s), count)
replace!(s::AbstractSet, ps::Pair...; count::Integer = typemax(Int)) = _replace_set!(_replacer(ps), s, count)
replace(f::Union{Function,Type}, s::AbstractSet; count::Integer = typemax(Int)) =
    _replace_set!(x -> Some(f(x)), copy(s), count)
replace!(f::Union{Function,Type}, s::AbstractSet; count::Integer = typemax(Int)) = _replace_set!(x -> Some(f(x)), s, count)

function _replace_dict!(new, d, count)
    n = 0
    changes = Any[]
    for p in d
        n < count || break
        y = new(p)
        (y === nothing || y.value === p) && continue
        push!(changes, p => y.value)
        n += 1
    end
    for c in changes
        delete!(d, c.first.first)
    end
    for c in changes
        d[c.second.first] = c.second.second
    end
    d
end
replace(d::AbstractDict, ps::Pair...; count::Integer = typemax(Int)) = _replace_dict!(_replacer(ps), copy(d), count)
replace!(d::AbstractDict, ps::Pair...; count::Integer = typemax(Int)) = _replace_dict!(_replacer(ps), d, count)
replace(f::Union{Function,Type}, d::AbstractDict; count::Integer = typemax(Int)) =
    _replace_dict!(x -> Some(f(x)), copy(d), count)
replace!(f::Union{Function,Type}, d::AbstractDict; count::Integer = typemax(Int)) =
    _replace_dict!(x -> Some(f(x)), d, count)
