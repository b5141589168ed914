# Functions of two numbers applied again and again: running, from the left, and by halves as reduce does.
a = [sin(i) for i in 1:3000]
fs = [(s, y) -> 0.9s + y, (s, y) -> s + y + 0.1 * s * y, (s, y) -> s > 1 ? s / 2 : s + abs(y), (s, y) -> 0.5 * (s - y) / 3.5 + 1,
      (s, y) -> y, (s, y) -> s, (s, y) -> -s + y^2, (s, y) -> ifelse(y <= s, s * 0.99, y), (s, y) -> max(s, y) - 0.01, (s, y) -> sqrt(abs(s)) + y,
      (s, y) -> (s == y) + s - (s != y), (s, y) -> hypot(s, y), (s, y) -> s + 1]
for f in fs, n in (1, 2, 47, 48, 500, 1024, 1025, 3000)
    b = a[1:n]
    r = accumulate(f, b)
    println(reduce(f, b), " ", foldl(f, b), " ", r[end], " ", typeof(r), " ", accumulate(f, b, init = 1.5)[end], " ", foldl(f, b, init = 0.5), " ",
            mapreduce(x -> x + 1, f, b), " ", mapfoldl(x -> x + 1, f, b))
end
println(accumulate((s, y) -> s + y, a, init = 1)[end], " ", foldl((s, y) -> s * 0.5 + y, a, init = 2), " ", reduce((s, y) -> s + 2y, view(a, 1:2:2999)))
println(reduce((s, y) -> s + 2y, [mod(7i, 13) for i in 1:3000]), " ", foldl((s, y) -> s + 2y, [mod(7i, 13) for i in 1:30]), " ", accumulate((s, y) -> 3s - y, 1:8))
println(length(reduce((s, y) -> string(s, y)[1:1], string.(1:2000))))
const k = 0.25
println(accumulate((s, y) -> k * s + (1 - k) * y, a)[[1, 2, 100, 3000]])
try
    accumulate((s, y) -> y > 0.999 ? error("high") : s + y, a)
catch e
    println(e)
end
