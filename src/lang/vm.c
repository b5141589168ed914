#include "lang/vm.h"

#include <alloca.h>

#include "lang/dotted.h"
#include "lang/native.h"
#include "lang/vm_fast.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/error.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

#define NOINLINE __attribute__((noinline))
#define COLD __attribute__((noinline, cold))

static bool no_dotted(Dotted *d UNUSED, const Value *leaves UNUSED, Value *to UNUSED) { return false; }
bool (*dotted_run)(Dotted *d, const Value *leaves, Value *to) = no_dotted;

/* Value of Frame.leave while a return passes through TRY blocks. */
#define LEAVE_RETURN UINT32_MAX

/* Runs the frame on from its pc until the TRY block that begins there is left, and says in f->leave how: 0, go on at
 * f->pc (also after a throw, whose exception is then in *exception); otherwise leave the outer blocks too. */
static NOINLINE Value run_try(Frame *f, Value *exception, const Ins *catch_pc) {
  Handler h;
  Value before = caught_now();
  f->leave = 0;
  if (CATCH(h)) {
    *exception = h.exception;
    f->pc = catch_pc;
    f->leave = 0;
    caught_push(h.exception, before);
    return V_UNDEF;
  }
  Value v = vm_run(NULL, NULL, 0, NULL, NULL, f);
  catch_end(&h);
  if (f->leave == 0)
    f->leave = LEAVE_RETURN;
  else if (f->leave != LEAVE_RETURN)
    f->leave--;
  return v;
}

static COLD void condition_error(Value v) { throw_type("if", &T_BOOL->head, v); }

static COLD void stack_overflow(void) { throw_value(v_object(T_STACKOVERFLOWERROR->instance)); }

/* The number of arguments is always the same at one call site. */
static inline bool cache_hit(const CallCache *c, const Value *fn, uint32_t n) {
  if (UNLIKELY(c->epoch != CORE->epoch || c->callee != op_key(fn[0]))) return false;
  for (uint32_t i = 0; i < n; i++)
    if (UNLIKELY(c->types[i] != op_key(fn[i + 1]))) return false;
  return true;
}

/* Names of the instruction's operands; pc is already behind it. */
#define A (pc[-1].a)
#define B (pc[-1].b)
#define C (pc[-1].c)
#define K (pc[-1].k)
#define RA r[A]
#define RB r[B]
#define RC r[C]

#define CASE(name) L_##name:
#define NEXT goto *labels[(pc++)->op]
#define SAVE f->pc = pc

/* Stores the outcome of a comparison and, if the next instruction branches on it, does that at once. */
#define TRUTH(condition)                                                                                               \
  do {                                                                                                                 \
    bool truth = (condition);                                                                                          \
    Value *to = &RA;                                                                                                   \
    to->type = T_BOOL;                                                                                                 \
    to->u = truth;                                                                                                     \
    if (LIKELY(pc->a == A)) {                                                                                          \
      if (pc->op == OP_JUMPIFNOT) {                                                                                    \
        pc += truth ? 1 : 1 + pc->k;                                                                                   \
        NEXT;                                                                                                          \
      }                                                                                                                \
      if (pc->op == OP_JUMPIF && pc->k >= 0) {                                                                         \
        pc += truth ? 1 + pc->k : 1;                                                                                   \
        NEXT;                                                                                                          \
      }                                                                                                                \
    }                                                                                                                  \
    NEXT;                                                                                                              \
  } while (0)

#define CONDITION(v)                                                                                                   \
  do {                                                                                                                 \
    if (UNLIKELY((v)->type != T_BOOL)) {                                                                               \
      SAVE;                                                                                                            \
      condition_error(*(v));                                                                                           \
    }                                                                                                                  \
  } while (0)

#define BOTH(x, y, t) ((x)->type == (t) && (y)->type == (t))

#define SLOW(op)                                                                                                       \
  SAVE;                                                                                                                \
  RA = op_binary(op, RB, RC);                                                                                          \
  NEXT

/* r[a] = r[b] op r[c] of two Int64 or two Float64. */
#define ARITH(name, int_result, float_result)                                                                          \
  CASE(name) {                                                                                                         \
    Value *x = &RB, *y = &RC;                                                                                          \
    if (LIKELY(BOTH(x, y, tint))) {                                                                                    \
      int64_t p = x->i, q = y->i;                                                                                      \
      Value *to = &RA;                                                                                                 \
      to->type = tint;                                                                                                 \
      to->i = (int64_t)(int_result);                                                                                   \
      NEXT;                                                                                                            \
    }                                                                                                                  \
    if (LIKELY(BOTH(x, y, T_FLOAT64))) {                                                                               \
      double p = x->f, q = y->f;                                                                                       \
      Value *to = &RA;                                                                                                 \
      to->type = T_FLOAT64;                                                                                            \
      to->f = (float_result);                                                                                          \
      NEXT;                                                                                                            \
    }                                                                                                                  \
    SLOW(OP_##name);                                                                                                   \
  }

#define INTEGER(name, condition, int_result)                                                                           \
  CASE(name) {                                                                                                         \
    Value *x = &RB, *y = &RC;                                                                                          \
    if (LIKELY(BOTH(x, y, tint))) {                                                                                    \
      int64_t p = x->i, q = y->i;                                                                                      \
      if (LIKELY(condition)) {                                                                                         \
        Value *to = &RA;                                                                                               \
        to->type = tint;                                                                                               \
        to->i = (int64_t)(int_result);                                                                                 \
        NEXT;                                                                                                          \
      }                                                                                                                \
    }                                                                                                                  \
    SLOW(OP_##name);                                                                                                   \
  }

#define COMPARE(name, op)                                                                                              \
  CASE(name) {                                                                                                         \
    Value *x = &RB, *y = &RC;                                                                                          \
    if (LIKELY(BOTH(x, y, tint))) TRUTH(x->i op y->i);                                                                 \
    if (LIKELY(BOTH(x, y, T_FLOAT64))) TRUTH(x->f op y->f);                                                            \
    SLOW(OP_##name);                                                                                                   \
  }

#define SLOW_CONSTANT(op)                                                                                              \
  SAVE;                                                                                                                \
  RA = op_binary(op, RB, v_int((int16_t)C));                                                                           \
  NEXT

/* r[a] = r[b] op constant. */
#define ARITH_CONSTANT(name, int_result, float_result)                                                                 \
  CASE(name##I) {                                                                                                      \
    Value *x = &RB;                                                                                                    \
    int64_t q = (int16_t)C;                                                                                            \
    if (LIKELY(x->type == tint)) {                                                                                     \
      int64_t p = x->i;                                                                                                \
      Value *to = &RA;                                                                                                 \
      to->type = tint;                                                                                                 \
      to->i = (int64_t)(int_result);                                                                                   \
      NEXT;                                                                                                            \
    }                                                                                                                  \
    if (LIKELY(x->type == T_FLOAT64)) {                                                                                \
      double p = x->f;                                                                                                 \
      Value *to = &RA;                                                                                                 \
      to->type = T_FLOAT64;                                                                                            \
      to->f = (float_result);                                                                                          \
      NEXT;                                                                                                            \
    }                                                                                                                  \
    SLOW_CONSTANT(OP_##name);                                                                                          \
  }

#define INTEGER_CONSTANT(name, condition, int_result)                                                                  \
  CASE(name##I) {                                                                                                      \
    Value *x = &RB;                                                                                                    \
    int64_t q = (int16_t)C;                                                                                            \
    if (LIKELY(x->type == tint && (condition))) {                                                                      \
      int64_t p = x->i;                                                                                                \
      Value *to = &RA;                                                                                                 \
      to->type = tint;                                                                                                 \
      to->i = (int64_t)(int_result);                                                                                   \
      NEXT;                                                                                                            \
    }                                                                                                                  \
    SLOW_CONSTANT(OP_##name);                                                                                          \
  }

#define COMPARE_CONSTANT(name, op)                                                                                     \
  CASE(name##I) {                                                                                                      \
    Value *x = &RB;                                                                                                    \
    if (LIKELY(x->type == tint)) TRUTH(x->i op(int16_t) C);                                                            \
    if (LIKELY(x->type == T_FLOAT64)) TRUTH(x->f op(int16_t) C);                                                       \
    SLOW_CONSTANT(OP_##name);                                                                                          \
  }

#ifdef __clang__ /* needs minutes to instrument a loop of computed jumps; gcc does it */
#define UNCHECKED_LOOP __attribute__((no_sanitize("undefined")))
#else
#define UNCHECKED_LOOP
#endif

/* Runs a method's code on arguments, or (resume) a frame on from its pc until its TRY block is left. */
UNCHECKED_LOOP Value vm_run(const Method *m, Value *args, int nargs, const Value *kw, Value *env, Frame *resume) {
  static const void *const labels[] = {
#define X(name, doc) &&L_##name,
      OPCODES(X)
#undef X
  };
  Frame own;
  Frame *f;
  Value *r;
  const Ins *pc;
  const Code *code;
  Type *tint = T_INT64;
  __asm__("" : "+r"(tint)); /* one register instead of a 64-bit constant in each instruction */

  if (LIKELY(!resume)) {
    f = &own;
    code = m->code;
    size_t size = code->nregs * sizeof(Value);
    if (UNLIKELY((char *)__builtin_frame_address(0) - size < stack_limit)) stack_overflow();
    r = alloca(size);
    own.caller = vm_frame;
    own.code = code;
    own.method = m;
    own.r = r;
    own.env = env;
    pc = code->ins;
    if (LIKELY(code->simple)) {
      Value *to = r;
      for (Value *from = args - 1, *end = args + nargs; from < end; from++, to++) {
        *to = *from;
        __asm__(""); /* no call of memcpy for one or two values */
      }
      for (Value *end = r + code->nregs; to < end; to++) to->type = NULL;
    } else {
      memset(r, 0, size);
      op_parameters(m, r, args, nargs, kw);
    }
    vm_frame = f;
    if (UNLIKELY(vm_pending)) goto pending;
  } else {
    f = resume;
    code = f->code;
    r = f->r;
    pc = f->pc;
  }
  NEXT;

pending: /* before an instruction: an interrupt's backtrace names its line, not that of the one behind */
  f->pc = pc + 1;
  vm_safe_point();
  NEXT;

  CASE(MOVE) {
    RA = RB;
    NEXT;
  }
  CASE(CONST) {
    RA = code->consts[K];
    NEXT;
  }
  CASE(INT) {
    Value *to = &RA;
    to->type = tint;
    to->i = K;
    NEXT;
  }
  CASE(NOTHING) {
    RA = v_nothing();
    NEXT;
  }
  CASE(UNDEF) {
    RA = V_UNDEF;
    NEXT;
  }
  CASE(CHECKDEF) {
    if (LIKELY(RA.type != NULL)) NEXT;
    SAVE;
    throw_undefvar(as_symbol(code->consts[K]));
  }
  CASE(ISDEF) {
    RA = v_bool(RB.type != NULL);
    NEXT;
  }
  CASE(GLOBAL) {
    const Binding *b = code->consts[K].p;
    if (UNLIKELY(b->target != NULL)) b = b->target;
    if (LIKELY(b->value.type != NULL)) {
      RA = b->value;
      if (b->constant) {
        code->consts[K] = v_object(b);
        ((Ins *)(uintptr_t)pc)[-1].op = OP_CONSTANT;
      }
      NEXT;
    }
    SAVE;
    RA = op_global(&code->consts[K]);
    NEXT;
  }
  CASE(CONSTANT) {
    const Binding *b = code->consts[K].p;
    RA = b->value;
    NEXT;
  }
  CASE(SETGLOBAL) {
    Binding *b = code->consts[K].p;
    if (LIKELY(!b->constant && !b->target && b->value.type)) {
      b->value = RA;
      NEXT;
    }
    SAVE;
    op_setglobal(code->consts[K], RA);
    NEXT;
  }
  CASE(ISGLOBAL) {
    RA = v_bool(binding_followed(code->consts[K].p)->value.type != NULL);
    NEXT;
  }
  CASE(CAPTURED) {
    const Type *t = r[0].type;
    RA = *(Value *)(void *)((char *)object_data(r[0].o) + t->fields[K].offset);
    NEXT;
  }
  CASE(SPARAM) {
    RA = f->env[K];
    if (LIKELY(RA.type != NULL)) NEXT;
    SAVE;
    throw_undefvar(f->method->vars[K]->name); /* f() of f(xs::T...) where T */
  }
  CASE(NEWBOX) {
    RA = op_box(RB);
    NEXT;
  }
  CASE(GETBOX) {
    Value v = ((Box *)RB.p)->value;
    if (UNLIKELY(!v.type)) {
      SAVE;
      throw_undefvar(as_symbol(code->consts[C]));
    }
    RA = v;
    NEXT;
  }
  CASE(SETBOX) {
    ((Box *)RA.p)->value = RB;
    NEXT;
  }
  CASE(ISBOXDEF) {
    RA = v_bool(((Box *)RB.p)->value.type != NULL);
    NEXT;
  }

  CASE(JUMP) {
    int32_t by = K;
    pc += by;
    if (UNLIKELY(by < 0 && vm_pending)) goto pending;
    NEXT;
  }
  CASE(JUMPIF) {
    const Value *v = &RA;
    CONDITION(v);
    if (v->u) {
      int32_t by = K;
      pc += by;
      if (UNLIKELY(by < 0 && vm_pending)) goto pending;
    }
    NEXT;
  }
  CASE(LOOP) {
    Ins *at = (Ins *)(uintptr_t)(pc - 1);
    if (UNLIKELY(++at->x >= native_rounds)) goto native_loop;
    pc += K;
    if (UNLIKELY(vm_pending)) goto pending;
    NEXT;
  }
  CASE(LOOPIF) {
    const Value *v = &RA;
    CONDITION(v);
    if (!v->u) NEXT;
    Ins *at = (Ins *)(uintptr_t)(pc - 1);
    if (UNLIKELY(++at->x >= native_rounds)) goto native_loop;
    pc += K;
    if (UNLIKELY(vm_pending)) goto pending;
    NEXT;
  }
native_loop : {
  SAVE;
  pc = native_loop(f, (Ins *)(uintptr_t)(pc - 1));
  if (UNLIKELY(vm_pending)) goto pending;
  NEXT;
}
  CASE(NATIVEIF) {
    const Value *v = &RA;
    CONDITION(v);
    if (!v->u) NEXT;
  }
  CASE(NATIVE) {
    SAVE;
    pc = native_run(f, (Ins *)(uintptr_t)(pc - 1));
    if (UNLIKELY(vm_pending)) goto pending;
    NEXT;
  }
  CASE(JUMPIFNOT) {
    const Value *v = &RA;
    CONDITION(v);
    if (!v->u) pc += K;
    NEXT;
  }
  CASE(JUMPDEF) {
    if (RA.type) pc += K;
    NEXT;
  }
  CASE(JUMPNOTHING) {
    if (RA.type == T_NOTHING) pc += K;
    NEXT;
  }
  CASE(RETURN) {
    vm_frame = f->caller;
    return RA;
  }
  CASE(FORPREP) {
    SAVE;
    if (B)
      op_forprep_apart(&RA, B);
    else
      op_forprep(&RA);
    NEXT;
  }
  CASE(FORNEXT) {
    Value *it = &RA;
    if (LIKELY(it[1].type == (Type *)IT_RANGE)) {
      if (UNLIKELY(it[0].u == 0)) {
        pc += K;
        NEXT;
      }
      it[0].u--;
      it[2].type = tint;
      it[2].i = it[1].i;
      it[1].i = (int64_t)(it[1].u + (uint64_t)(uintptr_t)it[0].type);
      NEXT;
    }
    if (it[1].type == (Type *)IT_ARRAY) {
      const Array *a = it[0].p;
      size_t i = it[1].u;
      if (i >= a->len) {
        pc += K;
        NEXT;
      }
      it[1].u = i + 1;
      if (UNLIKELY(!element_load(a, i, &it[2]))) {
        SAVE;
        throw_singleton(T_UNDEFREFERROR);
      }
      NEXT;
    }
    SAVE;
    if (!op_fornext(it)) pc += K;
    NEXT;
  }
  CASE(UNPACK) {
    if (is_undef(RA)) NEXT;
    SAVE;
    op_unpack(&RA, B);
    NEXT;
  }
  CASE(TRY) {
    SAVE;
    Value v = run_try(f, &RA, pc + K);
    if (f->leave) {
      if (f->leave == LEAVE_RETURN) vm_frame = f->caller;
      return v;
    }
    pc = f->pc;
    NEXT;
  }
  CASE(LEAVE) {
    f->leave = (uint32_t)K;
    f->pc = pc;
    return V_UNDEF;
  }
  CASE(POPEXC) {
    caught_pop(RA);
    NEXT;
  }
  CASE(RETHROW) {
    SAVE;
    caught_rethrow(RA);
  }

  CASE(CALL) {
    Value *fn = &RA;
    uint32_t n = B;
    SAVE;
    CallCache *cache = &code->caches[C];
    const Method *target;
    Value *target_env;
    if (LIKELY(cache_hit(cache, fn, n))) {
      target = cache->method;
      target_env = cache->env;
    } else {
      target = op_find(cache, fn + 1, n, &target_env);
    }
    if (target->code)
      *fn = vm_run(target, fn + 1, (int)n, NULL, target_env, NULL);
    else
      *fn = __start_clu_builtins[target->builtin]->code(fn + 1, (int)n, V_UNDEF);
    NEXT;
  }
  CASE(CALLKW) {
    SAVE;
    RA = op_call_keywords(&RA, B, &code->caches[C]);
    NEXT;
  }
  CASE(CALLSPLAT) {
    SAVE;
    RA = op_call_splat(&RA, B, pc[-1].x);
    NEXT;
  }
  CASE(DOTTED) {
    SAVE;
    if (!dotted_run(code->dotted[C], &RB, &RA)) pc++;
    NEXT;
  }
  CASE(TUPLE) {
    SAVE;
    RA = tuple_new(&RB, C);
    NEXT;
  }
  CASE(NEW) {
    SAVE;
    RA = op_new(&RB, C);
    NEXT;
  }
  CASE(NEWSPLAT) {
    SAVE;
    RA = op_newsplat(RB, RC);
    NEXT;
  }
  CASE(CLOSURE) {
    SAVE;
    RA = op_closure(code->consts[K].p, &RA + 1);
    NEXT;
  }
  CASE(METHOD) {
    SAVE;
    op_method(&RA, code->consts[K].p, pc[-1].x);
    NEXT;
  }

  CASE(TYPEASSERT) {
    if (LIKELY((void *)RA.type == RB.p)) NEXT;
    SAVE;
    op_typeassert(RA, RB);
    NEXT;
  }
  CASE(CONVERT) {
    if (LIKELY((void *)RA.type == RB.p)) NEXT;
    SAVE;
    RA = op_convert(RB, RA);
    NEXT;
  }

  CASE(GETFIELD) {
    Symbol *name = as_symbol(code->consts[C]);
    if (LIKELY(field_load(&RB, name, &RA))) NEXT;
    SAVE;
    RA = op_getfield(RB, name);
    NEXT;
  }
  CASE(SETFIELD) {
    Symbol *name = as_symbol(code->consts[C]);
    if (LIKELY(field_store(&RA, name, &RB))) NEXT;
    SAVE;
    op_setfield(RA, name, RB);
    NEXT;
  }
  CASE(GETINDEX) {
    const Value *v = &RB, *i = &RC;
    if (LIKELY(i->type == tint)) {
      if (LIKELY(v->type->name == CORE->tn_array)) {
        const Array *a = v->p;
        size_t at = i->u - 1;
        if (LIKELY(at < a->len)) {
          if (LIKELY(element_load(a, at, &RA))) NEXT;
        }
      } else if (v->type->flags & TF_TUPLE) {
        if (LIKELY(i->u - 1 < v->type->nfields)) {
          RA = tuple_get(*v, (uint32_t)(i->u - 1));
          NEXT;
        }
      }
    }
    SAVE;
    RA = op_getindex(*v, *i);
    NEXT;
  }
  CASE(GETINDEX2) {
    const Value *v = &RB, *i = &RC;
    if (LIKELY(i[0].type == tint && i[1].type == tint && v->type->name == CORE->tn_array)) {
      const Array *a = v->p;
      if (LIKELY(a->ndims == 2)) {
        size_t row = i[0].u - 1, column = i[1].u - 1;
        if (LIKELY(row < a->dims[0] && column < a->dims[1])) {
          size_t at = column * a->dims[0] + row;
          if (LIKELY(element_load(a, at, &RA))) NEXT;
        }
      }
    }
    SAVE;
    RA = op_getindex2(*v, i[0], i[1]);
    NEXT;
  }
  CASE(SETINDEX) {
    const Value *v = &RA, *i = &RC, *from = &RB;
    if (LIKELY(i->type == tint && v->type->name == CORE->tn_array)) {
      Array *a = v->p;
      size_t at = i->u - 1;
      if (LIKELY(at < a->len)) {
        if (LIKELY(element_store(a, at, from))) NEXT;
      }
    }
    SAVE;
    op_setindex(RA, RB, RC);
    NEXT;
  }
  CASE(SETINDEX2) {
    const Value *v = &RA, *i = &RC, *from = &RB;
    if (LIKELY(i[0].type == tint && i[1].type == tint && v->type->name == CORE->tn_array)) {
      Array *a = v->p;
      if (LIKELY(a->ndims == 2)) {
        size_t row = i[0].u - 1, column = i[1].u - 1;
        if (LIKELY(row < a->dims[0] && column < a->dims[1])) {
          size_t at = column * a->dims[0] + row;
          if (LIKELY(element_store(a, at, from))) NEXT;
        }
      }
    }
    SAVE;
    op_setindex2(RA, RB, RC, (&RC)[1]);
    NEXT;
  }

  ARITH(ADD, (uint64_t)p + (uint64_t)q, p + q)
  ARITH(SUB, (uint64_t)p - (uint64_t)q, p - q)
  ARITH(MUL, (uint64_t)p * (uint64_t)q, p * q)
  CASE(DIV) {
    double p, q;
    if (LIKELY(float_of(&RB, &p) && float_of(&RC, &q))) {
      Value *to = &RA;
      to->type = T_FLOAT64;
      to->f = p / q;
      NEXT;
    }
    SLOW(OP_DIV);
  }
  INTEGER(IDIV, (uint64_t)q + 1 > 1, p / q) /* not 0, and not -1, which can overflow */
  INTEGER(REM, (uint64_t)q + 1 > 1, p % q)
  INTEGER(MOD, q > 0, (p % q) + (p % q < 0 ? q : 0))
  INTEGER(BITAND, true, p & q)
  INTEGER(BITOR, true, p | q)
  INTEGER(XOR, true, p ^ q)
  INTEGER(SHL, (uint64_t)q < 64, (uint64_t)p << q)
  INTEGER(SHR, (uint64_t)q < 64, p >> q)

  COMPARE(EQ, ==)
  COMPARE(NE, !=)
  COMPARE(LT, <)
  COMPARE(LE, <=)
  COMPARE(GT, >)
  COMPARE(GE, >=)
  CASE(EGAL) {
    Value *x = &RB, *y = &RC;
    if (LIKELY(x->type == y->type && x->u == y->u)) TRUTH(true);
    if (LIKELY(x->type != y->type && (x->type->flags & y->type->flags & TF_IMMEDIATE))) TRUTH(false);
    SAVE;
    TRUTH(value_egal(*x, *y));
  }
  CASE(NOT) {
    Value *x = &RB;
    if (LIKELY(x->type == T_BOOL)) TRUTH(!x->u);
    SAVE;
    RA = op_not(*x);
    NEXT;
  }
  CASE(NEG) {
    Value *x = &RB;
    if (LIKELY(x->type == tint)) {
      RA = v_int((int64_t)(0 - x->u));
      NEXT;
    }
    if (LIKELY(x->type == T_FLOAT64)) {
      RA = v_f64(-x->f);
      NEXT;
    }
    SAVE;
    RA = op_negate(*x);
    NEXT;
  }

  ARITH_CONSTANT(ADD, (uint64_t)p + (uint64_t)q, p + (double)q)
  ARITH_CONSTANT(SUB, (uint64_t)p - (uint64_t)q, p - (double)q)
  ARITH_CONSTANT(MUL, (uint64_t)p * (uint64_t)q, p * (double)q)
  CASE(IDIVI) {
    Value *x = &RB;
    int64_t q = (int16_t)C;
    if (LIKELY(x->type == tint && q > 0)) {
      Value *to = &RA;
      int64_t p = x->i;
      to->type = tint;
      to->i = quotient_constant(p, q);
      NEXT;
    }
    SLOW_CONSTANT(OP_IDIV);
  }
  CASE(REMI) {
    Value *x = &RB;
    int64_t q = (int16_t)C;
    if (LIKELY(x->type == tint && q > 0)) {
      Value *to = &RA;
      int64_t p = x->i;
      to->type = tint;
      to->i = remainder_constant(p, q);
      NEXT;
    }
    SLOW_CONSTANT(OP_REM);
  }
  INTEGER_CONSTANT(BITAND, true, p & q)
  COMPARE_CONSTANT(EQ, ==)
  COMPARE_CONSTANT(NE, !=)
  COMPARE_CONSTANT(LT, <)
  COMPARE_CONSTANT(LE, <=)
  COMPARE_CONSTANT(GT, >)
  COMPARE_CONSTANT(GE, >=)
  CASE(POWI) {
    const Value *x = &RB;
    if (LIKELY(x->type == tint)) {
      uint64_t p = x->u;
      Value *to = &RA;
      to->type = tint;
      to->u = C == 2 ? p * p : p * p * p;
      NEXT;
    }
    if (LIKELY(x->type == T_FLOAT64)) {
      double p = x->f;
      Value *to = &RA;
      to->type = T_FLOAT64;
      to->f = C == 2 ? p * p : p * p * p;
      NEXT;
    }
    SAVE;
    RA = op_literal_pow(RB, (int16_t)C);
    NEXT;
  }
}
