/* Numbers as text: the shortest digits that read back as the same number, in Julia's layout. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "value/number.h"
#include "value/show.h"

typedef struct Decimal {
  char digits[20]; /* no trailing zeros, except for zero itself */
  int n;
  int point; /* value is 0.DIGITS * 10^point */
} Decimal;

/* The digits of f correctly rounded to n places. */
static void decimal_round(Decimal *d, double f, int n) {
  char text[40];
  snprintf(text, sizeof text, "%.*e", n - 1, f);
  d->digits[0] = text[0];
  if (n > 1) memcpy(d->digits + 1, text + 2, (size_t)(n - 1));
  d->n = n;
  d->point = atoi(strchr(text, 'e') + 1) + 1;
}

static void decimal_increment(Decimal *d) {
  int i = d->n - 1;
  while (i >= 0 && d->digits[i] == '9') d->digits[i--] = '0';
  if (i >= 0) {
    d->digits[i]++;
  } else {
    memmove(d->digits + 1, d->digits, (size_t)(d->n - 1));
    d->digits[0] = '1';
    d->point++;
  }
}

static double decimal_value(const Decimal *d) {
  char text[48];
  snprintf(text, sizeof text, "0.%.*se%d", d->n, d->digits, d->point);
  return strtod(text, NULL);
}

static void decimal_strip(Decimal *d) {
  while (d->n > 1 && d->digits[d->n - 1] == '0') d->n--;
}

static bool reads_back(const Decimal *d, double f, int bits) {
  if (bits == 64) return decimal_value(d) == f;
  if (bits == 16) return half_to_float(float_to_half(decimal_value(d))) == (float)f;
  char text[48];
  snprintf(text, sizeof text, "0.%.*se%d", d->n, d->digits, d->point);
  return strtof(text, NULL) == (float)f;
}

/* Most numbers that people write have few digits: one that is n / 10^k with n below 10^15 is told apart by n's digits
 * from all others, and the division shows it exactly. False for the rest. */
static bool decimal_short(Decimal *d, double f) {
  static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (f < 1e-5 || f >= 1e15) return false;
  for (int k = 0; k < 16; k++) {
    double n = rint(f * powers[k]);
    if (n >= 1e15) return false;
    if (n / powers[k] != f) continue;
    char buf[20], *p = buf + sizeof buf;
    uint64_t u = (uint64_t)n;
    do *--p = (char)('0' + u % 10);
    while (u /= 10);
    d->n = (int)(buf + sizeof buf - p);
    memcpy(d->digits, p, (size_t)d->n);
    d->point = d->n - k;
    while (d->n > 1 && d->digits[d->n - 1] == '0') d->n--;
    return true;
  }
  return false;
}

/* f > 0 and finite. With at least `sure` digits every decimal is told apart from its neighbours, so that the shortest
 * one of up to so many digits is found by rounding to so many and dropping zeros. */
static void decimal_shortest(Decimal *d, double f, int bits) {
  if (bits == 64 && decimal_short(d, f)) return;
  int sure = bits == 64 ? 15 : bits == 32 ? 6 : 3, most = bits == 64 ? 17 : bits == 32 ? 9 : 5, e;
  double least_normal = bits == 64 ? 0x1p-1022 : bits == 32 ? 0x1p-126 : 0x1p-14;
  /* At a power of two the gap below is half the gap above: the shortest may be the next one up from the rounded. */
  bool power = frexp(f, &e) == 0.5;
  for (int n = f < least_normal ? 1 : sure; n <= most; n++) {
    decimal_round(d, f, n);
    if (!reads_back(d, f, bits) && power) decimal_increment(d);
    if (n == most || reads_back(d, f, bits)) break;
  }
  decimal_strip(d);
}

static void decimal_write(Text *t, const Decimal *d, char exponent, int widest) {
  if (d->point > -4 && d->point <= widest) {
    if (d->point <= 0) {
      text_puts(t, "0.");
      for (int i = d->point; i < 0; i++) text_char(t, '0');
      text_add(t, d->digits, (size_t)d->n);
    } else if (d->point >= d->n) {
      text_add(t, d->digits, (size_t)d->n);
      for (int i = d->n; i < d->point; i++) text_char(t, '0');
      text_puts(t, ".0");
    } else {
      text_add(t, d->digits, (size_t)d->point);
      text_char(t, '.');
      text_add(t, d->digits + d->point, (size_t)(d->n - d->point));
    }
    return;
  }
  text_char(t, d->digits[0]);
  text_char(t, '.');
  if (d->n > 1) {
    text_add(t, d->digits + 1, (size_t)(d->n - 1));
  } else {
    text_char(t, '0');
  }
  text_format(t, "%c%d", exponent, d->point - 1);
}

/* bits: 64, 32 or 16; typed: as show does for Float32 (1.0f0, NaN32) and Float16 (NaN16). */
static void float_write(Text *t, double f, int bits, bool typed, bool compact, bool f_exponent) {
  const char *suffix = !typed || bits == 64 ? "" : bits == 32 ? "32" : "16";
  if (isnan(f)) {
    text_format(t, "NaN%s", suffix);
    return;
  }
  if (signbit(f)) text_char(t, '-');
  f = fabs(f);
  if (isinf(f)) {
    text_format(t, "Inf%s", suffix);
    return;
  }
  bool f_mark = typed && bits == 32;
  if (f == 0) {
    text_puts(t, f_mark ? "0.0f0" : "0.0");
    return;
  }
  Decimal d;
  decimal_shortest(&d, f, bits);
  if (compact && d.n > 6) {
    decimal_round(&d, f, 6);
    decimal_strip(&d);
  }
  size_t before = t->len;
  int widest = bits == 16 ? 3 : 6;
  /* Zeros written for digits that compact cut off would tell another number. */
  if (compact && d.point >= d.n) {
    double unit = pow(10, d.point - d.n), rest = fmod(f + 0.05, unit) - 0.05;
    if (fabs(rest) > 0.05) widest = -5;
  }
  decimal_write(t, &d, f_exponent ? 'f' : 'e', widest);
  if (f_mark && !memchr(t->bytes + before, 'f', t->len - before)) text_puts(t, "f0");
}

void show_float(Text *t, double f) { float_write(t, f, 64, false, false, false); }
void show_float32(Text *t, float f, bool typed) { float_write(t, (double)f, 32, typed, false, typed); }

char *digits_u128(u128 x, unsigned base, char *buf_end) {
  static const char lower[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  static const char mixed[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const char *names = base <= 36 ? lower : mixed;
  for (; x >> 64; x /= base) *--buf_end = names[(unsigned)(x % base)];
  uint64_t y = (uint64_t)x;
  do *--buf_end = names[y % base];
  while (y /= base);
  return buf_end;
}

static void int_write(Text *t, Value v) {
  char buf[131];
  i128 x = int_load(v);
  bool negative = type_is_signed(v.type) && x < 0;
  char *start = digits_u128(negative ? -(u128)x : (u128)x, 10, buf + 130);
  if (negative) *--start = '-';
  text_add(t, start, (size_t)(buf + 130 - start));
}

static void unsigned_write(Text *t, Value v) {
  char buf[131];
  char *start = digits_u128((u128)int_load(v), 16, buf + 130), *end = buf + 130;
  text_puts(t, "0x");
  for (ptrdiff_t i = end - start; i < (ptrdiff_t)v.type->size * 2; i++) text_char(t, '0');
  text_add(t, start, (size_t)(end - start));
}

void print_number(Text *t, Value v) {
  if (is_bool(v)) {
    text_puts(t, v.u ? "true" : "false");
  } else if (type_is_int(v.type)) {
    int_write(t, v);
  } else {
    float_write(t, float_load(v), (int)type_bits(v.type), false, false, false);
  }
}

void show_number(Text *t, Value v, bool compact, bool typed) {
  if (type_is_int(v.type)) {
    if (v.type >= T_UINT8) {
      unsigned_write(t, v);
    } else if (is_bool(v) && !typed) {
      text_char(t, v.u ? '1' : '0');
    } else {
      print_number(t, v);
    }
    return;
  }
  double f = float_load(v);
  typed = typed && !compact;
  bool wrap = v.type == T_FLOAT16 && typed && isfinite(f) && f != 0; /* Julia 1.5 shows a zero as 0.0 */
  if (wrap) text_puts(t, "Float16(");
  float_write(t, f, (int)type_bits(v.type), typed, compact, v.type == T_FLOAT32);
  if (wrap) text_char(t, ')');
}
