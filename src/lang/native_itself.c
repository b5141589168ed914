/* Machine code of the instructions that need no C: elements of arrays, values, a few functions. */
#include <stddef.h>

#include "lang/native_asm.h"
#include "value/array.h"
#include "value/module.h"
#include "value/type.h"

/* ---- elements ---- */

static int scale_of(uint8_t store) {
  if (store == ST_I8 || store == ST_U8 || store == ST_BOOL) return 0;
  if (store == ST_I16 || store == ST_U16) return 1;
  return store == ST_I32 || store == ST_U32 || store == ST_F32 || store == ST_CHAR ? 2 : 3;
}

/* How a value of this store is read into a general register. */
static X86 load_of(uint8_t store) {
  switch (store) {
  case ST_BOOL:
  case ST_U8: return X_MOVZX8;
  case ST_I8: return X_MOVSX8;
  case ST_U16: return X_MOVZX16;
  case ST_I16: return X_MOVSX16;
  case ST_I32: return X_MOVSX32;
  case ST_U32:
  case ST_CHAR:
  case ST_F32: return X_MOV32;
  default: return X_MOV;
  }
}

/* r[to] = what lies at base + at. */
static void load_from(Emission *e, uint8_t store, int base, int32_t at, uint32_t to) {
  if (!emit_is_wanted(e, to)) return;
  if (store == ST_F64) {
    int f = emit_xmm_target(e, to, 0);
    x_rm(&e->x, X_MOVSD, f, base, at);
    emit_xmm_done(e, to, f);
  } else {
    int i = emit_gpr_target(e, to, RAX);
    x_rm(&e->x, load_of(store), i, base, at);
    emit_gpr_done(e, to, i);
  }
}

/* The parts of r[to] = what lies at base + at. */
static void load_parts(Emission *e, const Type *t, int base, int32_t at, uint32_t to) {
  for (uint32_t i = 0; i < t->nfields; i++)
    load_from(e, t->fields[i].store, base, at + (int32_t)t->fields[i].offset, flow_part(e->flow, to, i));
}

/* RCX becomes the address of element RCX of the data at RDX. */
static void find_struct(Emission *e, const Type *element) {
  x_imul_const(&e->x, RCX, RCX, (int32_t)type_elsize(&element->head));
  x_rr(&e->x, X_ADD, RCX, RDX);
}

void emit_load_value(Emission *e, Kind k, int base, int32_t at, uint32_t to) {
  if (k.tag != KIND_PARTS) {
    load_from(e, kind_is(k, T_FLOAT64) ? ST_F64 : ST_I64, base, at, to);
    return;
  }
  x_rm(&e->x, X_MOV, RCX, base, at);
  load_parts(e, k.type, RCX, sizeof(Object), to);
}

void emit_find_boxed(Emission *e, const Type *element) {
  Asm *x = &e->x;
  if (type_store(&element->head) != ST_VALUE) return;
  x_shift(x, 4, RCX, 4);
  x_rr(x, X_ADD, RCX, RDX);
  x_const(x, RAX, (uintptr_t)element);
  x_rm(x, X_CMP, RAX, RCX, 0);
  emit_exit_if(e, CC_NE);
}

void emit_load_element(Emission *e, const Type *element, uint32_t to) {
  uint8_t store = type_store(&element->head);
  if (store == ST_F64) {
    int f = emit_xmm_target(e, to, 0);
    x_rx(&e->x, X_MOVSD, f, RDX, RCX, 3, false);
    emit_xmm_done(e, to, f);
    return;
  }
  if (store == ST_STRUCT) {
    find_struct(e, element);
    load_parts(e, element, RCX, 0, to);
    return;
  }
  int i = emit_gpr_target(e, to, RAX);
  emit_find_boxed(e, element);
  if (store == ST_VALUE)
    x_rm(&e->x, X_MOV, i, RCX, 8);
  else
    x_rx(&e->x, load_of(store), i, RDX, RCX, scale_of(store), false);
  emit_gpr_done(e, to, i);
}

/* What lies at base + at = r[from], which is not held as a whole value. */
static void store_to(Emission *e, uint8_t store, int base, int32_t at, uint32_t from) {
  Asm *x = &e->x;
  if (store == ST_F64) {
    x_rm(x, X_MOVSD_TO, emit_xmm(e, from, 0), base, at);
    return;
  }
  int scale = scale_of(store), of = emit_gpr(e, from, RAX);
  if (scale == 0 && of != RAX) x_rr(x, X_MOV, RAX, of); /* a byte of any register but this needs a prefix */
  static const X86 ops[] = {X_MOV8_TO, X_MOV16_TO, X_MOV32_TO, X_MOV_TO};
  x_rm(x, ops[scale], scale == 0 ? RAX : of, base, at);
}

static void store_parts(Emission *e, const Type *t, int base, int32_t at, uint32_t from) {
  for (uint32_t i = 0; i < t->nfields; i++)
    store_to(e, t->fields[i].store, base, at + (int32_t)t->fields[i].offset, flow_part(e->flow, from, i));
}

/* Element RCX of the data at RDX = r[from]. */
static void store_element(Emission *e, const Type *element, uint32_t from) {
  Asm *x = &e->x;
  uint8_t store = type_store(&element->head);
  if (store == ST_F64) {
    x_rx(x, X_MOVSD_TO, emit_float(e, from, 0), RDX, RCX, 3, false);
    return;
  }
  if (store == ST_STRUCT) {
    find_struct(e, element);
    store_parts(e, element, RCX, 0, from);
    return;
  }
  if (store == ST_VALUE) {
    x_shift(x, 4, RCX, 4);
    x_rr(x, X_ADD, RCX, RDX);
    x_const(x, RAX, (uintptr_t)element);
    x_rm(x, X_MOV_TO, RAX, RCX, 0);
    x_rm(x, X_MOV_TO, emit_gpr(e, from, RAX), RCX, 8);
    return;
  }
  static const X86 ops[] = {X_MOV8_TO, X_MOV16_TO, X_MOV32_TO, X_MOV_TO};
  int scale = scale_of(store);
  x_rx(x, ops[scale], emit_gpr(e, from, RAX), RDX, RCX, scale, scale == 0);
}

/* RCX = the element's number from 0, RDX = the data; leaves if there is none. */
static void find_element(Emission *e, uint32_t array, uint32_t index, bool two) {
  Asm *x = &e->x;
  int a = emit_gpr(e, array, RAX);
  x_rm(x, X_LEA, RCX, emit_gpr(e, index, RCX), -1);
  x_rm(x, X_CMP, RCX, a, two ? offsetof(Array, dims) : offsetof(Array, len));
  emit_exit_if(e, CC_AE);
  if (two) {
    x_rm(x, X_LEA, RDX, emit_gpr(e, index + 1, RDX), -1);
    x_rm(x, X_CMP, RDX, a, offsetof(Array, dims) + 8);
    emit_exit_if(e, CC_AE);
    x_rm(x, X_IMUL, RDX, a, offsetof(Array, dims));
    x_rr(x, X_ADD, RCX, RDX);
  }
  x_rm(x, X_MOV, RDX, a, offsetof(Array, data));
}

static void element(Emission *e, const Ins in) {
  bool set = in.op == OP_SETINDEX || in.op == OP_SETINDEX2, two = in.op == OP_GETINDEX2 || in.op == OP_SETINDEX2;
  uint32_t array = set ? in.a : in.b;
  const Type *element = array_element(emit_kind(e, array).type);
  find_element(e, array, in.c, two);
  if (set)
    store_element(e, element, in.b);
  else
    emit_load_element(e, element, in.a);
}

/* ---- values ---- */

static void constant(Emission *e, uint32_t to, Kind k) {
  if (!(k.type->flags & TF_IMMEDIATE)) return; /* known wherever it is read */
  if (k.type == T_FLOAT64) {
    int f = emit_xmm_target(e, to, 0);
    x_const(&e->x, RAX, k.bits);
    x_rr(&e->x, X_MOVQ_XMM, f, RAX);
    emit_xmm_done(e, to, f);
  } else {
    int i = emit_gpr_target(e, to, RAX);
    x_const(&e->x, i, k.bits);
    emit_gpr_done(e, to, i);
  }
}

static void move(Emission *e, uint32_t to, uint32_t from) {
  Kind k = emit_kind(e, from);
  if (!emit_is_wanted(e, to)) return;
  for (uint32_t i = 0; k.tag == KIND_PARTS && i < k.type->nfields; i++)
    move(e, flow_part(e->flow, to, i), flow_part(e->flow, from, i));
  if (k.tag != KIND_VALUE) return;
  const uint8_t *slot = e->native->slot;
  if (!k.known && slot[e->flow->index[to]] == slot[e->flow->index[from]]) return;
  if (k.known)
    constant(e, to, k);
  else if (k.type == T_FLOAT64)
    emit_xmm_done(e, to, emit_xmm(e, from, 0));
  else
    emit_gpr_done(e, to, emit_gpr(e, from, RAX));
}

/* r[to] = a constant. */
static void known(Emission *e, uint32_t to) {
  if (!emit_is_wanted(e, to)) return;
  Kind k = flow_kind(e->flow, e->after, to);
  if (k.tag != KIND_PARTS) constant(e, to, k);
  for (uint32_t i = 0; k.tag == KIND_PARTS && i < k.type->nfields; i++) known(e, flow_part(e->flow, to, i));
}

/* The parts of r[to] are the registers from a first one on. */
static void assemble(Emission *e, uint32_t to, uint32_t first) {
  const Type *t = flow_kind(e->flow, e->after, to).type;
  for (uint32_t i = 0; i < t->nfields; i++) move(e, flow_part(e->flow, to, i), first + i);
}

static void take_apart(Emission *e, const Ins in) {
  for (uint32_t i = 0; i < in.b && emit_kind(e, in.a).tag == KIND_PARTS; i++)
    move(e, in.a + 1u + i, flow_part(e->flow, in.a, i));
}

/* ---- fields ---- */

/* A boxed field must hold a value of its type: it may be undefined. */
static void get_field(Emission *e, const Ins in, const Field *f) {
  Asm *x = &e->x;
  Kind k = flow_kind(e->flow, e->after, in.a), of = emit_kind(e, in.b);
  if (of.tag == KIND_PARTS) {
    move(e, in.a, flow_part(e->flow, in.b, (uint32_t)(f - of.type->fields)));
    return;
  }
  int object = emit_gpr(e, in.b, RDX);
  int32_t at = (int32_t)(sizeof(Object) + f->offset);
  if (k.tag == KIND_PARTS) {
    load_parts(e, k.type, object, at, in.a);
  } else if (f->store != ST_VALUE) {
    load_from(e, f->store, object, at, in.a);
  } else {
    x_const(x, RAX, (uintptr_t)k.type);
    x_rm(x, X_CMP, RAX, object, at);
    emit_exit_if(e, CC_NE);
    emit_load_value(e, k, object, at + 8, in.a);
  }
}

static void set_field(Emission *e, const Ins in, const Field *f) {
  Asm *x = &e->x;
  Kind k = emit_kind(e, in.b);
  int object = emit_gpr(e, in.a, RDX);
  int32_t at = (int32_t)(sizeof(Object) + f->offset);
  if (k.tag == KIND_PARTS) {
    store_parts(e, k.type, object, at, in.b);
    return;
  }
  if (f->store == ST_VALUE) {
    x_const(x, RAX, (uintptr_t)k.type);
    x_rm(x, X_MOV_TO, RAX, object, at);
    at += 8;
  }
  store_to(e, k.type == T_FLOAT64 ? ST_F64 : f->store == ST_VALUE ? ST_I64 : f->store, object, at, in.b);
}

/* ---- globals ---- */

/* The global's value must be of the type that it had. */
static void global(Emission *e, const Ins in) {
  Asm *x = &e->x;
  Kind k = flow_kind(e->flow, e->after, in.a);
  if (k.known) {
    constant(e, in.a, k);
    return;
  }
  const Binding *b = e->flow->code->consts[in.k].p;
  if (b->target) b = b->target;
  x_const(x, RCX, (uintptr_t)&b->value);
  x_const(x, RAX, (uintptr_t)k.type);
  x_rm(x, X_CMP, RAX, RCX, 0);
  emit_exit_if(e, CC_NE);
  emit_load_value(e, k, RCX, 8, in.a);
}

static void set_global(Emission *e, const Ins in) {
  Asm *x = &e->x;
  Kind k = emit_kind(e, in.a);
  const Binding *b = e->flow->code->consts[in.k].p;
  x_const(x, RCX, (uintptr_t)&b->value);
  x_const(x, RAX, (uintptr_t)k.type);
  x_rm(x, X_MOV_TO, RAX, RCX, 0);
  if (k.type == T_FLOAT64) {
    x_rm(x, X_MOVSD_TO, emit_xmm(e, in.a, 0), RCX, 8);
  } else {
    x_rm(x, X_MOV_TO, emit_gpr(e, in.a, RAX), RCX, 8);
  }
}

/* ---- functions ---- */

/* r[a] = push!(r[a + 1], r[a + 2]). */
static void push(Emission *e, const Ins in) {
  Asm *x = &e->x;
  uint32_t array = in.a + 1u;
  int a = emit_gpr(e, array, RAX);
  x_rm(x, X_MOV, RCX, a, offsetof(Array, len));
  x_rm(x, X_CMP, RCX, a, offsetof(Array, cap));
  size_t full = x_jump_if(x, CC_AE);
  x_rm(x, X_MOVZX8, RDX, a, offsetof(Array, flags));
  x_ri(x, 4, RDX, AF_SHARED);
  size_t shared = x_jump_if(x, CC_NE);
  x_rm(x, X_MOV, RDX, a, offsetof(Array, data));
  store_element(e, array_element(emit_kind(e, array).type), in.a + 2u);
  a = emit_gpr(e, array, RAX);
  x_rm(x, X_MOV, RCX, a, offsetof(Array, len));
  x_ri(x, 0, RCX, 1);
  x_rm(x, X_MOV_TO, RCX, a, offsetof(Array, len));
  x_rm(x, X_MOV_TO, RCX, a, offsetof(Array, dims));
  move(e, in.a, array);
  size_t end = x_jump(x);
  x_land(x, full, x->n);
  x_land(x, shared, x->n);
  emit_called(e);
  x_land(x, end, x->n);
}

static void function(Emission *e, const Ins in, enum native_function f) {
  Asm *x = &e->x;
  uint32_t first = in.a + 1u, second = in.a + 2u;
  switch (f) {
  case NF_COLON: return; /* FORPREP finds its ends */
  case NF_COLON_STEP:
    if (emit_kind(e, second).known) return;
    int step = emit_gpr(e, second, RAX);
    x_rr(x, X_TEST, step, step);
    emit_exit_if(e, CC_LE);
    return;
  case NF_SQRT: {
    int of = emit_xmm(e, first, 0), to = emit_xmm_target(e, in.a, 0);
    x_rr(x, X_XORPD, 1, 1);
    x_rr(x, X_UCOMISD, 1, of);
    emit_exit_if(e, CC_A);
    x_rr(x, X_SQRTSD, to, of);
    emit_xmm_done(e, in.a, to);
    return;
  }
  case NF_ABS: emit_absolute(e, in.a, first); return;
  case NF_MIN:
  case NF_MAX: {
    emit_move(e, RAX, emit_gpr(e, first, RAX));
    int other = emit_gpr(e, second, RCX);
    x_rr(x, X_CMP, other, RAX);
    x_rr(x, X_CMOV(f == NF_MIN ? CC_L : CC_G), RAX, other);
    emit_gpr_done(e, in.a, RAX);
    return;
  }
  case NF_FLOAT: {
    int to = emit_xmm_target(e, in.a, 0);
    emit_xmm_done(e, in.a, emit_float(e, first, to));
    return;
  }
  case NF_SAME: move(e, in.a, first); return;
  case NF_ODD:
  case NF_EVEN:
  case NF_NAN: emit_question(e, in, f); return;
  case NF_LENGTH:
  case NF_SIZE: {
    int to = emit_gpr_target(e, in.a, RAX);
    int32_t at = f == NF_LENGTH ? (int32_t)offsetof(Array, len)
                                : (int32_t)(offsetof(Array, dims) + 8 * (emit_kind(e, second).bits - 1));
    x_rm(x, X_MOV, to, emit_gpr(e, first, RAX), at);
    emit_gpr_done(e, in.a, to);
    return;
  }
  case NF_PUSH: push(e, in); return;
  case NF_TYPE: return; /* known wherever it is read */
  case NF_NEW: assemble(e, in.a, first); return;
  case NF_NONE: return;
  }
}

void emit_itself(Emission *e) {
  const Ins in = e->flow->code->ins[e->pc];
  switch (in.op) {
  case OP_MOVE: move(e, in.a, in.b); return;
  case OP_CONST:
  case OP_INT:
  case OP_NOTHING: known(e, in.a); return;
  case OP_UNDEF:
  case OP_CHECKDEF:
  case OP_TYPEASSERT:
  case OP_CONVERT: return;
  case OP_UNPACK: take_apart(e, in); return;
  case OP_TUPLE: assemble(e, in.a, in.b); return;
  case OP_NEW: assemble(e, in.a, in.b + 1u); return;
  case OP_GLOBAL:
  case OP_CONSTANT: global(e, in); return;
  case OP_SETGLOBAL: set_global(e, in); return;
  case OP_JUMP:
  case OP_LOOP:
  case OP_NATIVE:
    if (in.k < 0)
      emit_go_back(e, e->pc + 1 + (uint32_t)in.k);
    else
      emit_go(e, -1, e->pc + 1 + (uint32_t)in.k);
    return;
  case OP_JUMPIF:
  case OP_LOOPIF:
  case OP_NATIVEIF:
  case OP_JUMPIFNOT: emit_branch_on(e, in); return;
  case OP_FORPREP: emit_forprep(e, in); return;
  case OP_FORNEXT: emit_fornext(e, in); return;
  case OP_SETFIELD: set_field(e, in, flow_field(e->flow, in, e->state)); return;
  case OP_GETFIELD:
  case OP_GETINDEX: {
    const Field *f = flow_field(e->flow, in, e->state);
    if (f)
      get_field(e, in, f);
    else
      element(e, in);
    return;
  }
  case OP_GETINDEX2:
  case OP_SETINDEX:
  case OP_SETINDEX2: element(e, in); return;
  case OP_CALL: function(e, in, flow_function(e->flow, e->pc, e->state)); return;
  default: emit_operator(e, in); return;
  }
}
