/* Values in files: CBOR (55799 [ "clusterutils", 1, checksum, size if compressed, bytes ]), checksummed, compressed with
 * zstd when asked. A file is written beside its name and renamed: a reader sees the old one or the new one, whole.
 * Also the encoding behind serialize: 55799 24 bytes, so that a reader of a stream knows where a value ends. */
#include "cluster/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#include <zstd.h>

#include "value/array.h"
#include "value/builtin.h"
#include "wire/wire.h"

#define STORE_NAME "clusterutils"
#define STORE_VERSION 1

NORETURN static void fail_system(const char *what, const char *path, int error) {
  char text[4200];
  snprintf(text, sizeof text, "%s \"%s\"", what, path);
  throw_system(text, error);
}

static Text compress(const Text *body) {
  size_t bound = ZSTD_compressBound(body->len);
  Text packed = {gc_alloc_leaf(bound + 1), 0, bound};
  size_t n = ZSTD_compress(packed.bytes, bound, body->bytes, body->len, 3);
  if (ZSTD_isError(n)) throw_error("cannot compress: %s", ZSTD_getErrorName(n));
  packed.len = n;
  return packed;
}

static int write_all(int fd, const char *bytes, size_t n) {
  while (n) {
    ssize_t k = write(fd, bytes, n);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) return errno;
    bytes += k;
    n -= (size_t)k;
  }
  return 0;
}

static int write_parts(int fd, const Text *head, const Text *body) {
  int error = write_all(fd, head->bytes, head->len);
  return error ? error : write_all(fd, body->bytes, body->len);
}

/* A device or a pipe has no old content to keep: it is written to. */
static void write_into(const char *path, const Text *head, const Text *body) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) fail_system("opening file", path, errno);
  int error = write_parts(fd, head, body);
  if (close(fd) < 0 && !error) error = errno;
  if (error) fail_system("writing file", path, error);
}

/* Behind a symbolic link, what it points to is replaced, not the link. */
static void write_beside(const char *path, const Text *head, const Text *body) {
  struct stat st;
  bool there = stat(path, &st) == 0;
  if (there && S_ISDIR(st.st_mode)) fail_system("writing file", path, EISDIR);
  if (there && !S_ISREG(st.st_mode)) {
    write_into(path, head, body);
    return;
  }
  if (there && access(path, W_OK) < 0) fail_system("opening file", path, errno);
  char real[PATH_MAX];
  if (there && realpath(path, real)) path = real;
  Text name = {0};
  text_format(&name, "%s.%d.part", path, (int)getpid());
  text_char(&name, 0);
  int fd = open(name.bytes, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) fail_system("opening file", path, errno);
  if (there) fchmod(fd, st.st_mode & 07777);
  int error = write_parts(fd, head, body);
  if (close(fd) < 0 && !error) error = errno;
  if (!error && rename(name.bytes, path) < 0) error = errno;
  if (error) {
    unlink(name.bytes);
    fail_system("writing file", path, error);
  }
}

Text store_head(const Text *body, size_t unpacked) {
  Text head = {0};
  cbor_tag(&head, CBOR_MAGIC);
  cbor_head(&head, CBOR_ARRAY, 5);
  cbor_text(&head, STORE_NAME, strlen(STORE_NAME));
  cbor_head(&head, CBOR_UINT, STORE_VERSION);
  cbor_head(&head, CBOR_UINT, XXH64(body->bytes, body->len, 0));
  cbor_head(&head, CBOR_UINT, unpacked);
  cbor_head(&head, CBOR_BYTES, body->len);
  return head;
}

BUILTIN(store_save, "ClusterUtils._save(path::String, value, compress::Bool)", "Writes a value to a file.") {
  Encoder e = {0};
  wire_encode(&e, args[1]);
  Text body = is_true(args[2]) ? compress(&e.out) : e.out;
  Text head = store_head(&body, is_true(args[2]) ? e.out.len : 0);
  write_beside(as_string(args[0])->text, &head, &body);
  return v_nothing();
}

static Text read_file(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail_system("opening file", path, errno);
  struct stat st;
  int error = fstat(fd, &st) < 0 ? errno : S_ISDIR(st.st_mode) ? EISDIR : 0;
  if (error) {
    close(fd);
    fail_system("opening file", path, error);
  }
  Text t = {gc_alloc_leaf((size_t)st.st_size + 1), 0, (size_t)st.st_size};
  while (t.len < t.cap) {
    ssize_t k = read(fd, t.bytes + t.len, t.cap - t.len);
    if (k < 0 && errno == EINTR) continue;
    if (k < 0) error = errno;
    if (k <= 0) break;
    t.len += (size_t)k;
  }
  close(fd);
  if (error) fail_system("reading file", path, error);
  return t;
}

NORETURN static void bad_file(const char *path, const char *what, size_t at) {
  throw_error("%s: %s (at byte %zu)", path, what, at);
}

/* Reads a head of the file's frame; the file is foreign or cut if it is another one. */
static uint64_t frame_head(CborReader *r, const char *path, enum cbor_major major) {
  if (r->at == r->end) bad_file(path, "the file is cut", (size_t)(r->at - r->start));
  size_t at = (size_t)(r->at - r->start);
  if (*r->at >> 5 != major) bad_file(path, "not a file written by save", at);
  size_t need = (*r->at & 31) < 24 ? 1 : 1 + ((size_t)1 << ((*r->at & 31) - 24));
  if ((*r->at & 31) > 27) bad_file(path, "not a file written by save", at);
  if ((size_t)(r->end - r->at) < need) bad_file(path, "the file is cut", (size_t)(r->end - r->start));
  return cbor_read(r).argument;
}

Value store_decode(const char *path, const void *file, size_t len) {
  CborReader r = {file, file, (const uint8_t *)file + len};
  if (frame_head(&r, path, CBOR_TAG) != CBOR_MAGIC || frame_head(&r, path, CBOR_ARRAY) != 5)
    bad_file(path, "not a file written by save", 0);
  uint64_t n = frame_head(&r, path, CBOR_TEXT);
  if (n != strlen(STORE_NAME) || (size_t)(r.end - r.at) < n || memcmp(r.at, STORE_NAME, n) != 0)
    bad_file(path, "not a file written by save", (size_t)(r.at - r.start));
  r.at += n;
  uint64_t version = frame_head(&r, path, CBOR_UINT), checksum = frame_head(&r, path, CBOR_UINT);
  if (version != STORE_VERSION) throw_error("%s: written by a newer version (format %llu)", path, (unsigned long long)version);
  uint64_t size = frame_head(&r, path, CBOR_UINT);
  n = frame_head(&r, path, CBOR_BYTES);
  if ((uint64_t)(r.end - r.at) < n) bad_file(path, "the file is cut", len);
  if (XXH64(r.at, n, 0) != checksum)
    bad_file(path, "the file is damaged: its checksum does not fit", (size_t)(r.at - r.start));
  if (!size) return wire_decode_bytes(r.at, n);
  unsigned long long announced = ZSTD_getFrameContentSize(r.at, n);
  if (announced != size || size > (uint64_t)1 << 46) bad_file(path, "the file is damaged: its sizes differ", (size_t)(r.at - r.start));
  char *out = gc_alloc_leaf(size);
  size_t got = ZSTD_decompress(out, size, r.at, n);
  if (ZSTD_isError(got) || got != size) bad_file(path, "the file is damaged: it cannot be decompressed", (size_t)(r.at - r.start));
  return wire_decode_bytes(out, size);
}

BUILTIN(store_load, "ClusterUtils._load(path::String)", "Reads the value that a file holds.") {
  const char *path = as_string(args[0])->text;
  Text file = read_file(path);
  return store_decode(path, file.bytes, file.len);
}

/* ---- streams ---- */

BUILTIN(stream_encode, "Serialization._encode(x)", "The bytes that serialize writes.") {
  Encoder e = {0};
  wire_encode(&e, args[0]);
  Text head = {0};
  cbor_tag(&head, CBOR_MAGIC);
  cbor_tag(&head, CBOR_ENCODED);
  text_char(&head, (char)0x5b);
  for (int i = 7; i >= 0; i--) text_char(&head, (char)((uint64_t)e.out.len >> (8 * i)));
  Array *a = array_vector(&T_UINT8->head, head.len + e.out.len);
  memcpy(a->data, head.bytes, head.len);
  memcpy(a->data + head.len, e.out.bytes, e.out.len);
  return v_object(a);
}

BUILTIN(stream_size, "Serialization._size(head::Vector{UInt8})", "How many bytes follow the 14 of a head.") {
  const uint8_t *b = (const uint8_t *)as_array(args[0])->data;
  static const uint8_t magic[] = {0xd9, 0xd9, 0xf7, 0xd8, 0x18, 0x5b};
  if (as_array(args[0])->len != 14 || memcmp(b, magic, sizeof magic) != 0)
    throw_error("this is not data written by serialize (at byte 0)");
  uint64_t n = 0;
  for (int i = 0; i < 8; i++) n = n << 8 | b[6 + i];
  if (n > INT64_MAX) throw_error("damaged data: a size of %llu bytes", (unsigned long long)n);
  return v_int((int64_t)n);
}

BUILTIN(stream_decode, "Serialization._decode(bytes::Vector{UInt8})", "The value that bytes hold.") {
  const Array *a = as_array(args[0]);
  return wire_decode_bytes(a->data, a->len);
}
