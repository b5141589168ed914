#include "wire/cbor.h"

#include <stdarg.h>
#include <stdio.h>

void cbor_head(Text *t, enum cbor_major major, uint64_t argument) {
  uint8_t b[9];
  size_t n = 1;
  uint8_t top = (uint8_t)(major << 5);
  if (argument < 24) {
    b[0] = (uint8_t)(top | argument);
  } else {
    unsigned width = argument <= 0xff ? 0 : argument <= 0xffff ? 1 : argument <= 0xffffffffu ? 2 : 3;
    b[0] = (uint8_t)(top | (24 + width));
    n += 1u << width;
    for (size_t i = 1; i < n; i++) b[i] = (uint8_t)(argument >> (8 * (n - 1 - i)));
  }
  text_add(t, (const char *)b, n);
}

void cbor_int(Text *t, int64_t i) {
  if (i >= 0)
    cbor_head(t, CBOR_UINT, (uint64_t)i);
  else
    cbor_head(t, CBOR_NEGATIVE, ~(uint64_t)i);
}

void cbor_text(Text *t, const char *s, size_t n) {
  cbor_head(t, CBOR_TEXT, n);
  text_add(t, s, n);
}

void cbor_bytes(Text *t, const void *bytes, size_t n) {
  cbor_head(t, CBOR_BYTES, n);
  text_add(t, bytes, n);
}

void cbor_f64(Text *t, double f) {
  uint64_t u;
  memcpy(&u, &f, 8);
  uint8_t b[9] = {(CBOR_SIMPLE << 5) | 27};
  for (int i = 0; i < 8; i++) b[1 + i] = (uint8_t)(u >> (56 - 8 * i));
  text_add(t, (const char *)b, 9);
}

void cbor_fail(const CborReader *r, const char *format, ...) {
  char what[200];
  va_list args;
  va_start(args, format);
  vsnprintf(what, sizeof what, format, args);
  va_end(args);
  throw_error("damaged data: %s at byte %zu of %zu", what, (size_t)(r->at - r->start), (size_t)(r->end - r->start));
}

#define READ_AHEAD ((size_t)32 << 10)

/* Makes the next n bytes be there. */
static void fill(CborReader *r, size_t n) {
  size_t want = (size_t)(r->at + n - r->filled), left = (size_t)(r->end - r->filled);
  if (want < READ_AHEAD) want = READ_AHEAD < left ? READ_AHEAD : left;
  r->source->produce(r->source, (void *)(uintptr_t)r->filled, want);
  r->filled += want;
}

const uint8_t *cbor_take(CborReader *r, uint64_t n) {
  if (n > (uint64_t)(r->end - r->at))
    cbor_fail(r, "%llu bytes announced, only %zu left", (unsigned long long)n, (size_t)(r->end - r->at));
  if (UNLIKELY(r->source != NULL) && r->at + n > r->filled) fill(r, n);
  const uint8_t *at = r->at;
  r->at += n;
  return at;
}

void cbor_take_into(CborReader *r, void *to, size_t n) {
  size_t there = !r->source || r->at + n <= r->filled ? n : (size_t)(r->filled - r->at);
  if (there) memcpy(to, r->at, there);
  if (there < n) {
    r->source->produce(r->source, (char *)to + there, n - there);
    r->filled = r->at + n;
  }
  r->at += n;
}

CborHead cbor_read(CborReader *r) {
  uint8_t first = *cbor_take(r, 1);
  CborHead h = {first >> 5, first & 31, first & 31};
  if (h.info >= 24 && h.info <= 27) {
    size_t n = (size_t)1 << (h.info - 24);
    const uint8_t *b = cbor_take(r, n);
    h.argument = 0;
    for (size_t i = 0; i < n; i++) h.argument = h.argument << 8 | b[i];
  } else if (h.info > 27) {
    r->at--;
    cbor_fail(r, h.info == 31 ? "data of indefinite length" : "reserved head 0x%02x", first);
  }
  return h;
}
