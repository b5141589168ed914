/* Rounding to whole numbers, to digits, and to integer types. */
#include <math.h>

#include "base/number.h"
#include "value/symbol.h"

enum mode { NEAREST, TIES_AWAY, TIES_UP, TRUNCATE, FLOOR, CEIL, FROM_ZERO };

static double round_ties_up(double x) { return x - floor(x) == 0.5 ? ceil(x) : nearbyint(x); }

static double round_whole(double x, enum mode m) {
  switch (m) {
  case NEAREST: return nearbyint(x);
  case TIES_AWAY: return round(x);
  case TIES_UP: return round_ties_up(x);
  case TRUNCATE: return trunc(x);
  case FLOOR: return floor(x);
  case CEIL: return ceil(x);
  case FROM_ZERO: return x < 0 ? floor(x) : ceil(x);
  }
  return x;
}

/* The mode of a RoundingMode{:Name}. */
static enum mode mode_of(Value v) {
  static const char *const names[] = {"Nearest", "NearestTiesAway", "NearestTiesUp", "ToZero", "Down",
                                      "Up",      "FromZero"};
  Value p = v.type->nparams ? v.type->params[0] : V_UNDEF;
  if (is_symbol(p))
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
      if (!strcmp(as_symbol(p)->text, names[i])) return (enum mode)i;
  throw_argument("this rounding mode is not known");
}

/* Arithmetic in the number's own float type. */
static double in_type(Type *t, double x) { return t == T_FLOAT64 ? x : float_load(float_make(t, x)); }

static double round_inverse_step(Type *t, double x, double inverse, enum mode m) {
  double y = in_type(t, round_whole(in_type(t, x * inverse), m) / inverse);
  return isfinite(y) ? y : x;
}

static double round_step(Type *t, double x, double step, enum mode m) {
  double y = in_type(t, round_whole(in_type(t, x / step), m) * step);
  if (isfinite(y)) return y;
  if (x > 0) return m == CEIL ? INFINITY : 0.0;
  if (x < 0) return m == FLOOR ? -INFINITY : -0.0;
  return x;
}

static double power(int64_t base, int64_t n) {
  static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}; /* exact */
  return base == 10 && n < 23 ? tens[n] : pow((double)base, (double)n);
}

static double round_digits(Type *t, double x, enum mode m, int64_t digits, int64_t base) {
  if (digits < 0) return round_step(t, x, in_type(t, power(base, digits == INT64_MIN ? INT64_MAX : -digits)), m);
  double inverse = in_type(t, power(base, digits));
  if (isfinite(inverse)) return round_inverse_step(t, x, inverse, m);
  double half = in_type(t, pow((double)base, (double)digits / 2));
  double y = in_type(t, in_type(t, round_whole(in_type(t, in_type(t, x * half) * half), m) / half) / half);
  return isfinite(y) ? y : x;
}

/* Digits before the point. */
static int64_t high_digit(Value v, double x, int64_t base) {
  if (x == 0) return 0;
  if (type_is_int(v.type)) {
    char buf[131];
    i128 n = int_load(v);
    bool negative = type_is_signed(v.type) && n < 0;
    return buf + 130 - digits_u128(negative ? -(u128)n : (u128)n, (unsigned)base, buf + 130);
  }
  if (base == 10) return 1 + (int64_t)floor(in_type(v.type, log10(fabs(x))));
  if (base == 2) return 1 + ilogb(x);
  return 1 + (int64_t)floor(in_type(v.type, log(fabs(x)) / log((double)base)));
}

static Value round_with(Value v, enum mode m, Value kw) {
  Value digits = kw_get(kw, "digits", v_nothing()), significant = kw_get(kw, "sigdigits", v_nothing());
  Value base_value = kw_get(kw, "base", v_nothing());
  int64_t base = is_nothing(base_value) ? 10 : number_to(T_INT64, base_value).i;
  if (is_nothing(digits) && is_nothing(significant)) {
    if (type_is_int(v.type)) return v;
    return float_make(v.type, round_whole(float_load(v), m));
  }
  if (!is_nothing(digits) && !is_nothing(significant))
    throw_argument("`round` cannot use both `digits` and `sigdigits` arguments.");
  double x = float_load(v);
  Type *t = type_is_float(v.type) ? v.type : T_FLOAT64;
  if (!isfinite(x)) return v;
  int64_t n =
      is_nothing(digits) ? number_to(T_INT64, significant).i - high_digit(v, x, base) : number_to(T_INT64, digits).i;
  return float_make(t, round_digits(t, x, m, n, base));
}

/* The type and the number of round(T, x), with Julia's word for the failure: trunc. */
static Value round_to(Type *t, Value v, enum mode m, Value *args, int nargs) {
  if (!type_is_machine(t)) throw_method(args[-1], args, nargs);
  if (type_is_int(v.type)) return number_to(t, v);
  double x = round_whole(float_load(v), m);
  if (type_is_float(t)) return float_make(t, x);
  bool fits = x >= -0x1p127 && x < 0x1p127 && int_fits(t, (i128)x, T_INT128);
  if (!fits && t == T_UINT128 && x >= 0 && x < 0x1p128) return int_make(t, (u128)x);
  if (!fits) throw_inexact("trunc", &t->head, float_make(v.type, m == TRUNCATE ? float_load(v) : x));
  return int_make(t, (u128)(i128)x);
}

#define ROUNDING(id, name, m, help)                                                                                    \
  BUILTIN(id, name "(x::" SIG_NUMBERS "; digits, sigdigits, base)", help) { return round_with(args[0], m, kw); }       \
  BUILTIN(id##_type, name "(::Type{T}, x::" SIG_NUMBERS ") where T<:" SIG_NUMBERS, "") {                               \
    return round_to(type_arg(args[0]), args[1], m, args, nargs);                                                       \
  }
ROUNDING(number_round, "round", NEAREST,
         "Round to the nearest whole number (halves to even), or to `digits` or `sigdigits`.")
ROUNDING(number_trunc, "trunc", TRUNCATE, "Round towards zero.")
ROUNDING(number_floor, "floor", FLOOR, "Round down.")
ROUNDING(number_ceil, "ceil", CEIL, "Round up.")

BUILTIN(number_round_mode, "round(x::" SIG_NUMBERS ", r::RoundingMode; digits, sigdigits, base)", "") {
  return round_with(args[0], mode_of(args[1]), kw);
}
BUILTIN(number_round_type_mode, "round(::Type{T}, x::" SIG_NUMBERS ", r::RoundingMode) where T<:" SIG_NUMBERS, "") {
  return round_to(type_arg(args[0]), args[1], mode_of(args[2]), args, nargs);
}
BUILTIN(number_unsafe_trunc, "unsafe_trunc(::Type{T}, x::" SIG_NUMBERS ") where T<:" SIG_INTS, "") {
  if (type_is_int(args[1].type)) return int_make(type_arg(args[0]), (u128)int_load(args[1]));
  double x = float_load(args[1]);
  return int_make(type_arg(args[0]), x >= -0x1p127 && x < 0x1p127 ? (u128)(i128)x : 0);
}
