# Functions of matrices, and the forms that factorize chooses.
using LinearAlgebra
M = [0.1 0.2; 0.3 0.4]
tidy(A) = map(x -> (y = round(x, digits = 6); iszero(y) ? zero(y) : y), Matrix(A))
parts(A) = (tidy(real(A)), tidy(imag(A)))
for f in (acos, asin, atan, acosh, asinh, atanh, asec, acsc, acot)
    println(f, " ", eltype(f(M)), " ", parts(f(M)))
end
for f in (sin, cos, tan, sinh, cosh, tanh, sec, csc, cot, sech, csch, coth)
    println(f, " ", eltype(f(M)), " ", tidy(f(M)))
end
println(map(tidy, sincos(M)), map(tidy, sincos([1.0 2; 2 1])))
for A in (Symmetric([0.5 0.1; 0.1 0.3]), Symmetric([2.0 1; 1 3]), [0.5 0.1; 0.1 0.3], Diagonal([0.5, 0.25])), f in (acos, asin, atan, cos, tan, sinh, sec)
    println(typeof(f(A)), " ", parts(f(A)))
end
println(eigen(3).values, eigen(2.5).vectors, cond(3), cond(0.0), cond(-2, 1))
for A in ([1.0 0; 2 4], [1 2; 0 3], [1.0 2 0; 2 4 5; 0 5 2], [4.0 2 1; 2 4 1; 1 1 4], [1.0 2 1; 2 1 1; 1 1 1], [1 2 3; 0 4 5; 0 0 2], [1 2 3; 4 4 5; 0 0 2], [1 2 3; 4 4 5],
    [1 0; 0 2], fill(2.0, 1, 1))
    println(typeof(factorize(A)))
end
println(ldlt(SymTridiagonal([1.0, 4, 2], [2.0, 5])).d)
