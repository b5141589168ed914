println(x->x)
println(x->x)
f(a;k=1) = a
println(x->x)
g(a, b=2) = a
println(x->x)
[i+1 for i in 1:2]
println(x->x)
map(1:2) do x; x; end
println(x->x, y->y, typeof(z->z))
h() = (a->b->a)
println(h(), h()(1))
k() = [i*j for i in 1:2, j in 1:2 if i > j]
println(x->x)
q(; a=1, b=a) = (w -> w + a)
println(q(), x->x)
println(sum(i^2 for i in 1:3))
println(x->x)
@show 1
println(x->x)
let v = 1; println(x->x+v); end
println(x->x)
for i in 1:2; println(x->x); end
[1,2] .+ 1
println(x->x)
module M
f(x)=x
g = x->x
function o(); h(y)=y; h; end
end
show(M.f); println()
show(M.g); println()
show(sin); println()
println(nameof(M.g), nameof(M.o()), nameof(sin))
show(stdout, "text/plain", M.f); println()
show(stdout, "text/plain", M.g); println()
println([sin, cos]); println((sin, x->x))
show(x->x); println()
show(Base.show_default); println()
println(M.f, [M.f])
let z=1; c = x->x+z; show(c); println(); println(c); show(stdout,"text/plain",c); println(); end
