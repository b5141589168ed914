# Loops whose variable is a pattern: over what makes tuples, and over all else.
function f()
    for (i, x) in enumerate("añb"); print(i, x, " "); end
    for (a, b, c) in zip(1:2, "xy", [3.5, 4.5]); print(a, b, c, " "); end
    for (a, b) in zip(1:2, "xy", [3.5, 4.5]); print(a, b, " "); end
    for (a,) in zip(1:2, 3:4); print(a, " "); end
    for (i, (k, v)) in enumerate([:p => 1, :q => 2]); print(i, k, v, " "); end
    for ((i, x), y) in zip(enumerate([7, 8]), [9, 10]); print(i, x, y, " "); end
    for (a, b) in ["ab", "cd"]; print(b, a, " "); end
    for (a, b) in [[1, 2], (3, 4), 5 => 6, 7:8, (9, 10, 11)]; print(a + b, " "); end
    for (k, v) in Dict("k" => 2); print(k, v, " "); end
    for (k, v) in pairs([5, 6]); print(k, v, " "); end
    for (k, v) in pairs((a = 1, b = 2)); print(k, v, " "); end
    println()
    fs = Function[]
    for (i, x) in enumerate([10, 20]); push!(fs, () -> (i += 1; (i, x))); end
    println([g() for g in fs], " ", fs[1]())
    for (i, x) in enumerate(1:3), (j, y) in zip(1:3, 4:6)
        j == 2 && continue
        i == 3 && break
        print(i, x, j, y, " ")
    end
    println()
    i = 0
    for (i, x) in enumerate([1]); i = 5; end
    println(i)
    for outer i in 1:3; end
    println(i)
    n = 0
    for (j, x) in enumerate(Iterators.filter(iseven, 1:10)); n += j * x; end
    for (j, x) in enumerate(x^2 for x in 1:3); n += j * x; end
    for (x, y) in Iterators.product(1:2, 3:4); n += x * y; end
    for (x, y) in ((a, a + 1) for a in 1:3); n += x * y; end
    n
end
println(f())
g(v) = (for (a, b) in v; return a, b; end; nothing)
println(g([(1, 2)]), g(Dict()), g(zip(1:0, 1:0)), g(enumerate([])))
for bad in Any[[(1,)], [1], ["a"], [1 => 2, (1,)], enumerate(1:2)]
    try
        for (a, b, c) in bad; println(a, b, c); end
    catch e
        println(e isa MethodError ? "MethodError" : sprint(showerror, e))
    end
end
for (a, b) in [(1, 2)]; end
println(@isdefined(a), " ", [i * x for (i, x) in enumerate([3, 4])], " ", Dict(k => i for (i, k) in enumerate("ab"))['b'])
let s = 0
    for (i, x) in enumerate(1:3)
        t = @async (i, x)
        s += sum(fetch(t))
    end
    println(s)
end
for (i, x) in enumerate([1, 2]), k in 1:i; print(i, x, k, " "); end
println()
for (i, x::Int) in enumerate([1, 2]); print(i + x, " "); end
for ((a, b), (c, d)) in [((1, 2), (3, 4))]; println(a + b + c + d); end
struct Two; end
Base.iterate(::Two, s = 1) = s > 2 ? nothing : (s, s + 1)
for (p, q) in [Two(), Two()]; print(p, q, " "); end
println(try for (p, q, r) in [Two()]; end catch e; typeof(e) end)
