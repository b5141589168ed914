# Random numbers: the generators. What a MersenneTwister gives is made in C (base/twister.h, base/random.c), for the same
# seed the same as in Julia; sampler.jl tells what is drawn from which collection, and works with any generator.

function rand end
function randn end

module Random
    import Base: rand, randn, copy, copy!, ==, hash
    using Base: BitInteger, IEEEFloat, MachineNumber
    export AbstractRNG, MersenneTwister, RandomDevice, rand!, randn!, randexp, randexp!, randstring, randsubseq, randsubseq!,
        shuffle, shuffle!, randperm, randperm!, randcycle, randcycle!, bitrand

    module DSFMT
        import Base: copy, copy!, ==, hash
        # What the library dSFMT keeps of a generator: 192 words of 128 bits, an index, and a word unused.
        struct DSFMT_state
            val::Vector{Int32}
            DSFMT_state(val::Vector{Int32} = zeros(Int32, 770)) =
                length(val) == 770 ? new(val) : throw(DomainError(length(val), "Expected length: 770."))
        end
        copy(s::DSFMT_state) = DSFMT_state(copy(s.val))
        copy!(to::DSFMT_state, from::DSFMT_state) = (copyto!(to.val, from.val); to)
        ==(a::DSFMT_state, b::DSFMT_state) = a.val == b.val
        hash(s::DSFMT_state, h::UInt) = hash(s.val, h)
    end
    using .DSFMT: DSFMT_state

    abstract type AbstractRNG end
    Base.broadcastable(r::AbstractRNG) = Ref(r)

    const FLOATS, WORDS = 1002, 501 # in the caches
    "A generator of random numbers with a state of its own, made from a seed."
    mutable struct MersenneTwister <: AbstractRNG
        seed::Vector{UInt32}
        state::DSFMT_state
        vals::Vector{Float64}
        ints::Vector{UInt128}
        idxF::Int
        idxI::Int
        function MersenneTwister(seed, state, vals, ints, idxF, idxI)
            length(vals) == FLOATS && 0 <= idxF <= FLOATS ||
                throw(DomainError((length(vals), idxF), "`length(vals)` and `idxF` must be consistent with $FLOATS"))
            length(ints) == WORDS && 0 <= idxI <= 16 * WORDS ||
                throw(DomainError((length(ints), idxI), "`length(ints)` and `idxI` must be consistent with $(16 * WORDS)"))
            new(seed, state, vals, ints, idxF, idxI)
        end
    end
    MersenneTwister(seed::Vector{UInt32}, state::DSFMT_state) =
        MersenneTwister(seed, state, zeros(FLOATS), zeros(UInt128, WORDS), FLOATS, 0)
    MersenneTwister(seed = nothing) = seed!(MersenneTwister(UInt32[], DSFMT_state()), seed)

    function copy!(to::MersenneTwister, from::MersenneTwister)
        copyto!(resize!(to.seed, length(from.seed)), from.seed)
        copy!(to.state, from.state)
        copyto!(to.vals, from.vals)
        copyto!(to.ints, from.ints)
        to.idxF, to.idxI = from.idxF, from.idxI
        to
    end
    copy(r::MersenneTwister) = MersenneTwister(copy(r.seed), copy(r.state), copy(r.vals), copy(r.ints), r.idxF, r.idxI)
    parts(r::MersenneTwister) = (r.seed, r.state, r.vals, r.ints, r.idxF, r.idxI)
    ==(a::MersenneTwister, b::MersenneTwister) = isequal(parts(a), parts(b))
    hash(r::MersenneTwister, h::UInt) = foldr(hash, parts(r); init = h)

    # The generator of this process; it takes a seed of the system's when first used.
    function default_rng end
    default_rng(thread::Int) = default_rng()
    Base._random_own!(MersenneTwister(UInt32[], DSFMT_state()))
    struct _GLOBAL_RNG <: AbstractRNG end
    const GLOBAL_RNG = _GLOBAL_RNG()
    copy(::_GLOBAL_RNG) = copy(default_rng())
    copy!(to::MersenneTwister, ::_GLOBAL_RNG) = copy!(to, default_rng())
    copy!(::_GLOBAL_RNG, from::MersenneTwister) = copy!(default_rng(), from)

    "A generator that takes its numbers from the system."
    struct RandomDevice <: AbstractRNG
        unlimited::Bool
        RandomDevice(; unlimited::Bool = true) = new(unlimited)
    end
    RandomDevice(::Nothing) = RandomDevice()

    # A seed is a vector of 32-bit words, the least significant one of an integer first.
    make_seed() = Base._random_entropy!(Vector{UInt32}(undef, 4))
    function make_seed(n::Integer)
        n < 0 && throw(DomainError(n, "`n` must be non-negative."))
        words = UInt32[]
        while isempty(words) || n != 0
            push!(words, n & 0xffffffff)
            n >>= 32
        end
        words
    end
    "Start the stream of random numbers again from a seed: the same seed gives the same numbers."
    seed!(seed::Union{Integer,Vector{UInt32}}) = seed!(default_rng(), seed)
    seed!() = seed!(default_rng())
    function seed!(r::MersenneTwister, seed::Vector{UInt32})
        copyto!(resize!(r.seed, length(seed)), seed)
        Base._random_start!(r)
    end
    seed!(r::MersenneTwister, n::Integer) = seed!(r, make_seed(n))
    seed!(r::MersenneTwister) = seed!(r, make_seed())
    seed!(r::AbstractRNG, ::Nothing) = seed!(r)
    seed!(::_GLOBAL_RNG, seed::Union{Integer,Vector{UInt32}}) = seed!(default_rng(), seed)
    seed!(::_GLOBAL_RNG) = seed!(default_rng())
    seed!(::_GLOBAL_RNG, ::Nothing) = seed!(default_rng())
    seed!(r::RandomDevice) = r
end
