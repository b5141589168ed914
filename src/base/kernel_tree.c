#include "base/kernel_tree.h"

#include "base/infer.h"
#include "base/kernel_lookup.h"
#include "lang/code.h"
#include "lang/method.h"
#include "lang/vm_ops.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

#define MAX_REGS 60
#define MAX_STEPS 400 /* instructions followed for one tree, over all its branches */

static Term *new_term(uint8_t kind, Value value, size_t words) {
  stack_check();
  Term *n = gc_alloc(sizeof(Term) + words * 8);
  n->kind = kind;
  n->value = value;
  return n;
}

Term *term_new(uint8_t kind, Value value, int nargs) {
  Term *n = new_term(kind, value, (size_t)nargs);
  n->n = nargs;
  n->args = (Term **)(n + 1);
  return n;
}

Term *term_leaf(uint8_t kind, uint32_t ndims) {
  if (ndims > MAX_DIMS) throw_argument("more than %d dimensions", MAX_DIMS);
  Term *n = new_term(kind, V_UNDEF, 2 * ndims);
  n->ndims = ndims;
  n->dims = (size_t *)(n + 1);
  n->distance = n->dims + ndims;
  return n;
}

Term *term_scalar(Value v) {
  Term *n = new_term(TERM_SCALAR, v, 0);
  n->store = kernel_store(&v.type->head);
  if (n->store == KS_COMPLEX)
    memcpy(n->constant, object_data(v.o), sizeof n->constant);
  else
    n->constant[0] = v.u;
  return n;
}

Term *term_array(const Array *a, bool tuple) {
  if (a->ndims == 0) {
    Value v = array_get(a, 0);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    return term_scalar(v);
  }
  Term *n = term_leaf(TERM_ARRAY, a->ndims);
  n->array = a;
  n->tuple = tuple;
  size_t distance = 1;
  for (uint32_t k = 0; k < a->ndims; k++) {
    n->dims[k] = a->dims[k];
    n->distance[k] = distance;
    distance *= a->dims[k];
  }
  n->store = kernel_store(a->eltype);
  return n;
}

Term *term_layout(const Layout *l) {
  Term *n = term_leaf(TERM_ARRAY, l->n);
  n->array = l->parent;
  n->first = l->first;
  memcpy(n->dims, l->dims, l->n * sizeof(size_t));
  memcpy(n->distance, l->distance, l->n * sizeof(size_t));
  n->store = kernel_store(l->parent->eltype);
  return n;
}

Term *term_memory(Value v) {
  if (is_dense(v)) return term_array(as_array(v), false);
  Layout l;
  return array_layout(v, &l) && l.n ? term_layout(&l) : NULL;
}

bool term_is_records(const Term *n) {
  return n->kind == TERM_ARRAY && n->store == ST_VALUE && n->array->store == ST_STRUCT && n->array->len;
}

Term *term_range(IntRange r) {
  Term *n = term_leaf(TERM_RANGE, 1);
  n->range = r;
  n->dims[0] = (size_t)r.n;
  n->distance[0] = 1;
  n->store = ST_I64;
  return n;
}

/* Choosing kernels. */

const char *base_function_name(Value f) {
  if (f.type->name->module != CORE->base && f.type->name->module != CORE->core) return NULL;
  if (!type_isa(f, &T_FUNCTION->head)) return NULL;
  const char *name = f.type->name->name->text;
  if (*name == '#') name++;
  return base_function_named(name).p == f.p ? name : NULL;
}

static void term_pin(Term *n) {
  for (; n; n = n->plain) n->pinned = true;
}

/* Whether a constant integer compared with floats is one of them. */
static bool exact_constant(Term *n, uint8_t other) {
  if (n->kind != TERM_SCALAR || (n->store != ST_I64 && n->store != ST_U64)) return true;
  if (other == ST_F32 || other == ST_F64) n->small = true;
  int64_t limit = other == ST_F32 ? 1 << 24 : 1ll << 53, v = (int64_t)n->constant[0];
  return (other != ST_F32 && other != ST_F64) || (v >= -limit && v <= limit);
}

Term *term_convert(Term *x, uint8_t store) {
  if (x->store == store) return x;
  Kernel k;
  if (!loop_convert(x->store, store) || !kernel_conversion(&k, NULL, x->store, store)) return NULL;
  if (x->kind == TERM_SCALAR) {
    Term *c = new_term(TERM_SCALAR, x->value, 0);
    c->store = store;
    c->plain = x;
    Block b = {x->store, false, x->constant};
    return kernel_run(&k, &b, c->constant, 1) ? c : NULL;
  }
  Term *c = term_new(TERM_CALL, V_UNDEF, 1);
  c->args[0] = c->operands[0] = x;
  x->uses++;
  c->kernel = k;
  c->has_kernel = c->inner = true;
  c->store = store;
  return c;
}

/* floor(Int, x) and T(x): the type is the first argument or the function. */
static bool choose_conversion(Term *n, const char *name) {
  Kernel k;
  if (is_datatype(n->value) && n->n == 1) {
    if (!kernel_conversion(&k, NULL, n->args[0]->store, kernel_store(n->value.o))) return false;
    n->operands[0] = n->args[0];
  } else if (name && n->n == 2 && n->args[0]->kind == TERM_SCALAR && n->args[0]->value.p == T_INT64) {
    if (!kernel_conversion(&k, name, n->args[1]->store, ST_I64)) return false;
    n->operands[0] = term_convert(n->args[1], k.operand);
  } else {
    return false;
  }
  n->kernel = k;
  n->store = k.result;
  return n->has_kernel = n->operands[0] != NULL;
}

/* The argument as the kernel takes it. */
static Term *operand_of(const Kernel *k, Term *x) {
  Term *c = k->operand ? term_convert(x, k->operand) : x;
  UnaryLoop *addend = kernel_addend(k, x->store);
  if (!addend || !c) return c;
  if (x->kind == TERM_SCALAR) { /* another value is another tree */
    term_pin(x);
    addend(c->constant, c->constant, 1);
    return c;
  }
  Term *n = term_new(TERM_CALL, V_UNDEF, 1);
  n->args[0] = n->operands[0] = c;
  c->uses++;
  n->kernel = (Kernel){.op = K_ADDEND, .result = k->operand, .nargs = 1};
  n->has_kernel = n->inner = true;
  n->store = k->operand;
  return n;
}

static void choose_kernel(Term *n) {
  const char *name = base_function_name(n->value);
  if (n->n < 1 || n->n > 3 || choose_conversion(n, name) || !name) return;
  uint8_t stores[3];
  bool constant[3];
  for (int i = 0; i < n->n; i++) {
    stores[i] = n->args[i]->store;
    constant[i] = n->args[i]->kind == TERM_SCALAR;
    if (stores[i] == ST_VALUE) return;
  }
  if (n->n == 2 && (!exact_constant(n->args[0], stores[1]) || !exact_constant(n->args[1], stores[0]))) return;
  if (!kernel_choose(&n->kernel, name, stores, constant, n->n)) return;
  for (int i = 0; i < n->n; i++) {
    n->operands[i] = operand_of(&n->kernel, n->args[i]);
    if (!n->operands[i]) return;
    n->operands[i]->uses++;
  }
  n->store = n->kernel.result;
  n->has_kernel = true;
}

/* A known function of constants is a constant, unless it throws. */
static Term *fold(Value f, Term *const *args, int n) {
  Value x[3];
  for (int i = 0; i < n; i++) {
    x[i] = args[i]->value;
    term_pin(args[i]);
  }
  Handler h;
  if (CATCH(h)) return NULL;
  Value v = call(f, x, n);
  catch_end(&h);
  return term_scalar(v);
}

Term *term_call(Value f, Term *const *args, int n) {
  Term *c = term_new(TERM_CALL, f, n);
  bool all = true;
  for (int i = 0; i < n; i++) {
    c->args[i] = args[i];
    all &= args[i]->kind == TERM_SCALAR;
  }
  choose_kernel(c);
  if (!all || !c->has_kernel) return c;
  Term *folded = fold(f, args, n);
  if (folded) return folded;
  c->has_kernel = false;
  c->store = ST_VALUE;
  return c;
}

/* Following a function's code. */

typedef struct Follow {
  int steps, depth;
  bool opaque;
  Term *reads;
} Follow;

/* What is there now. */
static Term *follow_read(Follow *w, const Value *from) {
  if (is_undef(*from)) return NULL;
  Term *n = term_scalar(*from);
  n->from = from;
  n->next_read = w->reads;
  return w->reads = n;
}

/* Whether all that i gives is an integer range: one, moved by a constant or with its step multiplied by one. */
static const Term *index_range(const Term *i, IntRange *r) {
  if (i->kind == TERM_RANGE) {
    *r = i->range;
    return i;
  }
  if (i->kind != TERM_CALL || !i->has_kernel || i->store != ST_I64 || i->n != 2) return NULL;
  bool second = i->args[1]->kind == TERM_SCALAR;
  const Term *c = i->args[second], *of = index_range(i->args[!second], r);
  if (!of || c->kind != TERM_SCALAR || c->store != ST_I64) return NULL;
  uint64_t by = c->constant[0], first = (uint64_t)r->first;
  if (i->kernel.op == K_ADD)
    r->first = (int64_t)(first + by);
  else if (i->kernel.op == K_SUB && second)
    r->first = (int64_t)(first - by);
  else if (i->kernel.op == K_MUL && __builtin_mul_overflow(r->step, (int64_t)by, &r->step) == 0)
    r->first = (int64_t)(first * by);
  else
    return NULL;
  return of;
}

/* Numbers that are a range are written as one. */
static Term *as_range(Term *c) {
  IntRange r;
  const Term *of = c->kind == TERM_CALL ? index_range(c, &r) : NULL;
  if (!of) return c;
  Term *n = term_leaf(TERM_RANGE, of->ndims);
  n->range = r;
  n->store = ST_I64;
  memcpy(n->dims, of->dims, of->ndims * sizeof *n->dims);
  memcpy(n->distance, of->distance, of->ndims * sizeof *n->distance);
  return n;
}

static Term *follow_function(Follow *w, Value f, Term *const *args, int n);

static Term *known_call(Follow *w, Value f, Term *const *args, int n) {
  if (n < 1 || n > 3) return NULL;
  Term *c = lookup_term(f, args, n);
  if (c) return c;
  c = term_call(f, args, n);
  c->inner = true;
  if (c->kind == TERM_SCALAR || c->has_kernel) return as_range(c);
  return follow_function(w, f, args, n);
}

/* A number of the store that a term has, to find the method that will be called. */
static Value term_sample(const Term *n) {
  if (n->kind == TERM_SCALAR) return n->value;
  if (n->kind == TERM_TUPLE) {
    Value x[MAX_ARGS];
    for (int i = 0; i < n->n; i++) x[i] = term_sample(n->args[i]);
    return tuple_new(x, n->n);
  }
  if (term_is_records(n)) return array_get(n->array, 0);
  switch (n->store) {
  case ST_F64: return v_f64(1);
  case ST_F32: return v_f32(1);
  case KS_COMPLEX: return struct_new((Type *)kernel_type(KS_COMPLEX), (Value[]){v_f64(1), v_f64(1)}, 2);
  default: return (Value){(Type *)kernel_type(n->store), {.u = 1}};
  }
}

static Value code_operator(uint8_t op) {
  switch (op) {
  case OP_ADD:
  case OP_ADDI: return FN(add);
  case OP_SUB:
  case OP_SUBI: return FN(sub);
  case OP_MUL:
  case OP_MULI: return FN(mul);
  case OP_DIV: return FN(div);
  case OP_IDIV:
  case OP_IDIVI: return FN(idiv);
  case OP_REM:
  case OP_REMI: return FN(rem);
  case OP_MOD: return FN(mod);
  case OP_BITAND:
  case OP_BITANDI: return FN(bitand);
  case OP_BITOR: return FN(bitor);
  case OP_XOR: return FN(xor);
  case OP_EQ:
  case OP_EQI: return FN(eq);
  case OP_NE:
  case OP_NEI: return FN(ne);
  case OP_LT:
  case OP_LTI: return FN(lt);
  case OP_LE:
  case OP_LEI: return FN(le);
  case OP_GT:
  case OP_GTI: return FN(gt);
  case OP_GE:
  case OP_GEI: return FN(ge);
  default: return V_UNDEF;
  }
}

/* x^p of a literal p: small products, else the power; NULL if there is no kernel for it. */
Term *term_power(Term *x, int64_t p) {
  if (!x || x->kind == TERM_SCALAR || x->store == ST_VALUE || x->store == ST_BOOL || x->store == KS_COMPLEX)
    return NULL;
  bool f64 = x->store == ST_F64;
  if (p == 1) return x;
  if (p == -1) return f64 ? term_call(base_function("inv"), &x, 1) : NULL;
  if (p == 2 || p == 3) {
    Term *square = term_call(FN(mul), (Term *[]){x, x}, 2);
    return p == 2 || !square->has_kernel ? square : term_call(FN(mul), (Term *[]){square, x}, 2);
  }
  return f64 && p != 0 ? term_call(FN(pow), (Term *[]){x, term_scalar(v_int(p))}, 2) : NULL;
}

/* The same within a function's tree. */
static Term *follow_power(Term *x, int64_t p) {
  Term *power = term_power(x, p);
  if (!power || power == x) return power;
  if (power->kind != TERM_CALL || !power->has_kernel) return NULL;
  power->inner = true;
  for (int i = 0; i < power->n; i++)
    if (power->args[i] != x) power->args[i]->inner = true;
  return power;
}

static Term *literal_pow(Term *const *args) {
  Value val = args[2]->value;
  if (args[2]->kind != TERM_SCALAR || val.type->nparams != 1 || val.type->params[0].type != T_INT64) return NULL;
  return follow_power(args[1], val.type->params[0].i);
}

/* a[i] for such a range within a: memory, not copied. */
static Term *indexed_by_range(const Array *a, const Term *i) {
  IntRange r;
  const Term *of = index_range(i, &r);
  int64_t way, last;
  if (!of || r.n < 1 || r.first < 1 || (size_t)r.first > a->len) return NULL;
  if (__builtin_mul_overflow(r.n - 1, r.step, &way) || __builtin_add_overflow(r.first, way, &last)) return NULL;
  if (last < 1 || (size_t)last > a->len) return NULL;
  Term *n = term_leaf(TERM_ARRAY, of->ndims);
  n->array = a;
  n->first = (size_t)r.first - 1;
  n->store = kernel_store(a->eltype);
  for (uint32_t k = 0; k < of->ndims; k++) {
    n->dims[k] = of->dims[k];
    n->distance[k] = of->distance[k] * (size_t)r.step;
  }
  return n;
}

/* a[i] of an array that the function knows, for i of the elements. */
static Term *follow_index(Term *a, Term *i) {
  if (!a || !i) return NULL;
  if (a->kind == TERM_TUPLE)
    return i->kind == TERM_SCALAR && is_int(i->value) && i->value.u - 1 < (uint64_t)a->n ? a->args[i->value.i - 1]
                                                                                         : NULL;
  Term *found = lookup_term(FN(getindex), (Term *[]){a, i}, 2);
  if (found) return found;
  if (a->kind != TERM_SCALAR || !is_dense(a->value) || i->kind == TERM_SCALAR || i->store != ST_I64) return NULL;
  uint8_t store = kernel_store(as_array(a->value)->eltype);
  if (store == ST_VALUE) return NULL;
  Term *part = indexed_by_range(as_array(a->value), i);
  if (part) return part;
  Term *g = term_new(TERM_GATHER, a->value, 1);
  g->array = as_array(a->value);
  g->store = store;
  g->args[0] = i;
  return g;
}

/* A field of each of an array of structs, unless reading fields means something else for them. */
static Term *record_field(Term *of, Symbol *name) {
  const Type *t = (const Type *)of->array->eltype;
  int i = type_field_index(t, name);
  if (i < 0 || kernel_store(t->fields[i].type) == ST_VALUE) return NULL;
  op_getfield(array_get(of->array, 0), name); /* finds out */
  if (t->plain_epoch != CORE->epoch || !(t->plain & 1)) return NULL;
  Term *n = term_new(TERM_FIELD, V_UNDEF, 1);
  n->store = kernel_store(t->fields[i].type);
  n->field = t->fields[i].offset;
  n->args[0] = of;
  return n;
}

/* A field of one of the language's own function objects, such as ==(5). */
static Term *follow_field(Follow *w, Term *of, Value name) {
  if (!of || name.type != T_SYMBOL) return NULL;
  if (term_is_records(of)) return record_field(of, as_symbol(name));
  w->opaque = true;
  if (of->kind != TERM_SCALAR || !type_isa(of->value, &T_FUNCTION->head)) return NULL;
  const Type *t = of->value.type;
  if (t->name->module != CORE->base || (t->flags & TF_MUTABLE)) return NULL;
  int i = type_field_index(t, as_symbol(name));
  Value v = i < 0 ? V_UNDEF : struct_get(of->value, (uint32_t)i);
  return is_undef(v) ? NULL : term_scalar(v);
}

static Term *follow_call(Follow *w, Term *const *r, int n) {
  if (!r[0] || r[0]->kind != TERM_SCALAR) return NULL;
  for (int i = 1; i <= n; i++) {
    if (!r[i]) return NULL;
  }
  Value f = r[0]->value;
  if (f.p == FN(literal_pow).p && n == 3) return literal_pow(r + 1);
  if (f.p == base_function("_destructure").p && n == 2 && r[1]->kind == TERM_TUPLE && r[2]->kind == TERM_SCALAR &&
      r[2]->value.i <= r[1]->n)
    return r[1];
  return known_call(w, f, r + 1, n);
}

static Term *follow_code(Follow *w, Value f, const Code *c, uint32_t pc, Term **r);

/* c ? a : b, where both are computed for all: possible if they are numbers of one store. */
static Term *follow_branches(Follow *w, Value f, const Code *c, uint32_t pc, Term **r, bool jumps_if) {
  const Ins *in = &c->ins[pc];
  Term *condition = r[in->a];
  uint32_t target = pc + 1 + (uint32_t)in->k;
  if (!condition || in->k < 0 || condition->store != ST_BOOL) return NULL;
  if (condition->kind == TERM_SCALAR) {
    term_pin(condition);
    return follow_code(w, f, c, is_true(condition->value) == jumps_if ? target : pc + 1, r);
  }
  if (condition->kind != TERM_CALL && condition->kind != TERM_ARRAY && condition->kind != TERM_GATHER &&
      condition->kind != TERM_FIELD && condition->kind != TERM_LOOKUP)
    return NULL;
  Term *other[MAX_REGS];
  memcpy(other, r, sizeof other);
  Term *args[3] = {condition};
  args[jumps_if ? 2 : 1] = follow_code(w, f, c, pc + 1, r);
  args[jumps_if ? 1 : 2] = follow_code(w, f, c, target, other);
  if (!args[1] || !args[2] || args[1]->store == ST_VALUE || args[1]->store != args[2]->store) return NULL;
  Term *n = term_call(base_function("ifelse"), args, 3);
  n->inner = true;
  return n->has_kernel ? n : NULL;
}

/* One instruction that gives a value; NULL if it is not understood. */
static Term *follow_one(Follow *w, Value f, const Code *c, const Ins *in, Term **r) {
  switch (in->op) {
  case OP_MOVE: return r[in->b];
  case OP_CONST: return term_scalar(c->consts[in->k]);
  case OP_INT: return term_scalar(v_int(in->k));
  case OP_GLOBAL:
  case OP_CONSTANT: return follow_read(w, &binding_followed(c->consts[in->k].p)->value);
  case OP_CAPTURED: {
    const char *fields = object_data(f.o);
    return follow_read(w, (const Value *)(const void *)(fields + f.type->fields[in->k].offset));
  }
  case OP_GETBOX:
    if (!r[in->b] || r[in->b]->value.type != T_BOX) return NULL;
    return follow_read(w, &((Box *)r[in->b]->value.p)->value);
  case OP_GETFIELD: return follow_field(w, r[in->b], c->consts[in->c]);
  case OP_GETINDEX: return follow_index(r[in->b], r[in->c]);
  case OP_NEG:
  case OP_NOT: return r[in->b] ? known_call(w, in->op == OP_NEG ? FN(sub) : FN(not ), &r[in->b], 1) : NULL;
  case OP_CALL: return follow_call(w, &r[in->a], in->b);
  case OP_POWI: return follow_power(r[in->b], in->c);
  default: {
    Value op = code_operator(in->op);
    if (is_undef(op)) return NULL;
    Term *two[2] = {r[in->b], in->op >= OP_ADDI ? term_scalar(v_int((int16_t)in->c)) : r[in->c]};
    return two[0] && two[1] ? known_call(w, op, two, 2) : NULL;
  }
  }
}

static Term *follow_code(Follow *w, Value f, const Code *c, uint32_t pc, Term **r) {
  for (; pc < c->nins; pc++) {
    const Ins *in = &c->ins[pc];
    if (++w->steps > MAX_STEPS) return NULL;
    switch (in->op) {
    case OP_RETURN: return r[in->a];
    case OP_JUMP:
      if (in->k < 0) return NULL;
      pc += (uint32_t)in->k;
      continue;
    case OP_JUMPIF:
    case OP_JUMPIFNOT: return follow_branches(w, f, c, pc, r, in->op == OP_JUMPIF);
    case OP_UNDEF: r[in->a] = NULL; continue;
    case OP_CHECKDEF:
      if (!r[in->a]) return NULL;
      continue;
    default: break;
    }
    r[in->a] = follow_one(w, f, c, in, r);
    if (!r[in->a]) return NULL;
  }
  return NULL;
}

static Term *follow_function(Follow *w, Value f, Term *const *args, int n) {
  if (n < 1 || n > 3 || w->depth > 6 || !type_isa(f, &T_FUNCTION->head)) return NULL;
  Value sample[4] = {f}, *env;
  for (int i = 0; i < n; i++) {
    if (args[i]->store == ST_VALUE && args[i]->kind != TERM_TUPLE && args[i]->kind != TERM_SCALAR &&
        !term_is_records(args[i]))
      return NULL;
    sample[i + 1] = term_sample(args[i]);
  }
  Method *m = method_try(sample + 1, n, &env);
  if (!m || !m->code) return NULL;
  const Code *c = m->code;
  if (!c->simple || c->npos != n || c->nregs > MAX_REGS) return NULL;
  Term *r[MAX_REGS] = {NULL};
  r[0] = new_term(TERM_SCALAR, f, 0);
  for (int i = 0; i < n; i++) r[i + 1] = args[i];
  w->depth++;
  Term *result = follow_code(w, f, c, 0, r);
  w->depth--;
  return result;
}

Term *term_of_function(Value f, Term *const *args, int n) {
  Follow w = {0};
  Term *tree = lookup_term(f, args, n);
  if (!tree) tree = follow_function(&w, f, args, n);
  if (!tree || tree->store == ST_VALUE) return NULL;
  Term *root = term_new(TERM_CALL, FN(identity), 1); /* of its own: the tree may be an argument */
  root->kernel = (Kernel){.op = K_IDENTITY, .result = tree->store, .nargs = 1};
  root->store = tree->store;
  root->has_kernel = true;
  root->reads = w.reads;
  root->opaque = w.opaque;
  root->args[0] = root->operands[0] = tree;
  root->origin = f;
  root->origin_n = n;
  root->origin_args = gc_alloc((size_t)n * sizeof(Term *));
  memcpy(root->origin_args, args, (size_t)n * sizeof(Term *));
  return root;
}

/* Whether y does with the leaf b what x does with the leaf a. */
static bool same_tree(const Term *x, const Term *y, const Term *a, const Term *b) {
  if (x == a || y == b) return x == a && y == b;
  if (x->kind != y->kind || x->store != y->store || x->n != y->n) return false;
  if (x->kind == TERM_SCALAR) return x->constant[0] == y->constant[0] && x->constant[1] == y->constant[1];
  if (x->kind == TERM_FIELD) return x->field == y->field && x->args[0] == a && y->args[0] == b;
  if (x->kind != TERM_CALL || !x->has_kernel || !y->has_kernel) return false;
  const Kernel *k = &x->kernel, *l = &y->kernel;
  if (k->op != l->op || k->nargs != l->nargs || k->math != l->math) return false;
  for (int i = 0; i < k->nargs; i++)
    if (!same_tree(x->operands[i], y->operands[i], a, b)) return false;
  return true;
}

Term *term_compared(const Term *root, bool *greater) {
  const Term *a = root->origin_args ? root->origin_args[0] : root->args[0];
  const Term *b = root->origin_args ? root->origin_args[1] : root->args[1];
  while (root->kind == TERM_CALL && root->has_kernel && root->kernel.op == K_IDENTITY) root = root->operands[0];
  if (root->kind != TERM_CALL || !root->has_kernel || (root->kernel.op != K_LT && root->kernel.op != K_GT)) return NULL;
  *greater = root->kernel.op == K_GT;
  if (same_tree(root->operands[0], root->operands[1], a, b)) return root->operands[0];
  *greater = !*greater;
  return same_tree(root->operands[1], root->operands[0], a, b) ? root->operands[1] : NULL;
}
