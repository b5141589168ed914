/* Looking numbers up in sets and dictionaries, block by block: `x in s`, haskey(d, x), get(d, x, c) and d[x] for
 * numbers x of the keys' own type, Int64 or Float64. Promise: the elements are those that the calls would give; where a
 * key is missing for d[x], the block has no data. */
#ifndef CLU_KERNEL_LOOKUP_H
#define CLU_KERNEL_LOOKUP_H
#include "base/kernel_tree.h"

/* f of these arguments as a TERM_LOOKUP, whose args[0] are the keys; NULL if it is none of these calls. */
Term *lookup_term(Value f, Term *const *args, int n);
/* The results for len keys in out: of the term's store. False if a key is missing that must be there. */
bool lookup_eval(const Term *n, Block keys, size_t len, void *out);
#endif
