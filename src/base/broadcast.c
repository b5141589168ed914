/* Dotted expressions. f.(x, g.(y)) is a tree of Broadcasted; materialize evaluates it block by block: known functions
 * on numbers by kernels (broadcast_kernel.h), all else by calling the function for each element. */
#include "base/broadcast_kernel.h"
#include "base/index.h"
#include "base/infer.h"
#include "base/vectorise.h"
#include "lang/code.h"
#include "lang/method.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

#define MAX_DIMS 16
#define MAX_ARGS 16
#define VECTORISE_MIN 48u /* shorter arrays are not worth the look at the function's code */

enum node_kind { NODE_SCALAR, NODE_ARRAY, NODE_CALL };

typedef struct Node {
  uint8_t kind;
  bool tuple;    /* an array made from a tuple */
  uint8_t store; /* of its results; ST_VALUE: any values */
  int kernel;    /* of NODE_CALL; -1: call the function */
  Value value;   /* the scalar, or the function */
  const Array *array;
  uint32_t ndims;
  size_t dims[MAX_DIMS];
  size_t stride[MAX_DIMS]; /* per dimension of the result; 0 where it is repeated */
  size_t offset;           /* of the present run */
  int n;
  struct Node *args[MAX_ARGS];
  uint64_t constant; /* the scalar as raw bits, for kernels */
  double (*scratch)[BLOCK_LEN];
  void *out;           /* BLOCK_LEN results */
  Value *values;       /* BLOCK_LEN results of ST_VALUE */
  bool joined, walked; /* nodes may be shared: each is visited once */
  uint64_t stamp;      /* of the block for which last is valid */
  Block last;
} Node;

static uint64_t block_stamp; /* counts the blocks evaluated */

static Node *node_new(uint8_t kind, Value value) {
  stack_check();
  Node *n = gc_alloc(sizeof(Node));
  n->kind = kind;
  n->value = value;
  n->kernel = -1;
  return n;
}

static bool kernel_store(uint8_t s) { return s == ST_F64 || s == ST_I64 || s == ST_F32 || s == ST_BOOL; }

static Node *node_scalar(Value v) {
  Node *n = node_new(NODE_SCALAR, v);
  if (v.type->flags & TF_IMMEDIATE && kernel_store(v.type->store) &&
      (v.type == T_FLOAT64 || v.type == T_INT64 || v.type == T_FLOAT32 || v.type == T_BOOL)) {
    n->store = v.type->store;
    n->constant = v.u;
  }
  return n;
}

static Node *node_array(const Array *a, bool tuple) {
  Node *n = node_new(NODE_ARRAY, V_UNDEF);
  n->array = a;
  n->tuple = tuple;
  n->ndims = a->ndims;
  if (a->ndims > MAX_DIMS) throw_argument("more than %d dimensions", MAX_DIMS);
  memcpy(n->dims, a->dims, a->ndims * sizeof(size_t));
  if (kernel_store(a->store) && (a->eltype == &T_FLOAT64->head || a->eltype == &T_INT64->head ||
                                 a->eltype == &T_FLOAT32->head || a->eltype == &T_BOOL->head))
    n->store = a->store;
  if (a->ndims == 0) {
    Value v = array_get(a, 0);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    return node_scalar(v);
  }
  return n;
}

static Node *node_of(Value v);
static Node *node_of_function(Value f, Node **args, int n, int depth);

static Node *node_tuple(Value t) {
  uint32_t n = tuple_len(t);
  bool same = n > 0;
  for (uint32_t i = 1; i < n; i++) same &= tuple_get(t, i).type == tuple_get(t, 0).type;
  Array *a = array_vector(same ? &tuple_get(t, 0).type->head : &T_ANY->head, n);
  for (uint32_t i = 0; i < n; i++) array_set(a, i, tuple_get(t, i));
  return node_array(a, true);
}

/* Results of literal_pow(^, x, Val(p)) are those of small products. */
static bool is_literal_pow(Value f, Value args) { return f.p == FN(literal_pow).p && tuple_len(args) == 3; }

static const char *function_name(Value f) {
  if (f.type->name->module != CORE->base && f.type->name->module != CORE->core) return NULL;
  if (!type_isa(f, &T_FUNCTION->head)) return NULL;
  const char *name = f.type->name->name->text;
  return *name == '#' ? name + 1 : name;
}

static void node_choose_kernel(Node *n) {
  const char *name = function_name(n->value);
  if (!name || n->n > 3 || base_function(name).p != n->value.p) return;
  uint8_t stores[3];
  bool constant[3], all = true;
  for (int i = 0; i < n->n; i++) {
    stores[i] = n->args[i]->store;
    constant[i] = n->args[i]->kind == NODE_SCALAR;
    all &= constant[i];
    if (stores[i] == ST_VALUE) return;
  }
  int k = all ? -1 : kernel_find(name, n->n);
  if (k < 0) return;
  uint8_t store = kernel_result(k, stores, constant, n->n);
  if (store == ST_VALUE) return;
  n->kernel = k;
  n->store = store;
}

static Node *node_call(Value f, Value args) {
  uint32_t count = tuple_len(args);
  if (count > MAX_ARGS) throw_argument("more than %d arguments in a dotted call", MAX_ARGS);
  Node *n = node_new(NODE_CALL, f);
  if (is_literal_pow(f, args) && tuple_get(args, 2).type->nparams == 1 &&
      tuple_get(args, 2).type->params[0].type == T_INT64) {
    Node *x = node_of(tuple_get(args, 1));
    int64_t p = tuple_get(args, 2).type->params[0].i;
    if (x->kind != NODE_SCALAR && (x->store == ST_F64 || x->store == ST_I64) && p == 2) {
      n->value = FN(mul);
      n->n = 2;
      n->args[0] = n->args[1] = x;
      node_choose_kernel(n);
      return n;
    }
    n->n = 3;
    n->args[0] = node_scalar(tuple_get(args, 0));
    n->args[1] = x;
    n->args[2] = node_scalar(tuple_get(args, 2));
    return n;
  }
  n->n = (int)count;
  size_t longest = 0;
  for (uint32_t i = 0; i < count; i++) {
    n->args[i] = node_of(tuple_get(args, i));
    if (n->args[i]->kind == NODE_ARRAY && n->args[i]->array->len > longest) longest = n->args[i]->array->len;
    if (n->args[i]->kind == NODE_CALL) longest = VECTORISE_MIN;
  }
  node_choose_kernel(n);
  if (n->kernel < 0 && longest >= VECTORISE_MIN) {
    Node *inlined = node_of_function(f, n->args, n->n, 0);
    if (inlined) return inlined;
  }
  return n;
}

/* The tree of what code computes from args; NULL if it does anything but arithmetic in a line. */
static Node *node_of_code(Value f, const Code *c, Node **args, int n, int depth);

static Node *node_call_known(Value f, Node **args, int n, int depth) {
  if (n < 1 || n > 3) return NULL;
  Node *call_node = node_new(NODE_CALL, f);
  call_node->n = n;
  for (int i = 0; i < n; i++) call_node->args[i] = args[i];
  node_choose_kernel(call_node);
  if (call_node->kernel >= 0) return call_node;
  return depth < 6 ? node_of_function(f, args, n, depth + 1) : NULL;
}

/* A number of the store that a node has, to find the method that will be called. */
static Value node_sample(const Node *n) {
  switch (n->store) {
  case ST_F64: return v_f64(1);
  case ST_I64: return v_int(1);
  case ST_F32: return v_f32(1);
  default: return v_bool(true);
  }
}

static Node *node_of_function(Value f, Node **args, int n, int depth) {
  if (n < 1 || n > 3 || !type_isa(f, &T_FUNCTION->head)) return NULL;
  Value sample[4] = {f}, *env;
  for (int i = 0; i < n; i++) {
    if (args[i]->store == ST_VALUE) return NULL;
    sample[i + 1] = args[i]->kind == NODE_SCALAR ? args[i]->value : node_sample(args[i]);
  }
  Method *m = method_try(sample + 1, n, &env);
  if (!m || !m->code) return NULL;
  return node_of_code(f, m->code, args, n, depth);
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

/* literal_pow(^, x, Val(p)) for the small p that are products. */
static Node *node_power(Node *x, int64_t p) {
  Node *two[2] = {x, x};
  if (x->kind == NODE_SCALAR || (x->store != ST_F64 && x->store != ST_I64) || p < 2 || p > 3) return NULL;
  Node *square = node_call_known(FN(mul), two, 2, 0);
  if (p == 2 || !square) return square;
  Node *three[2] = {square, x};
  return node_call_known(FN(mul), three, 2, 0);
}

static Node *node_literal_pow(Node **args) {
  const Value val = args[2]->value;
  if (args[2]->kind != NODE_SCALAR || val.type->nparams != 1 || val.type->params[0].type != T_INT64) return NULL;
  return node_power(args[1], val.type->params[0].i);
}

static Node *node_of_code(Value f, const Code *c, Node **args, int n, int depth) {
  if (!c->simple || c->npos != n || c->nins > 60 || c->nregs > 60) return NULL;
  Node *r[60] = {NULL};
  r[0] = node_new(NODE_SCALAR, f);
  for (int i = 0; i < n; i++) r[i + 1] = args[i];
  for (uint32_t pc = 0; pc < c->nins; pc++) {
    const Ins *in = &c->ins[pc];
    Node *two[3];
    switch (in->op) {
    case OP_RETURN: return r[in->a] && r[in->a]->kind == NODE_CALL ? r[in->a] : NULL;
    case OP_MOVE: r[in->a] = r[in->b]; break;
    case OP_CONST: r[in->a] = node_scalar(c->consts[in->k]); break;
    case OP_INT: r[in->a] = node_scalar(v_int(in->k)); break;
    case OP_GLOBAL:
    case OP_CONSTANT: {
      const Binding *b = binding_followed(c->consts[in->k].p);
      if (is_undef(b->value)) return NULL;
      r[in->a] = node_scalar(b->value);
      break;
    }
    case OP_CAPTURED: {
      Value v = struct_get(f, (uint32_t)in->k);
      if (is_undef(v)) return NULL;
      r[in->a] = node_scalar(v);
      break;
    }
    case OP_GETBOX: {
      if (!r[in->b] || r[in->b]->value.type != T_BOX) return NULL;
      Value v = ((Box *)r[in->b]->value.p)->value;
      if (is_undef(v)) return NULL;
      r[in->a] = node_scalar(v);
      break;
    }
    case OP_NEG:
    case OP_NOT:
      two[0] = r[in->b];
      if (!two[0] || two[0]->store == ST_VALUE) return NULL;
      r[in->a] = node_call_known(in->op == OP_NEG ? FN(sub) : FN(not ), two, 1, depth);
      if (!r[in->a]) return NULL;
      break;
    case OP_CALL: {
      if (!r[in->a] || r[in->a]->kind != NODE_SCALAR || in->b < 1 || in->b > 3) return NULL;
      for (int i = 0; i < in->b; i++) {
        two[i] = r[in->a + 1 + i];
        if (!two[i]) return NULL;
      }
      Value callee = r[in->a]->value;
      r[in->a] = callee.p == FN(literal_pow).p && in->b == 3 ? node_literal_pow(two)
                                                             : node_call_known(callee, two, in->b, depth);
      if (!r[in->a]) return NULL;
      break;
    }
    case OP_POWI:
      two[1] = r[in->b];
      if (!two[1]) return NULL;
      r[in->a] = node_power(two[1], in->c);
      if (!r[in->a]) return NULL;
      break;
    default: {
      Value op = code_operator(in->op);
      if (is_undef(op)) return NULL;
      two[0] = r[in->b];
      two[1] = in->op >= OP_ADDI ? node_scalar(v_int((int16_t)in->c)) : r[in->c];
      if (!two[0] || !two[1] || two[0]->store == ST_VALUE || two[1]->store == ST_VALUE) return NULL;
      r[in->a] = node_call_known(op, two, 2, depth);
      if (!r[in->a]) return NULL;
    }
    }
  }
  return NULL;
}

static bool is_broadcasted(Value v) { return CORE->tn_broadcasted && v.type->name == CORE->tn_broadcasted; }

static Node *node_of(Value v) {
  if (is_broadcasted(v)) return node_call(struct_get(v, 0), struct_get(v, 1));
  if (is_dense(v)) return node_array(as_array(v), false);
  if ((v.type->flags & TF_IMMEDIATE) || v.type == T_STRING || v.type == T_SYMBOL || is_type(v)) return node_scalar(v);
  if (is_tuple(v) && !(v.type->flags & TF_NAMEDTUPLE)) return node_tuple(v);
  if (CORE->tn_refvalue && v.type->name == CORE->tn_refvalue) return node_scalar(struct_get(v, 0));
  if (type_isa(v, CORE->tn_abstractarray->wrapper)) return node_array(array_from(v), false);
  if (type_isa(v, &T_FUNCTION->head) || type_isa(v, &T_NUMBER->head)) return node_scalar(v);
  Value w = call1(base_function("broadcastable"), v);
  if (CORE->tn_refvalue && w.type->name == CORE->tn_refvalue) return node_scalar(struct_get(w, 0));
  if (is_dense(w) || is_broadcasted(w) || (is_tuple(w) && !(w.type->flags & TF_NAMEDTUPLE))) return node_of(w);
  if (type_isa(w, CORE->tn_abstractarray->wrapper)) return node_array(array_from(w), false);
  if (w.type->nfields == 1 && CORE->tn_ref && type_isa(w, CORE->tn_ref->wrapper)) return node_scalar(struct_get(w, 0));
  return node_scalar(w);
}

typedef struct Shape {
  uint32_t n;
  size_t dims[MAX_DIMS];
  bool arrays, tuples;
} Shape;

static void shape_join(Shape *s, Node *n) {
  if (n->joined) return;
  n->joined = true;
  if (n->kind == NODE_CALL) {
    for (int i = 0; i < n->n; i++) shape_join(s, n->args[i]);
  } else if (n->kind == NODE_ARRAY) {
    if (n->tuple)
      s->tuples = true;
    else
      s->arrays = true;
    for (uint32_t k = 0; k < n->ndims; k++) {
      if (k >= s->n) {
        s->dims[k] = n->dims[k];
        s->n = k + 1;
      } else if (s->dims[k] == 1) {
        s->dims[k] = n->dims[k];
      } else if (n->dims[k] != 1 && n->dims[k] != s->dims[k]) {
        throw_dimension("arrays could not be broadcast to a common size; got a dimension with lengths %zu and %zu",
                        s->dims[k], n->dims[k]);
      }
    }
  }
}

/* The dimensions that are walked: those of length 1 left out, neighbours joined where every array can. */
typedef struct Walk {
  uint32_t n;
  size_t dims[MAX_DIMS], pos[MAX_DIMS], total;
  int nleaves, cap;
  Node **leaves;
} Walk;

static void walk_leaves(Walk *w, Node *n) {
  if (n->walked) return;
  n->walked = true;
  if (n->kind == NODE_CALL) {
    for (int i = 0; i < n->n; i++) walk_leaves(w, n->args[i]);
    return;
  }
  if (n->kind != NODE_ARRAY) return;
  if (w->nleaves == w->cap) {
    w->cap = w->cap ? w->cap * 2 : 8;
    Node **more = gc_alloc((size_t)w->cap * sizeof(Node *));
    if (w->nleaves) memcpy(more, w->leaves, (size_t)w->nleaves * sizeof(Node *));
    w->leaves = more;
  }
  w->leaves[w->nleaves++] = n;
}

static void walk_start(Walk *w, Node *root, const Shape *s) {
  *w = (Walk){.total = 1};
  walk_leaves(w, root);
  for (uint32_t k = 0; k < s->n; k++) {
    w->total *= s->dims[k];
    if (s->dims[k] == 1) continue;
    bool joins = w->n > 0;
    for (int i = 0; i < w->nleaves; i++) {
      Node *l = w->leaves[i];
      size_t stride = 1;
      for (uint32_t d = 0; d < k && d < l->ndims; d++) stride *= l->dims[d];
      size_t mine = k < l->ndims && l->dims[k] != 1 ? stride : 0;
      l->stride[w->n] = mine;
      if (w->n) {
        size_t before = l->stride[w->n - 1], extent = w->dims[w->n - 1];
        joins = joins && (before == 0 ? mine == 0 : mine == before * extent);
      }
    }
    if (joins) {
      w->dims[w->n - 1] *= s->dims[k];
    } else {
      w->dims[w->n++] = s->dims[k];
    }
  }
  if (w->n == 0) {
    w->n = 1;
    w->dims[0] = 1;
    for (int i = 0; i < w->nleaves; i++) w->leaves[i]->stride[0] = 0;
  }
  for (int i = 0; i < w->nleaves; i++) w->leaves[i]->offset = 0;
}

static bool walk_next(Walk *w) {
  for (uint32_t k = 1; k < w->n; k++) {
    w->pos[k]++;
    for (int i = 0; i < w->nleaves; i++) w->leaves[i]->offset += w->leaves[i]->stride[k];
    if (w->pos[k] < w->dims[k]) return true;
    for (int i = 0; i < w->nleaves; i++) w->leaves[i]->offset -= w->leaves[i]->stride[k] * w->dims[k];
    w->pos[k] = 0;
  }
  return false;
}

static void *block_of(Node *n) {
  if (!n->out) n->out = gc_alloc_leaf(sizeof(double[BLOCK_LEN]));
  return n->out;
}

static size_t store_size(uint8_t store) { return store == ST_BOOL ? 1 : store == ST_F32 ? 4 : 8; }

/* Element i of a node's evaluated block. */
static Value block_value(const Node *n, const Block *b, const Value *values, size_t i) {
  if (values) return n->kind == NODE_SCALAR ? n->value : values[i];
  size_t k = b->constant ? 0 : i;
  switch (b->store) {
  case ST_F64: return v_f64(((const double *)b->data)[k]);
  case ST_I64: return v_int(((const int64_t *)b->data)[k]);
  case ST_F32: return v_f32(((const float *)b->data)[k]);
  default: return v_bool(((const uint8_t *)b->data)[k]);
  }
}

static Block node_eval(Node *n, size_t at, size_t len, void *into);

/* Evaluates elements at .. at+len-1 of the run as Values. */
static Value *node_eval_values(Node *n, size_t at, size_t len) {
  if (n->kind == NODE_SCALAR) return &n->value;
  if (!n->values) n->values = gc_alloc(BLOCK_LEN * sizeof(Value));
  if (n->kind == NODE_ARRAY) {
    for (size_t i = 0; i < len; i++) {
      n->values[i] = array_get(n->array, n->offset + (at + i) * n->stride[0]);
      if (is_undef(n->values[i])) throw_singleton(T_UNDEFREFERROR);
    }
    return n->values;
  }
  if (n->kernel >= 0) {
    Block b = node_eval(n, at, len, NULL);
    for (size_t i = 0; i < len; i++) n->values[i] = block_value(n, &b, NULL, i);
    return n->values;
  }
  Value *args[MAX_ARGS], x[MAX_ARGS];
  size_t step[MAX_ARGS];
  for (int k = 0; k < n->n; k++) {
    args[k] = node_eval_values(n->args[k], at, len);
    step[k] = n->args[k]->kind != NODE_SCALAR;
  }
  for (size_t i = 0; i < len; i++) {
    for (int k = 0; k < n->n; k++) x[k] = args[k][i * step[k]];
    n->values[i] = call(n->value, x, n->n);
  }
  return n->values;
}

/* Evaluates a node with a store; into, if given, receives the results. */
static Block node_eval(Node *n, size_t at, size_t len, void *into) {
  if (n->kind == NODE_SCALAR) return (Block){n->store, true, &n->constant};
  size_t size = store_size(n->store);
  if (n->kind == NODE_ARRAY) {
    const char *data = n->array->data + (n->offset + at * n->stride[0]) * size;
    return (Block){n->store, n->stride[0] == 0, data};
  }
  if (!into && n->stamp == block_stamp) return n->last;
  Block args[3];
  for (int k = 0; k < n->n; k++) args[k] = node_eval(n->args[k], at, len, NULL);
  bool constant = true;
  for (int k = 0; k < n->n; k++) constant &= args[k].constant;
  if (!n->scratch) n->scratch = gc_alloc_leaf(3 * sizeof(double[BLOCK_LEN]));
  void *out = into ? into : block_of(n);
  size_t count = constant ? 1 : len;
  if (n->n == 1) args[0].constant = false;
  if (constant && n->n > 1) args[n->n - 1].constant = args[0].constant = false;
  if (n->kernel >= 0 && (n->n != 3 || !args[0].constant) &&
      kernel_run(n->kernel, args, n->n, out, n->store, count, n->scratch)) {
    if (into && constant) {
      for (size_t i = 1; i < len; i++) memcpy((char *)out + i * size, out, size);
      return (Block){n->store, false, out};
    }
    if (!into) n->stamp = block_stamp;
    return n->last = (Block){n->store, constant, out};
  }
  /* Some element is special: the function itself throws, or knows the answer. */
  for (size_t i = 0; i < len; i++) {
    Value x[3];
    for (int k = 0; k < n->n; k++) {
      Block b = args[k];
      if (constant) b.constant = true;
      x[k] = block_value(n->args[k], &b, NULL, i);
    }
    Value v = call(n->value, x, n->n);
    raw_store((char *)out + i * size, n->store, v);
  }
  return (Block){n->store, false, out};
}

static Object *node_type(const Node *n) {
  if (n->kind == NODE_SCALAR) return &n->value.type->head;
  if (n->kind == NODE_ARRAY) return n->array->eltype;
  switch (n->store) {
  case ST_F64: return &T_FLOAT64->head;
  case ST_I64: return &T_INT64->head;
  case ST_F32: return &T_FLOAT32->head;
  case ST_BOOL: return &T_BOOL->head;
  default: break;
  }
  Value types[MAX_ARGS];
  for (int i = 0; i < n->n; i++) types[i] = v_object(node_type(n->args[i]));
  return infer_result(n->value, types, n->n);
}

static Array *evaluate_typed(Node *root, Walk *w, const Shape *s) {
  Array *r = root->store == ST_BOOL ? array_bits(s->n, s->dims) : array_raw(node_type(root), s->n, s->dims);
  size_t size = store_size(root->store);
  char *to = r->data;
  if (!w->total) return r;
  do {
    for (size_t at = 0; at < w->dims[0]; at += BLOCK_LEN) {
      size_t len = w->dims[0] - at < BLOCK_LEN ? w->dims[0] - at : BLOCK_LEN;
      block_stamp++;
      node_eval(root, at, len, to);
      to += len * size;
    }
  } while (walk_next(w));
  return r;
}

static Array *evaluate_values(Node *root, Walk *w, const Shape *s) {
  Builder b = {.dims = s->dims, .ndims = s->n, .bits = true};
  if (w->total) {
    do {
      for (size_t at = 0; at < w->dims[0]; at += BLOCK_LEN) {
        size_t len = w->dims[0] - at < BLOCK_LEN ? w->dims[0] - at : BLOCK_LEN;
        block_stamp++;
        Value *v = node_eval_values(root, at, len);
        size_t step = root->kind != NODE_SCALAR;
        for (size_t i = 0; i < len; i++) builder_add(&b, v[i * step]);
      }
    } while (walk_next(w));
  }
  return builder_end(&b, b.array ? NULL : node_type(root));
}

/* Tuples keep the type of each element. */
static Value evaluate_tuple(Node *root, const Shape *s) {
  Walk w;
  walk_start(&w, root, s);
  Value *r = gc_alloc((w.total + 1) * sizeof(Value));
  for (size_t at = 0; at < w.total; at += BLOCK_LEN) {
    size_t len = w.total - at < BLOCK_LEN ? w.total - at : BLOCK_LEN;
    block_stamp++;
    memcpy(r + at, node_eval_values(root, at, len), len * sizeof(Value));
  }
  return tuple_new(r, (int)w.total);
}

/* A tree without arrays is an ordinary call. */
static Value evaluate_scalar(Node *n) {
  if (n->kind == NODE_SCALAR) return n->value;
  Value x[MAX_ARGS];
  for (int i = 0; i < n->n; i++) x[i] = evaluate_scalar(n->args[i]);
  return call(n->value, x, n->n);
}

static Array *evaluate(Node *root, const Shape *s) {
  Walk w;
  walk_start(&w, root, s);
  if (root->kind == NODE_CALL && root->kernel >= 0) return evaluate_typed(root, &w, s);
  return evaluate_values(root, &w, s);
}

Array *vectorise(Value f, Array *const *arrays, int n) {
  if (n < 1 || n > 3 || arrays[0]->len < VECTORISE_MIN || arrays[0]->ndims == 0) return NULL;
  Node *args[3];
  Shape s = {0};
  for (int i = 0; i < n; i++) {
    args[i] = node_array(arrays[i], false);
    if (args[i]->store == ST_VALUE) return NULL;
    shape_join(&s, args[i]);
  }
  Node *root = node_call_known(f, args, n, 0);
  if (!root || root->kernel < 0) return NULL;
  Array *r = evaluate(root, &s);
  if (!array_is_bits(r)) return r;
  r->head.type = type_array(&T_BOOL->head, (int)r->ndims);
  return r;
}

Array *vectorise_generator(Value g) {
  if (!CORE->tn_generator || g.type->name != CORE->tn_generator) return NULL;
  Value source = struct_field(g, "iter");
  IntRange r;
  if (!is_dense(source) && !(int_range(source, &r) && r.n >= VECTORISE_MIN)) return NULL;
  Array *a = array_from(source);
  return vectorise(struct_field(g, "f"), &a, 1);
}

BUILTIN(broadcast_materialize, "materialize(x)", "Evaluate a dotted expression.") {
  if (!is_broadcasted(args[0])) return args[0];
  Node *root = node_of(args[0]);
  Shape s = {0};
  shape_join(&s, root);
  if (!s.arrays && !s.tuples) return evaluate_scalar(root);
  if (s.n == 0) return evaluate_scalar(root);
  bool tuple = s.tuples && !s.arrays;
  if (!tuple) return v_object(evaluate(root, &s));
  return evaluate_tuple(root, &s);
}

BUILTIN(broadcast_lazy, "broadcasted(f, args...)", "A dotted call, to be evaluated by materialize.") {
  Value fields[2] = {args[0], tuple_new(args + 1, nargs - 1)};
  return struct_new((Type *)CORE->tn_broadcasted->wrapper, fields, 2);
}

/* The shape of the destination for the walk; the expression's must fit into it. */
static Shape destination(const Shape *s, const size_t *dims, uint32_t n) {
  Shape d = {.n = n};
  memcpy(d.dims, dims, n * sizeof(size_t));
  for (uint32_t k = 0; k < s->n; k++) {
    if (k >= n ? s->dims[k] != 1 : s->dims[k] != 1 && s->dims[k] != dims[k])
      throw_dimension("array could not be broadcast to match destination");
  }
  return d;
}

static void copy_aliased(Walk *w, const Array *dest) {
  for (int i = 0; i < w->nleaves; i++) {
    Node *l = w->leaves[i];
    if (l->array->data != dest->data || !dest->len) continue;
    if (l->array->len == dest->len && w->n == 1 && l->stride[0] == 1) continue;
    l->array = array_copy(l->array);
  }
}

static void assign_dense(Array *dest, Node *root, const Shape *s) {
  Walk w;
  walk_start(&w, root, s);
  copy_aliased(&w, dest);
  size_t to = 0;
  if (!w.total) return;
  bool typed = root->store != ST_VALUE && root->store == dest->store && node_type(root) == dest->eltype;
  do {
    for (size_t at = 0; at < w.dims[0]; at += BLOCK_LEN) {
      size_t len = w.dims[0] - at < BLOCK_LEN ? w.dims[0] - at : BLOCK_LEN;
      block_stamp++;
      if (typed) {
        size_t size = store_size(root->store);
        char *p = dest->data + to * size;
        Block b = node_eval(root, at, len, NULL);
        if (b.constant)
          for (size_t i = 0; i < len; i++) memcpy(p + i * size, b.data, size);
        else
          memmove(p, b.data, len * size);
      } else {
        Value *v = node_eval_values(root, at, len);
        size_t step = root->kind != NODE_SCALAR;
        for (size_t i = 0; i < len; i++) array_put(dest, to + i, v[i * step]);
      }
      to += len;
    }
  } while (walk_next(&w));
}

static Value *view_indices(Value view, int *n) {
  Value t = struct_get(view, 1);
  *n = (int)tuple_len(t);
  Value *idx = gc_alloc((size_t)(*n + 1) * sizeof(Value));
  for (int i = 0; i < *n; i++) idx[i] = tuple_get(t, (uint32_t)i);
  return idx;
}

BUILTIN(broadcast_assign, "materialize!(dest, x)", "Evaluate a dotted expression into `dest`.") {
  Value dest = args[0];
  if (!type_isa(dest, CORE->tn_abstractarray->wrapper))
    return call2(base_function("_materialize_other!"), dest, args[1]);
  Node *root = node_of(args[1]);
  while (root->kind == NODE_CALL && root->value.p == FN(identity).p && root->n == 1) root = root->args[0];
  Shape s = {0};
  shape_join(&s, root);
  if (is_dense(dest)) {
    Array *d = as_array(dest);
    Shape to = destination(&s, d->dims, d->ndims);
    assign_dense(d, root, &to);
    return dest;
  }
  size_t dims[16];
  int n = iter_shape(dest, dims);
  if (n < 0) throw_argument("broadcasting into something without a shape");
  Shape to = destination(&s, dims, (uint32_t)n);
  Value temp;
  if (n == 0) {
    temp = root->kind == NODE_ARRAY ? array_get(root->array, 0) : evaluate_scalar(root);
  } else {
    Walk w;
    walk_start(&w, root, &to);
    temp = v_object(root->kind == NODE_CALL && root->kernel >= 0 ? evaluate_typed(root, &w, &to)
                                                                 : evaluate_values(root, &w, &to));
  }
  if (CORE->tn_subarray && dest.type->name == CORE->tn_subarray && is_dense(struct_get(dest, 0))) {
    int k;
    Value *idx = view_indices(dest, &k);
    array_index_set(struct_get(dest, 0), temp, idx, k);
  } else if (n == 0) {
    call2(FN(setindex), dest, temp);
  } else {
    call2(base_function("copyto!"), dest, temp);
  }
  return dest;
}
