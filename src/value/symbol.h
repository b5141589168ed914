/* Symbols: interned names. Promise: the same text gives the same pointer, for ever. */
#ifndef CLU_SYMBOL_H
#define CLU_SYMBOL_H
#include "value/value.h"
Symbol *symbol(const char *text);
Symbol *symbol_n(const char *text, size_t len);
/* A fresh name "##base#123", as macros and lowering need. */
Symbol *symbol_gensym(const char *base);
static inline Value v_symbol(Symbol *s) { return (Value){T_SYMBOL, {.p = s}}; }
#endif
