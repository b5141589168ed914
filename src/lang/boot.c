/* How a world is made from nothing: the core, then the built-ins and the prelude, file by file. A built-in whose
 * signature names a type that the prelude declares later waits for it. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/eval.h"
#include "lang/method.h"
#include "lang/parser.h"
#include "lang/prelude.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/expr.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

Value kw_get(Value kw, const char *name, Value otherwise) {
  if (is_undef(kw)) return otherwise;
  for (uint32_t i = 0; i < kw.type->nfields; i++)
    if (!strcmp(as_symbol(tuple_get(kw.type->params[0], i))->text, name)) return struct_get(kw, i);
  return otherwise;
}

/* The type expression of one parameter: x, x::T, ::T, x..., x::T... */
static Value parameter_type(Value p) {
  if (is_expr_of(p, SYM(splat))) {
    Value of = parameter_type(expr_arg(as_expr(p), 0));
    return v_object(expr2(SYM(curly), v_symbol(symbol("Vararg")), of));
  }
  if (is_expr_of(p, SYM(coloncolon))) return expr_arg(as_expr(p), expr_len(as_expr(p)) - 1);
  return v_symbol(symbol("Any"));
}

/* A signature taken apart: f(types...; kw...) where vars. */
typedef struct Signature {
  Value callee; /* expression */
  Expr *types;  /* Tuple{...}, without where */
  bool takes_kw;
  Symbol **kwnames;
  Value whole; /* types with its wheres: an expression */
} Signature;

/* The keywords up to NULL; NULL if there may be any. */
static Symbol **keyword_names(const Expr *parameters) {
  size_t n = expr_len(parameters);
  Symbol **names = gc_alloc((n + 1) * sizeof *names);
  for (size_t i = 0; i < n; i++) {
    if (!is_symbol(expr_arg(parameters, i))) return NULL;
    names[i] = as_symbol(expr_arg(parameters, i));
  }
  return names;
}

static Signature signature_parse(Value e) {
  Signature s = {.whole = e};
  if (is_expr_of(e, SYM(where))) {
    Expr *w = as_expr(e);
    s = signature_parse(expr_arg(w, 0));
    Expr *whole = expr_new(SYM(where), (Value *)(void *)w->args->data, expr_len(w));
    array_set(whole->args, 0, s.whole);
    s.whole = v_object(whole);
    return s;
  }
  if (is_expr(e) && as_expr(e)->name != SYM(call) && expr_len(as_expr(e))) { /* &(x, y), <:(a, b) are heads, too */
    Expr *c = expr1(SYM(call), v_symbol(as_expr(e)->name));
    bool tuple = is_expr_of(expr_arg(as_expr(e), 0), SYM(tuple));
    Expr *operands = tuple ? as_expr(expr_arg(as_expr(e), 0)) : as_expr(e);
    for (size_t i = 0; i < expr_len(operands); i++) expr_add(c, expr_arg(operands, i));
    e = v_object(c);
  }
  if (!is_expr_of(e, SYM(call))) throw_error("a built-in's signature is not a call");
  Expr *c = as_expr(e);
  s.callee = expr_arg(c, 0);
  s.types = expr1(SYM(curly), v_symbol(symbol("Tuple")));
  if (is_expr_of(s.callee, SYM(coloncolon))) expr_add(s.types, parameter_type(s.callee)); /* (::T)(x) */
  for (size_t i = 1; i < expr_len(c); i++) {
    if (is_expr_of(expr_arg(c, i), SYM(parameters))) {
      s.takes_kw = true;
      s.kwnames = keyword_names(as_expr(expr_arg(c, i)));
    } else
      expr_add(s.types, parameter_type(expr_arg(c, i)));
  }
  s.whole = v_object(s.types);
  return s;
}

/* The function that a signature's callee names: made if need be, in the module of its prefix. */
static Value signature_function(Value callee) {
  if (is_symbol(callee)) {
    Value bound = module_get(CORE->base, as_symbol(callee));
    char first = as_symbol(callee)->text[0];
    if (is_undef(bound) && first >= 'A' && first <= 'Z') throw_undefvar(as_symbol(callee)); /* a type of the prelude */
    return is_undef(bound) ? module_function(CORE->base, as_symbol(callee)) : bound;
  }
  if (is_expr_of(callee, SYM(dot))) {
    Value m = eval_toplevel(expr_arg(as_expr(callee), 0), CORE->base);
    if (m.type != T_MODULE) throw_error("a built-in's prefix is not a module");
    Value name = expr_arg(as_expr(callee), 1);
    if (name.type == T_QUOTENODE) name = ((QuoteNode *)name.p)->value;
    Value bound = module_get((Module *)m.p, as_symbol(name));
    return is_undef(bound) ? module_function((Module *)m.p, as_symbol(name)) : bound;
  }
  return eval_toplevel(callee, CORE->base);
}

/* Tuple{args...} where vars -> Tuple{callee, args...} where vars. */
static Object *signature_with_callee(Object *callee, Object *args) {
  if (args->type == T_UNIONALL) {
    UnionAll *u = (UnionAll *)args;
    return type_unionall(u->var, signature_with_callee(callee, u->body));
  }
  const Type *t = (const Type *)args;
  Object *elems[64];
  if (t->nparams > 60) throw_error("a built-in has too many parameters");
  elems[0] = callee;
  for (uint32_t i = 0; i < t->nparams; i++) elems[i + 1] = t->params[i].o;
  return &type_tuple(elems, t->nparams + 1)->head;
}

/* Where constructors for Type{T} belong: T's own table; that of Type if T is a variable. */
static MethodTable *constructor_table(const Type *type_of_type) {
  Object *t = type_of_type->params[0].o;
  return method_table(v_object(t->type == T_TYPEVAR ? CORE->tn_type->wrapper : t));
}

static void builtin_define(uint32_t index, Value e) {
  const Builtin *b = __start_clu_builtins[index];
  Signature s = signature_parse(e);
  Object *args = eval_toplevel(s.whole, CORE->base).o;
  Object *signature = args;
  MethodTable *table;
  if (is_expr_of(s.callee, SYM(coloncolon))) {
    const Type *tuple = (const Type *)type_unwrap(args);
    Type *callee = type_datatype(tuple->params[0].o);
    table = callee->name == CORE->tn_type ? constructor_table(callee) : callee->name->methods;
  } else {
    Value f = signature_function(s.callee);
    signature = signature_with_callee(is_type(f) ? &type_type(f.o)->head : type_of(f), args);
    table = method_table(f);
  }
  Method *m = gc_object(T_METHOD, sizeof *m);
  m->signature = signature;
  uint32_t nvars = 0;
  for (Object *o = m->signature; o->type == T_UNIONALL; o = ((UnionAll *)o)->body) nvars++;
  m->vars = gc_alloc(sizeof *m->vars * (nvars + 1));
  m->nvars = nvars;
  uint32_t i = 0;
  for (Object *o = m->signature; o->type == T_UNIONALL; o = ((UnionAll *)o)->body) m->vars[i++] = ((UnionAll *)o)->var;
  const Type *tuple = (const Type *)type_unwrap(m->signature);
  m->vararg = tuple->nparams > 1 && tuple->params[tuple->nparams - 1].type == T_VARARG;
  m->nreq = tuple->nparams - 1 - m->vararg;
  m->takes_kw = s.takes_kw;
  m->kwnames = s.kwnames;
  m->builtin = index;
  m->name = table->name;
  m->module = table->module;
  m->file = symbol(b->file);
  m->line = b->line;
  method_add(table, m);
}

static void registration_failed(const Builtin *b, const char *line, int len, Value e) {
  fprintf(stderr, "%s:%d: cannot register %.*s (%s", b->file, b->line, len, line, e.type->name->name->text);
  if (e.type == T_UNDEFVARERROR) fprintf(stderr, ": %s", as_symbol(struct_get(e, 0))->text);
  if (e.type == T_ERROREXCEPTION) fprintf(stderr, ": %s", as_string(struct_get(e, 0))->text);
  fputs(")\n", stderr);
}

/* Registers one signature. False if it names something that is not defined yet (an error in the last round). */
static bool line_register(uint32_t index, const char *line, size_t len, bool last) {
  const Builtin *b = __start_clu_builtins[index];
  Handler h;
  if (CATCH(h)) {
    bool waits = h.exception.type == T_UNDEFVARERROR;
    if (!waits || last) registration_failed(b, line, (int)len, h.exception);
    if (!waits) exit(70);
    return false;
  }
  size_t pos = 0;
  int at = b->line;
  builtin_define(index, parse_statement(line, len, &pos, b->file, &at));
  catch_end(&h);
  return true;
}

/* Registers the lines of a built-in's signatures that can be registered now; returns how many cannot. done has a bit
 * for each line. */
static int builtin_register(uint32_t index, uint64_t *done, bool last) {
  const Builtin *b = __start_clu_builtins[index];
  int waiting = 0, n = 0;
  for (const char *line = b->signatures, *end; line && *line; line = *end ? end + 1 : NULL, n++) {
    end = strchrnul(line, '\n');
    if (n > 63) throw_error("%s: too many signatures", b->name);
    if (end == line || *done >> n & 1) continue;
    if (line_register(index, line, (size_t)(end - line), last))
      *done |= 1ull << n;
    else
      waiting++;
  }
  return waiting;
}

static uint32_t builtin_count(void) { return (uint32_t)(__stop_clu_builtins - __start_clu_builtins); }

static uint64_t *registered; /* outside the heap, while booting */

static int builtins_register(bool last) {
  int waiting = 0;
  for (uint32_t i = 0; i < builtin_count(); i++) waiting += builtin_register(i, &registered[i], last);
  return waiting;
}

void method_register_builtins(void) {
  if (!registered) registered = calloc(builtin_count() + 1, sizeof *registered);
  builtins_register(false);
}

/* Says what went wrong without the language's own functions. */
static void prelude_failed(Value e) {
  while (e.type == T_LOADERROR) {
    fprintf(stderr, " line %lld", (long long)struct_get(e, 1).i);
    e = struct_get(e, 2);
  }
  fprintf(stderr, ": %s", e.type->name->name->text);
  for (uint32_t i = 0; i < e.type->nfields && i < 4; i++) {
    Value v = struct_get(e, i);
    if (is_undef(v)) continue;
    if (v.type->name == CORE->tn_tuple)
      for (uint32_t j = 0; j < tuple_len(v); j++) fprintf(stderr, " %s", tuple_get(v, j).type->name->name->text);
    else if (is_string(v))
      fprintf(stderr, " %s", as_string(v)->text);
    else if (is_symbol(v))
      fprintf(stderr, " %s", as_symbol(v)->text);
    else if (is_datatype(v))
      fprintf(stderr, " %s", as_type(v)->name->name->text);
    else
      fprintf(stderr, " (a %s)", v.type->name->name->text);
  }
  fputc('\n', stderr);
}

/* For debugging the prelude: tells every failing statement and goes on. */
static void prelude_load_all(const PreludeFile *f, Module *module) {
  size_t pos = 0;
  int line = 1;
  for (;;) {
    volatile int at = line;
    Handler h;
    if (CATCH(h)) {
      fprintf(stderr, "%s:%d", f->name, at);
      prelude_failed(h.exception);
      continue;
    }
    Value e = parse_statement(f->text, f->len, &pos, f->name, &line);
    at = line;
    if (!is_undef(e)) eval_toplevel(e, module);
    catch_end(&h);
    if (is_undef(e)) return;
  }
}

static bool defined_twice;

/* Nothing of the prelude and the built-ins is written in vain; a default constructor gives way to a type's own. */
static void tell_overwritten(const Method *old, const Method *m) {
  const char *signatures = old->builtin ? __start_clu_builtins[old->builtin]->signatures : "(prelude)";
  if (!signatures || !*signatures) return;
  fprintf(stderr, "%s:%d defines %s again, after %s:%d\n", m->file->text, m->line, m->name->text, old->file->text,
          old->line);
  defined_twice = true;
}

static Module *prelude_module(const PreludeFile *f) {
  return f->module ? module_get(CORE->base, symbol(f->module)).p : CORE->base;
}

void world_boot(void) {
  core_init();
  method_on_overwrite = tell_overwritten;
  method_register_builtins();
  for (const PreludeFile *f = prelude_files; f->name; f++) {
    Handler h;
    if (CATCH(h)) {
      fprintf(stderr, "prelude file %s failed", f->name);
      prelude_failed(h.exception);
      rethrow_value(h.exception);
    } else {
      Module *module = prelude_module(f);
      if (getenv("CLU_BOOT_GOON"))
        prelude_load_all(f, module);
      else
        eval_text(f->text, f->len, f->name, module);
      catch_end(&h);
    }
    builtins_register(false);
    gc_collect(); /* what is garbage now leaves no holes in the image */
  }
  int waiting = builtins_register(true);
  method_on_overwrite = NULL;
  if (defined_twice) exit(70);
  free(registered);
  registered = NULL;
  if (waiting) fprintf(stderr, "%d built-in signatures name types that do not exist\n", waiting);
  module_use(CORE->main, CORE->base);
  eval_boot();
  CORE->anonymous_made = CORE->anonymous_last = 0;
  CORE->gensym = 0; /* the program's own names begin with #1 */
}
