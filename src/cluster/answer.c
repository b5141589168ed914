/* Answers to calls: a value, an error or the word that the result is kept, as one frame. */
#include "base/io.h"
#include "cluster/cluster.h"
#include "lang/vm.h"
#include "value/call.h"
#include "value/error.h"
#include "value/module.h"
#include "value/symbol.h"

Value answer_exception(Value ex) {
  Value f = module_get(cluster_module(), symbol("_remote_exception"));
  return is_undef(f) ? ex : call2(f, ex, vm_catch_backtrace());
}

Value answer_unreadable(int from, Value told, Value why) {
  if (why.type == T_INTERRUPTEXCEPTION) return why;
  Value args[] = {v_int(from), told, why, vm_catch_backtrace()};
  return call(module_get(cluster_module(), symbol("_unreadable")), args, 4);
}

static void encode_told(Encoder *e, Value told, Value ex) {
  cbor_head(&e->out, CBOR_ARRAY, 2);
  wire_encode(e, told);
  wire_encode(e, ex);
}

void answer_encode_error(Encoder *e, Value ex) {
  Value told = call1(module_get(cluster_module(), symbol("_told_error")), ex);
  Handler h;
  if (CATCH(h)) {
    *e = (Encoder){.to = e->to};
    encode_told(e, told, call1(module_get(cluster_module(), symbol("_sendable_exception")), ex));
    return;
  }
  encode_told(e, told, ex);
  catch_end(&h);
}

static void answer_send(int to, uint64_t id, Encoder *e, uint8_t flags, enum haste haste) {
  if (io_printed()) flags |= MF_PRINTED;
  WireFrame f = {.kind = MSG_RESULT, .flags = flags, .to = to, .from = cluster_id(), .id = id};
  cluster_send_encoded(&f, e, haste);
  wire_sent(e);
}

void answer_reply(int to, uint64_t id, Value v, bool failed, enum haste haste) {
  Encoder e = {.to = to, .memory = true, .passing = true};
  Handler h;
  volatile bool error = failed;
  if (CATCH(h)) {
    error = true;
    e = (Encoder){.to = to};
    answer_encode_error(&e, answer_exception(h.exception));
  } else {
    if (error)
      answer_encode_error(&e, v);
    else
      wire_encode(&e, v);
    catch_end(&h);
  }
  answer_send(to, id, &e, error ? MF_ERROR : 0, haste);
}

void answer_lost(int to, uint64_t id) {
  WireFrame f = {.kind = MSG_RESULT, .flags = MF_ERROR, .to = to, .from = cluster_id(), .id = id};
  cluster_send(&f, NULL, NULL);
}

void answer_kept(int to, uint64_t id, enum haste haste) {
  Encoder e = {.to = to};
  answer_send(to, id, &e, MF_KEPT, haste);
}
