/* Kernels of dotted expressions: known functions on blocks of Float64, Int64, Float32 and Bool.
 * Promise: element by element the result is what the function gives for one number, to the last bit; where the function
 * would throw, kernel_run says so and the caller calls the function itself. */
#ifndef CLU_BROADCAST_KERNEL_H
#define CLU_BROADCAST_KERNEL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BLOCK_LEN 512

/* A block of numbers: n of them at data, or one that stands for all. */
typedef struct Block {
  uint8_t store;
  bool constant;
  const void *data;
} Block;

/* The number of the function with this name and so many arguments; -1 if it has no kernel. */
int kernel_find(const char *name, int nargs);
/* What the kernel gives for arguments of these stores; ST_VALUE (0) if it cannot take them. */
uint8_t kernel_result(int kernel, const uint8_t *stores, const bool *constant, int n);
/* Runs it; false if some element needs the function itself (which then throws). scratch: n blocks for conversions. */
bool kernel_run(int kernel, const Block *args, int nargs, void *out, uint8_t result, size_t n,
                double (*scratch)[BLOCK_LEN]);
#endif
