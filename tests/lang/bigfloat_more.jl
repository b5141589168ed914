# BigFloat: precisions, roundings, neighbours, digits.
tell(f) = try
    println(f())
catch e
    println(sprint(showerror, e))
end
for f in (() -> setprecision(1), () -> BigFloat(1, precision = 0), () -> precision(BigFloat()), () -> BigFloat(0.1, precision = 20),
          () -> BigFloat("0.1", RoundUp, precision = 10), () -> BigFloat(big(π), precision = 30), () -> BigFloat(1 // 3, RoundDown, precision = 12),
          () -> modf(big(Inf)), () -> modf(big(-Inf)), () -> exponent(big(0.0)), () -> exponent(big(NaN)), () -> round(big(π), digits = 3, base = 2),
          () -> round(big(π), sigdigits = 3), () -> round(big(-1234.5678), sigdigits = 2), () -> trunc(big(2.789), digits = 1), () -> floor(big"2.57", digits = 1),
          () -> factorial(big(5.0)), () -> factorial(big(-1.0)), () -> big(Base.MathConstants.γ), () -> big(Base.MathConstants.catalan), () -> big(typeof(π)),
          () -> div(big"1.0", big"0.1"), () -> big(10)^1000 != big"1e1000", () -> big"1e1000" > big(10)^1000, () -> big"1_0_0", () -> sprint(show, big"2.345e10000", context = :compact => true),
          () -> prevfloat(nextfloat(big(1.5)), 1) == 1.5, () -> nextfloat(big(1.0), 3) - 1, () -> prevfloat(big(0.0)) == -floatmin(BigFloat),
          () -> setrounding(() -> Float32(big(2)^0.5), BigFloat, RoundUp), () -> setrounding(() -> Float64(big(Inf)), BigFloat, RoundDown), () -> setrounding(() -> exp(big(1.0)) > Float64(ℯ), BigFloat, RoundDown))
    tell(f)
end
setprecision(60) do
    x = BigFloat(0.1)
    println(x, " ", precision(x), " ", precision(BigFloat(x, precision = 20)))
end
