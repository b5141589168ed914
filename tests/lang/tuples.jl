# Tuples, named tuples, pairs.
t = (1, "a", 2.5)
println(t[1], t[end], length(t), t[2:3])
a, b, c = t
println(a, b, c)
(x, (y, z)) = (1, (2, 3))
println(x, y, z)
first_one, rest = t[1], Base.tail(t)
println(first_one, rest)
println((1, 2) == (1, 2.0), (1, 2) === (1, 2), (1, 2) < (1, 3), (1,) < (1, 0), isless((1, "a"), (1, "b")))
println(map(x -> x^2, (1, 2, 3)), sum((1, 2, 3)), maximum((3, 1, 2)), reverse((1, 2, 3)))
println((1, 2)..., (t..., 4))
println(typeof(t), " ", typeof(()), " ", eltype((1, 2.0)), " ", eltype((1, 2)))
println(2 in (1, 2), 5 in (1, 2), findfirst(==(2), (1, 2)))
println(ntuple(i -> i^2, 4), " ", Tuple([1, 2]), " ", Tuple("ab"), " ", collect((1, 2)))
nt = (a=1, b="x")
println(nt, " ", nt.a, " ", nt[:b], " ", nt[1], " ", keys(nt), " ", values(nt), " ", length(nt))
println(merge(nt, (b=2, c=3)), " ", haskey(nt, :a), haskey(nt, :z), " ", get(nt, :z, 0))
println(typeof(nt), " ", (; a=1), " ", NamedTuple{(:p, :q)}((1, 2)))
for (k, v) in pairs(nt)
    println(k, " => ", v)
end
println(nt == (a=1, b="x"), " ", (a=1,) == (b=1,), " ", map(string, (a=1, b=2)))
v = 3
println((; nt..., v=v))
pr = :a => 1
println(pr, " ", pr.first, " ", pr.second, " ", first(pr), " ", last(pr), " ", typeof(pr), " ", 1 => 2 => 3)
k, w = pr
println(k, w, " ", pr == (:a => 1), " ", reverse(pr))
swap(p) = (p[2], p[1])
println(swap((1, 2)))
i, j = 1, 2
i, j = j, i
println(i, j)
println((1, (2, (3, 4))), ((1,),), (a=(1, 2),), (1, nothing, missing))
try
    (1, 2)[3]
catch e
    println(e isa BoundsError)
end
println(isempty(()), " ", any((false, true)), " ", all((true, true)), " ", zip((1, 2), (3, 4)) |> collect)
println(minmax(3, 1), divrem(7, 2), extrema([3, 1, 2]))
println(string((1, "a", 'c', :d)), " ", repr((a="x",)))
f(a, b...; c...) = (a, b, c...)
println(f(1, 2, 3))
println(Base.front((1, 2, 3)), " ", (1, 2, 3)[[1, 3]])
