/* The calls that other processes ask for, and those of this process to itself. Server tasks run them: one takes the
 * next call when the last one is done, and another is started when all of them wait, so a quick call costs no new
 * stack. */
#include <unistd.h>

#include "base/io.h"
#include "cluster/cluster.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

/* An incoming call, waiting for a server task or being run by one. */
typedef struct Work {
  struct Work *next;
  WireFrame frame;
  const uint8_t *body;
  int fds[WIRE_FDS];
  Task *task;             /* who runs it */
  Value f, arguments, kw; /* of a call of this process to itself */
  bool local, interrupted, settled;
} Work;
typedef struct Calls {
  Object head;
  Work *first, *last; /* not begun */
  Work *running;
  Array *idle; /* server tasks without work */
  Memo *memos;
  Task *coming; /* a server task that is ready to run but has not begun to look for work, unless it ended before */
} Calls;

static Calls *calls(void) {
  if (is_undef(SLOT(CALLS))) {
    Calls *c = gc_object(T_BUFFER, sizeof *c);
    SLOT(CALLS) = (Value){T_INT64, {.p = c}};
    c->idle = array_any(0);
    c->memos = memos_new();
  }
  return SLOT(CALLS).p;
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

static enum haste haste(const WireFrame *f) {
  return f->flags & MF_UNHURRIED ? SEND_WITH_NEXT : calls()->first ? SEND_SOON : SEND_NOW;
}

/* Answers a call whose result, v, is kept here. */
static void reply_kept(const WireFrame *f, Value v, bool failed) {
  if (failed || is_small(v, 0))
    answer_reply(f->from, f->id, v, failed, haste(f));
  else
    answer_kept(f->from, f->id, haste(f));
}

/* ---- running ---- */

/* The n parts of a call: function, arguments..., keywords. */
static Value *decode_call(Work *w, const uint8_t *body, size_t size, uint32_t *n) {
  WireTaken taken = {0};
  Decoder d = {.r = {body, body, body + size},
               .from = w->frame.from,
               .pending = UINT32_MAX,
               .fds = w->fds,
               .nfds = w->frame.nfds,
               .taken = &taken};
  Handler h;
  if (CATCH(h)) {
    reference_drop(body, size, &taken);
    rethrow_value(h.exception);
  }
  *n = wire_expect_array(&d, 2, UINT32_MAX, "a call");
  Value *v = gc_alloc(*n * sizeof *v);
  for (uint32_t i = 0; i < *n; i++) v[i] = wire_decode_defined(&d);
  wire_decode_end(&d);
  catch_end(&h);
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

static void work_close(Work *w) {
  for (int i = 0; i < w->frame.nfds; i++)
    if (w->fds[i] >= 0) close(w->fds[i]);
  w->frame.nfds = 0;
}

static void work_finish(Work *w, Value v, bool failed) {
  const WireFrame *f = &w->frame;
  work_close(w);
  if (f->from != cluster_id()) io_flush_std();
  if (f->flags & MF_KEEP) {
    w->settled = true;
    reference_settle(f->from, f->id, v, failed);
    if (!(f->flags & MF_NO_REPLY)) reply_kept(f, v, failed);
  } else if (!(f->flags & MF_NO_REPLY)) {
    answer_reply(f->from, f->id, v, failed, haste(f));
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
    return answer_exception(h.exception);
  }
  if (w->interrupted) throw_singleton(T_INTERRUPTEXCEPTION); /* before it began */
  Value v = work_call(w);
  work_ended(w);
  catch_end(&h);
  *failed = false;
  return v;
}

/* For want of memory its end could not be told: at least that is. */
static void work_unanswered(Work *w) {
  const WireFrame *f = &w->frame;
  Handler h;
  if (CATCH(h)) return;
  work_close(w);
  if (!(f->flags & MF_NO_REPLY)) answer_lost(f->from, f->id);
  if (f->flags & MF_KEEP && !w->settled) reference_settle(f->from, f->id, v_object(T_OUTOFMEMORYERROR->instance), true);
  catch_end(&h);
}

static void work_run(Work *w) {
  Calls *c = calls();
  w->task = task_current();
  w->next = c->running;
  c->running = w;
  bool failed;
  Handler h;
  if (CATCH(h)) {
    work_unanswered(w);
    return;
  }
  const Value v = work_result(w, &failed);
  work_finish(w, v, failed);
  catch_end(&h);
}

#define IDLE_SERVERS 8

/* Sees to it that some server task will look for work. */
static void server_call(Calls *c) {
  if (c->coming && c->coming->state < TASK_DONE) return; /* one that gets no stack ends without having begun */
  c->coming = NULL;
  Task *t;
  if (c->idle->len) {
    t = array_get(c->idle, c->idle->len - 1).p;
    array_resize(c->idle, c->idle->len - 1);
    task_wake(t, v_nothing());
  } else {
    t = task_new(module_get(cluster_module(), symbol("_serve")));
    task_schedule(t);
  }
  c->coming = t;
}

/* Zeros where the frames of a call were: those that wait there next do not write all of their room, and what the call
 * had would seem to be held. */
__attribute__((noinline)) static void stack_wipe(void) {
  char room[8192];
  memset(room, 0, sizeof room);
  __asm__ volatile("" ::"r"(room) : "memory");
}

#define CALLS_AT_ONCE 128 /* then other tasks and events have their turn */

/* What a server task does: calls, one after another. Before one begins, which may wait, another task is called for the
 * rest of them. */
static Value serve(bool for_ever) {
  Calls *c = calls();
  Task *self = task_current();
  for (unsigned n = 1;; n++) {
    if (c->coming == self) c->coming = NULL;
    Work *w = c->first;
    if (!w) {
      if (!for_ever && c->idle->len >= IDLE_SERVERS) return v_nothing();
      array_push(c->idle, v_object(self));
      stack_wipe();
      task_wait();
      continue;
    }
    c->first = w->next;
    if (!c->first)
      c->last = NULL;
    else
      server_call(c);
    self->storage = v_nothing();
    work_run(w);
    if (n % CALLS_AT_ONCE == 0) task_yield();
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
  if (c->last)
    c->last->next = w;
  else
    c->first = w;
  c->last = w;
  server_call(c);
}

/* Whether the interrupt is for this call. */
static bool is_meant(const WireFrame *interrupt, const Work *w) {
  if (w->frame.from != interrupt->from || w->frame.flags & MF_UNHURRIED) return false;
  return !interrupt->id || w->frame.id == interrupt->id;
}

static void interrupt_frame(const WireFrame *f) {
  Task *self = task_current();
  for (Work *w = calls()->running; w; w = w->next) {
    if (!is_meant(f, w)) continue;
    if (w->task == self && self->state == TASK_RUNNING)
      w->interrupted = true;
    else
      task_wake_throw(w->task, v_object(T_INTERRUPTEXCEPTION->instance));
  }
  for (Work *w = calls()->first; w; w = w->next)
    if (is_meant(f, w)) w->interrupted = true;
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
    if (f->flags & MF_KEEP) reference_of_call(f->from, f->id);
    work_add(w);
    return;
  }
  case MSG_RESULT: pending_answer(f, body, fds); return;
  case MSG_INTERRUPT: interrupt_frame(f); break;
  default: reference_frame(f, body, fds); break;
  }
  for (int i = 0; i < f->nfds; i++) /* what was not taken over */
    if (fds[i] >= 0) close(fds[i]);
}

void call_init(void) {
  SLOT(PENDINGS) = SLOT(CALLS) = SLOT(REMOTE_REFS) = V_UNDEF;
  calls();
}

void encode_call(Encoder *e, Value f, const Value *args, int nargs, Value kw) {
  cbor_head(&e->out, CBOR_ARRAY, (uint64_t)nargs + 2);
  wire_encode(e, f);
  for (int i = 0; i < nargs; i++) wire_encode(e, args[i]);
  wire_encode(e, is_undef(kw) ? v_nothing() : kw);
}

/* Starts a call of this process to itself in a task. */
void call_self(uint64_t id, uint8_t flags, Value f, const Value *args, int nargs, Value kw) {
  Work *w = gc_alloc(sizeof *w);
  w->frame = (WireFrame){.kind = MSG_CALL, .flags = flags, .to = cluster_id(), .from = cluster_id(), .id = id};
  w->local = true;
  w->f = f;
  w->arguments = v_object(array_of(args, (size_t)nargs));
  w->kw = kw;
  if (flags & MF_KEEP) reference_of_call(cluster_id(), id);
  work_add(w);
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
