module Shapes
export Shape, area, Circle, describe, @shape
abstract type Shape end
struct Circle <: Shape
    r::Float64
end
area(c::Circle) = π * c.r^2
area(s::Shape) = error("not implemented for $(typeof(s))")
describe(s::Shape) = "$(nameof(typeof(s))) of area $(round(area(s), digits=2))"
macro shape(name, fields...)
    flds = [:( $(f)::Float64 ) for f in fields]
    esc(quote
        struct $name <: Shape
            $(flds...)
        end
    end)
end
end
using .Shapes
import .Shapes: area
@shape Rect w h
area(r::Rect) = r.w * r.h
@shape Blob q
for s in [Circle(1.0), Rect(2, 3)]
    println(describe(s))
end
try
    describe(Blob(1))
catch e
    println(e.msg)
end
# iteration interface
struct Countdown
    n::Int
end
Base.iterate(c::Countdown, s=c.n) = s <= 0 ? nothing : (s, s - 1)
Base.length(c::Countdown) = c.n
Base.eltype(::Type{Countdown}) = Int
println(collect(Countdown(3)), sum(Countdown(4)), [x * 2 for x in Countdown(2)])
for (i, x) in enumerate(Countdown(2)); print(i, x, " "); end; println()
a, b, c = Countdown(5)
println(a, b, c)
# operators
struct V2; x::Int; y::Int; end
Base.:+(a::V2, b::V2) = V2(a.x + b.x, a.y + b.y)
Base.:-(a::V2) = V2(-a.x, -a.y)
Base.:*(k::Number, a::V2) = V2(k * a.x, k * a.y)
Base.:(==)(a::V2, b::V2) = a.x == b.x && a.y == b.y
Base.getindex(a::V2, i) = i == 1 ? a.x : a.y
Base.lastindex(a::V2) = 2
Base.show(io::IO, a::V2) = print(io, "V2[", a.x, ", ", a.y, "]")
⊕(a, b) = a.x * b.y
println(V2(1,2) + V2(3,4), -V2(1,1), 3 * V2(1,2), V2(1,2) == V2(1,2), V2(1,2) != V2(1,3), V2(3,4)[end], V2(1,2) ⊕ V2(3,4))
println(sum([V2(1,1), V2(2,2)]), [V2(1,2)])
# property overloading
struct Temp; c::Float64; end
function Base.getproperty(t::Temp, s::Symbol)
    s === :f ? getfield(t, :c) * 9 / 5 + 32 : getfield(t, s)
end
println(Temp(100).f, " ", Temp(5).c)
mutable struct Cfg; d::Dict{Symbol,Any}; end
Base.setproperty!(c::Cfg, k::Symbol, v) = getfield(c, :d)[k] = v
Base.getproperty(c::Cfg, k::Symbol) = k === :d ? getfield(c, :d) : getfield(c, :d)[k]
cfg = Cfg(Dict{Symbol,Any}())
cfg.alpha = 1
cfg.alpha += 5
println(cfg.alpha)
# memo
const memo = Dict{Int,BigInt}()
function fibm(n)
    get!(memo, n) do
        n < 2 ? BigInt(n) : fibm(n - 1) + fibm(n - 2)
    end
end
println(fibm(90))
# keyword forwarding
inner(; a=1, b=2) = (a, b)
outer(; kw...) = inner(; kw...)
println(outer(b=5), outer(; a=7))
opts = Dict(:a => 10)
println(inner(; opts...), inner(; (:b => 3,)...))
f(x; kwargs...) = (x, keys(kwargs) |> collect, values(kwargs))
println(f(1; p=2, q=3))
g(args...; kwargs...) = (args, (; kwargs...))
println(g(1, 2; z=3), g())
# closures & scoping
acc = let total = 0
    x -> (total += x)
end
acc(5); println(acc(6))
adders = [x -> x + i for i in 1:3]
println([ad(10) for ad in adders])
function makecounter()
    count = 0
    return () -> begin
        count += 1
        count
    end
end
c1, c2 = makecounter(), makecounter()
c1(); c1()
println(c1(), c2())
# try value & nested
res = [try
    iseven(i) ? i : throw(ArgumentError("odd $i"))
catch e
    e isa ArgumentError ? e.msg : rethrow()
end for i in 1:3]
println(res)
function safe(f, default)
    try
        f()
    catch
        default
    end
end
println(safe(() -> 1 ÷ 0, -1), safe(() -> [1][2], -2), safe(() -> "ok", 0))
# while with complex conditions
function gcd2(a, b)
    while b != 0
        a, b = b, a % b
    end
    a
end
println(gcd2(48, 18))
let i = 0
    while (i += 1) < 10 && i^2 < 30
    end
    println(i)
end
# metaprogramming
ex = :(x * (y + 2))
walk(e::Expr) = Expr(e.head, map(walk, e.args)...)
walk(s::Symbol) = s == :x ? 3 : s == :y ? 4 : s
walk(x) = x
println(walk(ex), " = ", eval(walk(ex)))
for (name, op) in [(:addone, :+), (:subone, :-)]
    @eval $name(x) = $op(x, 1)
end
println(addone(5), subone(5))
macro unless(c, body)
    :(if !$(esc(c)); $(esc(body)); end)
end
@unless false println("unless ran")
macro repeat(n, ex)
    Expr(:block, (esc(ex) for _ in 1:n)...)
end
@repeat 3 print("x")
println()
macro timeit_name(ex)
    s = string(ex)
    quote
        result = $(esc(ex))
        println($s, " -> ", result)
        result
    end
end
result = 99
@timeit_name 1 + 2
println(result)
macro sayhello(name="world"); :(println("hello ", $name)); end
@sayhello
@sayhello "bob"
struct Wrapper{T} val::T end
Base.convert(::Type{Wrapper{T}}, x::T) where T = Wrapper{T}(x)
ws = Wrapper{Int}[1, 2]
println(ws, length(ws))
Base.promote_rule(::Type{Wrapper{T}}, ::Type{T}) where T = Wrapper{T}
println(typeof(promote(Wrapper(1), 2)))
println(Wrapper(3) |> typeof)
show(stdout, MIME("text/plain"), Wrapper("a")); println()
