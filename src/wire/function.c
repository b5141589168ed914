/* Functions on the wire. A global function travels by name. A closure or anonymous function travels with its code: its
 * type once a message (identity, methods as source, and, for a process, the globals of Main it mentions), then what the
 * instance captured. The receiver finds the rebuilt type by identity as long as it lives, so that it seldom compiles a
 * function twice. */
#include <time.h>
#include <unistd.h>

#include "lang/compile.h"
#include "lang/method.h"
#include "value/array.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"
#include "value/weak.h"
#include "wire/wire.h"

bool (*wire_global_due)(Encoder *e, Symbol *name, Value v);

static uint64_t mix(uint64_t x) {
  x ^= x >> 31;
  x *= 0x7fb5d329728ea185u;
  x ^= x >> 27;
  x *= 0x81dadef4bc2dd44du;
  return x ^ x >> 33;
}

/* Differs between any two processes. */
static uint64_t process_salt(void) {
  static uint64_t salt;
  static pid_t owner;
  if (owner != getpid()) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    owner = getpid();
    salt = mix((uint64_t)t.tv_sec * 1000000007u + (uint64_t)t.tv_nsec) ^ mix((uint64_t)owner << 20);
  }
  return salt;
}

static void identity_set(Type *type, uint64_t id) {
  type->name->identity = id;
  weak_put(&CORE->weak[WEAK_FUNCTIONS], type, (uint32_t)id);
}

static uint64_t identity_of(Type *type) {
  static uint64_t made;
  if (!type->name->identity) identity_set(type, mix(++made ^ process_salt()) | 1);
  return type->name->identity;
}

static Type *identity_find(uint64_t id) {
  uint32_t next = 0;
  for (Type *t; (t = weak_next(&CORE->weak[WEAK_FUNCTIONS], (uint32_t)id, &next));)
    if (t->name->identity == id) return t;
  return NULL;
}

static bool type_is_function(const Type *t) {
  for (const Type *s = t->super; s && s != T_ANY; s = s->super)
    if (s == T_FUNCTION) return true;
  return false;
}

/* The name under which a function that is no closure is known in its module. */
static Symbol *function_name(const Type *t) {
  if (t->name->methods && t->name->methods->name) return t->name->methods->name;
  const Symbol *s = t->name->name;
  return s->len > 1 && s->text[0] == '#' ? symbol_n(s->text + 1, s->len - 1) : (Symbol *)(uintptr_t)s;
}

/* ---- the globals that code mentions ---- */

static void globals_add(Array *names, Symbol *s) {
  if (s->len == 0 || s->text[0] == '#') return;
  const Value *v = (const Value *)(void *)names->data;
  for (size_t i = 0; i < names->len; i++)
    if (v[i].p == s) return;
  array_push(names, v_symbol(s));
}

static Binding *main_binding(Symbol *name) {
  Binding *b = module_lookup(CORE->main, name);
  return b && b->owner == CORE->main && !b->target && !is_undef(b->value) ? b : NULL;
}

static bool among(const Array *values, Value v) {
  for (size_t i = 0; i < values->len; i++) {
    Value w = array_get(values, i);
    if (w.type == v.type && w.u == v.u) return true;
  }
  return false;
}

/* Main.x written out in the source. */
static void globals_of_source(Array *names, Value v, int depth) {
  if (!is_expr(v) || depth > 500) return;
  const Expr *x = as_expr(v);
  size_t n = expr_len(x);
  if (x->name == SYM(dot) && n == 2) {
    Value m = expr_arg(x, 0), f = expr_arg(x, 1);
    if (f.type == T_QUOTENODE) f = ((QuoteNode *)f.p)->value;
    if (is_symbol(f) && ((is_symbol(m) && m.p == SYM(Main)) || m.p == CORE->main) && main_binding(as_symbol(f)))
      globals_add(names, as_symbol(f));
  }
  for (size_t i = 0; i < n; i++) globals_of_source(names, expr_arg(x, i), depth + 1);
}

/* The bindings among the code's constants, with those whose constant values the compiler took (names), and all else. */
static void globals_of_code(Array *names, Array *constants, const Code *c, int depth) {
  if (depth > 50) return;
  for (uint32_t i = 0; i < c->nconsts; i++) {
    Value k = c->consts[i];
    if (is_undef(k)) continue;
    if (k.type == T_BINDING) {
      const Binding *b = k.p;
      if (b->target) b = b->target;
      if (b->owner == CORE->main && !is_undef(b->value)) globals_add(names, b->name);
      if (b->owner) array_push(constants, v_object(b->owner));
    } else if (k.type == T_CODE) {
      globals_of_code(names, constants, k.p, depth + 1);
    } else if (k.type == T_DATATYPE && as_type(k)->name->closure && as_type(k)->name->methods) {
      const MethodTable *t = as_type(k)->name->methods;
      for (uint32_t j = 0; j < t->n; j++)
        if (t->methods[j]->code && t->methods[j]->code != c)
          globals_of_code(names, constants, t->methods[j]->code, depth + 1);
    } else {
      array_push(constants, k);
    }
  }
}

static void encode_globals(Encoder *e, const TypeName *tn) {
  Array *names = array_any(0);
  if (e->to && tn->module == CORE->main && tn->methods) {
    e->personal = true;
    for (uint32_t i = 0; i < tn->methods->n; i++) {
      const Code *c = tn->methods->methods[i]->code;
      if (!c) continue;
      Array *constants = array_any(0);
      globals_of_code(names, constants, c, 0);
      globals_of_source(names, c->source, 0);
    }
  }
  Array *due = array_any(0);
  for (size_t i = 0; i < names->len; i++) {
    Value name = array_get(names, i);
    if (!wire_global_due || wire_global_due(e, as_symbol(name), module_get(CORE->main, as_symbol(name))))
      array_push(due, name);
  }
  cbor_head(&e->out, CBOR_ARRAY, 3 * due->len);
  for (size_t i = 0; i < due->len; i++) {
    Symbol *name = as_symbol(array_get(due, i));
    const Binding *b = module_lookup(CORE->main, name);
    cbor_text(&e->out, name->text, name->len);
    cbor_simple(&e->out, b && b->constant ? CBOR_TRUE : CBOR_FALSE);
    wire_encode(e, module_get(CORE->main, name));
  }
}

/* The source with M.x, where M is a module known here, written with the module itself: a module that was loaded here
 * need not have a name in the Main of the receiver. */
static bool mentions_module(const Array *constants, Value m, Value name) {
  if (is_undef(m) || m.type != T_MODULE) return false;
  if (name.type == T_QUOTENODE) name = ((QuoteNode *)name.p)->value;
  if (among(constants, m)) return true;
  return is_symbol(name) && among(constants, module_get(m.p, as_symbol(name)));
}

static Value source_resolved(const Array *constants, Value v, int depth) {
  if (!is_expr(v) || depth > 500) return v;
  const Expr *x = as_expr(v);
  size_t n = expr_len(x);
  Expr *changed = NULL;
  for (size_t i = 0; i < n; i++) {
    Value old = expr_arg(x, i), arg = old;
    if (i == 0 && n == 2 && x->name == SYM(dot) && is_symbol(old)) {
      Value m = module_get(CORE->main, as_symbol(old));
      if (mentions_module(constants, m, expr_arg(x, 1))) arg = m;
    } else {
      arg = source_resolved(constants, old, depth + 1);
    }
    if (arg.u == old.u) continue;
    if (!changed) changed = expr_new(x->name, (const Value *)(const void *)x->args->data, n);
    array_set(changed->args, i, arg);
  }
  return changed ? v_object(changed) : v;
}

static Value method_source(const Encoder *e, const Method *m) {
  if (!e->to || m->module != CORE->main) return m->code->source;
  Array *names = array_any(0), *constants = array_any(0);
  globals_of_code(names, constants, m->code, 0);
  return source_resolved(constants, m->code->source, 0);
}

/* ---- writing ---- */

static void encode_method(Encoder *e, const Method *m) {
  if (!m->code || is_undef(m->code->source))
    throw_argument("the function %s cannot be sent: its source is not kept", m->name ? m->name->text : "?");
  cbor_tag(&e->out, WIRE_METHOD);
  cbor_head(&e->out, CBOR_ARRAY, 9);
  cbor_text(&e->out, m->name ? m->name->text : "", m->name ? m->name->len : 0);
  wire_encode_module(e, m->module);
  wire_encode_type(e, m->signature);
  cbor_head(&e->out, CBOR_ARRAY, m->nvars);
  for (uint32_t i = 0; i < m->nvars; i++) wire_encode_type(e, &m->vars[i]->head);
  cbor_head(&e->out, CBOR_UINT, m->nreq);
  cbor_head(&e->out, CBOR_UINT, (m->vararg ? 1u : 0u) | (m->takes_kw ? 2u : 0u));
  wire_encode(e, method_source(e, m));
  wire_encode(e, m->file ? v_symbol(m->file) : v_nothing());
  cbor_int(&e->out, m->line);
}

/* The declared type; its parameters follow from what an instance captured. */
static void encode_closure_type(Encoder *e, const Type *of) {
  Type *t = type_datatype(of->name->wrapper);
  bool known;
  uint32_t number = wire_share(e, &t->head, &known);
  if (known) {
    cbor_tag(&e->out, CBOR_REFERENCE);
    cbor_head(&e->out, CBOR_UINT, number);
    return;
  }
  const TypeName *tn = t->name;
  cbor_tag(&e->out, CBOR_SHARED);
  cbor_tag(&e->out, WIRE_CLOSURETYPE);
  cbor_head(&e->out, CBOR_ARRAY, 8);
  cbor_head(&e->out, CBOR_UINT, identity_of(t));
  cbor_text(&e->out, tn->name->text, tn->name->len);
  wire_encode_module(e, tn->module);
  cbor_head(&e->out, CBOR_ARRAY, tn->nfields);
  for (uint32_t i = 0; i < tn->nfields; i++) cbor_text(&e->out, tn->names[i]->text, tn->names[i]->len);
  cbor_head(&e->out, CBOR_UINT, tn->nstatic);
  cbor_head(&e->out, CBOR_UINT, t->nparams);
  uint32_t n = tn->methods ? tn->methods->n : 0;
  cbor_head(&e->out, CBOR_ARRAY, n);
  for (uint32_t i = 0; i < n; i++) encode_method(e, tn->methods->methods[i]);
  encode_globals(e, tn);
}

static void encode_closure_instance_type(Encoder *e, const Type *t) {
  if (t->nparams) {
    cbor_tag(&e->out, WIRE_CLOSUREOF);
    cbor_head(&e->out, CBOR_ARRAY, t->nparams + 1);
  }
  encode_closure_type(e, t);
  for (uint32_t i = 0; i < t->nparams; i++) wire_encode(e, t->params[i]);
}

static void encode_function_name(Encoder *e, uint64_t tag, const Type *t, const Symbol *name) {
  cbor_tag(&e->out, tag);
  cbor_head(&e->out, CBOR_ARRAY, 2);
  wire_encode_module(e, t->name->module);
  cbor_text(&e->out, name->text, name->len);
}

/* Whether t is the type of a function that its module knows by name. */
static bool function_is_global(const Type *t, Symbol **name) {
  if (t->name->closure || t->nparams || !t->name->module) return false;
  *name = function_name(t);
  Value v = module_get(t->name->module, *name);
  return !is_undef(v) && v.type == t;
}

bool wire_encode_function(Encoder *e, Value v) {
  Type *t = v.type;
  if (!type_is_function(t)) return false;
  Symbol *name;
  if (function_is_global(t, &name)) {
    encode_function_name(e, WIRE_FUNCTION, t, name);
    return true;
  }
  if (!t->name->closure) return false;
  cbor_tag(&e->out, WIRE_CLOSURE);
  cbor_head(&e->out, CBOR_ARRAY, t->nfields + 1);
  encode_closure_type(e, t);
  for (uint32_t i = 0; i < t->nfields; i++) wire_encode(e, struct_get(v, i));
  return true;
}

bool wire_encode_function_type(Encoder *e, Type *t) {
  if (!type_is_function(t)) return false;
  Symbol *name;
  if (function_is_global(t, &name))
    encode_function_name(e, WIRE_FUNCTIONTYPE, t, name);
  else if (t->name->closure)
    encode_closure_instance_type(e, t);
  else
    return false;
  return true;
}

/* ---- reading ---- */

static void share_put(Decoder *d, uint32_t slot, Value v) { d->shared[slot] = v; }

/* Whether all calls that the signature lets through have the arguments and the variables that the code counts on. */
static bool method_is_whole(const Method *m) {
  const Type *sig = type_datatype(m->signature);
  const Expr *source = as_expr(m->code->source);
  if (!sig || sig->name != CORE->tn_tuple || !sig->nparams) return false;
  if (!m->code->vararg && (sig->nparams - 1 != m->code->npos || sig->params[sig->nparams - 1].type == T_VARARG))
    return false;
  if (expr_len(source) < 3) return true;
  const Expr *vars = as_expr(expr_arg(as_expr(expr_arg(source, 2)), 0));
  uint32_t n = 0;
  for (size_t i = 0; i < expr_len(vars); i++) n += is_symbol(expr_arg(vars, i));
  return n <= m->nvars;
}

static void decode_method(Decoder *d, Type *t, Symbol *const *captured, bool keep) {
  if (wire_expect(d, CBOR_TAG, "a method") != WIRE_METHOD) cbor_fail(&d->r, "no method where one must be");
  wire_expect_array(d, 9, 9, "a method");
  Method *m = gc_object(T_METHOD, sizeof *m);
  m->name = wire_decode_symbol(d);
  m->module = wire_decode_module(d);
  m->signature = wire_decode_type(d);
  m->nvars = wire_expect_array(d, 0, 1000, "type variables");
  m->vars = gc_alloc((m->nvars + 1) * sizeof *m->vars);
  for (uint32_t i = 0; i < m->nvars; i++) {
    Object *var = wire_decode_type(d);
    if (var->type != T_TYPEVAR) cbor_fail(&d->r, "no type variable where one must be");
    m->vars[i] = (TypeVar *)var;
  }
  uint64_t required = wire_expect(d, CBOR_UINT, "a number"), flags = wire_expect(d, CBOR_UINT, "flags");
  if (required > 10000) cbor_fail(&d->r, "a function of %llu parameters", (unsigned long long)required);
  m->nreq = (uint32_t)required;
  m->vararg = flags & 1;
  m->takes_kw = flags & 2;
  Value source = wire_decode(d), file = wire_decode(d), line = wire_decode(d);
  if (is_undef(source)) cbor_fail(&d->r, "a function without source");
  m->file = is_symbol(file) ? as_symbol(file) : NULL;
  m->line = is_int(line) ? (int32_t)line.i : 0;
  if (!keep) return;
  m->code = compile_function(source, m->module, captured, t->nfields, t->name->nstatic, m->file, m->line);
  if (!method_is_whole(m)) cbor_fail(&d->r, "a function that does not fit its signature");
  if (m->file) m->code->file = m->file;
  if (m->name->len) m->code->name = m->name;
  MethodTable *table = t->name->methods;
  if (!table) {
    table = gc_object(T_METHODTABLE, sizeof *table);
    table->name = t->name->name;
    table->module = t->name->module;
    t->name->methods = table;
  }
  method_add(table, m);
}

/* A global of Main that came along with a function; what is defined as a constant here stays. */
static void decode_globals(Decoder *d) {
  uint32_t n = wire_expect_array(d, 0, 3000, "globals") / 3;
  for (uint32_t i = 0; i < n; i++) {
    Symbol *name = wire_decode_symbol(d);
    bool constant = is_true(wire_decode(d));
    Value v = wire_decode(d);
    if (is_undef(v)) cbor_fail(&d->r, "a global without value");
    Binding *b = module_lookup(CORE->main, name);
    bool defined = b && !is_undef(module_get(CORE->main, name));
    if (defined && (constant || b->constant || b->owner != CORE->main || b->target)) continue;
    if (constant)
      module_set_const(CORE->main, name, v);
    else
      module_set(CORE->main, name, v);
  }
}

static Type *decode_closure_type(Decoder *d, uint32_t slot) {
  wire_expect_array(d, 8, 8, "a function's type");
  uint64_t id = wire_expect(d, CBOR_UINT, "an identity");
  Symbol *name = wire_decode_symbol(d);
  Module *module = wire_decode_module(d);
  uint32_t n = wire_expect_array(d, 0, 60000, "captured names");
  Symbol **captured = gc_alloc((n + 1) * sizeof *captured);
  for (uint32_t i = 0; i < n; i++) captured[i] = wire_decode_symbol(d);
  uint64_t nstatic = wire_expect(d, CBOR_UINT, "a number"), nparams = wire_expect(d, CBOR_UINT, "a number");
  if (nstatic > nparams || nparams > n) cbor_fail(&d->r, "a function's type has too many parameters");
  Type *t = identity_find(id);
  bool known = t && t->nfields == n && t->nparams == nparams && t->name->nstatic == nstatic;
  if (!known) {
    t = type_closure(module, name, captured, n, (uint32_t)nstatic, (uint32_t)nparams);
    identity_set(t, id);
  }
  if (slot != UINT32_MAX) share_put(d, slot, v_object(t));
  uint32_t methods = wire_expect_array(d, 0, 10000, "methods");
  for (uint32_t i = 0; i < methods; i++) decode_method(d, t, captured, !known);
  decode_globals(d);
  return t;
}

Value wire_decode_global(Decoder *d UNUSED, Module *m, Symbol *name) {
  Value v = module_get(m, name);
  if (is_undef(v)) {
    Text t = {0};
    text_char(&t, '#');
    text_add(&t, name->text, name->len);
    throw_undefvar(symbol_n(t.bytes, t.len));
  }
  return v;
}

static Type *decode_declared_closure(Decoder *d) {
  Object *o = wire_decode_type(d);
  if (o->type != T_DATATYPE || !((Type *)o)->name->closure) cbor_fail(&d->r, "no function's type where one must be");
  return type_datatype(((Type *)o)->name->wrapper);
}

Value wire_decode_function(Decoder *d, uint64_t tag) {
  if (tag == WIRE_CLOSURETYPE) {
    uint32_t slot = d->pending;
    d->pending = UINT32_MAX;
    return v_object(decode_closure_type(d, slot));
  }
  if (tag == WIRE_CLOSUREOF) {
    uint32_t n = wire_expect_array(d, 1, 1000, "a function's type") - 1;
    const Type *declared = decode_declared_closure(d);
    if (!n || n != declared->nparams) cbor_fail(&d->r, "a function's type with %u parameters does not fit", n);
    Value *params = gc_alloc((n + 1) * sizeof *params);
    for (uint32_t i = 0; i < n; i++) params[i] = wire_decode_defined(d);
    return v_object(type_apply(declared->name, params, n));
  }
  if (tag == WIRE_CLOSURE) {
    uint32_t n = wire_expect_array(d, 1, 60000, "a function") - 1;
    Type *t = decode_declared_closure(d);
    if (t->nfields != n) cbor_fail(&d->r, "a function that captures %u variables does not fit its type", n);
    Value *captured = gc_alloc((n + 1) * sizeof *captured);
    for (uint32_t i = 0; i < n; i++) captured[i] = wire_decode(d);
    if (n == 0 && t->instance) return v_object(t->instance);
    if (t->nparams) t = type_closure_instance(t, captured);
    return struct_new(t, captured, n);
  }
  wire_expect_array(d, 2, 2, "a function's name");
  Module *m = wire_decode_module(d);
  Value f = wire_decode_global(d, m, wire_decode_symbol(d));
  return tag == WIRE_FUNCTION ? f : v_object(f.type);
}
