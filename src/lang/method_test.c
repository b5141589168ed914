#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lang/method.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

static Value function_new(const char *name) { return module_function(CORE->main, symbol(name)); }

/* Adds a method for arguments of these types; number identifies it. */
static Method *add(Value f, uint32_t number, Object *a, Object *b, TypeVar *var) {
  Object *elems[3] = {&f.type->head, a, b};
  Object *signature = &type_tuple(elems, b ? 3 : 2)->head;
  if (var) signature = type_unionall(var, signature);
  Method *m = method_new(symbol("f"), CORE->main, signature);
  m->builtin = number;
  return method_add(method_table(f), m);
}

static int choice(Value f, Value a, Value b, Value **env) {
  Value args[3] = {f, a, b};
  Method *m = method_try(args + 1, is_undef(b) ? 1 : 2, env);
  return m ? (int)m->builtin : -1;
}

static void most_specific(void **state UNUSED) {
  Value f = function_new("most_specific"), *env;
  assert_int_equal(choice(f, v_int(1), V_UNDEF, &env), -1);
  add(f, 1, &T_ANY->head, NULL, NULL);
  add(f, 2, &T_INTEGER->head, NULL, NULL);
  add(f, 3, &T_INT64->head, NULL, NULL);
  for (int i = 0; i < 2; i++) { /* the second time from the cache */
    assert_int_equal(choice(f, v_int(1), V_UNDEF, &env), 3);
    assert_int_equal(choice(f, v_bool(true), V_UNDEF, &env), 2);
    assert_int_equal(choice(f, v_f64(1), V_UNDEF, &env), 1);
  }
  add(f, 4, &T_FLOAT64->head, NULL, NULL);
  assert_int_equal(choice(f, v_f64(1), V_UNDEF, &env), 4);
  add(f, 5, &T_FLOAT64->head, NULL, NULL); /* replaces */
  assert_int_equal(choice(f, v_f64(1), V_UNDEF, &env), 5);
  assert_int_equal(method_table(f)->n, 4);
}

static void where_variables(void **state UNUSED) {
  Value f = function_new("where_variables"), *env;
  TypeVar *t = type_var(symbol("T"), NULL, &T_NUMBER->head);
  add(f, 1, &t->head, &t->head, t);
  assert_int_equal(choice(f, v_int(1), v_int(2), &env), 1);
  assert_ptr_equal(env[0].p, T_INT64);
  assert_int_equal(choice(f, v_int(1), v_f64(2), &env), -1);
  assert_int_equal(choice(f, v_string("a"), v_string("b"), &env), -1);
}

static void type_arguments(void **state UNUSED) {
  Value f = function_new("type_arguments"), *env;
  TypeVar *t = type_var(symbol("T"), NULL, &T_NUMBER->head);
  add(f, 1, &type_type(&t->head)->head, NULL, t);
  add(f, 2, &type_type(&T_STRING->head)->head, NULL, NULL);
  add(f, 3, &T_TYPE->head, NULL, NULL);
  assert_int_equal(choice(f, v_object(T_INT64), V_UNDEF, &env), 1);
  assert_ptr_equal(env[0].p, T_INT64);
  assert_int_equal(choice(f, v_object(T_STRING), V_UNDEF, &env), 2);
  assert_int_equal(choice(f, v_object(T_SYMBOL), V_UNDEF, &env), 3);
  assert_int_equal(choice(f, v_object(CORE->type_array), V_UNDEF, &env), 3);
  assert_int_equal(choice(f, v_int(1), V_UNDEF, &env), -1);
}

static void ambiguity(void **state UNUSED) {
  Value f = function_new("ambiguity"), *env;
  add(f, 1, &T_INT64->head, &T_ANY->head, NULL);
  add(f, 2, &T_ANY->head, &T_INT64->head, NULL);
  assert_int_equal(choice(f, v_int(1), v_int(1), &env), -1);
  assert_int_equal(choice(f, v_int(1), v_f64(1), &env), 1);
  add(f, 3, &T_INT64->head, &T_INT64->head, NULL);
  assert_int_equal(choice(f, v_int(1), v_int(1), &env), 3);
}

static void variable_arguments(void **state UNUSED) {
  Value f = function_new("variable_arguments"), *env;
  add(f, 1, &T_INT64->head, type_vararg(&T_ANY->head, V_UNDEF), NULL);
  add(f, 2, &T_INT64->head, &T_INT64->head, NULL);
  assert_int_equal(choice(f, v_int(1), V_UNDEF, &env), 1);
  assert_int_equal(choice(f, v_int(1), v_int(1), &env), 2);
  assert_int_equal(choice(f, v_int(1), v_f64(1), &env), 1);
}

static int setup(void **state UNUSED) {
  gc_init(NULL, 0);
  gc_set_stack(__builtin_frame_address(0));
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(most_specific), cmocka_unit_test(where_variables),
                                     cmocka_unit_test(type_arguments), cmocka_unit_test(ambiguity),
                                     cmocka_unit_test(variable_arguments)};
  return cmocka_run_group_tests(tests, setup, NULL);
}
