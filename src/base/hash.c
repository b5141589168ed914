#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/number.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/struct.h"
#include "value/type.h"

uint64_t hash_bytes(const char *s, size_t n, uint64_t seed) { return XXH3_64bits_withSeed(s, n, seed + 0x5bd1e995); }

/* Numbers hash by value, whatever their type (number.h). */
static uint64_t hash_number(Value v, uint64_t seed) { return hash_int(v.type == T_INT64 ? v.u : number_bits(v), seed); }

uint64_t hash_shape(int ndims, const size_t *dims, uint64_t seed) {
  uint64_t h = seed + 0x2f3a5b6c;
  for (int d = 0; d < ndims; d++) h = hash_number(v_int((int64_t)dims[d]), h);
  return h;
}

static uint64_t hash_array(const Array *a, uint64_t seed) {
  uint64_t h = hash_shape(a->ndims, a->dims, seed);
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    h = value_hash(v, h);
  }
  return h;
}

uint64_t value_hash(Value v, uint64_t seed) {
  Type *t = v.type;
  if (t == T_STRING) return hash_bytes(as_string(v)->text, as_string(v)->len, seed);
  if (t == T_SYMBOL) return hash_u64(as_symbol(v)->hash + 0x517cc1b727220a95u + seed * 7);
  if (t == T_CHAR) return hash_u64(v.u * 5 + 0x2127599bf4325c37u + seed * 11);
  if (type_is_machine(t)) return hash_number(v, seed);
  if (t->flags & TF_TUPLE) {
    stack_check();
    uint64_t h = seed + 0x77cfa1ee;
    for (uint32_t i = t->nfields; i-- > 0;) h = value_hash(tuple_get(v, i), h);
    return h;
  }
  if (t->name == CORE->tn_substring) {
    const char *s;
    size_t n;
    text_view(v, &s, &n);
    return hash_bytes(s, n, seed);
  }
  if (is_array(v)) {
    stack_check();
    return hash_array(as_array(v), seed);
  }
  if (t->flags & TF_NAMEDTUPLE) {
    uint64_t h = seed + 0x1b873593;
    for (uint32_t i = t->nfields; i-- > 0;) h = value_hash(struct_get(v, i), h);
    return h;
  }
  if (t->name == CORE->tn_pair) return value_hash(struct_get(v, 0), value_hash(struct_get(v, 1), seed + 0x3c6ef372));
  if (is_type(v)) return v.type == T_DATATYPE ? hash_u64(((uintptr_t)v.p >> 3) + seed) : hash_u64(seed + 99);
  Value h = call2(FN(hash), v, v_uint(seed));
  return h.u;
}

bool value_isequal(Value a, Value b) {
  Type *t = a.type;
  if (t == b.type) {
    if (t == T_STRING)
      return a.p == b.p || (as_string(a)->len == as_string(b)->len &&
                            !memcmp(as_string(a)->text, as_string(b)->text, as_string(a)->len));
    if (t == T_SYMBOL) return a.p == b.p;
    if (t == T_INT64 || t == T_CHAR || t == T_BOOL) return a.u == b.u;
    if (t == T_NOTHING || t == T_MISSING) return true;
  }
  if ((t->flags & TF_TUPLE) && (b.type->flags & TF_TUPLE)) {
    stack_check();
    if (t->nfields != b.type->nfields) return false;
    for (uint32_t i = 0; i < t->nfields; i++)
      if (!value_isequal(tuple_get(a, i), tuple_get(b, i))) return false;
    return true;
  }
  const char *s, *r;
  size_t n, m;
  if (text_try(a, &s, &n)) {
    if (text_try(b, &r, &m)) return n == m && !memcmp(s, r, n);
    if (b.type->super != T_ABSTRACTSTRING) return false;
  }
  if (t == T_SYMBOL || b.type == T_SYMBOL) return false;
  if (t == T_NOTHING || b.type == T_NOTHING) return a.type == b.type;
  if (type_is_machine(t) && type_is_machine(b.type)) return number_isequal(a, b);
  if (t->name == CORE->tn_pair && b.type->name == CORE->tn_pair)
    return value_isequal(struct_get(a, 0), struct_get(b, 0)) && value_isequal(struct_get(a, 1), struct_get(b, 1));
  return is_true(call2(FN(isequal), a, b));
}

BUILTIN(hash_one, "hash(x)", "An unsigned integer; values that are `isequal` have the same.") {
  return v_uint(value_hash(args[0], 0));
}

BUILTIN(hash_generic, "hash(x, h::UInt64)",
        "The hash of `x` mixed with `h`. Types with their own `==` define this form.") {
  return v_uint(hash_u64(value_egal_hash(args[0]) + 3 * args[1].u));
}

BUILTIN(hash_seeded,
        "hash(x::Union{AbstractString,Symbol,Char,Tuple,Array,NamedTuple,Pair,Type}, h::UInt64)\n"
        "hash(x::" SIG_NUMBERS ", h::UInt64)",
        "") {
  if (args[0].type != T_STRING && args[0].type->super == T_ABSTRACTSTRING && args[0].type->name != CORE->tn_substring)
    return v_uint(value_hash(call1(FN(string), args[0]), args[1].u));
  return v_uint(value_hash(args[0], args[1].u));
}
