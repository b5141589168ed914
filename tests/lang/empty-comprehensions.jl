println([i+j for i in 1:0, j in 1:2], collect((i,j) for i in 1:0, j in 1:2), [string(a, b) for (a,b) in zip(Int[], 1:3)], [x*y for (x,y) in Tuple{Int,Float64}[]])
println(typeof([i / j for i in 1:2, j in 1:0]), typeof([t[2] for t in Tuple{Int,String}[]]), typeof([a for (i, a) in enumerate(Float64[])]), typeof(map(t -> t[1] + t[2], Tuple{Int,Int}[])))
