/* Any bytes given to the decoder end in a value or an error, and those that walk over them come to an end. */
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

static void ignore(int64_t where UNUSED, int64_t whence UNUSED, int64_t id UNUSED) {}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  wire_skim(data, size, NULL, ignore);
  Handler h;
  if (CATCH(h)) return 0;
  wire_decode_bytes(data, size);
  catch_end(&h);
  return 0;
}
