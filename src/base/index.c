/* A[i, j, ...] and A[i, j, ...] = x for Array and BitArray with every kind of index: numbers, colons, ranges, vectors
 * of numbers, masks, CartesianIndex. An index that is none of these is turned into one by to_index, or collected. */
#include "base/index.h"

#include "base/mask.h"

#include "value/vector.h"

#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"

#define MAX_INDEX 16

enum sel_kind { SEL_ONE, SEL_RANGE, SEL_LIST };

/* One index, taken apart: which positions (from 0) of its dimension it selects. */
typedef struct Sel {
  uint8_t kind;
  int64_t first, step; /* SEL_ONE, SEL_RANGE */
  const int64_t *list; /* SEL_LIST: positions from first on, */
  const Array *owner;  /* in the memory of this array */
  size_t n;
  uint32_t ndims; /* dimensions that it gives to the result: 0 for a number */
  size_t dims[4];
} Sel;

static bool is_cartesian(Value v) { return CORE->tn_cartesianindex && v.type->name == CORE->tn_cartesianindex; }

/* Numbers or ranges that stand for several dimensions. */
static bool is_several(Value v) {
  return is_cartesian(v) || (CORE->tn_cartesianindices && v.type->name == CORE->tn_cartesianindices);
}

/* Replaces each CartesianIndex among the indices by its numbers, CartesianIndices by their ranges. */
static int expand(const Value *idx, int n, Value out[MAX_INDEX]) {
  int k = 0;
  for (int i = 0; i < n; i++) {
    if (is_several(idx[i])) {
      Value t = struct_get(idx[i], 0);
      for (uint32_t j = 0; j < tuple_len(t); j++) {
        if (k == MAX_INDEX) throw_argument("too many indices");
        out[k++] = tuple_get(t, j);
      }
    } else {
      if (k == MAX_INDEX) throw_argument("too many indices");
      out[k++] = idx[i];
    }
  }
  return k;
}

/* A colon is told as the range that it stands for, a CartesianIndex as its numbers. */
static NORETURN void out_of_bounds(Value array, const Value *idx, int n) {
  Value told[16];
  Value plain[MAX_INDEX];
  n = expand(idx, n, plain);
  idx = plain;
  if (n > 16 || !is_array(array)) throw_bounds(array, tuple_new(idx, n));
  const Array *a = as_array(array);
  for (int i = 0; i < n; i++) {
    size_t extent = n == 1 ? a->len : i < a->ndims ? a->dims[i] : 1;
    told[i] = idx[i].type == FN(colon).type ? call2(FN(colon), v_int(1), v_int((int64_t)extent)) : idx[i];
  }
  throw_bounds(array, tuple_new(told, n));
}

static bool is_mask(Value v) { return is_dense(v) && array_of_bools(as_array(v)); }

static void shape_of(Sel *s, const Array *a) {
  s->ndims = a->ndims > 4 ? 1 : a->ndims;
  for (uint32_t i = 0; i < s->ndims; i++) s->dims[i] = a->dims[i];
  if (a->ndims > 4) s->dims[0] = a->len;
}

/* A list of Int64 is read where it lies. */
VECTORISED static bool all_within(const int64_t *k, size_t n, size_t extent) {
  uint64_t bad = 0;
  for (size_t i = 0; i < n; i++) bad |= (uint64_t)((uint64_t)k[i] - 1 >= extent);
  return !bad;
}

static void sel_list(Sel *s, const Array *a, size_t extent, Value array, const Value *all, int nall) {
  s->kind = SEL_LIST;
  s->n = a->len;
  shape_of(s, a);
  if (a->store == ST_I64) {
    s->list = (const int64_t *)(const void *)a->data;
    s->first = 1;
    s->owner = a;
    if (!all_within(s->list, a->len, extent)) out_of_bounds(array, all, nall);
    return;
  }
  int64_t *list = gc_alloc_leaf((a->len + 1) * sizeof(int64_t));
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (v.type == T_BOOL || !type_isa(v, &T_INTEGER->head)) throw_value(call1(base_function("_invalid_index"), v));
    int64_t k = to_int(v);
    if (k < 1 || (size_t)k > extent) out_of_bounds(array, all, nall);
    list[i] = k - 1;
  }
  s->list = list;
}

static void sel_mask(Sel *s, const Array *mask, size_t extent, Value array, const Value *all, int nall) {
  if (mask->len != extent) out_of_bounds(array, all, nall);
  if (!array_is_bits(mask)) mask = array_packed(mask);
  size_t n = bits_count(mask->bits, 0, mask->len);
  int64_t *list = gc_alloc_leaf((n + BITS_ROOM) * sizeof(int64_t));
  bits_positions(mask->bits, 0, mask->len, 0, list);
  s->kind = SEL_LIST;
  s->list = list;
  s->n = n;
  s->ndims = 1;
  s->dims[0] = n;
}

/* Takes v apart, as index of a dimension of this extent. */
static void sel_parse(Sel *s, Value v, size_t extent, Value array, const Value *all, int nall) {
  IntRange r;
  *s = (Sel){.ndims = 1};
  if (LIKELY(v.type == T_INT64) ||
      (v.type != T_BOOL && (v.type->flags & TF_IMMEDIATE) && v.type->store >= ST_I8 && v.type->store <= ST_U64)) {
    if (v.i < 1 || (uint64_t)v.i > extent) out_of_bounds(array, all, nall);
    s->first = v.i - 1;
    s->n = 1;
    s->ndims = 0;
  } else if (CORE->tn_colon && v.type->name == CORE->tn_colon) {
    s->kind = SEL_RANGE;
    s->step = 1;
    s->n = s->dims[0] = extent;
  } else if (int_range(v, &r)) {
    int64_t last = int_range_last(&r);
    if (r.n && (r.first < 1 || (uint64_t)r.first > extent || last < 1 || (uint64_t)last > extent))
      out_of_bounds(array, all, nall);
    s->kind = SEL_RANGE;
    s->first = r.n ? r.first - 1 : 0;
    s->step = r.step;
    s->n = s->dims[0] = (size_t)r.n;
  } else if (is_mask(v)) {
    sel_mask(s, as_array(v), extent, array, all, nall);
  } else if (is_dense(v)) {
    sel_list(s, as_array(v), extent, array, all, nall);
  } else if (type_isa(v, CORE->tn_abstractarray->wrapper)) {
    sel_parse(s, v_object(array_from(v)), extent, array, all, nall);
  } else {
    Value w = v.type == T_BOOL ? V_UNDEF : call1(FN(to_index), v);
    if (is_undef(w) || w.type == v.type) throw_value(call1(base_function("_invalid_index"), v));
    sel_parse(s, w, extent, array, all, nall);
  }
}

/* A vector of CartesianIndex as the only index becomes a vector of linear indices. */
static Value linear_from_cartesian(Value array, Value list) {
  const Array *a = as_array(array), *l = as_array(list);
  Array *out = array_like_raw(l, &T_INT64->head);
  for (size_t i = 0; i < l->len; i++) {
    Value c = array_get(l, i);
    if (is_undef(c) || !is_cartesian(c)) throw_argument("invalid index");
    Value t = struct_get(c, 0);
    size_t at = 0, stride = 1;
    for (uint32_t k = 0; k < tuple_len(t); k++) {
      int64_t j = tuple_get(t, k).i;
      size_t extent = k < a->ndims ? a->dims[k] : 1;
      if (j < 1 || (size_t)j > extent) out_of_bounds(array, &list, 1);
      at += (size_t)(j - 1) * stride;
      stride *= extent;
    }
    array_set(out, i, v_int((int64_t)at + 1));
  }
  return v_object(out);
}

static bool is_cartesian_list(Value v) {
  if (!is_dense(v) || !CORE->tn_cartesianindex) return false;
  const Array *a = as_array(v);
  if (a->eltype->type == T_DATATYPE && ((Type *)a->eltype)->name == CORE->tn_cartesianindex) return true;
  return false;
}

/* The selection of all indices: n of them, or one linear. */
typedef struct Selection {
  int n;
  Sel sel[MAX_INDEX];
  size_t stride[MAX_INDEX];
  size_t total;
} Selection;

static void selection_parse(Selection *s, Value array, const Value *given, int ngiven) {
  const Array *a = as_array(array);
  Value idx[MAX_INDEX];
  int n = expand(given, ngiven, idx);
  for (int i = 0; i < n; i++) {
    if (is_dense(idx[i]) && n > 1 && is_mask(idx[i]) && as_array(idx[i])->ndims > 1)
      throw_argument("a mask of several dimensions must be the only index");
  }
  s->total = 1;
  if (n == 1) {
    if (is_mask(idx[0]) && as_array(idx[0])->ndims > 1) {
      const Array *m = as_array(idx[0]);
      if (m->ndims != a->ndims || memcmp(m->dims, a->dims, m->ndims * sizeof(size_t)))
        out_of_bounds(array, given, ngiven);
    }
    if (is_cartesian_list(idx[0])) idx[0] = linear_from_cartesian(array, idx[0]);
    sel_parse(&s->sel[0], idx[0], a->len, array, given, ngiven);
    if (CORE->tn_colon && idx[0].type->name == CORE->tn_colon) s->sel[0].ndims = 1;
    s->stride[0] = 1;
    s->n = 1;
    s->total = s->sel[0].n;
    return;
  }
  size_t stride = 1;
  for (int i = 0; i < n; i++) {
    size_t extent = i < a->ndims ? a->dims[i] : 1;
    sel_parse(&s->sel[i], idx[i], extent, array, given, ngiven);
    s->stride[i] = stride;
    stride *= extent;
    s->total *= s->sel[i].n;
  }
  for (int i = n; i < a->ndims; i++) {
    if (a->dims[i] != 1) out_of_bounds(array, given, ngiven);
  }
  if (n == 0 && a->len != 1) out_of_bounds(array, given, ngiven);
  s->n = n;
}

/* Whether an index is an array: then the result is one, of no dimensions if the index has none. */
static bool selects_many(const Selection *s) {
  for (int i = 0; i < s->n; i++)
    if (s->sel[i].kind != SEL_ONE) return true;
  return false;
}

static inline size_t sel_at(const Sel *s, size_t k) {
  if (s->kind == SEL_LIST) return (size_t)(s->list[k] - s->first);
  return (size_t)(s->first + (int64_t)k * s->step);
}

#define AHEAD 24
#define COPY_RUN(T)                                                                                                    \
  do {                                                                                                                 \
    T *d = (T *)(void *)to;                                                                                            \
    const T *p = (const T *)(const void *)(from + base * sizeof(T));                                                   \
    if (s->kind == SEL_LIST)                                                                                           \
      for (size_t k = 0; k < s->n; k++) {                                                                              \
        if (k + AHEAD < s->n) __builtin_prefetch(&p[s->list[k + AHEAD] - s->first]);                                   \
        d[k] = p[s->list[k] - s->first];                                                                               \
      }                                                                                                                \
    else                                                                                                               \
      for (size_t k = 0; k < s->n; k++) d[k] = p[s->first + (int64_t)k * s->step];                                     \
  } while (0)

#define STORE_RUN(T)                                                                                                   \
  do {                                                                                                                 \
    const T *d = (const T *)(const void *)from;                                                                        \
    T *p = (T *)(void *)(to + base * sizeof(T));                                                                       \
    if (s->kind == SEL_LIST)                                                                                           \
      for (size_t k = 0; k < s->n; k++) p[s->list[k] - s->first] = d[k];                                               \
    else                                                                                                               \
      for (size_t k = 0; k < s->n; k++) p[s->first + (int64_t)k * s->step] = d[k];                                     \
  } while (0)

static bool one_run(const Sel *s) { return s->kind != SEL_LIST && (s->step == 1 || s->n == 1); }

/* A run of bits, to bit `at` and following. */
static void run_load_bits(Array *to, size_t at, const Array *from, size_t base, const Sel *s) {
  if (one_run(s)) {
    bits_copy(to->bits, at, from->bits, base + (size_t)s->first, s->n);
    return;
  }
  uint8_t bytes[512];
  for (size_t k = 0; k < s->n; k += sizeof bytes) {
    size_t some = s->n - k < sizeof bytes ? s->n - k : sizeof bytes;
    if (s->kind == SEL_LIST)
      for (size_t i = 0; i < some; i++) bytes[i] = bits_get(from->bits, base + (size_t)(s->list[k + i] - s->first));
    else
      bits_unpack_step(bytes, from->bits, base + sel_at(s, k), s->step, some);
    bits_pack(to->bits, at + k, bytes, some);
  }
}

/* The reverse; from may hold bytes. */
static void run_store_bits(Array *to, const Array *from, size_t at, size_t base, const Sel *s) {
  if (one_run(s))
    array_blit(to, base + (size_t)s->first, from, at, s->n);
  else
    for (size_t k = 0; k < s->n; k++) bits_set(to->bits, base + sel_at(s, k), array_get(from, at + k).u & 1);
}

/* Gathers one run along the first index into to. */
static void run_load(char *to, const char *from, size_t base, const Sel *s, size_t elsize) {
  if (one_run(s)) {
    memcpy(to, from + (base + (size_t)s->first) * elsize, s->n * elsize);
    return;
  }
  switch (elsize) {
  case 1: COPY_RUN(uint8_t); break;
  case 4: COPY_RUN(uint32_t); break;
  case 8: COPY_RUN(uint64_t); break;
  case 16: COPY_RUN(unsigned __int128); break;
  default:
    for (size_t k = 0; k < s->n; k++) memcpy(to + k * elsize, from + (base + sel_at(s, k)) * elsize, elsize);
  }
}

static void run_store(char *to, const char *from, size_t base, const Sel *s, size_t elsize) {
  if (one_run(s)) {
    memcpy(to + (base + (size_t)s->first) * elsize, from, s->n * elsize);
    return;
  }
  switch (elsize) {
  case 1: STORE_RUN(uint8_t); break;
  case 4: STORE_RUN(uint32_t); break;
  case 8: STORE_RUN(uint64_t); break;
  case 16: STORE_RUN(unsigned __int128); break;
  default:
    for (size_t k = 0; k < s->n; k++) memcpy(to + (base + sel_at(s, k)) * elsize, from + k * elsize, elsize);
  }
}

/* Steps the outer indices (from the second on); false when all are done. base is the offset of the run. */
static bool next_run(const Selection *s, size_t pos[MAX_INDEX], size_t *base) {
  int i = 1;
  while (i < s->n && ++pos[i] == s->sel[i].n) pos[i++] = 0;
  if (i >= s->n) return false;
  *base = 0;
  for (int k = 1; k < s->n; k++) *base += sel_at(&s->sel[k], pos[k]) * s->stride[k];
  return true;
}

static size_t first_base(const Selection *s) {
  size_t base = 0;
  for (int k = 1; k < s->n; k++) base += sel_at(&s->sel[k], 0) * s->stride[k];
  return base;
}

/* Numbers before the first range become a part of it, so that a row of a matrix is one run. */
static void selection_fold(Selection *s) {
  int k = 0;
  while (k < s->n && s->sel[k].kind == SEL_ONE) k++;
  if (k == 0 || k == s->n || s->sel[k].kind != SEL_RANGE) return;
  Sel run = s->sel[k];
  int64_t stride = (int64_t)s->stride[k], first = run.first * stride;
  for (int i = 0; i < k; i++) first += s->sel[i].first * (int64_t)s->stride[i];
  run.first = first;
  run.step *= stride;
  s->sel[0] = run;
  s->stride[0] = 1;
  for (int i = k + 1; i < s->n; i++) {
    s->sel[i - k] = s->sel[i];
    s->stride[i - k] = s->stride[i];
  }
  s->n -= k;
}

static Value selection_load(Selection *s, const Array *a) {
  size_t dims[MAX_INDEX * 4];
  uint32_t nd = 0;
  for (int i = 0; i < s->n; i++) {
    for (uint32_t k = 0; k < s->sel[i].ndims; k++) dims[nd++] = s->sel[i].dims[k];
  }
  Array *b = array_is_bits(a) ? array_bits_raw(nd, dims) : array_raw(a->eltype, nd, dims);
  if (!s->total) return v_object(b);
  selection_fold(s);
  size_t pos[MAX_INDEX] = {0}, base = first_base(s);
  size_t at = 0;
  do {
    if (array_is_bits(a))
      run_load_bits(b, at, a, base, &s->sel[0]);
    else
      run_load(b->data + at * a->elsize, a->data, base, &s->sel[0], a->elsize);
    at += s->sel[0].n;
  } while (next_run(s, pos, &base));
  return v_object(b);
}

/* Is every index a number? Then *at is the position. */
static bool scalar_position(const Array *a, Value array, const Value *idx, int n, size_t *at) {
  size_t stride = 1, pos = 0;
  for (int i = 0; i < n; i++) {
    if (idx[i].type != T_INT64) return false;
  }
  if (n == 1) {
    if ((uint64_t)idx[0].i - 1 >= a->len) out_of_bounds(array, idx, n);
    *at = (size_t)idx[0].i - 1;
    return true;
  }
  for (int i = 0; i < n; i++) {
    size_t extent = i < a->ndims ? a->dims[i] : 1;
    if ((uint64_t)idx[i].i - 1 >= extent) out_of_bounds(array, idx, n);
    pos += (size_t)(idx[i].i - 1) * stride;
    stride *= extent;
  }
  for (int i = n; i < a->ndims; i++) {
    if (a->dims[i] != 1) out_of_bounds(array, idx, n);
  }
  if (n == 0 && a->len != 1) out_of_bounds(array, idx, n);
  *at = pos;
  return true;
}

Value array_index(Value array, const Value *idx, int n) {
  const Array *a = as_array(array);
  if (n == 1 && is_mask(idx[0]) && as_array(idx[0])->ndims == a->ndims &&
      memcmp(as_array(idx[0])->dims, a->dims, a->ndims * sizeof(size_t)) == 0)
    return v_object(masked_elements(a, as_array(idx[0])));
  size_t at;
  if (scalar_position(a, array, idx, n, &at)) {
    Value v = array_get(a, at);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    return v;
  }
  Selection s;
  selection_parse(&s, array, idx, n);
  if (selects_many(&s)) return selection_load(&s, a);
  size_t pos = 0;
  for (int i = 0; i < s.n; i++) pos += (size_t)s.sel[i].first * s.stride[i];
  Value v = array_get(a, pos);
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  return v;
}

BUILTIN(array_getindex, "getindex(A::Array, I...)\ngetindex(A::BitArray, I...)",
        "The element or elements of `A` at the indices `I`.") {
  return array_index(args[0], args + 1, nargs - 1);
}

static void size_text(Text *t, const size_t *dims, uint32_t n) {
  if (n == 0)
    text_puts(t, "0-dimensional");
  else if (n == 1)
    text_format(t, "%zu-element", dims[0]);
  else
    for (uint32_t i = 0; i < n; i++) text_format(t, i ? "×%zu" : "%zu", dims[i]);
}

static NORETURN void shape_mismatch(const Array *x, const Selection *s) {
  Text t = {0};
  if (s->n == 1) {
    throw_dimension("tried to assign %zu elements to %zu destinations", x->len, s->sel[0].n);
  }
  size_t dims[MAX_INDEX];
  for (int i = 0; i < s->n; i++) dims[i] = s->sel[i].n;
  text_puts(&t, "tried to assign ");
  size_text(&t, x->dims, x->ndims);
  text_puts(&t, " array to ");
  size_text(&t, dims, (uint32_t)s->n);
  text_puts(&t, " destination");
  throw_dimension("%.*s", (int)t.len, t.bytes);
}

/* Julia's setindex_shape_check: the shapes agree but for dimensions of length 1. */
static void check_shape(const Array *x, const Selection *s) {
  if (s->n == 1 || x->ndims == 1) {
    if (x->len != s->total) shape_mismatch(x, s);
    return;
  }
  if (x->ndims == 2 && s->n == 2) {
    size_t i = s->sel[0].n, sx = x->dims[0];
    if (x->len != s->total || !(i == 1 || i == sx || sx == 1)) shape_mismatch(x, s);
    return;
  }
  uint32_t i = 0;
  int j = 0;
  uint32_t li = x->ndims;
  int lj = s->n;
  while (i < li && j < lj) {
    size_t ii = x->dims[i], jj = s->sel[j].n;
    if (i + 1 == li || j + 1 == lj) {
      while (++i < li) ii *= x->dims[i];
      while (++j < lj) jj *= s->sel[j].n;
      if (ii != jj) shape_mismatch(x, s);
      return;
    }
    if (ii == jj)
      i++, j++;
    else if (ii == 1)
      i++;
    else if (jj == 1)
      j++;
    else
      shape_mismatch(x, s);
  }
  if (x->len != s->total) shape_mismatch(x, s);
}

static Array *converted_source(const Array *a, Array *x) {
  if (x == a || (array_memory(x) == array_memory(a) && x->len)) return array_copy(x);
  if (x->eltype == a->eltype) return array_is_bits(x) && !array_is_bits(a) ? array_unpacked(x) : x;
  Array *c = array_like_raw(x, a->eltype);
  for (size_t i = 0; i < x->len; i++) {
    Value v = array_get(x, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    array_put(c, i, v);
  }
  return c;
}

static void selection_store(Selection *s, Array *a, const Array *x) {
  if (!s->total) return;
  selection_fold(s);
  size_t pos[MAX_INDEX] = {0}, base = first_base(s);
  size_t at = 0;
  do {
    if (array_is_bits(a))
      run_store_bits(a, x, at, base, &s->sel[0]);
    else
      run_store(a->data, x->data + at * a->elsize, base, &s->sel[0], a->elsize);
    at += s->sel[0].n;
  } while (next_run(s, pos, &base));
}

/* The older spelling x[1:2, :] = 0, where it is accepted. */
static void selection_fill(const Selection *s, Array *a, Value v) {
  if (!is_true(call0(base_function("_older_spellings"))))
    throw_argument("indexed assignment with a single value to many locations is not supported; perhaps use "
                   "broadcasting `.=` instead?");
  if (!s->total) return;
  size_t pos[MAX_INDEX] = {0}, base = first_base(s);
  v = array_convert(a, v);
  do {
    for (size_t k = 0; k < s->sel[0].n; k++) array_set(a, base + sel_at(&s->sel[0], k), v);
  } while (next_run(s, pos, &base));
}

/* The list may be what is stored into, or changed by a conversion. */
static const int64_t *list_copy(const Sel *s) {
  int64_t *list = gc_alloc_leaf((s->n + 1) * sizeof *list);
  memcpy(list, s->list, s->n * sizeof *list);
  return list;
}

void array_index_set(Value array, Value x, const Value *idx, int n) {
  Array *a = as_array(array);
  size_t at;
  if (scalar_position(a, array, idx, n, &at)) {
    array_put(a, at, x);
    return;
  }
  Selection s;
  selection_parse(&s, array, idx, n);
  if (!selects_many(&s)) {
    size_t pos = 0;
    for (int i = 0; i < s.n; i++) pos += (size_t)s.sel[i].first * s.stride[i];
    array_put(a, pos, x);
    return;
  }
  if (!is_dense(x) && !type_isa(x, CORE->tn_abstractarray->wrapper)) {
    selection_fill(&s, a, x);
    return;
  }
  bool plain = is_dense(x) && as_array(x)->eltype == a->eltype;
  for (int i = 0; i < s.n; i++)
    if (s.sel[i].owner && (!plain || s.sel[i].owner->data == a->data)) s.sel[i].list = list_copy(&s.sel[i]);
  Array *from = array_from(x);
  check_shape(from, &s);
  selection_store(&s, a, converted_source(a, from));
}

BUILTIN(array_setindex, "setindex!(A::Array, x, I...)\nsetindex!(A::BitArray, x, I...)",
        "Store `x`, or its elements if `I` selects several, in `A`.") {
  array_index_set(args[0], args[1], args + 2, nargs - 2);
  return args[0];
}
