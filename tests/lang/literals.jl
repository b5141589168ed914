# literals
println(typeof(1), " ", typeof(0x1), " ", typeof(0x100), " ", typeof(0x10000), " ", typeof(0x100000000), " ", typeof(0x10000000000000000))
println(0xff, " ", 0x00ff, " ", 0b1010, " ", 0o17, " ", 0xdeadbeef)
show(0xff); println(); show(0b101); println(); show(0x123456789); println()
println(1_000_000, " ", 1_0.5_0, " ", 0x1_0)
println(1e3, " ", 1e-3, " ", 1E5, " ", 1.5e300, " ", 1f0, " ", 1.5f-3, " ", 2.5f10, " ", 1e100)
println(typeof(1f0), typeof(1e0), typeof(1.0f0))
println(0x1p3, " ", 0x1.8p1, " ", 0x.4p-2)
println(9223372036854775807, " ", 9223372036854775808, " ", typeof(9223372036854775808), " ", -9223372036854775808, " ", typeof(-9223372036854775808))
println(typeof(170141183460469231731687303715884105728), " ", 170141183460469231731687303715884105728)
println(typemax(Int64)+1, " ", typemin(Int8), " ", typemax(UInt8), " ", typemax(Int128))
println(big"123456789012345678901234567890", " ", int128"5", " ", big"1.5")
println('a', " ", Int('a'), " ", 'α', " ", '\u03b1', " ", '\x41', " ", '\n' == '\u0a', " ", '\\', " ", '\'')
show('a'); println(); show('\n'); println(); show('\0'); println(); show('\u200b'); println(); show('é'); println(); show('\''); println(); show('"'); println(); show('\t'); println(); show('\x7f'); println()
println("a\tb\\n\"q\" \$x \u00e9 \x41 \101")
show("a\tb\\n\"q\" \$x \u00e9 \x01 \e"); println()
println("""
    indented
      more
    $(1+1) done
    """)
println(raw"C:\dir\n", " ", raw"a\"b", " ", r"a\d+".pattern, " ", b"abc", " ", v"1.2.3")
x = 5
println("x=$x 2x=$(2x) $(x > 3 ? "big" : "small") $(string("n", "$x"))")
println(2x, " ", 2x^2, " ", 2(x+1), " ", (x)x, " ", 3x/2x, " ", -2x, " ", 2^2x, " ", 1//2x)
println(1:3, " ", 1:2:9, " ", 10:-3:1, " ", 'a':'e')
println(true, " ", !true, " ", true + true, " ", true & false, " ", xor(true, true))
println(1 < 2 < 3, " ", 1 < 2 > 5, " ", 1 == 1.0, " ", 1 === 1.0, " ", 1 != 2, " ", 1 ≠ 2, " ", 2 ≤ 2, " ", 3 ∈ [1,2,3], " ", 4 ∉ [1])
println(7 ÷ 2, " ", 7 % 3, " ", -7 % 3, " ", mod(-7, 3), " ", 7 / 2, " ", 2^10, " ", 2^-1, " ", 2.0^3, " ", 7 // 3, " ", 1 << 4, " ", 256 >> 2, " ", -1 >>> 60, " ", ~5, " ", 5 & 3, " ", 5 | 3, " ", 5 ⊻ 3)
println(π, " ", ℯ, " ", Inf, " ", -Inf, " ", NaN, " ", im, " ", 3 + 4im, " ", (1+2im)*(3-1im))
println(1/0, " ", -1/0, " ", 0/0, " ", 1/3, " ", 0.1+0.2, " ", 1e20, " ", 123456789.123, " ", 1e16, " ", 1e15, " ", 0.0001, " ", 0.00001)
println(Int(3.0), " ", Float64(3), " ", round(2.5), " ", round(Int, 3.7), " ", floor(Int, 2.9), " ", ceil(2.1), " ", trunc(-2.7), " ", Int8(100), " ", UInt8(255))
println(parse(Int, "42"), " ", parse(Float64, "3.5"), " ", parse(Int, "ff", base=16), " ", parse(Int, "-17"), " ", tryparse(Int, "x"), " ", parse(Bool, "true"), " ", parse(Int, "0x1f"))
println(string(255, base=16), " ", string(5, base=2), " ", string(5, pad=3), " ", bitstring(5)[end-7:end], " ", digits(1234), " ", hex2bytes("ff00"), " ", bytes2hex([0x01,0xff]))
println(divrem(7,2), " ", fldmod(-7,2), " ", gcd(12,18), " ", lcm(4,6), " ", factorial(5), " ", binomial(5,2), " ", isqrt(17), " ", powermod(2,10,7))
println(sizeof(Int32), " ", sizeof("abc"), " ", sizeof(1.0), " ", isodd(3), " ", iseven(3), " ", iszero(0), " ", isone(1), " ", sign(-3), " ", abs(-3), " ", signbit(-1), " ", copysign(3, -1))
println(convert(Float64, 1), " ", convert(Int, 2.0), " ", promote(1, 2.5), " ", promote_type(Int, Float32), " ", widen(Int32(1)), " ", typeof(1 + 1.0f0), " ", typeof(Int8(1) + Int16(1)), " ", typeof(true + 1), typeof(1//2 + 0.5))
println(rationalize(0.75), " ", numerator(6//4), " ", denominator(6//4), " ", float(1//4), " ", 1//2 + 1//3, " ", 3//6 == 1//2)
println(real(3+4im), " ", imag(3+4im), " ", abs(3+4im), " ", conj(3+4im), " ", angle(1im), " ", (1+1im)^2, " ", sqrt(-1+0im), " ", exp(im*π) ≈ -1)
println(nextfloat(1.0), " ", eps(), " ", eps(Float32), " ", floatmin(Float64), " ", floatmax(Float64), " ", isnan(NaN), " ", isinf(-Inf), " ", isfinite(1.0))
println(min(1,2,3), " ", max(1.0, 2), " ", clamp(15, 1, 10), " ", minmax(3,1), " ", hypot(3,4), " ", cbrt(1.0), " ", exp(0), " ", log(ℯ), " ", log2(8), " ", log10(1000), " ", sin(0), " ", cosd(60))
println(0.1f0, " ", Float32(1/3), " ", Float16(0.1), " ", [1.0f0, 2.5f0], " ", Float16[1,2]); show(0.1f0); println(); show(Float16(0.1)); println()
println(1.0, " ", 100.0, " ", 1e6, " ", 1.0e7, " ", 123456.0, " ", 1234567.0, " ", 12345678.9, " ", 1e-5, " ", -0.0)
for v in (1, 1.0, 0x01, 'c', "s", :s, true, nothing, missing, 1//2, 1im, 1:2, (1,), [1]) print(typeof(v), " ") end
println()
println(count_ones(7), " ", leading_zeros(1), " ", trailing_zeros(8), " ", ndigits(1234), " ", reverse(digits(123)), " ", bitstring(1.0f0), " ", bitstring(Int8(-1)))
println(Int64 <: Integer, " ", isa(1, Number), " ", 1 isa Real, " ", typemin(Int), " ", zero(Float64), " ", one(Int), " ", big(2)^100, " ", typeof(big(2)), " ", BigFloat(1.5))
println([1, 2.5, 3//2], " ", [1, 'a', "b"], " ", (1, 2.0, "x"), " ", Any[1, 2.0], " ", [true, 1], " ", [1, missing])
@show 1 + 1 "a" 'c' 1.5 :x [1,2] (1,"a") nothing
try; Int(2.5); catch e; println(e); end
try; parse(Int, "abc"); catch e; println(e); end
try; UInt8(300); catch e; println(e); end
try; Int8(200); catch e; println(e); end
try; 1 ÷ 0; catch e; println(e); end
try; sqrt(-1); catch e; println(e); end
try; factorial(25); catch e; println(e); end
try; convert(Int, "a"); catch e; println(typeof(e)); end
try; parse(Float64, "1.x"); catch e; println(e); end
try; Int('a') + "b"; catch e; println(typeof(e)); end
try; log(-1.0); catch e; println(e.msg); end
try; 2^-1; println(2^-1); catch e; println(e); end
try; n = -1; println(2^n); catch e; println(typeof(e)); end
# Numbers of 128 bits are calls of macros that keep how they were written.
println(:(0x0123456789abcdef0), " ", :(-170141183460469231731687303715884105728 + 12345678901234567890), " ", :(0b1_0 ^ 0o1777777777777777777777))
dump(:(x + 0x0123456789abcdef0))
println(0x0123456789abcdef0, " ", typeof(12345678901234567890), " ", -170141183460469231731687303715884105728 == typemin(Int128))
