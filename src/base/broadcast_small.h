/* Dotted expressions of few numbers: computed at once, without a tree of terms, which would cost more than the numbers.
 * Promise: what they give is what the tree would give, or they decline and nothing has happened. */
#ifndef CLU_BROADCAST_SMALL_H
#define CLU_BROADCAST_SMALL_H
#include "value/value.h"

/* A lazy dotted call of known functions on dense arrays of one shape and on numbers, as a new array; NULL: declined. */
Array *broadcast_small(Value lazy);
/* The same, stored in dest, which may be one of its arguments. */
bool broadcast_small_into(Array *dest, Value lazy);
#endif
