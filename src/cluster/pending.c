/* Answers that are waited for: from the sending of a frame that asks until its answer is taken or its process has
 * ended. They are found by the number that the frame carries; the result of a call that is kept as a Future stays until
 * that Future is released. */
#include <unistd.h>

#include "cluster/cluster.h"
#include "value/array.h"
#include "value/error.h"
#include "value/gc.h"

struct Pending {
  struct Pending *next;
  uint64_t id;
  int to;
  uint8_t flags, nfds;
  bool done, gone;
  bool told;           /* an interrupt has been sent after it */
  Task *task;          /* who waits */
  Array *others;       /* further tasks that wait, or NULL */
  const uint8_t *body; /* the answer */
  size_t size;
  int *fds;
  Value exception;  /* if gone; undefined: its end has not been seen yet */
  PendingThen then; /* instead of waiters */
  void *arg;
};

typedef struct Pendings {
  Object head;
  Pending **bucket; /* by id */
  size_t n, cap;    /* cap: a power of two */
  size_t awaited;   /* those without an answer */
} Pendings;

static Pendings *pendings(void) {
  if (is_undef(SLOT(PENDINGS))) {
    Pendings *c = gc_object(T_BUFFER, sizeof *c);
    c->bucket = gc_alloc(64 * sizeof *c->bucket);
    c->cap = 64;
    SLOT(PENDINGS) = (Value){T_INT64, {.p = c}};
  }
  return SLOT(PENDINGS).p;
}

static Pending **pending_bucket(const Pendings *c, uint64_t id) { return &c->bucket[id & (c->cap - 1)]; }

static void pending_grow(Pendings *c) {
  Pending **old = c->bucket;
  size_t n = c->cap;
  c->bucket = gc_alloc(2 * n * sizeof *old);
  c->cap = 2 * n;
  for (size_t i = 0; i < n; i++)
    for (Pending *p = old[i], *next; p; p = next) {
      next = p->next;
      Pending **b = pending_bucket(c, p->id);
      p->next = *b;
      *b = p;
    }
}

uint64_t pending_number(void) {
  static uint64_t last;
  return ++last;
}

Pending *pending_new(int to) {
  Pendings *c = pendings();
  if (c->n >= c->cap) pending_grow(c);
  Pending *p = gc_alloc(sizeof *p);
  p->id = pending_number();
  p->to = to;
  Pending **b = pending_bucket(c, p->id);
  p->next = *b;
  *b = p;
  c->n++;
  c->awaited++;
  return p;
}

Pending *pending_find(uint64_t id) {
  Pending *p = *pending_bucket(pendings(), id);
  while (p && p->id != id) p = p->next;
  return p;
}

uint64_t pending_id(const Pending *p) { return p->id; }

bool pending_ready(const Pending *p) { return p->done; }

/* Closes what came with the answer and was not taken over. */
static void answer_close(Pending *p) {
  for (int i = 0; i < p->nfds; i++)
    if (p->fds[i] >= 0) close(p->fds[i]);
  p->nfds = 0;
}

void pending_forget(uint64_t id) {
  Pendings *c = pendings();
  for (Pending **b = pending_bucket(c, id); *b; b = &(*b)->next)
    if ((*b)->id == id) {
      c->awaited -= !(*b)->done;
      answer_close(*b);
      *b = (*b)->next;
      c->n--;
      return;
    }
}

size_t pending_awaited(void) { return pendings()->awaited; }

static void settle(Pending *p) {
  p->done = true;
  pendings()->awaited--;
}

static Value answer_decode(Pending *p) {
  if (!p->size && p->flags & MF_ERROR) throw_error("process %d has no memory left for its answer", p->to);
  if (!p->size) return v_nothing();
  WireTaken taken = {0};
  Decoder d = {.r = {p->body, p->body, p->body + p->size},
               .from = p->to,
               .pending = UINT32_MAX,
               .fds = p->fds,
               .nfds = p->nfds,
               .taken = &taken};
  volatile Value told = v_nothing();
  Handler h;
  if (CATCH(h)) {
    answer_close(p);
    reference_drop(p->body, p->size, &taken);
    throw_value(answer_unreadable(p->to, told, h.exception));
  }
  if (p->flags & MF_ERROR) {
    wire_expect_array(&d, 2, 2, "an error");
    told = wire_decode_defined(&d);
  }
  Value v = wire_decode_only(&d);
  catch_end(&h);
  answer_close(p);
  return v;
}

/* What an answer that nobody waits for says went wrong; undefined: nothing. */
static Value answer_failure(Pending *p) {
  if (p->gone || !(p->flags & MF_ERROR)) return V_UNDEF;
  Handler h;
  if (CATCH(h)) return h.exception;
  Value v = answer_decode(p);
  catch_end(&h);
  return v;
}

void pending_then(Pending *p, PendingThen then, void *arg) {
  p->then = then;
  p->arg = arg;
}

static void conclude(Pending *p) {
  if (!p->then) return;
  pending_forget(p->id);
  p->then(p->arg, !p->gone, answer_failure(p));
}

static void lost(Pending *p, Value exception) {
  settle(p);
  p->gone = true;
  p->exception = exception;
}

void pending_send(Pending *p, WireFrame *f, Encoder *e, enum haste haste) {
  f->id = p->id;
  f->from = cluster_id();
  if (cluster_send_encoded(f, e, haste)) return;
  lost(p, V_UNDEF);
  conclude(p);
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
  if (!p->gone) return;
  if (is_undef(p->exception)) {
    cluster_take_rest(p->to); /* its end tells the cause */
    p->exception = cluster_exited(p->to);
  }
  throw_value(p->exception);
}

void pending_abandon(Pending *p, Value exception) {
  if (exception.type == T_INTERRUPTEXCEPTION && !p->done && !p->told && cluster_member(p->to) == MEMBER_ALIVE) {
    WireFrame f = {.kind = MSG_INTERRUPT, .to = p->to, .from = cluster_id(), .id = p->id};
    cluster_send(&f, NULL, NULL);
  }
  pending_forget(p->id);
}

Value pending_wait(Pending *p) {
  Handler h;
  if (CATCH(h)) { /* interrupted; or the answer cannot be read */
    pending_abandon(p, h.exception);
    rethrow_value(h.exception);
  }
  pending_await(p);
  Value v = answer_decode(p);
  catch_end(&h);
  pending_forget(p->id);
  if (p->flags & MF_ERROR) throw_value(v);
  return v;
}

/* Waits for the answer, which stays for the Future; throws what came as an error. */
void pending_settled(Pending *p) {
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

void pending_answer(const WireFrame *f, const uint8_t *body, int *fds) {
  Pending *p = pending_find(f->id);
  if (!p || p->done || p->to != f->from) {
    for (int i = 0; i < f->nfds; i++)
      if (fds[i] >= 0) close(fds[i]);
    if (f->size) reference_drop(body, f->size, NULL);
    return;
  }
  if (f->nfds) {
    p->fds = gc_alloc_leaf(f->nfds * sizeof *fds);
    memcpy(p->fds, fds, f->nfds * sizeof *fds);
    p->nfds = (uint8_t)f->nfds;
  }
  settle(p);
  p->flags = f->flags;
  p->body = body;
  p->size = f->size;
  waiters_wake(p);
  conclude(p);
}

void pending_gone(int id, Value exception) {
  const Pendings *c = pendings();
  for (size_t b = 0; b < c->cap; b++)
    for (Pending *p = c->bucket[b], *next; p; p = next) {
      next = p->next;
      if (p->to != id || p->done) continue;
      lost(p, exception);
      waiters_wake(p);
      conclude(p);
    }
}

void pending_interrupt_all(void) {
  const Pendings *c = pendings();
  Array *told = array_vector(&T_INT64->head, 0);
  for (size_t b = 0; b < c->cap; b++)
    for (Pending *p = c->bucket[b]; p; p = p->next) {
      if (p->done || cluster_member(p->to) != MEMBER_ALIVE) continue;
      p->told = true;
      const int64_t *id = (const int64_t *)(const void *)told->data;
      size_t i = 0;
      while (i < told->len && id[i] != p->to) i++;
      if (i < told->len) continue;
      array_push(told, v_int(p->to));
      WireFrame f = {.kind = MSG_INTERRUPT, .to = p->to, .from = cluster_id()};
      cluster_send(&f, NULL, NULL);
    }
}
