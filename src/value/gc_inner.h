/* Parts of the collector that its own files share. */
#ifndef CLU_GC_INNER_H
#define CLU_GC_INNER_H
#include <stdint.h>

/* After a collection: counts anew what is taken outside the heap (gc_external.c). */
void gc_external_collected(void);
/* Bytes that objects hold outside the heap. */
uint64_t gc_external_held(void);
/* Nanoseconds that the last collection took, without the giving back of memory outside the heap. */
uint64_t gc_collect_cost(void);
#endif
