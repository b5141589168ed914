#include "base/sort_key.h"

#include "base/kernel.h"
#include "base/reduce_loop.h"
#include "value/gc.h"
#include "value/vector.h"

bool sort_has_keys(const Array *a) {
  uint8_t s = kernel_store(a->eltype);
  return s != ST_VALUE && s != KS_COMPLEX;
}

/* Floats of n bits: the sign decides whether the other bits count up or down. */
static inline uint64_t key_of_f64(uint64_t bits) {
  if ((bits & ~(1ull << 63)) > 0x7ffull << 52) return UINT64_MAX;
  return bits >> 63 ? ~bits : bits | 1ull << 63;
}
static inline uint64_t key_of_f32(uint32_t bits) {
  if ((bits & ~(1u << 31)) > 0xffu << 23) return UINT32_MAX;
  return bits >> 31 ? ~bits : bits | 1u << 31;
}

#define KEYS(T, EXPR)                                                                                                  \
  do {                                                                                                                 \
    const T *p = (const T *)(const void *)a->data;                                                                     \
    for (size_t i = 0; i < a->len; i++) {                                                                              \
      T x = p[i];                                                                                                      \
      keys[i] = EXPR;                                                                                                  \
    }                                                                                                                  \
  } while (0)

/* Keys of narrow numbers use only the low bits, so that few digits differ. */
void sort_keys_make(const Array *a, uint64_t *keys, bool reverse) {
  if (array_is_bits(a)) a = array_unpacked(a);
  switch (kernel_store(a->eltype)) {
  case ST_F64: KEYS(uint64_t, key_of_f64(x)); break;
  case ST_F32: KEYS(uint32_t, key_of_f32(x)); break;
  case ST_I64: KEYS(uint64_t, x ^ 1ull << 63); break;
  case ST_I32: KEYS(uint32_t, x ^ 1u << 31); break;
  case ST_I16: KEYS(uint16_t, (uint64_t)(x ^ 1u << 15)); break;
  case ST_I8: KEYS(uint8_t, (uint64_t)(x ^ 1u << 7)); break;
  case ST_U64: KEYS(uint64_t, x); break;
  case ST_U32: KEYS(uint32_t, x); break;
  case ST_U16: KEYS(uint16_t, x); break;
  default: KEYS(uint8_t, x);
  }
  if (reverse)
    for (size_t i = 0; i < a->len; i++) keys[i] = ~keys[i];
}

static void numbers_of_keys(Array *a, const uint64_t *keys, bool reverse) {
  uint64_t flip = reverse ? UINT64_MAX : 0;
#define NUMBERS(T, EXPR)                                                                                               \
  do {                                                                                                                 \
    T *p = (T *)(void *)a->data;                                                                                       \
    for (size_t i = 0; i < a->len; i++) {                                                                              \
      T k = (T)(keys[i] ^ flip);                                                                                       \
      p[i] = (T)(EXPR);                                                                                                \
    }                                                                                                                  \
  } while (0)
  switch (kernel_store(a->eltype)) {
  case ST_F64: NUMBERS(uint64_t, k == UINT64_MAX ? 0x7ff8ull << 48 : k >> 63 ? k & ~(1ull << 63) : ~k); break;
  case ST_F32: NUMBERS(uint32_t, k == UINT32_MAX ? 0x7fc0u << 16 : k >> 31 ? k & ~(1u << 31) : ~k); break;
  case ST_I64: NUMBERS(uint64_t, k ^ 1ull << 63); break;
  case ST_I32: NUMBERS(uint32_t, k ^ 1u << 31); break;
  case ST_I16: NUMBERS(uint16_t, k ^ 1u << 15); break;
  case ST_I8: NUMBERS(uint8_t, k ^ 1u << 7); break;
  case ST_U64: NUMBERS(uint64_t, k); break;
  case ST_U32: NUMBERS(uint32_t, k); break;
  case ST_U16: NUMBERS(uint16_t, k); break;
  default: NUMBERS(uint8_t, k);
  }
}

static void insertion_sort(uint64_t *k, uint32_t *with, size_t n) {
  for (size_t i = 1; i < n; i++) {
    uint64_t e = k[i];
    uint32_t w = with ? with[i] : 0;
    size_t j = i;
    for (; j > 0 && e < k[j - 1]; j--) {
      k[j] = k[j - 1];
      if (with) with[j] = with[j - 1];
    }
    k[j] = e;
    if (with) with[j] = w;
  }
}

static Array *scratch(size_t bytes) {
  size_t n = bytes / 8 + 1;
  return array_raw(&T_INT64->head, 1, &n);
}

/* A pointer into a Buffer does not keep it alive: the array must still be known when the work is done. */
static void keep(const Array *a) { __asm__ volatile("" ::"r"(a) : "memory"); }

/* One digit's pass: counts become places. */
static void place(const uint64_t *k, uint64_t *kt, const uint32_t *w, uint32_t *wt, size_t *at, int shift,
                  uint64_t mask, size_t n) {
  if (!w) {
    for (size_t i = 0; i < n; i++) kt[at[k[i] >> shift & mask]++] = k[i];
    return;
  }
  for (size_t i = 0; i < n; i++) {
    size_t to = at[k[i] >> shift & mask]++;
    kt[to] = k[i];
    wt[to] = w[i];
  }
}

static bool in_order(const uint64_t *k, size_t n) {
  size_t i = 1;
  while (i < n && k[i - 1] <= k[i]) i++;
  return i >= n;
}

static inline void swap_keys(uint64_t *a, uint64_t *b) {
  uint64_t t = *a;
  *a = *b;
  *b = t;
}

#define FEW 24u

/* Each key goes to the place that so many others come before: no branch depends on a key. */
VECTORISED static void rank_sort(uint64_t *k, uint64_t n) {
  uint64_t from[FEW], before[FEW] = {0};
  for (uint64_t i = 0; i < FEW; i++) from[i] = i < n ? k[i] : 0;
  for (uint64_t j = 0; j < n; j++) {
    uint64_t key = from[j];
    for (uint64_t i = 0; i < FEW; i++) before[i] += i <= j ? key < from[i] : key <= from[i];
  }
  for (uint64_t i = 0; i < n; i++) k[before[i]] = from[i];
}

/* Few keys alone: quicksort without branches. False if the pivots were bad; then all keys are still there. */
static bool quick_sort(uint64_t *k, size_t n, int depth) {
  while (n > FEW) {
    if (depth-- == 0) return false;
    size_t mid = n / 2, last = n - 1, j = 0;
    if (k[mid] < k[0]) swap_keys(&k[mid], &k[0]);
    if (k[last] < k[0]) swap_keys(&k[last], &k[0]);
    if (k[mid] < k[last]) swap_keys(&k[mid], &k[last]);
    uint64_t pivot = k[last];
    for (size_t i = 0; i < last; i++) {
      uint64_t x = k[i];
      k[i] = k[j];
      k[j] = x;
      j += x < pivot;
    }
    swap_keys(&k[j], &k[last]);
    if (!quick_sort(k, j, depth)) return false;
    k += j + 1;
    n -= j + 1;
  }
  rank_sort(k, n);
  return true;
}

/* Least significant digit first; digits that are the same everywhere are skipped. */
void sort_keys(uint64_t *keys, uint32_t *with, size_t n) {
  if (n <= 32) {
    insertion_sort(keys, with, n);
    return;
  }
  if (in_order(keys, n) || (!with && n < 4096 && quick_sort(keys, n, 24))) return;
  int bits = n < 4096 ? 8 : 11;
  size_t radix = (size_t)1 << bits;
  uint64_t differ = 0, mask = radix - 1;
  for (size_t i = 1; i < n; i++) differ |= keys[i] ^ keys[0];
  Array *kt = scratch(n * 8), *wt = with ? scratch(n * 4) : NULL;
  uint64_t *k = keys, *k2 = (uint64_t *)(void *)kt->data;
  uint32_t *w = with, *w2 = with ? (uint32_t *)(void *)wt->data : NULL;
  size_t at[2048];
  for (int shift = 0; shift < 64; shift += bits) {
    if (!(differ >> shift & mask)) continue;
    memset(at, 0, radix * sizeof *at);
    for (size_t i = 0; i < n; i++) at[k[i] >> shift & mask]++;
    size_t sum = 0;
    for (size_t d = 0; d < radix; d++) {
      size_t count = at[d];
      at[d] = sum;
      sum += count;
    }
    place(k, k2, w, w2, at, shift, mask, n);
    uint64_t *ks = k;
    k = k2;
    k2 = ks;
    uint32_t *ws = w;
    w = w2;
    w2 = ws;
  }
  if (k != keys) {
    memcpy(keys, k, n * sizeof *k);
    if (with) memcpy(with, w, n * sizeof *w);
  }
  keep(kt);
  keep(wt);
}

/* How often each value from *lo on appears, if they are few; else NULL. */
static size_t *count_values(const Array *a, int64_t *lo, uint64_t *range) {
  uint8_t store = kernel_store(a->eltype);
  if (store != ST_I64 || a->len < 64) return NULL;
  const int64_t *x = (const int64_t *)(const void *)a->data;
  int64_t hi = reduce_numbers(OP_MAXIMUM, store, x, a->len).i;
  *lo = reduce_numbers(OP_MINIMUM, store, x, a->len).i;
  *range = (uint64_t)hi - (uint64_t)*lo;
  if (*range >= a->len / 2 || *range > 1 << 20) return NULL;
  size_t *count = gc_alloc_leaf((*range + 1) * sizeof *count);
  memset(count, 0, (*range + 1) * sizeof *count);
  for (size_t i = 0; i < a->len; i++) count[(uint64_t)x[i] - (uint64_t)*lo]++;
  return count;
}

static bool count_sort(Array *a, bool reverse) {
  int64_t lo, *x = (int64_t *)(void *)a->data;
  uint64_t range;
  const size_t *count = count_values(a, &lo, &range);
  if (!count) return false;
  size_t at = 0;
  for (uint64_t v = 0; v <= range; v++) {
    uint64_t d = reverse ? range - v : v;
    for (size_t k = count[d]; k > 0; k--) x[at++] = lo + (int64_t)d;
  }
  return true;
}

Array *sort_counted(const Array *a, bool reverse) {
  int64_t lo;
  uint64_t range;
  size_t *at = count_values(a, &lo, &range), sum = 0;
  if (!at) return NULL;
  for (uint64_t v = 0; v <= range; v++) {
    uint64_t d = reverse ? range - v : v;
    size_t count = at[d];
    at[d] = sum;
    sum += count;
  }
  Array *p = array_raw(&T_INT64->head, 1, &a->len);
  const int64_t *x = (const int64_t *)(const void *)a->data;
  int64_t *to = (int64_t *)(void *)p->data;
  for (size_t i = 0; i < a->len; i++) to[at[(uint64_t)x[i] - (uint64_t)lo]++] = (int64_t)i + 1;
  return p;
}

size_t sort_place(const Array *a, Value x, bool after) {
  bool floats = a->eltype == &T_FLOAT64->head;
  const uint64_t *p = (const uint64_t *)(const void *)a->data;
  uint64_t key = floats ? key_of_f64(x.u) : x.u ^ 1ull << 63;
  size_t lo = 0, n = a->len;
  while (n) {
    size_t half = n / 2;
    uint64_t k = floats ? key_of_f64(p[lo + half]) : p[lo + half] ^ 1ull << 63;
    bool right = after ? k <= key : k < key;
    lo = right ? lo + half + 1 : lo;
    n = right ? n - half - 1 : half;
  }
  return lo;
}

/* All that are false, and all that are true. */
static void sort_bits(Array *a, bool reverse) {
  size_t n = bits_count(a->bits, 0, a->len), first = reverse ? n : a->len - n;
  bits_fill(a->bits, 0, first, reverse);
  bits_fill(a->bits, first, a->len - first, !reverse);
}

void sort_numbers(Array *a, bool reverse) {
  if (array_is_bits(a)) {
    sort_bits(a, reverse);
    return;
  }
  if (a->len < 2 || count_sort(a, reverse)) return;
  if (a->elsize == 8) { /* the keys take the numbers' place */
    sort_keys_make(a, (uint64_t *)(void *)a->data, reverse);
    sort_keys((uint64_t *)(void *)a->data, NULL, a->len);
    numbers_of_keys(a, (uint64_t *)(void *)a->data, reverse);
    return;
  }
  Array *keys = scratch(a->len * 8);
  uint64_t *k = (uint64_t *)(void *)keys->data;
  sort_keys_make(a, k, reverse);
  sort_keys(k, NULL, a->len);
  numbers_of_keys(a, k, reverse);
  keep(keys);
}

/* Hoare's selection; the pivot is the middle one of three. */
static uint64_t nth_key(uint64_t *k, size_t n, size_t nth) {
  size_t lo = 0, hi = n - 1;
  while (hi - lo > 16) {
    size_t mid = lo + (hi - lo) / 2;
    if (k[mid] < k[lo]) swap_keys(&k[mid], &k[lo]);
    if (k[hi] < k[lo]) swap_keys(&k[hi], &k[lo]);
    if (k[hi] < k[mid]) swap_keys(&k[hi], &k[mid]);
    uint64_t pivot = k[mid];
    size_t i = lo, j = hi;
    for (;;) {
      while (k[i] < pivot) i++;
      while (k[j] > pivot) j--;
      if (i >= j) break;
      swap_keys(&k[i++], &k[j--]);
    }
    if (nth <= j)
      hi = j;
    else
      lo = j + 1;
  }
  insertion_sort(k + lo, NULL, hi - lo + 1);
  return k[nth];
}

Value sort_nth(const Array *a, size_t k, bool reverse, Value *before) {
  Array *keys = scratch(a->len * 8), *two = array_vector(a->eltype, 2);
  uint64_t *x = (uint64_t *)(void *)keys->data;
  sort_keys_make(a, x, reverse);
  uint64_t found[2] = {0, nth_key(x, a->len, k)};
  for (size_t i = 0; i < k; i++) /* selection has put the smaller ones there */
    if (x[i] > found[0]) found[0] = x[i];
  numbers_of_keys(two, found, reverse);
  keep(keys);
  if (before) *before = array_get(two, 0);
  return array_get(two, 1);
}
