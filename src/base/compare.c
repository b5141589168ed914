/* Comparing and hashing machine numbers: exact between integers and floats. */
#include <math.h>

#include "base/number.h"
#include "value/struct.h"

static int order(bool less, bool greater) { return less ? -1 : greater; }

static int compare_ints(Value a, Value b) {
  i128 x = int_load(a), y = int_load(b);
  bool big_x = a.type == T_UINT128 && x < 0, big_y = b.type == T_UINT128 && y < 0;
  if (big_x != big_y) return big_x ? 1 : -1;
  return order(x < y, x > y);
}

/* An integer against a double, without rounding the integer. */
static int compare_int_float(Value a, double f) {
  if (isnan(f)) return 2;
  i128 x = int_load(a);
  if (a.type == T_UINT128 && x < 0) {
    if (f >= 0x1p128) return -1;
    if (f < 0x1p127) return 1;
    u128 ux = (u128)x, uf = (u128)f;
    return order(ux < uf, ux > uf);
  }
  if (f >= 0x1p127) return -1;
  if (f < -0x1p127) return 1;
  i128 whole = (i128)f;
  if (x != whole) return order(x < whole, x > whole);
  double rest = f - (double)whole;
  return order(rest > 0, rest < 0);
}

int number_compare(Value a, Value b) {
  bool fa = type_is_float(a.type), fb = type_is_float(b.type);
  if (!fa && !fb) return compare_ints(a, b);
  if (fa && fb) {
    double x = float_load(a), y = float_load(b);
    return isnan(x) || isnan(y) ? 2 : order(x < y, x > y);
  }
  if (fb) return compare_int_float(a, float_load(b));
  int c = compare_int_float(b, float_load(a));
  return c == 2 ? 2 : -c;
}

bool number_isequal(Value a, Value b) {
  bool fa = type_is_float(a.type), fb = type_is_float(b.type);
  double x = fa ? float_load(a) : 0, y = fb ? float_load(b) : 0;
  if (fa && fb && isnan(x)) return isnan(y);
  if (number_compare(a, b) != 0) return false;
  if (fa && x == 0 && signbit(x)) return fb && signbit(y);
  return !(fb && y == 0 && signbit(y));
}

uint64_t hash_u64(uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  x ^= x >> 32;
  return x;
}

uint64_t number_hash(Value v) {
  if (type_is_float(v.type)) {
    double f = float_load(v);
    if (isnan(f)) return hash_u64(0x7ff8000000000000u);
    if (f == 0 && signbit(f)) return hash_u64(0x8000000000000000u ^ 0x5bd1e995u);
    if (f == trunc(f) && f >= -0x1p63 && f < 0x1p63) return hash_u64((uint64_t)(int64_t)f);
    uint64_t bits;
    memcpy(&bits, &f, 8);
    return hash_u64(bits ^ 0x9e3779b97f4a7c15u);
  }
  i128 x = int_load(v);
  if (x >= INT64_MIN && x <= INT64_MAX && !(v.type == T_UINT128 && x < 0)) return hash_u64((uint64_t)x);
  /* An integer beyond Int64 that a double holds exactly must agree with that double. */
  double f = float_load(v);
  if (compare_int_float(v, f) == 0) return number_hash(v_f64(f));
  return hash_u64((uint64_t)x ^ hash_u64((uint64_t)((u128)x >> 64)));
}

#define COMPARE(id, name, expr, help)                        \
  BUILTIN(id, SIG2(name), help) {                            \
    int c = number_compare(args[0], args[1]);                \
    return v_bool(expr);                                     \
  }
COMPARE(number_eq, "==", c == 0, "Whether two numbers are equal.")
COMPARE(number_ne, "!=", c != 0, "Whether two numbers differ.")
COMPARE(number_lt, "<", c == -1, "Less than.")
COMPARE(number_le, "<=", c == -1 || c == 0, "Less or equal.")
COMPARE(number_gt, ">", c == 1, "Greater than.")
COMPARE(number_ge, ">=", c == 1 || c == 0, "Greater or equal.")

BUILTIN(number_isequal_, SIG2("isequal"), "Like ==, but NaN equals NaN and 0.0 differs from -0.0.") {
  return v_bool(number_isequal(args[0], args[1]));
}

static bool is_nan(Value v) { return type_is_float(v.type) && isnan(float_load(v)); }
static bool is_minus_zero(Value v) {
  return type_is_float(v.type) && float_load(v) == 0 && signbit(float_load(v));
}

/* The order of sorting: -0.0 before 0.0, NaN last. */
static bool number_isless(Value a, Value b) {
  int c = number_compare(a, b);
  if (c == 2) return !is_nan(a);
  return c == -1 || (c == 0 && is_minus_zero(a) && !is_minus_zero(b));
}

BUILTIN(number_isless_, SIG2("isless"), "The order used by sort: a total order with NaN last.") {
  return v_bool(number_isless(args[0], args[1]));
}

BUILTIN(number_cmp, SIG2("cmp"), "-1, 0 or 1.") {
  return v_int(number_isless(args[0], args[1]) ? -1 : number_isless(args[1], args[0]));
}

static Value number_extreme(Value *args, bool want_max) {
  Type *t = number_promote(args[0].type, args[1].type);
  if (is_nan(args[0])) return number_to(t, args[0]);
  if (is_nan(args[1])) return number_to(t, args[1]);
  bool second = want_max ? number_isless(args[0], args[1]) : number_isless(args[1], args[0]);
  /* compared after promotion, as Julia does */
  return number_to(t, args[second]);
}
BUILTIN(number_max, SIG2("max"), "The larger number.") { return number_extreme(args, true); }
BUILTIN(number_min, SIG2("min"), "The smaller number.") { return number_extreme(args, false); }
BUILTIN(number_minmax, SIG2("minmax"), "`(min(x, y), max(x, y))`") {
  Value pair[2] = {number_extreme(args, false), number_extreme(args, true)};
  return tuple_new(pair, 2);
}
