/* Dict: looking up and changing dictionaries (value/dict.h), also those of Set and IdDict.
 * Promise: lookups are one hash and usually one comparison, and call the language only for keys of types that are not
 * known here. */
#ifndef CLU_DICT_H
#define CLU_DICT_H
#include "value/dict.h"

Dict *dict_new(Object *ktype, Object *vtype);
void dict_columns(Dict *d, Object *ktype,
                  Object *vtype);               /* gives an empty one its columns, which inserting does, too */
Value dict_get(Dict *d, Value key);             /* V_UNDEF if absent */
void dict_set(Dict *d, Value key, Value value); /* converts both to the dictionary's types */
void dict_put(Dict *d, Value key, Value value); /* both are of the right types */
bool dict_delete(Dict *d, Value key);

#define DICT_NONE SIZE_MAX
/* The entries of n keys, whose bits are given and whose type is the dictionary's: Int64 or Float64. Calls nothing of
 * the language. */
void dict_entries(const Dict *d, const uint64_t *keys, size_t n, size_t *entries);
#endif
