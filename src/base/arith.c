/* Arithmetic of the machine numbers, all pairs of types: integers wrap around in the promoted type, floats round to it.
 */
#include <math.h>

#include "base/number.h"
#include "value/struct.h"

#define BOTH_FLOAT (type_is_float(args[0].type) || type_is_float(args[1].type))

typedef struct Floats {
  Type *t;
  double x, y;
} Floats;

/* Both operands rounded to the common float type. */
static Floats floats_load(const Value *args) {
  Type *t = number_promote(args[0].type, args[1].type);
  Floats f = {t, float_load(args[0]), float_load(args[1])};
  if (t != T_FLOAT64) {
    f.x = float_load(number_to(t, args[0]));
    f.y = float_load(number_to(t, args[1]));
  }
  return f;
}

/* The type of sums and differences: Bools add up as Int. */
static Type *sum_type(const Value *args) {
  Type *t = number_promote(args[0].type, args[1].type);
  return t == T_BOOL ? T_INT64 : t;
}

#define X_LOAD (u128) int_load(args[0])
#define Y_LOAD (u128) int_load(args[1])

BUILTIN(number_add, SIG2("+"), "Sum. Integers wrap around.") {
  if (is_int(args[0]) && is_int(args[1])) return v_int((int64_t)((uint64_t)args[0].i + (uint64_t)args[1].i));
  if (is_f64(args[0]) && is_f64(args[1])) return v_f64(args[0].f + args[1].f);
  if (BOTH_FLOAT) {
    for (int i = 0; i < 2; i++) /* a zero keeps its sign */
      if (args[i].type == T_BOOL && !is_true(args[i])) return args[1 - i];
    Floats f = floats_load(args);
    return float_make(f.t, f.x + f.y);
  }
  return int_make(sum_type(args), X_LOAD + Y_LOAD);
}

BUILTIN(number_sub, SIG2("-"), "Difference. Integers wrap around.") {
  if (is_int(args[0]) && is_int(args[1])) return v_int((int64_t)((uint64_t)args[0].i - (uint64_t)args[1].i));
  if (is_f64(args[0]) && is_f64(args[1])) return v_f64(args[0].f - args[1].f);
  if (BOTH_FLOAT) {
    Floats f = floats_load(args);
    return float_make(f.t, f.x - f.y);
  }
  return int_make(sum_type(args), X_LOAD - Y_LOAD);
}

BUILTIN(number_mul, SIG2("*"), "Product. Integers wrap around.") {
  if (is_int(args[0]) && is_int(args[1])) return v_int((int64_t)((uint64_t)args[0].i * (uint64_t)args[1].i));
  if (is_f64(args[0]) && is_f64(args[1])) return v_f64(args[0].f * args[1].f);
  if (BOTH_FLOAT) {
    Floats f = floats_load(args);
    /* false is a strong zero: false * NaN is 0.0 */
    if (is_bool(args[0])) return float_make(f.t, args[0].u ? f.y : copysign(0, f.y));
    if (is_bool(args[1])) return float_make(f.t, args[1].u ? f.x : copysign(0, f.x));
    return float_make(f.t, f.x * f.y);
  }
  return int_make(number_promote(args[0].type, args[1].type), X_LOAD * Y_LOAD);
}

BUILTIN(number_div, SIG2("/"), "Quotient as a floating point number.") {
  if (!BOTH_FLOAT) return v_f64(float_load(args[0]) / float_load(args[1]));
  Floats f = floats_load(args);
  return float_make(f.t, f.x / f.y);
}

/* Division with the quotient rounded to zero, down or up. */
enum rounding { TO_ZERO, DOWN, UP };

/* Signs and magnitudes of two integers: division of all types in one way. */
typedef struct Division {
  Type *t;                  /* of quotient and remainder */
  u128 quotient, remainder; /* as two's complement */
} Division;

/* Quotients of a signed and an unsigned number have the sign of the dividend's type. */
static Type *division_type(Type *tx, Type *ty) {
  Type *t = number_promote(tx, ty);
  if (tx == T_BOOL || ty == T_BOOL || type_is_signed(tx) == type_is_signed(ty) ||
      type_is_signed(t) == type_is_signed(tx))
    return t;
  return type_is_signed(t) ? t + (T_UINT8 - T_INT8) : t - (T_UINT8 - T_INT8);
}

static Division int_divide(const Value *args, enum rounding mode) {
  Type *tx = args[0].type, *ty = args[1].type, *t = division_type(tx, ty);
  i128 x = int_load(args[0]), y = int_load(args[1]);
  if (y == 0) throw_singleton(T_DIVIDEERROR);
  bool negative_x = x < 0 && tx != T_UINT128, negative_y = y < 0 && ty != T_UINT128;
  u128 ux = negative_x ? -(u128)x : (u128)x, uy = negative_y ? -(u128)y : (u128)y;
  u128 q, r;
  if (LIKELY(!(ux >> 64) && !(uy >> 64))) {
    q = (uint64_t)ux / (uint64_t)uy;
    r = (uint64_t)ux % (uint64_t)uy;
  } else {
    q = ux / uy;
    r = ux % uy;
  }
  bool negative = negative_x != negative_y;
  if (r) {
    if (mode == DOWN && negative) q++, r = uy - r, negative_x = !negative_x;
    if (mode == UP && !negative) q++, r = uy - r, negative_x = !negative_x;
  }
  if (!negative && type_is_signed(t) && q >> (type_bits(t) - 1)) throw_singleton(T_DIVIDEERROR); /* typemin ÷ -1 */
  return (Division){t, negative ? -q : q, negative_x ? -r : r};
}

static double float_rem(double x, double y) { return fmod(x, y); }

static double float_mod(double x, double y) {
  double r = fmod(x, y);
  if (r == 0) return copysign(r, y);
  return (r > 0) != (y > 0) ? r + y : r;
}

/* In the arithmetic of type t: each step rounded to it. Rounded up: the quotient down of -x. */
static Value float_quotient(Floats f, enum rounding mode) {
  double x = mode == UP ? -f.x : f.x, r = mode == TO_ZERO ? float_rem(x, f.y) : float_mod(x, f.y);
  double q = nearbyint(float_load(float_make(f.t, float_load(float_make(f.t, x - r)) / f.y)));
  return float_make(f.t, mode == UP ? -q : q);
}

static Value number_quotient(Value *args, enum rounding mode) {
  if (BOTH_FLOAT) return float_quotient(floats_load(args), mode);
  Division d = int_divide(args, mode);
  return int_make(d.t, d.quotient);
}

BUILTIN(number_idiv, SIG2("div"), "Quotient rounded towards zero.") { return number_quotient(args, TO_ZERO); }
BUILTIN(number_fld, SIG2("fld"), "Quotient rounded down.") { return number_quotient(args, DOWN); }
BUILTIN(number_cld, SIG2("cld"), "Quotient rounded up.") { return number_quotient(args, UP); }

BUILTIN(number_rem, SIG2("rem"), "Remainder with the sign of x.") {
  if (BOTH_FLOAT) {
    Floats f = floats_load(args);
    return float_make(f.t, float_rem(f.x, f.y));
  }
  /* typemin % -1 is 0, where the quotient would overflow */
  if (int_load(args[1]) == -1 && type_is_signed(args[1].type))
    return int_make(division_type(args[0].type, args[1].type), 0);
  Division d = int_divide(args, TO_ZERO);
  return int_make(d.t, d.remainder);
}

BUILTIN(number_mod, SIG2("mod"), "Remainder with the sign of y.") {
  if (BOTH_FLOAT) {
    Floats f = floats_load(args);
    return float_make(f.t, float_mod(f.x, f.y));
  }
  if (int_load(args[1]) == -1 && type_is_signed(args[1].type))
    return int_make(division_type(args[1].type, args[0].type), 0);
  Division d = int_divide(args, DOWN);
  return int_make(division_type(args[1].type, args[0].type), d.remainder); /* of the divisor's kind */
}

BUILTIN(number_divrem, SIG2("divrem"), "`(div(x, y), rem(x, y))`") {
  Value pair[2] = {number_idiv(args, 2, V_UNDEF), number_rem(args, 2, V_UNDEF)};
  return tuple_new(pair, 2);
}
BUILTIN(number_fldmod, SIG2("fldmod"), "`(fld(x, y), mod(x, y))`") {
  Value pair[2] = {number_fld(args, 2, V_UNDEF), number_mod(args, 2, V_UNDEF)};
  return tuple_new(pair, 2);
}

BUILTIN(number_negate, SIG1("-"), "Negation.") {
  if (type_is_float(args[0].type)) return float_make(args[0].type, -float_load(args[0]));
  return int_make(args[0].type == T_BOOL ? T_INT64 : args[0].type, -X_LOAD);
}
BUILTIN(bool_not, "!(x::Bool)", "Boolean not.") { return v_bool(!args[0].u); }
BUILTIN(number_plus, SIG1("+"), "The number itself.") { return is_bool(args[0]) ? v_int((int64_t)args[0].u) : args[0]; }

/* Powers. */

NORETURN static void throw_negative_power(i128 p) {
  long long n = (long long)p;
  throw_domain(v_int((int64_t)p),
               "Cannot raise an integer x to a negative power %lld.\nMake x or %lld a float by adding a zero decimal "
               "(e.g., 2.0^%lld or 2^%lld.0 instead of 2^%lld), or write 1/x^%lld, float(x)^%lld, x^float(%lld) or "
               "(x//1)^%lld",
               n, n, n, n, n, -n, n, n, n);
}

static Value int_power(Value base, i128 p) {
  Type *t = base.type;
  i128 b = int_load(base);
  if (p < 0) {
    if (b == 1) return base;
    if (b == -1 && type_is_signed(t)) return int_make(t, p & 1 ? (u128)-1 : 1);
    throw_negative_power(p);
  }
  u128 result = 1, square = (u128)b;
  for (; p; p >>= 1, square *= square)
    if (p & 1) result *= square;
  return int_make(t, result);
}

/* x^p for a whole p of a size that the double still holds exactly. */
static double float_power_int(double x, double p) {
  if (p == -1) return 1 / x;
  if (p == 0) return 1;
  if (p == 1) return x;
  if (p == 2) return x * x;
  if (p == 3) return x * x * x;
  return pow(x, p);
}

static Value float_power(Value x, Value y) {
  if (x.type == T_FLOAT32 && is_int(y) && y.i == 3) { /* rounded after each product */
    float f = (float)float_load(x), square = f * f;
    return v_f32(square * f);
  }
  if (type_is_int(y.type)) return float_make(x.type, float_power_int(float_load(x), float_load(y)));
  Value args[2] = {x, y};
  Floats f = floats_load(args);
  double z = f.t == T_FLOAT32 ? (double)powf((float)f.x, (float)f.y) : pow(f.x, f.y);
  if (isnan(z) && !isnan(f.x + f.y))
    throw_domain(float_make(f.t, f.x), "Exponentiation yielding a complex result requires a complex argument.\n"
                                       "Replace x^y with (x+0im)^y, Complex(x)^y, or similar.");
  return float_make(f.t, z);
}

BUILTIN(number_pow, SIG2("^"), "Power. An integer to a negative integer is a `DomainError`.") {
  if (!BOTH_FLOAT) return int_power(args[0], int_load(args[1]));
  return float_power(args[0], args[1]);
}

BUILTIN(number_literal_pow, "literal_pow(f::typeof(^), x::" SIG_NUMBERS ", p::Val)", "") {
  Value p = args[2].type->params[0], x = args[1];
  if (!is_int(p)) return call2(args[0], x, p);
  if (type_is_float(x.type)) {
    if (x.type == T_FLOAT64) return v_f64(float_power_int(x.f, (double)p.i));
    return float_power(x, p);
  }
  if (p.i >= 0) return int_power(x, p.i);
  double inverse = 1 / float_load(x);
  return v_f64(p.i == -2 ? inverse * inverse : float_power_int(inverse, (double)-p.i));
}

/* Bits. */

#define BITWISE(id, op, name1, help)                                                                                   \
  BUILTIN(id, SIGI2(name1), help) { return int_make(number_promote(args[0].type, args[1].type), X_LOAD op Y_LOAD); }
BITWISE(number_and, &, "(&)", "Bitwise and.")
BITWISE(number_or, |, "|", "Bitwise or.")
BITWISE(number_xor, ^, "xor", "Bitwise exclusive or.")

BUILTIN(number_not, SIGI1("~"), "Bitwise not.") { return int_make(args[0].type, ~X_LOAD); }

static Value shift_left(Type *t, Value x, u128 n) {
  return int_make(t, n >= type_bits(t) ? 0 : (u128)int_load(x) << n);
}

static Value shift_right(Type *t, Value x, u128 n, bool logical) {
  i128 v = int_load(x);
  unsigned bits = type_bits(t);
  if (logical || !type_is_signed(t)) {
    u128 u = (u128)v;
    if (bits < 128) u &= ((u128)1 << bits) - 1;
    return int_make(t, n >= bits ? 0 : u >> n);
  }
  return int_make(t, (u128)(v >> (n >= bits ? 127 : (unsigned)n)));
}

static Value number_shift(Value *args, bool left, bool logical) {
  Type *t = is_bool(args[0]) ? T_INT64 : args[0].type;
  i128 n = int_load(args[1]);
  if (n < 0 && args[1].type != T_UINT128) {
    left = !left;
    n = -n;
  }
  return left ? shift_left(t, args[0], (u128)n) : shift_right(t, args[0], (u128)n, logical);
}

BUILTIN(number_shl, SIGI2("<<"), "Shift left.") { return number_shift(args, true, false); }
BUILTIN(number_shr, SIGI2(">>"), "Shift right, keeping the sign.") { return number_shift(args, false, false); }
BUILTIN(number_ushr, SIGI2(">>>"), "Shift right, filling with zeros.") { return number_shift(args, false, true); }

static u128 bits_unsigned(Value v) {
  u128 u = (u128)int_load(v);
  unsigned bits = type_bits(v.type);
  return bits < 128 ? u & (((u128)1 << bits) - 1) : u;
}
static int count_ones_u128(u128 x) {
  return __builtin_popcountll((uint64_t)x) + __builtin_popcountll((uint64_t)(x >> 64));
}
static int leading_zeros_u128(u128 x, int bits) {
  int n = 0;
  for (int i = bits - 1; i >= 0 && !(x >> i & 1); i--) n++;
  return n;
}
static int trailing_zeros_u128(u128 x, int bits) {
  int n = 0;
  while (n < bits && !(x >> n & 1)) n++;
  return n;
}
#define COUNT(id, name, help, expr)                                                                                    \
  BUILTIN(id, SIGI1(name), help) {                                                                                     \
    u128 x = bits_unsigned(args[0]);                                                                                   \
    int bits = (int)type_bits(args[0].type);                                                                           \
    (void)bits;                                                                                                        \
    return v_int(expr);                                                                                                \
  }
COUNT(number_count_ones, "count_ones", "Number of ones in the binary representation.", count_ones_u128(x))
COUNT(number_count_zeros, "count_zeros", "Number of zeros in the binary representation.", bits - count_ones_u128(x))
COUNT(number_leading_zeros, "leading_zeros", "Zeros before the highest one.", leading_zeros_u128(x, bits))
COUNT(number_leading_ones, "leading_ones", "Ones before the highest zero.", leading_zeros_u128(~x, bits))
COUNT(number_trailing_zeros, "trailing_zeros", "Zeros after the lowest one.", trailing_zeros_u128(x, bits))
COUNT(number_trailing_ones, "trailing_ones", "Ones after the lowest zero.", trailing_zeros_u128(~x, bits))

BUILTIN(number_bswap, SIGI1("bswap"), "Reverse the order of the bytes.") {
  u128 x = bits_unsigned(args[0]), r = 0;
  for (unsigned i = 0; i < args[0].type->size; i++, x >>= 8) r = r << 8 | (x & 255);
  return int_make(args[0].type, r);
}

/* Signs. */

BUILTIN(number_abs, SIG1("abs"), "Absolute value.") {
  if (type_is_float(args[0].type)) return float_make(args[0].type, fabs(float_load(args[0])));
  return type_is_signed(args[0].type) && int_load(args[0]) < 0 ? int_make(args[0].type, -X_LOAD) : args[0];
}

static bool number_negative_bit(Value v) {
  return type_is_float(v.type) ? signbit(float_load(v)) : type_is_signed(v.type) && int_load(v) < 0;
}

BUILTIN(number_signbit, SIG1("signbit"), "Whether the sign is negative.") {
  return v_bool(number_negative_bit(args[0]));
}

BUILTIN(number_sign, SIG1("sign"), "-1, 0 or 1 as the type of x.") {
  if (type_is_float(args[0].type)) {
    double x = float_load(args[0]);
    return x == 0 || isnan(x) ? args[0] : float_make(args[0].type, x < 0 ? -1 : 1);
  }
  i128 x = int_load(args[0]);
  return int_make(args[0].type, x == 0 ? 0 : number_negative_bit(args[0]) ? (u128)-1 : 1);
}

BUILTIN(number_copysign, SIG2("copysign"), "x with the sign of y.") {
  bool negative = number_negative_bit(args[1]);
  if (type_is_float(args[0].type)) {
    double x = fabs(float_load(args[0]));
    return float_make(args[0].type, negative ? -x : x);
  }
  Type *t = args[0].type == T_BOOL ? T_INT64 : args[0].type;
  return int_make(t, number_negative_bit(args[0]) != negative ? -X_LOAD : X_LOAD);
}

BUILTIN(number_flipsign, SIG2("flipsign"), "x with its sign flipped if y is negative.") {
  bool negative = number_negative_bit(args[1]);
  if (type_is_float(args[0].type)) return negative ? float_make(args[0].type, -float_load(args[0])) : args[0];
  return int_make(args[0].type == T_BOOL ? T_INT64 : args[0].type, negative ? -X_LOAD : X_LOAD);
}

/* Checked arithmetic: the result, and whether it wrapped. */

enum checked { CHECKED_ADD, CHECKED_SUB, CHECKED_MUL };

static Value int_checked(const Value *args, enum checked op, bool *overflow) {
  Type *t = number_promote(args[0].type, args[1].type);
  if (t == T_BOOL && op != CHECKED_MUL) t = T_INT64;
  i128 x = int_load(args[0]), y = int_load(args[1]), r;
  bool o;
  if (t == T_UINT128) {
    u128 ur;
    o = op == CHECKED_ADD   ? __builtin_add_overflow((u128)x, (u128)y, &ur)
        : op == CHECKED_SUB ? __builtin_sub_overflow((u128)x, (u128)y, &ur)
                            : __builtin_mul_overflow((u128)x, (u128)y, &ur);
    r = (i128)ur;
  } else {
    o = op == CHECKED_ADD   ? __builtin_add_overflow(x, y, &r)
        : op == CHECKED_SUB ? __builtin_sub_overflow(x, y, &r)
                            : __builtin_mul_overflow(x, y, &r);
    o = o || !int_fits(t, r, T_INT128);
  }
  *overflow = o;
  return int_make(t, (u128)r);
}

static Value int_checked_or_throw(Value *args, enum checked op, const char *sign) {
  bool overflow;
  Value r = int_checked(args, op, &overflow);
  if (!overflow) return r;
  char a[132], b[132];
  a[131] = b[131] = 0;
  i128 x = int_load(args[0]), y = int_load(args[1]);
  bool nx = number_negative_bit(args[0]), ny = number_negative_bit(args[1]);
  char *pa = digits_u128(nx ? -(u128)x : (u128)x, 10, a + 131), *pb = digits_u128(ny ? -(u128)y : (u128)y, 10, b + 131);
  throw_overflow("%s%s %s %s%s overflowed for type %s", nx ? "-" : "", pa, sign, ny ? "-" : "", pb,
                 r.type->name->name->text);
}

BUILTIN(number_checked_add, SIGI2("checked_add"), "Sum, or an `OverflowError`.") {
  return int_checked_or_throw(args, CHECKED_ADD, "+");
}
BUILTIN(number_checked_sub, SIGI2("checked_sub"), "Difference, or an `OverflowError`.") {
  return int_checked_or_throw(args, CHECKED_SUB, "-");
}
BUILTIN(number_checked_mul, SIGI2("checked_mul"), "Product, or an `OverflowError`.") {
  return int_checked_or_throw(args, CHECKED_MUL, "*");
}
#define WITH_OVERFLOW(id, name, op)                                                                                    \
  BUILTIN(id, SIGI2(name), "`(result, overflowed)`") {                                                                 \
    bool overflow;                                                                                                     \
    Value r = int_checked(args, op, &overflow);                                                                        \
    Value pair[2] = {r, v_bool(overflow)};                                                                             \
    return tuple_new(pair, 2);                                                                                         \
  }
WITH_OVERFLOW(number_add_with_overflow, "add_with_overflow", CHECKED_ADD)
WITH_OVERFLOW(number_sub_with_overflow, "sub_with_overflow", CHECKED_SUB)
WITH_OVERFLOW(number_mul_with_overflow, "mul_with_overflow", CHECKED_MUL)
