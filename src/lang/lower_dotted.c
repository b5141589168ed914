/* Lowering of dotted calls: f.(x, g.(y)) is a tree of calls of broadcasted, which the machine is given whole. */
#include <string.h>

#include "lang/dotted.h"
#include "lang/tree.h"
#include "value/array.h"
#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"

bool is_dotcall(Value v) {
  if (!is_expr(v)) return false;
  Expr *e = as_expr(v);
  if (e->name == SYM(dot)) return expr_len(e) == 2 && is_expr_of(expr_arg(e, 1), SYM(tuple));
  if (e->name == SYM(comparison)) {
    for (size_t i = 1; i < expr_len(e); i += 2)
      if (is_symbol(expr_arg(e, i)) && as_symbol(expr_arg(e, i))->text[0] == '.') return true;
    return false;
  }
  if (e->name != SYM(call) || !expr_len(e) || !is_symbol(expr_arg(e, 0))) return false;
  Symbol *s = expr_symbol(expr_arg(e, 0));
  return s->len > 1 && s->text[0] == '.' && s->text[1] != '.';
}

/* Val(p) */
static Node *literal_power(Lower *l, Value p) {
  Node *val = node_global(l, CORE->base, symbol("Val"));
  return val->kind == N_CONST ? node_const(l, call1(val->v, p)) : node_call(l, val, (Node *[]){node_const(l, p)}, 1);
}

/* The keywords' values are constants: when they are read is not seen. */
static bool are_constants(const Node *kw) {
  if (!kw || kw->kind != N_CALL) return false;
  for (uint32_t i = 2; i < kw->n; i++)
    if (kw->kids[i]->kind != N_CONST) return false;
  return kw->n > 1 && node_is_fn(kw->kids[0], module_function(CORE->base, symbol("_namedtuple")));
}

/* broadcasted(f with keywords, arguments...): the keywords come last. */
static Node *broadcasted_with(Lower *l, List *nodes, Expr *keywords) {
  Node *kw = lower_keywords(l, nodes->items[0], &keywords, 1, NULL), *before = node_new(l, N_BLOCK, 0);
  List vars = {0};
  if (!are_constants(kw))
    for (uint32_t i = 0; i < nodes->n; i++) nodes->items[i] = evaluated_before(l, nodes->items[i], before, &vars);
  nodes->items[0] = node_runtime(l, "KwCall", 2, nodes->items[0], kw);
  Node *c = node_call(l, node_const(l, FN(broadcasted)), (Node **)nodes->items, nodes->n);
  if (!vars.n) return c;
  block_add(before, c);
  return node_scope(l, &vars, before);
}

static Node *broadcasted(Lower *l, Node *f, const Value *args, size_t n) {
  List nodes = {0};
  Expr *keywords = expr0(SYM(parameters)), *last = NULL;
  if (n == 2 && node_is_fn(f, FN(pow)) && is_int(args[1])) { /* x .^ 2 */
    return node_fn(l, FN(broadcasted), 4, node_const(l, FN(literal_pow)), f, lower_dotted(l, args[0]),
                   literal_power(l, args[1]));
  }
  list_push(&nodes, f);
  for (size_t i = 0; i < n; i++) {
    Value a = args[i];
    if (is_expr_of(a, SYM(kw)))
      expr_add(keywords, a);
    else if (is_expr_of(a, SYM(parameters)))
      last = as_expr(a);
    else if (is_expr_of(a, SYM(splat)))
      list_push(&nodes, node1(l, N_SPLAT, lower(l, expr_arg(as_expr(a), 0))));
    else
      list_push(&nodes, lower_dotted(l, a));
  }
  for (size_t i = 0; last && i < expr_len(last); i++) expr_add(keywords, expr_arg(last, i));
  if (expr_len(keywords)) return broadcasted_with(l, &nodes, keywords);
  return node_call(l, node_const(l, FN(broadcasted)), (Node **)nodes.items, nodes.n);
}

/* x .< y .< z: (x .< y) .& (y .< z) */
static Node *dotted_comparison(Lower *l, Expr *e) {
  List vars = {0};
  size_t n = expr_len(e);
  Node *block = node_new(l, N_BLOCK, 0);
  Node **operands = gc_alloc(n * sizeof *operands);
  for (size_t i = 0; i < n; i += 2) {
    Var *t = var_temp(l);
    list_push(&vars, t);
    block_add(block, node_set(l, t, lower_dotted(l, expr_arg(e, i))));
    operands[i] = node_var(l, t);
  }
  Node *all = NULL;
  for (size_t i = 1; i < n; i += 2) {
    Symbol *op = expr_symbol(expr_arg(e, i));
    bool dot = op->text[0] == '.' && op->len > 1;
    Node *f = lower_name(l, dot ? symbol_n(op->text + 1, op->len - 1) : op);
    Node *test = dot ? node_fn(l, FN(broadcasted), 3, f, operands[i - 1], operands[i + 1])
                     : node_call(l, f, (Node *[]){operands[i - 1], operands[i + 1]}, 2);
    all = all ? node_fn(l, FN(broadcasted), 3, node_const(l, FN(bitand)), all, test) : test;
  }
  block_add(block, all);
  return node_scope(l, &vars, block);
}

Node *lower_dotted(Lower *l, Value v) {
  if (!is_dotcall(v)) {
    if (is_expr_of(v, SYM(block)) && expr_len(as_expr(v)) == 1) return lower_dotted(l, expr_arg(as_expr(v), 0));
    return lower(l, v);
  }
  stack_check();
  Expr *e = as_expr(v);
  if (e->name == SYM(comparison)) return dotted_comparison(l, e);
  if (e->name == SYM(dot)) {
    Expr *args = as_expr(expr_arg(e, 1));
    return broadcasted(l, lower(l, expr_arg(e, 0)), (const Value *)(const void *)args->args->data, expr_len(args));
  }
  Symbol *s = expr_symbol(expr_arg(e, 0));
  Node *f = lower_name(l, symbol_n(s->text + 1, s->len - 1));
  return broadcasted(l, f, (const Value *)(const void *)e->args->data + 1, expr_len(e) - 1);
}

/* The calls taken together. */

#define MOST_ITEMS 64u

typedef struct Fusion {
  DottedItem items[MOST_ITEMS];
  uint32_t nitems;
  List leaves, vars; /* Node, Var: what is evaluated first, and where it is kept */
} Fusion;

static bool is_broadcasted(const Node *n) {
  if (n->kind != N_CALL || !node_is_fn(n->kids[0], FN(broadcasted)) || n->kw) return false;
  for (uint32_t i = 1; i < n->n; i++)
    if (n->kids[i]->kind == N_SPLAT) return false;
  return true;
}

static void fuse_item(Fusion *f, DottedItem item) {
  if (f->nitems < MOST_ITEMS) f->items[f->nitems] = item;
  f->nitems++;
}

static Node *fuse_leaf(Lower *l, Fusion *f, Node *n) {
  if (n->kind == N_CONST && !type_isa(n->v, CORE->tn_abstractarray->wrapper)) { /* arrays are memory, not numbers */
    fuse_item(f, (DottedItem){DOTTED_CONST, 0, n->v});
    return n;
  }
  fuse_item(f, (DottedItem){DOTTED_LEAF, f->leaves.n, V_UNDEF});
  Var *t = var_temp(l);
  list_push(&f->leaves, n);
  list_push(&f->vars, t);
  return node_var(l, t);
}

/* The same calls of what was kept. */
static Node *fuse(Lower *l, Fusion *f, Node *n) {
  if (!is_broadcasted(n)) return fuse_leaf(l, f, n);
  stack_check();
  Node *c = node_new(l, N_CALL, n->n);
  node_set_kid(c, 0, n->kids[0]);
  for (uint32_t i = 1; i < n->n; i++) node_set_kid(c, i, fuse(l, f, n->kids[i]));
  fuse_item(f, (DottedItem){DOTTED_CALL, n->n - 2, V_UNDEF});
  return c;
}

/* materialize(lazy), or materialize!(dest, lazy) */
static Node *materialized(Lower *l, Node *dest, Node *lazy) {
  return dest ? node_fn(l, FN(materialize_to), 2, dest, lazy) : node_fn(l, FN(materialize), 1, lazy);
}

Node *lower_materialize(Lower *l, Node *dest, Node *lazy) {
  if (!is_broadcasted(lazy)) return materialized(l, dest, lazy);
  Fusion f = {.nitems = 0};
  Node *kept = dest ? fuse_leaf(l, &f, dest) : NULL;
  Node *calls = materialized(l, kept, fuse(l, &f, lazy));
  bool constant = kept && kept->kind == N_CONST;
  if (f.nitems > MOST_ITEMS || constant || !f.leaves.n) return materialized(l, dest, lazy);
  Node *n = node_new(l, N_DOTTED, f.leaves.n + 1);
  node_set_kid(n, 0, calls);
  for (uint32_t i = 0; i < f.leaves.n; i++) node_set_kid(n, i + 1, f.leaves.items[i]);
  n->vars = gc_alloc(sizeof(List));
  *n->vars = f.vars;
  Dotted *d = n->dotted = gc_alloc(sizeof *d);
  d->items = gc_alloc(f.nitems * sizeof *d->items);
  memcpy(d->items, f.items, f.nitems * sizeof *d->items);
  d->nitems = f.nitems;
  d->nleaves = f.leaves.n;
  d->into = dest != NULL;
  return n;
}

Node *lower_dotcall(Lower *l, Expr *e, bool outermost) {
  Node *b = lower_dotted(l, v_object(e));
  return outermost ? lower_materialize(l, NULL, b) : b;
}
