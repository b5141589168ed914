#include "lang/native_kind.h"

#include "value/type.h"

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

bool is_plain_store(uint8_t store) {
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

Kind kind_held(const Object *type, uint8_t store) {
  const Type *t = (const Type *)(const void *)type;
  bool concrete = type->type == T_DATATYPE && t->flags & TF_CONCRETE && !(t->flags & TF_TYPEOFTYPE) && t > T_TYPEVAR;
  if (store == ST_VALUE ? !concrete : !is_plain_store(store)) return (Kind){0};
  return kind_value((Type *)(uintptr_t)t);
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
  if (kind_is_array(kind_value(t), 0)) return (Source){IT_ARRAY, array_element(t)};
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

static bool nested_kinds(const Type *iterable, uint32_t n, Kind *items) {
  bool counts;
  if (!n || n > MOST_ITEMS || nested_items(iterable, &counts) != n) return false;
  if (counts) *items = kind_value(T_INT64);
  for (uint32_t i = counts; i < n; i++) {
    Source s = nested_source(iterable, i - counts);
    if (!s.it) return false;
    items[i] = kind_value(s.element);
  }
  return true;
}

/* A column of a dictionary. */
static bool column_kind(const Type *dict, uint32_t i, Kind *item) {
  Object *type = dict->params[i].p;
  *item = type == &T_NOTHING->head ? (Kind){0} : kind_held(type, type_store(type));
  return item->tag != KIND_NONE;
}

bool iteration_items(Kind iterable, Kind behind, uint32_t n, Kind items[MOST_ITEMS]) {
  if (iterable.tag == KIND_RANGE) {
    *items = kind_value(T_INT64);
    return n == 0;
  }
  const Type *t = iterable.type;
  if (iterable.tag != KIND_VALUE || behind.tag != KIND_STATE) return false;
  switch (behind.it) {
  case IT_ARRAY:
    if (n || !kind_is_array(iterable, 0)) return false;
    *items = kind_value(array_element(t));
    return true;
  case IT_STRING: *items = kind_value(T_CHAR); return n == 0;
  case IT_KEYS: return n == 0 && column_kind(t, 0, items);
  case IT_VALUES: return n == 0 && column_kind(t, 1, items);
  case IT_APART: return n == 2 && column_kind(t, 0, items) && column_kind(t, 1, items + 1);
  case IT_NESTED: return nested_kinds(t, n, items);
  default: return false;
  }
}
