/* The collected heap: mark and sweep, conservative, at one fixed address (core.h).
 *
 * Promise: an object lives as long as some word in a registered root, on a live C stack (also of a suspended task), or
 * in another live object's scanned memory points to it or into it. Nothing needs to be released, objects never move.
 * A collection can happen at any allocation. Memory that holds no pointers must be allocated as leaf: it is not
 * scanned. What lies outside (malloc, mmap) is not scanned: tell gc_root of it.
 * Out of memory is thrown as OutOfMemoryError; no function here returns NULL. */
#ifndef CLU_GC_H
#define CLU_GC_H

#include "value/value.h"

/* Maps the heap; image is the path's content to start from, or NULL for an empty heap. False if it cannot. */
bool gc_init(const void *image, size_t size);

/* Zeroed memory, scanned. */
void *gc_alloc(size_t size) __attribute__((malloc, returns_nonnull));
/* Memory that holds no pointers into the heap; its content is arbitrary. */
void *gc_alloc_leaf(size_t size) __attribute__((malloc, returns_nonnull));
/* The memory that a slot of the core keeps: made, and zeroed, when it is first asked for. */
static inline void *gc_table(Value *slot, size_t size) {
  if (UNLIKELY(is_undef(*slot))) *slot = (Value){T_BUFFER, {.p = gc_alloc(size)}};
  return slot->p;
}
/* A zeroed object with its header set; size is that of the whole struct. */
void *gc_object(Type *type, size_t size) __attribute__((malloc, returns_nonnull));
/* The same, unscanned: for objects whose only pointer is the type (which must live by itself, as all types do). */
void *gc_object_leaf(Type *type, size_t size) __attribute__((malloc, returns_nonnull));

/* Makes size bytes at start, outside the heap, a root, until gc_unroot. */
void gc_root(void *start, size_t size);
void gc_unroot(void *start);

/* Calls finish(object) once, after a collection found the object unreachable and before its memory is reused. finish
 * must not allocate from the heap nor keep the object. */
void gc_finalizer(Object *object, void (*finish)(Object *));
/* Takes the finalizer back, for an object that was closed by hand; false if there was none. */
bool gc_forget(Object *object);
/* Functions of the language that are to be called with the object once a collection found it unreachable: gives it to
 * gc_finalizer_due instead of freeing it. C's finalizer comes after that. */
void gc_finalizer_calls(Object *object, Array *functions);
Array *gc_finalizer_calls_of(const Object *object); /* NULL: none */
void gc_finalizer_calls_forget(Object *object);
/* The next object whose functions are due; NULL: none. They are called at safe points (prelude/gc.jl). */
Object *gc_finalizer_due(Array **functions);
bool gc_finalizers_due(void);
/* At the end of the program: all of them. */
void gc_finalizers_all_due(void);
/* Called in a collection that made some due; must not allocate. */
extern void (*gc_on_finalizers)(void);

/* Tells of bytes held outside the heap by objects (positive) or given back (negative), so that they count. */
void gc_external(ptrdiff_t bytes);
/* The same for memory that counts only if it is touched, which the kernel knows. */
void gc_external_untouched(ptrdiff_t bytes);

void gc_collect(void);
/* All that lives now lives for ever, and its memory is not given out again: before workers are forked that share it. */
void gc_freeze(void);
/* Collects if that may give so many bytes outside the heap back, for less than fresh memory of that size costs. */
bool gc_collect_for(size_t bytes);
/* Whether so much memory outside the heap was taken since the last collection that one is worth its time when idle. */
bool gc_external_due(void);
/* Stacks besides the current one: set by task.c. In a collection scan_stacks calls gc_scan for each suspended stack
 * whose task is marked and was not scanned yet, and tells whether there was one; when nothing more is found drop_stacks
 * frees those of the tasks that nothing refers to. */
void gc_set_scanner(bool (*scan_stacks)(void), void (*drop_stacks)(void));
bool gc_is_marked(const Object *object); /* only in a collection */
void gc_scan(const void *start, const void *end);
/* The outer end of the C stack in use now; task.c sets it at each switch. */
void gc_set_stack(const void *outer_end);

/* Counters for tests, @allocated and display: bytes in live objects at the last collection, bytes allocated ever. */
typedef struct GcStats {
  uint64_t live, allocated, collections, external;
} GcStats;
GcStats gc_stats(void);

/* Writes the heap to a file that gc_init takes. Nothing outside the heap may be pointed to. False: errno tells. */
bool gc_save(const char *path);

/* In the environment: CLU_HEAP_LIMIT=N, the heap takes at most N MB (large arrays lie outside it); CLU_GC_STRESS=N
 * or N:SEED, the first N allocations collect each, those after them ever fewer, at random (make hard). */
#endif
