/* Writing machine code for x86-64: one function for each form of instruction that native_emit.c needs.
 * Promise: appends the bytes of just that instruction. */
#ifndef CLU_NATIVE_X86_H
#define CLU_NATIVE_X86_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "value/gc.h"

enum { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 };

typedef struct Asm {
  uint8_t *code;
  size_t n, cap;
} Asm;

static inline void x_bytes(Asm *x, const void *from, size_t n) {
  if (x->n + n > x->cap) {
    x->cap = x->cap ? 2 * x->cap : 4096;
    uint8_t *grown = gc_alloc_leaf(x->cap);
    if (x->n) memcpy(grown, x->code, x->n);
    x->code = grown;
  }
  memcpy(x->code + x->n, from, n);
  x->n += n;
}

static inline void x_byte(Asm *x, int b) { x_bytes(x, &(uint8_t){(uint8_t)b}, 1); }
static inline void x_int(Asm *x, int32_t i) { x_bytes(x, &i, 4); }

/* An instruction as the manual spells it: a prefix or 0, the opcode's one to three bytes, and the width of a whole
 * word. */
typedef struct X86 {
  int prefix;
  bool wide;
  uint32_t op; /* its last byte lowest */
} X86;

static inline void x_begin(Asm *x, X86 i, int reg, int index, int base, bool byte) {
  if (i.prefix) x_byte(x, i.prefix);
  int rex = 0x40 | (i.wide ? 8 : 0) | (reg & 8 ? 4 : 0) | (index & 8 ? 2 : 0) | (base & 8 ? 1 : 0);
  if (rex != 0x40 || byte) x_byte(x, rex);
  if (i.op > 0xffff) x_byte(x, i.op >> 16 & 0xff);
  if (i.op > 0xff) x_byte(x, i.op >> 8 & 0xff);
  x_byte(x, i.op & 0xff);
}

/* Between registers; rm is the right one in most of the manual's forms. */
static inline void x_rr(Asm *x, X86 i, int reg, int rm) {
  x_begin(x, i, reg, 0, rm, false);
  x_byte(x, 0xc0 | (reg & 7) << 3 | (rm & 7));
}

/* Memory at base + disp. */
static inline void x_rm(Asm *x, X86 i, int reg, int base, int32_t disp) {
  x_begin(x, i, reg, 0, base, false);
  bool small = disp >= -128 && disp < 128;
  x_byte(x, (small ? 0x40 : 0x80) | (reg & 7) << 3 | (base & 7));
  if ((base & 7) == RSP) x_byte(x, 0x24);
  if (small)
    x_byte(x, disp & 0xff);
  else
    x_int(x, disp);
}

/* Memory at base + index * 2^scale. byte: reg is one byte of a register. */
static inline void x_rx(Asm *x, X86 i, int reg, int base, int index, int scale, bool byte) {
  x_begin(x, i, reg, index, base, byte);
  bool needs = (base & 7) == RBP;
  x_byte(x, (needs ? 0x44 : 0x04) | (reg & 7) << 3);
  x_byte(x, scale << 6 | (index & 7) << 3 | (base & 7));
  if (needs) x_byte(x, 0);
}

#define X_MOV ((X86){0, true, 0x8b})    /* reg = rm */
#define X_MOV_TO ((X86){0, true, 0x89}) /* rm = reg */
#define X_MOV32 ((X86){0, false, 0x8b})
#define X_MOV32_TO ((X86){0, false, 0x89})
#define X_MOV16_TO ((X86){0x66, false, 0x89})
#define X_MOV8_TO ((X86){0, false, 0x88})
#define X_LEA ((X86){0, true, 0x8d})
#define X_ADD ((X86){0, true, 0x03})
#define X_SUB ((X86){0, true, 0x2b})
#define X_AND ((X86){0, true, 0x23})
#define X_OR ((X86){0, true, 0x0b})
#define X_XOR ((X86){0, true, 0x33})
#define X_CMP ((X86){0, true, 0x3b})
#define X_TEST ((X86){0, true, 0x85})
#define X_IMUL ((X86){0, true, 0x0faf})
#define X_MOVZX8 ((X86){0, false, 0x0fb6})
#define X_MOVZX16 ((X86){0, false, 0x0fb7})
#define X_MOVSX8 ((X86){0, true, 0x0fbe})
#define X_MOVSX16 ((X86){0, true, 0x0fbf})
#define X_MOVSX32 ((X86){0, true, 0x63})
#define X_GROUP3 ((X86){0, true, 0xf7}) /* reg: 2 not, 3 neg, 6 div, 7 idiv */
#define X_GROUP3_32 ((X86){0, false, 0xf7})
#define X_GROUP5 ((X86){0, true, 0xff})     /* reg: 0 inc, 1 dec */
#define X_GROUP5_32 ((X86){0, false, 0xff}) /* reg: 2 call */
#define X_SHIFT ((X86){0, true, 0xd3})      /* by cl; reg: 4 shl, 5 shr, 7 sar */
#define X_CMOV(cc) ((X86){0, true, 0x0f40 | (cc)})
#define X_MOVSD ((X86){0xf2, false, 0x0f10}) /* from memory */
#define X_MOVSD_TO ((X86){0xf2, false, 0x0f11})
#define X_MOVAPD ((X86){0x66, false, 0x0f28})
#define X_ADDSD ((X86){0xf2, false, 0x0f58})
#define X_MULSD ((X86){0xf2, false, 0x0f59})
#define X_SUBSD ((X86){0xf2, false, 0x0f5c})
#define X_DIVSD ((X86){0xf2, false, 0x0f5e})
#define X_SQRTSD ((X86){0xf2, false, 0x0f51})
#define X_UCOMISD ((X86){0x66, false, 0x0f2e})
#define X_XORPD ((X86){0x66, false, 0x0f57})
#define X_ANDPD ((X86){0x66, false, 0x0f54})
#define X_CVT_INT ((X86){0xf2, true, 0x0f2a})   /* xmm = Int64 */
#define X_CVT_FLOAT ((X86){0xf2, true, 0x0f2c}) /* Int64 = xmm, truncated */
#define X_MOVQ_XMM ((X86){0x66, true, 0x0f6e})  /* xmm = reg; xmm is reg of the form */
#define X_MOVQ_REG ((X86){0x66, true, 0x0f7e})  /* rm = xmm */

#define X_MOVD_XMM ((X86){0x66, false, 0x0f6e}) /* the same of 32 bits */
#define X_MOVD_REG ((X86){0x66, false, 0x0f7e})
#define X_CVT_TO64 ((X86){0xf3, false, 0x0f5a}) /* Float64 of a Float32 */
#define X_CVT_TO32 ((X86){0xf2, false, 0x0f5a})

/* Conditions of jumps, setcc and cmov. */
enum { CC_O, CC_NO, CC_B, CC_AE, CC_E, CC_NE, CC_BE, CC_A, CC_S, CC_NS, CC_P, CC_NP, CC_L, CC_GE, CC_LE, CC_G };

static inline void x_const(Asm *x, int reg, uint64_t v) {
  if (v <= UINT32_MAX) {
    if (reg & 8) x_byte(x, 0x41);
    x_byte(x, 0xb8 | (reg & 7));
    x_int(x, (int32_t)(uint32_t)v);
    return;
  }
  x_byte(x, 0x48 | (reg & 8 ? 1 : 0));
  x_byte(x, 0xb8 | (reg & 7));
  x_bytes(x, &v, 8);
}

/* reg op= i; which: 0 add, 3 subtract the borrow, too, 4 and, 5 sub, 7 cmp. */
static inline void x_ri(Asm *x, int which, int reg, int32_t i) {
  bool small = i >= -128 && i < 128;
  x_begin(x, (X86){0, true, small ? 0x83 : 0x81}, 0, 0, reg, false);
  x_byte(x, 0xc0 | which << 3 | (reg & 7));
  if (small)
    x_byte(x, i & 0xff);
  else
    x_int(x, i);
}

/* Shift by a constant; which: 4 shl, 5 shr, 7 sar. */
static inline void x_shift(Asm *x, int which, int reg, int by) {
  x_rr(x, (X86){0, true, 0xc1}, which, reg);
  x_byte(x, by);
}

static inline void x_imul_const(Asm *x, int to, int from, int32_t by) {
  x_rr(x, (X86){0, true, 0x69}, to, from);
  x_int(x, by);
}

static inline void x_setcc(Asm *x, int cc, int reg) {
  x_begin(x, (X86){0, false, 0x0f90u | (uint32_t)cc}, 0, 0, reg, true);
  x_byte(x, 0xc0 | (reg & 7));
}

/* Jumps: where their distance of four bytes stands, to be filled in by x_land. */
static inline size_t x_jump(Asm *x) {
  x_byte(x, 0xe9);
  x_int(x, 0);
  return x->n - 4;
}

static inline size_t x_jump_if(Asm *x, int cc) {
  x_byte(x, 0x0f);
  x_byte(x, 0x80 | cc);
  x_int(x, 0);
  return x->n - 4;
}

static inline void x_land(Asm *x, size_t jump, size_t target) {
  int32_t by = (int32_t)((int64_t)target - (int64_t)jump - 4);
  memcpy(x->code + jump, &by, 4);
}

static inline void x_push(Asm *x, int reg) {
  if (reg & 8) x_byte(x, 0x41);
  x_byte(x, 0x50 | (reg & 7));
}

static inline void x_pop(Asm *x, int reg) {
  if (reg & 8) x_byte(x, 0x41);
  x_byte(x, 0x58 | (reg & 7));
}
#endif
