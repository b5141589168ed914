/* The distinct elements of arrays of numbers and strings, in the order in which they first appear. */
#include "base/iterate.h"
#include "value/builtin.h"

static uint64_t mix(uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  x ^= x >> 32;
  return x;
}

static uint64_t string_hash(const String *s) {
  uint64_t h = 0xcbf29ce484222325u;
  for (size_t i = 0; i < s->len; i++) h = (h ^ (uint8_t)s->text[i]) * 0x100000001b3u;
  return mix(h);
}

/* isequal: all NaNs are one, -0.0 is not 0.0. */
static uint64_t number_key(const Array *a, size_t i) {
  uint64_t bits = ((const uint64_t *)(const void *)a->data)[i];
  if (a->store == ST_F64 && array_get(a, i).f != array_get(a, i).f) return 0x7ff8000000000000u;
  return bits;
}

static const String *string_at(const Array *a, size_t i) {
  Value v = array_get(a, i);
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  return as_string(v);
}

static bool same_string(const String *x, const String *y) {
  return x->len == y->len && memcmp(x->text, y->text, x->len) == 0;
}

typedef struct Slot {
  uint64_t key;   /* the number, or the string's hash */
  uint64_t place; /* from 1; 0: free */
} Slot;

static Slot *slots_new(size_t cap) {
  Slot *t = gc_alloc_leaf(cap * sizeof *t);
  memset(t, 0, cap * sizeof *t);
  return t;
}

static Slot *slots_grown(const Slot *old, size_t *cap) {
  size_t bigger = *cap * 4;
  Slot *t = slots_new(bigger);
  for (size_t i = 0; i < *cap; i++) {
    if (!old[i].place) continue;
    size_t at = mix(old[i].key) & (bigger - 1);
    while (t[at].place) at = (at + 1) & (bigger - 1);
    t[at] = old[i];
  }
  *cap = bigger;
  return t;
}

/* Positions of first appearances; their number in *count. The table is at most half full. */
static uint32_t *first_positions(const Array *a, size_t *count) {
  size_t n = 0, cap = 64;
  bool strings = a->store == ST_VALUE;
  Slot *table = slots_new(cap);
  uint32_t *list = gc_alloc_leaf((a->len + 1) * sizeof *list);
  for (size_t i = 0; i < a->len; i++) {
    const String *s = strings ? string_at(a, i) : NULL;
    uint64_t k = strings ? string_hash(s) : number_key(a, i);
    size_t at = mix(k) & (cap - 1);
    while (table[at].place && !(table[at].key == k && (!strings || same_string(s, string_at(a, table[at].place - 1)))))
      at = (at + 1) & (cap - 1);
    if (table[at].place) continue;
    table[at] = (Slot){k, i + 1};
    list[n++] = (uint32_t)i;
    if (n * 2 > cap) table = slots_grown(table, &cap);
  }
  *count = n;
  return list;
}

BUILTIN(unique_fast,
        "unique(A::Array{Int64})\nunique(A::Array{Float64})\nunique(A::Array{String})\n"
        "_unique(A::Array{Int64})\n_unique(A::Array{Float64})\n_unique(A::Array{String})",
        "A vector of the distinct elements, in the order of their first appearance.") {
  const Array *a = as_array(args[0]);
  if (a->len >= UINT32_MAX) throw_argument("too many elements");
  size_t n;
  const uint32_t *list = first_positions(a, &n);
  Array *r = array_raw(a->eltype, 1, &n);
  for (size_t i = 0; i < n; i++) array_set(r, i, array_get(a, list[i]));
  return v_object(r);
}
