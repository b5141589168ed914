/* Elements of views (SubArray): their indices are translated into those of the parent. */
#include "base/index.h"
#include "value/builtin.h"
#include "value/struct.h"
#include "value/type.h"

/* How many positions one index of a view has. */
static size_t view_extent(Value index) {
  IntRange r;
  if (int_range(index, &r)) return (size_t)r.n;
  if (is_dense(index)) return as_array(index)->len;
  return (size_t)to_int(call1(FN(length), index));
}

static NORETURN void out_of_bounds(Value view, const Value *idx, int n) { throw_bounds(view, tuple_new(idx, n)); }

static Value index_at(Value index, int64_t i) {
  IntRange r;
  if (int_range(index, &r)) return v_int(r.first + (i - 1) * r.step);
  if (is_dense(index)) return array_get(as_array(index), (size_t)i - 1);
  return call2(FN(getindex), index, v_int(i));
}

/* The parent's indices for view[idx...]: returns their number. All of idx are Int64. */
static int parent_of_scalars(Value view, Value indices, const Value *idx, int n, Value out[16]) {
  int m = (int)tuple_len(indices), k = 0, dims = 0;
  size_t extent[16];
  for (int i = 0; i < m; i++) {
    if (tuple_get(indices, (uint32_t)i).type != T_INT64) extent[dims++] = view_extent(tuple_get(indices, (uint32_t)i));
  }
  int64_t pos[16];
  if (n == 1 && dims != 1) {
    int64_t left = idx[0].i - 1;
    size_t total = 1;
    for (int i = 0; i < dims; i++) total *= extent[i];
    if (left < 0 || (size_t)left >= total) out_of_bounds(view, idx, n);
    for (int i = 0; i < dims; i++) {
      pos[i] = left % (int64_t)extent[i] + 1;
      left /= (int64_t)extent[i];
    }
  } else {
    for (int i = 0; i < n || i < dims; i++) {
      size_t e = i < dims ? extent[i] : 1;
      int64_t p = i < n ? idx[i].i : e == 1 ? 1 : 0;
      if (p < 1 || (size_t)p > e) out_of_bounds(view, idx, n);
      if (i < dims) pos[i] = p;
    }
  }
  for (int i = 0; i < m; i++) {
    Value index = tuple_get(indices, (uint32_t)i);
    out[i] = index.type == T_INT64 ? index : index_at(index, pos[k++]);
  }
  return m;
}

static bool all_ints(const Value *idx, int n) {
  for (int i = 0; i < n; i++) {
    if (idx[i].type != T_INT64) return false;
  }
  return true;
}

/* The parent's indices when some of idx select several; false if the view must be copied for that. */
static bool parent_of_many(Value indices, const Value *idx, int n, Value out[16]) {
  int m = (int)tuple_len(indices), k = 0, dims = 0;
  for (int i = 0; i < m; i++) {
    Value index = tuple_get(indices, (uint32_t)i);
    dims += index.type != T_INT64;
    if (is_dense(index) && as_array(index)->ndims != 1) return false;
  }
  if (n != dims) return false;
  for (int i = 0; i < n; i++) {
    if (CORE->tn_cartesianindex && idx[i].type->name == CORE->tn_cartesianindex) return false;
    if (is_dense(idx[i]) && as_array(idx[i])->ndims != 1) return false;
  }
  for (int i = 0; i < m; i++) {
    Value index = tuple_get(indices, (uint32_t)i);
    if (index.type == T_INT64)
      out[i] = index;
    else if (idx[k].type->name == CORE->tn_colon)
      out[i] = index, k++;
    else
      out[i] = call2(FN(getindex), index, idx[k++]);
  }
  return true;
}

static Value parent_get(Value parent, const Value *idx, int n) {
  if (is_dense(parent)) return array_index(parent, idx, n);
  Value args[17] = {parent};
  memcpy(args + 1, idx, (size_t)n * sizeof(Value));
  return call(FN(getindex), args, n + 1);
}

static void parent_set(Value parent, Value x, const Value *idx, int n) {
  if (is_dense(parent)) {
    array_index_set(parent, x, idx, n);
    return;
  }
  Value args[18] = {parent, x};
  memcpy(args + 2, idx, (size_t)n * sizeof(Value));
  call(FN(setindex), args, n + 2);
}

BUILTIN(view_size, "size(V::SubArray)", "The dimensions of the view, as a tuple.") {
  Value indices = struct_get(args[0], 1);
  size_t dims[16];
  uint32_t nd = 0;
  IntRange r;
  for (uint32_t i = 0; i < tuple_len(indices); i++) {
    Value index = tuple_get(indices, i);
    if (index.type == T_INT64) continue;
    if (nd < 16 && int_range(index, &r))
      dims[nd++] = (size_t)r.n;
    else if (nd < 16 && is_dense(index) && as_array(index)->ndims == 1)
      dims[nd++] = as_array(index)->len;
    else
      return call1(base_function("_view_size"), args[0]);
  }
  return dims_tuple(dims, nd);
}

BUILTIN(view_length, "length(V::SubArray)", "The number of elements of the view.") {
  Strided s;
  if (array_strided(args[0], &s)) return v_int((int64_t)s.n);
  Value size = call1(FN(size), args[0]);
  int64_t len = 1;
  for (uint32_t i = 0; i < tuple_len(size); i++) len *= to_int(tuple_get(size, i));
  return v_int(len);
}

BUILTIN(view_element, "getindex(V::SubArray, i::Int64)", "Element `i` of the view.") {
  Strided s;
  if (!array_strided(args[0], &s)) return call2(base_function("_view_get"), args[0], args[1]);
  if ((uint64_t)args[1].i - 1 >= s.n) out_of_bounds(args[0], args + 1, 1);
  Value v = strided_get(&s, (size_t)args[1].i - 1);
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  return v;
}

BUILTIN(view_element_set, "setindex!(V::SubArray, x, i::Int64)", "Store `x` as element `i` of the view.") {
  Strided s;
  if (!array_strided(args[0], &s)) {
    call3(base_function("_view_set"), args[0], args[1], args[2]);
    return args[0];
  }
  if ((uint64_t)args[2].i - 1 >= s.n) out_of_bounds(args[0], args + 2, 1);
  array_put(s.parent, s.first + (size_t)((args[2].i - 1) * s.step), args[1]);
  return args[0];
}

BUILTIN(view_get, "_view_get(V, I...)", "The element or elements of the view at the indices.") {
  Value view = args[0], parent = struct_get(view, 0), indices = struct_get(view, 1), out[16];
  const Value *idx = args + 1;
  int n = nargs - 1;
  if (n > 16 || tuple_len(indices) > 16) throw_argument("too many indices");
  if (all_ints(idx, n)) return parent_get(parent, out, parent_of_scalars(view, indices, idx, n, out));
  bool scalars = true;
  for (int i = 0; i < n; i++)
    scalars &= idx[i].type != T_BOOL && (idx[i].type->flags & TF_IMMEDIATE) && idx[i].type->store >= ST_I8 &&
               idx[i].type->store <= ST_U64;
  if (!scalars) {
    Value ok_args[18] = {v_object(T_BOOL), view};
    memcpy(ok_args + 2, idx, (size_t)n * sizeof(Value));
    if (!is_true(call(base_function("checkbounds"), ok_args, n + 2))) out_of_bounds(view, idx, n);
    if (parent_of_many(indices, idx, n, out)) return parent_get(parent, out, (int)tuple_len(indices));
    return array_index(v_object(array_from(view)), idx, n);
  }
  for (int i = 0; i < n; i++) args[i + 1] = v_int(idx[i].i);
  return view_get(args, nargs, kw);
}

BUILTIN(view_set, "_view_set(V, x, I...)", "Store in the parent of the view.") {
  Value view = args[0], parent = struct_get(view, 0), indices = struct_get(view, 1), out[16];
  const Value *idx = args + 2;
  int n = nargs - 2;
  if (n > 16 || tuple_len(indices) > 16) throw_argument("too many indices");
  if (all_ints(idx, n)) {
    parent_set(parent, args[1], out, parent_of_scalars(view, indices, idx, n, out));
    return args[0];
  }
  Value ok_args[18] = {v_object(T_BOOL), view};
  memcpy(ok_args + 2, idx, (size_t)n * sizeof(Value));
  if (!is_true(call(base_function("checkbounds"), ok_args, n + 2))) out_of_bounds(view, idx, n);
  if (parent_of_many(indices, idx, n, out)) {
    parent_set(parent, args[1], out, (int)tuple_len(indices));
  } else {
    Array *copy = array_copy(array_from(view));
    array_index_set(v_object(copy), args[1], idx, n);
    for (uint32_t i = 0; i < tuple_len(indices); i++) out[i] = tuple_get(indices, i);
    parent_set(parent, v_object(copy), out, (int)tuple_len(indices));
  }
  return args[0];
}

/* One index of a view of an array, a colon as Slice; undefined if it is anything but a number, a range or a colon
 * within 1:extent. */
static Value plain_index(Value index, size_t extent) {
  IntRange r;
  if (index.type == T_INT64) return (uint64_t)index.i - 1 < extent ? index : V_UNDEF;
  if (index.type->name == CORE->tn_colon) {
    Value all = oneto(extent), type = v_object(all.type);
    return struct_new(type_apply(CORE->tn_slice, &type, 1), &all, 1);
  }
  if (!int_range(index, &r) || index.type->nfields == 1) return V_UNDEF;
  uint64_t first = (uint64_t)r.first - 1, last = (uint64_t)int_range_last(&r) - 1;
  return r.n == 0 || (first < extent && last < extent) ? index : V_UNDEF;
}

/* Whether the elements follow each other at one distance: numbers, colons, a range at most (of step 1 after a colon),
 * numbers. */
static bool indices_linear(const Value *k, int n) {
  int i = 0;
  while (i < n && k[i].type == T_INT64) i++;
  int start = i;
  while (i < n && k[i].type != T_INT64 && k[i].type->nfields == 1) i++;
  if (i < n && k[i].type != T_INT64 && (i == start || k[i].type->name == CORE->tn_unitrange)) i++;
  while (i < n && k[i].type == T_INT64) i++;
  return i == n;
}

/* The type of a view of a with these indices. The last one is remembered, since loops take the same views again and
 * again; types that may go are not. */
static Type *view_type(const Array *a, Type *indices, int dims, bool linear) {
  static struct {
    const Type *array, *indices;
    int dims;
    bool linear;
    Type *view;
  } last;
  if (last.array == a->head.type && last.indices == indices && last.dims == dims && last.linear == linear)
    return last.view;
  Value params[5] = {v_object(a->eltype), v_int(dims), v_object(a->head.type), v_object(indices), v_bool(linear)};
  Type *view = type_apply(CORE->tn_subarray, params, 5);
  if ((view->flags | indices->flags | a->head.type->flags) & (TF_MORTAL | TF_FREE)) return view;
  last.array = a->head.type;
  last.indices = indices;
  last.dims = dims;
  last.linear = linear;
  return last.view = view;
}

/* At as many numbers, ranges and colons as the array has dimensions; undefined for all else. */
static Value plain_view(Value array, const Value *given, int n) {
  const Array *a = as_array(array);
  int dims = 0;
  Value k[16];
  if (n != (int)a->ndims || n > 16 || n == 0) return V_UNDEF;
  for (int i = 0; i < n; i++) {
    k[i] = plain_index(given[i], a->dims[i]);
    if (is_undef(k[i])) return V_UNDEF;
    dims += k[i].type != T_INT64;
  }
  Value indices = tuple_new(k, n);
  return struct_new(view_type(a, indices.type, dims, indices_linear(k, n)), (Value[]){array, indices}, 2);
}

BUILTIN(view_of_array, "view(A::Array, I...)", "A part of `A` that shares its memory: what `A[I...]` would copy.") {
  Value v = plain_view(args[0], args + 1, nargs - 1);
  return is_undef(v) ? call(base_function("_view_any"), args, nargs) : v;
}

/* The target of A[I...] .= x: at numbers only it is what the array holds there. */
BUILTIN(dot_view_of_array, "dotview(A::Array, I...)", "The part of `A` that `A[I...] .= x` writes into.") {
  bool numbers = nargs > 1;
  for (int i = 1; i < nargs && numbers; i++) numbers = type_subtype(&args[i].type->head, &T_NUMBER->head);
  if (numbers) return call(base_function("getindex"), args, nargs);
  Value v = plain_view(args[0], args + 1, nargs - 1);
  return is_undef(v) ? call(base_function("_view_any"), args, nargs) : v;
}
