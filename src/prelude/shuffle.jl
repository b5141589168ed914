# Arrays of normal and exponential numbers; random orders, parts, bits and strings.
for f in (:randn, :randexp)
    f! = Symbol(f, "!")
    @eval begin
        $f(r::AbstractRNG, ::Type{T}) where {T<:IEEEFloat} = convert(T, $f(r))
        $f(::Type{T}) where {T} = $f(default_rng(), T)
        function $f!(r::AbstractRNG, a::AbstractArray{T}) where {T}
            for i in eachindex(a)
                a[i] = $f(r, T)
            end
            a
        end
        $f!(a::AbstractArray) = $f!(default_rng(), a)
        $f(r::AbstractRNG, ::Type{T}, dims::Dims) where {T} = $f!(r, Array{T}(undef, dims))
        $f(r::AbstractRNG, ::Type{T}, d::Integer, dims::Integer...) where {T} = $f!(r, Array{T}(undef, d, dims...))
        $f(::Type{T}, dims::Dims) where {T} = $f(default_rng(), T, dims)
        $f(::Type{T}, d::Integer, dims::Integer...) where {T} = $f(default_rng(), T, d, dims...)
        $f(r::AbstractRNG, dims::Dims) = $f(r, Float64, dims)
        $f(r::AbstractRNG, d::Integer, dims::Integer...) = $f(r, Float64, d, dims...)
        $f(dims::Dims) = $f(default_rng(), Float64, dims)
        $f(d::Integer, dims::Integer...) = $f!(default_rng(), Array{Float64}(undef, d, dims...))
    end
end

# An integer from 0 to n - 1, by the bits of mask, which are not fewer.
function below(r::AbstractRNG, n, mask)
    while true
        x = Int(bits52(r) & mask)
        x < n && return x
    end
end

function shuffle!(r::AbstractRNG, a::AbstractArray)
    Base.require_one_based_indexing(a)
    length(a) <= 1 && return a
    mask = nextpow(2, length(a)) - 1
    for i in length(a):-1:2
        mask >> 1 == i && (mask >>= 1)
        j = 1 + below(r, i, mask)
        a[i], a[j] = a[j], a[i]
    end
    a
end
shuffle!(a::AbstractArray) = shuffle!(default_rng(), a)
"A copy in random order."
shuffle(r::AbstractRNG, a::AbstractArray) = shuffle!(r, Base.copymutable(a))
shuffle(a::AbstractArray) = shuffle(default_rng(), a)

# Each number in turn takes the place of one that is there; skip is 1 where it may not stay in its own.
function permutation!(r, a, skip)
    isempty(a) || (a[1] = 1)
    mask = 3
    for i in 2:length(a)
        j = 1 + below(r, i - skip, mask)
        i != j && (a[i] = a[j])
        a[j] = i
        i == mask + 1 && (mask = 2mask + 1)
    end
    a
end
fast_permutation(r::MersenneTwister, a::Array{T}) where {T<:Base.BitInteger64} = isconcretetype(T) && length(a) <= typemax(T)
fast_permutation(r, a) = false
randperm!(r::AbstractRNG, a::Array{<:Integer}) = fast_permutation(r, a) ? Base._random_permutation!(r, a) : permutation!(r, a, 0)
randcycle!(r::AbstractRNG, a::Array{<:Integer}) = fast_permutation(r, a) ? Base._random_cycle!(r, a) : permutation!(r, a, 1)
randperm!(a::Array{<:Integer}) = randperm!(default_rng(), a)
randcycle!(a::Array{<:Integer}) = randcycle!(default_rng(), a)
"A random permutation of 1:n."
randperm(r::AbstractRNG, n::T) where {T<:Integer} = randperm!(r, Vector{T}(undef, n))
randperm(n::Integer) = randperm(default_rng(), n)
"A random permutation of 1:n that is one cycle."
randcycle(r::AbstractRNG, n::T) where {T<:Integer} = randcycle!(r, Vector{T}(undef, n))
randcycle(n::Integer) = randcycle(default_rng(), n)

# Each element with the probability p; where p is small, the gaps between them are drawn.
function randsubseq!(r::AbstractRNG, s::AbstractArray, a::AbstractArray, p::Real)
    Base.require_one_based_indexing(s, a)
    0 <= p <= 1 || throw(ArgumentError("probability $p not in [0,1]"))
    n = length(a)
    p == 1 && return copyto!(resize!(s, n), a)
    empty!(s)
    p == 0 && return s
    if p > 0.15
        for i in 1:n
            rand(r) <= p && push!(s, a[i])
        end
        return s
    end
    mean, i = -1 / log1p(-p), 0
    while true
        gap = randexp(r) * mean
        gap >= n - i && return s
        i += ceil(Int, gap)
        push!(s, a[i])
    end
end
randsubseq!(s::AbstractArray, a::AbstractArray, p::Real) = randsubseq!(default_rng(), s, a, p)
randsubseq(r::AbstractRNG, a::AbstractArray{T}, p::Real) where {T} = randsubseq!(r, T[], a, p)
randsubseq(a::AbstractArray, p::Real) = randsubseq(default_rng(), a, p)

bitrand(r::AbstractRNG, dims::Dims) = rand!(r, BitArray(undef, dims))
bitrand(r::AbstractRNG, dims::Integer...) = rand!(r, BitArray(undef, Dims(dims)))
bitrand(dims::Dims) = bitrand(default_rng(), dims)
bitrand(dims::Integer...) = bitrand(default_rng(), dims...)

const CHARS = UInt8['0':'9'; 'A':'Z'; 'a':'z']
"A string of n random letters and digits, or of the given characters."
randstring(r::AbstractRNG, chars = CHARS, n::Integer = 8) = String(rand(r, chars, n))
randstring(r::AbstractRNG, n::Integer) = randstring(r, CHARS, n)
randstring(chars = CHARS, n::Integer = 8) = randstring(default_rng(), chars, n)
randstring(n::Integer) = randstring(default_rng(), CHARS, n)
