# What is no type where a type parameter wants one.
const U{T} = Union{T,Int}
try; println(U{1}); catch e; showerror(stdout, e); println(); end
const V{T} = Vector{S} where S<:T
try; println(V{1}); catch e; showerror(stdout, e); println(); end
println(U{String}, V{Real})
for f in (() -> NTuple{Int,1}, () -> NTuple{0x1,Int}, () -> NTuple{2}, () -> NTuple{-1,Int}, () -> Vararg{Int,:a}, () -> NTuple{Any,Int})
    try; println(f()); catch e; showerror(stdout, e); println(); end
end
