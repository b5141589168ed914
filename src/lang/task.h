/* Tasks: coroutines with C stacks of their own, switched only when one waits; one runs at a time.
 * Promise: a task ends exactly once, with a result or an exception, which every waiter gets. Ready tasks run in the
 * order in which they became ready. When none is ready, the idle function (the host's event loop) waits for events. */
#ifndef CLU_TASK_H
#define CLU_TASK_H
#include "value/error.h"
#include "value/value.h"

enum task_state { TASK_NEW, TASK_READY, TASK_RUNNING, TASK_WAITING, TASK_DONE, TASK_FAILED };

typedef struct Task {
  Object head;
  Value code;   /* function of no arguments */
  Value result; /* or the exception of a failed task */
  Value backtrace;
  Value storage;     /* task_local_storage: an IdDict or nothing */
  Value logger;      /* who takes the messages of this task and of those it makes: nothing for the global one */
  Value waiters;     /* tasks to wake at the end: Vector{Any}, or nothing */
  Value message;     /* what task_wake hands over */
  Value exceptions;  /* stack of exceptions being handled */
  Value causes;      /* what it was when the latest exception was thrown */
  struct Task *next; /* in the queue it stands in */
  int state;
  bool sticky, wake_throws;
  void *foreign; /* base/foreign.h: the C function it is in */
  void *stack;   /* private to task.c from here on */
  size_t stack_size;
  void *sp;
  Handler *handlers;
  void *frame;
} Task;

void task_init(void); /* makes the running C stack the root task, with a large stack of its own */
Task *task_current(void);
Task *task_new(Value f);
void task_schedule(Task *t); /* makes a new or waiting task ready */
Value task_wait(void);       /* suspends the current task until task_wake; returns the message */
void task_wake(Task *t, Value message);
void task_wake_throw(Task *t, Value exception);
void task_yield(void);    /* lets the other ready tasks run once */
Value task_join(Task *t); /* waits for the end; throws TaskFailedException */
/* For poll: nothing can happen any more; the root task, which waits, gets an error. */
void task_deadlock(void);
/* Runs poll(block) when no task is ready; poll waits for events if block, and makes tasks ready. */
void task_set_idle(void (*poll)(bool block));
bool task_any_ready(void);
/* An interrupt came: InterruptException in the root task, where a script or the prompt is. Another task that runs now
 * goes on to where it waits, so that it breaks off in the middle of nothing; but if it has not given way a tenth of a
 * second later it is interrupted, too, at the safe point where it says task_give_way. */
void task_interrupt(void);
void task_give_way(void);
#endif
