# A function that is mapped again and again: over other kinds of numbers, defined anew, with other values that it captured.
one_by_one(f, v) = (r = []; for x in v push!(r, f(x)) end; r)
poly(x) = 3x^2 - 2x + 1
branch(x) = x > 1 ? 2x : zero(x)
plain_sum(r) = (s = r[1]; for x in r[2:end] s += x end; s)
sources = Any[[1.0, 2.5, -3.0], [1, 2, 3], Float32[1, 2], Int32[1, 2], UInt8[1, 255], 1:4, 5:-2:1, view([1.0, 2.0, 3.0, 4.0], 1:2:4), view([1.0, 2.0], 2:-1:1),
              collect(1.0:60.0), collect(1:3000), collect(0.5:2999.5), [1.0 2.0; 3.0 4.0], [big(1), big(2)], [1//2, 1//3], Any[1, 2.5], 1.0:3.0,
              [true, false], view([1 2; 3 4], :, 1), view([1 2 3; 4 5 6; 7 8 9], 1:2, 1:2), [1.0 + 1im, 2.0]]
for round in 1:3, f in (poly, branch), v in sources, again in 1:3
    f === branch && eltype(v) <: Complex && continue
    wanted, m = one_by_one(f, v), map(f, v)
    all(isequal.(vec(collect(m)), wanted)) && size(m) == size(v) || println("map: ", f, v)
    isequal([f(x) for x in v], m) && typeof([f(x) for x in v]) == typeof(m) || println("comprehension: ", f, v)
    length(v) < 16 && (isequal(sum(f, v), plain_sum(wanted)) || println("sum: ", f, v))
    length(v) < 16 && (isequal(sum(f(x) for x in v), plain_sum(wanted)) || println("sum of a generator: ", f, v))
    eltype(v) <: Complex && continue
    maximum(f, v) == maximum(wanted) || println("maximum: ", f, v)
    above = x -> f(x) > 3
    count(above, v) == count(wanted .> 3) || println("count: ", f, v)
    any(above, v) == any(wanted .> 3) && all(above, v) == all(wanted .> 3) || println("any: ", f, v)
    v isa Array && (filter(above, v) == [x for x in v if above(x)] || println("filter: ", f, v))
    ndims(v) > 1 || findfirst(above, v) == findfirst(wanted .> 3) || println("findfirst: ", f, v)
end
println(sum(poly, 0.1:0.1:3.0), " ", sum(poly, collect(0.1:0.1:300.0)), " ", sum(x -> x * 0.1, collect(1.0:3000.0)), " ", prod(x -> 1 + x / 100, collect(1.0:30)))
f(x) = x + 1
mapped(v) = map(f, v)
for i in 1:4 mapped([1.0, 2.0]) end
f(x) = 10x
println(mapped([1.0, 2.0]))
f(x::Float64) = -x
println(mapped([1.0, 2.0]), mapped([1, 2]))
add_to(c, v) = map(x -> x + c, v)
println([add_to(c, [1.0, 2.0]) for c in Any[1, 1, 1, 2, 2.5, 3.5, 1//2, 1f0, 2f0, 2f0, 3, 4]])
sums(c, v) = sum(x -> c * x, v)
println([sums(c, [1.0, 2.0]) for c in Any[1, 1, 1, 2, 2.5, 3.5, 1//2, 1f0, 2f0, 2f0, 3, 4]])
two(g, h, v) = map(x -> g(h(x)), v)
println([round.(two(g, h, [0.5, 1.0]), digits = 6) for g in Any[sin, cos, abs, x -> 2x], h in Any[exp, -, identity]])
factor = 2
times(x) = factor * x
for i in 1:4 map(times, [1.0, 2.0]) end
println(map(times, [1.0, 2.0]))
factor = 2.5
println(map(times, [1, 2]), map(times, [1.0, 2.0]))
factor = "x"
println(map(times, ["a", "b"]))
function grows(v)
    k = 1
    out = []
    for i in 1:6
        push!(out, sum(x -> x * k, v))
        k += 1
    end
    out
end
println(grows([1.0, 2.0]))
hyper(x, y) = x * y + y^2
println([map(hyper, a, b) for (a, b) in Any[([1, 2], [3, 4]), ([1, 2], [3, 4]), ([1, 2], [3, 4]), ([1.0, 2.0], [3, 4]), ([1, 2, 3], [1, 2]), (1:2, [3.0, 4.0])]])
own = [1.0, 2.0, 3.0, 4.0]
for i in 1:4 map!(x -> x / 2, own, own) end
println(own)
for i in 1:4 map!(x -> x + 1, view(own, 2:4), view(own, 1:3)) end
println(own)
divided(x) = 12 ÷ x
for i in 1:4 map(divided, [1, 2, 3]) end
for v in ([1, -1, 3], [1, 0, 3], collect(-2000:2000))
    try
        println(map(divided, v))
    catch e
        println(typeof(e))
    end
    try
        println(any(x -> divided(x) == 12, v), sum(divided, v))
    catch e
        println(typeof(e))
    end
end
roots(x) = sqrt(x) + 1
for i in 1:4 sum(roots, [1.0, 4.0]) end
for v in ([1.0, -4.0], [4.0; fill(9.0, 2000); -1.0])
    try
        println(sum(roots, v))
    catch e
        println(typeof(e))
    end
    println(findfirst(x -> roots(x) == 4, v[1:end-1]), any(x -> roots(x) == 2, v[1:1]))
end
println(map(poly, Float64[]), map(poly, Int[]), sum(Int[x for x in Int[]]))
nested(n, v) = n == 0 ? sum(v) : sum(x -> nested(n - 1, [x, 2x]), v)
println(nested(4, [1.0, 2.0]), " ", nested(3, [1, 2]))
println(fetch.([@async(sum(map(x -> x * i, [1.0, 2.0]))) for i in 1:5]))
for v in ([1.0 2.0; 3.0 4.0], [1, -2], Any[1, 2.5], ["a", "bc"], Int8[100, 100], [0x01], trues(2))
    g = eltype(v) == String ? length : x -> 2x
    println(sum(g, v), " ", prod(g, v), " ", maximum(g, v), " ", minimum(g, v), " ", sum(g, v, dims = 1), typeof(sum(g, v)))
end
println(sum(abs, Float64[]), [sum(x -> x + i, [1, 2]) for i in 1:5])
