/* Reductions of numbers in memory. Promise: floating-point sums and products are taken in the order in which Julia
 * takes them on a machine with vectors of eight doubles, so that the last digit is the same. */
#ifndef CLU_REDUCE_LOOP_H
#define CLU_REDUCE_LOOP_H
#include "base/kernel_loop.h"

enum reduction { OP_SUM, OP_PROD, OP_MAXIMUM, OP_MINIMUM, OP_OTHER };

double sum_f64(const double *x, size_t n);
float sum_f32(const float *x, size_t n);
/* The sum of (x - m)^2. */
double sum_squares_f64(const double *x, double m, size_t n);
int64_t sum_i64(const int64_t *x, size_t n);
size_t count_true(const uint8_t *x, size_t n);
/* The reduction of n > 0 numbers of this store (enum store or KS_COMPLEX); undefined if there is no loop for it. Above
 * 1024 floating-point numbers sums and products halve as Julia does. */
Value reduce_numbers(enum reduction op, uint8_t store, const void *data, size_t n);
/* Sum or product of n > 0 numbers that lie apart: one by one within blocks. */
double reduce_strided_f64(bool product, const double *x, int64_t step, size_t n);
/* As reduce_numbers, one by one from the left, as foldl does: r, or undefined at first, combined with n numbers;
 * undefined if there is no loop for it. */
Value fold_numbers(enum reduction op, Value r, uint8_t store, const void *data, size_t n);
/* Running reductions of n numbers; false if there is no loop for it. Floating-point sums are plain here. */
bool scan_numbers(enum reduction op, uint8_t store, const void *from, void *to, size_t n);
#endif
