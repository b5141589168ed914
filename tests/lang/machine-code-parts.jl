# Values of several numbers in loops that are machine code (native_kind.h: KIND_PARTS): structs, tuples, complex numbers.
struct Point
    x::Float64
    y::Float64
end
struct Small
    a::Int8
    b::UInt16
    c::Bool
    d::Float32
    e::Char
    f::Int32
end
mutable struct Holder
    p::Point
    t::Tuple{Int,Float64}
    any
end
Base.:+(p::Point, q::Point) = Point(p.x + q.x, p.y + q.y)
Base.:*(k::Real, p::Point) = Point(k * p.x, k * p.y)
Base.:-(p::Point) = Point(-p.x, -p.y)
Base.:<(p::Point, q::Point) = p.x < q.x

# Elements of arrays, fields, parts that are made and taken apart.
function walk(ps, n)
    at, best = Point(0, 0), ps[1]
    for i in 1:n, p in ps
        at += 0.5 * p + -best
        if best < p
            best = p
        end
        ps[i % length(ps) + 1] = Point(p.y, at.x)
    end
    at, best, ps
end
println(walk([Point(i, 1 / i) for i in 1:5], 60))
function tuples(ts, n)
    s, r = 0.0, (1, 2.0)
    for k in 1:n, (i, x) in ts
        q, m = divrem(k * i, 7)
        lo, hi = minmax(q, m)
        r = r[1] > 50 ? (lo, x) : (r[1] + hi, r[2] - x)
        s += r[2] * lo
    end
    s, r
end
println(tuples([(i, i / 4) for i in 1:6], 80))
function small(v, n)
    s = v[1]
    for i in 1:n
        k = i % length(v) + 1
        v[k] = Small(v[k].a, s.b, !s.c, s.d, v[k].e, v[k].f)
        s = v[k]
    end
    s, v
end
println(small([Small(-i, 65535 - i, true, i / 2, 'a' + i, -70000i) for i in 1:4], 301))
function held(h, n)
    for i in 1:n
        h.p = Point(h.p.y, h.p.x + 1)
        h.t = (h.t[1] + i, h.t[2] / 2)
        i % 100 == 0 && (h.any = h.p)
    end
    h.p, h.t, h.any
end
println(held(Holder(Point(1, 2), (0, 1e300), nothing), 550))

# Complex numbers, and the signs of their zeros.
function orbit(c, n)
    z, k = zero(c), 0
    while k < n && abs2(z) < 4
        z = z * z + c
        k += 1
    end
    z, k
end
println(orbit(-0.5 + 0.25im, 1000), " ", orbit(0.5 + 0.75im, 1000), " ", orbit(complex(1, 1), 300), " ", orbit(0.1f0 + 0.2f0im, 300))
function signs(v)
    w = Complex{Float64}[]
    for k in 1:40
        for z in v, x in v
            u = k % 4 == 0 ? z + x : k % 4 == 1 ? z * x : k % 4 == 2 ? -z - x : 2.0 * z
            k > 36 && push!(w, u, u - 1.0, u * 3, u / 2)
        end
    end
    w
end
println(foldl((h, c) -> (31h + Int(c)) % 1000003, string(signs([Complex(a, b) for a in (0.0, -0.0, Inf, 1.5) for b in (0.0, -0.0, NaN, -2.5)])); init=0))

# An object is made where the loop is left: by an error, a call, a type that nobody expected.
function left(ps, n)
    p = Point(0.5, 0)
    try
        for i in 1:n
            p = Point(p.y + ps[i].x, p.x)
        end
    catch err
        println(typeof(err), " ", p)
    end
    for i in 1:n
        p = ps[i % 3 + 1] + p
        i % 50 == 0 && println(p)
        i == 170 && (p = (i, p))
        p isa Tuple && break
    end
    p
end
println(left([Point(i, 2i) for i in 1:99], 180))
@noinline described(p, t) = string(p.x, t)
function calls(n)
    t, s, any = (1, 2.0), 0, Any[]
    for i in 1:n
        p = Point(i, -i)
        s += length(described(p, t)) + (p === Point(i, -i)) + (p == p)
        t = (t[1] + 1, p.y)
        i % 90 == 0 && push!(any, p, t)
    end
    s, any
end
println(calls(400))
const somewhere = Point(3, 4)
anywhere = Point(1, 2)
function globals(n)
    for i in 1:n
        global anywhere = anywhere + somewhere
    end
    anywhere
end
println(globals(500))

# Methods that are defined meanwhile; properties of its own; a type that has too many fields, one with none.
sums(v) = (s = v[1]; for k in 1:30, p in v; s = s + p; end; s)
println(sums([Point(1, 2), Point(3, 4)]))
Base.:+(p::Point, q::Point) = Point(p.x - q.x, p.y)
println(sums([Point(1, 2), Point(3, 4)]))
struct Hidden
    n::Int
    m::Int
end
Base.getproperty(h::Hidden, f::Symbol) = f === :n ? 100 : getfield(h, f)
hidden(v) = (s = 0; for k in 1:200, h in v; s += h.n + h.m; end; s)
println(hidden([Hidden(1, 2), Hidden(3, 4)]))
struct Many
    a::Int; b::Int; c::Int; d::Int; e::Int; f::Int; g::Int; h::Int; i::Int
end
many(v) = (s = 0; for k in 1:200; m = v[k % 2 + 1]; s += m.a * m.i; v[1] = m; end; s)
println(many([Many(1:9...), Many(9:-1:1...)]))
struct Checked
    n::Int
    Checked(n) = n < 0 ? error("negative") : new(n)
end
checked(n) = (c = Checked(n); try; for i in 1:2n; c = Checked(c.n - 1); end; catch err; println(err); end; c)
println(checked(300))
empty(n) = (t = (); for i in 1:n; t = i == n ? (i, i + 1) : (); end; t)
println(empty(300))

# More of them than there are registers for.
function wide(n)
    a = b = c = d = e = f = g = (1, 2, 3, 4, 5, 6, 7)
    h = i = j = k = l = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
    for m in 1:n
        a, b, c, d, e, f, g = b, c, d, e, f, g, (g[7], g[1], g[2], g[3], g[4], g[5], m)
        h, i, j, k, l = i, j, k, l, (l[2], l[3], l[4], l[5], l[6], l[7], l[8], l[1] + m)
    end
    a, g, h, l
end
println(wide(300))

# Pushed where there is room and where there is none; arrays that share their data.
function pushes(n)
    v, w, ps, s = Int[], Float64[], Point[], String[]
    for i in 1:n
        push!(push!(v, i), -i)
        push!(w, i / 2)
        push!(ps, Point(i, w[end]))
        i % 3 == 0 && push!(s, "n$i")
        i % 7 == 0 && (pop!(ps); popfirst!(w); empty!(v))
    end
    length(v), v[end], length(w), w[1], length(ps), ps[end], length(s), s[end]
end
println(pushes(1000))
function shared(n)
    v, m = Int[1, 2, 3, 4], 0
    for i in 1:n
        push!(v, i)
        if i == 200
            m = reshape(v, 2, :)
        end
        i == 201 && break
    end
    length(v), m isa Matrix
end
println(try shared(300) catch err; typeof(err) end)
pushed_any(n) = (v = Any[]; w = UInt8[]; for i in 1:n; push!(v, i); push!(w, i % 200); end; (length(v), sum(Int.(w))))
println(pushed_any(500))

# Elements that are not taken apart.
function whole_elements(d, v, n)
    s, y = 0, 0.0
    for k in 1:n
        for p in d
            s += first(p) * k
            y += p.second
        end
        for t in enumerate(v)
            s += t[1]
            y -= t[2] / k
        end
        for t in zip(v, k:2k, d)
            y += t[1] * t[2]
        end
    end
    s, y
end
println(whole_elements(Dict(i => i / 2 for i in 1:20), collect(1.0:9.0), 30))

# An index that is not known takes the whole.
chosen(v, n) = (s = 0.0; t = (1.0, 2.0, 3.0); for i in 1:n; t = (t[2], t[3], t[i % 3 + 1] / 2 + v[i % 2 + 1][i % 2 + 1]); s += t[(i & 1) + 1]; end; s)
println(chosen([(1.0, 0.5), (0.25, 4.0)], 600))

# What a loop never comes to is not made, and throws nothing.
struct Bounded{T<:Number}; x::T; end
bounded(::Type{T}, x, b) where T = b ? Bounded{T}(x) : x
limited(T, x, b) = b ? Bounded{T} : x
never_made(n) = (s = 0; for i in 1:n; s += bounded(String, i, i > n); end; s)
println(never_made(400))
never_limited(n) = (s = 0; for i in 1:n; s += limited(3, i, i > n); end; s)
println(never_limited(400))
function made_last(n)
    k = 0
    try
        for i in 1:n
            k = i
            bounded(String, i, i == n)
        end
    catch err
        return k, err
    end
end
println(made_last(300))

# Functions that are called with several types by one loop are put in their places in a few steps.
next(x) = x + one(x)
next2(x) = next(next(x))
several(n) = (s = 0.0; k = 0; c = 0im; for i in 1:n; s += next2(1.5); k += next2(i); c += next2(1im); c += next(c * 0); end; (s, k, c))
several(3)
println((@allocated several(700)) < 10^8, " ", several(700))
