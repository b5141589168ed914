#include "lang/native_memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { REGION = 4 << 20, UNIT = 128, UNITS = REGION / UNIT, PAGE = 4096 };

static char *region;
static uint8_t used[UNITS / 8];

static bool is_used(size_t unit) { return used[unit / 8] >> unit % 8 & 1; }

static void mark(size_t first, size_t n, bool use) {
  for (size_t i = first; i < first + n; i++)
    used[i / 8] = (uint8_t)(use ? used[i / 8] | 1u << i % 8 : used[i / 8] & ~(1u << i % 8));
}

static size_t low; /* the units before it are used */

/* The first of n free units, or UNITS. */
static size_t find(size_t n) {
  size_t run = 0;
  for (size_t i = low; i < UNITS; i++) {
    run = is_used(i) ? 0 : run + 1;
    if (run == n) return i + 1 - n;
  }
  return UNITS;
}

/* The pages where so much lies. Back to executable no mapping is split, so that this cannot be refused. */
static bool protect(const char *from, size_t size, int how) {
  uintptr_t start = (uintptr_t)from & ~(uintptr_t)(PAGE - 1);
  uintptr_t end = ((uintptr_t)from + size + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
  return mprotect((void *)start, end - start, how) == 0;
}

void *native_memory_put(const uint8_t *code, size_t size) {
  size_t n = (size + UNIT - 1) / UNIT;
  if (!region) {
    void *p = mmap(NULL, REGION, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) return NULL;
    region = p;
  }
  size_t at = n > 0 && n <= UNITS ? find(n) : UNITS;
  char *to = region + at * UNIT;
  if (at == UNITS || !protect(to, size, PROT_READ | PROT_WRITE)) return NULL;
  memcpy(to, code, size);
  if (!protect(to, size, PROT_READ | PROT_EXEC)) abort();
  mark(at, n, true);
  if (at == low) low += n;
  return to;
}

void native_memory_free(void *code, size_t size) {
  size_t at = (size_t)((char *)code - region) / UNIT;
  mark(at, (size + UNIT - 1) / UNIT, false);
  if (at < low) low = at;
}
