/* sum, prod, maximum, minimum, any, all, count, folds. */
#include <math.h>

#include "base/infer.h"
#include "base/kernel.h"
#include "base/recurrence.h"
#include "base/reduce_loop.h"
#include "base/vectorise.h"
#include "lang/call_site.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

static enum reduction op_of(Value f) {
  if (f.p == base_function("add_sum").p) return OP_SUM;
  if (f.p == base_function("mul_prod").p) return OP_PROD;
  if (f.p == FN(max).p) return OP_MAXIMUM;
  if (f.p == FN(min).p) return OP_MINIMUM;
  return OP_OTHER;
}

static bool is_plain_number(uint8_t store) {
  return store == ST_I64 || store == ST_F64 || store == ST_F32 || store == KS_COMPLEX;
}

/* As op_of, but + and * on Int64 and floats are the same as in sum and prod. */
static enum reduction op_for(Value f, uint8_t store) {
  enum reduction op = op_of(f);
  if (op != OP_OTHER || !is_plain_number(store)) return op;
  return f.p == FN(add).p ? OP_SUM : f.p == FN(mul).p ? OP_PROD : OP_OTHER;
}

static Value apply(enum reduction op, CallSite *f, Value x, Value y) {
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
  return call_site_call2(f, x, y);
}

/* The first value as it enters the reduction: small integers are widened by sum and prod, and what + and * make of one
 * value is of the kind that they make of two. */
static Value first_value(enum reduction op, Value opf, Value x) {
  if (x.type == T_BOOL && opf.p == FN(add).p) return v_int(x.i);
  if (x.type == T_CHAR && opf.p == FN(mul).p) return call1(base_function("string"), x);
  if ((op != OP_SUM && op != OP_PROD) || !(x.type->flags & TF_IMMEDIATE)) return x;
  uint8_t s = x.type->store;
  if (s == ST_I8 || s == ST_I16 || s == ST_I32 || (s == ST_BOOL && op == OP_SUM)) return v_int(x.i);
  if (s == ST_U8 || s == ST_U16 || s == ST_U32) return v_uint(x.u);
  return x;
}

static bool truth(Value v) {
  if (v.type != T_BOOL) throw_type("non-boolean", &T_BOOL->head, v);
  return v.u;
}

static bool is_identity(Value f) { return is_undef(f) || f.p == FN(identity).p; }

#define BLOCK 1024

/* The mapped values in memory, if all are of one floating type: they are then added as Julia's vector loop does. */
static Array *mapped(Value f, Array *a) {
  size_t dims[1] = {a->len};
  Builder b = {.dims = dims, .ndims = 1};
  CallSite site = call_site(f);
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    builder_add(&b, call_site_call(&site, v));
  }
  return builder_end(&b, &T_ANY->head);
}

/* From the left, a function of the user: s, unless undefined, is before the n > 0 numbers at x, out for all results. */
static Value fold_by(Value f, Value s, const double *x, size_t n, double *out) {
  Recurrence rec;
  if (n < VECTORISE_MIN || (!is_undef(s) && s.type != T_FLOAT64) || !recurrence_of(&rec, f)) return V_UNDEF;
  size_t first = is_undef(s);
  if (first && out) out[0] = x[0];
  return v_f64(recurrence_run(&rec, first ? x[0] : s.f, x + first, n - first, out ? out + first : NULL));
}

static Value reduce_bits(enum reduction op, const Array *a, size_t from, size_t n) {
  size_t end = from + n;
  switch (op) {
  case OP_SUM: return v_int((int64_t)bits_count(a->bits, from, n));
  case OP_MAXIMUM: return v_bool(bits_find(a->bits, from, end, true) < end);
  case OP_MINIMUM: return v_bool(bits_find(a->bits, from, end, false) == end);
  default: return V_UNDEF;
  }
}

/* n > 0 elements that lie together; undefined if there is no loop for them. */
static Value reduce_part(enum reduction op, const Array *a, size_t from, size_t n) {
  if (array_is_bits(a)) return reduce_bits(op, a, from, n);
  return reduce_numbers(op, kernel_store(a->eltype), a->data + from * a->elsize, n);
}

static Value reduce_range(enum reduction op, CallSite *opf, const Array *a, size_t from, size_t n) {
  Value r = reduce_part(op, a, from, n);
  if (!is_undef(r)) return r;
  if (n <= BLOCK && a->store == ST_F64)
    r = fold_by(opf->f, V_UNDEF, (const double *)(const void *)a->data + from, n, NULL);
  if (!is_undef(r)) return r;
  if (n > BLOCK) {
    size_t half = (n - 1) / 2 + 1;
    return apply(op, opf, reduce_range(op, opf, a, from, half), reduce_range(op, opf, a, from + half, n - half));
  }
  for (size_t i = from; i < from + n; i++) {
    if (i >= a->len) throw_bounds(v_object(a), v_int((int64_t)i + 1)); /* op made it shorter */
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    r = i == from ? first_value(op, opf->f, v) : apply(op, opf, r, v);
  }
  return r;
}

/* The same of elements that are computed block by block, in the same order; apart: of elements that do not lie together
 * Julia adds those of a block one by one. */
static Value reduce_lazy(enum reduction op, CallSite *opf, Lazy *l, bool apart, size_t from, size_t n) {
  Steps last;
  if (op == OP_SUM && !apart && n > BLOCK && l->root && term_steps_of_memory(l->root) &&
      term_last_steps(l->root, from, n, &last))
    return v_f64(steps_sum(last, n));
  if (n <= BLOCK) {
    if (apart && l->store == ST_F64) return fold_numbers(op, V_UNDEF, l->store, lazy_block(l, from, n).data, n);
    term_next_block();
    if (op == OP_SUM && l->root && term_last_steps(l->root, from, n, &last)) return v_f64(steps_sum(last, n));
    Block b = lazy_block(l, from, n);
    return reduce_numbers(op, l->store, b.data, n);
  }
  size_t half = (n - 1) / 2 + 1;
  Value left = reduce_lazy(op, opf, l, apart, from, half);
  Value right = reduce_lazy(op, opf, l, apart, from + half, n - half);
  if (is_undef(left) || is_undef(right)) return V_UNDEF;
  if (l->store == KS_COMPLEX || op == OP_SUM || op == OP_PROD) return apply(op, opf, left, right);
  uint64_t both[2];
  raw_store(both, l->store, left);
  raw_store((char *)both + kernel_size(l->store), l->store, right);
  return reduce_numbers(op, l->store, both, 2);
}

/* One by one from the left, block by block; undefined if there is no loop for it. */
static Value fold_lazy(enum reduction op, Value r, Lazy *l) {
  if (!lazy_random(l)) {
    Array *a = lazy_array(l);
    return fold_numbers(op, r, l->store, a->data, a->len);
  }
  bool added = op == OP_SUM && l->store == ST_F64 && l->root && (is_undef(r) || r.type == T_FLOAT64);
  for (size_t at = 0; at < l->n; at += BLOCK) {
    size_t n = l->n - at < BLOCK ? l->n - at : BLOCK;
    Steps last;
    if (added) {
      term_next_block();
      added = term_last_steps(l->root, at, n, &last);
    }
    if (added) {
      r = v_f64(steps_fold(last, is_undef(r) ? -0.0 : r.f, n)); /* -0.0 changes nothing */
      continue;
    }
    r = fold_numbers(op, r, l->store, lazy_block(l, at, n).data, n);
    if (is_undef(r)) return r;
  }
  return r;
}

/* Arrays and views of numbers are halved as Julia does; undefined for everything else. */
static Value reduce_memory(Value f, Value opf, Value source) {
  Strided part;
  CallSite site = call_site(opf);
  if (!array_strided(source, &part) || !part.n || (part.parent->store == ST_VALUE && !is_dense(source))) return V_UNDEF;
  if (is_identity(f)) {
    enum reduction op = op_for(opf, kernel_store(part.parent->eltype));
    if (part.step == 1) return reduce_range(op, &site, part.parent, part.first, part.n);
    if (part.parent->eltype == &T_FLOAT64->head && (op == OP_SUM || op == OP_PROD))
      return v_f64(
          reduce_strided_f64(op == OP_PROD, (const double *)(void *)part.parent->data + part.first, part.step, part.n));
    Array *a = array_from(source);
    return reduce_range(op, &site, a, 0, a->len);
  }
  Lazy l;
  if (lazy_map(&l, f, &source, 1)) {
    enum reduction op = op_for(opf, l.store);
    Value r = op == OP_OTHER || !lazy_random(&l) ? V_UNDEF : reduce_lazy(op, &site, &l, part.step != 1, 0, l.n);
    if (!is_undef(r)) return r;
    Array *a = lazy_array(&l);
    return reduce_range(op, &site, a, 0, a->len);
  }
  Array *a = mapped(f, array_from(source));
  return reduce_range(op_for(opf, kernel_store(a->eltype)), &site, a, 0, a->len);
}

/* 1. f, 2. op, 3. collection, 4. initial value if given. Empty collections are the caller's: gives nothing. */
BUILTIN(reduce_map, "_mapreduce(f, op, itr)\n_mapreduce(f, op, itr, init)",
        "op over f of the elements from left to right; `_Empty()` if there are none and no initial value.") {
  Value f = args[0], opf = args[1], r = nargs > 3 ? args[3] : V_UNDEF, v;
  if (nargs == 3) {
    Value whole = reduce_memory(f, opf, args[2]);
    if (!is_undef(whole)) return whole;
  }
  enum reduction op = op_of(opf);
  bool plain = is_identity(f);
  Lazy l;
  if (plain ? lazy_generator(&l, args[2]) : lazy_map(&l, f, args + 2, 1)) {
    Value folded = fold_lazy(op_for(opf, l.store), r, &l);
    if (!is_undef(folded)) return folded;
    args[2] = v_object(lazy_array(&l));
    plain = true;
  }
  if (plain && op == OP_OTHER && is_dense(args[2]) && as_array(args[2])->store == ST_F64) {
    const Array *a = as_array(args[2]);
    Value folded = fold_by(opf, r, (const double *)(const void *)a->data, a->len, NULL);
    if (!is_undef(folded)) return folded;
  }
  Iter it;
  iter_start(&it, args[2]);
  CallSite map = call_site(f), fold = call_site(opf);
  while (iter_next(&it, &v)) {
    if (!plain) v = call_site_call(&map, v);
    r = is_undef(r) ? first_value(op, opf, v) : apply(op, &fold, r, v);
  }
  return is_undef(r) ? call0(base_function("_Empty")) : r;
}

/* The common calls without keywords, of numbers; the rest is the prelude's. */
static Value reduce_plain(enum reduction op, const char *name, Value v) {
  Strided s;
  if (array_strided(v, &s) && s.n && s.step == 1) {
    Value r = reduce_part(op, s.parent, s.first, s.n);
    if (!is_undef(r)) return r;
  }
  return call(base_function("_mapreduce_all"),
              (Value[]){FN(identity), base_function(name), v, call0(base_function("_InitialValue"))}, 4);
}
BUILTIN(reduce_sum, "sum(a::Array)\nsum(a::SubArray)", "The sum of the elements.") {
  return reduce_plain(OP_SUM, "add_sum", args[0]);
}
BUILTIN(reduce_prod, "prod(a::Array)\nprod(a::SubArray)", "The product of the elements.") {
  return reduce_plain(OP_PROD, "mul_prod", args[0]);
}
BUILTIN(reduce_maximum, "maximum(a::Array)\nmaximum(a::SubArray)", "The largest element.") {
  return reduce_plain(OP_MAXIMUM, "max", args[0]);
}
BUILTIN(reduce_minimum, "minimum(a::Array)\nminimum(a::SubArray)", "The smallest element.") {
  return reduce_plain(OP_MINIMUM, "min", args[0]);
}
/* The same of a function of the elements. */
static Value reduce_of(const char *name, Value f, Value v) {
  Value op = base_function(name), r = reduce_memory(f, op, v);
  if (!is_undef(r)) return r;
  return call(base_function("_mapreduce_all"), (Value[]){f, op, v, call0(base_function("_InitialValue"))}, 4);
}
BUILTIN(reduce_sum_of, "sum(f, a::Array)", "The sum of f of the elements.") {
  return reduce_of("add_sum", args[0], args[1]);
}
BUILTIN(reduce_prod_of, "prod(f, a::Array)", "The product of f of the elements.") {
  return reduce_of("mul_prod", args[0], args[1]);
}
BUILTIN(reduce_maximum_of, "maximum(f, a::Array)", "The largest f of an element.") {
  return reduce_of("max", args[0], args[1]);
}
BUILTIN(reduce_minimum_of, "minimum(f, a::Array)", "The smallest f of an element.") {
  return reduce_of("min", args[0], args[1]);
}
BUILTIN(reduce_extrema, "extrema(a::Array)", "The smallest and the largest element, as a tuple.") {
  const Array *a = as_array(args[0]);
  Value least = a->len ? reduce_part(OP_MINIMUM, a, 0, a->len) : V_UNDEF;
  if (is_undef(least)) return call3(base_function("_extrema"), FN(identity), args[0], v_object(FN(colon).o));
  return tuple_new((Value[]){least, reduce_part(OP_MAXIMUM, a, 0, a->len)}, 2);
}

/* The first position from 0 of the value m, which is there: of a NaN any, of a zero one of its sign if there is one. */
static size_t position_of_double(const double *x, size_t n, double m) {
  size_t i = 0;
  if (isnan(m))
    while (i < n && !isnan(x[i])) i++;
  else if (m == 0)
    while (i < n && !(x[i] == 0 && signbit(x[i]) == signbit(m))) i++;
  else
    while (i < n && x[i] != m) i++;
  return i;
}

static size_t position_of_int(const int64_t *x, size_t n, int64_t m) {
  size_t i = 0;
  while (i < n && x[i] != m) i++;
  return i;
}

/* The extreme and where it is; undefined if there is no loop for the elements. */
static Value extreme_at(enum reduction op, const Array *a) {
  bool doubles = a->store == ST_F64, ints = a->store == ST_I64;
  if (!a->len || a->ndims != 1 || !(doubles || ints)) return V_UNDEF;
  Value m = reduce_part(op, a, 0, a->len);
  if (is_undef(m)) return m;
  const void *data = a->data;
  size_t at = doubles ? position_of_double(data, a->len, m.f) : position_of_int(data, a->len, m.i);
  return tuple_new((Value[]){m, v_int((int64_t)at + 1)}, 2);
}

static Value find_extreme(const char *general, enum reduction op, Value a) {
  Value found = extreme_at(op, as_array(a));
  return is_undef(found) ? call2(base_function(general), a, v_object(FN(colon).o)) : found;
}

BUILTIN(reduce_findmax, "findmax(a::Array)", "The largest element and its index.") {
  return find_extreme("_findmax", OP_MAXIMUM, args[0]);
}
BUILTIN(reduce_findmin, "findmin(a::Array)", "The smallest element and its index.") {
  return find_extreme("_findmin", OP_MINIMUM, args[0]);
}

BUILTIN(reduce_foldr, "_mapfoldr(f, op, itr)\n_mapfoldr(f, op, itr, init)", "As _mapreduce, from right to left.") {
  const Array *a = array_from(args[2]);
  Value r = nargs > 3 ? args[3] : V_UNDEF;
  bool plain = is_identity(args[0]);
  CallSite map = call_site(args[0]), fold = call_site(args[1]);
  for (size_t i = a->len; i--;) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (!plain) v = call_site_call(&map, v);
    r = is_undef(r) ? v : call_site_call2(&fold, v, r);
  }
  return is_undef(r) ? call0(base_function("_Empty")) : r;
}

BUILTIN(reduce_dims_mask, "_dims_mask(A::Array, dims::Int64)", "Which dimensions of `A` are reduced.") {
  if (args[1].i < 1) throw_argument("dimension must be \u2265 1, got %lld", (long long)args[1].i);
  Value mask[16];
  uint32_t n = as_array(args[0])->ndims;
  if (n > 16) throw_argument("more than 16 dimensions");
  for (uint32_t k = 0; k < n; k++) mask[k] = v_bool(k + 1 == args[1].u);
  return tuple_new(mask, (int)n);
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
    rdims[k] = reduced ? 1 : a->dims[k];
    d.dims[k] = a->dims[k];
    d.stride[k] = reduced ? 0 : acc;
    acc *= rdims[k];
  }
  return d;
}

/* sum(A, dims = 2) of a matrix and the like: whole columns are combined with the result. */
static Value reduce_outer(enum reduction op, const Array *a, DimLoop *d, const size_t *rdims) {
  static const enum kernel kernels[] = {
      [OP_SUM] = K_ADD, [OP_PROD] = K_MUL, [OP_MAXIMUM] = K_MAX, [OP_MINIMUM] = K_MIN};
  ColumnLoop *loop = loop_columns(kernels[op], a->store);
  Array *r = array_new(a->eltype, a->ndims, rdims);
  size_t at = 0, column = a->dims[0], n = a->len / column;
  bool *begun = gc_alloc(r->len / column + 1);
  if (op == OP_SUM) memset(begun, 1, r->len / column); /* sums begin with 0.0, which differs for -0.0 */
  for (size_t i = 0; i < n;) {
    size_t here = at, count = 0;
    do count++, dim_step(d, 1, &at);
    while (i + count < n && at == here && begun[here / column]);
    const char *from = a->data + i * column * a->elsize;
    char *to = r->data + here * a->elsize;
    if (begun[here / column])
      loop(from, column, count, to, column);
    else
      memcpy(to, from, column * a->elsize);
    begun[here / column] = true;
    i += count;
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
    Array *whole = vectorise(f, (Array *[]){as_array(args[2])}, 1);
    Builder b = {.dims = dims, .ndims = a->ndims};
    for (size_t i = 0; i < a->len && !whole; i++) builder_add(&b, call1(f, array_get(a, i)));
    a = whole ? whole : builder_end(&b, a->eltype);
  }
  uint8_t store = kernel_store(a->eltype);
  enum reduction op = op_for(opf, store);
  DimLoop d = dim_loop(a, args[3], rdims);
  bool first = a->ndims && d.stride[0] == 0, rest = false;
  for (uint32_t k = 1; k < a->ndims; k++) rest |= d.stride[k] == 0 && a->dims[k] > 1;
  size_t run = first ? a->dims[0] : 1;
  if (a->len && nargs == 4 && op != OP_OTHER && !first && a->ndims &&
      (store == ST_F64 || store == ST_I64 || store == ST_F32))
    return reduce_outer(op, a, &d, rdims);
  Builder b = {.dims = rdims, .ndims = a->ndims};
  size_t total = dims_product(rdims, a->ndims);
  Value *r = gc_alloc((total + 1) * sizeof(Value));
  if (nargs > 4)
    for (size_t i = 0; i < total; i++) r[i] = args[4];
  CallSite site = call_site(opf);
  size_t at = 0;
  for (size_t i = 0; i < a->len; i += run) {
    if (run > 16 || (run > 1 && op != OP_OTHER && !(store == ST_F64 && op == OP_SUM))) {
      Value x = reduce_range(op, &site, a, i, run);
      r[at] = is_undef(r[at]) ? x : apply(op, &site, r[at], x);
    } else {
      for (size_t k = i; k < i + run; k++) {
        Value x = array_get(a, k);
        if (is_undef(x)) throw_singleton(T_UNDEFREFERROR);
        r[at] = is_undef(r[at]) ? first_value(op, site.f, x) : apply(op, &site, r[at], x);
      }
    }
    dim_step(&d, first ? 1 : 0, &at);
  }
  for (size_t i = 0; i < total; i++) {
    if (is_undef(r[i])) throw_argument("reducing over an empty collection is not allowed");
    if (op == OP_SUM && r[i].type == T_FLOAT64) r[i].f += 0.0; /* begun with 0.0: never -0.0 */
    if (op == OP_SUM && r[i].type == T_FLOAT32) r[i] = v_f32(r[i].f32 + 0.0f);
    builder_add(&b, r[i]);
  }
  (void)rest;
  return v_object(builder_end(&b, a->eltype));
}

BUILTIN(reduce_squares, "_sum_squares(A::Array{Float64}, m::Array{Float64}, n::Int64)",
        "The sums of the squares of the distances of n elements each from the next number of m.") {
  const Array *a = as_array(args[0]), *m = as_array(args[1]);
  size_t n = (size_t)args[2].i;
  if (args[2].i < 0 || (n && a->len / n != m->len)) throw_dimension("numbers and means do not fit");
  Array *r = array_like_raw(m, m->eltype);
  const double *x = (const double *)(const void *)a->data, *mean = (const double *)(const void *)m->data;
  for (size_t i = 0; i < m->len; i++) ((double *)(void *)r->data)[i] = sum_squares_f64(x + i * n, mean[i], n);
  return v_object(r);
}

/* A predicate over numbers, asked block by block from one position on: the first position at which it is wanted, n if
 * there is none. Where a block cannot be computed (some element throws), *at stays before it. */
static size_t lazy_find(Lazy *l, size_t *at, bool wanted) {
  l->partial = true; /* an element behind the one found is never asked, so that it cannot throw */
  if (l->root) lazy_root(l);
  while (*at < l->n) {
    size_t n = l->n - *at < BLOCK ? l->n - *at : BLOCK;
    Block b = lazy_block(l, *at, n);
    if (!b.data) return l->n;
    const uint8_t *hit = memchr(b.data, (int)wanted, n);
    if (hit) return *at + (size_t)(hit - (const uint8_t *)b.data);
    *at += n;
  }
  return l->n;
}

/* Whether f is `wanted` for some element. */
static Value reduce_search(Value f, Value source, bool wanted) {
  bool plain = is_identity(f), unsure = false;
  if (plain && is_dense(source) && array_of_bools(as_array(source))) {
    const Array *a = as_array(source);
    if (array_is_bits(a)) return v_bool(bits_find(a->bits, 0, a->len, wanted) < a->len);
    return v_bool(a->len && memchr(a->data, (int)wanted, a->len));
  }
  Lazy l;
  size_t at = 0;
  bool lazy =
      (plain ? lazy_generator(&l, source) : lazy_map(&l, f, &source, 1)) && l.store == ST_BOOL && lazy_random(&l);
  if (lazy) {
    if (lazy_find(&l, &at, wanted) < l.n) return v_bool(true);
    if (at >= l.n) return v_bool(false);
  }
  Iter it;
  iter_start(&it, source);
  CallSite site = call_site(f);
  for (Value v; iter_next(&it, &v);) {
    if (!plain) v = call_site_call(&site, v);
    if (v.type == T_MISSING)
      unsure = true;
    else if (truth(v) == wanted)
      return v_bool(true);
  }
  return unsure ? v_missing() : v_bool(false);
}

BUILTIN(reduce_any, "_any(f, itr)\nany(f, a::Array)",
        "Whether f is true for some element; missing if it is missing for some and never true.") {
  return reduce_search(args[0], args[1], true);
}

BUILTIN(reduce_all, "_all(f, itr)\nall(f, a::Array)",
        "Whether f is true for all elements; missing if it is missing for some and never false.") {
  Value some = reduce_search(args[0], args[1], false);
  return is_bool(some) ? v_bool(!some.u) : some;
}

BUILTIN(reduce_count, "_count(f, itr)\ncount(f, a::Array)", "For how many elements f is true.") {
  bool plain = is_identity(args[0]);
  Strided s;
  if (plain && array_strided(args[1], &s) && s.parent->store == ST_BIT && s.step == 1)
    return v_int((int64_t)bits_count(s.parent->bits, s.first, s.n));
  if (plain && array_strided(args[1], &s) && s.parent->store == ST_BOOL && s.step == 1)
    return v_int((int64_t)count_true((const uint8_t *)s.parent->data + s.first, s.n));
  Lazy l;
  if ((plain ? lazy_generator(&l, args[1]) : lazy_map(&l, args[0], args + 1, 1)) && l.store == ST_BOOL &&
      lazy_random(&l)) {
    size_t total = 0;
    for (size_t at = 0; at < l.n; at += BLOCK) {
      size_t n = l.n - at < BLOCK ? l.n - at : BLOCK;
      total += count_true(lazy_block(&l, at, n).data, n);
    }
    return v_int((int64_t)total);
  }
  int64_t n = 0;
  Iter it;
  iter_start(&it, args[1]);
  CallSite site = call_site(args[0]);
  for (Value v; iter_next(&it, &v);) n += truth(plain ? v : call_site_call(&site, v));
  return v_int(n);
}

/* The array with elements of the type that op gives for two elements, if that is known: the first element may be of
 * another type than all that follow. */
static Value of_result_type(Value op, Array *r, const Array *a) {
  Value types[2] = {v_object(a->eltype), v_object(a->eltype)};
  if (!type_is_concrete(a->eltype) || (r->len > 1 && r->eltype == a->eltype)) return v_object(r);
  Object *t = infer_result(op, types, 2);
  if (t == r->eltype || t->type != T_DATATYPE || !type_is_concrete(t)) return v_object(r);
  return call2(base_function("_array_convert"), v_object(t), v_object(r));
}

/* cumsum and the like of a vector: op(previous, next). */
BUILTIN(reduce_accumulate, "_accumulate(op, A)\n_accumulate(op, A, init)",
        "The running reductions of the elements of `A`.") {
  const Array *a = array_from(args[1]);
  size_t dims[1] = {a->len};
  Value opf = args[0];
  uint8_t store = kernel_store(a->eltype);
  enum reduction op = op_for(opf, store);
  if (nargs == 2 && op != OP_OTHER && a->len && (store == ST_I64 || store == ST_F64)) {
    Array *r = array_raw(a->eltype, 1, dims);
    scan_numbers(op, store, a->data, r->data, a->len);
    return v_object(r);
  }
  Value r = nargs > 2 ? args[2] : V_UNDEF;
  if (store == ST_F64 && a->len >= VECTORISE_MIN) {
    Array *all = array_raw(a->eltype, 1, dims);
    Value last = fold_by(opf, r, (const double *)(const void *)a->data, a->len, (double *)(void *)all->data);
    if (!is_undef(last)) return v_object(all);
  }
  Builder b = {.dims = dims, .ndims = 1};
  CallSite site = call_site(opf);
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    r = is_undef(r) ? first_value(op, opf, v) : apply(op, &site, r, v);
    builder_add(&b, r);
  }
  Array *all = builder_end(&b, a->eltype);
  return nargs > 2 ? v_object(all) : of_result_type(opf, all, a);
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

/* Along a dimension of a matrix of numbers; nothing if there is no loop for it. */
BUILTIN(reduce_accumulate_dims, "_accumulate_numbers(op, A::Array, dim::Int)", "") {
  const Array *a = as_array(args[1]);
  uint8_t store = kernel_store(a->eltype);
  enum reduction op = op_for(args[0], store);
  uint32_t dim = (uint32_t)args[2].i - 1;
  if (op == OP_OTHER || (store != ST_I64 && store != ST_F64) || dim >= a->ndims || !a->len) return v_nothing();
  Array *r = array_like_raw(a, a->eltype);
  size_t run = a->dims[0], below = 1;
  if (dim == 0) {
    for (size_t i = 0; i < a->len; i += run) scan_numbers(op, store, a->data + i * 8, r->data + i * 8, run);
    return v_object(r);
  }
  static const enum kernel kernels[] = {
      [OP_SUM] = K_ADD, [OP_PROD] = K_MUL, [OP_MAXIMUM] = K_MAX, [OP_MINIMUM] = K_MIN};
  BinaryLoop *loop = loop_binary(kernels[op], store);
  for (uint32_t k = 0; k < dim; k++) below *= a->dims[k];
  size_t block = below * a->dims[dim];
  for (size_t i = 0; i < a->len; i += below) {
    char *to = r->data + i * 8;
    const char *from = a->data + i * 8;
    if (i % block == 0)
      memcpy(to, from, below * 8);
    else
      loop(to - below * 8, false, from, false, to, below);
  }
  return v_object(r);
}

/* findall and findfirst over what is true. */
BUILTIN(find_true, "_findall(f, A)", "The positions, from 1, at which f of the elements of `A` is true.") {
  Array *r = array_vector(&T_INT64->head, 0);
  bool plain = is_identity(args[0]);
  if (!plain && is_dense(args[1])) {
    Array *mask = vectorise_mask(args[0], as_array(args[1]));
    if (mask) {
      args[1] = v_object(mask);
      plain = true;
    }
  }
  if (plain && is_dense(args[1]) && array_of_bools(as_array(args[1]))) {
    const Array *a = as_array(args[1]);
    if (!array_is_bits(a)) a = array_packed(a);
    size_t n = bits_count(a->bits, 0, a->len), room = n + BITS_ROOM;
    r = array_raw(&T_INT64->head, 1, &room);
    bits_positions(a->bits, 0, a->len, 1, (int64_t *)(void *)r->data);
    r->len = r->dims[0] = n;
    return v_object(r);
  }
  Iter it;
  iter_start(&it, args[1]);
  CallSite site = call_site(args[0]);
  int64_t i = 0;
  for (Value v; iter_next(&it, &v);) {
    i++;
    if (truth(plain ? v : call_site_call(&site, v))) array_push(r, v_int(i));
  }
  return v_object(r);
}

BUILTIN(find_next, "_findnext(f, A, i::Int)",
        "The first position from `i` on at which f of the element is true, or nothing.") {
  const Array *a = as_array(args[1]);
  bool plain = is_identity(args[0]);
  size_t from = (size_t)(args[2].i < 1 ? 1 : args[2].i), at = from - 1;
  Lazy l;
  if (plain && a->store == ST_BIT) {
    size_t hit = bits_find(a->bits, at, a->len, true);
    return hit < a->len ? v_int((int64_t)hit + 1) : v_nothing();
  }
  if (plain && a->store == ST_BOOL) {
    const char *hit = at < a->len ? memchr(a->data + at, 1, a->len - at) : NULL;
    return hit ? v_int(hit - a->data + 1) : v_nothing();
  }
  if (!plain && lazy_map(&l, args[0], args + 1, 1) && l.store == ST_BOOL && lazy_random(&l)) {
    size_t hit = lazy_find(&l, &at, true);
    if (hit < l.n) return v_int((int64_t)hit + 1);
    from = at + 1;
  }
  CallSite site = call_site(args[0]);
  for (size_t i = from; i <= a->len; i++) {
    Value v = array_get(a, i - 1);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (truth(plain ? v : call_site_call(&site, v))) return v_int((int64_t)i);
  }
  return v_nothing();
}

BUILTIN(find_previous, "_findprev(f, A, i::Int)",
        "The last position up to `i` at which f of the element is true, or nothing.") {
  const Array *a = as_array(args[1]);
  bool plain = is_identity(args[0]);
  if (plain && a->store == ST_BIT && args[2].i >= 1 && (uint64_t)args[2].i <= a->len) {
    size_t hit = bits_find_last(a->bits, args[2].u, true);
    return hit < args[2].u ? v_int((int64_t)hit + 1) : v_nothing();
  }
  CallSite site = call_site(args[0]);
  for (int64_t i = args[2].i; i >= 1; i--) {
    Value v = array_get(a, (size_t)i - 1);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (truth(plain ? v : call_site_call(&site, v))) return v_int(i);
  }
  return v_nothing();
}
