# Markdown as LaTeX.
export latex

latex(md) = sprint(latex, md)
latex(io::IO, md::MD) = latex(io, md.content)
latex(io::IO, content::Vector) = foreach(part -> latex(io, part), content)
latex(io::IO, md::Paragraph) = (latexinline(io, md.content); print(io, "\n\n"))
latex(io::IO, md::Header{level}) where {level} =
    println(io, latex_command(level < 4 ? "sub"^(level - 1) * "section" : "sub"^(level - 4) * "paragraph", md.text))
latex(io::IO, md::Code) = latex_environment(io, "verbatim") do
    occursin("\\end{verbatim}", md.code) && error("Cannot include \"\\end{verbatim}\" in a latex code block")
    println(io, md.code)
end
latex(io::IO, md::BlockQuote) = latex_environment(() -> latex(io, md.content), io, "quote")
latex(io::IO, md::HorizontalRule) = println(io, "\\rule{\\textwidth}{1pt}")
latex(io::IO, md::LaTeX) = println(io, "\$\$", md.formula, "\$\$")
latex(io::IO, md::Footnote) = println(io, "\\footnotetext[", md.id, "]{", latex(md.text), "}")
latex(io::IO, md::Admonition) = latex_environment(io, "quote") do
    print(io, latex_command("textbf", md.category), "\n\n", md.title, "\n\n", latex(md.content))
end
latex(io::IO, md::List) = latex_environment(io, "itemize") do
    width = ndigits(md.ordered + length(md.items)) + 2
    for (k, item) in enumerate(md.items)
        k > 1 && println(io)
        print(io, "\\item", md.ordered < 0 ? "" : "[$(rpad("$(k + md.ordered - 1).", width))]", " ", latex(item))
    end
end
latex(io::IO, md::Table) = latex_environment(io, "tabular") do
    println(io, "{", join(md.align, " | "), "}")
    for (k, row) in enumerate(md.rows)
        println(io, join([sprint(latexinline, cell) for cell in row], " & "), " \\\\")
        k == 1 && println(io, "\\hline")
    end
end
latex(io::IO, x) = latexinline(io, x)

function latex_environment(f, io, name)
    println(io, "\\begin{", name, "}")
    f()
    println(io, "\\end{", name, "}")
end
latex_command(name, text) = string("\\", name, "{", sprint(latexinline, text), "}")

latexinline(io::IO, content::Vector) = foreach(part -> latexinline(io, part), content)
latexinline(io::IO, s::AbstractString) = print(io, latex_escaped(s))
latexinline(io::IO, x) = print(io, showable("text/latex", x) ? repr("text/latex", x) : latex_escaped(repr("text/plain", x)))
latexinline(io::IO, md::Code) = print(io, "\\texttt{", latex_escaped(md.code), "}")
latexinline(io::IO, md::Bold) = print(io, latex_command("textbf", md.text))
latexinline(io::IO, md::Italic) = print(io, latex_command("emph", md.text))
latexinline(io::IO, md::LaTeX) = print(io, "\$", md.formula, "\$")
latexinline(io::IO, md::Link) = print(io, "\\href{", md.url, "}{", sprint(latexinline, md.text), "}")
latexinline(io::IO, md::Footnote) = print(io, "\\footnotemark[", md.id, "]")
latexinline(io::IO, md::LineBreak) = println(io, "\\\\")
latexinline(io::IO, md::Image) = latex_environment(io, "figure") do
    print(io, "\\centering\n\\includegraphics{", md.url, "}\n", latex_command("caption", md.alt), "\n")
end
const LATEX_ESCAPES = Dict('~' => "{\\textasciitilde}", '^' => "\\^{}", '\\' => "{\\textbackslash}", (c => "\\$c" for c in "&%\$#_{}")...)
latex_escaped(s) = join(get(LATEX_ESCAPES, c, c) for c in s)
Base.show(io::IO, ::MIME"text/latex", md::MD) = latex(io, md)
