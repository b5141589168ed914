/* Arrays with their dimensions in another order: permutedims, transposes. */
#include "base/iterate.h"
#include "value/builtin.h"
#include "value/struct.h"

#define TILE 16

/* m rows of n elements into n rows of m: element i of row j lies at i * across + j * down, and goes to i * out + j. In
 * tiles, so that what is read and what is written of a line of the cache is used up at once. */
#define TRANSPOSE(T)                                                                                                   \
  do {                                                                                                                 \
    const T *x = (const T *)(const void *)from;                                                                        \
    T *y = (T *)(void *)to;                                                                                            \
    for (size_t j0 = 0; j0 < n; j0 += TILE) {                                                                          \
      size_t j1 = j0 + TILE < n ? j0 + TILE : n;                                                                       \
      for (size_t i0 = 0; i0 < m; i0 += TILE) {                                                                        \
        size_t i1 = i0 + TILE < m ? i0 + TILE : m;                                                                     \
        for (size_t i = i0; i < i1; i++)                                                                               \
          for (size_t j = j0; j < j1; j++) y[i * out + j] = x[i * across + j * down];                                  \
      }                                                                                                                \
    }                                                                                                                  \
  } while (0)
static void transpose(char *to, const char *from, size_t size, size_t m, size_t n, size_t across, size_t down,
                      size_t out) {
  switch (size) {
  case 1: TRANSPOSE(uint8_t); break;
  case 4: TRANSPOSE(uint32_t); break;
  case 8: TRANSPOSE(uint64_t); break;
  case 16: TRANSPOSE(unsigned __int128); break;
  default:
    for (size_t i = 0; i < m; i++)
      for (size_t j = 0; j < n; j++) memcpy(to + (i * out + j) * size, from + (i * across + j * down) * size, size);
  }
}

static void permute_bits(Array *b, size_t to, const Array *a, size_t from, size_t m, size_t n, size_t across,
                         size_t down, size_t out) {
  if (across == 1) {
    bits_transpose(b->bits, to, out, a->bits, from, down, m, n);
    return;
  }
  for (size_t i = 0; i < m; i++)
    for (size_t j = 0; j < n; j++) bits_set(b->bits, to + i * out + j, bits_get(a->bits, from + i * across + j * down));
}

/* a's elements with dims in the order of the result, stride elements apart in a. Planes of the result's first dimension
 * and of the one along which a is contiguous are transposed one by one. */
static Array *permuted(const Array *a, uint32_t n, const size_t *dims, const size_t *stride) {
  Array *b = array_is_bits(a) ? array_bits_raw(n, dims) : array_raw(a->eltype, n, dims);
  if (!b->len) return b;
  size_t out[17] = {1}, pos[16] = {0}, size = a->elsize, from = 0, to = 0;
  for (uint32_t k = 0; k < n; k++) out[k + 1] = out[k] * dims[k];
  uint32_t other = 0;
  for (uint32_t k = 1; k < n; k++)
    if (dims[k] > 1 && (!other || stride[k] < stride[other])) other = k;
  size_t rows = n ? dims[0] : 1, down = n ? stride[0] : 0, planes = other ? dims[other] : 1;
  for (;;) {
    size_t across = other ? stride[other] : 0;
    if (down == 1)
      for (size_t i = 0; i < planes; i++) array_blit(b, to + i * out[other], a, from + i * across, rows);
    else if (array_is_bits(a))
      permute_bits(b, to, a, from, planes, rows, across, down, out[other]);
    else
      transpose(b->data + to * size, a->data + from * size, size, planes, rows, across, down, out[other]);
    uint32_t k = 1;
    for (; k < n; k++) {
      if (k == other) continue;
      from += stride[k];
      to += out[k];
      if (++pos[k] < dims[k]) break;
      from -= stride[k] * dims[k];
      to -= out[k] * dims[k];
      pos[k] = 0;
    }
    if (k >= n) return b;
  }
}

BUILTIN(array_permutedims, "_permutedims(A, perm::Tuple)", "The Array `A` with dimension perm[k] as its k-th.") {
  const Array *a = as_array(args[0]);
  uint32_t n = a->ndims;
  size_t dims[16], stride[16], s[16], acc = 1;
  bool seen[16] = {false};
  if (tuple_len(args[1]) != n || n > 16) throw_argument("no valid permutation of dimensions");
  for (uint32_t i = 0; i < n; i++) {
    s[i] = acc;
    acc *= a->dims[i];
  }
  for (uint32_t i = 0; i < n; i++) {
    int64_t p = to_int(tuple_get(args[1], i));
    if (p < 1 || p > (int64_t)n || seen[p - 1]) throw_argument("no valid permutation of dimensions");
    seen[p - 1] = true;
    dims[i] = a->dims[p - 1];
    stride[i] = s[p - 1];
  }
  return v_object(permuted(a, n, dims, stride));
}

Array *array_transposed_of(const Array *a) {
  size_t m = a->ndims ? a->dims[0] : 1, n = a->ndims > 1 ? a->dims[1] : 1;
  return permuted(a, 2, (const size_t[]){n, m}, (const size_t[]){m, 1});
}

BUILTIN(array_transposed, "_transposed(A)", "A new matrix: the Matrix or Vector `A` with rows and columns exchanged.") {
  return v_object(array_transposed_of(as_array(args[0])));
}
