# Triangles and halves of matrices as whole ones, and parts above and below a diagonal.
using LinearAlgebra
A = [1 2 3;4 5 6;7 8 9]; C = A .+ im*A'
for X in (A, float(A), C), W in (UpperTriangular, LowerTriangular, UnitUpperTriangular, UnitLowerTriangular, Symmetric, Hermitian, x->Symmetric(x,:L), x->Hermitian(x,:L))
  M = Matrix(W(X)); println(M == [W(X)[i,j] for i in 1:3, j in 1:3], M)
end
for X in (A, A[1:2,:], A[:,1:2], zeros(0,3), zeros(3,0)), k in -4:4
  println(triu(X,k), tril(X,k))
end
println(triu(trues(2,2)), tril([1 2;3 4]'), Matrix(Symmetric(view(A,1:2,1:2))), Matrix(UpperTriangular(zeros(0,0))))
A = [1 2; 3 4]; println(fill!(view(A, 1:2, 1), 9), A, fill!(view(A, :, 2), 2.0), fill!(view(A, 1:0, 1), 1), try; fill!(view(A, 1, :), 1.5); catch e; e; end)
