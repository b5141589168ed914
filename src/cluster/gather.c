/* One call to many processes at once: the answers are gathered, kept where they are (a scatter), or not waited for. */
#include "base/progress.h"
#include "cluster/cluster.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

#define BROADCAST_MIN 16384 /* bytes from which one body for many is worth a descriptor */
#define BROADCAST_USUAL ((size_t)1 << 20)

/* A call that goes to several processes. */
typedef struct Gather {
  Value *args;
  int nargs;
  bool keep;
  struct Unhurried *unhurried; /* NULL: the answers are waited for */
  const int64_t *pid;
  size_t n;
  Pending **pending; /* NULL: this process itself */
  Array *results, *failed;
  Value progress; /* undefined: none is shown */
} Gather;

/* The answers that nobody waits for, of one call to many. */
typedef struct Unhurried {
  Broadcast sent;
  size_t left;
  bool lost; /* one will not come */
} Unhurried;

static void unhurried_answer(void *arg, bool answered, Value exception) {
  Unhurried *u = arg;
  if (!answered) u->lost = true;
  if (!is_undef(exception)) /* reported as what fails in a task of its own is */
    call_self(pending_number(), MF_NO_REPLY, FN(throw_), &exception, 1, V_UNDEF);
  if (--u->left == 0) broadcast_end(&u->sent, !u->lost);
}

static Gather gather_new(Value *args, int nargs) {
  const Array *pids = as_array(args[1]);
  Gather g = {.args = args,
              .nargs = nargs,
              .pid = (const int64_t *)(const void *)pids->data,
              .n = pids->len,
              .pending = gc_alloc((pids->len + 1) * sizeof *g.pending),
              .results = array_any(pids->len),
              .failed = array_vector(&T_INT64->head, 0)};
  for (size_t i = 0; i < g.n; i++) /* one that has ended fails alone, one that never was is a mistake */
    if (cluster_member(g.pid[i]) != MEMBER_GONE) cluster_require(g.pid[i]);
  return g;
}

/* Sends the call to all others, encoded once if that gives the same bytes for all. */
static void gather_send(Gather *g, Broadcast *b) {
  static size_t last_size; /* the next call is often as large */
  Encoder e = {0};
  size_t others = 0;
  for (size_t i = 0; i < g->n; i++) { /* all of them first: how many are awaited is told with each frame */
    if (g->pid[i] == cluster_id()) continue;
    g->pending[i] = pending_new((int)g->pid[i]);
    others++;
    if (!g->unhurried) continue;
    pending_then(g->pending[i], unhurried_answer, g->unhurried);
    g->unhurried->left++;
  }
  for (size_t i = 0; i < g->n; i++) {
    int pid = (int)g->pid[i];
    if (pid == cluster_id()) continue;
    if (!e.out.len || e.personal) {
      e = (Encoder){.to = pid, .memory = true};
      if (last_size >= BROADCAST_MIN && last_size < BROADCAST_USUAL) text_reserve(&e.out, last_size);
      encode_call(&e, g->args[0], g->args + 2, g->nargs - 2, V_UNDEF);
      last_size = e.out.len;
    }
    uint8_t flags = g->keep ? MF_KEEP : g->unhurried ? MF_UNHURRIED : 0;
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
    Pending *p = g->pending[i];
    WireFrame f = {.kind = MSG_CALL, .to = pid, .flags = flags};
    pending_send(p, &f, &e, g->unhurried ? SEND_WITH_NEXT : SEND_NOW);
    if (g->keep) array_put(g->results, i, reference_future(pid, cluster_id(), (int64_t)pending_id(p), v_nothing()));
    if (e.personal) wire_sent(&e);
  }
  wire_sent(&e);
}

/* The answers, if they come, are dropped. */
static void gather_abandon(const Gather *g, Value exception) {
  for (size_t i = 0; i < g->n; i++)
    if (g->pending[i]) pending_abandon(g->pending[i], exception);
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
  uint64_t id = pending_number();
  call_self(id, MF_KEEP | MF_NO_REPLY, g->args[0], g->args + 2, g->nargs - 2, V_UNDEF);
  Value future = reference_future(cluster_id(), cluster_id(), (int64_t)id, v_nothing());
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
    array_put(g->results, i, p ? h.exception : answer_exception(h.exception));
    return;
  }
  if (!p)
    gather_here(g, i);
  else if (g->keep)
    pending_settled(p);
  else
    array_put(g->results, i, pending_wait(p));
  catch_end(&h);
}

BUILTIN(call_unhurried, "Distributed._gather_unhurried(f, pids::Vector{Int64}, args...)",
        "Calls `f(args...)` on all of `pids` before they do anything else for this process, without waiting for it: "
        "the calls go with what is sent next, or when this process waits. An error is reported.") {
  Gather g = gather_new(args, nargs);
  Unhurried *u = g.unhurried = gc_alloc(sizeof *u);
  *u = (Unhurried){.sent.fd = -1, .left = 1};
  Handler h;
  if (CATCH(h)) {
    gather_abandon(&g, h.exception);
    broadcast_end(&u->sent, false);
    rethrow_value(h.exception);
  }
  gather_send(&g, &u->sent);
  for (size_t i = 0; i < g.n; i++)
    if (!g.pending[i]) gather_here(&g, i);
  catch_end(&h);
  unhurried_answer(u, true, V_UNDEF);
  return v_nothing();
}

#define PROGRESS_MIN 2 /* from so many calls on it is worth telling how many have been answered */

/* One call to each of pids; the answers are gathered as they come. Results are in the order of pids: values, or Futures
 * of them if they are kept there. A failed call's result is its exception, and its index is in the second vector. */
static Value call_all(Value *args, int nargs, bool keep) {
  Gather g = gather_new(args, nargs);
  g.keep = keep;
  g.progress = g.n >= PROGRESS_MIN && cluster_id() == 1 ? progress_new("calls", g.n, false) : V_UNDEF;
  Broadcast b = {.fd = -1};
  Handler h;
  if (CATCH(h)) { /* interrupted: the answers, when they come, are dropped */
    gather_abandon(&g, h.exception);
    broadcast_end(&b, false);
    progress_end(g.progress);
    rethrow_value(h.exception);
  }
  gather_send(&g, &b);
  for (size_t i = 0; i < g.n; i++) {
    gather_take(&g, i);
    progress_step(g.progress, i + 1);
  }
  catch_end(&h);
  progress_end(g.progress);
  broadcast_end(&b, true);
  Value both[2] = {v_object(g.results), v_object(g.failed)};
  return tuple_new(both, 2);
}

BUILTIN(
    call_gather, "Distributed._gather(f, pids::Vector{Int64}, args...)",
    "Calls `f(args...)` on all of `pids` at once; returns (results, failed), failed being the indices of those whose "
    "result is an exception.") {
  return call_all(args, nargs, false);
}

BUILTIN(call_scatter, "Distributed._scatter(f, pids::Vector{Int64}, args...)",
        "As `_gather`, but the results stay where they are: Futures of them are given.") {
  return call_all(args, nargs, true);
}
