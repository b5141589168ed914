# Dotted expressions of few numbers give what those of many give.
struct Own
    x::Int
end
Base.:+(a::Own, b::Int) = Own(a.x + b)
n = 300
a = [sin(i) for i in 1:n]
b = [cos(3i) for i in 1:n]
p = abs.(a)
k = [mod(7i, 23) - 5 for i in 1:n]
f = Float32.(a)
u = UInt8.(mod.(k, 11))
t = a .> 0
both(g, x...) = isequal(g((y[1:9] for y in x)...), g(x...)[1:9]) && typeof(g((y[1:9] for y in x)...)) == typeof(g(x...))
println(both((x, y) -> x .+ y, a, b), both((x, y) -> x .* y .- 2 .* x ./ y, a, b), both(x -> x .^ 2 .+ 1, a))
println(both(x -> x .^ 3, a), both(x -> 2 .^ x, a), both(x -> sqrt.(x) .+ sin.(x), p), both(x -> exp.(-x), a))
println(both((x, y) -> x .+ y, a, k), both((x, y) -> x ./ y, k, p), both(x -> x ./ 3, k), both(x -> x .÷ 3, k))
println(both((x, y) -> x .< y, a, b), both(x -> x .== 5, k), both((x, y) -> (x .> 0) .& (y .> 0), a, k), both(x -> .!x, t))
println(both(x -> x .+ 1f0, f), both(x -> x .+ 1, f), both(x -> x .+ 1.0, f), both(x -> x .+ 0x02, u), both(x -> x .+ 300, u))
println(both((x, y) -> x .+ y, t, k), both((x, y) -> x .+ y, t, t), both((x, y) -> x .* y, t, a), both((x, y) -> max.(x, y), a, k))
println(both(x -> x .== 2^53 + 1, a), both(x -> x .< 2^24 + 1, f), both(x -> abs.(x), k), both(x -> -x, a), both(x -> 2x, k))
println(both(x -> ifelse.(x .> 0, x, 0.0), a), both(x -> clamp.(x, -2, 2), k), both(x -> x .- 1im, a), both(x -> Float64.(x), k))
println(both(x -> round.(10 .* x), a), both(x -> round.(x, digits = 2), a), both(x -> hypot.(x, 1), a), both(x -> x .% 3, k))
x = [1.0, 2.0, 3.0]
y = [4, 5, 6]
x .= x .+ y
println(x)
x .+= 1
x .*= y
println(x)
x .= y
println(x)
x .= 7
println(x)
y .= 2 .* y .+ 0x01
println(y)
z = x
z .= z .* z .- x
println(x)
m = [1.0 2.0; 3.0 4.0]
m .= m .* 2 .+ m
println(m, size(m .+ m), m .+ [1, 2], m .+ [1 2])
i8 = Int8[100, 27]
println(i8 .+ i8, typeof(i8 .+ i8), i8 .+ 1)
q = [true, false, true]
q .= q .& .!q
println(q, typeof(q))
bits = x .> 0
bits .= .!bits
println(bits, typeof(bits), typeof(bits .| q))
for bad in (() -> sqrt.([1.0, -1.0]), () -> [1, 2] .÷ 0, () -> [1.0, 2.0] .+ [1.0, 2.0, 3.0], () -> (y .= y ./ 4), () -> (y .= [1, 2]),
            () -> log.([-1.0]), () -> [0x01] .+ "a")
    try
        bad()
        println("no error")
    catch e
        println(typeof(e))
    end
end
println(y, (Own[Own(1)] .+ 1)[1].x, [] .+ 1, Float64[] .+ 1, 1 .+ 2, [1.0 2.0] .+ 1, fill(2.0) .+ 1, [1.5] .+ missing)
println([0.0, -0.0] .* -1, [NaN, Inf] .- Inf, [1, typemax(Int)] .+ 1, [-0.0] .+ 0, max.([0.0], -0.0), [1e308] .* 10)
println((1:3) .+ [1, 2, 3], [1, 2] .^ 2, [2.0, 3.0] .^ -1, [2, 3] .^ [2, 3], [1 + 2im] .* 2, (1, 2) .+ [1.0, 2.0], "a" .* ["b", "c"])
