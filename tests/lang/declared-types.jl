# Declared types of results, also of return; what an assignment to a typed variable gives.
function f(x)::Int
    return x + 2.0
end
println(f(1))
function g(x)::Int
    if x > 1; return 5.0; end
    x + 0.0
end
println(g(2), g(1))
function w(x::Array{T})::T where T<:Real
    return x[1] + 2.0
end
println(w([4]))
w2(x::T) where T = (x + 1.0)::Float64
function s(x)::Union{Int,Nothing}
  for i in 1:3
    i == x && return i * 1.0
  end
end
println(s(2), s(9))
f(::Type) = "Type"
f(::DataType) = "DataType"
f(::UnionAll) = "UnionAll"
f(::Type{T}) where {T<:Tuple} = "Tuple"
const TT = Tuple{T,T} where T
for x in (Union{Int,Int8}, Tuple, TT, Int, Vector, Tuple{Int}); try; println(x, " ", f(x)); catch e; println(x, " ", first(sprint(showerror,e), 60)); end; end
g(::Type{<:Union{Int8,Int,UInt}}) = 1; g(::Union) = 2
try; println(g(Union{Int,UInt})); catch e; println("amb"); end
f6896(x) = y::Int=x
println(f6896(5.0))
function w(x::Array{T})::T where T<:Real
    return x[1] + 2.0
end
println(w([4]))
function ff(); local x::Int8; y = x = 100; (y, x); end
println(typeof.(ff()))
mutable struct A; a::Int; end
a = A(1); println(Base.setproperty!(a, :a, 3.0), " ", setfield!(a, :a, 2))
function k(); x::Float64 = 1; z = (x = 2); (x, z); end
println(k())
global yy
let; local q::Int = 2.0; println(q); end
