/* Types: making, interning, comparing them. A "type object" (Object *) is a DataType (Type *), UnionType, UnionAll,
 * TypeVar, Vararg (inside a tuple type) or CORE->bottom.
 * Promises: equal DataTypes are one pointer; the relations never throw and end for every input. */
#ifndef CLU_TYPE_H
#define CLU_TYPE_H
#include "value/value.h"

/* The concrete or abstract instantiation name{params}; the params are copied. Interned; the layout is made when the
 * type is concrete. Throws TypeError/ErrorException if the params do not fit the declared bounds. */
Type *type_apply(TypeName *name, const Value *params, uint32_t n);
/* T{params...} for what T{...} is written on: a UnionAll, possibly with fewer params than variables. */
Value type_curly(Value wrapper, const Value *params, int n);
Type *type_tuple(Object *const *elems, uint32_t n);
Type *type_tuple_of(const Value *values, int n); /* the concrete tuple type of these values (Type{X} not used) */
Type *type_array(Object *eltype, int ndims);
Type *type_namedtuple(Symbol *const *names, uint32_t n, Type *tuple);
Type *type_type(Object *t);                             /* Type{t} */
Object *type_union(Object *const *members, uint32_t n); /* flattened, simplified, sorted */
Object *type_unionall(TypeVar *var, Object *body);
TypeVar *type_var(Symbol *name, Object *lower, Object *upper);
Object *type_vararg(Object *elem, Value count);

/* Makes all core types (CORE_TYPES, and the parametric ones of C) in an empty heap; symbols exist already. */
void type_init(void);

static inline Object *type_of(Value v) { return &v.type->head; }
static inline bool type_is_concrete(const Object *t) {
  return t->type == T_DATATYPE && (((const Type *)t)->flags & TF_CONCRETE);
}

/* A parameter as the type of what is held: Dict{3,Int} exists, but there is no key for it. */
static inline Object *type_param(const Type *t, uint32_t i) {
  return is_type(t->params[i]) || t->params[i].type == T_TYPEVAR ? t->params[i].o : CORE->bottom;
}

bool type_subtype(Object *a, Object *b);
bool type_equal(Object *a, Object *b);        /* a <: b and b <: a */
bool type_isa(Value v, Object *t);            /* also v isa Type{...} */
Object *type_intersect(Object *a, Object *b); /* bottom if disjoint; else an estimate that may be too large */
bool type_morespecific(Object *a, Object *b); /* of two method signatures */
/* Of two signatures of different length: what both have is more specific in a, or the same and a is the shorter one. */
bool type_ahead_in_common(Object *a, Object *b);
Object *type_join(Object *a, Object *b); /* typejoin */
/* Matches a tuple of concrete argument types (Type{X} for type arguments) with a signature; fills env with the values
 * of its where-variables, outermost first. */
bool type_match(Type *args, Object *signature, Value *env);
/* body with var replaced by value, everywhere. */
Object *type_substitute(Object *body, TypeVar *var, Value value);
Object *type_unwrap(Object *t); /* the body inside all UnionAlls */
Type *type_datatype(Object *t); /* the DataType inside UnionAlls, or NULL (Union, Vararg...) */

/* Declares struct name{vars} <: super ... end in module. super may mention vars. fields' types as well. Returns the
 * declared type (wrapper). The same declaration again gives the same type; another one throws. */
Value type_declare(Module *module, Symbol *name, TypeVar *const *vars, uint32_t nvars, Object *super,
                   Symbol *const *names, Object *const *types, uint32_t nfields, uint32_t ninit, unsigned flags,
                   unsigned bits);
/* The same in two steps, for fields that mention the type itself: type_forward gives the type without its fields (bind
 * the name to it, evaluate the field types), type_fields completes it; it returns the earlier type if an equal one was
 * declared before in that module, else the given one. */
Value type_forward(Module *module, Symbol *name, TypeVar *const *vars, uint32_t nvars, Object *super,
                   Symbol *const *names, uint32_t nfields, uint32_t ninit, unsigned flags, unsigned bits);
Value type_fields(Value wrapper, Object *const *types);
/* Adds the constructors that a struct without inner constructors has: T(fields...), T{...}(fields...) (method_default.c
 * in lang). */
void type_default_constructors(Value wrapper, Symbol *file, int32_t line);
/* A fresh type for a function; its instances are callable through name->methods. */
Type *type_function(Module *module, Symbol *name);
/* The same for a closure, whose fields are what it captures, first nstatic static parameters of functions around it.
 * These and the types of all else but boxes are the type's parameters, nparams together: the type is declared here, and
 * type_closure_instance gives that of a closure with these captured values. */
Type *type_closure(Module *module, Symbol *name, Symbol *const *captured, uint32_t n, uint32_t nstatic,
                   uint32_t nparams);
Type *type_closure_instance(Type *declared, const Value *captured);
int type_field_index(const Type *t, const Symbol *name); /* -1: none */
uint32_t type_field_count(const Type *t);
Symbol *type_field_name(const Type *t, uint32_t field); /* NULL for tuples */
Object *type_field_type(Type *t, uint32_t field);
/* Whether variables occur in t that no UnionAll in it binds. */
bool type_has_free(Value t);
bool type_has_var(Value t, const TypeVar *var);
/* Equal up to the names of bound variables and the order of unions; values compare with ===. Finer than type_equal. */
bool type_same(Value a, Value b);
uint32_t type_hash(Value t);
/* All core types, from CORE_TYPES and the parametric ones; called by core_init when symbols exist. */
void type_init(void);

/* Bytes of one element in a field or array; enum store of a declared element type (ST_VALUE unless it is concrete and
 * made of bits). */
uint8_t type_store(const Object *t);
uint32_t type_elsize(const Object *t);

/* Reading and writing one element held in raw memory. raw_store: the value is already of the right type. */
Value raw_load_wide(const void *at, uint8_t store, Type *type); /* what is longer than a word makes an object */
void raw_store_wide(void *at, uint8_t store, Value v);
static inline Value raw_load(const void *at, uint8_t store, Type *type) {
  Value v = {type, {0}};
  switch (store) {
  case ST_VALUE: return *(const Value *)at;
  case ST_I8: v.i = *(const int8_t *)at; return v; /* NOLINT(bugprone-signed-char-misuse): the sign is meant */
  case ST_I16: v.i = *(const int16_t *)at; return v;
  case ST_I32: v.i = *(const int32_t *)at; return v;
  case ST_I64:
  case ST_U64:
  case ST_F64: memcpy(&v.u, at, 8); return v;
  case ST_U8:
  case ST_BOOL: v.u = *(const uint8_t *)at; return v;
  case ST_U16:
  case ST_F16: v.u = *(const uint16_t *)at; return v;
  case ST_U32:
  case ST_CHAR:
  case ST_F32: v.u = *(const uint32_t *)at; return v;
  default: return raw_load_wide(at, store, type);
  }
}
static inline void raw_store(void *at, uint8_t store, Value v) {
  switch (store) {
  case ST_VALUE: *(Value *)at = v; return;
  case ST_I64:
  case ST_U64:
  case ST_F64: memcpy(at, &v.u, 8); return;
  case ST_I8:
  case ST_U8:
  case ST_BOOL: memcpy(at, &v.u, 1); return;
  case ST_I16:
  case ST_U16:
  case ST_F16: memcpy(at, &v.u, 2); return;
  case ST_I32:
  case ST_U32:
  case ST_CHAR:
  case ST_F32: memcpy(at, &v.u, 4); return;
  default: raw_store_wide(at, store, v);
  }
}
#endif
