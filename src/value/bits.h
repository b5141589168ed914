/* Truth values packed into words of 64 bits: value i is bit i % 64 of word i / 64.
 * Promise: of n values from `first` on, no word is read or written that holds none of them, and no other value is
 * changed, so that any part of an array can be worked on; bytes are 0 or 1. */
#ifndef CLU_BITS_H
#define CLU_BITS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BITS_ALL UINT64_MAX

static inline size_t bits_words(size_t n) { return n / 64 + (n % 64 != 0); }
static inline bool bits_get(const uint64_t *w, size_t i) { return w[i / 64] >> i % 64 & 1; }
static inline void bits_set(uint64_t *w, size_t i, bool x) {
  w[i / 64] = (w[i / 64] & ~(1ull << i % 64)) | (uint64_t)x << i % 64;
}
/* The lowest n bits, n up to 64. */
static inline uint64_t bits_low(size_t n) { return n < 64 ? (1ull << n) - 1 : BITS_ALL; }
/* n values, 1 to 64, as the low bits of a word; all other bits are 0. */
static inline uint64_t bits_take(const uint64_t *w, size_t first, size_t n) {
  size_t shift = first % 64;
  uint64_t x = w[first / 64] >> shift;
  if (shift + n > 64) x |= w[first / 64 + 1] << (64 - shift);
  return x & bits_low(n);
}
/* The reverse: x has no other bits. */
static inline void bits_give(uint64_t *w, size_t first, size_t n, uint64_t x) {
  size_t shift = first % 64;
  uint64_t *to = w + first / 64;
  to[0] = (to[0] & ~(bits_low(n) << shift)) | x << shift;
  if (shift + n > 64) to[1] = (to[1] & ~bits_low(shift + n - 64)) | x >> (64 - shift);
}

void bits_fill(uint64_t *w, size_t first, size_t n, bool x);
/* The two may be parts of the same words and overlap. */
void bits_copy(uint64_t *to, size_t at, const uint64_t *from, size_t first, size_t n);
void bits_reverse(uint64_t *w, size_t first, size_t n);
/* As bytes, and back; step: those that are so far from each other, which may lead backwards. */
void bits_unpack(uint8_t *to, const uint64_t *w, size_t first, size_t n);
void bits_unpack_step(uint8_t *to, const uint64_t *w, size_t first, ptrdiff_t step, size_t n);
void bits_pack(uint64_t *w, size_t at, const uint8_t *from, size_t n);
size_t bits_count(const uint64_t *w, size_t first, size_t n);
/* The first place from `from` to below `end`, the last below `end`, at which the value is x; end if there is none. */
size_t bits_find(const uint64_t *w, size_t from, size_t end, bool x);
size_t bits_find_last(const uint64_t *w, size_t end, bool x);
/* Where n values are true, counted from `base` for the first; list has room for BITS_ROOM more than there are. Gives
 * how many there are. */
#define BITS_ROOM 8
size_t bits_positions(const uint64_t *w, size_t first, size_t n, int64_t base, int64_t *list);
/* Value i of m of column j of n, the columns `down` from each other, becomes value j of row i, rows `out` from each
 * other; the two are of different words. */
void bits_transpose(uint64_t *to, size_t at, size_t out, const uint64_t *from, size_t first, size_t down, size_t m,
                    size_t n);
/* Whether the first n are the same. */
bool bits_equal(const uint64_t *x, const uint64_t *y, size_t n);
#endif
