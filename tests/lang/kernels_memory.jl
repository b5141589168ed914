# Dotted expressions over views with steps and transposed arrays, and into them.
using LinearAlgebra
a = [sin(i) for i in 1:3000]
A = [i + 10j + 0.5 for i in 1:60, j in 1:50]
same(x, y) = typeof(x) == typeof(y) && isequal(x, y)
v, r, c = view(a, 2:3:3000), view(a, 3000:-1:1), view(a, 11:3000)
println(same(v .* 2, a[2:3:3000] .* 2), same(r .+ a, a[3000:-1:1] .+ a), same(abs.(c) .- 1, abs.(a[11:3000]) .- 1))
W = view(A, 3:2:60, 50:-7:1)
println(same(W .+ 1, A[3:2:60, 50:-7:1] .+ 1), same(W .* W, A[3:2:60, 50:-7:1] .^ 2), size(W .+ W))
println(same(A .- view(A, 7, :)', A .- A[7:7, :]), same(A' .+ 1, permutedims(A) .+ 1), same(view(A, :, 2:4)' .* 2, permutedims(A[:, 2:4]) .* 2))
println(same(transpose(A) .< view(A, 1:50, 1), permutedims(A) .< A[1:50, 1]))
println(same(view(A, 5, :) .+ view(A, :, 3)', A[5, :] .+ A[:, 3]'), same(sum(v .* v), sum(a[2:3:3000] .^ 2)))
f(x) = x > 0 ? x^2 + 1 : -x
println(same(map(f, v), map(f, a[2:3:3000])), same(map(f, W), map(f, A[3:2:60, 50:-7:1])), same(sum(f, r), sum(f, a[3000:-1:1])))
println(same([f(x) for x in r], f.(a[3000:-1:1])), same(count(x -> x > 0, r), count(a .> 0)), same(map(+, v, v), 2 .* v))
m = a .> 0
println(typeof(.!view(m, 1:2:3000)), same(.!view(m, 1:2:3000), .!m[1:2:3000]), same(view(m, 10:-1:1) .& true, m[10:-1:1]))
println(view(Any[1, "b", 3.0, :d], 4:-2:1) .=> [1, 2], string.(view([1, 2, 3, 4], 1:2:4)), view(a, 5:4) .+ 1)
println(view([1, 2, 3], 2) .+ 1, " ", view(A, 1:0, :) .+ 1, " ", view(A, :, 1:1) .+ [1] == A[:, 1:1] .+ 1)

# into views
b = zeros(20)
b[1:2:20] .= 1
b[2:4:20] .= [10, 20, 30, 40, 50]
println(b)
b[20:-1:1] .= 1:20
println(b)
B = zeros(Int, 4, 6)
B[2, :] .= 1:6
B[:, 2:2:6] .= [7, 8, 9, 10]
B[3, 1:2:5] .+= 100
B[4, :] .= 2.0
println(B)
view(B, 1:2:4, 6:-2:1) .= [1 2 3; 4 5 6]
println(B)
try; B[1, :] .= 1.5; catch e; println(e); end
try; B[1, :] .= [1, 2, 3, 4, 5, 6.5]; catch e; println(e); end
println(B[1, :])
try; B[1, :] .= [1, 2]; catch e; println(typeof(e)); end
C = Any[1 2; 3 4]
C[1, :] .= ["x", :y]
C[2, 2:2] .= 2.5
println(C)
D = zeros(3, 2)
D' .= [1 2 3; 4 5 6]
println(D)
transpose(view(D, 2:3, :))[1, :] .= [0, -0.0]
println(D)
m2 = falses(10)
m2[1:3:10] .= true
println(m2, typeof(m2))
s = zeros(Float32, 5)
s[1:2:5] .= [1, 2, 3]
println(s)

# what is read while it is written
x = collect(1:10)
x[2:10] .= view(x, 1:9)
println(x)
x = collect(1:10)
x[1:9] .= view(x, 2:10)
println(x)
x = collect(1:10)
x[10:-1:1] .= x
println(x)
x = collect(1:10)
x .= view(x, 10:-1:1) .+ x
println(x)
x = collect(1:10)
x[1:2:9] .= view(x, 2:2:10) .* 2
println(x)
x[1:2:9] .+= x[1:2:9]
println(x)
M = [10i + j for i in 1:3, j in 1:3]
M .= M'
println(M)
M .= M' .+ M
println(M)
M[2, :] .= M[:, 2] .+ view(M, 2, :)
println(M)
M[:, 1] .= view(M, 1, :)
println(M)

# a[i] of a range of i
n = length(a)
println(same([a[i] + a[i+1] for i in 1:n-1], a[1:n-1] .+ a[2:n]), same([a[2i] for i in 1:n÷2], a[2:2:n]), same([a[n+1-i] for i in 1:n], reverse(a)))
println(same([a[i+j] for i in 1:70, j in 1:3], [a[i:i] for i in 1:1] === 0 || reduce(hcat, [a[1+j:70+j] for j in 1:3])))
try; [a[i+1] for i in 1:n]; catch e; println(typeof(e), e.i); end
try; [a[i] for i in 0:n]; catch e; println(typeof(e), e.i); end
println(same(map(i -> a[i] - a[i-1], 2:n), diff(a)), same(diff(A; dims = 2), A[:, 2:end] .- A[:, 1:end-1]))
