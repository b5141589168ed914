/* sum, prod, maximum, minimum, any, all, count, folds and their kernels. */
#include "base/reduce.h"

#include <math.h>

#include "base/vector.h"
#include "base/vectorise.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

typedef double Double8 __attribute__((vector_size(64), aligned(8)));
typedef float Float16x __attribute__((vector_size(64), aligned(4)));

/* Julia's loop over a block: the first two elements, then lanes of 4 vectors of 8, then the rest one by one. */
VECTORISED static double sum_block_f64(const double *x, size_t n) {
  if (n == 1) return x[0];
  double first = x[0] + x[1];
  x += 2;
  n -= 2;
  if (n < 32) {
    for (size_t i = 0; i < n; i++) first += x[i];
    return first;
  }
  Double8 a = {first}, b = {0}, c = {0}, d = {0};
  size_t i = 0;
  for (; i + 32 <= n; i += 32) {
    const Double8 *v = (const Double8 *)(const void *)(x + i);
    a += v[0];
    b += v[1];
    c += v[2];
    d += v[3];
  }
  a = ((a + b) + c) + d;
  double s = ((a[0] + a[4]) + (a[2] + a[6])) + ((a[1] + a[5]) + (a[3] + a[7]));
  for (; i < n; i++) s += x[i];
  return s;
}

VECTORISED static float sum_block_f32(const float *x, size_t n) {
  if (n == 1) return x[0];
  float first = x[0] + x[1];
  x += 2;
  n -= 2;
  if (n < 64) {
    for (size_t i = 0; i < n; i++) first += x[i];
    return first;
  }
  Float16x a = {first}, b = {0}, c = {0}, d = {0};
  size_t i = 0;
  for (; i + 64 <= n; i += 64) {
    const Float16x *v = (const Float16x *)(const void *)(x + i);
    a += v[0];
    b += v[1];
    c += v[2];
    d += v[3];
  }
  a = ((a + b) + c) + d;
  float h[16];
  for (int k = 0; k < 16; k++) h[k] = a[k];
  for (int w = 8; w; w /= 2) {
    for (int k = 0; k < w; k++) h[k] += h[k + w];
  }
  for (; i < n; i++) h[0] += x[i];
  return h[0];
}

#define BLOCK 1024
double sum_f64(const double *x, size_t n) {
  if (n == 0) return 0;
  if (n < 16) {
    double s = x[0];
    for (size_t i = 1; i < n; i++) s += x[i];
    return s;
  }
  if (n <= BLOCK) return sum_block_f64(x, n);
  size_t half = (n - 1) / 2 + 1;
  return sum_f64(x, half) + sum_f64(x + half, n - half);
}

float sum_f32(const float *x, size_t n) {
  if (n == 0) return 0;
  if (n < 16) {
    float s = x[0];
    for (size_t i = 1; i < n; i++) s += x[i];
    return s;
  }
  if (n <= BLOCK) return sum_block_f32(x, n);
  size_t half = (n - 1) / 2 + 1;
  return sum_f32(x, half) + sum_f32(x + half, n - half);
}

VECTORISED int64_t sum_i64(const int64_t *x, size_t n) {
  uint64_t s = 0;
  for (size_t i = 0; i < n; i++) s += (uint64_t)x[i];
  return (int64_t)s;
}

#define SUM_SMALL(name, T)                                                                                             \
  VECTORISED static int64_t name(const T *x, size_t n) {                                                               \
    uint64_t s = 0;                                                                                                    \
    for (size_t i = 0; i < n; i++) s += (uint64_t)x[i];                                                                \
    return (int64_t)s;                                                                                                 \
  }
SUM_SMALL(sum_i8, int8_t)
SUM_SMALL(sum_i16, int16_t)
SUM_SMALL(sum_i32, int32_t)
SUM_SMALL(sum_u8, uint8_t)
SUM_SMALL(sum_u16, uint16_t)
SUM_SMALL(sum_u32, uint32_t)

static double prod_block(const double *x, size_t n) {
  double p = 1;
  for (size_t i = 0; i < n; i++) p *= x[i];
  return p;
}

/* The largest (sign 1) or smallest (sign -1) number; NaN if there is one; 0.0 is larger than -0.0. */
VECTORISED static double max_f64(const double *x, size_t n) {
  double m[8];
  int bad = 0;
  for (int k = 0; k < 8; k++) m[k] = x[0];
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) {
      m[k] = x[i + k] > m[k] ? x[i + k] : m[k];
      bad |= x[i + k] != x[i + k];
    }
  }
  for (; i < n; i++) {
    m[0] = x[i] > m[0] ? x[i] : m[0];
    bad |= x[i] != x[i];
  }
  if (bad) return NAN;
  double r = m[0];
  for (int k = 1; k < 8; k++) r = m[k] > r ? m[k] : r;
  if (r == 0) {
    for (i = 0; i < n; i++) {
      if (x[i] == 0 && !signbit(x[i])) return 0.0;
    }
  }
  return r;
}

VECTORISED static double min_f64(const double *x, size_t n) {
  double m[8];
  int bad = 0;
  for (int k = 0; k < 8; k++) m[k] = x[0];
  size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 8; k++) {
      m[k] = x[i + k] < m[k] ? x[i + k] : m[k];
      bad |= x[i + k] != x[i + k];
    }
  }
  for (; i < n; i++) {
    m[0] = x[i] < m[0] ? x[i] : m[0];
    bad |= x[i] != x[i];
  }
  if (bad) return NAN;
  double r = m[0];
  for (int k = 1; k < 8; k++) r = m[k] < r ? m[k] : r;
  if (r == 0) {
    for (i = 0; i < n; i++) {
      if (x[i] == 0 && signbit(x[i])) return -0.0;
    }
  }
  return r;
}

VECTORISED static int64_t max_i64(const int64_t *x, size_t n) {
  int64_t m = x[0];
  for (size_t i = 1; i < n; i++) m = x[i] > m ? x[i] : m;
  return m;
}

VECTORISED static int64_t min_i64(const int64_t *x, size_t n) {
  int64_t m = x[0];
  for (size_t i = 1; i < n; i++) m = x[i] < m ? x[i] : m;
  return m;
}

enum op { OP_SUM, OP_PROD, OP_MAXIMUM, OP_MINIMUM, OP_OTHER };

/* The reduction of n > 0 numbers in memory, if there is a kernel for it; else undefined. */
static Value reduce_typed(enum op op, const Array *a, size_t from, size_t n) {
  const char *p = a->data + from * a->elsize;
#define AT(T) ((const T *)(const void *)p)
  switch (op) {
  case OP_SUM:
    switch (a->store) {
    case ST_F64: return v_f64(sum_f64(AT(double), n));
    case ST_F32: return v_f32(sum_f32(AT(float), n));
    case ST_I64: return v_int(sum_i64(AT(int64_t), n));
    case ST_U64: return v_uint((uint64_t)sum_i64(AT(int64_t), n));
    case ST_I8: return v_int(sum_i8(AT(int8_t), n));
    case ST_I16: return v_int(sum_i16(AT(int16_t), n));
    case ST_I32: return v_int(sum_i32(AT(int32_t), n));
    case ST_BOOL: return v_int(sum_u8(AT(uint8_t), n));
    case ST_U8: return v_uint((uint64_t)sum_u8(AT(uint8_t), n));
    case ST_U16: return v_uint((uint64_t)sum_u16(AT(uint16_t), n));
    case ST_U32: return v_uint((uint64_t)sum_u32(AT(uint32_t), n));
    default: return V_UNDEF;
    }
  case OP_PROD:
    if (a->store == ST_F64 && n < 16) return v_f64(prod_block(AT(double), n));
    if (a->store == ST_I64) {
      uint64_t r = 1;
      for (size_t i = 0; i < n; i++) r *= AT(uint64_t)[i];
      return v_int((int64_t)r);
    }
    return V_UNDEF;
  case OP_MAXIMUM:
    if (a->store == ST_F64) return v_f64(max_f64(AT(double), n));
    if (a->store == ST_I64) return v_int(max_i64(AT(int64_t), n));
    return V_UNDEF;
  case OP_MINIMUM:
    if (a->store == ST_F64) return v_f64(min_f64(AT(double), n));
    if (a->store == ST_I64) return v_int(min_i64(AT(int64_t), n));
    return V_UNDEF;
  default: return V_UNDEF;
  }
#undef AT
}

static enum op op_of(Value f) {
  if (f.p == base_function("add_sum").p) return OP_SUM;
  if (f.p == base_function("mul_prod").p) return OP_PROD;
  if (f.p == FN(max).p) return OP_MAXIMUM;
  if (f.p == FN(min).p) return OP_MINIMUM;
  return OP_OTHER;
}

static bool is_plain_number(const Array *a) { return a->store == ST_I64 || a->store == ST_F64 || a->store == ST_F32; }

/* As op_of, but + and * on Int64 and floats are the same as in sum and prod. */
static enum op op_for(Value f, const Array *a) {
  enum op op = op_of(f);
  if (op != OP_OTHER || !is_plain_number(a)) return op;
  return f.p == FN(add).p ? OP_SUM : f.p == FN(mul).p ? OP_PROD : OP_OTHER;
}

static Value apply(enum op op, Value f, Value x, Value y) {
  if (x.type == y.type) {
    if (x.type == T_INT64) {
      switch (op) {
      case OP_SUM: return v_int((int64_t)((uint64_t)x.i + (uint64_t)y.i));
      case OP_PROD: return v_int((int64_t)((uint64_t)x.i * (uint64_t)y.i));
      case OP_MAXIMUM: return x.i > y.i ? x : y;
      case OP_MINIMUM: return x.i < y.i ? x : y;
      default: break;
      }
    } else if (x.type == T_FLOAT64) {
      if (op == OP_SUM) return v_f64(x.f + y.f);
      if (op == OP_PROD) return v_f64(x.f * y.f);
    }
  }
  return call2(f, x, y);
}

/* The first value as it enters the reduction: small integers are widened by sum and prod. */
static Value first_value(enum op op, Value x) {
  if ((op != OP_SUM && op != OP_PROD) || !(x.type->flags & TF_IMMEDIATE)) return x;
  uint8_t s = x.type->store;
  if (s == ST_I8 || s == ST_I16 || s == ST_I32 || s == ST_BOOL) return v_int(x.i);
  if (s == ST_U8 || s == ST_U16 || s == ST_U32) return v_uint(x.u);
  return x;
}

static bool is_identity(Value f) { return is_undef(f) || f.p == FN(identity).p; }

/* The mapped values in memory, if all are of one floating type: they are then added as Julia's vector loop does. */
static Array *mapped(Value f, Array *a) {
  Array *whole = vectorise(f, &a, 1);
  if (whole) return whole;
  size_t dims[1] = {a->len};
  Builder b = {.dims = dims, .ndims = 1};
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    builder_add(&b, call1(f, v));
  }
  return b.array;
}

static Value reduce_range(enum op op, Value opf, const Array *a, size_t from, size_t n) {
  Value r = reduce_typed(op, a, from, n);
  if (!is_undef(r)) return r;
  if (n > BLOCK && op != OP_OTHER) {
    size_t half = (n - 1) / 2 + 1;
    return apply(op, opf, reduce_range(op, opf, a, from, half), reduce_range(op, opf, a, from + half, n - half));
  }
  for (size_t i = from; i < from + n; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    r = i == from ? first_value(op, v) : apply(op, opf, r, v);
  }
  return r;
}

/* 1. f, 2. op, 3. collection, 4. initial value if given. Empty collections are the caller's: gives nothing. */
BUILTIN(reduce_map, "_mapreduce(f, op, itr)\n_mapreduce(f, op, itr, init)",
        "op over f of the elements from left to right; `_Empty()` if there are none and no initial value.") {
  Value f = args[0], opf = args[1], r = nargs > 3 ? args[3] : V_UNDEF, v;
  enum op op = op_of(opf);
  if (is_dense(args[2]) && nargs == 3) {
    Array *a = as_array(args[2]);
    if (a->len && !is_identity(f)) a = mapped(f, a);
    if (a->len) return reduce_range(op_for(opf, a), opf, a, 0, a->len);
    return call0(base_function("_Empty"));
  }
  Strided part;
  if (nargs == 3 && array_strided(args[2], &part) && part.n && part.parent->store != ST_VALUE) {
    if (is_identity(f) && part.step == 1)
      return reduce_range(op_for(opf, part.parent), opf, part.parent, part.first, part.n);
    args[2] = v_object(array_from(args[2]));
    return reduce_map(args, nargs, kw);
  }
  Iter it;
  Array *whole = vectorise_generator(args[2]);
  iter_start(&it, whole ? v_object(whole) : args[2]);
  bool plain = is_identity(f);
  while (iter_next(&it, &v)) {
    if (!plain) v = call1(f, v);
    r = is_undef(r) ? first_value(op, v) : apply(op, opf, r, v);
  }
  return is_undef(r) ? call0(base_function("_Empty")) : r;
}

BUILTIN(reduce_foldr, "_mapfoldr(f, op, itr)\n_mapfoldr(f, op, itr, init)", "As _mapreduce, from right to left.") {
  const Array *a = array_from(args[2]);
  Value r = nargs > 3 ? args[3] : V_UNDEF;
  bool plain = is_identity(args[0]);
  for (size_t i = a->len; i--;) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (!plain) v = call1(args[0], v);
    r = is_undef(r) ? v : call2(args[1], v, r);
  }
  return is_undef(r) ? call0(base_function("_Empty")) : r;
}

/* Reduction over dimensions. A is an Array; mask tells which dimensions are reduced; R has their length 1. */
typedef struct DimLoop {
  uint32_t n;
  size_t dims[16], stride[16], pos[16]; /* stride in the result; 0 for reduced dimensions */
} DimLoop;

static bool dim_step(DimLoop *d, uint32_t from, size_t *at) {
  for (uint32_t k = from; k < d->n; k++) {
    *at += d->stride[k];
    if (++d->pos[k] < d->dims[k]) return true;
    *at -= d->stride[k] * d->dims[k];
    d->pos[k] = 0;
  }
  return false;
}

static DimLoop dim_loop(const Array *a, Value mask, size_t rdims[16]) {
  DimLoop d = {.n = a->ndims};
  size_t acc = 1;
  for (uint32_t k = 0; k < a->ndims; k++) {
    bool reduced = is_true(tuple_get(mask, k));
    rdims[k] = reduced ? (a->dims[k] ? 1 : 1) : a->dims[k];
    d.dims[k] = a->dims[k];
    d.stride[k] = reduced ? 0 : acc;
    acc *= rdims[k];
  }
  return d;
}

VECTORISED static void add_columns(double *r, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) r[i] += x[i];
}

/* sum(A, dims = 2) of a matrix and the like: whole columns are added to the result. */
static Value sum_outer(const Array *a, DimLoop *d, const size_t *rdims) {
  Array *r = array_new(a->eltype, a->ndims, rdims);
  size_t at = 0, column = a->dims[0];
  for (size_t i = 0; i < a->len; i += column) {
    if (a->store == ST_F64)
      add_columns((double *)(void *)r->data + at, (double *)(void *)a->data + i, column);
    else
      for (size_t k = 0; k < column; k++) ((uint64_t *)(void *)r->data)[at + k] += ((uint64_t *)(void *)a->data)[i + k];
    dim_step(d, 1, &at);
  }
  return v_object(r);
}

BUILTIN(reduce_dims, "_mapreduce_dims(f, op, A, mask::Tuple)\n_mapreduce_dims(f, op, A, mask::Tuple, init)",
        "The reduction of the Array `A` over the dimensions for which mask is true; A is not empty along them unless "
        "init is given.") {
  const Array *a = as_array(args[2]);
  Value f = args[0], opf = args[1];
  size_t rdims[16];
  if (a->ndims > 16) throw_argument("more than 16 dimensions");
  if (!is_identity(f)) {
    size_t dims[16];
    memcpy(dims, a->dims, a->ndims * sizeof(size_t));
    Builder b = {.dims = dims, .ndims = a->ndims};
    for (size_t i = 0; i < a->len; i++) builder_add(&b, call1(f, array_get(a, i)));
    a = builder_end(&b, a->eltype);
  }
  enum op op = op_for(opf, a);
  DimLoop d = dim_loop(a, args[3], rdims);
  bool first = a->ndims && d.stride[0] == 0, rest = false;
  for (uint32_t k = 1; k < a->ndims; k++) rest |= d.stride[k] == 0 && a->dims[k] > 1;
  size_t run = first ? a->dims[0] : 1;
  if (a->len && nargs == 4 && op == OP_SUM && !first && a->ndims && (a->store == ST_F64 || a->store == ST_I64))
    return sum_outer(a, &d, rdims);
  Builder b = {.dims = rdims, .ndims = a->ndims};
  size_t total = dims_product(rdims, a->ndims);
  Value *r = gc_alloc((total + 1) * sizeof(Value));
  if (nargs > 4)
    for (size_t i = 0; i < total; i++) r[i] = args[4];
  size_t at = 0;
  for (size_t i = 0; i < a->len; i += run) {
    if (run > 16 || (run > 1 && op != OP_OTHER && !(a->store == ST_F64 && op == OP_SUM))) {
      Value x = reduce_range(op, opf, a, i, run);
      r[at] = is_undef(r[at]) ? x : apply(op, opf, r[at], x);
    } else {
      for (size_t k = i; k < i + run; k++) {
        Value x = array_get(a, k);
        if (is_undef(x)) throw_singleton(T_UNDEFREFERROR);
        r[at] = is_undef(r[at]) ? first_value(op, x) : apply(op, opf, r[at], x);
      }
    }
    dim_step(&d, first ? 1 : 0, &at);
  }
  for (size_t i = 0; i < total; i++) {
    if (is_undef(r[i])) throw_argument("reducing over an empty collection is not allowed");
    builder_add(&b, r[i]);
  }
  (void)rest;
  return v_object(builder_end(&b, a->eltype));
}

static bool truth(Value v) {
  if (v.type != T_BOOL) throw_type("non-boolean", &T_BOOL->head, v);
  return v.u;
}

BUILTIN(reduce_any, "_any(f, itr)",
        "Whether f is true for some element; missing if it is missing for some and never true.") {
  Iter it;
  bool plain = is_identity(args[0]), unsure = false;
  if (plain && is_dense(args[1]) && as_array(args[1])->store == ST_BOOL) {
    const Array *a = as_array(args[1]);
    return v_bool(a->len && memchr(a->data, 1, a->len));
  }
  iter_start(&it, args[1]);
  for (Value v; iter_next(&it, &v);) {
    if (!plain) v = call1(args[0], v);
    if (v.type == T_MISSING)
      unsure = true;
    else if (truth(v))
      return v_bool(true);
  }
  return unsure ? v_missing() : v_bool(false);
}

BUILTIN(reduce_all, "_all(f, itr)",
        "Whether f is true for all elements; missing if it is missing for some and never false.") {
  Iter it;
  bool plain = is_identity(args[0]), unsure = false;
  if (plain && is_dense(args[1]) && as_array(args[1])->store == ST_BOOL) {
    const Array *a = as_array(args[1]);
    return v_bool(!a->len || !memchr(a->data, 0, a->len));
  }
  iter_start(&it, args[1]);
  for (Value v; iter_next(&it, &v);) {
    if (!plain) v = call1(args[0], v);
    if (v.type == T_MISSING)
      unsure = true;
    else if (!truth(v))
      return v_bool(false);
  }
  return unsure ? v_missing() : v_bool(true);
}

BUILTIN(reduce_count, "_count(f, itr)", "For how many elements f is true.") {
  Iter it;
  bool plain = is_identity(args[0]);
  if (plain && is_dense(args[1]) && as_array(args[1])->store == ST_BOOL) {
    const Array *a = as_array(args[1]);
    return v_int(sum_u8((const uint8_t *)a->data, a->len));
  }
  Array *whole = !plain && is_dense(args[1]) ? vectorise(args[0], (Array *[]){as_array(args[1])}, 1)
                                             : vectorise_generator(args[1]);
  if (whole && whole->store == ST_BOOL && (plain || is_dense(args[1])))
    return v_int(sum_u8((const uint8_t *)whole->data, whole->len));
  int64_t n = 0;
  iter_start(&it, args[1]);
  for (Value v; iter_next(&it, &v);) n += truth(plain ? v : call1(args[0], v));
  return v_int(n);
}

/* cumsum and the like of a vector: op(previous, next). */
BUILTIN(reduce_accumulate, "_accumulate(op, A)\n_accumulate(op, A, init)",
        "The running reductions of the elements of `A`.") {
  const Array *a = array_from(args[1]);
  size_t dims[1] = {a->len};
  Value opf = args[0];
  enum op op = op_for(opf, a);
  if (nargs == 2 && op == OP_SUM && a->store == ST_I64 && a->len) {
    Array *r = array_raw(a->eltype, 1, dims);
    uint64_t s = 0;
    for (size_t i = 0; i < a->len; i++) ((uint64_t *)(void *)r->data)[i] = s += ((uint64_t *)(void *)a->data)[i];
    return v_object(r);
  }
  Builder b = {.dims = dims, .ndims = 1};
  Value r = nargs > 2 ? args[2] : V_UNDEF;
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    r = is_undef(r) ? first_value(op, v) : apply(op, opf, r, v);
    builder_add(&b, r);
  }
  return v_object(builder_end(&b, a->eltype));
}

/* Pairwise, as Julia's cumsum of floats: the halves' sums are exact to fewer roundings than one by one. */
static double cumsum_pairwise(double *r, const double *x, double s, size_t n) {
  if (n < 128) {
    double part = x[0];
    r[0] = s + part;
    for (size_t i = 1; i < n; i++) {
      part += x[i];
      r[i] = s + part;
    }
    return part;
  }
  size_t half = n / 2;
  double left = cumsum_pairwise(r, x, s, half);
  return left + cumsum_pairwise(r + half, x + half, s + left, n - half);
}

BUILTIN(reduce_cumsum, "_cumsum_f64(A)", "cumsum of a Vector{Float64}.") {
  const Array *a = as_array(args[0]);
  Array *r = array_raw(a->eltype, 1, &a->len);
  const double *x = (const double *)(const void *)a->data;
  double *y = (double *)(void *)r->data;
  if (!a->len) return v_object(r);
  y[0] = x[0];
  if (a->len > 1) cumsum_pairwise(y + 1, x + 1, x[0], a->len - 1);
  return v_object(r);
}

/* findall and findfirst over what is true. */
BUILTIN(find_true, "_findall(f, A)", "The positions, from 1, at which f of the elements of `A` is true.") {
  Array *r = array_vector(&T_INT64->head, 0);
  bool plain = is_identity(args[0]);
  if (!plain && is_dense(args[1])) {
    Array *mask = vectorise(args[0], (Array *[]){as_array(args[1])}, 1);
    if (mask && mask->store == ST_BOOL) {
      args[1] = v_object(mask);
      plain = true;
    }
  }
  if (plain && is_dense(args[1]) && as_array(args[1])->store == ST_BOOL) {
    const Array *a = as_array(args[1]);
    size_t n = (size_t)sum_u8((const uint8_t *)a->data, a->len), k = 0;
    int64_t *list = gc_alloc_leaf((n + 1) * sizeof(int64_t));
    for (size_t i = 0; i < a->len; i++) {
      list[k] = (int64_t)i + 1;
      k += (size_t)a->data[i];
    }
    r = array_vector(&T_INT64->head, n);
    if (n) memcpy(r->data, list, n * sizeof(int64_t));
    return v_object(r);
  }
  Iter it;
  iter_start(&it, args[1]);
  int64_t i = 0;
  for (Value v; iter_next(&it, &v);) {
    i++;
    if (truth(plain ? v : call1(args[0], v))) array_push(r, v_int(i));
  }
  return v_object(r);
}

BUILTIN(find_next, "_findnext(f, A, i::Int)",
        "The first position from `i` on at which f of the element is true, or nothing.") {
  const Array *a = as_array(args[1]);
  bool plain = is_identity(args[0]);
  for (size_t i = (size_t)(args[2].i < 1 ? 1 : args[2].i); i <= a->len; i++) {
    Value v = array_get(a, i - 1);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (truth(plain ? v : call1(args[0], v))) return v_int((int64_t)i);
  }
  return v_nothing();
}

BUILTIN(find_previous, "_findprev(f, A, i::Int)",
        "The last position up to `i` at which f of the element is true, or nothing.") {
  const Array *a = as_array(args[1]);
  bool plain = is_identity(args[0]);
  for (int64_t i = args[2].i; i >= 1; i--) {
    Value v = array_get(a, (size_t)i - 1);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (truth(plain ? v : call1(args[0], v))) return v_int(i);
  }
  return v_nothing();
}
