/* A loop's code with the small functions that it calls put in their place, for native_flow.h to look at.
 *
 * Promise: what stands in the place of a call reads, but changes nothing but registers of its own: so wherever it
 * cannot go on, the call can be made again from the beginning by the interpreter. A call that is replaced stays in
 * front of its body with x = 1: the body is for arguments of the types that it was last called with; for others, it is
 * a call, and the body is stepped over. */
#ifndef CLU_NATIVE_INLINE_H
#define CLU_NATIVE_INLINE_H
#include "lang/code.h"

/* What an operator means for types of which the interpreter knows nothing: the method that it would call, remembered by
 * the place where it stands, which has none of its own. Of calls it is the one that was found for their cache. */
typedef struct Operator {
  const Code *code;
  uint32_t pc;
  CallCache method;
} Operator;

enum { MOST_OPERATORS = 64 };
typedef struct Operators {
  bool more; /* some were found now, or methods of calls that had not been made before */
  uint32_t n;
  Operator at[MOST_OPERATORS];
} Operators;
const CallCache *operators_find(const Operators *all, const Code *code, uint32_t pc); /* NULL: there is none */

typedef struct Inlined {
  Code code;           /* instructions, constants, caches and registers; where nothing was replaced, those that were */
  uint32_t to;         /* the end of the loop */
  uint32_t *origin;    /* by instruction: the one of the loop's code that it is, or whose call it is a part of */
  uint32_t *call;      /* and the replaced call that it is a part of, an instruction of code, or UINT32_MAX */
  uint32_t *behind;    /* behind a replaced call or operator: where its body ends; 0: it is none */
  const Code **source; /* by instruction: the code that it comes from, and where it stands there */
  uint32_t *place;
} Inlined;

/* The loop is from up to to. whole: calls that are not to be replaced, by instruction. The result is of the heap. */
Inlined *native_inline(const Code *code, uint32_t from, uint32_t to, const bool *whole, const Operators *operators);

/* The function that an operator calls, how many arguments it has, and whether the second one is Int64 c. */
Value operator_function(uint8_t op);
uint32_t operator_arguments(uint8_t op); /* 0: no operator of this kind */
static inline bool operator_has_constant(uint8_t op) { return op >= OP_ADDI && op != OP_POWI; }
#endif
