/* Methods as the language sees them: methods, which, hasmethod, applicable, invoke. */
#include "lang/method.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

/* A part of the body of types with the variables of the wheres around it. */
static Object *part_alone(Object *part, Object *types) {
  if (part->type == T_VARARG) {
    const Vararg *v = (const Vararg *)part;
    return type_vararg(part_alone(v->elem, types), v->count);
  }
  while (part->type == T_TYPEVAR) part = ((TypeVar *)part)->upper;
  TypeVar *vars[MAX_VARS];
  for (uint32_t n = type_vars(types, vars, MAX_VARS); n-- > 0;)
    if (type_has_var(v_object(part), vars[n])) part = type_unionall(vars[n], part);
  return part;
}

/* The call type of f with arguments of the given types: a Tuple type, or a tuple of types. */
static Type *call_type_of(Value f, Value types) {
  Object **elems;
  uint32_t n = 0;
  if (is_tuple(types)) {
    elems = gc_alloc((tuple_len(types) + 1) * sizeof *elems);
    for (; n < tuple_len(types); n++) {
      Value t = tuple_get(types, n);
      if (!is_type(t)) throw_type("apply_type", &T_TYPE->head, t);
      elems[n + 1] = t.o;
    }
  } else {
    const Type *t = is_type(types) ? type_datatype(types.o) : NULL;
    if (!t || !(t->flags & TF_TUPLE)) throw_argument("argument types must be a tuple or a tuple type");
    elems = gc_alloc((t->nparams + 1) * sizeof *elems);
    for (; n < t->nparams; n++) elems[n + 1] = part_alone(t->params[n].o, types.o);
  }
  elems[0] = is_type(f) ? &type_type(f.o)->head : &f.type->head;
  return type_tuple(elems, n + 1);
}

static Method *method_for_types(Value f, Value types, Value **env) {
  Method *found[128];
  Type *call = call_type_of(f, types);
  uint32_t n = method_applicable(call, found, 128);
  if (!n) return NULL;
  Method *best = n == 1 ? found[0] : method_best(found, n);
  if (!best) best = found[0];
  method_fits(best, call, env);
  return best;
}

/* Whether the arguments are of the types, which may be more than there are arguments only if these may be any number.
 */
static bool arguments_are(const Value *args, int n, Value types) {
  Object **given = gc_alloc(((size_t)n + 1) * sizeof *given);
  for (int i = 0; i < n; i++) given[i] = is_type(args[i]) ? &type_type(args[i].o)->head : &args[i].type->head;
  return type_subtype(&type_tuple(given, (uint32_t)n)->head, types.o);
}

BUILTIN(applicable, "applicable(f, args...)", "Whether `f` has a method for these arguments.") {
  Value *env;
  return v_bool(method_try(args + 1, nargs - 1, &env) != NULL);
}
static bool takes_keyword(const Method *m, Value name) {
  if (!m->code || m->code->kwrest) return m->code;
  for (uint32_t i = 0; i < m->code->nkw; i++)
    if (v_symbol(m->code->kwnames[i]).p == name.p) return true;
  return false;
}

BUILTIN(hasmethod, "hasmethod(f, types)\nhasmethod(f, types, kwnames)",
        "Whether `f` has a method for arguments of these types, and with these keywords.") {
  Value *env;
  const Method *m = method_for_types(args[0], args[1], &env);
  if (!m || nargs == 2) return v_bool(m);
  if (args[2].type->name != CORE->tn_tuple) throw_method(args[-1], args, nargs);
  for (uint32_t i = 0; i < args[2].type->nparams; i++)
    if (!takes_keyword(m, struct_get(args[2], i))) return v_bool(false);
  return v_bool(true);
}
BUILTIN(which, "which(f, types)", "The method of `f` that would be called for arguments of these types.") {
  Value *env;
  Method *m = method_for_types(args[0], args[1], &env);
  if (!m) throw_error("no unique matching method found for the specified argument types");
  return v_object(m);
}
BUILTIN(invoke, "invoke(f, types, args...; kw...)",
        "Call the method of `f` for the given types, even if a more specific one fits the arguments.") {
  Value *env = NULL;
  const Type *tuple = is_type(args[1]) ? type_datatype(args[1].o) : NULL;
  if (!tuple || !(tuple->flags & TF_TUPLE)) {
    TypeVar *below = type_var(symbol("T"), CORE->bottom, CORE->tn_tuple->wrapper);
    throw_type("invoke", type_unionall(below, &type_type(&below->head)->head), args[1]);
  }
  if (!arguments_are(args + 2, nargs - 2, args[1])) throw_error("invoke: argument type error");
  Method *m = method_for_types(args[0], args[1], &env);
  if (!m) throw_method(args[0], args + 2, nargs - 2);
  args[1] = args[0];
  method_fits(m, method_call_type(args + 2, nargs - 2), &env);
  return vm_invoke(m, args + 2, nargs - 2, kw, env);
}

/* Whether all arguments have concrete types: such methods are listed first, the newest at the head. */
static bool all_concrete(const Method *m) {
  if (m->nvars) return false;
  const Type *t = type_datatype(m->signature);
  for (uint32_t i = 1; i < t->nparams; i++) {
    Value p = t->params[i];
    if (!is_type(p) || !type_is_concrete(p.o) || as_type(p)->name == CORE->tn_type || type_subtype(p.o, &T_TYPE->head))
      return false;
  }
  return true;
}

/* The methods in the order in which they are listed: those with abstract arguments stand before the first that is less
 * specific. */
static Method **listed(const MethodTable *t) {
  Method **out = gc_alloc((t->n + 1) * sizeof *out);
  uint32_t first = 0, n = 0;
  for (uint32_t i = t->n; i-- > 0;)
    if (all_concrete(t->methods[i])) out[first++] = t->methods[i];
  n = first;
  for (uint32_t i = 0; i < t->n; i++) {
    Method *m = t->methods[i];
    if (all_concrete(m)) continue;
    uint32_t at = first;
    while (at < n && !type_morespecific(m->signature, out[at]->signature) &&
           !type_ahead_in_common(m->signature, out[at]->signature))
      at++;
    memmove(out + at + 1, out + at, (n++ - at) * sizeof *out);
    out[at] = m;
  }
  return out;
}

BUILTIN(methods_of, "_methods(f)", "") {
  MethodTable *t = method_table(args[0]);
  Array *out = array_any(0);
  Method **sorted = listed(t);
  for (uint32_t i = 0; i < t->n; i++) {
    const Type *callee = type_datatype(sorted[i]->signature);
    /* the methods for calling this very type, not those of its other instantiations */
    if (is_type(args[0]) && callee && callee->nparams) {
      Value c = callee->params[0];
      if (c.type != T_DATATYPE || as_type(c)->nparams != 1) continue;
      TypeVar *vars[MAX_VARS];
      uint32_t n = type_vars(sorted[i]->signature, vars, MAX_VARS);
      Object *of = c.o;
      for (uint32_t k = n; k-- > 0;) of = type_unionall(vars[k], of);
      if (!type_subtype(&type_type(args[0].o)->head, of)) continue;
    }
    array_push(out, v_object(sorted[i]));
  }
  return v_object(out);
}

/* (name or nothing, type) of each parameter, the where-variables, and flags, for showing a method. */
BUILTIN(method_parameters, "_method_parameters(m::Method)", "") {
  const Method *m = args[0].p;
  const Type *t = type_datatype(m->signature);
  Array *out = array_any(0);
  for (uint32_t i = 0; i < t->nparams; i++) array_push(out, t->params[i]);
  return v_object(out);
}
BUILTIN(method_names, "_method_argnames(m::Method)", "") {
  const Method *m = args[0].p;
  Array *out = array_any(0);
  if (m->code && is_expr(m->code->source)) array_push(out, m->code->source);
  return v_object(out);
}
BUILTIN(method_vars, "_method_vars(m::Method)", "") {
  const Method *m = args[0].p;
  Array *out = array_any(0);
  for (uint32_t i = 0; i < m->nvars; i++) array_push(out, v_object(m->vars[i]));
  return v_object(out);
}
BUILTIN(method_kwnames, "_method_kwnames(m::Method)", "") {
  const Method *m = args[0].p;
  Array *out = array_any(0);
  for (uint32_t i = 0; m->code && i < m->code->nkw; i++) array_push(out, v_symbol(m->code->kwnames[i]));
  const Symbol *rest = m->code ? m->code->kwrest : NULL;
  if (rest && rest->text[0] != '#') {
    Text t = {0};
    text_format(&t, "%s...", rest->text);
    array_push(out, v_symbol(symbol(as_string(text_string(&t))->text)));
  }
  return v_object(out);
}
BUILTIN(method_vararg, "_method_isva(m::Method)", "") { return v_bool(((Method *)args[0].p)->vararg); }
BUILTIN(method_is_builtin, "_method_isbuiltin(m::Method)", "") { return v_bool(!((Method *)args[0].p)->code); }
BUILTIN(method_has_table, "_iscallable(f)", "") {
  if (is_type(args[0])) return v_bool(true);
  for (const Type *t = args[0].type;; t = t->super) {
    if (t->name->methods->n) return v_bool(true);
    if (t == T_ANY) return v_bool(type_isa(args[0], &T_FUNCTION->head));
  }
}
/* Whether the methods that fit these arguments are ambiguous. */
BUILTIN(method_ambiguous, "_ambiguous(f, args::Tuple)", "") {
  int n = (int)tuple_len(args[1]);
  Value *all = gc_alloc(((size_t)n + 2) * sizeof *all); /* so that all + 1 points into it, too */
  all[0] = args[0];
  for (int i = 0; i < n; i++) all[i + 1] = tuple_get(args[1], (uint32_t)i);
  Method *found[128];
  uint32_t k = method_applicable(method_call_type(all + 1, n), found, 128);
  Array *out = array_any(0);
  if (k > 1 && !method_best(found, k))
    for (uint32_t i = 0; i < k; i++) array_push(out, v_object(found[i]));
  return v_object(out);
}

BUILTIN(method_morespecific, "morespecific(a::Type, b::Type)",
        "Whether a method of the signature `a`, a tuple type, goes before one of `b`.") {
  return v_bool(type_morespecific(args[0].o, args[1].o));
}

BUILTIN(builtin_docs, "_builtin_docs()", "What the declarations say: a Vector of (signatures, help).") {
  Array *list = array_any(0);
  for (const Builtin *const *b = __start_clu_builtins; b < __stop_clu_builtins; b++)
    array_push(list, tuple_new((Value[]){v_string((*b)->signatures), v_string((*b)->help)}, 2));
  return v_object(list);
}
