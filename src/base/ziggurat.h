/* Normal and exponential random numbers by the ziggurat of Marsaglia and Tsang (2000): 256 layers of equal area under
 * the density, the lowest with the tail. Promise: bits of Julia 1.5 from bits of a generator that gives those. */
#ifndef CLU_ZIGGURAT_H
#define CLU_ZIGGURAT_H
#include "base/twister.h"

#define LAYERS 256
/* Layers made by random.jl in higher precision, and kept in the image: a number that is below inside of its layer is
 * under the curve. */
typedef struct Layers {
  uint64_t inside[LAYERS];
  double width[LAYERS];  /* for each unit of a random integer */
  double height[LAYERS]; /* of the density where the layer ends */
} Layers;
typedef struct Ziggurat {
  Layers normal, exponential;
} Ziggurat;

/* Where a first number falls out of its layer. */
double ziggurat_normal_rare(Twister *r, uint64_t bits);
double ziggurat_exponential_rare(Twister *r, uint64_t bits);

static inline const Ziggurat *ziggurat(void) { return (const Ziggurat *)(const void *)as_array(SLOT(ZIGGURAT))->data; }
#define ZIGGURAT_BITS 0x000fffffffffffffu

/* An integer with the lowest bit as its sign, without a branch, which would be foretold every other time. */
static inline double ziggurat_signed(uint64_t bits, int64_t size) {
  int64_t sign = -(int64_t)(bits & 1);
  return (double)((size ^ sign) - sign);
}

/* A number from 52 random bits, and more of the generator's if need be. */
static inline double ziggurat_normal(Twister *r, const Layers *z, uint64_t bits) {
  int64_t size = (int64_t)((bits & ZIGGURAT_BITS) >> 1), layer = size & (LAYERS - 1);
  if (UNLIKELY((uint64_t)size >= z->inside[layer])) return ziggurat_normal_rare(r, bits);
  return ziggurat_signed(bits, size) * z->width[layer];
}
static inline double ziggurat_exponential(Twister *r, const Layers *z, uint64_t bits) {
  bits &= ZIGGURAT_BITS;
  if (UNLIKELY(bits >= z->inside[bits & (LAYERS - 1)])) return ziggurat_exponential_rare(r, bits);
  return (double)(int64_t)bits * z->width[bits & (LAYERS - 1)];
}
#endif
