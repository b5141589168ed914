/* Machine code for a loop whose kinds are known (native_flow.h), and how to enter and leave it.
 *
 * Promise: the code does what the interpreter would, from the head on, until it is left: then the registers hold what
 * they would hold in front of the exit's instruction. A Native is of the heap and lives as long as somebody refers to
 * it, such as a C frame that runs its code. */
#ifndef CLU_NATIVE_EMIT_H
#define CLU_NATIVE_EMIT_H
#include "lang/native_flow.h"

/* What the code works on. A register of the frame that the loop reads or writes lives in a machine register or in slot.
 */
typedef struct Machine {
  uint64_t gpr[16]; /* machine registers, when the code does not run */
  double xmm[16];
  Frame *frame;
  Value *r;
  int64_t fuel; /* jumps backwards until the code is left */
  uint64_t slot[FLOW_ALL], step[FLOW_REGS];
} Machine;

enum native_exit {
  EXIT_DONE, /* the loop ends, or comes to what it cannot do */
  EXIT_FUEL,
  EXIT_CALL,   /* whose result's type is to be learned */
  EXIT_INLINED /* what stands in the place of a call cannot go on */
};

/* A register of the frame when the code is entered or left. Behind one of parts stand those of its parts. */
typedef struct Home {
  uint16_t r;
  uint8_t index; /* in Native.gpr, xmm and slot */
  Kind kind;
} Home;

typedef struct NativeExit {
  uint32_t pc;
  enum native_exit why;
  uint32_t homes, nhomes; /* a part of Native.homes */
} NativeExit;

typedef struct Native {
  Object head;
  uint32_t (*code)(Machine *m); /* the exit that it took */
  size_t size;                  /* of the code */
  uint32_t from, epoch;
  Home *homes; /* first those at the head */
  uint32_t nhomes, at_head;
  NativeExit *exits;
  uint32_t nexits;
  const Value *consts;    /* what the code holds as numbers lives as long as it does */
  void **types;           /* those of closures and the like that the code compares with: they live as long as it does */
  uint8_t slot[FLOW_ALL]; /* by index */
  int16_t gpr[FLOW_ALL], xmm[FLOW_ALL]; /* machine register by index, or -1: the slot */
} Native;

/* NULL: there is no memory for code. */
Native *native_emit(const Flow *w);

/* Puts count registers back into the frame, from a home on. */
void native_put(const Machine *m, const Native *n, uint32_t home, uint32_t count);

/* An instruction that machine code leaves to C, on the frame's registers. */
void native_step(Frame *f, const Ins *at);
#endif
