# Small modules of the standard library that scripts load by habit.
module Unicode
export graphemes, isequal_normalized

function normalize(s::AbstractString, form::Symbol)
    form in (:NFC, :NFD, :NFKC, :NFKD) || throw(ArgumentError(":$form is not one of :NFC, :NFD, :NFKC, :NFKD"))
    Base._unicode_normalize(String(s), form === :NFC || form === :NFKC, form === :NFKC || form === :NFKD, false, false, false)
end
function normalize(s::AbstractString; stable::Bool=false, compat::Bool=false, compose::Bool=true, decompose::Bool=false, stripignore::Bool=false,
                   rejectna::Bool=false, newline2ls::Bool=false, newline2ps::Bool=false, newline2lf::Bool=false, stripcc::Bool=false,
                   casefold::Bool=false, lump::Bool=false, stripmark::Bool=false)
    Base._unicode_normalize(String(s), compose && !decompose, compat, casefold, stripmark, stripcc)
end
isequal_normalized(a, b; casefold=false, stripmark=false) =
    normalize(a; casefold=casefold, stripmark=stripmark) == normalize(b; casefold=casefold, stripmark=stripmark)
graphemes(s::AbstractString) = Base._graphemes(String(s))
isassigned(c::Char) = Base._char_category(c) != "Cn"
end

module Base64
export base64encode, base64decode, stringmime
const letters = codeunits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

bytes(x::AbstractString) = codeunits(String(x))
bytes(x::AbstractVector{UInt8}) = x
bytes(f::Function) = codeunits(sprint(f))
bytes(x) = codeunits(string(x))
function base64encode(x)
    b = bytes(x)
    out = IOBuffer()
    for i in 1:3:length(b)
        n = min(3, length(b) - i + 1)
        v = Int(b[i]) << 16 | (n > 1 ? Int(b[i+1]) << 8 : 0) | (n > 2 ? Int(b[i+2]) : 0)
        for k in 0:3
            write(out, k <= n ? letters[(v >> (18 - 6k)) & 63 + 1] : UInt8('='))
        end
    end
    String(take!(out))
end
base64encode(f::Function, args...; context=nothing) = base64encode(sprint(f, args...; context=context))
function base64decode(s::AbstractString)
    out = UInt8[]
    v = bits = 0
    for c in codeunits(String(s))
        c == UInt8('=') && break
        i = findfirst(isequal(c), letters)
        i === nothing && (isspace(Char(c)) ? continue : throw(ArgumentError("malformed base64 sequence")))
        v = (v << 6 | (i - 1)) & 0xffffff
        bits += 6
        if bits >= 8
            bits -= 8
            push!(out, UInt8((v >> bits) & 255))
        end
    end
    out
end
end

module InteractiveUtils
export subtypes, versioninfo
const subtypes = Base.subtypes
versioninfo(io::IO=stdout) = println(io, "clusterutils, the language of Julia ", VERSION)
versioninfo(io::IO, args...) = versioninfo(io)
end

module UUIDs
export UUID, uuid1, uuid4
struct UUID
    value::UInt128
end
UUID(s::AbstractString) = UUID(parse(UInt128, replace(s, "-" => ""), base=16))
function text(u::UUID)
    h = string(u.value, base=16, pad=32)
    string(h[1:8], "-", h[9:12], "-", h[13:16], "-", h[17:20], "-", h[21:32])
end
Base.print(io::IO, u::UUID) = print(io, text(u))
Base.show(io::IO, u::UUID) = print(io, "UUID(\"", text(u), "\")")
Base.isless(a::UUID, b::UUID) = isless(a.value, b.value)
Base.string(u::UUID) = text(u)
function uuid4(rng=nothing)
    u = rand(UInt128)
    UUID((u & ~(UInt128(0xf) << 76) & ~(UInt128(3) << 62)) | UInt128(4) << 76 | UInt128(2) << 62)
end
uuid1(rng=nothing) = uuid4()
end
