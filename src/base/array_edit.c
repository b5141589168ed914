/* Vectors that grow and shrink: push!, pop!, insert!, deleteat!, append!, resize! ... */
#include "base/iterate.h"
#include "value/builtin.h"

#define VEC(name, rest) name "(a::Vector" rest ")\n" name "(a::BitArray{1}" rest ")"

static void check_nonempty(const Array *a) {
  if (!a->len) throw_argument(array_is_bits(a) ? "argument must not be empty" : "array must be non-empty");
}

BUILTIN(vector_push, VEC("push!", ", items..."), "Append items to the end of `a`; returns `a`.") {
  Array *a = as_array(args[0]);
  for (int i = 1; i < nargs; i++) array_push_put(a, args[i]);
  return args[0];
}

BUILTIN(vector_pop, VEC("pop!", ""), "Remove the last element of `a` and return it.") {
  Array *a = as_array(args[0]);
  check_nonempty(a);
  Value v = array_get(a, a->len - 1);
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  array_resize(a, a->len - 1);
  return v;
}

BUILTIN(vector_popfirst, VEC("popfirst!", ""), "Remove the first element of `a` and return it.") {
  Array *a = as_array(args[0]);
  check_nonempty(a);
  Value v = array_get(a, 0);
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  array_drop_front(a, 1);
  return v;
}

BUILTIN(vector_pushfirst, VEC("pushfirst!", ", items..."), "Insert items at the beginning of `a`; returns `a`.") {
  Array *a = as_array(args[0]);
  for (int i = 1; i < nargs; i++) args[i] = array_convert(a, args[i]);
  array_grow_front(a, (size_t)(nargs - 1));
  for (int i = 1; i < nargs; i++) array_set(a, (size_t)i - 1, args[i]);
  return args[0];
}

BUILTIN(vector_insert, VEC("insert!", ", i::Integer, x"), "Insert `x` so that it becomes element `i` of `a`.") {
  Array *a = as_array(args[0]);
  int64_t i = to_int(args[1]);
  Value v = array_convert(a, args[2]);
  if (i < 1 || i > (int64_t)a->len + 1) throw_bounds(args[0], v_int(i));
  array_open(a, (size_t)i - 1, 1);
  array_set(a, (size_t)i - 1, v);
  return args[0];
}

BUILTIN(vector_delete, VEC("deleteat!", ", i::Integer"), "Remove element `i` of `a`.") {
  Array *a = as_array(args[0]);
  int64_t i = to_int(args[1]);
  if (i < 1 || i > (int64_t)a->len) throw_bounds(args[0], v_int(i));
  array_close(a, (size_t)i - 1, 1);
  return args[0];
}

static void delete_mask(Array *a, const Array *mask, Value av, Value mv) {
  if (mask->len != a->len) throw_bounds(av, mv);
  size_t to = 0;
  for (size_t i = 0; i < a->len; i++) {
    if (is_true(array_get(mask, i))) continue;
    if (to != i) array_blit(a, to, a, i, 1);
    to++;
  }
  array_resize(a, to);
}

BUILTIN(vector_delete_many, VEC("deleteat!", ", inds"),
        "Remove the elements of `a` at the sorted, unique indices `inds`.") {
  Array *a = as_array(args[0]);
  if (is_dense(args[1]) && array_of_bools(as_array(args[1]))) {
    delete_mask(a, as_array(args[1]), args[0], args[1]);
    return args[0];
  }
  IntRange r;
  if (int_range(args[1], &r) && r.step == 1) {
    if (!r.n) return args[0];
    int64_t last = int_range_last(&r);
    if (r.first < 1) throw_bounds(args[0], v_int(r.first));
    if (last > (int64_t)a->len) throw_bounds(args[0], v_int(array_is_bits(a) ? (int64_t)a->len + 1 : last));
    array_close(a, (size_t)r.first - 1, (size_t)r.n);
    return args[0];
  }
  Iter it;
  iter_start(&it, args[1]);
  size_t to = 0, from = 0;
  int64_t last = 0;
  for (Value v; iter_next(&it, &v);) {
    if (!type_isa(v, &T_INTEGER->head)) call1(FN(to_index), v);
    int64_t i = to_int(v);
    if (i < 1 || (i > (int64_t)a->len && array_is_bits(a))) throw_bounds(args[0], v);
    if (i > (int64_t)a->len) throw_bounds_untold();
    if (i <= last) throw_argument("indices must be unique and sorted");
    size_t n = (size_t)(i - 1) - from;
    array_blit(a, to, a, from, n);
    to += n;
    from = (size_t)i;
    last = i;
  }
  array_blit(a, to, a, from, a->len - from);
  array_resize(a, to + a->len - from);
  return args[0];
}

BUILTIN(vector_resize, VEC("resize!", ", n::Integer"), "Make `a` have `n` elements; new ones are uninitialized.") {
  int64_t n = to_int(args[1]);
  if (n < 0 && array_is_bits(as_array(args[0]))) throw_bounds(args[0], args[1]);
  if (n < 0) throw_argument("new length must be ≥ 0");
  array_resize(as_array(args[0]), (size_t)n);
  return args[0];
}

BUILTIN(vector_sizehint, VEC("sizehint!", ", n::Integer"), "Reserve room for `n` elements.") {
  int64_t n = to_int(args[1]);
  if (n > 0 && n < (1ll << 40)) array_reserve(as_array(args[0]), (size_t)n);
  return args[0];
}

BUILTIN(vector_empty, VEC("empty!", ""), "Remove all elements of `a`.") {
  array_resize(as_array(args[0]), 0);
  return args[0];
}

/* Puts the elements of src, of the same element type, at a's elements at, at+1, ...; the room is there. */
static void put_all(Array *a, size_t at, const Array *src) { array_blit(a, at, src, 0, src->len); }

static Array *converted(const Array *src, Object *eltype) {
  Array *c = array_vector(eltype, src->len);
  for (size_t i = 0; i < src->len; i++) array_put(c, i, array_get(src, i));
  return c;
}

BUILTIN(vector_append, VEC("append!", ", items"), "Append the elements of a collection to `a`.") {
  Array *a = as_array(args[0]);
  if (is_dense(args[1])) {
    Array *src = as_array(args[1]);
    size_t old = a->len, n = src->len;
    if (!n) return args[0];
    if (src == a) src = array_copy(src);
    if (a->eltype != src->eltype) src = converted(src, a->eltype);
    array_resize(a, old + n);
    put_all(a, old, src);
    return args[0];
  }
  Iter it;
  iter_start(&it, args[1]);
  for (Value v; iter_next(&it, &v);) array_push_put(a, v);
  return args[0];
}

BUILTIN(vector_prepend, VEC("prepend!", ", items"), "Insert the elements of a collection at the beginning of `a`.") {
  Array *a = as_array(args[0]);
  Array *src = is_dense(args[1]) ? as_array(args[1]) : collect_values(args[1], a->eltype);
  if (src == a) src = array_copy(src);
  if (a->eltype != src->eltype) src = converted(src, a->eltype);
  array_grow_front(a, src->len);
  put_all(a, 0, src);
  return args[0];
}

BUILTIN(vector_open, "_growat!(a, i::Int, n::Int)", "Make room for n elements before element i.") {
  array_open(as_array(args[0]), (size_t)args[1].i - 1, (size_t)args[2].i);
  return args[0];
}

BUILTIN(vector_close, "_closeat!(a, i::Int, n::Int)", "Remove n elements from element i on.") {
  array_close(as_array(args[0]), (size_t)args[1].i - 1, (size_t)args[2].i);
  return args[0];
}

static void swap(char *x, char *y, size_t n) {
  char t[16];
  while (n) {
    size_t k = n < 16 ? n : 16;
    memcpy(t, x, k);
    memcpy(x, y, k);
    memcpy(y, t, k);
    x += k;
    y += k;
    n -= k;
  }
}

BUILTIN(vector_reverse_in_place,
        VEC("reverse!", "") "\n" VEC("reverse!", ", start::Integer") "\n" VEC("reverse!",
                                                                              ", start::Integer, stop::Integer"),
        "Reverse `a` (from `start` to `stop`) in place.") {
  Array *a = as_array(args[0]);
  int64_t i = nargs > 1 ? to_int(args[1]) : 1, j = nargs > 2 ? to_int(args[2]) : (int64_t)a->len;
  if (i > j) return args[0];
  if (i < 1 || i > (int64_t)a->len) throw_bounds(args[0], v_int(i));
  if (j < 1 || j > (int64_t)a->len) throw_bounds(args[0], v_int(j));
  if (array_is_bits(a)) {
    bits_reverse(a->bits, (size_t)i - 1, (size_t)(j - i + 1));
    return args[0];
  }
  if (a->elsize == 8) {
    uint64_t *p = (uint64_t *)(void *)a->data + i - 1, *q = (uint64_t *)(void *)a->data + j - 1;
    for (; p < q; p++, q--) {
      uint64_t t = *p;
      *p = *q;
      *q = t;
    }
    return args[0];
  }
  for (size_t x = (size_t)i - 1, y = (size_t)j - 1; x < y; x++, y--)
    swap(a->data + x * a->elsize, a->data + y * a->elsize, a->elsize);
  return args[0];
}

BUILTIN(vector_reverse,
        VEC("reverse", "") "\n" VEC("reverse", ", start::Integer") "\n" VEC("reverse",
                                                                            ", start::Integer, stop::Integer"),
        "A copy of `a` reversed (from `start` to `stop`).") {
  int64_t len = (int64_t)as_array(args[0])->len;
  if (nargs > 1 && to_int(args[1]) > len + 1) throw_bounds(args[0], v_int(len + 1)); /* those before are copied */
  args[0] = v_object(array_copy(as_array(args[0])));
  return vector_reverse_in_place(args, nargs, kw);
}
