#include "lang/native_kind.h"

#include "value/type_inner.h"

bool kind_same(Kind x, Kind y) {
  return x.tag == y.tag && x.unit == y.unit && x.known == y.known && x.it == y.it && x.type == y.type &&
         x.bits == y.bits;
}

bool kind_join(Kind *to, Kind from) {
  if (to->tag != from.tag || to->type != from.type || to->it != from.it) return false;
  if (!from.known || !to->known || to->bits != from.bits) {
    if ((from.known || to->known) && to->tag == KIND_VALUE && !(to->type->flags & TF_IMMEDIATE)) return false;
    to->known = false;
    to->bits = 0;
  }
  if (!from.unit) to->unit = false;
  return true;
}

uintptr_t kind_word(Kind k) { return k.tag == KIND_STATE ? k.it : (uintptr_t)k.type; }

/* A store of numbers, characters or truth values that machine code reads and writes. */
static bool is_plain_store(uint8_t store) {
  switch (store) {
  case ST_I8:
  case ST_I16:
  case ST_I32:
  case ST_I64:
  case ST_U8:
  case ST_U16:
  case ST_U32:
  case ST_U64:
  case ST_F32:
  case ST_F64:
  case ST_BOOL:
  case ST_CHAR: return true;
  default: return false;
  }
}

static bool is_range(const Type *t) {
  return t->name == CORE->tn_unitrange || t->name == CORE->tn_oneto || t->name == CORE->tn_steprange;
}

bool type_has_parts(const Type *t) {
  if (!(t->flags & TF_BITS) || t->store != ST_STRUCT || !t->fields || is_range(t)) return false;
  if (!t->nfields || t->nfields > MOST_PARTS) return false;
  for (uint32_t i = 0; i < t->nfields; i++)
    if (!is_plain_store(t->fields[i].store)) return false;
  return true;
}

Kind kind_held(const Object *type, uint8_t store) {
  const Type *t = (const Type *)(const void *)type;
  bool concrete = type->type == T_DATATYPE && t->flags & TF_CONCRETE && !(t->flags & TF_TYPEOFTYPE) && t > T_TYPEVAR;
  bool parts = concrete && type_has_parts(t);
  if (store == ST_STRUCT ? !parts : store == ST_VALUE ? !concrete || parts : !is_plain_store(store)) return (Kind){0};
  return kind_of((Type *)(uintptr_t)t);
}

/* ---- arrays and ranges ---- */

uint8_t array_store(const Type *array) { return type_store(array->params[0].p); }

bool kind_is_array(Kind k, int64_t ndims) {
  return k.tag == KIND_VALUE && k.type->name == CORE->tn_array && (!ndims || k.type->params[1].i == ndims) &&
         kind_held(k.type->params[0].p, array_store(k.type)).tag != KIND_NONE;
}

static bool is_unit_range(const Type *t) {
  return t->nparams && t->params[0].p == T_INT64 && t->fields &&
         (t->name == CORE->tn_unitrange || t->name == CORE->tn_oneto);
}

static bool is_step_range(const Type *t) {
  return t->name == CORE->tn_steprange && t->fields && t->params[0].p == T_INT64 && t->params[1].p == T_INT64;
}

bool kind_is_range(Kind k) {
  return k.tag == KIND_VALUE && (is_unit_range(k.type) || (k.known && is_step_range(k.type)));
}

/* ---- iterations ---- */

Source source_of(Value type) {
  Type *t = type.p;
  if (!type.type || type.type != T_DATATYPE) return (Source){0};
  if (kind_is_array(kind_of(t), 0)) return (Source){IT_ARRAY, array_element(t)};
  return is_unit_range(t) || is_step_range(t) ? (Source){IT_RANGE, T_INT64} : (Source){0};
}

uint32_t nested_items(const Type *iterable, bool *counts) {
  *counts = iterable->name == CORE->tn_enumerate;
  if (*counts) return 2;
  if (iterable->name != CORE->tn_zip) return 0;
  const Type *tuple = iterable->params[0].p;
  return tuple->nparams;
}

Source nested_source(const Type *iterable, uint32_t i) {
  if (iterable->name == CORE->tn_enumerate) return source_of(iterable->params[0]);
  const Type *tuple = iterable->params[0].p;
  return source_of(tuple->params[i]);
}

static bool nested_kinds(const Type *iterable, Kind *items) {
  bool counts;
  uint32_t n = nested_items(iterable, &counts);
  if (!n || n > MOST_ITEMS) return false;
  if (counts) *items = kind_of(T_INT64);
  for (uint32_t i = counts; i < n; i++) {
    Source s = nested_source(iterable, i - counts);
    if (!s.it) return false;
    items[i] = kind_of(s.element);
  }
  return true;
}

/* The element that has these items: of parts, or machine code does not make it. */
static Kind element_of(const Kind *items, uint32_t n, bool pair) {
  Object *types[MOST_ITEMS];
  Value params[2];
  for (uint32_t i = 0; i < n; i++) types[i] = &items[i].type->head;
  for (uint32_t i = 0; pair && i < n; i++) params[i] = v_object(types[i]);
  Type *t = pair ? type_apply(CORE->tn_pair, params, n) : type_tuple(types, n);
  if (!t->fields) type_layout(t);
  return type_has_parts(t) ? kind_of(t) : (Kind){0};
}

/* A column of a dictionary. */
static bool column_kind(const Type *dict, uint32_t i, Kind *item) {
  Object *type = dict->params[i].p;
  *item = (Kind){0};
  if (type != &T_NOTHING->head) *item = kind_held(type, type_store(type));
  return item->tag != KIND_NONE;
}

int iteration_items(Kind iterable, Kind behind, uint32_t n, Kind items[MOST_ITEMS]) {
  if (iterable.tag == KIND_RANGE) {
    *items = kind_of(T_INT64);
    return n ? NO_ITEMS : 0;
  }
  const Type *t = iterable.type;
  Kind parts[MOST_ITEMS];
  if (iterable.tag != KIND_VALUE || behind.tag != KIND_STATE) return NO_ITEMS;
  switch (behind.it) {
  case IT_ARRAY:
    if (!kind_is_array(iterable, 0)) return NO_ITEMS;
    *items = kind_of(array_element(t));
    return 0;
  case IT_STRING: *items = kind_of(T_CHAR); return n ? NO_ITEMS : 0;
  case IT_KEYS: return column_kind(t, 0, items) ? 0 : NO_ITEMS;
  case IT_VALUES: return column_kind(t, 1, items) ? 0 : NO_ITEMS;
  case IT_PAIRS: {
    if (!column_kind(t, 0, parts) || !column_kind(t, 1, parts + 1)) return NO_ITEMS;
    *items = element_of(parts, 2, true);
    return items->tag == KIND_NONE ? NO_ITEMS : 0;
  }
  case IT_APART: return column_kind(t, 0, items) && column_kind(t, 1, items + 1) ? 2 : NO_ITEMS;
  case IT_NESTED: {
    bool counts;
    uint32_t all = nested_items(t, &counts);
    if (!nested_kinds(t, parts)) return NO_ITEMS;
    if (n == all) return memcpy(items, parts, n * sizeof *parts), (int)n;
    *items = element_of(parts, all, false);
    return items->tag == KIND_NONE ? NO_ITEMS : 0;
  }
  default: return NO_ITEMS;
  }
}
