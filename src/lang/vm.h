/* The virtual machine: runs Code. One call in the language is one C call of vm_run with its registers on the C stack,
 * so built-ins call back freely, errors unwind with longjmp and the collector finds everything on the stack.
 * Promise: unbounded recursion throws StackOverflowError; an interrupt (vm_interrupt) is thrown at the next backward
 * jump or call. */
#ifndef CLU_VM_H
#define CLU_VM_H
#include "lang/code.h"
#include "lang/method.h"
#include "value/call.h"
#include "value/error.h"

typedef struct Frame {
  struct Frame *caller;
  const Code *code; /* NULL for a builtin frame */
  const Method *method;
  const Ins *pc; /* behind the instruction being run */
  Value *r;
  Value *env;
  uint32_t leave; /* how many TRY blocks are being left (vm.c) */
} Frame;

/* vm_frame, the innermost frame of the running task, is declared in value/error.h. */
extern volatile int vm_pending; /* nonzero: something to do at the next safe point (interrupt, output, ...) */

/* Calls method m with args[0..nargs-1] (args[-1] the callee), keywords kw or V_UNDEF. */
Value vm_invoke(Method *m, Value *args, int nargs, Value kw, Value *env);
/* Runs top-level code. */
Value vm_run_toplevel(Code *code);
/* Called when an interrupt is taken, wherever that is: others are to be told of it. */
extern void (*vm_on_interrupt)(void);
/* Asks for InterruptException in the root task (task_interrupt); safe in a signal handler. */
void vm_interrupt(void);
/* Whether an interrupt was asked for; it is then no longer pending. */
bool vm_take_interrupt(void);
/* Does what is pending, if vm_pending: an interrupt is thrown. C code that works for long calls it now and then. */
void vm_safe_point(void);
/* Calls the language's finalizers that are due. */
void vm_finalize(void);
/* Called at safe points when vm_pending: at most four. */
void vm_at_safe_point(void (*done)(void));
/* Applies f to the elements of the containers args[0..n-1] in turn. */
Value vm_apply(Value f, Value *args, int n, Value kw);

/* The calls in progress, and the backtrace of the exception being handled, as backtrace_resolve makes them. */
Value vm_backtrace(void);
Value vm_catch_backtrace(void);
#endif
