/* Concatenation: [a b; c d], hcat, vcat, hvcat, cat. */
#include "base/iterate.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"

static bool is_arraylike(Value v) { return is_dense(v) || type_isa(v, CORE->tn_abstractarray->wrapper); }

/* The common element type of arrays and numbers, by promotion. */
static Object *common_eltype(const Value *parts, int n) {
  Object *t = NULL;
  for (int i = 0; i < n; i++) {
    Object *of = is_dense(parts[i])       ? as_array(parts[i])->eltype
                 : is_arraylike(parts[i]) ? call1(FN(eltype), parts[i]).o
                                          : &parts[i].type->head;
    if (!t)
      t = of;
    else if (t != of)
      t = call2(FN(promote_type), v_object(t), v_object(of)).o;
  }
  return t ? t : &T_ANY->head;
}

static uint32_t shape(Value v, size_t dims[16]) {
  int n = iter_shape(v, dims);
  if (n < 0) throw_argument("concatenation of a collection of unknown shape");
  return (uint32_t)n;
}

/* Copies part into the box of out that begins at start; part has pn dimensions, scalars none. */
static void place(Array *out, const size_t *start, Value part) {
  if (!is_arraylike(part)) {
    size_t at = 0, stride = 1;
    for (uint32_t k = 0; k < out->ndims; k++) {
      at += start[k] * stride;
      stride *= out->dims[k];
    }
    array_put(out, at, part);
    return;
  }
  const Array *a = array_from(part);
  if (!a->len) return;
  size_t run = a->ndims ? a->dims[0] : 1, pos[16] = {0};
  bool same = a->eltype == out->eltype;
  for (size_t i = 0; i < a->len; i += run) {
    size_t at = 0, stride = 1;
    for (uint32_t k = 0; k < out->ndims; k++) {
      at += (start[k] + (k && k < a->ndims ? pos[k] : 0)) * stride;
      stride *= out->dims[k];
    }
    if (same) {
      array_blit(out, at, a, i, run);
    } else {
      for (size_t j = 0; j < run; j++) {
        Value v = array_get(a, i + j);
        if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
        array_put(out, at + j, v);
      }
    }
    for (uint32_t k = 1; k < a->ndims && ++pos[k] == a->dims[k]; k++) pos[k] = 0;
  }
}

/* The first part decides whether truth values are packed. */
static bool all_bits(const Value *parts, int n) {
  return n > 0 && is_dense(parts[0]) && array_is_bits(as_array(parts[0])) && common_eltype(parts, n) == &T_BOOL->head;
}

/* Numbers are arbitrary if all of them will be filled in. */
static Array *result(Object *eltype, bool bits, uint32_t n, const size_t *dims, bool filled) {
  return bits ? array_bits(n, dims) : filled ? array_raw(eltype, n, dims) : array_new(eltype, n, dims);
}

/* Says that part i, d[1] columns wide, does not fit under those of dims[1]. */
NORETURN static void refuse_width(const Value *parts, int n, const size_t *dims, const size_t *d) {
  Text t = {0};
  for (int j = 0; j < n; j++) {
    size_t e[16] = {1, 1};
    if (!is_arraylike(parts[j])) throw_dimension("mismatch in dimension 2 (expected %zu got %zu)", dims[1], d[1]);
    if (shape(parts[j], e) < 2) e[1] = 1;
    text_format(&t, j ? ", %zu" : "%zu", e[1]);
  }
  throw_argument("number of columns of each array must match (got (%.*s))", (int)t.len, t.bytes);
}

static Value vertical(Object *eltype, const Value *parts, int n) {
  size_t dims[16], total[16] = {0}, d[16];
  uint32_t nd = 1;
  if (n == 0) return v_object(array_vector(eltype ? eltype : &T_ANY->head, 0));
  for (int i = 0; i < n; i++) {
    uint32_t k = is_arraylike(parts[i]) ? shape(parts[i], d) : 0;
    if (k > nd) nd = k;
  }
  for (uint32_t k = 0; k < 16; k++) dims[k] = 1;
  int leading = 0; /* scalars before all arrays: each is a row as wide as these */
  while (leading < n && !is_arraylike(parts[leading])) leading++;
  for (int i = leading; i < n; i++) {
    for (uint32_t k = 0; k < 16; k++) d[k] = 1;
    if (is_arraylike(parts[i])) shape(parts[i], d);
    if (i == leading) {
      memcpy(dims, d, sizeof d);
    } else if (nd == 2 && d[1] != dims[1]) {
      refuse_width(parts, n, dims, d);
    } else {
      for (uint32_t k = 1; k < nd; k++) {
        if (d[k] != dims[k]) throw_dimension("mismatch in dimension %u (expected %zu got %zu)", k + 1, dims[k], d[k]);
      }
    }
    total[0] += d[0];
  }
  dims[0] = total[0] + (size_t)leading;
  Array *out = result(eltype ? eltype : common_eltype(parts, n), !eltype && all_bits(parts, n), nd, dims, true);
  for (int i = 0; i < leading; i++)
    for (size_t at = (size_t)i; at < out->len; at += dims[0]) array_put(out, at, parts[i]);
  size_t start[16] = {(size_t)leading};
  for (int i = leading; i < n; i++) {
    place(out, start, parts[i]);
    if (is_arraylike(parts[i])) {
      uint32_t k = shape(parts[i], d);
      start[0] += k ? d[0] : 1;
    } else {
      start[0]++;
    }
  }
  return v_object(out);
}

static Value horizontal(Object *eltype, const Value *parts, int n) {
  size_t dims[16], d[16], columns = 0;
  uint32_t nd = 2;
  if (n == 0) return v_object(array_vector(eltype ? eltype : &T_ANY->head, 0));
  for (int i = 0; i < n; i++) {
    uint32_t k = is_arraylike(parts[i]) ? shape(parts[i], d) : 0;
    if (k > nd) nd = k;
  }
  for (int i = 0; i < n; i++) {
    for (uint32_t k = 0; k < 16; k++) d[k] = 1;
    if (is_arraylike(parts[i])) {
      uint32_t k = shape(parts[i], d);
      for (; k < 16; k++) d[k] = 1;
    }
    if (i == 0) {
      memcpy(dims, d, sizeof d);
    } else if (d[0] != dims[0] && nd == 2) {
      if (!is_arraylike(parts[i]) || !is_arraylike(parts[0]))
        throw_dimension("mismatch in dimension 1 (expected %zu got %zu)", dims[0], d[0]);
      bool vectors = true;
      Text t = {0};
      for (int j = 0; j < n; j++) {
        size_t e[16] = {1};
        uint32_t k = is_arraylike(parts[j]) ? shape(parts[j], e) : 0;
        vectors &= k == 1;
        text_format(&t, j ? ", %zu" : "%zu", e[0]);
      }
      if (vectors) throw_dimension("vectors must have same lengths");
      throw_argument("number of rows of each array must match (got (%.*s))", (int)t.len, t.bytes);
    } else {
      for (uint32_t k = 0; k < nd; k++) {
        if (k != 1 && d[k] != dims[k])
          throw_dimension("mismatch in dimension %u (expected %zu got %zu)", k + 1, dims[k], d[k]);
      }
    }
    columns += d[1];
  }
  dims[1] = columns;
  Array *out = result(eltype ? eltype : common_eltype(parts, n), !eltype && all_bits(parts, n), nd, dims, true);
  size_t start[16] = {0};
  for (int i = 0; i < n; i++) {
    place(out, start, parts[i]);
    uint32_t k = is_arraylike(parts[i]) ? shape(parts[i], d) : 0;
    start[1] += k > 1 ? d[1] : 1;
  }
  return v_object(out);
}

BUILTIN(cat_vertical, "vcat(parts...)", "Concatenate along the first dimension.") {
  return vertical(NULL, args, nargs);
}
BUILTIN(cat_horizontal, "hcat(parts...)", "Concatenate along the second dimension.") {
  return horizontal(NULL, args, nargs);
}
BUILTIN(cat_typed_vertical, "typed_vcat(T::Type, parts...)", "As vcat, with elements of type T.") {
  return vertical(args[0].o, args + 1, nargs - 1);
}
BUILTIN(cat_typed_horizontal, "typed_hcat(T::Type, parts...)", "As hcat, with elements of type T.") {
  return horizontal(args[0].o, args + 1, nargs - 1);
}

/* Whether as many parts are there as the rows tell. */
static void check_rows(Value rows, int n) {
  int64_t total = 0;
  for (uint32_t r = 0; r < tuple_len(rows); r++) {
    int64_t width = tuple_get(rows, r).i;
    total = width < 0 || width > n ? INT64_MAX / 2 : total + width;
    if (total > n) break;
  }
  if (total != n)
    throw_argument("argument count does not match specified shape (expected %lld, got %d)", (long long)total, n);
}

/* rows: how many parts each row has. */
static Value rows_and_columns(Object *eltype, Value rows, const Value *parts, int n) {
  uint32_t m = tuple_len(rows);
  bool scalars = true;
  for (int i = 0; i < n; i++) scalars &= !is_arraylike(parts[i]);
  if (!eltype) eltype = common_eltype(parts, n);
  if (scalars) {
    size_t width = m ? (size_t)tuple_get(rows, 0).i : 0, dims[2] = {m, width};
    if (width > (size_t)n || m * width != (size_t)n)
      throw_argument("argument count does not match specified shape (expected %zu, got %d)", (size_t)m * width, n);
    for (uint32_t r = 1; r < m; r++) {
      size_t other = (size_t)tuple_get(rows, r).i;
      if (other != width)
        throw_argument("row %u has mismatched number of columns (expected %zu, got %zu)", r + 1, width, other);
    }
    Array *out = array_new(eltype, 2, dims);
    for (size_t i = 0; i < (size_t)n; i++) array_put(out, i / width + i % width * m, parts[i]);
    return v_object(out);
  }
  check_rows(rows, n);
  Value *bands = gc_alloc((m + 1) * sizeof(Value));
  int at = 0;
  for (uint32_t r = 0; r < m; r++) {
    int k = (int)tuple_get(rows, r).i;
    bands[r] = k == 1 && is_arraylike(parts[at]) && as_array(v_object(array_from(parts[at])))->ndims == 1
                   ? vertical(eltype, parts + at, 1)
                   : horizontal(eltype, parts + at, k);
    at += k;
  }
  size_t width = 0;
  for (uint32_t r = 0; r < m; r++) {
    const Array *b = as_array(bands[r]);
    size_t w = b->ndims > 1 ? b->dims[1] : 1;
    if (r && w != width)
      throw_argument("row %u has mismatched number of columns (expected %zu, got %zu)", r + 1, width, w);
    width = w;
  }
  Value v = vertical(eltype, bands, (int)m);
  return v;
}

BUILTIN(cat_rows, "hvcat(rows::Tuple{Vararg{Int}}, parts...)", "Concatenate rows of rows[k] parts each: [a b; c d].") {
  return rows_and_columns(NULL, args[0], args + 1, nargs - 1);
}
BUILTIN(cat_typed_rows, "typed_hvcat(T::Type, rows::Tuple{Vararg{Int}}, parts...)",
        "As hvcat, with elements of type T.") {
  return rows_and_columns(args[0].o, args[1], args + 2, nargs - 2);
}
BUILTIN(cat_rows_regular, "hvcat(n::Int, parts...)", "Concatenate rows of `n` parts each.") {
  int64_t per = args[0].i, n = nargs - 1;
  if (per < 1 || n % per)
    throw_argument("number of arrays %lld is not a multiple of the requested number of block columns %lld",
                   (long long)n, (long long)per);
  Value *rows = gc_alloc((size_t)(n / per + 1) * sizeof(Value));
  for (int64_t i = 0; i < n / per; i++) rows[i] = v_int(per);
  return rows_and_columns(NULL, tuple_new(rows, (int)(n / per)), args + 1, (int)n);
}

BUILTIN(cat_dims, "_cat(mask::Tuple, parts...)",
        "Concatenate along the dimensions for which mask is true (several: block diagonal).") {
  uint32_t nd = tuple_len(args[0]);
  const Value *parts = args + 1;
  int n = nargs - 1;
  size_t dims[16] = {0}, d[16], start[16] = {0};
  if (nd > 16) throw_argument("more than 16 dimensions");
  int along = 0;
  for (uint32_t k = 0; k < nd; k++) along += is_true(tuple_get(args[0], k));
  for (int i = 0; i < n; i++) {
    for (uint32_t k = 0; k < 16; k++) d[k] = 1;
    if (is_arraylike(parts[i])) shape(parts[i], d);
    for (uint32_t k = 0; k < nd; k++) {
      if (is_true(tuple_get(args[0], k)))
        dims[k] += d[k];
      else if (i == 0)
        dims[k] = d[k];
      else if (dims[k] != d[k])
        throw_dimension("mismatch in dimension %u (expected %zu got %zu)", k + 1, dims[k], d[k]);
    }
  }
  Array *out = result(common_eltype(parts, n), all_bits(parts, n), nd, dims, along == 1);
  if (along > 1 && out->store == ST_VALUE) {
    Value zero = call1(FN(zero), v_object(out->eltype));
    for (size_t i = 0; i < out->len; i++) array_set(out, i, zero);
  }
  for (int i = 0; i < n; i++) {
    for (uint32_t k = 0; k < 16; k++) d[k] = 1;
    if (is_arraylike(parts[i])) shape(parts[i], d);
    place(out, start, parts[i]);
    for (uint32_t k = 0; k < nd; k++) {
      if (is_true(tuple_get(args[0], k))) start[k] += d[k];
    }
  }
  return v_object(out);
}
