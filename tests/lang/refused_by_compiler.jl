# what the compiler refuses, and how it says so
for (i, s) in enumerate(split(raw"""
f(x::T) where T = (T = 1)
break
f() = continue
function g(); local x; global x; end
f(x, y...  , z) = 1
1 = 2
f(x) + 1 = 3
:x = 3
function f(); const z = 1; end
function f() macro m() end end
struct A{T,S} x::T; A(x::T) where T = new{T}(x) end
struct A x = 1 end
abstract type A <: B <: C end
x::Int = 1
global x::Int = 1
@goto nolabel
function f() @goto nolabel end
function f() @label a; @label a end
a, b... = 1, 2, 3
f(a; b, b) = 1
f(a...; b..., c) = 1
f(x=1; x) = 1
g(; a = 1, a = 2)
g(a = 1, a = 2)
(a = 1, a = 2)
A{T} where T = 3
f(1) = 2
f(x.y) = 1
f([x]) = 1
f(x::Int::Int) = 1
struct 1A end
struct A.B end
macro m.n() end
for 1 in 1:2 end
let 1 = 2; end
$x
x...
(x...)
f(x..., y) = 1
{a}
{a=>b}
@
a' = 3
a[1:end
a where
baremodule
_ = 1; println(_)
println(___)
x = _ + 1
true = 1
Base.nosuchf = 1
Base.x9 = 1
println(cos(0)); using Base: cos; cos = 3
f = 1; f(x) = 2
x = 1; module x end
x = 1; struct x end
x = 1; x(y) = 2
(x, 1) = (1, 2)
x == 1 = 2
f(x) -> 2
1 -> 2
[1 2
`abc
1_
true && x = 1
function f(x)
begin
x = 1,
""", '\n', keepempty = false))
    m = Core.eval(Main, Expr(:module, true, Symbol("S", i), Expr(:block)))
    print(s, "  |  ")
    try
        show(Base.include_string(m, String(s), "sn"))
    catch e
        while e isa LoadError
            e = e.error
        end
        print(sprint(showerror, e))
    end
    println()
end
