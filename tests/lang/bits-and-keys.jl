# what is made of bits is bits; missing as a key; the target of a dotted assignment; numbers that are no rationals; messages
using LinearAlgebra
C = [true false; true true] .== true
for r in (any(C, dims = 1), all(C, dims = 2), maximum(C, dims = 1), sum(C, dims = 1), sort(C, dims = 1), vcat(C, Matrix(C)), vcat(Matrix(C), C),
          [trues(2); true], map(x -> x, C), map(&, C, C), map((a, b) -> a && b, C, C), triu(C), diag(C), accumulate(xor, C[:]), mapslices(any, C, dims = 1),
          convert(BitArray, [true]), splice!(trues(3), 1:2))
    println(typeof(r), " ", r)
end
d = Dict{Any,Int}(missing => 1)
d[missing] = 2
println(d, " ", haskey(d, missing), " ", Dict(missing => 1)[missing], " ", missing in Set([missing]), " ", unique([missing, missing]))
x = [[1, 2], [3, 4]]
x[1] .= 0
x[2] .+= 1
println(x)
println(@. abs(-1:1) |> string)
println(typeof([2 0; 0 2]^0.5), typeof(float.(1:2)))
struct SS
    a::Union{Int,Nothing}
    b::Vector{Int}
end
struct Sq <: AbstractVector{Int} end
Base.size(::Sq) = (3,)
Base.getindex(::Sq, i::Int) = i^2
println(typeof(view(Sq(), 1:2)))
for f in (() -> round(Int, missing), () -> ceil(Union{Int,Missing}, 2.5), () -> floor(Union{Int,Missing}, missing), () -> Int(pi), () -> 1 // 2.0,
          () -> pi // 1, () -> (1 + 2im) // 2, () -> (1 // 2) // (1 // 3 + im), () -> (1:3)["a"], () -> Sq()["a"], () -> [1 2; 3 4] + [1, 2],
          () -> zeros(2, 2) + zeros(2, 3), () -> zeros(2) + zeros(2, 1), () -> reshape([1, 2, 3, 4], :, :), () -> copyto!([1], [1, 2]),
          () -> convert(Union{Int,Nothing}, "a"), () -> Union{Int,Missing}["a"], () -> convert(Real, "x"), () -> SS("a", [1]), () -> SS(nothing, ["a"]),
          () -> big"abc")
    try
        println(f())
    catch e
        println(typeof(e), " ", split(sprint(showerror, e), "\nClosest")[1])
    end
end
try
    @eval @. [1, 2] > 1 && true
catch e
    println(split(sprint(showerror, e), "\nin ")[1])
end
