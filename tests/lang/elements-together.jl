# zip, enumerate and arrays of structs, whose functions run as kernels: few elements and many, again and again.
struct Sample
    x::Float64
    n::Int32
    good::Bool
    z::ComplexF64
end
struct Named
    name::String
    weight::Float64
end
few(n) = [Sample(i / 4, i, isodd(i), complex(i, -i)) for i in 1:n]
weight(s) = s.x * s.n
label(s) = s.good ? s.x : -s.x

for n in (1, 3, 10, 60, 5000)
    v = few(n)
    a = [i / 8 for i in 1:n]
    k = collect(Int16, 1:n) .% Int16(7)
    for _ in 1:4
        global last_results = (
            sum(s -> s.x + s.n, v), sum(weight, v), map(weight, v)[end], map(s -> s.n, v)[1], map(s -> s.good, v)[1],
            [s.x for s in v][end], sum(s.z for s in v), minimum(label, v), maximum(s -> s.n, v), count(s -> s.good, v),
            any(s -> s.x > 2, v), all(s -> s.n > 0, v), length(filter(s -> s.good, v)), sum(abs2(s.z) for s in v),
            sum(x * y for (x, y) in zip(a, k)), [x - y for (x, y) in zip(a, 1:n)][end], sum(i * x for (i, x) in enumerate(a)),
            [i % 3 == 0 ? x : 0.0 for (i, x) in enumerate(k)][end], sum(x + y * z for (x, y, z) in zip(a, k, a)),
            [(i, x) for (i, x) in enumerate(k)][end], [x > y for (x, y) in zip(k, n:-1:1)][1],
            sum(s.x * w for (s, w) in zip(v, a)), sum(i * s.n for (i, s) in enumerate(v)), map(+, a, a)[end], map(atan, a, a)[end])
    end
    println(n, ": ", last_results)
    println(map(typeof, last_results))
end

# sources of different length; of other kinds; of none
a = [1.0, 2.0, 3.0]
for _ in 1:3
    println([x + y for (x, y) in zip(a, [10.0, 20.0])], sum(x * y for (x, y) in zip(1:2, a)), [i + x for (i, x) in enumerate((5, 6))])
    println([c^i for (i, c) in enumerate("abc")], [(i, s.name) for (i, s) in enumerate([Named("p", 1.5)])], sum(s -> s.weight, [Named("p", 1.5), Named("q", 2)]))
    println([x for (i, x) in enumerate(Float64[])], [i for (i, x) in enumerate([])])
    println([i * x for (i, x) in enumerate([1 2; 3 4])], [x + y for (x, y) in zip([1 2; 3 4], [5 6; 7 8])])
    println([x + y for (x, y) in zip(view(a, 2:3), a)], [x.a for (x, y) in zip([(a = 1, b = 2)], a)])
end

# a function that throws tells the element; a field may be read in another way; functions may change
roots(v) = [sqrt(x * i) for (i, x) in enumerate(v)]
for v in ([1.0, 4.0], [1.0, 4.0], [1.0, 4.0], [1.0, -4.0])
    println(try roots(v) catch e; sprint(showerror, e) end)
end
total(v) = sum(s -> s.x, v)
v = few(3)
println(total(v), total(v), total(v))
Base.getproperty(s::Sample, f::Symbol) = f === :x ? 100.0 : getfield(s, f)
println(total(v), [s.x for s in v], sum(x.x for x in v))
scaled(v) = map(s -> factor(s), v)
factor(s) = s.n * 2
println(scaled(v), scaled(v), scaled(v))
factor(s) = s.n * 3
println(scaled(v))
big = 2
captured(v) = sum(s -> s.n * big, v)
println(captured(v), captured(v), captured(v))
big = 2.5
println(captured(v))
