/* What the loop of vm.c does itself, without a call: elements of arrays, fields of structs, numbers of the common
 * types. Promise: each says false, having changed nothing, when it is not one of the common cases; the slow path
 * (vm_ops.h) then does it or throws. */
#ifndef CLU_VM_FAST_H
#define CLU_VM_FAST_H
#include "lang/vm.h"
#include "value/array.h"
#include "value/struct.h"
#include "value/type.h"

#define FAST static inline __attribute__((always_inline))

/* The element at (from 0, in bounds). */
FAST bool element_load(const Array *a, size_t at, Value *to) {
  Type *type = (Type *)(void *)a->eltype;
  switch (a->store) {
  case ST_VALUE: {
    const Value *from = (const Value *)(const void *)a->data + at;
    if (UNLIKELY(!from->type)) return false;
    *to = *from;
    return true;
  }
  case ST_F64: *to = v_f64(((const double *)(const void *)a->data)[at]); return true;
  case ST_I64:
    to->type = T_INT64;
    to->i = ((const int64_t *)(const void *)a->data)[at];
    return true;
  case ST_BOOL: *to = v_bool(a->data[at]); return true;
  case ST_BIT: *to = v_bool(bits_get(a->bits, at)); return true;
  case ST_U8: *to = v_bits(type, (uint8_t)a->data[at]); return true;
  default: *to = raw_load(a->data + at * a->elsize, a->store, type); return true;
  }
}

/* Stores v at (from 0, in bounds) if that needs no conversion, or only that of an Int64 to Float64. */
FAST bool element_store(Array *a, size_t at, const Value *v) {
  bool same = a->eltype == &v->type->head;
  if (a->store == ST_F64 && v->type == T_FLOAT64)
    ((double *)(void *)a->data)[at] = v->f;
  else if (a->store == ST_I64 && same)
    ((int64_t *)(void *)a->data)[at] = v->i;
  else if (a->store == ST_VALUE && (a->eltype == &T_ANY->head || same))
    ((Value *)(void *)a->data)[at] = *v;
  else if (a->store == ST_BOOL && v->type == T_BOOL)
    a->data[at] = (char)v->u;
  else if (a->store == ST_F64 && v->type == T_INT64)
    ((double *)(void *)a->data)[at] = (double)v->i;
  else if (a->store != ST_VALUE && same)
    raw_store(a->data + at * a->elsize, a->store, *v);
  else
    return false;
  return true;
}

/* The field of a struct whose type has no getproperty of its own. */
FAST bool field_load(const Value *v, const Symbol *name, Value *to) {
  const Type *t = v->type;
  if (UNLIKELY(t->plain_epoch != CORE->epoch || !(t->plain & 1))) return false;
  Symbol **names = t->name->names;
  uint32_t i = 0, n = t->name->nfields;
  while (i < n && names[i] != name) i++;
  if (UNLIKELY(i == n)) return false;
  const Field *field = &t->fields[i];
  const void *at = (const char *)object_data(v->o) + field->offset;
  if (field->store == ST_VALUE) {
    if (UNLIKELY(!((const Value *)at)->type)) return false;
    *to = *(const Value *)at;
  } else if (field->store == ST_I64) {
    to->type = (Type *)(void *)field->type;
    to->i = *(const int64_t *)at;
  } else if (field->store == ST_F64) {
    to->type = T_FLOAT64;
    to->f = *(const double *)at;
  } else {
    *to = struct_get(*v, i);
  }
  return true;
}

/* The same for setproperty!, if the value needs no conversion. */
FAST bool field_store(const Value *v, const Symbol *name, const Value *from) {
  const Type *t = v->type;
  if (UNLIKELY(t->plain_epoch != CORE->epoch || !(t->plain & 2))) return false;
  Symbol **names = t->name->names;
  uint32_t i = 0, n = t->name->nfields;
  while (i < n && names[i] != name) i++;
  if (UNLIKELY(i == n)) return false;
  const Field *field = &t->fields[i];
  void *at = (char *)object_data(v->o) + field->offset;
  if (field->store == ST_VALUE && (field->type == &T_ANY->head || field->type == &from->type->head))
    *(Value *)at = *from;
  else if (field->store == ST_I64 && field->type == &from->type->head)
    *(int64_t *)at = from->i;
  else if (field->store == ST_F64 && from->type == T_FLOAT64)
    *(double *)at = from->f;
  else
    return false;
  return true;
}

FAST bool float_of(const Value *v, double *f) {
  if (LIKELY(v->type == T_FLOAT64))
    *f = v->f;
  else if (LIKELY(v->type == T_INT64))
    *f = (double)v->i;
  else
    return false;
  return true;
}

/* p ÷ q for a constant q > 0. */
FAST int64_t quotient_constant(int64_t p, int64_t q) {
  return q == 2 ? (p + (int64_t)((uint64_t)p >> 63)) >> 1 : p / q;
}

/* p % q for a constant q > 0; no division for a power of two. */
FAST int64_t remainder_constant(int64_t p, int64_t q) {
  if (q & (q - 1)) return p % q;
  uint64_t bias = -(uint64_t)(p < 0) & (uint64_t)(q - 1);
  return (int64_t)((((uint64_t)p + bias) & (uint64_t)(q - 1)) - bias);
}
#endif
