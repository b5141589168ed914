#include "base/dict.h"

#include "base/hash.h"
#include "base/iterate.h"
#include "base/text.h"
#include "value/show.h"
#include "value/module.h"
#include "value/symbol.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/struct.h"
#include "value/type.h"

#define FEW 8u /* so many entries are looked through without an index */

static Dict *dict_of_type(Type *type) {
  Dict *d = gc_object(type, sizeof(Dict));
  d->identity = type->name == CORE->tn_iddict;
  return d;
}

Dict *dict_new(Object *ktype, Object *vtype) {
  Value params[2] = {v_object(ktype), v_object(vtype)};
  return dict_of_type(type_apply(CORE->tn_dict, params, 2));
}

static Object *key_type(const Dict *d) { return type_param(d->head.type, 0); }
static Object *value_type(const Dict *d) { return type_param(d->head.type, 1); }

/* Of an Int64 or Float64: hashed as fast as a hash is read, so that none is kept. */
static inline bool is_plain(const Type *t) { return t == T_INT64 || t == T_FLOAT64; }
static inline uint64_t plain_hash(Value key) { return hash_int(key.type == T_INT64 ? key.u : number_bits(key), 0); }

static inline uint64_t dict_hash(const Dict *d, Value key) {
  if (LIKELY(is_plain(key.type) && !d->identity)) return plain_hash(key);
  return d->identity ? value_egal_hash(key) : value_hash(key, 0);
}

static inline bool same_key(const Dict *d, Value a, Value b) {
  if (d->identity) return value_egal(a, b);
  if (a.type == b.type && a.u == b.u && a.type != T_FLOAT64) return true;
  return value_isequal(a, b);
}

static inline uint64_t plain_key(const Dict *d, size_t i) { return ((const uint64_t *)(void *)d->keys->data)[i]; }
static inline uint64_t hash_at(const Dict *d, size_t i) {
  return d->hashes ? ((const uint64_t *)(void *)d->hashes->data)[i] : plain_hash(dict_key_at(d, i));
}

/* What holds the entries that key may be: all of them in turn, or those on its way through the index. */
typedef struct Search {
  size_t slot, entry; /* of those without an index, slot is the next entry */
} Search;

static inline bool search_next(const Dict *d, Search *s) {
  if (!d->index) {
    s->entry = s->slot++;
    return s->entry < d->used;
  }
  s->slot &= d->cap * 2 - 1;
  s->entry = d->index[s->slot++];
  return s->entry-- != 0;
}

/* key: the bits of one that equals nothing else of its type. */
static inline size_t find_plain(const Dict *d, uint64_t key, uint64_t hash) {
  if (!d->index) {
    for (size_t i = 0; i < d->used; i++)
      if (plain_key(d, i) == key && !dict_gone(d, i)) return i;
    return DICT_NONE;
  }
  size_t mask = d->cap * 2 - 1;
  for (size_t slot = hash & mask; d->index[slot]; slot = (slot + 1) & mask) {
    size_t i = d->index[slot] - 1;
    if (plain_key(d, i) == key && !dict_gone(d, i)) return i;
  }
  return DICT_NONE;
}

/* Comparing may call the language, which may change the table: then search again. */
static size_t find_any(const Dict *d, Value key, uint64_t hash) {
again:
  if (!d->count) return DICT_NONE;
  const Array *keys = d->keys;
  const uint32_t *index = d->index;
  Search s = {index ? hash : 0, 0};
  while (search_next(d, &s)) {
    if (hash_at(d, s.entry) != hash || dict_gone(d, s.entry)) continue;
    bool same = same_key(d, array_get(keys, s.entry), key);
    if (UNLIKELY(d->index != index || d->keys != keys)) goto again;
    if (same) return s.entry;
  }
  return DICT_NONE;
}

/* The entry of key, or DICT_NONE. */
static inline size_t dict_find(const Dict *d, Value key, uint64_t hash) {
  bool plain = d->count && !d->hashes && &key.type->head == d->keys->eltype && key.f == key.f;
  return plain ? find_plain(d, key.u, hash) : find_any(d, key, hash);
}

void dict_entries(const Dict *d, const uint64_t *keys, size_t n, size_t *entries) {
  Type *t = (Type *)key_type(d);
  for (size_t i = 0; i < n; i++) {
    Value key = {t, {.u = keys[i]}};
    entries[i] = dict_find(d, key, plain_hash(key));
  }
}

static void index_add(Dict *d, uint64_t hash, size_t entry) {
  size_t mask = d->cap * 2 - 1, slot = hash & mask;
  while (d->index[slot]) slot = (slot + 1) & mask;
  d->index[slot] = (uint32_t)entry + 1;
}

/* An empty column with room for cap. */
static Array *column(Object *type, size_t cap) {
  Array *a = array_raw(type, 1, &cap);
  a->len = a->dims[0] = 0;
  return a;
}

void dict_columns(Dict *d, Object *ktype, Object *vtype) {
  d->keys = column(ktype, FEW);
  d->values = vtype == &T_NOTHING->head ? NULL : column(vtype, FEW);
  d->hashes = is_plain((Type *)ktype) && !d->identity ? NULL : column(&T_UINT64->head, FEW);
  d->cap = FEW;
}

/* Takes the deleted entries out of a column. */
static void column_close(Array *a, const uint8_t *gone) {
  size_t n = 0;
  for (size_t i = 0; i < a->len; i++) {
    if (gone[i]) continue;
    if (n != i) memcpy(a->data + n * a->elsize, a->data + i * a->elsize, a->elsize);
    n++;
  }
  array_resize(a, n);
}

/* Room for cap entries (a power of two); drops the deleted ones. Where there is no memory nothing has changed. */
static void dict_resize(Dict *d, size_t cap) {
  if (cap > UINT32_MAX / 2) throw_value(v_object(T_OUTOFMEMORYERROR->instance));
  Array *columns[] = {d->keys, d->values, d->hashes};
  for (int k = 0; k < 3; k++)
    if (columns[k]) array_reserve(columns[k], cap);
  uint32_t *index = cap > FEW ? gc_alloc_leaf(cap * 2 * sizeof(uint32_t)) : NULL;
  for (int k = 0; k < 3; k++)
    if (columns[k] && d->gone) column_close(columns[k], d->gone);
  if (index) memset(index, 0, cap * 2 * sizeof(uint32_t));
  d->index = index;
  d->gone = NULL;
  d->used = d->count;
  d->cap = cap;
  for (size_t i = 0; index && i < d->used; i++) index_add(d, hash_at(d, i), i);
}

/* Room for n entries, if that is not beyond what anybody means; more grows when it comes. */
static void dict_reserve(Dict *d, size_t n) {
  size_t cap = FEW;
  while (cap < n && cap < (1u << 26)) cap *= 2;
  if (!d->keys) dict_columns(d, key_type(d), value_type(d));
  if (cap > d->cap) dict_resize(d, cap);
}

static void column_push(Array *a, Value v) {
  a->len = a->dims[0] = a->len + 1;
  array_set(a, a->len - 1, v);
}

static void dict_insert(Dict *d, Value key, Value value, uint64_t hash) {
  if (UNLIKELY(!d->keys)) dict_columns(d, key_type(d), value_type(d));
  if (d->used == d->cap) dict_resize(d, d->count * 2 > d->cap ? d->cap * 2 : d->cap);
  if (!d->hashes) hash = plain_hash(key); /* what a key that was converted hashed to is of no use */
  column_push(d->keys, key);
  if (d->values) column_push(d->values, value);
  if (d->hashes) column_push(d->hashes, v_uint(hash));
  if (d->index) index_add(d, hash, d->used);
  d->used++;
  d->count++;
}

Value dict_get(Dict *d, Value key) {
  if (!d->count) return V_UNDEF;
  size_t i = dict_find(d, key, dict_hash(d, key));
  return i == DICT_NONE ? V_UNDEF : dict_value_at(d, i);
}

static void value_store(Dict *d, size_t i, Value v) {
  if (d->values) array_set(d->values, i, v);
}

void dict_put(Dict *d, Value key, Value value) {
  uint64_t hash = dict_hash(d, key);
  size_t i = dict_find(d, key, hash);
  if (i == DICT_NONE) {
    dict_insert(d, key, value, hash);
  } else {
    array_set(d->keys, i, key);
    value_store(d, i, value);
  }
}

static Value converted(Object *type, Value v) {
  if (type == type_of(v) || type == &T_ANY->head || type_isa(v, type)) return v;
  return call2(FN(convert), v_object(type), v);
}

static NORETURN void refuse_key(Value key, Object *type) {
  Text t = {0};
  text_puts(&t, as_string(call1(module_get(CORE->base, symbol("limitrepr")), key))->text);
  text_puts(&t, " is not a valid key for type ");
  show_type(&t, type);
  throw_argument("%.*s", (int)t.len, t.bytes);
}

static Value converted_key(const Dict *d, Value key) {
  Object *type = key_type(d);
  if (type == type_of(key) || type == &T_ANY->head || type_isa(key, type)) return key;
  const char *s;
  size_t n;
  if (type == &T_STRING->head && text_try(key, &s, &n)) return v_string_n(s, n);
  if (d->identity) refuse_key(key, type);
  Value k = call2(FN(convert), v_object(type), key);
  if (!value_isequal(k, key)) refuse_key(key, type);
  return k;
}

/* A key that is there already need not be converted: what equals it is the same key. */
void dict_set(Dict *d, Value key, Value value) {
  value = converted(value_type(d), value);
  uint64_t hash = dict_hash(d, key);
  size_t i = dict_find(d, key, hash);
  if (i != DICT_NONE)
    value_store(d, i, value);
  else
    dict_insert(d, converted_key(d, key), value, hash);
}

/* Nothing is left: as if new, but with its room. */
static void dict_clear(Dict *d) {
  Array *columns[] = {d->keys, d->values, d->hashes};
  for (int k = 0; k < 3; k++)
    if (columns[k]) array_resize(columns[k], 0);
  if (d->index) memset(d->index, 0, d->cap * 2 * sizeof(uint32_t));
  d->gone = NULL;
  d->used = d->count = 0;
}

static void delete_entry(Dict *d, size_t i) {
  if (d->count == 1) {
    dict_clear(d);
    return;
  }
  if (!d->gone) {
    uint8_t *gone = gc_alloc_leaf(d->cap);
    memset(gone, 0, d->cap);
    d->gone = gone;
  }
  d->gone[i] = 1;
  d->count--;
  if (d->keys->store == ST_VALUE) array_set(d->keys, i, V_UNDEF);
  if (d->values && d->values->store == ST_VALUE) array_set(d->values, i, V_UNDEF);
}

bool dict_delete(Dict *d, Value key) {
  size_t i = d->count ? dict_find(d, key, dict_hash(d, key)) : DICT_NONE;
  if (i == DICT_NONE) return false;
  delete_entry(d, i);
  return true;
}

/* (item, next position), or nothing. */
static Value iterate_from(Dict *d, size_t pos, int what) {
  size_t i;
  if (!dict_next(d, &pos, &i)) return v_nothing();
  Value item = what == 0 ? dict_pair_at(d, i) : what == 1 ? dict_key_at(d, i) : dict_value_at(d, i);
  return tuple_new((Value[]){item, v_int((int64_t)pos)}, 2);
}

BUILTIN(dict_make, "_dict_new(T::DataType)", "") { return v_object(dict_of_type(as_type(args[0]))); }

BUILTIN(dict_getindex, "getindex(d::Union{Dict,IdDict}, key)", "The value of `key`; KeyError if there is none.") {
  Value v = dict_get(as_dict(args[0]), args[1]);
  if (is_undef(v)) throw_key(args[1]);
  return v;
}

BUILTIN(dict_setindex, "setindex!(d::Union{Dict,IdDict}, value, key)", "Stores `value` under `key`.") {
  dict_set(as_dict(args[0]), args[2], args[1]);
  return args[0];
}

BUILTIN(dict_get_default, "get(d::Union{Dict,IdDict}, key, default)", "The value of `key`, or `default`.") {
  Value v = dict_get(as_dict(args[0]), args[1]);
  return is_undef(v) ? args[2] : v;
}

BUILTIN(dict_get_call, "get(f::Union{Function,Type}, d::Union{Dict,IdDict}, key)", "The value of `key`, or `f()`.") {
  Value v = dict_get(as_dict(args[1]), args[2]);
  return is_undef(v) ? call0(args[0]) : v;
}

BUILTIN(dict_get_store, "get!(d::Union{Dict,IdDict}, key, default)",
        "The value of `key`; if there is none, `default` is stored and returned.") {
  Dict *d = as_dict(args[0]);
  Value v = dict_get(d, args[1]);
  if (!is_undef(v)) return v;
  v = converted(value_type(d), args[2]);
  dict_put(d, converted_key(d, args[1]), v);
  return v;
}

BUILTIN(dict_get_store_call, "get!(f::Union{Function,Type}, d::Union{Dict,IdDict}, key)",
        "The value of `key`; if there is none, `f()` is stored and returned.") {
  Dict *d = as_dict(args[1]);
  Value v = dict_get(d, args[2]);
  if (!is_undef(v)) return v;
  v = converted(value_type(d), call0(args[0]));
  dict_put(d, converted_key(d, args[2]), v);
  return v;
}

BUILTIN(dict_haskey, "haskey(d::Union{Dict,IdDict}, key)", "Whether `d` has `key`.") {
  return v_bool(!is_undef(dict_get(as_dict(args[0]), args[1])));
}

BUILTIN(dict_getkey, "getkey(d::Union{Dict,IdDict}, key, default)", "The key stored that equals `key`, or `default`.") {
  Dict *d = as_dict(args[0]);
  size_t i = d->count ? dict_find(d, args[1], dict_hash(d, args[1])) : DICT_NONE;
  return i == DICT_NONE ? args[2] : dict_key_at(d, i);
}

BUILTIN(dict_delete_key, "delete!(d::Union{Dict,IdDict}, key)", "Removes `key`, if it is there; returns `d`.") {
  dict_delete(as_dict(args[0]), args[1]);
  return args[0];
}

BUILTIN(dict_pop, "pop!(d::Union{Dict,IdDict}, key)\npop!(d::Union{Dict,IdDict}, key, default)",
        "Removes `key` and returns its value, or `default`.") {
  Dict *d = as_dict(args[0]);
  Value v = dict_get(d, args[1]);
  if (is_undef(v)) {
    if (nargs < 3) throw_key(args[1]);
    return args[2];
  }
  dict_delete(d, args[1]);
  return v;
}

BUILTIN(dict_pop_any, "pop!(d::Union{Dict,IdDict})", "Removes a pair and returns it.") {
  Dict *d = as_dict(args[0]);
  for (size_t i = d->used; i-- > 0;) {
    if (dict_gone(d, i)) continue;
    Value pair = dict_pair_at(d, i);
    delete_entry(d, i);
    return pair;
  }
  throw_argument("dict must be non-empty");
}

BUILTIN(dict_popkey, "_dict_popkey!(d::Dict)", "") {
  Dict *d = as_dict(args[0]);
  for (size_t i = 0; i < d->used; i++) {
    if (dict_gone(d, i)) continue;
    Value key = dict_key_at(d, i);
    delete_entry(d, i);
    return key;
  }
  throw_argument("set must be non-empty");
}

BUILTIN(dict_empty, "empty!(d::Union{Dict,IdDict})", "Removes everything.") {
  Dict *d = as_dict(args[0]);
  d->keys = d->values = d->hashes = NULL;
  d->index = NULL;
  d->gone = NULL;
  d->used = d->count = d->cap = 0;
  return args[0];
}

BUILTIN(dict_length, "length(d::Union{Dict,IdDict})", "The number of pairs.") {
  return v_int((int64_t)as_dict(args[0])->count);
}
BUILTIN(dict_isempty, "isempty(d::Union{Dict,IdDict})", "") { return v_bool(!as_dict(args[0])->count); }

BUILTIN(dict_iterate, "iterate(d::Union{Dict,IdDict})\niterate(d::Union{Dict,IdDict}, state::Int64)", "") {
  return iterate_from(as_dict(args[0]), nargs > 1 ? (size_t)args[1].i : 0, 0);
}
BUILTIN(dict_iterate_keys, "_dict_iterate_keys(d::Union{Dict,IdDict}, state::Int64)", "") {
  return iterate_from(as_dict(args[0]), (size_t)args[1].i, 1);
}
BUILTIN(dict_iterate_values, "_dict_iterate_values(d::Union{Dict,IdDict}, state::Int64)", "") {
  return iterate_from(as_dict(args[0]), (size_t)args[1].i, 2);
}

static Value collected(const Dict *d, int what) {
  Array *a = array_vector(what == 1 ? key_type(d) : value_type(d), d->count);
  size_t pos = 0, n = 0, i;
  while (dict_next(d, &pos, &i)) array_set(a, n++, what == 1 ? dict_key_at(d, i) : dict_value_at(d, i));
  return v_object(a);
}
BUILTIN(dict_keys, "_dict_keys(d::Union{Dict,IdDict})", "") { return collected(as_dict(args[0]), 1); }
BUILTIN(dict_values, "_dict_values(d::Union{Dict,IdDict})", "") { return collected(as_dict(args[0]), 2); }

/* The same pairs in a dictionary of another type, which has them. */
static Dict *dict_copy_as(const Dict *d, Type *type) {
  Dict *c = dict_of_type(type);
  if (!d->keys) return c;
  dict_columns(c, key_type(c), value_type(c));
  dict_resize(c, d->cap);
  for (size_t i = 0; i < d->used; i++)
    if (!dict_gone(d, i)) dict_insert(c, dict_key_at(d, i), dict_value_at(d, i), hash_at(d, i));
  return c;
}

BUILTIN(dict_copy_all, "copy(d::Dict)\ncopy(d::IdDict)", "Another dictionary with the same pairs.") {
  return v_object(dict_copy_as(as_dict(args[0]), args[0].type));
}

BUILTIN(dict_sizehint, "sizehint!(d::Union{Dict,IdDict}, n::Integer)", "Makes room for `n` pairs.") {
  int64_t n = to_int(args[1]);
  if (n > 0) dict_reserve(as_dict(args[0]), (size_t)n);
  return args[0];
}

/* merge! of dictionaries of one type, the common case. */
BUILTIN(dict_merge, "_dict_merge!(d::Dict, other::Dict)", "") {
  Dict *d = as_dict(args[0]), *o = as_dict(args[1]);
  size_t pos = 0, i;
  while (dict_next(o, &pos, &i)) dict_set(d, dict_key_at(o, i), dict_value_at(o, i));
  return args[0];
}

/* A dictionary that also takes this pair: d itself if the types fit, else a copy with wider types. */
static Dict *dict_grow(Dict *d, Object *ktype, Object *vtype) {
  if (!d) return dict_new(ktype, vtype);
  Object *k = key_type(d), *v = value_type(d);
  if (k != ktype && !type_subtype(ktype, k)) k = call2(FN(promote_typejoin), v_object(k), v_object(ktype)).o;
  if (v != vtype && !type_subtype(vtype, v)) v = call2(FN(promote_typejoin), v_object(v), v_object(vtype)).o;
  if (k == key_type(d) && v == value_type(d)) return d;
  Value params[2] = {v_object(k), v_object(v)};
  return dict_copy_as(d, type_apply(CORE->tn_dict, params, 2));
}

BUILTIN(dict_grow_set, "_dict_grow(d, key, value)", "") {
  Dict *d = is_nothing(args[0]) ? NULL : as_dict(args[0]);
  d = dict_grow(d, type_of(args[1]), type_of(args[2]));
  dict_put(d, args[1], args[2]);
  return v_object(d);
}

BUILTIN(dict_of_pairs, "Dict(p::Pair, ps::Pair...)", "") {
  Dict *d = NULL;
  for (int i = 0; i < nargs; i++) d = dict_grow(d, type_param(args[i].type, 0), type_param(args[i].type, 1));
  for (int i = 0; i < nargs; i++) dict_put(d, struct_get(args[i], 0), struct_get(args[i], 1));
  return v_object(d);
}

/* Sets: a struct whose only field is a Dict{T,Nothing}. */
static Dict *set_dict(Value set) { return as_dict(struct_get(set, 0)); }

/* Adds key, which is of the right type; whether it was new. */
static bool set_insert(Dict *d, Value key) {
  uint64_t hash = dict_hash(d, key);
  if (dict_find(d, key, hash) != DICT_NONE) return false;
  dict_insert(d, key, v_nothing(), hash);
  return true;
}

BUILTIN(set_push, "push!(s::Set, x)", "Adds `x`.") {
  Dict *d = set_dict(args[0]);
  set_insert(d, converted_key(d, args[1]));
  return args[0];
}

BUILTIN(set_in, "in(x, s::Set)", "") { return v_bool(!is_undef(dict_get(set_dict(args[1]), args[0]))); }

BUILTIN(set_delete, "delete!(s::Set, x)", "Removes `x`, if it is there.") {
  dict_delete(set_dict(args[0]), args[1]);
  return args[0];
}
BUILTIN(set_length, "length(s::Set)", "") { return v_int((int64_t)set_dict(args[0])->count); }
BUILTIN(set_iterate, "iterate(s::Set)\niterate(s::Set, state::Int64)", "") {
  return iterate_from(set_dict(args[0]), nargs > 1 ? (size_t)args[1].i : 0, 1);
}

#define SAMPLE 1024u

/* Asks for room for all of n keys once the first SAMPLE, of which found were new, tell that most will be, too. */
static void set_expect(Dict *d, size_t done, size_t found, size_t n) {
  if (done == SAMPLE && found > SAMPLE - SAMPLE / 8) dict_reserve(d, d->count + (n - done));
}

static Value element_of(const Array *a, size_t i) {
  Value v = array_get(a, i);
  if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
  return v;
}

/* Adds the elements of an array as keys. */
static void insert_all(Dict *d, const Array *a) {
  bool ints = a->eltype == &T_INT64->head && key_type(d) == a->eltype && !d->identity;
  for (size_t i = 0, found = 0; i < a->len; i++) {
    set_expect(d, i, found, a->len);
    if (LIKELY(ints && d->count)) { /* most often it is there: nothing is to be asked but the index */
      uint64_t key = ((const uint64_t *)(void *)a->data)[i];
      if (LIKELY(find_plain(d, key, hash_int(key, 0)) != DICT_NONE)) continue;
    }
    found += set_insert(d, converted_key(d, element_of(a, i)));
  }
}

/* The items have the key type of the Set's dictionary. */
BUILTIN(set_add_array, "_set_add!(s::Set, a::Array)", "") {
  insert_all(set_dict(args[0]), as_array(args[1]));
  return args[0];
}

/* unique of an array: the first of each, in order. */
BUILTIN(unique_array, "unique(a::Array)\n_unique(a::Array)",
        "The elements of `a` without repetitions, in order of first occurrence.") {
  Array *a = as_array(args[0]);
  Dict *d = dict_new(a->eltype, &T_NOTHING->head);
  insert_all(d, a);
  return v_object(d->keys ? d->keys : array_vector(a->eltype, 0));
}
