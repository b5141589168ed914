# Elementary functions of BigFloats: not finite, zero, out of the domain, tiny, huge, ordinary.
t(f)=try println(repr(f())) catch e println(split(sprint(showerror,e),"\nClosest")[1]) end
u(f, xs...) = (print(f, xs, " "); t(() -> f(map(big, xs)...)))
const X = (NaN, Inf, -Inf, -0.0, 0.0, 1.0, -1.0, 2.0, -0.5)
for f in (sqrt, cbrt, exp, exp2, exp10, expm1, log, log2, log10, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh,
    sinpi, cospi, sind, cosd, tand, sincos, deg2rad, rad2deg, significand, nextfloat, prevfloat, round, sec, csc, sech, csch, coth, sinc, cosc, mod2pi)
    foreach(x -> u(f, x), X)
end
for f in (atan, hypot, +, *, /, ^, rem, mod, div, fld, cld, max, min, isless, isequal, cmp), x in X, y in X
    u(f, x, y)
end
for f in (cbrt, exp, expm1, log, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, sinpi, cospi, mod2pi)
    foreach(x -> u(f, x), (0.3, 1e-30, -1e-200, 1.0000001, 700.5, 1e22, -1e300))
end
println(floatmax(BigFloat), " ", floatmin(BigFloat))
setprecision(100) do; println(floatmax(BigFloat), " ", big(2.0)^100000, " ", big(10.0)^-200000, " ", big(3.0)^1000001); end
println(exp(-floatmax(BigFloat)), " ", exp2(big(1e30)), " ", exp10(big(-1e30)), " ", atan(big(2), big(3)), " ", atan(-big(2.5), big(-1.0)))
# Integers that are big, as indices and counts
t(() -> nextind("abc", big(2)))
t(() -> "abc"[big(2)])
t(() -> "abc"[[big(2), big(1)]])
t(() -> repeat("ab", big(3)) * 'a'^big(3))
t(() -> findnext("a", "abca", big(3)))
t(() -> findprev('a', "abca", 100))
t(() -> findnext("a", "abca", 6))
t(() -> (io = IOBuffer("abc"); seek(io, big(2)); read(io, Char)))
t(() -> match(r".", "abc", big(3)).match)
# What is made of no dimensions or of wrong ones
t(() -> BitMatrix())
t(() -> BitVector())
t(() -> BitArray{0}())
t(() -> BitMatrix(undef, 2))
t(() -> Array{Int,2}())
t(() -> (BitArray(1), trues(), BitArray(fill(false))))
t(() -> hvcat((1, 2), 1, 2))
t(() -> hvcat((1, "x"), [1]))
t(() -> nextprod(1, 1))
t(() -> nextprod([1, 2], 10))
