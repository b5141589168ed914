/* The constructors that a struct has when its declaration writes none:
 *   T(fields...), if the fields have the declared types (of a parametric type: the parameters are inferred);
 *   T(fields...) that converts, or for a parametric type T{...}(fields...). */
#include "lang/method.h"
#include "value/builtin.h"
#include "value/call.h"
#include "value/error.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

static inline Value field_convert(Object *type, Value v) {
  if (LIKELY(&v.type->head == type || type == &T_ANY->head)) return v;
  if (type == &T_FLOAT64->head && v.type == T_INT64) return v_f64((double)v.i);
  if (type_isa(v, type)) return v;
  Value c = call2(FN(convert), v_object(type), v);
  if (!type_isa(c, type)) throw_type("convert", type, c);
  return c;
}

/* T(a, b) for a concrete T. */
BUILTIN(construct, "", "") {
  Type *t = as_type(args[-1]);
  if (UNLIKELY(!t->fields) && !type_is_concrete(&t->head)) throw_error("type %s is not concrete", t->name->name->text);
  for (int i = 0; i < nargs; i++)
    args[i] = field_convert(t->fields ? t->fields[i].type : type_field_type(t, (uint32_t)i), args[i]);
  return struct_new(t, args, (uint32_t)nargs);
}

/* T(a, b) for a parametric T, whose parameters follow from the fields' types. */
BUILTIN(construct_inferred, "", "") {
  Value *env;
  method_find(args, nargs, &env);
  TypeName *name = type_datatype(args[-1].o)->name;
  TypeVar *vars[MAX_VARS];
  uint32_t n = type_vars(name->wrapper, vars, MAX_VARS);
  Type *t = type_apply(name, env, n);
  return struct_new(t, args, (uint32_t)nargs);
}

static uint32_t builtin_index(const Builtin *b) {
  uint32_t i = 0;
  while (__start_clu_builtins[i] != b) i++;
  return i;
}

bool method_constructs(const Method *m) { return !m->code && __start_clu_builtins[m->builtin]->code == construct; }

static void add(TypeName *name, Object *callee, Object *const *types, TypeVar *const *vars, uint32_t nvars,
                const Builtin *code, const Method *place) {
  Object *elems[name->nfields + 1];
  elems[0] = &type_type(callee)->head;
  for (uint32_t i = 0; i < name->nfields; i++) elems[i + 1] = types ? types[i] : &T_ANY->head;
  Object *signature = &type_tuple(elems, name->nfields + 1)->head;
  for (uint32_t i = nvars; i-- > 0;) signature = type_unionall(vars[i], signature);
  Method *m = method_new(name->name, name->module, signature);
  m->builtin = builtin_index(code);
  m->file = place->file;
  m->line = place->line;
  method_add(name->constructors, m);
}

void type_default_constructors(Value wrapper, Symbol *file, int32_t line) {
  const Method place = {.file = file, .line = line};
  Type *body = type_datatype(wrapper.o);
  TypeName *name = body->name;
  TypeVar *vars[MAX_VARS];
  uint32_t n = type_vars(name->wrapper, vars, MAX_VARS);
  bool typed = false, inferred = n > 0;
  for (uint32_t i = 0; i < name->nfields; i++) typed |= name->types[i] != &T_ANY->head;
  if (!n) {
    if (typed) add(name, wrapper.o, name->types, NULL, 0, &construct_builtin, &place);
    add(name, wrapper.o, NULL, NULL, 0, &construct_builtin, &place);
    return;
  }
  add(name, &body->head, NULL, vars, n, &construct_builtin, &place);
  for (uint32_t v = 0; v < n; v++) {
    bool used = false;
    for (uint32_t i = 0; i < name->nfields; i++) used |= type_has_var(v_object(name->types[i]), vars[v]);
    for (uint32_t w = v + 1; w < n; w++) used |= type_has_var(v_object(vars[w]->upper), vars[v]);
    inferred &= used;
  }
  if (inferred) add(name, wrapper.o, name->types, vars, n, &construct_inferred_builtin, &place);
}

/* The exceptions and other structs of the core. */
BUILTIN(construct_core,
        "ErrorException(msg)\nArgumentError(msg)\nBoundsError()\nBoundsError(a)\nBoundsError(a, i)\n"
        "DimensionMismatch(msg)\nDivideError()\nDomainError(val, msg)\nEOFError()\n"
        "InexactError(func, T, val)\nInterruptException()\nKeyError(key)\nLoadError(file, line, error)\n"
        "MethodError(f, args, world)\nMethodError(f, args)\nOutOfMemoryError()\nOverflowError(msg)\n"
        "StackOverflowError()\nStringIndexError(string, index)\nTypeError(func, context, expected, got)\n"
        "UndefRefError()\nUndefVarError(var)\nUndefKeywordError(var)\nSystemError(prefix, errnum, extrainfo)\n"
        "Nothing()\nMissing()",
        "") {
  return construct(args, nargs, kw);
}
