using Markdown
m = Markdown.parse("""
# Title *x*

## Sub

Some *emph* and **bold** `code` text with [link](http://a.b/c) & 100% _under_ \$x^2\$ {braces} #1.

- one
- two

  more

1. first
2. second

> quoted

```julia
f(x) = 1
```

```math
a+b
```

---

![alt](img.png)

| a | b |
|:--|--:|
| 1 | 2 |

!!! note "Hey"
    body

Footnote[^1].

[^1]: The note.
""")
print(latex(m)); println("=====")
latex(stdout, md"hi *there*")
show(stdout, MIME("text/latex"), md"x `y`")
println(repr("text/latex", md"a **b**"))
println(latex(md"a\_b ~ ^ \\ < >"))
