# The calls of a stack trace that are this file's own: names, types of arguments, how often.
const base = basename(@__FILE__)
function trace(f)
    try
        f()
    catch e
        for l in split(sprint(showerror, e, catch_backtrace()), "\n")
            occursin(base, l) && !occursin("top-level", l) && !occursin("trace(", l) && println(replace(l, r"^ \[\d+\] | at .*/" => s -> startswith(s, " [") ? "" : " in "))
        end
        println("--")
    end
end

f(x, y...) = error("a")
g(x::T, ::Type{S}, h::Function, kw...) where {T,S} = h(x)
@noinline ap(h, x...) = map(h, x...)
trace(() -> f(1))
trace(() -> f(1, 2))
trace(() -> f(1, 2, 3))
trace(() -> f(1, 2, "x"))
trace(() -> f(1, "x", "y", "z"))
boom(y) = error("x")
trace(() -> g(1, Int, boom))
trace(@noinline(function () ap(boom, [1]) end))

k(a; b = 1, c...) = error("k")
trace(() -> k(3; b = 2, d = 4))

struct P{T}
    x::T
    P{T}(x) where {T} = error("inside")
    P(x) = new{Int}(foo(x))
end
foo(x::Type{<:Real}) = error("foo")
foo(x) = bar(x, Int => 1)
bar(x, p::Pair) = throw(DomainError(1))
trace(() -> P{Int}(3))
trace(() -> P("a"))
trace(() -> P(Int))

module M
h(x::Dict) = error("h")
module N
q(x) = error("q")
end
end
trace(() -> M.h(Dict(1 => "a")))
trace(() -> M.N.q((1, [2.0])))

struct Callable end
(::Callable)(x) = error("functor")
trace(() -> Callable()(1))

r(n) = n == 0 ? error("deep") : r(n - 1)
trace(() -> r(30))
even(n) = n == 0 ? error("deep") : odd(n - 1)
odd(n) = even(n)
trace(() -> even(30))

println(stacktrace(try; f(1); catch; catch_backtrace(); end)[2])
println(stacktrace(try; r(5); catch; catch_backtrace(); end)[2:4])

for x in (Callable(), (y::Int) -> y)
    try
        x("a", 2)
    catch e
        println(split(sprint(showerror, e), " at ")[1])
    end
end
