/* The processes of this cluster: how they start and end, who exists, what they print, and the way of a frame from one
 * to another. In the master there is a link for each worker; a worker has the one to its master. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/io.h"
#include "base/print.h"
#include "base/progress.h"
#include "cluster/cluster.h"
#include "host/forkserver.h"
#include "host/link.h"
#include "host/loop.h"
#include "host/spin.h"
#include "lang/eval.h"
#include "lang/timer.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/segment.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

typedef struct Process {
  Link *link; /* NULL: not (any more) */
  int output; /* reading end of what it prints; -1: none */
  pid_t pid;
  enum { ABSENT, STARTING, ALIVE, GONE } state;
  bool removed;  /* rmprocs asked for its end */
  bool reported; /* its cause is known */
  char cause[96];
  char *line; /* what it printed since the last line end */
  size_t line_len, line_cap;
} Process;

static int self = 1;
static Process *processes; /* by id; malloc'ed */
static int nprocesses, next_id = 2;
static Link *master;         /* in a worker */
static bool members_changed; /* and the workers have not been told */

int cluster_id(void) { return self; }

Module *cluster_module(void) { return wire_module("Distributed", 11); }

static Process *process_at(int64_t id) { return id >= 0 && id < nprocesses ? &processes[id] : NULL; }

static Process *process_make(int id) {
  if (id >= nprocesses) {
    int n = 2 * id + 16;
    Process *more = realloc(processes, (size_t)n * sizeof *more);
    if (!more) throw_singleton(T_OUTOFMEMORYERROR);
    memset(more + nprocesses, 0, (size_t)(n - nprocesses) * sizeof *more);
    for (int i = nprocesses; i < n; i++) more[i].output = -1;
    processes = more;
    nprocesses = n;
  }
  return &processes[id];
}

enum member cluster_member(int64_t id) {
  if (id == 1 || id == self) return MEMBER_ALIVE;
  const Process *p = process_at(id);
  return !p || p->state == ABSENT ? MEMBER_NONE : p->state == GONE ? MEMBER_GONE : MEMBER_ALIVE;
}

Value cluster_exited(int id) {
  const Process *p = process_at(id);
  const char *cause = p ? p->cause : "";
  Value type = module_get(cluster_module(), symbol("ProcessExitedException"));
  if (!is_datatype(type)) return struct_new(T_ERROREXCEPTION, (Value[]){v_format("process %d has ended", id)}, 1);
  return struct_new(as_type(type), (Value[]){v_int(id), v_string(cause)}, 2);
}

void cluster_require(int64_t id) {
  switch (cluster_member(id)) {
  case MEMBER_ALIVE: return;
  case MEMBER_GONE: throw_value(cluster_exited((int)id));
  default: throw_error("no process with id %lld exists", (long long)id);
  }
}

static void members_announce(void);

bool cluster_send(const WireFrame *f, const void *body, const int *fds) {
  if (f->kind == MSG_CALL) members_announce();
  if (self != 1) return link_send(master, f, body, fds);
  const Process *p = process_at(f->to);
  return p && p->link && link_send(p->link, f, body, fds);
}

bool cluster_send_soon(const WireFrame *f, const void *body) {
  if (f->kind == MSG_CALL) members_announce();
  if (self != 1) return link_send_soon(master, f, body);
  const Process *p = process_at(f->to);
  return p && p->link && link_send_soon(p->link, f, body);
}

/* More than this is not queued for one process by calls that nobody waits for. */
#define QUEUED_MAX ((size_t)8 << 20)

void cluster_pace(int id) {
  for (;;) {
    const Process *p = process_at(id);
    const Link *l = self == 1 ? (p ? p->link : NULL) : master;
    if (!l || link_queued(l) < QUEUED_MAX) return;
    if (task_any_ready())
      task_yield();
    else
      loop_poll(true);
  }
}

void cluster_nudge(int id) {
  const Process *p = process_at(id);
  if (self == 1 && p && p->pid > 0 && p->state == ALIVE) kill(p->pid, SIGUSR2);
}

/* ---- what workers print ---- */

static void print_line(int id, const char *line, size_t n) {
  Handler h;
  if (CATCH(h)) return; /* standard output is gone: nothing to be done about it */
  Text t = {0};
  text_format(&t, "      From worker %d:\t", id);
  text_add(&t, line, n);
  text_char(&t, '\n');
  io_write(io_stdout(), t.bytes, t.len);
  io_flush_std();
  catch_end(&h);
}

static void output_add(int id, Process *p, const char *bytes, size_t n) {
  if (p->line_len + n > p->line_cap) {
    size_t cap = 2 * (p->line_len + n);
    char *more = realloc(p->line, cap);
    if (!more) { /* as it comes, then */
      print_line(id, bytes, n);
      return;
    }
    p->line = more;
    p->line_cap = cap;
  }
  memcpy(p->line + p->line_len, bytes, n);
  p->line_len += n;
  size_t begin = 0;
  for (char *end; (end = memchr(processes[id].line + begin, '\n', processes[id].line_len - begin));) {
    size_t at = (size_t)(end - processes[id].line);
    print_line(id, processes[id].line + begin, at - begin);
    begin = at + 1;
  }
  p = &processes[id];
  memmove(p->line, p->line + begin, p->line_len - begin);
  p->line_len -= begin;
}

/* Prints what the worker has written up to now. At its end also a line that was not finished. */
static void output_drain(int id, bool end) {
  Process *p = process_at(id);
  if (!p || p->output < 0) return;
  char part[16384];
  ssize_t n;
  while ((n = read(p->output, part, sizeof part)) > 0) {
    output_add(id, p, part, (size_t)n);
    p = process_at(id);
  }
  if (n < 0 && (errno == EAGAIN || errno == EINTR) && !end) return;
  if (p->line_len) print_line(id, p->line, p->line_len);
  p->line_len = 0;
  loop_forget(p->output);
  close(p->output);
  p->output = -1;
}

static void output_ready(void *arg, uint32_t events) {
  (void)events;
  output_drain((int)(intptr_t)arg, false);
}

/* ---- members ---- */

static Array *member_list(void) {
  Array *a = array_vector(&T_INT64->head, 0);
  array_push(a, v_int(1));
  for (int i = 2; i < nprocesses; i++)
    if (processes[i].state == ALIVE) array_push(a, v_int(i));
  return a;
}

/* Tells all workers who exists, if that has changed. */
static void members_announce(void) {
  if (!members_changed) return;
  members_changed = false;
  const Array *a = member_list();
  for (int i = 2; i < nprocesses; i++) {
    if (processes[i].state != ALIVE || processes[i].removed) continue;
    WireFrame f = {.kind = MSG_MEMBERS, .to = i, .from = 1, .size = a->len * 8};
    cluster_send(&f, a->data, NULL);
  }
}

static void members_arrived(const WireFrame *f, const uint8_t *body) {
  for (int i = 2; i < nprocesses; i++)
    if (processes[i].state == ALIVE) processes[i].state = GONE;
  for (size_t i = 0; i + 8 <= f->size; i += 8) {
    int64_t id;
    memcpy(&id, body + i, 8);
    if (id > 1 && id < INT32_MAX / 4) process_make((int)id)->state = ALIVE;
  }
}

/* ---- ends ---- */

static void take_reports(void) {
  WorkerEnd e;
  while (forkserver_report(&e)) {
    Process *p = process_at(e.id);
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

/* The fork server tells the cause right after the socket ended. */
static void await_report(const int id) {
  for (int i = 0; i < 200 && !processes[id].reported && forkserver_fd() >= 0 && !forkserver_gone(); i++) {
    take_reports();
    if (!processes[id].reported && !forkserver_gone()) await_forkserver(POLLIN, 1);
  }
  Process *p = &processes[id];
  if (!p->reported && !p->removed)
    snprintf(p->cause, sizeof p->cause,
             forkserver_gone() ? "ended with the fork server, which was killed" : "ended for an unknown reason");
}

/* What waits to be printed comes before a notice. */
static void flush_stdout(void) {
  Handler h;
  if (CATCH(h)) return;
  io_flush_std();
  catch_end(&h);
}

/* To whoever waits for process id or refers to it. */
static void tell_gone(int id) {
  pending_gone(id, cluster_exited(id));
  reference_gone(id);
  globals_gone(id);
}

static void process_ended(int id) {
  if (processes[id].state == GONE) return;
  await_report(id);
  output_drain(id, true);
  Process *p = &processes[id];
  p->state = GONE;
  if (p->link) link_close(p->link);
  p->link = NULL;
  if (!p->removed) {
    flush_stdout();
    fprintf(stderr, "Worker %d terminated: %s.\n", id, p->cause);
  }
  members_changed = true;
  for (int i = 2; i < nprocesses; i++) {
    if (processes[i].state != ALIVE || processes[i].removed) continue;
    WireFrame f = {.kind = MSG_GONE, .to = i, .from = 1, .id = (uint64_t)id, .size = strlen(p->cause)};
    cluster_send_soon(&f, processes[id].cause);
  }
  tell_gone(id);
}

static void worker_link_ended(Link *l) { process_ended(link_peer(l)); }

/* ---- frames ---- */

static void close_all(const WireFrame *f, const int *fds) {
  for (int i = 0; i < f->nfds; i++)
    if (fds[i] >= 0) close(fds[i]);
}

/* A frame from one worker to another, or its refusal. */
static void forward(const WireFrame *f, const uint8_t *body, int *fds) {
  bool sent = cluster_member(f->to) == MEMBER_ALIVE && cluster_send(f, body, fds);
  close_all(f, fds);
  bool answered = f->kind == MSG_FETCH || f->kind == MSG_PUT || (f->kind == MSG_CALL && !(f->flags & MF_NO_REPLY));
  if (sent || !answered) return;
  Encoder e = {.to = f->from};
  wire_encode(&e, cluster_exited(f->to));
  WireFrame r = {.kind = MSG_RESULT, .flags = MF_ERROR, .to = f->from, .from = f->to, .id = f->id, .size = e.out.len};
  cluster_send(&r, e.out.bytes, NULL);
}

static void frame_of_worker(Link *l, const WireFrame *f, const uint8_t *body, int *fds) {
  int id = link_peer(l);
  if (f->flags & MF_PRINTED) output_drain(id, false); /* it was printed before */
  if (f->kind == MSG_READY) {
    if (processes[id].state == STARTING) processes[id].state = ALIVE;
    return;
  }
  WireFrame g = *f;
  g.from = id; /* whatever it says */
  if (g.to != 1)
    forward(&g, body, fds);
  else
    call_frame(&g, body, fds);
}

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
  case MSG_MEMBERS: members_arrived(f, body); return;
  case MSG_GONE: {
    char cause[96];
    size_t n = f->size < sizeof cause ? f->size : sizeof cause - 1;
    if (n) memcpy(cause, body, n);
    cause[n] = 0;
    Process *p = process_make((int)f->id);
    memcpy(p->cause, cause, n + 1);
    p->state = GONE;
    tell_gone((int)f->id);
    return;
  }
  case MSG_EXIT: end_now(0); return;
  default: call_frame(f, body, fds);
  }
}

static void master_ended(Link *l) { _exit(link_starved(l) ? 70 : 0); }

/* ---- a worker's life ---- */

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
  looking = false;
  if (call_interrupted()) throw_singleton(T_INTERRUPTEXCEPTION);
}

/* Before the process waits: what was printed and what was released goes out. */
static void before_wait(void) {
  members_announce();
  reference_flush();
  io_flush_std();
  if (!task_any_ready()) link_flush();
}

/* An idle process gives back what others wait for: first references and memory of garbage, then its pool. */
static bool tidy(int stage, bool now) {
  if (stage == 1) {
    if (now) segment_trim();
    return segment_pool_bytes() > 0;
  }
  bool due = gc_external_due();
  if (now && due) {
    gc_collect();
    reference_flush();
  }
  return due;
}

/* Each answer that is awaited keeps a process busy, and this one wants a core, too. A worker is told by its caller. */
static bool cores_left(void) {
  static long cores;
  if (!cores) cores = sysconf(_SC_NPROCESSORS_ONLN);
  return self != 1 || (pending_awaited() > 0 && (long)pending_awaited() < cores);
}

static void common_start(void) {
  globals_init();
  call_init();
  reference_init();
  loop_before_wait = before_wait;
  loop_tidy = tidy;
  spin_cores_left = cores_left;
}

static void run_prelude(const char *name) {
  Value f = module_get(cluster_module(), symbol(name));
  Handler h;
  if (CATCH(h)) return;
  if (!is_undef(f)) call0(f);
  catch_end(&h);
}

/* In the fork server, before the first worker: what is the same in all of them. */
static void worker_prepare(void) {
  self = 2;
  task_init();
  common_start();
  run_prelude("_worker_prepares");
  call_prepare();
  gc_freeze();
}

static void worker_main(int fd, int id) {
  self = id;
  segment_share_from_birth();
  loop_init();
  common_start();
  vm_on_pending = look_around;
  struct sigaction a = {.sa_handler = nudged};
  sigaction(SIGUSR2, &a, NULL);
  master = link_new(fd, 1, frame_of_master, master_ended);
  if (!master) {
    fputs("clu: a worker has no memory to start with\n", stderr);
    _exit(70);
  }
  atexit(link_flush);
  run_prelude("_worker_begins");
  WireFrame ready = {.kind = MSG_READY, .to = 1, .from = id};
  link_send(master, &ready, NULL, NULL);
  call_serve_root();
}

/* ---- the master ---- */

void cluster_start(void) {
  int error = forkserver_start(worker_main, worker_prepare);
  if (error) fprintf(stderr, "clu: no workers can be started: %s\n", strerror(-error));
}

static void interrupt_signal(int signal) {
  (void)signal;
  vm_interrupt();
  loop_wake();
}

void cluster_ready(void) {
  loop_init();
  common_start();
  vm_on_interrupt = pending_interrupt_all;
  struct sigaction a = {.sa_handler = interrupt_signal};
  sigaction(SIGINT, &a, NULL);
  signal(SIGPIPE, SIG_IGN);
  atexit(cluster_stop);
}

void cluster_stop(void) {
  if (self != 1) return;
  for (int i = 2; i < nprocesses; i++)
    if (processes[i].state == ALIVE) output_drain(i, false);
  forkserver_stop();
}

/* Starts one worker; it is not a member before it answered. */
static int start_one(const String *setup) {
  int id = next_id++, socket, output;
  Process *p = process_make(id);
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
  if (!p->link || loop_watch(output, EPOLLIN, output_ready, (void *)(intptr_t)id) < 0) {
    if (p->link)
      link_close(p->link);
    else
      close(socket);
    close(output);
    *p = (Process){.output = -1};
    throw_singleton(T_OUTOFMEMORYERROR);
  }
  return id;
}

static void end_worker(int id) {
  processes[id].removed = true;
  WireFrame f = {.kind = MSG_EXIT, .to = id, .from = self};
  cluster_send(&f, NULL, NULL);
  cluster_nudge(id);
}

/* Waits until all of these workers are members or have ended. */
static void await_start(const int64_t *id, size_t n, Value progress) {
  for (size_t i = 0; i < n; i++) {
    while (processes[id[i]].state == STARTING) {
      if (task_any_ready())
        task_yield();
      else
        loop_poll(true);
    }
    progress_step(progress, i + 1);
  }
}

BUILTIN(process_start, "Distributed._start(n::Int64, setup::String)",
        "Starts n workers at once and returns their numbers when all have answered. `setup` holds their folder and "
        "environment.") {
  if (self != 1) throw_error("Only process 1 can add and remove workers");
  take_reports();
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
  members_changed = true;
  members_announce();
  for (size_t i = 0; i < ids->len; i++)
    if (processes[id[i]].state == GONE)
      throw_error("worker %d ended while it started: %s", (int)id[i], processes[id[i]].cause);
  return v_object(ids);
}

BUILTIN(process_remove, "Distributed._remove(id::Int64)", "Asks worker `id` to end.") {
  cluster_require(args[0].i);
  end_worker((int)args[0].i);
  return v_nothing();
}

BUILTIN(process_kill, "Distributed._kill(id::Int64)", "Ends worker `id` at once.") {
  Process *p = process_at(args[0].i);
  if (self == 1 && p && p->pid > 0 && p->state == ALIVE) {
    p->removed = true;
    kill(p->pid, SIGKILL);
  }
  return v_nothing();
}

BUILTIN(process_members, "Distributed._members()", "The numbers of all processes, ascending.") {
  return v_object(member_list());
}

BUILTIN(process_member, "Distributed._member(id::Int64)", "0: no such process, 1: it runs, 2: it has ended.") {
  return v_int(cluster_member(args[0].i));
}

BUILTIN(process_id, "Distributed.myid()", "The number of this process: 1 for the master.") { return v_int(self); }

BUILTIN(process_ospid, "Distributed._ospid(id::Int64)", "The operating system's number of worker `id`.") {
  take_reports();
  const Process *p = process_at(args[0].i);
  return v_int(p ? p->pid : 0);
}

BUILTIN(process_interrupt, "Distributed._interrupt(id::Int64)", "Interrupts what worker `id` does for this process.") {
  cluster_require(args[0].i);
  WireFrame f = {.kind = MSG_INTERRUPT, .to = (int)args[0].i, .from = self};
  cluster_send(&f, NULL, NULL);
  cluster_nudge((int)args[0].i);
  return v_nothing();
}

BUILTIN(process_hostname, "gethostname()", "The name of this machine.") {
  char name[256];
  if (gethostname(name, sizeof name) < 0) throw_system("gethostname", errno);
  name[sizeof name - 1] = 0;
  return v_string(name);
}

BUILTIN(process_uses, "_uses(m::Module, used::Module)", "Whether `using used` was said in `m`.") {
  const Array *usings = ((const Module *)args[0].p)->usings;
  for (size_t i = 0; usings && i < usings->len; i++)
    if (array_get(usings, i).p == args[1].p) return v_bool(true);
  return v_bool(false);
}

BUILTIN(process_stderr, "Distributed._shared_stderr()", "The standard error that this worker shares with its master.") {
  return io_file_new(forkserver_stderr(), "<stderr>", false, true);
}
