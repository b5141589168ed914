# Enumerations: primitive types whose values have names.

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
                vals[i][2] == next && throw(ArgumentError("both $s and $(vals[i][1]) have value $next in Enum $name; values must be unique"))
            end
        elseif s isa Expr && (s.head === :(=) || s.head === :kw) && length(s.args) == 2 && s.args[1] isa Symbol
            next = Core.eval(__module__, s.args[2])
            next isa Integer || throw(ArgumentError("invalid value for Enum $name, $s; values must be integers"))
            for v in vals
                v[2] == next && throw(ArgumentError("both $(s.args[1]) and $(v[1]) have value $next in Enum $name; values must be unique"))
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
(::Type{T})(x::Enum) where T<:Integer = T(_enum_int(x))
(::Type{T})(x::T) where T<:Enum = x
_enum_int(x::T) where T<:Enum = reinterpret(_enum_info(T)[2], x)
Integer(x::Enum) = _enum_int(x)
instances(T::Type{<:Enum}) = Tuple(T(i) for i in _enum_info(T)[4])
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
_is_visible(name, from) = isdefined(Main, name) && isdefined(from, name) && getfield(Main, name) === getfield(from, name)
function show(io::IO, x::Enum)
    name = Symbol(x)
    from = parentmodule(typeof(x))
    get(io, :compact, false) || _is_visible(name, from) || print(io, from, ".")
    print(io, name)
end
function show(io::IO, ::MIME"text/plain", x::Enum)
    print(io, Symbol(x), "::", nameof(typeof(x)), " = ", repr(_enum_int(x)))
end
function show(io::IO, ::MIME"text/plain", T::Type{<:Enum})
    if !isa(T, DataType) || T === Enum || isabstracttype(T)
        show(io, T)
    else
        e = _enum_info(T)
        print(io, "Enum ", T, ":")
        for i in 1:length(e[4])
            print(io, "\n", e[3][i], " = ", repr(e[2](e[4][i])))
        end
    end
end
hash(x::Enum, h::UInt) = hash(_enum_int(x), h)
