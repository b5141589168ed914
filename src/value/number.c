/* Loading, storing, promoting, converting, comparing and hashing machine numbers. */
#include "value/number.h"

#include <math.h>

#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"

float half_to_float(uint16_t h) {
  uint32_t sign = (uint32_t)(h & 0x8000u) << 16, e = (h >> 10) & 31, m = h & 0x3ffu, bits;
  if (e == 31) {
    bits = sign | 0x7f800000u | m << 13;
  } else if (e) {
    bits = sign | (e + 112) << 23 | m << 13;
  } else {
    float f = (float)m * 0x1p-24f;
    return sign ? -f : f;
  }
  float f;
  memcpy(&f, &bits, 4);
  return f;
}

uint16_t float_to_half(double f) {
  uint16_t sign = signbit(f) ? 0x8000 : 0;
  if (isnan(f)) return sign | 0x7e00;
  f = fabs(f);
  if (f >= 65520.0) return sign | 0x7c00;
  if (f < 0x1p-14) return sign | (uint16_t)nearbyint(f * 0x1p24);
  int e;
  double m = frexp(f, &e); /* 0.5 <= m < 1 */
  unsigned r = (unsigned)nearbyint(m * 2048);
  /* A mantissa that rounds up to 2048 carries into the exponent by plain addition. */
  return (uint16_t)(sign | (((unsigned)(e + 14) << 10) + (r - 1024)));
}

Value int_make(Type *t, u128 x) {
  switch (t - CORE->types) {
  case TI_BOOL: return v_bool(x & 1);
  case TI_INT8: return (Value){t, {.i = (int8_t)x}};
  case TI_INT16: return (Value){t, {.i = (int16_t)x}};
  case TI_INT32: return (Value){t, {.i = (int32_t)x}};
  case TI_INT64: return (Value){t, {.i = (int64_t)x}};
  case TI_UINT8: return (Value){t, {.u = (uint8_t)x}};
  case TI_UINT16: return (Value){t, {.u = (uint16_t)x}};
  case TI_UINT32: return (Value){t, {.u = (uint32_t)x}};
  case TI_UINT64: return (Value){t, {.u = (uint64_t)x}};
  default: {
    Wide *w = gc_object_leaf(t, sizeof(Wide));
    w->u = x;
    return v_object(w);
  }
  }
}

void int_limits(const Type *t, i128 *low, i128 *high) {
  unsigned bits = t == T_BOOL ? 1 : type_bits(t);
  if (type_is_signed(t)) {
    *high = (i128)(((u128)1 << (bits - 1)) - 1);
    *low = -*high - 1;
  } else {
    *low = 0;
    *high = bits == 128 ? (i128)(((u128)1 << 127) - 1) : (i128)(((u128)1 << bits) - 1);
  }
}

bool int_fits(Type *t, i128 x, const Type *from) {
  if (from == T_UINT128 && x < 0) return t == T_UINT128;
  i128 low, high;
  int_limits(t, &low, &high);
  return x >= low && x <= high;
}

double float_load(Value v) {
  switch (v.type - CORE->types) {
  case TI_FLOAT64: return v.f;
  case TI_FLOAT32: return (double)v.f32;
  case TI_FLOAT16: return (double)half_to_float((uint16_t)v.u);
  case TI_UINT128: return (double)((const Wide *)v.p)->u;
  case TI_INT128: return (double)((const Wide *)v.p)->i;
  default: return type_is_signed(v.type) ? (double)v.i : (double)v.u;
  }
}

Value float_make(Type *t, double x) {
  if (t == T_FLOAT64) return v_f64(x);
  if (t == T_FLOAT32) return v_f32((float)x);
  return (Value){t, {.u = float_to_half((float)x)}}; /* by way of a Float32, as Julia does */
}

Type *number_promote(Type *a, Type *b) {
  if (a == b) return a;
  if (type_is_float(a) || type_is_float(b)) {
    if (!type_is_float(a)) return b;
    if (!type_is_float(b)) return a;
    return a > b ? a : b;
  }
  if (a == T_BOOL) return b;
  if (b == T_BOOL) return a;
  if (a->size != b->size) return a->size > b->size ? a : b;
  return type_is_signed(a) ? b : a;
}

/* An integer as a float of type t, rounded once. */
static Value int_to_float(Type *t, Value v) {
  if (t != T_FLOAT32) return float_make(t, float_load(v));
  if (v.type == T_UINT128) return v_f32((float)((const Wide *)v.p)->u);
  return v_f32((float)int_load(v));
}

/* Julia names the check that failed; who reads the message of an InexactError sees the same. */
NORETURN static void throw_int_inexact(Type *t, Value v) {
  if (t == T_BOOL) throw_inexact("Bool", &t->head, v);
  if (t->size > v.type->size || (t->size == v.type->size && v.type != T_BOOL))
    throw_inexact("check_top_bit", &t->head, v);
  throw_inexact("trunc", &t->head, v);
}

static bool float_to_int(Type *t, double f, Value *result) {
  if (!(f >= -0x1p127 && f < 0x1p128) || f != trunc(f)) return false;
  if (f >= 0x1p127) {
    if (t != T_UINT128) return false;
    *result = int_make(t, (u128)f);
    return true;
  }
  i128 x = (i128)f;
  if (!int_fits(t, x, T_INT128)) return false;
  *result = int_make(t, (u128)x);
  return true;
}

Value number_to(Type *t, Value v) {
  if (v.type == t) return v;
  if (type_is_float(t)) return type_is_int(v.type) ? int_to_float(t, v) : float_make(t, float_load(v));
  if (type_is_int(v.type)) {
    i128 x = int_load(v);
    if (!int_fits(t, x, v.type)) throw_int_inexact(t, v);
    return int_make(t, (u128)x);
  }
  Value result;
  if (!float_to_int(t, float_load(v), &result)) throw_inexact(t->name->name->text, &t->head, v);
  return result;
}

static int order(bool less, bool greater) { return less ? -1 : greater; }

static int compare_ints(Value a, Value b) {
  i128 x = int_load(a), y = int_load(b);
  bool big_x = a.type == T_UINT128 && x < 0, big_y = b.type == T_UINT128 && y < 0;
  if (big_x != big_y) return big_x ? 1 : -1;
  return order(x<y, x> y);
}

/* An integer against a double, without rounding the integer. */
static int compare_int_float(Value a, double f) {
  if (isnan(f)) return 2;
  i128 x = int_load(a);
  if (a.type == T_UINT128 && x < 0) {
    if (f >= 0x1p128) return -1;
    if (f < 0x1p127) return 1;
    u128 ux = (u128)x, uf = (u128)f;
    return order(ux<uf, ux> uf);
  }
  if (f >= 0x1p127) return -1;
  if (f < -0x1p127) return 1;
  i128 whole = (i128)f;
  if (x != whole) return order(x<whole, x> whole);
  double rest = f - (double)whole;
  return order(rest > 0, rest < 0);
}

int number_compare(Value a, Value b) {
  bool fa = type_is_float(a.type), fb = type_is_float(b.type);
  if (!fa && !fb) return compare_ints(a, b);
  if (fa && fb) {
    double x = float_load(a), y = float_load(b);
    return isnan(x) || isnan(y) ? 2 : order(x<y, x> y);
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

uint64_t number_bits(Value v) {
  if (type_is_float(v.type)) {
    double f = float_load(v);
    if (isnan(f)) return 0x7ff8000000000000u;
    if (f == 0 && signbit(f)) return 0x8000000000000000u ^ 0x5bd1e995u;
    if (f == trunc(f) && f >= -0x1p63 && f < 0x1p63) return (uint64_t)(int64_t)f;
    uint64_t bits;
    memcpy(&bits, &f, 8);
    return bits ^ 0x9e3779b97f4a7c15u;
  }
  i128 x = int_load(v);
  if (x >= INT64_MIN && x <= INT64_MAX && !(v.type == T_UINT128 && x < 0)) return (uint64_t)x;
  /* An integer beyond Int64 that a double holds exactly must agree with that double. */
  double f = float_load(v);
  if (compare_int_float(v, f) == 0) return number_bits(v_f64(f));
  return (uint64_t)x ^ hash_u64((uint64_t)((u128)x >> 64));
}
