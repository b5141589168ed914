/* Running expressions and files at top level. */
#include "lang/eval.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "lang/compile.h"
#include "lang/import.h"
#include "lang/parser.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/expr.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

typedef struct Place {
  Symbol *file;
  int32_t line;
  bool soft;
  int modules; /* how many are being made, one in another */
  Array *made; /* modules whose __init__ is due when the outermost is done */
} Place;

static Value eval_at(Value v, Module *m, Place *at);

/* --- types without the compiler: signatures of built-ins are read before anything else works --- */

static Value simple(Value v, Module *m);

static Value simple_where(Expr *e, Module *m) {
  /* variables become constants of a module of their own, which uses m */
  Module *inside = gc_object(T_MODULE, sizeof *inside);
  inside->name = m->name;
  inside->parent = m;
  inside->usings = array_any(0);
  TypeVar *vars[16];
  size_t n = expr_len(e) - 1, count = 0;
  for (size_t i = 0; i < n; i++) {
    Value spec = expr_arg(e, i + 1), name = spec;
    Object *upper = &T_ANY->head;
    if (is_expr_of(spec, SYM(subtype))) {
      name = expr_arg(as_expr(spec), 0);
      Value u = simple(expr_arg(as_expr(spec), 1), inside);
      if (is_undef(u) || !is_type(u)) return V_UNDEF;
      upper = u.o;
    }
    if (!is_symbol(name) || count == 16) return V_UNDEF;
    vars[count] = type_var(expr_symbol(name), CORE->bottom, upper);
    module_set_const(inside, expr_symbol(name), v_object(vars[count++]));
  }
  Value body = simple(expr_arg(e, 0), inside);
  if (is_undef(body) || !is_type(body)) return V_UNDEF;
  Object *t = body.o;
  while (count-- > 0) t = type_unionall(vars[count], t);
  return v_object(t);
}

static Value simple_curly(Expr *e, Module *m) {
  Value parts[16] = {{0}};
  TypeVar *anonymous[16];
  size_t n = expr_len(e), vars = 0;
  if (n > 16) return V_UNDEF;
  for (size_t i = 0; i < n; i++) {
    Value a = expr_arg(e, i);
    if (is_expr_of(a, SYM(subtype)) && expr_len(as_expr(a)) == 1) {
      Value upper = simple(expr_arg(as_expr(a), 0), m);
      if (is_undef(upper)) return upper;
      anonymous[vars] = type_var(symbol_anonymous(), CORE->bottom, upper.o);
      parts[i] = v_object(anonymous[vars++]);
    } else
      parts[i] = simple(a, m);
    if (is_undef(parts[i])) return V_UNDEF;
  }
  Value t = type_curly(parts[0], parts + 1, (int)n - 1);
  while (vars-- > 0) t = v_object(type_unionall(anonymous[vars], t.o));
  return t;
}

static Value simple_symbol(Symbol *name, Module *m) {
  for (; m; m = m->parent != m ? m->parent : NULL) {
    Value v = module_get(m, name);
    if (!is_undef(v)) return v;
    if (m->usings->len) break; /* a real module */
  }
  throw_undefvar(name);
}

/* The value of a name, a literal or a type expression; V_UNDEF for anything else. */
static Value simple(Value v, Module *m) {
  if (is_symbol(v)) return simple_symbol(as_symbol(v), m);
  if (v.type == T_QUOTENODE) return ((QuoteNode *)v.p)->value;
  if (v.type == T_GLOBALREF) return simple_symbol(((GlobalRef *)v.p)->name, ((GlobalRef *)v.p)->module);
  if (!is_expr(v)) return v;
  Expr *e = as_expr(v);
  if (e->name == SYM(curly) && expr_len(e)) return simple_curly(e, m);
  if (e->name == SYM(where) && expr_len(e)) return simple_where(e, m);
  if (e->name == SYM(dot) && expr_len(e) == 2 && expr_arg(e, 1).type == T_QUOTENODE) {
    Value of = simple(expr_arg(e, 0), m), name = simple(expr_arg(e, 1), m);
    if (is_undef(of) || of.type != T_MODULE || !is_symbol(name)) return V_UNDEF;
    return simple_symbol(expr_symbol(name), of.p);
  }
  if (e->name == SYM(call) && expr_len(e) == 2 && is_symbol(expr_arg(e, 0)) &&
      (!strcmp(expr_symbol(expr_arg(e, 0))->text, "typeof"))) {
    Value x = simple(expr_arg(e, 1), m);
    return is_undef(x) ? x : v_object(x.type);
  }
  return V_UNDEF;
}

/* --- statements --- */

/* name(x) = callee(of, x), defined in m: every module has an eval and an include of its own. */
static void define_own(Module *m, const char *name, Module *home, Module *of) {
  Value f = v_symbol(symbol(name)), x = v_symbol(symbol("x"));
  Value run = v_object(expr3(SYM(call), globalref_new(home, as_symbol(f)), v_object(of), x));
  Value body = v_object(expr1(SYM(block), run));
  eval_toplevel(v_object(expr2(SYM(assign), v_object(expr2(SYM(call), f, x)), body)), m);
}

void eval_boot(void) {
  Module *m = module_declare(symbol("MainInclude"), CORE->base, true);
  define_own(m, "eval", CORE->core, CORE->main);
  define_own(m, "include", CORE->base, CORE->main);
  module_export(m, symbol("eval"));
  module_export(m, symbol("include"));
  module_use(CORE->main, m);
}

static void module_init(Module *m) {
  const Binding *b = module_entry(m, symbol("__init__"));
  if (!b || b->target || is_undef(b->value)) return;
  Handler h;
  if (CATCH(h)) {
    Value wrap = module_get(CORE->base, symbol("InitError"));
    rethrow_value(call2(wrap, v_symbol(m->name), h.exception));
  }
  call0(b->value);
  catch_end(&h);
}

static void modules_init(Place *at) {
  Array *due = at->made;
  at->made = NULL;
  for (size_t i = 0; due && i < due->len; i++) module_init(array_get(due, i).p);
}

static Value eval_module(Expr *e, Module *parent, Place *at) {
  if (expr_len(e) != 3 || !is_symbol(expr_arg(e, 1))) throw_error("syntax: invalid module expression");
  Symbol *name = expr_symbol(expr_arg(e, 1));
  Module *m = module_declare(name, parent, is_true(expr_arg(e, 0)));
  m->file = at->file;
  module_export(m, name);
  if (is_true(expr_arg(e, 0))) {
    define_own(m, "eval", CORE->core, m);
    define_own(m, "include", CORE->base, m);
  }
  Expr *body = as_expr(expr_arg(e, 2));
  int32_t line = at->line;
  at->modules++;
  for (size_t i = 0; i < expr_len(body); i++) eval_at(expr_arg(body, i), m, at);
  at->line = line;
  if (!at->made) at->made = array_any(0);
  array_push(at->made, v_object(m));
  if (--at->modules == 0) modules_init(at);
  return v_object(m);
}

static bool has_label(Value v) {
  if (!is_expr(v)) return false;
  Expr *e = as_expr(v);
  if (e->name == SYM(symboliclabel)) return true;
  if (e->name == SYM(quote) || e->name == SYM(function) || e->name == SYM(arrow)) return false;
  stack_check();
  for (size_t i = 0; i < expr_len(e); i++)
    if (has_label(expr_arg(e, i))) return true;
  return false;
}

static bool has_local(Expr *block) {
  for (size_t i = 0; i < expr_len(block); i++)
    if (is_expr_of(expr_arg(block, i), SYM(local))) return true;
  return false;
}

static Value eval_statements(Expr *e, Module *m, Place *at) {
  Value last = v_nothing();
  for (size_t i = 0; i < expr_len(e); i++) {
    Value s = expr_arg(e, i);
    if (s.type == T_LINENODE && i + 1 < expr_len(e))
      eval_at(s, m, at);
    else if (s.type != T_LINENODE)
      last = eval_at(s, m, at);
  }
  return last;
}

/* An expression whose macros are expanded. */
static Value eval_expanded(Value v, Module *m, Place *at) {
  if (is_symbol(v) || v.type == T_GLOBALREF || is_expr_of(v, SYM(curly)) || is_expr_of(v, SYM(where))) {
    Value t = simple(v, m);
    if (!is_undef(t)) return t;
  }
  if (!is_expr(v)) return v.type == T_QUOTENODE ? ((QuoteNode *)v.p)->value : v;
  Expr *e = as_expr(v);
  if (e->name == SYM(toplevel) || e->name == SYM(module) || e->name == SYM(using_) || e->name == SYM(import_) ||
      e->name == SYM(export_))
    return eval_at(v, m, at);
  if (e->name == SYM(block) && !has_label(v) && !has_local(e)) {
    Value last = v_nothing();
    for (size_t i = 0; i < expr_len(e); i++) {
      Value s = expr_arg(e, i);
      const LineNode *line = s.type == T_LINENODE ? s.p : NULL;
      if (!line)
        last = eval_expanded(s, m, at);
      else if (!line->file || line->file == at->file) /* else it is a macro's own */
        at->line = (int32_t)line->line;
    }
    return last;
  }
  Code *code = compile_toplevel(v, m, at->soft, at->file, at->line);
  return vm_run_toplevel(code);
}

/* What the parser found wrong; in a file, with the place shown. */
NORETURN static void throw_syntax(const Expr *e, const Symbol *file) {
  Value x = expr_len(e) ? expr_arg(e, 0) : v_string("malformed expression");
  if (x.type == T_PARSEERROR) x = struct_get(x, 0);
  if (!is_string(x)) throw_value(x);
  Value place = expr_len(e) > 1 ? expr_arg(e, 1) : V_UNDEF;
  if (!is_undef(place) && is_string(place) && file != SYM(none) && strcmp(file->text, "string"))
    throw_error("syntax: %s\n%s", as_string(x)->text, as_string(place)->text);
  throw_error("syntax: %s", as_string(x)->text);
}

static Value eval_at(Value v, Module *m, Place *at) {
  if (v.type == T_LINENODE) {
    LineNode *l = v.p;
    at->line = (int32_t)l->line;
    if (l->file) at->file = l->file;
    return v_nothing();
  }
  if (is_expr(v)) {
    stack_check();
    Expr *e = as_expr(v);
    if (e->name == SYM(toplevel)) return eval_statements(e, m, at);
    if (e->name == SYM(module)) return eval_module(e, m, at);
    if (e->name == SYM(using_)) return eval_using(e, m);
    if (e->name == SYM(import_)) return eval_import(e, m);
    if (e->name == SYM(export_)) return eval_export(e, m);
    if (e->name == SYM(error) || e->name == SYM(incomplete)) {
      throw_syntax(e, at->file);
    }
    Value expanded = macro_expand(v, m, true);
    return eval_expanded(expanded, m, at);
  }
  return eval_expanded(v, m, at);
}

Value eval_toplevel(Value e, Module *m) {
  Place at = {SYM(none), 1, false, 0, NULL};
  return eval_at(e, m, &at);
}

Value eval_soft(Value e, Module *m) {
  Place at = {SYM(none), 1, true, 0, NULL};
  return eval_at(e, m, &at);
}

static Value load_error(const char *file, int32_t line, Value exception) {
  return struct_new(T_LOADERROR, (Value[]){v_string(file), v_int(line), exception}, 3);
}

/* Runs one statement; an error is wrapped as Julia's include does. */
static Value eval_wrapped(Value e, Module *m, const char *file, Place *at) {
  Handler h;
  if (CATCH(h)) rethrow_value(load_error(file, at->line, h.exception));
  Value v = eval_at(e, m, at);
  catch_end(&h);
  return v;
}

Value eval_text(const char *text, size_t len, const char *file, Module *m) {
  Place at = {symbol(file), 1, false, 0, NULL};
  Value last = v_nothing();
  size_t pos = 0;
  int line = 1;
  for (;;) {
    parse_skip(text, len, &pos, file, &line);
    int before = line;
    Value e = parse_statement(text, len, &pos, file, &line);
    if (is_undef(e)) return last;
    at.line = before;
    at.file = symbol(file);
    last = eval_wrapped(e, m, file, &at);
  }
}

/* --- files --- */

static Text file_read(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw_error("could not open file %s", path);
  Text t = {0};
  char part[65536];
  for (ssize_t n; (n = read(fd, part, sizeof part)) != 0;) {
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) {
      int err = errno;
      close(fd);
      if (err == EISDIR) throw_error("could not open file %s: it is a folder", path);
      throw_system("read", err);
    }
    text_add(&t, part, (size_t)n);
  }
  close(fd);
  if (!t.bytes) text_add(&t, "", 0);
  return t;
}

/* The file being included, for relative paths: a String in SLOT(INCLUDE_PATH), or undefined. */
static const char *absolute(const char *path) {
  if (path[0] == '/') return path;
  Text t = {0};
  Value current = SLOT(INCLUDE_PATH);
  const char *slash = is_string(current) ? strrchr(as_string(current)->text, '/') : NULL;
  if (slash)
    text_add(&t, as_string(current)->text, (size_t)(slash - as_string(current)->text));
  else {
    char here[PATH_MAX];
    text_puts(&t, getcwd(here, sizeof here) ? here : ".");
  }
  text_char(&t, '/');
  text_puts(&t, path);
  return as_string(text_string(&t))->text;
}

Value eval_file(const char *path, Module *m) {
  const char *full = absolute(path);
  Text t = file_read(full);
  Value outer = SLOT(INCLUDE_PATH);
  Handler h;
  if (CATCH(h)) {
    SLOT(INCLUDE_PATH) = outer;
    rethrow_value(h.exception);
  }
  SLOT(INCLUDE_PATH) = v_string(full);
  Value v = eval_text(t.bytes ? t.bytes : "", t.len, full, m);
  SLOT(INCLUDE_PATH) = outer;
  catch_end(&h);
  return v;
}

/* The module whose code called the running built-in. */
static Module *calling_module(void) {
  for (const Frame *f = vm_frame; f; f = f->caller)
    if (f->code) return f->code->module ? f->code->module : CORE->main;
  return CORE->main;
}

BUILTIN(eval_in, "eval(m::Module, e)\nCore.eval(m::Module, e)", "Evaluates an expression in a module.") {
  return eval_toplevel(args[1], args[0].p);
}

BUILTIN(eval_here, "eval(e)", "Evaluates an expression in the module: each has an eval of its own, this is Base's.") {
  return eval_toplevel(args[0], CORE->base);
}

BUILTIN(module_make, "Module(name::Symbol, std_imports::Bool)", "") {
  return v_object(module_new(as_symbol(args[0]), CORE->main));
}

BUILTIN(module_uses, "_uses(m::Module, used::Module)", "Whether `using used` was said in `m`.") {
  const Array *usings = ((const Module *)args[0].p)->usings;
  for (size_t i = 0; usings && i < usings->len; i++)
    if (array_get(usings, i).p == args[1].p) return v_bool(true);
  return v_bool(false);
}

BUILTIN(include_in, "include(m::Module, path::AbstractString)", "Runs the statements of a file in a module.") {
  Value path = call1(FN(string), args[1]);
  return eval_file(as_string(path)->text, args[0].p);
}

BUILTIN(include_here, "include(path::AbstractString)",
        "Runs the statements of a file; the path is relative to the including file.") {
  Value path = call1(FN(string), args[0]);
  return eval_file(as_string(path)->text, calling_module());
}

BUILTIN(include_text,
        "include_string(m::Module, text::AbstractString)\ninclude_string(m::Module, text::AbstractString, "
        "file::AbstractString)",
        "Runs the statements of a text in a module.") {
  Value text = call1(FN(string), args[1]);
  Value file = nargs > 2 ? call1(FN(string), args[2]) : v_string("string");
  return eval_text(as_string(text)->text, as_string(text)->len, as_string(file)->text, args[0].p);
}

BUILTIN(evalfile_run, "evalfile(path::AbstractString)",
        "Runs a file in a module of its own and returns its last value.") {
  Value path = call1(FN(string), args[0]);
  return eval_file(as_string(path)->text, module_new(symbol("__anon__"), CORE->main));
}

BUILTIN(current_include, "_include_path()", "") {
  return is_string(SLOT(INCLUDE_PATH)) ? SLOT(INCLUDE_PATH) : v_nothing();
}
