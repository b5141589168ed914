/* Remote references: values that stay at their owner, named (whence, ref) by the process that made the name.
 * The owner counts for each process how many references it holds; a value that nobody holds is forgotten. */
#include <stdio.h>
#include <stdlib.h>

#include "cluster/cluster.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

typedef struct Waiter {
  Task *task; /* of this process, or NULL */
  int from;   /* else: the answer to call id of process from */
  uint64_t id;
  uint8_t flags;
  struct Waiter *next;
} Waiter;

typedef struct Holder {
  int id, count;
} Holder;

enum { EMPTY, SETTLED, FAILED };

typedef struct Reference {
  struct Reference *next;
  uint64_t ref;
  int whence;
  int state;
  bool called; /* its value comes from a call that runs here */
  Value value;
  Waiter *waiters;
  Holder one, *holders; /* holders: &one, or leaf memory if there are several */
  int nholders;
} Reference;

typedef struct References {
  Object head;
  size_t n, cap; /* cap: a power of two */
  Reference **buckets;
} References;

static References *references(void) {
  if (is_undef(SLOT(REMOTE_REFS))) {
    References *t = gc_object(T_BUFFER, sizeof *t);
    t->buckets = gc_alloc(64 * sizeof *t->buckets);
    t->cap = 64;
    SLOT(REMOTE_REFS) = (Value){T_INT64, {.p = t}};
  }
  return SLOT(REMOTE_REFS).p;
}

static Reference **bucket(const References *t, int whence, uint64_t ref) {
  return &t->buckets[(ref + (uint64_t)whence * 997) & (t->cap - 1)];
}

static void references_grow(References *t) {
  References old = *t;
  Reference **more = gc_alloc(2 * old.cap * sizeof *more);
  t->buckets = more;
  t->cap = 2 * old.cap;
  for (size_t i = 0; i < old.cap; i++)
    for (Reference *r = old.buckets[i], *next; r; r = next) {
      next = r->next;
      Reference **b = bucket(t, r->whence, r->ref);
      r->next = *b;
      *b = r;
    }
}

static Reference *find(int whence, uint64_t ref) {
  for (Reference *r = *bucket(references(), whence, ref); r; r = r->next)
    if (r->ref == ref && r->whence == whence) return r;
  return NULL;
}

__attribute__((noinline)) static Reference *obtain(int whence, uint64_t ref) {
  Reference *r = find(whence, ref);
  if (r) return r;
  References *t = references();
  if (t->n >= t->cap) references_grow(t);
  r = gc_alloc(sizeof *r);
  r->whence = whence, r->ref = ref;
  t->n++;
  Reference **b = bucket(t, whence, ref);
  r->next = *b;
  *b = r;
  return r;
}

static void forget_unheld(Reference *r) {
  if (r->waiters) return;
  for (int i = 0; i < r->nholders; i++)
    if (r->holders[i].count > 0) return;
  for (Reference **b = bucket(references(), r->whence, r->ref); *b; b = &(*b)->next)
    if (*b == r) {
      *b = r->next;
      references()->n--;
      r->value = V_UNDEF;
      return;
    }
}

void reference_hold(int whence, uint64_t ref, int holder, int count) {
  if (count > 0 && cluster_member(holder) == MEMBER_GONE) return; /* it would never be released */
  Reference *r = count < 0 ? find(whence, ref) : obtain(whence, ref);
  if (!r) return;
  int i = 0;
  while (i < r->nholders && r->holders[i].id != holder) i++;
  if (i == r->nholders) {
    Holder *more = i ? gc_alloc_leaf((size_t)(i + 1) * sizeof *more) : &r->one;
    if (i) memcpy(more, r->holders, (size_t)i * sizeof *more);
    more[i] = (Holder){holder, 0};
    r->holders = more;
    r->nholders++;
  }
  r->holders[i].count += count;
  if (count < 0) forget_unheld(r);
}

void reference_of_call(int whence, uint64_t ref) {
  reference_hold(whence, ref, whence, 1);
  obtain(whence, ref)->called = true;
}

/* ---- waiting ---- */

static void answer(const Reference *r, int from, uint64_t id, uint8_t flags) {
  if (flags & MF_PEEK)
    answer_reply(from, id, v_bool(r->state != EMPTY), false, SEND_NOW);
  else if (r->state == FAILED)
    answer_reply(from, id, r->value, true, SEND_NOW);
  else
    answer_reply(from, id, flags & MF_WAIT ? v_nothing() : r->value, false, SEND_NOW);
}

void reference_settle(int whence, uint64_t ref, Value v, bool failed) {
  Reference *r = obtain(whence, ref);
  r->state = failed ? FAILED : SETTLED;
  r->value = v;
  Waiter *w = r->waiters;
  r->waiters = NULL;
  for (; w; w = w->next) {
    if (w->task)
      task_wake(w->task, v_nothing());
    else
      answer(r, w->from, w->id, w->flags);
  }
  forget_unheld(r);
}

static void add_waiter(Reference *r, Waiter w) {
  Waiter *p = gc_alloc(sizeof *p);
  *p = w;
  Waiter **end = &r->waiters;
  while (*end) end = &(*end)->next;
  *end = p;
}

/* Waits until the reference has a value here. */
static Reference *await_local(int whence, uint64_t ref) {
  Reference *r = obtain(whence, ref);
  while (r->state == EMPTY) {
    Task *self = task_current();
    add_waiter(r, (Waiter){.task = self});
    Handler h;
    if (CATCH(h)) {
      for (Waiter **w = &r->waiters; *w; w = &(*w)->next)
        if ((*w)->task == self) {
          *w = (*w)->next;
          break;
        }
      rethrow_value(h.exception);
    }
    task_wait();
    catch_end(&h);
  }
  return r;
}

/* ---- frames ---- */

static void require_unset(const Reference *r) {
  if (r && (r->called || r->state != EMPTY)) throw_error("Future can be set only once");
}

static void put_frame(const WireFrame *f, const uint8_t *body, int *fds) {
  WireTaken taken = {0};
  Handler h;
  if (CATCH(h)) {
    reference_drop(body, f->size, &taken);
    answer_reply(f->from, f->id, answer_exception(h.exception), true, SEND_NOW);
    return;
  }
  Decoder d = {.r = {body, body, body + f->size},
               .from = f->from,
               .pending = UINT32_MAX,
               .fds = fds,
               .nfds = f->nfds,
               .taken = &taken};
  Value v = wire_decode_only(&d);
  require_unset(find(f->whence, f->ref));
  reference_settle(f->whence, f->ref, v, false);
  catch_end(&h);
  answer_reply(f->from, f->id, v_nothing(), false, SEND_NOW);
}

void reference_frame(const WireFrame *f, const uint8_t *body, int *fds) {
  switch (f->kind) {
  case MSG_FETCH: {
    Reference *r = obtain(f->whence, f->ref);
    if (r->state == EMPTY && !(f->flags & MF_PEEK))
      add_waiter(r, (Waiter){.from = f->from, .id = f->id, .flags = f->flags});
    else
      answer(r, f->from, f->id, f->flags);
    return;
  }
  case MSG_PUT: put_frame(f, body, fds); return;
  case MSG_HOLD: reference_hold(f->whence, f->ref, (int)f->id, 1); return;
  case MSG_RELEASE:
    for (size_t i = 0; i + 16 <= f->size; i += 16) {
      int64_t pair[2];
      memcpy(pair, body + i, 16);
      reference_hold((int)pair[0], (uint64_t)pair[1], f->from, -1);
    }
    return;
  default: return;
  }
}

void reference_gone(int id) {
  const References *t = references();
  for (size_t b = 0; b < t->cap; b++)
    for (Reference *r = t->buckets[b], *next; r; r = next) {
      next = r->next;
      bool waited = false;
      for (Waiter **w = &r->waiters; *w;)
        if (!(*w)->task && (*w)->from == id)
          *w = (*w)->next, waited = true;
        else
          w = &(*w)->next;
      for (int i = 0; i < r->nholders; i++)
        if (r->holders[i].id == id && r->holders[i].count > 0)
          reference_hold(r->whence, r->ref, id, -r->holders[i].count);
      if (waited) forget_unheld(r);
    }
}

/* ---- the objects that hold references ---- */

typedef struct Released {
  int64_t where, whence, ref;
} Released;
static Released *released; /* outside the heap: filled by finalizers, for which there is room from the beginning */
static size_t nreleased, released_cap, nholding; /* nholding: those that will be released, and those that have been */

/* Room for the release of one more. */
static bool release_promise(void) {
  if (nholding == released_cap) {
    size_t cap = released_cap ? 2 * released_cap : 256;
    Released *more = realloc(released, cap * sizeof *more);
    if (!more) return false;
    released = more, released_cap = cap;
  }
  nholding++;
  return true;
}

static void release(int64_t where, int64_t whence, int64_t ref) {
  released[nreleased++] = (Released){where, whence, ref};
}

/* It was counted for this process when it was sent, unless it is its own. */
static void unread(int64_t where, int64_t whence, int64_t id) {
  if (where == cluster_id()) return;
  if (release_promise())
    release(where, whence, id);
  else
    fprintf(stderr, "clu: out of memory: process %d keeps a value for this one that is not needed\n", (int)where);
}

void reference_drop(const uint8_t *body, size_t size, const WireTaken *taken) { wire_skim(body, size, taken, unread); }

/* The three numbers of a Future or RemoteChannel: its first fields. */
static void reference_finish(Object *o) {
  const int64_t *n = object_data(o);
  release(n[0], n[1], n[2]);
}

static int compare_owner(const void *a, const void *b) {
  int64_t x = ((const Released *)a)->where, y = ((const Released *)b)->where;
  return x < y ? -1 : x > y;
}

void reference_flush(void) {
  if (!nreleased) return;
  const size_t n = nreleased;
  Released *list = released;
  for (size_t i = 0; i < n; i++)
    if (list[i].whence == cluster_id()) pending_forget((uint64_t)list[i].ref);
  qsort(list, n, sizeof *list, compare_owner);
  for (size_t i = 0, j; i < n; i = j) {
    for (j = i; j < n && list[j].where == list[i].where; j++) {
    }
    if (list[i].where == cluster_id()) {
      for (size_t k = i; k < j; k++) reference_hold((int)list[k].whence, (uint64_t)list[k].ref, cluster_id(), -1);
      continue;
    }
    WireFrame f = {.kind = MSG_RELEASE, .to = (int)list[i].where, .from = cluster_id(), .size = (j - i) * 16};
    int64_t *pairs = (int64_t *)(void *)&list[i]; /* written over what is read before */
    for (size_t k = i; k < j; k++) {
      Released r = list[k];
      pairs[2 * (k - i)] = r.whence, pairs[2 * (k - i) + 1] = r.ref;
    }
    if (cluster_member(f.to) == MEMBER_ALIVE) cluster_send_soon(&f, pairs);
  }
  nreleased -= n;
  nholding -= n;
  memmove(released, released + n, nreleased * sizeof *released);
}

/* v is a Future or RemoteChannel: what it refers to is released when it is collected. */
static Value released_with(Value v) {
  if (!release_promise()) throw_singleton(T_OUTOFMEMORYERROR);
  gc_finalizer(v.o, reference_finish);
  return v;
}

Value reference_object(Type *type, int64_t where, int64_t whence, int64_t id, Value value) {
  return released_with(struct_new(type, (Value[]){v_int(where), v_int(whence), v_int(id), value}, type->nfields));
}

Value reference_future(int64_t where, int64_t whence, int64_t id, Value value) {
  return reference_object((Type *)CORE->tn_future->wrapper, where, whence, id, value);
}

static void on_sent(int to, Value v, uint64_t unused UNUSED) {
  int64_t where = struct_get(v, 0).i, whence = struct_get(v, 1).i, id = struct_get(v, 2).i;
  if (v.type->nfields > 3 && !is_nothing(struct_get(v, 3))) return; /* its value goes along */
  if (to == where) return;
  if (where == cluster_id()) {
    reference_hold((int)whence, (uint64_t)id, to, 1);
    return;
  }
  WireFrame f = {.kind = MSG_HOLD,
                 .to = (int)where,
                 .from = cluster_id(),
                 .whence = (int)whence,
                 .ref = (uint64_t)id,
                 .id = (uint64_t)to};
  if (cluster_member(where) == MEMBER_ALIVE) cluster_send(&f, NULL, NULL);
}

static Value on_received(Type *type, int64_t where, int64_t whence, int64_t id, Value value) {
  if (type->nfields < 3 || (type->name != CORE->tn_future && type->name != CORE->tn_remotechannel))
    throw_error("damaged data: a remote reference of type %s", type->name->name->text);
  if (!is_nothing(value))
    return struct_new(type, (Value[]){v_int(where), v_int(whence), v_int(id), value}, type->nfields);
  if (where == cluster_id()) reference_hold((int)whence, (uint64_t)id, cluster_id(), 1);
  return reference_object(type, where, whence, id, v_nothing());
}

void reference_init(void) {
  wire_reference_sent = on_sent;
  wire_reference_received = on_received;
}

/* ---- built-ins under distributed.jl ---- */

static Value fetch_remote(int64_t where, int64_t whence, int64_t ref, uint8_t flags) {
  cluster_require(where);
  Pending *p = pending_new((int)where);
  WireFrame f = {.kind = MSG_FETCH, .flags = flags, .to = (int)where, .whence = (int)whence, .ref = (uint64_t)ref};
  Encoder e = {.to = (int)where};
  pending_send(p, &f, &e, SEND_NOW);
  wire_sent(&e);
  return pending_wait(p);
}

BUILTIN(reference_fetch, "Distributed._reference_fetch(where::Int64, whence::Int64, id::Int64, wait::Bool)",
        "The value of a remote reference when it has one; with `wait`, nothing then.") {
  bool wait = is_true(args[3]);
  if (args[0].i != cluster_id()) {
    Pending *p = args[1].i == cluster_id() ? pending_find(args[2].u) : NULL;
    Value v;
    if (p && (pending_take(p, &v) || wait)) return wait ? v_nothing() : v;
    return fetch_remote(args[0].i, args[1].i, args[2].i, wait ? MF_WAIT : 0);
  }
  Reference *r = await_local((int)args[1].i, args[2].u);
  if (r->state == FAILED) throw_value(r->value);
  return wait ? v_nothing() : r->value;
}

BUILTIN(reference_isready, "Distributed._reference_isready(where::Int64, whence::Int64, id::Int64)",
        "Whether a remote reference has a value.") {
  if (args[0].i != cluster_id()) {
    const Pending *p = args[1].i == cluster_id() ? pending_find(args[2].u) : NULL;
    if (!p) return fetch_remote(args[0].i, args[1].i, args[2].i, MF_PEEK);
    if (!pending_ready(p)) task_yield(); /* whoever asks again and again lets the answer in */
    return v_bool(pending_ready(p));
  }
  Reference *r = find((int)args[1].i, args[2].u);
  return v_bool(r && r->state != EMPTY);
}

BUILTIN(reference_put, "Distributed._reference_put(where::Int64, whence::Int64, id::Int64, value)",
        "Gives a remote reference its value.") {
  if (args[0].i == cluster_id()) {
    require_unset(find((int)args[1].i, args[2].u));
    reference_settle((int)args[1].i, args[2].u, args[3], false);
    return v_nothing();
  }
  cluster_require(args[0].i);
  Pending *p = pending_new((int)args[0].i);
  Encoder e = {.to = (int)args[0].i, .memory = true};
  wire_encode(&e, args[3]);
  WireFrame f = {.kind = MSG_PUT, .to = (int)args[0].i, .whence = (int)args[1].i, .ref = args[2].u};
  pending_send(p, &f, &e, SEND_NOW);
  wire_sent(&e);
  return pending_wait(p);
}

BUILTIN(reference_value, "Distributed._reference_value(whence::Int64, id::Int64)",
        "The value held in this process under a reference's name, or nothing.") {
  Reference *r = find((int)args[0].i, args[1].u);
  return r && r->state == SETTLED ? r->value : v_nothing();
}

BUILTIN(reference_number, "Distributed._reference_next()", "A fresh number for a reference of this process.") {
  return v_int((int64_t)pending_number());
}

BUILTIN(reference_hold_, "Distributed._reference_hold(where::Int64, whence::Int64, id::Int64, holder::Int64)",
        "Process `holder` holds the reference once more.") {
  if (args[0].i == cluster_id()) {
    reference_hold((int)args[1].i, args[2].u, (int)args[3].i, 1);
    return v_nothing();
  }
  cluster_require(args[0].i);
  WireFrame f = {.kind = MSG_HOLD,
                 .to = (int)args[0].i,
                 .from = cluster_id(),
                 .whence = (int)args[1].i,
                 .ref = args[2].u,
                 .id = args[3].u};
  cluster_send(&f, NULL, NULL);
  return v_nothing();
}

BUILTIN(reference_track, "Distributed._reference_track(r)", "Releases what `r` refers to when `r` is collected.") {
  return released_with(args[0]);
}

BUILTIN(reference_release, "Distributed._reference_release(r)",
        "Releases what `r` refers to now, if that is counted.") {
  if (gc_forget(args[0].o)) reference_finish(args[0].o);
  if (nreleased >= 1024) reference_flush();
  return v_nothing();
}

BUILTIN(reference_count, "Distributed._reference_count()", "How many values are held here for references.") {
  return v_int((int64_t)references()->n);
}
