# Docstrings: kept by name and by method, shown as Markdown, plain and for the terminal.
"Adds one."
f(x) = x + 1
println(@doc f)
display(@doc f)
println("|")
"""
    area(r)

The **area** of a circle of radius `r`.

# Arguments
- `r`: the radius
- a second item

See also [`f`](@ref).
"""
area(r) = 3r^2
print(@doc area)
display(@doc area)
println()
"of integers" g(x::Int) = 1
"of text" g(x::String) = 2
print(@doc g)
print(@doc g(1))
print(@doc g(::String))
"A point."
struct P
    "the x"
    x::Int
end
print(@doc P)
"a number" const LIMIT = 3
print(@doc LIMIT)
"a macro"
macro m(x) x end
print(@doc @m)
"a module"
module Q
"of Q" h() = 1
end
print(@doc Q)
print(@doc Q.h)
later(x) = 1
@doc "said later" later
print(@doc later)
@doc raw"raw: \alpha" const ALPHA = 1
print(@doc ALPHA)
"of the call's $(1 + 1)"
interpolated() = 1
print(@doc interpolated)
println(typeof(@doc f), " ", occursin("one", string(@doc f)))
print(@doc undefined_thing)
struct S; a::Int; bb; end
print(@doc S)
abstract type A end
print(@doc A)
"first" redefined() = 1
"second" redefined() = 2
print(@doc redefined)
# What a documented definition gives is the place of its documentation.
already() = 1
for s in ["f(x) = 1", "function f2(x) end", "f4(x)::Int = 1", "struct Documented end", "const K = 1", "macro m() end", "module X end", "already", "f3(x::Int)", "abstract type A end",
          "Base.sin(x::String) = 1", "v = 3", "@inline q(x) = 1", "(::Documented)(x) = 1", "(d::Documented)(x, y) = 1", "global w = 5", "X.y"]
    value = include_string(Main, "\"d\"\n" * s)
    println(rpad(s, 30), typeof(value), " ", value)
end
