/* The body of a frame that goes to many processes of this host: written once, into shared memory that each maps. The
 * memory is kept for the next one; its pages have then been touched already. It is filled by writing to its file, and
 * mapped here only when it is used again: a full memory is an error of the write, not a SIGBUS. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cluster/cluster.h"

#define KEEP_MAX ((size_t)4 << 20) /* more than this is not kept */

static struct {
  int fd;
  char *base;
  size_t size;
  bool taken;
} kept = {.fd = -1};

static void give_back(Broadcast *b) {
  if (b->base) munmap(b->base, b->size);
  if (b->fd >= 0) close(b->fd);
  *b = (Broadcast){.fd = -1};
}

/* Writes the body into new memory, and sees to the pages behind it. */
static bool fill(int fd, const char *body, size_t size, size_t whole) {
  for (size_t done = 0; done < size;) {
    ssize_t n = pwrite(fd, body + done, size - done, (off_t)done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += (size_t)n;
  }
  return whole == size || posix_fallocate(fd, (off_t)size, (off_t)(whole - size)) == 0;
}

Broadcast broadcast_new(const void *body, size_t size) {
  Broadcast b = {.fd = -1};
  if (!kept.taken && kept.fd >= 0 && kept.size >= size) {
    if (!kept.base) kept.base = mmap(NULL, kept.size, PROT_READ | PROT_WRITE, MAP_SHARED, kept.fd, 0);
    if (kept.base == MAP_FAILED) {
      kept.base = NULL;
      return b;
    }
    kept.taken = true;
    memcpy(kept.base, body, size);
    return (Broadcast){kept.fd, kept.base, kept.size, true};
  }
  b.size = (size + 65535) & ~(size_t)65535;
  b.fd = memfd_create("clu", MFD_CLOEXEC);
  if (b.fd >= 0 && !fill(b.fd, body, size, b.size)) give_back(&b);
  return b;
}

void broadcast_end(Broadcast *b, bool read_by_all) {
  if (b->fd < 0) return;
  if (b->kept) {
    kept.taken = false;
    if (read_by_all) return;
    kept.fd = -1;
    kept.base = NULL;
  } else if (read_by_all && !kept.taken && b->size <= KEEP_MAX) {
    Broadcast old = {kept.fd, kept.base, kept.size, false};
    give_back(&old);
    kept.fd = b->fd, kept.base = NULL, kept.size = b->size;
    return;
  }
  give_back(b);
}

/* What was mapped last stays mapped: the next body mostly comes in the same memory. */
static struct {
  dev_t device;
  ino_t inode;
  void *base;
  size_t size;
  int readers;
} mapped;

static void *map(int fd, size_t size) {
  void *base = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);
  if (base == MAP_FAILED) throw_system("mapping a message", errno);
  return base;
}

const uint8_t *broadcast_map(int fd, size_t size) {
  struct stat st;
  if (fstat(fd, &st) < 0 || st.st_size < 0 || (size_t)st.st_size < size)
    throw_error("a message of %zu bytes came without its body", size);
  bool same = mapped.base && mapped.inode == st.st_ino && mapped.device == st.st_dev && mapped.size >= size;
  if (!same && (mapped.readers || size > KEEP_MAX)) return map(fd, size);
  if (!same) {
    void *base = map(fd, (size_t)st.st_size);
    if (mapped.base) munmap(mapped.base, mapped.size);
    mapped.device = st.st_dev, mapped.inode = st.st_ino, mapped.base = base, mapped.size = (size_t)st.st_size;
  }
  mapped.readers++;
  return mapped.base;
}

void broadcast_unmap(const uint8_t *base, size_t size) {
  if (base == mapped.base)
    mapped.readers--;
  else
    munmap((void *)(uintptr_t)base, size);
}
