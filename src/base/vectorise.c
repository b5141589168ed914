#include "base/vectorise.h"

#include "base/index.h"
#include "value/builtin.h"
#include "value/struct.h"

/* A source as a term along dimension d; NULL if it is no memory of numbers. */
static Term *source_term(Value v, uint32_t d) {
  IntRange r;
  Term *n = int_range(v, &r) ? term_range(r) : term_memory(v);
  if (!n || n->kind == TERM_SCALAR || (n->store == ST_VALUE && !term_is_records(n))) return NULL;
  if (!d) return n;
  if (n->ndims != 1 || d >= MAX_DIMS) return NULL;
  Term *along = term_leaf(n->kind, d + 1);
  along->array = n->array;
  along->range = n->range;
  along->store = n->store;
  along->first = n->first;
  for (uint32_t k = 0; k < d; k++) along->dims[k] = 1;
  along->dims[d] = n->dims[0];
  along->distance[d] = n->distance[0];
  return along;
}

static bool lazy_tree(Lazy *l, Value f, Term **args, int n) {
  *l = (Lazy){0};
  for (int i = 0; i < n; i++) shape_join(&l->shape, args[i]);
  size_t len = dims_product(l->shape.dims, l->shape.n);
  if (len < VECTORISE_MIN) return false;
  Term *root = args[0]->kind == TERM_TUPLE ? term_new(TERM_CALL, f, 0) : term_call(f, args, n);
  if (!root->has_kernel) root = term_of_function(f, args, n);
  if (!root || root->kind != TERM_CALL) return false;
  l->root = root;
  l->store = root->store;
  l->n = len;
  walk_start(&l->walk, root, NULL, &l->shape);
  return l->walk.total == len;
}

bool lazy_map(Lazy *l, Value f, const Value *sources, int n) {
  Term *args[3];
  if (n < 1 || n > 3) return false;
  for (int i = 0; i < n; i++) {
    args[i] = source_term(sources[i], 0);
    if (!args[i]) return false;
    bool same =
        args[i]->ndims == args[0]->ndims && !memcmp(args[i]->dims, args[0]->dims, args[0]->ndims * sizeof(size_t));
    if (!same) return false;
  }
  return lazy_tree(l, f, args, n);
}

/* Iterators.product and zip of sources as one argument that the function takes apart. */
static Term *tuple_term(Value iterators, bool product) {
  if (!is_tuple(iterators) || tuple_len(iterators) < 1 || tuple_len(iterators) > 4) return NULL;
  Term *t = term_new(TERM_TUPLE, V_UNDEF, (int)tuple_len(iterators));
  for (int i = 0; i < t->n; i++) {
    t->args[i] = source_term(tuple_get(iterators, (uint32_t)i), product ? (uint32_t)i : 0);
    if (!t->args[i]) return NULL;
    if (!product && (t->args[i]->ndims != 1 || t->args[i]->dims[0] != t->args[0]->dims[0])) return NULL;
    if (product && t->args[0]->ndims != 1) return NULL;
  }
  return t;
}

/* What a filter lets through, as an array; NULL if its function must be called for each. */
static Array *filtered(Value filter) {
  Value f = struct_get(filter, 0), source = struct_get(filter, 1);
  Lazy l;
  if (!lazy_map(&l, f, &source, 1) || l.store != ST_BOOL) return NULL;
  Value mask = v_object(lazy_array(&l)), all = v_object(array_from(source));
  Value picked = array_index(all, &mask, 1);
  return is_dense(picked) ? as_array(picked) : NULL;
}

bool lazy_generator(Lazy *l, Value g) {
  if (!CORE->tn_generator || g.type->name != CORE->tn_generator) return false;
  Value f = struct_get(g, 0), source = struct_get(g, 1);
  if (CORE->tn_filter && source.type->name == CORE->tn_filter) {
    Array *a = filtered(source);
    if (!a) return false;
    source = v_object(a);
  }
  bool product = CORE->tn_product && source.type->name == CORE->tn_product;
  Term *arg = product || (CORE->tn_zip && source.type->name == CORE->tn_zip)
                  ? tuple_term(struct_get(source, 0), product)
                  : source_term(source, 0);
  return arg && lazy_tree(l, f, &arg, 1);
}

Block lazy_block(Lazy *l, size_t at, size_t len) {
  term_next_block();
  Block b = term_eval(l->root, at, len, NULL);
  if (!b.constant || !b.data) return b;
  char *all = gc_alloc_leaf(len * kernel_size(b.store) + 1);
  block_spread(b, len, all);
  return (Block){b.store, false, all};
}

void lazy_store(Lazy *l, size_t at, size_t len, void *to) {
  term_next_block();
  Block b = term_eval(l->root, at, len, to);
  if (b.constant)
    block_spread(b, len, to);
  else if (b.data != to)
    memcpy(to, b.data, len * kernel_size(b.store));
}

bool lazy_reads(const Lazy *l, const Array *a) {
  for (int i = 0; i < l->walk.nleaves; i++) {
    const Array *x = l->walk.leaves[i]->array;
    if (x && x->data < a->data + a->len * a->elsize && a->data < x->data + x->len * x->elsize) return true;
  }
  return false;
}

Array *lazy_array(Lazy *l) {
  Array *r = walk_collect(l->root, &l->walk, &l->shape);
  if (array_is_bits(r)) r->head.type = type_array(&T_BOOL->head, (int)r->ndims);
  return r;
}

Array *vectorise(Value f, Array *const *arrays, int n) {
  Value sources[3];
  for (int i = 0; i < n && i < 3; i++) sources[i] = v_object(arrays[i]);
  Lazy l;
  return n <= 3 && lazy_map(&l, f, sources, n) ? lazy_array(&l) : NULL;
}

Array *vectorise_generator(Value g) {
  Lazy l;
  return lazy_generator(&l, g) ? lazy_array(&l) : NULL;
}
