/* A worker: from the fork to its end. It serves what comes over the one link that it has, to its master. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/flush.h"
#include "base/io.h"
#include "cluster/member.h"
#include "host/forkserver.h"
#include "host/link.h"
#include "host/loop.h"
#include "lang/vm.h"
#include "value/builtin.h"
#include "value/call.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/segment.h"
#include "value/symbol.h"

static void end_now(int status) {
  Handler h;
  if (!CATCH(h)) {
    Value hooks = module_get(CORE->base, symbol("run_atexit"));
    if (!is_undef(hooks)) call1(hooks, v_int(status));
    io_flush_std();
    catch_end(&h);
  }
  link_flush();
  fflush(NULL);
  _exit(status);
}

static void frame_of_master(Link *l, const WireFrame *f, const uint8_t *body, int *fds) {
  (void)l;
  switch (f->kind) {
  case MSG_MEMBERS: member_arrived(f, body); return;
  case MSG_GONE: {
    char cause[96];
    size_t n = f->size < sizeof cause ? f->size : sizeof cause - 1;
    if (n) memcpy(cause, body, n);
    cause[n] = 0;
    Member *p = member_make((int)f->id);
    memcpy(p->cause, cause, n + 1);
    p->state = GONE;
    life_gone((int)f->id);
    return;
  }
  case MSG_EXIT: end_now(0); return;
  default: call_frame(f, body, fds);
  }
}

static void master_ended(Link *l) { _exit(link_starved(l) || link_damaged(l) ? 70 : 0); }

static void nudged(int signal) {
  (void)signal;
  vm_pending = 1;
  loop_wake();
}

/* At a safe point of a busy worker: what has come meanwhile? */
static void look_around(void) {
  static bool looking;
  if (looking) return;
  looking = true;
  loop_poll_for(0);
  member_look();
  looking = false;
  if (call_interrupted()) throw_singleton(T_INTERRUPTEXCEPTION);
}

/* What all workers do first. */
static void rehearse(void) {
  life_call("_worker_prepares");
  life_call("_worker_begins");
  call_prepare();
}

/* Twice: before the freeze, for the pages that are written by it, and after it, which drops the pages that were only
 * read, for those that workers will read: they find them mapped when they are forked. */
void worker_prepare(void) {
  member_be(2);
  task_init();
  life_begin();
  rehearse();
  gc_freeze();
  rehearse();
}

void worker_main(int fd, int id) {
  member_be(id);
  io_complaints = forkserver_stderr();
  segment_share_from_birth();
  loop_init();
  life_begin();
  vm_at_safe_point(look_around);
  flush_in_time();
  struct sigaction a = {.sa_handler = nudged};
  sigaction(SIGUSR2, &a, NULL);
  Link *master = link_new(fd, 1, frame_of_master, master_ended);
  member_master(master);
  if (!master) {
    fputs("clu: a worker has no memory to start with\n", stderr);
    _exit(70);
  }
  atexit(link_flush);
  life_call("_worker_begins");
  WireFrame ready = {.kind = MSG_READY, .to = 1, .from = id};
  link_send(master, &ready, NULL, NULL);
  call_serve_root();
}

BUILTIN(worker_stderr, "Distributed._shared_stderr()", "The standard error that this worker shares with its master.") {
  return io_file_new(forkserver_stderr(), "<stderr>", false, true);
}
