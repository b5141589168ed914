/* Making and interning types. */
#include "value/type.h"

#include "value/array.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"
#include "value/weak.h"

static uint32_t mix(uint32_t h, uint32_t x) {
  h ^= x + 0x9e3779b9u + (h << 6) + (h >> 2);
  return h * 0x85ebca6bu ^ h >> 15;
}

/* Two pointers that are constant for the life of a world: their bits are a hash. */
static uint32_t pointer_hash(const void *p) {
  uint64_t u = (uint64_t)(uintptr_t)p >> 3;
  return (uint32_t)(u ^ u >> 29) * 0x9e3779b1u;
}

/* Bound variables hash by their depth, so that names do not matter. */
typedef struct Bound {
  const TypeVar *a, *b;
  const struct Bound *outer;
} Bound;

static uint32_t hash_in(Value t, const Bound *bound) {
  if (is_undef(t)) return 77;
  if (t.type == T_BOTTOMTYPE) return 78;
  if (t.type == T_DATATYPE) {
    const Type *d = as_type(t);
    if (!(d->flags & TF_FREE)) return d->hash;
    uint32_t h = d->name->name->hash;
    for (uint32_t i = 0; i < d->nparams; i++) h = mix(h, hash_in(d->params[i], bound));
    return h;
  }
  if (t.type == T_UNION) {
    const UnionType *u = (const UnionType *)t.p;
    return hash_in(v_object(u->a), bound) + hash_in(v_object(u->b), bound);
  }
  if (t.type == T_UNIONALL) {
    const UnionAll *u = (const UnionAll *)t.p;
    Bound inner = {u->var, NULL, bound};
    uint32_t h = mix(hash_in(v_object(u->var->lower), bound), hash_in(v_object(u->var->upper), bound));
    return mix(h, hash_in(v_object(u->body), &inner));
  }
  if (t.type == T_TYPEVAR) {
    uint32_t depth = 0;
    for (const Bound *b = bound; b; b = b->outer, depth++)
      if (b->a == t.p) return 1000 + depth;
    return pointer_hash(t.p);
  }
  if (t.type == T_VARARG) {
    const Vararg *v = (const Vararg *)t.p;
    return mix(mix(3, hash_in(v_object(v->elem), bound)), hash_in(v->count, bound));
  }
  return (uint32_t)value_egal_hash(t);
}

uint32_t type_hash(Value t) { return hash_in(t, NULL); }

static bool same_in(Value a, Value b, const Bound *bound);

static bool union_has(Value u, Value member, const Bound *bound, bool flipped) {
  while (u.type == T_UNION) {
    const UnionType *t = (const UnionType *)u.p;
    if (union_has(v_object(t->a), member, bound, flipped)) return true;
    u = v_object(t->b);
  }
  return flipped ? same_in(member, u, bound) : same_in(u, member, bound);
}

static bool union_within(Value a, Value b, const Bound *bound, bool flipped) {
  while (a.type == T_UNION) {
    const UnionType *t = (const UnionType *)a.p;
    if (!union_within(v_object(t->a), b, bound, flipped)) return false;
    a = v_object(t->b);
  }
  return union_has(b, a, bound, flipped);
}

static bool same_in(Value a, Value b, const Bound *bound) {
  if (a.type != b.type) return false;
  if (is_undef(a)) return true;
  if (a.type == T_TYPEVAR) {
    for (const Bound *p = bound; p; p = p->outer)
      if (p->a == a.p || p->b == b.p) return p->a == a.p && p->b == b.p;
    return a.p == b.p;
  }
  if (a.type == T_DATATYPE) {
    if (a.p == b.p && (!bound || !(as_type(a)->flags & TF_FREE))) return true;
    const Type *x = as_type(a), *y = as_type(b);
    if (!(x->flags & y->flags & TF_FREE)) return false;
    if (x->name != y->name || x->nparams != y->nparams) return false;
    for (uint32_t i = 0; i < x->nparams; i++)
      if (!same_in(x->params[i], y->params[i], bound)) return false;
    return true;
  }
  if (a.type == T_UNION) return union_within(a, b, bound, false) && union_within(b, a, bound, true);
  if (a.type == T_UNIONALL) {
    const UnionAll *x = (const UnionAll *)a.p, *y = (const UnionAll *)b.p;
    if (x == y && !bound) return true;
    Bound inner = {x->var, y->var, bound};
    return same_in(v_object(x->var->lower), v_object(y->var->lower), bound) &&
           same_in(v_object(x->var->upper), v_object(y->var->upper), bound) &&
           same_in(v_object(x->body), v_object(y->body), &inner);
  }
  if (a.type == T_VARARG) {
    const Vararg *x = (const Vararg *)a.p, *y = (const Vararg *)b.p;
    return same_in(v_object(x->elem), v_object(y->elem), bound) && same_in(x->count, y->count, bound);
  }
  return value_egal(a, b);
}

bool type_same(Value a, Value b) { return same_in(a, b, NULL); }

static bool free_in(Value t, const Bound *bound, const TypeVar *only) {
  if (t.type == T_TYPEVAR) {
    for (const Bound *b = bound; b; b = b->outer)
      if (b->a == t.p) return false;
    return only ? t.p == only : true;
  }
  if (t.type == T_DATATYPE) {
    const Type *d = as_type(t);
    if (!(d->flags & TF_FREE)) return false;
    if (!bound && !only) return true;
    for (uint32_t i = 0; i < d->nparams; i++)
      if (free_in(d->params[i], bound, only)) return true;
    return false;
  }
  if (t.type == T_UNION) {
    const UnionType *u = (const UnionType *)t.p;
    return free_in(v_object(u->a), bound, only) || free_in(v_object(u->b), bound, only);
  }
  if (t.type == T_UNIONALL) {
    const UnionAll *u = (const UnionAll *)t.p;
    Bound inner = {u->var, NULL, bound};
    return free_in(v_object(u->var->lower), bound, only) || free_in(v_object(u->var->upper), bound, only) ||
           free_in(v_object(u->body), &inner, only);
  }
  if (t.type == T_VARARG) {
    const Vararg *v = (const Vararg *)t.p;
    return free_in(v_object(v->elem), bound, only) || free_in(v->count, bound, only);
  }
  return false;
}

bool type_has_free(Value t) { return free_in(t, NULL, NULL); }
bool type_has_var(Value t, const TypeVar *var) { return free_in(t, NULL, var); }

/* ---- tables of interned types ---- */

static bool params_same(const Type *t, const Value *params, uint32_t n) {
  if (t->nparams != n) return false;
  for (uint32_t i = 0; i < n; i++) {
    if (t->params[i].type == params[i].type && t->params[i].p == params[i].p) continue;
    if (!type_same(t->params[i], params[i])) return false;
  }
  return true;
}

static Type **table_of(TypeName *name, uint32_t *cap) {
  if (name == CORE->tn_tuple) return *cap = CORE->tuples_cap, CORE->tuples;
  return *cap = name->cap, name->instances;
}

static Type *table_find(TypeName *name, uint32_t hash, const Value *params, uint32_t n) {
  uint32_t cap, next = 0;
  Type **table = table_of(name, &cap);
  for (uint32_t i = hash & (cap - 1); table && table[i]; i = (i + 1) & (cap - 1))
    if (table[i]->hash == hash && params_same(table[i], params, n)) return table[i];
  for (Type *t; (t = weak_next(&CORE->weak[WEAK_TYPES], hash, &next));)
    if (t->name == name && params_same(t, params, n)) return t;
  return NULL;
}

static void table_put(Type **table, uint32_t cap, Type *t) {
  uint32_t i = t->hash & (cap - 1);
  while (table[i]) i = (i + 1) & (cap - 1);
  table[i] = t;
}

static void table_insert(TypeName *name, Type *t) {
  if (t->flags & TF_MORTAL) {
    weak_put(&CORE->weak[WEAK_TYPES], t, t->hash);
    return;
  }
  bool tuple = name == CORE->tn_tuple;
  Type ***table = tuple ? &CORE->tuples : &name->instances;
  uint32_t *n = tuple ? &CORE->ntuples : &name->ninstances, *cap = tuple ? &CORE->tuples_cap : &name->cap;
  if (*n * 2 >= *cap) {
    uint32_t bigger = *cap ? *cap * 2 : tuple ? 1024 : 8;
    Type **fresh = gc_alloc(bigger * sizeof *fresh);
    for (uint32_t i = 0; i < *cap; i++)
      if ((*table)[i]) table_put(fresh, bigger, (*table)[i]);
    *table = fresh;
    *cap = bigger;
  }
  table_put(*table, *cap, t);
  ++*n;
}

static uint32_t params_hash(const TypeName *name, const Value *params, uint32_t n) {
  uint32_t h = name->name->hash;
  for (uint32_t i = 0; i < n; i++) {
    Value p = params[i];
    h = mix(h, p.type == T_DATATYPE && !(as_type(p)->flags & TF_FREE) ? as_type(p)->hash : type_hash(p));
  }
  return h;
}

/* ---- instantiating ---- */

static bool is_mortal(Value t) {
  if (is_undef(t)) return false;
  if (t.type == T_UNION)
    return is_mortal(v_object(((UnionType *)t.p)->a)) || is_mortal(v_object(((UnionType *)t.p)->b));
  if (t.type == T_UNIONALL)
    return is_mortal(v_object(((UnionAll *)t.p)->var)) || is_mortal(v_object(((UnionAll *)t.p)->body));
  if (t.type == T_TYPEVAR)
    return is_mortal(v_object(((TypeVar *)t.p)->lower)) || is_mortal(v_object(((TypeVar *)t.p)->upper));
  if (t.type == T_VARARG) return is_mortal(v_object(((Vararg *)t.p)->elem));
  return (t.type == T_DATATYPE ? as_type(t) : t.type)->flags & TF_MORTAL;
}

/* Whether names are symbols, each once, and types as many, each of which may be any. */
static bool names_fields(Value names, Value types) {
  uint32_t n = tuple_len(names);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t j = 0; j <= i; j++)
      if (tuple_get(names, i).type != T_SYMBOL || (i != j && tuple_get(names, i).p == tuple_get(names, j).p))
        return false;
  if (!is_datatype(types) || as_type(types)->name != CORE->tn_tuple || as_type(types)->nparams != n) return false;
  for (uint32_t i = 0; i < n; i++)
    if (!is_type(as_type(types)->params[i])) return false;
  return true;
}

/* The flags of name{params}, before its layout is known. */
static uint16_t flags_of(const TypeName *name, const Value *params, uint32_t n) {
  unsigned flags = name->flags;
  bool concrete = !(flags & TF_ABSTRACT);
  for (uint32_t i = 0; i < n; i++) {
    if (type_has_free(params[i])) flags |= TF_FREE;
    if (is_mortal(params[i])) flags |= TF_MORTAL;
  }
  if (flags & TF_FREE) concrete = false;
  if (name == CORE->tn_tuple) {
    flags |= TF_TUPLE;
    for (uint32_t i = 0; i < n && concrete; i++) concrete = is_type(params[i]) && type_is_concrete(params[i].o);
  } else if (name == CORE->tn_namedtuple) {
    flags |= TF_NAMEDTUPLE;
    concrete = concrete && n == 2 && is_tuple(params[0]) && names_fields(params[0], params[1]);
  } else if (name == CORE->tn_type) {
    flags |= TF_ABSTRACT | TF_TYPEOFTYPE;
    concrete = false;
  }
  if (concrete) flags |= TF_CONCRETE;
  if (flags & TF_PRIMITIVE && name->bits <= 64) flags |= TF_IMMEDIATE;
  return (uint16_t)flags;
}

uint32_t type_vars(Object *wrapper, TypeVar **vars, uint32_t max) {
  uint32_t n = 0;
  for (; wrapper->type == T_UNIONALL && n < max; wrapper = ((UnionAll *)wrapper)->body)
    vars[n++] = ((UnionAll *)wrapper)->var;
  return n;
}

/* What the declared type, written with name's own variables, is in t. */
static Object *in_terms_of(const Type *t, Object *declared) {
  TypeVar *vars[MAX_VARS];
  uint32_t n = type_vars(t->name->wrapper, vars, MAX_VARS);
  if (!n || n != t->nparams) return declared;
  return type_substitute_all(v_object(declared), vars, t->params, n).o;
}

static Type *super_of(const Type *t) {
  TypeName *name = t->name;
  if (name == CORE->tn_type) return T_TYPE;
  if (!name->wrapper) return T_ANY;
  const Type *declared = (const Type *)type_unwrap(name->wrapper);
  if (declared == t || !declared->super) return declared->super;
  return (Type *)in_terms_of(t, &declared->super->head);
}

static Type *instantiate(TypeName *name, const Value *params, uint32_t n, uint32_t hash) {
  Type *t = gc_object(T_DATATYPE, sizeof *t);
  t->name = name;
  t->nparams = n;
  t->params = n ? gc_alloc(n * sizeof *params) : NULL;
  if (n) memcpy(t->params, params, n * sizeof *params);
  t->hash = hash;
  t->flags = flags_of(name, params, n);
  t->store = ST_VALUE;
  if (!(t->flags & TF_FREE)) table_insert(name, t);
  t->super = super_of(t);
  type_layout(t);
  return t;
}

/* The instantiation, without checking bounds. */
static Type *apply_unchecked(TypeName *name, const Value *params, uint32_t n) {
  uint32_t hash = params_hash(name, params, n);
  Type *t = table_find(name, hash, params, n);
  return t ? t : instantiate(name, params, n, hash);
}

static bool param_legal(Value v) {
  if (is_type(v) || v.type == T_TYPEVAR || v.type == T_SYMBOL || v.type == T_VARARG) return true;
  if (is_tuple(v)) {
    for (uint32_t i = 0; i < tuple_len(v); i++)
      if (!param_legal(tuple_get(v, i))) return false;
    return true;
  }
  return (v.type->flags & (TF_BITS | TF_SINGLETON | TF_PRIMITIVE)) != 0;
}

NORETURN static void throw_typeerror(Symbol *function, const char *context, Value expected, Value got) {
  Value fields[4] = {v_symbol(function), v_string(context), expected, got};
  throw_value(struct_new(T_TYPEERROR, fields, 4));
}

NORETURN static void throw_bound(const TypeName *name, TypeVar *shown, Value got) {
  Value fields[4] = {v_symbol(name->name), v_string(shown->name->text), v_object(shown), got};
  throw_value(struct_new(T_TYPEERROR, fields, 4));
}

/* Whether p may stand for var, whose bounds are already in terms of the parameters before it. */
static void bound_check(const TypeName *name, TypeVar *var, Object *lower, Object *upper, Value p) {
  if (!param_legal(p)) throw_typeerror(CORE->tn_type->name, "parameter", v_object(T_TYPE), p);
  if (p.type == T_TYPEVAR || type_has_free(v_object(upper)) || type_has_free(v_object(lower))) return;
  if (is_type(p)) {
    if (upper != &T_ANY->head && !type_has_free(p) && !type_subtype(p.o, upper))
      throw_bound(name, type_var(var->name, lower, upper), p);
    if (lower != CORE->bottom && !type_has_free(p) && !type_subtype(lower, p.o))
      throw_bound(name, type_var(var->name, lower, upper), p);
  } else if (upper != &T_ANY->head) {
    throw_bound(name, type_var(var->name, lower, upper), p);
  }
}

/* Names and types of a NamedTuple's fields belong together. */
static void namedtuple_check(const Type *t) {
  if (t->name != CORE->tn_namedtuple || t->flags & (TF_FREE | TF_CONCRETE)) return;
  Value names = t->params[0], types = t->params[1];
  if (!is_tuple(names))
    throw_typeerror(CORE->tn_namedtuple->name, "names", v_object((Type *)CORE->tn_tuple->wrapper), names);
  uint32_t n = tuple_len(names);
  for (uint32_t i = 0; i < n; i++) {
    Value name = tuple_get(names, i);
    if (name.type != T_SYMBOL) throw_typeerror(CORE->tn_namedtuple->name, "name", v_object(T_SYMBOL), name);
    for (uint32_t j = 0; j < i; j++)
      if (tuple_get(names, j).p == name.p)
        throw_error("duplicate field name in NamedTuple: \"%s\" is not unique", as_symbol(name)->text);
  }
  if (!is_datatype(types) || as_type(types)->name != CORE->tn_tuple)
    throw_error("NamedTuple field type must be a tuple type");
  if (!names_fields(names, types)) throw_error("NamedTuple names and field types must have matching lengths");
}

Type *type_apply(TypeName *name, const Value *params, uint32_t n) {
  uint32_t hash = params_hash(name, params, n);
  Type *t = table_find(name, hash, params, n);
  if (t) namedtuple_check(t);
  if (t) return t;
  if (name == CORE->tn_tuple) {
    Object *elems[n + 1];
    for (uint32_t i = 0; i < n; i++) elems[i] = params[i].o;
    return type_tuple(elems, n);
  }
  TypeVar *vars[MAX_VARS];
  uint32_t nvars = type_vars(name->wrapper, vars, MAX_VARS);
  if (name != CORE->tn_type && nvars != n)
    throw_error("%s parameters for type %s", n > nvars ? "too many" : "too few", name->name->text);
  for (uint32_t i = 0; i < nvars && i < n; i++) {
    Object *lower = type_substitute_all(v_object(vars[i]->lower), vars, params, i).o;
    Object *upper = type_substitute_all(v_object(vars[i]->upper), vars, params, i).o;
    bound_check(name, vars[i], lower, upper, params[i]);
  }
  t = instantiate(name, params, n, hash);
  namedtuple_check(t);
  return t;
}

Type *type_tuple(Object *const *elems, uint32_t n) {
  if (n > 1u << 24) throw_error("tuple too long");
  uint64_t extra = 0;
  Value last = n ? v_object(elems[n - 1]) : V_UNDEF;
  if (n && last.type == T_VARARG) { /* Vararg{T,3} is T, T, T */
    const Vararg *v = (const Vararg *)last.p;
    if (v->count.type == T_INT64) {
      if (v->count.i < 0) throw_error("size or dimension is negative: %lld", (long long)v->count.i);
      if (v->count.i > 1 << 24) throw_error("tuple too long");
      n--;
      extra = (uint64_t)v->count.i;
      last = v_object(v->elem);
    }
  }
  uint32_t len = n + (uint32_t)extra;
  Value small[16], *params = len <= 16 ? small : gc_alloc(len * sizeof *params);
  for (uint32_t i = 0; i < n; i++) params[i] = v_object(elems[i]);
  for (uint32_t i = n; i < len; i++) params[i] = last;
  for (uint32_t i = 0; i + 1 < len; i++)
    if (params[i].type == T_VARARG) throw_error("Vararg on non-final argument");
  return apply_unchecked(CORE->tn_tuple, params, len);
}

Type *type_tuple_of(const Value *values, int n) {
  uint32_t h = CORE->tn_tuple->name->hash;
  for (int i = 0; i < n; i++) h = mix(h, values[i].type->hash);
  uint32_t cap = CORE->tuples_cap;
  for (uint32_t at = h & (cap - 1); CORE->tuples && CORE->tuples[at]; at = (at + 1) & (cap - 1)) {
    Type *t = CORE->tuples[at];
    if (t->hash != h || t->nparams != (uint32_t)n) continue;
    int i = 0;
    while (i < n && t->params[i].p == values[i].type) i++;
    if (i == n) return t;
  }
  uint32_t next = 0;
  for (Type *t; (t = weak_next(&CORE->weak[WEAK_TYPES], h, &next));) {
    int i = 0;
    while (i < n && t->name == CORE->tn_tuple && t->nparams == (uint32_t)n && t->params[i].p == values[i].type) i++;
    if (i == n) return t;
  }
  Value small[16], *params = n <= 16 ? small : gc_alloc((size_t)n * sizeof *params);
  for (int i = 0; i < n; i++) params[i] = v_object(values[i].type);
  return instantiate(CORE->tn_tuple, params, (uint32_t)n, h);
}

Type *type_array(Object *eltype, int ndims) {
  Value params[2] = {v_object(eltype), v_int(ndims)};
  return apply_unchecked(CORE->tn_array, params, 2);
}

Type *type_namedtuple(Symbol *const *names, uint32_t n, Type *tuple) {
  Value small[16], *symbols = n <= 16 ? small : gc_alloc(n * sizeof *symbols);
  for (uint32_t i = 0; i < n; i++) symbols[i] = v_symbol(names[i]);
  Value params[2] = {tuple_new(symbols, (int)n), v_object(tuple)};
  return apply_unchecked(CORE->tn_namedtuple, params, 2);
}

Type *type_type(Object *t) {
  Value param = v_object(t);
  return apply_unchecked(CORE->tn_type, &param, 1);
}

TypeVar *type_var(Symbol *name, Object *lower, Object *upper) {
  TypeVar *v = gc_object(T_TYPEVAR, sizeof *v);
  v->name = name;
  v->lower = lower ? lower : CORE->bottom;
  v->upper = upper ? upper : &T_ANY->head;
  return v;
}

Object *type_vararg(Object *elem, Value count) {
  Vararg *v = gc_object(T_VARARG, sizeof *v);
  v->elem = elem;
  v->count = count;
  return &v->head;
}

Object *type_unionall(TypeVar *var, Object *body) {
  if (body == &var->head) return var->upper;
  if (!type_has_var(v_object(body), var)) return body;
  UnionAll *u = gc_object(T_UNIONALL, sizeof *u);
  u->var = var;
  u->body = body;
  return &u->head;
}

Object *type_unwrap(Object *t) {
  while (t->type == T_UNIONALL) t = ((UnionAll *)t)->body;
  return t;
}

Type *type_datatype(Object *t) {
  t = type_unwrap(t);
  return t->type == T_DATATYPE ? (Type *)t : NULL;
}

/* ---- unions ---- */

typedef struct Members {
  Object **items;
  uint32_t n, cap;
} Members;

static void members_add(Members *m, Object *t) {
  if (t->type == T_UNION) {
    stack_check();
    members_add(m, ((UnionType *)t)->a);
    members_add(m, ((UnionType *)t)->b);
    return;
  }
  if (t == CORE->bottom) return;
  if (m->n == m->cap) {
    Object **grown = gc_alloc((m->cap = m->cap ? m->cap * 2 : 8) * sizeof *grown);
    if (m->n) memcpy(grown, m->items, m->n * sizeof *grown);
    m->items = grown;
  }
  m->items[m->n++] = t;
}

static int name_compare(Object *a, Object *b) {
  const Type *x = type_datatype(a), *y = type_datatype(b);
  if (!x || !y) return !x - !y;
  int c = strcmp(x->name->name->text, y->name->name->text);
  for (uint32_t i = 0; !c && i < x->nparams && i < y->nparams; i++) {
    Value p = x->params[i], q = y->params[i];
    if (p.type == T_INT64 && q.type == T_INT64)
      c = (p.i > q.i) - (p.i < q.i);
    else if (is_type(p) && is_type(q))
      c = name_compare(p.o, q.o);
  }
  return c;
}

/* Julia's order: singletons, then other bits types, then other DataTypes, then the rest; by name within each. */
static int union_rank(const Object *t) {
  if (t->type != T_DATATYPE) return 3;
  const Type *d = (const Type *)t;
  if (d->flags & TF_FREE) return 2;
  return d->flags & TF_SINGLETON ? 0 : d->flags & TF_BITS ? 1 : 2;
}

static int union_compare(Object *a, Object *b) {
  int r = union_rank(a) - union_rank(b);
  return r ? r : name_compare(a, b);
}

Object *type_union(Object *const *members, uint32_t n) {
  Members m = {0};
  for (uint32_t i = 0; i < n; i++) members_add(&m, members[i]);
  for (uint32_t i = 0; i < m.n; i++) { /* drop what another member contains */
    for (uint32_t j = 0; j < m.n && m.items[i]; j++) {
      if (i == j || !m.items[j]) continue;
      Value a = v_object(m.items[i]), b = v_object(m.items[j]);
      bool covered =
          a.p == b.p || type_same(a, b) || (!type_has_free(a) && !type_has_free(b) && type_subtype(a.o, b.o));
      if (covered) m.items[i] = NULL;
    }
  }
  uint32_t count = 0;
  for (uint32_t i = 0; i < m.n; i++)
    if (m.items[i]) m.items[count++] = m.items[i];
  if (!count) return CORE->bottom;
  for (uint32_t i = 1; i < count; i++) { /* insertion sort: stable, unions are short */
    Object *t = m.items[i];
    uint32_t j = i;
    for (; j > 0 && union_compare(m.items[j - 1], t) > 0; j--) m.items[j] = m.items[j - 1];
    m.items[j] = t;
  }
  Object *u = m.items[count - 1];
  for (uint32_t i = count - 1; i-- > 0;) {
    UnionType *pair = gc_object(T_UNION, sizeof *pair);
    pair->a = m.items[i];
    pair->b = u;
    u = &pair->head;
  }
  return u;
}

/* ---- substitution ---- */

static bool mentions(Value t, TypeVar *const *vars, uint32_t n) {
  if (t.type == T_DATATYPE && !(as_type(t)->flags & TF_FREE)) return false;
  for (uint32_t i = 0; i < n; i++)
    if (type_has_var(t, vars[i])) return true;
  return false;
}

/* Vararg{elem} or Vararg{elem,count}, of what may be anything. */
static Value vararg_of(Value elem, Value count) {
  if (!is_type(elem) && elem.type != T_TYPEVAR) throw_typeerror(T_VARARG->name->name, "type", v_object(T_TYPE), elem);
  if (!is_undef(count) && count.type != T_INT64 && count.type != T_TYPEVAR)
    throw_typeerror(T_VARARG->name->name, "count", v_object(T_INT64), count);
  return v_object(type_vararg(elem.o, count));
}

/* As type_substitute_all, where nothing but a type may stand. */
static Object *substitute_type(const char *in, const char *what, Object *t, TypeVar *const *vars, const Value *values,
                               uint32_t n) {
  Value v = type_substitute_all(v_object(t), vars, values, n);
  if (!is_type(v) && v.type != T_TYPEVAR) throw_typeerror(symbol(in), what, v_object(T_TYPE), v);
  return v.o;
}

Value type_substitute_all(Value t, TypeVar *const *vars, const Value *values, uint32_t n) {
  if (t.type == T_TYPEVAR) {
    for (uint32_t i = 0; i < n; i++)
      if (t.p == vars[i]) return values[i];
    return t;
  }
  if (!mentions(t, vars, n)) return t;
  stack_check();
  if (t.type == T_DATATYPE) {
    const Type *d = as_type(t);
    Value small[8], *params = d->nparams <= 8 ? small : gc_alloc(d->nparams * sizeof *params);
    for (uint32_t i = 0; i < d->nparams; i++) params[i] = type_substitute_all(d->params[i], vars, values, n);
    if (d->name == CORE->tn_tuple) {
      Object *elems[d->nparams + 1];
      for (uint32_t i = 0; i < d->nparams; i++) {
        if (!is_type(params[i]) && params[i].type != T_TYPEVAR && params[i].type != T_VARARG)
          throw_typeerror(CORE->tn_tuple->name, "parameter", v_object(T_TYPE), params[i]);
        elems[i] = params[i].o;
      }
      return v_object(type_tuple(elems, d->nparams));
    }
    return v_object(apply_unchecked(d->name, params, d->nparams));
  }
  if (t.type == T_UNION) {
    const UnionType *u = (const UnionType *)t.p;
    Object *parts[2] = {substitute_type("Union", "", u->a, vars, values, n),
                        substitute_type("Union", "", u->b, vars, values, n)};
    return v_object(type_union(parts, 2));
  }
  if (t.type == T_UNIONALL) {
    const UnionAll *u = (const UnionAll *)t.p;
    TypeVar *var = u->var;
    Object *body = u->body;
    Object *lower = substitute_type("TypeVar", "lower bound", var->lower, vars, values, n);
    Object *upper = substitute_type("TypeVar", "upper bound", var->upper, vars, values, n);
    bool captures = false;
    for (uint32_t i = 0; i < n; i++) captures |= values[i].type && type_has_var(values[i], var);
    if (lower != var->lower || upper != var->upper || captures) {
      TypeVar *fresh = type_var(var->name, lower, upper);
      Value renamed = v_object(fresh);
      body = type_substitute_all(v_object(body), &var, &renamed, 1).o;
      var = fresh;
    }
    return v_object(type_unionall(var, substitute_type("UnionAll", "", body, vars, values, n)));
  }
  if (t.type == T_VARARG) {
    const Vararg *v = (const Vararg *)t.p;
    Value count = is_undef(v->count) ? v->count : type_substitute_all(v->count, vars, values, n);
    return vararg_of(type_substitute_all(v_object(v->elem), vars, values, n), count);
  }
  return t;
}

Object *type_substitute(Object *body, TypeVar *var, Value value) {
  return type_substitute_all(v_object(body), &var, &value, 1).o;
}

/* ---- T{...} ---- */

static Value curly_tuple(const Value *params, int n) {
  Object **elems = gc_alloc(((size_t)n + 1) * sizeof *elems);
  for (int i = 0; i < n; i++) {
    if (params[i].type == T_TYPEVAR || params[i].type == T_VARARG || is_type(params[i]))
      elems[i] = params[i].o;
    else
      throw_typeerror(CORE->tn_tuple->name, "parameter", v_object(T_TYPE), params[i]);
    if (elems[i] == &T_VARARG->head) elems[i] = type_vararg(&T_ANY->head, V_UNDEF);
    if (elems[i]->type == T_UNIONALL && type_unwrap(elems[i])->type == T_VARARG) { /* (Vararg{T,N} where N) */
      UnionAll *u = (UnionAll *)elems[i];
      Vararg *v = (Vararg *)type_unwrap(elems[i]);
      if (v->count.type == T_TYPEVAR && v->count.p == u->var && u->body == &v->head)
        elems[i] = type_vararg(v->elem, V_UNDEF);
    }
  }
  return v_object(type_tuple(elems, (uint32_t)n));
}

static Value curly_union(const Value *params, int n) {
  Object **members = gc_alloc(((size_t)n + 1) * sizeof *members);
  for (int i = 0; i < n; i++) {
    if (!is_type(params[i]) && params[i].type != T_TYPEVAR)
      throw_typeerror(T_UNION->name->name, "", v_object(T_TYPE), params[i]);
    members[i] = params[i].o;
  }
  return v_object(type_union(members, (uint32_t)n));
}

/* Array{Int} and the like: the same object each time, so that calls of it are remembered. */
typedef struct Partial {
  Value param, made;
  struct Partial *next;
  uint32_t place; /* how many are behind it */
} Partial;
#define MAX_PARTIALS 32

static Value partial_find(const TypeName *name, Value param) {
  for (const Partial *p = name->partials; p; p = p->next)
    if (p->param.type == param.type && p->param.u == param.u) return p->made;
  return V_UNDEF;
}

static void partial_keep(TypeName *name, Value param, Value made) {
  Partial *p = gc_alloc(sizeof *p), *rest = name->partials;
  if (rest && rest->place >= MAX_PARTIALS) rest = NULL;
  *p = (Partial){param, made, rest, rest ? rest->place + 1 : 0};
  name->partials = p;
}

Value type_curly(Value wrapper, const Value *params, int n) {
  if (wrapper.type == T_DATATYPE) {
    if (as_type(wrapper)->name == CORE->tn_tuple && wrapper.p == CORE->tn_tuple->wrapper) return curly_tuple(params, n);
    if (wrapper.p == T_UNION) return curly_union(params, n);
    if (wrapper.p == T_VARARG) {
      if (n < 1 || n > 2) throw_error("wrong number of parameters for Vararg");
      return vararg_of(params[0], n == 2 ? params[1] : V_UNDEF);
    }
    if (wrapper.p == T_TYPE && n == 1) {
      if (!is_type(params[0]) && params[0].type != T_TYPEVAR)
        throw_typeerror(CORE->tn_type->name, "parameter", v_object(T_TYPE), params[0]);
      return v_object(apply_unchecked(CORE->tn_type, params, 1));
    }
  }
  if (wrapper.type != T_UNIONALL) {
    if (n == 0) return wrapper;
    if (is_type(wrapper) && wrapper.type == T_DATATYPE && as_type(wrapper)->nparams)
      throw_typeerror(symbol("Type{...} expression"), "", v_object(T_UNIONALL), wrapper);
    throw_typeerror(symbol("Type{...} expression"), "", v_object(T_UNIONALL), wrapper);
  }
  const Type *inner = type_datatype(wrapper.o);
  TypeVar *vars[MAX_VARS];
  uint32_t nvars = type_vars(wrapper.o, vars, MAX_VARS);
  if ((uint32_t)n > nvars) throw_error("too many parameters for type");
  if (inner && inner->name->wrapper == wrapper.o && (uint32_t)n == nvars)
    return v_object(type_apply(inner->name, params, (uint32_t)n));
  bool kept = n == 1 && inner && inner->name->wrapper == wrapper.o && is_datatype(params[0]);
  Value t = kept ? partial_find(inner->name, params[0]) : V_UNDEF;
  if (!is_undef(t)) return t;
  t = wrapper;
  for (int i = 0; i < n; i++) {
    UnionAll *u = (UnionAll *)t.p;
    Value p = params[i];
    if (inner) bound_check(inner->name, u->var, u->var->lower, u->var->upper, p);
    Value body = v_object(u->body);
    if (body.type == T_UNIONALL) { /* substitute under the remaining variables, keeping each of them */
      UnionAll *next = (UnionAll *)body.p;
      Value s = type_substitute_all(body, &u->var, &p, 1);
      if (s.type != T_UNIONALL && i + 1 < n) throw_error("too many parameters for type");
      t = s.p == body.p ? v_object(next) : s;
    } else {
      t = type_substitute_all(body, &u->var, &p, 1);
    }
  }
  if (is_datatype(t)) namedtuple_check(as_type(t));
  if (kept) partial_keep(inner->name, params[0], t);
  return t;
}
