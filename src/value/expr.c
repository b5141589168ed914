#include "value/expr.h"

#include "value/array.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"

Expr *expr_new(Symbol *head, const Value *args, size_t n) {
  Array *a = array_of(args, n);
  Expr *e = gc_object(T_EXPR, sizeof *e);
  e->name = head;
  e->args = a;
  return e;
}

Expr *expr0(Symbol *head) { return expr_new(head, NULL, 0); }
Expr *expr1(Symbol *head, Value a) { return expr_new(head, &a, 1); }
Expr *expr2(Symbol *head, Value a, Value b) { return expr_new(head, (Value[]){a, b}, 2); }
Expr *expr3(Symbol *head, Value a, Value b, Value c) { return expr_new(head, (Value[]){a, b, c}, 3); }
void expr_add(Expr *e, Value arg) { array_push(e->args, arg); }

void expr_malformed(const Symbol *head) {
  if (!head) throw_error("syntax: an expression has a part that cannot stand there");
  throw_error("syntax: malformed \"%s\" expression", head->text);
}

Value quotenode_new(Value v) {
  QuoteNode *q = gc_object(T_QUOTENODE, sizeof *q);
  q->value = v;
  return v_object(q);
}

Value linenode_new(int64_t line, Symbol *file) {
  LineNode *n = gc_object(T_LINENODE, sizeof *n);
  n->line = line;
  n->file = file;
  return v_object(n);
}

Value globalref_new(Module *m, Symbol *name) {
  GlobalRef *g = gc_object(T_GLOBALREF, sizeof *g);
  g->module = m;
  g->name = name;
  return v_object(g);
}

bool expr_mentions(Value v, const Symbol *name) {
  if (is_symbol(v)) return v.p == name;
  if (!is_expr(v)) return false;
  stack_check();
  for (size_t i = 0; i < expr_len(as_expr(v)); i++)
    if (expr_mentions(expr_arg(as_expr(v), i), name)) return true;
  return false;
}
