/* Expressions: Julia's Expr, QuoteNode, LineNumberNode, GlobalRef. */
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
static inline Value expr_arg(const Expr *e, size_t i) { return ((Value *)(void *)e->args->data)[i]; }
static inline bool is_expr_of(Value v, const Symbol *head) { return is_expr(v) && as_expr(v)->name == head; }
Value quotenode_new(Value v);
Value linenode_new(int64_t line, Symbol *file);
Value globalref_new(Module *m, Symbol *name);
#endif
