/* Plans: what was found out about a dotted expression (lang/dotted.h) and the kinds of its operands, kept as a program
 * that is bound to the operands of each execution. A function that is mapped is such an expression, too.
 * Promise: what is bound gives what the calls would: methods, types, what followed functions read and the shapes have
 * been looked at. There are plans for known and followed functions on arrays of numbers, views and ranges of one shape.
 */
#ifndef CLU_PLAN_H
#define CLU_PLAN_H
#include "base/program.h"
#include "lang/dotted.h"

#define MOST_LEAVES 16u

typedef struct Scalar Scalar;

typedef struct Plan {
  struct Plan *next; /* for other kinds of operands at the same place */
  uint32_t epoch;
  uint32_t nscalars;
  void *keys[MOST_LEAVES];
  Scalar *scalars;
  uint32_t leaf_of[PROGRAM_MEMORIES]; /* of each memory of the program */
  uint32_t field[PROGRAM_MEMORIES];   /* where it lies in the leaf's elements, if these are structs */
  Object *eltype;                     /* of a new array */
  Program program;
} Plan;

/* What an operand is in this execution. */
typedef struct Extent {
  uint32_t ndims;
  size_t len;
  const size_t *dims;
  Place place;
  Layout layout; /* of a view */
} Extent;

/* How an operand's memory and the destination's meet. */
enum meeting { APART, ALIGNED /* each number lies where its result goes */, ACROSS };

/* One execution. It does not move: it holds pointers into itself. */
typedef struct Bound {
  const Plan *plan;
  Block slots[PROGRAM_SLOTS];
  Place places[PROGRAM_MEMORIES];
  Extent shape; /* its place is the destination's, if there is one */
  enum meeting meeting;
} Bound;

/* False if there is no plan for these operands, and none is made now. */
bool plan_bind(Dotted *d, const Value *leaves, Bound *b);
/* The same for f of the elements of n (1 to 3) sources; remembered in the code that f has for such numbers. Sources may
 * also be arrays of structs. apart: of a tuple of their elements, which f takes apart. */
bool plan_bind_map(Value f, const Value *sources, int n, bool apart, Bound *b);
#endif
