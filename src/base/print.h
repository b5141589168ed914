/* Writing values to streams and texts: print, show and what they are made of, for C code. User methods of show and
 * print are honoured everywhere: only types that nobody redefines are written directly. */
#ifndef CLU_PRINT_H
#define CLU_PRINT_H
#include "value/string.h"
#include "value/value.h"

size_t io_write(Value io, const char *bytes, size_t n); /* to any IO of the language; how many were taken */
void io_puts(Value io, const char *text);
void io_show(Value io, Value v);          /* show(io, v) */
Value io_property(Value io, Symbol *key); /* of an IOContext; V_UNDEF if it has none */
void print_text(Text *t, Value v);        /* what print writes */
bool print_direct(Text *t, Value v);      /* the same for String, Int64 and their like; false for other types */
void show_text(Text *t, Value v);         /* what show writes */
Value io_stdout(void);                    /* the stream that stdout names now */
#endif
