/* Walking over encoded bytes without making values of them: to the remote references that nobody will hold. */
#include "value/error.h"
#include "value/gc.h"
#include "wire/wire.h"

typedef struct Skim {
  CborReader r;
  const WireTaken *taken;
  WireReferenceFound *found;
} Skim;

void wire_take(WireTaken *t, const uint8_t *at) {
  if (!t) return;
  if (t->n == t->cap) {
    t->cap = t->cap ? 2 * t->cap : 8;
    const uint8_t **more = gc_alloc(t->cap * sizeof *more);
    if (t->n) memcpy(more, t->at, t->n * sizeof *more);
    t->at = more;
  }
  t->at[t->n++] = at;
}

static bool was_taken(const WireTaken *t, const uint8_t *at) {
  for (uint32_t i = 0; t && i < t->n; i++)
    if (t->at[i] == at) return true;
  return false;
}

static void skim(Skim *s, int depth);

static int64_t skim_number(Skim *s) {
  CborHead h = cbor_read(&s->r);
  if (h.major != CBOR_UINT || h.argument > INT64_MAX) cbor_fail(&s->r, "a number expected");
  return (int64_t)h.argument;
}

static void skim_reference(Skim *s, int depth) {
  const uint8_t *at = s->r.at;
  CborHead h = cbor_read(&s->r);
  if (h.major != CBOR_ARRAY || h.argument != 5) cbor_fail(&s->r, "a remote reference expected");
  skim(s, depth); /* its type */
  int64_t where = skim_number(s), whence = skim_number(s), id = skim_number(s);
  bool counted = s->r.at < s->r.end && *s->r.at == 0xf6; /* null: its value does not go along */
  skim(s, depth);
  if (counted && !was_taken(s->taken, at)) s->found(where, whence, id);
}

static void skim(Skim *s, int depth) {
  if (depth > 3 * WIRE_DEPTH) cbor_fail(&s->r, "nested too deep");
  stack_check();
  CborHead h = cbor_read(&s->r);
  switch (h.major) {
  case CBOR_BYTES:
  case CBOR_TEXT: cbor_take(&s->r, h.argument); return;
  case CBOR_ARRAY:
  case CBOR_MAP:
    for (uint64_t i = 0; i < h.argument; i++) {
      skim(s, depth + 1);
      if (h.major == CBOR_MAP) skim(s, depth + 1);
    }
    return;
  case CBOR_TAG:
    if (h.argument == WIRE_REMOTE) {
      skim_reference(s, depth + 1);
    } else if (h.argument == CBOR_ENCODED) {
      CborHead bytes = cbor_read(&s->r);
      const uint8_t *end = s->r.end, *inner = cbor_take(&s->r, bytes.argument);
      s->r.at = inner;
      s->r.end = inner + bytes.argument;
      skim(s, depth + 1);
      s->r.at = s->r.end;
      s->r.end = end;
    } else {
      skim(s, depth + 1);
    }
    return;
  default: return;
  }
}

void wire_skim(const uint8_t *bytes, size_t n, const WireTaken *taken, WireReferenceFound *found) {
  Handler h;
  if (CATCH(h)) return; /* damaged: what follows cannot be told */
  Skim s = {.r = {bytes, bytes, bytes + n, NULL, NULL}, .taken = taken, .found = found};
  while (s.r.at < s.r.end) skim(&s, 0);
  catch_end(&h);
}
