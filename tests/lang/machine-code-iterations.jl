# Iterations whose steps are machine code: enumerate, zip, dictionaries with holes, sets, strings; arrays of objects.
function over(v, w, names, d, e, t, S)
    s, y, n = 0, 0.0, 0
    for (i, x) in enumerate(v); s += i * x; end
    for (x, z) in zip(v, w), (i, u) in enumerate(w); y += x * z - u / i; end
    for (x, z, k) in zip(v, w, 10:-3:-200); y += x * z; s -= k; end
    for (i, name) in enumerate(names); n += i * length(name); end
    for (k, x) in d; s += k * x; end
    for k in keys(d); s -= k; end
    for x in values(d); y += x; end
    for (k, x) in e; n += length(k) + x; end
    for k in keys(e); n += length(k); end
    for c in t; n += c == 'a' ? 1 : c > 'b' ? 10 : 100; end
    for k in S; s += 3k; end
    s, y, n
end
d = Dict(i => i / 4 for i in 1:40); for i in 1:3:40; delete!(d, i); end
e = Dict("k"^i => i for i in 1:30); delete!(e, "kkk")
for k in 1:3
    println(over(collect(1:50), collect(0.5:50), ["n"^i for i in 1:40], d, e, "abcäöab€x"^20, Set(1:30)))
end

# An element that is not defined: the iteration stands where it stood.
const last_one = Ref(0)
lengths(v) = (n = 0; for (i, x) in enumerate(v); n += i * length(x); last_one[] = i; end; n)
function lengths_until(v)
    n = 0
    try
        for (i, x) in enumerate(v), (k, y) in zip(1:i, v)
            n += k * length(x) + length(y)
        end
    catch err
        println(err)
    end
    n
end
vs = Vector{String}(undef, 20)
vs[1:15] .= "abc"
println(lengths_until(vs))
try
    lengths(vs)
catch err
    println(err, " ", last_one[])
end

# Iterations that begin inside, that are left, whose arrays grow and whose dictionaries change.
function inner(v)
    s = 0
    for k in 1:20
        for (i, x) in enumerate(v)
            s += i * x
            i == k && break
        end
        for (i, x) in zip(v, k:100)
            s += i * x
        end
        for c in "hello"
            s += Int(c)
        end
        for (k, x) in Dict(1 => 2, k => 3)
            s += k * x
        end
    end
    s
end
println(inner(collect(1:30)))
grow(v) = (n = 0; for (i, x) in enumerate(v); n += x; i < 100 && push!(v, i); end; n)
println(grow([1, 2, 3]))
halve(d) = (n = 0; for (k, x) in d; d[k] = x / 2; n += k; end; (n, sum(values(d))))
println(halve(Dict(i => 1.5i for i in 1:100)))

# Elements that are objects, read and written.
function rotate(v, times)
    for k in 1:times
        x = v[1]
        for i in 2:length(v)
            v[i - 1] = v[i]
        end
        v[end] = x
    end
    v
end
println(rotate(["a", "b", "c", "d"], 101), rotate([[1], [2, 3], Int[]], 50))
total(vv) = (s = 0.0; for i in 1:length(vv), j in 1:length(vv[i]); s += vv[i][j]; end; s)
println(total([[i / j for j in 1:i] for i in 1:40]))
