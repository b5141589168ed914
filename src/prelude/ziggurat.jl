# Normal and exponential random numbers by the ziggurat of Marsaglia and Tsang: 256 layers of equal area under the density
# f, the lowest with the tail from x = tail on. The tables are made in higher precision, so that each number of them is the
# nearest; C draws from a MersenneTwister (base/ziggurat.c), what is here from any generator.
const LAYERS = 256
const NORMAL_TAIL = 3.6541528853610087963519472518
const EXPONENTIAL_TAIL = 7.6971174701310497140446280481

# The layers from below: limits (a random integer of so many bits that is less is inside the next layer, too), widths and
# heights of the density f with inverse g and the area below it from tail on.
function ziggurat_layers(f, g, tail, area_behind, bits)
    scale = big(2.0)^bits
    area = tail * f(tail) + area_behind
    limits, widths, heights = zeros(UInt64, LAYERS), zeros(LAYERS), zeros(LAYERS)
    limits[1], widths[1], heights[1] = floor(UInt64, tail * f(tail) / area * scale), area / f(tail) / scale, 1
    x = tail
    for i in LAYERS:-1:2
        widths[i], heights[i] = x / scale, f(x)
        i == 2 && break
        next = g(area / x + f(x))
        limits[i] = floor(UInt64, next / x * scale)
        x = next
        i % 64 == 0 && GC.gc() # these numbers are many bytes, and the image is as large as the heap was once
    end
    vcat(limits, reinterpret(UInt64, widths), reinterpret(UInt64, heights))
end

# The area below exp(-t^2 / 2) from x on, by the series of the area up to x.
function normal_area_behind(x)
    area, term, n = big(0.0), x, 0
    while abs(term) > eps(x)^2
        area += term / (2n + 1)
        n += 1
        term *= -x * x / 2n
    end
    sqrt(big(pi) / 2) - area
end

const ZIGGURAT = setprecision(BigFloat, 160) do
    tail, tail2 = big"3.6541528853610087963519472518", big"7.6971174701310497140446280481"
    normal = ziggurat_layers(x -> exp(-x * x / 2), y -> sqrt(-2 * log(y)), tail, normal_area_behind(tail), 51)
    vcat(normal, ziggurat_layers(x -> exp(-x), y -> -log(y), tail2, exp(-tail2), 52))
end
Base._ziggurat!(ZIGGURAT)

layer_limit(z, i) = ZIGGURAT[z+i+1]
layer_width(z, i) = reinterpret(Float64, ZIGGURAT[z+LAYERS+i+1])
layer_height(z, i) = reinterpret(Float64, ZIGGURAT[z+2*LAYERS+i+1])
const NORMAL, EXPONENTIAL = 0, 3 * LAYERS # where their tables begin

below_curve(r, z, i, f) = (layer_height(z, i - 1) - layer_height(z, i)) * rand(r) + layer_height(z, i) < f

function randn(r::AbstractRNG)
    bits = bits52(r) & 0x000fffffffffffff
    n = Int(bits >> 1)
    i = n & (LAYERS - 1)
    x = (isodd(bits) ? -n : n) * layer_width(NORMAL, i)
    n < layer_limit(NORMAL, i) && return x
    i > 0 && return below_curve(r, NORMAL, i, exp(-0.5 * x * x)) ? x : randn(r)
    while true
        x, y = -inv(NORMAL_TAIL) * log(rand(r)), -log(rand(r))
        y + y > x * x && return isodd(n >> 8) ? -NORMAL_TAIL - x : NORMAL_TAIL + x
    end
end

function randexp(r::AbstractRNG)
    bits = bits52(r) & 0x000fffffffffffff
    i = Int(bits & (LAYERS - 1))
    x = bits * layer_width(EXPONENTIAL, i)
    bits < layer_limit(EXPONENTIAL, i) && return x
    i == 0 && return EXPONENTIAL_TAIL - log(rand(r))
    below_curve(r, EXPONENTIAL, i, exp(-x)) ? x : randexp(r)
end
randexp() = randexp(default_rng())

# Of parts with half the variance each, so that the whole has variance 1.
randn(r::AbstractRNG, ::Type{Complex{T}}) where {T<:AbstractFloat} =
    Complex{T}(T(sqrt(0.5)) * randn(r, T), T(sqrt(0.5)) * randn(r, T))
