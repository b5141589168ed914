/* A dotted expression as the machine sees it: one place of the code that holds the whole tree of its calls, so that
 * what it takes to run them can be remembered there. The instruction DOTTED asks dotted_run for its value; behind it
 * stand the calls of broadcasted and materialize themselves, for when there is none.
 * Promise: whoever gives a value gives what those calls would, and has had no other effect. */
#ifndef CLU_DOTTED_H
#define CLU_DOTTED_H
#include "value/value.h"

enum dotted_kind { DOTTED_LEAF, DOTTED_CONST, DOTTED_CALL, DOTTED_TUPLE };

/* A call comes behind its function and arguments, a tuple behind its items: only in what is mapped. */
typedef struct DottedItem {
  uint8_t kind;
  uint32_t n; /* DOTTED_LEAF: which; DOTTED_CALL, DOTTED_TUPLE: how many arguments or items */
  Value v;    /* DOTTED_CONST */
} DottedItem;

typedef struct Dotted {
  DottedItem *items;
  uint32_t nitems, nleaves;
  bool mapped;     /* it is a function that is mapped: leaf 0, of the other leaves, or of a tuple of them */
  bool into;       /* leaf 0 is the destination of .= */
  void *plan;      /* what dotted_run remembers; NULL: nothing yet */
  uint32_t missed; /* how often it did not know the operands */
} Dotted;

/* Set by the room that has the kernels; false: not known, nothing was done. */
extern bool (*dotted_run)(Dotted *d, const Value *leaves, Value *to);
#endif
