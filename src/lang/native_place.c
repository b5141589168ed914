/* Where each register of a loop lives while its machine code runs: in one of the processor's if there is one, else in a
 * slot. Those of which at most one is needed at a time may have the same place, and what is only a copy of another
 * lives where that one does, so that copying it is nothing. */
#include "lang/native_asm.h"
#include "value/gc.h"

static const int16_t spare_gpr[] = {RBX, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15};
static const int16_t spare_xmm[] = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
enum { SPARE_GPR = sizeof spare_gpr / sizeof *spare_gpr, SPARE_XMM = sizeof spare_xmm / sizeof *spare_xmm };

/* Registers, by their index in the flow: those of the frame, and parts. */
typedef struct Set {
  uint64_t regs, parts;
} Set;

typedef struct Copy {
  uint8_t to, from;
} Copy;

/* By index, of those that stand for a class: what is in it, and what must live elsewhere. */
typedef struct Placing {
  const Flow *w;
  const uint64_t *parts;
  uint8_t class[FLOW_ALL];
  Set members[FLOW_ALL], conflicts[FLOW_ALL];
  uint64_t gpr[FLOW_ALL], xmm[FLOW_ALL]; /* how often it is used as a whole number and as a Float64 */
  Copy *copies;
  size_t ncopies, cap;
} Placing;

static Set single(const Placing *p, uint32_t i) {
  uint32_t n = p->w->nregs;
  return i < n ? (Set){UINT64_C(1) << i, 0} : (Set){0, UINT64_C(1) << (i - n)};
}
static Set both(Set a, Set b) { return (Set){a.regs | b.regs, a.parts | b.parts}; }
static Set without(Set a, Set b) { return (Set){a.regs & ~b.regs, a.parts & ~b.parts}; }
static bool meets(Set a, Set b) { return (a.regs & b.regs) || (a.parts & b.parts); }
static bool has(const Placing *p, Set s, uint32_t i) { return meets(s, single(p, i)); }

/* ---- what must live apart ---- */

static void conflict(Placing *p, uint32_t i, Set with) {
  with = without(with, single(p, i));
  p->conflicts[i] = both(p->conflicts[i], with);
  for (uint32_t k = 0; k < flow_places(p->w); k++)
    if (has(p, with, k)) p->conflicts[k] = both(p->conflicts[k], single(p, i));
}

/* All that may be read behind an instruction. */
static Set behind(const Placing *p, uint32_t pc, enum native_way way, const Kind *after) {
  const Flow *w = p->w;
  const Ins in = w->code->ins[pc];
  uint32_t target = pc + 1 + (uint32_t)in.k, next = way == NATIVE_BODY ? pc + 1 : flow_behind(w, pc);
  Set s = {0, flow_parts_behind(w, p->parts, pc, way, after)};
  if (!op_is_jump(in.op)) s.regs |= w->live[next];
  if (op_is_jump(in.op) || op_is_jumpif(in.op) || in.op == OP_JUMPIFNOT || in.op == OP_FORNEXT)
    s.regs |= w->live[target];
  return s;
}

/* A register and the parts that it ever has. */
static Set whole(const Placing *p, uint32_t r) {
  const Parts *parts = p->w->parts;
  uint32_t i = (uint32_t)p->w->index[r];
  Set s = single(p, i);
  if (parts->count[i]) s.parts |= ((UINT64_C(1) << parts->count[i]) - 1) << parts->at[i];
  return s;
}

static Set written(const Placing *p, uint32_t pc) {
  const Flow *w = p->w;
  const Ins in = w->code->ins[pc];
  Operands o = flow_operands(w->code, pc);
  int32_t result = flow_result(w->code, pc);
  Set s = {0};
  if (o.def >= 0) s = both(s, whole(p, (uint32_t)o.def));
  if (result >= 0) s = both(s, whole(p, (uint32_t)result));
  uint32_t more = in.op == OP_FORNEXT ? 3 + flow_items(w->code, pc) : in.op == OP_UNPACK ? 1u + in.b : 0;
  for (uint32_t k = in.op == OP_UNPACK; k < more; k++) s = both(s, whole(p, in.a + k));
  return s;
}

static void add_copy(Placing *p, uint32_t to, uint32_t from) {
  if (p->ncopies == p->cap) {
    p->cap = p->cap ? 2 * p->cap : 64;
    Copy *grown = gc_alloc_leaf(p->cap * sizeof *grown);
    if (p->ncopies) memcpy(grown, p->copies, p->ncopies * sizeof *grown);
    p->copies = grown;
  }
  p->copies[p->ncopies++] = (Copy){(uint8_t)p->w->index[to], (uint8_t)p->w->index[from]};
}

/* The copies that an instruction makes, if that is all it does. */
static void add_copies(Placing *p, uint32_t pc, const Kind *state, const Kind *after) {
  const Flow *w = p->w;
  const Ins in = w->code->ins[pc];
  enum native_function f = in.op == OP_CALL ? flow_function(w, pc, state) : NF_NONE;
  if (flow_operands(w->code, pc).def < 0 && in.op != OP_UNPACK) return;
  Kind to = flow_kind(w, after, in.a);
  uint32_t n = to.tag == KIND_PARTS ? to.type->nfields : 0;
  if (in.op == OP_MOVE || f == NF_SAME) {
    uint32_t from = f == NF_SAME ? in.a + 1u : in.b;
    if (to.tag == KIND_VALUE) add_copy(p, in.a, from);
    for (uint32_t i = 0; i < n; i++) add_copy(p, flow_part(w, in.a, i), flow_part(w, from, i));
  } else if (in.op == OP_TUPLE || in.op == OP_NEW || f == NF_NEW) {
    uint32_t first = f == NF_NEW ? in.a + 1u : in.op == OP_NEW ? in.b + 1u : in.b;
    for (uint32_t i = 0; i < n; i++) add_copy(p, flow_part(w, in.a, i), first + i);
  } else if (in.op == OP_UNPACK && flow_kind(w, state, in.a).tag == KIND_PARTS) {
    for (uint32_t i = 0; i < in.b; i++) add_copy(p, in.a + 1u + i, flow_part(w, in.a, i));
  } else if (in.op == OP_GETFIELD || in.op == OP_GETINDEX) {
    Kind of = flow_kind(w, state, in.b);
    if (of.tag != KIND_PARTS) return;
    add_copy(p, in.a, flow_part(w, in.b, (uint32_t)(flow_field(w, in, state) - of.type->fields)));
  }
}

/* What an instruction writes must live apart from all that is read by it, in front of it and behind; only what it
 * copies may live where its copy does. */
static void add_conflicts(Placing *p, uint32_t pc) {
  const Flow *w = p->w;
  Kind after[FLOW_ALL];
  const Kind *state = flow_at(w, pc);
  memcpy(after, state, w->nall * sizeof *after);
  enum native_way way = flow_does(w, pc, after);
  if (way == NATIVE_NOT || way == NATIVE_BODY) return;
  Set out = behind(p, pc, way, after), in = {w->live[pc], p->parts[pc - w->from]}, to = written(p, pc);
  size_t first = p->ncopies;
  if (way == NATIVE_ITSELF) add_copies(p, pc, state, after);
  for (uint32_t i = 0; i < flow_places(w); i++) {
    if (!has(p, to, i)) continue;
    Set apart = both(both(in, out), to);
    for (size_t k = first; k < p->ncopies; k++) {
      if (p->copies[k].to == i)
        apart = without(apart, without(single(p, p->copies[k].from), to));
      else
        apart = both(apart, single(p, p->copies[k].from));
    }
    conflict(p, i, apart);
  }
}

/* What is there when the code is entered may be different. */
static void add_entry(Placing *p) {
  const Flow *w = p->w;
  Set all = {w->live[w->from], 0};
  for (uint32_t i = 0; i < w->nregs; i++)
    if (has(p, all, i)) all = both(all, whole(p, w->regs[i]));
  for (uint32_t i = 0; i < flow_places(w); i++)
    if (has(p, all, i)) conflict(p, i, all);
}

/* ---- how often each is used ---- */

static uint32_t depth_weight(const Flow *w, uint32_t pc) {
  uint32_t weight = 1;
  for (uint32_t i = pc; i < w->to && weight < 1u << 20; i++) {
    const Ins in = w->code->ins[i];
    if ((op_is_jump(in.op) || op_is_jumpif(in.op)) && in.k < 0 && (int64_t)i + 1 + in.k <= (int64_t)pc) weight *= 8;
  }
  return weight;
}

static bool is_held(Kind k) { return !k.known || (k.type && k.type->flags & TF_IMMEDIATE); }

static void weigh(Placing *p, const Kind *state, uint32_t r, uint32_t by) {
  const Flow *w = p->w;
  int i = w->index[r];
  for (uint32_t k = 0; state[i].tag == KIND_PARTS && k < state[i].type->nfields; k++)
    weigh(p, state, flow_part(w, r, k), by);
  if (state[i].tag == KIND_NONE || state[i].tag == KIND_PARTS || !is_held(state[i])) return;
  *(kind_is(state[i], T_FLOAT64) ? &p->xmm[i] : &p->gpr[i]) += by;
}

static void weigh_all(Placing *p) {
  const Flow *w = p->w;
  for (uint32_t pc = w->from; pc < w->to; pc++) {
    if (!w->reached[pc - w->from]) continue;
    const Ins in = w->code->ins[pc];
    uint32_t by = depth_weight(w, pc);
    Operands o = flow_operands(w->code, pc);
    for (int i = 0; i < 3; i++)
      for (uint32_t k = 0; k < o.uses[i].n; k++) weigh(p, flow_at(w, pc), o.uses[i].at + k, by);
    Kind state[FLOW_ALL];
    memcpy(state, flow_at(w, pc), w->nall * sizeof *state);
    if (flow_does(w, pc, state) == NATIVE_NOT) continue;
    if (o.def >= 0) weigh(p, state, (uint32_t)o.def, by);
    if (in.op == OP_FORNEXT && pc + 1 < w->to && w->reached[pc + 1 - w->from])
      weigh(p, flow_at(w, pc + 1), in.a + 2u, by);
  }
  uint64_t ever = 0;
  for (uint32_t pc = w->from; pc < w->to; pc++) ever |= p->parts[pc - w->from];
  for (uint32_t i = 0; i < w->parts->n; i++)
    if (!(ever >> i & 1)) p->gpr[w->nregs + i] = p->xmm[w->nregs + i] = 0;
}

/* ---- classes, and their places ---- */

static void join_copies(Placing *p) {
  for (size_t k = 0; k < p->ncopies; k++) {
    uint32_t a = p->class[p->copies[k].to], b = p->class[p->copies[k].from];
    if (a == b || meets(p->conflicts[a], p->members[b]) || meets(p->conflicts[b], p->members[a])) continue;
    p->members[a] = both(p->members[a], p->members[b]);
    p->conflicts[a] = both(p->conflicts[a], p->conflicts[b]);
    p->gpr[a] += p->gpr[b];
    p->xmm[a] += p->xmm[b];
    p->gpr[b] = p->xmm[b] = 0;
    for (uint32_t i = 0; i < flow_places(p->w); i++)
      if (p->class[i] == b) p->class[i] = (uint8_t)a;
  }
}

/* The most used first. */
static void place(const Placing *p, int16_t *places, uint64_t *weights, const int16_t *spare, int nspare) {
  uint32_t n = flow_places(p->w);
  memset(places, -1, FLOW_ALL * sizeof *places);
  for (uint32_t round = 0; round < n; round++) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < n; i++)
      if (weights[i] > weights[best]) best = i;
    if (!weights[best]) break;
    weights[best] = 0;
    uint32_t taken = 0;
    for (uint32_t i = 0; i < n; i++)
      if (places[i] >= 0 && (meets(p->conflicts[best], p->members[i]) || meets(p->conflicts[i], p->members[best])))
        taken |= 1u << places[i];
    for (int k = 0; k < nspare && places[best] < 0; k++)
      if (!(taken >> spare[k] & 1)) places[best] = spare[k];
  }
  for (uint32_t i = 0; i < n; i++) places[i] = places[p->class[i]];
}

void native_place(Native *n, const Flow *w, const uint64_t *parts) {
  Placing *p = gc_alloc(sizeof *p);
  p->w = w;
  p->parts = parts;
  for (uint32_t i = 0; i < flow_places(w); i++) {
    p->class[i] = (uint8_t)i;
    p->members[i] = single(p, i);
  }
  add_entry(p);
  for (uint32_t pc = w->from; pc < w->to; pc++)
    if (w->reached[pc - w->from]) add_conflicts(p, pc);
  weigh_all(p);
  join_copies(p);
  place(p, n->gpr, p->gpr, spare_gpr, SPARE_GPR);
  place(p, n->xmm, p->xmm, spare_xmm, SPARE_XMM);
  memcpy(n->slot, p->class, sizeof n->slot);
}
