/* The parser's parts, among themselves: whole texts and atoms (parser.c), operators (parser_operator.c), calls, indices
 * and macros (parser_call.c), brackets (parser_bracket.c), strings and characters (parser_literal.c), what a reserved
 * word begins (parser_word.c). Functions are named after what they parse; each leaves the scanner before the first
 * token that does not belong to it. */
#ifndef CLU_PARSER_INNER_H
#define CLU_PARSER_INNER_H

#include "lang/lexer.h"
#include "value/expr.h"
#include "value/symbol.h"

/* Arguments under construction. */
typedef struct List {
  Value *items;
  size_t n, cap;
} List;
void list_add(List *l, Value v);
Value list_expr(Symbol *head, const List *l);

/* expressions, from loose to tight */
Value parse_eq(Parser *p);      /* a, b = c, d */
Value parse_eq_star(Parser *p); /* the same without commas */
Value parse_conditional(Parser *p);
Value parse_comparison(Parser *p);
Value parse_pipe(Parser *p);
Value parse_range(Parser *p);
Value parse_where(Parser *p, Value (*operand)(Parser *));
Value parse_call(Parser *p);
Value parse_juxtaposed(Parser *p);
Value parse_prefixed(Parser *p); /* $x &x ::x or an atom */
Value parse_atom(Parser *p, bool checked);
Value parse_call_chain(Parser *p, Value e, size_t start, bool one_call);
Value parse_docstring(Parser *p); /* an expression, perhaps with its documentation before it */
Value parse_macrocall(Parser *p);

/* brackets; the opening one is taken */
Value parse_paren(Parser *p, bool checked, bool *arguments);
void parse_arguments(Parser *p, char closer, bool keywords, List *out);
Value parse_array(Parser *p, char closer, bool *empty);
Value parse_generator(Parser *p, Value first);
Value parse_iteration(Parser *p);
Value parse_braces(Parser *p);
void kw_convert(Value *v);

/* literals; the opening quote is taken */
Value parse_string(Parser *p);
Value parse_raw_string(Parser *p, char quote);
Value parse_char(Parser *p);

/* statements */
bool word_begins(const Parser *p, const Token *t); /* is it a reserved word that begins an expression here? */
Value parse_word(Parser *p, Token word);
Value parse_do(Parser *p, Value callee);
Value parse_block(Parser *p, Value (*statement)(Parser *));

/* tokens */
bool is_mark(const Token *t, char mark);
bool is_operator(const Token *t, const Symbol *name);
bool is_closing(const Parser *p, const Token *t);
bool is_line_end(const Token *t); /* newline, ';' or the end */
bool is_name_symbol(Value v);     /* a symbol that is no operator */
bool is_number_literal(Value v);
NORETURN void fail_unexpected(Parser *p, const Token *t);
NORETURN void fail_at(Parser *p, const Token *t, const char *message); /* message has one %s: the token */
Value line_here(Parser *p);
void depth_check(Parser *p);
static inline Mode mode_normal(void) { return (Mode){.range_colon = true, .where_operator = true}; }
static inline Mode mode_paren(Mode m) {
  return (Mode){.range_colon = true, .where_operator = true, .newline_space = true, .end_symbol = m.end_symbol};
}
/* For an expression value in C code: SYMBOL is a symbol object. */
static inline Value call_expr(Value f, Value a, Value b) { return v_object(expr3(SYM(call), f, a, b)); }
static inline Value call_expr1(Value f, Value a) { return v_object(expr2(SYM(call), f, a)); }
#endif
