# Dotted calls with keywords: rounded many at once as one by one.
for n in (0, 1, 2, 5, 15, 22, 30, 310, -1, -2, -30), f in (round, floor, ceil, trunc)
    a = [[k * 1.2345678 for k in -40:40]; [0.0, -0.0, NaN, Inf, -Inf, 1e300, -1e300, 5e-324, 1e15 + 0.5, 2.5, 0.125, 0.375]; 10.0 .^ (-20:20)]
    println(f, " ", n, " ", isequal(f.(a; digits = n), map(x -> f(x; digits = n), a)), " ", hash(f.(a, digits = n)) == hash([f(x, digits = n) for x in a]))
end
a = [k / 7 for k in 1:60]
println(round.(a, digits = 2))
println(round.(2a .+ 1, digits = 1) .* 2)
println(round.(a, sigdigits = 2)[1:5], round.(Float32.(a), digits = 2)[1:5], round.(1:60, digits = -1)[1:9], round.(a, digits = 1, base = 2)[1:5])
f(x, y = 1; k, l = 2) = x + y + k + l
println(f.(1:3; k = 1), f.(1:3, [1 2]; k = 1, l = 0), f.((1, 2), 3, k = 1))
println(round.(Float64[]; digits = 2), floor.(Int[]; digits = 2), string.(Int[]; base = 2), string.([5, 6]; base = 2, pad = 4))
println(try f.(1:3; m = 1) catch e; typeof(e) end, try round.([1.0]; digits = 1, sigdigits = 1) catch e; e end)
# elements of ranges collected
for r in (0:0.1:1, 1:-0.25:-1, 0.1:0.1:5, range(0, 1, length = 97), range(-1e10, stop = 1e-10, length = 33), 1e300:1e299:2e300, -0.0:0.5:2, range(1, 1, length = 5))
    println(all(collect(r) .=== [r[i] for i in eachindex(r)]), " ", isequal(collect(r), [x for x in r]), " ", collect(r)[end])
end
using Statistics
for v in ([3, 1, 2], [4.0, 1, 3, 2], [1], [2, 1], [true, false, true], Float32[1, 5, 2, 4], [1 2; 3 5], [NaN, 1.0], [1, missing], Int8[127, 127], [-0.0, 0.0], [1.0, Inf], [-Inf, Inf], [1//2, 1//3], 1:4, [k % 7 for k in 1:1000], [sin(k) for k in 1:1001])
    println(repr(median(v)))
end
v = [3.0, 1.0, 2.0]
println(median(v), v)
println(try median(Int[]) catch e; e end)
println(median([1 2 3; 4 6 8], dims = 1), median([1 2 3; 4 6 8], dims = 2), median(x for x in 1:4))
println(repeat([1, 2], 3), repeat(["a"], 2), repeat([1, 2], 0), repeat(Int[], 3), repeat([1, 2, 3], 5) == [1:3; 1:3; 1:3; 1:3; 1:3], repeat(Any[1, "b"], 1))
println([round(1234.5678, digits = d) for d in -5:5], round(1e300, digits = -300), round(1.5e-310, digits = 312), round(7, digits = -1), round(0.15, digits = 1), round(12.3, digits = 1, base = 3))
