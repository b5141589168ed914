/* Expressions: Julia's Expr, QuoteNode, LineNumberNode, GlobalRef.
 * Promise: programs make expressions by hand, so asking for a part that is not there is an error, never a wild read. */
#ifndef CLU_EXPR_H
#define CLU_EXPR_H
#include "value/value.h"
Expr *expr_new(Symbol *head, const Value *args, size_t n);
Expr *expr0(Symbol *head);
Expr *expr1(Symbol *head, Value a);
Expr *expr2(Symbol *head, Value a, Value b);
Expr *expr3(Symbol *head, Value a, Value b, Value c);
void expr_add(Expr *e, Value arg);
static inline size_t expr_len(const Expr *e) { return e->args->len; }
NORETURN void expr_malformed(const Symbol *head); /* head may be NULL */
static inline Value expr_arg(const Expr *e, size_t i) {
  if (UNLIKELY(i >= e->args->len)) expr_malformed(e->name);
  return ((Value *)(void *)e->args->data)[i];
}
static inline Expr *as_expr(Value v) {
  if (UNLIKELY(!is_expr(v))) expr_malformed(NULL);
  return (Expr *)v.p;
}
/* A part that must be a symbol. */
static inline Symbol *expr_symbol(Value v) {
  if (UNLIKELY(!is_symbol(v))) expr_malformed(NULL);
  return as_symbol(v);
}
static inline bool is_expr_of(Value v, const Symbol *head) { return is_expr(v) && ((const Expr *)v.p)->name == head; }
/* Whether the name stands anywhere in an expression. */
bool expr_mentions(Value v, const Symbol *name);
Value quotenode_new(Value v);
Value linenode_new(int64_t line, Symbol *file);
Value globalref_new(Module *m, Symbol *name);
#endif
