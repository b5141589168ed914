/* Loops as machine code. A loop over numbers and arrays of them that has gone round some times is written as
 * instructions of the processor, for the types that its registers hold (x86-64; elsewhere all is interpreted). In the
 * environment: CLU_NATIVE=N, after N rounds instead of 250; 0: never.
 *
 * Promise: nothing but the time tells. The code does what the machine's fast paths do, for the types it was made for;
 * in front of anything else (another type, an index out of bounds, an operation that throws) it stops, puts all
 * registers back, and the interpreter goes on from there. So errors, backtraces and conversions are written once. An
 * interrupt is seen after some thousand rounds. */
#ifndef CLU_NATIVE_H
#define CLU_NATIVE_H
#include "lang/vm.h"

extern uint8_t native_rounds; /* those after which a LOOP is looked at */
void native_begin(void);

/* A LOOP, NATIVE or one of their conditional forms that jumps back: where the interpreter is to go on. */
const Ins *native_loop(Frame *f, Ins *at);
const Ins *native_run(Frame *f, Ins *at);
#endif
