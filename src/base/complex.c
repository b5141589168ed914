/* Arithmetic of Complex{Float64} and Complex{Int64}, which the prelude defines for all types. */
#include <math.h>

#include "base/elementary.h"
#include "base/number.h"
#include "value/struct.h"
#include "value/type.h"

typedef struct Parts {
  double re, im;
} Parts;
typedef struct IntParts {
  int64_t re, im;
} IntParts;

static Value complex_f64(double re, double im) {
  Value p = v_object(T_FLOAT64);
  return struct_new(type_apply(CORE->tn_complex, &p, 1), (Value[]){v_f64(re), v_f64(im)}, 2);
}
static Value complex_like(Value like, double re, double im) {
  return struct_new(like.type, (Value[]){v_f64(re), v_f64(im)}, 2);
}
static Value complex_int_like(Value like, uint64_t re, uint64_t im) {
  return struct_new(like.type, (Value[]){v_int((int64_t)re), v_int((int64_t)im)}, 2);
}
static Parts parts(Value z) { return *(const Parts *)object_data(z.o); }
static IntParts int_parts(Value z) { return *(const IntParts *)object_data(z.o); }

#define SIG_CF "Complex{Float64}"
#define SIG_CI "Complex{Int64}"
#define SIG_SMALL "Union{Float64,Int64}"

BUILTIN(complex_add, "+(z::" SIG_CF ", w::" SIG_CF ")", "") {
  Parts z = parts(args[0]), w = parts(args[1]);
  return complex_like(args[0], z.re + w.re, z.im + w.im);
}
BUILTIN(complex_sub, "-(z::" SIG_CF ", w::" SIG_CF ")", "") {
  Parts z = parts(args[0]), w = parts(args[1]);
  return complex_like(args[0], z.re - w.re, z.im - w.im);
}
BUILTIN(complex_mul, "*(z::" SIG_CF ", w::" SIG_CF ")", "") {
  Parts z = parts(args[0]), w = parts(args[1]);
  return complex_like(args[0], z.re * w.re - z.im * w.im, z.re * w.im + z.im * w.re);
}
BUILTIN(complex_add_real, "+(z::" SIG_CF ", x::" SIG_SMALL ")", "") {
  Parts z = parts(args[0]);
  return complex_like(args[0], z.re + float_load(args[1]), z.im);
}
BUILTIN(real_add_complex, "+(x::" SIG_SMALL ", z::" SIG_CF ")", "") {
  Parts z = parts(args[1]);
  return complex_like(args[1], z.re + float_load(args[0]), z.im);
}
BUILTIN(complex_sub_real, "-(z::" SIG_CF ", x::" SIG_SMALL ")", "") {
  Parts z = parts(args[0]);
  return complex_like(args[0], z.re - float_load(args[1]), z.im);
}
BUILTIN(complex_mul_real, "*(z::" SIG_CF ", x::" SIG_SMALL ")", "") {
  Parts z = parts(args[0]);
  double x = float_load(args[1]);
  return complex_like(args[0], x * z.re, x * z.im);
}
BUILTIN(real_mul_complex, "*(x::" SIG_SMALL ", z::" SIG_CF ")", "") {
  Parts z = parts(args[1]);
  double x = float_load(args[0]);
  return complex_like(args[1], x * z.re, x * z.im);
}
BUILTIN(complex_div_real, "/(z::" SIG_CF ", x::" SIG_SMALL ")", "") {
  Parts z = parts(args[0]);
  double x = float_load(args[1]);
  return complex_like(args[0], z.re / x, z.im / x);
}
BUILTIN(complex_negate, "-(z::" SIG_CF ")", "") {
  return complex_like(args[0], -parts(args[0]).re, -parts(args[0]).im);
}
BUILTIN(complex_abs, "abs(z::" SIG_CF ")", "") { return v_f64(elementary_hypot(parts(args[0]).re, parts(args[0]).im)); }
BUILTIN(complex_abs2, "abs2(z::" SIG_CF ")", "") {
  Parts z = parts(args[0]);
  return v_f64(z.re * z.re + z.im * z.im);
}
BUILTIN(complex_eq, "==(z::" SIG_CF ", w::" SIG_CF ")", "") {
  Parts z = parts(args[0]), w = parts(args[1]);
  return v_bool(z.re == w.re && z.im == w.im);
}
BUILTIN(complex_int_add, "+(z::" SIG_CI ", w::" SIG_CI ")", "") {
  IntParts z = int_parts(args[0]), w = int_parts(args[1]);
  return complex_int_like(args[0], (uint64_t)z.re + (uint64_t)w.re, (uint64_t)z.im + (uint64_t)w.im);
}
BUILTIN(complex_int_sub, "-(z::" SIG_CI ", w::" SIG_CI ")", "") {
  IntParts z = int_parts(args[0]), w = int_parts(args[1]);
  return complex_int_like(args[0], (uint64_t)z.re - (uint64_t)w.re, (uint64_t)z.im - (uint64_t)w.im);
}
BUILTIN(complex_int_mul, "*(z::" SIG_CI ", w::" SIG_CI ")", "") {
  IntParts z = int_parts(args[0]), w = int_parts(args[1]);
  uint64_t a = (uint64_t)z.re, b = (uint64_t)z.im, c = (uint64_t)w.re, d = (uint64_t)w.im;
  return complex_int_like(args[0], a * c - b * d, a * d + b * c);
}
/* x + y*im is how one writes a complex number. */
BUILTIN(float_times_im, "*(x::Float64, z::Complex{Bool})", "") {
  const uint8_t *z = object_data(args[1].o);
  double x = args[0].f;
  return complex_f64(z[0] ? x : copysign(0, x), z[1] ? x : copysign(0, x));
}
BUILTIN(complex_make, "Complex(x::Float64, y::Float64)", "") { return complex_f64(args[0].f, args[1].f); }
