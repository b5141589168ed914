/* Ranges of Float64 in C: elements, iteration, collecting. */
#include "value/range.h"

#include "base/number.h"
#include "value/array.h"
#include "value/struct.h"

#define SIG_FR "StepRangeLen{Float64,TwicePrecision{Float64},TwicePrecision{Float64}}"

BUILTIN(float_range_get, "getindex(r::" SIG_FR ", i::Int64)", "") {
  if (args[1].i < 1 || args[1].i > float_range_len(args[0])) throw_bounds(args[0], args[1]);
  return v_f64(float_range_at(args[0], args[1].i));
}
BUILTIN(float_range_unsafe_get, "unsafe_getindex(r::" SIG_FR ", i::Int64)", "") {
  return v_f64(float_range_at(args[0], args[1].i));
}
BUILTIN(float_range_iterate, "iterate(r::" SIG_FR ")\niterate(r::" SIG_FR ", i::Int64)", "") {
  int64_t i = nargs == 2 ? args[1].i : 1;
  if (i > float_range_len(args[0])) return v_nothing();
  return tuple_new((Value[]){v_f64(float_range_at(args[0], i)), v_int(i + 1)}, 2);
}
BUILTIN(float_range_collect, "collect(r::" SIG_FR ")", "") {
  int64_t n = float_range_len(args[0]);
  Array *a = array_vector(&T_FLOAT64->head, (size_t)n);
  for (int64_t i = 0; i < n; i++) ((double *)(void *)a->data)[i] = float_range_at(args[0], i + 1);
  return v_object(a);
}
