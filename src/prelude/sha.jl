# SHA: the hash functions of FIPS 180-4 and 202 by their names in Julia's standard library. CRC32c beside them.

module SHA
export sha1, sha224, sha256, sha384, sha512, sha2_224, sha2_256, sha2_384, sha2_512, sha3_224, sha3_256, sha3_384, sha3_512,
    hmac_sha2_224, hmac_sha2_256, hmac_sha2_384, hmac_sha2_512, hmac_sha3_224, hmac_sha3_256, hmac_sha3_384, hmac_sha3_512,
    hmac_sha1, hmac_sha224, hmac_sha256, hmac_sha384, hmac_sha512, update!, digest!, HMAC_CTX, SHA1_CTX, SHA2_224_CTX, SHA2_256_CTX, SHA2_384_CTX, SHA2_512_CTX,
    SHA224_CTX, SHA256_CTX, SHA384_CTX, SHA512_CTX, SHA3_224_CTX, SHA3_256_CTX, SHA3_384_CTX, SHA3_512_CTX

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
hmac_sha224(key, data) = _hmac(sha224, 64, key, data)
hmac_sha256(key, data) = _hmac(sha256, 64, key, data)
hmac_sha384(key, data) = _hmac(sha384, 128, key, data)
hmac_sha512(key, data) = _hmac(sha512, 128, key, data)

const hmac_sha2_224, hmac_sha2_256, hmac_sha2_384, hmac_sha2_512 = hmac_sha224, hmac_sha256, hmac_sha384, hmac_sha512

# SHA-3: a sponge of 25 words. The constants of its rounds are bits of a shift register.
function _keccak_constants()
    register = 0x01
    map(1:24) do _
        c = UInt64(0)
        for j in 0:6
            register & 1 == 1 && (c |= UInt64(1) << (2^j - 1))
            register = (register << 1) ⊻ (register >> 7 == 1 ? 0x71 : 0x00)
        end
        c
    end
end
const KECCAK = _keccak_constants()
_left(x::UInt64, n) = n == 0 ? x : (x << n) | (x >> (64 - n))
function _permute!(a)
    b = similar(a)
    for c in KECCAK
        columns = [a[x, 1] ⊻ a[x, 2] ⊻ a[x, 3] ⊻ a[x, 4] ⊻ a[x, 5] for x in 1:5]
        for x in 1:5
            a[x, :] .⊻= columns[mod1(x - 1, 5)] ⊻ _left(columns[mod1(x + 1, 5)], 1)
        end
        b[1, 1] = a[1, 1]
        x, y = 1, 0
        for t in 0:23
            b[y+1, mod(2x + 3y, 5)+1] = _left(a[x+1, y+1], ((t + 1) * (t + 2) ÷ 2) % 64)
            x, y = y, mod(2x + 3y, 5)
        end
        for x in 1:5, y in 1:5
            a[x, y] = b[x, y] ⊻ (~b[mod1(x + 1, 5), y] & b[mod1(x + 2, 5), y])
        end
        a[1, 1] ⊻= c
    end
end
function _sha3(x, n)
    rate = 200 - 2n
    data = _bytes(x)
    padding = zeros(UInt8, rate - length(data) % rate)
    padding[1] |= 0x06
    padding[end] |= 0x80
    words = reinterpret(UInt64, [data; padding])
    a = zeros(UInt64, 5, 5)
    for block in 0:rate÷8:length(words)-1
        for k in 1:rate÷8
            a[k] ⊻= words[block+k]
        end
        _permute!(a)
    end
    collect(reinterpret(UInt8, vec(a)))[1:n]
end
sha3_224(x) = _sha3(x, 28)
sha3_256(x) = _sha3(x, 32)
sha3_384(x) = _sha3(x, 48)
sha3_512(x) = _sha3(x, 64)
for n in (224, 256, 384, 512)
    @eval $(Symbol(:hmac_sha3_, n))(key, data) = _hmac($(Symbol(:sha3_, n)), $(200 - n ÷ 4), key, data)
end

# Data that comes in parts is collected, and its hash is taken at the end.
abstract type SHA_CTX end
for (name, hash) in ((:SHA1_CTX, :sha1), (:SHA2_224_CTX, :sha224), (:SHA2_256_CTX, :sha256), (:SHA2_384_CTX, :sha384), (:SHA2_512_CTX, :sha512),
    (:SHA3_224_CTX, :sha3_224), (:SHA3_256_CTX, :sha3_256), (:SHA3_384_CTX, :sha3_384), (:SHA3_512_CTX, :sha3_512))
    @eval begin
        struct $name <: SHA_CTX
            data::Vector{UInt8}
            $name() = new(UInt8[])
        end
        _hash_of(::$name) = $hash
    end
end
const SHA224_CTX, SHA256_CTX, SHA384_CTX, SHA512_CTX = SHA2_224_CTX, SHA2_256_CTX, SHA2_384_CTX, SHA2_512_CTX
struct HMAC_CTX
    context::SHA_CTX
    key::Vector{UInt8}
end
update!(c::SHA_CTX, data, n = length(data)) = (append!(c.data, view(data, 1:n)); nothing)
update!(c::HMAC_CTX, data, n = length(data)) = update!(c.context, data, n)
digest!(c::SHA_CTX) = _hash_of(c)(c.data)
digest!(c::HMAC_CTX) = (f = _hash_of(c.context); _hmac(f, c.context isa Union{SHA2_384_CTX,SHA2_512_CTX} ? 128 : 64, c.key, c.context.data))
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
