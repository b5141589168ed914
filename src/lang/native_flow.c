#include "lang/native_flow.h"

#include "lang/dotted.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"
#include "value/type.h"

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

/* ---- kinds ---- */

static Kind held(const Field *f) { return kind_held(f->type, f->store); }

const Field *flow_field(const Flow *w, const Ins in, const Kind *state) {
  Kind of = flow_kind(w, state, in.op == OP_SETFIELD ? in.a : in.b);
  if (of.tag != KIND_VALUE || of.type->flags & TF_IMMEDIATE || !of.type->fields) return NULL;
  uint32_t i = 0, n = of.type->nfields;
  if (in.op == OP_GETINDEX) {
    Kind at = flow_kind(w, state, in.c);
    if (!(of.type->flags & TF_TUPLE) || !kind_is(at, T_INT64) || !at.known || at.bits - 1 >= n) return NULL;
    i = (uint32_t)at.bits - 1;
  } else {
    int bit = in.op == OP_SETFIELD ? 2 : 1;
    if (of.type->plain_epoch != CORE->epoch || !(of.type->plain & bit) || n > of.type->name->nfields) return NULL;
    while (i < n && of.type->name->names[i] != as_symbol(w->code->consts[in.c])) i++;
    if (i == n) return NULL;
  }
  return held(&of.type->fields[i]).tag == KIND_NONE ? NULL : &of.type->fields[i];
}

static Binding *binding_of(const Code *code, int32_t k) {
  Binding *b = code->consts[k].p;
  return b->target ? b->target : b;
}

/* Constants that can never be others: functions, types, modules. */
static bool is_fixed(const Binding *b) {
  Type *t = b->value.type;
  return b->constant && (t->flags & TF_SINGLETON || t < T_TYPEVAR || t == T_MODULE);
}

/* Functions of Base that are a few machine instructions, by the number of arguments and what the first one is. */
static const struct {
  const char *name;
  uint8_t nargs, whole, real, array;
} functions[] = {
    {"sqrt", 1, 0, NF_SQRT, 0},         {"abs", 1, NF_ABS, NF_ABS, 0}, {"Float64", 1, NF_FLOAT, NF_SAME, 0},
    {"float", 1, NF_FLOAT, NF_SAME, 0}, {"Int64", 1, NF_SAME, 0, 0},   {"isodd", 1, NF_ODD, 0, 0},
    {"iseven", 1, NF_EVEN, 0, 0},       {"isnan", 1, 0, NF_NAN, 0},    {"length", 1, 0, 0, NF_LENGTH},
    {"size", 2, 0, 0, NF_SIZE},         {"min", 2, NF_MIN, 0, 0},      {"max", 2, NF_MAX, 0, 0},
    {":", 2, NF_COLON, 0, 0},           {":", 3, NF_COLON_STEP, 0, 0}};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static bool is_function(const Method *m, int i) {
  return m->module == CORE->base && !strcmp(m->name->text, functions[i].name);
}

bool flow_knows(const Method *m) {
  for (int i = 0; i < FUNCTIONS; i++)
    if (is_function(m, i)) return true;
  return false;
}

/* The method that a call site called last, if it would for these kinds, too. */
static const Method *method_of(const Flow *w, uint32_t pc, const Kind *state) {
  const Ins in = w->code->ins[pc];
  const CallCache *cache = &w->code->caches[in.c];
  if (cache->epoch != CORE->epoch || in.b > CACHE_ARGS) return NULL;
  for (uint32_t i = 0; i <= in.b; i++) {
    Kind k = flow_kind(w, state, in.a + i);
    if (k.tag != KIND_VALUE) return NULL;
    const void *key =
        k.type < T_TYPEVAR ? (k.known ? (const char *)(uintptr_t)k.bits + 1 : NULL) : (const void *)k.type;
    if (!key || key != (i ? cache->types[i - 1] : cache->callee)) return NULL;
  }
  return cache->method;
}

/* What becomes a loop over a range. */
static bool is_prepared(const Flow *w, uint32_t pc) {
  const Ins *in = &w->code->ins[pc];
  return pc + 1 < w->to && in[1].op == OP_FORPREP && in[1].a == in->a && in[1].b == 0;
}

/* By the name, the number of arguments and the type of the first. */
static enum native_function function_named(const Method *m, uint32_t nargs, Kind x) {
  for (int i = 0; i < FUNCTIONS; i++) {
    if (functions[i].nargs != nargs || !is_function(m, i)) continue;
    if (x.type == T_INT64) return functions[i].whole;
    return x.type == T_FLOAT64 ? functions[i].real : kind_is_array(x, 0) ? functions[i].array : NF_NONE;
  }
  return NF_NONE;
}

enum native_function flow_function(const Flow *w, uint32_t pc, const Kind *state) {
  const Ins in = w->code->ins[pc];
  const Method *m = method_of(w, pc, state);
  if (!m || in.b < 1) return NF_NONE;
  Kind x = flow_kind(w, state, in.a + 1u), y = in.b > 1 ? flow_kind(w, state, in.a + 2u) : x;
  enum native_function f = function_named(m, in.b, x);
  if (in.b > 1 && y.type != T_INT64) return NF_NONE;
  switch (f) {
  case NF_SIZE: return y.known && y.bits - 1 < (uint64_t)x.type->params[1].i ? f : NF_NONE;
  case NF_COLON: return is_prepared(w, pc) ? f : NF_NONE;
  case NF_COLON_STEP: {
    bool steps = kind_is(flow_kind(w, state, in.a + 3u), T_INT64) && !(y.known && y.bits == 0);
    return steps && is_prepared(w, pc) ? f : NF_NONE;
  }
  default: return f;
  }
}

/* By the first two arguments. */
static Kind function_result(enum native_function f, Kind x, Kind y) {
  switch (f) {
  case NF_COLON: return (Kind){.tag = KIND_COLON, .unit = true};
  case NF_COLON_STEP: return (Kind){.tag = KIND_COLON, .known = y.known, .bits = y.bits};
  case NF_ABS:
  case NF_SAME: x.known = false, x.bits = 0; return x;
  case NF_ODD:
  case NF_EVEN:
  case NF_NAN: return kind_value(T_BOOL);
  case NF_SQRT:
  case NF_FLOAT: return kind_value(T_FLOAT64);
  default: return kind_value(T_INT64);
  }
}

static bool is_integer(const Type *t) { return t >= T_INT8 && t <= T_UINT64 && t != T_INT128 && t != T_UINT128; }

static bool is_comparison(uint8_t op) { return (op >= OP_EQ && op <= OP_GE) || (op >= OP_EQI && op <= OP_GEI); }

/* The type in which two whole numbers are added and the like: NULL, where C must look. */
static Type *whole_type(Type *x, Type *y) {
  if (x == y) return is_integer(x) ? x : x == T_BOOL ? T_INT64 : NULL;
  if (y == T_BOOL || (y == T_INT64 && x != T_INT64)) {
    Type *t = x;
    x = y;
    y = t;
  }
  if (!is_integer(y)) return NULL;
  return x == T_BOOL ? y : x == T_INT64 && y != T_UINT64 ? x : NULL;
}

/* Float64 of two reals that are not both whole; Float32 of two, or of one and a whole number that is one exactly. */
static Type *float_type(Kind x, Kind y) {
  if (y.type == T_FLOAT64 || (y.type == T_FLOAT32 && x.type != T_FLOAT64)) {
    Kind t = x;
    x = y;
    y = t;
  }
  if (x.type == T_FLOAT64) return y.type == T_FLOAT64 || y.type == T_FLOAT32 || y.type == T_INT64 ? T_FLOAT64 : NULL;
  if (x.type != T_FLOAT32) return NULL;
  bool exact = y.type == T_INT64 && y.known && (int64_t)y.bits < 1 << 24 && (int64_t)y.bits > -(1 << 24);
  return y.type == T_FLOAT32 || exact ? T_FLOAT32 : NULL;
}

static bool is_real(const Type *t) { return t == T_INT64 || t == T_FLOAT64 || t == T_FLOAT32; }

static bool is_comparable(Kind x, Kind y) {
  bool wholes = (is_integer(x.type) || x.type == T_BOOL) && (is_integer(y.type) || y.type == T_BOOL);
  if (x.type == y.type) return wholes || is_real(x.type) || x.type == T_CHAR;
  return wholes ? x.type != T_UINT64 && y.type != T_UINT64 : is_real(x.type) && is_real(y.type);
}

static Kind kind_or_none(Type *t) { return t ? kind_value(t) : (Kind){0}; }

/* The result of an operator, or KIND_NONE. */
static Kind operator_result(uint8_t op, Kind x, Kind y) {
  Kind none = {0};
  if (x.tag != KIND_VALUE || y.tag != KIND_VALUE) return none;
  Type *whole = whole_type(x.type, y.type);
  if (op == OP_EGAL) return x.type->flags & y.type->flags & TF_IMMEDIATE ? kind_value(T_BOOL) : none;
  if (is_comparison(op)) return is_comparable(x, y) ? kind_value(T_BOOL) : none;
  switch (op) {
  case OP_ADD:
  case OP_SUB:
  case OP_MUL:
  case OP_ADDI:
  case OP_SUBI:
  case OP_MULI:
    if (op == OP_MUL && x.type == T_BOOL && y.type == T_BOOL) return kind_value(T_BOOL);
    return kind_or_none(whole ? whole : float_type(x, y));
  case OP_DIV:
    if (x.type == T_INT64 && y.type == T_INT64) return kind_value(T_FLOAT64);
    return kind_or_none(float_type(x, y));
  case OP_BITAND:
  case OP_BITANDI:
  case OP_BITOR:
  case OP_XOR:
    if (x.type == T_BOOL && y.type == T_BOOL) return kind_value(T_BOOL);
    return x.type == T_BOOL || y.type == T_BOOL ? none : kind_or_none(whole);
  case OP_IDIV:
  case OP_REM:
  case OP_MOD:
  case OP_IDIVI:
  case OP_REMI: return x.type == T_INT64 && y.type == T_INT64 ? kind_value(T_INT64) : none;
  case OP_SHL:
  case OP_SHR: {
    bool fits = y.known && y.bits < 8 * x.type->size; /* what is shifted by more is nothing, or its sign */
    return y.type == T_INT64 && (x.type == T_INT64 || (is_integer(x.type) && fits)) ? kind_value(x.type) : none;
  }
  default: return none;
  }
}

/* Sets r[a] and, if that is known, does it itself. */
static enum native_way gives(const Flow *w, Kind *state, uint32_t a, Kind k) {
  if (k.tag == KIND_NONE) return NATIVE_NOT;
  state[w->index[a]] = k;
  return NATIVE_ITSELF;
}

/* What FORPREP makes of an iterable: the state behind it, or KIND_NONE if machine code does not know. n: as many items
 * of each element are wanted. */
static Kind prepared(Kind it, uint32_t n) {
  Kind k = {0}, items[MOST_ITEMS];
  if (it.tag == KIND_COLON || kind_is_range(it)) return n ? k : (Kind){.tag = KIND_NEXT};
  if (it.tag != KIND_VALUE) return k;
  const TypeName *name = it.type->name;
  enum iteration state = IT_NESTED;
  if (name == CORE->tn_array) state = IT_ARRAY;
  if (it.type == T_STRING) state = IT_STRING;
  if (name == CORE->tn_dict || name == CORE->tn_iddict) state = n == 2 ? IT_APART : IT_PAIRS;
  k = kind_state(state);
  return iteration_items(it, k, n, items) ? k : (Kind){0};
}

static enum native_way does_forprep(const Flow *w, const Ins in, Kind *state) {
  Kind it = flow_kind(w, state, in.a), behind = prepared(it, in.b);
  if (behind.tag == KIND_NONE || (behind.it == IT_NESTED && w->tries)) return NATIVE_NOT;
  state[w->index[in.a + 1]] = behind;
  if (behind.tag == KIND_NEXT) {
    bool unit = it.tag == KIND_COLON ? it.unit : it.type->name != CORE->tn_steprange;
    state[w->index[in.a]] = (Kind){.tag = KIND_RANGE, .unit = unit};
  }
  return behind.it == IT_NESTED ? NATIVE_CALLED : NATIVE_ITSELF;
}

/* The items that FORNEXT gives if the loop goes on. */
static bool fornext_items(const Flow *w, uint32_t pc, const Kind *state, Kind *items) {
  uint32_t a = w->code->ins[pc].a;
  return iteration_items(flow_kind(w, state, a), flow_kind(w, state, a + 1), flow_items(w->code, pc), items);
}

static enum native_way does_element(const Flow *w, const Ins in, Kind *state) {
  bool two = in.op == OP_GETINDEX2 || in.op == OP_SETINDEX2, set = in.op == OP_SETINDEX || in.op == OP_SETINDEX2;
  Kind array = flow_kind(w, state, set ? in.a : in.b);
  if (!kind_is_array(array, two ? 2 : 0) || !kind_is(flow_kind(w, state, in.c), T_INT64) ||
      (two && !kind_is(flow_kind(w, state, in.c + 1u), T_INT64)))
    return NATIVE_NOT;
  Type *element = array.type->params[0].p;
  if (!set) return gives(w, state, in.a, kind_value(element));
  Kind v = flow_kind(w, state, in.b);
  return kind_is(v, element) || (element == T_FLOAT64 && kind_is(v, T_INT64)) ? NATIVE_ITSELF : NATIVE_NOT;
}

static enum native_way does_field(const Flow *w, const Ins in, Kind *state) {
  const Field *f = flow_field(w, in, state);
  if (!f) return NATIVE_NOT;
  Kind k = held(f);
  if (in.op != OP_SETFIELD) return gives(w, state, in.a, k);
  return kind_is(flow_kind(w, state, in.b), k.type) ? NATIVE_ITSELF : NATIVE_NOT;
}

static enum native_way does_global(const Flow *w, const Ins in, Kind *state) {
  const Binding *b = binding_of(w->code, in.k);
  if (is_undef(b->value)) return NATIVE_NOT;
  if (in.op == OP_SETGLOBAL)
    return !b->constant && b == w->code->consts[in.k].p && flow_kind(w, state, in.a).tag == KIND_VALUE ? NATIVE_ITSELF
                                                                                                       : NATIVE_NOT;
  return gives(w, state, in.a, is_fixed(b) ? kind_constant(b->value) : kind_value(b->value.type));
}

static enum native_way does_itself(const Flow *w, uint32_t pc, Kind *state) {
  const Ins in = w->code->ins[pc];
  switch (in.op) {
  case OP_MOVE: {
    Kind k = flow_kind(w, state, in.b);
    return gives(w, state, in.a, k.tag == KIND_VALUE || k.tag == KIND_UNDEF ? k : (Kind){0});
  }
  case OP_CONST: return gives(w, state, in.a, kind_constant(w->code->consts[in.k]));
  case OP_INT: return gives(w, state, in.a, kind_constant((Value){T_INT64, {.i = in.k}}));
  case OP_NOTHING: return gives(w, state, in.a, kind_constant((Value){T_NOTHING, {0}}));
  case OP_UNDEF: return gives(w, state, in.a, (Kind){.tag = KIND_UNDEF});
  case OP_CHECKDEF: return flow_kind(w, state, in.a).tag == KIND_VALUE ? NATIVE_ITSELF : NATIVE_NOT;
  case OP_GLOBAL:
  case OP_CONSTANT:
  case OP_SETGLOBAL: return does_global(w, in, state);
  case OP_JUMP:
  case OP_LOOP:
  case OP_NATIVE: return NATIVE_ITSELF;
  case OP_JUMPIF:
  case OP_LOOPIF:
  case OP_NATIVEIF:
  case OP_JUMPIFNOT: return kind_is(flow_kind(w, state, in.a), T_BOOL) ? NATIVE_ITSELF : NATIVE_NOT;
  case OP_FORPREP: return does_forprep(w, in, state);
  case OP_FORNEXT: { /* the element is only there if the loop goes on: flow_next */
    Kind items[MOST_ITEMS];
    return fornext_items(w, pc, state, items) ? NATIVE_ITSELF : NATIVE_NOT;
  }
  case OP_UNPACK: return flow_kind(w, state, in.a).tag == KIND_UNDEF ? NATIVE_ITSELF : NATIVE_NOT;
  case OP_TYPEASSERT:
  case OP_CONVERT: {
    Kind k = flow_kind(w, state, in.a), t = flow_kind(w, state, in.b);
    return k.tag == KIND_VALUE && t.known && (uint64_t)(uintptr_t)k.type == t.bits ? NATIVE_ITSELF : NATIVE_NOT;
  }
  case OP_GETFIELD:
  case OP_SETFIELD: return does_field(w, in, state);
  case OP_GETINDEX: return flow_field(w, in, state) ? does_field(w, in, state) : does_element(w, in, state);
  case OP_GETINDEX2:
  case OP_SETINDEX:
  case OP_SETINDEX2: return does_element(w, in, state);
  case OP_NOT:
    return kind_is(flow_kind(w, state, in.b), T_BOOL) ? gives(w, state, in.a, kind_value(T_BOOL)) : NATIVE_NOT;
  case OP_NEG:
  case OP_POWI: {
    Kind x = flow_kind(w, state, in.b);
    return kind_is(x, T_INT64) || kind_is(x, T_FLOAT64) ? gives(w, state, in.a, kind_value(x.type)) : NATIVE_NOT;
  }
  case OP_CALL: {
    if (in.x) return method_of(w, pc, state) ? NATIVE_ITSELF : NATIVE_NOT;
    enum native_function f = flow_function(w, pc, state);
    if (f == NF_NONE) return NATIVE_NOT;
    Kind y = in.b > 1 ? flow_kind(w, state, in.a + 2u) : (Kind){0};
    return gives(w, state, in.a, function_result(f, flow_kind(w, state, in.a + 1u), y));
  }
  default: break;
  }
  if (in.op < OP_ADD) return NATIVE_NOT;
  bool constant = in.op >= OP_ADDI;
  Kind y = constant ? kind_constant((Value){T_INT64, {.i = (int16_t)in.c}}) : flow_kind(w, state, in.c);
  if ((in.op == OP_IDIVI || in.op == OP_REMI) && (int16_t)in.c <= 0) return NATIVE_NOT;
  return gives(w, state, in.a, operator_result(in.op, flow_kind(w, state, in.b), y));
}

/* What the interpreter's own functions do, without leaving. */
static bool is_callable(uint8_t op) {
  switch (op) {
  case OP_CALL:
  case OP_CALLKW:
  case OP_CALLSPLAT:
  case OP_TUPLE:
  case OP_NEW:
  case OP_CONVERT:
  case OP_GETFIELD:
  case OP_SETFIELD:
  case OP_GETINDEX:
  case OP_GETINDEX2:
  case OP_SETINDEX:
  case OP_SETINDEX2:
  case OP_NOT:
  case OP_NEG:
  case OP_POWI: return true;
  default: return op >= OP_ADD;
  }
}

enum native_way flow_does(const Flow *w, uint32_t pc, Kind *state) {
  const Ins in = w->code->ins[pc];
  enum native_way way = does_itself(w, pc, state);
  if (way != NATIVE_NOT || w->tries || flow_is_inner(w, pc) || !is_callable(in.op)) return way;
  Operands o = flow_operands(w->code, pc);
  for (int i = 0; i < 3; i++)
    for (uint32_t k = 0; k < o.uses[i].n; k++)
      if (flow_kind(w, state, o.uses[i].at + k).tag != KIND_VALUE) return NATIVE_NOT;
  if (o.def >= 0) {
    Type *t = w->learned[w->inlined->origin[pc]];
    if (!t) return NATIVE_NOT;
    state[w->index[o.def]] = kind_value(t);
  }
  return NATIVE_CALLED;
}

bool flow_learns(const Flow *w, uint32_t pc) {
  Kind state[FLOW_REGS];
  memcpy(state, flow_at(w, pc), w->nregs * sizeof(Kind));
  Type **learned = &w->learned[w->inlined->origin[pc]];
  if (*learned || flow_operands(w->code, pc).def < 0) return false;
  *learned = T_NOTHING; /* any type would do */
  bool learns = flow_does(w, pc, state) == NATIVE_CALLED;
  *learned = NULL;
  return learns;
}

/* ---- the states ---- */

/* The state reaches pc from elsewhere: what both agree on. False: they disagree on something that is read later. */
static bool merge(Flow *w, uint32_t pc, const Kind *from, bool *changed) {
  if (pc < w->from || pc >= w->to) return true;
  Kind *to = w->kinds + (size_t)(pc - w->from) * w->nregs;
  bool first = !w->reached[pc - w->from];
  for (uint32_t i = 0; i < w->nregs; i++) {
    Kind was = to[i];
    if (!(w->live[pc] >> i & 1))
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
  if (way == NATIVE_CALLED) return merge(w, flow_behind(w, pc), state, changed);
  uint32_t target = pc + 1 + (uint32_t)in.k;
  if (op_is_jump(in.op)) return merge(w, target, state, changed);
  if (op_is_jumpif(in.op) || in.op == OP_JUMPIFNOT)
    return merge(w, target, state, changed) && merge(w, pc + 1, state, changed);
  if (in.op == OP_FORNEXT) {
    if (!merge(w, target, state, changed)) return false;
    uint32_t n = flow_items(w->code, pc);
    Kind items[MOST_ITEMS];
    fornext_items(w, pc, state, items);
    if (n) state[w->index[in.a + 2]] = (Kind){.tag = KIND_UNDEF};
    for (uint32_t i = 0; i < (n ? n : 1); i++) state[w->index[in.a + 2u + (n > 0) + i]] = items[i];
  }
  return merge(w, pc + 1, state, changed);
}

static bool find_kinds(Flow *w) {
  Kind state[FLOW_REGS];
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t pc = w->from; pc < w->to; pc++) {
      if (!w->reached[pc - w->from]) continue;
      memcpy(state, flow_at(w, pc), w->nregs * sizeof(Kind));
      enum native_way way = flow_does(w, pc, state);
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
  *it = kind_value(now->type);
  *behind = kind_state((enum iteration)tag);
  return tag < IT_FRESH;
}

/* An iteration has small numbers and its step in the place of types. */
static bool may_be_type(const Type *t) { return (uintptr_t)t - HEAP_BASE < (uintptr_t)1 << 41 && !((uintptr_t)t & 7); }

/* The state at the head, by the registers: numbers are not known, as the next time they will be others. */
static bool begin_kinds(Flow *w) {
  for (uint32_t i = 0; i < w->nregs; i++) {
    uint32_t r = w->regs[i];
    Kind *k = &w->kinds[i];
    if (!(w->live[w->from] >> i & 1) || k->tag != KIND_NONE) continue;
    if (r >= w->of->nregs) return false;
    if (is_iterated(w, r)) {
      if (w->index[r + 1] < 0 || !begin_iteration(w, r)) return false;
    } else if (r == 0 || !is_iterated(w, r - 1)) {
      if (w->r[r].type && !may_be_type(w->r[r].type)) return false; /* what an iteration left is no value */
      *k = w->r[r].type ? kind_value(w->r[r].type) : (Kind){.tag = KIND_UNDEF};
    }
  }
  w->reached[0] = true;
  return true;
}

bool flow_begin(Flow *w, const Code *of, const Inlined *inlined, const Value *r, uint32_t from, Type **learned) {
  const Code *code = &inlined->code;
  *w = (Flow){.of = of, .code = code, .inlined = inlined, .r = r, .learned = learned, .from = from, .to = inlined->to};
  size_t n = w->to - from;
  if (n > 4000 || code->nins > 20000 || code->nregs > 4000) return false;
  w->index = gc_alloc_leaf((code->nregs + 4u) * sizeof *w->index);
  w->live = gc_alloc((code->nins + 1u) * sizeof *w->live);
  w->reached = gc_alloc(n * sizeof *w->reached);
  memset(w->index, -1, (code->nregs + 4u) * sizeof *w->index);
  if (!touch_operands(w)) return false;
  w->kinds = gc_alloc((n * w->nregs + 1) * sizeof *w->kinds);
  return find_live(w) && begin_kinds(w) && find_kinds(w);
}
