/* Loops over blocks of numbers of one kind: what the kernels of dotted expressions are made of.
 * Promise: no loop fails or calls anything; element by element the result is what the language's function gives for one
 * number, to the last bit. r overlaps no operand, or is one of them (loop_in_place). */
#ifndef CLU_KERNEL_LOOP_H
#define CLU_KERNEL_LOOP_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/value.h"

/* Besides enum store: numbers that are structs in arrays. */
#define KS_COMPLEX ((uint8_t)ST_COUNT) /* Complex{Float64} */

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
  K_ATAN2,
  K_HYPOT,
  K_COMPLEX,
  K_NEG,
  K_PLUS,
  K_ABS,
  K_ABS2,
  K_NOT,
  K_BITNOT,
  K_SIGN,
  K_FLOAT,
  K_ISNAN,
  K_ISEVEN,
  K_ISODD,
  K_ISZERO,
  K_IDENTITY,
  K_REAL,
  K_IMAG,
  K_CONJ,
  K_FLOOR,
  K_CEIL,
  K_TRUNC,
  K_ROUND,
  K_INV,
  K_ADDEND, /* what a truth value adds to a float: -0.0 instead of 0.0, which leaves -0.0 as it is */
  K_SQRT,
  K_MATH, /* any function of elementary.h */
  K_IFELSE,
  K_CLAMP,
  K_CONVERT, /* T(x): the result's store says what to */
  K_INT_FLOOR,
  K_INT_CEIL,
  K_INT_TRUNC,
  K_INT_ROUND /* floor(Int, x) */
};

/* ac, bc: the operand is one number that stands for all. */
typedef void BinaryLoop(const void *a, bool ac, const void *b, bool bc, void *r, size_t n);
typedef void UnaryLoop(const void *a, void *r, size_t n);

/* The loop for operands of this store; NULL if there is none. */
BinaryLoop *loop_binary(int kernel, uint8_t store);
UnaryLoop *loop_unary(int kernel, uint8_t store);
/* Complex and real operands, for which Julia does not promote. */
BinaryLoop *loop_complex_real(int kernel);
BinaryLoop *loop_real_complex(int kernel);
/* Whether r may be an operand of these loops for numbers of this store: each is read before its result is written. */
bool loop_in_place(int kernel, uint8_t store);
/* memcpy of what lies differently in lines of the cache, which the C library may do byte by byte. */
void loop_copy(void *to, const void *from, size_t bytes);
/* len numbers that lie a step in bytes from each other, which may lead backwards: taken together, or stored so. */
void loop_gather(void *restrict to, const char *restrict from, ptrdiff_t step, size_t size, size_t len);
void loop_scatter(void *restrict to, ptrdiff_t step, const void *restrict from, bool constant, size_t size, size_t len);
/* Columns of n numbers, step numbers from each other, combined one after the other with those in r. */
typedef void ColumnLoop(const void *x, size_t step, size_t count, void *r, size_t n);
ColumnLoop *loop_columns(int kernel, uint8_t store); /* of sums, products and extremes */
/* From one store to another that holds each of its numbers; NULL if there is none. */
UnaryLoop *loop_convert(uint8_t from, uint8_t to);
/* Quotients and remainders of Int64 by a number that is neither 0 nor -1 nor the least Int64. */
void loop_divide(int kernel, const int64_t *a, int64_t d, int64_t *r, size_t n);
#endif
