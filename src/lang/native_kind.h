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
  KIND_VALUE, /* a value of the type, which is not one of parts */
  KIND_PARTS, /* a value of the type, whose fields are in registers of their own: no object is made of them until the
                 code is left or C is called */
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
  Type *type; /* VALUE, PARTS */
  uint64_t bits;
} Kind;

enum { MOST_PARTS = 8 };
/* Immutable structs and tuples of few numbers: values of these types are never objects in machine code. */
bool type_has_parts(const Type *t);
static inline Kind kind_of(Type *t) { return (Kind){.tag = type_has_parts(t) ? KIND_PARTS : KIND_VALUE, .type = t}; }
static inline Kind kind_constant(Value v) {
  return (Kind){.tag = KIND_VALUE, .type = v.type, .known = true, .bits = v.u};
}
static inline Kind kind_state(enum iteration it) { return (Kind){.tag = KIND_STATE, .it = (uint8_t)it}; }
static inline bool kind_is(Kind k, const Type *t) { return k.tag == KIND_VALUE && k.type == t; }
static inline bool kind_is_value(Kind k) { return k.tag == KIND_VALUE || k.tag == KIND_PARTS; }
bool kind_same(Kind x, Kind y);
/* What holds on both ways; false if that is nothing. Objects that are known are held nowhere, so they must stay so. */
bool kind_join(Kind *to, Kind from);
/* What such a register of the frame has in the place of a type. */
uintptr_t kind_word(Kind k);

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

enum { MOST_ITEMS = 8, NO_ITEMS = -1 };
/* What an iteration gives at each step of a loop that takes n of each element apart (n is 0 in others): the number of
 * items, or 0 for the whole element, the only one then; NO_ITEMS if machine code cannot do the step. */
int iteration_items(Kind iterable, Kind behind, uint32_t n, Kind items[MOST_ITEMS]);
#endif
