/* Which of two method signatures is more specific; the nearest type above two. */
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/type_inner.h"

/* A part of a signature as a type of its own: inside the where-variables of the signature. */
static Object *part_close(Value part, TypeVar *const *vars, uint32_t n) {
  for (int round = 0; part.type == T_TYPEVAR && round < 16; round++) {
    bool own = false;
    for (uint32_t i = 0; i < n; i++) own |= part.p == vars[i];
    if (!own) break;
    part = v_object(((TypeVar *)part.p)->upper);
  }
  if (!is_type(part) && part.type != T_TYPEVAR) return &T_ANY->head;
  Object *t = part.o;
  for (uint32_t i = n; i-- > 0;) t = type_unionall(vars[i], t);
  return t;
}

enum order { UNRELATED, MORE, LESS, SAME };

static enum order order_of(Object *a, Object *b, int depth);

static enum order order_flip(enum order o) { return o == MORE ? LESS : o == LESS ? MORE : o; }

/* A union against a type that it is not related to as a whole: by its members. */
static enum order order_union(Object *u, Object *b, int depth) {
  bool more = false, less = false;
  for (;; u = ((UnionType *)u)->b) {
    Object *member = u->type == T_UNION ? ((UnionType *)u)->a : u;
    enum order o = order_of(member, b, depth + 1);
    more |= o == MORE;
    less |= o == LESS;
    if (u->type != T_UNION) break;
  }
  return more == less ? UNRELATED : more ? MORE : LESS;
}

static enum order order_tuples(Object *a, Object *b, int depth);

/* Two instantiations of one name whose parameters are types: ordered if all parameters are, in one direction. */
static enum order order_params(Object *a, Object *b, int depth) {
  TypeVar *va[MAX_VARS], *vb[MAX_VARS];
  uint32_t na = type_vars(a, va, MAX_VARS), nb = type_vars(b, vb, MAX_VARS);
  Type *x = type_datatype(a), *y = type_datatype(b);
  if (!x || !y || (!na && !nb)) return UNRELATED;
  while (x->name != y->name && x != T_ANY) x = x->super;
  bool lifted = x->name == y->name && x != type_datatype(a);
  if (x->name != y->name) {
    x = type_datatype(a);
    while (y->name != x->name && y != T_ANY) y = y->super;
    if (x->name != y->name) return UNRELATED;
    return order_params(b, a, depth) == MORE ? LESS : UNRELATED;
  }
  if (x->nparams != y->nparams) return UNRELATED;
  enum order all = lifted ? MORE : SAME;
  for (uint32_t i = 0; i < x->nparams; i++) {
    Object *p = part_close(x->params[i], va, na), *q = part_close(y->params[i], vb, nb);
    bool pt = is_type(x->params[i]) || x->params[i].type == T_TYPEVAR;
    bool qt = is_type(y->params[i]) || y->params[i].type == T_TYPEVAR;
    enum order o;
    if (!pt || !qt) {
      if (!pt && !qt)
        o = value_egal(x->params[i], y->params[i]) ? SAME : UNRELATED;
      else
        o = pt ? LESS : MORE;
    } else {
      bool pv = x->params[i].type == T_TYPEVAR, qv = y->params[i].type == T_TYPEVAR;
      o = order_of(p, q, depth + 1);
      if (o == SAME && pv != qv) o = pv ? LESS : MORE;
    }
    if (o == UNRELATED) return UNRELATED;
    if (o == SAME) continue;
    if (all != SAME && all != o) return UNRELATED;
    all = o;
  }
  return all;
}

/* A type whose instances are types. */
static bool is_kind(const Object *t) {
  return t == &T_DATATYPE->head || t == &T_UNIONALL->head || t == &T_UNION->head || t == &T_BOTTOMTYPE->head;
}

static enum order order_of(Object *a, Object *b, int depth) {
  if (a == b) return SAME;
  if (depth > 20) return UNRELATED;
  bool below = type_subtype(a, b), above = type_subtype(b, a);
  if (below && above) return SAME;
  if (below) return MORE;
  if (above) return LESS;
  const Type *x = type_datatype(a), *y = type_datatype(b);
  if (x && y && x->name == CORE->tn_type && is_kind(b)) return MORE; /* Type{<:Tuple} goes before DataType */
  if (x && y && y->name == CORE->tn_type && is_kind(a)) return LESS;
  if (x && y && x->name == CORE->tn_tuple && y->name == CORE->tn_tuple) return order_tuples(a, b, depth);
  if (a->type == T_UNION) return order_union(a, b, depth);
  if (b->type == T_UNION) return order_flip(order_union(b, a, depth));
  return order_params(a, b, depth);
}

static Object *tuple_part(const Type *t, uint32_t i, TypeVar *const *vars, uint32_t n) {
  uint32_t last = t->nparams - 1;
  Value p = t->params[i < t->nparams ? i : last];
  if (p.type == T_VARARG) p = v_object(((Vararg *)p.p)->elem);
  return part_close(p, vars, n);
}

static bool has_vararg(const Type *t) { return t->nparams && t->params[t->nparams - 1].type == T_VARARG; }

/* How often variables stand directly as elements again: Tuple{T,T} has one repetition. */
static int repeated_vars(const Type *t) {
  int n = 0;
  for (uint32_t i = 0; i < t->nparams; i++)
    for (uint32_t j = 0; j < i; j++)
      if (t->params[i].type == T_TYPEVAR && t->params[j].p == t->params[i].p) {
        n++;
        break;
      }
  return n;
}

/* Whether element i is a variable that may be anything but stands in another element, too: T in Tuple{T,T}, which is
 * more specific than Any. */
static bool is_shared(const Type *t, uint32_t i) {
  Value p = t->params[i < t->nparams ? i : t->nparams - 1];
  if (p.type == T_VARARG) p = v_object(((Vararg *)p.p)->elem);
  if (p.type != T_TYPEVAR || ((TypeVar *)p.p)->upper != &T_ANY->head) return false;
  uint32_t found = 0;
  for (uint32_t k = 0; k < t->nparams; k++) found += type_has_var(t->params[k], p.p);
  return found > 1;
}

static enum order order_tuples(Object *a, Object *b, int depth) {
  TypeVar *va[MAX_VARS], *vb[MAX_VARS];
  uint32_t na = type_vars(a, va, MAX_VARS), nb = type_vars(b, vb, MAX_VARS);
  const Type *x = type_datatype(a), *y = type_datatype(b);
  bool rest_x = has_vararg(x), rest_y = has_vararg(y);
  uint32_t fixed_x = x->nparams - rest_x, fixed_y = y->nparams - rest_y;
  if (!rest_x && fixed_y > fixed_x) return UNRELATED; /* never both applicable */
  if (!rest_y && fixed_x > fixed_y) return UNRELATED;
  uint32_t n = fixed_x > fixed_y ? fixed_x : fixed_y;
  if (rest_x && rest_y) n++;
  enum order all = SAME;
  for (uint32_t i = 0; i < n; i++) {
    enum order o = order_of(tuple_part(x, i, va, na), tuple_part(y, i, vb, nb), depth + 1);
    if (o == SAME && is_shared(x, i) != is_shared(y, i)) o = is_shared(x, i) ? MORE : LESS;
    if (o == UNRELATED) return UNRELATED;
    if (o == SAME) continue;
    if (all != SAME && all != o) return UNRELATED;
    all = o;
  }
  if (all != SAME) return all;
  if (rest_x != rest_y) return rest_x ? LESS : MORE;
  if (fixed_x != fixed_y) return fixed_x > fixed_y ? MORE : LESS;
  int rx = repeated_vars(x), ry = repeated_vars(y);
  if (rx != ry) return rx > ry ? MORE : LESS;
  return SAME;
}

bool type_ahead_in_common(Object *a, Object *b) {
  TypeVar *va[MAX_VARS], *vb[MAX_VARS];
  uint32_t na = type_vars(a, va, MAX_VARS), nb = type_vars(b, vb, MAX_VARS);
  const Type *x = type_datatype(a), *y = type_datatype(b);
  if (has_vararg(x) || has_vararg(y) || x->nparams == y->nparams) return false;
  bool shorter = x->nparams < y->nparams, more = false;
  uint32_t n = shorter ? x->nparams : y->nparams;
  if (n == 1) return false;
  for (uint32_t i = 1; i < n; i++) {
    enum order o = order_of(tuple_part(x, i, va, na), tuple_part(y, i, vb, nb), 1);
    if (o != SAME && o != MORE) return false;
    more |= o == MORE;
  }
  return shorter || more;
}

bool type_morespecific(Object *a, Object *b) { return order_of(a, b, 0) == MORE; }

/* ---- typejoin ---- */

static Object *bounded(Object *t) { /* variables by their upper bounds */
  for (int i = 0; t->type == T_TYPEVAR && i < 16; i++) t = ((TypeVar *)t)->upper;
  return t;
}

static Object *join_tuples(Type *x, Type *y) {
  bool rest_x = has_vararg(x), rest_y = has_vararg(y);
  uint32_t fixed_x = x->nparams - rest_x, fixed_y = y->nparams - rest_y;
  uint32_t n = fixed_x < fixed_y ? fixed_x : fixed_y;
  Object *elems[n + 1];
  for (uint32_t i = 0; i < n; i++) elems[i] = type_join(tuple_part(x, i, NULL, 0), tuple_part(y, i, NULL, 0));
  if (fixed_x != fixed_y || rest_x || rest_y) {
    Object *rest = CORE->bottom;
    for (uint32_t i = n; i < x->nparams; i++) rest = type_join(rest, tuple_part(x, i, NULL, 0));
    for (uint32_t i = n; i < y->nparams; i++) rest = type_join(rest, tuple_part(y, i, NULL, 0));
    elems[n++] = type_vararg(rest, V_UNDEF);
  }
  return &type_tuple(elems, n)->head;
}

/* Two instantiations of one name: parameters that differ become free. */
static Object *join_params(Type *x, Type *y) {
  TypeVar *vars[MAX_VARS], *open[MAX_VARS];
  uint32_t n = type_vars(x->name->wrapper, vars, MAX_VARS), nopen = 0;
  if (n != x->nparams || n != y->nparams) return x->name->wrapper;
  Value params[MAX_VARS];
  for (uint32_t i = 0; i < n; i++) {
    bool same = type_same(x->params[i], y->params[i]) ||
                (is_type(x->params[i]) && is_type(y->params[i]) && type_equal(x->params[i].o, y->params[i].o));
    params[i] = same ? x->params[i] : v_object(vars[i]);
    if (!same) open[nopen++] = vars[i];
  }
  if (nopen == n) return x->name->wrapper;
  Object *t = &type_apply(x->name, params, n)->head;
  for (uint32_t i = nopen; i-- > 0;) t = type_unionall(open[i], t);
  return t;
}

Object *type_join(Object *a, Object *b) {
  a = bounded(a);
  b = bounded(b);
  if (!is_type(v_object(a)) || !is_type(v_object(b))) return &T_ANY->head;
  if (type_subtype(a, b)) return b;
  if (type_subtype(b, a)) return a;
  stack_check();
  if (a->type == T_UNIONALL) {
    UnionAll *u = (UnionAll *)a;
    return type_unionall(u->var, type_join(u->body, b));
  }
  if (b->type == T_UNIONALL) {
    UnionAll *u = (UnionAll *)b;
    return type_unionall(u->var, type_join(a, u->body));
  }
  if (a->type == T_UNION) return type_join(type_join(((UnionType *)a)->a, ((UnionType *)a)->b), b);
  if (b->type == T_UNION) return type_join(a, type_join(((UnionType *)b)->a, ((UnionType *)b)->b));
  Type *x = (Type *)a, *y = (Type *)b;
  if (x->name == CORE->tn_tuple) return y->name == CORE->tn_tuple ? join_tuples(x, y) : &T_ANY->head;
  if (y->name == CORE->tn_tuple) return &T_ANY->head;
  for (; y != T_ANY; y = y->super) {
    for (Type *s = x; s != T_ANY; s = s->super)
      if (s->name == y->name) return s == y ? &s->head : join_params(s, y);
  }
  return &T_ANY->head;
}
