/* @printf's formats. Digits are those of the exact value, with halves rounded away from zero, as Julia 1.5 does. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"
#include "value/module.h"
#include "value/show.h"
#include "value/struct.h"
#include "value/symbol.h"

typedef struct Spec {
  bool minus, plus, space, hash, zero;
  int width, precision; /* precision -1: none */
  char conversion;      /* '%' for %% */
} Spec;

NORETURN static void throw_format(const String *format) {
  Text t = {0};
  text_puts(&t, "invalid printf format string: ");
  show_string_quoted(&t, format->text, format->len);
  throw_argument("%.*s", (int)t.len, t.bytes);
}

static int read_number(const char **p) {
  int n = 0;
  for (; **p >= '0' && **p <= '9'; ++*p)
    if (n < 100000) n = n * 10 + (**p - '0');
  return n;
}

/* Reads the spec behind a '%'; moves *p behind it. */
static Spec spec_read(const char **p, const String *format) {
  Spec s = {.precision = -1};
  if (**p == '%') {
    s.conversion = *(*p)++;
    return s;
  }
  for (;; ++*p) {
    if (**p == '-')
      s.minus = true;
    else if (**p == '+')
      s.plus = true;
    else if (**p == ' ')
      s.space = true;
    else if (**p == '#')
      s.hash = true;
    else if (**p == '0')
      s.zero = true;
    else
      break;
  }
  s.width = read_number(p);
  if (**p == '.') {
    ++*p;
    if (**p >= '0' && **p <= '9') s.precision = read_number(p);
  }
  while (**p && strchr("hlLqjzt", **p)) ++*p;
  s.conversion = **p;
  if (!s.conversion || !strchr("diouxXDOUeEfFgGaAcCsSpn", s.conversion)) throw_format(format);
  ++*p;
  return s;
}

static void pad(Text *t, long n, char with) {
  for (; n > 0; n--) text_char(t, with);
}

/* sign and prefix stand before the zeros that fill the width. */
static void put_field(Text *t, const Spec *s, const char *prefix, const char *body, size_t n, bool zeros) {
  long fill = s->width - (long)(strlen(prefix) + n);
  if (!s->minus && !zeros) pad(t, fill, ' ');
  text_puts(t, prefix);
  if (!s->minus && zeros) pad(t, fill, '0');
  text_add(t, body, n);
  if (s->minus) pad(t, fill, ' ');
}

static const char *sign_of(const Spec *s, bool negative) {
  return negative ? "-" : s->plus ? "+" : s->space ? " " : "";
}

/* The exact decimal digits of a finite f >= 0, rounded to keep digits (halves up): value is 0.DIGITS * 10^point. */
typedef struct Exact {
  char digits[800];
  int n, point;
  bool even; /* halves go to the even digit, as MPFR has it */
} Exact;

/* A finite number >= 0 to be written: a double, or a BigFloat. */
typedef struct Magnitude {
  double f;
  Value big; /* undefined: f */
} Magnitude;

/* The first digits of f, more than enough to round to keep of them: were there nothing but zeros in those after the
 * last kept one, the value would still be taken for a half, which no double comes so close to without being it. */
static void exact_digits(Exact *d, Magnitude m, int keep) {
  char text[820];
  double f = m.f;
  d->even = !is_undef(m.big);
  if (d->even) {
    Value all = call2(module_function(CORE->base, symbol("_big_expansion")), m.big, v_int(sizeof d->digits));
    const String *digits = as_string(struct_get(all, 0));
    memcpy(d->digits, digits->text, digits->len);
    d->n = (int)digits->len;
    d->point = (int)struct_get(all, 1).i;
    return;
  }
  int n = (keep < 0 ? 0 : keep) + 26;
  if (n > 766) n = 766;
  snprintf(text, sizeof text, "%.*e", n, f);
  d->digits[0] = text[0];
  memcpy(d->digits + 1, text + 2, (size_t)n);
  d->n = n + 1;
  d->point = f == 0 ? 1 : atoi(strchr(text, 'e') + 1) + 1;
}

static void exact_round(Exact *d, int keep) {
  if (keep >= d->n) return;
  if (keep < 0) {
    d->n = 0;
    return;
  }
  bool up = d->digits[keep] >= '5';
  if (d->even && d->digits[keep] == '5' && keep + 1 == d->n) up = keep && (d->digits[keep - 1] & 1);
  d->n = keep;
  if (!up) return;
  int i = keep - 1;
  while (i >= 0 && d->digits[i] == '9') d->digits[i--] = '0';
  if (i >= 0) {
    d->digits[i]++;
    return;
  }
  memmove(d->digits + 1, d->digits, (size_t)keep);
  d->digits[0] = '1';
  d->n = keep + 1;
  d->point++;
}

static char exact_at(const Exact *d, int i) { return i >= 0 && i < d->n ? d->digits[i] : '0'; }

static void put_fixed(Text *t, Magnitude m, int precision, bool point_always) {
  Exact d;
  exact_digits(&d, m, (m.f == 0 ? 0 : ilogb(m.f) * 3 / 10 + 2) + precision);
  exact_round(&d, d.point + precision);
  if (d.point <= 0) text_char(t, '0');
  for (int i = 0; i < d.point; i++) text_char(t, exact_at(&d, i));
  if (precision > 0 || point_always) text_char(t, '.');
  for (int i = 0; i < precision; i++) text_char(t, exact_at(&d, d.point + i));
}

static void put_exponent(Text *t, const Exact *d, int digits, bool point_always, char e) {
  text_char(t, exact_at(d, 0));
  if (digits > 1 || point_always) text_char(t, '.');
  for (int i = 1; i < digits; i++) text_char(t, exact_at(d, i));
  int x = d->point - 1;
  text_format(t, "%c%c%02d", e, x < 0 ? '-' : '+', abs(x));
}

static void put_scientific(Text *t, Magnitude f, int precision, bool point_always, char e) {
  Exact d;
  exact_digits(&d, f, precision + 1);
  exact_round(&d, precision + 1);
  put_exponent(t, &d, precision + 1, point_always, e);
}

static void put_general(Text *t, Magnitude f, int precision, bool hash, char e) {
  if (precision == 0) precision = 1;
  Exact d;
  exact_digits(&d, f, precision);
  exact_round(&d, precision);
  int x = d.point - 1, digits = precision;
  if (!hash)
    while (digits > 1 && exact_at(&d, digits - 1) == '0') digits--;
  if (x < -4 || x >= precision) {
    put_exponent(t, &d, digits, hash, e);
    return;
  }
  if (d.point <= 0) text_char(t, '0');
  for (int i = 0; i < d.point; i++) text_char(t, exact_at(&d, i));
  if (digits > d.point || hash) text_char(t, '.');
  for (int i = d.point < 0 ? d.point : 0; i < 0; i++) text_char(t, '0');
  for (int i = d.point < 0 ? 0 : d.point; i < digits; i++) text_char(t, exact_at(&d, i));
}

static Value language_call(const char *name, Value v) { return call1(module_function(CORE->base, symbol(name)), v); }

static void put_float(Text *t, const Spec *s, Value v) {
  Magnitude m = {.big = V_UNDEF};
  if (type_is_int(v.type) && fabs(float_load(v)) > 0x1p53) v = language_call("big", v); /* to its last digit */
  if (!type_is_machine(v.type)) {
    language_call("isfinite", v); /* not a number: MethodError */
    v = language_call("float", v);
    if (!type_is_machine(v.type)) m.big = language_call("abs", v);
    v = call1(v_object(T_FLOAT64), v);
    if (!isfinite(float_load(v)) && is_true(language_call("isfinite", m.big))) v = v_f64(copysign(1, float_load(v)));
  }
  double f = float_load(v);
  const char *sign = sign_of(s, signbit(f) && !isnan(f));
  if (!isfinite(f)) {
    const char *word = isnan(f) ? "NaN" : "Inf";
    put_field(t, s, isnan(f) ? "" : sign, word, 3, false);
    return;
  }
  m.f = f = fabs(f);
  Text body = {0};
  int precision = s->precision < 0 ? 6 : s->precision;
  switch (s->conversion) {
  case 'f':
  case 'F': put_fixed(&body, m, precision, s->hash); break;
  case 'e':
  case 'E': put_scientific(&body, m, precision, s->hash, s->conversion); break;
  case 'g':
  case 'G': put_general(&body, m, precision, s->hash, s->conversion == 'g' ? 'e' : 'E'); break;
  default: {
    char text[400];
    if (s->precision < 0)
      snprintf(text, sizeof text, s->conversion == 'a' ? "%a" : "%A", f);
    else
      snprintf(text, sizeof text, s->conversion == 'a' ? "%.*a" : "%.*A", precision > 300 ? 300 : precision, f);
    text_puts(&body, text);
  }
  }
  put_field(t, s, sign, body.bytes, body.len, s->zero);
}

/* The digits of any number rounded to an integer, without sign. */
static Text int_digits(Value v, unsigned base, bool *negative) {
  Text t = {0};
  if (type_is_int(v.type)) {
    char buf[131];
    i128 x = int_load(v);
    *negative = type_is_signed(v.type) && x < 0;
    char *start = digits_u128(*negative ? -(u128)x : (u128)x, base, buf + 130);
    text_add(&t, start, (size_t)(buf + 130 - start));
    return t;
  }
  Symbol *names[1] = {symbol("base")};
  Value whole = v;
  if (v.type->name != CORE->tn_bigint) {
    if (!type_is_float(v.type)) {
      language_call("isfinite", v);
      return int_digits(call1(v_object(T_INTEGER), v), base, negative);
    }
    if (base != 10) return int_digits(call1(v_object(T_INT64), v), base, negative);
    double f = float_load(v);
    *negative = f < 0;
    put_fixed(&t, (Magnitude){fabs(f), V_UNDEF}, 0, false);
    return t;
  }

  Value kw = namedtuple_new(names, (Value[]){v_int(base)}, 1);
  String *text = as_string(call_kw(FN(string), &whole, 1, kw));
  *negative = text->text[0] == '-';
  text_add(&t, text->text + *negative, text->len - *negative);
  return t;
}

static void put_int(Text *t, const Spec *s, Value v) {
  if (type_is_float(v.type) && !isfinite(float_load(v))) {
    put_float(t, s, v);
    return;
  }
  char c = s->conversion;
  unsigned base = c == 'x' || c == 'X' ? 16 : c == 'o' || c == 'O' ? 8 : 10;
  bool negative = false;
  Text digits = int_digits(v, base, &negative), body = {0};
  if (s->width) pad(&body, s->precision - (long)digits.len, '0');
  for (size_t i = 0; i < digits.len; i++) {
    char d = digits.bytes[i];
    text_char(&body, c == 'X' && d >= 'a' ? (char)(d - 32) : d);
  }
  char prefix[8];
  snprintf(prefix, sizeof prefix, "%s%s", sign_of(s, negative),
           !s->hash                             ? ""
           : c == 'o' && digits.bytes[0] == '0' ? ""
           : c == 'x'                           ? "0x"
           : c == 'X'                           ? "0X"
           : c == 'o'                           ? "0"
                                                : "");
  put_field(t, s, prefix, body.bytes, body.len, s->zero);
}

static void put_text(Text *t, const Spec *s, const char *bytes, size_t n) {
  bool ascii = true;
  for (size_t i = 0; i < n; i++) ascii = ascii && !(bytes[i] & 0x80);
  if (s->precision >= 0) {
    const char *p = bytes, *end = bytes + n;
    uint32_t c;
    for (int i = 0; i < s->precision && p < end; i++) p += utf8_decode(p, end, &c);
    n = (size_t)(p - bytes);
  }
  long width = ascii ? (long)n : (long)language_call("textwidth", v_string_n(bytes, n)).i;
  if (!s->minus) pad(t, s->width - width, ' ');
  text_add(t, bytes, n);
  if (s->minus) pad(t, s->width - width, ' ');
}

static void put_value(Text *t, const Spec *s, Value v) {
  switch (s->conversion) {
  case 's':
  case 'S': {
    Value text = is_string(v) ? v : call1(FN(string), v);
    put_text(t, s, as_string(text)->text, as_string(text)->len);
    return;
  }
  case 'c':
  case 'C': {
    Value c = v.type == T_CHAR ? v : call1(v_object(T_CHAR), v);
    Value text = call1(FN(string), c);
    put_text(t, s, as_string(text)->text, as_string(text)->len);
    return;
  }
  case 'd':
  case 'i':
  case 'u':
  case 'o':
  case 'x':
  case 'X':
  case 'D':
  case 'O':
  case 'U': put_int(t, s, v); return;
  case 'p': text_format(t, "0x%016llx", (unsigned long long)v.u); return;
  case 'n': return;
  default: put_float(t, s, v);
  }
}

BUILTIN(printf_format, "_printf_format(format::String, args...)", "") {
  const String *format = as_string(args[0]);
  Text t = {0};
  int next = 1;
  for (const char *p = format->text, *end = p + format->len; p < end;) {
    const char *percent = memchr(p, '%', (size_t)(end - p));
    text_add(&t, p, (size_t)((percent ? percent : end) - p));
    if (!percent) break;
    p = percent + 1;
    Spec s = spec_read(&p, format);
    if (s.conversion == '%')
      text_char(&t, '%');
    else if (next < nargs)
      put_value(&t, &s, args[next++]);
    else
      throw_argument("@printf: wrong number of arguments (%d)", nargs - 1);
  }
  if (next < nargs) throw_argument("@printf: wrong number of arguments (%d) should be (%d)", nargs - 1, next - 1);
  return text_string(&t);
}

BUILTIN(printf_count, "_printf_count(format::String)", "") {
  const String *format = as_string(args[0]);
  int n = 0;
  for (const char *p = format->text, *end = p + format->len; p < end;) {
    if (*p++ == '%' && spec_read(&p, format).conversion != '%') n++;
  }
  return v_int(n);
}
