/* Iterating any value from C, and collecting values into an array whose element type widens as Julia's collect does.
 * Promise: arrays, views, tuples, integer ranges and generators over those need no call of `iterate`; elements come in
 * order, and an array that is shortened meanwhile just ends earlier. */
#ifndef CLU_ITERATE_H
#define CLU_ITERATE_H
#include "value/array.h"
#include "value/strided.h"
#include "value/value.h"

enum iter_kind { ITER_ARRAY, ITER_TUPLE, ITER_RANGE, ITER_VIEW, ITER_GENERATOR, ITER_GENERIC };

typedef struct Iter {
  Value source;
  Value machine[3];   /* of ITER_GENERIC: the iteration as the virtual machine does it (lang/vm_ops.h) */
  Value function;     /* of ITER_GENERATOR */
  struct Iter *inner; /* of ITER_GENERATOR */
  int64_t i, n;       /* position, count */
  int64_t start, step;
  Strided view;
  uint8_t kind;
} Iter;

void iter_start(Iter *it, Value source);
bool iter_next_slow(Iter *it, Value *out);
static inline bool iter_next(Iter *it, Value *out) {
  const Array *a = as_array(it->source);
  if (it->kind != ITER_ARRAY || (size_t)it->i >= a->len) return iter_next_slow(it, out);
  *out = array_get(a, (size_t)it->i);
  if (UNLIKELY(is_undef(*out))) return iter_next_slow(it, out);
  it->i++;
  return true;
}

/* Known shape of what is iterated: fills dims (at most 16), returns the number of dimensions, or -1 if the length is
 * not known (Iterators.filter) or infinite. */
int iter_shape(Value source, size_t dims[16]);
/* The element type of arrays, ranges of Int64, and zip, product and enumerate of such; NULL for the rest. */
Object *iter_eltype(Value source);

/* Collects: the element type is that of the first value, widened by promote_typejoin. */
typedef struct Builder {
  Array *array; /* NULL before the first */
  size_t n;
  const size_t *dims;
  uint32_t ndims; /* 0: length not known, a vector that grows */
  bool bits;      /* Bool results are kept in a BitArray */
} Builder;
void builder_add_slow(Builder *b, Value v);
static inline void builder_add(Builder *b, Value v) {
  if (LIKELY(b->array && &v.type->head == b->array->eltype && b->n < b->array->len))
    array_set(b->array, b->n++, v);
  else
    builder_add_slow(b, v);
}
/* n values, step (0 or 1) apart. */
void builder_add_all(Builder *b, const Value *v, size_t step, size_t n);
/* What was collected; an empty one has the element type given. */
Array *builder_end(Builder *b, Object *empty_eltype);
Array *collect_values(Value source, Object *empty_eltype);
/* The generic function of Base with this name, which is a literal. */
Value base_function(const char *name);
/* The same for text that may change. */
Value base_function_named(const char *name);
/* An integer of any type as Int64; throws InexactError and the like. */
int64_t to_int_converted(Value v);
static inline int64_t to_int(Value v) { return v.type == T_INT64 ? v.i : to_int_converted(v); }
/* Dimensions from the arguments args[0..n-1]: integers, or one tuple of integers or axes. At most 16. */
uint32_t dims_from(const Value *args, int n, size_t dims[16]);
Value dims_tuple(const size_t *dims, uint32_t n);
Value oneto(size_t n);
/* Converts to an Array: the array itself if it is one (or a BitArray), else collected. */
Array *array_from(Value v);
/* The same for what needs no call: arrays, views of them, transposes of numbers, ranges of Int64; NULL for the rest. */
Array *array_from_memory(Value v);
/* A matrix or vector with rows and columns exchanged, copied. */
Array *array_transposed_of(const Array *a);
#endif
