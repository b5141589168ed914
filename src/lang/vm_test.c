/* The machine on code assembled by hand: no parser or compiler is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lang/task.h"
#include "lang/vm.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

#define ABC(o, a_, b_, c_) ((Ins){.op = OP_##o, .a = (a_), .b = (b_), .c = (c_)})
#define AK(o, a_, k_) ((Ins){.op = OP_##o, .a = (a_), .k = (k_)})

static Method *assemble(const Ins *ins, uint32_t n, const Value *consts, uint32_t nconsts, uint16_t npos) {
  Code *c = gc_object(T_CODE, sizeof(Code));
  c->name = symbol("test");
  c->file = symbol("test.jl");
  c->module = CORE->main;
  c->ins = gc_alloc_leaf(n * sizeof(Ins));
  memcpy(c->ins, ins, n * sizeof(Ins));
  c->nins = n;
  c->consts = gc_alloc((nconsts + 1) * sizeof(Value));
  if (nconsts) memcpy(c->consts, consts, nconsts * sizeof(Value));
  c->nconsts = nconsts;
  c->caches = gc_alloc(4 * sizeof(CallCache));
  c->nregs = 12;
  c->npos = npos;
  Method *m = gc_object(T_METHOD, sizeof(Method));
  m->name = c->name;
  m->module = c->module;
  m->code = c;
  return m;
}
#define ASSEMBLE(ins, npos) assemble(ins, sizeof(ins) / sizeof *(ins), NULL, 0, npos)

static Value run(Method *m, const Value *args, int n) {
  Value all[8] = {v_nothing()};
  for (int i = 0; i < n; i++) all[i + 1] = args[i];
  return vm_invoke(m, all + 1, n, V_UNDEF, NULL);
}

static void sum_in_a_loop(void **state UNUSED) {
  const Ins ins[] = {AK(INT, 2, 0),     AK(INT, 3, 1),      ABC(LE, 4, 3, 1), AK(JUMPIFNOT, 4, 3),
                     ABC(ADD, 2, 2, 3), ABC(ADDI, 3, 3, 1), AK(JUMP, 0, -5),  AK(RETURN, 2, 0)};
  Value v = run(ASSEMBLE(ins, 1), (Value[]){v_int(100000)}, 1);
  assert_true(is_int(v));
  assert_int_equal(v.i, 5000050000);
}

static Value binary(int op, Value a, Value b) {
  Ins ins[] = {{.op = (uint8_t)op, .a = 3, .b = 1, .c = 2}, AK(RETURN, 3, 0)};
  return run(ASSEMBLE(ins, 2), (Value[]){a, b}, 2);
}

static void arithmetic(void **state UNUSED) {
  assert_int_equal(binary(OP_IDIV, v_int(-7), v_int(2)).i, -3);
  assert_int_equal(binary(OP_REM, v_int(-7), v_int(2)).i, -1);
  assert_int_equal(binary(OP_MOD, v_int(-7), v_int(2)).i, 1);
  assert_int_equal(binary(OP_MOD, v_int(7), v_int(-2)).i, -1);
  assert_int_equal(binary(OP_REM, v_int(INT64_MIN), v_int(-1)).i, 0);
  assert_int_equal(binary(OP_ADD, v_int(INT64_MAX), v_int(1)).i, INT64_MIN);
  assert_true(binary(OP_DIV, v_int(1), v_int(2)).f == 0.5);
  assert_true(binary(OP_ADD, v_int(1), v_f64(0.5)).f == 1.5);
  assert_true(is_true(binary(OP_LT, v_int(INT64_MAX), v_f64(0x1p63))));
  assert_false(is_true(binary(OP_EQ, v_int(9007199254740993), v_f64(9007199254740992.0))));
  assert_false(is_true(binary(OP_LE, v_int(1), v_f64(0.0 / 0.0))));
  assert_true(binary(OP_ADD, v_bits(T_INT8, 127), v_bits(T_INT8, 1)).i == -128);
  assert_true(binary(OP_SUB, v_bits(T_UINT8, 0), v_bits(T_UINT8, 1)).u == 255);
}

static void division_by_zero_is_caught(void **state UNUSED) {
  const Ins ins[] = {AK(TRY, 4, 4),   AK(INT, 3, 0),    ABC(IDIV, 5, 1, 3),
                     AK(LEAVE, 0, 1), AK(RETURN, 5, 0), AK(RETURN, 4, 0)};
  Value v = run(ASSEMBLE(ins, 1), (Value[]){v_int(3)}, 1);
  assert_ptr_equal(v.type, T_DIVIDEERROR);
  assert_null(error_handlers);
}

static void return_leaves_nested_try_blocks(void **state UNUSED) {
  const Ins ins[] = {AK(TRY, 3, 3), AK(TRY, 4, 1), AK(RETURN, 1, 0), AK(RETURN, 4, 0), AK(RETURN, 3, 0)};
  Value v = run(ASSEMBLE(ins, 1), (Value[]){v_int(42)}, 1);
  assert_int_equal(v.i, 42);
  assert_null(error_handlers);
  assert_null(vm_frame);
}

static void leave_several_blocks(void **state UNUSED) {
  const Ins ins[] = {AK(TRY, 3, 4),    AK(TRY, 4, 3),    AK(LEAVE, 0, 2), AK(INT, 5, 7),
                     AK(RETURN, 5, 0), AK(RETURN, 4, 0), AK(RETURN, 3, 0)};
  Value v = run(ASSEMBLE(ins, 0), NULL, 0);
  assert_int_equal(v.i, 7);
  assert_null(error_handlers);
}

static void for_loops(void **state UNUSED) {
  const Ins ins[] = {ABC(MOVE, 2, 1, 0), AK(INT, 5, 0),   AK(FORPREP, 2, 0), AK(FORNEXT, 2, 2),
                     ABC(ADD, 5, 5, 4),  AK(JUMP, 0, -3), AK(RETURN, 5, 0)};
  Method *m = ASSEMBLE(ins, 1);
  Value items[] = {v_int(1), v_int(20), v_int(300)};
  assert_int_equal(run(m, (Value[]){tuple_new(items, 3)}, 1).i, 321);
  assert_int_equal(run(m, (Value[]){svec_new(items, 3)}, 1).i, 321);
}

static void boolean_context(void **state UNUSED) {
  const Ins ins[] = {AK(TRY, 3, 2), AK(JUMPIF, 1, 0), AK(RETURN, 1, 0), AK(RETURN, 3, 0)};
  assert_ptr_equal(run(ASSEMBLE(ins, 1), (Value[]){v_int(1)}, 1).type, T_TYPEERROR);
}

static void interrupts(void **state UNUSED) {
  const Ins ins[] = {AK(JUMP, 0, -1)}; /* for ever */
  Method *m = ASSEMBLE(ins, 0);
  Handler h;
  vm_interrupt();
  if (CATCH(h)) {
    assert_ptr_equal(h.exception.type, T_INTERRUPTEXCEPTION);
    return;
  }
  run(m, NULL, 0);
  fail();
}

static int setup(void **state UNUSED) {
  if (!gc_init(NULL, 0)) return -1;
  task_init();
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sum_in_a_loop),
      cmocka_unit_test(arithmetic),
      cmocka_unit_test(division_by_zero_is_caught),
      cmocka_unit_test(return_leaves_nested_try_blocks),
      cmocka_unit_test(leave_several_blocks),
      cmocka_unit_test(for_loops),
      cmocka_unit_test(boolean_context),
      cmocka_unit_test(interrupts),
  };
  return cmocka_run_group_tests(tests, setup, NULL);
}
