/* Parts of the collector that its own files share. */
#ifndef CLU_GC_INNER_H
#define CLU_GC_INNER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether fresh memory or a collection is due. Fresh memory costs half a nanosecond for a byte, more or less, a
 * collection what the last one took: whichever has cost less so far is taken next, so that both together cost no more
 * than twice what they must. Where collections give little back, they count for more. */
typedef struct Balance {
  uint64_t spared_ns; /* what collections have cost that fresh memory would have spared */
  int fruitless;      /* collections in a row that gave less than half back, as a power of two */
} Balance;

static inline bool balance_pays_fresh(Balance *b, size_t bytes) {
  if (b->spared_ns < bytes / 2) return false;
  b->spared_ns -= bytes / 2;
  return true;
}

/* A collection was made: of so many bytes taken it gave so many back. */
static inline void balance_collected(Balance *b, uint64_t ns, size_t taken, size_t back) {
  if (back >= taken / 2)
    b->fruitless = 0;
  else if (b->fruitless < 6)
    b->fruitless++;
  b->spared_ns += ns << b->fruitless;
}

/* After a collection: counts anew what is taken outside the heap (gc_external.c). */
void gc_external_collected(void);
/* Bytes that objects hold outside the heap. */
uint64_t gc_external_held(void);
/* Nanoseconds that the last collection took, without the giving back of memory outside the heap. */
uint64_t gc_collect_cost(void);
#endif
