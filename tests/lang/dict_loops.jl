# Loops over dictionaries, their keys and values, and sets; pairs taken apart.
d = Dict(i => 10.5i for i in 1:50)
s = 0.0; n = 0
for (k, v) in d
    global s += k * v; global n += 1
end
println(n, " ", s)
function total(d)
    t = 0
    for p in d
        t += p.first + length(string(p))
    end
    for k in keys(d); t += k; end
    for v in values(d); t += v; end
    t
end
println(total(d), " ", total(Dict{Int,Int}()), " ", total(Dict(3 => 4)))
println(sort([k => v for (k, v) in d if k < 4]), " ", sum(v for (_, v) in d), " ", sort([x for x in keys(d)])[1:3], " ", maximum(values(d)))
for (k, v) in collect(d)
    k > 3 && delete!(d, k)
end
println(sort(collect(d)), " ", sum(values(d)))
seen = Int[]
e = Dict(i => i for i in 1:20)
for (k, v) in e # what is deleted meanwhile is not seen any more, whatever the order
    push!(seen, k)
    for j in collect(keys(e)); j != k && delete!(e, j); end
end
println(length(seen), " ", length(e), " ", e[seen[1]] == seen[1])
a, b = "key" => [1, 2]
println(a, " ", b)
(x, (y, z)) = 1 => (2 => 3)
println(x, y, z)
(only,) = :a => :b
println(only)
println(try (p, q, r) = 1 => 2; catch err; typeof(err); end)
println([i + k * v for (i, (k, v)) in enumerate(Dict(2 => 3))], " ", [(k, w) for ((k, v), w) in zip(Dict(1 => 2), "x")])
f((k, v)) = "$k-$v"
println(f("a" => 1), " ", map(((k, v),) -> k + v, [1 => 2, 3 => 4]), " ", map(p -> p[1] * p[2], [3 => 4]), " ", (5 => 6)[2], " ", first(7 => 8), last(7 => 8))
println(try (1 => 2)[3] catch err; typeof(err) end)
i = IdDict(:a => 1, "b" => 2)
println(sort([string(k) for (k, v) in i]), " ", sort(collect(values(i))), " ", sum(v for (k, v) in i))
st = Set([3, 1, 2, 3]); m = 0
for q in st; global m += q; end
println(m, " ", sort([2q for q in st]), " ", sort(collect(enumerate(Set([7])))), " ", [q for q in Set{String}()])
println(length(collect(Dict("x" => nothing))), " ", first(Dict("x" => nothing)), " ", collect(keys(Dict(1 => 2))), " ", [v for v in values(Dict(1 => nothing))])
w = Dict{Any,Any}(1 => "one"); for (k, v) in w; println(k, v, typeof(first(w))); end
println(iterate(Dict(1 => 2))[1], " ", iterate(keys(Dict(1 => 2)))[1], " ", iterate(Set([4]))[1], " ", iterate(Dict()))
