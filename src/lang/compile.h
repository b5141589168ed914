/* Expr to Code. Expands macros, resolves scopes (Julia 1.5's rules: hard and soft scope, captured variables, hygiene),
 * then emits instructions. Promise: linear in the size of the expression; a malformed Expr gives an ErrorException
 * ("syntax: ...") and no code; nesting is limited by depth. */
#ifndef CLU_COMPILE_H
#define CLU_COMPILE_H
#include "lang/code.h"

/* Top-level code for e in module m. soft: assignments in top-level loops go to existing globals silently (the prompt);
 * otherwise they make locals with a warning on stderr, as Julia does in files. */
Code *compile_toplevel(Value e, Module *m, bool soft, Symbol *file, int32_t line);
/* A function from its source as kept in Code.source (captured: names of the closure's fields, first nstatic
 * static parameters). */
Code *compile_function(Value source, Module *m, Symbol *const *captured, uint32_t ncaptured, uint32_t nstatic,
                       Symbol *file, int32_t line);
/* Expands macros: once or all the way; results are hygienic (renamed and escaped). */
Value macro_expand(Value e, Module *m, bool recursive);
#endif
