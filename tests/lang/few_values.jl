# Sorting by counting, places in sorted vectors, sums of pairs and of halves of words, products of whole numbers.
k = [mod(7919i, 1009) - 300 for i in 1:5000]
p = sortperm(k)
println(p[1:8], issorted(k[p]), isperm(p), all(k[p[i]] < k[p[i + 1]] || p[i] < p[i + 1] for i in 1:4999))
q = sortperm(k, rev = true)
println(q[1:8], issorted(k[q], rev = true), all(k[q[i]] > k[q[i + 1]] || q[i] < q[i + 1] for i in 1:4999))
println(sortperm([3, 1, 2, 1]), sortperm(k, by = abs)[1:5], sortperm([typemax(Int), typemin(Int), 0]), sortperm(fill(5, 100)) == 1:100)
f = sort([sin(i) for i in 1:100])
f = [-Inf; f; 0.0; 0.0; Inf; NaN; NaN]
sort!(f)
s = sort(k)
for x in (-Inf, -2.0, f[1], f[17], 0.5, 0.0, -0.0, 1.0, Inf, NaN)
    print(searchsortedfirst(f, x), " ", searchsortedlast(f, x), " ", searchsorted(f, x), "; ")
end
println()
for x in (typemin(Int), -301, -300, -5, 0, 708, 709, typemax(Int), 3.5, 0x04, big(7))
    print(searchsortedfirst(s, x), " ", searchsortedlast(s, x), " ", searchsorted(s, x), "; ")
end
println()
println(searchsortedfirst(Int[], 1), searchsortedlast(Float64[], 1.0), searchsortedfirst(["a", "c"], "b"), searchsortedlast(["a", "c"], "c"))
println(searchsortedfirst([3, 2, 1], 2, rev = true), searchsortedlast([1, 2, 3], 2, lt = <), searchsortedfirst([-1, 2, -3], 2, by = abs), searchsortedfirst(Float32[1, 2], 1.5f0))
println([searchsortedfirst([1.5, 2.5], 2), searchsortedlast(1:2:9, 4)])
c = [complex(sin(i), cos(3i)) for i in 1:3000]
for n in (1, 2, 15, 16, 17, 33, 34, 35, 66, 100, 1000, 1024, 1025, 3000)
    print(sum(c[1:n]), " ")
end
println(sum(view(c, 7:2990)))
i32 = Int32[mod(7919i, 2003) - 1000 for i in 1:999]
println(sum(i32), " ", sum(i32[1:998]), " ", sum(fill(typemin(Int32), 77)), " ", sum(fill(typemax(Int32), 76)), " ", sum(view(i32, 2:900)))
println(sum(UInt32.(i32 .+ 1000)), " ", sum(fill(typemax(UInt32), 77)), " ", sum(Int32[]), " ", sum(Int32[-5]), " ", typeof(sum(i32)), typeof(sum(UInt32[1])))
A(m,k) = [mod(31i+17j, 101) - 50 for i in 1:m, j in 1:k]
for (m,k,n) in ((1,1,1),(3,4,5),(7,9,2),(16,8,3),(33,17,12),(2,3,1))
    X, Y = A(m,k), A(k,n)
    println(sum(X*Y), (X*Y)[end], sum(X*copy(Y')'), sum(copy(X')'*Y), (copy(X')'*copy(Y')')[1], X*Y == [sum(X[i,p]*Y[p,j] for p in 1:k) for i in 1:m, j in 1:n])
end
println(([typemax(Int) 2; 3 4]*[2 3; 4 typemin(Int)]), [1 2 3 4 5]*[1,2,3,4,5], A(5,5)*[1,2,3,4,5], A(9,6)'*A(9,4))
