# Calls in progress, and how they are written: [n] name(::Types) at file:line.

module StackTraces
export StackFrame, StackTrace, stacktrace
"""
What is known of a call: its method `def`, the types of callee and arguments (the last a tuple's, if the method collects
the rest), as bits which arguments the method calls, the types of the keywords.
"""
struct CallInfo
    def::Method
    types::Tuple
    called::Int
    kwtypes::Tuple
end
"A call in progress."
struct StackFrame
    func::Symbol
    file::Symbol
    line::Int
    linfo::Any
    from_c::Bool
    inlined::Bool
    pointer::UInt64
end
const StackTrace = Vector{StackFrame}
_frame(func, file, line, linfo = nothing) = StackFrame(Symbol(func), Symbol(file), line, linfo, false, false, 0)
_frame(func, file, line, linfo, repeats) = _frame(func, file, line, linfo)
_frame(func, file, line, m, repeats, types, called, kwtypes) = _frame(func, file, line, CallInfo(m, types, called, kwtypes))
Base.:(==)(a::StackFrame, b::StackFrame) = (a.func, a.file, a.line) == (b.func, b.file, b.line)
Base.hash(f::StackFrame, h::UInt) = hash((f.func, f.file, f.line), h)

"""
    stacktrace([trace])

The calls in progress, innermost first, or those of a trace that `backtrace` or `catch_backtrace` gave, as `StackFrame`s.
"""
function stacktrace(bt = Base.backtrace(), c_funcs = false)
    out = StackFrame[]
    for f in bt
        f isa StackFrame ? push!(out, f) : length(f) < 3 || append!(out, fill(_frame(f...), min(length(f) > 4 ? f[5] : 1, 1000)))
    end
    out
end
Base.show(io::IO, f::StackFrame) = (Base._show_call(io, f); print(io, " at ", basename(string(f.file)), ":", f.line))
end
using .StackTraces: StackFrame, stacktrace

# The name of a function or type, or the type of another thing that is called.
function _called_name(T)
    T <: Type && !isempty(_params(T)) && return string(_params(T)[1])
    if T isa DataType && T <: Function && isdefined(T, :instance)
        f, m = T.instance, parentmodule(T)
        isdefined(m, nameof(f)) && getfield(m, nameof(f)) === f && return string(nameof(f))
    end
    string("(::", T, ")")
end

# Julia compiles no methods of their own for functions that a method only hands on, nor for types.
function _shown_type(T, declared, called)
    called && return T
    declared === Any && T <: Type && return Type{T} where T
    (declared === Any || declared === Function) && T <: Function ? Function : T
end

# ... nor for each number of arguments beyond the second that a method collects.
function _shown_types(c)
    declared = _method_parameters(c.def)
    fixed = length(c.types) - _method_isva(c.def)
    out = Any[_shown_type(c.types[i], get(declared, i, Any), c.called >> (i - 1) & 1 == 1) for i in 2:fixed]
    fixed == length(c.types) && return out
    rest = Any[_params(c.types[end])...]
    counted = !(declared[end] isa Core.Vararg) || isdefined(declared[end], :N) # x::Vararg{T,N}
    (counted || length(rest) < 2) && return append!(out, rest)
    T = declared[end].T isa Type ? declared[end].T : Any
    push!(out, rest[1], string("Vararg{", all(S -> S <: rest[1], rest) ? rest[1] : T, ",N} where N"))
end

function _keyword_texts(c)
    names = map(string, _method_kwnames(c.def))
    [string(endswith(k, "...") ? k[1:end-3] : k, "::", T) for (k, T) in zip(names, c.kwtypes)]
end

function _show_call(io, f::StackFrame)
    f.linfo isa StackTraces.CallInfo && f.func !== Symbol("top-level scope") || return print(io, f.func)
    c = f.linfo
    printstyled(io, _called_name(c.types[1]), color = :bold)
    printstyled(io, "(", color = :bold)
    join(io, [string("::", T) for T in _shown_types(c)], ", ")
    kws = _keyword_texts(c)
    isempty(kws) || (print(io, "; "); join(io, kws, ", "))
    printstyled(io, ")", color = :bold)
end

# A trace as it is told in other processes, where its methods are not.
function _told_trace(bt)
    told = Any[]
    for f in bt
        push!(told, length(f) < 8 ? f : (Symbol(sprint(_show_call, StackTraces._frame(f...))), f[2], f[3], nothing, f[5]))
    end
    told
end

# The calls as (frame, how often in a row, how many are left out behind it).
function _rows(bt)
    rows = Tuple{StackFrame,Int,Int}[]
    for f in bt
        if f isa Tuple && length(f) == 2
            r = rows[end]
            rows[end] = (r[1], r[2], f[2])
            continue
        end
        f isa Tuple && length(f) < 3 && continue
        frame = f isa StackFrame ? f : StackTraces._frame(f...)
        n = f isa Tuple && length(f) > 4 ? f[5] : 1
        if !isempty(rows) && rows[end][1] == frame && rows[end][3] == 0
            rows[end] = (rows[end][1], rows[end][2] + n, 0)
        else
            push!(rows, (frame, n, 0))
        end
    end
    rows
end

# How many rows the shortest cycle has that ends behind row i and begins anew there, and how often it does; (0, 0): none.
function _cycle(rows, i)
    for len in 2:min(i, length(rows) - i)
        n = 0
        while i + (n + 1) * len <= length(rows) && all(k -> rows[i-len+k] == rows[i+n*len+k], 1:len)
            n += 1
        end
        n > 0 && return len, n
    end
    0, 0
end

function _print_row(io, number, (frame, repeats, left_out))
    print(io, "\n [", number, "] ")
    _show_call(io, frame)
    print(io, " at ")
    printstyled(io, frame.file, ":", frame.line, color = :bold)
    repeats > 1 && print(io, " (repeats ", repeats, " times)")
    left_out > 0 && print(io, "\n ... (", left_out, " calls are left out)")
end

# More calls than this are shown with their cycles once.
const _long_trace = 50

function show_backtrace(io::IO, bt)
    rows = bt isa AbstractVector ? _rows(bt) : []
    isempty(rows) && return
    print(io, "\nStacktrace:")
    i = number = 0
    while i < length(rows)
        i += 1
        number += 1
        _print_row(io, number, rows[i])
        len, n = length(rows) > _long_trace ? _cycle(rows, i) : (0, 0)
        n == 0 && continue
        print(io, "\n ... (the last ", len, " lines are repeated ", n, " more time", n > 1 ? "s)" : ")")
        i += len * n
        number += len * n
    end
end
