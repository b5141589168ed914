/* What a dictionary is: columns of keys and values in order of insertion, and an index of open addressing into them,
 * which base/dict.h looks up and changes. Promise: what is here only reads, and calls nothing of the language.
 *
 * Numbers lie in the columns as they do in arrays: a Dict{Int,Int} of n pairs takes 24n to 48n bytes. */
#ifndef CLU_VALUE_DICT_H
#define CLU_VALUE_DICT_H
#include "value/array.h"

/* As declared in dict.jl. */
typedef struct Dict {
  Object head; /* Dict{K,V} or IdDict{K,V} */
  Array *keys;
  Array *values;   /* NULL: all of them are nothing */
  Array *hashes;   /* of the keys; NULL where they are Int64 or Float64, hashed again as fast as that is read */
  uint32_t *index; /* entry number + 1; 0 is free. NULL: so few that each is looked at */
  uint8_t *gone;   /* which entries were deleted; NULL: none */
  Type *pair;      /* Pair{K,V}, once asked for */
  size_t used;     /* entries, with the deleted ones */
  size_t count;    /* without */
  size_t cap;      /* of entries; the index has twice as many slots */
  size_t identity; /* compares with === */
} Dict;

static inline bool is_dict(Value v) { return v.type->name == CORE->tn_dict || v.type->name == CORE->tn_iddict; }
static inline Dict *as_dict(Value v) { return (Dict *)v.p; }
static inline bool dict_gone(const Dict *d, size_t i) { return UNLIKELY(d->gone != NULL) && d->gone[i]; }
static inline Value dict_key_at(const Dict *d, size_t i) { return array_get(d->keys, i); }
static inline Value dict_value_at(const Dict *d, size_t i) { return d->values ? array_get(d->values, i) : v_nothing(); }
/* The next entry, from *pos = 0: false after the last. Entries deleted meanwhile are skipped; growing may move entries,
 * so positions are valid only while nothing is inserted. */
static inline bool dict_next(const Dict *d, size_t *pos, size_t *entry) {
  size_t i = *pos;
  while (i < d->used && dict_gone(d, i)) i++;
  if (i >= d->used) return false;
  *entry = i;
  *pos = i + 1;
  return true;
}
/* The pair of an entry. */
Value dict_pair_at(Dict *d, size_t i);
#endif
