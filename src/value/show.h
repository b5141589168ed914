/* Writing values as text for C code: what show, print, string and repr of the language give. Runs the language's own
 * show methods (through FN(show), FN(print)); may throw. */
#ifndef CLU_SHOW_H
#define CLU_SHOW_H
#include "value/string.h"
#include "value/value.h"
void show_type(Text *t, Object *type); /* Array{Int64,1}, Union{Missing, Float64}, Array{T,1} where T */
bool show_as_struct(
    const Type *function); /* a callable type that was declared as a type: its values are no functions with names */
void show_module_path(Text *t, const Module *m); /* Main.A.B */
void show_float(Text *t, double f);              /* shortest text that reads back: 0.1, 1.0e10, NaN */
void show_float32(Text *t, float f, bool typed);
/* Any machine number (Bool, IntN, UIntN, FloatN). print: 5, 0.1. show: 0x05, 1.0f0, Float16(0.1); compact: at most 6
 * digits; typed false: the type is known from the context, as in an array of it (1.0 for a Float32, 1 for true). */
void print_number(Text *t, Value v);
void show_number(Text *t, Value v, bool compact, bool typed);
void show_expr(Text *t, Value v);          /* as show does for Expr and Symbol: :(x + 1) */
void show_expr_unquoted(Text *t, Value v); /* as print does: x + 1 */
/* The same, but x + y in parentheses (not x:y): for the texts of errors. */
const char *expr_text(Value e);
void show_expr_inside(Text *t, Value v); /* what show_expr writes within its quote */
void show_string_quoted(Text *t, const char *s, size_t n);
void show_char_quoted(Text *t, uint32_t c);
/* Characters that cannot be seen, backslashes and those in also as escapes, as escape_string does. */
void text_escape(Text *t, const char *s, size_t n, const char *also);
#endif
