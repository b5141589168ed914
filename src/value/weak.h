/* Tables of the core that find what was made before without keeping it alive: symbols by their text, types that mention
 * an anonymous function by their parameters, functions that came from other processes by their identity.
 * Promise: an entry is there as long as something else refers to its object; a collection takes the others out. */
#ifndef CLU_WEAK_H
#define CLU_WEAK_H
#include "value/value.h"

/* Open addressing by hash, cap a power of two; leaf memory, which the collector does not look into. */
typedef struct WeakItem {
  void *object; /* NULL: free */
  uint32_t hash;
} WeakItem;

void weak_put(WeakTable *table, void *object, uint32_t hash);
/* Objects of this hash, one after another, until NULL; *at is 0 at the beginning. */
void *weak_next(const WeakTable *table, uint32_t hash, uint32_t *at);
/* In a collection, before what lives is marked, and after. */
void weak_begin(void);
void weak_sweep(void);
/* Called by weak_sweep for a table outside the heap: drops what gc_is_marked does not tell of. */
extern void (*weak_on_sweep)(void);
#endif
