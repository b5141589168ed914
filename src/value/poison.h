/* Memory of the heap that lies in no object. Promise: under AddressSanitizer who reads or writes it is reported as with
 * malloc's memory, and without it nothing is done. */
#ifndef CLU_POISON_H
#define CLU_POISON_H

#if defined(CLU_ASAN)
#include <sanitizer/asan_interface.h>
#define POISON(start, size) __asan_poison_memory_region(start, size)
#define UNPOISON(start, size) __asan_unpoison_memory_region(start, size)
#else
#define POISON(start, size) ((void)(start), (void)(size))
#define UNPOISON(start, size) ((void)(start), (void)(size))
#endif

#endif
