/* Signatures of function definitions: what (x::Int, y = 1; k...) where T says, from its expression.
 * Promise: all that a signature can be wrong in is refused here; types, defaults and bounds stay expressions. */
#ifndef CLU_SIGNATURE_H
#define CLU_SIGNATURE_H
#include "lang/tree.h"

typedef struct Param {
  Symbol *name;
  Value type, value, pattern; /* undefined if not given */
  bool splat;
} Param;

typedef struct Signature {
  Value callee; /* undefined: anonymous */
  Param *pos, *kws;
  uint32_t npos, nkw;
  Value *specs; /* of where-variables that a call's arguments tell, outermost first */
  uint32_t nspecs;
  Value *kwspecs; /* of those that only keywords' types mention */
  uint32_t nkwspecs;
  Value rettype;
} Signature;

Signature parse_signature(Value sig, bool anonymous);
/* The same from what make_source kept; *object is the name of the callable object, or NULL. */
Signature parse_source(const Expr *source, Symbol **object);
/* Where-variables that the first npos parameters' types mention, directly or through another one's bounds. */
uint32_t used_specs(const Signature *s, uint32_t npos, Value *used);
/* Whether v mentions one of the variables. */
bool mentions_any(Value v, const Value *specs, uint32_t nspecs);
/* The source of a function that is rebuilt elsewhere: (params) -> body with what its names mean. */
Value make_source(const Signature *s, uint32_t npos, Value body, const Value *specs, uint32_t nspecs,
                  const Symbol *self);
#endif
