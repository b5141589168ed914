/* Compiled code: what the compiler makes and the virtual machine runs. */
#ifndef CLU_CODE_H
#define CLU_CODE_H
#include "lang/opcode.h"
#include "value/value.h"

#define CACHE_ARGS 6

/* The last target of one call site; valid while epoch is CORE->epoch and callee and argument types are the same. A type
 * argument is compared as a value: its key is the type object itself. */
typedef struct CallCache {
  Method *method; /* NULL: empty */
  void *callee;   /* type of the callee, or the type object called */
  void *types[CACHE_ARGS];
  Value *env; /* where-variables */
  uint32_t epoch;
  uint32_t nargs;
} CallCache;

typedef struct CodeLine {
  uint32_t pc;
  int32_t line;
} CodeLine; /* from pc on, until the next entry */

typedef struct Code {
  Object head;
  Symbol *name, *file;
  Module *module;
  Ins *ins; /* leaf memory */
  Value *consts;
  CallCache *caches;
  struct Dotted **dotted;  /* of the instructions DOTTED */
  struct Natives *natives; /* loops that have machine code; NULL: none (native.c) */
  struct Dotted *mapped;   /* what is remembered of the function when it was mapped over arrays; NULL: nothing */
  CodeLine *lines;         /* leaf memory */
  int32_t line;            /* where it begins */
  uint32_t nins, nconsts, ncaches, nlines;
  uint32_t nregs; /* registers of a frame, with the parameters */
  uint16_t npos;  /* positional parameters without the callee; the vararg counts as one */
  uint16_t nkw;   /* named keyword parameters; they follow the positional ones in the registers */
  bool vararg;    /* the last positional parameter collects the rest into a tuple */
  bool kwslurp;   /* one more register after the keywords takes the remaining keywords (kw...), as a NamedTuple */
  bool toplevel;
  bool simple;       /* neither vararg nor keywords: arguments are just copied for short */
  Symbol **kwnames;  /* nkw */
  Symbol *kwrest;    /* the name of the slurp, or NULL; #keywords# in a method that only fills in defaults */
  bool *kwneeded;    /* nkw: has no default; leaf memory */
  Symbol **captured; /* names of the captured variables, as the fields of the closure's type */
  uint32_t ncaptured;
  Value source; /* the lowered-from expression, so that the function can be sent to another process:
                   Expr(:->, parameters tuple, body), macros expanded; undefined for top-level code */
} Code;

/* Text of the instructions, for tests and debugging (clu --code). */
struct Text;
void code_disassemble(struct Text *t, const Code *code);
#endif
