#include "base/broadcast_kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vector.h"
#include "value/value.h"

enum kernel {
  K_ADD,
  K_SUB,
  K_MUL,
  K_DIV,
  K_LT,
  K_LE,
  K_GT,
  K_GE,
  K_EQ,
  K_NE,
  K_AND,
  K_OR,
  K_XOR,
  K_IDIV,
  K_REM,
  K_MOD,
  K_MIN,
  K_MAX,
  K_POW,
  K_NEG,
  K_PLUS,
  K_ABS,
  K_ABS2,
  K_NOT,
  K_SIGN,
  K_FLOAT,
  K_ISNAN,
  K_ISEVEN,
  K_ISODD,
  K_IDENTITY,
  K_IFELSE,
  K_SQRT,
  K_EXP,
  K_LOG,
  K_SIN,
  K_COS,
  K_TAN,
  K_ASIN,
  K_ACOS,
  K_ATAN,
  K_SINH,
  K_COSH,
  K_TANH,
  K_EXP2,
  K_LOG2,
  K_LOG10,
  K_LOG1P,
  K_EXPM1,
  K_CBRT,
  K_FLOOR,
  K_CEIL,
  K_TRUNC,
  K_ROUND,
  K_INV,
  K_ATAN2,
  K_HYPOT
};

typedef struct KernelName {
  const char *name;
  int nargs, kernel;
} KernelName;

/* sorted by name */
static const KernelName names[] = {
    {"!", 1, K_NOT},         {"!=", 2, K_NE},
    {"%", 2, K_REM},         {"&", 2, K_AND},
    {"*", 2, K_MUL},         {"+", 1, K_PLUS},
    {"+", 2, K_ADD},         {"-", 1, K_NEG},
    {"-", 2, K_SUB},         {"/", 2, K_DIV},
    {"<", 2, K_LT},          {"<=", 2, K_LE},
    {"==", 2, K_EQ},         {">", 2, K_GT},
    {">=", 2, K_GE},         {"^", 2, K_POW},
    {"abs", 1, K_ABS},       {"abs2", 1, K_ABS2},
    {"acos", 1, K_ACOS},     {"asin", 1, K_ASIN},
    {"atan", 1, K_ATAN},     {"atan", 2, K_ATAN2},
    {"cbrt", 1, K_CBRT},     {"ceil", 1, K_CEIL},
    {"cos", 1, K_COS},       {"cosh", 1, K_COSH},
    {"div", 2, K_IDIV},      {"exp", 1, K_EXP},
    {"exp2", 1, K_EXP2},     {"expm1", 1, K_EXPM1},
    {"float", 1, K_FLOAT},   {"floor", 1, K_FLOOR},
    {"hypot", 2, K_HYPOT},   {"identity", 1, K_IDENTITY},
    {"ifelse", 3, K_IFELSE}, {"inv", 1, K_INV},
    {"iseven", 1, K_ISEVEN}, {"isnan", 1, K_ISNAN},
    {"isodd", 1, K_ISODD},   {"log", 1, K_LOG},
    {"log10", 1, K_LOG10},   {"log1p", 1, K_LOG1P},
    {"log2", 1, K_LOG2},     {"max", 2, K_MAX},
    {"min", 2, K_MIN},       {"mod", 2, K_MOD},
    {"rem", 2, K_REM},       {"round", 1, K_ROUND},
    {"sign", 1, K_SIGN},     {"sin", 1, K_SIN},
    {"sinh", 1, K_SINH},     {"sqrt", 1, K_SQRT},
    {"tan", 1, K_TAN},       {"tanh", 1, K_TANH},
    {"trunc", 1, K_TRUNC},   {"xor", 2, K_XOR},
    {"|", 2, K_OR},          {"÷", 2, K_IDIV},
    {"⊻", 2, K_XOR},
};

int kernel_find(const char *name, int nargs) {
  if (nargs < 1 || nargs > 3) return -1;
  size_t lo = 0, hi = sizeof names / sizeof *names;
  while (lo < hi) {
    size_t mid = (lo + hi) / 2;
    int c = strcmp(name, names[mid].name);
    if (c == 0) c = nargs - names[mid].nargs;
    if (c == 0) return names[mid].kernel;
    if (c < 0)
      hi = mid;
    else
      lo = mid + 1;
  }
  return -1;
}

/* What two numbers are promoted to; ST_VALUE for pairs without kernels. */
static uint8_t promoted(uint8_t a, uint8_t b) {
  if (a == b) return a;
  bool a_int = a == ST_I64 || a == ST_BOOL, b_int = b == ST_I64 || b == ST_BOOL;
  if (a_int && b_int) return ST_I64;
  if (a == ST_F64 && (b_int || b == ST_F32)) return ST_F64;
  if (b == ST_F64 && (a_int || a == ST_F32)) return ST_F64;
  if (a == ST_F32 && b_int) return ST_F32;
  if (b == ST_F32 && a_int) return ST_F32;
  return ST_VALUE;
}

static uint8_t binary_result(int k, uint8_t a, uint8_t b) {
  uint8_t p = promoted(a, b);
  if (p != ST_F64 && p != ST_I64 && p != ST_F32 && p != ST_BOOL) return ST_VALUE;
  switch (k) {
  case K_ADD:
  case K_SUB: return p == ST_BOOL ? ST_I64 : p;
  case K_MUL: return a == ST_BOOL && b == ST_BOOL ? ST_BOOL : a == ST_BOOL || b == ST_BOOL ? ST_VALUE : p;
  case K_DIV:
    return p == ST_F32 ? ST_F32 : p == ST_F64 || (p == ST_I64 && a == ST_I64 && b == ST_I64) ? ST_F64 : ST_VALUE;
  case K_LT:
  case K_LE:
  case K_GT:
  case K_GE:
  case K_EQ:
  case K_NE: return ST_BOOL;
  case K_AND:
  case K_OR:
  case K_XOR: return a == b && (p == ST_I64 || p == ST_BOOL) ? p : ST_VALUE;
  case K_IDIV: return a == ST_I64 && b == ST_I64 ? ST_I64 : ST_VALUE;
  case K_REM:
  case K_MOD: return (a == ST_I64 && b == ST_I64) || p == ST_F64 ? p : ST_VALUE;
  case K_MIN:
  case K_MAX: return p == ST_I64 || p == ST_F64 ? p : ST_VALUE;
  case K_POW: return a == ST_F64 && (b == ST_F64 || b == ST_I64) ? ST_F64 : ST_VALUE;
  case K_ATAN2:
  case K_HYPOT: return p == ST_F64 ? ST_F64 : ST_VALUE;
  default: return ST_VALUE;
  }
}

static uint8_t unary_result(int k, uint8_t a) {
  switch (k) {
  case K_NEG:
  case K_PLUS:
  case K_ABS: return a == ST_I64 || a == ST_F64 || a == ST_F32 ? a : ST_VALUE;
  case K_ABS2:
  case K_SIGN: return a == ST_I64 || a == ST_F64 ? a : ST_VALUE;
  case K_NOT: return a == ST_BOOL ? ST_BOOL : ST_VALUE;
  case K_IDENTITY: return a;
  case K_FLOAT: return a == ST_I64 || a == ST_F64 ? ST_F64 : ST_VALUE;
  case K_ISNAN: return a == ST_F64 ? ST_BOOL : ST_VALUE;
  case K_ISEVEN:
  case K_ISODD: return a == ST_I64 ? ST_BOOL : ST_VALUE;
  case K_FLOOR:
  case K_CEIL:
  case K_TRUNC:
  case K_ROUND: return a == ST_F64 ? ST_F64 : ST_VALUE;
  default: return k >= K_SQRT && (a == ST_F64 || a == ST_I64) ? ST_F64 : ST_VALUE;
  }
}

uint8_t kernel_result(int k, const uint8_t *s, const bool *constant, int n) {
  if (n == 1) return unary_result(k, s[0]);
  if (n == 3)
    return k == K_IFELSE && s[0] == ST_BOOL && !constant[0] && s[1] == s[2] && (s[1] == ST_F64 || s[1] == ST_I64)
               ? s[1]
               : ST_VALUE;
  /* Int64 and Float64 are compared exactly: only a constant integer known to be exact may be converted. */
  if (k >= K_LT && k <= K_NE &&
      ((s[0] == ST_I64 && !constant[0] && s[1] != ST_I64) || (s[1] == ST_I64 && !constant[1] && s[0] != ST_I64)))
    return ST_VALUE;
  return binary_result(k, s[0], s[1]);
}

/* The block as numbers of another store, converted into scratch. */
#define CONVERT(FROM, TO)                                                                                              \
  do {                                                                                                                 \
    const FROM *x = b->data;                                                                                           \
    TO *y = (TO *)(void *)scratch;                                                                                     \
    size_t m = b->constant ? 1 : n;                                                                                    \
    for (size_t i = 0; i < m; i++) y[i] = (TO)x[i];                                                                    \
  } while (0)

VECTORISED static void convert_i64_f64(const int64_t *x, double *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = (double)x[i];
}

static const void *as_store(const Block *b, uint8_t store, size_t n, double *scratch) {
  if (b->store == store) return b->data;
  if (store == ST_F64) {
    if (b->store == ST_I64)
      convert_i64_f64(b->data, scratch, b->constant ? 1 : n);
    else if (b->store == ST_F32)
      CONVERT(float, double);
    else
      CONVERT(uint8_t, double);
  } else if (store == ST_I64) {
    CONVERT(uint8_t, int64_t);
  } else {
    if (b->store == ST_I64)
      CONVERT(int64_t, float);
    else
      CONVERT(uint8_t, float);
  }
  return scratch;
}

/* One loop each for vector-vector, vector-number, number-vector. */
#define BINARY(name, T, R, EXPR)                                                                                       \
  VECTORISED static void name(const T *a, bool ac, const T *b, bool bc, R *r, size_t n) {                              \
    if (ac) {                                                                                                          \
      T x = a[0];                                                                                                      \
      for (size_t i = 0; i < n; i++) {                                                                                 \
        T y = b[i];                                                                                                    \
        r[i] = (R)(EXPR);                                                                                              \
      }                                                                                                                \
    } else if (bc) {                                                                                                   \
      T y = b[0];                                                                                                      \
      for (size_t i = 0; i < n; i++) {                                                                                 \
        T x = a[i];                                                                                                    \
        r[i] = (R)(EXPR);                                                                                              \
      }                                                                                                                \
    } else {                                                                                                           \
      for (size_t i = 0; i < n; i++) {                                                                                 \
        T x = a[i], y = b[i];                                                                                          \
        r[i] = (R)(EXPR);                                                                                              \
      }                                                                                                                \
    }                                                                                                                  \
  }

#define ARITHMETIC(S, T)                                                                                               \
  BINARY(add_##S, T, T, x + y)                                                                                         \
  BINARY(sub_##S, T, T, x - y)                                                                                         \
  BINARY(mul_##S, T, T, x *y)
#define COMPARISONS(S, T)                                                                                              \
  BINARY(lt_##S, T, uint8_t, x < y)                                                                                    \
  BINARY(le_##S, T, uint8_t, x <= y)                                                                                   \
  BINARY(eq_##S, T, uint8_t, x == y)                                                                                   \
  BINARY(ne_##S, T, uint8_t, x != y)
ARITHMETIC(f64, double)
ARITHMETIC(f32, float)
ARITHMETIC(i64, uint64_t)
BINARY(div_f64, double, double, x / y)
BINARY(div_f32, float, float, x / y)
COMPARISONS(f64, double)
COMPARISONS(f32, float)
COMPARISONS(i64, int64_t)
BINARY(lt_bool, uint8_t, uint8_t, x < y)
BINARY(le_bool, uint8_t, uint8_t, x <= y)
BINARY(eq_bool, uint8_t, uint8_t, x == y)
BINARY(and_i64, int64_t, int64_t, x &y)
BINARY(or_i64, int64_t, int64_t, x | y)
BINARY(xor_i64, int64_t, int64_t, x ^ y)
BINARY(and_bool, uint8_t, uint8_t, x &y)
BINARY(or_bool, uint8_t, uint8_t, x | y)
BINARY(xor_bool, uint8_t, uint8_t, x ^ y)
BINARY(min_i64, int64_t, int64_t, x < y ? x : y)
BINARY(max_i64, int64_t, int64_t, x > y ? x : y)
BINARY(div_i64, int64_t, int64_t, x / y)
BINARY(rem_i64, int64_t, int64_t, x % y)
BINARY(mod_i64, int64_t, int64_t, (x % y != 0 && ((x % y < 0) != (y < 0))) ? x % y + y : x % y)

static inline double max_one(double x, double y) {
  if (x != x || y != y) return NAN;
  return x > y ? x : y > x ? y : signbit(x) ? y : x;
}
static inline double min_one(double x, double y) {
  if (x != x || y != y) return NAN;
  return x < y ? x : y < x ? y : signbit(x) ? x : y;
}
static inline double mod_one(double x, double y) {
  double r = fmod(x, y);
  if (r == 0) return copysign(r, y);
  return (r > 0) != (y > 0) ? r + y : r;
}
BINARY(max_f64, double, double, max_one(x, y))
BINARY(min_f64, double, double, min_one(x, y))
BINARY(rem_f64, double, double, fmod(x, y))
BINARY(mod_f64, double, double, mod_one(x, y))
BINARY(pow_f64, double, double, pow(x, y))
BINARY(atan2_f64, double, double, atan2(x, y))
BINARY(hypot_f64, double, double, hypot(x, y))

#define UNARY(name, T, R, EXPR)                                                                                        \
  VECTORISED static void name(const T *a, R *r, size_t n) {                                                            \
    for (size_t i = 0; i < n; i++) {                                                                                   \
      T x = a[i];                                                                                                      \
      r[i] = (R)(EXPR);                                                                                                \
    }                                                                                                                  \
  }
UNARY(neg_f64, double, double, -x)
UNARY(neg_f32, float, float, -x)
UNARY(neg_i64, uint64_t, uint64_t, 0 - x)
UNARY(abs_f64, double, double, fabs(x))
UNARY(abs_f32, float, float, fabsf(x))
UNARY(abs_i64, int64_t, int64_t, x < 0 ? (int64_t)(0 - (uint64_t)x) : x)
UNARY(abs2_f64, double, double, x *x)
UNARY(abs2_i64, uint64_t, uint64_t, x *x)
UNARY(not_bool, uint8_t, uint8_t, !x)
UNARY(sign_i64, int64_t, int64_t, (x > 0) - (x < 0))
UNARY(sign_f64, double, double, x > 0 ? 1.0 : x < 0 ? -1.0 : x)
UNARY(isnan_f64, double, uint8_t, x != x)
UNARY(even_i64, int64_t, uint8_t, (x & 1) == 0)
UNARY(odd_i64, int64_t, uint8_t, x & 1)
UNARY(sqrt_f64, double, double, sqrt(x))
UNARY(floor_f64, double, double, floor(x))
UNARY(ceil_f64, double, double, ceil(x))
UNARY(trunc_f64, double, double, trunc(x))
UNARY(round_f64, double, double, rint(x))
UNARY(inv_f64, double, double, 1.0 / x)

/* The C library's functions, one by one: the vector libraries differ from them in the last bit, and sin.(x)[1] is to be
 * sin(x[1]). */
static double (*math_function(int k))(double) {
  switch (k) {
  case K_EXP: return exp;
  case K_LOG: return log;
  case K_SIN: return sin;
  case K_COS: return cos;
  case K_TAN: return tan;
  case K_ASIN: return asin;
  case K_ACOS: return acos;
  case K_ATAN: return atan;
  case K_SINH: return sinh;
  case K_COSH: return cosh;
  case K_TANH: return tanh;
  case K_EXP2: return exp2;
  case K_LOG2: return log2;
  case K_LOG10: return log10;
  case K_LOG1P: return log1p;
  case K_EXPM1: return expm1;
  default: return cbrt;
  }
}

VECTORISED static bool new_nan(const double *x, const double *r, size_t n) {
  int bad = 0;
  for (size_t i = 0; i < n; i++) bad |= (r[i] != r[i]) & (x[i] == x[i]);
  return bad;
}

static bool run_math(int k, const double *x, double *r, size_t n) {
  switch (k) {
  case K_SQRT: sqrt_f64(x, r, n); break;
  case K_FLOOR: floor_f64(x, r, n); return true;
  case K_CEIL: ceil_f64(x, r, n); return true;
  case K_TRUNC: trunc_f64(x, r, n); return true;
  case K_ROUND: round_f64(x, r, n); return true;
  case K_INV: inv_f64(x, r, n); return true;
  case K_FLOAT: memmove(r, x, n * sizeof *r); return true;
  default: {
    double (*f)(double) = math_function(k);
    for (size_t i = 0; i < n; i++) r[i] = f(x[i]);
  }
  }
  return !new_nan(x, r, n);
}

static bool run_unary(int k, const Block *a, void *out, uint8_t result, size_t n, double *scratch) {
  switch (k) {
  case K_NEG:
    if (result == ST_F64)
      neg_f64(a->data, out, n);
    else if (result == ST_F32)
      neg_f32(a->data, out, n);
    else
      neg_i64(a->data, out, n);
    return true;
  case K_ABS:
    if (result == ST_F64)
      abs_f64(a->data, out, n);
    else if (result == ST_F32)
      abs_f32(a->data, out, n);
    else
      abs_i64(a->data, out, n);
    return true;
  case K_ABS2:
    if (result == ST_F64)
      abs2_f64(a->data, out, n);
    else
      abs2_i64(a->data, out, n);
    return true;
  case K_SIGN:
    if (result == ST_F64)
      sign_f64(a->data, out, n);
    else
      sign_i64(a->data, out, n);
    return true;
  case K_NOT: not_bool(a->data, out, n); return true;
  case K_ISNAN: isnan_f64(a->data, out, n); return true;
  case K_ISEVEN: even_i64(a->data, out, n); return true;
  case K_ISODD: odd_i64(a->data, out, n); return true;
  case K_PLUS:
  case K_IDENTITY:
    memcpy(out, a->data, n * (result == ST_BOOL || result == ST_I8 || result == ST_U8 ? 1 : result == ST_F32 ? 4 : 8));
    return true;
  default: return run_math(k, as_store(a, ST_F64, n, scratch), out, n);
  }
}

static bool divisor_ok(const int64_t *b, bool bc, size_t n) {
  for (size_t i = 0; i < (bc ? 1 : n); i++) {
    if (b[i] == 0 || b[i] == -1) return false;
  }
  return true;
}

static bool run_i64(int k, const void *a, bool ac, const void *b, bool bc, void *out, size_t n) {
  switch (k) {
  case K_ADD: add_i64(a, ac, b, bc, out, n); return true;
  case K_SUB: sub_i64(a, ac, b, bc, out, n); return true;
  case K_MUL: mul_i64(a, ac, b, bc, out, n); return true;
  case K_LT: lt_i64(a, ac, b, bc, out, n); return true;
  case K_LE: le_i64(a, ac, b, bc, out, n); return true;
  case K_GT: lt_i64(b, bc, a, ac, out, n); return true;
  case K_GE: le_i64(b, bc, a, ac, out, n); return true;
  case K_EQ: eq_i64(a, ac, b, bc, out, n); return true;
  case K_NE: ne_i64(a, ac, b, bc, out, n); return true;
  case K_AND: and_i64(a, ac, b, bc, out, n); return true;
  case K_OR: or_i64(a, ac, b, bc, out, n); return true;
  case K_XOR: xor_i64(a, ac, b, bc, out, n); return true;
  case K_MIN: min_i64(a, ac, b, bc, out, n); return true;
  case K_MAX: max_i64(a, ac, b, bc, out, n); return true;
  default:
    if (!divisor_ok(b, bc, n)) return false;
    if (k == K_IDIV)
      div_i64(a, ac, b, bc, out, n);
    else if (k == K_REM)
      rem_i64(a, ac, b, bc, out, n);
    else
      mod_i64(a, ac, b, bc, out, n);
    return true;
  }
}

static bool run_bool(int k, const void *a, bool ac, const void *b, bool bc, void *out, size_t n) {
  switch (k) {
  case K_LT: lt_bool(a, ac, b, bc, out, n); break;
  case K_LE: le_bool(a, ac, b, bc, out, n); break;
  case K_GT: lt_bool(b, bc, a, ac, out, n); break;
  case K_GE: le_bool(b, bc, a, ac, out, n); break;
  case K_EQ: eq_bool(a, ac, b, bc, out, n); break;
  case K_NE:
  case K_XOR: xor_bool(a, ac, b, bc, out, n); break;
  case K_AND:
  case K_MUL: and_bool(a, ac, b, bc, out, n); break;
  default: or_bool(a, ac, b, bc, out, n);
  }
  return true;
}

static bool run_f32(int k, const void *a, bool ac, const void *b, bool bc, void *out, size_t n) {
  switch (k) {
  case K_ADD: add_f32(a, ac, b, bc, out, n); break;
  case K_SUB: sub_f32(a, ac, b, bc, out, n); break;
  case K_MUL: mul_f32(a, ac, b, bc, out, n); break;
  case K_DIV: div_f32(a, ac, b, bc, out, n); break;
  case K_LT: lt_f32(a, ac, b, bc, out, n); break;
  case K_LE: le_f32(a, ac, b, bc, out, n); break;
  case K_GT: lt_f32(b, bc, a, ac, out, n); break;
  case K_GE: le_f32(b, bc, a, ac, out, n); break;
  case K_EQ: eq_f32(a, ac, b, bc, out, n); break;
  default: ne_f32(a, ac, b, bc, out, n);
  }
  return true;
}

static bool nan_from_numbers(const double *a, bool ac, const double *b, bool bc, const double *r, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (r[i] != r[i] && a[ac ? 0 : i] == a[ac ? 0 : i] && b[bc ? 0 : i] == b[bc ? 0 : i]) return true;
  }
  return false;
}

static bool run_f64(int k, const void *a, bool ac, const void *b, bool bc, void *out, size_t n) {
  switch (k) {
  case K_ADD: add_f64(a, ac, b, bc, out, n); return true;
  case K_SUB: sub_f64(a, ac, b, bc, out, n); return true;
  case K_MUL: mul_f64(a, ac, b, bc, out, n); return true;
  case K_DIV: div_f64(a, ac, b, bc, out, n); return true;
  case K_LT: lt_f64(a, ac, b, bc, out, n); return true;
  case K_LE: le_f64(a, ac, b, bc, out, n); return true;
  case K_GT: lt_f64(b, bc, a, ac, out, n); return true;
  case K_GE: le_f64(b, bc, a, ac, out, n); return true;
  case K_EQ: eq_f64(a, ac, b, bc, out, n); return true;
  case K_NE: ne_f64(a, ac, b, bc, out, n); return true;
  case K_MIN: min_f64(a, ac, b, bc, out, n); return true;
  case K_MAX: max_f64(a, ac, b, bc, out, n); return true;
  case K_REM: rem_f64(a, ac, b, bc, out, n); return true;
  case K_MOD: mod_f64(a, ac, b, bc, out, n); return true;
  case K_ATAN2: atan2_f64(a, ac, b, bc, out, n); return true;
  case K_HYPOT: hypot_f64(a, ac, b, bc, out, n); return true;
  default:
    if (bc && *(const double *)b == 2)
      mul_f64(a, ac, a, ac, out, n);
    else
      pow_f64(a, ac, b, bc, out, n);
    return !nan_from_numbers(a, ac, b, bc, out, n);
  }
}

static void run_ifelse(const Block *args, uint64_t *out, size_t n) {
  const uint8_t *c = args[0].data;
  const uint64_t *x = args[1].data, *y = args[2].data;
  size_t sx = !args[1].constant, sy = !args[2].constant;
  for (size_t i = 0; i < n; i++) out[i] = c[i] ? x[i * sx] : y[i * sy];
}

bool kernel_run(int k, const Block *args, int nargs, void *out, uint8_t result, size_t n,
                double (*scratch)[BLOCK_LEN]) {
  if (nargs == 1) return run_unary(k, args, out, result, n, scratch[0]);
  if (nargs == 3) {
    run_ifelse(args, out, n);
    return true;
  }
  uint8_t p = promoted(args[0].store, args[1].store);
  if (k == K_DIV && p == ST_I64) p = ST_F64;
  if (k == K_POW) p = ST_F64;
  if ((k == K_ADD || k == K_SUB) && p == ST_BOOL) p = ST_I64;
  const void *a = as_store(&args[0], p, n, scratch[0]), *b = as_store(&args[1], p, n, scratch[1]);
  bool ac = args[0].constant, bc = args[1].constant;
  if (p == ST_F64) return run_f64(k, a, ac, b, bc, out, n);
  if (p == ST_I64) return run_i64(k, a, ac, b, bc, out, n);
  if (p == ST_BOOL) return run_bool(k, a, ac, b, bc, out, n);
  return run_f32(k, a, ac, b, bc, out, n);
}
