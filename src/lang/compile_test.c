/* The compiler: shape of the code of small functions, and that malformed expressions give errors, not crashes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lang/compile.h"
#include "lang/eval.h"
#include "lang/method.h"
#include "lang/parser.h"
#include "lang/task.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/symbol.h"

static Value run(const char *text) { return eval_toplevel(parse_all(text, strlen(text), "test"), CORE->main); }

static const char *code_of(const char *name) {
  Text t = {0};
  const MethodTable *table = method_table(module_get(CORE->main, symbol(name)));
  code_disassemble(&t, table->methods[0]->code);
  return as_string(text_string(&t))->text;
}

static bool has(const char *text, const char *part) { return strstr(text, part) != NULL; }

static void loops_are_tight(void **state UNUSED) {
  run("function loop(n) s = 0; for i in 1:n; s += i; end; s end");
  const char *code = code_of("loop");
  assert_true(has(code, "FORNEXT"));
  assert_true(has(code, "ADD "));
  assert_false(has(code, "GLOBAL"));
  assert_false(has(code, "CHECKDEF"));
}

static void constants_are_folded(void **state UNUSED) {
  run("step(n) = n % 2 == 0 ? n ÷ 2 : 3n + 1");
  const char *code = code_of("step");
  assert_true(has(code, "REMI"));
  assert_true(has(code, "EQI"));
  assert_true(has(code, "IDIVI"));
  assert_true(has(code, "ADDI"));
}

static void boxes_only_when_needed(void **state UNUSED) {
  run("once(x) = () -> x");
  assert_false(has(code_of("once"), "NEWBOX"));
  run("often(x) = (f = () -> x; x += 1; f)");
  assert_true(has(code_of("often"), "NEWBOX"));
}

static void undefined_is_checked(void **state UNUSED) {
  run("maybe(c) = begin if c; y = 1; end; y end");
  assert_true(has(code_of("maybe"), "CHECKDEF"));
  run("surely(c) = begin if c; y = 1; else y = 2; end; y end");
  assert_false(has(code_of("surely"), "CHECKDEF"));
}

static bool fails(Value e) {
  Handler h;
  if (CATCH(h)) return true;
  compile_toplevel(e, CORE->main, false, NULL, 0);
  catch_end(&h);
  return false;
}

static void malformed(void **state UNUSED) {
  Symbol *const heads[] = {SYM(for_),   SYM(while_), SYM(let),           SYM(try_),  SYM(struct_), SYM(comparison),
                           SYM(break_), SYM(call),   SYM(comprehension), SYM(where), SYM(if_),     SYM(const_),
                           SYM(assign), SYM(dot)};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) fails(v_object(expr0(heads[i])));
  assert_true(fails(v_object(expr0(SYM(break_)))));
  assert_true(fails(v_object(expr2(SYM(assign), v_int(1), v_int(2)))));
}

static void deep(void **state UNUSED) {
  Value e = v_int(1);
  for (int i = 0; i < 2000000; i++) e = v_object(expr2(SYM(call), v_symbol(SYM(minus)), e));
  assert_true(fails(e)); /* StackOverflowError, not a crash */
}

static void rebuilt(void **state UNUSED) {
  Value f = run("(a, b=2; k=3) -> a + b + k");
  const MethodTable *table = method_table(f);
  for (uint32_t i = 0; i < table->n; i++) {
    const Code *code = table->methods[i]->code;
    Code *again = compile_function(code->source, CORE->main, code->captured, code->ncaptured, 0, NULL, 0);
    assert_int_equal(again->npos, code->npos);
    assert_int_equal(again->nkw, code->nkw);
  }
}

int main(void) {
  gc_init(NULL, 0);
  task_init();
  world_boot();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(loops_are_tight),
      cmocka_unit_test(constants_are_folded),
      cmocka_unit_test(boxes_only_when_needed),
      cmocka_unit_test(undefined_is_checked),
      cmocka_unit_test(malformed),
      cmocka_unit_test(deep),
      cmocka_unit_test(rebuilt),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
