/* Characters: classes, case, width, names; after Unicode (utf8proc). */
#ifndef CLU_CHAR_H
#define CLU_CHAR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
bool char_isspace(uint32_t c);
bool char_isprint(uint32_t c);
bool char_isletter(uint32_t c);
uint32_t char_upper(uint32_t c);
uint32_t char_lower(uint32_t c);
uint32_t char_title(uint32_t c);
bool char_iscased(uint32_t c);
int char_digit(uint32_t c); /* 0-9, a-z, A-Z as 0..35; -1 */
size_t text_width(const char *s, size_t n);
#endif
