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
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

/* ---- answers that are waited for ---- */

struct Pending {
  struct Pending *next;
  uint64_t id;
  int to;
  uint8_t flags, nfds;
  bool done, gone;
  Task *task;          /* who waits */
  Array *others;       /* further tasks that wait, or NULL */
  const uint8_t *body; /* the answer */
  size_t size;
  int *fds;
  Value exception;     /* if gone */
};

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
  Pending **pending;  /* by id */
  size_t npending, cap; /* cap: a power of two */
  Work *first, *last; /* not begun */
  Work *running;
  Array *idle;        /* server tasks without work */
  Memo *memos;
  bool coming;        /* a server task is ready to run but has not begun to look for work */
} Calls;

static Calls *calls(void) {
  if (is_undef(SLOT(FUTURES))) {
    Calls *c = gc_object(T_BUFFER, sizeof *c);
    SLOT(FUTURES) = (Value){T_INT64, {.p = c}};
    c->idle = array_any(0);
    c->memos = memos_new();
    c->cap = 64;
    c->pending = gc_alloc(c->cap * sizeof *c->pending);
  }
  return SLOT(FUTURES).p;
}

static Pending **pending_bucket(const Calls *c, uint64_t id) { return &c->pending[id & (c->cap - 1)]; }

static void pending_grow(Calls *c) {
  Pending **old = c->pending;
  size_t n = c->cap;
  c->pending = gc_alloc(2 * n * sizeof *old);
  c->cap = 2 * n;
  for (size_t i = 0; i < n; i++)
    for (Pending *p = old[i], *next; p; p = next) {
      next = p->next;
      Pending **b = pending_bucket(c, p->id);
      p->next = *b;
      *b = p;
    }
}

Pending *pending_new(int to) {
  Calls *c = calls();
  if (c->npending >= c->cap) pending_grow(c);
  Pending *p = gc_alloc(sizeof *p);
  p->id = reference_next();
  p->to = to;
  Pending **b = pending_bucket(c, p->id);
  p->next = *b;
  *b = p;
  c->npending++;
  return p;
}

Pending *pending_find(uint64_t id) {
  Pending *p = *pending_bucket(calls(), id);
  while (p && p->id != id) p = p->next;
  return p;
}

bool pending_ready(const Pending *p) { return p->done; }

void pending_forget(uint64_t id) {
  Calls *c = calls();
  for (Pending **b = pending_bucket(c, id); *b; b = &(*b)->next)
    if ((*b)->id == id) {
      *b = (*b)->next;
      c->npending--;
      return;
    }
}

static void pending_lost(Pending *p) {
  p->done = p->gone = true;
  p->exception = cluster_exited(p->to, "");
}

bool pending_send(Pending *p, WireFrame *f, const Encoder *e) {
  f->id = p->id;
  f->from = cluster_id();
  f->size = e->out.len;
  f->nfds = (uint16_t)e->nfds;
  if (cluster_send(f, e->out.bytes, e->fds)) return true;
  pending_lost(p);
  return false;
}

static Value answer_decode(Pending *p) {
  Decoder d = {.r = {p->body, p->body, p->body + p->size}, .from = p->to, .pending = UINT32_MAX, .fds = p->fds, .nfds = p->nfds};
  Value v = p->size ? wire_decode(&d) : v_nothing();
  for (int i = 0; i < p->nfds; i++)
    if (p->fds[i] >= 0) close(p->fds[i]);
  p->nfds = 0;
  return v;
}

static void waiter_add(Pending *p, Task *self) {
  if (!p->task) {
    p->task = self;
  } else {
    if (!p->others) p->others = array_any(0);
    array_push(p->others, v_object(self));
  }
}

static void waiters_wake(Pending *p) {
  const Array *others = p->others;
  Task *t = p->task;
  p->task = NULL;
  p->others = NULL;
  if (t) task_wake(t, v_nothing());
  for (size_t i = 0; others && i < others->len; i++) task_wake(array_get(others, i).p, v_nothing());
}

/* Waits until the answer is there; throws if there will be none. */
static void pending_await(Pending *p) {
  while (!p->done) {
    Task *self = task_current();
    Handler h;
    if (CATCH(h)) {
      if (p->task == self) p->task = NULL; /* among the others it may stay: a task that does not wait is not woken */
      rethrow_value(h.exception);
    }
    waiter_add(p, self);
    task_wait();
    catch_end(&h);
  }
  if (p->gone) throw_value(p->exception);
}

Value pending_wait(Pending *p) {
  Handler h;
  if (CATCH(h)) {
    pending_forget(p->id); /* interrupted: the answer, when it comes, is dropped */
    rethrow_value(h.exception);
  }
  pending_await(p);
  catch_end(&h);
  pending_forget(p->id);
  Value v = answer_decode(p);
  if (p->flags & MF_ERROR) throw_value(v);
  return v;
}

/* Waits for the answer, which stays for the Future; throws what came as an error. */
static void pending_settled(Pending *p) {
  pending_await(p);
  if (p->flags & MF_ERROR) throw_value(answer_decode(p));
}

bool pending_take(Pending *p, Value *result) {
  pending_await(p);
  if (p->flags & MF_KEPT) return false;
  *result = answer_decode(p);
  if (p->flags & MF_ERROR) throw_value(*result);
  return true;
}

static void answer_arrived(const WireFrame *f, const uint8_t *body, int *fds) {
  Pending *p = pending_find(f->id);
  if (!p || p->done || p->to != f->from) {
    for (int i = 0; i < f->nfds; i++) close(fds[i]);
    return;
  }
  if (f->nfds) {
    p->fds = gc_alloc_leaf(f->nfds * sizeof *fds);
    memcpy(p->fds, fds, f->nfds * sizeof *fds);
    p->nfds = (uint8_t)f->nfds;
  }
  p->done = true;
  p->flags = f->flags;
  p->body = body;
  p->size = f->size;
  waiters_wake(p);
}

void call_gone(int id, const char *cause) {
  const Calls *c = calls();
  Value exception = cluster_exited(id, cause);
  for (size_t b = 0; b < c->cap; b++)
    for (Pending *p = c->pending[b]; p; p = p->next) {
      if (p->to != id || p->done) continue;
      p->done = p->gone = true;
      p->exception = exception;
      waiters_wake(p);
    }
  reference_gone(id);
  globals_gone(id);
}

void call_interrupt_all(void) {
  const Calls *c = calls();
  Array *told = array_vector(&T_INT64->head, 0);
  for (size_t b = 0; b < c->cap; b++)
    for (const Pending *p = c->pending[b]; p; p = p->next) {
      if (p->done || cluster_member(p->to) != MEMBER_ALIVE) continue;
      const int64_t *id = (const int64_t *)(const void *)told->data;
      size_t i = 0;
      while (i < told->len && id[i] != p->to) i++;
      if (i < told->len) continue;
      array_push(told, v_int(p->to));
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

static void send_answer(int to, uint64_t id, Encoder *e, uint8_t flags) {
  WireFrame f = {.kind = MSG_RESULT, .flags = flags, .nfds = (uint16_t)e->nfds, .to = to, .from = cluster_id(),
             .id = id, .size = e->out.len};
  if (calls()->first && !e->nfds) cluster_send_soon(&f, e->out.bytes); /* more answers will follow */
  else cluster_send(&f, e->out.bytes, e->fds);
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
  send_answer(to, id, &e, error ? MF_ERROR : 0);
}

/* Whether a result that is kept here is worth sending along, so that it need not be fetched. */
static bool is_small(Value v, int depth) {
  if (is_immediate(v) || is_nothing(v) || is_symbol(v)) return true;
  if (is_string(v)) return as_string(v)->len <= 256;
  if (is_array(v)) return as_array(v)->store != ST_VALUE && as_array(v)->len * as_array(v)->elsize <= 512;
  if (!(v.type->flags & TF_TUPLE) || v.type->nfields > 8 || depth > 3) return false;
  for (uint32_t i = 0; i < v.type->nfields; i++)
    if (!is_small(tuple_get(v, i), depth + 1)) return false;
  return true;
}

/* Answers a call whose result, v, is kept here. */
static void reply_kept(int to, uint64_t id, Value v, bool failed) {
  if (failed || is_small(v, 0)) {
    call_reply(to, id, v, failed);
    return;
  }
  Encoder e = {.to = to};
  send_answer(to, id, &e, MF_KEPT);
}

/* ---- running ---- */

/* The n parts of a call: function, arguments..., keywords. */
static Value *decode_call(Work *w, const uint8_t *body, size_t size, uint32_t *n) {
  Decoder d = {.r = {body, body, body + size}, .from = w->frame.from, .pending = UINT32_MAX, .fds = w->fds, .nfds = w->frame.nfds};
  *n = wire_expect_array(&d, 2, UINT32_MAX, "a call");
  Value *v = gc_alloc(*n * sizeof *v);
  for (uint32_t i = 0; i < *n; i++) v[i] = wire_decode(&d);
  return v;
}

/* The same where the body lies in the last descriptor. */
static Value *decode_mapped(Work *w, uint32_t *n) {
  uint64_t size;
  if (w->frame.size != sizeof size || !w->frame.nfds) throw_error("a damaged call");
  memcpy(&size, w->body, sizeof size);
  const uint8_t *body = broadcast_map(w->fds[w->frame.nfds - 1], size);
  Handler h;
  if (CATCH(h)) {
    broadcast_unmap(body, size);
    rethrow_value(h.exception);
  }
  Value *v = decode_call(w, body, size, n);
  catch_end(&h);
  broadcast_unmap(body, size);
  return v;
}

static Value work_call(Work *w) {
  if (w->local) {
    const Array *a = as_array(w->arguments);
    Value *args = gc_alloc((a->len + 1) * sizeof *args);
    args[0] = w->f;
    for (size_t i = 0; i < a->len; i++) args[i + 1] = array_get(a, i);
    return call_kw(w->f, args + 1, (int)a->len, w->kw);
  }
  const uint8_t *body = w->body;
  size_t size = w->frame.size;
  bool plain = !w->frame.nfds && !(w->frame.flags & MF_MAPPED);
  Memo *m = plain ? memo_find(calls()->memos, body, size) : NULL;
  struct Code *code = m ? memo_code(m) : NULL;
  if (code) return vm_run_toplevel(code);
  uint32_t n;
  Value *v = w->frame.flags & MF_MAPPED ? decode_mapped(w, &n) : decode_call(w, w->body, w->frame.size, &n);
  Value result = call_kw(v[0], v + 1, (int)n - 2, is_nothing(v[n - 1]) ? V_UNDEF : v[n - 1]);
  if (plain) m = memo_find(calls()->memos, body, size); /* others may have come meanwhile */
  if (m) memo_learn(m, body, v, n);
  w->body = NULL;
  return result;
}

static void work_finish(Work *w, Value v, bool failed) {
  const WireFrame *f = &w->frame;
  for (int i = 0; i < f->nfds; i++)
    if (w->fds[i] >= 0) close(w->fds[i]);
  if (f->from != cluster_id()) io_flush_std();
  if (f->flags & MF_KEEP) {
    reference_settle(f->from, f->id, v, failed);
    if (!(f->flags & MF_NO_REPLY)) reply_kept(f->from, f->id, v, failed);
  } else if (!(f->flags & MF_NO_REPLY)) {
    call_reply(f->from, f->id, v, failed);
  } else if (failed) {
    Value report = module_get(cluster_module(), symbol("_report_failure"));
    if (!is_undef(report)) call1(report, v);
  }
}

/* It runs no more: an interrupt is not for it. */
static void work_ended(const Work *w) {
  for (Work **p = &calls()->running; *p; p = &(*p)->next)
    if (*p == w) {
      *p = w->next;
      return;
    }
}

/* What the call gives, or the exception that it ends with. */
static Value work_result(Work *w, bool *failed) {
  Handler h;
  if (CATCH(h)) {
    *failed = true;
    work_ended(w); /* before its error is described: a second interrupt would lose the answer */
    return remote_exception(h.exception);
  }
  if (w->interrupted) throw_singleton(T_INTERRUPTEXCEPTION); /* before it began */
  Value v = work_call(w);
  work_ended(w);
  catch_end(&h);
  *failed = false;
  return v;
}

static void work_run(Work *w) {
  Calls *c = calls();
  w->task = task_current();
  w->next = c->running;
  c->running = w;
  bool failed;
  const Value v = work_result(w, &failed);
  Handler h;
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

#define CALLS_AT_ONCE 128 /* then other tasks and events have their turn */

/* What a server task does: calls, one after another. Before one begins, which may wait, another task is called for the
 * rest of them. */
static Value serve(bool for_ever) {
  Calls *c = calls();
  Task *self = task_current();
  for (unsigned n = 1;; n++) {
    Work *w = c->first;
    if (!w) {
      if (!for_ever && c->idle->len >= IDLE_SERVERS) return v_nothing();
      array_push(c->idle, v_object(self));
      task_wait();
      c->coming = false;
      continue;
    }
    c->first = w->next;
    if (!c->first) c->last = NULL;
    else server_call(c);
    self->storage = v_nothing();
    work_run(w);
    if (n % CALLS_AT_ONCE == 0) task_yield();
  }
}

BUILTIN(call_serve, "Distributed._serve()", "Runs the calls of other processes, in a task of its own.") {
  calls()->coming = false;
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
  for (Work *w = calls()->first; w; w = w->next)
    if (w->frame.from == f->from) w->interrupted = true;
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
  if (!wait) cluster_pace((int)pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  Pending *p = pending_new((int)pid);
  Value future = reference_object(future_type(), pid, cluster_id(), (int64_t)p->id, v_nothing());
  WireFrame f = {.kind = MSG_CALL, .flags = MF_KEEP, .to = (int)pid, .from = cluster_id(), .id = p->id, .size = e.out.len};
  if (wait || e.nfds) pending_send(p, &f, &e);
  else if (!cluster_send_soon(&f, e.out.bytes)) pending_lost(p);
  wire_sent(&e);
  if (wait) pending_settled(p);
  return future;
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
  cluster_pace((int)pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  WireFrame f = {.kind = MSG_CALL, .flags = MF_NO_REPLY, .to = (int)pid, .from = cluster_id(), .id = reference_next(),
             .size = e.out.len, .nfds = (uint16_t)e.nfds};
  if (e.nfds) cluster_send(&f, e.out.bytes, e.fds);
  else cluster_send_soon(&f, e.out.bytes);
  wire_sent(&e);
  return v_nothing();
}

#define BROADCAST_MIN 16384 /* bytes from which one body for many is worth a descriptor */
#define BROADCAST_USUAL ((size_t)1 << 20)

/* A call that goes to several processes. */
typedef struct Gather {
  Value *args;
  int nargs;
  bool keep;
  const int64_t *pid;
  size_t n;
  Pending **pending; /* NULL: this process itself */
  Array *results, *failed;
  Value progress;    /* undefined: none is shown */
} Gather;

/* Sends the call to all others, encoded once if that gives the same bytes for all. */
static void gather_send(Gather *g, Broadcast *b) {
  static size_t last_size; /* the next call is often as large */
  Encoder e = {0};
  size_t others = 0;
  for (size_t i = 0; i < g->n; i++) others += g->pid[i] != cluster_id();
  for (size_t i = 0; i < g->n; i++) {
    int pid = (int)g->pid[i];
    if (pid == cluster_id()) continue;
    if (!e.out.len || e.personal) {
      e = (Encoder){.to = pid, .memory = true};
      if (last_size >= BROADCAST_MIN && last_size < BROADCAST_USUAL) text_reserve(&e.out, last_size);
      encode_call(&e, g->args[0], g->args + 2, g->nargs - 2, V_UNDEF);
      last_size = e.out.len;
    }
    uint8_t flags = g->keep ? MF_KEEP : 0;
    if (!e.personal && others > 2 && e.out.len >= BROADCAST_MIN && e.nfds < WIRE_FDS && b->fd < 0) {
      uint64_t size = e.out.len;
      *b = broadcast_new(e.out.bytes, size);
      if (b->fd >= 0) {
        e.fds[e.nfds++] = b->fd;
        e.out.len = sizeof size;
        memcpy(e.out.bytes, &size, sizeof size);
      }
    }
    if (b->fd >= 0) flags |= MF_MAPPED;
    Pending *p = g->pending[i] = pending_new(pid);
    WireFrame f = {.kind = MSG_CALL, .to = pid, .flags = flags};
    pending_send(p, &f, &e);
    if (g->keep) array_put(g->results, i, reference_object(future_type(), pid, cluster_id(), (int64_t)p->id, v_nothing()));
    if (e.personal) wire_sent(&e);
  }
  wire_sent(&e);
}

/* The call of this process to itself, as number i. */
static void gather_here(Gather *g, size_t i) {
  if (!g->keep) {
    Value *a = gc_alloc((size_t)(g->nargs + 1) * sizeof *a);
    a[0] = g->args[0];
    for (int k = 2; k < g->nargs; k++) a[k - 1] = g->args[k];
    array_put(g->results, i, call(a[0], a + 1, g->nargs - 2));
    return;
  }
  uint64_t id = reference_next();
  call_self(id, MF_KEEP | MF_NO_REPLY, g->args[0], g->args + 2, g->nargs - 2, V_UNDEF);
  Value future = reference_object(future_type(), cluster_id(), cluster_id(), (int64_t)id, v_nothing());
  array_put(g->results, i, future);
  call1(module_get(CORE->base, symbol("wait")), future);
}

/* Takes result number i, which may be an exception. */
static void gather_take(Gather *g, size_t i) {
  Pending *p = g->pending[i];
  Handler h;
  if (CATCH(h)) {
    if (h.exception.type == T_INTERRUPTEXCEPTION) rethrow_value(h.exception);
    array_push(g->failed, v_int((int64_t)i + 1));
    array_put(g->results, i, p ? h.exception : remote_exception(h.exception));
    return;
  }
  if (!p) gather_here(g, i);
  else if (g->keep) pending_settled(p);
  else array_put(g->results, i, pending_wait(p));
  catch_end(&h);
}

/* One call to each of pids; the answers are gathered as they come. Results are in the order of pids: values, or Futures
 * of them if they are kept there. A failed call's result is its exception, and its index is in the second vector. */
/* Calls to many processes show on a terminal how many have answered (prelude/progress.jl). */
#define PROGRESS_MIN 8
static void gather_progress(const Gather *g, size_t done) {
  if (is_undef(g->progress)) return;
  call2(module_get(CORE->base, symbol("_progress_step")), g->progress, v_int((int64_t)done));
}

static Value call_all(Value *args, int nargs, bool keep) {
  const Array *pids = as_array(args[1]);
  Gather g = {.args = args, .nargs = nargs, .keep = keep, .pid = (const int64_t *)(const void *)pids->data, .n = pids->len};
  for (size_t i = 0; i < g.n; i++) /* one that has ended fails alone, one that never was is a mistake */
    if (cluster_member(g.pid[i]) != MEMBER_GONE) cluster_require(g.pid[i]);
  g.pending = gc_alloc((g.n + 1) * sizeof *g.pending);
  g.results = array_any(g.n);
  g.failed = array_vector(&T_INT64->head, 0);
  if (g.n >= PROGRESS_MIN && cluster_id() == 1)
    g.progress = call2(module_get(CORE->base, symbol("Progress")), v_string("calls"), v_int((int64_t)g.n));
  else
    g.progress = V_UNDEF;
  if (!is_undef(g.progress) && !is_true(struct_field(g.progress, "on"))) g.progress = V_UNDEF;
  Broadcast b = {.fd = -1};
  Handler h;
  if (CATCH(h)) { /* interrupted: the answers, when they come, are dropped */
    for (size_t i = 0; i < g.n; i++)
      if (g.pending[i]) pending_forget(g.pending[i]->id);
    broadcast_end(&b, false);
    if (!is_undef(g.progress)) call1(module_get(CORE->base, symbol("_progress_end")), g.progress);
    rethrow_value(h.exception);
  }
  gather_send(&g, &b);
  for (size_t i = 0; i < g.n; i++) {
    gather_take(&g, i);
    gather_progress(&g, i + 1);
  }
  catch_end(&h);
  if (!is_undef(g.progress)) call1(module_get(CORE->base, symbol("_progress_end")), g.progress);
  broadcast_end(&b, true);
  Value both[2] = {v_object(g.results), v_object(g.failed)};
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

/* The answer of a call that nobody sent, made and thrown away. */
static void serve_for_nobody(const char *module, const char *function, Value a, Value b) {
  Encoder e = {.to = cluster_id(), .memory = true};
  encode_call(&e, module_get(wire_module(module, strlen(module)), symbol(function)), (Value[]){a, b}, 2, V_UNDEF);
  Work *w = gc_alloc(sizeof *w);
  w->frame = (WireFrame){.kind = MSG_CALL, .size = e.out.len, .from = 1, .to = cluster_id()};
  w->body = (const uint8_t *)e.out.bytes;
  bool failed;
  Value v = work_result(w, &failed);
  Encoder answer = {.to = 1, .memory = true};
  if (!failed) wire_encode(&answer, v);
}

void call_prepare(void) {
  Handler h;
  if (CATCH(h)) return; /* the workers will find out themselves */
  Value sum = v_object(expr3(SYM(call), v_symbol(symbol("+")), v_int(1), v_int(1)));
  serve_for_nobody("ClusterUtils", "_evaluate", v_object(CORE->main), sum);
  serve_for_nobody("Base", "+", v_int(1), v_f64(2));
  catch_end(&h);
}
