/* Functions of the user on whole arrays of numbers. f(x) = x^2 + 1, a line of arithmetic without effects, becomes a
 * tree of kernels (kernel_tree.h), so that map, comprehensions, sum(f, x), any, filter and findall run it at the speed
 * of the kernels. Promise: the elements are those that the calls would give. */
#ifndef CLU_VECTORISE_H
#define CLU_VECTORISE_H
#include "base/kernel_walk.h"

/* The elements of f over some sources, not yet computed. */
typedef struct Lazy {
  Term *root;
  Shape shape;
  Walk walk;
  size_t n;
  uint8_t store;
} Lazy;

/* f of the elements of n (1 to 3) sources of one shape: arrays of numbers, views of them, ranges of Int64. False if f
 * must be called for each. */
bool lazy_map(Lazy *l, Value f, const Value *sources, int n);
/* The same for what a generator yields; over products and zips, too, and filtered. */
bool lazy_generator(Lazy *l, Value generator);
/* Whether any elements can be asked for, not only all in order. */
static inline bool lazy_random(const Lazy *l) { return l->walk.n == 1; }
/* Elements at .. at+len-1, len at most BLOCK_LEN; never constant. */
Block lazy_block(Lazy *l, size_t at, size_t len);
/* The same into memory that none of the sources reads. */
void lazy_store(Lazy *l, size_t at, size_t len, void *to);
bool lazy_reads(const Lazy *l, const Array *a);
/* All of them; of Bool an Array{Bool}, not a BitArray. */
Array *lazy_array(Lazy *l);
/* Shorthands: the whole array, or NULL. */
Array *vectorise(Value f, Array *const *arrays, int n);
Array *vectorise_generator(Value generator);
#endif
