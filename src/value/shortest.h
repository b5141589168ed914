/* The shortest decimal that reads back as the same float, and of those the nearest to it.
 * Source: R. Giulietti, The Schubfach way to render doubles (2020). */
#ifndef CLU_SHORTEST_H
#define CLU_SHORTEST_H
#include <stdint.h>

typedef struct Shortest {
  uint64_t digits; /* without trailing zeros */
  int exponent;    /* the number is digits * 10^exponent */
} Shortest;

/* f > 0 and finite, a float of so many bits: 64, 32 or 16. */
Shortest shortest_decimal(double f, int bits);
#endif
