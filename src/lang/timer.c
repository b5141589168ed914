#include "lang/timer.h"

#include <math.h>
#include <time.h>

#include "lang/task.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/struct.h"

uint64_t clock_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* SLOT(TIMERS) is a Vector{Any}, a binary heap: each element an svec of due time, number, interval in ns, action. Equal
 * times go by number, that is in the order of starting. */
enum { DUE, NUMBER, INTERVAL, ACTION };

static Array *timers(void) {
  if (is_undef(SLOT(TIMERS))) SLOT(TIMERS) = v_object(array_any(0));
  return SLOT(TIMERS).p;
}

static Value *items(Array *a) { return (Value *)(void *)a->data; }
static Svec *timer_at(Array *a, size_t i) { return items(a)[i].p; }

static bool before(const Svec *a, const Svec *b) {
  if (a->items[DUE].u != b->items[DUE].u) return a->items[DUE].u < b->items[DUE].u;
  return a->items[NUMBER].i < b->items[NUMBER].i;
}

static void swap(Array *a, size_t i, size_t j) {
  Value v = items(a)[i];
  items(a)[i] = items(a)[j];
  items(a)[j] = v;
}

static void sift_up(Array *a, size_t i) {
  for (; i > 0 && before(timer_at(a, i), timer_at(a, (i - 1) / 2)); i = (i - 1) / 2) swap(a, i, (i - 1) / 2);
}

static void sift_down(Array *a, size_t i) {
  for (;;) {
    size_t least = i;
    for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < a->len; child++)
      if (before(timer_at(a, child), timer_at(a, least))) least = child;
    if (least == i) return;
    swap(a, i, least);
    i = least;
  }
}

static void insert(Value timer) {
  Array *a = timers();
  array_push(a, timer);
  sift_up(a, a->len - 1);
}

static void remove_at(Array *a, size_t i) {
  swap(a, i, a->len - 1);
  array_resize(a, a->len - 1);
  if (i < a->len) {
    sift_down(a, i);
    sift_up(a, i);
  }
}

static uint64_t nanoseconds(double seconds) {
  if (!(seconds > 0)) return 0;
  return seconds > 1e9 ? 1000000000000000000u : (uint64_t)ceil(seconds * 1e9);
}

int64_t timer_start(Value action, double delay, double interval) {
  static int64_t last;
  Value fields[] = {v_uint(clock_ns() + nanoseconds(delay)), v_int(++last), v_uint(nanoseconds(interval)), action};
  insert(svec_new(fields, 4));
  return last;
}

void timer_stop(int64_t number) {
  Array *a = timers();
  for (size_t i = 0; i < a->len; i++)
    if (timer_at(a, i)->items[NUMBER].i == number) {
      remove_at(a, i);
      return;
    }
}

int64_t timer_next_ms(void) {
  Array *a = timers();
  if (a->len == 0) return -1;
  uint64_t due = timer_at(a, 0)->items[DUE].u, now = clock_ns();
  return due <= now ? 0 : (int64_t)((due - now + 999999) / 1000000);
}

void timer_run(void) {
  Array *a = timers();
  if (a->len == 0) return;
  uint64_t now = clock_ns();
  while (a->len && timer_at(a, 0)->items[DUE].u <= now) {
    Svec *t = timer_at(a, 0);
    remove_at(a, 0);
    if (t->items[INTERVAL].u) {
      t->items[DUE] = v_uint(t->items[DUE].u + t->items[INTERVAL].u);
      if (t->items[DUE].u <= now) t->items[DUE] = v_uint(now + t->items[INTERVAL].u);
      insert(v_object(t));
    }
    Value action = t->items[ACTION];
    if (action.type == T_TASK)
      task_wake(action.p, v_nothing());
    else
      task_schedule(task_new(action));
  }
}

static double seconds_of(Value v) {
  if (is_f64(v)) return v.f;
  if (is_int(v)) return (double)v.i;
  throw_argument("a time must be a number of seconds");
}

BUILTIN(timer_start_, "_timer_start(action, delay, interval)", "") {
  return v_int(timer_start(args[0], seconds_of(args[1]), seconds_of(args[2])));
}

BUILTIN(timer_stop_, "_timer_stop(number::Int64)", "") {
  timer_stop(args[0].i);
  return v_nothing();
}

BUILTIN(sleep_, "_sleep(seconds)", "") {
  int64_t number = timer_start(v_object(task_current()), seconds_of(args[0]), 0);
  Handler h;
  if (CATCH(h)) {
    timer_stop(number);
    rethrow_value(h.exception);
  }
  task_wait();
  catch_end(&h);
  return v_nothing();
}

BUILTIN(time_ns, "time_ns()", "Time in nanoseconds, from an undefined start, as UInt64.") { return v_uint(clock_ns()); }

BUILTIN(time_, "time()", "Seconds since 1970, with microseconds, as Float64.") {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return v_f64((double)t.tv_sec + (double)(t.tv_nsec - t.tv_nsec % 1000) / 1e9);
}

BUILTIN(live_bytes, "gc_live_bytes()", "Bytes in live objects at the last collection.") {
  return v_int((int64_t)gc_stats().live);
}
BUILTIN(allocated_bytes, "_allocated_bytes()", "") { return v_int((int64_t)gc_stats().allocated); }
