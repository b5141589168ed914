#include "base/recurrence.h"

#include <math.h>

#include "base/kernel_walk.h"
#include "value/builtin.h"

typedef struct Build {
  Recurrence *r;
  const Term *slot[2 * RECURRENCE_STEPS]; /* the term of each */
} Build;

static int slot_new(Build *b, const Term *t) {
  if (b->r->nslots >= 2 * RECURRENCE_STEPS) return -1;
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
  Term *root = term_call(f, args, 2);
  if (!root->has_kernel) root = term_of_function(f, args, 2);
  if (!root || root->store != ST_F64) return false;
  int at = slot_of(&b, root);
  r->result = (uint8_t)at;
  return at >= 0;
}

double recurrence_run(Recurrence *r, double s, const double *x, size_t n, double *out) {
  double *v = r->slot;
  for (size_t i = 0; i < n; i++) {
    v[0] = s;
    v[1] = x[i];
    for (int k = 0; k < r->n; k++) {
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
    if (out) out[i] = s;
  }
  return s;
}
