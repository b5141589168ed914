/* Machine code of operators on numbers and truth values, and of the jumps that depend on them. */
#include "lang/native_asm.h"
#include "value/module.h"

static bool holds_int(const Emission *e, uint32_t r) { return kind_is(emit_kind(e, r), T_INT64); }

static bool is_small(Kind k) { return k.known && (int64_t)k.bits == (int32_t)k.bits; }

/* ---- operands: a register of the frame, or the small constant of an instruction ---- */

typedef struct Operand {
  bool constant;
  uint32_t r;
  int64_t i;
} Operand;

static Operand in_register(const Emission *e, uint32_t r) {
  Kind k = emit_kind(e, r);
  if (kind_is(k, T_INT64) && is_small(k)) return (Operand){true, r, (int64_t)k.bits};
  return (Operand){false, r, 0};
}

static Operand right_operand(const Emission *e, const Ins in) {
  return in.op >= OP_ADDI ? (Operand){true, 0, (int16_t)in.c} : in_register(e, in.c);
}

static bool is_whole(const Emission *e, Operand o) {
  if (o.constant) return true;
  Type *t = emit_kind(e, o.r).type;
  return t != T_FLOAT64 && t != T_FLOAT32;
}

/* As an integer in some machine register, or as a Float64. */
static int whole(Emission *e, Operand o, int scratch) {
  if (!o.constant) return emit_gpr(e, o.r, scratch);
  x_const(&e->x, scratch, (uint64_t)o.i);
  return scratch;
}

static int floating(Emission *e, Operand o, int scratch) {
  if (!o.constant && kind_is(emit_kind(e, o.r), T_FLOAT32)) {
    x_rr(&e->x, X_MOVD_XMM, scratch, emit_gpr(e, o.r, RAX));
    x_rr(&e->x, X_CVT_TO64, scratch, scratch);
    return scratch;
  }
  if (!is_whole(e, o)) return emit_xmm(e, o.r, scratch);
  int from = whole(e, o, RAX);
  x_rr(&e->x, X_XORPD, scratch, scratch); /* it waits for nobody */
  x_rr(&e->x, X_CVT_INT, scratch, from);
  return scratch;
}

int emit_float(Emission *e, uint32_t r, int scratch) { return floating(e, in_register(e, r), scratch); }

static void move_xmm(Emission *e, int to, int from) {
  if (to != from) x_rr(&e->x, X_MOVAPD, to, from);
}

/* ---- arithmetic ---- */

/* r[a] = what RAX holds, cut to the width of the result's type. */
static void cut_done(Emission *e, uint32_t a) {
  Type *t = flow_kind(e->flow, e->after, a).type;
  X86 cut = {0};
  if (t == T_INT8) cut = X_MOVSX8;
  if (t == T_INT16) cut = X_MOVSX16;
  if (t == T_INT32) cut = X_MOVSX32;
  if (t == T_UINT8) cut = X_MOVZX8;
  if (t == T_UINT16) cut = X_MOVZX16;
  if (t == T_UINT32) cut = X_MOV32;
  if (cut.op) x_rr(&e->x, cut, RAX, RAX);
  emit_gpr_done(e, a, RAX);
}

static bool is_cut(const Emission *e, uint32_t a) {
  const Type *t = flow_kind(e->flow, e->after, a).type;
  return t != T_BOOL && t->size < 8;
}

static void whole_arithmetic(Emission *e, const Ins in, X86 op, int immediate, bool commutes) {
  Operand y = right_operand(e, in);
  int to = emit_gpr_target(e, in.a, RAX), left = emit_gpr(e, in.b, RAX);
  if (is_cut(e, in.a)) {
    int right = whole(e, y, RCX);
    emit_move(e, RAX, left);
    x_rr(&e->x, op, RAX, right);
    cut_done(e, in.a);
    return;
  }
  if (y.constant && immediate >= 0) {
    emit_move(e, to, left);
    x_ri(&e->x, immediate, to, (int32_t)y.i);
  } else {
    int right = whole(e, y, RCX);
    if (to == right && commutes) {
      x_rr(&e->x, op, to, left);
    } else {
      int into = to == right ? RAX : to;
      emit_move(e, into, left);
      x_rr(&e->x, op, into, right);
      to = into;
    }
  }
  emit_gpr_done(e, in.a, to);
}

static void float_arithmetic(Emission *e, const Ins in, X86 op, bool commutes) {
  Operand y = right_operand(e, in);
  int left = floating(e, (Operand){false, in.b, 0}, 0), right = floating(e, y, 1);
  if (kind_is(flow_kind(e->flow, e->after, in.a), T_FLOAT32)) { /* one operation on doubles rounds to the same float */
    move_xmm(e, 0, left);
    x_rr(&e->x, op, 0, right);
    x_rr(&e->x, X_CVT_TO32, 0, 0);
    x_rr(&e->x, X_MOVD_REG, 0, RAX);
    emit_gpr_done(e, in.a, RAX);
    return;
  }
  int to = emit_xmm_target(e, in.a, 0);
  if (to == right && commutes) {
    x_rr(&e->x, op, to, left);
  } else {
    if (to == right) to = 0;
    move_xmm(e, to, left);
    x_rr(&e->x, op, to, right);
  }
  emit_xmm_done(e, in.a, to);
}

static void arithmetic(Emission *e, const Ins in, X86 whole_op, int immediate, X86 float_op, bool commutes) {
  if (is_whole(e, (Operand){false, in.b, 0}) && is_whole(e, right_operand(e, in)))
    whole_arithmetic(e, in, whole_op, immediate, commutes);
  else
    float_arithmetic(e, in, float_op, commutes);
}

static void multiply(Emission *e, const Ins in) {
  Operand y = right_operand(e, in);
  if (holds_int(e, in.b) && y.constant) {
    int to = emit_gpr_target(e, in.a, RAX);
    x_imul_const(&e->x, to, emit_gpr(e, in.b, RAX), (int32_t)y.i);
    emit_gpr_done(e, in.a, to);
  } else {
    arithmetic(e, in, X_IMUL, -1, X_MULSD, true);
  }
}

static void negate(Emission *e, const Ins in) {
  if (holds_int(e, in.b)) {
    int to = emit_gpr_target(e, in.a, RAX);
    emit_move(e, to, emit_gpr(e, in.b, RAX));
    x_rr(&e->x, X_GROUP3, 3, to);
    emit_gpr_done(e, in.a, to);
    return;
  }
  x_const(&e->x, RAX, UINT64_C(1) << 63);
  x_rr(&e->x, X_MOVQ_XMM, 1, RAX);
  int from = emit_xmm(e, in.b, 0), to = emit_xmm_target(e, in.a, 0);
  move_xmm(e, to, from);
  x_rr(&e->x, X_XORPD, to, 1);
  emit_xmm_done(e, in.a, to);
}

static void power(Emission *e, const Ins in) {
  bool is_whole_one = holds_int(e, in.b);
  X86 op = is_whole_one ? X_IMUL : X_MULSD;
  int from = is_whole_one ? emit_gpr(e, in.b, RCX) : emit_xmm(e, in.b, 1), to = is_whole_one ? RAX : 0;
  if (is_whole_one)
    emit_move(e, to, from);
  else
    move_xmm(e, to, from);
  for (int i = 1; i < in.c; i++) x_rr(&e->x, op, to, from);
  if (is_whole_one)
    emit_gpr_done(e, in.a, to);
  else
    emit_xmm_done(e, in.a, to);
}

/* ---- quotients: the result in RAX, the remainder in RDX ---- */

/* RAX and RDX by the divisor in a register that is neither. Numbers of 32 bits take a third of the time. */
static void divide_register(Emission *e, int by) {
  Asm *x = &e->x;
  x_rr(x, X_MOV, RDX, RAX);
  x_rr(x, X_OR, RDX, by);
  x_shift(x, 5, RDX, 32);
  size_t is_long = x_jump_if(x, CC_NE);
  x_rr(x, X_GROUP3_32, 6, by);
  size_t end = x_jump(x);
  x_land(x, is_long, x->n);
  x_byte(x, 0x48), x_byte(x, 0x99); /* cqo */
  x_rr(x, X_GROUP3, 7, by);
  x_land(x, end, x->n);
}

/* A constant divisor that is no power of two, by its reciprocal (Granlund and Montgomery): the quotient is
 * (n * factor >> 64 + shift), and one more if n is negative. */
typedef struct Reciprocal {
  int64_t factor;
  int shift;
} Reciprocal;

static Reciprocal reciprocal(int64_t d) {
  int shift = 0;
  while ((INT64_C(2) << shift) < d) shift++; /* 2^shift < d < 2^(shift + 1) */
  unsigned __int128 power = (unsigned __int128)1 << (64 + shift);
  return (Reciprocal){(int64_t)(uint64_t)(power / (uint64_t)d + 1), shift};
}

/* RDX = register n ÷ d; spoils RAX. The factor has 64 bits, so as a signed number it is 2^64 too small. */
static void divide_constant(Emission *e, int n, int64_t d) {
  Asm *x = &e->x;
  Reciprocal by = reciprocal(d);
  x_const(x, RAX, (uint64_t)by.factor);
  x_rr(x, X_GROUP3, 5, n); /* imul: RDX is the upper half */
  if (by.factor < 0) x_rr(x, X_ADD, RDX, n);
  if (by.shift) x_shift(x, 7, RDX, by.shift);
  x_rr(x, X_MOV, RAX, n);
  x_shift(x, 5, RAX, 63);
  x_rr(x, X_ADD, RDX, RAX);
}

/* Towards zero by 2^k: what a negative number lacks is added first. */
static void divide_power(Emission *e, const Ins in, int64_t d, bool remainder) {
  Asm *x = &e->x;
  int k = __builtin_ctzll((uint64_t)d), n = emit_gpr(e, in.b, RCX);
  x_rr(x, X_MOV, RAX, n);
  if (k) {
    x_rr(x, X_MOV, RDX, n);
    if (k > 1) x_shift(x, 7, RDX, 63);
    x_shift(x, 5, RDX, 64 - k);
    x_rr(x, X_ADD, RAX, RDX);
    if (remainder) {
      x_ri(x, 4, RAX, (int32_t)(d - 1));
      x_rr(x, X_SUB, RAX, RDX);
    } else {
      x_shift(x, 7, RAX, k);
    }
  } else if (remainder) {
    x_const(x, RAX, 0);
  }
  emit_gpr_done(e, in.a, RAX);
}

static void divide_by(Emission *e, const Ins in, int64_t d, bool remainder) {
  if (!(d & (d - 1))) {
    divide_power(e, in, d, remainder);
    return;
  }
  int n = emit_gpr(e, in.b, RCX);
  divide_constant(e, n, d);
  if (remainder) {
    x_imul_const(&e->x, RDX, RDX, (int32_t)d);
    x_rr(&e->x, X_MOV, RAX, n);
    x_rr(&e->x, X_SUB, RAX, RDX);
    emit_gpr_done(e, in.a, RAX);
  } else {
    emit_gpr_done(e, in.a, RDX);
  }
}

/* Divisors that C must see, 0 and -1, leave the code; those of mod must be positive. */
static void divide(Emission *e, const Ins in) {
  Asm *x = &e->x;
  bool remainder = in.op != OP_IDIV && in.op != OP_IDIVI, floored = in.op == OP_MOD;
  Operand y = right_operand(e, in);
  if (y.constant && y.i > 0 && y.i <= 1 << 30 && !floored) {
    divide_by(e, in, y.i, remainder);
    return;
  }
  int by = whole(e, y, RCX);
  if (floored) {
    x_rr(x, X_TEST, by, by);
    emit_exit_if(e, CC_LE);
  } else {
    x_rm(x, X_LEA, RAX, by, 1);
    x_ri(x, 7, RAX, 1);
    emit_exit_if(e, CC_BE);
  }
  emit_move(e, RAX, emit_gpr(e, in.b, RAX));
  divide_register(e, by);
  if (floored) {
    x_rr(x, X_MOV, RAX, RDX);
    x_rr(x, X_ADD, RAX, by);
    x_rr(x, X_TEST, RDX, RDX);
    x_rr(x, X_CMOV(CC_S), RDX, RAX);
  }
  emit_gpr_done(e, in.a, remainder ? RDX : RAX);
}

static void shift(Emission *e, const Ins in) {
  Operand y = right_operand(e, in);
  bool is_unsigned = emit_kind(e, in.b).type >= T_UINT8 && emit_kind(e, in.b).type <= T_UINT64;
  int which = in.op == OP_SHL ? 4 : is_unsigned ? 5 : 7;
  bool fits = y.constant && y.i >= 0 && y.i < 64;
  if (!fits) {
    emit_move(e, RCX, whole(e, y, RCX));
    x_ri(&e->x, 7, RCX, 64);
    emit_exit_if(e, CC_AE);
  }
  emit_move(e, RAX, emit_gpr(e, in.b, RAX));
  if (fits)
    x_shift(&e->x, which, RAX, (int)y.i);
  else
    x_rr(&e->x, X_SHIFT, which, RAX);
  cut_done(e, in.a);
}

/* ---- truth ---- */

/* What the flags say after a comparison. Of Float64 that may be unordered: equal only if not, unequal also if. */
typedef struct Truth {
  int cc;
  bool ordered, unordered;
} Truth;

static const uint8_t signed_cc[] = {CC_E, CC_NE, CC_L, CC_LE, CC_G, CC_GE};
static const uint8_t unsigned_cc[] = {CC_E, CC_NE, CC_B, CC_BE, CC_A, CC_AE};

/* An Int64 beside a Float64 is compared as one if it is one exactly; else C does it. */
static void check_exact(Emission *e, Operand o, int as_float) {
  if (o.constant || !holds_int(e, o.r)) return;
  x_rr(&e->x, X_CVT_FLOAT, RCX, as_float);
  x_rr(&e->x, X_CMP, RCX, emit_gpr(e, o.r, RAX));
  emit_exit_if(e, CC_NE);
}

static Truth compare_floats(Emission *e, int which, Operand left, Operand right) {
  int p = floating(e, left, 0), q = floating(e, right, 1);
  check_exact(e, left, p);
  check_exact(e, right, q);
  bool turned = which == 2 || which == 3; /* p < q is q > p, of which the flags are false if unordered */
  x_rr(&e->x, X_UCOMISD, turned ? q : p, turned ? p : q);
  static const uint8_t cc[] = {CC_E, CC_NE, CC_A, CC_AE, CC_A, CC_AE};
  return (Truth){cc[which], which == 0, which == 1};
}

/* The order of characters is that of their codes if both are well-formed (char_less); else C finds it. */
static void check_well_formed(Emission *e, int p, int q) {
  x_rr(&e->x, X_MOV, RDX, p);
  x_rr(&e->x, X_OR, RDX, q);
  x_shift(&e->x, 5, RDX, 31);
  emit_exit_if(e, CC_NE);
}

static Truth compare(Emission *e, const Ins in) {
  int which = in.op >= OP_ADDI ? in.op - OP_EQI : in.op - OP_EQ;
  Operand left = {false, in.b, 0}, right = right_operand(e, in);
  Kind k = emit_kind(e, in.b);
  if (!is_whole(e, left) || !is_whole(e, right)) return compare_floats(e, which, left, right);
  int p = emit_gpr(e, in.b, RAX);
  if (right.constant) {
    x_ri(&e->x, 7, p, (int32_t)right.i);
  } else {
    int q = emit_gpr(e, right.r, RCX);
    if (k.type == T_CHAR && which >= 2) check_well_formed(e, p, q);
    x_rr(&e->x, X_CMP, p, q);
  }
  return (Truth){k.type == T_UINT64 ? unsigned_cc[which] : signed_cc[which], false, false};
}

static Truth egal(Emission *e, const Ins in) {
  Kind k = emit_kind(e, in.b), l = emit_kind(e, in.c);
  if (k.type != l.type || k.type->flags & TF_SINGLETON) { /* never, or always */
    x_rr(&e->x, X_XOR, RAX, RAX);
    return (Truth){k.type == l.type ? CC_E : CC_NE, false, false};
  }
  bool is_float = k.type == T_FLOAT64;
  int p = is_float ? RAX : emit_gpr(e, in.b, RAX), q = is_float ? RCX : emit_gpr(e, in.c, RCX);
  if (is_float) {
    x_rr(&e->x, X_MOVQ_REG, emit_xmm(e, in.b, 0), RAX);
    x_rr(&e->x, X_MOVQ_REG, emit_xmm(e, in.c, 1), RCX);
  }
  x_rr(&e->x, X_CMP, p, q);
  return (Truth){CC_E, false, false};
}

/* To the instruction at pc if the truth is as wanted. Nothing here changes the flags. */
static void go_if(Emission *e, Truth t, bool wanted, uint32_t pc) {
  int cc = wanted ? t.cc : t.cc ^ 1;
  if (t.ordered && wanted) { /* equal, and not unordered */
    size_t not_so = x_jump_if(&e->x, CC_P);
    emit_go(e, cc, pc);
    x_land(&e->x, not_so, e->x.n);
  } else if (t.unordered && !wanted) {
    size_t not_so = x_jump_if(&e->x, CC_P);
    emit_go(e, cc, pc);
    x_land(&e->x, not_so, e->x.n);
  } else {
    if (t.ordered || t.unordered) emit_go(e, CC_P, pc);
    emit_go(e, cc, pc);
  }
}

/* The same, if it may be backwards. */
static void branch(Emission *e, Truth t, bool wanted, uint32_t at, int32_t k) {
  uint32_t target = at + 1 + (uint32_t)k;
  if (k >= 0) {
    go_if(e, t, wanted, target);
    return;
  }
  size_t around[2];
  int n = 0, cc = wanted ? t.cc ^ 1 : t.cc;
  bool both = (t.ordered && wanted) || (t.unordered && !wanted); /* either says no */
  size_t yes = 0;
  if (both)
    around[n++] = x_jump_if(&e->x, CC_P);
  else if (t.ordered || t.unordered)
    yes = x_jump_if(&e->x, CC_P);
  around[n++] = x_jump_if(&e->x, cc);
  if (yes) x_land(&e->x, yes, e->x.n);
  emit_go_back(e, target);
  while (n > 0) x_land(&e->x, around[--n], e->x.n);
}

static void truth(Emission *e, const Ins in, Truth t) {
  const Flow *w = e->flow;
  uint32_t next = e->pc + 1;
  const Ins then = next < w->to ? w->code->ins[next] : (Ins){0};
  bool jumps = next < w->to && (op_is_jumpif(then.op) || then.op == OP_JUMPIFNOT) && then.a == in.a;
  if (jumps && !e->is_target[next - w->from] && !flow_live(w, next + 1, in.a) &&
      !flow_live(w, next + 1 + (uint32_t)then.k, in.a)) {
    e->fused = true;
    branch(e, t, then.op != OP_JUMPIFNOT, next, then.k);
    return;
  }
  Asm *x = &e->x;
  x_setcc(x, t.cc, RAX);
  if (t.ordered || t.unordered) {
    x_setcc(x, t.ordered ? CC_NP : CC_P, RCX);
    x_rr(x, t.ordered ? X_AND : X_OR, RAX, RCX);
  }
  x_rr(x, X_MOVZX8, RAX, RAX);
  emit_gpr_done(e, in.a, RAX);
}

void emit_branch_on(Emission *e, const Ins in) {
  int v = emit_gpr(e, in.a, RAX);
  x_rr(&e->x, X_TEST, v, v);
  branch(e, (Truth){CC_NE, false, false}, in.op != OP_JUMPIFNOT, e->pc, in.k);
}

static void not_(Emission *e, const Ins in) {
  int v = emit_gpr(e, in.b, RAX);
  x_rr(&e->x, X_TEST, v, v);
  truth(e, in, (Truth){CC_E, false, false});
}

/* ---- all of them ---- */

void emit_absolute(Emission *e, uint32_t to, uint32_t of) {
  Asm *x = &e->x;
  if (holds_int(e, of)) {
    emit_move(e, RAX, emit_gpr(e, of, RAX));
    x_rr(x, X_MOV, RCX, RAX);
    x_rr(x, X_GROUP3, 3, RCX);
    x_rr(x, X_CMOV(CC_NS), RAX, RCX);
    emit_gpr_done(e, to, RAX);
    return;
  }
  x_const(x, RAX, INT64_MAX);
  x_rr(x, X_MOVQ_XMM, 1, RAX);
  x_rr(x, X_ANDPD, 1, emit_xmm(e, of, 0));
  emit_xmm_done(e, to, 1);
}

void emit_question(Emission *e, const Ins in, enum native_function f) {
  uint32_t of = in.a + 1u;
  if (f == NF_NAN) {
    int x = emit_xmm(e, of, 0);
    x_rr(&e->x, X_UCOMISD, x, x);
    truth(e, in, (Truth){CC_P, false, false});
    return;
  }
  emit_move(e, RAX, emit_gpr(e, of, RAX));
  x_ri(&e->x, 4, RAX, 1);
  truth(e, in, (Truth){f == NF_ODD ? CC_NE : CC_E, false, false});
}

void emit_operator(Emission *e, const Ins in) {
  switch (in.op) {
  case OP_ADD:
  case OP_ADDI: arithmetic(e, in, X_ADD, 0, X_ADDSD, true); return;
  case OP_SUB:
  case OP_SUBI: arithmetic(e, in, X_SUB, 5, X_SUBSD, false); return;
  case OP_MUL:
  case OP_MULI: multiply(e, in); return;
  case OP_DIV: float_arithmetic(e, in, X_DIVSD, false); return;
  case OP_BITAND:
  case OP_BITANDI: whole_arithmetic(e, in, X_AND, 4, true); return;
  case OP_BITOR: whole_arithmetic(e, in, X_OR, 1, true); return;
  case OP_XOR: whole_arithmetic(e, in, X_XOR, 6, true); return;
  case OP_SHL:
  case OP_SHR: shift(e, in); return;
  case OP_IDIV:
  case OP_IDIVI:
  case OP_REM:
  case OP_REMI:
  case OP_MOD: divide(e, in); return;
  case OP_EGAL: truth(e, in, egal(e, in)); return;
  case OP_NOT: not_(e, in); return;
  case OP_NEG: negate(e, in); return;
  case OP_POWI: power(e, in); return;
  default: truth(e, in, compare(e, in)); return;
  }
}
