# Promotion: bringing values to a common type.

promote_type() = Union{}
promote_type(T) = T
promote_type(T, S, U, V...) = promote_type(T, promote_type(S, U, V...))
promote_type(::Type{Union{}}, ::Type{Union{}}) = Union{}
promote_type(::Type{T}, ::Type{T}) where T = T
promote_type(::Type{T}, ::Type{Union{}}) where T = T
promote_type(::Type{Union{}}, ::Type{T}) where T = T
promote_type(::Type{T}, ::Type{S}) where {T,S} =
    promote_result(T, S, promote_rule(T, S), promote_rule(S, T))
promote_result(T, S, U, V) = (U === Union{} && V === Union{}) ? typejoin(T, S) : promote_type(U, V)
promote_rule(::Type{T}, ::Type{S}) where {T,S} = Union{}
promote_rule(::Type{Union{}}, ::Type{T}) where T = Union{}
promote_rule(::Type{Union{}}, ::Type{Union{}}) = Union{}

promote_rule(::Type{Missing}, ::Type{Missing}) = Missing
promote_rule(::Type{Missing}, ::Type{Any}) = Any
promote_rule(::Type{Any}, ::Type{Missing}) = Any
promote_rule(::Type{Nothing}, ::Type{Any}) = Any
promote_rule(::Type{T}, ::Type{Missing}) where T = Union{T, Missing}
promote_rule(::Type{T}, ::Type{Nothing}) where T = Union{T, Nothing}
promote_rule(::Type{Nothing}, ::Type{Missing}) = Union{Nothing, Missing}
promote_rule(::Type{Missing}, ::Type{Nothing}) = Union{Nothing, Missing}
function promote_rule(::Type{T}, ::Type{S}) where {T>:Missing, S}
    T === Any && return Any
    Union{promote_type(nonmissingtype(T), S), Missing}
end
function promote_rule(::Type{T}, ::Type{S}) where {T>:Nothing, S}
    T === Any && return Any
    Union{promote_type(nonnothingtype(T), S), Nothing}
end
function promote_rule(::Type{T}, ::Type{S}) where {T>:Union{Nothing,Missing}, S}
    T === Any && return Any
    Union{promote_type(nonnothingtype(nonmissingtype(T)), S), Nothing, Missing}
end

promote() = ()
promote(x) = (x,)
function promote(x, y)
    typeof(x) === typeof(y) && return (x, y)
    T = promote_type(typeof(x), typeof(y))
    a, b = convert(T, x), convert(T, y)
    typeof(a) === typeof(x) && typeof(b) === typeof(y) && _promotion_failed(x, y)
    (a, b)
end
function promote(x, y, z, more...)
    xs = (x, y, z, more...)
    ts = map(typeof, xs)
    all(t -> t === ts[1], ts) && return xs
    T = promote_type(ts...)
    ys = map(x -> convert(T, x), xs)
    map(typeof, ys) === ts && _promotion_failed(xs...)
    ys
end
_promotion_failed(xs...) =
    error("promotion of types ", join(map(typeof, xs), ", ", " and "), " failed to change any arguments")
promote_typeof(xs...) = promote_type(map(typeof, xs)...)

convert(::Type{T}, x::T) where T>:Missing = x
convert(::Type{T}, x::T) where T>:Nothing = x
function convert(::Type{T}, x) where T>:Nothing
    R = nonnothingtype(T)
    R === Union{} && throw(MethodError(convert, (T, x)))
    R === Any && return x
    T === Any && return x
    convert(R === T ? throw(MethodError(convert, (T, x))) : R, x)
end
function convert(::Type{T}, x) where T>:Missing
    T === Any && return x
    R = nonmissingtype(T)
    (R === Union{} || R === T) && throw(MethodError(convert, (T, x)))
    convert(R, x)
end
convert(::Type{T}, x::T) where T>:Union{Missing,Nothing} = x
function convert(::Type{T}, x) where T>:Union{Missing,Nothing}
    T === Any && return x
    R = nonmissingtype(nonnothingtype(T))
    (R === Union{} || R === T) && throw(MethodError(convert, (T, x)))
    convert(R, x)
end

# missing in arithmetic and comparison
for f in (:(!), :(~), :(+), :(-),
          :zero, :one, :oneunit, :isfinite, :isinf, :isodd, :isinteger, :isreal, :isnan, :iszero, :transpose, :adjoint,
          :float, :conj, :abs, :abs2, :iseven, :ispow2, :real, :imag, :sign, :inv, :sqrt, :exp, :log, :sin, :cos, :tan,
          :log2, :log10, :log1p, :acos, :asin, :atan, :cosh, :acosh, :asinh, :atanh, :sinh, :tanh, :exp2, :expm1, :exponent)
    @eval ($f)(::Missing) = missing
end
for f in (:(+), :(-), :(*), :(/), :(^), :mod, :rem, :div, :fld, :cld, :(\), :min, :max, :xor)
    @eval begin
        ($f)(::Missing, ::Missing) = missing
        ($f)(::Missing, ::Number) = missing
        ($f)(::Number, ::Missing) = missing
    end
end
min(::Missing, ::Any) = missing
min(::Any, ::Missing) = missing
max(::Missing, ::Any) = missing
max(::Any, ::Missing) = missing
for f in (:(==), :(<))
    @eval begin
        ($f)(::Missing, ::Missing) = missing
        ($f)(::Missing, ::Any) = missing
        ($f)(::Any, ::Missing) = missing
    end
end
isequal(::Missing, ::Missing) = true
isequal(::Missing, ::Any) = false
isequal(::Any, ::Missing) = false
isless(::Missing, ::Missing) = false
isless(::Missing, ::Any) = false
isless(::Any, ::Missing) = true
isapprox(::Missing, ::Missing; kw...) = missing
isapprox(::Missing, ::Any; kw...) = missing
isapprox(::Any, ::Missing; kw...) = missing
(&)(::Missing, ::Missing) = missing
(&)(a::Missing, b::Bool) = ifelse(b, missing, false)
(&)(b::Bool, a::Missing) = ifelse(b, missing, false)
(&)(::Missing, ::Integer) = missing
(&)(::Integer, ::Missing) = missing
(|)(::Missing, ::Missing) = missing
(|)(a::Missing, b::Bool) = ifelse(b, true, missing)
(|)(b::Bool, a::Missing) = ifelse(b, true, missing)
(|)(::Missing, ::Integer) = missing
(|)(::Integer, ::Missing) = missing
xor(a::Missing, b::Bool) = missing
xor(b::Bool, a::Missing) = missing
zero(::Type{Missing}) = missing
one(::Type{Missing}) = missing
oneunit(::Type{Missing}) = missing
oneunit(::Type{T}) where {T>:Missing} = T === Any ? throw(MethodError(oneunit, (T,))) : oneunit(nonmissingtype(T))
zero(::Type{T}) where {T>:Missing} = T === Any ? throw(MethodError(zero, (T,))) : zero(nonmissingtype(T))
one(::Type{T}) where {T>:Missing} = T === Any ? throw(MethodError(one, (T,))) : one(nonmissingtype(T))
_not_missing(T) = throw(MissingException("cannot convert a missing value to type $T: use Union{$T, Missing} instead"))
*(::Missing, ::AbstractString) = missing
*(::AbstractString, ::Missing) = missing

