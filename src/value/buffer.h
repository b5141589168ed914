/* Buffers: the memory of big arrays, outside the collected heap.
 *
 * A Buffer object owns one mapping. Promise: base stays where it is for the life of the Buffer, except in
 * buffer_grow; what a Buffer holds counts for the collector (gc_external); freed memory goes to the pool (segment.h).
 *
 * To send what a Buffer holds to another process of the host it is lent (buffer_lend): a descriptor goes out, and from
 * then on both sides map the memory copy-on-write, so that neither sees what the other writes. A Buffer that was
 * written since it was lent is copied when it is lent again; the kernel knows whether it was (pages.h), so writing to
 * an array costs no mark anywhere. Where processes exist to send to, arrays of 2 MiB and more whose content will be
 * written at once are born in memfds, and lending costs no copy. A mapping that processes share for writing is
 * buffer_shared. */
#ifndef CLU_BUFFER_H
#define CLU_BUFFER_H
#include "value/value.h"

#define BUFFER_MIN 65536u /* arrays of at least so many bytes live in Buffers */

enum buffer_kind {
  BUFFER_ANON,     /* private memory; fd is -1 */
  BUFFER_OWN,      /* fd is a memfd that nobody else has, mapped shared: what is written is in fd */
  BUFFER_LENT,     /* fd is a memfd of this process that others may see; base maps it copy-on-write */
  BUFFER_BORROWED, /* memory of another process, copy-on-write; fd is -1 if there were too many */
  BUFFER_SHARED,   /* fd is a memfd mapped shared by several, or memory of a C program (fd -1): never pooled */
  BUFFER_LOAN      /* only a descriptor on its way to others */
};

typedef struct Buffer {
  Object head;
  char *base;
  size_t size;    /* of the mapping, a whole number of pages */
  size_t lent;    /* of these the first so many are copy-on-write pages of fd */
  size_t fd_size; /* BUFFER_LENT: of the memfd */
  int fd;
  uint8_t kind;
  uint8_t rewritten; /* how often it was found written when it was lent again */
  bool unmapped;     /* base is not ours to unmap */
  bool untouched;    /* zeros that nobody had touched when it was made */
  bool again;        /* the same file was borrowed already */
  bool copied;       /* BUFFER_LOAN: of a copy that was made for it */
  uint64_t file;     /* of borrowed memory: the inode */
} Buffer;

/* Memory of at least size bytes; zeroed if zero is set, else arbitrary. Throws OutOfMemoryError. */
Buffer *buffer_new(size_t size, bool zero);
/* The same for content that grows: BUFFER_ANON, and arbitrary. */
Buffer *buffer_growing(size_t size);
/* The same content in at least size bytes, moved if need be; only for BUFFER_ANON. What was added is arbitrary. */
void buffer_grow(Buffer *b, size_t size);
/* Gives the memory back now instead of at a collection; b is not to be used again. */
void buffer_release(Buffer *b);
/* A BUFFER_LOAN of the n bytes at data, which lie *offset into its descriptor: to be sent, then released. b is the
 * Buffer that holds them, or NULL. NULL: descriptors or memory are short; send a copy by other means. */
Buffer *buffer_lend(Buffer *b, const char *data, size_t n, size_t *offset);
/* The same for a BUFFER_SHARED, whose memory itself is to be shared. */
Buffer *buffer_lend_shared(const Buffer *b);
/* Whether the n bytes at data are zeros that nobody has touched, so that there is nothing to send. */
bool buffer_untouched(const Buffer *b, const char *data, size_t n);
/* A Buffer over a memfd of another process, of so many bytes at least: copy-on-write, or shared for writing. Takes fd
 * over, also if it fails. NULL: errno tells (EINVAL: it is too small). */
Buffer *buffer_of_fd(int fd, size_t least, bool shared);
/* Reads the n bytes at offset of a memfd of another process and closes it. False: errno tells (EINVAL: too small). */
bool buffer_read(int fd, size_t offset, char *to, size_t n);
/* A new memfd of at least size zero bytes, mapped shared for writing, its pages reserved. NULL: errno tells. */
Buffer *buffer_shared(size_t size);
/* Wraps memory of somebody else, who keeps it alive. */
Buffer *buffer_foreign(void *base, size_t size);
/* The Buffer that holds a's data, or NULL: it lies in the heap. */
static inline Buffer *array_buffer(const Array *a) {
  return a->owner && a->owner->type == T_BUFFER ? (Buffer *)a->owner : NULL;
}
#endif
