/* What the machine does at safe points, backward jumps and calls, when something is pending: interrupts, other tasks,
 * what others asked for (output, messages), finalizers. */
#include "lang/task.h"
#include "lang/vm.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"

volatile int vm_pending;
void (*vm_on_interrupt)(void);
static volatile int interrupted;

void vm_interrupt(void) {
  interrupted = 1;
  vm_pending = 1;
}

bool vm_take_interrupt(void) {
  bool was = interrupted;
  interrupted = 0;
  if (was && vm_on_interrupt) vm_on_interrupt();
  return was;
}

/* What else is done there. */
static void (*calls[4])(void);
static int ncalls;

void vm_at_safe_point(void (*done)(void)) {
  for (int i = 0; i < ncalls; i++)
    if (calls[i] == done) return;
  calls[ncalls++] = done;
}

__attribute__((noinline, cold)) void vm_safe_point(void) {
  vm_pending = 0;
  if (vm_take_interrupt()) task_interrupt();
  task_give_way();
  for (int i = 0; i < ncalls; i++) calls[i]();
  if (gc_finalizers_due()) vm_finalize();
}

void vm_finalize(void) {
  static bool running;
  Value run = module_get(CORE->base, symbol("_run_finalizers"));
  if (running || is_undef(run)) return;
  running = true;
  Handler h;
  if (CATCH(h)) {
    running = false;
    rethrow_value(h.exception);
  }
  call0(run);
  catch_end(&h);
  running = false;
}
