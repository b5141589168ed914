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

void text_view(Value v, const char **s, size_t *n) {
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

size_t text_chars(const char *s, size_t n) {
  size_t count = 0;
  bool plain = true; /* well-formed text: characters are the bytes that do not continue one */
  for (size_t i = 0; i < n; i++) count += !is_cont(s[i]);
  for (size_t i = 0; i < n;) {
    unsigned char c = (unsigned char)s[i];
    size_t len = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : c >= 0xc0 ? 2 : 0;
    if (!len || i + len > n) {
      plain = false;
      break;
    }
    for (size_t k = 1; k < len; k++)
      if (!is_cont(s[i + k])) {
        plain = false;
        break;
      }
    if (!plain || (i + len < n && is_cont(s[i + len]))) {
      plain = false;
      break;
    }
    i += len;
  }
  if (plain) return count;
  count = 0;
  for (size_t i = 0; i < n; count++) i = text_next(s, n, i);
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
