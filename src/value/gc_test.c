/* The heap keeps what is reachable, from registers, stacks, roots and objects, and reuses the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "value/gc.h"
#include "value/poison.h"

typedef struct Node {
  struct Node *next;
  uint64_t number;
} Node;

static int set_up(void **state) {
  (void)state;
  return gc_init(NULL, 0) ? 0 : -1;
}

__attribute__((noinline)) static Node *list_make(uint64_t n) {
  Node *list = NULL;
  for (uint64_t i = 0; i < n; i++) {
    Node *node = gc_alloc(sizeof *node);
    node->next = list;
    node->number = i;
    list = node;
  }
  return list;
}

static void list_survives(void **state) {
  (void)state;
  Node *volatile list = list_make(100000);
  gc_collect();
  list_make(100000); /* would overwrite what was freed by mistake */
  uint64_t expect = 100000;
  for (Node *n = list; n; n = n->next) assert_int_equal(n->number, --expect);
  assert_int_equal(expect, 0);
  assert_true(gc_stats().live >= 100000 * sizeof(Node));
}

static void garbage_is_reused(void **state) {
  (void)state;
  for (int i = 0; i < 2000; i++) gc_alloc_leaf(100000);
  gc_collect();
  assert_true(gc_stats().live < 50u << 20);
  for (int i = 0; i < 100; i++) list_make(100000); /* 160 MB of garbage */
  gc_collect();
  assert_true(gc_stats().live < 50u << 20);
}

/* Long before as much garbage was made as is waited for elsewhere. */
static void garbage_is_collected_before_the_heap_grows(void **state) {
  (void)state;
  gc_collect();
  GcStats before = gc_stats();
  for (int i = 0; i < 64 * 1024; i++) gc_alloc(48);
  assert_true(gc_stats().collections > before.collections);
  assert_true(gc_stats().allocated - before.allocated < (size_t)4 << 20);
}

static void interior_pointer_keeps(void **state) {
  (void)state;
  char *volatile inner = (char *)gc_alloc_leaf(1 << 20) + 700000;
  inner[0] = 42;
  gc_collect();
  for (int i = 0; i < 100; i++) memset(gc_alloc_leaf(1 << 20), 1, 1 << 20);
  assert_int_equal(inner[0], 42);
}

static void root_keeps(void **state) {
  (void)state;
  Node **outside = malloc(sizeof *outside);
  gc_root(outside, sizeof *outside);
  *outside = list_make(1000);
  gc_collect();
  list_make(1000);
  assert_int_equal((*outside)->number, 999);
  gc_unroot(outside);
  free(outside);
}

static int finished;
static void finish(Object *o) {
  (void)o;
  finished++;
}

__attribute__((noinline)) static void objects_make(int n) {
  for (int i = 0; i < n; i++) gc_finalizer(gc_alloc(64), finish);
}

static void finalizers_run_once(void **state) {
  (void)state;
  finished = 0;
  objects_make(1000);
  gc_collect();
  int first = finished;
  assert_in_range(first, 990, 1000); /* a few may be kept by stale words on the stack */
  list_make(1000);
  gc_collect();
  gc_collect();
  assert_in_range(finished, first, 1000);
  Object *o = gc_alloc(64);
  gc_finalizer(o, finish);
  gc_forget(o);
}

/* Forgetting some of many leaves just those without a finalizer, whatever their places in the table. */
static void forgetting_is_exact(void **state) {
  (void)state;
  enum { N = 5000 };
  Object **objects = gc_alloc(N * sizeof *objects);
  finished = 0;
  for (int i = 0; i < N; i++) gc_finalizer(objects[i] = gc_alloc(32), finish);
  for (int i = 0; i < N; i++)
    if (i % 3) gc_forget(objects[i]);
  int before = finished; /* a collection may have happened; none of them can have ended */
  assert_int_equal(before, 0);
  explicit_bzero(objects, N * sizeof *objects); /* memset would be left out */
  gc_collect();
  assert_in_range(finished, (N + 2) / 3 - 5, (N + 2) / 3);
}

#if defined(CLU_ASAN)
enum { FREED = 20000, FREED_SIZE = 72 };

/* Their addresses, so written that the collector does not know them. */
__attribute__((noinline)) static void garbage_make(uintptr_t *hidden) {
  for (int i = 0; i < FREED; i++) hidden[i] = ~(uintptr_t)gc_alloc(FREED_SIZE);
}
#endif

/* Under the sanitizer: the rest of an object's cell, and freed blocks. */
static void what_lies_in_no_object_is_poisoned(void **state) {
  (void)state;
#if defined(CLU_ASAN)
  for (size_t size = 1; size < 300000; size += size / 3 + 1) {
    char *p = gc_alloc_leaf(size);
    assert_null(__asan_region_is_poisoned(p, size));
    if (size % 16) assert_true(__asan_address_is_poisoned(p + size));
  }
  static uintptr_t hidden[FREED];
  garbage_make(hidden);
  gc_collect();
  int poisoned = 0;
  for (int i = 0; i < FREED; i++) poisoned += __asan_address_is_poisoned((char *)~hidden[i] + 8);
  assert_in_range(poisoned, FREED / 2, FREED);
#else
  skip();
#endif
}

int main(void) {
  gc_set_stack(__builtin_frame_address(0));
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(garbage_is_collected_before_the_heap_grows), /* first: all blocks are fresh */
      cmocka_unit_test(list_survives),
      cmocka_unit_test(garbage_is_reused),
      cmocka_unit_test(interior_pointer_keeps),
      cmocka_unit_test(root_keeps),
      cmocka_unit_test(finalizers_run_once),
      cmocka_unit_test(forgetting_is_exact),
      cmocka_unit_test(what_lies_in_no_object_is_poisoned),
  };
  return cmocka_run_group_tests(tests, set_up, NULL);
}
