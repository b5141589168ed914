# Loops that go round often enough to become machine code (native.h), in its corners.

# Objects written into the code: arrays, structs, ranges.
mutable struct Counter
    n::Int
    x::Float64
end
const v, A, c = [1.0, 2.0, 3.0], [1 2; 3 4], Counter(1, 2.0)
@eval elements(n) = (s = 0.0; for i in 1:n; s += $v[i % 3 + 1] + $A[i % 2 + 1, 2]; end; s)
@eval lengths(n) = (s = 0; for i in 1:n; s += length($v) + size($A, 2); end; s)
@eval through(n) = (s = 0.0; for i in 1:n, x in $v, k in $(9:-4:1); s += x * k; end; s)
@eval stores(n) = (for i in 1:n; $A[1, 2] = i; $v[2] = i; $c.n += 1; $c.x = $c.x / 2 + i; end; (sum($A), sum($v), $c.n, $c.x))
@eval chosen(n) = (s = 0; x = $v; for i in 1:n; y = i > 500 ? $v : x; s += length(y); end; s)
println(elements(1000), " ", lengths(1000), " ", through(1000), " ", stores(1000), " ", chosen(1000))

# A dotted expression into a register where an iteration downwards was.
function down_and_dotted(n)
    s, v = 0, [1.0, 2.0]
    for i in 1:n
        s += length(v .+ 1.0)
        let z = i
            for k in 3:-1:1
                s += k * z
            end
        end
    end
    s
end
println(down_and_dotted(300))

# Comparisons of all element types, the characters that are none among them; each way they can be asked.
function compared(a, b)
    n = 0
    for k in 1:30, i in 1:length(a), j in 1:length(b)
        x, y = a[i], b[j]
        if x < y; n += 1; end
        if x <= y; n += 3; end
        if x == y; n += 5; end
        if x != y; n += 7; end
        if x > y; n += 11; end
        if x >= y; n += 13; end
        if !(x < y); n += 17; end
        if !(x != y); n += 19; end
        if x === y; n += 23; end
        less, same = x < y, x == y
        n += less + 29same + (less || same) + 31(x >= y && y > x)
    end
    n
end
chars = [reinterpret(Char, u) for u in UInt32[0xff000000, 0x61000000, 0xc3000000, 0xc3a90000, 0x80000000, 0xf0808080, 0xe2888000, 0xe2880000, 0]]
floats = [NaN, -0.0, 0.0, 1.0, -1.0, 2.0^53, 2.0^53 + 2, 2.0^63, -2.0^63, Inf, -Inf, 0.5]
ints = [0, 1, -1, 2^53, 2^53 + 1, 2^53 + 2, typemax(Int), typemin(Int), typemax(Int) - 1]
println(compared(chars, chars), " ", compared(floats, floats), " ", compared(ints, ints), " ", compared(floats, ints), " ", compared(ints, floats))
for T in (Bool, Int8, Int16, Int32, UInt8, UInt16, UInt32, UInt64)
    xs = T[typemin(T), typemax(T), 0, 1, typemax(T) >> 1]
    print(compared(xs, xs), " ")
end
println(compared(Float32.(floats), Float32.(floats)))

# The types of what operators give for two types, and for a type and a constant.
number_types = (Bool, Int8, Int16, Int32, Int64, UInt8, UInt16, UInt32, UInt64, Float32, Float64)
numbers(T) = T === Bool ? [true, false] : T <: Integer ? T[typemin(T), typemax(T), 1, 2, 100] : T[-0.0, NaN, -Inf, 1.5, 16777217, 1e30]
function results(f, name)
    h = zero(UInt)
    for T in number_types, U in number_types
        out = try Base.invokelatest(f, numbers(T), numbers(U), Any[]) catch e; e isa MethodError ? MethodError : e; end
        for c in string(out); h = 31h + UInt(c); end
    end
    println(name, " ", h)
end
for op in (:+, :-, :*, :/, :&, :|, :xor, :<, :<=, :(==), :(===))
    f = @eval function $(gensym())(a, b, out)
        for k in 1:80, i in 1:length(a), j in 1:length(b)
            x = a[i]
            y = b[j]
            r = $op(x, y)
            k == 80 && push!(out, r)
        end
        out
    end
    results(f, op)
end
for op in (:+, :-, :*, :/, :&, :<, :(==)), c in (0, 7, 40000, 16777215, 16777216, -3, true)
    f = @eval function $(gensym())(a, b, out)
        for k in 1:80, i in 1:length(a)
            r, q = $op(a[i], $c), $op($c, a[i])
            k == 80 && push!(out, r, q)
        end
        out
    end
    results(f, string(op, c))
end
for c in (0, 1, 7, 8, 31, 63, 64)
    f = @eval function $(gensym())(a, b, out)
        for k in 1:80, i in 1:length(a)
            r, q = a[i] << $c, a[i] >> $c
            k == 80 && push!(out, r, q)
        end
        out
    end
    results(f, string("shift", c))
end

# Ranges at the ends of what integers there are; with steps that are known, and that are not.
function steps(a, b, c)
    t = 0
    for k in 1:70
        n = 0
        for i in a:b:c
            n += 1
            t = xor(t, i + k)
            n > 5 && break
        end
        t += n
    end
    t
end
low, high = typemin(Int), typemax(Int)
println([steps(r...) for r in ((high - 2, 1, high), (1, high, high), (low, high, high), (1, 1, 0), (1, -1, 2), (high, low, low),
                               (0, low, low), (3, 2, 1), (low, 1, high), (low + 2, -1, low), (-1, 2, low), (high, -1, low))])
few(a, c) = (t = 0; for k in 1:70; n = 0; for i in a:c; n += 1; t = xor(t, i + k); n > 5 && break; end; t += n; end; t)
println([few(a, c) for (a, c) in ((low, high), (low + 1, high), (high - 2, high), (0, low), (high, low), (0, -1), (low, low))])
function at_ends(n)
    s = 0
    for i in high-n:high; s = xor(s, i); end
    for i in low:low+n; s = xor(s, 3i); end
    for i in high:-3:high-n; s = xor(s, 5i); end
    for i in low+n:-1:low; s += i; end
    for i in n:-1; s += 1; end
    s
end
println(at_ends(200))

# Quotients and shifts where the processor would do otherwise.
function quotients(xs, ys)
    h = 0
    for k in 1:20, i in 1:length(xs), j in 1:length(ys)
        x, y = xs[i], ys[j]
        h = 31h + (x << y) + (x >> y) + x % y + mod(x, y) + (y == -1 && x == low ? 1 : x ÷ y) + x ÷ 7 + x % 1000003 + x ÷ 16 + x % 8 + mod(x, 8)
    end
    h
end
println(quotients([0, 1, -1, 7, -8, low, low + 1, high, 2^31, -2^31 - 1, 12345678901], [1, -1, 2, -2, 63, 64, 65, -64, 2^31, 2^33, low, high]))
thrown(f, xs...) = try; f(xs...); catch e; e; end
println(thrown(quotients, [low], [0]), thrown(xs -> (s = 0; for x in xs; s += x ÷ -1; end; s), [1:200; low]))

# What a catch block reads, is as it was when the loop was left by a throw.
function caught(n)
    a, b, last = 0, 0.0, 0
    w = [1, 2, 3, 4, 5]
    for r in 1:n
        try
            for i in 1:r
                a += w[i]
                b += i / 2
                last = i
            end
        catch e
            a += 1000 + last
            b -= 0.25
        finally
            a += 1
        end
    end
    a, b, last
end
println(caught(100))

# Functions that others redefine, and Base's.
grows(n) = (s = 0; for i in 1:n; s += step_of(i); end; s)
sums = Int[]
for k in 1:250
    @eval step_of(x) = x + $k
    push!(sums, grows(100))
end
println(sums == [5050 + 100k for k in 1:250])
odd(n) = (s = 0; for i in 1:n; s += isodd(i) + min(i, 50) + abs(-i); end; s)
print(odd(300), " ")
Base.isodd(x::Int) = true
Base.min(x::Int, y::Int) = 1000
println(odd(300))

# A loop that is run while it runs, with other types.
function again(d, x)
    s = x
    for i in 1:12
        s += x
        if d > 0 && i % 4 == 0
            s += again(d - 1, d % 2 == 0 ? 1.5 : 1)
        end
    end
    s
end
println(again(5, 1), " ", again(6, 2))
