# what two types have in common
const Both = ((Tuple{Vector{T},T} where T, Tuple{Vector{Int},String}), (Tuple{Vector{T},T} where T, Tuple{Vector{Int},Any}),
    (Tuple{T,T} where T, Tuple{Int,Any}), (Tuple{T,T} where T<:Real, Tuple{Int,Integer}), (Pair{T,T} where T, Pair{Int,S} where S),
    (AbstractVector{Int}, Vector), (AbstractVector, Array{Int}), (AbstractArray{T,2} where T, Array{Int}),
    (Union{Int,String}, Union{String,Float64}), (Union{Int,String}, Real), (Type{Int}, DataType),
    (Tuple{Int,Vararg{Any}}, Tuple{Any,String}), (Tuple{Vararg{Int}}, Tuple{Any,Any}), (NTuple{2,Any}, Tuple{Int,Vararg}),
    (Dict{K,Int} where K, Dict{String,V} where V), (Real, Number), (Ref{Int}, Ref{Float64}), (Integer, AbstractFloat),
    (Vector{Any}, Vector{<:Any}), (AbstractDict{K,V} where {K,V<:Int}, Dict{String}), (Tuple{Any,Int}, Tuple{Int,Any}),
    (Function, typeof(sin)), (Int, Any), (Type{<:Real}, Type{Int}), (AbstractVector{<:Integer}, Union{Vector{Int},Vector{String}}))
for (a, b) in Both
    println(a, "  &  ", b, "  =  ", typeintersect(a, b))
end
