/* The text of numbers: shortest digits and layout. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "value/number.h"
#include "value/gc.h"
#include "value/shortest.h"
#include "value/show.h"

static void expect_float(double f, const char *text) {
  Text t = {0};
  show_float(&t, f);
  text_char(&t, 0);
  assert_string_equal(t.bytes, text);
}

static void expect_show(Value v, bool compact, bool typed, const char *text) {
  Text t = {0};
  show_number(&t, v, compact, typed);
  text_char(&t, 0);
  assert_string_equal(t.bytes, text);
}

static void test_layout(void **state UNUSED) {
  expect_float(0.0, "0.0");
  expect_float(-0.0, "-0.0");
  expect_float(1.0, "1.0");
  expect_float(0.1, "0.1");
  expect_float(100000.0, "100000.0");
  expect_float(1e6, "1.0e6");
  expect_float(0.0001, "0.0001");
  expect_float(0.00001, "1.0e-5");
  expect_float(123456.789, "123456.789");
  expect_float(1234567.0, "1.234567e6");
  expect_float(NAN, "NaN");
  expect_float(-INFINITY, "-Inf");
}

static void test_shortest(void **state UNUSED) {
  expect_float(0.1 + 0.2, "0.30000000000000004");
  expect_float(1.0 / 3, "0.3333333333333333");
  expect_float(5e-324, "5.0e-324");
  expect_float(0x1p-1022, "2.2250738585072014e-308");
  expect_float(0x1.fffffffffffffp1023, "1.7976931348623157e308");
  expect_float(0x1p-44, "5.684341886080802e-14"); /* a power of two, where the gap below is narrower */
  expect_float(9007199254740993.0, "9.007199254740992e15");
}

static void test_read_back(void **state UNUSED) {
  uint64_t x = 88172645463325252u;
  for (int i = 0; i < 20000; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    double f;
    memcpy(&f, &x, 8);
    if (!isfinite(f)) continue;
    Text t = {0};
    show_float(&t, f);
    text_char(&t, 0);
    assert_true(strtod(t.bytes, NULL) == f);
  }
}

static bool reads_as(const char *text, double f, int bits) {
  return bits == 64 ? strtod(text, NULL) == f : strtof(text, NULL) == (float)f;
}

/* Against the C library, which rounds exactly: with one digit less nothing reads back, and with as many nothing nearer.
 */
static void expect_shortest(double f, int bits) {
  Shortest s = shortest_decimal(f, bits);
  char text[48], other[48], digits[24];
  snprintf(text, sizeof text, "%llue%d", (unsigned long long)s.digits, s.exponent);
  assert_true(reads_as(text, f, bits));
  int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)s.digits);
  snprintf(other, sizeof other, "%.*e", n - 1, f);
  if (reads_as(other, f, bits)) assert_true(strtold(other, NULL) == strtold(text, NULL));
  for (unsigned up = 0; up < 2 && n > 1; up++) {
    snprintf(other, sizeof other, "%llue%d", (unsigned long long)s.digits / 10 + up, s.exponent + 1);
    assert_false(reads_as(other, f, bits));
  }
}

static void test_shortest_of_many(void **state UNUSED) {
  static const uint64_t masks[] = {UINT64_MAX, 0xfff0000000000000, 0xffffff0000000000, 0x000fffffffffffff};
  uint64_t x = 1442695040888963407u;
  for (int i = 0; i < 40000; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    uint64_t y = x & masks[i % 4];
    uint32_t z = (uint32_t)(y >> 32);
    double f;
    float g;
    memcpy(&f, &y, 8);
    memcpy(&g, &z, 4);
    if (isfinite(f) && f != 0) expect_shortest(fabs(f), 64);
    if (isfinite(g) && g != 0) expect_shortest(fabs((double)g), 32);
  }
}

static void test_narrow(void **state UNUSED) {
  expect_show(v_f32(0.1f), false, true, "0.1f0");
  expect_show(v_f32(1e10f), false, true, "1.0f10");
  expect_show(v_f32(1.5f), false, false, "1.5");
  expect_show(v_f32(NAN), false, true, "NaN32");
  expect_show(number_to(T_FLOAT16, v_f64(0.1)), false, true, "Float16(0.1)");
  expect_show(number_to(T_FLOAT16, v_f64(1000)), false, false, "1.0e3");
  expect_show(v_f64(1.0 / 3), true, true, "0.333333");
  expect_show(v_f64(999999.5), true, true, "1.0e6");
  expect_show(v_f64(99999.95), true, true, "99999.9");
}

static void test_integers(void **state UNUSED) {
  expect_show(v_int(INT64_MIN), false, true, "-9223372036854775808");
  expect_show(number_to(T_UINT8, v_int(5)), false, true, "0x05");
  expect_show(v_bool(true), false, true, "true");
  expect_show(v_bool(true), false, false, "1");
  Value wide = int_make(T_INT128, (u128)1 << 127);
  expect_show(wide, false, true, "-170141183460469231731687303715884105728");
}

static void test_conversions(void **state UNUSED) {
  Handler h;
  if (CATCH(h)) {
    assert_ptr_equal(h.exception.type, T_INEXACTERROR);
  } else {
    number_to(T_INT8, v_int(200));
    fail();
  }
  assert_int_equal(number_to(T_INT64, v_f64(-3)).i, -3);
  assert_int_equal(number_compare(v_int(9007199254740993), v_f64(9007199254740992.0)), 1);
  assert_int_equal(number_compare(v_uint(UINT64_MAX), v_f64(0x1p64)), -1);
  assert_int_equal(number_compare(v_f64(NAN), v_int(1)), 2);
  assert_true(number_bits(v_int(3)) == number_bits(v_f64(3)));
  assert_true(number_bits(v_f64(0x1p70)) == number_bits(int_make(T_INT128, (u128)1 << 70)));
  for (unsigned i = 0; i < 0x7c00; i++) assert_int_equal(float_to_half((double)half_to_float((uint16_t)i)), i);
}

static int setup(void **state UNUSED) {
  if (!gc_init(NULL, 0)) return 1;
  gc_set_stack(__builtin_frame_address(0));
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_layout),           cmocka_unit_test(test_shortest), cmocka_unit_test(test_read_back),
      cmocka_unit_test(test_shortest_of_many), cmocka_unit_test(test_narrow),   cmocka_unit_test(test_integers),
      cmocka_unit_test(test_conversions),
  };
  return cmocka_run_group_tests(tests, setup, NULL);
}
