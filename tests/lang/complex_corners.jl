# Functions of complex numbers at zeros, infinities and NaN, with the signs of zeros.
values = (0.0, -0.0, 1.0, -1.0, 2.5, Inf, -Inf, NaN)
for f in (exp, expm1, log1p, sin, cos, tan, sinh, cosh, tanh, asin, acos, atan, asinh, acosh, atanh)
    println(f)
    for x in values, y in values
        println("  ", Complex(x, y), " ", try repr(round(f(Complex(x, y)), digits = 10)) catch e typeof(e) end)
    end
end
for z in (0.0 + 0.0im, 0.0 - 0.0im, -2.0 + 0.0im, 0.2 - 0.0im, 1.0 + 2.0im), p in (0.0, -0.0, 2.0, -1.0, 1.1, -0.5, Inf, 1.0 + 0.0im, 0.3 - 0.0im, 1.1 + 2.3im)
    println(z, " ^ ", p, " ", try repr(round(z^p, digits = 10)) catch e typeof(e) end)
end
for f in (() -> 2^(0.3 - 0.0im), () -> 0.2^(0.3 + 0.0im), () -> (2 + 2im)^-2, () -> (1 // 2 + 1 // 3 * im)^-2, () -> Float16(1)^im, () -> 2^im, () -> (1 + im)^true,
          () -> (1 + 2im)^2.5f0, () -> im^big(2.0), () -> (2 + 0im)^0.5, () -> (-1 + 0im)^0.5, () -> (1 + 1im)^3, () -> (0.5f0 + im)^-3, () -> 3^(1 + 1im))
    println(try f() catch e sprint(showerror, e) end)
end
for x in (0.0, -0.0, 1.0, -3.0, 0.5, -1.5, 0.3, Inf, -Inf, NaN), y in values
    z = Complex(x, y)
    println(z, " ", try repr(round(sinpi(z), digits = 10)) catch e typeof(e) end, " ", try repr(round(cospi(z), digits = 10)) catch e typeof(e) end)
end
println(-0.0 + im, " ", im + -0.0f0, " ", im - 0.0, " ", +im, " ", im + im, " ", Base.checked_add(true), " ", Base.checked_mul(Int8(3)))
println(findprev("éé", "éé", 5), " ", findprev("ab", "xab", 4), " ", findprev(isequal('b'), "xab", 4), " ", findprev("b", "xab", 2))
