/* Arrays: typed storage, column by column. Promise: indices given here are from 0 and not checked; the built-ins in
 * base/ check. Data of 64 KiB and more lives in a Buffer outside the collected heap (buffer.h).
 *
 * A BitArray is an Array object too, of store ST_BIT: its elements are the bits of words (bits.h), not the bytes of
 * data, which is NULL. is_dense() is true for both, is_array() for Array only. What works on bytes asks array_is_bits,
 * or works on array_unpacked; array_memory, array_bytes and array_blit are for both. */
#ifndef CLU_ARRAY_H
#define CLU_ARRAY_H
#include "value/bits.h"
#include "value/type.h"
#include "value/value.h"
Array *array_new(Object *eltype, uint32_t ndims, const size_t *dims); /* zeroed; references undefined */
Array *array_raw(Object *eltype, uint32_t ndims, const size_t *dims); /* numbers arbitrary: the caller fills them in */
Array *array_unset(Object *eltype, uint32_t ndims,
                   const size_t *dims);                    /* raw, and unions hold unset_value (struct.h) */
Array *array_bits(uint32_t ndims, const size_t *dims);     /* a BitArray, zeroed */
Array *array_bits_raw(uint32_t ndims, const size_t *dims); /* for one whose elements will all be stored */
Array *array_vector(Object *eltype, size_t len);
Array *array_any(size_t len);                      /* Vector{Any} */
Array *array_of(const Value *values, size_t n);    /* Vector{Any} of these */
Array *array_like(const Array *a, Object *eltype); /* same shape, zeroed */
Array *array_like_raw(const Array *a, Object *eltype);
Array *array_copy(const Array *a); /* of the same type */
/* The elements of a BitArray in an Array{Bool} of its own, and the reverse; neither shares memory. */
Array *array_unpacked(const Array *a);
Array *array_packed(const Array *a);
/* Copies n elements between arrays of one element type, either of which may be bits, as memmove does. */
void array_blit(Array *to, size_t at, const Array *from, size_t start, size_t n);
/* The words of a BitArray as a Vector{UInt64} over the same memory, until the BitArray grows; and a BitArray over such
 * a vector, which has the words for these dimensions and whom nobody else knows. */
Array *array_chunks(Array *a);
Array *array_of_chunks(Array *words, uint32_t ndims, const size_t *dims);
/* Another array over the same data (reshape, reinterpret; of a BitArray only with its own element type). */
Array *array_share(Array *a, Object *eltype, uint32_t ndims, const size_t *dims);
/* An array over memory that owner (a Buffer) keeps. */
Array *array_over(Object *owner, void *data, Object *eltype, uint32_t ndims, const size_t *dims);
Value array_get_slow(const Array *a, size_t i);
void array_set_slow(Array *a, size_t i, Value v);
void array_put(Array *a, size_t i, Value v);  /* converts to the element type first */
Value array_convert(const Array *a, Value v); /* v as element: converted if need be */
void array_resize(Array *a, size_t len);      /* vectors; throws if shared */
void array_reserve(Array *a, size_t len);
void array_grow_front(Array *a, size_t n);
void array_drop_front(Array *a, size_t n);
void array_open(Array *a, size_t at, size_t n);  /* room for n elements before element at */
void array_close(Array *a, size_t at, size_t n); /* removes elements at .. at+n-1 */
void array_push(Array *a, Value v);              /* v is of the element type */
void array_push_put(Array *a, Value v);          /* converts first */
/* Product of dims; throws ArgumentError if it overflows. */
size_t dims_product(const size_t *dims, uint32_t n);
static inline bool is_dense(Value v) {
  return v.type && (v.type->name == CORE->tn_array || (CORE->tn_bitarray && v.type->name == CORE->tn_bitarray));
}
static inline bool array_is_bits(const Array *a) { return a->store == ST_BIT; }
/* An Array{Bool} or a BitArray. */
static inline bool array_of_bools(const Array *a) { return a->store == ST_BIT || a->store == ST_BOOL; }
/* Where the elements lie, for comparing places. */
static inline const char *array_memory(const Array *a) { return a->store == ST_BIT ? (const char *)a->bits : a->data; }
static inline size_t array_bytes(const Array *a) {
  return a->store == ST_BIT ? bits_words(a->len) * 8 : a->len * a->elsize;
}

/* V_UNDEF if unassigned */
static inline Value array_get(const Array *a, size_t i) {
  if (a->store == ST_VALUE) return ((Value *)(void *)a->data)[i];
  if (a->store == ST_I64) return v_int(((int64_t *)(void *)a->data)[i]);
  if (a->store == ST_F64) return v_f64(((double *)(void *)a->data)[i]);
  if (a->store == ST_BIT) return v_bool(bits_get(a->bits, i));
  return array_get_slow(a, i);
}
/* v is of the element type */
static inline void array_set(Array *a, size_t i, Value v) {
  if (a->store == ST_VALUE)
    ((Value *)(void *)a->data)[i] = v;
  else if (a->store == ST_I64 || a->store == ST_F64)
    ((int64_t *)(void *)a->data)[i] = v.i;
  else if (a->store == ST_BIT)
    bits_set(a->bits, i, v.u);
  else
    array_set_slow(a, i, v);
}
#endif
