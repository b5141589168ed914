using Random
Random.seed!(3)
println(size(rand(2,3)), typeof(rand(Int8,2)), typeof(rand(1:3,2,2)), typeof(rand(ComplexF64,2)), typeof(rand("abc")))
println(rand(5:5), rand(Set([3])), rand(Dict(1=>2)), sort(randperm(5)), sort(shuffle(1:4)), isperm(randcycle(6)))
println(length(randstring()), length(randstring('a':'c',4)), size(bitrand(3)), length(randsubseq(1:10,1.0)))
a = zeros(3); rand!(a); println(all(0 .< a .< 1)); a = zeros(Int,3); rand!(a,1:5); println(all(in(1:5),a))
Random.seed!(5); a = rand(); Random.seed!(5); println(a == rand())
r = MersenneTwister(0); b = copy(r); println(randn(r) == randn(b), rand(r, 1:10, 3) == rand(b, 1:10, 3))
for x in (1:0, Int[], ())
    try rand(x) catch e println(sprint(showerror, e)) end
end
x = [rand(1:4) for _ in 1:4000]
println(all(800 < count(==(k), x) < 1200 for k in 1:4))
y = randn(20000)
println(abs(sum(y) / 20000) < 0.05, 0.9 < sum(abs2, y) / 20000 < 1.1)
