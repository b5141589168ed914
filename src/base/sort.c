/* Sorting: stable merge sort of any values by any order, numbers by their keys (sort_key.h); binary search. */
#include "base/index.h"
#include "base/sort_key.h"
#include "base/vectorise.h"
#include "lang/call_site.h"
#include "value/string.h"
#include "value/builtin.h"
#include "value/struct.h"

/* An order: undefined members mean the default. */
typedef struct Order {
  CallSite lt, by;
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
    if (x.type == T_CHAR) return char_less((uint32_t)x.u, (uint32_t)y.u);
    if (x.type == T_FLOAT64 && x.f != 0 && y.f != 0 && x.f == x.f && y.f == y.f) return x.f < y.f;
  }
  return is_true(call2(FN(isless), x, y));
}

static inline bool less(Order *o, Value x, Value y) {
  if (o->reverse) {
    Value t = x;
    x = y;
    y = t;
  }
  return is_undef(o->lt.f) ? default_less(x, y) : truth(call_site_call2(&o->lt, x, y));
}

/* Keys and what they stand for are sorted together: item is the element, or its index for sortperm. */
typedef struct Entry {
  Value key, item;
} Entry;

static void insertion_sort(Order *o, Entry *a, size_t n) {
  for (size_t i = 1; i < n; i++) {
    Entry e = a[i];
    size_t j = i;
    for (; j > 0 && less(o, e.key, a[j - 1].key); j--) a[j] = a[j - 1];
    a[j] = e;
  }
}

static void merge_sort(Order *o, Entry *a, Entry *t, size_t n) {
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

/* A pointer into a Buffer does not keep it alive: the array must still be known when the work is done. */
static void keep(const Array *a) { __asm__ volatile("" ::"r"(a) : "memory"); }

static Order order_of(Value lt, Value by, Value rev) {
  Order o = {call_site(V_UNDEF), call_site(V_UNDEF), is_true(rev)};
  if (lt.p != FN(isless).p && !is_nothing(lt)) o.lt.f = lt;
  if (by.p != FN(identity).p && !is_nothing(by)) o.by.f = by;
  return o;
}

/* Strings are compared by their first eight bytes before anything else. */
typedef struct Word {
  uint64_t start;
  const String *s;
  uint32_t at;
} Word;

static bool word_less(const Word *x, const Word *y) {
  if (x->start != y->start) return x->start < y->start;
  size_t n = x->s->len < y->s->len ? x->s->len : y->s->len;
  int c = n > 8 ? memcmp(x->s->text + 8, y->s->text + 8, n - 8) : 0;
  return c ? c < 0 : x->s->len < y->s->len;
}

static void words_sort(Word *a, Word *t, size_t n) {
  if (n <= 12) {
    for (size_t i = 1; i < n; i++) {
      Word e = a[i];
      size_t j = i;
      for (; j > 0 && word_less(&e, &a[j - 1]); j--) a[j] = a[j - 1];
      a[j] = e;
    }
    return;
  }
  size_t half = n / 2, i = 0, j = half, k = 0;
  words_sort(a, t, half);
  words_sort(a + half, t, n - half);
  if (!word_less(&a[half], &a[half - 1])) return;
  memcpy(t, a, half * sizeof *a);
  while (i < half && j < n) a[k++] = word_less(&a[j], &t[i]) ? a[j++] : t[i++];
  while (i < half) a[k++] = t[i++];
}

/* The order of an array of strings as positions; NULL if some element is none. */
static uint32_t *words_order(const Array *a, bool reverse) {
  if (a->store != ST_VALUE || a->len >= UINT32_MAX || reverse) return NULL;
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v) || v.type != T_STRING) return NULL;
  }
  Word *w = gc_alloc((a->len + 1) * sizeof *w), *t = gc_alloc((a->len / 2 + 1) * sizeof *t);
  for (size_t i = 0; i < a->len; i++) {
    w[i] = (Word){0, as_string(array_get(a, i)), (uint32_t)i};
    size_t n = w[i].s->len < 8 ? w[i].s->len : 8;
    for (size_t k = 0; k < n; k++) w[i].start |= (uint64_t)(uint8_t)w[i].s->text[k] << (56 - 8 * k);
  }
  words_sort(w, t, a->len);
  uint32_t *order = gc_alloc_leaf((a->len + 1) * sizeof *order);
  for (size_t i = 0; i < a->len; i++) order[i] = w[i].at;
  return order;
}

/* What the elements are sorted by, as an array. */
static const Array *keys_array(Order *o, const Array *a) {
  if (is_undef(o->by.f)) return a;
  Value source = v_object(a);
  Lazy l;
  if (lazy_map(&l, o->by.f, &source, 1)) return lazy_array(&l);
  size_t dims[1] = {a->len};
  Builder b = {.dims = dims, .ndims = 1};
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    builder_add(&b, call_site_call(&o->by, v));
  }
  return builder_end(&b, &T_ANY->head);
}

static uint32_t *merged_order(Order *o, const Array *keys) {
  size_t n = keys->len;
  Entry *e = gc_alloc((n + 1) * sizeof(Entry));
  for (size_t i = 0; i < n; i++) {
    e[i].key = array_get(keys, i);
    if (is_undef(e[i].key)) throw_singleton(T_UNDEFREFERROR);
    e[i].item = v_int((int64_t)i);
  }
  merge_sort(o, e, gc_alloc((n / 2 + 1) * sizeof(Entry)), n);
  uint32_t *order = gc_alloc_leaf((n + 1) * sizeof *order);
  for (size_t i = 0; i < n; i++) order[i] = (uint32_t)e[i].item.i;
  return order;
}

/* Zeros are equal and numbers that are none are unknown to <: false for these. */
static bool keys_for_less(Array *keys) {
#define FOR_LESS(T)                                                                                                    \
  do {                                                                                                                 \
    T *x = (T *)(void *)keys->data;                                                                                    \
    for (size_t i = 0; i < keys->len; i++) {                                                                           \
      if (x[i] != x[i]) return false;                                                                                  \
      x[i] += 0;                                                                                                       \
    }                                                                                                                  \
  } while (0)
  if (keys->store == ST_F64) FOR_LESS(double);
  if (keys->store == ST_F32) FOR_LESS(float);
  return true;
}

/* For lt = (p, q) -> p.x < q.x and the like the numbers that are compared; NULL for any other function. */
static Array *keys_of_less(Value lt, Array *a, bool *greater) {
  Lazy l;
  Term *key;
  if (!lazy_map(&l, lt, (const Value[]){v_object(a), v_object(a)}, 2) || !lazy_random(&l)) return NULL;
  key = term_compared(lazy_root(&l), greater);
  if (!key || key->store == ST_VALUE || key->store == KS_COMPLEX) return NULL;
  Array *keys = array_raw(kernel_type(key->store), 1, &l.n);
  for (size_t at = 0; at < l.n; at += BLOCK_LEN) {
    size_t n = l.n - at < BLOCK_LEN ? l.n - at : BLOCK_LEN;
    char *to = keys->data + at * keys->elsize;
    term_next_block();
    Block b = term_eval(key, at, n, to);
    if (!b.data || b.constant) return NULL;
    if (b.data != to) memcpy(to, b.data, n * keys->elsize);
  }
  return keys_for_less(keys) ? keys : NULL;
}

/* Positions (from 0) of the elements in sorted order, stably. */
static const uint32_t *sorted_order(Order *o, const Array *a) {
  if (a->len >= UINT32_MAX) throw_argument("too many elements to sort by an order");
  const Array *by = keys_array(o, a);
  bool reverse = o->reverse;
  if (!is_undef(o->lt.f)) {
    bool greater;
    const Array *compared = keys_of_less(o->lt.f, (Array *)by, &greater);
    if (!compared) return merged_order(o, by);
    by = compared;
    reverse ^= greater;
  }
  uint32_t *words = words_order(by, reverse);
  if (words) return words;
  if (!sort_has_keys(by)) return merged_order(o, by);
  size_t n = by->len;
  Array *keys = array_raw(&T_UINT64->head, 1, &n);
  uint32_t *order = gc_alloc_leaf((n + 1) * sizeof *order);
  for (size_t i = 0; i < n; i++) order[i] = (uint32_t)i;
  sort_keys_make(by, (uint64_t *)(void *)keys->data, reverse);
  sort_keys((uint64_t *)(void *)keys->data, order, n);
  keep(keys);
  return order;
}

BUILTIN(sort_in_place, "_sort!(A, lt, by, rev)", "Sort the Vector `A` in place, stably; lt and by may be nothing.") {
  Array *a = as_array(args[0]);
  Order o = order_of(args[1], args[2], args[3]);
  if (a->len < 2) return args[0];
  if (is_undef(o.lt.f) && is_undef(o.by.f) && sort_has_keys(a)) {
    sort_numbers(a, o.reverse);
    return args[0];
  }
  const Array *old = array_copy(a); /* the functions called may change the array: its order is that of a copy */
  const uint32_t *order = sorted_order(&o, old);
  if (a->len != old->len) return args[0];
  for (size_t i = 0; i < a->len; i++) array_set(a, i, array_get(old, order[i]));
  return args[0];
}

BUILTIN(sort_copy, "sort(v::Vector)", "A sorted copy.") {
  const Array *a = as_array(args[0]);
  if (!sort_has_keys(a)) return call1(base_function("_sort_copy"), args[0]);
  Array *r = array_copy(a);
  sort_numbers(r, false);
  return v_object(r);
}

BUILTIN(sort_permutation, "_sortperm(A, lt, by, rev)",
        "The positions of the elements of `A` in sorted order, stably.") {
  const Array *a = array_from(args[0]);
  Order o = order_of(args[1], args[2], args[3]);
  Array *counted = is_undef(o.lt.f) && is_undef(o.by.f) ? sort_counted(a, o.reverse) : NULL;
  if (counted) return v_object(counted);
  if (!is_undef(o.lt.f) || !is_undef(o.by.f) || !sort_has_keys(a)) a = array_copy(a); /* what is called may change it */
  const uint32_t *order = sorted_order(&o, a);
  Array *p = array_raw(&T_INT64->head, 1, &a->len);
  for (size_t i = 0; i < a->len; i++) ((int64_t *)(void *)p->data)[i] = (int64_t)order[i] + 1;
  return v_object(p);
}

BUILTIN(sort_select, "_select(A::Vector, k::Int, rev::Bool)",
        "The element that sorting puts at position `k`; nothing if that needs sorting.") {
  const Array *a = as_array(args[0]);
  if (!sort_has_keys(a) || (uint64_t)args[1].i - 1 >= a->len) return v_nothing();
  return sort_nth(a, (size_t)args[1].i - 1, args[2].u, NULL);
}

BUILTIN(sort_select_two, "_select_two(A::Vector, k::Int)",
        "The elements that sorting puts at positions `k - 1` and `k`; nothing if that needs sorting.") {
  const Array *a = as_array(args[0]);
  if (!sort_has_keys(a) || args[1].i < 2 || (uint64_t)args[1].i > a->len) return v_nothing();
  Value two[2];
  two[1] = sort_nth(a, (size_t)args[1].i - 1, false, &two[0]);
  return tuple_new(two, 2);
}

/* Up to where numbers without NaN and zeros rise: the rest must be looked at one by one. */
static size_t rising_f64(const double *x, size_t n) {
  size_t i = 1;
  while (i < n && (x[i - 1] < x[i] || (x[i - 1] == x[i] && x[i] != 0))) i++;
  return i;
}
static size_t rising_i64(const int64_t *x, size_t n) {
  size_t i = 1;
  while (i < n && x[i - 1] <= x[i]) i++;
  return i;
}
static bool numbers_sorted(Order *o, const Array *a) {
  for (size_t i = 0;; i++) {
    void *from = a->data + i * a->elsize;
    i += a->store == ST_F64 ? rising_f64(from, a->len - i) : rising_i64(from, a->len - i);
    if (i >= a->len) return true;
    if (less(o, array_get(a, i), array_get(a, i - 1))) return false;
    i--;
  }
}

BUILTIN(sort_is_sorted, "_issorted(itr, lt, by, rev)", "Whether each element is not less than the one before.") {
  Order o = order_of(args[1], args[2], args[3]);
  if (is_dense(args[0]) && is_undef(o.by.f) && is_undef(o.lt.f) && !o.reverse) {
    const Array *a = as_array(args[0]);
    if (a->len && (a->eltype == &T_FLOAT64->head || a->eltype == &T_INT64->head)) return v_bool(numbers_sorted(&o, a));
  }
  Iter it;
  Value before, v;
  iter_start(&it, args[0]);
  if (!iter_next(&it, &before)) return v_bool(true);
  if (!is_undef(o.by.f)) before = call_site_call(&o.by, before);
  while (iter_next(&it, &v)) {
    if (!is_undef(o.by.f)) v = call_site_call(&o.by, v);
    if (less(&o, v, before)) return v_bool(false);
    before = v;
  }
  return v_bool(true);
}

static Value element(Value a, int64_t i) {
  return is_dense(a) && (size_t)i <= as_array(a)->len ? array_get(as_array(a), (size_t)i - 1)
                                                      : call2(FN(getindex), a, v_int(i));
}

static Value key(Order *o, Value a, int64_t i) {
  Value v = element(a, i);
  return is_undef(o->by.f) ? v : call_site_call(&o->by, v);
}

/* The first position whose element is not less than x (after: is greater than x). */
static int64_t search(Order *o, Value a, int64_t n, Value x, bool after) {
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
  Value x = is_undef(o.by.f) ? args[1] : call_site_call(&o.by, args[1]);
  int64_t n = is_dense(args[0]) ? (int64_t)as_array(args[0])->len : to_int(call1(FN(length), args[0]));
  return v_int(search(&o, args[0], n, x, args[5].u));
}

/* The common call without keywords, of numbers of one type. */
static size_t search_plain(Value v, Value x, bool after) {
  const Array *a = as_array(v);
  if (a->eltype == &x.type->head && (x.type == T_FLOAT64 || x.type == T_INT64)) return sort_place(a, x, after) + 1;
  Order o = {.lt = call_site(V_UNDEF), .by = call_site(V_UNDEF)};
  return (size_t)search(&o, v, (int64_t)a->len, x, after);
}
BUILTIN(sort_search_first, "searchsortedfirst(a::Vector, x)",
        "The first position whose element is not less than `x`.") {
  return v_int((int64_t)search_plain(args[0], args[1], false));
}
BUILTIN(sort_search_last, "searchsortedlast(a::Vector, x)",
        "The last position whose element is not greater than `x`.") {
  return v_int((int64_t)search_plain(args[0], args[1], true) - 1);
}
