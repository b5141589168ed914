#include "base/recurrence.h"

#include <math.h>

#include "base/kernel_walk.h"
#include "value/builtin.h"

typedef struct Build {
  Recurrence *r;
  const Term *slot[RECURRENCE_SLOTS]; /* the term of each */
} Build;

static int slot_new(Build *b, const Term *t) {
  if (b->r->nslots >= RECURRENCE_SLOTS) return -1;
  b->slot[b->r->nslots] = t;
  return b->r->nslots++;
}

static bool is_step(const Term *t) {
  int op = t->kernel.op;
  for (int i = t->kernel.op == K_IFELSE; i < t->kernel.nargs; i++)
    if (t->operands[i]->store != ST_F64) return false;
  return op <= K_NE || op == K_NEG || op == K_ABS || op == K_ABS2 || op == K_IFELSE;
}

/* The slot in which the term's number will be; -1: it is no plain arithmetic. Truth is 1 or 0. */
static int slot_of(Build *b, const Term *t) {
  Recurrence *r = b->r;
  for (int i = 0; i < r->nslots; i++)
    if (b->slot[i] == t) return i;
  if (t->kind == TERM_CALL && t->has_kernel && t->kernel.op == K_IDENTITY) return slot_of(b, t->operands[0]);
  if (t->kind == TERM_SCALAR && t->store == ST_F64) {
    int at = slot_new(b, t);
    if (at >= 0) memcpy(&r->slot[at], t->constant, 8);
    return at;
  }
  if (t->kind != TERM_CALL || !t->has_kernel || !is_step(t)) return -1;
  int args[3] = {0};
  for (int i = 0; i < t->kernel.nargs; i++)
    if ((args[i] = slot_of(b, t->operands[i])) < 0) return -1;
  int to = slot_new(b, t), op = t->kernel.op;
  if (to < 0 || r->n == RECURRENCE_STEPS) return -1;
  r->serial[to] = op > K_DIV && op != K_ABS2;
  for (int i = 0; i < t->kernel.nargs; i++) r->serial[to] |= r->serial[args[i]];
  r->block[to] = !r->serial[to];
  if (op == K_ABS2) op = K_MUL, args[1] = args[0];
  r->step[r->n].op = (uint8_t)op;
  r->step[r->n].to = (uint8_t)to;
  r->step[r->n].a = (uint8_t)args[0];
  r->step[r->n].b = (uint8_t)args[1];
  r->step[r->n++].c = (uint8_t)args[2];
  return to;
}

bool recurrence_of(Recurrence *r, Value f) {
  *r = (Recurrence){0};
  Build b = {.r = r};
  Term *args[2];
  for (int i = 0; i < 2; i++) { /* what stands for any number */
    args[i] = term_leaf(TERM_ARRAY, 1);
    args[i]->store = ST_F64;
    slot_new(&b, args[i]);
  }
  r->serial[0] = r->block[1] = true;
  Term *root = term_call(f, args, 2);
  if (!root->has_kernel) root = term_of_function(f, args, 2);
  if (!root || root->store != ST_F64) return false;
  int at = slot_of(&b, root);
  r->result = (uint8_t)at;
  return at >= 0;
}

#define BLOCK 128u

/* A block of numbers: what does not depend on s, for each slot that is another one for each x. */
typedef struct Blocks {
  const double *at[RECURRENCE_SLOTS];
  double room[RECURRENCE_STEPS][BLOCK];
} Blocks;

static void run_blocks(const Recurrence *r, const double *x, size_t n, Blocks *b) {
  for (int k = 0; k < r->nslots; k++) b->at[k] = k == 1 ? x : &r->slot[k];
  for (int k = 0; k < r->n; k++) {
    if (!r->block[r->step[k].to]) continue;
    uint8_t p = r->step[k].a, q = r->step[k].b;
    loop_binary(r->step[k].op, ST_F64)(b->at[p], !r->block[p], b->at[q], !r->block[q], b->room[k], n);
    b->at[r->step[k].to] = b->room[k];
  }
}

/* One by one what depends on s. */
static double run_serial(Recurrence *r, double s, const Blocks *b, size_t n, double *out) {
  double *v = r->slot;
  int streams[RECURRENCE_SLOTS], nstreams = 0;
  for (int k = 0; k < r->nslots; k++)
    if (r->block[k]) streams[nstreams++] = k;
  for (size_t i = 0; i < n; i++) {
    v[0] = s;
    for (int k = 0; k < nstreams; k++) v[streams[k]] = b->at[streams[k]][i];
    for (int k = 0; k < r->n; k++) {
      if (!r->serial[r->step[k].to]) continue;
      double p = v[r->step[k].a], q = v[r->step[k].b], *to = &v[r->step[k].to];
      switch (r->step[k].op) {
      case K_ADD: *to = p + q; break;
      case K_SUB: *to = p - q; break;
      case K_MUL: *to = p * q; break;
      case K_DIV: *to = p / q; break;
      case K_LT: *to = p < q; break;
      case K_LE: *to = p <= q; break;
      case K_GT: *to = p > q; break;
      case K_GE: *to = p >= q; break;
      case K_EQ: *to = p == q; break;
      case K_NE: *to = p != q; break;
      case K_NEG: *to = -p; break;
      case K_ABS: *to = fabs(p); break;
      default: *to = p != 0 ? q : v[r->step[k].c];
      }
    }
    s = v[r->result];
    out[i] = s;
  }
  return s;
}

/* The common case: s, or what the step before made of it, and one other number. */
enum link { LINK_ADD, LINK_SUB, LINK_FROM, LINK_MUL, LINK_DIV, LINK_OVER, LINK_NONE, LINK_COUNT };

typedef struct Chain {
  int link[2], other[2]; /* other: the slot of the other number */
} Chain;

static int link_of(uint8_t op, bool first) {
  static const uint8_t of[K_DIV + 1][2] = {[K_ADD] = {LINK_ADD, LINK_ADD},
                                           [K_SUB] = {LINK_FROM, LINK_SUB},
                                           [K_MUL] = {LINK_MUL, LINK_MUL},
                                           [K_DIV] = {LINK_OVER, LINK_DIV}};
  return op > K_DIV ? LINK_NONE : of[op][first];
}

static bool chain_of(const Recurrence *r, Chain *c) {
  int n = 0, last = 0;
  *c = (Chain){{LINK_NONE, LINK_NONE}, {0, 0}};
  for (int k = 0; k < r->n; k++) {
    if (!r->serial[r->step[k].to]) continue;
    uint8_t p = r->step[k].a, q = r->step[k].b;
    if (n == 2 || r->serial[p] == r->serial[q] || (r->serial[p] ? p : q) != last) return false;
    c->link[n] = link_of(r->step[k].op, r->serial[p]);
    if (c->link[n] == LINK_NONE) return false;
    c->other[n++] = r->serial[p] ? q : p;
    last = r->step[k].to;
  }
  return n > 0 && r->result == last;
}

#define LINK(kind, s, y)                                                                                               \
  (kind == LINK_ADD    ? (s) + (y)                                                                                     \
   : kind == LINK_SUB  ? (s) - (y)                                                                                     \
   : kind == LINK_FROM ? (y) - (s)                                                                                     \
   : kind == LINK_MUL  ? (s) * (y)                                                                                     \
   : kind == LINK_DIV  ? (s) / (y)                                                                                     \
   : kind == LINK_OVER ? (y) / (s)                                                                                     \
                       : (s))

static inline __attribute__((always_inline)) double run_links(int first, int second, double s, const double *a,
                                                              size_t da, const double *b, size_t db, size_t n,
                                                              double *out) {
  for (size_t i = 0; i < n; i++) {
    s = LINK(first, s, a[i * da]);
    s = LINK(second, s, b[i * db]);
    out[i] = s;
  }
  return s;
}

#define RUN(F, S)                                                                                                      \
  case F *LINK_COUNT + S:                                                                                              \
    return run_links(F, S, s, a, r->block[c->other[0]], b, r->block[c->other[1]], n, out)
#define RUN_ALL(F)                                                                                                     \
  RUN(F, LINK_ADD);                                                                                                    \
  RUN(F, LINK_SUB);                                                                                                    \
  RUN(F, LINK_FROM);                                                                                                   \
  RUN(F, LINK_MUL);                                                                                                    \
  RUN(F, LINK_DIV);                                                                                                    \
  RUN(F, LINK_OVER);                                                                                                   \
  RUN(F, LINK_NONE)

static double run_chain(const Recurrence *r, const Chain *c, double s, const Blocks *blocks, size_t n, double *out) {
  const double *a = blocks->at[c->other[0]], *b = blocks->at[c->other[1]];
  switch (c->link[0] * LINK_COUNT + c->link[1]) {
    RUN_ALL(LINK_ADD);
    RUN_ALL(LINK_SUB);
    RUN_ALL(LINK_FROM);
    RUN_ALL(LINK_MUL);
    RUN_ALL(LINK_DIV);
    RUN_ALL(LINK_OVER);
  default: return s;
  }
}

double recurrence_run(Recurrence *r, double s, const double *x, size_t n, double *out) {
  Blocks b;
  Chain c;
  double unwanted[BLOCK];
  bool chained = chain_of(r, &c);
  for (size_t at = 0; at < n; at += BLOCK) {
    size_t len = n - at < BLOCK ? n - at : BLOCK;
    run_blocks(r, x + at, len, &b);
    double *to = out ? out + at : unwanted;
    s = chained ? run_chain(r, &c, s, &b, len, to) : run_serial(r, s, &b, len, to);
  }
  return s;
}
