/* Asking other processes to call a function: one (remotecall and its kin) or many at once (a gather). */
#include "base/print.h"
#include "base/progress.h"
#include "cluster/cluster.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

static Type *future_type(void) { return (Type *)CORE->tn_future->wrapper; }

static int64_t pid_of(Value v) {
  if (v.type == T_INT64) return v.i;
  Value n = call2(FN(convert), v_object(T_INT64), v);
  return n.i;
}
BUILTIN(call_fetch, "Distributed.remotecall_fetch(f, pid::Integer, args...; kwargs...)",
        "Calls `f(args...; kwargs...)` on process `pid` and returns the result. An error there is thrown here as a "
        "`RemoteException`.") {
  int64_t pid = pid_of(args[1]);
  if (pid == cluster_id()) {
    Handler h;
    if (CATCH(h)) throw_value(answer_exception(h.exception));
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
    uint64_t id = pending_number();
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
  Value future = reference_object(future_type(), pid, cluster_id(), (int64_t)pending_id(p), v_nothing());
  WireFrame f = {
      .kind = MSG_CALL, .flags = MF_KEEP, .to = (int)pid, .from = cluster_id(), .id = pending_id(p), .size = e.out.len};
  if (wait || e.nfds)
    pending_send(p, &f, &e);
  else if (!cluster_send_soon(&f, e.out.bytes))
    pending_lost(p);
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
    call_self(pending_number(), MF_NO_REPLY, args[0], args + 2, nargs - 2, kw);
    return v_nothing();
  }
  cluster_require(pid);
  cluster_pace((int)pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  WireFrame f = {.kind = MSG_CALL,
                 .flags = MF_NO_REPLY,
                 .to = (int)pid,
                 .from = cluster_id(),
                 .id = pending_number(),
                 .size = e.out.len,
                 .nfds = (uint8_t)e.nfds};
  if (e.nfds)
    cluster_send(&f, e.out.bytes, e.fds);
  else
    cluster_send_soon(&f, e.out.bytes);
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
  Value progress; /* undefined: none is shown */
} Gather;

/* Sends the call to all others, encoded once if that gives the same bytes for all. */
static void gather_send(Gather *g, Broadcast *b) {
  static size_t last_size; /* the next call is often as large */
  Encoder e = {0};
  size_t others = 0;
  for (size_t i = 0; i < g->n; i++) { /* all of them first: how many are awaited is told with each frame */
    if (g->pid[i] == cluster_id()) continue;
    g->pending[i] = pending_new((int)g->pid[i]);
    others++;
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
    Pending *p = g->pending[i];
    WireFrame f = {.kind = MSG_CALL, .to = pid, .flags = flags};
    pending_send(p, &f, &e);
    if (g->keep)
      array_put(g->results, i, reference_object(future_type(), pid, cluster_id(), (int64_t)pending_id(p), v_nothing()));
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
  uint64_t id = pending_number();
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

#define PROGRESS_MIN 2 /* from so many calls on it is worth telling how many have been answered */

/* One call to each of pids; the answers are gathered as they come. Results are in the order of pids: values, or Futures
 * of them if they are kept there. A failed call's result is its exception, and its index is in the second vector. */
static Value call_all(Value *args, int nargs, bool keep) {
  const Array *pids = as_array(args[1]);
  Gather g = {
      .args = args, .nargs = nargs, .keep = keep, .pid = (const int64_t *)(const void *)pids->data, .n = pids->len};
  for (size_t i = 0; i < g.n; i++) /* one that has ended fails alone, one that never was is a mistake */
    if (cluster_member(g.pid[i]) != MEMBER_GONE) cluster_require(g.pid[i]);
  g.pending = gc_alloc((g.n + 1) * sizeof *g.pending);
  g.results = array_any(g.n);
  g.failed = array_vector(&T_INT64->head, 0);
  g.progress = g.n >= PROGRESS_MIN && cluster_id() == 1 ? progress_new("calls", g.n, false) : V_UNDEF;
  Broadcast b = {.fd = -1};
  Handler h;
  if (CATCH(h)) { /* interrupted: the answers, when they come, are dropped */
    for (size_t i = 0; i < g.n; i++)
      if (g.pending[i]) pending_forget(pending_id(g.pending[i]));
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
