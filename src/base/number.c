/* Loading, storing, promoting and converting machine numbers. */
#include "base/number.h"

#include <math.h>

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

static void int_limits(const Type *t, i128 *low, i128 *high) {
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
  return (Value){t, {.u = float_to_half(x)}};
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

#define CONSTRUCTORS(X, args)                                                                                    \
  X("Bool", args) X("Int8", args) X("Int16", args) X("Int32", args) X("Int64", args) X("Int128", args)           \
  X("UInt8", args) X("UInt16", args) X("UInt32", args) X("UInt64", args) X("UInt128", args) X("Float16", args)   \
  X("Float32", args) X("Float64", args)
#define LINE(name, arguments) name arguments "\n"

BUILTIN(number_construct, CONSTRUCTORS(LINE, "(x::" SIG_NUMBERS ")"),
        "Convert a number to this type; an `InexactError` if that would change its value.") {
  return number_to(type_arg(args[-1]), args[0]);
}

BUILTIN(number_convert, "convert(::Type{T}, x::" SIG_NUMBERS ") where T<:" SIG_NUMBERS, "") {
  if (!type_is_machine(type_arg(args[0]))) throw_method(args[-1], args, nargs);
  return number_to(type_arg(args[0]), args[1]);
}

BUILTIN(number_rem_type, "rem(x::" SIG_INTS ", ::Type{T}) where T<:" SIG_INTS, "`x % T`: the low bits of `x` as a `T`.") {
  return int_make(type_arg(args[1]), (u128)int_load(args[0]));
}

BUILTIN(number_promote_values, SIG2("promote"), "Convert the arguments to a common type.") {
  Type *t = number_promote(args[0].type, args[1].type);
  Value pair[2] = {number_to(t, args[0]), number_to(t, args[1])};
  return tuple_new(pair, 2);
}

BUILTIN(number_promote_rule, "promote_rule(::Type{S}, ::Type{T}) where {S<:" SIG_NUMBERS ", T<:" SIG_NUMBERS "}", "") {
  return v_object(number_promote(type_arg(args[0]), type_arg(args[1])));
}

static Type *type_widened(Type *t) {
  switch (t - CORE->types) {
  case TI_INT8: return T_INT16;
  case TI_INT16: return T_INT32;
  case TI_INT32: return T_INT64;
  case TI_INT64: return T_INT128;
  case TI_UINT8: return T_UINT16;
  case TI_UINT16: return T_UINT32;
  case TI_UINT32: return T_UINT64;
  case TI_UINT64: return T_UINT128;
  case TI_FLOAT16: return T_FLOAT32;
  case TI_FLOAT32: return T_FLOAT64;
  default: return NULL;
  }
}

BUILTIN(number_widen, "_widen_type(::Type{T}) where T<:" SIG_NUMBERS, "") {
  Type *w = type_widened(type_arg(args[0]));
  return w ? v_object(w) : v_nothing();
}

static Type *type_other_sign(Type *t, bool want_signed) {
  if (t == T_BOOL) return want_signed ? T_INT64 : T_UINT64;
  if (type_is_float(t) || type_is_signed(t) == want_signed) return t;
  return want_signed ? t - (T_UINT8 - T_INT8) : t + (T_UINT8 - T_INT8);
}

BUILTIN(number_signed, SIGI1("signed"), "The same bits as a signed integer.") {
  return int_make(type_other_sign(args[0].type, true), (u128)int_load(args[0]));
}
BUILTIN(number_unsigned, SIGI1("unsigned"), "The same bits as an unsigned integer.") {
  return int_make(type_other_sign(args[0].type, false), (u128)int_load(args[0]));
}
BUILTIN(number_signed_type, "signed(::Type{T}) where T<:" SIG_INTS, "") {
  return v_object(type_other_sign(type_arg(args[0]), true));
}
BUILTIN(number_unsigned_type, "unsigned(::Type{T}) where T<:" SIG_INTS, "") {
  return v_object(type_other_sign(type_arg(args[0]), false));
}

BUILTIN(number_float, SIG1("float"), "Convert to a floating point number.") {
  return type_is_float(args[0].type) ? args[0] : v_f64(float_load(args[0]));
}

static Value type_extreme(Type *t, bool max) {
  if (type_is_float(t)) return float_make(t, max ? INFINITY : -INFINITY);
  i128 low, high;
  int_limits(t, &low, &high);
  return int_make(t, max ? t == T_UINT128 ? ~(u128)0 : (u128)high : (u128)low);
}

BUILTIN(number_typemax, "typemax(::Type{T}) where T<:" SIG_NUMBERS, "The largest value of a type.") {
  return type_extreme(type_arg(args[0]), true);
}
BUILTIN(number_typemin, "typemin(::Type{T}) where T<:" SIG_NUMBERS, "The smallest value of a type.") {
  return type_extreme(type_arg(args[0]), false);
}

BUILTIN(number_zero, "zero(::Type{T}) where T<:" SIG_NUMBERS "\n" SIG1("zero"), "The additive identity.") {
  Type *t = is_datatype(args[0]) ? type_arg(args[0]) : args[0].type;
  return type_is_float(t) ? float_make(t, 0) : int_make(t, 0);
}
BUILTIN(number_one, "one(::Type{T}) where T<:" SIG_NUMBERS "\n" SIG1("one"), "The multiplicative identity.") {
  Type *t = is_datatype(args[0]) ? type_arg(args[0]) : args[0].type;
  return type_is_float(t) ? float_make(t, 1) : int_make(t, 1);
}

/* Bits of a machine number or a Char. */
static u128 bits_load(Value v) {
  if (v.type == T_INT128 || v.type == T_UINT128) return ((const Wide *)v.p)->u;
  if (v.type == T_FLOAT32) {
    uint32_t b;
    memcpy(&b, &v.f32, 4);
    return b;
  }
  unsigned bits = type_bits(v.type);
  return bits >= 64 ? v.u : v.u & ((1ull << bits) - 1);
}

static Value bits_make(Type *t, u128 bits) {
  if (t == T_FLOAT64) return (Value){t, {.u = (uint64_t)bits}};
  if (t == T_FLOAT32) {
    Value v = v_f32(0);
    uint32_t b = (uint32_t)bits;
    memcpy(&v.f32, &b, 4);
    return v;
  }
  if (t == T_FLOAT16) return (Value){t, {.u = (uint16_t)bits}};
  return int_make(t, bits);
}

BUILTIN(number_reinterpret, "reinterpret(::Type{T}, x::" SIG_NUMBERS ") where T<:" SIG_NUMBERS,
        "The same bits as another type of the same size.") {
  Type *t = type_arg(args[0]);
  if (t->size != args[1].type->size) throw_error("bitcast: argument size does not match size of target type");
  return bits_make(t, bits_load(args[1]));
}

BUILTIN(number_bitstring, SIG1("bitstring"), "The bits of a number as text.") {
  unsigned bits = type_bits(args[0].type);
  u128 x = bits_load(args[0]);
  String *s = string_alloc(bits);
  for (unsigned i = 0; i < bits; i++) s->text[i] = (char)('0' + (unsigned)(x >> (bits - 1 - i) & 1));
  return v_object(s);
}
