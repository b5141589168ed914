/* Structs and tuples: objects with fields, laid out as their type tells. */
#ifndef CLU_STRUCT_H
#define CLU_STRUCT_H
#include "value/value.h"
/* A new instance; values are already of the declared types (n may be fewer: the rest is undefined). */
Value struct_new(Type *type, const Value *values, uint32_t n);
/* What a place of this type holds before anything was stored there: for a union of bits types, which are kept in place,
 * zeroed memory of the first; V_UNDEF for what is a reference, and for bits types, whose memory is arbitrary. */
Value unset_value(const Object *type);
Value struct_get(Value v, uint32_t field);             /* undefined fields give V_UNDEF */
void struct_set(Value v, uint32_t field, Value value); /* type already right */
Value struct_field(Value v, const char *name);         /* for C code that knows the struct; throws if none */
Value tuple_new(const Value *values, int n);
Value tuple_get(Value tuple, uint32_t i); /* from 0 */
static inline uint32_t tuple_len(Value tuple) { return tuple.type->nfields; }
Value namedtuple_new(Symbol *const *names, const Value *values, uint32_t n);
Value svec_new(const Value *values, uint32_t n);
typedef struct Svec {
  Object head;
  uint32_t n;
  Value items[];
} Svec; /* SimpleVector */
/* === : same type and bits (immutables), same object (mutables). */
bool value_egal(Value a, Value b);
uint64_t value_egal_hash(Value v); /* objectid */
#endif
