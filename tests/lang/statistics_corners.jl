# Means of large integers, variances of nothing, covariances of complex numbers, quantiles into an array.
using Statistics
tell(f) = try
    println(f())
catch e
    println(sprint(showerror, e))
end
A = [1 2 3; 4 5 6]
z = [1.5 + 2im 0.5 - 1im; 2.0 - 1im 1.0 + 3im; -1.0 + 0im 2.5 + 2im]
for f in (() -> mean([typemax(Int), typemax(Int)]), () -> mean([typemax(Int) 1; typemax(Int) 3], dims = 1), () -> mean(UInt8[200, 100]), () -> mean(x -> 2x, [1, 2, 4]),
          () -> mean(A, dims = (1, 2)), () -> mean(A, dims = 2), () -> mean(Int[]), () -> mean([true, false]), () -> mean(Float32[1, 2]), () -> mean([1 // 2, 1 // 3]),
          () -> var(Int[], dims = 1), () -> var(zeros(0, 2), dims = 1), () -> var(skipmissing(Int[])), () -> var((1, 2, 3), mean = 2), () -> var((1, 2, 3), mean = ()),
          () -> var(A, dims = 1, mean = mean(A, dims = 1)), () -> var(A, dims = 2, mean = [2.0, 5.0]), () -> var(A, dims = 2, mean = ones(1, 3)), () -> std(A, dims = 2),
          () -> round.(cov(z), digits = 8), () -> round.(cov(z, dims = 2), digits = 8), () -> round.(cov(z[:, 1], z[:, 2:2]), digits = 8), () -> round.(cor(z), digits = 8),
          () -> cor([1 + 2im, 3 - 1im]), () -> cor([1, 2, 3]), () -> median(Any[missing, 2.0, NaN]), () -> median([1.0, NaN]), () -> median([3, 1, 2]), () -> cov([1 2; 3 5]),
          () -> quantile!([0.0, 0.0, 0.0], [1, 2, 3], [0.1, 0.5, 0.9]), () -> quantile!([0.0], [1, 2, 3], [0.1, 0.5]), () -> quantile([1, 2, 3], [0.25, 0.5]))
    tell(f)
end
for f in (() -> mean(sqrt, Float64[]), () -> mean(sqrt, Set{Float64}()), () -> mean(abs, Set{Int}()), () -> mean(x -> 2x, 1:0), () -> var([[1], [2]]), () -> std([[1.0, 2], [3, 4]]),
          () -> cumsum([missing, 1]), () -> cumprod([1, missing]), () -> quantile([1, 2, missing], 0.5), () -> float('a'), () -> sincos(missing), () -> sind(missing), () -> cosd("a"),
          () -> (sizeof(1:3), sizeof(view([1, 2, 3], 1:2)), sizeof(0.0:0.1:1.0)))
    try; r = f(); println(r, " ", typeof(r)); catch e; println(typeof(e), " ", split(sprint(showerror, e), "\n")[1]); end
end
