/* Searching in texts: one finder for all that the language accepts as a pattern. */
#ifndef CLU_FIND_H
#define CLU_FIND_H
#include "base/regex.h"
#include "value/value.h"

typedef struct Finder {
  enum { FIND_TEXT, FIND_CHAR, FIND_CHARS, FIND_CALL, FIND_REGEX, FIND_SPACE } kind;
  Value pattern;
  const char *text; /* FIND_TEXT */
  size_t len;
  uint32_t c;     /* FIND_CHAR */
  RegexHit hit;   /* the last one, of FIND_REGEX */
  Value template; /* what replaces hits of FIND_REGEX if it is s"...", its escapes resolved */
} Finder;

void finder_init(Finder *f, Value pattern);
/* The next hit at or after from: bytes *start to *end (may be empty). */
bool finder_next(Finder *f, const char *s, size_t n, size_t from, size_t *start, size_t *end);
/* The last hit that ends at or before to. Not for regular expressions. */
bool finder_last(Finder *f, const char *s, size_t n, size_t to, size_t *start, size_t *end);
/* Whether a character fits (all kinds that stand for single characters). */
bool finder_char(Finder *f, uint32_t c);
#endif
