# Markdown: a text with marks <-> a tree of its parts, shown at a terminal, as its source, as HTML.
module Markdown
export @md_str, @doc_str, html

# ---- the tree ----

"A text in Markdown: its paragraphs, lists and so on are the `content`; `md\"...\"` and `Markdown.parse` make one."
mutable struct MD
    content::Vector{Any}
    meta::Dict{Any,Any}
end
MD(content::AbstractVector) = MD(Vector{Any}(content), Dict{Any,Any}())
MD(parts...) = MD(Any[parts...])
Base.:(==)(a::MD, b::MD) = html(a) == html(b)
Base.length(md::MD) = length(md.content)
Base.getindex(md::MD, i...) = md.content[i...]
Base.lastindex(md::MD) = length(md.content)
Base.push!(md::MD, x) = (push!(md.content, x); md)
Base.iterate(md::MD, state...) = iterate(md.content, state...)

# What fills lines of its own
mutable struct Paragraph
    content
end
Paragraph() = Paragraph([])
mutable struct Header{level}
    text
end
Header(text, level::Int) = Header{level}(text)
Header(text) = Header(text, 1)
mutable struct Code
    language::String
    code::String
end
Code(code) = Code("", code)
mutable struct BlockQuote
    content
end
mutable struct Footnote
    id::String
    text # nothing: a reference to it
end
mutable struct Admonition
    category::String
    title::String
    content::Vector
end
mutable struct List
    items::Vector{Any}
    ordered::Int # the first number; -1: points
    loose::Bool
end
List(items::Vector, ordered = -1) = List(items, ordered, false)
List(items...) = List([items...])
mutable struct Table
    rows::Vector{Vector{Any}}
    align::Vector{Symbol}
end
mutable struct HorizontalRule end
mutable struct LaTeX
    formula::String
end

# What stands in a line
mutable struct Bold
    text
end
mutable struct Italic
    text
end
mutable struct Link
    text
    url::String
end
mutable struct Image
    url::String
    alt::String
end
mutable struct LineBreak end

# ---- lines -> blocks ----

parse(text::AbstractString; flavor = nothing) = MD(blocks(split(replace(String(text), "\r\n" => "\n"), '\n')))
parse_file(file::AbstractString; flavor = nothing) = parse(read(file, String))

isblank(line) = all(isspace, line)

# Each takes the lines and the number of the first of the block. It gives the block and the number of the line behind
# it, or nothing if no such block begins here. The first five end a paragraph, too.
interrupting() = (header, list, fence, blockquote, admonition)
standing() = (formula, indented, footnote, table, rule, underlined)

function block(kinds, lines, i)
    for kind in kinds
        found = kind(lines, i)
        found === nothing || return found
    end
    nothing
end

function blocks(lines)
    content, i = Any[], 1
    while i <= length(lines)
        if isblank(lines[i])
            i += 1
            continue
        end
        found = block(interrupting(), lines, i)
        found === nothing && (found = block(standing(), lines, i))
        found === nothing && (found = paragraph(lines, i))
        push!(content, found[1])
        i = found[2]
    end
    content
end

function paragraph(lines, i)
    first = i
    i += 1
    while i <= length(lines) && !isblank(lines[i]) && block(interrupting(), lines, i) === nothing
        i += 1
    end
    text = join(lines[first:i-1], '\n')
    # a line break in a paragraph is a space, but for one behind a backslash
    Paragraph(inline(replace(lstrip(text), r"(?<!\\)\n" => " "))), i
end

function header(lines, i)
    m = match(r"^ {0,3}(#{1,6})(?:[ \t]+(.*))?$", lines[i])
    m === nothing && return nothing
    text = m[2] === nothing ? "" : replace(strip(m[2]), r"(^|[ \t]+)#+$" => "")
    Header(inline(text), length(m[1])), i + 1
end

function underlined(lines, i)
    i < length(lines) || return nothing
    m = match(r"^ {0,3}(=|-)\1*[ \t]*$", lines[i+1])
    m === nothing && return nothing
    Header(inline(strip(lines[i])), m[1] == "=" ? 1 : 2), i + 2
end

function fence(lines, i)
    m = match(r"^ {0,3}(`{3,}|~{3,})(.*)$", lines[i])
    (m === nothing || occursin('`', m[2])) && return nothing
    ends = Regex("^ {0,3}\\Q$(m[1])\\E$(m[1][1])*\\s*\$")
    last = findnext(l -> occursin(ends, l), lines, i + 1)
    last === nothing && return nothing
    code = String(join(lines[i+1:last-1], '\n'))
    language = String(strip(m[2]))
    language == "math" ? LaTeX(code) : Code(language, code), last + 1
end

outdent(line) = startswith(line, "\t") ? line[2:end] : startswith(line, "    ") ? line[5:end] : line

# The lines from i on that are indented, or blank between such.
function indented_end(lines, i)
    last = i - 1
    while i <= length(lines) && (isblank(lines[i]) || startswith(lines[i], "    ") || startswith(lines[i], "\t"))
        isblank(lines[i]) || (last = i)
        i += 1
    end
    last
end

function indented(lines, i)
    last = indented_end(lines, i)
    last < i && return nothing
    Code("", String(rstrip(join(map(outdent, lines[i:last]), '\n')))), last + 1
end

function blockquote(lines, i)
    quoted = String[]
    while i <= length(lines) && (m = match(r"^ {0,3}> ?(.*)$", lines[i])) !== nothing
        push!(quoted, m[1])
        i += 1
    end
    isempty(quoted) ? nothing : (BlockQuote(blocks(quoted)), i)
end

function admonition(lines, i)
    m = match(r"^!!! +(\S+)(?: +\"(.*)\")?\s*$", lines[i])
    m === nothing && return nothing
    last = indented_end(lines, i + 1)
    title = m[2] === nothing ? uppercasefirst(m[1]) : m[2]
    Admonition(lowercase(m[1]), title, blocks(map(outdent, lines[i+1:last]))), last + 1
end

function footnote(lines, i)
    m = match(r"^\[\^(\w+)\]:(.*)$", lines[i])
    m === nothing && return nothing
    last = indented_end(lines, i + 1)
    Footnote(m[1], blocks([lstrip(m[2]); map(outdent, lines[i+1:last])])), last + 1
end

rule(lines, i) = occursin(r"^ {0,3}(-[ \t]*){3,}$|^ {0,3}(\*[ \t]*){3,}$", lines[i]) ? (HorizontalRule(), i + 1) : nothing

# A formula between dollars that begins a block; what follows in its line is a paragraph of its own. An interpolated
# value that fills a line is a block, too.
function formula(lines, i)
    m = match(r"^\$(?!\s)([^$]*[^$\s])\$(?!\$)\s*(.*)$", lines[i])
    if m === nothing
        found = startswith(lines[i], '$') ? interpolation(String(lines[i]), 1) : nothing
        return found !== nothing && found[2] > ncodeunits(lines[i]) ? (found[1], i + 1) : nothing
    end
    isblank(m[2]) && return LaTeX(m[1]), i + 1
    lines[i] = m[2]
    LaTeX(m[1]), i
end

const bullet = r"^ {0,3}([*+-]|\d+[.)])(?:[ \t]+|$)"

function list(lines, i)
    m = match(bullet, lines[i])
    m === nothing && return nothing
    mark, indent = m[1], " "^length(m.match)
    same(line) = (b = match(bullet, line); b !== nothing && isdigit(b[1][1]) == isdigit(mark[1]) &&
                                           (!isdigit(mark[1]) || b[1][end] == mark[end]))
    items, item, loose, blank = Any[], String[], false, false
    while i <= length(lines)
        line = lines[i]
        if isblank(line)
            blank && break # two of them end a list
            blank = true
            push!(item, "")
        else
            inside = !isempty(items) || !isempty(item)
            if inside && startswith(line, indent)
                line = line[length(indent)+1:end]
            elseif same(line)
                inside && push!(items, blocks(item))
                item = String[]
                line = replace(line, bullet => "")
            else
                break
            end
            loose |= blank
            blank = false
            push!(item, line)
        end
        i += 1
    end
    push!(items, blocks(item))
    List(items, isdigit(mark[1]) ? Base.parse(Int, mark[1:end-1]) : -1, loose), i
end

function table(lines, i)
    i < length(lines) && occursin('|', lines[i]) || return nothing
    head, marks = row(lines[i]), row(lines[i+1])
    length(head) == length(marks) && all(s -> occursin(r"^:?-+:?$", s) && length(s) > 2, marks) || return nothing
    align = Symbol[!startswith(s, ':') ? :r : endswith(s, ':') ? :c : :l for s in marks]
    rows = Vector{Any}[map(inline, head)]
    i += 2
    while i <= length(lines) && occursin('|', lines[i])
        cells = Any[inline(s) for s in row(lines[i])]
        resize!(cells, min(length(cells), length(head)))
        while length(cells) < length(head)
            push!(cells, Any[])
        end
        push!(rows, cells)
        i += 1
    end
    Table(rows, align), i
end
function row(line)
    cells = split(strip(line), r"(?<!\\)\|")
    isempty(cells[1]) && popfirst!(cells)
    !isempty(cells) && isempty(cells[end]) && pop!(cells)
    map(c -> replace(strip(c), "\\|" => "|"), cells)
end

# ---- a line -> its parts ----

function inline(text::AbstractString)
    text = String(text)
    parts, from, i = Any[], 1, 1
    while i <= ncodeunits(text)
        found = part(text, i)
        if found === nothing
            i = nextind(text, i)
            continue
        end
        from < i && push!(parts, text[from:prevind(text, i)])
        push!(parts, found[1])
        from = i = found[2]
    end
    from <= ncodeunits(text) && push!(parts, text[from:end])
    parts
end

# The part that begins at text[i] and the place behind it, or nothing.
function part(text, i)
    c = text[i]
    if c == '`'
        code(text, i)
    elseif c == '*' || c == '_'
        found = between(text, i, c, 2)
        found === nothing || return Bold(inline(found[1])), found[2]
        found = between(text, i, c, 1)
        found === nothing ? nothing : (Italic(inline(found[1])), found[2])
    elseif c == '!'
        startswith(text[i:end], "![") ? link(text, i + 1, (alt, url) -> Image(url, alt)) : nothing
    elseif c == '['
        m = match(r"^\[\^(\w+)\]", text[i:end])
        m === nothing ? link(text, i, (name, url) -> Link(inline(name), url)) : (Footnote(m[1], nothing), i + ncodeunits(m.match))
    elseif c == '<'
        m = match(r"^<((?:https?|ftp)://[^\s>]*)>", text[i:end])
        m === nothing ? nothing : (Link(String(m[1]), m[1]), i + ncodeunits(m.match))
    elseif c == '\\' && i < ncodeunits(text)
        next = text[i+1]
        next == '\n' ? (LineBreak(), i + 2) : next in "\\`*_#+-.!{}[]()\$" ? (string(next), i + 2) : nothing
    elseif c == '$'
        found = between(text, i, c, 1)
        found === nothing ? interpolation(text, i) : (LaTeX(found[1]), found[2])
    elseif c == '-'
        startswith(text[i:end], "--") ? ("–", i + 2) : nothing
    end
end

# One or more backticks up to as many; an even number of them makes a formula.
function code(text, i)
    ticks = match(r"^`+", text[i:end]).match
    last = findnext(String(ticks), text, i + length(ticks))
    last === nothing && return nothing
    inner = strip(text[i+length(ticks):prevind(text, first(last))])
    iseven(length(ticks)) ? LaTeX(inner) : Code(inner), Base.last(last) + 1
end

# What stands between n marks c and n more, which touch it.
function between(text, i, c, n)
    i > 1 && text[prevind(text, i)] == c && return nothing
    mark = c^n
    from = i + n
    startswith(text[i:end], mark) && from <= ncodeunits(text) && text[from] != c && !isspace(text[from]) || return nothing
    k = from
    while (k = nextind(text, k)) <= ncodeunits(text)
        before = text[prevind(text, k)]
        text[k] == c && before != c && !isspace(before) || continue
        run = 1
        while k + run <= ncodeunits(text) && text[k+run] == c
            run += 1
        end
        run == n && return text[from:prevind(text, k)], k + n
        k += run - 1
    end
    nothing
end

# The place of the bracket that closes the one at text[i], or nothing.
function closing(text, i, opens, closes)
    depth = 0
    while i <= ncodeunits(text)
        depth += text[i] == opens ? 1 : text[i] == closes ? -1 : 0
        depth == 0 && return i
        i = nextind(text, i)
    end
    nothing
end

function link(text, i, make)
    last = closing(text, i, '[', ']')
    last === nothing && return nothing
    open = findnext(!isspace, text, last + 1)
    (open === nothing || text[open] != '(') && return nothing
    close = closing(text, open, '(', ')')
    close === nothing && return nothing
    make(text[i+1:prevind(text, last)], text[open+1:prevind(text, close)]), close + 1
end

function interpolation(text, i)
    next = i < ncodeunits(text) ? text[i+1] : ' '
    isletter(next) || next in "_(" || return nothing
    ex, behind = Meta.parse(text, i + 1, greedy = false, raise = false)
    ex isa Expr && ex.head in (:error, :incomplete) ? nothing : (ex, behind)
end

# ---- the tree as an expression: what stands behind a dollar is evaluated ----

quoted(x) = QuoteNode(x)
quoted(x::Union{Symbol,Expr}) = esc(x)
quoted(x::AbstractString) = x
quoted(v::Vector) = Expr(:call, GlobalRef(Base, :getindex), Any, map(quoted, v)...)
quoted(x::MD) = Expr(:call, MD, quoted(x.content))
quoted(x::List) = Expr(:call, List, quoted(x.items), x.ordered, x.loose)
quoted(x::Table) = Expr(:call, Table, Expr(:ref, Vector{Any}, map(quoted, x.rows)...), QuoteNode(x.align))
quoted(x::Union{Paragraph,BlockQuote,Bold,Italic}) = Expr(:call, typeof(x), quoted(getfield(x, 1)))
quoted(x::Header) = Expr(:call, typeof(x), quoted(x.text))
quoted(x::Link) = Expr(:call, Link, quoted(x.text), x.url)
quoted(x::Footnote) = x.text === nothing ? QuoteNode(x) : Expr(:call, Footnote, x.id, quoted(x.text))
quoted(x::Admonition) = Expr(:call, Admonition, x.category, x.title, quoted(x.content))

"""
    md"text"

The text, in Markdown, as a tree; `\$x` and `\$(x + 1)` in it are evaluated.
"""
macro md_str(text, flavor...) quoted(parse(text)) end
"""
    doc"text"

As `md"text"`, for documentation.
"""
macro doc_str(text, flavor...) quoted(parse(text)) end

# ---- at a terminal ----

const margin = 2
const ansi = r"\e\[[0-9;]*m"
visible_length(s) = length(occursin('\e', s) ? replace(s, ansi => "") : s)

# The words of the text in lines of the width.
function wrapped(text, width)
    lines = String[]
    for part in split(text, '\n')
        words = split(part, ' ')
        push!(lines, words[1])
        used = visible_length(words[1])
        for word in words[2:end]
            n = visible_length(word)
            if used + n + 1 > width
                push!(lines, word)
                used = n
            else
                lines[end] = string(lines[end], ' ', word)
                used += n + 1
            end
        end
    end
    lines
end

term(io::IO, md::MD, columns = displaysize(io)[2]) = term(io, md.content, columns)
function term(io::IO, content::Vector, columns)
    for (i, part) in enumerate(content)
        i > 1 && print(io, "\n\n")
        term(io, part, columns)
    end
end
term(io::IO, x, columns) = show(io, MIME("text/plain"), x)
function term(io::IO, md::Paragraph, columns)
    print(io, ' '^margin)
    join(io, wrapped(line_string(io, md.content), columns - 2margin), '\n' * ' '^margin)
end
function term(io::IO, md::Header{level}, columns) where {level}
    Base.with_output_color((:bold,), io) do io
        lines = wrapped(line_string(io, md.text), columns - 4margin)
        print(io, ' '^margin)
        join(io, lines, "\n ")
        level == 6 && return
        width = min(2 + visible_length(lines[end]), columns)
        length(lines) > 1 && (width = max(width, div(columns, 3)))
        print(io, '\n', ' '^margin, ('≡', '=', '–', '-', '⋅')[level]^width)
    end
end
term(io::IO, md::Code, columns) =
    Base.with_output_color((io, ls) -> join(io, [string(' '^margin, l) for l in ls], '\n'), (:cyan,), io, split(md.code, '\n'))
term(io::IO, md::LaTeX, columns) = printstyled(io, string(' '^margin, md.formula), color = :magenta)
term(io::IO, md::HorizontalRule, columns) = print(io, ' '^margin, '─'^(columns - 2margin))
term(io::IO, md::LineBreak, columns) = nothing

# The content behind a bar at the left.
function barred(io, content, columns, bar)
    for (i, l) in enumerate(split(rstrip(sprint(term, content, columns - 10, context = io)), '\n'))
        i > 1 && println(io)
        bar(io, ' '^margin * '│')
        print(io, l)
    end
end
term(io::IO, md::BlockQuote, columns) = barred(io, md.content, columns, print)
function term(io::IO, md::Admonition, columns)
    color = md.category == "danger" ? Base.error_color() : md.category == "warning" ? Base.warn_color() :
            md.category in ("info", "note") ? Base.info_color() : md.category == "tip" ? :green : :default
    bar(io, s) = printstyled(io, s, color = color, bold = true)
    bar(io, ' '^margin * "│ ")
    bar(io, isempty(md.title) ? md.category : md.title)
    bar(io, "\n" * ' '^margin * "│\n")
    barred(io, md.content, columns, bar)
end
function term(io::IO, md::Footnote, columns)
    print(io, ' '^margin, "│ ")
    printstyled(io, string("[^", md.id, "]"), bold = true)
    print(io, '\n', ' '^margin, "│\n")
    barred(io, md.text, columns, print)
end
function term(io::IO, md::List, columns)
    for (i, item) in enumerate(md.items)
        i > 1 && print(io, "\n\n")
        print(io, ' '^2margin, md.ordered == -1 ? "•  " : "$(i + md.ordered - 1). ")
        join(io, split(sprint(term, item, columns - 10, context = io), '\n'), '\n' * ' '^(2margin + 2))
    end
end
function term(io::IO, md::Table, columns)
    cells = padded([[line_string(io, c) for c in r] for r in md.rows], md.align, 0)
    for (i, r) in enumerate(cells)
        i > 1 && println(io)
        print(io, ' '^margin)
        join(io, r, ' ')
        i == 1 && (print(io, '\n', ' '^margin); join(io, ['–'^visible_length(c) for c in r], ' '))
    end
end
function padded(rows, align, least)
    widths = [maximum(max(least, visible_length(r[k])) for r in rows) for k in 1:length(align)]
    [[pad(c, widths[k] - visible_length(c), align[k]) for (k, c) in enumerate(r)] for r in rows]
end
pad(s, n, align) = align === :l ? s * ' '^n : align === :r ? ' '^n * s : string(' '^div(n, 2), s, ' '^(n - div(n, 2)))

# What stands in a line
line_string(io, content) = sprint(line, content, context = io)
line(io::IO, content::Vector) = foreach(part -> line(io, part), content)
line(io::IO, s::AbstractString) = print(io, replace(s, r"\s+" => ' '))
line(io::IO, x) = show(io, MIME("text/plain"), x)
line(io::IO, md::Paragraph) = line(io, md.content)
line(io::IO, md::Bold) = Base.with_output_color(line, (:bold,), io, md.text)
line(io::IO, md::Italic) = Base.with_output_color(line, (:underline,), io, md.text)
line(io::IO, md::Code) = printstyled(io, md.code, color = :cyan)
line(io::IO, md::LaTeX) = printstyled(io, md.formula, color = :magenta)
line(io::IO, md::LineBreak) = println(io)
line(io::IO, md::Image) = print(io, "(Image: ", md.alt, ")")
line(io::IO, md::Footnote) = Base.with_output_color(print, (:bold,), io, "[^", md.id, "]")
function line(io::IO, md::Link)
    line(io, md.text)
    startswith(md.url, "@ref") || print(io, " (", md.url, ")")
end

# ---- as its source ----

plain(x) = sprint(plain, x)
plain(io::IO, md::MD) = plain(io, md.content)
function plain(io::IO, content::Vector)
    for (i, part) in enumerate(content)
        i > 1 && println(io)
        plain(io, part)
    end
end
plain(io::IO, md::Header{level}) where {level} = println(io, '#'^level, ' ', source(md.text))
plain(io::IO, md::Paragraph) = println(io, source(md.content))
plain(io::IO, md::HorizontalRule) = println(io, "---")
plain(io::IO, md::LaTeX) = println(io, "\$\$\n", md.formula, "\n\$\$")
plain(io::IO, x) = print(io, source(x))
function plain(io::IO, md::Code)
    fence = '`'^maximum([3; [length(m.match) + 1 for m in eachmatch(r"^`{3,}"m, md.code)]])
    println(io, fence, md.language, '\n', md.code, '\n', fence)
end
function indented_lines(io, text, first, rest)
    for (i, l) in enumerate(split(rstrip(text), '\n'))
        println(io, rstrip(string(i == 1 ? first : rest, l)))
    end
end
plain(io::IO, md::BlockQuote) = (indented_lines(io, plain(md.content), "> ", "> "); println(io))
function plain(io::IO, md::List)
    for (i, item) in enumerate(md.items)
        indented_lines(io, plain(item), md.ordered == -1 ? "  * " : "$(i + md.ordered - 1). ", "    ")
    end
end
function plain(io::IO, md::Admonition)
    println(io, "!!! ", md.category, md.title == uppercasefirst(md.category) ? "" : " \"$(md.title)\"")
    indented_lines(io, plain(md.content), "    ", "    ")
    println(io)
end
plain(io::IO, md::Footnote) = indented_lines(io, plain(md.text), "[^$(md.id)]: ", "    ")
function plain(io::IO, md::Table)
    cells = padded([[replace(source(c), "|" => "\\|") for c in r] for r in md.rows], md.align, 3)
    for (i, r) in enumerate(cells)
        println(io, "| ", join(r, " | "), " |")
        dashes(c, align) = string(align === :r ? ' ' : ':', '-'^length(c), align === :l ? ' ' : ':')
        i == 1 && println(io, "|", join(map(dashes, r, md.align), "|"), "|")
    end
end

source(x) = sprint(source, x)
source(io::IO, content::Vector) = foreach(part -> source(io, part), content)
source(io::IO, s::AbstractString) = print(io, s)
source(io::IO, x) = show(io, MIME("text/plain"), x)
source(io::IO, md::Paragraph) = source(io, md.content)
source(io::IO, md::Bold) = print(io, "**", source(md.text), "**")
source(io::IO, md::Italic) = print(io, "*", source(md.text), "*")
source(io::IO, md::LaTeX) = print(io, '$', md.formula, '$')
source(io::IO, md::LineBreak) = println(io)
source(io::IO, md::Link) = print(io, "[", source(md.text), "](", md.url, ")")
source(io::IO, md::Image) = print(io, "![", md.alt, "](", md.url, ")")
source(io::IO, md::Footnote) = print(io, "[^", md.id, "]")
function source(io::IO, md::Code)
    n = maximum([0; [length(m.match) for m in eachmatch(r"`+", md.code)]]) + 1
    fence = '`'^(isodd(n) ? n : n + 1)
    gap = startswith(md.code, '`') || endswith(md.code, '`') ? " " : ""
    print(io, fence, gap, md.code, gap, fence)
end

# ---- as HTML ----

const entities = Dict('<' => "&lt;", '>' => "&gt;", '"' => "&quot;", '&' => "&amp;",
                      map(c -> c => "&#$(Int(c));", collect("'`!\$%()=+{}[]"))...)
escaped(s) = join([get(entities, c, c) for c in s])
tagged(content, tag, attributes = "") = string('<', tag, attributes, '>', content, "</", tag, '>')

html(x) = sprint(html, x)
html(io::IO, md::MD) = print(io, html_blocks(md.content))

# Blocks end their lines; what stands in a line does not.
html_blocks(content) = sprint(io -> foreach(part -> html_block(io, part), content))
html_block(io::IO, x) = println(io, html(x))
html_block(io::IO, md::Paragraph) = println(io, tagged(html(md.content), "p"))
html_block(io::IO, md::Header{level}) where {level} = println(io, tagged(html(md.text), "h$level"))
html_block(io::IO, md::BlockQuote) = println(io, tagged('\n' * html_blocks(md.content), "blockquote"))
html_block(io::IO, md::HorizontalRule) = println(io, "<hr />")
function html_block(io::IO, md::Code)
    class = isempty(md.language) ? "" : string(" class=\"language-", escaped(md.language), '"')
    println(io, tagged(tagged(escaped(md.code), "code", class), "pre"))
end
function html_block(io::IO, md::List)
    items = join([tagged(html_blocks(item), "li") * '\n' for item in md.items])
    tag, start = md.ordered == -1 ? "ul" : "ol", md.ordered > 1 ? " start=\"$(md.ordered)\"" : ""
    println(io, tagged('\n' * items, tag, start))
end
html_block(io::IO, md::Admonition) = println(io, tagged(tagged(escaped(md.title), "p", " class=\"admonition-title\"") *
                                             html_blocks(md.content), "div", " class=\"admonition $(md.category)\""))
html_block(io::IO, md::Footnote) = println(io, tagged(tagged(md.id, "p", " class=\"footnote-title\"") *
                                           html_blocks(md.text), "div", " class=\"footnote\" id=\"footnote-$(md.id)\""))
function html_block(io::IO, md::Table)
    side(k) = string(" align=\"", Dict(:l => "left", :r => "right", :c => "center")[md.align[k]], '"')
    cells(r, tag) = tagged(join([tagged(html(c), tag, side(k)) for (k, c) in enumerate(r)]), "tr")
    println(io, tagged(join([cells(r, i == 1 ? "th" : "td") for (i, r) in enumerate(md.rows)]), "table"))
end

html(io::IO, content::Vector) = foreach(part -> html(io, part), content)
html(io::IO, s::AbstractString) = print(io, escaped(s))
html(io::IO, x) = print(io, showable("text/html", x) ? repr("text/html", x) : escaped(repr("text/plain", x)))
html(io::IO, md::LineBreak) = print(io, "<br />")
html(io::IO, md::Bold) = print(io, tagged(html(md.text), "strong"))
html(io::IO, md::Italic) = print(io, tagged(html(md.text), "em"))
html(io::IO, md::LaTeX) = print(io, escaped(source(md)))
html(io::IO, md::Code) = print(io, tagged(escaped(md.code), "code"))
html(io::IO, md::Link) = print(io, tagged(html(md.text), "a", string(" href=\"", escaped(md.url), '"')))
html(io::IO, md::Image) = print(io, "<img src=\"", escaped(md.url), "\" alt=\"", escaped(md.alt), "\" />")
html(io::IO, md::Footnote) = print(io, tagged("[$(md.id)]", "a", " href=\"#footnote-$(md.id)\" class=\"footnote\""))

Base.show(io::IO, md::MD) = plain(io, md)
Base.show(io::IO, md::LaTeX) = source(io, md)
Base.show(io::IO, ::MIME"text/plain", md::MD) = term(io, md)
Base.show(io::IO, ::MIME"text/markdown", md::MD) = plain(io, md)
Base.show(io::IO, ::MIME"text/html", md::MD) = print(io, tagged(html(md), "div", " class=\"markdown\""))
end
