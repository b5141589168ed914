/* Strings and characters as they are written in programs: quotes and escapes. */
#include <utf8proc.h>

#include "value/show.h"

static bool printable(uint32_t c) {
  if (c < 0x80) return c >= 0x20 && c < 0x7f;
  if (c > 0x10ffff) return false;
  utf8proc_category_t k = utf8proc_category((int32_t)c);
  return k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_ZS;
}

static bool is_hex(unsigned char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* One character with its bytes s..end; next is the byte after it, or 0. */
static void escape_char(Text *t, uint32_t c, const char *s, unsigned len, unsigned char next) {
  static const char letters[] = "abtnvfr";
  if (c == 0)
    text_puts(t, next >= '0' && next <= '7' ? "\\x00" : "\\0");
  else if (c == 0x1b)
    text_puts(t, "\\e");
  else if (c == '\\')
    text_puts(t, "\\\\");
  else if (c >= 7 && c <= 13)
    text_format(t, "\\%c", letters[c - 7]);
  else if (c & 0x80000000u)
    for (unsigned i = 0; i < len; i++) text_format(t, "\\x%02x", (unsigned char)s[i]);
  else if (printable(c))
    text_add(t, s, len);
  else if (c < 0x80)
    text_format(t, "\\x%02x", c);
  else if (c <= 0xffff)
    text_format(t, is_hex(next) ? "\\u%04x" : "\\u%x", c);
  else
    text_format(t, is_hex(next) ? "\\U%08x" : "\\U%x", c);
}

void text_escape(Text *t, const char *s, size_t n, const char *also) {
  for (size_t i = 0; i < n;) {
    unsigned char b = (unsigned char)s[i];
    if (b >= 0x20 && b < 0x7f && b != '\\') {
      if (*also && strchr(also, b)) text_char(t, '\\');
      text_char(t, (char)b);
      i++;
      continue;
    }
    uint32_t c;
    unsigned len = utf8_decode(s + i, s + n, &c);
    escape_char(t, c, s + i, len, i + len < n ? (unsigned char)s[i + len] : 0);
    i += len;
  }
}

void show_string_quoted(Text *t, const char *s, size_t n) {
  text_char(t, '"');
  text_escape(t, s, n, "\"$");
  text_char(t, '"');
}

void show_char_quoted(Text *t, uint32_t c) {
  char b[4];
  unsigned len = utf8_encode(c, b);
  text_char(t, '\'');
  if (c == '\'')
    text_puts(t, "\\'");
  else
    escape_char(t, c, b, len, 0);
  text_char(t, '\'');
}
