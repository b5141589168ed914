/* Unicode: normal forms and the pieces that people take for one character. */
#include <stdlib.h>
#include <utf8proc.h>

#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/string.h"

BUILTIN(unicode_map, "_unicode_map(s::String, options::Int64)", "As utf8proc's options say.") {
  utf8proc_option_t o = (utf8proc_option_t)args[1].i;
  String *s = as_string(args[0]);
  utf8proc_uint8_t *out = NULL;
  utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s->text, (utf8proc_ssize_t)s->len, &out, o);
  if (n < 0) throw_argument("%s", utf8proc_errmsg(n));
  Value r = v_string_n((const char *)out, (size_t)n);
  free(out);
  return r;
}

BUILTIN(unicode_graphemes, "_graphemes(s::String)", "") {
  String *s = as_string(args[0]);
  Array *parts = text_substrings();
  utf8proc_int32_t state = 0;
  size_t start = 0;
  uint32_t before = 0;
  for (size_t i = 0; i < s->len;) {
    uint32_t c;
    unsigned len = utf8_decode(s->text + i, s->text + s->len, &c);
    if (i && utf8proc_grapheme_break_stateful((int32_t)before, (int32_t)c, &state)) {
      array_push(parts, text_sub(args[0], start, i - start));
      start = i;
    }
    before = c;
    i += len;
  }
  if (s->len) array_push(parts, text_sub(args[0], start, s->len - start));
  return v_object(parts);
}
