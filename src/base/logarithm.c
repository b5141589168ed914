#include "base/logarithm.h"

/* Without branches: all normal positive numbers. */
INLINE double log_common(double x) {
  uint64_t u = bits_of(x);
  double y = of_bits((u & 0x000fffffffffffff) | 0x3ff0000000000000), t = y + LOG_ROUNDER, F = t - LOG_ROUNDER;
  double e = of_bits((u >> 52) | 0x4330000000000000) - (0x1p52 + 1023);
  double far = log_by_table(y, e, F, y - F, (bits_of(t) & 0x1ff) - 128), near = log_near_one(x - 1);
  bool hard = !((x >= 0x1p-1022) & (x < INFINITY));
  return hard ? NAN : ((x > LOG_NEAR_LOW) & (x < LOG_NEAR_HIGH)) ? near : far;
}
IN_VECTORS(log)
EACH_ALONE(log1p)

/* log2 and log10: log(1 + f) in two parts, f between sqrt(1/2) - 1 and sqrt(2) - 1, times the constant in two parts. No
 * multiply-adds: Julia takes them from a library compiled without. */
typedef struct Parts {
  double high, low, exponent;
} Parts;

INLINE Parts log_parts(double x) {
  int k = 0;
  if (x < 0x1p-1022) {
    k = -54;
    x *= 0x1p54;
  }
  uint32_t h = high_of(x), m = h & 0xfffff, i = (m + 0x95f64) & 0x100000;
  k += (int)(h >> 20) - 1023 + (int)(i >> 20);
  x = of_bits((bits_of(x) & 0xffffffff) | (uint64_t)(m | (i ^ 0x3ff00000)) << 32);
  double f = x - 1, half = 0.5 * f * f, s = f / (2 + f), z = s * s, w = z * z;
  double even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double odd = 2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860510658591e-01);
  odd = z * (6.666666666666735130e-01 + w * odd);
  double r = s * (half + (odd + even)), high = coarse(f - half);
  return (Parts){high, (f - high) - half + r, k};
}

INLINE double log2_one(double x) {
  static const double ln_high = 1.44269504072144627571e+00, ln_low = 1.67517131648865118353e-10;
  if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY || x == 1) return x == 1 ? 0 : x;
  Parts p = log_parts(x);
  double high = p.high * ln_high, low = (p.low + p.high) * ln_low + p.low * ln_high, w = p.exponent + high;
  return low + ((p.exponent - w) + high) + w;
}
EACH_ALONE(log2)

INLINE double log10_one(double x) {
  static const double ln_high = 4.34294481878168880939e-01, ln_low = 2.50829467116452752298e-11;
  static const double two_high = 3.01029995663611771306e-01, two_low = 3.69423907715893078616e-13;
  if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY || x == 1) return x == 1 ? 0 : x;
  Parts p = log_parts(x);
  double high = p.high * ln_high, twos = p.exponent * two_high, w = twos + high;
  double low = p.exponent * two_low + (p.low + p.high) * ln_low + p.low * ln_high;
  return low + ((twos - w) + high) + w;
}
EACH_ALONE(log10)
