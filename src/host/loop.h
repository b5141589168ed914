/* The event loop of a process: descriptors and timers. It runs when no task is ready (task_set_idle).
 * Promise: a callback runs on the stack of whoever polls and must not wait; callbacks may add and remove watches. */
#ifndef CLU_LOOP_H
#define CLU_LOOP_H
#include <stdbool.h>
#include <stdint.h>

typedef void (*LoopReady)(void *arg, uint32_t events); /* events as of epoll */

void loop_init(void); /* once a process, after a fork too */
int loop_watch(int fd, uint32_t events, LoopReady ready,
               void *arg); /* 0 or -errno; again for the same fd: changes it */
void loop_forget(int fd);
/* The running task waits until the descriptor can be read (EPOLLIN) or written (EPOLLOUT), or is forgotten; several
 * tasks may wait for one. At once for what never makes wait, as files. */
void loop_await(int fd, uint32_t events);
/* Wakes who waits for the descriptor, which is about to be closed. */
void loop_closing(int fd);
/* Handles what is there; if block, waits until something happened or the next timer is due. */
void loop_poll(bool block);
/* At most this many milliseconds; -1: no limit. */
void loop_poll_for(int milliseconds);
/* Makes a poll that waits return; safe in signal handlers. */
void loop_wake(void);
/* Called at the begin of every poll, before it waits (what must go out now). */
extern void (*loop_before_wait)(void);
/* What to do when nothing has happened for some milliseconds (stage 0), and for a second (stage 1). Asked first whether
 * there is anything to do (now is false). */
extern bool (*loop_tidy)(int stage, bool now);
#endif
