#include "base/kernel_steps.h"

#include <math.h>

#include "value/vector.h"

#define INLINE static inline __attribute__((always_inline))

#define FIRST(x, y, ABS)                                                                                               \
  (first == K_ADD    ? (x) + (y)                                                                                       \
   : first == K_SUB  ? (x) - (y)                                                                                       \
   : first == K_MUL  ? (x) * (y)                                                                                       \
   : first == K_ABS2 ? (x) * (x)                                                                                       \
   : first == K_DIV  ? (x) / (y)                                                                                       \
                     : ABS(x))

#define SECOND(t, z)                                                                                                   \
  (second == STEP_ADD      ? (t) + (z)                                                                                 \
   : second == STEP_SUB    ? (t) - (z)                                                                                 \
   : second == STEP_FROM   ? (z) - (t)                                                                                 \
   : second == STEP_MUL    ? (t) * (z)                                                                                 \
   : second == STEP_DIV    ? (t) / (z)                                                                                 \
   : second == STEP_SQUARE ? (t) * (t)                                                                                 \
                           : (t))

#define LOOP(name, T, ABS)                                                                                             \
  INLINE void name(int first, int second, bool ac, bool bc, bool cc, const T *a, const T *b, const T *c, T *r,         \
                   size_t n) {                                                                                         \
    T a0 = a[0], b0 = b[0], c0 = c[0];                                                                                 \
    SAME_PLACE for (size_t i = 0; i < n; i++) {                                                                        \
      T x = ac ? a0 : a[i], y = bc ? b0 : first == K_ABS2 ? x : b[i], t = FIRST(x, y, ABS), z = cc ? c0 : c[i];        \
      r[i] = SECOND(t, z);                                                                                             \
    }                                                                                                                  \
  }
LOOP(loop_f64, double, fabs)
LOOP(loop_i64, uint64_t, )

#define ABS_OF_4(x) (Double4)((Long4)(x)&INT64_MAX)
#define ABS_OF_8(x) (Double8)((Long8)(x)&INT64_MAX)
/* The lanes of a sum: turns times 32 results are added to 32 sums, in vectors of LEN. */
#define LANES(name, V, LEN)                                                                                            \
  INLINE void name(int first, int second, bool ac, bool bc, bool cc, const double *a, const double *b,                 \
                   const double *c, double *sums, size_t turns) {                                                      \
    bool no_c = cc || second == STEP_SQUARE || second == STEP_NONE;                                                    \
    V a0 = (V){0} + a[0], b0 = (V){0} + b[0], c0 = (V){0} + c[0], s[32 / LEN];                                         \
    for (int k = 0; k < 32 / LEN; k++) s[k] = *(const V *)(sums + LEN * k);                                            \
    for (size_t i = 0; i < 32 * turns; i += 32) {                                                                      \
      for (size_t k = 0; k < 32 / LEN; k++) {                                                                          \
        size_t at = i + LEN * k;                                                                                       \
        V x = ac ? a0 : *(const V *)(a + at), y = bc                                  ? b0                             \
                                                  : first == K_ABS || first == K_ABS2 ? x                              \
                                                                                      : *(const V *)(b + at);          \
        V t = FIRST(x, y, ABS_OF_##LEN), z = no_c ? c0 : *(const V *)(c + at);                                         \
        s[k] += SECOND(t, z);                                                                                          \
      }                                                                                                                \
    }                                                                                                                  \
    for (int k = 0; k < 32 / LEN; k++) *(V *)(sums + LEN * k) = s[k];                                                  \
  }
typedef double Double4 __attribute__((vector_size(32), aligned(8)));
typedef int64_t Long4 __attribute__((vector_size(32), aligned(8)));
LANES(lanes, Double4, 4)
#ifdef WIDE
typedef double Double8 __attribute__((vector_size(64), aligned(8)));
typedef int64_t Long8 __attribute__((vector_size(64), aligned(8)));
LANES(wide_lanes, Double8, 8)
#endif

/* Every loop with its steps and constants known. Of sums and products the constant is b: they commute. */
#define CASE(F, S, AC, BC, CC) case ((F)*STEP_COUNT + S) * 8 + AC * 4 + BC * 2 + CC
#define BOTH_C(DO, F, S, AC, BC)                                                                                       \
  CASE(F, S, AC, BC, 0) : DO(F, S, AC, BC, 0);                                                                         \
  CASE(F, S, AC, BC, 1) : DO(F, S, AC, BC, 1)
#define EACH_SECOND(DO, F, AC, BC)                                                                                     \
  BOTH_C(DO, F, STEP_ADD, AC, BC);                                                                                     \
  BOTH_C(DO, F, STEP_SUB, AC, BC);                                                                                     \
  BOTH_C(DO, F, STEP_FROM, AC, BC);                                                                                    \
  BOTH_C(DO, F, STEP_MUL, AC, BC);                                                                                     \
  CASE(F, STEP_SQUARE, AC, BC, 0) : DO(F, STEP_SQUARE, AC, BC, 0)
#define EACH_FIRST(EACH, DO)                                                                                           \
  EACH(DO, K_ADD, 0, 0);                                                                                               \
  EACH(DO, K_ADD, 0, 1);                                                                                               \
  EACH(DO, K_MUL, 0, 0);                                                                                               \
  EACH(DO, K_MUL, 0, 1);                                                                                               \
  EACH(DO, K_SUB, 0, 0);                                                                                               \
  EACH(DO, K_SUB, 0, 1);                                                                                               \
  EACH(DO, K_SUB, 1, 0);                                                                                               \
  EACH(DO, K_ABS2, 0, 0)
#define DIVISIONS(DO, F, AC, BC) BOTH_C(DO, F, STEP_DIV, AC, BC)

#define SINGLE(DO, F, AC, BC) CASE(F, STEP_NONE, AC, BC, 0) : DO(F, STEP_NONE, AC, BC, 0)
#define EACH_SINGLE(DO)                                                                                                \
  EACH_FIRST(SINGLE, DO);                                                                                              \
  SINGLE(DO, K_DIV, 0, 0);                                                                                             \
  SINGLE(DO, K_DIV, 0, 1);                                                                                             \
  SINGLE(DO, K_DIV, 1, 0);                                                                                             \
  SINGLE(DO, K_ABS, 0, 0)

#define RUN_F64(F, S, AC, BC, CC)                                                                                      \
  loop_f64(F, S, AC, BC, CC, a, b, c, r, n);                                                                           \
  return
VECTORISED static void run_f64(int which, const double *a, const double *b, const double *c, double *r, size_t n) {
  switch (which) {
    EACH_FIRST(EACH_SECOND, RUN_F64);
    EACH_FIRST(DIVISIONS, RUN_F64);
    EACH_SINGLE(RUN_F64);
  }
}

#define RUN_I64(F, S, AC, BC, CC)                                                                                      \
  loop_i64(F, S, AC, BC, CC, a, b, c, r, n);                                                                           \
  return
VECTORISED static void run_i64(int which, const uint64_t *a, const uint64_t *b, const uint64_t *c, uint64_t *r,
                               size_t n) {
  switch (which) { EACH_FIRST(EACH_SECOND, RUN_I64); }
}

#ifdef WIDE
#define ADD_WIDE(F, S, AC, BC, CC)                                                                                     \
  wide_lanes(F, S, AC, BC, CC, a, b, c, sums, turns);                                                                  \
  return
WIDE static void run_wide_lanes(int which, const double *a, const double *b, const double *c, double *sums,
                                size_t turns) {
  switch (which) {
    EACH_FIRST(EACH_SECOND, ADD_WIDE);
    EACH_SINGLE(ADD_WIDE);
  }
}
#endif

#define ADD_LANES(F, S, AC, BC, CC)                                                                                    \
  lanes(F, S, AC, BC, CC, a, b, c, sums, turns);                                                                       \
  return
NOT_WIDE static void run_lanes(int which, const double *a, const double *b, const double *c, double *sums,
                               size_t turns) {
#ifdef WIDE
  if (has_wide()) {
    run_wide_lanes(which, a, b, c, sums, turns);
    return;
  }
#endif
  switch (which) {
    EACH_FIRST(EACH_SECOND, ADD_LANES);
    EACH_SINGLE(ADD_LANES);
  }
}

static int which_loop(Steps *s) {
  if (s->ac && s->first != K_SUB && s->first != K_DIV) {
    const void *a = s->a;
    s->a = s->b;
    s->b = a;
    s->ac = false;
    s->bc = true;
  }
  if (s->first == K_MUL && s->a == s->b && !s->bc) s->first = K_ABS2;
  bool cc = s->cc && s->second != STEP_SQUARE && s->second != STEP_NONE;
  return (s->first * STEP_COUNT + s->second) * 8 + s->ac * 4 + s->bc * 2 + cc;
}

bool steps_known(int first, int second, uint8_t store) {
  return (first == K_ADD || first == K_SUB || first == K_MUL) && second < STEP_NONE &&
         (store == ST_F64 || (store == ST_I64 && second != STEP_DIV));
}

void steps_run(Steps s, uint8_t store, void *r, size_t n) {
  int which = which_loop(&s);
  if (store == ST_F64)
    run_f64(which, s.a, s.b, s.c, r, n);
  else
    run_i64(which, s.a, s.b, s.c, r, n);
}

bool steps_summed(int first, int second) {
  if (second == STEP_NONE && (first == K_DIV || first == K_ABS)) return true;
  return (first == K_ADD || first == K_SUB || first == K_MUL) && second != STEP_DIV && second < STEP_COUNT;
}

static void advance(Steps *s, size_t by) {
  if (!s->ac) s->a = (const double *)s->a + by;
  if (!s->bc) s->b = (const double *)s->b + by;
  if (!s->cc) s->c = (const double *)s->c + by;
}

/* As Julia adds what lies together (reduce_loop.c): two elements, lanes of 4 vectors of 8, the rest one by one. */
static double sum_block(const Steps *all, size_t from, size_t n) {
  Steps s = *all;
  int which = which_loop(&s);
  advance(&s, from);
  double few[34], r;
  size_t turns = n < 34 ? 0 : (n - 2) / 32, begin = turns ? 2 : n, rest = n - begin - 32 * turns;
  run_f64(which, s.a, s.b, s.c, few, begin);
  r = few[0];
  for (size_t i = 1; i < begin; i++) r += few[i];
  if (!turns) return r;
  const double *a = s.a, *b = s.b, *c = s.c;
  double sums[32] = {r}, half[4];
  run_lanes(which, a + (s.ac ? 0 : 2), b + (s.bc ? 0 : 2), c + (s.cc ? 0 : 2), sums, turns);
  for (int k = 0; k < 4; k++) {
    const double *x = sums + k, *y = sums + k + 4;
    half[k] = (((x[0] + x[8]) + x[16]) + x[24]) + (((y[0] + y[8]) + y[16]) + y[24]);
  }
  r = (half[0] + half[2]) + (half[1] + half[3]);
  if (!rest) return r;
  size_t at = n - rest;
  run_f64(which, a + (s.ac ? 0 : at), b + (s.bc ? 0 : at), c + (s.cc ? 0 : at), few, rest);
  for (size_t i = 0; i < rest; i++) r += few[i];
  return r;
}

static double sum_part(const Steps *s, size_t from, size_t n) {
  if (n <= 1024) return sum_block(s, from, n);
  size_t half = (n - 1) / 2 + 1;
  double left = sum_part(s, from, half);
  return left + sum_part(s, from + half, n - half);
}

double steps_sum(Steps s, size_t n) { return sum_part(&s, 0, n); }

/* One by one: the steps of the next elements are done while the processor adds. */
INLINE double fold_f64(int first, int second, bool ac, bool bc, bool cc, const double *a, const double *b,
                       const double *c, double r, size_t n) {
  double a0 = a[0], b0 = b[0], c0 = c[0];
  for (size_t i = 0; i < n; i++) {
    double x = ac ? a0 : a[i], y = bc ? b0 : first == K_ABS2 ? x : b[i], t = FIRST(x, y, fabs), z = cc ? c0 : c[i];
    r += SECOND(t, z);
  }
  return r;
}

#define FOLD_F64(F, S, AC, BC, CC) return fold_f64(F, S, AC, BC, CC, a, b, c, r, n)
double steps_fold(Steps s, double r, size_t n) {
  int which = which_loop(&s);
  const double *a = s.a, *b = s.b, *c = s.c;
  switch (which) {
    EACH_FIRST(EACH_SECOND, FOLD_F64);
    EACH_SINGLE(FOLD_F64);
  default: return r; /* steps_summed knows no others */
  }
}
