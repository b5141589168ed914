# What numbers of different types give together: one by one, in dotted expressions of all lengths, in maps and sums.
# false adds nothing, not even to -0.0
for n in (1, 3, 200, 3000)
    x, y, b, bits, c = fill(-0.0, n), fill(-0.0f0, n), fill(false, n), falses(n), fill(true, n)
    f(x, b) = x + b
    none(x) = x + false
    for k in 1:4
        r = (x .+ b, b .+ x, x .+ bits, x .+ false, false .+ x, y .+ b, y .+ bits, y .+ false, x .+ c, y .+ true, f.(x, b), none.(x),
            map(f, x, b), map(+, x, bits), map(none, x), x .+ (x .> 1), x .- b, b .- x, false .- x, x .+ b .* 2, 2 .* x .+ b, sum(x .+ b),
            reduce(+, x; init = false), foldl(+, x; init = false), mapreduce(none, +, x), accumulate(+, x; init = false))
        k == 4 && println(n, " ", [signbit(first(z)) for z in r], [typeof(first(z)) for z in r][5:9])
    end
    z = x .+ 1
    z .= x .+ b
    print(signbit(z[1]))
    z .+= false
    println(signbit(z[1]))
    for t in (false, true, false, false, true, true)
        print((x .+ t)[1], (x .+ t)[end], " ")
    end
    println()
end

# integers of different signs
println([0xff] .÷ [5, 7], typeof([0xff] .% 2), typeof(mod.([0xff], 2)), 5 .÷ [0x02], typeof(mod.([5], 0xff)), typeof(rem.([5], 0xff)))
for k in 1:3
    global q = (UInt16[7, 60000] .÷ [2, -7], Int8[-7, 7] .÷ [2, -2], UInt8[200] .% -3, mod.(UInt32[7], [-3]), -7 .÷ UInt8[2])
end
println(q)
for (a, b) in ((Int8(-7), 0x03), (0xc8, Int8(3)), (-1, 0x02), (-1, UInt(2)), (Int16(5), 0x00000002), (1, 2.5), (-0.0, false), (NaN, 1), (2, NaN32))
    println(a, " ", b, " ", [try f(a, b) catch e; typeof(e) end for f in (max, min, minmax)], try max.([a], [b]) catch e; typeof(e) end)
end

# rationals and floats, angles, products with a sum
for x in (1//2, 5//7, -1//3, 3//1), y in (2f0, 0.5f0, Float16(2), 2.0, -1f0, 2//1, 1//2, -2)
    println(x, " ", repr(y), " ", try repr(x^y) catch e; typeof(e) end, " ", try repr(y^x) catch e; typeof(e) end)
end
println([typeof(angle(x)) for x in (1, 1f0, Float16(-1), -2.0, -1//2, true)], angle(-1f0), angle.(Float32[1, -1]))
numbers = (true, 2, 0x03, -0.0, 2.5, NaN, Inf, 1.5f0, 1 + 2im, Complex(Inf, 0.0), Complex(-0.0, 0.0f0), im)
for a in numbers, b in numbers
    println(a, " ", b, " ", [repr(muladd(a, b, c)) for c in (1, -0.0, 2im, Complex(1.5, -0.0))])
end

# quotients rounded up and down
floats = [0.0, -0.0, 1.0, 3.0, -3.0, 0.1, 0.3, -0.7, 1 / 6, 7.25, 1e10, Inf, NaN, 2.5]
for f in (fld, cld, fld1, mod1)
    println(f, " ", [f(x, y) for x in floats, y in floats])
    println(f, " ", [f(Float32(x), Float32(y)) for x in floats, y in floats])
end

# the types of results that have no elements
f(x, y) = x * y - 1
println(f.(Int128[], Rational{Int}[]), Int128[] .+ UInt128[], Float16[] .* 2, angle.(Float64[]), muladd.(Int8[], Int8[], Int16[]), map(fld1, Int32[], 1:0),
    sincos.(Int16[]), count_ones.(UInt16[]), cld.(Int8[], Bool[]), map(mod1, Int32[], Float64[]), identity.(UInt128(1) .<= (0:-1)), divrem.(Int[], 2))
