# The numbers of type variables that have no names, behind definitions that take some of them.
abstract type Shape{T} end
struct Point; x; y; end
println(Vector{<:Real}, Dict{<:Real,<:Integer})
struct Circle{T<:Real} <: Shape{T}; r::T; end
println(Vector{<:Real}, " ", Shape{<:Real})
area(s; scale = 1, digits = 2) = scale
println(Pair{<:Real,<:Any})
volume(s, h = 1; scale = 1, others...) = 1
mutable struct Cell{S,T}; s::S; t::T; end
println(Ref{<:Shape}, Array{<:Real,2}, Cell{<:Any,<:Number})
println(Tuple{<:Real,<:Real,<:Real,<:Real})
