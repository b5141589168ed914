# parsing corner cases that run
x = [1, 2, 3]
y = [1 -2; 3 +4]; println(y)
println([x[1] -x[2]], " ", [x' x'], " ", [1 - 2], " ", [1 , 2])
println(x[end], x[begin], x[end÷2+1], " ", x[x .> 1], " ", x[[end, 1]])
f(a; b=2, c...) = (a, b, c)
println(f(1), f(1, b=3), f(1; b=4, d=5), f(1; (:d => 6,)...))
g(xs...) = xs; println(g(1, x...), g(), g((1,2)...))
println(map(x) do v
    v + 1
end)
h = function (a, b) a * b end; println(h(2, 3))
k = (a, b=2) -> a + b; println(k(1), k(1, 5))
println((a -> a^2).(x), " ", x .|> sqrt |> sum, " ", (x .+ 1) .* 2)
println(true ? "yes" : "no", " ", 1 > 2 ? "a" : 2 > 1 ? "b" : "c")
s = """
  a
    b $(1 + 1)
  c"""
println(s)
println("a" * "b"^3, " ", "$(x[1])$(x[2])", " ", "cost: \$5", " ", 'a':'e' |> collect)
a, (b, c), d = 1, (2, 3), 4; println(a, b, c, d)
(p, q), r = (1, 2), 3; println(p, q, r)
if x[1] == 1 && x[2] == 2 || false println("ok") end
for i in 1:2, j in 1:2; i == j && continue; print(i, j, " "); end; println()
z = let t = 1; t + 1 end; println(z)
w = begin 1; 2 end; println(w)
v = if false 1 end; println(v)
u = for i in 1:2 end; println(u)
println([i * j for i in 1:2, j in 1:3], [i for i in 1:10 if iseven(i)], [(i, j) for i in 1:2 for j in 1:i])
println(Dict(k => v for (k, v) in [(1, 2)]), sum(i^2 for i in 1:3), collect(i for i in 1:3))
println((a = 1, b = "x"), (a = 1,).a, (; a = 5))
t = (1, 2, 3); println(t[2:3], t..., length(t))
println(-2^2, " ", (-2)^2, " ", 2^-1, " ", -x[1], " ", !true, " ", ~1, " ", +(1, 2, 3), " ", *(2, 3), " ", -(5), " ", (+)(1, 2))
println(1:3 .+ 1, " ", (1:3) .+ 1, " ", 1:2:7, " ", 10:-3:1)
println(1 < 2 <= 2 != 3, " ", 1 == 1 == 1, " ", 3 in 1:3, " ", !(4 in 1:3), " ", 4 ∉ 1:3, " ", isa(1, Int), " ", 1 isa Int)
@show x[1] + 1 f(1)
const C1, C2 = 1, 2; println(C1 + C2)
global gg = 3; println(gg)
struct V2{T<:Real} x::T; y::T end
Base.:+(a::V2, b::V2) = V2(a.x + b.x, a.y + b.y); Base.show(io::IO, v::V2) = print(io, "<", v.x, ",", v.y, ">")
println(V2(1, 2) + V2(3, 4), " ", [V2(1,2)], " ", V2{Float64}(1, 2))
(v::V2)(k) = k * v.x; println(V2(3, 4)(5))
function fact(n::Integer)::BigInt
    n <= 1 && return 1
    n * fact(n - 1)
end
println(fact(25))
f1(x::T, y::S) where {T, S<:Number} = (T, S); println(f1("a", 1))
f2(x::Vector{<:Number}) = "nums"; f2(x::Vector) = "other"; println(f2([1]), f2(["a"]))
f3(::Type{T}) where T = T; println(f3(Int), f3(Vector{Float64}))
try error("boom") catch e; println(e.msg) finally println("fin") end
r = try parse(Int, "z") catch; -1 end; println(r)
println(typeof(x -> x) <: Function, " ", (() -> 3)(), " ", ((a, b) -> a + b)(1, 2), " ", (a::Int -> a)(2))
i = 0
while true global i += 1; i > 3 && break end; println(i)
println(2x, " ", 3(4), " ", 2(1 + 2), " ", x'x, " ", 2π ≈ 6.283185307179586)
println(:a, " ", :(a + b), " ", :([1, 2]), " ", :(x -> 2x).head)
#= block
#= nested =# comment =#
println("after comments") # trailing
println("unicode: ", "αβγ"[1], " ", length("αβγ"), " ", "日本"[4]); α₁ = 5; println(α₁ + 1); ∑(x) = sum(x); println(∑(x)); x̂ = 2; println(x̂)
println(0.1 + 0.2 ≈ 0.3, " ", 5 ÷ 2, " ", 7 % 4, " ", 1 // 3, " ", 2 ⊻ 3, " ", √16, " ", ∛8)
println(x |> first, " ", x |> (v -> v[2]), " ", (sin ∘ cos)(0) ≈ sin(1))
print("a", 1, :b, 'c', 2.0, "\n"); println(); println("a"; )
println([1,2,3]; ); println.([1, 2]); foreach(println, (1, 2))
A = [1 2
     3 4]
println(A, " ", A[1, :], " ", A[:, 1], " ", A[end, end], " ", size(A), " ", [A; 5 6], " ", [A [7, 8]], " ", [1:3;], " ", [x; 4])
B = [
    1, 2,
    3,
]
println(B, " ", Int[], " ", Float64[1, 2], " ", Any[1, "a"], " ", [[1, 2], [3]], " ", (1,), " ", ())

# A macro's arguments end before "for" in a call and in brackets, not in parentheses.
for s in ["(@m for i in 1:3; i end)", "f(@m x for i in 1:3)", "[@m x for i in 1:3]", "(@m(x) for i in 1:3)"]
    println(Base.remove_linenums!(Meta.parse(s)))
end
