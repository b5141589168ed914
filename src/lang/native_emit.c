#include "lang/native_emit.h"

#include <stddef.h>

#include "lang/native_asm.h"
#include "lang/native_memory.h"
#include "value/builtin.h"
#include "value/gc.h"

/* ---- entering and leaving ---- */

/* An array of n items, n being 0 or a power of two, with room for as many again. */
static void *grown(const void *items, size_t n, size_t size) {
  void *more = gc_alloc((n ? 2 * n : 1) * size);
  if (n) memcpy(more, items, n * size);
  return more;
}

static void home_add(Emission *e, const Kind *state, uint32_t r) {
  Native *n = e->native;
  uint32_t i = (uint32_t)e->flow->index[r];
  if (!(n->nhomes & (n->nhomes - 1))) n->homes = grown(n->homes, n->nhomes, sizeof *n->homes);
  n->homes[n->nhomes++] = (Home){(uint16_t)r, (uint8_t)i, state[i]};
  for (uint32_t k = 0; state[i].tag == KIND_PARTS && k < state[i].type->nfields; k++)
    home_add(e, state, flow_part(e->flow, r, k));
}

static uint32_t homes_add(Emission *e, const Kind *state, uint64_t live, int32_t without) {
  uint32_t first = e->native->nhomes;
  for (uint32_t i = 0; i < e->flow->nregs; i++)
    if (live >> i & 1 && state[i].tag != KIND_NONE && e->flow->regs[i] != without) home_add(e, state, e->flow->regs[i]);
  return first;
}

/* A new exit in front of pc, in this state. */
static uint32_t exit_new(Emission *e, uint32_t pc, enum native_exit why, const Kind *state, int32_t without) {
  Native *n = e->native;
  if (!(n->nexits & (n->nexits - 1))) n->exits = grown(n->exits, n->nexits, sizeof *n->exits);
  const Inlined *all = e->flow->inlined;
  bool inner = flow_is_inner(e->flow, pc);
  uint32_t first = homes_add(e, state, e->flow->live[inner ? all->call[pc] : pc], without);
  n->exits[n->nexits] = (NativeExit){all->origin[pc], inner ? EXIT_INLINED : why, first, n->nhomes - first};
  return n->nexits++;
}

void emit_land_later(Emission *e, size_t jump, uint32_t to, bool is_exit) {
  if (!(e->njumps & (e->njumps - 1))) e->jumps = grown(e->jumps, e->njumps, sizeof *e->jumps);
  e->jumps[e->njumps++] = (Later){jump, to, is_exit};
}

void emit_exit_if(Emission *e, int cc) {
  if (e->here == UINT32_MAX) e->here = exit_new(e, e->pc, EXIT_DONE, e->state, -1);
  emit_land_later(e, x_jump_if(&e->x, cc), e->here, true);
}

void emit_leave(Emission *e, enum native_exit why) {
  emit_land_later(e, x_jump(&e->x), exit_new(e, e->pc, why, e->state, -1), true);
}

/* To an instruction, on condition cc or always (-1); in the state behind this one. */
void emit_go(Emission *e, int cc, uint32_t pc) {
  const Flow *w = e->flow;
  size_t jump = cc < 0 ? x_jump(&e->x) : x_jump_if(&e->x, cc);
  bool inside = pc >= w->from && pc < w->to;
  emit_land_later(e, jump, inside ? pc : exit_new(e, pc, EXIT_DONE, e->after, -1), !inside);
}

void emit_go_back(Emission *e, uint32_t pc) {
  if (pc < e->flow->from) { /* of a loop around this one */
    emit_go(e, -1, pc);
    return;
  }
  x_rm(&e->x, X_GROUP5, 1, RBP, offsetof(Machine, fuel));
  uint32_t out = exit_new(e, pc, EXIT_FUEL, flow_at(e->flow, pc), -1);
  emit_land_later(e, x_jump_if(&e->x, CC_S), out, true);
  emit_go(e, -1, pc);
}

/* All of the machine's registers that hold something, or those of live. */
static void emit_registers(Emission *e, bool load, uint64_t live) {
  const Native *n = e->native;
  for (uint32_t i = 0; i < flow_places(e->flow); i++) {
    if (!(live >> flow_owner(e->flow, i) & 1)) continue;
    if (n->gpr[i] >= 0)
      x_rm(&e->x, load ? X_MOV : X_MOV_TO, n->gpr[i], RBP, (int32_t)offsetof(Machine, gpr) + 8 * n->gpr[i]);
    if (n->xmm[i] >= 0)
      x_rm(&e->x, load ? X_MOVSD : X_MOVSD_TO, n->xmm[i], RBP, (int32_t)offsetof(Machine, xmm) + 8 * n->xmm[i]);
  }
}

static const int16_t saved[] = {RBP, RBX, R12, R13, R14, R15};
enum { SAVED = sizeof saved / sizeof *saved };

static void emit_entry(Emission *e) {
  Asm *x = &e->x;
  for (int i = 0; i < SAVED; i++) x_push(x, saved[i]);
  x_ri(x, 5, RSP, 8); /* aligned for calls */
  x_rr(x, X_MOV, RBP, RDI);
  emit_registers(e, true, UINT64_MAX);
  emit_land_later(e, x_jump(x), e->flow->from, false);
}

/* Each exit says its number, then all go the same way out. */
static void emit_exits(Emission *e) {
  Asm *x = &e->x;
  uint32_t n = e->native->nexits;
  size_t *at = gc_alloc_leaf((n + 1) * sizeof *at), *out = gc_alloc_leaf((n + 1) * sizeof *out);
  for (uint32_t i = 0; i < n; i++) {
    at[i] = x->n;
    x_const(x, RAX, i);
    out[i] = x_jump(x);
  }
  for (uint32_t i = 0; i < n; i++) x_land(x, out[i], x->n);
  emit_registers(e, false, UINT64_MAX);
  x_ri(x, 0, RSP, 8);
  for (int i = SAVED; i-- > 0;) x_pop(x, saved[i]);
  x_byte(x, 0xc3);
  for (size_t i = 0; i < e->njumps; i++) {
    const Later *j = &e->jumps[i];
    x_land(x, j->jump, j->is_exit ? at[j->to] : e->labels[j->to - e->flow->from]);
  }
}

/* ---- instructions that C does ---- */

static void emit_boxed(Emission *e, uint32_t r) {
  Asm *x = &e->x;
  Kind k = flow_kind(e->flow, e->state, r);
  if (k.tag == KIND_PARTS) return;
  int32_t at = (int32_t)(r * sizeof(Value));
  x_rm(x, X_MOV, RDX, RBP, offsetof(Machine, r));
  x_const(x, RAX, (uintptr_t)k.type);
  x_rm(x, X_MOV_TO, RAX, RDX, at);
  if (kind_is(k, T_FLOAT64)) {
    x_rm(x, X_MOVSD_TO, emit_xmm(e, r, 0), RDX, at + 8);
  } else {
    x_rm(x, X_MOV_TO, emit_gpr(e, r, RAX), RDX, at + 8);
  }
}

/* The operands go into the frame's registers. The machine's are saved, those of live and of parts. */
static void emit_operands(Emission *e, uint64_t live) {
  Asm *x = &e->x;
  Native *n = e->native;
  uint32_t first = n->nhomes;
  Operands o = flow_operands(e->flow->code, e->pc);
  for (int i = 0; i < 3; i++)
    for (uint32_t r = o.uses[i].at; r < o.uses[i].at + o.uses[i].n; r++) {
      emit_boxed(e, r);
      if (emit_kind(e, r).tag != KIND_PARTS) continue;
      home_add(e, e->state, r);
      live |= UINT64_C(1) << e->flow->index[r];
    }
  emit_registers(e, false, live);
  if (n->nhomes == first) return;
  x_rr(x, X_MOV, RDI, RBP);
  x_const(x, RSI, (uintptr_t)n);
  x_const(x, RDX, first);
  x_const(x, RCX, n->nhomes - first);
  x_const(x, RAX, (uintptr_t)native_put);
  x_rr(x, X_GROUP5_32, 2, RAX);
}

/* r = what the frame's register holds, which must be of the kind that is expected; RCX: where those are. */
static void emit_result(Emission *e, uint32_t r, uint32_t other) {
  Asm *x = &e->x;
  Kind k = flow_kind(e->flow, e->after, r);
  int32_t at = (int32_t)(r * sizeof(Value));
  x_rm(x, X_MOV, RCX, RBP, offsetof(Machine, r));
  x_const(x, RAX, kind_word(k));
  x_rm(x, X_CMP, RAX, RCX, at);
  emit_land_later(e, x_jump_if(x, CC_NE), other, true);
  emit_load_value(e, k, RCX, at + 8, r);
}

/* r[a] = what the built-in gives, which was found for these types. */
static void emit_builtin(Emission *e, const Ins in, const Method *m) {
  Asm *x = &e->x;
  x_rm(x, X_MOV, RDI, RBP, offsetof(Machine, frame));
  x_const(x, RAX, (uintptr_t)&e->flow->of->ins[e->flow->inlined->origin[e->pc] + 1]);
  x_rm(x, X_MOV_TO, RAX, RDI, offsetof(Frame, pc));
  x_rm(x, X_MOV, RDI, RBP, offsetof(Machine, r));
  x_ri(x, 0, RDI, (int32_t)((in.a + 1u) * sizeof(Value)));
  x_const(x, RSI, in.b);
  x_const(x, RDX, 0);
  x_const(x, RCX, 0);
  x_const(x, RAX, (uintptr_t)__start_clu_builtins[m->builtin]->code);
  x_rr(x, X_GROUP5_32, 2, RAX);
  x_rm(x, X_MOV, RCX, RBP, offsetof(Machine, r));
  x_rm(x, X_MOV_TO, RAX, RCX, (int32_t)(in.a * sizeof(Value)));
  x_rm(x, X_MOV_TO, RDX, RCX, (int32_t)(in.a * sizeof(Value)) + 8);
}

void emit_called(Emission *e) {
  Asm *x = &e->x;
  const Flow *w = e->flow;
  const Ins in = w->code->ins[e->pc];
  uint32_t next = flow_behind(w, e->pc);
  int32_t result = flow_result(w->code, e->pc);
  uint64_t live = w->live[next];
  if (result >= 0) live &= ~(UINT64_C(1) << w->index[result]);
  emit_operands(e, live);
  const Method *m = in.op == OP_CALL ? flow_method(w, e->pc, e->state) : NULL;
  if (m && !m->code) {
    emit_builtin(e, in, m);
  } else {
    x_rm(x, X_MOV, RDI, RBP, offsetof(Machine, frame));
    x_const(x, RSI, (uintptr_t)&w->of->ins[w->inlined->origin[e->pc]]);
    x_const(x, RAX, (uintptr_t)native_step);
    x_rr(x, X_GROUP5_32, 2, RAX);
  }
  emit_registers(e, true, live);
  uint32_t other = exit_new(e, next, EXIT_DONE, e->after, result);
  x_const(x, RAX, (uintptr_t)&CORE->epoch);
  x_rm(x, (X86){0, false, 0x81}, 7, RAX, 0);
  x_int(x, (int32_t)CORE->epoch);
  emit_land_later(e, x_jump_if(x, CC_NE), other, true);
  x_const(x, RAX, (uintptr_t)&vm_pending); /* C may take long */
  x_rm(x, (X86){0, false, 0x83}, 7, RAX, 0);
  x_byte(x, 0);
  emit_land_later(e, x_jump_if(x, CC_NE), other, true);
  if (result >= 0) emit_result(e, (uint32_t)result, other);
}

/* ---- the whole ---- */

static void find_targets(Emission *e) {
  const Flow *w = e->flow;
  for (uint32_t pc = w->from; pc < w->to; pc++) {
    const Ins in = w->code->ins[pc];
    bool jumps = op_is_jump(in.op) || op_is_jumpif(in.op) || in.op == OP_JUMPIFNOT || in.op == OP_FORNEXT;
    int64_t target = (int64_t)pc + 1 + in.k;
    if (jumps && target >= (int64_t)w->from && target < (int64_t)w->to) e->is_target[target - w->from] = true;
  }
}

static void emit_one(Emission *e) {
  e->here = UINT32_MAX;
  e->state = flow_at(e->flow, e->pc);
  memcpy(e->after, e->state, e->flow->nall * sizeof(Kind));
  enum native_way way = flow_does(e->flow, e->pc, e->after);
  e->wanted = flow_parts_behind(e->flow, e->parts, e->pc, way, e->after);
  switch (way) {
  case NATIVE_BODY: return;
  case NATIVE_NOT: emit_leave(e, flow_learns(e->flow, e->pc) ? EXIT_CALL : EXIT_DONE); return;
  case NATIVE_ITSELF: emit_itself(e); break;
  case NATIVE_CALLED: emit_called(e); break;
  }
  if (flow_is_replaced(e->flow, e->pc)) emit_go(e, -1, flow_behind(e->flow, e->pc));
}

/* Types that would go if nobody held them. */
static void **types_kept(const Flow *w) {
  void **kept = NULL;
  size_t n = 0;
  for (size_t i = 0; i < (size_t)(w->to - w->from) * w->nall; i++) {
    Type *t = kind_is_value(w->kinds[i]) ? w->kinds[i].type : NULL;
    if (!t || !(t->flags & TF_MORTAL) || (n && kept[n - 1] == t)) continue;
    if (!(n & (n - 1))) kept = grown(kept, n, sizeof *kept);
    kept[n++] = t;
  }
  return kept;
}

static void native_finish(Object *o) {
  Native *n = (Native *)o;
  native_memory_free((void *)n->code, n->size);
}

Native *native_emit(const Flow *w) {
  size_t count = w->to - w->from;
  Native *n = gc_alloc(sizeof *n);
  Emission e = {.flow = w, .native = n, .labels = gc_alloc_leaf(count * sizeof(size_t)), .is_target = gc_alloc(count)};
  n->from = w->from;
  n->epoch = CORE->epoch;
  n->types = types_kept(w);
  n->consts = w->code->consts;
  find_targets(&e);
  e.parts = flow_parts(w);
  native_place(n, w, e.parts);
  homes_add(&e, flow_at(w, w->from), w->live[w->from], -1);
  n->at_head = n->nhomes;
  emit_entry(&e);
  for (uint32_t pc = w->from; pc < w->to; pc++) {
    e.labels[pc - w->from] = e.x.n;
    e.pc = pc;
    if (w->reached[pc - w->from] && !e.fused)
      emit_one(&e);
    else
      e.fused = false;
  }
  if (op_is_jumpif(w->code->ins[w->to - 1].op)) emit_go(&e, -1, w->to); /* the condition was false */
  emit_exits(&e);
  n->size = e.x.n;
  void *code = native_memory_put(e.x.code, e.x.n);
  if (!code) return NULL;
  memcpy(&n->code, &code, sizeof code);
  gc_finalizer(&n->head, native_finish);
  return n;
}
