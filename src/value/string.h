/* Strings: immutable bytes, UTF-8 by convention. Also Text, a growing text that ends as a string. */
#ifndef CLU_STRING_H
#define CLU_STRING_H
#include "value/value.h"
String *string_new(const char *bytes, size_t len);
String *string_alloc(size_t len); /* text to be filled in by the caller at once; the end zero is set */
Value v_string(const char *text);
Value v_string_n(const char *bytes, size_t len);
Value v_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A text under construction, on the collected heap: just abandon it when done or on a throw. */
typedef struct Text {
  char *bytes;
  size_t len, cap;
  bool without_modules; /* how types are written into it */
} Text;
void text_reserve(Text *t, size_t more); /* makes room at once for so many bytes more */
void text_add(Text *t, const char *bytes, size_t len);
void text_puts(Text *t, const char *text);
void text_char(Text *t, char c);
void text_utf8(Text *t, uint32_t code_point);
void text_format(Text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
Value text_string(const Text *t);

/* The code of a character that is no code point: its bytes as utf8_decode (or utf8_long) found them. */
#define CHAR_MALFORMED 0x80000000u

/* Decodes the character at s (end is past the last byte); returns its length (at least 1). An invalid byte sequence
 * gives a code with the top bit set that keeps the bytes, as Julia's malformed characters do; codes of four bytes above
 * 0x10ffff are given as they are. Characters begin where text_next says. */
unsigned utf8_decode(const char *text, const char *end, uint32_t *code_point);
unsigned utf8_encode(uint32_t code_point, char out[4]);
/* The codes of a byte from 0xf8 on with n - 1 bytes 0x80 to 0xbf that follow it, n up to 3, and with three. */
uint32_t utf8_few(const char *text, unsigned n);
uint32_t utf8_long(const char *text);
/* Whether the code is malformed only because its number could be written shorter. */
bool char_overlong(uint32_t c);
/* Its bytes from the left in 32 bits: characters are ordered by them. */
uint32_t char_bits(uint32_t c);
static inline bool char_less(uint32_t a, uint32_t b) {
  return (a | b) & CHAR_MALFORMED ? char_bits(a) < char_bits(b) : a < b;
}
#endif
