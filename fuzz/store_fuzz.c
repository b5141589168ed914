/* Saved files. The first byte says what the others are: 0 a whole file, 1 its body, 2 its compressed body; a head with
 * the right checksum is put before a body, so that what lies behind the checksum is reached. What was read is written
 * and read again, shown, hashed, compared and called. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#include "cluster/store.h"
#include "value/call.h"
#include "value/error.h"
#include "value/module.h"
#include "value/symbol.h"
#include "wire/wire.h"
#include "world.h"

enum { STEPS = 20000, UNPACKED_MAX = 1 << 20 };

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc UNUSED, char ***argv UNUSED) { return !world_start(); }

/* Any value that can be read can be used: what does not fit together is an error, too. */
static void use(const void *value, size_t n UNUSED) {
  Value v = *(const Value *)value;
  call2(FN(isequal), v, v);
  call2(FN(hash), v, v_uint(1));
  call1(module_get(CORE->base, symbol("repr")), v);
  call1(v, v_int(1));
}

static void run(const void *data, size_t n) {
  const char *bytes = data;
  Text file = {0};
  if (bytes[0]) {
    Text body = {0};
    text_add(&body, bytes + 1, n - 1);
    unsigned long long unpacked = bytes[0] == 2 ? ZSTD_getFrameContentSize(body.bytes, body.len) : 0;
    if (unpacked > UNPACKED_MAX) return;
    file = store_head(&body, (size_t)unpacked);
  }
  text_add(&file, bytes + 1, n - 1);
  int fd = memfd_create("fuzz", MFD_CLOEXEC);
  if (write(fd, file.bytes, file.len) != (ssize_t)file.len) abort();
  Value v = store_read(fd, "fuzz");
  Encoder e = {0};
  wire_encode(&e, v);
  v = wire_decode_bytes(e.out.bytes, e.out.len);
  world_run(use, &v, 1, STEPS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size) world_run(run, data, size, STEPS);
  return 0;
}
