# Reflection: what types, functions and modules are made of.

getindex(v::Core.SimpleVector, I::AbstractVector) = Core.svec(Any[v[i] for i in I]...)
Typeof(x) = typeof(x)
Typeof(x::Type) = Type{x}

function subtypes(T::Type)
    T isa Union && return Any[]
    sort!(Vector{Any}(_subtypes(T)), by = string)
end
function supertypes(T::Type)
    S = supertype(T)
    S === T ? (T,) : (T, supertypes(S)...)
end
isabstract(T) = isabstracttype(T)
uniontypes(T) = T isa Union ? Any[uniontypes(T.a)..., uniontypes(T.b)...] : Any[T]
isbitsunion(T) = T isa Union && all(S -> isbitstype(S), uniontypes(T))
"The type of f's result for arguments of these types, as far as it can be told."
promote_op(f, T::Type...) = return_type(f, T)
function return_type(f, T)
    T isa Tuple || (T = Tuple(unwrap_unionall(T).parameters))
    length(T) == 1 && return _infer_result(f, T[1])
    all(S -> S <: Number && isconcretetype(S), T) || return Any
    try
        typeof(f(map(oneunit, T)...))
    catch
        Union{}
    end
end
return_types(f, T = Tuple) = Any[return_type(f, T)]
datatype_alignment(T) = min(8, max(1, sizeof(T)))
function fieldoffset(T::DataType, i::Integer)
    1 <= i <= fieldcount(T) || throw(BoundsError(T, i))
    at = 0
    for k in 1:i
        S = fieldtype(T, k)
        size = isbitstype(S) ? sizeof(S) : 8
        align = isbitstype(S) ? _alignment(S) : 8
        at = cld(at, align) * align
        k < i && (at += size)
    end
    UInt64(at)
end
_alignment(T) = isprimitivetype(T) ? min(sizeof(T), 16) : maximum(Int[1; Int[isbitstype(S) ? _alignment(S) : 8 for S in fieldtypes(T)]])
isdispatchtuple(T) = T isa DataType && T <: Tuple && all(S -> isconcretetype(S) || S <: Type, T.parameters)
isleaftype(T) = isconcretetype(T)


# deepcopy
deepcopy(x) = deepcopy_internal(x, IdDict())
deepcopy_internal(x::Union{Symbol,Type,String,Module,Char,Nothing,Missing,Method,TypeName,LineNumberNode,GlobalRef,TypeVar}, d) = x
deepcopy_internal(x::QuoteNode, d) = QuoteNode(deepcopy_internal(x.value, d))
deepcopy_internal(x::Tuple, d) = map(y -> deepcopy_internal(y, d), x)
deepcopy_internal(x::NamedTuple, d) = map(y -> deepcopy_internal(y, d), x)
function deepcopy_internal(x::Array, d)
    haskey(d, x) && return d[x]
    isbitstype(eltype(x)) && return (d[x] = copy(x))
    y = similar(x)
    d[x] = y
    for i in 1:length(x)
        isassigned(x, i) && (y[i] = deepcopy_internal(x[i], d))
    end
    y
end
function deepcopy_internal(x::Core.Box, d)
    haskey(d, x) && return d[x]
    y = _copy_struct(x)
    d[x] = y
    isdefined(x, :contents) && (y.contents = deepcopy_internal(x.contents, d))
    y
end
deepcopy_internal(x::BitArray, d) = haskey(d, x) ? d[x] : (d[x] = copy(x))
function deepcopy_internal(x::Expr, d)
    y = Expr(x.head)
    for a in x.args
        push!(y.args, deepcopy_internal(a, d))
    end
    y
end
function deepcopy_internal(x, d)
    T = typeof(x)
    n = nfields(x)
    n == 0 && return x
    isbitstype(T) && return x
    if ismutable(x)
        haskey(d, x) && return d[x]
        y = _copy_struct(x)
        d[x] = y
        for i in 1:n
            isdefined(x, i) && _setfield_raw!(y, i, deepcopy_internal(getfield(x, i), d))
        end
        return y
    end
    y = _copy_struct(x)
    for i in 1:n
        isdefined(x, i) && _setfield_raw!(y, i, deepcopy_internal(getfield(x, i), d))
    end
    y
end

fieldtypes(T::Type) = ntuple(i -> fieldtype(T, i), fieldcount(T))
instances(T::Type) = T <: Bool ? (false, true) : throw(MethodError(instances, (T,)))

eltype(::Type) = Any
eltype(::Type{Union{}}) = throw(ArgumentError("Union{} does not have elements"))
eltype(::Type{<:AbstractArray{E}}) where E = E
eltype(::Type{<:AbstractDict{K,V}}) where {K,V} = Pair{K,V}
eltype(::Type{<:AbstractSet{T}}) where T = T
eltype(x) = eltype(typeof(x))
keytype(::Type{<:AbstractDict{K,V}}) where {K,V} = K
valtype(::Type{<:AbstractDict{K,V}}) where {K,V} = V
keytype(a::AbstractDict) = keytype(typeof(a))
valtype(a::AbstractDict) = valtype(typeof(a))
keytype(a::AbstractArray) = ndims(a) == 1 ? Int : CartesianIndex{ndims(a)}
valtype(a::AbstractArray) = eltype(a)
valtype(::Type{<:AbstractArray{T}}) where T = T

fullname(m::Module) = m === Main || m === Base || m === Core || parentmodule(m) === m ? (nameof(m),) :
    (fullname(parentmodule(m))..., nameof(m))
moduleroot(m::Module) = (p = parentmodule(m); p === m ? m : moduleroot(p))

invokelatest(f, args...; kw...) = f(args...; kw...)
function functionloc(f, types = Tuple) end

# methods(f)
struct MethodList
    ms::Vector{Any}
    f
end
length(m::MethodList) = length(m.ms)
isempty(m::MethodList) = isempty(m.ms)
iterate(m::MethodList, s...) = iterate(m.ms, s...)
getindex(m::MethodList, i::Integer) = m.ms[i]
firstindex(m::MethodList) = 1
lastindex(m::MethodList) = length(m.ms)
eltype(::Type{MethodList}) = Method
methods(f) = MethodList(_methods(f), f)
function methods(f, types)
    T = types isa Tuple ? Tuple{types...} : types
    found = Any[]
    for m in _methods(f)
        sig = rewrap_unionall(Tuple{_params(unwrap_unionall(m.sig))[2:end]...}, m.sig)
        typeintersect(sig, T) === Union{} && continue
        push!(found, m)
        T <: sig && break # those that follow are never called for these types
    end
    MethodList(found, f)
end
function show(io::IO, ms::MethodList)
    n = length(ms)
    print(io, "# ", n, n == 1 ? " method" : " methods", ms.f isa Union{Type,Function} ? " for " : ":")
    ms.f isa Type ? print(io, "type constructor:") : ms.f isa Function && print(io, startswith(string(nameof(ms.f)), '@') ? "macro" : "generic function", " \"", nameof(ms.f), "\":")
    for (i, m) in enumerate(ms)
        print(io, "\n[", i, "] ")
        show(io, m)
    end
end
show(io::IO, ::MIME"text/plain", ms::MethodList) = show(io, ms)

# The parameters' names of a method in the language, from the head of its source.
function _parameter_names(m::Method)
    if _method_isbuiltin(m) && m.line > 0
        of = _params(_method_parameters(m)[1])
        T = isempty(of) ? nothing : unwrap_unionall(of[1])
        return T isa DataType && fieldcount(T) == length(_method_parameters(m)) - 1 ? Any[fieldnames(T)...] : nothing
    end
    src = _method_argnames(m)
    isempty(src) && return nothing
    e = src[1]
    while e isa Expr && e.head === :where
        e = e.args[1]
    end
    e isa Expr && e.head in (:->, :function, :(=)) || return nothing
    s = e.args[1]
    while s isa Expr && (s.head === :where || (s.head === :(::) && length(s.args) == 2 && s.args[1] isa Expr))
        s = s.args[1]
    end
    s isa Expr && s.head in (:tuple, :call) || return nothing
    args = s.head === :call ? s.args[2:end] : s.args
    names = Any[]
    for a in args
        a isa Expr && a.head === :parameters && continue
        push!(names, _parameter_name(a))
    end
    names
end
_parameter_name(a::Symbol) = a
function _parameter_name(a::Expr)
    a.head in (:kw, :(=), :...) && return _parameter_name(a.args[1])
    a.head === :(::) && return length(a.args) == 1 ? nothing : _parameter_name(a.args[1])
    nothing
end
_parameter_name(a) = nothing

function _method_where(io, m::Method)
    vars = _method_vars(m)
    isempty(vars) && return
    print(io, " where ")
    length(vars) > 1 && print(io, "{")
    for (i, v) in enumerate(vars)
        i > 1 && print(io, ", ")
        _show_bounds(io, v)
    end
    length(vars) > 1 && print(io, "}")
end
function _show_bounds(io, v::TypeVar)
    v.lb !== Union{} && v.ub !== Any && print(io, v.lb, "<:")
    print(io, v.name)
    if v.ub !== Any
        print(io, "<:", v.ub)
    elseif v.lb !== Union{}
        print(io, ">:", v.lb)
    end
end

# x of (x::T)(y) = 1: the source of a method ends with it
function _callee_name(m::Method)
    src = _method_argnames(m)
    isempty(src) || length(src[1].args) < 3 ? "" : something(src[1].args[3].args[end], "")
end

function _method_callee(io, m::Method, sig)
    c = sig[1]
    if c isa DataType && c <: Type && !isempty(_params(c))
        T = _params(c)[1]
        T isa DataType && isempty(_params(T)) ? print(io, T) : print(io, "(", _callee_name(m), "::", c, ")")
    elseif c isa DataType && c <: Function && issingletontype(c)
        print(io, m.name)
    else
        print(io, "(", _callee_name(m), "::", c, ")")
    end
end

function show(io::IO, m::Method)
    sig = _method_parameters(m)
    isempty(sig) && return print(io, "top-level scope") # what runs there has a method, too
    _method_callee(io, m, sig)
    print(io, "(")
    names = _parameter_names(m)
    if names !== nothing && _method_isva(m) && !(sig[end] isa Core.Vararg) # x::Vararg{T,2} are two arguments
        n = length(sig) - length(names)
        sig = Any[sig[1:length(names)]..., Vararg{sig[end],n}]
    end
    for i in 2:length(sig)
        i > 2 && print(io, ", ")
        name = names === nothing || i - 1 > length(names) ? nothing : names[i-1]
        T = sig[i]
        name isa Symbol && startswith(string(name), "##unused#") && (name = nothing)
        name === nothing || print(io, name)
        va = T isa Core.Vararg && !isdefined(T, :N)
        va && (T = T.T)
        (T === Any && (name !== nothing || names === nothing)) || print(io, "::", T isa TypeVar ? T.name : T)
        T === Any && names === nothing && print(io, "x")
        va && print(io, "...")
    end
    kws = _method_kwnames(m)
    isempty(kws) || (print(io, "; "); join(io, kws, ", "))
    print(io, ")")
    _method_where(io, m)
    print(io, " in ", m.module)
    m.line > 0 && print(io, " at ", m.file, ":", m.line)
end
show(io::IO, ::MIME"text/plain", m::Method) = show(io, m)

nameof(m::Method) = m.name
isgensym(s) = occursin("#", string(s))

struct SkipMissing{T}
    x::T
end
skipmissing(itr) = SkipMissing(itr)
eltype(::Type{SkipMissing{T}}) where T = nonmissingtype(eltype(T))
function iterate(itr::SkipMissing, state...)
    y = iterate(itr.x, state...)
    while y !== nothing && y[1] === missing
        y = iterate(itr.x, y[2])
    end
    y
end
IteratorSize(::Type{<:SkipMissing}) = SizeUnknown()
IteratorEltype(::Type{SkipMissing{T}}) where T = IteratorEltype(T)
collect(itr::SkipMissing{<:Generator}) = [x for x in itr] # its type is that of its elements
filter(f, itr::SkipMissing{<:AbstractArray}) = eltype(itr)[x for x in itr if f(x)]
keys(itr::SkipMissing) = [i for i in keys(itr.x) if itr.x[i] !== missing]
eachindex(itr::SkipMissing) = keys(itr)
function getindex(itr::SkipMissing, i...)
    v = itr.x[i...]
    v === missing && throw(MissingException("the value at index $(i) is missing"))
    v
end
show(io::IO, s::SkipMissing) = (print(io, "skipmissing("); show(io, s.x); print(io, ')'))

throw_boundserror(A, i) = throw(BoundsError(A, i))
typename(T::Type) = _typename(T)
show(io::IO, n::Core.TypeName) = print(io, n.name)
show(io::IO, v::TypeVar) = _show_bounds(io, v)
Tuple() = ()
(::Type{Tuple{}})() = ()
Module(name::Symbol=:anonymous) = Module(name, true)

# What Tab shows behind an open parenthesis: the methods of f that take the arguments typed so far.
_methods_at_prompt(f, typed) = (types = _types_typed(typed); String[string(m) for m in methods(f) if _begins_with(m, types)])

# ... and behind a bracket: the keys of a dictionary, as they are typed.
_keys_at_prompt(d::Union{AbstractDict,NamedTuple}) = String[repr(k) for k in keys(d)]
_keys_at_prompt(x) = String[]

function _types_typed(typed)
    ex = Meta.parse(string("(", typed, " nothing,)"), raise = false)
    ex isa Expr && ex.head === :tuple || return Any[]
    types = Any[]
    for a in ex.args[1:end-1]
        a isa Expr && a.head in (:(=), :parameters) && break
        push!(types, a isa Expr ? Any : !(a isa Symbol) ? Typeof(a) : isdefined(Main, a) ? Typeof(getfield(Main, a)) : Any)
    end
    types
end

function _begins_with(m, types)
    params = Any[_method_parameters(m)[2:end]...]
    n = length(types)
    va = !isempty(params) && params[end] isa Core.Vararg
    va || n <= length(params) || return false
    declared = va ? params : Any[params[1:n]...]
    given = Any[types..., (n < length(declared) ? [Vararg{Any}] : [])...]
    typeintersect(foldr((v, T) -> UnionAll(v, T), _method_vars(m); init = Tuple{declared...}), Tuple{given...}) !== Union{}
end
