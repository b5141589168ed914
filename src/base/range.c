/* Ranges of Float64 in C: elements, iteration, collecting. */
#include "value/range.h"

#include "base/number.h"
#include "value/vector.h"
#include "value/array.h"
#include "value/struct.h"
#include "value/type.h"

/* UnitRange{Int64}, which is made so often that looking it up would be most of the work. */
static Type *range_of_ints(void) {
  if (UNLIKELY(is_undef(SLOT(UNITRANGE)))) {
    Value param = v_object(T_INT64);
    SLOT(UNITRANGE) = v_object(type_apply(CORE->tn_unitrange, &param, 1));
  }
  return as_type(SLOT(UNITRANGE));
}

BUILTIN(range_ints, "(:)(a::Int64, b::Int64)", "The range from a to b; a:step:b in steps.") {
  int64_t a = args[0].i, b = args[1].i;
  if (b < a) b = (int64_t)((uint64_t)a - 1);
  Type *t = range_of_ints();
  Object *o = gc_object_leaf(t, sizeof(Object) + 2 * sizeof(int64_t));
  int64_t *ends = object_data(o);
  ends[0] = a;
  ends[1] = b;
  return (Value){t, {.o = o}};
}

BUILTIN(range_int_steps, "(:)(a::Int64, step::Int64, b::Int64)", "") {
  int64_t a = args[0].i, step = args[1].i, b = args[2].i;
  if (step == 0) throw_argument("step cannot be zero");
  if (step > 0 ? b < a : b > a) {
    b = step > 0 ? (int64_t)((uint64_t)a - 1) : (int64_t)((uint64_t)a + 1);
  } else if (step > 0) {
    b = (int64_t)((uint64_t)b - ((uint64_t)b - (uint64_t)a) % (uint64_t)step);
  } else {
    b = (int64_t)((uint64_t)b + ((uint64_t)a - (uint64_t)b) % (0 - (uint64_t)step));
  }
  Value params[] = {v_object(T_INT64), v_object(T_INT64)};
  return struct_new(type_apply(CORE->tn_steprange, params, 2), (Value[]){v_int(a), v_int(step), v_int(b)}, 3);
}

/* from .. to in steps of one, and one more. */
static Value steps_and_one(int64_t from, int64_t to, int64_t step) {
  int64_t n, all;
  if (step > 1 || step < -1)
    n = (int64_t)(((uint64_t)to - (uint64_t)from) / (step > 0 ? (uint64_t)step : 0 - (uint64_t)step));
  else if (__builtin_sub_overflow(to, from, &n))
    throw_overflow("%lld - %lld overflowed for type Int64", (long long)to, (long long)from);
  if (__builtin_add_overflow(n, 1, &all)) throw_overflow("%lld + 1 overflowed for type Int64", (long long)n);
  return v_int(all);
}
BUILTIN(range_ints_length, "length(r::UnitRange{Int64})", "") {
  const int64_t *r = range_field(args[0], 0);
  return steps_and_one(r[0], r[1], 1);
}
BUILTIN(range_int_steps_length, "length(r::StepRange{Int64,Int64})", "") {
  const int64_t *r = range_field(args[0], 0);
  int64_t start = r[0], step = r[1], stop = r[2];
  if (start != stop && (step > 0) != (stop > start)) return v_int(0);
  return step > 0 ? steps_and_one(start, stop, step) : steps_and_one(stop, start, step);
}

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
/* As float_range_at, without its branch: this sum's error is exact whichever of the two is larger. */
VECTORISED static void float_range_fill(double *to, int32_t n, const double *ref, const double *step, int64_t first) {
  const double x = ref[0], x_low = ref[1], s = step[0], s_low = step[1], from = (double)first;
  for (int32_t i = 0; i < n; i++) { /* numbers of this size are converted several at once */
    double u = from + i, y = u * s, low = u * s_low;
    double high = x + y, y_part = high - x;
    to[i] = high + ((x - (high - y_part)) + (y - y_part) + (low + x_low));
  }
}
BUILTIN(float_range_collect, "collect(r::" SIG_FR ")", "") {
  size_t n = (size_t)float_range_len(args[0]);
  Array *a = array_raw(&T_FLOAT64->head, 1, &n);
  const double *ref = range_field(args[0], 0), *step = range_field(args[0], 1);
  int64_t offset = *(const int64_t *)range_field(args[0], 3);
  for (size_t done = 0; done < n;) {
    size_t part = n - done < INT32_MAX ? n - done : INT32_MAX;
    float_range_fill((double *)(void *)a->data + done, (int32_t)part, ref, step, (int64_t)done + 1 - offset);
    done += part;
  }
  return v_object(a);
}
