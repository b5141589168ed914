/* The progress of long work on a terminal, for work done in C; what it looks like is in prelude/progress.jl.
 * Promise: whatever is written to standard output or error takes the place of the bar, which comes again later. */
#ifndef CLU_PROGRESS_H
#define CLU_PROGRESS_H
#include "value/value.h"

/* V_UNDEF, which the others take, too: none is shown. */
Value progress_new(const char *what, uint64_t total, bool bytes);
void progress_step(Value progress, uint64_t done);
void progress_end(Value progress);
/* Takes the bar off the terminal, if there is one. */
void progress_hide(void);
#endif
