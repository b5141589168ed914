/* The world that fuzz targets run programs in.
 * Promise: nothing in it reaches files, processes, other machines or the clock, and nothing in it runs for long: those
 * built-ins throw, and after world_steps safe points (calls and jumps backward) every further one throws. */
#ifndef CLU_FUZZ_WORLD_H
#define CLU_FUZZ_WORLD_H
#include <stdbool.h>
#include <stddef.h>
#include "value/value.h"

bool world_start(void);
/* Runs f(data, n) with so many steps; what it throws is dropped. False if it threw. */
bool world_run(void (*f)(const void *data, size_t n), const void *data, size_t n, long steps);
#endif
