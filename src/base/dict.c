#include "base/dict.h"

#include "base/hash.h"
#include "base/text.h"
#include "value/show.h"
#include "value/module.h"
#include "value/symbol.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/struct.h"
#include "value/type.h"

#define NOT_FOUND SIZE_MAX

bool is_dict(Value v) { return v.type->name == CORE->tn_dict || v.type->name == CORE->tn_iddict; }

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

static inline uint64_t dict_hash(const Dict *d, Value key) {
  return d->identity ? value_egal_hash(key) : value_hash(key, 0);
}

static inline bool same_key(const Dict *d, Value a, Value b) {
  if (d->identity) return value_egal(a, b);
  if (a.type == b.type && a.u == b.u && a.type != T_FLOAT64) return true;
  return value_isequal(a, b);
}

/* The entry of key, or NOT_FOUND. Comparing may call the language, which may change the table: then search again. */
static size_t dict_find(const Dict *d, Value key, uint64_t hash) {
again:
  if (!d->cap) return NOT_FOUND;
  size_t mask = d->cap * 2 - 1;
  for (size_t slot = hash & mask; d->index[slot]; slot = (slot + 1) & mask) {
    size_t i = d->index[slot] - 1;
    const DictEntry *e = &d->entries[i];
    if (e->hash != hash || is_undef(e->key)) continue;
    const DictEntry *entries = d->entries;
    bool same = same_key(d, e->key, key);
    if (UNLIKELY(d->entries != entries)) goto again;
    if (same) return i;
  }
  return NOT_FOUND;
}

static void index_add(Dict *d, uint64_t hash, size_t entry) {
  size_t mask = d->cap * 2 - 1, slot = hash & mask;
  while (d->index[slot]) slot = (slot + 1) & mask;
  d->index[slot] = (uint32_t)entry + 1;
}

/* Room for cap entries (a power of two); drops the deleted ones. */
static void dict_resize(Dict *d, size_t cap) {
  if (cap > UINT32_MAX / 2) throw_value(v_object(T_OUTOFMEMORYERROR->instance));
  DictEntry *old = d->entries, *entries = gc_alloc(cap * sizeof(DictEntry));
  uint32_t *index = gc_alloc_leaf(cap * 2 * sizeof(uint32_t));
  memset(index, 0, cap * 2 * sizeof(uint32_t));
  size_t n = 0;
  for (size_t i = 0; i < d->used; i++)
    if (!is_undef(old[i].key)) entries[n++] = old[i];
  d->entries = entries;
  d->index = index;
  d->used = d->count = n;
  d->cap = cap;
  for (size_t i = 0; i < n; i++) index_add(d, entries[i].hash, i);
}

static void dict_insert(Dict *d, Value key, Value value, uint64_t hash) {
  if (d->used == d->cap) dict_resize(d, !d->cap ? 8 : d->count * 2 > d->cap ? d->cap * 2 : d->cap);
  d->entries[d->used] = (DictEntry){key, value, hash};
  index_add(d, hash, d->used);
  d->used++;
  d->count++;
}

Value dict_get(Dict *d, Value key) {
  if (!d->count) return V_UNDEF;
  size_t i = dict_find(d, key, dict_hash(d, key));
  return i == NOT_FOUND ? V_UNDEF : d->entries[i].value;
}

void dict_put(Dict *d, Value key, Value value) {
  uint64_t hash = dict_hash(d, key);
  size_t i = dict_find(d, key, hash);
  if (i == NOT_FOUND)
    dict_insert(d, key, value, hash);
  else {
    d->entries[i].key = key;
    d->entries[i].value = value;
  }
}

static Value converted(Object *type, Value v) {
  if (type == type_of(v) || type == &T_ANY->head || type_isa(v, type)) return v;
  return call2(FN(convert), v_object(type), v);
}

static Value converted_key(const Dict *d, Value key) {
  Object *type = key_type(d);
  if (type == type_of(key) || type == &T_ANY->head || type_isa(key, type)) return key;
  const char *s;
  size_t n;
  if (type == &T_STRING->head && text_try(key, &s, &n)) return v_string_n(s, n);
  Value k = call2(FN(convert), v_object(type), key);
  if (!value_isequal(k, key)) {
    Text t = {0};
    text_puts(&t, as_string(call1(module_get(CORE->base, symbol("limitrepr")), key))->text);
    text_puts(&t, " is not a valid key for type ");
    show_type(&t, type);
    throw_argument("%.*s", (int)t.len, t.bytes);
  }
  return k;
}

/* A key that is there already need not be converted: what equals it is the same key. */
void dict_set(Dict *d, Value key, Value value) {
  value = converted(value_type(d), value);
  uint64_t hash = dict_hash(d, key);
  size_t i = d->count ? dict_find(d, key, hash) : NOT_FOUND;
  if (i != NOT_FOUND)
    d->entries[i].value = value;
  else
    dict_insert(d, converted_key(d, key), value, hash);
}

bool dict_delete(Dict *d, Value key) {
  if (!d->count) return false;
  size_t i = dict_find(d, key, dict_hash(d, key));
  if (i == NOT_FOUND) return false;
  d->entries[i].key = d->entries[i].value = V_UNDEF;
  if (--d->count == 0) {
    memset(d->index, 0, d->cap * 2 * sizeof(uint32_t));
    d->used = 0;
  }
  return true;
}

bool dict_next(const Dict *d, size_t *pos, Value *key, Value *value) {
  for (size_t i = *pos; i < d->used; i++)
    if (!is_undef(d->entries[i].key)) {
      *pos = i + 1;
      *key = d->entries[i].key;
      *value = d->entries[i].value;
      return true;
    }
  return false;
}

static Value pair_new(const Dict *d, const DictEntry *e) {
  Value types[2] = {v_object(key_type(d)), v_object(value_type(d))}, fields[2] = {e->key, e->value};
  return struct_new(type_apply(CORE->tn_pair, types, 2), fields, 2);
}

/* (item, next position), or nothing. */
static Value iterate_from(const Dict *d, size_t i, int what) {
  for (; i < d->used; i++) {
    const DictEntry *e = &d->entries[i];
    if (is_undef(e->key)) continue;
    Value result[2] = {what == 0 ? pair_new(d, e) : what == 1 ? e->key : e->value, v_int((int64_t)i + 1)};
    return tuple_new(result, 2);
  }
  return v_nothing();
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
  size_t i = d->count ? dict_find(d, args[1], dict_hash(d, args[1])) : NOT_FOUND;
  return i == NOT_FOUND ? args[2] : d->entries[i].key;
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
    if (is_undef(d->entries[i].key)) continue;
    Value pair = pair_new(d, &d->entries[i]);
    dict_delete(d, d->entries[i].key);
    return pair;
  }
  throw_argument("dict must be non-empty");
}

BUILTIN(dict_popkey, "_dict_popkey!(d::Dict)", "") {
  Dict *d = as_dict(args[0]);
  for (size_t i = 0; i < d->used; i++) {
    if (is_undef(d->entries[i].key)) continue;
    Value key = d->entries[i].key;
    dict_delete(d, key);
    return key;
  }
  throw_argument("set must be non-empty");
}

BUILTIN(dict_empty, "empty!(d::Union{Dict,IdDict})", "Removes everything.") {
  Dict *d = as_dict(args[0]);
  d->entries = NULL;
  d->index = NULL;
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
  size_t pos = 0, n = 0;
  Value k, v;
  while (dict_next(d, &pos, &k, &v)) array_set(a, n++, what == 1 ? k : v);
  return v_object(a);
}
BUILTIN(dict_keys, "_dict_keys(d::Union{Dict,IdDict})", "") { return collected(as_dict(args[0]), 1); }
BUILTIN(dict_values, "_dict_values(d::Union{Dict,IdDict})", "") { return collected(as_dict(args[0]), 2); }

static Dict *dict_copy(const Dict *d) {
  Dict *c = gc_object(d->head.type, sizeof(Dict));
  *c = *d;
  if (d->cap) {
    c->entries = gc_alloc(d->cap * sizeof(DictEntry));
    memcpy(c->entries, d->entries, d->used * sizeof(DictEntry));
    c->index = gc_alloc_leaf(d->cap * 2 * sizeof(uint32_t));
    memcpy(c->index, d->index, d->cap * 2 * sizeof(uint32_t));
  }
  return c;
}
BUILTIN(dict_copy_all, "copy(d::Dict)\ncopy(d::IdDict)", "Another dictionary with the same pairs.") {
  return v_object(dict_copy(as_dict(args[0])));
}

BUILTIN(dict_sizehint, "sizehint!(d::Union{Dict,IdDict}, n::Integer)", "Makes room for `n` pairs.") {
  Dict *d = as_dict(args[0]);
  size_t cap = 8;
  while (cap < (size_t)args[1].i && cap < (1u << 26)) cap *= 2;
  if (cap > d->cap) dict_resize(d, cap);
  return args[0];
}

/* merge! of dictionaries of one type, the common case. */
BUILTIN(dict_merge, "_dict_merge!(d::Dict, other::Dict)", "") {
  Dict *d = as_dict(args[0]), *o = as_dict(args[1]);
  size_t pos = 0;
  Value k, v;
  while (dict_next(o, &pos, &k, &v)) dict_set(d, k, v);
  return args[0];
}

/* A dictionary that also takes this pair: d itself if the types fit, else a copy with wider types. */
static Dict *dict_grow(Dict *d, Object *ktype, Object *vtype) {
  if (!d) return dict_new(ktype, vtype);
  Object *k = key_type(d), *v = value_type(d);
  if (k != ktype && !type_subtype(ktype, k)) k = call2(FN(promote_typejoin), v_object(k), v_object(ktype)).o;
  if (v != vtype && !type_subtype(vtype, v)) v = call2(FN(promote_typejoin), v_object(v), v_object(vtype)).o;
  if (k == key_type(d) && v == value_type(d)) return d;
  Dict *wide = dict_copy(d);
  Value params[2] = {v_object(k), v_object(v)};
  wide->head.type = type_apply(CORE->tn_dict, params, 2);
  return wide;
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

BUILTIN(set_push, "push!(s::Set, x)", "Adds `x`.") {
  Dict *d = set_dict(args[0]);
  Value key = converted_key(d, args[1]);
  uint64_t hash = dict_hash(d, key);
  if (dict_find(d, key, hash) == NOT_FOUND) dict_insert(d, key, v_nothing(), hash);
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

/* Adds the items of an array to a Set's dictionary whose key type they have. */
BUILTIN(set_add_array, "_set_add!(s::Set, a::Array)", "") {
  Dict *d = set_dict(args[0]);
  Array *a = as_array(args[1]);
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    Value key = converted_key(d, v);
    uint64_t hash = dict_hash(d, key);
    if (dict_find(d, key, hash) == NOT_FOUND) dict_insert(d, key, v_nothing(), hash);
  }
  return args[0];
}

/* unique of an array: the first of each, in order. */
BUILTIN(unique_array, "unique(a::Array)", "The elements of `a` without repetitions, in order of first occurrence.") {
  Array *a = as_array(args[0]), *out = array_vector(a->eltype, 0);
  Dict *d = dict_new(a->eltype, &T_NOTHING->head);
  for (size_t i = 0; i < a->len; i++) {
    Value v = array_get(a, i);
    if (is_undef(v)) throw_singleton(T_UNDEFREFERROR);
    uint64_t hash = dict_hash(d, v);
    if (dict_find(d, v, hash) != NOT_FOUND) continue;
    dict_insert(d, v, v_nothing(), hash);
    array_push(out, v);
  }
  return v_object(out);
}
