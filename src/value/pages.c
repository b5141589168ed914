#include "value/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE ((size_t)4096)

/* The ioctl of Linux 6.7; headers of Debian 12 do not have it yet. */
typedef struct Scan {
  uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages, inverted, mask, any_of, wanted;
} Scan;
typedef struct Region {
  uint64_t start, end, categories;
} Region;
#define SCAN_IOCTL _IOWR('f', 16, Scan)
#define SCAN_FILE (1u << 2)
#define SCAN_PRESENT (1u << 3)
#define SCAN_SWAPPED (1u << 4)
#define SCAN_ZERO (1u << 5)

#define ENTRY_PRESENT ((uint64_t)1 << 63)
#define ENTRY_SWAPPED ((uint64_t)1 << 62)
#define ENTRY_FILE ((uint64_t)1 << 61)

typedef void (*Visit)(void *arg, const char *from, const char *to);

/* Stops after the first stretch if there is no visitor; *found tells that there was one. Negative errno if it fails. */
static int scan_regions(int fd, uintptr_t start, size_t size, Visit visit, void *arg, bool *found) {
  Region regions[64] = {0};
  for (uintptr_t at = start; at < start + size;) {
    Scan s = {.size = sizeof s,
              .start = at,
              .end = start + size,
              .vec = (uintptr_t)regions,
              .vec_len = visit ? 64 : 1,
              .max_pages = visit ? 0 : 1,
              .inverted = SCAN_FILE | SCAN_ZERO,
              .mask = SCAN_FILE | SCAN_ZERO,
              .any_of = SCAN_PRESENT | SCAN_SWAPPED,
              .wanted = SCAN_PRESENT | SCAN_SWAPPED};
    int n = ioctl(fd, SCAN_IOCTL, &s);
    if (n < 0) return -errno;
    if (n) *found = true;
    if (!visit) return 0;
    for (int i = 0; i < n; i++) visit(arg, (const char *)regions[i].start, (const char *)regions[i].end);
    if (s.walk_end <= at) break;
    at = s.walk_end;
  }
  return 0;
}

/* The older way: an entry of eight bytes for each page. */
static int read_entries(int fd, uintptr_t start, size_t size, Visit visit, void *arg, bool *found) {
  uint64_t entries[512];
  size_t pages = (size + PAGE - 1) / PAGE;
  for (size_t done = 0; done < pages;) {
    size_t want = pages - done < 512 ? pages - done : 512;
    ssize_t n = pread(fd, entries, want * 8, (off_t)((start / PAGE + done) * 8));
    if (n < 8) return n < 0 ? -errno : -EIO;
    for (size_t i = 0; i < (size_t)n / 8; i++) {
      if (!(entries[i] & (ENTRY_PRESENT | ENTRY_SWAPPED)) || entries[i] & ENTRY_FILE) continue;
      *found = true;
      if (!visit) return 0;
      const char *page = (const char *)start + (done + i) * PAGE;
      visit(arg, page, page + PAGE);
    }
    done += (size_t)n / 8;
  }
  return 0;
}

/* The file stays open; after a fork it would tell of the parent's pages, so it is the process's that opened it. */
static int pagemap(void) {
  static int fd = -1;
  static pid_t opener;
  pid_t self = getpid();
  if (opener == self) return fd;
  if (fd >= 0) close(fd);
  fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  opener = self;
  return fd;
}

static bool look(const void *start, size_t size, Visit visit, void *arg, bool *found) {
  int fd = pagemap();
  if (fd < 0) return false;
  int e = scan_regions(fd, (uintptr_t)start, size, visit, arg, found);
  if (e == -ENOTTY || e == -EINVAL) e = read_entries(fd, (uintptr_t)start, size, visit, arg, found);
  return e == 0;
}

size_t pages_resident(void) {
  char text[128];
  int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return SIZE_MAX;
  ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  text[n > 0 ? n : 0] = 0;
  unsigned long pages;
  return sscanf(text, "%*u %lu", &pages) == 1 ? (size_t)pages * PAGE : SIZE_MAX;
}

bool pages_own(const void *start, size_t size, Visit visit, void *arg) {
  bool found = false;
  return look(start, size, visit, arg, &found);
}

bool pages_any_own(const void *start, size_t size) {
  bool found = false;
  return !look(start, size, NULL, NULL, &found) || found;
}

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

/* Where the kernel cannot, or has no memory, the pages come when they are touched, as ever. */
void pages_make(void *start, size_t size) {
  int why = errno;
  uintptr_t from = (uintptr_t)start & ~(uintptr_t)(PAGE - 1),
            to = ((uintptr_t)start + size + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
  madvise((void *)from, to - from, MADV_POPULATE_WRITE);
  errno = why;
}
