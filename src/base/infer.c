#include "base/infer.h"

#include "base/iterate.h"
#include "base/kernel_tree.h"
#include "lang/code.h"
#include "lang/method.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/type.h"

static bool sample(Object *t, Value *out);

/* One element in each dimension. */
static bool sample_array(const Type *t, Value *out) {
  Value element;
  size_t dims[4] = {1, 1, 1, 1};
  if (t->params[1].type != T_INT64 || t->params[1].i > 4 || !sample(type_param(t, 0), &element)) return false;
  Array *a = array_new(type_param(t, 0), (uint32_t)t->params[1].i, dims);
  array_put(a, 0, element);
  *out = v_object(a);
  return true;
}

/* A value of a type that stands for all of them: 1 of the number types. */
static bool sample(Object *t, Value *out) {
  if (t->type != T_DATATYPE) return false;
  Type *d = (Type *)t;
  if ((d->flags & TF_TUPLE) && d->nparams <= 8) {
    Value elems[8];
    for (uint32_t i = 0; i < d->nparams; i++) {
      if (!is_type(d->params[i]) || !sample(d->params[i].o, &elems[i])) return false;
    }
    *out = tuple_new(elems, (int)d->nparams);
    return true;
  }
  if (d->name == CORE->tn_array && d->nparams == 2) return sample_array(d, out);
  if (CORE->tn_pair && d->name == CORE->tn_pair) {
    Value both[2];
    if (!sample(d->params[0].o, &both[0]) || !sample(d->params[1].o, &both[1])) return false;
    *out = struct_new(d, both, 2);
    return true;
  }
  if (d == T_FLOAT64)
    *out = v_f64(1);
  else if (d == T_FLOAT32)
    *out = v_f32(1);
  else if (d == T_BOOL)
    *out = v_bool(true);
  else if (d == T_STRING)
    *out = v_string("a");
  else if (d == T_CHAR)
    *out = v_char('a');
  else if (d->name == CORE->tn_substring && d->nparams && type_param(d, 0) == &T_STRING->head)
    *out = call1(v_object(d), v_string("a"));
  else if ((d->flags & TF_IMMEDIATE) && d->store >= ST_I8 && d->store <= ST_U64)
    *out = v_bits(d, 1);
  else if ((d->name->module == CORE->base || d->name->module == CORE->core) && type_subtype(t, &T_NUMBER->head) &&
           type_is_concrete(t))
    *out = call1(base_function("one"), v_object(t));
  else
    return false;
  return true;
}

/* Functions that have no effects: one call with a sample tells the type. */
/* clang-format off */
static const char *const pure[] = {
    "+", "-", "*", "/", "÷", "%", "^", "==", "!=", "<", "<=", ">", ">=", "!", "&", "|", "~", "<<", ">>", ">>>", "//",
    "\\", "===", "abs", "abs2", "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "asin", "acos",
    "atan", "asinh", "acosh", "atanh", "sind", "cosd", "tand", "sinpi", "cospi", "sinc", "cosc", "sincos", "exp",
    "exp2", "exp10", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "hypot", "deg2rad", "rad2deg",
    "mod2pi", "iseven", "isodd", "iszero", "isone", "isnan", "isinf", "isfinite", "isinteger", "isreal", "isequal",
    "isless", "isapprox", "cmp", "signbit", "zero", "one", "oneunit", "min", "max", "minmax", "clamp", "sign",
    "copysign", "flipsign", "inv", "float", "identity", "string", "length", "repr", "uppercase", "lowercase",
    "complex", "real", "imag", "conj", "angle", "cis", "reim", "mod", "mod1", "fld", "cld", "fld1", "fldmod",
    "fldmod1", "divrem", "muladd", "fma", "xor", "gcd", "lcm", "binomial", "factorial", "powermod", "tuple", "round",
    "floor", "ceil", "trunc", "count_ones", "count_zeros", "leading_zeros", "leading_ones", "trailing_zeros",
    "trailing_ones", "bitstring", "bswap", "ndigits", "widen", "big", "unsigned", "signed", "numerator",
    "denominator", "ldexp", "exponent", "significand", "nextfloat", "prevfloat", "eps", "typeof", "hash",
    /* of text and collections */
    "vect", "first", "last", "split", "strip", "chomp", "replace", "reverse", "join", "sum", "prod", "sort", "unique",
    "maximum", "minimum", "isempty", "isdigit", "isletter", "in", "occursin", "startswith", "endswith", "digits",
    "collect"};
/* clang-format on */

static bool is_pure(Value f) {
  if (f.type == (Type *)base_function("KwCall").p) f = struct_get(f, 0);
  if (f.type == T_UNIONALL) return f.p == base_function("Dict").p || f.p == base_function("Set").p;
  const char *name = base_function_name(f);
  for (size_t i = 0; name && i < sizeof pure / sizeof *pure; i++) {
    if (strcmp(name, pure[i]) == 0 || f.p == base_function(pure[i]).p) return true;
  }
  return false;
}

static Object *infer_builtin(Value f, const Value *types, int n) {
  Value args[8];
  for (int i = 0; i < n && i < 8; i++) {
    if (!sample(types[i].o, &args[i])) return &T_ANY->head;
  }
  if (n > 8) return &T_ANY->head;
  Handler h;
  if (CATCH(h)) return h.exception.type == T_METHODERROR ? CORE->bottom : &T_ANY->head;
  Value v = call(f, args, n);
  catch_end(&h);
  return &v.type->head;
}

/* What is known of a register: its type (NULL: nothing was put there yet), its value if it is a constant. */
typedef struct Known {
  Object *type;
  Value value;
  bool open; /* numbers decide it: a truth value that no compiler could know */
} Known;

/* Whether a branch was met that types or constants may decide: what was inferred may then be more than it need be. */
static bool doubtful;

typedef struct Walk {
  const Code *code;
  Value f;
  Known *at; /* nregs for each instruction */
  bool *reached, *pending;
  Object *result; /* of all returns; NULL: none seen */
  int depth;
} Walk;

static Object *any(void) { return &T_ANY->head; }

static Object *join(Object *a, Object *b) {
  if (!a || a == b) return b;
  if (!b) return a;
  if (a == any() || b == any()) return any();
  Object *both[2] = {a, b};
  return type_union(both, 2);
}

static bool same_value(Value a, Value b) { return a.type == b.type && a.u == b.u; }

/* Merges the state before instruction pc with another; tells whether that changed anything. */
static void flow(Walk *w, uint32_t pc, const Known *from) {
  if (pc >= w->code->nins) return;
  Known *to = w->at + (size_t)pc * w->code->nregs;
  bool changed = !w->reached[pc];
  for (uint32_t i = 0; i < w->code->nregs; i++) {
    if (!w->reached[pc]) {
      to[i] = from[i];
      continue;
    }
    Object *t = join(to[i].type, from[i].type);
    if (t != to[i].type) {
      to[i].type = t;
      changed = true;
    }
    if (!is_undef(to[i].value) && !same_value(to[i].value, from[i].value)) {
      to[i].value = V_UNDEF;
      changed = true;
    }
    to[i].open &= from[i].open;
  }
  w->reached[pc] = true;
  if (changed) w->pending[pc] = true;
}

static Object *infer_at(Value f, const Value *types, int n, int depth);

static Object *operator_type(const char *name, Object *a, Object *b) {
  if (!a || !b) return any();
  Value types[2] = {v_object(a), v_object(b)};
  return infer_builtin(base_function(name), types, 2);
}

static const char *const operators[OP_COUNT] = {
    [OP_ADD] = "+",   [OP_SUB] = "-",    [OP_MUL] = "*",   [OP_DIV] = "/",     [OP_IDIV] = "÷", [OP_REM] = "%",
    [OP_MOD] = "mod", [OP_BITAND] = "&", [OP_BITOR] = "|", [OP_XOR] = "xor",   [OP_EQ] = "==",  [OP_NE] = "!=",
    [OP_LT] = "<",    [OP_LE] = "<=",    [OP_GT] = ">",    [OP_GE] = ">=",     [OP_ADDI] = "+", [OP_SUBI] = "-",
    [OP_MULI] = "*",  [OP_IDIVI] = "÷",  [OP_REMI] = "%",  [OP_BITANDI] = "&", [OP_EQI] = "==", [OP_NEI] = "!=",
    [OP_LTI] = "<",   [OP_LEI] = "<=",   [OP_GTI] = ">",   [OP_GEI] = ">=",    [OP_POWI] = "^"};

static Object *element_type(Object *container) {
  if (!container || container->type != T_DATATYPE) return any();
  Type *t = (Type *)container;
  if (t->name == CORE->tn_array && t->nparams == 2) return type_param(t, 0);
  if (t == T_STRING) return &T_CHAR->head;
  return any();
}

/* The element of a tuple at an index that is known. */
static Object *tuple_element(Object *container, Value index) {
  if (!container || container->type != T_DATATYPE || index.type != T_INT64) return any();
  Type *t = (Type *)container;
  bool inside = (t->flags & TF_TUPLE) && index.i >= 1 && index.i <= (int64_t)t->nparams;
  return inside && is_type(t->params[index.i - 1]) ? t->params[index.i - 1].o : any();
}

static Object *field_type(Object *of, Symbol *name) {
  if (!of || of->type != T_DATATYPE || !((Type *)of)->fields) return any();
  int i = type_field_index((Type *)of, name);
  return i < 0 ? any() : ((Type *)of)->fields[i].type;
}

static bool is_open_number(const Known *x) {
  return x->type && is_undef(x->value) && x->type->type == T_DATATYPE && type_is_concrete(x->type) &&
         type_subtype(x->type, &T_NUMBER->head);
}

/* parse(T, ...), convert(T, x), tryparse(T, ...): the type itself tells. */
Object *infer_told(Value f, Value first) {
  if (is_undef(first) || !is_type(first) || !type_is_concrete(first.o)) return NULL;
  if (f.type == (Type *)base_function("KwCall").p) f = struct_get(f, 0);
  if (f.p == base_function("parse").p || f.p == FN(convert).p) return first.o;
  if (f.p != base_function("tryparse").p) return NULL;
  Object *both[2] = {&T_NOTHING->head, first.o};
  return type_union(both, 2);
}

static Known call_result(Walk *w, const Known *r, const Ins *in) {
  Known none = {any(), V_UNDEF, false};
  Value types[8];
  if (is_undef(r[in->a].value) || in->b > 8) return none;
  Object *told = in->b > 1 ? infer_told(r[in->a].value, r[in->a + 1].value) : NULL;
  if (told) return (Known){told, V_UNDEF, false};
  bool numbers = is_pure(r[in->a].value), constant = false;
  for (int i = 0; i < in->b; i++) {
    const Known *x = &r[in->a + 1 + i];
    types[i] = v_object(x->type ? x->type : any());
    numbers &= is_open_number(x);
    constant |= !is_undef(x->value);
  }
  Object *t = infer_at(r[in->a].value, types, in->b, w->depth + 1);
  if (constant && !numbers && t->type == T_UNION) doubtful = true; /* the constant may decide */
  return (Known){t, V_UNDEF, numbers};
}

static bool is_datatype_known(const Known *x) { return x->type && x->type->type == T_DATATYPE; }

/* An operator of numbers; by one that no compiler knows, and anything of one type, it is open what the answer is. */
static Known operator_result(const Ins *in, const Known *r) {
  bool immediate = in->op >= OP_ADDI;
  const Known *a = &r[in->b], *b = immediate ? a : &r[in->c];
  Object *t = operator_type(operators[in->op], a->type, immediate ? &T_INT64->head : b->type);
  return (Known){t, V_UNDEF,
                 (is_open_number(a) && is_datatype_known(b)) || (is_open_number(b) && is_datatype_known(a))};
}

/* What is read where the name of a global stands, or a captured variable. */
static Known known_value(Value v) {
  return is_undef(v) || v.type == T_BOX ? (Known){any(), V_UNDEF, false} : (Known){&v.type->head, v, false};
}

/* Runs instruction pc on the state r (changed in place) and passes it on; false at what is not understood. */
static bool walk_one(Walk *w, uint32_t pc, Known *r) {
  const Ins *in = &w->code->ins[pc];
  const Value *K = w->code->consts;
  uint32_t target = pc + 1 + (uint32_t)in->k;
  Known result = {any(), V_UNDEF, false};
  switch (in->op) {
  case OP_JUMP:
  case OP_LOOP:
  case OP_NATIVE: flow(w, target, r); return true;
  case OP_JUMPIF:
  case OP_LOOPIF:
  case OP_NATIVEIF:
  case OP_JUMPIFNOT:
  case OP_JUMPDEF:
  case OP_JUMPNOTHING:
    if (in->op == OP_JUMPDEF || in->op == OP_JUMPNOTHING || !r[in->a].open) doubtful = true;
    flow(w, target, r);
    flow(w, pc + 1, r);
    return true;
  case OP_RETURN: w->result = join(w->result, r[in->a].type ? r[in->a].type : any()); return true;
  case OP_DOTTED: flow(w, pc + 2, r); return true; /* the calls themselves */
  case OP_TYPEASSERT: doubtful = true;             /* fall through */
  case OP_CHECKDEF:
  case OP_FORPREP:
  case OP_SETINDEX:
  case OP_SETINDEX2:
  case OP_SETFIELD:
  case OP_SETBOX:
  case OP_SETGLOBAL: flow(w, pc + 1, r); return true;
  case OP_FORNEXT:
  case OP_UNPACK:
  case OP_TRY:
  case OP_LEAVE:
  case OP_POPEXC:
  case OP_RETHROW: return false;
  case OP_MOVE: result = r[in->b]; break;
  case OP_CONST: result = (Known){&K[in->k].type->head, K[in->k], false}; break;
  case OP_INT: result = (Known){&T_INT64->head, v_int(in->k), false}; break;
  case OP_NOTHING: result.type = &T_NOTHING->head; break;
  case OP_GLOBAL:
  case OP_CONSTANT: {
    const Binding *b = binding_followed(K[in->k].p);
    if (b->constant) result = known_value(b->value);
    break;
  }
  case OP_CAPTURED: result = known_value(struct_get(w->f, (uint32_t)in->k)); break;
  case OP_NOT: result = (Known){&T_BOOL->head, V_UNDEF, r[in->b].open}; break;
  case OP_EGAL: result.type = &T_BOOL->head; break;
  case OP_NEG: {
    Value t = v_object(r[in->b].type ? r[in->b].type : any());
    result.type = infer_builtin(FN(sub), &t, 1);
    break;
  }
  case OP_TUPLE: {
    Object *elems[16];
    bool known = in->c <= 16;
    for (int i = 0; known && i < in->c; i++) known = (elems[i] = r[in->b + i].type) && elems[i] != any();
    if (known) result.type = &type_tuple(elems, in->c)->head;
    break;
  }
  case OP_GETINDEX:
    if (r[in->c].type == &T_INT64->head) result.type = element_type(r[in->b].type);
    if (result.type == any()) result.type = tuple_element(r[in->b].type, r[in->c].value);
    break;
  case OP_GETINDEX2: result.type = element_type(r[in->b].type); break;
  case OP_GETFIELD:
    if (K[in->c].type == T_SYMBOL) result.type = field_type(r[in->b].type, as_symbol(K[in->c]));
    break;
  case OP_CALL: result = call_result(w, r, in); break;
  default:
    if (in->op < OP_COUNT && operators[in->op]) result = operator_result(in, r);
  }
  r[in->a] = result;
  flow(w, pc + 1, r);
  return true;
}

static Object *infer_body(const Code *c, Value f, const Value *types, int n, int depth) {
  if (!c->simple || c->npos != n || c->nins > 2000 || (size_t)c->nins * c->nregs > 200000) return any();
  Walk w = {.code = c, .f = f, .depth = depth};
  w.at = gc_alloc(((size_t)c->nins * c->nregs + 1) * sizeof(Known));
  w.reached = gc_alloc_leaf(c->nins + 1);
  w.pending = gc_alloc_leaf(c->nins + 1);
  memset(w.reached, 0, c->nins + 1);
  memset(w.pending, 0, c->nins + 1);
  Known *r = gc_alloc((c->nregs + 1) * sizeof(Known));
  r[0] = (Known){&f.type->head, f, false};
  for (int i = 0; i < n; i++) r[i + 1].type = types[i].o;
  flow(&w, 0, r);
  for (bool again = true; again;) {
    again = false;
    for (uint32_t pc = 0; pc < c->nins; pc++) {
      if (!w.pending[pc]) continue;
      w.pending[pc] = false;
      again = true;
      memcpy(r, w.at + (size_t)pc * c->nregs, c->nregs * sizeof(Known));
      if (!walk_one(&w, pc, r)) return any();
    }
  }
  return w.result ? w.result : any();
}

/* The method of a function that has only one, for any arguments; NULL for others. */
static Method *method_for_all(Value f, int n) {
  const MethodTable *t = is_type(f) ? NULL : f.type->name->methods;
  if (!t || t->n != 1 || t->methods[0]->nreq != (uint32_t)n || t->methods[0]->vararg) return NULL;
  const Type *signature = type_datatype(t->methods[0]->signature);
  for (int i = 1; i <= n; i++)
    if (signature->params[i].p != T_ANY) return NULL;
  return t->methods[0];
}

/* A function in the language is found by sample arguments. */
static Object *infer_at(Value f, const Value *types, int n, int depth) {
  if (depth > 8 || n > 8) return any();
  for (int i = 0; i < n; i++)
    if (types[i].o == CORE->bottom) return CORE->bottom; /* it is never called */
  if (f.p == FN(identity).p && n == 1) return types[0].o;
  if (f.type == T_DATATYPE && type_is_concrete(f.o)) return f.o;
  if (f.type == T_UNIONALL && n == 2 && CORE->tn_pair && f.p == CORE->tn_pair->wrapper)
    return types[0].o == any() || types[1].o == any() ? any() : &type_apply(CORE->tn_pair, types, 2)->head;
  if (is_pure(f)) return infer_builtin(f, types, n);
  if (f.p == base_function("isa").p) return &T_BOOL->head;
  if (f.p == base_function("_destructure").p) return types[0].o;
  Value args[9] = {f}, *env;
  Method *m = method_for_all(f, n);
  for (int i = 0; i < n && !m; i++) {
    if (!sample(types[i].o, &args[i + 1])) return any();
  }
  if (!m) m = method_try(args + 1, n, &env);
  if (!m) return CORE->bottom;
  if (!m->code || !type_isa(f, &T_FUNCTION->head)) return any();
  return infer_body(m->code, f, types, n, depth);
}

Object *infer_result(Value f, const Value *types, int n) { return infer_at(f, types, n, 0); }

BUILTIN(infer_of, "_infer_result(f, T::Type)", "") { return v_object(infer_result(args[0], args + 1, 1)); }

/* The type of f(x...) if it is a union for certain: numbers decide which of its members a value has. */
BUILTIN(infer_union, "_inferred_union(f, types::Tuple)", "") {
  Value types[8];
  uint32_t n = tuple_len(args[1]);
  if (n > 8) return v_object(any());
  for (uint32_t i = 0; i < n; i++) types[i] = tuple_get(args[1], i);
  doubtful = false;
  Object *t = infer_result(args[0], types, (int)n);
  return v_object(!doubtful && t->type == T_UNION ? t : any());
}
