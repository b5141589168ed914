#include "value/array.h"

#include "value/buffer.h"
#include "value/call.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"

#define INLINE_MAX 128u /* so many bytes of numbers lie in the array object itself */
#define LEN_MAX ((size_t)1 << 46)

size_t dims_product(const size_t *dims, uint32_t n) {
  size_t len = 1;
  bool zero = false;
  for (uint32_t i = 0; i < n; i++) zero |= dims[i] == 0;
  for (uint32_t i = 0; i < n; i++) {
    if (dims[i] > INT64_MAX) throw_argument("invalid Array dimensions");
    if (!zero && __builtin_mul_overflow(len, dims[i], &len)) throw_argument("invalid Array size");
  }
  return zero ? 0 : len;
}

static size_t bytes_of(size_t len, uint32_t elsize) {
  size_t bytes;
  if (__builtin_mul_overflow(len, (size_t)elsize, &bytes) || bytes > LEN_MAX) throw_singleton(T_OUTOFMEMORYERROR);
  return bytes;
}

static void bits_place(Array *a, void *words, size_t bytes) {
  a->data = NULL;
  a->bits = words;
  a->cap = 8 * bytes;
}

/* Of arbitrary words the last is zeroed, for the bits behind the elements; where more will be added, all are. */
static void bits_alloc(Array *a, size_t cap, bool zero, bool growing) {
  size_t bytes = 8 * bits_words(cap);
  if (bytes > LEN_MAX) throw_singleton(T_OUTOFMEMORYERROR);
  if (bytes >= BUFFER_MIN) {
    Buffer *b = growing ? buffer_growing(bytes) : buffer_new(bytes, zero);
    a->owner = &b->head;
    if (growing) bytes = b->size & ~(size_t)7;
    bits_place(a, b->base, bytes);
  } else {
    void *words = bytes ? gc_alloc_leaf(bytes + 1) : a;
    a->owner = NULL;
    bits_place(a, words, bytes);
    if (zero) memset(a->bits, 0, bytes);
  }
  if (growing)
    memset(a->bits, 0, bytes);
  else if (bytes && !zero)
    a->bits[bytes / 8 - 1] = 0;
}

/* A byte more than asked for, so that a pointer just behind the last element still keeps the block alive. Where there
 * is no memory, the array stays as it was. */
static void data_alloc(Array *a, size_t cap, bool zero, bool growing) {
  if (a->store == ST_BIT) {
    bits_alloc(a, cap, zero, growing);
    return;
  }
  size_t bytes = bytes_of(cap, a->elsize);
  Object *owner = NULL;
  char *data = (char *)a; /* pointers to no elements are computed from it, too */
  if (a->store == ST_VALUE) {
    data = bytes ? gc_alloc(bytes + 1) : NULL;
  } else if (bytes >= BUFFER_MIN) {
    Buffer *b = growing ? buffer_growing(bytes) : buffer_new(bytes, zero);
    owner = &b->head;
    data = b->base;
    cap = b->size / a->elsize;
  } else if (bytes) {
    data = gc_alloc_leaf(bytes + 1);
    if (zero) memset(data, 0, bytes);
  }
  a->owner = owner;
  a->data = data;
  a->cap = cap;
  a->before = 0;
}

static bool is_bits_type(const Type *t) { return CORE->tn_bitarray && t->name == CORE->tn_bitarray; }

static Array *array_make(Type *type, Object *eltype, uint32_t ndims, const size_t *dims, bool zero) {
  size_t len = dims_product(dims, ndims);
  uint8_t store = is_bits_type(type) ? ST_BIT : type_store(eltype);
  uint32_t elsize = store == ST_VALUE ? (uint32_t)sizeof(Value) : type_elsize(eltype);
  size_t head = sizeof(Array) + ndims * sizeof(size_t);
  size_t bytes = store == ST_BIT ? 8 * bits_words(len) : bytes_of(len, elsize);
  bool within = bytes && bytes <= INLINE_MAX && store != ST_VALUE;
  size_t start = (head + 15) & ~(size_t)15;
  Array *a = gc_object(type, within ? start + bytes + 1 : head);
  a->eltype = eltype;
  a->store = store;
  a->elsize = elsize;
  a->ndims = (uint16_t)ndims;
  a->len = len;
  for (uint32_t i = 0; i < ndims; i++) a->dims[i] = dims[i];
  if (within && store == ST_BIT) {
    bits_place(a, (char *)a + start, bytes);
    a->bits[bytes / 8 - 1] = 0;
  } else if (within) {
    a->data = (char *)a + start;
    a->cap = len;
  } else {
    data_alloc(a, len, zero, false);
  }
  return a;
}

static Type *array_type(Object *eltype, uint32_t ndims) {
  if (ndims == 1) {
    if (eltype == &T_ANY->head && CORE->any_vector) return CORE->any_vector;
    if (eltype == &T_INT64->head && CORE->vector_int64) return CORE->vector_int64;
    if (eltype == &T_FLOAT64->head && CORE->vector_float64) return CORE->vector_float64;
  }
  return type_array(eltype, (int)ndims);
}

Array *array_new(Object *eltype, uint32_t ndims, const size_t *dims) {
  return array_make(array_type(eltype, ndims), eltype, ndims, dims, true);
}

Array *array_raw(Object *eltype, uint32_t ndims, const size_t *dims) {
  return array_make(array_type(eltype, ndims), eltype, ndims, dims, false);
}

static Type *bits_type(uint32_t ndims) {
  Value n = v_int(ndims);
  return type_apply(CORE->tn_bitarray, &n, 1);
}

static Array *bits_make(uint32_t ndims, const size_t *dims, bool zero) {
  if (!CORE->tn_bitarray) throw_error("BitArray is not defined yet");
  return array_make(bits_type(ndims), &T_BOOL->head, ndims, dims, zero);
}

Array *array_bits(uint32_t ndims, const size_t *dims) { return bits_make(ndims, dims, true); }
Array *array_bits_raw(uint32_t ndims, const size_t *dims) { return bits_make(ndims, dims, false); }

Array *array_vector(Object *eltype, size_t len) { return array_new(eltype, 1, &len); }

Array *array_any(size_t len) { return array_new(&T_ANY->head, 1, &len); }

Array *array_of(const Value *values, size_t n) {
  Array *a = array_any(n);
  if (n) memcpy(a->data, values, n * sizeof(Value));
  return a;
}

Array *array_like(const Array *a, Object *eltype) { return array_new(eltype, a->ndims, a->dims); }
Array *array_like_raw(const Array *a, Object *eltype) { return array_raw(eltype, a->ndims, a->dims); }

Array *array_copy(const Array *a) {
  Array *b = array_make(a->head.type, a->eltype, a->ndims, a->dims, false);
  array_blit(b, 0, a, 0, a->len);
  return b;
}

Array *array_unpacked(const Array *a) {
  Array *b = array_like_raw(a, a->eltype);
  array_blit(b, 0, a, 0, a->len);
  return b;
}

Array *array_packed(const Array *a) {
  Array *b = array_bits_raw(a->ndims, a->dims);
  array_blit(b, 0, a, 0, a->len);
  return b;
}

void array_blit(Array *to, size_t at, const Array *from, size_t start, size_t n) {
  if (!n) return;
  if (to->store == ST_BIT && from->store == ST_BIT)
    bits_copy(to->bits, at, from->bits, start, n);
  else if (to->store == ST_BIT)
    bits_pack(to->bits, at, (const uint8_t *)from->data + start, n);
  else if (from->store == ST_BIT)
    bits_unpack((uint8_t *)to->data + at, from->bits, start, n);
  else
    memmove(to->data + at * to->elsize, from->data + start * from->elsize, n * to->elsize);
}

Array *array_over(Object *owner, void *data, Object *eltype, uint32_t ndims, const size_t *dims) {
  Array *a = gc_object(array_type(eltype, ndims), sizeof(Array) + ndims * sizeof(size_t));
  a->eltype = eltype;
  a->store = type_store(eltype);
  a->elsize = a->store == ST_VALUE ? (uint32_t)sizeof(Value) : type_elsize(eltype);
  a->ndims = (uint16_t)ndims;
  a->len = a->cap = dims_product(dims, ndims);
  for (uint32_t i = 0; i < ndims; i++) a->dims[i] = dims[i];
  a->data = data;
  a->owner = owner;
  return a;
}

/* Makes b, which was made over no memory, a BitArray over these words. */
static void bits_over(Array *b, uint64_t *words) {
  b->head.type = bits_type(b->ndims);
  b->store = ST_BIT;
  bits_place(b, words, 8 * bits_words(b->len));
}

Array *array_chunks(Array *a) {
  size_t words = bits_words(a->len);
  Array *w = array_over(a->owner ? a->owner : &a->head, a->bits, &T_UINT64->head, 1, &words);
  a->flags |= AF_SEEN;
  w->flags |= AF_SHARED;
  return w;
}

Array *array_of_chunks(Array *words, uint32_t ndims, const size_t *dims) {
  Array *b = array_over(words->owner ? words->owner : &words->head, NULL, &T_BOOL->head, ndims, dims);
  bits_over(b, (uint64_t *)(void *)words->data);
  uint64_t *last = b->len % 64 ? b->bits + b->len / 64 : NULL;
  if (last && *last & ~bits_low(b->len % 64)) *last &= bits_low(b->len % 64);
  return b;
}

/* Data that lies in the heap needs no owner besides the pointer to it; but an array that holds its numbers within
 * itself is named, so that the reason is visible. */
Array *array_share(Array *a, Object *eltype, uint32_t ndims, const size_t *dims) {
  Array *b = array_over(a->owner ? a->owner : &a->head, a->data, eltype, ndims, dims);
  if (a->store == ST_BIT) bits_over(b, a->bits);
  a->flags |= AF_SHARED;
  b->flags |= AF_SHARED;
  return b;
}

Value array_get_slow(const Array *a, size_t i) {
  return raw_load(a->data + i * a->elsize, a->store, (Type *)a->eltype);
}
void array_set_slow(Array *a, size_t i, Value v) { raw_store(a->data + i * a->elsize, a->store, v); }

Value array_convert(const Array *a, Value v) {
  if (&v.type->head == a->eltype || a->eltype == &T_ANY->head || type_isa(v, a->eltype)) return v;
  Value w = call2(FN(convert), v_object(a->eltype), v);
  if (!type_isa(w, a->eltype)) throw_type("convert", a->eltype, w);
  return w;
}

void array_put(Array *a, size_t i, Value v) {
  v = array_convert(a, v);
  array_set(a, i, v);
}

static void check_growable(const Array *a) {
  if (a->flags & AF_SHARED) throw_error("cannot resize array with shared data");
}

static void bits_move(Array *a, size_t cap) {
  Buffer *old = array_buffer(a);
  const uint64_t *words = a->bits;
  bits_alloc(a, cap, false, true);
  bits_copy(a->bits, 0, words, 0, a->len);
  if (old && !(a->flags & AF_SEEN)) buffer_release(old);
  a->flags &= (uint8_t)~AF_SEEN;
}

/* Moves the elements to a place with room for `front` before and `cap` from the first on. */
static void array_move(Array *a, size_t front, size_t cap) {
  Buffer *old = array_buffer(a);
  if (a->store == ST_BIT) {
    bits_move(a, cap);
    return;
  }
  if (front == 0 && a->before == 0 && old && old->kind == BUFFER_ANON && old->base == a->data) {
    buffer_grow(old, bytes_of(cap, a->elsize));
    a->data = old->base;
    a->cap = old->size / a->elsize;
    return;
  }
  char *data = a->data;
  data_alloc(a, front + cap, false, true);
  a->data += front * a->elsize;
  a->before = front;
  a->cap -= front;
  if (a->len) memcpy(a->data, data, a->len * a->elsize);
  if (old) buffer_release(old);
}

static void wipe_to_unset(Array *a, size_t from, size_t to) {
  Value unset = a->store == ST_VALUE ? unset_value(a->eltype) : V_UNDEF;
  if (is_undef(unset)) return;
  for (size_t i = from; i < to; i++) ((Value *)(void *)a->data)[i] = unset;
}

Array *array_unset(Object *eltype, uint32_t ndims, const size_t *dims) {
  Array *a = array_raw(eltype, ndims, dims);
  wipe_to_unset(a, 0, a->len);
  return a;
}

static void wipe(Array *a, size_t from, size_t to) {
  if (to > from && a->store == ST_BIT)
    bits_fill(a->bits, from, to - from, false);
  else if (to > from)
    memset(a->data + from * a->elsize, 0, (to - from) * a->elsize);
}

void array_reserve(Array *a, size_t len) {
  check_growable(a);
  if (len > a->cap) array_move(a, 0, len);
}

void array_resize(Array *a, size_t len) {
  if (len == a->len) return;
  check_growable(a);
  if (len > LEN_MAX) throw_singleton(T_OUTOFMEMORYERROR);
  if (len > a->cap) array_move(a, 0, len < a->len + a->len / 2 ? a->len * 2 : len);
  if (len < a->len && (a->store == ST_VALUE || a->store == ST_BIT)) wipe(a, len, a->len);
  if (len > a->len) wipe(a, a->len, len);
  if (len > a->len) wipe_to_unset(a, a->len, len);
  a->len = a->dims[0] = len;
}

/* By moving what is behind. */
static void open_behind(Array *a, size_t at, size_t n) {
  size_t old = a->len;
  array_resize(a, old + n);
  array_blit(a, at + n, a, at, old - at);
  wipe(a, at, at + n);
}

static void close_behind(Array *a, size_t at, size_t n) {
  check_growable(a);
  array_blit(a, at, a, at + n, a->len - at - n);
  array_resize(a, a->len - n);
}

void array_grow_front(Array *a, size_t n) {
  if (!n) return;
  check_growable(a);
  if (a->store == ST_BIT) {
    open_behind(a, 0, n);
    return;
  }
  if (n > a->before) array_move(a, a->len + n < 8 ? 8 : a->len + n, a->len < 4 ? 4 : a->len + a->len / 4);
  a->data -= n * a->elsize;
  a->before -= n;
  a->cap += n;
  wipe(a, 0, n);
  a->len = a->dims[0] = a->len + n;
}

void array_drop_front(Array *a, size_t n) {
  if (!n) return;
  check_growable(a);
  if (a->store == ST_BIT) {
    close_behind(a, 0, n);
    return;
  }
  if (a->store == ST_VALUE) wipe(a, 0, n);
  a->data += n * a->elsize;
  a->before += n;
  a->cap -= n;
  a->len = a->dims[0] = a->len - n;
}

void array_open(Array *a, size_t at, size_t n) {
  if (!n) return;
  if (at == 0 && a->len) {
    array_grow_front(a, n);
    return;
  }
  open_behind(a, at, n);
}

void array_close(Array *a, size_t at, size_t n) {
  if (!n) return;
  if (at == 0) {
    array_drop_front(a, n);
    return;
  }
  close_behind(a, at, n);
}

void array_push(Array *a, Value v) {
  if (UNLIKELY(a->len == a->cap || (a->flags & AF_SHARED))) {
    check_growable(a);
    array_move(a, 0, a->len < 8 ? 8 : a->len * 2);
  }
  a->len = a->dims[0] = a->len + 1;
  array_set(a, a->len - 1, v);
}

void array_push_put(Array *a, Value v) { array_push(a, array_convert(a, v)); }
