/* Views that are a start, a step and a length in the memory of an array, and the ranges that make them.
 * Promise: what array_strided finds lies within the parent as it is now; nothing is called. */
#ifndef CLU_STRIDED_H
#define CLU_STRIDED_H
#include "value/array.h"

/* Integer ranges of Int64 (UnitRange, OneTo, StepRange, and the Slice of a view): first, step, length. */
typedef struct IntRange {
  int64_t first, step, n;
} IntRange;
bool int_range(Value v, IntRange *r); /* false for everything else */
/* The last element; from far below zero to far above it products wrap, and sums wrap back. */
static inline int64_t int_range_last(const IntRange *r) {
  return (int64_t)((uint64_t)r->first + ((uint64_t)r->n - 1) * (uint64_t)r->step);
}

typedef struct Strided {
  Array *parent;
  size_t first; /* element 0 */
  int64_t step;
  size_t n;
} Strided;
/* v is an Array, a BitArray, a SharedArray or a SubArray of one whose elements follow each other at a constant
 * distance. */
bool array_strided(Value v, Strided *s);
/* Elements at a constant distance along each dimension: arrays (shared ones, too), views of them by numbers, ranges and
 * colons, and transposed vectors and matrices of real numbers. */
typedef struct Layout {
  Array *parent;
  size_t first; /* where the first element lies */
  uint32_t n;
  size_t dims[16];
  size_t distance[16]; /* in elements; backwards if negative as a signed number */
} Layout;
bool array_layout(Value v, Layout *l);
bool is_transposed(Value v); /* Transpose or Adjoint */
static inline Value strided_get(const Strided *s, size_t i) {
  return array_get(s->parent, s->first + (size_t)((int64_t)i * s->step));
}
#endif
