/* Elementary functions of doubles. Promise: one number and arrays give the same bits, on every processor, and those are
 * the bits of Julia 1.5: the methods and their constants are those that Sun Microsystems published as fdlibm in 1993,
 * for logarithms those of P. T. P. Tang (1990), with the fused multiply-adds where Julia has them. Outside of its
 * domain a function gives NaN.
 */
#ifndef CLU_ELEMENTARY_H
#define CLU_ELEMENTARY_H
#include <stdbool.h>
#include <stddef.h>

/* clang-format off */
#define ELEMENTARY(X)                                                                                                  \
  X(sin)                                                                                                               \
  X(cos)                                                                                                               \
  X(tan) X(asin) X(acos) X(atan) X(exp) X(exp10) X(expm1) X(sinh) X(cosh) X(tanh) X(asinh) X(acosh) X(atanh) X(log)    \
      X(log2) X(log10) X(log1p) X(cbrt)
/* clang-format on */

typedef double OneFunction(double x);
/* r[i] = f(x[i]); r and x are apart or the same. */
typedef void ManyFunction(const double *x, double *r, size_t n);

#define ELEMENTARY_DECLARE(f)                                                                                          \
  OneFunction elementary_##f;                                                                                          \
  ManyFunction elementary_##f##_all;
ELEMENTARY(ELEMENTARY_DECLARE)

double elementary_atan2(double y, double x);
double elementary_hypot(double x, double y);
/* The sine or cosine of an angle of at most an eighth of a turn, as a sum of two numbers. */
double elementary_sin_quarter(double high, double low, bool cosine);
/* How many quarter turns x, of at least an eighth of a turn, is from the rest that is given in two parts; the number
 * counts modulo four. */
int elementary_quarters(double x, double *high, double *low);
int elementary_far_quarters(double x, double *high, double *low);
double elementary_less_turns(double x, char rounding);
#endif
