#include "base/vectorise.h"

#include "base/index.h"
#include "base/kernel_bits.h"
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

static bool lazy_tree(Lazy *l, Value f, Term **args, int n, bool planned) {
  l->root = NULL;
  l->shape = (Shape){0};
  for (int i = 0; i < n; i++) shape_join(&l->shape, args[i]);
  size_t len = dims_product(l->shape.dims, l->shape.n);
  if (len < VECTORISE_MIN && !planned) return false;
  Term *root = args[0]->kind == TERM_TUPLE ? term_new(TERM_CALL, f, 0) : term_call(f, args, n);
  if (!root->has_kernel) root = term_of_function(f, args, n);
  if (!root || root->kind != TERM_CALL) return false;
  l->root = root;
  l->store = root->store;
  l->n = len;
  walk_start(&l->walk, root, NULL, &l->shape);
  return l->walk.total == len;
}

static bool lazy_map_tree(Lazy *l, Value f, const Value *sources, int n, bool planned) {
  Term *args[3];
  for (int i = 0; i < n; i++) {
    args[i] = source_term(sources[i], 0);
    if (!args[i]) return false;
    bool same =
        args[i]->ndims == args[0]->ndims && !memcmp(args[i]->dims, args[0]->dims, args[0]->ndims * sizeof(size_t));
    if (!same) return false;
  }
  return lazy_tree(l, f, args, n, planned);
}

/* Beyond so many elements a tree costs little beside them, and sums know how to take its last steps into theirs. */
#define PLAN_MOST 4096u

/* By a plan; false if there is none. */
static bool lazy_bind(Lazy *l, Value f, const Value *sources, int n, bool apart) {
  l->root = NULL;
  l->room = NULL;
  l->partial = false;
  if (!plan_bind_map(f, sources, n, apart, &l->bound) || l->bound.shape.len > PLAN_MOST) return false;
  l->f = f;
  memcpy(l->sources, sources, (size_t)n * sizeof *sources);
  l->nsources = n;
  l->apart = apart;
  l->n = l->bound.shape.len;
  l->walk.block = BLOCK_LEN;
  l->store = l->bound.plan->program.store;
  return true;
}

bool lazy_map(Lazy *l, Value f, const Value *sources, int n) {
  if (n < 1 || n > 3) return false;
  return lazy_bind(l, f, sources, n, false) || lazy_map_tree(l, f, sources, n, false);
}

/* Sources (of a zip, a product) as one argument that the function takes apart. */
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

static bool lazy_apart_tree(Lazy *l, Value f, Value iterators, bool product, bool planned) {
  Term *arg = tuple_term(iterators, product);
  return arg && lazy_tree(l, f, &arg, 1, planned);
}

Term *lazy_root(Lazy *l) {
  bool made = l->root || (l->apart ? lazy_apart_tree(l, l->f, tuple_new(l->sources, l->nsources), false, true)
                                   : lazy_map_tree(l, l->f, l->sources, l->nsources, true));
  if (!made) throw_error("a mapped function changed");
  if (l->partial) l->root->inner = true;
  return l->root;
}

/* What zip or enumerate takes together, as a tuple; undefined for others. */
static Value taken_together(Value iterator) {
  if (iterator.type->name == CORE->tn_zip) return struct_get(iterator, 0);
  if (iterator.type->name != CORE->tn_enumerate) return V_UNDEF;
  Value counted = struct_get(iterator, 0);
  IntRange r;
  if (is_dense(counted)) return tuple_new((Value[]){oneto(as_array(counted)->len), counted}, 2);
  if (int_range(counted, &r)) return tuple_new((Value[]){oneto((size_t)r.n), counted}, 2);
  return V_UNDEF;
}

/* What a filter lets through, as an array; NULL if its function must be called for each. */
static Array *filtered(Value filter) {
  Value f = struct_get(filter, 0), source = struct_get(filter, 1);
  Lazy l;
  if (!lazy_map(&l, f, &source, 1) || l.store != ST_BOOL) return NULL;
  Value mask = v_object(lazy_mask(&l)), all = v_object(array_from(source));
  Value picked = array_index(all, &mask, 1);
  return is_dense(picked) ? as_array(picked) : NULL;
}

bool lazy_generator(Lazy *l, Value g) {
  l->partial = false;
  if (!CORE->tn_generator || g.type->name != CORE->tn_generator) return false;
  Value f = struct_get(g, 0), source = struct_get(g, 1);
  if (CORE->tn_filter && source.type->name == CORE->tn_filter) {
    Array *a = filtered(source);
    if (!a) return false;
    source = v_object(a);
  }
  if (source.type->name == CORE->tn_product) return lazy_apart_tree(l, f, struct_get(source, 0), true, false);
  Value together = taken_together(source);
  if (!is_tuple(together)) return lazy_map(l, f, &source, 1);
  uint32_t n = tuple_len(together);
  Value sources[3];
  for (uint32_t i = 0; i < n && n <= 3; i++) sources[i] = tuple_get(together, i);
  bool bound = n >= 2 && n <= 3 && lazy_bind(l, f, sources, (int)n, true);
  return bound || lazy_apart_tree(l, f, together, false, false);
}

/* By the plan; false if a kernel cannot answer. */
static bool lazy_planned(Lazy *l, size_t at, size_t len, void *to) {
  const Program *p = &l->bound.plan->program;
  Place places[PROGRAM_MEMORIES];
  for (uint32_t i = 0; i < p->nmemories; i++) {
    places[i] = l->bound.places[i];
    if (places[i].at) places[i].at += (ptrdiff_t)at * places[i].step;
    places[i].first += at * places[i].by;
  }
  size_t done;
  return program_run(p, l->bound.slots, places, len, (Place){.at = to, .step = p->size}, true, &done);
}

Block lazy_block(Lazy *l, size_t at, size_t len) {
  if (!l->root) {
    if (!l->room) {
      size_t size = (l->n < BLOCK_LEN ? l->n : BLOCK_LEN) * kernel_size(l->store);
      l->room = size <= sizeof l->few ? (void *)l->few : gc_alloc_leaf(size);
    }
    if (lazy_planned(l, at, len, l->room)) return (Block){l->store, false, l->room};
    if (l->partial) return (Block){l->store, false, NULL};
    lazy_root(l);
  }
  term_next_block();
  Block b = term_eval(l->root, at, len, NULL);
  if (!b.constant || !b.data) return b;
  char *all = gc_alloc_leaf(len * kernel_size(b.store) + 1);
  block_spread(b, len, all);
  return (Block){b.store, false, all};
}

void lazy_store_bits(Lazy *l, size_t at, size_t len, Array *to) {
  uint8_t bytes[BLOCK_LEN];
  if (!l->root && lazy_planned(l, at, len, bytes)) {
    bits_pack(to->bits, at, bytes, len);
    return;
  }
  lazy_root(l);
  term_next_block();
  term_store_bits(l->root, at, len, to, at);
}

void lazy_store(Lazy *l, size_t at, size_t len, void *to) {
  if (!l->root && lazy_planned(l, at, len, to)) return;
  lazy_root(l);
  term_next_block();
  Block b = term_eval(l->root, at, len, to);
  if (b.constant)
    block_spread(b, len, to);
  else if (b.data != to)
    memcpy(to, b.data, len * kernel_size(b.store));
}

bool lazy_reads(const Lazy *l, const Array *a) {
  const char *start = array_memory(a), *end = start + array_bytes(a);
  for (uint32_t i = 0; !l->root && i < l->bound.plan->program.nmemories; i++) {
    const Place *p = &l->bound.places[i];
    ptrdiff_t way = (ptrdiff_t)(l->n - 1) * p->step;
    const char *from = p->at + (way < 0 ? way : 0), *to = p->at + (way < 0 ? 0 : way);
    if (p->at && from < end && start <= to) return true;
  }
  for (int i = 0; l->root && i < l->walk.nleaves; i++) {
    const Array *x = l->walk.leaves[i]->array;
    if (x && array_memory(x) < end && start < array_memory(x) + array_bytes(x)) return true;
  }
  return false;
}

Array *lazy_array(Lazy *l) {
  if (!l->root) {
    Array *a = array_raw(l->bound.plan->eltype, l->bound.shape.ndims, l->bound.shape.dims);
    if (lazy_planned(l, 0, l->n, a->data)) return a;
    lazy_root(l);
  }
  return walk_collect(l->root, &l->walk, &l->shape);
}

Array *lazy_mask(Lazy *l) {
  if (l->root) return bits_collect(l->root, &l->walk, &l->shape);
  Array *a = array_bits_raw(l->bound.shape.ndims, l->bound.shape.dims);
  for (size_t at = 0; at < l->n; at += BLOCK_LEN)
    lazy_store_bits(l, at, l->n - at < BLOCK_LEN ? l->n - at : BLOCK_LEN, a);
  return a;
}

Array *vectorise(Value f, Array *const *arrays, int n) {
  Value sources[3];
  for (int i = 0; i < n && i < 3; i++) sources[i] = v_object(arrays[i]);
  Lazy l;
  return n <= 3 && lazy_map(&l, f, sources, n) ? lazy_array(&l) : NULL;
}

Array *vectorise_mask(Value f, Array *a) {
  Value source = v_object(a);
  Lazy l;
  return lazy_map(&l, f, &source, 1) && l.store == ST_BOOL ? lazy_mask(&l) : NULL;
}

Array *vectorise_generator(Value g) {
  Lazy l;
  return lazy_generator(&l, g) ? lazy_array(&l) : NULL;
}
