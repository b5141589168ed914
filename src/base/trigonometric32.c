/* Sines and their inverses of Float32: the angle is reduced in double. */
#include "base/elementary32.h"
#include "base/elementary_inner.h"

INLINE float fused32(float x, float y, float z) { return __builtin_fmaf(x, y, z); }

/* x less a number of quarter turns, which is returned. */
INLINE int less_quarters(float x, double *rest) {
  double a = fabs((double)x);
  if (a <= M_PI * 9 / 4) {
    int n = a <= M_PI * 3 / 4 ? 1 : a <= M_PI * 5 / 4 ? 2 : a <= M_PI * 7 / 4 ? 3 : 4;
    double turns[] = {M_PI / 2, M_PI, M_PI * 3 / 2, M_PI * 4 / 2};
    *rest = x - copysign(turns[n - 1], x);
    return x < 0 ? -n : n;
  }
  if (a < (float)M_PI / 2 * 0x1p28f) {
    double n = rint(x * 6.36619772367581382433e-01);
    *rest = (x - n * 1.57079631090164184570e+00) - n * 1.58932547735281966916e-08;
    return (int)n;
  }
  double low;
  return elementary_quarters(x, rest, &low);
}

INLINE double sin_near32(double y) {
  double z = y * y, s = z * y, r = fused(z, 2.718311493989822e-6, -0.00019839334836096632);
  return (y + s * fused(z, 0.008333329385889463, -0.16666666641626524)) + s * (z * z) * r;
}
INLINE double cos_near32(double y) {
  double z = y * y, w = z * z, r = fused(z, 2.439044879627741e-5, -0.001388676377460993);
  return ((1 + z * -0.499999997251031) + w * 0.04166662332373906) + (w * z) * r;
}
INLINE double tan_near32(double y) {
  double z = y * y, r = fused(z, 0.00946564784943673166728, 0.00297435743359967304927);
  double t = fused(z, 0.0245283181166547278873, 0.0533812378445670393523), w = z * z, s = z * y;
  double u = fused(z, 0.133392002712976742718, 0.333331395030791399758);
  return (y + s * u) + (s * w) * (t + w * r);
}

FUSED float elementary32_sin_quarter(double y, bool cosine) { return (float)(cosine ? cos_near32(y) : sin_near32(y)); }

FUSED float elementary32_sin(float x) {
  if (fabsf(x) < (float)M_PI / 4) return fabsf(x) < 0x1.6a09e6p-12f ? x : (float)sin_near32(x);
  if (!(fabsf(x) < INFINITY)) return NAN;
  double y;
  int q = less_quarters(x, &y);
  float s = (float)(q & 1 ? cos_near32(y) : sin_near32(y));
  return q & 2 ? -s : s;
}
FUSED float elementary32_cos(float x) {
  if (fabsf(x) < (float)M_PI / 4) return fabsf(x) < 0x1p-12f ? 1 : (float)cos_near32(x);
  if (!(fabsf(x) < INFINITY)) return NAN;
  double y;
  int q = less_quarters(x, &y);
  float s = (float)(q & 1 ? sin_near32(y) : cos_near32(y));
  return (q + 1) & 2 ? -s : s;
}
FUSED float elementary32_tan(float x) {
  if (fabsf(x) < (float)M_PI / 4) return fabsf(x) < 0x1.6a09e6p-13f ? x : (float)tan_near32(x);
  if (!(fabsf(x) < INFINITY)) return NAN;
  double y;
  int q = less_quarters(x, &y);
  return (float)(q & 1 ? -1 / tan_near32(y) : tan_near32(y));
}

INLINE float arc_ratio(float t) {
  float p = t * fused32(t, fused32(t, -8.6563630030e-03f, -4.2743422091e-02f), 1.6666586697e-01f);
  return p / fused32(t, -7.0662963390e-01f, 1);
}
FUSED float elementary32_asin(float x) {
  float a = fabsf(x);
  if (!(a <= 1)) return NAN;
  if (a == 1) return copysignf((float)M_PI / 2, x);
  if (a < 0.5f) return a < 0x1p-12f ? x : fused32(x, arc_ratio(x * x), x);
  float t = (1 - a) / 2;
  double s = sqrt((double)t);
  return copysignf((float)(M_PI / 2 - 2 * (s + s * arc_ratio(t))), x);
}
FUSED float elementary32_acos(float x) {
  static const float high = 1.5707962513e+00f, low = 7.5497894159e-08f;
  float a = fabsf(x);
  if (!(a <= 1)) return NAN;
  if (a == 1) return x > 0 ? 0 : (float)M_PI;
  if (a < 0.5f) return a < 0x1p-26f ? (float)M_PI / 2 : high - (x - (low - x * arc_ratio(x * x)));
  float z = (1 - a) * 0.5f, r = arc_ratio(z), s = sqrtf(z);
  if (x < 0) return 3.1415925026e+00f - 2 * (s + (r * s - low));
  uint32_t u;
  memcpy(&u, &s, 4);
  u &= 0xfffff000;
  float d;
  memcpy(&d, &u, 4);
  float c = (z - d * d) / (s + d);
  return 2 * (d + (r * s + c));
}

INLINE float atan_sum(float x) {
  float z = x * x, w = z * z;
  float p = z * fused32(w, fused32(w, 6.1687607318e-02f, 1.4253635705e-01f), 3.3333328366e-01f);
  return p + w * fused32(w, -1.0648017377e-01f, -1.9999158382e-01f);
}
FUSED float elementary32_atan(float x) {
  static const float high[] = {4.6364760399e-01f, 7.8539812565e-01f, 9.8279368877e-01f, 1.5707962513e+00f};
  static const float low[] = {5.0121582440e-09f, 3.7748947079e-08f, 3.4473217170e-08f, 7.5497894159e-08f};
  float a = fabsf(x), y;
  if (!(a < 0x1p26f)) return x != x ? x : copysignf((float)M_PI_2, x);
  if (a < 0.4375f) return a < 0x1p-12f ? x : x - x * atan_sum(x);
  int k = a < 0.6875f ? 0 : a < 1.1875f ? 1 : a < 2.4375f ? 2 : 3;
  if (k == 0)
    y = (2 * a - 1) / (2 + a);
  else if (k == 1)
    y = (a - 1) / (a + 1);
  else
    y = k == 2 ? (a - 1.5f) / (1 + 1.5f * a) : -1 / a;
  return copysignf(high[k] - ((y * atan_sum(y) - low[k]) - y), x);
}

float elementary32_atan2(float y, float x) {
  static const float pi = (float)M_PI, rest = -8.7422776573e-08f; /* of pi */
  if (x != x || y != y) return NAN;
  if (y == 0) return signbit(x) ? copysignf(pi, y) : y;
  if (x == 0 || (isinf(y) && !isinf(x))) return copysignf(pi / 2, y);
  if (isinf(x)) return copysignf(isinf(y) ? (x > 0 ? pi / 4 : 3 * pi / 4) : x > 0 ? 0 : pi, y);
  uint32_t v, u;
  memcpy(&v, &y, 4);
  memcpy(&u, &x, 4);
  int k = (int)((v & 0x7fffffff) - (u & 0x7fffffff)) >> 23;
  bool behind = x < 0;
  float z;
  if (k > 26) {
    z = pi / 2 + 0.5f * rest;
    behind = false;
  } else {
    z = behind && k < -26 ? 0 : elementary32_atan(fabsf(y / x));
  }
  if (behind) z = pi - (z - rest);
  return copysignf(z, y);
}
