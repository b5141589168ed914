/* Values survive the wire; damaged bytes give errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka.h needs those above */
#include <cmocka.h>

#include "lang/task.h"
#include "value/array.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "wire/wire.h"

static Value round_trip(Value v) {
  Encoder e = {0};
  wire_encode(&e, v);
  return wire_decode_bytes(e.out.bytes, e.out.len);
}

/* The error that bytes give, or NULL. */
static const char *error_of(const void *bytes, size_t n) {
  Handler h;
  if (CATCH(h)) {
    if (h.exception.type != T_ERROREXCEPTION && h.exception.type != T_UNDEFVARERROR) return "another kind of error";
    return h.exception.type == T_UNDEFVARERROR ? "undefined" : as_string(struct_get(h.exception, 0))->text;
  }
  wire_decode_bytes(bytes, n);
  catch_end(&h);
  return NULL;
}

static void numbers(void **state UNUSED) {
  const int64_t is[] = {0, 1, 23, 24, -1, -24, -25, 255, 256, -256, 65536, INT64_MAX, INT64_MIN};
  for (size_t i = 0; i < sizeof is / sizeof *is; i++) {
    Value v = round_trip(v_int(is[i]));
    assert_ptr_equal(v.type, T_INT64);
    assert_true(v.i == is[i]);
  }
  assert_true(round_trip(v_f64(0.1)).f == 0.1);
  assert_true(round_trip(v_f32(0.5f)).f32 == 0.5f);
  Value v = round_trip(v_bits(T_UINT64, UINT64_MAX));
  assert_ptr_equal(v.type, T_UINT64);
  assert_true(v.u == UINT64_MAX);
  v = round_trip(v_bits(T_INT8, (uint64_t)-5));
  assert_ptr_equal(v.type, T_INT8);
  assert_int_equal(v.i, -5);
  assert_ptr_equal(round_trip(v_missing()).type, T_MISSING);
  assert_true(is_nothing(round_trip(v_nothing())));
  assert_true(is_true(round_trip(v_bool(true))));
  assert_int_equal(round_trip(v_char(0x1f600)).u, 0x1f600);
}

static void texts(void **state UNUSED) {
  Value v = round_trip(v_string("naïve αβγ\n"));
  assert_string_equal(as_string(v)->text, "naïve αβγ\n");
  v = round_trip(v_string_n("\xff\0x", 3));
  assert_int_equal(as_string(v)->len, 3);
  assert_memory_equal(as_string(v)->text, "\xff\0x", 3);
  assert_ptr_equal(round_trip(v_symbol(symbol("with space"))).p, symbol("with space"));
}

static void arrays(void **state UNUSED) {
  size_t dims[] = {3, 2};
  Array *a = array_new(&T_FLOAT64->head, 2, dims);
  for (size_t i = 0; i < 6; i++) array_set(a, i, v_f64((double)i / 2));
  Array *b = as_array(round_trip(v_object(a)));
  assert_ptr_equal(b->head.type, a->head.type);
  assert_int_equal(b->dims[0], 3);
  assert_int_equal(b->dims[1], 2);
  assert_memory_equal(b->data, a->data, 48);
  Array *any = array_any(0);
  array_push(any, v_int(1));
  array_push(any, v_string("x"));
  array_push(any, v_object(any)); /* a cycle */
  array_push(any, v_object(a));
  array_push(any, v_object(a)); /* shared */
  b = as_array(round_trip(v_object(any)));
  assert_ptr_equal(array_get(b, 2).p, b);
  assert_ptr_equal(array_get(b, 3).p, array_get(b, 4).p);
  assert_ptr_not_equal(array_get(b, 3).p, a);
}

static void expressions(void **state UNUSED) {
  Expr *e = expr3(SYM(call), v_symbol(SYM(plus)), v_symbol(symbol("x")), v_int(1));
  expr_add(e, quotenode_new(v_symbol(symbol("q"))));
  expr_add(e, linenode_new(3, symbol("file.jl")));
  Expr *f = as_expr(round_trip(v_object(e)));
  assert_ptr_equal(f->name, SYM(call));
  assert_int_equal(expr_len(f), 5);
  assert_true(is_int(expr_arg(f, 2)));
  assert_ptr_equal(((LineNode *)expr_arg(f, 4).p)->file, symbol("file.jl"));
}

static void tuples_and_types(void **state UNUSED) {
  Value v[3] = {v_int(1), v_string("a"), v_f64(2.5)};
  Value t = round_trip(tuple_new(v, 3));
  assert_true(is_tuple(t));
  assert_int_equal(tuple_len(t), 3);
  assert_true(tuple_get(t, 2).f == 2.5);
  assert_ptr_equal(round_trip(v_object(T_INT64)).p, T_INT64);
  assert_ptr_equal(round_trip(v_object(CORE->vector_int64)).p, CORE->vector_int64);
  assert_ptr_equal(round_trip(v_object(CORE->type_array)).p, CORE->type_array);
  assert_ptr_equal(round_trip(v_object(CORE->main)).p, CORE->main);
}

static void cannot_be_sent(void **state UNUSED) {
  Handler h;
  if (CATCH(h)) {
    assert_ptr_equal(h.exception.type, T_ERROREXCEPTION);
    return;
  }
  Encoder e = {0};
  wire_encode(&e, v_object(task_current()));
  catch_end(&h);
  fail();
}

static void damage(void **state UNUSED) {
  assert_non_null(error_of("", 0));
  assert_non_null(error_of("\x1c", 1));
  assert_non_null(error_of("\x9f\x01\xff", 3));                         /* indefinite length */
  assert_non_null(error_of("\x9b\xff\xff\xff\xff\xff\xff\xff\xff", 9)); /* 2^64 elements */
  assert_non_null(error_of("\x5b\x7f\xff\xff\xff\xff\xff\xff\xff", 9)); /* 2^63 bytes */
  assert_non_null(error_of("\xd8\x1d\x05", 3));                         /* a reference to nothing */
  assert_non_null(error_of("\x01\x02", 2));                             /* more than one value */
  char deep[100000];
  memset(deep, 0x81, sizeof deep);
  assert_non_null(error_of(deep, sizeof deep));
}

/* Whatever is changed or cut, there is a value or an error. */
static void mutations(void **state UNUSED) {
  Array *any = array_any(0);
  array_push(any, v_object(array_vector(&T_INT32->head, 4)));
  array_push(any, v_object(expr2(SYM(call), v_symbol(symbol("f")), v_int(300))));
  array_push(any, v_object(CORE->vector_float64));
  array_push(any, round_trip(v_string("text")));
  Encoder e = {0};
  wire_encode(&e, v_object(any));
  srand(1);
  for (int round = 0; round < 20000; round++) {
    char *b = malloc(e.out.len);
    memcpy(b, e.out.bytes, e.out.len);
    size_t n = e.out.len - (size_t)(round % 3 == 0 ? rand() % 8 : 0);
    for (int k = rand() % 4; k >= 0; k--) b[(size_t)rand() % n] = (char)rand();
    const char *error = error_of(b, n);
    if (error) assert_true(*error != 0);
    free(b);
  }
}

static int setup(void **state UNUSED) {
  if (!gc_init(NULL, 0)) return -1;
  task_init();
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers),          cmocka_unit_test(texts),
      cmocka_unit_test(arrays),           cmocka_unit_test(expressions),
      cmocka_unit_test(tuples_and_types), cmocka_unit_test(cannot_be_sent),
      cmocka_unit_test(damage),           cmocka_unit_test(mutations),
  };
  return cmocka_run_group_tests(tests, setup, NULL);
}
