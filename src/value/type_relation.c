/* Subtyping. The variables of the left side stand for all their values, those of the right side for some value, which
 * is found as a pair of bounds. Unions on the left are tried all, on the right until one fits: each place where a union
 * is taken apart is one decision, and the whole comparison is repeated with the next decisions. */
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

typedef struct Binding {
  TypeVar *var;
  Value lower, upper; /* what is known so far */
  bool right;         /* exists (right side) or for all */
  bool concrete;      /* must be concrete, because a diagonal variable is bounded by it */
  uint8_t inv, cov;   /* occurrences in invariant and covariant positions, up to 2 */
  int depth;          /* of invariant nesting where it was introduced */
  struct Binding *outer;
} Binding;

enum { DECISION_WORDS = 8, DECISIONS = DECISION_WORDS * 32, MAX_BINDINGS = 64 };

typedef struct Decisions {
  int depth, more; /* decisions taken; the deepest that has an alternative, plus one */
  uint32_t bits[DECISION_WORDS];
} Decisions;

typedef struct Env {
  Binding *vars;
  Decisions left, right;
  int invariant; /* nesting of invariant positions */
  int recursion;
  long budget; /* steps left: pathological types end as unrelated */
  Value *out;
  uint32_t out_at, out_n;
} Env;

enum position { OUTSIDE, COVARIANT, INVARIANT };

static bool subtype(Value x, Value y, Env *e, int pos);
static bool forall_exists(Value x, Value y, Env *e, int pos);

/* ---- decisions ---- */

static bool decided(const Decisions *d, int i) { return d->bits[i / 32] >> (i % 32) & 1; }

static void decide(Decisions *d, int i, bool second) {
  if (second)
    d->bits[i / 32] |= 1u << (i % 32);
  else
    d->bits[i / 32] &= ~(1u << (i % 32));
}

static void decisions_reset(Decisions *d) { memset(d, 0, sizeof *d); }

static void decisions_rewind(Decisions *d) { d->depth = d->more = 0; }

/* The next combination after the last run; false if all were tried. */
static bool decisions_next(Decisions *d, int *last) {
  int set = d->more;
  if (!set) return false;
  for (int i = set; i <= *last; i++) decide(d, i, false);
  *last = set - 1;
  decide(d, *last, true);
  return true;
}

static Value union_pick(Value u, Decisions *d) {
  do {
    const UnionType *t = (const UnionType *)u.p;
    if (d->depth >= DECISIONS) return v_object(t->a);
    bool second = decided(d, d->depth);
    d->depth++;
    if (!second) d->more = d->depth;
    u = v_object(second ? t->b : t->a);
  } while (u.type == T_UNION);
  return u;
}

/* ---- variables ---- */

static Binding *lookup(const Env *e, const void *var) {
  for (Binding *b = e->vars; b; b = b->outer)
    if (b->var == var) return b;
  return NULL;
}

typedef struct Saved {
  Value lower, upper;
  bool concrete;
  uint8_t inv, cov;
} Saved;

static int env_save(const Env *e, Saved *s) {
  int n = 0;
  for (Binding *b = e->vars; b && n < MAX_BINDINGS; b = b->outer)
    s[n++] = (Saved){b->lower, b->upper, b->concrete, b->inv, b->cov};
  return n;
}

static void env_restore(Env *e, const Saved *s) {
  int n = 0;
  for (Binding *b = e->vars; b && n < MAX_BINDINGS; b = b->outer, n++) {
    b->lower = s[n].lower;
    b->upper = s[n].upper;
    b->concrete = s[n].concrete;
    b->inv = s[n].inv;
    b->cov = s[n].cov;
  }
}

static void occurs(Binding *b, const Env *e, int pos) {
  if (!b || pos == OUTSIDE) return;
  if (pos == INVARIANT && e->invariant > b->depth) {
    if (b->inv < 2) b->inv++;
  } else if (b->cov < 2) {
    b->cov++;
  }
}

/* Whether x was introduced outside of y. */
static bool var_outside(const Env *e, const void *x, const void *y) {
  for (Binding *b = e->vars; b; b = b->outer) {
    if (b->var == y) return true;
    if (b->var == x) return false;
  }
  return false;
}

static bool is_bottom(Value v) { return v.type == T_BOTTOMTYPE; }
static bool is_any(Value v) { return v.p == T_ANY && v.type == T_DATATYPE; }
static bool kindlike(Value v) { return is_type(v) || v.type == T_TYPEVAR; }

/* A comparison with decisions of its own. */
static bool check(Value x, Value y, Env *e) {
  if (x.type == y.type && x.p == y.p) return true;
  if (is_bottom(x) && kindlike(y)) return true;
  if (is_any(y) && kindlike(x)) return true;
  if (!kindlike(x) || !kindlike(y)) return value_egal(x, y);
  Decisions left = e->left, right = e->right;
  decisions_reset(&e->left);
  decisions_reset(&e->right);
  bool ok = forall_exists(x, y, e, COVARIANT);
  e->left = left;
  e->right = right;
  return ok;
}

/* The type of the type that t = Type{X} is of; t itself if it is no such type. */
static Value kind_of(Value t) {
  if (t.type != T_DATATYPE || as_type(t)->name != CORE->tn_type || !as_type(t)->nparams) return t;
  Value of = as_type(t)->params[0];
  return of.type == T_TYPEVAR ? t : v_object(of.type);
}

/* What a variable is that both are below: of two types given as arguments, their kind. */
static Value union_of(Value a, Value b) {
  if (is_bottom(a) || (a.type == b.type && a.p == b.p)) return b;
  if (is_bottom(b)) return a;
  if (!kindlike(a) || !kindlike(b)) return b;
  Value kind = kind_of(a), other = kind_of(b);
  if (kind.p == other.p && (kind.p != a.p || other.p != b.p)) return kind;
  Object *parts[2] = {a.o, b.o};
  return v_object(type_union(parts, 2));
}

/* The better known of two upper bounds. */
static Value meet_of(Value a, Value b) {
  if (is_any(a) || !kindlike(b)) return b;
  if (is_any(b)) return a;
  if (!type_has_free(a) && !type_has_free(b) && type_subtype(a.o, b.o)) return a;
  return b;
}

/* var <: a */
static bool var_below(Value var, Value a, Env *e, int pos) {
  Binding *b = lookup(e, var.p);
  if (!b) return subtype(v_object(((TypeVar *)var.p)->upper), a, e, pos);
  occurs(b, e, pos);
  if (!b->right) return subtype(b->upper, a, e, pos);
  if (b->upper.type == a.type && b->upper.p == a.p) return true;
  if (!((is_bottom(b->lower) && !kindlike(a)) || check(b->lower, a, e))) return false;
  if (a.p != var.p) b->upper = meet_of(b->upper, a);
  if (a.type == T_TYPEVAR) {
    Binding *other = lookup(e, a.p);
    if (other && !other->right && b->depth != other->depth && var_outside(e, var.p, a.p))
      return subtype(other->upper, other->lower, e, OUTSIDE);
  }
  return true;
}

/* a <: var */
static bool var_above(Value var, Value a, Env *e, int pos) {
  Binding *b = lookup(e, var.p);
  if (!b) return subtype(a, v_object(((TypeVar *)var.p)->lower), e, pos);
  occurs(b, e, pos);
  if (!b->right) return subtype(a, b->lower, e, pos);
  if (b->lower.type == b->upper.type && b->lower.p == b->upper.p && kindlike(b->lower) != kindlike(a) &&
      b->lower.type != T_TYPEVAR && a.type != T_TYPEVAR)
    return false;
  if (!((is_any(b->upper) && !kindlike(a)) || check(a, b->upper, e))) return false;
  if (!kindlike(a) && !is_bottom(b->lower) && !value_egal(b->lower, a)) return false;
  if (a.p != var.p || a.type != T_TYPEVAR) b->lower = union_of(b->lower, a);
  if (a.type == T_TYPEVAR) {
    Binding *other = lookup(e, a.p);
    if (other && !other->right && b->depth != other->depth && var_outside(e, var.p, a.p))
      return subtype(other->upper, other->lower, e, OUTSIDE);
  }
  return true;
}

static bool var_var(Value x, Value y, Env *e, int pos) {
  if (x.p == y.p) return true;
  Binding *a = lookup(e, x.p), *b = lookup(e, y.p);
  if (a && a->right) {
    occurs(b, e, pos);
    if (b && b->right) return subtype(a->lower, b->upper, e, OUTSIDE);
    return var_below(x, y, e, pos);
  }
  if (b && b->right) {
    occurs(a, e, pos);
    return var_above(y, x, e, pos);
  }
  Value upper = a ? a->upper : v_object(((TypeVar *)x.p)->upper);
  Value lower = b ? b->lower : v_object(((TypeVar *)y.p)->lower);
  occurs(a, e, pos);
  occurs(b, e, pos);
  return subtype(upper, y, e, pos) || subtype(x, lower, e, pos);
}

static bool is_leaf_bound(Value v) {
  if (v.type == T_DATATYPE) {
    const Type *t = as_type(v);
    return (t->flags & TF_CONCRETE) != 0 || (t->name == CORE->tn_type && t->nparams == 1 && !(t->flags & TF_FREE));
  }
  return is_bottom(v) || !kindlike(v);
}

/* What a right variable turned out to be. */
static Value binding_value(const Binding *b) {
  Value lower = b->lower;
  if (lower.type == b->upper.type && lower.p == b->upper.p) return lower;
  if (!is_bottom(lower)) {
    if (!b->inv) return kind_of(lower); /* f(::T) called with a type: T is the type of that type */
    return lower;
  }
  if (b->upper.p != b->var->upper) return b->upper;
  return V_UNDEF;
}

static bool subtype_unionall(Value t, Value u, Env *e, bool right, int pos) {
  UnionAll *all = (UnionAll *)u.p;
  Object *body = all->body;
  TypeVar *var = all->var;
  for (const Binding *b = e->vars; b; b = b->outer) {
    if (b->var == var || b->lower.p == var || b->upper.p == var) {
      var = type_var(var->name, var->lower, var->upper);
      body = type_substitute(body, all->var, v_object(var));
      break;
    }
  }
  Binding b = {.var = var,
               .lower = v_object(var->lower),
               .upper = v_object(var->upper),
               .right = right,
               .depth = e->invariant,
               .outer = e->vars};
  e->vars = &b;
  bool ok;
  if (right) {
    uint32_t at = e->out_at++;
    ok = subtype(t, v_object(body), e, pos);
    if (at < e->out_n) e->out[at] = binding_value(&b);
    e->out_at = at;
  } else {
    ok = subtype(v_object(body), t, e, pos);
  }
  bool diagonal = !b.inv && b.cov > 1;
  if (ok && (b.concrete || (diagonal && right))) {
    if (b.concrete && !diagonal && !right && !is_leaf_bound(b.upper))
      ok = false;
    else if (b.lower.type == T_TYPEVAR) {
      Binding *inner = lookup(e, b.lower.p);
      if (inner && inner != &b) inner->concrete = true;
    } else if (!is_leaf_bound(b.lower))
      ok = false;
  } else if (ok && diagonal && b.lower.type == T_TYPEVAR) {
    Binding *inner = lookup(e, b.lower.p);
    if (inner && inner != &b) inner->concrete = true;
  }
  e->vars = b.outer;
  return ok;
}

/* ---- structure ---- */

static bool forall_equal(Value x, Value y, Env *e) {
  if (x.type == y.type && x.p == y.p && (!is_immediate(x) || x.type != T_TYPEVAR) && !type_has_free(x)) return true;
  if (!kindlike(x) && x.type != T_VARARG && !kindlike(y)) return value_egal(x, y);
  Decisions left = e->left;
  decisions_reset(&e->left);
  bool ok;
  if (!type_has_free(x) || !type_has_free(y)) {
    Decisions right = e->right;
    decisions_reset(&e->right);
    ok = forall_exists(x, y, e, INVARIANT);
    e->right = right;
  } else {
    int last = 0;
    do {
      decisions_rewind(&e->left);
      ok = subtype(x, y, e, INVARIANT);
    } while (ok && decisions_next(&e->left, &last));
  }
  e->left = left;
  return ok && subtype(y, x, e, OUTSIDE);
}

static bool equal_params(Value x, Value y, Env *e) {
  e->invariant++;
  bool ok = forall_equal(x, y, e);
  e->invariant--;
  return ok;
}

static const Vararg *vararg_of(const Type *t) {
  if (!t->nparams || t->params[t->nparams - 1].type != T_VARARG) return NULL;
  return (const Vararg *)t->params[t->nparams - 1].p;
}

/* The integer that a count is known to be, or -1. */
static int64_t count_known(Value n, const Env *e) {
  for (int i = 0; i < 8 && n.type == T_TYPEVAR; i++) {
    Binding *b = lookup(e, n.p);
    if (!b) return -1;
    n = b->lower;
  }
  return n.type == T_INT64 ? n.i : -1;
}

static bool subtype_tuple(const Type *x, const Type *y, Env *e, int pos) {
  const Vararg *vx = vararg_of(x), *vy = vararg_of(y);
  uint32_t nx = x->nparams - (vx != NULL), ny = y->nparams - (vy != NULL);
  int64_t more = vx && vx->count.type == T_TYPEVAR ? count_known(vx->count, e) : -1;
  if (vx && more >= 0) { /* Vararg{T,N} whose N is known */
    if (more > 10000) return false;
    Object *elems[nx + (uint32_t)more + 1];
    for (uint32_t i = 0; i < nx; i++) elems[i] = x->params[i].o;
    for (uint32_t i = 0; i < (uint32_t)more; i++) elems[nx + i] = vx->elem;
    return subtype_tuple(type_tuple(elems, nx + (uint32_t)more), y, e, pos);
  }
  if (!vy && (vx || nx != ny)) return false;
  if (nx < ny) return false;
  pos = pos == INVARIANT ? INVARIANT : COVARIANT;
  for (uint32_t i = 0; i < nx; i++) {
    Value p = x->params[i], q = i < ny ? y->params[i] : v_object(vy->elem);
    if (!subtype(p, q, e, pos)) return false;
  }
  if (!vy) return true;
  if (vx) {
    Value p = v_object(vx->elem), q = v_object(vy->elem);
    if (!subtype(p, q, e, pos)) return false;
    if (!subtype(p, q, e, pos)) return false; /* a second occurrence: makes a variable diagonal */
    if (is_undef(vy->count)) return true;
    if (is_undef(vx->count)) {
      Binding *b = vy->count.type == T_TYPEVAR ? lookup(e, vy->count.p) : NULL;
      return b && b->right && is_any(b->upper); /* some length: N is not determined */
    }
    return nx == ny && equal_params(vx->count, vy->count, e);
  }
  if (is_undef(vy->count)) return true;
  return equal_params(v_int((int64_t)nx - (int64_t)ny), vy->count, e);
}

static bool is_type_type(const Type *t) { return t->name == CORE->tn_type && t->nparams == 1; }

static bool subtype_datatype(Type *x, Type *y, Env *e, int pos) {
  if (x == y && !(x->flags & TF_FREE)) return true;
  if (y == T_ANY) return true;
  if (is_type_type(x) && !is_type_type(y)) {
    if (y == T_TYPE) return true;
    Value of = x->params[0];
    if (of.type == T_TYPEVAR) return false;
    return subtype_datatype(of.type, y, e, OUTSIDE);
  }
  if (is_type_type(y) && !is_type_type(x)) { /* DataType <: Type{T} where T */
    bool kind = x == T_DATATYPE || x == T_UNIONALL || x == T_UNION || x == T_BOTTOMTYPE || x == T_TYPE;
    if (x == T_BOTTOMTYPE && is_bottom(y->params[0])) return true;
    Binding *b = y->params[0].type == T_TYPEVAR ? lookup(e, y->params[0].p) : NULL;
    if (!kind || !b || !b->right || !is_any(b->upper)) return false;
    occurs(b, e, pos);
    return is_bottom(b->lower);
  }
  while (x->name != y->name && x != T_ANY) x = x->super;
  if (x->name != y->name) return false;
  if (x == y && !(x->flags & TF_FREE)) return true;
  if (x->name == CORE->tn_tuple) return subtype_tuple(x, y, e, pos);
  if (x->nparams != y->nparams) return false;
  for (uint32_t i = 0; i < x->nparams; i++)
    if (!equal_params(x->params[i], y->params[i], e)) return false;
  return true;
}

static bool subtype_step(Value x, Value y, Env *e, int pos) {
  if (x.type == T_UNION) {
    if (x.type == y.type && x.p == y.p && !type_has_free(x)) return true;
    x = union_pick(x, &e->left);
  }
  if (y.type == T_UNION) {
    const UnionType *u = (const UnionType *)y.p;
    if (kindlike(x) && !type_has_free(x) && (x.o == u->a || x.o == u->b)) return true;
    if (x.type == T_UNIONALL) return subtype_unionall(y, x, e, false, pos);
    if (x.type == T_TYPEVAR) { /* a variable is below a union as a whole, or below one of its members */
      Binding *b = lookup(e, x.p);
      if (!b || !b->right) {
        Value upper = b ? b->upper : v_object(((TypeVar *)x.p)->upper);
        if (e->right.depth < DECISIONS) {
          bool second = decided(&e->right, e->right.depth);
          e->right.depth++;
          if (!second) e->right.more = e->right.depth;
          if (second && upper.p != y.p) {
            occurs(b, e, pos);
            return subtype(upper, y, e, pos);
          }
        }
      } else {
        return var_below(x, y, e, pos);
      }
    }
    y = union_pick(y, &e->right);
  }
  if (x.type == T_TYPEVAR) return y.type == T_TYPEVAR ? var_var(x, y, e, pos) : var_below(x, y, e, pos);
  if (y.type == T_TYPEVAR) return var_above(y, x, e, pos);
  if (is_any(y) && is_type(x) && !type_has_free(x)) return true;
  if (is_bottom(x) && is_type(y)) return true;
  if (y.type == T_UNIONALL) {
    if (x.type == T_UNIONALL && x.p == y.p && !type_has_free(x)) return true;
    if (is_bottom(x)) return true;
    return subtype_unionall(x, y, e, true, pos);
  }
  if (x.type == T_UNIONALL) return subtype_unionall(y, x, e, false, pos);
  if (x.type == T_DATATYPE && y.type == T_DATATYPE) return subtype_datatype(as_type(x), as_type(y), e, pos);
  if (x.type == T_VARARG && y.type == T_VARARG) {
    const Vararg *a = (const Vararg *)x.p, *b = (const Vararg *)y.p;
    if (!subtype(v_object(a->elem), v_object(b->elem), e, pos)) return false;
    return is_undef(b->count) || (!is_undef(a->count) && equal_params(a->count, b->count, e));
  }
  if (is_type(x) || is_type(y)) return is_bottom(x) && is_bottom(y);
  return value_egal(x, y);
}

static bool subtype(Value x, Value y, Env *e, int pos) {
  if (--e->budget < 0 || e->recursion > 400) return false;
  e->recursion++;
  bool ok = subtype_step(x, y, e, pos);
  e->recursion--;
  return ok;
}

static bool exists(Value x, Value y, Env *e, const Saved *saved, int pos) {
  decisions_reset(&e->right);
  int last = 0;
  for (;;) {
    decisions_rewind(&e->right);
    decisions_rewind(&e->left);
    if (subtype(x, y, e, pos)) return true;
    env_restore(e, saved);
    if (e->budget < 0 || !decisions_next(&e->right, &last)) return false;
  }
}

static bool forall_exists(Value x, Value y, Env *e, int pos) {
  Saved saved[MAX_BINDINGS];
  env_save(e, saved);
  decisions_reset(&e->left);
  int last = 0;
  for (;;) {
    if (!exists(x, y, e, saved, pos)) return false;
    if (!decisions_next(&e->left, &last)) return true;
    env_save(e, saved); /* what was learned holds for the next member too */
  }
}

static bool subtype_from(Value x, Value y, Value *out, uint32_t n) {
  Env e = {.budget = 200000, .out = out, .out_n = n};
  return forall_exists(x, y, &e, OUTSIDE);
}

/* The answer for the cases that need no variables: 1 yes, 0 no, -1 not known. */
static int subtype_quick(Object *a, Object *b) {
  if (a == b) return 1;
  if (b == &T_ANY->head) return 1;
  if (a == CORE->bottom) return 1;
  if (a->type == T_DATATYPE && b->type == T_DATATYPE) {
    const Type *x = (const Type *)a, *y = (const Type *)b;
    if ((x->flags | y->flags) & (TF_FREE | TF_TUPLE) || x->name == CORE->tn_type || y->name == CORE->tn_type) return -1;
    while (x->name != y->name && x != T_ANY) x = x->super;
    if (x == y) return 1;
    if (x->name != y->name) return 0;
    return -1;
  }
  return -1;
}

/* The last answers, by the addresses of both types: programs ask the same few questions again and again. */
typedef struct Answer {
  const Object *a, *b;
  bool is;
} Answer;
#define ANSWERS 256u

static Answer *answer_of(const Object *a, const Object *b) {
  Answer *all = gc_table(&SLOT(SUBTYPES), ANSWERS * sizeof *all);
  uintptr_t hash = ((uintptr_t)a >> 4) * 31 + ((uintptr_t)b >> 4);
  return all + (hash ^ hash >> 10) % ANSWERS;
}

bool type_subtype(Object *a, Object *b) {
  int quick = subtype_quick(a, b);
  if (quick >= 0) return quick;
  const Answer *known = answer_of(a, b);
  if (known->a == a && known->b == b) return known->is;
  bool is = subtype_from(v_object(a), v_object(b), NULL, 0);
  *answer_of(a, b) = (Answer){a, b, is};
  return is;
}

bool type_equal(Object *a, Object *b) {
  return a == b || type_same(v_object(a), v_object(b)) || (type_subtype(a, b) && type_subtype(b, a));
}

bool type_isa(Value v, Object *t) {
  if (&v.type->head == t || t == &T_ANY->head) return true;
  if (t->type == T_DATATYPE) {
    const Type *d = (const Type *)t;
    if (!is_type(v) || !is_type_type(d)) {
      if (d->nparams == 0 && !(d->flags & TF_TUPLE)) {
        for (const Type *s = v.type; s != T_ANY; s = s->super)
          if (s == d) return true;
        return false;
      }
      return type_subtype(&v.type->head, t);
    }
    return type_equal(v.o, type_param(d, 0));
  }
  if (t->type == T_UNION) {
    for (; t->type == T_UNION; t = ((UnionType *)t)->b)
      if (type_isa(v, ((UnionType *)t)->a)) return true;
    return type_isa(v, t);
  }
  if (t->type == T_BOTTOMTYPE) return false;
  const Type *of = type_datatype(t);
  if (of && of->name->wrapper == t && !is_type(v) && of->name != CORE->tn_type && !(of->flags & TF_TUPLE)) {
    for (const Type *s = v.type; s != T_ANY; s = s->super) /* all types of a name: no parameters to compare */
      if (s->name == of->name) return true;
    return false;
  }
  if (is_type(v)) return type_subtype(&type_type(v.o)->head, t);
  return type_subtype(&v.type->head, t);
}

/* ---- matching a call ---- */

/* Whether an argument type surely is not below a parameter's declared type: compares the names of DataTypes. */
static bool surely_not(const Type *arg, Value param) {
  while (param.type == T_TYPEVAR) param = v_object(((TypeVar *)param.p)->upper);
  if (param.type == T_UNIONALL) param = v_object(type_unwrap(param.o));
  if (param.type != T_DATATYPE) return false;
  const Type *p = as_type(param);
  if (p == T_ANY) return false;
  if (is_type_type(arg)) {
    if (p->name == CORE->tn_type) {
      if (p->nparams && p->params[0].type == T_DATATYPE && arg->params[0].type == T_DATATYPE && !(p->flags & TF_FREE))
        return p->params[0].p != arg->params[0].p;
      return false;
    }
    return !(p == T_DATATYPE || p == T_UNIONALL || p == T_UNION || p == T_BOTTOMTYPE);
  }
  if (p->name == CORE->tn_type)
    return !(arg == T_DATATYPE || arg == T_UNIONALL || arg == T_UNION || arg == T_BOTTOMTYPE);
  while (arg->name != p->name && arg != T_ANY) arg = arg->super;
  return arg->name != p->name;
}

bool type_match(Type *args, Object *signature, Value *env) {
  uint32_t nvars = 0;
  Object *body = signature;
  for (; body->type == T_UNIONALL; body = ((UnionAll *)body)->body) nvars++;
  if (body->type != T_DATATYPE) return type_subtype(&args->head, signature);
  const Type *sig = (const Type *)body;
  const Vararg *rest = vararg_of(sig);
  uint32_t fixed = sig->nparams - (rest != NULL);
  if (args->nparams < fixed || (!rest && args->nparams != fixed)) return false;
  for (uint32_t i = 0; i < fixed; i++)
    if (surely_not(as_type(args->params[i]), sig->params[i])) return false;
  if (nvars) {
    for (uint32_t i = 0; i < nvars; i++) env[i] = V_UNDEF;
    return subtype_from(v_object(args), v_object(signature), env, nvars);
  }
  for (uint32_t i = 0; i < args->nparams; i++) {
    if (i > fixed && args->params[i].o == args->params[i - 1].o) continue; /* the same again */
    if (!type_subtype(args->params[i].o, i < fixed ? sig->params[i].o : rest->elem)) return false;
  }
  return true;
}
