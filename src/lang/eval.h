/* Running expressions and files at top level: what eval, include and the prompt do. Statements that only exist at top
 * level (module, using, import, export, toplevel) are done here; everything else is compiled and run. */
#ifndef CLU_EVAL_H
#define CLU_EVAL_H
#include "value/value.h"
Value eval_toplevel(Value e, Module *m); /* throws */
Value eval_soft(Value e, Module *m);     /* the same with the prompt's soft scope */
/* Parses and runs text statement by statement; errors become LoadError(file, line, error), as Julia's. */
Value eval_text(const char *text, size_t len, const char *file, Module *m);
Value eval_file(const char *path, Module *m);
/* Main's own eval and include; called once by world_boot. */
void eval_boot(void);
/* Makes a world: core, builtins, prelude. After it the heap may be saved as an image. */
void world_boot(void);
#endif
