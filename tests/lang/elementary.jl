# Elementary functions give the digits that Julia's give, for one number and for arrays of any length.
mutable struct Draw
    state::UInt64
end
function draw(d)
    d.state = d.state * 0x5851f42d4c957f2d + 0x14057b7ef767814f
    return (d.state >> 11) * 2.0^-53
end
const d = Draw(7)
spread(low, high, n) = [low + (high - low) * draw(d) for i in 1:n]
steps(n) = [(draw(d) < 0.5 ? -1 : 1) * 10.0^(14 * draw(d) - 8) for i in 1:n] # of all sizes below a million
near(c, n) = [c * k * (1 + (draw(d) - 0.5) * 10.0^(-15 * draw(d))) for k in 1:n]
function digest(y)
    h = UInt64(17)
    for x in y
        h = (isnan(x) ? UInt64(0) : reinterpret(UInt64, x)) ⊻ (h * 0x9e3779b97f4a7c15 + (h >> 29))
    end
    return h
end
const edges = [0.0, -0.0, 5e-324, -5e-324, 2.2e-308, -1e-300, 1e-20, -1e-9, 1.0, -1.0, 0.5, -0.5, NaN]
const large = [Inf, -Inf, 1e300, -1e300, 709.7, 709.8, 710.4, 710.5, -708.4, -745.0, -745.2, 308.2, 308.3, -323.5, 88.0, 22.0, -22.0]
const angles = [spread(-1.0, 1.0, 2000); spread(-40.0, 40.0, 2000); steps(2000); near(pi / 4, 500); near(-pi / 2, 500)]
const units = [spread(-1.0, 1.0, 3000); edges]
const reals = [spread(-2.0, 2.0, 2000); spread(-700.0, 700.0, 1000); steps(2000); near(log(2) / 2, 200)]
const positive = [spread(0.0, 2.0, 2000); abs.(steps(3000)); near(1.0, 300); [5e-324, 2.2e-308, 1e-310, 1.0, 0.0, Inf, NaN, 1e300]]

function check(f, x)
    y = map(f, x) # whole blocks
    one = Float64[]
    for v in x
        push!(one, f(v))
    end
    same = isequal(y, one)
    for n in 0:70, at in (1, 7)
        part = x[at:at + n - 1]
        same &= isequal(f.(part), one[at:at + n - 1]) && isequal(f.(view(x, at:2:at + 2n)), one[at:2:at + 2n])
    end
    return same
end
report(f, x) = println(rpad(string(f), 6), " ", string(digest(map(f, x)), base = 16), " ", check(f, x))

for f in (sin, cos, tan)
    report(f, [angles; edges])
end
for f in (asin, acos)
    report(f, units)
end
report(atan, [reals; edges; large])
for f in (exp, exp10, expm1, sinh, cosh, tanh, asinh, cbrt)
    report(f, [reals; edges; large])
end
report(acosh, [1.0 .+ positive; large[large .>= 1]])
report(atanh, units)
for f in (log, log2, log10)
    report(f, positive)
end
report(log1p, [positive; spread(-0.999, 0.1, 1000); edges])
println(string(digest(atan.(reals, reverse(reals))), base = 16), " ", string(digest(hypot.(reals, reverse(reals))), base = 16))
println([atan(y, x) for y in (0.0, -0.0, 1.0, -Inf, Inf), x in (0.0, -0.0, -1.0, Inf, -Inf)])
println([hypot(y, x) for y in (0.0, 3e300, 5e-324, Inf, NaN), x in (0.0, 4e300, 1e-310, -Inf)])
println(digest(Float64.(sin.(Float32.(angles)))) == digest([Float64(sin(x)) for x in Float32.(angles)]))
println(sin(0.5), " ", cos(0.5), " ", tanh(0.3), " ", exp(1), " ", exp(0.1), " ", sinh(0.7), " ", log(10), " ", log2(10), " ", abs(3.3 + 4.7im))
for f in (() -> sin.([1.0, Inf]), () -> log.([1.0, -1.0]), () -> acosh.([0.5]), () -> asin.([2.0]))
    try
        f()
    catch e
        println(sprint(showerror, e))
    end
end
