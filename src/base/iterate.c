#include "base/iterate.h"

#include "lang/image.h"
#include "lang/vm_ops.h"

#include "base/index.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

Value base_function_named(const char *name) {
  Symbol *s = symbol(name);
  Value v = module_get(CORE->base, s);
  return is_undef(v) ? module_function(CORE->base, s) : v;
}

/* What each literal named last, by its address: nothing for the image, whose program lies elsewhere. */
typedef struct Named {
  const char *name;
  Value v;
} Named;
#define NAMED 256u

Value base_function(const char *name) {
  if (UNLIKELY(!image_loaded())) return base_function_named(name);
  Named *n = (Named *)gc_table(&SLOT(NAMED), NAMED * sizeof *n) + ((uintptr_t)name ^ (uintptr_t)name >> 8) % NAMED;
  if (UNLIKELY(n->name != name)) *n = (Named){name, base_function_named(name)};
  return n->v;
}

int64_t to_int_converted(Value v) {
  uint8_t store = v.type->store;
  if (v.type == T_UINT64 && v.u > INT64_MAX) throw_inexact("Int64", &T_INT64->head, v);
  if ((v.type->flags & TF_IMMEDIATE) && store >= ST_I8 && store <= ST_U64) return v.i;
  Value w = call2(FN(convert), v_object(T_INT64), v);
  if (w.type != T_INT64) throw_type("Int64", &T_INT64->head, w);
  return w.i;
}

Value oneto(size_t n) {
  Value param = v_object(T_INT64);
  Value stop = v_int((int64_t)n);
  return struct_new(type_apply(CORE->tn_oneto, &param, 1), &stop, 1);
}

static size_t dim_from(Value v) {
  if (v.type == T_INT64) {
    if (v.i < 0) throw_argument("invalid Array dimensions");
    return (size_t)v.i;
  }
  IntRange r;
  if (int_range(v, &r)) return (size_t)r.n;
  int64_t i = type_isa(v, &T_INTEGER->head) ? to_int(v) : call1(FN(length), v).i;
  if (i < 0) throw_argument("invalid Array dimensions");
  return (size_t)i;
}

uint32_t dims_from(const Value *args, int n, size_t dims[16]) {
  if (n == 1 && is_tuple(args[0])) {
    uint32_t k = tuple_len(args[0]);
    if (k > 16) throw_argument("more than 16 dimensions");
    for (uint32_t i = 0; i < k; i++) dims[i] = dim_from(tuple_get(args[0], i));
    return k;
  }
  if (n > 16) throw_argument("more than 16 dimensions");
  for (int i = 0; i < n; i++) dims[i] = dim_from(args[i]);
  return (uint32_t)n;
}

Value dims_tuple(const size_t *dims, uint32_t n) {
  Value v[16];
  for (uint32_t i = 0; i < n && i < 16; i++) v[i] = v_int((int64_t)dims[i]);
  return tuple_new(v, (int)n);
}

void iter_start(Iter *it, Value source) {
  *it = (Iter){.source = source, .kind = ITER_GENERIC};
  IntRange r;
  if (is_dense(source)) {
    it->kind = ITER_ARRAY;
  } else if (is_tuple(source) && !(source.type->flags & TF_NAMEDTUPLE)) {
    it->kind = ITER_TUPLE;
    it->n = tuple_len(source);
  } else if (int_range(source, &r)) {
    it->kind = ITER_RANGE;
    it->start = r.first;
    it->step = r.step;
    it->n = r.n;
  } else if (array_strided(source, &it->view)) {
    it->kind = ITER_VIEW;
  } else if (source.type && source.type->name == CORE->tn_generator && CORE->tn_generator) {
    it->kind = ITER_GENERATOR;
    it->function = struct_field(source, "f");
    it->inner = gc_alloc(sizeof(Iter));
    iter_start(it->inner, struct_field(source, "iter"));
  } else {
    it->machine[0] = source;
    op_forprep(it->machine);
  }
}

bool iter_next_slow(Iter *it, Value *out) {
  switch (it->kind) {
  case ITER_ARRAY: {
    const Array *a = as_array(it->source);
    if ((size_t)it->i >= a->len) return false;
    *out = array_get(a, (size_t)it->i++);
    if (is_undef(*out)) throw_singleton(T_UNDEFREFERROR);
    return true;
  }
  case ITER_VIEW: {
    if ((size_t)it->i >= it->view.n) return false;
    size_t at = it->view.first + (size_t)(it->i++ * it->view.step);
    if (at >= it->view.parent->len) throw_bounds(it->source, v_int(it->i));
    *out = array_get(it->view.parent, at);
    if (is_undef(*out)) throw_singleton(T_UNDEFREFERROR);
    return true;
  }
  case ITER_TUPLE:
    if (it->i >= it->n) return false;
    *out = tuple_get(it->source, (uint32_t)it->i++);
    return true;
  case ITER_RANGE:
    if (it->i >= it->n) return false;
    *out = v_int(it->start + it->step * it->i++);
    return true;
  case ITER_GENERATOR: {
    Value x;
    if (!iter_next(it->inner, &x)) return false;
    *out = call1(it->function, x);
    return true;
  }
  default: {
    if (!op_fornext(it->machine)) return false;
    *out = it->machine[2];
    return true;
  }
  }
}

static int shape_of_tuple(Value size, size_t dims[16]) {
  if (!is_tuple(size)) return -1;
  uint32_t n = tuple_len(size);
  if (n > 16) return -1;
  for (uint32_t i = 0; i < n; i++) dims[i] = (size_t)tuple_get(size, i).i;
  return (int)n;
}

/* The sources of a zip or product, or of enumerate the only one. */
static uint32_t inner_sources(Value source, Value out[16]) {
  const TypeName *name = source.type->name;
  if (name == CORE->tn_enumerate) {
    out[0] = struct_get(source, 0);
    return 1;
  }
  if (name != CORE->tn_zip && name != CORE->tn_product) return 0;
  Value all = struct_get(source, 0);
  uint32_t n = is_tuple(all) ? tuple_len(all) : 0;
  if (n > 16) return 0;
  for (uint32_t i = 0; i < n; i++) out[i] = tuple_get(all, i);
  return n;
}

/* -1: the language is to be asked. */
static int shape_of_nested(Value source, size_t dims[16]) {
  Value inner[16];
  uint32_t n = inner_sources(source, inner);
  if (!n) return -1;
  if (source.type->name == CORE->tn_enumerate) return iter_shape(inner[0], dims);
  bool zip = source.type->name == CORE->tn_zip;
  int nd = 0;
  stack_check();
  for (uint32_t i = 0; i < n; i++) {
    size_t own[16];
    int k = iter_shape(inner[i], own);
    if (k < 0 || (zip && k != 1) || nd + k > 16) return -1;
    if (zip && i > 0) {
      if (own[0] < dims[0]) dims[0] = own[0];
      continue;
    }
    memcpy(dims + nd, own, (size_t)k * sizeof *own);
    nd += k;
  }
  return nd;
}

Object *iter_eltype(Value source) {
  IntRange r;
  if (is_dense(source)) return as_array(source)->eltype;
  if (int_range(source, &r)) return &T_INT64->head;
  Value inner[16];
  Object *of[17] = {&T_INT64->head};
  uint32_t n = inner_sources(source, inner), counted = source.type->name == CORE->tn_enumerate;
  if (n) stack_check();
  for (uint32_t i = 0; i < n; i++)
    if (!(of[counted + i] = iter_eltype(inner[i]))) return NULL;
  return n ? &type_tuple(of, n + counted)->head : NULL;
}

int iter_shape(Value source, size_t dims[16]) {
  IntRange r;
  if (is_dense(source)) {
    const Array *a = as_array(source);
    if (a->ndims > 16) return -1;
    memcpy(dims, a->dims, a->ndims * sizeof(size_t));
    return a->ndims;
  }
  if (is_tuple(source)) {
    dims[0] = tuple_len(source);
    return 1;
  }
  if (int_range(source, &r)) {
    dims[0] = (size_t)r.n;
    return 1;
  }
  if (CORE->tn_generator && source.type->name == CORE->tn_generator)
    return iter_shape(struct_field(source, "iter"), dims);
  int nested = shape_of_nested(source, dims);
  if (nested >= 0) return nested;
  Value shape = call1(base_function("_itershape"), source);
  return shape_of_tuple(shape, dims);
}

static Array *array_widen(Array *old, Object *eltype, size_t n) {
  Array *a = old->ndims == 1 ? array_vector(eltype, 0) : array_like(old, eltype);
  if (old->ndims == 1) array_resize(a, old->len);
  for (size_t i = 0; i < n; i++) {
    Value v = array_get(old, i);
    if (!is_undef(v)) array_set(a, i, v);
  }
  return a;
}

static void builder_widen(Builder *b, Value v) {
  Object *t = b->array->eltype;
  Value joined = call2(FN(promote_typejoin), v_object(t), v_object(v.type));
  Array *a = array_widen(b->array, joined.o, b->n);
  b->array = a;
}

void builder_add_slow(Builder *b, Value v) {
  if (UNLIKELY(!b->array)) {
    if (b->ndims && b->bits && v.type == T_BOOL)
      b->array = array_bits(b->ndims, b->dims);
    else if (b->ndims)
      b->array = array_raw(&v.type->head, b->ndims, b->dims);
    else
      b->array = array_vector(&v.type->head, 0);
  } else if (UNLIKELY(&v.type->head != b->array->eltype && !type_isa(v, b->array->eltype))) {
    builder_widen(b, v);
  }
  if (!b->ndims) {
    array_push(b->array, v);
    b->n++;
    return;
  }
  if (UNLIKELY(b->n >= b->array->len)) {
    if (b->ndims > 1) throw_dimension("more elements than the shape has");
    array_push(b->array, v);
    b->n++;
    return;
  }
  array_set(b->array, b->n++, v);
}

/* As many of the n values as are of the array's type of 8 bytes, which are stored. */
static size_t store_words(Array *a, size_t at, const Value *v, size_t n) {
  uint64_t *to = (uint64_t *)(void *)a->data + at;
  size_t i = 0;
  for (; i < n && &v[i].type->head == a->eltype; i++) to[i] = v[i].u;
  return i;
}

void builder_add_all(Builder *b, const Value *v, size_t step, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const Array *a = b->array;
    if (step && a && (a->store == ST_I64 || a->store == ST_F64) && n - i <= a->len - b->n) {
      size_t done = store_words(b->array, b->n, v + i, n - i);
      b->n += done;
      i += done;
      if (i == n) return;
    }
    builder_add(b, v[i * step]);
  }
}

Array *builder_end(Builder *b, Object *empty_eltype) {
  if (!b->array) {
    size_t zero = 0;
    if (b->ndims && b->bits && empty_eltype == &T_BOOL->head) return array_bits(b->ndims, b->dims);
    return b->ndims ? array_new(empty_eltype, b->ndims, b->dims) : array_new(empty_eltype, 1, &zero);
  }
  if (b->ndims == 1 && b->n < b->array->len) array_resize(b->array, b->n);
  return b->array;
}

Array *collect_values(Value source, Object *empty_eltype) {
  size_t dims[16];
  int n = iter_shape(source, dims);
  Builder b = {.dims = dims, .ndims = n > 0 ? (uint32_t)n : 0};
  Iter it;
  iter_start(&it, source);
  for (Value v; iter_next(&it, &v);) builder_add(&b, v);
  if (n == 0 && b.array && b.n == 1) return array_share(b.array, b.array->eltype, 0, NULL);
  return builder_end(&b, empty_eltype);
}

static Array *array_of_view(Value v) {
  Value indices = struct_get(v, 1), idx[16];
  uint32_t n = tuple_len(indices);
  if (n > 16) return NULL;
  for (uint32_t i = 0; i < n; i++) idx[i] = tuple_get(indices, i);
  Value part = array_index(struct_get(v, 0), idx, (int)n);
  return is_dense(part) && as_array(part)->eltype == v.type->params[0].o ? as_array(part) : NULL;
}

static bool is_memory_view(Value v) {
  return CORE->tn_subarray && v.type->name == CORE->tn_subarray && is_dense(struct_get(v, 0));
}

Array *array_from_memory(Value v) {
  if (is_dense(v)) return as_array(v);
  if (is_memory_view(v)) return array_of_view(v);
  IntRange r;
  if (int_range(v, &r)) {
    size_t n = (size_t)r.n;
    Array *a = array_raw(&T_INT64->head, 1, &n);
    int64_t *x = (int64_t *)(void *)a->data;
    for (int64_t i = 0; i < r.n; i++) x[i] = (int64_t)((uint64_t)r.first + (uint64_t)i * (uint64_t)r.step);
    return a;
  }
  if (!is_transposed(v)) return NULL;
  Value parent = struct_get(v, 0);
  if (!is_dense(parent) && !is_memory_view(parent)) return NULL;
  const Array *a = array_from_memory(parent);
  return a && ((a->store >= ST_I8 && a->store <= ST_BOOL) || array_is_bits(a)) && a->ndims <= 2 ? array_transposed_of(a)
                                                                                                : NULL;
}

Array *array_from(Value v) {
  Array *a = array_from_memory(v);
  if (a) return a;
  Value c = call1(FN(collect), v);
  if (!is_dense(c)) throw_type("collect", CORE->type_array, c);
  return as_array(c);
}
