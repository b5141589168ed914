/* Segments: whole pages of memory for big arrays, got from the kernel and kept in a bounded pool when they are freed.
 *
 * First touch is what large memory costs, so: segments of 2 MiB and more lie in huge pages, also those that are memfds
 * (filled by MADV_COLLAPSE, which works where huge pages for memfds are switched off); freed ones are reused.
 *
 * A memfd can be lent to other processes (segment_loan): all that they get from one loan is one open file with a shared
 * lock on it, which the kernel drops when the last of them has closed and unmapped it, however it ended. So the owner
 * knows, by asking for the lock, when a lent segment may be written again. Descriptors held here are bounded; beyond
 * that, and where there is no memory, functions return false or NULL with errno, and the caller does without. */
#ifndef CLU_SEGMENT_H
#define CLU_SEGMENT_H
#include <stdbool.h>
#include <stddef.h>

#define SEGMENT_HUGE ((size_t)2 << 20)
#define SEGMENT_FRESH_ZEROS ((size_t)4 << 20) /* so many zeros cost no more as untouched pages than as cleared ones */

typedef struct Segment {
  char *base; /* NULL: a memfd that is not mapped here */
  size_t size;
  int fd; /* -1: anonymous memory */
} Segment;

enum segment_need {
  SEGMENT_RAW,     /* content arbitrary; a memfd if that is how large arrays are born in this process */
  SEGMENT_ZERO,    /* zeros, not touched yet if large */
  SEGMENT_PRIVATE, /* anonymous memory, content arbitrary */
  SEGMENT_MEMFD    /* a memfd, perhaps not mapped: to be filled and lent */
};

/* Sizes are rounded up so that the pool finds fits for growing vectors. */
size_t segment_round(size_t size);
/* One of the pool, or a new one; size is a rounded one. */
bool segment_pooled(Segment *s, size_t size, enum segment_need need);
bool segment_make(Segment *s, size_t size, enum segment_need need);
/* Makes an anonymous segment larger, perhaps at another place; what it holds is kept, the rest is arbitrary. On false
 * it is as it was. */
bool segment_grow(Segment *s, size_t size);
/* Back to the pool. A segment that was lent comes with base NULL. */
void segment_return(Segment s);
/* Large arrays are born in memfds from now on: there are processes to send them to. */
void segment_share_from_birth(void);
/* A new open file of the memfd for others to hold, locked as long as any of them does; -1: errno tells. */
int segment_loan(int fd);
/* Writes bytes into the memfd, which is mapped or not. */
bool segment_fill(Segment *s, const char *bytes, size_t n);
/* Maps a memfd, at an address that suits huge pages; NULL: errno tells. */
char *segment_map(int fd, size_t size, bool shared);
/* A new memfd of zeros, all of its pages reserved, mapped shared. */
bool segment_memfd(Segment *s, size_t size);
/* Whether one more descriptor may be held, and that it is, or no longer is. */
bool segment_hold(void);
void segment_drop(void);
/* Gives all pooled memory back to the system. */
void segment_trim(void);
size_t segment_pool_bytes(void);
#endif
