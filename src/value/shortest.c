#include "value/shortest.h"

#include <gmp.h>
#include <math.h>
#include <stdbool.h>

typedef unsigned __int128 Wide;

enum { LEAST = -292, MOST = 324 }; /* powers of ten that floats of 64 bits ask for */

/* 10^e / 2^n rounded up, of such an n that it has 128 bits. */
static Wide power_make(int e) {
  mpz_t power, scaled;
  mpz_init(power);
  mpz_init(scaled);
  mpz_ui_pow_ui(power, 10, (unsigned long)(e < 0 ? -e : e));
  size_t bits = mpz_sizeinbase(power, 2);
  if (e < 0) {
    mpz_setbit(scaled, 127 + bits);
    mpz_cdiv_q(scaled, scaled, power);
  } else if (bits <= 128) {
    mpz_mul_2exp(scaled, power, 128 - bits);
  } else {
    mpz_cdiv_q_2exp(scaled, power, bits - 128);
  }
  uint64_t words[2] = {0};
  mpz_export(words, NULL, -1, sizeof *words, 0, 0, scaled);
  mpz_clear(power);
  mpz_clear(scaled);
  return (Wide)words[1] << 64 | words[0];
}

static Wide power_of_ten(int e) {
  static Wide known[MOST - LEAST + 1];
  Wide *p = &known[e - LEAST];
  if (!*p) *p = power_make(e);
  return *p;
}

/* The upper bits of g * x / 2^128; the last one also tells whether there was anything below. */
static uint64_t scaled(Wide g, uint64_t x) {
  Wide low = (Wide)(uint64_t)g * x, product = (g >> 64) * x + (low >> 64);
  return (uint64_t)(product >> 64) | ((uint64_t)product > 1);
}

/* floor(e * log10(2)), the same of 3/4 * 2^e, floor(e * log2(10)): exact for the exponents of floats. */
static int log10_of_power(int e) { return (e * 1262611) >> 22; }
static int log10_of_three_quarters(int e) { return (e * 1262611 - 524031) >> 22; }
static int log2_of_power_of_ten(int e) { return (e * 1741647) >> 19; }

/* c * 2^q. closer: the float below is at half the distance of the one above. */
static Shortest shortest_of(uint64_t c, int q, bool closer) {
  int k = closer ? log10_of_three_quarters(q) : log10_of_power(q);
  int shift = q + log2_of_power_of_ten(-k) + 1;
  Wide g = power_of_ten(-k);
  /* In quarters of 10^k: the number, and the ends of what reads back as it, which belong to it if c is even. */
  uint64_t at = scaled(g, 4 * c << shift), odd = c & 1;
  uint64_t least = scaled(g, (4 * c - (closer ? 1 : 2)) << shift) + odd, most = scaled(g, (4 * c + 2) << shift) - odd;
  uint64_t s = at / 4, tens = s / 10;
  if (tens) {
    bool below = least <= 40 * tens, above = 40 * tens + 40 <= most;
    if (below != above) return (Shortest){tens + above, k + 1};
  }
  bool below = least <= 4 * s, above = 4 * s + 4 <= most;
  if (below != above) return (Shortest){s + above, k};
  uint64_t middle = 4 * s + 2;
  return (Shortest){s + (at > middle || (at == middle && (s & 1))), k};
}

Shortest shortest_decimal(double f, int bits) {
  int digits = bits == 64 ? 53 : bits == 32 ? 24 : 11, least = bits == 64 ? -1074 : bits == 32 ? -149 : -24, e;
  double fraction = frexp(f, &e);
  int q = e - digits < least ? least : e - digits;
  uint64_t c = (uint64_t)ldexp(fraction, e - q);
  Shortest r = shortest_of(c, q, c == (uint64_t)1 << (digits - 1) && q > least);
  while (r.digits % 10 == 0) r.digits /= 10, r.exponent++;
  return r;
}
