module A
export f, @twice, T1
f(x) = 2x
g(x) = 3x
macro twice(ex) quote $(esc(ex)); $(esc(ex)) end end
struct T1; x::Int; end
const K = 10
module Inner
  h() = "inner"
  up() = parentmodule(Inner)
  using ..A: K
  k() = K
end
end
using .A
println(f(2), " ", A.g(2), " ", A.K, " ", A.Inner.h(), " ", A.Inner.k(), " ", A.Inner.up())
@twice println("hi")
println(T1(3), " ", A.T1, " ", typeof(T1(3)))
import .A: g
println(g(5))
println(names(A), " ", isdefined(A, :K), " ", isdefined(Main, :K), " ", nameof(A), " ", fullname(A.Inner))
macro m(x) x end
println(@m 1 + 2)
macro sayhello(name) :(println("Hello, ", $name)) end
@sayhello "Bob"
macro swap(a, b) quote tmp = $(esc(a)); $(esc(a)) = $(esc(b)); $(esc(b)) = tmp end end
p, q = 1, 2; @swap(p, q); println(p, q)
macro unless(c, body) :(if !($(esc(c))); $(esc(body)) end) end
@unless false println("ran")
macro show2(ex) :(println($(string(ex)), " => ", $(esc(ex)))) end
@show2 1 + 2*3
macro vararg(xs...) length(xs) end
println(@vararg(1,2,3), " ", @vararg a b)
macro kw(ex...) string(ex) end
println(@kw a=1 b)
macro loop(n, body) quote for i in 1:$(esc(n)); $(esc(body)) end end end
@loop 2 print("x "); println()
macro deffun(name) :( $(esc(name))(x) = x + 100 ) end
@deffun foo
println(foo(1))
println(@macroexpand(@m x + 1))
println(macroexpand(Main, :(@m x)))
println(@__MODULE__)
@assert 1 == 1 "fine"
try; @assert 1 == 2 "not equal"; catch e; println(e); end
try; @assert 1 == 2; catch e; println(e); end
macro timeit2(ex) quote t0 = time(); v = $(esc(ex)); (v, time() - t0 >= 0) end end
println(@timeit2 1 + 1)
ex = :(a + b); a = 1; b = 2
println(eval(ex), " ", @eval $a + 1, " ", eval(:(c = 5)), " ", c)
for op in (:add, :sub) @eval $(Symbol("my_", op))(x) = ($(string(op)), x) end
println(my_add(1), my_sub(2))
println(Core.eval(A, :(K + 1)), " ", A.eval(:(K)), " ", Base.eval(A, :(g(1))))
const c2 = 3
try; global c2 = "x"; catch e; println(e); end
let x = 1
  global gx = x + 1
end
println(gx)
x = 10
function noglobal() x = 5; x end
println(noglobal(), x)
function withglobal() global x = 7; x end
println(withglobal(), x)
for i in 1:3 global x += i end
println(x)
begin; local zz = 3; println(zz); end
println(@isdefined(zz), " ", @isdefined(x))
baremodule B
using Base
y = 3 + 4
end
println(B.y)
module C
using ..A
fc() = f(10)
import ..A: g
export fc
end
using .C: fc
println(fc(), " ", C.g(1))
println(Base.Math.sin(0), " ", Base.sin === sin, " ", Main.x, " ", Main === @__MODULE__)
include_string(Main, "zq = 3; println(zq + 1)")
println(parentmodule(sin), " ", parentmodule(A.T1))
@enum Color red green=5 blue
println(red, " ", Int(green), " ", Color(6), " ", instances(Color), " ", typeof(blue)); show(red); println()
println(Meta.isexpr(:(a+b), :call), " ", Meta.quot(:a), " ", QuoteNode(:a))
macro esc_test(v) :( $v + $(esc(v)) ) end
yy = 5
println(@esc_test(yy))
macro nested(ex) :(@m $(esc(ex))) end
println(@nested 3 * 4)
macro gen() s = gensym("t"); :( $s = 4; $s * 2 ) end
println(@gen)
println(gensym() isa Symbol, " ", startswith(string(gensym("abc")), "##abc#"))
macro ret() return :(return 5) end
rf() = (@ret; 6)
println(rf())
f2 = x -> x^2; println(f2(3)); println((x -> x + 1)(2)); println(map(x -> 2x, [1,2]))
println(@elapsed(1+1) isa Float64, " ", @allocated(1+1) isa Integer)
v, t = @timed 3; println(v)
try; @eval undefined_thing; catch e; println(e); end
try; A.nope; catch e; println(e); end
try; eval(:(using .NoSuch)); catch e; println(typeof(e)); end
println(@view([1,2,3][2:3]), " ", @views([1,2,3][1:2]))
@inline inl(x) = x
@noinline noinl(x) = x
Base.@pure pr(x) = x
println(inl(1) + noinl(2))
@simd for i in 1:2 end
@inbounds println([1,2][1])
