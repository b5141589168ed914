# Which of two methods goes first, where one's variable stands for two arguments.
g1(x::Real, y::Real) = 1; g1(x::T, y::T) where T<:Number = 2
g2(x::Int, y) = 1; g2(x::T, y::T) where T = 2
g3(x, y) = 1; g3(x::T, y::T) where T = 2
g4(x::Number, y::Number) = 1; g4(x::T, y::T) where T<:Number = 2
g5(x::Vector, y::Vector) = 1; g5(x::T, y::T) where T = 2
g6(x::Vector{T}, y::Vector{T}) where T = 1; g6(x::T, y::T) where T = 2
g7(x::Integer, y::Real) = 1; g7(x::T, y::T) where T<:Real = 2
g8(x::Int, y::Int) = 1; g8(x::T, y::T) where T = 2
g9(x::Vector, y::Vector) = 1; g9(x::Vector{T}, y::Vector{T}) where T = 2
h1(x::Real, y::Real, z) = 1; h1(x::T, y::T, z::Int) where T<:Number = 2
h2(x::Real, y::Real, z...) = 1; h2(x::T, y::T) where T<:Number = 2
h3(x::T, y::T...) where T = 1; h3(x::Int, y...) = 2
h4(x::T, y::T, z::S, w::S) where {T,S} = 1; h4(x::T, y::T, z, w) where T = 2
h5(x::Type{T}, y::T) where T = 1; h5(x::Type, y::Int) = 2
h6(a::AbstractArray{T}, b::T) where T = 1; h6(a::Vector, b) = 2
h7(a::AbstractArray{T}, b::T) where T = 1; h7(a::Vector, b::Int) = 2
h8(::Type{T}, x::T) where T<:Number = 1; h8(::Type{<:Number}, x::Number) = 2; h8(T::Type, x) = 3
h9(a::Union{Int,String}, b::Union{Int,String}) = 1; h9(a::T, b::T) where T = 2
for f in (g1,g2,g3,g4,g5,g6,g7,g8,g9); for a in ((1,1), ([1],[1]), (1,2.0), ("a","b")); try; print(f(a...), " "); catch e; print(e isa MethodError && occursin("ambiguous", sprint(showerror, e)) ? "amb " : "no "); end; end; println(); end
for (f, a) in ((h1,(1,1,1)), (h2,(1,1)), (h3,(1,1)), (h4, (1,1,2,2)), (h5,(Int,1)), (h6,([1],1)), (h7,([1],1)), (h8,(Int,1)), (h9,(1,1)), (h9,("a","b"))); try; println(f(a...)); catch e; println(occursin("ambiguous", sprint(showerror, e)) ? "amb" : "no"); end; end
