/* Lowering: the cases of an expression, and the makers of nodes. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>

#include "lang/compile.h"
#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/show.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

/* What is being lowered, for the place of an error; on the C stack. */
static const Lower *current;

const Lower *lower_current(const Lower *l) {
  const Lower *outer = current;
  current = l;
  return outer;
}

void syntax_error(const char *format, ...) {
  char text[512];
  va_list ap;
  va_start(ap, format);
  vsnprintf(text, sizeof text, format, ap);
  va_end(ap);
  const Lower *l = current;
  current = NULL;
  if (!l || !l->file || l->file == SYM(none) || l->line <= 0) throw_error("syntax: %s", text);
  throw_error("syntax: %s around %s:%d", text, l->file->text, (int)l->line);
}

void scope_error(const char *format, ...) {
  char text[512];
  va_list ap;
  va_start(ap, format);
  vsnprintf(text, sizeof text, format, ap);
  va_end(ap);
  throw_error("syntax: %s", text);
}

Node *node_new(Lower *l, int kind, uint32_t n) {
  Node *node = gc_alloc(sizeof *node);
  node->kind = (uint8_t)kind;
  node->line = l->line;
  node->n = n;
  node->kids = n ? gc_alloc(n * sizeof *node->kids) : NULL;
  node->module = l->module;
  return node;
}

void node_set_kid(Node *n, uint32_t i, Node *kid) {
  n->kids[i] = kid;
  if (kid && kid->assigns) n->assigns = true;
}

void block_add(Node *block, Node *n) {
  Node **kids = gc_alloc((block->n + 1) * sizeof *kids);
  if (block->n) memcpy(kids, block->kids, block->n * sizeof *kids);
  block->kids = kids;
  node_set_kid(block, block->n++, n);
}

Node *node1(Lower *l, int kind, Node *a) {
  Node *n = node_new(l, kind, 1);
  node_set_kid(n, 0, a);
  return n;
}

Node *node2(Lower *l, int kind, Node *a, Node *b) {
  Node *n = node_new(l, kind, 2);
  node_set_kid(n, 0, a);
  node_set_kid(n, 1, b);
  return n;
}

Node *node_const(Lower *l, Value v) {
  Node *n = node_new(l, N_CONST, 0);
  n->v = v;
  return n;
}

Node *node_nothing(Lower *l) { return node_const(l, v_nothing()); }

Node *node_var(Lower *l, Var *v) {
  Node *n = node_new(l, N_VAR, 0);
  n->var = v;
  return n;
}

Node *node_set(Lower *l, Var *v, Node *value) {
  Node *n = node1(l, N_SET, value);
  n->var = v;
  n->assigns = true;
  return n;
}

/* Whether a function's mention of what a used module exports may be taken for that now, though the program could still
 * give the name to something of its own before the function runs: operators have instructions, modules and types
 * fields and parameters. */
static bool is_taken_early(const Lower *l, const Symbol *name, Value v) {
  for (const Module *m = l->module; m && m != CORE->main; m = m->parent)
    if (m == CORE->base || m == CORE->core || m->parent == m) return true;
  if (is_type(v) || v.type == T_MODULE) return true;
  static const uint16_t named[] = {FI_mod, FI_rem, FI_idiv, FI_xor, FI_getindex};
  for (size_t i = 0; i < sizeof named / sizeof *named; i++)
    if (CORE->functions[named[i]].p == v.p) return true;
  return name->text[0] != '_' && !isalpha((unsigned char)name->text[0]);
}

/* A global's constant is taken now; a variable is looked up when the code runs. */
Node *node_global(Lower *l, Module *m, Symbol *name) {
  Binding *b = module_lookup(m, name);
  if (b && b->constant && !is_undef(b->value)) {
    const Binding *entry = b->owner == m ? b : module_entry(m, name);
    bool known = b->owner == m || (entry && entry->target);
    if (!known && l->func->toplevel) return node_const(l, module_resolve(m, name)->value); /* from now on it is that */
    if (known || is_taken_early(l, name, b->value)) {
      if (b->owner == CORE->main && !l->func->toplevel) list_push(&l->func->taken, b);
      return node_const(l, b->value);
    }
  }
  Node *n = node_new(l, N_GLOBAL, 0);
  n->module = m;
  n->name = name;
  return n;
}

Node *node_call(Lower *l, Node *f, Node *const *args, uint32_t n) {
  Node *c = node_new(l, N_CALL, n + 1);
  node_set_kid(c, 0, f);
  for (uint32_t i = 0; i < n; i++) node_set_kid(c, i + 1, args[i]);
  return c;
}

static Node *node_call_va(Lower *l, Node *f, uint32_t n, va_list ap) {
  Node *c = node_new(l, N_CALL, n + 1);
  node_set_kid(c, 0, f);
  for (uint32_t i = 0; i < n; i++) node_set_kid(c, i + 1, va_arg(ap, Node *));
  return c;
}

Node *node_fn(Lower *l, Value f, uint32_t n, ...) {
  va_list ap;
  va_start(ap, n);
  Node *c = node_call_va(l, node_const(l, f), n, ap);
  va_end(ap);
  return c;
}

Node *node_runtime(Lower *l, const char *name, uint32_t n, ...) {
  va_list ap;
  va_start(ap, n);
  Node *c = node_call_va(l, node_const(l, module_function(CORE->base, symbol(name))), n, ap);
  va_end(ap);
  return c;
}

Node *node_base(Lower *l, const char *name, uint32_t n, ...) {
  va_list ap;
  va_start(ap, n);
  Node *c = node_call_va(l, node_global(l, CORE->base, symbol(name)), n, ap);
  va_end(ap);
  return c;
}

Node *node_svec(Lower *l, Node *const *items, uint32_t n) {
  bool constant = true;
  for (uint32_t i = 0; i < n; i++) constant = constant && items[i]->kind == N_CONST;
  if (constant) {
    Value *v = gc_alloc((n + 1) * sizeof *v);
    for (uint32_t i = 0; i < n; i++) v[i] = items[i]->v;
    return node_const(l, svec_new(v, n));
  }
  return node_call(l, node_const(l, module_function(CORE->base, symbol("_svec"))), items, n);
}

Node *node_scope(Lower *l, List *vars, Node *body) {
  if (!vars->n) return body;
  Node *n = node1(l, N_SCOPE, body);
  n->vars = gc_alloc(sizeof(List));
  *n->vars = *vars;
  return n;
}

Node *node_with(Lower *l, Var *v, Node *value, Node *body) {
  List vars = {0};
  list_push(&vars, v);
  v->nassign = 1;
  return node_scope(l, &vars, node2(l, N_BLOCK, node_set(l, v, value), body));
}

bool node_is_fn(const Node *n, Value f) { return n->kind == N_CONST && n->v.p == f.p && n->v.type == f.type; }

/* The end of a[end]: of the innermost array being indexed. */
static Node *lower_end(Lower *l, Value f) {
  EndContext *c = l->end;
  if (!c) syntax_error("misplaced \"%s\"", f.p == FN(lastindex).p ? "end" : "begin");
  if (c->ndims == 1) return node_fn(l, f, 1, c->array);
  return node_fn(l, f, 2, c->array, node_const(l, v_int(c->dim + 1)));
}

Node *lower_name(Lower *l, Symbol *name) {
  if (l->end && (name == SYM(end) || name == SYM(begin))) {
    return lower_end(l, name == SYM(end) ? FN(lastindex) : FN(firstindex));
  }
  Var *v = var_resolve(l, name);
  if (v) return node_var(l, v);
  size_t i = 0;
  while (i < name->len && name->text[i] == '_') i++;
  if (name->len && i == name->len) scope_error("all-underscore identifier used as rvalue");
  /* .+ is a name for the function that broadcasts + */
  if (name->len > 1 && name->text[0] == '.' && name->text[1] != '.')
    return node_runtime(l, "_dotted_function", 1, node_global(l, l->module, symbol_n(name->text + 1, name->len - 1)));
  return node_global(l, l->module, name);
}

Node *lower_body(Lower *l, Value e) {
  scope_declare(l, e);
  Scope *s = l->scope;
  Node *n = lower(l, e);
  return node_scope(l, &s->vars, n);
}

Node *lower_scoped(Lower *l, Value e, bool hard) {
  scope_push(l, hard);
  Node *n = lower_body(l, e);
  scope_pop(l);
  return n;
}

static Node *lower_block(Lower *l, Expr *e) {
  Node *b = node_new(l, N_BLOCK, 0);
  List kids = {0};
  for (size_t i = 0; i < expr_len(e); i++) {
    Value a = expr_arg(e, i);
    if (a.type == T_LINENODE) {
      LineNode *line = a.p;
      if (line->file && l->scope->toplevel) l->file = line->file;
      if (!line->file || line->file == l->file) l->line = (int32_t)line->line; /* else it is a macro's own */
      continue;
    }
    list_push(&kids, lower(l, a));
  }
  if (!kids.n) return node_nothing(l);
  if (kids.n == 1) return kids.items[0];
  b->n = kids.n;
  b->kids = (Node **)kids.items;
  for (uint32_t i = 0; i < kids.n; i++) b->assigns |= b->kids[i]->assigns;
  return b;
}

static Node *lower_if(Lower *l, Expr *e) {
  uint32_t n = (uint32_t)expr_len(e);
  if (n < 2 || n > 3) syntax_error("malformed \"if\" expression");
  Node *c = node_new(l, N_IF, n);
  for (uint32_t i = 0; i < n; i++) node_set_kid(c, i, lower(l, expr_arg(e, i)));
  return c;
}

static Node *lower_logic(Lower *l, Expr *e, int kind) {
  size_t n = expr_len(e);
  if (!n) return node_const(l, v_bool(kind == N_AND));
  Node *right = NULL;
  Node **kids = gc_alloc(n * sizeof *kids);
  for (size_t i = 0; i < n; i++) kids[i] = lower(l, expr_arg(e, i));
  for (size_t i = n; i-- > 0;) right = right ? node2(l, kind, kids[i], right) : kids[i];
  return right;
}

static Node *lower_dot(Lower *l, Expr *e) {
  if (expr_len(e) == 1) return node_runtime(l, "_dotted_function", 1, lower(l, expr_arg(e, 0)));
  Value name = expr_arg(e, 1);
  if (is_expr_of(name, SYM(tuple))) return lower_dotcall(l, e, true);
  Node *object = lower(l, expr_arg(e, 0));
  if (name.type == T_QUOTENODE)
    name = ((QuoteNode *)name.p)->value;
  else if (is_expr_of(name, SYM(quote)))
    name = expr_arg(as_expr(name), 0);
  else if (is_string(name))
    return node_fn(l, FN(getproperty), 2, object, node_const(l, name));
  else
    return node_fn(l, FN(getproperty), 2, object, lower(l, name));
  if (!is_symbol(name)) return node_fn(l, FN(getproperty), 2, object, lower_quote(l, name));
  if (object->kind == N_CONST && object->v.type == T_MODULE)
    return node_global(l, (Module *)object->v.p, expr_symbol(name));
  Node *n = node1(l, N_GETFIELD, object);
  n->name = expr_symbol(name);
  return n;
}

/* f(args...) for array literals: ; in them has made rows already. */
static Node *lower_literal(Lower *l, Value f, Expr *e, size_t from) {
  Node *first = from ? lower(l, expr_arg(e, 0)) : NULL;
  size_t n = expr_len(e) - from;
  Value *args = gc_alloc((n + 1) * sizeof *args);
  for (size_t i = 0; i < n; i++) args[i] = expr_arg(e, i + from);
  Node *c = lower_call_with(l, node_const(l, f), args, n);
  if (!first) return c;
  Node *with = node_new(l, N_CALL, c->n + 1);
  node_set_kid(with, 0, c->kids[0]);
  node_set_kid(with, 1, first);
  for (uint32_t i = 1; i < c->n; i++) node_set_kid(with, i + 1, c->kids[i]);
  return with;
}

static Node *lower_string(Lower *l, Expr *e) { return lower_literal(l, FN(string), e, 0); }

/* [a b; c d]: hvcat((2, 2), a, b, c, d) if some row has several, else vcat. */
static Node *lower_vcat(Lower *l, Expr *e, size_t from) {
  bool rows = false;
  for (size_t i = from; i < expr_len(e); i++) rows = rows || is_expr_of(expr_arg(e, i), SYM(row));
  if (!rows) return lower_literal(l, from ? FN(typed_vcat) : FN(vcat), e, from);
  List items = {0}; /* Value *, flat */
  size_t n = expr_len(e) - from, total = 0;
  Value *counts = gc_alloc((n + 1) * sizeof *counts);
  for (size_t i = from; i < expr_len(e); i++) {
    Value r = expr_arg(e, i);
    size_t cols = is_expr_of(r, SYM(row)) ? expr_len(as_expr(r)) : 1;
    counts[i - from] = v_int((int64_t)cols);
    total += cols;
  }
  (void)items;
  Node *c = node_new(l, N_CALL, (uint32_t)(total + 2 + from));
  uint32_t k = 0;
  node_set_kid(c, k++, node_const(l, from ? FN(typed_hvcat) : FN(hvcat)));
  if (from) node_set_kid(c, k++, lower(l, expr_arg(e, 0)));
  node_set_kid(c, k++, node_const(l, tuple_new(counts, (int)n)));
  for (size_t i = from; i < expr_len(e); i++) {
    Value r = expr_arg(e, i);
    if (is_expr_of(r, SYM(row))) {
      for (size_t j = 0; j < expr_len(as_expr(r)); j++) node_set_kid(c, k++, lower(l, expr_arg(as_expr(r), j)));
    } else
      node_set_kid(c, k++, lower(l, r));
  }
  return c;
}

static Node *lower_isdefined(Lower *l, Expr *e) {
  Value name = expr_arg(e, 0);
  if (name.type == T_GLOBALREF) {
    Node *n = node_new(l, N_ISDEF, 0);
    n->module = ((GlobalRef *)name.p)->module;
    n->name = ((GlobalRef *)name.p)->name;
    return n;
  }
  if (!is_symbol(name)) syntax_error("malformed isdefined");
  Node *n = node_new(l, N_ISDEF, 0);
  n->var = var_resolve(l, expr_symbol(name));
  n->name = expr_symbol(name);
  return n;
}

static Node *lower_label(Lower *l, Expr *e, int kind) {
  Node *n = node_new(l, kind, 0);
  n->name = expr_symbol(expr_arg(e, 0));
  return n;
}

/* Statements of modules inside other expressions: run by eval when reached. */
static Node *lower_module_statement(Lower *l, Value v) {
  const Symbol *h = as_expr(v)->name;
  if (!l->scope->toplevel && h == SYM(module)) scope_error("\"module\" expression not at top level");
  if (!l->func->toplevel && (h == SYM(using_) || h == SYM(import_) || h == SYM(export_)))
    scope_error("\"%s\" expression not at top level", h->text);
  return node_runtime(l, "_eval_statement", 2, node_const(l, v_object(l->module)), node_const(l, v));
}

static Node *lower_jump(Lower *l, int kind) {
  if (!l->func->loops) scope_error("break or continue outside loop");
  return node_new(l, kind, 0);
}

static Node *lower_macro_now(Lower *l, Value v) {
  const Lower *outer = lower_current(NULL);
  Value expanded = macro_expand(v, l->module, true);
  lower_current(outer);
  return lower(l, expanded);
}

/* f(x) do y ... end is f(y -> ..., x). */
static Node *lower_do(Lower *l, Expr *e) {
  Expr *c = as_expr(expr_arg(e, 0));
  Expr *with = expr1(SYM(call), expr_arg(c, 0));
  size_t i = 1;
  if (expr_len(c) > 1 && is_expr_of(expr_arg(c, 1), SYM(parameters))) expr_add(with, expr_arg(c, i++));
  expr_add(with, expr_arg(e, 1));
  for (; i < expr_len(c); i++) expr_add(with, expr_arg(c, i));
  return lower_call(l, with);
}

/* As Julia's parser, which is written in Lisp, writes expressions: (head arg ...). */
static void write_form(Text *t, Value v) {
  stack_check();
  if (!is_expr(v)) {
    show_expr_unquoted(t, v);
    return;
  }
  text_format(t, "(%s", as_expr(v)->name->text);
  for (size_t i = 0; i < expr_len(as_expr(v)); i++) {
    text_char(t, ' ');
    write_form(t, expr_arg(as_expr(v), i));
  }
  text_char(t, ')');
}

/* Says why e cannot stand where it stands. */
NORETURN static void not_an_expression(const Expr *e) {
  Symbol *h = e->name;
  if (h == SYM(error) || h == SYM(incomplete)) {
    Value m = expr_len(e) ? expr_arg(e, 0) : v_string("malformed");
    if (!is_string(m)) throw_value(m);
    syntax_error("%s", as_string(m)->text);
  }
  if (h == SYM(dollar)) syntax_error("\"$\" expression outside quote");
  if (h == SYM(splat)) syntax_error("\"...\" expression outside call");
  if (h == SYM(braces)) syntax_error("{ } vector syntax is discontinued");
  if (h == SYM(parameters)) syntax_error("unexpected semicolon");
  if (!strcmp(h->text, ":=")) syntax_error("unsupported assignment operator \":=\"");
  Text t = {0};
  if (!strcmp(h->text, "&") && expr_len(e) == 1) {
    text_format(&t, is_expr(expr_arg(e, 0)) ? "&(%s)" : "&%s", expr_text(expr_arg(e, 0)));
  } else
    write_form(&t, v_object((Expr *)e));
  text_char(&t, 0);
  syntax_error("invalid syntax %s", t.bytes);
}

static Node *lower_return(Lower *l, Expr *e) {
  Node *value = expr_len(e) ? lower(l, expr_arg(e, 0)) : node_nothing(l);
  return node1(l, N_RETURN, value);
}

static Node *lower_expr(Lower *l, Value v) {
  Expr *e = as_expr(v);
  Symbol *h = e->name;
  size_t n = expr_len(e);
  bool dotted;
  Symbol *op;
  if (h == SYM(call)) return lower_call(l, e);
  if (h == SYM(assign) && n == 2) return lower_assign(l, expr_arg(e, 0), expr_arg(e, 1));
  if (h == SYM(block)) return lower_block(l, e);
  if (h == SYM(ref)) return lower_ref(l, e);
  if (h == SYM(dot)) return lower_dot(l, e);
  if (h == SYM(if_) || h == SYM(elseif)) return lower_if(l, e);
  if (h == SYM(andand)) return lower_logic(l, e, N_AND);
  if (h == SYM(oror)) return lower_logic(l, e, N_OR);
  if (h == SYM(comparison)) return lower_comparison(l, e);
  if (h == SYM(return_)) return lower_return(l, e);
  if (h == SYM(tuple)) return lower_tuple(l, e);
  if (h == SYM(for_)) return lower_for(l, e);
  if (h == SYM(while_)) return lower_while(l, e);
  if (h == SYM(break_)) return lower_jump(l, N_BREAK);
  if (h == SYM(continue_)) return lower_jump(l, N_CONTINUE);
  if (h == SYM(try_)) return lower_try(l, e);
  if (h == SYM(let)) return lower_let(l, e);
  if (h == SYM(arrow) && n == 2) return lower_lambda(l, expr_arg(e, 0), expr_arg(e, 1));
  if (h == SYM(function)) {
    if (n == 1) return lower_function(l, expr_arg(e, 0), V_UNDEF);
    if (is_expr_of(sig_unwrap(expr_arg(e, 0)), SYM(call))) return lower_function(l, expr_arg(e, 0), expr_arg(e, 1));
    return lower_lambda(l, expr_arg(e, 0), expr_arg(e, 1));
  }
  if (h == SYM(string)) return lower_string(l, e);
  if (h == SYM(vect) && n && is_expr_of(expr_arg(e, 0), SYM(parameters)))
    syntax_error("unexpected semicolon in array expression");
  if (h == SYM(vect)) return lower_literal(l, FN(vect), e, 0);
  if (h == SYM(hcat)) return lower_literal(l, FN(hcat), e, 0);
  if (h == SYM(vcat)) return lower_vcat(l, e, 0);
  if (h == SYM(typed_hcat)) return lower_literal(l, FN(typed_hcat), e, 1);
  if (h == SYM(typed_vcat)) return lower_vcat(l, e, 1);
  if (h == SYM(curly)) return lower_curly(l, e);
  if (h == SYM(where)) return lower_where(l, e);
  if (h == SYM(generator) || h == SYM(flatten)) return lower_generator(l, e);
  if (h == SYM(comprehension)) return lower_comprehension(l, e);
  if (h == SYM(typed_comprehension)) return lower_typed_comprehension(l, e);
  if (h == SYM(quote)) return lower_quote(l, expr_arg(e, 0));
  if (h == SYM(quotenode)) return node_const(l, expr_arg(e, 0));
  if (h == SYM(local)) return lower_local(l, e);
  if (h == SYM(global)) return lower_global(l, e);
  if (h == SYM(const_)) return lower_const(l, e);
  if (h == SYM(struct_)) return lower_struct(l, e);
  if (h == SYM(abstract)) return lower_abstract(l, e);
  if (h == SYM(primitive)) return lower_primitive(l, e);
  if (h == SYM(macro)) return lower_macro(l, e);
  if (h == SYM(macrocall) || h == SYM(hygienic) || h == SYM(escape)) return lower_macro_now(l, v);
  if (h == SYM(coloncolon)) {
    if (n != 2) syntax_error("invalid \"::\" syntax");
    Node *x = lower(l, expr_arg(e, 0));
    return node2(l, N_ASSERT, x, lower(l, expr_arg(e, 1)));
  }
  if (h == SYM(do_)) return lower_do(l, e);
  if (h == SYM(adjoint)) return node_fn(l, FN(adjoint), 1, lower(l, expr_arg(e, 0)));
  if (h == SYM(subtype)) return node_fn(l, FN(subtype), 2, lower(l, expr_arg(e, 0)), lower(l, expr_arg(e, 1)));
  if (h == SYM(supertype)) return node_fn(l, FN(supertype_), 2, lower(l, expr_arg(e, 0)), lower(l, expr_arg(e, 1)));
  if (h == SYM(meta) || h == SYM(inbounds)) return node_nothing(l);
  if (h == SYM(symboliclabel)) return lower_label(l, e, N_LABEL);
  if (h == SYM(symbolicgoto)) return lower_label(l, e, N_GOTO);
  if (h == SYM(using_) || h == SYM(import_) || h == SYM(export_) || h == SYM(module) || h == SYM(toplevel))
    return lower_module_statement(l, v);
  if (h == SYM(kw)) return lower_assign(l, expr_arg(e, 0), expr_arg(e, 1));
  if (h == SYM(thismodule)) return node_const(l, v_object(l->module));
  if (h == SYM(copyast)) return lower_quote(l, expr_arg(e, 0));
  if (!strcmp(h->text, "foreigncall")) return lower_foreigncall(l, e);
  if (!strcmp(h->text, "isdefined")) return lower_isdefined(l, e);
  if (!strcmp(h->text, "islocal"))
    return node_const(l, v_bool(is_symbol(expr_arg(e, 0)) && var_resolve(l, as_symbol(expr_arg(e, 0))) != NULL));
  if (!strcmp(h->text, "boundscheck")) return node_const(l, v_bool(true));
  if (!strcmp(h->text, "loopinfo") || !strcmp(h->text, "simdloop") || !strcmp(h->text, "line")) return node_nothing(l);
  if (h == SYM(dotassign)) return lower_dotassign(l, expr_arg(e, 0), lower_dotted(l, expr_arg(e, 1)), true);
  if (n == 2 && head_is_update(h, &dotted, &op)) return lower_update(l, e, dotted, op);
  not_an_expression(e);
}

Node *lower(Lower *l, Value v) {
  if (is_symbol(v)) return lower_name(l, as_symbol(v));
  if (!is_expr(v)) {
    if (v.type == T_QUOTENODE) return node_const(l, ((QuoteNode *)v.p)->value);
    if (v.type == T_GLOBALREF) return node_global(l, ((GlobalRef *)v.p)->module, ((GlobalRef *)v.p)->name);
    if (v.type == T_LINENODE) {
      l->line = (int32_t)((LineNode *)v.p)->line;
      return node_nothing(l);
    }
    return node_const(l, v);
  }
  stack_check();
  int32_t line = l->line;
  Node *n = lower_expr(l, v);
  if (as_expr(v)->name != SYM(block)) {
    l->line = line;
    if (n->kind != N_CONST && n->kind != N_VAR && n->kind != N_BLOCK) n->line = line;
  }
  return n;
}
