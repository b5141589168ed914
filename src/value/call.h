/* Calling values from C. Declared here because every room calls back (hash and == of user types, map's function);
 * defined by the virtual machine in lang/vm.c. May throw, may switch tasks. */
#ifndef CLU_CALL_H
#define CLU_CALL_H

#include "value/value.h"

Value call(Value f, const Value *args, int nargs);
Value call0(Value f);
Value call1(Value f, Value a);
Value call2(Value f, Value a, Value b);
Value call3(Value f, Value a, Value b, Value c);
/* With keyword arguments: kw is a NamedTuple value, or V_UNDEF for none. */
Value call_kw(Value f, const Value *args, int nargs, Value kw);

#endif
