# Random numbers. The generator is xoshiro256++ under the names that Julia's programs use; streams differ from Julia's.

function rand end
function randn end

module Random
    import Base: rand, randn, copy, copy!, ==, hash, show
    export AbstractRNG, MersenneTwister, RandomDevice, seed!, rand, rand!, randn, randn!, randexp, randexp!, randstring,
        randsubseq, randsubseq!, shuffle, shuffle!, randperm, randperm!, randcycle, randcycle!, bitrand

    abstract type AbstractRNG end
    "A generator of random numbers with a state of its own, made from a seed."
    mutable struct MersenneTwister <: AbstractRNG
        seed::Any
        state::Vector{UInt64}
    end
    const Xoshiro = MersenneTwister
    struct RandomDevice <: AbstractRNG end
    RandomDevice(x) = RandomDevice()
    struct GlobalRNG <: AbstractRNG end
    const GLOBAL_RNG = GlobalRNG()
    default_rng(tid = 1) = GLOBAL_RNG
    MersenneTwister(seed = nothing) = seed!(MersenneTwister(seed, zeros(UInt64, 4)), seed)
    show(io::IO, r::MersenneTwister) = print(io, "MersenneTwister(", r.seed === nothing ? "" : r.seed, ")")
    show(io::IO, r::GlobalRNG) = print(io, "Random._GLOBAL_RNG()")
    copy(r::MersenneTwister) = MersenneTwister(r.seed, copy(r.state))
    copy!(a::MersenneTwister, b::MersenneTwister) = (a.seed = b.seed; a.state = copy(b.state); a)
    ==(a::MersenneTwister, b::MersenneTwister) = a.state == b.state
    hash(a::MersenneTwister, h::UInt64) = hash(a.state, h)

    seed_words(n::Integer) = n < 0 ? throw(DomainError(n, "`n` must be non-negative.")) : begin
        words = UInt64[]
        while true
            push!(words, n % UInt64)
            n >>= 64
            n == 0 && return words
        end
    end
    seed_words(v::AbstractVector{<:Integer}) = UInt64[x % UInt64 for x in v]
    seed_words(::Nothing) = [Base._rand(Base._random_state(), UInt64), time_ns() % UInt64]
    "Start the stream of random numbers again from a seed: the same seed gives the same numbers."
    seed!(seed::Union{Integer,AbstractVector{<:Integer},Nothing} = nothing) = seed!(GLOBAL_RNG, seed)
    seed!(r::GlobalRNG, seed = nothing) = (Base._random_seed!(nothing, seed_words(seed)); r)
    seed!(r::MersenneTwister, seed = nothing) = (r.seed = seed; Base._random_seed!(r.state, seed_words(seed)); r)
    seed!(r::RandomDevice, seed = nothing) = r

    # What a function of the C side takes as state.
    state(r::GlobalRNG) = nothing
    state(r::MersenneTwister) = r.state
    state(r::RandomDevice) = nothing
    state(r::AbstractRNG) = nothing

    abstract type Sampler{E} end
    struct SamplerType{T} <: Sampler{T} end
    struct SamplerTrivial{T,E} <: Sampler{E}
        self::T
    end
    SamplerTrivial(x::T) where {T} = SamplerTrivial{T,eltype(T)}(x)
    Base.getindex(s::SamplerTrivial) = s.self
    Sampler(::AbstractRNG, x, n = 1) = SamplerTrivial(x)

    const Dims_ = Tuple{Vararg{Integer}}
    const Machine = Base.MachineNumber

    # One value.
    rand(r::AbstractRNG) = Base._rand(state(r), Float64)
    rand(::Type{T}) where {T} = rand(GLOBAL_RNG, T)
    rand(r::AbstractRNG, ::Type{T}) where {T<:Machine} = Base._rand(state(r), T)
    rand(r::AbstractRNG, ::Type{Complex{T}}) where {T} = Complex(rand(r, T), rand(r, T))
    rand(r::AbstractRNG, ::Type{Char}) = begin
        c = Base._rand_int(state(r), 0, 1112064)
        Char(c >= 0xd800 ? c + 0x800 : c)
    end
    rand(r::AbstractRNG, ::Type{T}) where {T} = rand(r, SamplerType{T}())
    rand(r::AbstractRNG, s::SamplerType{T}) where {T} = throw(ArgumentError("Sampler for this object is not defined"))
    rand(c) = rand(GLOBAL_RNG, c)
    rand(x::Tuple) = isempty(x) ? throw(ArgumentError("range must be non-empty")) : x[pick(GLOBAL_RNG, length(x))+1]
    rand(r::AbstractRNG, x::UnitRange{Int}) = begin
        isempty(x) && throw(ArgumentError("range must be non-empty"))
        Base._rand_int(state(r), x.start, x.stop - x.start + 1)
    end
    function rand(r::AbstractRNG, x::AbstractUnitRange{T}) where {T<:Integer}
        isempty(x) && throw(ArgumentError("range must be non-empty"))
        first(x) + T(pick(r, length(x)))
    end
    function rand(r::AbstractRNG, x::AbstractArray)
        isempty(x) && throw(ArgumentError("range must be non-empty"))
        x[pick(r, length(x))+1]
    end
    rand(r::AbstractRNG, x::Tuple) = isempty(x) ? throw(ArgumentError("range must be non-empty")) : x[pick(r, length(x))+1]
    rand(r::AbstractRNG, s::AbstractString) = (c = collect(s); rand(r, c))
    function rand(r::AbstractRNG, x::Union{AbstractDict,AbstractSet})
        isempty(x) && throw(ArgumentError("collection must be non-empty"))
        n = pick(r, length(x))
        for e in x
            n == 0 && return e
            n -= 1
        end
    end
    rand(r::AbstractRNG, x) = rand(r, SamplerTrivial(x))
    rand(r::AbstractRNG, s::SamplerTrivial) = throw(ArgumentError("Sampler for this object is not defined"))
    # A number from 0 to n - 1.
    pick(r, n::Integer) = n <= typemax(Int) ? Base._rand_int(state(r), 0, Int(n)) : pick_big(r, n)
    function pick_big(r, n)
        bits = ndigits(n; base = 2)
        while true
            x = zero(n)
            for _ in 1:cld(bits, 32)
                x = (x << 32) + Base._rand_int(state(r), 0, 4294967296)
            end
            x &= (one(n) << bits) - 1
            x < n && return x
        end
    end

    # Arrays of them.
    rand(r::AbstractRNG, dims::Integer...) = rand!(r, Array{Float64}(undef, map(Int, dims)))
    rand(r::AbstractRNG, dims::Dims_) = rand!(r, Array{Float64}(undef, map(Int, dims)))
    rand(dims::Integer...) = rand(GLOBAL_RNG, dims...)
    rand(r::AbstractRNG, X, dims::Dims_) = rand!(r, Array{value_type(X)}(undef, map(Int, dims)), X)
    rand(r::AbstractRNG, X, d::Integer, dims::Integer...) = rand(r, X, (d, dims...))
    rand(X, dims::Dims_) = rand(GLOBAL_RNG, X, dims)
    rand(X, d::Integer, dims::Integer...) = rand(GLOBAL_RNG, X, (d, dims...))
    rand(r::AbstractRNG, ::Type{X}, dims::Dims_) where {X} = rand!(r, Array{X}(undef, map(Int, dims)), X)
    rand(r::AbstractRNG, ::Type{X}, d::Integer, dims::Integer...) where {X} = rand(r, X, (d, dims...))
    rand(::Type{X}, dims::Dims_) where {X} = rand(GLOBAL_RNG, X, dims)
    rand(::Type{X}, d::Integer, dims::Integer...) where {X} = rand(GLOBAL_RNG, X, (d, dims...))
    value_type(X) = eltype(X)
    value_type(X::AbstractString) = Char

    rand!(A::AbstractArray) = rand!(GLOBAL_RNG, A)
    rand!(A::AbstractArray, X) = rand!(GLOBAL_RNG, A, X)
    rand!(r::AbstractRNG, A::AbstractArray{T}) where {T} = rand!(r, A, T)
    rand!(r::AbstractRNG, A::Array{T}, ::Type{T}) where {T<:Machine} = Base._rand_fill!(state(r), A)
    function rand!(r::AbstractRNG, A::Array{Int}, x::UnitRange{Int})
        isempty(x) && throw(ArgumentError("range must be non-empty"))
        Base._rand_fill_int!(state(r), A, x.start, x.stop - x.start + 1)
    end
    function rand!(r::AbstractRNG, A::Array, x::Array)
        isempty(x) && throw(ArgumentError("range must be non-empty"))
        Base._rand_fill_pick!(state(r), A, x)
    end
    function rand!(r::AbstractRNG, A::AbstractArray, X)
        X isa Union{AbstractDict,AbstractSet,AbstractString} && (X = collect(X))
        for i in eachindex(A)
            A[i] = rand(r, X)
        end
        A
    end

    # Normal and exponential.
    randn(r::AbstractRNG) = Base._randn(state(r))
    randn(::Type{T}) where {T} = randn(GLOBAL_RNG, T)
    randn(r::AbstractRNG, ::Type{T}) where {T<:AbstractFloat} = T(Base._randn(state(r)))
    randn(r::AbstractRNG, ::Type{Complex{T}}) where {T} = Complex{T}(randn(r) * sqrt(0.5), randn(r) * sqrt(0.5))
    randexp() = Base._randexp(nothing)
    randexp(r::AbstractRNG) = Base._randexp(state(r))
    randexp(::Type{T}) where {T} = randexp(GLOBAL_RNG, T)
    randexp(r::AbstractRNG, ::Type{T}) where {T<:AbstractFloat} = T(Base._randexp(state(r)))
    for (f, fill) in ((:randn, :(Base._randn_fill!)), (:randexp, :(Base._randexp_fill!)))
        f! = Symbol(f, "!")
        @eval begin
            $f(r::AbstractRNG, d::Integer, dims::Integer...) = $f!(r, Array{Float64}(undef, Int(d), map(Int, dims)...))
            $f(d::Integer, dims::Integer...) = $f(GLOBAL_RNG, d, dims...)
            $f(r::AbstractRNG, dims::Dims_) = $f!(r, Array{Float64}(undef, map(Int, dims)))
            $f(dims::Dims_) = $f(GLOBAL_RNG, dims)
            $f(r::AbstractRNG, ::Type{T}, d::Integer, dims::Integer...) where {T} = $f!(r, Array{T}(undef, Int(d), map(Int, dims)...))
            $f(r::AbstractRNG, ::Type{T}, dims::Dims_) where {T} = $f!(r, Array{T}(undef, map(Int, dims)))
            $f(::Type{T}, d::Integer, dims::Integer...) where {T} = $f(GLOBAL_RNG, T, d, dims...)
            $f(::Type{T}, dims::Dims_) where {T} = $f(GLOBAL_RNG, T, dims)
            $f!(A::AbstractArray) = $f!(GLOBAL_RNG, A)
            $f!(r::AbstractRNG, A::Array{T}) where {T<:AbstractFloat} = $fill(state(r), A)
            function $f!(r::AbstractRNG, A::AbstractArray{T}) where {T}
                for i in eachindex(A)
                    A[i] = $f(r, T)
                end
                A
            end
        end
    end

    # Orders.
    shuffle!(r::AbstractRNG, a::Array) = Base._shuffle!(state(r), a)
    function shuffle!(r::AbstractRNG, a::AbstractArray)
        for i in length(a):-1:2
            j = pick(r, i) + 1
            a[i], a[j] = a[j], a[i]
        end
        a
    end
    shuffle!(a::AbstractArray) = shuffle!(GLOBAL_RNG, a)
    "A copy in random order."
    shuffle(r::AbstractRNG, a::AbstractArray) = shuffle!(r, collect(a))
    shuffle(a::AbstractArray) = shuffle(GLOBAL_RNG, a)
    "A random permutation of 1:n."
    randperm(r::AbstractRNG, n::T) where {T<:Integer} = n < 0 ? throw(ArgumentError("invalid Array dimensions")) : shuffle!(r, collect(T(1):n))
    randperm(n::Integer) = randperm(GLOBAL_RNG, n)
    randperm!(r::AbstractRNG, a::Array{<:Integer}) = shuffle!(r, copyto!(a, 1:length(a)))
    randperm!(a::Array{<:Integer}) = randperm!(GLOBAL_RNG, a)
    function randcycle(r::AbstractRNG, n::T) where {T<:Integer}
        a = collect(T(1):n)
        for i in n:-1:2
            j = pick(r, i - 1) + 1
            a[i], a[j] = a[j], a[i]
        end
        a
    end
    randcycle(n::Integer) = randcycle(GLOBAL_RNG, n)
    randcycle!(r::AbstractRNG, a::Array{<:Integer}) = copyto!(a, randcycle(r, length(a)))
    randcycle!(a::Array{<:Integer}) = randcycle!(GLOBAL_RNG, a)
    function randsubseq(r::AbstractRNG, A::AbstractArray{T}, p::Real) where {T}
        0 <= p <= 1 || throw(ArgumentError("probability $p not in [0,1]"))
        T[x for x in A if rand(r) < p]
    end
    randsubseq(A::AbstractArray, p::Real) = randsubseq(GLOBAL_RNG, A, p)
    randsubseq!(S::AbstractArray, A::AbstractArray, p::Real) = (empty!(S); append!(S, randsubseq(A, p)))
    bitrand(r::AbstractRNG, dims...) = rand(r, Bool, dims...) .== true
    bitrand(dims...) = bitrand(GLOBAL_RNG, dims...)

    const CHARS = vcat(collect('0':'9'), collect('A':'Z'), collect('a':'z'))
    "A string of n random letters and digits, or of the given characters."
    randstring(r::AbstractRNG, chars, n::Integer = 8) = join(rand(r, collect(chars), n))
    randstring(r::AbstractRNG, n::Integer = 8) = randstring(r, CHARS, n)
    randstring(chars::Union{AbstractString,AbstractArray,Tuple}, n::Integer = 8) = randstring(GLOBAL_RNG, chars, n)
    randstring(n::Integer = 8) = randstring(GLOBAL_RNG, CHARS, n)
end
