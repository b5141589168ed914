/* The parts of writing expressions, among themselves: operators, calls, brackets (show_expr.c) and statements
 * (show_statement.c). Each function adds to t; prec is the precedence of what surrounds (-1: nothing does), indent the
 * column of nested blocks. Those that return a bool add nothing and say false when the expression is not well-formed.
 */
#ifndef CLU_SHOW_EXPR_INNER_H
#define CLU_SHOW_EXPR_INNER_H
#include <string.h>

#include "value/array.h"
#include "value/expr.h"
#include "value/string.h"
#include "value/symbol.h"

enum { INDENT = 4 };
enum list_flag { LIST_OPERATORS = 1, LIST_KEYWORDS = 2 };

typedef struct Items {
  const Value *at;
  size_t n;
} Items;

static inline Items items_of(const Expr *e, size_t from) {
  size_t n = expr_len(e);
  if (from >= n) return (Items){0};
  return (Items){(const Value *)(const void *)e->args->data + from, n - from};
}
static inline bool sym_is(const Symbol *s, const char *text) { return strcmp(s->text, text) == 0; }

/* show_expr.c */
bool index_entered(
    bool in); /* whether what follows stands in the brackets of an index; gives what was, for index_left */
void index_left(bool was);
void show_any(Text *t, Value v, int indent, int prec);
void show_call(Text *t, const Symbol *head, Value f, Items args, int indent, bool keywords);
void show_enclosed(Text *t, const char *open, Items items, const char *sep, const char *close, int indent, int prec,
                   int flags);
void show_list(Text *t, Items items, const char *sep, int indent, int prec, int flags);
void show_macro_name(Text *t, const Symbol *s);

/* show_statement.c */
void new_line(Text *t, int indent);
void show_block(Text *t, const char *head, Items args, Value body, int indent);
bool show_definition(Text *t, const Expr *e, int indent);
bool show_do(Text *t, const Expr *e, int indent);
bool show_if(Text *t, const Expr *e, int indent, int prec);
bool show_import(Text *t, const Expr *e);
void show_line(Text *t, Value line, Value file);
void show_linenode(Text *t, const LineNode *n);
void show_macro(Text *t, Value name, int indent);
void show_macrocall(Text *t, const Expr *e, int indent, int prec);
void show_string_expr(Text *t, const Expr *e);
void show_try(Text *t, const Expr *e, int indent);
void show_where(Text *t, const Expr *e, int indent, int prec);
#endif
