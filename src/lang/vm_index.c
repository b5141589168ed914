/* Indexing that the loop does not do itself: conversions on storing, errors, and everything that is not an Array. */
#include "lang/method.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/error.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/type.h"

/* The built-ins that indexing called last, by the types of collection, index and value. Types that may go are not
 * remembered, since nothing tells if another one takes their place. */
typedef struct Recent {
  const Type *types[3];
  BuiltinFn code;
  uint32_t epoch;
} Recent;

static Recent *recent_place(Value a, Value i) {
  static Recent all[64];
  return &all[((uintptr_t)a.type >> 5 ^ (uintptr_t)i.type >> 4) & 63];
}

static void recent_put(Recent *r, const Value *args, int n, const Method *m) {
  for (int k = 0; k < n; k++)
    if (args[k].type->flags & (TF_MORTAL | TF_FREE) || method_key(args[k]) != (void *)args[k].type) return;
  *r = (Recent){.code = __start_clu_builtins[m->builtin]->code, .epoch = CORE->epoch};
  for (int k = 0; k < n; k++) r->types[k] = args[k].type;
}

/* getindex(a, i) or setindex!(a, v, i), where no instruction does it; the index is the last argument. */
static Value call_indexing(Value *all, int n) {
  Value *args = all + 1, *env = NULL;
  Recent *r = recent_place(args[0], args[n - 1]);
  bool same = r->types[0] == args[0].type && r->types[1] == args[1].type && r->epoch == CORE->epoch;
  if (LIKELY(same && r->types[2] == (n > 2 ? args[2].type : NULL))) return r->code(args, n, V_UNDEF);
  const Method *m = method_find(args, n, &env);
  if (!m->code) recent_put(r, args, n, m);
  return vm_invoke((Method *)m, args, n, V_UNDEF, env);
}

/* As Julia's: the index of an array is a tuple, that of a tuple a number. */
static NORETURN void out_of_array(Value a, Value i) { throw_bounds(a, tuple_new(&i, 1)); }

static bool is_bits(Value v) { return CORE->tn_bitarray && v.type->name == CORE->tn_bitarray; }

/* The position of element i, j of a BitMatrix; false if there is none. */
static bool bit_position(Value a, Value i, Value j, size_t *at) {
  if (!is_bits(a) || !is_int(i) || !is_int(j) || as_array(a)->ndims != 2) return false;
  const size_t *dims = as_array(a)->dims;
  *at = (j.u - 1) * dims[0] + i.u - 1;
  return i.u - 1 < dims[0] && j.u - 1 < dims[1];
}

Value op_getindex(Value a, Value i) {
  if (is_int(i)) {
    if (is_bits(a) && i.u - 1 < as_array(a)->len) return v_bool(bits_get(as_array(a)->bits, i.u - 1));
    if (is_array(a) && i.u - 1 >= as_array(a)->len) out_of_array(a, i);
    if (is_tuple(a) && i.u - 1 >= tuple_len(a)) throw_bounds(a, i);
    if (a.type->name == CORE->tn_pair && i.u - 1 < 2) return struct_get(a, (uint32_t)i.u - 1);
  }
  return call_indexing((Value[]){FN(getindex), a, i}, 2);
}

Value op_getindex2(Value a, Value i, Value j) {
  size_t at;
  if (bit_position(a, i, j, &at)) return v_bool(bits_get(as_array(a)->bits, at));
  return call3(FN(getindex), a, i, j);
}

/* Stores a value into an array of an abstract type that it has; false if the general function must do it. */
static bool store_any(Array *a, size_t at, Value v) {
  if (a->store != ST_VALUE || !type_isa(v, a->eltype)) return false;
  ((Value *)(void *)a->data)[at] = v;
  return true;
}

void op_setindex(Value a, Value v, Value i) {
  if (is_array(a) && is_int(i)) {
    if (i.u - 1 >= as_array(a)->len) out_of_array(a, i);
    if (store_any(as_array(a), i.u - 1, v)) return;
  }
  if (is_int(i) && is_bool(v) && is_bits(a) && i.u - 1 < as_array(a)->len) {
    bits_set(as_array(a)->bits, i.u - 1, v.u);
    return;
  }
  call_indexing((Value[]){FN(setindex), a, v, i}, 3);
}

void op_setindex2(Value a, Value v, Value i, Value j) {
  if (is_array(a) && is_int(i) && is_int(j) && as_array(a)->ndims == 2) {
    Array *array = as_array(a);
    size_t row = i.u - 1, column = j.u - 1;
    if (row < array->dims[0] && column < array->dims[1] && store_any(array, column * array->dims[0] + row, v)) return;
  }
  size_t at;
  if (is_bool(v) && bit_position(a, i, j, &at)) {
    bits_set(as_array(a)->bits, at, v.u);
    return;
  }
  Value args[] = {a, v, i, j};
  call(FN(setindex), args, 4);
}
