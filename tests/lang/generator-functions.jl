# f(x) for x in v has f itself as its function; a reduction of nothing asks what that function is.
v=[1,2]
g=x->x
println(typeof((sin(x) for x in v)))
println(typeof((-x for x in v)))
println(typeof((Base.sin(x) for x in v)))
println(typeof((g(x) for x in v)))
println(typeof((Float64(x) for x in v)))
println(typeof((x for x in v if isodd(x))))
println(typeof((x.a for x in v)))
println(typeof((x(x) for x in v)))
println(typeof((!x for x in v)))
println(typeof((sin(x) for x in v, y in v)))
println(typeof((sin.(x) for x in v)))

println(typeof((!isodd(x) for x in v)))
println(typeof(((x) for x in v)))
println(typeof(((y=x; y) for x in v)))
println(typeof((@show(x) for x in v)))
for f in (()->sum(2x for x in Int[]), ()->sum(x for x in Int[]), ()->sum(x*y for (x,y) in zip(Int[],Int[])), ()->sum(i*j for i in 1:0, j in 1:3), ()->prod(2x for x in Int[]), ()->sum(x->2x, Int[]), ()->maximum(2x for x in Int[]), ()->sum(abs(x) for x in Int[]), ()->sum(i*x for (i,x) in enumerate(Int[])),()->sum(x for x in Int[] if x>1),()->sum(2x for x in [1] if x>1), ()->sum(abs, Int[]), ()->sum(sin, Float64[]), ()->sum(abs2(x) for x in Int[]))
  println(try f() catch e; sprint(showerror,e) end)
end
println(try (missing_function(x) for x in v) catch e; e end)
println([Float64(x) for x in v], [string(x) for x in v], sum(abs(x) for x in -v), [(y -> y + 1)(x) for x in v])
println([i for (i, x) in enumerate([])], [x => i for (i, x) in enumerate(())])
