/* Calls between processes: asking for them, waiting for their answers, and running those that others ask for.
 * Incoming calls are run by server tasks: one takes the next call when the last one is done, and another is started
 * when all of them wait, so a quick call costs no new stack. */
#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "base/print.h"
#include "cluster/cluster.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

/* ---- answers that are waited for ---- */

struct Pending {
  struct Pending *next;
  uint64_t id;
  int to;
  Task *task;          /* who waits now */
  bool done, gone;
  uint8_t flags;
  const uint8_t *body; /* the answer */
  size_t size;
  int fds[WIRE_FDS], nfds;
  Value exception;     /* if gone */
};

#define BUCKETS 4096
/* An incoming call, waiting for a server task or being run by one. */
typedef struct Work {
  struct Work *next;
  WireFrame frame;
  const uint8_t *body;
  int fds[WIRE_FDS];
  Task *task;      /* who runs it */
  Value f, arguments, kw; /* of a call of this process to itself */
  bool local, interrupted;
} Work;

typedef struct Calls {
  Object head;
  Pending *pending[BUCKETS];
  Work *first, *last; /* not begun */
  Work *running;
  Array *idle;        /* server tasks without work */
  bool coming;        /* a server task is ready to run but has not begun to look for work */
} Calls;

static Calls *calls(void) {
  if (is_undef(SLOT(FUTURES))) {
    Calls *c = gc_object(T_BUFFER, sizeof *c);
    SLOT(FUTURES) = (Value){T_INT64, {.p = c}};
    c->idle = array_any(0);
  }
  return SLOT(FUTURES).p;
}

Pending *pending_new(int to) {
  Pending *p = gc_alloc(sizeof *p);
  p->id = reference_next();
  p->to = to;
  Pending **b = &calls()->pending[p->id % BUCKETS];
  p->next = *b;
  *b = p;
  return p;
}

uint64_t pending_id(const Pending *p) { return p->id; }

static void pending_remove(Pending *p) {
  for (Pending **b = &calls()->pending[p->id % BUCKETS]; *b; b = &(*b)->next)
    if (*b == p) {
      *b = p->next;
      return;
    }
}

bool pending_send(Pending *p, WireFrame *f, const Encoder *e) {
  f->id = p->id;
  f->from = cluster_id();
  f->size = e->out.len;
  f->nfds = (uint16_t)e->nfds;
  if (cluster_send(f, e->out.bytes, e->fds)) return true;
  p->done = p->gone = true;
  p->exception = cluster_exited(p->to, "");
  return false;
}

static Value answer_decode(Pending *p) {
  Decoder d = {.r = {p->body, p->body, p->body + p->size}, .from = p->to, .pending = UINT32_MAX, .fds = p->fds, .nfds = p->nfds};
  Value v = p->size ? wire_decode(&d) : v_nothing();
  for (int i = 0; i < p->nfds; i++)
    if (p->fds[i] >= 0) close(p->fds[i]);
  return v;
}

Value pending_wait(Pending *p) {
  Handler h;
  if (CATCH(h)) {
    pending_remove(p); /* interrupted: the answer, when it comes, is dropped */
    rethrow_value(h.exception);
  }
  p->task = task_current();
  while (!p->done) task_wait();
  catch_end(&h);
  pending_remove(p);
  if (p->gone) throw_value(p->exception);
  Value v = answer_decode(p);
  if (p->flags & MF_ERROR) throw_value(v);
  return v;
}

static void answer_arrived(const WireFrame *f, const uint8_t *body, int *fds) {
  for (Pending *p = calls()->pending[f->id % BUCKETS]; p; p = p->next) {
    if (p->id != f->id || p->done) continue;
    p->done = true;
    p->flags = f->flags;
    p->body = body;
    p->size = f->size;
    p->nfds = f->nfds;
    memcpy(p->fds, fds, f->nfds * sizeof *fds);
    if (p->task) task_wake(p->task, v_nothing());
    return;
  }
  for (int i = 0; i < f->nfds; i++) close(fds[i]);
}

void call_gone(int id, const char *cause) {
  for (int b = 0; b < BUCKETS; b++)
    for (Pending *p = calls()->pending[b]; p; p = p->next) {
      if (p->to != id || p->done) continue;
      p->done = p->gone = true;
      p->exception = cluster_exited(id, cause);
      if (p->task) task_wake(p->task, v_nothing());
    }
  reference_gone(id);
  globals_gone(id);
}

void call_interrupt_all(void) {
  for (int b = 0; b < BUCKETS; b++)
    for (const Pending *p = calls()->pending[b]; p; p = p->next) {
      if (p->done || cluster_member(p->to) != MEMBER_ALIVE) continue;
      WireFrame f = {.kind = MSG_INTERRUPT, .to = p->to, .from = cluster_id()};
      cluster_send(&f, NULL, NULL);
      cluster_nudge(p->to);
    }
}

/* ---- answering ---- */

/* What an error is told as: a RemoteException of this process with the backtrace. */
static Value remote_exception(Value ex) {
  Value f = module_get(cluster_module(), symbol("_remote_exception"));
  return is_undef(f) ? ex : call2(f, ex, vm_catch_backtrace());
}

/* ex, or, if it cannot be sent, its text. */
static void encode_error(Encoder *e, Value ex) {
  Handler h;
  if (CATCH(h)) {
    *e = (Encoder){.to = e->to};
    wire_encode(e, call1(module_get(cluster_module(), symbol("_sendable_exception")), ex));
    return;
  }
  wire_encode(e, ex);
  catch_end(&h);
}

static void send_answer(int to, uint64_t id, Encoder *e, bool failed) {
  WireFrame f = {.kind = MSG_RESULT, .flags = failed ? MF_ERROR : 0, .nfds = (uint16_t)e->nfds, .to = to, .from = cluster_id(),
             .id = id, .size = e->out.len};
  cluster_send(&f, e->out.bytes, e->fds);
  wire_sent(e);
}

void call_reply(int to, uint64_t id, Value v, bool failed) {
  Encoder e = {.to = to, .memory = true};
  Handler h;
  volatile bool error = failed;
  if (CATCH(h)) {
    error = true;
    e = (Encoder){.to = to};
    encode_error(&e, remote_exception(h.exception));
  } else {
    if (error) encode_error(&e, v);
    else wire_encode(&e, v);
    catch_end(&h);
  }
  send_answer(to, id, &e, error);
}

/* ---- running ---- */

static Value work_call(Work *w) {
  if (w->local) {
    const Array *a = as_array(w->arguments);
    Value *args = gc_alloc((a->len + 1) * sizeof *args);
    args[0] = w->f;
    for (size_t i = 0; i < a->len; i++) args[i + 1] = array_get(a, i);
    return call_kw(w->f, args + 1, (int)a->len, w->kw);
  }
  Decoder d = {.r = {w->body, w->body, w->body + w->frame.size}, .from = w->frame.from, .pending = UINT32_MAX,
               .fds = w->fds, .nfds = w->frame.nfds};
  uint32_t n = wire_expect_array(&d, 2, UINT32_MAX, "a call");
  Value *v = gc_alloc(n * sizeof *v);
  for (uint32_t i = 0; i < n; i++) v[i] = wire_decode(&d); /* function, arguments..., keywords */
  w->body = NULL;
  return call_kw(v[0], v + 1, (int)n - 2, is_nothing(v[n - 1]) ? V_UNDEF : v[n - 1]);
}

static void work_finish(Work *w, Value v, bool failed) {
  const WireFrame *f = &w->frame;
  for (int i = 0; i < f->nfds; i++)
    if (w->fds[i] >= 0) close(w->fds[i]);
  if (f->from != cluster_id()) io_flush_std();
  if (f->flags & MF_KEEP) {
    reference_settle(f->from, f->id, v, failed);
    if (!(f->flags & MF_NO_REPLY)) call_reply(f->from, f->id, failed ? v : v_nothing(), failed);
  } else if (!(f->flags & MF_NO_REPLY)) {
    call_reply(f->from, f->id, v, failed);
  } else if (failed) {
    Value report = module_get(cluster_module(), symbol("_report_failure"));
    if (!is_undef(report)) call1(report, v);
  }
}

static void work_run(Work *w) {
  Calls *c = calls();
  w->task = task_current();
  w->next = c->running;
  c->running = w;
  Handler h;
  volatile bool failed = false;
  Value v;
  if (CATCH(h)) {
    failed = true;
    v = remote_exception(h.exception);
  } else {
    v = work_call(w);
    catch_end(&h);
  }
  for (Work **p = &c->running; *p; p = &(*p)->next)
    if (*p == w) {
      *p = w->next;
      break;
    }
  if (CATCH(h)) return;
  work_finish(w, v, failed);
  catch_end(&h);
}

#define IDLE_SERVERS 8

/* Sees to it that some server task will look for work. */
static void server_call(Calls *c) {
  if (c->coming) return;
  c->coming = true;
  if (c->idle->len) {
    Task *t = array_get(c->idle, c->idle->len - 1).p;
    array_resize(c->idle, c->idle->len - 1);
    task_wake(t, v_nothing());
  } else {
    task_schedule(task_new(module_get(cluster_module(), symbol("_serve"))));
  }
}

/* What a server task does: calls, one after another. Before one begins, which may wait, another task is called for the
 * rest of them. */
static Value serve(bool for_ever) {
  Calls *c = calls();
  Task *self = task_current();
  for (;;) {
    c->coming = false;
    Work *w = c->first;
    if (!w) {
      if (!for_ever && c->idle->len >= IDLE_SERVERS) return v_nothing();
      array_push(c->idle, v_object(self));
      task_wait();
      continue;
    }
    c->first = w->next;
    if (!c->first) c->last = NULL;
    else server_call(c);
    self->storage = v_nothing();
    work_run(w);
  }
}

BUILTIN(call_serve, "Distributed._serve()", "Runs the calls of other processes, in a task of its own.") {
  Handler h;
  if (CATCH(h)) return v_nothing();
  Value v = serve(false);
  catch_end(&h);
  return v;
}

static void work_add(Work *w) {
  Calls *c = calls();
  w->next = NULL;
  if (c->last) c->last->next = w;
  else c->first = w;
  c->last = w;
  server_call(c);
}

static void interrupt_frame(const WireFrame *f) {
  Task *self = task_current();
  for (Work *w = calls()->running; w; w = w->next) {
    if (w->frame.from != f->from) continue;
    if (w->task == self && self->state == TASK_RUNNING) w->interrupted = true;
    else task_wake_throw(w->task, v_object(T_INTERRUPTEXCEPTION->instance));
  }
}

bool call_interrupted(void) {
  for (Work *w = calls()->running; w; w = w->next)
    if (w->interrupted && w->task == task_current()) {
      w->interrupted = false;
      return true;
    }
  return false;
}

void call_frame(const WireFrame *f, const uint8_t *body, int *fds) {
  switch (f->kind) {
  case MSG_CALL: {
    Work *w = gc_alloc(sizeof *w);
    w->frame = *f;
    w->body = body;
    memcpy(w->fds, fds, f->nfds * sizeof *fds);
    if (f->flags & MF_KEEP) reference_hold(f->from, f->id, f->from, 1);
    work_add(w);
    return;
  }
  case MSG_RESULT: answer_arrived(f, body, fds); return;
  case MSG_INTERRUPT: interrupt_frame(f); return;
  default: reference_frame(f, body, fds);
  }
}

void call_init(void) {
  SLOT(FUTURES) = SLOT(REMOTE_REFS) = V_UNDEF;
  calls();
}

/* ---- built-ins ---- */

static Type *future_type(void) { return (Type *)CORE->tn_future->wrapper; }

static void encode_call(Encoder *e, Value f, const Value *args, int nargs, Value kw) {
  cbor_head(&e->out, CBOR_ARRAY, (uint64_t)nargs + 2);
  wire_encode(e, f);
  for (int i = 0; i < nargs; i++) wire_encode(e, args[i]);
  wire_encode(e, is_undef(kw) ? v_nothing() : kw);
}

static int64_t pid_of(Value v) {
  if (v.type == T_INT64) return v.i;
  Value n = call2(FN(convert), v_object(T_INT64), v);
  return n.i;
}

/* Starts a call of this process to itself in a task. */
static void call_self(uint64_t id, uint8_t flags, Value f, const Value *args, int nargs, Value kw) {
  Work *w = gc_alloc(sizeof *w);
  w->frame = (WireFrame){.kind = MSG_CALL, .flags = flags, .to = cluster_id(), .from = cluster_id(), .id = id};
  w->local = true;
  w->f = f;
  w->arguments = v_object(array_of(args, (size_t)nargs));
  w->kw = kw;
  if (flags & MF_KEEP) reference_hold(cluster_id(), id, cluster_id(), 1);
  work_add(w);
}

BUILTIN(call_fetch, "Distributed.remotecall_fetch(f, pid::Integer, args...; kwargs...)",
        "Calls `f(args...; kwargs...)` on process `pid` and returns the result. An error there is thrown here as a "
        "`RemoteException`.") {
  int64_t pid = pid_of(args[1]);
  if (pid == cluster_id()) {
    Handler h;
    if (CATCH(h)) throw_value(remote_exception(h.exception));
    Value *a = gc_alloc((size_t)(nargs + 1) * sizeof *a);
    a[0] = args[0];
    for (int i = 2; i < nargs; i++) a[i - 1] = args[i];
    Value v = call_kw(args[0], a + 1, nargs - 2, kw);
    catch_end(&h);
    return v;
  }
  cluster_require(pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  Pending *p = pending_new((int)pid);
  WireFrame f = {.kind = MSG_CALL, .to = (int)pid};
  pending_send(p, &f, &e);
  wire_sent(&e);
  return pending_wait(p);
}

static Value call_keep(Value *args, int nargs, Value kw, bool wait) {
  int64_t pid = pid_of(args[1]);
  if (pid == cluster_id()) {
    uint64_t id = reference_next();
    call_self(id, MF_KEEP | MF_NO_REPLY, args[0], args + 2, nargs - 2, kw);
    Value future = reference_object(future_type(), pid, pid, (int64_t)id, v_nothing());
    if (wait) call1(module_get(CORE->base, symbol("wait")), future);
    return future;
  }
  cluster_require(pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  WireFrame f = {.kind = MSG_CALL, .flags = MF_KEEP, .to = (int)pid, .from = cluster_id()};
  if (wait) {
    Pending *p = pending_new((int)pid);
    pending_send(p, &f, &e);
    wire_sent(&e);
    Value future = reference_object(future_type(), pid, cluster_id(), (int64_t)pending_id(p), v_nothing());
    pending_wait(p);
    return future;
  }
  f.flags |= MF_NO_REPLY;
  f.id = reference_next();
  f.size = e.out.len;
  f.nfds = (uint16_t)e.nfds;
  cluster_send(&f, e.out.bytes, e.fds);
  wire_sent(&e);
  return reference_object(future_type(), pid, cluster_id(), (int64_t)f.id, v_nothing());
}

BUILTIN(call_call, "Distributed.remotecall(f, pid::Integer, args...; kwargs...)",
        "Starts `f(args...; kwargs...)` on process `pid` and returns a `Future` of the result at once.") {
  return call_keep(args, nargs, kw, false);
}

BUILTIN(call_wait, "Distributed.remotecall_wait(f, pid::Integer, args...; kwargs...)",
        "Calls `f(args...; kwargs...)` on process `pid`, waits for its end and returns a `Future` of the result.") {
  return call_keep(args, nargs, kw, true);
}

BUILTIN(call_do, "Distributed.remote_do(f, pid::Integer, args...; kwargs...)",
        "Starts `f(args...; kwargs...)` on process `pid` and forgets about it.") {
  int64_t pid = pid_of(args[1]);
  if (pid == cluster_id()) {
    call_self(reference_next(), MF_NO_REPLY, args[0], args + 2, nargs - 2, kw);
    return v_nothing();
  }
  cluster_require(pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  WireFrame f = {.kind = MSG_CALL, .flags = MF_NO_REPLY, .to = (int)pid, .from = cluster_id(), .id = reference_next(),
             .size = e.out.len, .nfds = (uint16_t)e.nfds};
  cluster_send(&f, e.out.bytes, e.fds);
  wire_sent(&e);
  return v_nothing();
}

/* One call to each of pids, encoded once if that gives the same bytes for all; the answers are gathered as they come.
 * Results are in the order of pids: values, or Futures of them if they are kept there. A failed call's result is its
 * exception, and its index is in the second vector. */
static Value call_all(Value *args, int nargs, bool keep) {
  const Array *pids = as_array(args[1]);
  const int64_t *pid = (const int64_t *)(const void *)pids->data;
  size_t n = pids->len;
  for (size_t i = 0; i < n; i++) cluster_require(pid[i]);
  Pending **p = gc_alloc((n + 1) * sizeof *p);
  Array *results = array_any(n), *failed = array_vector(&T_INT64->head, 0);
  Encoder e = {0};
  for (size_t i = 0; i < n; i++) {
    if (pid[i] == cluster_id()) continue;
    if (!e.out.len || e.personal) {
      e = (Encoder){.to = (int)pid[i], .memory = true};
      encode_call(&e, args[0], args + 2, nargs - 2, V_UNDEF);
    }
    p[i] = pending_new((int)pid[i]);
    WireFrame f = {.kind = MSG_CALL, .to = (int)pid[i], .flags = keep ? MF_KEEP : 0};
    pending_send(p[i], &f, &e);
    if (keep) array_put(results, i, reference_object(future_type(), pid[i], cluster_id(), (int64_t)p[i]->id, v_nothing()));
    if (e.personal) wire_sent(&e);
  }
  wire_sent(&e);
  for (size_t i = 0; i < n; i++) {
    Handler h;
    if (CATCH(h)) {
      if (h.exception.type == T_INTERRUPTEXCEPTION) rethrow_value(h.exception);
      array_push(failed, v_int((int64_t)i + 1));
      array_put(results, i, p[i] ? h.exception : remote_exception(h.exception));
      continue;
    }
    if (p[i]) {
      Value v = pending_wait(p[i]);
      if (!keep) array_put(results, i, v);
    } else if (keep) {
      uint64_t id = reference_next();
      call_self(id, MF_KEEP | MF_NO_REPLY, args[0], args + 2, nargs - 2, V_UNDEF);
      Value future = reference_object(future_type(), pid[i], pid[i], (int64_t)id, v_nothing());
      array_put(results, i, future);
      call1(module_get(CORE->base, symbol("wait")), future);
    } else {
      Value *a = gc_alloc((size_t)(nargs + 1) * sizeof *a);
      a[0] = args[0];
      for (int k = 2; k < nargs; k++) a[k - 1] = args[k];
      array_put(results, i, call(args[0], a + 1, nargs - 2));
    }
    catch_end(&h);
  }
  Value both[2] = {v_object(results), v_object(failed)};
  return tuple_new(both, 2);
}

BUILTIN(call_gather, "Distributed._gather(f, pids::Vector{Int64}, args...)",
        "Calls `f(args...)` on all of `pids` at once; returns (results, failed), failed being the indices of those whose "
        "result is an exception.") {
  return call_all(args, nargs, false);
}

BUILTIN(call_scatter, "Distributed._scatter(f, pids::Vector{Int64}, args...)",
        "As `_gather`, but the results stay where they are: Futures of them are given.") {
  return call_all(args, nargs, true);
}

/* The root task of a worker: serves until the process ends. */
_Noreturn void call_serve_root(void) {
  for (;;) {
    Handler h;
    if (CATCH(h)) continue;
    serve(true);
    catch_end(&h);
  }
}
