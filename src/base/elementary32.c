#include "base/elementary32.h"

#include "base/elementary_inner.h"
#include "base/log_table.h"

INLINE uint32_t bits32(float x) {
  uint32_t u;
  memcpy(&u, &x, 4);
  return u;
}
INLINE float of_bits32(uint32_t u) {
  float x;
  memcpy(&x, &u, 4);
  return x;
}
INLINE float fused32(float x, float y, float z) { return __builtin_fmaf(x, y, z); }
/* 2^k of a normal number. */
INLINE float power32(int k) { return of_bits32((uint32_t)(k + 127) << 23); }
/* y * 2^k where the result may be subnormal, and where 2^k may be too large */
INLINE float scaled32(float y, int k) {
  if (k > -23) return k == 128 ? y * 2 * 0x1p127f : y * power32(k);
  return y * power32(k + 24) * 0x1p-24f;
}

/* ---- exp and its kin ---- */

#define LN2_HIGH 6.9313812256e-1f
#define LN2_LOW 9.0580006145e-6f

/* e^(high - low) */
INLINE float exp_near32(float high, float low) {
  float r = high - low, z = r * r, p = r - z * fused32(z, -2.7667332906e-3f, 1.6666625440e-1f);
  return 1 - ((low - (r * p) / (2 - p)) - high);
}
FUSED float elementary32_exp(float x) {
  float a = fabsf(x);
  if (!(a <= 88.72283905206835f)) {
    if (x != x) return x;
    if (x > 0) return INFINITY;
    if (x < -103.97207708f) return 0;
  }
  if (a < 0x1p-13f) return 1 + x;
  if (a <= 0.5f * (float)M_LN2) {
    float z = x * x, p = x - z * fused32(z, -2.7667332906e-3f, 1.6666625440e-1f);
    return 1 - ((x * p) / (p - 2) - x);
  }
  if (a < 1.5f * (float)M_LN2) {
    float k = x < 0 ? -1 : 1;
    return scaled32(exp_near32(x - k * LN2_HIGH, k * LN2_LOW), (int)k);
  }
  float n = rintf((float)M_LOG2E * x);
  return scaled32(exp_near32(fused32(n, -LN2_HIGH, x), n * LN2_LOW), (int)n);
}

INLINE float exp10_near32(float x) {
  static const float c[] = {2.302585124969482421875f,       2.650949001312255859375f,  2.0346698760986328125f,
                            1.17125606536865234375f,        0.5400512218475341796875f, 0.20749187469482421875f,
                            5.2789829671382904052734375e-2f};
  float r = c[6];
  for (int i = 5; i >= 0; i--) r = fused32(x, r, c[i]);
  return fused32(x, r, 1);
}
FUSED float elementary32_exp10(float x) {
  static const float high = 3.0078125e-1f, low = 2.48745663981195213739e-4f, log10_2 = 3.010299956639811952e-1f;
  float a = fabsf(x);
  if (x != x) return x;
  if (x > 38.531839419103626f) return INFINITY;
  if (x < -45.15449934959718f) return 0;
  if (a <= 0.5f * log10_2) return a < 0x1p-14f ? fused32(x, (float)M_LN10, 1) : exp10_near32(x);
  if (a < 1.5f * log10_2) return scaled32(exp10_near32(x < 0 ? low + (high + x) : (x - high) - low), x < 0 ? -1 : 1);
  float n = rintf(3.321928094887362348f * x);
  return scaled32(exp10_near32(fused32(n, -low, fused32(n, -high, x))), (int)n);
}

/* 2^x, as FreeBSD has it: in double, by a table of sixteenths; no multiply-adds. */
float elementary32_exp2(float x) {
  static const double table[] = {
      0x1.6a09e667f3bcdp-1, 0x1.7a11473eb0187p-1, 0x1.8ace5422aa0dbp-1, 0x1.9c49182a3f090p-1,
      0x1.ae89f995ad3adp-1, 0x1.c199bdd85529cp-1, 0x1.d5818dcfba487p-1, 0x1.ea4afa2a490dap-1,
      0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
      0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0};
  if (x != x) return x;
  if (x >= 128) return INFINITY;
  if (x <= -150) return 0;
  float t = x + 0x1.8p19f;
  uint32_t i = bits32(t) + 8;
  int k = (int)(i / 16 << 20) >> 20;
  double z = x - (t - 0x1.8p19f), v = table[i % 16], u = v * z;
  v = v + u * ((double)0x1.62e430p-1f + z * (double)0x1.ebfbe0p-3f) +
      u * (z * z) * ((double)0x1.c6b348p-5f + z * (double)0x1.3b2c9cp-7f);
  return (float)(v * power_of_two(k));
}

/* e^x - 1, as FreeBSD has it; no multiply-adds. */
float elementary32_expm1(float x) {
  float c = 0, a = fabsf(x);
  int k = 0;
  if (!(a < 27 * (float)M_LN2)) {
    if (x != x) return x;
    if (x < 0) return -1;
    if (x > 8.8721679688e+01f) return INFINITY;
  }
  if (bits32(a) > 0x3eb17218) { /* half of log 2 */
    if (bits32(a) < 0x3f851592)
      k = x < 0 ? -1 : 1;
    else
      k = (int)(1.4426950216e+00f * x + (x < 0 ? -0.5f : 0.5f));
    float high = x - (float)k * LN2_HIGH, low = (float)k * LN2_LOW;
    x = high - low;
    c = (high - x) - low;
  } else if (bits32(a) < 0x33000000) {
    return x;
  }
  float half = 0.5f * x, h = x * half;
  float r = 1 + h * (-3.3333212137e-2f + h * 1.5807170421e-3f), t = 3 - r * half, e = h * ((r - t) / (6 - x * t));
  if (k == 0) return x - (x * e - h);
  e = (x * (e - c) - c) - h;
  if (k == -1) return 0.5f * (x - e) - 0.5f;
  if (k == 1) return x < -0.25f ? -2 * (e - (x + 0.5f)) : 1 + 2 * (x - e);
  if (k <= -2 || k > 56) {
    float y = 1 - (e - x);
    return (k == 128 ? y * 2 * 0x1p127f : y * power32(k)) - 1;
  }
  if (k < 23) return ((1 - power32(-k)) - (e - x)) * power32(k);
  return ((x - (e + power32(-k))) + 1) * power32(k);
}

/* ---- logarithms ---- */

/* log(1 + f) near 0 */
INLINE float log_near32(float f) {
  double u = (double)(2 * f) / (2.0 + f);
  float s = (float)u, v = s * s, q = s * v * fused32(v, 0.012512346f, 0.08333332f);
  return (float)(u + q);
}
/* log of 2^e (y + what f has beside F), where F is y to 7 bits */
INLINE float log_by_table32(float y, int e, float F, float f) {
  int k = (int)(128 * F) - 128;
  double l = fused((float)e, 0.6931471805599453, log_high[k] + log_low[k]);
  float u = (2 * f) / (y + F), v = u * u, q = u * v * 0.08333351f;
  return (float)(l + (u + q));
}
FUSED float elementary32_log(float x) {
  if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY) return x;
  if (x > 0.939413f && x < 1.0644945f) return log_near32(x - 1);
  int e = (int)(bits32(x) >> 23);
  if (e == 0) {
    x *= 0x1p25f;
    e = (int)(bits32(x) >> 23) - 25;
  }
  float y = of_bits32((bits32(x) & 0x7fffff) | 0x3f800000), F = (y + 65536) - 65536;
  return log_by_table32(y, e - 127, F, y - F);
}
FUSED float elementary32_log1p(float x) {
  if (!(x > -1)) return x == -1 ? -INFINITY : NAN;
  if (x == INFINITY || fabsf(x) < 5.9604645e-8f) return x;
  if (x > -0.06058694f && x < 0.06449446f) return log_near32(x);
  float z = 1 + x, s = of_bits32(0x7f000000 - (bits32(z) & 0xff800000));
  int e = (int)(bits32(z) >> 23) - 127;
  float c = e > 0 ? 1 - (z - x) : x - (z - 1);
  float y = of_bits32((bits32(z) & 0x7fffff) | 0x3f800000), F = (y + 65536) - 65536;
  return log_by_table32(y, e, F, (y - F) + s * c);
}

/* log2 and log10, as FreeBSD has them: log(1 + f) in two parts, times 1/log of the base in two parts. */
INLINE float log_of_base(float x, float base_high, float base_low, float two_high, float two_low) {
  if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY || x == 1) return x == 1 ? 0 : x;
  int k = 0;
  if (x < 0x1p-126f) {
    x *= 0x1p25f;
    k = -25;
  }
  uint32_t u = bits32(x), m = u & 0x7fffff, up = (m + 0x4afb0d) & 0x800000;
  k += (int)(u >> 23) - 127 + (int)(up >> 23);
  float f = of_bits32(m | (up ^ 0x3f800000)) - 1, half = 0.5f * f * f, n = (float)k;
  float s = f / (2 + f), z = s * s, w = z * z;
  float r = s * (half + (z * (0xaaaaaa.0p-24f + w * 0x91e9ee.0p-25f) + w * (0xccce13.0p-25f + w * 0xf89e26.0p-26f)));
  float high = of_bits32(bits32(f - half) & 0xfffff000), low = (f - high) - half + r;
  if (two_high == 1) return (low + high) * base_low + low * base_high + high * base_high + n;
  return n * two_low + (low + high) * base_low + low * base_high + high * base_high + n * two_high;
}
float elementary32_log2(float x) { return log_of_base(x, 1.4428710938e+00f, -1.7605285393e-04f, 1, 0); }
float elementary32_log10(float x) {
  return log_of_base(x, 4.3432617188e-01f, -3.1689971365e-05f, 3.0102920532e-01f, 7.9034151668e-07f);
}

/* ---- hyperbolic functions ---- */

/* e^x / 2 where e^x is too large */
static float half_exp(float x) { return elementary32_exp(x - 235 * (float)M_LN2) * 0x1p127f * 0x1p107f; }

float elementary32_sinh(float x) {
  float a = fabsf(x), h = x < 0 ? -0.5f : 0.5f;
  if (!(a >= 2e-12f)) return x;
  if (a < 9) {
    float t = elementary32_expm1(a);
    return a < 1 ? h * (2 * t - t * t / (t + 1)) : h * (t + t / (t + 1));
  }
  if (a < 88.72283f) return h * elementary32_exp(a);
  return a < 89.415985f ? h * 2 * half_exp(a) : copysignf(INFINITY, x);
}
float elementary32_cosh(float x) {
  float a = fabsf(x);
  if (x != x) return x;
  if (a < (float)M_LN2 / 2) {
    if (a < 0.00024414062f) return 1;
    float t = elementary32_expm1(a), w = 1 + t;
    return 1 + (t * t) / (w + w);
  }
  if (a < 9) {
    float t = elementary32_exp(a);
    return 0.5f * t + 0.5f / t;
  }
  if (a < 88.72283f) return 0.5f * elementary32_exp(a);
  return a < 89.415985f ? half_exp(a) : INFINITY;
}
float elementary32_tanh(float x) {
  float a = fabsf(x), z = 1;
  if (!(a >= 2e-12f)) return x;
  if (a < 1) {
    float t = elementary32_expm1(-2 * a);
    z = -t / (t + 2);
  } else if (a < 9) {
    z = 1 - 2 / (elementary32_expm1(2 * a) + 2);
  }
  return copysignf(z, x);
}
float elementary32_asinh(float x) {
  float a = fabsf(x), w;
  if (!(a < INFINITY) || a < 0x1p-28f) return x;
  if (a < 2) {
    float t = x * x;
    w = elementary32_log1p(a + t / (1 + sqrtf(1 + t)));
  } else if (a < 0x1p28f) {
    w = elementary32_log(2 * a + 1 / (sqrtf(x * x + 1) + a));
  } else {
    w = elementary32_log(a) + (float)M_LN2;
  }
  return copysignf(w, x);
}
float elementary32_acosh(float x) {
  if (!(x >= 1)) return NAN;
  if (x < 2) {
    float t = x - 1;
    return elementary32_log1p(t + sqrtf(2 * t + t * t));
  }
  return x < 0x1p28f ? elementary32_log(2 * x - 1 / (x + sqrtf(x * x - 1))) : elementary32_log(x) + (float)M_LN2;
}
float elementary32_atanh(float x) {
  float a = fabsf(x);
  if (!(a <= 1)) return NAN;
  if (a < 0x1p-28f) return x;
  if (a == 1) return copysignf(INFINITY, x);
  float t = a + a;
  return copysignf(0.5f * elementary32_log1p(a < 0.5f ? t + t * a / (1 - a) : t / (1 - a)), x);
}

FUSED float elementary32_hypot(float x, float y) {
  if (isinf(x) || isinf(y)) return INFINITY;
  float a = fmaxf(fabsf(x), fabsf(y)), b = fminf(fabsf(x), fabsf(y)), scale = 1, d;
  if (x != x || y != y) return NAN;
  if (b <= a * 0x1p-12f) return a;
  if (a > 1.3043817825332783e19f)
    a *= 0x1p-86f, b *= 0x1p-86f, scale = 0x1p86f;
  else if (b < 0x1p-63f)
    a *= 0x1p86f, b *= 0x1p86f, scale = 0x1p-86f;
  float h = sqrtf(fused32(a, a, b * b));
  if (h <= 2 * b) {
    d = h - b;
    h -= fused32(d, d - 2 * (a - b), a * (2 * d - a)) / (2 * h);
  } else {
    d = h - a;
    h -= fused32(d, d, fused32(2 * d, a - 2 * b, b * (4 * d - b))) / (2 * h);
  }
  return h * scale;
}
