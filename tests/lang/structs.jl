# Declaring and making structs.
struct Point
    x::Float64
    y::Float64
end
p = Point(1, 2)
println(p, " ", p.x, " ", p === Point(1.0, 2.0), " ", p == Point(1, 2))
mutable struct Counter
    n::Int
    label
end
c = Counter(1, "a")
c.n += 1
c.label = :b
println(c.n, " ", c.label, " ", c == c, " ", Counter(1, "a") == Counter(1, "a"))
struct Pt{T<:Real}
    x::T
    y::T
end
println(Pt(1, 2), " ", Pt{Float64}(1, 2), " ", typeof(Pt(1.5, 2.5)))
for wrong in (() -> Pt(1, 2.0), () -> Pt("a", "b"), () -> Pt{String}("a", "b"), () -> Point("a", 1), () -> (p.x = 3))
    try
        wrong()
    catch e
        println(split(sprint(showerror, e), '\n')[1])
    end
end
struct Ordered
    lo::Int
    hi::Int
    Ordered(a, b) = a > b ? new(b, a) : new(a, b)
end
println(Ordered(3, 1))
struct Wrapper{T}
    value::T
    Wrapper{T}(v) where T = new{T}(v)
end
Wrapper(v::T) where T = Wrapper{T}(v)
println(Wrapper(3), Wrapper{Any}(3))
mutable struct Node
    value::Int
    next::Union{Node,Nothing}
    Node(v) = new(v, nothing)
end
n = Node(1)
n.next = Node(2)
println(n.next.value, " ", n.next.next === nothing)
mutable struct Lazy
    a
    b
    Lazy() = new()
end
l = Lazy()
println(isdefined(l, :a))
l.a = 1
println(isdefined(l, :a), isdefined(l, :b))
try
    l.b
catch e
    println(e)
end
struct Empty end
println(Empty(), " ", Empty() === Empty(), " ", sizeof(Empty))
println(fieldnames(Point), " ", fieldtype(Pt{Int}, :x), " ", fieldcount(Counter), " ", nfields(p))
println(isbitstype(Point), isbitstype(Counter), isimmutable(p), isimmutable(c))
println(supertype(Int), " ", supertype(Vector{Int}), " ", isabstracttype(Real), isconcretetype(Int))
abstract type Animal end
abstract type Mammal <: Animal end
struct Dog <: Mammal
    name::String
end
println(Dog <: Animal, " ", supertype(Dog), " ", Dog("rex"))
Base.show(io::IO, d::Dog) = print(io, "dog ", d.name)
println(Dog("rex"), [Dog("a"), Dog("b")])
Base.@kwdef struct Options
    size::Int = 3
    name::String = "none"
end
println(Options(), Options(name="x"))
struct Tree{T}
    value::T
    kids::Vector{Tree{T}}
end
t = Tree(1, [Tree(2, Tree{Int}[])])
println(t.kids[1].value, " ", typeof(t))
Base.:+(a::Point, b::Point) = Point(a.x + b.x, a.y + b.y)
println(Point(1, 2) + Point(3, 4))
Base.getproperty(o::Ordered, s::Symbol) = s === :span ? getfield(o, :hi) - getfield(o, :lo) : getfield(o, s)
println(Ordered(1, 5).span, Ordered(1, 5).lo)
println(deepcopy(n).next.value)
