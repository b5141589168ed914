/* Intersection of types: both are taken apart together, and their variables get values (where a parameter must be the
 * same) or narrower bounds (where an element may be a subtype). What this cannot decide stays in: an upper estimate. */
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/type_inner.h"

enum { MAX_BOUND = 64, MAX_DEPTH = 40 };

typedef struct Bound {
  TypeVar *var;
  Value value; /* undefined: still free */
  Object *lower, *upper;
  bool element; /* stands as an element of a tuple: with a concrete bound it is that */
} Bound;

typedef struct Env {
  Bound bound[MAX_BOUND];
  uint32_t n;
} Env;

static Object *meet(Env *e, Object *x, Object *y, int depth);
static bool unify(Env *e, Value p, Value q, int depth);

static Bound *bound_of(Env *e, Value v) {
  if (v.type != T_TYPEVAR) return NULL;
  for (uint32_t i = 0; i < e->n; i++)
    if (e->bound[i].var == v.p) return &e->bound[i];
  return NULL;
}

/* What a variable was found to be, as far as that is known. */
static Value followed(Env *e, Value v) {
  for (int i = 0; i < MAX_BOUND; i++) {
    const Bound *b = bound_of(e, v);
    if (!b || is_undef(b->value)) return v;
    v = b->value;
  }
  return v;
}

/* Takes the variables round t into the environment and returns what is inside. fresh: as new variables, for a type that
 * may occur again. */
static Object *opened(Env *e, Object *t, bool fresh) {
  while (t->type == T_UNIONALL && e->n < MAX_BOUND) {
    UnionAll *u = (UnionAll *)t;
    TypeVar *v = u->var;
    t = u->body;
    if (fresh || bound_of(e, v_object(v))) {
      v = type_var(v->name, v->lower, v->upper);
      t = type_substitute(t, u->var, v_object(v));
    }
    e->bound[e->n++] = (Bound){v, V_UNDEF, v->lower, v->upper, false};
  }
  return t;
}

static bool is_closed(Object *t) { return !type_has_free(v_object(t)); }

static bool within(const Bound *b, Object *t) {
  if (!is_closed(t)) return true;
  return (!is_closed(b->upper) || type_subtype(t, b->upper)) && (!is_closed(b->lower) || type_subtype(b->lower, t));
}

/* A variable stands for what is in y as well: its upper bound goes down. */
static Object *meet_var(Env *e, Bound *b, Object *y, int depth) {
  Bound *c = bound_of(e, v_object(y));
  Object *upper = meet(e, b->upper, c ? c->upper : y, depth + 1);
  if (upper == CORE->bottom || (is_closed(b->lower) && is_closed(upper) && !type_subtype(b->lower, upper)))
    return CORE->bottom;
  b->upper = upper;
  b->element = true;
  if (c && c != b) c->value = v_object(b->var);
  return &b->var->head;
}

static Object *part(const Type *t, uint32_t i) {
  Value p = t->params[i < t->nparams ? i : t->nparams - 1];
  return p.type == T_VARARG ? ((Vararg *)p.p)->elem : p.o;
}

static bool has_vararg(const Type *t) { return t->nparams && t->params[t->nparams - 1].type == T_VARARG; }

static Object *meet_tuples(Env *e, const Type *x, const Type *y, int depth) {
  bool rest_x = has_vararg(x), rest_y = has_vararg(y);
  uint32_t fixed_x = x->nparams - rest_x, fixed_y = y->nparams - rest_y;
  if ((!rest_x && fixed_y > fixed_x) || (!rest_y && fixed_x > fixed_y)) return CORE->bottom;
  uint32_t n = fixed_x > fixed_y ? fixed_x : fixed_y;
  Object **elems = gc_alloc((n + 2) * sizeof *elems);
  for (uint32_t i = 0; i < n; i++) {
    elems[i] = meet(e, part(x, i), part(y, i), depth + 1);
    if (elems[i] == CORE->bottom) return CORE->bottom;
  }
  if (rest_x && rest_y) {
    Object *rest = meet(e, part(x, n), part(y, n), depth + 1);
    Value count = ((Vararg *)x->params[x->nparams - 1].p)->count;
    if (rest != CORE->bottom) elems[n++] = type_vararg(rest, count);
  }
  return &type_tuple(elems, n)->head;
}

static Object *meet_datatypes(Env *e, Type *x, Type *y, int depth) {
  if (x->name == CORE->tn_tuple && y->name == CORE->tn_tuple) return meet_tuples(e, x, y, depth);
  if (x->name == CORE->tn_type && y == T_DATATYPE) return &x->head;
  if (y->name == CORE->tn_type && x == T_DATATYPE) return &y->head;
  Type *low = x, *high = y;
  while (low->name != high->name && low != T_ANY) low = low->super;
  if (low->name != high->name) {
    for (low = y, high = x; low->name != high->name && low != T_ANY;) low = low->super;
    if (low->name != high->name) return CORE->bottom;
  }
  Type *narrow = high == y ? x : y;
  for (uint32_t i = 0; i < low->nparams && i < high->nparams; i++)
    if (!unify(e, low->params[i], high->params[i], depth + 1)) return CORE->bottom;
  return &narrow->head;
}

static Object *meet_union(Env *e, const UnionType *u, Object *y, int depth) {
  Env *first = gc_alloc(sizeof *first), *second = gc_alloc(sizeof *second);
  *first = *second = *e;
  Object *parts[2] = {meet(first, u->a, y, depth + 1), meet(second, u->b, y, depth + 1)};
  if (parts[1] == CORE->bottom)
    *e = *first;
  else if (parts[0] == CORE->bottom)
    *e = *second;
  else if (type_has_free(v_object(parts[0])) || type_has_free(v_object(parts[1])))
    return y; /* undecided: all of y */
  return type_union(parts, 2);
}

static Object *meet(Env *e, Object *x, Object *y, int depth) {
  stack_check();
  Value p = followed(e, v_object(x)), q = followed(e, v_object(y));
  x = p.o;
  y = q.o;
  if (x == y || depth > MAX_DEPTH) return x;
  Bound *b = bound_of(e, p), *c = bound_of(e, q);
  if (b) return meet_var(e, b, y, depth);
  if (c) return meet_var(e, c, x, depth);
  while (x->type == T_TYPEVAR) x = ((TypeVar *)x)->upper;
  while (y->type == T_TYPEVAR) y = ((TypeVar *)y)->upper;
  if (is_closed(x) && is_closed(y)) {
    if (type_subtype(x, y)) return x;
    if (type_subtype(y, x)) return y;
  }
  if (x == &T_ANY->head) return y;
  if (y == &T_ANY->head) return x;
  if (x->type == T_UNION) return meet_union(e, (UnionType *)x, y, depth);
  if (y->type == T_UNION) return meet_union(e, (UnionType *)y, x, depth);
  x = opened(e, x, true);
  y = opened(e, y, true);
  if (x->type == T_UNION || y->type == T_UNION) return meet(e, x, y, depth + 1);
  if (x->type != T_DATATYPE || y->type != T_DATATYPE) return CORE->bottom;
  return meet_datatypes(e, (Type *)x, (Type *)y, depth);
}

static bool bind(Env *e, Bound *b, Value q, int depth) {
  Bound *c = bound_of(e, q);
  if (c) {
    if (c == b) return true;
    Object *upper = meet(e, b->upper, c->upper, depth + 1);
    if (upper == CORE->bottom && b->upper != CORE->bottom) return false;
    b->upper = upper;
    b->lower = type_union((Object *[]){b->lower, c->lower}, 2);
    c->value = v_object(b->var);
    return true;
  }
  if (is_type(q)) {
    if (!within(b, q.o)) return false;
  } else if (b->upper != &T_ANY->head && q.type != T_TYPEVAR) {
    return false;
  }
  b->value = q;
  return true;
}

static bool unify(Env *e, Value p, Value q, int depth) {
  stack_check();
  p = followed(e, p);
  q = followed(e, q);
  if (depth > MAX_DEPTH || type_same(p, q)) return true;
  Bound *b = bound_of(e, p), *c = bound_of(e, q);
  if (b) return bind(e, b, q, depth);
  if (c) return bind(e, c, p, depth);
  bool free = type_has_free(p) || type_has_free(q);
  if (!is_type(p) || !is_type(q)) return free;
  if (!free) return type_equal(p.o, q.o);
  if (p.type != T_DATATYPE || q.type != T_DATATYPE) return true;
  const Type *x = as_type(p), *y = as_type(q);
  if (x->name != y->name) return false;
  if (x->nparams != y->nparams) return has_vararg(x) || has_vararg(y);
  for (uint32_t i = 0; i < x->nparams; i++) {
    Value s = x->params[i], t = y->params[i];
    if (s.type == T_VARARG || t.type == T_VARARG) return true;
    if (!unify(e, s, t, depth + 1)) return false;
  }
  return true;
}

/* The variables' values put in; those that are left, with their narrower bounds, round the whole. */
static Object *closed(Env *e, Object *t) {
  for (int round = 0; round < MAX_BOUND && type_has_free(v_object(t)); round++) {
    bool changed = false;
    for (uint32_t i = 0; i < e->n; i++) {
      Bound *b = &e->bound[i];
      if (!type_has_var(v_object(t), b->var)) continue;
      if (is_undef(b->value) && b->element && type_is_concrete(b->upper)) b->value = v_object(b->upper);
      if (is_undef(b->value)) continue;
      t = type_substitute(t, b->var, b->value);
      changed = true;
    }
    if (!changed) break;
  }
  for (uint32_t i = e->n; i-- > 0;) {
    const Bound *b = &e->bound[i];
    if (!is_undef(b->value) || !type_has_var(v_object(t), b->var)) continue;
    TypeVar *v = b->var;
    if (v->upper != b->upper || v->lower != b->lower) {
      v = type_var(v->name, b->lower, b->upper);
      t = type_substitute(t, b->var, v_object(v));
    }
    t = type_unionall(v, t);
  }
  return t;
}

Object *type_intersect(Object *a, Object *b) {
  if (type_subtype(a, b)) return a;
  if (type_subtype(b, a)) return b;
  if (type_is_concrete(a) || type_is_concrete(b)) return CORE->bottom; /* and no Type{...}, whose instances are types */
  Env *e = gc_alloc(sizeof *e);
  Object *x = opened(e, a, false), *y = opened(e, b, false);
  Object *t = meet(e, x, y, 0);
  if (t == CORE->bottom) return t;
  t = closed(e, t);
  const Type *d = t->type == T_DATATYPE ? (const Type *)t : NULL;
  bool no_names = d && d->flags & TF_NAMEDTUPLE && !(d->flags & (TF_FREE | TF_CONCRETE)); /* that fit the fields */
  return no_names ? CORE->bottom : t;
}
