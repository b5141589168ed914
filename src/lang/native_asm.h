/* The state of writing a loop's machine code, which native_emit.c (the whole), native_itself.c (instruction by
 * instruction) and native_arith.c (operators) share. */
#ifndef CLU_NATIVE_ASM_H
#define CLU_NATIVE_ASM_H
#include "lang/native_emit.h"
#include "lang/native_x86.h"

/* A jump whose target has no place yet: an exit, or an instruction. */
typedef struct Later {
  size_t jump;
  uint32_t to;
  bool is_exit;
} Later;

typedef struct Emission {
  Asm x;
  const Flow *flow;
  Native *native;
  uint32_t pc;       /* the instruction being done */
  const Kind *state; /* in front of it */
  Kind after[FLOW_ALL];
  const uint64_t *parts; /* that are read later (native_parts.c), by instruction; and behind this one */
  uint64_t wanted;
  uint32_t here;   /* the exit in front of it, or UINT32_MAX: none yet */
  bool fused;      /* it did the next one, too */
  bool *is_target; /* by instruction */
  size_t *labels;
  Later *jumps;
  size_t njumps;
} Emission;

/* What register r of the frame holds in front of the instruction. */
static inline Kind emit_kind(const Emission *e, uint32_t r) { return flow_kind(e->flow, e->state, r); }

/* The machine register that holds register r of the frame, or scratch after loading it there, as it must be for an
 * object that is known (native_flow.c: it is held nowhere); and where a result goes, which is then told to be done. */
static inline int emit_gpr(Emission *e, uint32_t r, int scratch) {
  int i = e->flow->index[r], at = e->native->gpr[i];
  const Kind *k = &e->state[i];
  if (k->known && k->tag == KIND_VALUE && !(k->type->flags & TF_IMMEDIATE)) {
    x_const(&e->x, scratch, k->bits);
    return scratch;
  }
  if (at >= 0) return at;
  x_rm(&e->x, X_MOV, scratch, RBP, (int32_t)offsetof(Machine, slot) + 8 * e->native->slot[i]);
  return scratch;
}
static inline int emit_gpr_target(const Emission *e, uint32_t r, int scratch) {
  int at = e->native->gpr[e->flow->index[r]];
  return at >= 0 ? at : scratch;
}
static inline void emit_gpr_done(Emission *e, uint32_t r, int in) {
  int i = e->flow->index[r], at = e->native->gpr[i];
  if (at < 0)
    x_rm(&e->x, X_MOV_TO, in, RBP, (int32_t)offsetof(Machine, slot) + 8 * e->native->slot[i]);
  else if (at != in)
    x_rr(&e->x, X_MOV, at, in);
}
static inline int emit_xmm(Emission *e, uint32_t r, int scratch) {
  int i = e->flow->index[r], at = e->native->xmm[i];
  if (at >= 0) return at;
  x_rm(&e->x, X_MOVSD, scratch, RBP, (int32_t)offsetof(Machine, slot) + 8 * e->native->slot[i]);
  return scratch;
}
static inline int emit_xmm_target(const Emission *e, uint32_t r, int scratch) {
  int at = e->native->xmm[e->flow->index[r]];
  return at >= 0 ? at : scratch;
}
static inline void emit_xmm_done(Emission *e, uint32_t r, int in) {
  int i = e->flow->index[r], at = e->native->xmm[i];
  if (at < 0)
    x_rm(&e->x, X_MOVSD_TO, in, RBP, (int32_t)offsetof(Machine, slot) + 8 * e->native->slot[i]);
  else if (at != in)
    x_rr(&e->x, X_MOVAPD, at, in);
}

/* Whether what goes into r is ever read. */
static inline bool emit_is_wanted(const Emission *e, uint32_t r) {
  uint32_t first = e->flow->parts->first;
  return r < first || e->wanted >> (r - first) & 1;
}

static inline void emit_move(Emission *e, int to, int from) {
  if (to != from) x_rr(&e->x, X_MOV, to, from);
}

void emit_land_later(Emission *e, size_t jump, uint32_t to, bool is_exit);
/* Leaves in front of the instruction, on a condition. */
void emit_exit_if(Emission *e, int cc);
void emit_leave(Emission *e, enum native_exit why);
/* To an instruction, on condition cc or always (-1), in the state behind this one; and backwards. */
void emit_go(Emission *e, int cc, uint32_t pc);
void emit_go_back(Emission *e, uint32_t pc);

/* By C, whatever flow_does says. */
void emit_called(Emission *e);
/* An instruction that flow_does calls NATIVE_ITSELF. */
void emit_itself(Emission *e);

/* r[to] = element RCX of the data at RDX; leaves if it is undefined. What is held as a whole value is found first: RCX
 * becomes its address. */
void emit_load_element(Emission *e, const Type *element, uint32_t to);
void emit_find_boxed(Emission *e, const Type *element);

/* r[to] = the payload at base + at of a value of this kind, whose type was looked at. */
void emit_load_value(Emission *e, Kind k, int base, int32_t at, uint32_t to);

/* native_place.c: where the registers live. */
void native_place(Native *n, const Flow *w, const uint64_t *parts);

/* native_iterate.c */
void emit_forprep(Emission *e, const Ins in);
void emit_fornext(Emission *e, const Ins in);

/* native_arith.c: operators; a jump that depends on r[a]; r[to] = abs(r[of]); what r holds, Int64 or Float64, as
 * Float64. */
void emit_operator(Emission *e, const Ins in);
void emit_branch_on(Emission *e, const Ins in);
void emit_absolute(Emission *e, uint32_t to, uint32_t of);
/* r[a] = isodd, iseven or isnan of the argument. */
void emit_question(Emission *e, const Ins in, enum native_function f);
int emit_float(Emission *e, uint32_t r, int scratch);
#endif
