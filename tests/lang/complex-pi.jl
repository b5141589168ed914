# Trigonometric functions of multiples of pi for complex numbers; remainders by 2pi; powers with exponent zero.
r(x) = round(x, digits = 10)
println(map(r, (sinpi(1 + 2im), cospi(0.5 + im), sinc(1 + im), sinpi(0.25 + 0.5im))), sinc(0), sinc(0.0))
println((rem2pi(7.0, RoundNearest), rem2pi(4.0, RoundNearest), rem2pi(3.0, RoundNearest), rem2pi(-1.0, RoundNearest), rem2pi(7.0, RoundDown)))
println((2^(0 + 0im), (1 + im)^0, (2.0 + im)^(0.0 + 0im)))
