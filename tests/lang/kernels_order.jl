# Sums of small integers, columns combined, dimensions exchanged, sorting by comparisons, rounding, masks and lists.
using Statistics, LinearAlgebra
for T in (Int8, UInt8, Int16, UInt16, Int32, UInt32), n in (0, 1, 7, 8, 31, 32, 33, 4095, 4096, 4097, 10000)
    x = T[i % 2 == 0 ? typemax(T) : i % 3 == 0 ? typemin(T) : i % 100 for i in 1:n]
    s = sum(x)
    s == sum(Int64.(x)) || println(T, n, " ", s)
    n in (33, 10000) && println(T, " ", n, " ", s, " ", typeof(s))
end
A = [isodd(i + j) ? 0.0 : -0.0 for i in 1:3, j in 1:9]
A[2, 4] = NaN
A[3, 7] = -5
println(maximum(A; dims = 2), minimum(A; dims = 2), sum(A; dims = 2))
println(minimum(A[:, [1, 3, 5]]; dims = 2), maximum(A[:, [1, 3, 5]]; dims = 2), sum(A[:, [1, 3, 5]]; dims = 2), prod(A[:, 1:6]; dims = 2))
B = [(7i + 3j) % 11 - 5 for i in 1:4, j in 1:9]
for f in (sum, prod, maximum, minimum), d in (1, 2, (1, 2))
    println(f, d, f(B; dims = d), f(Float32.(B); dims = d))
end
C = [100i + 10j + k for i in 1:2, j in 1:3, k in 1:5]
for d in (1, 2, 3, (2, 3), (1, 3))
    println(sum(C; dims = d), maximum(C; dims = d))
end
println(sum(zeros(3, 0); dims = 2), size(sum(zeros(0, 3); dims = 2)))

# dimensions exchanged
function permuted(A, p)
    B = similar(A, ntuple(k -> size(A, p[k]), length(p)))
    for I in CartesianIndices(A)
        B[ntuple(k -> I[p[k]], length(p))...] = A[I]
    end
    B
end
for T in (Int8, Float32, Int, Complex{Float64}, String, Rational{Int}), sz in ((17, 33), (1, 5), (5, 1), (40, 16), (0, 3))
    M = T === String ? [string(i, j) for i in 1:sz[1], j in 1:sz[2]] : T[(i * j) % 100 for i in 1:sz[1], j in 1:sz[2]]
    M == permuted(permutedims(M), (2, 1)) && permutedims(M, (2, 1)) == permutedims(M) || println(T, sz)
    T === String || collect(transpose(M)) == permutedims(M) && Array(M') == conj(permutedims(M)) || println(T, sz)
end
X = reshape(1:(3 * 17 * 4 * 18), 3, 17, 4, 18)
for p in ((1, 2, 3, 4), (2, 1, 3, 4), (3, 1, 2, 4), (4, 3, 2, 1), (1, 3, 2, 4), (2, 4, 1, 3), (1, 4, 3, 2))
    permutedims(X, p) == permuted(collect(X), p) || println(p)
end
println(permutedims([1, 2, 3]), permutedims(trues(2, 3)), typeof(permutedims(trues(2, 3))))
try; permutedims(X, (1, 2, 2, 4)); catch e; println(typeof(e)); end

# order
struct P
    x::Float64
    k::Int
end
pts = [P((7i % 13) / 2, i) for i in 1:60]
ks(v) = [p.k for p in v]
println(ks(sort(pts; lt = (p, q) -> p.x < q.x))[1:20], ks(sort(pts; lt = (p, q) -> p.x > q.x)) == ks(sort(pts; by = p -> p.x, rev = true)))
println(ks(sort(pts; lt = (p, q) -> q.x < p.x)) == ks(sort(pts; by = p -> -p.x)), ks(sort(pts; lt = (p, q) -> p.x + p.k < q.x + q.k))[1:9])
println(ks(sort(pts; lt = (p, q) -> p.x < q.k))[1:3] isa Vector, sortperm(pts; lt = (p, q) -> p.x > q.x)[1:12])
w = [(37i % 101) - 50 for i in 1:80]
println(sort(w; lt = >)[1:9], sort(w; lt = <) == sort(w), sort(w; lt = (a, b) -> a^2 < b^2, rev = true)[1:4], sort(w; lt = (a, b) -> a > b, rev = true) == sort(w))
println(sort(w; by = abs, lt = (a, b) -> a > b)[1:2], sort(Float32.(w); lt = (a, b) -> b < a)[1:3])
z = [isodd(i) ? 0.0 : -0.0 for i in 1:50]
println(sort(pts; lt = (p, q) -> p.x * 0 < -q.x * 0) == pts, sort([3, 1, 2]; lt = (a, b) -> a > b), sort(Int[]; lt = >))
for n in (0, 1, 2, 24, 25, 26, 100, 1000, 4095, 4096)
    v = [(7919i) % 1009 / 8 - 50 for i in 1:n]
    issorted(sort(v)) && sum(sort(v)) == sum(v) && sort(v; rev = true) == reverse(sort(v)) && sort(fill(2.5, n)) == fill(2.5, n) || println("not sorted ", n)
end
println(sort([NaN, 1.0, -0.0, 0.0, -Inf, NaN, Inf, zeros(40)...])[[1, 2, 3, end-2, end-1, end]])
println(median([5, 3, 9, 1]), median([0.0, -0.0]), median([2.5]), median(Float32[3, 1, 2]), median([NaN, 1.0]), median([1, 2, 3, 1000]), median(view([4, 2, 6], 1:2)))

# rounding
r = [0.125, 2.675, -1.005, 1e300, NaN, Inf, -Inf, -0.0, 0.5, 123456.789, 5e-324, -2.5]
for d in 0:3
    println(round.(r; digits = d) == round.(r; digits = d), round.(r, digits = d), floor.(r, digits = d), ceil.(r; digits = d), trunc.(r, digits = d))
end
println(all(isequal.([round(x, digits = 2) for x in r], round.(r, digits = 2))), round.(r; digits = -2)[[4, 10]], round.(Float32[1.255, 2.345], digits = 2), round.([1, 25], digits = 1))
println(round.(r[1:3], sigdigits = 2), round.(2.345, digits = 2), parse.(Int, ["11", "21"], base = 3), round.([1.26 2.37], digits = 1) .+ 1)

# masks and lists
a = collect(1.0:100)
k = falses(100)
k[[3, 50, 51, 100]] .= true
println(a[k], findall(k), a[[k[1:99]; false]], findall(!, k)[1:4], count(k))
a[k] .= -1
a[.!k] .*= 2
println(a[[1, 2, 3, 4, 49, 50, 51, 99, 100]])
i = [3, 1, 2]
i[i] = i
println(i)
i = [2, 3, 1]
i[i] = [10, 20, 30]
println(i, [1.5, 2.5][[2, 2, 1]], "abc"[[1, 3]], [1 2; 3 4][[2, 1], [1, 1, 2]], Any[1, "x"][[2]])
try; a[[1, 101]]; catch e; println(e isa BoundsError); end
try; a[[0, 1]] = [1, 2]; catch e; println(e isa BoundsError); end
println(collect(0:0.1:0.5), collect(range(1, -1; length = 5)), collect(1.0:0), sum(collect(0:0.01:100)) == sum([x for x in 0:0.01:100]), collect(-3.0:0.3:3.0) == [(-3.0:0.3:3.0)[i] for i in 1:21])
