# Keywords' defaults: each sees the keywords before it, and otherwise what stands outside.
x = 10
h(;x=x) = x
println(h(), h(x=2))
h2(; a=1, b=a+1, c=b*2) = (a, b, c)
println(h2(), h2(b=5), h2(a=7))
h3(; a=b3, b3=2) = (a, b3)
global b3 = 77
println(h3())
h4(y; y2=y, x=x+y) = (y, y2, x)
println(h4(1))
f() = (z = 4; g(; z=z) = z + 1; g())
println(f())
f5(x, y=x; x1=x, w=(x1, y)) = w
println(f5(1), f5(1, 2, x1=9))
k(;a=a) = a
try; k(); catch e; println(e); end
m(; a=(b -> b + a0)(1), a0=5) = a
a0 = 100
println(m())
