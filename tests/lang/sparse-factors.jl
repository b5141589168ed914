# Factors of sparse matrices are kept and solve: narrow bands, many bands, singular and not positive definite ones.
using SparseArrays, LinearAlgebra
told(f) = println(try f() catch e; sprint(showerror, e) end)
laplace(n) = spdiagm(-1 => fill(-1.0, n - 1), 0 => fill(2.5, n), 1 => fill(-1.0, n - 1))
function grid(n)
    T, E = laplace(n), sparse(1.0I, n, n)
    kron(T, E) + kron(E, T)
end
for A in (sparse([2.0 1 0; 1 3 1; 0 1 4]), laplace(40), grid(12), sparse([0.0 1; 1 0]), sparse([4 1; 2 3]), sparse([1.5f0 0; 2 1]), grid(5) + sparse([3], [20], [7.0], 25, 25))
    n = size(A, 1)
    b = [sin(k) for k in 1:n]
    F = lu(A)
    x = F \ b
    println(size(F), size(F, 1), issuccess(F), " ", norm(A * x - b) < 1e-10, " ", norm(A' * (F' \ b) - b) < 1e-10, " ", norm(transpose(A) * (transpose(F) \ b) - b) < 1e-10)
    println(norm(A * (F \ [b 2b]) - [b 2b]) < 1e-10, typeof(F \ b), typeof(F \ [b b]))
    y = copy(b)
    ldiv!(F, y) # in place
    z = zeros(n)
    ldiv!(z, F, b)
    println(y ≈ x, z ≈ x, " ", det(F) ≈ det(Matrix(A)), " ", " ", det(A) ≈ det(Matrix(A)))
    println((F.Rs .* A)[F.p, F.q] ≈ F.L * F.U, issparse(F.L), issparse(F.U), istril(F.L), istriu(F.U))
end
told(() -> lu(sparse([1.0 2; 2 4])))
told(() -> issuccess(lu(sparse([1.0 2; 2 4]); check = false)))
told(() -> lu(laplace(4)) \ [1.0, 2])
told(() -> det(sparse([1.0 2; 2 4])))
told(() -> lu(spdiagm(0 => [1.0, 0, 2])))
big = lu(grid(70))
println(size(big), norm(grid(70) * (big \ ones(4900)) .- 1) < 1e-8)
for A in (sparse([2.0 1 0; 1 3 1; 0 1 4]), laplace(40), grid(12), sparse([4 1; 1 3]))
    n = size(A, 1)
    b = [sin(k) for k in 1:n]
    F = cholesky(A)
    x = F \ b
    println(size(F), issuccess(F), norm(A * x - b) < 1e-10, norm(A * (F \ [b 2b]) - [b 2b]) < 1e-10, " ", det(F) ≈ det(Matrix(A)), logdet(F) ≈ logdet(Matrix(A)), " ", cholesky(Symmetric(A)) \ b ≈ x)
end
told(() -> issuccess(cholesky(sparse([1.0 2; 2 1]); check = false)))
println(try cholesky(sparse([1.0 2; 2 1])) catch e; typeof(e) end)
println(try cholesky(-laplace(9)) catch e; typeof(e) end)
told(() -> cholesky(sparse([1.0 2; 3 9])))
println(norm(grid(70) * (cholesky(grid(70)) \ ones(4900)) .- 1) < 1e-8)
