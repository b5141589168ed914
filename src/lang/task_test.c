/* Tasks whose code is a built-in of this test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "lang/task.h"
#include "lang/timer.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

static int steps[64], nsteps;
static Task *first, *second;

BUILTIN(test_task_ping, "", "") {
  for (int i = 0; i < 3; i++) {
    steps[nsteps++] = i;
    task_yield();
  }
  return v_int(7);
}
BUILTIN(test_task_waits, "", "") {
  steps[nsteps++] = 100;
  Value v = task_wait();
  return v_int(v.i * 2);
}
BUILTIN(test_task_fails, "", "") { throw_error("as expected"); }
BUILTIN(test_task_deep, "", "") {
  stack_check();
  Value v = call0(args[-1]);
  steps[0] += is_true(v); /* so that it is no tail call */
  return v;
}
BUILTIN(test_task_garbage, "", "") {
  Value kept = tuple_new((Value[]){v_object(array_any(100)), v_int(5)}, 2);
  for (int i = 0; i < 200; i++) {
    array_any(1000);
    if (i % 50 == 0) {
      gc_collect();
      task_yield();
    }
  }
  assert_int_equal(as_array(tuple_get(kept, 0))->len, 100);
  return tuple_get(kept, 1);
}
BUILTIN(test_task_sleeps, "", "") {
  timer_start(v_object(task_current()), 0.01, 0);
  task_wait();
  steps[nsteps++] = 1;
  return v_nothing();
}

/* A function whose only method is this built-in. */
static Value function_of(BuiltinFn code) {
  static int n;
  char name[32];
  snprintf(name, sizeof name, "test_function_%d", n++);
  Value f = module_function(CORE->main, symbol(name));
  for (uint32_t i = 0; __start_clu_builtins + i < __stop_clu_builtins; i++)
    if (__start_clu_builtins[i]->code == code) {
      Method *m = gc_object(T_METHOD, sizeof *m);
      Object *callee = &f.type->head;
      m->name = symbol(name);
      m->module = CORE->main;
      m->signature = &type_tuple(&callee, 1)->head;
      m->vars = gc_alloc(sizeof *m->vars);
      m->builtin = i;
      method_add(method_table(f), m);
      return f;
    }
  fail();
  return V_UNDEF;
}

static Task *start(BuiltinFn code) {
  Task *t = task_new(function_of(code));
  task_schedule(t);
  return t;
}

static void tasks_take_turns(void **state UNUSED) {
  nsteps = 0;
  first = start(test_task_ping);
  second = start(test_task_ping);
  assert_int_equal(task_join(first).i, 7);
  assert_int_equal(task_join(second).i, 7);
  const int expected[] = {0, 0, 1, 1, 2, 2};
  assert_int_equal(nsteps, 6);
  assert_memory_equal(steps, expected, sizeof expected);
  assert_int_equal(first->state, TASK_DONE);
  assert_null(first->stack);
}

static void a_message_wakes(void **state UNUSED) {
  nsteps = 0;
  Task *t = start(test_task_waits);
  task_yield();
  assert_int_equal(t->state, TASK_WAITING);
  task_wake(t, v_int(21));
  assert_int_equal(task_join(t).i, 42);
}

static void a_failure_is_known(void **state UNUSED) {
  Task *t = start(test_task_fails);
  Handler h;
  if (CATCH(h)) {
    assert_int_equal(t->state, TASK_FAILED);
    assert_ptr_equal(t->result.type, T_ERROREXCEPTION);
    return;
  }
  task_join(t);
  fail();
}

static void an_exception_wakes(void **state UNUSED) {
  Task *t = start(test_task_waits);
  task_yield();
  task_wake_throw(t, v_object(T_EOFERROR->instance));
  task_yield();
  assert_int_equal(t->state, TASK_FAILED);
  assert_ptr_equal(t->result.type, T_EOFERROR);
}

static void overflow_stays_in_its_task(void **state UNUSED) {
  Task *t = start(test_task_deep);
  Handler h;
  if (CATCH(h)) {
    assert_ptr_equal(t->result.type, T_STACKOVERFLOWERROR);
    return;
  }
  task_join(t);
  fail();
}

static void suspended_stacks_are_scanned(void **state UNUSED) {
  Task *t[20];
  for (int i = 0; i < 20; i++) t[i] = start(test_task_garbage);
  for (int i = 0; i < 20; i++) assert_int_equal(task_join(t[i]).i, 5);
}

static void timers_wake(void **state UNUSED) {
  nsteps = 0;
  uint64_t before = clock_ns();
  Task *t = start(test_task_sleeps);
  task_join(t);
  assert_int_equal(nsteps, 1);
  assert_true(clock_ns() - before >= 10000000);
  assert_int_equal(timer_next_ms(), -1);
}

/* All alive at once, each with a stack. */
static void many(void **state UNUSED) {
  enum { N = 2000 };
  Value f = function_of(test_task_waits);
  Array *all = array_any(N);
  for (size_t i = 0; i < N; i++) {
    Task *t = task_new(f);
    array_set(all, i, v_object(t));
    task_schedule(t);
    nsteps = 0;
    task_yield();
  }
  for (size_t i = 0; i < N; i++) task_wake(array_get(all, i).p, v_int((int64_t)i));
  for (size_t i = 0; i < N; i++) assert_int_equal(task_join(array_get(all, i).p).i, 2 * i);
}

static int setup(void **state UNUSED) {
  if (!gc_init(NULL, 0)) return -1;
  task_init();
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tasks_take_turns),
      cmocka_unit_test(a_message_wakes),
      cmocka_unit_test(a_failure_is_known),
      cmocka_unit_test(an_exception_wakes),
      cmocka_unit_test(overflow_stays_in_its_task),
      cmocka_unit_test(suspended_stacks_are_scanned),
      cmocka_unit_test(timers_wake),
      cmocka_unit_test(many),
  };
  return cmocka_run_group_tests(tests, setup, NULL);
}
