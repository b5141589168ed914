/* Constructing, converting, promoting machine numbers; their extremes and bits. */
#include "base/number.h"

#include <math.h>

#include "value/struct.h"

#define CONSTRUCTORS(X, args)                                                                                          \
  X("Bool", args)                                                                                                      \
  X("Int8", args)                                                                                                      \
  X("Int16", args)                                                                                                     \
  X("Int32", args)                                                                                                     \
  X("Int64", args)                                                                                                     \
  X("Int128", args)                                                                                                    \
  X("UInt8", args)                                                                                                     \
  X("UInt16", args)                                                                                                    \
  X("UInt32", args) X("UInt64", args) X("UInt128", args) X("Float16", args) X("Float32", args) X("Float64", args)
#define LINE(name, arguments) name arguments "\n"

BUILTIN(number_construct, CONSTRUCTORS(LINE, "(x::" SIG_NUMBERS ")"),
        "Convert a number to this type; an `InexactError` if that would change its value.") {
  return number_to(type_arg(args[-1]), args[0]);
}

BUILTIN(number_convert, "convert(::Type{T}, x::" SIG_NUMBERS ") where T<:" SIG_NUMBERS, "") {
  if (!type_is_machine(type_arg(args[0]))) throw_method(args[-1], args, nargs);
  return number_to(type_arg(args[0]), args[1]);
}

BUILTIN(number_rem_type, "rem(x::" SIG_INTS ", ::Type{T}) where T<:" SIG_INTS,
        "`x % T`: the low bits of `x` as a `T`.") {
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
