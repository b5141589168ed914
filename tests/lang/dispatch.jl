# Which method a call runs.
f(x) = "any"
f(x::Number) = "number"
f(x::Integer) = "integer"
f(x::Int) = "int"
f(x::AbstractString) = "string"
f(x, y) = "any any"
f(x::Int, y) = "int any"
f(x::Int, y::Int) = "int int"
f(xs...) = "many $(length(xs))"
for a in ((1,), (0x1,), (1.5,), ("s",), (:s,), (1, 2), (1, "a"), ("a", 1), (1, 2, 3), ())
    println(f(a...))
end
g(::Type{T}) where T<:Number = "number type $T"
g(::Type{String}) = "String"
g(::Type) = "type"
g(T) = "value"
println(g(Int), " ", g(String), " ", g(Symbol), " ", g(1), " ", g(Vector))
h(x::Vector{T}) where T<:Integer = "ints $T"
h(x::Vector{T}) where T = "vector of $T"
h(x::AbstractArray{T,N}) where {T,N} = "$N-d of $T"
println(h([1, 2]), "; ", h(["a"]), "; ", h(zeros(2, 2)), "; ", h(1:3))
same(a::T, b::T) where T = "same $T"
same(a, b) = "different"
println(same(1, 2), " ", same(1, 2.0), " ", same("a", "b"))
el(x::T, v::Vector{T}) where T = "element of $T"
el(x, v) = "no"
println(el(1, [1]), " ", el(1.0, [1]))
va(x::Int, rest::String...) = "int and $(length(rest)) strings"
va(x...) = "whatever"
println(va(1), ", ", va(1, "a", "b"), ", ", va(1, 2))
nt(x::NTuple{N,Int}) where N = "$N ints"
nt(x::Tuple) = "tuple"
println(nt((1, 2, 3)), ", ", nt((1, 2.0)), ", ", nt(()))
u(x::Union{Int,String}) = "union"
u(x::Int) = "int"
println(u(1), " ", u("a"))
k(x; scale=1) = x * scale
k(x::String; scale=2) = x^scale
println(k(3), " ", k(3, scale=4), " ", k("ab"), " ", k("ab"; scale=3))
amb(x::Int, y) = 1
amb(x, y::Int) = 2
try
    amb(1, 2)
catch e
    println(e isa MethodError)
end
amb(x::Int, y::Int) = 3
println(amb(1, 2))
abstract type Shape end
struct Circle <: Shape; r::Float64; end
struct Square <: Shape; a::Float64; end
area(c::Circle) = 3 * c.r^2
area(s::Square) = s.a^2
describe(s::Shape) = "$(typeof(s)) of area $(area(s))"
for s in Shape[Circle(1), Square(2)]
    println(describe(s))
end
collide(a::Shape, b::Shape) = "shapes"
collide(a::Circle, b::Shape) = "circle and shape"
collide(a::Circle, b::Circle) = "circles"
println(collide(Circle(1), Circle(1)), ", ", collide(Circle(1), Square(1)), ", ", collide(Square(1), Circle(1)))
struct Poly; c::Vector{Float64}; end
(p::Poly)(x) = sum(c * x^(i - 1) for (i, c) in enumerate(p.c))
println(Poly([1, 2, 3])(2))
println(hasmethod(f, (Int,)), " ", hasmethod(area, (Int,)), " ", applicable(area, Circle(1)))
println(invoke(f, Tuple{Number}, 1))
f(x::Int) = "redefined"
println(f(1))
