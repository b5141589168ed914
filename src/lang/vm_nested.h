/* The state of an iteration over iterators that are made of others, for vm_nested.c and for machine code
 * (native_iterate.c), which steps those of enumerate and zip itself. */
#ifndef CLU_VM_NESTED_H
#define CLU_VM_NESTED_H
#include "value/value.h"

enum nested_kind { NEST_GENERATOR, NEST_FILTER, NEST_ENUMERATE, NEST_ZIP, NEST_PRODUCT, NEST_FLATTEN };

typedef struct Nested {
  int kind;
  uint32_t n; /* iterations inside */
  bool begun; /* NEST_PRODUCT, NEST_FLATTEN: the first element was given */
  bool apart; /* NEST_ENUMERATE, NEST_ZIP: no tuples are made */
  Value function;
  int64_t count;
  Value *sources;
  Value *its;      /* three values each */
  Value *elements; /* NEST_ZIP, NEST_PRODUCT */
} Nested;
#endif
