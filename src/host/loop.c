#include "host/loop.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/io.h"
#include "host/spin.h"
#include "lang/task.h"
#include "lang/timer.h"
#include "lang/vm.h"
#include "value/error.h"
#include "value/gc.h"

typedef struct Watch {
  LoopReady ready;
  void *arg;
  uint32_t events;
  uint32_t generation; /* tells a reused descriptor from the one an event was for */
  bool used;
} Watch;

static int epoll = -1, wake = -1;
static sigset_t while_waiting; /* all but the alarm that sends while the process computes (link.c) */
static Watch *watches;
static int nwatches; /* places */
static int nwatched; /* in use */
static uint32_t generations;

void (*loop_before_wait)(void);
bool (*loop_tidy)(int stage, bool now);

/* One task's waiting for a descriptor; it lies on that task's stack. */
typedef struct Waiter {
  struct Waiter *next;
  Task *task;
  int fd;
  uint32_t events;
  bool woken;
} Waiter;
static Waiter *waiters;

static void await_hook(int fd, bool writing) { loop_await(fd, writing ? EPOLLOUT : EPOLLIN); }

void loop_init(void) {
  if (epoll >= 0) {
    close(epoll);
    close(wake);
  }
  free(watches);
  watches = NULL;
  nwatches = nwatched = 0;
  epoll = epoll_create1(EPOLL_CLOEXEC);
  sigprocmask(SIG_SETMASK, NULL, &while_waiting);
  sigaddset(&while_waiting, SIGALRM);
  wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  struct epoll_event e = {EPOLLIN, {.u64 = UINT64_MAX}};
  epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &e);
  waiters = NULL;
  task_set_idle(loop_poll);
  io_await = await_hook;
  io_closing = loop_closing;
}

int loop_watch(int fd, uint32_t events, LoopReady ready, void *arg) {
  if (fd < 0) return -EBADF;
  if (epoll < 0) loop_init();
  if (fd >= nwatches) {
    int n = fd + 16;
    Watch *more = realloc(watches, (size_t)n * sizeof *more);
    if (!more) return -ENOMEM;
    memset(more + nwatches, 0, (size_t)(n - nwatches) * sizeof *more);
    watches = more, nwatches = n;
  }
  Watch *w = &watches[fd];
  bool known = w->used;
  if (!known) w->generation = ++generations;
  struct epoll_event e = {events, {.u64 = (uint64_t)w->generation << 32 | (uint32_t)fd}};
  if (epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &e) < 0) return -errno;
  nwatched += !known;
  *w = (Watch){ready, arg, events, w->generation, true};
  return 0;
}

void loop_forget(int fd) {
  if (fd < 0 || fd >= nwatches || !watches[fd].used) return;
  epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
  watches[fd].used = false;
  nwatched--;
}

static void waiters_wake(void *arg, uint32_t events);

/* Watches the descriptor for all that wait for it; nobody: no more. */
static int waiters_watch(int fd) {
  uint32_t events = 0;
  for (const Waiter *w = waiters; w; w = w->next)
    if (w->fd == fd && !w->woken) events |= w->events;
  if (events) return loop_watch(fd, events, waiters_wake, (void *)(intptr_t)fd);
  loop_forget(fd);
  return 0;
}

static void waiters_wake(void *arg, uint32_t events) {
  int fd = (int)(intptr_t)arg;
  for (Waiter *w = waiters; w; w = w->next) {
    if (w->fd != fd || w->woken || !(events & (w->events | EPOLLHUP | EPOLLERR))) continue;
    w->woken = true;
    task_wake(w->task, v_nothing());
  }
  waiters_watch(fd);
}

static void waiter_remove(Waiter *waiter) {
  gc_unroot(waiter);
  for (Waiter **w = &waiters; *w; w = &(*w)->next)
    if (*w == waiter) {
      *w = waiter->next;
      break;
    }
  if (!waiter->woken) waiters_watch(waiter->fd);
}

void loop_await(int fd, uint32_t events) {
  Waiter w = {.task = task_current(), .fd = fd, .events = events};
  gc_root(&w, sizeof w); /* the event may come, so the task lives */
  w.next = waiters;
  waiters = &w;
  if (waiters_watch(fd) < 0) { /* a file: it is always ready */
    waiters = w.next;
    gc_unroot(&w);
    return;
  }
  Handler h;
  if (CATCH(h)) {
    waiter_remove(&w);
    rethrow_value(h.exception);
  }
  while (!w.woken) task_wait();
  catch_end(&h);
  waiter_remove(&w);
}

void loop_closing(int fd) {
  if (fd >= 0 && fd < nwatches && watches[fd].used && watches[fd].ready == waiters_wake)
    waiters_wake((void *)(intptr_t)fd, EPOLLIN | EPOLLOUT);
}

void loop_wake(void) {
  uint64_t one = 1;
  if (wake >= 0 && write(wake, &one, sizeof one) < 0) return; /* full: it is awake anyway */
}

static void handle(const struct epoll_event *e) {
  if (e->data.u64 == UINT64_MAX) {
    uint64_t n;
    if (read(wake, &n, sizeof n) < 0) return;
    return;
  }
  int fd = (int)(uint32_t)e->data.u64;
  if (fd >= nwatches) return;
  Watch w = watches[fd];
  if (w.used && w.generation == (uint32_t)(e->data.u64 >> 32)) w.ready(w.arg, e->events);
}

#define EVENTS 64

/* What comes while the process stays awake, if it does. */
static int look_awhile(struct epoll_event *events) {
  uint64_t limit = spin_begin();
  if (!limit) return 0;
  int n;
  uint64_t start = clock_ns();
  do n = epoll_wait(epoll, events, EVENTS, 0);
  while (n == 0 && clock_ns() - start < limit);
  spin_end(n > 0);
  return n;
}

/* The number of events handled. */
static int poll_once(int milliseconds) {
  if (epoll < 0) loop_init();
  if (loop_before_wait) loop_before_wait();
  if (milliseconds) io_flush_std();
  if (task_any_ready()) milliseconds = 0;
  struct epoll_event events[EVENTS];
  int n = milliseconds ? look_awhile(events) : 0;
  if (!n) n = epoll_pwait(epoll, events, EVENTS, milliseconds, &while_waiting);
  for (int i = 0; i < n; i++) handle(&events[i]);
  return n;
}

void loop_poll_for(int milliseconds) { poll_once(milliseconds); }

/* A long wait begins with short ones, if there is something to tidy up after each of them. */
static void poll_idle(int wait) {
  static const int after[] = {2, 1000};
  for (int stage = 0; stage < 2; stage++) {
    if (!loop_tidy || (wait >= 0 && wait <= after[stage]) || !loop_tidy(stage, false)) continue;
    if (poll_once(after[stage]) != 0 || task_any_ready()) return;
    loop_tidy(stage, true);
    if (wait > 0) wait -= after[stage];
  }
  poll_once(wait);
}

void loop_poll(bool block) {
  int wait = 0;
  if (block) {
    int64_t ms = timer_next_ms(); /* -1: no timer */
    if (ms < 0 && !nwatched) {
      if (loop_before_wait) loop_before_wait();
      if (!task_any_ready()) task_deadlock();
      return;
    }
    wait = ms < 0 ? -1 : ms > 1000000 ? 1000000 : (int)ms;
  }
  poll_idle(wait);
  timer_run();
}
