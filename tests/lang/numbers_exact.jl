# Numbers compared, rounded, read and written exactly.
tell(f) = try
    println(f())
catch e
    println(sprint(showerror, e))
end
# fractions
for f in (() -> -5 // 0 < 1 // 0, () -> round(1 // 0), () -> trunc(-1 // 0), () -> round(Int, 1 // 0), () -> round(Float32, true // false),
          () -> trunc(7 // 3, digits = 2), () -> inv(typemin(Int) // typemax(Int)), () -> 2 // typemin(Int), () -> 1 // typemin(Int),
          () -> 0.1 < 1 // 10, () -> 1 // 3 < 1 / 3, () -> 1 / 3 < 1 // 3, () -> NaN < 1 // 2, () -> cmp(0.5, 1 // 2), () -> Inf <= 1 // 0,
          () -> gcdx(2 // 3, 4 // 5), () -> gcdx(0 // 1, 0 // 1), () -> gcd(4 // 3, 2), () -> lcm(2 // 3, 3), () -> gcd(2 // 3, 4 // 9, 8 // 27),
          () -> typemin(Rational{UInt}), () -> Rational{Int16}(500000, 1000000), () -> -Rational(true), () -> rationalize(UInt, -2.0),
          () -> Float32(big(3)^400 // big(7)^300), () -> round((typemax(Int) ÷ 2 + 1) // typemax(Int)), () -> Rational{BigInt}(big(2.0)^-70))
    tell(f)
end
# integers
for f in (() -> gcd(typemin(Int8), Int8(0)), () -> gcd(typemin(Int8), typemin(Int8)), () -> lcm(typemin(Int), 0), () -> gcd(-4, 0x06),
          () -> gcdx(Int8(-12), UInt(8)), () -> invmod(0x02, 0x03), () -> lcm(4, 6, 10), () -> digits(8163, base = -10),
          () -> digits(-8163, base = -10), () -> digits(typemax(UInt128), base = -3)[end-2:end], () -> ndigits(-15, base = -10),
          () -> ndigits(3578951, base = 64), () -> ndigits(typemax(UInt64), base = -2), () -> ndigits(big(10)^30, base = 1000),
          () -> ndigits(5, base = 1), () -> digits(big(77), base = -7), () -> -1 % Unsigned, () -> 0xff % Signed, () -> string(big(0), pad = 0),
          () -> cmp(isless, NaN, 1), () -> cmp(>, 1, 2), () -> trailing_ones(big(7)), () -> div(7, -2, RoundNearest), () -> div(Int8(127), Int8(-2), RoundNearestTiesUp))
    tell(f)
end
# text
for s in ("0e-3", "0.0e5", "0E-3", "-0e1", "1e-400", "1e400", "0f0", "2 ", "2à")
    println(repr(s), " ", tryparse(Float64, s), " ", tryparse(Int, s), " ", tryparse(Bool, s))
end
println(parse(Complex{Float64}, "0e-3+1e-3im"), " ", parse(Float16, "1e2"), " ", parse(Int, "3\u2003"), " ", parse(Bool, "\u2003true"))
# floats rounded to a side
println(Float32(0.1, RoundDown), " ", Float64(1 // 3, RoundUp), " ", Float64(π, RoundUp), " ", Float32(π, RoundDown), " ", Float64(big(1) / 3, RoundUp), " ", Float64(2^62 + 1, RoundUp))
println(Float64(-(big(2)^200 + 1)), " ", Float32(big(2)^64 + big(2)^40 + 1), " ", Float64(-(big(2)^70 - 1)))
println(Float64(π) < π, " ", big(π) < π, " ", π < 22 // 7, " ", 355 // 113 < π, " ", 3.14 <= π, " ", π < 3.15f0, " ", Rational{Int32}(π), " ", rationalize(Int8, π))
tell(() -> Rational{BigInt}(π))
println(sprint(show, "text/plain", π, context = :compact => true), " ", sprint(show, "text/plain", ℯ))
# a Float64 becomes a Float16 by way of a Float32
x = 1 + 2.0^-11 + 2.0^-40
println(Float16(x), " ", convert(Float16, x), " ", Float16[x][1], " ", Float16(Float32(x)), " ", Float16(big(x)), " ", [Float16(x)] == Float16.([x]), " ", Float16(2049 // 2048))
for f in (() -> big(12) >> typemin(Int), () -> big(12) >>> -typemax(Int)); println(try; f(); catch e; e; end); end # more than memory holds
println(big(5) >> typemax(Int), " ", big(-5) >>> typemax(Int), " ", 7 >>> big(1), " ", try; nextpow(3 // 4, -3); catch e; e; end, " ", try; prevpow(true, -3); catch e; e; end)
