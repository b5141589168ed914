# Arrays made of arrays, comparisons and searches at memory speed.
for m in (1, 2, 3, 7, 100, 1025)
    x = [(mod(i * 7919, 1009) - 500) / 7 for i in 1:m]; y = copy(x)
    m > 0 && (y[end] = 1e9)
    println(m, " ", x == copy(x), x == y, isequal(x, y), reverse(x) == [x[m+1-i] for i in 1:m], reverse!(copy(x)) == reverse(x), circshift(x, 2) == [x[mod1(i - 2, m)] for i in 1:m], circshift(x, -1) == circshift(x, m - 1),
        " ", 1e9 in y, 1e9 in x, findfirst(==(1e9), y), findall(>(60), x)[1:min(end, 3)], count(<(0), x), " ", map!(t -> 2t, copy(x), y) == 2y, repeat(x, 3) == vcat(x, x, x), repeat(x, inner = 2)[1:min(end, 4)])
end
println([NaN] == [NaN], isequal([NaN], [NaN]), [0.0] == [-0.0], isequal([0.0], [-0.0]), NaN in [NaN], -0.0 in [0.0], isequal([NaN, 1.0], [NaN, 2.0]))
A = [1 2; 3 4]; B = [1.5 0 2; 1 1 1]
println(kron(A, B), kron(B, A), kron(A, A), kron([1 2], [1, 2]), kron(A, [1im 0; 0 1]))
println(repeat(A, 2, 3), repeat(A, inner = (1, 2), outer = (2, 1)), repeat([1, 2], 2, 2), repeat(["a", "b"], 2), repeat(Int[], 3), repeat(A, 0, 1), repeat([1], inner = 0))
println(circshift(A, (1, 0)), circshift([1 2 3; 4 5 6], (0, 1)), circshift([1 2 3; 4 5 6], (1, -1)), try circshift(Int[], 3) catch e e end, circshift(1:5, 2), circshift(reshape(1:8, 2, 2, 2), (0, 0, 1)))
using LinearAlgebra
z = [1 + 2im, 3.0 - 1im]; w = [2.0 + 0im, 1im]
println(dot(z, w), dot(z, z), dot(z, [1.0, 2.0]), try dot(z, [1im]) catch e typeof(e) end, dot([1, 2], [3, 4]))
println(fill(1.5f0, 3), fill(Int32(7), 5), fill(2 + 1im, 2), fill!(zeros(3), 2), fill('a', 3), fill(0x01, 3), fill(Int128(5), 2))
println(map!(sqrt, zeros(50), ones(50))[50], map!(t -> t > 0 ? 1.0 : t, zeros(60), -ones(50))[49:52], try map!(sqrt, zeros(50), -ones(50)) catch e e end)
using Random, Statistics
Random.seed!(5); r = randn(200000); println(abs(mean(r)) < 0.02, abs(std(r) - 1) < 0.02, 0.6 < count(t -> abs(t) < 1, r) / 200000 < 0.7, 0.001 < count(t -> abs(t) > 3, r) / 200000 < 0.004, any(t -> abs(t) > 3.5, r))
q = rand(Float32, 1000); println(all(t -> 0 <= t < 1, q), eltype(q), 0.4 < mean(q) < 0.6)
