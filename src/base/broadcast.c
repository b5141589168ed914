/* Dotted expressions. f.(x, g.(y)) is a tree of Broadcasted; materialize evaluates it block by block: known functions
 * on numbers by kernels (kernel.h), all else by calling the function for each element. */
#include "base/broadcast.h"
#include "base/broadcast_small.h"
#include "base/index.h"
#include "base/infer.h"
#include "base/kernel_bits.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

static Term *term_of(Value v);

static Term *term_tuple(Value t) {
  uint32_t n = tuple_len(t);
  bool same = n > 0;
  for (uint32_t i = 1; i < n; i++) same &= tuple_get(t, i).type == tuple_get(t, 0).type;
  Array *a = array_vector(same ? &tuple_get(t, 0).type->head : &T_ANY->head, n);
  for (uint32_t i = 0; i < n; i++) array_set(a, i, tuple_get(t, i));
  return term_array(a, true);
}

/* x .^ p of a literal p; NULL if it is not that. */
static Term *literal_pow(Value f, const Value *args, Term *const *kids, int n) {
  if (f.p != FN(literal_pow).p || n != 3 || args[2].type->nparams != 1) return NULL;
  Value p = args[2].type->params[0];
  Term *power = p.type == T_INT64 ? term_power(kids[1], p.i) : NULL;
  return power ? power : term_call(f, kids, n);
}

/* A call with keywords as a function of floats that can be followed, if the prelude knows one. */
static Value without_keywords(Value f) {
  if (f.type != (Type *)base_function("KwCall").p) return f;
  Value plain = call1(base_function("_without_keywords"), f);
  return is_nothing(plain) ? f : plain;
}

Term *broadcast_call(Value f, const Value *args, Term *const *kids, int n, bool follow) {
  Term *power = literal_pow(f, args, kids, n);
  if (power) return power;
  Term *c = term_call(f, kids, n);
  if (c->kind != TERM_CALL || c->has_kernel || !follow) return c;
  if (n == 1 && kids[0]->store == ST_F64) f = without_keywords(f);
  Term *tree = term_of_function(f, kids, n);
  return tree ? tree : c;
}

static Term *term_of_call(Value f, Value args) {
  uint32_t count = tuple_len(args);
  if (count > MAX_ARGS) throw_argument("more than %d arguments in a dotted call", MAX_ARGS);
  Value values[MAX_ARGS];
  Term *kids[MAX_ARGS];
  size_t longest = 0;
  for (uint32_t i = 0; i < count; i++) {
    values[i] = tuple_get(args, i);
    kids[i] = f.p == FN(literal_pow).p && i != 1 ? term_scalar(values[i]) : term_of(values[i]);
    size_t len = kids[i]->kind == TERM_CALL ? VECTORISE_MIN : dims_product(kids[i]->dims, kids[i]->ndims);
    if (len > longest) longest = len;
  }
  return broadcast_call(f, values, kids, (int)count, longest >= VECTORISE_MIN);
}

static bool is_broadcasted(Value v) { return CORE->tn_broadcasted && v.type->name == CORE->tn_broadcasted; }

static Term *term_of(Value v) {
  if (is_broadcasted(v)) return term_of_call(struct_get(v, 0), struct_get(v, 1));
  if (is_dense(v)) return term_array(as_array(v), false);
  IntRange r;
  if (int_range(v, &r)) return term_range(r);
  if ((v.type->flags & TF_IMMEDIATE) || v.type == T_STRING || v.type == T_SYMBOL || is_type(v)) return term_scalar(v);
  if (is_tuple(v) && !(v.type->flags & TF_NAMEDTUPLE)) return term_tuple(v);
  if (CORE->tn_refvalue && v.type->name == CORE->tn_refvalue) return term_scalar(struct_get(v, 0));
  if (type_isa(v, CORE->tn_abstractarray->wrapper)) {
    Term *memory = term_memory(v);
    return memory ? memory : term_array(array_from(v), false);
  }
  if (type_isa(v, &T_FUNCTION->head) || type_isa(v, &T_NUMBER->head)) return term_scalar(v);
  Value w = call1(base_function("broadcastable"), v);
  if (CORE->tn_refvalue && w.type->name == CORE->tn_refvalue) return term_scalar(struct_get(w, 0));
  if (is_dense(w) || is_broadcasted(w) || (is_tuple(w) && !(w.type->flags & TF_NAMEDTUPLE))) return term_of(w);
  if (type_isa(w, CORE->tn_abstractarray->wrapper)) return term_array(array_from(w), false);
  if (w.type->nfields == 1 && CORE->tn_ref && type_isa(w, CORE->tn_ref->wrapper)) return term_scalar(struct_get(w, 0));
  return term_scalar(w);
}

static Array *evaluate_values(Term *root, Walk *w, const Shape *s) {
  Builder b = {.dims = s->dims, .ndims = s->n, .bits = true};
  if (w->total) {
    do {
      for (size_t at = 0; at < w->dims[0]; at += w->block) {
        size_t len = w->dims[0] - at < w->block ? w->dims[0] - at : w->block;
        term_next_block();
        Value *v = term_eval_values(root, at, len);
        builder_add_all(&b, v, root->kind != TERM_SCALAR, len);
      }
    } while (walk_next(w));
  }
  return builder_end(&b, b.array ? NULL : term_type(root));
}

/* Tuples keep the type of each element. */
static Value evaluate_tuple(Term *root, const Shape *s) {
  Walk w;
  walk_start(&w, root, NULL, s);
  Value *r = gc_alloc((w.total + 1) * sizeof(Value));
  for (size_t at = 0; at < w.total; at += w.block) {
    size_t len = w.total - at < w.block ? w.total - at : w.block;
    term_next_block();
    memcpy(r + at, term_eval_values(root, at, len), len * sizeof(Value));
  }
  return tuple_new(r, (int)w.total);
}

/* A tree without arrays is an ordinary call. */
static Value evaluate_scalar(Term *n) {
  if (n->kind == TERM_SCALAR) return n->value;
  Value x[MAX_ARGS];
  for (int i = 0; i < n->n; i++) x[i] = evaluate_scalar(n->args[i]);
  return call(n->value, x, n->n);
}

static Array *evaluate(Term *root, const Shape *s) {
  Walk w;
  walk_start(&w, root, NULL, s);
  if (root->kind == TERM_SCALAR || root->kind == TERM_ARRAY || root->store == ST_VALUE)
    return evaluate_values(root, &w, s);
  return root->store == ST_BOOL ? bits_collect(root, &w, s) : walk_collect(root, &w, s);
}

/* Base's own types, and other than arrays the standard modules', have no broadcasting style of their own. */
static bool is_plain(Value v) {
  const Module *m = v.type->name->module;
  if (m == CORE->base || m == CORE->core) return true;
  for (; m; m = m->parent)
    if (m == CORE->base || m == CORE->core || m->parent == m)
      return m != CORE->main && !type_isa(v, CORE->tn_abstractarray->wrapper);
  return true;
}

/* Whether an argument is of a type that has a broadcasting style of its own. */
static bool is_styled(Value v) {
  if (is_broadcasted(v)) {
    Value args = struct_get(v, 1);
    stack_check();
    for (uint32_t i = 0; i < tuple_len(args); i++)
      if (is_styled(tuple_get(args, i))) return true;
    return false;
  }
  return !is_dense(v) && !(v.type->flags & TF_IMMEDIATE) && !is_plain(v) &&
         is_true(call1(base_function("_is_styled"), v));
}

BUILTIN(broadcast_materialize, "materialize(x)", "Evaluate a dotted expression.") {
  if (!is_broadcasted(args[0])) return args[0];
  Array *small = broadcast_small(args[0]);
  if (small) return v_object(small);
  if (is_styled(args[0])) return call1(base_function("_materialize_styled"), args[0]);
  Term *root = term_of(args[0]);
  Shape s = {0};
  shape_join(&s, root);
  if (!s.arrays && !s.tuples) return evaluate_scalar(root);
  if (s.n == 0) return evaluate_scalar(root);
  bool tuple = s.tuples && !s.arrays;
  if (!tuple) return v_object(evaluate(root, &s));
  return evaluate_tuple(root, &s);
}

BUILTIN(broadcast_lazy, "broadcasted(f, args...; kw...)\nbroadcasted_kwsyntax(f, args...; kw...)",
        "A dotted call, to be evaluated by materialize.") {
  bool plain = is_undef(kw) || kw.type->nfields == 0;
  Value f = plain ? args[0] : call2(base_function("KwCall"), args[0], kw);
  Value fields[2] = {f, tuple_new(args + 1, nargs - 1)};
  return struct_new((Type *)CORE->tn_broadcasted->wrapper, fields, 2);
}

/* The shape of the destination for the walk; the expression's must fit into it. */
static Shape destination(const Shape *s, const size_t *dims, uint32_t n) {
  Shape d = {.n = n};
  memcpy(d.dims, dims, n * sizeof(size_t));
  for (uint32_t k = 0; k < s->n; k++) {
    if (k >= n ? s->dims[k] != 1 : s->dims[k] != 1 && s->dims[k] != dims[k])
      throw_dimension("array could not be broadcast to match destination");
  }
  return d;
}

/* The memory between a term's first and last element; of bits that of the whole array. */
static void term_extent(const Term *n, const char **from, const char **to) {
  if (n->array->store == ST_BIT) {
    *from = array_memory(n->array);
    *to = *from + array_bytes(n->array);
    return;
  }
  size_t size = n->array->elsize;
  *from = *to = n->array->data + n->first * size;
  *to += size;
  for (uint32_t k = 0; k < n->ndims; k++) {
    ptrdiff_t way = (ptrdiff_t)((n->dims[k] - 1) * n->distance[k] * size);
    *(way < 0 ? from : to) += way;
  }
}

static bool same_start(const Term *x, const Term *y) {
  const Array *a = x->array, *b = y->array;
  if (a->store == ST_BIT || b->store == ST_BIT)
    return a->bits == b->bits && a->store == b->store && x->first == y->first;
  return a->data + x->first * a->elsize == b->data + y->first * b->elsize;
}

static bool same_layout(const Term *x, const Term *y) {
  if (x->ndims != y->ndims || x->array->elsize != y->array->elsize || !same_start(x, y)) return false;
  for (uint32_t k = 0; k < x->ndims; k++)
    if (x->dims[k] != y->dims[k] || (x->dims[k] > 1 && x->distance[k] != y->distance[k])) return false;
  return true;
}

/* Makes the term read a copy of its elements. */
static void term_copy(Term *n) {
  const Array *a = n->array;
  Array *c = array_raw(a->eltype, n->ndims, n->dims);
  size_t size = a->elsize, pos[MAX_DIMS] = {0}, at = n->first;
  for (size_t i = 0; i < c->len; i++) {
    if (a->store == ST_BIT)
      c->data[i] = bits_get(a->bits, at);
    else
      memcpy(c->data + i * size, a->data + at * size, size);
    for (uint32_t k = 0; k < n->ndims; k++) {
      at += n->distance[k];
      if (++pos[k] < n->dims[k]) break;
      at -= n->distance[k] * n->dims[k];
      pos[k] = 0;
    }
  }
  n->array = c;
  n->first = 0;
  for (uint32_t k = 0; k < n->ndims; k++) n->distance[k] = k ? n->distance[k - 1] * n->dims[k - 1] : 1;
}

/* Sources in the destination's memory: those read elsewhere than they are written are copied. True if some are left. */
static bool copy_aliased(Term *n, const Term *dest) {
  bool left = false;
  for (int i = 0; i < n->n; i++) left |= copy_aliased(n->args[i], dest);
  for (int i = 0; i < n->origin_n; i++) left |= copy_aliased(n->origin_args[i], dest);
  if (n->kind != TERM_ARRAY || !dims_product(n->dims, n->ndims)) return left;
  const char *from, *to, *dest_from, *dest_to;
  term_extent(n, &from, &to);
  term_extent(dest, &dest_from, &dest_to);
  if (to <= dest_from || dest_to <= from) return left;
  if (same_layout(n, dest)) return true;
  term_copy(n);
  return left;
}

/* Evaluates into bits, the first run from element at on, a whole block before any of it is stored. */
static void assign_bits(Term *dest, Term *root, Walk *w, size_t at) {
  Array *to = (Array *)dest->array;
  if (term_of_bits(root) && dest->stride[0] == 1) w->block *= 32;
  do {
    size_t step = dest->stride[0];
    for (; at < w->dims[0]; at += w->block) {
      size_t len = w->dims[0] - at < w->block ? w->dims[0] - at : w->block;
      term_next_block();
      if (step <= 1) {
        term_store_bits(root, at, len, to, term_position(dest, at, len));
      } else {
        Block b = term_eval(root, at, len, NULL);
        size_t p = term_position(dest, at, len);
        for (size_t i = 0; i < len; i++, p += step)
          bits_set(to->bits, p, ((const uint8_t *)b.data)[b.constant ? 0 : i] & 1);
      }
    }
    at = 0;
  } while (walk_next(w));
}

/* Evaluates into dest, the first run from element at on; direct: nothing reads where it writes, or only what it writes
 * there. */
static void assign_typed(Term *dest, Term *root, Walk *w, bool direct, size_t at) {
  size_t size = kernel_size(root->store);
  do {
    size_t step = dest->stride[0];
    for (; at < w->dims[0]; at += w->block) {
      size_t len = w->dims[0] - at < w->block ? w->dims[0] - at : w->block;
      term_next_block();
      char *p = dest->array->data + term_position(dest, at, len) * size;
      Block b = term_eval(root, at, len, direct && step <= 1 ? p : NULL);
      if (step > 1)
        loop_scatter(p, (ptrdiff_t)step * (ptrdiff_t)size, b.data, b.constant, size, len);
      else if (b.constant)
        block_spread(b, len, p);
      else if (b.data != p)
        loop_copy(p, b.data, len * size);
    }
    at = 0;
  } while (walk_next(w));
}

static void assign_values(Term *dest, Term *root, Walk *w, size_t at) {
  Array *to = (Array *)dest->array;
  do {
    for (; at < w->dims[0]; at += w->block) {
      size_t len = w->dims[0] - at < w->block ? w->dims[0] - at : w->block;
      term_next_block();
      Value *v = term_eval_values(root, at, len);
      size_t step = root->kind != TERM_SCALAR;
      for (size_t i = 0; i < len; i++) array_put(to, term_position(dest, at + i, 1), v[i * step]);
    }
    at = 0;
  } while (walk_next(w));
}

static void assign_memory(Term *dest, Term *root, const Shape *s, size_t at) {
  uint8_t store = dest->store;
  if (!dims_product(s->dims, s->n)) return;
  bool aliased = copy_aliased(root, dest);
  Term *typed = store == ST_VALUE || root->store == ST_VALUE ? NULL : term_convert(root, store);
  Walk w;
  walk_start(&w, typed ? typed : root, dest, s);
  if (typed && dest->array->store == ST_BIT)
    assign_bits(dest, typed, &w, at);
  else if (typed)
    assign_typed(dest, typed, &w, !aliased || term_in_place(typed), at);
  else
    assign_values(dest, root, &w, at);
}

void broadcast_finish(Value dest, Value lazy, size_t at) {
  Term *root = term_of(lazy);
  Shape s = {0};
  shape_join(&s, root);
  assign_memory(term_memory(dest), root, &s, at);
}

/* One number everywhere, of the element type of the view's parent; NULL if it is none of its numbers. */
static Array *spread_number(Term *root, Value parent, const size_t *dims, uint32_t n) {
  if (root->kind != TERM_SCALAR || root->store == ST_VALUE || !is_dense(parent)) return NULL;
  Object *eltype = as_array(parent)->eltype;
  uint8_t store = kernel_store(eltype);
  Term *typed = store == ST_VALUE ? NULL : term_convert(root, store);
  if (!typed) return NULL;
  Array *r = array_raw(eltype, n, dims);
  block_spread((Block){store, true, typed->constant}, r->len, r->data);
  return r;
}

static Value *view_indices(Value view, int *n) {
  Value t = struct_get(view, 1);
  *n = (int)tuple_len(t);
  Value *idx = gc_alloc((size_t)(*n + 1) * sizeof(Value));
  for (int i = 0; i < *n; i++) idx[i] = tuple_get(t, (uint32_t)i);
  return idx;
}

BUILTIN(broadcast_assign, "materialize!(dest, x)", "Evaluate a dotted expression into `dest`.") {
  Value dest = args[0];
  if (is_dense(dest) && is_broadcasted(args[1]) && broadcast_small_into(as_array(dest), args[1])) return dest;
  if (is_styled(args[1]) || is_styled(dest)) return call2(base_function("_materialize_styled!"), dest, args[1]);
  if (!type_isa(dest, CORE->tn_abstractarray->wrapper))
    return call2(base_function("_materialize_other!"), dest, args[1]);
  Term *root = term_of(args[1]);
  while (root->kind == TERM_CALL && root->value.p == FN(identity).p && root->n == 1) root = root->args[0];
  Shape s = {0};
  shape_join(&s, root);
  Layout l;
  if (array_layout(dest, &l) && (l.n || is_dense(dest))) {
    Shape to = destination(&s, l.dims, l.n);
    assign_memory(term_layout(&l), root, &to, 0);
    return dest;
  }
  size_t dims[16];
  int n = iter_shape(dest, dims);
  if (n < 0) throw_argument("broadcasting into something without a shape");
  Shape to = destination(&s, dims, (uint32_t)n);
  bool view = CORE->tn_subarray && dest.type->name == CORE->tn_subarray && is_dense(struct_get(dest, 0));
  Array *same = view && n > 0 ? spread_number(root, struct_get(dest, 0), dims, (uint32_t)n) : NULL;
  Value temp;
  if (same) {
    temp = v_object(same);
  } else if (n == 0) {
    temp = root->kind == TERM_ARRAY ? array_get(root->array, root->first) : evaluate_scalar(root);
  } else {
    temp = v_object(evaluate(root, &to));
  }
  if (view) {
    int k;
    Value *idx = view_indices(dest, &k);
    array_index_set(struct_get(dest, 0), temp, idx, k);
  } else if (n == 0) {
    call2(FN(setindex), dest, temp);
  } else {
    call2(base_function("copyto!"), dest, temp);
  }
  return dest;
}

/* The commonest dotted expression, which is one loop. */
static Value array_scaled(Value x, const Array *a) {
  double factor = x.type == T_INT64 ? (double)x.i : x.f;
  Array *r = array_raw(a->eltype, a->ndims, a->dims);
  loop_binary(K_MUL, ST_F64)(&factor, true, a->data, false, r->data, a->len);
  return v_object(r);
}
BUILTIN(broadcast_number_times, "*(x::Union{Float64,Int64}, A::Array{Float64})", "Each element times x.") {
  return array_scaled(args[0], as_array(args[1]));
}
BUILTIN(broadcast_times_number, "*(A::Array{Float64}, x::Union{Float64,Int64})", "Each element times x.") {
  return array_scaled(args[1], as_array(args[0]));
}

/* Of an array without dimensions the result is one, too. */
BUILTIN(broadcast_zero_dims, "_zero_dims(A::Array, r::Array)", "") {
  return as_array(args[0])->ndims ? args[1] : call1(base_function("fill"), args[1]);
}

/* A + B needs equal shapes, which A .+ B does not. */
BUILTIN(broadcast_check_shapes, "_check_same_shape(A::Array, B::Array)", "") {
  const Array *a = as_array(args[0]), *b = as_array(args[1]);
  bool same = a->ndims == b->ndims && !memcmp(a->dims, b->dims, a->ndims * sizeof *a->dims);
  return same ? v_nothing() : call2(base_function("_refuse_shapes"), args[0], args[1]);
}
