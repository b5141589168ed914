# The macros that Base offers, and the functions that they and the compiler's lowering call.

Core.eval(m::Module, e, file) = Core.eval(m, e)

_dotted_function(f) = (args...) -> broadcast(f, args...)

macro __MODULE__() __module__ end
macro __LINE__() __source__.line end
macro __FILE__() __source__.file === nothing ? nothing : String(__source__.file) end
macro __DIR__()
    f = __source__.file
    dir = f === nothing ? "" : dirname(String(f))
    isempty(dir) ? pwd() : abspath(dir)
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
macro nospecialize(args...) length(args) == 1 ? esc(args[1]) : nothing end
macro specialize(args...) length(args) == 1 ? esc(args[1]) : nothing end
macro polly(ex) esc(ex) end
macro aliasscope(ex) esc(ex) end
macro nloops_(ex) esc(ex) end
macro optlevel(n) nothing end
macro compilecache(ex) nothing end

# @generated function f(x) ... end: the body sees the arguments' types and returns the expression that is run for
# values of these types; each is compiled once.
struct Generator_
    body
    names
    m
    made
end
function _generated(g::Generator_, types, sparams)
    get!(g.made, (types, sparams)) do
        ex = g.body(types..., sparams...)
        Core.eval(g.m, Expr(:->, Expr(:tuple, g.names...), Expr(:block, ex)))
    end
end
macro generated() false end
macro generated(def)
    Meta.isexpr(def, (:function, :(=)), 2) && (Meta.isexpr(def.args[1], (:call, :where, :(::)))) ||
        error("invalid syntax; @generated must be used with a function definition")
    sig = copy(def.args[1])
    holder, sparams, call = nothing, Symbol[], sig
    while call.head !== :call
        if call.head === :where
            for s in call.args[2:end], v in (Meta.isexpr(s, :braces) ? s.args : Any[s])
                push!(sparams, v isa Symbol ? v : v.head === :comparison ? v.args[3] : v.args[1])
            end
        end
        call.args[1] = copy(call.args[1])
        call = call.args[1]
    end
    names, types = Symbol[], Any[]
    for i in 2:length(call.args)
        a = call.args[i]
        if Meta.isexpr(a, :parameters)
            for k in a.args
                _generated_parameter!(names, types, k)
            end
            continue
        end
        Meta.isexpr(a, :(::), 1) && (a = call.args[i] = Expr(:(::), gensym(), a.args[1]))
        _generated_parameter!(names, types, a)
    end
    g = gensym("generator")
    all = Symbol[names; sparams]
    body = Expr(:->, Expr(:tuple, all...), def.args[2])
    run = :($(GlobalRef(Base, :_generated))($g, ($(types...),), ($(sparams...),))($(all...)))
    esc(Expr(:block, :(const $g = $(GlobalRef(Base, :Generator_))($body, $all, $__module__, $(GlobalRef(Base, :Dict)){Any,Any}())),
        Expr(:function, sig, Expr(:block, __source__, run))))
end
function _generated_parameter!(names, types, a)
    Meta.isexpr(a, (:kw, :(=))) && (a = a.args[1])
    splat = Meta.isexpr(a, :...)
    splat && (a = a.args[1])
    Meta.isexpr(a, :(::)) && (a = a.args[1])
    push!(names, a)
    T = GlobalRef(Core, :Typeof)
    push!(types, splat ? :($(GlobalRef(Base, :map))($T, $a)) : :($T($a)))
end
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
macro functionloc(ex)
    :((m -> (String(m.file), Int(m.line)))($(Expr(:macrocall, GlobalRef(Base, Symbol("@which")), __source__, esc(ex)))))
end
# There is one form of code, the machine's instructions.
function _show_code(ex)
    f, args = _call_parts(ex)
    :(print(_disassemble($(esc(f)))))
end
macro code_lowered(ex) _show_code(ex) end
macro code_typed(ex...) _show_code(ex[end]) end
macro code_warntype(ex...) _show_code(ex[end]) end
macro code_llvm(ex...) _show_code(ex[end]) end
macro code_native(ex...) _show_code(ex[end]) end

# @kwdef struct ... end: a keyword constructor with defaults.
macro kwdef(expr)
    expr isa Expr && expr.head === :macrocall && (expr = macroexpand(__module__, expr))
    expr isa Expr && expr.head === :struct || error("Invalid usage of @kwdef")
    T = expr.args[2]
    T isa Expr && T.head === :<: && (T = T.args[1])
    params = Any[]
    names = Any[]
    _kwdef!(expr.args[3], params, names)
    isempty(params) && return esc(expr)
    keywords = Expr(:parameters, params...)
    if T isa Symbol
        def = Expr(:(=), Expr(:call, T, keywords), Expr(:call, T, names...))
    elseif T isa Expr && T.head === :curly
        S = T.args[1]
        P = T.args[2:end]
        Q = Any[U isa Expr && U.head === :<: ? U.args[1] : U for U in P]
        SQ = Expr(:curly, S, Q...)
        def = Expr(:block,
            Expr(:(=), Expr(:call, S, keywords), Expr(:call, S, names...)),
            Expr(:(=), Expr(:where, Expr(:call, SQ, keywords), P...), Expr(:call, SQ, names...)))
    else
        error("Invalid usage of @kwdef")
    end
    esc(Expr(:block, expr, def, nothing))
end
# Takes the defaults out of a struct's block; collects the keywords and the names.
function _kwdef!(blk, params, names)
    for i in 1:length(blk.args)
        ei = blk.args[i]
        if ei isa Symbol
            push!(params, ei)
            push!(names, ei)
        elseif ei isa Expr && ei.head === :(=)
            lhs = ei.args[1]
            var = lhs isa Symbol ? lhs : lhs isa Expr && lhs.head === :(::) && lhs.args[1] isa Symbol ? lhs.args[1] : nothing
            var === nothing && continue
            push!(params, Expr(:kw, var, ei.args[2]))
            push!(names, var)
            blk.args[i] = lhs
        elseif ei isa Expr && ei.head === :(::) && ei.args[1] isa Symbol
            push!(params, ei.args[1])
            push!(names, ei.args[1])
        elseif ei isa Expr && ei.head === :block
            _kwdef!(ei, params, names)
        end
    end
end

macro NamedTuple(ex)
    decls = filter(e -> !(e isa LineNumberNode), ex.args)
    vars = [QuoteNode(e isa Symbol ? e : e.args[1]) for e in decls]
    types = [esc(e isa Symbol ? :Any : e.args[2]) for e in decls]
    Expr(:curly, :NamedTuple, Expr(:tuple, vars...), Expr(:curly, :Tuple, types...))
end
