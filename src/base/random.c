/* Random numbers of a Mersenne Twister: the built-in methods for the collections and arrays that are often asked for.
 * What they mean, and all others, is in random.jl. */
#include <math.h>

#include "base/number.h"
#include "base/twister.h"
#include "base/ziggurat.h"
#include "value/array.h"
#include "value/dict.h"
#include "value/struct.h"
#include "value/type.h"

#define SIG_TWISTER "Random.MersenneTwister"
#define SIG_WHOLE "Union{Int8,Int16,Int32,Int64,Int128,UInt8,UInt16,UInt32,UInt64,UInt128}"

BUILTIN(random_own_keep, "_random_own!(r)", "") {
  const Field *f = args[0].type->fields;
  if (f[3].offset + sizeof(Object) != offsetof(Twister, words) ||
      f[5].offset + sizeof(Object) != offsetof(Twister, left))
    throw_error("a MersenneTwister is not laid out as C knows it");
  SLOT(RANDOM) = args[0];
  return v_nothing();
}
BUILTIN(random_own, "Random.default_rng()", "The generator of this process.") { return v_object(twister_own()); }
BUILTIN(random_start, "_random_start!(r::" SIG_TWISTER ")", "") {
  twister_start(as_twister(args[0]));
  return args[0];
}

/* For signatures that Union{} and unions of numbers fit, too. */
static void check_machine(const void *type) {
  if (!type_is_machine(type)) throw_argument("Sampler for this object is not defined");
}

static Value random_number(Twister *r, Type *t) {
  check_machine(t);
  switch (t - CORE->types) {
  case TI_FLOAT64: return v_f64(twister_unit(r));
  case TI_FLOAT32: return v_f32((float)(twister_bits(r) & 0x7fffff) * 0x1p-23f);
  case TI_FLOAT16: return float_make(t, (double)(twister_bits(r) & 0x3ff) * 0x1p-10);
  case TI_INT64:
  case TI_UINT64: return v_bits(t, twister_word(r));
  case TI_INT128:
  case TI_UINT128: return int_make(t, twister_wide(r));
  case TI_BOOL: return v_bool(twister_bits(r) & 1);
  default: return int_make(t, twister_bits(r));
  }
}

BUILTIN(random_unit, "rand()",
        "A random number from 0 up to but not including 1; rand(S, dims...): elements of the collection or type S.") {
  return v_f64(twister_unit(twister_own()));
}
BUILTIN(random_unit_of, "rand(r::" SIG_TWISTER ")", "") { return v_f64(twister_unit(as_twister(args[0]))); }
BUILTIN(random_typed, "rand(::Type{T}) where T<:" SIG_NUMBERS, "") {
  return random_number(twister_own(), type_arg(args[0]));
}
BUILTIN(random_typed_of, "rand(r::" SIG_TWISTER ", ::Type{T}) where T<:" SIG_NUMBERS, "") {
  return random_number(as_twister(args[0]), type_arg(args[1]));
}

static bool range_is_empty(const Type *t, Value first, Value last) {
  if (t == T_UINT128) return (u128)int_load(last) < (u128)int_load(first);
  return int_load(last) < int_load(first);
}

/* Of 128 bits: as many bits as the range is wide, until they are not too many. */
static u128 wide_up_to(Twister *r, u128 last) {
  unsigned width = 0;
  for (u128 m = last; m; m >>= 1) width++;
  u128 mask = width == 128 ? ~(u128)0 : ((u128)1 << width) - 1;
  for (;;) {
    u128 x = width <= 52 ? twister_bits(r) : width <= 104 ? twister_pair(r, 52) : twister_wide(r);
    if ((x & mask) <= last) return x & mask;
  }
}

/* From first to last, both of the machine integer t. */
static Value random_between(Twister *r, Type *t, Value first, Value last) {
  if (range_is_empty(t, first, last)) throw_argument("range must be non-empty");
  i128 low = int_load(first);
  u128 span = (u128)int_load(last) - (u128)low;
  if (t->size == 16) return int_make(t, (u128)low + wide_up_to(r, span));
  if (t->size == 8) return v_bits(t, (uint64_t)low + twister_below(r, (uint64_t)span + 1));
  return int_make(t, (u128)low + twister_below32(r, (uint32_t)span + 1));
}
static Value random_in_range(Twister *r, Value range) {
  return random_between(r, (Type *)range.type->params[0].p, struct_get(range, 0), struct_get(range, 1));
}
BUILTIN(random_range_int, "rand(r::UnitRange{Int64})", "") {
  const int64_t *r = object_data(args[0].o);
  if (r[0] > r[1]) throw_argument("range must be non-empty");
  return v_int((int64_t)((uint64_t)r[0] + twister_below(twister_own(), (uint64_t)r[1] - (uint64_t)r[0] + 1)));
}
BUILTIN(random_range, "rand(r::UnitRange{T}) where T<:" SIG_WHOLE, "") {
  return random_in_range(twister_own(), args[0]);
}
BUILTIN(random_range_of, "rand(r::" SIG_TWISTER ", x::UnitRange{T}) where T<:" SIG_WHOLE, "") {
  return random_in_range(as_twister(args[0]), args[1]);
}

static Value random_element(Twister *r, const Array *a) {
  if (a->len == 0) throw_argument("range must be non-empty");
  Value v = array_get(a, twister_below(r, a->len));
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  return v;
}
BUILTIN(random_array, "rand(a::Array)", "") { return random_element(twister_own(), as_array(args[0])); }
BUILTIN(random_array_of, "rand(r::" SIG_TWISTER ", a::Array)", "") {
  return random_element(as_twister(args[0]), as_array(args[1]));
}

/* By as few bits as do: none, one, thirds of all 52, or those of a number below a power of two. */
static uint64_t tuple_index(Twister *r, uint64_t n) {
  const uint64_t all = 0x000fffffffffffffu;
  if (n == 0) throw_argument("range must be non-empty");
  if (n == 1) return 0;
  if (n == 3) return twister_masked(r, all, all) / (all / 3);
  return n & (n - 1) ? twister_below(r, n) : twister_bits(r) & (n - 1);
}
BUILTIN(random_tuple, "rand(t::Tuple)", "") {
  return tuple_get(args[0], (uint32_t)tuple_index(twister_own(), tuple_len(args[0])));
}
BUILTIN(random_tuple_of, "rand(r::" SIG_TWISTER ", t::Tuple)\nrand(r::" SIG_TWISTER ", t::Dims)", "") {
  return tuple_get(args[1], (uint32_t)tuple_index(as_twister(args[0]), tuple_len(args[1])));
}

/* Of the entries in the order of insertion, until one is not deleted. */
static size_t random_entry(Twister *r, const Dict *d) {
  if (d->count == 0) throw_argument("collection must be non-empty");
  for (;;) {
    size_t i = twister_below(r, d->used);
    if (!dict_gone(d, i)) return i;
  }
}
static Value random_pair_of(Twister *r, Value dict) {
  return dict_pair_at(as_dict(dict), random_entry(r, as_dict(dict)));
}
static Value random_member(Twister *r, Value set) {
  const Dict *d = as_dict(struct_get(set, 0));
  return dict_key_at(d, random_entry(r, d));
}
BUILTIN(random_dict, "rand(d::Dict)", "") { return random_pair_of(twister_own(), args[0]); }
BUILTIN(random_dict_of, "rand(r::" SIG_TWISTER ", d::Dict)", "") {
  return random_pair_of(as_twister(args[0]), args[1]);
}
BUILTIN(random_set, "rand(s::Set)", "") { return random_member(twister_own(), args[0]); }
BUILTIN(random_set_of, "rand(r::" SIG_TWISTER ", s::Set)", "") { return random_member(as_twister(args[0]), args[1]); }

/* What random.jl's methods come down to: bits, and a number from 0 to last. */
BUILTIN(random_bits, "_random_bits(r::" SIG_TWISTER ")", "") { return v_uint(twister_bits(as_twister(args[0]))); }
BUILTIN(random_pair, "_random_pair(r::" SIG_TWISTER ")", "") {
  return int_make(T_UINT128, twister_pair(as_twister(args[0]), 52));
}

BUILTIN(random_below, "_random_below(r::" SIG_TWISTER ", n::Union{UInt32,UInt64})", "") {
  Twister *r = as_twister(args[0]);
  Type *t = args[1].type;
  return v_bits(t, t == T_UINT64 ? twister_below(r, args[1].u) : twister_below32(r, (uint32_t)args[1].u));
}

static void fill_numbers(Twister *r, Array *a) {
  check_machine(a->eltype);
  switch (a->store) {
  case ST_F64: twister_fill(r, a->data, a->len, false); break;
  case ST_F32: twister_fill_singles(r, a->data, a->len); break;
  case ST_F16: twister_fill_halves(r, a->data, a->len); break;
  case ST_BOOL: twister_fill_bools(r, a->data, a->len); break;
  case ST_I128:
  case ST_U128: twister_fill_words(r, a->data, a->len); break;
  default: twister_fill_ints(r, a->data, a->len, a->elsize);
  }
}
BUILTIN(random_fill, "_random_fill!(r::" SIG_TWISTER ", a::Array{T}) where T<:" SIG_NUMBERS, "") {
  fill_numbers(as_twister(args[0]), as_array(args[1]));
  return args[1];
}
BUILTIN(random_vector, "rand(n::Int64)", "") {
  if (args[0].i < 0) throw_argument("invalid Array dimensions");
  size_t n = (size_t)args[0].i;
  Array *a = array_raw(&T_FLOAT64->head, 1, &n);
  twister_fill(twister_own(), a->data, n, false);
  return v_object(a);
}

/* From first on, n values; 0 stands for all there are. */
static void fill_range(Twister *r, Array *a, uint64_t first, uint64_t n) {
  for (size_t i = 0; i < a->len; i++) {
    uint64_t x = first + (a->elsize == 8 ? twister_below(r, n) : twister_below32(r, (uint32_t)n));
    memcpy(a->data + i * a->elsize, &x, a->elsize);
  }
}
#define SIG_NARROW "Union{Int8,Int16,Int32,Int64,UInt8,UInt16,UInt32,UInt64}"
BUILTIN(random_fill_range,
        "_random_fill_range!(r::" SIG_TWISTER ", a::Array{T}, first::T, n::UInt64) where T<:" SIG_NARROW, "") {
  fill_range(as_twister(args[0]), as_array(args[1]), args[2].u, args[3].u);
  return args[1];
}
BUILTIN(random_fill_in, "_random_fill_in!(r::" SIG_TWISTER ", a::Array{T}, x::UnitRange{T}) where T<:" SIG_NARROW, "") {
  Value first = struct_get(args[2], 0), last = struct_get(args[2], 1);
  if (range_is_empty(first.type, first, last)) throw_argument("range must be non-empty");
  fill_range(as_twister(args[0]), as_array(args[1]), first.u, last.u - first.u + 1);
  return args[1];
}
BUILTIN(random_fill_pick, "_random_fill_pick!(r::" SIG_TWISTER ", a::Array{T}, from::Array{T}) where T", "") {
  Twister *r = as_twister(args[0]);
  Array *a = as_array(args[1]);
  const Array *from = as_array(args[2]);
  size_t size = a->elsize;
  if (from->len == 0) throw_argument("range must be non-empty");
  for (size_t i = 0; i < a->len; i++) memcpy(a->data + i * size, from->data + twister_below(r, from->len) * size, size);
  return args[1];
}

BUILTIN(random_own_normal, "randn()", "A random number of the standard normal distribution.") {
  Twister *r = twister_own();
  return v_f64(ziggurat_normal(r, &ziggurat()->normal, twister_bits(r)));
}
BUILTIN(random_normal, "randn(r::" SIG_TWISTER ")", "") {
  Twister *r = as_twister(args[0]);
  return v_f64(ziggurat_normal(r, &ziggurat()->normal, twister_bits(r)));
}
BUILTIN(random_exponential, "Random.randexp(r::" SIG_TWISTER ")",
        "A random number of the exponential distribution of scale 1.") {
  Twister *r = as_twister(args[0]);
  return v_f64(ziggurat_exponential(r, &ziggurat()->exponential, twister_bits(r)));
}

/* So few numbers are taken one by one. */
#define FEW 13
typedef double Transform(Twister *r, const Layers *z, uint64_t bits);

static inline void fill_transformed_all(Twister *r, Array *a, const Layers *z, Transform *transform) {
  twister_fill(r, a->data, a->len, true);
  uint64_t *x = (uint64_t *)(void *)a->data;
  for (size_t i = 0; i < a->len; i++) {
    double y = transform(r, z, x[i]);
    memcpy(x + i, &y, sizeof y);
  }
}
/* n numbers of the kind store, one by one, each multiplied by factor (a number of that kind). */
static inline void fill_one_by_one(Twister *r, char *x, size_t n, enum store store, double factor, const Layers *z,
                                   Transform *transform) {
  for (size_t i = 0; i < n; i++) {
    double y = transform(r, z, twister_bits(r));
    if (store == ST_F64) {
      y *= factor;
      memcpy(x + i * sizeof y, &y, sizeof y);
    } else if (store == ST_F32) {
      float single = (float)y * (float)factor;
      memcpy(x + i * sizeof single, &single, sizeof single);
    } else {
      uint16_t half = float_to_half((double)half_to_float(float_to_half((float)y)) * factor);
      memcpy(x + i * sizeof half, &half, sizeof half);
    }
  }
}
static inline Value fill_transformed(Value *args, const Layers *z, Transform *transform) {
  Twister *r = as_twister(args[0]);
  Array *a = as_array(args[1]);
  if (a->store == ST_F64 && a->len >= FEW)
    fill_transformed_all(r, a, z, transform);
  else
    fill_one_by_one(r, a->data, a->len, a->store, 1, z, transform);
  return args[1];
}
#define SIG_EACH_FLOAT(name)                                                                                           \
  name "(r::" SIG_TWISTER ", a::Array{Float64})\n" name "(r::" SIG_TWISTER ", a::Array{Float32})\n" name               \
       "(r::" SIG_TWISTER ", a::Array{Float16})"
BUILTIN(random_fill_normal, SIG_EACH_FLOAT("Random.randn!"), "") {
  return fill_transformed(args, &ziggurat()->normal, ziggurat_normal);
}
BUILTIN(random_fill_exponential, SIG_EACH_FLOAT("Random.randexp!"), "") {
  return fill_transformed(args, &ziggurat()->exponential, ziggurat_exponential);
}

/* Complex numbers lie as pairs of their parts. */
static enum store parts_of(const Array *a) { return type_store(((Type *)a->eltype)->params[0].o); }
#define SIG_EACH_COMPLEX(name)                                                                                         \
  name "(r::" SIG_TWISTER ", a::Array{Complex{Float64}})\n" name "(r::" SIG_TWISTER                                    \
       ", a::Array{Complex{Float32}})\n" name "(r::" SIG_TWISTER ", a::Array{Complex{Float16}})"
BUILTIN(random_fill_normal_complex, SIG_EACH_COMPLEX("Random.randn!"), "") {
  Array *a = as_array(args[1]);
  enum store part = parts_of(a);
  double root = sqrt(0.5);
  if (part == ST_F16) root = half_to_float(float_to_half(root));
  fill_one_by_one(as_twister(args[0]), a->data, 2 * a->len, part, root, &ziggurat()->normal, ziggurat_normal);
  return args[1];
}
BUILTIN(random_fill_complex, SIG_EACH_COMPLEX("_random_fill_complex!"), "") {
  Twister *r = as_twister(args[0]);
  Array *a = as_array(args[1]);
  Type *part = (Type *)((Type *)a->eltype)->params[0].p;
  for (size_t i = 0; i < 2 * a->len; i++) raw_store(a->data + i * part->size, part->store, random_number(r, part));
  return args[1];
}

/* The elements are moved, never looked at. */
static inline void elements_swap(char *x, char *y, size_t size) {
  if (size == 8) {
    uint64_t a, b;
    memcpy(&a, x, 8);
    memcpy(&b, y, 8);
    memcpy(x, &b, 8);
    memcpy(y, &a, 8);
    return;
  }
  for (size_t i = 0; i < size; i++) {
    char c = x[i];
    x[i] = y[i];
    y[i] = c;
  }
}
BUILTIN(random_shuffle, "Random.shuffle!(r::" SIG_TWISTER ", a::Array)", "Puts the elements into random order.") {
  Twister *r = as_twister(args[0]);
  Array *a = as_array(args[1]);
  uint64_t mask = 1;
  while (mask < a->len) mask = mask << 1;
  mask--;
  for (size_t i = a->len; i > 1; i--) {
    if (mask >> 1 == i) mask >>= 1;
    elements_swap(a->data + (i - 1) * a->elsize, a->data + twister_masked(r, i, mask) * a->elsize, a->elsize);
  }
  return args[1];
}

/* A permutation of 1:n built by placing each number in turn; skip is 1 where none may stay in its place. */
#define PERMUTATION(id, type)                                                                                          \
  static void id(Twister *r, type *x, size_t n, size_t skip) {                                                         \
    if (n > 0) x[0] = 1;                                                                                               \
    uint64_t mask = 3;                                                                                                 \
    for (size_t i = 1; i < n; i++) {                                                                                   \
      size_t j = twister_masked(r, i + 1 - skip, mask);                                                                \
      x[i] = x[j];                                                                                                     \
      x[j] = (type)(i + 1);                                                                                            \
      if (i == mask) mask = 2 * mask + 1;                                                                              \
    }                                                                                                                  \
  }
PERMUTATION(permutation8, uint8_t)
PERMUTATION(permutation16, uint16_t)
PERMUTATION(permutation32, uint32_t)
PERMUTATION(permutation64, uint64_t)

static Value permutation(Value *args, size_t skip) {
  Twister *r = as_twister(args[0]);
  Array *a = as_array(args[1]);
  void *x = a->data;
  switch (a->elsize) {
  case 1: permutation8(r, x, a->len, skip); break;
  case 2: permutation16(r, x, a->len, skip); break;
  case 4: permutation32(r, x, a->len, skip); break;
  default: permutation64(r, x, a->len, skip);
  }
  return args[1];
}
BUILTIN(random_permutation, "_random_permutation!(r::" SIG_TWISTER ", a::Array{T}) where T<:" SIG_NARROW, "") {
  return permutation(args, 0);
}
BUILTIN(random_cycle, "_random_cycle!(r::" SIG_TWISTER ", a::Array{T}) where T<:" SIG_NARROW, "") {
  return permutation(args, 1);
}
