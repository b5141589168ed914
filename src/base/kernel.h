/* Kernels: known functions on blocks of numbers. Promise: element by element the result is what the function gives for
 * one number, to the last bit; where the function would throw, kernel_run says so and the caller calls the function. */
#ifndef CLU_KERNEL_H
#define CLU_KERNEL_H
#include "base/elementary.h"
#include "base/elementary32.h"
#include "base/elementary32.h"
#include "base/kernel_loop.h"

#define BLOCK_LEN 1024u

/* A block of numbers: n of them at data, or one that stands for all. data NULL: they could not be computed. */
typedef struct Block {
  uint8_t store;
  bool constant;
  const void *data;
} Block;

typedef struct Kernel {
  uint8_t op;      /* enum kernel */
  uint8_t result;  /* store of what it gives */
  uint8_t operand; /* store that all arguments must be brought to first; 0: they are taken as they are */
  int nargs;
  ManyFunction *math;
  OneFunction32 *math32; /* the same of Float32 */
} Kernel;

/* The kernel of Base's function with this name for arguments of these stores; false if there is none. */
bool kernel_choose(Kernel *k, const char *name, const uint8_t *stores, const bool *constant, int n);
/* T(x) and convert(T, x) between number types; name: "floor" and the like for floor(T, x), else NULL. */
bool kernel_conversion(Kernel *k, const char *name, uint8_t from, uint8_t to);
/* What must be done with an operand of this store after its conversion: false added to -0.0 leaves it as it is. NULL:
 * nothing. */
UnaryLoop *kernel_addend(const Kernel *k, uint8_t from);
bool kernel_run(const Kernel *k, const Block *args, void *out, size_t n);
uint32_t kernel_size(uint8_t store);
/* The store of elements of exactly this type, if there can be kernels for it; else ST_VALUE. */
uint8_t kernel_store(const Object *type);
Object *kernel_type(uint8_t store);
#endif
