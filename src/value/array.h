/* Arrays: typed storage, column by column. Promise: indices given here are from 0 and not checked; the built-ins in
 * base/ check. Data of 64 KiB and more lives in a Buffer outside the collected heap (buffer.h). */
#ifndef CLU_ARRAY_H
#define CLU_ARRAY_H
#include "value/value.h"
Array *array_new(Object *eltype, uint32_t ndims, const size_t *dims); /* zeroed; references undefined */
Array *array_vector(Object *eltype, size_t len);
Array *array_any(size_t len);                                        /* Vector{Any} */
Array *array_of(const Value *values, size_t n);                      /* Vector{Any} of these */
Array *array_like(const Array *a, Object *eltype);                   /* same shape */
/* Another array over the same data (reshape, reinterpret). */
Array *array_share(Array *a, Object *eltype, uint32_t ndims, const size_t *dims);
Value array_get(const Array *a, size_t i);                           /* V_UNDEF if unassigned */
void array_set(Array *a, size_t i, Value v);                         /* v is of the element type */
void array_put(Array *a, size_t i, Value v);                         /* converts to the element type first */
void array_resize(Array *a, size_t len);                             /* vectors; throws if shared */
void array_grow_front(Array *a, size_t n);
void array_drop_front(Array *a, size_t n);
void array_push(Array *a, Value v);                                  /* v is of the element type */
static inline Object *array_eltype(const Array *a) { return a->eltype; }
#endif
