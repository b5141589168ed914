/* Modules: see module.h. */
#include "value/module.h"

#include <stdio.h>

#include "value/array.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

Module *module_new(Symbol *name, Module *parent) {
  Module *m = gc_object(T_MODULE, sizeof *m);
  m->name = name;
  m->parent = parent;
  m->usings = array_any(0);
  if (CORE->core) module_use(m, CORE->core);
  if (CORE->base && name != SYM(Core)) module_use(m, CORE->base);
  return m;
}

static Binding *table_find(const Module *m, const Symbol *name) {
  if (!m->cap) return NULL;
  for (uint32_t i = name->hash & (m->cap - 1); m->table[i]; i = (i + 1) & (m->cap - 1))
    if (m->table[i]->name == name) return m->table[i];
  return NULL;
}

static void table_place(Binding **table, uint32_t cap, Binding *b) {
  uint32_t i = b->name->hash & (cap - 1);
  while (table[i]) i = (i + 1) & (cap - 1);
  table[i] = b;
}

static Binding *table_add(Module *m, Symbol *name) {
  if (m->n * 2 >= m->cap) {
    uint32_t cap = m->cap ? m->cap * 2 : 16;
    Binding **table = gc_alloc(cap * sizeof *table);
    for (uint32_t i = 0; i < m->cap; i++)
      if (m->table[i]) table_place(table, cap, m->table[i]);
    m->table = table;
    m->cap = cap;
  }
  Binding *b = gc_object(T_BINDING, sizeof *b);
  b->name = name;
  b->owner = m;
  table_place(m->table, m->cap, b);
  m->n++;
  return b;
}

static Module *using_at(const Module *m, size_t i) { return (Module *)((Value *)(void *)m->usings->data)[i].p; }

/* Whether nothing was ever done with a binding but mention it. */
static bool is_mere_mention(const Binding *b) { return is_undef(b->value) && !b->constant && !b->target && !b->own; }

/* What a module that uses m sees under the name. */
static Binding *exported_from(const Module *m, const Symbol *name, int depth) {
  Binding *b = table_find(m, name);
  if (!b || !b->exported) return NULL;
  if (b->target) return b->target;
  if (is_mere_mention(b) && depth < 8) { /* exports what it sees through its own using */
    for (size_t i = m->usings->len; i-- > 0;) {
      Binding *through = exported_from(using_at(m, i), name, depth + 1);
      if (through && !is_mere_mention(through)) return through;
    }
  }
  return b;
}

static bool are_same(const Binding *a, const Binding *b) {
  return a == b ||
         (a->constant && b->constant && !is_undef(a->value) && !is_undef(b->value) && value_egal(a->value, b->value));
}

static const Module *root_of(const Module *m) {
  while (m->parent && m->parent != m) m = m->parent;
  return m;
}

/* The binding that used modules export under the name; nothing if they mean different things. */
static Binding *lookup_used(Module *m, Symbol *name) {
  Binding *empty = NULL, *found = NULL;
  const Module *from = NULL;
  for (size_t i = m->usings->len; i-- > 0;) {
    Binding *b = exported_from(using_at(m, i), name, 0);
    if (!b) continue;
    if (is_mere_mention(b)) {
      if (!empty) empty = b;
    } else if (!found) {
      found = b;
      from = using_at(m, i);
    } else if (!are_same(found, b) && (root_of(from) != CORE->base || root_of(using_at(m, i)) != CORE->base)) {
      Binding *own = table_find(m, name);
      if (!own) own = table_add(m, name);
      if (!own->ambiguous)
        fprintf(stderr, "WARNING: both %s and %s export \"%s\"; uses of it in module %s must be qualified\n",
                from->name->text, using_at(m, i)->name->text, name->text, m->name->text);
      own->ambiguous = true;
      return NULL;
    }
  }
  return found ? found : empty;
}

Binding *module_lookup(Module *m, Symbol *name) {
  Binding *own = table_find(m, name);
  if (own && own->target) return own->target;
  if (own && !is_mere_mention(own)) return own;
  Binding *used = lookup_used(m, name);
  if (!used) return own;
  if (is_mere_mention(used)) return own ? own : used;
  return used;
}

Binding *module_resolve(Module *m, Symbol *name) {
  Binding *b = module_lookup(m, name);
  if (!b || b->owner == m || is_mere_mention(b)) return b;
  Binding *own = table_find(m, name);
  if (!own) own = table_add(m, name);
  own->target = b;
  return b;
}

Binding *module_own(Module *m, Symbol *name) {
  Binding *b = table_find(m, name);
  if (!b) b = table_add(m, name);
  if (b->target) {
    if (b->target->owner == m) return b->target;
    throw_error("cannot assign a value to variable %s.%s from module %s", b->target->owner->name->text, name->text,
                m->name->text);
  }
  b->own = true;
  return b;
}

Binding *module_reference(Module *m, Symbol *name) {
  Binding *own = table_find(m, name);
  if (!own) own = table_add(m, name);
  return own->target ? own->target : own;
}

Binding *binding_followed(Binding *b) {
  if (b->target) return b->target;
  Binding *found = is_undef(b->value) ? module_lookup(b->owner, b->name) : NULL;
  return found ? found : b;
}

Binding *module_entry(Module *m, Symbol *name) { return table_find(m, name); }

Value module_get(Module *m, Symbol *name) {
  Binding *b = module_lookup(m, name);
  return b ? b->value : V_UNDEF;
}

uint32_t module_constants;

void binding_set(Binding *b, Value v) {
  if (b->target) b = b->target;
  if (b->constant) {
    if (!is_undef(b->value) && value_egal(b->value, v)) return;
    if (!is_undef(b->value) && b->value.type == v.type && !is_type(v) && v.type != T_MODULE &&
        !(v.type->flags & TF_SINGLETON)) {
      fprintf(
          stderr,
          "WARNING: redefinition of constant %s. This may fail, cause incorrect answers, or produce other errors.\n",
          b->name->text);
      module_constants++;
    } else {
      throw_error("invalid redefinition of constant %s", b->name->text);
    }
  }
  b->value = v;
}

Value binding_get(Binding *b) {
  if (b->target) b = b->target;
  if (!is_undef(b->value)) return b->value;
  Binding *again = module_lookup(b->owner, b->name);
  if (!again || is_undef(again->value)) throw_undefvar(b->name);
  return again->value;
}

void module_set(Module *m, Symbol *name, Value v) { binding_set(module_own(m, name), v); }

void module_set_const(Module *m, Symbol *name, Value v) {
  Binding *seen = table_find(m, name);
  if (seen && seen->target && seen->target->constant && value_egal(seen->target->value, v)) return;
  Binding *b = module_own(m, name);
  if (!is_undef(b->value) && !b->constant && !value_egal(b->value, v))
    throw_error("cannot declare %s constant; it already has a value", name->text);
  binding_set(b, v);
  b->constant = true;
}

void module_export(Module *m, Symbol *name) {
  Binding *b = table_find(m, name);
  if (!b) b = table_add(m, name);
  b->exported = true;
}

void module_use(Module *m, Module *used) {
  if (m == used) return;
  for (size_t i = 0; i < m->usings->len; i++)
    if (using_at(m, i) == used) return;
  array_push(m->usings, v_object(used));
}

void module_import(Module *m, Module *from, Symbol *name, Symbol *as, bool extend) {
  Binding *b = module_lookup(from, name);
  if (!b) b = module_reference(from, name);
  Binding *own = table_find(m, as);
  if (own == b) return;
  if (own && own->target && own->target != b && own->imported && !is_undef(own->target->value)) return;
  if (own && !own->target && !is_undef(own->value)) {
    fprintf(stderr, "WARNING: import of %s.%s into %s conflicts with an existing identifier; ignored.\n",
            from->name->text, name->text, m->name->text);
    return;
  }
  if (!own) own = table_add(m, as);
  own->target = b;
  own->imported |= extend;
}

Value module_function(Module *m, Symbol *name) {
  Binding *b = table_find(m, name);
  if (b && b->target && b->imported) b = b->target;
  if (b && b->owner != m && is_undef(b->value))
    return module_function(b->owner, b->name); /* imported before it is made */
  if (b && !b->target && !is_undef(b->value)) return b->value;
  Type *t = type_function(m, name);
  Value f = {t, {.o = t->instance}};
  module_set_const(m, name, f);
  return f;
}
