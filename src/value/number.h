/* Numbers of the machine: Bool, Int8 ... Int128, UInt8 ... UInt128, Float16, Float32, Float64.
 *
 * Their types stand next to each other in the core, so a kind is an index. Integers are loaded into 128 bits and stored
 * truncated to their width: one piece of code serves all widths. Floats are computed as double and rounded when stored,
 * which gives the same results as the narrower arithmetic would for + - * / and sqrt. */
#ifndef CLU_NUMBER_H
#define CLU_NUMBER_H

#include "value/builtin.h"
#include "value/string.h"

typedef __int128 i128;
typedef unsigned __int128 u128;

static inline bool type_is_machine(const Type *t) { return t >= T_BOOL && t <= T_FLOAT64; }
static inline bool type_is_int(const Type *t) { return t >= T_BOOL && t <= T_UINT128; }
static inline bool type_is_float(const Type *t) { return t >= T_FLOAT16 && t <= T_FLOAT64; }
static inline bool type_is_signed(const Type *t) { return t >= T_INT8 && t <= T_INT128; }
static inline unsigned type_bits(const Type *t) { return t->size * 8; }

float half_to_float(uint16_t h);
uint16_t float_to_half(double f);

/* The exact value of any integer but a UInt128 of 2^127 and more, which wraps. */
static inline i128 int_load(Value v) {
  if (v.type == T_INT128 || v.type == T_UINT128) return ((const Wide *)v.p)->i;
  return v.type >= T_INT8 && v.type <= T_INT64 ? (i128)v.i : (i128)v.u;
}
/* An integer of type t with the low bits of x. */
Value int_make(Type *t, u128 x);
/* The least and the largest value of an integer type. */
void int_limits(const Type *t, i128 *low, i128 *high);
/* Whether x (a value loaded from type from) is representable in t. */
bool int_fits(Type *t, i128 x, const Type *from);
double float_load(Value v);             /* any machine number, rounded to double */
Value float_make(Type *t, double x);    /* rounds */
Type *number_promote(Type *a, Type *b); /* the common type of two machine types */
Value number_to(Type *t, Value v);      /* conversion T(x): InexactError if it does not fit */
/* Compares two machine numbers exactly: -1, 0, 1; 2 if one is NaN. */
int number_compare(Value a, Value b);
bool number_isequal(Value a, Value b); /* NaN equals NaN, 0.0 differs from -0.0 */
/* What a machine number is hashed by: equal numbers of all types give equal bits, an Int64 its own. */
uint64_t number_bits(Value v);
static inline uint64_t hash_u64(uint64_t x) {
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  x ^= x >> 32;
  x *= 0xd6e8feb86659fd93u;
  return x ^ x >> 32;
}

/* Text of digits of x in the base (2..62), at the end of buf; returns the start. buf holds 130 bytes. */
char *digits_u128(u128 x, unsigned base, char *buf_end);
#endif
