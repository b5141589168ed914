/* Any bytes given to the decoder end in a value or an error. */
#include <stdint.h>

#include "lang/task.h"
#include "value/error.h"
#include "value/gc.h"
#include "wire/wire.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED) {
  if (!gc_init(NULL, 0)) return 1;
  task_init();
  core_init();
  CORE->settled = true; /* symbols go again */
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  Handler h;
  if (CATCH(h)) return 0;
  wire_decode_bytes(data, size);
  catch_end(&h);
  return 0;
}
