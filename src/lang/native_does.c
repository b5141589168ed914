/* How each instruction of a loop is done, and what it leaves in the registers. */
#include "lang/method.h"
#include "lang/native_flow.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/error.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

/* ---- parts ---- */

/* The same of what another register holds. */
static bool set_copy(const Flow *w, Kind *state, uint32_t to, uint32_t from) {
  Kind k = flow_kind(w, state, from);
  if (!flow_set(w, state, to, k)) return false;
  for (uint32_t i = 0; k.tag == KIND_PARTS && i < k.type->nfields; i++)
    state[w->index[flow_part(w, to, i)]] = flow_kind(w, state, flow_part(w, from, i));
  return true;
}

/* And of an object that is known. */
static bool set_constant(const Flow *w, Kind *state, uint32_t r, Value v) {
  bool parts = kind_of(v.type).tag == KIND_PARTS;
  if (!flow_set(w, state, r, parts ? kind_of(v.type) : kind_constant(v))) return false;
  for (uint32_t i = 0; parts && i < v.type->nfields; i++)
    state[w->index[flow_part(w, r, i)]] = kind_constant(struct_get(v, i));
  return true;
}

static Kind held(const Field *f) { return kind_held(f->type, f->store); }

const Field *flow_field(const Flow *w, const Ins in, const Kind *state) {
  Kind of = flow_kind(w, state, in.op == OP_SETFIELD ? in.a : in.b);
  if (!kind_is_value(of) || of.type->flags & TF_IMMEDIATE || !of.type->fields) return NULL;
  if (of.tag == KIND_PARTS && in.op == OP_SETFIELD) return NULL;
  uint32_t i = 0, n = of.type->nfields;
  if (in.op == OP_GETINDEX) {
    Kind at = flow_kind(w, state, in.c);
    if (!(of.type->flags & TF_TUPLE) || !kind_is(at, T_INT64) || !at.known || at.bits - 1 >= n) return NULL;
    i = (uint32_t)at.bits - 1;
  } else {
    int bit = in.op == OP_SETFIELD ? 2 : 1;
    if (of.type->plain_epoch != CORE->epoch && of.type > T_ANY) op_learn_plain(of.type);
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
    {"push!", 2, 0, 0, NF_PUSH},        {":", 2, NF_COLON, 0, 0},      {":", 3, NF_COLON_STEP, 0, 0}};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static bool is_base(const Method *m, const char *name) {
  return m->module == CORE->base && !strcmp(m->name->text, name);
}

static bool is_function(const Method *m, int i) { return is_base(m, functions[i].name); }

bool flow_knows(const Method *m) {
  for (int i = 0; i < FUNCTIONS; i++)
    if (is_function(m, i)) return true;
  return false;
}

/* The key of an argument in a CallCache; NULL: not known. */
static void *key_of(Kind k) {
  if (!kind_is_value(k)) return NULL;
  if (k.type >= T_TYPEVAR) return k.type;
  return k.known ? (char *)(uintptr_t)k.bits + 1 : NULL;
}

const Method *flow_method(const Flow *w, uint32_t pc, const Kind *state) {
  const Ins in = w->code->ins[pc];
  const CallCache *cache = &w->code->caches[in.c];
  if (cache->epoch != CORE->epoch || in.b > CACHE_ARGS) return NULL;
  for (uint32_t i = 0; i <= in.b; i++) {
    const void *key = key_of(flow_kind(w, state, in.a + i));
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

/* What has items that are its fields. */
static bool has_items(Kind k, uint64_t n) {
  bool indexed = k.tag == KIND_PARTS && (k.type->flags & TF_TUPLE || (k.type->name == CORE->tn_pair && n <= 2));
  return indexed && n <= k.type->nfields;
}

static bool is_destructured(const Method *m, uint32_t nargs, Kind x, Kind n) {
  return is_base(m, "_destructure") && nargs == 2 && n.known && has_items(x, n.bits);
}

/* All arguments are types that are known. */
static bool are_types(const Flow *w, const Ins in, const Kind *state) {
  for (uint32_t i = 1; i <= in.b; i++) {
    Kind k = flow_kind(w, state, in.a + i);
    if (!k.known || k.type >= T_TYPEVAR) return false;
  }
  return in.b <= MOST_PARTS;
}

/* T{...}, or #undef if it throws: what the loop may never come to must not be told now. */
static Value curly_or_undef(const Value *types, uint32_t n) {
  void (*told)(Value) = error_on_throw;
  Handler h;
  error_on_throw = NULL;
  if (CATCH(h)) {
    error_on_throw = told;
    return V_UNDEF;
  }
  Value t = type_curly(types[0], types + 1, (int)n - 1);
  catch_end(&h);
  error_on_throw = told;
  return t;
}

static bool set_type(const Flow *w, const Ins in, Kind *state) {
  Value types[MOST_PARTS];
  for (uint32_t i = 0; i < in.b; i++) {
    Kind k = flow_kind(w, state, in.a + 1u + i);
    types[i] = (Value){k.type, {.u = k.bits}};
  }
  Value t = curly_or_undef(types, in.b);
  return !is_undef(t) && set_constant(w, state, in.a, t);
}

static bool can_push(const Flow *w, uint32_t pc, Kind array, Kind v) {
  bool calls = !w->tries && !flow_is_inner(w, pc);
  return calls && kind_is_array(array, 1) && kind_is_value(v) && v.type == array_element(array.type);
}

enum native_function flow_function(const Flow *w, uint32_t pc, const Kind *state) {
  const Ins in = w->code->ins[pc];
  const Method *m = flow_method(w, pc, state);
  if (!m || in.b < 1) return NF_NONE;
  if (method_constructs(m)) return flow_made(w, pc, state) ? NF_NEW : NF_NONE;
  Kind x = flow_kind(w, state, in.a + 1u), y = in.b > 1 ? flow_kind(w, state, in.a + 2u) : x;
  if (x.tag == KIND_PARTS) return is_destructured(m, in.b, x, y) ? NF_SAME : NF_NONE;
  if (is_base(m, "_curly")) return are_types(w, in, state) ? NF_TYPE : NF_NONE;
  enum native_function f = function_named(m, in.b, x);
  if (f == NF_PUSH) return can_push(w, pc, x, y) && !m->code ? f : NF_NONE;
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
  case NF_ABS: x.known = false, x.bits = 0; return x;
  case NF_ODD:
  case NF_EVEN:
  case NF_NAN: return kind_of(T_BOOL);
  case NF_SQRT:
  case NF_FLOAT: return kind_of(T_FLOAT64);
  default: return kind_of(T_INT64);
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

static Kind kind_or_none(Type *t) { return t ? kind_of(t) : (Kind){0}; }

/* The result of an operator, or KIND_NONE. */
static Kind operator_result(uint8_t op, Kind x, Kind y) {
  Kind none = {0};
  if (x.tag != KIND_VALUE || y.tag != KIND_VALUE) return none;
  Type *whole = whole_type(x.type, y.type);
  if (op == OP_EGAL) return x.type->flags & y.type->flags & TF_IMMEDIATE ? kind_of(T_BOOL) : none;
  if (is_comparison(op)) return is_comparable(x, y) ? kind_of(T_BOOL) : none;
  switch (op) {
  case OP_ADD:
  case OP_SUB:
  case OP_MUL:
  case OP_ADDI:
  case OP_SUBI:
  case OP_MULI:
    if (op == OP_MUL && x.type == T_BOOL && y.type == T_BOOL) return kind_of(T_BOOL);
    return kind_or_none(whole ? whole : float_type(x, y));
  case OP_DIV:
    if (x.type == T_INT64 && y.type == T_INT64) return kind_of(T_FLOAT64);
    return kind_or_none(float_type(x, y));
  case OP_BITAND:
  case OP_BITANDI:
  case OP_BITOR:
  case OP_XOR:
    if (x.type == T_BOOL && y.type == T_BOOL) return kind_of(T_BOOL);
    return x.type == T_BOOL || y.type == T_BOOL ? none : kind_or_none(whole);
  case OP_IDIV:
  case OP_REM:
  case OP_MOD:
  case OP_IDIVI:
  case OP_REMI: return x.type == T_INT64 && y.type == T_INT64 ? kind_of(T_INT64) : none;
  case OP_SHL:
  case OP_SHR: {
    bool fits = y.known && y.bits < 8 * x.type->size; /* what is shifted by more is nothing, or its sign */
    return y.type == T_INT64 && (x.type == T_INT64 || (is_integer(x.type) && fits)) ? kind_of(x.type) : none;
  }
  default: return none;
  }
}

/* Sets r[a] and, if that is known, does it itself. */
static enum native_way gives(const Flow *w, Kind *state, uint32_t a, Kind k) {
  return k.tag != KIND_NONE && flow_set(w, state, a, k) ? NATIVE_ITSELF : NATIVE_NOT;
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
  if (iteration_items(it, k, n, items) == NO_ITEMS) return (Kind){0};
  return k;
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

int flow_fornext_items(const Flow *w, uint32_t pc, const Kind *state, Kind *items) {
  uint32_t a = w->code->ins[pc].a;
  return iteration_items(flow_kind(w, state, a), flow_kind(w, state, a + 1), flow_items(w->code, pc), items);
}

static enum native_way does_element(const Flow *w, const Ins in, Kind *state) {
  bool two = in.op == OP_GETINDEX2 || in.op == OP_SETINDEX2, sets = in.op == OP_SETINDEX || in.op == OP_SETINDEX2;
  Kind array = flow_kind(w, state, sets ? in.a : in.b);
  if (!kind_is_array(array, two ? 2 : 0) || !kind_is(flow_kind(w, state, in.c), T_INT64) ||
      (two && !kind_is(flow_kind(w, state, in.c + 1u), T_INT64)))
    return NATIVE_NOT;
  Type *element = array.type->params[0].p;
  if (!sets) return gives(w, state, in.a, kind_of(element));
  Kind v = flow_kind(w, state, in.b);
  return (kind_is_value(v) && v.type == element) || (element == T_FLOAT64 && kind_is(v, T_INT64)) ? NATIVE_ITSELF
                                                                                                  : NATIVE_NOT;
}

static enum native_way does_field(const Flow *w, const Ins in, Kind *state) {
  const Field *f = flow_field(w, in, state);
  if (!f) return NATIVE_NOT;
  Kind k = held(f), v = flow_kind(w, state, in.b);
  if (in.op == OP_SETFIELD) return kind_is_value(v) && v.type == k.type ? NATIVE_ITSELF : NATIVE_NOT;
  if (v.tag == KIND_PARTS) k = flow_kind(w, state, flow_part(w, in.b, (uint32_t)(f - v.type->fields)));
  return gives(w, state, in.a, k);
}

static enum native_way does_global(const Flow *w, const Ins in, Kind *state) {
  const Binding *b = binding_of(w->code, in.k);
  if (is_undef(b->value)) return NATIVE_NOT;
  if (in.op == OP_SETGLOBAL)
    return !b->constant && b == w->code->consts[in.k].p && flow_kind(w, state, in.a).tag == KIND_VALUE ? NATIVE_ITSELF
                                                                                                       : NATIVE_NOT;
  return gives(w, state, in.a, is_fixed(b) ? kind_constant(b->value) : kind_of(b->value.type));
}

/* The type of parts that an instruction or a call makes of its operands, which are the fields from a register on, as
 * they are; NULL: it does something else. */
Type *flow_made(const Flow *w, uint32_t pc, const Kind *state) {
  const Ins in = w->code->ins[pc];
  bool is_tuple = in.op == OP_TUPLE;
  uint32_t first = is_tuple ? in.b : in.op == OP_NEW ? in.b + 1u : in.a + 1u;
  uint32_t n = in.op == OP_CALL ? in.b : in.c;
  if (!n || n > MOST_PARTS) return NULL;
  Object *types[MOST_PARTS];
  for (uint32_t i = 0; i < n; i++) {
    Kind k = flow_kind(w, state, first + i);
    if (k.tag != KIND_VALUE) return NULL;
    types[i] = &k.type->head;
  }
  Type *t = NULL;
  if (is_tuple) {
    for (uint32_t i = 0; i < n; i++)
      if (kind_held(types[i], type_store(types[i])).tag != KIND_VALUE || type_store(types[i]) == ST_VALUE) return NULL;
    t = type_tuple(types, n);
    if (!t->fields) type_layout(t);
  } else {
    Kind type = flow_kind(w, state, first - 1);
    if (type.known && type.type == T_DATATYPE) t = (Type *)(uintptr_t)type.bits;
  }
  if (!t || !type_has_parts(t) || t->nfields != n) return NULL;
  for (uint32_t i = 0; i < n; i++)
    if (t->fields[i].type != types[i]) return NULL;
  return t;
}

/* r[a] = the t of these fields. */
static bool set_fields(const Flow *w, Kind *state, uint32_t a, Type *t, uint32_t first) {
  Kind k[MOST_PARTS];
  for (uint32_t i = 0; i < t->nfields; i++) k[i] = flow_kind(w, state, first + i);
  if (!flow_set(w, state, a, kind_of(t))) return false;
  for (uint32_t i = 0; i < t->nfields; i++) state[w->index[flow_part(w, a, i)]] = k[i];
  return true;
}

static enum native_way does_unpack(const Flow *w, const Ins in, Kind *state) {
  Kind k = flow_kind(w, state, in.a);
  if (k.tag == KIND_UNDEF) return NATIVE_ITSELF;
  if (!has_items(k, in.b)) return NATIVE_NOT;
  for (uint32_t i = 0; i < in.b; i++) state[w->index[in.a + 1u + i]] = flow_kind(w, state, flow_part(w, in.a, i));
  return NATIVE_ITSELF;
}

/* The arguments of an operator. */
static uint32_t operands(const Flow *w, uint32_t pc, const Kind *state, Kind k[2]) {
  const Ins in = w->code->ins[pc];
  uint32_t n = operator_arguments(in.op);
  if (n) k[0] = flow_kind(w, state, in.b);
  if (n == 2) k[1] = operator_has_constant(in.op) ? kind_of(T_INT64) : flow_kind(w, state, in.c);
  return n;
}

static const CallCache *operation(const Flow *w, uint32_t pc) {
  return operators_find(w->operators, w->inlined->source[pc], w->inlined->place[pc]);
}

/* Whether an operator has the operands for which its method was put in its place. */
static bool is_operation(const Flow *w, uint32_t pc, const Kind *state) {
  Kind k[2];
  const CallCache *cache = operation(w, pc);
  uint32_t n = operands(w, pc, state, k);
  for (uint32_t i = 0; i < n; i++)
    if (!kind_is_value(k[i]) || k[i].type != cache->types[i]) return false;
  return true;
}

/* The method of a call or operator for what its n arguments and the function are, into the cache. */
static bool find_method(CallCache *cache, const Kind *k, uint32_t n) {
  enum { MOST_METHODS = 32 };
  Object *types[CACHE_ARGS + 1];
  *cache = (CallCache){.epoch = CORE->epoch, .nargs = n};
  for (uint32_t i = 0; i <= n; i++) {
    void *key = key_of(k[i]);
    if (!key) return false;
    *(i ? &cache->types[i - 1] : &cache->callee) = key;
    types[i] = k[i].type < T_TYPEVAR ? &type_type((Object *)(uintptr_t)k[i].bits)->head : &k[i].type->head;
  }
  Method *found[MOST_METHODS];
  Type *args = type_tuple(types, n + 1);
  uint32_t count = method_applicable(args, found, MOST_METHODS);
  cache->method = count && count < MOST_METHODS ? method_best(found, count) : NULL;
  return cache->method && method_fits(cache->method, args, &cache->env);
}

/* If the method of what cannot be done would do well in its place, all will be begun anew with it there: of an operator
 * on parts, of a call in what stands in the place of another, which the interpreter may never have made. Once for each
 * place: what stands there twice for different types would have its method changed for ever. */
static void wish_method(const Flow *w, uint32_t pc, const Kind *state) {
  const Ins in = w->code->ins[pc];
  Kind k[CACHE_ARGS + 1];
  Operators *all = w->operators;
  CallCache cache;
  const Code *source = w->inlined->source[pc];
  uint32_t place = w->inlined->place[pc];
  bool is_call = in.op == OP_CALL;
  if (all->n == MOST_OPERATORS || operation(w, pc)) return;
  uint32_t n = is_call ? in.b : operands(w, pc, state, k + 1);
  if (is_call) {
    if (!flow_is_inner(w, pc) || n > CACHE_ARGS || flow_method(w, pc, state)) return;
    for (uint32_t i = 0; i <= n; i++) k[i] = flow_kind(w, state, in.a + i);
  } else {
    if (!(n && (k[1].tag == KIND_PARTS || (n == 2 && k[2].tag == KIND_PARTS)))) return;
    k[0] = kind_constant(operator_function(in.op));
  }
  if (!find_method(&cache, k, n)) return;
  if (is_call) source->caches[source->ins[place].c] = cache;
  all->at[all->n++] = (Operator){source, place, cache};
  all->more = true;
}

static enum native_way does_itself(const Flow *w, uint32_t pc, Kind *state) {
  const Ins in = w->code->ins[pc];
  switch (in.op) {
  case OP_MOVE: {
    Kind k = flow_kind(w, state, in.b);
    return (kind_is_value(k) || k.tag == KIND_UNDEF) && set_copy(w, state, in.a, in.b) ? NATIVE_ITSELF : NATIVE_NOT;
  }
  case OP_CONST: return set_constant(w, state, in.a, w->code->consts[in.k]) ? NATIVE_ITSELF : NATIVE_NOT;
  case OP_INT: return gives(w, state, in.a, kind_constant((Value){T_INT64, {.i = in.k}}));
  case OP_NOTHING: return gives(w, state, in.a, kind_constant((Value){T_NOTHING, {0}}));
  case OP_UNDEF: return gives(w, state, in.a, (Kind){.tag = KIND_UNDEF});
  case OP_CHECKDEF: return kind_is_value(flow_kind(w, state, in.a)) ? NATIVE_ITSELF : NATIVE_NOT;
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
    return flow_fornext_items(w, pc, state, items) == NO_ITEMS ? NATIVE_NOT : NATIVE_ITSELF;
  }
  case OP_UNPACK: return does_unpack(w, in, state);
  case OP_TUPLE:
  case OP_NEW: {
    Type *t = flow_made(w, pc, state);
    return t && set_fields(w, state, in.a, t, in.op == OP_NEW ? in.b + 1u : in.b) ? NATIVE_ITSELF : NATIVE_NOT;
  }
  case OP_TYPEASSERT:
  case OP_CONVERT: {
    Kind k = flow_kind(w, state, in.a), t = flow_kind(w, state, in.b);
    return kind_is_value(k) && t.known && (uint64_t)(uintptr_t)k.type == t.bits ? NATIVE_ITSELF : NATIVE_NOT;
  }
  case OP_GETFIELD:
  case OP_SETFIELD: return does_field(w, in, state);
  case OP_GETINDEX: return flow_field(w, in, state) ? does_field(w, in, state) : does_element(w, in, state);
  case OP_GETINDEX2:
  case OP_SETINDEX:
  case OP_SETINDEX2: return does_element(w, in, state);
  case OP_NOT: return kind_is(flow_kind(w, state, in.b), T_BOOL) ? gives(w, state, in.a, kind_of(T_BOOL)) : NATIVE_NOT;
  case OP_NEG:
  case OP_POWI: {
    Kind x = flow_kind(w, state, in.b);
    return kind_is(x, T_INT64) || kind_is(x, T_FLOAT64) ? gives(w, state, in.a, kind_of(x.type)) : NATIVE_NOT;
  }
  case OP_CALL: {
    if (flow_is_replaced(w, pc)) return flow_method(w, pc, state) ? NATIVE_BODY : NATIVE_NOT;
    enum native_function f = flow_function(w, pc, state);
    if (f == NF_NONE) return NATIVE_NOT;
    if (f == NF_SAME || f == NF_PUSH) return set_copy(w, state, in.a, in.a + 1u) ? NATIVE_ITSELF : NATIVE_NOT;
    if (f == NF_TYPE) return set_type(w, in, state) ? NATIVE_ITSELF : NATIVE_NOT;
    if (f == NF_NEW) return set_fields(w, state, in.a, flow_made(w, pc, state), in.a + 1u) ? NATIVE_ITSELF : NATIVE_NOT;
    Kind y = in.b > 1 ? flow_kind(w, state, in.a + 2u) : (Kind){0};
    return gives(w, state, in.a, function_result(f, flow_kind(w, state, in.a + 1u), y));
  }
  default: break;
  }
  if (in.op < OP_ADD) return NATIVE_NOT;
  if (flow_is_replaced(w, pc) && is_operation(w, pc, state)) return NATIVE_BODY;
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
  case OP_SETGLOBAL:
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
  if (way == NATIVE_NOT) wish_method(w, pc, state);
  if (way != NATIVE_NOT || w->tries || flow_is_inner(w, pc) || !is_callable(in.op)) return way;
  Operands o = flow_operands(w->code, pc);
  for (int i = 0; i < 3; i++)
    for (uint32_t k = 0; k < o.uses[i].n; k++)
      if (!kind_is_value(flow_kind(w, state, o.uses[i].at + k))) return NATIVE_NOT;
  if (o.def >= 0) {
    Type *t = w->learned[w->inlined->origin[pc]];
    if (!t) return NATIVE_NOT;
    if (!flow_set(w, state, (uint32_t)o.def, kind_of(t))) return NATIVE_NOT;
  }
  return NATIVE_CALLED;
}

bool flow_learns(const Flow *w, uint32_t pc) {
  Kind state[FLOW_ALL];
  memcpy(state, flow_at(w, pc), w->nall * sizeof(Kind));
  Type **learned = &w->learned[w->inlined->origin[pc]];
  if (*learned || flow_operands(w->code, pc).def < 0) return false;
  *learned = T_NOTHING; /* any type would do */
  bool learns = flow_does(w, pc, state) == NATIVE_CALLED;
  *learned = NULL;
  return learns;
}
