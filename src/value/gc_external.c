/* When memory that objects hold outside the heap is worth a collection: see gc.h. */
#include "value/gc.h"
#include "value/gc_inner.h"
#include "value/pages.h"

#define MIN_EXTERNAL ((size_t)256 << 20)
#define UNTOUCHED_LOOKS 64 /* then there are enough mappings to be worth a collection, whether touched or not */

static ptrdiff_t held, since, untouched_since; /* bytes: in all, and taken since the last collection */
static int untouched_looks;
static size_t resident; /* when untouched memory was last looked after */
static Balance balance;

static ptrdiff_t limit(void) { return held / 2 > (ptrdiff_t)MIN_EXTERNAL ? held / 2 : (ptrdiff_t)MIN_EXTERNAL; }

void gc_external(ptrdiff_t bytes) {
  held += bytes;
  if (bytes < 0) return;
  since += bytes;
  if (since > limit()) gc_collect();
}

void gc_external_untouched(ptrdiff_t bytes) {
  held += bytes;
  untouched_since += bytes;
  if (untouched_since <= limit()) return;
  size_t now = pages_resident();
  if (now > resident + MIN_EXTERNAL / 2 || ++untouched_looks >= UNTOUCHED_LOOKS) gc_collect();
  untouched_since = 0;
}

void gc_external_collected(void) {
  since = 0;
  if (untouched_since) resident = pages_resident();
  untouched_since = untouched_looks = 0;
}

uint64_t gc_external_held(void) { return held > 0 ? (uint64_t)held : 0; }

bool gc_collect_for(size_t bytes) {
  ptrdiff_t taken = since, before = held;
  if (taken < (ptrdiff_t)bytes || balance_pays_fresh(&balance, bytes)) return false;
  gc_collect();
  balance_collected(&balance, gc_collect_cost(), (size_t)taken, held < before ? (size_t)(before - held) : 0);
  return held < before;
}

/* An idle process has time; its garbage may be what another one waits for. */
#define EXTERNAL_DUE ((ptrdiff_t)4 << 20)
bool gc_external_due(void) {
  ptrdiff_t taken = since + untouched_since;
  return taken > EXTERNAL_DUE && (uint64_t)taken / 4 >= gc_collect_cost();
}
