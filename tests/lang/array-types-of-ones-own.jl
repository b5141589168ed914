# An array type's own `similar` decides what slices, copies, maps and sorted copies are.
struct MyVector{T} <: AbstractVector{T}
    d::Vector{T}
end
Base.size(v::MyVector) = size(v.d)
Base.getindex(v::MyVector, i::Int) = v.d[i]
Base.setindex!(v::MyVector, x, i::Int) = (v.d[i] = x)
Base.similar(v::MyVector, ::Type{T}, dims::Dims{1}) where {T} = MyVector(Vector{T}(undef, dims[1]))
v = MyVector([3, 1, 2])
println(typeof(v[2:3]), " ", v[2:3])
println(typeof(similar(v)), " ", typeof(similar(v, Float64)), " ", typeof(similar(v, 5)), " ", length(similar(v, 5)), " ", typeof(similar(v, Char, 2)))
println(typeof(copy(v)), " ", typeof(map(x -> x / 2, v)), " ", map(x -> x / 2, v))
println(typeof(sort(v)), " ", sort(v), " ", typeof(reverse(v)), " ", typeof(cumsum(v)) <: AbstractVector)
println(typeof(filter(>(1), v)), " ", filter(>(1), v))
println(typeof(v .+ 1), " ", v .+ 1, " ", typeof([x for x in v]))

struct Plain <: AbstractVector{Int} end
Base.size(::Plain) = (3,)
Base.getindex(::Plain, i::Int) = 10i
p = Plain()
println(typeof(p[2:3]), typeof(similar(p)), typeof(map(string, p)), typeof(similar(p, axes(p))), typeof(copy(p)))
println(similar(1:3, Bool) |> typeof, " ", similar(view([1, 2], 1:1)) |> typeof, " ", similar([1 2], 3) |> typeof)
