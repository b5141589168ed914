/* Guard: runs a step of the program. Promise: an error that nobody catches is shown as Julia shows it, in a plain line
 * if even that fails, and ends only the step. */
#ifndef CLU_GUARD_H
#define CLU_GUARD_H
#include <stdbool.h>

/* Runs step(argument); false: it ended in an error, which was shown. */
bool guarded(void (*step)(const void *), const void *argument);
#endif
