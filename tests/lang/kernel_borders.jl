# Loops over whole arrays give what a call for each element gives: all lengths up to 70, odd places, special numbers.
const SPECIAL = [0.0, -0.0, 1.0, -1.0, NaN, Inf, -Inf, 5e-324, -5e-324, 1e308, -1e308, 0.5, 3.0, 1e-310]
data(::Type{T}, n, seed) where {T<:AbstractFloat} = T[T(SPECIAL[mod(7i * i + 3seed * i + seed, 14) + 1]) for i in 1:n]
data(::Type{T}, n, seed) where {T<:Integer} = T[(((i * 37 + seed * 11) % 251) - 100) % T for i in 1:n]
data(::Type{Bool}, n, seed) = Bool[(i * i + seed * i) % 3 == 0 for i in 1:n]
mild(::Type{T}, n, seed) where {T} = T[T(mod(i * 7 + seed, 23) - 11) / 4 for i in 1:n]
same(a, b) = typeof(a) == typeof(b) && isequal(a, b)
one_by_one(f, xs...) = (r = [f((x[i] for x in xs)...) for i in 1:length(xs[1])]; r)
check(name, ok) = ok || println("wrong: ", name)
floats, wholes = (Float64, Float32), (Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64)

for T in (floats..., wholes...), n in [1:18; 31:34; 47:49; 63:66; 70; 1023:1026]
    a, b = data(T, n, 1), data(T, n, 2)
    for f in (+, -, *, max, min, <, <=, >, >=, ==, !=)
        check((f, T, n), isequal(f.(a, b), one_by_one(f, a, b)))
        check((f, T, n, "number"), isequal(f.(a, b[1]), one_by_one(x -> f(x, b[1]), a)) && isequal(f.(a[1], b), one_by_one(x -> f(a[1], x), b)))
    end
    for f in (abs, -, sign, abs2, iszero)
        check((f, T, n), isequal(f.(a), one_by_one(f, a)))
    end
    check(("maximum", T, n), same(maximum(a), foldl(max, Any[x for x in a])) && same(minimum(b), foldl(min, Any[x for x in b])))
    check(("extrema", T, n), same(extrema(a), (minimum(a), maximum(a))))
    check(("view", T, n), isequal(view(a, 2:n) .+ b[2:n], a[2:n] .+ b[2:n]) && isequal(max.(view(a, 1:3:n), b[1]), max.(a[1:3:n], b[1])))
    c = copy(a)
    c[2:n] .= view(b, 1:n-1)
    check(("assigned", T, n), isequal(c, [a[1]; b[1:n-1]]))
    c[2:n] .= view(c, 1:n-1) # reads where it writes
    check(("moved", T, n), isequal(c, [a[1]; a[1]; b[1:n-2]][1:n]))
    c[1:2:n] .= one(T)
    check(("strided", T, n), all(c[i] == 1 for i in 1:2:n) && isequal(c[2:2:n], [a[1]; a[1]; b][2:2:n]))
    fill!(c, a[n])
    check(("fill!", T, n), isequal(c, [a[n] for i in 1:n]))
    check(("sorted", T, n), issorted(a) == all(i -> !isless(a[i], a[i-1]), 2:n) && issorted(sort(a)) && issorted(sort(a, rev = true), rev = true))
    check(("unique", T, n), isequal(unique(a), foldl((u, x) -> any(y -> isequal(x, y), u) ? u : [u; x], a[2:n]; init = a[1:1])))
    check(("circshift", T, n), all(k -> isequal(circshift(a, k), [a[mod(i - k - 1, n) + 1] for i in 1:n]), (0, 1, -1, 5, 100)))
    check(("repeat", T, n), isequal(repeat(a, 3), [a; a; a]) && isequal(repeat(a, inner = 2), [a[div(i + 1, 2)] for i in 1:2n]))
end
for T in floats, n in [1:70; 1025]
    a, b = data(T, n, 3), mild(T, n, 1)
    check(("powers", T, n), isequal(a .^ 2, one_by_one(x -> x^2, a)) && isequal(b .^ 3, one_by_one(x -> x^3, b)) &&
        isequal(b .^ 5, one_by_one(x -> x^5, b)) && isequal(b .^ 0, one_by_one(x -> x^0, b)) && isequal(b .^ 1, b) &&
        isequal(b .^ -1, one_by_one(x -> x^-1, b)) && isequal(b .^ -2, one_by_one(x -> x^-2, b)) && isequal(b .^ -3, one_by_one(x -> x^-3, b)))
    check(("sum", T, n), sum(b) == foldl(+, b) && sum(abs, b) == foldl(+, map(abs, b)) && prod(b[1:min(n, 5)]) == foldl(*, b[1:min(n, 5)]))
    check(("rounding", T, n), all(f -> isequal(f.(a), one_by_one(f, a)), (floor, ceil, round, trunc, isnan, inv, sqrt ∘ abs)))
end
for n in 0:70
    b = data(Bool, n, 1)
    m, k = b .== true, data(Bool, n, 2) .== true
    check(("bits", n), (m .& k) == [m[i] & k[i] for i in 1:n] && (.!m) == [!x for x in m] && count(m) == count(b) == sum(m) && findall(m) == findall(b))
    check(("mask", n), (1:n)[m] == [i for i in 1:n if b[i]] && any(m) == any(b) && all(m) == all(b))
end
for T in (Float64, Float32, Int64), m in (1, 2, 15, 16, 17, 33, 70), n in (1, 2, 3, 20)
    A = reshape(T === Int64 ? data(T, m * n, 4) : mild(T, m * n, 4), m, n)
    check(("dims", T, m, n), sum(A, dims = 1) == [sum(A[:, j]) for i in 1:1, j in 1:n] && sum(A, dims = 2) == reshape([sum(A[i, :]) for i in 1:m], m, 1) &&
        maximum(A, dims = 2) == reshape([maximum(A[i, :]) for i in 1:m], m, 1) && minimum(A, dims = 1) == [minimum(A[:, j]) for i in 1:1, j in 1:n] && sum(A, dims = (1, 2))[1] == sum(A))
    B = T === Int64 ? A : reshape(data(T, m * n, 5), m, n)
    check(("dims of specials", T, m, n), isequal(maximum(B, dims = 2), reshape([maximum(B[i, :]) for i in 1:m], m, 1)) && isequal(minimum(B, dims = 2), reshape([minimum(B[i, :]) for i in 1:m], m, 1)))
    C = copy(A)
    C[m, :] = 1:n
    C[1:2:m, n] .= 3
    check(("rows", T, m, n), A[m, :] == [A[m, j] for j in 1:n] && A[1, n:-1:1] == [A[1, j] for j in n:-1:1] && C[m, 1] == (n == 1 && isodd(m) ? 3 : 1) && C[1, n] == 3)
    D = reshape(repeat(vec(A), 2), m, n, 2)
    check(("planes", T, m, n), D[m, n, :] == [A[m, n], A[m, n]] && D[m, :, 2] == A[m, :] && D[:, n, 1] == A[:, n] && sum(D, dims = 3)[:, :, 1] == 2A && sum(D, dims = (1, 3))[1, n, 1] == 2sum(A[:, n]))
end
println(view([1 2; 3 4], :, 2), " ", view(1:5 |> collect, 2:3), " ", typeof(view(rand(3, 3), 2, :)), " ", typeof(view(rand(3, 3), :, 1:2)))
println(typeof(view(rand(3, 3), 1:2, 1:2)), " ", typeof(view(rand(3), 1:2:3)), " ", size(view(rand(3, 4, 5), :, 2, 3:5)), " ", view([1, 2], 2:1))
for f in (() -> view([1, 2], 3), () -> view([1, 2], 2:4), () -> view([1 2; 3 4], 1, 0:1), () -> extrema(Float64[]))
    try
        f()
    catch e
        println(sprint(showerror, e))
    end
end
println(round.([1.2345, -0.005, 1e300, NaN], digits = 2), " ", round.([1234.5, 2.5], sigdigits = 2), " ", string.([5, 6], base = 2))
