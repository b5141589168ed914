#include "lang/native.h"

#include <stdlib.h>

#include "lang/image.h"
#include "lang/native_emit.h"
#include "lang/native_memory.h"
#include "lang/vm_fast.h"
#include "lang/vm_ops.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/symbol.h"

enum {
  FUEL = 1 << 14,   /* jumps backwards at one go */
  TRIES = 12,       /* how often a loop is written anew because it is met with other types, or has learned some */
  NEW_EPOCHS = 200, /* and because methods were defined */
  ENOUGH = 8,       /* entries that found other types */
  CREDIT = 1000
};

/* A loop that has machine code, or had and will again. */
typedef struct Loop {
  Native *native;   /* NULL: to be written at the next entry */
  Type **learned;   /* by instruction: what calls gave */
  uint8_t *inlined; /* how often what stands in the place of a call could not go on */
  Operators *operators;
  uint32_t tries, epochs, misses, lessons;
  int64_t credit; /* rounds that it went, less what entering costs */
} Loop;

struct Natives {
  uint32_t n;
  Loop *loops[64];
};
typedef struct Natives Natives;

/* To write code takes as long as some hundred rounds of a small loop. */
uint8_t native_rounds = 250;
static bool is_on;

void native_begin(void) {
  const char *s = getenv("CLU_NATIVE");
  int rounds = s ? atoi(s) : native_rounds;
#if defined(__x86_64__)
  is_on = rounds > 0;
#endif
  if (rounds > 0 && rounds < 256) native_rounds = (uint8_t)rounds;
}

/* From now on interpreted. */
static void give_up(Ins *at) { at->op = op_is_jump(at->op) ? OP_JUMP : OP_JUMPIF; }

static const Ins *target_of(const Ins *at) { return at + 1 + at->k; }

/* ---- writing ---- */

/* What is known about it, for which methods are put in the place of operators and calls until no more are found. */
static bool loop_flow(Frame *f, Loop *l, Flow *w, uint32_t from, uint32_t to, const bool *whole) {
  enum { ROUNDS = 64 };
  bool found = false;
  Operators *all = l->operators;
  all->n = 0;
  all->more = true;
  for (int i = 0; i < ROUNDS && all->more; i++) {
    all->more = false;
    Inlined *inlined = native_inline(f->code, from, to, whole, all);
    found = flow_begin(w, f->code, inlined, f->r, from, l->learned, all);
  }
  return found;
}

/* False: it is not for machine code, now. */
static bool loop_write(Frame *f, Loop *l, const Ins *at) {
  const Code *code = f->code;
  Flow w;
  l->native = NULL;
  l->misses = l->lessons = 0;
  uint32_t from = (uint32_t)(target_of(at) - code->ins), to = (uint32_t)(at + 1 - code->ins);
  bool *whole = gc_alloc_leaf(code->nins);
  for (int all = 0; all < 2; all++) { /* if it is too much with calls replaced, then without */
    for (uint32_t i = 0; i < code->nins; i++) whole[i] = all || l->inlined[i] >= ENOUGH;
    if (loop_flow(f, l, &w, from, to, whole)) break;
    if (all) return false;
  }
  l->native = native_emit(&w);
  return l->native != NULL;
}

static bool loop_new(Frame *f, Ins *at) {
  Code *code = (Code *)(uintptr_t)f->code;
  if (!code->natives) code->natives = gc_alloc(sizeof *code->natives);
  Natives *all = code->natives;
  if (all->n == sizeof all->loops / sizeof *all->loops) return false;
  Loop *l = gc_alloc(sizeof *l);
  l->learned = gc_alloc(code->nins * sizeof(Type *));
  l->inlined = gc_alloc(code->nins);
  l->operators = gc_alloc(sizeof *l->operators);
  if (!loop_write(f, l, at)) return false;
  at->x = (uint8_t)all->n;
  all->loops[all->n++] = l;
  return true;
}

/* ---- entering and leaving ---- */

static bool fits(Kind k, const Value *v) {
  switch (k.tag) {
  case KIND_VALUE:
  case KIND_PARTS: return v->type == k.type;
  case KIND_UNDEF: return !v->type;
  case KIND_RANGE: return v[1].type == (Type *)IT_RANGE && (!k.unit || v->type == (Type *)1);
  case KIND_NEXT: return v->type == (Type *)IT_RANGE;
  case KIND_STATE: return (uintptr_t)v->type == k.it;
  default: return false;
  }
}

/* A payload into where the code has it, and back. */
static void put(const Native *n, Machine *m, const Home *h, uint64_t bits) {
  if (kind_is(h->kind, T_FLOAT64) && n->xmm[h->index] >= 0)
    memcpy(&m->xmm[n->xmm[h->index]], &bits, sizeof bits);
  else if (!kind_is(h->kind, T_FLOAT64) && n->gpr[h->index] >= 0)
    m->gpr[n->gpr[h->index]] = bits;
  else
    m->slot[n->slot[h->index]] = bits;
}

static uint64_t payload(const Native *n, const Machine *m, const Home *h) {
  if (h->kind.known) return h->kind.bits;
  if (!kind_is(h->kind, T_FLOAT64))
    return n->gpr[h->index] >= 0 ? m->gpr[n->gpr[h->index]] : m->slot[n->slot[h->index]];
  uint64_t bits = m->slot[n->slot[h->index]];
  if (n->xmm[h->index] >= 0) memcpy(&bits, &m->xmm[n->xmm[h->index]], sizeof bits);
  return bits;
}

static bool enter(const Native *n, Machine *m) {
  for (uint32_t k = 0; k < n->at_head; k++) {
    const Home *h = &n->homes[k];
    const Value *v = &m->r[h->r];
    if (UNLIKELY(!fits(h->kind, v))) return false;
    if (h->kind.tag == KIND_RANGE) m->step[h->index] = (uintptr_t)v->type;
    put(n, m, h, v->u);
    for (uint32_t i = 0; h->kind.tag == KIND_PARTS && i < v->type->nfields; i++)
      put(n, m, &n->homes[++k], struct_get(*v, i).u);
  }
  return true;
}

/* The object of the parts whose homes stand behind h. */
static Value assembled(const Native *n, const Machine *m, const Home *h) {
  Value parts[MOST_PARTS];
  uint32_t count = h->kind.type->nfields;
  for (uint32_t i = 0; i < count; i++) parts[i] = (Value){h[i + 1].kind.type, {.u = payload(n, m, &h[i + 1])}};
  return struct_new(h->kind.type, parts, count);
}

void native_put(const Machine *m, const Native *n, uint32_t home, uint32_t count) {
  for (uint32_t k = home; k < home + count; k++) {
    const Home *h = &n->homes[k];
    Value *v = &m->r[h->r];
    if (h->kind.tag == KIND_PARTS) {
      *v = assembled(n, m, h);
      k += h->kind.type->nfields;
      continue;
    }
    v->u = payload(n, m, h);
    switch (h->kind.tag) {
    case KIND_VALUE: v->type = h->kind.type; break;
    case KIND_RANGE: v->type = (Type *)(uintptr_t)(h->kind.unit ? 1 : m->step[h->index]); break;
    case KIND_NEXT: v->type = (Type *)IT_RANGE; break;
    case KIND_STATE: v->type = (Type *)(uintptr_t)h->kind.it; break;
    default: *v = V_UNDEF; break;
    }
  }
}

/* Does the call that the code cannot do yet, and remembers the type of what it gives. */
static const Ins *learn(Frame *f, Loop *l, uint32_t pc) {
  const Ins *at = f->code->ins + pc;
  native_step(f, at);
  l->learned[pc] = f->r[flow_operands(f->code, pc).def].type;
  l->lessons++;
  return at + 1;
}

/* Its code, written again if that is due; NULL: none now. */
static Native *loop_ready(Frame *f, Loop *l, Ins *at) {
  bool old = l->native && l->native->epoch != CORE->epoch;
  if (LIKELY(l->native && !old && l->misses < ENOUGH && l->lessons < 2)) return l->native;
  uint32_t *count = old ? &l->epochs : &l->tries;
  if (++*count > (old ? NEW_EPOCHS : TRIES) || !loop_write(f, l, at)) {
    l->native = NULL;
    give_up(at);
  }
  return l->native;
}

const Ins *native_run(Frame *f, Ins *at) {
  if (UNLIKELY(vm_pending)) return target_of(at); /* it would be left at once */
  Loop *l = f->code->natives->loops[at->x];
  const Native *n = loop_ready(f, l, at);
  if (!n) return target_of(at);
  Machine m;
  m.frame = f;
  m.r = f->r;
  if (!enter(n, &m)) {
    l->misses++;
    return target_of(at);
  }
  int64_t rounds = 0;
  const NativeExit *x;
  do {
    m.fuel = FUEL;
    x = &n->exits[n->code(&m)];
    rounds += FUEL - m.fuel;
  } while (x->why == EXIT_FUEL && x->pc == n->from && !vm_pending);
  native_put(&m, n, x->homes, x->nhomes);
  l->credit += rounds - 4;
  if (l->credit > CREDIT) l->credit = CREDIT;
  if (x->why == EXIT_CALL) return learn(f, l, x->pc);
  if (x->why == EXIT_INLINED && l->inlined[x->pc] < ENOUGH && ++l->inlined[x->pc] == ENOUGH) l->lessons += 2;
  if (l->credit < -CREDIT / 10) {
    l->native = NULL;
    give_up(at);
  }
  return f->code->ins + x->pc;
}

const Ins *native_loop(Frame *f, Ins *at) {
  if (!image_loaded()) { /* nothing outside the heap goes into the image */
    at->x = 0;
    return target_of(at);
  }
  if (!is_on || !loop_new(f, at)) {
    give_up(at);
    return target_of(at);
  }
  at->op = op_is_jump(at->op) ? OP_NATIVE : OP_NATIVEIF;
  return native_run(f, at);
}

/* ---- instructions that C does ---- */

static void call_in(Frame *f, const Ins in) {
  Value *fn = &f->r[in.a], *env;
  const Method *m = op_find(&f->code->caches[in.c], fn + 1, in.b, &env);
  *fn = m->code ? vm_run(m, fn + 1, in.b, NULL, env, NULL)
                : __start_clu_builtins[m->builtin]->code(fn + 1, in.b, V_UNDEF);
}

static void load_in(Value *to, const Value *v, const Value *i) {
  if (is_array(*v) && is_int(*i) && i->u - 1 < as_array(*v)->len && element_load(as_array(*v), i->u - 1, to)) return;
  if (is_tuple(*v) && is_int(*i) && i->u - 1 < v->type->nfields)
    *to = tuple_get(*v, (uint32_t)i->u - 1);
  else
    *to = op_getindex(*v, *i);
}

static void store_in(const Value *v, const Value *from, const Value *i) {
  if (is_array(*v) && is_int(*i) && i->u - 1 < as_array(*v)->len && element_store(as_array(*v), i->u - 1, from)) return;
  op_setindex(*v, *from, *i);
}

static void getfield(Value *to, const Value *of, Symbol *name) {
  if (!field_load(of, name, to)) *to = op_getfield(*of, name);
}

static void setfield(const Value *of, Symbol *name, const Value *from) {
  if (!field_store(of, name, from)) op_setfield(*of, name, *from);
}

void native_step(Frame *f, const Ins *at) {
  const Ins in = *at;
  const Code *code = f->code;
  Value *r = f->r, *a = &r[in.a];
  f->pc = at + 1;
  switch (in.op) {
  case OP_CALL: call_in(f, in); return;
  case OP_CALLKW: *a = op_call_keywords(a, in.b, &code->caches[in.c]); return;
  case OP_CALLSPLAT: *a = op_call_splat(a, in.b, in.x); return;
  case OP_SETGLOBAL: op_setglobal(code->consts[in.k], *a); return;
  case OP_FORPREP:
    if (in.b)
      op_forprep_apart(a, in.b);
    else
      op_forprep(a);
    return;
  case OP_TUPLE: *a = tuple_new(&r[in.b], in.c); return;
  case OP_NEW: *a = op_new(&r[in.b], in.c); return;
  case OP_CONVERT: *a = op_convert(r[in.b], *a); return;
  case OP_GETFIELD: getfield(a, &r[in.b], as_symbol(code->consts[in.c])); return;
  case OP_SETFIELD: setfield(a, as_symbol(code->consts[in.c]), &r[in.b]); return;
  case OP_GETINDEX: load_in(a, &r[in.b], &r[in.c]); return;
  case OP_GETINDEX2: *a = op_getindex2(r[in.b], r[in.c], r[in.c + 1]); return;
  case OP_SETINDEX: store_in(a, &r[in.b], &r[in.c]); return;
  case OP_SETINDEX2: op_setindex2(*a, r[in.b], r[in.c], r[in.c + 1]); return;
  case OP_NOT: *a = op_not(r[in.b]); return;
  case OP_NEG: *a = op_negate(r[in.b]); return;
  case OP_POWI: *a = op_literal_pow(r[in.b], (int16_t)in.c); return;
  default: *a = op_binary(op_general(in.op), r[in.b], in.op >= OP_ADDI ? v_int((int16_t)in.c) : r[in.c]); return;
  }
}
