# Rational numbers: fractions in lowest terms with a positive denominator; overflow is an error.

struct Rational{T<:Integer} <: Real
    num::T
    den::T
    function Rational{T}(num::Integer, den::Integer) where {T<:Integer}
        iszero(den) && iszero(num) && throw(ArgumentError("invalid rational: zero($T)//zero($T)"))
        g = gcd(num, den)
        n, d = T(div(num, g)), T(div(den, g))
        signbit(d) || return new{T}(n, d)
        signbit(-d) && throw(ArgumentError("invalid rational: denominator can't be typemin($T)"))
        new{T}(-n, -d)
    end
    # parts that are known to be in lowest terms
    Rational{T}(num, den, ::Val{:lowest}) where {T<:Integer} = new{T}(num, den)
end
unsafe_rational(::Type{T}, n, d) where {T} = Rational{T}(n, d, Val(:lowest))
unsafe_rational(n::T, d::T) where {T<:Integer} = Rational{T}(n, d, Val(:lowest))
unsafe_rational(n::Integer, d::Integer) = unsafe_rational(promote(n, d)...)

Rational(n::T, d::T) where {T<:Integer} = Rational{T}(n, d)
Rational(n::Integer, d::Integer) = Rational(promote(n, d)...)
Rational(n::Integer) = unsafe_rational(n, one(n))
Rational(x::Rational) = x
Rational{T}(x::Rational) where {T<:Integer} = unsafe_rational(T, convert(T, x.num), convert(T, x.den))
Rational{T}(x::Integer) where {T<:Integer} = unsafe_rational(T, convert(T, x), convert(T, 1))
Rational{T}(x::Rational{T}) where {T<:Integer} = x
Rational(x::AbstractFloat) = Rational{Int}(x)
function Rational{T}(x::AbstractFloat) where {T<:Integer}
    isnan(x) && throw(InexactError(:Rational, Rational{T}, x))
    isinf(x) && return unsafe_rational(T, x > 0 ? one(T) : -one(T), zero(T))
    x == 0 && return unsafe_rational(T, zero(T), one(T))
    if T !== BigInt && sizeof(T) < 8 # numbers this small tell many floats by less than all their digits
        r = rationalize(T, x, 0)
        x == convert(typeof(x), r) || throw(InexactError(:Rational, Rational{T}, x))
        return r
    end
    s, e = frexp(Float64(x))
    n = Int128(ldexp(s, 53))
    e -= 53
    z = trailing_zeros(n)
    n >>= z
    e += z
    if e >= 0
        e > 70 && T !== BigInt && throw(InexactError(:Rational, Rational{T}, x))
        return unsafe_rational(T, T(n) << e, one(T))
    end
    -e > 126 && T !== BigInt && throw(InexactError(:Rational, Rational{T}, x))
    unsafe_rational(T, T(n), T === BigInt ? BigInt(2)^(-e) : T(Int128(1) << (-e)))
end

//(n::Integer, d::Integer) = Rational(n, d)
function //(x::Rational, y::Integer)
    xn, yn = divgcd(promote(x.num, y)...)
    Rational(xn, checked_mul(x.den, yn))
end
function //(x::Integer, y::Rational)
    xn, yn = divgcd(promote(x, y.num)...)
    Rational(checked_mul(xn, y.den), yn)
end
function //(x::Rational, y::Rational)
    xn, yn = divgcd(promote(x.num, y.num)...)
    xd, yd = divgcd(promote(x.den, y.den)...)
    Rational(checked_mul(xn, yd), checked_mul(xd, yn))
end
//(X::AbstractArray, y::Number) = X .// y
function divgcd(x, y)
    g = gcd(x, y)
    (div(x, g), div(y, g))
end

numerator(x::Rational) = x.num
denominator(x::Rational) = x.den
(::Type{T})(x::Rational) where {T<:Integer} = x.den == 1 ? convert(T, x.num) : throw(InexactError(nameof(T), T, x))
function (::Type{T})(x::Rational{S}) where {T<:Union{Float16,Float32,Float64},S}
    P = promote_type(T, S)
    convert(T, convert(P, x.num) / convert(P, x.den))
end
AbstractFloat(x::Rational) = float(x.num) / float(x.den)
Bool(x::Rational) = x == 0 ? false : x == 1 ? true : throw(InexactError(:Bool, Bool, x))
float(x::Rational) = float(x.num) / float(x.den)
float(::Type{Rational{T}}) where {T} = float(T)
Integer(x::Rational) = x.den == 1 ? x.num : throw(InexactError(:Integer, Integer, x))
big(x::Rational) = unsafe_rational(big(x.num), big(x.den))

promote_rule(::Type{Rational{T}}, ::Type{S}) where {T<:Integer,S<:Integer} = Rational{promote_type(T, S)}
promote_rule(::Type{Rational{T}}, ::Type{Rational{S}}) where {T<:Integer,S<:Integer} = Rational{promote_type(T, S)}
promote_rule(::Type{Rational{T}}, ::Type{S}) where {T<:Integer,S<:AbstractFloat} = promote_type(T, S)
widen(::Type{Rational{T}}) where {T} = Rational{widen(T)}

function rationalize(::Type{T}, x::AbstractFloat, tol::Real) where {T<:Integer}
    tol < 0 && throw(ArgumentError("negative tolerance $tol"))
    T <: Unsigned && x < 0 && throw(OverflowError("cannot negate unsigned number"))
    isnan(x) && return T(x) // one(T)
    isinf(x) && return unsafe_rational(T, x < 0 ? -one(T) : one(T), zero(T))
    p, q = (x < 0 ? -one(T) : one(T)), zero(T)
    pp, qq = zero(T), one(T)
    x = abs(x)
    a = trunc(x)
    r = x - a
    y = one(x)
    tolx = oftype(x, tol)
    nt, t, tt = tolx, zero(tolx), tolx
    ia = np = nq = zero(T)
    while r > nt
        try
            ia = convert(T, a)
            np = checked_add(checked_mul(ia, p), pp)
            nq = checked_add(checked_mul(ia, q), qq)
            p, pp = np, p
            q, qq = nq, q
        catch e
            isa(e, InexactError) || isa(e, OverflowError) || rethrow()
            return p // q
        end
        x, y = y, r
        a, r = divrem(x, y)
        t, tt = nt, t
        nt = a * t + tt
    end
    # the best semiconvergent
    a = cld(x - tt, y + t)
    try
        ia = convert(T, a)
        np = checked_add(checked_mul(ia, p), pp)
        nq = checked_add(checked_mul(ia, q), qq)
        return np // nq
    catch e
        isa(e, InexactError) || isa(e, OverflowError) || rethrow()
        return p // q
    end
end
rationalize(::Type{T}, x::AbstractFloat; tol::Real = eps(x)) where {T<:Integer} = rationalize(T, x, tol)
rationalize(x::AbstractFloat; kw...) = rationalize(Int, x; kw...)
rationalize(::Type{T}, x::Rational; kw...) where {T<:Integer} = convert(Rational{T}, x)
rationalize(x::Rational; kw...) = x

sign(x::Rational) = oftype(x, sign(x.num))
signbit(x::Rational) = signbit(x.num)
abs(x::Rational) = unsafe_rational(checked_abs(x.num), x.den)
copysign(x::Rational, y::Real) = unsafe_rational(copysign(x.num, y), x.den)
isinteger(x::Rational) = x.den == 1
isfinite(x::Rational) = x.den != 0
isinf(x::Rational) = x.den == 0
isnan(x::Rational) = false
iszero(x::Rational) = x.num == 0
isone(x::Rational) = x.num == x.den
zero(::Type{Rational{T}}) where {T<:Integer} = unsafe_rational(T, zero(T), one(T))
one(::Type{Rational{T}}) where {T<:Integer} = unsafe_rational(T, one(T), one(T))
zero(::Type{Rational}) = 0 // 1
typemin(::Type{Rational{T}}) where {T<:Signed} = unsafe_rational(T, -one(T), zero(T))
typemin(::Type{Rational{T}}) where {T<:Integer} = unsafe_rational(T, zero(T), one(T))
typemax(::Type{Rational{T}}) where {T<:Integer} = unsafe_rational(T, one(T), zero(T))

function +(x::Rational, y::Rational)
    xd, yd = divgcd(promote(x.den, y.den)...)
    Rational(checked_add(checked_mul(x.num, yd), checked_mul(y.num, xd)), checked_mul(x.den, yd))
end
function -(x::Rational, y::Rational)
    xd, yd = divgcd(promote(x.den, y.den)...)
    Rational(checked_sub(checked_mul(x.num, yd), checked_mul(y.num, xd)), checked_mul(x.den, yd))
end
+(x::Rational, y::Integer) = unsafe_rational(promote(checked_add(x.num, checked_mul(x.den, y)), x.den)...)
-(x::Rational, y::Integer) = unsafe_rational(promote(checked_sub(x.num, checked_mul(x.den, y)), x.den)...)
+(y::Integer, x::Rational) = unsafe_rational(promote(checked_add(checked_mul(x.den, y), x.num), x.den)...)
-(y::Integer, x::Rational) = unsafe_rational(promote(checked_sub(checked_mul(x.den, y), x.num), x.den)...)
+(x::Rational) = x
-(x::Rational) = unsafe_rational(checked_neg(x.num), x.den)
function *(x::Rational, y::Rational)
    xn, yd = divgcd(promote(x.num, y.den)...)
    xd, yn = divgcd(promote(x.den, y.num)...)
    unsafe_rational(promote(checked_mul(xn, yn), checked_mul(xd, yd))...)
end
function *(x::Rational, y::Integer)
    xd, yn = divgcd(promote(x.den, y)...)
    unsafe_rational(promote(checked_mul(x.num, yn), xd)...)
end
*(y::Integer, x::Rational) = x * y
/(x::Rational, y::Union{Rational,Integer}) = x // y
/(x::Integer, y::Rational) = x // y
inv(x::Rational) = x.num == 0 ? 1 // x.num * one(x.den) : Rational(x.den, x.num)
muladd(x::Rational, y::Rational, z::Rational) = x * y + z
fma(x::Rational, y::Rational, z::Rational) = x * y + z

==(x::Rational, y::Rational) = x.den == y.den && x.num == y.num
==(x::Rational, y::Integer) = x.den == 1 && x.num == y
==(x::Integer, y::Rational) = y == x
==(x::AbstractFloat, q::Rational) = isfinite(x) ? count_ones(q.den) <= 1 && x == q.num / q.den && _exact_product(x, q) : x == q.num / q.den
==(q::Rational, x::AbstractFloat) = x == q
_exact_product(x, q) = x * q.den == q.num
<(x::Rational, y::Rational) = x.den == y.den ? x.num < y.num : widemul(x.num, y.den) < widemul(x.den, y.num)
<(x::Rational, y::Integer) = x.num < widemul(x.den, y)
<(x::Integer, y::Rational) = widemul(x, y.den) < y.num
<=(x::Rational, y::Rational) = x.den == y.den ? x.num <= y.num : widemul(x.num, y.den) <= widemul(x.den, y.num)
<=(x::Rational, y::Integer) = x.num <= widemul(x.den, y)
<=(x::Integer, y::Rational) = widemul(x, y.den) <= y.num
# Exactly, as no float is between a rational and what it is rounded to.
for (op, X, Y) in ((:<, :Rational, :AbstractFloat), (:<, :AbstractFloat, :Rational), (:<=, :Rational, :AbstractFloat), (:<=, :AbstractFloat, :Rational))
    @eval $op(x::$X, y::$Y) = isfinite(x) && isfinite(y) ? $op(Rational{BigInt}(x), Rational{BigInt}(y)) : $op(float(x), float(y))
end
cmp(x::Rational, y::AbstractFloat) = x < y ? -1 : x > y ? 1 : isnan(y) ? -1 : 0
cmp(x::AbstractFloat, y::Rational) = -cmp(y, x)
isequal(x::Rational, y::Rational) = x == y
hash(x::Rational, h::UInt64) = x.den == 1 ? hash(x.num, h) :
    (x.den != 0 && ispow2(x.den) && abs(x.num) <= 9007199254740992 ? hash(x.num / x.den, h) :
     x.den == 0 ? hash(x.num / 0, h) : hash(x.num, hash(x.den, h)))

div(x::Rational, y::Integer) = div(x.num, checked_mul(x.den, y))
div(x::Integer, y::Rational) = div(checked_mul(x, y.den), y.num)
div(x::Rational, y::Rational) = div(checked_mul(x.num, y.den), checked_mul(x.den, y.num))
fld(x::Rational, y::Integer) = fld(x.num, checked_mul(x.den, y))
fld(x::Integer, y::Rational) = fld(checked_mul(x, y.den), y.num)
fld(x::Rational, y::Rational) = fld(checked_mul(x.num, y.den), checked_mul(x.den, y.num))
cld(x::Rational, y::Integer) = cld(x.num, checked_mul(x.den, y))
cld(x::Integer, y::Rational) = cld(checked_mul(x, y.den), y.num)
cld(x::Rational, y::Rational) = cld(checked_mul(x.num, y.den), checked_mul(x.den, y.num))
function rem(x::Rational, y::Rational)
    xd, yd = divgcd(promote(x.den, y.den)...)
    Rational(rem(checked_mul(x.num, yd), checked_mul(y.num, xd)), checked_mul(x.den, yd))
end
function mod(x::Rational, y::Rational)
    xd, yd = divgcd(promote(x.den, y.den)...)
    Rational(mod(checked_mul(x.num, yd), checked_mul(y.num, xd)), checked_mul(x.den, yd))
end
gcd(x::Rational, y::Rational) = unsafe_rational(gcd(x.num, y.num), lcm(x.den, y.den))
lcm(x::Rational, y::Rational) = unsafe_rational(lcm(x.num, y.num), gcd(x.den, y.den))
gcd(x::Rational) = x
lcm(x::Rational) = x
function gcdx(x::Rational, y::Rational)
    c = gcd(x, y)
    iszero(c.num) && return c, one(c.num), c.num
    iszero(c.den) && return c, iszero(x.den) ? one(c.den) : c.den, iszero(y.den) ? one(c.den) : c.den
    times(z) = div(z.num, c.num) * div(c.den, z.den)
    _, a, b = gcdx(times(x), times(y))
    c, a, b
end

trunc(::Type{T}, x::Rational) where {T} = round(T, x, RoundToZero)
floor(::Type{T}, x::Rational) where {T} = round(T, x, RoundDown)
ceil(::Type{T}, x::Rational) where {T} = round(T, x, RoundUp)
function round(::Type{T}, x::Rational{S}, r::RoundingMode = RoundNearest) where {T,S}
    iszero(x.den) && !(T <: Integer) && return convert(T, copysign(unsafe_rational(one(S), zero(S)), x.num))
    convert(T, div(x.num, x.den, r))
end
round(::Type{T}, x::Rational{Bool}, ::RoundingMode = RoundNearest) where {T} =
    iszero(x.den) && T <: Integer ? throw(DivideError()) : convert(T, x)
round(x::Rational, r::RoundingMode = RoundNearest; kw...) = isempty(kw) ? round(typeof(x), x, r) : round(float(x), r; kw...)
for (f, r) in ((:trunc, :RoundToZero), (:floor, :RoundDown), (:ceil, :RoundUp))
    @eval $f(x::Rational; kw...) = round(x, $r; kw...)
end

^(x::Rational, n::Integer) = n >= 0 ? power_by_squaring(x, n) : power_by_squaring(inv(x), -n)
^(x::Number, y::Rational) = x^(y.num / y.den)
^(x::T, y::Rational) where {T<:AbstractFloat} = x^convert(T, y)
^(x::Rational, y::T) where {T<:AbstractFloat} = convert(T, x)^y
^(x::Rational, y::Rational) = x^(y.num / y.den)
literal_pow(f::typeof(^), x::Rational, ::Val{p}) where {p} = x^p

function show(io::IO, x::Rational)
    show(io, x.num)
    print(io, "//")
    show(io, x.den)
end
print(io::IO, x::Rational) = show(io, x)
