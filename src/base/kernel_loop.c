#include "base/kernel_loop.h"

#include <math.h>
#include <string.h>

#include "base/elementary.h"
#include "value/vector.h"

/* One loop each for vector-vector, vector-number, number-vector. */
#define BINARY(name, T, R, EXPR)                                                                                       \
  VECTORISED static void name(const void *av, bool ac, const void *bv, bool bc, void *rv, size_t n) {                  \
    const T *a = av, *b = bv;                                                                                          \
    R *r = rv;                                                                                                         \
    if (ac) {                                                                                                          \
      T x = a[0];                                                                                                      \
      SAME_PLACE for (size_t i = 0; i < n; i++) {                                                                      \
        T y = b[i];                                                                                                    \
        r[i] = (R)(EXPR);                                                                                              \
      }                                                                                                                \
    } else if (bc) {                                                                                                   \
      T y = b[0];                                                                                                      \
      SAME_PLACE for (size_t i = 0; i < n; i++) {                                                                      \
        T x = a[i];                                                                                                    \
        r[i] = (R)(EXPR);                                                                                              \
      }                                                                                                                \
    } else {                                                                                                           \
      SAME_PLACE for (size_t i = 0; i < n; i++) {                                                                      \
        T x = a[i], y = b[i];                                                                                          \
        r[i] = (R)(EXPR);                                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
  }

#define UNARY(name, T, R, EXPR)                                                                                        \
  VECTORISED static void name(const void *av, void *rv, size_t n) {                                                    \
    const T *a = av;                                                                                                   \
    R *r = rv;                                                                                                         \
    SAME_PLACE for (size_t i = 0; i < n; i++) {                                                                        \
      T x = a[i];                                                                                                      \
      r[i] = (R)(EXPR);                                                                                                \
    }                                                                                                                  \
  }

/* Integers: U is an unsigned type, not narrower than int, in which they wrap. */
#define INTEGER(S, T, U)                                                                                               \
  BINARY(add_##S, T, T, (U)x + (U)y)                                                                                   \
  BINARY(sub_##S, T, T, (U)x - (U)y)                                                                                   \
  BINARY(mul_##S, T, T, (U)x *(U)y)                                                                                    \
  BINARY(and_##S, T, T, x &y)                                                                                          \
  BINARY(or_##S, T, T, x | y)                                                                                          \
  BINARY(xor_##S, T, T, x ^ y)                                                                                         \
  BINARY(min_##S, T, T, x < y ? x : y)                                                                                 \
  BINARY(max_##S, T, T, x > y ? x : y)                                                                                 \
  UNARY(neg_##S, T, T, 0 - (U)x)                                                                                       \
  UNARY(not_##S, T, T, ~(U)x)                                                                                          \
  UNARY(abs2_##S, T, T, (U)x *(U)x)                                                                                    \
  UNARY(even_##S, T, uint8_t, (x & 1) == 0)                                                                            \
  UNARY(odd_##S, T, uint8_t, x & 1)                                                                                    \
  UNARY(zero_##S, T, uint8_t, x == 0)
#define SIGNED(S, T, U)                                                                                                \
  INTEGER(S, T, U)                                                                                                     \
  UNARY(abs_##S, T, T, x < 0 ? 0 - (U)x : (U)x)                                                                        \
  UNARY(sign_##S, T, T, (x > 0) - (x < 0))
#define UNSIGNED(S, T, U)                                                                                              \
  INTEGER(S, T, U)                                                                                                     \
  UNARY(abs_##S, T, T, x)                                                                                              \
  UNARY(sign_##S, T, T, x != 0)
#define COMPARISONS(S, T)                                                                                              \
  BINARY(lt_##S, T, uint8_t, x < y)                                                                                    \
  BINARY(le_##S, T, uint8_t, x <= y)                                                                                   \
  BINARY(gt_##S, T, uint8_t, x > y)                                                                                    \
  BINARY(ge_##S, T, uint8_t, x >= y)                                                                                   \
  BINARY(eq_##S, T, uint8_t, x == y)                                                                                   \
  BINARY(ne_##S, T, uint8_t, x != y)
SIGNED(i8, int8_t, uint32_t)
SIGNED(i16, int16_t, uint32_t)
SIGNED(i32, int32_t, uint32_t)
SIGNED(i64, int64_t, uint64_t)
UNSIGNED(u8, uint8_t, uint32_t)
UNSIGNED(u16, uint16_t, uint32_t)
UNSIGNED(u32, uint32_t, uint32_t)
UNSIGNED(u64, uint64_t, uint64_t)
COMPARISONS(i8, int8_t)
COMPARISONS(i16, int16_t)
COMPARISONS(i32, int32_t)
COMPARISONS(u8, uint8_t)
COMPARISONS(u16, uint16_t)
COMPARISONS(u32, uint32_t)
COMPARISONS(u64, uint64_t)
COMPARISONS(f32, float)
UNARY(not_bool, uint8_t, uint8_t, !x)

/* Numbers of 64 bits: what eight comparisons of four say is put into the bytes of one vector, then into order. */
typedef double Double4 __attribute__((vector_size(32), aligned(8)));
typedef int64_t Long4 __attribute__((vector_size(32), aligned(8)));
typedef uint8_t Bytes32 __attribute__((vector_size(32), aligned(1)));
#define COMPARE32(V, OP, X, Y)                                                                                         \
  for (; i + 32 <= n; i += 32) {                                                                                       \
    Long4 m = {0};                                                                                                     \
    for (int k = 0; k < 8; k++) m |= (Long4)((X)OP(Y)) & ((int64_t)1 << 8 * k);                                        \
    *(Bytes32 *)(void *)(r + i) =                                                                                      \
        __builtin_shufflevector((Bytes32)m, (Bytes32)m, 0, 8, 16, 24, 1, 9, 17, 25, 2, 10, 18, 26, 3, 11, 19, 27, 4,   \
                                12, 20, 28, 5, 13, 21, 29, 6, 14, 22, 30, 7, 15, 23, 31);                              \
  }
#define COMPARISON64(name, T, V, OP)                                                                                   \
  VECTORISED static void name(const void *restrict av, bool ac, const void *restrict bv, bool bc, void *restrict rv,   \
                              size_t n) {                                                                              \
    const T *restrict a = av, *restrict b = bv;                                                                        \
    uint8_t *restrict r = rv;                                                                                          \
    size_t i = 0;                                                                                                      \
    if (!n) return;                                                                                                    \
    V p = (V){0} + a[0], q = (V){0} + b[0];                                                                            \
    if (ac) {                                                                                                          \
      COMPARE32(V, OP, p, *(const V *)(const void *)(b + i + 4 * k))                                                   \
    } else if (bc) {                                                                                                   \
      COMPARE32(V, OP, *(const V *)(const void *)(a + i + 4 * k), q)                                                   \
    } else {                                                                                                           \
      COMPARE32(V, OP, *(const V *)(const void *)(a + i + 4 * k), *(const V *)(const void *)(b + i + 4 * k))           \
    }                                                                                                                  \
    for (; i < n; i++) r[i] = a[ac ? 0 : i] OP b[bc ? 0 : i];                                                          \
  }
#define COMPARISONS64(S, T, V)                                                                                         \
  COMPARISON64(lt_##S, T, V, <)                                                                                        \
  COMPARISON64(le_##S, T, V, <=)                                                                                       \
  COMPARISON64(gt_##S, T, V, >)                                                                                        \
  COMPARISON64(ge_##S, T, V, >=)                                                                                       \
  COMPARISON64(eq_##S, T, V, ==)                                                                                       \
  COMPARISON64(ne_##S, T, V, !=)
COMPARISONS64(i64, int64_t, Long4)
COMPARISONS64(f64, double, Double4)

/* NaN if one is NaN; 0.0 is larger than -0.0: of equal numbers the bits are joined. */
#define EXTREMES(S, T, U)                                                                                              \
  static inline T joined_##S(T x, T y, bool all) {                                                                     \
    U p, q, r;                                                                                                         \
    memcpy(&p, &x, sizeof p);                                                                                          \
    memcpy(&q, &y, sizeof q);                                                                                          \
    r = all ? p & q : p | q;                                                                                           \
    memcpy(&x, &r, sizeof x);                                                                                          \
    return x;                                                                                                          \
  }                                                                                                                    \
  static inline T max_##S##_one(T x, T y) {                                                                            \
    T same = joined_##S(x, y, true), m = x > y ? x : y;                                                                \
    m = x == y ? same : m;                                                                                             \
    return x != x ? x : m;                                                                                             \
  }                                                                                                                    \
  static inline T min_##S##_one(T x, T y) {                                                                            \
    T same = joined_##S(x, y, false), m = x < y ? x : y;                                                               \
    m = x == y ? same : m;                                                                                             \
    return x != x ? x : m;                                                                                             \
  }
EXTREMES(f64, double, uint64_t)
EXTREMES(f32, float, uint32_t)
static inline double mod_one(double x, double y) {
  double r = fmod(x, y);
  if (r == 0) return copysign(r, y);
  return (r > 0) != (y > 0) ? r + y : r;
}
#define FLOATING(S, T, F)                                                                                              \
  BINARY(add_##S, T, T, x + y)                                                                                         \
  BINARY(sub_##S, T, T, x - y)                                                                                         \
  BINARY(mul_##S, T, T, x *y)                                                                                          \
  BINARY(div_##S, T, T, x / y)                                                                                         \
  BINARY(min_##S, T, T, min_##S##_one(x, y))                                                                           \
  BINARY(max_##S, T, T, max_##S##_one(x, y))                                                                           \
  UNARY(neg_##S, T, T, -x)                                                                                             \
  UNARY(abs_##S, T, T, fabs##F(x))                                                                                     \
  UNARY(abs2_##S, T, T, x *x)                                                                                          \
  UNARY(sign_##S, T, T, x > 0 ? 1 : x < 0 ? -1 : x)                                                                    \
  UNARY(isnan_##S, T, uint8_t, x != x)                                                                                 \
  UNARY(zero_##S, T, uint8_t, x == 0)                                                                                  \
  UNARY(sqrt_##S, T, T, sqrt##F(x))                                                                                    \
  UNARY(floor_##S, T, T, floor##F(x))                                                                                  \
  UNARY(ceil_##S, T, T, ceil##F(x))                                                                                    \
  UNARY(trunc_##S, T, T, trunc##F(x))                                                                                  \
  UNARY(round_##S, T, T, rint##F(x))                                                                                   \
  UNARY(inv_##S, T, T, 1 / x)                                                                                          \
  UNARY(addend_##S, T, T, x != 0 ? x : -x)
FLOATING(f64, double, )
FLOATING(f32, float, f)
BINARY(rem_f64, double, double, fmod(x, y))
BINARY(mod_f64, double, double, mod_one(x, y))
BINARY(pow_f64, double, double, pow(x, y))
BINARY(atan2_f64, double, double, elementary_atan2(x, y))
BINARY(hypot_f64, double, double, elementary_hypot(x, y))

/* Complex numbers: pairs of doubles. */
typedef struct Pair {
  double re, im;
} Pair;
static inline Pair pair(double re, double im) { return (Pair){re, im}; }

#define MIXED_AS(how, name, TA, TB, EXPR)                                                                              \
  how static void name(const void *restrict av, bool ac, const void *restrict bv, bool bc, void *restrict rv,          \
                       size_t n) {                                                                                     \
    const TA *restrict a = av;                                                                                         \
    const TB *restrict b = bv;                                                                                         \
    Pair *restrict r = rv;                                                                                             \
    size_t sa = !ac, sb = !bc;                                                                                         \
    if (!ac && !bc) {                                                                                                  \
      for (size_t i = 0; i < n; i++) {                                                                                 \
        TA x = a[i];                                                                                                   \
        TB y = b[i];                                                                                                   \
        r[i] = EXPR;                                                                                                   \
      }                                                                                                                \
      return;                                                                                                          \
    }                                                                                                                  \
    for (size_t i = 0; i < n; i++) {                                                                                   \
      TA x = a[i * sa];                                                                                                \
      TB y = b[i * sb];                                                                                                \
      r[i] = EXPR;                                                                                                     \
    }                                                                                                                  \
  }
#define MIXED(name, TA, TB, EXPR) MIXED_AS(VECTORISED, name, TA, TB, EXPR)
MIXED(add_cc, Pair, Pair, pair(x.re + y.re, x.im + y.im))
MIXED(sub_cc, Pair, Pair, pair(x.re - y.re, x.im - y.im))
/* Not for processors with a fused multiply-add: gcc makes some of a complex product, whatever -ffp-contract says. */
MIXED_AS(NOT_WIDE, mul_cc, Pair, Pair, pair(x.re *y.re - x.im * y.im, x.re *y.im + x.im * y.re))
MIXED(add_cr, Pair, double, pair(x.re + y, x.im))
MIXED(sub_cr, Pair, double, pair(x.re - y, x.im))
MIXED(mul_cr, Pair, double, pair(x.re *y, x.im *y))
MIXED(div_cr, Pair, double, pair(x.re / y, x.im / y))
MIXED(add_rc, double, Pair, pair(x + y.re, y.im))
MIXED(sub_rc, double, Pair, pair(x - y.re, -y.im))
MIXED(mul_rc, double, Pair, pair(x *y.re, x *y.im))
MIXED(complex_rr, double, double, pair(x, y))

#define OF_PAIR(name, R, EXPR)                                                                                         \
  VECTORISED static void name(const void *restrict av, void *restrict rv, size_t n) {                                  \
    const Pair *restrict a = av;                                                                                       \
    R *restrict r = rv;                                                                                                \
    for (size_t i = 0; i < n; i++) r[i] = EXPR;                                                                        \
  }
OF_PAIR(neg_c, Pair, pair(-a[i].re, -a[i].im))
OF_PAIR(conj_c, Pair, pair(a[i].re, -a[i].im))
OF_PAIR(real_c, double, a[i].re)
OF_PAIR(imag_c, double, a[i].im)
OF_PAIR(abs2_c, double, a[i].re *a[i].re + a[i].im * a[i].im)
OF_PAIR(abs_c, double, elementary_hypot(a[i].re, a[i].im))

#define SMALL(S) [K_ADD] = add_##S, [K_SUB] = sub_##S, [K_MUL] = mul_##S, [K_MIN] = min_##S, [K_MAX] = max_##S
#define COMPARED(S) [K_LT] = lt_##S, [K_LE] = le_##S, [K_GT] = gt_##S, [K_GE] = ge_##S, [K_EQ] = eq_##S, [K_NE] = ne_##S
#define WHOLE(S)                                                                                                       \
  { SMALL(S), COMPARED(S), [K_AND] = and_##S, [K_OR] = or_##S, [K_XOR] = xor_##S }

static BinaryLoop *const binary[ST_COUNT + 1][K_COMPLEX + 1] = {
    [ST_I8] = WHOLE(i8),
    [ST_I16] = WHOLE(i16),
    [ST_I32] = WHOLE(i32),
    [ST_I64] = WHOLE(i64),
    [ST_U8] = WHOLE(u8),
    [ST_U16] = WHOLE(u16),
    [ST_U32] = WHOLE(u32),
    [ST_U64] = WHOLE(u64),
    [ST_BOOL] = {COMPARED(u8), [K_AND] = and_u8, [K_OR] = or_u8, [K_XOR] = xor_u8, [K_MUL] = and_u8},
    [ST_F32] = {SMALL(f32), COMPARED(f32), [K_DIV] = div_f32},
    [ST_F64] = {SMALL(f64), COMPARED(f64), [K_DIV] = div_f64, [K_REM] = rem_f64, [K_MOD] = mod_f64, [K_POW] = pow_f64,
                [K_ATAN2] = atan2_f64, [K_HYPOT] = hypot_f64, [K_COMPLEX] = complex_rr},
    [KS_COMPLEX] = {[K_ADD] = add_cc, [K_SUB] = sub_cc, [K_MUL] = mul_cc},
};

BinaryLoop *loop_binary(int k, uint8_t store) { return k <= K_COMPLEX ? binary[store][k] : NULL; }

bool loop_in_place(int k, uint8_t store) {
  bool plain = k == K_ADD || k == K_SUB || k == K_MUL || k == K_DIV || k == K_MIN || k == K_MAX || k == K_NEG ||
               k == K_ABS || k == K_ABS2 || k == K_AND || k == K_OR || k == K_XOR;
  return plain && store != KS_COMPLEX;
}

typedef uint64_t Word4 __attribute__((vector_size(32), aligned(1)));
VECTORISED static void copy_shifted(char *restrict to, const char *restrict from, size_t bytes) {
  size_t i = 0;
  for (; i + 128 <= bytes; i += 128) {
    const Word4 *x = (const Word4 *)(const void *)(from + i);
    Word4 a = x[0], b = x[1], c = x[2], d = x[3], *y = (Word4 *)(void *)(to + i);
    y[0] = a;
    y[1] = b;
    y[2] = c;
    y[3] = d;
  }
  memcpy(to + i, from + i, bytes - i);
}

void loop_copy(void *to, const void *from, size_t bytes) {
  if (bytes < 2048 || (((uintptr_t)to ^ (uintptr_t)from) & 31) == 0)
    memcpy(to, from, bytes);
  else
    copy_shifted(to, from, bytes);
}

VECTORISED void loop_gather(void *restrict to, const char *restrict from, ptrdiff_t step, size_t size, size_t len) {
  uint64_t *restrict t = to;
  const uint64_t *restrict f = (const uint64_t *)(const void *)from;
  ptrdiff_t words = step / 8, n = (ptrdiff_t)len;
  if (size == 8 && step == 16)
    for (ptrdiff_t i = 0; i < n; i++) t[i] = f[2 * i];
  else if (size == 8)
    for (ptrdiff_t i = 0; i < n; i++) t[i] = f[i * words];
  else if (size == 4)
    for (ptrdiff_t i = 0; i < n; i++) memcpy((char *)to + i * 4, from + i * step, 4);
  else
    for (ptrdiff_t i = 0; i < n; i++) memcpy((char *)to + i * (ptrdiff_t)size, from + i * step, size);
}
void loop_scatter(void *restrict to, ptrdiff_t step, const void *restrict from, bool constant, size_t size,
                  size_t len) {
  char *t = to;
  const char *f = from;
  ptrdiff_t by = constant ? 0 : (ptrdiff_t)size, n = (ptrdiff_t)len;
  if (size == 8)
    for (ptrdiff_t i = 0; i < n; i++) memcpy(t + i * step, f + i * by, 8);
  else
    for (ptrdiff_t i = 0; i < n; i++) memcpy(t + i * step, f + i * by, size);
}

/* Four columns at a time, so that r is read and written once for them. */
#define COLUMNS(name, T, EXPR)                                                                                         \
  static inline T name##_two(T x, T y) { return (T)(EXPR); }                                                           \
  VECTORISED static void name(const void *restrict xv, size_t step, size_t count, void *restrict rv, size_t n) {       \
    const T *restrict x = xv;                                                                                          \
    T *restrict r = rv;                                                                                                \
    for (; count >= 4; count -= 4, x += 4 * step) {                                                                    \
      for (size_t i = 0; i < n; i++) {                                                                                 \
        T s = name##_two(name##_two(r[i], x[i]), x[i + step]);                                                         \
        r[i] = name##_two(name##_two(s, x[i + 2 * step]), x[i + 3 * step]);                                            \
      }                                                                                                                \
    }                                                                                                                  \
    for (; count; count--, x += step)                                                                                  \
      for (size_t i = 0; i < n; i++) r[i] = name##_two(r[i], x[i]);                                                    \
  }
#define COLUMNS_OF(S, T, W, MIN, MAX)                                                                                  \
  COLUMNS(columns_add_##S, T, (W)x + (W)y)                                                                             \
  COLUMNS(columns_mul_##S, T, (W)x *(W)y)                                                                              \
  COLUMNS(columns_min_##S, T, MIN)                                                                                     \
  COLUMNS(columns_max_##S, T, MAX)
COLUMNS_OF(f64, double, double, min_f64_one(x, y), max_f64_one(x, y))
COLUMNS_OF(f32, float, float, min_f32_one(x, y), max_f32_one(x, y))
COLUMNS_OF(i64, int64_t, uint64_t, x<y ? x : y, x> y ? x : y)
#undef COLUMNS

ColumnLoop *loop_columns(int k, uint8_t store) {
#define OF(S)                                                                                                          \
  return k == K_ADD   ? columns_add_##S                                                                                \
         : k == K_MUL ? columns_mul_##S                                                                                \
         : k == K_MIN ? columns_min_##S                                                                                \
         : k == K_MAX ? columns_max_##S                                                                                \
                      : NULL
  switch (store) {
  case ST_F64: OF(f64);
  case ST_F32: OF(f32);
  case ST_I64: OF(i64);
  default: return NULL;
  }
#undef OF
}

BinaryLoop *loop_complex_real(int k) {
  return k == K_ADD ? add_cr : k == K_SUB ? sub_cr : k == K_MUL ? mul_cr : k == K_DIV ? div_cr : NULL;
}
BinaryLoop *loop_real_complex(int k) { return k == K_ADD ? add_rc : k == K_SUB ? sub_rc : k == K_MUL ? mul_rc : NULL; }

#define COUNTED(S)                                                                                                     \
  {                                                                                                                    \
    [K_NEG] = neg_##S, [K_ABS] = abs_##S, [K_ABS2] = abs2_##S, [K_SIGN] = sign_##S, [K_ISEVEN] = even_##S,             \
    [K_BITNOT] = not_##S, [K_ISODD] = odd_##S, [K_ISZERO] = zero_##S                                                   \
  }
#define MEASURED(S)                                                                                                    \
  {                                                                                                                    \
    [K_NEG] = neg_##S, [K_ABS] = abs_##S, [K_ABS2] = abs2_##S, [K_SIGN] = sign_##S, [K_ISZERO] = zero_##S,             \
    [K_ISNAN] = isnan_##S, [K_SQRT] = sqrt_##S, [K_FLOOR] = floor_##S, [K_CEIL] = ceil_##S, [K_TRUNC] = trunc_##S,     \
    [K_ROUND] = round_##S, [K_INV] = inv_##S, [K_ADDEND] = addend_##S                                                  \
  }

static UnaryLoop *const unary[ST_COUNT + 1][K_SQRT + 1] = {
    [ST_I8] = COUNTED(i8),
    [ST_I16] = COUNTED(i16),
    [ST_I32] = COUNTED(i32),
    [ST_I64] = COUNTED(i64),
    [ST_U8] = COUNTED(u8),
    [ST_U16] = COUNTED(u16),
    [ST_U32] = COUNTED(u32),
    [ST_U64] = COUNTED(u64),
    [ST_BOOL] = {[K_NOT] = not_bool},
    [ST_F32] = MEASURED(f32),
    [ST_F64] = MEASURED(f64),
    [KS_COMPLEX] =
        {[K_NEG] = neg_c, [K_CONJ] = conj_c, [K_REAL] = real_c, [K_IMAG] = imag_c, [K_ABS] = abs_c, [K_ABS2] = abs2_c},
};

UnaryLoop *loop_unary(int k, uint8_t store) { return k <= K_SQRT ? unary[store][k] : NULL; }

/* Conversions to what holds every number of the source. */
#define TO_ALL(X, S, T) X(S, T, i64, int64_t) X(S, T, f64, double) X(S, T, f32, float)
#define CONVERT(S, T, S2, T2) UNARY(S##_to_##S2, T, T2, x)
TO_ALL(CONVERT, i8, int8_t)
TO_ALL(CONVERT, i16, int16_t)
TO_ALL(CONVERT, i32, int32_t)
TO_ALL(CONVERT, u8, uint8_t)
TO_ALL(CONVERT, u16, uint16_t)
TO_ALL(CONVERT, u32, uint32_t)
CONVERT(i64, int64_t, f64, double)
CONVERT(i64, int64_t, f32, float)
CONVERT(u64, uint64_t, f64, double)
CONVERT(u64, uint64_t, f32, float)
CONVERT(f32, float, f64, double)
CONVERT(f64, double, f32, float)
CONVERT(i8, int8_t, i16, int16_t)
CONVERT(i8, int8_t, i32, int32_t)
CONVERT(i16, int16_t, i32, int32_t)
CONVERT(u8, uint8_t, i16, int16_t)
CONVERT(u8, uint8_t, i32, int32_t)
CONVERT(u16, uint16_t, i32, int32_t)
CONVERT(u8, uint8_t, u16, uint16_t)
CONVERT(u8, uint8_t, u32, uint32_t)
CONVERT(u16, uint16_t, u32, uint32_t)
CONVERT(u8, uint8_t, u64, uint64_t)
CONVERT(u16, uint16_t, u64, uint64_t)
CONVERT(u32, uint32_t, u64, uint64_t)
UNARY(f64_to_c, double, Pair, pair(x, 0))
#undef CONVERT

#define WIDENED(S) [ST_I64] = S##_to_i64, [ST_F64] = S##_to_f64, [ST_F32] = S##_to_f32
static UnaryLoop *const conversions[ST_COUNT + 1][ST_COUNT + 1] = {
    [ST_I8] = {WIDENED(i8), [ST_I16] = i8_to_i16, [ST_I32] = i8_to_i32},
    [ST_I16] = {WIDENED(i16), [ST_I32] = i16_to_i32},
    [ST_I32] = {WIDENED(i32)},
    [ST_U8] = {WIDENED(u8), [ST_I16] = u8_to_i16, [ST_I32] = u8_to_i32, [ST_U16] = u8_to_u16, [ST_U32] = u8_to_u32,
               [ST_U64] = u8_to_u64},
    [ST_U16] = {WIDENED(u16), [ST_I32] = u16_to_i32, [ST_U32] = u16_to_u32, [ST_U64] = u16_to_u64},
    [ST_U32] = {WIDENED(u32), [ST_U64] = u32_to_u64},
    [ST_BOOL] = {WIDENED(u8)},
    [ST_I64] = {[ST_F64] = i64_to_f64, [ST_F32] = i64_to_f32},
    [ST_U64] = {[ST_F64] = u64_to_f64, [ST_F32] = u64_to_f32},
    [ST_F32] = {[ST_F64] = f32_to_f64},
    [ST_F64] = {[ST_F32] = f64_to_f32, [KS_COMPLEX] = f64_to_c},
};
UnaryLoop *loop_convert(uint8_t from, uint8_t to) { return conversions[from][to]; }

/* Quotient by multiplication: the magic number of Warren's "Hacker's Delight", chapter 10. */
typedef struct Divisor {
  int64_t magic, d;
  int shift;
} Divisor;

static Divisor divisor_of(int64_t d) {
  const uint64_t two63 = 1ull << 63;
  uint64_t ad = d < 0 ? 0 - (uint64_t)d : (uint64_t)d, t = two63 + ((uint64_t)d >> 63), anc = t - 1 - t % ad;
  uint64_t q1 = two63 / anc, r1 = two63 - q1 * anc, q2 = two63 / ad, r2 = two63 - q2 * ad, delta;
  int p = 63;
  do {
    p++;
    q1 *= 2;
    r1 *= 2;
    if (r1 >= anc) q1++, r1 -= anc;
    q2 *= 2;
    r2 *= 2;
    if (r2 >= ad) q2++, r2 -= ad;
    delta = ad - r2;
  } while (q1 < delta || (q1 == delta && r1 == 0));
  uint64_t m = q2 + 1;
  return (Divisor){(int64_t)(d < 0 ? 0 - m : m), d, p - 64};
}

static inline int64_t quotient(int64_t x, Divisor v) {
  int64_t q = (int64_t)(((__int128)v.magic * x) >> 64);
  if (v.d > 0 && v.magic < 0) q = (int64_t)((uint64_t)q + (uint64_t)x);
  if (v.d < 0 && v.magic > 0) q = (int64_t)((uint64_t)q - (uint64_t)x);
  q >>= v.shift;
  return q + (int64_t)((uint64_t)q >> 63);
}

void loop_divide(int k, const int64_t *a, int64_t d, int64_t *r, size_t n) {
  if (d == 1) {
    for (size_t i = 0; i < n; i++) r[i] = k == K_IDIV ? a[i] : 0;
    return;
  }
  Divisor v = divisor_of(d);
  for (size_t i = 0; i < n; i++) {
    int64_t x = a[i], q = quotient(x, v);
    if (k == K_IDIV) {
      r[i] = q;
      continue;
    }
    int64_t m = (int64_t)((uint64_t)x - (uint64_t)q * (uint64_t)d);
    r[i] = k == K_MOD && m != 0 && (m < 0) != (d < 0) ? m + d : m;
  }
}
