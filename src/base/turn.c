#include "base/turn.h"

#include "lang/task.h"
#include "value/gc.h"

/* In the collected heap: as long as the stream is known, so are the tasks that wait for it. */
struct Turn {
  Turn *next;
  Task *task;
};

void turn_give(FileStream *f, Turn *t) {
  bool first = f->turns == t;
  Turn *before = NULL;
  for (Turn **at = &f->turns; *at; before = *at, at = &before->next) {
    if (*at != t) continue;
    *at = t->next;
    if (f->last_turn == t) f->last_turn = before;
    break;
  }
  if (first && f->turns) task_wake(f->turns->task, v_nothing());
}

Turn *turn_take(FileStream *f) {
  Turn *t = gc_alloc(sizeof *t);
  *t = (Turn){NULL, task_current()};
  if (!f->turns)
    f->turns = t;
  else
    f->last_turn->next = t;
  f->last_turn = t;
  Handler h;
  if (CATCH(h)) {
    turn_give(f, t);
    rethrow_value(h.exception);
  }
  while (f->turns != t) task_wait();
  catch_end(&h);
  return t;
}
