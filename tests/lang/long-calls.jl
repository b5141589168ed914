# Calls of more arguments than their methods name: what decides are the first ones, unless a method counts them.
f(x::Int...) = "any number"
f(x::Vararg{Int,30}) = "thirty"
println(f(ones(Int, 29)...), ", ", f(ones(Int, 30)...), ", ", f(ones(Int, 31)...))
g(x::T...) where {T} = T
g(x...) = "mixed"
for n in (23, 24, 25, 26, 40)
    println(n, " ", g(ones(n)...), " ", g(ones(Int, n)..., 1.5), " ", g(1.5, ones(Int, n)...), " ", g(ones(Int, n)..., 1))
end
h(a, b, rest::Float64...) = length(rest)
h(a, b, rest...) = -length(rest)
println(h(1, 2, ones(50)...), " ", h(1, 2, ones(50)..., 1), " ", h(1, 2, ones(50)..., nothing))
k(x::Int...; scale = 1) = scale * sum(x)
println(k(ones(Int, 40)...), " ", k(ones(Int, 40)...; scale = 2))
m(x::NTuple{30,Int}) = 1
m(x::Int...) = m(x)
println(m(ones(Int, 30)...), " ", try m(1, ones(Float64, 30)...) catch e; typeof(e) end)
println(string(fill("ab", 40)...), " ", string(fill('x', 30)..., 1, "y"), " ", max(1:60...), " ", +(1:100...), " ", length(vcat(fill([1, 2], 50)...)), " ", tuple(fill(Int, 26)...) isa NTuple{26,DataType})
p(x...) = 1
p(ones(Int, 30)...)
p(x::Int...) = 2
println(p(ones(Int, 30)...), " ", p(fill(1.0, 30)...))
