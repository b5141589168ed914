/* What the elementary functions are written with: bits of doubles, and how each is compiled. */
#ifndef CLU_ELEMENTARY_INNER_H
#define CLU_ELEMENTARY_INNER_H
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/elementary.h"
#include "value/vector.h"

#define ROUNDER 0x1.8p52 /* added to a small number it leaves the nearest whole one in the low bits */
#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t bits_of(double x) {
  uint64_t u;
  memcpy(&u, &x, 8);
  return u;
}
INLINE double of_bits(uint64_t u) {
  double x;
  memcpy(&x, &u, 8);
  return x;
}
/* The upper half of |x|: to compare magnitudes by. */
INLINE uint32_t high_of(double x) { return (uint32_t)(bits_of(x) >> 32) & 0x7fffffff; }
/* x without the lower half of its bits. */
INLINE double coarse(double x) { return of_bits(bits_of(x) & 0xffffffff00000000); }
/* 2^k of a normal number. */
INLINE double power_of_two(int64_t k) { return of_bits((uint64_t)(k + 1023) << 52); }
INLINE double fused(double x, double y, double z) { return __builtin_fma(x, y, z); }

/* Defines f for one number and for many from NAME_one. */
#define EACH_ALONE(name)                                                                                               \
  FUSED double elementary_##name(double x) { return name##_one(x); }                                                   \
  FUSED void elementary_##name##_all(const double *x, double *r, size_t n) {                                           \
    for (size_t i = 0; i < n; i++) r[i] = name##_one(x[i]);                                                            \
  }
/* The same with a formula without branches, NAME_common, for many at once: what it gives NaN for is computed alone. */
#define IN_VECTORS(name)                                                                                               \
  FUSED double elementary_##name(double x) { return name##_one(x); }                                                   \
  FUSED static void name##_some(const double *restrict x, double *restrict r, size_t n) {                              \
    for (size_t i = 0; i < n; i++) r[i] = name##_common(x[i]);                                                         \
  }                                                                                                                    \
  void elementary_##name##_all(const double *x, double *r, size_t n) {                                                 \
    double part[256];                                                                                                  \
    for (size_t at = 0; at < n; at += 256) {                                                                           \
      size_t m = n - at < 256 ? n - at : 256;                                                                          \
      name##_some(x + at, part, m);                                                                                    \
      for (size_t i = 0; i < m; i++) {                                                                                 \
        if (part[i] != part[i]) part[i] = elementary_##name(x[at + i]);                                                \
      }                                                                                                                \
      memcpy(r + at, part, m * sizeof(double));                                                                        \
    }                                                                                                                  \
  }
#endif
