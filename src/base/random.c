/* Random numbers: xoshiro256++ streams. The default stream is the process's own; a generator object in the language
 * holds its state as four words of a Vector{UInt64}, so that it can be copied and compared. */
#include <math.h>
#include <pthread.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/number.h"
#include "value/array.h"
#include "value/struct.h"

typedef struct Stream {
  uint64_t s[4];
} Stream;

/* The state of this process. A forked worker must not repeat its parent: the child seeds anew. */
static Stream own;
static bool own_seeded;

static void own_forget(void) { own_seeded = false; }
__attribute__((constructor)) static void own_watch_fork(void) { pthread_atfork(NULL, NULL, own_forget); }

static uint64_t rotate(uint64_t x, int k) { return x << k | x >> (64 - k); }

static inline uint64_t stream_next(Stream *r) {
  uint64_t *s = r->s, result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate(s[3], 45);
  return result;
}

/* splitmix64 spreads any seed over the state. */
static void stream_mix(Stream *r, uint64_t seed) {
  for (int i = 0; i < 4; i++) {
    uint64_t z = seed += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    r->s[i] ^= z ^ z >> 31;
  }
}

static Stream *own_stream(void) {
  if (UNLIKELY(!own_seeded)) {
    uint64_t seed;
    if (getrandom(&seed, sizeof seed, 0) != sizeof seed) seed = (uint64_t)time(NULL) ^ (uint64_t)getpid() << 32;
    memset(&own, 0, sizeof own);
    stream_mix(&own, seed);
    own_seeded = true;
  }
  return &own;
}

/* A generator argument: nothing stands for the process's own stream, else its Vector{UInt64}. */
static Stream *stream_of(Value v) {
  if (is_nothing(v)) return own_stream();
  if (!is_array(v) || as_array(v)->store != ST_U64 || as_array(v)->len != 4)
    throw_argument("not the state of a random generator");
  return (Stream *)(void *)as_array(v)->data;
}

static double stream_unit(Stream *r) { return (double)(int64_t)(stream_next(r) >> 11) * 0x1p-53; }

/* Below n, each value equally likely; n = 0 stands for 2^64. */
static uint64_t stream_below(Stream *r, uint64_t n) {
  if (n == 0) return stream_next(r);
  u128 m = (u128)stream_next(r) * n;
  if ((uint64_t)m < n) {
    uint64_t threshold = -n % n;
    while ((uint64_t)m < threshold) m = (u128)stream_next(r) * n;
  }
  return (uint64_t)(m >> 64);
}

/* Normal numbers by the ziggurat of Marsaglia and Tsang in Doornik's form: 128 layers of equal area under the curve,
 * the lowest with the tail beyond TAIL. */
#define LAYERS 128
#define TAIL 3.442619855899
static double layer_edge[LAYERS + 1], layer_ratio[LAYERS];

static void layers_make(void) {
  const double area = 9.91256303526217e-3;
  double f = exp(-0.5 * TAIL * TAIL);
  layer_edge[0] = area / f;
  layer_edge[1] = TAIL;
  for (int i = 2; i < LAYERS; i++) {
    layer_edge[i] = sqrt(-2 * log(area / layer_edge[i - 1] + f));
    f = exp(-0.5 * layer_edge[i] * layer_edge[i]);
  }
  layer_edge[LAYERS] = 0;
  for (int i = 0; i < LAYERS; i++) layer_ratio[i] = layer_edge[i + 1] / layer_edge[i];
}

static double stream_tail(Stream *r, bool negative) {
  double x, y;
  do {
    x = log(1 - stream_unit(r)) / TAIL;
    y = log(1 - stream_unit(r));
  } while (-2 * y < x * x);
  return negative ? x - TAIL : TAIL - x;
}

static inline double stream_normal(Stream *r) {
  if (UNLIKELY(layer_edge[1] == 0)) layers_make();
  for (;;) {
    uint64_t bits = stream_next(r);
    size_t i = bits & (LAYERS - 1);
    double u = 2 * ((double)(int64_t)(bits >> 11) * 0x1p-53) - 1, x = u * layer_edge[i];
    if (LIKELY(fabs(u) < layer_ratio[i])) return x;
    if (i == 0) return stream_tail(r, u < 0);
    double low = exp(-0.5 * (layer_edge[i] * layer_edge[i] - x * x));
    double high = exp(-0.5 * (layer_edge[i + 1] * layer_edge[i + 1] - x * x));
    if (high + stream_unit(r) * (low - high) < 1) return x;
  }
}

static double stream_exponential(Stream *r) { return -log1p(-stream_unit(r)); }

BUILTIN(random_seed, "_random_seed!(state, seed::Vector{UInt64})", "") {
  Stream *r = is_nothing(args[0]) ? &own : stream_of(args[0]);
  memset(r, 0, sizeof *r);
  stream_mix(r, 0x243f6a8885a308d3u); /* so that no seed leaves all words zero */
  const Array *a = as_array(args[1]);
  for (size_t i = 0; i < a->len; i++) {
    stream_mix(r, ((const uint64_t *)(const void *)a->data)[i] + (i + 1) * 0x632be59bd9b4e019u);
    if (!(r->s[0] | r->s[1] | r->s[2] | r->s[3])) r->s[0] = 1;
    for (int k = 0; k < 8; k++) stream_next(r);
  }
  if (r == &own) own_seeded = true;
  return args[0];
}

BUILTIN(random_state, "_random_state()", "") {
  Array *a = array_vector(&T_UINT64->head, 4);
  memcpy(a->data, own_stream()->s, sizeof own.s);
  return v_object(a);
}

static Value stream_value(Stream *r, Type *t) {
  switch (t - CORE->types) {
  case TI_FLOAT64: return v_f64(stream_unit(r));
  case TI_FLOAT32: return v_f32((float)(int32_t)(stream_next(r) >> 40) * 0x1p-24f);
  case TI_FLOAT16: return float_make(t, (double)(stream_next(r) >> 54) * 0x1p-10);
  case TI_INT128:
  case TI_UINT128: {
    u128 high = stream_next(r);
    return int_make(t, high << 64 | stream_next(r));
  }
  default: return int_make(t, stream_next(r) >> 7);
  }
}

BUILTIN(random_value, "_rand(state, ::Type{T}) where T<:" SIG_NUMBERS, "") {
  Stream *r = stream_of(args[0]);
  Type *t = type_arg(args[1]);
  if (t->size == 8 && type_is_int(t)) return int_make(t, stream_next(r));
  return stream_value(r, t);
}
BUILTIN(random_own, "rand()",
        "A random number from 0 up to but not including 1; rand(S, dims...): elements of the collection or type S.") {
  return v_f64(stream_unit(own_stream()));
}
/* The state is kept in registers while an array is filled. */
static void fill_units(Stream *state, double *x, size_t n) {
  Stream r = *state;
  for (size_t i = 0; i < n; i++) x[i] = stream_unit(&r);
  *state = r;
}

BUILTIN(random_own_vector, "rand(n::Int64)", "") {
  if (args[0].i < 0) throw_argument("invalid Array dimensions");
  size_t n = (size_t)args[0].i;
  Array *a = array_raw(&T_FLOAT64->head, 1, &n);
  fill_units(own_stream(), (double *)(void *)a->data, n);
  return v_object(a);
}
BUILTIN(random_own_range, "rand(r::UnitRange{Int64})", "") {
  const int64_t *r = object_data(args[0].o);
  if (r[0] > r[1]) throw_argument("range must be non-empty");
  return v_int((int64_t)((uint64_t)r[0] + stream_below(own_stream(), (uint64_t)r[1] - (uint64_t)r[0] + 1)));
}
BUILTIN(random_own_normal, "randn()", "A random number of the standard normal distribution.") {
  return v_f64(stream_normal(own_stream()));
}
BUILTIN(random_below_int, "_rand_int(state, first::Int64, n::Int64)", "") {
  return v_int((int64_t)((uint64_t)args[1].i + stream_below(stream_of(args[0]), args[2].u)));
}
BUILTIN(random_normal, "_randn(state)", "") { return v_f64(stream_normal(stream_of(args[0]))); }
BUILTIN(random_exponential, "_randexp(state)", "") { return v_f64(stream_exponential(stream_of(args[0]))); }

static void fill_units_f32(Stream *state, float *x, size_t n) {
  Stream r = *state;
  for (size_t i = 0; i < n; i += 2) { /* two of each word: 24 bits are enough for one */
    uint64_t word = stream_next(&r);
    x[i] = (float)(int32_t)(word >> 40) * 0x1p-24f;
    if (i + 1 < n) x[i + 1] = (float)(int32_t)(word >> 16 & 0xffffff) * 0x1p-24f;
  }
  *state = r;
}
static void fill_words(Stream *state, uint64_t *x, size_t n) {
  Stream r = *state;
  for (size_t i = 0; i < n; i++) x[i] = stream_next(&r);
  *state = r;
}

BUILTIN(random_fill, "_rand_fill!(state, a::Array)", "") {
  Stream *r = stream_of(args[0]);
  Array *a = as_array(args[1]);
  if (a->store == ST_F64) {
    fill_units(r, (double *)(void *)a->data, a->len);
  } else if (a->store == ST_F32) {
    fill_units_f32(r, (float *)(void *)a->data, a->len);
  } else if (a->store == ST_I64 || a->store == ST_U64) {
    fill_words(r, (uint64_t *)(void *)a->data, a->len);
  } else {
    for (size_t i = 0; i < a->len; i++) array_set(a, i, stream_value(r, (Type *)a->eltype));
  }
  return args[1];
}
BUILTIN(random_fill_int, "_rand_fill_int!(state, a::Array{Int64}, first::Int64, n::Int64)", "") {
  Stream *state = stream_of(args[0]), r = *state;
  int64_t *x = (int64_t *)(void *)as_array(args[1])->data;
  for (size_t i = 0; i < as_array(args[1])->len; i++)
    x[i] = (int64_t)((uint64_t)args[2].i + stream_below(&r, args[3].u));
  *state = r;
  return args[1];
}
BUILTIN(random_fill_pick, "_rand_fill_pick!(state, a::Array, from::Array)", "") {
  Stream *r = stream_of(args[0]);
  Array *a = as_array(args[1]);
  const Array *from = as_array(args[2]);
  for (size_t i = 0; i < a->len; i++) array_put(a, i, array_get(from, stream_below(r, from->len)));
  return args[1];
}
static Value fill_double(Value *args, double (*next)(Stream *)) {
  Stream *r = stream_of(args[0]);
  Array *a = as_array(args[1]);
  for (size_t i = 0; i < a->len; i++) array_put(a, i, v_f64(next(r)));
  return args[1];
}
BUILTIN(random_fill_normal, "_randn_fill!(state, a::Array)", "") {
  Array *a = as_array(args[1]);
  if (a->store != ST_F64) return fill_double(args, stream_normal);
  Stream *state = stream_of(args[0]), r = *state;
  double *x = (double *)(void *)a->data;
  for (size_t i = 0; i < a->len; i++) x[i] = stream_normal(&r);
  *state = r;
  return args[1];
}
BUILTIN(random_fill_exponential, "_randexp_fill!(state, a::Array)", "") {
  return fill_double(args, stream_exponential);
}

BUILTIN(random_shuffle, "_shuffle!(state, a::Array)", "") {
  Stream *r = stream_of(args[0]);
  Array *a = as_array(args[1]);
  for (size_t i = a->len; i > 1; i--) {
    size_t j = stream_below(r, i);
    if (j == i - 1) continue;
    Value x = array_get(a, i - 1), y = array_get(a, j);
    array_set(a, i - 1, y);
    array_set(a, j, x);
  }
  return args[1];
}
