/* A function of the user of two numbers, s = f(s, x), applied again and again: plain arithmetic of Float64 as a short
 * list of steps. What does not depend on s is computed block by block before, what does one by one.
 * Promise: the numbers are those that calls would give; nothing fails. */
#ifndef CLU_RECURRENCE_H
#define CLU_RECURRENCE_H
#include "value/value.h"

#define RECURRENCE_STEPS 24
#define RECURRENCE_SLOTS (2 * RECURRENCE_STEPS)

typedef struct Recurrence {
  int n, nslots;
  uint8_t result; /* the slot of what f gives */
  struct {
    uint8_t op, to, a, b, c; /* enum kernel; slots */
  } step[RECURRENCE_STEPS];
  bool serial[RECURRENCE_SLOTS]; /* the slot depends on s, or is no number that a vector loop computes */
  bool block[RECURRENCE_SLOTS];  /* the slot is another one for each x, and not serial */
  double slot[RECURRENCE_SLOTS]; /* s, x, constants and results */
} Recurrence;

/* False if f does anything else. */
bool recurrence_of(Recurrence *r, Value f);
/* The last s; all of them in out, if given. */
double recurrence_run(Recurrence *r, double s, const double *x, size_t n, double *out);
#endif
