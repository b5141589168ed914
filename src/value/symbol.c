#include "value/symbol.h"

#include <stdio.h>

#include "value/gc.h"
#include "value/weak.h"

static uint32_t text_hash(const char *text, size_t len) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < len; i++) h = (h ^ (uint8_t)text[i]) * 16777619u;
  return h;
}

static void table_grow(void) {
  uint32_t old_cap = CORE->symbols_cap, cap = old_cap ? 2 * old_cap : 4096;
  Symbol **old = CORE->symbols, **table = gc_alloc(cap * sizeof *table);
  for (uint32_t i = 0; i < old_cap; i++) {
    if (!old[i]) continue;
    uint32_t at = old[i]->hash & (cap - 1);
    while (table[at]) at = (at + 1) & (cap - 1);
    table[at] = old[i];
  }
  CORE->symbols = table;
  CORE->symbols_cap = cap;
}

static bool is_named(const Symbol *s, uint32_t hash, const char *text, size_t len) {
  return s->hash == hash && s->len == len && (!len || memcmp(s->text, text, len) == 0);
}

Symbol *symbol_n(const char *text, size_t len) {
  if (!CORE->settled && 2 * CORE->nsymbols >= CORE->symbols_cap) table_grow();
  uint32_t hash = text_hash(text, len), at = hash & (CORE->symbols_cap - 1), next = 0;
  for (Symbol *s; (s = CORE->symbols[at]); at = (at + 1) & (CORE->symbols_cap - 1))
    if (is_named(s, hash, text, len)) return s;
  for (Symbol *s; (s = weak_next(&CORE->weak[WEAK_SYMBOLS], hash, &next));)
    if (is_named(s, hash, text, len)) return s;
  Symbol *s = gc_object_leaf(T_SYMBOL, sizeof *s + len + 1);
  s->hash = hash;
  s->len = (uint32_t)len;
  if (len) memcpy(s->text, text, len);
  if (CORE->settled) {
    weak_put(&CORE->weak[WEAK_SYMBOLS], s, hash);
  } else {
    CORE->symbols[at] = s;
    CORE->nsymbols++;
  }
  return s;
}

Symbol *symbol(const char *text) { return symbol_n(text, strlen(text)); }

void symbol_anonymous_begin(void) {
  CORE->anonymous_before = CORE->anonymous_made;
  CORE->anonymous_used = 0;
}

Symbol *symbol_anonymous(void) {
  uint32_t i = ++CORE->anonymous_used, n, most = sizeof CORE->anonymous_numbers / sizeof *CORE->anonymous_numbers;
  if (i <= CORE->anonymous_before) {
    n = CORE->anonymous_numbers[CORE->anonymous_before - i];
  } else {
    n = ++CORE->anonymous_last;
    if (CORE->anonymous_made < most) CORE->anonymous_numbers[CORE->anonymous_made++] = n;
  }
  char text[24];
  return symbol_n(text, (size_t)snprintf(text, sizeof text, "#s%u", n));
}

void symbol_anonymous_pass(void) { CORE->anonymous_last++; }

Symbol *symbol_gensym(const char *base) {
  char text[160];
  int n = snprintf(text, sizeof text, "##%.120s#%u", base, (unsigned)(253 + CORE->gensym++));
  return symbol_n(text, (size_t)n);
}
