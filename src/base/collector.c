/* The collector, as seen from the language. */
#include "value/builtin.h"
#include "value/gc.h"

BUILTIN(collector_run, "_gc_collect()", "Collects now.") {
  gc_collect();
  return v_nothing();
}
