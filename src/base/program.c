#include "base/program.h"

#include <string.h>

#include "value/error.h"

#define ROOMS 8u
#define WIDEST 16u /* bytes of a number */
/* Numbers that lie in different rooms at the same place should not meet in the cache. */
#define ROOM_SIZE (BLOCK_LEN * 8u + 192u)

/* What steps give; nothing of the language runs while a program does, so there is one for all. */
static _Alignas(64) char rooms[ROOMS][ROOM_SIZE];
/* What lies apart in memory, taken together. */
static _Alignas(64) char taken[PROGRAM_MEMORIES][ROOM_SIZE];

typedef struct Maker {
  Program *p;
  Term **operands;
  bool once[PROGRAM_SLOTS]; /* a single number */
  bool made[PROGRAM_SLOTS]; /* by a step */
  Step single[PROGRAM_STEPS];
  uint32_t nsingle;
} Maker;

static int slot_of(Maker *m, Term *n);

/* The next slot, from 1; 0: too many. */
static int slot_new(Maker *m, Term *n, uint8_t store, bool once) {
  if (m->p->nslots == PROGRAM_SLOTS) return 0;
  uint32_t k = m->p->nslots++;
  m->p->slots[k] = (Block){store, once, once ? m->p->numbers[k] : NULL};
  m->once[k] = once;
  n->slot = (uint16_t)(k + 1);
  return (int)k + 1;
}

static int slot_of_scalar(Maker *m, Term *n) {
  if (n->store == ST_VALUE) return 0;
  bool open = n->leaf || n->from;
  const Term *plain = n;
  while (plain->plain) plain = plain->plain;
  if (n->plain && !plain->pinned && (plain->leaf || plain->from)) { /* converted at each run */
    int from = slot_of(m, n->plain), k = from ? slot_new(m, n, n->store, true) : 0;
    Kernel kernel;
    if (!k || m->nsingle == PROGRAM_STEPS || !kernel_conversion(&kernel, NULL, n->plain->store, n->store)) return 0;
    m->single[m->nsingle++] = (Step){.kernel = kernel,
                                     .second = STEP_NONE,
                                     .store = n->store,
                                     .out = (uint8_t)(k - 1),
                                     .operand = {(uint8_t)(from - 1)}};
    return k;
  }
  int k = slot_new(m, n, n->store, true);
  if (!k) return 0;
  memcpy(m->p->numbers[k - 1], n->constant, sizeof n->constant);
  if (open && !n->plain) m->operands[k - 1] = n;
  return k;
}

static int slot_of_memory(Maker *m, Term *n) {
  const Term *array = n->kind == TERM_FIELD ? n->args[0] : n;
  if (!array->leaf || n->store == ST_VALUE || m->p->nmemories == PROGRAM_MEMORIES) return 0;
  int k = slot_new(m, n, n->store, false);
  if (!k) return 0;
  m->operands[k - 1] = n;
  m->p->sizes[m->p->nmemories] = (uint8_t)kernel_size(n->store);
  m->p->memories[m->p->nmemories++] = (uint8_t)(k - 1);
  return k;
}

static const Term *through_identity(const Term *n) {
  while (n->kind == TERM_CALL && n->has_kernel && n->kernel.op == K_IDENTITY && n->operands[0]->store == n->store)
    n = n->operands[0];
  return n;
}

static bool add_step(Maker *m, Step s, const int *slots, int n, Term *of) {
  if (m->p->nsteps == PROGRAM_STEPS) return false;
  for (int i = 0; i < n; i++) {
    if (!slots[i]) return false;
    s.operand[i] = (uint8_t)(slots[i] - 1);
  }
  int k = slot_new(m, of, of->store, false);
  if (!k) return false;
  m->made[k - 1] = true;
  s.store = of->store;
  s.out = (uint8_t)(k - 1);
  m->p->steps[m->p->nsteps++] = s;
  return true;
}

/* The loop that does without looking at the kernel again. */
static BinaryLoop *plain_loop(const Term *n) {
  int op = n->kernel.op;
  if (n->kernel.nargs != 2 || op == K_POW || op == K_IDIV || op == K_REM || op == K_MOD) return NULL;
  return n->operands[0]->store == n->operands[1]->store ? loop_binary(op, n->operands[0]->store) : NULL;
}

static bool two_steps(Maker *m, Term *n, int which, uint8_t second) {
  Term *x = n->operands[which];
  int a = slot_of(m, x->operands[0]), b = slot_of(m, x->operands[1]);
  if (!a || !b || (m->once[a - 1] && m->once[b - 1])) return false;
  int c = second == STEP_SQUARE ? b : slot_of(m, n->operands[!which]);
  return add_step(m, (Step){.kernel = x->kernel, .second = second}, (int[]){a, b, c}, 3, n);
}

static int slot_of_call(Maker *m, Term *n) {
  const Term *plain = through_identity(n);
  if (plain != n) return slot_of(m, (Term *)plain);
  uint8_t second;
  int inner = term_inner_step(n, &second);
  if (inner >= 0 && two_steps(m, n, inner, second)) return n->slot;
  int slots[3], count = n->kernel.nargs;
  bool all = true;
  for (int i = 0; i < count; i++) {
    slots[i] = slot_of(m, n->operands[i]);
    if (!slots[i]) return 0;
    all &= m->once[slots[i] - 1];
  }
  if (all || (count == 3 && m->once[slots[0] - 1])) return 0;
  Step s = {.kernel = n->kernel, .loop = plain_loop(n), .second = STEP_NONE};
  return add_step(m, s, slots, count, n) ? n->slot : 0;
}

static int slot_of(Maker *m, Term *n) {
  if (n->slot) return n->slot;
  stack_check();
  if (n->kind == TERM_SCALAR) return slot_of_scalar(m, n);
  if (n->kind == TERM_ARRAY || n->kind == TERM_RANGE || n->kind == TERM_FIELD) return slot_of_memory(m, n);
  return n->kind == TERM_CALL && n->has_kernel ? slot_of_call(m, n) : 0;
}

static int operand_count(const Step *s) { return s->second == STEP_NONE ? s->kernel.nargs : 3; }

/* Gives each result a room until its last use. */
static bool share_rooms(Maker *m) {
  Program *p = m->p;
  uint32_t last[PROGRAM_SLOTS] = {0}, room[PROGRAM_SLOTS];
  bool busy[ROOMS] = {false};
  for (uint32_t i = 0; i < p->nsteps; i++)
    for (int k = 0; k < operand_count(&p->steps[i]); k++) last[p->steps[i].operand[k]] = i;
  for (uint32_t i = 0; i < p->nsteps; i++) {
    const Step *s = &p->steps[i];
    uint32_t r = 0;
    while (r < ROOMS && busy[r]) r++;
    if (r == ROOMS) return false;
    busy[r] = true;
    room[s->out] = r;
    p->slots[s->out].data = rooms[r];
    for (int k = 0; k < operand_count(s); k++)
      if (m->made[s->operand[k]] && last[s->operand[k]] == i) busy[room[s->operand[k]]] = false;
  }
  return true;
}

static bool is_wide(const Program *p) {
  for (uint32_t k = 0; k < p->nslots; k++)
    if (p->slots[k].store == KS_COMPLEX) return true;
  return false;
}

bool program_make(Program *p, Term *root, Term *operands[PROGRAM_SLOTS]) {
  memset(p, 0, sizeof *p);
  memset(operands, 0, PROGRAM_SLOTS * sizeof *operands);
  if (root->store == ST_VALUE) return false;
  Maker m = {.p = p, .operands = operands};
  int at = slot_of(&m, root);
  if (!at || p->nsteps + m.nsingle > PROGRAM_STEPS || !share_rooms(&m)) return false;
  memmove(p->steps + m.nsingle, p->steps, p->nsteps * sizeof(Step));
  memcpy(p->steps, m.single, m.nsingle * sizeof(Step));
  p->nonce = m.nsingle;
  p->nsteps += m.nsingle;
  p->root = (uint8_t)(at - 1);
  p->store = root->store;
  p->size = (uint8_t)kernel_size(root->store);
  p->in_place = p->nsteps == p->nonce || term_in_place(root);
  p->block = is_wide(p) || p->nsteps - p->nonce > 3 ? BLOCK_LEN / 2 : BLOCK_LEN;
  return true;
}

static bool run_step(const Step *s, const Block *slots, void *out, size_t n) {
  const Block *a = &slots[s->operand[0]], *b = &slots[s->operand[1]], *c = &slots[s->operand[2]];
  if (s->loop) {
    s->loop(a->data, a->constant, b->data, b->constant, out, n);
    return true;
  }
  if (s->second != STEP_NONE) {
    steps_run((Steps){s->kernel.op, s->second, a->constant, b->constant, c->constant, a->data, b->data, c->data},
              s->store, out, n);
    return true;
  }
  Block args[3] = {*a};
  for (int k = 1; k < s->kernel.nargs; k++) args[k] = slots[s->operand[k]];
  return kernel_run(&s->kernel, args, out, n);
}

static bool run_once(const Program *p, Block *slots, uint64_t (*numbers)[2]) {
  for (uint32_t i = 0; i < p->nonce; i++) {
    const Step *s = &p->steps[i];
    if (!run_step(s, slots, numbers[s->out], 1)) return false;
    slots[s->out].data = numbers[s->out];
  }
  return true;
}

/* Numbers done .. done+n-1 of the memories. */
static void take(const Program *p, Block *slots, const Place *places, size_t done, size_t n) {
  for (uint32_t i = 0; i < p->nmemories; i++) {
    const Place *from = &places[i];
    Block *to = &slots[p->memories[i]];
    size_t size = p->sizes[i];
    if (from->at && from->step == (ptrdiff_t)size) {
      to->data = from->at + done * size;
      continue;
    }
    to->data = taken[i];
    if (from->at) {
      loop_gather(taken[i], from->at + (ptrdiff_t)done * from->step, from->step, size, n);
    } else {
      uint64_t *all = (uint64_t *)(void *)taken[i];
      for (size_t k = 0; k < n; k++) all[k] = from->first + (done + k) * from->by;
    }
  }
}

static bool run_block(const Program *p, Block *slots, size_t n, char *to, ptrdiff_t step, bool direct) {
  size_t size = p->size;
  direct = direct && step == (ptrdiff_t)size;
  for (uint32_t i = p->nonce; i < p->nsteps; i++) {
    const Step *s = &p->steps[i];
    void *out = direct && s->out == p->root ? to : (void *)(uintptr_t)slots[s->out].data;
    if (!run_step(s, slots, out, n)) return false;
  }
  const Block *r = &slots[p->root];
  if (step != (ptrdiff_t)size)
    loop_scatter(to, step, r->data, r->constant, size, n);
  else if (r->constant)
    block_spread(*r, n, to);
  else if (!(direct && p->nsteps > p->nonce) && r->data != to)
    loop_copy(to, r->data, n * size);
  return true;
}

bool program_run(const Program *p, Block *slots, const Place *places, size_t n, Place to, bool direct, size_t *done) {
  uint64_t numbers[PROGRAM_SLOTS][2];
  *done = 0;
  if (p->nonce && !run_once(p, slots, numbers)) return false;
  while (*done < n) {
    size_t len = n - *done < p->block ? n - *done : p->block;
    take(p, slots, places, *done, len);
    if (!run_block(p, slots, len, to.at + (ptrdiff_t)*done * to.step, to.step, direct)) return false;
    *done += len;
  }
  return true;
}
