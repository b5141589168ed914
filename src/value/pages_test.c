/* Pages that were written since they were mapped are told apart from those that still are the file's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "value/pages.h"

#define PAGE ((size_t)4096)
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

typedef struct Seen {
  size_t pages;
  const char *first;
} Seen;

static void count(void *arg, const char *from, const char *to) {
  Seen *s = arg;
  if (!s->pages) s->first = from;
  s->pages += (size_t)(to - from) / PAGE;
}

static void written_pages_are_own(void **state) {
  (void)state;
  int fd = memfd_create("test", MFD_CLOEXEC);
  assert_int_equal(ftruncate(fd, 300 * PAGE), 0);
  char *p = mmap(NULL, 300 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  for (size_t i = 0; i < 300; i++) assert_int_equal(p[i * PAGE], 0);
  assert_false(pages_any_own(p, 300 * PAGE));
  for (size_t i = 7; i < 300; i += 2) p[i * PAGE] = 1;
  assert_true(pages_any_own(p, 300 * PAGE));
  assert_false(pages_any_own(p, 7 * PAGE));
  Seen s = {0};
  assert_true(pages_own(p, 300 * PAGE, count, &s));
  assert_int_equal(s.pages, 147);
  assert_ptr_equal(s.first, p + 7 * PAGE);
  munmap(p, 300 * PAGE);
  close(fd);
}

static void untouched_memory_is_not_own(void **state) {
  (void)state;
  char *p = mmap(NULL, 64 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  assert_false(pages_any_own(p, 64 * PAGE));
  p[63 * PAGE] = 1;
  assert_true(pages_any_own(p, 64 * PAGE));
  munmap(p, 64 * PAGE);
}

static void made_pages_keep_what_they_hold(void **state) {
  (void)state;
  int fd = memfd_create("test", MFD_CLOEXEC);
  assert_int_equal(ftruncate(fd, 8 * PAGE), 0);
  assert_int_equal(pwrite(fd, "kept", 4, 2 * PAGE), 4);
  char *p = mmap(NULL, 8 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  pages_make(p + 2 * PAGE + 1, 2 * PAGE); /* parts of three pages */
  assert_memory_equal(p + 2 * PAGE, "kept", 4);
  Seen s = {0};
  assert_true(pages_own(p, 8 * PAGE, count, &s));
  assert_int_equal(s.pages, madvise(p, PAGE, MADV_POPULATE_WRITE) == 0 ? 3 : 0); /* 0: a kernel before 5.14 */
  munmap(p, 8 * PAGE);
  close(fd);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(written_pages_are_own),
                                     cmocka_unit_test(untouched_memory_is_not_own),
                                     cmocka_unit_test(made_pages_keep_what_they_hold)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
