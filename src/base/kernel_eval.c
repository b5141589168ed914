/* Evaluating trees of kernels block by block. */
#include "base/infer.h"
#include "base/kernel_lookup.h"
#include "lang/call_site.h"
#include "value/builtin.h"
#include "value/struct.h"

static uint64_t block_stamp; /* counts the blocks evaluated */

void term_next_block(void) { block_stamp++; }

/* Memory for len results, beginning with a line of the cache; the first run of a walk is its longest. */
static void *block_of(Term *n, size_t len) {
  if (n->room < len) {
    char *memory = gc_alloc_leaf(len * kernel_size(n->store) + 63);
    n->out = (void *)(((uintptr_t)memory + 63) & ~(uintptr_t)63);
    n->room = len;
  }
  return n->out;
}

static Value number_at(const void *data, uint8_t store, size_t i) {
  switch (store) {
  case ST_F64: return v_f64(((const double *)data)[i]);
  case ST_I64: return v_int(((const int64_t *)data)[i]);
  case KS_COMPLEX: return raw_load((const char *)data + 16 * i, ST_STRUCT, (Type *)kernel_type(KS_COMPLEX));
  default: return raw_load((const char *)data + i * kernel_size(store), store, (Type *)kernel_type(store));
  }
}

static void number_put(void *data, uint8_t store, size_t i, Value v) {
  if (&v.type->head != kernel_type(store)) throw_type("broadcast", kernel_type(store), v);
  raw_store((char *)data + i * kernel_size(store), store == KS_COMPLEX ? ST_STRUCT : store, v);
}

/* A function may have shortened the array. */
size_t term_position(const Term *n, size_t at, size_t len) {
  size_t first = n->offset + at * n->stride[0], last = first + (len - 1) * n->stride[0], limit = n->array->len;
  if (first >= limit || last >= limit)
    throw_bounds(v_object(n->array), v_int((int64_t)(last > first ? last : first) + 1));
  return first;
}

static Block eval_array(const Term *n, size_t at, size_t len) {
  size_t first = term_position(n, at, len);
  return (Block){n->store, n->stride[0] == 0, n->array->data + first * kernel_size(n->store)};
}

/* Bits become bytes. */
static Block eval_bits(Term *n, size_t at, size_t len, void *into) {
  size_t first = term_position(n, at, len), step = n->stride[0];
  void *out = into && step ? into : block_of(n, len);
  if (step == 1)
    bits_unpack(out, n->array->bits, first, len);
  else
    bits_unpack_step(out, n->array->bits, first, (ptrdiff_t)step, step ? len : 1);
  return (Block){n->store, step == 0, out};
}

static Block eval_strided(Term *n, size_t at, size_t len, void *into) {
  if (n->array->store == ST_BIT) return eval_bits(n, at, len, into);
  size_t size = kernel_size(n->store), first = term_position(n, at, len);
  void *out = into ? into : block_of(n, len);
  loop_gather(out, n->array->data + first * size, (ptrdiff_t)n->stride[0] * (ptrdiff_t)size, size, len);
  return (Block){n->store, false, out};
}

static Block eval_range(Term *n, size_t at, size_t len) {
  uint64_t *out = block_of(n, len), step = (uint64_t)n->range.step;
  uint64_t first = (uint64_t)n->range.first + (n->offset + at * n->stride[0]) * step;
  if (!n->stride[0]) len = 1;
  for (size_t i = 0; i < len; i++) out[i] = first + i * step;
  return (Block){ST_I64, n->stride[0] == 0, out};
}

static Block eval_gather(Term *n, size_t at, size_t len) {
  Block index = term_eval(n->args[0], at, len, NULL);
  if (!index.data) return index;
  const int64_t *k = index.data;
  size_t count = index.constant ? 1 : len, size = kernel_size(n->store), limit = n->array->len;
  char *out = block_of(n, count);
  const char *from = n->array->data;
  uint64_t bad = 0;
  for (size_t i = 0; i < count; i++) bad |= (uint64_t)((uint64_t)k[i] - 1 >= limit);
  if (bad) return (Block){n->store, false, NULL};
  if (n->array->store == ST_BIT)
    for (size_t i = 0; i < count; i++) out[i] = bits_get(n->array->bits, (size_t)k[i] - 1);
  else if (size == 8)
    for (size_t i = 0; i < count; i++) ((uint64_t *)(void *)out)[i] = ((const uint64_t *)(const void *)from)[k[i] - 1];
  else
    for (size_t i = 0; i < count; i++) memcpy(out + i * size, from + (size_t)(k[i] - 1) * size, size);
  return (Block){n->store, index.constant, out};
}

static Block eval_field(Term *n, size_t at, size_t len) {
  const Term *of = n->args[0];
  const char *from = of->array->data + term_position(of, at, len) * of->array->elsize + n->field;
  if (!of->stride[0]) return (Block){n->store, true, from};
  char *out = block_of(n, len);
  loop_gather(out, from, of->stride[0] * of->array->elsize, kernel_size(n->store), len);
  return (Block){n->store, false, out};
}

static Block eval_lookup(Term *n, size_t at, size_t len) {
  Block keys = term_eval(n->args[0], at, len, NULL);
  if (!keys.data) return keys;
  void *out = block_of(n, len);
  bool all = lookup_eval(n, keys, keys.constant ? 1 : len, out);
  return (Block){n->store, keys.constant, all ? out : NULL};
}

void block_spread(Block b, size_t len, void *into) {
  size_t size = kernel_size(b.store);
  if (size == 8) {
    uint64_t x, *to = into;
    memcpy(&x, b.data, 8);
    for (size_t i = 0; i < len; i++) to[i] = x;
    return;
  }
  for (size_t i = 0; i < len; i++) memcpy((char *)into + i * size, b.data, size);
}

/* One number as a block of it, where a loop takes no constant. */
static Block spread(Block b, size_t len) {
  char *all = gc_alloc_leaf(len * kernel_size(b.store) + 1);
  block_spread(b, len, all);
  return (Block){b.store, false, all};
}

static Value argument_value(Term *n, size_t at, size_t i, size_t len) {
  if (n->kind == TERM_TUPLE) {
    Value x[MAX_ARGS];
    for (int k = 0; k < n->n; k++) x[k] = argument_value(n->args[k], at, i, len);
    return tuple_new(x, n->n);
  }
  if (n->kind == TERM_SCALAR) return n->value;
  if (term_is_records(n)) return array_get(n->array, n->offset + (at + i) * n->stride[0]);
  Block b = term_eval(n, at, len, NULL);
  return number_at(b.data, b.store, b.constant ? 0 : i);
}

/* The elements that the function itself gives: it throws, or knows the answer. */
static Block eval_by_calls(Term *n, size_t at, size_t len, void *into) {
  Value f = n->origin_args ? n->origin : n->value;
  Term **args = n->origin_args ? n->origin_args : n->args;
  int count = n->origin_args ? n->origin_n : n->n;
  void *out = into ? into : block_of(n, len);
  for (size_t i = 0; i < len; i++) {
    Value x[MAX_ARGS];
    for (int k = 0; k < count; k++) x[k] = argument_value(args[k], at, i, len);
    number_put(out, n->store, i, call(f, x, count));
  }
  return (Block){n->store, false, out};
}

static bool two_steps(Term *n, size_t at, size_t len, Steps *s);

static Block eval_kernel(Term *n, size_t at, size_t len, void *into) {
  Block args[3];
  bool constant = true;
  int count = n->kernel.nargs;
  if (n->kernel.op == K_IDENTITY && !into) return term_eval(n->operands[0], at, len, NULL);
  Steps two;
  if (two_steps(n, at, len, &two)) {
    void *out = into ? into : block_of(n, len);
    steps_run(two, n->store, out, len);
    return (Block){n->store, false, out};
  }
  for (int k = 0; k < count; k++) {
    args[k] = term_eval(n->operands[k], at, len, NULL);
    if (!args[k].data) return args[k];
    constant &= args[k].constant;
  }
  if (constant) {
    args[0].constant = args[count - 1].constant = false;
    if (count == 3 && n->kernel.op == K_IFELSE) args[1].constant = false;
  } else if (count == 3 && args[0].constant) {
    args[0] = spread(args[0], len);
  }
  void *out = into && !constant ? into : block_of(n, constant ? 1 : len);
  if (!kernel_run(&n->kernel, args, out, constant ? 1 : len)) return (Block){n->store, false, NULL};
  if (!into || !constant) return (Block){n->store, constant, out};
  block_spread((Block){n->store, true, out}, len, into);
  return (Block){n->store, false, into};
}

static Block copy_block(Block b, size_t len, void *into) {
  if (b.constant)
    block_spread(b, len, into);
  else
    memcpy(into, b.data, len * kernel_size(b.store));
  return (Block){b.store, false, into};
}

int term_inner_step(const Term *n, uint8_t *second) {
  static const uint8_t after[2][K_DIV + 1] = {
      {[K_ADD] = STEP_ADD, [K_SUB] = STEP_SUB, [K_MUL] = STEP_MUL, [K_DIV] = STEP_DIV},
      {[K_ADD] = STEP_ADD, [K_SUB] = STEP_FROM, [K_MUL] = STEP_MUL, [K_DIV] = STEP_COUNT}};
  int op = n->kernel.op;
  bool square = op == K_ABS2 || (op == K_MUL && n->operands[0] == n->operands[1]);
  if (op > K_DIV && !square) return -1;
  for (int i = 0; i < (square ? 1 : 2); i++) {
    const Term *x = n->operands[i];
    *second = square ? STEP_SQUARE : after[i][op];
    if (x->kind == TERM_CALL && x->has_kernel && x->store == n->store && x->operands[0]->store == n->store &&
        x->uses <= (square ? (uint32_t)n->kernel.nargs : 1) && steps_known(x->kernel.op, *second, n->store))
      return i;
  }
  return -1;
}

/* n and the step before it as one, their operands evaluated; false if that cannot be. */
static bool two_steps(Term *n, size_t at, size_t len, Steps *s) {
  uint8_t second;
  int k = term_inner_step(n, &second);
  if (k < 0) return false;
  Term *x = n->operands[k];
  Block a = term_eval(x->operands[0], at, len, NULL), b = term_eval(x->operands[1], at, len, NULL), c = b;
  if (second != STEP_SQUARE) c = term_eval(n->operands[!k], at, len, NULL);
  *s = (Steps){x->kernel.op, second, a.constant, b.constant, c.constant, a.data, b.data, c.data};
  return a.data && b.data && c.data && !(a.constant && b.constant);
}

static bool is_memory(const Term *n) {
  return n->store == ST_F64 && (n->kind == TERM_SCALAR || (n->kind == TERM_ARRAY && n->stride[0] <= 1));
}

static const Term *without_identity(const Term *n) {
  while (n->has_kernel && n->kernel.op == K_IDENTITY && n->operands[0]->kind == TERM_CALL) n = n->operands[0];
  return n;
}

bool term_steps_of_memory(const Term *n) {
  n = without_identity(n);
  uint8_t second;
  if (n->kind != TERM_CALL || !n->has_kernel || n->kernel.nargs > 2 || n->store != ST_F64) return false;
  int inner = term_inner_step(n, &second);
  for (int k = 0; k < n->kernel.nargs; k++) {
    const Term *x = n->operands[k];
    if (inner >= 0 && x == n->operands[inner]) {
      if (!is_memory(x->operands[0]) || !is_memory(x->operands[1])) return false;
    } else if (!is_memory(x)) {
      return false;
    }
  }
  return true;
}

bool term_last_steps(Term *n, size_t at, size_t len, Steps *s) {
  n = (Term *)without_identity(n);
  if (n->kind != TERM_CALL || !n->has_kernel || n->kernel.nargs > 2 || n->store != ST_F64) return false;
  if (two_steps(n, at, len, s) && steps_summed(s->first, s->second)) return true;
  int op = n->kernel.op == K_ABS2 ? K_MUL : n->kernel.op;
  if (!steps_summed(op, STEP_NONE)) return false;
  Block args[2];
  for (int k = 0; k < n->kernel.nargs; k++) {
    if (n->operands[k]->store != ST_F64) return false;
    args[k] = term_eval(n->operands[k], at, len, NULL);
    if (!args[k].data) return false;
  }
  if (n->kernel.nargs == 1) args[1] = args[0];
  *s = (Steps){(uint8_t)op, STEP_NONE,    args[0].constant, args[1].constant,
               false,       args[0].data, args[1].data,     args[0].data};
  return !(args[0].constant && args[1].constant);
}

bool term_in_place(const Term *n) {
  n = without_identity(n);
  return n->kind == TERM_CALL && n->has_kernel && n->operands[0]->store == n->store &&
         loop_in_place(n->kernel.op, n->store);
}

Block term_eval(Term *n, size_t at, size_t len, void *into) {
  if (n->kind == TERM_SCALAR) return (Block){n->store, true, n->constant};
  if (n->kind == TERM_ARRAY && n->stride[0] <= 1 && n->array->store != ST_BIT) return eval_array(n, at, len);
  if (!into && n->stamp == block_stamp) return n->last;
  Block b;
  if (n->kind == TERM_ARRAY) {
    b = eval_strided(n, at, len, into);
  } else if (n->kind == TERM_RANGE) {
    b = eval_range(n, at, len);
  } else if (n->kind == TERM_GATHER) {
    b = eval_gather(n, at, len);
  } else if (n->kind == TERM_FIELD) {
    b = eval_field(n, at, len);
  } else if (n->kind == TERM_LOOKUP) {
    b = eval_lookup(n, at, len);
  } else if (n->origin_args && n->kernel.op == K_IDENTITY) { /* the root of a function: no copy if none is asked for */
    b = term_eval(n->operands[0], at, len, n->operands[0]->kind == TERM_CALL ? into : NULL);
    if (b.data && into && b.data != into) b = copy_block(b, len, into);
  } else {
    b = eval_kernel(n, at, len, into);
  }
  if (!b.data && !n->inner && n->kind == TERM_CALL) b = eval_by_calls(n, at, len, into);
  if (!into) {
    n->stamp = block_stamp;
    n->last = b;
  }
  return b;
}

/* The elements of an array as values. */
static void array_values(const Term *n, size_t at, size_t len, Value *out) {
  if (!len) return;
  size_t k = term_position(n, at, len), step = n->stride[0];
  const Array *a = n->array;
  if (a->store == ST_VALUE && step == 1)
    memcpy(out, a->data + k * sizeof(Value), len * sizeof(Value));
  else
    for (size_t i = 0; i < len; i++) out[i] = array_get(a, k + i * step);
  for (size_t i = 0; i < len; i++)
    if (is_undef(out[i])) throw_singleton(T_UNDEFREFERROR);
}

/* A function of each element of an array, which it may shorten. */
static void call_elements(CallSite *f, const Term *n, size_t at, size_t len, Value *out) {
  if (!len) return;
  const Array *a = n->array;
  size_t k = term_position(n, at, len), step = n->stride[0];
  for (size_t i = 0; i < len; i++, k += step) {
    if (UNLIKELY(k >= a->len)) throw_bounds(v_object(a), v_int((int64_t)k + 1));
    Value v = array_get(a, k);
    if (UNLIKELY(is_undef(v))) throw_singleton(T_UNDEFREFERROR);
    out[i] = call_site_call(f, v);
  }
}

Value *term_eval_values(Term *n, size_t at, size_t len) {
  if (n->kind == TERM_SCALAR) return &n->value;
  if (n->values_room < len) {
    n->values = gc_alloc(len * sizeof(Value));
    n->values_room = len;
  }
  if (n->kind == TERM_ARRAY) {
    array_values(n, at, len, n->values);
    return n->values;
  }
  if (n->kind != TERM_CALL || n->has_kernel) {
    Block b = term_eval(n, at, len, NULL);
    for (size_t i = 0; i < len; i++) n->values[i] = number_at(b.data, b.store, b.constant ? 0 : i);
    return n->values;
  }
  Value f = n->value, kw = V_UNDEF;
  if (f.type == (Type *)base_function("KwCall").p) kw = struct_get(f, 1), f = struct_get(f, 0);
  CallSite site = call_site(f);
  if (is_undef(kw) && n->n == 1 && n->args[0]->kind == TERM_ARRAY) {
    call_elements(&site, n->args[0], at, len, n->values);
    return n->values;
  }
  Value *args[MAX_ARGS], x[MAX_ARGS];
  size_t step[MAX_ARGS];
  for (int k = 0; k < n->n; k++) {
    args[k] = term_eval_values(n->args[k], at, len);
    step[k] = n->args[k]->kind != TERM_SCALAR;
  }
  if (is_undef(kw) && n->n == 2) {
    for (size_t i = 0; i < len; i++) n->values[i] = call_site_call2(&site, args[0][i * step[0]], args[1][i * step[1]]);
    return n->values;
  }
  for (size_t i = 0; i < len; i++) {
    for (int k = 0; k < n->n; k++) x[k] = args[k][i * step[k]];
    n->values[i] = call_kw(f, x, n->n, kw);
  }
  return n->values;
}

Object *term_type(const Term *n) {
  if (n->kind == TERM_SCALAR) return &n->value.type->head;
  if (n->kind == TERM_ARRAY) return n->array->eltype;
  if (n->store != ST_VALUE) return kernel_type(n->store);
  Value types[MAX_ARGS];
  Object *told = n->n > 1 && n->args[0]->kind == TERM_SCALAR ? infer_told(n->value, n->args[0]->value) : NULL;
  if (told) return told;
  for (int i = 0; i < n->n; i++) types[i] = v_object(term_type(n->args[i]));
  return infer_result(n->value, types, n->n);
}
