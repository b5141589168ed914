# Reductions, running reductions and searches: the same as one by one, in the order in which Julia adds.
x = [(mod(i * 7919, 1009) - 500) / 777 for i in 1:5000]; n = [mod(i * 7919, 1000) - 300 for i in 1:5000]; b = x .> 0
for m in (1, 2, 3, 7, 8, 9, 15, 16, 17, 33, 34, 35, 66, 1023, 1024, 1025, 2047, 2050, 5000)
    y = x[1:m]; w = 1 .+ y ./ 1000
    println(m, " ", sum(y), " ", prod(w), " ", sum(abs2, y), " ", sum(t -> t^2 + 1, y), " ", sum(t^2 for t in y), " ", foldl(+, y), " ", maximum(y), " ", minimum(abs, y), " ", mapreduce(t -> t * 2, +, y), " ", cumsum(y)[end], " ", accumulate(max, y)[end], " ", cumprod(w)[end])
    println(sum(Float32.(y)), " ", sum(view(y, 1:m)), " ", sum(view(x, 1:2:m)), " ", reduce(max, y), " ", sum(complex.(y, w)), " ", extrema(Float32.(y)))
end
for T in (Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float32, Float64, Bool)
    y = T === Bool ? b : T[mod(v, 100) for v in n]
    println(T, " ", sum(y), " ", typeof(sum(y)), " ", maximum(y), " ", minimum(y), " ", typeof(maximum(y)), " ", extrema(y), " ", argmax(y), " ", findmin(y), " ", prod(y[1:3]), " ", sum(v -> v, y), " ", cumsum(y)[end], " ", typeof(cumsum(y)))
end
println(maximum([1.0, NaN, 3.0]), maximum([-0.0, 0.0]), minimum([0.0, -0.0]), maximum([-0.0, -0.0]), minimum(Float32[0, -0.0]), accumulate(max, [1.0, NaN, 2.0]), accumulate(min, [0.0, -0.0, 0.0]))
println(any(v -> sqrt(v) > 2, vcat(9.0, fill(-1.0, 99))), all(v -> sqrt(v) < 2, vcat(9.0, fill(-1.0, 99))), findfirst(v -> sqrt(v) > 2, vcat(9.0, fill(-1.0, 99))))
println(try any(v -> sqrt(v) > 2, vcat(1.0, fill(-1.0, 99))) catch e e end)
println(count(b), count(v -> v > 0, n), count(v > 0 for v in n), findfirst(b), findnext(b, 100), findfirst(v -> v == 5, n), findall(v -> v == 5, n), findfirst(v -> v > 5000, n), any(b), all(b), count(view(b, 2:4000)))
A = reshape(x[1:600], 20, 30); B = reshape(n[1:600], 20, 30); C = reshape(x[1:600], 5, 4, 30)
println(cumsum(A, dims = 1)[end, 3], " ", cumsum(A, dims = 2)[3, end], " ", cumprod(B .% 3 .+ 2, dims = 2)[2, 5:8], accumulate(max, B, dims = 2)[7, 1:9], cumsum(C, dims = 3)[2, 3, 30], cumsum(C, dims = 2)[2, 3, 30])
println(sum(A, dims = 1)[1:3], sum(A, dims = 2)[1:3], maximum(B, dims = 2)[1:5], minimum(A, dims = 2)[1:2], prod(B[:, 1:2], dims = 2)[1:3], sum(C, dims = 3)[1:3], sum(C, dims = (2, 3))[1:2], sum(abs, A, dims = 2)[1:2], mapreduce(v -> v > 0, +, A, dims = 1)[1:4])
println(foldl(+, n, init = 5), " ", sum(i * j for i in 1:60, j in 1:70), " ", sum(n[i] * x[i] for i in 1:5000), " ", maximum(v % 7 for v in n), " ", sum(x[i] for i in 1:5000 if b[i]), " ", prod(v for v in 1:60))
println(foldl(-, n), " ", foldr(-, n), " ", reduce(*, 1:20), " ", mapfoldl(v -> v / 2, +, n), " ", sum(Float16[1, 2, 3]), " ", sum(UInt8[]), " ", try maximum(Int[]) catch e e end, " ", sum(Int32.(n) .+ 1))
