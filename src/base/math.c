/* Functions of floating point numbers. Integers are taken as Float64; Float32 and Float16 are computed as double and
 * rounded once. Where Julia refuses an argument, the same DomainError is thrown. */
#include <math.h>
#include <time.h>

#include "base/elementary.h"
#include "base/elementary32.h"
#include "base/number.h"
#include "value/struct.h"

static Type *float_type(const Value *v) { return type_is_float(v->type) ? v->type : T_FLOAT64; }

#define UNARY(id, name, expr, help)                                                                                    \
  BUILTIN(id, SIG1(name), help) {                                                                                      \
    double x = float_load(args[0]);                                                                                    \
    return float_make(float_type(args), expr);                                                                         \
  }
/* The same by elementary functions, of which Float32 has its own. */
#define IS_SINGLE(v) ((v).type == T_FLOAT32 || (v).type == T_FLOAT16)
#define ELEMENTARY_OF(f, v)                                                                                            \
  float_make(float_type(&(v)), IS_SINGLE(v) ? elementary32_##f((float)float_load(v)) : elementary_##f(float_load(v)))
#define ELEMENTARY_UNARY(id, f, help)                                                                                  \
  BUILTIN(id, SIG1(#f), help) { return ELEMENTARY_OF(f, args[0]); }
#define ELEMENTARY_PARTIAL(id, f, refused, text, help)                                                                 \
  BUILTIN(id, SIG1(#f), help) {                                                                                        \
    double x = float_load(args[0]);                                                                                    \
    if (UNLIKELY(refused)) throw_domain(float_make(float_type(args), x), text);                                        \
    return ELEMENTARY_OF(f, args[0]);                                                                                  \
  }
/* refused: a condition on x for which a DomainError with the text is thrown */
#define PARTIAL(id, name, refused, text, expr, help)                                                                   \
  BUILTIN(id, SIG1(name), help) {                                                                                      \
    double x = float_load(args[0]);                                                                                    \
    if (UNLIKELY(refused)) throw_domain(float_make(float_type(args), x), text);                                        \
    return float_make(float_type(args), expr);                                                                         \
  }
#define COMPLEX_RESULT(name)                                                                                           \
  name " will only return a complex result if called with a complex argument. Try " name "(Complex(x))."
#define FINITE_ONLY(name) name "(x) is only defined for finite x."
#define NAN_RESULT "NaN result for non-NaN input."

PARTIAL(math_sqrt, "sqrt", x < 0, COMPLEX_RESULT("sqrt"), sqrt(x), "Square root.")
UNARY(math_cbrt, "cbrt", elementary_cbrt(x), "Cube root.")
ELEMENTARY_UNARY(math_exp, exp, "Exponential function.")
BUILTIN(math_exp2, SIG1("exp2"), "2^x") {
  return args[0].type == T_FLOAT32 ? v_f32(elementary32_exp2(args[0].f32))
                                   : float_make(float_type(args), exp2(float_load(args[0])));
}
ELEMENTARY_UNARY(math_exp10, exp10, "10^x")
ELEMENTARY_UNARY(math_expm1, expm1, "exp(x) - 1, accurate near zero.")
ELEMENTARY_PARTIAL(math_log, log, x < 0, COMPLEX_RESULT("log"), "Natural logarithm.")
ELEMENTARY_PARTIAL(math_log2, log2, x < 0, NAN_RESULT, "Logarithm to base 2.")
ELEMENTARY_PARTIAL(math_log10, log10, x < 0, NAN_RESULT, "Logarithm to base 10.")
ELEMENTARY_PARTIAL(math_log1p, log1p, x < -1, COMPLEX_RESULT("log1p"), "log(1 + x), accurate near zero.")
ELEMENTARY_PARTIAL(math_sin, sin, isinf(x), FINITE_ONLY("sin"), "Sine.")
ELEMENTARY_PARTIAL(math_cos, cos, isinf(x), FINITE_ONLY("cos"), "Cosine.")
ELEMENTARY_PARTIAL(math_tan, tan, isinf(x), FINITE_ONLY("tan"), "Tangent.")
ELEMENTARY_PARTIAL(math_asin, asin, fabs(x) > 1, "asin(x) is not defined for |x|>1.", "Inverse sine.")
ELEMENTARY_PARTIAL(math_acos, acos, fabs(x) > 1, "acos(x) not defined for |x| > 1", "Inverse cosine.")
ELEMENTARY_UNARY(math_atan, atan, "Inverse tangent.")
ELEMENTARY_UNARY(math_sinh, sinh, "Hyperbolic sine.")
ELEMENTARY_UNARY(math_cosh, cosh, "Hyperbolic cosine.")
ELEMENTARY_UNARY(math_tanh, tanh, "Hyperbolic tangent.")
ELEMENTARY_UNARY(math_asinh, asinh, "Inverse hyperbolic sine.")
ELEMENTARY_PARTIAL(math_acosh, acosh, x < 1, "acosh(x) is only defined for x ≥ 1.", "Inverse hyperbolic cosine.")
ELEMENTARY_PARTIAL(math_atanh, atanh, fabs(x) > 1, "atanh(x) is only defined for |x| ≤ 1.",
                   "Inverse hyperbolic tangent.")

/* The sine, or cosine, of rest units and so many quarter turns; unit is a sum of two numbers. */
static double sin_of_rest(double rest, double unit, double unit_low, int quarter, bool negative, bool cosine,
                          bool single) {
  double high = rest * unit, low = fma(rest, unit, -high) + rest * unit_low;
  int q = (quarter + cosine) & 3;
  double v = rest == 0 ? q & 1
             : single  ? elementary32_sin_quarter(high, q & 1)
                       : elementary_sin_quarter(high, low, q & 1);
  if (q & 2) v = -v;
  if (!cosine && negative) v = -v;
  return v == 0 ? (cosine ? 0.0 : copysign(0, negative ? -1.0 : 1.0)) : v;
}

/* sin(pi*x) and cos(pi*x) by way of the nearest quarter turn, exact at multiples of 1/2. */
static double sin_turns(double x, bool cosine, bool single) {
  double r = fmod(fabs(x), 2), quarter = nearbyint(2 * r);
  return sin_of_rest(r - quarter / 2, M_PI, 1.2246467991473532e-16, (int)quarter, signbit(x), cosine, single);
}
PARTIAL(math_sinpi, "sinpi", isinf(x), "`x` cannot be infinite.", sin_turns(x, false, IS_SINGLE(args[0])),
        "sin(pi*x), accurate for large x.")
PARTIAL(math_cospi, "cospi", isinf(x), "`x` cannot be infinite.", sin_turns(x, true, IS_SINGLE(args[0])),
        "cos(pi*x), accurate for large x.")

/* Degrees: exact at multiples of 90. */
static double sin_degrees(double x, bool cosine, bool single) {
  double r = fmod(fabs(x), 360), quarter = nearbyint(r / 90);
  return sin_of_rest(r - quarter * 90, 0.017453292519943295, 2.9486522708701687e-19, (int)quarter, signbit(x), cosine,
                     single);
}
PARTIAL(math_sind, "sind", isinf(x), "`x` cannot be infinite.", sin_degrees(x, false, IS_SINGLE(args[0])),
        "Sine of x degrees.")
PARTIAL(math_cosd, "cosd", isinf(x), "`x` cannot be infinite.", sin_degrees(x, true, IS_SINGLE(args[0])),
        "Cosine of x degrees.")
BUILTIN(math_tand, SIG1("tand"), "Tangent of x degrees.") {
  double x = float_load(args[0]);
  Type *t = float_type(args);
  if (isinf(x)) throw_domain(float_make(t, x), "`x` cannot be infinite.");
  double s = sin_degrees(x, false, t == T_FLOAT32), c = sin_degrees(x, true, t == T_FLOAT32);
  return float_make(t, t == T_FLOAT32 ? (double)((float)s / (float)c) : s / c);
}
BUILTIN(math_deg2rad, SIG1("deg2rad"), "Degrees to radians.") {
  if (args[0].type == T_FLOAT32) return v_f32(args[0].f32 * ((float)M_PI / 180));
  return float_make(float_type(args), float_load(args[0]) * (M_PI / 180));
}
BUILTIN(math_rad2deg, SIG1("rad2deg"), "Radians to degrees.") {
  if (args[0].type == T_FLOAT32) return v_f32(args[0].f32 * (180 / (float)M_PI));
  return float_make(float_type(args), float_load(args[0]) * (180 / M_PI));
}

BUILTIN(math_atan2, SIG2("atan"), "The angle of the point (y, x).") {
  Type *t = number_promote(float_type(args), float_type(args + 1)); /* of an integer and a Float32, Float64 */
  if (t == T_FLOAT32) return v_f32(elementary32_atan2((float)float_load(args[0]), (float)float_load(args[1])));
  return float_make(t, elementary_atan2(float_load(args[0]), float_load(args[1])));
}

BUILTIN(math_rem2pi, "_rem2pi(x::Float64, rounding::Char)", "") {
  return v_f64(elementary_less_turns(args[0].f, (char)args[1].u));
}

BUILTIN(math_hypot, SIG2("hypot"), "sqrt(x^2 + y^2) without overflow.") {
  Type *t = number_promote(args[0].type, args[1].type);
  if (!type_is_float(t)) t = T_FLOAT64;
  if (t == T_FLOAT32) return v_f32(elementary32_hypot((float)float_load(args[0]), (float)float_load(args[1])));
  return float_make(t, elementary_hypot(float_load(args[0]), float_load(args[1])));
}

BUILTIN(math_sincos, SIG1("sincos"), "`(sin(x), cos(x))`") {
  double x = float_load(args[0]);
  Type *t = float_type(args);
  if (isinf(x)) throw_domain(float_make(t, x), "sincos(x) is only defined for finite x.");
  if (t == T_FLOAT32) {
    float y = args[0].f32;
    return tuple_new((Value[]){v_f32(elementary32_sin(y)), v_f32(elementary32_cos(y))}, 2);
  }
  return tuple_new((Value[]){float_make(t, elementary_sin(x)), float_make(t, elementary_cos(x))}, 2);
}

BUILTIN(math_fma, "fma(x::" SIG_FLOATS ", y::" SIG_FLOATS ", z::" SIG_FLOATS ")", "x*y + z, rounded once.") {
  Type *t = number_promote(number_promote(args[0].type, args[1].type), args[2].type);
  double x = float_load(args[0]), y = float_load(args[1]), z = float_load(args[2]);
  if (t == T_FLOAT32) return v_f32(fmaf((float)x, (float)y, (float)z));
  return float_make(t, fma(x, y, z));
}

/* Classes and parts. */

BUILTIN(math_isnan, SIG1("isnan"), "Whether x is NaN.") { return v_bool(isnan(float_load(args[0]))); }
BUILTIN(math_isinf, SIG1("isinf"), "Whether x is infinite.") { return v_bool(isinf(float_load(args[0]))); }
BUILTIN(math_isfinite, SIG1("isfinite"), "Whether x is neither infinite nor NaN.") {
  return v_bool(isfinite(float_load(args[0])));
}
BUILTIN(math_isinteger, SIG1("isinteger"), "Whether x is a whole number.") {
  double x = float_load(args[0]);
  return v_bool(type_is_int(args[0].type) || (isfinite(x) && x == trunc(x)));
}
BUILTIN(math_issubnormal, "issubnormal(x::" SIG_FLOATS ")", "Whether x is too small to be normalised.") {
  double x = fabs(float_load(args[0])), least = args[0].type == T_FLOAT64   ? 0x1p-1022
                                                : args[0].type == T_FLOAT32 ? 0x1p-126
                                                                            : 0x1p-14;
  return v_bool(x != 0 && x < least);
}

static u128 float_bits(Value v) {
  if (v.type != T_FLOAT32) return v.u;
  uint32_t b;
  memcpy(&b, &v.f32, 4);
  return b;
}
static Value float_of_bits(Type *t, uint64_t bits) {
  if (t == T_FLOAT32) {
    float f;
    uint32_t b = (uint32_t)bits;
    memcpy(&f, &b, 4);
    return v_f32(f);
  }
  return (Value){t, {.u = t == T_FLOAT16 ? (uint16_t)bits : bits}};
}

/* n floats further: bits counted from the most negative number on. */
static Value float_step(Value v, int64_t n) {
  double x = float_load(v);
  if (isnan(x)) return v;
  Type *t = v.type;
  unsigned bits = type_bits(t);
  uint64_t sign = 1ull << (bits - 1), raw = (uint64_t)float_bits(v);
  uint64_t inf = (uint64_t)float_bits(float_make(t, INFINITY));
  i128 place = raw & sign ? -(i128)(raw & ~sign) : (i128)raw;
  place += n;
  if (place > (i128)inf) place = (i128)inf;
  if (place < -(i128)inf) place = -(i128)inf;
  return float_of_bits(t, place < 0 || (place == 0 && n > 0 && raw & sign) ? sign | (uint64_t)-place : (uint64_t)place);
}

BUILTIN(math_nextfloat, "nextfloat(x::" SIG_FLOATS ")\nnextfloat(x::" SIG_FLOATS ", n::Int64)",
        "The next larger float.") {
  return float_step(args[0], nargs == 2 ? args[1].i : 1);
}
BUILTIN(math_prevfloat, "prevfloat(x::" SIG_FLOATS ")\nprevfloat(x::" SIG_FLOATS ", n::Int64)",
        "The next smaller float.") {
  return float_step(args[0], nargs == 2 ? -args[1].i : -1);
}

static int mantissa_bits(const Type *t) { return t == T_FLOAT64 ? 52 : t == T_FLOAT32 ? 23 : 10; }

BUILTIN(math_eps, "eps(x::" SIG_FLOATS ")", "The distance to the next larger float in magnitude.") {
  double x = fabs(float_load(args[0]));
  if (!isfinite(x)) return float_make(args[0].type, NAN);
  Type *t = args[0].type;
  int least = t == T_FLOAT64 ? -1074 : t == T_FLOAT32 ? -149 : -24, e;
  frexp(x, &e);
  e = x == 0 ? least : e - 1 - mantissa_bits(t);
  return float_make(t, ldexp(1, e < least ? least : e));
}
BUILTIN(math_eps_type, "eps(::Type{T}) where T<:" SIG_FLOATS, "The distance from 1 to the next larger float.") {
  return float_make(type_arg(args[0]), ldexp(1, -mantissa_bits(type_arg(args[0]))));
}
BUILTIN(math_floatmin, "floatmin(::Type{T}) where T<:" SIG_FLOATS, "The smallest normal float.") {
  Type *t = type_arg(args[0]);
  return float_make(t, t == T_FLOAT64 ? 0x1p-1022 : t == T_FLOAT32 ? 0x1p-126 : 0x1p-14);
}
BUILTIN(math_floatmax, "floatmax(::Type{T}) where T<:" SIG_FLOATS, "The largest finite float.") {
  Type *t = type_arg(args[0]);
  return float_make(t, t == T_FLOAT64 ? 0x1.fffffffffffffp1023 : t == T_FLOAT32 ? 0x1.fffffep127 : 65504);
}
BUILTIN(math_precision, "precision(::Type{T}) where T<:" SIG_FLOATS "\nprecision(x::" SIG_FLOATS ")",
        "Bits of the significand.") {
  return v_int(mantissa_bits(is_datatype(args[0]) ? type_arg(args[0]) : args[0].type) + 1);
}

BUILTIN(math_significand, SIG1("significand"), "x as s * 2^e with 1 <= |s| < 2: s.") {
  double x = float_load(args[0]);
  int e;
  return x == 0 || !isfinite(x) ? float_make(float_type(args), x) : float_make(float_type(args), 2 * frexp(x, &e));
}
BUILTIN(math_exponent, SIG1("exponent"), "x as s * 2^e with 1 <= |s| < 2: e.") {
  double x = float_load(args[0]);
  if (x == 0) throw_domain(args[0], "Cannot be subnormal converted to 0.");
  if (!isfinite(x)) throw_domain(args[0], "Cannot be NaN or Inf.");
  return v_int(ilogb(x));
}
BUILTIN(math_frexp, "frexp(x::" SIG_FLOATS ")", "x as s * 2^e with 1/2 <= |s| < 1: `(s, e)`.") {
  int e = 0;
  double s = frexp(float_load(args[0]), &e);
  return tuple_new((Value[]){float_make(args[0].type, s), v_int(isfinite(s) ? e : 0)}, 2);
}
BUILTIN(math_ldexp, "ldexp(x::" SIG_FLOATS ", n::" SIG_INTS ")", "x * 2^n") {
  i128 n = int_load(args[1]);
  return float_make(args[0].type, ldexp(float_load(args[0]), n > 5000 ? 5000 : n < -5000 ? -5000 : (int)n));
}
BUILTIN(math_modf, "modf(x::" SIG_FLOATS ")", "`(fractional part, integral part)`") {
  double whole, x = float_load(args[0]), part = modf(x, &whole);
  return tuple_new((Value[]){float_make(args[0].type, part), float_make(args[0].type, whole)}, 2);
}

UNARY(math_gamma, "_gamma", tgamma(x), "")
UNARY(math_lgamma, "_lgamma", lgamma(x), "")
UNARY(math_erf, "_erf", erf(x), "")

/* For Dates.now: how far local time is ahead of UTC, in seconds. */
BUILTIN(math_utc_offset, "_utc_offset()", "") {
  time_t t = time(NULL);
  struct tm local;
  localtime_r(&t, &local);
  return v_int(local.tm_gmtoff);
}
