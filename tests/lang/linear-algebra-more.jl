using LinearAlgebra
r(x) = round.(x, digits = 5)
A = [2.0 1 0; 1 3 1; 0 1 4]
F = svd(A)
println(r(F.U), r(F.S), r(F.Vt))
println(r(Matrix(qr(A).Q)), r(qr(A).Q * [1.0, 2, 3]), r(qr(A).Q' * A))
F = cholesky(A, Val(true))
println(F.p, F.rank, r(F.U), r(F \ [1, 2, 3]), r(F.L * F.U) == r(F.P' * A * F.P))
println(r(ordschur(schur([1.0 2; 0 3]), [false, true]).T))
println(r(lowrankupdate(cholesky([4.0 0; 0 9]), [1.0, 1.0]).U), r(lowrankdowndate(cholesky([4.0 0; 0 9]), [1.0, 1.0]).L))
println(transpose!(zeros(2, 2), [1 2; 3 4.0]), adjoint!(zeros(2, 2), [1 2; 3 4.0]), isposdef!([2.0 0; 0 1]), eigvals!([2.0 0; 0 1]), svdvals!([2.0 0; 0 1]))
println(I + 2, " ", 2 - I, " ", Diagonal([1, 0]) \ [1, 2], " ", [1, 2] / [1, 2])
println(typeof(similar(Diagonal([1, 2]))), " ", typeof(factorize(Diagonal([1, 2]))))
println(det(Tridiagonal([1, 2], [3, 4, 5], [6, 7])), " ", det(SymTridiagonal([1, 2], [3])))
fail(f) = try; println(f()); catch e; println(split(sprint(showerror, e), "\n")[1]); end
fail(() -> mul!(zeros(2), A, [1.0, 2, 3]))
fail(() -> mul!(zeros(2), A, [1, 2, 3]))
fail(() -> mul!(zeros(2, 2), A, A))
fail(() -> mul!(zeros(2, 2), A, [1 2; 3 4; 5 6]))
fail(() -> [1 2; 3 4] * [1.0, 2, 3])
fail(() -> A * [1, 2])
fail(() -> A * ones(Int, 2, 2))
fail(() -> cholesky(A) \ [1.0, 2])
fail(() -> qr(A) \ [1.0, 2])
fail(() -> axpy!(2, [1, 2], [1, 2, 3]))
fail(() -> Symmetric(A, :X))
fail(() -> Bidiagonal([1, 2], [3], :X))
fail(() -> Tridiagonal([1], [1, 2, 3], [1]))
fail(() -> diag([1, 2]))
fail(() -> opnorm([1, 2]))
fail(() -> lmul!(A, [1, 2]))
# Products of one's own numbers have the type of the numbers.
struct Monomial
    power::Int
end
Base.:*(a::Monomial, b::Monomial) = Monomial(a.power + b.power)
Base.:*(a::Monomial, b::Int) = Monomial(a.power * b)
Base.:+(a::Monomial, b::Monomial) = Monomial(max(a.power, b.power))
Base.zero(::Union{Monomial,Type{Monomial}}) = Monomial(0)
m = [Monomial(i + j) for i in 1:2, j in 1:2]
println(m * m, " ", typeof(m * [1, 2]), " ", m * [1, 2])
