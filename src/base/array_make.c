/* Making arrays, their shape, copying and filling. */
#include <limits.h>

#include "base/iterate.h"
#include "value/vector.h"
#include "value/builtin.h"
#include "value/show.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

static size_t dims_nonneg(Value v) {
  int64_t i = to_int(v);
  if (i < 0) throw_argument("invalid Array dimensions");
  return (size_t)i;
}

static uint32_t dims_strict(Value tuple, size_t dims[16]) {
  uint32_t n = tuple_len(tuple);
  if (n > 16) throw_argument("more than 16 dimensions");
  for (uint32_t i = 0; i < n; i++) {
    Value d = tuple_get(tuple, i);
    IntRange r;
    dims[i] = int_range(d, &r) ? (size_t)r.n : dims_nonneg(d);
  }
  return n;
}

BUILTIN(array_undef, "_array_undef(T, dims::Tuple)", "An array of T with these dimensions and arbitrary content.") {
  size_t dims[16];
  uint32_t n = dims_strict(args[1], dims);
  if (!is_type(args[0])) {
    Value fields[4] = {v_symbol(CORE->tn_array->name), v_string("element type"), v_object(T_TYPE), args[0]};
    throw_value(struct_new(T_TYPEERROR, fields, 4));
  }
  return v_object(array_unset(args[0].o, n, dims));
}

BUILTIN(array_zeros, "_array_zeros(T, dims::Tuple)", "An array of T, all bits zero.") {
  size_t dims[16];
  uint32_t n = dims_strict(args[1], dims);
  return v_object(array_new(args[0].o, n, dims));
}

BUILTIN(bitarray_undef, "_bitarray(dims::Tuple)", "A BitArray of these dimensions, all false.") {
  size_t dims[16];
  for (uint32_t i = 0; i < tuple_len(args[0]); i++) {
    Value d = tuple_get(args[0], i);
    if (is_int(d) && d.i < 0)
      throw_argument("dimension size must be ≥ 0, got %lld for dimension %u", (long long)d.i, i + 1);
  }
  uint32_t n = dims_strict(args[0], dims);
  return v_object(array_bits(n, dims));
}

BUILTIN(bitarray_chunks, "_chunks(B::BitArray)", "The words that hold the elements of `B`, in the same memory.") {
  return v_object(array_chunks(as_array(args[0])));
}

BUILTIN(array_size, "size(A::Array)\nsize(A::BitArray)", "The dimensions of `A`, as a tuple.") {
  const Array *a = as_array(args[0]);
  return dims_tuple(a->dims, a->ndims);
}

BUILTIN(array_size_dim, "size(A::Array, d::Integer)\nsize(A::BitArray, d::Integer)",
        "The length of dimension `d` of `A`.") {
  const Array *a = as_array(args[0]);
  int64_t d = to_int(args[1]);
  if (d < 1) throw_error("arraysize: dimension out of range");
  return v_int(d > a->ndims ? 1 : (int64_t)a->dims[d - 1]);
}

BUILTIN(array_length, "length(A::Array)\nlength(A::BitArray)", "The number of elements of `A`.") {
  return v_int((int64_t)as_array(args[0])->len);
}

BUILTIN(array_isempty, "isempty(A::Array)\nisempty(A::BitArray)", "Whether `A` has no elements.") {
  return v_bool(as_array(args[0])->len == 0);
}

BUILTIN(array_ndims, "ndims(A::Array)\nndims(A::BitArray)", "The number of dimensions of `A`.") {
  return v_int(as_array(args[0])->ndims);
}

BUILTIN(array_axes, "axes(A::Array)\naxes(A::BitArray)",
        "The valid indices of each dimension of `A`, as a tuple of ranges.") {
  const Array *a = as_array(args[0]);
  Value axes[16];
  for (uint32_t i = 0; i < a->ndims && i < 16; i++) axes[i] = oneto(a->dims[i]);
  return tuple_new(axes, a->ndims);
}

BUILTIN(array_axes_dim, "axes(A::Array, d::Integer)\naxes(A::BitArray, d::Integer)",
        "The valid indices of dimension `d`.") {
  const Array *a = as_array(args[0]);
  int64_t d = to_int(args[1]);
  if (d < 1) throw_bounds(call1(base_function("axes"), args[0]), v_int(d));
  return oneto(d > a->ndims ? 1 : a->dims[d - 1]);
}

BUILTIN(array_eachindex, "eachindex(A::Array)\neachindex(A::Vector)\neachindex(A::BitArray)",
        "An iterator over the indices of `A`.") {
  return oneto(as_array(args[0])->len);
}

BUILTIN(array_eltype_of, "eltype(A::Array)", "The type of the elements.") {
  return v_object(as_array(args[0])->eltype);
}

BUILTIN(array_firstindex, "firstindex(A::Array)\nfirstindex(A::Vector)\nfirstindex(A::BitArray)",
        "The first index: 1.") {
  return v_int(1);
}

BUILTIN(array_lastindex, "lastindex(A::Array)\nlastindex(A::Vector)\nlastindex(A::BitArray)",
        "The last index of `A`.") {
  return v_int((int64_t)as_array(args[0])->len);
}

BUILTIN(array_lastindex_dim, "lastindex(A::Array, d::Integer)\nlastindex(A::BitArray, d::Integer)",
        "The last index of dimension `d`.") {
  return array_size_dim(args, nargs, kw);
}

BUILTIN(array_iterate,
        "iterate(A::Array)\niterate(A::Array, i::Int)\niterate(A::BitArray)\niterate(A::BitArray, i::Int)",
        "The next element and the state after it, or nothing.") {
  const Array *a = as_array(args[0]);
  int64_t i = nargs > 1 ? args[1].i : 1;
  if (i < 1 || (size_t)i > a->len) return v_nothing();
  Value v = array_get(a, (size_t)i - 1);
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  Value pair[2] = {v, v_int(i + 1)};
  return tuple_new(pair, 2);
}

BUILTIN(array_isassigned, "isassigned(A::Array, i::Integer...)\nisassigned(A::BitArray, i::Integer...)",
        "Whether `A` has an element at this index.") {
  const Array *a = as_array(args[0]);
  size_t at = 0, stride = 1;
  for (int k = 1; k < nargs; k++) {
    int64_t i = to_int(args[k]);
    size_t n = nargs == 2 ? a->len : k - 1 < a->ndims ? a->dims[k - 1] : 1;
    if (i < 1 || (size_t)i > n) return v_bool(false);
    at += ((size_t)i - 1) * stride;
    stride *= n;
  }
  return v_bool(at < a->len && !is_undef(array_get(a, at)));
}

BUILTIN(array_copy_builtin, "copy(A::Array)\ncopy(A::BitArray)", "A new array with the elements of `A`.") {
  return v_object(array_copy(as_array(args[0])));
}

/* similar's arguments after the array: [type], [dims as a tuple or integers] */
static Value similar_of(Object *eltype, bool bits, uint32_t n, const size_t *dims, const Value *rest, int nrest) {
  size_t given[16];
  if (nrest && is_type(rest[0])) {
    bits = bits && rest[0].o == &T_BOOL->head;
    eltype = rest[0].o;
    rest++;
    nrest--;
  }
  if (nrest) {
    n = dims_from(rest, nrest, given);
    dims = given;
  }
  return v_object(bits ? array_bits(n, dims) : array_unset(eltype, n, dims));
}

BUILTIN(array_similar, "similar(A::Array, args...)\nsimilar(A::BitArray, args...)",
        "An uninitialized array like `A`: of its element type or the one given, of its dimensions or those given.") {
  const Array *a = as_array(args[0]);
  return similar_of(a->eltype, array_is_bits(a), a->ndims, a->dims, args + 1, nargs - 1);
}

BUILTIN(any_similar, "similar(A::AbstractArray, T::Type, dims::Tuple)", "An uninitialized array of these dimensions.") {
  return similar_of(args[1].o, false, 0, NULL, args + 2, 1);
}

#define FILL(name, T)                                                                                                  \
  VECTORISED static void name(T *to, size_t n) {                                                                       \
    T x = to[0];                                                                                                       \
    for (size_t i = 1; i < n; i++) to[i] = x;                                                                          \
  }
typedef unsigned __int128 uint128;
FILL(fill_32, uint32_t)
FILL(fill_64, uint64_t)
FILL(fill_128, uint128)

static void fill_raw(Array *a, Value v) {
  size_t n = a->len, sz = a->elsize;
  if (!n) return;
  if (array_is_bits(a)) {
    bits_fill(a->bits, 0, n, v.u);
    return;
  }
  array_set(a, 0, v);
  char *d = a->data;
  bool zero = true;
  for (size_t i = 0; i < sz; i++) zero &= d[i] == 0;
  if (zero || sz == 1) {
    memset(d, d[0], n * sz);
    return;
  }
  switch (sz) {
  case 4: fill_32((void *)d, n); break;
  case 8: fill_64((void *)d, n); break;
  case 16: fill_128((void *)d, n); break;
  default:
    for (size_t i = 1; i < n; i++) memcpy(d + i * sz, d, sz);
  }
}

BUILTIN(array_fill, "fill!(A::Array, x)\nfill!(A::BitArray, x)", "Set all elements of `A` to `x`.") {
  Array *a = as_array(args[0]);
  if (!a->len && &args[1].type->head == a->eltype) return args[0];
  fill_raw(a, array_convert(a, args[1]));
  return args[0];
}

BUILTIN(array_fill_new, "fill(x, dims::Integer...)\nfill(x, dims::Tuple{Vararg{Integer}})",
        "An array of these dimensions with all elements `x`.") {
  size_t dims[16];
  for (int i = 1; i < nargs; i++) {
    if (!is_tuple(args[i])) dims_nonneg(args[i]);
  }
  uint32_t n = dims_from(args + 1, nargs - 1, dims);
  Array *a = array_raw(&args[0].type->head, n, dims);
  fill_raw(a, args[0]);
  return v_object(a);
}

/* (4, 2) or (2, Colon()), for messages */
static void dims_text(Text *t, const Value *dims, uint32_t n) {
  text_char(t, '(');
  for (uint32_t i = 0; i < n; i++) {
    if (i) text_puts(t, ", ");
    if (dims[i].type == T_INT64)
      text_format(t, "%lld", (long long)dims[i].i);
    else
      text_puts(t, "Colon()");
  }
  text_puts(t, n == 1 ? ",)" : ")");
}

NORETURN static void throw_two_colons(const Value *given, uint32_t n) {
  Text t = {0};
  dims_text(&t, given, n);
  throw_dimension("new dimensions %.*s may have at most one omitted dimension specified by `Colon()`", (int)t.len,
                  t.bytes);
}

BUILTIN(array_reshape, "_reshape(A, dims::Tuple)",
        "The data of the Array or BitArray `A` with other dimensions; one of them may be a colon.") {
  Array *a = as_array(args[0]);
  uint32_t n = tuple_len(args[1]);
  size_t dims[16], product = 1;
  Value d[16] = {{0}};
  int colon = -1;
  Text t = {0};
  if (n > 16) throw_argument("more than 16 dimensions");
  for (uint32_t i = 0; i < n; i++) d[i] = tuple_get(args[1], i);
  for (uint32_t i = 0; i < n; i++) {
    if (CORE->tn_colon && d[i].type->name == CORE->tn_colon) {
      if (colon >= 0) throw_two_colons(d, n);
      colon = (int)i;
      continue;
    }
    IntRange r;
    d[i] = v_int(int_range(d[i], &r) ? r.n : to_int(d[i]));
    if (d[i].i < 0) throw_argument("invalid Array dimensions");
    dims[i] = (size_t)d[i].i;
    product *= dims[i];
  }
  if (colon >= 0) {
    if (product == 0 ? a->len != 0 : a->len % product != 0) {
      dims_text(&t, d, n);
      throw_dimension("array size %zu must be divisible by the product of the new dimensions %.*s", a->len, (int)t.len,
                      t.bytes);
    }
    dims[colon] = product ? a->len / product : 0;
  } else if (dims_product(dims, n) != a->len) {
    dims_text(&t, d, n);
    throw_dimension("new dimensions %.*s must be consistent with array size %zu", (int)t.len, t.bytes, a->len);
  }
  if (n == a->ndims && memcmp(dims, a->dims, n * sizeof(size_t)) == 0) return args[0];
  return v_object(array_share(a, a->eltype, n, dims));
}

BUILTIN(array_vec, "vec(A::Array)\nvec(A::Vector)\nvec(A::BitArray)",
        "The elements of `A` as a vector over the same data.") {
  Array *a = as_array(args[0]);
  return a->ndims == 1 ? args[0] : v_object(array_share(a, a->eltype, 1, &a->len));
}

BUILTIN(array_reinterpret, "_reinterpret(T, A)", "The bits of the array `A` of numbers as elements of type T.") {
  Array *a = as_array(args[1]);
  if (array_is_bits(a)) a = array_unpacked(a);
  uint8_t store = type_store(args[0].o);
  if (store == ST_VALUE || a->store == ST_VALUE)
    throw_argument("cannot reinterpret arrays of elements that are not bits");
  uint32_t size = type_elsize(args[0].o);
  size_t dims[16];
  memcpy(dims, a->dims, a->ndims * sizeof(size_t));
  if (size != a->elsize) {
    size_t bytes = (a->ndims ? dims[0] : 1) * a->elsize;
    if (a->ndims == 0 || bytes % size)
      throw_argument("cannot reinterpret: the first dimension does not hold whole elements");
    dims[0] = bytes / size;
  }
  return v_object(array_share(a, args[0].o, a->ndims, dims));
}

/* Copies n elements, converting; memmove if both hold the same. */
static void copy_elements(Array *to, size_t at, Array *from, size_t start, size_t n) {
  if (!n) return;
  if (to->eltype == from->eltype || (to->eltype == &T_ANY->head && from->store == ST_VALUE)) {
    array_blit(to, at, from, start, n);
    return;
  }
  if (to->store == ST_F64 && from->store == ST_I64) {
    double *d = (double *)(void *)to->data + at;
    const int64_t *s = (const int64_t *)(const void *)from->data + start;
    for (size_t i = 0; i < n; i++) d[i] = (double)s[i];
    return;
  }
  for (size_t i = 0; i < n; i++) {
    Value v = array_get(from, start + i);
    if (is_undef(v)) {
      if (to->store == ST_VALUE)
        array_set(to, at + i, v);
      else
        throw_singleton(T_UNDEFREFERROR);
    } else {
      array_put(to, at + i, v);
    }
  }
}

BUILTIN(array_copyto, "copyto!(dest::Union{Array,BitArray}, src::Union{Array,BitArray})",
        "Copy the elements of `src` into `dest`.") {
  Array *to = as_array(args[0]), *from = as_array(args[1]);
  if (from->len > to->len) {
    if (array_is_bits(to)) throw_bounds(args[0], v_int((int64_t)to->len + 1));
    if (!array_is_bits(from)) throw_bounds_untold();
    throw_bounds(args[0], call1(base_function("LinearIndices"), args[1]));
  }
  copy_elements(to, 0, from, 0, from->len);
  return args[0];
}

static void check_part(Value a, int64_t at, int64_t n, bool untold) {
  if (at >= 1 && at - 1 + n <= (int64_t)as_array(a)->len) return;
  if (untold) throw_bounds_untold();
  throw_bounds(a, call2(base_function(":"), v_int(at), v_int(at + n - 1)));
}

BUILTIN(array_copyto_part,
        "copyto!(dest::Union{Array,BitArray}, doffs::Integer, src::Union{Array,BitArray}, soffs::Integer, n::Integer)\n"
        "copyto!(dest::Union{Array,BitArray}, doffs::Integer, src::Union{Array,BitArray}, soffs::Integer)\n"
        "copyto!(dest::Union{Array,BitArray}, doffs::Integer, src::Union{Array,BitArray})",
        "Copy `n` elements of `src` from `soffs` on into `dest` from `doffs` on.") {
  Array *to = as_array(args[0]), *from = as_array(args[2]);
  int64_t at = to_int(args[1]), start = nargs > 3 ? to_int(args[3]) : 1;
  int64_t n = nargs > 4 ? to_int(args[4]) : (int64_t)from->len - start + 1;
  if (n == 0) return args[0];
  bool untold = !array_is_bits(to) && !array_is_bits(from);
  if (n < 0 && untold) throw_argument("Number of elements to copy must be nonnegative.");
  if (n < 0) throw_argument("tried to copy n=%lld elements, but n should be nonnegative", (long long)n);
  check_part(args[0], at, n, untold);
  check_part(args[2], start, n, untold);
  copy_elements(to, (size_t)at - 1, from, (size_t)start - 1, (size_t)n);
  return args[0];
}

BUILTIN(array_convert_eltype, "_array_convert(T, A)",
        "A new Array with the elements of the Array or BitArray `A` converted to T.") {
  Array *a = as_array(args[1]);
  Array *b = array_like_raw(a, args[0].o);
  if (b->store == ST_VALUE && a->store == ST_VALUE && b->eltype != &T_ANY->head) {
    for (size_t i = 0; i < a->len; i++) {
      Value v = array_get(a, i);
      if (!is_undef(v)) array_put(b, i, v);
    }
  } else {
    copy_elements(b, 0, a, 0, a->len);
  }
  return v_object(b);
}

BUILTIN(array_to_bits, "_bitarray_from(A)", "A BitArray with the elements of `A`.") {
  Array *a = array_from(args[0]);
  Array *b = array_bits_raw(a->ndims, a->dims);
  copy_elements(b, 0, a, 0, a->len);
  return v_object(b);
}

BUILTIN(array_vect, "vect(xs...)", "The vector literal [xs...].") {
  if (nargs == 0) return v_object(array_any(0));
  Type *t = args[0].type;
  bool same = true;
  for (int i = 1; i < nargs && same; i++) same = args[i].type == t;
  Object *eltype = &t->head;
  if (!same) {
    for (int i = 1; i < nargs; i++) {
      if (&args[i].type->head == eltype) continue;
      eltype = call2(FN(promote_type), v_object(eltype), v_object(args[i].type)).o;
    }
  }
  size_t n = (size_t)nargs;
  Array *a = same ? array_raw(eltype, 1, &n) : array_new(eltype, 1, &n);
  for (int i = 0; i < nargs; i++) {
    if (same)
      array_set(a, (size_t)i, args[i]);
    else
      array_put(a, (size_t)i, args[i]);
  }
  return v_object(a);
}

BUILTIN(array_typed_vect, "getindex(T::Type, xs...)", "The vector literal T[xs...].") {
  Array *a = array_vector(args[0].o, (size_t)(nargs - 1));
  for (int i = 1; i < nargs; i++) array_put(a, (size_t)i - 1, args[i]);
  return v_object(a);
}
