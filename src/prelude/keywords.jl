# What ?for and ?begin say: the words and signs of the language that are no functions, each an example and a sentence.
const keyword_help = Dict{String,String}()
_keyword(words, code, text) = foreach(w -> keyword_help[w] = string("```\n", code, "\n```\n\n", text), split(words))

_keyword("abstract", "abstract type Shape end\nabstract type Round <: Shape end",
    "Declares a type that has no values of its own: other types are declared below it with `<:`, and methods for it take all of theirs.")
_keyword("baremodule", "baremodule M ... end", "A `module` that does not see the names of `Base`.")
_keyword("begin", "begin\n    a = 1\n    a + 1\nend", "A block of statements; its value is that of the last. In `a[begin]` it is the first index.")
_keyword("break", "for i in 1:10\n    i > 3 && break\nend", "Leaves the innermost `for` or `while` loop.")
_keyword("const", "const limit = 100", "A global variable whose value does not change; functions that use it are faster than with one that may.")
_keyword("continue", "for i in 1:10\n    isodd(i) && continue\n    println(i)\nend", "Goes on with the next round of the innermost loop.")
_keyword("do", "map(1:3) do x\n    x^2\nend", "A function without a name, given to the call before it as the first argument.")
_keyword("if else elseif", "if x > 0\n    1\nelseif x < 0\n    -1\nelse\n    0\nend",
    "Runs the block behind the first condition that is true. A condition must be `true` or `false`. The value is that of the block.")
_keyword("end", "a[end]", "Ends a block. In an index it is the last one.")
_keyword("export", "export f, T", "The names of a module that `using` makes visible.")
_keyword("try catch finally", "try\n    risky()\ncatch e\n    println(\"it failed: \", e)\nfinally\n    close(file)\nend",
    "Runs a block; an exception in it is given to `catch`. The block behind `finally` runs in any case, also when the block is left.")
_keyword("for", "for i in 1:3, x in (\"a\", \"b\")\n    println(i, x)\nend",
    "Runs the block for each item of a range, an array, a dictionary, ...; several loops in one head are nested.")
_keyword("function", "function f(x, y::Int = 2; digits = 3, more...)\n    x + y\nend\n\nf(x) = 2x",
    "Defines a method of `f` for arguments of these types. Arguments behind `;` are given by name. The value is that of the last " *
    "statement, or what `return` gives.")
_keyword("global", "global count = 0", "The variable is that of the module, also inside a function or a loop.")
_keyword("import", "import Statistics\nimport Base: show, +", "Makes a module, or names of it, visible; methods can be added to functions that are imported by name.")
_keyword("in ∈", "3 in [1, 2, 3]\nfor x in xs ... end", "Whether a collection holds a value; in the head of a loop, what it goes through.")
_keyword("let", "let x = 1, y = 2\n    x + y\nend", "A block with variables of its own.")
_keyword("local", "local x = 1", "The variable is one of this block, whatever has the same name outside.")
_keyword("macro", "macro twice(ex)\n    esc(quote \$ex; \$ex end)\nend\n\n@twice println(1)",
    "Defines what `@twice` does with the expressions behind it, before they run: the expression that it gives takes its place.")
_keyword("module", "module M\n    export f\n    f(x) = 2x\nend\n\nusing .M", "A space of names of its own.")
_keyword("mutable", "mutable struct Point\n    x::Float64\n    y::Float64\nend", "A `struct` whose fields can be assigned: `p.x = 1`.")
_keyword("primitive", "primitive type Byte 8 end", "Declares a type of so many plain bits.")
_keyword("quote", "quote\n    x + \$y\nend\n\n:(x + \$y)", "An expression as a value, not run; `\$y` puts a value into it. `sow` and `reap` send such.")
_keyword("return", "return x", "Ends the function; its value is `x`.")
_keyword("struct", "struct Point{T<:Real} <: Shape\n    x::T\n    y::T\nend\n\nPoint(1, 2).x",
    "Declares a type with these fields; calling it with their values makes one. The fields cannot be assigned later: see `mutable struct`.")
_keyword("using", "using Statistics\nusing .M: f", "Makes what a module exports visible.")
_keyword("where", "f(x::Vector{T}) where {T<:Real} = zero(T)", "Names for types that are parameters of a method or a type.")
_keyword("while", "while n > 1\n    n ÷= 2\nend", "Runs the block as long as the condition holds.")
_keyword("=", "a = 1\na, b = 1, 2\na[2] = 5\np.x = 1\nf(x) = 2x", "Assigns a variable, an element, a field; defines a method if a call stands on the left.")
_keyword("&&", "x > 0 && println(x)", "True if both are; the right one is evaluated only if the left one is true.")
_keyword("||", "x > 0 || error(\"x must be positive\")", "True if one is; the right one is evaluated only if the left one is false.")
_keyword("? ?:", "x > 0 ? 1 : -1", "The value behind `?` if the condition is true, else the one behind `:`.")
_keyword("->", "x -> x^2\n(x, y) -> x + y", "A function without a name.")
_keyword("::", "x::Int\nf(x::Number) = 2x", "Says the type of an argument, a field or a variable; on a value, an error if it is not of the type.")
_keyword(".", "p.x\nsin.(xs)\nxs .+ 1", "A field of a value, a name in a module. Before the parentheses of a call or before an operator: for each element.")
_keyword("...", "f(xs...)\nf(first, rest...) = rest", "The items of a collection as arguments; in a definition, all further arguments as a tuple.")
_keyword(";", "x = 1; y = 2;\nf(x; digits = 2)\n[1 2; 3 4]",
    "Between statements in one line; at the end of a line at the prompt, the value is not shown. In a call, arguments by name follow. In a matrix, a row ends.")
_keyword("ans", "1 + 1\nans * 2", "The value of the last line at the prompt.")
