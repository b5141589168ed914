# Docstrings: what @doc gives, of what has one and of what has none.
struct Point
    a::Int
    longer
end
"Doc of `f`: *does* it."
f(x) = 1
g(x) = 1
g(x, y) = 1
"abstract doc"
abstract type Abstract end
"macro doc"
macro mm(x) end
macro nn(x) end
"module doc"
module M
export a
"inner doc"
a = 1
end
module Without end
"const doc"
const cc = 1
dd = 2
const ee = [1, 2]
"two docs 1"
h(x) = 1
"""
    h(x, y)

two docs 2, with a text that is so long that it does not fit into one line of a terminal but needs two

# Examples
```jldoctest
julia> h(1, 2)
1
```
"""
h(x, y) = 1
"fields"
struct Fields
    "field a"
    a
    b::Int
end
abstract type Shape end
abstract type Round <: Shape end
mutable struct Circle <: Round
    r::Float64
end
"of a function without methods"
function later end
@doc "given later" given = 3
"of a call" called(::Int)
"x"
p(x::Int, y; z = 1) = 1
"y"
p(x::String) = 1
"where"
q(x::Vector{T}) where {T<:Real} = 1
"short, typed"
r(x)::Int = 1
"operator"
Base.:+(a::Point, b::Point) = a
"bare"
global bare = 4

shown(md) = (show(stdout, MIME("text/plain"), md); println("\n-----"))
for md in (@doc(f), @doc(h), @doc(h(1)), @doc(h(1, 2)), @doc(Abstract), @doc(@mm), @doc(M), @doc(M.a), @doc(Without), @doc(cc), @doc(dd),
           @doc(ee), @doc(Point), @doc(nonexistent), @doc(Fields), @doc(Shape), @doc(Round), @doc(Circle), @doc(later), @doc(given),
           @doc(p), @doc(q), @doc(r), @doc(bare))
    shown(md)
end
for md in (@doc(g), @doc(@nn))
    println.(split(string(md), '\n')[1:6])
end
print(@doc h)
println(typeof(@doc f), " ", typeof(Docs.doc(f)))
"new doc"
f(x) = 2
shown(@doc f)
shown(Docs.doc(Circle))
