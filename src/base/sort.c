/* Sorting: stable merge sort of any values by any order, radix sort of big arrays of numbers; binary search. */
#include <math.h>

#include "base/iterate.h"
#include "value/builtin.h"
#include "value/struct.h"

/* An order: undefined members mean the default. */
typedef struct Order {
  Value lt, by;
  bool reverse;
} Order;

static bool truth(Value v) {
  if (v.type != T_BOOL) throw_type("non-boolean", &T_BOOL->head, v);
  return v.u;
}

static bool default_less(Value x, Value y) {
  if (x.type == y.type) {
    if (x.type == T_INT64) return x.i < y.i;
    if (x.type == T_STRING) {
      const String *a = as_string(x), *b = as_string(y);
      size_t n = a->len < b->len ? a->len : b->len;
      int c = memcmp(a->text, b->text, n);
      return c ? c < 0 : a->len < b->len;
    }
    if (x.type == T_CHAR) return x.u < y.u;
    if (x.type == T_FLOAT64 && x.f != 0 && y.f != 0 && x.f == x.f && y.f == y.f) return x.f < y.f;
  }
  return is_true(call2(FN(isless), x, y));
}

static inline bool less(const Order *o, Value x, Value y) {
  if (o->reverse) {
    Value t = x;
    x = y;
    y = t;
  }
  return is_undef(o->lt) ? default_less(x, y) : truth(call2(o->lt, x, y));
}

/* Keys and what they stand for are sorted together: item is the element, or its index for sortperm. */
typedef struct Entry {
  Value key, item;
} Entry;

static void insertion_sort(const Order *o, Entry *a, size_t n) {
  for (size_t i = 1; i < n; i++) {
    Entry e = a[i];
    size_t j = i;
    for (; j > 0 && less(o, e.key, a[j - 1].key); j--) a[j] = a[j - 1];
    a[j] = e;
  }
}

static void merge_sort(const Order *o, Entry *a, Entry *t, size_t n) {
  if (n <= 16) {
    insertion_sort(o, a, n);
    return;
  }
  size_t half = n / 2;
  merge_sort(o, a, t, half);
  merge_sort(o, a + half, t, n - half);
  if (!less(o, a[half].key, a[half - 1].key)) return;
  memcpy(t, a, half * sizeof(Entry));
  size_t i = 0, j = half, k = 0;
  while (i < half && j < n) a[k++] = less(o, a[j].key, t[i].key) ? a[j++] : t[i++];
  while (i < half) a[k++] = t[i++];
}

/* Numbers as unsigned integers whose order is that of isless. */
static inline uint64_t key_of_f64(uint64_t bits) {
  double d;
  memcpy(&d, &bits, 8);
  if (d != d) return UINT64_MAX;
  return bits >> 63 ? ~bits : bits | 1ull << 63;
}
static inline uint64_t key_of_i64(uint64_t bits) { return bits ^ 1ull << 63; }

static bool has_kernel(const Array *a) { return a->store == ST_F64 || a->store == ST_I64; }

static void keys_make(const Array *a, uint64_t *keys) {
  const uint64_t *x = (const uint64_t *)(const void *)a->data;
  if (a->store == ST_F64)
    for (size_t i = 0; i < a->len; i++) keys[i] = key_of_f64(x[i]);
  else
    for (size_t i = 0; i < a->len; i++) keys[i] = key_of_i64(x[i]);
}

static void small_sort(uint64_t *k, size_t n) {
  for (size_t i = 1; i < n; i++) {
    uint64_t e = k[i];
    size_t j = i;
    for (; j > 0 && e < k[j - 1]; j--) k[j] = k[j - 1];
    k[j] = e;
  }
}

#define RADIX_BITS 11
#define RADIX (1u << RADIX_BITS)

/* Least significant digit first; digits that are the same everywhere are skipped. with: carried along, or NULL. */
static void radix_sort(uint64_t *k, uint64_t *kt, uint32_t *with, uint32_t *wt, size_t n) {
  enum { DIGITS = 6 };
  size_t(*count)[RADIX] = gc_alloc_leaf(sizeof(size_t[DIGITS][RADIX]));
  memset(count, 0, sizeof(size_t[DIGITS][RADIX]));
  for (size_t i = 0; i < n; i++) {
    for (int d = 0; d < DIGITS; d++) count[d][k[i] >> (d * RADIX_BITS) & (RADIX - 1)]++;
  }
  uint64_t *k0 = k;
  uint32_t *w0 = with;
  for (int d = 0; d < DIGITS; d++) {
    size_t *c = count[d], at = 0;
    if (c[k[0] >> (d * RADIX_BITS) & (RADIX - 1)] == n) continue;
    for (size_t v = 0; v < RADIX; v++) {
      size_t m = c[v];
      c[v] = at;
      at += m;
    }
    for (size_t i = 0; i < n; i++) {
      size_t to = c[k[i] >> (d * RADIX_BITS) & (RADIX - 1)]++;
      kt[to] = k[i];
      if (with) wt[to] = with[i];
    }
    uint64_t *s = k;
    k = kt;
    kt = s;
    uint32_t *u = with;
    with = wt;
    wt = u;
  }
  if (k != k0) {
    memcpy(k0, k, n * sizeof *k);
    if (w0) memcpy(w0, with, n * sizeof *w0);
  }
}

static Array *scratch(size_t bytes) {
  size_t n = bytes / 8 + 1;
  return array_raw(&T_INT64->head, 1, &n);
}

/* A pointer into a Buffer does not keep it alive: the array must still be known when the work is done. */
static void keep(const Array *a) { __asm__ volatile("" ::"r"(a) : "memory"); }

static void numbers_sort(Array *a, bool reverse) {
  size_t n = a->len;
  uint64_t *x = (uint64_t *)(void *)a->data;
  keys_make(a, x);
  if (n <= 32) {
    small_sort(x, n);
  } else {
    Array *t = scratch(n * 8);
    radix_sort(x, (uint64_t *)(void *)t->data, NULL, NULL, n);
    keep(t);
  }
  if (a->store == ST_F64) {
    for (size_t i = 0; i < n; i++)
      x[i] = x[i] == UINT64_MAX ? 0x7ff8000000000000u : x[i] >> 63 ? x[i] & ~(1ull << 63) : ~x[i];
  } else {
    for (size_t i = 0; i < n; i++) x[i] ^= 1ull << 63;
  }
  if (!reverse) return;
  for (size_t i = 0, j = n; i + 1 < j; i++) {
    uint64_t t = x[i];
    x[i] = x[--j];
    x[j] = t;
  }
}

static Order order_of(Value lt, Value by, Value rev) {
  Order o = {V_UNDEF, V_UNDEF, is_true(rev)};
  if (lt.p != FN(isless).p && !is_nothing(lt)) o.lt = lt;
  if (by.p != FN(identity).p && !is_nothing(by)) o.by = by;
  return o;
}

static Entry *entries_make(const Order *o, const Array *a, bool positions) {
  Entry *e = gc_alloc((a->len + 1) * sizeof(Entry));
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    e[i].key = is_undef(o->by) ? v : call1(o->by, v);
    e[i].item = positions ? v_int((int64_t)i + 1) : v;
  }
  return e;
}

BUILTIN(sort_in_place, "_sort!(A, lt, by, rev)", "Sort the Vector `A` in place, stably; lt and by may be nothing.") {
  Array *a = as_array(args[0]);
  Order o = order_of(args[1], args[2], args[3]);
  if (a->len < 2) return args[0];
  if (has_kernel(a) && is_undef(o.lt) && is_undef(o.by)) {
    numbers_sort(a, o.reverse);
    return args[0];
  }
  Entry *e = entries_make(&o, a, false);
  merge_sort(&o, e, gc_alloc((a->len / 2 + 1) * sizeof(Entry)), a->len);
  for (size_t i = 0; i < a->len; i++) array_set(a, i, e[i].item);
  return args[0];
}

BUILTIN(sort_permutation, "_sortperm(A, lt, by, rev)",
        "The positions of the elements of `A` in sorted order, stably.") {
  const Array *a = array_from(args[0]);
  Order o = order_of(args[1], args[2], args[3]);
  Array *p = array_raw(&T_INT64->head, 1, &a->len);
  int64_t *to = (int64_t *)(void *)p->data;
  if (has_kernel(a) && is_undef(o.lt) && is_undef(o.by) && a->len > 64 && a->len < UINT32_MAX) {
    size_t n = a->len;
    Array *parts[4] = {scratch(n * 8), scratch(n * 8), scratch(n * 4), scratch(n * 4)};
    uint64_t *k = (uint64_t *)(void *)parts[0]->data;
    uint32_t *w = (uint32_t *)(void *)parts[2]->data;
    keys_make(a, k);
    for (size_t i = 0; i < n; i++) {
      w[i] = (uint32_t)i;
      if (o.reverse) k[i] = ~k[i];
    }
    radix_sort(k, (uint64_t *)(void *)parts[1]->data, w, (uint32_t *)(void *)parts[3]->data, n);
    for (size_t i = 0; i < n; i++) to[i] = (int64_t)w[i] + 1;
    for (int i = 0; i < 4; i++) keep(parts[i]);
    keep(a);
    return v_object(p);
  }
  Entry *e = entries_make(&o, a, true);
  merge_sort(&o, e, gc_alloc((a->len / 2 + 1) * sizeof(Entry)), a->len);
  for (size_t i = 0; i < a->len; i++) to[i] = e[i].item.i;
  return v_object(p);
}

BUILTIN(sort_is_sorted, "_issorted(itr, lt, by, rev)", "Whether each element is not less than the one before.") {
  Order o = order_of(args[1], args[2], args[3]);
  Iter it;
  Value before, v;
  iter_start(&it, args[0]);
  if (!iter_next(&it, &before)) return v_bool(true);
  if (!is_undef(o.by)) before = call1(o.by, before);
  while (iter_next(&it, &v)) {
    if (!is_undef(o.by)) v = call1(o.by, v);
    if (less(&o, v, before)) return v_bool(false);
    before = v;
  }
  return v_bool(true);
}

static Value element(Value a, int64_t i) {
  return is_dense(a) ? array_get(as_array(a), (size_t)i - 1) : call2(FN(getindex), a, v_int(i));
}

static Value key(const Order *o, Value a, int64_t i) {
  Value v = element(a, i);
  return is_undef(o->by) ? v : call1(o->by, v);
}

/* The first position whose element is not less than x (after: is greater than x). */
static int64_t search(const Order *o, Value a, int64_t n, Value x, bool after) {
  int64_t lo = 0, hi = n + 1;
  while (lo < hi - 1) {
    int64_t mid = lo + (hi - lo) / 2;
    Value k = key(o, a, mid);
    bool left = after ? !less(o, x, k) : less(o, k, x);
    if (left)
      lo = mid;
    else
      hi = mid;
  }
  return hi;
}

BUILTIN(sort_search, "_searchsorted(A, x, lt, by, rev, after::Bool)",
        "The first position in the sorted `A` whose element is not before x; after: is behind x.") {
  Order o = order_of(args[2], args[3], args[4]);
  Value x = is_undef(o.by) ? args[1] : call1(o.by, args[1]);
  int64_t n = is_dense(args[0]) ? (int64_t)as_array(args[0])->len : to_int(call1(FN(length), args[0]));
  return v_int(search(&o, args[0], n, x, args[5].u));
}
