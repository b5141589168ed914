# How exceptions are written.

showerror(io::IO, ex) = show(io, ex)
function showerror(io::IO, ex, bt; backtrace=true)
    with_output_color(showerror, (error_color(),), io, ex)
    backtrace && show_backtrace(io, bt)
    nothing
end
showerror(ex) = showerror(stderr, ex)

# The exceptions that were being handled when each other came, the newest first.
function show_exception_stack(io::IO, stack)
    for i in length(stack):-1:1
        i < length(stack) && printstyled(io, "caused by [exception ", i, "]\n", color = :light_black)
        exception, bt = stack[i]
        showerror(io, exception, bt; backtrace = bt !== nothing)
        println(io)
    end
end
function showerror(io::IO, ex::LoadError, bt=nothing; backtrace=true)
    print(io, "LoadError: ")
    bt === nothing ? showerror(io, ex.error) : showerror(io, ex.error, bt; backtrace = backtrace)
    print(io, "\nin expression starting at ", ex.file, ":", ex.line)
end
function showerror(io::IO, ex::InitError)
    print(io, "InitError: ")
    showerror(io, ex.error)
    print(io, "\nduring initialization of module ", ex.mod)
end
showerror(io::IO, ex::ErrorException) = print(io, ex.msg)
showerror(io::IO, ex::ArgumentError) = print(io, "ArgumentError: ", ex.msg)
showerror(io::IO, ex::AssertionError) = print(io, "AssertionError: ", ex.msg)
showerror(io::IO, ex::OverflowError) = print(io, "OverflowError: ", ex.msg)
showerror(io::IO, ex::KeyError) = (print(io, "KeyError: key "); show(io, ex.key); print(io, " not found"))
showerror(io::IO, ::DivideError) = print(io, "DivideError: integer division error")
showerror(io::IO, ::EOFError) = print(io, "EOFError: read end of file")
showerror(io::IO, ::StackOverflowError) = print(io, "StackOverflowError:")
showerror(io::IO, ::InterruptException) = print(io, "InterruptException:")
showerror(io::IO, ::UndefRefError) = print(io, "UndefRefError: access to undefined reference")
showerror(io::IO, ex::UndefVarError) = print(io, "UndefVarError: ", ex.var, " not defined")
showerror(io::IO, ex::UndefKeywordError) = print(io, "UndefKeywordError: keyword argument ", ex.var, " not assigned")
function showerror(io::IO, ex::CapturedException)
    showerror(io, ex.ex)
    for (frame, repeats, _) in _rows(ex.processed_bt)
        print(io, "\n")
        _show_call(io, frame)
        print(io, " at ", frame.file, ":", frame.line)
        repeats > 1 && print(io, " (repeats ", repeats, " times)")
    end
end

function showerror(io::IO, ex::BoundsError)
    print(io, "BoundsError")
    isdefined(ex, :a) || return
    a = ex.a
    print(io, ": attempt to access ")
    if a isa AbstractArray
        summary(io, a)
    elseif a isa Tuple
        show(io, a)
    elseif a isa AbstractString
        print(io, typeof(a))
    elseif a isa NamedTuple || a isa Type
        print(io, typeof(a))
    else
        summary(io, a)
    end
    isdefined(ex, :i) || return
    a isa AbstractArray || print(io, "\n ")
    print(io, " at index [")
    i = ex.i
    if i isa AbstractRange
        print(io, i)
    elseif i isa AbstractString
        show(io, i)
    elseif i isa Tuple || i isa AbstractArray || i isa Number
        for (n, x) in enumerate(i)
            n > 1 && print(io, ", ")
            x isa Colon && a isa AbstractArray && (x = _whole_dimension(a, i, n))
            x isa Colon ? print(io, ":") : x isa OneTo ? print(io, "1:", last(x)) : x isa AbstractRange ? print(io, x) : show(io, x)
        end
    else
        i isa Colon ? print(io, ":") : show(io, i)
    end
    print(io, "]")
end

_whole_dimension(a, i, n) = i isa Tuple && length(i) > 1 ? (1:size(a, n)) : (1:length(a))

function showerror(io::IO, ex::TypeError)
    print(io, "TypeError: ")
    if ex.expected === Bool
        print(io, "non-boolean (", typeof(ex.got), ") used in boolean context")
        return
    end
    ctx = isempty(string(ex.context)) ? "in $(ex.func)" :
        ex.func === Symbol("keyword argument") ? "in keyword argument $(ex.context)" : "in $(ex.func), in $(ex.context)"
    got = ex.got isa Type ? "Type{$(ex.got)}" : "a value of type $(typeof(ex.got))"
    print(io, ctx, ", expected ")
    if ex.expected isa TypeVar
        v = ex.expected
        v.lb !== Union{} && v.ub !== Any && print(io, v.lb, "<:")
        print(io, v.name)
        v.ub !== Any ? print(io, "<:", v.ub) : v.lb !== Union{} ? print(io, ">:", v.lb) : nothing
    else
        print(io, ex.expected)
    end
    print(io, ", got ", got)
end

function showerror(io::IO, ex::DomainError)
    short = ex.val isa AbstractArray ? IOContext(io, :compact => get(io, :compact, true), :limit => get(io, :limit, true)) : io
    print(short, "DomainError with ", ex.val)
    print(io, ":\n")
    ex.msg === nothing || print(io, ex.msg)
    nothing
end

function showerror(io::IO, ex::InexactError)
    print(io, "InexactError: ", ex.func, "(")
    T = ex.T
    nameof_T = T isa DataType ? string(nameof(T)) : string(T)
    string(ex.func) == nameof_T || print(io, T, ", ")
    print(io, ex.val)
    print(io, ")")
end

function showerror(io::IO, ex::SystemError)
    print(io, "SystemError")
    ex.extrainfo === nothing || print(io, " (with ", ex.extrainfo, ")")
    print(io, ": ", ex.prefix)
    ex.errnum == 0 || print(io, ": ", Libc.strerror(ex.errnum))
    nothing
end


# Whether a method was defined by a program, not by the language itself.
function _is_user_method(m::Method)
    _method_isbuiltin(m) && return false
    moduleroot(m.module) === Main
end

function _show_arg_types(io, args)
    print(io, "(")
    for (i, a) in enumerate(args)
        i > 1 && print(io, ", ")
        print(io, "::", Typeof(a))
    end
end

function _callee_name(io, f)
    if f isa Type
        print(io, f)
    elseif f isa Function
        s = nameof(f)
        startswith(string(s), '#') || f isa Colon ? print(io, "(::", typeof(f), ")") : print(io, s)
    else
        print(io, "(::", typeof(f), ")")
    end
end

function showerror(io::IO, ex::MethodError)
    f, args = ex.f, ex.args
    kw = NamedTuple()
    if f === Core.kwfunc && length(args) >= 2
        kw, f = args[1], args[2]
        args = args[3:end]
    end
    amb = isempty(kw) ? _ambiguous(f, args) : Any[]
    isempty(amb) || return _show_ambiguous(io, f, args, amb)
    if f === convert && length(args) == 2 && args[1] isa Type
        print(io, "MethodError: ")
        # types of one family, and what is no single type, stand on lines of their own
        break_line = args[1] isa DataType && args[1].name !== typeof(args[2]).name ? "" : "\n  "
        printstyled(io, "Cannot `convert` an object of type ", break_line, color = :normal)
        printstyled(io, args[2] isa Type ? "Type{$(args[2])}" : typeof(args[2]), color = :light_green)
        printstyled(io, " to an object of type ", break_line, color = :normal)
        printstyled(io, args[1], color = :light_red)
    elseif f === convert && length(args) == 2
        print(io, "MethodError: First argument to `convert` must be a Type, got ", args[1])
    elseif f isa DataType && isabstracttype(f) && !(f <: Number) && isempty(_methods(f))
        print(io, "MethodError: no constructors have been defined for ", f)
    elseif !_iscallable(f)
        print(io, "MethodError: objects of type ", typeof(f), " are not callable")
        f isa AbstractArray && print(io, "\nUse square brackets [] for indexing an Array.")
    else
        print(io, "MethodError: no method matching ")
        _callee_name(io, f)
        _show_arg_types(io, args)
        if !isempty(kw)
            print(io, "; ")
            for (i, k) in enumerate(keys(kw))
                i > 1 && print(io, ", ")
                print(io, k, "=")
                show(io, kw[k])
            end
        end
        print(io, ")")
    end
    if (f === (+) || f === (-)) && length(args) == 2
        args[1] isa AbstractArray && args[2] isa Number &&
            print(io, "\nFor element-wise ", f === (+) ? "addition" : "subtraction", ", use broadcasting with dot syntax: array .", f, " scalar")
        args[1] isa Number && args[2] isa AbstractArray &&
            print(io, "\nFor element-wise ", f === (+) ? "addition" : "subtraction", ", use broadcasting with dot syntax: scalar .", f, " array")
    end
    if f isa Function && isempty(kw) && parentmodule(f) !== Base && isdefined(Base, nameof(f))
        of_base = getfield(Base, nameof(f))
        of_base !== f && applicable(of_base, args...) && print(io, "\nYou may have intended to import Base.", repr(nameof(f))[2:end] == string(nameof(f)) && !isoperator(nameof(f)) ? nameof(f) : repr(nameof(f)))
    end
    isrow(a) = a isa Array && ndims(a) == 2 && size(a, 1) == 1
    if isempty(kw) && any(isrow, args) && applicable(f, map(a -> isrow(a) ? vec(a) : a, args)...)
        print(io, "\n\nYou might have used a 2d row vector where a 1d column vector was required.",
              "\nNote the difference between 1d column vector [1,2,3] and 2d row vector [1 2 3].",
              "\nYou can convert to a column vector with the vec() function.")
    end
    _show_candidates(io, f, args, kw)
end

function _show_ambiguous(io, f, args, ms)
    print(io, "MethodError: ")
    _callee_name(io, f)
    _show_arg_types(io, args)
    print(io, ") is ambiguous. Candidates:")
    for m in ms
        print(io, "\n  ", m)
    end
    sigs = map(m -> _params(unwrap_unionall(m.sig)), ms)
    fix = Any[]
    for i in 2:maximum(map(length, sigs))
        T = Any
        for s in sigs
            i <= length(s) && !(s[i] isa Core.Vararg) && s[i] isa Type && (T = typeintersect(T, s[i]))
        end
        push!(fix, T)
    end
    print(io, "\nPossible fix, define\n  ")
    _callee_name(io, f)
    print(io, "(")
    for (i, T) in enumerate(fix)
        i > 1 && print(io, ", ")
        T === Any ? print(io, "::Any") : print(io, "::", T)
    end
    print(io, ")")
end

# The program's methods that come near the call, those with most fitting arguments first: each with the parameters that
# do not fit marked.
function _show_candidates(io, f, args, kw)
    lines = f === convert && length(args) == 2 && args[1] isa DataType && args[1] <: Union{Number,AbstractString} ?
        _convert_candidates(io, args[1], args[2]) : _candidates(io, f, args, kw)
    isempty(lines) && return
    more = length(lines) > 3 ? push!(lines[1:3], "...") : lines
    printstyled(io, "\nClosest candidates are:", map(l -> string("\n  ", l), more)..., color = :normal)
end
function _candidates(io, f, args, kw)
    lines = Tuple{Int,String}[]
    pools = Any[(f, Any[Typeof(a) for a in args])]
    f === convert && length(args) == 2 && args[1] isa Type && push!(pools, (args[1], Any[Typeof(args[2])]))
    for (callee, types) in pools
        for m in _methods(callee)
            (_is_user_method(m) || _is_default_constructor(m)) || continue
            buf = IOBuffer()
            matches = _candidate(IOContext(buf, io), callee, m, types, kw, f in (convert, getindex, setindex!), length(args))
            matches >= 0 && push!(lines, (matches, String(take!(buf))))
        end
    end
    (f === (+) || f === (*)) && length(args) == 2 && !any(a -> a isa Union{Number,AbstractArray,AbstractString,Missing}, args) &&
        pushfirst!(lines, (2, string(f, "(::Any, ::Any, ", _unmatched(io, "Any"), ", ", _unmatched(io, "Any..."), ") at operators.jl:538")))
    f === convert && length(pools) == 2 && args[1] isa DataType && moduleroot(parentmodule(args[1])) === Main &&
        pushfirst!(lines, (1, string("convert(::Type{T}, ", _unmatched(io, "T"), ") where T at essentials.jl:171")))
    String[l[2] for l in sort!(lines, by = l -> -l[1])]
end
function _convert_candidates(io, T, x)
    text = T <: AbstractString
    any = text ? "AbstractString" : "Number"
    method(T, rest) = string("convert(::Type{T}, ", _unmatched(io, T), ") where T", rest)
    lines = [method("T", string("<:", any, " at ", text ? "strings/basic.jl:229" : "number.jl:6")),
             method(any, string("<:", any, " at ", text ? "strings/basic.jl:230" : "number.jl:7")),
             text ? method("T", " at essentials.jl:171") :
             T <: Integer ? method("Ptr", "<:Integer at pointer.jl:23") : method("Base.TwicePrecision", "<:Number at twiceprecision.jl:250")]
    text && !(x isa Symbol) || push!(lines, "...")
    lines
end
# A parameter that does not fit: in colour where there are colours.
_unmatched(io, T) = get(io, :color, false) ? sprint((o, t) -> printstyled(o, "::", t, color = error_color()), T, context = io) : string("!Matched::", T)
_is_default_constructor(m::Method) = _method_isbuiltin(m) && m.line > 0 && moduleroot(m.module) === Main

# Writes one candidate and returns how many arguments fit; -1: it does not come near.
function _candidate(buf, callee, m, types, kw, special, nargs)
    vars = _method_vars(m)
    sig = _method_parameters(m)[2:end]
    rewrap(ts) = foldr((v, T) -> UnionAll(v, T), vars; init = Tuple{ts...})
    print(buf, callee isa Type ? callee : callee isa Function ? nameof(callee) : Any, "(")
    given = copy(types)
    n = length(given)
    matches = 0
    for i in 1:min(n, length(sig))
        i > 1 && print(buf, ", ")
        va = sig[i] isa Core.Vararg
        if typeintersect(rewrap(sig[1:i]), rewrap(given[1:(va ? n : i)])) === Union{}
            special && i == 1 && return -1
            print(buf, _unmatched(buf, _candidate_type(sig[i])))
            given[i] = sig[i]
            continue
        elseif !va || i == n
            matches += 1
        end
        print(buf, "::", _candidate_type(sig[i]))
    end
    special && matches == 0 && return -1
    if n > length(sig) && !isempty(sig) && sig[end] isa Core.Vararg
        matches += count(T -> T <: _close(sig[end].T, vars), types[length(sig):end])
    end
    matches > 0 || nargs < 2 || return -1
    for k in n+1:length(sig)
        print(buf, k > 1 ? ", " : "", _unmatched(buf, _candidate_type(sig[k])))
    end
    kws = _method_kwnames(m)
    open = any(k -> endswith(string(k), "..."), kws)
    isempty(kws) || (print(buf, "; "); join(buf, kws, ", "))
    print(buf, ")")
    _method_where(buf, m)
    print(buf, " at ", m.file, ":", m.line)
    unexpected = [k for k in keys(kw) if !open && !(k in kws)]
    isempty(unexpected) || printstyled(buf, " got unsupported keyword argument", length(unexpected) > 1 ? "s " : " ",
                                       join(map(k -> string('"', k, '"'), unexpected), ", "), color = error_color())
    matches
end
function _candidate_type(T)
    va = T isa Core.Vararg
    va && (T = T.T)
    string(T isa TypeVar ? T.name : T, va ? "..." : "")
end
function _close(T, vars)
    for v in reverse(vars)
        T = T === v ? v.ub : T isa Type ? UnionAll(v, T) : T
    end
    T isa Type ? T : Any
end

function display_error(io::IO, ex, bt=nothing)
    printstyled(io, "ERROR: ", bold = true, color = error_color())
    showerror(IOContext(io, :limit => true), ex, bt, backtrace = bt !== nothing)
    println(io)
end
display_error(ex, bt=nothing) = display_error(stderr, ex, bt)

# What the program prints when a script ends in an error: the error, then those that were being handled when it came.
function report_uncaught(ex, bt)
    causes = _causes()
    display_error(stderr, ex, bt)
    for i in length(causes):-1:1
        printstyled(stderr, "caused by [exception ", i, "]\n", color = :light_black)
        showerror(IOContext(stderr, :limit => true), causes[i]...)
        println(stderr)
    end
end

TypeError(where, expected::Type, got) = TypeError(where, "", expected, got)
