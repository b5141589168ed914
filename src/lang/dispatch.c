/* Choosing the method of a call, and remembering the choice. */
#include "lang/method.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"
#include "value/type.h"

typedef struct MethodCacheEntry {
  Method *method;
  Value *env;
  uint32_t hash, n;
  void *keys[]; /* callee's, then the arguments' (method_key) */
} Entry;

#define TAKING_KW (1u << 31) /* in Entry.n: of a call with keywords */
enum { MAX_CACHED_ARGS = 24, MAX_FOUND = 256 };

static MethodTable *table_for(Value f) {
  if (is_type(f)) return method_table(f);
  return f.type->name->methods;
}

static inline uint32_t keys_hash(const Value *args, int nargs) {
  uint64_t h = 0;
  for (int i = -1; i < nargs; i++) h = (h ^ (uintptr_t)method_key(args[i]) >> 4) * 0x9e3779b97f4a7c15u;
  return (uint32_t)(h >> 32);
}

static inline bool keys_equal(const Entry *e, const Value *args, int nargs) {
  for (int i = -1; i < nargs; i++)
    if (e->keys[i + 1] != method_key(args[i])) return false;
  return true;
}

static void cache_place(Entry **cache, uint32_t cap, Entry *e) {
  uint32_t i = e->hash & (cap - 1);
  while (cache[i]) i = (i + 1) & (cap - 1);
  cache[i] = e;
}

enum { MAX_CACHED = 20000 }; /* type arguments without end: begin anew */

/* A collection may empty the cache while memory for it is asked for. */
static void cache_put(MethodTable *t, Method *m, Value *env, const Value *args, uint32_t n, uint32_t hash) {
  int nargs = (int)(n & ~TAKING_KW);
  Entry *e = gc_alloc(sizeof *e + ((size_t)nargs + 1) * sizeof *e->keys);
  e->method = m;
  e->env = env;
  e->hash = hash;
  e->n = n;
  for (int i = -1; i < nargs; i++) e->keys[i + 1] = method_key(args[i]);
  if (!t->cache || t->cached * 2 >= t->cache_cap) {
    if (t->cached > MAX_CACHED) t->cache = NULL;
    uint32_t cap = t->cache ? t->cache_cap * 2 : 8;
    Entry **grown = gc_alloc(cap * sizeof *grown);
    for (uint32_t i = 0; t->cache && i < t->cache_cap; i++)
      if (t->cache[i]) cache_place(grown, cap, t->cache[i]);
    if (!t->cache) t->cached = 0;
    t->cache = grown;
    t->cache_cap = cap;
  }
  cache_place(t->cache, t->cache_cap, e);
  t->cached++;
}

static void cache_void(MethodTable *t) {
  t->cache = NULL;
  t->cached = t->cache_cap = 0;
  t->epoch = CORE->tables_epoch;
}

static const Entry *cache_find(const MethodTable *t, const Value *args, uint32_t n, uint32_t hash) {
  int nargs = (int)(n & ~TAKING_KW);
  if (!t->cache) return NULL;
  for (uint32_t i = hash & (t->cache_cap - 1); t->cache[i]; i = (i + 1) & (t->cache_cap - 1)) {
    const Entry *e = t->cache[i];
    if (e->hash == hash && e->n == n && keys_equal(e, args, nargs)) return e;
  }
  return NULL;
}

/* Whether a call's types may go one day, so that no table may keep them. */
static bool is_passing(const Value *args, int nargs) {
  for (int i = -1; i < nargs; i++) {
    Value v = args[i];
    const Type *t = v.type == T_DATATYPE ? as_type(v) : v.type;
    if (t && (t->flags & (TF_MORTAL | TF_FREE) || v.type == T_UNION || v.type == T_UNIONALL)) return true;
  }
  return false;
}

/* The one table of all calls with passing types, which the collector empties. */
static MethodTable *passing_calls(void) {
  if (!CORE->passing_calls) CORE->passing_calls = gc_object(T_METHODTABLE, sizeof(MethodTable));
  if (CORE->passing_calls->epoch != CORE->tables_epoch) cache_void(CORE->passing_calls);
  return CORE->passing_calls;
}

static bool is_of_base(const Method *m) {
  for (const Module *p = m->module; p; p = p->parent) {
    if (p == CORE->main) return false;
    if (p->parent == p) return p == CORE->base || p == CORE->core;
  }
  return true;
}

/* The language's own methods never count as ambiguous among themselves: the later one wins. */
static Method *resolve_ambiguity(Method *const *found, uint32_t n) {
  Method *maximal[MAX_FOUND], *last = NULL;
  uint32_t k = 0;
  for (uint32_t i = 0; i < n; i++) {
    bool beaten = false;
    for (uint32_t j = 0; j < n && !beaten; j++)
      beaten = j != i && type_morespecific(found[j]->signature, found[i]->signature);
    if (!beaten) maximal[k++] = found[i];
  }
  bool all_own = k > 0;
  for (uint32_t i = 0; i < k; i++) {
    all_own &= !is_of_base(maximal[i]);
    last = maximal[i];
  }
  return all_own ? NULL : last;
}

static Method *method_choose(Value *args, int nargs, Value **env, bool taking_kw) {
  Type *types = method_call_type(args, nargs);
  Method *found[MAX_FOUND];
  uint32_t n = method_applicable(types, found, MAX_FOUND);
  if (taking_kw) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
      if (found[i]->takes_kw) found[kept++] = found[i];
    n = kept;
  }
  if (!n) return NULL;
  Method *best = n == 1 ? found[0] : method_best(found, n);
  if (!best) best = resolve_ambiguity(found, n);
  if (best) method_fits(best, types, env);
  return best;
}

static Method *lookup_in_tables(Value *args, int nargs, Value **env, uint32_t n) {
  MethodTable *t = table_for(args[-1]);
  bool taking_kw = n & TAKING_KW;
  uint32_t hash = 0;
  if (LIKELY(nargs <= MAX_CACHED_ARGS)) {
    hash = keys_hash(args, nargs) + taking_kw;
    if (UNLIKELY(t->epoch != CORE->tables_epoch)) cache_void(t);
    const Entry *e = cache_find(t, args, n, hash);
    if (!e) e = cache_find(passing_calls(), args, n, hash);
    if (LIKELY(e != NULL)) {
      *env = e->env;
      return e->method;
    }
  }
  *env = NULL;
  Method *m = method_choose(args, nargs, env, taking_kw);
  if (m && nargs <= MAX_CACHED_ARGS) cache_put(is_passing(args, nargs) ? passing_calls() : t, m, *env, args, n, hash);
  return m;
}

/* The choices made last, for calls from C, which have no place of their own to remember one: a place for each mixture
 * of callee and first argument. Not looked into by the collector, which takes all of them away. */
#define RECENT_ARGS 3
#define RECENT_CALLS 64u
typedef struct RecentCall {
  uint32_t epoch, n; /* n: as in an Entry, and 1 more */
  void *keys[RECENT_ARGS + 1];
  Method *method;
  Value *env;
} RecentCall;

static inline RecentCall *recent_place(const Value *args) {
  uintptr_t mixed = (uintptr_t)method_key(args[-1]) >> 4 ^ (uintptr_t)method_key(args[0]) >> 7;
  return &CORE->recent_calls[mixed & (RECENT_CALLS - 1)];
}

static void recent_put(const Value *args, int nargs, uint32_t n, Method *m, Value *env) {
  if (!CORE->recent_calls) {
    RecentCall *all = gc_alloc_leaf(RECENT_CALLS * sizeof *all);
    memset(all, 0, RECENT_CALLS * sizeof *all);
    CORE->recent_calls = all;
  }
  RecentCall *r = recent_place(args);
  *r = (RecentCall){.epoch = CORE->epoch, .n = n + 1, .method = m, .env = env};
  for (int i = -1; i < nargs; i++) r->keys[i + 1] = method_key(args[i]);
}

static inline const RecentCall *recent_find(const Value *args, int nargs, uint32_t n) {
  if (UNLIKELY(!CORE->recent_calls)) return NULL;
  const RecentCall *r = recent_place(args);
  bool same = r->n == n + 1 && r->epoch == CORE->epoch && r->keys[0] == method_key(args[-1]) &&
              r->keys[1] == method_key(args[0]);
  if (same && nargs > 1) same = r->keys[2] == method_key(args[1]);
  if (same && nargs > 2) same = r->keys[3] == method_key(args[2]);
  return same ? r : NULL;
}

/* Whether a method can tell apart calls that have more arguments of one type than that. */
static bool counts_beyond(const Method *m, uint32_t most) {
  if (m->nreq >= most) return true;
  const Type *t = type_datatype(m->signature);
  return m->vararg && !is_undef(((const Vararg *)t->params[t->nparams - 1].p)->count);
}

/* How many arguments decide: a long call may end in many of one type, and all methods take any number of them. */
static int deciding_args(const Value *args, int nargs) {
  if (LIKELY(nargs <= MAX_CACHED_ARGS) || is_type(args[-1])) return nargs;
  const void *key = method_key(args[MAX_CACHED_ARGS - 1]);
  for (int i = MAX_CACHED_ARGS; i < nargs; i++)
    if (method_key(args[i]) != key) return nargs;
  const MethodTable *t = table_for(args[-1]);
  for (uint32_t i = 0; t && i < t->n; i++)
    if (counts_beyond(t->methods[i], MAX_CACHED_ARGS - 1)) return nargs;
  return MAX_CACHED_ARGS;
}

static Method *lookup(Value *args, int nargs, Value **env, bool taking_kw) {
  nargs = deciding_args(args, nargs);
  uint32_t n = (uint32_t)nargs | (taking_kw ? TAKING_KW : 0);
  bool few = nargs >= 1 && nargs <= RECENT_ARGS;
  const RecentCall *r = few ? recent_find(args, nargs, n) : NULL;
  if (r) {
    *env = r->env;
    return r->method;
  }
  Method *m = lookup_in_tables(args, nargs, env, n);
  if (m && few) recent_put(args, nargs, n, m, *env);
  return m;
}

Method *method_try(Value *args, int nargs, Value **env) { return lookup(args, nargs, env, false); }
Method *method_try_kw(Value *args, int nargs, Value **env) { return lookup(args, nargs, env, true); }

Method *method_find(Value *args, int nargs, Value **env) {
  const RecentCall *r = nargs >= 1 && nargs <= RECENT_ARGS ? recent_find(args, nargs, (uint32_t)nargs) : NULL;
  if (LIKELY(r != NULL)) {
    *env = r->env;
    return r->method;
  }
  Method *m = method_try(args, nargs, env);
  if (UNLIKELY(!m)) throw_method(args[-1], args, nargs);
  return m;
}

Method *method_find_kw(Value *args, int nargs, Value **env, Value kw) {
  Method *m = method_try(args, nargs, env);
  if (LIKELY(m != NULL)) return m;
  if (!is_undef(kw) && kw.type->nfields) throw_method_kw(args[-1], args, nargs, kw);
  throw_method(args[-1], args, nargs);
}
