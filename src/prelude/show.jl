# Showing values: the two forms of show, and the types that are not arrays. Numbers, strings and tuples: base/print.c.
struct MIME{mime} end
MIME(s) = MIME{Symbol(s)}()
macro MIME_str(s)
    :(MIME{$(Expr(:quote, Symbol(s)))})
end
print(io::IO, ::MIME{m}) where {m} = print(io, m)
function show(io::IO, v::Core.SimpleVector)
    print(io, "svec(")
    for i in 1:length(v)
        i > 1 && print(io, ", ")
        show(io, v[i])
    end
    print(io, ")")
end
show(io::IO, ::MIME{m}) where {m} = (print(io, "MIME type "); print(io, m))
istextmime(m::MIME) = startswith(string(m), "text/")
displayable(m) = istextmime(m)
istextmime(m::AbstractString) = startswith(m, "text/")

const undef_ref_str = "#undef"
const undef_ref_alignment = (3, 3)

show(io::IO, m::AbstractString, x) = show(io, MIME(m), x)
show(io::IO, ::MIME{Symbol("text/plain")}, x) = show(io, x)
show(io::IO, ::MIME{Symbol("text/html")}, h::HTML) = print(io, h.content)
showable(::MIME{Symbol("text/plain")}, x) = true
showable(m::MIME, x) = hasmethod(show, Tuple{IO,typeof(m),typeof(x)})
showable(m::AbstractString, x) = showable(MIME(m), x)
repr(m::MIME, x; context=nothing) = sprint(show, m, x; context=context)
repr(m::AbstractString, x; context=nothing) = repr(MIME(m), x; context=context)
limitrepr(x) = repr(x, context=:limit => true)

abstract type AbstractDisplay end
struct TextDisplay <: AbstractDisplay
    io::IO
end
const _displays = AbstractDisplay[]
pushdisplay(d::AbstractDisplay) = (push!(_displays, d); nothing)
popdisplay() = pop!(_displays)
display(d::TextDisplay, x) = (show(d.io, MIME{Symbol("text/plain")}(), x); nothing)
display(d::TextDisplay, m::MIME, x) = (show(d.io, m, x); nothing)
function display(x)
    if isempty(_displays)
        show(stdout, MIME{Symbol("text/plain")}(), x)
    else
        display(_displays[end], x)
    end
    nothing
end
display(m::AbstractString, x) = display(MIME(m), x)
display(m::MIME, x) = (show(stdout, m, x); nothing)
redisplay(x) = display(x)

# A value that is being shown already, further out.
function show_circular(io::IOContext, x)
    d = _shown_at(io.dict, x)
    d > 0 && print(io, "#= circular reference @-", d, " =#")
    d > 0
end
show_circular(io::IO, x) = false

show(io::IO, x) = show_default(io, x)
function show_default(io::IO, x)
    T = typeof(x)
    show(io, T)
    print(io, '(')
    n = nfields(x)
    if n == 0 && isprimitivetype(T)
        print(io, "0x", _raw_hex(x))
    elseif !show_circular(io, x)
        inner = IOContext(io, :SHOWN_SET => x, :typeinfo => Any)
        for i in 1:n
            i > 1 && print(io, ", ")
            f = fieldname(T, i)
            if isdefined(x, f)
                show(inner, getfield(x, f))
            else
                print(io, undef_ref_str)
            end
        end
    end
    print(io, ')')
end

macro show(exs...)
    block = Expr(:block)
    for ex in exs
        push!(block.args, :(println($(_show_unquoted(ex) * " = "), repr(begin value = $(esc(ex)) end))))
    end
    isempty(exs) || push!(block.args, :value)
    block
end


# Types whose elements read back as they were without naming the type.
function typeinfo_implicit(T)
    (T === Float64 || T === Int || T === Char || T === String || T === Symbol) && return true
    T isa DataType || return false
    issingletontype(T) && return true
    isconcretetype(T) || return false
    typeinfo_implicit_type(T) && return true
    (T <: Array && typeinfo_implicit(eltype(T))) ||
        ((T <: Tuple || T <: Pair) && all(typeinfo_implicit, fieldtypes(T))) ||
        (T <: AbstractDict && typeinfo_implicit(keytype(T)) && typeinfo_implicit(valtype(T)))
end
# What a module adds for a type of its own.
typeinfo_implicit_type(T) = false
function typeinfo_eltype(T)
    T === Union{} && return nothing
    T isa Type && (T <: AbstractArray || T <: AbstractDict || T <: AbstractSet) || return nothing
    T isa UnionAll && eltype(T) === Any ? nothing : eltype(T) # of a Vector the elements' type is not told
end
# What to write before the bracket, and whether the elements' type is told by that.
function typeinfo_prefix(io::IO, X)
    info = get(io, :typeinfo, Any)
    X isa info || (info = Any)
    context, own = typeinfo_eltype(info), eltype(X)
    if X isa AbstractDict
        context !== nothing && own == context && return (_type_name(typeof(X)), false)
        !isempty(X) && typeinfo_implicit(keytype(X)) && typeinfo_implicit(valtype(X)) && return (_type_name(typeof(X)), true)
        return (string(typeof(X)), false)
    end
    context !== nothing && own == context && return ("", false)
    !isempty(X) && typeinfo_implicit(own) && return ("", true)
    _prints_without_parameters(own) && return (_type_name(own), false)
    (string(own), false)
end
_type_name(T) = (s = string(T); i = findfirst('{', s); i === nothing ? s : s[1:i-1])
_prints_without_parameters(T) = T isa UnionAll && T == _wrapper_of(T)
_wrapper_of(T) = (b = Base.unwrap_unionall(T); b isa DataType ? b.name.wrapper : nothing)

# What is written without parentheses around it in a pair.
isdelimited(io::IO, x) = true
isdelimited(io::IO, f::Function) = !isoperator(nameof(f))
isdelimited(io::IO, p::Pair) = !(_has_tight_type(p) || get(io, :typeinfo, Any) == typeof(p))
_has_tight_type(p::Pair) = typeof(p.first) == typeof(p).parameters[1] && typeof(p.second) == typeof(p).parameters[2]
isoperator(s) = Base.isoperator(Symbol(s))
isoperator(s::Symbol) = !isempty(string(s)) && !isletter(string(s)[1]) && string(s)[1] != '_' && string(s)[1] != '#' && string(s)[1] != '@'
function gettypeinfos(io::IO, p::Pair)
    info = get(io, :typeinfo, Any)
    p isa info && info <: Pair && info isa DataType ? (fieldtype(info, 1), fieldtype(info, 2)) : (Any, Any)
end
function show(io::IO, p::Pair)
    isdelimited(io, p) && return show_default(io, p)
    infos = gettypeinfos(io, p)
    for i in 1:2
        inner = IOContext(io, :typeinfo => infos[i])
        bare = isdelimited(inner, p[i])
        bare || print(io, '(')
        show(inner, p[i])
        bare || print(io, ')')
        i == 1 && print(io, get(io, :compact, false) ? "=>" : " => ")
    end
end

function _show_tuple(io::IO, t::Tuple)
    info = get(io, :typeinfo, Any)
    typed = t isa info && info <: Tuple && info isa DataType
    print(io, '(')
    if !show_circular(io, t)
        inner = IOContext(io, :SHOWN_SET => t)
        for i in 1:length(t)
            i > 1 && print(io, ", ")
            show(IOContext(inner, :typeinfo => typed ? fieldtype(info, i) : Any), t[i])
        end
    end
    print(io, length(t) == 1 ? ",)" : ")")
end

function show(io::IO, t::NamedTuple)
    T = typeof(t)
    n = length(t)
    for i in 1:n
        if typeof(t[i]) !== fieldtype(T, i)
            show(io, T)
            print(io, '(')
            show(io, Tuple(t))
            print(io, ')')
            return nothing
        end
    end
    n == 0 && return print(io, "NamedTuple()")
    info = get(io, :typeinfo, Any)
    typed = t isa info && info <: NamedTuple && info isa DataType
    names = keys(t)
    print(io, '(')
    for i in 1:n
        i > 1 && print(io, ", ")
        _print_symbol(io, names[i])
        print(io, " = ")
        show(IOContext(io, :typeinfo => typed ? fieldtype(info, i) : Any), t[i])
    end
    print(io, n == 1 ? ",)" : ")")
end
function _print_symbol(io::IO, s::Symbol)
    t = string(s)
    if isidentifier(t)
        print(io, t)
    elseif isoperator(s) && !any(isspace, t)
        print(io, '(', t, ')')
    else
        print(io, "var", repr(t))
    end
end
function isidentifier(t::AbstractString)
    isempty(t) && return false
    c = first(t)
    (isletter(c) || c == '_' || !isascii(c)) && all(d -> isletter(d) || isdigit(d) || d == '_' || d == '!' || !isascii(d), t)
end
isidentifier(s::Symbol) = isidentifier(string(s))

function show(io::IO, ::MIME{Symbol("text/plain")}, c::AbstractChar)
    show(io, c)
    get(io, :compact, false) && return nothing
    if ismalformed(c)
        print(io, ": Malformed UTF-8")
    else
        u = codepoint(c)
        print(io, ": ", isascii(c) ? "ASCII/" : "", "Unicode U+", uppercase(string(u, base=16, pad=4)))
    end
    print(io, " (category ", _char_category(c), ": ", _char_category_name(c), ")")
end
function show(io::IO, ::MIME{Symbol("text/plain")}, f::Function)
    get(io, :compact, false) && return show(io, f)
    n = length(methods(f))
    name = _function_name(f)
    type = string(nameof(typeof(f)))
    named = startswith(type, "#") && !isdigit(type[2]) # a local function
    (named || _is_callable_struct(f)) && (name = string("(::", typeof(f), ")"))
    print(io, name, startswith(name, "@") ? " (macro with " : " (generic function with ", n, n == 1 ? " method)" : " methods)")
end
show(io::IO, ::MIME{Symbol("text/plain")}, s::AbstractString) = show(io, s)
show(io::IO, s::AbstractString) = show(io, String(s))

# Dictionaries and sets

function show(io::IO, d::AbstractDict)
    inner = IOContext(io, :SHOWN_SET => d, :typeinfo => eltype(d))
    limit = get(io, :limit, false)
    print(io, typeinfo_prefix(io, d)[1], '(')
    if !isempty(d) && !show_circular(io, d)
        n = 0
        for p in d
            n > 0 && print(io, ",")
            show(inner, p)
            n += 1
            limit && n >= 10 && (print(io, "…"); break)
        end
    end
    print(io, ')')
end

show(io::IO, v::Core.Vararg) = isdefined(v, :N) ? print(io, "Vararg{", v.T, ",", v.N, "}") : print(io, "Vararg{", v.T, ",N} where N")
show(io::IO, ::MIME"text/plain", ::UndefInitializer) = print(io, "UndefInitializer(): array initializer with undefined values")
summary(x) = sprint(summary, x)
summary(io::IO, x) = print(io, typeof(x))
_counted(n, one, many) = string(n, " ", n == 1 ? one : many)
summary(io::IO, d::AbstractDict) = print(io, typeof(d), " with ", _counted(length(d), "entry", "entries"))
summary(io::IO, s::AbstractSet) = print(io, typeof(s), " with ", _counted(length(s), "element", "elements"))
summary(io::IO, v::KeySet) = (print(io, "Base.KeySet for a "); summary(io, v.dict))
summary(io::IO, v::ValueIterator) = (print(io, "Base.ValueIterator for a "); summary(io, v.dict))
summary(io::IO, t::Tuple) = show(io, t)

function _truncate_at_width_or_chars(str, width, chars="", mark="…")
    markwidth = textwidth(mark)
    (width <= 0 || width < markwidth) && return ""
    wid = truncated = lastidx = 0
    for (i, c) in pairs(str)
        lastidx = i
        wid += textwidth(c)
        wid >= width - markwidth && truncated == 0 && (truncated = lastidx)
        (wid >= width || c in chars) && break
    end
    lastidx != 0 && str[lastidx] in chars && (lastidx = prevind(str, lastidx))
    truncated == 0 && (truncated = lastidx)
    lastidx < lastindex(str) ? str[1:truncated] * mark : String(str)
end

function show(io::IO, ::MIME{Symbol("text/plain")}, d::AbstractDict)
    isempty(d) && return show(io, d)
    inner = IOContext(io, :SHOWN_SET => d)
    haskey(io, :compact) || (inner = IOContext(inner, :compact => true))
    summary(io, d)
    print(io, ":")
    show_circular(io, d) && return nothing
    limit = get(io, :limit, false)
    rows = cols = typemax(Int)
    keylen = 0
    ks, vs = String[], String[]
    if limit
        sz = displaysize(io)
        rows, cols = sz[1] - 4, max(sz[2], 12) - 6
        rows < 1 && return print(io, " …")
        vallen = 0
        for (i, (k, v)) in enumerate(d)
            i > rows && break
            push!(ks, sprint(show, k, context=inner))
            push!(vs, sprint(show, v, context=inner))
            keylen = clamp(length(ks[i]), keylen, cols)
            vallen = clamp(length(vs[i]), vallen, cols)
        end
        if keylen > max(div(cols, 2), cols - vallen)
            keylen = max(cld(cols, 3), cols - vallen)
        end
    end
    for (i, (k, v)) in enumerate(d)
        print(io, "\n  ")
        if i == rows && rows < length(d)
            print(io, rpad("⋮", keylen), " => ⋮")
            break
        end
        if limit
            print(io, rpad(_truncate_at_width_or_chars(ks[i], keylen, "\r\n"), keylen), " => ",
                _truncate_at_width_or_chars(vs[i], cols - keylen, "\r\n"))
        else
            show(inner, k)
            print(io, " => ")
            show(inner, v)
        end
    end
    nothing
end

function _show_lines(io::IO, inner::IO, items)
    limit = get(io, :limit, false)
    rows = cols = typemax(Int)
    if limit
        sz = displaysize(io)
        rows, cols = sz[1] - 4, max(sz[2] - 2, 4)
        rows < 1 && return print(io, " …")
    end
    for (i, v) in enumerate(items)
        print(io, "\n  ")
        if i == rows && rows < length(items)
            print(io, "⋮")
            break
        end
        if limit
            print(io, _truncate_at_width_or_chars(sprint(show, v, context=inner), cols, "\r\n"))
        else
            show(inner, v)
        end
    end
    nothing
end
function show(io::IO, ::MIME{Symbol("text/plain")}, s::AbstractSet)
    isempty(s) && return show(io, s)
    summary(io, s)
    print(io, ":")
    show_circular(io, s) && return nothing
    _show_lines(io, IOContext(io, :SHOWN_SET => s), s)
end
function show(io::IO, ::MIME{Symbol("text/plain")}, v::Union{KeySet,ValueIterator})
    summary(io, v)
    isempty(v) && return nothing
    print(io, v isa KeySet ? ". Keys:" : ". Values:")
    _show_lines(io, io, v)
end
show(io::IO, v::Union{KeySet,ValueIterator}) = show_vector(io, v)
function show(io::IO, s::Set)
    if isempty(s)
        if get(io, :typeinfo, Any) == typeof(s)
            print(io, _type_name(typeof(s)), "()")
        else
            show(io, typeof(s))
            print(io, "()")
        end
    else
        print(io, _type_name(typeof(s)), "(")
        show_vector(io, s)
        print(io, ")")
    end
end

function show(io::IO, x::Some)
    get(io, :typeinfo, Any) == typeof(x) && return show(io, x.value)
    print(io, "Some(")
    show(io, x.value)
    print(io, ')')
end
function show(io::IO, z::Iterators.Zip)
    print(io, "zip(")
    _show_list(io, z.is)
    print(io, ')')
end
show(io::IO, e::Iterators.Enumerate) = (print(io, "enumerate("); show(io, e.itr); print(io, ')'))
function _show_list(io::IO, xs)
    first = true
    for x in xs
        first || print(io, ", ")
        first = false
        show(io, x)
    end
end
function summary(io::IO, p::Iterators.Pairs)
    print(io, "pairs(")
    p.data isa NamedTuple ? print(io, "::NamedTuple") : showarg(io, p.data, false)
    print(io, ") with ", _counted(length(p), "entry", "entries"))
end
show(io::IO, ::Val{x}) where {x} = (print(io, "Val{"); show(io, x); print(io, "}()"))

export MIME, @MIME_str, display, show, showable, summary, dump, @show, redisplay, istextmime, TextDisplay, pushdisplay, popdisplay, AbstractDisplay
