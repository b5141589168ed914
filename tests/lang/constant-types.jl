# Types that are written with constants, in functions: the same objects each time, and errors when they are needed.
kind(x) = x isa Union{Int,Float64} ? "number" : x isa Vector{<:Real} ? "reals" : x isa AbstractMatrix{T} where T<:AbstractString ? "texts" : x isa Dict{K,V} where {K<:Integer,V>:Int} ? "counts" : "other"
println(map(kind, (1, 2.0, [1], [1.5], ["a" "b"], Dict(1 => 2), Dict(1 => "a"), Dict{Int,Any}(), "x", [nothing])))
same() = Vector{Int}
println(same() === same(), " ", same(), " ", (() -> Array{T,2} where T)() == Matrix, " ", (() -> Tuple{Vararg{Int}})())
later(x) = x isa Vector{Later}
println(try later(1) catch e; sprint(showerror, e) end)
struct Later end
println(later([Later()]), later([1]))
for f in (() -> Vector{1,2,3}, () -> Int{3}, () -> Dict{Int,Int,Int}, () -> Union{1,2}, () -> Complex{String}, () -> Val{[1]}, () -> Vector{Undefined})
    println(try f() catch e; sprint(showerror, e) end)
end
unused(x) = x > 0 ? x : Complex{String}(x)
println(unused(1), " ", try unused(-1) catch e; typeof(e) end)
println((() -> Val{3}())(), " ", (() -> NTuple{2,Int})(), " ", (() -> Array{Union{Missing,Int},1}(missing, 2))(), " ", (() -> Ref{Any}(1))()[], " ", (() -> Val{:a})())
const Alias{T} = Dict{Symbol,T}
alias() = Alias{Int}()
println(alias(), " ", typeof(alias()), " ", (() -> Alias)())
outer(::Type{T}) where {T} = (x -> x isa Vector{T} || x isa Union{T,Nothing})
println(map(outer(Int), ([1], 1, nothing, "a", [1.0])))
local_type() = (T = Int; Vector{T})
println(local_type(), " ", let S = String; f() = Vector{S}; f() end)
module Inner
struct Thing{T} end
make() = Thing{Vector{Thing{Int}}}()
end
println(Inner.make())
println(Int <: Union{Int,Vector{<:Integer}}, " ", Vector{Int} <: Union{Int,Vector{<:Integer}}, " ", Vector{Float64} <: Union{Int,Vector{<:Integer}})
abstract type Shape end
is_shape(x) = typeof(x) <: Union{Shape,Vector{<:Shape}}
println(is_shape(1))
struct Round <: Shape end
println(is_shape(Round()), is_shape([Round()]), is_shape(Shape[]), is_shape([1]))
