# Digests of the bits of elementary functions of Float32 and Float16, and of angles of many turns.
bits(x::Float64) = reinterpret(UInt64, x)
bits(x::Float32) = UInt64(reinterpret(UInt32, x))
bits(x::Float16) = UInt64(reinterpret(UInt16, x))
digest(v) = foldl((s, x) -> 31s + (isnan(x) ? UInt64(1) : bits(x)), v; init = UInt64(7))
function numbers(T, n, scale)
    s, v = UInt64(98765), T[]
    for i in 1:n
        s = s * 0x5851f42d4c957f2d + 0x14057b7ef767814f
        push!(v, T(((s >> 11) / 2.0^53 - 0.5) * 2scale * 2.0^-Int(s >> 40 % 12)))
    end
    v
end
tried(f, T) = x -> try f(x) catch; T(NaN) end
const F = (exp, exp2, exp10, expm1, log, log2, log10, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh, atanh, cbrt, sinpi, cospi, sind,
    cosd, tand, mod2pi, sec, csc, cot, sech, csch, coth, asec, acsc, acot, x -> atan(x, 0.7f0), x -> hypot(x, 1.3f0), x -> log(abs(x)), x -> acosh(abs(x) + 1))
for (k, f) in enumerate(F)
    println(k, " ", [digest(map(tried(f, Float32), numbers(Float32, 2000, scale))) for scale in (1, 30, 1e5)])
end
for f in (exp, sin, cos, tan, asin, acos, atan, cosd)
    println(f, " ", digest(map(tried(f, Float16), numbers(Float16, 500, 2))))
end
for f in (sin, cos, tan)
    println(f, " ", [digest(map(f, numbers(T, 1000, scale))) for T in (Float32, Float64), scale in (1e8, 1e20, 1e36)], digest(f.(numbers(Float32, 1000, 100))))
end
for r in (RoundNearest, RoundToZero, RoundDown, RoundUp)
    println(r, " ", [digest(map(x -> rem2pi(x, r), numbers(T, 1000, scale))) for T in (Float32, Float64), scale in (1, 10, 1e4, 1e20, 1e36)])
    println([rem2pi(x, r) for x in (5, -7, Int32(100), 7.0f0, Float16(7), 1e22, -1e300)])
end
println(try rem2pi(2^62 + 1, RoundDown) catch e; e end, " ", try rem2pi(1) catch e; typeof(e) end, " ", [mod2pi(x) for x in (-1, 1e9, 4.0f0)])
