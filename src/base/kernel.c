#include "base/kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "value/vector.h"
#include "value/type.h"

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
    {"atan", 2, K_ATAN2},    {"ceil", 1, K_CEIL},
    {"clamp", 3, K_CLAMP},   {"complex", 2, K_COMPLEX},
    {"conj", 1, K_CONJ},     {"div", 2, K_IDIV},
    {"float", 1, K_FLOAT},   {"floor", 1, K_FLOOR},
    {"hypot", 2, K_HYPOT},   {"identity", 1, K_IDENTITY},
    {"ifelse", 3, K_IFELSE}, {"imag", 1, K_IMAG},
    {"inv", 1, K_INV},       {"iseven", 1, K_ISEVEN},
    {"isnan", 1, K_ISNAN},   {"isodd", 1, K_ISODD},
    {"iszero", 1, K_ISZERO}, {"max", 2, K_MAX},
    {"min", 2, K_MIN},       {"mod", 2, K_MOD},
    {"real", 1, K_REAL},     {"rem", 2, K_REM},
    {"round", 1, K_ROUND},   {"sign", 1, K_SIGN},
    {"sqrt", 1, K_SQRT},     {"trunc", 1, K_TRUNC},
    {"xor", 2, K_XOR},       {"|", 2, K_OR},
    {"~", 1, K_BITNOT},      {"÷", 2, K_IDIV},
    {"⊻", 2, K_XOR},
};

static int find_name(const char *name, int nargs) {
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

static void elementary_exp2_all(const double *x, double *r, size_t n) {
  for (size_t i = 0; i < n; i++) r[i] = exp2(x[i]);
}

static float cbrt32(float x) { return (float)elementary_cbrt(x); }

static bool math_function(Kernel *k, const char *name) {
  static const struct {
    const char *name;
    ManyFunction *f;
    OneFunction32 *f32;
  } all[] = {
#define NAMED32(f) {#f, elementary_##f##_all, elementary32_##f},
      ELEMENTARY32(NAMED32){"cbrt", elementary_cbrt_all, cbrt32},
  };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (strcmp(name, all[i].name) == 0) {
      k->math = all[i].f;
      k->math32 = all[i].f32;
      return true;
    }
  }
  return false;
}

uint32_t kernel_size(uint8_t store) {
  switch (store) {
  case ST_I8:
  case ST_U8:
  case ST_BOOL: return 1;
  case ST_I16:
  case ST_U16: return 2;
  case ST_I32:
  case ST_U32:
  case ST_F32: return 4;
  case KS_COMPLEX: return 16;
  default: return 8;
  }
}

uint8_t kernel_store(const Object *t) {
  if (t == &T_FLOAT64->head) return ST_F64;
  if (t == &T_INT64->head) return ST_I64;
  if (t == &T_FLOAT32->head) return ST_F32;
  if (t == &T_BOOL->head) return ST_BOOL;
  const Type *const others[] = {T_INT8, T_INT16, T_INT32, T_UINT8, T_UINT16, T_UINT32, T_UINT64};
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    if (t == &others[i]->head) return others[i]->store;
  }
  if (t->type != T_DATATYPE || !CORE->tn_complex) return ST_VALUE;
  const Type *d = (const Type *)t;
  return d->name == CORE->tn_complex && d->nparams == 1 && d->params[0].p == T_FLOAT64 ? KS_COMPLEX : ST_VALUE;
}

Object *kernel_type(uint8_t store) {
  switch (store) {
  case ST_F64: return &T_FLOAT64->head;
  case ST_F32: return &T_FLOAT32->head;
  case ST_BOOL: return &T_BOOL->head;
  case ST_I8: return &T_INT8->head;
  case ST_I16: return &T_INT16->head;
  case ST_I32: return &T_INT32->head;
  case ST_U8: return &T_UINT8->head;
  case ST_U16: return &T_UINT16->head;
  case ST_U32: return &T_UINT32->head;
  case ST_U64: return &T_UINT64->head;
  case KS_COMPLEX: {
    Value p = v_object(T_FLOAT64);
    return &type_apply(CORE->tn_complex, &p, 1)->head;
  }
  default: return &T_INT64->head;
  }
}

static bool is_integer(uint8_t s) { return s >= ST_I8 && s <= ST_U64 && s != ST_I128; }
static bool is_floating(uint8_t s) { return s == ST_F64 || s == ST_F32; }
static bool is_signed(uint8_t s) { return s >= ST_I8 && s <= ST_I64; }

/* What two real numbers are promoted to; ST_VALUE if one of them may not be convertible. */
static uint8_t promoted(uint8_t a, uint8_t b) {
  if (a == b) return a;
  uint8_t p;
  if (is_floating(a) && is_floating(b))
    p = ST_F64;
  else if (is_floating(a) || is_floating(b))
    p = is_floating(a) ? a : b;
  else if (a == ST_BOOL || b == ST_BOOL)
    p = a == ST_BOOL ? b : a;
  else if (kernel_size(a) != kernel_size(b))
    p = kernel_size(a) > kernel_size(b) ? a : b;
  else
    p = is_signed(a) ? b : a;
  if ((a != p && !loop_convert(a, p)) || (b != p && !loop_convert(b, p))) return ST_VALUE;
  return p;
}

static bool with(Kernel *k, int op, uint8_t operand, uint8_t result) {
  k->op = (uint8_t)op;
  k->operand = operand;
  k->result = result;
  return true;
}

/* Integers and floats are compared exactly: an integer that the float type may not hold is not converted. */
static bool comparable(uint8_t a, uint8_t b) {
  if (is_floating(b)) {
    uint8_t t = a;
    a = b;
    b = t;
  }
  if (!is_floating(a) || is_floating(b)) return true;
  return kernel_size(b) < kernel_size(a);
}

static bool choose_complex(Kernel *k, int op, uint8_t a, uint8_t b) {
  if (a == b) return loop_binary(op, KS_COMPLEX) && with(k, op, 0, KS_COMPLEX);
  if (a == ST_F64 || b == ST_F64)
    return (a == ST_F64 ? loop_real_complex(op) : loop_complex_real(op)) && with(k, op, 0, KS_COMPLEX);
  return false;
}

static bool choose_binary(Kernel *k, int op, uint8_t a, uint8_t b, bool exact) {
  if (a == KS_COMPLEX || b == KS_COMPLEX) return choose_complex(k, op, a, b);
  uint8_t p = promoted(a, b);
  if (p == ST_VALUE) return false;
  bool bools = a == ST_BOOL || b == ST_BOOL;
  switch (op) {
  case K_ADD:
  case K_SUB:
    if (p == ST_BOOL) p = ST_I64;
    return with(k, op, p, p);
  case K_MUL: return (!bools || a == b) && with(k, op, p, p);
  case K_DIV:
    if (bools) return false;
    if (is_integer(p)) p = ST_F64;
    return with(k, op, p, p);
  case K_LT:
  case K_LE:
  case K_GT:
  case K_GE:
  case K_EQ:
  case K_NE: return (exact || comparable(a, b)) && with(k, op, p, ST_BOOL);
  case K_AND:
  case K_OR:
  case K_XOR: return (is_integer(p) || p == ST_BOOL) && (!bools || a == b) && with(k, op, p, p);
  case K_IDIV:
  case K_REM:
  case K_MOD: /* integers of different signs give other types */
    if (p == ST_I64) return is_signed(a) && is_signed(b) && with(k, op, p, p);
    return op != K_IDIV && p == ST_F64 && !bools && with(k, op, p, p);
  case K_MIN:
  case K_MAX: return p != ST_BOOL && with(k, op, p, p);
  case K_POW: return a == ST_F64 && (b == ST_F64 || b == ST_I64) && with(k, op, ST_F64, ST_F64);
  case K_ATAN2:
  case K_HYPOT: return p == ST_F64 && !bools && with(k, op, p, p);
  case K_COMPLEX: return p == ST_F64 && !bools && with(k, op, p, KS_COMPLEX);
  default: return false;
  }
}

static bool choose_unary(Kernel *k, int op, uint8_t a) {
  switch (op) {
  case K_IDENTITY: return with(k, op, 0, a);
  case K_PLUS: return a != ST_BOOL && with(k, K_IDENTITY, 0, a);
  case K_REAL:
    if (a == KS_COMPLEX) return with(k, op, 0, ST_F64);
    return with(k, K_IDENTITY, 0, a);
  case K_CONJ: return with(k, a == KS_COMPLEX ? op : K_IDENTITY, 0, a);
  case K_IMAG: return a == KS_COMPLEX && with(k, op, 0, ST_F64);
  case K_ABS:
  case K_ABS2: return a != ST_BOOL && with(k, op, 0, a == KS_COMPLEX ? ST_F64 : a);
  case K_NEG: return a != ST_BOOL && with(k, op, 0, a);
  case K_FLOAT:
    if (is_floating(a) || a == KS_COMPLEX) return with(k, K_IDENTITY, 0, a);
    return with(k, K_IDENTITY, ST_F64, ST_F64);
  case K_ISNAN:
  case K_ISEVEN:
  case K_ISODD:
  case K_ISZERO: return loop_unary(op, a) && with(k, op, 0, ST_BOOL);
  case K_NOT: return a == ST_BOOL && with(k, op, 0, a);
  case K_FLOOR:
  case K_CEIL:
  case K_TRUNC:
  case K_ROUND:
    if (is_integer(a)) return with(k, K_IDENTITY, 0, a);
    return is_floating(a) && with(k, op, 0, a);
  case K_INV:
  case K_SQRT:
    if (is_integer(a)) return with(k, op, ST_F64, ST_F64);
    return is_floating(a) && with(k, op, 0, a);
  default: return loop_unary(op, a) && with(k, op, 0, a);
  }
}

bool kernel_choose(Kernel *k, const char *name, const uint8_t *s, const bool *constant, int n) {
  int op = find_name(name, n);
  *k = (Kernel){.nargs = n};
  for (int i = 0; i < n; i++) {
    if (s[i] == ST_VALUE) return false;
  }
  if (n == 1 && op < 0) {
    if (!math_function(k, name) || s[0] == ST_BOOL || s[0] == KS_COMPLEX) return false;
    return is_floating(s[0]) ? with(k, K_MATH, 0, s[0]) : with(k, K_MATH, ST_F64, ST_F64);
  }
  if (op < 0) return false;
  if (n == 1) return choose_unary(k, op, s[0]);
  if (n == 2)
    return choose_binary(k, op, s[0], s[1], (constant[0] && is_integer(s[0])) || (constant[1] && is_integer(s[1])));
  if (op == K_IFELSE) return s[0] == ST_BOOL && !constant[0] && s[1] == s[2] && with(k, op, 0, s[1]);
  return constant[1] && constant[2] && (s[0] == ST_F64 || s[0] == ST_I64) && promoted(s[0], s[1]) == s[0] &&
         promoted(s[0], s[2]) == s[0] && s[1] != ST_BOOL && s[2] != ST_BOOL && with(k, op, s[0], s[0]);
}

bool kernel_conversion(Kernel *k, const char *name, uint8_t from, uint8_t to) {
  *k = (Kernel){.nargs = 1};
  if (from == ST_VALUE || to == ST_VALUE) return false;
  if (name) {
    if (to != ST_I64 || (from != ST_F64 && from != ST_F32)) return false;
    int op = find_name(name, 1);
    int as = op == K_FLOOR   ? K_INT_FLOOR
             : op == K_CEIL  ? K_INT_CEIL
             : op == K_TRUNC ? K_INT_TRUNC
             : op == K_ROUND ? K_INT_ROUND
                             : -1;
    return as >= 0 && with(k, as, ST_F64, ST_I64);
  }
  if (from == to) return with(k, K_IDENTITY, 0, to);
  if (loop_convert(from, to)) return with(k, K_CONVERT, 0, to);
  return from == ST_F64 && to == ST_I64 && with(k, K_CONVERT, 0, to);
}

UnaryLoop *kernel_addend(const Kernel *k, uint8_t from) {
  return from == ST_BOOL && k->op == K_ADD ? loop_unary(K_ADDEND, k->operand) : NULL;
}

/* Running. */

VECTORISED static bool new_nan(const double *x, const double *r, size_t n) {
  int bad = 0;
  for (size_t i = 0; i < n; i++) bad |= (r[i] != r[i]) & (x[i] == x[i]);
  return bad;
}
VECTORISED static bool new_nan_f32(const float *x, const float *r, size_t n) {
  int bad = 0;
  for (size_t i = 0; i < n; i++) bad |= (r[i] != r[i]) & (x[i] == x[i]);
  return bad;
}

static bool run_math(const Kernel *k, const Block *a, void *out, size_t n) {
  if (a->store == ST_F64) {
    k->math(a->data, out, n);
    return !new_nan(a->data, out, n);
  }
  const float *x = a->data;
  float *r = out;
  for (size_t i = 0; i < n; i++) r[i] = k->math32(x[i]);
  return !new_nan_f32(x, r, n);
}

/* Float64 to Int64; false if some number is not within range (or, for exact, not whole). */
#define TO_INT(name, EXPR, EXACT)                                                                                      \
  VECTORISED static bool name(const double *restrict a, int64_t *restrict r, size_t n) {                               \
    int bad = 0;                                                                                                       \
    for (size_t i = 0; i < n; i++) {                                                                                   \
      double x = a[i], y = EXPR;                                                                                       \
      bool ok = y >= -0x1p63 && y < 0x1p63;                                                                            \
      r[i] = (int64_t)(ok ? y : 0);                                                                                    \
      bad |= !ok | (EXACT && y != x);                                                                                  \
    }                                                                                                                  \
    return !bad;                                                                                                       \
  }
TO_INT(int_floor, floor(x), false)
TO_INT(int_ceil, ceil(x), false)
TO_INT(int_trunc, trunc(x), false)
TO_INT(int_round, rint(x), false)
TO_INT(int_exact, trunc(x), true)

static bool run_unary(const Kernel *k, const Block *a, void *out, size_t n) {
  switch (k->op) {
  case K_IDENTITY: memcpy(out, a->data, n * kernel_size(k->result)); return true;
  case K_MATH: return run_math(k, a, out, n);
  case K_INT_FLOOR: return int_floor(a->data, out, n);
  case K_INT_CEIL: return int_ceil(a->data, out, n);
  case K_INT_TRUNC: return int_trunc(a->data, out, n);
  case K_INT_ROUND: return int_round(a->data, out, n);
  case K_CONVERT:
    if (a->store == ST_F64 && k->result == ST_I64) return int_exact(a->data, out, n);
    loop_convert(a->store, k->result)(a->data, out, n);
    return true;
  default: loop_unary(k->op, a->store)(a->data, out, n);
  }
  if (k->op != K_SQRT) return true;
  return a->store == ST_F32 ? !new_nan_f32(a->data, out, n) : !new_nan(a->data, out, n);
}

static bool divisors_ok(const int64_t *b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (b[i] == 0 || b[i] == -1) return false;
  }
  return true;
}

/* Division of Int64: by 0 and -1 the function itself answers. */
static bool run_division(int op, const Block *args, int64_t *out, size_t n) {
  const int64_t *a = args[0].data, *b = args[1].data;
  if (!divisors_ok(b, args[1].constant ? 1 : n)) return false;
  if (args[1].constant && !args[0].constant && *b != INT64_MIN) {
    loop_divide(op, a, *b, out, n);
    return true;
  }
  size_t sa = !args[0].constant, sb = !args[1].constant;
  for (size_t i = 0; i < n; i++) {
    int64_t x = a[i * sa], y = b[i * sb], m = x % y;
    out[i] = op == K_IDIV ? x / y : op == K_MOD && m != 0 && (m < 0) != (y < 0) ? m + y : m;
  }
  return true;
}

static bool nan_from_numbers(const Block *args, const double *r, size_t n) {
  const double *a = args[0].data, *b = args[1].data;
  for (size_t i = 0; i < n; i++) {
    double x = a[args[0].constant ? 0 : i], y = b[args[1].constant ? 0 : i];
    if (r[i] != r[i] && x == x && y == y) return true;
  }
  return false;
}

static bool run_power(const Block *args, double *out, size_t n) {
  if (args[1].constant && *(const double *)args[1].data == 2) {
    BinaryLoop *multiply = loop_binary(K_MUL, ST_F64);
    multiply(args[0].data, args[0].constant, args[0].data, args[0].constant, out, n);
  } else {
    loop_binary(K_POW, ST_F64)(args[0].data, args[0].constant, args[1].data, args[1].constant, out, n);
  }
  return !nan_from_numbers(args, out, n);
}

static bool run_binary(const Kernel *k, const Block *args, void *out, size_t n) {
  const Block *a = &args[0], *b = &args[1];
  if (k->op == K_POW) return run_power(args, out, n);
  if (a->store == ST_I64 && (k->op == K_IDIV || k->op == K_REM || k->op == K_MOD))
    return run_division(k->op, args, out, n);
  BinaryLoop *f = a->store == b->store     ? loop_binary(k->op, a->store)
                  : a->store == KS_COMPLEX ? loop_complex_real(k->op)
                                           : loop_real_complex(k->op);
  f(a->data, a->constant, b->data, b->constant, out, n);
  return true;
}

/* Both sides are read and masked, so that the loop has no branches. */
#define CHOOSE(T)                                                                                                      \
  VECTORISED static void choose_##T(const uint8_t *restrict c, const T *restrict x, size_t sx, const T *restrict y,    \
                                    size_t sy, T *restrict out, size_t n) {                                            \
    T x0 = x[0], y0 = y[0];                                                                                            \
    for (size_t i = 0; i < n; i++) {                                                                                   \
      T p = sx ? x[i] : x0, q = sy ? y[i] : y0, m = (T)(0 - (T)c[i]);                                                  \
      out[i] = (T)((p & m) | (q & (T)~m));                                                                             \
    }                                                                                                                  \
  }
typedef unsigned __int128 uint128;
CHOOSE(uint8_t)
CHOOSE(uint16_t)
CHOOSE(uint32_t)
CHOOSE(uint64_t)
CHOOSE(uint128)

static void run_ifelse(const Block *args, void *out, uint8_t result, size_t n) {
  const uint8_t *c = args[0].data;
  const void *x = args[1].data, *y = args[2].data;
  size_t sx = !args[1].constant, sy = !args[2].constant;
  switch (kernel_size(result)) {
  case 1: choose_uint8_t(c, x, sx, y, sy, out, n); break;
  case 2: choose_uint16_t(c, x, sx, y, sy, out, n); break;
  case 4: choose_uint32_t(c, x, sx, y, sy, out, n); break;
  case 8: choose_uint64_t(c, x, sx, y, sy, out, n); break;
  default: choose_uint128(c, x, sx, y, sy, out, n);
  }
}

#define CLAMP(name, T)                                                                                                 \
  VECTORISED static void name(const T *restrict x, T lo, T hi, T *restrict out, size_t n) {                            \
    for (size_t i = 0; i < n; i++) out[i] = x[i] > hi ? hi : x[i] < lo ? lo : x[i];                                    \
  }
CLAMP(clamp_f64, double)
CLAMP(clamp_i64, int64_t)

bool kernel_run(const Kernel *k, const Block *args, void *out, size_t n) {
  if (k->nargs == 1) return run_unary(k, args, out, n);
  if (k->nargs == 2) return run_binary(k, args, out, n);
  if (k->op == K_IFELSE)
    run_ifelse(args, out, k->result, n);
  else if (k->result == ST_F64)
    clamp_f64(args[0].data, *(const double *)args[1].data, *(const double *)args[2].data, out, n);
  else
    clamp_i64(args[0].data, *(const int64_t *)args[1].data, *(const int64_t *)args[2].data, out, n);
  return true;
}
