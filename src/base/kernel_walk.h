/* Walking a tree of kernels over arrays of several dimensions: shapes are joined as broadcasting does, and the elements
 * come in runs along the first dimension. */
#ifndef CLU_KERNEL_WALK_H
#define CLU_KERNEL_WALK_H
#include "base/kernel_tree.h"

#define VECTORISE_MIN 48u /* shorter arrays are not worth the look at the function's code */

typedef struct Shape {
  uint32_t n;
  size_t dims[MAX_DIMS];
  bool arrays, tuples;
} Shape;

/* The dimensions that are walked: those of length 1 left out, neighbours joined where every array can. */
typedef struct Walk {
  uint32_t n;
  size_t dims[MAX_DIMS], pos[MAX_DIMS], total;
  size_t block; /* how many elements at a time: the blocks of many steps should lie in the first cache together */
  int nleaves, cap, steps;
  Term **leaves, *few[8];
} Walk;

/* Joins the shape of the tree's arrays to s; DimensionMismatch if it does not fit. */
void shape_join(Shape *s, Term *n);
/* dest: where the elements will be stored, or NULL; its place moves with the walk. */
void walk_start(Walk *w, Term *root, Term *dest, const Shape *s);
bool walk_next(Walk *w); /* the next run; false after the last */
/* All elements of a tree with a store; of Bool an Array{Bool}, bits_collect (kernel_bits.h) gives a BitArray. */
Array *walk_collect(Term *root, Walk *w, const Shape *s);
#endif
