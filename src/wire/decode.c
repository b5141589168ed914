/* Bytes to values. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dict.h"
#include "lang/task.h"
#include "value/array.h"
#include "value/buffer.h"
#include "value/call.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"
#include "wire/wire.h"

Value (*wire_reference_received)(Type *type, int64_t where, int64_t whence, int64_t id, Value value);

static size_t left(const Decoder *d) { return (size_t)(d->r.end - d->r.at); }

uint64_t wire_expect(Decoder *d, enum cbor_major major, const char *what) {
  CborHead h = cbor_read(&d->r);
  if (h.major != major) cbor_fail(&d->r, "%s expected", what);
  return h.argument;
}

/* Reads the head of an array; each element takes a byte at least, so a length beyond the rest is refused here. */
uint32_t wire_expect_array(Decoder *d, uint32_t least, uint32_t most, const char *what) {
  uint64_t n = wire_expect(d, CBOR_ARRAY, what);
  if (n < least || n > most || n > left(d)) cbor_fail(&d->r, "%s of %llu parts", what, (unsigned long long)n);
  return (uint32_t)n;
}

/* Gives v the number that tag 28 reserved for it, if it did. */
static uint32_t take_slot(Decoder *d) {
  uint32_t slot = d->pending;
  d->pending = UINT32_MAX;
  return slot;
}
static Value keep(Decoder *d, uint32_t slot, Value v) {
  if (slot != UINT32_MAX) d->shared[slot] = v;
  return v;
}

Value wire_decode_defined(Decoder *d) {
  Value v = wire_decode(d);
  if (is_undef(v)) cbor_fail(&d->r, "nothing where a value must be");
  return v;
}

Symbol *wire_decode_symbol(Decoder *d) {
  CborHead h = cbor_read(&d->r);
  if (h.major == CBOR_TAG && h.argument == CBOR_IDENTIFIER) h = cbor_read(&d->r);
  if (h.major != CBOR_TEXT) cbor_fail(&d->r, "a name expected");
  const uint8_t *s = cbor_take(&d->r, h.argument);
  return symbol_n((const char *)s, h.argument);
}

Object *wire_decode_type(Decoder *d) {
  Value v = wire_decode(d);
  if (is_undef(v) || !(is_type(v) || v.type == T_TYPEVAR || v.type == T_VARARG)) cbor_fail(&d->r, "a type expected");
  return v.o;
}

/* ---- modules and types ---- */

static Module *module_child(Module *m, const Symbol *name) {
  Value v = module_get(m, (Symbol *)(uintptr_t)name);
  return !is_undef(v) && v.type == T_MODULE ? v.p : NULL;
}

static Module *module_root_named(Symbol *name) {
  if (name == SYM(Main)) return CORE->main;
  if (name == SYM(Base)) return CORE->base;
  if (name == SYM(Core)) return CORE->core;
  if (is_array(SLOT(LOADED_MODULES)))
    for (size_t i = 0; i < as_array(SLOT(LOADED_MODULES))->len; i++) {
      Value v = array_get(as_array(SLOT(LOADED_MODULES)), i);
      if (v.type == T_MODULE && ((Module *)v.p)->name == name) return v.p;
    }
  Module *m = module_child(CORE->base, name);
  return m ? m : module_child(CORE->main, name);
}

Module *wire_module(const char *path, size_t n) {
  const char *end = path + n, *dot = memchr(path, '.', n);
  if (!dot) dot = end;
  Module *m = module_root_named(symbol_n(path, (size_t)(dot - path)));
  while (m && dot < end) {
    const char *from = dot + 1;
    dot = memchr(from, '.', (size_t)(end - from));
    if (!dot) dot = end;
    m = module_child(m, symbol_n(from, (size_t)(dot - from)));
  }
  return m;
}

Module *wire_decode_module(Decoder *d) {
  uint64_t n = wire_expect(d, CBOR_TEXT, "a module's name");
  const char *s = (const char *)cbor_take(&d->r, n);
  Module *m = wire_module(s, n);
  if (!m) {
    const char *last = s + n;
    while (last > s && last[-1] != '.') last--;
    throw_undefvar(symbol_n(last, (size_t)(s + n - last)));
  }
  return m;
}

static Value decode_named_type(Decoder *d, bool wrapper) {
  CborHead h = cbor_read(&d->r);
  uint64_t nparams = 0;
  Module *m = CORE->base;
  Symbol *name;
  if (h.major == CBOR_TEXT) {
    name = symbol_n((const char *)cbor_take(&d->r, h.argument), h.argument);
  } else {
    if (h.major != CBOR_ARRAY || h.argument < 2 || h.argument > 10000 || h.argument > left(d))
      cbor_fail(&d->r, "a type's name expected");
    nparams = h.argument - 2;
    if (*cbor_take(&d->r, 1) != 0x60) { /* "": a type of Base */
      d->r.at--;
      m = wire_decode_module(d);
    }
    name = wire_decode_symbol(d);
  }
  Value v = module_get(m, name);
  if (is_undef(v) && m == CORE->base) v = module_get(CORE->core, name);
  if (is_undef(v)) throw_undefvar(name);
  if (!is_type(v)) cbor_fail(&d->r, "%s is not a type here", name->text);
  if (wrapper || nparams == 0) return v;
  Type *inner = type_datatype(v.o);
  if (!inner || (inner->name->wrapper->type != T_UNIONALL && inner->name != CORE->tn_type))
    cbor_fail(&d->r, "the type %s has no parameters here", name->text);
  Value *params = gc_alloc(nparams * sizeof *params);
  for (uint64_t i = 0; i < nparams; i++) params[i] = wire_decode_defined(d);
  return v_object(type_apply(inner->name, params, (uint32_t)nparams));
}

static Value decode_type(Decoder *d, uint64_t tag) {
  uint32_t slot = take_slot(d);
  switch (tag) {
  case WIRE_TYPE: return decode_named_type(d, false);
  case WIRE_WRAPPER: return decode_named_type(d, true);
  case WIRE_TUPLETYPE: {
    uint32_t n = wire_expect_array(d, 0, 100000, "a tuple type");
    Object **elems = gc_alloc((n + 1) * sizeof *elems);
    for (uint32_t i = 0; i < n; i++) elems[i] = wire_decode_type(d);
    return v_object(type_tuple(elems, n));
  }
  case WIRE_UNIONTYPE: {
    wire_expect_array(d, 2, 2, "a union");
    Object *members[2];
    members[0] = wire_decode_type(d);
    members[1] = wire_decode_type(d);
    return v_object(type_union(members, 2));
  }
  case WIRE_UNIONALL: {
    wire_expect_array(d, 2, 2, "a UnionAll");
    Object *var = wire_decode_type(d), *body = wire_decode_type(d);
    if (var->type != T_TYPEVAR) cbor_fail(&d->r, "a type variable expected");
    return v_object(type_unionall((TypeVar *)var, body));
  }
  case WIRE_TYPEVAR: {
    wire_expect_array(d, 3, 3, "a type variable");
    Symbol *name = wire_decode_symbol(d);
    Object *lower = wire_decode_type(d), *upper = wire_decode_type(d);
    Value var = v_object(type_var(name, lower, upper)); /* kept last: no bound speaks of its own variable */
    keep(d, slot, var);
    return var;
  }
  case WIRE_VARARG: {
    wire_expect_array(d, 2, 2, "a Vararg");
    Object *elem = wire_decode_type(d);
    return v_object(type_vararg(elem, wire_decode(d)));
  }
  default: wire_decode(d); return v_object(CORE->bottom);
  }
}

/* ---- arrays ---- */

#define MAX_DIMS 64
typedef struct Shape {
  size_t dims[MAX_DIMS], len;
  uint32_t n;
} Shape;

static void decode_shape(Decoder *d, Shape *s) {
  s->n = wire_expect_array(d, 0, MAX_DIMS, "dimensions");
  s->len = 1;
  bool empty = false;
  for (uint32_t i = 0; i < s->n; i++) {
    uint64_t n = wire_expect(d, CBOR_UINT, "a dimension");
    if (n >= (uint64_t)1 << 48) cbor_fail(&d->r, "a dimension of %llu", (unsigned long long)n);
    s->dims[i] = n;
    if (n == 0)
      empty = true;
    else if (__builtin_mul_overflow(s->len, (size_t)n, &s->len))
      cbor_fail(&d->r, "dimensions too large");
  }
  if (empty) s->len = 0;
}

static void take_elements(Decoder *d, Array *a, size_t n) {
  if (n) cbor_take_into(&d->r, a->data, n);
  if (a->store == ST_BOOL)
    for (size_t i = 0; i < n; i++) a->data[i] = a->data[i] != 0;
}

/* Elements as they lie in memory, their bytes checked to fit the shape. */
static Value decode_raw(Decoder *d, uint32_t slot, Object *eltype, const Shape *shape) {
  uint64_t n = wire_expect(d, CBOR_BYTES, "bytes");
  size_t size = type_elsize(eltype);
  if (type_store(eltype) == ST_VALUE) cbor_fail(&d->r, "raw elements of a type that has references");
  if (n > left(d)) cbor_fail(&d->r, "%llu bytes announced, only %zu left", (unsigned long long)n, left(d));
  size_t len = size ? n / size : 0, want;
  if (size && n % size) cbor_fail(&d->r, "%llu bytes are no whole number of elements", (unsigned long long)n);
  if (shape && (__builtin_mul_overflow(shape->len, size, &want) || want != n))
    cbor_fail(&d->r, "%llu bytes do not fit the dimensions", (unsigned long long)n);
  if (shape && !size) len = shape->len;
  Array *a = array_raw(eltype, shape ? shape->n : 1, shape ? shape->dims : &len);
  take_elements(d, a, n);
  return keep(d, slot, v_object(a));
}

static Value decode_raw_array(Decoder *d) {
  uint32_t slot = take_slot(d);
  wire_expect_array(d, 3, 3, "an array");
  Object *t = wire_decode_type(d);
  Shape shape;
  decode_shape(d, &shape);
  return decode_raw(d, slot, t, &shape);
}

/* A bit array as it was written when it held a byte for each value. */
static Value decode_bit_bytes(Decoder *d) {
  uint32_t slot = take_slot(d);
  wire_expect_array(d, 2, 2, "a bit array");
  Shape shape;
  decode_shape(d, &shape);
  uint64_t n = wire_expect(d, CBOR_BYTES, "bytes");
  if (n > left(d) || n != shape.len) cbor_fail(&d->r, "%llu bytes do not fit the dimensions", (unsigned long long)n);
  Array *a = array_raw(&T_BOOL->head, shape.n, shape.dims);
  take_elements(d, a, n);
  return keep(d, slot, v_object(array_packed(a)));
}

static Object *typed_array_type(uint64_t tag) {
  switch (tag) {
  case CBOR_U8: return &T_UINT8->head;
  case CBOR_U16: return &T_UINT16->head;
  case CBOR_U32: return &T_UINT32->head;
  case CBOR_U64: return &T_UINT64->head;
  case CBOR_I8: return &T_INT8->head;
  case CBOR_I16: return &T_INT16->head;
  case CBOR_I32: return &T_INT32->head;
  case CBOR_I64: return &T_INT64->head;
  case CBOR_F16S: return &T_FLOAT16->head;
  case CBOR_F32S: return &T_FLOAT32->head;
  case CBOR_F64S: return &T_FLOAT64->head;
  default: return NULL;
  }
}

static void decode_elements(Decoder *d, Array *a, size_t n) {
  for (size_t i = 0; i < n; i++) {
    Value v = wire_decode(d);
    if (is_undef(v)) continue;
    if (a->eltype != (Object *)T_ANY && !type_isa(v, a->eltype))
      cbor_fail(&d->r, "an element is not of the array's type");
    array_set(a, i, v);
  }
}

static Value decode_array(Decoder *d, uint64_t n) {
  uint32_t slot = take_slot(d);
  if (n > left(d)) cbor_fail(&d->r, "an array of %llu elements in %zu bytes", (unsigned long long)n, left(d));
  Array *a = array_any(n);
  keep(d, slot, v_object(a));
  decode_elements(d, a, n);
  return v_object(a);
}

static Value decode_shaped_array(Decoder *d) {
  uint32_t slot = take_slot(d);
  uint64_t n = wire_expect(d, CBOR_ARRAY, "an array");
  Object *eltype = wire_decode_type(d);
  Shape shape;
  decode_shape(d, &shape);
  if (n < 2 || shape.len != n - 2 || shape.len > left(d)) cbor_fail(&d->r, "dimensions do not fit the elements");
  if (type_store(eltype) != ST_VALUE && shape.len) { /* written before its type became one of bits: take it */
  }
  Array *a = array_new(eltype, shape.n, shape.dims);
  keep(d, slot, v_object(a));
  decode_elements(d, a, shape.len);
  return v_object(a);
}

static Object *decode_bits_type(Decoder *d) {
  Object *eltype = wire_decode_type(d);
  if (type_store(eltype) == ST_VALUE) cbor_fail(&d->r, "memory of a type that has references");
  return eltype;
}

static Value read_memory(Decoder *d, int fd, size_t offset, Object *eltype, const Shape *shape) {
  struct stat st;
  size_t bytes = shape->len * type_elsize(eltype);
  if (fstat(fd, &st) < 0 || (uint64_t)st.st_size < offset + bytes) {
    close(fd);
    cbor_fail(&d->r, "memory of less than %zu bytes", offset + bytes);
  }
  Handler h;
  if (CATCH(h)) {
    close(fd);
    rethrow_value(h.exception);
  }
  Array *a = array_raw(eltype, shape->n, shape->dims);
  catch_end(&h);
  if (!buffer_read(fd, offset, a->data, bytes)) throw_system("reading an array's memory", errno);
  return v_object(a);
}

/* An array over memory of another process. */
static Value decode_memory(Decoder *d) {
  uint32_t slot = take_slot(d);
  wire_expect_array(d, 5, 5, "an array in memory");
  Object *eltype = decode_bits_type(d);
  Shape shape;
  decode_shape(d, &shape);
  uint64_t k = wire_expect(d, CBOR_UINT, "a descriptor"), offset = wire_expect(d, CBOR_UINT, "an offset");
  uint64_t how = wire_expect(d, CBOR_SIMPLE, "a flag");
  size_t bytes, least;
  if (k >= (uint64_t)d->nfds) cbor_fail(&d->r, "a descriptor that did not come along");
  if (d->fds[k] < 0) throw_error("too many open files here to take an array of process %d", d->from);
  if (__builtin_mul_overflow(shape.len, (size_t)type_elsize(eltype), &bytes)) cbor_fail(&d->r, "dimensions too large");
  if (__builtin_add_overflow(offset, bytes, &least)) cbor_fail(&d->r, "an offset too large");
  int fd = d->fds[k];
  d->fds[k] = -1;
  if (how == CBOR_NULL) return keep(d, slot, read_memory(d, fd, offset, eltype, &shape));
  Buffer *b = buffer_of_fd(fd, least, how == CBOR_TRUE);
  if (!b && errno == EINVAL) cbor_fail(&d->r, "memory of less than %zu bytes", least);
  if (!b) throw_system("mapping an array's memory", errno);
  return keep(d, slot, v_object(array_over(&b->head, b->base + offset, eltype, shape.n, shape.dims)));
}

static Value decode_zeros(Decoder *d) {
  uint32_t slot = take_slot(d);
  wire_expect_array(d, 2, 2, "zeros");
  if (!d->from) cbor_fail(&d->r, "zeros without memory in a file");
  Object *eltype = decode_bits_type(d);
  Shape shape;
  decode_shape(d, &shape);
  return keep(d, slot, v_object(array_new(eltype, shape.n, shape.dims)));
}

/* The words of a bit array: bytes, or an array that came as memory of its own. */
static Array *decode_words(Decoder *d, size_t words) {
  CborHead h = cbor_read(&d->r);
  if (h.major == CBOR_BYTES) {
    if (h.argument > left(d) || h.argument != 8 * (uint64_t)words)
      cbor_fail(&d->r, "%llu bytes do not fit the dimensions", (unsigned long long)h.argument);
    Array *a = array_raw(&T_UINT64->head, 1, &words);
    take_elements(d, a, h.argument);
    return a;
  }
  if (h.major != CBOR_TAG || (h.argument != WIRE_MEMORY && h.argument != WIRE_ZEROS))
    cbor_fail(&d->r, "the words of a bit array expected");
  const Value v = h.argument == WIRE_MEMORY ? decode_memory(d) : decode_zeros(d);
  Array *a = as_array(v);
  const Buffer *b = array_buffer(a);
  if (a->eltype != &T_UINT64->head || a->len != words || (b && b->kind == BUFFER_SHARED))
    cbor_fail(&d->r, "memory that is not that of a bit array");
  return a;
}

static Value decode_bits(Decoder *d) {
  uint32_t slot = take_slot(d);
  wire_expect_array(d, 2, 2, "a bit array");
  Shape shape;
  decode_shape(d, &shape);
  return keep(d, slot, v_object(array_of_chunks(decode_words(d, bits_words(shape.len)), shape.n, shape.dims)));
}

/* ---- containers and structs ---- */

static Value decode_tuple(Decoder *d) {
  uint32_t n = wire_expect_array(d, 0, UINT32_MAX, "a tuple");
  Value few[8], *v = n <= 8 ? few : gc_alloc(n * sizeof *v);
  for (uint32_t i = 0; i < n; i++) v[i] = wire_decode_defined(d);
  return tuple_new(v, (int)n);
}

static Value decode_namedtuple(Decoder *d) {
  uint32_t n = wire_expect_array(d, 2, 100000, "a named tuple") - 2;
  Object *type = wire_decode_type(d);
  if (type->type != T_DATATYPE || !(((Type *)type)->flags & TF_NAMEDTUPLE) || ((Type *)type)->nfields != n)
    cbor_fail(&d->r, "a named tuple's type expected");
  if (wire_expect_array(d, n, n, "names") != n) return V_UNDEF;
  for (uint32_t i = 0; i < n; i++) wire_decode_symbol(d);
  Value *v = gc_alloc((n + 1) * sizeof *v);
  const Type *t = (const Type *)type;
  for (uint32_t i = 0; i < n; i++) {
    v[i] = wire_decode(d);
    if (is_undef(v[i]) || !type_isa(v[i], t->fields[i].type))
      cbor_fail(&d->r, "a field of a named tuple is not of its type");
  }
  return struct_new((Type *)type, v, n);
}

static Value decode_dict(Decoder *d) {
  uint32_t slot = take_slot(d);
  wire_expect_array(d, 2, 2, "a dictionary");
  Object *type = wire_decode_type(d);
  if (type->type != T_DATATYPE || !(((Type *)type)->flags & TF_CONCRETE))
    cbor_fail(&d->r, "a dictionary's type expected");
  Value v = call0(v_object(type));
  if (!is_dict(v)) cbor_fail(&d->r, "a dictionary's type expected");
  keep(d, slot, v);
  uint64_t entries = wire_expect(d, CBOR_MAP, "a map");
  if (entries > left(d)) cbor_fail(&d->r, "a map of %llu entries", (unsigned long long)entries);
  for (uint64_t i = 0; i < entries; i++) {
    Value key = wire_decode(d), value = wire_decode(d);
    if (is_undef(key) || is_undef(value)) cbor_fail(&d->r, "an undefined entry");
    dict_set(as_dict(v), key, value);
  }
  return v;
}

/* A map as other programs write it. */
static Value decode_plain_map(Decoder *d, uint64_t entries) {
  if (entries > left(d)) cbor_fail(&d->r, "a map of %llu entries", (unsigned long long)entries);
  uint32_t slot = take_slot(d);
  if (!CORE->tn_dict) cbor_fail(&d->r, "dictionaries are not known here");
  Dict *c = dict_new(&T_ANY->head, &T_ANY->head);
  keep(d, slot, v_object(c));
  for (uint64_t i = 0; i < entries; i++) {
    Value k = wire_decode(d), v = wire_decode(d);
    if (is_undef(k) || is_undef(v)) cbor_fail(&d->r, "an undefined entry");
    dict_set(c, k, v);
  }
  return v_object(c);
}

static Value decode_struct(Decoder *d) {
  uint32_t slot = take_slot(d);
  uint32_t n = wire_expect_array(d, 1, UINT32_MAX, "a struct") - 1;
  Object *o = wire_decode_type(d);
  if (o->type != T_DATATYPE || !(((Type *)o)->flags & TF_CONCRETE) || ((Type *)o)->flags & (TF_PRIMITIVE | TF_TUPLE))
    cbor_fail(&d->r, "a struct's type expected");
  Type *t = (Type *)o;
  if (t->nfields != n || !t->fields)
    cbor_fail(&d->r, "a %s of %u fields, here it has %u", t->name->name->text, n, t->nfields);
  bool mutable = t->flags & TF_MUTABLE;
  Value object = mutable ? keep(d, slot, struct_new(t, NULL, 0)) : V_UNDEF;
  Value *v = gc_alloc((n + 1) * sizeof *v);
  uint32_t given = 0;
  bool gap = false;
  for (uint32_t i = 0; i < n; i++) {
    v[i] = wire_decode(d);
    if (is_undef(v[i])) {
      gap = true;
      continue;
    }
    if (!type_isa(v[i], t->fields[i].type)) cbor_fail(&d->r, "a field of a %s is not of its type", t->name->name->text);
    if (mutable)
      struct_set(object, i, v[i]);
    else if (gap && t->leaf) /* its memory is not cleared */
      cbor_fail(&d->r, "a gap in a struct");
    given = i + 1;
  }
  if (mutable) return object;
  object = struct_new(t, v, given);
  return t->name == CORE->tn_written
             ? keep(d, slot, call1(module_function(CORE->base, symbol("_read_written")), object))
             : object;
}

static Value decode_task(Decoder *d) {
  uint32_t slot = take_slot(d);
  wire_expect_array(d, 3, 3, "a task");
  uint64_t state = wire_expect(d, CBOR_UINT, "a task's state");
  if (state != TASK_NEW && state != TASK_DONE && state != TASK_FAILED) cbor_fail(&d->r, "a task that runs");
  Task *t = task_new(v_nothing());
  keep(d, slot, v_object(t));
  t->state = (int)state;
  *(state == TASK_NEW ? &t->code : &t->result) = wire_decode_defined(d);
  Value trace = wire_decode_defined(d);
  if (is_array(trace)) t->backtrace = trace;
  return v_object(t);
}

static Value decode_expr(Decoder *d) {
  uint32_t n = wire_expect_array(d, 1, UINT32_MAX, "an expression") - 1;
  Expr *e = expr_new(wire_decode_symbol(d), NULL, 0);
  for (uint32_t i = 0; i < n; i++) expr_add(e, wire_decode_defined(d));
  return v_object(e);
}

static Value decode_reference(Decoder *d) {
  const uint8_t *at = d->r.at;
  wire_expect_array(d, 5, 5, "a remote reference");
  Object *t = wire_decode_type(d);
  Value where = wire_decode_defined(d), whence = wire_decode_defined(d), id = wire_decode_defined(d),
        value = wire_decode_defined(d);
  if (t->type != T_DATATYPE || !(((Type *)t)->flags & TF_CONCRETE) || !is_int(where) || !is_int(whence) ||
      !is_int(id) || !wire_reference_received)
    cbor_fail(&d->r, "a damaged remote reference");
  Value v = wire_reference_received((Type *)t, where.i, whence.i, id.i, value);
  wire_take(d->taken, at);
  return v;
}

/* ---- scalars ---- */

static Value decode_small(Decoder *d, uint64_t tag) {
  CborHead h = cbor_read(&d->r);
  if (h.major != CBOR_UINT && h.major != CBOR_NEGATIVE) cbor_fail(&d->r, "an integer expected");
  uint64_t u = h.argument;
  int64_t i = h.major == CBOR_NEGATIVE ? (int64_t)~u : (int64_t)u;
  switch (tag) {
  case WIRE_BITS8: return v_bits(T_INT8, (uint64_t)(int64_t)(int8_t)i);
  case WIRE_BITS16: return v_bits(T_INT16, (uint64_t)(int64_t)(int16_t)i);
  case WIRE_BITS32: return v_bits(T_INT32, (uint64_t)(int64_t)(int32_t)i);
  case WIRE_UBITS8: return v_bits(T_UINT8, (uint8_t)u);
  case WIRE_UBITS16: return v_bits(T_UINT16, (uint16_t)u);
  case WIRE_UBITS32: return v_bits(T_UINT32, (uint32_t)u);
  case WIRE_CHAR: return v_bits(T_CHAR, (uint32_t)u);
  default: return v_uint(u);
  }
}

static Value decode_simple(Decoder *d, CborHead h) {
  if (h.info == 25) return v_bits(T_FLOAT16, h.argument);
  if (h.info == 26) {
    uint32_t u = (uint32_t)h.argument;
    float f;
    memcpy(&f, &u, 4);
    return v_f32(f);
  }
  if (h.info == 27) {
    double f;
    memcpy(&f, &h.argument, 8);
    return v_f64(f);
  }
  switch (h.argument) {
  case CBOR_FALSE: return v_bool(false);
  case CBOR_TRUE: return v_bool(true);
  case CBOR_NULL: return v_nothing();
  case CBOR_UNDEFINED: return v_missing();
  case CBOR_UNDEF: return V_UNDEF;
  default: cbor_fail(&d->r, "the unknown simple value %llu", (unsigned long long)h.argument);
  }
}

static Value decode_wide(Decoder *d) {
  wire_expect_array(d, 2, 2, "a wide integer");
  bool is_unsigned = is_true(wire_decode_defined(d));
  if (wire_expect(d, CBOR_BYTES, "16 bytes") != 16) cbor_fail(&d->r, "16 bytes expected");
  Wide *w = gc_object_leaf(is_unsigned ? T_UINT128 : T_INT128, sizeof *w);
  memcpy(&w->u, cbor_take(&d->r, 16), 16);
  return v_object(w);
}

static Value decode_primitive(Decoder *d) {
  wire_expect_array(d, 2, 2, "a primitive value");
  Object *t = wire_decode_type(d);
  uint64_t u = wire_expect(d, CBOR_UINT, "bits");
  if (t->type != T_DATATYPE || (((Type *)t)->flags & (TF_PRIMITIVE | TF_IMMEDIATE)) != (TF_PRIMITIVE | TF_IMMEDIATE))
    cbor_fail(&d->r, "a primitive type expected");
  uint64_t raw[2] = {0}; /* as many bits as the type has */
  raw_store(raw, ((Type *)t)->store, v_bits((Type *)t, u));
  return raw_load(raw, ((Type *)t)->store, (Type *)t);
}

static Value decode_singleton(Decoder *d) {
  Object *t = wire_decode_type(d);
  if (t->type != T_DATATYPE || !(((Type *)t)->flags & TF_SINGLETON))
    cbor_fail(&d->r, "a type of one instance expected");
  return ((Type *)t)->instance ? v_object(((Type *)t)->instance) : struct_new((Type *)t, NULL, 0);
}

static Value decode_regex(Decoder *d) {
  wire_expect_array(d, 2, 2, "a regular expression");
  Value pattern = wire_decode_defined(d), options = wire_decode_defined(d);
  if (!CORE->tn_regex || !is_string(pattern) || is_undef(options)) cbor_fail(&d->r, "a damaged regular expression");
  return call2(v_object(CORE->tn_regex->wrapper), pattern, options);
}

static Value decode_node(Decoder *d, uint64_t tag) {
  switch (tag) {
  case WIRE_QUOTENODE: return quotenode_new(wire_decode_defined(d));
  case WIRE_LINENODE: {
    wire_expect_array(d, 2, 2, "a line number");
    Value line = wire_decode_defined(d);
    if (!is_int(line)) cbor_fail(&d->r, "a line number expected");
    if (*cbor_take(&d->r, 1) == 0xf6) return linenode_new(line.i, NULL);
    d->r.at--;
    return linenode_new(line.i, wire_decode_symbol(d));
  }
  default: {
    wire_expect_array(d, 2, 2, "a global's name");
    Module *m = wire_decode_module(d);
    return globalref_new(m, wire_decode_symbol(d));
  }
  }
}

static Value decode_svec(Decoder *d) {
  uint32_t n = wire_expect_array(d, 0, UINT32_MAX, "a vector");
  Value *v = gc_alloc((n + 1) * sizeof *v);
  for (uint32_t i = 0; i < n; i++) v[i] = wire_decode_defined(d);
  return svec_new(v, n);
}

static Value decode_bigint(Decoder *d) {
  uint64_t n = wire_expect(d, CBOR_TEXT, "digits");
  Value text = v_string_n((const char *)cbor_take(&d->r, n), n);
  if (!CORE->tn_bigint) cbor_fail(&d->r, "BigInt is not known here");
  return call2(module_function(CORE->base, symbol("parse")), v_object(CORE->tn_bigint->wrapper), text);
}

static Value decode_box(Decoder *d) {
  uint32_t slot = take_slot(d);
  Box *b = gc_object(T_BOX, sizeof *b);
  keep(d, slot, v_object(b));
  b->value = wire_decode(d);
  return v_object(b);
}

static Value decode_shared(Decoder *d) {
  if (d->nshared == d->cap) {
    d->cap = d->cap ? 2 * d->cap : 16;
    Value *more = gc_alloc(d->cap * sizeof *more);
    if (d->nshared) memcpy(more, d->shared, d->nshared * sizeof *more);
    d->shared = more;
  }
  uint32_t slot = d->nshared++;
  d->shared[slot] = V_UNDEF;
  d->pending = slot;
  Value v = wire_decode(d);
  d->pending = UINT32_MAX;
  if (is_undef(d->shared[slot])) d->shared[slot] = v;
  return v;
}

static Value decode_back_reference(Decoder *d) {
  uint64_t n = wire_expect(d, CBOR_UINT, "a reference");
  if (n >= d->nshared || is_undef(d->shared[n]))
    cbor_fail(&d->r, "a reference to the unknown value %llu", (unsigned long long)n);
  return d->shared[n];
}

/* A value that was encoded by itself: it shares nothing with what is around it. */
static Value decode_encoded(Decoder *d) {
  uint64_t n = wire_expect(d, CBOR_BYTES, "bytes");
  const uint8_t *bytes = cbor_take(&d->r, n);
  Decoder inner = {
      .r = {bytes, bytes, bytes + n}, .from = d->from, .depth = d->depth, .pending = UINT32_MAX, .taken = d->taken};
  return wire_decode_only(&inner);
}

static Value decode_tagged(Decoder *d, uint64_t tag) {
  if (tag == CBOR_SHARED) return decode_shared(d);
  if (tag >= CBOR_U8 && tag <= CBOR_F64S) {
    Object *t = typed_array_type(tag);
    if (!t) cbor_fail(&d->r, "arrays of tag %llu are not known", (unsigned long long)tag);
    return decode_raw(d, take_slot(d), t, NULL);
  }
  switch (tag) {
  case WIRE_BITS8:
  case WIRE_BITS16:
  case WIRE_BITS32:
  case WIRE_UBITS8:
  case WIRE_UBITS16:
  case WIRE_UBITS32:
  case WIRE_UBITS64:
  case WIRE_CHAR: return decode_small(d, tag);
  case CBOR_REFERENCE: return decode_back_reference(d);
  case CBOR_IDENTIFIER: {
    uint64_t n = wire_expect(d, CBOR_TEXT, "a name");
    return v_symbol(symbol_n((const char *)cbor_take(&d->r, n), n));
  }
  case CBOR_COLUMN_MAJOR: {
    uint32_t slot = take_slot(d);
    wire_expect_array(d, 2, 2, "an array");
    Shape shape;
    decode_shape(d, &shape);
    Object *t = typed_array_type(wire_expect(d, CBOR_TAG, "a typed array"));
    if (!t) cbor_fail(&d->r, "a typed array expected");
    return decode_raw(d, slot, t, &shape);
  }
  case WIRE_RAW: return decode_raw_array(d);
  case WIRE_BITARRAY: return decode_bit_bytes(d);
  case WIRE_BITS: return decode_bits(d);
  case WIRE_ARRAY: return decode_shaped_array(d);
  case WIRE_MEMORY: return decode_memory(d);
  case WIRE_ZEROS: return decode_zeros(d);
  case WIRE_RAWTEXT: {
    uint64_t n = wire_expect(d, CBOR_BYTES, "bytes");
    return v_string_n((const char *)cbor_take(&d->r, n), n);
  }
  case WIRE_WIDE: return decode_wide(d);
  case WIRE_PRIMITIVE: return decode_primitive(d);
  case WIRE_SINGLETON: return decode_singleton(d);
  case WIRE_TUPLE: return decode_tuple(d);
  case WIRE_NAMEDTUPLE: return decode_namedtuple(d);
  case WIRE_DICT: return decode_dict(d);
  case WIRE_STRUCT: return decode_struct(d);
  case WIRE_TYPE:
  case WIRE_WRAPPER:
  case WIRE_TUPLETYPE:
  case WIRE_UNIONTYPE:
  case WIRE_UNIONALL:
  case WIRE_TYPEVAR:
  case WIRE_VARARG:
  case WIRE_BOTTOM: return decode_type(d, tag);
  case WIRE_MODULE: return v_object(wire_decode_module(d));
  case WIRE_FUNCTION:
  case WIRE_FUNCTIONTYPE:
  case WIRE_CLOSURE:
  case WIRE_CLOSUREOF:
  case WIRE_CLOSURETYPE: return wire_decode_function(d, tag);
  case WIRE_TASK: return decode_task(d);
  case WIRE_EXPR: return decode_expr(d);
  case WIRE_QUOTENODE:
  case WIRE_LINENODE:
  case WIRE_GLOBALREF: return decode_node(d, tag);
  case WIRE_BOX: return decode_box(d);
  case WIRE_SVEC: return decode_svec(d);
  case WIRE_BIGINT: return decode_bigint(d);
  case WIRE_REGEX: return decode_regex(d);
  case WIRE_REMOTE: return decode_reference(d);
  case CBOR_ENCODED: return decode_encoded(d);
  case CBOR_MAGIC: return wire_decode(d);
  default: cbor_fail(&d->r, "the unknown tag %llu", (unsigned long long)tag);
  }
}

static Value decode_value(Decoder *d) {
  CborHead h = cbor_read(&d->r);
  switch (h.major) {
  case CBOR_UINT:
    if (h.argument > INT64_MAX) return v_uint(h.argument);
    return v_int((int64_t)h.argument);
  case CBOR_NEGATIVE:
    if (h.argument > INT64_MAX) cbor_fail(&d->r, "an integer below Int64");
    return v_int((int64_t)~h.argument);
  case CBOR_BYTES: {
    uint32_t slot = take_slot(d);
    if (h.argument > left(d))
      cbor_fail(&d->r, "%llu bytes announced, only %zu left", (unsigned long long)h.argument, left(d));
    Array *a = array_raw(&T_UINT8->head, 1, &h.argument);
    take_elements(d, a, h.argument);
    return keep(d, slot, v_object(a));
  }
  case CBOR_TEXT: return v_string_n((const char *)cbor_take(&d->r, h.argument), h.argument);
  case CBOR_ARRAY: return decode_array(d, h.argument);
  case CBOR_MAP: return decode_plain_map(d, h.argument);
  case CBOR_TAG: return decode_tagged(d, h.argument);
  default: return decode_simple(d, h);
  }
}

Value wire_decode(Decoder *d) {
  if (++d->depth > 3 * WIRE_DEPTH) cbor_fail(&d->r, "nested too deep");
  stack_check();
  Value v = decode_value(d);
  d->depth--;
  return v;
}

void wire_decode_end(Decoder *d) {
  if (d->r.at != d->r.end) cbor_fail(&d->r, "%zu bytes too many", left(d));
}

Value wire_decode_only(Decoder *d) {
  Value v = wire_decode_defined(d);
  wire_decode_end(d);
  return v;
}

static Value decode_all(CborReader r) { return wire_decode_only(&(Decoder){.r = r, .pending = UINT32_MAX}); }

Value wire_decode_bytes(const void *bytes, size_t n) {
  return decode_all((CborReader){bytes, bytes, (const uint8_t *)bytes + n, NULL, NULL});
}

Value wire_decode_source(CborSource *source, void *room, size_t n) {
  return decode_all((CborReader){room, room, (const uint8_t *)room + n, source, room});
}
