#include "value/bits.h"

#include <string.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "value/vector.h"

#ifndef __SSE2__
#define EVERY_BYTE 0x0101010101010101u
#endif

static inline size_t least(size_t x, size_t y) { return x < y ? x : y; }

/* How many of n values from first on lie before the next whole word. */
static inline size_t before_word(size_t first, size_t n) { return least((64 - first % 64) % 64, n); }

void bits_fill(uint64_t *w, size_t first, size_t n, bool x) {
  size_t head = before_word(first, n);
  if (head) bits_give(w, first, head, x ? bits_low(head) : 0);
  first += head;
  n -= head;
  memset(w + first / 64, x ? 255 : 0, n / 64 * 8);
  if (n % 64) bits_give(w, first + n / 64 * 64, n % 64, x ? bits_low(n % 64) : 0);
}

/* Words whose bits begin `shift` bits into those of `from`. Upwards; what is written of the same words was read. */
VECTORISED static void shift_up(uint64_t *to, const uint64_t *from, size_t shift, size_t words) {
  for (size_t i = 0; i < words; i++) to[i] = from[i] >> shift | from[i + 1] << (64 - shift);
}
static void shift_down(uint64_t *to, const uint64_t *from, size_t shift, size_t words) {
  for (size_t i = words; i--;) to[i] = from[i] >> shift | from[i + 1] << (64 - shift);
}

static void copy_words(uint64_t *to, const uint64_t *from, size_t first, size_t words, bool down) {
  if (first % 64 == 0)
    memmove(to, from + first / 64, words * 8);
  else if (down)
    shift_down(to, from + first / 64, first % 64, words);
  else
    shift_up(to, from + first / 64, first % 64, words);
}

void bits_copy(uint64_t *to, size_t at, const uint64_t *from, size_t first, size_t n) {
  size_t head = before_word(at, n), words = (n - head) / 64, tail = n - head - 64 * words;
  uint64_t *whole = to + (at + head) / 64;
  bool down = to + at / 64 >= from + first / 64 && (to + at / 64 > from + first / 64 || at % 64 > first % 64);
  if (down && tail) bits_give(to, at + n - tail, tail, bits_take(from, first + n - tail, tail));
  if (down && words) copy_words(whole, from, first + head, words, true);
  if (head) bits_give(to, at, head, bits_take(from, first, head));
  if (down) return;
  if (words) copy_words(whole, from, first + head, words, false);
  if (tail) bits_give(to, at + n - tail, tail, bits_take(from, first + n - tail, tail));
}

static uint64_t reversed(uint64_t x) {
  x = (x >> 1 & 0x5555555555555555u) | (x & 0x5555555555555555u) << 1;
  x = (x >> 2 & 0x3333333333333333u) | (x & 0x3333333333333333u) << 2;
  x = (x >> 4 & 0x0f0f0f0f0f0f0f0fu) | (x & 0x0f0f0f0f0f0f0f0fu) << 4;
  return __builtin_bswap64(x);
}

void bits_reverse(uint64_t *w, size_t first, size_t n) {
  for (; n >= 128; first += 64, n -= 128) {
    uint64_t x = bits_take(w, first, 64), y = bits_take(w, first + n - 64, 64);
    bits_give(w, first, 64, reversed(y));
    bits_give(w, first + n - 64, 64, reversed(x));
  }
  for (size_t i = first, j = first + n; i + 1 < j; i++) {
    bool x = bits_get(w, i), y = bits_get(w, --j);
    bits_set(w, i, y);
    bits_set(w, j, x);
  }
}

/* What is known of each byte. */
typedef struct ByteTable {
  uint64_t spread[256];   /* bit i as byte i */
  uint8_t places[256][8]; /* the places of its bits, then anything */
  uint8_t count[256];
} ByteTable;

static const ByteTable *byte_table(void) {
  static ByteTable t;
  if (t.count[255]) return &t;
  for (unsigned b = 0; b < 256; b++) {
    uint8_t n = 0;
    for (unsigned k = 0; k < 8; k++) {
      t.spread[b] |= (uint64_t)(b >> k & 1) << 8 * k;
      if (b >> k & 1) t.places[b][n++] = (uint8_t)k;
    }
    t.count[b] = n;
  }
  return &t;
}

#ifdef WIDE
WIDE static void unpack_wide(uint8_t *restrict to, const uint64_t *restrict w, size_t shift, size_t words) {
  for (size_t i = 0; i < words; i++) {
    uint64_t x = shift ? w[i] >> shift | w[i + 1] << (64 - shift) : w[i];
    _mm512_storeu_si512(to + 64 * i, _mm512_maskz_set1_epi8(x, 1));
  }
}
#endif

static void unpack_words(uint8_t *restrict to, const uint64_t *restrict w, size_t shift, size_t words) {
#ifdef WIDE
  if (has_wide()) {
    unpack_wide(to, w, shift, words);
    return;
  }
#endif
  const uint64_t *spread = byte_table()->spread;
  for (size_t i = 0; i < words; i++) {
    uint64_t x = shift ? w[i] >> shift | w[i + 1] << (64 - shift) : w[i];
    for (int k = 0; k < 8; k++) memcpy(to + 64 * i + 8 * k, &spread[x >> 8 * k & 255], 8);
  }
}

void bits_unpack(uint8_t *to, const uint64_t *w, size_t first, size_t n) {
  size_t words = n / 64, rest = n % 64;
  unpack_words(to, w + first / 64, first % 64, words);
  if (!rest) return;
  uint64_t x = bits_take(w, first + 64 * words, rest);
  to += 64 * words;
  for (; rest >= 8; rest -= 8, to += 8, x >>= 8) memcpy(to, &byte_table()->spread[x & 255], 8);
  for (size_t k = 0; k < rest; k++) to[k] = x >> k & 1;
}

void bits_unpack_step(uint8_t *to, const uint64_t *w, size_t first, ptrdiff_t step, size_t n) {
  uint8_t between[64 * 8];
  for (size_t by = (size_t)step; step > 1 && step <= 8 && n >= 64; n -= 64, to += 64, first += 64 * by) {
    bits_unpack(between, w, first, 63 * by + 1);
    for (size_t i = 0; i < 64; i++) to[i] = between[i * by];
  }
  for (size_t i = 0; i < n; i++, first += (size_t)step) to[i] = bits_get(w, first);
}

static uint64_t pack_some(const uint8_t *from, size_t n) {
  uint64_t x = 0;
  for (size_t i = 0; i < n; i++) x |= (uint64_t)(from[i] & 1) << i;
  return x;
}

#ifdef __SSE2__
static inline uint64_t pack_sixteen(const uint8_t *from) {
  __m128i x = _mm_loadu_si128((const __m128i *)(const void *)from);
  return (uint32_t)_mm_movemask_epi8(_mm_slli_epi16(x, 7));
}
static inline uint64_t pack_word(const uint8_t *from) {
  return pack_sixteen(from) | pack_sixteen(from + 16) << 16 | pack_sixteen(from + 32) << 32 |
         pack_sixteen(from + 48) << 48;
}
#else
/* Of eight bytes bit 0 of byte i becomes bit i. */
static inline uint64_t pack_word(const uint8_t *from) {
  uint64_t eight[8], x = 0;
  memcpy(eight, from, 64);
  for (int k = 0; k < 8; k++) x |= ((eight[k] & EVERY_BYTE) * 0x0102040810204080u >> 56) << 8 * k;
  return x;
}
#endif

#ifdef WIDE
WIDE static void pack_wide(uint64_t *restrict w, const uint8_t *restrict from, size_t words) {
  for (size_t i = 0; i < words; i++)
    w[i] = _mm512_test_epi8_mask(_mm512_loadu_si512(from + 64 * i), _mm512_set1_epi8(1));
}
#endif

static void pack_words(uint64_t *restrict w, const uint8_t *restrict from, size_t words) {
#ifdef WIDE
  if (has_wide()) {
    pack_wide(w, from, words);
    return;
  }
#endif
  for (size_t i = 0; i < words; i++) w[i] = pack_word(from + 64 * i);
}

void bits_pack(uint64_t *w, size_t at, const uint8_t *from, size_t n) {
  size_t head = before_word(at, n);
  if (head) bits_give(w, at, head, pack_some(from, head));
  at += head;
  from += head;
  n -= head;
  pack_words(w + at / 64, from, n / 64);
  if (n % 64) bits_give(w, at + n / 64 * 64, n % 64, pack_some(from + n / 64 * 64, n % 64));
}

#ifdef WIDE
/* Processors that count the bits of vectors. */
__attribute__((target("arch=x86-64-v4,avx512vpopcntdq,prefer-vector-width=512"), optimize("O3"))) static size_t
count_wide(const uint64_t *w, size_t words) {
  size_t count = 0;
  for (size_t i = 0; i < words; i++) count += (size_t)__builtin_popcountll(w[i]);
  return count;
}
#endif

NOT_WIDE static size_t count_words(const uint64_t *w, size_t words) {
#ifdef WIDE
  if (has_wide() && __builtin_cpu_supports("avx512vpopcntdq")) return count_wide(w, words);
#endif
  size_t a = 0, b = 0, c = 0, d = 0, i = 0;
  for (; i + 4 <= words; i += 4) {
    a += (size_t)__builtin_popcountll(w[i]);
    b += (size_t)__builtin_popcountll(w[i + 1]);
    c += (size_t)__builtin_popcountll(w[i + 2]);
    d += (size_t)__builtin_popcountll(w[i + 3]);
  }
  for (; i < words; i++) a += (size_t)__builtin_popcountll(w[i]);
  return a + b + c + d;
}

size_t bits_count(const uint64_t *w, size_t first, size_t n) {
  size_t head = before_word(first, n), words = (n - head) / 64, tail = n - head - 64 * words, count = 0;
  if (head) count += (size_t)__builtin_popcountll(bits_take(w, first, head));
  if (words) count += count_words(w + (first + head) / 64, words);
  if (tail) count += (size_t)__builtin_popcountll(bits_take(w, first + n - tail, tail));
  return count;
}

size_t bits_find(const uint64_t *w, size_t from, size_t end, bool x) {
  if (from >= end) return end;
  uint64_t flip = x ? 0 : BITS_ALL;
  size_t i = from / 64, last = (end - 1) / 64;
  uint64_t found = (w[i] ^ flip) & BITS_ALL << from % 64;
  while (!found && i < last) found = w[++i] ^ flip;
  size_t at = found ? 64 * i + (size_t)__builtin_ctzll(found) : end;
  return least(at, end);
}

size_t bits_find_last(const uint64_t *w, size_t end, bool x) {
  uint64_t flip = x ? 0 : BITS_ALL;
  for (size_t left = end; left;) {
    size_t i = (left - 1) / 64;
    uint64_t found = (w[i] ^ flip) & bits_low(left - 64 * i);
    if (found) return 64 * i + 63 - (size_t)__builtin_clzll(found);
    left = 64 * i;
  }
  return end;
}

/* Of a byte all eight places are written, and as many counted as it has bits. */
VECTORISED static int64_t *byte_positions(const ByteTable *t, uint64_t x, int64_t base, int64_t *list) {
  for (int k = 0; k < 8; k++, x >>= 8, base += 8) {
    const uint8_t *places = t->places[x & 255];
    for (int j = 0; j < 8; j++) list[j] = base + places[j];
    list += t->count[x & 255];
  }
  return list;
}

size_t bits_positions(const uint64_t *w, size_t first, size_t n, int64_t base, int64_t *list) {
  const ByteTable *t = byte_table();
  int64_t *at = list;
  for (size_t i = 0; i < n; i += 64, base += 64) {
    uint64_t x = bits_take(w, first + i, least(64, n - i));
    if (__builtin_popcountll(x) >= 12)
      at = byte_positions(t, x, base, at);
    else
      for (; x; x &= x - 1) *at++ = base + __builtin_ctzll(x);
  }
  return (size_t)(at - list);
}

/* Bit j of byte i becomes bit i of byte j. */
static uint64_t transposed(uint64_t x) {
  uint64_t t = (x ^ x >> 7) & 0x00aa00aa00aa00aau;
  x ^= t ^ t << 7;
  t = (x ^ x >> 14) & 0x0000cccc0000ccccu;
  x ^= t ^ t << 14;
  t = (x ^ x >> 28) & 0x00000000f0f0f0f0u;
  return x ^ t ^ t << 28;
}

void bits_transpose(uint64_t *to, size_t at, size_t out, const uint64_t *from, size_t first, size_t down, size_t m,
                    size_t n) {
  for (size_t j0 = 0; j0 < n; j0 += 64) {
    size_t columns = least(64, n - j0);
    for (size_t i0 = 0; i0 < m; i0 += 8) {
      size_t rows = least(8, m - i0);
      uint64_t lines[8] = {0};
      for (size_t j = 0; j < columns; j += 8) {
        uint64_t x = 0;
        for (size_t k = 0; k < 8 && j + k < columns; k++)
          x |= bits_take(from, first + (j0 + j + k) * down + i0, rows) << 8 * k;
        x = transposed(x);
        for (size_t i = 0; i < 8; i++) lines[i] |= (x >> 8 * i & 255) << j;
      }
      for (size_t i = 0; i < rows; i++) bits_give(to, at + (i0 + i) * out + j0, columns, lines[i]);
    }
  }
}

bool bits_equal(const uint64_t *x, const uint64_t *y, size_t n) {
  if (n / 64 && memcmp(x, y, n / 64 * 8)) return false;
  return n % 64 == 0 || !((x[n / 64] ^ y[n / 64]) & bits_low(n % 64));
}
