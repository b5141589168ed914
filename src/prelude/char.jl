# Characters: conversions. Classes and case are in base/char.c.
struct InvalidCharError{T<:AbstractChar} <: Exception
    char::T
end
struct CodePointError{T<:Integer} <: Exception
    code::T
end
_throw_invalid_char(c) = throw(InvalidCharError(c))
_throw_code_point(n) = throw(CodePointError(n))
codepoint(c::Char) = _char_code(c)
Char(c::Char) = c
Char(n::Integer) = _char_make(UInt32(n))
Char(x::Number) = Char(UInt32(x))
AbstractChar(x::Number) = Char(x)
AbstractChar(c::AbstractChar) = c
convert(::Type{Char}, n::Number) = Char(n)
convert(::Type{Char}, c::Char) = c
convert(::Type{AbstractChar}, c::AbstractChar) = c
convert(::Type{T}, c::AbstractChar) where {T<:Number} = T(c)
(::Type{T})(c::AbstractChar) where {T<:Number} = T(codepoint(c))
(::Type{T})(c::AbstractChar) where {T<:Integer} = T(codepoint(c))
Int64(c::Char) = Int64(_char_code(c))
UInt32(c::Char) = _char_code(c)
Bool(c::Char) = Bool(_char_code(c))

length(c::AbstractChar) = 1
size(c::AbstractChar) = ()
rem(c::AbstractChar, ::Type{T}) where {T<:Number} = rem(codepoint(c), T)
+(c::Char, n::Integer) = c + Int32(n)
+(n::Integer, c::Char) = c + n
-(c::Char, n::Integer) = c - Int32(n)
ndims(c::AbstractChar) = 0
ndims(::Type{<:AbstractChar}) = 0
eltype(::Type{T}) where {T<:AbstractChar} = T
eltype(c::AbstractChar) = typeof(c)
firstindex(c::AbstractChar) = 1
lastindex(c::AbstractChar) = 1
getindex(c::AbstractChar) = c
getindex(c::AbstractChar, I::Integer...) = all(isone, I) ? c : throw(BoundsError())
size(c::AbstractChar, d::Integer) = d < 1 ? throw(BoundsError()) : 1
first(c::AbstractChar) = c
last(c::AbstractChar) = c
iterate(c::AbstractChar, done=false) = done ? nothing : (c, true)
isempty(c::AbstractChar) = false
in(x::AbstractChar, y::AbstractChar) = x == y
typemin(::Type{Char}) = '\0'
typemax(::Type{Char}) = '\U10ffff'
broadcastable(c::AbstractChar) = Ref(c)
oneunit(::Type{Char}) = error("no unit of Char")
ismalformed(c::Char) = _char_category(c) == "Ma" && !isoverlong(c)
widen(::Type{T}) where {T<:AbstractChar} = T
sizeof(c::Char) = 4
float(c::AbstractChar) = float(codepoint(c))
hash_char(c::Char, h::UInt) = hash(c, h)

export codepoint, AbstractChar, isletter, isdigit, isspace, isuppercase, islowercase, isnumeric, ispunct, iscntrl, isprint, isxdigit
