# Variables that only keywords' types mention are told by the keywords' values; forms of Vararg; invoke with where.
f(; k::T=1, l::Vector{T}=[1]) where T = T
println(f(), f(k="a", l=["b"]))
f2(x; k::T=1) where T<:Number = T
println(f2(1, k=2.0))
f3(x::S; k::T=1, l::S=x, m...) where {S, T<:Number} = (S, T, m)
println(f3(1, k=2.0))
try f3(1, l="a") catch e; println(sprint(showerror, e)) end
println(f3(1, l=3, z=3))
f4(x::S; k::T=1) where {S, T<:S} = (S, T)
println(f4(1))
f5(x; k::T, l::Union{T,Nothing}=nothing) where T = y::T -> (T, y)
println(f5(1, k=3)(4))
f6 = function (x; k::T=1) where T; T; end
println(f6(1), f6(1,k="a"))
f7(x; k::T=1) where T = map(y -> (y, T), [x])
println(f7(1), f7(1,k="a"))
f8(x; k::Type{T}=Int) where T = T(x)
println(f8(1), f8(1,k=Float64))
f9(x; k::Vector{<:Real}=[1]) = eltype(k)
println(f9(1), f9(1,k=[2.0]))
g(x; k::Vector{T}=[1]) where T = 1
println(try g(1) catch e; first(split(sprint(showerror,e), "\n")) end)
println(try g(1, k=["a"]) catch e; first(split(sprint(showerror,e), "\n")) end)
g2(x::T; k::Vector{T}=T[]) where T = (T,k)
println(g2(1), g2("a", k=["b"]))
println(try g2(1, k=["b"]) catch e; first(split(sprint(showerror,e), "\n")) end)
g3(x; k::T=1, l::T=2) where {T<:Number} = k+l
println(try g3(1) catch e; first(split(sprint(showerror,e), "\n")) end)
h(x::Vararg{Int}) = x
println(h(), h(1), h(1,2,3))
println(try h(1, 2.0) catch e; first(split(sprint(showerror,e), "\n")) end)
h2(x::Vararg{Int,2}) = x
println(h2(1,2)); println(try h2(1) catch e; first(split(sprint(showerror,e), "\n")) end); println(try h2(1,2,3) catch e; first(split(sprint(showerror,e), "\n")) end)
h3(a, x::Vararg{T,N}) where {T,N} = (a, x, T, N)
println(h3(1, 2, 3), h3(1, "a"))
println(try h3(1) catch e; first(split(sprint(showerror,e), "\n")) end)
println(try h3(1, 2, "a") catch e; first(split(sprint(showerror,e), "\n")) end)
h4(a, x::Vararg{Any,N}) where {N} = (a, x, N)
println(h4(1), h4(1,2,"a"))
h5(x::Vararg) = x
println(h5(), h5(1,"b"))
h6(A::AbstractArray{T,N}, I::Vararg{Int,N}) where {T,N} = A[I...]
println(h6([1 2;3 4], 2, 1)); println(try h6([1 2;3 4], 2) catch e; first(split(sprint(showerror,e), "\n")) end)
h7(x::NTuple{N,Int}...) where N = N
println(h7((1,2),(3,4)))
println(try h7((1,2),(3,)) catch e; first(split(sprint(showerror,e), "\n")) end)
h8(x::Vararg{Pair{K,V}}) where {K,V} = (K,V)
println(h8(1=>2, 3=>4))
p(x) = "any"; p(x::Int) = "int"; p(x::Vector{T}) where T = "vec $T"; p(x::Vector{T}) where T<:Real = "real $T"
println(invoke(p, Tuple{Any}, 1), invoke(p, Tuple{Vector{T} where T}, [1]), invoke(p, Tuple{Vector{<:Real}}, [1]))
println(try invoke(p, Tuple{T} where T, 1) catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, Tuple{Vector{T}} where T, [1]) catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, Tuple{Vector{T}} where T<:Real, [1]) catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, Tuple{Vector{T}} where T, ["a"]) catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, Tuple{String}, 1) catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, Tuple{String}, "a") catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, Tuple{}, "a") catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, (Any,), "a") catch e; first(split(sprint(showerror,e), "\n")) end)
println(try invoke(p, Any, "a") catch e; first(split(sprint(showerror,e), "\n")) end)
q(x; k=1) = (x,k); q(x::Int; k=2) = (:int, x,k)
println(invoke(q, Tuple{Any}, 1), invoke(q, Tuple{Any}, 1, k=5))
r(x, y...) = length(y); r(x::Int, y::Int...) = :ints
println(invoke(r, Tuple{Any,Vararg{Any}}, 1, 2, 3), invoke(r, Tuple{Any,Any,Any}, 1,2,3))
println(try invoke(r, Tuple{Any,Vararg{Any}}, 1) catch e; first(split(sprint(showerror,e), "\n")) end)
println(applicable(h2, 1, 2), applicable(h2, 1))
s(f::F, xs::Vararg{Any,2}) where {F<:Function} = f(xs...)
println(s(+, 1, 2)); println(try s(1,1,2) catch e; first(split(sprint(showerror,e), "\n")) end)
println([split(string(m), " in ")[1] for m in [methods(h6).ms[1], methods(h).ms[1], methods(h2).ms[1], methods(h7).ms[1], methods(h3).ms[1], methods(h8).ms[1]]])
println(which(p, Tuple{Vector{T}} where T).sig, hasmethod(p, Tuple{T} where T), hasmethod(p, Tuple{Vector{T}} where T))
