# Brackets that do not match, and what stands between them without a comma
for s in ["[1)", "[1, 2)", "(1]", "f(1]", "f(1, 2}", "a[1)", "a[1, 2)", "{1)", "[1 2)", "[1; 2)", "A{Int)", "A{Int]", "f(x::V) where {V) = x", "[x for x in y)", "(x for x in y]",
          "(1, 2]", "((1)]", "[[1, 2], [3)]", "f(g(1], 2)", "[1\n2)", "(a; b]", "(a b]", "f(a b)", "f(a\nb)", "[a, b c)", "f(;a]", "f(a;b]", "x[1:end)", "[x + 1)", "[f(x))", "[\"a\")",
          "if (a] end", "[", "(", "[1,", "f(1,", "(x for x = 1:3 y)", "(x for x in 1:3 if x y)", "f(x for x in 1:3; y)", "[1, 2 3]", "[1 2, 3]", "x = [1, 2\n"]
    said = try
        x = Meta.parse(s)
        x isa Expr && x.head in (:error, :incomplete) ? "$(x.head) $(x.args[1])" : "gives " * repr(x)
    catch e
        e.msg
    end
    println(repr(s), "  ", said)
end
