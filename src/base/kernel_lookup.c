#include "base/kernel_lookup.h"

#include "base/dict.h"
#include "lang/method.h"
#include "value/builtin.h"
#include "value/struct.h"

enum lookup { LOOKUP_HAS, LOOKUP_GET, LOOKUP_VALUE };

/* The built-ins that look up, and where their arguments stand. */
static const struct {
  const char *builtin;
  int n, key, table;
  enum lookup what;
} known[] = {{"set_in", 2, 0, 1, LOOKUP_HAS},
             {"dict_haskey", 2, 1, 0, LOOKUP_HAS},
             {"dict_get_default", 3, 1, 0, LOOKUP_GET},
             {"dict_getindex", 2, 1, 0, LOOKUP_VALUE}};

/* A number of the store, to find the method of the call. */
static Value sample(const Term *x) {
  return x->kind == TERM_SCALAR ? x->value : (Value){(Type *)kernel_type(x->store), {.u = 0}};
}

static const char *builtin_name(Value f, Term *const *args, int n) {
  Value call[4] = {f}, *env;
  for (int i = 0; i < n; i++) call[i + 1] = sample(args[i]);
  const Method *m = method_try(call + 1, n, &env);
  return m && !m->code ? __start_clu_builtins[m->builtin]->name : NULL;
}

static bool is_lookup_table(Value v) {
  return v.type->name == CORE->tn_dict || (CORE->tn_set && v.type->name == CORE->tn_set);
}

/* The dictionary of a table, which of a set is its only field. */
static Dict *table_of(Value v) { return v.type->name == CORE->tn_dict ? as_dict(v) : as_dict(struct_get(v, 0)); }

Term *lookup_term(Value f, Term *const *args, int n) {
  if (n < 2 || n > 3 || f.type->name->module != CORE->base) return NULL;
  const Term *table = NULL;
  for (int i = 0; i < 2; i++)
    if (args[i]->kind == TERM_SCALAR && is_lookup_table(args[i]->value)) table = args[i];
  Term *keys = table == args[0] ? args[1] : args[0];
  if (n == 3 && args[2]->kind != TERM_SCALAR) return NULL;
  if (!table || keys->kind == TERM_SCALAR || (keys->store != ST_I64 && keys->store != ST_F64)) return NULL;
  const Type *t = table_of(table->value)->head.type;
  if (t->params[0].o != kernel_type(keys->store)) return NULL;
  const char *name = builtin_name(f, args, n);
  size_t k = 0, all = sizeof known / sizeof *known;
  while (name && k < all && strcmp(known[k].builtin, name) != 0) k++;
  if (!name || k == all || n != known[k].n || args[known[k].table] != table || args[known[k].key] != keys) return NULL;
  uint8_t store = known[k].what == LOOKUP_HAS ? ST_BOOL : kernel_store(t->params[1].o);
  const Term *otherwise = known[k].what == LOOKUP_GET ? args[2] : NULL;
  if (store == ST_VALUE || (otherwise && otherwise->store != store)) return NULL;
  Term *term = term_new(TERM_LOOKUP, table->value, otherwise ? 2 : 1);
  term->args[0] = keys;
  if (otherwise) term->args[1] = args[2];
  term->field = known[k].what;
  term->store = store;
  term->inner = true;
  return term;
}

bool lookup_eval(const Term *n, Block keys, size_t len, void *out) {
  const Dict *d = table_of(n->value);
  const uint64_t *x = keys.data;
  size_t size = kernel_size(n->store), entries[256];
  bool all = true;
  for (size_t at = 0; at < len; at += 256) {
    size_t count = len - at < 256 ? len - at : 256;
    dict_entries(d, x + at, count, entries);
    if (n->field == LOOKUP_HAS) {
      for (size_t i = 0; i < count; i++) ((uint8_t *)out)[at + i] = entries[i] != DICT_NONE;
      continue;
    }
    const char *values = d->count ? d->values->data : NULL;
    for (size_t i = 0; i < count; i++) {
      const void *from = entries[i] != DICT_NONE ? values + entries[i] * size : NULL;
      if (!from && n->field == LOOKUP_GET) from = n->args[1]->constant;
      if (from)
        memcpy((char *)out + (at + i) * size, from, size);
      else
        all = false;
    }
  }
  return all;
}
