# What is exact about irrational numbers: all their digits, on which side of a float or a fraction they are; floats rounded to a side.

_to_big(x::AbstractIrrational) = BigFloat(Float64(x))
_to_big(::Irrational{:γ}) = _with_guard(_big_gamma)
_to_big(::Irrational{:catalan}) = _with_guard(_big_catalan)
big(x::AbstractIrrational) = BigFloat(x)
big(::Type{<:AbstractIrrational}) = BigFloat
# Of Brent and McMillan: the error is exp(-4n).
function _big_gamma()
    n = cld(BIG_PRECISION[], 5)
    a, b = -log(BigFloat(n)), BigFloat(1)
    above, below = a, b
    k = 1
    while exponent(b) + BIG_PRECISION[] > 0 || k < n
        b = b * n * n / k / k
        a = (a * n * n / k + b) / k
        above += a
        below += b
        k += 1
    end
    above / below
end
# π/8 log(2 + √3) + 3/8 Σ 1 / ((2k + 1)² binomial(2k, k))
function _big_catalan()
    s, c = BigFloat(0), BigFloat(1)
    for k in 0:BIG_PRECISION[]÷2
        s += c / (2k + 1)^2
        c = c * (k + 1) / (4k + 2)
    end
    (BigFloat(π) * log(2 + sqrt(BigFloat(3))) + 3s) / 8
end

# y that x was rounded to, on the side that is asked for.
function _to_side(x, y, r)
    up = r === RoundUp || (r === RoundToZero && x < 0)
    down = r === RoundDown || (r === RoundToZero && x > 0)
    up && y < x ? nextfloat(y) : down && y > x ? prevfloat(y) : y
end
(::Type{T})(x::Real, r::RoundingMode) where {T<:Union{Float16,Float32,Float64}} = _to_side(x, T(x), r)

function <(x::AbstractIrrational, y::Union{Float16,Float32,Float64})
    z = Float64(x)
    z == y ? BigFloat(x; precision = 256) < y : z < y
end
<(x::AbstractIrrational, y::BigFloat) = BigFloat(x; precision = precision(y) + 32) < y
<(x::AbstractIrrational, y::Integer) = Float64(x) < y
<(x::AbstractIrrational, y::Rational) = BigFloat(x; precision = 64 + 4 * ndigits(y.den; base = 2)) < y
<(x::Real, y::AbstractIrrational) = !isnan(x) && !(y < x)

function Rational{T}(x::AbstractIrrational) where {T<:Integer}
    for bits in Iterators.countfrom(256, 32)
        y = BigFloat(x; precision = bits)
        r = rationalize(T, y; tol = 0)
        setprecision(() -> abs(r - y) > eps(y), bits) && return r
    end
end
Rational{BigInt}(x::AbstractIrrational) =
    throw(ArgumentError("Cannot convert an AbstractIrrational to a Rational{BigInt}: use rationalize(BigInt, x) instead"))
rationalize(::Type{T}, x::AbstractIrrational; tol::Real = 0) where {T<:Integer} = rationalize(T, big(x); tol = tol)
