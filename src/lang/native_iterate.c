/* Machine code of iterations: FORPREP and FORNEXT. */
#include <stddef.h>

#include "lang/native_asm.h"
#include "lang/vm_nested.h"
#include "value/array.h"
#include "value/dict.h"

/* ---- beginning ---- */

/* register + 1, but no more than the largest (vm_iterate.c: begin_range). */
static void count_one(Asm *x, int reg) {
  x_ri(x, 0, reg, 1);
  x_ri(x, 3, reg, 0);
}

/* How many steps of one there are from RCX or another register to RAX: into r[a]. */
static void prepare_unit(Emission *e, uint32_t a, int start) {
  Asm *x = &e->x;
  x_rr(x, X_MOV, RDX, RAX);
  x_rr(x, X_SUB, RDX, start);
  count_one(x, RDX);
  x_rr(x, X_CMP, RAX, start);
  x_const(x, RAX, 0);
  x_rr(x, X_CMOV(CC_L), RDX, RAX);
  emit_gpr_done(e, a, RDX);
  x_const(x, RAX, 1);
  x_rm(x, X_MOV_TO, RAX, RBP, (int32_t)offsetof(Machine, step) + 8 * e->flow->index[a]);
}

/* The range is an object: of three numbers, which are known, or of its ends. */
static void prepare_range(Emission *e, uint32_t a, Kind range) {
  Asm *x = &e->x;
  if (range.type->name == CORE->tn_steprange) {
    const int64_t *of = object_data((Object *)(uintptr_t)range.bits);
    Value it[2] = {{range.type, {.o = (Object *)(uintptr_t)range.bits}}};
    op_forprep(it);
    x_const(x, RAX, it[0].u);
    emit_gpr_done(e, a, RAX);
    x_const(x, RAX, it[1].u);
    emit_gpr_done(e, a + 1, RAX);
    x_const(x, RAX, (uint64_t)of[1]);
    x_rm(x, X_MOV_TO, RAX, RBP, (int32_t)offsetof(Machine, step) + 8 * e->flow->index[a]);
    return;
  }
  bool from_one = range.type->name == CORE->tn_oneto;
  int object = emit_gpr(e, a, RDX);
  x_rm(x, X_MOV, RAX, object, (int32_t)sizeof(Object) + (from_one ? 0 : 8));
  if (from_one)
    x_const(x, RCX, 1);
  else
    x_rm(x, X_MOV, RCX, object, sizeof(Object));
  emit_gpr_done(e, a + 1, RCX);
  prepare_unit(e, a, RCX);
}

/* A constant step may be negative; one that is not known was found to be positive. */
static void prepare_steps(Emission *e, uint32_t a, Kind colon) {
  Asm *x = &e->x;
  bool down = colon.known && (int64_t)colon.bits < 0;
  uint32_t low = down ? a + 3 : a + 1, high = down ? a + 1 : a + 3;
  emit_move(e, RCX, emit_gpr(e, a + 2, RCX));
  x_rm(x, X_MOV_TO, RCX, RBP, (int32_t)offsetof(Machine, step) + 8 * e->flow->index[a]);
  if (down) x_rr(x, X_GROUP3, 3, RCX);
  emit_move(e, RAX, emit_gpr(e, high, RAX));
  x_rr(x, X_SUB, RAX, emit_gpr(e, low, RDX));
  x_const(x, RDX, 0);
  x_rr(x, X_GROUP3, 6, RCX);
  count_one(x, RAX);
  x_const(x, RCX, 0);
  emit_move(e, RDX, emit_gpr(e, high, RDX));
  int i = e->flow->index[low], at = e->native->gpr[i];
  if (at >= 0)
    x_rr(x, X_CMP, RDX, at);
  else
    x_rm(x, X_CMP, RDX, RBP, (int32_t)offsetof(Machine, slot) + 8 * e->native->slot[i]);
  x_rr(x, X_CMOV(CC_L), RAX, RCX);
  emit_gpr_done(e, a, RAX);
}

void emit_forprep(Emission *e, const Ins in) {
  Kind it = emit_kind(e, in.a);
  if (it.tag == KIND_COLON && it.unit) {
    int start = emit_gpr(e, in.a + 1u, RCX);
    emit_move(e, RAX, emit_gpr(e, in.a + 2u, RAX));
    prepare_unit(e, in.a, start);
    return;
  }
  if (it.tag == KIND_COLON) {
    prepare_steps(e, in.a, it);
    return;
  }
  if (kind_is_range(it)) {
    prepare_range(e, in.a, it);
    return;
  }
  x_const(&e->x, RAX, 0);
  emit_gpr_done(e, in.a + 1u, RAX);
}

/* ---- the next element ---- */

static void next_of_range(Emission *e, const Ins in, bool unit) {
  Asm *x = &e->x;
  int left = emit_gpr(e, in.a, RAX);
  x_rr(x, X_TEST, left, left);
  emit_go(e, CC_E, e->pc + 1 + (uint32_t)in.k);
  x_ri(x, 5, left, 1);
  emit_gpr_done(e, in.a, left);
  int next = emit_gpr(e, in.a + 1u, RAX);
  emit_gpr_done(e, in.a + 2u, next);
  if (unit)
    x_ri(x, 0, next, 1);
  else
    x_rm(x, X_ADD, next, RBP, (int32_t)offsetof(Machine, step) + 8 * e->flow->index[in.a]);
  emit_gpr_done(e, in.a + 1u, next);
}

static void count_up(Emission *e, uint32_t r) {
  int i = emit_gpr(e, r, RCX);
  x_ri(&e->x, 0, i, 1);
  emit_gpr_done(e, r, i);
}

/* The register of item i of the element: one of its own, or a part of the element. */
static uint32_t item(const Emission *e, uint32_t i) {
  uint32_t element = e->flow->code->ins[e->pc].a + 2u;
  Kind items[MOST_ITEMS];
  bool apart = flow_fornext_items(e->flow, e->pc, e->state, items) > 0;
  return apart ? element + 1 + i : flow_part(e->flow, element, i);
}

static void go_to_end(Emission *e, const Ins in, int cc) { emit_go(e, cc, e->pc + 1 + (uint32_t)in.k); }

static void next_of_array(Emission *e, const Ins in) {
  Asm *x = &e->x;
  int array = emit_gpr(e, in.a, RAX);
  emit_move(e, RCX, emit_gpr(e, in.a + 1u, RCX));
  x_rm(x, X_CMP, RCX, array, offsetof(Array, len));
  go_to_end(e, in, CC_AE);
  x_rm(x, X_MOV, RDX, array, offsetof(Array, data));
  emit_load_element(e, array_element(emit_kind(e, in.a).type), in.a + 2u);
  count_up(e, in.a + 1u);
}

/* Characters of one byte; C decodes others. */
static void next_of_string(Emission *e, const Ins in) {
  Asm *x = &e->x;
  int string = emit_gpr(e, in.a, RAX);
  emit_move(e, RDX, emit_gpr(e, in.a + 1u, RDX));
  x_rm(x, X_CMP, RDX, string, offsetof(String, len));
  go_to_end(e, in, CC_AE);
  x_rr(x, X_ADD, RDX, string);
  x_rm(x, X_MOVZX8, RDX, RDX, offsetof(String, text));
  x_ri(x, 7, RDX, 0x80);
  emit_exit_if(e, CC_AE);
  emit_gpr_done(e, in.a + 2u, RDX);
  count_up(e, in.a + 1u);
}

/* r[to] = the entry at position r[a + 1] of a column of the dictionary r[a]. */
static void load_column(Emission *e, const Ins in, size_t column, const Type *type, uint32_t to) {
  Asm *x = &e->x;
  x_rm(x, X_MOV, RDX, emit_gpr(e, in.a, RDX), (int32_t)column);
  x_rm(x, X_MOV, RDX, RDX, offsetof(Array, data));
  emit_move(e, RCX, emit_gpr(e, in.a + 1u, RCX));
  emit_load_element(e, type, to);
}

/* First over the entries that are gone: where it is then, the interpreter would be, too. */
static void next_of_dict(Emission *e, const Ins in, uint8_t it) {
  Asm *x = &e->x;
  const Value *types = emit_kind(e, in.a).type->params;
  bool both = it == IT_APART || it == IT_PAIRS;
  emit_move(e, RCX, emit_gpr(e, in.a + 1u, RCX));
  size_t again = x->n;
  int dict = emit_gpr(e, in.a, RAX);
  x_rm(x, X_CMP, RCX, dict, offsetof(Dict, used));
  go_to_end(e, in, CC_AE);
  x_rm(x, X_MOV, RDX, dict, offsetof(Dict, gone));
  x_rr(x, X_TEST, RDX, RDX);
  size_t none_gone = x_jump_if(x, CC_E);
  x_rx(x, X_MOVZX8, RDX, RDX, RCX, 0, false);
  x_ri(x, 0, RCX, 1);
  x_rr(x, X_TEST, RDX, RDX);
  x_land(x, x_jump_if(x, CC_NE), again);
  x_ri(x, 5, RCX, 1);
  x_land(x, none_gone, x->n);
  emit_gpr_done(e, in.a + 1u, RCX);
  if (it != IT_VALUES) load_column(e, in, offsetof(Dict, keys), types[0].p, both ? item(e, 0) : in.a + 2u);
  if (it != IT_KEYS) load_column(e, in, offsetof(Dict, values), types[1].p, both ? item(e, 1) : in.a + 2u);
  count_up(e, in.a + 1u);
}

/* Where in memory the i-th iteration inside has its first and its second value's payload; the type stands before. */
static int32_t inner(uint32_t i, uint32_t which) { return (int32_t)((3 * i + which) * sizeof(Value)) + 8; }

/* Ends the loop if an iteration has no more, and leaves the code if its element is undefined. */
static void check_source(Emission *e, const Ins in, Source s, uint32_t i) {
  Asm *x = &e->x;
  x_rm(x, X_MOV, RDX, emit_gpr(e, in.a + 1u, RDX), offsetof(Nested, its));
  x_rm(x, X_MOV, RAX, RDX, inner(i, 0));
  if (s.it == IT_RANGE) {
    x_rr(x, X_TEST, RAX, RAX);
    go_to_end(e, in, CC_E);
    return;
  }
  x_rm(x, X_MOV, RCX, RDX, inner(i, 1));
  x_rm(x, X_CMP, RCX, RAX, offsetof(Array, len));
  go_to_end(e, in, CC_AE);
  x_rm(x, X_MOV, RDX, RAX, offsetof(Array, data));
  emit_find_boxed(e, s.element);
}

/* r[to] = its element. */
static void step_source(Emission *e, const Ins in, Source s, uint32_t i, uint32_t to) {
  Asm *x = &e->x;
  x_rm(x, X_MOV, RDX, emit_gpr(e, in.a + 1u, RDX), offsetof(Nested, its));
  x_rm(x, X_MOV, RCX, RDX, inner(i, 1));
  if (s.it == IT_RANGE) {
    x_rm(x, X_GROUP5, 1, RDX, inner(i, 0));
    emit_gpr_done(e, to, RCX);
    x_rm(x, X_ADD, RCX, RDX, inner(i, 0) - 8);
    x_rm(x, X_MOV_TO, RCX, RDX, inner(i, 1));
    return;
  }
  x_rm(x, X_GROUP5, 0, RDX, inner(i, 1));
  x_rm(x, X_MOV, RAX, RDX, inner(i, 0));
  x_rm(x, X_MOV, RDX, RAX, offsetof(Array, data));
  emit_load_element(e, s.element, to);
}

/* All are looked at before one makes its step, as the code can be left only in front of the whole. */
static void next_of_nested(Emission *e, const Ins in) {
  Asm *x = &e->x;
  const Type *of = emit_kind(e, in.a).type;
  bool counts;
  uint32_t n = nested_items(of, &counts);
  for (uint32_t i = 0; i < n - counts; i++) check_source(e, in, nested_source(of, i), i);
  for (uint32_t i = 0; i < n - counts; i++) step_source(e, in, nested_source(of, i), i, item(e, counts + i));
  if (!counts) return;
  int nested = emit_gpr(e, in.a + 1u, RDX);
  x_rm(x, X_GROUP5, 0, nested, offsetof(Nested, count));
  x_rm(x, X_MOV, RAX, nested, offsetof(Nested, count));
  emit_gpr_done(e, item(e, 0), RAX);
}

void emit_fornext(Emission *e, const Ins in) {
  Kind it = emit_kind(e, in.a);
  if (it.tag == KIND_RANGE) {
    next_of_range(e, in, it.unit);
    return;
  }
  uint8_t how = emit_kind(e, in.a + 1u).it;
  switch (how) {
  case IT_ARRAY: next_of_array(e, in); return;
  case IT_STRING: next_of_string(e, in); return;
  case IT_NESTED: next_of_nested(e, in); return;
  default: next_of_dict(e, in, how); return;
  }
}
