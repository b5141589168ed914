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

# Chains of one and two steps, each operand on either side, over several blocks; the loop is what they are measured by.
function one_by_one(f, x, s)
    out = similar(x)
    for i in eachindex(x)
        s = f(s, x[i])
        out[i] = s
    end
    out
end
same(a, b) = all(isequal.(a, b))
xs = [1 + sin(i) / 3 for i in 1:700]
for f in (:+, :-, :*, :/), g in (:+, :-, :*, :/), flip in 0:3
    first = flip & 1 == 0 ? :($f(s, y)) : :($f(y, s))
    second = flip & 2 == 0 ? :($g($first, 0.75)) : :($g(0.75, $first))
    third = flip & 2 == 0 ? :($g($f(s, 0.75), y * y)) : :($g(2y - 1, $f(0.75, s)))
    for body in (first, second, third)
        h = @eval (s, y) -> $body
        good = Base.invokelatest(() -> same(accumulate(h, xs), [xs[1]; one_by_one(h, xs[2:end], xs[1])]) &&
            same([foldl(h, xs)], [one_by_one(h, xs[2:end], xs[1])[end]]) && same(accumulate(h, xs; init = 2.5), one_by_one(h, xs, 2.5)))
        good || println("differs: ", body)
    end
end
for h in ((s, y) -> -y, (s, y) -> abs(y) + s, (s, y) -> s > y ? s - y : y * 2 - 0.5, (s, y) -> (s + y) / (s * s + 1), (s, y) -> 2y, (s, y) -> s, (s, y) -> s * s + y)
    println(same(accumulate(h, xs), [xs[1]; one_by_one(h, xs[2:end], xs[1])]))
end
