/* Memory that machine code runs in: written, then made executable, never both at once. Promise: bounded (4 MB); NULL
 * when there is no more or the system forbids it. */
#ifndef CLU_NATIVE_MEMORY_H
#define CLU_NATIVE_MEMORY_H
#include <stddef.h>
#include <stdint.h>

void *native_memory_put(const uint8_t *code, size_t size);
void native_memory_free(void *code, size_t size);
#endif
