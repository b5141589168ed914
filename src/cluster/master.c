/* The master: it starts workers, learns of their ends, and hands on the frames that workers send each other. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/progress.h"
#include "cluster/member.h"
#include "host/forkserver.h"
#include "host/link.h"
#include "host/loop.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/error.h"
#include "value/segment.h"
#include "value/string.h"
#include "value/struct.h"

static int next_id = 2;

/* ---- ends ---- */

static void take_reports(void) {
  WorkerEnd e;
  while (forkserver_report(&e)) {
    Member *p = member_at(e.id);
    if (!p) continue;
    if (e.status == -1) {
      p->pid = e.pid;
      continue;
    }
    p->reported = true;
    if (e.pid < 0)
      snprintf(p->cause, sizeof p->cause, "could not be started: %s", strerror(-e.pid));
    else if (!p->removed)
      forkserver_cause(e.status, p->cause, sizeof p->cause);
    p->killed = e.pid > 0 && WIFSIGNALED(e.status) && WTERMSIG(e.status) == SIGKILL;
  }
}

static void reports_ready(void *arg, uint32_t events) {
  (void)arg, (void)events;
  take_reports();
  if (forkserver_gone()) loop_forget(forkserver_fd());
}

static void await_forkserver(short events, int milliseconds) {
  poll(&(struct pollfd){.fd = forkserver_fd(), .events = events}, 1, milliseconds);
}

/* Waits for the fork server to tell what the condition asks for. */
static void await_told(int id, bool (*told)(const Member *), int milliseconds) {
  for (int i = 0; i < milliseconds && !told(member_at(id)) && forkserver_fd() >= 0 && !forkserver_gone(); i++) {
    take_reports();
    if (!told(member_at(id)) && !forkserver_gone()) await_forkserver(POLLIN, 1);
  }
}

static bool told_end(const Member *p) { return p->reported; }
static bool told_pid(const Member *p) { return p->reported || p->pid > 0; }

/* The fork server tells the cause right after the socket ended; on a busy machine it takes its time. A process that
 * lives on without its link, which it has closed, is of no use to anybody. */
static void await_report(const int id) {
  await_told(id, told_end, 200);
  bool ended_here = !told_end(member_at(id)) && member_at(id)->pid > 0 && !forkserver_gone();
  if (ended_here) {
    kill(member_at(id)->pid, SIGKILL);
    await_told(id, told_end, 10000);
  }
  Member *p = member_at(id);
  if (p->removed) return;
  if (!p->reported)
    snprintf(p->cause, sizeof p->cause,
             forkserver_gone() ? "ended with the fork server, which was killed" : "ended for an unknown reason");
  else if (ended_here && p->killed)
    snprintf(p->cause, sizeof p->cause, "ended by the master, to which it closed its connection");
}

/* What waits to be printed comes before a notice. */
static void flush_stdout(void) {
  Handler h;
  if (CATCH(h)) return;
  io_flush_std();
  catch_end(&h);
}

/* why: what the master knows better than the kernel, or NULL. */
static void process_ended(int id, const char *why) {
  if (member_at(id)->state == GONE) return;
  await_report(id);
  output_drain(id, true);
  Member *p = member_at(id);
  if (why) snprintf(p->cause, sizeof p->cause, "%s", why);
  p->state = GONE;
  if (p->link) link_close(p->link);
  p->link = NULL;
  if (!p->removed) {
    flush_stdout();
    fprintf(stderr, "Worker %d terminated: %s.\n", id, p->cause);
  }
  member_changed();
  for (int i = 2; i < member_limit(); i++) {
    if (member_at(i)->state != ALIVE || member_at(i)->removed) continue;
    WireFrame f = {.kind = MSG_GONE, .to = i, .from = 1, .id = (uint64_t)id, .size = strlen(p->cause)};
    cluster_send_soon(&f, member_at(id)->cause);
  }
  life_gone(id);
}

static void worker_link_ended(Link *l) {
  const char *why = link_damaged(l)   ? "ended by the master, to which it sent a damaged message"
                    : link_starved(l) ? "ended by the master, which has no room for its messages"
                                      : NULL;
  take_reports(); /* they may be the first to tell its pid */
  const Member *p = member_at(link_peer(l));
  if (why && p->pid > 0 && !p->reported) kill(p->pid, SIGKILL); /* it lives, and may be too busy to look at its link */
  process_ended(link_peer(l), why);
}

/* ---- frames ---- */

static void close_all(const WireFrame *f, const int *fds) {
  for (int i = 0; i < f->nfds; i++)
    if (fds[i] >= 0) close(fds[i]);
}

static bool came_whole(const WireFrame *f, const int *fds) {
  for (int i = 0; i < f->nfds; i++)
    if (fds[i] < 0) return false;
  return true;
}

/* Tells process `to`, which waits for the answer of process `from`, that there will be none, and why. */
static void refuse(int to, int from, uint64_t id, Value why) {
  Encoder e = {.to = to};
  answer_encode_error(&e, why);
  WireFrame r = {.kind = MSG_RESULT, .flags = MF_ERROR, .to = to, .from = from, .id = id, .size = e.out.len};
  cluster_send(&r, e.out.bytes, NULL);
}

/* A frame from one worker to another, or its refusal. */
static void forward(const WireFrame *f, const uint8_t *body, int *fds) {
  bool whole = came_whole(f, fds);
  bool sent = whole && cluster_member(f->to) == MEMBER_ALIVE && cluster_send(f, body, fds);
  close_all(f, fds);
  if (sent) return;
  Value why = whole ? cluster_exited(f->to)
                    : struct_new(T_ERROREXCEPTION,
                                 (Value[]){v_format("process 1 has too many open files to hand on an array of process "
                                                    "%d to process %d",
                                                    f->from, f->to)},
                                 1);
  bool answered = f->kind == MSG_FETCH || f->kind == MSG_PUT || (f->kind == MSG_CALL && !(f->flags & MF_NO_REPLY));
  if (answered)
    refuse(f->from, f->to, f->id, why);
  else if (f->kind == MSG_RESULT && !whole)
    refuse(f->to, f->from, f->id, why);
}

static void frame_of_worker(Link *l, const WireFrame *f, const uint8_t *body, int *fds) {
  int id = link_peer(l);
  if (f->flags & MF_PRINTED) output_drain(id, false); /* it was printed before */
  switch (f->kind) {
  case MSG_READY:
    await_told(id, told_pid, 10000); /* without its pid it could not be reached while it computes */
    if (member_at(id)->state == STARTING) member_at(id)->state = ALIVE;
    close_all(f, fds);
    return;
  case MSG_MEMBERS:
  case MSG_GONE:
  case MSG_EXIT: /* the master alone says so */
    link_refuse(l);
    close_all(f, fds);
    return;
  default: break;
  }
  WireFrame g = *f;
  g.from = id; /* whatever it says */
  if (g.to != 1)
    forward(&g, body, fds);
  else
    call_frame(&g, body, fds);
}

/* ---- begins ---- */

static int not_started; /* why there is no fork server */

void cluster_start(void) { not_started = forkserver_start(worker_main, worker_prepare); }

static void interrupt_signal(int signal) {
  (void)signal;
  vm_interrupt();
  loop_wake();
}

void cluster_ready(void) {
  loop_init();
  life_begin();
  vm_on_interrupt = pending_interrupt_all;
  struct sigaction a = {.sa_handler = interrupt_signal};
  sigaction(SIGINT, &a, NULL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of the write */
  atexit(cluster_stop);
}

void cluster_stop(void) {
  if (cluster_id() != 1) return;
  for (int i = 2; i < member_limit(); i++)
    if (member_at(i)->state == ALIVE) output_drain(i, true);
  forkserver_stop();
}

/* Starts one worker; it is not a member before it answered. */
static int start_one(const String *setup) {
  int id = next_id++, socket, output;
  Member *p = member_make(id);
  int error;
  while ((error = forkserver_spawn(id, setup->text, setup->len, &socket, &output)) == -EAGAIN) {
    await_forkserver(POLLIN | POLLOUT, 10);
    take_reports();
  }
  if (error) {
    next_id--;
    throw_system("starting a worker", -error);
  }
  static bool watched;
  if (!watched) loop_watch(forkserver_fd(), EPOLLIN, reports_ready, NULL);
  watched = true;
  segment_share_from_birth();
  p->state = STARTING;
  p->output = output;
  p->link = link_new(socket, id, frame_of_worker, worker_link_ended);
  if (!p->link || output_watch(id) < 0) {
    if (p->link)
      link_close(p->link);
    else
      close(socket);
    close(output);
    *p = (Member){.output = -1};
    throw_singleton(T_OUTOFMEMORYERROR);
  }
  return id;
}

static void end_worker(int id) {
  member_at(id)->removed = true;
  WireFrame f = {.kind = MSG_EXIT, .to = id, .from = cluster_id()};
  cluster_send(&f, NULL, NULL);
}

/* Waits until all of these workers are members or have ended. */
static void await_start(const int64_t *id, size_t n, Value progress) {
  for (size_t i = 0; i < n; i++) {
    while (member_at(id[i])->state == STARTING) {
      if (task_any_ready())
        task_yield();
      else
        loop_poll(true);
    }
    progress_step(progress, i + 1);
  }
}

BUILTIN(master_start, "Distributed._start(n::Int64, setup::String)",
        "Starts n workers at once and returns their numbers when all have answered. `setup` holds their folder and "
        "environment.") {
  if (cluster_id() != 1) throw_error("Only process 1 can add and remove workers");
  take_reports();
  if (not_started) throw_error("no workers can be started: %s", strerror(-not_started));
  if (forkserver_fd() < 0 || forkserver_gone()) throw_error("no workers can be started: the fork server has ended");
  Array *ids = array_vector(&T_INT64->head, 0);
  Value progress = progress_new("workers", args[0].u, false);
  Handler h;
  if (CATCH(h)) { /* interrupted: nobody would know of those that have begun */
    progress_end(progress);
    for (size_t i = 0; i < ids->len; i++) end_worker((int)array_get(ids, i).i);
    rethrow_value(h.exception);
  }
  for (int64_t i = 0; i < args[0].i; i++) array_push(ids, v_int(start_one(as_string(args[1]))));
  const int64_t *id = (const int64_t *)(const void *)ids->data;
  await_start(id, ids->len, progress);
  catch_end(&h);
  progress_end(progress);
  member_changed();
  member_announce();
  for (size_t i = 0; i < ids->len; i++)
    if (member_at(id[i])->state == GONE)
      throw_error("worker %d ended while it started: %s", (int)id[i], member_at(id[i])->cause);
  return v_object(ids);
}

BUILTIN(master_remove, "Distributed._remove(id::Int64)", "Asks worker `id` to end.") {
  cluster_require(args[0].i);
  end_worker((int)args[0].i);
  return v_nothing();
}

BUILTIN(master_kill, "Distributed._kill(id::Int64)", "Ends worker `id` at once.") {
  Member *p = member_at(args[0].i);
  if (cluster_id() == 1 && p && p->pid > 0 && p->state == ALIVE) {
    p->removed = true;
    kill(p->pid, SIGKILL);
  }
  return v_nothing();
}

BUILTIN(master_ospid, "Distributed._ospid(id::Int64)", "The operating system's number of worker `id`.") {
  take_reports();
  const Member *p = member_at(args[0].i);
  return v_int(p ? p->pid : 0);
}

BUILTIN(master_hostname, "gethostname()", "The name of this machine.") {
  char name[256];
  if (gethostname(name, sizeof name) < 0) throw_system("gethostname", errno);
  name[sizeof name - 1] = 0;
  return v_string(name);
}
