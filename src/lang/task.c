#include "lang/task.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>
#if defined(CLU_ASAN)
#include <sanitizer/lsan_interface.h>
#endif

#include "lang/backtrace.h"
#include "lang/context.h"
#include "lang/timer.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

/* Stack kept free for C code that does not check (the limit of stack_check lies this far above the end). */
#define MARGIN (64u * 1024)

/* What a task's stack is lies outside the heap: Task.stack points to it. Tasks that have one are listed here, for the
 * collector. */
static struct {
  Task **live; /* with a stack, suspended or running, except the root; no references for the collector */
  size_t nlive, cap;
  CStack root;
  Task *finished; /* its stack is to be freed by whoever runs next */
  void (*poll)(bool block);
  uint32_t switches;
} sched;

static void timers_poll(bool block);

static Task *root_task(void) {
  if (is_undef(SLOT(ROOT_TASK))) {
    Task *t = gc_object(T_TASK, sizeof(Task));
    t->state = TASK_RUNNING;
    t->storage = t->logger = t->waiters = t->exceptions = t->causes = t->result = t->code = v_nothing();
    t->stack = &sched.root;
    t->sticky = true;
    SLOT(ROOT_TASK) = v_object(t);
  }
  return SLOT(ROOT_TASK).p;
}

Task *task_current(void) {
  if (UNLIKELY(is_undef(SLOT(TASK)))) SLOT(TASK) = v_object(root_task());
  return SLOT(TASK).p;
}

/* ---- the collector's view ---- */

static void stack_release(Task *t);

/* A suspended task lives as long as something refers to it: a queue, a timer, who waits for it. One that waits for what
 * nobody can reach any more goes, as a generator that was not read to its end. */
__attribute__((no_sanitize("address"))) static bool scan_stacks(void) {
  const Task *running = is_undef(SLOT(TASK)) ? NULL : SLOT(TASK).p;
  const Task *root = is_undef(SLOT(ROOT_TASK)) ? NULL : SLOT(ROOT_TASK).p;
  uint64_t now = gc_stats().collections + 1;
  bool any = false;
  if (root && running != root && sched.root.sp && sched.root.scanned != now) {
    sched.root.scanned = now;
    gc_scan(sched.root.sp, sched.root.low + sched.root.size);
    any = true;
  }
  for (size_t i = 0; i < sched.nlive; i++) {
    const Task *t = sched.live[i];
    CStack *s = t->stack;
    if (s->scanned == now || (t != running && !gc_is_marked(&t->head))) continue;
    s->scanned = now;
    if (t != running) gc_scan(s->sp, s->low + s->size);
    any = true;
  }
  return any;
}

static void drop_stacks(void) {
  uint64_t now = gc_stats().collections + 1;
  for (size_t i = sched.nlive; i-- > 0;) {
    Task *t = sched.live[i];
    if (((CStack *)t->stack)->scanned != now && t != sched.finished) stack_release(t);
  }
}

static bool live_has_room(void) {
  if (sched.nlive < sched.cap) return true;
  size_t cap = sched.cap ? sched.cap * 2 : 64;
  Task **grown = realloc(sched.live, cap * sizeof *grown);
  if (!grown) return false;
  sched.live = grown;
  sched.cap = cap;
  return true;
}

static void live_add(Task *t) {
  t->stack_size = sched.nlive; /* its place in the list */
  sched.live[sched.nlive++] = t;
}

static void live_remove(Task *t) {
  Task *last = sched.live[--sched.nlive];
  sched.live[t->stack_size] = last;
  last->stack_size = t->stack_size;
}

/* ---- the queue of ready tasks ---- */

static Task *queue_first(void) { return is_undef(SLOT(TASK_QUEUE)) ? NULL : SLOT(TASK_QUEUE).p; }

static void queue_push(Task *t) {
  t->state = TASK_READY;
  t->next = NULL;
  if (!queue_first())
    SLOT(TASK_QUEUE) = v_object(t);
  else
    ((Task *)SLOT(TASK_LAST).p)->next = t;
  SLOT(TASK_LAST) = v_object(t);
}

static Task *queue_pop(void) {
  Task *t = queue_first();
  if (!t) return NULL;
  SLOT(TASK_QUEUE) = t->next ? v_object(t->next) : V_UNDEF;
  t->next = NULL;
  return t;
}

static void queue_remove(Task *t) {
  Task *previous = NULL;
  for (Task *q = queue_first(); q; previous = q, q = q->next) {
    if (q != t) continue;
    if (!previous)
      queue_pop();
    else {
      previous->next = t->next;
      if (SLOT(TASK_LAST).p == t) SLOT(TASK_LAST) = v_object(previous);
      t->next = NULL;
    }
    return;
  }
}

bool task_any_ready(void) { return queue_first() != NULL; }

/* ---- switching ---- */

static void stack_release(Task *t) {
  live_remove(t);
  CStack *s = t->stack;
  stack_free(s);
  free(s);
  t->stack = NULL;
}

static void release_finished(void) {
  Task *t = sched.finished;
  sched.finished = NULL;
  if (t) stack_release(t);
}

static void use_stack(Task *t) {
  const CStack *s = t->stack;
  gc_set_stack(s->low + s->size);
  stack_limit = s->low + MARGIN;
}

/* A task's result is known: whoever waits for it is woken. */
static void finish(Task *t, Value result, bool failed) {
  t->result = result;
  t->state = failed ? TASK_FAILED : TASK_DONE;
  Value waiters = t->waiters;
  t->waiters = v_nothing();
  if (is_array(waiters))
    for (size_t i = 0; i < as_array(waiters)->len; i++) {
      Value w = array_get(as_array(waiters), i);
      if (w.type == T_TASK)
        task_wake(w.p, v_nothing());
      else
        task_schedule(task_new(w)); /* a function to call at the end */
    }
}

static void switch_next(void);

static void task_entry(void) {
  context_entered();
  release_finished();
  Task *t = task_current();
  Handler h;
  if (CATCH(h)) {
    finish(t, h.exception, true);
  } else {
    if (t->wake_throws) {
      t->wake_throws = false;
      throw_value(t->message);
    }
    Value v = call0(t->code);
    catch_end(&h);
    finish(t, v, false);
  }
  t->exceptions = v_nothing();
  switch_next();
  abort(); /* a finished task is never switched to */
}

/* False: there is no memory for one. */
static bool give_stack(Task *t) {
  if (!live_has_room()) return false;
  CStack *s = malloc(sizeof *s);
  if (!s) return false;
  *s = stack_new();
  if (!s->low || !context_prepare(s, task_entry)) {
    stack_free(s);
    free(s);
    return false;
  }
#if defined(CLU_ASAN)
  __lsan_ignore_object(s); /* only the task points to it, and the leak check does not look into the collected heap */
#endif
  t->stack = s;
  live_add(t);
  return true;
}

/* to has a stack. */
static void switch_to(Task *to) {
  Task *from = task_current();
  if (from == to) {
    to->state = TASK_RUNNING;
    return;
  }
  from->handlers = error_handlers;
  from->frame = vm_frame;
  bool finished = from->state >= TASK_DONE;
  if (finished) sched.finished = from;
  to->state = TASK_RUNNING;
  SLOT(TASK) = v_object(to);
  error_handlers = to->handlers;
  vm_frame = to->frame;
  use_stack(to);
  context_switch(from->stack, to->stack, finished);
  release_finished();
}

/* A collection found objects whose finalizers are to be called: at the next safe point. */
static void finalizers_due(void) { vm_pending = 1; }

/* A task other than the root that was running when an interrupt came, and since when it has kept the process busy. */
static struct {
  uint32_t switches;
  uint64_t since; /* 0: none */
} busy;

#define BUSY_NS 100000000u

void task_interrupt(void) {
  Task *root = root_task();
  if (root->state != TASK_WAITING && root->state != TASK_READY) throw_singleton(T_INTERRUPTEXCEPTION);
  task_wake_throw(root, v_object(T_INTERRUPTEXCEPTION->instance));
  if (task_current() == root || task_current()->state != TASK_RUNNING) return;
  busy.switches = sched.switches;
  busy.since = clock_ns();
  vm_pending = 1;
}

void task_give_way(void) {
  if (!busy.since) return;
  bool same = busy.switches == sched.switches;
  if (same && clock_ns() - busy.since < BUSY_NS) {
    vm_pending = 1;
    return;
  }
  busy.since = 0;
  if (same) throw_singleton(T_INTERRUPTEXCEPTION);
}

static void idle(bool block) {
  if (vm_pending && vm_take_interrupt()) {
    task_interrupt();
    return;
  }
  if (sched.poll)
    sched.poll(block);
  else
    timers_poll(block);
}

/* Runs the next ready task, waiting for events until there is one. */
static void switch_next(void) {
  if (++sched.switches % 8 == 0) idle(false);
  for (;;) {
    Task *t;
    while (!(t = queue_pop())) idle(true);
    if (!t->stack && !give_stack(t)) { /* stacks of abandoned tasks may come back */
      gc_collect();
      give_stack(t);
    }
    if (t->stack) {
      switch_to(t);
      return;
    }
    finish(t, v_object(T_OUTOFMEMORYERROR->instance), true);
  }
}

void task_deadlock(void) {
  Task *root = root_task();
  if (root->state != TASK_WAITING) return;
  static const char text[] = "deadlock: every task waits for another one";
  Value message = v_string(text);
  task_wake_throw(root, struct_new(T_ERROREXCEPTION, &message, 1));
}

/* The idle function as long as no event loop has been set. */
static void timers_poll(bool block) {
  if (block) {
    int64_t ms = timer_next_ms();
    if (ms < 0) {
      task_deadlock();
      return;
    }
    struct timespec t = {ms / 1000, (ms % 1000) * 1000000};
    if (ms) nanosleep(&t, NULL);
  }
  timer_run();
}

void task_init(void) {
  sched.root = stack_of_thread();
  SLOT(TASK) = SLOT(ROOT_TASK) = SLOT(TASK_QUEUE) = SLOT(TASK_LAST) = SLOT(TIMERS) = V_UNDEF;
  gc_set_stack(sched.root.low + sched.root.size);
  stack_limit = sched.root.low + 2 * MARGIN;
  gc_set_scanner(scan_stacks, drop_stacks);
  error_on_throw = backtrace_record;
  gc_on_finalizers = finalizers_due;
}

Task *task_new(Value f) {
  Task *t = gc_object(T_TASK, sizeof(Task));
  t->code = f;
  t->result = t->backtrace = t->storage = t->waiters = t->message = t->exceptions = t->causes = v_nothing();
  t->logger = task_current()->logger;
  t->state = TASK_NEW;
  t->sticky = true;
  return t;
}

static Value resumed(void) {
  Task *t = task_current();
  Value message = t->message;
  t->message = v_nothing();
  if (t->wake_throws) {
    t->wake_throws = false;
    throw_value(message);
  }
  return message;
}

Value task_wait(void) {
  task_current()->state = TASK_WAITING;
  switch_next();
  return resumed();
}

void task_schedule(Task *t) {
  if (t->state != TASK_NEW && t->state != TASK_WAITING) return;
  t->message = v_nothing();
  queue_push(t);
}

void task_wake(Task *t, Value message) {
  if (t->state != TASK_NEW && t->state != TASK_WAITING) return;
  t->message = message;
  queue_push(t);
}

void task_wake_throw(Task *t, Value exception) {
  if (t->state == TASK_READY)
    queue_remove(t);
  else if (t->state != TASK_NEW && t->state != TASK_WAITING)
    return;
  t->message = exception;
  t->wake_throws = true;
  queue_push(t);
}

void task_yield(void) {
  Task *t = task_current();
  t->message = v_nothing();
  queue_push(t);
  if (queue_first() == t) idle(false);
  switch_next();
  resumed();
}

static NORETURN void throw_failed(Task *t) {
  Value type = module_get(CORE->base, symbol("TaskFailedException"));
  if (is_datatype(type)) throw_value(struct_new(as_type(type), (Value[]){v_object(t)}, 1));
  rethrow_value(t->result);
}

Value task_join(Task *t) {
  if (t == task_current()) throw_error("deadlock detected: cannot wait on current task");
  while (t->state < TASK_DONE) {
    if (!is_array(t->waiters)) t->waiters = v_object(array_any(0));
    array_push(as_array(t->waiters), v_object(task_current()));
    task_wait();
  }
  if (t->state == TASK_FAILED) throw_failed(t);
  return t->result;
}

void task_set_idle(void (*poll)(bool block)) { sched.poll = poll; }

/* ---- built-ins; the rest is in prelude/task.jl ---- */

BUILTIN(task_make, "Task(f)", "A task that will call `f()`; start it with `schedule`.") {
  return v_object(task_new(args[0]));
}

BUILTIN(task_make_failed, "_failed_task(ex)", "A task that has ended with the exception `ex`, thrown nowhere.") {
  Task *t = task_new(v_nothing());
  t->state = TASK_FAILED;
  t->result = args[0];
  return v_object(t);
}

BUILTIN(current_task, "current_task()", "The running task.") { return v_object(task_current()); }

BUILTIN(yield_, "yield()", "Let other ready tasks run.") {
  task_yield();
  return v_nothing();
}

BUILTIN(wait_, "wait()", "Suspend the running task until something schedules it; returns the value it is given.") {
  return task_wait();
}

BUILTIN(wait_task, "wait(t::Task)", "Wait until task `t` ends; throws TaskFailedException if it failed.") {
  task_join(args[0].p);
  return v_nothing();
}

BUILTIN(fetch_task, "fetch(t::Task)", "Wait for task `t` and return its result.") { return task_join(args[0].p); }

/* schedule(t, value): error 0, a value; 1, an exception */
BUILTIN(schedule_, "_schedule(t::Task, value, error::Bool)", "") {
  Task *t = args[0].p;
  bool ready = t->state == TASK_READY && !args[2].u; /* an exception is thrown where it would go on */
  if (ready || t->state == TASK_RUNNING || t->state >= TASK_DONE) throw_error("schedule: Task not runnable");
  if (args[2].u)
    task_wake_throw(t, args[1]);
  else
    task_wake(t, args[1]);
  return args[0];
}

BUILTIN(task_break_off, "_break_off(t::Task, ex)", "Throws `ex` where task `t` waits, or before it begins.") {
  task_wake_throw(args[0].p, args[1]);
  return v_nothing();
}

BUILTIN(yieldto_, "_yieldto(t::Task, value, again::Bool, error::Bool)", "") {
  Task *t = args[0].p, *self = task_current();
  if (t->state >= TASK_DONE) {
    if (t->state == TASK_FAILED) throw_value(t->result);
    return t->result;
  }
  if (t->state == TASK_READY) queue_remove(t);
  if (t == self) return args[1];
  if (!t->stack && !give_stack(t)) throw_singleton(T_OUTOFMEMORYERROR);
  t->message = args[1];
  t->wake_throws = args[3].u;
  if (args[2].u)
    queue_push(self);
  else
    self->state = TASK_WAITING;
  switch_to(t);
  return resumed();
}

static const char *state_name(const Task *t) {
  return t->state == TASK_DONE ? "done" : t->state == TASK_FAILED ? "failed" : "runnable";
}

BUILTIN(task_state, "_task_state(t::Task)", "") { return v_symbol(symbol(state_name(args[0].p))); }
BUILTIN(task_started, "istaskstarted(t::Task)", "Whether task `t` has begun to run.") {
  const Task *t = args[0].p;
  return v_bool(t->stack || t->state >= TASK_DONE || t->state == TASK_RUNNING);
}
BUILTIN(task_done, "istaskdone(t::Task)", "Whether task `t` has ended.") {
  return v_bool(((Task *)args[0].p)->state >= TASK_DONE);
}
BUILTIN(task_failed, "istaskfailed(t::Task)", "Whether task `t` ended with an exception.") {
  return v_bool(((Task *)args[0].p)->state == TASK_FAILED);
}
BUILTIN(task_result, "_task_result(t::Task)", "") {
  Value v = ((Task *)args[0].p)->result;
  return is_undef(v) ? v_nothing() : v;
}
BUILTIN(task_code, "_task_code(t::Task)", "") { return ((Task *)args[0].p)->code; }
BUILTIN(task_backtrace, "_task_backtrace(t::Task)", "") { return backtrace_resolve(((Task *)args[0].p)->backtrace); }
BUILTIN(task_storage, "_task_storage(t::Task)", "") {
  Value v = ((Task *)args[0].p)->storage;
  return is_undef(v) ? v_nothing() : v;
}
BUILTIN(task_set_storage, "_task_storage!(t::Task, d)", "") { return ((Task *)args[0].p)->storage = args[1]; }
BUILTIN(task_logger, "_task_logger(t::Task)", "") { return ((Task *)args[0].p)->logger; }
BUILTIN(task_set_logger, "_task_logger!(t::Task, logger)", "") { return ((Task *)args[0].p)->logger = args[1]; }
/* At the end of t, w is woken (a Task) or called in a task of its own. */
BUILTIN(task_at_end, "_task_waiter(t::Task, w)", "") {
  Task *t = args[0].p;
  if (t->state >= TASK_DONE) {
    if (args[1].type != T_TASK) task_schedule(task_new(args[1]));
    return v_nothing();
  }
  if (!is_array(t->waiters)) t->waiters = v_object(array_any(0));
  array_push(as_array(t->waiters), args[1]);
  return v_nothing();
}
