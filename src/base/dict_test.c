/* Dictionaries and texts in C, without the language around them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/dict.h"
#include "base/hash.h"
#include "base/text.h"
#include "value/gc.h"
#include "value/string.h"
#include "value/struct.h"

/* Untyped, without the prelude: only dict_put and what reads. */
static Dict *table_new(Type *keys) {
  Dict *d = gc_object(T_ANY, sizeof(Dict));
  dict_columns(d, &keys->head, &T_ANY->head);
  return d;
}

static void put_get_delete(Type *keys) {
  Dict *d = table_new(keys);
  for (int64_t i = 0; i < 5000; i++) dict_put(d, v_int(i * 7), v_int(i));
  assert_int_equal(d->count, 5000);
  for (int64_t i = 0; i < 5000; i++) assert_int_equal(dict_get(d, v_int(i * 7)).i, i);
  assert_true(is_undef(dict_get(d, v_int(1))));
  for (int64_t i = 0; i < 5000; i += 2) assert_true(dict_delete(d, v_int(i * 7)));
  assert_false(dict_delete(d, v_int(0)));
  assert_int_equal(d->count, 2500);
  size_t pos = 0, seen = 0, at;
  while (dict_next(d, &pos, &at)) {
    assert_int_equal(dict_key_at(d, at).i, dict_value_at(d, at).i * 7);
    seen++;
  }
  assert_int_equal(seen, 2500);
  assert_int_equal(dict_get(d, v_f64(7.0)).i, 1);
  assert_true(is_undef(dict_get(d, v_f64(7.5))));
  assert_true(is_undef(dict_get(d, v_string("7"))));
  for (int64_t i = 0; i < 3000; i++)
    dict_put(d, v_int(-i), v_int(i)); /* the deleted ones make room; 0 was one of them */
  assert_int_equal(d->count, 5500);
  assert_true(d->used <= d->cap);
  assert_int_equal(dict_get(d, v_int(-2999)).i, 2999);
  for (int64_t i = 1; i < 5000; i += 2) assert_int_equal(dict_get(d, v_int(i * 7)).i, i);
  for (int64_t i = 1; i < 5000; i += 2) assert_true(dict_delete(d, v_int(i * 7)));
  for (int64_t i = 0; i < 3000; i++) assert_true(dict_delete(d, v_int(-i)));
  assert_int_equal(d->used, 0);
  assert_true(is_undef(dict_get(d, v_int(7))));
  dict_put(d, v_int(7), v_int(8));
  assert_int_equal(dict_get(d, v_int(7)).i, 8);
}

/* Keys with hashes beside them, and Int64 without. */
static void test_put_get_delete(void **state) {
  (void)state;
  put_get_delete(T_ANY);
  put_get_delete(T_INT64);
}

static void test_keys_of_many_types(void **state) {
  (void)state;
  Dict *d = table_new(T_ANY);
  dict_put(d, v_string("a"), v_int(1));
  dict_put(d, v_char('a'), v_int(2));
  dict_put(d, v_f64(1.0), v_int(3));
  assert_int_equal(dict_get(d, v_string_n("ab", 1)).i, 1);
  assert_int_equal(dict_get(d, v_char('a')).i, 2);
  assert_int_equal(dict_get(d, v_int(1)).i, 3);
  assert_int_equal(dict_get(d, v_bool(true)).i, 3);
  dict_put(d, v_f64(0.0), v_int(4));
  assert_true(is_undef(dict_get(d, v_f64(-0.0))));
}

static void test_hashes_agree(void **state) {
  (void)state;
  assert_true(value_hash(v_int(3), 0) == value_hash(v_f64(3.0), 0));
  assert_true(value_hash(v_f32(0.5f), 5) == value_hash(v_f64(0.5), 5));
  assert_true(value_hash(v_int(3), 0) != value_hash(v_int(4), 0));
  assert_true(value_hash(v_int(3), 0) != value_hash(v_int(3), 1));
}

static void test_text_steps(void **state) {
  (void)state;
  const char s[] = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z";
  size_t n = sizeof s - 1;
  assert_int_equal(text_chars(s, n), 5);
  size_t at[] = {0, 1, 3, 6, 10, 11};
  for (int i = 0; i < 5; i++) assert_int_equal(text_next(s, n, at[i]), at[i + 1]);
  assert_int_equal(text_this(s, n, 5), 3);
  assert_int_equal(text_this(s, n, 9), 6);
  assert_int_equal(text_at(s, n, 3), 0x20ac);
  const char bad[] = "\xff\xc3(\x80";
  assert_int_equal(text_chars(bad, 4), 4);
}

static int setup(void **state) {
  (void)state;
  if (!gc_init(NULL, 0)) return -1;
  gc_set_stack(__builtin_frame_address(0));
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_put_get_delete),
      cmocka_unit_test(test_keys_of_many_types),
      cmocka_unit_test(test_hashes_agree),
      cmocka_unit_test(test_text_steps),
  };
  return cmocka_run_group_tests(tests, setup, NULL);
}
