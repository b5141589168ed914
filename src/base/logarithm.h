/* Logarithms of one number, for the files that need them inside of their own loops: a table of log(1 + k/128), and a
 * short series for what is left. */
#ifndef CLU_LOGARITHM_H
#define CLU_LOGARITHM_H
#include "base/elementary_inner.h"
#include "base/log_table.h"

/* log of m 2^e (f + F), F = 1 + k/128; y: f + F, as far as it is one double. */
INLINE double log_by_table(double y, double e, double F, double f, uint64_t k) {
  double high = e * 0.6931471805601177 + log_high[k], low = e * -1.7239444525614835e-13 + log_low[k];
  double u = (2 * f) / (y + F), v = u * u;
  double q = u * v * fused(v, 0.012500053168098584, 0.08333333333303913);
  return high + (u + (q + low));
}

/* log(1 + f) for small f */
INLINE double log_near_one(double f) {
  double g = 1 / (2 + f), u = 2 * f * g, v = u * u;
  double q = fused(v, fused(v, 0.0004348877777076146, 0.0022321399879194482), 0.012500000003771751);
  q = u * v * fused(v, q, 0.08333333333333179);
  return u + fused(fused(-u, f, 2 * (f - u)), g, q);
}

#define LOG_NEAR_LOW 0.9394130628134757
#define LOG_NEAR_HIGH 1.0644944589178595
#define LOG_ROUNDER 3.5184372088832e13 /* 2^45: added to y it leaves 128 y, rounded, in the low bits */

INLINE double log_one(double x) {
  if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY) return x;
  if (x > LOG_NEAR_LOW && x < LOG_NEAR_HIGH) return log_near_one(x - 1);
  int e = (int)(bits_of(x) >> 52);
  if (e == 0) {
    x *= 0x1p54;
    e = (int)(bits_of(x) >> 52) - 54;
  }
  double y = of_bits((bits_of(x) & 0x000fffffffffffff) | 0x3ff0000000000000), t = y + LOG_ROUNDER, F = t - LOG_ROUNDER;
  return log_by_table(y, e - 1023, F, y - F, (bits_of(t) & 0x1ff) - 128);
}

INLINE double log1p_one(double x) {
  if (!(x > -1)) return x == -1 ? -INFINITY : NAN;
  if (x == INFINITY || fabs(x) < 0x1p-53) return x;
  if (x > -0.06058693718652422 && x < 0.06449445891785943) return log_near_one(x);
  double z = 1 + x;
  uint64_t u = bits_of(z);
  int e = (int)(u >> 52) - 1023;
  double s = of_bits(0x7fe0000000000000 - (u & 0xfff0000000000000)), c = e > 0 ? 1 - (z - x) : x - (z - 1);
  double y = of_bits((u & 0x000fffffffffffff) | 0x3ff0000000000000), t = y + LOG_ROUNDER, F = t - LOG_ROUNDER;
  return log_by_table(y, e, F, (y - F) + c * s, (bits_of(t) & 0x1ff) - 128);
}
#endif
