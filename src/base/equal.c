/* Comparing values of any type: what holds unless a type says otherwise. */
#include "base/hash.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

BUILTIN(equal_any, "==(x, y)",
        "Whether two values are equal; unless their types define it, whether they are the same (===).") {
  return v_bool(value_egal(args[0], args[1]));
}

BUILTIN(unequal_any, "!=(x, y)", "The opposite of ==.") {
  Value r = call2(FN(eq), args[0], args[1]);
  return r.type == T_BOOL ? v_bool(!r.u) : call1(FN(not ), r);
}

BUILTIN(isequal_any, "isequal(x, y)",
        "Like ==, but NaN equals NaN, missing equals missing, and 0.0 differs from -0.0.") {
  Value r = call2(FN(eq), args[0], args[1]);
  if (r.type != T_BOOL) throw_type("isequal", &T_BOOL->head, r);
  return r;
}

BUILTIN(less_any, "<(x, y)", "Whether `x` is less than `y`; unless their types define it, isless(x, y).") {
  return call2(FN(isless), args[0], args[1]);
}

BUILTIN(greater_any, ">(x, y)", "y < x") { return call2(FN(lt), args[1], args[0]); }

static Value either(Value a, Value x, Value y) {
  if (is_true(a)) return a;
  Value b = call2(FN(eq), x, y);
  return a.type == T_BOOL && b.type == T_BOOL ? b : call2(FN(bitor), a, b);
}

BUILTIN(less_equal_any, "<=(x, y)", "x < y or x == y") {
  return either(call2(FN(lt), args[0], args[1]), args[0], args[1]);
}

BUILTIN(greater_equal_any, ">=(x, y)", "y <= x") { return call2(FN(le), args[1], args[0]); }

BUILTIN(compare_any, "cmp(x, y)", "-1, 0 or 1, by isless.") {
  if (is_true(call2(FN(isless), args[0], args[1]))) return v_int(-1);
  return v_int(is_true(call2(FN(isless), args[1], args[0])));
}

BUILTIN(max_any, "max(x, y)", "The greater of two values, by isless.") {
  return is_true(call2(FN(isless), args[1], args[0])) ? args[0] : args[1];
}
BUILTIN(min_any, "min(x, y)", "The lesser of two values, by isless.") {
  return is_true(call2(FN(isless), args[1], args[0])) ? args[1] : args[0];
}
