/* Text to Expr: Julia 1.5's grammar, with Julia's heads.
 * Promise: any bytes are accepted or give a ParseError that says file, line, column and what was wrong; nesting is
 * limited by depth, never by the C stack; time is linear in the length. */
#ifndef CLU_PARSER_H
#define CLU_PARSER_H
#include "value/value.h"

/* Parses one top-level statement starting at *pos and moves *pos behind it (and its line end). Returns V_UNDEF at the
 * end of the text. Statements on one line joined by ';' give Expr(:toplevel, ...). An error is returned, not thrown:
 * Expr(:error, ParseError, text that shows the place) or, when the text just ends too early (a prompt would ask for
 * more), Expr(:incomplete, msg). */
Value parse_statement(const char *text, size_t len, size_t *pos, const char *file, int *line);
/* Moves *pos over blank lines and comments to where the next statement begins, so that *line is its line. */
void parse_skip(const char *text, size_t len, size_t *pos, const char *file, int *line);
/* Like parse_statement for the smallest expression that stands at *pos: a name, a literal, something in brackets, a
 * macro call. */
Value parse_expression(const char *text, size_t len, size_t *pos, const char *file, int *line);
/* Parses everything: Expr(:toplevel, LineNumberNode, statement, ...). Throws ParseError (wrapped as Julia's
 * LoadError is the caller's business). */
Value parse_all(const char *text, size_t len, const char *file);
#endif
