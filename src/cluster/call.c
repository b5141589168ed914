/* Asking one other process to call a function: remotecall and its kin. */
#include "base/iterate.h"
#include "cluster/cluster.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

BUILTIN(call_fetch, "Distributed.remotecall_fetch(f, pid::Integer, args...; kwargs...)",
        "Calls `f(args...; kwargs...)` on process `pid` and returns the result. An error there is thrown here as a "
        "`RemoteException`.") {
  int64_t pid = to_int(args[1]);
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
  pending_send(p, &f, &e, SEND_NOW);
  wire_sent(&e);
  return pending_wait(p);
}

static Value call_keep(Value *args, int nargs, Value kw, bool wait) {
  int64_t pid = to_int(args[1]);
  if (pid == cluster_id()) {
    uint64_t id = pending_number();
    call_self(id, MF_KEEP | MF_NO_REPLY, args[0], args + 2, nargs - 2, kw);
    Value future = reference_future(pid, pid, (int64_t)id, v_nothing());
    if (wait) call1(module_get(CORE->base, symbol("wait")), future);
    return future;
  }
  cluster_require(pid);
  if (!wait) cluster_pace((int)pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  Pending *p = pending_new((int)pid);
  Value future = reference_future(pid, cluster_id(), (int64_t)pending_id(p), v_nothing());
  WireFrame f = {.kind = MSG_CALL, .flags = MF_KEEP, .to = (int)pid};
  pending_send(p, &f, &e, wait ? SEND_NOW : SEND_SOON);
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
  int64_t pid = to_int(args[1]);
  if (pid == cluster_id()) {
    call_self(pending_number(), MF_NO_REPLY, args[0], args + 2, nargs - 2, kw);
    return v_nothing();
  }
  cluster_require(pid);
  cluster_pace((int)pid);
  Encoder e = {.to = (int)pid, .memory = true};
  encode_call(&e, args[0], args + 2, nargs - 2, kw);
  WireFrame f = {.kind = MSG_CALL, .flags = MF_NO_REPLY, .to = (int)pid, .from = cluster_id(), .id = pending_number()};
  cluster_send_encoded(&f, &e, SEND_SOON);
  wire_sent(&e);
  return v_nothing();
}
