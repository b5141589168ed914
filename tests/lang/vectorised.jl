x = collect(-50.0:1.0:49.0)
xi = collect(1:100)
f(y) = y^2 + 1
g(y) = f(y) - 3y
h(a,b) = a*b + a
c = 3
k(y) = y + c
ok(a,b) = isequal(a,b) && typeof(a)==typeof(b)
chk(fn, v) = ok(map(fn,v), [fn(e) for e in view(v,1:length(v))])
println(sum(f,x), " ", sum(map(g,x)), " ", sum(h.(x,x)), " ", sum(k.(xi)), " ", sum(y->y^3, xi), " ", sum([y*2 for y in x]))
println(count(y->y>0,x), " ", length(filter(y->y%2==0,xi)), " ", findall(y->y>45,x), " ", sum(i^2 for i in 1:100), " ", typeof(map(y->y>0,x)), typeof([y>1 for y in xi]), typeof(x .> 1))
println(sum(map((a,b)->a-b, x, x)), " ", sum(map(y->y÷2,xi)), " ", map(y->y/2,xi)[1:3], map(y->-y, x)[1:2], map(y->!(y>3), xi)[1:4])
cube(y) = (a=y*y; b=a*a; d=b*b; d*d+d)
println(cube.(xi)[2], " ", map(cube,xi)[2], cube(2))
println(try map(y->y÷0, xi) catch e; typeof(e) end, try sqrt.(x) catch e; e end)
q = 2; println(map(y->y*q, xi)[end]); q = 2.5; println(map(y->y*q, xi)[end])
println(reshape(xi,10,10) |> A->map(y->y+1,A) |> size, sum(sin,x)≈sum(sin.(x)), maximum(y->abs(y),x), any(y->y>100,x))
s=0; println(sum(map(y->(global s += 1; y), xi)), s)
w(y, n) = y + n; println(map(y->w(y,2), xi)[1], w.(xi, 1)[1:2], (y->muladd(2,y,1)).(xi)[1:2], map(y->min(y,3),xi)[1:5], map(y->ifelse(y>2,1,0),xi)[1:4])
