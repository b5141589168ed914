/* Values in files: CBOR (55799 [ "clusterutils", 1, checksum, size if compressed, bytes ]), checksummed (XXH3),
 * compressed with zstd when asked. A file is written beside its name and renamed: a reader sees the old one or the new
 * one, whole. Large arrays go from their own pages to the file and back, checksummed on the way while they are in the
 * cache. Also the encoding behind serialize: 55799 24 bytes, so that a reader of a stream knows where a value ends. */
#include "cluster/store.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h> /* the same sums by the widest vectors that the processor has */
#endif
#include <zstd.h>

#include "base/progress.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/builtin.h"
#include "wire/wire.h"

#define STORE_NAME "clusterutils"
#define STORE_VERSION 1
#define PART ((size_t)256 << 10)      /* read or written and checksummed at once */
#define STEP ((size_t)4 << 20)        /* after so many bytes somebody may interrupt */
#define WRITE_OUT ((uint64_t)8 << 20) /* the disk is told to begin with what was written after so many bytes */

NORETURN static void fail_system(const char *what, const char *path, int error) {
  char text[4200];
  snprintf(text, sizeof text, "%s \"%s\"", what, path);
  throw_system(text, error);
}

NORETURN static void bad_file(const char *path, const char *what, size_t at) {
  throw_error("%s: %s (at byte %zu)", path, what, at);
}

/* ---- saving ---- */

typedef struct Writer {
  int fd, error; /* fd -1: only sums are made */
  XXH3_state_t *sum;
  uint64_t size, begun; /* bytes written; of these the disk was told */
  ZSTD_CCtx *zstd;      /* NULL: not compressed */
  char *packed;         /* room for PART compressed bytes */
  Value progress;
  uint64_t done; /* bytes of the value */
} Writer;

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

static void emit(Writer *w, const char *bytes, size_t n) {
  for (size_t part; n && !w->error; bytes += part, n -= part) {
    part = n < PART ? n : PART;
    XXH3_64bits_update(w->sum, bytes, part);
    w->size += part;
    if (w->fd < 0) continue;
    w->error = write_all(w->fd, bytes, part);
    if (w->size - w->begun < WRITE_OUT) continue;
    sync_file_range(w->fd, (off_t)w->begun, (off_t)(w->size - w->begun), SYNC_FILE_RANGE_WRITE);
    w->begun = w->size;
  }
}

static void put_part(Writer *w, const char *bytes, size_t n, ZSTD_EndDirective end) {
  if (!w->zstd) {
    emit(w, bytes, n);
    return;
  }
  ZSTD_inBuffer in = {bytes, n, 0};
  for (size_t more = 1; !w->error && (end == ZSTD_e_end ? more > 0 : in.pos < in.size);) {
    ZSTD_outBuffer out = {w->packed, PART, 0};
    more = ZSTD_compressStream2(w->zstd, &out, &in, end);
    if (ZSTD_isError(more))
      w->error = EIO;
    else
      emit(w, w->packed, out.pos);
  }
}

/* Part by part: it can be interrupted, and tells how far it is. */
static void put(Writer *w, const char *bytes, size_t n, ZSTD_EndDirective end) {
  do {
    size_t part = n < STEP ? n : STEP;
    put_part(w, bytes, part, part == n ? end : ZSTD_e_continue);
    bytes += part;
    n -= part;
    w->done += part;
    if (vm_pending) vm_safe_point();
    progress_step(w->progress, w->done);
  } while (n && !w->error);
}

/* What was encoded, with the arrays that stand apart in their places. */
static void put_encoded(Writer *w, const Encoder *e) {
  size_t at = 0;
  for (uint32_t i = 0; i < e->napart; i++) {
    put(w, e->out.bytes + at, e->apart[i].at - at, ZSTD_e_continue);
    put(w, e->apart[i].bytes, e->apart[i].n, ZSTD_e_continue);
    at = e->apart[i].at;
  }
  put(w, e->out.bytes + at, e->out.len - at, ZSTD_e_end);
}

static uint64_t encoded_size(const Encoder *e) {
  uint64_t size = e->out.len;
  for (uint32_t i = 0; i < e->napart; i++) size += e->apart[i].n;
  return size;
}

/* A head of nine bytes whatever the number, so that the frame can be written again when the sums are known. */
static void wide_head(Text *t, enum cbor_major major, uint64_t number) {
  text_char(t, (char)(major << 5 | 27));
  for (int shift = 56; shift >= 0; shift -= 8) text_char(t, (char)(number >> shift));
}

static Text frame(uint64_t checksum, uint64_t unpacked, uint64_t size) {
  Text head = {0};
  cbor_tag(&head, CBOR_MAGIC);
  cbor_head(&head, CBOR_ARRAY, 5);
  cbor_text(&head, STORE_NAME, strlen(STORE_NAME));
  cbor_head(&head, CBOR_UINT, STORE_VERSION);
  wide_head(&head, CBOR_UINT, checksum);
  wide_head(&head, CBOR_UINT, unpacked);
  wide_head(&head, CBOR_BYTES, size);
  return head;
}

Text store_head(const Text *body, size_t unpacked) {
  return frame(XXH3_64bits(body->bytes, body->len), unpacked, body->len);
}

static void writer_close(Writer *w) {
  progress_end(w->progress);
  XXH3_freeState(w->sum);
  ZSTD_freeCCtx(w->zstd);
  free(w->packed);
}

static void writer_run(Writer *w, const Encoder *e) {
  Handler h;
  if (CATCH(h)) { /* interrupted */
    writer_close(w);
    rethrow_value(h.exception);
  }
  put_encoded(w, e);
  catch_end(&h);
}

/* Writes the body to fd, or nowhere if that is -1; the head that belongs before it. */
static Text write_body(int fd, const Encoder *e, bool compress, int *error) {
  Writer w = {.fd = fd, .sum = XXH3_createState()};
  w.progress = fd >= 0 ? progress_new("saving", encoded_size(e), true) : V_UNDEF;
  uint64_t unpacked = compress ? encoded_size(e) : 0;
  if (compress) {
    w.zstd = ZSTD_createCCtx();
    w.packed = malloc(PART);
  }
  if (!w.sum || (compress && (!w.zstd || !w.packed))) {
    *error = ENOMEM;
    writer_close(&w);
    return (Text){0};
  }
  if (compress) ZSTD_CCtx_setPledgedSrcSize(w.zstd, unpacked);
  XXH3_64bits_reset(w.sum);
  writer_run(&w, e);
  Text head = frame(XXH3_64bits_digest(w.sum), unpacked, w.size);
  *error = w.error;
  writer_close(&w);
  return head;
}

/* The head is written twice: its sums are known only when the body has been written. */
static int write_file(int fd, const Encoder *e, bool compress) {
  Text head = frame(0, 0, 0);
  int error = write_all(fd, head.bytes, head.len);
  if (error) return error;
  head = write_body(fd, e, compress, &error);
  if (!error && pwrite(fd, head.bytes, head.len, 0) != (ssize_t)head.len) error = errno;
  if (!error && fsync(fd) < 0 && errno != EINVAL) error = errno;
  return error;
}

/* A device or a pipe has no old content to keep, and no beginning to go back to. */
static void write_into(const char *path, const Encoder *e, bool compress) {
  int fd = open(path, O_WRONLY | O_CLOEXEC), error;
  if (fd < 0) fail_system("opening file", path, errno);
  Text head = write_body(-1, e, compress, &error);
  if (!error) error = write_all(fd, head.bytes, head.len);
  Handler h;
  if (CATCH(h)) {
    close(fd);
    rethrow_value(h.exception);
  }
  if (!error) write_body(fd, e, compress, &error);
  catch_end(&h);
  if (close(fd) < 0 && !error) error = errno;
  if (error) fail_system("writing file", path, error);
}

/* A new file in the folder of name, which it gets when it is whole (part_name): until then it has none, so nothing is
 * left of it if the process is killed. *named: the file system cannot do that. */
__attribute__((noinline)) static int part_open(const char *name, bool *named) {
  char folder[PATH_MAX];
  const char *end = strrchr(name, '/');
  int n =
      end ? snprintf(folder, sizeof folder, "%.*s/", (int)(end - name), name) : snprintf(folder, sizeof folder, ".");
  bool possible = n < (int)sizeof folder && access("/proc/self/fd", X_OK) == 0;
  int unnamed = possible ? open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666) : -1;
  *named = unnamed < 0;
  return *named ? open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : unnamed;
}

static int part_name(int fd, const char *name) {
  char itself[32];
  snprintf(itself, sizeof itself, "/proc/self/fd/%d", fd);
  unlink(name);
  return linkat(AT_FDCWD, itself, AT_FDCWD, name, AT_SYMLINK_FOLLOW) < 0 ? errno : 0;
}

/* Behind a symbolic link, what it points to is replaced, not the link. */
static void write_beside(const char *path, const Encoder *e, bool compress) {
  struct stat st;
  bool there = stat(path, &st) == 0;
  if (there && S_ISDIR(st.st_mode)) fail_system("writing file", path, EISDIR);
  if (there && !S_ISREG(st.st_mode)) {
    write_into(path, e, compress);
    return;
  }
  if (there && access(path, W_OK) < 0) fail_system("opening file", path, errno);
  char real[PATH_MAX];
  const char *target = there && realpath(path, real) ? real : path;
  Text name = {0};
  text_format(&name, "%s.%d.part", target, (int)getpid());
  text_char(&name, 0);
  bool named;
  const int fd = part_open(name.bytes, &named);
  if (fd < 0) fail_system("opening file", path, errno);
  if (there) fchmod(fd, st.st_mode & 07777);
  Handler h;
  if (CATCH(h)) {
    close(fd);
    if (named) unlink(name.bytes);
    rethrow_value(h.exception);
  }
  int error = write_file(fd, e, compress);
  catch_end(&h);
  if (!error && !named) {
    error = part_name(fd, name.bytes);
    named = !error;
  }
  if (close(fd) < 0 && !error) error = errno;
  if (!error && rename(name.bytes, target) < 0) error = errno;
  if (error) {
    if (named) unlink(name.bytes);
    fail_system("writing file", path, error);
  }
}

BUILTIN(store_save, "ClusterUtils._save(path::String, value, compress::Bool)", "Writes a value to a file.") {
  Encoder e = {.set_apart = true};
  wire_encode(&e, args[1]);
  write_beside(as_string(args[0])->text, &e, is_true(args[2]));
  return v_nothing();
}

/* ---- loading ---- */

typedef struct FileHead {
  uint64_t checksum, unpacked, size;
} FileHead;

typedef struct File {
  CborSource source;
  FileHead frame;
  const char *path;
  int fd;
  XXH3_state_t *sum;
  uint64_t left; /* bytes of the body not yet read */
  uint64_t made; /* bytes of the value that have been read */
  Value progress;
  ZSTD_DCtx *zstd;  /* NULL: not compressed */
  char *packed;     /* PART compressed bytes, of which */
  ZSTD_inBuffer in; /* these are read */
  char *room;       /* addresses for the whole body; touched where it is more than numbers of large arrays */
  size_t room_size;
} File;

/* The next bytes of the body, at most n; 0: there are no more, or the file cannot be read (errno is set then). */
static size_t read_some(File *f, char *to, size_t n) {
  if (n > PART) n = PART;
  if (n > f->left) n = f->left;
  ssize_t k;
  errno = 0;
  do k = n ? read(f->fd, to, n) : 0;
  while (k < 0 && errno == EINTR);
  if (k <= 0) return 0;
  XXH3_64bits_update(f->sum, to, (size_t)k);
  f->left -= (size_t)k;
  return (size_t)k;
}

NORETURN static void fail_reading(const File *f) {
  if (errno) fail_system("reading file", f->path, errno);
  bad_file(f->path, "the file is cut", 0);
}

/* So many bytes more have been read: it can be interrupted, and tells how far it is. */
static void made(File *f, size_t n) {
  f->made += n;
  if (f->made % STEP >= n) return;
  if (vm_pending) vm_safe_point();
  progress_step(f->progress, f->made);
}

static void produce_plain(CborSource *source, void *to, size_t n) {
  File *f = (File *)source;
  for (char *at = to; n;) {
    size_t k = read_some(f, at, n);
    if (!k) fail_reading(f);
    at += k;
    n -= k;
    made(f, k);
  }
}

static void unpack(File *f, void *to, size_t n) {
  ZSTD_outBuffer out = {to, n, 0};
  while (out.pos < n) {
    if (f->in.pos == f->in.size) {
      size_t k = read_some(f, f->packed, PART);
      if (!k && errno) fail_reading(f);
      if (!k) bad_file(f->path, "the file is damaged: it cannot be decompressed", 0);
      f->in = (ZSTD_inBuffer){f->packed, k, 0};
    }
    if (ZSTD_isError(ZSTD_decompressStream(f->zstd, &out, &f->in)))
      bad_file(f->path, "the file is damaged: it cannot be decompressed", 0);
  }
}

static void produce_unpacked(CborSource *source, void *to, size_t n) {
  File *f = (File *)source;
  for (char *at = to; n;) {
    size_t part = n < PART ? n : PART;
    unpack(f, at, part);
    at += part;
    n -= part;
    made(f, part);
  }
}

/* Whether the checksum fits, of the rest of the file too. */
static bool sum_fits(File *f) {
  char part[4096];
  while (f->left)
    if (!read_some(f, part, sizeof part)) return false;
  return XXH3_64bits_digest(f->sum) == f->frame.checksum;
}

static void file_close(File *f) {
  progress_end(f->progress);
  if (f->fd >= 0) close(f->fd);
  if (f->room) munmap(f->room, f->room_size);
  XXH3_freeState(f->sum);
  ZSTD_freeDCtx(f->zstd);
  free(f->packed);
  *f = (File){.fd = -1, .progress = V_UNDEF};
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

/* Reads the frame and stands at the body then. */
static void read_frame(File *f, uint64_t file_size) {
  uint8_t bytes[64];
  ssize_t have = pread(f->fd, bytes, sizeof bytes, 0);
  if (have < 0) fail_system("reading file", f->path, errno);
  CborReader r = {bytes, bytes, bytes + have};
  if (frame_head(&r, f->path, CBOR_TAG) != CBOR_MAGIC || frame_head(&r, f->path, CBOR_ARRAY) != 5)
    bad_file(f->path, "not a file written by save", 0);
  uint64_t name = frame_head(&r, f->path, CBOR_TEXT);
  if (name != strlen(STORE_NAME) || (size_t)(r.end - r.at) < name || memcmp(r.at, STORE_NAME, name) != 0)
    bad_file(f->path, "not a file written by save", (size_t)(r.at - r.start));
  r.at += name;
  uint64_t version = frame_head(&r, f->path, CBOR_UINT);
  FileHead frame = {.checksum = frame_head(&r, f->path, CBOR_UINT)};
  if (version != STORE_VERSION)
    throw_error("%s: written by a newer version (format %llu)", f->path, (unsigned long long)version);
  frame.unpacked = frame_head(&r, f->path, CBOR_UINT);
  frame.size = frame_head(&r, f->path, CBOR_BYTES);
  size_t begin = (size_t)(r.at - r.start);
  if (file_size < begin || file_size - begin < frame.size) bad_file(f->path, "the file is cut", file_size);
  if (file_size - begin > frame.size) bad_file(f->path, "the file goes on behind its end", begin + frame.size);
  if (frame.unpacked) {
    ssize_t n = pread(f->fd, bytes, sizeof bytes, (off_t)begin);
    if (n < 0 || frame.unpacked > (uint64_t)1 << 46 || ZSTD_getFrameContentSize(bytes, (size_t)n) != frame.unpacked)
      bad_file(f->path, "the file is damaged: its sizes differ", begin);
  }
  if (lseek(f->fd, (off_t)begin, SEEK_SET) < 0) fail_system("reading file", f->path, errno);
  f->left = frame.size;
  f->frame = frame;
}

static void file_prepare(File *f) {
  const FileHead *frame = &f->frame;
  f->room_size = frame->unpacked ? frame->unpacked : frame->size ? frame->size : 1;
  f->room = mmap(NULL, f->room_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (f->room == MAP_FAILED) f->room = NULL;
  f->sum = XXH3_createState();
  f->source.produce = produce_plain;
  if (frame->unpacked) {
    f->source.produce = produce_unpacked;
    f->zstd = ZSTD_createDCtx();
    f->packed = malloc(PART);
  }
  if (!f->room || !f->sum || (frame->unpacked && (!f->zstd || !f->packed))) throw_singleton(T_OUTOFMEMORYERROR);
  XXH3_64bits_reset(f->sum);
  f->progress = progress_new("loading", f->room_size, true);
}

static Value file_value(File *f) {
  struct stat st;
  if (fstat(f->fd, &st) < 0) fail_system("opening file", f->path, errno);
  if (S_ISDIR(st.st_mode)) fail_system("opening file", f->path, EISDIR);
  read_frame(f, (uint64_t)st.st_size);
  file_prepare(f);
  Value v = wire_decode_source(&f->source, f->room, f->zstd ? f->frame.unpacked : f->frame.size);
  if (!sum_fits(f)) throw_error("%s: the file is damaged", f->path);
  return v;
}

Value store_read(int fd, const char *path) {
  File f = {.path = path, .fd = fd, .progress = V_UNDEF};
  Handler h;
  if (CATCH(h)) {
    bool stopped = h.exception.type == T_INTERRUPTEXCEPTION;
    bool damaged = !stopped && f.sum && !sum_fits(&f);
    file_close(&f);
    if (damaged) bad_file(path, "the file is damaged: its checksum does not fit", 0);
    rethrow_value(h.exception);
  }
  Value v = file_value(&f);
  catch_end(&h);
  file_close(&f);
  return v;
}

BUILTIN(store_load, "ClusterUtils._load(path::String)", "Reads the value that a file holds.") {
  const char *path = as_string(args[0])->text;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail_system("opening file", path, errno);
  return store_read(fd, path);
}

/* ---- streams ---- */

BUILTIN(stream_encode, "Serialization._encode(x)\nSerialization._encode(x, plain::Bool)",
        "The bytes that serialize writes; plain: of `x` itself without a method of the program's own.") {
  Encoder e = {.plain = nargs > 1 && is_true(args[1]) ? args[0].o : NULL};
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
