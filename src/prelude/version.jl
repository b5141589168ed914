# Version numbers, as semver.org orders them: a part after '-' comes before the version, one after '+' behind it.
struct VersionNumber
    major::UInt32
    minor::UInt32
    patch::UInt32
    prerelease::Tuple{Vararg{Union{UInt64,String}}}
    build::Tuple{Vararg{Union{UInt64,String}}}
    function VersionNumber(major::Integer, minor::Integer = 0, patch::Integer = 0, pre::Tuple = (), bld::Tuple = ())
        pre, bld = _identifiers(pre), _identifiers(bld)
        for id in pre
            _is_identifier(id, length(pre) == 1 && isempty(bld)) || throw(ArgumentError("invalid pre-release identifier: $(repr(id))"))
        end
        for id in bld
            _is_identifier(id, length(bld) == 1) || throw(ArgumentError("invalid build identifier: $(repr(id))"))
        end
        new(major, minor, patch, pre, bld)
    end
end
_identifiers(t) = map(x -> x isa Integer ? UInt64(x) : String(x), t)
# Letters, digits and dashes; digits alone are a number.
_is_identifier(id, may_be_empty) =
    id isa Integer || (isempty(id) ? may_be_empty : occursin(r"^[0-9a-z-]+$"i, id) && !all(isdigit, id))

VersionNumber(v::Tuple) = VersionNumber(v...)
function VersionNumber(s::AbstractString)
    v = tryparse(VersionNumber, s)
    v === nothing && throw(ArgumentError("invalid version string: $s"))
    v
end
const _VERSION_TEXT = r"^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(-)|([a-z][0-9a-z-]*(?:\.[0-9a-z-]+)*|-(?:[0-9a-z-]+\.)*[0-9a-z-]+)?(?:(\+)|(?:\+((?:[0-9a-z-]+\.)*[0-9a-z-]+))?))$"i
_version_part(s, bare) =
    s === nothing ? (bare === nothing ? () : ("",)) : ((all(isdigit, p) ? parse(UInt64, p) : String(p) for p in split(s, '.'))...,)
function tryparse(::Type{VersionNumber}, s::AbstractString)
    s == "∞" && return typemax(VersionNumber)
    m = match(_VERSION_TEXT, String(s))
    m === nothing && return nothing
    major, minor, patch, dash, pre, plus, bld = m.captures
    number(x) = x === nothing ? UInt32(0) : parse(UInt32, x)
    pre !== nothing && startswith(pre, '-') && (pre = pre[2:end])
    VersionNumber(number(major), number(minor), number(patch), _version_part(pre, dash), _version_part(bld, plus))
end
parse(::Type{VersionNumber}, s::AbstractString) = VersionNumber(s)
macro v_str(s)
    VersionNumber(s)
end
typemin(::Type{VersionNumber}) = VersionNumber(0, 0, 0, ("",))
typemax(::Type{VersionNumber}) = (most = typemax(UInt32); VersionNumber(most, most, most, (), ("",)))

function print(io::IO, v::VersionNumber)
    v == typemax(VersionNumber) && return print(io, "∞")
    print(io, Int(v.major), '.', Int(v.minor), '.', Int(v.patch))
    isempty(v.prerelease) || print(io, '-', join(v.prerelease, "."))
    isempty(v.build) || print(io, '+', join(v.build, "."))
    nothing
end
broadcastable(v::VersionNumber) = Ref(v)
show(io::IO, v::VersionNumber) = print(io, "v\"", v, "\"")

# Numbers before texts, an empty text before all.
_id_cmp(a, b) = a isa String && b isa String || a isa Integer && b isa Integer ? cmp(a, b) :
    a isa String ? (isempty(a) ? -1 : 1) : isempty(b) ? 1 : -1
function _ids_cmp(a::Tuple, b::Tuple)
    for (x, y) in zip(a, b)
        c = _id_cmp(x, y)
        c == 0 || return c
    end
    cmp(length(a), length(b))
end
issupbuild(v::VersionNumber) = length(v.build) == 1 && isempty(v.build[1])
function cmp(a::VersionNumber, b::VersionNumber)
    c = cmp((a.major, a.minor, a.patch, isempty(a.prerelease)), (b.major, b.minor, b.patch, isempty(b.prerelease)))
    c == 0 && (c = _ids_cmp(a.prerelease, b.prerelease))
    c == 0 && (c = cmp(issupbuild(a), issupbuild(b)))
    c == 0 ? _ids_cmp(a.build, b.build) : c
end
isless(a::VersionNumber, b::VersionNumber) = cmp(a, b) < 0
==(a::VersionNumber, b::VersionNumber) = cmp(a, b) == 0
hash(v::VersionNumber, h::UInt) = hash((v.major, v.minor, v.patch, v.prerelease, v.build), h)

thispatch(v::VersionNumber) = VersionNumber(v.major, v.minor, v.patch)
thisminor(v::VersionNumber) = VersionNumber(v.major, v.minor, 0)
thismajor(v::VersionNumber) = VersionNumber(v.major, 0, 0)
nextpatch(v::VersionNumber) = v < thispatch(v) ? thispatch(v) : VersionNumber(v.major, v.minor, v.patch + 1)
nextminor(v::VersionNumber) = v < thisminor(v) ? thisminor(v) : VersionNumber(v.major, v.minor + 1, 0)
nextmajor(v::VersionNumber) = v < thismajor(v) ? thismajor(v) : VersionNumber(v.major + 1, 0, 0)
lowerbound(v::VersionNumber) = VersionNumber(v.major, v.minor, v.patch, ("",), ())
upperbound(v::VersionNumber) = VersionNumber(v.major, v.minor, v.patch, (), ("",))
const VERSION = VersionNumber(1, 5, 3)

export @v_str, VersionNumber, VERSION
