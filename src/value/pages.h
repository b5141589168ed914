/* Pages: what the kernel knows of this process's memory and we need not write down ourselves. Promise: never changes
 * what a page holds; where the kernel does not tell (no /proc), the answer is "perhaps", never "no". */
#ifndef CLU_PAGES_H
#define CLU_PAGES_H
#include <stdbool.h>
#include <stddef.h>

/* Calls visit for each stretch of pages in [start, start + size) that are this process's own: written since they were
 * mapped copy-on-write from a file, or touched, where the memory is anonymous. False: the kernel does not tell, and
 * some stretches may have been visited already. start is the start of a page. */
bool pages_own(const void *start, size_t size, void (*visit)(void *arg, const char *from, const char *to), void *arg);
/* Whether there may be any such page. */
bool pages_any_own(const void *start, size_t size);
/* Makes the pages of [start, start + size) that are not there yet, for writing: one call costs less than two faults. */
void pages_make(void *start, size_t size);
/* Bytes of memory that this process has touched and still has; SIZE_MAX if the kernel does not tell. */
size_t pages_resident(void);
#endif
