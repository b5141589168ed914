#include "base/twister.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#define DSFMT_MEXP 19937
#include <dSFMT.h>

#define FILL_LEAST DSFMT_N64 /* the library fills no less at once */

static struct Library {
  __typeof__(&dsfmt_chk_init_by_array) init;
  __typeof__(&dsfmt_fill_array_close1_open2) fill_from_one;
  __typeof__(&dsfmt_fill_array_close_open) fill_unit;
} library;

static void *library_function(void *handle, const char *name) {
  void *f = dlsym(handle, name);
  if (!f) throw_error("the library of random numbers has no %s", name);
  return f;
}

/* Not linked, as a program that needs no random numbers should start without it. */
static const struct Library *dsfmt(void) {
  if (LIKELY(library.init != NULL)) return &library;
  void *handle = dlopen("libdSFMT-19937.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!handle) throw_error("random numbers need the library libdSFMT-19937.so.1: %s", dlerror());
  library.fill_from_one = (__typeof__(library.fill_from_one))library_function(handle, "dsfmt_fill_array_close1_open2");
  library.fill_unit = (__typeof__(library.fill_unit))library_function(handle, "dsfmt_fill_array_close_open");
  library.init = (__typeof__(library.init))library_function(handle, "dsfmt_chk_init_by_array");
  return &library;
}

/* What the library keeps, in a vector of the language that ends with its last field and a word of padding. */
static dsfmt_t *state_of(const Twister *r) {
  const Array *a = as_array(*(const Value *)object_data(r->state.o));
  if (a->len * a->elsize < offsetof(dsfmt_t, idx) + 2 * sizeof(int) || (uintptr_t)a->data % 16)
    throw_argument("not the state of a generator");
  return (dsfmt_t *)(void *)a->data;
}

void twister_start(Twister *r) {
  const Array *seed = as_array(r->seed), *floats = as_array(r->floats), *words = as_array(r->words);
  dsfmt()->init(state_of(r), (uint32_t *)(void *)seed->data, (int)seed->len, DSFMT_MEXP);
  r->taken = TWISTER_FLOATS;
  r->left = 0;
  memset(floats->data, 0, floats->len * sizeof(double));
  memset(words->data, 0, words->len * sizeof(u128));
}

/* Whether the process's own generator has been seeded. A forked process must not repeat its parent. */
static bool own_seeded;
static void own_forget(void) { own_seeded = false; }
__attribute__((constructor)) static void own_watch_fork(void) { pthread_atfork(NULL, NULL, own_forget); }

BUILTIN(random_entropy, "_random_entropy!(a::Array)", "") {
  Array *a = as_array(args[0]);
  size_t bytes = a->len * a->elsize;
  if (!type_is_machine((Type *)a->eltype)) throw_argument("only numbers are random bytes");
  for (size_t at = 0; at < bytes;) {
    ssize_t n = getrandom(a->data + at, bytes - at, 0);
    if (n > 0) at += (size_t)n;
  }
  for (size_t i = 0; a->store == ST_BOOL && i < bytes; i++) a->data[i] &= 1;
  return args[0];
}

static void own_seed(Twister *r) {
  Value seed = v_object(array_vector(&T_UINT32->head, 4));
  r->seed = random_entropy(&seed, 1, V_UNDEF);
  twister_start(r);
  own_seeded = true;
}

Twister *twister_own(void) {
  Twister *r = as_twister(SLOT(RANDOM));
  if (UNLIKELY(!own_seeded)) own_seed(r);
  return r;
}

void twister_refill(Twister *r) {
  Array *a = as_array(r->floats);
  if (a->len != TWISTER_FLOATS || (uintptr_t)a->data % 16) throw_argument("not the numbers of a generator");
  dsfmt()->fill_from_one(state_of(r), (double *)(void *)a->data, TWISTER_FLOATS);
  r->taken = 0;
}

void twister_refill_words(Twister *r) {
  Array *a = as_array(r->words);
  if (a->len != TWISTER_WORDS) throw_argument("not the numbers of a generator");
  twister_fill_words(r, a->data, TWISTER_WORDS);
  r->left = TWISTER_WORDS * 16;
}

/* Of words that lie at multiples of 16 bytes; after an odd number of halves the rest of one is left for a half. */
u128 twister_wide(Twister *r) {
  if (r->left < 16 || (uint64_t)r->left > 16 * as_array(r->words)->len) twister_refill_words(r);
  u128 x;
  memcpy(&x, as_array(r->words)->data + (r->left & ~(int64_t)15) - 16, sizeof x);
  r->left -= 16;
  return x;
}

u128 twister_pair(Twister *r, unsigned shift) {
  if (r->taken > TWISTER_FLOATS - 2) twister_refill(r);
  u128 first = twister_bits(r);
  return first << shift ^ twister_bits(r);
}

static void fill_from_cache(Twister *r, char *x, size_t n, bool from_one) {
  const Array *a = as_array(r->floats);
  if ((uint64_t)r->taken >= a->len) twister_refill(r); /* even for no numbers */
  for (size_t m; n > 0; n -= m, x += m * sizeof(double)) {
    if ((uint64_t)r->taken >= a->len) twister_refill(r);
    m = a->len - (size_t)r->taken < n ? a->len - (size_t)r->taken : n;
    const double *from = (const double *)(const void *)a->data + r->taken;
    if (from_one) memcpy(x, from, m * sizeof(double));
    for (size_t i = 0; i < m && !from_one; i++) {
      double unit = from[i] - 1;
      memcpy(x + i * sizeof unit, &unit, sizeof unit);
    }
    r->taken += (int64_t)m;
  }
}

/* The library wants memory at a multiple of 16 bytes. So it makes all but the last two or three numbers, up to 15 bytes
 * too far behind, and the last ones come from the cache. */
void twister_fill(Twister *r, void *doubles, size_t n, bool from_one) {
  char *x = doubles;
  size_t most = n < 2 ? 0 : (n - 2) / 2 * 2;
  if (most < FILL_LEAST) {
    fill_from_cache(r, x, n, from_one);
    return;
  }
  char *at = x + (-(uintptr_t)x & 15);
  (from_one ? dsfmt()->fill_from_one : dsfmt()->fill_unit)(state_of(r), (double *)(void *)at, (ptrdiff_t)most);
  if (at != x) memmove(x, at, most * sizeof(double));
  for (size_t i = most; i < n; i++) {
    double last = from_one ? twister_from_one(r) : twister_unit(r);
    memcpy(x + i * sizeof last, &last, sizeof last);
  }
}

static inline u128 wide_load(const char *x, size_t i) {
  u128 u;
  memcpy(&u, x + i * sizeof u, sizeof u);
  return u;
}
static inline void wide_store(char *x, size_t i, u128 u) { memcpy(x + i * sizeof u, &u, sizeof u); }
static inline void wide_mix(char *x, size_t i, u128 u) { wide_store(x, i, wide_load(x, i) ^ u); }

/* Two doubles are 104 random bits of 128. The others of four words come out of one more, which is made again. */
void twister_fill_words(Twister *r, void *words, size_t n) {
  char *x = words;
  for (size_t again = n;;) {
    twister_fill(r, x, 2 * again, true);
    if (n < 5) break;
    for (again = 0; n - again >= 5; n -= 4) {
      u128 u = wide_load(x, again++);
      for (unsigned k = 1; k <= 4; k++) wide_mix(x, n - k, u << (60 - 12 * k));
    }
  }
  if (n == 0) return;
  u128 u = twister_pair(r, 64);
  for (size_t i = 0; i < n; i++) wide_mix(x, i, u << (12 * (i + 1)));
}

void twister_fill_ints(Twister *r, void *ints, size_t n, size_t size) {
  char *x = ints;
  size_t wide = n * size / 16;
  twister_fill_words(r, x, wide);
  for (size_t at = wide * 16; at < n * size; at += size) {
    uint64_t u = size == 8 ? twister_word(r) : twister_bits(r);
    memcpy(x + at, &u, size);
  }
}

#define EACH_BYTE(b) ((u128)(b)*0x0101010101010101u << 64 | (b)*0x0101010101010101u)

void twister_fill_bools(Twister *r, void *bools, size_t n) {
  char *x = bools;
  size_t wide = n / 16;
  uint64_t last; /* those behind the whole words, a bit each */
  if (wide == 0) {
    last = twister_bits(r);
  } else {
    twister_fill(r, x, 2 * wide, true);
    last = (uint64_t)wide_load(x, 0);
    last ^= last >> 17;
    for (size_t i = 0; i < wide; i++) {
      u128 u = wide_load(x, i);
      wide_store(x, i, (u ^ u << 5) & EACH_BYTE(1));
    }
  }
  for (size_t i = wide * 16; i < n; i++, last >>= 1) x[i] = (char)(last & 1);
}

typedef float Singles __attribute__((vector_size(16)));
typedef uint64_t Halves __attribute__((vector_size(16)));

/* u ^ u << 26, all 128 bits of it. */
static inline Halves spread(Halves u) {
  const Halves zero = {0, 0};
  return u ^ u << 26 ^ __builtin_shufflevector(u, zero, 2, 0) >> 38;
}

/* Whole words become floats in [1, 2) by their exponents, and these lose their 1. */
void twister_fill_singles(Twister *r, void *floats, size_t n) {
  const Halves mantissas = {0x007fffff007fffffu, 0x007fffff007fffffu},
               ones = {0x3f8000003f800000u, 0x3f8000003f800000u};
  char *x = floats;
  size_t wide = n / 4;
  twister_fill(r, x, 2 * wide, true);
  for (size_t i = 0; i < wide; i++) {
    Halves u;
    memcpy(&u, x + i * sizeof u, sizeof u);
    Singles f = (Singles)((spread(u) & mantissas) | ones) - 1;
    memcpy(x + i * sizeof f, &f, sizeof f);
  }
  for (size_t i = wide * 4; i < n; i++) {
    float f = (float)(twister_bits(r) & 0x7fffff) * 0x1p-23f;
    memcpy(x + i * sizeof f, &f, sizeof f);
  }
}

void twister_fill_halves(Twister *r, void *floats, size_t n) {
  char *x = floats;
  size_t wide = n / 8;
  twister_fill(r, x, 2 * wide, true);
  for (size_t i = 0; i < wide; i++) {
    Halves u;
    memcpy(&u, x + i * sizeof u, sizeof u);
    u = spread(u);
    memcpy(x + i * sizeof u, &u, sizeof u);
  }
  for (size_t i = 0; i < n; i++) {
    uint16_t bits;
    if (i < wide * 8)
      memcpy(&bits, x + i * sizeof bits, sizeof bits);
    else
      bits = (uint16_t)twister_bits(r);
    bits = float_to_half((bits & 0x3ff) * 0x1p-10);
    memcpy(x + i * sizeof bits, &bits, sizeof bits);
  }
}
