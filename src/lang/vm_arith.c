/* Arithmetic between operands that are not two Int64 or two Float64: mixed, smaller integers, and then the language's
 * own functions. */
#include <math.h>

#include "lang/vm_ops.h"
#include "value/string.h"
#include "value/error.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

Value op_function(enum opcode op) {
  switch (op) {
  case OP_ADD: return FN(add);
  case OP_SUB: return FN(sub);
  case OP_MUL: return FN(mul);
  case OP_DIV: return FN(div);
  case OP_IDIV: return FN(idiv);
  case OP_REM: return FN(rem);
  case OP_MOD: return FN(mod);
  case OP_BITAND: return FN(bitand);
  case OP_BITOR: return FN(bitor);
  case OP_XOR: return FN(xor);
  case OP_SHL: return FN(shl);
  case OP_SHR: return FN(shr);
  case OP_EQ: return FN(eq);
  case OP_NE: return FN(ne);
  case OP_LT: return FN(lt);
  case OP_LE: return FN(le);
  case OP_GT: return FN(gt);
  case OP_GE: return FN(ge);
  default: return FN(egal);
  }
}

int compare_int_float(int64_t i, double f) {
  if (isnan(f)) return 2;
  if (f >= 0x1p63) return -1;
  if (f < -0x1p63) return 1;
  double whole = trunc(f);
  int64_t w = (int64_t)whole;
  if (i != w) return i < w ? -1 : 1;
  return whole < f ? -1 : whole > f ? 1 : 0;
}

static bool compared(enum opcode op, int order, bool *truth) {
  bool unordered = order == 2;
  switch (op) {
  case OP_EQ: *truth = order == 0; return true;
  case OP_NE: *truth = order != 0; return true;
  case OP_LT: *truth = order < 0; return true;
  case OP_LE: *truth = order <= 0; return true;
  case OP_GT: *truth = order > 0 && !unordered; return true;
  case OP_GE: *truth = order >= 0 && !unordered; return true;
  default: return false;
  }
}

static double mod_float(double a, double b) {
  double m = fmod(a, b);
  if (m == 0) return copysign(m, b);
  return (m > 0) != (b > 0) ? m + b : m;
}

static bool floats(enum opcode op, double a, double b, double *out) {
  switch (op) {
  case OP_ADD: *out = a + b; return true;
  case OP_SUB: *out = a - b; return true;
  case OP_MUL: *out = a * b; return true;
  case OP_DIV: *out = a / b; return true;
  case OP_REM: *out = fmod(a, b); return true;
  case OP_MOD: *out = mod_float(a, b); return true;
  default: return false;
  }
}

static uint64_t wrap(uint8_t store, uint64_t u) {
  switch (store) {
  case ST_I8: return (uint64_t)(int64_t)(int8_t)u;
  case ST_I16: return (uint64_t)(int64_t)(int16_t)u;
  case ST_I32: return (uint64_t)(int64_t)(int32_t)u;
  case ST_U8: return (uint8_t)u;
  case ST_U16: return (uint16_t)u;
  case ST_U32: return (uint32_t)u;
  default: return u;
  }
}

static int64_t mod_int(int64_t a, int64_t b) {
  if (b == -1) return 0;
  int64_t m = a % b;
  return m != 0 && (m < 0) != (b < 0) ? m + b : m;
}

/* Two integers of one type, Int8 ... UInt64. False: left to the language. */
static bool integers(enum opcode op, Value a, Value b, Value *out) {
  uint8_t store = a.type->store;
  bool is_signed = store <= ST_I64;
  uint64_t u;
  switch (op) {
  case OP_ADD: u = a.u + b.u; break;
  case OP_SUB: u = a.u - b.u; break;
  case OP_MUL: u = a.u * b.u; break;
  case OP_BITAND: u = a.u & b.u; break;
  case OP_BITOR: u = a.u | b.u; break;
  case OP_XOR: u = a.u ^ b.u; break;
  case OP_IDIV:
    if (b.u == 0) throw_singleton(T_DIVIDEERROR);
    if (is_signed && b.i == -1) {
      u = 0 - a.u;
      if (wrap(store, u) == a.u && a.u != 0) throw_singleton(T_DIVIDEERROR); /* typemin ÷ -1 */
      break;
    }
    u = is_signed ? (uint64_t)(a.i / b.i) : a.u / b.u;
    break;
  case OP_REM:
    if (b.u == 0) throw_singleton(T_DIVIDEERROR);
    u = is_signed ? (b.i == -1 ? 0 : (uint64_t)(a.i % b.i)) : a.u % b.u;
    break;
  case OP_MOD:
    if (b.u == 0) throw_singleton(T_DIVIDEERROR);
    u = is_signed ? (uint64_t)mod_int(a.i, b.i) : a.u % b.u;
    break;
  default: {
    bool truth;
    int order = is_signed ? (a.i > b.i) - (a.i < b.i) : (a.u > b.u) - (a.u < b.u);
    if (!compared(op, order, &truth)) return false;
    *out = v_bool(truth);
    return true;
  }
  }
  *out = v_bits(a.type, wrap(store, u));
  return true;
}

static bool is_small_integer(Value v) { return v.type >= T_INT8 && v.type <= T_UINT64 && v.type != T_INT128; }

Value op_binary(enum opcode op, Value a, Value b) {
  if (op == OP_EGAL) return v_bool(value_egal(a, b));
  if (a.type == b.type) {
    Value out;
    if (is_small_integer(a) && integers(op, a, b, &out)) return out;
    double d;
    if (is_f64(a) && floats(op, a.f, b.f, &d)) return v_f64(d);
    if (a.type == T_FLOAT32 && op != OP_MOD && op != OP_REM && floats(op, (double)a.f32, (double)b.f32, &d))
      return v_f32((float)d); /* exact: one operation on doubles rounds to the same float */
    if (a.type == T_CHAR) {
      bool truth;
      uint32_t x = (uint32_t)a.u, y = (uint32_t)b.u;
      if (compared(op, char_less(y, x) - char_less(x, y), &truth)) return v_bool(truth);
    }
  } else if ((is_int(a) && is_f64(b)) || (is_f64(a) && is_int(b))) {
    double d;
    if (floats(op, is_int(a) ? (double)a.i : a.f, is_int(b) ? (double)b.i : b.f, &d)) return v_f64(d);
    int order = is_int(a) ? compare_int_float(a.i, b.f) : compare_int_float(b.i, a.f);
    if (!is_int(a) && order != 2) order = -order;
    bool truth;
    if (compared(op, order, &truth)) return v_bool(truth);
  }
  return call2(op_function(op), a, b);
}

Value op_literal_pow(Value x, int64_t p) {
  return call3(FN(literal_pow), FN(pow), x, call1(module_get(CORE->base, symbol("Val")), v_int(p)));
}

Value op_not(Value a) { return call1(FN(not ), a); }
Value op_negate(Value a) { return call1(FN(sub), a); }
