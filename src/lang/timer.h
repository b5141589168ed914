/* Timers: what is to happen at a time. Works alone (task.c's idle function sleeps until the next one) or inside the
 * host's event loop, which asks when the next is due and runs those that are. */
#ifndef CLU_TIMER_H
#define CLU_TIMER_H
#include "value/value.h"

/* After delay seconds, and then every interval seconds if that is positive: wakes action if it is a Task, else starts a
 * task that calls it. Returns the timer's number. */
int64_t timer_start(Value action, double delay, double interval);
void timer_stop(int64_t number);
/* Milliseconds until the next one is due (0: now), or -1 if there is none. */
int64_t timer_next_ms(void);
/* Does what is due. */
void timer_run(void);
/* Nanoseconds of a clock that only goes forward. */
uint64_t clock_ns(void);
#endif
