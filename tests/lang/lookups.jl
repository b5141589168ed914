# Numbers looked up in sets and dictionaries, many at once.
s = Set([3, 5, 8, 1000])
big = Set(1:3:3000)
x = [i % 50 for i in 1:200]
println(count(y -> y in s, x), " ", count(in(big), x), " ", count(y -> y ∉ s, x), " ", count(in(Set{Int}()), x))
println(filter(in(s), 1:2000), " ", findall(in(s), x) == [i for i in 1:200 if x[i] in s])
println(sum(in.(x, Ref(s))), " ", typeof(in.(x, Ref(s))), " ", x[1:6] .∈ Ref(s))
println([y in s for y in x][1:9], " ", any(y -> y in s, x), " ", all(y -> y in s, x))

# Floats by isequal: NaN is NaN, -0.0 is not 0.0.
f = Set([0.0, NaN, 2.5])
y = repeat([0.0, -0.0, NaN, 2.5, Inf], 30)
println(count(v -> v in f, y), " ", map(in(f), y)[1:5])

# Keys of another type than the numbers.
println(count(v -> v in s, Float64.(x)), " ", count(v -> v in f, x), " ", count(v -> v in s, Int32.(x)))

d = Dict(i => i / 4 for i in 1:40)
println(sum(i -> get(d, i, -1.0), x), " ", count(i -> haskey(d, i), x), " ", sum(d[i] for i in x if haskey(d, i)))
println(map(i -> haskey(d, i) ? 1 : 0, x)[38:52], " ", [get(d, i, 0.5) for i in x][38:44])
println(typeof([get(d, i, 0) for i in x]), " ", eltype(map(i -> get(d, i, 0.0), x)))
println([d[i] for i in 1:40] == (1:40) ./ 4, " ", sum(d[i] + i for i in 1:40))
try
    [d[i] for i in 1:60]
catch e
    println(e)
end
try
    map(i -> d[i] + 1, x)
catch e
    println(e)
end
println(getindex.(Ref(d), 1:12))

# What changed is seen.
keyed(t, v) = count(i -> haskey(t, i), v)
e = Dict{Int,Bool}()
println(keyed(e, x))
e[7] = true
println(keyed(e, x), " ", count(i -> get(e, i, false), x))
delete!(e, 7)
println(keyed(e, x))
for i in 1:45
    e[i] = isodd(i)
end
delete!(e, 9)
println(keyed(e, x), " ", count(i -> get(e, i, false), x), " ", sum(i -> get(e, i, true) ? 2 : 1, x))

# A dictionary whose lookup is the program's own.
struct Always end
Base.in(x, ::Always) = true
println(count(v -> v in Always(), x))
i = IdDict(1 => 2.0)
println(sum(v -> get(i, v, 0.5), x))
println(get.(Ref(d), [1, 100], ["a", "b"]), " ", get.(Ref(d), [1, 100], [1.5, 2.5]), " ", get.(Ref(d), [1, 100], "none"))
println(in.([1, 3], [s, s]), " ", haskey.([d, d], [1, 100]), " ", in.((1, 3), Ref(s)), " ", in.([1 3; 5 7], Ref(s)))
println(map((x, y) -> get(d, x, y), [1, 100], [1.5, 2.5]), " ", [(x in s, haskey(d, x)) for x in 3:5])
