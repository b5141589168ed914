# What is drawn from a collection or a type, by any generator. A Sampler is a collection made ready for drawing from it
# once, or again and again; programs define their own. How many numbers each kind takes from the generator is Julia's way.

abstract type Sampler{E} end
gentype(::Type{X}) where {X} = eltype(X)
gentype(x) = gentype(typeof(x))
gentype(::Type{<:Sampler{E}}) where {E} = E

struct SamplerType{T} <: Sampler{T} end
struct SamplerTrivial{T,E} <: Sampler{E}
    self::T
end
SamplerTrivial(x::T) where {T} = SamplerTrivial{T,gentype(T)}(x)
struct SamplerSimple{T,S,E} <: Sampler{E}
    self::T
    data::S
end
SamplerSimple(x::T, data::S) where {T,S} = SamplerSimple{T,S,gentype(T)}(x, data)
struct SamplerTag{T,S,E} <: Sampler{E}
    data::S
    SamplerTag{T}(data::S) where {T,S} = new{T,S,gentype(T)}(data)
end
Base.getindex(::SamplerType{T}) where {T} = T
Base.getindex(s::Union{SamplerTrivial,SamplerSimple}) = s.self

const Repetition = Union{Val{1},Val{Inf}}
const Once = Val{1}
const Often = Val{Inf}
typeof_rng(r::AbstractRNG) = typeof(r)
typeof_rng(::_GLOBAL_RNG) = MersenneTwister
Sampler(r::AbstractRNG, x, n::Repetition = Often()) = Sampler(typeof_rng(r), x, n)
Sampler(r::AbstractRNG, ::Type{X}, n::Repetition = Often()) where {X} = Sampler(typeof_rng(r), X, n)
Sampler(::Type{R}, x) where {R<:AbstractRNG} = Sampler(R, x, Often())
Sampler(::Type{R}, ::Type{X}) where {R<:AbstractRNG,X} = Sampler(R, X, Often())
Sampler(::Type{<:AbstractRNG}, ::Sampler, ::Repetition) = throw(ArgumentError("Sampler for this object is not defined"))
Sampler(::Type{<:AbstractRNG}, ::Type{X}, ::Repetition) where {X} = SamplerType{X}()
Sampler(::Type{<:AbstractRNG}, x, ::Repetition) = SamplerTrivial(x)

# One value, and arrays of them.
rand(r::AbstractRNG) = rand(r, Float64)
rand(r::AbstractRNG, x) = rand(r, Sampler(r, x, Once()))
rand(r::AbstractRNG, x::Dims) = rand(r, Sampler(r, x, Once())) # not an array of these dimensions
rand(r::AbstractRNG, ::Type{X}) where {X} = rand(r, Sampler(r, X, Once()))
rand(x) = rand(default_rng(), x)
rand(::Type{X}) where {X} = rand(default_rng(), X)

rand!(a::AbstractArray{T}, x) where {T} = rand!(default_rng(), a, x)
rand!(a::AbstractArray{T}, ::Type{X} = T) where {T,X} = rand!(default_rng(), a, X)
rand!(r::AbstractRNG, a::AbstractArray{T}, x) where {T} = rand!(r, a, Sampler(r, x))
rand!(r::AbstractRNG, a::AbstractArray{T}, ::Type{X} = T) where {T,X} = rand!(r, a, Sampler(r, X))
function rand!(r::AbstractRNG, a::AbstractArray{T}, s::Sampler) where {T}
    for i in eachindex(a)
        a[i] = rand(r, s)
    end
    a
end

rand(r::AbstractRNG, dims::Integer...) = rand(r, Float64, Dims(dims))
rand(dims::Integer...) = rand(default_rng(), Float64, Dims(dims))
rand(r::AbstractRNG, x, dims::Dims) = rand!(r, Array{gentype(x)}(undef, dims), x)
rand(r::AbstractRNG, ::Type{X}, dims::Dims) where {X} = rand!(r, Array{X}(undef, dims), X)
rand(x, dims::Dims) = rand(default_rng(), x, dims)
rand(::Type{X}, dims::Dims) where {X} = rand(default_rng(), X, dims)
rand(r::AbstractRNG, x, d::Integer, dims::Integer...) = rand(r, x, Dims((d, dims...)))
rand(r::AbstractRNG, ::Type{X}, d::Integer, dims::Integer...) where {X} = rand(r, X, Dims((d, dims...)))
rand(x, d::Integer, dims::Integer...) = rand(default_rng(), x, Dims((d, dims...)))
rand(::Type{X}, d::Integer, dims::Integer...) where {X} = rand(default_rng(), X, Dims((d, dims...)))

# Floats: from 0 or from 1 on, the end left out. A generator has its 52 bits out of a float or of an integer, whichever it
# makes first.
abstract type FloatInterval{T<:AbstractFloat} end
struct CloseOpen01{T<:AbstractFloat} <: FloatInterval{T} end
struct CloseOpen12{T<:AbstractFloat} <: FloatInterval{T} end
CloseOpen01(::Type{T} = Float64) where {T<:AbstractFloat} = CloseOpen01{T}()
CloseOpen12(::Type{T} = Float64) where {T<:AbstractFloat} = CloseOpen12{T}()
gentype(::Type{<:FloatInterval{T}}) where {T} = T
Sampler(::Type{R}, ::Type{T}, n::Repetition) where {R<:AbstractRNG,T<:AbstractFloat} = Sampler(R, CloseOpen01(T), n)

struct UInt52{T<:BitInteger} end    # 52 random bits
struct UInt52Raw{T<:BitInteger} end # and others above them
struct UInt104Raw{T<:BitInteger} end
UInt52(::Type{T} = UInt64) where {T} = UInt52{T}()
UInt52Raw(::Type{T} = UInt64) where {T} = UInt52Raw{T}()
UInt104Raw(::Type{T} = UInt128) where {T} = UInt104Raw{T}()
gentype(::Type{<:Union{UInt52{T},UInt52Raw{T},UInt104Raw{T}}}) where {T} = T

rng_native_52(::MersenneTwister) = Float64
rng_native_52(::_GLOBAL_RNG) = Float64
rng_native_52(::RandomDevice) = UInt64
native52(r, ::Type{Float64}) = reinterpret(UInt64, rand(r, CloseOpen12()))
native52(r, ::Type{UInt64}) = rand(r, UInt64)
bits52(r::AbstractRNG) = native52(r, rng_native_52(r))
rand(r::AbstractRNG, ::SamplerTrivial{UInt52Raw{T}}) where {T} = bits52(r) % T
rand(r::AbstractRNG, ::SamplerTrivial{UInt52{T}}) where {T} = (bits52(r) & 0x000fffffffffffff) % T
rand(r::AbstractRNG, ::SamplerTrivial{UInt104Raw{T}}) where {T} = bits104(r) % T
bits104(r::AbstractRNG) = UInt128(bits52(r)) << 52 ⊻ bits52(r)

rand(r::AbstractRNG, ::SamplerTrivial{CloseOpen12{Float64}}) =
    reinterpret(Float64, 0x3ff0000000000000 | bits52(r) & 0x000fffffffffffff)
rand(r::AbstractRNG, ::SamplerTrivial{CloseOpen01{Float64}}) = rand(r, CloseOpen12()) - 1.0
rand(r::AbstractRNG, ::SamplerTrivial{CloseOpen01{Float32}}) = (rand(r, UInt32) & 0x7fffff) * Float32(2)^-23
rand(r::AbstractRNG, ::SamplerTrivial{CloseOpen01{Float16}}) = Float16((rand(r, UInt16) & 0x03ff) / 1024)

function rand(r::AbstractRNG, s::SamplerTrivial{<:FloatInterval{BigFloat}})
    bits = precision(BigFloat)
    limbs = rand!(r, Vector{UInt64}(undef, cld(bits, 64)))
    limbs[1] <<= 64 * length(limbs) - bits
    s[] isa CloseOpen12 && (limbs[end] |= 0x8000000000000000)
    ldexp(BigFloat(of_limbs(limbs)), (s[] isa CloseOpen12) - 64 * length(limbs))
end
of_limbs(limbs) = foldr((limb, x) -> x << 64 + limb, limbs; init = big(0))

rand(r::AbstractRNG, ::SamplerType{Complex{T}}) where {T<:Real} = complex(rand(r, T), rand(r, T))
function rand(r::AbstractRNG, ::SamplerType{T}) where {T<:AbstractChar}
    c = rand(r, 0x00000000:0x0010f7ff)
    T(c < 0xd800 ? c : c + 0x800)
end

# Ranges. Of up to 64 bits by a product and a rare rejection (D. Lemire), wider ones by rejection of what is too large.
uint_sup(::Type{<:Base.BitInteger32}) = UInt32
uint_sup(::Type{<:Union{Int64,UInt64}}) = UInt64
not_empty(r) = isempty(r) ? throw(ArgumentError("range must be non-empty")) : r
span(r::AbstractUnitRange{T}) where {T} = (last(r) - first(r)) % unsigned(T)
struct SamplerRangeNDL{U<:Unsigned,T} <: Sampler{T}
    a::T # the first
    s::U # how many; 0: all there are
end
struct SamplerRangeFast{U<:Unsigned,T<:Integer} <: Sampler{T}
    a::T
    bw::UInt # bits of m
    m::U     # how many behind the first
    mask::U
end
Sampler(::Type{<:AbstractRNG}, r::AbstractUnitRange{T}, ::Repetition) where {T<:Base.BitInteger64} =
    (U = uint_sup(T); SamplerRangeNDL(first(not_empty(r)), span(r) % U + one(U)))
function Sampler(::Type{<:AbstractRNG}, r::AbstractUnitRange{T}, ::Repetition) where {T<:Union{Int128,UInt128}}
    m = span(not_empty(r))
    bits = 128 - leading_zeros(m)
    SamplerRangeFast(first(r), UInt(bits), m, bits == 128 ? ~UInt128(0) : UInt128(1) << bits - UInt128(1))
end
function rand(r::AbstractRNG, s::SamplerRangeNDL{U,T}) where {U,T}
    n, x = s.s, rand(r, U)
    n == 0 && return x % T + s.a
    product = widemul(x, n)
    if product % U < n
        least = -n % n
        while product % U < least
            product = widemul(rand(r, U), n)
        end
    end
    (product >> 8sizeof(U)) % T + s.a
end
function rand(r::AbstractRNG, s::SamplerRangeFast{UInt128,T}) where {T}
    while true
        x = s.mask & (s.bw <= 52 ? UInt128(bits52(r)) : s.bw <= 104 ? bits104(r) : rand(r, UInt128))
        x <= s.m && return x % T + s.a
    end
end

struct SamplerBigInt <: Sampler{BigInt}
    a::BigInt
    m::BigInt
    nlimbs::Int
    mask::UInt64 # of the highest limb
end
function Sampler(::Type{<:AbstractRNG}, r::AbstractUnitRange{BigInt}, ::Repetition)
    m = last(not_empty(r)) - first(r)
    bits = ndigits(m; base = 2)
    SamplerBigInt(first(r), m, cld(bits, 64), ~UInt64(0) >> mod(-bits, 64))
end
fill_limbs!(r, limbs) = rand!(r, limbs)
fill_limbs!(::_GLOBAL_RNG, limbs) = foreach(i -> limbs[i] = rand(default_rng(), UInt64), eachindex(limbs)) # as Julia does
function rand(r::AbstractRNG, s::SamplerBigInt)
    limbs = Vector{UInt64}(undef, s.nlimbs)
    while true
        fill_limbs!(r, limbs)
        limbs[end] &= s.mask
        x = of_limbs(limbs)
        x <= s.m && return x + s.a
    end
end

# Collections by the index of an element.
Sampler(::Type{R}, a::AbstractArray, n::Repetition) where {R<:AbstractRNG} =
    SamplerSimple(a, Sampler(R, firstindex(a):lastindex(a), n))
rand(r::AbstractRNG, s::SamplerSimple{<:AbstractArray,<:Sampler}) = s[][rand(r, s.data)]

# A dictionary's entries are numbered in the order of insertion, with gaps where some were deleted.
function Sampler(::Type{R}, d::Dict, ::Repetition) where {R<:AbstractRNG}
    isempty(d) && throw(ArgumentError("collection must be non-empty"))
    SamplerSimple(d, Sampler(R, 0:d.used-1, Often()))
end
function rand(r::AbstractRNG, s::SamplerSimple{<:Dict,<:Sampler})
    while true
        i = rand(r, s.data)
        entry = iterate(s[], i)
        entry !== nothing && entry[2] == i + 1 && return entry[1]
    end
end
Sampler(::Type{R}, s::Set{T}, n::Repetition) where {R<:AbstractRNG,T} = SamplerTag{Set{T}}(Sampler(R, s.dict, n))
rand(r::AbstractRNG, s::SamplerTag{<:Set,<:Sampler}) = rand(r, s.data).first

function Sampler(::Type{R}, s::BitSet, n::Repetition) where {R<:AbstractRNG}
    isempty(s) && throw(ArgumentError("collection must be non-empty"))
    SamplerSimple(s, Sampler(R, minimum(s):maximum(s), Often()))
end
function rand(r::AbstractRNG, s::SamplerSimple{BitSet,<:Sampler})
    while true
        n = rand(r, s.data)
        n in s[] && return n
    end
end
Sampler(R::Type{<:AbstractRNG}, s::Union{AbstractDict,AbstractSet}, n::Repetition) = set_sampler(R, s, n)
set_sampler(R, s, n::Often) = Sampler(R, collect(s), n)
set_sampler(R, s, ::Once) = SamplerTrivial(s)
rand(r::AbstractRNG, s::SamplerTrivial{<:Union{AbstractDict,AbstractSet}}) =
    first(Iterators.drop(s[], rand(r, 1:length(s[])) - 1))

# A string once by bytes, until a character begins there.
Sampler(::Type{R}, s::AbstractString, n::Often) where {R<:AbstractRNG} = Sampler(R, collect(s), n)
Sampler(::Type{R}, s::AbstractString, ::Once) where {R<:AbstractRNG} =
    SamplerSimple(s, Sampler(R, 1:(s isa String ? sizeof(s) : lastindex(s)), Often()))
begins_at(s::String, i) = codeunit(s, i) & 0xc0 != 0x80
begins_at(s::AbstractString, i) = isvalid(s, i)
function rand(r::AbstractRNG, s::SamplerSimple{<:AbstractString,<:Sampler})::Char
    while true
        i = rand(r, s.data)
        begins_at(s[], i) && return s[][i]
    end
end

# A tuple by as few bits as do.
Sampler(::Type{<:AbstractRNG}, t::Tuple{Any}, ::Repetition) = SamplerTrivial(t)
rand(r::AbstractRNG, s::SamplerTrivial{<:Tuple{Any}}) = s[][1]
Sampler(::Type{R}, t::Tuple{Any,Any}, n::Repetition) where {R<:AbstractRNG} = SamplerSimple(t, Sampler(R, Bool, n))
Sampler(::Type{R}, t::Tuple{Any,Any,Any}, n::Repetition) where {R<:AbstractRNG} = SamplerSimple(t, Sampler(R, UInt52(), n))
Sampler(::Type{R}, t::Tuple, n::Repetition) where {R<:AbstractRNG} =
    SamplerSimple(t, ispow2(length(t)) ? Sampler(R, UInt32, n) : Sampler(R, Base.OneTo(length(t)), n))
rand(r::AbstractRNG, s::SamplerSimple{<:Tuple{Any,Any},<:Sampler}) = s[][1+rand(r, s.data)]
function rand(r::AbstractRNG, s::SamplerSimple{<:Tuple{Any,Any,Any},<:Sampler})
    while true
        x = rand(r, s.data)
        x != 0x000fffffffffffff && return s[][1+div(x, 0x0005555555555555)]
    end
end
function rand(r::AbstractRNG, s::SamplerSimple{<:Tuple,<:Sampler})
    n, x = length(s[]), rand(r, s.data)
    s[][ispow2(n) ? 1 + x & (n - 1) : x]
end

# The system's generator.
const WholeOrBool = Union{Bool,BitInteger}
rand(::RandomDevice, ::SamplerType{T}) where {T<:WholeOrBool} = Base._random_entropy!(Vector{T}(undef, 1))[1]
rand!(::RandomDevice, a::Array{T}, ::SamplerType{T}) where {T<:WholeOrBool} = Base._random_entropy!(a)

# A MersenneTwister in C, whose arrays have ways of their own; the name of the process's own stands for it in these cases.
bits52(r::MersenneTwister) = Base._random_bits(r)
bits104(r::MersenneTwister) = Base._random_pair(r)
rand(r::MersenneTwister, ::SamplerTrivial{CloseOpen12{Float64}}) = reinterpret(Float64, Base._random_bits(r))
rand(r::MersenneTwister, ::SamplerTrivial{CloseOpen01{Float64}}) = rand(r, Float64)
rand(r::MersenneTwister, ::SamplerTrivial{CloseOpen01{Float32}}) = rand(r, Float32)
rand(r::MersenneTwister, ::SamplerTrivial{CloseOpen01{Float16}}) = rand(r, Float16)
rand(r::MersenneTwister, ::SamplerType{T}) where {T<:WholeOrBool} = rand(r, T)
rand(r::MersenneTwister, s::SamplerRangeNDL{U,T}) where {U,T} = Base._random_below(r, s.s) % T + s.a
rand!(r::MersenneTwister, a::Array{T}, ::SamplerTrivial{CloseOpen01{T}}) where {T<:IEEEFloat} = Base._random_fill!(r, a)
function rand!(r::MersenneTwister, a::Array{T}, ::SamplerTrivial{CloseOpen12{T}}) where {T<:IEEEFloat}
    Base._random_fill!(r, a)
    a .+= one(T)
end
rand!(r::MersenneTwister, a::Array{T}, ::SamplerType{T}) where {T<:WholeOrBool} = Base._random_fill!(r, a)
rand!(r::MersenneTwister, a::Array{T}, s::SamplerRangeNDL{U,T}) where {U,T} =
    Base._random_fill_range!(r, a, s.a, UInt64(s.s))
rand!(r::MersenneTwister, a::Array{T}, s::SamplerSimple{<:Array{T},<:Sampler}) where {T} = Base._random_fill_pick!(r, a, s[])

# What is asked for most often goes there at once.
rand(r::MersenneTwister, ::Type{T}, dims::Dims) where {T<:MachineNumber} = Base._random_fill!(r, Array{T}(undef, dims))
rand(r::MersenneTwister, x::UnitRange{T}, dims::Dims) where {T<:Base.BitInteger64} = Base._random_fill_in!(r, Array{T}(undef, dims), x)
rand(r::MersenneTwister, x::Array{T}, dims::Dims) where {T} = Base._random_fill_pick!(r, Array{T}(undef, dims), x)
rand!(r::MersenneTwister, a::Array{Complex{T}}, ::SamplerType{Complex{T}}) where {T<:IEEEFloat} = Base._random_fill_complex!(r, a)
rand(r::MersenneTwister, x::Union{Base.OneTo{Int},StepRange{<:Union{Char,Base.BitInteger64}}}) =
    x[1+Int(Base._random_below(r, UInt64(length(not_empty(x)))))]
rand!(r::MersenneTwister, a::Array{T}, s::SamplerSimple{<:AbstractRange{T},<:SamplerRangeNDL{UInt64,Int}}) where {T} =
    length(s[]) <= length(a) ? Base._random_fill_pick!(r, a, collect(s[])) :
    copyto!(a, s[][rand!(r, Vector{Int}(undef, length(a)), s.data)])
function rand(r::MersenneTwister, s::String)
    n = UInt64(sizeof(not_empty(s)))
    while true
        i = 1 + Int(Base._random_below(r, n))
        begins_at(s, i) && return s[i]
    end
end
function rand(r::MersenneTwister, ::Type{Char})
    c = Base._random_below(r, 0x0010f800)
    Char(c < 0xd800 ? c : c + 0x800)
end

bits52(::_GLOBAL_RNG) = bits52(default_rng())
bits104(::_GLOBAL_RNG) = bits104(default_rng())
rand(::_GLOBAL_RNG, s::SamplerTrivial{CloseOpen12{Float64}}) = rand(default_rng(), s)
rand(::_GLOBAL_RNG, s::SamplerType{T}) where {T<:WholeOrBool} = rand(default_rng(), s)
rand!(::_GLOBAL_RNG, a::Array{T}, s::SamplerTrivial{<:FloatInterval{T}}) where {T<:IEEEFloat} = rand!(default_rng(), a, s)
rand!(::_GLOBAL_RNG, a::Array{T}, s::SamplerType{T}) where {T<:BitInteger} = rand!(default_rng(), a, s)

function rand!(r::AbstractRNG, b::BitArray, ::SamplerType{Bool})
    isempty(b) && return b
    words = rand!(r, b.chunks)
    words[end] &= ~UInt64(0) >> mod(-length(b), 64)
    b
end
