# broadcasting styles of the program's own types
struct MyVec{T} <: AbstractVector{T}; v::Vector{T}; end
Base.size(m::MyVec) = size(m.v)
Base.getindex(m::MyVec, i::Int) = m.v[i]
Base.setindex!(m::MyVec, x, i::Int) = m.v[i] = x
Base.BroadcastStyle(::Type{<:MyVec}) = Broadcast.ArrayStyle{MyVec}()
Base.similar(bc::Broadcast.Broadcasted{Broadcast.ArrayStyle{MyVec}}, ::Type{T}) where T = MyVec(similar(Vector{T}, axes(bc)))
m = MyVec([1, 2, 3])
println(m .+ 1)
println(m .* 2.5, " ", m .* [1, 2, 3])
println(typeof(sin.(m)), " ", typeof(m .== 2), " ", typeof(m .+ m .* 2 .- 1))
m .= 7
println(m)
m .+= [1, 2, 3]
println(m)
println(typeof([1, 2, 3] .+ m), " ", m .+ (1, 2, 3), " ", m .+ Ref(1), " ", string.(m, "a"))

struct Lettered{T,N} <: AbstractArray{T,N}
    data::Array{T,N}
    char::Char
end
Base.size(A::Lettered) = size(A.data)
Base.getindex(A::Lettered{T,N}, inds::Vararg{Int,N}) where {T,N} = A.data[inds...]
Base.setindex!(A::Lettered{T,N}, val, inds::Vararg{Int,N}) where {T,N} = A.data[inds...] = val
Base.showarg(io::IO, A::Lettered, toplevel) = print(io, typeof(A), " with char '", A.char, "'")
Base.BroadcastStyle(::Type{<:Lettered}) = Broadcast.ArrayStyle{Lettered}()
function Base.similar(bc::Broadcast.Broadcasted{Broadcast.ArrayStyle{Lettered}}, ::Type{ElType}) where ElType
    A = find_aac(bc)
    Lettered(similar(Array{ElType}, axes(bc)), A.char)
end
find_aac(bc::Base.Broadcast.Broadcasted) = find_aac(bc.args)
find_aac(args::Tuple) = find_aac(find_aac(args[1]), Base.tail(args))
find_aac(x) = x
find_aac(::Tuple{}) = nothing
find_aac(a::Lettered, rest) = a
find_aac(::Any, rest) = find_aac(rest)
a = Lettered([1 2; 3 4], 'x')
b = a .+ 1
println(b.char, " ", b.data)
c = a .+ [5, 10] .* 2
println(c.char, " ", c.data)
display(a .* 1.5)
println()

struct Styled; items::Vector{Int}; end
struct StyledStyle <: Broadcast.BroadcastStyle end
Base.BroadcastStyle(::Type{Styled}) = StyledStyle()
Base.BroadcastStyle(s::StyledStyle, ::Broadcast.BroadcastStyle) = s
Base.broadcastable(s::Styled) = s
Base.axes(s::Styled) = axes(s.items)
Base.getindex(s::Styled, i) = s.items[i]
Base.copy(bc::Broadcast.Broadcasted{StyledStyle}) = Styled([bc[i] for i in eachindex(bc)])
println((Styled([1, 2]) .+ 10).items)
println((Styled([1, 2]) .* [3, 4]).items)
