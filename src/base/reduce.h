/* Reductions. Promise: floating-point sums are added in the order in which Julia adds them on a machine with vectors of
 * eight doubles, so that the last digit is the same. */
#ifndef CLU_REDUCE_H
#define CLU_REDUCE_H
#include "base/iterate.h"
double sum_f64(const double *x, size_t n);
float sum_f32(const float *x, size_t n);
int64_t sum_i64(const int64_t *x, size_t n);
#endif
