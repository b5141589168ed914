# The forms that results of special matrices have, what they refuse, scalings, factorizations of complex matrices.
shown(x) = (show(IOContext(stdout, :limit => true, :displaysize => (24, 80)), MIME("text/plain"), x); println(" :: ", typeof(x)))
refused(f) = try; f(); println("no error"); catch e; showerror(stdout, e); println(); end
using LinearAlgebra, SparseArrays
const D = Diagonal([1.0, 2, 4]); const B = Bidiagonal([1.0, 2, 3], [4.0, 5], :U); const L = Bidiagonal([1, 2, 3], [4, 5], :L)
const T = Tridiagonal([1.0, 2], [3.0, 4, 5], [6.0, 7]); const S = SymTridiagonal([3.0, 4, 5], [1.0, 2])
const U = UpperTriangular([1.0 2 3; 4 5 6; 7 8 10]); const W = LowerTriangular([1 2 3; 4 5 6; 7 8 10]); const N = UnitLowerTriangular([1.0 2 3; 4 5 6; 7 8 10])
const Y = Symmetric([4.0 1 2; 1 3 0; 2 0 5]); const H = Hermitian([4.0 1+im 2; 1-im 3 0; 2 0 5]); const A = [4.0 1 2; 1 3 0; 2 0 5]
shape(x) = x isa AbstractMatrix ? (typeof(x), Matrix(x)) : x
for X in (D, B, L, T, S, U, W, Y), f in (copy, float, real, imag, zero, triu, tril, x -> typeof(similar(x)), x -> typeof(similar(x, Bool))); println(shape(f(X))); end
for X in (D, B, L, T, S), f in (one, x -> diag(x, 1), x -> diag(x, -1), x -> diag(x, 2), x -> x[:], permutedims, x -> typeof([x x]), x -> typeof([x; x]), x -> similar(x, 2, 2)); println(shape(f(X))); end
for X in (D, B, L, T, S, U, W, N, Y, H), Z in (I, 2.5I), f in ((a, b) -> a + b, (a, b) -> b + a, (a, b) -> a - b, (a, b) -> b - a); r = f(X, Z); println(typeof(r), collect(r)[1:3]); end
for X in (D, B, L, T, S, U, W, N), Z in (D, B, L, T, S, U, W, N); println(typeof(X + Z), sum(X + Z), typeof(X - Z), sum(X - Z), typeof(X * Z), sum(X * Z)); end
for X in (D, B, L, T, S, U, W, N), f in (x -> x .* 2, x -> x .+ 1, x -> x .^ 2, x -> abs.(x), x -> exp.(x), x -> x .* x, x -> x .> 1, x -> x .* [1, 2, 3], x -> x .* D, x -> x .+ U, x -> x .- A, x -> string.(x), x -> x .== x, x -> round.(x ./ 3), x -> 2 .* x .- x); println(typeof(f(X)), collect(f(X))); end
X = copy(D); X .*= 3; X .= X .+ X; M = zeros(3, 3); M .= D .+ 1; V = copy(U); V .+= V; println(X, M, V)
for X in (D, B, T, U, W), f in (x -> map(y -> 2y, x), x -> lmul!(2, copy(x)), x -> rmul!(copy(x), 2), x -> fill!(copy(x), 0)); println(typeof(f(X)), f(X)); end
for (X, i, j, v) in ((B, 1, 3, 5), (L, 1, 3, 5), (S, 1, 3, 5), (S, 2, 1, 3.0), (T, 3, 1, 2), (N, 1, 1, 5), (N, 1, 3, 5), (U, 3, 1, 5), (W, 1, 3, 2), (Y, 1, 2, 3), (D, 1, 2, 3)); refused(() -> (Z = copy(X); Z[i, j] = v)); end
for X in (B, L, S, N); Z = copy(X); Z[2, 2] = 1; Z[1, 3 - 2] = 1; println(Z); end
for X in (D, S, Y, U, W); refused(() -> println(fill!(copy(X), 1))); end
for f in (det, tr, logdet, cond, opnorm, issymmetric, ishermitian, isposdef, istriu, istril, isdiag, pinv, exp, log, sqrt, sin, conj, real, imag, zero, one, iszero, isone, copy, inv, transpose, adjoint); refused(() -> println(f, f(I), " ", f(2.0I))); end
shown((2I) / A)
shown(A \ (2I))
shown(D \ I)
shown(I / U)
shown(I \ I)
shown(2 \ I)
shown([1, 2] * I)
shown([1.0, 2, 3] \ A)
shown(A / [1.0, 2, 3]')
shown([1.0 2 3] / [1.0 2 3])
refused(() -> A / [1, 2, 3])
refused(() -> [1 2; 3 4] * D)
refused(() -> D * [1 2; 3 4])
refused(() -> D \ [1 2; 3 4])
refused(() -> [1 2; 3 4] / D)
refused(() -> [1.0 2; 3 4] * T)
refused(() -> T * [1 2; 3 4])
refused(() -> U * [1 2; 3 4])
refused(() -> [1.0 2; 3 4; 5 6] * U)
refused(() -> W * [1//2 1; 1 1])
refused(() -> Bidiagonal([1, 2], [3, 4], :U))
refused(() -> SymTridiagonal([1, 2], [3, 4, 5]))
refused(() -> Bidiagonal(T))
refused(() -> diag(D, 5))
shown(Bidiagonal(D))
shown(Tridiagonal(zeros(0, 0)))
shown(Hermitian(Y))
shown(cholesky(D))
shown(cholesky(Symmetric([4 1 2; 1 3 0; 2 0 5], :L)))
shown((round(det(Hermitian([2.0 1im; -1im 3])), digits = 8), tr(H)))
shown((logabsdet(Diagonal([1, 2, 4])), logabsdet(UnitUpperTriangular([1 2; 3 4]))))
shown((svdvals(Diagonal([1, 2, 4])), eigvals(L), pinv(Diagonal([0.0, 2]))))
shown(D^0.5)
shown(Diagonal([[1 2; 3 4], [5 6; 7 8]]))
shown(diag([1 2; 3 4], 3))
shown([1 2; 3 4]^2.0)
shown(log(UpperTriangular([1.0 2; 0 3])))
shown(round.(sqrt(H), digits = 8))
shown((lu(4.0).U, svd(2.0).S))
shown(lu([1.0 2 3; 4 5 6; 7 8 10], Val(false)))
shown(factorize(N))
refused(() -> eigmax([0 1; -1 0]))
println(lu([NaN 1; 1 2]).info, [NaN 1; 1 2] \ [1, 2], svd([NaN 1; 1 2]).S, det([NaN 1; 1 2]), inv([NaN 1; 1 2]), qr([NaN 1; 1 2]).R)
F = lu([1.0 2; 3 4]); println(F' \ [1.0, 2], transpose(F) \ [1.0, 2], logdet(lu([2.0 0; 0 3])), propertynames(F), propertynames(qr(A)))
const C = [1.0+im 2 3im; 4 5-im 6; 7 8 10]; const P = [2.0 1im 0; -1im 3 0; 0 0 1]
near(a, b) = norm(a - b) < 1e-9; rounded(x) = round.(x, digits = 6) .+ 0
E = eigen(C, P); println(near(C * E.vectors, P * E.vectors * Diagonal(E.values)), rounded(E.values), rounded(eigvals(P, [2.0 0 0; 0 2 0; 0 0 2])))
G = schur(C, P); println(typeof(G), near(G.Q * G.S * G.Z', C), near(G.Q * G.T * G.Z', P))
V = svd(C, P); println(typeof(V), near(V.U * V.D1 * V.R0 * V.Q', C), near(V.V * V.D2 * V.R0 * V.Q', P), rounded(sort(V.S)))
K = bunchkaufman(Hermitian(P)); println(typeof(K), near(K.P' * K.U * K.D * K.U' * K.P, P), rounded(K \ [1, 2, 3]), rounded(det(K)), issymmetric(K), ishermitian(K))
K = bunchkaufman(Symmetric(C, :L), true); println(typeof(K), near(K.P' * K.L * K.D * transpose(K.L) * K.P, Symmetric(C, :L)), rounded(K \ [1, 2, 3]), issymmetric(K))
K = hessenberg(C); println(typeof(K), near(K.Q * K.H * K.Q', C)); K = hessenberg(Hermitian(P)); println(typeof(K), near(K.Q * K.H * K.Q', P))
K = lq(C); println(typeof(K), near(K.L * Matrix(K.Q), C)); println(near(C * (X = lyap(C, P)) + X * C' , -P), near(C * (X = sylvester(C, P, C)) + X * P, -C))
