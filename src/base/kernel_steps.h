/* One or two steps of arithmetic in one loop: what lies between them need not be written and read again.
 * Promise: each step rounds by itself, so that the digits are those of two loops; nothing fails. r may be an operand.
 */
#ifndef CLU_KERNEL_STEPS_H
#define CLU_KERNEL_STEPS_H
#include "base/kernel_loop.h"

/* t = a first b, then t + c, t - c, c - t, t * c, t / c, t * t without a c, or t itself. */
enum second_step { STEP_ADD, STEP_SUB, STEP_FROM, STEP_MUL, STEP_SQUARE, STEP_DIV, STEP_NONE, STEP_COUNT };

typedef struct Steps {
  uint8_t first, second; /* K_ADD, K_SUB or K_MUL; enum second_step */
  bool ac, bc, cc;       /* the operand is one number that stands for all; not both of a and b */
  const void *a, *b, *c; /* each is read: any operand where there is none */
} Steps;

/* Whether there is a loop for two steps: of Float64, and of Int64 except for STEP_DIV. */
bool steps_known(int first, int second, uint8_t store);
void steps_run(Steps s, uint8_t store, void *r, size_t n);
/* Whether there is a sum of these: two steps but for STEP_DIV, or one that may be K_DIV or K_ABS, too. */
bool steps_summed(int first, int second);
/* The sum of n > 0 results of Float64, in the order of sum_f64. */
double steps_sum(Steps s, size_t n);
/* The same added to r one by one from the left. */
double steps_fold(Steps s, double r, size_t n);
#endif
