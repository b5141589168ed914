/* Types and fields as the language sees them: typeof, isa, <:, fields, properties, reflection on types. */
#include <stdlib.h>

#include "lang/method.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/show.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

BUILTIN(type_of_value, "typeof(x)", "Get the concrete type of `x`.") { return v_object(args[0].type); }

static Object *type_arg(const char *where, Value v) {
  if (!is_type(v) && v.type != T_TYPEVAR) throw_type(where, &T_TYPE->head, v);
  return v.o;
}

BUILTIN(isa, "isa(x, T)", "Whether `x` is of the given type `T`. Also an infix operator: `x isa T`.") {
  return v_bool(type_isa(args[0], type_arg("isa", args[1])));
}
BUILTIN(subtype, "<:(a, b)", "Subtype operator: whether all values of type `a` are also of type `b`.") {
  return v_bool(type_subtype(type_arg("<:", args[0]), type_arg("<:", args[1])));
}
BUILTIN(supertype_operator, ">:(a, b)", "Supertype operator, equivalent to `b <: a`.") {
  return v_bool(type_subtype(type_arg("<:", args[1]), type_arg("<:", args[0])));
}
BUILTIN(egal, "===(a, b)", "Whether `a` and `b` are identical: no program could tell them apart. Also written `≡`.") {
  return v_bool(value_egal(args[0], args[1]));
}
BUILTIN(not_egal, "!==(a, b)", "Equivalent to `!(a === b)`. Also written `≢`.") {
  return v_bool(!value_egal(args[0], args[1]));
}
BUILTIN(typeassert, "typeassert(x, T)", "Throw a `TypeError` unless `x isa T`. `x::T` calls it.") {
  if (!type_isa(args[0], type_arg("typeassert", args[1]))) throw_type("typeassert", args[1].o, args[0]);
  return args[0];
}
BUILTIN(objectid, "objectid(x)", "A hash of the identity of `x`: equal if and, most probably, only if `===`.") {
  return v_uint(value_egal_hash(args[0]));
}
BUILTIN(identical_type, "==(a::Type, b::Type)", "") { return v_bool(type_equal(args[0].o, args[1].o)); }
BUILTIN(typejoin, "typejoin()\ntypejoin(T)\ntypejoin(S, T)\ntypejoin(S, T, more...)",
        "The closest common ancestor of the types.") {
  if (nargs == 1) return args[0];
  Object *t = nargs ? type_arg("typejoin", args[0]) : CORE->bottom;
  for (int i = 1; i < nargs; i++) t = type_join(t, type_arg("typejoin", args[i]));
  return v_object(t);
}

/* typejoin that keeps Nothing and Missing as members of a union. */
static Object *without_nothing(Object *t, bool *nothing, bool *missing) {
  if (t == &T_NOTHING->head) return *nothing = true, CORE->bottom;
  if (t == &T_MISSING->head) return *missing = true, CORE->bottom;
  if (t->type != T_UNION) return t;
  Object *parts[2] = {without_nothing(((UnionType *)t)->a, nothing, missing),
                      without_nothing(((UnionType *)t)->b, nothing, missing)};
  return type_union(parts, 2);
}

BUILTIN(promote_typejoin, "promote_typejoin(S, T)", "") {
  Object *a = type_arg("promote_typejoin", args[0]), *b = type_arg("promote_typejoin", args[1]);
  if (type_subtype(a, b)) return args[1];
  if (type_subtype(b, a)) return args[0];
  bool nothing = false, missing = false;
  a = without_nothing(a, &nothing, &missing);
  b = without_nothing(b, &nothing, &missing);
  Object *parts[3] = {type_join(a, b), nothing ? &T_NOTHING->head : CORE->bottom,
                      missing ? &T_MISSING->head : CORE->bottom};
  return v_object(type_union(parts, 3));
}

BUILTIN(typeintersect, "typeintersect(S, T)", "A type that contains what `S` and `T` have in common.") {
  return v_object(type_intersect(type_arg("typeintersect", args[0]), type_arg("typeintersect", args[1])));
}
BUILTIN(apply_type, "Core.apply_type(T, params...)", "") { return type_curly(args[0], args + 1, nargs - 1); }
BUILTIN(typevar_new, "TypeVar(name::Symbol)\nTypeVar(name::Symbol, ub)\nTypeVar(name::Symbol, lb, ub)", "") {
  Object *lower = nargs == 3 ? type_arg("TypeVar", args[1]) : NULL;
  Object *upper = nargs > 1 ? type_arg("TypeVar", args[nargs - 1]) : NULL;
  return v_object(type_var(as_symbol(args[0]), lower, upper));
}
BUILTIN(unionall_new, "UnionAll(v::TypeVar, t)", "") {
  return v_object(type_unionall(args[0].p, type_arg("UnionAll", args[1])));
}
BUILTIN(rewrap, "rewrap_unionall(t, u)", "") {
  if (args[0].type == T_DATATYPE && args[1].type == T_DATATYPE) return args[0];
  TypeVar *vars[MAX_VARS];
  uint32_t n = type_vars(args[1].o, vars, MAX_VARS);
  Object *t = args[0].o;
  for (uint32_t i = n; i-- > 0;) t = type_unionall(vars[i], t);
  return v_object(t);
}
BUILTIN(unwrap, "unwrap_unionall(t)", "") { return is_type(args[0]) ? v_object(type_unwrap(args[0].o)) : args[0]; }

/* ---- fields ---- */

static Type *struct_type(const char *what, Object *t) {
  Type *d = type_datatype(t);
  if (!d || (t->type == T_UNIONALL && d->nparams == 0))
    throw_argument("type does not have a definite number of fields");
  if (d->flags & TF_ABSTRACT && d->name != CORE->tn_type)
    throw_argument("type does not have a definite number of fields");
  if (d->flags & TF_NAMEDTUPLE && !is_tuple(d->params[0]))
    throw_argument("type does not have a definite number of fields");
  if (d == (Type *)CORE->tn_tuple->wrapper ||
      (d->flags & TF_TUPLE && d->nparams && d->params[d->nparams - 1].type == T_VARARG))
    throw_argument("type does not have a definite number of %s", what);
  return d;
}

BUILTIN(fieldnames, "fieldnames(t::Type)", "The names of the fields of a struct type, as a tuple of Symbols.") {
  Type *t = struct_type("fields", args[0].o);
  if (t->name == CORE->tn_array || t->flags & TF_PRIMITIVE) return CORE->empty;
  uint32_t n = type_field_count(t);
  Value *names = gc_alloc((n + 1) * sizeof *names);
  for (uint32_t i = 0; i < n; i++) {
    Symbol *s = type_field_name(t, i);
    names[i] = s ? v_symbol(s) : v_int(i + 1);
  }
  return tuple_new(names, (int)n);
}
BUILTIN(fieldcount, "fieldcount(t::Type)", "The number of fields that an instance of the type has.") {
  return v_int(type_field_count(struct_type("fields", args[0].o)));
}
BUILTIN(nfields, "nfields(x)", "The number of fields of the value `x`.") {
  return v_int(args[0].type->name == CORE->tn_array ? 0 : type_field_count(args[0].type));
}

static Value named_field_missing(const Type *t, const Symbol *name) {
  if (t->super == T_FUNCTION && !t->name->closure)
    throw_error("type #%s has no field %s", t->name->name->text, name->text);
  throw_error("type %s has no field %s", t->name->name->text, name->text);
}

/* The place of a field, given by name or number (from 1). Throws if there is none. */
static uint32_t field_place(Value v, Value field) {
  Type *t = v.type;
  if (is_symbol(field)) {
    int i = type_field_index(t, as_symbol(field));
    if (i < 0) named_field_missing(t, as_symbol(field));
    return (uint32_t)i;
  }
  if (!is_int(field)) throw_type("getfield", &T_SYMBOL->head, field);
  if (field.i < 1 || field.i > type_field_count(t)) throw_bounds(v, field);
  return (uint32_t)field.i - 1;
}

static Value module_value(Module *m, Value name) {
  if (!is_symbol(name)) throw_type("getfield", &T_SYMBOL->head, name);
  Value v = module_get(m, as_symbol(name));
  if (is_undef(v)) throw_undefvar(as_symbol(name));
  return v;
}

static Value field_get(Value v, Value field) {
  if (v.type == T_MODULE) return module_value(v.p, field);
  Value f = struct_get(v, field_place(v, field));
  if (is_undef(f)) throw_singleton(T_UNDEFREFERROR);
  return f;
}

BUILTIN(getfield,
        "getfield(x, name)\ngetfield(x, name, boundscheck::Bool)\ngetproperty(x, name::Symbol)\n"
        "getproperty(x::Module, name::Symbol)\ngetproperty(x::Type, name::Symbol)\ngetproperty(x::Tuple, i::Int)",
        "Extract a named or numbered field of `x`.") {
  return field_get(args[0], args[1]);
}

static Value field_set(Value v, Value field, Value value, bool converts) {
  Type *t = v.type;
  if (t == T_MODULE) throw_error("cannot assign variables in other modules");
  if (!(t->flags & TF_MUTABLE))
    throw_error("setfield! immutable struct of type %s cannot be changed", t->name->name->text);
  uint32_t i = field_place(v, field);
  Object *type = type_field_type(t, i);
  if (!type_isa(value, type)) {
    if (converts) value = call2(FN(convert), v_object(type), value);
    if (!type_isa(value, type)) throw_type("setfield!", type, value);
  }
  struct_set(v, i, value);
  return value;
}

BUILTIN(setfield, "setfield!(x, name, v)",
        "Assign `v` to a field of the mutable `x`. `v` must be of the field's type.") {
  return field_set(args[0], args[1], args[2], false);
}
BUILTIN(setproperty, "setproperty!(x, name::Symbol, v)",
        "What `x.name = v` calls: assigns a field after converting `v`.") {
  return field_set(args[0], args[1], args[2], true);
}

BUILTIN(fieldname, "fieldname(t::Type, i::Int)", "The name of field `i` of a struct type.") {
  Type *t = struct_type("fields", args[0].o);
  uint32_t n = type_field_count(t);
  int64_t i = args[1].i;
  if (i < 1) throw_argument("Field numbers must be positive integers. %lld is invalid.", (long long)i);
  if (i > n)
    throw_argument("Cannot access field %lld since type %s only has %u field%s.", (long long)i, t->name->name->text, n,
                   n == 1 ? "" : "s");
  Symbol *s = type_field_name(t, (uint32_t)i - 1);
  return s ? v_symbol(s) : v_int(i);
}
BUILTIN(fieldtype, "fieldtype(t::Type, field)", "The declared type of a field, given by name or number.") {
  Type *t = type_datatype(args[0].o);
  if (!t) throw_type("fieldtype", &T_DATATYPE->head, args[0]);
  int64_t i = is_symbol(args[1]) ? type_field_index(t, as_symbol(args[1])) : is_int(args[1]) ? args[1].i - 1 : -1;
  if (is_symbol(args[1]) && i < 0) named_field_missing(t, as_symbol(args[1]));
  if (t->flags & TF_TUPLE && t->nparams && t->params[t->nparams - 1].type == T_VARARG && i >= (int64_t)t->nparams - 1)
    return v_object(((Vararg *)t->params[t->nparams - 1].p)->elem);
  if (t->flags & TF_NAMEDTUPLE && !is_tuple(t->params[0]) && i >= 0) return v_object(T_ANY); /* nobody knows */
  if (i < 0 || i >= type_field_count(t)) throw_bounds(args[0], args[1]);
  Object *declared = type_field_type(t, (uint32_t)i);
  TypeVar *vars[MAX_VARS]; /* those of args[0], by which the field's type is no type by itself */
  uint32_t n = type_vars(args[0].o, vars, MAX_VARS);
  for (int round = 0; n && declared->type == T_TYPEVAR && round < 16; round++) declared = ((TypeVar *)declared)->upper;
  while (n-- > 0) declared = type_unionall(vars[n], declared);
  return v_object(declared);
}
BUILTIN(fieldindex, "fieldindex(t::Type, name::Symbol)\nfieldindex(t::Type, name::Symbol, err::Bool)", "") {
  Type *t = type_datatype(args[0].o);
  int i = t ? type_field_index(t, as_symbol(args[1])) : -1;
  if (i < 0 && (nargs < 3 || is_true(args[2]))) named_field_missing(t, as_symbol(args[1]));
  return v_int(i + 1);
}

BUILTIN(isdefined_field, "isdefined(x, field)",
        "Whether a field of `x`, or a global variable of the module `x`, is defined.") {
  if (args[0].type == T_MODULE) {
    if (!is_symbol(args[1])) throw_type("isdefined", &T_SYMBOL->head, args[1]);
    return v_bool(!is_undef(module_get(args[0].p, as_symbol(args[1]))));
  }
  Type *t = args[0].type;
  int64_t i = is_symbol(args[1]) ? type_field_index(t, as_symbol(args[1])) : is_int(args[1]) ? args[1].i - 1 : -1;
  if (i < 0 || i >= type_field_count(t)) return v_bool(false);
  return v_bool(!is_undef(struct_get(args[0], (uint32_t)i)));
}

/* ---- what kind of type ---- */

static const Type *datatype_arg(Value v) { return v.type == T_DATATYPE ? as_type(v) : NULL; }

BUILTIN(isconcretetype, "isconcretetype(T)", "Whether `T` is a type of which values can be instances.") {
  return v_bool(is_type(args[0]) && type_is_concrete(args[0].o));
}
BUILTIN(isabstracttype, "isabstracttype(T)", "Whether `T` was declared with `abstract type`.") {
  const Type *t = is_type(args[0]) ? type_datatype(args[0].o) : NULL;
  return v_bool(t && t->flags & TF_ABSTRACT && t->name != CORE->tn_type);
}
BUILTIN(isbitstype, "isbitstype(T::Type)",
        "Whether `T` is plain data: immutable, without references to other values.") {
  const Type *t = datatype_arg(args[0]);
  return v_bool(t && t->flags & TF_BITS);
}
BUILTIN(isbits_value, "isbits(x)", "Whether `x` is an instance of a plain data type.") {
  return v_bool(args[0].type->flags & TF_BITS);
}
BUILTIN(isprimitivetype, "isprimitivetype(T::Type)", "Whether `T` was declared with `primitive type`.") {
  const Type *t = datatype_arg(args[0]);
  return v_bool(t && t->flags & TF_PRIMITIVE);
}
BUILTIN(isstructtype, "isstructtype(T::Type)", "Whether `T` was declared with `struct` or `mutable struct`.") {
  const Type *t = is_type(args[0]) ? type_datatype(args[0].o) : NULL;
  return v_bool(t && !(t->flags & (TF_ABSTRACT | TF_PRIMITIVE)));
}
static bool is_mutable_type(const Type *t) {
  return (t->flags & TF_MUTABLE) != 0 || t == T_STRING || t == T_SYMBOL || t == T_SVEC;
}
BUILTIN(ismutable, "ismutable(x)", "Whether `x` can be changed.") { return v_bool(is_mutable_type(args[0].type)); }
BUILTIN(isimmutable, "isimmutable(x)", "Whether `x` cannot be changed.") {
  return v_bool(!is_mutable_type(args[0].type));
}
BUILTIN(ismutabletype, "ismutabletype(T)", "") {
  const Type *t = is_type(args[0]) ? type_datatype(args[0].o) : NULL;
  return v_bool(t && is_mutable_type(t));
}
/* Immutable, and so are all fields' types: closures too, whose types tell what they capture. */
static bool has_one_instance(const Type *t) {
  if (t->instance || t->flags & TF_SINGLETON) return true;
  if (!(t->flags & TF_CONCRETE) || t->flags & (TF_MUTABLE | TF_PRIMITIVE) || t->name == CORE->tn_array) return false;
  if (t->name->closure) {
    for (uint32_t i = t->name->nstatic; i < t->nparams; i++)
      if (t->params[i].type != T_DATATYPE || !has_one_instance(as_type(t->params[i]))) return false;
    return t->nparams == t->nfields;
  }
  for (uint32_t i = 0; t->fields && i < t->nfields; i++) {
    Object *f = t->fields[i].type;
    if (f->type != T_DATATYPE || !has_one_instance((Type *)f)) return false;
  }
  return t->fields && t->nfields > 0;
}
BUILTIN(issingletontype, "issingletontype(T)", "Whether `T` has exactly one instance.") {
  const Type *t = datatype_arg(args[0]);
  return v_bool(t && has_one_instance(t));
}
BUILTIN(datatype_instance, "_singleton(T::DataType)", "") { return struct_new(as_type(args[0]), NULL, 0); }

BUILTIN(supertype, "supertype(T::DataType)\nsupertype(T::UnionAll)", "The direct supertype of `T`.") {
  if (args[0].type == T_DATATYPE) return v_object(as_type(args[0])->super);
  Type *t = type_datatype(args[0].o);
  TypeVar *vars[MAX_VARS];
  uint32_t n = type_vars(args[0].o, vars, MAX_VARS);
  if (!t) throw_method(args[-1], args, 1);
  Object *s = &t->super->head;
  for (uint32_t i = n; i-- > 0;) s = type_unionall(vars[i], s);
  return v_object(s);
}

static NORETURN void without_size(const Type *t) {
  const char *name = t->name->name->text;
  if (t->flags & TF_ABSTRACT) throw_error("Abstract type %s does not have a definite size.", name);
  throw_error("Argument is an incomplete %s type and does not have a definite size.", name);
}

static int64_t type_bytes(Object *o);

/* Of a union of bits types, which is kept in place. */
static int64_t union_bytes(const UnionType *u) {
  if (is_undef(unset_value(&u->head))) throw_error("Argument is an abstract type and does not have a definite size.");
  int64_t a = type_bytes(u->a), b = type_bytes(u->b);
  return a > b ? a : b;
}

static int64_t type_bytes(Object *o) {
  if (o == CORE->bottom) throw_error("The empty type does not have a definite size since it does not have instances.");
  if (o->type == T_UNION) return union_bytes((const UnionType *)o);
  const Type *t = type_datatype(o);
  if (!t) throw_error("Argument is an abstract type and does not have a definite size.");
  if (o->type != T_DATATYPE || t->flags & (TF_ABSTRACT | TF_FREE) || !type_is_concrete(o)) without_size(t);
  if (t->name == CORE->tn_array || t == T_STRING || t == T_SYMBOL || t == T_SVEC)
    throw_error("Type %s does not have a definite size.", t->name->name->text);
  if (t->flags & TF_SINGLETON) return 0;
  if (t->flags & TF_PRIMITIVE) return t->name->bits / 8;
  int64_t size = 0, align = 1; /* as if references were pointers of 8 bytes */
  for (uint32_t i = 0; t->fields && i < t->nfields; i++) {
    const Field *f = &t->fields[i];
    const Type *ft = (const Type *)f->type;
    int64_t bytes = f->store == ST_VALUE ? 8 : ft->flags & TF_SINGLETON ? 0 : type_elsize(f->type);
    int64_t a = bytes > 8 || f->store == ST_STRUCT ? 8 : bytes ? bytes : 1;
    if (f->store == ST_STRUCT && bytes) a = ft->align;
    size = (size + a - 1) / a * a + bytes;
    if (a > align) align = a;
  }
  return (size + align - 1) / align * align;
}

BUILTIN(sizeof_, "sizeof(x)", "Bytes that `x` takes: the data of an array or a string, or a value of the type `x`.") {
  Value x = args[0];
  if (is_type(x)) return v_int(type_bytes(x.o));
  if (is_string(x)) return v_int((int64_t)as_string(x)->len);
  if (is_symbol(x)) return v_int(as_symbol(x)->len);
  if (is_array(x)) {
    Array *a = as_array(x);
    return v_int((int64_t)a->len * (a->store == ST_VALUE ? 8 : a->elsize));
  }
  if (x.type == T_SVEC) return v_int(8 + 8 * (int64_t)((Svec *)x.p)->n);
  return v_int(type_bytes(&x.type->head));
}

/* ---- names and modules ---- */

BUILTIN(nameof, "nameof(x)", "The name of a module, function or type as a Symbol.") {
  if (args[0].type == T_MODULE) return v_symbol(((Module *)args[0].p)->name);
  if (is_type(args[0])) {
    Type *t = type_datatype(args[0].o);
    if (!t) throw_method(args[-1], args, 1);
    return v_symbol(t->name->name);
  }
  if (!type_isa(args[0], &T_FUNCTION->head)) throw_method(args[-1], args, 1);
  const char *text = args[0].type->name->name->text, *second = text[0] == '#' ? strchr(text + 1, '#') : NULL;
  if (!second) return v_symbol(args[0].type->name->name);
  bool anonymous = text[1] >= '0' && text[1] <= '9'; /* #1#2; a local function is #name#2 */
  return v_symbol(symbol_n(text + !anonymous, (size_t)(second - text) - !anonymous));
}
BUILTIN(parentmodule, "parentmodule(x)\nparentmodule(x, types)",
        "The module in which a module, function or type was declared.") {
  if (args[0].type == T_MODULE) {
    Module *m = args[0].p;
    return v_object(m->parent ? m->parent : m);
  }
  if (args[0].type == T_METHOD) return v_object(((Method *)args[0].p)->module);
  const Type *t = is_type(args[0]) ? type_datatype(args[0].o) : args[0].type;
  return v_object(t && t->name->module ? t->name->module : CORE->core);
}

static int name_order(const void *a, const void *b) {
  return strcmp((*(Symbol *const *)a)->text, (*(Symbol *const *)b)->text);
}

BUILTIN(names, "names(m::Module; all, imported)",
        "The names that module `m` exports; with `all=true` also its others, with `imported=true` also the imported.") {
  Module *m = args[0].p;
  bool all = is_true(kw_get(kw, "all", v_bool(false)));
  bool imported = is_true(kw_get(kw, "imported", v_bool(false)));
  Symbol **found = gc_alloc((m->n + 1) * sizeof *found);
  uint32_t n = 0;
  for (uint32_t i = 0; i < m->cap; i++) {
    const Binding *b = m->table[i];
    if (!b) continue;
    bool own = !b->target && !is_undef(b->value);
    bool generated = strchr(b->name->text, '#') != NULL;
    if (b->exported || (m == CORE->main && own && !generated) || (all && own) || (imported && b->target && b->imported))
      found[n++] = b->name;
  }
  qsort(found, n, sizeof *found, name_order);
  Array *out = array_new(&T_SYMBOL->head, 1, (size_t[]){n});
  for (uint32_t i = 0; i < n; i++) array_set(out, i, v_symbol(found[i]));
  return v_object(out);
}
BUILTIN(isconst, "isconst(m::Module, s::Symbol)", "Whether a global variable is constant.") {
  Binding *b = module_lookup(args[0].p, as_symbol(args[1]));
  if (b && b->target) b = b->target;
  return v_bool(b && b->constant);
}
BUILTIN(binding_module, "binding_module(m::Module, s::Symbol)\nwhich(m::Module, s::Symbol)",
        "The module that a name seen in `m` belongs to.") {
  const Binding *b = module_resolve(args[0].p, as_symbol(args[1]));
  if (b && b->target) b = b->target;
  if (!b || is_undef(b->value))
    throw_error("\"%s\" is not defined in module %s", as_symbol(args[1])->text, ((Module *)args[0].p)->name->text);
  return v_object(b->owner);
}
BUILTIN(isexported, "isexported(m::Module, s::Symbol)", "") {
  const Module *m = args[0].p;
  for (uint32_t i = 0; i < m->cap; i++)
    if (m->table[i] && m->table[i]->name == as_symbol(args[1])) return v_bool(m->table[i]->exported);
  return v_bool(false);
}
BUILTIN(module_name, "_module_usings(m::Module)", "") { return v_object(((Module *)args[0].p)->usings); }

/* ---- svec ---- */

BUILTIN(svec, "Core.svec(xs...)", "") { return svec_new(args, (uint32_t)nargs); }
BUILTIN(svec_length, "length(v::SimpleVector)\nlastindex(v::SimpleVector)", "") {
  return v_int(((Svec *)args[0].p)->n);
}
BUILTIN(svec_get, "getindex(v::SimpleVector, i::Int)", "") {
  Svec *v = args[0].p;
  if (args[1].i < 1 || args[1].i > v->n) throw_bounds(args[0], args[1]);
  return v->items[args[1].i - 1];
}
BUILTIN(svec_iterate, "iterate(v::SimpleVector)\niterate(v::SimpleVector, i::Int)", "") {
  Svec *v = args[0].p;
  int64_t i = nargs > 1 ? args[1].i : 1;
  if (i < 1 || i > v->n) return v_nothing();
  return tuple_new((Value[]){v->items[i - 1], v_int(i + 1)}, 2);
}

/* Types that were declared below T, in the modules reachable from the loaded ones. */
typedef struct Found {
  Array *types;
  Object *super;
} Found;

static void subtypes_in(Module *m, Found *f, Array *seen) {
  for (size_t i = 0; i < seen->len; i++)
    if (array_get(seen, i).p == m) return;
  array_push(seen, v_object(m));
  for (uint32_t i = 0; i < m->cap; i++) {
    const Binding *b = m->table[i];
    if (!b || b->target || is_undef(b->value)) continue;
    Module *inner = b->value.type == T_MODULE ? b->value.p : NULL; /* a standard one in use is its own parent */
    if (inner && (inner->parent == m || inner->parent == inner)) subtypes_in(inner, f, seen);
    if (!is_type(b->value)) continue;
    Type *t = type_datatype(b->value.o);
    if (!t || t->name->name != b->name || t->name->module != m || t == T_ANY) continue;
    const Type *want = type_datatype(f->super);
    if (t->super->name != want->name) continue;
    if (f->super->type == T_DATATYPE && want->nparams && !type_subtype(t->name->wrapper, f->super)) {
      Object *s = type_intersect(t->name->wrapper, f->super);
      if (s == CORE->bottom) continue;
    }
    array_push(f->types, v_object(t->name->wrapper));
  }
}

BUILTIN(subtypes, "_subtypes(T::Type)", "") {
  Found f = {array_any(0), args[0].o};
  if (!type_datatype(args[0].o)) return v_object(f.types);
  Array *seen = array_any(0);
  subtypes_in(CORE->core, &f, seen);
  subtypes_in(CORE->base, &f, seen);
  subtypes_in(CORE->main, &f, seen);
  return v_object(f.types);
}
BUILTIN(typename_of, "_typename(T::Type)", "") {
  Type *t = type_datatype(args[0].o);
  return t ? v_object(t->name) : v_nothing();
}
BUILTIN(wrapper_of, "_wrapper(T::Type)", "") {
  Type *t = type_datatype(args[0].o);
  return t ? v_object(t->name->wrapper) : args[0];
}
BUILTIN(type_parameters, "_params(T::Type)", "") {
  Type *t = type_datatype(args[0].o);
  return t ? tuple_new(t->params, (int)t->nparams) : CORE->empty;
}
BUILTIN(new_instance, "_new(T::DataType, fields...)", "") {
  Type *t = as_type(args[0]);
  for (int i = 1; i < nargs; i++)
    if (!type_isa(args[i], type_field_type(t, (uint32_t)i - 1)))
      throw_type("new", type_field_type(t, (uint32_t)i - 1), args[i]);
  return struct_new(t, args + 1, (uint32_t)nargs - 1);
}

/* For deepcopy: a new object with the same fields, and assignment of fields of objects just made. */
BUILTIN(copy_struct, "_copy_struct(x)", "") {
  Value x = args[0];
  Type *t = x.type;
  if (t == T_BOX) {
    Box *b = gc_object(T_BOX, sizeof *b);
    b->value = ((Box *)x.p)->value;
    return v_object(b);
  }
  if (!t->fields || t->flags & (TF_IMMEDIATE | TF_SINGLETON)) return x;
  Object *o = gc_object(t, sizeof(Object) + t->size);
  memcpy(object_data(o), object_data(x.o), t->size);
  return (Value){t, {.o = o}};
}
BUILTIN(setfield_raw, "_setfield_raw!(x, i::Int, v)", "") {
  struct_set(args[0], (uint32_t)args[1].i - 1, args[2]);
  return args[2];
}
BUILTIN(export_names, "_export_names(m::Module, names::String)", "") {
  const char *p = as_string(args[1])->text;
  for (p += strspn(p, " \n"); *p; p += strspn(p, " \n")) {
    size_t n = strcspn(p, " \n");
    module_export(args[0].p, symbol_n(p, n));
    p += n;
  }
  return v_nothing();
}
BUILTIN(reinterpret_bits, "reinterpret(T::DataType, x)", "") {
  Type *to = as_type(args[0]), *from = args[1].type;
  if (!(to->flags & from->flags & TF_BITS)) throw_argument("reinterpret needs plain data types");
  if (type_elsize(&to->head) != type_elsize(&from->head))
    throw_error("bitcast: argument size does not match size of target type");
  void *raw = gc_alloc(type_elsize(&to->head) + 16);
  raw_store(raw, from->store, args[1]);
  return raw_load(raw, to->store, to);
}
BUILTIN(type_of_exact, "Core.Typeof(x)", "The type of `x`; of a type `T`, `Type{T}`.") {
  return is_type(args[0]) ? v_object(type_type(args[0].o)) : v_object(args[0].type);
}
