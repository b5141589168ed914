/* How the heap is laid out, from HEAP_BASE on: the core; the block table; the mark bits; the blocks. A small block
 * holds cells of one size, scanned or leaf; larger objects take whole blocks. Marks lie apart from the objects, so that
 * a collection in a forked worker does not copy the pages it shares. Blocks are swept when memory of their kind is next
 * asked for. */
#include "value/gc.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "value/call.h"
#include "value/error.h"
#include "value/gc_inner.h"
#include "value/pages.h"
#include "value/poison.h"
#include "value/weak.h"

#define BLOCK_SHIFT 15
#define BLOCK ((size_t)1 << BLOCK_SHIFT)
#define CELL_MIN 16
#define MARK_BYTES (BLOCK / CELL_MIN / 8)
#define REGION_MAX ((size_t)64 << 30)
#define CORE_SIZE ((size_t)1 << 20)
#define TABLE_OFFSET CORE_SIZE
#define MARKS_OFFSET ((size_t)64 << 20)
#define BLOCKS_OFFSET ((size_t)1 << 30)
#define BLOCKS_MAX ((REGION_MAX - BLOCKS_OFFSET) / BLOCK)
#define SMALL_MAX 8192
#define MIN_THRESHOLD ((size_t)6 << 20) /* small enough that what is allocated stays near in a worker among many */
#define MID_THRESHOLD ((size_t)32 << 20)

enum block_kind { BK_FREE, BK_SMALL, BK_LARGE, BK_MORE };

typedef struct Block {
  uint8_t kind, class, leaf, marked;
  uint32_t count; /* BK_LARGE: blocks; BK_MORE: distance to the first */
  uint32_t next;  /* in the list of blocks to be swept */
  uint32_t unused;
} Block;

_Static_assert(sizeof(Core) < CORE_SIZE, "the core fits into its area");
_Static_assert(TABLE_OFFSET + BLOCKS_MAX * sizeof(Block) <= MARKS_OFFSET, "the block table fits");
_Static_assert(MARKS_OFFSET + BLOCKS_MAX * MARK_BYTES <= BLOCKS_OFFSET, "the marks fit");

static const uint16_t cell_sizes[] = {16,  32,  48,  64,  80,  96,  112,  128,  160,  192,  224,  256,
                                      320, 384, 448, 512, 640, 768, 1024, 1360, 2048, 2720, 4096, 8192};
#define CLASSES (sizeof cell_sizes / sizeof *cell_sizes)

typedef struct Cell {
  struct Cell *next;
} Cell;

typedef struct Finalizer {
  uintptr_t object; /* complemented, so that it is no reference; 0: free place. In pending: as it is */
  void (*finish)(Object *);
  Array *calls; /* functions of the language to be called with it; NULL: none */
} Finalizer;

static Block *const table = (Block *)(HEAP_BASE + TABLE_OFFSET);
static uint8_t *const marks = (uint8_t *)(HEAP_BASE + MARKS_OFFSET);
static char *const blocks = (char *)(HEAP_BASE + BLOCKS_OFFSET);

static size_t blocks_max, blocks_top, blocks_free, fit_cursor;
#define RESERVE 128
static size_t reserve; /* blocks kept back for those that hear of an OutOfMemoryError */
static size_t
    image_blocks; /* the first so many came from the image: never freed, and marked through only where written */
static Cell *free_cells[CLASSES][2];
static uint32_t to_sweep[CLASSES][2]; /* block number + 1 */
static struct {
  char *at, *end;
  bool untouched;
} fresh_cells[CLASSES][2]; /* of a new block, not yet in the list */
static uint8_t class_of[SMALL_MAX / CELL_MIN + 1];
static uint32_t class_magic[CLASSES];

static size_t since, threshold = MIN_THRESHOLD;
static uint64_t collect_ns = 200000; /* what the last collection took */
static GcStats stats;
static long stress, stress_seen, stress_left; /* allocations */
static unsigned stress_seed;
static bool collecting;

static const char *stack_end;
static bool (*scan_other_stacks)(void);
static void (*drop_other_stacks)(void);

typedef struct Root {
  void *start;
  size_t size;
} Root;
static Root *roots;
static size_t nroots, roots_cap;

static Finalizer *finalizers; /* open addressing by object */
static size_t nfinalizers, finalizers_cap;
static Finalizer *pending; /* objects found dead that functions of the language are to see once more */
static size_t npending, pending_cap;

static uintptr_t *mark_stack;
static size_t mark_top, mark_cap;
static bool mark_lost; /* there was no memory for the mark stack: some marked object was not scanned */

NORETURN static void out_of_memory(void) {
  if (!collecting && CORE->types[TI_OUTOFMEMORYERROR].instance) throw_singleton(T_OUTOFMEMORYERROR);
  fputs("clu: out of memory\n", stderr);
  _exit(70);
}

static void *outside(void *old, size_t size) {
  void *p = realloc(old, size);
  if (!p) out_of_memory();
  return p;
}

/* ---- set-up and image ---- */

typedef struct ImageHeader {
  char magic[8];
  uint64_t base, core, nblocks;
} ImageHeader;
#define IMAGE_MAGIC "CLUIMG1"
#define PAGE ((size_t)4096)

static size_t page_up(size_t n) { return (n + PAGE - 1) & ~(PAGE - 1); }

/* Puts bytes of the image at their place: by moving the pages of the program's own image section, else by copying. */
static void image_place(char *to, const char *from, size_t size) {
#if !defined(CLU_ASAN) /* the sanitizer's leak check reads the program's sections at the end */
  if (((uintptr_t)from & (PAGE - 1)) == 0) {
    void *p = mremap((void *)(uintptr_t)from, page_up(size), page_up(size), MREMAP_MAYMOVE | MREMAP_FIXED, to);
    if (p == to) return;
  }
#endif
  memcpy(to, from, size);
}

static bool image_load(const char *image, size_t size) {
  const ImageHeader h = *(const ImageHeader *)(const void *)image;
  if (memcmp(h.magic, IMAGE_MAGIC, 8) || h.base != HEAP_BASE || h.core != sizeof(Core)) return false;
  size_t core = page_up(sizeof(Core)), tab = page_up(h.nblocks * sizeof(Block));
  if (h.nblocks > blocks_max || size < PAGE + core + tab + h.nblocks * BLOCK) return false;
  image_place((char *)CORE, image + PAGE, core);
  image_place((char *)table, image + PAGE + core, tab);
  image_place(blocks, image + PAGE + core + tab, h.nblocks * BLOCK);
  blocks_top = fit_cursor = image_blocks = h.nblocks;
  return true;
}

static bool write_all(int fd, const void *from, size_t size) {
  const char *p = from;
  UNPOISON((void *)(uintptr_t)p, size);
  while (size > 0) {
    ssize_t n = write(fd, p, size);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    p += n;
    size -= (size_t)n;
  }
  return true;
}

bool gc_save(const char *path) {
  gc_collect();
  char page[PAGE] = {0};
  ImageHeader h = {IMAGE_MAGIC, HEAP_BASE, sizeof(Core), blocks_top};
  memcpy(page, &h, sizeof h);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return false;
  bool ok = write_all(fd, page, PAGE) && write_all(fd, CORE, page_up(sizeof(Core))) &&
            write_all(fd, table, page_up(blocks_top * sizeof(Block))) && write_all(fd, blocks, blocks_top * BLOCK);
  int saved = errno;
  if (close(fd) < 0)
    ok = false;
  else
    errno = saved;
  return ok;
}

bool gc_init(const void *image, size_t size) {
  const char *limit = getenv("CLU_HEAP_LIMIT"); /* in megabytes */
  size_t heap = limit && atol(limit) > 0 ? (size_t)atol(limit) << 20 : REGION_MAX, region = REGION_MAX;
  if (heap < REGION_MAX - BLOCKS_OFFSET) region = BLOCKS_OFFSET + heap;
  void *p;
  for (;; region /= 2) {
    p = mmap((void *)HEAP_BASE, region, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (p == (void *)HEAP_BASE || region < 4 * BLOCKS_OFFSET) break;
    if (p != MAP_FAILED) munmap(p, region);
  }
  if (p != (void *)HEAP_BASE) return false;
  madvise(p, region, MADV_NOHUGEPAGE); /* a huge page would be paid for by every worker */
  blocks_max = (region - BLOCKS_OFFSET) / BLOCK;
  reserve = RESERVE;
  size_t class = 0;
  for (size_t i = 0; i <= SMALL_MAX / CELL_MIN; i++) {
    if (i * CELL_MIN > cell_sizes[class]) class ++;
    class_of[i] = (uint8_t) class;
  }
  for (class = 0; class < CLASSES; class ++) class_magic[class] = (uint32_t)((1ull << 32) / cell_sizes[class] + 1);
  const char *s = getenv("CLU_GC_STRESS");
  char *end = NULL;
  stress = s ? strtol(s, &end, 10) : 0;
  stress_seed = end && *end == ':' ? (unsigned)atol(end + 1) : 1;
  return image ? image_load(image, size) : true;
}

/* ---- marking ---- */

static inline bool mark_bit_set(size_t block, size_t cell) {
  uint8_t *byte = marks + block * MARK_BYTES + cell / 8, bit = (uint8_t)(1u << (cell % 8));
  bool was = *byte & bit;
  *byte |= bit;
  return was;
}

static void mark_push(uintptr_t object) {
  if (mark_top == mark_cap) {
    size_t cap = mark_cap ? 2 * mark_cap : 4096;
    uintptr_t *more = realloc(mark_stack, cap * sizeof *more);
    if (!more) {
      mark_lost = true;
      return;
    }
    mark_stack = more;
    mark_cap = cap;
  }
  mark_stack[mark_top++] = object;
}

/* Marks what word points into, if anything; returns whether it was unmarked before. */
static inline void mark_word(uintptr_t word) {
  uintptr_t offset = word - (uintptr_t)blocks;
  if (offset >= blocks_top << BLOCK_SHIFT) return;
  size_t n = offset >> BLOCK_SHIFT;
  if (n < image_blocks) return;
  Block *b = &table[n];
  if (b->kind == BK_SMALL) {
    size_t cell = ((offset & (BLOCK - 1)) * (uint64_t)class_magic[b->class]) >> 32;
    if (mark_bit_set(n, cell) || b->leaf) return;
    uintptr_t start = (uintptr_t)blocks + (n << BLOCK_SHIFT) + cell * cell_sizes[b->class];
    if (start + cell_sizes[b->class] <= (uintptr_t)blocks + ((n + 1) << BLOCK_SHIFT)) mark_push(start);
  } else if (b->kind != BK_FREE) {
    if (b->kind == BK_MORE) {
      n -= b->count;
      b = &table[n];
    }
    if (marks[n * MARK_BYTES]) return;
    marks[n * MARK_BYTES] = 1;
    if (!b->leaf) mark_push((uintptr_t)blocks + (n << BLOCK_SHIFT));
  }
}

__attribute__((no_sanitize("address"))) void gc_scan(const void *start, const void *end) {
  uintptr_t p = ((uintptr_t)start + 7) & ~(uintptr_t)7;
  for (; p + sizeof p <= (uintptr_t)end; p += sizeof p) mark_word(*(const uintptr_t *)p);
}

__attribute__((no_sanitize("address"))) static void mark_pushed(void) {
  while (mark_top) {
    uintptr_t start = mark_stack[--mark_top];
    size_t n = (start - (uintptr_t)blocks) >> BLOCK_SHIFT;
    const Block *b = &table[n];
    size_t size = b->kind == BK_SMALL ? cell_sizes[b->class] : (size_t)b->count << BLOCK_SHIFT;
    const uintptr_t *p = (const uintptr_t *)start, *end = p + size / sizeof *p;
    for (; p < end; p++) mark_word(*p);
  }
}

/* Scans every marked object of a block again. */
static void block_rescan(size_t n) {
  const Block *b = &table[n];
  if (b->leaf || (b->kind != BK_SMALL && b->kind != BK_LARGE)) return;
  const char *start = blocks + n * BLOCK;
  size_t cells = b->kind == BK_LARGE ? 1 : BLOCK / cell_sizes[b->class];
  size_t size = b->kind == BK_LARGE ? (size_t)b->count << BLOCK_SHIFT : cell_sizes[b->class];
  for (size_t i = 0; i < cells; i++) {
    if (!(marks[n * MARK_BYTES + i / 8] & (1u << (i % 8)))) continue;
    gc_scan(start + i * size, start + (i + 1) * size);
    mark_pushed();
  }
}

static void mark_drain(void) {
  mark_pushed();
  while (mark_lost) {
    mark_lost = false;
    for (size_t n = image_blocks; n < blocks_top; n++) block_rescan(n);
  }
}

static bool is_marked(uintptr_t object) {
  size_t offset = object - (uintptr_t)blocks, n = offset >> BLOCK_SHIFT;
  if (object < (uintptr_t)blocks || n < image_blocks)
    return true; /* of the core, which lies before the blocks, or of the image */
  const Block *b = &table[n];
  if (b->kind != BK_SMALL) return marks[(n - (b->kind == BK_MORE ? b->count : 0)) * MARK_BYTES];
  size_t cell = ((offset & (BLOCK - 1)) * (uint64_t)class_magic[b->class]) >> 32;
  return marks[n * MARK_BYTES + cell / 8] & (1u << (cell % 8));
}

__attribute__((noinline, no_sanitize("address"))) static void mark_stack_of_caller(void) {
  jmp_buf registers;
  _setjmp(registers);
  const char *here = (const char *)__builtin_frame_address(0);
  gc_scan(&registers, (const char *)&registers + sizeof registers);
  if (stack_end) gc_scan(here, stack_end);
}

/* Scans a stretch of pages of the image, but for blocks without references. */
static void mark_image_pages(void *arg UNUSED, const char *from, const char *to) {
  while (from < to) {
    size_t n = (size_t)(from - blocks) >> BLOCK_SHIFT;
    const char *next = blocks + ((n + 1) << BLOCK_SHIFT);
    if (next > to) next = to;
    const Block *b = &table[n];
    if (b->kind == BK_MORE) b -= b->count;
    if (b->kind != BK_FREE && !b->leaf) gc_scan(from, next);
    from = next;
  }
}

/* What the image's objects refer to. Objects of the image refer only to each other, unless their page was written since
 * the image was mapped: so a collection costs what the program made, not what the language is made of. */
static void mark_image(void) {
  size_t size = image_blocks << BLOCK_SHIFT;
  if (size && !pages_own(blocks, size, mark_image_pages, NULL)) mark_image_pages(NULL, blocks, blocks + size);
}

/* Marks on from what is marked already; the stacks of tasks found so lead further. */
static void mark_reached(void) {
  do mark_drain();
  while (scan_other_stacks && scan_other_stacks());
}

static void mark_all(void) {
  weak_begin();
  gc_scan(CORE, CORE + 1);
  mark_image();
  for (size_t i = 0; i < nroots; i++) gc_scan(roots[i].start, (char *)roots[i].start + roots[i].size);
  if (npending) gc_scan(pending, pending + npending);
  for (size_t i = 0; i < finalizers_cap; i++)
    if (finalizers[i].object && finalizers[i].calls) mark_word((uintptr_t)finalizers[i].calls);
  mark_stack_of_caller();
  mark_reached();
}

/* ---- finalizers ---- */

static size_t finalizer_home(size_t cap, uintptr_t hidden) {
  return (hidden >> 4) * 0x9E3779B97F4A7C15u >> 20 & (cap - 1);
}

static size_t finalizer_slot(const Finalizer *t, size_t cap, uintptr_t hidden) {
  size_t i = finalizer_home(cap, hidden);
  while (t[i].object && t[i].object != hidden) i = (i + 1) & (cap - 1);
  return i;
}

static void finalizers_rebuild(size_t cap) {
  Finalizer *t = calloc(cap, sizeof *t);
  if (!t) out_of_memory();
  for (size_t i = 0; i < finalizers_cap; i++)
    if (finalizers[i].object) t[finalizer_slot(t, cap, finalizers[i].object)] = finalizers[i];
  free(finalizers);
  finalizers = t;
  finalizers_cap = cap;
}

static Finalizer *finalizer_add(uintptr_t object) {
  if (2 * (nfinalizers + 1) > finalizers_cap) finalizers_rebuild(finalizers_cap ? 2 * finalizers_cap : 64);
  Finalizer *f = &finalizers[finalizer_slot(finalizers, finalizers_cap, ~object)];
  if (!f->object) {
    nfinalizers++;
    *f = (Finalizer){.object = ~object};
  }
  return f;
}

static Finalizer *finalizer_find(const Object *object) {
  if (!finalizers_cap) return NULL;
  Finalizer *f = &finalizers[finalizer_slot(finalizers, finalizers_cap, ~(uintptr_t)object)];
  return f->object ? f : NULL;
}

void gc_finalizer(Object *object, void (*finish)(Object *)) { finalizer_add((uintptr_t)object)->finish = finish; }

void gc_finalizer_calls(Object *object, Array *functions) { finalizer_add((uintptr_t)object)->calls = functions; }

Array *gc_finalizer_calls_of(const Object *object) {
  const Finalizer *f = finalizer_find(object);
  return f ? f->calls : NULL;
}

static void finalizer_remove(size_t i) {
  nfinalizers--;
  /* The entries after the gap that would not be found across it move into it. */
  size_t mask = finalizers_cap - 1;
  for (size_t k = (i + 1) & mask; finalizers[k].object; k = (k + 1) & mask) {
    size_t home = finalizer_home(finalizers_cap, finalizers[k].object);
    if (((k - home) & mask) < ((k - i) & mask)) continue;
    finalizers[i] = finalizers[k];
    i = k;
  }
  finalizers[i].object = 0;
}

bool gc_forget(Object *object) {
  Finalizer *f = finalizer_find(object);
  if (!f || !f->finish) return false;
  f->finish = NULL;
  if (!f->calls) finalizer_remove((size_t)(f - finalizers));
  return true;
}

void gc_finalizer_calls_forget(Object *object) {
  Finalizer *f = finalizer_find(object);
  if (!f) return;
  f->calls = NULL;
  if (!f->finish) finalizer_remove((size_t)(f - finalizers));
}

void (*gc_on_finalizers)(void);

static bool pending_add(Finalizer f) {
  if (npending == pending_cap) {
    size_t cap = pending_cap ? 2 * pending_cap : 16;
    Finalizer *more = realloc(pending, cap * sizeof *more);
    if (!more) return false;
    pending = more;
    pending_cap = cap;
  }
  f.object = ~f.object;
  pending[npending++] = f;
  return true;
}

/* What the language wants to see once more stays, with all it refers to; then the C finalizers of the rest run. An
 * entry is taken out in place: others move into its place, which is looked at again. */
static void finalize_unmarked(void) {
  size_t before = npending;
  for (size_t i = 0; i < finalizers_cap; i++)
    while (finalizers[i].object && finalizers[i].calls && !is_marked(~finalizers[i].object)) {
      if (!pending_add(finalizers[i])) { /* no memory now: the next collection finds it again */
        mark_word(~finalizers[i].object);
        continue;
      }
      finalizer_remove(i);
    }
  if (npending > before) gc_scan(pending + before, pending + npending);
  mark_reached();
  if (npending > before && gc_on_finalizers) gc_on_finalizers();
  for (size_t i = 0; i < finalizers_cap; i++)
    while (finalizers[i].object && !is_marked(~finalizers[i].object)) {
      Finalizer f = finalizers[i];
      finalizer_remove(i);
      f.finish((Object *)~f.object);
    }
}

Object *gc_finalizer_due(Array **functions) {
  if (!npending) return NULL;
  Finalizer f = pending[--npending];
  Object *object = (Object *)f.object;
  *functions = f.calls;
  if (f.finish) gc_finalizer(object, f.finish);
  return object;
}

bool gc_finalizers_due(void) { return npending > 0; }

void gc_finalizers_all_due(void) {
  for (size_t i = 0; i < finalizers_cap; i++)
    if (finalizers[i].object && finalizers[i].calls &&
        pending_add((Finalizer){.object = finalizers[i].object, .calls = finalizers[i].calls}))
      finalizers[i].calls = NULL;
  for (size_t i = 0; i < finalizers_cap; i++)
    while (finalizers[i].object && !finalizers[i].calls && !finalizers[i].finish) finalizer_remove(i);
}

/* ---- collecting and sweeping ---- */

static void block_free(size_t n, size_t count) {
  for (size_t i = 0; i < count; i++) table[n + i] = (Block){0};
  blocks_free += count;
  POISON(blocks + n * BLOCK, count * BLOCK);
  if (count * BLOCK >= (size_t)4 << 20) madvise(blocks + n * BLOCK, count * BLOCK, MADV_DONTNEED);
}

static size_t marked_cells(size_t n) {
  const uint64_t *m = (const uint64_t *)(const void *)(marks + n * MARK_BYTES);
  size_t cells = 0;
  for (size_t i = 0; i < MARK_BYTES / 8; i++) cells += (size_t)__builtin_popcountll(m[i]);
  return cells;
}

/* Frees what is wholly unmarked and lists the other small blocks for sweeping. */
static void blocks_review(void) {
  memset(free_cells, 0, sizeof free_cells);
  memset(to_sweep, 0, sizeof to_sweep);
  memset(fresh_cells, 0, sizeof fresh_cells);
  stats.live = image_blocks << BLOCK_SHIFT;
  for (size_t n = image_blocks; n < blocks_top; n++) {
    Block *b = &table[n];
    if (b->kind == BK_SMALL) {
      size_t cells = marked_cells(n);
      if (!cells) {
        block_free(n, 1);
        continue;
      }
      stats.live += cells * cell_sizes[b->class];
      b->next = to_sweep[b->class][b->leaf];
      to_sweep[b->class][b->leaf] = (uint32_t)n + 1;
    } else if (b->kind == BK_LARGE) {
      size_t count = b->count;
      if (marks[n * MARK_BYTES])
        stats.live += count * BLOCK;
      else
        block_free(n, count);
      n += count - 1;
    }
  }
  fit_cursor = image_blocks;
}

static uint64_t cpu_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* How much may be allocated before the next collection, which costs about what lives: marking is to stay a small part
 * of the work, memory in proportion. */
static size_t threshold_for(size_t live) {
  size_t several = 4 * live;
  if (several < MIN_THRESHOLD) return MIN_THRESHOLD;
  if (several < MID_THRESHOLD) return several;
  return live > MID_THRESHOLD ? live : MID_THRESHOLD;
}

void gc_collect(void) {
  if (collecting) return;
  collecting = true;
  uint64_t start = cpu_ns();
  memset(marks + image_blocks * MARK_BYTES, 0, (blocks_top - image_blocks) * MARK_BYTES);
  mark_all();
  uint64_t marked = cpu_ns();
  finalize_unmarked(); /* not counted: giving memory back has its time, however it is done */
  uint64_t finalized = cpu_ns();
  weak_sweep();
  if (drop_other_stacks) drop_other_stacks();
  blocks_review();
  stats.collections++;
  since = 0;
  gc_external_collected();
  threshold = threshold_for(stats.live - (image_blocks << BLOCK_SHIFT));
  if (blocks_max - blocks_top + blocks_free > (size_t)2 * RESERVE) reserve = RESERVE;
  collecting = false;
  collect_ns = marked - start + cpu_ns() - finalized;
}

/* Unmaps what lies between the pages that were written: they come back from the file when they are used. */
static void forget_gap(void *arg, const char *from, const char *to) {
  const char **at = arg;
  if (*at < from) madvise((void *)(uintptr_t)*at, (size_t)(from - *at), MADV_DONTNEED);
  *at = to;
}

void gc_freeze(void) {
  gc_collect();
  const char *at = blocks, *end = blocks + (image_blocks << BLOCK_SHIFT);
  if (image_blocks && pages_own(blocks, image_blocks << BLOCK_SHIFT, forget_gap, &at)) forget_gap(&at, end, end);
  memset(free_cells, 0, sizeof free_cells);
  memset(to_sweep, 0, sizeof to_sweep);
  memset(fresh_cells, 0, sizeof fresh_cells);
  image_blocks = fit_cursor = blocks_top;
  UNPOISON(blocks, image_blocks * BLOCK);
  blocks_free = 0;
}

static void block_sweep(size_t n) {
  const Block *b = &table[n];
  size_t size = cell_sizes[b->class], cells = BLOCK / size;
  char *start = blocks + n * BLOCK;
  Cell *list = free_cells[b->class][b->leaf];
  for (size_t i = cells; i-- > 0;) {
    if (marks[n * MARK_BYTES + i / 8] & (1u << (i % 8))) continue;
    Cell *cell = (Cell *)(void *)(start + i * size);
    UNPOISON(cell, 8);
    cell->next = list;
    list = cell;
    POISON((char *)cell + 8, size - 8);
  }
  free_cells[b->class][b->leaf] = list;
}

/* First of count adjacent free blocks; *fresh tells that they were never used and so are zero. */
static bool blocks_find(size_t count, bool *fresh, size_t *found) {
  *fresh = false;
  if (blocks_free >= count) {
    size_t run = 0, left = blocks_top - image_blocks;
    if (fit_cursor >= blocks_top) fit_cursor = image_blocks;
    for (size_t n = fit_cursor; left-- > 0; n++) {
      if (n == blocks_top) n = image_blocks, run = 0;
      run = table[n].kind == BK_FREE ? run + 1 : 0;
      if (run == count) {
        fit_cursor = n + 1;
        blocks_free -= count;
        *found = n + 1 - count;
        UNPOISON(blocks + *found * BLOCK, count * BLOCK);
        return true;
      }
    }
    fit_cursor = blocks_top;
  }
  if (blocks_top + count + reserve > blocks_max) return false;
  *found = blocks_top;
  blocks_top += count;
  *fresh = true;
  return true;
}

/* A part of a new block at a time, so that memory is touched only when it is used: a page's worth first, then as much
 * again as there is. */
static bool fresh_carve(size_t class, int leaf) {
  size_t size = cell_sizes[class];
  char *at = fresh_cells[class][leaf].at, *end = fresh_cells[class][leaf].end;
  if (at == end) return false;
  size_t part = ((uintptr_t)at & (BLOCK - 1)) < PAGE ? PAGE : (uintptr_t)at & (BLOCK - 1);
  size_t n = size < part ? part / size : 1, left = (size_t)(end - at) / size;
  if (n > left) n = left;
  if (fresh_cells[class][leaf].untouched) pages_make(at, n * size);
  for (size_t i = n; i-- > 0;) {
    Cell *cell = (Cell *)(void *)(at + i * size);
    cell->next = free_cells[class][leaf];
    free_cells[class][leaf] = cell;
    POISON((char *)cell + 8, size - 8);
  }
  fresh_cells[class][leaf].at = at + n * size;
  return true;
}

#define LEAST_TAKEN ((size_t)512 << 10)

/* Instead of so many fresh blocks. */
static bool collect_for_blocks(size_t count) {
  static Balance balance;
  size_t taken = since, before = stats.live + since;
  if (stress || taken < LEAST_TAKEN || blocks_free >= count || balance_pays_fresh(&balance, count << BLOCK_SHIFT))
    return false;
  gc_collect();
  balance_collected(&balance, collect_ns, taken, stats.live < before ? before - stats.live : 0);
  return true;
}

static bool class_sweep(size_t class, int leaf) {
  while (to_sweep[class][leaf]) {
    size_t n = to_sweep[class][leaf] - 1;
    to_sweep[class][leaf] = table[n].next;
    block_sweep(n);
    if (free_cells[class][leaf]) return true;
  }
  return false;
}

/* Gives the class free cells: from blocks that are due for sweeping, else from a new block. */
static void class_refill(size_t class, int leaf) {
  bool fresh;
  size_t n;
  if (fresh_carve(class, leaf) || class_sweep(class, leaf)) return;
  if (collect_for_blocks(1) && class_sweep(class, leaf)) return;
  if (!blocks_find(1, &fresh, &n)) {
    gc_collect();
    if (class_sweep(class, leaf)) return;
    if (!blocks_find(1, &fresh, &n)) {
      reserve /= 2; /* who hears of it may need some memory, too */
      out_of_memory();
    }
  }
  table[n] = (Block){.kind = BK_SMALL, .class = (uint8_t) class, .leaf = (uint8_t)leaf};
  memset(marks + n * MARK_BYTES, 0, MARK_BYTES);
  fresh_cells[class][leaf].at = blocks + n * BLOCK;
  fresh_cells[class][leaf].end = fresh_cells[class][leaf].at + BLOCK / cell_sizes[class] * cell_sizes[class];
  fresh_cells[class][leaf].untouched = fresh;
  fresh_carve(class, leaf);
}

/* Of the first allocations each, of the later ones one in so many that a program of any length ends. */
static bool stress_due(void) {
  stress_seen++;
  if (--stress_left > 0) return false;
  stress_seed = stress_seed * 1103515245u + 12345u;
  long often = stress_seen / stress;
  stress_left = often > 1 ? 1 + (long)(stress_seed >> 8) % (2 * often - 1) : 1;
  return true;
}

static inline void alloc_account(size_t size) {
  since += size;
  stats.allocated += size;
  if (UNLIKELY(stress)) {
    if (stress_due()) gc_collect();
  } else if (UNLIKELY(since > threshold)) {
    gc_collect();
  }
}

static void *alloc_large(size_t size, int leaf) {
  if (size > REGION_MAX) out_of_memory();
  size_t count = (size + BLOCK - 1) >> BLOCK_SHIFT;
  alloc_account(count << BLOCK_SHIFT);
  collect_for_blocks(count);
  bool fresh;
  size_t n;
  if (!blocks_find(count, &fresh, &n)) {
    gc_collect();
    if (!blocks_find(count, &fresh, &n)) out_of_memory();
  }
  table[n] = (Block){.kind = BK_LARGE, .leaf = (uint8_t)leaf, .count = (uint32_t)count};
  for (size_t i = 1; i < count; i++) table[n + i] = (Block){.kind = BK_MORE, .count = (uint32_t)i};
  void *p = blocks + n * BLOCK;
  if (fresh) pages_make(p, size);
  if (!fresh && !leaf) memset(p, 0, count * BLOCK);
  POISON((char *)p + size, count * BLOCK - size);
  return p;
}

static inline void *alloc(size_t size, int leaf) {
  if (UNLIKELY(size > SMALL_MAX)) return alloc_large(size, leaf);
  size_t class = class_of[(size + CELL_MIN - 1) / CELL_MIN], cell_size = cell_sizes[class];
  alloc_account(cell_size);
  if (UNLIKELY(!free_cells[class][leaf])) class_refill(class, leaf);
  Cell *cell = free_cells[class][leaf];
  free_cells[class][leaf] = cell->next;
  UNPOISON(cell, cell_size);
  if (!leaf) memset(cell, 0, cell_size);
  POISON((char *)cell + size, cell_size - size);
  return cell;
}

void *gc_alloc(size_t size) { return alloc(size, 0); }
void *gc_alloc_leaf(size_t size) { return alloc(size, 1); }

void *gc_object(Type *type, size_t size) {
  Object *o = alloc(size, 0);
  o->type = type;
  return o;
}

void *gc_object_leaf(Type *type, size_t size) {
  Object *o = alloc(size, 1);
  memset(o, 0, size);
  o->type = type;
  return o;
}

void gc_root(void *start, size_t size) {
  if (nroots == roots_cap) {
    roots_cap = roots_cap ? 2 * roots_cap : 16;
    roots = outside(roots, roots_cap * sizeof *roots);
  }
  roots[nroots++] = (Root){start, size};
}

void gc_unroot(void *start) {
  for (size_t i = nroots; i-- > 0;)
    if (roots[i].start == start) {
      roots[i] = roots[--nroots];
      return;
    }
}

void gc_set_scanner(bool (*scan_stacks)(void), void (*drop_stacks)(void)) {
  scan_other_stacks = scan_stacks;
  drop_other_stacks = drop_stacks;
}

bool gc_is_marked(const Object *object) { return is_marked((uintptr_t)object); }
void gc_set_stack(const void *outer_end) { stack_end = outer_end; }

uint64_t gc_collect_cost(void) { return collect_ns; }

GcStats gc_stats(void) {
  stats.external = gc_external_held();
  return stats;
}
