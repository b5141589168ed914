/* Looking into strings and substrings: the bytes of any String, SubString or Symbol, and making SubStrings. */
#ifndef CLU_TEXT_H
#define CLU_TEXT_H
#include "value/string.h"
#include "value/value.h"

/* The layout of SubString{String} as declared in string.jl. */
typedef struct SubText {
  Object head;
  Value string;
  int64_t offset, len;
} SubText;

bool text_try(Value v, const char **s, size_t *n); /* false if v is neither a String nor a SubString{String} */
void text_view_slow(Value v, const char **s, size_t *n);
/* also Symbols; other AbstractStrings are converted; else TypeError */
static inline void text_view(Value v, const char **s, size_t *n) {
  if (v.type != T_STRING) {
    text_view_slow(v, s, n);
    return;
  }
  *s = as_string(v)->text;
  *n = as_string(v)->len;
}
Value text_sub(Value string, size_t offset, size_t len); /* a SubString; of a SubString, of its parent */
size_t text_chars(const char *s, size_t n);              /* characters */
/* The byte where the character that contains byte i (0 <= i < n) starts. */
size_t text_this(const char *s, size_t n, size_t i);
size_t text_next(const char *s, size_t n, size_t i); /* start of the next character after the one at i */
uint32_t text_at(const char *s, size_t n, size_t i); /* the character at i */
Value text_codes(const char *s, size_t n);           /* Vector{UInt8} */
Array *text_substrings(void);                        /* an empty Vector{SubString{String}} */
#endif
