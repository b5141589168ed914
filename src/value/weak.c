#include "value/weak.h"

#include "value/gc.h"
#include "value/method.h"

static void place(WeakItem *items, uint32_t cap, WeakItem item) {
  uint32_t i = item.hash & (cap - 1);
  while (items[i].object) i = (i + 1) & (cap - 1);
  items[i] = item;
}

void weak_put(WeakTable *table, void *object, uint32_t hash) {
  if (2 * table->n >= table->cap) {
    uint32_t cap = table->cap ? 2 * table->cap : 64;
    WeakItem *items = gc_alloc_leaf(cap * sizeof *items); /* which may take entries out */
    memset(items, 0, cap * sizeof *items);
    for (uint32_t i = 0; i < table->cap; i++)
      if (table->items[i].object) place(items, cap, table->items[i]);
    table->items = items;
    table->cap = cap;
  }
  place(table->items, table->cap, (WeakItem){object, hash});
  table->n++;
}

void *weak_next(const WeakTable *table, uint32_t hash, uint32_t *at) {
  for (uint32_t i = *at; i < table->cap; i++) {
    const WeakItem *item = &table->items[(hash + i) & (table->cap - 1)];
    if (!item->object) break;
    if (item->hash != hash) continue;
    *at = i + 1;
    return item->object;
  }
  return NULL;
}

/* Those behind move up, as far as they are not at home. */
static void take_out(WeakTable *table, uint32_t i) {
  uint32_t mask = table->cap - 1;
  for (uint32_t k = (i + 1) & mask; table->items[k].object; k = (k + 1) & mask) {
    if (((k - table->items[k].hash) & mask) < ((k - i) & mask)) continue;
    table->items[i] = table->items[k];
    i = k;
  }
  table->items[i].object = NULL;
  table->n--;
}

void weak_begin(void) {
  CORE->recent_calls = NULL;
  if (CORE->passing_calls) CORE->passing_calls->cache = NULL;
}

void (*weak_on_sweep)(void);

void weak_sweep(void) {
  for (int w = 0; w < WEAK_TABLES; w++) {
    WeakTable *table = &CORE->weak[w];
    for (uint32_t i = 0; i < table->cap; i++)
      while (table->items[i].object && !gc_is_marked(table->items[i].object)) take_out(table, i);
  }
  if (weak_on_sweep) weak_on_sweep();
}
