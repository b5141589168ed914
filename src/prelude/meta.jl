# Expressions as data: the module Meta, dump.

module Meta
using ..Base: isidentifier, isoperator, isunaryoperator, isbinaryoperator, ispostfixoperator
export quot, isexpr, show_sexpr, @dump

const ParseError = Core.ParseError
ParseError(msg::AbstractString) = Base._new(ParseError, msg)

quot(ex) = Expr(:quote, ex)

isexpr(ex, head::Symbol) = ex isa Expr && ex.head === head
isexpr(ex, heads) = ex isa Expr && ex.head in heads
isexpr(ex, head::Symbol, n::Int) = isexpr(ex, head) && length(ex.args) == n
isexpr(ex, heads, n::Int) = isexpr(ex, heads) && length(ex.args) == n

show_sexpr(ex) = show_sexpr(stdout, ex)
show_sexpr(io::IO, ex) = show_sexpr(io, ex, 0)
show_sexpr(io::IO, ex, inner::Int) = show(io, ex)

function show_sexpr(io::IO, ex::QuoteNode, inner::Int)
    print(io, "(:quote, #QuoteNode\n", " "^(inner + 2))
    show_sexpr(io, ex.value, inner + 2)
    print(io, '\n', " "^inner, ')')
end

function show_sexpr(io::IO, ex::Expr, inner::Int)
    inner += 2
    if ex.head === :block
        print(io, "(:block,")
        for (i, a) in enumerate(ex.args)
            print(io, '\n', " "^inner)
            show_sexpr(io, a, inner)
            i < length(ex.args) && print(io, ',')
        end
        isempty(ex.args) || print(io, '\n', " "^(inner - 2))
    else
        print(io, '(')
        show(io, ex.head)
        for a in ex.args
            print(io, ", ")
            show_sexpr(io, a, inner)
        end
        isempty(ex.args) && print(io, ',')
    end
    print(io, ')')
    nothing
end

macro dump(ex)
    :(dump($(quot(ex))))
end
end
export Meta
_set_module(Core.ParseError, Meta) # it is shown as Base.Meta.ParseError

hash(x::Expr, h::UInt) = hash(x.args, hash(x.head, h + 0x96d26dc66ce53fe4))
hash(x::QuoteNode, h::UInt) = hash(x.value, h + 0x469d72af2b5d0a1a)

function remove_linenums!(ex::Expr)
    if ex.head === :block || ex.head === :quote
        filter!(x -> !(x isa LineNumberNode || Meta.isexpr(x, :line)), ex.args)
    end
    for sub in ex.args
        sub isa Expr && remove_linenums!(sub)
    end
    ex
end
remove_linenums!(x) = x

function incomplete_tag(ex::Expr)
    Meta.isexpr(ex, :incomplete) || return :none
    msg = ex.args[1]
    occursin("string", msg) && return :string
    occursin("comment", msg) && return :comment
    occursin("requires end", msg) && return :block
    occursin("\"`\"", msg) && return :cmd
    occursin("character", msg) && return :char
    :other
end

## ---- dump ----

dump(x; maxdepth=8) = dump(stdout, x; maxdepth=maxdepth)
function dump(io::IO, x; maxdepth=8)
    _dump(IOContext(io, :limit => true), x, maxdepth, "")
    println(io)
end

function _dump(io, x, n, indent)
    T = typeof(x)
    x isa Function ? print(io, x, " (function of type ", T, ")") : print(io, T)
    if nfields(x) > 0
        n > 0 || return
        for field in (x isa Tuple ? (1:length(x)) : fieldnames(T))
            print(io, '\n', indent, "  ", field, ": ")
            isdefined(x, field) ? _dump(io, getfield(x, field), n - 1, indent * "  ") : print(io, "#undef")
        end
    elseif !(x isa Function)
        print(io, " ")
        show(io, x)
    end
    nothing
end
_dump(io, x::Char, n, indent) = (print(io, "Char "); show(io, x))
_dump(io, x::Module, n, indent) = print(io, "Module ", x)
_dump(io, x::String, n, indent) = (print(io, "String "); show(io, x))
_dump(io, x::Symbol, n, indent) = print(io, "Symbol ", x)
_dump(io, x::Union, n, indent) = print(io, x)

function _dump_elements(io, x, n, indent, from, to)
    for i in from:to
        print(io, '\n', indent, "  ", i, ": ")
        isassigned(x, i) ? _dump(io, x[i], n - 1, indent * "  ") : print(io, "#undef")
    end
end
function _dump(io, x::Array, n, indent)
    print(io, "Array{", eltype(x), "}(", size(x), ")")
    if eltype(x) <: Number
        print(io, " ")
        show(io, x)
    elseif n > 0 && !isempty(x)
        if length(x) <= 10
            _dump_elements(io, x, n, indent, 1, length(x))
        else
            _dump_elements(io, x, n, indent, 1, 5)
            print(io, '\n', indent, "  ...")
            _dump_elements(io, x, n, indent, length(x) - 4, length(x))
        end
    end
    nothing
end
function _dump(io, x::DataType, n, indent)
    _dump_name(io, x)
    x === Any || (print(io, " <: "); _dump_name(io, supertype(x)))
    if n > 0 && !(x <: Tuple) && !isabstracttype(x)
        for i in 1:fieldcount(x)
            T = fieldtype(x, i)
            print(io, '\n', indent, "  ", fieldname(x, i), "::", T isa TypeVar ? T.name : T)
        end
    end
    nothing
end
# A type within a UnionAll is written with the bounds of its variables.
_dump_name(io, T) = T isa DataType && any(p -> p isa TypeVar, T.parameters) ?
    print(io, nameof(T), "{", join(T.parameters, ","), "}") : print(io, T)
_dump(io, x::Core.TypeofBottom, n, indent) = print(io, x)
function _dump(io, x::UnionAll, n, indent)
    print(io, "UnionAll")
    n > 0 || return
    print(io, '\n', indent, "  var: ")
    _dump(io, x.var, n - 1, indent * "  ")
    print(io, '\n', indent, "  body: ")
    _dump(io, x.body, n - 1, indent * "  ")
end
export dump

# What the prompt does with a value.
function _show_at_prompt(x)
    try
        yield() # a task that was just started begins before it is shown
        show(IOContext(stdout, :limit => true, :module => Main), MIME("text/plain"), x)
        println()
    catch
        println("Error showing value of type ", typeof(x), ":")
        rethrow()
    end
end
