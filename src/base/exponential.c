/* exp, its kin, and the hyperbolic functions. */
#include "base/elementary_inner.h"
#include "base/logarithm.h"

#define LN2_HIGH 6.93147180369123816490e-01
#define LN2_LOW 1.90821492927058770002e-10

/* e^(high - low) */
INLINE double exp_near(double high, double low) {
  double r = high - low, z = r * r;
  double c = fused(z, fused(z, 4.13813679705723846039e-08, -1.65339022054652515390e-06), 6.61375632143793436117e-05);
  double p = r - z * fused(z, fused(z, c, -2.77777777770155933842e-03), 1.66666666666666019037e-01);
  return 1 - ((low - (r * p) / (2 - p)) - high);
}

/* y * 2^k where the result may be subnormal, and where 2^k may be too large */
INLINE double scaled(double y, int k) {
  if (k > -52) return k == 1024 ? y * 2 * 0x1p1023 : y * power_of_two(k);
  return y * power_of_two(k + 53) * 0x1p-53;
}

INLINE double exp_one(double x) {
  double a = fabs(x);
  if (!(a <= 7.09782712893383973096e+02)) {
    if (x != x) return x;
    if (x > 0) return INFINITY;
    if (x < -7.451332191019412076235e+02) return 0;
  }
  if (x == 1) return M_E; /* the formula gives the next double */
  if (a <= 0.5 * M_LN2) return a < 0x1p-28 ? 1 + x : exp_near(x, 0);
  if (a < 1.5 * M_LN2) {
    int k = x < 0 ? -1 : 1;
    return scaled(exp_near(x - k * LN2_HIGH, k * LN2_LOW), k);
  }
  double n = rint(M_LOG2E * x);
  return scaled(exp_near(fused(n, -LN2_HIGH, x), n * LN2_LOW), (int)n);
}
/* Without branches: all but large numbers, and those halfway between multiples of log 2. */
INLINE double exp_common(double x) {
  double s = x * M_LOG2E, t = s + ROUNDER, n = t - ROUNDER;
  double y = exp_near(fused(n, -LN2_HIGH, x), n * LN2_LOW);
  double r = y * of_bits((bits_of(t) + 1023) << 52);
  bool hard = !(fabs(x) < 700) | (fabs(s - n) > 0.4999999) | (x == 1);
  return hard ? NAN : r;
}
IN_VECTORS(exp)

INLINE double exp10_near(double x) {
  static const double c[] = {
      2.30258509299404590109361379290930926799774169921875,    2.6509490552391992146397114993305876851081848144531,
      2.03467859229323178027470930828712880611419677734375,    1.17125514891212478829629617393948137760162353515625,
      0.53938292928868392106522833273629657924175262451172,    0.20699584873167015119932443667494226247072219848633,
      6.8089348259156870502017966373387025669217109680176e-2,  1.9597690535095281527677713029333972372114658355713e-2,
      5.015553121397981796436571499953060992993414402008e-3,   1.15474960721768829356725927226534622604958713054657e-3,
      1.55440426715227567738830671828509366605430841445923e-4, 3.8731032432074128681303432086834135338565897196531e-5,
      2.3804466459036747669197886523306806338950991630554e-3,  9.3881392238209649520573607528461934634833596646786e-5,
      -2.64330486232183387018679354696359951049089431762695e-2};
  double r = c[14];
  for (int i = 13; i >= 0; i--) r = fused(x, r, c[i]);
  return fused(x, r, 1);
}
INLINE double exp10_one(double x) {
  static const double high = 3.01025390625000000000e-1, low = 4.60503898119521373889e-6; /* of -log10 2, negated */
  static const double log10_2 = 3.010299956639811952137388947244930e-01;
  double a = fabs(x);
  if (x != x) return x;
  if (x > 3.08254715559916743851e+02) return INFINITY;
  if (x < -3.23607245338779784854769e+02) return 0;
  if (a <= 0.5 * log10_2) return a < 0x1p-29 ? fused(x, M_LN10, 1) : exp10_near(x);
  if (a < 1.5 * log10_2) {
    int k = x < 0 ? -1 : 1;
    double r = x < 0 ? low + (high + x) : (x - high) - low;
    return scaled(exp10_near(r), k);
  }
  double n = rint(3.321928094887362347870319429489390 * x);
  return scaled(exp10_near(fused(n, -low, fused(n, -high, x))), (int)n);
}
EACH_ALONE(exp10)

/* e^x - 1 for finite x; no multiply-adds here: Julia takes it from a library compiled without. */
INLINE double expm1_one(double x) {
  double c = 0, a = fabs(x);
  int k = 0;
  if (!(a < 56 * M_LN2)) {
    if (x != x) return x;
    if (x < 0) return -1;
    if (x > 7.09782712893383973096e+02) return INFINITY;
  }
  if (high_of(x) > 0x3fd62e42) { /* half of log 2 */
    double high, low;
    if (high_of(x) < 0x3ff0a2b2) { /* 1.5 log 2 */
      k = x < 0 ? -1 : 1;
      high = x - k * LN2_HIGH;
      low = k * LN2_LOW;
    } else {
      k = (int)(M_LOG2E * x + (x < 0 ? -0.5 : 0.5));
      high = x - k * LN2_HIGH;
      low = k * LN2_LOW;
    }
    x = high - low;
    c = (high - x) - low;
  } else if (high_of(x) < 0x3c900000) {
    return x;
  }
  double half = 0.5 * x, h = x * half;
  double q = -7.93650757867487942473e-05 + h * (4.00821782732936239552e-06 + h * -2.01099218183624371326e-07);
  double r = 1 + h * (-3.33333333333331316428e-02 + h * (1.58730158725481460165e-03 + h * q));
  double t = 3 - r * half, e = h * ((r - t) / (6 - x * t));
  if (k == 0) return x - (x * e - h);
  e = (x * (e - c) - c) - h;
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k <= -2 || k > 56) {
    double y = 1 - (e - x);
    return (k == 1024 ? y * 2 * 0x1p1023 : y * power_of_two(k)) - 1;
  }
  if (k < 20) return ((1 - power_of_two(-k)) - (e - x)) * power_of_two(k);
  return ((x - (e + power_of_two(-k))) + 1) * power_of_two(k);
}
EACH_ALONE(expm1)

#define OVERFLOW_OF_EXP 709.7822265633563
#define OVERFLOW_OF_SINH 710.475860073944

/* exp(x)/2 where exp(x) itself is too large */
INLINE double half_exp(double x) {
  double y = exp_one(x - 1799 * M_LN2);
  uint64_t u = bits_of(y);
  int k = (int)(u >> 52) - (1023 + 1023) + 1799 - 1;
  return of_bits((u & 0x800fffffffffffff) | (uint64_t)(1023 + 1023) << 52) * power_of_two(k);
}

INLINE double sinh_one(double x) {
  double a = fabs(x), h = x < 0 ? -0.5 : 0.5;
  if (x != x) return x;
  if (a < 22) {
    if (a < 0x1p-28) return x;
    double t = expm1_one(a);
    return a < 1 ? h * (2 * t - t * t / (t + 1)) : h * (t + t / (t + 1));
  }
  if (a < OVERFLOW_OF_EXP) return h * exp_one(a);
  return a < OVERFLOW_OF_SINH ? h * 2 * half_exp(a) : copysign(INFINITY, x);
}
EACH_ALONE(sinh)

INLINE double cosh_one(double x) {
  double a = fabs(x);
  if (x != x) return x;
  if (a < M_LN2 / 2) {
    if (a < 2.7755602085408512e-17) return 1;
    double t = expm1_one(a), w = 1 + t;
    return 1 + (t * t) / (w + w);
  }
  if (a < 22) {
    double t = exp_one(a);
    return 0.5 * t + 0.5 / t;
  }
  if (a < OVERFLOW_OF_EXP) return 0.5 * exp_one(a);
  return a < OVERFLOW_OF_SINH ? half_exp(a) : INFINITY;
}
EACH_ALONE(cosh)

INLINE double tanh_one(double x) {
  double a = fabs(x), z = 1;
  if (x != x) return x;
  if (a < 0x1p-28) return x;
  if (a < 22) {
    double t = expm1_one(a >= 1 ? 2 * a : -2 * a);
    z = a >= 1 ? 1 - 2 / (t + 2) : -t / (t + 2);
  }
  return copysign(z, x);
}
EACH_ALONE(tanh)

INLINE double asinh_one(double x) {
  double a = fabs(x), w;
  if (!isfinite(x) || a < 0x1p-28) return x;
  if (a < 2) {
    double t = x * x;
    w = log1p_one(a + t / (1 + sqrt(1 + t)));
  } else if (a < 0x1p28) {
    w = log_one(2 * a + 1 / (sqrt(x * x + 1) + a));
  } else {
    w = log_one(a) + M_LN2;
  }
  return copysign(w, x);
}
EACH_ALONE(asinh)

INLINE double acosh_one(double x) {
  if (!(x >= 1)) return NAN;
  if (x == 1) return 0;
  if (x < 2) {
    double t = x - 1;
    return log1p_one(t + sqrt(2 * t + t * t));
  }
  return x < 0x1p28 ? log_one(2 * x - 1 / (x + sqrt(x * x - 1))) : log_one(x) + M_LN2;
}
EACH_ALONE(acosh)

INLINE double atanh_one(double x) {
  double a = fabs(x);
  if (!(a < 1)) return a == 1 ? copysign(INFINITY, x) : NAN;
  if (a < 0x1p-28) return x;
  double t = a + a;
  return copysign(0.5 * log1p_one(a < 0.5 ? t + t * a / (1 - a) : t / (1 - a)), x);
}
EACH_ALONE(atanh)

/* A first guess from the bits, a polynomial to 23 bits, one step of Newton's. */
INLINE double cbrt_one(double x) {
  if (!isfinite(x) || x == 0) return x;
  double y = x;
  uint32_t h = high_of(x), guess;
  if (h >= 0x00100000) {
    guess = h / 3 + 715094163;
  } else {
    y = x * 0x1p53;
    guess = high_of(y) / 3 + 696569320;
  }
  double t = copysign(of_bits((uint64_t)guess << 32), x), r = (t * t) * (t / x);
  double p = fused(r, fused(r, 1.621429720105354466140, -1.88497979543377169875), 1.87595182427177009643);
  t *= p + r * r * r * fused(r, 0.145996192886612446982, -0.758397934778766047437);
  t = of_bits((bits_of(t) + 0x80000000) & 0xffffffffc0000000);
  double s = t * t, w = t + t;
  r = x / s;
  r = (r - t) / (w + r);
  return fused(t, r, t);
}
EACH_ALONE(cbrt)

FUSED double elementary_hypot(double x, double y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  double a = fabs(x), b = fabs(y), scale = 1;
  if (b > a) {
    double t = a;
    a = b, b = t;
  }
  if (b <= a * sqrt(0x1p-53)) return a;
  if (a > 9.480751908109176e+153)
    a *= 0x1p-563, b *= 0x1p-563, scale = 0x1p563;
  else if (b < 0x1p-511)
    a *= 0x1p563, b *= 0x1p563, scale = 0x1p-563;
  double h = sqrt(fused(a, a, b * b)), d;
  if (h <= 2 * b) {
    d = h - b;
    h -= fused(d, d - 2 * (a - b), a * (2 * d - a)) / (2 * h);
  } else {
    d = h - a;
    h -= fused(d, d, fused(2 * d, a - 2 * b, b * (4 * d - b))) / (2 * h);
  }
  return h * scale;
}
