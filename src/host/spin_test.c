#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "host/spin.h"

static bool left = true;
static bool cores_left(void) { return left; }

static uint8_t other(void) { return spin_core() == 1 ? 2 : 1; }

static int stay_here(void **state) {
  (void)state;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(sched_getcpu(), &one);
  spin_cores_left = cores_left;
  return sched_setaffinity(0, sizeof one, &one);
}

static void once_for_a_frame_of_another_core(void **state) {
  (void)state;
  assert_int_equal(spin_begin(), 0);
  spin_seen(spin_core());
  assert_int_equal(spin_begin(), 0);
  spin_seen(0);
  assert_int_equal(spin_begin(), 0);
  spin_seen(other());
  assert_true(spin_begin() > 0);
  spin_end(true);
  assert_int_equal(spin_begin(), 0);
}

static void never_where_cores_are_wanting(void **state) {
  (void)state;
  const uint8_t peer = other();
  left = false;
  assert_int_equal(spin_core(), 0);
  spin_seen(peer);
  assert_int_equal(spin_begin(), 0);
  left = true;
}

static int spins_of(int waits, bool paid) {
  int spins = 0;
  for (int i = 0; i < waits; i++) {
    spin_seen(other());
    if (!spin_begin()) continue;
    spins++;
    spin_end(paid);
  }
  return spins;
}

static void seldom_where_it_does_not_pay(void **state) {
  (void)state;
  assert_true(spins_of(1000, false) < 30);
  assert_true(spins_of(1000, true) > 900);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(once_for_a_frame_of_another_core, stay_here),
      cmocka_unit_test(never_where_cores_are_wanting),
      cmocka_unit_test(seldom_where_it_does_not_pay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
