function test_goto()
    n = 0
    @label again
    n += 1
    n < 3 && @goto again
    n
end
println(test_goto())
x = [i for i in 1:10 if i % 2 == 0]
println(x, x[end], x[end÷2])
d = Dict("a" => [1,2], "b" => [3])
push!(d["a"], 5)
d["c"] = get(d, "c", Int[])
println(sort(collect(keys(d))), d["a"][end])
m = zeros(Int, 2, 3)
for (i, j) in Iterators.product(1:2, 1:3)
    m[i, j] += i * 10 + j
end
println(m)
m[:, 2] .= 0
m[1, :] = [7, 8, 9]
println(m, m[:, end], size(m[1:1, :]))
A = [1 2; 3 4]
A[A .> 2] .= 0
println(A)
s = "hello"
println(s[1], s[end], s[2:3], uppercase(s), reverse(s), s * "!" ^ 3)
println("multi
line", """
  indented
    more
  done""")
println("$(s) has $(length(s)) chars: $([c for c in s])")
i = 5
println(i > 3 ? "big" : i > 1 ? "mid" : "small")
t = (1, "a", :b)
x1, rest = t[1], t[2:end]
println(x1, rest)
(p, q), r = (1, 2), 3
println(p, q, r)
nt = (name="x", val=3)
println(nt.name, nt[2], keys(nt), merge(nt, (val=4,)))
f(; x, y=2) = x + y
println(f(x=1), f(; x=5, y=5))
f(x::Int) = "int"; f(x::Integer) = "integer"; f(x) = "any"
println(f(1), f(big(1)), f(1.0))
println(methods(f) |> length)
function varf(a, b...; c=3, d...)
    (a, b, c, Dict(d))
end
println(varf(1), varf(1, 2, 3; c=5, e=6))
println(typeof(varf), varf isa Function)
v = Vector{Union{Int,Nothing}}(nothing, 2)
v[1] = 5
println(v, typeof(v))
println(something(v[2], 10), coalesce(missing, 3))
println([1, missing, 3], sum(skipmissing([1, missing, 3])))
println(ismissing(missing + 1), missing == 1)
h = x -> begin
    y = x + 1
    y * 2
end
println(h(3))
println((function (a) a^2 end)(4))
println(map(x -> x isa Int ? x : 0, [1, "a", 2.0]))
println(any(x -> x > 2, [1,2,3]), all(iseven, [2,4]), count(isodd, 1:5))
println(mapreduce(x -> x^2, +, 1:3), accumulate(+, [1,2,3]))
println(findfirst(x -> x > 1, [1,2,3]), findall(isodd, [1,2,3]), filter(isodd, 1:5))
for (k, v) in zip([:a, :b], 1:2)
    print(k, "=", v, ";")
end
println()
for i in 3:-1:1, j in 1:2
    i == j && continue
    print(i, j, " ")
end
println()
k = 0
for outer_i in 1:3
    global k
    k += outer_i
end
println(k)
function fouter()
    i = 0
    for outer i in 1:5
        i == 3 && break
    end
    i
end
println(fouter())
try
    [1,2,3][5]
catch e
    println(typeof(e), " ", sprint(showerror, e))
end
try
    Dict(:a=>1)[:b]
catch e
    println(sprint(showerror, e))
end
try
    throw("plain string")
catch e
    println(e)
end
struct MyErr <: Exception; code::Int; end
Base.showerror(io::IO, e::MyErr) = print(io, "MyErr code ", e.code)
try
    throw(MyErr(42))
catch e
    println(sprint(showerror, e), " ", e.code, " ", e)
end
try
    error("a", 1, :b)
catch e
    println(e.msg)
end
println(@isdefined(zzz), isdefined(Main, :x))
b = IOBuffer()
print(b, 1, "a")
println(b, 'c')
println(repr(String(take!(b))))
println(1:10, collect(1:3:10), range(0, 1, length=3), 10:-2:1)
println(1e10, 1.5e-5, 1/3, 100.0, 1f0, 0x1f, 1//2, 2im, 1+2im, big(2)^70, true + true)
println(typemax(Int), typemin(Int8), eps(), Inf, -Inf, NaN, -0.0)
println(div(7, 2), mod(-7, 3), rem(-7, 3), fld(-7, 2), cld(7, 2), 7 ÷ 2, gcd(12, 18), lcm(4, 6))
println(5 & 3, 5 | 3, 5 ⊻ 3, ~5, 1 << 4, -16 >> 2, -1 >>> 60)
println(isless(1, 2), isequal(NaN, NaN), NaN == NaN, 1 === 1.0, "a" < "b", cmp(1, 2))
println(parse(Int, "42"), parse(Float64, "1.5"), string(42), Int(3.0), round(2.5), round(Int, 3.7), floor(2.7), trunc(-2.7), ceil(Int, 2.1))
println(convert(Float64, 1), Float64(1), Int8(5), UInt8(200), Char(65), Int('a'))
let (a, b) = (1, 2); println(a + b); end
println([x for x in "abc"], [x => i for (i, x) in enumerate("ab")])
println(Tuple([1,2]), (1,2)..., [1,2]...)
println(join([1,2,3], ", ", " and "), split("a,b,c", ","), strip("  x "), replace("aXb", "X" => "-"))
