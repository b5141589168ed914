# Two matrices together: eigen, schur, svd; symmetric ones that are not definite; parts of matrices with few bands.
using LinearAlgebra
A = [2.0 1 0; 1 3 1; 0 1 4]
B = [4.0 1 0; 1 5 2; 0 2 6]
C = [1.0 2 3; 4 5 6; 7 8 10]
r(x) = round.(Matrix(x), digits = 6) .+ 0.0
r(x::AbstractVector) = round.(x, digits = 6) .+ 0.0

F = eigen(A, B)
println(typeof(F), r(F.values))
vals, vecs = F
println(vals == F.values, r(A * vecs - B * vecs * Diagonal(vals)))
G = eigen(C, B)
println(typeof(G), r(G.values), r(abs.(G.vectors)))
H = eigen([0.0 1; -1 0], [1.0 0; 0 2])
println(typeof(H), r(real(H.values)), r(imag(H.values)), r(abs.(H.vectors)))
println(r(eigvals(A, B)), typeof(eigvals([0.0 1; -1 0], [1.0 0; 0 1])), size(eigvecs(A, B)), r(eigvals([1 2; 3 4], [1 0; 0 1])))
display(eigen([1.0 0; 0 2], [1.0 0; 0 1]))
println()
try eigen([1.0 2; 3 4], A) catch e; println(e) end

S = schur(C, B)
println(typeof(S), propertynames(S), r(abs.(S.values)))
println(r(S.Q * S.S * S.Z' - C), r(S.Q * S.T * S.Z' - B), S.left == S.Q, S.right == S.Z, r(abs.(S.α ./ S.β)))
S2 = schur([1.0 0; 0 2], [1.0 0; 0 1])
display(S2)
println()
s, t, q, z, a, b = S2
println(s, t, q, z, a, b)

V = svd(A, C)
println(typeof(V), propertynames(V), r(svdvals(A, C)), r(V.a), r(V.b), V.k, V.l)
println(r(V.U * V.D1 * V.R0 * V.Q' - A), r(V.V * V.D2 * V.R0 * V.Q' - C), size(V.R), r(V.D1), r(V.D2))
W = svd([1.0 2 3; 4 5 6], [1.0 0 0; 0 1 0; 0 0 1; 1 1 1])
println(r(W.U * W.D1 * W.R0 * W.Q'), size(W.V * W.D2 * W.R0 * W.Q'), size(W.D1), size(W.D2))
display(svd([1.0 0; 0 1], [2.0 0; 0 1]))
println()

K = bunchkaufman(A)
display(K)
println()
println(propertynames(K), K.p, K.P, r(K.U), r(K.D), K.uplo, issuccess(K), r(K.P' * K.U * K.D * K.U' * K.P))
println(r(K \ [1, 2, 3]), round(det(K), digits = 6), r(inv(K)), size(K), round(logdet(K), digits = 6), issymmetric(K), ishermitian(K))
D, U, p = K
println(r(D), r(U), p)
K2 = bunchkaufman([1.0 2 3; 2 1 2; 3 2 1])
println(r(K2.D), r(K2.U), K2.p, r(K2 \ [1.0, 2, 3]), map(x -> round(x, digits = 6), logabsdet(K2)))
K3 = bunchkaufman(Symmetric([4.0 1; 1 3], :L))
println(K3.uplo, r(K3.L), r(K3.D), K3.p)
println(r(bunchkaufman([0.0 1; 1 0], true).D), r(bunchkaufman([0.0 1 2; 1 0 3; 2 3 0], true) \ [1.0, 2, 3]))
try bunchkaufman([1.0 2; 3 4]) catch e; println(e) end
try bunchkaufman(zeros(2, 2)) catch e; println(e) end
try K3.U catch e; println(e) end

println(typeof(Diagonal([1, 2])[1:2, 1:2]), typeof(Bidiagonal([1, 2], [3], :U)[1, :]), typeof(Tridiagonal([1], [2, 3], [4])[:, 2]), typeof(Diagonal([1, 2])[2, 2]))
display(Diagonal([1, 2])[:, [1]])
println()
display(Tridiagonal([1], [2, 3], [4])[:, 2])
println()
