/* What a function would return: needed only for the element type of a result that has no elements (map over an empty
 * vector). Promise: never runs user code with effects; gives Any when in doubt. */
#ifndef CLU_INFER_H
#define CLU_INFER_H
#include "value/value.h"
/* The type of f(x...) for arguments of these types (type objects). */
Object *infer_result(Value f, const Value *types, int n);
/* What parse(T, x) and its like give, whose first argument is the value `first`; NULL for other functions. */
Object *infer_told(Value f, Value first);
#endif
