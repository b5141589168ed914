# Markdown: the tree of each text, how it is shown at a terminal (with and without colours), as source and as HTML.
using Markdown
texts = [
    "# H1 *x*\ntext", "## H2\n### H3 ###\n#### H4\n##### H5\n###### H6", "H1\n===\nH2\n---\ntext", "a\nb  \nc\n\nd\\\ne",
    "* a\n* b\n\n  para2\n* c", "1. a\n2. b", "3) a\n4) b", "- a\n\n- b\n\ntext", "    code\n    more\n\n    more2\n\ntext",
    "```julia\nx = 1\n\n```\n", "~~~\nx\n~~~", "```\nunclosed", "> a\n> - b\n> - c\n\nx",
    "***bi*** **b** *i* _i_ __b__ a_b_c 2*3*4 * x *", "`a` ``b`c`` ` d `",
    "[t](u) [t](u \"title\") <http://a.b> [ref][x] http://a.b", "![alt *x*](u)",
    "| a | b | c |\n|---|:-:|--:|\n| `1` | 2 | 3 |\n| x | yyyyyyyy |", "a | b\n--|--\n1 | 2",
    "!!! warning \"Title here\"\n    body\n\n    more\n\nafter", "!!! tip\n    b", "[^1]: foot\n\nsee [^1]", "---", "***",
    "* * *", "\$x^2\$ and ``y^2``", "```math\nx\n```", "", "\n\n", "a\n# H", "a\n- b\n- c", "a\n```\ncode\n```\nb",
    "* a\n  continued\n* b\nlazy", "- a\n    - b\n        - c\n- d", "word "^40, "\\* \\` \\# \\\\ \\a", "&amp; <b>x</b>",
    "• a\n• b", "+ a\n+ b", "a -- b --- c", "*a\nb*", "**unclosed", "`unclosed", "[x] y", "[x](unclosed", "text\n    indented",
    "- a\n\n      code\n", "> a\nb", "1. a\n\n   b\n\n2. c", "**a** b\n\n\n\nc", "x\ty", "é "^50, "#nospace", "# ", "#hash\n#",
    "10. a\n11. b", "- [ ] a", "f(x) -> y", "```\na```b\n```", "a `x` b", "a\n> q", "a\n!!! note\n    x",
    "a\n| x | y |\n|--|--|\n| 1 | 2 |", "a\n---", "a\nb\n---", "a\n***\nb", "a\n1. b", "- a\n\ntext", "- a\n\n\n- b", "| a |",
    "|a|b|\n|:-|-:|\n|x\\|y|2|", "cost 5\$ and 6\$ x", "~~~ julia x\na\n~~~", "````\n```\n````", "[a](b c) [a] (b)",
    "<a@b.c> <mailto:x@y> <ftp://a> <b>", "___", "- - -", "[a [b] c](u(1))", "\\", "  # H", "   - a\n   - b", "\tcode",
    "```\n  a\n    b\n```", "-- a", "x\\\\y", "a_b_ _c", "**a*b*c**", "*a **b** c*", "`a\nb`", "1. a\n3. b",
    "* a\n\n  * b\n\n  * c\n* d", "text:\n* a\n* b", "!!! danger\n    x", "> # H\n>\n> a\nlazy", "# A very long header "^8,
    "- "*("word "^40), "> "*("word "^40), "!!! note\n    "*("word "^40), "[^x]: "*("word "^40), "日本語 "^30, "a\n\n\n\n\n# b",
    "x  y   z", "* a\r\n* b", "## `code` in **header**", "a | b\n---|---\n1 | 2", "| - | b |\n|:-:|---|\n|1|", "\$x\$ a",
    "```\na\n```\n```\nb\n```", "1) a\n2. b", "* a\n- b", "a ``x`` `` `y` ``", "![a](b \"c\")", "a\\"
]
for s in texts
    println("> ", repr(s))
    m = Markdown.parse(s)
    println(m.content)
    show(stdout, MIME("text/plain"), m)
    println("|")
    println(m, "|")
    println(repr(sprint(show, MIME("text/plain"), m, context = IOContext(stdout, :color => true, :displaysize => (24, 50)))))
    show(stdout, MIME("text/html"), m)
    println()
end

x, v, name = 5, [1, 2], "Ann"
m = md"""
# $x and $(x + 1)

$name has `$x` and **$v**
- [link $x](there)
"""
println(m.content)
println(m)
println(md"a" == md"a", " ", md"a" == md"b", " ", length(md"a"), " ", md"a"[1], " ", typeof(md"a"))
println([md"a"], (md"a",), Markdown.html(md"*a*"), Markdown.plain(md"*a*"))
display([md"a"])
@show md"a b"
println(repr("text/markdown", m))
