# Complex numbers.

struct Complex{T<:Real} <: Number
    re::T
    im::T
end
Complex(x::Real, y::Real) = Complex(promote(x, y)...)
Complex(x::T, y::T) where {T<:Real} = Complex{T}(x, y)
Complex(x::Real) = Complex(x, zero(x))
Complex(z::Complex) = z
Complex{T}(x::Real) where {T<:Real} = Complex{T}(x, 0)
Complex{T}(z::Complex) where {T<:Real} = Complex{T}(real(z), imag(z))
Complex{T}(z::Complex{T}) where {T<:Real} = z
(::Type{T})(z::Complex) where {T<:Real} = isreal(z) ? T(real(z))::T : throw(InexactError(nameof(T), T, z))
const im = Complex(false, true)
const ComplexF64 = Complex{Float64}
const ComplexF32 = Complex{Float32}
const ComplexF16 = Complex{Float16}
promote_rule(::Type{Complex{T}}, ::Type{S}) where {T<:Real,S<:Real} = Complex{promote_type(T, S)}
promote_rule(::Type{Complex{T}}, ::Type{Complex{S}}) where {T<:Real,S<:Real} = Complex{promote_type(T, S)}
widen(::Type{Complex{T}}) where {T} = Complex{widen(T)}
float(::Type{Complex{T}}) where {T} = Complex{float(T)}
float(z::Complex) = Complex(float(real(z)), float(imag(z)))

real(z::Complex) = z.re
imag(z::Complex) = z.im
real(::Type{Complex{T}}) where {T<:Real} = T
imag(x::AbstractArray{<:Real}) = zero(x)
isreal(z::Complex) = iszero(imag(z))
isreal(A::AbstractArray) = all(isreal, A)
isinteger(z::Complex) = isreal(z) & isinteger(real(z))
isfinite(z::Complex) = isfinite(real(z)) & isfinite(imag(z))
isnan(z::Complex) = isnan(real(z)) | isnan(imag(z))
isinf(z::Complex) = isinf(real(z)) | isinf(imag(z))
iszero(z::Complex) = iszero(real(z)) & iszero(imag(z))
isone(z::Complex) = isone(real(z)) & iszero(imag(z))
complex(z::Complex) = z
complex(x::Real) = Complex(x)
complex(x::Real, y::Real) = Complex(x, y)
complex(::Type{T}) where {T<:Real} = Complex{T}
complex(::Type{Complex{T}}) where {T<:Real} = Complex{T}
complex(A::AbstractArray{<:Complex}) = A
flipsign(x::Complex, y::Real) = ifelse(signbit(y), -x, x)

function show(io::IO, z::Complex)
    r, i = reim(z)
    compact = get(io, :compact, false)
    show(io, r)
    if signbit(i) && !isnan(i)
        print(io, compact ? "-" : " - ")
        if isa(i, Signed) && !isa(i, BigInt) && i == typemin(typeof(i))
            show(io, -widen(i))
        else
            show(io, -i)
        end
    else
        print(io, compact ? "+" : " + ")
        show(io, i)
    end
    if !(isa(i, Integer) && !isa(i, Bool) || isa(i, AbstractFloat) && isfinite(i))
        print(io, "*")
    end
    print(io, "im")
end
show(io::IO, z::Complex{Bool}) = print(io, z == im ? "im" : "Complex($(z.re),$(z.im))")
print(io::IO, z::Complex) = show(io, z)

==(z::Complex, w::Complex) = (real(z) == real(w)) & (imag(z) == imag(w))
==(z::Complex, x::Real) = isreal(z) && real(z) == x
==(x::Real, z::Complex) = isreal(z) && real(z) == x
isequal(z::Complex, w::Complex) = isequal(real(z), real(w)) & isequal(imag(z), imag(w))
isequal(z::Complex, w::Real) = isequal(real(z), w) & isequal(imag(z), zero(w))
isequal(z::Real, w::Complex) = isequal(w, z)
hash(z::Complex, h::UInt64) = isequal(imag(z), zero(imag(z))) ? hash(real(z), h) : hash(imag(z), hash(real(z), h))

conj(z::Complex) = Complex(real(z), -imag(z))
abs(z::Complex) = hypot(real(z), imag(z))
abs2(z::Complex) = real(z) * real(z) + imag(z) * imag(z)
inv(z::Complex) = inv(float(z))
function inv(z::Complex{T}) where {T<:AbstractFloat}
    c, d = reim(z)
    (isinf(c) | isinf(d)) && return Complex(copysign(zero(c), c), flipsign(-zero(d), d))
    T <: Union{Float16,Float32} && return Complex{T}(inv(widen(z)))
    s = one(c)
    if T === Float64 # neither too large nor too small to be inverted
        m = max(abs(c), abs(d))
        s = m >= floatmax(T) / 2 ? 0.5 : m <= 2 * floatmin(T) / eps(T) ? 2 / eps(T)^2 : s
        c, d = c * s, d * s
    end
    if abs(d) <= abs(c)
        r = d / c
        p = inv(d * r + c)
        return Complex(p * s, -r * p * s)
    end
    r = c / d
    q = inv(-c * r - d)
    Complex(-r * q * s, q * s)
end
inv(z::Complex{<:Rational}) = conj(z) / abs2(z)
sign(z::Complex) = iszero(z) ? float(z) : z / abs(z)
angle(z::Complex) = atan(imag(z), real(z))
arg(z::Complex) = angle(z)
phase(z::Complex) = angle(z)

-(z::Complex) = Complex(-real(z), -imag(z))
+(z::Complex) = Complex(+real(z), +imag(z))
+(z::Complex, w::Complex) = Complex(real(z) + real(w), imag(z) + imag(w))
-(z::Complex, w::Complex) = Complex(real(z) - real(w), imag(z) - imag(w))
*(z::Complex, w::Complex) = Complex(real(z) * real(w) - imag(z) * imag(w), real(z) * imag(w) + imag(z) * real(w))
+(x::Real, z::Complex) = Complex(x + real(z), imag(z))
+(z::Complex, x::Real) = Complex(x + real(z), imag(z))
+(x::AbstractFloat, z::Complex{Bool}) = Complex(real(z) ? x + 1 : x, imag(z)) # im leaves a zero its sign
+(z::Complex{Bool}, x::AbstractFloat) = x + z
function -(x::Real, z::Complex)
    re = x - real(z)
    Complex(re, -oftype(re, imag(z)))
end
-(z::Complex, x::Real) = Complex(real(z) - x, imag(z))
*(x::Real, z::Complex) = Complex(x * real(z), x * imag(z))
*(z::Complex, x::Real) = Complex(x * real(z), x * imag(z))
/(z::Complex, x::Real) = Complex(real(z) / x, imag(z) / x)
/(x::T, z::S) where {T<:Real,S<:Complex} = x * inv(convert(promote_type(T, S), z))
/(z::Complex, w::Complex) = /(promote(z, w)...)
/(z::Complex{T}, w::Complex{T}) where {T<:Union{Float16,Float32}} = Complex{T}(widen(z) * inv(widen(w)))
//(z::Complex, x::Real) = Complex(real(z) // x, imag(z) // x)
//(x::Number, z::Complex) = x * conj(z) // abs2(z)
\(z::Complex, y::Number) = conj(conj(y) / conj(z))
function /(a::Complex{T}, b::Complex{T}) where {T<:Real}
    are, aim = reim(a)
    bre, bim = reim(b)
    if abs(bre) <= abs(bim)
        isinf(bre) && isinf(bim) && (bre = sign(bre); bim = sign(bim))
        r = bre / bim
        den = bim + r * bre
        Complex((are * r + aim) / den, (aim * r - are) / den)
    else
        r = bim / bre
        den = bre + r * bim
        Complex((are + aim * r) / den, (aim - are * r) / den)
    end
end
# Robust division in double precision (Baudin and Smith).
function /(z::Complex{Float64}, w::Complex{Float64})
    a, b = reim(z)
    c, d = reim(w)
    absa, absb, absc, absd = abs(a), abs(b), abs(c), abs(d)
    ab = absa >= absb ? absa : absb
    cd = absc >= absd ? absc : absd
    halfov = 0.5 * floatmax(Float64)
    twounϵ = floatmin(Float64) * 2.0 / eps(Float64)
    bigger = 2.0 / (eps(Float64) * eps(Float64))
    s = 1.0
    if ab >= halfov
        a, b, s = a * 0.5, b * 0.5, s * 2.0
    end
    if cd >= halfov
        c, d, s = c * 0.5, d * 0.5, s * 0.5
    end
    if ab <= twounϵ
        a, b, s = a * bigger, b * bigger, s / bigger
    end
    if cd <= twounϵ
        c, d, s = c * bigger, d * bigger, s * bigger
    end
    if absd <= absc
        p, q = _robust_cdiv(a, b, c, d)
    else
        p, q = _robust_cdiv(b, a, d, c)
        q = -q
    end
    Complex(p * s, q * s)
end
function _robust_cdiv(a, b, c, d)
    r = d / c
    t = 1.0 / (c + d * r)
    p = _robust_part(a, b, c, d, r, t)
    q = _robust_part(b, -a, c, d, r, t)
    (p, q)
end
function _robust_part(a, b, c, d, r, t)
    if r != 0.0
        br = b * r
        return br != 0.0 ? (a + br) * t : a * t + (b * t) * r
    end
    (a + d * (b / c)) * t
end
# part by part: what is real has no imaginary part that could be multiplied
_muladd_parts(x::Real, z::Complex, y::Real) = Complex(muladd(x, real(z), y), x * imag(z))
_muladd_parts(x::Real, z::Complex, y::Complex) = Complex(muladd(x, real(z), real(y)), muladd(x, imag(z), imag(y)))
muladd(x::Real, y::Real, z::Complex) = Complex(muladd(x, y, real(z)), imag(z))
muladd(x::Real, z::Complex, y::Union{Real,Complex}) = _muladd_parts(x, z, y)
muladd(z::Complex, x::Real, y::Union{Real,Complex}) = _muladd_parts(x, z, y)
muladd(z::Complex, w::Complex, x::Real) =
    Complex(muladd(real(z), real(w), muladd(-imag(z), imag(w), x)), muladd(real(z), imag(w), imag(z) * real(w)))
muladd(z::Complex, w::Complex, x::Complex) =
    Complex(muladd(real(z), real(w), muladd(-imag(z), imag(w), real(x))), muladd(real(z), imag(w), muladd(imag(z), real(w), imag(x))))
zero(::Type{Complex{T}}) where {T} = Complex{T}(zero(T), zero(T))
one(::Type{Complex{T}}) where {T} = Complex{T}(one(T), zero(T))

function sqrt(z::Complex{<:AbstractFloat})
    x, y = reim(z)
    x == y == 0 && return Complex(zero(x), y)
    isinf(y) && return Complex(abs(y), y)
    # |z| without overflow, by scaling
    ρ, k = _ssqs(x, y)
    isfinite(x) && (ρ = ldexp(abs(x), -k) + sqrt(ρ))
    if isodd(k)
        k = div(k - 1, 2)
    else
        k = div(k, 2) - 1
        ρ += ρ
    end
    ρ = ldexp(sqrt(ρ), k)
    ξ = ρ
    η = y
    if ρ != 0
        isfinite(η) && (η = (η / ρ) / 2)
        if x < 0
            ξ = abs(η)
            η = copysign(ρ, y)
        end
    end
    Complex(ξ, η)
end
function _ssqs(x::T, y::T) where {T<:Real}
    k = 0
    ρ = x * x + y * y
    if !isfinite(ρ) && (isinf(x) || isinf(y))
        ρ = convert(T, Inf)
    elseif isinf(ρ) || (ρ == 0 && (x != 0 || y != 0)) || ρ < nextfloat(zero(T)) / (2 * eps(T)^2)
        m = max(abs(x), abs(y))
        k = m == 0 ? 0 : exponent(m)
        xk, yk = ldexp(x, -k), ldexp(y, -k)
        ρ = xk * xk + yk * yk
    end
    ρ, k
end
sqrt(z::Complex) = sqrt(float(z))

cis(x::Real) = ((s, c) = sincos(x); Complex(c, s))
cis(z::Complex) = (v = exp(-imag(z)); (s, c) = sincos(real(z)); Complex(v * c, v * s))
cispi(x::Real) = Complex(cospi(x), sinpi(x))
function log(z::Complex{<:AbstractFloat})
    x, y = reim(z)
    Complex(_log_abs(x, y), angle(z))
end
# near the circle of radius one without cancellation
function _log_abs(x, y)
    ρ, k = _ssqs(x, y)
    small, large = minmax(abs(x), abs(y))
    k == 0 && 0.5 < large * large && (large <= 1.25 || ρ < 3) && return log1p((large - 1) * (large + 1) + small * small) / 2
    log(ρ) / 2 + k * log(oftype(ρ, 2))
end
log(z::Complex) = log(float(z))
log10(z::Complex) = (a = log(float(z)); a / log(oftype(real(a), 10)))
log2(z::Complex) = (a = log(float(z)); a / log(oftype(real(a), 2)))
function log1p(z::Complex)
    x, y = reim(float(z))
    isnan(x) && return Complex(x, x)
    isinf(x) && return Complex(oftype(x, Inf), isfinite(y) ? copysign(x > 0 ? zero(x) : oftype(x, π), y) : oftype(x, NaN))
    isinf(y) && return log(Complex(x, y))
    u = one(x) + z
    u == 1 ? oftype(u, z) : real(u) <= 0 ? log(u) : log(u) * z / (u - 1)
end
log(b::Number, z::Complex) = ((w, y) = map(float, promote(b, z)); log(y) / log(w))
function exp(z::Complex)
    zr, zi = reim(float(z))
    isnan(zr) && return Complex(zr, iszero(zi) ? zi : zr)
    if !isfinite(zi)
        zr == Inf && return Complex(-zr, oftype(zr, NaN))
        zr == -Inf && return Complex(-zero(zr), copysign(zero(zi), zi))
        return Complex(oftype(zr, NaN), oftype(zi, NaN))
    end
    er = exp(zr)
    iszero(zi) && return Complex(er, zi)
    s, c = sincos(zi)
    Complex(er * c, er * s)
end
for (f, b) in ((:exp2, 2), (:exp10, 10))
    @eval function $f(z::Complex)
        x, y = reim(float(z))
        r = $f(x)
        s, c = sincos(y * log(oftype(y, $b)))
        Complex(r * c, r * s)
    end
end
function expm1(z::Complex)
    x, y = reim(float(z))
    isinf(x) && x < 0 && !isfinite(y) && return Complex(-one(x), copysign(zero(y), y))
    (isnan(x) || !isfinite(y)) && return exp(z)
    m = expm1(x)
    iszero(y) && return Complex(m, y)
    r = m + 1
    isfinite(r) ? Complex(m - 2 * r * sin(y / 2)^2, r * sin(y)) : Complex(r * cos(y), r * sin(y))
end

^(z::Complex, n::Bool) = n ? z : one(z)
^(z::Complex, n::Integer) = z^Complex(n)
^(z::Complex{<:AbstractFloat}, n::Integer) = n >= 0 ? power_by_squaring(z, n) : power_by_squaring(inv(z), -n)
^(z::Complex{<:Integer}, n::Integer) = power_by_squaring(z, n) # a DomainError if n < 0
^(z::Complex{<:Rational}, n::Integer) = n >= 0 ? power_by_squaring(z, n) : power_by_squaring(inv(z), -n)
literal_pow(f::typeof(^), z::Complex, ::Val{p}) where {p} =
    p == 0 ? one(z) : p == 1 ? z : p == 2 ? z * z : p == 3 ? z * z * z : p < 0 ? inv(z)^-p : z^p
^(z::Complex{T}, p::Complex{T}) where {T<:Real} = _cpow(z, p)
^(z::Complex{T}, p::T) where {T<:Real} = _cpow(z, p)
^(z::T, p::Complex{T}) where {T<:Real} = _cpow(z, p)
^(z::Complex, p::Complex) = ^(promote(z, p)...)
^(z::Complex{T}, p::S) where {T<:Real,S<:Real} = (P = promote_type(T, S); Complex{P}(z)^P(p))
^(z::T, p::Complex{S}) where {T<:Real,S<:Real} = (P = promote_type(T, S); P(z)^Complex{P}(p))
_cpow(z, p) = _cpow(float(z), float(p))
function _cpow(z::Union{T,Complex{T}}, p::Union{T,Complex{T}}) where {T<:AbstractFloat}
    undefined = Complex(T(NaN), T(NaN))
    (zr, zi), (pr, pi_) = reim(z), reim(p)
    if iszero(pi_) && isinteger(pr) && abs(pr) < typemax(Int32)
        iszero(pr) && return Complex(one(T), flipsign(copysign(zero(T), pr), zi))
        return _cpow_integer(z, Int(pr), undefined)
    end
    iszero(z) && return pr > 0 ? complex(z) : undefined
    if iszero(pi_) && iszero(zi) # on the real axis, where the sign of the zero is told by what there is
        zr > 0 && return Complex(zr^pr, z isa Real ? (zr < 1 ? -imag(p) : imag(p)) : flipsign(zi, pr))
        r = (-zr)^pr
        isfinite(pr) && return r * Complex(cospi(pr), flipsign(sinpi(pr), zi))
        return iszero(r) ? zero(Complex{T}) : undefined
    end
    ρ = abs(z)
    θ = iszero(zi) ? (zr > 0 ? zero(T) : copysign(T(π), zi)) : angle(z)
    r, ϕ = iszero(pi_) ? (ρ^pr, pr * θ) : (ρ^pr * exp(-pi_ * θ), pr * θ + pi_ * log(ρ))
    isfinite(ϕ) ? r * cis(ϕ) : iszero(r) ? zero(Complex{T}) : undefined
end
function _cpow_integer(z, n, undefined)
    isreal(z) || return n < 0 ? power_by_squaring(inv(z), -n) : power_by_squaring(z, n)
    x, y = reim(z)
    n < 0 && iszero(z) && return undefined
    re, im = n < 0 ? (power_by_squaring(inv(x), -n), -y) : (power_by_squaring(x, n), y)
    Complex(re, iseven(n) && signbit(x) ? -im : im)
end

function sin(z::Complex)
    x, y = reim(float(z))
    nan = oftype(x, NaN)
    iszero(x) && return Complex(x, sinh(y))
    isfinite(x) || return Complex(nan, iszero(y) || isinf(y) ? y : nan)
    s, c = sincos(x)
    Complex(s * cosh(y), c * sinh(y))
end
function cos(z::Complex)
    x, y = reim(float(z))
    nan = oftype(x, NaN)
    iszero(x) && return Complex(cosh(y), isnan(y) ? x : -flipsign(x, y))
    isfinite(x) || return iszero(y) ? Complex(nan, isnan(x) ? zero(x) : -flipsign(y, x)) : Complex(isinf(y) ? oftype(x, Inf) : nan, nan)
    s, c = sincos(x)
    Complex(c * cosh(y), -s * sinh(y))
end
sincos(z::Complex) = (sin(z), cos(z))
function tan(z::Complex)
    w = tanh(Complex(-imag(z), real(z)))
    Complex(imag(w), -real(w))
end
sinh(z::Complex) = (w = sin(Complex(imag(z), real(z))); Complex(imag(w), real(w)))
cosh(z::Complex) = cos(Complex(imag(z), -real(z)))
function tanh(z::Complex)
    x, y = reim(float(z))
    isnan(x) && iszero(y) && return Complex(x, y)
    4 * abs(x) > asinh(prevfloat(typemax(x))) && # where sinh would overflow
        return Complex(copysign(one(x), x), copysign(zero(y), y * (isfinite(y) ? sin(2 * abs(y)) : one(y))))
    t = tan(y)
    β = 1 + t * t
    s = sinh(x)
    ρ = sqrt(1 + s * s)
    isinf(t) && return Complex(ρ / s, inv(t))
    Complex(β * ρ * s, t) / (1 + β * s * s)
end
# The angles at infinity are eighths of the circle, which the square roots cannot tell.
function asin(z::Complex)
    z = float(z)
    x, y = reim(z)
    isinf(x) && isinf(y) && return Complex(copysign(oftype(x, π) / 4, x), y)
    isinf(x) && isnan(y) && return Complex(y, oftype(x, Inf))
    a, b = sqrt(1 - z), sqrt(1 + z)
    Complex(iszero(x) ? x : isfinite(x) ? atan(x, real(a * b)) : oftype(x, π) / 2 * sign(x),
            asinh(copysign(imag(sqrt(conj(1 - z)) * b), y)))
end
function acos(z::Complex)
    z = float(z)
    x, y = reim(z)
    isnan(x) && return Complex(x, isinf(y) ? -y : x)
    isnan(y) && return isinf(x) ? Complex(y, abs(x)) : Complex(iszero(x) ? oftype(x, π) / 2 : y, y)
    iszero(z) && return Complex(oftype(x, π) / 2, -y)
    isinf(x) && iszero(y) && signbit(x) == signbit(y) && return Complex(x > 0 ? y : oftype(y, π), -x)
    ξ = 2 * atan(real(sqrt(1 - z)), real(sqrt(1 + z)))
    isinf(x) && isinf(y) && (ξ -= oftype(x, π) / 4 * sign(x))
    Complex(ξ, asinh(imag(sqrt(conj(1 + z)) * sqrt(1 - z))))
end
atan(z::Complex) = (w = atanh(Complex(-imag(z), real(z))); Complex(imag(w), -real(w)))
asinh(z::Complex) = (w = asin(Complex(-imag(z), real(z))); Complex(imag(w), -real(w)))
function acosh(z::Complex)
    z = float(z)
    x, y = reim(z)
    (isnan(x) || isnan(y)) && return Complex(oftype(x, isinf(x) || isinf(y) ? Inf : NaN), oftype(y, NaN))
    x == -Inf && iszero(y) && signbit(y) && return Complex(-x, oftype(y, -π))
    η = 2 * atan(imag(sqrt(z - 1)), real(sqrt(z + 1)))
    isinf(x) && isinf(y) && (η -= oftype(η, π) / 4 * sign(y) * sign(x))
    Complex(asinh(real(sqrt(conj(z - 1)) * sqrt(z + 1))), η)
end
# after Kahan: exact near the cuts, and where a square would overflow
function atanh(z::Complex)
    z = float(z)
    signbit(real(z)) && return -atanh(-z)
    x, y = reim(z)
    θ = sqrt(prevfloat(typemax(x))) / 4
    quarter = oftype(y, pi) / 2
    if abs(x) > θ || abs(y) > θ
        isnan(y) && return Complex(isinf(x) ? copysign(zero(x), x) : real(1 / z), y)
        return Complex(isinf(y) ? copysign(zero(x), x) : real(1 / z), copysign(quarter, y))
    end
    above = abs(y) + 1 / θ
    if abs(x) == 1
        y == 0 && return Complex(copysign(oftype(x, Inf), x), y)
        return Complex(log(sqrt(sqrt(4 + y * y)) / sqrt(above)), copysign(quarter + atan(above / 2), y) / 2)
    end
    above *= above
    Complex(x == 0 ? x : log1p(4x / ((1 - x)^2 + above)) / 4, angle(Complex((1 - x) * (1 + x) - above, 2y)) / 2)
end

round(z::Complex, rr::RoundingMode = RoundNearest, ri::RoundingMode = rr; kw...) =
    Complex(round(real(z), rr; kw...), round(imag(z), ri; kw...))
big(z::Complex) = Complex(big(real(z)), big(imag(z)))
