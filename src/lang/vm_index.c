/* Indexing that the loop does not do itself: conversions on storing, errors, and everything that is not an Array. */
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/error.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/type.h"

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
  return call2(FN(getindex), a, i);
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
  call3(FN(setindex), a, v, i);
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
