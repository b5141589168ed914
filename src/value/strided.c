#include "value/strided.h"

#include "value/struct.h"

/* How many steps of a size above 0 there are from first on; more than fit are as many as fit, for which no memory is.
 */
static int64_t steps_within(uint64_t distance, uint64_t step) {
  uint64_t steps = distance / step;
  return steps >= INT64_MAX ? INT64_MAX : (int64_t)steps + 1;
}

bool int_range(Value v, IntRange *r) {
  if (!v.type || v.type->nparams == 0) return false;
  if (v.type->params[0].p != T_INT64) {
    /* Slice, the colon of a view, holds a range */
    if (v.type->nfields != 1 || v.type->nparams != 1 || strcmp(v.type->name->name->text, "Slice") != 0) return false;
    return int_range(struct_get(v, 0), r);
  }
  const TypeName *name = v.type->name;
  if (name == CORE->tn_unitrange) {
    r->first = struct_get(v, 0).i;
    r->step = 1;
    int64_t last = struct_get(v, 1).i;
    r->n = last < r->first ? 0 : steps_within((uint64_t)last - (uint64_t)r->first, 1);
    return true;
  }
  if (name == CORE->tn_oneto) {
    *r = (IntRange){1, 1, struct_get(v, 0).i};
    return true;
  }
  if (name == CORE->tn_steprange && v.type->params[1].p == T_INT64) {
    r->first = struct_get(v, 0).i;
    r->step = struct_get(v, 1).i;
    int64_t last = struct_get(v, 2).i;
    const uint64_t first = (uint64_t)r->first, end = (uint64_t)last, step = (uint64_t)r->step;
    if (r->step > 0)
      r->n = last < r->first ? 0 : steps_within(end - first, step);
    else /* a step of 0 can come from outside: there is nothing in such a range */
      r->n = last > r->first || !step ? 0 : steps_within(first - end, 0 - step);
    return true;
  }
  return false;
}

/* The indices of a view joined into one walk; false if they make more than one. */
static bool join_indices(Value indices, Strided *s) {
  const Array *a = s->parent;
  uint32_t n = tuple_len(indices);
  if (n != a->ndims && n != 1) return false;
  bool ranged = false;
  int64_t first = 0, stride = 1;
  for (uint32_t i = 0; i < n; i++) {
    Value index = tuple_get(indices, i);
    IntRange r = {index.i, 0, 1};
    int64_t extent = (int64_t)(n == 1 ? a->len : a->dims[i]);
    if (index.type != T_INT64 && !int_range(index, &r)) return false;
    if (!r.n) r.first = 1; /* nothing, wherever it begins */
    if (r.n < 2) r.step = 1;
    int64_t last = int_range_last(&r);
    if (r.n > 0 && (r.first < 1 || r.first > extent || last < 1 || last > extent)) return false;
    first += (r.first - 1) * stride;
    if (index.type != T_INT64) {
      if (!ranged)
        s->step = r.step * stride, s->n = (size_t)r.n;
      else if (s->step * (int64_t)s->n == r.step * stride)
        s->n *= (size_t)r.n;
      else
        return false;
      ranged = true;
    }
    stride *= extent;
  }
  if (!ranged) return false;
  if (s->n == 0) first = 0;
  s->first = (size_t)first;
  return true;
}

/* The array over the memory of a SharedArray; any other value itself. */
static Value plain_memory(Value v) {
  return CORE->tn_sharedarray && v.type->name == CORE->tn_sharedarray ? struct_get(v, 0) : v;
}

/* The memory that a view shows. */
static Value view_parent(Value view) { return plain_memory(struct_get(view, 0)); }

bool array_strided(Value v, Strided *s) {
  v = plain_memory(v);
  if (is_dense(v)) {
    *s = (Strided){as_array(v), 0, 1, as_array(v)->len};
    return true;
  }
  if (!CORE->tn_subarray || v.type->name != CORE->tn_subarray || !is_dense(view_parent(v))) return false;
  *s = (Strided){as_array(view_parent(v)), 0, 1, 0};
  return join_indices(struct_get(v, 1), s);
}

static bool view_layout(Value indices, Layout *l) {
  const Array *a = l->parent;
  uint32_t n = tuple_len(indices);
  if (n > 16 || (n != a->ndims && n != 1)) return false;
  size_t stride = 1;
  bool empty = false;
  for (uint32_t i = 0; i < n; i++) {
    Value index = tuple_get(indices, i);
    IntRange r = {index.i, 0, 1};
    size_t extent = n == 1 ? a->len : a->dims[i];
    if (index.type != T_INT64 && !int_range(index, &r)) return false;
    uint64_t first = (uint64_t)r.first - 1, last = first + (uint64_t)(r.n - 1) * (uint64_t)r.step;
    if (r.n > 0 && (first >= extent || last >= extent)) return false;
    empty |= r.n == 0;
    l->first += first * stride;
    if (index.type != T_INT64) {
      l->dims[l->n] = (size_t)r.n;
      l->distance[l->n++] = (size_t)r.step * stride;
    }
    stride *= extent;
  }
  if (empty) l->first = 0;
  return true;
}

bool is_transposed(Value v) {
  return (CORE->tn_transpose && v.type->name == CORE->tn_transpose) ||
         (CORE->tn_adjoint && v.type->name == CORE->tn_adjoint);
}

static bool is_real_store(uint8_t store) { return (store >= ST_I8 && store <= ST_BOOL) || store == ST_BIT; }

bool array_layout(Value v, Layout *l) {
  v = plain_memory(v);
  if (is_dense(v)) {
    const Array *a = as_array(v);
    if (a->ndims > 16) return false;
    *l = (Layout){.parent = as_array(v), .n = a->ndims};
    size_t stride = 1;
    for (uint32_t i = 0; i < a->ndims; i++) {
      l->dims[i] = a->dims[i];
      l->distance[i] = stride;
      stride *= a->dims[i];
    }
    return true;
  }
  if (CORE->tn_subarray && v.type->name == CORE->tn_subarray) {
    if (!is_dense(view_parent(v))) return false;
    *l = (Layout){.parent = as_array(view_parent(v))};
    return v.type->params[0].o == l->parent->eltype && view_layout(struct_get(v, 1), l);
  }
  if (!is_transposed(v) || is_transposed(struct_get(v, 0)) || !array_layout(struct_get(v, 0), l)) return false;
  if (l->n < 1 || l->n > 2 || !is_real_store(l->parent->store)) return false;
  size_t rows = l->dims[0], down = l->distance[0];
  l->dims[0] = l->n == 2 ? l->dims[1] : 1;
  l->distance[0] = l->n == 2 ? l->distance[1] : 0;
  l->dims[1] = rows;
  l->distance[1] = down;
  l->n = 2;
  return true;
}
