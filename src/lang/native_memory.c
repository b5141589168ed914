#include "lang/native_memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { REGION = 4 << 20, UNIT = 128, UNITS = REGION / UNIT };

static char *region;
static uint8_t used[UNITS / 8];

static bool is_used(size_t unit) { return used[unit / 8] >> unit % 8 & 1; }

static void mark(size_t first, size_t n, bool use) {
  for (size_t i = first; i < first + n; i++)
    used[i / 8] = (uint8_t)(use ? used[i / 8] | 1u << i % 8 : used[i / 8] & ~(1u << i % 8));
}

/* The first of n free units, or UNITS. */
static size_t find(size_t n) {
  size_t run = 0;
  for (size_t i = 0; i < UNITS; i++) {
    run = is_used(i) ? 0 : run + 1;
    if (run == n) return i + 1 - n;
  }
  return UNITS;
}

/* All of it, so that it stays one mapping. */
static bool protect(int how) { return mprotect(region, REGION, how) == 0; }

void *native_memory_put(const uint8_t *code, size_t size) {
  size_t n = (size + UNIT - 1) / UNIT;
  if (!region) {
    void *p = mmap(NULL, REGION, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) return NULL;
    region = p;
  }
  size_t at = n > 0 && n <= UNITS ? find(n) : UNITS;
  if (at == UNITS || !protect(PROT_READ | PROT_WRITE)) return NULL;
  memcpy(region + at * UNIT, code, size);
  if (!protect(PROT_READ | PROT_EXEC)) abort(); /* it was so before: there is no reason to refuse it */
  mark(at, n, true);
  return region + at * UNIT;
}

void native_memory_free(void *code, size_t size) {
  mark((size_t)((char *)code - region) / UNIT, (size + UNIT - 1) / UNIT, false);
}
