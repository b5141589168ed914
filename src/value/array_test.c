#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "value/array.h"
#include "value/buffer.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/segment.h"

/* Through buffers, huge pages and, the second time, what the pool has of the first. */
static void grows_large(void **state UNUSED) {
  for (int round = 0; round < 2; round++) {
    Array *a = array_vector(&T_INT64->head, 0);
    for (int64_t i = 0; i < 1 << 20; i++) array_push(a, v_int(i ^ round));
    for (int64_t i = 0; i < 1 << 20; i++) assert_true(array_get(a, (size_t)i).i == (i ^ round));
    buffer_release(array_buffer(a));
  }
}

static void grows_at_both_ends(void **state UNUSED) {
  Array *a = array_vector(&T_INT64->head, 0);
  for (int64_t i = 0; i < 1000; i++) array_push(a, v_int(i));
  array_grow_front(a, 3);
  for (int64_t i = 0; i < 3; i++) array_set(a, (size_t)i, v_int(i - 3));
  assert_int_equal(a->len, 1003);
  assert_int_equal(a->dims[0], 1003);
  for (int64_t i = 0; i < 1003; i++) assert_int_equal(array_get(a, (size_t)i).i, i - 3);
  array_drop_front(a, 1000);
  assert_int_equal(array_get(a, 0).i, 997);
  array_open(a, 1, 2);
  assert_int_equal(array_get(a, 3).i, 998);
  array_close(a, 1, 2);
  assert_int_equal(array_get(a, 1).i, 998);
}

static void references_survive(void **state UNUSED) {
  Array *a = array_any(0);
  for (int64_t i = 0; i < 500; i++) array_push(a, v_object(array_of((Value[]){v_int(i)}, 1)));
  gc_collect();
  for (int64_t i = 0; i < 500; i++) assert_int_equal(array_get(as_array(array_get(a, (size_t)i)), 0).i, i);
  array_drop_front(a, 500);
  array_grow_front(a, 1);
  assert_true(is_undef(array_get(a, 0)));
}

static void big_arrays_live_in_buffers(void **state UNUSED) {
  size_t n = 100000;
  Array *a = array_new(&T_FLOAT64->head, 1, &n);
  assert_non_null(array_buffer(a));
  assert_true(array_get(a, n - 1).f == 0);
  for (size_t i = 0; i < n; i++) array_set(a, i, v_f64((double)i));
  array_resize(a, 3 * n);
  assert_true(array_get(a, n - 1).f == (double)(n - 1));
  assert_true(array_get(a, 3 * n - 1).f == 0);
  Array *b = array_copy(a);
  array_set(b, 0, v_f64(7));
  assert_true(array_get(a, 0).f == 0);
}

static void pool_reuses_memory(void **state UNUSED) {
  Buffer *b = buffer_new(1 << 20, false);
  char *base = b->base;
  memset(base, 1, 1 << 20);
  buffer_release(b);
  Buffer *c = buffer_new(1 << 20, true);
  assert_ptr_equal(c->base, base);
  assert_int_equal(base[12345], 0);
  segment_trim();
}

/* What another process would get. */
static Buffer *borrow(Buffer *b, const char *data, size_t n) {
  size_t offset;
  Buffer *loan = buffer_lend(b, data, n, &offset);
  assert_non_null(loan);
  Buffer *c = buffer_of_fd(dup(loan->fd), offset + n, false);
  assert_non_null(c);
  buffer_release(loan);
  assert_memory_equal(c->base + offset, data, n);
  return c;
}

static void lend_and_write(Buffer *b, size_t n) {
  memset(b->base, 42, n);
  Buffer *c = borrow(b, b->base, n);
  b->base[0] = b->base[4095] = b->base[n - 1] = 43;
  assert_true(c->base[0] == 42 && c->base[4095] == 42 && c->base[4096] == 42);
  c->base[4096] = 44;
  assert_int_equal(b->base[4096], 42);
  Buffer *d = borrow(b, b->base, n), *e = borrow(c, c->base, n);
  assert_true(d->base[0] == 43 && d->base[4096] == 42 && e->base[0] == 42 && e->base[4096] == 44);
  for (char k = 1; k < 5; k++) {
    b->base[7] = k;
    Buffer *f = borrow(b, b->base, n);
    b->base[7] = 0;
    assert_int_equal(f->base[7], k);
    buffer_release(f);
  }
  buffer_release(c);
  buffer_release(d);
  assert_int_equal(e->base[4096], 44);
  buffer_release(e);
}

static void lent_content_stays(void **state UNUSED) {
  const size_t sizes[] = {BUFFER_MIN, 300000, 5 << 20};
  for (int born_shared = 0; born_shared < 2; born_shared++) {
    if (born_shared) segment_share_from_birth();
    for (size_t i = 0; i < 3; i++) {
      for (int zero = 0; zero < 2; zero++) {
        Buffer *b = buffer_new(sizes[i], zero);
        lend_and_write(b, sizes[i]);
        buffer_release(b);
      }
    }
    Buffer *g = buffer_growing(16 << 20); /* with room behind */
    lend_and_write(g, (5 << 20) + 77);
    g->base[(6 << 20)] = 1;
    lend_and_write(g, 16 << 20);
    lend_and_write(g, 7 << 20);
    buffer_release(g);
  }
  segment_trim();
}

static void lent_memory_is_reused_when_free(void **state UNUSED) {
  segment_share_from_birth();
  size_t n = 4 << 20;
  Buffer *b = buffer_new(n, false);
  if (b->kind != BUFFER_OWN) skip(); /* no huge pages to be had for memfds */
  memset(b->base, 5, n);
  Buffer *c = borrow(b, b->base, n);
  buffer_release(b);
  Buffer *d = buffer_new(n, false); /* not the lent one: c sees it */
  memset(d->base, 6, n);
  assert_int_equal(c->base[n - 1], 5);
  buffer_release(c);
  size_t before = segment_pool_bytes();
  Buffer *e = buffer_new(n, false);
  assert_true(segment_pool_bytes() < before);
  memset(e->base, 7, n);
  assert_int_equal(d->base[3], 6);
  buffer_release(d);
  buffer_release(e);
  segment_trim();
  assert_int_equal(segment_pool_bytes(), 0);
}

static void untouched_zeros_are_known(void **state UNUSED) {
  size_t n = 8 << 20;
  Buffer *b = buffer_new(n, true);
  assert_true(buffer_untouched(b, b->base, n));
  b->base[n / 2] = 0;
  assert_false(buffer_untouched(b, b->base, n));
  buffer_release(b);
  Buffer *c = buffer_new(n, true);
  for (size_t i = 0; i < n; i += 4096) assert_int_equal(c->base[i], 0);
  buffer_release(c);
}

static void shared_data_does_not_grow(void **state UNUSED) {
  size_t dims[2] = {2, 3};
  Array *a = array_vector(&T_INT64->head, 6), *m = array_share(a, a->eltype, 2, dims);
  array_set(m, 5, v_int(9));
  assert_int_equal(array_get(a, 5).i, 9);
  Handler h;
  if (CATCH(h)) {
    assert_ptr_equal(h.exception.type, T_ERROREXCEPTION);
    return;
  }
  array_push(a, v_int(1));
  fail();
}

static void sizes_are_checked(void **state UNUSED) {
  size_t dims[3] = {(size_t)1 << 40, (size_t)1 << 40, 4};
  Handler h;
  if (CATCH(h)) {
    assert_ptr_equal(h.exception.type, T_ARGUMENTERROR);
    return;
  }
  dims_product(dims, 3);
  fail();
}

int main(void) {
  gc_init(NULL, 0);
  gc_set_stack(__builtin_frame_address(0));
  core_init();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(grows_large),
      cmocka_unit_test(grows_at_both_ends),
      cmocka_unit_test(references_survive),
      cmocka_unit_test(big_arrays_live_in_buffers),
      cmocka_unit_test(pool_reuses_memory),
      cmocka_unit_test(lent_content_stays),
      cmocka_unit_test(lent_memory_is_reused_when_free),
      cmocka_unit_test(untouched_zeros_are_known),
      cmocka_unit_test(shared_data_does_not_grow),
      cmocka_unit_test(sizes_are_checked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
