/* Dict: an open-addressing hash table over entries kept in order of insertion. Also the table of Set and IdDict.
 * Promise: lookups are one hash and usually one comparison; entries deleted while iterating are skipped; growing may
 * move entries, so positions (of dict_next) are valid only while nothing is inserted. */
#ifndef CLU_DICT_H
#define CLU_DICT_H
#include "value/value.h"

typedef struct DictEntry {
  Value key, value; /* key undefined: deleted */
  uint64_t hash;
} DictEntry;

/* As declared in dict.jl: six Int64 fields. */
typedef struct Dict {
  Object head; /* Dict{K,V} or IdDict{K,V} */
  DictEntry *entries;
  uint32_t *index; /* entry number + 1; 0 is free */
  size_t used;     /* entries, with the deleted ones */
  size_t count;    /* without */
  size_t cap;      /* of entries; the index has twice as many slots */
  size_t identity; /* compares with === */
} Dict;

Dict *dict_new(Object *ktype, Object *vtype);
bool is_dict(Value v);
static inline Dict *as_dict(Value v) { return (Dict *)v.p; }
Value dict_get(Dict *d, Value key);             /* V_UNDEF if absent */
void dict_set(Dict *d, Value key, Value value); /* converts both to the dictionary's types */
void dict_put(Dict *d, Value key, Value value); /* both are of the right types */
bool dict_delete(Dict *d, Value key);
bool dict_next(const Dict *d, size_t *pos, Value *key, Value *value); /* from *pos = 0 */
#endif
