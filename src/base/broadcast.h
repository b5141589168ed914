/* What dotted expressions (broadcast.c) lend to those that are remembered (dotted.c). */
#ifndef CLU_BROADCAST_H
#define CLU_BROADCAST_H
#include "base/kernel_tree.h"

/* The call of f for each element; follow: a function of the user becomes the tree of what its code computes, if it can
 * be had. kids are the terms of args. */
Term *broadcast_call(Value f, const Value *args, Term *const *kids, int n, bool follow);
/* materialize!(dest, lazy) from element at on, those before being done. dest is memory of the shape that the expression
 * has, and all memory in it is at constant distances. */
void broadcast_finish(Value dest, Value lazy, size_t at);
#endif
