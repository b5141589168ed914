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

/* Positions of first appearances; their number in *count. The table holds positions from 1, at most half full. */
static uint32_t *first_positions(const Array *a, size_t *count) {
  size_t n = 0, cap = 64;
  bool strings = a->store == ST_VALUE;
  uint32_t *table = gc_alloc_leaf(cap * sizeof *table), *list = gc_alloc_leaf((a->len + 1) * sizeof *list);
  memset(table, 0, cap * sizeof *table);
  for (size_t i = 0; i < a->len; i++) {
    const String *s = strings ? string_at(a, i) : NULL;
    uint64_t k = strings ? 0 : number_key(a, i);
    size_t at = (strings ? string_hash(s) : mix(k)) & (cap - 1);
    while (table[at] && !(strings ? same_string(s, string_at(a, table[at] - 1)) : k == number_key(a, table[at] - 1)))
      at = (at + 1) & (cap - 1);
    if (table[at]) continue;
    table[at] = (uint32_t)i + 1;
    list[n++] = (uint32_t)i;
    if (n * 2 <= cap) continue;
    cap *= 4;
    table = gc_alloc_leaf(cap * sizeof *table);
    memset(table, 0, cap * sizeof *table);
    for (size_t j = 0; j < n; j++) {
      size_t to = (strings ? string_hash(string_at(a, list[j])) : mix(number_key(a, list[j]))) & (cap - 1);
      while (table[to]) to = (to + 1) & (cap - 1);
      table[to] = list[j] + 1;
    }
  }
  *count = n;
  return list;
}

BUILTIN(unique_fast, "_unique(A::Array{Int64})\n_unique(A::Array{Float64})\n_unique(A::Array{String})",
        "A vector of the distinct elements, in the order of their first appearance.") {
  const Array *a = as_array(args[0]);
  if (a->len >= UINT32_MAX) throw_argument("too many elements");
  size_t n;
  const uint32_t *list = first_positions(a, &n);
  Array *r = array_vector(a->eltype, n);
  for (size_t i = 0; i < n; i++) array_set(r, i, array_get(a, list[i]));
  return v_object(r);
}
