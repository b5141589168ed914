/* Hashing and isequal of values, as dictionaries need them.
 * Promise: isequal values have equal hashes, over all number types and strings; both call the language's hash and
 * isequal for types that are not known here, and so may throw. */
#ifndef CLU_HASH_H
#define CLU_HASH_H
#include "value/number.h"
#include "value/value.h"
uint64_t value_hash(Value v, uint64_t seed); /* hash(v, seed) */
bool value_isequal(Value a, Value b);
uint64_t hash_bytes(const char *s, size_t n, uint64_t seed);
/* What the hash of an array begins with; its elements follow, each the seed of the next. */
uint64_t hash_shape(int ndims, const size_t *dims, uint64_t seed);
/* The hash of an Int64, and of every number that equals it. */
static inline uint64_t hash_int(uint64_t bits, uint64_t seed) { return hash_u64(bits ^ (seed * 3 + 0x9e3779b9u)); }
#endif
