/* Numbers as text: the shortest digits that read back as the same number, in Julia's layout. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "value/number.h"
#include "value/shortest.h"
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

static void decimal_strip(Decimal *d) {
  while (d->n > 1 && d->digits[d->n - 1] == '0') d->n--;
}

static void decimal_shortest(Decimal *d, double f, int bits) {
  Shortest s = shortest_decimal(f, bits);
  char buf[20], *end = buf + sizeof buf, *p = digits_u128(s.digits, 10, end);
  d->n = (int)(end - p);
  memcpy(d->digits, p, (size_t)d->n);
  d->point = d->n + s.exponent;
}

/* Rounds the shortest digits of f to n places. What they round to is what f rounds to: no decimal of n + 1 places lies
 * between them, as that would be the shortest one. Only a tie has to be decided by f itself. */
static void decimal_cut(Decimal *d, double f, int n) {
  if (d->n <= n) return;
  if (d->n == n + 1 && d->digits[n] == '5') {
    decimal_round(d, f, n);
  } else {
    bool up = d->digits[n] >= '5';
    d->n = n;
    if (up) decimal_increment(d);
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
  if (compact) decimal_cut(&d, f, 6);
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
