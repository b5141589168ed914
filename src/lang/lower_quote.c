/* Lowering of quoted expressions: a copy of a constant, or a construction round the interpolated values. */
#include "lang/tree.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"

/* Whether v contains a $ that belongs to a quote depth levels out. */
static bool interpolates(Value v, int depth) {
  if (v.type == T_QUOTENODE)
    return is_expr(((QuoteNode *)v.p)->value) && interpolates(((QuoteNode *)v.p)->value, depth);
  if (!is_expr(v)) return false;
  stack_check();
  Expr *e = as_expr(v);
  if (e->name == SYM(dollar)) {
    if (depth == 0) return true;
    depth--;
  } else if (e->name == SYM(quote))
    depth++;
  for (size_t i = 0; i < expr_len(e); i++)
    if (interpolates(expr_arg(e, i), depth)) return true;
  return false;
}

static Node *quote(Lower *l, Value v, int depth) {
  if (v.type == T_QUOTENODE && interpolates(v, depth))
    return node_runtime(l, "_quotenode", 1, quote(l, ((QuoteNode *)v.p)->value, depth));
  if (!is_expr(v)) return node_const(l, v);
  if (!interpolates(v, depth)) return node_runtime(l, "_copyast", 1, node_const(l, v));
  stack_check();
  Expr *e = as_expr(v);
  int inner = depth;
  if (e->name == SYM(dollar)) {
    if (depth == 0) return lower(l, expr_arg(e, 0));
    inner--;
  } else if (e->name == SYM(quote))
    inner++;
  Node *c = node_runtime(l, "_expr", 1, node_const(l, v_symbol(e->name)));
  List kids = {0};
  for (uint32_t i = 0; i < c->n; i++) list_push(&kids, c->kids[i]);
  for (size_t i = 0; i < expr_len(e); i++) {
    Value a = expr_arg(e, i);
    if (inner == 0 && is_expr_of(a, SYM(dollar))) {
      for (size_t j = 0; j < expr_len(as_expr(a)); j++) {
        Value x = expr_arg(as_expr(a), j);
        if (is_expr_of(x, SYM(splat)))
          list_push(&kids, node1(l, N_SPLAT, lower(l, expr_arg(as_expr(x), 0))));
        else
          list_push(&kids, lower(l, x));
      }
    } else
      list_push(&kids, quote(l, a, inner));
  }
  return node_call(l, kids.items[0], (Node **)kids.items + 1, kids.n - 1);
}

Node *lower_quote(Lower *l, Value v) { return quote(l, v, 0); }
