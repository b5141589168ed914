# A product of complex numbers is rounded as by hand, in arrays, too: no fused multiply-add.
v = [complex(sin(i), cos(2i)) for i in 1.0:1000.0]
byhand(x, y) = complex(real(x) * real(y) - imag(x) * imag(y), real(x) * imag(y) + imag(x) * real(y))
wanted = [byhand(x, y) for (x, y) in zip(Any[v...], Any[reverse(v)...])]
println(v .* reverse(v) == wanted, map(*, v, reverse(v)) == wanted, [x * y for (x, y) in zip(v, reverse(v))] == wanted)
println((v .* v)[2], v[2]^2, (v .^ 2)[2], prod(v[1:5]))
