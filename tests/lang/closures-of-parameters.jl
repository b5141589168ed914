# Inner functions are dispatched on the static parameters of the functions around them, which their types have as
# parameters beside the types of what they capture.
function f(x::T) where T
  g(y::T) = 1
  g(y) = 2
  g(1), g("a"), g(x)
end
println(f(2), f("z"))
function f2(x::Vector{T}) where T
  g(y::T, z::Vector{<:T}) = 1
  g(y, z) = 2
  g(1, [1]), g("a", ["b"])
end
println(f2([2]), f2(["z"]), f2(Any[]))
function f3(::Type{T}, n::Val{N}) where {T, N}
  g(y::NTuple{N,T}) = 1
  g(y) = 2
  g((1,2)), g((1,)), g(("a","b"))
end
println(f3(Int, Val(2)), f3(String,Val(2)), f3(Any, Val(1)))
function f4(x::T) where T
  h = (y::T) -> y
  try h("s") catch e; println(typeof(e)) end
  h
end
println(f4("a")("b"))
f4(2)
function f6(x::T) where T
  inner(; k::T=x) = k
  try println(inner(k="s")) catch e; println(typeof(e)) end
  inner()
end
println(f6(1.5), f6("u"))
struct P{T}
  f
  function P{T}(x) where T
     g(y::T)=:same
     g(y)=:other
     new{T}(g(x))
  end
end
println(P{Int}(1), P{Int}(1.0))
function f7(x::T) where T
   function g(y)
      k(z::T) = (1, T)
      k(z) = (2, T)
      k(y)
   end
   g(1), g("a")
end
println(f7(1), f7("b"))
function f8(x::T) where T
  map([1,"a",2.0]) do y
     k(z::T) = 1; k(z)=0
     k(y)
  end
end
println(f8(1))
function fb(x::T, a, b) where T
  g(y::T, z::S) where {S} = (a, S)
  g(y, z) = b
  g
end
println([fb(1, "q", 2)])
println(typeof(fb(1, "q", 2)))
function h(x::T, a) where T
  [y->(y,T,a)]
end
println(h(1,2))
println(h(Int,2))
println(fb(1,2,3)(1, 2), fb("a", "b", "c")("u", "v"), fb(1,2,3)(1.0, 2))
function counts(a)
  b = 0
  add() = (b += a)
  [add]
end
println(counts(1)); println(typeof(first(counts(1)))); println(first(counts(3))())
kf(a) = (x; k = a) -> x + k
println(kf(1)(2), typeof(y -> y)); println([y -> y + a for a in 1:2])
