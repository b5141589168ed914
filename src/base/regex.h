/* Regular expressions (PCRE2, compiled to machine code). The compiled forms are kept outside the heap and found again
 * by pattern and options, so that a Regex is a plain value that lives in images and travels.
 * Promise: any bytes may be searched; a pattern that cannot be compiled is an ErrorException. */
#ifndef CLU_REGEX_H
#define CLU_REGEX_H
#include "value/string.h"
#include "value/value.h"

#define REGEX_GROUPS 100
/* Where a match and its groups lie: pairs of byte offsets, SIZE_MAX for a group that took no part. */
typedef struct RegexHit {
  int n; /* of groups, with the whole match as group 0 */
  size_t at[2 * REGEX_GROUPS];
} RegexHit;

bool is_regex(Value v);
/* Finds the first match at or after from; nonempty: anchored at from and not empty. */
bool regex_find(Value regex, const char *s, size_t n, size_t from, uint32_t options, RegexHit *hit);
/* Adds a SubstitutionString's text for a hit. */
void regex_substitute(Text *t, Value regex, const char *template, size_t len, const char *s, const RegexHit *hit);
#endif
