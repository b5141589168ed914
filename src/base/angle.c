/* Angles far from zero, and angles less whole turns. */
#include "base/elementary_inner.h"

/* 1 / (2 pi) */
static const uint64_t turns_per_unit[20] = {
    0x28be60db9391054a, 0x7f09d5f47d4d3770, 0x36d8a5664f10e410, 0x7f9458eaf7aef158, 0x6dc91b8e909374b8,
    0x01924bba82746487, 0x3f877ac72c4a69cf, 0xba208d7d4baed121, 0x3a671c09ad17df90, 0x4e64758e60d4ce7d,
    0x272117e2ef7e4a0e, 0xc7fe25fff7816603, 0xfbcbc462d6829b47, 0xdb4d9fb3c9f2c26d, 0xd3d18fd9a797fa8b,
    0x5d49eeb1faf97c5e, 0xcf41ce7de294a4ba, 0x9afed7ec47e35742, 0x1580cc11bf1edaea, 0xfc33ef0826bd0d87};

/* 64 bits of it from bit `at` on */
static uint64_t bits_from(int64_t at) {
  int64_t word = at < 0 ? -1 : at / 64, shift = at - word * 64;
  uint64_t first = word < 0 ? 0 : turns_per_unit[word];
  if (word < 0) shift = at + 64;
  return shift ? first << shift | turns_per_unit[word + 1] >> (64 - shift) : first;
}

/* f / 2^126 as a sum of two doubles, the first of 26 bits. */
static void in_two(__int128 f, double *high, double *low) {
  unsigned __int128 x = f < 0 ? -(unsigned __int128)f : (unsigned __int128)f;
  *high = *low = 0;
  if (!x) return;
  int n = 128 - (x >> 64 ? __builtin_clzll((uint64_t)(x >> 64)) : 64 + __builtin_clzll((uint64_t)x));
  unsigned __int128 top = n > 26 ? x >> (n - 26) << (n - 26) : x, rest = x - top;
  *high = ldexp((double)(uint64_t)(n > 26 ? top >> (n - 26) : top), (n > 26 ? n - 26 : 0) - 128);
  if (rest) {
    int m = 128 - (rest >> 64 ? __builtin_clzll((uint64_t)(rest >> 64)) : 64 + __builtin_clzll((uint64_t)rest));
    *low = ldexp((double)(uint64_t)(m > 53 ? rest >> (m - 53) : rest), (m > 53 ? m - 53 : 0) - 128);
  }
  if (f < 0) *high = -*high, *low = -*low;
}

/* By the method of Payne and Hanek: only the bits of 1/(2 pi) count that leave a part of a turn. */
int elementary_far_quarters(double x, double *high, double *low) {
  uint64_t u = bits_of(x), m = (u & 0xfffffffffffff) | 1ull << 52;
  int64_t k = (int64_t)(u >> 52 & 0x7ff) - 1075;
  uint64_t a1 = bits_from(k), a2 = bits_from(k + 64), a3 = bits_from(k + 128);
  unsigned __int128 w = (unsigned __int128)(m * a1) << 64;
  w += (unsigned __int128)m * a2 + ((unsigned __int128)m * a3 >> 64);
  if (u >> 63) w = -w;
  int quarter = (int)(((int64_t)(w >> 125) + 1) >> 1);
  double h, l;
  in_two((__int128)(w << 2), &h, &l);
  static const double half = 1.5707963267948966, half_high = 1.5707963407039642, half_low = -1.3909067614167116e-8;
  *high = (h + l) * half;
  *low = (((h * half_high - *high) + h * half_low) + l * half_high) + l * half_low;
  return quarter;
}

/* Multiples of pi / 2 in two parts. */
static const double quarters_high[] = {0, 1.5707963267948966, 3.141592653589793, 4.71238898038469, 6.283185307179586};
static const double quarters_low[] = {0, 6.123233995736766e-17, 1.2246467991473532e-16, 1.8369701987210297e-16,
                                      2.4492935982947064e-16};

/* The sum of an angle in two parts and so many quarters, as one number. */
static double plus_quarters(double high, double low, int quarters) {
  int q = quarters < 0 ? -quarters : quarters;
  double y = copysign(quarters_high[q], quarters), yl = copysign(quarters_low[q], quarters), r = high + y;
  double s = fabs(high) > fabs(y) ? high - r + y + yl + low : y - r + high + low + yl;
  return r + s;
}

/* x less whole turns: rounding is of the number of turns, 'n' to the nearest, 'z' to zero, 'd' down, 'u' up. */
double elementary_less_turns(double x, char rounding) {
  static const double turn = 6.283185307179586;
  if (!(fabs(x) < INFINITY)) return NAN;
  double a = rounding == 'z' ? fabs(x) : x, high, low;
  if (rounding == 'n'   ? fabs(x) < M_PI
      : rounding == 'z' ? a <= turn
      : rounding == 'd' ? a >= 0 && a < turn
                        : a <= 0 && a > -turn)
    return x;
  if (rounding == 'd' && a < 0 && a > -turn) return plus_quarters(a, 0, 4);
  if (rounding == 'u' && a > 0 && a < turn) return plus_quarters(a, 0, -4);
  int q = elementary_quarters(a, &high, &low) & 3;
  if (rounding == 'n') {
    if (q == 0) return high + low;
    return plus_quarters(high, low, q == 1 ? 1 : q == 3 ? -1 : high <= 0 ? 2 : -2);
  }
  bool up = rounding == 'u';
  bool within = q == 0 && (up ? high < 0 : high > 0);
  double z = within ? high + low : plus_quarters(high, low, up ? q - 4 : q ? q : 4);
  return rounding == 'z' ? copysign(z, x) : z;
}
