/* Trees of truth values evaluated to bits: what &, |, xor, ! and comparisons make of BitArrays is computed by words.
 * Promise: the values are those that term_eval gives as bytes. */
#ifndef CLU_KERNEL_BITS_H
#define CLU_KERNEL_BITS_H
#include "base/kernel_walk.h"

/* Elements at .. at+len-1 of the present run of a term of store ST_BOOL, from bit 0 of what is returned on: room, which
 * has words for them, or memory of a BitArray. Bits behind them are arbitrary. NULL: they could not be computed, which
 * is the case only for a part of a function's tree. */
const uint64_t *term_bits(Term *n, size_t at, size_t len, uint64_t *room);
/* Whether all that the tree reads is bits, so that len may be any. */
bool term_of_bits(const Term *n);
/* The same elements to `place` and following of a BitArray, which the tree may read at the same places. */
void term_store_bits(Term *n, size_t at, size_t len, Array *to, size_t place);
/* All elements of a tree in a BitArray. */
Array *bits_collect(Term *root, Walk *w, const Shape *s);
#endif
