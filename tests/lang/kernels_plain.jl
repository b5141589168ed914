# The common calls of plain arrays: sums, extremes, sorted copies, views, slices; also with keywords and methods of one's own.
for T in (Float64, Float32, Int, Int32, UInt8, Bool, Complex{Float64}, Rational{Int})
    a = T === Bool ? [true, false, true] : T[3, 1, 2]
    println(T, " ", sum(a), " ", typeof(sum(a)), " ", prod(a), " ", typeof(prod(a)), T <: Complex ? "" : string(" ", maximum(a), minimum(a), extrema(a), sort(a), sort(a; rev = true)))
    v = view(a, 2:3)
    println(sum(v), prod(v), T <: Complex ? "" : string(maximum(v), minimum(v), extrema(v)), sum(view(a, 1:2:3)), sum(view(a, 3:2)))
end
println(maximum([1.0, NaN, 2]), minimum([1.0, NaN]), extrema([NaN, 1.0]), extrema([0.0, -0.0]), maximum([-0.0, 0.0]), sum([-0.0, -0.0]), sort([2.0, NaN, -0.0, 0.0]))
println(sum(Float64[]), sum(Int8[]), typeof(sum(Int8[])), prod(Float32[]), sum(view([1, 2], 1:0)), sort(Int[]))
for f in (maximum, minimum, extrema)
    try; f(Float64[]); catch e; println(e); end
end
try; sum(Any[]); catch e; println(typeof(e)); end
try; sum(["a", "b"]); catch e; println(typeof(e)); end
try; maximum([1 + im]); catch e; println(typeof(e)); end
println(sum(Any[1, 2.5]), maximum(["b", "a", "c"]), extrema(['x', 'b']), sort(["b", "a"]), sort(Any[2, 1.5]))
A = [1 2; 3 4]
println(sum(A), sum(A; dims = 1), maximum(A; dims = 2), minimum(A), prod(A), extrema(A))
struct Money
    cents::Int
end
Base.:+(a::Money, b::Money) = Money(a.cents + b.cents)
Base.isless(a::Money, b::Money) = a.cents < b.cents
m = [Money(5), Money(2)]
println(sum(m), maximum(m), minimum(m), sort(m), sum(view(m, 1:2)))
println(view(A, 1, :), view(A, :), view(A, [2, 1], 1), view(A, 2, 2)[], view(A, A .> 1), typeof(view(A, :, 1)))
for I in ((3, 1), (1, 3), (5,), (1:3, 1), (0,), ([3], 1))
    try; view(A, I...); catch e; println(typeof(e)); end
end
@views println(A[1, :] .+ A[:, 2], sum(A[:, 1]))
println([sum(c) for c in eachcol(A)], [maximum(r) for r in eachrow(A)], [sum(s) for s in eachslice(A; dims = 2)])
println(mapslices(sum, A; dims = 1), mapslices(sum, A; dims = 2), mapslices(x -> x .+ 1, A; dims = 1), mapslices(extrema, A; dims = (1, 2)))
B = reshape(1:24, 2, 3, 4)
println(mapslices(sum, B; dims = (1, 3)), size(mapslices(x -> x[1:2, :], B; dims = (2, 3))))
try; mapslices(x -> isodd(x[1]) ? 2.5 : 1, [1 2; 3 3]; dims = 1) |> println; mapslices(x -> isodd(x[1]) ? 1 : 2.5, [1 2; 3 3]; dims = 1); catch e; println(e); end
println(length(rand(0)), length(rand(3)), eltype(rand(2)))
try; rand(-1); catch e; println(typeof(e)); end
# comparisons of many
for T in (Float64, Int), n in (1, 31, 32, 33, 70)
    x, y = T[(7i) % 5 for i in 1:n], T[(3i) % 5 for i in 1:n]
    for f in (<, <=, >, >=, ==, !=)
        f.(x, y) == [f(x[i], y[i]) for i in 1:n] && f.(x, 2) == [f(x[i], 2) for i in 1:n] && f.(2, y) == [f(2, y[i]) for i in 1:n] || println(T, n, f)
    end
end
z = [i % 4 == 0 ? NaN : i % 4 == 1 ? -0.0 : i % 4 == 2 ? 0.0 : Inf for i in 1:40]
println(count(z .== 0), count(z .< 0), count(z .!= z), count(z .>= 0.0), count(z .== reverse(z)))
println(sqrt.([4.0, 2.0, 0.0, -0.0, Inf, NaN]), sqrt.(Float32[4, 2]))
try; sqrt.([1.0, -1.0]); catch e; println(typeof(e)); end
y = collect(1.0:100)
map!(x -> 2x, y, y)
map!(x -> x + 1, view(y, 1:3), view(y, 2:4))
map!(x -> x^2, y, collect(1.0:50))
println(y[[1, 2, 50, 51, 100]])
