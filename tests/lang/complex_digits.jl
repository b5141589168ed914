# Complex numbers, angles in turns and degrees, and muladd to the last digit.
zs = [1 + 2im, 2 - 1im, 3 + 0im, 0 + 1im, -1 - 1im, 5 + 3im, -4 + 7im]
for a in zs, b in zs
    print(a / b, " ", float(a) / b, " ", ComplexF32(a) / b, " ", a / ComplexF32(b), " ")
end
println()
for a in zs
    println(inv(a), inv(float(a)), inv(ComplexF32(a)), 1 / a, 2.5 / a, 2.5f0 / a, 1 // 2 / a, a \ 1, inv(a / 10), 0.1 / a)
    println(a^-1, a^-2, a^-3, float(a)^3, float(a)^-3, float(a)^0.5, a^0.5, a^-2.0, a^(1 + im), 2^a, sqrt(a), log(a), exp(a))
    println(sin(a), cos(a), tan(a), sinh(a), cosh(a), tanh(a), log2(a), log10(a), log1p(a), expm1(a), exp2(a), exp10(a), log(2, a), cis(a))
    iszero(real(a)) || println(atanh(a), atan(a), asin(a), acos(a), asinh(a))
end
println((1 // 2 + im) / (1 + im), (Float16(1) + 2im) / (Float16(3) + im), inv(3 // 1 + 4im), inv(0.0 + 0im), inv(1e308 + 1e308im), inv(1e-308 + 1e-308im))
for x in (0.2607960996791958, 1.364606532878152, 8.667123044263445, -12.3, 497.1411300528414, 30, 45, 60.0, 135, 0.3f0, 100.7f0)
    println(sinpi(x), " ", cospi(x), " ", sinc(x), " ", sind(x), " ", cosd(x), " ", tand(x), " ", sincos(x), " ", sincos(x) == (sin(x), cos(x)))
end
fused(x, y, z) = muladd(x, y, z)
println([fused(x, x, 1.0) for x in [-1.4096695545729832, 0.1, 0.7]], fused(1.3646065f0, 1.3646065f0, 1.0), muladd(2, 3, 4), (-9.504014f0)^3)
