using LinearAlgebra, InteractiveUtils
println(vcat(), hcat(), round.(eigvals(Symmetric([2.0 1; 1 2]), 0.5, 1.5), digits = 6))
println(subtypes(Int), subtypes(Signed)[1])
A = [1 5 2; 4 3 6]
println(count!(iseven, [0, 0], A), count!([0 0 0], A .> 3))
println(findmax!([0, 0], [CartesianIndex(1, 1), CartesianIndex(1, 1)], A)[1], circcopy!([0, 0], [1, 2]))
println(sind(10), " ", cosd(50.0), " ", sind(-75), " ", cosc(0.5), " ", rad2deg(1f0), " ", deg2rad(10f0))
