# Functions known and of the user over whole arrays: the same as element by element.
a = collect(range(-1.0, 1.5, length=100)); b = reverse(a); n = collect(1:100)
clip(x) = x > 0.5 ? 1.0 : x
g(x) = (y = x^3; if y > 1 && x < 2; y += 1; end; y)
h(x) = x > 0 ? sqrt(x) : 0.0
println(sum(clip.(a)), " ", sum(map(g, a)), " ", sum(map(h, a)))
println(sum(clamp.(a, -0.2, 0.8)), " ", sum(floor.(Int, a)), " ", sum(abs2.(complex.(a, b))))
println([i*j for i in 1:100, j in 1:3][5:7, :], sum(p*q for (p,q) in zip(a,b)))
println([n[i] + n[i+1] for i in 1:99][1:3], " ", try [n[i+1] for i in 1:100] catch e e end)
z = complex.(a, b); println((z .* z)[1:2], (z .+ 1)[3], (2 .* z)[4], abs.(z)[5], real.(z)[6], typeof(z .- z))
i32 = Int32.(n); println(typeof(i32 .+ i32), typeof(i32 .+ 1), typeof(i32 ./ 2), typeof(UInt8.(n) .⊻ 0x5a), (UInt8.(n) .* 0x05)[90:91], typeof(Float32.(a) .* 2), typeof(i32 .* 2.0f0))
println(n .% 7 == [x % 7 for x in n], (-n .÷ 7)[1:20], mod.(-n, 7)[1:10], rem.(n,-3)[1:5])
println(try sqrt.(a) catch e e end, try map(x -> sqrt(x)+1, a) catch e e end)
println(try n .÷ 0 catch e e end, (n .% -1)[1:2])
c = copy(a); c .= 2 .* c .+ 1; println(c[1:3]); c .+= c; println(c[1:3]); c .= 0; println(sum(c)); c .= n; println(c[1:3])
d = Float64.(n); println(typeof(d), d[3], try Int.(a) catch e e end, Int.(d)[1:3], Int8.(n)[1:2])
println(count(x -> x > 0.5, a), any(x -> x > 1.4, a), all(x -> x > -2, a), findfirst(x -> x > 0, a), filter(x -> 0 < x < 0.1, a))
println([y for y in a if y > 1.4], sum(y^2 for y in a), sum(y for y in n if iseven(y)), [0.0 for i in 1:60][1:2], [x for x in a][1])
println(typeof((a .> 0) .& (b .> 0)), sum(ifelse.(a .> 0, a, 0.0)), (1:60) .+ (1:60)', sum((1:60) .* a[1:60]))
A = reshape(a, 10, 10); println(sum(A .+ b[1:10]), sum(A .* b[1:10]'), sum(ifelse.((1:10)' .> 5, A, 0.0)))
println(tan.(a)[3] == tan(a[3]), exp.(Float32.(a))[7] == exp(Float32(a[7])), tanh.(a)[9] === tanh(a[9]))
println(max.(Float32.(a), 0.5f0)[1:3], min.(n, i32)[1:2], (n .== 5.0)[5], n .> 2.5 == [x>2.5 for x in n], isodd.(i32)[1:2])
f3(x, k) = x^k; println(f3.(a, 2)[1:2], (a .^ 3)[1:2], (a .^ -1)[1:2], (a .^ 5)[2] == a[2]^5, (n .^ 2)[3], try n .^ -1 catch e e end)
# Sizes around those of blocks, special numbers, overflow, all element types.
special = [1.0, -0.0, 0.0, NaN, Inf, -Inf, 5e-324, 1e308]
both(x) = (x > 0 ? x + x : x - 1)
for m in (0, 1, 2, 3, 7, 8, 9, 47, 48, 49, 1023, 1024, 1025)
    x = [special[mod1(3i, 8)] for i in 1:m]
    k = [typemax(Int) - i^3 for i in 1:m]
    ok = isequal(both.(x), Float64[both(v) for v in x]) && isequal(map(both, k), Int[both(v) for v in k]) &&
        isequal(max.(x, 0.0), Float64[max(v, 0.0) for v in x]) && isequal(min.(x, -0.0), Float64[min(v, -0.0) for v in x]) &&
        isequal(k .* 3 .+ 1, Int[v * 3 + 1 for v in k]) && isequal(sign.(x), Float64[sign(v) for v in x]) &&
        count(v -> v > 0, x) == length(filter(v -> v > 0, x)) && isequal(view(x, 1:m) .* 2, x .* 2)
    ok || println("differs at ", m)
end
for T in (Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float32, Float64)
    x = T[mod(37i, 120) for i in 1:1025]
    two, y = T(2), reverse(x)
    ok = x .* two == T[v * two for v in x] && x .+ y == T[x[i] + y[i] for i in 1:1025] && x ./ two == [v / two for v in x] &&
        (x .> y) == [x[i] > y[i] for i in 1:1025] && -x == T[-v for v in x] && eltype(x .+ 1) == typeof(x[1] + 1) &&
        eltype(x .* 1.5f0) == typeof(x[1] * 1.5f0) && max.(x, y) == T[max(x[i], y[i]) for i in 1:1025] && abs.(x) == x &&
        map(v -> v > two ? v : two, x) == T[v > two ? v : two for v in x] && sqrt.(x) == [sqrt(v) for v in x]
    println(T, " ", ok, " ", sum(x), " ", typeof(sum(x)), " ", maximum(x), " ", minimum(x), " ", typeof(x .% two), typeof(x .÷ two))
end
