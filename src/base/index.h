/* Indexing arrays with any indices. Promise: bounds are checked, errors are Julia's. array is an Array or BitArray. */
#ifndef CLU_INDEX_H
#define CLU_INDEX_H
#include "base/iterate.h"
Value array_index(Value array, const Value *idx, int n);
void array_index_set(Value array, Value x, const Value *idx, int n);
#endif
