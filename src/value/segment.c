#include "value/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "value/pages.h"

#define PAGE ((size_t)4096)
#define POOL_SLOTS 1024
#define POOL_BYTES ((size_t)512 << 20)
#define FREE_ASKED ((size_t)64 << 20) /* more is not taken before the kernel was asked how much there is */
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

static Segment pool[POOL_SLOTS]; /* newest last */
static int pooled;
static size_t pooled_bytes;
static bool born_shared;
static bool collapses = true; /* the kernel makes huge pages of a memfd's when asked */
static int descriptors;

size_t segment_pool_bytes(void) { return pooled_bytes; }
void segment_share_from_birth(void) { born_shared = true; }

/* An eighth of the power of two at most is lost. */
size_t segment_round(size_t size) {
  size_t step = PAGE;
  while (step * 16 <= size) step *= 2;
  return (size + step - 1) / step * step;
}

static size_t memory_size(void) {
  static size_t size;
  struct sysinfo s;
  if (!size) size = sysinfo(&s) == 0 ? (size_t)s.totalram * s.mem_unit : (size_t)1 << 30;
  return size;
}

/* A quarter of what the process may open: the rest is for files, sockets and messages under way. */
bool segment_hold(void) {
  static int limit;
  if (!limit) {
    struct rlimit r;
    limit = getrlimit(RLIMIT_NOFILE, &r) < 0 ? 64 : r.rlim_cur > 65536 ? 16384 : (int)r.rlim_cur / 4;
  }
  if (descriptors >= limit) {
    errno = EMFILE;
    return false;
  }
  descriptors++;
  return true;
}

void segment_drop(void) { descriptors--; }

/* ---- from the kernel ---- */

/* Addresses for so many bytes, taken but not usable yet, that begin at a multiple of the huge page's size. */
static char *aligned_room(size_t size) {
  size_t room = size + SEGMENT_HUGE;
  char *all = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (all == MAP_FAILED) return NULL;
  char *at = (char *)(((uintptr_t)all + SEGMENT_HUGE - 1) & ~(uintptr_t)(SEGMENT_HUGE - 1));
  if (at > all) munmap(all, (size_t)(at - all));
  if (all + room > at + size) munmap(at + size, (size_t)(all + room - (at + size)));
  return at;
}

/* At a multiple of the huge page's size if it is so large; newer kernels choose that by themselves. Where the last one
 * begins, there is mostly room before it: then one call of the kernel is enough. */
static char *map(size_t size, int flags, int fd) {
  static uintptr_t last;
  uintptr_t whole = (size + SEGMENT_HUGE - 1) & ~(SEGMENT_HUGE - 1);
  bool high = last > whole + ((uintptr_t)1 << 32); /* valgrind dies of a wish for the lowest addresses */
  char *wished = size >= SEGMENT_HUGE && high ? (char *)(last - whole) : NULL;
  char *chosen = mmap(wished, size, PROT_READ | PROT_WRITE, flags, fd, 0);
  if (chosen == MAP_FAILED) return NULL;
  if (size < SEGMENT_HUGE) return chosen;
  if (((uintptr_t)chosen & (SEGMENT_HUGE - 1)) == 0) {
    last = (uintptr_t)chosen;
    return chosen;
  }
  munmap(chosen, size);
  char *at = aligned_room(size);
  char *p = at ? mmap(at, size, PROT_READ | PROT_WRITE, flags | MAP_FIXED, fd, 0) : MAP_FAILED;
  int why = errno;
  if (p == MAP_FAILED) {
    if (at) munmap(at, size);
    errno = why;
    return NULL;
  }
  last = (uintptr_t)at;
  return p;
}

char *segment_map(int fd, size_t size, bool shared) { return map(size, shared ? MAP_SHARED : MAP_PRIVATE, fd); }

static bool anonymous(Segment *s, size_t size) {
  char *p = map(size, MAP_PRIVATE | MAP_ANONYMOUS, -1);
  if (!p) return false;
  if (size >= SEGMENT_HUGE)
    madvise(p, size, MADV_HUGEPAGE);
  else
    pages_make(p, size); /* who asks for so little is about to write it */
  *s = (Segment){p, size, -1};
  return true;
}

/* Makes huge pages of an empty memfd's. The kernel refuses an extent with no page at all, so one of each is written:
 * not through the mapping, where a full memory would be a SIGBUS. */
static void collapse(int fd, char *base, size_t size) {
  size_t whole = size / SEGMENT_HUGE * SEGMENT_HUGE;
  if (!whole || !collapses) return;
  for (size_t i = 0; i < whole; i += SEGMENT_HUGE)
    if (pwrite(fd, "", 1, (off_t)i) != 1) return;
  if (madvise(base, whole, MADV_COLLAPSE) < 0 && errno == EINVAL) collapses = false;
}

static void segment_free(Segment s) {
  if (s.base) munmap(s.base, s.size);
  if (s.fd < 0) return;
  close(s.fd);
  segment_drop();
}

static bool memfd(Segment *s, size_t size) {
  if (!segment_hold()) return false;
  int fd = memfd_create("clu", MFD_CLOEXEC);
  *s = (Segment){NULL, size, fd};
  if (fd >= 0 && ftruncate(fd, (off_t)size) == 0) return true;
  int why = errno;
  if (fd >= 0)
    segment_free(*s);
  else
    segment_drop();
  errno = why;
  return false;
}

/* Whether so much memory is free, as far as the kernel tells: it would rather end a process than refuse pages. */
static bool is_free(size_t size) {
  if (size < FREE_ASKED) return true;
  char text[2048];
  int fd = open("/proc/meminfo", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  if (fd >= 0) close(fd);
  text[n > 0 ? n : 0] = 0;
  const char *at = strstr(text, "MemAvailable:");
  if (!at || size >> 10 <= strtoull(at + strlen("MemAvailable:"), NULL, 10)) return true;
  errno = ENOMEM;
  return false;
}

bool segment_memfd(Segment *s, size_t size) {
  if (!is_free(size) || !memfd(s, size)) return false;
  int why = 0;
  s->base = segment_map(s->fd, size, true);
  if (!s->base) {
    why = errno;
  } else {
    collapse(s->fd, s->base, size);
    why = posix_fallocate(s->fd, 0, (off_t)size); /* a full memory is an error here, not a SIGBUS later */
  }
  if (!why) return true;
  segment_free(*s);
  errno = why;
  return false;
}

static bool born_in_memfd(size_t size) {
  return born_shared && collapses && size >= SEGMENT_HUGE && size <= memory_size() / 8;
}

bool segment_make(Segment *s, size_t size, enum segment_need need) {
  bool large = size >= SEGMENT_HUGE && collapses;
  if (need == SEGMENT_MEMFD) return large ? segment_memfd(s, size) : memfd(s, size);
  if (need == SEGMENT_RAW && born_in_memfd(size) && segment_memfd(s, size)) return true;
  return anonymous(s, size);
}

bool segment_fill(Segment *s, const char *bytes, size_t n) {
  if (s->base) {
    memcpy(s->base, bytes, n);
    return true;
  }
  for (size_t done = 0; done < n;) {
    size_t part = n - done < ((size_t)1 << 30) ? n - done : (size_t)1 << 30;
    ssize_t k = pwrite(s->fd, bytes + done, part, (off_t)done);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0) return false;
    done += (size_t)k;
  }
  return true;
}

int segment_loan(int fd) {
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  int loan = open(path, O_RDWR | O_CLOEXEC);
  if (loan < 0) return -1;
  if (flock(loan, LOCK_SH | LOCK_NB) == 0) return loan;
  int why = errno;
  close(loan);
  errno = why;
  return -1;
}

/* ---- the pool ---- */

static Segment pool_remove(int i) {
  Segment s = pool[i];
  pooled_bytes -= s.size;
  pooled--;
  memmove(pool + i, pool + i + 1, (size_t)(pooled - i) * sizeof(Segment));
  return s;
}

void segment_trim(void) {
  while (pooled) segment_free(pool_remove(pooled - 1));
}

void segment_return(Segment s) {
  size_t most = POOL_BYTES < memory_size() / 16 ? POOL_BYTES : memory_size() / 16;
  bool fresh = s.fd < 0 && s.size >= SEGMENT_FRESH_ZEROS && !pages_any_own(s.base, s.size); /* worth no more than new */
  if (fresh || s.size > most / 2) {
    segment_free(s);
    return;
  }
  while (pooled == POOL_SLOTS || (pooled && pooled_bytes + s.size > most)) segment_free(pool_remove(0));
  pool[pooled++] = s;
  pooled_bytes += s.size;
}

/* Takes a lent segment back if nobody holds it any more. */
static bool reclaim(Segment *s) {
  if (flock(s->fd, LOCK_EX | LOCK_NB) < 0) return false;
  flock(s->fd, LOCK_UN);
  if (s->size < SEGMENT_HUGE) return true;
  s->base = segment_map(s->fd, s->size, true);
  return s->base != NULL;
}

static bool suits(Segment *s, enum segment_need need, bool memfds) {
  if (memfds != (s->fd >= 0)) return false;
  if (s->fd >= 0) return s->base || reclaim(s);
  return need != SEGMENT_ZERO || s->size < SEGMENT_FRESH_ZEROS;
}

static bool pool_find(Segment *s, size_t size, enum segment_need need, bool memfds) {
  for (int i = pooled - 1; i >= 0; i--) {
    if (pool[i].size != size || !suits(&pool[i], need, memfds)) continue;
    *s = pool_remove(i);
    if (need == SEGMENT_ZERO && size < SEGMENT_FRESH_ZEROS) memset(s->base, 0, size);
    return true;
  }
  return false;
}

bool segment_pooled(Segment *s, size_t size, enum segment_need need) {
  if ((need == SEGMENT_RAW && size >= SEGMENT_HUGE) || need == SEGMENT_MEMFD)
    if (pool_find(s, size, need, true)) return true;
  if (need == SEGMENT_MEMFD || (need == SEGMENT_RAW && born_in_memfd(size))) return false;
  return pool_find(s, size, need, false);
}

/* Moves the pages, not what they hold; huge ones stay huge where both places suit them. */
static bool remap(Segment *s, size_t size) {
  char *at = size < SEGMENT_HUGE ? NULL : aligned_room(size);
  if (size >= SEGMENT_HUGE && !at) return false;
  char *base = mremap(s->base, s->size, size, at ? MREMAP_MAYMOVE | MREMAP_FIXED : MREMAP_MAYMOVE, at);
  if (base == MAP_FAILED) {
    int why = errno;
    if (at) munmap(at, size);
    errno = why;
    return false;
  }
  if (size < SEGMENT_HUGE) pages_make(base + s->size, size - s->size);
  *s = (Segment){base, size, -1};
  return true;
}

bool segment_grow(Segment *s, size_t size) {
  Segment to;
  bool first_huge = s->size < SEGMENT_HUGE && size >= SEGMENT_HUGE;
  if (!pool_find(&to, size, SEGMENT_PRIVATE, false) && !(first_huge && anonymous(&to, size))) return remap(s, size);
  memcpy(to.base, s->base, s->size);
  segment_return(*s);
  *s = to;
  return true;
}
