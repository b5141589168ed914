/* Which globals a function must take along: those not sent to that process before, or changed since, as Julia does it.
 * Immutable values always go; of mutable ones the hash of what was sent is kept by object and process, as long as both
 * live. */
#include <stdlib.h>

#include "base/hash.h"
#include "cluster/cluster.h"
#include "value/gc.h"
#include "value/weak.h"

typedef struct Sent {
  uintptr_t object; /* complemented, so that it is no reference; 0: free */
  int to;
  uint64_t hash;
} Sent;

static Sent *sent;
static size_t nsent, sent_cap;

static size_t home(const Sent *s) { return hash_u64(s->object ^ (uint64_t)s->to) & (sent_cap - 1); }

/* The entry of the object and the process, or the free place where it belongs; NULL: there is no table yet. */
static Sent *sent_find(Sent wanted) {
  if (!sent_cap) return NULL;
  size_t k = home(&wanted);
  while (sent[k].object && (sent[k].object != wanted.object || sent[k].to != wanted.to)) k = (k + 1) & (sent_cap - 1);
  return &sent[k];
}

static bool sent_grow(void) {
  Sent *old = sent;
  size_t old_cap = sent_cap, cap = old_cap ? 2 * old_cap : 64;
  Sent *more = calloc(cap, sizeof *more);
  if (!more) return false;
  sent = more;
  sent_cap = cap;
  for (size_t i = 0; i < old_cap; i++)
    if (old[i].object) *sent_find(old[i]) = old[i];
  free(old);
  return true;
}

/* Those behind move up, as far as they are not at home. */
static void sent_remove(size_t i) {
  size_t mask = sent_cap - 1;
  for (size_t k = (i + 1) & mask; sent[k].object; k = (k + 1) & mask) {
    if (((k - home(&sent[k])) & mask) < ((k - i) & mask)) continue;
    sent[i] = sent[k];
    i = k;
  }
  sent[i].object = 0;
  nsent--;
}

static void on_sent(int to, Value v, uint64_t hash) {
  if (2 * (nsent + 1) > sent_cap && !sent_grow()) return;
  Sent s = {~(uintptr_t)v.p, to, hash}, *at = sent_find(s);
  nsent += !at->object;
  *at = s;
}

static bool global_due(Encoder *e, Symbol *name, Value v) {
  if (!(is_array(v) || (v.type->flags & TF_MUTABLE)) || v.type == T_MODULE || is_type(v)) return true;
  uint64_t hash = value_hash(v, name->hash);
  const Sent *s = sent_find((Sent){~(uintptr_t)v.p, e->to, 0});
  if (s && s->object && s->hash == hash) return false;
  wire_when_sent(e, on_sent, v, hash);
  return true;
}

static void on_sweep(void) {
  for (size_t i = 0; i < sent_cap; i++)
    while (sent[i].object && !gc_is_marked((const Object *)~sent[i].object)) sent_remove(i);
}

void globals_init(void) {
  wire_global_due = global_due;
  weak_on_sweep = on_sweep;
}

void globals_gone(int id) {
  for (size_t i = 0; i < sent_cap; i++)
    while (sent[i].object && sent[i].to == id) sent_remove(i);
}
