/* Waiting awake: whether a process that waits for a frame looks again and again for some microseconds before it sleeps.
 * Being woken on another core costs more than the call itself; on the same core it costs little, and a waiter that is
 * awake would only stand in the way.
 * Promise: only where the last frame came from another core, once for each frame, and seldom where it did not pay. */
#ifndef CLU_SPIN_H
#define CLU_SPIN_H
#include <stdbool.h>
#include <stdint.h>

/* Set by who knows: whether a core is left for each process that works for this one. NULL: never. */
extern bool (*spin_cores_left)(void);
/* Where this process runs, for the header of a frame: a core's number from 1, or 0 if the receiver is to sleep. */
uint8_t spin_core(void);
/* The last frame came from there. */
void spin_seen(uint8_t core);
/* For how many nanoseconds the coming wait may stay awake; 0: not at all. */
uint64_t spin_begin(void);
/* Whether something came within them. */
void spin_end(bool paid);
#endif
