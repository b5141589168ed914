/* Which globals a function must take along: those not sent to that process before, or changed since, as Julia does it.
 * Immutable values always go; of mutable ones the hash of what was sent is kept by object and process. */
#include <stdlib.h>

#include "base/hash.h"
#include "cluster/cluster.h"

typedef struct Sent {
  uintptr_t object; /* not a reference: the object may go, and then another one of the same content at its place counts
                       as the same */
  int to;
  uint64_t hash;
} Sent;

static Sent *sent;
static size_t nsent, sent_cap;

static Sent *sent_find(int to, uintptr_t object) {
  if (!sent_cap) return NULL;
  for (size_t k = hash_mix(object ^ (uint64_t)to) & (sent_cap - 1);; k = (k + 1) & (sent_cap - 1)) {
    if (!sent[k].object) return NULL;
    if (sent[k].object == object && sent[k].to == to) return &sent[k];
  }
}

static void sent_insert(Sent s) {
  size_t k = hash_mix(s.object ^ (uint64_t)s.to) & (sent_cap - 1);
  while (sent[k].object) k = (k + 1) & (sent_cap - 1);
  sent[k] = s;
  nsent++;
}

static void sent_put(int to, uintptr_t object, uint64_t hash) {
  if (2 * (nsent + 1) > sent_cap) {
    Sent *old = sent;
    size_t old_cap = sent_cap;
    Sent *more = calloc(old_cap ? 2 * old_cap : 64, sizeof *more);
    if (!more) return;
    sent = more;
    sent_cap = old_cap ? 2 * old_cap : 64;
    nsent = 0;
    for (size_t i = 0; i < old_cap; i++)
      if (old[i].object) sent_insert(old[i]);
    free(old);
  }
  sent_insert((Sent){object, to, hash});
}

static bool global_due(int to, Symbol *name, Value v) {
  if (!(is_array(v) || (v.type->flags & TF_MUTABLE)) || v.type == T_MODULE || is_type(v)) return true;
  uint64_t hash = value_hash(v, name->hash);
  Sent *s = sent_find(to, (uintptr_t)v.p);
  if (s && s->hash == hash) return false;
  if (s)
    s->hash = hash;
  else
    sent_put(to, (uintptr_t)v.p, hash);
  return true;
}

void globals_init(void) { wire_global_due = global_due; }

void globals_gone(int id) {
  for (size_t i = 0; i < sent_cap; i++)
    if (sent[i].object && sent[i].to == id) sent[i].hash = ~sent[i].hash; /* numbers are never used again */
}
