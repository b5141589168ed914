# Sorting of all kinds of elements: order, stability, special numbers.
ok(v, s) = issorted(s) && length(v) == length(s)
for m in (0, 1, 2, 3, 7, 32, 33, 63, 64, 65, 1023, 1025, 4095, 4097, 9000)
    x = [(mod(i * 7919, 1009) - 500) / 7 for i in 1:m]; n = [mod(i * 104729, 10007) * i for i in 1:m]; k = [mod(i * 7919, 10) for i in 1:m]
    w = [string("w", mod(i * 7919, 1009), i % 3 == 0 ? "" : "longer than eight") for i in 1:m]
    r = ok(x, sort(x)) && sort(x, rev = true) == reverse(sort(x)) && ok(n, sort(n)) && sort(n, rev = true) == reverse(sort(n)) && ok(k, sort(k)) && sort(k, rev = true) == reverse(sort(k)) &&
        ok(w, sort(w)) && sort(w, rev = true) == reverse(sort(w)) && x[sortperm(x)] == sort(x) && sortperm(k) == sort(collect(1:m), by = i -> (k[i], i)) &&
        sortperm(k, rev = true) == sort(collect(1:m), by = i -> (-k[i], i)) && abs.(sort(x, by = abs)) == sort(abs.(x)) && sort(x, by = v -> -v) == sort(x, rev = true) &&
        k[sort(collect(1:m), by = i -> k[i])] == sort(k) && w[sortperm(w)] == sort(w) && sort(x, lt = (a, b) -> a > b) == sort(x, rev = true) &&
        sort(w, by = length) == w[sortperm(length.(w))] && (m == 0 || partialsort(x, div(m + 1, 2)) == sort(x)[div(m + 1, 2)]) && (m == 0 || partialsort(n, m) == maximum(n))
    r || println("wrong at ", m)
    for T in (Int8, Int16, Int32, UInt8, UInt16, UInt32, Float32)
        y = T[mod(v, 100) for v in n]
        (sort(y) == T.(sort([mod(v, 100) for v in n])) && sort(y, rev = true) == reverse(sort(y)) && eltype(sort(y)) == T) || println(T, " wrong at ", m)
    end
end
println(sort([0.0, -0.0, NaN, 1.0, -Inf, Inf, NaN, -1.0]), sort([0.0, -0.0, NaN, 1.0, -Inf], rev = true), sort(Float32[NaN, -0.0, 0.0, -Inf, 3]), sortperm([NaN, 0.0, -0.0, NaN]))
println(sort(Int8[-128, 127, 0, -1]), sort(Int32[5, -7, 0]), sort([typemin(Int), typemax(Int), 0]), sort([true, false, true]), sort(["b", "a", "ab", "", "aé", "a\0"]), sort([:b, :a]), sort([2//3, 1//2]), sort(Any[3, 1.5, 2]))
struct Pt; x::Int; y::Float64; end
p = [Pt(mod(i * 37, 11), i / 2) for i in 1:100]
println([q.y for q in sort(p, by = q -> q.x)][1:12], [q.y for q in sort(p, by = q -> q.x, rev = true)][1:12], sort(p, by = q -> (q.x, -q.y))[1], sortperm(p, by = q -> q.y)[1:5])
println(try sort([1, nothing]) catch e typeof(e) end, " ", sort([3, missing, 1]), sort(collect("hello")), sort([1 2; 0 5], dims = 2), sort!(view([3, 2, 1, 0], 1:3)), partialsort([3, 1, 2], 1:2), partialsort([3, 1, 2], 1, rev = true), issorted([1, 2, 2]), sort([1.5, 2.5], order = Base.Order.Reverse))
