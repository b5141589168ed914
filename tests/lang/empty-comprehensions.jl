println([i+j for i in 1:0, j in 1:2], collect((i,j) for i in 1:0, j in 1:2), [string(a, b) for (a,b) in zip(Int[], 1:3)], [x*y for (x,y) in Tuple{Int,Float64}[]])
println(typeof([i / j for i in 1:2, j in 1:0]), typeof([t[2] for t in Tuple{Int,String}[]]), typeof([a for (i, a) in enumerate(Float64[])]), typeof(map(t -> t[1] + t[2], Tuple{Int,Int}[])))
# What calls of built-in functions would give.
words = String[]
println(map(x -> parse(Int16, x), words), [parse(Int, s) for s in words], [parse(Float64, s) for s in split("")], parse.(Int, words), [tryparse(Int, s) for s in words])
println([s[1] for s in words], [first(s) for s in words], [split(s) for s in words], [split(s, ",")[1] for s in words], [[x] for x in Int[]], [Dict(x => 1) for x in Int[]],
        [x isa Int for x in Int[]], [strip(s) for s in words], [startswith(s, "a") for s in words], [convert(Float64, x) for x in Int[]], [sum(v) for v in Vector{Int}[]],
        [maximum(v) for v in Vector{Float64}[]], [p.first for p in Pair{Int,String}[]], map(v -> sort(v), Vector{Int}[]))
