# Arrays whose indices do not begin at 1.
struct ZeroBased{T} <: AbstractVector{T}
    v::Vector{T}
end
Base.size(z::ZeroBased) = size(z.v)
Base.axes(z::ZeroBased) = (Base.IdentityUnitRange(0:length(z.v)-1),)
Base.getindex(z::ZeroBased, i::Int) = (@boundscheck checkbounds(z, i); z.v[i+1])
Base.setindex!(z::ZeroBased, x, i::Int) = z.v[i+1] = x
z = ZeroBased([10, 20, 30])
println((z[0], z[2], z[end], z[begin], firstindex(z), lastindex(z), first(z), last(z), length(z), z[CartesianIndex(1)]))
println(eachindex(z), " ", axes(z), " ", keys(z), " ", CartesianIndices(z), " ", collect(z), " ", z[0:1], z[[0, 2]], " ", z)
println((findfirst(==(20), z), findlast(>(5), z), findnext(>(10), z, 2), findall(>(10), z), findmax(z), argmin(z), findfirst(isequal(7), z)))
println((sum(z), maximum(z), extrema(z), count(>(10), z), 20 in z, foldl(-, z), prod(z), any(==(10), z), collect(enumerate(z)), (z...,)))
println((checkbounds(Bool, z, 3), checkbounds(Bool, z, 0), get(z, 3, :none), get(z, 0, :none), isassigned(z, 0), z == z, view(z, 0:1)))
for i in eachindex(z)
    z[i] = i
end
println(z.v)
show(stdout, MIME"text/plain"(), z)
try z[3] catch e; println(); showerror(stdout, e) end
try z[-1] = 5 catch e; println(); println(typeof(e)) end
struct Grid <: AbstractMatrix{Int}
end
Base.size(::Grid) = (2, 3)
Base.axes(::Grid) = (0:1, -1:1)
Base.getindex(::Grid, i::Int, j::Int) = 10i + j
g = Grid()
show(stdout, MIME"text/plain"(), g)
println("\n", g[1, -1], " ", g[CartesianIndex(0, 1)], " ", [I.I for I in CartesianIndices(g)][:], " ", sum(g), " ", maximum(g), " ", size(g), " ", axes(g, 2), " ", checkbounds(Bool, g, 2, 0))
