# Linear algebra of other numbers than Float64: what the results are made of, and that they are as exact as these allow.
using LinearAlgebra
functions = [lu, A -> lu(A).U, A -> lu(A) \ [1, 2], det, inv, A -> A \ [1, 2], A -> A \ [1 2; 3 4], A -> A / A, logabsdet, A -> qr(A).R, A -> qr(A) \ [1, 2],
    A -> cholesky(A * A'), A -> cholesky(A * A') \ [1, 2], A -> A^-1, A -> UpperTriangular(A) \ [1, 2], A -> inv(UpperTriangular(A)), A -> det(UpperTriangular(A)),
    A -> A[:, 1:1] \ [1, 2], A -> det([A[1] 0; 0 A[2]]), A -> Tridiagonal(A) \ [1, 2], isposdef]
spectral = [eigvals, A -> eigen(A).vectors, A -> svd(A).S, A -> svd(A).U, opnorm, exp, sqrt, A -> log(A * A'), pinv, cond, nullspace, A -> schur(A).T, A -> Symmetric(A) \ [1, 2]]
for T in (Int, Bool, BigInt, Float16, Float32, BigFloat, Rational{Int}, ComplexF32, ComplexF64)
    A = T === Bool ? [true false; true true] : T.([2 1; 1 3])
    println(T, ": ", join(map(f -> typeof(f(A)), functions), "; "))
    T in (Int, Float32, ComplexF32, ComplexF64) && println("    ", join(map(f -> typeof(f(A)), spectral), "; "))
end
H = [1 // (i + j - 1) for i in 1:6, j in 1:6]
println(det(H), " ", inv(H)[1:2, 1:2], " ", H * inv(H) == I)
B = big.(float(H))
println(norm(B * inv(B) - I) < 1e-65, norm(B * (B \ ones(6)) - ones(6)) < 1e-68, norm(cholesky(B).U' * cholesky(B).U - B) < 1e-75, " ", abs(det(B) - det(H)) < 1e-75)
F = qr(B)
println(norm(F.Q * F.R - B) < 1e-74, norm(F.Q' * F.Q - I) < 1e-74, istriu(F.R), size(F), " ", abs(abs(det(F.R)) - abs(det(B))) < 1e-70)
tall = big.([1.0 1; 1 2; 1 3; 1 4])
println(norm(tall \ [6, 5, 7, 10] - big.(["3.5", "1.4"] .|> x -> parse(BigFloat, x))) < 1e-74)
S = Float32[4 1; 1 3]
println(S * inv(S) ≈ I, " ", S \ Float32[5, 4] ≈ [1, 1], " ", typeof(S \ [1.0, 2.0]), " ", S' \ S ≈ I, " ", typeof(view(S, :, :) \ [1, 2]), " ", eigen(S).vectors' * eigen(S).vectors ≈ I)
error_text(f) = try f() catch e; sprint(showerror, e) end
println(error_text(() -> UpperTriangular([0.0 1; 0 0]) \ [1, 2]), " ", error_text(() -> UpperTriangular(big.([0.0 1; 0 0])) \ [1, 2]), " ", error_text(() -> inv([1 2; 0 0])), " ",
    error_text(() -> inv(Rational{Int}[1 2; 2 4])))
show(stdout, MIME"text/plain"(), UpperTriangular([1 2; 3 4])')
println(typeof(conj(zeros(ComplexF64, 0, 2))), " ", typeof(copy(zeros(ComplexF64, 0, 2)')))
