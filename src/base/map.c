/* map, filter, collect, foreach, membership and equality of collections. */
#include "base/hash.h"
#include "base/index.h"
#include "base/infer.h"
#include "base/iterate.h"
#include "base/vectorise.h"
#include "lang/call_site.h"
#include "value/builtin.h"
#include "value/struct.h"

static bool same_shape(const Value *args, int n) {
  const Array *a = as_array(args[0]);
  for (int i = 1; i < n; i++) {
    if (!is_dense(args[i])) return false;
    const Array *b = as_array(args[i]);
    if (b->ndims != a->ndims || memcmp(a->dims, b->dims, a->ndims * sizeof(size_t))) return false;
  }
  return true;
}

/* Adds f of the elements that the array has now or gets meanwhile. */
static void map_values(Builder *b, Value f, Array *a) {
  CallSite site = call_site(f);
  for (size_t i = 0; i < a->len; i++) {
    Value v = ((Value *)(void *)a->data)[i];
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    builder_add(b, call_site_call(&site, v));
  }
}

/* bits: truth values are put into a BitArray. */
static Array *map_one(Value f, Value source, bool bits) {
  Lazy l;
  if (is_dense(source) && lazy_map(&l, f, &source, 1))
    return bits && l.store == ST_BOOL ? lazy_mask(&l) : lazy_array(&l);
  Iter it;
  iter_start(&it, source);
  Value v;
  bool some = iter_next(&it, &v); /* what cannot be iterated is told before what has no length */
  size_t dims[16];
  int n = iter_shape(source, dims);
  if (n < 0) call1(base_function("_check_finite"), source);
  Builder b = {.dims = dims, .ndims = n > 0 ? (uint32_t)n : 0, .bits = bits};
  if (is_dense(source) && as_array(source)->store == ST_VALUE) {
    map_values(&b, f, as_array(source));
  } else {
    CallSite site = call_site(f);
    for (; some; some = iter_next(&it, &v)) builder_add(&b, call_site_call(&site, v));
  }
  if (n == 0 && b.array && b.n == 1) {
    Array *one = array_share(b.array, b.array->eltype, 0, NULL);
    return bits && array_of_bools(one) ? array_packed(one) : one;
  }
  if (b.array) return builder_end(&b, &T_ANY->head);
  Value eltype = call1(FN(eltype), source);
  return builder_end(&b, infer_result(f, &eltype, 1));
}

/* Stops at the shortest, but keeps the shape if all have the same. */
static Array *map_many(Value f, Value *sources, int n) {
  if (n == 2 && is_dense(sources[0]) && same_shape(sources, 2)) {
    Array *whole = vectorise(f, (Array *[]){as_array(sources[0]), as_array(sources[1])}, 2);
    if (whole) return whole;
  }
  size_t dims[16], other[16];
  int nd = iter_shape(sources[0], dims);
  bool same = nd > 0 && nd < 16;
  size_t shortest = SIZE_MAX;
  for (int i = 0; i < n; i++) {
    int k = iter_shape(sources[i], other);
    same = same && k == nd && memcmp(dims, other, (size_t)nd * sizeof(size_t)) == 0;
    if (k >= 0 && dims_product(other, (uint32_t)k) < shortest) shortest = dims_product(other, (uint32_t)k);
  }
  bool known = shortest != SIZE_MAX;
  Builder b = {.dims = same ? dims : &shortest, .ndims = same ? (uint32_t)nd : known ? 1 : 0};
  Iter *it = gc_alloc((size_t)n * sizeof(Iter));
  Value *x = gc_alloc((size_t)n * sizeof(Value));
  for (int i = 0; i < n; i++) iter_start(&it[i], sources[i]);
  CallSite site = call_site(f);
  for (;;) {
    for (int i = 0; i < n; i++) {
      if (!iter_next(&it[i], &x[i])) goto end;
    }
    builder_add(&b, n == 2 ? call_site_call2(&site, x[0], x[1]) : call(f, x, n));
  }
end:
  if (b.array) return builder_end(&b, &T_ANY->head);
  for (int i = 0; i < n; i++) x[i] = call1(FN(eltype), sources[i]);
  return builder_end(&b, infer_result(f, x, n));
}

BUILTIN(map_collection, "map(f, A)\nmap(f, A::Array)\n_map(f, A)",
        "f of each element of `A`, in an array of the same shape.") {
  return v_object(map_one(args[0], args[1], false));
}

BUILTIN(map_bits, "map(f, A::BitArray)", "f of each element of `A`, in a BitArray if these are of Bool.") {
  return v_object(map_one(args[0], args[1], true));
}

BUILTIN(map_collections, "map(f, A, B, more...)",
        "f of the elements of the collections taken together, to the end of the shortest.") {
  return v_object(map_many(args[0], args + 1, nargs - 1));
}

BUILTIN(map_tuple, "map(f, t::Tuple)", "f of each element of the tuple, as a tuple.") {
  uint32_t n = tuple_len(args[1]);
  Value *r = gc_alloc((n + 1) * sizeof(Value));
  for (uint32_t i = 0; i < n; i++) r[i] = call1(args[0], tuple_get(args[1], i));
  return tuple_new(r, (int)n);
}

BUILTIN(map_tuples, "map(f, t::Tuple, u::Tuple, more::Tuple...)",
        "f of the elements of the tuples taken together, as a tuple.") {
  uint32_t n = UINT32_MAX;
  for (int i = 1; i < nargs; i++) {
    if (tuple_len(args[i]) < n) n = tuple_len(args[i]);
  }
  Value *r = gc_alloc((n + 1) * sizeof(Value)), *x = gc_alloc((size_t)nargs * sizeof(Value));
  for (uint32_t i = 0; i < n; i++) {
    for (int k = 1; k < nargs; k++) x[k - 1] = tuple_get(args[k], i);
    r[i] = call(args[0], x, nargs - 1);
  }
  return tuple_new(r, (int)n);
}

BUILTIN(map_in_place, "map!(f, dest::Union{Array,BitArray}, A)\nmap!(f, dest::Union{Array,BitArray}, A::AbstractArray)",
        "Store f of each element of `A` in `dest`.") {
  Array *d = as_array(args[1]);
  Lazy l;
  if (lazy_map(&l, args[0], args + 2, 1) && l.n <= d->len && l.store == kernel_store(d->eltype) && lazy_random(&l)) {
    bool apart = !lazy_reads(&l, d);
    for (size_t at = 0; at < l.n; at += l.walk.block) {
      size_t n = l.n - at < l.walk.block ? l.n - at : l.walk.block;
      if (array_is_bits(d)) {
        lazy_store_bits(&l, at, n, d);
        continue;
      }
      char *to = d->data + at * d->elsize;
      if (apart)
        lazy_store(&l, at, n, to);
      else
        memmove(to, lazy_block(&l, at, n).data, n * d->elsize);
    }
    return args[1];
  }
  Iter it;
  iter_start(&it, args[2]);
  CallSite site = call_site(args[0]);
  size_t i = 0;
  for (Value v; i < d->len && iter_next(&it, &v);) array_put(d, i++, call_site_call(&site, v));
  return args[1];
}

BUILTIN(map_in_place_many,
        "map!(f, dest::Union{Array,BitArray}, A, B, more...)\nmap!(f, dest::Union{Array,BitArray}, A::AbstractArray, "
        "more::AbstractArray...)",
        "Store f of the elements of the collections taken together in `dest`.") {
  Array *d = as_array(args[1]);
  int n = nargs - 2;
  Iter *it = gc_alloc((size_t)n * sizeof(Iter));
  Value *x = gc_alloc((size_t)n * sizeof(Value));
  for (int i = 0; i < n; i++) iter_start(&it[i], args[i + 2]);
  for (size_t at = 0; at < d->len; at++) {
    for (int i = 0; i < n; i++) {
      if (!iter_next(&it[i], &x[i])) return args[1];
    }
    array_put(d, at, call(args[0], x, n));
  }
  return args[1];
}

BUILTIN(foreach_one, "foreach(f, itr)", "Call f with each element.") {
  Iter it;
  iter_start(&it, args[1]);
  CallSite site = call_site(args[0]);
  for (Value v; iter_next(&it, &v);) call_site_call(&site, v);
  return v_nothing();
}

BUILTIN(foreach_many, "foreach(f, itr, itr2, more...)", "Call f with the elements of the collections taken together.") {
  int n = nargs - 1;
  Iter *it = gc_alloc((size_t)n * sizeof(Iter));
  Value *x = gc_alloc((size_t)n * sizeof(Value));
  for (int i = 0; i < n; i++) iter_start(&it[i], args[i + 1]);
  for (;;) {
    for (int i = 0; i < n; i++) {
      if (!iter_next(&it[i], &x[i])) return v_nothing();
    }
    call(args[0], x, n);
  }
}

/* What an empty source would have given. */
static Object *empty_eltype(Value source) {
  if (CORE->tn_generator && source.type->name == CORE->tn_generator) {
    Value inner = struct_field(source, "iter");
    Object *of = empty_eltype(inner);
    Value t = v_object(of);
    return infer_result(struct_field(source, "f"), &t, 1);
  }
  Value t = call1(FN(eltype), source);
  return is_type(t) ? t.o : &T_ANY->head;
}

/* n dimensions; -1: the length is not known. */
static Value collect_as(Object *eltype, Value source, const size_t *dims, int n) {
  Array *a = n >= 0 ? array_new(eltype, (uint32_t)n, dims) : array_vector(eltype, 0);
  Iter it;
  iter_start(&it, source);
  size_t i = 0;
  for (Value v; iter_next(&it, &v);) {
    if (i < a->len)
      array_put(a, i, v);
    else
      array_push_put(a, v);
    i++;
  }
  return v_object(a);
}

/* An Array of its own with the elements of a, which may be a BitArray or somebody's. */
static Value array_fresh(Array *a, Value source) {
  if (array_is_bits(a)) return v_object(array_unpacked(a));
  return v_object(is_dense(source) ? array_copy(a) : a);
}

BUILTIN(collect_memory,
        "collect(A::Array)\ncollect(A::BitArray)\ncollect(A::UnitRange{Int64})\ncollect(A::StepRange{Int64,Int64})\n"
        "collect(A::SubArray)\ncollect(A::LinearAlgebra.Adjoint)\ncollect(A::LinearAlgebra.Transpose)",
        "") {
  Array *a = array_from_memory(args[0]);
  return a ? array_fresh(a, args[0]) : call1(base_function("_collect_any"), args[0]);
}

BUILTIN(collect_any, "collect(itr)\n_collect_any(itr)", "An array of all elements of a collection.") {
  Array *plain = array_from_memory(args[0]);
  if (plain) return array_fresh(plain, args[0]);
  Array *whole = vectorise_generator(args[0]);
  if (whole) return v_object(whole);
  Iter it;
  Value v = V_UNDEF;
  size_t dims[16];
  bool generator = args[0].type->name == CORE->tn_generator, some = false;
  if (generator) { /* what cannot be iterated is told before what has no length */
    iter_start(&it, args[0]);
    some = iter_next(&it, &v);
  }
  int n = iter_shape(args[0], dims);
  if (n < 0) call1(base_function("_check_finite"), args[0]);
  Builder b = {.dims = dims, .ndims = n > 0 ? (uint32_t)n : 0};
  /* Everything but a generator says what its elements are. */
  if (!generator) {
    Object *known = iter_eltype(args[0]);
    if (!known && is_true(call1(base_function("_haseltype"), args[0]))) {
      Value t = call1(FN(eltype), args[0]);
      if (is_type(t) && t.o != CORE->bottom) known = t.o;
    }
    if (known) return collect_as(known, args[0], dims, n);
    iter_start(&it, args[0]);
    some = iter_next(&it, &v);
  }
  for (; some; some = iter_next(&it, &v)) builder_add(&b, v);
  if (n == 0 && b.array && b.n == 1) return v_object(array_share(b.array, b.array->eltype, 0, NULL));
  return v_object(b.array ? builder_end(&b, NULL) : builder_end(&b, empty_eltype(args[0])));
}

BUILTIN(collect_typed, "collect(T::Type, itr)\n_collect(T, itr)", "An array of all elements, converted to T.") {
  size_t dims[16];
  int n = iter_shape(args[1], dims);
  return collect_as(args[0].o, args[1], dims, n);
}

static bool truth(Value v) {
  if (v.type != T_BOOL) throw_type("non-boolean", &T_BOOL->head, v);
  return v.u;
}

BUILTIN(filter_array, "filter(f, A::Array)\nfilter(f, A::BitArray)",
        "A vector of the elements of `A` for which f is true.") {
  const Array *a = as_array(args[1]);
  Array *mask = vectorise_mask(args[0], as_array(args[1]));
  if (mask) {
    Value by = v_object(mask);
    return array_index(args[1], &by, 1);
  }
  Array *r = array_is_bits(a) ? array_bits(1, (size_t[]){0}) : array_vector(a->eltype, 0);
  CallSite site = call_site(args[0]);
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (truth(call_site_call(&site, v))) array_push(r, v);
  }
  return v_object(r);
}

BUILTIN(filter_in_place, "filter!(f, A::Vector)\nfilter!(f, A::BitArray{1})",
        "Remove the elements of `A` for which f is false.") {
  Array *a = as_array(args[1]);
  CallSite site = call_site(args[0]);
  size_t to = 0;
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    if (truth(call_site_call(&site, v)) && to < a->len) array_set(a, to++, v); /* f may have made it shorter */
  }
  array_resize(a, to);
  return args[1];
}

/* The position of x in an array of numbers of its type; a->len if it is not there. */
static size_t number_position(const Array *a, Value x) {
  size_t i = 0;
  if (a->store == ST_F64)
    while (i < a->len && ((const double *)(const void *)a->data)[i] != x.f) i++;
  else
    while (i < a->len && ((const int64_t *)(const void *)a->data)[i] != x.i) i++;
  return i;
}

/* 1 if the floats are equal, 0 if not, by == or by isequal (bits, NaN equals NaN). */
static bool floats_equal(const double *x, const double *y, size_t n, bool by_bits) {
  for (size_t at = 0; at < n; at += 1024) {
    size_t end = n - at < 1024 ? n : at + 1024;
    int differ = 0;
    if (by_bits)
      for (size_t i = at; i < end; i++) {
        uint64_t p, q;
        memcpy(&p, &x[i], 8);
        memcpy(&q, &y[i], 8);
        differ |= (p != q) & !((x[i] != x[i]) & (y[i] != y[i]));
      }
    else
      for (size_t i = at; i < end; i++) differ |= x[i] != y[i];
    if (differ) return false;
  }
  return true;
}

static bool both_f64(const Array *a, const Array *b) {
  return a->eltype == &T_FLOAT64->head && b->eltype == &T_FLOAT64->head;
}

static Value equal(Value x, Value y) {
  if (x.type == y.type) {
    if (x.type == T_INT64) return v_bool(x.i == y.i);
    if (x.type == T_FLOAT64) return v_bool(x.f == y.f);
  }
  return call2(FN(eq), x, y);
}

BUILTIN(collection_in, "in(x, itr)", "Whether the collection has an element equal to `x`.") {
  Iter it;
  bool unsure = false;
  bool plain = args[0].type == T_INT64 || args[0].type == T_FLOAT64;
  if (plain && is_dense(args[1]) && as_array(args[1])->eltype == &args[0].type->head)
    return v_bool(number_position(as_array(args[1]), args[0]) < as_array(args[1])->len);
  iter_start(&it, args[1]);
  for (Value v; iter_next(&it, &v);) {
    Value e = equal(v, args[0]);
    if (e.type == T_MISSING)
      unsure = true;
    else if (truth(e))
      return v_bool(true);
  }
  return unsure ? v_missing() : v_bool(false);
}

static bool bits_comparable(const Array *a, const Array *b) {
  return a->eltype == b->eltype && a->store != ST_VALUE && a->store != ST_STRUCT && a->store != ST_F64 &&
         a->store != ST_F32 && a->store != ST_F16;
}

static bool same_bytes(const Array *a, const Array *b) {
  if (array_is_bits(a) && array_is_bits(b)) return bits_equal(a->bits, b->bits, a->len);
  if (array_is_bits(a)) a = array_unpacked(a);
  if (array_is_bits(b)) b = array_unpacked(b);
  return !a->len || memcmp(a->data, b->data, a->len * a->elsize) == 0;
}

BUILTIN(array_equal, "==(A::Union{Array,BitArray}, B::Union{Array,BitArray})",
        "Whether the arrays have the same shape and equal elements.") {
  if (!same_shape(args, 2)) return v_bool(false);
  const Array *a = as_array(args[0]), *b = as_array(args[1]);
  bool unsure = false;
  if (both_f64(a, b)) return v_bool(floats_equal((double *)(void *)a->data, (double *)(void *)b->data, a->len, false));
  if (bits_comparable(a, b)) return v_bool(same_bytes(a, b));
  stack_check();
  for (size_t i = 0; i < a->len; i++) {
    Value x = array_get(a, i), y = array_get(b, i);
    if (is_undef(x) || is_undef(y)) throw_singleton(T_UNDEFREFERROR);
    Value e = equal(x, y);
    if (e.type == T_MISSING)
      unsure = true;
    else if (!truth(e))
      return v_bool(false);
  }
  return unsure ? v_missing() : v_bool(true);
}

BUILTIN(array_isequal, "isequal(A::Union{Array,BitArray}, B::Union{Array,BitArray})",
        "As ==, by isequal of the elements.") {
  if (args[0].p == args[1].p) return v_bool(true);
  if (!same_shape(args, 2)) return v_bool(false);
  const Array *a = as_array(args[0]), *b = as_array(args[1]);
  if (both_f64(a, b)) return v_bool(floats_equal((double *)(void *)a->data, (double *)(void *)b->data, a->len, true));
  if (bits_comparable(a, b)) return v_bool(same_bytes(a, b));
  stack_check();
  for (size_t i = 0; i < a->len; i++) {
    Value x = array_get(a, i), y = array_get(b, i);
    if (is_undef(x) || is_undef(y)) throw_singleton(T_UNDEFREFERROR);
    if (!is_true(call2(FN(isequal), x, y))) return v_bool(false);
  }
  return v_bool(true);
}

/* Ranges and views hash as the array of the same elements. */
BUILTIN(array_hash, "hash(A::AbstractArray, h::UInt64)", "A hash of shape and elements.") {
  size_t dims[16];
  int n = iter_shape(args[0], dims);
  uint64_t h = hash_shape(n, dims, args[1].u);
  Iter it;
  iter_start(&it, args[0]);
  stack_check();
  for (Value x; iter_next(&it, &x);) h = value_hash(x, h);
  return v_uint(h);
}
