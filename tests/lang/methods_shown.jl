# what near misses of the program's own methods look like; methods as they are shown
include_string(Main, """
struct Foo; a::Int; b::String; end
struct Par{T<:Real}; x::T; end
g(x::Int, y) = 1
g(x::Vector{T}, y::T) where T = 3
h(::Int, y, x=1; k, kws...) = 1
only_int(xs::Int...) = 5
module Own; length(x::Int) = 1; f() = length("a"); end
""", "defs")
attempt(f) = try f() catch e; showerror(stdout, e); println() end
println(methods(Foo))
println(methods(Par))
println(methods(h))
attempt(() -> Foo(1))
attempt(() -> Foo(1, 2, 3))
attempt(() -> Foo())
attempt(() -> Par("a"))
attempt(() -> Foo(1, "a") + Foo(1, "b"))
attempt(() -> g(1.0, 2))
attempt(() -> g([1], "a"))
attempt(() -> g())
attempt(() -> only_int(1, 2, "a"))
attempt(() -> h("s", 2, k = 1))
attempt(() -> h(1))
attempt(() -> convert(Foo, 1))
attempt(Own.f)
println(fieldnames(Foo), " ", which(g, (Int, Int)))
@enum Fruit apple = 1 pear
module Inside
@enum Colour red green = 5
end
println(apple, " ", repr(apple), " ", [apple, pear], " ", Inside.red, " ", repr(Inside.red), " ", [Inside.red])
display(Inside.red); println()
display(Inside.Colour); println()
# A documented function with optional arguments lies where it is written, not where its documentation is.
"What it does."
function documented(a, b = 1,
                    c = 2)
    a
end
println(sort([Int(m.line) for m in methods(documented)]) .- (@__LINE__))
# what a struct that is evaluated as an expression has for constructors stands where it was written
eval(:(struct WrittenHere; a::Int; end))
println(string(first(methods(WrittenHere)).file) == @__FILE__, " ", first(methods(WrittenHere)).line == @__LINE__() - 1)
