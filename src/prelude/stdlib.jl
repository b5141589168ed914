# Small modules of the standard library that scripts load by habit.
module Unicode
export graphemes, isequal_normalized

function normalize(s::AbstractString, form::Symbol)
    form in (:NFC, :NFD, :NFKC, :NFKD) || throw(ArgumentError(":$form is not one of :NFC, :NFD, :NFKC, :NFKD"))
    decompose = form === :NFD || form === :NFKD
    normalize(s; stable = true, compat = form === :NFKC || form === :NFKD, compose = !decompose, decompose = decompose)
end
function normalize(s::AbstractString; stable::Bool=false, compat::Bool=false, compose::Bool=true, decompose::Bool=false, stripignore::Bool=false,
                   rejectna::Bool=false, newline2ls::Bool=false, newline2ps::Bool=false, newline2lf::Bool=false, stripcc::Bool=false,
                   casefold::Bool=false, lump::Bool=false, stripmark::Bool=false)
    compose || decompose || !(compat || stripmark) ||
        throw(ArgumentError("compat=true or stripmark=true require compose=true or decompose=true"))
    newline2ls + newline2ps + newline2lf > 1 && throw(ArgumentError("only one newline conversion may be specified"))
    bits = (stable => 1, compat => 2, compose && !decompose => 3, decompose => 4, stripignore => 5, rejectna => 6, newline2ls || newline2lf => 7,
            newline2ps || newline2lf => 8, stripcc => 9, casefold => 10, lump => 12, stripmark => 13) # utf8proc's
    Base._unicode_map(String(s), sum(on << bit for (on, bit) in bits))
end
isequal_normalized(a, b; casefold=false, stripmark=false) =
    normalize(a; casefold=casefold, stripmark=stripmark) == normalize(b; casefold=casefold, stripmark=stripmark)
"The characters of a text as a reader sees them, each a SubString."
struct GraphemeIterator{S<:AbstractString}
    s::S
end
graphemes(s::AbstractString) = GraphemeIterator{typeof(s)}(s)
Base.eltype(::Type{GraphemeIterator{S}}) where {S} = SubString{String}
Base.length(g::GraphemeIterator) = length(Base._graphemes(String(g.s)))
Base.iterate(g::GraphemeIterator, state = (Base._graphemes(String(g.s)), 1)) =
    state[2] > length(state[1]) ? nothing : (state[1][state[2]], (state[1], state[2] + 1))
Base.show(io::IO, g::GraphemeIterator{S}) where {S} = print(io, "length-$(length(g)) GraphemeIterator{$S} for \"$(g.s)\"")
isassigned(c::Char) = Base._char_category(c) != "Cn"
isassigned(c::Integer) = 0 <= c <= 0x10ffff && isassigned(Char(c))
const category_names = Dict("Cn" => "Other, not assigned", "Lu" => "Letter, uppercase", "Ll" => "Letter, lowercase", "Lt" => "Letter, titlecase",
    "Lm" => "Letter, modifier", "Lo" => "Letter, other", "Mn" => "Mark, nonspacing", "Mc" => "Mark, spacing combining", "Me" => "Mark, enclosing",
    "Nd" => "Number, decimal digit", "Nl" => "Number, letter", "No" => "Number, other", "Pc" => "Punctuation, connector", "Pd" => "Punctuation, dash",
    "Ps" => "Punctuation, open", "Pe" => "Punctuation, close", "Pi" => "Punctuation, initial quote", "Pf" => "Punctuation, final quote",
    "Po" => "Punctuation, other", "Sm" => "Symbol, math", "Sc" => "Symbol, currency", "Sk" => "Symbol, modifier", "So" => "Symbol, other",
    "Zs" => "Separator, space", "Zl" => "Separator, line", "Zp" => "Separator, paragraph", "Cc" => "Other, control", "Cf" => "Other, format",
    "Cs" => "Other, surrogate", "Co" => "Other, private use")
category_abbrev(c) = Base._char_category(c)
category_string(c) = category_names[category_abbrev(c)]
end

module Base64
export base64encode, base64decode, stringmime, Base64EncodePipe, Base64DecodePipe
const letters = codeunits("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

base64encode(f::Function, args...; context=nothing) = encoded(codeunits(sprint(f, args...; context=context)))
base64encode(args...; context=nothing) = base64encode(write, args...; context=context)
function encoded(b::AbstractVector{UInt8})
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
stringmime(m, x; context=nothing) = istextmime(m) ? repr(m, x; context=context) : base64encode(show, m, x; context=context)

# Streams that encode what is written into them, at the latest when they are closed, and decode what is read from them.
struct Base64EncodePipe <: IO
    io::IO
    pending::IOBuffer
end
Base64EncodePipe(io::IO) = Base64EncodePipe(io, IOBuffer())
Base.write(p::Base64EncodePipe, b::UInt8) = write(p.pending, b)
Base.close(p::Base64EncodePipe) = (write(p.io, encoded(take!(p.pending))); nothing)
Base64DecodePipe(io::IO) = IOBuffer(base64decode(read(io, String)))
# What is not a letter of the alphabet is passed over; four of them, the last ones perhaps =, make three bytes.
function base64decode(s::Union{AbstractString,AbstractVector{UInt8}})
    out = UInt8[]
    v = n = padding = 0
    for c in (s isa AbstractString ? codeunits(String(s)) : s)
        i = findfirst(isequal(c), letters)
        c == UInt8('=') ? (padding += 1) : i === nothing && continue
        c == UInt8('=') || padding == 0 || throw(ArgumentError("malformed base64 sequence"))
        v = v << 6 | (i === nothing ? 0 : i - 1)
        n += 1
        n == 4 || continue
        padding > 2 && throw(ArgumentError("malformed base64 sequence"))
        append!(out, [UInt8(v >> k & 255) for k in (16, 8, 0)][1:3-padding])
        v = n = 0
        padding > 0 && break
    end
    n == 0 || throw(ArgumentError("malformed base64 sequence"))
    out
end
end

module InteractiveUtils
export subtypes, supertypes, versioninfo, methodswith, varinfo, apropos, clipboard, @which, @less, @edit, @functionloc,
    @code_lowered, @code_typed, @code_warntype, @code_llvm, @code_native, @time_imports
import Markdown
import Base.Docs: apropos
import Base: @which, @less, @edit, @functionloc, @code_lowered, @code_typed, @code_warntype, @code_llvm, @code_native
subtypes(T::Type) = isabstracttype(T) ? Any[S for S in Base.subtypes(T)] : Type[]
const supertypes = Base.supertypes
versioninfo(io::IO = stdout; verbose = false) = println(io, "Julia Version ", VERSION, "\nclusterutils\nPlatform Info:\n  OS: Linux (", Sys.MACHINE,
    ")\n  WORD_SIZE: ", Sys.WORD_SIZE, "\n  CPU threads: ", Sys.CPU_THREADS)
_name(T) = (U = Base.unwrap_unionall(T); U isa DataType ? U.name : nothing)
"The methods that take an argument of type `T`, of one function or of all that Base and Main have."
function methodswith(T::Type, f::Function; supertypes::Bool = false)
    takes(S) = S isa Type && (supertypes ? T <: S && S !== Any : S === T || S isa UnionAll && _name(S) !== nothing && _name(S) === _name(T))
    Method[m for m in methods(f) if any(takes, Base.unwrap_unionall(m.sig).parameters[2:end])]
end
methodswith(T::Type; kw...) = unique(vcat(methodswith(T, Main; kw...), methodswith(T, Base; kw...)))
function methodswith(T::Type, m::Module; kw...)
    found = Method[]
    for name in names(m; all = true)
        isdefined(m, name) || continue
        f = getfield(m, name)
        f isa Function && append!(found, methodswith(T, f; kw...))
    end
    unique(found)
end
"The names of a module with the sizes and types of their values."
function varinfo(m::Module = Main, pattern::Regex = r"")
    rows = [(string(v), (x = getfield(m, v); x === m || x isa Module ? "" : string(Base.summarysize(x), " bytes")), summary(getfield(m, v)))
            for v in sort!(names(m)) if isdefined(m, v) && occursin(pattern, string(v))]
    pushfirst!(rows, ("name", "size", "summary"))
    w = [maximum(textwidth(r[k]) for r in rows) for k in 1:3]
    line(r) = string("| ", rpad(r[1], w[1]), " | ", lpad(r[2], w[2]), " | ", rpad(r[3], w[3]), " |\n")
    Markdown.parse(string(line(rows[1]), "|:", "-"^w[1], "|", "-"^w[2], ":|:", "-"^w[3], "|\n", map(line, rows[2:end])...))
end
clipboard(args...) = error("there is no clipboard here")
end
_begin_prompt(::Nothing) = Core.eval(Main, :(using InteractiveUtils))

module UUIDs
import SHA
using Base.Random: Random, AbstractRNG
export UUID, uuid1, uuid4, uuid5, uuid_version
struct UUID
    value::UInt128
end
function UUID(s::AbstractString)
    occursin(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", s) || throw(ArgumentError("Malformed UUID string: $(repr(s))"))
    UUID(parse(UInt128, replace(s, "-" => ""), base = 16))
end
Base.UInt128(u::UUID) = u.value
uuid_version(u::UUID) = Int((u.value >> 76) & 0xf)
Base.tryparse(::Type{UUID}, s::AbstractString) = try UUID(s) catch; nothing end
Base.parse(::Type{UUID}, s::AbstractString) = UUID(s)
function uuid5(ns::UUID, name::AbstractString)
    data = vcat(UInt8[(ns.value >> (8 * (16 - i))) % UInt8 for i in 1:16], codeunits(name))
    v = foldl((a, b) -> a << 8 | b, SHA.sha1(data)[1:16]; init = UInt128(0))
    UUID((v & ~(UInt128(0xf) << 76) & ~(UInt128(3) << 62)) | UInt128(5) << 76 | UInt128(2) << 62)
end
function text(u::UUID)
    h = string(u.value, base=16, pad=32)
    string(h[1:8], "-", h[9:12], "-", h[13:16], "-", h[17:20], "-", h[21:32])
end
Base.print(io::IO, u::UUID) = print(io, text(u))
Base.show(io::IO, u::UUID) = print(io, "UUID(\"", text(u), "\")")
Base.isless(a::UUID, b::UUID) = isless(a.value, b.value)
Base.string(u::UUID) = text(u)
# Random but for its version and variant.
function uuid4(r::AbstractRNG = Random.default_rng())
    u = rand(r, UInt128)
    UUID((u & ~(UInt128(0xf) << 76) & ~(UInt128(3) << 62)) | UInt128(4) << 76 | UInt128(2) << 62)
end
# The time in steps of 100 ns since October 1582, its lowest 32 bits first; then a random number in place of a host's.
function uuid1(r::AbstractRNG = Random.default_rng())
    t = round(UInt64, time() * 1e7) + 0x01b21dd213814000
    time_part = UInt128(t % UInt32) << 96 | UInt128((t >> 32) % UInt16) << 80 | UInt128(t >> 48 & 0x0fff | 0x1000) << 64
    UUID(time_part | rand(r, UInt128) & 0x3fffffffffffffff | 0x0000010000000000)
end
end

# Modules that scripts name out of habit and that have nothing to do here.
module Profile
export @profile
macro profile(ex) esc(ex) end
print(args...; kw...) = nothing
clear() = nothing
init(; kw...) = nothing
end
module Future
copy!(a, b) = Base.copy!(a, b)
end
module Mmap
# No file: memory of zeros.
struct Anonymous <: IO
    name::String
    readonly::Bool
    create::Bool
end
Anonymous() = Anonymous("", false, true)
const MS_ASYNC, MS_INVALIDATE, MS_SYNC = 1, 2, 4
_rest(io, T) = ((filesize(io) - position(io)) ÷ sizeof(T),)
"The content of a file as an array: what is written to the array is written to the file, if that may be written."
function mmap(io::IO, ::Type{Array{T,N}} = Vector{UInt8}, dims::NTuple{N,Integer} = _rest(io, T), offset::Integer = position(io);
              grow::Bool = true, shared::Bool = true) where {T,N}
    isopen(io) || throw(ArgumentError("$io must be open to mmap"))
    isbitstype(T) || throw(ArgumentError("unable to mmap $T; must satisfy isbitstype(T) == true"))
    size = prod(dims) * sizeof(T)
    size >= 0 || throw(ArgumentError("requested size must be ≥ 0, got $size"))
    size == 0 && return Array{T}(undef, map(Int, dims))
    offset >= 0 || throw(ArgumentError("requested offset must be ≥ 0, got $offset"))
    flush(io)
    if filesize(io) < offset + size
        iswritable(io) && grow || throw(ArgumentError("requested size $(offset + size) is larger than file size $(filesize(io)), but requested not to grow"))
        truncate(io, offset + size)
    end
    reshape(Base._map_file(T, Int(prod(dims)), Int(fd(io)), Int(offset), shared && iswritable(io)), map(Int, dims))
end
mmap(::Anonymous, ::Type{Array{T,N}}, dims::NTuple{N,Integer}, offset::Integer = 0; options...) where {T,N} = zeros(T, dims)
mmap(io::IO, T::Type{<:Vector}, n::Integer, offset::Integer = position(io); options...) = mmap(io, T, (n,), offset; options...)
mmap(io::Anonymous, T::Type{<:Vector}, n::Integer, offset::Integer = 0; options...) = mmap(io, T, (n,), offset; options...)
mmap(path::AbstractString, T::Type{<:Array} = Vector{UInt8}, rest...; options...) =
    open(io -> mmap(io, T, rest...; options...), path, isfile(path) ? (Base.Filesystem.uperm(path) & 2 == 0 ? "r" : "r+") : "w+")
mmap(T::Type{<:Array}, dims::NTuple{N,Integer}; options...) where {N} = mmap(Anonymous(), T, dims; options...)
mmap(T::Type{<:Array}, dims::Integer...; options...) = mmap(T, dims; options...)
"Waits until what was written to a mapped array is in its file."
sync!(A::Array, flags::Integer = MS_SYNC) = Base._sync_map(A, Int(flags))
end
