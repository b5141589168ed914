#include "base/text.h"

#include "value/array.h"
#include "value/call.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/type.h"

static bool is_subtext(Value v) {
  return v.type->name == CORE->tn_substring && ((SubText *)v.p)->string.type == T_STRING;
}

bool text_try(Value v, const char **s, size_t *n) {
  if (v.type == T_STRING) {
    *s = as_string(v)->text;
    *n = as_string(v)->len;
    return true;
  }
  if (!is_subtext(v)) return false;
  SubText *sub = v.p;
  *s = as_string(sub->string)->text + sub->offset;
  *n = (size_t)sub->len;
  return true;
}

void text_view_slow(Value v, const char **s, size_t *n) {
  if (text_try(v, s, n)) return;
  if (v.type == T_SYMBOL) {
    *s = as_symbol(v)->text;
    *n = as_symbol(v)->len;
    return;
  }
  Value string = type_isa(v, &T_ABSTRACTSTRING->head) ? call1(FN(string), v) : V_UNDEF;
  if (is_undef(string) || string.type != T_STRING) throw_type("string", &T_ABSTRACTSTRING->head, v);
  *s = as_string(string)->text;
  *n = as_string(string)->len;
}

static Type *subtext_type(void) {
  if (is_undef(SLOT(SUBSTRING))) {
    Value param = v_object(T_STRING);
    SLOT(SUBSTRING) = v_object(type_apply(CORE->tn_substring, &param, 1));
  }
  return as_type(SLOT(SUBSTRING));
}

Value text_sub(Value string, size_t offset, size_t len) {
  SubText *sub = gc_object(subtext_type(), sizeof(SubText));
  if (is_subtext(string)) {
    SubText *outer = string.p;
    sub->string = outer->string;
    sub->offset = outer->offset + (int64_t)offset;
  } else {
    sub->string = string;
    sub->offset = (int64_t)offset;
  }
  sub->len = (int64_t)len;
  return v_object(sub);
}

Array *text_substrings(void) { return array_vector(&subtext_type()->head, 0); }

static inline bool is_cont(char c) { return ((unsigned char)c & 0xc0) == 0x80; }

/* How many bytes from the first are ASCII: all, or less than all (then a word of those that are may be left out). */
static size_t ascii_prefix(const char *s, size_t n) {
  const uint64_t high = 0x8080808080808080u;
  size_t i = 0;
  uint64_t word;
  for (; i + 8 <= n; i += 8) {
    memcpy(&word, s + i, 8);
    if (word & high) return i;
  }
  if (n >= 8) {
    memcpy(&word, s + n - 8, 8);
    return word & high ? i : n;
  }
  if (n >= 4) {
    uint32_t first, last;
    memcpy(&first, s, 4);
    memcpy(&last, s + n - 4, 4);
    return (first | last) & (uint32_t)high ? 0 : n;
  }
  while (i < n && !(s[i] & 0x80)) i++;
  return i;
}

size_t text_chars(const char *s, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n;) {
    size_t plain = ascii_prefix(s + i, n - i);
    count += plain;
    i += plain;
    for (size_t end = i + 8; i < n && (i < end || s[i] & 0x80); count++) i = text_next(s, n, i);
  }
  return count;
}

size_t text_this(const char *s, size_t n, size_t i) {
  if (i >= n || !is_cont(s[i])) return i;
  for (size_t back = 1; back <= 3 && back <= i; back++) {
    unsigned char c = (unsigned char)s[i - back];
    if (is_cont((char)c)) continue;
    size_t len = c >= 0xf8 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 1;
    return back < len ? i - back : i;
  }
  return i;
}

size_t text_next(const char *s, size_t n, size_t i) {
  if (i >= n) return i + 1;
  unsigned char c = (unsigned char)s[i];
  if (c < 0xc0 || c >= 0xf8) return i + 1;
  size_t len = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2, k = 1;
  while (k < len && i + k < n && is_cont(s[i + k])) k++;
  return i + k;
}

uint32_t text_at(const char *s, size_t n, size_t i) {
  unsigned char c = (unsigned char)s[i];
  if (c < 0x80) return c;
  uint32_t code;
  utf8_decode(s + i, s + n, &code);
  return code;
}

Value text_codes(const char *s, size_t n) {
  Array *a = array_vector(&T_UINT8->head, n);
  if (n) memcpy(a->data, s, n);
  return v_object(a);
}
