/* Elements of a StepRangeLen of Float64 in twice the precision: ref + (i - offset) * step, rounded once.
 * The layout is the one that range.jl declares: ref and step are pairs (hi, lo), then len and offset. */
#ifndef CLU_RANGE_H
#define CLU_RANGE_H
#include <math.h>

#include "value/value.h"

static inline bool is_float_range(Value v) {
  Type *t = v.type;
  if (t->name != CORE->tn_steprangelen || t->nparams != 3 || t->params[0].p != T_FLOAT64 || !t->fields) return false;
  return t->fields[0].store == ST_STRUCT && t->fields[1].store == ST_STRUCT;
}

static inline const void *range_field(Value v, int i) {
  return (const char *)object_data(v.o) + v.type->fields[i].offset;
}
static inline int64_t float_range_len(Value v) { return *(const int64_t *)range_field(v, 2); }

static inline double float_range_at(Value v, int64_t i) { /* from 1 */
  const double *ref = range_field(v, 0), *step = range_field(v, 1);
  double u = (double)(i - *(const int64_t *)range_field(v, 3));
  double x = ref[0], y = u * step[0], low = u * step[1];
  if (fabs(y) > fabs(x)) {
    double swap = x;
    x = y;
    y = swap;
  }
  double high = x + y;
  return high + ((x - high) + y + (low + ref[1]));
}
#endif
