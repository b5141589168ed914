#include "cluster/member.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "host/loop.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/error.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

static int self = 1;
static Member *members; /* by number; malloc'ed */
static int limit;
static Link *master; /* in a worker */
static bool changed; /* and the workers have not been told */

void member_be(int id) { self = id; }
void member_master(Link *link) { master = link; }
void member_changed(void) { changed = true; }
int member_limit(void) { return limit; }
int cluster_id(void) { return self; }

Module *cluster_module(void) { return wire_module("Distributed", 11); }

Member *member_at(int64_t id) { return id >= 0 && id < limit ? &members[id] : NULL; }

Member *member_make(int id) {
  if (id >= limit) {
    int n = 2 * id + 16;
    Member *more = realloc(members, (size_t)n * sizeof *more);
    if (!more) throw_singleton(T_OUTOFMEMORYERROR);
    memset(more + limit, 0, (size_t)(n - limit) * sizeof *more);
    for (int i = limit; i < n; i++) more[i].output = -1;
    members = more;
    limit = n;
  }
  return &members[id];
}

enum member cluster_member(int64_t id) {
  if (id == 1 || id == self) return MEMBER_ALIVE;
  const Member *p = member_at(id);
  return !p || p->state == ABSENT ? MEMBER_NONE : p->state == GONE ? MEMBER_GONE : MEMBER_ALIVE;
}

Value cluster_exited(int id) {
  const Member *p = member_at(id);
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

Array *member_list(void) {
  Array *a = array_vector(&T_INT64->head, 0);
  array_push(a, v_int(1));
  for (int i = 2; i < limit; i++)
    if (members[i].state == ALIVE) array_push(a, v_int(i));
  return a;
}

void member_announce(void) {
  if (!changed) return;
  changed = false;
  const Array *a = member_list();
  for (int i = 2; i < limit; i++) {
    if (members[i].state != ALIVE || members[i].removed) continue;
    WireFrame f = {.kind = MSG_MEMBERS, .to = i, .from = 1, .size = a->len * 8};
    cluster_send(&f, a->data, NULL);
  }
}

void member_arrived(const WireFrame *f, const uint8_t *body) {
  for (int i = 2; i < limit; i++)
    if (members[i].state == ALIVE) members[i].state = GONE;
  for (size_t i = 0; i + 8 <= f->size; i += 8) {
    int64_t id;
    memcpy(&id, body + i, 8);
    if (id > 1 && id < INT32_MAX / 4) member_make((int)id)->state = ALIVE;
  }
}

bool cluster_send(const WireFrame *f, const void *body, const int *fds) {
  if (f->kind == MSG_CALL) member_announce();
  if (self != 1) return link_send(master, f, body, fds);
  const Member *p = member_at(f->to);
  if (!p || !p->link || !link_send(p->link, f, body, fds)) return false;
  bool urgent = f->kind == MSG_INTERRUPT || f->kind == MSG_EXIT; /* not to wait until the process has computed */
  if (urgent && p->state == ALIVE) link_nudge(p->link, p->pid);
  return true;
}

void cluster_take_rest(int id) {
  const Member *p = member_at(id);
  if (self == 1 && p && p->link) link_receive(p->link);
}

void member_look(void) {
  if (master) link_receive(master);
}

bool cluster_send_soon(const WireFrame *f, const void *body) {
  if (f->kind == MSG_CALL) member_announce();
  if (self != 1) return link_send_soon(master, f, body);
  const Member *p = member_at(f->to);
  return p && p->link && link_send_soon(p->link, f, body);
}

bool cluster_send_with_next(const WireFrame *f, const void *body, const int *fds) {
  if (f->kind == MSG_CALL) member_announce();
  if (self != 1) return link_send_with_next(master, f, body, fds);
  const Member *p = member_at(f->to);
  return p && p->link && link_send_with_next(p->link, f, body, fds);
}

bool cluster_send_encoded(WireFrame *f, Encoder *e, enum haste haste) {
  f->size = e->out.len;
  f->nfds = (uint8_t)e->nfds;
  wire_goes(e);
  if (haste == SEND_WITH_NEXT) return cluster_send_with_next(f, e->out.bytes, e->fds);
  if (haste == SEND_SOON && !e->nfds) return cluster_send_soon(f, e->out.bytes);
  return cluster_send(f, e->out.bytes, e->fds);
}

/* More than this is not queued for one process by calls that nobody waits for. */
#define QUEUED_MAX ((size_t)8 << 20)

void cluster_pace(int id) {
  for (;;) {
    const Member *p = member_at(id);
    const Link *l = self == 1 ? (p ? p->link : NULL) : master;
    if (!l || link_queued(l) < QUEUED_MAX) return;
    if (task_any_ready())
      task_yield();
    else
      loop_poll(true);
  }
}

BUILTIN(member_members, "Distributed._members()", "The numbers of all processes, ascending.") {
  return v_object(member_list());
}

BUILTIN(member_member, "Distributed._member(id::Int64)", "0: no such process, 1: it runs, 2: it has ended.") {
  return v_int(cluster_member(args[0].i));
}

BUILTIN(member_id, "Distributed.myid()", "The number of this process: 1 for the master.") { return v_int(self); }

BUILTIN(member_interrupt, "Distributed._interrupt(id::Int64)", "Interrupts what worker `id` does for this process.") {
  cluster_require(args[0].i);
  WireFrame f = {.kind = MSG_INTERRUPT, .to = (int)args[0].i, .from = self};
  cluster_send(&f, NULL, NULL);
  return v_nothing();
}
