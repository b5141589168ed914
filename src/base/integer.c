/* Integers: digits, text in any base, parsing, greatest common divisors, powers modulo. */
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "base/char.h"
#include "base/number.h"
#include "value/array.h"
#include "value/module.h"
#include "value/show.h"
#include "value/symbol.h"

static bool int_negative(Value v) { return type_is_signed(v.type) && int_load(v) < 0; }
static u128 int_magnitude(Value v) { return int_negative(v) ? -(u128)int_load(v) : (u128)int_load(v); }

static int64_t kw_int(Value kw, const char *name, int64_t otherwise) {
  Value v = kw_get(kw, name, V_UNDEF);
  if (is_undef(v)) return otherwise;
  return type_is_machine(v.type) ? number_to(T_INT64, v).i : call2(FN(convert), v_object(T_INT64), v).i;
}

/* In base -b every integer has digits and none needs a sign. */
static Value string_negative_base(Value n, int64_t base, int64_t pad) {
  char buf[260], *end = buf + 258, *p = end;
  i128 x = int_load(n);
  do {
    i128 d = x % base;
    x /= base;
    if (d < 0) d -= base, x++;
    *--p = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[d];
  } while (x != 0);
  Text t = {0};
  for (int64_t i = end - p; i < pad; i++) text_char(&t, '0');
  text_add(&t, p, (size_t)(end - p));
  return text_string(&t);
}

BUILTIN(int_string, "string(n::" SIG_INTS "; base, pad)", "The digits of n in `base`, with at least `pad` digits.") {
  int64_t base = kw_int(kw, "base", 10), pad = kw_int(kw, "pad", 1);
  Text t = {0};
  if (is_bool(args[0]) && is_undef(kw)) return v_string(args[0].u ? "true" : "false");
  if (llabs(base) < 2 || llabs(base) > 62) throw_domain(v_int(base), "base must satisfy 2 ≤ abs(base) ≤ 62");
  if (base < 0) return string_negative_base(args[0], base, pad);
  char buf[131], *end = buf + 130, *start = digits_u128(int_magnitude(args[0]), (unsigned)base, end);
  if (int_negative(args[0])) text_char(&t, '-');
  for (int64_t i = end - start; i < pad; i++) text_char(&t, '0');
  text_add(&t, start, (size_t)(end - start));
  return text_string(&t);
}

BUILTIN(int_digits,
        "digits(n::" SIG_INTS "; base, pad)\ndigits(::Type{T}, n::" SIG_INTS "; base, pad) where T<:Integer",
        "The digits of n, least significant first.") {
  Value n = args[nargs - 1];
  int64_t base = kw_int(kw, "base", 10), pad = kw_int(kw, "pad", 1);
  if (base >= -1 && base <= 1) throw_domain(v_int(base), "The base must not be in `[-1, 0, 1]`.");
  Value base_value = kw_get(kw, "base", v_int(10));
  Type *t = nargs == 2 ? type_arg(args[0]) : base_value.type; /* as wide as the base was given */
  Array *a = array_vector(&t->head, 0);
  u128 x = int_magnitude(n), b = (u128)llabs(base);
  bool negative = int_negative(n);
  while (x != 0) {
    u128 digit = x % b;
    x /= b;
    if (base < 0) { /* digits of a negative base are not negative; what is left changes its sign */
      if (negative && digit) digit = b - digit, x++;
      negative = !negative;
    } else if (negative) {
      digit = -digit;
    }
    Value d = int_make(T_INT128, digit);
    array_push(a, type_is_machine(t) ? number_to(t, d) : call2(FN(convert), v_object(t), d));
  }
  while ((int64_t)a->len < pad)
    array_push(a, type_is_machine(t) ? number_to(t, v_int(0)) : call2(FN(convert), v_object(t), v_int(0)));
  return v_object(a);
}

/* Parsing. */

/* The length of the white space that stands at p, 0 if none does. */
static unsigned space_at(const char *p, const char *end) {
  if (p >= end) return 0;
  uint32_t c;
  unsigned n = utf8_decode(p, end, &c);
  return char_isspace(c) ? n : 0;
}
static const char *skip_spaces(const char *p, const char *end) {
  bool plain = p < end && isgraph((unsigned char)*p);
  if (plain) return p;
  for (unsigned n; (n = space_at(p, end));) p += n;
  return p;
}
/* Where the white space begins that ends the text. */
static const char *trim_spaces(const char *start, const char *end) {
  for (const char *p = end; p > start;) {
    do p--;
    while (p > start && (*p & 0xc0) == 0x80);
    if (space_at(p, end) != (unsigned)(end - p)) break;
    end = p;
  }
  return end;
}

typedef struct IntText {
  const char *start, *p, *end;
  bool quiet; /* tryparse: no error, but no result either */
} IntText;

NORETURN static void throw_parse(const IntText *in, const char *what, const char *digit, int64_t base) {
  Text t = {0};
  if (digit) {
    uint32_t c;
    utf8_decode(digit, in->end, &c);
    text_format(&t, "invalid base %lld digit ", (long long)base);
    show_char_quoted(&t, c);
    text_puts(&t, " in ");
  } else {
    text_puts(&t, what);
  }
  show_string_quoted(&t, in->start, (size_t)(in->end - in->start));
  throw_argument("%.*s", (int)t.len, t.bytes);
}

static void skip_space(IntText *in) { in->p = skip_spaces(in->p, in->end); }

static unsigned digit_value(char c, int64_t base) {
  if (c >= '0' && c <= '9') return (unsigned)(c - '0');
  if (c >= 'A' && c <= 'Z') return (unsigned)(c - 'A') + 10;
  if (c >= 'a' && c <= 'z') return (unsigned)(c - 'a') + (base <= 36 ? 10 : 36);
  return 255;
}

/* The base that a prefix 0x, 0o or 0b tells, which is skipped. */
static int64_t base_prefix(IntText *in) {
  if (in->end - in->p < 2 || in->p[0] != '0') return 10;
  int64_t base = in->p[1] == 'x' ? 16 : in->p[1] == 'o' ? 8 : in->p[1] == 'b' ? 2 : 10;
  if (base != 10) in->p += 2;
  return base;
}

static void check_base(int64_t base) {
  if (base < 2 || base > 62) throw_argument("invalid base: base must be 2 ≤ base ≤ 62, got %lld", (long long)base);
}

/* V_UNDEF if quiet and there is none. */
static Value int_parse(Type *t, IntText in, int64_t base) {
  skip_space(&in);
  bool negative = false;
  if (in.p < in.end && type_is_signed(t) && (*in.p == '-' || *in.p == '+')) negative = *in.p++ == '-';
  skip_space(&in);
  if (in.p == in.end) {
    if (in.quiet) return V_UNDEF;
    throw_argument("input string is empty or only contains whitespace");
  }
  if (!base) base = base_prefix(&in);
  if (in.p == in.end) {
    if (in.quiet) return V_UNDEF;
    throw_parse(&in, "premature end of integer: ", NULL, base);
  }
  uint64_t few = 0; /* what the first digits say, before it could overflow */
  for (unsigned d; few < (uint64_t)1 << 57 && in.p < in.end && (d = digit_value(*in.p, base)) < base; in.p++)
    few = few * (uint64_t)base + d;
  u128 x = few;
  bool overflow = false;
  for (; in.p < in.end && !space_at(in.p, in.end); in.p++) {
    unsigned d = digit_value(*in.p, base);
    if (d >= base) {
      if (in.quiet) return V_UNDEF;
      throw_parse(&in, NULL, in.p, base);
    }
    overflow |= __builtin_mul_overflow(x, (u128)base, &x) || __builtin_add_overflow(x, (u128)d, &x);
  }
  skip_space(&in);
  if (in.p < in.end) {
    if (in.quiet) return V_UNDEF;
    throw_parse(&in, "extra characters after whitespace in ", NULL, base);
  }
  u128 limit = type_is_signed(t)     ? ((u128)1 << (type_bits(t) - 1)) - !negative
               : type_bits(t) == 128 ? ~(u128)0
                                     : ((u128)1 << type_bits(t)) - 1;
  if (overflow || x > limit) {
    if (in.quiet) return V_UNDEF;
    Text text = {0};
    show_string_quoted(&text, in.start, (size_t)(in.end - in.start));
    throw_overflow("overflow parsing %.*s", (int)text.len, text.bytes);
  }
  return int_make(t, negative ? -x : x);
}

static Value bool_parse(IntText in) {
  const char *start = skip_spaces(in.p, in.end), *end = trim_spaces(start, in.end);
  size_t n = (size_t)(end - start);
  if (n == 4 && !memcmp(start, "true", 4)) return v_bool(true);
  if (n == 5 && !memcmp(start, "false", 5)) return v_bool(false);
  if (n && *start != '-' && start == in.p) { /* the numbers 0 and 1, in front of which no space stands */
    while (end - start > 1 && *start == '0') start++;
    if (end - start == 1 && (*start == '0' || *start == '1')) return v_bool(*start == '1');
  }
  if (in.quiet) return V_UNDEF;
  if (in.start == in.end) throw_argument("input string is empty");
  if (!n) throw_argument("input string only contains whitespace");
  throw_parse(&in, "invalid Bool representation: ", NULL, 10);
}

static bool word_is(const char *p, const char *end, const char *word) {
  for (; *word; word++, p++)
    if (p == end || (*p | 32) != *word) return false;
  return p == end;
}

/* What strtod would take beyond Julia's floats (nan(...), a lone sign) is refused here. */
static Value float_parse(Type *t, IntText in) {
  const char *start = skip_spaces(in.p, in.end), *end = trim_spaces(start, in.end);
  const char *p = start;
  if (p < end && (*p == '-' || *p == '+')) p++;
  bool word = word_is(p, end, "nan") || word_is(p, end, "inf") || word_is(p, end, "infinity");
  if (p < end && (word || *p == '.' || (*p >= '0' && *p <= '9')) && !memchr(start, 0, (size_t)(end - start))) {
    char *text = memcpy(gc_alloc_leaf((size_t)(end - start) + 1), start, (size_t)(end - start)), *stop;
    text[end - start] = 0;
    errno = 0;
    double f = t == T_FLOAT64 ? strtod(text, &stop) : (double)strtof(text, &stop); /* a Float16 by way of a Float32 */
    bool lost = errno == ERANGE && (isinf(f) || f == 0);
    if (stop == text + (end - start) && !lost) return float_make(t, f);
  }
  if (in.quiet) return V_UNDEF;
  Text text = {0};
  text_puts(&text, "cannot parse ");
  show_string_quoted(&text, in.start, (size_t)(in.end - in.start));
  throw_argument("%.*s as %s", (int)text.len, text.bytes, t->name->name->text);
}

static Value number_parse(Value *args, Value kw, bool quiet) {
  String *s = as_string(args[1]);
  Type *t = type_arg(args[0]);
  if (!type_is_machine(t)) throw_method(args[-1], args, 2);
  IntText in = {s->text, s->text, s->text + s->len, quiet};
  if (type_is_float(t)) return float_parse(t, in);
  if (t == T_BOOL) return bool_parse(in);
  int64_t base = kw_int(kw, "base", -1); /* 0: a prefix tells it */
  if (base == -1 && is_undef(kw_get(kw, "base", V_UNDEF)))
    base = 0;
  else
    check_base(base);
  return int_parse(t, in, base);
}

BUILTIN(number_parse_, "parse(::Type{T}, s::String; base) where T<:" SIG_NUMBERS,
        "The number that the text tells; integers in `base`.") {
  return number_parse(args, kw, false);
}
BUILTIN(number_tryparse_, "tryparse(::Type{T}, s::String; base) where T<:" SIG_NUMBERS,
        "Like parse, but `nothing` if there is no number.") {
  Value v = number_parse(args, kw, true);
  return is_undef(v) ? v_nothing() : v;
}

BUILTIN(char_parse, "parse(::Type{T}, c::Char; base) where T<:" SIG_INTS, "") {
  int64_t base = kw_int(kw, "base", 10);
  unsigned d = args[1].u < 128 ? digit_value((char)args[1].u, base) : 255;
  if (d >= base) {
    Text t = {0};
    show_char_quoted(&t, (uint32_t)args[1].u);
    if (args[1].u < 128 && digit_value((char)args[1].u, 36) < 36)
      throw_argument("invalid base %lld digit %.*s", (long long)base, (int)t.len, t.bytes);
    throw_argument("invalid digit: %.*s", (int)t.len, t.bytes);
  }
  return number_to(type_arg(args[0]), v_int(d));
}

/* Number theory. */

static u128 gcd_u128(u128 a, u128 b) {
  while (b) {
    if (!(a >> 64) && !(b >> 64)) {
      uint64_t x = (uint64_t)a, y = (uint64_t)b, r;
      for (; y; x = y, y = r) r = x % y;
      return x;
    }
    u128 r = a % b;
    a = b;
    b = r;
  }
  return a;
}

BUILTIN(int_gcd, SIGI2("gcd"), "Greatest common divisor (not negative).") {
  Type *t = number_promote(args[0].type, args[1].type);
  u128 r = gcd_u128(int_magnitude(args[0]), int_magnitude(args[1]));
  if (type_is_signed(t) && r >> (type_bits(t) - 1)) { /* of typemin with itself or with 0 */
    Value x = number_to(t, args[0]), y = number_to(t, args[1]);
    if (int_load(x) == 0 || int_load(y) == 0)
      return call1(module_function(CORE->base, symbol("checked_abs")), int_load(x) ? x : y);
    Text text = {0};
    text_puts(&text, "gcd(");
    show_number(&text, x, false, false);
    text_puts(&text, ", ");
    show_number(&text, y, false, false);
    throw_overflow("%.*s) overflows", (int)text.len, text.bytes);
  }
  return int_make(t, r);
}

BUILTIN(int_iseven, SIGI1("iseven"), "Whether divisible by two.") { return v_bool(!(int_load(args[0]) & 1)); }
BUILTIN(int_isodd, SIGI1("isodd"), "Whether not divisible by two.") { return v_bool(int_load(args[0]) & 1); }

static u128 mulmod(u128 a, u128 b, u128 m) {
  if (!(a >> 64) && !(b >> 64)) return a * b % m;
  u128 r = 0;
  for (; b; b >>= 1) {
    if (b & 1) r = r >= m - a ? r - (m - a) : r + a;
    a = a >= m - a ? a - (m - a) : a + a;
  }
  return r;
}

BUILTIN(int_powermod, "powermod(x::" SIG_INTS ", p::" SIG_INTS ", m::" SIG_INTS ")", "x^p modulo m.") {
  Type *t = args[2].type;
  u128 m = int_magnitude(args[2]);
  if (m == 0) throw_singleton(T_DIVIDEERROR);
  if (int_negative(args[1])) {
    Value inverse = call2(module_function(CORE->base, symbol("invmod")), args[0], args[2]);
    return call3(args[-1], inverse, call1(FN(sub), args[1]), args[2]);
  }
  u128 x = int_magnitude(args[0]) % m, r = 1 % m;
  if (int_negative(args[0]) && x) x = m - x;
  for (u128 p = (u128)int_load(args[1]); p; p >>= 1, x = mulmod(x, x, m))
    if (p & 1) r = mulmod(r, x, m);
  if (int_negative(args[2]) && r) return number_to(t, int_make(T_INT128, r - m));
  return number_to(t, int_make(T_UINT128, r));
}

BUILTIN(int_isqrt, SIGI1("isqrt"), "The largest integer whose square is at most n.") {
  if (int_negative(args[0])) {
    throw_domain(v_f64(float_load(args[0])),
                 "sqrt will only return a complex result if called with a complex argument. Try sqrt(Complex(x)).");
  }
  u128 n = int_magnitude(args[0]), x = (u128)sqrt((double)n);
  while (x && x > n / x) x--;
  while (x + 1 <= n / (x + 1)) x++;
  return int_make(is_bool(args[0]) ? T_INT64 : args[0].type, x);
}

BUILTIN(int_factorial, "factorial(n::" SIG_INTS ")", "The product 1*2*...*n.") {
  Type *t = args[0].type;
  if (int_negative(args[0])) throw_domain(args[0], "`n` must not be negative.");
  u128 n = int_magnitude(args[0]), r = 1;
  bool wide = t == T_INT128 || t == T_UINT128;
  u128 most = !wide ? 20 : t == T_INT128 ? 33 : 34;
  if (n > most) {
    char buf[131];
    buf[130] = 0;
    char *digits = digits_u128(n, 10, buf + 130);
    throw_overflow("%s is too large to look up in the table; consider using `factorial(big(%s))` instead", digits,
                   digits);
  }
  for (u128 i = 2; i <= n; i++) r *= i;
  return int_make(wide ? t : t == T_UINT64 ? T_UINT64 : T_INT64, r);
}
