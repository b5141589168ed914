# Two steps of arithmetic are one loop: each rounds by itself, and sums are added in the order of plain ones.
a = [sin(i) for i in 1:3000]
b = [cos(3i) + 2 for i in 1:3000]
k = [mod(7i, 23) - 5 for i in 1:3000]
const c = 0.3
firsts = [(x, y) -> x + y, (x, y) -> x * y, (x, y) -> x - y, (x, y) -> x + 0.7, (x, y) -> 0.7 + x, (x, y) -> x * 0.7, (x, y) -> 0.7x,
          (x, y) -> x - 0.7, (x, y) -> 0.7 - x, (x, y) -> x * x, (x, y) -> x + x]
seconds = [(t, y) -> t + y, (t, y) -> t - y, (t, y) -> y - t, (t, y) -> t * y, (t, y) -> t / y, (t, y) -> t + 0.1, (t, y) -> 0.1 + t,
           (t, y) -> t - 0.1, (t, y) -> 0.1 - t, (t, y) -> t * 0.1, (t, y) -> t / 0.1, (t, y) -> 0.1 / t, (t, y) -> t^2, (t, y) -> abs2(t),
           (t, y) -> t * t + t, (t, y) -> t * y + t * 3]
whole = [(x, y) -> x + y, (x, y) -> x * y, (x, y) -> x - y, (x, y) -> x + 3, (x, y) -> 3x, (x, y) -> x - 3, (x, y) -> 3 - x]
digest(v) = foldl((h, x) -> xor(h, reinterpret(UInt64, x)) * 0x9e3779b97f4a7c15, v, init = UInt64(1))
for f in firsts, g in seconds
    h = (x, y) -> g(f(x, y), y)
    r = map(h, a, b)
    println(digest(r), " ", r == [h(a[i], b[i]) for i in eachindex(a)], " ", r == g.(f.(a, b), b))
end
for f in firsts, g in seconds[[1:3; 6:9; 12; 15:16]]
    h = x -> g(f(x, c), x)
    print(sum(h, a))
    for n in (1, 2, 33, 34, 50, 97, 1000, 1024, 1025)
        print(" ", sum(h, a[1:n]))
    end
    println()
end
for f in whole, g in seconds[[1, 2, 3, 4]]
    h = (x, y) -> g(f(x, y), y)
    println(digest(map(h, k, k)), " ", digest(map(x -> h(x, 2), k)), " ", sum(map(x -> g(2, f(x, x)), k)))
end
println(sum(abs, a), " ", sum(x -> x / 3, a), " ", sum(x -> 3 / x, b), " ", sum(x -> -x, a), " ", sum(abs2, a), " ", sum(x -> x, a))
const m = sum(a) / length(a)
println(sum(x -> (x - m)^2, a), " ", sum(x -> (m - x)^2, a), " ", sum(x -> abs2(x - m), a), " ", sum(((x, y),) -> x * y + 1, zip(a, b)))
println(sum(x -> x^2 + 1, view(a, 1:2:3000)), " ", sum(x -> x^2 + 1, view(a, 11:2900)), " ", sum(x -> 2x + 1, 1:3000), " ", sum(x -> x^2 + 1, Float32.(a)))
# in place: what is read is what stood there
for g in (() -> (d .= d .+ b), () -> (d .+= d), () -> (d .*= b), () -> (d .= b .- d), () -> (d .= d .* d .+ d), () -> (d .= (d .- 0.1) ./ b),
          () -> (d .= 1 ./ d), () -> (d .= abs.(d)), () -> (d .= max.(d, b)), () -> (d .= -d), () -> (d .= d .^ 2), () -> (d .= sqrt.(d .* d)),
          () -> (d[2:end] .= d[1:end-1] .+ 1), () -> (view(d, 2:3000) .= view(d, 1:2999) .* 2), () -> (view(d, 1:2999) .= view(d, 2:3000) .* 2),
          () -> (d .= (x -> x > 0 ? x + 1 : 3x).(d)), () -> (d .= reverse(d) .+ d), () -> map!(x -> 2x, d, d), () -> map!((x, y) -> x - y, d, b, d))
    global d = copy(a)
    g()
    println(digest(d))
end
e = [i for i in 1:2000]
e .= e .+ 1
e .= 2 .* e .- e
e .+= reinterpret(Int64, reinterpret(Float64, e))
println(digest(e), " ", map!(x -> x + 1, zeros(Int, 3), e)[3], " ", map!(x -> x + 1, zeros(3), [1, 2]), map!(+, zeros(2), [1, 2, 3], [1, 2, 3]))
try
    e .= e .÷ (e .- 2003)
    println(e[1])
    e .= e .÷ e
catch err
    println(err)
end
# generators are added one by one
function added(h, x, y)
    s = h(x[1], y[1])
    for i in 2:length(x)
        s += h(x[i], y[i])
    end
    s
end
for f in firsts, g in seconds
    h = (x, y) -> g(f(x, y), y)
    print(sum(h(x, y) for (x, y) in zip(a, b)) === added(h, a, b), " ", sum(h(x, c) for x in a) === added((x, y) -> h(x, c), a, a), " ")
end
println(sum(x / 3 for x in a) === added((x, y) -> x / 3, a, a), " ", sum(abs(x) for x in a) === added((x, y) -> abs(x), a, a), " ",
    reduce(+, (x * x for x in a), init = 2.5) === 2.5 + a[1]^2 + 0 * added((x, y) -> x, a, a) || foldl(+, (x * x for x in a), init = 2.5) === foldl((s, x) -> s + x * x, a, init = 2.5))
println(sum(-0.0 * x for x in b[1:5]), " ", sum(x * y for (x, y) in zip(a[1:1], b)), " ", sum(1 / x for x in [0.0, -0.0]))
