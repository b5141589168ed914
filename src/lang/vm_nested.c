/* Iterators made of other iterators (Generator, and Filter, zip, enumerate, product, flatten of Iterators) without a
 * call of iterate for each element. The layouts are those that the prelude declares. */
#include "lang/vm_nested.h"

#include "lang/vm_ops.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/type.h"

static Nested *nested_new(int kind, const Value *sources, uint32_t n) {
  Nested *s = gc_alloc(sizeof *s);
  s->kind = kind;
  s->n = n;
  s->sources = gc_alloc((n + 1) * sizeof(Value));
  s->its = gc_alloc((3 * (size_t)n + 3) * sizeof(Value));
  s->elements = gc_alloc((n + 1) * sizeof(Value));
  for (uint32_t i = 0; i < n; i++) {
    s->sources[i] = s->its[3 * i] = sources[i];
    op_forprep(s->its + 3 * i);
  }
  return s;
}

static Nested *of_tuple(int kind, Value tuple) {
  if (!is_tuple(tuple) || !tuple_len(tuple)) return NULL;
  uint32_t n = tuple_len(tuple);
  Value *sources = gc_alloc(n * sizeof *sources);
  for (uint32_t i = 0; i < n; i++) sources[i] = tuple_get(tuple, i);
  return nested_new(kind, sources, n);
}

bool op_prepare_nested(Value *it) {
  Value v = it[0];
  const TypeName *name = v.type->name;
  Nested *s = NULL;
  if (!name) return false;
  if (name == CORE->tn_generator || name == CORE->tn_filter) {
    Value inner = struct_get(v, 1);
    s = nested_new(name == CORE->tn_filter ? NEST_FILTER : NEST_GENERATOR, &inner, 1);
    s->function = struct_get(v, 0);
  } else if (name == CORE->tn_enumerate || name == CORE->tn_flatten) {
    Value inner = struct_get(v, 0);
    s = nested_new(name == CORE->tn_flatten ? NEST_FLATTEN : NEST_ENUMERATE, &inner, 1);
  } else if (name == CORE->tn_zip)
    s = of_tuple(NEST_ZIP, struct_get(v, 0));
  else if (name == CORE->tn_product)
    s = of_tuple(NEST_PRODUCT, struct_get(v, 0));
  if (!s) return false;
  it[1] = (Value){(Type *)IT_NESTED, {.p = s}};
  return true;
}

static bool next_filtered(Nested *s, Value *element) {
  while (op_fornext(s->its)) {
    Value x = s->its[2], keep = call1(s->function, x);
    if (!is_bool(keep)) throw_type("if", &T_BOOL->head, keep);
    if (!keep.u) continue;
    *element = x;
    return true;
  }
  return false;
}

static bool next_zipped(Nested *s, Value *element) {
  for (uint32_t i = 0; i < s->n; i++) {
    if (!op_fornext(s->its + 3 * i)) return false;
    s->elements[i] = s->its[3 * i + 2];
  }
  if (s->apart) {
    memcpy(element + 1, s->elements, s->n * sizeof(Value));
    *element = V_UNDEF;
  } else {
    *element = tuple_new(s->elements, (int)s->n);
  }
  return true;
}

void op_nested_apart(Value *it, int n) {
  Nested *s = it[1].p;
  s->apart = (s->kind == NEST_ENUMERATE && n == 2) || (s->kind == NEST_ZIP && n == (int)s->n);
}

/* Begins source i anew; false if it is empty. */
static bool restart(Nested *s, uint32_t i) {
  Value *it = s->its + 3 * i;
  it[0] = s->sources[i];
  op_forprep(it);
  if (!op_fornext(it)) return false;
  s->elements[i] = it[2];
  return true;
}

/* The first source runs fastest. */
static bool next_product(Nested *s, Value *element) {
  if (!s->begun) {
    s->begun = true;
    for (uint32_t i = 0; i < s->n; i++)
      if (!restart(s, i)) return false;
  } else {
    uint32_t i = 0;
    while (!op_fornext(s->its + 3 * i)) {
      if (!restart(s, i) || ++i == s->n) return false;
    }
    s->elements[i] = s->its[3 * i + 2];
  }
  *element = tuple_new(s->elements, (int)s->n);
  return true;
}

static bool next_flattened(Nested *s, Value *element) {
  Value *inner = s->its + 3; /* the spare iteration behind the only one */
  for (;;) {
    if (s->begun && op_fornext(inner)) {
      *element = inner[2];
      return true;
    }
    if (!op_fornext(s->its)) return false;
    inner[0] = s->its[2];
    op_forprep(inner);
    s->begun = true;
  }
}

bool op_nested_next(Value *it) {
  Nested *s = it[1].p;
  switch (s->kind) {
  case NEST_GENERATOR:
    if (!op_fornext(s->its)) return false;
    it[2] = call1(s->function, s->its[2]);
    return true;
  case NEST_FILTER: return next_filtered(s, &it[2]);
  case NEST_ENUMERATE:
    if (!op_fornext(s->its)) return false;
    if (s->apart) {
      it[2] = V_UNDEF;
      it[3] = v_int(++s->count);
      it[4] = s->its[2];
    } else {
      it[2] = tuple_new((Value[]){v_int(++s->count), s->its[2]}, 2);
    }
    return true;
  case NEST_ZIP: return next_zipped(s, &it[2]);
  case NEST_PRODUCT: return next_product(s, &it[2]);
  default: return next_flattened(s, &it[2]);
  }
}
