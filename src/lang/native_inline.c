#include "lang/native_inline.h"

#include "lang/method.h"
#include "lang/native_flow.h"
#include "lang/vm_ops.h"
#include "value/gc.h"
#include "value/symbol.h"
#include "value/type_inner.h"

enum { MOST_INS = 48, MOST_DEPTH = 4, MOST_ALL = 3000, NO_CALL = UINT32_MAX };

typedef struct Expander {
  Inlined *to;
  uint32_t cap, nconsts, consts_cap, ncaches, caches_cap;
  uint32_t origin, call; /* of what is being added */
  const Code *source;
  uint32_t place;
  const Operators *operators;
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
    to->source = more(to->source, n, x->cap, sizeof *to->source);
    to->place = more(to->place, n, x->cap, sizeof(uint32_t));
  }
  to->code.ins[n] = in;
  to->origin[n] = x->origin;
  to->call[n] = x->call;
  to->source[n] = x->source;
  to->place[n] = x->place;
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

/* ---- operators ---- */

const CallCache *operators_find(const Operators *all, const Code *code, uint32_t pc) {
  for (uint32_t i = 0; i < all->n; i++)
    if (all->at[i].code == code && all->at[i].pc == pc) return &all->at[i].method;
  return NULL;
}

Value operator_function(uint8_t op) { return op == OP_NEG ? FN(sub) : op_function(op_general(op)); }

uint32_t operator_arguments(uint8_t op) {
  if (op == OP_NEG) return 1;
  return op < OP_ADD || op == OP_EGAL || op == OP_NOT || op == OP_POWI ? 0 : 2;
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
  case OP_UNPACK:
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
  case OP_POWI:
  case OP_TUPLE:
  case OP_NEW: return REG_A | REG_B;
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

typedef struct Target {
  const Method *method; /* NULL: none */
  Value *env;
} Target;

/* Methods of these functions that are written in C only do sooner what the language's do that they hide. */
static bool is_hidden(const Method *m) {
  static const char *const names[] = {"+", "-", "*", "/", "Complex", "abs2", "divrem", "minmax"};
  for (size_t i = 0; m->module == CORE->base && i < sizeof names / sizeof *names; i++)
    if (!strcmp(m->name->text, names[i])) return true;
  return false;
}

/* The tuple type of the call that a cache is for; the key of a type object is that object and one. */
static Type *call_type(const CallCache *cache) {
  Object *types[CACHE_ARGS + 1];
  for (uint32_t i = 0; i <= cache->nargs; i++) {
    char *key = i ? cache->types[i - 1] : cache->callee;
    types[i] = (uintptr_t)key & 1 ? &type_type((Object *)(void *)(key - 1))->head : (Object *)(void *)key;
  }
  return type_tuple(types, cache->nargs + 1);
}

static Target in_language(const CallCache *cache) {
  enum { MOST = 32 };
  Method *found[MOST];
  Type *args = call_type(cache);
  uint32_t n = method_applicable(args, found, MOST), i = 0;
  while (i < n && found[i] != cache->method) i++;
  while (i < n && !found[i]->code) i++;
  Value *env;
  return i < n && found[i]->module == CORE->base && method_fits(found[i], args, &env) ? (Target){found[i], env}
                                                                                      : (Target){0};
}

static Target target_of(const CallCache *cache, uint32_t nargs) {
  Target t = {cache->method, cache->env};
  if (cache->epoch != CORE->epoch || !t.method || cache->nargs != nargs || nargs > CACHE_ARGS) return (Target){0};
  if (!t.method->code && is_hidden(t.method)) t = in_language(cache);
  if (!t.method || !t.method->code || t.method->code->npos != nargs) return (Target){0};
  return is_straight(t.method->code) && !flow_knows(t.method) ? t : (Target){0};
}

/* ---- putting it there ---- */

static Ins moved(uint32_t to, uint32_t from) { return (Ins){.op = OP_MOVE, .a = (uint16_t)to, .b = (uint16_t)from}; }

static void add_call(Expander *x, const Ins in, const CallCache *cache, uint32_t base, int depth, bool replace);
static void add_operator(Expander *x, const Ins in, uint32_t base, int depth);

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
    x->source = c;
    x->place = pc;
    if (in.op == OP_RETURN) {
      add(x, moved(result, in.a + base));
      ends[nends++] = add(x, (Ins){.op = OP_JUMP});
    } else if (in.op == OP_CALL) {
      Ins call = in;
      call.a = (uint16_t)(in.a + base);
      add_call(x, call, &c->caches[in.c], base + c->nregs, depth + 1, true);
    } else if (operator_arguments(in.op)) {
      add_operator(x, shifted(x, in, c, base, env), base + c->nregs, depth + 1);
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

/* The method to be put in the place of what is added now. */
static Target replacement(const Expander *x, const CallCache *cache, uint32_t nargs, uint32_t base, int depth) {
  Target t = {0};
  if (depth < MOST_DEPTH && x->to->code.nins < MOST_ALL) t = target_of(cache, nargs);
  return t.method && base + t.method->code->nregs <= 4000 ? t : (Target){0};
}

/* Behind the first instruction, with the function and its arguments from base on. */
static void add_replacement(Expander *x, uint32_t first, Target t, const Ins *arguments, uint32_t n, uint32_t base,
                            int depth) {
  uint32_t outer = x->call;
  if (outer == NO_CALL) x->call = first;
  for (uint32_t i = 0; i < n; i++) add(x, arguments[i]);
  if (base + t.method->code->nregs > x->to->code.nregs) x->to->code.nregs = base + t.method->code->nregs;
  add_body(x, t.method, t.env, base, x->to->code.ins[first].a, depth);
  x->call = outer;
  x->to->behind[first] = x->to->code.nins;
}

static void add_call(Expander *x, const Ins in, const CallCache *cache, uint32_t base, int depth, bool replace) {
  Ins call = in, arguments[CACHE_ARGS + 1];
  call.c = add_cache(x, cache);
  uint32_t first = add(x, call);
  Target t = replace ? replacement(x, cache, in.b, base, depth) : (Target){0};
  if (!t.method) return;
  for (uint32_t i = 0; i <= in.b; i++) arguments[i] = moved(base + i, in.a + i);
  add_replacement(x, first, t, arguments, in.b + 1u, base, depth);
}

static void add_operator(Expander *x, const Ins in, uint32_t base, int depth) {
  uint32_t n = operator_arguments(in.op), first = add(x, in);
  const CallCache *cache = operators_find(x->operators, x->source, x->place);
  Target t = cache ? replacement(x, cache, n, base, depth) : (Target){0};
  if (!t.method) return;
  Ins arguments[3] = {{.op = OP_CONST, .a = (uint16_t)base}, moved(base + 1, in.b), moved(base + 2, in.c)};
  arguments[0].k = (int32_t)add_constant(x, operator_function(in.op));
  if (operator_has_constant(in.op)) arguments[2] = (Ins){.op = OP_INT, .a = (uint16_t)(base + 2), .k = (int16_t)in.c};
  add_replacement(x, first, t, arguments, n + 1, base, depth);
}

static bool has_target(uint8_t op) {
  return op_is_jump(op) || op_is_jumpif(op) || op == OP_JUMPIFNOT || op == OP_JUMPDEF || op == OP_JUMPNOTHING ||
         op == OP_FORNEXT || op == OP_TRY;
}

Inlined *native_inline(const Code *code, uint32_t from, uint32_t to, const bool *whole, const Operators *operators) {
  Inlined *all = gc_alloc(sizeof *all);
  Expander x = {.to = all, .nconsts = code->nconsts, .ncaches = code->ncaches, .call = NO_CALL, .operators = operators};
  all->code = *code;
  all->code.ins = NULL;
  all->code.nins = 0;
  x.consts_cap = x.nconsts;
  x.caches_cap = x.ncaches;
  uint32_t *at = gc_alloc_leaf((code->nins + 1) * sizeof *at);
  for (uint32_t pc = 0; pc < code->nins; pc++) {
    const Ins in = code->ins[pc];
    at[pc] = all->code.nins;
    x.origin = x.place = pc;
    x.source = code;
    if (in.op == OP_CALL && pc >= from && pc < to)
      add_call(&x, in, &code->caches[in.c], code->nregs, 0, !whole[pc]);
    else if (operator_arguments(in.op) && pc >= from && pc < to && !whole[pc])
      add_operator(&x, in, code->nregs, 0);
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
