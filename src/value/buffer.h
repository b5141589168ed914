/* Buffers: the memory of big arrays, outside the collected heap.
 *
 * A Buffer object owns one mapping. Freed mappings go to a bounded pool, so that temporaries of the same size cost no
 * page faults. Promise: base stays where it is for the life of the Buffer, except in buffer_resize; what a Buffer holds
 * counts for the collector (gc_external).
 *
 * For sending within a host a Buffer can become a sealed memfd (buffer_seal): the descriptor then holds the content for
 * ever, while base maps it copy-on-write, so that the array goes on being writable without changing what was sent. The
 * receiver wraps the descriptor with buffer_of_fd. A mapping that several processes share for writing is made with
 * buffer_shared. Arrays begin in anonymous memory: a memfd from birth was measured to cost a quarter more per first
 * touch, three times more to free, and would be shared by accident after fork. */
#ifndef CLU_BUFFER_H
#define CLU_BUFFER_H
#include "value/value.h"

#define BUFFER_MIN 65536u /* arrays of at least so many bytes live in Buffers */

enum buffer_kind {
  BUFFER_ANON,   /* private memory; fd is -1 */
  BUFFER_SEALED, /* fd is a sealed memfd, base maps it copy-on-write: what was written since is not in fd */
  BUFFER_SHARED, /* fd is a memfd mapped shared, or memory of a C program (fd -1): never pooled */
};

typedef struct Buffer {
  Object head;
  char *base;
  size_t size; /* of the mapping, a whole number of pages */
  int fd;
  uint8_t kind;
  bool unmapped; /* base is not ours to unmap */
} Buffer;

/* Memory of at least size bytes; zeroed if zero is set, else arbitrary. Throws OutOfMemoryError. */
Buffer *buffer_new(size_t size, bool zero);
/* The same content in at least size bytes, moved if need be; only for BUFFER_ANON. Zeroes what was added if zero. */
void buffer_resize(Buffer *b, size_t size, bool zero);
/* Gives the memory back now instead of at a collection; b is not to be used again. */
void buffer_release(Buffer *b);
/* Makes the first used bytes a sealed memfd (once: a Buffer that is sealed already and was not written since is left as
 * it is; the caller knows). Returns the descriptor, owned by b, or a negative errno. */
int buffer_seal(Buffer *b, size_t used);
/* A Buffer over a memfd of another process: copy-on-write, or shared for writing. Takes fd over. NULL: errno tells. */
Buffer *buffer_of_fd(int fd, size_t size, bool shared);
/* A new memfd of size zero bytes, mapped shared for writing. */
Buffer *buffer_shared(size_t size);
/* Wraps memory of somebody else, who keeps it alive. */
Buffer *buffer_foreign(void *base, size_t size);
/* The Buffer that holds a's data, or NULL: it lies in the heap. */
static inline Buffer *array_buffer(const Array *a) {
  return a->owner && a->owner->type == T_BUFFER ? (Buffer *)a->owner : NULL;
}
/* Unmaps all pooled memory: before the process goes idle, and in tests. */
void buffer_trim(void);
#endif
