# Finding and showing documentation: @doc, ?name at the prompt, apropos.
module Docs
import ..Base: DocStr, _docs, _builtin_docs, _module_usings
import Markdown
export doc, apropos

"A name in a module."
struct Binding
    mod::Module
    var::Symbol
end
Base.isdefined(b::Binding) = isdefined(b.mod, b.var)
resolve(b::Binding) = getfield(b.mod, b.var)
Base.show(io::IO, b::Binding) = print(io, b.mod === Main ? "" : "$(b.mod).", b.var)

# ---- finding ----

# What is documented under a name of a module: docstrings first, then what the built-ins' declarations say.
function found(b::Binding, signature = Union{})
    value = isdefined(b) ? resolve(b) : nothing
    same(mod, name) = mod === b.mod && name === b.var ||
                      value !== nothing && isdefined(mod, name) && getfield(mod, name) === value
    known = value isa Union{Function,DataType} ? (b.var, nameof(value)) : (b.var,)
    strings = [d for d in _docs if d.name in known && same(d.mod, d.name)]
    exact = [d for d in strings if signature !== Union{} && signature <: d.signature]
    texts = Any[parsed(d.text) for d in (isempty(exact) ? strings : exact)]
    # a docstring that begins with its signature says all
    any(d -> d.text isa AbstractString && startswith(d.text, "    "), strings) && return texts
    bare = Any[] # signatures without a text
    for (mod, names, signatures, help) in builtins()
        lines = [line for (n, line) in zip(names, signatures) if n in known && same(mod, n)]
        isempty(lines) || (isempty(help) ? append!(bare, lines) : push!(texts, builtin_text(lines, help)))
    end
    isempty(bare) || push!(texts, builtin_text(bare, ""))
    texts
end
parsed(text) = text
parsed(text::AbstractString) = Markdown.parse(text)
builtin_text(signatures, help) =
    Markdown.MD(Any[Markdown.Code("", join(map(readable, signatures), '\n')); Markdown.parse(help).content])
# All types of machine numbers, one by one, are what a reader calls Real or Integer.
readable(signature) = replace(signature, r"Union\{[^{}]*Int128[^{}]*\}" => u -> occursin("Float64", u) ? "Real" : "Integer")

# The declarations as (module, names, signatures, help).
function builtins()
    list = Any[]
    for (declared, help) in _builtin_docs()
        signatures = [s for s in split(declared, '\n') if !startswith(s, '_')]
        isempty(signatures) && continue
        heads = [split(s, '(', keepempty = true)[1] for s in signatures]
        heads = [isempty(h) ? split(s, r"(?<=.)\(")[1] : h for (h, s) in zip(heads, signatures)]
        dot = match(r"^([A-Z]\w*)\.(.+)$", heads[1])
        mod = dot === nothing ? Base : module_named(Symbol(dot[1]))
        names = [Symbol(dot === nothing ? h : replace(h, r"^[A-Z]\w*\." => "")) for h in heads]
        push!(list, (mod, names, signatures, help))
    end
    list
end
module_named(name) = getfield(Base, name)

"""
    Docs.doc(x)

What is documented of a function, type or module, as Markdown; if nothing is, what it is.
"""
doc(b::Binding, signature = Union{}) = (texts = found(b, signature); isempty(texts) ? summarize(b) : Markdown.MD(texts))
doc(x::Union{Function,Type}, signature = Union{}) = doc(Binding(parentmodule(x), nameof(x)), signature)
doc(x::Module) = doc(Binding(parentmodule(x), nameof(x)))
doc(x) = doc(typeof(x))

# What @doc is asked for: a name, a name in a module, a macro, a call whose arguments' types choose the method.
function doc_of(mod::Module, ex)
    b = binding(mod, ex)
    b === nothing && return doc(Core.eval(mod, ex))
    doc(b, ex isa Expr && ex.head === :call ? signature(mod, ex) : Union{})
end
binding(mod, ex) = nothing
binding(mod, ex::Symbol) = Binding(mod, ex)
binding(mod, ex::GlobalRef) = Binding(ex.mod, ex.name)
function binding(mod, ex::Expr)
    ex.head === :macrocall && return binding(mod, ex.args[1])
    ex.head in (:call, :curly) && return binding(mod, ex.args[1])
    ex.head === :. && length(ex.args) == 2 && ex.args[2] isa QuoteNode || return nothing
    outer = binding(mod, ex.args[1])
    outer !== nothing && isdefined(outer) && resolve(outer) isa Module ? Binding(resolve(outer), ex.args[2].value) : nothing
end
# The types that a call gives to its arguments: Any to one without a type.
function signature(mod, ex)
    given(a) = a isa Expr && a.head === :(::) ? Core.eval(mod, a.args[end]) : Any
    Tuple{map(given, filter(a -> !(a isa Expr && a.head in (:kw, :parameters)), ex.args[2:end]))...}
end

# ---- what has no documentation ----

function summarize(b::Binding)
    isdefined(b) || return Markdown.parse("No documentation found.\n\nBinding `$(b)` does not exist.\n")
    io = IOBuffer()
    println(io, "No documentation found.\n")
    summarize(io, resolve(b), b)
    Markdown.parse(String(take!(io)))
end
function summarize(io::IO, f::Function, b::Binding)
    kind = startswith(string(b.var), '@') ? "macro" : "`Function`"
    println(io, "`", b, "` is a ", kind, ".\n\n```\n", methods(f), "\n```")
end
function summarize(io::IO, T::Type, b::Binding)
    T = Base.unwrap_unionall(T)
    T isa DataType || return println(io, "`", b, "` is of type `", typeof(T), "`.\n")
    kind = isabstracttype(T) ? "abstract type" : isprimitivetype(T) ? "primitive type" : T.mutable ? "mutable struct" : "struct"
    println(io, "# Summary\n\n```\n", kind, ' ', T, " <: ", supertype(T), "\n```")
    if isabstracttype(T)
        below = Base.subtypes(T)
        isempty(below) || println(io, "# Subtypes\n\n```\n", join(below, '\n'), "\n```")
    elseif isstructtype(T) && fieldcount(T) > 0
        width = maximum(length(string(f)) for f in fieldnames(T))
        println(io, "# Fields\n\n```")
        for (f, F) in zip(fieldnames(T), fieldtypes(Base.unwrap_unionall(T)))
            println(io, rpad(string(f), width), " :: ", F)
        end
        println(io, "```")
    end
    supertype(T) === Any || println(io, "# Supertype Hierarchy\n\n```\n", join(Base.supertypes(T), " <: "), "\n```")
end
summarize(io::IO, m::Module, b::Binding) = println(io, "No docstring found for module `", m, "`.\n\n", exported(m))
function exported(m::Module)
    list = filter(!=(nameof(m)), names(m))
    isempty(list) ? "" : string("Exported names: ", join(["`$n`" for n in list], ", "), ".")
end
function summarize(io::IO, x, b::Binding)
    println(io, "`", b, "` is of type `", typeof(x), "`.\n")
    summarize(io, typeof(x), b)
end

# ---- names like a name ----

accessible() = accessible(Main)
function accessible(m::Module)
    list = Set{String}(string(n) for n in names(m, all = true) if isdefined(m, n))
    for used in _module_usings(m), n in names(used)
        isdefined(used, n) && push!(list, string(n))
    end
    sort!([filter(n -> !occursin('#', n), collect(list)); collect(keys(keyword_help))])
end

# How well a name answers a query whose letters it has in this order: smaller is better, nothing if it has not.
function misfit(query, name)
    query == name && return 0
    q, n = lowercase(query), lowercase(name)
    extra = length(n) - length(q)
    startswith(n, q) && return 10 + extra
    occursin(q, n) && return 20 + extra
    i, gaps = 0, 0
    for c in q
        next = findnext(c, n, nextind(n, i))
        next === nothing && return nothing
        i == 0 || next == nextind(n, i) || (gaps += 1)
        i = next
    end
    gaps > 2 ? nothing : 40 + 10gaps + extra
end
function similar_names(query, all)
    ranked = sort!([(misfit(query, n), n) for n in all if misfit(query, n) !== nothing])
    [n for (_, n) in ranked]
end

"The number of letters that must be added, dropped or changed to make one text of the other."
function levenshtein(a, b)
    a, b = collect(a), collect(b)
    row = collect(0:length(b))
    for i in 1:length(a)
        diagonal, row[1] = row[1], i
        for j in 1:length(b)
            diagonal, row[j+1] = row[j+1], min(row[j+1] + 1, row[j] + 1, diagonal + (lowercase(a[i]) != lowercase(b[j])))
        end
    end
    row[end]
end
function near_names(query, all)
    limit = min(3, cld(length(query), 3))
    ranked = sort!([(levenshtein(query, n), abs(length(n) - length(query)), n) for n in all if abs(length(n) - length(query)) <= limit])
    first_few([n for (d, _, n) in ranked if d <= limit], 5)
end
first_few(list, n) = list[1:min(n, length(list))]

# ---- at the prompt ----

at_prompt(text) = at_prompt(stdout, strip(text))
function at_prompt(io::IO, text::AbstractString)
    isempty(text) && return show_text(io, "Type `?` and a name, for example `?push!`, or `?\"words\"` to look for words in all help.")
    haskey(keyword_help, text) && return (search_line(io, text); show_text(io, keyword_help[text]))
    text = replace(text, r"^(@?[\w.!]+)\(\)$" => s"\1")
    ex = startswith(text, '@') ? Expr(:macrocall, Symbol(text)) : Meta.parse(text, raise = false)
    ex isa Union{AbstractString} && return apropos(io, ex)
    ex isa Expr && ex.head === :macrocall && ex.args[1] === Symbol("@r_str") && return apropos(io, Core.eval(Main, ex))
    b = binding(Main, ex isa Expr && ex.head in (:error, :incomplete) ? Symbol(text) : ex)
    b === nothing && return show_markdown(io, doc(Core.eval(Main, ex)))
    isidentifier = occursin(r"^[@\w]", string(b.var))
    isidentifier && search_line(io, string(b.var))
    elsewhere = isdefined(b) ? nothing : somewhere(b.var)
    if elsewhere !== nothing
        show_text(io, "`using $(elsewhere.mod)` makes `$(b.var)` visible.")
        println(io)
        b = elsewhere
    elseif !isdefined(b) && isidentifier
        suggest(io, string(b.var))
    end
    show_markdown(io, doc(b, ex isa Expr && ex.head === :call ? signature(Main, ex) : Union{}))
end
show_text(io, text) = show_markdown(io, Markdown.parse(text))
show_markdown(io, md) = (show(io, MIME("text/plain"), md); println(io))

# A documented name of a module that is not in use.
function somewhere(name::Symbol)
    for d in _docs
        d.name === name && d.mod !== Main && name in names(d.mod) && return Binding(d.mod, name)
    end
    nothing
end

function search_line(io::IO, query)
    width = displaysize(io)[2] - length("search:") - 1
    similar = similar_names(query, accessible())
    isempty(similar) && return
    print(io, "search:")
    for n in similar
        width -= textwidth(n) + 1
        width < 0 && break
        print(io, ' ')
        matched(io, query, n)
    end
    println(io, '\n')
end
# The name, with the letters of the query in bold.
function matched(io::IO, query, name)
    q = collect(lowercase(query))
    for c in name
        hit = !isempty(q) && lowercase(c) == q[1]
        hit && popfirst!(q)
        printstyled(io, c, bold = hit)
    end
end
function suggest(io::IO, query)
    near = near_names(query, accessible())
    print(io, "Couldn't find ")
    printstyled(io, query, color = :cyan)
    isempty(near) ? println(io) : println(io, "\nPerhaps you meant ", join(near, ", ", " or "))
end

# ---- words in all help ----

holds(text, what::AbstractString) = occursin(lowercase(what), lowercase(text))
holds(text, what::Regex) = occursin(what, text)
"""
    apropos(words)
    apropos(regex)

Lists the names whose help has these words in it.
"""
apropos(what) = apropos(stdout, what)
function apropos(io::IO, what)
    hits = Set{String}()
    for d in _docs
        name = string(d.name)
        public = Base.moduleroot(d.mod) === Main || Base.isexported(d.mod, Symbol(name))
        public && (holds(name, what) || holds(string(d.text), what)) && push!(hits, string(d.mod, '.', name))
    end
    for (mod, names, signatures, help) in builtins(), n in names
        holds(string(n), what) || holds(help, what) && push!(hits, string(mod, '.', n))
    end
    for (word, text) in keyword_help
        holds(text, what) && push!(hits, word)
    end
    foreach(name -> println(io, name), sort!(collect(hits)))
end
end
_help_at_prompt(text) = Docs.at_prompt(text)

# What boot.jl says of all values, which cannot be documented there yet.
"Whether two values are equal; unless their types define it, whether they are the same (===)."
==(x, y)
"The opposite of ==."
!=(x, y)
"Like ==, but NaN equals NaN, missing equals missing, and 0.0 differs from -0.0."
isequal(x, y)
"Whether `x` is less than `y`; unless their types define it, isless(x, y)."
<(x, y)
"x < y or x == y"
<=(x, y)
"y < x"
>(x, y)
"y <= x"
>=(x, y)
"-1, 0 or 1, by isless."
cmp(x, y)
"The greater of two values, by isless."
max(x, y)
"The lesser of two values, by isless."
min(x, y)
