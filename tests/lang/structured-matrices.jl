# Sums, products, inverses and broadcasts of matrices of special form: the value agrees with that of dense ones, and the form stays.
using LinearAlgebra
U, L, S, D = UpperTriangular([1 2; 3 4]), LowerTriangular([1 2; 3 4]), Symmetric([1 2; 3 4]), Diagonal([1, 2])
UU, T, ST, B = UnitUpperTriangular([1 2; 3 4]), Tridiagonal([1], [1, 2], [3]), SymTridiagonal([1, 2], [1]), Bidiagonal([1, 2], [1], :U)
for x in (U + D, D - U, S + D, T + D, U * U, U + UU, inv(UU), 2UU, float(U) / float(U), U .* 2, U .+ 1, D .+ D, T', ST + I, B', 2B, -U, abs.(U),
          copy(U'), T * D, S^2, triu(U), float(S), T + ST, S / 2, D * U, U * D, L * D, D^-1, U \ L, [1, 2]' * D, transpose([1.0, 2]) * D, [1.0, 2]' / D)
    println(typeof(x), " ", x)
end
display(U + D); println()
display(T * 2); println()
println(L' \ [1, 2], transpose(L) \ [1, 2], UnitLowerTriangular([1 0; 3 1])' \ [1.0, 2])
println(2^(0 + 0im), 2 .^ [0im 1])
