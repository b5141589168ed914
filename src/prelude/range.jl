# Ranges. Float ranges hold their start and step in twice the precision, so that 0:0.1:1 has the elements one writes.

struct UnitRange{T<:Real} <: AbstractUnitRange{T}
    start::T
    stop::T
    UnitRange{T}(start, stop) where {T<:Real} = new(start, unitrange_last(start, stop))
end
unitrange_last(start::Bool, stop::Bool) = stop
unitrange_last(start::T, stop::T) where {T<:Integer} = ifelse(stop >= start, stop, convert(T, start - oneunit(stop - start)))
unitrange_last(start::T, stop::T) where {T} = ifelse(stop >= start, convert(T, start + floor(stop - start)), convert(T, start - oneunit(stop - start)))
unitrange_last(start, stop) = unitrange_last(promote(start, stop)...)
UnitRange(start::T, stop::T) where {T<:Real} = UnitRange{T}(start, stop)
UnitRange(start::Real, stop::Real) = UnitRange(promote(start, stop)...)

struct StepRange{T,S} <: OrdinalRange{T,S}
    start::T
    step::S
    stop::T
    StepRange{T,S}(start, step, stop) where {T,S} = (start = convert(T, start); step = convert(S, step);
        new(start, step, steprange_last(start, step, convert(T, stop))))
end
StepRange(start::T, step::S, stop::T) where {T,S} = StepRange{T,S}(start, step, stop)
StepRange{T}(start, step::S, stop) where {T,S} = StepRange{T,S}(start, step, stop)
function steprange_last(start::T, step, stop) where {T}
    isa(start, AbstractFloat) && throw(ArgumentError("StepRange should not be used with floating point"))
    z = zero(step)
    step == z && throw(ArgumentError("step cannot be zero"))
    stop == start && return stop
    if (step > z) != (stop > start)
        return steprange_last_empty(start, step, stop)
    end
    if T <: Integer && !(T <: BigInt)
        return stop > start ? convert(T, stop - convert(T, unsigned(stop - start) % unsigned(step))) :
            convert(T, stop + convert(T, unsigned(start - stop) % unsigned(-step)))
    end
    stop - rem(stop - start, step)
end
steprange_last_empty(start::Integer, step, stop) = step > zero(step) ? oftype(stop, start - oneunit(stop - start)) : oftype(stop, start + oneunit(stop - start))
steprange_last_empty(start, step, stop) = start - step
steprange_last_empty(start::Bool, step, stop) = start

struct OneTo{T<:Integer} <: AbstractUnitRange{T}
    stop::T
    OneTo{T}(stop) where {T<:Integer} = new(max(zero(T), stop))
    OneTo{T}(r::AbstractRange) where {T<:Integer} = new(max(zero(T), last(r)))
end
OneTo(stop::T) where {T<:Integer} = OneTo{T}(stop)
OneTo(r::AbstractRange{T}) where {T<:Integer} = OneTo{T}(last(r))

struct StepRangeLen{T,R,S} <: AbstractRange{T}
    ref::R
    step::S
    len::Int
    offset::Int
    function StepRangeLen{T,R,S}(ref, step, len::Integer, offset::Integer = 1) where {T,R,S}
        len >= 0 || throw(ArgumentError("length cannot be negative, got $len"))
        1 <= offset <= max(1, len) || throw(ArgumentError("StepRangeLen: offset must be in [1,$len], got $offset"))
        new(ref, step, len, offset)
    end
end
StepRangeLen(ref::R, step::S, len::Integer, offset::Integer = 1) where {R,S} =
    StepRangeLen{typeof(ref + zero(step)),R,S}(ref, step, len, offset)
StepRangeLen{T}(ref::R, step::S, len::Integer, offset::Integer = 1) where {T,R,S} = StepRangeLen{T,R,S}(ref, step, len, offset)

struct LinRange{T} <: AbstractRange{T}
    start::T
    stop::T
    len::Int
    lendiv::Int
    function LinRange{T}(start, stop, len) where {T}
        len >= 0 || throw(ArgumentError("range($start, stop=$stop, length=$len): negative length"))
        if len == 1
            start == stop || throw(ArgumentError("range($start, stop=$stop, length=$len): endpoints differ"))
            return new(start, stop, 1, 1)
        end
        new(start, stop, len, max(len - 1, 1))
    end
end
LinRange(r::AbstractRange{T}) where {T} = LinRange{T}(r)
LinRange{T}(r::AbstractRange) where {T} = LinRange{T}(first(r), last(r), length(r))
LinRange(start, stop, len::Integer) = LinRange{typeof((stop - start) / len)}(start, stop, len)

# Numbers of twice the precision.
struct TwicePrecision{T}
    hi::T
    lo::T
end
TwicePrecision(x::T) where {T} = TwicePrecision{T}(x, zero(T))
TwicePrecision{T}(x::Number) where {T} = TwicePrecision{T}(convert(T, x), zero(T))
TwicePrecision{T}(x::AbstractFloat) where {T} = TwicePrecision{T}(convert(T, x), convert(T, x - convert(T, x)))
function TwicePrecision{T}(i::Integer) where {T<:AbstractFloat}
    hi = truncbits(T(i), cld(precision(T), 2))
    TwicePrecision{T}(hi, T(i - oftype(i, hi)))
end
TwicePrecision{T}(nd::Tuple{Integer,Integer}) where {T} = TwicePrecision{T}(nd[1]) / nd[2]
TwicePrecision{T}(nd::Tuple{Integer,Integer}, nb::Integer) where {T} = twiceprecision(TwicePrecision{T}(nd), nb)
TwicePrecision{T}(x::TwicePrecision) where {T} = TwicePrecision{T}(convert(T, x.hi), convert(T, x.lo))
(::Type{T})(x::TwicePrecision) where {T<:Number} = convert(T, x.hi + x.lo)
convert(::Type{T}, x::TwicePrecision) where {T<:Number} = T(x)
convert(::Type{TwicePrecision{T}}, x::TwicePrecision{T}) where {T} = x
convert(::Type{TwicePrecision{T}}, x::TwicePrecision) where {T} = TwicePrecision{T}(x)
convert(::Type{TwicePrecision{T}}, x::Number) where {T} = TwicePrecision{T}(x)
zero(::Type{TwicePrecision{T}}) where {T} = TwicePrecision{T}(zero(T), zero(T))
zero(x::TwicePrecision) = zero(typeof(x))
promote_rule(::Type{TwicePrecision{R}}, ::Type{S}) where {R,S<:Number} = TwicePrecision{promote_type(R, S)}
twiceprecision(val, nb::Integer) = twiceprecision(convert(TwicePrecision{Float64}, val), nb)
function twiceprecision(val::TwicePrecision{T}, nb::Integer) where {T}
    hi = truncbits(val.hi, nb)
    TwicePrecision{T}(hi, (val.hi - hi) + val.lo)
end
truncbits(x::Float64, nb) = reinterpret(Float64, (typemax(UInt64) << nb) & reinterpret(UInt64, x))
truncbits(x::Float32, nb) = reinterpret(Float32, (typemax(UInt32) << nb) & reinterpret(UInt32, x))
truncbits(x::Float16, nb) = reinterpret(Float16, (typemax(UInt16) << nb) & reinterpret(UInt16, x))
function canonicalize2(big, little)
    h = big + little
    h, (big - h) + little
end
add12(x, y) = abs(y) > abs(x) ? canonicalize2(y, x) : canonicalize2(x, y)
function mul12(x::T, y::T) where {T<:AbstractFloat}
    h = x * y
    iszero(h) | !isfinite(h) ? (h, h) : canonicalize2(h, fma(x, y, -h))
end
+(x::TwicePrecision, y::Number) = begin
    s_hi, s_lo = add12(x.hi, oftype(x.hi, y))
    TwicePrecision(canonicalize2(s_hi, s_lo + x.lo)...)
end
+(x::Number, y::TwicePrecision) = y + x
function +(x::TwicePrecision{T}, y::TwicePrecision{T}) where {T}
    r = x.hi + y.hi
    s = abs(x.hi) > abs(y.hi) ? (((x.hi - r) + y.hi) + y.lo) + x.lo : (((y.hi - r) + x.hi) + x.lo) + y.lo
    TwicePrecision(canonicalize2(r, s)...)
end
-(x::TwicePrecision) = TwicePrecision(-x.hi, -x.lo)
-(x::TwicePrecision, y::TwicePrecision) = x + (-y)
-(x::TwicePrecision, y::Number) = x + (-y)
function *(x::TwicePrecision, v::Number)
    v == 0 && return TwicePrecision(x.hi * v, x.lo * v)
    x * TwicePrecision(oftype(x.hi * v, v))
end
function *(x::TwicePrecision{T}, v::Integer) where {T<:AbstractFloat}
    v == 0 && return TwicePrecision(x.hi * v, x.lo * v)
    nb = ceil(Int, log2(abs(v)))
    u = truncbits(x.hi, nb)
    TwicePrecision(canonicalize2(u * v, ((x.hi - u) + x.lo) * v)...)
end
*(v::Number, x::TwicePrecision) = x * v
function *(x::TwicePrecision{T}, y::TwicePrecision{T}) where {T}
    zh, zl = mul12(x.hi, y.hi)
    ret = TwicePrecision(canonicalize2(zh, (x.hi * y.lo + x.lo * y.hi) + zl)...)
    iszero(zh) | !isfinite(zh) ? TwicePrecision(zh, zh) : ret
end
/(x::TwicePrecision{T}, v::Number) where {T} = x / TwicePrecision{T}(v)
function /(x::TwicePrecision, y::TwicePrecision)
    hi = x.hi / y.hi
    uh, ul = mul12(hi, y.hi)
    lo = ((((x.hi - uh) - ul) + x.lo) - hi * y.lo) / y.hi
    iszero(hi) | !isfinite(hi) ? TwicePrecision(hi, hi) : TwicePrecision(canonicalize2(hi, lo)...)
end
-(x::Number, y::TwicePrecision) = -y + x

StepRangeLen(ref::TwicePrecision{T}, step::TwicePrecision{T}, len::Integer, offset::Integer = 1) where {T} =
    StepRangeLen{T,TwicePrecision{T},TwicePrecision{T}}(ref, step, len, offset)

# x as a fraction of small numbers, if it is one.
function rat(x)
    y = x
    a = d = 1
    b = c = 0
    m = isa(x, Float64) ? 16777216 : 2048
    while abs(y) <= m
        f = trunc(Int, y)
        y -= f
        a, c = f * a + c, a
        b, d = f * b + d, b
        max(abs(a), abs(b)) <= m || return c, d
        oftype(x, a) / oftype(x, b) == x && break
        y = inv(y)
    end
    return a, b
end
nbitslen(len, offset) = len < 2 ? 0 : ceil(Int, log2(max(offset - 1, len - offset))) + 1
nbitslen(::Type{T}, len, offset) where {T} = min(cld(precision(T), 2), nbitslen(len, offset))
_twice(x) = TwicePrecision{Float64}(x)
_twice(x::Tuple{AbstractFloat,AbstractFloat}) = TwicePrecision{Float64}(x[1], x[2])
_ratio(x) = Float64(x)
_ratio(x::Tuple{Integer,Integer}) = x[1] / x[2]
_ratio(x::Tuple{AbstractFloat,AbstractFloat}) = Float64(x[1]) + Float64(x[2])
steprangelen_hp(::Type{Float64}, ref, step, nb::Integer, len::Integer, offset::Integer) =
    StepRangeLen(_twice(ref), twiceprecision(_twice(step), nb), Int(len), offset)
steprangelen_hp(::Type{T}, ref, step, nb::Integer, len::Integer, offset::Integer) where {T} =
    StepRangeLen{T}(_ratio(ref), _ratio(step), Int(len), offset)
_isbetween(a, x, b) = a <= x <= b || b <= x <= a
_lcm_unchecked(a, b) = a == 0 ? a : abs(a * div(b, gcd(b, a)))

function (:)(start::T, step::T, stop::T) where {T<:Union{Float16,Float32,Float64}}
    step == 0 && throw(ArgumentError("range step cannot be zero"))
    step_n, step_d = rat(step)
    if step_d != 0 && T(step_n / step_d) == step
        start_n, start_d = rat(start)
        stop_n, stop_d = rat(stop)
        if start_d != 0 && stop_d != 0 && T(start_n / start_d) == start && T(stop_n / stop_d) == stop
            den = _lcm_unchecked(start_d, step_d)
            m = Int(maxintfloat(T))
            if den != 0 && abs(start * den) <= m && abs(step * den) <= m && rem(den, start_d) == 0 && rem(den, step_d) == 0
                start_n = round(Int, start * den)
                step_n = round(Int, step * den)
                len = max(0, div(den * stop_n - stop_d * start_n + step_n * stop_d, step_n * stop_d))
                if _isbetween(start, start + (len - 1) * step, stop + step / 2) && !_isbetween(start, start + len * step, stop)
                    return floatrange(T, start_n, step_n, len, den)
                end
            end
        end
    end
    lf = (stop - start) / step
    if lf < 0
        len = 0
    elseif lf == 0
        len = 1
    else
        len = round(Int, lf) + 1
        stop2 = start + (len - 1) * step
        len -= (start < stop < stop2) + (start > stop > stop2)
    end
    steprangelen_hp(T, start, step, 0, len, 1)
end
function floatrange(::Type{T}, start_n::Integer, step_n::Integer, len::Integer, den::Integer) where {T}
    if len < 2 || step_n == 0
        return steprangelen_hp(T, (start_n, den), (step_n, den), 0, Int(len), 1)
    end
    imin = clamp(round(Int, -start_n / step_n + 1), 1, Int(len))
    ref_n = start_n + (imin - 1) * step_n
    steprangelen_hp(T, (ref_n, den), (step_n, den), nbitslen(T, len, imin), Int(len), imin)
end

# start:step:stop
(:)(a::T, b::T) where {T<:Real} = UnitRange{T}(a, b)
(:)(a::Real, b::Real) = (:)(promote(a, b)...)
(:)(start::T, stop::T) where {T} = (:)(start, oftype(stop - start, 1), stop)
(:)(start::T, step::Any, stop::T) where {T} = StepRange(start, step, stop)
(:)(start::T, step::Real, stop::T) where {T<:Real} = (:)(promote(start, step, stop)...)
(:)(start::T, step::T, stop::T) where {T<:Real} = StepRange(start, step, stop)
(:)(start::T, step::Real, stop::T) where {T<:Integer} = step isa Integer ? StepRange(start, step, stop) : (:)(promote(start, step, stop)...)
(:)(start::T, step::T, stop::T) where {T<:Integer} = StepRange(start, step, stop)
(:)(start::Real, step::Real, stop::Real) = begin
    s, e = promote(start, stop)
    typeof(s) === typeof(start) && typeof(e) === typeof(stop) ? (:)(promote(s, step, e)...) : (:)(s, step, e)
end
(:)(start::T, stop::T) where {T<:AbstractChar} = StepRange(start, 1, stop)
(:)(a::T, b::T) where {T<:AbstractFloat} = (:)(a, T(1), b)
(:)(a::T, s::T, b::T) where {T<:AbstractFloat} = StepRangeLen(a, s, max(0, floor(Int, (b - a) / s) + 1))

# range(start; stop, length, step)
range(start; length::Union{Integer,Nothing} = nothing, stop = nothing, step = nothing) = _range(start, step, stop, length)
range(start, stop; length::Union{Integer,Nothing} = nothing, step = nothing) = _range2(start, step, stop, length)
_range2(start, ::Nothing, stop, ::Nothing) = throw(ArgumentError("At least one of `length` or `step` must be specified"))
_range2(start, step, stop, length) = _range(start, step, stop, length)
_range(start, ::Nothing, ::Nothing, ::Nothing) = throw(ArgumentError("At least one of `length` or `stop` must be specified"))
_range(start::Real, ::Nothing, ::Nothing, len::Integer) = UnitRange(start, oftype(start, start + len - 1))
_range(start::AbstractFloat, ::Nothing, ::Nothing, len::Integer) = _range(start, oftype(start, 1), nothing, len)
_range(start, ::Nothing, ::Nothing, len::Integer) = _range(start, oftype(start - start, 1), nothing, len)
_range(start, ::Nothing, stop, ::Nothing) = start:stop
_range(start, step, ::Nothing, ::Nothing) = throw(ArgumentError("At least one of `length` or `stop` must be specified"))
_range(start, step, stop, ::Nothing) = (:)(start, step, stop)
_range(start, step, stop, len) = throw(ArgumentError("Too many arguments specified; try passing only one of `stop` or `length`"))
_range(a::Real, step::Real, ::Nothing, len::Integer) = _rangestep(promote(a, step)..., len)
_range(a, step, ::Nothing, len::Integer) = _rangestep(a, step, len)
_rangestep(a::T, step::T, len) where {T<:Union{Float16,Float32,Float64}} = _floatstep(a, step, len)
_rangestep(a::Integer, step, len) = StepRange{typeof(a),typeof(step)}(a, step, a + step * (len - 1))
_rangestep(a::Union{Rational,AbstractFloat}, step, len) = StepRangeLen(a, step, len)
_rangestep(a::Number, step, len) = StepRangeLen(a, step, len)
_rangestep(a, step, len) = StepRange(a, step, a + step * (len - 1))
function _floatstep(a::T, st::T, len) where {T}
    start_n, start_d = rat(a)
    step_n, step_d = rat(st)
    if start_d != 0 && step_d != 0 && T(start_n / start_d) == a && T(step_n / step_d) == st
        den = _lcm_unchecked(start_d, step_d)
        m = Int(maxintfloat(T))
        if abs(den * a) <= m && abs(den * st) <= m && rem(den, start_d) == 0 && rem(den, step_d) == 0
            return floatrange(T, round(Int, den * a), round(Int, den * st), len, den)
        end
    end
    steprangelen_hp(T, a, st, 0, len, 1)
end
_range(start::Real, ::Nothing, stop::Real, len::Integer) = _linspaceany(map(float, promote(start, stop))..., len)
_range(start::Integer, ::Nothing, stop::Integer, len::Integer) = _linspaceints(promote(start, stop)..., len)
_range(start::Rational, ::Nothing, stop::Rational, len::Integer) = LinRange(promote(start, stop)..., len)
_range(start::Rational, ::Nothing, stop::Integer, len::Integer) = LinRange(promote(start, stop)..., len)
_range(start::Integer, ::Nothing, stop::Rational, len::Integer) = LinRange(promote(start, stop)..., len)
_range(start, ::Nothing, stop, len::Integer) = LinRange(start, stop, len)
function _linspaceints(start::T, stop::T, len::Integer) where {T<:Integer}
    len < 2 && return _linspace1(Float64, float(start), float(stop), len)
    start == stop && return steprangelen_hp(Float64, (start, 1), (zero(start), 1), 0, len, 1)
    _linspacefrac(Float64, start, stop, len, 1)
end
_linspaceany(start, stop, len) = LinRange(start, stop, len)
function _linspaceany(start::T, stop::T, len::Integer) where {T<:Union{Float16,Float32,Float64}}
    len < 2 && return _linspace1(T, start, stop, len)
    start == stop && return steprangelen_hp(T, start, zero(T), 0, len, 1)
    start_n, start_d = rat(start)
    stop_n, stop_d = rat(stop)
    if start_d != 0 && stop_d != 0
        den = _lcm_unchecked(start_d, stop_d)
        m = Int(maxintfloat(T))
        if den != 0 && abs(den * start) <= m && abs(den * stop) <= m
            start_n = round(Int, den * start)
            stop_n = round(Int, den * stop)
            if T(start_n / den) == start && T(stop_n / den) == stop
                return _linspacefrac(T, start_n, stop_n, len, den)
            end
        end
    end
    _linspace(start, stop, len)
end
function _linspace1(::Type{T}, start, stop, len::Integer) where {T}
    len >= 0 || throw(ArgumentError("range($start, stop=$stop, length=$len): negative length"))
    len == 1 && start != stop && throw(ArgumentError("range($start, stop=$stop, length=$len): endpoints differ"))
    T === Float64 ? StepRangeLen(TwicePrecision{Float64}(start, 0.0), TwicePrecision{Float64}(start, -Float64(stop)), len, 1) :
        StepRangeLen{T}(Float64(start), Float64(start) - Float64(stop), len, 1)
end
function _linspacefrac(::Type{T}, start_n::Integer, stop_n::Integer, len::Integer, den::Integer) where {T}
    start_n == stop_n && return steprangelen_hp(T, (start_n, den), (zero(start_n), den), 0, len, 1)
    tmin = -start_n / (Float64(stop_n) - Float64(start_n))
    imin = clamp(round(Int, tmin * (len - 1) + 1), 1, Int(len))
    ref_num = Int128(len - imin) * start_n + Int128(imin - 1) * stop_n
    ref_denom = Int128(len - 1) * den
    steprangelen_hp(T, (ref_num, ref_denom), (Int128(stop_n) - Int128(start_n), ref_denom), nbitslen(T, len, imin), Int(len), imin)
end
function _linspace(start::T, stop::T, len::Integer) where {T}
    (isfinite(start) && isfinite(stop)) || throw(ArgumentError("start and stop must be finite, got $start and $stop"))
    D, Dfac = stop - start, 1
    if !isfinite(D)
        D, Dfac = stop / len - start / len, Int(len)
    end
    tmin = -(start / D) / Dfac
    imin = round(Int, tmin * (len - 1) + 1)
    if 1 < imin < len
        t = (imin - 1) / (len - 1)
        ref = T((1 - t) * start + t * stop)
        step = imin - 1 < len - imin ? (ref - start) / (imin - 1) : (stop - ref) / (len - imin)
    elseif imin <= 1
        imin = 1
        ref = start
        step = (D / (len - 1)) * Dfac
    else
        imin = Int(len)
        ref = stop
        step = (D / (len - 1)) * Dfac
    end
    if len == 2 && !isfinite(step)
        return steprangelen_hp(T, start, (-start, stop), 0, 2, 1)
    end
    m, k = prevfloat(floatmax(T)), max(imin - 1, len - imin)
    step_hi_pre = clamp(step, max(-(m + ref) / k, (-m + ref) / k), min((m - ref) / k, (m + ref) / k))
    nb = nbitslen(T, len, imin)
    step_hi = truncbits(step_hi_pre, nb)
    x1_hi, x1_lo = add12((1 - imin) * step_hi, ref)
    x2_hi, x2_lo = add12((len - imin) * step_hi, ref)
    a, b = (start - x1_hi) - x1_lo, (stop - x2_hi) - x2_lo
    step_lo = (b - a) / (len - 1)
    ref_lo = a - (1 - imin) * step_lo
    steprangelen_hp(T, (ref, ref_lo), (step_hi, step_lo), 0, Int(len), imin)
end

# Properties.
first(r::OrdinalRange) = r.start
first(r::OneTo{T}) where {T} = oneunit(T)
first(r::StepRangeLen) = unsafe_getindex(r, 1)
first(r::LinRange) = r.start
last(r::OrdinalRange{T}) where {T} = convert(T, r.stop)
last(r::StepRangeLen) = unsafe_getindex(r, r.len)
last(r::LinRange) = r.stop
step(r::StepRange) = r.step
step(r::AbstractUnitRange{T}) where {T} = oneunit(T) - zero(T)
step(r::StepRangeLen) = r.step
step(r::StepRangeLen{T,R,S}) where {T,R,S<:TwicePrecision} = T(r.step)
step(r::StepRangeLen{T}) where {T<:AbstractFloat} = T(r.step)
step(r::LinRange) = (last(r) - first(r)) / r.lendiv
step_hp(r::StepRangeLen) = r.step
step_hp(r::AbstractRange) = step(r)
length(r::UnitRange) = Int(r.stop - r.start + 1)
length(r::UnitRange{T}) where {T<:Union{Int8,Int16,Int32,UInt8,UInt16,UInt32}} = Int(r.stop) - Int(r.start) + 1
length(r::UnitRange{Int128}) = checked_add(checked_sub(r.stop, r.start), oneunit(r.stop))
length(r::UnitRange{T}) where {T<:Union{UInt64,UInt128}} = r.stop >= r.start ? checked_add(r.stop - r.start, oneunit(T)) : zero(T)
length(r::UnitRange{BigInt}) = r.stop - r.start + 1
length(r::UnitRange{Bool}) = Int(r.stop) - Int(r.start) + 1
length(r::OneTo) = Int(r.stop)
length(r::StepRangeLen) = r.len
length(r::LinRange) = r.len
function length(r::StepRange)
    isempty(r) && return 0
    Int(div(r.stop - r.start, r.step)) + 1
end
function length(r::StepRange{T}) where {T<:Integer}
    isempty(r) && return 0
    r.step > 1 ? Int(div(unsigned(r.stop - r.start), r.step)) + 1 :
        r.step < -1 ? Int(div(unsigned(r.start - r.stop), -r.step)) + 1 :
        Int(div(r.stop - r.start, r.step)) + 1
end
function length(r::StepRange{T}) where {T<:Union{Int64,UInt64,Int128,UInt128}}
    isempty(r) && return zero(T)
    steps = r.step > 1 ? convert(T, div(unsigned(r.stop - r.start), r.step)) : r.step < -1 ? convert(T, div(unsigned(r.start - r.stop), -r.step)) :
        r.step > 0 ? checked_sub(r.stop, r.start) : checked_sub(r.start, r.stop)
    checked_add(steps, one(T))
end
length(r::StepRange{BigInt}) = isempty(r) ? big(0) : div(r.stop - r.start, r.step) + 1
isempty(r::StepRange) = (r.start != r.stop) & ((r.step > zero(r.step)) != (r.stop > r.start))
isempty(r::AbstractUnitRange) = first(r) > last(r)
isempty(r::StepRangeLen) = r.len == 0
isempty(r::LinRange) = r.len == 0
size(r::AbstractRange) = (length(r),)
axes(r::AbstractRange) = (OneTo(length(r)),)
eltype(::Type{<:AbstractRange{T}}) where {T} = T
firstindex(r::AbstractRange) = 1
lastindex(r::AbstractRange) = length(r)
minimum(r::AbstractUnitRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : first(r)
maximum(r::AbstractUnitRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : last(r)
minimum(r::AbstractRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : min(first(r), last(r))
maximum(r::AbstractRange) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : max(first(r), last(r))
extrema(r::AbstractRange) = (minimum(r), maximum(r))
ndims(r::AbstractRange) = 1
copy(r::AbstractRange) = r
issorted(r::AbstractUnitRange) = true
issorted(r::AbstractRange) = length(r) <= 1 || step(r) >= zero(step(r))
sort(r::AbstractRange; kw...) = !isempty(kw) ? sort!(collect(r); kw...) : issorted(r) ? r : reverse(r)
has_offset_axes(r::AbstractRange) = false

# Iterating. (Ranges of Int are iterated by the virtual machine.)
function iterate(r::OrdinalRange)
    isempty(r) && return nothing
    s = first(r)
    (s, s)
end
function iterate(r::OrdinalRange{T}, i) where {T}
    i == last(r) && return nothing
    n = convert(T, i + step(r))
    (n, n)
end
iterate(r::Union{StepRangeLen,LinRange}, i::Int = 1) = i > length(r) ? nothing : (unsafe_getindex(r, i), i + 1)

# Indexing.
unsafe_getindex(r::AbstractRange, i) = r[i]
unsafe_getindex(r::StepRangeLen{T}, i::Integer) where {T} = (u = i - r.offset; T(r.ref + u * r.step))
function unsafe_getindex(r::StepRangeLen{T,TwicePrecision{T},TwicePrecision{T}}, i::Integer) where {T}
    u = i - r.offset
    shift_hi, shift_lo = u * r.step.hi, u * r.step.lo
    x_hi, x_lo = add12(r.ref.hi, shift_hi)
    T(x_hi + (x_lo + (shift_lo + r.ref.lo)))
end
function unsafe_getindex(r::LinRange{T}, i::Integer) where {T}
    d = r.lendiv
    j = i - 1
    iszero(d) && return r.start
    T <: Rational && return ((d - j) * r.start) / d + (j * r.stop) / d
    t = j / d
    T((1 - t) * r.start + t * r.stop)
end
getindex(r::Union{StepRangeLen,LinRange}, i::Integer) = (1 <= i <= length(r) || throw(BoundsError(r, i)); unsafe_getindex(r, i))
function getindex(v::UnitRange{T}, i::Integer) where {T}
    x = v.start + (i - 1)
    i > 0 && v.start <= x <= v.stop || throw(BoundsError(v, i))
    convert(T, x)
end
function getindex(v::OneTo{T}, i::Integer) where {T}
    1 <= i <= v.stop || throw(BoundsError(v, i))
    convert(T, i)
end
function getindex(v::StepRange{T}, i::Integer) where {T}
    1 <= i <= length(v) || throw(BoundsError(v, i))
    convert(T, v.start + (i - 1) * v.step)
end
getindex(r::AbstractRange, ::Colon) = r
getindex(r::AbstractRange, i::Real) = i isa Integer && !(i isa Bool) ? r[Int(i)] : throw(ArgumentError("invalid index: $i of type $(typeof(i))"))
getindex(r::AbstractRange) = length(r) == 1 ? first(r) : throw(BoundsError(r, ()))
function getindex(r::AbstractUnitRange{T}, s::AbstractUnitRange{<:Integer}) where {T}
    _check_range(r, s)
    f = first(r)
    st = oftype(f, f + first(s) - 1)
    st:oftype(f, st + length(s) - 1)
end
getindex(r::OneTo{T}, s::OneTo) where {T} = (_check_range(r, s); OneTo(T(s.stop)))
function getindex(r::AbstractUnitRange, s::StepRange{<:Integer})
    _check_range(r, s)
    st = oftype(first(r), first(r) + s.start - 1)
    range(st; step = step(s), length = length(s))
end
function getindex(r::StepRange, s::AbstractRange{<:Integer})
    _check_range(r, s)
    st = oftype(r.start, r.start + (first(s) - 1) * step(r))
    range(st; step = step(r) * step(s), length = length(s))
end
function getindex(r::StepRangeLen{T,<:TwicePrecision,<:TwicePrecision}, s::OrdinalRange{<:Integer}) where {T}
    _check_range(r, s)
    n = length(s)
    offset = clamp(1 + round(Int, (r.offset - first(s)) / step(s)), 1, n)
    away = first(s) + (offset - 1) * step(s) - r.offset
    st = step(s) == 1 || n < 2 ? r.step : twiceprecision(r.step * step(s), nbitslen(T, n, offset))
    StepRangeLen(away == 0 ? r.ref : r.ref + away * r.step, st, n, max(1, offset))
end
function getindex(r::StepRangeLen{T}, s::OrdinalRange{<:Integer}) where {T}
    _check_range(r, s)
    # the offset stays within 1:length, so that the reference point stays accurate
    vfirst = first(s)
    sstep = step(s)
    if sstep == 1 && 1 <= r.offset - vfirst + 1 <= max(1, length(s))
        return typeof(r)(r.ref, r.step, length(s), r.offset - vfirst + 1)
    end
    ind = div(r.offset - vfirst, sstep)
    offset = clamp(1 + ind, 1, max(1, length(s)))
    ref = _getindex_hp(r, vfirst + (offset - 1) * sstep)
    typeof(r)(ref, r.step * sstep, length(s), offset)
end
_getindex_hp(r::StepRangeLen, i) = r.ref + (i - r.offset) * r.step
function _getindex_hp(r::StepRangeLen{T,TwicePrecision{T},TwicePrecision{T}}, i) where {T}
    u = i - r.offset
    shift_hi, shift_lo = u * r.step.hi, u * r.step.lo
    x_hi, x_lo = add12(r.ref.hi, shift_hi)
    x_hi, x_lo = add12(x_hi, x_lo + (shift_lo + r.ref.lo))
    TwicePrecision(x_hi, x_lo)
end
getindex(r::LinRange, s::OrdinalRange{<:Integer}) = (_check_range(r, s); length(s) == 0 ? LinRange(first(r), last(r), 0) : LinRange(r[first(s)], r[last(s)], length(s)))
function _check_range(r, s, told = s)
    isempty(s) || (1 <= minimum(s) && maximum(s) <= length(r)) || throw(BoundsError(r, told))
end
checkindex_range(r, i) = 1 <= i <= length(r)
function getindex(r::AbstractRange{T}, v::AbstractVector{Bool}) where {T}
    length(v) == length(r) || throw(BoundsError(r, v))
    T[r[i] for i in 1:length(r) if v[i]]
end
getindex(r::AbstractRange{T}, v::AbstractVector{<:Integer}) where {T} = (_check_range(r, v, (v,)); T[r[i] for i in v])
getindex(r::AbstractRange{T}, v::AbstractMatrix{<:Integer}) where {T} = (_check_range(r, v, (v,)); map(i -> r[i], v))
view(r::AbstractRange, s::AbstractRange{<:Integer}) = r[s]
setindex!(r::AbstractRange, v, i...) = error("setindex! not defined for ", typeof(r))
tail(r::AbstractRange) = r[2:end]

# Comparing, searching.
==(r::AbstractRange, s::AbstractRange) = (isempty(r) & isempty(s)) ||
    ((first(r) == first(s)) & (step(r) == step(s)) & (last(r) == last(s)) & (length(r) == length(s)))
==(r::AbstractUnitRange, s::AbstractUnitRange) = (isempty(r) & isempty(s)) | ((first(r) == first(s)) & (last(r) == last(s)))
==(r::T, s::T) where {T<:Union{StepRangeLen,LinRange}} =
    (isempty(r) & isempty(s)) || ((first(r) == first(s)) & (length(r) == length(s)) & (last(r) == last(s)))
isequal(r::AbstractRange, s::AbstractRange) = r == s
in(x::Real, r::AbstractUnitRange{<:Integer}) = first(r) <= x <= last(r) && isinteger(x)
in(x, r::AbstractRange) = any(==(x), collect(r))
function in(x::Real, r::AbstractRange{<:Real})
    isempty(r) && return false
    isfinite(x) || return false
    st = step(r)
    iszero(st) && return x == first(r)
    (st > 0 ? first(r) <= x <= last(r) : last(r) <= x <= first(r)) || return false
    n = round(Int, (x - first(r)) / st) + 1
    n >= 1 && n <= length(r) && r[n] == x
end
in(x::Integer, r::StepRange{<:Integer}) = !isempty(r) && (r.step > 0 ? r.start <= x <= r.stop : r.stop <= x <= r.start) &&
    mod(x - r.start, r.step) == 0
in(x::AbstractChar, r::AbstractRange{<:AbstractChar}) = !isempty(r) && (step(r) > 0 ? first(r) <= x <= last(r) : last(r) <= x <= first(r)) &&
    mod(Int(x) - Int(first(r)), step(r)) == 0
in(x::AbstractChar, r::AbstractRange{<:Real}) = false
in(x::Real, r::AbstractRange{<:AbstractChar}) = false

# Sets of integers as ranges.
map(::Type{T}, r::AbstractUnitRange{<:Integer}) where {T<:Integer} = T(first(r)):T(last(r))
map(::Type{T}, r::AbstractRange{<:Real}) where {T<:AbstractFloat} = T(first(r)):T(step(r)):T(last(r))
intersect(i::Integer, r::AbstractUnitRange{<:Integer}) = max(i, first(r)):min(i, last(r))
intersect(r::AbstractUnitRange{<:Integer}, i::Integer) = intersect(i, r)
intersect(r::AbstractUnitRange{<:Integer}, s::AbstractUnitRange{<:Integer}) = max(first(r), first(s)):min(last(r), last(s))
intersect(r::OneTo, s::OneTo) = OneTo(min(r.stop, s.stop))
function intersect(r::AbstractUnitRange{<:Integer}, s::StepRange{<:Integer})
    T = promote_type(eltype(r), eltype(s))
    if isempty(s)
        range(T(first(s)); step = T(step(s)), length = 0)
    elseif step(s) == 0
        intersect(first(s), r)
    elseif step(s) < 0
        intersect(r, reverse(s))
    else
        sta = first(s)
        ste = step(s)
        sto = last(s)
        lo = first(r)
        hi = last(r)
        i0 = max(sta, lo + mod(sta - lo, ste))
        i1 = min(sto, hi - mod(hi - sta, ste))
        i0:ste:i1
    end
end
intersect(s::StepRange{<:Integer}, r::AbstractUnitRange{<:Integer}) = step(s) < 0 ? reverse(intersect(r, reverse(s))) : intersect(r, s)
function intersect(r::StepRange{<:Integer}, s::StepRange{<:Integer})
    if isempty(r) || isempty(s)
        return range(first(r); step = step(r), length = 0)
    elseif step(s) < 0
        return intersect(r, reverse(s))
    elseif step(r) < 0
        return reverse(intersect(reverse(r), s))
    end
    start1, step1, stop1 = first(r), step(r), last(r)
    start2, step2, stop2 = first(s), step(s), last(s)
    a = lcm(step1, step2)
    g, x, y = gcdx(step1, step2)
    if rem(start1 - start2, g) != 0
        return range(start1; step = a, length = 0)
    end
    z = div(start1 - start2, g)
    b = start1 - x * z * step1
    # all common elements are b modulo a
    m = max(start1 + mod(b - start1, a), start2 + mod(b - start2, a))
    n = min(stop1 - mod(stop1 - b, a), stop2 - mod(stop2 - b, a))
    m:a:n
end
intersect(r::AbstractRange{<:Integer}, s::AbstractRange{<:Integer}) = intersect(promote_range(r), promote_range(s))
promote_range(r::OrdinalRange) = StepRange(first(r), step(r), last(r))
issubset(r::OneTo, s::OneTo) = r.stop <= s.stop
issubset(r::AbstractUnitRange{<:Integer}, s::AbstractUnitRange{<:Integer}) = isempty(r) || (first(r) >= first(s) && last(r) <= last(s))

# Arithmetic.
reverse(r::OrdinalRange) = (:)(last(r), -step(r), first(r))
reverse(r::StepRangeLen) = typeof(r)(r.ref, -r.step, length(r), length(r) == 0 ? 1 : length(r) - r.offset + 1)
reverse(r::LinRange{T}) where {T} = LinRange{T}(r.stop, r.start, r.len)
-(r::OrdinalRange) = range(-first(r); step = -step(r), length = length(r))
-(r::StepRangeLen{T,R,S}) where {T,R,S} = StepRangeLen{T,R,S}(-r.ref, -r.step, length(r), r.offset)
-(r::LinRange) = LinRange(-r.start, -r.stop, length(r))
+(r::AbstractRange) = r
_range_plus(r::AbstractUnitRange, x::Real) = range(first(r) + x; length = length(r))
_range_plus(r::AbstractUnitRange{<:Integer}, x::AbstractFloat) = range(first(r) + x; step = oftype(x, 1), length = length(r))
_range_plus(r::AbstractRange, x::Number) = range(first(r) + x; step = step(r), length = length(r))
_range_plus(r::AbstractRange, x) = range(first(r) + x; step = step(r), length = length(r))
_range_plus(r::StepRangeLen{T}, x::Number) where {T} = begin
    newref = r.ref + x
    StepRangeLen{typeof(T(r.ref) + x)}(newref, r.step, length(r), r.offset)
end
_range_plus(r::LinRange, x::Number) = LinRange(r.start + x, r.stop + x, length(r))
_range_minus(r::AbstractRange, x) = _range_plus(r, -x)
_range_minus_from(x, r::AbstractRange) = range(x - first(r); step = -step(r), length = length(r))
_range_minus_from(x::Number, r::StepRangeLen{T}) where {T} = StepRangeLen{typeof(x - T(r.ref))}(x - r.ref, -r.step, length(r), r.offset)
_range_minus_from(x::Number, r::LinRange) = LinRange(x - r.start, x - r.stop, length(r))
_range_times(r::AbstractRange, x::Number) = range(first(r) * x; step = step(r) * x, length = length(r))
_range_times(r::StepRangeLen{T}, x::Number) where {T} = StepRangeLen{typeof(T(r.ref) * x)}(r.ref * x, r.step * x, length(r), r.offset)
_range_times(r::LinRange, x::Number) = LinRange(r.start * x, r.stop * x, r.len)
_range_divide(r::AbstractRange, x::Number) = range(first(r) / x; step = step(r) / x, length = length(r))
_range_divide(r::StepRangeLen{T}, x::Number) where {T} = StepRangeLen{typeof(T(r.ref) / x)}(r.ref / x, r.step / x, length(r), r.offset)
_range_divide(r::LinRange, x::Number) = LinRange(r.start / x, r.stop / x, r.len)
function +(r1::AbstractRange, r2::AbstractRange)
    length(r1) == length(r2) || throw(DimensionMismatch("argument dimensions must match: length of r1 is $(length(r1)), length of r2 is $(length(r2))"))
    range(first(r1) + first(r2); step = step(r1) + step(r2), length = length(r1))
end
-(r1::AbstractRange, r2::AbstractRange) = r1 + (-r2)
*(x::Number, r::AbstractRange) = _range_times(r, x)
*(r::AbstractRange, x::Number) = _range_times(r, x)
/(r::AbstractRange, x::Number) = _range_divide(r, x)
\(x::Number, r::AbstractRange) = _range_divide(r, x)
function sum(r::AbstractRange{<:Real})
    l = length(r)
    # divided before it is multiplied where that is exact
    return l * first(r) + (iseven(l) ? (step(r) * (l - 1)) * (l >> 1) : (step(r) * l) * ((l - 1) >> 1))
end
function sum(r::StepRangeLen{T}) where {T<:Real}
    l = length(r)
    l == 0 && return zero(T)
    np, nn = l - r.offset, r.offset - 1
    dn = div(np * (np + 1), 2) - div(nn * (nn + 1), 2)
    convert(T, r.step * dn + r.ref * l)
end
mod(i::Integer, r::OneTo) = mod1(i, last(r))
mod(i::Integer, r::AbstractUnitRange{<:Integer}) = mod(i - first(r), length(r)) + first(r)

# Converting.
collect(r::AbstractRange) = vcat(r)
function vcat(r::AbstractRange{T}) where {T}
    n = Int(length(r))
    a = Vector{T}(undef, n)
    i = 1
    for x in r
        a[i] = x
        i += 1
    end
    a
end
Array(r::AbstractRange) = collect(r)
Vector(r::AbstractRange) = collect(r)
Array{T}(r::AbstractRange) where {T} = convert(Array{T,1}, collect(r))
Vector{T}(r::AbstractRange) where {T} = convert(Array{T,1}, collect(r))
UnitRange{T}(r::AbstractUnitRange) where {T<:Real} = UnitRange{T}(first(r), last(r))
UnitRange(r::AbstractUnitRange) = UnitRange(first(r), last(r))
StepRange(r::AbstractUnitRange{T}) where {T} = StepRange{T,T}(first(r), step(r), last(r))
StepRange{T,S}(r::AbstractRange) where {T,S} = StepRange{T,S}(first(r), step(r), last(r))
AbstractUnitRange{T}(r::AbstractUnitRange{T}) where {T} = r
convert(::Type{T}, r::AbstractRange) where {T<:AbstractRange} = r isa T ? r : T(r)
promote_rule(::Type{UnitRange{T}}, ::Type{UnitRange{S}}) where {T,S} = UnitRange{promote_type(T, S)}
promote_rule(::Type{UnitRange{T}}, ::Type{OneTo{S}}) where {T,S} = UnitRange{promote_type(T, S)}
StepRangeLen{T,R,S}(r::AbstractRange) where {T,R,S} = StepRangeLen{T,R,S}(convert(R, first(r)), convert(S, step(r)), length(r))
StepRangeLen(r::AbstractRange{T}) where {T} = StepRangeLen{T,T,typeof(step(r))}(first(r), step(r), length(r))
promote_rule(::Type{StepRangeLen{T,R,S}}, ::Type{StepRangeLen{U,P,Q}}) where {T,R,S,U,P,Q} =
    StepRangeLen{promote_type(T, U),promote_type(R, P),promote_type(S, Q)}
promote_rule(A::Type{StepRangeLen{T,R,S}}, ::Type{B}) where {T,R,S,B<:Union{OrdinalRange,LinRange}} =
    promote_rule(A, StepRangeLen{eltype(B),eltype(B),eltype(B)})
promote_rule(::Type{StepRange{T,S}}, ::Type{UnitRange{R}}) where {T,S,R} = StepRange{promote_type(T, R),promote_type(S, R)}
promote_rule(::Type{StepRange{T,S}}, ::Type{StepRange{R,Q}}) where {T,S,R,Q} = StepRange{promote_type(T, R),promote_type(S, Q)}
float(r::AbstractUnitRange) = (:)(float(first(r)), float(last(r)))
float(r::StepRange{<:Integer}) = range(float(first(r)); step = float(step(r)), length = length(r))
float(r::StepRangeLen) = r
float(r::LinRange) = r

# Showing.
function show(io::IO, r::AbstractRange)
    show(io, first(r))
    print(io, ':')
    show(io, step(r))
    print(io, ':')
    show(io, last(r))
end
function show(io::IO, r::AbstractUnitRange)
    show(io, first(r))
    print(io, ':')
    show(io, last(r))
end
show(io::IO, r::OneTo) = print(io, "Base.OneTo(", r.stop, ")")
function show(io::IO, r::LinRange)
    print(io, "range(")
    show(io, first(r))
    print(io, ", stop=")
    show(io, last(r))
    print(io, ", length=")
    show(io, length(r))
    print(io, ')')
end

hash(r::AbstractRange, h::UInt64) = hash(collect(r), h)
show(io::IO, ::Colon) = print(io, "Colon()")

export AbstractRange, OrdinalRange, AbstractUnitRange, UnitRange, StepRange, StepRangeLen, LinRange, range, step, first, last,
    length, (:), Colon
