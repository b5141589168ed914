#include "lang/native_inline.h"

#include "lang/native_flow.h"
#include "lang/vm_ops.h"
#include "value/gc.h"
#include "value/symbol.h"

enum { MOST_INS = 48, MOST_DEPTH = 4, MOST_ALL = 3000, NO_CALL = UINT32_MAX };

typedef struct Expander {
  Inlined *to;
  uint32_t cap, nconsts, consts_cap, ncaches, caches_cap;
  uint32_t origin, call; /* of what is being added */
} Expander;

static void *more(const void *items, size_t n, size_t cap, size_t size) {
  void *grown = gc_alloc(cap * size);
  if (n) memcpy(grown, items, n * size);
  return grown;
}

static uint32_t add(Expander *x, Ins in) {
  Inlined *to = x->to;
  uint32_t n = to->code.nins;
  if (n == x->cap) {
    x->cap = 2 * n + 64;
    to->code.ins = more(to->code.ins, n, x->cap, sizeof(Ins));
    to->origin = more(to->origin, n, x->cap, sizeof(uint32_t));
    to->call = more(to->call, n, x->cap, sizeof(uint32_t));
    to->behind = more(to->behind, n, x->cap, sizeof(uint32_t));
  }
  to->code.ins[n] = in;
  to->origin[n] = x->origin;
  to->call[n] = x->call;
  return to->code.nins++;
}

static uint32_t add_constant(Expander *x, Value v) {
  if (x->nconsts == x->consts_cap) {
    x->consts_cap = 2 * x->nconsts + 32;
    x->to->code.consts = more(x->to->code.consts, x->nconsts, x->consts_cap, sizeof(Value));
  }
  x->to->code.consts[x->nconsts] = v;
  return x->nconsts++;
}

static uint16_t add_cache(Expander *x, const CallCache *cache) {
  if (x->ncaches == x->caches_cap) {
    x->caches_cap = 2 * x->ncaches + 16;
    x->to->code.caches = more(x->to->code.caches, x->ncaches, x->caches_cap, sizeof(CallCache));
  }
  x->to->code.caches[x->ncaches] = *cache;
  return (uint16_t)x->ncaches++;
}

/* ---- what may stand in the place of a call ---- */

enum { REG_A = 1, REG_B = 2, REG_C = 4, K_CONST = 8, C_CONST = 16, NO_OPERAND = 32 };

/* What an instruction's operands are; 0: it may not. */
static int shape_of(uint8_t op) {
  switch (op) {
  case OP_CONST:
  case OP_GLOBAL:
  case OP_CONSTANT: return REG_A | K_CONST;
  case OP_INT:
  case OP_NOTHING:
  case OP_UNDEF:
  case OP_CHECKDEF:
  case OP_SPARAM:
  case OP_JUMPIF:
  case OP_JUMPIFNOT:
  case OP_RETURN:
  case OP_CALL: return REG_A;
  case OP_JUMP: return NO_OPERAND;
  case OP_MOVE:
  case OP_TYPEASSERT:
  case OP_CONVERT:
  case OP_NOT:
  case OP_NEG:
  case OP_POWI: return REG_A | REG_B;
  case OP_GETFIELD: return REG_A | REG_B | C_CONST;
  case OP_GETINDEX:
  case OP_GETINDEX2: return REG_A | REG_B | REG_C;
  default: return op >= OP_ADDI ? REG_A | REG_B : op >= OP_ADD ? REG_A | REG_B | REG_C : 0;
  }
}

static bool is_straight(const Code *c) {
  if (!c->simple || c->nins > MOST_INS || c->toplevel) return false;
  for (uint32_t i = 0; i < c->nins; i++) {
    const Ins in = c->ins[i];
    bool jumps = in.op == OP_JUMP || in.op == OP_JUMPIF || in.op == OP_JUMPIFNOT;
    if (!shape_of(in.op) || (jumps && in.k < 0)) return false;
  }
  return true;
}

static const Method *replaceable(const CallCache *cache, uint32_t nargs) {
  const Method *m = cache->method;
  if (cache->epoch != CORE->epoch || !m || !m->code || cache->nargs != nargs || m->code->npos != nargs) return NULL;
  return is_straight(m->code) && !flow_knows(m) ? m : NULL;
}

/* ---- putting it there ---- */

static Ins moved(uint32_t to, uint32_t from) { return (Ins){.op = OP_MOVE, .a = (uint16_t)to, .b = (uint16_t)from}; }

static void add_call(Expander *x, const Ins in, const CallCache *cache, uint32_t base, int depth, bool replace);

/* The instruction with its registers from base on and its constants among ours. */
static Ins shifted(Expander *x, const Ins in, const Code *c, uint32_t base, Value *env) {
  int shape = shape_of(in.op);
  Ins out = in;
  if (shape & REG_A) out.a = (uint16_t)(in.a + base);
  if (shape & REG_B) out.b = (uint16_t)(in.b + base);
  if (shape & REG_C) out.c = (uint16_t)(in.c + base);
  if (shape & K_CONST) out.k = (int32_t)add_constant(x, c->consts[in.k]);
  if (shape & C_CONST) out.c = (uint16_t)add_constant(x, c->consts[in.c]);
  if (in.op == OP_SPARAM) {
    out.op = is_undef(env[in.k]) ? OP_UNDEF : OP_CONST;
    out.k = (int32_t)add_constant(x, env[in.k]);
  }
  return out;
}

/* The body, its registers from base on, the result into r[result]. */
static void add_body(Expander *x, const Method *m, Value *env, uint32_t base, uint32_t result, int depth) {
  const Code *c = m->code;
  uint32_t at[MOST_INS + 1], ends[MOST_INS] = {0}, nends = 0;
  for (uint32_t pc = 0; pc < c->nins; pc++) /* what is not assigned on all ways begins undefined at each call */
    if (c->ins[pc].op == OP_CHECKDEF) add(x, (Ins){.op = OP_UNDEF, .a = (uint16_t)(c->ins[pc].a + base)});
  for (uint32_t pc = 0; pc < c->nins; pc++) {
    const Ins in = c->ins[pc];
    at[pc] = x->to->code.nins;
    if (in.op == OP_RETURN) {
      add(x, moved(result, in.a + base));
      ends[nends++] = add(x, (Ins){.op = OP_JUMP});
    } else if (in.op == OP_CALL) {
      Ins call = in;
      call.a = (uint16_t)(in.a + base);
      add_call(x, call, &c->caches[in.c], base + c->nregs, depth + 1, true);
    } else {
      add(x, shifted(x, in, c, base, env));
    }
  }
  Ins *ins = x->to->code.ins;
  for (uint32_t pc = 0; pc < c->nins; pc++) {
    const Ins in = c->ins[pc];
    if (in.op == OP_JUMP || in.op == OP_JUMPIF || in.op == OP_JUMPIFNOT)
      ins[at[pc]].k = (int32_t)at[pc + 1 + (uint32_t)in.k] - (int32_t)at[pc] - 1;
  }
  for (uint32_t i = 0; i < nends; i++) ins[ends[i]].k = (int32_t)x->to->code.nins - (int32_t)ends[i] - 1;
}

static void add_call(Expander *x, const Ins in, const CallCache *cache, uint32_t base, int depth, bool replace) {
  Ins call = in;
  call.c = add_cache(x, cache);
  const Method *m = replace && depth < MOST_DEPTH && x->to->code.nins < MOST_ALL ? replaceable(cache, in.b) : NULL;
  if (!m || base + m->code->nregs > 4000) {
    add(x, call);
    return;
  }
  call.x = 1;
  uint32_t first = add(x, call), outer = x->call;
  if (outer == NO_CALL) x->call = first;
  for (uint32_t i = 0; i <= in.b; i++) add(x, moved(base + i, in.a + i));
  if (base + m->code->nregs > x->to->code.nregs) x->to->code.nregs = base + m->code->nregs;
  add_body(x, m, cache->env, base, in.a, depth);
  x->call = outer;
  x->to->behind[first] = x->to->code.nins;
}

static bool has_target(uint8_t op) {
  return op_is_jump(op) || op_is_jumpif(op) || op == OP_JUMPIFNOT || op == OP_JUMPDEF || op == OP_JUMPNOTHING ||
         op == OP_FORNEXT || op == OP_TRY;
}

Inlined *native_inline(const Code *code, uint32_t from, uint32_t to, const bool *whole) {
  Inlined *all = gc_alloc(sizeof *all);
  Expander x = {.to = all, .nconsts = code->nconsts, .ncaches = code->ncaches, .call = NO_CALL};
  all->code = *code;
  all->code.ins = NULL;
  all->code.nins = 0;
  x.consts_cap = x.nconsts;
  x.caches_cap = x.ncaches;
  uint32_t *at = gc_alloc_leaf((code->nins + 1) * sizeof *at);
  for (uint32_t pc = 0; pc < code->nins; pc++) {
    const Ins in = code->ins[pc];
    at[pc] = all->code.nins;
    x.origin = pc;
    if (in.op == OP_CALL && pc >= from && pc < to)
      add_call(&x, in, &code->caches[in.c], code->nregs, 0, !whole[pc]);
    else
      add(&x, in);
  }
  at[code->nins] = all->code.nins;
  for (uint32_t pc = 0; pc < code->nins; pc++)
    if (has_target(code->ins[pc].op))
      all->code.ins[at[pc]].k = (int32_t)at[(int64_t)pc + 1 + code->ins[pc].k] - (int32_t)at[pc] - 1;
  all->to = at[to];
  return all;
}
