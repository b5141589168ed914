/* Elementary functions of Float32. Promise: the bits of Julia 1.5, as elementary.h has them for doubles. Outside of its
 * domain a function gives NaN. */
#ifndef CLU_ELEMENTARY32_H
#define CLU_ELEMENTARY32_H
#include <stdbool.h>

/* clang-format off */
#define ELEMENTARY32(X)                                                                                                \
  X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(exp) X(exp2) X(exp10) X(expm1) X(sinh) X(cosh) X(tanh) X(asinh)       \
  X(acosh) X(atanh) X(log) X(log2) X(log10) X(log1p)
/* clang-format on */

typedef float OneFunction32(float x);
#define ELEMENTARY32_DECLARE(f) OneFunction32 elementary32_##f;
ELEMENTARY32(ELEMENTARY32_DECLARE)

float elementary32_atan2(float y, float x);
float elementary32_hypot(float x, float y);
/* The sine or cosine of an angle of at most an eighth of a turn. */
float elementary32_sin_quarter(double y, bool cosine);
#endif
