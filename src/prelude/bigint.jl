# BigInt in the language: what src/base/bigint.c does not do.

(::Type{BigInt})(x::Rational) = x.den == 1 ? BigInt(x.num) : throw(InexactError(:BigInt, BigInt, x))
convert(::Type{BigInt}, x::BigInt) = x
convert(::Type{BigInt}, x::Number) = BigInt(x)
convert(::Type{T}, x::BigInt) where {T<:MachineNumber} = T(x)
promote_rule(::Type{BigInt}, ::Type{<:Integer}) = BigInt
promote_rule(::Type{BigInt}, ::Type{Bool}) = BigInt
promote_rule(::Type{BigInt}, ::Type{T}) where {T<:Union{Float16,Float32,Float64}} = BigFloat
big(x::Integer) = BigInt(x)
big(::Type{<:Integer}) = BigInt
big(::Type{Rational{T}}) where {T} = Rational{BigInt}
trailing_ones(x::BigInt) = trailing_zeros(~x)
big(::Type{Complex{T}}) where {T} = Complex{big(T)}
big(A::AbstractArray) = map(big, A)
big(r::AbstractUnitRange{<:Integer}) = big(first(r)):big(last(r))
broadcasted(::typeof(big), r::AbstractUnitRange{<:Integer}) = big(r)
widen(::Type{BigInt}) = BigInt
zero(::Type{BigInt}) = BigInt(0)
one(::Type{BigInt}) = BigInt(1)
zero(::BigInt) = BigInt(0)
one(::BigInt) = BigInt(1)
+(x::BigInt) = x
signed(x::BigInt) = x
isinteger(::BigInt) = true
Integer(x::BigInt) = x
Signed(x::BigInt) = x
unsigned(x::BigInt) = x < 0 ? throw(InexactError(:unsigned, BigInt, x)) : x
float(x::BigInt) = BigFloat(x)
AbstractFloat(x::BigInt) = BigFloat(x)
flipsign(x::BigInt, y::Real) = signbit(y) ? -x : x
copysign(x::BigInt, y::Real) = signbit(x) == signbit(y) ? x : -x
cmp(x::BigInt, y::BigInt) = x < y ? -1 : x > y ? 1 : 0
/(x::Integer, y::Integer) = float(x) / float(y) # of types that C does not know
/(x::BigInt, y::BigInt) = BigFloat(x) / BigFloat(y)
/(x::BigInt, y::Integer) = BigFloat(x) / BigFloat(y)
/(x::Integer, y::BigInt) = BigFloat(x) / BigFloat(y)
^(x::BigInt, y::BigInt) = x^Int(y)
^(x::Bool, y::BigInt) = iszero(y) || x
^(x::Integer, y::BigInt) = BigInt(x)^Int(y)
^(x::MachineNumber, y::BigInt) = x isa Integer ? BigInt(x)^Int(y) : x^oftype(x, y)
powermod(x::Integer, p::Integer, m::BigInt) = powermod(BigInt(x), BigInt(p), m)
powermod(x::BigInt, p::Integer, m::Integer) = powermod(x, BigInt(p), BigInt(m))
function invmod(x::BigInt, m::BigInt)
    abs(m) == 1 && return BigInt(0)
    m != 0 && gcd(x, m) == 1 || throw(DomainError(m))
    z = powermod(x, BigInt(-1), abs(m))
    m < 0 ? z + m : z
end
binomial(n::BigInt, k::BigInt) = binomial(n, Int(k))
checked_neg(x::BigInt) = -x
string(x::BigInt; base::Integer = 10, pad::Integer = 1) = iszero(x) && pad <= 0 ? "" : _big_string(x, Int(base), Int(pad))
rem(x::Integer, ::Type{BigInt}) = BigInt(x)
show(io::IO, x::BigInt) = print(io, _big_string(x, 10, 1))
print(io::IO, x::BigInt) = write(io, _big_string(x, 10, 1))
digits(x::BigInt; base = 10, pad = 1) = begin
    d = base < 0 ? _digits(x, base, pad) : map(typeof(base), _big_digits(x, BigInt(base)))
    while length(d) < pad
        push!(d, 0)
    end
    d
end
tryparse(::Type{BigInt}, s::AbstractString; base::Integer = 0) = _big_parse(String(s), Int(base))
function parse(::Type{BigInt}, s::AbstractString; base::Integer = 0)
    x = _big_parse(String(s), Int(base))
    x === nothing || return x
    all(isspace, s) && throw(ArgumentError("invalid base: base must be 2 ≤ base ≤ 62, got 0")) # of no digits
    throw(ArgumentError("invalid BigInt: $(repr(s))"))
end
trunc(::Type{BigInt}, x::AbstractFloat) = _big_trunc(Float64(trunc(x)))
floor(::Type{BigInt}, x::AbstractFloat) = _big_trunc(Float64(floor(x)))
ceil(::Type{BigInt}, x::AbstractFloat) = _big_trunc(Float64(ceil(x)))
round(::Type{BigInt}, x::AbstractFloat) = _big_trunc(Float64(round(x)))
<<(x::Integer, n::BigInt) = x << Int(n)
>>(x::Integer, n::BigInt) = x >> Int(n)
>>>(x::Integer, n::BigInt) = x >>> Int(n)
deepcopy_internal(x::BigInt, ::IdDict) = x
copy(x::BigInt) = x
macro int128_str(s)
    parse(Int128, s)
end
macro uint128_str(s)
    parse(UInt128, s)
end
macro big_str(s)
    # between the first and the last character digits may be apart
    parts = '_' in s
    n = tryparse(BigInt, parts ? string(s[1], filter(!=('_'), s[nextind(s, 1):prevind(s, end)]), s[end]) : s)
    n === nothing || return n
    f = parts ? nothing : tryparse(BigFloat, s)
    f === nothing || return f
    :(throw(ArgumentError($("invalid number format $s for BigInt or BigFloat"))))
end

# BigFloat: sign * mantissa * 2^exponent with a mantissa of `precision` bits, rounded to nearest, halves to even.
const BIG_PRECISION = Ref(256)
struct BigFloat <: AbstractFloat
    mantissa::BigInt
    exponent::Int
    kind::Int8  # 0 finite, 1 Inf, -1 -Inf, 2 NaN, -2 negative zero
    precision::Int  # with which it was rounded, and is written
    BigFloat(m::BigInt, e::Int, ::Val{:raw}) = new(m, e, Int8(0), BIG_PRECISION[])
    BigFloat(kind::Int, ::Val{:special}) = new(BigInt(0), 0, Int8(kind), BIG_PRECISION[])
end
precision(::Type{BigFloat}) = BIG_PRECISION[]
precision(x::BigFloat) = x.precision
setprecision(n::Integer) = setprecision(BigFloat, n)
_checked_precision(n) = n < 2 ? throw(DomainError(n, "`precision` cannot be less than 2.")) : Int(n)
setprecision(::Type{BigFloat}, n::Integer) = BIG_PRECISION[] = _checked_precision(n)
setprecision(f::Function, n::Integer) = _with_precision(f, _checked_precision(n))
setprecision(f::Function, ::Type{BigFloat}, n::Integer) = setprecision(f, n)
const BIG_ROUNDING = Ref{Any}(RoundNearest)
rounding(::Type{BigFloat}) = BIG_ROUNDING[]
setrounding(::Type{BigFloat}, r::RoundingMode) = (BIG_ROUNDING[] = r; nothing)
function setrounding(f::Function, T::Type, r::RoundingMode)
    old = BIG_ROUNDING[]
    setrounding(T, r)
    try
        f()
    finally
        BIG_ROUNDING[] = old
    end
end
# Whether the magnitude q, behind which r was cut off, is rounded away from zero.
function _big_rounds_up(q, r, half, sticky, negative)
    mode = BIG_ROUNDING[]
    mode === RoundNearest && return r > half || (r == half && (sticky || isodd(q)))
    away = mode === RoundUp ? !negative : mode === RoundDown ? negative : mode === RoundFromZero
    away && (r != 0 || sticky)
end
# The decimal digits of a finite x >= 0, at most n of them (then the last one is not zero if some were cut off), and the
# place of the point: x is 0.DIGITS * 10^point.
function _big_expansion(x::BigFloat, n::Int)
    iszero(x) && return ("0", 1)
    e = x.exponent
    digits = string(e >= 0 ? x.mantissa << e : x.mantissa * BigInt(5)^(-e))
    point = length(digits) + min(e, 0)
    length(digits) > n && (digits = digits[1:n-1] * (all(isequal('0'), digits[n:end]) ? "0" : "1"))
    (String(rstrip(digits, '0')), point)
end
# m * 2^e rounded; sticky: something nonzero was cut off below m.
function _bigfloat(m::BigInt, e::Int, sticky::Bool = false)
    bits = _big_bits(m)
    bits == 0 && return BigFloat(m, 0, Val(:raw))
    over = bits - BIG_PRECISION[]
    if over > 0
        negative = m < 0
        a = abs(m)
        q = a >> over
        r = a - (q << over)
        _big_rounds_up(q, r, BigInt(1) << (over - 1), sticky, negative) && (q += 1)
        m = negative ? -q : q
        e += over
    end
    z = trailing_zeros(m)
    abs(e) > typemax(Int) >> 2 && (v = _big_beyond(m, e)) !== nothing && return v
    BigFloat(m >> z, e + z, Val(:raw))
end
# Powers of two end where Julia's do: infinity or zero, if m * 2^e lies behind.
function _big_beyond(m, e)
    top = e + _big_bits(m)
    top > typemax(Int) ÷ 2 && return BigFloat(m < 0 ? -1 : 1, Val(:special))
    top >= -(typemax(Int) ÷ 2) ? nothing : m < 0 ? BigFloat(-2, Val(:special)) : BigFloat(BigInt(0), 0, Val(:raw))
end
BigFloat(x::Union{Real,AbstractString}; precision::Integer = BIG_PRECISION[]) =
    precision == BIG_PRECISION[] ? _to_big(x) : _with_precision(() -> _to_big(x), precision)
BigFloat(x::Union{Real,AbstractString}, r::RoundingMode; precision::Integer = BIG_PRECISION[]) =
    setrounding(() -> BigFloat(x; precision = precision), BigFloat, r)
BigFloat(; precision::Integer = BIG_PRECISION[]) = BigFloat(NaN; precision = precision)
function _with_precision(f, n)
    n < 1 && throw(DomainError(n, "`precision` cannot be less than 1."))
    old = BIG_PRECISION[]
    BIG_PRECISION[] = n
    try
        f()
    finally
        BIG_PRECISION[] = old
    end
end
_to_big(x::BigFloat) = x.precision == BIG_PRECISION[] ? x : x.kind == 0 ? _bigfloat(x.mantissa, x.exponent) : BigFloat(Int(x.kind), Val(:special))
_to_big(x::Integer) = _bigfloat(BigInt(x), 0)
function _to_big(x::Union{Float16,Float32,Float64})
    isnan(x) && return BigFloat(2, Val(:special))
    isinf(x) && return BigFloat(x > 0 ? 1 : -1, Val(:special))
    x == 0 && return signbit(x) ? BigFloat(-2, Val(:special)) : _bigfloat(BigInt(0), 0)
    s, e = frexp(Float64(x))
    _bigfloat(BigInt(ldexp(s, 53)), e - 53)
end
_to_big(x::Rational) = BigFloat(x.num) / BigFloat(x.den)
_to_big(s::AbstractString) = parse(BigFloat, s)
big(x::AbstractFloat) = BigFloat(x)
big(::Type{<:AbstractFloat}) = BigFloat
_big_negative(x::BigFloat) = x.kind == 0 ? x.mantissa < 0 : x.kind < 0
isnan(x::BigFloat) = x.kind == 2
isinf(x::BigFloat) = abs(x.kind) == 1
isfinite(x::BigFloat) = x.kind == 0 || x.kind == -2
iszero(x::BigFloat) = x.kind == -2 || (x.kind == 0 && x.mantissa == 0)
signbit(x::BigFloat) = _big_negative(x)
isinteger(x::BigFloat) = isfinite(x) && (iszero(x) || x.exponent >= 0)
promote_rule(::Type{BigFloat}, ::Type{<:Real}) = BigFloat
promote_rule(::Type{BigInt}, ::Type{<:AbstractFloat}) = BigFloat
promote_rule(::Type{BigFloat}, ::Type{<:Union{Float16,Float32,Float64}}) = BigFloat
promote_rule(::Type{BigFloat}, ::Type{<:Rational}) = BigFloat
promote_rule(::Type{BigFloat}, ::Type{<:AbstractIrrational}) = BigFloat
promote_rule(::Type{<:AbstractIrrational}, ::Type{BigFloat}) = BigFloat
promote_rule(::Type{<:AbstractIrrational}, ::Type{BigInt}) = BigFloat
convert(::Type{BigFloat}, x::Number) = BigFloat(x)
convert(::Type{BigFloat}, x::BigFloat) = x
AbstractFloat(x::BigFloat) = x
float(x::BigFloat) = x
zero(::Type{BigFloat}) = BigFloat(0)
one(::Type{BigFloat}) = BigFloat(1)
widen(::Type{BigFloat}) = BigFloat
typemax(::Type{BigFloat}) = BigFloat(Inf)
typemin(::Type{BigFloat}) = BigFloat(-Inf)
eps(::Type{BigFloat}) = _bigfloat(BigInt(1), 1 - BIG_PRECISION[])
floatmax(::Type{BigFloat}) = _bigfloat((BigInt(1) << BIG_PRECISION[]) - 1, typemax(Int) ÷ 2 - BIG_PRECISION[])
floatmin(::Type{BigFloat}) = _bigfloat(BigInt(1), -(typemax(Int) ÷ 2) - 1)
maxintfloat(x::BigFloat) = BigFloat(2)^precision(x)
maxintfloat(::Type{BigFloat}) = BigFloat(2)^BIG_PRECISION[]
frexp(x::BigFloat) = iszero(x) || !isfinite(x) ? (x, 0) : (e = exponent(x) + 1; (ldexp(x, -e), e))
function modf(x::BigFloat)
    isinf(x) && return (copysign(BigFloat(0), x), x)
    whole = trunc(x)
    (x - whole, whole)
end
eps(x::BigFloat) = iszero(x) ? eps(BigFloat) : ldexp(BigFloat(1), exponent(x) + 1 - BIG_PRECISION[])
(::Type{T})(x::BigFloat) where {T<:Union{Float16,Float32,Float64}} = T(x, BIG_ROUNDING[])
(::Type{T})(x::BigFloat, r::RoundingMode) where {T<:Union{Float16,Float32,Float64}} =
    x.kind == 0 ? _to_side(x, _big_nearest(T, x), r) : _big_nearest(T, x)
function _big_nearest(::Type{T}, x::BigFloat) where {T}
    x.kind == 0 || return T(x.kind == 2 ? NaN : x.kind == -2 ? -0.0 : x.kind * Inf)
    m, e = x.mantissa, x.exponent
    bits = _big_bits(m)
    if bits > 62
        cut = bits - 62
        low = (abs(m) >> cut) | 1
        m = m < 0 ? -low : low
        e += cut
    end
    T(ldexp(T === Float64 ? Float64(m) : Float64(Float32(m)), clamp(e, -5000, 5000)))
end
function (::Type{T})(x::BigFloat) where {T<:Integer}
    isinteger(x) || throw(InexactError(nameof(T), T, x))
    T(x.mantissa << x.exponent)
end
function Rational{T}(x::BigFloat) where {T<:Integer}
    isnan(x) && throw(InexactError(:Rational, Rational{T}, x))
    isinf(x) || iszero(x) ? Rational{T}(Float64(x)) : Rational{T}(x.mantissa << max(x.exponent, 0), BigInt(1) << max(-x.exponent, 0))
end
BigInt(x::BigFloat) = isinteger(x) ? x.mantissa << x.exponent : throw(InexactError(:BigInt, BigInt, x))
# What is not finite, and zeros with their signs, go the way of Float64; there only the sign of any other number matters.
_unit(x::BigFloat) = x.kind == 0 && x.mantissa != 0 ? (x.mantissa < 0 ? -1.0 : 1.0) : Float64(x)
_special2(op, x, y) = BigFloat(op(_unit(x), _unit(y)))
_all_finite(x, y) = x.kind == 0 && y.kind == 0
function +(x::BigFloat, y::BigFloat)
    _all_finite(x, y) || return x.kind == -2 && y.kind == 0 ? y : y.kind == -2 && x.kind == 0 ? x : _special2(+, x, y)
    x.mantissa == 0 && return y
    y.mantissa == 0 && return x
    x.exponent < y.exponent && ((x, y) = (y, x))
    d = x.exponent - y.exponent
    # an operand far below the other only decides the rounding
    if d > 4 * BIG_PRECISION[] + _big_bits(y.mantissa)
        s = 2 * BIG_PRECISION[] + 4
        return _bigfloat((x.mantissa << s) + sign(y.mantissa), x.exponent - s)
    end
    _bigfloat((x.mantissa << d) + y.mantissa, y.exponent)
end
-(x::BigFloat) = x.kind == 0 ? (x.mantissa == 0 ? BigFloat(-2, Val(:special)) : BigFloat(-x.mantissa, x.exponent, Val(:raw))) :
    x.kind == 2 ? x : x.kind == -2 ? BigFloat(0) : BigFloat(-Int(x.kind), Val(:special))
-(x::BigFloat, y::BigFloat) = x + (-y)
*(x::BigFloat, y::BigFloat) = _all_finite(x, y) && x.mantissa != 0 && y.mantissa != 0 ? _bigfloat(x.mantissa * y.mantissa, x.exponent + y.exponent) : _special2(*, x, y)
function /(x::BigFloat, y::BigFloat)
    _all_finite(x, y) && x.mantissa != 0 && y.mantissa != 0 || return _special2(/, x, y)
    s = BIG_PRECISION[] + 2 + max(0, _big_bits(y.mantissa) - _big_bits(x.mantissa))
    q, r = divrem(abs(x.mantissa) << s, abs(y.mantissa))
    q = 2q + (r != 0)
    _bigfloat((x.mantissa < 0) != (y.mantissa < 0) ? -q : q, x.exponent - y.exponent - s - 1)
end
function sqrt(x::BigFloat)
    iszero(x) && return x
    _big_negative(x) && throw(DomainError(x, "NaN result for non-NaN input."))
    x.kind == 0 || return x
    s = 2 * BIG_PRECISION[] + 4
    isodd(x.exponent - s) && (s += 1)
    m = x.mantissa << s
    r = isqrt(m)
    _bigfloat(2r + (r * r != m), div(x.exponent - s, 2) - 1)
end
sqrt(x::BigInt) = sqrt(BigFloat(x))
abs(x::BigFloat) = _big_negative(x) ? -x : x
inv(x::BigFloat) = BigFloat(1) / x
sign(x::BigFloat) = iszero(x) || isnan(x) ? x : BigFloat(_big_negative(x) ? -1 : 1)
function _bigcmp(x::BigFloat, y::BigFloat)
    (x.kind in (0, -2)) && (y.kind in (0, -2)) || return cmp(_unit(x), _unit(y))
    d = x - y
    iszero(d) ? 0 : _big_negative(d) ? -1 : 1
end
# What is as long as can be is compared with all its digits.
for op in (:(==), :<, :<=), (X, Y) in ((:BigFloat, :BigInt), (:BigInt, :BigFloat))
    @eval $op(x::$X, y::$Y) = $op(_whole(x), _whole(y))
end
_whole(x::BigFloat) = x
_whole(x::BigInt) = BigFloat(x; precision = max(BIG_PRECISION[], _big_bits(x)))
==(x::BigFloat, y::BigFloat) = !isnan(x) && !isnan(y) && _bigcmp(x, y) == 0
<(x::BigFloat, y::BigFloat) = !isnan(x) && !isnan(y) && _bigcmp(x, y) < 0
<=(x::BigFloat, y::BigFloat) = !isnan(x) && !isnan(y) && _bigcmp(x, y) <= 0
isless(x::BigFloat, y::BigFloat) = x < y || (isnan(y) && !isnan(x)) || (iszero(x) && iszero(y) && signbit(x) && !signbit(y))
isequal(x::BigFloat, y::BigFloat) = (x == y && signbit(x) == signbit(y)) || (isnan(x) && isnan(y))
cmp(x::BigFloat, y::BigFloat) = isless(x, y) ? -1 : isless(y, x) ? 1 : 0
hash(x::BigFloat, h::UInt64) = x == Float64(x) ? hash(Float64(x), h) : hash(x.mantissa, hash(x.exponent, h))
function _big_round(x::BigFloat, r::RoundingMode)
    (x.kind != 0 || x.exponent >= 0) && return x
    n = -x.exponent
    q = x.mantissa >> n  # down
    rest = x.mantissa - (q << n)
    half = BigInt(1) << (n - 1)
    up = r === RoundNearest ? rest > half || (rest == half && isodd(q)) : r === RoundUp ? true : r === RoundDown ? false :
        r === RoundToZero ? x.mantissa < 0 : rest > half || (rest == half && x.mantissa > 0)
    up && rest != 0 && (q += 1)
    q == 0 ? copysign(BigFloat(0), x) : _bigfloat(q, 0)
end
round(x::BigFloat, r::RoundingMode = RoundNearest; kw...) = isempty(kw) ? _big_round(x, r) : _big_digits_round(x, r; kw...)
function _big_digits_round(x, r; digits = nothing, sigdigits = nothing, base = 10)
    digits !== nothing && sigdigits !== nothing && throw(ArgumentError("`round` cannot use both `digits` and `sigdigits` arguments."))
    isfinite(x) || return x
    sigdigits === nothing || (digits = sigdigits - 1 - (iszero(x) ? 0 : floor(Int, log(abs(x)) / log(BigFloat(base)))))
    s = BigFloat(base)^abs(something(digits, 0))
    digits >= 0 ? _big_round(x * s, r) / s : _big_round(x / s, r) * s
end
trunc(x::BigFloat; kw...) = round(x, RoundToZero; kw...)
floor(x::BigFloat; kw...) = round(x, RoundDown; kw...)
ceil(x::BigFloat; kw...) = round(x, RoundUp; kw...)
factorial(x::BigFloat) = isinteger(x) && x >= 0 ? BigFloat(factorial(BigInt(x))) : throw(DomainError(x, "Must be a non-negative integer."))
issubnormal(::BigFloat) = false
for f in (:round, :trunc, :floor, :ceil)
    @eval $f(::Type{T}, x::BigFloat) where {T<:Integer} = T(BigInt($f(x)))
    @eval $f(::Type{BigInt}, x::BigFloat) = BigInt($f(x))
end
div(x::BigFloat, y::BigFloat) = trunc(setrounding(() -> x / y, BigFloat, RoundToZero))
fld(x::BigFloat, y::BigFloat) = round((x - mod(x, y)) / y)
cld(x::BigFloat, y::BigFloat) = -fld(-x, y)
max(x::BigFloat, y::BigFloat) = isnan(x) || y < x || (x == y && signbit(y)) ? x : y
min(x::BigFloat, y::BigFloat) = isnan(x) || x < y || (x == y && signbit(x)) ? x : y
# Exact, however long the quotient is.
function rem(x::BigFloat, y::BigFloat)
    isnan(x) || isinf(x) || isnan(y) || iszero(y) ? (return BigFloat(NaN)) : isinf(y) || iszero(x) ? (return x) : nothing
    e = min(x.exponent, y.exponent)
    r = rem(x.mantissa << (x.exponent - e), y.mantissa << (y.exponent - e))
    r == 0 ? copysign(BigFloat(0), x) : _bigfloat(r, e)
end
function mod(x::BigFloat, y::BigFloat)
    r = rem(x, y)
    iszero(r) ? copysign(r, y) : signbit(r) != signbit(y) ? r + y : r
end
^(x::BigFloat, n::Integer) = n >= 0 ? _big_power(x, Int(n)) : inv(_big_power(x, -Int(n)))
function _big_power(x, n)
    x.kind == 0 || return BigFloat(Float64(x)^n)
    # exact while it is small, so that one rounding remains
    n * _big_bits(x.mantissa) < 100000 && return _bigfloat(x.mantissa^n, x.exponent * n)
    _with_guard(() -> power_by_squaring(x, n))
end
literal_pow(f::typeof(^), x::BigFloat, ::Val{p}) where {p} = x^p
function ^(x::BigFloat, y::BigFloat)
    x == 1 && return x
    isinteger(y) && abs(y) < 1000000 && return x^Int(y)
    isnan(x) || isnan(y) ? BigFloat(NaN) : isinf(y) && abs(x) == 1 ? BigFloat(1) : iszero(x) || isinf(x) ? (y > 0 ? abs(x) : 1 / abs(x)) :
    signbit(x) && !isinf(y) ? (isinteger(y) ? (iseven(BigInt(y)) ? 1 : -1) * abs(x)^y : BigFloat(NaN)) :
    isinf(y) ? ((abs(x) > 1) == (y > 0) ? BigFloat(Inf) : BigFloat(0)) : _with_guard(() -> exp(y * log(x)), max(0, exponent(y)) + _big_bits(BigInt(exponent(x))))
end
muladd(x::BigFloat, y::BigFloat, z::BigFloat) = x * y + z
fma(x::BigFloat, y::BigFloat, z::BigFloat) = setprecision(() -> x * y, 4 * BIG_PRECISION[]) + z
exponent(x::BigFloat) = isfinite(x) && !iszero(x) ? x.exponent + _big_bits(x.mantissa) - 1 : throw(DomainError(x, "`x` must be non-zero and finite."))
function ldexp(x::BigFloat, n::Integer)
    x.kind == 0 ? _bigfloat(x.mantissa, x.exponent + Int(n)) : x
end
significand(x::BigFloat) = isfinite(x) && !iszero(x) ? ldexp(x, -exponent(x)) : x
# One more or less of as many bits as there are; a half of that below a power of two.
function _big_away(x::BigFloat, up::Bool)
    s = x.precision - _big_bits(x.mantissa)
    m = x.mantissa << s
    down = up == (x.mantissa < 0) && abs(x.mantissa) == 1
    down && (s += 1; m <<= 1)
    _with_precision(() -> _bigfloat(m + (up ? 1 : -1), x.exponent - s), x.precision)
end
nextfloat(x::BigFloat) = isnan(x) || x == BigFloat(Inf) ? x : isinf(x) ? -floatmax(BigFloat) : iszero(x) ? floatmin(BigFloat) : _big_away(x, true)
prevfloat(x::BigFloat) = isnan(x) || x == BigFloat(-Inf) ? x : isinf(x) ? floatmax(BigFloat) : iszero(x) ? -floatmin(BigFloat) : _big_away(x, false)
function nextfloat(x::BigFloat, n::Integer)
    for _ in 1:abs(n)
        x = n > 0 ? nextfloat(x) : prevfloat(x)
    end
    x
end
prevfloat(x::BigFloat, n::Integer) = nextfloat(x, -n)

# n decimal digits of x and the power of ten of the first, rounded to nearest.
function _big_decimal(x::BigFloat, n::Int)
    m, e = abs(x.mantissa), x.exponent
    if abs(e) > 100000 # near enough to one first
        y, p = setprecision(x.precision + 128) do
            p = floor(Int, exponent(x) * (_big_log2() / log(BigFloat(10))))
            (abs(x) / BigFloat(10)^(p ÷ 2) / BigFloat(10)^(p - p ÷ 2), p)
        end
        d, q = _big_decimal(y, n)
        return d, p + q
    end
    p = floor(Int, (e + _big_bits(m) - 1) * 0.30102999566398120)
    while true
        s = n - 1 - p
        num = s >= 0 ? m * BigInt(10)^s : m
        den = s >= 0 ? BigInt(1) : BigInt(10)^(-s)
        e >= 0 ? (num <<= e) : (den <<= -e)
        q, r = divrem(num, den)
        if 2r > den || (2r == den && isodd(q))
            q += 1
        end
        d = string(q)
        length(d) == n && return d, p
        p += length(d) - n
        if length(d) == n + 1 && all(==('0'), d[2:end])
            return d[1:n], p
        end
    end
end
string(x::BigFloat) = _big_text(x, ceil(Int, x.precision * 0.30102999566398120) + 1)
function _big_text(x::BigFloat, n::Int)
    x.kind == 0 || return x.kind == -2 ? "-0.0" : string(Float64(x))
    x.mantissa == 0 && return "0.0"
    d, p = _big_decimal(x, n)
    d = String(rstrip(d, '0'))
    sgn = x.mantissa < 0 ? "-" : ""
    if -5 < p < 6
        if p < 0 # Julia 1.5 writes 0.50
            return string(sgn, "0.", "0"^(-p - 1), d, length(d) == 1 ? "0" : "")
        elseif length(d) <= p + 1
            return string(sgn, d, "0"^(p + 1 - length(d)), ".0")
        else
            return string(sgn, d[1:p+1], ".", d[p+2:end])
        end
    end
    string(sgn, d[1:1], ".", length(d) > 1 ? d[2:end] : "0", "e", p < 0 ? "-" : "+", lpad(string(abs(p)), 2, '0'))
end
show(io::IO, x::BigFloat) = print(io, get(io, :compact, false) ? _big_text(x, 6) : string(x))
print(io::IO, x::BigFloat) = write(io, string(x))
function tryparse(::Type{BigFloat}, s::AbstractString)
    m = match(r"^\s*([-+]?)([0-9]*)\.?([0-9]*)(?:[eE]([-+]?[0-9]+))?\s*$", s)
    if m === nothing || (m.captures[2] == "" && m.captures[3] == "")
        f = tryparse(Float64, s)
        return f === nothing ? nothing : BigFloat(f)
    end
    n = parse(BigInt, m.captures[2] * m.captures[3])
    e = (m.captures[4] === nothing ? 0 : parse(Int, m.captures[4])) - length(m.captures[3])
    m.captures[1] == "-" && (n = -n)
    n == 0 && m.captures[1] == "-" && return BigFloat(-2, Val(:special))
    e >= 0 ? _bigfloat(n * BigInt(10)^e, 0) : _big_divide(n, BigInt(10)^(-e))
end
function _big_divide(n, d)
    n == 0 && return BigFloat(0)
    s = BIG_PRECISION[] + 2 + max(0, _big_bits(d) - _big_bits(n))
    q, r = divrem(abs(n) << s, d)
    q = 2q + (r != 0)
    _bigfloat(n < 0 ? -q : q, -s - 1)
end
parse(::Type{BigFloat}, s::AbstractString) =
    (x = tryparse(BigFloat, s); x === nothing ? throw(ArgumentError("cannot parse $(repr(s)) as BigFloat")) : x)
