# Docs: docstrings, kept with the names that they document, and what is said of a name that has none.
# The first part serves the prelude itself, so it stands on little.
module Docs

export doc

struct Docstring
    mod::Module
    name::Symbol
    signature::Any # of a documented method, as an expression; nothing for the name as such
    text::Any
end
const docstrings = Docstring[]

# Where a documented definition has its name, and a method its parameters.
name_of(ex::Symbol) = ex
name_of(ex::QuoteNode) = name_of(ex.value)
name_of(ex::GlobalRef) = ex.name
name_of(ex) = nothing
function name_of(ex::Expr)
    h, a = ex.head, ex.args
    isempty(a) && return nothing
    h in (:struct, :module) || (h === :. && length(a) == 2) ? name_of(a[2]) :
    h === :macro ? (n = name_of(a[1]); n isa Symbol ? Symbol("@", n) : n) :
    h === :macrocall ? (length(a) > 2 ? name_of(a[end]) : a[1]) : name_of(a[1])
end
function signature_of(ex)
    while ex isa Expr && ex.head in (:function, :(=), :where, :(::), :macrocall) && !isempty(ex.args)
        ex = ex.head === :macrocall ? ex.args[end] : ex.args[1]
    end
    ex isa Expr && ex.head === :call || return nothing
    Expr(:tuple, (type_of(a) for a in ex.args[2:end] if !(a isa Expr && a.head === :parameters))...)
end
type_of(a) = :Any
type_of(a::Expr) = a.head === :(::) ? a.args[end] : a.head in (:kw, :...) ? type_of(a.args[1]) : :Any

function set(m::Module, name::Symbol, signature, text)
    d = Docstring(m, name, signature, text)
    i = length(docstrings)
    while i >= 1 && !(docstrings[i].name === name && docstrings[i].mod === m && docstrings[i].signature == signature)
        i -= 1
    end
    i == 0 ? push!(docstrings, d) : (docstrings[i] = d)
    nothing
end
set(m, name, signature, text) = nothing

# The definition together with the keeping of its docstring.
function documented(m::Module, text, ex)
    name = name_of(ex)
    keep = Expr(:call, set, m, QuoteNode(name), QuoteNode(signature_of(ex)), text)
    (ex isa Symbol || (ex isa Expr && (ex.head === :. || ex.head === :call))) && return keep
    ex isa Expr && ex.head === :module && return Expr(:toplevel, ex, keep)
    value = ex isa Expr && (ex.head in (:struct, :abstract, :primitive, :const, :global, :macrocall) || (ex.head === :(=) && ex.args[1] isa Symbol))
    value ? Expr(:block, ex, keep, nothing) : Expr(:block, keep, ex)
end

# Where a name is to be looked up: A.f in A.
module_of(ex, here) = here
module_of(ex::Expr, here) = ex.head === :. && length(ex.args) == 2 ? esc(ex.args[1]) : here

same_binding(d::Docstring, m::Module, name::Symbol) = d.name === name &&
    (d.mod === m || isdefined(d.mod, name) && isdefined(m, name) && getfield(d.mod, name) === getfield(m, name))
texts(m::Module, name::Symbol, types) = Any[d.text for d in docstrings if same_binding(d, m, name) && serves(d, types)]
serves(d::Docstring, ::Nothing) = true
serves(d::Docstring, types) = d.signature !== nothing && types <: Tuple{Core.eval(d.mod, d.signature)...}

parsed(text) = text isa AbstractString ? Base.Markdown.parse(text) : text
# What is known of a name: its docstrings, else what a built-in's declaration says, else what it is.
function doc(m::Module, name::Symbol, types = nothing)
    found = texts(m, name, types)
    isempty(found) && types !== nothing && (found = texts(m, name, nothing))
    isempty(found) || return Base.Markdown.MD(reduce(vcat, [parsed(t).content for t in found]))
    said = isdefined(m, name) && isdefined(Base, name) && getfield(m, name) === getfield(Base, name) ? Base._builtin_help(string(name)) : ""
    isempty(said) || return Base.Markdown.MD(Any[Base.Markdown.Code("", said)])
    Base.Markdown.parse("No documentation found.\n\n" * summary_of(m, name))
end
doc(f::Union{Function,Type}) = doc(parentmodule(f), nameof(f))
doc(m::Module) = doc(parentmodule(m), nameof(m))
doc(x) = Base.Markdown.parse("No documentation found.\n\n" * summary_of(x, repr(x)))

prefix(m::Module) = m === Main ? "" : "$m."
function summary_of(m::Module, name::Symbol)
    isdefined(m, name) || return "Binding `$(prefix(m))$name` does not exist.\n"
    summary_of(getfield(m, name), string(name))
end
function summary_of(f::Function, name)
    text = sprint(show, methods(f))
    "`$(prefix(parentmodule(f)))$name` is a `Function`.\n\n```\n$text\n```\n"
end
summary_of(m::Module, name) = "No docstring found for module `$m`.\n"
function summary_of(T::Type, name)
    D = Base.unwrap_unionall(T)
    D isa DataType || return "`$T` is a type.\n"
    kind = isabstracttype(D) ? "abstract type" : isprimitivetype(D) ? "primitive type" : ismutabletype(D) ? "mutable struct" : "struct"
    out = "# Summary\n\n```\n$kind $D <: $(supertype(D))\n```\n"
    if isstructtype(D) && fieldcount(D) > 0
        width = maximum(length(string(f)) for f in fieldnames(D))
        fields = [string(rpad(f, width), " :: ", fieldtype(D, f)) for f in fieldnames(D)]
        return string(out, "\n# Fields\n\n```\n", join(fields, "\n"), "\n```\n", hierarchy(D, true))
    end
    return out * hierarchy(D, false)
end
ismutabletype(D) = D.mutable
function hierarchy(D, isstruct)
    above = Base.supertypes(D)
    isstruct && length(above) <= 2 || length(above) <= 2 && isabstracttype(D) ? "" :
        string("\n# Supertype Hierarchy\n\n```\n", join(above, " <: "), "\n```\n")
end
summary_of(x, name) = "`$name` is of type `$(typeof(x))`.\n\n" * summary_of(typeof(x), string(typeof(x)))

end

const doc = Docs.doc
macro doc(ex)
    name = Docs.name_of(ex)
    if name isa Symbol && ex isa Expr && ex.head === :call
        types = (Docs.type_of(a) for a in ex.args[2:end])
        return :(Docs.doc($(Docs.module_of(ex.args[1], __module__)), $(QuoteNode(name)), $(esc(:(Tuple{$(types...)})))))
    end
    name isa Symbol && return :(Docs.doc($(Docs.module_of(ex, __module__)), $(QuoteNode(name))))
    :(Docs.doc($(esc(ex))))
end
macro doc(text, ex) esc(Docs.documented(__module__, text, ex)) end
macro doc(text, ex, define) esc(Docs.documented(__module__, text, ex)) end
# What ?name at the prompt shows of docstrings.
function _doc_get(name)
    found = Any[d.text for d in Docs.docstrings if d.name === name]
    isempty(found) ? nothing : string(found[end])
end
