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
    path = _doc_path(ex)
    set = Expr(:call, GlobalRef(Base, :_doc_set), __module__, QuoteNode(_doc_last(path)), str)
    name = Expr(:call, GlobalRef(Base, :_doc_binding), __module__, QuoteNode(path))
    head = ex isa Expr ? ex.head : :none
    head === :module && return esc(Expr(:toplevel, ex, set, _doc_last(path)))
    defines = !(head in (:call, :., :none))
    if head === :call || head in (:function, :(=)) && !(ex.args[1] isa Symbol)
        push!(set.args, _doc_signature(head === :call ? ex : ex.args[1]))
    end
    esc(defines ? Expr(:block, ex, set, name) : Expr(:block, set, name))
end
macro doc(str, ex, define) esc(Expr(:macrocall, Symbol("@doc"), __source__, str, ex)) end
# The name of what an expression defines or mentions, with the module that may stand before it.
_doc_path(ex) = ex
_doc_path(ex::QuoteNode) = _doc_path(ex.value)
function _doc_path(ex::Expr)
    if ex.head in (:struct, :module)
        _doc_path(ex.args[2])
    elseif ex.head === :macro
        n = _doc_path(ex.args[1])
        n isa Symbol ? Symbol("@", n) : n
    elseif ex.head === :macrocall
        length(ex.args) > 2 ? _doc_path(ex.args[end]) : ex.args[1]
    elseif ex.head === :. && length(ex.args) == 2
        ex
    elseif ex.head === :(::) # of a callable object, its type; else of a method's result
        _doc_path(ex.args[1] isa Expr && ex.args[1].head === :call ? ex.args[1] : ex.args[end])
    elseif isempty(ex.args)
        nothing
    else
        _doc_path(ex.args[1])
    end
end
_doc_last(path) = path
_doc_last(path::Expr) = path.args[2] isa QuoteNode ? path.args[2].value : _doc_last(_doc_path(path.args[2]))
# What a documented definition gives: where its documentation is kept.
function _doc_binding(mod, path)
    name = _doc_last(path)
    name isa Symbol && isdefined(Base, :Docs) || return nothing # early in the prelude there is no Binding yet
    of = path isa Expr ? Core.eval(mod, path.args[1]) : mod
    Docs.Binding(of isa Module ? of : mod, name)
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
