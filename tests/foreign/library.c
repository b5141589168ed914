/* What tests/foreign calls: structs by value and by address, callbacks, variable arguments, output. */
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct Point {
  double x, y;
} Point;
typedef struct Mixed {
  int8_t a;
  int32_t b;
  float c;
  Point p;
  uint8_t tail[3];
} Mixed;

int answer = 42;
Point origin = {1.5, -2.5};

Point point_add(Point a, Point b) { return (Point){a.x + b.x, a.y + b.y}; }
void point_scale(Point *p, double by) { p->x *= by, p->y *= by; }
Mixed mixed_next(Mixed m) {
  m.a++, m.b--, m.c *= 2, m.p.x += 1;
  for (int i = 0; i < 3; i++) m.tail[i] = (uint8_t)(m.tail[i] + i);
  return m;
}
float half(float x) { return x / 2; }
int8_t negate8(int8_t x) { return (int8_t)-x; }
uint16_t twice16(uint16_t x) { return (uint16_t)(2 * x); }
_Bool is_even(int x) { return x % 2 == 0; }
int many(int a, int b, int c, int d, int e, int f, int g, int h, int i, double x, double y) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + (int)(x * y);
}
double sum_doubles(int n, ...) {
  va_list ap;
  va_start(ap, n);
  double s = 0;
  for (int i = 0; i < n; i++) s += va_arg(ap, double);
  va_end(ap);
  return s;
}
void swap_ints(int *a, int *b) {
  int t = *a;
  *a = *b;
  *b = t;
}
const char *greeting(void) { return "hello from C"; }
const char *nothing_to_say(void) { return NULL; }
size_t join(const char **words, char *to) {
  *to = 0;
  for (; *words; words++) strcat(to, *words);
  return strlen(to);
}
double apply(double (*f)(double, void *), double x, void *state) { return f(x, state) + 1; }
int count_calls(int (*f)(int), int n) {
  int calls = 0;
  for (int i = 0; i < n; i++, calls++) f(i);
  return calls;
}
Point map_point(Point (*f)(Point), Point p) { return f(p); }
int fail_with(int error) {
  errno = error;
  return -1;
}
void say(const char *text) { printf("%s\n", text); }
