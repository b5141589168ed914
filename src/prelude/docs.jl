# What stands before a definition: kept with its module, name and signature. help.jl finds and shows it.
struct DocStr
    mod::Module
    name # a Symbol; nothing if what is documented has none
    signature # a Tuple type, a Union of such if arguments have defaults; Union{}: not a method
    text
end
const _docs = Any[]
function _doc_set(mod, name, text, signature = Union{})
    for (i, d) in enumerate(_docs)
        d.mod === mod && d.name === name && d.signature == signature || continue
        _docs[i] = DocStr(mod, name, signature, text)
        return nothing
    end
    push!(_docs, DocStr(mod, name, signature, text))
    nothing
end

macro doc(ex) :(Docs.doc_of($__module__, $(QuoteNode(ex)))) end
macro doc(str, ex)
    set = Expr(:call, GlobalRef(Base, :_doc_set), __module__, QuoteNode(_doc_name(ex)), str)
    head = ex isa Expr ? ex.head : :none
    if head === :call # a signature only
        push!(set.args, _doc_signature(ex))
        return esc(set)
    end
    (ex isa Symbol || head === :.) && return esc(set)
    head === :module && return esc(Expr(:toplevel, ex, set))
    head in (:struct, :abstract, :primitive, :const, :global, :macrocall) && return esc(Expr(:block, ex, set, nothing))
    if head in (:function, :(=))
        ex.args[1] isa Symbol && return esc(head === :function ? Expr(:block, set, ex) : Expr(:block, ex, set, nothing))
        push!(set.args, _doc_signature(ex.args[1]))
    end
    esc(Expr(:block, set, ex))
end
macro doc(str, ex, define) esc(Expr(:macrocall, Symbol("@doc"), __source__, str, ex)) end
_doc_name(ex) = ex
_doc_name(ex::QuoteNode) = _doc_name(ex.value)
function _doc_name(ex::Expr)
    if ex.head in (:struct, :module)
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
# An expression for the type of f(a, b::T, c = 1): the Union of a Tuple with c and one without.
_doc_signature(ex) = Union{}
function _doc_signature(ex::Expr)
    ex.head === :where && return Expr(:where, _doc_signature(ex.args[1]), ex.args[2:end]...)
    ex.head === :(::) && return _doc_signature(ex.args[1])
    ex.head === :call || return Union{}
    types, unions = Any[Tuple], Any[Union]
    for a in ex.args[2:end]
        a isa Expr && a.head === :parameters && continue
        if a isa Expr && a.head === :kw
            push!(unions, Expr(:curly, types...))
            a = a.args[1]
        end
        splat = a isa Expr && a.head === :...
        splat && (a = a.args[1])
        T = a isa Expr && a.head === :(::) ? a.args[end] : Any
        push!(types, splat ? Expr(:curly, Vararg, T) : T)
    end
    push!(unions, Expr(:curly, types...))
    length(unions) == 2 ? unions[2] : Expr(:curly, unions...)
end
