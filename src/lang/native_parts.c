/* Which parts (native_kind.h) are read later: a value is often copied whole into the place of a call that reads one. */
#include "lang/native_flow.h"
#include "value/gc.h"

static uint64_t parts_of(const Flow *w, const Kind *state, uint32_t place) {
  if (state[place].tag != KIND_PARTS) return 0;
  return ((UINT64_C(1) << state[place].type->nfields) - 1) << w->parts->at[place];
}

/* Those that make objects when the code is left for pc in this state. */
static uint64_t left_for(const Flow *w, uint32_t pc, const Kind *state) {
  uint64_t parts = 0;
  for (uint32_t i = 0; i < w->nregs; i++)
    if (w->live[pc] >> i & 1) parts |= parts_of(w, state, i);
  return parts;
}

static uint64_t before(const Flow *w, const uint64_t *parts, uint32_t pc, const Kind *state) {
  return pc >= w->from && pc < w->to ? parts[pc - w->from] : left_for(w, pc, state);
}

static uint64_t jumped_to(const Flow *w, const uint64_t *parts, uint32_t from, uint32_t pc, const Kind *state) {
  uint64_t to = before(w, parts, pc, state);
  bool inside = pc >= w->from && pc <= from; /* the code may be left there, for want of fuel */
  return inside ? to | left_for(w, pc, flow_at(w, pc)) : to;
}

uint64_t flow_parts_behind(const Flow *w, const uint64_t *parts, uint32_t pc, enum native_way way, const Kind *after) {
  const Ins in = w->code->ins[pc];
  uint32_t target = pc + 1 + (uint32_t)in.k;
  if (way == NATIVE_NOT) return 0;
  if (way == NATIVE_BODY) return before(w, parts, pc + 1, after);
  if (way == NATIVE_CALLED || flow_is_replaced(w, pc)) return before(w, parts, flow_behind(w, pc), after);
  if (op_is_jump(in.op)) return jumped_to(w, parts, pc, target, after);
  uint64_t next = before(w, parts, pc + 1, after);
  if (op_is_jumpif(in.op) || in.op == OP_JUMPIFNOT || in.op == OP_FORNEXT)
    next |= jumped_to(w, parts, pc, target, after);
  return next;
}

/* Whether the code is never left in front of an instruction that it does itself. */
static bool is_safe(const Flow *w, uint32_t pc, const Kind *state) {
  const Ins in = w->code->ins[pc];
  switch (in.op) {
  case OP_MOVE:
  case OP_CONST:
  case OP_INT:
  case OP_NOTHING:
  case OP_UNDEF:
  case OP_CHECKDEF:
  case OP_TYPEASSERT:
  case OP_CONVERT:
  case OP_TUPLE:
  case OP_NEW:
  case OP_UNPACK:
  case OP_JUMP:
  case OP_ADD:
  case OP_SUB:
  case OP_MUL:
  case OP_ADDI:
  case OP_SUBI:
  case OP_MULI:
  case OP_NEG: return true;
  case OP_GETFIELD:
  case OP_GETINDEX: return flow_kind(w, state, in.b).tag == KIND_PARTS;
  case OP_CALL: {
    enum native_function f = flow_function(w, pc, state);
    return f == NF_SAME || f == NF_NEW || f == NF_TYPE;
  }
  default: return false;
  }
}

/* The parts that r[from] has where r[to] has some. */
static uint64_t copied(const Flow *w, const Kind *state, uint64_t parts, uint32_t to, uint32_t from) {
  uint32_t t = (uint32_t)w->index[to], f = (uint32_t)w->index[from];
  uint64_t mask = parts_of(w, state, f);
  return mask ? parts >> w->parts->at[t] << w->parts->at[f] & mask : 0;
}

/* Those that an instruction itself reads, by those that are read behind it. */
static uint64_t read_by(const Flow *w, uint32_t pc, const Kind *state, uint64_t behind) {
  const Ins in = w->code->ins[pc];
  uint64_t parts = 0;
  switch (in.op) {
  case OP_MOVE: return copied(w, state, behind, in.a, in.b);
  case OP_CALL:
    if (flow_function(w, pc, state) == NF_SAME) return copied(w, state, behind, in.a, in.a + 1u);
    break;
  case OP_GETFIELD:
  case OP_GETINDEX: {
    Kind of = flow_kind(w, state, in.b);
    const Field *f = flow_field(w, in, state);
    if (of.tag != KIND_PARTS || !f) break; /* C does it */
    uint32_t i = (uint32_t)(f - of.type->fields);
    return UINT64_C(1) << (w->parts->at[w->index[in.b]] + i);
  }
  case OP_CHECKDEF:
  case OP_TYPEASSERT:
  case OP_CONVERT: return 0;
  default: break;
  }
  Operands o = flow_operands(w->code, pc);
  for (int i = 0; i < 3; i++)
    for (uint32_t k = 0; k < o.uses[i].n; k++) parts |= parts_of(w, state, (uint32_t)w->index[o.uses[i].at + k]);
  return parts;
}

/* All parts that a register's number may have. */
static uint64_t all_of(const Flow *w, uint32_t r) {
  uint32_t i = (uint32_t)w->index[r];
  return w->parts->count[i] ? ((UINT64_C(1) << w->parts->count[i]) - 1) << w->parts->at[i] : 0;
}

static uint64_t step_back(const Flow *w, const uint64_t *parts, uint32_t pc) {
  Kind after[FLOW_ALL];
  const Kind *state = flow_at(w, pc);
  memcpy(after, state, w->nall * sizeof *after);
  enum native_way way = flow_does(w, pc, after);
  uint64_t behind = flow_parts_behind(w, parts, pc, way, after);
  uint64_t exit = left_for(w, flow_is_inner(w, pc) ? w->inlined->call[pc] : pc, state);
  if (way == NATIVE_BODY) return behind;
  if (way != NATIVE_ITSELF) return behind | exit | read_by(w, pc, state, behind);
  uint8_t op = w->code->ins[pc].op;
  Operands o = flow_operands(w->code, pc);
  bool stays = op == OP_CONVERT || op == OP_FORPREP; /* what it writes is what was there */
  uint64_t kept = o.def >= 0 && !stays ? behind & ~all_of(w, (uint32_t)o.def) : behind;
  return kept | read_by(w, pc, state, behind) | (is_safe(w, pc, state) ? 0 : exit);
}

uint64_t *flow_parts(const Flow *w) {
  uint64_t *parts = gc_alloc((w->to - w->from + 1) * sizeof *parts);
  for (bool changed = w->parts->n > 0; changed;) {
    changed = false;
    for (uint32_t pc = w->to; pc-- > w->from;) {
      if (!w->reached[pc - w->from]) continue;
      uint64_t now = step_back(w, parts, pc);
      if (now != parts[pc - w->from]) changed = true;
      parts[pc - w->from] = now;
    }
  }
  return parts;
}
