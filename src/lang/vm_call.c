/* Calls: finding the method, passing parameters, calling from C. */
#include <alloca.h>

#include "lang/call_site.h"
#include "lang/vm_ops.h"
#include "value/builtin.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

Method *op_find_kw(CallCache *cache, Value *args, uint32_t n, Value **env, Value kw) {
  *env = NULL;
  if (n <= CACHE_ARGS && cache->epoch == CORE->epoch && cache->callee == op_key(args[-1])) {
    uint32_t i = 0;
    while (i < n && cache->types[i] == op_key(args[i])) i++;
    if (i == n) {
      *env = cache->env;
      return cache->method;
    }
  }
  Method *m = method_find_kw(args, (int)n, env, kw);
  if (n <= CACHE_ARGS) {
    cache->method = m;
    cache->callee = op_key(args[-1]);
    for (uint32_t i = 0; i < n; i++) cache->types[i] = op_key(args[i]);
    cache->env = *env;
    cache->nargs = n;
    cache->epoch = CORE->epoch;
  } else {
    cache->callee = NULL; /* never found */
  }
  return m;
}

Method *op_find(CallCache *cache, Value *args, uint32_t n, Value **env) {
  return op_find_kw(cache, args, n, env, V_UNDEF);
}

/* The named keyword parameter's place, or -1. */
static int keyword_index(const Code *code, const Symbol *name) {
  for (int i = 0; i < code->nkw; i++)
    if (code->kwnames[i] == name) return i;
  return -1;
}

static Symbol *namedtuple_name(Value v, uint32_t i) { return as_symbol(tuple_get(v.type->params[0], i)); }

/* Defaults are looked at before keywords that nobody asked for: a missing one is told first. */
static NORETURN void unknown_keyword(const Code *code, const Value *to, const Value *args, int nargs, Value kw) {
  for (uint32_t i = 0; i < code->nkw; i++) {
    if (!code->kwneeded[i] || !is_undef(to[i])) continue;
    bool given = false;
    for (uint32_t j = 0; j < kw.type->nfields; j++) given |= namedtuple_name(kw, j) == code->kwnames[i];
    if (!given) throw_value(struct_new(T_UNDEFKEYWORDERROR, (Value[]){v_symbol(code->kwnames[i])}, 1));
  }
  throw_method_kw(args[-1], args, nargs, kw);
}

static void pass_keywords(const Method *m, Value *r, const Value *args, int nargs, Value kw) {
  const Code *code = m->code;
  Value *to = r + 1 + code->npos;
  uint32_t n = is_undef(kw) ? 0 : kw.type->nfields;
  uint32_t rest = 0;
  Symbol **names = gc_alloc((n + 1) * sizeof(Symbol *));
  Value *values = gc_alloc((n + 1) * sizeof(Value));
  for (uint32_t i = 0; i < n; i++) {
    Symbol *name = namedtuple_name(kw, i);
    int at = keyword_index(code, name);
    if (at >= 0) {
      to[at] = struct_get(kw, i);
    } else if (code->kwslurp) {
      names[rest] = name;
      values[rest++] = struct_get(kw, i);
    } else {
      unknown_keyword(code, to, args, nargs, kw);
    }
  }
  if (code->kwslurp) to[code->nkw] = namedtuple_new(names, values, rest);
}

void op_parameters(const Method *m, Value *r, Value *args, int nargs, const Value *kw) {
  const Code *code = m->code;
  int fixed = code->vararg ? code->npos - 1 : code->npos;
  for (int i = -1; i < fixed && i < nargs; i++) r[i + 1] = args[i];
  if (code->vararg) r[fixed + 1] = tuple_new(args + fixed, nargs > fixed ? nargs - fixed : 0);
  if (kw)
    pass_keywords(m, r, args, nargs, *kw);
  else if (code->kwslurp)
    r[1 + code->npos + code->nkw] = namedtuple_new(NULL, NULL, 0);
}

static void check_keywords(Symbol *const *names, const Value *args, int nargs, Value kw) {
  for (uint32_t i = 0; i < kw.type->nfields; i++) {
    Symbol *const *known = names;
    while (*known && *known != namedtuple_name(kw, i)) known++;
    if (!*known) throw_method_kw(args[-1], args, nargs, kw);
  }
}

Value vm_invoke(Method *m, Value *args, int nargs, Value kw, Value *env) {
  if (!is_undef(kw) && kw.type->nfields == 0) kw = V_UNDEF;
  if (!is_undef(kw) && !m->takes_kw) {
    m = method_try_kw(args, nargs, &env);
    if (!m) throw_method_kw(args[-1], args, nargs, kw);
  }
  if (m->code) return vm_run(m, args, nargs, is_undef(kw) ? NULL : &kw, env, NULL);
  if (!is_undef(kw) && m->kwnames) check_keywords(m->kwnames, args, nargs, kw);
  return __start_clu_builtins[m->builtin]->code(args, nargs, kw);
}

Value vm_run_toplevel(Code *code) {
  Method *m = gc_object(T_METHOD, sizeof(Method));
  m->name = code->name;
  m->module = code->module;
  m->signature = &type_tuple(NULL, 0)->head;
  m->code = code;
  m->file = code->file;
  Value callee = v_nothing();
  return vm_run(m, &callee + 1, 0, NULL, NULL, NULL);
}

/* More arguments than this go through the heap rather than the stack. */
#define STACK_ARGS 256

Value call_kw(Value f, const Value *args, int nargs, Value kw) {
  size_t size = ((size_t)nargs + 1) * sizeof(Value);
  Value *all = nargs <= STACK_ARGS ? alloca(size) : gc_alloc(size);
  all[0] = f;
  if (nargs) memcpy(all + 1, args, (size_t)nargs * sizeof(Value));
  Value *env = NULL;
  Method *m = method_find_kw(all + 1, nargs, &env, kw);
  return vm_invoke(m, all + 1, nargs, kw, env);
}

Value call(Value f, const Value *args, int nargs) { return call_kw(f, args, nargs, V_UNDEF); }

static inline Value call_in_place(Value *all, int nargs) {
  Value *env = NULL;
  Method *m = method_find(all + 1, nargs, &env);
  if (m->code) return vm_run(m, all + 1, nargs, NULL, env, NULL);
  return __start_clu_builtins[m->builtin]->code(all + 1, nargs, V_UNDEF);
}

Value call0(Value f) {
  Value all[] = {f};
  return call_in_place(all, 0);
}
Value call1(Value f, Value a) {
  Value all[] = {f, a};
  return call_in_place(all, 1);
}
Value call2(Value f, Value a, Value b) {
  Value all[] = {f, a, b};
  return call_in_place(all, 2);
}
Value call3(Value f, Value a, Value b, Value c) {
  Value all[] = {f, a, b, c};
  return call_in_place(all, 3);
}

Value call_site_run(const CallSite *site, Value *all, int nargs) {
  return vm_run((Method *)site->method, all + 1, nargs, NULL, site->env, NULL);
}

Value call_site_find(CallSite *site, Value *all, int nargs) {
  Value *env = NULL;
  Method *m = method_find(all + 1, nargs, &env);
  *site = (CallSite){.f = site->f, .method = m, .env = env, .epoch = CORE->epoch};
  for (int i = 0; i < nargs; i++) {
    Value v = all[i + 1];
    site->types[i] = v.type;
    site->objects[i] = method_key(v) == (void *)v.type ? NULL : v.p;
  }
  if (m->code) return call_site_run(site, all, nargs);
  site->builtin = __start_clu_builtins[m->builtin]->code;
  return site->builtin(all + 1, nargs, V_UNDEF);
}

/* How many elements tuples have together; -1: something else is among them, or there are many. */
static int tuples_len(const Value *args, int n) {
  uint32_t len = 0;
  for (int i = 0; i < n; i++) {
    if (!is_tuple(args[i]) || (len += tuple_len(args[i])) > STACK_ARGS) return -1;
  }
  return (int)len;
}

Value vm_apply(Value f, Value *args, int n, Value kw) {
  int count = tuples_len(args, n);
  Value *all;
  if (count < 0) {
    all = op_gather(f, args, n, &count);
  } else {
    Value *to = all = alloca(((size_t)count + 1) * sizeof(Value));
    *to++ = f;
    for (int i = 0; i < n; i++)
      for (uint32_t k = 0; k < tuple_len(args[i]); k++) *to++ = tuple_get(args[i], k);
  }
  Value *env = NULL;
  Method *m = method_find_kw(all + 1, count, &env, kw);
  return vm_invoke(m, all + 1, count, kw, env);
}

BUILTIN(kwfunc, "Core.kwfunc(f)", "What takes the keywords of a call of `f`; named in a MethodError about keywords.") {
  return args[0];
}

Value op_call_keywords(Value *fn, int n, CallCache *cache) {
  Value *env;
  Method *m = op_find_kw(cache, fn + 1, (uint32_t)n, &env, fn[n + 1]);
  return vm_invoke(m, fn + 1, n, fn[n + 1], env);
}

Value op_call_splat(Value *fn, int n, bool keywords) {
  return vm_apply(fn[0], fn + 1, n, keywords ? fn[n + 1] : V_UNDEF);
}

Value op_closure(Type *t, const Value *captured) {
  if (t->nfields == 0 && t->instance) return v_object(t->instance);
  if (t->nparams) t = type_closure_instance(t, captured);
  return struct_new(t, captured, t->nfields);
}

Value op_box(Value v) {
  Box *b = gc_object(T_BOX, sizeof(Box));
  b->value = v;
  return v_object(b);
}
