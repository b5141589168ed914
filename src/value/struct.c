/* Structs and tuples: making them, their fields, identity. */
#include "value/struct.h"

#include "value/method.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/symbol.h"
#include "value/type_inner.h"

static bool kept_in_place(const Object *part) {
  if (part->type == T_UNION) return kept_in_place(((UnionType *)part)->a) && kept_in_place(((UnionType *)part)->b);
  return part->type == T_DATATYPE && (((const Type *)part)->flags & TF_BITS);
}

Value unset_value(const Object *type) {
  if (type->type != T_UNION || !kept_in_place(type)) return V_UNDEF;
  const UnionType *u = (const UnionType *)type;
  Type *first = (Type *)u->a;
  if (first->flags & TF_SINGLETON) return struct_new(first, NULL, 0);
  char zeros[64] = {0};
  return first->size <= sizeof zeros ? raw_load(zeros, type_store(&first->head), first) : V_UNDEF;
}

Value struct_new(Type *type, const Value *values, uint32_t n) {
  if (type->flags & TF_SINGLETON) return (Value){type, {.o = type->flags & TF_IMMEDIATE ? NULL : type->instance}};
  if (UNLIKELY(!type->fields)) type_layout(type);
  size_t size = sizeof(Object) + type->size;
  Object *o;
  if (type->leaf) {
    o = gc_object_leaf(type, size);
    if (n < type->nfields) memset(object_data(o), 0, type->size);
  } else {
    o = gc_object(type, size);
  }
  char *data = object_data(o);
  const Field *f = type->fields;
  for (uint32_t i = 0; i < n; i++) {
    if (f[i].store == ST_VALUE)
      *(Value *)(void *)(data + f[i].offset) = values[i];
    else if (LIKELY(!is_undef(values[i])))
      raw_store(data + f[i].offset, f[i].store, values[i]);
  }
  for (uint32_t i = n; i < type->nfields; i++)
    if (f[i].store == ST_VALUE) *(Value *)(void *)(data + f[i].offset) = unset_value(f[i].type);
  return (Value){type, {.o = o}};
}

static Value type_params_svec(const Type *t) { return svec_new(t->params, t->nparams); }

static Value datatype_field(Type *t, uint32_t field) {
  switch (field) {
  case 0: return v_object(t->name);
  case 1: return v_object(t->super);
  case 2: return type_params_svec(t);
  case 3: {
    uint32_t n = type_field_count(t);
    Value *types = gc_alloc((n + 1) * sizeof *types);
    for (uint32_t i = 0; i < n; i++) types[i] = v_object(type_field_type(t, i));
    return svec_new(types, n);
  }
  case 4: return t->instance ? struct_new(t, NULL, 0) : V_UNDEF;
  case 5: return v_int(t->size);
  case 6: return v_bool(t->flags & TF_ABSTRACT);
  default: return v_bool(t->flags & TF_MUTABLE);
  }
}

static Value symbol_or_nothing(Symbol *s) { return s ? v_symbol(s) : v_nothing(); }

/* Fields of the objects that C keeps in structs of its own, in the order of core_fields (type_declare.c). */
static Value opaque_get(Value v, uint32_t field) {
  if (v.type == T_EXPR) return field ? v_object(as_expr(v)->args) : v_symbol(as_expr(v)->name);
  if (v.type == T_QUOTENODE) return ((QuoteNode *)v.p)->value;
  if (v.type == T_LINENODE) {
    LineNode *l = (LineNode *)v.p;
    return field ? symbol_or_nothing(l->file) : v_int(l->line);
  }
  if (v.type == T_GLOBALREF) {
    GlobalRef *g = (GlobalRef *)v.p;
    return field ? v_symbol(g->name) : v_object(g->module);
  }
  if (v.type == T_TYPEVAR) {
    TypeVar *t = (TypeVar *)v.p;
    return field == 0 ? v_symbol(t->name) : v_object(field == 1 ? t->lower : t->upper);
  }
  if (v.type == T_UNIONALL) return field ? v_object(((UnionAll *)v.p)->body) : v_object(((UnionAll *)v.p)->var);
  if (v.type == T_UNION) return v_object(field ? ((UnionType *)v.p)->b : ((UnionType *)v.p)->a);
  if (v.type == T_VARARG) return field ? ((Vararg *)v.p)->count : v_object(((Vararg *)v.p)->elem);
  if (v.type == T_TYPENAME) {
    TypeName *n = (TypeName *)v.p;
    if (field == 0) return v_symbol(n->name);
    if (field == 1) return n->module ? v_object(n->module) : v_nothing();
    return field == 2 ? v_object(n->wrapper) : v_object(n->methods);
  }
  if (v.type == T_DATATYPE) return datatype_field(as_type(v), field);
  if (v.type == T_METHOD) {
    Method *m = (Method *)v.p;
    switch (field) {
    case 0: return v_symbol(m->name);
    case 1: return v_object(m->module ? m->module : CORE->core);
    case 2: return symbol_or_nothing(m->file);
    case 3: return v_int(m->line);
    case 4: return v_object(m->signature);
    default: return v_int(m->nreq + m->vararg + 1);
    }
  }
  if (v.type == T_METHODTABLE) {
    MethodTable *m = (MethodTable *)v.p;
    return field ? v_object(m->module) : v_symbol(m->name);
  }
  if (v.type == T_BOX) return ((Box *)v.p)->value;
  return V_UNDEF;
}

Value struct_get(Value v, uint32_t field) {
  const Type *t = v.type;
  if (UNLIKELY(!t->fields)) return opaque_get(v, field);
  const Field *f = &t->fields[field];
  const char *at = (const char *)object_data(v.o) + f->offset;
  if (f->store == ST_VALUE) return *(const Value *)(const void *)at;
  return raw_load(at, f->store, (Type *)f->type);
}

void struct_set(Value v, uint32_t field, Value value) {
  Type *t = v.type;
  if (UNLIKELY(!t->fields)) {
    if (t == T_EXPR && field == 0 && is_symbol(value))
      as_expr(v)->name = as_symbol(value);
    else if (t == T_EXPR && field == 1 && value.type == CORE->any_vector)
      as_expr(v)->args = as_array(value);
    else if (t == T_BOX)
      ((Box *)v.p)->value = value;
    else
      throw_error("fields of %s cannot be set", t->name->name->text);
    return;
  }
  const Field *f = &t->fields[field];
  raw_store((char *)object_data(v.o) + f->offset, f->store, value);
}

Value struct_field(Value v, const char *name) {
  int i = type_field_index(v.type, symbol(name));
  if (i < 0) throw_error("type %s has no field %s", v.type->name->name->text, name);
  return struct_get(v, (uint32_t)i);
}

Value tuple_new(const Value *values, int n) {
  if (n == 0) return CORE->empty;
  return struct_new(type_tuple_of(values, n), values, (uint32_t)n);
}

Value tuple_get(Value tuple, uint32_t i) { return struct_get(tuple, i); }

Value namedtuple_new(Symbol *const *names, const Value *values, uint32_t n) {
  return struct_new(type_namedtuple(names, n, type_tuple_of(values, (int)n)), values, n);
}

Value svec_new(const Value *values, uint32_t n) {
  Svec *s = gc_object(T_SVEC, sizeof *s + n * sizeof *values);
  s->n = n;
  if (n) memcpy(s->items, values, n * sizeof *values);
  return v_object(s);
}

/* ---- identity ---- */

static bool svec_egal(const Svec *a, const Svec *b) {
  if (a->n != b->n) return false;
  for (uint32_t i = 0; i < a->n; i++)
    if (!value_egal(a->items[i], b->items[i])) return false;
  return true;
}

static bool raw_egal(const Type *t, const char *a, const char *b);

static bool field_egal(const Field *f, const char *a, const char *b) {
  if (f->store == ST_VALUE) {
    const Value *x = (const Value *)(const void *)a, *y = (const Value *)(const void *)b;
    if (is_undef(*x) || is_undef(*y)) return is_undef(*x) && is_undef(*y);
    return value_egal(*x, *y);
  }
  if (f->store == ST_STRUCT) return raw_egal((const Type *)f->type, a, b);
  return !memcmp(a, b, type_elsize(f->type));
}

static bool raw_egal(const Type *t, const char *a, const char *b) {
  for (uint32_t i = 0; i < t->nfields; i++)
    if (!field_egal(&t->fields[i], a + t->fields[i].offset, b + t->fields[i].offset)) return false;
  return true;
}

bool value_egal(Value a, Value b) {
  if (a.type != b.type) return false;
  if (a.u == b.u) return true;
  const Type *t = a.type;
  if (t->flags & (TF_IMMEDIATE | TF_SINGLETON)) return (t->flags & TF_SINGLETON) != 0;
  if (t == T_STRING) {
    const String *x = as_string(a), *y = as_string(b);
    return x->len == y->len && !memcmp(x->text, y->text, x->len);
  }
  if (t == T_DATATYPE || t == T_UNION || t == T_UNIONALL) return type_same(a, b);
  if (t->flags & TF_MUTABLE) return false;
  if (t == T_INT128 || t == T_UINT128) return ((Wide *)a.p)->u == ((Wide *)b.p)->u;
  if (t == T_SVEC) return svec_egal(a.p, b.p);
  if (!t->fields) {
    if (!t->nfields) return false;
    for (uint32_t i = 0; i < t->nfields; i++) {
      Value x = opaque_get(a, i), y = opaque_get(b, i);
      if (is_undef(x) || is_undef(y) ? is_undef(x) != is_undef(y) : !value_egal(x, y)) return false;
    }
    return true;
  }
  stack_check();
  return raw_egal(t, object_data(a.o), object_data(b.o));
}

static uint64_t mix64(uint64_t h, uint64_t x) {
  h = (h ^ x) * 0x9fb21c651e98df25u;
  return h ^ h >> 32;
}

static uint64_t raw_hash(const Type *t, const char *data) {
  uint64_t h = t->hash;
  for (uint32_t i = 0; i < t->nfields; i++) {
    const Field *f = &t->fields[i];
    const char *at = data + f->offset;
    uint64_t x = 0;
    if (f->store == ST_VALUE)
      x = value_egal_hash(*(const Value *)(const void *)at);
    else if (f->store == ST_STRUCT)
      x = raw_hash((const Type *)f->type, at);
    else if (f->store == ST_I128 || f->store == ST_U128) {
      uint64_t w[2];
      memcpy(w, at, 16);
      x = mix64(w[0], w[1]);
    } else
      memcpy(&x, at, type_elsize(f->type));
    h = mix64(h, x);
  }
  return h;
}

uint64_t value_egal_hash(Value v) {
  if (is_undef(v)) return 0x5bd1e995;
  const Type *t = v.type;
  uint64_t seed = mix64(0x2545f4914f6cdd1du, t->hash);
  if (t->flags & TF_SINGLETON) return seed;
  if (t->flags & TF_IMMEDIATE) return mix64(seed, v.u);
  if (t == T_STRING) {
    const String *s = as_string(v);
    uint64_t h = seed ^ s->len;
    size_t i = 0;
    for (; i + 8 <= s->len; i += 8) {
      uint64_t x;
      memcpy(&x, s->text + i, 8);
      h = mix64(h, x);
    }
    for (; i < s->len; i++) h = mix64(h, (unsigned char)s->text[i]);
    return h;
  }
  if (t == T_SYMBOL) return mix64(seed, as_symbol(v)->hash);
  if (is_type(v)) return mix64(seed, type_hash(v));
  if (t == T_INT128 || t == T_UINT128) {
    uint64_t w[2];
    memcpy(w, &((Wide *)v.p)->u, 16);
    return mix64(mix64(seed, w[0]), w[1]);
  }
  if (t->flags & TF_MUTABLE) return mix64(seed, v.u >> 3);
  stack_check();
  if (t == T_SVEC || !t->fields) {
    uint32_t n = t == T_SVEC ? ((Svec *)v.p)->n : t->nfields;
    for (uint32_t i = 0; i < n; i++)
      seed = mix64(seed, value_egal_hash(t == T_SVEC ? ((Svec *)v.p)->items[i] : opaque_get(v, i)));
    return n || t == T_SVEC ? seed : mix64(seed, v.u >> 3);
  }
  return mix64(seed, raw_hash(t, object_data(v.o)));
}
