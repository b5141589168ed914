# SHA: the hash functions of FIPS 180-4 by their names in Julia's standard library. CRC32c beside them.

module SHA
export sha1, sha224, sha256, sha384, sha512, sha2_224, sha2_256, sha2_384, sha2_512, hmac_sha256, hmac_sha512, hmac_sha1

# The first bits of the fractional parts of roots of the first primes, computed instead of listed.
const primes = [p for p in 2:409 if all(q -> p % q != 0, 2:isqrt(p))]
_root_bits(p, k, bits) = begin # floor of the k-th root of p * 2^(k * bits), without the whole part
    target = big(p) << (k * bits)
    lo, hi = big(0), big(p) << bits
    while hi - lo > 1
        mid = (lo + hi) >> 1
        mid^k <= target ? (lo = mid) : (hi = mid)
    end
    lo & (big(1) << bits - 1)
end
const K256 = UInt32[_root_bits(p, 3, 32) for p in primes[1:64]]
const K512 = UInt64[_root_bits(p, 3, 64) for p in primes[1:80]]
const H256 = UInt32[_root_bits(p, 2, 32) for p in primes[1:8]]
const H512 = UInt64[_root_bits(p, 2, 64) for p in primes[1:8]]
const H384 = UInt64[_root_bits(p, 2, 64) for p in primes[9:16]]
const H224 = UInt32[x & 0xffffffff for x in H384]

_bytes(x::AbstractString) = Vector{UInt8}(codeunits(String(x)))
_bytes(x::AbstractVector{UInt8}) = Vector{UInt8}(x)
_bytes(x::IO) = read(x)
_right(x::T, n) where {T} = (x >> n) | (x << (8 * sizeof(T) - n))

# The message with its one bit and its length, in whole blocks of words of type T.
function _words(::Type{T}, data) where {T}
    block = 16 * sizeof(T)
    n = length(data)
    m = vcat(data, 0x80, zeros(UInt8, mod(-(n + 1 + 2 * sizeof(T)), block)))
    len = UInt128(8n)
    append!(m, [(len >> (8 * (2 * sizeof(T) - i))) % UInt8 for i in 1:2*sizeof(T)])
    w = sizeof(T)
    T[reduce((a, b) -> a << 8 | b, T.(m[i:i+w-1])) for i in 1:w:length(m)]
end
_digest(h, n) = UInt8[(x >> (8 * (sizeof(x) - i))) % UInt8 for x in h for i in 1:sizeof(x)][1:n]

function _sha2(data, H::Vector{T}, K, n, (a1, a2, a3), (e1, e2, e3), (s1, s2, s3), (t1, t2, t3)) where {T}
    words = _words(T, data)
    h = copy(H)
    w = zeros(T, length(K))
    for block in 0:16:length(words)-1
        for t in 1:length(K)
            if t <= 16
                w[t] = words[block+t]
            else
                x, y = w[t-15], w[t-2]
                w[t] = (_right(y, t1) ⊻ _right(y, t2) ⊻ (y >> t3)) + w[t-7] + (_right(x, s1) ⊻ _right(x, s2) ⊻ (x >> s3)) + w[t-16]
            end
        end
        a, b, c, d, e, f, g, k = h
        for t in 1:length(K)
            p = k + (_right(e, e1) ⊻ _right(e, e2) ⊻ _right(e, e3)) + ((e & f) ⊻ (~e & g)) + K[t] + w[t]
            q = (_right(a, a1) ⊻ _right(a, a2) ⊻ _right(a, a3)) + ((a & b) ⊻ (a & c) ⊻ (b & c))
            k, g, f, e, d, c, b, a = g, f, e, d + p, c, b, a, p + q
        end
        h .+= (a, b, c, d, e, f, g, k)
    end
    _digest(h, n)
end
_sha2_32(x, H, n) = _sha2(_bytes(x), H, K256, n, (2, 13, 22), (6, 11, 25), (7, 18, 3), (17, 19, 10))
_sha2_64(x, H, n) = _sha2(_bytes(x), H, K512, n, (28, 34, 39), (14, 18, 41), (1, 8, 7), (19, 61, 6))
sha224(x) = _sha2_32(x, H224, 28)
sha256(x) = _sha2_32(x, H256, 32)
sha384(x) = _sha2_64(x, H384, 48)
sha512(x) = _sha2_64(x, H512, 64)
const sha2_224, sha2_256, sha2_384, sha2_512 = sha224, sha256, sha384, sha512

function sha1(x)
    words = _words(UInt32, _bytes(x))
    h = UInt32[0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
    w = zeros(UInt32, 80)
    left(x, n) = _right(x, 32 - n)
    for block in 0:16:length(words)-1
        for t in 1:80
            w[t] = t <= 16 ? words[block+t] : left(w[t-3] ⊻ w[t-8] ⊻ w[t-14] ⊻ w[t-16], 1)
        end
        a, b, c, d, e = h
        for t in 1:80
            f, k = t <= 20 ? ((b & c) | (~b & d), 0x5a827999) : t <= 40 ? (b ⊻ c ⊻ d, 0x6ed9eba1) :
                t <= 60 ? ((b & c) | (b & d) | (c & d), 0x8f1bbcdc) : (b ⊻ c ⊻ d, 0xca62c1d6)
            a, b, c, d, e = left(a, 5) + f + e + k + w[t], a, left(b, 30), c, d
        end
        h .+= (a, b, c, d, e)
    end
    _digest(h, 20)
end
function _hmac(hash, block, key, data)
    k = _bytes(key)
    length(k) > block && (k = hash(k))
    k = vcat(k, zeros(UInt8, block - length(k)))
    hash(vcat(k .⊻ 0x5c, hash(vcat(k .⊻ 0x36, _bytes(data)))))
end
hmac_sha1(key, data) = _hmac(sha1, 64, key, data)
hmac_sha256(key, data) = _hmac(sha256, 64, key, data)
hmac_sha512(key, data) = _hmac(sha512, 128, key, data)
end

module CRC32c
export crc32c
function crc32c(a, crc::UInt32 = 0x00000000)
    crc = ~crc
    for b in (a isa AbstractString ? codeunits(String(a)) : a isa IO ? read(a) : a)
        crc ⊻= b
        for _ in 1:8
            crc = crc & 1 == 1 ? (crc >> 1) ⊻ 0x82f63b78 : crc >> 1
        end
    end
    ~crc
end
end
