/* Raw memory for the unsafe_ functions: addresses of what values hold, and values read from and written to addresses.
 * What the caller asks for is done, as its name warns; only a null pointer is refused. */
#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "value/array.h"
#include "value/buffer.h"
#include "value/builtin.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/string.h"
#include "value/type.h"

static char *memory_at(Value address) {
  if (!address.u) throw_argument("cannot use a NULL pointer");
  return (char *)address.u;
}

static uint8_t memory_store(Value type) {
  uint8_t store = type_store(type.o);
  if (store == ST_VALUE) throw_argument("only values of plain bits are read from and written to memory");
  return store;
}

BUILTIN(memory_of_array, "_address(a::Array)", "") { return v_uint((uint64_t)as_array(args[0])->data); }
BUILTIN(memory_of_text, "_address(s::String)", "") { return v_uint((uint64_t)as_string(args[0])->text); }
/* Where the fields of a mutable object lie, and the object that lies there. */
BUILTIN(memory_of_object, "_object_address(x)", "") {
  if (type_store(&args[0].type->head) != ST_VALUE)
    throw_error("pointer_from_objref cannot be used on immutable objects");
  return v_uint((uint64_t)object_data(args[0].o));
}
BUILTIN(memory_object_at, "_object_at(address::UInt64)", "") { return v_object(memory_at(args[0]) - sizeof(Object)); }

BUILTIN(memory_load, "_memory_load(T::DataType, address::UInt64)", "") {
  return raw_load(memory_at(args[1]), memory_store(args[0]), args[0].p);
}
BUILTIN(memory_write, "_memory_store!(address::UInt64, x)", "") {
  raw_store(memory_at(args[0]), memory_store(v_object(args[1].type)), args[1]);
  return v_nothing();
}
BUILTIN(memory_move, "_memory_move!(to::UInt64, from::UInt64, n::Int64)", "") {
  if (args[2].i > 0) memmove(memory_at(args[0]), memory_at(args[1]), (size_t)args[2].i);
  return v_nothing();
}
BUILTIN(memory_text, "_memory_text(address::UInt64, n::Int64)", "") {
  if (!args[0].u) throw_argument("cannot convert NULL to string");
  const char *p = memory_at(args[0]);
  if (args[1].i < -1) throw_argument("negative length");
  return v_string_n(p, args[1].i < 0 ? strlen(p) : (size_t)args[1].i);
}
/* The pages go with the last array that has them. Not shared, or of a file that may not be written, what is written
 * stays in memory. */
BUILTIN(memory_map, "_map_file(T::DataType, n::Int64, fd::Int64, offset::Int64, shared::Bool)", "") {
  memory_store(args[0]);
  if (args[1].i < 0 || args[3].i < 0) throw_argument("invalid Array dimensions");
  size_t n = (size_t)args[1].i, size = n * type_elsize(args[0].o);
  size_t skip = (size_t)args[3].i % (size_t)sysconf(_SC_PAGESIZE);
  if (!size) return v_object(array_vector(args[0].o, 0));
  char *p = mmap(NULL, size + skip, PROT_READ | PROT_WRITE, args[4].u ? MAP_SHARED : MAP_PRIVATE, (int)args[2].i,
                 (off_t)((size_t)args[3].i - skip));
  if (p == MAP_FAILED) throw_system("memory mapping failed", errno);
  Buffer *b = buffer_foreign(p, size + skip);
  b->unmapped = false;
  return v_object(array_over(&b->head, p + skip, args[0].o, 1, &n));
}
BUILTIN(memory_sync, "_sync_map(a::Array, flags::Int64)", "") {
  const Array *a = as_array(args[0]);
  size_t skip = (uintptr_t)a->data % (size_t)sysconf(_SC_PAGESIZE);
  if (a->len && msync(a->data - skip, array_bytes(a) + skip, (int)args[1].i)) throw_system("msync", errno);
  return v_nothing();
}
/* An array over foreign memory; who gave the address keeps it alive. */
BUILTIN(memory_array, "_memory_array(T::DataType, address::UInt64, n::Int64)", "") {
  memory_store(args[0]);
  if (args[2].i < 0) throw_argument("invalid Array dimensions");
  size_t n = (size_t)args[2].i;
  char *p = memory_at(args[1]);
  Buffer *b = buffer_foreign(p, n * type_elsize(args[0].o));
  return v_object(array_over(&b->head, p, args[0].o, 1, &n));
}
