#include "lang/native_flow.h"

#include "lang/dotted.h"
#include "lang/method.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

/* ---- registers ---- */

static Operands use3(int32_t def, uint32_t x, uint32_t nx, uint32_t y, uint32_t ny, uint32_t z, uint32_t nz) {
  return (Operands){{{x, nx}, {y, ny}, {z, nz}}, def};
}

Operands flow_operands(const Code *code, uint32_t pc) {
  const Ins in = code->ins[pc];
  uint32_t a = in.a, b = in.b, c = in.c;
  int32_t def = in.a;
  switch (in.op) {
  case OP_CONST:
  case OP_INT:
  case OP_NOTHING:
  case OP_UNDEF:
  case OP_GLOBAL:
  case OP_CONSTANT:
  case OP_ISGLOBAL:
  case OP_SPARAM: return use3(def, 0, 0, 0, 0, 0, 0);
  case OP_JUMP:
  case OP_LOOP:
  case OP_NATIVE:
  case OP_TRY:
  case OP_LEAVE: return use3(-1, 0, 0, 0, 0, 0, 0);
  case OP_CHECKDEF:
  case OP_SETGLOBAL:
  case OP_JUMPIF:
  case OP_LOOPIF:
  case OP_NATIVEIF:
  case OP_JUMPIFNOT:
  case OP_JUMPDEF:
  case OP_JUMPNOTHING:
  case OP_RETURN:
  case OP_POPEXC:
  case OP_RETHROW: return use3(-1, a, 1, 0, 0, 0, 0);
  case OP_CAPTURED: return use3(def, 0, 1, 0, 0, 0, 0);
  case OP_SETBOX:
  case OP_TYPEASSERT:
  case OP_SETFIELD: return use3(-1, a, 1, b, 1, 0, 0);
  case OP_CONVERT: return use3(def, a, 1, b, 1, 0, 0);
  case OP_FORPREP: return use3(def, a, 1, 0, 0, 0, 0);
  case OP_FORNEXT: return use3(-1, a, 2, 0, 0, 0, 0);
  case OP_UNPACK: return use3(-1, a, 1 + b, 0, 0, 0, 0);
  case OP_CALL: return use3(def, a, 1 + b, 0, 0, 0, 0);
  case OP_CALLKW: return use3(def, a, 2 + b, 0, 0, 0, 0);
  case OP_CALLSPLAT: return use3(def, a, 1 + b + in.x, 0, 0, 0, 0);
  case OP_DOTTED: return use3(-1, b, code->dotted[c]->nleaves, 0, 0, 0, 0);
  case OP_TUPLE: return use3(def, b, c, 0, 0, 0, 0);
  case OP_NEW: return use3(def, b, 1 + c, 0, 0, 0, 0);
  case OP_CLOSURE: return use3(def, a + 1, ((const Type *)code->consts[in.k].p)->nfields, 0, 0, 0, 0);
  case OP_METHOD: return use3(def, a, 3, 0, 0, 0, 0);
  case OP_GETINDEX2: return use3(def, b, 1, c, 2, 0, 0);
  case OP_SETINDEX: return use3(-1, a, 1, b, 1, c, 1);
  case OP_SETINDEX2: return use3(-1, a, 1, b, 1, c, 2);
  case OP_MOVE:
  case OP_ISDEF:
  case OP_NEWBOX:
  case OP_GETBOX:
  case OP_ISBOXDEF:
  case OP_GETFIELD:
  case OP_NOT:
  case OP_NEG:
  case OP_POWI: return use3(def, b, 1, 0, 0, 0, 0);
  default:
    if (in.op >= OP_ADDI) return use3(def, b, 1, 0, 0, 0, 0);
    return use3(def, b, 1, c, 1, 0, 0); /* NEWSPLAT, GETINDEX, operators */
  }
}

int32_t flow_result(const Code *code, uint32_t pc) {
  const Ins in = code->ins[pc];
  return in.op == OP_FORPREP ? in.a + 1 : flow_operands(code, pc).def;
}

static bool touch(Flow *w, uint32_t r) {
  if (w->index[r] >= 0) return true;
  if (w->nregs == FLOW_REGS) return false;
  w->index[r] = (int16_t)w->nregs;
  w->regs[w->nregs++] = (uint16_t)r;
  return true;
}

static bool touch_operands(Flow *w) {
  for (uint32_t pc = w->from; pc < w->to; pc++) {
    Operands o = flow_operands(w->code, pc);
    for (int i = 0; i < 3; i++)
      for (uint32_t k = 0; k < o.uses[i].n; k++)
        if (!touch(w, o.uses[i].at + k)) return false;
    if (o.def >= 0 && !touch(w, (uint32_t)o.def)) return false;
    const Ins in = w->code->ins[pc];
    uint32_t more = in.op == OP_FORNEXT ? 3 : in.op == OP_FORPREP ? 2 : 0; /* those behind the first */
    for (uint32_t k = 0; k < more; k++)
      if (!touch(w, in.a + k)) return false;
    if ((in.op == OP_TRY || in.op == OP_DOTTED) && !touch(w, in.a)) return false;
  }
  return true;
}

static uint64_t bit(const Flow *w, uint32_t r) { return w->index[r] >= 0 ? UINT64_C(1) << w->index[r] : 0; }

uint32_t flow_items(const Code *code, uint32_t pc) {
  const Ins *in = &code->ins[pc];
  return pc + 1 < code->nins && in[1].op == OP_UNPACK && in[1].a == in->a + 2 ? in[1].b : 0;
}

/* What FORNEXT writes if the loop goes on: the element, and its items, which else UNPACK writes. */
static uint64_t element_bits(const Flow *w, uint32_t pc) {
  uint32_t element = w->code->ins[pc].a + 2u, items = flow_items(w->code, pc);
  uint64_t bits = 0;
  for (uint32_t i = 0; i <= items; i++) bits |= bit(w, element + i);
  return bits;
}

/* Those live in front of an instruction, by what is live behind it. */
static uint64_t live_before(const Flow *w, uint32_t pc) {
  const Ins in = w->code->ins[pc];
  const uint64_t *live = w->live;
  uint64_t l = live[pc + 1];
  uint32_t target = pc + 1 + (uint32_t)in.k;
  if (flow_is_replaced(w, pc))
    l |= live[w->inlined->behind[pc]];
  else if (op_is_jump(in.op))
    l = live[target];
  else if (op_is_jumpif(in.op) || in.op == OP_JUMPIFNOT || in.op == OP_JUMPDEF || in.op == OP_JUMPNOTHING)
    l |= live[target];
  else if (in.op == OP_FORNEXT)
    l = (l & ~element_bits(w, pc)) | live[target];
  else if (in.op == OP_FORPREP)
    l &= ~bit(w, in.a + 1u);
  else if (in.op == OP_TRY)
    l |= live[target] & ~bit(w, in.a);
  else if (in.op == OP_DOTTED)
    l = (l & ~bit(w, in.a)) | live[pc + 2 < w->code->nins ? pc + 2 : pc + 1];
  else if (in.op == OP_RETURN || in.op == OP_RETHROW)
    l = 0;
  Operands o = flow_operands(w->code, pc);
  if (o.def >= 0) l &= ~bit(w, (uint32_t)o.def);
  for (int i = 0; i < 3; i++)
    for (uint32_t k = 0; k < o.uses[i].n; k++) l |= bit(w, o.uses[i].at + k);
  return l;
}

/* What is live where the throws of an instruction lead: the catch blocks stand behind what they protect. */
static uint64_t live_when_caught(const Flow *w, uint32_t pc, const uint32_t *tries, uint32_t ntries) {
  uint64_t l = 0;
  for (uint32_t i = 0; i < ntries; i++) {
    const Ins try = w->code->ins[tries[i]];
    uint32_t target = tries[i] + 1 + (uint32_t)try.k;
    if (tries[i] < pc && pc < target) l |= w->live[target] & ~bit(w, try.a);
  }
  return l;
}

enum { MOST_TRIES = 32 };

static bool find_live(Flow *w) {
  uint32_t tries[MOST_TRIES], ntries = 0;
  for (uint32_t pc = 0; pc < w->code->nins; pc++) {
    if (w->code->ins[pc].op != OP_TRY) continue;
    if (ntries == MOST_TRIES) return false;
    tries[ntries++] = pc;
  }
  w->tries = ntries > 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t pc = w->code->nins; pc-- > 0;) {
      uint64_t l = live_before(w, pc) | live_when_caught(w, pc, tries, ntries);
      if (flow_is_inner(w, pc)) l |= w->live[w->inlined->call[pc]]; /* it may be called again */
      if (l == w->live[pc]) continue;
      w->live[pc] = l;
      changed = true;
    }
  }
  return true;
}

/* ---- parts ---- */

/* Whether r has registers for so many parts; if not, all is begun anew with more. */
static bool has_room(const Flow *w, uint32_t r, uint32_t n) {
  Parts *p = w->parts;
  uint32_t i = (uint32_t)w->index[r];
  if (p->count[i] >= n) return true;
  if (n > p->needed[i]) p->needed[i] = (uint8_t)n;
  p->again = p->again || p->count[i] || p->n + n > p->room;
  if (p->again) return false;
  p->at[i] = (uint8_t)p->n;
  p->count[i] = (uint8_t)n;
  for (uint32_t k = 0; k < n; k++) {
    w->index[p->first + p->n] = (int16_t)(w->nregs + p->n);
    p->owner[p->n++] = (uint8_t)i;
  }
  return true;
}

bool flow_set(const Flow *w, Kind *state, uint32_t r, Kind k) {
  if (k.tag == KIND_PARTS) {
    if (!has_room(w, r, k.type->nfields)) return false;
    for (uint32_t i = 0; i < k.type->nfields; i++)
      state[w->index[flow_part(w, r, i)]] = kind_of((Type *)(void *)k.type->fields[i].type);
  }
  state[w->index[r]] = k;
  return true;
}

/* ---- the states ---- */

/* Whether the register with this place holds a part of its owner, which holds another number of them at other times. */
static bool is_part(const Flow *w, const Kind *state, uint32_t place) {
  uint32_t owner = flow_owner(w, place);
  Kind k = state[owner];
  return k.tag == KIND_PARTS && place - w->nregs - w->parts->at[owner] < k.type->nfields;
}

/* The state reaches pc from elsewhere: what both agree on. False: they disagree on something that is read later. */
static bool merge(Flow *w, uint32_t pc, const Kind *from, bool *changed) {
  if (pc < w->from || pc >= w->to) return true;
  Kind *to = w->kinds + (size_t)(pc - w->from) * w->nall;
  bool first = !w->reached[pc - w->from];
  for (uint32_t i = 0; i < flow_places(w); i++) {
    Kind was = to[i];
    uint32_t owner = flow_owner(w, i);
    if (!(w->live[pc] >> owner & 1) || (owner != i && !is_part(w, to, i)))
      to[i] = (Kind){0};
    else if (first)
      to[i] = from[i];
    else if (!kind_join(&to[i], from[i]))
      return false;
    if (first || !kind_same(was, to[i])) *changed = true;
  }
  w->reached[pc - w->from] = true;
  if (first) *changed = true;
  return true;
}

/* From pc on: the state behind it reaches what follows. COLON and what it is made of are only for FORPREP, which is
 * next and is given them as they are. */
static bool flow_next(Flow *w, uint32_t pc, enum native_way way, Kind *state, bool *changed) {
  const Ins in = w->code->ins[pc];
  if (way == NATIVE_BODY) return merge(w, pc + 1, state, changed);
  if (way == NATIVE_CALLED || flow_is_replaced(w, pc)) return merge(w, flow_behind(w, pc), state, changed);
  uint32_t target = pc + 1 + (uint32_t)in.k;
  if (op_is_jump(in.op)) return merge(w, target, state, changed);
  if (op_is_jumpif(in.op) || in.op == OP_JUMPIFNOT)
    return merge(w, target, state, changed) && merge(w, pc + 1, state, changed);
  if (in.op == OP_FORNEXT) {
    if (!merge(w, target, state, changed)) return false;
    Kind items[MOST_ITEMS];
    int n = flow_fornext_items(w, pc, state, items);
    uint32_t element = in.a + 2u;
    if (n == 0) return flow_set(w, state, element, *items) && merge(w, pc + 1, state, changed);
    state[w->index[element]] = (Kind){.tag = KIND_UNDEF};
    for (int i = 0; i < n; i++)
      if (!flow_set(w, state, element + 1 + (uint32_t)i, items[i])) return false;
  }
  return merge(w, pc + 1, state, changed);
}

static bool find_kinds(Flow *w) {
  Kind state[FLOW_ALL];
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t pc = w->from; pc < w->to; pc++) {
      if (!w->reached[pc - w->from]) continue;
      memcpy(state, flow_at(w, pc), w->nall * sizeof(Kind));
      enum native_way way = flow_does(w, pc, state);
      if (way == NATIVE_NOT && w->operators->more) { /* what follows may tell of others before all is begun anew */
        int32_t def = flow_operands(w->code, pc).def;
        if (def >= 0) state[w->index[def]] = (Kind){0};
        way = NATIVE_CALLED;
      }
      if (way != NATIVE_NOT && !flow_next(w, pc, way, state, &changed)) return false;
    }
  }
  return true;
}

/* Whether r is the first register of an iteration that is under way at the head. */
static bool is_iterated(const Flow *w, uint32_t r) {
  for (uint32_t pc = 0; pc <= w->from; pc++) {
    const Ins in = w->code->ins[pc];
    if (in.op == OP_FORNEXT && in.a == r && (int64_t)w->from < (int64_t)pc + 1 + in.k) return true;
  }
  return false;
}

/* An iteration's two registers. */
static bool begin_iteration(Flow *w, uint32_t r) {
  Kind *it = &w->kinds[w->index[r]], *behind = &w->kinds[w->index[r + 1]];
  const Value *now = &w->r[r];
  if (now[1].type == (Type *)IT_RANGE) {
    *it = (Kind){.tag = KIND_RANGE, .unit = now->type == (Type *)1};
    behind->tag = KIND_NEXT;
    return true;
  }
  uintptr_t tag = (uintptr_t)now[1].type;
  *it = (Kind){.tag = KIND_VALUE, .type = now->type};
  *behind = kind_state((enum iteration)tag);
  return tag < IT_FRESH;
}

/* An iteration has small numbers and its step in the place of types. */
static bool may_be_type(const Type *t) { return (uintptr_t)t - HEAP_BASE < (uintptr_t)1 << 41 && !((uintptr_t)t & 7); }

/* The state at the head, by the registers: numbers are not known, as the next time they will be others. */
static bool begin_kinds(Flow *w) {
  for (uint32_t i = 0; i < w->nregs; i++) {
    uint32_t r = w->regs[i];
    if (!(w->live[w->from] >> i & 1) || w->kinds[i].tag != KIND_NONE) continue;
    if (r >= w->of->nregs) return false;
    if (is_iterated(w, r)) {
      if (w->index[r + 1] < 0 || !begin_iteration(w, r)) return false;
    } else if (r == 0 || !is_iterated(w, r - 1)) {
      if (w->r[r].type && !may_be_type(w->r[r].type)) return false; /* what an iteration left is no value */
      Kind k = w->r[r].type ? kind_of(w->r[r].type) : (Kind){.tag = KIND_UNDEF};
      if (!flow_set(w, w->kinds, r, k)) return false;
    }
  }
  w->reached[0] = true;
  return true;
}

bool flow_begin(Flow *w, const Code *of, const Inlined *inlined, const Value *r, uint32_t from, Type **learned,
                Operators *operators) {
  const Code *code = &inlined->code;
  *w = (Flow){.of = of,
              .code = code,
              .inlined = inlined,
              .r = r,
              .learned = learned,
              .from = from,
              .to = inlined->to,
              .operators = operators};
  size_t n = w->to - from;
  if (n > 4000 || code->nins > 20000 || code->nregs > 4000) return false;
  size_t numbers = code->nregs + 4u + FLOW_PARTS;
  w->index = gc_alloc_leaf(numbers * sizeof *w->index);
  w->live = gc_alloc((code->nins + 1u) * sizeof *w->live);
  w->reached = gc_alloc(n * sizeof *w->reached);
  memset(w->index, -1, numbers * sizeof *w->index);
  if (!touch_operands(w) || !find_live(w)) return false;
  Parts parts = {.first = code->nregs + 4u, .room = operators->n ? FLOW_PARTS : 16};
  w->parts = gc_alloc_leaf(sizeof parts);
  for (;;) {
    *w->parts = parts;
    w->nall = w->nregs + parts.room;
    w->kinds = gc_alloc((n * w->nall + 1) * sizeof *w->kinds);
    memset(w->reached, 0, n * sizeof *w->reached);
    for (uint32_t i = 0; i < w->nregs; i++)
      if (parts.needed[i]) has_room(w, w->regs[i], parts.needed[i]);
    bool found = begin_kinds(w) && find_kinds(w);
    if (!w->parts->again) return found;
    if (parts.room == FLOW_PARTS && !memcmp(parts.needed, w->parts->needed, sizeof parts.needed)) return false;
    memcpy(parts.needed, w->parts->needed, sizeof parts.needed);
    parts.room = FLOW_PARTS;
  }
}
