/* What is known of what a register holds while a loop's machine code runs, and which values that code reads and writes.
 *
 * Promise: what is said here of a type or a kind holds for all values of it, whatever methods there are. */
#ifndef CLU_NATIVE_KIND_H
#define CLU_NATIVE_KIND_H
#include "lang/vm_ops.h"
#include "value/value.h"

enum kind_tag {
  KIND_NONE,  /* nobody will read it */
  KIND_UNDEF, /* #undef */
  KIND_VALUE, /* a value of the type */
  KIND_COLON, /* the range between the next registers (of three: the middle one is the step), of which FORPREP follows
               */
  KIND_RANGE, /* vm_ops.h: IT_RANGE; how many are left */
  KIND_NEXT,  /* and the next one, in the register behind */
  KIND_STATE  /* of the iteration over the register before: its tag's other half */
};

typedef struct Kind {
  uint8_t tag;
  bool unit;  /* COLON, RANGE: the step is 1 */
  bool known; /* VALUE: its payload is bits; COLON: its step is, else it is positive */
  uint8_t it; /* STATE: enum iteration */
  Type *type; /* VALUE */
  uint64_t bits;
} Kind;

static inline Kind kind_value(Type *t) { return (Kind){.tag = KIND_VALUE, .type = t}; }
static inline Kind kind_constant(Value v) {
  return (Kind){.tag = KIND_VALUE, .type = v.type, .known = true, .bits = v.u};
}
static inline Kind kind_state(enum iteration it) { return (Kind){.tag = KIND_STATE, .it = (uint8_t)it}; }
static inline bool kind_is(Kind k, const Type *t) { return k.tag == KIND_VALUE && k.type == t; }
bool kind_same(Kind x, Kind y);
/* What holds on both ways; false if that is nothing. Objects that are known are held nowhere, so they must stay so. */
bool kind_join(Kind *to, Kind from);
/* What kind_value's registers have in the place of a type. */
uintptr_t kind_word(Kind k);

/* A store of numbers, characters or truth values that machine code reads and writes. */
bool is_plain_store(uint8_t store);
/* What a field of this declared type and store holds, or an element: KIND_NONE if machine code does not read it. What
 * is held as a whole value is of its type, but may be undefined. */
Kind kind_held(const Object *type, uint8_t store);

bool kind_is_array(Kind k, int64_t ndims); /* of elements that machine code reads; ndims 0: any */
uint8_t array_store(const Type *array);
static inline Type *array_element(const Type *array) { return array->params[0].p; }
/* Ranges of Int64 that are values: from start, or from 1, in steps of one; a StepRange only if it is known. */
bool kind_is_range(Kind k);

/* What iterations step through: an array or a range of Int64, by the type of what is iterated; or neither. */
typedef struct Source {
  uint8_t it; /* IT_ARRAY, IT_RANGE, or 0 */
  Type *element;
} Source;
Source source_of(Value type);
/* Those of enumerate or zip, which do not count the number that enumerate gives first: how many items there are, or 0
 * for others. */
uint32_t nested_items(const Type *iterable, bool *counts);
Source nested_source(const Type *iterable, uint32_t i);

/* The items that an iteration gives at each step of a loop that takes n of each element apart, or the element if n is
 * 0: false if machine code cannot do the step. */
enum { MOST_ITEMS = 8 };
bool iteration_items(Kind iterable, Kind behind, uint32_t n, Kind items[MOST_ITEMS]);
#endif
