/* The end of the process. */
#include <stdlib.h>

#include "base/io.h"
#include "value/builtin.h"

BUILTIN(exit_process, "_exit(status::Int64)", "") {
  io_flush_std();
  exit((int)args[0].i);
}
