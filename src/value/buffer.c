#include "value/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "value/error.h"
#include "value/gc.h"
#include "value/pages.h"
#include "value/segment.h"

#define PAGE ((size_t)4096)
#define SIZE_LIMIT ((size_t)1 << 46)
#define REWRITTEN_MAX                                                                                                  \
  2 /* an array found written so often is copied each time, and goes on being written without faults */

/* Files that are borrowed now, and how often. */
static struct {
  ino_t file;
  int times;
} borrowed[16];

/* Counts by one up or down; true if the file is borrowed otherwise too. What does not fit is not counted. */
static bool borrow_count(ino_t file, int by) {
  int free_place = -1;
  for (int i = 0; i < 16; i++) {
    if (borrowed[i].times && borrowed[i].file == file) return (borrowed[i].times += by) > (by > 0);
    if (!borrowed[i].times) free_place = i;
  }
  if (by > 0 && free_place >= 0) borrowed[free_place].file = file, borrowed[free_place].times = 1;
  return false;
}

/* What a Buffer counts for: borrowed memory is its owner's, but keeps the owner from using it again; what was borrowed
 * once more takes nothing. */
static ptrdiff_t weight(const Buffer *b) {
  if (b->kind == BUFFER_BORROWED) return b->again ? 0 : (ptrdiff_t)(b->size / 4);
  return (ptrdiff_t)b->size;
}

static void buffer_free(Buffer *b) {
  if (b->kind == BUFFER_LOAN) {
    if (b->fd >= 0) close(b->fd);
    b->fd = -1;
    return;
  }
  if (!b->base) return;
  gc_external(-weight(b));
  if (b->kind == BUFFER_ANON || b->kind == BUFFER_OWN) {
    segment_return((Segment){b->base, b->size, b->fd});
  } else {
    if (!b->unmapped) munmap(b->base, b->size);
    if (b->kind == BUFFER_LENT)
      segment_return((Segment){NULL, b->fd_size, b->fd});
    else if (b->fd >= 0)
      close(b->fd), segment_drop();
    if (b->kind == BUFFER_BORROWED) borrow_count(b->file, -1);
  }
  b->base = NULL;
  b->fd = -1;
}

static void buffer_finish(Object *o) { buffer_free((Buffer *)o); }

static Buffer *buffer_init(Buffer b) {
  Buffer *o = gc_object(T_BUFFER, sizeof(Buffer));
  *o = b;
  o->head.type = T_BUFFER;
  gc_finalizer(&o->head, buffer_finish);
  if (o->untouched)
    gc_external_untouched(weight(o));
  else if (o->base)
    gc_external(weight(o));
  return o;
}

static Buffer *buffer_wrap(char *base, size_t size, int fd, uint8_t kind) {
  return buffer_init((Buffer){.base = base, .size = size, .fd = fd, .kind = kind});
}

static Buffer *buffer_take(size_t size, enum segment_need need) {
  if (size > SIZE_LIMIT) throw_singleton(T_OUTOFMEMORYERROR);
  size_t wanted = segment_round(size);
  Segment s;
  bool zeros = need == SEGMENT_ZERO && wanted >= SEGMENT_FRESH_ZEROS;
  bool got = segment_pooled(&s, wanted, need) ||
             (!zeros && gc_collect_for(wanted) && segment_pooled(&s, wanted, need)) || segment_make(&s, wanted, need);
  if (!got) {
    gc_collect();
    segment_trim();
    if (!segment_make(&s, wanted, need)) throw_singleton(T_OUTOFMEMORYERROR);
  }
  return buffer_init((Buffer){
      .base = s.base, .size = s.size, .fd = s.fd, .kind = s.fd < 0 ? BUFFER_ANON : BUFFER_OWN, .untouched = zeros});
}

Buffer *buffer_new(size_t size, bool zero) { return buffer_take(size, zero ? SEGMENT_ZERO : SEGMENT_RAW); }
Buffer *buffer_growing(size_t size) { return buffer_take(size, SEGMENT_PRIVATE); }

void buffer_grow(Buffer *b, size_t size) {
  if (size > SIZE_LIMIT) throw_singleton(T_OUTOFMEMORYERROR);
  Segment s = {b->base, b->size, -1};
  if (segment_round(size) <= s.size) return;
  if (!segment_grow(&s, segment_round(size))) throw_singleton(T_OUTOFMEMORYERROR);
  gc_external((ptrdiff_t)s.size - (ptrdiff_t)b->size);
  b->base = s.base;
  b->size = s.size;
}

void buffer_release(Buffer *b) {
  gc_forget(&b->head);
  buffer_free(b);
}

/* ---- lending ---- */

static Buffer *loan(int fd) {
  if (fd < 0) return NULL;
  return buffer_wrap(NULL, 0, fd, BUFFER_LOAN);
}

/* A memfd with these bytes in it. */
static bool filled(Segment *s, size_t size, const char *bytes, size_t n) {
  if (!segment_pooled(s, size, SEGMENT_MEMFD) && !segment_make(s, size, SEGMENT_MEMFD)) return false;
  if (segment_fill(s, bytes, n)) return true;
  segment_return(*s);
  return false;
}

/* Lends a copy and leaves the Buffer as it is. */
static Buffer *lend_copy(const char *data, size_t n, size_t *offset) {
  Segment s;
  if (!filled(&s, segment_round(n), data, n)) return NULL;
  Buffer *l = loan(segment_loan(s.fd));
  if (l && s.base) {
    munmap(s.base, s.size);
    s.base = NULL;
  }
  segment_return(s);
  *offset = 0;
  if (l) l->copied = true;
  return l;
}

static bool map_private(const Buffer *b, int fd, size_t n) {
  return mmap(b->base, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) != MAP_FAILED;
}

/* Moves the first n bytes into a memfd, and makes the Buffer a BUFFER_LENT; room beyond them stays what it is. */
static bool move_to_memfd(Buffer *b, size_t n) {
  Segment s;
  if (n < b->lent) n = b->lent;
  if (!filled(&s, segment_round(n), b->base, n)) return false;
  char *copy = s.base;
  s.base = NULL;
  if (copy) munmap(copy, s.size);
  if (!map_private(b, s.fd, n)) {
    segment_return(s);
    return false;
  }
  ptrdiff_t before = weight(b);
  if (b->kind == BUFFER_BORROWED) borrow_count(b->file, -1);
  if (b->kind == BUFFER_LENT)
    segment_return((Segment){NULL, b->fd_size, b->fd});
  else if (b->fd >= 0)
    close(b->fd), segment_drop();
  b->lent = n;
  b->fd_size = s.size;
  b->fd = s.fd;
  b->kind = BUFFER_LENT;
  gc_external(weight(b) - before);
  return true;
}

bool buffer_untouched(const Buffer *b, const char *data, size_t n) {
  if (!b || !b->untouched || b->kind != BUFFER_ANON) return false;
  const char *start = (const char *)((uintptr_t)data & ~(uintptr_t)(PAGE - 1));
  return !pages_any_own(start, (size_t)(data + n - start));
}

Buffer *buffer_lend(Buffer *b, const char *data, size_t n, size_t *offset) {
  if (!b || (b->kind == BUFFER_ANON && b->size < SEGMENT_HUGE) || b->kind == BUFFER_SHARED)
    return lend_copy(data, n, offset);
  size_t part = ((size_t)(data + n - b->base) + PAGE - 1) / PAGE * PAGE;
  if (b->kind == BUFFER_OWN) {
    if (!map_private(b, b->fd, b->size)) return NULL;
    b->kind = BUFFER_LENT;
    b->lent = b->fd_size = b->size;
  } else if (b->fd < 0 || part > b->lent || pages_any_own(b->base, part)) {
    if (b->rewritten >= REWRITTEN_MAX || part < SEGMENT_HUGE || !move_to_memfd(b, part))
      return lend_copy(data, n, offset);
    b->rewritten++;
  }
  *offset = (size_t)(data - b->base);
  return loan(b->kind == BUFFER_BORROWED ? fcntl(b->fd, F_DUPFD_CLOEXEC, 3) : segment_loan(b->fd));
}

Buffer *buffer_lend_shared(const Buffer *b) { return loan(fcntl(b->fd, F_DUPFD_CLOEXEC, 3)); }

/* ---- memory of several processes ---- */

Buffer *buffer_of_fd(int fd, size_t least, bool shared) {
  struct stat st;
  char *base = NULL;
  size_t size = 0;
  if (fstat(fd, &st) == 0 && (errno = EINVAL) && (size_t)st.st_size >= least) {
    size = ((size_t)st.st_size + PAGE - 1) / PAGE * PAGE; /* a file's last page may be a part of one */
    base = segment_map(fd, size, shared);
  }
  int why = errno;
  if (!base || !segment_hold()) {
    close(fd); /* the mapping keeps the memory, but it can be sent on only as a copy */
    fd = -1;
  }
  errno = why;
  if (!base) return NULL;
  return buffer_init((Buffer){.base = base,
                              .size = size,
                              .lent = size,
                              .fd = fd,
                              .kind = shared ? BUFFER_SHARED : BUFFER_BORROWED,
                              .file = st.st_ino,
                              .again = !shared && borrow_count(st.st_ino, 1)});
}

bool buffer_read(int fd, size_t offset, char *to, size_t n) {
  int why = 0;
  for (size_t done = 0; done < n && !why;) {
    ssize_t k = pread(fd, to + done, n - done, (off_t)(offset + done));
    if (k > 0) done += (size_t)k;
    if (k < 0 && errno != EINTR) why = errno;
    if (k == 0) why = EINVAL;
  }
  close(fd);
  errno = why;
  return !why;
}

Buffer *buffer_shared(size_t size) {
  Segment s;
  if (!segment_memfd(&s, size ? (size + PAGE - 1) / PAGE * PAGE : PAGE)) return NULL;
  return buffer_wrap(s.base, s.size, s.fd, BUFFER_SHARED);
}

Buffer *buffer_foreign(void *base, size_t size) {
  Buffer *b = buffer_wrap(base, size, -1, BUFFER_SHARED);
  b->unmapped = true;
  return b;
}
