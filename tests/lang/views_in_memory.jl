a = collect(1.0:20.0); v = view(a, 3:2:15)
println(sum(v), " ", size(v), " ", length(v), " ", v[2], " ", collect(v))
for x in v; print(x, " "); end; println()
v[3] = -1; println(a[7]); 
A = reshape(collect(1:24), 4, 6); w = view(A, 2:3, 2:4); println(size(w), length(w), " ", w[3], " ", collect(w), sum(w))
w[4] = 100; println(A[3,3])
println(collect(A'), collect(view(A,:,2)'), [sum(c) for c in eachcol(A)], collect(1:3), collect(5:-2:1))
u = view(A, :, 3); println(u[4], " ", length(u), sum(u), maximum(u))
println(map(x->x+1, view(a, 1:3)), view(a,1:3) == [1.0,2.0,3.0], typeof(collect(view(trues(3), 1:2))), sum(view(trues(5),2:4)))
println(typeof(collect((trues(2,2))')))
try; v[9]; catch e; println(e); end
try; v[0]=1; catch e; println(e); end
e = view(a, 3:2); println(sum(e), length(e), collect(e))
println(collect(view([1:5;], [2,4])), length(view([1:5;], [2,4])))
