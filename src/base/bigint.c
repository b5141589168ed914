/* BigInt: integers of any size through GMP, whose memory is the collected heap: nothing is ever cleared.
 * A BigInt is never changed after it was made. */
#include <gmp.h>
#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "value/array.h"
#include "value/show.h"
#include "value/struct.h"
#include "value/symbol.h"

typedef struct Big {
  Object head;
  mpz_t z;
} Big;

/* Limbs are scanned by the collector because GMP chains its temporary blocks through their own memory. */
static void *big_alloc(size_t n) { return gc_alloc(n); }
static void *big_realloc(void *p, size_t old, size_t n) {
  void *q = gc_alloc(n);
  memcpy(q, p, old < n ? old : n);
  return q;
}
static void big_free(void *p UNUSED, size_t n UNUSED) {}

__attribute__((constructor)) static void big_setup(void) { mp_set_memory_functions(big_alloc, big_realloc, big_free); }

static Type *big_type(void) { return (Type *)CORE->tn_bigint->wrapper; }

static Big *big_new(void) {
  Big *b = gc_object(big_type(), sizeof(Big));
  mpz_init(b->z);
  return b;
}

static void big_set_u128(mpz_t z, u128 x) {
  mpz_set_ui(z, (unsigned long)(x >> 64));
  mpz_mul_2exp(z, z, 64);
  mpz_add_ui(z, z, (unsigned long)x);
}

static void big_set_int(mpz_t z, Value v) {
  i128 x = int_load(v);
  bool negative = type_is_signed(v.type) && x < 0;
  big_set_u128(z, negative ? -(u128)x : (u128)x);
  if (negative) mpz_neg(z, z);
}

/* Any integer as an mpz; the object lives as long as the pointer is on the stack. */
static Big *big_of(Value v) {
  if (v.type == big_type()) return (Big *)v.p;
  Big *b = big_new();
  big_set_int(b->z, v);
  return b;
}

static bool big_fits_u128(const mpz_t z, u128 *magnitude) {
  if (mpz_sizeinbase(z, 2) > 128) return false;
  uint64_t words[2] = {0, 0};
  size_t n;
  mpz_export(words, &n, -1, 8, 0, 0, z);
  *magnitude = (u128)words[1] << 64 | words[0];
  return true;
}

#define SIG_BIG1(f) f "(x::BigInt)"
#define SIG_BIG2(f) f "(x::BigInt, y::BigInt)\n" f "(x::BigInt, y::" SIG_INTS ")\n" f "(x::" SIG_INTS ", y::BigInt)"

BUILTIN(big_construct, "BigInt(x::" SIG_INTS ")\nBigInt(x::BigInt)", "An integer of any size.") {
  return v_object(big_of(args[0]));
}
BUILTIN(big_from_float, "BigInt(x::" SIG_FLOATS ")", "") {
  double f = float_load(args[0]);
  if (!isfinite(f) || f != trunc(f)) throw_inexact("BigInt", &big_type()->head, args[0]);
  Big *b = big_new();
  mpz_set_d(b->z, f);
  return v_object(b);
}
BUILTIN(big_trunc, "_big_trunc(x::Float64)", "") {
  if (!isfinite(args[0].f)) throw_inexact("BigInt", &big_type()->head, args[0]);
  Big *b = big_new();
  mpz_set_d(b->z, args[0].f);
  return v_object(b);
}

/* clang-format off */
#define TO_MACHINE(X) \
  X("Bool") X("Int8") X("Int16") X("Int32") X("Int64") X("Int128") X("UInt8") X("UInt16") X("UInt32") X("UInt64") X("UInt128")
/* clang-format on */
#define TO_LINE(name) name "(x::BigInt)\n"
BUILTIN(big_to_int, TO_MACHINE(TO_LINE), "") {
  Big *b = (Big *)args[0].p;
  Type *t = type_arg(args[-1]);
  u128 magnitude;
  bool negative = mpz_sgn(b->z) < 0, fits = big_fits_u128(b->z, &magnitude);
  if (fits && t == T_UINT128 && !negative) return int_make(t, magnitude);
  fits = fits && magnitude <= (u128)1 << 127 && (negative || magnitude < (u128)1 << 127);
  if (!fits || !int_fits(t, negative ? (i128)-magnitude : (i128)magnitude, T_INT128))
    throw_inexact(t->name->name->text, &t->head, args[0]);
  return int_make(t, negative ? -magnitude : magnitude);
}

BUILTIN(big_rem_type, "rem(x::BigInt, ::Type{T}) where T<:" SIG_INTS, "") {
  Big *b = (Big *)args[0].p;
  mpz_t low;
  mpz_init(low);
  mpz_fdiv_r_2exp(low, b->z, 128);
  u128 bits = 0;
  big_fits_u128(low, &bits);
  return int_make(type_arg(args[1]), bits);
}

/* Rounded to nearest (mpz_get_d truncates). */
static double big_rounded(const mpz_t z, bool single) {
  size_t bits = mpz_sizeinbase(z, 2);
  if (bits <= 63) return single ? (double)(float)mpz_get_si(z) : (double)mpz_get_si(z);
  if (bits > 1100) return mpz_sgn(z) < 0 ? -INFINITY : INFINITY;
  mpz_t top;
  mpz_init(top);
  mpz_tdiv_q_2exp(top, z, bits - 62); /* 62 bits: more than a float has, with a sticky bit below */
  long m = labs(mpz_get_si(top));
  if (mpz_scan1(z, 0) < bits - 62) m |= 1;
  if (mpz_sgn(z) < 0) m = -m;
  return ldexp(single ? (double)(float)m : (double)m, (int)(bits - 62));
}
static double big_double(const mpz_t z) { return big_rounded(z, false); }
BUILTIN(big_to_float, "Float64(x::BigInt)\nFloat32(x::BigInt)\nFloat16(x::BigInt)", "") {
  Type *t = type_arg(args[-1]);
  return float_make(t, big_rounded(((Big *)args[0].p)->z, t == T_FLOAT32));
}

#define BINARY(id, name, help, statement)                                                                              \
  BUILTIN(id, SIG_BIG2(name), help) {                                                                                  \
    const Big *x = big_of(args[0]), *y = big_of(args[1]);                                                              \
    Big *r = big_new();                                                                                                \
    statement;                                                                                                         \
    return v_object(r);                                                                                                \
  }
BINARY(big_add, "+", "", mpz_add(r->z, x->z, y->z))
BINARY(big_sub, "-", "", mpz_sub(r->z, x->z, y->z))
BINARY(big_mul, "*", "", mpz_mul(r->z, x->z, y->z))
BINARY(big_and, "(&)", "", mpz_and(r->z, x->z, y->z))
BINARY(big_or, "|", "", mpz_ior(r->z, x->z, y->z))
BINARY(big_xor, "xor", "", mpz_xor(r->z, x->z, y->z))
BINARY(big_gcd, "gcd", "", mpz_gcd(r->z, x->z, y->z))
BINARY(big_lcm, "lcm", "", mpz_lcm(r->z, x->z, y->z))

static const Big *divisor_of(Value v) {
  const Big *y = big_of(v);
  if (mpz_sgn(y->z) == 0) throw_singleton(T_DIVIDEERROR);
  return y;
}
#define DIVISION(id, name, function)                                                                                   \
  BUILTIN(id, SIG_BIG2(name), "") {                                                                                    \
    const Big *x = big_of(args[0]), *y = divisor_of(args[1]);                                                          \
    Big *r = big_new();                                                                                                \
    function(r->z, x->z, y->z);                                                                                        \
    return v_object(r);                                                                                                \
  }
DIVISION(big_div, "div", mpz_tdiv_q)
DIVISION(big_rem, "rem", mpz_tdiv_r)
DIVISION(big_fld, "fld", mpz_fdiv_q)
DIVISION(big_mod, "mod", mpz_fdiv_r)
DIVISION(big_cld, "cld", mpz_cdiv_q)

BUILTIN(big_divrem, SIG_BIG2("divrem"), "") {
  const Big *x = big_of(args[0]), *y = divisor_of(args[1]);
  Big *q = big_new(), *r = big_new();
  mpz_tdiv_qr(q->z, r->z, x->z, y->z);
  return tuple_new((Value[]){v_object(q), v_object(r)}, 2);
}

#define UNARY(id, name, statement)                                                                                     \
  BUILTIN(id, SIG_BIG1(name), "") {                                                                                    \
    const Big *x = (Big *)args[0].p;                                                                                   \
    Big *r = big_new();                                                                                                \
    statement;                                                                                                         \
    return v_object(r);                                                                                                \
  }
UNARY(big_neg, "-", mpz_neg(r->z, x->z))
UNARY(big_abs, "abs", mpz_abs(r->z, x->z))
UNARY(big_not, "~", mpz_com(r->z, x->z))

/* How far to the left; more than memory could hold is refused before GMP would abort the program. */
static long shift_count(i128 left) {
  if (left > 1ll << 36) throw_singleton(T_OUTOFMEMORYERROR);
  return left < -(1ll << 40) ? -(1l << 40) : (long)left;
}
static Value big_shift(Value *args, long n) {
  const Big *x = (Big *)args[0].p;
  Big *r = big_new();
  if (n >= 0)
    mpz_mul_2exp(r->z, x->z, (unsigned long)n);
  else
    mpz_fdiv_q_2exp(r->z, x->z, (unsigned long)-n);
  return v_object(r);
}
BUILTIN(big_shl, "<<(x::BigInt, n::" SIG_INTS ")", "") { return big_shift(args, shift_count(int_load(args[1]))); }
BUILTIN(big_shr, ">>(x::BigInt, n::" SIG_INTS ")\n>>>(x::BigInt, n::" SIG_INTS ")", "") {
  return big_shift(args, shift_count(-(i128)int_load(args[1])));
}

BUILTIN(big_count_ones, SIG_BIG1("count_ones"), "") {
  const Big *x = (Big *)args[0].p;
  return v_int((int64_t)mpz_popcount(x->z));
}
BUILTIN(big_trailing_zeros, SIG_BIG1("trailing_zeros"), "") {
  const Big *x = (Big *)args[0].p;
  return v_int(mpz_sgn(x->z) == 0 ? 64 : (int64_t)mpz_scan1(x->z, 0));
}
BUILTIN(big_bits, "_big_bits(x::BigInt)", "") {
  const Big *x = (Big *)args[0].p;
  return v_int(mpz_sgn(x->z) == 0 ? 0 : (int64_t)mpz_sizeinbase(x->z, 2));
}
BUILTIN(big_iseven, SIG_BIG1("iseven"), "") { return v_bool(mpz_even_p(((Big *)args[0].p)->z)); }
BUILTIN(big_isodd, SIG_BIG1("isodd"), "") { return v_bool(mpz_odd_p(((Big *)args[0].p)->z)); }
BUILTIN(big_sign, SIG_BIG1("sign"), "") {
  Big *r = big_new();
  mpz_set_si(r->z, mpz_sgn(((Big *)args[0].p)->z));
  return v_object(r);
}
BUILTIN(big_signbit, SIG_BIG1("signbit"), "") { return v_bool(mpz_sgn(((Big *)args[0].p)->z) < 0); }

/* Powers that could not be held in memory anyway are refused before GMP would abort the program. */
static unsigned long power_exponent(const Big *x, Value p) {
  unsigned __int128 n = (u128)int_load(p);
  size_t bits = mpz_sizeinbase(x->z, 2);
  if (bits > 1 && n * bits > (u128)1 << 36) throw_singleton(T_OUTOFMEMORYERROR);
  return (unsigned long)n;
}
BUILTIN(big_pow, "^(x::BigInt, p::" SIG_INTS ")", "") {
  const Big *x = (Big *)args[0].p;
  i128 p = int_load(args[1]);
  if (p < 0 && type_is_signed(args[1].type)) {
    if (mpz_cmp_si(x->z, 1) == 0) return args[0];
    if (mpz_cmp_si(x->z, -1) == 0) {
      Big *r = big_new();
      mpz_set_si(r->z, p & 1 ? -1 : 1);
      return v_object(r);
    }
    throw_domain(args[1], "Cannot raise an integer x to a negative power %lld.\nConvert input to float.", (long long)p);
  }
  Big *r = big_new();
  mpz_pow_ui(r->z, x->z, power_exponent(x, args[1]));
  return v_object(r);
}

BUILTIN(big_powermod, "powermod(x::BigInt, p::BigInt, m::BigInt)", "") {
  const Big *x = (Big *)args[0].p, *p = (Big *)args[1].p, *m = divisor_of(args[2]);
  Big *r = big_new();
  if (mpz_sgn(p->z) < 0) {
    mpz_t inverse;
    mpz_init(inverse);
    if (!mpz_invert(inverse, x->z, m->z)) throw_domain(args[0], "not invertible modulo the third argument");
  }
  mpz_powm(r->z, x->z, p->z, m->z);
  if (mpz_sgn(m->z) < 0 && mpz_sgn(r->z) > 0) mpz_add(r->z, r->z, m->z);
  return v_object(r);
}
BUILTIN(big_isqrt, SIG_BIG1("isqrt"), "") {
  const Big *x = (Big *)args[0].p;
  if (mpz_sgn(x->z) < 0) throw_domain(args[0], "isqrt of a negative number");
  Big *r = big_new();
  mpz_sqrt(r->z, x->z);
  return v_object(r);
}
BUILTIN(big_factorial, "factorial(n::BigInt)", "") {
  const Big *x = (Big *)args[0].p;
  if (mpz_sgn(x->z) < 0) throw_domain(args[0], "`n` must not be negative.");
  if (!mpz_fits_ulong_p(x->z) || mpz_get_ui(x->z) > 100000000) throw_singleton(T_OUTOFMEMORYERROR);
  Big *r = big_new();
  mpz_fac_ui(r->z, mpz_get_ui(x->z));
  return v_object(r);
}
BUILTIN(big_binomial, "binomial(n::BigInt, k::" SIG_INTS ")", "") {
  const Big *x = (Big *)args[0].p;
  Big *r = big_new();
  i128 k = int_load(args[1]);
  if (k >= 0) mpz_bin_ui(r->z, x->z, (unsigned long)k);
  return v_object(r);
}

/* Comparisons: with any integer, and exactly with floats. 2: NaN. */
static int big_compare(Value a, Value b) {
  if (type_is_float(b.type)) {
    double f = float_load(b);
    if (isnan(f)) return 2;
    int c = mpz_cmp_d(((Big *)a.p)->z, f);
    return c < 0 ? -1 : c > 0;
  }
  if (type_is_float(a.type)) {
    int c = big_compare(b, a);
    return c == 2 ? 2 : -c;
  }
  int c = mpz_cmp(big_of(a)->z, big_of(b)->z);
  return c < 0 ? -1 : c > 0;
}
#define SIG_BIG_COMPARE(f)                                                                                             \
  f "(x::BigInt, y::BigInt)\n" f "(x::BigInt, y::" SIG_NUMBERS ")\n" f "(x::" SIG_NUMBERS ", y::BigInt)"
#define COMPARE(id, name, expr)                                                                                        \
  BUILTIN(id, SIG_BIG_COMPARE(name), "") {                                                                             \
    int c = big_compare(args[0], args[1]);                                                                             \
    return v_bool(expr);                                                                                               \
  }
COMPARE(big_eq, "==", c == 0)
COMPARE(big_ne, "!=", c != 0)
COMPARE(big_lt, "<", c == -1)
COMPARE(big_le, "<=", c == -1 || c == 0)
COMPARE(big_gt, ">", c == 1)
COMPARE(big_ge, ">=", c == 1 || c == 0)
COMPARE(big_isequal, "isequal", c == 0)
BUILTIN(big_isless, SIG_BIG_COMPARE("isless"), "") {
  int c = big_compare(args[0], args[1]);
  return v_bool(c == -1 || (c == 2 && type_is_float(args[1].type)));
}

/* Agrees with the hashes of the machine numbers that it equals. */
BUILTIN(big_hash, "hash(x::BigInt, h::UInt64)", "") {
  const Big *x = (Big *)args[0].p;
  u128 magnitude;
  bool negative = mpz_sgn(x->z) < 0;
  Value same = V_UNDEF;
  if (big_fits_u128(x->z, &magnitude) && magnitude < (u128)1 << 127) {
    same = int_make(T_INT128, negative ? -magnitude : magnitude);
  } else {
    double f = big_double(x->z);
    if (isfinite(f) && mpz_cmp_d(x->z, f) == 0) same = v_f64(f);
  }
  if (!is_undef(same)) return call2(FN(hash), same, args[1]);
  uint64_t h = hash_u64(args[1].u ^ (uint64_t)negative);
  for (size_t i = 0; i < mpz_size(x->z); i++) h = hash_u64(h ^ mpz_getlimbn(x->z, (mp_size_t)i));
  return v_uint(h);
}

/* Text. */

static Value big_text(const mpz_t z, int base, int64_t pad) {
  size_t n = mpz_sizeinbase(z, base) + 2;
  char *digits = gc_alloc_leaf(n);
  mpz_get_str(digits, base, z);
  Text t = {0};
  bool negative = digits[0] == '-';
  if (negative) text_char(&t, '-');
  for (int64_t i = (int64_t)strlen(digits + negative); i < pad; i++) text_char(&t, '0');
  text_puts(&t, digits + negative);
  return text_string(&t);
}
BUILTIN(big_string, "_big_string(x::BigInt, base::Int64, pad::Int64)", "") {
  if (args[1].i < 2 || args[1].i > 62) throw_domain(args[1], "base must satisfy 2 ≤ abs(base) ≤ 62");
  return big_text(((Big *)args[0].p)->z, (int)args[1].i, args[2].i);
}

/* The BigInt that a text tells, or nothing. */
BUILTIN(big_parse, "_big_parse(s::String, base::Int64)", "") {
  const String *s = as_string(args[0]);
  const char *p = s->text, *end = p + s->len;
  int base = (int)args[1].i;
  while (p < end && (*p == ' ' || (*p >= 9 && *p <= 13))) p++;
  while (end > p && (end[-1] == ' ' || (end[-1] >= 9 && end[-1] <= 13))) end--;
  bool negative = p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  if (base == 0) {
    base = 10;
    if (end - p > 2 && *p == '0' && strchr("xob", p[1])) {
      base = p[1] == 'x' ? 16 : p[1] == 'o' ? 8 : 2;
      p += 2;
    }
  }
  if (base < 2 || base > 62) throw_argument("invalid base: base must be 2 ≤ base ≤ 62, got %d", base);
  if (p == end) return v_nothing();
  char *digits = gc_alloc_leaf((size_t)(end - p) + 1);
  for (size_t i = 0; i < (size_t)(end - p); i++) {
    char c = p[i];
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) return v_nothing();
    digits[i] = c;
  }
  digits[end - p] = 0;
  Big *r = big_new();
  if (mpz_set_str(r->z, digits, base)) return v_nothing();
  if (negative) mpz_neg(r->z, r->z);
  return v_object(r);
}

BUILTIN(big_digits, "_big_digits(x::BigInt, base::BigInt)", "") {
  const Big *x = (Big *)args[0].p, *base = (Big *)args[1].p;
  Array *a = array_vector(&big_type()->head, 0);
  mpz_t rest;
  mpz_init_set(rest, x->z);
  while (mpz_sgn(rest)) {
    Big *d = big_new();
    mpz_tdiv_qr(rest, d->z, rest, base->z);
    array_push(a, v_object(d));
  }
  return v_object(a);
}
