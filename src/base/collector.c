/* The collector, as seen from the language. */
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"

BUILTIN(collector_run, "_gc_collect()", "Collects now.") {
  gc_collect();
  vm_finalize();
  return v_nothing();
}

/* The functions added for an object are in the order of adding. */
BUILTIN(collector_finalizer, "_finalizer(f, x)", "") {
  Value x = args[1];
  Array *functions = gc_finalizer_calls_of(x.o);
  if (!functions) {
    functions = array_any(0);
    gc_finalizer_calls(x.o, functions);
  }
  array_push(functions, args[0]);
  return x;
}

/* Those of x are taken out; nothing if there are none. */
BUILTIN(collector_finalizers_take, "_finalizers_take(x)", "") {
  Array *functions = is_immediate(args[0]) ? NULL : gc_finalizer_calls_of(args[0].o);
  if (!functions) return v_nothing();
  gc_finalizer_calls_forget(args[0].o);
  return v_object(functions);
}

/* The next (object, functions) that is due, or nothing. */
BUILTIN(collector_finalizers_due, "_finalizers_due()", "") {
  Array *functions;
  Object *x = gc_finalizer_due(&functions);
  if (!x) return v_nothing();
  Value both[2] = {v_object(x), v_object(functions)};
  return tuple_new(both, 2);
}

BUILTIN(collector_finalizers_all, "_finalizers_all_due()", "") {
  gc_finalizers_all_due();
  return v_nothing();
}
