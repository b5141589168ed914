/* The parser's results, written as S-expressions, against what Julia 1.5 gives; and texts that are no programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "lang/parser.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/show.h"
#include "value/string.h"
#include "value/struct.h"

typedef struct Case {
  const char *source, *expected; /* (head args...), L1 a line, 'x a QuoteNode; or ERR or INC and the message */
} Case;

// clang-format off
static const Case cases[] = {
    {"x", "x"},
    {"a*b*c", "(call * a b c)"},
    {"-2^2", "(call - (call ^ 2 2))"},
    {"-x", "(call - x)"},
    {"2x^2", "(call * 2 (call ^ x 2))"},
    {"2(3)x", "(call * 2 3 x)"},
    {"x'y", "(call * (' x) y)"},
    {"1_000.5", "1000.5"},
    {"0x1p3", "8.0"},
    {"1.+2", "ERR invalid syntax \"1.+\"; add space(s) to clarify"},
    {"a.^2", "(call .^ a 2)"},
    {"170141183460469231731687303715884105728",
     "(macrocall Core.@big_str nothing \"170141183460469231731687303715884105728\")"},
    {"'a'", "'a'"},
    {"'\\''", "'\\''"},
    {"\"abc\"", "\"abc\""},
    {"\"$(x)\"", "(string x)"},
    {"\"\"", "\"\""},
    {"\"\"\"\n  a\n\n  b\n  c\"\"\"", "\"a\\n\\nb\\nc\""},
    {"\"\"\"a\"b\"\"c\"\"\"", "\"a\\\"b\\\"\\\"c\""},
    {"r\"abc\"i", "(macrocall @r_str L1 \"abc\" \"i\")"},
    {"raw\"a\\\\\"", "(macrocall @raw_str L1 \"a\\\\\")"},
    {"`ls -l`", "(macrocall Core.@cmd L1 \"ls -l\")"},
    {"\"a\"x", "ERR cannot juxtapose string literal"},
    {":(x)", "'x"},
    {":(+)", "'+"},
    {": x", "ERR whitespace not allowed after \":\" used for quoting"},
    {"x::Int = 3", "(= (:: x Int) 3)"},
    {"$(x)", "($ x)"},
    {"$x.y", "(. ($ x) 'y)"},
    {"f(x; y=1)", "(call f (parameters (kw y 1)) x)"},
    {"f(;)", "(call f (parameters))"},
    {"f(x...)", "(call f (... x))"},
    {"f(x for x in y if z)", "(call f (generator x (filter z (= x y))))"},
    {"f(x]", "ERR unexpected \"]\" in argument list"},
    {"f(x)(y)", "(call (call f x) y)"},
    {"f(x) do (a,b)\n a\nend", "(do (call f x) (-> (tuple (tuple a b)) (block L2 a)))"},
    {"x.y", "(. x 'y)"},
    {"x.:+", "(. x '+)"},
    {"x.(y, z)", "(. x (tuple y z))"},
    {"x .y", "ERR space before \".\" not allowed in \"x .\" at none:1"},
    {"x[]", "(ref x)"},
    {"x[begin+1:end]", "(ref x (call : (call + begin 1) end))"},
    {"x[1; 2]", "(typed_vcat x 1 2)"},
    {"x[i for i in 1:3]", "(typed_comprehension x (generator i (= i (call : 1 3))))"},
    {"x{T, S}", "(curly x T S)"},
    {"x{<:Real}", "(curly x (<: Real))"},
    {"f(x::T) where T = x", "(= (where (call f (:: x T)) T) (block L1 x))"},
    {"f(x) = begin\n x\nend", "(= (call f x) (block L1 L2 x))"},
    {"x = f(y) = z", "(= x (= (call f y) (block L1 z)))"},
    {"x .+= y", "(.+= x y)"},
    {"x := y", "(:= x y)"},
    {"a, b", "(tuple a b)"},
    {"()", "(tuple)"},
    {"(a;)", "(block a)"},
    {"(; a=1, b)", "(tuple (parameters (kw a 1) b))"},
    {"(a=1,)", "(tuple (= a 1))"},
    {"(a...)", "(... a)"},
    {"(a for b in c for d in e)", "(flatten (generator (generator a (= d e)) (= b c)))"},
    {"(a,", "INC incomplete: premature end of input"},
    {"a -> b -> c", "(-> a (block L1 (-> b (block L1 c))))"},
    {"(a...) -> b", "(-> (... a) (block L1 b))"},
    {"a -> b, c", "(tuple (-> a (block L1 b)) c)"},
    {"a => b", "(call => a b)"},
    {"a ? b : c", "(if a b c)"},
    {"a ? b: c", "ERR space required before colon in \"?\" expression"},
    {"a ? b : c = d", "(if a b (= c d))"},
    {"a --> b", "(--> a b)"},
    {"a || b", "(|| a b)"},
    {"a || b && c", "(|| a (&& b c))"},
    {"a == b", "(call == a b)"},
    {"a ∈ b", "(call ∈ a b)"},
    {"a .< b", "(call .< a b)"},
    {"a != b", "(call != a b)"},
    {"!(a)", "(call ! a)"},
    {"-a", "(call - a)"},
    {"-f(x)", "(call - (call f x))"},
    {"-(a,b)^2", "(call ^ (call - a b) 2)"},
    {"+(a...)", "(call + (... a))"},
    {"*", "*"},
    {"(<)", "<"},
    {"&a", "(& a)"},
    {"√x^2", "(call √ (call ^ x 2))"},
    {"a <| b", "(call <| a b)"},
    {"a:b", "(call : a b)"},
    {"a .. b", "(call .. a b)"},
    {"a ++ b ++ c", "(call ++ a b c)"},
    {"a | b", "(call | a b)"},
    {"a \\ b", "(call \\ a b)"},
    {"a >> b >>> c", "(call >>> (call >> a b) c)"},
    {"a^b'", "(call ^ a (' b))"},
    {"a.'", "ERR the \".'\" operator is discontinued"},
    {"2^-x^2", "(call ^ 2 (call - (call ^ x 2)))"},
    {"a × b ⋅ c", "(call ⋅ (call × a b) c)"},
    {"x′", "x′"},
    {"x!=y", "(call != x y)"},
    {"__x", "__x"},
    {"[1 2; 3 4]", "(vcat (row 1 2) (row 3 4))"},
    {"[1\n2]", "(vcat 1 2)"},
    {"[1 2;]", "(vcat (row 1 2))"},
    {"[1 -2]", "(hcat 1 -2)"},
    {"[a' b']", "(hcat (' a) (' b))"},
    {"[a [1]]", "(hcat a (vect 1))"},
    {"[a : b]", "(vect (call : a b))"},
    {"[1 2, 3]", "ERR unexpected comma in matrix expression"},
    {"[a for b in c for d in e]", "(comprehension (flatten (generator (generator a (= d e)) (= b c))))"},
    {"[(a, b) for c in d]", "(comprehension (generator (tuple a b) (= c d)))"},
    {"[a\nfor b in c]", "(comprehension (generator a (= b c)))"},
    {"Int[]", "(ref Int)"},
    {"[[1, 2], [3, 4]]", "(vect (vect 1 2) (vect 3 4))"},
    {"[a\"x\" b]", "(hcat (macrocall @a_str L1 \"x\") b)"},
    {"[!a !b]", "(hcat (call ! a) (call ! b))"},
    {"[a .+b]", "(hcat a (call .+ b))"},
    {"[x->x y]", "(hcat (-> x (block L1 x)) y)"},
    {"[@m(a) b]", "(hcat (macrocall @m L1 a) b)"},
    {"[a b\n\nc d]", "(vcat (row a b) (row c d))"},
    {"[1 2; 3 4][1]", "(ref (vcat (row 1 2) (row 3 4)) 1)"},
    {"{a; b}", "(bracescat a b)"},
    {"begin a; b end", "(block L1 a L1 b)"},
    {"quote\n a\n b\nend", "(quote (block L2 a L3 b))"},
    {"if a b end", "(if a (block L1 b))"},
    {"if a\nelseif b\nend", "(if a (block) (elseif (block L2 b) (block L3)))"},
    {"while a\n b\nend", "(while a (block L2 b))"},
    {"for i in 1:3 a end", "(for (= i (call : 1 3)) (block L1 a))"},
    {"for i ∈ a; end", "(for (= i a) (block L1))"},
    {"let\n a\nend", "(let (block) (block L2 a))"},
    {"let a, b\n c\nend", "(let (block a b) (block L2 c))"},
    {"let x::Int = 1; x end", "(let (= (:: x Int) 1) (block L1 x))"},
    {"function f(x)::Int\n x\nend", "(function (:: (call f x) Int) (block L1 L2 x))"},
    {"function f(x, y=2)\n x\nend", "(function (call f x (kw y 2)) (block L1 L2 x))"},
    {"function (x...)\n x\nend", "(function (... x) (block L1 L2 x))"},
    {"function f()\n return 1\nend", "(function (call f) (block L1 L2 (return 1)))"},
    {"function Base.:+(a, b)\n a\nend", "(function (call (. Base '+) a b) (block L1 L2 a))"},
    {"function (x)::Int; x end", "(function (tuple (:: x Int)) (block L1 L1 x))"},
    {"macro m end", "(macro m)"},
    {"struct A; x; end", "(struct false A (block L1 x))"},
    {"struct A\n x\n A(x) = new(x)\nend", "(struct false A (block L2 x L3 (= (call A x) (block L3 (call new x)))))"},
    {"abstract type A <: B end", "(abstract (<: A B))"},
    {"mutable = 1", "(= mutable 1)"},
    {"struct = 1", "ERR unexpected \"=\""},
    {"baremodule A\n x\nend", "(module false A (block L1 L2 x))"},
    {"using A, B", "(using (. A) (. B))"},
    {"using .A", "(using (. . A))"},
    {"import A", "(import (. A))"},
    {"import A.b, C.d", "(import (. A b) (. C d))"},
    {"import A.@m", "(import (. A @m))"},
    {"import .A", "(import (. . A))"},
    {"export a, b", "(export a b)"},
    {"using A: b,\n c", "(using (: (. A) (. b) (. c)))"},
    {"global const a = 1", "(const (global (= a 1)))"},
    {"global a, b = 1, 2", "(global (= (tuple a b) (tuple 1 2)))"},
    {"local a = 1", "(local (= a 1))"},
    {"const a", "ERR expected assignment after \"const\""},
    {"return x, y", "(return (tuple x y))"},
    {"try\n a\ncatch\n b\nend", "(try (block L2 a) false (block L4 b))"},
    {"try\n a\nend", "ERR try without catch or finally"},
    {"try a catch; end", "(try (block L1 a) false (block))"},
    {"try a; catch e; finally b end", "(try (block L1 a) e (block L1) (block L1 b))"},
    {"try a catch end", "(try (block L1 a) false (block))"},
    {"@m a", "(macrocall @m L1 a)"},
    {"@m(a, b)", "(macrocall @m L1 a b)"},
    {"@m(a) b", "ERR extra token \"b\" after end of expression"},
    {"@m a -b", "(macrocall @m L1 a (call - b))"},
    {"@m [a] b", "(macrocall @m L1 (vect a) b)"},
    {"@m a = b", "(macrocall @m L1 (= a b))"},
    {"A.@m a", "(macrocall (. A '@m) L1 a)"},
    {"@m @n a", "(macrocall @m L1 (macrocall @n L1 a))"},
    {"@m(a).b", "(. (macrocall @m L1 a) 'b)"},
    {"@m \"a\" b", "(macrocall @m L1 \"a\" b)"},
    {"[@m a for a in b]", "(comprehension (generator (macrocall @m L1 a) (= a b)))"},
    {"@m a; b", "(toplevel (macrocall @m L1 a) b)"},
    {"@ m", "ERR space before \"m\" not allowed in \"@ m\" at none:1"},
    {"@m a do x\n x\nend", "ERR invalid \"do\" syntax"},
    {"@m a ? b : c", "(macrocall @m L1 (if a b c))"},
    {"@m 2x", "(macrocall @m L1 (call * 2 x))"},
    {"\"\"\"doc\"\"\"\nfunction f end", "(macrocall Core.@doc L1 \"doc\" (function f))"},
    {"@doc \"a\"\nf", "(macrocall @doc L1 \"a\" f)"},
    {"doc\"x\"\nf", "ERR extra token after end of expression"},
    {"; a", "(toplevel a)"},
    {"a #= b\n #= c =# =# + d", "(call + a d)"},
    {"a)", "ERR extra token \")\" after end of expression"},
    {"end", "ERR unexpected \"end\""},
    {"(a +\n b)", "(call + a b)"},
    {"f(a\n+ b)", "(call f (call + a b))"},
    {"a = = b", "ERR unexpected \"=\""},
    {"a...b", "ERR extra token \"b\" after end of expression"},
    {"a -> ", "INC incomplete: premature end of input"},
    {"x where", "INC incomplete: premature end of input"},
    {"@", "INC incomplete: premature end of input"},
    {"*a", "ERR \"*\" is not a unary operator"},
    {"&&", "ERR invalid identifier name \"&&\""},
    {"=>", "=>"},
    {"(<:)", "<:"},
    {"f(::Int)", "(call f (:: Int))"},
    {"f((a, b))", "(call f (tuple a b))"},
    {"(a, b)::Int", "(:: (tuple a b) Int)"},
    {"a::b::c", "(:: (:: a b) c)"},
    {"a[1]::Int", "(:: (ref a 1) Int)"},
    {"a < b && c > d", "(&& (call < a b) (call > c d))"},
    {"a && b = c", "(= (&& a b) c)"},
    {"a || break", "(|| a (break))"},
    {"a .|> f", "(call .|> a f)"},
    {"a.b'", "(' (. a 'b))"},
    {"a'[1]", "(ref (' a) 1)"},
    {"\"a$(b)c$(d)\"", "(string \"a\" b \"c\" d)"},
    {"\"$(a)$(b)\"", "(string a b)"},
    {"\"$(\"$x\")\"", "(string (string x))"},
    {"\"$ a\"", "ERR invalid interpolation syntax: \"$ \""},
    {"`a", "INC incomplete: invalid \"`\" syntax"},
    {"\"\\u\"", "ERR invalid escape sequence"},
    {"'\\\\'", "'\\\\'"},
    {"\"a\\\nb\"", "ERR invalid escape sequence"},
    {"1_", "(call * 1 _)"},
    {"1.5.5", "ERR invalid numeric constant \"1.5.\""},
    {"1.5f", "(call * 1.5 f)"},
    {"2pi", "(call * 2 pi)"},
    {"2x/3", "(call / (call * 2 x) 3)"},
    {"2x!", "(call * 2 x!)"},
    {"2{a}", "(curly 2 a)"},
    {"a[1:end, :]", "(ref a (call : 1 end) :)"},
    {"a[f(end)]", "(ref a (call f end))"},
    {"a.b = c", "(= (. a 'b) c)"},
    {"a, (b, c) = d", "(= (tuple a (tuple b c)) d)"},
    {"x -> x -> y", "(-> x (block L1 (-> x (block L1 y))))"},
    {"f(a) do\nend", "(do (call f a) (-> (tuple) (block L2)))"},
    {"f(x, function (y)\n y\nend)", "(call f x (function (tuple y) (block L1 L2 y)))"},
    {"x = begin\n a\nend", "(= x (block L2 a))"},
    {"x = quote a end", "(= x (quote (block L1 a)))"},
    {"(f::A)(x) = x", "(= (call (:: f A) x) (block L1 x))"},
    {"!(x::A) = x", "(= (call ! (:: x A)) (block L1 x))"},
    {"==(x, y) = z", "(= (call == x y) (block L1 z))"},
    {"a ⊕ b = c", "(= (call ⊕ a b) (block L1 c))"},
    {"a.b(c) = d", "(= (call (. a 'b) c) (block L1 d))"},
    {"x{T} = y", "(= (curly x T) y)"},
    {"f(x) = x; g", "(toplevel (= (call f x) (block L1 x)) g)"},
    {"f((x, y), z) = x", "(= (call f (tuple x y) z) (block L1 x))"},
    {"where", "where"},
    {"in = 1", "(= in 1)"},
    {"a.in", "(. a 'in)"},
    {":where", "'where"},
    {":(a, b)", "(quote (tuple a b))"},
    {":[a]", "(quote (vect a))"},
    {":true", "(quote true)"},
    {":$", "'$"},
    {":f(x)", "(call 'f x)"},
    {":(:)", "':"},
    {":(->)", "'->"},
    {":(...)", "'..."},
    {":!", "'!"},
    {":($(a)...)", "(quote (... ($ a)))"},
    {":(f($(a...)))", "(quote (call f ($ (... a))))"},
    {":($f($x) = $y)", "(quote (= (call ($ f) ($ x)) (block L1 ($ y))))"},
    {"$(a, b)", "($ (tuple a b))"},
    {"$:a", "($ 'a)"},
    {"A.B.:+", "(. (. A 'B) '+)"},
    {"😀", "😀"},
    {"a\r\nb", "ERR extra token after end of expression"},
    {"a ⋅ b", "(call ⋅ a b)"},
    {"∞", "∞"},
    {"a​b", "ERR invisible character \\u200b near column 2"},
    {"√√x", "(call √ (call √ x))"},
    {"!√x", "(call ! (call √ x))"},
    {"-+x", "(call - (call + x))"},
    {"-2", "-2"},
    {"+2x", "(call * 2 x)"},
    {"a -1", "(call - a 1)"},
    {"f(-1)", "(call f -1)"},
    {"[a -1]", "(hcat a -1)"},
    {"[a.b c.d]", "(hcat (. a 'b) (. c 'd))"},
    {"[a ⊻ b]", "(vect (call ⊻ a b))"},
    {"[a &b]", "(hcat a (& b))"},
    {"[a... b]", "(hcat (... a) b)"},
    {"(a; b=1, c=2) -> d", "(-> (tuple (parameters (kw b 1) (kw c 2)) a) (block L1 d))"},
    {"(a,\nb)", "(tuple a b)"},
    {"(a]", "ERR missing comma or ) in argument list"},
    {"(a; b]", "ERR unexpected \"]\" in argument list"},
    {"(a, b for c in d)", "(tuple a (generator b (= c d)))"},
    {"f(a; b for c in d)", "(call f (parameters (generator b (= c d))) a)"},
    {"!(a, b)", "(call ! a b)"},
    {"-(a).b", "(call - (. a 'b))"},
    {"-(a;b)", "(call - (block a L1 b))"},
    {"+(a=1)", "(call + (= a 1))"},
    {"[a, b\n,c]", "(vect a b c)"},
    {"[1 2\n;3 4]", "(vcat (row 1 2) (row 3 4))"},
    {"[,]", "ERR unexpected \",\""},
    {"[1\n\n]", "(vcat 1)"},
    {"[a for b in c, d]", "ERR invalid iteration specification"},
    {"[a for\n b in c]", "(comprehension (generator a (= b c)))"},
    {"[a\"b\"c d]", "(hcat (macrocall @a_str L1 \"b\" \"c\") d)"},
    {"[a==b c]", "(hcat (call == a b) c)"},
    {"[f(a, b) c]", "(hcat (call f a b) c)"},
    {"[f(a -b)]", "(vect (call f (call - a b)))"},
    {"[begin a -b end]", "(vect (block L1 (call - a b)))"},
    {"[1 for i=1:3, j=1:3 if i > j]",
     "(comprehension (generator 1 (filter (call > i j) (= i (call : 1 3)) (= j (call : 1 3)))))"},
    {"a[1 2; 3 4]", "(typed_vcat a (row 1 2) (row 3 4))"},
    {"a[b...]", "(ref a (... b))"},
    {"a[end:-1:1]", "(ref a (call : end -1 1))"},
    {"a[if b end]", "(ref a (if b (block L1)))"},
    {"a{b=c}", "(curly a (= b c))"},
    {"f(a;)", "(call f (parameters) a)"},
    {"f(a; b=c=1)", "(call f (parameters (kw b (= c 1))) a)"},
    {"f(a::b=c)", "(call f (kw (:: a b) c))"},
    {"f(a ? b : c, d)", "(call f (if a b c) d)"},
    {"f(\n)", "(call f)"},
    {"f(a for b in c", "INC incomplete: premature end of input"},
    {"f(a, b] ", "ERR unexpected \"]\" in argument list"},
    {"f(a) b", "ERR extra token \"b\" after end of expression"},
    {"f.(a; b=1)", "(. f (tuple (parameters (kw b 1)) a))"},
    {"f.:a(b)", "(call (. f 'a) b)"},
    {"a.\"b\"c", "(call * (. a '\"b\") c)"},
    {"a. b", "(. a 'b)"},
    {"a.:(=)", "(. a '=)"},
    {"a.@b", "(macrocall (. a '@b) L1)"},
    {"@a.b(c)", "(macrocall (. a '@b) L1 c)"},
    {"@a.$b", "ERR invalid macro usage \"@(a.$b)\""},
    {"@a :b", "(macrocall @a L1 'b)"},
    {"@a(b) = c", "(= (macrocall @a L1 b) c)"},
    {"@a b, c d", "(macrocall @a L1 (tuple b c) d)"},
    {"@a{b}", "(macrocall @a L1 (braces b))"},
    {"@a struct b end", "(macrocall @a L1 (struct false b (block L1)))"},
    {"@a let b; c end", "(macrocall @a L1 (let b (block L1 c)))"},
    {"@a 1 2", "(macrocall @a L1 1 2)"},
    {"@a b => c d", "(macrocall @a L1 (call => b c) d)"},
    {"@a *", "(macrocall @a L1 *)"},
    {"@a &b", "(macrocall @a L1 (& b))"},
    {"@a b :: c", "(macrocall @a L1 (:: b c))"},
    {"@a \"b\"", "(macrocall @a L1 \"b\")"},
    {"@a #= b =# c", "(macrocall @a L1 c)"},
    {"@a do b end", "ERR invalid \"do\" syntax"},
    {"@doc a b", "(macrocall @doc L1 a b)"},
    {"@__FILE__", "(macrocall @__FILE__ L1)"},
    {"@\"a\"", "ERR invalid macro usage \"@(\"a\")\""},
    {"@+", "(macrocall @+ L1)"},
    {"@.a", "(macrocall @__dot__ L1 a)"},
    {"@ .a", "ERR space before \".\" not allowed in \"@ .\" at none:1"},
    {"\"a\", b", "(tuple \"a\" b)"},
    {"\"a\" \"b\" c", "ERR extra token \"c\" after end of expression"},
    {"begin \"a\"\nb end", "(block L1 (macrocall Core.@doc L1 \"a\" b))"},
    {"quote\n \"a\"\n b\nend", "(quote (block L2 (macrocall Core.@doc L2 \"a\" b)))"},
    {"for a in b \"c\" end", "(for (= a b) (block L1 \"c\"))"},
    {"mutable", "mutable"},
    {"abstract type\na end", "(abstract a)"},
    {"type a end", "ERR extra token \"a\" after end of expression"},
    {"struct a.b end", "(struct false (. a 'b) (block L1))"},
    {"module", "INC incomplete: premature end of input"},
    {"module $a end", "(module true ($ a) (block L1 L1))"},
    {"import a,", "INC incomplete: premature end of input"},
    {"import a b", "ERR extra token \"b\" after end of expression"},
    {"import a, b: c",
     "ERR \":\" in \"import\" syntax can only be used when importing a single module. Split imports into multiple lines."},
    {"import a.:b", "(import (. a b))"},
    {"import a.$b", "(import (. a ($ b)))"},
    {"import ....a", "(import (. . . . . a))"},
    {"import a.@b", "(import (. a @b))"},
    {"using a, b.c, .d", "(using (. a) (. b c) (. . d))"},
    {"export a.b", "ERR extra token \".\" after end of expression"},
    {"export a,", "INC incomplete: premature end of input"},
    {"global a, b = c", "(global (= (tuple a b) c))"},
    {"global function f() end", "(global (function (call f) (block L1 L1)))"},
    {"local a; b", "(toplevel (local a) b)"},
    {"const", "INC incomplete: premature end of input"},
    {"const (a, b) = c", "(const (= (tuple a b) c))"},
    {"for outer in 1:3 end", "(for (= outer (call : 1 3)) (block L1))"},
    {"for end", "ERR unexpected \"end\""},
    {"for a in b,\nc in d\ne end", "(for (block (= a b) (= c d)) (block L3 e))"},
    {"for a[1] in b end", "(for (= (ref a 1) b) (block L1))"},
    {"for a = b:c end", "(for (= a (call : b c)) (block L1))"},
    {"while end", "ERR unexpected \"end\""},
    {"while a, b end", "ERR unexpected \",\""},
    {"if", "INC incomplete: premature end of input"},
    {"if a; elseif; end", "ERR unexpected \";\""},
    {"if a b end c", "ERR extra token \"c\" after end of expression"},
    {"if a -b end", "(if (call - a b) (block L1))"},
    {"if a :b end", "(if (call : a b) (block L1))"},
    {"begin", "INC incomplete: premature end of input"},
    {"begin a;; b end", "(block L1 a L1 b)"},
    {"begin a end + b", "(call + (block L1 a) b)"},
    {"(begin a end)(b)", "(call (block L1 a) b)"},
    {"quote a b end", "ERR extra token \"b\" after end of expression"},
    {"let", "INC incomplete: premature end of input"},
    {"let a b end", "ERR let variables should end in \";\" or newline"},
    {"let a, b = 1; c end", "(let (block a (= b 1)) (block L1 c))"},
    {"let (a = 1) b end", "ERR let variables should end in \";\" or newline"},
    {"let a::b; end", "(let (:: a b) (block))"},
    {"function f", "INC incomplete: premature end of input"},
    {"function f x end", "ERR expected \"end\" in definition of function \"f\""},
    {"function (f)() end", "(function (call f) (block L1 L1))"},
    {"function f()::a.b c end", "(function (:: (call f) (. a 'b)) (block L1 L1 c))"},
    {"function ()\n a\nend", "(function (tuple) (block L1 L2 a))"},
    {"function (a, b; c=1) d end", "(function (tuple (parameters (kw c 1)) a b) (block L1 L1 d))"},
    {"function f.g(x) x end", "(function (call (. f 'g) x) (block L1 L1 x))"},
    {"function f{T} end", "ERR expected \"(\" in function definition"},
    {"function !(x) x end", "(function (call ! x) (block L1 L1 x))"},
    {"function + end", "(function +)"},
    {"function (::a)() end", "(function (call (:: a)) (block L1 L1))"},
    {"function f() return end", "(function (call f) (block L1 L1 (return nothing)))"},
    {"return a; b", "(toplevel (return a) b)"},
    {"return if a b end", "(return (if a (block L1 b)))"},
    {"(break)", "(break)"},
    {"x = continue", "(= x (continue))"},
    {"break end", "ERR extra token \"end\" after end of expression"},
    {"macro m", "INC incomplete: premature end of input"},
    {"macro $m() end", "(macro (call ($ m)) (block L1 L1))"},
    {"macro a.b() end", "(macro (call (. a 'b)) (block L1 L1))"},
    {"a do b end", "ERR extra token \"do\" after end of expression"},
    {"f() do a, b; c end", "(do (call f) (-> (tuple a b) (block L1 c)))"},
    {"f() do a...; b end", "(do (call f) (-> (tuple (... a)) (block L1 b)))"},
    {"f()\ndo a end", "ERR extra token after end of expression"},
    {"f() do a end do b end", "ERR extra token \"do\" after end of expression"},
    {"f(a; b) do c end", "(do (call f (parameters b) a) (-> (tuple c) (block L1)))"},
    {"f() do a -> b end", "(do (call f) (-> (tuple (-> a (block L1 b))) (block L1)))"},
    {"[f() do a end]", "(vect (do (call f) (-> (tuple a) (block L1))))"},
    {"try a catch", "INC incomplete: premature end of input"},
    {"try a catch e; end", "(try (block L1 a) e (block L1))"},
    {"try a catch e; b else c end", "ERR unexpected \"else\""},
    {"try a catch e.f end", "ERR invalid syntax \"catch e.f\""},
    {"try\ncatch\n\nend", "(try (block) false (block))"},
    {"try finally end", "(try (block) false false (block L1))"},
    {"try a catch \"x\" end", "ERR invalid syntax \"catch \"x\"\""},
};
// clang-format on

static void dump(Text *t, Value v) {
  if (is_expr(v)) {
    const Expr *e = as_expr(v);
    text_char(t, '(');
    text_puts(t, e->name->text);
    for (size_t i = 0; i < expr_len(e); i++) {
      text_char(t, ' ');
      dump(t, expr_arg(e, i));
    }
    text_char(t, ')');
  } else if (v.type == T_LINENODE)
    text_format(t, "L%lld", (long long)((LineNode *)v.p)->line);
  else if (v.type == T_QUOTENODE) {
    text_char(t, '\'');
    dump(t, ((QuoteNode *)v.p)->value);
  } else if (v.type == T_GLOBALREF)
    text_format(t, "Core.%s", ((GlobalRef *)v.p)->name->text);
  else if (is_symbol(v))
    text_puts(t, as_symbol(v)->text);
  else if (is_int(v))
    text_format(t, "%lld", (long long)v.i);
  else if (is_bool(v))
    text_puts(t, v.u ? "true" : "false");
  else if (is_nothing(v))
    text_puts(t, "nothing");
  else if (is_string(v))
    show_string_quoted(t, as_string(v)->text, as_string(v)->len);
  else if (v.type == T_CHAR)
    show_char_quoted(t, (uint32_t)v.u);
  else if (is_f64(v))
    show_float(t, v.f);
  else
    text_puts(t, v.type->name->name->text);
}

static Text result_of(const char *source, size_t len) {
  size_t pos = 0;
  int line = 1;
  Text t = {0};
  Value v = parse_statement(source, len, &pos, "none", &line);
  parse_skip(source, len, &pos, "none", &line);
  if (is_undef(v))
    text_puts(&t, "nothing");
  else if (is_expr_of(v, SYM(error))) {
    text_puts(&t, "ERR ");
    text_puts(&t, as_string(struct_get(expr_arg(as_expr(v), 0), 0))->text);
  } else if (is_expr_of(v, SYM(incomplete))) {
    text_puts(&t, "INC ");
    text_puts(&t, as_string(expr_arg(as_expr(v), 0))->text);
  } else if (pos < len)
    text_puts(&t, "ERR extra token after end of expression");
  else
    dump(&t, v);
  text_char(&t, '\0');
  return t;
}

static void shapes(void **state) {
  (void)state;
  int wrong = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    Text t = result_of(cases[i].source, strlen(cases[i].source));
    if (strcmp(t.bytes, cases[i].expected) == 0) continue;
    wrong++;
    print_message("%s\n  expected %s\n  got      %s\n", cases[i].source, cases[i].expected, t.bytes);
  }
  assert_int_equal(wrong, 0);
}

/* Every prefix and suffix of a program, and the program with any byte replaced, ends in a result. */
static void rubbish(void **state) {
  (void)state;
  static const char program[] =
      "function f(x::T; y=[1 -2; 3 4], z...) where {T<:Real}\n  @m \"a$(x)b\" r\"\\d\" 'c' # x\n"
      "  [a for a in x if a > 1][end] |> g.h' => -2x^2 ? :a : quote $x end\nend\n\"\"\"\n  a\n  \"\"\"\n";
  char text[sizeof program];
  size_t n = sizeof program - 1;
  for (size_t i = 0; i <= n; i++) {
    result_of(program, i);
    result_of(program + i, n - i);
  }
  for (size_t i = 0; i < n; i++)
    for (int c = 0; c < 256; c += 5) {
      memcpy(text, program, sizeof program);
      text[i] = (char)c;
      result_of(text, n);
    }
}

/* Deep nesting is an error, not a crash. */
static void depth(void **state) {
  (void)state;
  enum { N = 100000 };
  static const char *const openings[] = {"(", "[",  "f(",   "-",        "a = ", "x[", "begin ", "if a ",
                                         "$", ":(", "\"$(", "a ? b : ", "@m ",  "!",  "a^",     "f(;"};
  for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
    size_t n = strlen(openings[i]);
    char *text = malloc(n * N + 1);
    assert_non_null(text);
    for (size_t k = 0; k < N; k++) memcpy(text + k * n, openings[i], n);
    Text t = result_of(text, n * N);
    assert_true(strncmp(t.bytes, "ERR", 3) == 0 || strncmp(t.bytes, "INC", 3) == 0);
    free(text);
  }
}

static void several_statements(void **state) {
  (void)state;
  static const char text[] = "a = 1\n\n# note\nb; c\n\"doc\"\nf(x) = x\n";
  static const char *const expected[] = {"(= a 1)", "(toplevel b c)",
                                         "(macrocall Core.@doc L5 \"doc\" (= (call f x) (block L6 x)))"};
  size_t pos = 0;
  int line = 1;
  for (int i = 0; i < 3; i++) {
    Text t = {0};
    dump(&t, parse_statement(text, sizeof text - 1, &pos, "none", &line));
    text_char(&t, '\0');
    assert_string_equal(t.bytes, expected[i]);
  }
  assert_true(is_undef(parse_statement(text, sizeof text - 1, &pos, "none", &line)));
}

static void place_of_error(void **state) {
  (void)state;
  static const char text[] = "a = 1\nbb = f(x y)\n";
  size_t pos = 0;
  int line = 1;
  parse_statement(text, sizeof text - 1, &pos, "file.jl", &line);
  Value e = parse_statement(text, sizeof text - 1, &pos, "file.jl", &line);
  assert_true(is_expr_of(e, SYM(error)));
  assert_string_equal(as_string(expr_arg(as_expr(e), 1))->text, "at file.jl:2:10\n  bb = f(x y)\n           ^");
}

int main(void) {
  gc_init(NULL, 0);
  gc_set_stack(__builtin_frame_address(0));
  core_init();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shapes),         cmocka_unit_test(rubbish),
      cmocka_unit_test(depth),          cmocka_unit_test(several_statements),
      cmocka_unit_test(place_of_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
