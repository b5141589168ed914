/* Scopes: which variable a name means, by Julia 1.5's rules. */
#include <stdio.h>

#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"

void list_push(List *l, void *item) {
  if (l->n == l->cap) {
    l->cap = l->cap ? l->cap * 2 : 8;
    void **grown = gc_alloc(l->cap * sizeof *grown);
    if (l->n) memcpy(grown, l->items, l->n * sizeof *grown);
    l->items = grown;
  }
  l->items[l->n++] = item;
}

static bool list_has(const List *l, const void *item) {
  for (uint32_t i = 0; i < l->n; i++)
    if (l->items[i] == item) return true;
  return false;
}

/* What the text of one scope assigns and declares, without the scopes inside it. */
typedef struct Scan {
  List assigned, locals, globals, functions; /* Symbol */
  List lines;                                /* of assigned, each as a number */
  int32_t line;
  bool labels;
} Scan;

static void scan(Value v, Scan *s);

Value sig_unwrap(Value sig) {
  for (;;) {
    if (is_expr_of(sig, SYM(where)) && expr_len(as_expr(sig)))
      sig = expr_arg(as_expr(sig), 0);
    else if (is_expr_of(sig, SYM(coloncolon)) && expr_len(as_expr(sig)) == 2 &&
             (is_expr_of(expr_arg(as_expr(sig), 0), SYM(call)) || is_expr_of(expr_arg(as_expr(sig), 0), SYM(where))))
      sig = expr_arg(as_expr(sig), 0);
    else
      return sig;
  }
}

bool sig_is_call(Value lhs) { return is_expr_of(sig_unwrap(lhs), SYM(call)); }

bool head_is_update(const Symbol *head, bool *dotted, Symbol **op) {
  const char *t = head->text;
  size_t n = head->len;
  if (n < 2 || t[n - 1] != '=') return false;
  static const char *const not_updates[] = {"==", "!=", "<=", ">=", "===", "!==", ".=", ":=", "$="};
  for (size_t i = 0; i < sizeof not_updates / sizeof *not_updates; i++)
    if (!strcmp(t, not_updates[i])) return false;
  *dotted = t[0] == '.' && n > 2;
  *op = symbol_n(t + *dotted, n - 1 - *dotted);
  return true;
}

static void scan_assigned(void *name, Scan *s) {
  list_push(&s->assigned, name);
  list_push(&s->lines, (void *)(intptr_t)s->line);
}

static void scan_function_name(Value sig, Scan *s) {
  Value c = sig_unwrap(sig);
  Value name = is_expr_of(c, SYM(call)) ? expr_arg(as_expr(c), 0) : c;
  if (is_symbol(name)) {
    scan_assigned(name.p, s);
    list_push(&s->functions, name.p);
  }
}

static void scan_lhs(Value lhs, Scan *s) {
  if (is_symbol(lhs)) {
    scan_assigned(lhs.p, s);
    return;
  }
  if (!is_expr(lhs)) return;
  Expr *e = as_expr(lhs);
  if (sig_is_call(lhs))
    scan_function_name(lhs, s);
  else if (e->name == SYM(coloncolon) || e->name == SYM(splat)) {
    if (expr_len(e)) scan_lhs(expr_arg(e, 0), s);
  } else if (e->name == SYM(curly)) {
    if (expr_len(e)) scan_lhs(expr_arg(e, 0), s);
  } else if (e->name == SYM(tuple) || e->name == SYM(parameters)) {
    for (size_t i = 0; i < expr_len(e); i++) scan_lhs(expr_arg(e, i), s);
  } else
    scan(lhs, s);
}

static void scan_declaration(Value d, List *to, Scan *s) {
  if (is_symbol(d)) {
    list_push(to, d.p);
    return;
  }
  if (!is_expr(d)) return;
  Expr *e = as_expr(d);
  bool dotted;
  Symbol *op;
  if (e->name == SYM(assign) || head_is_update(e->name, &dotted, &op)) {
    Value lhs = expr_arg(e, 0);
    if (sig_is_call(lhs)) lhs = expr_arg(as_expr(sig_unwrap(lhs)), 0);
    scan_declaration(lhs, to, s);
    scan(d, s);
  } else if (e->name == SYM(function)) {
    Value c = sig_unwrap(expr_arg(e, 0));
    scan_declaration(is_expr_of(c, SYM(call)) ? expr_arg(as_expr(c), 0) : c, to, s);
    scan(d, s);
  } else if (e->name == SYM(coloncolon))
    scan_declaration(expr_arg(e, 0), to, s);
  else if (e->name == SYM(tuple) || e->name == SYM(block))
    for (size_t i = 0; i < expr_len(e); i++) scan_declaration(expr_arg(e, i), to, s);
  else if (e->name == SYM(const_) || e->name == SYM(local) || e->name == SYM(global)) {
    for (size_t i = 0; i < expr_len(e); i++) scan_declaration(expr_arg(e, i), to, s);
  }
}

static void scan_args(Expr *e, size_t from, Scan *s) {
  for (size_t i = from; i < expr_len(e); i++) scan(expr_arg(e, i), s);
}

static void scan_iterations(Value it, Scan *s) {
  if (is_expr_of(it, SYM(block)))
    scan_args(as_expr(it), 0, s);
  else if (is_expr_of(it, SYM(assign)) && expr_len(as_expr(it)) == 2) {
    scan(expr_arg(as_expr(it), 1), s);
    Value var = expr_arg(as_expr(it), 0);
    if (is_expr(var) && !strcmp(as_expr(var)->name->text, "outer")) scan_lhs(expr_arg(as_expr(var), 0), s);
  }
}

/* a = b inside (...) names a field. */
static void scan_tuple_args(Expr *e, Scan *s) {
  for (size_t i = 0; i < expr_len(e); i++) {
    Value a = expr_arg(e, i);
    bool field = is_expr_of(a, SYM(assign)) && e->name != SYM(call); /* in a call, = assigns and kw names */
    if ((field || is_expr_of(a, SYM(kw))) && expr_len(as_expr(a)) == 2)
      scan(expr_arg(as_expr(a), 1), s);
    else if (is_expr_of(a, SYM(parameters)))
      scan_tuple_args(as_expr(a), s);
    else
      scan(a, s);
  }
}

static void scan(Value v, Scan *s) {
  if (v.type == T_LINENODE) s->line = (int32_t)((LineNode *)v.p)->line;
  if (!is_expr(v)) return;
  stack_check();
  Expr *e = as_expr(v);
  Symbol *h = e->name;
  size_t n = expr_len(e);
  bool dotted;
  Symbol *op;
  if (h == SYM(assign) && n == 2) {
    Value lhs = expr_arg(e, 0);
    bool is_function = sig_is_call(lhs);
    scan_lhs(lhs, s);
    if (!is_function) scan(expr_arg(e, 1), s);
  } else if (h == SYM(local)) {
    for (size_t i = 0; i < n; i++) scan_declaration(expr_arg(e, i), &s->locals, s);
  } else if (h == SYM(global)) {
    for (size_t i = 0; i < n; i++) scan_declaration(expr_arg(e, i), &s->globals, s);
  } else if (h == SYM(function)) {
    if (n == 2 && !is_expr_of(sig_unwrap(expr_arg(e, 0)), SYM(tuple)))
      scan_function_name(expr_arg(e, 0), s);
    else if (n == 1)
      scan_function_name(expr_arg(e, 0), s);
  } else if (h == SYM(tuple) || h == SYM(call) || h == SYM(vect) || h == SYM(curly))
    scan_tuple_args(e, s);
  else if (h == SYM(while_)) {
    if (n) scan(expr_arg(e, 0), s);
  } else if (h == SYM(for_)) {
    if (n) scan_iterations(expr_arg(e, 0), s);
  } else if (h == SYM(do_)) {
    if (n) scan(expr_arg(e, 0), s);
  } else if (h == SYM(symboliclabel))
    s->labels = true;
  else if (h == SYM(arrow) || h == SYM(let) || h == SYM(try_) || h == SYM(quote) || h == SYM(struct_) ||
           h == SYM(module) || h == SYM(generator) || h == SYM(flatten) || h == SYM(macro) || h == SYM(meta) ||
           h == SYM(quotenode) || h == SYM(comprehension) || h == SYM(typed_comprehension) || h == SYM(abstract) ||
           h == SYM(primitive) || h == SYM(using_) || h == SYM(import_) || h == SYM(export_) || h == SYM(toplevel) ||
           h == SYM(dot)) {
    if (h == SYM(dot)) scan_args(e, 0, s);
  } else {
    if (n == 2 && head_is_update(h, &dotted, &op) && !dotted) scan_lhs(expr_arg(e, 0), s);
    scan_args(e, 0, s);
  }
}

Scope *scope_push(Lower *l, bool hard) {
  Scope *s = gc_alloc(sizeof *s);
  s->outer = l->scope;
  s->func = l->func;
  s->soft = !hard && l->scope && (l->scope->toplevel || l->scope->soft);
  l->scope = s;
  return s;
}

void scope_pop(Lower *l) { l->scope = l->scope->outer; }

Var *var_temp(Lower *l) {
  Var *v = gc_alloc(sizeof *v);
  v->name = symbol("#temp#");
  v->func = l->func;
  v->number = l->nvars++;
  v->loops = l->func->loops;
  return v;
}

Var *var_new(Lower *l, Symbol *name) {
  Var *v = var_temp(l);
  v->name = name;
  list_push(&l->scope->vars, v);
  return v;
}

static Var *scope_find(const Scope *s, const Symbol *name) {
  for (uint32_t i = s->vars.n; i-- > 0;)
    if (((Var *)s->vars.items[i])->name == name) return s->vars.items[i];
  return NULL;
}

/* The variable that name means in the scopes from s outwards, or NULL for a global. */
static Var *scope_lookup(const Scope *s, const Symbol *name) {
  for (; s; s = s->outer) {
    if (list_has(&s->globals, name)) return NULL;
    Var *v = scope_find(s, name);
    if (v) return v;
  }
  return NULL;
}

static bool scope_declared_global(const Scope *s, const Symbol *name) {
  for (; s; s = s->outer) {
    if (list_has(&s->globals, name)) return true;
    if (scope_find(s, name)) return false;
  }
  return false;
}

bool scope_assigns_global(const Lower *l, const Symbol *name) {
  return l->scope->toplevel || scope_declared_global(l->scope, name);
}

static void soft_scope_warning(const Lower *l, const Symbol *name, int32_t line) {
  fflush(stdout);
  fprintf(
      stderr,
      "┌ Warning: Assignment to `%s` in soft scope is ambiguous because a global variable by the same name exists: "
      "`%s` will be treated as a new local. Disambiguate by using `local %s` to suppress this warning or `global %s` "
      "to assign to the existing global variable.\n└ @ %s:%d\n",
      name->text, name->text, name->text, name->text, l->file ? l->file->text : "none", (int)line);
}

static bool global_exists(const Lower *l, Symbol *name) {
  Binding *b = module_lookup(l->module, name);
  return b && b->owner == l->module && !is_undef(b->value);
}

void scope_warn_if_ambiguous(const Lower *l, Symbol *name, int32_t line) {
  if (l->scope->soft && !l->soft && global_exists(l, name)) soft_scope_warning(l, name, line);
}

bool scope_prompt_global(const Lower *l, Symbol *name) {
  bool global = l->scope->soft && l->soft && global_exists(l, name);
  if (global) list_push(&l->scope->globals, name);
  return global;
}

static NORETURN void both_local_and_global(const Symbol *name) {
  scope_error("variable \"%s\" declared both local and global", name->text);
}

void scope_check_globals(const Lower *l) {
  for (uint32_t i = 0; i < l->scope->vars.n; i++) {
    const Var *v = l->scope->vars.items[i];
    if (list_has(&l->scope->globals, v->name)) both_local_and_global(v->name);
  }
}

void scope_declare(Lower *l, Value body) {
  Scan s = {.line = l->line};
  scan(body, &s);
  Scope *scope = l->scope;
  if (s.labels) l->func->labels = true;
  for (uint32_t i = 0; i < s.globals.n; i++) {
    list_push(&scope->globals, s.globals.items[i]);
    if (list_has(&s.assigned, s.globals.items[i])) module_own(l->module, s.globals.items[i]);
  }
  for (uint32_t i = 0; i < s.locals.n; i++) {
    if (list_has(&s.globals, s.locals.items[i])) both_local_and_global(s.locals.items[i]);
    const Var *before = scope_find(scope, s.locals.items[i]);
    if (before && before->param)
      scope_error("local variable name \"%s\" conflicts with an argument", before->name->text);
    if (!before) var_new(l, s.locals.items[i]);
    Var *v = scope_find(scope, s.locals.items[i]);
    if (list_has(&s.functions, s.locals.items[i])) v->closure = gc_alloc(sizeof(Closure));
  }
  for (uint32_t i = 0; i < s.assigned.n; i++) {
    Symbol *name = s.assigned.items[i];
    if (scope_find(scope, name) || scope_declared_global(scope, name)) continue;
    if (scope_lookup(scope->outer, name)) continue;
    if (scope_prompt_global(l, name)) continue;
    if (!list_has(&s.functions, name)) scope_warn_if_ambiguous(l, name, (int32_t)(intptr_t)s.lines.items[i]);
    Var *v = var_new(l, name);
    uint32_t defs = 0, sets = 0;
    for (uint32_t j = 0; j < s.assigned.n; j++) sets += s.assigned.items[j] == name;
    for (uint32_t j = 0; j < s.functions.n; j++) defs += s.functions.items[j] == name;
    if (defs && defs == sets) v->closure = gc_alloc(sizeof(Closure));
  }
}

void scope_declare_locals(Lower *l, Value declaration) {
  Scan s = {.line = l->line};
  scan_declaration(declaration, &s.locals, &s);
  for (uint32_t i = 0; i < s.locals.n; i++)
    if (!scope_find(l->scope, s.locals.items[i])) var_new(l, s.locals.items[i]);
}

/* v is used in the function being lowered: all functions between there and v's must capture it. */
static void var_capture(Lower *l, Var *v) {
  if (v->func == l->func) return;
  for (Func *f = l->func; f && f != v->func; f = f->outer) {
    if (f->self == v) return; /* a function's own name is its own instance */
    if (!list_has(&f->captures, v)) list_push(&f->captures, v);
  }
  v->captured = true;
  if (v->kind == VAR_LOCAL && v->nassign == 0) v->boxed = true; /* assigned later, or never */
}

Var *var_resolve(Lower *l, Symbol *name) {
  Var *v = scope_lookup(l->scope, name);
  if (v) var_capture(l, v);
  return v;
}

void var_assigned(Lower *l, Var *v) {
  v->nassign++;
  if (v->func != l->func || v->loops != l->func->loops || l->func->labels || v->nassign > 1) v->boxed = true;
}
