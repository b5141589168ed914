#include "base/reduce_loop.h"

#include <math.h>
#include <string.h>

#include "base/kernel.h"
#include "value/vector.h"
#include "value/type.h"

typedef double Double4 __attribute__((vector_size(32), aligned(8)));
typedef int64_t Long4 __attribute__((vector_size(32), aligned(8)));
typedef float Float8 __attribute__((vector_size(32), aligned(4)));

/* Julia's loop over a block: the first two elements, then lanes of 4 vectors of 64 bytes, here of 8 of 32 bytes, all
 * beginning with what changes nothing (start), then the rest one by one. */
#define BLOCK_LOOP(name, T, V, LANES, OP, start)                                                                       \
  VECTORISED static T name(const T *x, size_t n) {                                                                     \
    if (n == 1) return x[0];                                                                                           \
    T first = x[0] OP x[1];                                                                                            \
    x += 2;                                                                                                            \
    n -= 2;                                                                                                            \
    if (n < 8 * LANES) {                                                                                               \
      for (size_t i = 0; i < n; i++) first = first OP x[i];                                                            \
      return first;                                                                                                    \
    }                                                                                                                  \
    V a0 = (V){0} + start, a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;                              \
    a0[0] = first;                                                                                                     \
    size_t i = 0;                                                                                                      \
    for (; i + 8 * LANES <= n; i += 8 * LANES) {                                                                       \
      const V *v = (const V *)(const void *)(x + i);                                                                   \
      a0 = a0 OP v[0];                                                                                                 \
      a1 = a1 OP v[1];                                                                                                 \
      b0 = b0 OP v[2];                                                                                                 \
      b1 = b1 OP v[3];                                                                                                 \
      c0 = c0 OP v[4];                                                                                                 \
      c1 = c1 OP v[5];                                                                                                 \
      d0 = d0 OP v[6];                                                                                                 \
      d1 = d1 OP v[7];                                                                                                 \
    }                                                                                                                  \
    V h = (((a0 OP b0)OP c0)OP d0)OP(((a1 OP b1)OP c1)OP d1);                                                          \
    T half[LANES];                                                                                                     \
    for (int k = 0; k < LANES; k++) half[k] = h[k];                                                                    \
    for (int w = LANES / 2; w; w /= 2) {                                                                               \
      for (int k = 0; k < w; k++) half[k] = half[k] OP half[k + w];                                                    \
    }                                                                                                                  \
    for (; i < n; i++) half[0] = half[0] OP x[i];                                                                      \
    return half[0];                                                                                                    \
  }
BLOCK_LOOP(sum_block_f64, double, Double4, 4, +, 0)
BLOCK_LOOP(prod_block_f64, double, Double4, 4, *, 1)
BLOCK_LOOP(sum_block_f32, float, Float8, 8, +, 0)

#define BLOCK 1024
#define PAIRWISE(name, T, OP, block)                                                                                   \
  static T name(const T *x, size_t n) {                                                                                \
    if (n < 16) {                                                                                                      \
      T s = x[0];                                                                                                      \
      for (size_t i = 1; i < n; i++) s = s OP x[i];                                                                    \
      return s;                                                                                                        \
    }                                                                                                                  \
    if (n <= BLOCK) return block(x, n);                                                                                \
    size_t half = (n - 1) / 2 + 1;                                                                                     \
    return name(x, half) OP name(x + half, n - half);                                                                  \
  }
PAIRWISE(sum_some_f64, double, +, sum_block_f64)
PAIRWISE(prod_some_f64, double, *, prod_block_f64)
PAIRWISE(sum_some_f32, float, +, sum_block_f32)
double sum_f64(const double *x, size_t n) { return n ? sum_some_f64(x, n) : 0; }
float sum_f32(const float *x, size_t n) { return n ? sum_some_f32(x, n) : 0; }

typedef struct Pair {
  double re, im;
} Pair;
/* Julia adds both parts in lanes as real numbers: lanes of pairs, in vectors of two. */
VECTORISED static Pair sum_block_complex(const Pair *x, size_t n) {
  double re = x[0].re, im = x[0].im;
  if (n < 2 + 32) {
    for (size_t i = 1; i < n; i++) re += x[i].re, im += x[i].im;
    return (Pair){re, im};
  }
  Double4 s[16] = {{re + x[1].re, im + x[1].im}};
  size_t i = 2;
  for (; i + 32 <= n; i += 32)
    for (size_t k = 0; k < 16; k++) s[k] += *(const Double4 *)(const void *)(x + i + 2 * k);
  double half[8]; /* four pairs */
  for (int k = 0; k < 8; k++) {
    int v = k / 4, l = k % 4; /* lane k / 2 of the first vector of eight, and the one that is four lanes on */
    half[k] = (((s[v][l] + s[v + 4][l]) + s[v + 8][l]) + s[v + 12][l]) +
              (((s[v + 2][l] + s[v + 6][l]) + s[v + 10][l]) + s[v + 14][l]);
  }
  re = (half[0] + half[4]) + (half[2] + half[6]);
  im = (half[1] + half[5]) + (half[3] + half[7]);
  for (; i < n; i++) re += x[i].re, im += x[i].im;
  return (Pair){re, im};
}
static Pair sum_complex(const Pair *x, size_t n) {
  if (n <= BLOCK) return sum_block_complex(x, n);
  size_t half = (n - 1) / 2 + 1;
  Pair a = sum_complex(x, half), b = sum_complex(x + half, n - half);
  return (Pair){a.re + b.re, a.im + b.im};
}

/* Squares of distances: x is read once. */
VECTORISED static double square_block(const double *x, double m, size_t n) {
  double first = (x[0] - m) * (x[0] - m);
  if (n < 2 + 32) {
    for (size_t i = 1; i < n; i++) first += (x[i] - m) * (x[i] - m);
    return first;
  }
  Double4 ms = (Double4){0} + m, s[8] = {{0}};
  s[0][0] = first + (x[1] - m) * (x[1] - m);
  size_t i = 2;
  for (; i + 32 <= n; i += 32) {
    for (size_t k = 0; k < 8; k++) {
      Double4 d = *(const Double4 *)(x + i + 4 * k) - ms;
      s[k] += d * d;
    }
  }
  Double4 h = (((s[0] + s[2]) + s[4]) + s[6]) + (((s[1] + s[3]) + s[5]) + s[7]);
  double r = (h[0] + h[2]) + (h[1] + h[3]);
  for (; i < n; i++) r += (x[i] - m) * (x[i] - m);
  return r;
}
double sum_squares_f64(const double *x, double m, size_t n) {
  if (n <= BLOCK) return n ? square_block(x, m, n) : 0;
  size_t half = (n - 1) / 2 + 1;
  return sum_squares_f64(x, m, half) + sum_squares_f64(x + half, m, n - half);
}

double reduce_strided_f64(bool product, const double *x, int64_t step, size_t n) {
  if (n > BLOCK) {
    size_t half = (n - 1) / 2 + 1;
    double a = reduce_strided_f64(product, x, step, half);
    double b = reduce_strided_f64(product, x + (int64_t)half * step, step, n - half);
    return product ? a * b : a + b;
  }
  double s = x[0];
  for (size_t i = 1; i < n; i++) {
    double y = x[(int64_t)i * step];
    s = product ? s * y : s + y;
  }
  return s;
}

#define SUM_WHOLE(name, T)                                                                                             \
  VECTORISED static int64_t name(const T *x, size_t n) {                                                               \
    uint64_t s = 0;                                                                                                    \
    for (size_t i = 0; i < n; i++) s += (uint64_t)x[i];                                                                \
    return (int64_t)s;                                                                                                 \
  }
SUM_WHOLE(sum_whole_i64, int64_t)
int64_t sum_i64(const int64_t *x, size_t n) { return sum_whole_i64(x, n); }

/* Two at a time as one word, whose halves are added apart; signed ones are moved up by half of their range. */
VECTORISED static int64_t sum_words(const void *p, size_t n, bool moved) {
  const char *x = p;
  uint64_t low = 0, high = 0, by = moved ? 0x8000000080000000u : 0;
  for (size_t i = 0; i < n / 2; i++) {
    uint64_t two;
    memcpy(&two, x + 8 * i, 8);
    two ^= by;
    low += two & UINT32_MAX;
    high += two >> 32;
  }
  uint32_t last = 0;
  if (n % 2) memcpy(&last, x + 4 * (n - 1), 4);
  if (n % 2) low += last ^ (uint32_t)by;
  return (int64_t)(low + high - (moved ? (uint64_t)n << 31 : 0));
}
static int64_t sum_i32(const int32_t *x, size_t n) { return sum_words(x, n, true); }
static int64_t sum_u32(const uint32_t *x, size_t n) { return sum_words(x, n, false); }

/* Small integers are added in 32 bits first, as many as cannot overflow: more of them fit a vector. */
#define SUM_SMALL(name, T, S, LOT)                                                                                     \
  VECTORISED static int64_t name(const T *x, size_t n) {                                                               \
    int64_t total = 0;                                                                                                 \
    for (size_t at = 0; at < n; at += LOT) {                                                                           \
      size_t end = n - at < LOT ? n : at + LOT;                                                                        \
      S s = 0;                                                                                                         \
      for (size_t i = at; i < end; i++) s += (S)x[i];                                                                  \
      total += (int64_t)s;                                                                                             \
    }                                                                                                                  \
    return total;                                                                                                      \
  }
SUM_SMALL(sum_i16, int16_t, int32_t, (size_t)(1 << 14))
SUM_SMALL(sum_u16, uint16_t, uint32_t, (size_t)(1 << 14))

/* Bytes are added in lanes of 16 bits, which hold 128 sums of two. */
typedef uint16_t Short16 __attribute__((vector_size(32), aligned(1)));
VECTORISED static int64_t sum_bytes(const uint8_t *x, size_t n, uint8_t flip) {
  uint64_t total = 0;
  size_t i = 0;
  Short16 flips = (Short16){0} + (uint16_t)(flip << 8 | flip);
  while (i + 32 <= n) {
    Short16 s = {0};
    for (int k = 0; k < 128 && i + 32 <= n; k++, i += 32) {
      Short16 v = *(const Short16 *)(const void *)(x + i) ^ flips;
      s += (v & 0xff) + (v >> 8);
    }
    for (int k = 0; k < 16; k++) total += s[k];
  }
  for (; i < n; i++) total += (uint8_t)(x[i] ^ flip);
  return (int64_t)total;
}
static int64_t sum_u8(const uint8_t *x, size_t n) { return sum_bytes(x, n, 0); }
static int64_t sum_i8(const int8_t *x, size_t n) { return sum_bytes((const uint8_t *)x, n, 0x80) - 128 * (int64_t)n; }

typedef uint8_t Bytes32 __attribute__((vector_size(32), aligned(1)));
VECTORISED size_t count_true(const uint8_t *x, size_t n) {
  size_t total = 0, i = 0;
  while (i + 32 <= n) { /* a byte lane holds 255 of them */
    Bytes32 s = {0};
    for (int k = 0; k < 255 && i + 32 <= n; k++, i += 32) s += *(const Bytes32 *)(const void *)(x + i);
    for (int k = 0; k < 32; k++) total += s[k];
  }
  for (; i < n; i++) total += x[i];
  return total;
}

/* The largest or smallest number: NaN if there is one; 0.0 is larger than -0.0. Four vectors at a time. */
typedef int32_t Int8 __attribute__((vector_size(32), aligned(4)));
#define EXTREME_FLOAT(name, T, V, I, LANES, CMP, WANTED)                                                               \
  VECTORISED static T name(const T *x, size_t n) {                                                                     \
    V m[4];                                                                                                            \
    I bad = {0};                                                                                                       \
    size_t i = 0;                                                                                                      \
    T r = x[0];                                                                                                        \
    bool any = false;                                                                                                  \
    for (int k = 0; k < 4; k++) m[k] = (V){0} + x[0];                                                                  \
    for (; i + 4 * LANES <= n; i += 4 * LANES) {                                                                       \
      const V *v = (const V *)(const void *)(x + i);                                                                   \
      for (int k = 0; k < 4; k++) {                                                                                    \
        I take = (I)(v[k] CMP m[k]);                                                                                   \
        bad |= (I)(v[k] != v[k]);                                                                                      \
        m[k] = (V)(((I)v[k] & take) | ((I)m[k] & ~take));                                                              \
      }                                                                                                                \
    }                                                                                                                  \
    for (; i < n; i++) {                                                                                               \
      r = x[i] CMP r ? x[i] : r;                                                                                       \
      any |= x[i] != x[i];                                                                                             \
    }                                                                                                                  \
    for (int k = 0; k < 4 * LANES; k++) {                                                                              \
      T y = m[k / LANES][k % LANES];                                                                                   \
      r = y CMP r ? y : r;                                                                                             \
      any |= bad[k % LANES] != 0;                                                                                      \
    }                                                                                                                  \
    if (any || x[0] != x[0]) return (T)NAN;                                                                            \
    if (r != 0) return r;                                                                                              \
    for (i = 0; i < n; i++) {                                                                                          \
      if (x[i] == 0 && (signbit(x[i]) == 0) == WANTED) return WANTED ? (T)0.0 : -(T)0.0;                               \
    }                                                                                                                  \
    return r;                                                                                                          \
  }
EXTREME_FLOAT(max_f64, double, Double4, Long4, 4, >, 1)
EXTREME_FLOAT(min_f64, double, Double4, Long4, 4, <, 0)
EXTREME_FLOAT(max_f32, float, Float8, Int8, 8, >, 1)
EXTREME_FLOAT(min_f32, float, Float8, Int8, 8, <, 0)

#define EXTREME(S, T)                                                                                                  \
  VECTORISED static T max_##S(const T *x, size_t n) {                                                                  \
    T m = x[0];                                                                                                        \
    for (size_t i = 1; i < n; i++) m = x[i] > m ? x[i] : m;                                                            \
    return m;                                                                                                          \
  }                                                                                                                    \
  VECTORISED static T min_##S(const T *x, size_t n) {                                                                  \
    T m = x[0];                                                                                                        \
    for (size_t i = 1; i < n; i++) m = x[i] < m ? x[i] : m;                                                            \
    return m;                                                                                                          \
  }
EXTREME(i8, int8_t)
EXTREME(i16, int16_t)
EXTREME(i32, int32_t)
EXTREME(i64, int64_t)
EXTREME(u8, uint8_t)
EXTREME(u16, uint16_t)
EXTREME(u32, uint32_t)
EXTREME(u64, uint64_t)

static Value sum_numbers(uint8_t store, const void *p, size_t n) {
  switch (store) {
  case ST_F64: return v_f64(sum_f64(p, n));
  case ST_F32: return v_f32(sum_f32(p, n));
  case ST_I64: return v_int(sum_i64(p, n));
  case ST_U64: return v_uint((uint64_t)sum_i64(p, n));
  case ST_I8: return v_int(sum_i8(p, n));
  case ST_I16: return v_int(sum_i16(p, n));
  case ST_I32: return v_int(sum_i32(p, n));
  case ST_BOOL: return v_int((int64_t)count_true(p, n));
  case ST_U8: return v_uint((uint64_t)sum_u8(p, n));
  case ST_U16: return v_uint((uint64_t)sum_u16(p, n));
  case ST_U32: return v_uint((uint64_t)sum_u32(p, n));
  case KS_COMPLEX: {
    Pair s = sum_complex(p, n);
    return raw_load(&s, ST_STRUCT, (Type *)kernel_type(KS_COMPLEX));
  }
  default: return V_UNDEF;
  }
}

static Value extreme_numbers(bool largest, uint8_t store, const void *p, size_t n) {
  switch (store) {
  case ST_F64: return v_f64(largest ? max_f64(p, n) : min_f64(p, n));
  case ST_F32: return v_f32(largest ? max_f32(p, n) : min_f32(p, n));
  case ST_I64: return v_int(largest ? max_i64(p, n) : min_i64(p, n));
  case ST_I32: return v_bits(T_INT32, (uint64_t)(int64_t)(largest ? max_i32(p, n) : min_i32(p, n)));
  case ST_I16: return v_bits(T_INT16, (uint64_t)(int64_t)(largest ? max_i16(p, n) : min_i16(p, n)));
  case ST_I8: return v_bits(T_INT8, (uint64_t)(int64_t)(largest ? max_i8(p, n) : min_i8(p, n)));
  case ST_U64: return v_uint(largest ? max_u64(p, n) : min_u64(p, n));
  case ST_U32: return v_bits(T_UINT32, largest ? max_u32(p, n) : min_u32(p, n));
  case ST_U16: return v_bits(T_UINT16, largest ? max_u16(p, n) : min_u16(p, n));
  case ST_U8: return v_bits(T_UINT8, largest ? max_u8(p, n) : min_u8(p, n));
  case ST_BOOL: return v_bool(largest ? max_u8(p, n) : min_u8(p, n));
  default: return V_UNDEF;
  }
}

static Value prod_numbers(uint8_t store, const void *p, size_t n) {
  if (store == ST_F64) return v_f64(prod_some_f64(p, n));
  if (store != ST_I64) return V_UNDEF;
  uint64_t r = 1;
  for (size_t i = 0; i < n; i++) r *= ((const uint64_t *)p)[i];
  return v_int((int64_t)r);
}

Value reduce_numbers(enum reduction op, uint8_t store, const void *data, size_t n) {
  switch (op) {
  case OP_SUM: return sum_numbers(store, data, n);
  case OP_PROD: return prod_numbers(store, data, n);
  case OP_MAXIMUM: return extreme_numbers(true, store, data, n);
  case OP_MINIMUM: return extreme_numbers(false, store, data, n);
  default: return V_UNDEF;
  }
}

Value fold_numbers(enum reduction op, Value r, uint8_t store, const void *data, size_t n) {
  bool whole = store == ST_I64;
  if (!n) return r;
  if ((store != ST_F64 && !whole) || op == OP_OTHER) return V_UNDEF;
  if (!is_undef(r) && r.type != (whole ? T_INT64 : T_FLOAT64)) return V_UNDEF;
  if (op == OP_MAXIMUM || op == OP_MINIMUM || whole) {
    Value part = reduce_numbers(op, store, data, n);
    if (is_undef(r)) return part;
    if (op == OP_SUM) return v_int((int64_t)(r.u + part.u));
    if (op == OP_PROD) return v_int((int64_t)(r.u * part.u));
    if (whole) return reduce_numbers(op, store, (int64_t[]){r.i, part.i}, 2);
    return reduce_numbers(op, store, (double[]){r.f, part.f}, 2);
  }
  const double *x = data;
  size_t i = is_undef(r);
  double s = i ? x[0] : r.f;
  if (op == OP_SUM)
    for (; i < n; i++) s += x[i];
  else
    for (; i < n; i++) s *= x[i];
  return v_f64(s);
}

#define SCAN(name, T, EXPR)                                                                                            \
  static void name(const T *x, T *r, size_t n) {                                                                       \
    T s = x[0];                                                                                                        \
    r[0] = s;                                                                                                          \
    for (size_t i = 1; i < n; i++) {                                                                                   \
      T y = x[i];                                                                                                      \
      r[i] = s = EXPR;                                                                                                 \
    }                                                                                                                  \
  }
static inline double larger(double s, double y) {
  return s != s || y != y ? NAN : y > s || (y == s && signbit(s)) ? y : s;
}
static inline double smaller(double s, double y) {
  return s != s || y != y ? NAN : y < s || (y == s && signbit(y)) ? y : s;
}
SCAN(scan_sum_i64, uint64_t, s + y)
SCAN(scan_prod_i64, uint64_t, s *y)
SCAN(scan_max_i64, int64_t, y > s ? y : s)
SCAN(scan_min_i64, int64_t, y < s ? y : s)
SCAN(scan_sum_f64, double, s + y)
SCAN(scan_prod_f64, double, s *y)
SCAN(scan_max_f64, double, larger(s, y))
SCAN(scan_min_f64, double, smaller(s, y))

bool scan_numbers(enum reduction op, uint8_t store, const void *from, void *to, size_t n) {
  if (op == OP_OTHER || (store != ST_I64 && store != ST_F64)) return false;
  if (!n) return true;
  bool whole = store == ST_I64;
  switch (op) {
  case OP_SUM: whole ? scan_sum_i64(from, to, n) : scan_sum_f64(from, to, n); break;
  case OP_PROD: whole ? scan_prod_i64(from, to, n) : scan_prod_f64(from, to, n); break;
  case OP_MAXIMUM: whole ? scan_max_i64(from, to, n) : scan_max_f64(from, to, n); break;
  default: whole ? scan_min_i64(from, to, n) : scan_min_f64(from, to, n);
  }
  return true;
}
