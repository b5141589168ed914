#include "value/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "value/error.h"
#include "value/gc.h"

#define PAGE ((size_t)4096)
#define POOL_SLOTS 32
#define POOL_BYTES ((size_t)512 << 20)
#define SIZE_LIMIT ((size_t)1 << 46)

typedef struct Segment {
  char *base;
  size_t size;
} Segment;

static Segment pool[POOL_SLOTS]; /* newest last */
static int pooled;
static size_t pooled_bytes;

/* Sizes are rounded up to an eighth of their power of two, so that the pool finds fits for growing vectors. */
static size_t round_size(size_t size) {
  size_t step = PAGE;
  while (step * 16 <= size) step *= 2;
  return (size + step - 1) / step * step;
}

static void pool_drop(int i) {
  munmap(pool[i].base, pool[i].size);
  pooled_bytes -= pool[i].size;
  pooled--;
  memmove(pool + i, pool + i + 1, (size_t)(pooled - i) * sizeof(Segment));
}

void buffer_trim(void) {
  while (pooled) pool_drop(0);
}

static void pool_add(char *base, size_t size) {
  if (size > POOL_BYTES / 2) {
    munmap(base, size);
    return;
  }
  while (pooled == POOL_SLOTS || (pooled && pooled_bytes + size > POOL_BYTES)) pool_drop(0);
  pool[pooled++] = (Segment){base, size};
  pooled_bytes += size;
}

static char *pool_take(size_t size) {
  for (int i = pooled - 1; i >= 0; i--) {
    if (pool[i].size != size) continue;
    char *base = pool[i].base;
    pooled_bytes -= size;
    pooled--;
    memmove(pool + i, pool + i + 1, (size_t)(pooled - i) * sizeof(Segment));
    return base;
  }
  return NULL;
}

static char *map_anon(size_t size) {
  char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p != MAP_FAILED) {
    if (size >= (4u << 20)) madvise(p, size, MADV_HUGEPAGE);
    return p;
  }
  buffer_trim();
  gc_collect();
  buffer_trim();
  p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (p == MAP_FAILED) throw_singleton(T_OUTOFMEMORYERROR);
  return p;
}

static void buffer_unmap(Buffer *b) {
  if (!b->base) return;
  gc_external(-(ptrdiff_t)b->size);
  if (!b->unmapped) {
    if (b->kind == BUFFER_ANON)
      pool_add(b->base, b->size);
    else
      munmap(b->base, b->size);
  }
  if (b->fd >= 0) close(b->fd);
  b->base = NULL;
  b->fd = -1;
}

static void buffer_finish(Object *o) { buffer_unmap((Buffer *)o); }

static Buffer *buffer_wrap(char *base, size_t size, int fd, uint8_t kind) {
  Buffer *b = gc_object(T_BUFFER, sizeof(Buffer));
  *b = (Buffer){{T_BUFFER}, base, size, fd, kind, false};
  gc_finalizer(&b->head, buffer_finish);
  gc_external((ptrdiff_t)size);
  return b;
}

Buffer *buffer_new(size_t size, bool zero) {
  if (size > SIZE_LIMIT) throw_singleton(T_OUTOFMEMORYERROR);
  size_t wanted = round_size(size);
  char *base = pool_take(wanted);
  if (base) {
    if (zero) memset(base, 0, size);
  } else {
    base = map_anon(wanted);
  }
  return buffer_wrap(base, wanted, -1, BUFFER_ANON);
}

void buffer_resize(Buffer *b, size_t size, bool zero) {
  if (size > SIZE_LIMIT) throw_singleton(T_OUTOFMEMORYERROR);
  size_t wanted = round_size(size), old = b->size;
  if (wanted == old) return;
  char *base = mremap(b->base, old, wanted, MREMAP_MAYMOVE);
  if (base == MAP_FAILED) throw_singleton(T_OUTOFMEMORYERROR);
  (void)zero; /* added pages are zero */
  b->base = base;
  b->size = wanted;
  gc_external((ptrdiff_t)wanted - (ptrdiff_t)old);
}

void buffer_release(Buffer *b) {
  gc_forget(&b->head);
  buffer_unmap(b);
}

static int memfd_filled(const char *data, size_t size) {
  int fd = memfd_create("clu-array", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return -errno;
  for (size_t done = 0; done < size;) {
    ssize_t n = write(fd, data + done, size - done > (1u << 30) ? (size_t)1 << 30 : size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      int why = n < 0 ? errno : ENOSPC;
      close(fd);
      return -why;
    }
    done += (size_t)n;
  }
  return fd;
}

int buffer_seal(Buffer *b, size_t used) {
  if (b->kind == BUFFER_SEALED) return b->fd;
  if (b->kind == BUFFER_SHARED) return -EINVAL;
  int fd = memfd_filled(b->base, used);
  if (fd < 0) return fd;
  int e = 0;
  if (ftruncate(fd, (off_t)b->size) < 0 ||
      fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0 ||
      mmap(b->base, b->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED)
    e = errno;
  if (e) {
    close(fd);
    return -e;
  }
  b->fd = fd;
  b->kind = BUFFER_SEALED;
  return fd;
}

Buffer *buffer_of_fd(int fd, size_t size, bool shared) {
  size_t whole = (size + PAGE - 1) / PAGE * PAGE;
  char *base = mmap(NULL, whole, PROT_READ | PROT_WRITE, shared ? MAP_SHARED : MAP_PRIVATE, fd, 0);
  if (base == MAP_FAILED) return NULL;
  return buffer_wrap(base, whole, fd, shared ? BUFFER_SHARED : BUFFER_SEALED);
}

Buffer *buffer_shared(size_t size) {
  size_t whole = (size + PAGE - 1) / PAGE * PAGE;
  if (!whole) whole = PAGE;
  int fd = memfd_create("clu-shared", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return NULL;
  if (ftruncate(fd, (off_t)whole) == 0) {
    Buffer *b = buffer_of_fd(fd, whole, true);
    if (b) return b;
  }
  int why = errno;
  close(fd);
  errno = why;
  return NULL;
}

Buffer *buffer_foreign(void *base, size_t size) {
  Buffer *b = buffer_wrap(base, size, -1, BUFFER_SHARED);
  b->unmapped = true;
  return b;
}
