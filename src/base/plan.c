#include "base/plan.h"

#include "base/broadcast.h"
#include "lang/image.h"
#include "lang/method.h"
#include "lang/vm_ops.h"
#include "value/builtin.h"
#include "value/struct.h"

#define SMALL (1 << 24) /* integers that every float type holds */

/* A scalar that the program was made for: a number to bind, or one that must be the same again. */
struct Scalar {
  uint32_t leaf; /* from 1: it is that operand, or what its object holds at offset; 0: it is read from where from is */
  uint32_t offset;  /* 0: the operand itself */
  uint32_t slot;    /* from 1; 0: none needs it */
  bool same, small; /* it must be the same value; an integer that every float type holds */
  bool object;      /* its bytes lie in an object */
  const Value *from;
  Value seen;
};

/* Making a plan. */

static bool is_method(Value f, const Value *args, int n, const char *name) {
  Value call[MAX_ARGS + 3], *env;
  call[0] = f;
  memcpy(call + 1, args, (size_t)n * sizeof(Value));
  const Method *m = method_try(call + 1, n, &env);
  return m && !m->code && strcmp(__start_clu_builtins[m->builtin]->name, name) == 0;
}

/* An operand that is itself for all elements, whatever a program may define. */
static bool is_plain_scalar(Value v) {
  if (v.type->flags & TF_IMMEDIATE) return kernel_store(&v.type->head) != ST_VALUE;
  return is_type(v) || (type_isa(v, &T_FUNCTION->head) && v.type->nfields == 0);
}

static Term *leaf_term(Value v, bool mapped) {
  if (is_plain_scalar(v)) return term_scalar(v);
  IntRange r;
  if (int_range(v, &r)) return term_range(r);
  if (v.type->name != CORE->tn_array && v.type->name != CORE->tn_subarray) return NULL;
  Term *n = term_memory(v);
  if (!n || n->kind != TERM_ARRAY || array_is_bits(n->array)) return NULL;
  return n->store != ST_VALUE || (mapped && term_is_records(n)) ? n : NULL;
}

/* The tree and the lazy objects of the items, both in one pass. */
typedef struct Build {
  const Dotted *d;
  const Value *leaves;
  Value values[64];
  Term *terms[64];
  Term *leaf_terms[MOST_LEAVES];
  uint32_t n;
} Build;

static bool build_call(Build *b, uint32_t n) {
  if (n > MAX_ARGS || b->n < n + 1) return false;
  uint32_t at = b->n - n - 1;
  Value *args = &b->values[at + 1], f = b->values[at];
  if (!b->d->mapped && !is_method(FN(broadcasted), &b->values[at], (int)n + 1, "broadcast_lazy")) return false;
  if (f.type == (Type *)base_function("KwCall").p) return false;
  bool power = f.p == FN(literal_pow).p;
  for (uint32_t i = 0; i < n; i++) {
    if (power && i != 1)
      b->terms[at + 1 + i] = term_scalar(args[i]);
    else if (!b->terms[at + 1 + i])
      return false;
  }
  Value fields[2] = {f, tuple_new(args, (int)n)};
  Term *const *kids = &b->terms[at + 1];
  bool followed =
      b->d->mapped && (kids[0]->kind == TERM_TUPLE || term_is_records(kids[0])); /* no kernel is for these */
  Term *t = followed                          ? term_of_function(f, kids, (int)n)
            : n == 1 && f.p == FN(identity).p ? kids[0]
                                              : broadcast_call(f, args, kids, (int)n, true);
  b->values[at] = struct_new((Type *)CORE->tn_broadcasted->wrapper, fields, 2);
  b->terms[at] = t;
  b->n = at + 1;
  return t && t->store != ST_VALUE;
}

static bool build_tuple(Build *b, uint32_t n) {
  if (n > MAX_ARGS || b->n < n) return false;
  uint32_t at = b->n - n;
  Term *t = term_new(TERM_TUPLE, V_UNDEF, (int)n);
  for (uint32_t i = 0; i < n; i++) {
    t->args[i] = b->terms[at + i];
    if (!t->args[i] || t->args[i]->kind == TERM_SCALAR) return false;
  }
  b->values[at] = tuple_new(&b->values[at], (int)n);
  b->terms[at] = t;
  b->n = at + 1;
  return true;
}

/* Leaves the root on top; false if it is nothing for a program. */
static bool build(Build *b) {
  for (uint32_t i = 0; i < b->d->nitems; i++) {
    const DottedItem *item = &b->d->items[i];
    if (item->kind == DOTTED_CALL) {
      if (!build_call(b, item->n)) return false;
      continue;
    }
    if (item->kind == DOTTED_TUPLE) {
      if (!build_tuple(b, item->n)) return false;
      continue;
    }
    Value v = item->kind == DOTTED_CONST ? item->v : b->leaves[item->n];
    b->values[b->n] = v;
    b->terms[b->n] = leaf_term(v, b->d->mapped);
    if (item->kind == DOTTED_LEAF && b->terms[b->n]) {
      b->terms[b->n]->leaf = item->n + 1;
      b->leaf_terms[item->n] = b->terms[b->n];
    }
    b->n++;
  }
  return true;
}

static bool add_scalar(Plan *p, const Term *n, uint32_t slot) {
  bool number = n->store != ST_VALUE && n->kind == TERM_SCALAR;
  Scalar s = {.leaf = n->leaf,
              .slot = slot,
              .same = n->pinned || !number,
              .small = n->small,
              .object = n->store == KS_COMPLEX,
              .from = n->from,
              .seen = n->value};
  if (s.small && (n->value.i < -SMALL || n->value.i > SMALL)) return false;
  Scalar *grown = gc_alloc((p->nscalars + 1) * sizeof *grown);
  if (p->nscalars) memcpy(grown, p->scalars, p->nscalars * sizeof *grown);
  grown[p->nscalars++] = s;
  p->scalars = grown;
  return true;
}

/* What a closure captured lies in its object, which is another one each time. */
static void relate(Scalar *s, const Value *leaves, uint32_t n) {
  const char *at = (const char *)s->from;
  for (uint32_t i = 0; i < n; i++) {
    const Type *t = leaves[i].type;
    if (!type_isa(leaves[i], &T_FUNCTION->head) || !t->nfields || (t->flags & TF_IMMEDIATE)) continue;
    for (uint32_t k = 0; k < t->nfields; k++)
      if (at == (const char *)object_data(leaves[i].o) + t->fields[k].offset) {
        s->leaf = i + 1;
        s->offset = (uint32_t)(at - (const char *)leaves[i].p);
        s->from = NULL;
        return;
      }
  }
}

/* All that the trees of functions read; false if they rest on more. */
static bool add_reads(Plan *p, Term *n) {
  if (n->walked) return true;
  n->walked = true;
  stack_check();
  if (n->opaque) return false;
  for (Term *r = n->reads; r; r = r->next_read)
    if (!add_scalar(p, r, r->slot)) return false;
  for (int i = 0; i < n->n; i++)
    if (!add_reads(p, n->args[i])) return false;
  for (int i = 0; i < n->origin_n; i++)
    if (!add_reads(p, n->origin_args[i])) return false;
  return true;
}

/* Also those that are not left in the tree, as something was computed from them. */
static bool add_leaves(Plan *p, const Build *b) {
  for (uint32_t i = 0; i < b->d->nleaves; i++)
    if (b->leaf_terms[i] && b->leaf_terms[i]->kind == TERM_SCALAR &&
        !add_scalar(p, b->leaf_terms[i], b->leaf_terms[i]->slot))
      return false;
  return true;
}

static bool plan_fill(Plan *p, const Dotted *d, const Value *leaves) {
  Build b = {.d = d, .leaves = leaves};
  if (!build(&b)) return false;
  Term *root = b.terms[b.n - 1], *operands[PROGRAM_SLOTS];
  if (d->into) {
    if (!b.terms[0] || b.terms[0]->kind != TERM_ARRAY) return false;
    if (!is_method(FN(materialize_to), b.values, 2, "broadcast_assign")) return false;
    root = term_convert(root, b.terms[0]->store);
  } else if (root->kind == TERM_SCALAR) {
    return false;
  } else if (!d->mapped && (root->store == ST_BOOL || /* a BitArray */
                            !is_method(FN(materialize), b.values, 1, "broadcast_materialize"))) {
    return false;
  }
  if (!root || !program_make(&p->program, root, operands) || !add_reads(p, root) || !add_leaves(p, &b)) return false;
  for (uint32_t i = 0; i < p->program.nmemories; i++) {
    const Term *n = operands[p->program.memories[i]];
    p->leaf_of[i] = n->kind == TERM_FIELD ? n->args[0]->leaf : n->leaf;
    p->field[i] = n->kind == TERM_FIELD ? n->field : 0;
  }
  if (!d->into && !p->program.nmemories) return false;
  for (uint32_t i = 0; i < p->nscalars; i++)
    if (p->scalars[i].from) relate(&p->scalars[i], leaves, d->nleaves);
  p->eltype = kernel_type(p->program.store);
  return true;
}

#define MOST_PLANS 4 /* of one place: later ones take the oldest's */

/* Puts a plan before the others that the place still needs. */
static void plan_keep(Dotted *d, Plan *p) {
  Plan *last = p;
  p->next = d->plan;
  for (int n = 1; last->next; last = last->next)
    if (++n > MOST_PLANS || last->next->epoch != CORE->epoch) {
      last->next = NULL;
      break;
    }
  d->plan = p;
}

/* A place that keeps missing is looked at ever more seldom. */
static Plan *plan_new(Dotted *d, const Value *leaves) {
  uint32_t missed = ++d->missed;
  if (missed < 2 || (missed & (missed - 1)) || d->nleaves > MOST_LEAVES || !image_loaded()) return NULL;
  Plan *p = gc_alloc(sizeof *p);
  p->epoch = CORE->epoch;
  for (uint32_t i = 0; i < d->nleaves; i++) p->keys[i] = op_key(leaves[i]);
  if (!plan_fill(p, d, leaves)) return NULL;
  plan_keep(d, p);
  return p;
}

/* Running it. */

static bool plan_fits(const Plan *p, const Dotted *d, const Value *leaves) {
  if (p->epoch != CORE->epoch) return false;
  for (uint32_t i = 0; i < d->nleaves; i++)
    if (p->keys[i] != op_key(leaves[i])) return false;
  return true;
}

static bool bind_scalars(const Plan *p, const Value *leaves, Block *slots) {
  for (uint32_t i = 0; i < p->nscalars; i++) {
    const Scalar *s = &p->scalars[i];
    const Value *v = s->from;
    if (s->leaf) {
      v = &leaves[s->leaf - 1];
      if (s->offset) v = (const Value *)(const void *)((const char *)v->p + s->offset);
    }
    if (v->type != s->seen.type || (s->same && v->u != s->seen.u)) return false;
    if (s->small && (v->i < -SMALL || v->i > SMALL)) return false;
    if (s->slot) slots[s->slot - 1].data = s->object ? object_data(v->o) : (const void *)&v->u;
  }
  return true;
}

/* Whether the plan is for these operands: then its slots are filled, but for the memories. */
static inline bool plan_takes(const Plan *p, const Dotted *d, const Value *leaves, Block *slots) {
  if (!plan_fits(p, d, leaves)) return false;
  memcpy(slots, p->program.slots, p->program.nslots * sizeof *slots);
  return bind_scalars(p, leaves, slots);
}

/* Of several plans the one used last stands first. */
static const Plan *plan_find(Dotted *d, const Value *leaves, Block *slots) {
  Plan *first = d->plan;
  if (!first || LIKELY(plan_takes(first, d, leaves, slots))) return first;
  for (Plan *before = first, *p; (p = before->next) != NULL; before = p) {
    if (!plan_takes(p, d, leaves, slots)) continue;
    before->next = p->next;
    p->next = first;
    d->plan = p;
    return p;
  }
  return NULL;
}

/* A view whose elements are all at one distance; false if it is none, or reaches beyond its array. */
static bool extent_of_view(Value v, Extent *e) {
  Layout *l = &e->layout;
  if (!array_layout(v, l) || !l->n) return false;
  size_t size = l->parent->elsize;
  ptrdiff_t step = 0, last = (ptrdiff_t)l->first;
  e->ndims = l->n;
  e->dims = l->dims;
  e->len = 1;
  for (uint32_t k = 0; k < l->n; k++) {
    if (l->dims[k] == 0) return false;
    if (l->dims[k] > 1) {
      if (step && (ptrdiff_t)l->distance[k] != step * (ptrdiff_t)e->len) return false;
      if (!step) step = (ptrdiff_t)l->distance[k];
    }
    e->len *= l->dims[k];
  }
  last += (ptrdiff_t)(e->len - 1) * step;
  if (l->first >= l->parent->len || last < 0 || (size_t)last >= l->parent->len) return false;
  e->place.at = l->parent->data + l->first * size;
  e->place.step = (e->len > 1 ? step : 1) * (ptrdiff_t)size;
  return true;
}

static inline bool extent_of(Value v, Extent *e) {
  if (LIKELY(v.type->name == CORE->tn_array)) {
    const Array *a = as_array(v);
    e->ndims = a->ndims;
    e->len = a->len;
    e->dims = a->dims;
    e->place.at = a->data;
    e->place.step = a->elsize;
    return a->len > 0;
  }
  if (v.type->name == CORE->tn_subarray) return extent_of_view(v, e);
  IntRange r;
  if (!int_range(v, &r) || r.n < 1) return false;
  e->ndims = 1;
  e->len = e->layout.dims[0] = (size_t)r.n;
  e->dims = e->layout.dims;
  e->place = (Place){.first = (uint64_t)r.first, .by = (uint64_t)r.step};
  return true;
}

static inline bool same_shape(const Extent *a, const Extent *b) {
  if (a->ndims != b->ndims || a->len != b->len) return false;
  for (uint32_t k = 1; k < a->ndims; k++)
    if (a->dims[k] != b->dims[k]) return false;
  return true;
}

static void bounds_of(const Place *p, size_t len, size_t size, const char **from, const char **to) {
  ptrdiff_t way = (ptrdiff_t)(len - 1) * p->step;
  *from = p->at + (way < 0 ? way : 0);
  *to = p->at + (way < 0 ? 0 : way) + size;
}

static enum meeting meeting_of(const Place *p, size_t size, const Place *dest, size_t dest_size, size_t len) {
  const char *from, *to, *dest_from, *dest_to;
  if (!p->at) return APART;
  if (p->at == dest->at && p->step == dest->step && size == dest_size) return ALIGNED;
  bounds_of(p, len, size, &from, &to);
  bounds_of(dest, len, dest_size, &dest_from, &dest_to);
  return to <= dest_from || dest_to <= from ? APART : ACROSS;
}

/* The memories of an execution, and the worst of their meetings with the destination; false if their shapes differ. */
static bool bind_memories(const Plan *p, const Value *leaves, Extent *shape, bool into, Place *places,
                          enum meeting *worst) {
  Extent own;
  *worst = APART;
  for (uint32_t i = 0; i < p->program.nmemories; i++) {
    bool first = !into && i == 0;
    /* cppcheck-suppress uninitvar ; extent_of fills it */
    Extent *e = first ? shape : &own;
    if (!extent_of(leaves[p->leaf_of[i] - 1], e) || (!first && !same_shape(e, shape))) return false;
    places[i] = e->place;
    if (p->field[i]) places[i].at += p->field[i];
    if (!into) continue;
    enum meeting m = meeting_of(&places[i], p->program.sizes[i], &shape->place, p->program.size, e->len);
    if (m > *worst) *worst = m;
  }
  return true;
}

bool plan_bind(Dotted *d, const Value *leaves, Bound *b) {
  const Plan *p = plan_find(d, leaves, b->slots);
  if (!p) {
    p = plan_new(d, leaves);
    if (!p || !plan_takes(p, d, leaves, b->slots)) return false;
  }
  if (d->into && !extent_of(leaves[0], &b->shape)) return false;
  if (!bind_memories(p, leaves, &b->shape, d->into, b->places, &b->meeting)) return false;
  b->plan = p;
  return b->meeting != ACROSS || (b->shape.len <= p->program.block && p->program.nsteps > p->program.nonce);
}

/* A number that an element may be, to find the method. */
static bool sample_of(Value source, Value *out) {
  IntRange r;
  const Array *a = NULL;
  if (source.type->name == CORE->tn_array)
    a = as_array(source);
  else if (source.type->name == CORE->tn_subarray && is_dense(struct_get(source, 0)))
    a = as_array(struct_get(source, 0));
  Object *t = a ? a->eltype : int_range(source, &r) ? &T_INT64->head : NULL;
  if (!t || t->type != T_DATATYPE) return false;
  bool number = (((Type *)t)->flags & TF_IMMEDIATE) && kernel_store(t) != ST_VALUE;
  if (!number && !(a && a->store == ST_STRUCT && a->len)) return false;
  *out = number ? (Value){(Type *)t, {.u = 0}} : array_get(a, 0);
  return true;
}

static Dotted *map_of(int n, bool apart) {
  Dotted *d = gc_alloc(sizeof *d);
  d->nitems = (uint32_t)n + 2 + apart;
  d->nleaves = (uint32_t)n + 1;
  d->items = gc_alloc(d->nitems * sizeof *d->items);
  for (uint32_t i = 0; i < d->nleaves; i++) d->items[i] = (DottedItem){DOTTED_LEAF, i, V_UNDEF};
  if (apart) d->items[d->nleaves] = (DottedItem){DOTTED_TUPLE, (uint32_t)n, V_UNDEF};
  d->items[d->nitems - 1] = (DottedItem){DOTTED_CALL, apart ? 1 : (uint32_t)n, V_UNDEF};
  d->mapped = true;
  return d;
}

/* Built-in functions have no code to remember it in: the places of those that were mapped last. */
typedef struct Mapped {
  const void *function;
  Dotted *places[3]; /* for 1, 2 and 3 sources */
} Mapped;
#define MAPPED 32u

static Dotted **place_of_builtin(Value f, int n) {
  Mapped *m = (Mapped *)gc_table(&SLOT(MAPPED), MAPPED * sizeof *m) + ((uintptr_t)f.p >> 4) % MAPPED;
  if (m->function != f.p) *m = (Mapped){.function = f.p};
  return &m->places[n - 1];
}

bool plan_bind_map(Value f, const Value *sources, int n, bool apart, Bound *b) {
  Value call[4] = {f}, leaves[4] = {f}, *env;
  if (!type_isa(f, &T_FUNCTION->head)) return false;
  for (int i = 0; i < n; i++) {
    if (!sample_of(sources[i], &call[i + 1])) return false;
    leaves[i + 1] = sources[i];
  }
  if (apart) call[1] = tuple_new(call + 1, n);
  const Method *m = method_try(call + 1, apart ? 1 : n, &env);
  if (!m || (m->code && !m->code->simple) || !image_loaded()) return false;
  if (!m->code && apart) return false;
  Dotted **place = m->code ? &m->code->mapped : place_of_builtin(f, n);
  if (!*place || (*place)->nleaves != (uint32_t)n + 1) *place = map_of(n, apart);
  return plan_bind(*place, leaves, b);
}
