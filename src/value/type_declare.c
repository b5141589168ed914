/* Declaring types, laying out their fields, and the types that the core itself has. */
#include <stdio.h>

#include "value/method.h"
#include "value/array.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"
#include "value/weak.h"

/* ---- how values lie in memory ---- */

static uint8_t primitive_store(const Type *t) {
  if (t == T_BOOL) return ST_BOOL;
  if (t == T_CHAR) return ST_CHAR;
  if (t == T_FLOAT16) return ST_F16;
  if (t == T_FLOAT32) return ST_F32;
  if (t == T_FLOAT64) return ST_F64;
  bool is_signed = t == T_INT8 || t == T_INT16 || t == T_INT32 || t == T_INT64 || t == T_INT128;
  switch (t->name->bits) {
  case 8: return is_signed ? ST_I8 : ST_U8;
  case 16: return is_signed ? ST_I16 : ST_U16;
  case 32: return is_signed ? ST_I32 : ST_U32;
  case 64: return is_signed ? ST_I64 : ST_U64;
  case 128: return is_signed ? ST_I128 : ST_U128;
  default: return t->name->bits < 64 ? ST_U64 : ST_VALUE;
  }
}

static const uint8_t store_size[ST_COUNT] = {
    [ST_VALUE] = 16, [ST_I8] = 1,  [ST_I16] = 2,  [ST_I32] = 4,  [ST_I64] = 8,   [ST_I128] = 16,
    [ST_U8] = 1,     [ST_U16] = 2, [ST_U32] = 4,  [ST_U64] = 8,  [ST_U128] = 16, [ST_F16] = 2,
    [ST_F32] = 4,    [ST_F64] = 8, [ST_BOOL] = 1, [ST_CHAR] = 4, [ST_STRUCT] = 1};

uint8_t type_store(const Object *t) { return type_is_concrete(t) ? ((const Type *)t)->store : ST_VALUE; }

uint32_t type_elsize(const Object *t) {
  uint8_t store = type_store(t);
  if (store != ST_STRUCT) return store_size[store];
  uint32_t size = ((const Type *)t)->size;
  return size ? size : 1; /* elements of a singleton type take a byte, so that arrays of them have places */
}

static uint32_t store_align(const Object *t, uint8_t store) {
  if (store == ST_VALUE) return 8;
  uint32_t align = store == ST_STRUCT ? ((const Type *)t)->align : store_size[store];
  return align > 8 ? 8 : align ? align : 1;
}

static Object *declared_field(const Type *t, uint32_t i, TypeVar **vars, uint32_t nvars) {
  if (t->flags & TF_TUPLE) return t->params[i].o;
  if (t->flags & TF_NAMEDTUPLE) return type_param(as_type(t->params[1]), i);
  Object *declared = t->name->types ? t->name->types[i] : &T_ANY->head;
  if (!nvars) return declared;
  Value type = type_substitute_all(v_object(declared), vars, t->params, nvars);
  return is_type(type) || type.type == T_TYPEVAR ? type.o : CORE->bottom; /* x::T of A{3}: no value is a 3 */
}

static void layout_fields(Type *t) {
  TypeVar *vars[MAX_VARS];
  uint32_t nvars = t->flags & (TF_TUPLE | TF_NAMEDTUPLE) ? 0 : type_vars(t->name->wrapper, vars, MAX_VARS);
  Field *fields = gc_alloc((t->nfields + 1) * sizeof *fields);
  uint64_t size = 0;
  uint32_t align = 1;
  bool leaf = true;
  for (uint32_t i = 0; i < t->nfields; i++) {
    Object *type = declared_field(t, i, vars, nvars);
    uint8_t store = type == &t->head ? ST_VALUE : type_store(type);
    uint32_t a = store_align(type, store);
    size = (size + a - 1) / a * a;
    if (size > UINT32_MAX / 2) throw_error("the type %s is too large", t->name->name->text);
    fields[i] = (Field){type, (uint32_t)size, store};
    size += store == ST_VALUE ? 16 : type_elsize(type);
    if (a > align) align = a;
    if (store == ST_VALUE) leaf = false;
  }
  t->size = (uint32_t)((size + align - 1) / align * align);
  t->align = (uint16_t)align;
  t->leaf = leaf && !(t->flags & TF_MORTAL); /* an object that is not scanned does not keep its type */
  t->fields = fields;
  if (leaf && !(t->flags & TF_MUTABLE)) {
    t->flags |= TF_BITS;
    t->store = ST_STRUCT;
    if (!t->nfields) {
      t->flags |= TF_SINGLETON;
      t->instance = gc_object(t, sizeof(Object) + 8);
    }
  }
}

/* Types whose objects C lays out itself; they have no fields here. */
static bool is_opaque(const TypeName *name) { return name->flags & TF_TYPEOFTYPE; }

void type_layout(Type *t) {
  TypeName *name = t->name;
  if (t->flags & TF_TUPLE)
    t->nfields = t->nparams;
  else if (t->flags & TF_NAMEDTUPLE)
    t->nfields = t->flags & TF_CONCRETE ? as_type(t->params[1])->nparams : 0;
  else
    t->nfields = name->nfields;
  if (!(t->flags & TF_CONCRETE)) return;
  if (t->flags & TF_PRIMITIVE) {
    t->store = primitive_store(t);
    t->size = name->bits / 8;
    t->align = (uint16_t)(t->size > 8 ? 8 : t->size);
    t->flags |= TF_BITS;
    return;
  }
  if (is_opaque(name) || name == CORE->tn_array) return;
  if (t->nfields && !name->types && !(t->flags & (TF_TUPLE | TF_NAMEDTUPLE))) return; /* only forward declared */
  layout_fields(t);
}

Value raw_load_wide(const void *at, uint8_t store, Type *type) {
  if (store == ST_I128 || store == ST_U128) {
    Wide *w = gc_object_leaf(type, sizeof *w);
    memcpy(&w->i, at, 16);
    return (Value){type, {.p = w}};
  }
  if (type->flags & TF_SINGLETON) return v_object(type->instance);
  Object *o = (type->leaf ? gc_object_leaf : gc_object)(type, sizeof(Object) + type->size);
  memcpy(object_data(o), at, type->size);
  return (Value){type, {.o = o}};
}

void raw_store_wide(void *at, uint8_t store, Value v) {
  if (store == ST_I128 || store == ST_U128)
    memcpy(at, &((Wide *)v.p)->i, 16);
  else if (v.type->size)
    memcpy(at, object_data(v.o), v.type->size);
}

/* ---- fields by name ---- */

static const Type *names_tuple(const Type *t) {
  return t->nparams && is_tuple(t->params[0]) ? t->params[0].type : NULL;
}

int type_field_index(const Type *t, const Symbol *name) {
  if (t->flags & TF_NAMEDTUPLE) {
    const Type *names = names_tuple(t);
    for (uint32_t i = 0; names && i < names->nparams; i++)
      if (as_symbol(tuple_get(t->params[0], i)) == name) return (int)i;
    return -1;
  }
  for (uint32_t i = 0; t->name->names && i < t->name->nfields; i++)
    if (t->name->names[i] == name) return (int)i;
  return -1;
}

uint32_t type_field_count(const Type *t) {
  if (t->flags & TF_NAMEDTUPLE && names_tuple(t)) return names_tuple(t)->nparams;
  return t->nfields;
}

Symbol *type_field_name(const Type *t, uint32_t field) {
  if (t->flags & TF_NAMEDTUPLE) return names_tuple(t) ? as_symbol(tuple_get(t->params[0], field)) : NULL;
  return t->name->names ? t->name->names[field] : NULL;
}

Object *type_field_type(Type *t, uint32_t field) {
  if (t->flags & TF_TUPLE) return t->params[field].o;
  if (t->fields) return t->fields[field].type;
  if (t->flags & TF_NAMEDTUPLE)
    return is_datatype(t->params[1]) ? as_type(t->params[1])->params[field].o : &T_ANY->head;
  TypeVar *vars[MAX_VARS];
  uint32_t n = type_vars(t->name->wrapper, vars, MAX_VARS);
  return declared_field(t, field, vars, n == t->nparams ? n : 0);
}

/* ---- declaring ---- */

static MethodTable *methods_new(Symbol *name, Module *module) {
  MethodTable *m = gc_object(T_METHODTABLE, sizeof *m);
  m->name = name;
  m->module = module;
  return m;
}

static TypeName *typename_new(Symbol *name, Module *module, unsigned flags, unsigned bits) {
  TypeName *n = gc_object(T_TYPENAME, sizeof *n);
  n->name = name;
  n->module = module;
  n->flags = (uint16_t)flags;
  n->bits = bits;
  n->methods = methods_new(name, module);
  n->constructors = methods_new(name, module);
  return n;
}

/* The slot of the core that waits for a type of this name, or NULL. */
static TypeName **core_slot(const char *name) {
#define X(id, text)                                                                                                    \
  if (!strcmp(name, text)) return &CORE->tn_##id;
  CORE_TYPENAMES(X)
#undef X
  return NULL;
}

/* Also true for a root module of the prelude: it has no parent. */
static bool module_within_base(const Module *m) {
  while (m->parent && m->parent != m && m != CORE->base) m = m->parent;
  return m != CORE->main && m != CORE->core;
}

static void core_slot_fill(TypeName *name) {
  TypeName **slot = core_slot(name->name->text);
  if (slot && !*slot && module_within_base(name->module)) *slot = name;
}

static Object *wrap(Object *body, TypeVar *const *vars, uint32_t nvars) {
  for (uint32_t i = nvars; i-- > 0;) {
    UnionAll *u = gc_object(T_UNIONALL, sizeof *u); /* kept even if a variable is not used */
    u->var = vars[i];
    u->body = body;
    body = &u->head;
  }
  return body;
}

Value type_forward(Module *module, Symbol *name, TypeVar *const *vars, uint32_t nvars, Object *super,
                   Symbol *const *names, uint32_t nfields, uint32_t ninit, unsigned flags, unsigned bits) {
  if (nvars > MAX_VARS) throw_error("too many type parameters");
  if (super == NULL) super = &T_ANY->head;
  Type *s = super->type == T_DATATYPE ? (Type *)super : NULL;
  if (!s || !(s->flags & TF_ABSTRACT) || (s->flags & TF_TUPLE) || s->name == CORE->tn_type || s == T_TYPE) {
    throw_error("invalid subtyping in definition of %s", name->text);
  }
  TypeName *n = typename_new(name, module, flags, bits);
  n->nfields = nfields;
  n->ninit = ninit;
  n->names = gc_alloc((nfields + 1) * sizeof *n->names);
  for (uint32_t i = 0; i < nfields; i++) n->names[i] = names[i];
  Type *t = gc_object(T_DATATYPE, sizeof *t);
  t->name = n;
  t->super = s;
  t->nparams = nvars;
  t->params = nvars ? gc_alloc(nvars * sizeof *t->params) : NULL;
  for (uint32_t i = 0; i < nvars; i++) t->params[i] = v_object(vars[i]);
  t->flags = (uint16_t)(flags & ~(TF_SINGLETON | TF_TYPEOFTYPE));
  t->store = ST_VALUE;
  t->nfields = nfields;
  t->hash = name->hash;
  n->wrapper = wrap(&t->head, vars, nvars);
  if (nvars)
    t->flags |= TF_FREE;
  else if (!(flags & TF_ABSTRACT))
    t->flags |= TF_CONCRETE;
  if (flags & TF_PRIMITIVE && bits <= 64) t->flags |= TF_IMMEDIATE;
  if (!nvars && (!nfields || flags & (TF_ABSTRACT | TF_PRIMITIVE))) type_layout(t);
  return v_object(n->wrapper);
}

/* Compares a new declaration with an old one: equal but for the type itself. */
static bool declared_same(Value a, Value b, const TypeName *fresh, const TypeName *old, TypeVar **fv, TypeVar **ov,
                          uint32_t nvars, int depth) {
  if (a.type != b.type || depth > 50) return false;
  if (a.p == b.p && !is_immediate(a)) return true;
  if (a.type == T_TYPEVAR) {
    for (uint32_t i = 0; i < nvars; i++)
      if (a.p == fv[i] || b.p == ov[i]) return a.p == fv[i] && b.p == ov[i];
    return ((TypeVar *)a.p)->name == ((TypeVar *)b.p)->name;
  }
  if (a.type == T_DATATYPE) {
    const Type *x = as_type(a), *y = as_type(b);
    if ((x->name == fresh) != (y->name == old) || (x->name != fresh && x->name != y->name) || x->nparams != y->nparams)
      return false;
    for (uint32_t i = 0; i < x->nparams; i++)
      if (!declared_same(x->params[i], y->params[i], fresh, old, fv, ov, nvars, depth + 1)) return false;
    return true;
  }
  if (a.type == T_UNION) {
    const UnionType *x = (const UnionType *)a.p, *y = (const UnionType *)b.p;
    return declared_same(v_object(x->a), v_object(y->a), fresh, old, fv, ov, nvars, depth + 1) &&
           declared_same(v_object(x->b), v_object(y->b), fresh, old, fv, ov, nvars, depth + 1);
  }
  if (a.type == T_UNIONALL) {
    const UnionAll *x = (const UnionAll *)a.p, *y = (const UnionAll *)b.p;
    return x->var->name == y->var->name &&
           declared_same(v_object(x->body), v_object(y->body), fresh, old, fv, ov, nvars, depth + 1);
  }
  if (a.type == T_VARARG) {
    const Vararg *x = (const Vararg *)a.p, *y = (const Vararg *)b.p;
    return declared_same(v_object(x->elem), v_object(y->elem), fresh, old, fv, ov, nvars, depth + 1);
  }
  return value_egal(a, b);
}

static bool declaration_equal(TypeName *fresh, TypeName *old) {
  TypeVar *fv[MAX_VARS], *ov[MAX_VARS];
  uint32_t n = type_vars(fresh->wrapper, fv, MAX_VARS);
  if (type_vars(old->wrapper, ov, MAX_VARS) != n) return false;
  if (fresh->flags != old->flags || fresh->nfields != old->nfields || fresh->bits != old->bits) return false;
  const Type *a = type_datatype(fresh->wrapper), *b = type_datatype(old->wrapper);
  if (!declared_same(v_object(a->super), v_object(b->super), fresh, old, fv, ov, n, 0)) return false;
  for (uint32_t i = 0; i < n; i++) {
    if (fv[i]->name != ov[i]->name) return false;
    if (!declared_same(v_object(fv[i]->upper), v_object(ov[i]->upper), fresh, old, fv, ov, n, 0)) return false;
    if (!declared_same(v_object(fv[i]->lower), v_object(ov[i]->lower), fresh, old, fv, ov, n, 0)) return false;
  }
  for (uint32_t i = 0; i < fresh->nfields; i++) {
    if (fresh->names[i] != old->names[i]) return false;
    if (fresh->types && old->types &&
        !declared_same(v_object(fresh->types[i]), v_object(old->types[i]), fresh, old, fv, ov, n, 0))
      return false;
  }
  return true;
}

/* The type that is bound to the name in its module already, if it was declared there. */
static TypeName *declared_before(const TypeName *name) {
  if (!name->module) return NULL;
  Binding *b = module_lookup(name->module, name->name);
  if (!b || !is_type(b->value) || !b->constant) return NULL;
  const Type *t = type_datatype(b->value.o);
  if (!t || t->name == name || t->name->module != name->module || t->name->name != name->name) return NULL;
  return t->name;
}

Value type_fields(Value wrapper, Object *const *types) {
  Type *t = type_datatype(wrapper.o);
  TypeName *name = t->name;
  name->types = gc_alloc((name->nfields + 1) * sizeof *name->types);
  for (uint32_t i = 0; i < name->nfields; i++) {
    Value type = v_object(types[i]);
    if (!is_type(type) && type.type != T_TYPEVAR) throw_type(name->name->text, &T_TYPE->head, type);
    name->types[i] = types[i];
  }
  TypeName *old = declared_before(name);
  if (old) {
    if (!declaration_equal(name, old)) throw_error("invalid redefinition of constant %s", name->name->text);
    return v_object(old->wrapper);
  }
  core_slot_fill(name);
  if (!t->nparams && !t->fields) type_layout(t);
  for (uint32_t i = 0; i < name->cap; i++) /* instantiations that the fields' own types made */
    if (name->instances[i] && !name->instances[i]->fields) type_layout(name->instances[i]);
  const WeakTable *mortal = &CORE->weak[WEAK_TYPES];
  for (uint32_t i = 0; i < mortal->cap; i++) {
    Type *made = mortal->items[i].object;
    if (made && made->name == name && !made->fields) type_layout(made);
  }
  return wrapper;
}

Value type_declare(Module *module, Symbol *name, TypeVar *const *vars, uint32_t nvars, Object *super,
                   Symbol *const *names, Object *const *types, uint32_t nfields, uint32_t ninit, unsigned flags,
                   unsigned bits) {
  Value wrapper = type_forward(module, name, vars, nvars, super, names, nfields, ninit, flags, bits);
  return type_fields(wrapper, types);
}

Type *type_function(Module *module, Symbol *name) {
  return as_type(type_forward(module, name, NULL, 0, &T_FUNCTION->head, NULL, 0, 0, 0, 0));
}

Type *type_closure(Module *module, Symbol *name, Symbol *const *captured, uint32_t n, uint32_t nstatic,
                   uint32_t nparams) {
  TypeVar *vars[MAX_VARS];
  if (nparams > MAX_VARS) nparams = MAX_VARS;
  for (uint32_t i = 0; i < nparams; i++) vars[i] = type_var(captured[i], CORE->bottom, &T_ANY->head);
  Value wrapper = type_forward(module, name, vars, nparams, &T_FUNCTION->head, captured, n, n, 0, 0);
  Type *t = type_datatype(wrapper.o);
  t->name->closure = true;
  t->name->nstatic = (uint16_t)nstatic;
  if (CORE->settled) {
    t->flags |= TF_MORTAL;
    t->name->flags |= TF_MORTAL;
  }
  t->name->types = gc_alloc((n + 1) * sizeof *t->name->types);
  for (uint32_t i = 0; i < n; i++) t->name->types[i] = &T_ANY->head;
  if (!nparams && !t->fields) type_layout(t);
  return t;
}

/* What the i-th captured value adds to the type's parameters; false: a box adds none. */
static bool closure_param(const Type *declared, const Value *captured, uint32_t i, Value *param) {
  Value v = captured[i];
  if (v.type == T_BOX) return false;
  if (is_undef(v))
    *param = v_object(CORE->bottom);
  else
    *param = i < declared->name->nstatic ? v : v_object(v.type);
  return true;
}

static bool closure_has_params(const Type *t, const Type *declared, const Value *captured) {
  uint32_t n = 0;
  Value p;
  for (uint32_t i = 0; i < declared->nfields && n < t->nparams; i++) {
    if (!closure_param(declared, captured, i, &p)) continue;
    if (p.type != t->params[n].type || p.u != t->params[n].u) return false;
    n++;
  }
  return n == t->nparams;
}

Type *type_closure_instance(Type *declared, const Value *captured) {
  TypeName *name = declared->name;
  if (name->latest && closure_has_params(name->latest, declared, captured)) return name->latest;
  Value params[MAX_VARS];
  uint32_t n = 0;
  for (uint32_t i = 0; i < declared->nfields && n < declared->nparams; i++)
    n += closure_param(declared, captured, i, &params[n]);
  return name->latest = type_apply(name, params, n);
}

/* ---- the types of the core ---- */

static void core_types_init(void) {
  static const struct {
    const char *name;
    int super;
    unsigned flags, bits;
  } table[] = {
#define X(id, name, super, flags, bits) {name, TI_##super, flags, bits},
      CORE_TYPES(X)
#undef X
  };
  for (int i = 0; i < TI_COUNT; i++) CORE->types[i].head.type = T_DATATYPE;
  for (int i = 0; i < TI_COUNT; i++) {
    Type *t = &CORE->types[i];
    unsigned flags = table[i].flags & (TF_ABSTRACT | TF_MUTABLE | TF_PRIMITIVE);
    bool singleton = table[i].flags & TF_SINGLETON;
    /* until core_fields gives some of them fields, types are opaque (their instances are made by C) */
    TypeName *n = typename_new(symbol(table[i].name), NULL, flags, table[i].bits);
    if (!(flags & (TF_ABSTRACT | TF_PRIMITIVE)) && !singleton) n->flags |= TF_TYPEOFTYPE;
    n->wrapper = &t->head;
    t->name = n;
    t->super = &CORE->types[table[i].super];
    t->hash = n->name->hash;
    t->flags = (uint16_t)flags;
    if (!(flags & TF_ABSTRACT)) t->flags |= TF_CONCRETE;
    if (flags & TF_PRIMITIVE && n->bits <= 64) t->flags |= TF_IMMEDIATE;
    t->store = ST_VALUE;
  }
  T_NOTHING->flags |= TF_IMMEDIATE;
  T_MISSING->flags |= TF_IMMEDIATE;
}

/* Names (and types) of the fields. "opaque": C keeps them in a struct of its own, see struct.c. */
static const struct {
  int type;
  bool opaque;
  const char *fields;
} core_fields[] = {
    {TI_EXPR, true, "head args"},
    {TI_QUOTENODE, true, "value"},
    {TI_LINENODE, true, "line file"},
    {TI_GLOBALREF, true, "mod name"},
    {TI_TYPEVAR, true, "name lb ub"},
    {TI_UNIONALL, true, "var body"},
    {TI_UNION, true, "a b"},
    {TI_VARARG, true, "T N"},
    {TI_TYPENAME, true, "name module wrapper mt"},
    {TI_DATATYPE, true, "name super parameters types instance size abstract mutable"},
    {TI_METHOD, true, "name module file line sig nargs"},
    {TI_METHODTABLE, true, "name module"},
    {TI_BOX, true, "contents"},
    {TI_ERROREXCEPTION, false, "msg::AbstractString"},
    {TI_ARGUMENTERROR, false, "msg::AbstractString"},
    {TI_BOUNDSERROR, false, "a i"},
    {TI_DIMENSIONMISMATCH, false, "msg::AbstractString"},
    {TI_DOMAINERROR, false, "val msg"},
    {TI_INEXACTERROR, false, "func::Symbol T val"},
    {TI_KEYERROR, false, "key"},
    {TI_LOADERROR, false, "file::AbstractString line::Int64 error"},
    {TI_METHODERROR, false, "f args world::UInt64"},
    {TI_OVERFLOWERROR, false, "msg::AbstractString"},
    {TI_STRINGINDEXERROR, false, "string::AbstractString index::Integer"},
    {TI_TYPEERROR, false, "func::Symbol context expected got"},
    {TI_UNDEFVARERROR, false, "var::Symbol"},
    {TI_UNDEFKEYWORDERROR, false, "var::Symbol"},
    {TI_PARSEERROR, false, "msg::AbstractString"},
    {TI_SYSTEMERROR, false, "prefix::AbstractString errnum::Int32 extrainfo"},
};

static Object *core_type_named(const char *name, size_t len) {
  for (int i = 0; i < TI_COUNT; i++) {
    const Symbol *s = CORE->types[i].name->name;
    if (s->len == len && !memcmp(s->text, name, len)) return &CORE->types[i].head;
  }
  return &T_ANY->head;
}

static void fields_parse(TypeName *n, const char *spec) {
  n->names = gc_alloc(16 * sizeof *n->names);
  n->types = gc_alloc(16 * sizeof *n->types);
  for (const char *p = spec; *p; n->nfields++) {
    size_t len = strcspn(p, " "), name = strcspn(p, " :");
    n->names[n->nfields] = symbol_n(p, name);
    n->types[n->nfields] = name < len ? core_type_named(p + name + 2, len - name - 2) : &T_ANY->head;
    p += len + (p[len] == ' ');
  }
  n->ninit = n->nfields;
}

static void core_layout(void) {
  for (size_t i = 0; i < sizeof core_fields / sizeof *core_fields; i++) {
    TypeName *n = CORE->types[core_fields[i].type].name;
    if (!core_fields[i].opaque) n->flags &= (uint16_t)~TF_TYPEOFTYPE;
    fields_parse(n, core_fields[i].fields);
  }
  T_BOUNDSERROR->name->ninit = 0;
  T_METHODERROR->name->ninit = 2;
  for (int i = 0; i < TI_COUNT; i++) {
    Type *t = &CORE->types[i];
    if (t->name->flags & TF_TYPEOFTYPE)
      t->nfields = t->name->nfields;
    else
      type_layout(t);
  }
}

static TypeName *parametric(const char *name, unsigned flags, unsigned bits, const char *vars, Type *super) {
  TypeVar *v[2];
  uint32_t n = (uint32_t)strlen(vars);
  for (uint32_t i = 0; i < n; i++) v[i] = type_var(symbol_n(vars + i, 1), NULL, NULL);
  Object *s = &T_ANY->head;
  if (super) { /* over the same variables */
    Value params[2];
    for (uint32_t i = 0; i < n; i++) params[i] = v_object(v[i]);
    s = &type_apply(super->name, params, n)->head;
  }
  Value w = type_forward(NULL, symbol(name), v, n, s, NULL, 0, 0, flags, bits);
  return type_datatype(w.o)->name;
}

static void parametric_init(void) {
  CORE->tn_abstractarray = parametric("AbstractArray", TF_ABSTRACT, 0, "TN", NULL);
  CORE->tn_densearray = parametric("DenseArray", TF_ABSTRACT, 0, "TN", type_datatype(CORE->tn_abstractarray->wrapper));
  CORE->tn_array = parametric("Array", TF_MUTABLE, 0, "TN", type_datatype(CORE->tn_densearray->wrapper));
  CORE->tn_ref = parametric("Ref", TF_ABSTRACT, 0, "T", NULL);
  CORE->tn_ptr = parametric("Ptr", TF_PRIMITIVE, 64, "T", type_datatype(CORE->tn_ref->wrapper));
  CORE->type_array = CORE->tn_array->wrapper;
}

static void tuple_init(void) {
  TypeName *n = CORE->tn_tuple = typename_new(symbol("Tuple"), NULL, 0, 0);
  Object *any = type_vararg(&T_ANY->head, V_UNDEF);
  n->wrapper = &type_tuple(&any, 1)->head;
  CORE->empty_tuple = type_tuple(NULL, 0);
  CORE->empty = v_object(CORE->empty_tuple->instance);
}

static void namedtuple_init(void) {
  TypeName *n = CORE->tn_namedtuple = typename_new(symbol("NamedTuple"), NULL, 0, 0);
  TypeVar *vars[2] = {type_var(symbol("names"), NULL, NULL), type_var(symbol("T"), NULL, CORE->tn_tuple->wrapper)};
  Type *t = gc_object(T_DATATYPE, sizeof *t);
  t->name = n;
  t->super = T_ANY;
  t->nparams = 2;
  t->params = gc_alloc(2 * sizeof *t->params);
  for (int i = 0; i < 2; i++) t->params[i] = v_object(vars[i]);
  t->flags = TF_FREE | TF_NAMEDTUPLE;
  t->hash = n->name->hash;
  n->wrapper = wrap(&t->head, vars, 2);
}

static void common_init(void) {
  CORE->any_vector = type_array(&T_ANY->head, 1);
  CORE->vector_int64 = type_array(&T_INT64->head, 1);
  CORE->vector_float64 = type_array(&T_FLOAT64->head, 1);
  CORE->vector_uint8 = type_array(&T_UINT8->head, 1);
  CORE->vector_string = type_array(&T_STRING->head, 1);
  CORE->vector_bool = type_array(&T_BOOL->head, 1);
  CORE->matrix_float64 = type_array(&T_FLOAT64->head, 2);
  CORE->vector_symbol = type_array(&T_SYMBOL->head, 1);
  T_EXPR->name->types[0] = &T_SYMBOL->head;
  T_EXPR->name->types[1] = &CORE->any_vector->head;
}

void type_init(void) {
  core_types_init();
  CORE->bottom = gc_object(T_BOTTOMTYPE, sizeof(Object) + 8);
  CORE->tn_type = T_TYPE->name;
  core_layout();
  T_BOTTOMTYPE->instance = CORE->bottom;
  parametric_init();
  tuple_init();
  namedtuple_init();
  common_init();
}
