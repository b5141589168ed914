/* Method tables: what calls of one function, or of one type, may run. */
#include "lang/method.h"

#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

MethodTable *method_table(Value f) {
  if (f.type == T_TYPEVAR) return CORE->tn_type->constructors; /* (::Type{T})(x) where T */
  if (is_type(f)) {
    Type *t = type_datatype(f.o);
    return t ? t->name->constructors : CORE->tn_type->constructors;
  }
  return f.type->name->methods;
}

/* Whether the methods of this table may be found for callees of other types as well. */
static bool is_shared(const MethodTable *table) {
  if (table == CORE->tn_type->constructors || table == CORE->tn_type->methods) return true;
  if (!table->n) return false;
  const Type *sig = type_datatype(table->methods[0]->signature);
  Value callee = sig && sig->nparams ? sig->params[0] : V_UNDEF;
  while (callee.type == T_TYPEVAR) callee = v_object(((TypeVar *)callee.p)->upper);
  if (callee.type == T_UNIONALL && type_datatype(callee.o)) callee = v_object(type_datatype(callee.o)); /* a closure */
  if (callee.type != T_DATATYPE) return true;
  return as_type(callee)->name != CORE->tn_type && as_type(callee)->flags & TF_ABSTRACT;
}

static uint32_t param_count(const Method *m) {
  const Type *t = type_datatype(m->signature);
  return t ? t->nparams : 0;
}

static void table_void(MethodTable *table) {
  if (table->n > 1 && CORE->passing_calls) CORE->passing_calls->cache = NULL; /* the first method voids no choice */
  table->cache = NULL;
  table->cached = table->cache_cap = 0;
  if (is_shared(table)) CORE->tables_epoch++;
  CORE->epoch++;
}

void (*method_on_overwrite)(const Method *old, const Method *m);

Method *method_add(MethodTable *table, Method *m) {
  for (uint32_t i = 0; i < table->n; i++) {
    Method *old = table->methods[i];
    if (param_count(old) != param_count(m)) continue;
    if (!type_same(v_object(old->signature), v_object(m->signature)) &&
        !(type_subtype(old->signature, m->signature) && type_subtype(m->signature, old->signature)))
      continue;
    if (method_on_overwrite) method_on_overwrite(old, m);
    table->methods[i] = m;
    table_void(table);
    return m;
  }
  if (table->n == table->cap) {
    Method **grown = gc_alloc((table->cap = table->cap ? table->cap * 2 : 4) * sizeof *grown);
    if (table->n) memcpy(grown, table->methods, table->n * sizeof *grown);
    table->methods = grown;
  }
  table->methods[table->n++] = m;
  table_void(table);
  return m;
}

Method *method_new(Symbol *name, Module *module, Object *signature) {
  Method *m = gc_object(T_METHOD, sizeof *m);
  m->name = name;
  m->module = module;
  m->signature = signature;
  TypeVar *vars[MAX_VARS];
  m->nvars = type_vars(signature, vars, MAX_VARS);
  m->vars = gc_alloc((m->nvars + 1) * sizeof *m->vars);
  for (uint32_t i = 0; i < m->nvars; i++) m->vars[i] = vars[i];
  const Type *t = type_datatype(signature);
  m->vararg = t->nparams > 1 && t->params[t->nparams - 1].type == T_VARARG;
  m->nreq = t->nparams - 1 - m->vararg;
  return m;
}

Type *method_call_type(const Value *args, int nargs) {
  uint32_t n = (uint32_t)nargs + 1;
  Type *t = gc_object(T_DATATYPE, sizeof *t); /* not interned: it lives for one lookup */
  t->name = CORE->tn_tuple;
  t->super = T_ANY;
  t->nparams = t->nfields = n;
  t->params = gc_alloc(n * sizeof *t->params);
  t->flags = TF_TUPLE;
  for (uint32_t i = 0; i < n; i++) {
    Value v = args[(int)i - 1];
    t->params[i] = v_object(is_type(v) ? type_type(v.o) : v.type);
    t->hash += as_type(t->params[i])->hash;
  }
  return t;
}

bool method_fits(const Method *m, Type *args, Value **env) {
  uint32_t n = 0;
  for (Object *o = m->signature; o->type == T_UNIONALL; o = ((UnionAll *)o)->body) n++;
  Value values[n + 1];
  if (!type_match(args, m->signature, values)) return false;
  *env = NULL;
  if (!m->nvars) return true;
  *env = gc_alloc(m->nvars * sizeof **env);
  uint32_t i = 0;
  for (Object *o = m->signature; o->type == T_UNIONALL; o = ((UnionAll *)o)->body, i++)
    for (uint32_t j = 0; j < m->nvars; j++)
      if (m->vars[j] == ((UnionAll *)o)->var) (*env)[j] = values[i];
  return true;
}

Method *method_best(Method *const *found, uint32_t n) {
  Method *best = found[0];
  for (uint32_t i = 1; i < n; i++) /* the only candidate: it wins against each that it meets */
    if (!type_morespecific(best->signature, found[i]->signature)) best = found[i];
  for (uint32_t i = 0; i < n; i++)
    if (found[i] != best && !type_morespecific(best->signature, found[i]->signature)) return NULL;
  return best;
}

/* Collects the methods of a table that fit. */
static uint32_t collect(const MethodTable *table, Type *args, Method **found, uint32_t n, uint32_t max) {
  Value *env;
  for (uint32_t i = 0; table && i < table->n && n < max; i++)
    if (method_fits(table->methods[i], args, &env)) found[n++] = table->methods[i];
  return n;
}

uint32_t method_applicable(Type *args, Method **found, uint32_t max) {
  Type *callee = as_type(args->params[0]);
  uint32_t n = 0;
  if (callee->name == CORE->tn_type && callee->nparams) {
    const Type *of = type_datatype(callee->params[0].o);
    if (of && of->name != CORE->tn_type) n = collect(of->name->constructors, args, found, n, max);
    n = collect(CORE->tn_type->constructors, args, found, n, max);
    n = collect(CORE->tn_type->methods, args, found, n, max);
    callee = callee->params[0].o->type; /* methods for calling any DataType */
  }
  for (Type *t = callee;; t = t->super) {
    n = collect(t->name->methods, args, found, n, max);
    if (t == T_ANY || !t->super) break;
  }
  for (uint32_t i = 1; i < n; i++) { /* most specific first, as far as they are ordered */
    Method *m = found[i];
    uint32_t j = i;
    for (; j > 0 && type_morespecific(m->signature, found[j - 1]->signature); j--) found[j] = found[j - 1];
    found[j] = m;
  }
  return n;
}
