/* Iteration: the containers that the machine knows, and the general protocol of iterate. */
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/dict.h"
#include "value/error.h"
#include "value/range.h"
#include "value/strided.h"
#include "value/gc.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/type.h"

static void begin(Value *it, enum iteration tag) { it[1] = (Value){(Type *)(uintptr_t)tag, {0}}; }

static void begin_range(Value *it, int64_t start, int64_t step, int64_t stop) {
  uint64_t left = 0;
  if (step > 0 ? start <= stop : step < 0 && start >= stop) {
    left = step > 0 ? ((uint64_t)stop - (uint64_t)start) / (uint64_t)step
                    : ((uint64_t)start - (uint64_t)stop) / (0 - (uint64_t)step);
    left += left < UINT64_MAX; /* nobody comes to the last of 2^64 */
  }
  it[0] = (Value){(Type *)(uintptr_t)step, {.u = left}};
  begin(it, IT_RANGE);
  it[1].i = start;
}

static int64_t int_field(Value v, uint32_t i) {
  return *(int64_t *)(void *)((char *)object_data(v.o) + v.type->fields[i].offset);
}

/* Ranges of Int64; the layouts are those that the prelude declares. */
static bool prepare_range(Value *it) {
  Value v = it[0];
  Type *t = v.type;
  TypeName *name = t->name;
  if (!t->nparams || t->params[0].p != T_INT64 || !t->fields) return false;
  if (name == CORE->tn_unitrange)
    begin_range(it, int_field(v, 0), 1, int_field(v, 1));
  else if (name == CORE->tn_oneto)
    begin_range(it, 1, 1, int_field(v, 0));
  else if (name == CORE->tn_steprange && t->params[1].p == T_INT64)
    begin_range(it, int_field(v, 0), int_field(v, 1), int_field(v, 2));
  else
    return false;
  return true;
}

static bool is_view(Value v) { return CORE->tn_subarray && v.type->name == CORE->tn_subarray; }

/* Dictionaries, and what wraps one: keys(d), values(d) and sets, of which it is the first field. */
static bool prepare_dict(Value *it) {
  const TypeName *name = it[0].type->name;
  if (is_dict(it[0])) {
    begin(it, IT_PAIRS);
    return true;
  }
  if (!name || (name != CORE->tn_set && name != CORE->tn_keyset && name != CORE->tn_valueiterator)) return false;
  Value d = struct_get(it[0], 0);
  if (is_undef(d) || !is_dict(d)) return false;
  it[0] = d;
  begin(it, name == CORE->tn_valueiterator ? IT_VALUES : IT_KEYS);
  return true;
}

void op_forprep(Value *it) {
  Value v = it[0];
  if (is_dense(v))
    begin(it, IT_ARRAY);
  else if (v.type->flags & (TF_TUPLE | TF_NAMEDTUPLE))
    begin(it, IT_TUPLE);
  else if (is_string(v))
    begin(it, IT_STRING);
  else if (v.type == T_SVEC)
    begin(it, IT_SVEC);
  else if (is_float_range(v))
    begin(it, IT_FLOATS);
  else if (is_view(v) && array_strided(v, &(Strided){0}))
    begin(it, IT_VIEW);
  else if (!prepare_range(it) && !prepare_dict(it) && !op_prepare_nested(it))
    begin(it, IT_FRESH);
}

void op_forprep_apart(Value *it, int n) {
  op_forprep(it);
  if (it[1].type == (Type *)IT_PAIRS && n == 2)
    begin(it, IT_APART);
  else if (it[1].type == (Type *)IT_NESTED)
    op_nested_apart(it, n);
}

Value op_destructure(Value x, int n) {
  if (is_tuple(x)) {
    if (tuple_len(x) < (uint32_t)n) throw_bounds(x, v_int((int64_t)tuple_len(x) + 1));
    return x;
  }
  if (x.type->name == CORE->tn_pair && n <= 2) return x;
  Value *v = gc_alloc(((size_t)n + 1) * sizeof *v);
  Value y = n ? call1(FN(iterate), x) : V_UNDEF;
  for (int i = 0; i < n; i++) {
    if (is_nothing(y)) throw_bounds(x, v_int(i + 1));
    v[i] = call2(FN(getindex), y, v_int(1));
    if (i + 1 < n) y = call2(FN(iterate), x, call2(FN(getindex), y, v_int(2)));
  }
  return tuple_new(v, n);
}

void op_unpack(Value *v, int n) {
  Value whole = op_destructure(v[0], n);
  for (int i = 0; i < n; i++) v[i + 1] = struct_get(whole, (uint32_t)i);
}

static bool next_array(Value *it) {
  Array *a = it[0].p;
  if (it[1].u >= a->len) return false;
  it[2] = array_get(a, it[1].u++);
  if (is_undef(it[2])) throw_singleton(T_UNDEFREFERROR);
  return true;
}

static bool next_of_view(Value *it) {
  Strided s;
  if (!array_strided(it[0], &s)) throw_bounds(it[0], v_int((int64_t)it[1].u + 1)); /* the parent was shortened */
  if (it[1].u >= s.n) return false;
  it[2] = strided_get(&s, it[1].u++);
  if (is_undef(it[2])) throw_singleton(T_UNDEFREFERROR);
  return true;
}

static bool next_character(Value *it) {
  String *s = it[0].p;
  if (it[1].u >= s->len) return false;
  uint32_t c;
  it[1].u += utf8_decode(s->text + it[1].u, s->text + s->len, &c);
  it[2] = v_char(c);
  return true;
}

static bool next_of_dict(Value *it) {
  Dict *d = it[0].p;
  size_t pos = it[1].u, i;
  if (!dict_next(d, &pos, &i)) return false;
  it[1].u = pos;
  enum iteration what = (enum iteration)(uintptr_t)it[1].type;
  if (what == IT_APART) {
    it[2] = V_UNDEF;
    it[3] = dict_key_at(d, i);
    it[4] = dict_value_at(d, i);
    return true;
  }
  it[2] = what == IT_PAIRS ? dict_pair_at(d, i) : what == IT_KEYS ? dict_key_at(d, i) : dict_value_at(d, i);
  return true;
}

static bool next_general(Value *it) {
  Value got = it[1].type == (Type *)IT_FRESH ? call1(FN(iterate), it[0]) : call2(FN(iterate), it[0], it[1]);
  if (is_nothing(got)) return false;
  if (is_tuple(got) && tuple_len(got) == 2) {
    it[2] = tuple_get(got, 0);
    it[1] = tuple_get(got, 1);
  } else { /* any iterable of two, as destructuring takes */
    it[2] = call2(FN(getindex), got, v_int(1));
    it[1] = call2(FN(getindex), got, v_int(2));
  }
  return true;
}

bool op_fornext(Value *it) {
  switch ((uintptr_t)it[1].type) {
  case IT_RANGE:
    if (it[0].u == 0) return false;
    it[0].u--;
    it[2] = v_int(it[1].i);
    it[1].i = (int64_t)(it[1].u + (uint64_t)(uintptr_t)it[0].type);
    return true;
  case IT_ARRAY: return next_array(it);
  case IT_VIEW: return next_of_view(it);
  case IT_TUPLE:
    if (it[1].u >= it[0].type->nfields) return false;
    it[2] = struct_get(it[0], (uint32_t)it[1].u++);
    return true;
  case IT_SVEC:
    if (it[1].u >= ((Svec *)it[0].p)->n) return false;
    it[2] = ((Svec *)it[0].p)->items[it[1].u++];
    return true;
  case IT_FLOATS:
    if ((int64_t)it[1].u >= float_range_len(it[0])) return false;
    it[2] = v_f64(float_range_at(it[0], (int64_t)++it[1].u));
    return true;
  case IT_STRING: return next_character(it);
  case IT_PAIRS:
  case IT_APART:
  case IT_KEYS:
  case IT_VALUES: return next_of_dict(it);
  case IT_NESTED: return op_nested_next(it);
  default: return next_general(it);
  }
}

/* What a splat may hold: more would not fit a C stack or a tuple type anyway. */
#define SPLAT_LIMIT (1 << 22)

typedef struct Items {
  Value *at;
  size_t n, cap;
} Items;

static void items_reserve(Items *items, size_t more) {
  if (more <= items->cap - items->n) return;
  if (items->n + more > SPLAT_LIMIT) throw_argument("too many arguments in a call with ...");
  size_t cap = items->cap * 2 > items->n + more ? items->cap * 2 : items->n + more;
  Value *grown = gc_alloc(cap * sizeof(Value));
  if (items->n) memcpy(grown, items->at, items->n * sizeof(Value));
  items->at = grown;
  items->cap = cap;
}

static void items_add(Items *items, Value container) {
  if (is_dense(container)) {
    const Array *a = as_array(container);
    items_reserve(items, a->len);
    for (size_t i = 0; i < a->len; i++) {
      Value v = array_get(a, i);
      if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
      items->at[items->n++] = v;
    }
    return;
  }
  Value it[3] = {container, V_UNDEF, V_UNDEF};
  op_forprep(it);
  while (op_fornext(it)) {
    items_reserve(items, 1);
    items->at[items->n++] = it[2];
  }
}

Value *op_gather(Value first, const Value *containers, int n, int *count) {
  Items items = {0};
  items_reserve(&items, 16);
  items.at[items.n++] = first;
  for (int i = 0; i < n; i++) items_add(&items, containers[i]);
  *count = (int)items.n - 1;
  return items.at;
}
