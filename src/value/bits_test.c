#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "value/bits.h"

#define UNUSED __attribute__((unused))
#define WORDS 24
#define LEN (64 * WORDS)

/* Words, and the same values as bytes. */
typedef struct Field {
  uint64_t *w; /* exactly as many as are promised to be touched, so that the sanitizer sees the ends */
  uint8_t b[LEN];
} Field;

static uint64_t state = 1;
static uint64_t draw(void) { return (state = state * 0x5851f42d4c957f2du + 0x14057b7ef767814fu) >> 20; }
static uint8_t draw_bit(int of) { return draw() % (uint64_t)of == 0; }

static Field field_new(size_t n) {
  Field f = {.w = malloc(8 * bits_words(n) + 1)};
  int kind = (int)(draw() % 4);
  for (size_t i = 0; i < 64 * bits_words(n); i++) {
    f.b[i] = kind == 0 ? 0 : kind == 1 ? 1 : draw_bit(kind == 2 ? 2 : 19);
    bits_set(f.w, i, f.b[i]);
  }
  return f;
}

static void same(const Field *f, size_t n) {
  for (size_t i = 0; i < 64 * bits_words(n); i++) assert_int_equal(bits_get(f->w, i), f->b[i]);
}

static const size_t lengths[] = {0, 1, 2, 7, 8, 9, 31, 63, 64, 65, 100, 127, 128, 129, 191, 192, 200, 513, 1000};
static const size_t starts[] = {0, 1, 5, 8, 31, 63, 64, 65, 100, 127, 128, 191};
#define EACH(x, list) for (size_t x##_i = 0, x; x##_i < sizeof list / sizeof *list && (x = list[x##_i], true); x##_i++)

static void words_of_any_place(void **s UNUSED) {
  EACH(first, starts) for (size_t n = 1; n <= 64; n++) {
    Field f = field_new(first + n);
    uint64_t x = bits_take(f.w, first, n), y = draw() & bits_low(n);
    for (size_t i = 0; i < 64; i++) assert_int_equal(x >> i & 1, i < n ? f.b[first + i] : 0);
    bits_give(f.w, first, n, y);
    for (size_t i = 0; i < n; i++) f.b[first + i] = y >> i & 1;
    same(&f, first + n);
    free(f.w);
  }
}

static void fills(void **s UNUSED) {
  EACH(first, starts) EACH(n, lengths) for (int x = 0; x < 2; x++) {
    Field f = field_new(first + n);
    bits_fill(f.w, first, n, x);
    memset(f.b + first, x, n);
    same(&f, first + n);
    free(f.w);
  }
}

static void copies_between_any_places(void **s UNUSED) {
  EACH(first, starts) EACH(at, starts) EACH(n, lengths) {
    Field from = field_new(first + n), to = field_new(at + n);
    bits_copy(to.w, at, from.w, first, n);
    memcpy(to.b + at, from.b + first, n);
    same(&to, at + n);
    bits_copy(from.w, first, from.w, first, n);
    same(&from, first + n);
    free(from.w);
    Field f = field_new((at > first ? at : first) + n);
    bits_copy(f.w, at, f.w, first, n); /* both ways over itself */
    memmove(f.b + at, f.b + first, n);
    same(&f, (at > first ? at : first) + n);
    free(f.w);
    free(to.w);
  }
}

static void reverses(void **s UNUSED) {
  EACH(first, starts) EACH(n, lengths) {
    Field f = field_new(first + n);
    bits_reverse(f.w, first, n);
    for (size_t i = 0; 2 * i + 1 < n; i++) {
      uint8_t x = f.b[first + i];
      f.b[first + i] = f.b[first + n - 1 - i];
      f.b[first + n - 1 - i] = x;
    }
    same(&f, first + n);
    free(f.w);
  }
}

static void becomes_bytes_and_back(void **s UNUSED) {
  EACH(first, starts) EACH(n, lengths) {
    Field f = field_new(first + n);
    uint8_t *bytes = malloc(n + 1);
    bits_unpack(bytes, f.w, first, n);
    assert_memory_equal(bytes, f.b + first, n);
    size_t third = n / 3;
    bits_unpack_step(bytes, f.w, first, 3, third);
    for (size_t i = 0; i < third; i++) assert_int_equal(bytes[i], f.b[first + 3 * i]);
    if (n) bits_unpack_step(bytes, f.w, first + n - 1, -1, n);
    for (size_t i = 0; i < n; i++) assert_int_equal(bytes[i], f.b[first + n - 1 - i]);
    for (size_t i = 0; i < n; i++) bytes[i] = f.b[first + i] = draw_bit(2);
    bits_pack(f.w, first, bytes, n);
    same(&f, first + n);
    free(bytes);
    free(f.w);
  }
}

static void counts_and_finds(void **s UNUSED) {
  EACH(first, starts) EACH(n, lengths) {
    Field f = field_new(first + n);
    size_t count = 0, end = first + n, next[2] = {end, end}, last[2] = {end, end};
    for (size_t i = end; i-- > first;) next[f.b[i]] = i;
    for (size_t i = 0; i < end; i++) last[f.b[i]] = i;
    for (size_t i = first; i < end; i++) count += f.b[i];
    assert_int_equal(bits_count(f.w, first, n), count);
    for (int x = 0; x < 2; x++) {
      assert_int_equal(bits_find(f.w, first, end, x), next[x]);
      assert_int_equal(bits_find_last(f.w, end, x), last[x]);
    }
    free(f.w);
  }
}

static void lists_positions(void **s UNUSED) {
  EACH(n, lengths) for (int k = 0; k < 8; k++) {
    Field f = field_new(n);
    size_t count = bits_count(f.w, 0, n), at = 0;
    int64_t *list = malloc((count + BITS_ROOM) * sizeof *list);
    assert_int_equal(bits_positions(f.w, 0, n, 5, list), count);
    for (size_t i = 0; i < n; i++)
      if (f.b[i]) assert_int_equal(list[at++], (int64_t)i + 5);
    assert_int_equal(at, count);
    size_t half = n / 2;
    assert_int_equal(bits_positions(f.w, half, n - half, 0, list), bits_count(f.w, half, n - half));
    free(list);
    free(f.w);
  }
}

static void transposes(void **s UNUSED) {
  static const size_t sizes[] = {1, 3, 7, 8, 9, 63, 64, 65, 70};
  EACH(m, sizes) EACH(n, sizes) {
    size_t down = m + 5, out = n + 3, first = 11, at = 6;
    uint64_t *x = malloc(8 * bits_words(first + down * n)), *y = calloc(bits_words(at + out * m), 8);
    for (size_t i = 0; i < bits_words(first + down * n); i++) x[i] = draw() << 32 ^ draw();
    bits_transpose(y, at, out, x, first, down, m, n);
    for (size_t i = 0; i < m; i++)
      for (size_t j = 0; j < n; j++) assert_int_equal(bits_get(y, at + i * out + j), bits_get(x, first + j * down + i));
    for (size_t i = 0; i + 1 < m; i++) assert_int_equal(bits_take(y, at + i * out + n, 3), 0);
    free(x);
    free(y);
  }
}

static void compares(void **s UNUSED) {
  EACH(n, lengths) {
    Field f = field_new(n), g = {.w = malloc(8 * bits_words(n) + 1)};
    memcpy(g.w, f.w, 8 * bits_words(n));
    if (n % 64) bits_set(g.w, n, !bits_get(g.w, n)); /* what is behind does not count */
    assert_true(bits_equal(f.w, g.w, n));
    for (size_t i = 0; i < n; i++) {
      bits_set(g.w, i, !bits_get(g.w, i));
      assert_false(bits_equal(f.w, g.w, n));
      bits_set(g.w, i, !bits_get(g.w, i));
    }
    free(f.w);
    free(g.w);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_of_any_place),
      cmocka_unit_test(fills),
      cmocka_unit_test(copies_between_any_places),
      cmocka_unit_test(reverses),
      cmocka_unit_test(becomes_bytes_and_back),
      cmocka_unit_test(counts_and_finds),
      cmocka_unit_test(lists_positions),
      cmocka_unit_test(compares),
      cmocka_unit_test(transposes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
