# Mathematical constants and functions that are shorter here than in C.

struct Irrational{sym} <: AbstractIrrational end
const π = Irrational{:π}()
const pi = π
const ℯ = Irrational{:ℯ}()
Float64(::Irrational{:π}) = 3.141592653589793
Float64(::Irrational{:ℯ}) = 2.718281828459045
Float64(::Irrational{:γ}) = 0.5772156649015329
Float64(::Irrational{:φ}) = 1.618033988749895
Float64(::Irrational{:catalan}) = 0.915965594177219
Float32(x::AbstractIrrational) = Float32(Float64(x))
Float16(x::AbstractIrrational) = Float16(Float64(x))
AbstractFloat(x::AbstractIrrational) = Float64(x)
float(::Type{<:AbstractIrrational}) = Float64
float(x::AbstractIrrational) = Float64(x)
Complex(x::AbstractIrrational) = Complex(Float64(x))
(::Type{T})(x::AbstractIrrational) where {T<:Integer} = throw(MethodError(T, (x,)))
Bool(x::AbstractIrrational) = throw(InexactError(:Bool, Bool, x))
promote_rule(::Type{<:AbstractIrrational}, ::Type{Float16}) = Float16
promote_rule(::Type{<:AbstractIrrational}, ::Type{Float32}) = Float32
promote_rule(::Type{<:AbstractIrrational}, ::Type{<:AbstractIrrational}) = Float64
promote_rule(::Type{<:AbstractIrrational}, ::Type{T}) where {T<:Real} = promote_type(Float64, T)
promote_rule(::Type{S}, ::Type{T}) where {S<:AbstractIrrational,T<:Number} = promote_type(Float64, T)
show(io::IO, x::Irrational{sym}) where {sym} = print(io, sym)
print(io::IO, x::Irrational{sym}) where {sym} = print(io, sym)
function show(io::IO, ::MIME"text/plain", x::Irrational{sym}) where {sym}
    print(io, sym)
    get(io, :compact, false) || print(io, " = ", string(Float64(x))[1:min(15, end)], "...")
end
==(::Irrational{s}, ::Irrational{s}) where {s} = true
==(::AbstractIrrational, ::AbstractIrrational) = false
==(x::AbstractIrrational, y::Real) = false
==(x::Real, y::AbstractIrrational) = false
==(x::AbstractIrrational, y::Number) = false
isequal(x::AbstractIrrational, y::AbstractIrrational) = x === y
<(x::AbstractIrrational, y::AbstractIrrational) = Float64(x) < Float64(y)
<=(x::AbstractIrrational, y::AbstractIrrational) = x === y || x < y
<=(x::AbstractIrrational, y::Real) = x < y
<=(x::Real, y::AbstractIrrational) = x < y
isless(x::AbstractIrrational, y::Real) = x < y
isless(x::Real, y::AbstractIrrational) = x < y
hash(x::Irrational, h::UInt64) = hash(typeof(x), h)
isfinite(::AbstractIrrational) = true
isinteger(::AbstractIrrational) = false
iszero(::AbstractIrrational) = false
isone(::AbstractIrrational) = false
zero(::AbstractIrrational) = false
zero(::Type{<:AbstractIrrational}) = false
one(::AbstractIrrational) = true
one(::Type{<:AbstractIrrational}) = true
-(x::AbstractIrrational) = -Float64(x)
signbit(x::AbstractIrrational) = false
abs(x::AbstractIrrational) = x
for op in (:+, :-, :*, :/, :^)
    @eval $op(x::AbstractIrrational, y::AbstractIrrational) = $op(Float64(x), Float64(y))
end
*(x::Bool, y::AbstractIrrational) = ifelse(x, Float64(y), 0.0)
^(::Irrational{:ℯ}, x::Number) = exp(x)
^(::Irrational{:ℯ}, x::Integer) = exp(x)
^(::Irrational{:ℯ}, x::Rational) = exp(x)
^(::Irrational{:ℯ}, x::MachineNumber) = exp(x)
^(x::AbstractIrrational, p::Integer) = Float64(x)^p
literal_pow(f::typeof(^), ::Irrational{:ℯ}, ::Val{p}) where {p} = exp(p)
literal_pow(f::typeof(^), x::AbstractIrrational, ::Val{p}) where {p} = Float64(x)^p
log(::Irrational{:ℯ}) = 1
log(::Irrational{:ℯ}, x::Number) = log(x)
cos(::Irrational{:π}) = -1.0
inv(x::AbstractIrrational) = 1 / Float64(x)
round(x::AbstractIrrational; kw...) = round(Float64(x); kw...)
round(x::Irrational, r::RoundingMode; kw...) = round(Float64(x), r; kw...)
floor(x::AbstractIrrational; kw...) = floor(Float64(x); kw...)
ceil(x::AbstractIrrational; kw...) = ceil(Float64(x); kw...)
trunc(x::AbstractIrrational; kw...) = trunc(Float64(x); kw...)
round(::Type{T}, x::AbstractIrrational) where {T} = round(T, Float64(x))
floor(::Type{T}, x::AbstractIrrational) where {T} = floor(T, Float64(x))
ceil(::Type{T}, x::AbstractIrrational) where {T} = ceil(T, Float64(x))
trunc(::Type{T}, x::AbstractIrrational) where {T} = trunc(T, Float64(x))
widen(::Type{T}) where {T<:AbstractIrrational} = T

module MathConstants
    import Base: π, ℯ, Irrational
    export π, pi, ℯ, e, γ, eulergamma, catalan, φ, golden
    const pi = π
    const e = ℯ
    const γ = Irrational{:γ}()
    const eulergamma = γ
    const φ = Irrational{:φ}()
    const golden = φ
    const catalan = Irrational{:catalan}()
end

# Functions of other reals go through floats.
for f in (:sqrt, :cbrt, :exp, :exp2, :exp10, :expm1, :log, :log2, :log10, :log1p, :sin, :cos, :tan, :asin, :acos, :atan,
    :sinh, :cosh, :tanh, :asinh, :acosh, :atanh, :sinpi, :cospi, :sind, :cosd, :tand, :sincos, :deg2rad, :rad2deg)
    @eval $f(x::Real) = (y = float(x); typeof(y) === typeof(x) ? throw(MethodError($f, (x,))) : $f(y))
end
atan(y::Real, x::Real) = atan(promote(float(y), float(x))...)
hypot(x::Number, y::Number) = hypot(map(abs, promote(x, y))...)
hypot(x::Real, y::Real) = hypot(map(float, promote(x, y))...)
hypot(x::Number) = abs(float(x))
hypot(x::Number, y::Number, z::Number, more::Number...) = hypot(hypot(x, y), z, more...)
log(b::Real, x::Real) = log(map(float, promote(b, x))...)
function log(b::T, x::T) where {T<:AbstractFloat}
    b < 0 && throw(DomainError(b, "log will only return a complex result if called with a complex argument. Try log(Complex(x))."))
    log(x) / log(b)
end
log(b::Number, x::Number) = ((c, y) = promote(b, x); log(y) / log(c))
ldexp(x::AbstractFloat, n::Integer) = ldexp(x, Int(clamp(n, typemin(Int), typemax(Int))))
nextfloat(x::AbstractFloat, n::Integer) = nextfloat(x, Int(n))
prevfloat(x::AbstractFloat, n::Integer) = nextfloat(x, -Int(n))
modf(x) = (rem(x, one(x)), trunc(x))
eps(::Type{T}) where {T<:Integer} = throw(MethodError(eps, (T,)))
ispositive(x) = x > 0

for (name, f) in ((:sec, :cos), (:csc, :sin), (:cot, :tan), (:sech, :cosh), (:csch, :sinh), (:coth, :tanh), (:secd, :cosd), (:cscd, :sind), (:cotd, :tand))
    @eval $name(z::Number) = inv($f(z))
end
for (name, f) in ((:asec, :acos), (:acsc, :asin), (:acot, :atan), (:asech, :acosh), (:acsch, :asinh), (:acoth, :atanh))
    @eval $name(z::Number) = $f(inv(z))
end
deg2rad(z::Complex) = z / 180 * pi
rad2deg(z::Complex) = z / pi * 180
for (name, f) in ((:sind, :sin), (:cosd, :cos))
    @eval $name(z::Complex) = $f(deg2rad(z))
end
tand(z::Complex) = tan(deg2rad(z))
for f in (:sind, :cosd, :tand)
    @eval $f(x) = throw(MethodError(deg2rad, (x,)))
end
sincos(::Missing) = (missing, missing)
asind(x) = rad2deg(asin(x))
acosd(x) = rad2deg(acos(x))
atand(x) = rad2deg(atan(x))
atand(y, x) = rad2deg(atan(y, x))
acotd(x) = rad2deg(acot(x))
# Where one part of the real argument's sine and cosine is zero, it stays a zero, whatever it is multiplied by.
function sinpi(z::Complex)
    x, y = reim(float(z))
    nan = oftype(x, NaN)
    isfinite(x) || return Complex(nan, iszero(y) || isinf(y) ? y : nan)
    isinteger(x) && return Complex(copysign(zero(x), x), isinteger(x / 2) ? sinh(pi * y) : -sinh(pi * y))
    isinteger(2x) && return Complex(sinpi(x) * cosh(pi * y), isnan(y) ? zero(x) : copysign(zero(x), y))
    Complex(sinpi(x) * cosh(pi * y), cospi(x) * sinh(pi * y))
end
function cospi(z::Complex)
    x, y = reim(float(z))
    nan = oftype(x, NaN)
    isfinite(x) || return iszero(y) ? Complex(nan, isnan(x) ? zero(x) : -flipsign(y, x)) : Complex(isinf(y) ? oftype(x, Inf) : nan, nan)
    isinteger(x) && (s = copysign(zero(x), x); return Complex(isinteger(x / 2) ? cosh(pi * y) : -cosh(pi * y), isnan(y) ? s : -flipsign(s, y)))
    isinteger(2x) && return Complex(zero(x), sinpi(x) > 0 ? -sinh(pi * y) : sinh(pi * y))
    Complex(cospi(x) * cosh(pi * y), -sinpi(x) * sinh(pi * y))
end
sinc(z::Complex) = iszero(z) ? one(float(z)) : sinpi(z) / (pi * z)
sinc(x::Number) = x == 0 ? one(x) : (isinteger(x) || isinf(x) ? zero(x) : sinpi(x) / (pi * x))
cosc(x::Number) = x == 0 || isinf(x) ? zero(float(x)) : (cospi(x) - sinpi(x) / (pi * x)) / x
asecd(x) = acosd(inv(x))
acscd(x) = asind(inv(x))
sincosd(x) = (sind(x), cosd(x))
const ENDIAN_BOM = 0x04030201
hton(x) = bswap(x)
ntoh(x) = bswap(x)
htol(x) = x
ltoh(x) = x
rounding(::Type{T}) where {T<:AbstractFloat} = RoundNearest
get_zero_subnormals() = false
set_zero_subnormals(yes::Bool) = !yes
rem2pi(x::Float64, r::RoundingMode) = _rem2pi(x, r === RoundNearest ? 'n' : r === RoundToZero ? 'z' : r === RoundDown ? 'd' : r === RoundUp ? 'u' : throw(MethodError(rem2pi, (x, r))))
rem2pi(x::Union{Float16,Float32}, r::RoundingMode) = oftype(x, rem2pi(Float64(x), r))
rem2pi(x::Int32, r::RoundingMode) = rem2pi(Float64(x), r)
rem2pi(x::Int64, r::RoundingMode) = (y = Float64(x); y == x ? rem2pi(y, r) : throw(ArgumentError("Int64 argument to rem2pi is too large: $x")))
mod2pi(x) = rem2pi(x, RoundDown)

# Polynomials: evalpoly(x, (p0, p1, ...)) is p0 + p1*x + ...
function evalpoly(x, p::Union{Tuple,AbstractVector})
    n = lastindex(p)
    r = p[n]
    for i in n-1:-1:firstindex(p)
        r = muladd(x, r, p[i])
    end
    r
end
macro evalpoly(z, p...)
    :(evalpoly($(esc(z)), tuple($(map(esc, p)...))))
end
macro horner(z, p...)
    :(evalpoly($(esc(z)), tuple($(map(esc, p)...))))
end

# Fast-math names, which mean the exact operations here.
macro fastmath(e)
    esc(e)
end

module Math
    import Base: @horner, @evalpoly, evalpoly, sin, cos, exp, log, sqrt, hypot
end
# "re+im*im" with the unit im, i or j; fails as the parser of the parts does, or says what is missing.
function _parse_complex(read, ::Type{T}, fail, s::String) where {T}
    s = strip(s)
    part(text) = T <: Integer ? read(T, text, base = 10) : read(T, text) # no prefix tells another base
    isempty(s) && return fail("input string is empty or only contains whitespace")
    signs = [i for i in eachindex(s) if i > 1 && s[i] in "+-" && !(s[prevind(s, i)] in "eE")]
    unit = findlast(in("ijm"), s)
    last_part = unit === nothing ? 0 : unit
    if unit !== nothing && s[unit] == 'm'
        last_part = prevind(s, unit)
        last_part > 0 && s[last_part] == 'i' || return fail("expected trailing \"im\", found only \"m\"")
    end
    if isempty(signs)
        imaginary = last_part > 1 && !(last_part == 2 && s[1] in "+-") # not "+inf"
        x = part(imaginary ? s[1:prevind(s, last_part)] : s)
        return x === nothing ? nothing : imaginary ? Complex{T}(zero(x), x) : Complex{T}(x)
    end
    k = signs[1]
    last_part < k && return fail("missing imaginary unit")
    re = part(s[1:prevind(s, k)])
    re === nothing && return nothing
    im = part(s[k+1:prevind(s, last_part)])
    im === nothing && return nothing
    Complex{T}(re, s[k] == '-' ? -im : im)
end
tryparse(::Type{Complex{T}}, s::AbstractString) where {T<:Real} = _parse_complex(tryparse, T, x -> nothing, String(s))
parse(::Type{Complex{T}}, s::AbstractString) where {T<:Real} = _parse_complex(parse, T, x -> throw(ArgumentError(x)), String(s))

# range(1, stop=3, length=7) displays its elements in one line, shortened to the width of the screen.
function show(io::IO, ::MIME"text/plain", r::LinRange)
    isempty(r) && return show(io, r)
    print(io, length(r), "-element ", typeof(r))
    print(io, ":\n ")
    c = IOContext(io, :compact => true)
    texts = [sprint(show, x; context = :compact => true) for x in r]
    width = displaysize(io)[2]
    if sum(length, texts) + length(texts) > width
        # as many from the front and the back as fit round the dots
        room = width - 2
        most = maximum(length, texts) + 1
        n = max(1, div(room - 2, most))
        texts = vcat(texts[1:cld(n, 2)], ["…"], texts[end-div(n, 2)+1:end])
    end
    print(c, join(texts, ","))
end
const √ = sqrt
const ∛ = cbrt
