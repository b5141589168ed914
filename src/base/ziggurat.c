#include "base/ziggurat.h"

#include <math.h>

#include "base/elementary.h"

/* Where the tails begin. */
#define NORMAL_TAIL 3.6541528853610087963519472518
#define EXPONENTIAL_TAIL 7.6971174701310497140446280481

static double normal_tail(Twister *r, bool negative) {
  double x, y;
  do {
    x = -(1 / NORMAL_TAIL) * elementary_log(twister_unit(r));
    y = -elementary_log(twister_unit(r));
  } while (!(y + y > x * x));
  return negative ? -NORMAL_TAIL - x : NORMAL_TAIL + x;
}

/* Whether a number of a layer at whose place the density is f lies under the curve, given that the layer's rectangle
 * inside of it does not have it. */
static bool below_curve(Twister *r, const Layers *z, int64_t layer, double f) {
  return (z->height[layer - 1] - z->height[layer]) * twister_unit(r) + z->height[layer] < f;
}

double ziggurat_normal_rare(Twister *r, uint64_t bits) {
  const Layers *z = &ziggurat()->normal;
  int64_t size = (int64_t)((bits & ZIGGURAT_BITS) >> 1), layer = size & (LAYERS - 1);
  double x = ziggurat_signed(bits, size) * z->width[layer];
  if (layer == 0) return normal_tail(r, size >> 8 & 1);
  if (below_curve(r, z, layer, elementary_exp(-0.5 * x * x))) return x;
  return ziggurat_normal(r, z, twister_bits(r));
}

double ziggurat_exponential_rare(Twister *r, uint64_t bits) {
  const Layers *z = &ziggurat()->exponential;
  int64_t layer = (int64_t)(bits & (LAYERS - 1));
  double x = (double)(int64_t)bits * z->width[layer];
  if (layer == 0) return EXPONENTIAL_TAIL - elementary_log(twister_unit(r));
  if (below_curve(r, z, layer, elementary_exp(-x))) return x;
  return ziggurat_exponential(r, z, twister_bits(r));
}

BUILTIN(ziggurat_keep, "_ziggurat!(tables::Vector{UInt64})", "") {
  if (as_array(args[0])->len * sizeof(uint64_t) != sizeof(Ziggurat))
    throw_argument("the tables of a ziggurat are longer");
  SLOT(ZIGGURAT) = args[0];
  return v_nothing();
}
