/* The generator of random numbers: dSFMT, a Mersenne Twister of period 2^19937 - 1 that makes doubles in [1, 2), with
 * two caches before it. Promise: a seed gives the numbers that it gives in Julia 1.5, whatever is asked for in whatever
 * order. So what a function takes is part of its contract: numbers of up to 52 bits and floats come from the cache of
 * floats, wider integers from the cache of words, large arrays from the generator itself, past both.
 *
 * A generator is an object of the language (Random.MersenneTwister), which programs may take apart: whatever they leave
 * in it, no memory is read or written that is not its own. The process's own generator is seeded by the system when
 * first used; a forked process seeds anew. The library libdSFMT is loaded when a generator is first seeded. */
#ifndef CLU_TWISTER_H
#define CLU_TWISTER_H
#include "base/number.h"
#include "value/array.h"

/* As declared in random.jl. */
typedef struct Twister {
  Object head;
  Value seed;  /* Vector{UInt32} */
  Value state; /* what dSFMT keeps: a struct with a Vector{Int32} */
  Value floats, words;
  int64_t taken; /* of the floats */
  int64_t left;  /* bytes of the words, which are taken from their end */
} Twister;

#define TWISTER_FLOATS 1002
#define TWISTER_WORDS 501 /* of 128 bits */

static inline Twister *as_twister(Value v) { return (Twister *)v.p; }
Twister *twister_own(void); /* this process's */
/* Begins anew with the seed that r->seed holds. */
void twister_start(Twister *r);
void twister_refill(Twister *r);       /* the cache of floats */
void twister_refill_words(Twister *r); /* the cache of words */

/* A double in [1, 2). */
static inline double twister_from_one(Twister *r) {
  if (UNLIKELY((uint64_t)r->taken >= as_array(r->floats)->len)) twister_refill(r);
  return ((const double *)(const void *)as_array(r->floats)->data)[r->taken++];
}
static inline double twister_unit(Twister *r) { return twister_from_one(r) - 1; }

/* 52 random bits; those above are not. */
static inline uint64_t twister_bits(Twister *r) {
  double x = twister_from_one(r);
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

static inline uint64_t twister_word(Twister *r) {
  if (UNLIKELY(r->left < 8 || (uint64_t)r->left > 16 * as_array(r->words)->len)) twister_refill_words(r);
  uint64_t x;
  r->left -= 8;
  memcpy(&x, as_array(r->words)->data + r->left, sizeof x);
  return x;
}
u128 twister_wide(Twister *r);
/* Two takings of 52 bits out of one filling of the cache, the first one shifted by so many bits. */
u128 twister_pair(Twister *r, unsigned shift);

/* Below n, each value equally likely, by Lemire's method; 0 stands for 2^32 or 2^64. */
static inline uint32_t twister_below32(Twister *r, uint32_t n) {
  uint64_t x = (uint32_t)twister_bits(r), m = x * n;
  if (UNLIKELY((uint32_t)m < n)) {
    uint32_t least = -n % n;
    while ((uint32_t)m < least) {
      x = (uint32_t)twister_bits(r);
      m = x * n;
    }
  }
  return (uint32_t)(n == 0 ? x : m >> 32);
}
static inline uint64_t twister_below(Twister *r, uint64_t n) {
  u128 x = twister_word(r), m = x * n;
  if (UNLIKELY((uint64_t)m < n)) {
    uint64_t least = -n % n;
    while ((uint64_t)m < least) {
      x = twister_word(r);
      m = x * n;
    }
  }
  return (uint64_t)(n == 0 ? x : m >> 64);
}
/* Below n <= mask + 1 by rejection, mask being a power of two less one. */
static inline uint64_t twister_masked(Twister *r, uint64_t n, uint64_t mask) {
  for (;;) {
    uint64_t x = twister_bits(r) & mask;
    if (x < n) return x;
  }
}

/* Fills; the memory need not be aligned. */
void twister_fill(Twister *r, void *doubles, size_t n, bool from_one); /* in [1, 2) or [0, 1) */
void twister_fill_words(Twister *r, void *words, size_t n);            /* n of 128 bits */
void twister_fill_ints(Twister *r, void *ints, size_t n, size_t size);
void twister_fill_bools(Twister *r, void *bools, size_t n);
void twister_fill_singles(Twister *r, void *floats, size_t n);
void twister_fill_halves(Twister *r, void *floats, size_t n);
#endif
