# A dotted expression at one place of the code, executed again and again on what it does not expect.
add(x, y) = x .+ y
kinds = Any[([1, 2, 3], [4, 5, 6]), ([1.5, 2.5], [1.0, 2.0]), (Int32[1, 2], Int32[3, 4]), (big.([1, 2]), [1, 2]), ([1, 2], big(3)),
            ([1.0, 2.0], 3), ([1, 2], 3.5), ((1, 2), (3, 4)), (Ref(1), [1, 2]), (1:3, 2:4), (1:3, 1), ([1, 2], missing),
            ([1.0 2.0; 3.0 4.0], [1.0, 2.0]), ([1.0 2.0; 3.0 4.0], [1.0 2.0; 3.0 4.0]), (Float32[1, 2], 1.0f0), (Float32[1, 2], 1),
            (1, 2), (1, 2.5), (UInt8[1, 255], UInt8[1, 1]), (Int[], Int[]), (Float64[], 1), ([true, false], [true, true]),
            (trues(2), [1, 2]), (fill(1.0), 2.0), ([1.0 + 2im], [2.0]), (view([1.0, 2.0, 3.0], 2:3), [1.0, 2.0]), ([1 // 2], [1 // 3]),
            (Any[1, 2.5], [1, 2]), ([[1, 2], [3, 4]], [[1, 1], [1, 1]])]
for round in 1:3, (x, y) in kinds, again in 1:4
    r = add(x, y)
    again == 4 && round == 3 && println(typeof(r), " ", r)
end
for again in 1:40 # kinds that change each time
    for (x, y) in kinds
        global last_one = add(x, y)
    end
end
println(last_one)
for bad in Any[([1, 2], [1, 2, 3]), (["a"], ["b"]), ([1.0], nothing)]
    for again in 1:5
        try
            add(bad...)
            println("no error")
        catch e
            again == 5 && println(typeof(e))
        end
    end
end

# Functions that are defined anew, of other types, local, with values that they capture.
f(x) = x + 1
apply(x) = f.(x)
data = [1.0, 2.0, 3.0]
for i in 1:5 apply(data) end
println(apply(data))
f(x) = x * 100
println(apply(data))
f(x::Float64) = x - 1
println(apply(data), apply([1, 2]))
for i in 1:5 apply(data) end
println(apply(data), apply([1, 2]), apply(Float32[1, 2]))
through(g, x) = g.(x)
for g in Any[sin, x -> 2x, f, abs, Int, string, x -> x > 2, identity, -, float], i in 1:4
    r = through(g, [1.0, 4.0])
    i == 4 && println(r)
end
scaled(c, x) = (y -> c * y + 1).(x)
println([sum(scaled(c, data)) for c in Any[1, 2, 3.5, 2//1, 1f0, 2, 2, 5, 5, 5, 6]])
function counted(x)
    k = 0
    out = []
    for i in 1:6
        push!(out, (y -> y + k).(x))
        k += i
    end
    out
end
println(counted(data))
weight = 2.0
weighted(x) = (y -> y * weight).(x)
for i in 1:4 weighted(data) end
println(weighted(data))
weight = 3
println(weighted(data), weighted([1, 2]))
weight = "a"
println(weighted(["b", "c"]))
weight = 0.5
println(weighted(data))
inner(x) = x + offset
outer(x) = 2 * inner(x)
offset = 1
uses(x) = outer.(x) .- offset
for i in 1:4 uses(data) end
println(uses(data))
offset = 10
println(uses(data))
inner(x) = x - offset
println(uses(data))
clip(x) = x > limit ? limit : x
limit = 2.0
clips(x) = clip.(x)
for i in 1:4 clips(data) end
println(clips(data))
limit = 1
println(clips(data))
limit = 2.5
println(clips(data))
function shadowed(x)
    out = x .+ 1
    let + = (a, b) -> a * 10
        for i in 1:4 out = x .+ 1 end
    end
    out
end
println(shadowed(data))
choose(flag, x) = (flag ? sin : cos).(x)
println([round(choose(isodd(i), [0.0])[1]) for i in 1:8])

# Numbers that change from time to time.
line(a, x, b) = a .* x .+ b
println([line(a, data, b)[2] for (a, b) in Any[(1, 2), (1, 2), (1, 2), (2, 3), (2.5, 1), (2.5, 2), (3.5, 2.25), (1f0, 2), (2f0, 3), (2f0, 4)]])
fixed(x) = @. 2x^2 - x / 3 + (1 + 1)
for i in 1:4 fixed(data) end
println(fixed(data), fixed([1, 2]), fixed(2))
mixed(x, n) = @. x * (n + 1) / (2n)
println([mixed(data, n)[3] for n in Any[1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1.5, 2.5, 2.5]])
equal(x, n) = (x .== n) .+ 0
println([equal([2.0^53, 1.0], n) for n in Any[1, 1, 1, 1, 2^53, 2^53 + 1, 1.0, 2, 2^53 + 1]])
less(x, n) = ifelse.(x .< n, x, zero(x))
println([less([2.0^53, 1.0], n) for n in Any[1, 1, 2, 2^53, 2^53 + 1, 2^53 + 1, 2]])
power(x, p) = x .^ p
println([power([2.0, 3.0], p) for p in Any[2, 2, 2, 3, -1, 0.5, 0.5, 2]])
square(x) = x .^ 2
println([square(x) for x in Any[[1, 2], [1, 2], [1, 2], [1.5], [1.5], [1.5], [2 // 3], 3, (1, 2), [1.0 + im], Int8[100]]])
kw(x, d) = round.(x, digits = d)
println([kw([1.2345, 2.3456], d) for d in [1, 1, 1, 2, 3, 0]])
converted(T, x) = floor.(T, x)
println([converted(T, [1.5, 2.5]) for T in Any[Int, Int, Int, Int8, Int32, Int, BigInt]])

# Into memory that is there.
function into!(x, y)
    for i in 1:5 x .= x .+ y end
    x
end
println(into!([1.0, 2.0], [1.0, 1.0]), into!([1, 2], [3, 4]), into!([1.0, 2.0], 1), into!([1.0 2.0], [1.0 1.0]), into!(Float32[1], [0.5]))
println(into!(view([1.0, 2.0, 3.0], 1:2), [1.0, 2.0]), into!(Any[1, 2], [1, 2.5]), into!([1.0 2.0; 3.0 4.0], [1.0, 2.0]), into!([0x01], 1))
own = [1.0, 2.0, 3.0]
println(into!(own, own))
few = reshape(own, 3, 1)
println(into!(few, own))
moved(v) = (for i in 1:4 v[2:4] .= v[1:3] .+ 1 end; v)
println(moved([1.0, 2.0, 3.0, 4.0]))
window(v, x) = (for i in 1:4 v .= 2 .* x .- v end; v)
all_of = collect(1.0:6.0)
println(window(view(all_of, 2:4), view(all_of, 1:3)), all_of)
halves(x) = (for i in 1:3 x .= x ./ 2 end; x)
println(halves([8, 16]), halves([8.0, 1.0]))
for again in 1:2
    try
        halves([8, 4])
    catch e
        println(typeof(e))
    end
end
roots!(x) = (x .= sqrt.(x); x)
long = fill(16.0, 3000)
for i in 1:3 roots!(long) end
long[2500] = -1
try
    roots!(long)
catch e
    println(typeof(e), long[1], " ", long[2400] <= 2)
end
quotients!(x, y) = (x .= x .÷ y; x)
whole = fill(100, 3000)
for i in 1:3 quotients!(whole, 2) end
println(whole[1], sum(quotients!(whole, -1)))
parts = fill(2, 3000)
parts[2900] = 0
try
    quotients!(whole, parts)
catch e
    println(typeof(e), whole[1])
end
divides(x) = 10 ÷ x + 1
quotient_of(x) = divides.(x)
for i in 1:3 quotient_of([1, 2]) end
println(quotient_of([3, -1]))
try
    quotient_of([1, 0])
catch e
    println(typeof(e))
end
fillit!(x, v) = (x .= v; x)
println([fillit!(zeros(2), v) for v in Any[1, 1, 1, 2.5, 2.5, [3, 4], [3, 4], (5, 6), big(7), 1:2]])
fillit!(Int[1, 2], 3)
try
    fillit!([1, 2], 3.5)
catch e
    println(typeof(e))
end
updates(x) = (for i in 1:4 x .+= 1; x .*= 2 end; x)
println(updates([1.0, 2.0]), updates([1, 2]), updates([1 2]))

# Methods and types of the program that have a say.
struct Meters
    v::Float64
end
Base.:+(a::Meters, b::Meters) = Meters(a.v + b.v)
Base.broadcastable(m::Meters) = Ref(m)
for i in 1:3 add([Meters(1)], Meters(2)) end
println(add([Meters(1)], Meters(2)), add([1.0], 2.0))
struct Wrapped <: AbstractVector{Float64}
    v::Vector{Float64}
end
Base.size(w::Wrapped) = size(w.v)
Base.getindex(w::Wrapped, i::Int) = w.v[i]
for i in 1:3 add(Wrapped([1, 2]), 1) end
println(add(Wrapped([1, 2]), 1))
twice(x) = 2x
doubles(x) = twice.(x)
for i in 1:4 doubles([1.0]) end
Base.broadcasted(::typeof(twice), x::Vector{Float64}) = "broadcasted"
println(doubles([1.0]), doubles([1]))
for i in 1:4 doubles([1.0]) end
println(doubles([1.0]), doubles([1]))

# Arguments in order and once; the same place in itself and in two tasks.
told = Int[]
tell(i, x) = (push!(told, i); x)
ordered() = tell(1, sin).(tell(2, [1.0]) .+ tell(3, 2)) .* tell(4, [2.0])
for i in 1:4 ordered() end
println(told)
deep(n, x) = n == 0 ? x : deep(n - 1, x) .+ (n > 1 ? deep(n - 2, x) : x)
println(deep(10, [1.0, 2.0]), deep(6, [1, 2]), deep(3, 1))
nested(n, x) = n == 0 ? x + 1 : sum((y -> nested(n - 1, y)).([x, 2x]))
println(nested(5, 1.0), nested(4, 1))
waits(x, c) = x .+ (y -> (isempty(c) || take!(c); yield(); y)).(x)
c = Channel(1)
tasks = [@async(waits([i, 10.0i], Channel(1))) for i in 1:6]
println(map(fetch, tasks))
println([fetch(@async add([i, i + 1], i)) for i in Any[1, 2, 3, 1.5, 2.5]])

# Views and ranges: steps, backwards, into themselves elsewhere.
two_of(x, y) = x > y ? x - 2y : y * x + 3
numbers = collect(1.0:12.0)
square_of = reshape(collect(1.0:36.0), 6, 6)
views = Any[(view(numbers, 1:5), view(numbers, 2:6)), (view(numbers, 1:2:9), view(numbers, 9:-2:1)), (view(square_of, 2, :), view(square_of, :, 3)),
            (view(square_of, :, 2:3), view(square_of, :, 4:5)), (view(square_of, 1:2, 1:3), view(square_of, 3:4, 2:4)), (view(numbers, 3:3), [1.0]),
            (view(numbers, 1:0), Float64[]), (1:5, view(numbers, 1:5)), (5:-1:1, [1, 2, 3, 4, 5]), (1:3, 2), (view(numbers, [1, 5, 2]), 1:3),
            (view(square_of, 2, 3), 1.0), (view([1, 2, 3], 1:2), view([1.5, 2.5], 1:2)), (view([true, false], 1:2), 1:2), (view(1:10, 2:4), 1:3),
            (view(square_of, 2:2, :), [1.0 2.0 3.0 4.0 5.0 6.0]), (view(square_of, 2, :)', view(square_of, 3:3, :)), (view(BitArray([1, 0, 1]), 1:2), [1, 2]),
            (view(Float32[1, 2, 3, 4], 4:-1:3), view(Float32[1, 2, 3, 4], 1:2:3)), (view(ComplexF64[1im, 2, 3], 1:2:3), 1.5)]
for (x, y) in views
    place = eval(:((x, y) -> x .* 2 .+ y)) # each at a place of its own
    results = [Base.invokelatest(place, x, y) for again in 1:5]
    println(results[end], " ", typeof(results[end]) == typeof(results[1]) && isequal(results[end], results[1]))
end
for (x, y) in [kinds; views]
    x isa AbstractArray && y isa AbstractArray && size(x) != size(y) && continue
    for e in (:(x .+ y), :(x .- 2 .* y .+ 1), :(@. (x * y - x)^2), :(abs.(x) .+ float.(y)), :(max.(x, y)), :(x .* x), :(two_of.(x, y)), :(ifelse.(x .> y, x, y)))
        place, into = eval(:((x, y) -> $e)), eval(:((x, y) -> (z = copy(x); z .= $e; z)))
        for f in (place, into)
            outcomes = Any[]
            for again in 1:5
                push!(outcomes, try Base.invokelatest(f, x, y) catch e; typeof(e) end)
            end
            same = all(isequal(o, outcomes[1]) && typeof(o) == typeof(outcomes[1]) for o in outcomes)
            same || println("differs: ", e, " of ", x, " and ", y, ": ", outcomes)
        end
    end
end
shift!(v, n) = (for i in 1:4 @views v[1+n:end] .= v[1:end-n] .+ v[1+n:end] end; v)
copied!(v) = (for i in 1:4 @views v[2:end] .= v[1:end-1] end; v)
turned!(v) = (for i in 1:3 @views v .= v[end:-1:1] .* 1 end; v)
spread!(v) = (for i in 1:3 @views v[1:2:end] .= v[1:div(end + 1, 2)] .+ 1 end; v)
for n in (5, 1500)
    println(sum(shift!(collect(1.0:n), 1) .* (1:n)), " ", sum(shift!(ones(n), 2)), " ", sum(copied!(collect(1:n))), " ", sum(turned!(collect(1.0:n)) .* (1:n)),
            " ", sum(spread!(collect(1:n))))
end
rows!(A, v) = (for i in 1:4 A[2, :] .= v end; A)
println(rows!(zeros(2, 3), [1, 2, 3]), rows!(zeros(Int, 2, 2), 7), rows!(zeros(2, 2), [1.5, 2]), rows!(zeros(2, 2), 1:2), rows!(Any[1 2; 3 4], ["a", "b"]))
columns!(A) = (for i in 1:4 A[:, 2:3] .= A[:, 1:2] .+ 1; A[:, end] .*= 2 end; A)
println(columns!(zeros(2, 4)), columns!(ones(Int, 2, 4)))
block!(A) = (for i in 1:4 A[1:2, 1:2] .+= [1 2; 3 4] end; A)
println(block!(zeros(3, 3)))
shrunk = collect(1.0:10.0)
window_of = view(shrunk, 2:9)
add(window_of, 1); add(window_of, 1); add(window_of, 1)
println(sum(add(window_of, 1)))
halved!(x) = (x .= x .÷ 2; x)
println(halved!(view([10, 20, 30, 40], 1:2:3)), halved!(view([10, 20, 30], 3:-1:1)), halved!(view([10, 20, 30], 3:-1:1)))
logs!(x) = (x .= log.(x); x)
for i in 1:3 logs!(view(fill(2.0, 5000), 1:2:4999)) end
some = fill(2.0, 5000)
some[4001] = -1
try
    logs!(view(some, 1:2:4999))
catch e
    println(typeof(e), some[1], some[2])
end
splatted(x...) = +(x...)
println(splatted((1, 2)..., 3), splatted([1, 2]..., (3, 4)..., 5:6...), splatted((a = 1, b = 2)...), splatted(()..., 1))
turn = 1.0im
turned(z) = z * turn
turns(z) = turned.(z)
for i in 1:4 turns([1.0 + 2im]) end
println(turns([1.0 + 2im]))
turn = 2.0 + 1im
println(turns([1.0 + 2im]), [((c, z) -> (y -> c + y).(z))(c, [1.0im]) for c in ComplexF64[1, 2, 3im, 4, 5]])
