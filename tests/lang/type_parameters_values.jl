# Types with values where their fields expect types: they exist, as in Julia.
struct A1{T}; x::T; end
for f in [()->A1{3}, ()->Dict{String,UInt8(3)}, ()->A1{:a}, ()->A1{(1,2)}, ()->Ref{3}]
try; println(f()); catch e; showerror(stdout, e); println(); end
end
struct A2{T}; x::Vector{T}; end
try; println(A2{3}); catch e; showerror(stdout, e); println(); end
try; A1{3}(3); catch e; println(e isa Exception); end
println(fieldtype(A1{Int}, 1))
