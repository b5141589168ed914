#include "value/string.h"

#include <stdarg.h>
#include <stdio.h>

#include "value/error.h"
#include "value/gc.h"

String *string_alloc(size_t len) {
  if (len > (size_t)1 << 40) throw_argument("a string of %zu bytes is too long", len);
  String *s = gc_alloc_leaf(sizeof *s + len + 1);
  s->head.type = T_STRING;
  s->len = len;
  s->text[len] = 0;
  return s;
}

String *string_new(const char *bytes, size_t len) {
  String *s = string_alloc(len);
  if (len) memcpy(s->text, bytes, len);
  return s;
}

Value v_string_n(const char *bytes, size_t len) { return v_object(string_new(bytes, len)); }
Value v_string(const char *text) { return v_string_n(text, strlen(text)); }

Value v_format(const char *format, ...) {
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  va_end(ap);
  String *s = string_alloc(n > 0 ? (size_t)n : 0);
  vsnprintf(s->text, s->len + 1, format, again);
  va_end(again);
  return v_object(s);
}

void text_reserve(Text *t, size_t more) {
  if (t->len + more <= t->cap) return;
  size_t cap = t->cap ? t->cap : 64;
  while (cap < t->len + more) cap *= 2;
  char *bytes = gc_alloc_leaf(cap);
  if (t->len) memcpy(bytes, t->bytes, t->len);
  t->bytes = bytes;
  t->cap = cap;
}

void text_add(Text *t, const char *bytes, size_t len) {
  if (!len) return;
  text_reserve(t, len);
  memcpy(t->bytes + t->len, bytes, len);
  t->len += len;
}

void text_puts(Text *t, const char *text) { text_add(t, text, strlen(text)); }
void text_char(Text *t, char c) { text_add(t, &c, 1); }

void text_utf8(Text *t, uint32_t code_point) {
  char bytes[4];
  text_add(t, bytes, utf8_encode(code_point, bytes));
}

void text_format(Text *t, const char *format, ...) {
  va_list ap, again;
  va_start(ap, format);
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  va_end(ap);
  if (n > 0) {
    text_reserve(t, (size_t)n + 1);
    vsnprintf(t->bytes + t->len, (size_t)n + 1, format, again);
    t->len += (size_t)n;
  }
  va_end(again);
}

Value text_string(const Text *t) { return v_string_n(t->bytes, t->len); }

/* ---- UTF-8 ---- */

/* A malformed code holds up to three raw bytes: count in bits 24-25, bytes below. Four are a code below 0x10000 that
 * was written too long, count 0, or begin with 0xf8 to 0xff, count 0 and LONG, with six bits of each byte that follows;
 * a code above the last that Unicode has is a number as any other. */
#define MALFORMED CHAR_MALFORMED
#define LONG 0x04000000u

static uint32_t malformed(const unsigned char *s, unsigned n) {
  uint32_t c = MALFORMED | n << 24;
  for (unsigned i = 0; i < n; i++) c |= (uint32_t)s[i] << (16 - 8 * i);
  return c;
}

unsigned utf8_decode(const char *text, const char *end, uint32_t *code_point) {
  const unsigned char *s = (const unsigned char *)text;
  size_t left = (size_t)(end - text);
  unsigned need = s[0] < 0x80 ? 1 : s[0] < 0xC0 ? 0 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : s[0] < 0xF8 ? 4 : 0;
  if (need == 1) {
    *code_point = s[0];
    return 1;
  }
  unsigned have = 1;
  while (have < need && have < left && (s[have] & 0xC0) == 0x80) have++;
  if (need == 0 || have < need) {
    if (have > 3) have = 3;
    *code_point = malformed(s, have);
    return have;
  }
  uint32_t c = need == 2 ? s[0] & 0x1Fu : need == 3 ? s[0] & 0x0Fu : s[0] & 0x07u;
  for (unsigned i = 1; i < need; i++) c = c << 6 | (s[i] & 0x3Fu);
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  *code_point = c >= least[need] ? c : need == 4 ? MALFORMED | c : malformed(s, need);
  return need;
}

unsigned utf8_encode(uint32_t c, char out[4]) {
  if (c & MALFORMED) {
    unsigned n = c >> 24 & 3;
    for (unsigned i = 0; i < n; i++) out[i] = (char)(c >> (16 - 8 * i));
    if (n) return n;
    out[0] = (char)(c & LONG ? 0xF8 | (c >> 18 & 7) : 0xF0);
    for (unsigned i = 1; i < 4; i++) out[i] = (char)(0x80 | (c >> (18 - 6 * i) & 0x3F));
    return 4;
  }
  if (c < 0x80) {
    out[0] = (char)c;
    return 1;
  }
  unsigned n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (unsigned i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
  static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
  out[0] = (char)(lead[n] | c);
  return n;
}

uint32_t utf8_few(const char *text, unsigned n) { return malformed((const unsigned char *)text, n); }

uint32_t utf8_long(const char *text) {
  const unsigned char *s = (const unsigned char *)text;
  return MALFORMED | LONG | (s[0] & 7u) << 18 | (s[1] & 0x3Fu) << 12 | (s[2] & 0x3Fu) << 6 | (s[3] & 0x3Fu);
}

bool char_overlong(uint32_t c) {
  if (!(c & MALFORMED)) return false;
  char b[4];
  unsigned n = utf8_encode(c, b), first = (unsigned char)b[0];
  return first == 0xC0 || first == 0xC1 ? n == 2 : n == 4 ? first == 0xF0 : n == 3 && first == 0xE0;
}

uint32_t char_bits(uint32_t c) {
  char b[4];
  uint32_t bits = 0;
  for (unsigned n = utf8_encode(c, b), i = 0; i < n; i++) bits |= (uint32_t)(unsigned char)b[i] << (24 - 8 * i);
  return bits;
}
