using Markdown
for s in ["a\nb", "# T\ntext", "* a\n* b\n\n* c", "1) x\n2) y\n", "- a\n\n  more\n- b", "text\n* item\nmore", "```\ncode\n```\nafter", "    indented\n    code\n\npara", "a  *b* **c** `d` ``e`` \$f\$", "snake_case_name and 2*3*4 and a_b_", "![img](u.png) <http://x.y> [t](@ref)", "\\*not\\* \\_x\\_", "***", "a\n===\nb\n---\nc", "> a\n> b\n>\n> c", "!!! tip\n    x\n\n    y\nz", "a | b\n--- | ---\n1 | 2\n\nend", "|x|\n|:-:|\n|long cell|", "`` a`b ``", "word "^30, "* " * "word "^30, "a\\\nb", "é ü 漢字", "", "\n\n", "####### seven", "###### six", "5. five\n6. six", "a\n\n\n\nb", "**bold *nested* x**", "x^2 & <b>html</b>", "* a\n    * b\n        * c\n* d", "A [link with `code`](url) here", "\"quoted\" 'text' --- dash", "trailing  \nspaces", "`unclosed *star", "+ plus\n+ list", "~~~\ntilde\n~~~", "```julia\nf(x) = x\n\n# c\n```"]
  println("<<<", repr(s))
  m = Markdown.parse(s)
  println(m); println("---"); display(m); println("\n>>> ", length(m.content), " ", isempty(m.content) ? "" : typeof(m.content[1]))
end
