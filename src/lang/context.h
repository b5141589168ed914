/* Switching between C stacks: what a task's stack and its saved registers are.
 * Promise: context_switch returns when something switches back; a stack is reused after stack_free, and its memory
 * goes back to the system when many lie idle. */
#ifndef CLU_CONTEXT_H
#define CLU_CONTEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct CStack {
  char *low; /* lowest usable address */
  size_t size;
  void *sp;         /* of a suspended task: its stack in use begins here */
  void *registers;  /* where the processor's own switch is not written: a ucontext_t */
  void *fiber;      /* of the address sanitizer */
  uint64_t scanned; /* the collection that scanned it last */
} CStack;

/* A stack of its own for a task; low is NULL when the system gives no memory. */
CStack stack_new(void);
void stack_free(CStack *s);
/* Makes s such that the first switch to it calls entry, which must not return. False: out of memory. */
bool context_prepare(CStack *s, void (*entry)(void));
/* Saves the running context in from and goes on with to. finished: from's stack will not be needed again. */
void context_switch(CStack *from, CStack *to, bool finished);
/* To be called first thing in entry. */
void context_entered(void);
/* The bounds of the stack that the thread was started with, enlarged as far as the system allows. */
CStack stack_of_thread(void);
#endif
