# Strings: SubString, and what is shorter here than in base/string.c and base/find.c. Functions written for any
# AbstractString go through codeunits and iterate; String and SubString{String} are served by C.
struct SubString{T<:AbstractString} <: AbstractString
    string::T
    offset::Int
    ncodeunits::Int
    SubString{T}(s::T, offset::Int, n::Int, ::Val{:raw}) where {T<:AbstractString} = new(s, offset, n)
end
const _Str = Union{String,SubString{String}}

SubString(s::_Str, i::Integer, j::Integer=lastindex(s)) = _substring(s, Int(i), Int(j))
SubString(s::_Str, r::UnitRange{<:Integer}) = _substring(s, Int(first(r)), Int(last(r)))
SubString(s::_Str) = _substring(s, 1, lastindex(s))
SubString{String}(s::SubString{String}) = s
SubString{String}(s::_Str) = _substring(s, 1, lastindex(s))
SubString{String}(s::_Str, i::Integer, j::Integer=lastindex(s)) = _substring(s, Int(i), Int(j))
SubString(s::AbstractString, i::Integer=1, j::Integer=lastindex(s)) = SubString(String(s), i, j)
convert(::Type{SubString{String}}, s::AbstractString) = SubString{String}(String(s))
convert(::Type{SubString{String}}, s::SubString{String}) = s
convert(::Type{T}, s::AbstractString) where {T<:AbstractString} = s isa T ? s : T(s)
convert(::Type{String}, s::AbstractString) = String(s)
convert(::Type{String}, s::String) = s
convert(::Type{AbstractString}, s::AbstractString) = s
convert(::Type{Symbol}, s::AbstractString) = throw(MethodError(convert, (Symbol, s)))
String(s::AbstractString) = _string_by_iteration(s)
String(a::AbstractVector{UInt8}) = String(Vector{UInt8}(a))
String(a::AbstractVector{<:AbstractChar}) = join(a)
AbstractString(s::AbstractString) = s
function _string_by_iteration(s)
    io = IOBuffer()
    for c in s
        write(io, c)
    end
    String(take!(io))
end
parent(s::SubString) = s.string
view(s::AbstractString, r::UnitRange{<:Integer}) = SubString(s, r)
view(s::AbstractString, i::Integer, j::Integer) = SubString(s, i, j)

# Any AbstractString
firstindex(s::AbstractString) = 1
ncodeunits(s::AbstractString) = ncodeunits(String(s))
sizeof(s::AbstractString) = ncodeunits(s)
lastindex(s::AbstractString) = lastindex(String(s))
function length(s::AbstractString)
    n = 0
    for c in s
        n += 1
    end
    n
end
isempty(s::AbstractString) = iterate(s) === nothing
function getindex(s::AbstractString, i::Integer)
    checkbounds(s, i)
    isvalid(s, i) ? iterate(s, i)[1] : throw(StringIndexError(s, Int(i)))
end
length(s::AbstractString, i::Integer, j::Integer) = length(String(s), i, j)
getindex(s::AbstractString, r::UnitRange{<:Integer}) = String(s)[r]
getindex(s::_Str, r::UnitRange{<:Integer}) = s[Int(first(r)):Int(last(r))]
getindex(s::AbstractString, v::AbstractVector{<:Integer}) = String(s)[v]
getindex(s::AbstractString, v::AbstractVector{Bool}) = throw(ArgumentError("logical indexing not supported for strings"))
getindex(s::_Str, v::AbstractVector{Bool}) = throw(ArgumentError("logical indexing not supported for strings"))
getindex(s::AbstractString, ::Colon) = s
get(s::AbstractString, i::Integer, default) = checkbounds(Bool, s, i) ? s[i] : default
eltype(::Type{<:AbstractString}) = Char
eltype(s::AbstractString) = Char
ndims(s::AbstractString) = 1
codeunit(s::AbstractString) = UInt8
checkbounds(::Type{Bool}, s::AbstractString, i::Integer) = 1 <= i <= ncodeunits(s)
checkbounds(::Type{Bool}, s::AbstractString, r::AbstractRange{<:Integer}) = isempty(r) || (1 <= minimum(r) && maximum(r) <= ncodeunits(s))
checkbounds(::Type{Bool}, s::AbstractString, v::AbstractArray{<:Integer}) = all(i -> checkbounds(Bool, s, i), v)
checkbounds(s::AbstractString, i) = checkbounds(Bool, s, i) ? nothing : throw(BoundsError(s, i))
broadcastable(s::AbstractString) = Ref(s)
symbol_of(s) = Symbol(s)
typemin(::Type{String}) = ""
typemin(::String) = ""
one(::Type{<:AbstractString}) = ""
one(s::AbstractString) = ""
oneunit(s::AbstractString) = ""
collect(s::AbstractString) = Char[c for c in s]
collect(s::SubString{String}) = collect(String(s))
deepcopy_internal(s::AbstractString, seen::IdDict) = s
Vector{UInt8}(s::AbstractString) = _codeunits(String(s))

for f in (:isascii, :isvalid, :reverse, :uppercase, :lowercase, :titlecase, :uppercasefirst, :lowercasefirst, :chomp, :textwidth)
    @eval $f(s::AbstractString) = $f(String(s))
end
for f in (:nextind, :prevind, :thisind, :isvalid, :codeunit, :repeat)
    @eval $f(s::AbstractString, i::Integer) = $f(String(s), i)
end
nextind(s::AbstractString, i::Integer, n::Integer) = nextind(String(s), i, n)
prevind(s::AbstractString, i::Integer, n::Integer) = prevind(String(s), i, n)
for f in (:(==), :isequal, :isless, :cmp, :startswith, :endswith)
    @eval $f(a::AbstractString, b::AbstractString) = $f(String(a), String(b))
end
<(a::AbstractString, b::AbstractString) = isless(a, b)
for f in (:split, :rsplit)
    @eval $f(s::AbstractString; kw...) = $f(String(s); kw...)
    @eval $f(s::AbstractString, delim; kw...) = $f(String(s), delim; kw...)
end
for f in (:strip, :lstrip, :rstrip)
    @eval $f(s::AbstractString) = $f(String(s))
    @eval $f(s::AbstractString, chars) = $f(String(s), chars)
end
for f in (:findfirst, :findlast, :occursin)
    @eval $f(p::AbstractString, s::AbstractString) = $f(String(p), String(s))
end
Vector{Char}(s::AbstractString) = collect(s)
occursin(c::AbstractChar, s::AbstractString) = occursin(c, String(s))
replace(s::AbstractString, p::Pair; kw...) = replace(String(s), p; kw...)
*(a::Union{AbstractString,AbstractChar}, b::Union{AbstractString,AbstractChar}...) = string(a, b...)
^(s::AbstractString, n::Integer) = repeat(String(s), n)
^(s::Union{AbstractString,AbstractChar}, n::Integer) = repeat(s, n)
in(s::AbstractString, t::AbstractString) = error("use occursin(x, y) for string containment")
isvalid(::Type{T}, s) where {T<:AbstractString} = isvalid(T(s))
isvalid(::Type{String}, s::Vector{UInt8}) = isvalid(String(copy(s)))
isvalid(::Type{Char}, c::Integer) = 0 <= c <= 0x10ffff && !(0xd800 <= c <= 0xdfff)
isvalid(::Type{Char}, c::Char) = isvalid(c)

# Indices
struct EachStringIndex{T<:AbstractString}
    s::T
end
eachindex(s::AbstractString) = EachStringIndex(s)
keys(s::AbstractString) = EachStringIndex(s)
length(e::EachStringIndex) = length(e.s)
eltype(::Type{<:EachStringIndex}) = Int
eltype(e::EachStringIndex) = Int
first(e::EachStringIndex) = 1
last(e::EachStringIndex) = lastindex(e.s)
iterate(e::EachStringIndex, i=firstindex(e.s)) = i > ncodeunits(e.s) ? nothing : (i, nextind(e.s, i))
collect(e::EachStringIndex{<:_Str}) = _string_indices(e.s)
findall(f::Function, s::AbstractString; kw...) = findall(f, String(s); kw...)

struct CodeUnits{T,S<:AbstractString} <: DenseVector{T}
    s::S
end
codeunits(s::AbstractString) = CodeUnits{UInt8,typeof(s)}(s)
length(c::CodeUnits) = ncodeunits(c.s)
size(c::CodeUnits) = (ncodeunits(c.s),)
getindex(c::CodeUnits, i::Int) = codeunit(c.s, i)
iterate(c::CodeUnits, i=1) = i > ncodeunits(c.s) ? nothing : (codeunit(c.s, i), i + 1)
IndexStyle(::Type{<:CodeUnits}) = IndexLinear()
collect(c::CodeUnits) = _codeunits(String(c.s))
Vector{UInt8}(c::CodeUnits) = _codeunits(String(c.s))
Array{UInt8}(c::CodeUnits) = _codeunits(String(c.s))
String(c::CodeUnits) = String(c.s)

# Parts
first(s::AbstractString) = isempty(s) ? throw(ArgumentError("collection must be non-empty")) : s[firstindex(s)]
last(s::AbstractString) = s[lastindex(s)]
function first(s::AbstractString, n::Integer)
    s = String(s)
    s[1:min(lastindex(s), nextind(s, 0, n))]
end
function last(s::AbstractString, n::Integer)
    s = String(s)
    s[max(1, prevind(s, ncodeunits(s) + 1, n)):end]
end
function chop(s::AbstractString; head::Integer=0, tail::Integer=1)
    isempty(s) && return SubString(s)
    SubString(s, nextind(s, firstindex(s), head), prevind(s, lastindex(s), tail))
end
only(s::AbstractString) = length(s) == 1 ? first(s) : throw(ArgumentError(isempty(s) ? "Collection is empty, must contain exactly 1 element" : "Collection has multiple elements, must contain exactly 1 element"))
reverseind(s::AbstractString, i::Integer) = thisind(s, ncodeunits(s) - i + 1)
contains(haystack::AbstractString, needle) = occursin(needle, haystack)
contains(needle) = Fix2(contains, needle)
startswith(s) = Fix2(startswith, s)
endswith(s) = Fix2(endswith, s)
lpad(s, n::Integer, p::Union{AbstractChar,AbstractString}=' ') = _pad(string(s), Int(n), string(p), true)
rpad(s, n::Integer, p::Union{AbstractChar,AbstractString}=' ') = _pad(string(s), Int(n), string(p), false)
function _pad(s::String, n::Int, p::String, left::Bool)
    m = n - length(s)
    m <= 0 && return s
    l = length(p)
    l == 0 && throw(DivideError())
    q, r = divrem(m, l)
    fill = r == 0 ? p^q : p^q * first(p, r)
    left ? fill * s : s * fill
end

join(itr) = join(collect(_iterable(itr)))
join(itr, delim) = join(collect(_iterable(itr)), delim)
join(itr, delim, last) = join(collect(_iterable(itr)), delim, last)
join(s::AbstractString, rest...) = join(collect(s), rest...)
join(io::IO, itr, rest...) = print(io, join(itr, rest...))

startswith(a::Vector, b) = throw(MethodError(startswith, (a, b)))
sizeof(x::Symbol) = ncodeunits(string(x))
cmp(a::AbstractChar, b::AbstractChar) = a < b ? -1 : a > b ? 1 : 0
length(s::Symbol) = throw(MethodError(length, (s,)))

escape_string(s::AbstractString) = _escape(String(s), "\"")
escape_string(s::AbstractString, esc) = _escape(String(s), join(esc))
escape_string(io::IO, s::AbstractString, esc="\"") = print(io, escape_string(s, esc))
unescape_string(s::AbstractString) = unescape_string(String(s))
unescape_string(io::IO, s::AbstractString, keep=()) = print(io, unescape_string(s, keep))
print_quoted(io::IO, s) = print(io, '"', escape_string(s, "\"\$"), '"')

bytes2hex(a::AbstractVector{UInt8}) = bytes2hex(Vector{UInt8}(a))
bytes2hex(t::Tuple) = bytes2hex(UInt8[t...])
bytes2hex(io::IO, a) = print(io, bytes2hex(a))
hex2bytes(a::AbstractVector{UInt8}) = hex2bytes(String(copy(a)))
hex2bytes(s::AbstractString) = hex2bytes(String(s))
function hex2bytes!(out::AbstractVector{UInt8}, s)
    2length(out) == length(s) || throw(ArgumentError("output array must be half length of input array"))
    copyto!(out, hex2bytes(s))
end

transcode(::Type{UInt8}, s::AbstractString) = codeunits(String(s))
transcode(::Type{String}, v::Vector{UInt8}) = String(copy(v))
transcode(::Type{String}, s::AbstractString) = String(s)
transcode(::Type{T}, s::AbstractString) where {T<:Union{Int32,UInt32}} = T[T(c) for c in s]
transcode(::Type{String}, v::Vector{<:Union{Int32,UInt32}}) = String([Char(c) for c in v])
function transcode(::Type{UInt16}, s::AbstractString)
    out = UInt16[]
    for c in s
        u = codepoint(c)
        if u < 0x10000
            push!(out, UInt16(u))
        else
            push!(out, UInt16(0xd7c0 + (u >> 10)), UInt16(0xdc00 + (u & 0x3ff)))
        end
    end
    out
end
function transcode(::Type{String}, v::Vector{UInt16})
    io = IOBuffer()
    i = 1
    while i <= length(v)
        u = UInt32(v[i])
        if u & 0xfc00 == 0xd800 && i < length(v) && v[i+1] & 0xfc00 == 0xdc00
            u = 0x10000 + ((u & 0x3ff) << 10 | v[i+1] & 0x3ff)
            i += 1
        end
        print(io, Char(u))
        i += 1
    end
    String(take!(io))
end
transcode(::Type{T}, v::Vector{T}) where {T<:Union{UInt8,UInt16,UInt32,Int32}} = v
transcode(::Type{UInt8}, v::Vector{<:Union{UInt16,UInt32,Int32}}) = Vector{UInt8}(codeunits(transcode(String, v)))
transcode(::Type{T}, v::Vector{<:Union{UInt8,UInt16,UInt32,Int32}}) where {T<:Union{UInt16,UInt32,Int32}} = transcode(T, transcode(String, v))
ascii(s::AbstractString) = isascii(s) ? String(s) : throw(ArgumentError("invalid ASCII at index $(findfirst(c -> !isascii(c), s)) in $(repr(s))"))

# A result of indentation removal, as triple-quoted strings have it
function unindent(s::AbstractString, n::Int)
    lines = split(s, '\n')
    join([length(l) >= n && all(isspace, first(l, n)) ? l[n+1:end] : l for l in lines], "\n")
end

function eachsplit(s::AbstractString, args...; kw...)
    split(s, args...; kw...)
end

macro raw_str(s)
    s
end
macro b_str(s)
    v = codeunits(unescape_string(s))
    QuoteNode(v)
end

export SubString, codeunit, codeunits, ncodeunits, nextind, prevind, thisind, eachindex, split, rsplit, strip, lstrip, rstrip, chomp,
    chop, lpad, rpad, join, repeat, uppercase, lowercase, titlecase, uppercasefirst, lowercasefirst, replace, occursin,
    contains, startswith, endswith, escape_string, unescape_string, bytes2hex, hex2bytes, transcode, textwidth, isascii,
    isvalid, reverseind, ascii, cmp, @raw_str, @b_str
