# Places for a union of plain types hold the first of them before anything was stored: nothing, missing.
println(Vector{Union{Nothing,Int}}(undef, 3), Vector{Union{Missing,Float64}}(undef, 2), Vector{Union{Int,Nothing}}(undef, 1),
        Array{Union{Missing,Bool}}(undef, 1, 2), Vector{Union{Nothing,String}}(undef, 2), Vector{Union{Missing,Nothing,Char}}(undef, 1))
mutable struct Reading
    at::Union{Nothing,Int}
    value::Union{Missing,Float64}
    note::Union{Nothing,String}
    Reading() = new()
    Reading(at) = new(at)
end
r = Reading()
println(r, " ", r.at, " ", r.value, " ", isdefined(r, :at), isdefined(r, :note), " ", Reading(3))
try r.note catch e showerror(stdout, e); println() end
v = resize!(Union{Nothing,Int}[1], 3)
println(v, isassigned(v, 2), similar(v, 2), similar([1, missing], 2), similar([1.5, nothing], 1, 2))
cache = Vector{Union{Nothing,Int}}(undef, 10)
remember(n) = n < 2 ? n : (cache[n] === nothing && (cache[n] = remember(n - 1) + remember(n - 2)); cache[n])
println(count(isnothing, cache), " ", remember(9), " ", cache)
println(all(ismissing, Matrix{Union{Missing,Int}}(undef, 2, 2)), length(skipmissing(Vector{Union{Missing,Int}}(undef, 4)) |> collect))
display(Matrix{Union{Missing,Float64}}(undef, 2, 2)); println()
# What a vector shows of vectors whose elements' type it does not tell.
println(Vector[Any[1]], Vector[[1], ["a"]], Array[[1], Any[2]], Vector{Any}[[1], ["a"]], Any[Any[1], [1]])
display(Vector[[1], Any[2]]); println()
display(undef); println(); println(undef)
# Types without a size.
for T in (AbstractArray, Real, Vector, Array{Int}, Union{Int,String}, Tuple, Any, Symbol, String, Vector{Int}, Tuple{Int,Any}, Union{}, Complex, Union{Int8,Int32}, Function, Int16, Complex{Int})
    try println(T, " ", sizeof(T)) catch e println(T, " ", e) end
end
println(convert(Rational{Int32}, 1 / 3), " ", Rational{Int16}(0.333), " ", try Rational{Int8}(1e10) catch e; e end, " ", Rational{Int8}(-0.5))
