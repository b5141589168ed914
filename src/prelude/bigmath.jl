# Elementary functions of BigFloats: series with bits to spare, which are told only what is finite, not zero and in the domain.

# f() with `spare` bits more than asked for, rounded once.
function _with_guard(f, spare = 0)
    mode = BIG_ROUNDING[]
    mode === RoundNearest || return setrounding(BigFloat, RoundNearest) do
        r = setprecision(f, BIG_PRECISION[] + 64 + spare)
        r.kind == 0 ? setrounding(() -> _bigfloat(r.mantissa, r.exponent), BigFloat, mode) : r
    end # rounded up at each step, no series would end
    r = setprecision(f, BIG_PRECISION[] + 64 + spare)
    r.kind == 0 ? _bigfloat(r.mantissa, r.exponent) : r
end
# Constants are kept with all the digits that were asked for so far.
const _big_kept = Dict{Symbol,BigFloat}()
function _big_constant(f, name)
    x = get(_big_kept, name, nothing)
    if x === nothing || x.precision < BIG_PRECISION[]
        x = _with_guard(f)
        _big_kept[name] = x
    end
    x.precision == BIG_PRECISION[] ? x : _bigfloat(x.mantissa, x.exponent)
end
_big_pi() = _big_constant(_compute_pi, :pi)
_big_log2() = _big_constant(_compute_log2, :log2)
_big_log10() = _big_constant(() -> log(BigFloat(10)), :log10)
function _compute_pi()
    # Machin: 16 atan(1/5) - 4 atan(1/239), in fixed point
    one_ = BigInt(1) << (BIG_PRECISION[] + 32)
    part(n) = begin
        t = div(one_, n)
        s, k = t, 3
        while t != 0
            t = -div(t, n * n)
            s += div(t, k)
            k += 2
        end
        s
    end
    _bigfloat(16 * part(5) - 4 * part(239), -(BIG_PRECISION[] + 32))
end
function _compute_log2()
    # 2 atanh(1/3)
    one_ = BigInt(1) << (BIG_PRECISION[] + 32)
    t = div(one_, 3)
    s, k = t, 3
    while t != 0
        t = div(t, 9)
        s += div(t, k)
        k += 2
    end
    _bigfloat(2s, -(BIG_PRECISION[] + 32))
end
_to_big(::Irrational{:π}) = _with_guard(_big_pi)
_to_big(::Irrational{:ℯ}) = exp(BigFloat(1))
_to_big(::Irrational{:φ}) = _with_guard(() -> (1 + sqrt(BigFloat(5))) / 2)

const _BIG_ODD = (:sin, :tan, :asin, :atan, :sinh, :tanh, :asinh, :atanh, :expm1, :log1p) # near zero: x
const _BIG_REST = (:exp, :exp2, :exp10, :log, :log2, :log10, :cos, :acos, :cosh, :acosh, :cbrt, :sec, :csc, :sech, :csch, :coth)
const _BIG_GROWING = (:exp, :exp2, :exp10, :expm1, :sinh, :cosh, :tanh, :sech, :csch, :coth) # soon beyond all exponents
for f in (_BIG_ODD..., _BIG_REST...)
    @eval function $f(x::BigFloat)
        isnan(x) && return x
        _big_within($f, x) || throw(DomainError(x, _big_outside($f)))
        x.kind == 0 && x.mantissa != 0 || return _big_limit($f, x)
        small = -exponent(x)
        $(f in _BIG_GROWING) && small < -61 && return _big_limit($f, copysign(BigFloat(Inf), x))
        $(f in _BIG_ODD) && small > BIG_PRECISION[] + 2 && return x
        _with_guard(() -> _big($f, x), 2 * clamp(small, 0, BIG_PRECISION[] + 64))
    end
end
_big_within(f, x) = true
_big_within(::Union{typeof(sin),typeof(cos),typeof(tan),typeof(sec),typeof(csc)}, x) = isfinite(x)
_big_within(::Union{typeof(asin),typeof(acos),typeof(atanh)}, x) = -1 <= x <= 1
_big_within(::typeof(acosh), x) = x >= 1
_big_within(::Union{typeof(log),typeof(log2),typeof(log10)}, x) = x >= 0
_big_within(::typeof(log1p), x) = x >= -1
_big_outside(f) = "NaN result for non-NaN input."
_big_outside(f::Union{typeof(log),typeof(log2),typeof(log10),typeof(log1p)}) =
    "$f will only return a complex result if called with a complex argument. Try $f(complex(x))."
# At zero and at infinity Float64 is exact where no half of π comes out.
_big_limit(f, x) = BigFloat(f(Float64(x)))
_big_limit(::typeof(atan), x) = isinf(x) ? copysign(_with_guard(() -> _big_pi() / 2), x) : x
_big_limit(::typeof(acos), x) = _with_guard(() -> _big_pi() / 2)

# x as an integer of 2^-bits, rounded down; what series are summed in.
function _fixed_point(x::BigFloat, bits)
    s = x.exponent + bits
    s >= 0 ? x.mantissa << s : x.mantissa >> -s
end
function _big(::typeof(exp), x)
    # x = n log(2) + r with 0 <= r < log(2) and a 256th of r in the series
    n = floor(BigInt, x / _big_log2())
    bits = BIG_PRECISION[] + 48
    r = setprecision(() -> x - n * _big_log2(), bits + _big_bits(n))
    y = _fixed_point(r, bits) >> 8
    s = t = BigInt(1) << bits
    k = 1
    while true
        t = div((t * y) >> bits, k)
        t == 0 && break
        s += t
        k += 1
    end
    for _ in 1:8
        s = (s * s) >> bits
    end
    _bigfloat(s, Int(n) - bits)
end
_big(::typeof(exp2), x) = isinteger(x) ? ldexp(BigFloat(1), Int(x)) : exp(x * _big_log2())
_big(::typeof(exp10), x) = isinteger(x) ? BigFloat(10)^Int(x) : exp(x * _big_log10())
_big(::typeof(expm1), x) = exp(x) - 1
# Halley's steps from a Float64 to all digits: each has three times as many.
_big_steps() = max(1, ceil(Int, log(BIG_PRECISION[] / 48) / log(3)))
function _big(::typeof(log), x)
    x == 1 && return BigFloat(0)
    e = x.exponent + _big_bits(x.mantissa)
    m = _bigfloat(x.mantissa, x.exponent - e)
    y = BigFloat(log(Float64(m)))
    for _ in 1:_big_steps()
        z = exp(y)
        y += 2 * (m - z) / (m + z)
    end
    e == 0 ? y : y + e * _big_log2()
end
_big(::typeof(log2), x) = log(x) / _big_log2()
_big(::typeof(log10), x) = log(x) / _big_log10()
_big(::typeof(log1p), x) = log(1 + x)
_big(::typeof(cbrt), x) = x < 0 ? -_big(cbrt, -x) : (y = exp(log(x) / 3); y - (y * y * y - x) / (3 * y * y))
function _big_sincos(x)
    turns = max(exponent(x), 0)
    y, q = setprecision(BIG_PRECISION[] + turns) do
        quarter = _big_pi() / 2
        q = round(x / quarter)
        (x - q * quarter, BigInt(q))
    end
    bits = BIG_PRECISION[] + 48
    y = _fixed_point(y, bits) >> 8
    square = (y * y) >> bits
    s = t = y
    c = u = BigInt(1) << bits
    n = 1
    while abs(u) > 1
        u = -div((u * square) >> bits, n * (n + 1))
        t = -div((t * square) >> bits, (n + 1) * (n + 2))
        s, c = s + t, c + u
        n += 2
    end
    for _ in 1:8
        s, c = (s * c) >> (bits - 1), (c * c - s * s) >> bits
    end
    s, c = _bigfloat(s, -bits), _bigfloat(c, -bits)
    k = mod(q, 4)
    k == 0 ? (s, c) : k == 1 ? (c, -s) : k == 2 ? (-s, -c) : (-c, s)
end
_big(::typeof(sin), x) = _big_sincos(x)[1]
_big(::typeof(cos), x) = _big_sincos(x)[2]
_big(::typeof(tan), x) = ((s, c) = _big_sincos(x); s / c)
sincos(x::BigFloat) = isinf(x) ? (BigFloat(NaN), BigFloat(NaN)) : (sin(x), cos(x))
for (f, g) in ((:sec, :cos), (:csc, :sin), (:sech, :cosh), (:csch, :sinh), (:coth, :tanh))
    @eval _big(::typeof($f), x) = 1 / $g(x)
end
function rem2pi(x::BigFloat, r::RoundingMode)
    turn = 2 * BigFloat(π)
    r === RoundNearest || return r === RoundDown ? mod(x, turn) : r === RoundUp ? mod(x, -turn) : rem(x, turn)
    y = rem(x, turn)
    abs(y) * 2 > turn ? y - copysign(turn, y) : y
end
mod2pi(x::BigFloat) = rem2pi(x, RoundDown)
function _big(::typeof(atan), x)
    y = BigFloat(atan(Float64(x)))
    iszero(y) && return x
    for _ in 1:_big_steps()
        s, c = _big_sincos(y)
        y += (x * c - s) / (c + x * s)
    end
    y
end
_big(::typeof(asin), x) = abs(x) == 1 ? copysign(_big_pi() / 2, x) : atan(x / sqrt((1 - x) * (1 + x)))
_big(::typeof(acos), x) = x == 1 ? BigFloat(0) : 2 * atan(sqrt((1 - x) / (1 + x)))
_big(::typeof(sinh), x) = (e = exp(x); (e - 1 / e) / 2)
_big(::typeof(cosh), x) = (e = exp(x); (e + 1 / e) / 2)
_big(::typeof(tanh), x) = abs(x) > BIG_PRECISION[] ? copysign(1 - exp(-2 * abs(x)), x) : (e = exp(2x); (e - 1) / (e + 1))
_big(::typeof(asinh), x) = x < 0 ? -_big(asinh, -x) : log(x + sqrt(x * x + 1))
_big(::typeof(acosh), x) = (y = x - 1; log1p(y + sqrt(y * (x + 1))))
_big(::typeof(atanh), x) = log((1 + x) / (1 - x)) / 2
function atan(y::BigFloat, x::BigFloat)
    isnan(x) || isnan(y) ? BigFloat(NaN) : iszero(y) || isinf(x) || iszero(x) ? _big_quarters(y, x) : isinf(y) ? _big_quarters(y, BigFloat(0)) :
    _with_guard(() -> x > 0 ? atan(y / x) : copysign(_big_pi(), y) + atan(y / x))
end
# The angle of a point on an axis or far away: some quarters of π.
_big_quarters(y, x) = (a = atan(Float64(y), Float64(x)); iszero(a) ? BigFloat(a) : _with_guard(() -> _big_pi() * round(Int, 4a / π) / 4))
hypot(x::BigFloat, y::BigFloat) = isinf(x) || isinf(y) ? BigFloat(Inf) : _with_guard(() -> sqrt(x * x + y * y), BIG_PRECISION[])
deg2rad(x::BigFloat) = x * (BigFloat(π) / 180)
rad2deg(x::BigFloat) = x * (180 / BigFloat(π))
# of degrees: by eighths of the circle, so that the multiples of 90 are exact
function sind(x::BigFloat)
    isinf(x) && throw(DomainError(x, "`x` cannot be infinite."))
    r = rem(x, 360)
    a = abs(r)
    iszero(r) || isnan(r) ? r : a < 45 ? sin(deg2rad(r)) : a <= 135 ? copysign(cos(deg2rad(90 - a)), r) : a == 180 ? copysign(zero(r), r) :
    a < 225 ? sin(deg2rad((180 - a) * sign(r))) : a <= 315 ? -copysign(cos(deg2rad(270 - a)), r) : sin(deg2rad(r - copysign(BigFloat(360), r)))
end
function cosd(x::BigFloat)
    isinf(x) && throw(DomainError(x, "`x` cannot be infinite."))
    a = abs(rem(x, 360))
    isnan(a) ? a : a <= 45 ? cos(deg2rad(a)) : a < 135 ? sin(deg2rad(90 - a)) : a <= 225 ? -cos(deg2rad(180 - a)) :
    a < 315 ? sin(deg2rad(a - 270)) : cos(deg2rad(360 - a))
end
tand(x::BigFloat) = sind(x) / cosd(x)
# of half turns: by eighths of the circle, from -1 to 1
_big_turns(x) = isinf(x) ? throw(DomainError(x, "`x` cannot be infinite.")) : (r = rem(x, BigFloat(2)); abs(r) > 1 ? r - copysign(BigFloat(2), r) : r)
function sinpi(x::BigFloat)
    r = _big_turns(x)
    a = abs(r)
    isnan(r) ? r : isinteger(r) ? copysign(BigFloat(0), x) : a < 0.25 ? sin(BigFloat(π) * r) :
    copysign(a < 0.75 ? cos(BigFloat(π) * (0.5 - a)) : sin(BigFloat(π) * (1 - a)), r)
end
function cospi(x::BigFloat)
    a = abs(_big_turns(x))
    isnan(a) ? a : a < 0.25 ? cos(BigFloat(π) * a) : a < 0.75 ? sin(BigFloat(π) * (0.5 - a)) : -cos(BigFloat(π) * (1 - a))
end
