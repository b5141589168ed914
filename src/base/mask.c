#include "base/mask.h"

#ifdef WIDE
#include <immintrin.h>
#endif

#define BLOCK 1024u
#define BEHIND 16u /* so many elements more than picked may be written */

#define PICK(T)                                                                                                        \
  do {                                                                                                                 \
    const T *f = (const T *)(const void *)from;                                                                        \
    T *t = (T *)(void *)to;                                                                                            \
    for (size_t k = 0; k < n; k++) t[k] = f[list[k]];                                                                  \
  } while (0)
static void pick(char *to, const char *from, const int64_t *list, size_t n, size_t size) {
  switch (size) {
  case 1: PICK(uint8_t); break;
  case 2: PICK(uint16_t); break;
  case 4: PICK(uint32_t); break;
  case 8: PICK(uint64_t); break;
  case 16: PICK(unsigned __int128); break;
  default:
    for (size_t k = 0; k < n; k++) memcpy(to + k * size, from + (size_t)list[k] * size, size);
  }
}

#ifdef WIDE
/* Whole vectors are written, and as much counted as was picked. */
WIDE static size_t pick_wide_8(uint64_t *to, const uint64_t *from, const uint64_t *bits, size_t words) {
  uint64_t *start = to;
  for (size_t i = 0; i < words; i++) {
    uint64_t x = bits[i];
    if (!x) continue;
    for (int k = 0; k < 8; k++, x >>= 8) {
      _mm512_storeu_si512(to, _mm512_maskz_compress_epi64((__mmask8)x, _mm512_loadu_si512(from + 64 * i + 8 * k)));
      to += __builtin_popcountll(x & 255);
    }
  }
  return (size_t)(to - start);
}
WIDE static size_t pick_wide_4(uint32_t *to, const uint32_t *from, const uint64_t *bits, size_t words) {
  uint32_t *start = to;
  for (size_t i = 0; i < words; i++) {
    uint64_t x = bits[i];
    if (!x) continue;
    for (int k = 0; k < 4; k++, x >>= 16) {
      _mm512_storeu_si512(to, _mm512_maskz_compress_epi32((__mmask16)x, _mm512_loadu_si512(from + 64 * i + 16 * k)));
      to += __builtin_popcountll(x & 65535);
    }
  }
  return (size_t)(to - start);
}
/* How many elements that whole words tell of were looked at; *at is behind what was picked of them. */
static size_t pick_words(Array *r, const Array *a, const uint64_t *bits, size_t *at) {
  if (!has_wide() || (a->elsize != 8 && a->elsize != 4)) return 0;
  void *from = a->data, *to = r->data;
  size_t words = a->len / 64;
  *at = a->elsize == 8 ? pick_wide_8(to, from, bits, words) : pick_wide_4(to, from, bits, words);
  return words * 64;
}
#else
static size_t pick_words(Array *r, const Array *a, const uint64_t *bits, size_t *at) {
  (void)r, (void)a, (void)bits, (void)at;
  return 0;
}
#endif

static Array *masked_bits(const Array *a, const Array *mask, size_t total) {
  Array *r = array_bits_raw(1, &total);
  int64_t list[BLOCK + BITS_ROOM];
  uint8_t bytes[BLOCK];
  for (size_t i = 0, at = 0; i < mask->len; i += BLOCK) {
    size_t n = bits_positions(mask->bits, i, mask->len - i < BLOCK ? mask->len - i : BLOCK, (int64_t)i, list);
    for (size_t k = 0; k < n; k++) bytes[k] = bits_get(a->bits, (size_t)list[k]);
    bits_pack(r->bits, at, bytes, n);
    at += n;
  }
  return r;
}

Array *masked_elements(const Array *a, const Array *mask) {
  if (!array_is_bits(mask)) mask = array_packed(mask);
  size_t total = bits_count(mask->bits, 0, mask->len), room = total + (a->store == ST_VALUE ? 0 : BEHIND), at = 0;
  if (array_is_bits(a)) return masked_bits(a, mask, total);
  Array *r = array_raw(a->eltype, 1, &room);
  int64_t list[BLOCK + BITS_ROOM];
  for (size_t i = pick_words(r, a, mask->bits, &at); i < mask->len; i += BLOCK) {
    size_t n = bits_positions(mask->bits, i, mask->len - i < BLOCK ? mask->len - i : BLOCK, (int64_t)i, list);
    pick(r->data + at * a->elsize, a->data, list, n, a->elsize);
    at += n;
  }
  r->len = r->dims[0] = total;
  return r;
}
