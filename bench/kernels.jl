# Times what arrays cost, in processor time, so that a busy machine tells the same: one line
# "name<TAB>median ms<TAB>least ms" each, of batches of calls. The same program runs in clu and in Julia 1.5.
# KERNELS=text in the environment: only the kernels whose name contains the text.
using LinearAlgebra, Random, Statistics

const WANTED = get(ENV, "KERNELS", "")
const BATCH = 20e6 # nanoseconds

# The kernel counts up to the last change of processes: the sleep makes one.
function cpu_ns()
    sleep(0.001)
    return parse(Int, split(read("/proc/self/schedstat", String))[1])
end

function batch(f, args, n)
    start = cpu_ns()
    for i in 1:n
        f(args...)
    end
    return cpu_ns() - start
end

function times_of(f, args)
    f(args...)
    n = 1
    t = batch(f, args, n)
    while t < BATCH
        n = t < BATCH / 100 ? 8n : ceil(Int, 1.2n * BATCH / t)
        t = batch(f, args, n)
    end
    samples = [t / n / 1e6]
    while length(samples) < (t > 20 * BATCH ? 1 : 5)
        push!(samples, batch(f, args, n) / n / 1e6)
    end
    return sort(samples)
end

function bench(name, f, args...)
    occursin(WANTED, name) || return
    t = times_of(f, args)
    println(name, "\t", t[div(length(t) + 1, 2)], "\t", t[1])
    flush(stdout)
end

struct Point
    x::Float64
    y::Float64
end
square(x) = x * x
poly(x) = 3x^2 - 2x + 1
clip(x) = x > 0.5 ? 1.0 : x
sinc2(x) = sin(x) / (1 + x)
far(p) = sqrt(p.x^2 + p.y^2)

mutable struct Tally
    total::Float64
    n::Int
end
square_sum(n) = (s = 0; for i in 1:n; s += square(i) % 7; end; s)
loop_dot(x, y) = (s = 0.0; for i in eachindex(x); s += x[i] * y[i]; end; s)
loop_sum(x) = (s = 0.0; for v in x; s += v; end; s)
loop_axes(A) = (s = 0.0; for j in axes(A, 2), i in axes(A, 1); s += A[i, j]; end; s)
loop_tally(n) = (t = Tally(0.0, 0); for i in 1:n; t.total += i * 0.5; t.n += 1; end; t.total / t.n)
logistic(n) = (x = 0.5; for _ in 1:n; x = 3.9 * x * (1 - x); end; x)
odd(n) = (c = 0; for i in 1:n; isodd(i) && (c += 1); end; c)
pairs_of(n) = ((a, b) = (0, 1); for i in 1:n; a, b = b, (a + b) % 1000007; end; a)
fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)
function sieve(n)
    p = fill(true, n)
    p[1] = false
    i = 2
    while i * i <= n
        if p[i]
            for j in i * i:i:n
                p[j] = false
            end
        end
        i += 1
    end
    return count(p)
end
function collatz(n)
    longest = 0
    for i in 1:n
        k, steps = i, 0
        while k != 1
            k = k % 2 == 0 ? k ÷ 2 : 3k + 1
            steps += 1
        end
        longest = max(longest, steps)
    end
    return longest
end
function product(A, B)
    C = zeros(size(A, 1), size(B, 2))
    for j in axes(C, 2), i in axes(C, 1), k in axes(A, 2)
        C[i, j] += A[i, k] * B[k, j]
    end
    return C
end
function mandelbrot(w, h)
    total = 0
    for py in 0:h-1, px in 0:w-1
        cr, ci = px / w * 3 - 2, py / h * 2 - 1
        zr = zi = 0.0
        n = 0
        while n < 100 && zr * zr + zi * zi <= 4
            zr, zi = zr * zr - zi * zi + cr, 2zr * zi + ci
            n += 1
        end
        total += n
    end
    return total
end
function bubble(v)
    v = copy(v)
    for i in 1:length(v), j in 1:length(v)-i
        if v[j] > v[j+1]
            v[j], v[j+1] = v[j+1], v[j]
        end
    end
    return v
end

function counts(a)
    d = Dict{Int,Int}()
    for x in a
        d[x] = get(d, x, 0) + 1
    end
    return d
end
function pushed(n)
    a = Int[]
    for i in 1:n
        push!(a, i)
    end
    return a
end
function appended(a)
    b = Float64[]
    append!(b, a)
    append!(b, a)
    return b
end

Random.seed!(1)
const n = 10^6
const a, b = rand(n), rand(n)
const small, small2 = rand(1000), rand(1000)
const ints = rand(1:1000, n)
const keys_ = rand(1:10^9, n)
const f32 = rand(Float32, n)
const i32 = rand(Int32(1):Int32(1000), n)
const bytes = rand(UInt8, n)
const z, w = complex.(a, b), complex.(b, a)
const bools = rand(Bool, n)
const bits = a .> 0.5
const A, B = rand(1000, 1000), rand(1000, 1000)
const M, N = rand(300, 300), rand(300, 300)
const row, col = rand(1000), rand(1000)
const words = [string("w", rand(1:1000)) for i in 1:10^5]
const points = [Point(rand(), rand()) for i in 1:10^5]
const picks = rand(1:n, n)
const v = view(a, 1:2:n)
const part = view(a, 1001:n)
const sorted = sort(a)
const shift = 0.25
const ten, ten2 = rand(10), rand(10)
const big, big2 = rand(10^7), rand(10^7)

# reductions
bench("sum", sum, a)
bench("sum 1000", sum, small)
bench("sum Int", sum, ints)
bench("sum Int32", sum, i32)
bench("sum Float32", sum, f32)
bench("sum UInt8", sum, bytes)
bench("sum Bool", sum, bools)
bench("sum BitArray", sum, bits)
bench("sum Complex", sum, z)
bench("sum view", sum, part)
bench("sum strided view", sum, v)
bench("sum range step", r -> sum(x for x in r), 1:2:n)
bench("prod", prod, a)
bench("maximum", maximum, a)
bench("minimum", minimum, a)
bench("maximum Int", maximum, ints)
bench("maximum Int32", maximum, i32)
bench("maximum Float32", maximum, f32)
bench("extrema", extrema, a)
bench("argmax", argmax, a)
bench("argmin Int", argmin, ints)
bench("findmax", findmax, a)
bench("mean", mean, a)
bench("std", std, a)
bench("var", var, a)
bench("median", median, a)
bench("dot", dot, a, b)
bench("dot 1000", dot, small, small2)
bench("dot Complex", dot, z, w)
bench("norm", norm, a)
bench("norm 1000", norm, small)
bench("sum abs", x -> sum(abs, x), a)
bench("sum abs2", x -> sum(abs2, x), a)
bench("sum closure", x -> sum(y -> y^2 + 1, x), a)
bench("sum sin", x -> sum(sin, x), a)
bench("maximum abs", x -> maximum(abs, x), a)
bench("mapreduce", x -> mapreduce(y -> y * y, +, x), a)
bench("reduce max", x -> reduce(max, x), a)
bench("foldl +", x -> foldl(+, x), a)
bench("sum generator", x -> sum(y^2 for y in x), a)
bench("sum generator if", x -> sum(y for y in x if y > 0.5), a)
bench("sum generator range", m -> sum(sqrt(i) for i in 1:m), n)
bench("sum zip", (x, y) -> sum(p * q for (p, q) in zip(x, y)), a, b)
bench("count closure", x -> count(y -> y > 0.5, x), a)
bench("count BitArray", count, bits)
bench("any closure", x -> any(y -> y > 2, x), a)
bench("all closure", x -> all(y -> y >= 0, x), a)
bench("sum dims 1", x -> sum(x, dims = 1), A)
bench("sum dims 2", x -> sum(x, dims = 2), A)
bench("maximum dims 1", x -> maximum(x, dims = 1), A)
bench("maximum dims 2", x -> maximum(x, dims = 2), A)
bench("mean dims 2", x -> mean(x, dims = 2), A)
bench("std dims 1", x -> std(x, dims = 1), A)
bench("in", (x, s) -> x in s, -1.0, a)
bench("==", ==, a, copy(a))
bench("isequal Int", isequal, ints, copy(ints))
bench("issorted", issorted, sorted)

# short and long: what a call costs, and what memory costs
bench("sum 10", sum, ten)
bench("maximum 10", maximum, ten)
bench("extrema 10", extrema, ten)
bench("a .+ b 10", (x, y) -> x .+ y, ten, ten2)
bench("a .= a .+ b 10", (x, y) -> x .= x .+ y, copy(ten), ten2)
bench("2a 10", x -> 2x, ten)
bench("map closure 10", x -> map(y -> 2y, x), ten)
bench("view 10", x -> view(x, 2:5), ten)
bench("rand 10", rand, 10)
bench("sort 10", sort, ten)
bench("sum 1e7", sum, big)
bench("a .= a .+ b 1e7", (x, y) -> x .= x .+ y, copy(big), big2)
bench("sum(a .* b) 1e7", (x, y) -> sum(x .* y), big, big2)
bench("sum sin 1e7", x -> sum(sin, x), big)

# parts written in place
bench("a[2:end] .= b[1:end-1]", (x, y) -> x[2:end] .= view(y, 1:length(y) - 1), copy(a), b)
bench("a[1:2:end] .= 0", x -> x[1:2:end] .= 0.0, copy(a))
bench("A[5, :] .= v", (x, y) -> x[5, :] .= y, copy(A), col)

# more functions
bench("a .^ 5", x -> x .^ 5, a)
bench("inv", x -> x .^ -1, a)
bench("min.(a, b)", (x, y) -> min.(x, y), a, b)
bench("mod.(a, .3)", x -> mod.(x, 0.3), a)
bench("asin.(a)", x -> asin.(x), a)
bench("atan.(a)", x -> atan.(x), a)
bench("sinh.(a)", x -> sinh.(x), a)
bench("exp10.(a)", x -> exp10.(x), a)
bench("log10.(a)", x -> log10.(x), a)
bench("log1p.(a)", x -> log1p.(x), a)
bench("cbrt.(a)", x -> cbrt.(x), a)
bench("sin.(Float32)", x -> sin.(x), f32)
bench("sum struct", x -> sum(p -> p.x + p.y, x), points)
bench("count struct", x -> count(p -> p.x > 0.5, x), points)

# broadcasts
bench("a .+ b", (x, y) -> x .+ y, a, b)
bench("a .+ b 1000", (x, y) -> x .+ y, small, small2)
bench("a + b", +, a, b)
bench("2a", x -> 2x, a)
bench("2 .* a .+ 1", x -> 2 .* x .+ 1, a)
bench("a ./ b", (x, y) -> x ./ y, a, b)
bench("a .^ 2", x -> x .^ 2, a)
bench("a .^ 3", x -> x .^ 3, a)
bench("a .^ b", (x, y) -> x .^ y, a, b)
bench("a .* b .+ a ./ b", (x, y) -> x .* y .+ x ./ y, a, b)
bench("a .= b", (x, y) -> x .= y, copy(a), b)
bench("a .+= b", (x, y) -> x .+= y, copy(a), b)
bench("a .= 2b .+ 1", (x, y) -> x .= 2 .* y .+ 1, copy(a), b)
bench("sum(a .* b)", (x, y) -> sum(x .* y), a, b)
bench("sum((a .- b) .^ 2)", (x, y) -> sum((x .- y) .^ 2), a, b)
bench("sqrt.(a)", x -> sqrt.(x), a)
bench("abs.(a)", x -> abs.(x), a)
bench("sin.(a)", x -> sin.(x), a)
bench("cos.(a)", x -> cos.(x), a)
bench("tan.(a)", x -> tan.(x), a)
bench("exp.(a)", x -> exp.(x), a)
bench("log.(a)", x -> log.(x), a)
bench("tanh.(a)", x -> tanh.(x), a)
bench("atan.(a, b)", (x, y) -> atan.(x, y), a, b)
bench("hypot.(a, b)", (x, y) -> hypot.(x, y), a, b)
bench("floor.(Int, a)", x -> floor.(Int, x), a)
bench("round.(a)", x -> round.(10 .* x), a)
bench("round.(a, digits = 2)", x -> round.(x, digits = 2), small)
bench("sin^2 + cos^2 1e7", x -> sum(sin.(x) .^ 2 .+ cos.(x) .^ 2), rand(10^7))
bench("a .> 0.5", x -> x .> 0.5, a)
bench("a .> b", (x, y) -> x .> y, a, b)
bench("count(a .> b)", (x, y) -> count(x .> y), a, b)
bench("(a .> .2) .& (a .< .8)", x -> (x .> 0.2) .& (x .< 0.8), a)
bench(".!bits", x -> .!x, bits)
bench("ifelse.", x -> ifelse.(x .> 0.5, x, 0.0), a)
bench("max.(a, b)", (x, y) -> max.(x, y), a, b)
bench("clamp.(a)", x -> clamp.(x, 0.2, 0.8), a)
bench("Int .+ Int", (x, y) -> x .+ y, ints, keys_)
bench("Int .* 2", x -> x .* 2, ints)
bench("Int .% 7", x -> x .% 7, ints)
bench("Int .÷ 7", x -> x .÷ 7, ints)
bench("Int .^ 2", x -> x .^ 2, ints)
bench("Int .== 5", x -> x .== 5, ints)
bench("iseven.(Int)", x -> iseven.(x), ints)
bench("Int32 .+ Int32", (x, y) -> x .+ y, i32, i32)
bench("Int .* Float", (x, y) -> x .* y, ints, a)
bench("Float32 .* Float32", (x, y) -> x .* y, f32, f32)
bench("2f0 .* Float32 .+ 1f0", x -> 2f0 .* x .+ 1f0, f32)
bench("exp.(Float32)", x -> exp.(x), f32)
bench("UInt8 .⊻", x -> x .⊻ 0x5a, bytes)
bench("Complex .* Complex", (x, y) -> x .* y, z, w)
bench("Complex .+ Complex", (x, y) -> x .+ y, z, w)
bench("abs.(Complex)", x -> abs.(x), z)
bench("abs2.(Complex)", x -> abs2.(x), z)
bench("real.(Complex)", x -> real.(x), z)
bench("A .+ v", (x, y) -> x .+ y, A, col)
bench("A .+ v'", (x, y) -> x .+ y', A, row)
bench("A .* B", (x, y) -> x .* y, A, B)
bench("v .* v'", (x, y) -> x .* y', col, row)
bench("A .- mean(A, dims=1)", x -> x .- mean(x, dims = 1), A)
bench("view .+ 1", x -> x .+ 1, part)
bench("strided view .* 2", x -> x .* 2, v)
bench("square.(a)", x -> square.(x), a)
bench("poly.(a)", x -> poly.(x), a)
bench("clip.(a)", x -> clip.(x), a)
bench("sinc2.(a)", x -> sinc2.(x), a)
bench("Float64.(Int)", x -> Float64.(x), ints)
bench("string.(Int)", x -> string.(x), ints[1:10^5])
bench("length.(words)", x -> length.(x), words)

# map, comprehensions
bench("map known", x -> map(sqrt, x), a)
bench("map 2", (x, y) -> map(+, x, y), a, b)
bench("map user", x -> map(poly, x), a)
bench("map closure", x -> map(y -> y * shift + 1, x), a)
bench("map branch", x -> map(clip, x), a)
bench("map struct", x -> map(far, x), points)
bench("map! closure", (y, x) -> map!(t -> 2t, y, x), copy(a), a)
bench("comprehension", x -> [y^2 for y in x], a)
bench("comprehension range", m -> [2i + 1 for i in 1:m], n)
bench("comprehension if", x -> [y for y in x if y > 0.5], a)
bench("comprehension 2d", m -> [i * j for i in 1:m, j in 1:m], 1000)
bench("comprehension index", x -> [x[i] + x[i + 1] for i in 1:length(x) - 1], a)
bench("map words", x -> map(length, x), words)
bench("filter closure", x -> filter(y -> y > 0.5, x), a)
bench("filter Int", x -> filter(iseven, x), ints)
bench("findall BitArray", findall, bits)
bench("findall closure", x -> findall(y -> y > 0.5, x), a)
bench("findfirst closure", x -> findfirst(y -> y > 2, x), a)
bench("findfirst Int", x -> findfirst(==(1001), x), ints)
bench("a[a .> .5]", x -> x[x .> 0.5], a)
bench("a[a .> .5] .= 0", x -> x[x .> 0.5] .= 0.1, copy(a))
bench("a[picks]", (x, p) -> x[p], a, picks)
bench("a[1:2:end]", x -> x[1:2:end], a)
bench("a[1:end-1]", x -> x[1:end - 1], a)
bench("A[:, 5]", x -> x[:, 5], A)
bench("A[5, :]", x -> x[5, :], A)
bench("A[1:500, 1:500]", x -> x[1:500, 1:500], A)

# order
bench("sort", sort, a)
bench("sort 1000", sort, small)
bench("sort Int", sort, keys_)
bench("sort Int small", sort, ints)
bench("sort Float32", sort, f32)
bench("sort UInt8", sort, bytes)
bench("sort sorted", sort, sorted)
bench("sort rev", x -> sort(x, rev = true), a)
bench("sort by", x -> sort(x, by = y -> -y), a)
bench("sort by abs", x -> sort(x, by = abs), a)
bench("sort lt", x -> sort(x, lt = (p, q) -> p > q), a[1:10^5])
bench("sort words", sort, words)
bench("sort points by", x -> sort(x, by = p -> p.x), points)
bench("sortperm", sortperm, a)
bench("sortperm Int", sortperm, ints)
bench("partialsort", x -> partialsort(x, 1000), a)
bench("searchsortedfirst", (s, x) -> [searchsortedfirst(s, y) for y in x], sorted, a[1:10^5])
bench("unique Int", unique, ints)
bench("unique Float", unique, a[1:10^5])
bench("unique words", unique, words)
bench("Set Int", Set, keys_[1:10^5])
bench("Set words", Set, words)
bench("in Set", (s, x) -> count(y -> y in s, x), Set(ints[1:500]), ints)
bench("Dict count", counts, ints)
bench("Dict count words", x -> (d = Dict{String,Int}(); for s in x; d[s] = get(d, s, 0) + 1; end; d), words)
bench("reverse", reverse, a)
bench("reverse!", reverse!, copy(a))
bench("shuffle", shuffle, a)
bench("circshift", x -> circshift(x, 1000), a)

# sums on the way
bench("cumsum", cumsum, a)
bench("cumsum Int", cumsum, ints)
bench("cumprod", cumprod, a)
bench("accumulate max", x -> accumulate(max, x), a)
bench("accumulate closure", x -> accumulate((s, y) -> 0.9s + y, x), a)
bench("cumsum dims 1", x -> cumsum(x, dims = 1), A)
bench("cumsum dims 2", x -> cumsum(x, dims = 2), A)
bench("diff", diff, a)

# making
bench("collect(1:n)", m -> collect(1:m), n)
bench("collect step", m -> collect(0:0.5:m), 5 * 10^5)
bench("range", m -> collect(range(0, 1, length = m)), n)
bench("zeros", zeros, n)
bench("fill", m -> fill(1.5, m), n)
bench("ones 1000", ones, 1000)
bench("copy", copy, a)
bench("copyto!", copyto!, copy(a), b)
bench("fill!", fill!, copy(a), 2.0)
bench("rand", rand, n)
bench("randn", randn, n)
bench("rand range", m -> rand(1:100, m), n)
bench("rand Float32", m -> rand(Float32, m), n)
bench("randperm", randperm, n)
bench("vcat", vcat, a, b)
bench("hcat", hcat, a, b)
bench("vcat A", vcat, A, B)
bench("hcat A", hcat, A, B)
bench("repeat", x -> repeat(x, 100), small)
bench("push!", pushed, n)
bench("append!", appended, a)
bench("permutedims", permutedims, A)
bench("collect(A')", x -> collect(x'), A)
bench("permutedims 3d", x -> permutedims(x, (3, 1, 2)), reshape(a, 100, 100, 100))
bench("mapslices", x -> mapslices(sum, x, dims = 1), A)
bench("eachcol", x -> [sum(c) for c in eachcol(x)], A)
bench("join", x -> join(x, ","), words)
bench("split", x -> split(x, ","), join(words, ","))
bench("string", x -> string(x...), words[1:1000])
bench("parse", x -> parse.(Int, x), string.(ints[1:10^5]))

# linear algebra
bench("A * B 300", *, M, N)
bench("A * v", *, A, col)
bench("A' * v", (x, y) -> x' * y, A, col)
bench("A * B' 300", (x, y) -> x * y', M, N)
bench("A \\ v 300", \, M, rand(300))
bench("inv 300", inv, M)
bench("det 300", det, M)
bench("tr(A * A) 30", x -> tr(x * x), rand(30, 30))
bench("Int A * B 100", *, rand(1:9, 100, 100), rand(1:9, 100, 100))
bench("kron 30", kron, rand(30, 30), rand(30, 30))

# loops
bench("loop dot", loop_dot, a, b)
bench("loop sum", loop_sum, a)
bench("loop axes", loop_axes, A)
bench("loop function", square_sum, 10^5)
bench("loop fields", loop_tally, 10^4)
bench("loop logistic", logistic, 10^5)
bench("loop isodd", odd, 10^5)
bench("loop a, b = b, a + b", pairs_of, 10^5)
bench("loop sieve", sieve, 10^6)
bench("loop collatz", collatz, 10^4)
bench("loop product 100", product, M[1:100, 1:100], N[1:100, 1:100])
bench("loop mandelbrot", mandelbrot, 120, 80)
bench("loop bubble", bubble, rand(300))
bench("recursion fib", fib, 20)
