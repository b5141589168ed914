/* Any bytes given to the decoder must end in a value or an error. Built with -fsanitize=fuzzer it is a libFuzzer target;
 * otherwise it decodes the files named on its command line. */
#include <stdio.h>
#include <stdlib.h>

#include "lang/task.h"
#include "value/error.h"
#include "value/gc.h"
#include "wire/wire.h"

static bool ready;

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n) {
  if (!ready) {
    if (!gc_init(NULL, 0)) abort();
    task_init();
    core_init();
    ready = true;
  }
  Handler h;
  if (CATCH(h)) return 0;
  wire_decode_bytes(bytes, n);
  catch_end(&h);
  return 0;
}

#ifndef FUZZER
int main(int argc, char **argv) {
  static uint8_t bytes[1 << 20];
  for (int i = 1; i < argc; i++) {
    FILE *f = fopen(argv[i], "rb");
    if (!f) continue;
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    LLVMFuzzerTestOneInput(bytes, n);
  }
  return 0;
}
#endif
