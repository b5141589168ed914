/* Arithmetic of Rational{Int64}, which the prelude defines for all types: exact, or an OverflowError. */
#include "base/number.h"
#include "value/struct.h"

typedef struct Fraction {
  int64_t num, den;
} Fraction;

static Fraction fraction(Value v) { return *(const Fraction *)object_data(v.o); }

static int64_t gcd_i64(int64_t a, int64_t b) {
  uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a, y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
  while (y) {
    uint64_t r = x % y;
    x = y;
    y = r;
  }
  return (int64_t)x;
}

NORETURN static void throw_overflowed(int64_t a, const char *sign, int64_t b) {
  throw_overflow("%lld %s %lld overflowed for type Int64", (long long)a, sign, (long long)b);
}
static int64_t mul(int64_t a, int64_t b) {
  int64_t r;
  if (__builtin_mul_overflow(a, b, &r)) throw_overflowed(a, "*", b);
  return r;
}
static int64_t add(int64_t a, int64_t b) {
  int64_t r;
  if (__builtin_add_overflow(a, b, &r)) throw_overflowed(a, "+", b);
  return r;
}
static int64_t sub(int64_t a, int64_t b) {
  int64_t r;
  if (__builtin_sub_overflow(a, b, &r)) throw_overflowed(a, "-", b);
  return r;
}

/* num // den in lowest terms. */
static Value fraction_make(Value like, int64_t num, int64_t den) {
  int64_t g = gcd_i64(num, den);
  if (g == 0) throw_argument("invalid rational: zero(Int64)//zero(Int64)");
  if (g != 1) {
    num /= g;
    den /= g;
  }
  return struct_new(like.type, (Value[]){v_int(num), v_int(den)}, 2);
}

/* As the sum of the prelude goes: only the factors that the denominators do not share are multiplied. */
static Value fraction_sum(const Value *args, int64_t (*combine)(int64_t, int64_t)) {
  Fraction x = fraction(args[0]), y = fraction(args[1]);
  int64_t g = gcd_i64(x.den, y.den);
  if (g == 0) throw_singleton(T_DIVIDEERROR);
  int64_t xd = x.den / g, yd = y.den / g;
  return fraction_make(args[0], combine(mul(x.num, yd), mul(y.num, xd)), mul(x.den, yd));
}

#define SIG_R "Rational{Int64}"
#define SIG_RR(f) f "(x::" SIG_R ", y::" SIG_R ")"

BUILTIN(rational_add, SIG_RR("+"), "") { return fraction_sum(args, add); }
BUILTIN(rational_sub, SIG_RR("-"), "") { return fraction_sum(args, sub); }
BUILTIN(rational_mul, SIG_RR("*"), "") {
  Fraction x = fraction(args[0]), y = fraction(args[1]);
  int64_t g = gcd_i64(x.num, y.den), h = gcd_i64(x.den, y.num);
  if (g == 0 || h == 0) throw_singleton(T_DIVIDEERROR);
  int64_t num = mul(x.num / g, y.num / h), den = mul(x.den / h, y.den / g);
  return struct_new(args[0].type, (Value[]){v_int(num), v_int(den)}, 2);
}

static int rational_compare(const Value *args) {
  Fraction x = fraction(args[0]), y = fraction(args[1]);
  i128 a = x.num, b = y.num;
  if (x.den != y.den) a *= y.den, b *= x.den; /* both infinite: the signs tell */
  return a < b ? -1 : a > b;
}
BUILTIN(rational_lt, SIG_RR("<"), "") { return v_bool(rational_compare(args) < 0); }
BUILTIN(rational_le, SIG_RR("<="), "") { return v_bool(rational_compare(args) <= 0); }
BUILTIN(rational_eq, SIG_RR("=="), "") {
  Fraction x = fraction(args[0]), y = fraction(args[1]);
  return v_bool(x.num == y.num && x.den == y.den);
}
