# Markdown: text with marks as a tree of blocks, written again as plain text or for the terminal. Docstrings are shown by it.
module Markdown

export @md_str

mutable struct MD
    content::Vector{Any}
    meta::Dict{Any,Any}
end
MD(content::AbstractVector) = MD(Vector{Any}(content), Dict())
MD(blocks...) = MD(Any[blocks...])

mutable struct Paragraph
    content::Any
end
mutable struct Header{level}
    text::Any
end
mutable struct Code
    language::String
    code::String
end
mutable struct BlockQuote
    content::Any
end
mutable struct Admonition
    category::String
    title::String
    content::Any
end
mutable struct List
    items::Vector{Any}
    ordered::Int # the first number; -1: bullets
    loose::Bool
end
mutable struct Table
    rows::Vector{Vector{Any}}
    align::Vector{Symbol}
end
mutable struct HorizontalRule end
mutable struct Bold
    text::Any
end
mutable struct Italic
    text::Any
end
mutable struct Link
    text::Any
    url::String
end
mutable struct Image
    url::String
    alt::String
end
mutable struct LaTeX
    formula::String
end
mutable struct LineBreak end
const Block = Union{Paragraph,Header,Code,BlockQuote,Admonition,List,Table,HorizontalRule}

# Reading: blocks, line by line.

const list_item = r"^( {0,3})([*+\-•]|\d{1,9}[.)])(?: +(.*)|)$"
const fence = r"^ {0,3}(```+|~~~+)\s*(.*?)\s*$"
const hash_header = r"^ {0,3}(#{1,6})(?: +(.*?))?(?: +#*)? *$"
const rule = r"^ {0,3}([*\-_])( *\1){2,} *$"
const quoted = r"^ {0,3}> ?(.*)$"
const admonition_head = r"^!!! +(\w+)(?: +\"(.*)\")? *$"
const table_rule = r"^ *\|? *:?-+:? *(\| *:?-+:? *)*\|? *$"
isblank(line) = all(isspace, line)
"Whether a line begins a block even directly after a line of a paragraph."
breaks(line) = any(r -> occursin(r, line), (hash_header, fence, quoted, admonition_head)) ||
    (occursin(list_item, line) && !isblank(something(match(list_item, line)[3], "")))

parse(text::AbstractString; flavor = nothing) = MD(parse_blocks(map(l -> replace(rstrip(l, '\r'), '\t' => "    "), split(String(text), '\n'))))
parse_file(path::AbstractString; kw...) = parse(read(path, String); kw...)

function parse_blocks(lines)
    blocks = Any[]
    i = 1
    while i <= length(lines)
        if isblank(lines[i])
            i += 1
        else
            block, i = parse_block(lines, i)
            push!(blocks, block)
        end
    end
    blocks
end

function parse_block(lines, i)
    line = lines[i]
    startswith(line, "    ") && return indented_code(lines, i)
    m = match(hash_header, line)
    m === nothing || return Header{length(m[1])}(inline(something(m[2], ""))), i + 1
    occursin(fence, line) && return fenced_code(lines, i)
    occursin(rule, line) && return HorizontalRule(), i + 1
    occursin(list_item, line) && return list(lines, i)
    occursin(quoted, line) && return block_quote(lines, i)
    occursin(admonition_head, line) && return admonition(lines, i)
    i < length(lines) && occursin('|', line) && occursin('|', lines[i+1]) && occursin(table_rule, lines[i+1]) && return table(lines, i)
    paragraph(lines, i)
end

"The lines from i on that are indented by n, without their indentation, up to the last that is not blank."
function indented_lines(lines, i, n)
    body = String[]
    while i <= length(lines) && (isblank(lines[i]) || startswith(lines[i], " "^n))
        push!(body, isblank(lines[i]) ? "" : lines[i][n+1:end])
        i += 1
    end
    while !isempty(body) && isempty(body[end])
        pop!(body)
        i -= 1
    end
    body, i
end
function indented_code(lines, i)
    body, i = indented_lines(lines, i, 4)
    Code("", join(body, "\n")), i
end
function fenced_code(lines, i)
    m = match(fence, lines[i])
    body = String[]
    i += 1
    while i <= length(lines) && !startswith(lstrip(lines[i]), m[1])
        push!(body, lines[i])
        i += 1
    end
    Code(m[2], join(body, "\n")), i + 1
end
function list(lines, i)
    first = match(list_item, lines[i])
    ordered = isdigit(first[2][1]) ? Base.parse(Int, first[2][1:end-1]) : -1
    items = Any[]
    loose = false
    while i <= length(lines)
        m = match(list_item, lines[i])
        (m === nothing || isdigit(m[2][1]) != (ordered >= 0) || occursin(rule, lines[i])) && break
        body = String[something(m[3], "")]
        indent = min(length(m[1]) + length(m[2]) + 1, 4)
        i += 1
        while i <= length(lines)
            if isblank(lines[i])
                i < length(lines) && startswith(lines[i+1], " "^indent) || break
                push!(body, "")
            elseif startswith(lines[i], " "^indent)
                push!(body, lines[i][indent+1:end])
            else
                break
            end
            i += 1
        end
        push!(items, parse_blocks(body))
        next = i
        while next <= length(lines) && isblank(lines[next])
            next += 1
        end
        if next > i && next <= length(lines) && occursin(list_item, lines[next])
            loose = true
            i = next
        end
    end
    List(items, ordered, loose), i
end
function block_quote(lines, i)
    body = String[]
    while i <= length(lines) && (m = match(quoted, lines[i])) !== nothing
        push!(body, m[1])
        i += 1
    end
    BlockQuote(parse_blocks(body)), i
end
function admonition(lines, i)
    m = match(admonition_head, lines[i])
    body, i = indented_lines(lines, i + 1, 4)
    Admonition(m[1], m[2] === nothing ? uppercasefirst(m[1]) : m[2], parse_blocks(body)), i
end
row_cells(line) = map(strip, split(replace(strip(line), r"^\||\|$" => ""), '|'))
function table(lines, i)
    align = Symbol[endswith(c, ':') ? (startswith(c, ':') ? :c : :r) : startswith(c, ':') ? :l : :r for c in row_cells(lines[i+1])]
    rows = Vector{Any}[Any[inline(c) for c in row_cells(lines[i])]]
    i += 2
    while i <= length(lines) && occursin('|', lines[i])
        push!(rows, Any[inline(c) for c in row_cells(lines[i])])
        i += 1
    end
    n = length(align)
    Table([Any[k <= length(r) ? r[k] : Any[""] for k in 1:n] for r in rows], align), i
end
function paragraph(lines, i)
    text = String(lstrip(lines[i]))
    i += 1
    while i <= length(lines) && !isblank(lines[i])
        m = match(r"^(=+|-+) *$", lines[i])
        m === nothing || return Header{m[1][1] == '=' ? 1 : 2}(inline(text)), i + 1
        breaks(lines[i]) && break
        text = string(text, endswith(text, '\\') ? "\n" : " ", lines[i])
        i += 1
    end
    Paragraph(inline(text)), i
end

# Reading: marks within a text, in the order in which they are tried.

const marks = [
    r"^\\([\\`*_#+\-.!{}\[\]()$])" => (m -> String(m[1])),
    r"^\\?\n" => (m -> LineBreak()),
    r"^``([^`](?:.*?[^`])?)``(?!`)" => (m -> LaTeX(strip(m[1]))),
    r"^(`+)(?!`)(.*?[^`])\1(?!`)" => (m -> length(m[1]) == 2 ? LaTeX(strip(m[2])) : Code("", strip(m[2]))),
    r"^\$([^\s$](?:[^$]*[^\s$])?)\$" => (m -> LaTeX(m[1])),
    r"^\*\*(?=\S)(.+?)\*\*" => (m -> Bold(inline(m[1]))),
    r"^__(?=\S)(.+?)__" => (m -> Bold(inline(m[1]))),
    r"^\*(?=\S)(.+?)\*" => (m -> Italic(inline(m[1]))),
    r"^_(?=\S)(.+?)_" => (m -> Italic(inline(m[1]))),
    r"^!\[(.*?)\]\((.*?)\)" => (m -> Image(m[2], m[1])),
    r"^\[((?:[^\[\]]|\[[^\]]*\])*)\]\(((?:[^()]|\([^()]*\))*)\)" => (m -> Link(inline(m[1]), m[2])),
    r"^--" => (m -> "–"),
    r"^<((?:https?|ftp|mailto):[^\s<>]*)>" => (m -> Link(m[1], m[1])),
]
function inline(text)
    parts = Any[]
    plain_text = IOBuffer()
    flush_text() = plain_text.size > 0 && push!(parts, String(take!(plain_text)))
    text = String(text)
    i = 1
    while i <= ncodeunits(text)
        rest = SubString(text, i)
        found = nothing
        if text[i] in "\\`\$*_![<\n-"
            for (pattern, make) in marks
                found = match(pattern, rest)
                found === nothing && continue
                part = make(found)
                part isa String ? print(plain_text, part) : (flush_text(); push!(parts, part))
                break
            end
        end
        if found === nothing
            print(plain_text, text[i])
            i = nextind(text, i)
        else
            i += ncodeunits(found.match)
        end
    end
    flush_text()
    parts
end

# Plain text: Markdown again.

plain(x) = sprint(plain, x)
plain(io::IO, md::MD) = plain(io, md.content)
function plain(io::IO, blocks::AbstractVector)
    for (i, b) in enumerate(blocks)
        i > 1 && println(io)
        plain(io, b)
    end
end
plain(io::IO, p::Paragraph) = (plain_inline(io, p.content); println(io))
plain(io::IO, h::Header{level}) where {level} = (print(io, "#"^level, ' '); plain_inline(io, h.text); println(io))
plain(io::IO, ::HorizontalRule) = println(io, "---")
function plain(io::IO, c::Code)
    n = mapreduce(m -> length(m.match), max, eachmatch(r"^`+"m, c.code); init = 2) + 1
    println(io, "`"^n, c.language, '\n', c.code, '\n', "`"^n)
end
function plain_indented(io::IO, content, first, rest)
    for (n, line) in enumerate(split(rstrip(plain(content)), '\n'))
        println(io, n == 1 ? first : isempty(line) ? rstrip(rest) : rest, line)
    end
end
function plain(io::IO, l::List)
    for (i, item) in enumerate(l.items)
        plain_indented(io, item, l.ordered < 0 ? "  * " : "$(i + l.ordered - 1). ", "    ")
    end
end
plain(io::IO, q::BlockQuote) = (plain_indented(io, q.content, "> ", "> "); println(io))
function plain(io::IO, a::Admonition)
    println(io, "!!! ", a.category, a.title == uppercasefirst(a.category) ? "" : " \"$(a.title)\"")
    plain_indented(io, a.content, "    ", "    ")
    println(io)
end
padded(text, width, align) = align === :r ? lpad(text, width) : align === :l ? rpad(text, width) :
    (n = width - textwidth(text); " "^div(n, 2) * text * " "^cld(n, 2))
function plain(io::IO, t::Table)
    cells = [map(c -> replace(sprint(plain_inline, c), "|" => "\\|"), r) for r in t.rows]
    widths = [max(3, maximum(textwidth(r[k]) for r in cells)) for k in 1:length(t.align)]
    for (i, r) in enumerate(cells)
        println(io, "| ", join((padded(r[k], widths[k], t.align[k]) for k in 1:length(widths)), " | "), " |")
        i == 1 && println(io, "|", join((string(a === :r ? " " : ":", "-"^w, a === :l ? " " : ":") for (a, w) in zip(t.align, widths)), "|"), "|")
    end
end
plain(io::IO, l::LaTeX) = println(io, "\$\$\n", l.formula, "\n\$\$")
plain(io::IO, x) = (plain_inline(io, x); println(io))

plain_inline(io::IO, parts::AbstractVector) = foreach(p -> plain_inline(io, p), parts)
plain_inline(io::IO, s::AbstractString) = print(io, s)
plain_inline(io::IO, c::Code) = print(io, occursin('`', c.code) ? "``` $(c.code) ```" : "`$(c.code)`")
plain_inline(io::IO, b::Bold) = (print(io, "**"); plain_inline(io, b.text); print(io, "**"))
plain_inline(io::IO, b::Italic) = (print(io, "*"); plain_inline(io, b.text); print(io, "*"))
plain_inline(io::IO, l::Link) = (print(io, '['); plain_inline(io, l.text); print(io, "](", l.url, ")"))
plain_inline(io::IO, i::Image) = print(io, "![", i.alt, "](", i.url, ")")
plain_inline(io::IO, l::LaTeX) = print(io, '$', l.formula, '$')
plain_inline(io::IO, ::LineBreak) = println(io)
plain_inline(io::IO, x) = print(io, x)

# For the terminal: paragraphs wrapped, a margin of two columns.

const margin = 2
function wrapped(text, width)
    lines = String[]
    for part in split(text, '\n')
        words = split(part, r"\s+")
        line = String(words[1])
        for w in words[2:end]
            if textwidth(line) + 1 + textwidth(w) > width
                push!(lines, line)
                line = String(w)
            else
                line = string(line, ' ', w)
            end
        end
        push!(lines, line)
    end
    lines
end
"The lines of a block, each with its margin."
term_lines(md::MD, columns) = term_lines(md.content, columns)
function term_lines(blocks::AbstractVector, columns)
    out = String[]
    for (i, b) in enumerate(blocks)
        i > 1 && push!(out, "")
        append!(out, term_lines(b, columns))
    end
    out
end
with_margin(lines) = String[" "^margin * l for l in lines]
term_lines(p::Paragraph, columns) = with_margin(wrapped(term_inline(p.content), columns - 2margin))
function term_lines(h::Header{level}, columns) where {level}
    text = term_inline(h.text)
    mark = "≡=–-⋅ "[thisind("≡=–-⋅ ", nextind("≡=–-⋅ ", 0, level))]
    lines = [text]
    mark == ' ' || push!(lines, string(mark)^min(textwidth(text) + margin, columns))
    with_margin(lines)
end
term_lines(c::Code, columns) = with_margin(split(c.code, '\n'))
term_lines(::HorizontalRule, columns) = with_margin(["─"^(columns - 2margin)])
behind_bar(lines) = String[string(" "^margin, "│", l) for l in lines]
term_lines(q::BlockQuote, columns) = behind_bar(term_lines(q.content, columns - 10))
term_lines(a::Admonition, columns) = behind_bar([" " * a.title; ""; term_lines(a.content, columns - 10)])
function term_lines(l::List, columns)
    out = String[]
    for (i, item) in enumerate(l.items)
        i > 1 && push!(out, "")
        lines = term_lines(item, columns - 10)
        isempty(lines) && push!(lines, "")
        push!(out, string(" "^2margin, l.ordered < 0 ? "•  " : "$(i + l.ordered - 1). ", lines[1]))
        append!(out, String[" "^(2margin + 2) * x for x in lines[2:end]])
    end
    out
end
function term_lines(t::Table, columns)
    cells = [map(term_inline, r) for r in t.rows]
    widths = [maximum(textwidth(r[k]) for r in cells) for k in 1:length(t.align)]
    line(r) = join((padded(r[k], widths[k], t.align[k]) for k in 1:length(widths)), " ")
    with_margin([line(cells[1]); join(("–"^w for w in widths), " "); map(line, cells[2:end])])
end
term_lines(l::LaTeX, columns) = with_margin([l.formula])
term_lines(x, columns) = with_margin(wrapped(term_inline(x), columns - 2margin))

term_inline(parts::AbstractVector) = join(map(term_inline, parts))
term_inline(c::Code) = c.code
term_inline(b::Union{Bold,Italic}) = term_inline(b.text)
term_inline(l::Link) = startswith(l.url, "@ref") ? term_inline(l.text) : string(term_inline(l.text), " (", l.url, ")")
term_inline(i::Image) = "(Image: $(i.alt))"
term_inline(l::LaTeX) = l.formula
term_inline(::LineBreak) = "\n"
term_inline(x) = string(x)

term(io::IO, md, columns = displaysize(io)[2]) = join(io, term_lines(md, columns), "\n")

Base.show(io::IO, md::MD) = plain(io, md)
Base.show(io::IO, ::MIME"text/plain", md::MD) = term(io, md)
Base.print(io::IO, md::MD) = plain(io, md)
Base.show(io::IO, ::MIME"text/markdown", md::MD) = plain(io, md)
Base.:(==)(a::MD, b::MD) = plain(a) == plain(b)
Base.isempty(md::MD) = isempty(md.content)
Base.length(md::MD) = length(md.content)
Base.getindex(md::MD, i) = md.content[i]
Base.iterate(md::MD, s...) = iterate(md.content, s...)

macro md_str(text, flavor...)
    :(parse($text))
end
macro doc_str(text, flavor...)
    :(parse($text))
end

end
