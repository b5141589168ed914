/* Arrays in memory that processes of one host share: a memfd mapped by each. It has no name, so nothing is left behind;
 * its pages are reserved first, so that a full memory is an error and not a SIGBUS later. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

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

static uint32_t read_dims(Value tuple, size_t *dims) {
  uint32_t ndims = tuple.type->nfields;
  if (ndims > 60) throw_argument("too many dimensions: %u", ndims);
  for (uint32_t i = 0; i < ndims; i++) {
    Value d = tuple_get(tuple, i);
    if (!is_int(d) || d.i < 0) throw_argument("a dimension of a SharedArray must be an Int that is not negative");
    dims[i] = (size_t)d.i;
  }
  return ndims;
}

BUILTIN(shared_new, "SharedArrays._shared(T::Type, dims::Tuple)", "A new array of zeros in shared memory.") {
  size_t dims[64];
  uint32_t ndims = read_dims(args[1], dims);
  size_t bytes = element_count(ndims, dims, type_elsize(args[0].o)) * type_elsize(args[0].o);
  Buffer *b = buffer_shared(bytes);
  if (!b) throw_system("making shared memory", errno);
  return v_object(array_over(&b->head, b->base, args[0].o, ndims, dims));
}

NORETURN static void fail_file(const char *what, const char *path, int error, int fd) {
  char text[4200];
  snprintf(text, sizeof text, "%s \"%s\"", what, path);
  if (fd >= 0) close(fd);
  throw_system(text, error);
}

/* The file's descriptor, the file being long enough for least bytes. A file that may be written grows, and its blocks
 * are reserved, those of its holes too, so that a full disk is an error here and not a SIGBUS later. */
static int open_long_enough(const char *path, int flags, size_t least) {
  int fd = open(path, flags | O_CLOEXEC, 0666);
  if (fd < 0) fail_file("opening file", path, errno, -1);
  struct stat st;
  if (fstat(fd, &st) < 0) fail_file("opening file", path, errno, fd);
  if (!S_ISREG(st.st_mode)) fail_file("opening file", path, S_ISDIR(st.st_mode) ? EISDIR : ENODEV, fd);
  bool enough = (size_t)st.st_size >= least, reads = (flags & O_ACCMODE) == O_RDONLY;
  if (reads && enough) return fd;
  if (reads) {
    close(fd);
    throw_argument("the file %s has %lld bytes, the array needs %zu", path, (long long)st.st_size, least);
  }
  int error = fallocate(fd, 0, 0, (off_t)least) == 0 ? 0 : errno;
  if (error == EOPNOTSUPP) error = enough ? 0 : posix_fallocate(fd, 0, (off_t)least);
  if (error) fail_file("reserving room in file", path, error, fd);
  return fd;
}

BUILTIN(
    shared_file, "SharedArrays._shared_file(T::Type, dims::Tuple, path::String, offset::Int64, mode::String)",
    "An array over the content of a file, mapped by all who have it; with mode \"r\", a copy of what is written to.") {
  const char *path = as_string(args[2])->text, *mode = as_string(args[4])->text;
  size_t dims[64], least, elsize = type_elsize(args[0].o), offset = (size_t)args[3].i;
  uint32_t ndims = read_dims(args[1], dims);
  if (args[3].i < 0) throw_argument("an offset in a file must not be negative, got %lld", (long long)args[3].i);
  if (offset % (elsize > 8 ? 8 : elsize))
    throw_argument("the offset %zu does not suit elements of %zu bytes", offset, elsize);
  if (__builtin_add_overflow(element_count(ndims, dims, elsize) * elsize, offset, &least) || least > INT64_MAX)
    throw_singleton(T_OUTOFMEMORYERROR);
  bool writes = strcmp(mode, "r") != 0;
  int flags = !writes ? O_RDONLY : O_RDWR | (mode[0] == 'r' ? 0 : O_CREAT) | (mode[0] == 'w' ? O_TRUNC : 0);
  if (!least) least = 1;
  int fd = open_long_enough(path, flags, least);
  Buffer *b = buffer_of_fd(fd, least, writes);
  if (!b) fail_file("mapping file", path, errno, -1);
  return v_object(array_over(&b->head, b->base + offset, args[0].o, ndims, dims));
}
