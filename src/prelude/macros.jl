# The macros that Base offers, and the functions that they and the compiler's lowering call.

Core.eval(m::Module, e, file) = Core.eval(m, e)

_dotted_function(f) = (args...) -> broadcast(f, args...)
_with_keywords(f, kw) = (args...) -> f(args...; kw...)

macro __MODULE__() __module__ end
macro __LINE__() __source__.line end
macro __FILE__() __source__.file === nothing ? nothing : String(__source__.file) end
macro __DIR__()
    f = __source__.file
    (f === nothing || f === :none) ? pwd() : abspath(dirname(String(f)))
end

macro eval(ex) :(Core.eval($__module__, $(esc(Expr(:quote, ex))))) end
macro eval(m, ex) :(Core.eval($(esc(m)), $(esc(Expr(:quote, ex))))) end

# Hints to a compiler that this one does not need.
macro inline(ex) esc(ex) end
macro noinline(ex) esc(ex) end
macro inbounds(ex) esc(ex) end
macro boundscheck(ex) esc(ex) end
macro propagate_inbounds(ex) esc(ex) end
macro simd(ex) esc(ex) end
macro simd(hint, ex) esc(ex) end
macro pure(ex) esc(ex) end
macro _inline_meta() nothing end
macro _noinline_meta() nothing end
macro nospecialize(args...) length(args) == 1 ? esc(args[1]) : nothing end
macro specialize(args...) length(args) == 1 ? esc(args[1]) : nothing end
macro polly(ex) esc(ex) end
macro aliasscope(ex) esc(ex) end
macro nloops_(ex) esc(ex) end
macro generated(ex) esc(ex) end
macro optlevel(n) nothing end
macro compilecache(ex) nothing end
macro static(ex)
    if ex isa Expr && (ex.head === :if || ex.head === :elseif || ex.head === :&& || ex.head === :||)
        cond = Core.eval(__module__, ex.args[1])
        if cond == (ex.head !== :||)
            return esc(ex.args[2])
        elseif length(ex.args) == 3
            branch = ex.args[3]
            if branch isa Expr && branch.head === :elseif
                return esc(Expr(:macrocall, Symbol("@static"), __source__, Expr(:if, branch.args...)))
            end
            return esc(branch)
        end
        return ex.head === :|| ? true : ex.head === :&& ? false : nothing
    end
    throw(ArgumentError("invalid @static macro"))
end

macro label(name::Symbol) esc(Expr(:symboliclabel, name)) end
macro goto(name::Symbol) esc(Expr(:symbolicgoto, name)) end
macro isdefined(s::Symbol) Expr(:isdefined, esc(s)) end
macro locals() Expr(:locals) end



macro time(ex)
    quote
        local elapsedtime = time_ns()
        local bytes = _allocated_bytes()
        local val = $(esc(ex))
        bytes = _allocated_bytes() - bytes
        elapsedtime = time_ns() - elapsedtime
        _time_print(elapsedtime, bytes)
        val
    end
end
macro allocated(ex)
    quote
        local b0 = _allocated_bytes()
        $(esc(ex))
        Int(_allocated_bytes() - b0)
    end
end
macro timed(ex)
    quote
        local b0 = _allocated_bytes()
        local t0 = time_ns()
        local val = $(esc(ex))
        t0 = time_ns() - t0
        (value = val, time = t0 / 1e9, bytes = Int(_allocated_bytes() - b0), gctime = 0.0, gcstats = nothing)
    end
end
function _time_print(ns, bytes)
    s = _fixed(ns / 1e9, 6)
    print(lpad(s, 10), " seconds")
    if bytes > 0
        n, u = bytes < 1024 ? (bytes, bytes == 1 ? " byte" : " bytes") :
               bytes < 1024^2 ? (_fixed(bytes / 1024, 3), " KiB") :
               bytes < 1024^3 ? (_fixed(bytes / 1024^2, 3), " MiB") : (_fixed(bytes / 1024^3, 3), " GiB")
        print(" (", max(1, bytes >> 5), " allocations: ", n, u, ")")
    end
    println()
end
function _fixed(x, digits)
    n = round(Int, x * 10^digits)
    string(div(n, 10^digits), ".", lpad(string(rem(n, 10^digits)), digits, "0"))
end

# @view, @views
function _view_ref(ex::Expr) Expr(:call, :(Base.view), ex.args...) end
_has_end(x) = x === :end || x === :begin
_has_end(x::Expr) = any(_has_end, x.args)
function _replace_end(x, a, n, N)
    x === :end ? (N == 1 ? :(Base.lastindex($a)) : :(Base.lastindex($a, $n))) :
    x === :begin ? (N == 1 ? :(Base.firstindex($a)) : :(Base.firstindex($a, $n))) : x
end
function _replace_end(x::Expr, a, n, N)
    x.head === :quote && return x
    if x.head === :ref
        return Expr(:ref, _replace_end(x.args[1], a, n, N), x.args[2:end]...)
    end
    Expr(x.head, Any[_replace_end(y, a, n, N) for y in x.args]...)
end
function _view_of(ex::Expr)
    idx = ex.args[2:end]
    any(_has_end, idx) || return Expr(:call, Base.view, ex.args...)
    a = ex.args[1]
    if a isa Symbol
        return Expr(:call, Base.view, a, Any[_replace_end(idx[i], a, i, length(idx)) for i in 1:length(idx)]...)
    end
    s = gensym()
    Expr(:let, Expr(:(=), s, a), Expr(:call, Base.view, s, Any[_replace_end(idx[i], s, i, length(idx)) for i in 1:length(idx)]...))
end
macro view(ex)
    if ex isa Expr && ex.head === :ref
        return esc(_view_of(ex))
    end
    throw(ArgumentError("Invalid use of @view macro: argument must be a reference expression A[...]."))
end
_views(ex) = ex
function _views(ex::Expr)
    h = String(ex.head)
    if ex.head === :quote || ex.head === :inert
        ex
    elseif ex.head === :ref
        e = Expr(:ref, _views(ex.args[1]), map(_views, ex.args[2:end])...)
        Expr(:call, Base._maybeview, _view_of(e).args[2:end]...)
    elseif ex.head === :(=) || (length(h) > 1 && last(h) == '=' && !(ex.head in (:(==), :(!=), :(<=), :(>=), :(===), :(!==))))
        lhs = ex.args[1]
        if lhs isa Expr && lhs.head === :ref
            lhs = Expr(:ref, _views(lhs.args[1]), map(_views, lhs.args[2:end])...)
        elseif lhs isa Expr && lhs.head !== :call && lhs.head !== :where
            lhs = lhs.head === :tuple ? lhs : _views(lhs)
        end
        if ex.head === :(=) || h[1] == '.' || !(lhs isa Expr && lhs.head === :ref)
            Expr(ex.head, lhs, _views(ex.args[2]))
        else
            Expr(ex.head, lhs, _views(ex.args[2]))
        end
    else
        Expr(ex.head, map(_views, ex.args)...)
    end
end
_maybeview(A, args...) = getindex(A, args...)
_maybeview(A::AbstractArray, args...) = view(A, args...)
_maybeview(A::AbstractArray, args::Number...) = getindex(A, args...)
_maybeview(A) = getindex(A)
macro views(x) esc(_views(x)) end


# Documentation
macro doc(ex) :(_doc_show($(Expr(:quote, ex)))) end
macro doc(str, ex)
    name = _doc_name(ex)
    if ex isa Symbol || (ex isa Expr && ex.head === :.)
        return esc(:($(GlobalRef(Base, :_doc_set))($__module__, $(QuoteNode(name)), $str)))
    end
    if ex isa Expr && ex.head === :call
        return esc(:($(GlobalRef(Base, :_doc_set))($__module__, $(QuoteNode(name)), $str)))
    end
    if ex isa Expr && ex.head === :module
        return esc(Expr(:toplevel, ex, :($(GlobalRef(Base, :_doc_set))($__module__, $(QuoteNode(name)), $str))))
    end
    v = gensym("value")
    ex isa Expr && (ex.head in (:struct, :abstract, :primitive, :const, :global, :macrocall) || (ex.head === :(=) && ex.args[1] isa Symbol)) &&
        return esc(Expr(:block, ex, :($(GlobalRef(Base, :_doc_set))($__module__, $(QuoteNode(name)), $str)), nothing))
    esc(Expr(:block, :($(GlobalRef(Base, :_doc_set))($__module__, $(QuoteNode(name)), $str)), ex))
end
macro doc(str, ex, define) esc(Expr(:macrocall, Symbol("@doc"), __source__, str, ex)) end
_doc_name(ex) = ex
_doc_name(ex::QuoteNode) = _doc_name(ex.value)
function _doc_name(ex::Expr)
    if ex.head === :struct
        _doc_name(ex.args[2])
    elseif ex.head === :module
        _doc_name(ex.args[2])
    elseif ex.head === :macro
        n = _doc_name(ex.args[1])
        n isa Symbol ? Symbol("@", n) : n
    elseif ex.head === :macrocall
        length(ex.args) > 2 ? _doc_name(ex.args[end]) : ex.args[1]
    elseif ex.head === :. && length(ex.args) == 2
        _doc_name(ex.args[2])
    elseif isempty(ex.args)
        nothing
    else
        _doc_name(ex.args[1])
    end
end
const _docs = Any[]
function _doc_set(m, name, text)
    push!(_docs, name)
    push!(_docs, text)
    nothing
end
function _doc_get(name)
    i = length(_docs) - 1
    while i >= 1
        _docs[i] === name && return _docs[i+1]
        i -= 2
    end
    nothing
end
function _doc_show(ex)
    t = _doc_get(_doc_name(ex))
    t === nothing ? "No documentation found." : t
end

macro deprecate(old, new, ex=true)
    if old isa Symbol
        esc(Expr(:(=), Expr(:call, old, Expr(:..., :args)), Expr(:call, new, Expr(:..., :args))))
    else
        esc(Expr(:(=), old, new))
    end
end
macro deprecate_binding(old, new, args...) esc(Expr(:const, Expr(:(=), old, new))) end

macro gensym(names...)
    blk = Expr(:block)
    for name in names
        push!(blk.args, :($(esc(name)) = gensym($(QuoteNode(name)))))
    end
    push!(blk.args, :nothing)
    blk
end


macro macroexpand(code) :(macroexpand($__module__, $(QuoteNode(code)), recursive=true)) end
macro macroexpand1(code) :(macroexpand($__module__, $(QuoteNode(code)), recursive=false)) end

function _call_parts(ex)
    if ex isa Expr && ex.head === :call
        pos = Any[]
        kw = Any[]
        for a in ex.args[2:end]
            if a isa Expr && a.head === :kw
                push!(kw, a)
            elseif a isa Expr && a.head === :parameters
                append!(kw, a.args)
            else
                push!(pos, a)
            end
        end
        return (ex.args[1], pos)
    elseif ex isa Expr && ex.head === :ref
        return (:(Base.getindex), ex.args)
    elseif ex isa Expr && ex.head === :. && length(ex.args) == 2
        return (:(Base.getproperty), Any[ex.args[1], ex.args[2]])
    elseif ex isa Expr && ex.head === Symbol("'")
        return (:(Base.adjoint), ex.args)
    end
    throw(ArgumentError("expression is not a function call"))
end
macro which(ex)
    if ex isa Symbol
        return :(which($__module__, $(QuoteNode(ex))))
    end
    f, args = _call_parts(ex)
    :(which($(esc(f)), Tuple{$([:(Core.Typeof($(esc(a)))) for a in args]...)}))
end
macro less(ex) nothing end
macro edit(ex) nothing end
macro functionloc(ex) nothing end
macro code_lowered(ex) nothing end
macro code_typed(ex...) nothing end
macro code_warntype(ex...) nothing end
macro code_llvm(ex...) nothing end
macro code_native(ex...) nothing end

# Messages on stderr
macro debug(args...) nothing end
macro info(args...) _log_message("Info", args, __module__, __source__) end
macro warn(args...) _log_message("Warning", args, __module__, __source__) end
macro error(args...) _log_message("Error", args, __module__, __source__) end
macro logmsg(level, args...) _log_message("LogLevel", args, __module__, __source__) end
function _log_message(level, args, mod, source)
    isempty(args) && throw(ArgumentError("must have at least one argument"))
    kws = Expr(:vect)
    for a in args[2:end]
        if a isa Expr && a.head === :(=) && length(a.args) == 2
            push!(kws.args, :($(string(a.args[1])) => $(esc(a.args[2]))))
        elseif a isa Expr && a.head === :...
            continue
        else
            push!(kws.args, :($(string(a)) => $(esc(a))))
        end
    end
    file = source.file === nothing ? "none" : String(source.file)
    :(_log_write($level, $(esc(args[1])), Any[$(kws.args...)], $mod, $file, $(source.line)))
end
function _log_write(level, message, kws, mod, file, line)
    flush(stdout)
    lines = split(chomp(string(message)), '\n')
    out = IOBuffer()
    extra = String[]
    for kv in kws
        v = kv.second
        if kv.first == "exception" && (v isa Exception || v isa Tuple)
            e = v isa Tuple ? v[1] : v
            push!(extra, string("  exception = ", sprint(showerror, e)))
        else
            vs = split(sprint(show, MIME("text/plain"), v), '\n')
            if length(vs) == 1
                push!(extra, string("  ", kv.first, " = ", vs[1]))
            else
                push!(extra, string("  ", kv.first, " ="))
                for l in vs
                    push!(extra, string("   ", l))
                end
            end
        end
    end
    showsplace = level != "Info"
    all = String[string(i == 1 ? string(level, ": ") : "  ", lines[i]) for i in 1:length(lines)]
    append!(all, extra)
    showsplace && push!(all, string("@ ", mod, " ", file, ":", line))
    n = length(all)
    for i in 1:n
        bar = n == 1 ? "[ " : i == 1 ? "┌ " : i == n ? "└ " : "│ "
        println(out, bar, all[i])
    end
    print(stderr, String(take!(out)))
    nothing
end

# @enum
function _enum_values(T, syms)
    basetype = Int32
    name = T
    if T isa Expr && T.head === :(::) && length(T.args) == 2
        name = T.args[1]
    end
    (name, basetype)
end
macro enum(T, syms...)
    isempty(syms) && throw(ArgumentError("no arguments given for Enum $T"))
    base = :Int32
    name = T
    if T isa Expr && T.head === :(::) && length(T.args) == 2
        name = T.args[1]
        base = T.args[2]
    end
    name isa Symbol || throw(ArgumentError("invalid type expression for enum $T"))
    BT = Core.eval(__module__, base)
    vals = Any[]
    next = 0
    items = syms
    if length(syms) == 1 && syms[1] isa Expr && syms[1].head === :block
        items = syms[1].args
    end
    for s in items
        s isa LineNumberNode && continue
        if s isa Symbol
            push!(vals, (s, next))
            for i in 1:length(vals)-1
                vals[i][2] == next && throw(ArgumentError("both $(vals[i][1]) and $s have value $next in Enum $name; values must be unique"))
            end
        elseif s isa Expr && (s.head === :(=) || s.head === :kw) && length(s.args) == 2 && s.args[1] isa Symbol
            next = Core.eval(__module__, s.args[2])
            next isa Integer || throw(ArgumentError("invalid value for Enum $name, $s; values must be integers"))
            for v in vals
                v[2] == next && throw(ArgumentError("both $(v[1]) and $(s.args[1]) have value $next in Enum $name; values must be unique"))
            end
            push!(vals, (s.args[1], next))
        else
            throw(ArgumentError(string("invalid argument for Enum ", name, ": ", s)))
        end
        for i in 1:length(vals)-1
            vals[i][1] === vals[end][1] && throw(ArgumentError("name \"$(vals[end][1])\" in Enum $name is not unique"))
        end
        next += 1
    end
    names = Tuple(v[1] for v in vals)
    ints = Tuple(v[2] for v in vals)
    blk = Expr(:block)
    push!(blk.args, Expr(:primitive, Expr(:<:, name, Expr(:curly, GlobalRef(Base, :Enum), base)), sizeof(BT) * 8))
    push!(blk.args, :($(GlobalRef(Base, :_enum_define))($name, $BT, $names, $ints)))
    for v in vals
        push!(blk.args, Expr(:const, Expr(:(=), v[1], :($name($(v[2]))))))
    end
    push!(blk.args, nothing)
    esc(Expr(:toplevel, blk.args...))
end
abstract type Enum{T<:Integer} end
const _enums = Any[]
_enum_define(T, BT, names, ints) = (push!(_enums, (T, BT, names, ints)); nothing)
function _enum_info(T)
    for e in _enums
        e[1] === T && return e
    end
    throw(ArgumentError("unknown Enum $T"))
end
function (::Type{T})(x::Integer) where T<:Enum
    e = _enum_info(T)
    x in e[4] || throw(ArgumentError(string("invalid value for Enum ", nameof(T), ": ", x)))
    reinterpret(T, convert(e[2], x))
end
(::Type{T})(x::Enum) where T<:Integer = convert(T, _enum_int(x))
(::Type{T})(x::T) where T<:Enum = x
_enum_int(x::T) where T<:Enum = reinterpret(_enum_info(T)[2], x)
Integer(x::Enum) = _enum_int(x)
convert(::Type{T}, x::Enum) where T<:Integer = convert(T, _enum_int(x))
instances(T::Type{<:Enum}) = Tuple(T(i) for i in sort!(collect(_enum_info(T)[4])))
typemin(T::Type{<:Enum}) = T(minimum(_enum_info(T)[4]))
typemax(T::Type{<:Enum}) = T(maximum(_enum_info(T)[4]))
isless(x::T, y::T) where T<:Enum = isless(_enum_int(x), _enum_int(y))
function Symbol(x::T) where T<:Enum
    e = _enum_info(T)
    i = _enum_int(x)
    for k in 1:length(e[4])
        e[4][k] == i && return e[3][k]
    end
    Symbol("<invalid #", i, ">")
end
print(io::IO, x::Enum) = print(io, Symbol(x))
show(io::IO, x::Enum) = print(io, Symbol(x))
function show(io::IO, ::MIME"text/plain", x::Enum)
    print(io, Symbol(x), "::", nameof(typeof(x)), " = ", repr(_enum_int(x)))
end
function show(io::IO, ::MIME"text/plain", T::Type{<:Enum})
    if !isa(T, DataType) || T === Enum || isabstracttype(T)
        show(io, T)
    else
        e = _enum_info(T)
        print(io, "Enum ", nameof(T), ":")
        for i in sort!(collect(1:length(e[4])), by = k -> e[4][k])
            print(io, "\n", e[3][i], " = ", repr(e[2](e[4][i])))
        end
    end
end
hash(x::Enum, h::UInt) = hash(_enum_int(x), h)
