# CartesianIndices as an index selects along several dimensions; they are moved by a CartesianIndex.
A = reshape(collect(1:24), 4, 3, 2)
C = CartesianIndices((2:3, 1:2))
println(A[C, 1], A[CartesianIndices((2, 2, 1))], A[C, :] == A[2:3, 1:2, :], A[4, CartesianIndices((2, 2))])
B = A[:, :, 1]
println(B[C], B[CartesianIndex(1, 2):CartesianIndex(2, 3)], B[C .+ CartesianIndex(1, 1)], B[CartesianIndices(B)] == B)
println(view(B, C), size(view(A, C, 2)), sum(view(A, C, :)), view(B, C)[2, 1])
B[C] .= 0
println(B)
B[C] = [7 8; 9 10]
println(B)
B[C] .+= 100
println(B)
println(C .+ CartesianIndex(1, 1), CartesianIndex(2, 0) .+ CartesianIndices((2, 2)), C .- CartesianIndex(1, 0))
println([B[I + CartesianIndex(1, 0)] for I in CartesianIndices((2, 2))])
for f in (() -> B[C .+ CartesianIndex(3, 0)], () -> view(B, CartesianIndices((9, 1))), () -> CartesianIndex(1, 2) .- CartesianIndex(0, 1), () -> B[CartesianIndices((2,))])
    println(try f() catch e; sprint(showerror, e) end)
end
v = collect(10:10:50)
println(v[CartesianIndices((2:4,))], view(v, CartesianIndices((2:4,))), view(B, :, 2:3)[CartesianIndices((2, 2))])
println(float([missing]), float([1, missing]))
