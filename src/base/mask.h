/* Picking elements by truth values: A[mask]. Promise: mask has as many elements as A, of Bool; nothing is called. */
#ifndef CLU_MASK_H
#define CLU_MASK_H
#include "value/array.h"
/* A vector of the elements of a where mask, an Array{Bool} or BitArray, is true. */
Array *masked_elements(const Array *a, const Array *mask);
#endif
