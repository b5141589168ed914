# What holds for all numbers. Machine numbers are built in (src/base); this is what other numbers fall back to.

const BitSigned32_types = (Int8, Int16, Int32)
const BitUnsigned32_types = (UInt8, UInt16, UInt32)
const BitSigned64_types = (BitSigned32_types..., Int64)
const BitUnsigned64_types = (BitUnsigned32_types..., UInt64)
const BitInteger64_types = (BitSigned64_types..., BitUnsigned64_types...)
const BitSigned_types = (BitSigned64_types..., Int128)
const BitUnsigned_types = (BitUnsigned64_types..., UInt128)
const BitInteger_types = (BitSigned_types..., BitUnsigned_types...)
const BitSigned = Union{Int8,Int16,Int32,Int64,Int128}
const BitUnsigned = Union{UInt8,UInt16,UInt32,UInt64,UInt128}
const BitInteger = Union{BitSigned,BitUnsigned}
const BitInteger32 = Union{Int8,Int16,Int32,UInt8,UInt16,UInt32}
const BitInteger64 = Union{BitInteger32,Int64,UInt64}
const IEEEFloat = Union{Float16,Float32,Float64}
const HWReal = Union{Int8,Int16,Int32,Int64,UInt8,UInt16,UInt32,UInt64,Float32,Float64}
const MachineNumber = Union{Bool,BitInteger,IEEEFloat}
mutable struct BigInt <: Signed
    size::Int  # GMP's own two words
    limbs::Int
    BigInt(x::AbstractChar) = BigInt(UInt32(x))
end

# C's names.
const Cchar = Int8
const Cuchar = UInt8
const Cshort = Int16
const Cushort = UInt16
const Cint = Int32
const Cuint = UInt32
const Clong = Int64
const Culong = UInt64
const Clonglong = Int64
const Culonglong = UInt64
const Cptrdiff_t = Int64
const Csize_t = UInt64
const Cssize_t = Int64
const Cintmax_t = Int64
const Cuintmax_t = UInt64
const Cwchar_t = Int32
const Cfloat = Float32
const Cdouble = Float64
const Cvoid = Nothing

const Inf = 1.0 / 0.0
const Inf64 = Inf
const NaN = 0.0 / 0.0 < 0 ? 0.0 : abs(0.0 / 0.0)
const NaN64 = NaN
const Inf32 = Float32(Inf)
const NaN32 = Float32(NaN)
const Inf16 = Float16(Inf)
const NaN16 = Float16(NaN)

struct RoundingMode{T} end
const RoundNearest = RoundingMode{:Nearest}()
const RoundToZero = RoundingMode{:ToZero}()
const RoundUp = RoundingMode{:Up}()
const RoundDown = RoundingMode{:Down}()
const RoundFromZero = RoundingMode{:FromZero}()
const RoundNearestTiesAway = RoundingMode{:NearestTiesAway}()
const RoundNearestTiesUp = RoundingMode{:NearestTiesUp}()

(::Type{T})(x::T) where {T<:Number} = x
convert(::Type{T}, x::T) where {T<:Number} = x
convert(::Type{T}, x::Number) where {T<:Number} = T(x)

Integer(x::Integer) = x
Integer(x::AbstractFloat) = Int(x)
Signed(x::Integer) = signed(x)
Unsigned(x::Integer) = unsigned(x)
Signed(x::AbstractFloat) = Int(x)
Unsigned(x::AbstractFloat) = UInt(x)
AbstractFloat(x::Real) = float(x)
AbstractFloat(x::Bool) = Float64(x)
AbstractFloat(x::Integer) = Float64(x)
AbstractFloat(x::AbstractFloat) = x
Real(x::Real) = x
Number(x::Number) = x
convert(::Type{Real}, x::Real) = x
convert(::Type{Number}, x::Number) = x
convert(::Type{Integer}, x::Integer) = x
convert(::Type{Integer}, x::Real) = Integer(x)
convert(::Type{Signed}, x::Signed) = x
convert(::Type{Unsigned}, x::Unsigned) = x
convert(::Type{AbstractFloat}, x::AbstractFloat) = x
convert(::Type{AbstractFloat}, x::Real) = float(x)

(::Type{T})(x::AbstractChar) where {T<:Union{MachineNumber}} = T(UInt32(x))

rem(x::T, ::Type{T}) where {T<:Integer} = x
rem(x::Integer, ::Type{Integer}) = x
rem(x::Integer, ::Type{Signed}) = signed(x)
rem(x::Integer, ::Type{Unsigned}) = unsigned(x)

no_op_err(name, T) = error(name, " not defined for ", T)
muladd(x::T, y::T, z::T) where {T<:Number} = x * y + z
muladd(x::T, y::T, z::T) where {T<:Union{Float32,Float64}} = fma(x, y, z)
muladd(x::Number, y::Number, z::Number) = muladd(promote(x, y, z)...)
muladd(x, y, z) = x * y + z
fma(x::Number, y::Number, z::Number) = fma(promote(x, y, z)...)
fma(x::Integer, y::Integer, z::Integer) = x * y + z

# f of the promoted numbers; two of one type without a method of f have none.
function promoted(f, x::X, y::Y) where {X,Y}
    X === Y && no_op_err(string(f), X)
    a, b = promote(x, y)
    typeof(a) === X && typeof(b) === Y && error("promotion of types ", X, " and ", Y, " failed to change any arguments")
    f(a, b)
end
+(x::Number, y::Number) = promoted(+, x, y)
*(x::Number, y::Number) = promoted(*, x, y)
-(x::Number, y::Number) = promoted(-, x, y)
/(x::Number, y::Number) = promoted(/, x, y)
^(x::Number, y::Number) = promoted(^, x, y)
(&)(x::Integer, y::Integer) = promoted(&, x, y)
(|)(x::Integer, y::Integer) = promoted(|, x, y)
xor(x::Integer, y::Integer) = promoted(xor, x, y)
==(x::Number, y::Number) = typeof(x) === typeof(y) ? x === y : ==(promote(x, y)...)
<(x::Real, y::Real) = promoted(<, x, y)
<=(x::Real, y::Real) = promoted(<=, x, y)
div(x::Real, y::Real) = promoted(div, x, y)
rem(x::Real, y::Real) = promoted(rem, x, y)
mod(x::Real, y::Real) = promoted(mod, x, y)
fld(x::Real, y::Real) = promoted(fld, x, y)
cld(x::Real, y::Real) = promoted(cld, x, y)
max(x::Real, y::Real) = typeof(x) === typeof(y) ? ifelse(y < x, x, y) : promoted(max, x, y)
min(x::Real, y::Real) = typeof(x) === typeof(y) ? ifelse(y < x, y, x) : promoted(min, x, y)
minmax(x::Real, y::Real) = (min(x, y), max(x, y))
nand(x...) = ~(&)(x...)
nor(x...) = ~(|)(x...)

# More than two operands: a + b + c is one call.
for op in (:+, :*, :&, :|, :xor, :min, :max, :gcd, :lcm)
    @eval begin
        ($op)(a, b, c, xs...) = begin
            r = ($op)(($op)(a, b), c)
            for x in xs
                r = ($op)(r, x)
            end
            r
        end
    end
end
*(x::Number) = x
+(x::Number) = x
(&)(x::Integer) = x
(|)(x::Integer) = x
xor(x::Integer) = x
min(x::Real) = x
max(x::Real) = x

\(x::Number, y::Number) = y / x
-(x::Number) = zero(x) - x
isless(x::Real, y::Real) = x < y
isless(x::Real, y::AbstractFloat) = isnan(y) ? !isnan(x) : x isa AbstractFloat ? isless(promote(x, y)...) : x < y
isequal(x::Number, y::Number) = x == y

isinteger(x::Integer) = true
isinteger(x::Number) = isreal(x) && isinteger(real(x))
iszero(x) = x == zero(x)
isone(x) = x == one(x)
isfinite(x::Number) = true
isfinite(x::Real) = true
isfinite(x::Integer) = true
isnan(x::Number) = false
isinf(x::Real) = !isnan(x) & !isfinite(x)
isreal(x::Real) = true
size(x::Number, d::Integer) = d < 1 ? throw(BoundsError(x)) : 1
axes(x::Number, d::Integer) = d < 1 ? throw(BoundsError(x)) : OneTo(1)
eltype(::Type{T}) where {T<:Number} = T
eltype(x::Number) = typeof(x)
keys(x::Number) = OneTo(1)
getindex(x::Number) = x
function getindex(x::Number, i::Integer)
    i == 1 || throw(BoundsError())
    x
end
function getindex(x::Number, I::Integer...)
    all(==(1), I) || throw(BoundsError())
    x
end
get(x::Number, i::Integer, default) = i == 1 ? x : default
copy(x::Number) = x
map(f, x::Number, ys::Number...) = f(x, ys...)
vec(x::Number) = [x]
inv(x::Number) = one(x) / x
inv(x::Union{Float16,Float32,Float64}) = one(x) / x
abs(x::Real) = ifelse(signbit(x), -x, x)
abs2(x::Real) = x * x
abs2(x::Number) = abs(x)^2
signbit(x::Real) = x < 0
sign(x::Number) = iszero(x) ? x / abs(oneunit(x)) : x / abs(x)
sign(x::Real) = ifelse(x < zero(x), oftype(one(x), -1), ifelse(x > zero(x), one(x), typeof(one(x))(x)))
sign(x::Unsigned) = ifelse(x > zero(x), one(x), oftype(one(x), x))
copysign(x::Real, y::Real) = ifelse(signbit(x) != signbit(y), -x, +x)
flipsign(x::Real, y::Real) = ifelse(signbit(y), -x, +x)
uabs(x::Integer) = abs(x)
uabs(x::BitSigned) = unsigned(abs(x))

zero(x::Number) = oftype(x, 0)
zero(::Type{T}) where {T<:Number} = convert(T, 0)
one(::Type{T}) where {T<:Number} = convert(T, 1)
one(x::T) where {T<:Number} = one(T)
oneunit(x::T) where {T} = T(one(x))
oneunit(::Type{T}) where {T} = T(one(T))
typemax(x::T) where {T<:Number} = typemax(T)
typemin(x::T) where {T<:Number} = typemin(T)
typemax(::Type{Union{}}) = throw(MethodError(typemax, (Union{},)))
floatmax(x::AbstractFloat) = floatmax(typeof(x))
floatmin(x::AbstractFloat) = floatmin(typeof(x))
floatmax() = floatmax(Float64)
floatmin() = floatmin(Float64)
eps() = eps(Float64)
maxintfloat(::Type{Float64}) = 9007199254740992.0
maxintfloat(::Type{Float32}) = 16777216.0f0
maxintfloat(::Type{Float16}) = Float16(2048)
maxintfloat(x::AbstractFloat) = maxintfloat(typeof(x))
maxintfloat(::Type{S}, ::Type{T}) where {S<:AbstractFloat,T<:Integer} = min(maxintfloat(S), S(typemax(T)))
maxintfloat() = maxintfloat(Float64)
exponent_bits(::Type{Float64}) = 11
significand_bits(::Type{Float64}) = 52
exponent_bits(::Type{Float32}) = 8
significand_bits(::Type{Float32}) = 23

function widen(::Type{T}) where {T<:MachineNumber}
    w = _widen_type(T)
    w === nothing ? (T === Bool ? Int : T === Float64 ? BigFloat : T <: Integer ? BigInt : T) : w
end
widen(x::T) where {T} = convert(widen(T), x)
widen(x::Type{T}) where {T} = throw(MethodError(widen, (T,)))
widemul(x::Number, y::Number) = widen(x) * widen(y)
widemul(x::Signed, y::Unsigned) = widen(x) * signed(widen(y))
widemul(x::Unsigned, y::Signed) = signed(widen(x)) * widen(y)
widemul(x::Bool, y::Bool) = x * y
bswap(x::Float64) = reinterpret(Float64, bswap(reinterpret(UInt64, x)))
bswap(x::Float32) = reinterpret(Float32, bswap(reinterpret(UInt32, x)))
bswap(x::Float16) = reinterpret(Float16, bswap(reinterpret(UInt16, x)))
widemul(x::Bool, y::Number) = x * y
widemul(x::Number, y::Bool) = x * y

float(::Type{T}) where {T<:Integer} = Float64
float(::Type{T}) where {T<:AbstractFloat} = T
float(::Type{T}) where {T<:Number} = typeof(float(zero(T)))
float(x::Number) = AbstractFloat(x)
signed(x::Integer) = signed(Int(x))
unsigned(x::Integer) = unsigned(UInt(x))
signed(::Type{Signed}) = Signed
bool(x) = x != 0

float(x::AbstractArray{<:AbstractFloat}) = x

real(x::Real) = x
real(::Type{T}) where {T<:Real} = T
imag(x::Real) = zero(x)
conj(x::Real) = x
reim(z) = (real(z), imag(z))
angle(x::Real) = isnan(x) ? x : ifelse(signbit(x), oftype(float(x), pi), zero(float(x)))
arg_type(x) = typeof(x)

numerator(x::Integer) = x
denominator(x::Integer) = one(x)

# Division in other roundings.
divrem(x, y) = (div(x, y), rem(x, y))
fldmod(x, y) = (fld(x, y), mod(x, y))
fld1(x::T, y::T) where {T<:Real} = (m = mod1(x, y); fld((x + y) - m, y))
fld1(x::Real, y::Real) = fld1(promote(x, y)...)
fld1(x::T, y::T) where {T<:Integer} = (d = div(x, y); d + (!signbit(x ⊻ y) & (d * y != x)))
mod1(x::T, y::T) where {T<:Real} = (m = mod(x, y); ifelse(m == 0, y, m))
mod1(x::Real, y::Real) = mod1(promote(x, y)...)
fldmod1(x, y) = (fld1(x, y), mod1(x, y))
mod(x::Integer, ::Type{T}) where {T<:Integer} = rem(x, T)
# All three are one function with a way of rounding, which is what is said to have no method.
div(x, y) = throw(MethodError(div, (x, y, RoundToZero)))
fld(x, y) = throw(MethodError(div, (x, y, RoundDown)))
cld(x, y) = throw(MethodError(div, (x, y, RoundUp)))
function div(x, y, r::RoundingMode)
    r === RoundToZero ? div(x, y) : r === RoundDown ? fld(x, y) : r === RoundUp ? cld(x, y) :
    r === RoundNearest ? _div_nearest(x, y, (q, z) -> isodd(q)) : r === RoundNearestTiesUp ? _div_nearest(x, y, (q, z) -> true) :
    r === RoundNearestTiesAway ? _div_nearest(x, y, (q, z) -> z >= 0) : throw(MethodError(div, (x, y, r)))
end
# tie(quotient rounded down, what has the quotient's sign): whether a half goes up
function _div_nearest(x, y, tie)
    q, r = fldmod(x, y)
    c = signbit(y) ? cmp(y - r, r) : cmp(r, y - r) # neither overflows
    c > 0 || (c == 0 && tie(q, sign(x) * sign(y))) ? q + one(q) : q
end
rem(x, y, r::RoundingMode) = r === RoundToZero ? rem(x, y) : r === RoundDown ? mod(x, y) : x - y * div(x, y, r)
rem(x::AbstractFloat, y::AbstractFloat, r::RoundingMode) =
    r === RoundNearest ? x - y * round(x / y) : r === RoundToZero ? rem(x, y) : r === RoundDown ? mod(x, y) : x - y * ceil(x / y)
divrem(x, y, r::RoundingMode) = (div(x, y, r), rem(x, y, r))

iseven(n::Integer) = iszero(rem(n, 2))
isodd(n::Integer) = !iszero(rem(n, 2))

# Clamping.
clamp(x::X, lo::L, hi::H) where {X,L,H} = ifelse(x > hi, convert(promote_type(X, L, H), hi),
    ifelse(x < lo, convert(promote_type(X, L, H), lo), convert(promote_type(X, L, H), x)))
clamp(::Missing, lo, hi) = missing
clamp(x, ::Type{T}) where {T<:Integer} = clamp(x, typemin(T), typemax(T)) % T
clamp!(x::AbstractArray, lo, hi) = (for i in eachindex(x)
    x[i] = clamp(x[i], lo, hi)
end; x)

# Powers.
function power_by_squaring(x_, p::Integer)
    x = x_
    if p == 1
        return copy(x)
    elseif p == 0
        return one(x)
    elseif p == 2
        return x * x
    elseif p < 0
        isone(x) && return copy(x)
        isone(-x) && return iseven(p) ? one(x) : copy(x)
        throw_domerr_powbysq(x, p)
    end
    t = trailing_zeros(p) + 1
    p >>= t
    while (t -= 1) > 0
        x *= x
    end
    y = x
    while p > 0
        t = trailing_zeros(p) + 1
        p >>= t
        while (t -= 1) >= 0
            x *= x
        end
        y *= x
    end
    return y
end
throw_domerr_powbysq(::Any, p) = throw(DomainError(p, string("Cannot raise an integer x to a negative power ", p, ".\nConvert input to float.")))
throw_domerr_powbysq(::Integer, p) = throw(DomainError(p, string("Cannot raise an integer x to a negative power ", p,
    ".\nMake x or ", p, " a float by adding a zero decimal (e.g., 2.0^", p, " or 2^", p, ".0 instead of 2^", p,
    "), or write 1/x^", -p, ", float(x)^", p, ", x^float(", p, ") or (x//1)^", p)))
throw_domerr_powbysq(::AbstractArray, p) = throw(DomainError(p, string("Cannot raise an integer matrix x to a negative power ", p, ".\nMake x a float matrix by adding a zero decimal (e.g., [2.0 1.0;1.0 0.0]^", p, " instead of [2 1;1 0]^", p, "), or write float(x)^", p, " or Rational.(x)^", p)))
^(x::Number, p::Integer) = power_by_squaring(x, p)
function literal_pow(f, x, ::Val{p}) where {p}
    p isa Integer && p < 0 && f === (^) ? inv(x)^(-p) : f(x, p)
end

# Text.
bitrotate(x::T, k::Integer) where {T<:BitInteger} = (n = 8 * sizeof(T); (x << mod(k, n)) | (x >>> mod(-k, n)))
bitreverse(x::T) where {T<:BitInteger} = parse(unsigned(T), reverse(bitstring(x)); base = 2) % T
# The bits of a Char are those of its UTF-8 text, from the left.
reinterpret(::Type{UInt32}, c::Char) = _char_bits(c)
function reinterpret(::Type{Char}, u::UInt32)
    n = max(1, 4 - trailing_zeros(u) ÷ 8)
    String([(u >> (8 * (4 - i))) % UInt8 for i in 1:n])[1]
end
reinterpret(::Type{Int32}, c::Char) = reinterpret(UInt32, c) % Int32
bitstring(x::AbstractChar) = bitstring(reinterpret(UInt32, x))
ndigits(n::Integer; base::Integer = 10, pad::Integer = 1) = max(pad, ndigits0z(n, base))
function ndigits0z(n::Integer, base::Integer = 10)
    -1 <= base <= 1 && throw(DomainError(base, "The base must not be in `[-1, 0, 1]`."))
    iszero(n) && return 0
    2 <= base <= 62 && return length(string(n; base = base)) - (n < 0)
    k = 0
    if base < 0 && n isa Unsigned
        n, k = -signed(div(n, -base)), 1
    end
    while n != 0
        n = base < 0 ? cld(n, base) : div(n, base)
        k += 1
    end
    k
end
function digits!(a::AbstractVector, n::Integer; base::Integer = 10)
    d = digits(n; base = base, pad = length(a))
    for i in eachindex(a)
        a[i] = d[i]
    end
    a
end
digits(::Type{T}, n::Integer; base = 10, pad = 1) where {T<:Integer} = map(T, digits(n; base = base, pad = pad))
digits(n::Integer; base = 10, pad = 1) = _digits(n, base, pad)
function _digits(n, base, pad)
    r = typeof(base)[]
    while n != 0
        n, d = base < 0 ? fldmod(n, -base) : divrem(n, base)
        base < 0 && (n = -n)
        push!(r, d)
    end
    while length(r) < pad
        push!(r, zero(n))
    end
    r
end
bin(x; pad = 1) = string(x; base = 2, pad = pad)
parse(::Type{T}, s::AbstractString; kw...) where {T<:MachineNumber} = parse(T, String(s); kw...)
tryparse(::Type{T}, s::AbstractString; kw...) where {T<:MachineNumber} = tryparse(T, String(s); kw...)
parse(::Type{Integer}, s::AbstractString; kw...) = parse(Int, s; kw...)
parse(::Type{T}, s::AbstractString; kw...) where {T<:Real} =
    (r = tryparse(T, s; kw...); r === nothing ? throw(ArgumentError("cannot parse $(repr(s)) as $T")) : r)

# Rounding of numbers that are not built in.
round(x::Integer; kw...) = x
trunc(x::Integer; kw...) = x
floor(x::Integer; kw...) = x
ceil(x::Integer; kw...) = x
for f in (:round, :trunc, :floor, :ceil)
    @eval $f(::Type{T}, ::Missing) where {T} = _not_missing(T)
    @eval $f(::Missing; kw...) = missing
    @eval $f(::Missing, ::RoundingMode; kw...) = missing
    @eval $f(::Type{T}, ::Missing) where {T>:Missing} = missing
    @eval $f(::Type{T}, x) where {T>:Missing} = $f(nonmissingtype(T), x)
end
round(::Type{T}, x::Real) where {T} = convert(T, round(x))
trunc(::Type{T}, x::Real) where {T} = convert(T, trunc(x))
floor(::Type{T}, x::Real) where {T} = convert(T, floor(x))
ceil(::Type{T}, x::Real) where {T} = convert(T, ceil(x))
round(::Type{T}, x::Integer) where {T<:Integer} = T(x)
trunc(::Type{T}, x::Integer) where {T<:Integer} = T(x)
floor(::Type{T}, x::Integer) where {T<:Integer} = T(x)
ceil(::Type{T}, x::Integer) where {T<:Integer} = T(x)
round(::Type{T}, x::Real, r::RoundingMode) where {T} = convert(T, round(x, r))
round(x::Real, r::RoundingMode; kw...) = round(float(x), r; kw...)

# Checked arithmetic beyond the built-in operations.
module Checked
    import Base: checked_add, checked_sub, checked_mul, add_with_overflow, sub_with_overflow, mul_with_overflow
    export checked_add, checked_sub, checked_mul, checked_neg, checked_abs, checked_div, checked_rem, checked_mod,
        checked_fld, checked_cld, add_with_overflow, sub_with_overflow, mul_with_overflow
    checked_neg(x::T) where {T<:Integer} = checked_sub(T(0), x)
    function checked_abs(x::Integer)
        r = ifelse(x < 0, -x, x)
        r < 0 && throw(OverflowError(string("checked arithmetic: cannot compute |x| for x = ", x, "::", typeof(x))))
        r
    end
    checked_div(x::Integer, y::Integer) = div(x, y)
    checked_rem(x::Integer, y::Integer) = rem(x, y)
    checked_mod(x::Integer, y::Integer) = mod(x, y)
    checked_fld(x::Integer, y::Integer) = fld(x, y)
    checked_cld(x::Integer, y::Integer) = cld(x, y)
    checked_add(x::Integer, y::Integer) = x + y
    checked_sub(x::Integer, y::Integer) = x - y
    checked_mul(x::Integer, y::Integer) = x * y
    checked_add(x::Integer) = +x
    checked_mul(x::Integer) = x
    checked_add(a, b, c, more...) = checked_add(checked_add(a, b), c, more...)
    checked_mul(a, b, c, more...) = checked_mul(checked_mul(a, b), c, more...)
end
const checked_neg = Checked.checked_neg
const checked_abs = Checked.checked_abs
const checked_div = Checked.checked_div
const checked_rem = Checked.checked_rem
const checked_mod = Checked.checked_mod
const checked_fld = Checked.checked_fld
const checked_cld = Checked.checked_cld

# Number theory.
gcd(a::Integer) = a
lcm(a::Integer) = a
function gcd(a::T, b::T) where {T<:Integer}
    x, y = a, b
    while y != 0
        x, y = y, rem(x, y)
    end
    checked_abs(x)
end
gcd(a::Unsigned, b::Signed) = gcd(promote(a, abs(b))...)
gcd(a::Signed, b::Unsigned) = gcd(promote(abs(a), b)...)
lcm(a::T, b::T) where {T<:Integer} = a == 0 || b == 0 ? zero(a) : checked_abs(checked_mul(a, div(b, gcd(b, a))))
for f in (:gcd, :lcm, :gcdx)
    @eval $f(a::T, b::T) where {T<:Real} = throw(MethodError($f, (a, b)))
    @eval $f(a::Real, b::Real) = $f(promote(a, b)...)
end
gcd(a::Real, b::Real, c::Real...) = gcd(a, gcd(b, c...))
lcm(a::Real, b::Real, c::Real...) = lcm(a, lcm(b, c...))
gcd(abc::AbstractArray{<:Real}) = reduce(gcd, abc; init = zero(eltype(abc)))
lcm(abc::AbstractArray{<:Real}) = reduce(lcm, abc; init = one(eltype(abc)))
function gcdx(a::U, b::V) where {U<:Integer,V<:Integer}
    T = promote_type(U, V)
    s0, s1 = oneunit(T), zero(T)
    t0, t1 = s1, s0
    x, y = a % T, b % T
    while y != 0
        q = div(x, y)
        x, y = y, rem(x, y)
        s0, s1 = s1, s0 - q * s1
        t0, t1 = t1, t0 - q * t1
    end
    x < 0 ? (-x, -s0, -t0) : (x, s0, t0)
end
function invmod(n::Integer, m::Integer)
    g, x, y = gcdx(n, m)
    g != 1 && throw(DomainError((n, m), "Greatest common divisor is $g."))
    m == 0 && throw(DomainError(m, "`m` must not be 0."))
    mod(x + m, m) # of unsigned numbers x may be one below zero
end
function powermod(x::Integer, p::Integer, m::T) where {T<:Integer}
    p < 0 && return powermod(invmod(x, m), -p, m)
    b = oftype(m, mod(x, m))
    r = mod(one(m), m)
    while p > 0
        isodd(p) && (r = mod(r * b, m))
        p >>= 1
        b = mod(b * b, m)
    end
    r
end
ispow2(x::Integer) = x > 0 && count_ones(x) == 1
nextpow(a::Real, x::Real) = begin
    x <= 0 && throw(DomainError(x, "`x` must be positive."))
    a <= 1 && throw(DomainError(a, "`a` must be greater than 1."))
    a == 2 && x isa Integer && return _powers_of_two(x, <)
    x <= 1 && return one(a)
    n = ceil(Integer, log(a, x))
    p = a^(n - 1)
    p >= x ? p : a^n
end
function _powers_of_two(x, more)
    p = one(x)
    while more(p, x)
        p += p
    end
    p
end
prevpow(a::Real, x::Real) = begin
    x < 1 && throw(DomainError(x, "`x` must be ≥ 1."))
    a <= 1 && throw(DomainError(a, "`a` must be greater than 1."))
    a == 2 && x isa Integer && return _powers_of_two(x, (p, x) -> 2p <= x && 2p > 0)
    n = floor(Integer, log(a, x))
    p = a^(n + 1)
    p <= x ? p : a^n
end
nextpow2(n) = nextpow(2, n)
prevpow2(n) = prevpow(2, n)
function nextprod(a::Array{Int,1}, x)
    first(a) > 1 || throw(DomainError(first(a), "`a` must be greater than 1."))
    n = ceil(Int, x)
    while true
        m = n
        for f in a
            while m % f == 0
                m = div(m, f)
            end
        end
        m == 1 && return n
        n += 1
    end
end
function binomial(n::T, k::T) where {T<:Integer}
    n0, k0 = n, k
    k < 0 && return zero(T)
    sgn = one(T)
    if n < 0
        n = -n + k - 1
        isodd(k) && (sgn = -sgn)
    end
    k > n && return zero(T)
    (k == 0 || k == n) && return sgn
    k == 1 && return sgn * n
    if k > (n >> 1)
        k = n - k
    end
    x = nn = n - k + 1
    nn += 1
    rr = T(2)
    while rr <= k
        xt = div(widemul(x, nn), rr)
        x = xt % T
        x == xt || throw(OverflowError("binomial($n0, $k0) overflows"))
        rr += 1
        nn += 1
    end
    convert(T, copysign(x, sgn))
end
binomial(n::Integer, k::Integer) = binomial(promote(n, k)...)
factorial(x::Number) = throw(MethodError(factorial, (x,)))
isqrt(x::Integer) = oftype(x, trunc(sqrt(x)))

# Approximate equality.
rtoldefault(::Type{T}) where {T<:AbstractFloat} = sqrt(eps(T))
rtoldefault(::Type{<:Real}) = 0
function rtoldefault(x::Union{T,Type{T}}, y::Union{S,Type{S}}, atol::Real) where {T<:Number,S<:Number}
    rtol = max(rtoldefault(real(T)), rtoldefault(real(S)))
    return atol > 0 ? zero(rtol) : rtol
end
function isapprox(x::Number, y::Number; atol::Real = 0, rtol::Real = rtoldefault(x, y, atol), nans::Bool = false, norm = abs)
    x == y || (isfinite(x) && isfinite(y) && norm(x - y) <= max(atol, rtol * max(norm(x), norm(y)))) ||
        (nans && isnan(x) && isnan(y))
end
isapprox(x::Integer, y::Integer; atol::Real = 0, rtol::Real = rtoldefault(x, y, atol), nans::Bool = false, norm = abs) =
    norm === abs && atol < 1 && rtol == 0 ? x == y : norm(x - y) <= max(atol, rtol * max(norm(x), norm(y)))
isapprox(y; kw...) = x -> isapprox(x, y; kw...)
const ≈ = isapprox
≉(args...; kws...) = !≈(args...; kws...)

export AbstractFloat, Number, Real, Integer, Signed, Unsigned, BigInt, BigFloat, Inf, Inf16, Inf32, Inf64, NaN, NaN16, NaN32, NaN64,
    RoundingMode, RoundNearest, RoundToZero, RoundUp, RoundDown, RoundFromZero, RoundNearestTiesAway, RoundNearestTiesUp,
    +, -, *, /, ÷, %, ^, \, &, |, ⊻, ~, <<, >>, >>>, ==, !=, <, <=, >, >=, ===, !==, !, ≈, ≉, ≤, ≥, ≠, ≡, ≢, //,
    div, rem, mod, fld, cld, divrem, fldmod, mod1, fld1, fldmod1, xor, muladd, fma, isless, isequal, cmp,
    min, max, minmax, clamp, clamp!, abs, abs2, sign, signbit, copysign, flipsign, inv, conj, real, imag, reim, angle,
    isinteger, iszero, isone, isfinite, isnan, isinf, isreal, iseven, isodd, issubnormal, ispow2, nextpow, prevpow, nextprod,
    zero, one, oneunit, typemin, typemax, floatmin, floatmax, eps, maxintfloat, precision, setprecision, widen, widemul, oftype,
    float, signed, unsigned, ifelse, rationalize, numerator, denominator, promote, promote_type, promote_rule, convert,
    bitstring, ndigits, digits, digits!, parse, tryparse, round, trunc, floor, ceil, unsafe_trunc, gcd, lcm, gcdx, invmod, powermod,
    binomial, factorial, isqrt, isapprox, count_ones, count_zeros, leading_zeros, leading_ones, trailing_zeros, trailing_ones,
    bswap, reinterpret, nextfloat, prevfloat, exponent, significand, frexp, ldexp, modf, hash,
    sqrt, cbrt, exp, exp2, exp10, expm1, log, log2, log10, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, asinh, acosh,
    atanh, sinpi, cospi, sind, cosd, tand, sincos, deg2rad, rad2deg, hypot, sec, csc, cot, sech, csch, coth, secd, cscd, cotd,
    asec, acsc, acot, asech, acsch, acoth, asind, acosd, atand, acotd, sinc, cosc, mod2pi, rem2pi, evalpoly, @evalpoly, @fastmath,
    big, @big_str, @int128_str, @uint128_str, Rational, Complex, ComplexF16, ComplexF32, ComplexF64, im, complex, cis,
    AbstractIrrational, Irrational, π, pi, ℯ, MathConstants, rand, randn
const ≤ = <=
const ≥ = >=
const ≠ = !=
const ≡ = ===
const ≢ = !==
