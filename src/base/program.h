/* Programs: a tree of kernels (kernel_tree.h) over memory of one shape as a list of steps, made once and run often, on
 * other arrays and numbers of the same kinds.
 * Promise: the results are those of the tree; running one calls nothing of the language and allocates nothing, so that
 * programs need no room of their own. Where a kernel cannot answer the run says so, and the tree is to be asked. */
#ifndef CLU_PROGRAM_H
#define CLU_PROGRAM_H
#include "base/kernel_tree.h"

#define PROGRAM_SLOTS 48u
#define PROGRAM_STEPS 24u
#define PROGRAM_MEMORIES 8u

typedef struct Step {
  Kernel kernel;
  BinaryLoop *loop; /* instead of the kernel; NULL: none */
  uint8_t second;   /* enum second_step: what the kernel's operation is followed by in the same loop */
  uint8_t store, out;
  uint8_t operand[3]; /* slots */
} Step;

/* A slot holds an operand (memory or a number), a constant, or what a step gives. */
typedef struct Program {
  uint32_t nslots, nsteps, nonce; /* the first nonce steps are of single numbers */
  uint32_t block;                 /* how many elements at a time */
  uint8_t root, store;
  uint8_t nmemories, memories[PROGRAM_MEMORIES]; /* the slots that are memory */
  uint8_t size, sizes[PROGRAM_MEMORIES];         /* of a result, of a number of each memory, in bytes */
  bool in_place; /* the results may be written where operands are read, each where it lies */
  Block slots[PROGRAM_SLOTS];
  uint64_t numbers[PROGRAM_SLOTS][2]; /* of constants and single steps */
  Step steps[PROGRAM_STEPS];
} Program;

/* Operands that have a leaf or a from are left open: operands[slot] is such a term, the rest is NULL. False if the tree
 * has anything but kernels and memory that is not known. */
bool program_make(Program *p, Term *root, Term *operands[PROGRAM_SLOTS]);
/* Memory of an execution: the first number, and the bytes from each to the next; or a range of Int64, which has no
 * memory. */
typedef struct Place {
  char *at;
  ptrdiff_t step;
  uint64_t first, by;
} Place;

/* All n results to memory. slots: the program's, with the numbers filled in, which the run changes; places: of the
 * memories, in the order of their slots. direct: an operand may lie in that memory only if the program is in_place.
 * False if a kernel could not answer: *done are written. */
bool program_run(const Program *p, Block *slots, const Place *places, size_t n, Place to, bool direct, size_t *done);
#endif
