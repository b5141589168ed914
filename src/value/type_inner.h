/* Parts of the types that their own files share. */
#ifndef CLU_TYPE_INNER_H
#define CLU_TYPE_INNER_H
#include "value/type.h"
#define MAX_VARS 64 /* where-variables of one type */
/* Replaces vars[i] by values[i] at once, everywhere in t. */
Value type_substitute_all(Value t, TypeVar *const *vars, const Value *values, uint32_t n);
/* The variables of the UnionAlls round a type, outermost first. */
uint32_t type_vars(Object *wrapper, TypeVar **vars, uint32_t max);
/* Lays out the fields of a concrete type (type_declare.c). */
void type_layout(Type *t);
#endif
