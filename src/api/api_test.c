/* A C program that drives workers through include/clu.h alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "clu.h"

static void misuse_is_told(void **state) {
  (void)state;
  assert_int_equal(clu_eval("1", NULL), CLU_MISUSE);
  assert_string_equal(clu_error(), "clu_open was not called");
}

static void workers_answer(void **state) {
  (void)state;
  assert_int_equal(clu_open(), CLU_OK);
  assert_int_equal(clu_open(), CLU_MISUSE);
  assert_int_equal(clu_add_workers(2), CLU_OK);
  int pids[4];
  assert_int_equal(clu_workers(pids, 4), 2);
  assert_int_equal(pids[0], 2);
  clu_value *two;
  assert_int_equal(clu_reap(&pids[1], 1, "myid() - 1", &two), CLU_OK);
  int64_t i = 0;
  assert_int_equal(clu_to_int64(two, &i), CLU_OK);
  assert_int_equal(i, 2);
  clu_release(two);
}

static void arrays_travel(void **state) {
  (void)state;
  double numbers[6] = {1, 2, 3, 4, 5, 6};
  size_t dims[2] = {2, 3};
  clu_value *matrix, *sums[2], *slice[2];
  assert_int_equal(clu_array(CLU_FLOAT64, numbers, 2, dims, &matrix), CLU_OK);
  assert_int_equal(clu_sow(NULL, 0, "m", matrix), CLU_OK);
  assert_int_equal(clu_reap(NULL, 0, "sum(m) * myid()", sums), CLU_OK);
  double f = 0;
  assert_int_equal(clu_to_float64(sums[1], &f), CLU_OK);
  assert_true(f == 63);
  assert_int_equal(clu_reap(NULL, 0, "m[2, :]", slice), CLU_OK);
  clu_type type;
  const void *data;
  size_t ndims, shape[8];
  assert_int_equal(clu_array_data(slice[0], &type, &data, &ndims, shape), CLU_OK);
  assert_int_equal(type, CLU_FLOAT64);
  assert_int_equal(ndims, 1);
  assert_int_equal(shape[0], 3);
  assert_memory_equal(data, ((double[]){2, 4, 6}), sizeof(double[3]));
  clu_release(matrix);
  for (int i = 0; i < 2; i++) clu_release(sums[i]), clu_release(slice[i]);
}

static void missing_places_are_told(void **state) {
  (void)state;
  size_t none = 0, three = 3;
  clu_value *v = NULL;
  assert_int_equal(clu_int64(1, NULL), CLU_MISUSE);
  assert_int_equal(clu_float64(1, NULL), CLU_MISUSE);
  assert_int_equal(clu_string("a", 1, NULL), CLU_MISUSE);
  assert_int_equal(clu_string(NULL, 1, &v), CLU_MISUSE);
  assert_int_equal(clu_array(CLU_INT64, NULL, 1, &three, &v), CLU_MISUSE);
  assert_int_equal(clu_array(CLU_STRING, &v, 1, &three, &v), CLU_MISUSE);
  assert_null(v);
  assert_int_equal(clu_workers(NULL, 4), 2);
  assert_int_equal(clu_array(CLU_INT64, NULL, 1, &none, &v), CLU_OK); /* as an empty std::vector has it */
  assert_int_equal(clu_kind(v), CLU_ARRAY);
  clu_release(v);
}

static void errors_have_messages(void **state) {
  (void)state;
  clu_value *none = NULL;
  assert_int_equal(clu_eval("error(\"no such luck\")", &none), CLU_ERROR);
  assert_string_equal(clu_error(), "no such luck");
  assert_null(none);
  assert_int_equal(clu_eval("1 +", &none), CLU_ERROR);
  assert_int_equal(clu_reap((int[]){77}, 1, "1", &none), CLU_ERROR);
  assert_non_null(strstr(clu_error(), "77"));
  assert_int_equal(clu_eval("[1, 2]", &none), CLU_OK);
  const char *text;
  assert_int_equal(clu_to_string(none, &text, NULL), CLU_OK);
  assert_string_equal(text, "[1, 2]");
  clu_release(none);
  clu_close();
  assert_int_equal(clu_eval("1", NULL), CLU_MISUSE);
  assert_int_equal(clu_open(), CLU_MISUSE); /* one world for each program */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(misuse_is_told),       cmocka_unit_test(workers_answer),
      cmocka_unit_test(arrays_travel),        cmocka_unit_test(missing_places_are_told),
      cmocka_unit_test(errors_have_messages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
