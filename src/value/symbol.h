/* Symbols: interned names. Promise: the same text gives the same pointer, for ever. */
#ifndef CLU_SYMBOL_H
#define CLU_SYMBOL_H
#include "value/value.h"
Symbol *symbol(const char *text);
Symbol *symbol_n(const char *text, size_t len);
/* A fresh name "##base#123", as macros and lowering need. */
Symbol *symbol_gensym(const char *base);
/* The names #s1, #s2 ... of variables that T{<:A} leaves unnamed, handed out again for each top-level expression, in
 * the order in which Julia does. */
void symbol_anonymous_begin(void);
Symbol *symbol_anonymous(void);
void symbol_anonymous_pass(void); /* one more number is taken, by what Julia makes besides */
static inline Value v_symbol(Symbol *s) { return (Value){T_SYMBOL, {.p = s}}; }
#endif
