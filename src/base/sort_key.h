/* Sorting numbers by whole-number keys: every number becomes an unsigned 64-bit key whose order is that of isless, keys
 * are sorted by radix, alone or with positions. Promise: stable; all NaNs are equal and last, -0.0 is before 0.0. */
#ifndef CLU_SORT_KEY_H
#define CLU_SORT_KEY_H
#include "value/array.h"

/* Whether elements of this type have keys: real machine numbers and Bool. */
bool sort_has_keys(const Array *a);
/* The keys of all elements; inverted, so that the largest number comes first, if reverse. */
void sort_keys_make(const Array *a, uint64_t *keys, bool reverse);
/* Sorts keys; with, if not NULL, is carried along (n < 2^32). */
void sort_keys(uint64_t *keys, uint32_t *with, size_t n);
/* The positions of the numbers of a in sorted order, stably, found by counting; NULL if they have too many values. */
Array *sort_counted(const Array *a, bool reverse);
/* The first position (from 0) in the sorted a, of Float64 or Int64, whose number is not before x, of the same type;
 * after: is behind x. */
size_t sort_place(const Array *a, Value x, bool after);
/* Sorts the numbers of a in place. */
void sort_numbers(Array *a, bool reverse);
/* The element that sorting would put at position k (from 0); *before, unless NULL, is the one before it (k > 0). */
Value sort_nth(const Array *a, size_t k, bool reverse, Value *before);
#endif
