/* Functions of the user on whole arrays of numbers. f(x) = x^2 + 1, a line of arithmetic without effects, becomes a
 * tree of kernels (kernel_tree.h), so that map, comprehensions, sum(f, x), any, filter and findall run it at the speed
 * of the kernels. Promise: the elements are those that the calls would give. */
#ifndef CLU_VECTORISE_H
#define CLU_VECTORISE_H
#include "base/kernel_walk.h"
#include "base/plan.h"

/* The elements of f over some sources, not yet computed. */
typedef struct Lazy {
  Term *root; /* NULL: it is bound to a plan (lazy_root makes the tree) */
  Shape shape;
  Walk walk;
  size_t n;
  uint8_t store;
  bool apart;   /* the function takes a tuple of the sources' elements apart */
  bool partial; /* what cannot be computed is nobody's: a block's data is then NULL, and the function is not called */
  Value f, sources[3];
  int nsources;
  void *room; /* of a plan: a block of results, in few if there are few */
  uint64_t few[64];
  Bound bound;
} Lazy;

/* f of the elements of n (1 to 3) sources of one shape: arrays of numbers, views of them, ranges of Int64. False if f
 * must be called for each. */
bool lazy_map(Lazy *l, Value f, const Value *sources, int n);
/* The tree, for who looks at it. */
Term *lazy_root(Lazy *l);
/* The same for what a generator yields; over products, zips and enumerations, too, and filtered. */
bool lazy_generator(Lazy *l, Value generator);
/* Whether any elements can be asked for, not only all in order. */
static inline bool lazy_random(const Lazy *l) { return !l->root || l->walk.n == 1; }
/* Elements at .. at+len-1, len at most BLOCK_LEN; never constant. The memory is used for the next ones. */
Block lazy_block(Lazy *l, size_t at, size_t len);
/* The same into memory that none of the sources reads. */
void lazy_store(Lazy *l, size_t at, size_t len, void *to);
bool lazy_reads(const Lazy *l, const Array *a);
/* The same of Bool into a BitArray, which the sources may read at the same places. */
void lazy_store_bits(Lazy *l, size_t at, size_t len, Array *to);
/* All of them; of Bool an Array{Bool}, or a BitArray. */
Array *lazy_array(Lazy *l);
Array *lazy_mask(Lazy *l);
/* Shorthands: the whole array, or NULL. */
Array *vectorise(Value f, Array *const *arrays, int n);
/* Where f is true, as a BitArray; NULL if f gives anything but truth values, too. */
Array *vectorise_mask(Value f, Array *a);
Array *vectorise_generator(Value generator);
#endif
