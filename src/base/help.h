/* Help on built-in functions, from their declarations. */
#ifndef CLU_HELP_H
#define CLU_HELP_H
#include <stdbool.h>

#include "value/string.h"

bool help_of_builtins(Text *t, const char *name); /* adds what is said of them; false: there are none */
#endif
