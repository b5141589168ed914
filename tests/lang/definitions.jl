s = 0
for i in 1:3
    s = i
end
println(s)
for i in 1:2
    t = i
end
println(@isdefined t)
function ff()
    for i in 1:3
        local u
        if i == 1
            u = 5
        end
        try
            println(u)
        catch e
            println(e)
        end
    end
end
ff()
struct A{T<:Real,N}
    x::T
    y::NTuple{N,T}
end
println(A(1, (1,2)), " ", A{Float64,1}(1, (2,)))
try A("a", (1,)) catch e; println(typeof(e)) end
mutable struct M
    a::Int
    b
    M() = new()
    M(a) = new(a)
    function M(a, b)
        a < 0 && throw(ArgumentError("neg"))
        new(a, b)
    end
end
println(M(1,2).b, M(3).a)
try M(1).b catch e; println(e) end
try M(-1, 2) catch e; println(e) end
m = M(1, 2); m.a += 5; m.b = "x"
println(m.a, m.b)
try m.a = "s" catch e; println(typeof(e)) end
try m.zz catch e; println(split(sprint(showerror, e), "\n")[1]) end
struct Imm; x; end
try Imm(1).x = 2 catch e; println(split(sprint(showerror, e), "\n")[1]) end
struct P{T}
    x::T
    P{T}(x) where T = new{T}(x)
    P(x::T) where T = new{T}(x)
end
println(P(1), P{Float64}(2))
struct Node
    v::Int
    next::Union{Node,Nothing}
end
n = Node(1, Node(2, nothing))
println(n.next.v, n)
abstract type Sh end
struct Ci <: Sh; r; end
struct Sq <: Sh; s; end
area(c::Ci) = 3 * c.r^2
area(s::Sq) = s.s^2
println([area(x) for x in Sh[Ci(1), Sq(2)]])
println(Ci <: Sh, supertype(Ci), fieldnames(Ci))
x = [1,2,3]
x .+= 1
x .= x .* 2
x[2:3] .-= 1
println(x)
y = similar(x, Float64); y .= 1:3; println(y)
println(sin.([0.0]) .+ [1 2; 3 4], (1:3) .^ 2, 2 .^ (1:3))
f(x, y) = x + 2y
println(f.([1,2], 3), f.(1, 2))
println([1,2] .== [1,3], .!([true,false]), -[1,2])
println("a$(1+1)b $x \$ $(x[1])")
println([i + j for i in 1:2, j in 1:3])
println([(i,j) for i in 1:3 for j in 1:i if i != j])
println(sum(i^2 for i in 1:4 if iseven(i)))
println(Dict(i => i^2 for i in 1:2)[2], Set(x for x in [1,1,2]) == Set([1,2]))
println(Int[i for i in 1.0:3.0], Float64[1,2], Any[1,"a"])
println([1 2 3], [1;2], [[1,2];3], [1 2; 3 4][2,:], Int[1 2; 3 4], hcat([1,2],[3,4]))
nt = (a=1, b="x"); println(nt, nt.a, (; nt..., c=3))
t = (1,2,3); println(t[2], t[2:end], (t..., 4), length(t))
println(2^10, 2^-1, 2.0^3, 3^2, (-2)^3)
println(1:3 == [1,2,3], 5 in 1:5, 3 ∉ [1], !(1 in [2]), 1 ≤ 2, π > 3)
z = nothing
println(z === nothing, isnothing(z), something(z, 5))
println(typeof(:a), typeof(1 => 2), typeof(x -> x) <: Function)
a = b = 3; println(a, b)
c = (d = 4) + 1; println(c, d)
println(true && 5, false || "x", 1 == 1 && 2)
i = 0
while i < 3
    global i += 1
    i == 2 && continue
    print(i, ",")
end
println()
println(begin 1; 2 end, (3; 4))
g = function (x, y=2; z=3) x+y+z end
println(g(1), g(1,1,z=1))
h = (x...) -> length(x)
println(h(1,2,3))
k = (x; y=1) -> x + y
println(k(1), k(1,y=5))
println(map(((a,b),) -> a*b, [(1,2),(3,4)]))
println(reduce((a,b)->a*b, 1:5), foldl(-, [10,2,3]))
w(x::Int, y...) = (x, y)
println(w(1), w(1,2,3))
try w("a") catch e; println(split(sprint(showerror, e), "\n")[1]) end
println(ntuple(i -> i^2, 3))
println(if false 1 end, (if true; 2 else 3 end))
v = [3,1,2]; println(sort(v, by = x -> -x), sort!(v), v)
println(@__LINE__, @__FILE__() isa String)
const CC = 5
try
    global CC = "str"
catch e
    println(e)
end
println(CC)
let
    global newg = 7
end
println(newg)
function outerf()
    function innerf(x; scale=2)
        x * scale
    end
    innerf(3), innerf(3, scale=5)
end
println(outerf())
println((() -> (return 5; 6))())
compose(f, g) = x -> f(g(x))
println(compose(sin, cos)(0.0) == sin(1.0), (sin ∘ cos)(0.0) == sin(1.0))
println(1 |> x -> x + 1 |> string)
println([1,2,3] |> sum, "abc" * "d", "ab"^3)
q = [1,2,3,4,5]
println(q[end-1:end], q[[1,end]], q[q .> 2])
println(first(q), last(q), q[begin])
println(zip([1,2],[3,4]) |> collect, collect(enumerate("ab")))
