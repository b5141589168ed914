# Regular expressions; searching is in base/regex.c and base/find.c.
mutable struct Regex
    pattern::String
    compile_options::UInt32
    match_options::UInt32
    slot::Int # C's
    function Regex(pattern::AbstractString, compile_options::Integer, match_options::Integer=0)
        _regex_compile(new(String(pattern), compile_options, match_options, -1))
    end
end
const _regex_flags = Dict('i' => 0x00000008, 'm' => 0x00000400, 's' => 0x00000020, 'x' => 0x00000080, 'a' => 0x00000000)
const _regex_default = 0x00080000 | 0x00020000 | 0x00000002 # UTF, UCP, ALT_BSUX

function Regex(pattern::AbstractString, flags::AbstractString="")
    options = _regex_default
    for f in flags
        haskey(_regex_flags, f) || throw(ArgumentError("unknown regex flag: $f"))
        options = f == 'a' ? options & ~0x00020000 : options | _regex_flags[f]
    end
    Regex(pattern, options, 0)
end
Regex(r::Regex) = r

macro r_str(pattern, flags...)
    Regex(pattern, flags...)
end

function show(io::IO, re::Regex)
    print(io, "r\"")
    for c in re.pattern
        c == '"' && print(io, '\\')
        print(io, c)
    end
    print(io, '"')
    for f in "imsx"
        re.compile_options & _regex_flags[f] != 0 && print(io, f)
    end
    re.compile_options & 0x00020000 == 0 && print(io, 'a')
    nothing
end
==(a::Regex, b::Regex) = a.pattern == b.pattern && a.compile_options == b.compile_options && a.match_options == b.match_options
hash(r::Regex, h::UInt) = hash(r.pattern, hash(r.compile_options, h + UInt(0x67e195eb)))
broadcastable(r::Regex) = Ref(r)
*(r::Regex) = r
*(r::Regex, rs::Union{Regex,AbstractString,AbstractChar}...) = _regex_join((r, rs...))
*(s::Union{AbstractString,AbstractChar}, r::Regex, rs::Union{Regex,AbstractString,AbstractChar}...) = _regex_join((s, r, rs...))
# Options that all parts share are those of the whole; others are written into their part.
function _regex_join(parts)
    regexes = [p for p in parts if p isa Regex]
    shared = reduce(&, [r.compile_options for r in regexes])
    Regex(join(_regex_part(p, shared) for p in parts), shared, 0)
end
function _regex_part(r::Regex, shared)
    own = [f for f in "imsx" if r.compile_options & ~shared & _regex_flags[f] != 0]
    string("(?", own..., ":", r.pattern, ")")
end
_regex_part(s, shared) = "\\Q" * replace(string(s), "\\E" => "\\E\\\\E\\Q") * "\\E"
^(r::Regex, n::Integer) = Regex("(?:" * r.pattern * ")" ^ 1 * "{$n}", r.compile_options, 0)

abstract type AbstractMatch end
struct RegexMatch <: AbstractMatch
    match::SubString{String}
    captures::Vector{Union{Nothing,SubString{String}}}
    offset::Int
    offsets::Vector{Int}
    regex::Regex
end
function keys(m::RegexMatch)
    [name === nothing ? i : name for (i, name) in enumerate(_regex_names(m.regex))]
end
function show(io::IO, m::RegexMatch)
    print(io, "RegexMatch(")
    show(io, m.match)
    names = _regex_names(m.regex)
    for i in 1:length(m.captures)
        print(io, ", ", names[i] === nothing ? i : names[i], "=")
        show(io, m.captures[i])
    end
    print(io, ")")
end
getindex(m::RegexMatch, i::Integer) = m.captures[i]
getindex(m::RegexMatch, name::Symbol) = m.captures[_regex_group(m.regex, string(name))]
getindex(m::RegexMatch, name::AbstractString) = m.captures[_regex_group(m.regex, String(name))]
haskey(m::RegexMatch, i::Integer) = 1 <= i <= length(m.captures)
haskey(m::RegexMatch, name::Union{Symbol,AbstractString}) = string(name) in _regex_names(m.regex)
length(m::RegexMatch) = length(m.captures)
iterate(m::RegexMatch, rest...) = iterate(m.captures, rest...)
eltype(m::RegexMatch) = eltype(m.captures)

match(re::Regex, s::AbstractString, rest...) = match(re, String(s), rest...)
occursin(re::Regex, s::AbstractString; offset::Integer=0) = occursin(re, String(s); offset=offset)
occursin(re::Regex) = throw(MethodError(occursin, (re,)))
findfirst(re::Regex, s::AbstractString) = findfirst(re, String(s))
startswith(s::AbstractString, re::Regex) = startswith(String(s), re)
endswith(s::AbstractString, re::Regex) = endswith(String(s), re)
(re::Regex)(s) = throw(MethodError(re, (s,)))

struct RegexMatchIterator
    regex::Regex
    string::String
    overlap::Bool
end
eachmatch(re::Regex, s::AbstractString; overlap::Bool=false) = RegexMatchIterator(re, String(s), overlap)
eltype(::Type{RegexMatchIterator}) = RegexMatch
eltype(::RegexMatchIterator) = RegexMatch
IteratorSize(::Type{RegexMatchIterator}) = SizeUnknown()
function iterate(itr::RegexMatchIterator, state=(1, false))
    offset, prevempty = state
    s = itr.string
    while true
        m = match(itr.regex, s, offset, prevempty ? 0x80000008 : 0x00000000) # ANCHORED and NOTEMPTY_ATSTART
        if m === nothing
            (prevempty && offset <= ncodeunits(s)) || return nothing
            offset = nextind(s, offset)
            prevempty = false
            continue
        end
        if itr.overlap
            offset = isempty(m.match) ? m.offset : nextind(s, m.offset)
        else
            offset = m.offset + ncodeunits(m.match)
        end
        return (m, (offset, isempty(m.match)))
    end
end
function collect(itr::RegexMatchIterator)
    out = RegexMatch[]
    for m in itr
        push!(out, m)
    end
    out
end
count(re::Regex, s::AbstractString; overlap::Bool=false) = count(re, String(s); overlap=overlap)

struct SubstitutionString{T<:AbstractString} <: AbstractString
    string::T
end
ncodeunits(s::SubstitutionString) = ncodeunits(s.string)
iterate(s::SubstitutionString, i...) = iterate(s.string, i...)
String(s::SubstitutionString) = String(s.string)
function show(io::IO, s::SubstitutionString)
    print(io, "s\"")
    for c in s.string
        (c == '"' || c == '\\') && print(io, '\\')
        print(io, c)
    end
    print(io, "\"")
end
macro s_str(s)
    SubstitutionString(s)
end

export Regex, RegexMatch, match, eachmatch, SubstitutionString, @r_str, @s_str

# Texts of other types are searched as Strings.
for f in (:findfirst, :findlast)
    @eval $f(p::Union{AbstractChar,Regex}, s::AbstractString) = $f(p, String(s))
end
for f in (:findnext, :findprev)
    @eval $f(p::Union{AbstractChar,AbstractString,Regex,Function}, s::AbstractString, i::Integer) = $f(p, String(s), i)
end
for f in (:map, :filter)
    @eval $f(g, s::AbstractString) = $f(g, String(s))
end
startswith(s::AbstractString, p) = startswith(String(s), p)
endswith(s::AbstractString, p) = endswith(String(s), p)
