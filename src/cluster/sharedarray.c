/* Arrays in memory that processes of one host share: a memfd mapped by each. It has no name, so nothing is left behind;
 * its pages are reserved first, so that a full memory is an error and not a SIGBUS later. */
#include <errno.h>

#include "cluster/cluster.h"
#include "value/array.h"
#include "value/buffer.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/type.h"

static size_t element_count(uint32_t ndims, const size_t *dims, size_t elsize) {
  size_t len = 1, bytes;
  for (uint32_t i = 0; i < ndims; i++)
    if (__builtin_mul_overflow(len, dims[i], &len)) throw_singleton(T_OUTOFMEMORYERROR);
  if (__builtin_mul_overflow(len, elsize, &bytes)) throw_singleton(T_OUTOFMEMORYERROR);
  return len;
}

BUILTIN(shared_new, "SharedArrays._shared(T::Type, dims::Tuple)", "A new array of zeros in shared memory.") {
  uint32_t ndims = args[1].type->nfields;
  if (ndims > 60) throw_argument("too many dimensions: %u", ndims);
  size_t dims[64];
  for (uint32_t i = 0; i < ndims; i++) {
    Value d = tuple_get(args[1], i);
    if (!is_int(d) || d.i < 0) throw_argument("a dimension of a SharedArray must be an Int that is not negative");
    dims[i] = (size_t)d.i;
  }
  size_t bytes = element_count(ndims, dims, type_elsize(args[0].o)) * type_elsize(args[0].o);
  Buffer *b = buffer_shared(bytes);
  if (!b) throw_system("making shared memory", errno);
  return v_object(array_over(&b->head, b->base, args[0].o, ndims, dims));
}
