module Foo
export bar, @mac
bar(x) = x + helper(x)
helper(x) = 2x
macro mac(ex)
    quote
        local t = $(esc(ex))
        t, helper(t)
    end
end
module Inner
import ..bar
using ..Foo: helper
baz() = bar(1) + helper(1)
end
const C = 3
end
using .Foo
println(bar(2), " ", @mac(5), " ", Foo.Inner.baz(), " ", Foo.C)
macro swap(a, b)
    :( ($(esc(a)), $(esc(b))) = ($(esc(b)), $(esc(a))) )
end
p, q = 1, 2
@swap p q
println(p, q)
macro twice(ex)
    quote
        $(esc(ex)); $(esc(ex))
    end
end
cnt = 0
@twice global cnt += 1
println(cnt)
macro myassert(ex)
    msg = string(ex)
    :($(esc(ex)) ? "ok" : error($msg))
end
println(@myassert 1 < 2)
try @myassert 2 < 1 catch e; println(e.msg) end
macro def(name, val)
    quote
        $(esc(name))() = $val
    end
end
@def foo 42
println(foo())
for op in (:plus, :minus)
    @eval $(Symbol(op, "_fn"))(a, b) = $(op == :plus ? :+ : :-)(a, b)
end
println(plus_fn(1,2), minus_fn(1,2))
ex = :(a + b * $(1 + 1))
println(ex, " ", ex.head, " ", ex.args)
a, b = 1, 2
println(eval(ex))
e2 = Expr(:call, :+, 1, 2)
println(e2, " ", eval(e2))
println(@isdefined(a), @isdefined(nonexist))
macro m1(x) esc(:(y1 = $x)) end
function tst()
    @m1 5
    y1
end
println(tst())
println(@macroexpand @m1 3)
@assert 1 == 1
try @assert 1 == 2 "msg" catch e; println(e) end
try @assert 1 == 2 catch e; println(e) end
x = 3
@show x x + 1
z = @show x * 2
println(:x, :(:x), QuoteNode(:x))
println([:(a), :b])
macro loop(n, body)
    quote
        for i in 1:$(esc(n))
            $(esc(body))
        end
    end
end
i = 100
@loop 2 println(i)
function gototest(n)
    i = 1
    @label top
    if i <= n
        print(i, " ")
        i += 1
        @goto top
    end
    println()
end
gototest(3)
println(@__MODULE__, " ", Foo.Inner)
module Bare
f() = @__MODULE__
x = 5
setx(v) = global x = v
end
Bare.setx(7)
println(Bare.f(), Bare.x)
println(isdefined(Bare, :x), isdefined(Bare, :nope))
try Bare.nope catch e; println(e) end
try undefined_fn(1) catch e; println(e) end
import Base: show, +
struct Pt; x; y; end
show(io::IO, p::Pt) = print(io, "<", p.x, ",", p.y, ">")
+(a::Pt, b::Pt) = Pt(a.x+b.x, a.y+b.y)
println(Pt(1,2) + Pt(3,4))
Base.length(p::Pt) = 2
println(length(Pt(1,2)))
println(Meta.parse("1 + 2"))
println(eval(Meta.parse("[i^2 for i in 1:3]")))
f = eval(:(x -> x + 1))
println(Base.invokelatest(f, 1))
@eval function gen(x)
    x * $(10)
end
println(gen(2))
macro kwm(args...)
    for a in args
        println(a, " ", a isa Expr ? a.head : typeof(a))
    end
end
@kwm a=1 b 3 "s" f(x)
macro nest(ex)
    :(@twice $(esc(ex)))
end
@nest print("hi ")
println()
include_string(Main, "println(\"inc\"); 5")
const T1 = Union{Int,String}
println(T1)
@enum Color red=1 green blue
println(red, " ", Int(blue), " ", Color(2), " ", instances(Color))
println(typeof(red), " ", [red, blue])
println((@elapsed 1) >= 0)
println(@timed(1).value)
println(@view([1,2,3][2:3]))
v = [1,2,3,4]
@views w = v[2:3]
w[1] = 50
println(v)
println(@.(v + 1 * 2))
b1 = @. sqrt(abs(-v))
println(round.(b1, digits=2))
println(r"a+", b"abc", raw"a\n", v"1.2.3")
