v = [1,2,3]
println(collect(zip(v, "abc")), collect(enumerate("xy")), [(i,j) for i in 1:2, j in v], [x for x in v if x != 2])
println(collect(Iterators.flatten([[1,2],[],[3]])), collect(Iterators.product(1:2, "ab")), sum(x^2 for x in v if isodd(x)))
for (i, x) in enumerate(v) print(i, x, ";") end
for (a, b) in zip(1:10, v) print(a, b, ";") end
for (a, b) in Iterators.product(1:2, v) print(a, b, ";") end
for x in (y*2 for y in v if y > 1) print(x, ";") end
println([i*j for i in 1:3 for j in 1:i], collect(Iterators.product(Int[], 1:2)))
println(Dict(zip([:a,:b],1:2)), collect(zip(1:3)), [a+b for (a,b) in zip(v,v)])
try [x for x in v if x] catch e; println(sprint(showerror,e)) end
