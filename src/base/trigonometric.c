#include "base/elementary_inner.h"

#define HALF_PI 1.5707963267948966
#define HALF_PI_LOW 6.12323399573676603587e-17

/* x less quarter quarter turns, as a sum of two numbers. */
typedef struct Angle {
  double high, low;
  int quarter;
} Angle;

/* pi/2 in three parts of 33 bits, each with what is left behind it. */
#define PART1 1.57079632673412561417e+00
#define REST1 6.07710050650619224932e-11
#define PART2 6.07710050630396597660e-11
#define REST2 2.02226624879595063154e-21
#define PART3 2.02226624871116645580e-21
#define REST3 8.47842766036889956997e-32

INLINE Angle less_turns(double x, double turns) {
  double z = fused(-turns, PART1, x), high = fused(-turns, REST1, z);
  return (Angle){high, fused(-turns, REST1, z - high), (int)turns};
}

/* Takes off as many parts of pi/2 as leave enough bits. */
INLINE Angle less_turns_exactly(double x) {
  double turns = rint(x * (2 / M_PI)), rest = fused(-turns, PART1, x), w = turns * REST1, high = rest - w;
  int e = (int)(high_of(x) >> 20);
  if (e - (int)(high_of(high) >> 20) > 16) {
    double t = rest;
    w = turns * PART2;
    rest = t - w;
    w = fused(turns, REST2, -((t - rest) - w));
    high = rest - w;
    if (e - (int)(high_of(high) >> 20) > 49) {
      t = rest;
      w = turns * PART3;
      rest = t - w;
      w = fused(turns, REST3, -((t - rest) - w));
      high = rest - w;
    }
  }
  return (Angle){high, (rest - high) - w, (int)turns};
}

#define FAR 0x413921fb /* the upper half of 2^20 pi/2 */

/* For pi/4 <= |x|. The bounds are the upper halves of 3pi/4, 5pi/4, 7pi/4, 9pi/4. */
INLINE Angle reduced(double x) {
  uint32_t h = high_of(x);
  if (h >= FAR) {
    Angle a;
    a.quarter = elementary_far_quarters(x, &a.high, &a.low);
    return a;
  }
  bool near = h <= 0x400f6a7a ? (h & 0xfffff) == 0x921fb : h == 0x4012d97c || h == 0x401921fb; /* a multiple of pi/2 */
  if (h > 0x401c463b || near) return less_turns_exactly(x);
  double turns = h <= 0x4002d97c ? 1 : h <= 0x400f6a7a ? 2 : h <= 0x4015fdbc ? 3 : 4;
  return less_turns(x, copysign(turns, x));
}

FUSED int elementary_quarters(double x, double *high, double *low) {
  Angle a = reduced(x);
  *high = a.high;
  *low = a.low;
  return a.quarter;
}

INLINE double sin_series(double y2) {
  double a = fused(y2, fused(y2, 2.75573137070700676789e-06, -1.98412698298579493134e-04), 8.33333333332248946124e-03);
  return a + y2 * (y2 * y2) * fused(y2, 1.58969099521155010221e-10, -2.50507602534068634195e-08);
}
#define SIN_CUBE -1.66666666666666324348e-01

INLINE double sin_small(double y) {
  double y2 = y * y;
  return y + y2 * y * (SIN_CUBE + y2 * sin_series(y2));
}
INLINE double sin_near(double y, double low) {
  double y2 = y * y, y3 = y2 * y;
  return y - ((y2 * (0.5 * low - y3 * sin_series(y2)) - low) - y3 * SIN_CUBE);
}
INLINE double cos_near(double y, double low) {
  double y2 = y * y, y4 = y2 * y2;
  double a = fused(y2, fused(y2, 2.48015872894767294178e-05, -1.38888888888741095749e-03), 4.16666666666666019037e-02);
  double b = fused(y2, fused(y2, -1.13596475577881948265e-11, 2.08757232129817482790e-09), -2.75573143513906633035e-07);
  double r = y2 * a + y4 * y4 * b, half = 0.5 * y2, w = 1 - half;
  return w + (((1 - w) - half) + (y2 * r - y * low));
}

INLINE double sin_one(double x) {
  if (fabs(x) < M_PI_4) return fabs(x) < 0x1p-26 ? x : sin_small(x);
  if (!(fabs(x) < INFINITY)) return NAN;
  Angle a = reduced(x);
  double s = a.quarter & 1 ? cos_near(a.high, a.low) : sin_near(a.high, a.low);
  return a.quarter & 2 ? -s : s;
}
INLINE double cos_one(double x) {
  if (fabs(x) < M_PI_4) return cos_near(x, 0);
  if (!(fabs(x) < INFINITY)) return NAN;
  Angle a = reduced(x);
  double s = a.quarter & 1 ? sin_near(a.high, a.low) : cos_near(a.high, a.low);
  return (a.quarter + 1) & 2 ? -s : s;
}

double elementary_sin_quarter(double high, double low, bool cosine) {
  return cosine ? cos_near(high, low) : sin_near(high, low);
}

/* Without branches: all but angles close to a multiple of pi/4, and far ones. */
INLINE double turn_common(double x, bool cosine) {
  double a = fabs(x), t = x * (2 / M_PI) + ROUNDER, turns = t - ROUNDER;
  double z = fused(-turns, PART1, x), w = turns * REST1;
  bool near = a < 2.25 * M_PI, small = a < M_PI_4;
  double high = near ? fused(-turns, REST1, z) : z - w;
  double low = near ? fused(-turns, REST1, z - high) : (z - high) - w;
  double s = sin_near(high, low), c = cos_near(high, low), s0 = a < 0x1p-26 ? x : sin_small(x);
  s = small ? s0 : s;
  uint64_t q = bits_of(t) + cosine;
  uint64_t odd = 0 - (q & 1), r = (bits_of(c) & odd) | (bits_of(s) & ~odd);
  double v = of_bits(r ^ (q & 2) << 62);
  bool hard = (!small) & (!(a < 0x1p20) | (fabs(high) > 0.78539) | (fabs(high) < a * 0x1p-15));
  return hard ? NAN : v;
}
INLINE double sin_common(double x) { return turn_common(x, false); }
INLINE double cos_common(double x) { return turn_common(x, true); }
IN_VECTORS(sin)
IN_VECTORS(cos)

/* tan of the angle, or -1/tan. */
INLINE double tan_near(double y, double low, bool inverse) {
  double given = y, k = inverse ? -1 : 1;
  bool large = fabs(y) >= 0.6744;
  if (large) {
    if (y < 0) y = -y, low = -low;
    y = (M_PI_4 - y) + (HALF_PI_LOW / 2 - low);
    low = 0;
  }
  double y2 = y * y, y4 = y2 * y2, y3 = y2 * y;
  double r = fused(y4, -1.85586374855275456654e-05, 7.81794442939557092300e-05);
  r = fused(y4, fused(y4, r, 5.88041240820264096874e-04), 3.59207910759131235356e-03);
  r = fused(y4, fused(y4, r, 2.18694882948595424599e-02), 1.33333333333201242699e-01);
  double v = fused(y4, 2.59073051863633712884e-05, 7.14072491382608190305e-05);
  v = fused(y4, fused(y4, v, 2.46463134818469906812e-04), 1.45620945432529025516e-03);
  v = y2 * fused(y4, fused(y4, v, 8.86323982359930005737e-03), 5.39682539762260521377e-02);
  r = low + y2 * (y3 * (r + v) + low);
  r += 3.33333333333334091986e-01 * y3;
  double p = y + r;
  if (large) return (signbit(given) ? -1.0 : 1.0) * (k - 2 * (y - (p * p / (k + p) - r)));
  if (!inverse) return p;
  double head = coarse(p), rest = r - (head - y), a = -1 / p, t = coarse(a);
  return t + a * ((1 + t * head) + t * rest);
}

INLINE double tan_one(double x) {
  if (fabs(x) < M_PI_4) return fabs(x) < 0x1p-27 ? x : tan_near(x, 0, false);
  if (!(fabs(x) < INFINITY)) return NAN;
  Angle a = reduced(x);
  return tan_near(a.high, a.low, a.quarter & 1);
}
EACH_ALONE(tan)

/* (asin(x) - x) / x^3 as a function of x^2, times x^2. Julia fuses the last step of the denominator only above 1/2. */
INLINE double arc_series(double t, bool above) {
  double p = fused(t, fused(t, 3.47933107596021167570e-05, 7.91534994289814532176e-04), -4.00555345006794114027e-02);
  p = t * fused(t, fused(t, fused(t, p, 2.01212532134862925881e-01), -3.25565818622400915405e-01),
                1.66666666666666657415e-01);
  double q = fused(t, fused(t, 7.70381505559019352791e-02, -6.88283971605453293030e-01), 2.02094576023350569471e+00);
  q = fused(t, q, -2.40339491173441421878e+00);
  return p / (above ? fused(t, q, 1) : t * q + 1);
}

INLINE double asin_one(double x) {
  double a = fabs(x);
  if (a >= 1) return a == 1 ? copysign(HALF_PI, x) : NAN;
  if (a < 0.5) return a < 0x1p-26 ? x : fused(x, arc_series(x * x, false), x);
  double t = (1 - a) / 2, s = sqrt(t), r = arc_series(t, true);
  if (!(a < 0.975)) return copysign(HALF_PI - (2 * (s + s * r) - HALF_PI_LOW), x);
  double head = coarse(s), c = (t - head * head) / (s + head);
  double p = 2 * s * r - (HALF_PI_LOW - 2 * c), q = M_PI_4 - 2 * head;
  return copysign(M_PI_4 - (p - q), x);
}
EACH_ALONE(asin)

INLINE double acos_one(double x) {
  double a = fabs(x);
  if (a >= 1) return a > 1 ? NAN : x > 0 ? 0 : M_PI;
  if (a < 0.5) return a < 0x1p-57 ? HALF_PI : HALF_PI - (x - (HALF_PI_LOW - x * arc_series(x * x, false)));
  double z = (1 - a) * 0.5, r = arc_series(z, true), s = sqrt(z);
  if (x < 0) return M_PI - 2 * (s + (r * s - HALF_PI_LOW));
  double head = coarse(s), c = (z - head * head) / (s + head);
  return 2 * (head + (r * s + c));
}
EACH_ALONE(acos)

INLINE double atan_series(double x) {
  double z = x * x, w = z * z;
  double p = fused(w, fused(w, 1.62858201153657823623e-02, 4.97687799461593236017e-02), 6.66107313738753120669e-02);
  p = z * fused(w, fused(w, fused(w, p, 9.09088713343650656196e-02), 1.42857142725034663711e-01),
                3.33333333333329318027e-01);
  double q = fused(w, fused(w, -3.65315727442169155270e-02, -5.83357013379057348645e-02), -7.69187620504482999495e-02);
  q = w * fused(w, fused(w, q, -1.11111104054623557880e-01), -1.99999999998764832476e-01);
  return x * (p + q);
}

/* atan x = atan c + atan (x - c)/(1 + cx) for the nearest of c = 1/2, 1, 3/2, infinity. */
INLINE double atan_one(double x) {
  double a = fabs(x), high, low, t;
  if (a < 0.4375) return a < 0x1p-27 ? x : x - atan_series(x);
  if (a >= 0x1p66) return copysign(HALF_PI, x);
  if (a < 0.6875) {
    high = 4.63647609000806093515e-01, low = 2.26987774529616870924e-17;
    t = (2 * a - 1) / (2 + a);
  } else if (a < 1.1875) {
    high = M_PI_4, low = HALF_PI_LOW / 2;
    t = (a - 1) / (a + 1);
  } else if (a < 2.4375) {
    high = 9.82793723247329054082e-01, low = 1.39033110312309984516e-17;
    t = (a - 1.5) / (1 + 1.5 * a);
  } else {
    high = HALF_PI, low = HALF_PI_LOW;
    t = -1 / a;
  }
  return copysign(high - ((atan_series(t) - low) - t), x);
}
EACH_ALONE(atan)

FUSED double elementary_atan2(double y, double x) {
  if (x != x || y != y) return NAN;
  if (x == 1) return atan_one(y);
  if (y == 0) return signbit(x) ? copysign(M_PI, y) : y;
  if (x == 0) return copysign(HALF_PI, y);
  if (isinf(x)) {
    double turned = isinf(y) ? (x > 0 ? M_PI_4 : 3 * M_PI / 4) : x > 0 ? 0 : M_PI;
    return copysign(turned, y);
  }
  if (isinf(y)) return copysign(HALF_PI, y);
  int k = (int)(high_of(y) - high_of(x)) >> 20;
  bool left = x < 0;
  double z;
  if (k > 60) {
    z = HALF_PI + HALF_PI_LOW;
    left = false;
  } else {
    z = left && k < -60 ? 0 : atan_one(fabs(y / x));
  }
  if (left) z = M_PI - (z - 2 * HALF_PI_LOW);
  return signbit(y) ? -z : z;
}
