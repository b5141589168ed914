/* Comparing and hashing machine numbers: exact between integers and floats. */
#include <math.h>

#include "base/number.h"
#include "value/struct.h"

#define COMPARE(id, name, expr, help)                                                                                  \
  BUILTIN(id, SIG2(name), help) {                                                                                      \
    int c = number_compare(args[0], args[1]);                                                                          \
    return v_bool(expr);                                                                                               \
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
static bool is_minus_zero(Value v) { return type_is_float(v.type) && float_load(v) == 0 && signbit(float_load(v)); }

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
  Value x = number_to(t, args[0]), y = number_to(t, args[1]); /* an error if one of them is none of the common type */
  if (is_nan(x) || is_nan(y)) return is_nan(x) ? x : y;
  return (want_max ? number_isless(x, y) : number_isless(y, x)) ? y : x;
}
BUILTIN(number_max, SIG2("max"), "The larger number.") { return number_extreme(args, true); }
BUILTIN(number_min, SIG2("min"), "The smaller number.") { return number_extreme(args, false); }
BUILTIN(number_minmax, SIG2("minmax"), "`(min(x, y), max(x, y))`") {
  Value pair[2] = {number_extreme(args, false), number_extreme(args, true)};
  return tuple_new(pair, 2);
}
