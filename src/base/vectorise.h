/* Functions of the user on whole arrays of numbers. f(x) = x^2 + 1, a line of arithmetic without branches and effects,
 * becomes a tree of kernels (broadcast_kernel.h), so that map, comprehensions, dots, sum(f, x), filter and findall run
 * it at the speed of the kernels. Promise: the elements are those that the calls would give. */
#ifndef CLU_VECTORISE_H
#define CLU_VECTORISE_H
#include "base/iterate.h"
/* f of the elements of the arrays (1 to 3, of the same shape), as an Array; NULL if f must be called for each. */
Array *vectorise(Value f, Array *const *arrays, int n);
/* The same for what a generator yields: a generator of such a function over an array or a range of integers. */
Array *vectorise_generator(Value generator);
#endif
