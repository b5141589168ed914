/* Dict: a hash table: columns of keys and values, in order of insertion, and an index of open addressing into them.
 * Also the table of Set and IdDict.
 * Promise: lookups are one hash and usually one comparison; numbers lie in the columns as they do in arrays (a
 * Dict{Int,Int} of n pairs takes 24n to 48n bytes); entries deleted while iterating are skipped; growing may move
 * entries, so positions (of dict_next) are valid only while nothing is inserted. */
#ifndef CLU_DICT_H
#define CLU_DICT_H
#include "value/value.h"

/* As declared in dict.jl. */
typedef struct Dict {
  Object head; /* Dict{K,V} or IdDict{K,V} */
  Array *keys;
  Array *values;   /* NULL: all of them are nothing */
  Array *hashes;   /* of the keys; NULL where they are Int64 or Float64, hashed again as fast as that is read */
  uint32_t *index; /* entry number + 1; 0 is free. NULL: so few that each is looked at */
  uint8_t *gone;   /* which entries were deleted; NULL: none */
  size_t used;     /* entries, with the deleted ones */
  size_t count;    /* without */
  size_t cap;      /* of entries; the index has twice as many slots */
  size_t identity; /* compares with === */
} Dict;

Dict *dict_new(Object *ktype, Object *vtype);
void dict_columns(Dict *d, Object *ktype,
                  Object *vtype); /* gives an empty one its columns, which inserting does, too */
bool is_dict(Value v);
static inline Dict *as_dict(Value v) { return (Dict *)v.p; }
Value dict_get(Dict *d, Value key);             /* V_UNDEF if absent */
void dict_set(Dict *d, Value key, Value value); /* converts both to the dictionary's types */
void dict_put(Dict *d, Value key, Value value); /* both are of the right types */
bool dict_delete(Dict *d, Value key);
bool dict_next(const Dict *d, size_t *pos, Value *key, Value *value); /* from *pos = 0 */
#endif
