#include <stdbool.h>

#include "lang/context.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#ifdef CLU_ASAN
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/asan_interface.h>
#endif

/* Address space only: the system gives pages as they are touched. When very many tasks live at once, further ones get
 * less. */
#define LARGE_STACK (16u * 1024 * 1024)
#define SMALL_STACK (1024u * 1024)
#define LARGE_STACKS 4096

/* Of this many stacks each has a page below it that may not be touched; the system allows no more mappings. Further
 * stacks rely on stack_check alone. */
#define GUARDED 16384
/* Idle stacks kept with their memory. */
#define WARM 64

/* How much of an idle one stays mapped at most. */
#define KEPT (64u * 1024)

static CStack *idle;
static size_t nidle, idle_cap, nmade;

CStack stack_new(void) {
  if (nidle) return idle[--nidle];
  CStack s = {.size = nmade < LARGE_STACKS ? LARGE_STACK : SMALL_STACK};
  char *p = mmap(NULL, s.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (p == MAP_FAILED) return s;
  if (nmade < GUARDED) mprotect(p, 4096, PROT_NONE);
  nmade++;
  s.low = p;
  return s;
}

/* Gives back the memory of a stack that was used deeply. */
static void stack_trim(const CStack *s, bool warm) {
  if (!warm) {
    madvise(s->low + 4096, s->size - 4096, MADV_DONTNEED);
    return;
  }
  const uint64_t *page = (const uint64_t *)(void *)(s->low + s->size - KEPT);
  for (size_t i = 0; i < 4096 / sizeof *page; i++)
    if (page[i]) {
      madvise(s->low + 4096, s->size - KEPT, MADV_DONTNEED);
      return;
    }
}

void stack_free(CStack *s) {
  if (!s->low) return;
#ifdef CLU_ASAN
  __asan_unpoison_memory_region(s->low + 4096, s->size - 4096);
#endif
  if (nidle == idle_cap) {
    size_t cap = idle_cap ? idle_cap * 2 : 64;
    CStack *grown = realloc(idle, cap * sizeof *grown);
    if (!grown) {
      munmap(s->low, s->size);
      s->low = NULL;
      return;
    }
    idle = grown;
    idle_cap = cap;
  }
  stack_trim(s, nidle < WARM);
  free(s->registers);
  idle[nidle++] = (CStack){.low = s->low, .size = s->size};
  s->low = NULL;
}

CStack stack_of_thread(void) {
  pthread_attr_t attr;
  CStack s = {0};
  void *low = NULL;
  size_t size = 0;
  /* The kernel grows the main stack up to the limit in force when it is touched; 128 MB are free below it always. */
  struct rlimit limit;
#if defined(CLU_ASAN)
  rlim_t wanted = 60u << 20; /* the sanitizer cannot clean up larger ones after a jump */
#else
  rlim_t wanted = 112u << 20;
#endif
  if (getpid() == gettid() && getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < wanted) {
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_STACK, &limit);
  }
  if (pthread_getattr_np(pthread_self(), &attr) == 0) {
    pthread_attr_getstack(&attr, &low, &size);
    pthread_attr_destroy(&attr);
  }
  char *top = (char *)low + size;
  if (getpid() == gettid() && size > wanted) size = wanted;
  s.low = top - size;
  s.size = size;
  return s;
}

#ifdef CLU_ASAN
static void *leaving; /* fake stack of the context that is being left, as seen by the one entered */
static void before_switch(CStack *from, CStack *to, bool finished) {
  __sanitizer_start_switch_fiber(finished ? NULL : &from->fiber, to->low, to->size);
}
static void after_switch(CStack *to) {
  __sanitizer_finish_switch_fiber(to ? to->fiber : NULL, NULL, NULL);
  (void)leaving;
}
#else
static void before_switch(CStack *from, CStack *to, bool finished) { (void)from, (void)to, (void)finished; }
static void after_switch(CStack *to) { (void)to; }
#endif

void context_entered(void) { after_switch(NULL); }

#if defined(__x86_64__) && !defined(CLU_UCONTEXT)

/* Saves what the ABI says a callee keeps, and the floating-point modes. */
void clu_switch_stack(void **save, void *sp);
__asm__(".text\n"
        ".hidden clu_switch_stack\n"
        ".globl clu_switch_stack\n"
        ".type clu_switch_stack,@function\n"
        "clu_switch_stack:\n"
        "  pushq %rbp\n  pushq %rbx\n  pushq %r12\n  pushq %r13\n  pushq %r14\n  pushq %r15\n"
        "  subq $8,%rsp\n  stmxcsr (%rsp)\n  fnstcw 4(%rsp)\n"
        "  movq %rsp,(%rdi)\n"
        "  movq %rsi,%rsp\n"
        "  ldmxcsr (%rsp)\n  fldcw 4(%rsp)\n  addq $8,%rsp\n"
        "  popq %r15\n  popq %r14\n  popq %r13\n  popq %r12\n  popq %rbx\n  popq %rbp\n"
        "  ret\n"
        ".size clu_switch_stack,.-clu_switch_stack\n");

bool context_prepare(CStack *s, void (*entry)(void)) {
  uint64_t *sp = (uint64_t *)(void *)(s->low + s->size);
  *--sp = 0; /* return address of entry: none; the stack is aligned as after a call */
  *--sp = (uint64_t)(uintptr_t)entry;
  for (int i = 0; i < 6; i++) *--sp = 0;
  uint32_t mxcsr;
  uint16_t cw;
  __asm__ volatile("stmxcsr %0\n fnstcw %1" : "=m"(mxcsr), "=m"(cw));
  *--sp = (uint64_t)mxcsr | (uint64_t)cw << 32;
  s->sp = sp;
  return true;
}

void context_switch(CStack *from, CStack *to, bool finished) {
  before_switch(from, to, finished);
  clu_switch_stack(&from->sp, to->sp);
  after_switch(from);
}

#else

#include <ucontext.h>

#define FRAME 512u /* context_switch needs less */

static ucontext_t *context_of(CStack *s) {
  if (!s->registers) s->registers = calloc(1, sizeof(ucontext_t));
  return s->registers;
}

bool context_prepare(CStack *s, void (*entry)(void)) {
  ucontext_t *u = context_of(s);
  if (!u) return false;
  getcontext(u);
  u->uc_stack.ss_sp = s->low;
  u->uc_stack.ss_size = s->size;
  makecontext(u, entry, 0);
  s->sp = s->low + s->size;
  return true;
}

void context_switch(CStack *from, CStack *to, bool finished) {
  __builtin_unwind_init(); /* registers onto the stack, where the collector looks */
  from->sp = (void *)((uintptr_t)__builtin_frame_address(0) - FRAME); /* not above them */
  before_switch(from, to, finished);
  swapcontext(context_of(from), context_of(to));
  after_switch(from);
}

#endif
