/* What a method and a function's table of methods are: objects of the heap that types point to. How one is chosen and
 * called is lang/method.h's business. */
#ifndef CLU_METHOD_OBJECT_H
#define CLU_METHOD_OBJECT_H
#include "value/value.h"

typedef struct Code Code; /* lang/code.h */

struct Method {
  Object head;
  Symbol *name;
  Module *module;    /* where it was defined: its globals are looked up there */
  Object *signature; /* Tuple{typeof(f), types...}, inside UnionAlls for where-variables */
  TypeVar **vars;    /* the where-variables, outermost first */
  uint32_t nvars;
  uint32_t nreq; /* positional arguments without the vararg */
  bool vararg;
  bool takes_kw;
  Code *code;       /* of a method in the language; NULL for a builtin */
  uint32_t builtin; /* index into the builtin table */
  Symbol **kwnames; /* of a builtin: the keywords that it takes, up to NULL; or NULL: it looks at them itself */
  Symbol *file;
  int32_t line;
};

struct MethodTable {
  Object head;
  Symbol *name;
  Module *module;
  Method **methods; /* most specific first */
  uint32_t n, cap;
  struct MethodCacheEntry **cache; /* hash by argument types; void when epoch differs */
  uint32_t cached, cache_cap, epoch;
};

#endif
