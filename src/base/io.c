#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/flush.h"
#include "base/iterate.h"
#include "base/print.h"
#include "base/progress.h"
#include "base/text.h"
#include "base/turn.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

enum { OUT_SIZE = 1 << 16, IN_SIZE = 1 << 16 };

bool is_memory_stream(Value io) { return io.type->name == CORE->tn_genericiobuffer; }
bool is_file_stream(Value io) { return io.type->name == CORE->tn_iostream; }

Value io_unwrap(Value io) {
  while (io.type->name == CORE->tn_iocontext) io = struct_get(io, 0);
  return io;
}

Value io_property(Value io, Symbol *key) {
  if (io.type->name != CORE->tn_iocontext) return V_UNDEF;
  for (Value d = struct_get(io, 1);;) {
    Value parent = struct_get(d, 0);
    if (is_undef(parent)) return V_UNDEF;
    if (struct_get(d, 1).p == key) return struct_get(d, 2);
    d = parent;
  }
}

/* Memory */

Value io_buffer_new(void) {
  if (is_undef(SLOT(IOBUFFER))) {
    Value param = v_object(CORE->vector_uint8);
    SLOT(IOBUFFER) = v_object(type_apply(CORE->tn_genericiobuffer, &param, 1));
  }
  MemoryStream *m = gc_object(as_type(SLOT(IOBUFFER)), sizeof *m);
  m->data = v_object(array_vector(&T_UINT8->head, 32));
  m->maxsize = INT64_MAX;
  m->ptr = 1;
  m->mark = -1;
  m->readable = m->writable = m->seekable = 1;
  return v_object(m);
}

const char *io_buffer_bytes(Value buffer, size_t *n) {
  MemoryStream *m = buffer.p;
  *n = (size_t)m->size;
  return as_array(m->data)->data;
}

static size_t memory_write(MemoryStream *m, const char *bytes, size_t n) {
  if (!m->writable) throw_argument("ensureroom failed, IOBuffer is not writeable");
  size_t at = (size_t)(m->append ? m->size : m->ptr - 1), end; /* appending leaves the place of reading alone */
  if (__builtin_add_overflow(at, n, &end) || end > (size_t)INT64_MAX)
    throw_value(v_object(T_OUTOFMEMORYERROR->instance));
  if (end > (size_t)m->maxsize) end = (size_t)m->maxsize > at ? (size_t)m->maxsize : at, n = end - at;
  Array *a = as_array(m->data);
  if (end > a->len) {
    if (a->flags & AF_SHARED) {
      Array *copy = array_vector(&T_UINT8->head, a->len);
      memcpy(copy->data, a->data, a->len);
      m->data = v_object(a = copy);
    }
    array_resize(a, end * 2 > 64 ? end * 2 : 64);
  }
  if (at > (size_t)m->size) memset(a->data + m->size, 0, at - (size_t)m->size);
  memcpy(a->data + at, bytes, n);
  if (!m->append) m->ptr += (int64_t)n;
  if ((int64_t)end > m->size) m->size = (int64_t)end;
  return n;
}

/* Files */

void (*io_await)(int fd, bool writing);
void (*io_closing)(int fd);

static void wait_process(int fd, bool writing) {
  poll(&(struct pollfd){.fd = fd, .events = writing ? POLLOUT : POLLIN}, 1, -1);
}

/* Interrupted by a signal, it is not: who reads now may wait for ever. */
static bool is_ready(int fd, bool writing) {
  return poll(&(struct pollfd){.fd = fd, .events = writing ? POLLOUT : POLLIN}, 1, 0) > 0;
}

static void file_finish(Object *o) {
  FileStream *f = (FileStream *)o;
  if (f->fd > 2) {
    for (size_t done = 0; done < f->out_len;) {
      ssize_t n = write((int)f->fd, f->out + done, f->out_len - done);
      if (n < 0 && errno == EAGAIN)
        wait_process((int)f->fd, true);
      else if (n <= 0)
        break;
      else
        done += (size_t)n;
    }
    close((int)f->fd);
  }
}

Value io_file_new(int fd, const char *name, bool readable, bool writable) {
  FileStream *f = gc_object(as_type(v_object(CORE->tn_iostream->wrapper)), sizeof *f);
  f->name = v_string(name);
  f->fd = fd;
  f->mark = -1;
  f->readable = readable;
  f->writable = writable;
  if (fd > 2) gc_finalizer(&f->head, file_finish);
  return v_object(f);
}

static bool printed, commands;

bool io_printed(void) {
  bool some = printed || commands;
  printed = false;
  return some;
}

void io_command_started(void) { commands = true; }

static void file_check(const FileStream *f, bool writing) {
  if (f->fd < 0 && f->connection) {
    Value fields[2] = {v_string("stream is closed or unusable"), v_int(0)};
    throw_value(call(module_get(CORE->base, symbol("IOError")), fields, 2));
  }
  if (f->fd < 0)
    throw_argument(writing ? "write failed, IOStream is not writeable" : "read failed, IOStream is not readable");
  if (writing && !f->writable) throw_argument("write failed, IOStream is not writeable");
  if (!writing && !f->readable) throw_argument("read failed, IOStream is not readable");
}

int io_complaints = 2;

static NORETURN void write_failed(FileStream *f, int err) {
  f->out_len = 0;
  if (f->fd <= 2) {
    /* Nobody reads our output any more, which is no news to anybody; a full disk is. */
    if (err != EPIPE && f->fd == 1) dprintf(io_complaints, "clu: cannot write standard output: %s\n", strerror(err));
    _exit(1);
  }
  if (f->connection) throw_ioerror("write", err);
  throw_system("write", err);
}

/* What can be written at once; the rest begins at the result. */
static size_t file_write_some(FileStream *f, const char *bytes, size_t n) {
  for (size_t at = 0;;) {
    ssize_t done = at < n ? write((int)f->fd, bytes + at, n - at) : 0;
    if (done < 0 && errno != EINTR && errno != EAGAIN) write_failed(f, errno);
    if (at == n || (done < 0 && errno == EAGAIN)) return at;
    at += done < 0 ? 0 : (size_t)done;
  }
}

/* While other tasks run; they write behind it. */
static void file_write_in_turn(FileStream *f, const char *bytes, size_t n) {
  Turn *t = turn_take(f);
  Handler h;
  if (CATCH(h)) {
    turn_give(f, t);
    rethrow_value(h.exception);
  }
  for (size_t at = 0;;) {
    file_check(f, true);
    at += file_write_some(f, bytes + at, n - at);
    if (at == n) break;
    io_await((int)f->fd, true);
  }
  catch_end(&h);
  turn_give(f, t);
}

static void file_write_all(FileStream *f, const char *bytes, size_t n) {
  if (f->fd <= 2) printed = true;
  bool alone = !io_await || f->fd <= 2; /* standard output and error are written also where no task may wait */
  for (size_t at = f->turns ? 0 : file_write_some(f, bytes, n); at < n; at += file_write_some(f, bytes + at, n - at)) {
    if (!alone) {
      file_write_in_turn(f, bytes + at, n - at);
      return;
    }
    wait_process((int)f->fd, true);
  }
}

void (*io_around_terminal)(bool begins);

void io_flush(FileStream *f) {
  if (f->fd < 0 || !f->out_len) return;
  size_t n = f->out_len;
  bool around = io_around_terminal && (f->fd == 1 || f->fd == 2);
  if (f->fd == 1 || f->fd == 2) progress_hide();
  f->out_len = 0;
  const char *out = f->out;
  if (f->fd > 2) f->out = NULL; /* another task may write while this one waits */
  if (around) io_around_terminal(true);
  file_write_all(f, out, n);
  if (f->fd > 2 && !f->out) f->out = (char *)(uintptr_t)out;
  if (around) io_around_terminal(false);
}

void io_flush_std(void) {
  if (!is_undef(SLOT(STDOUT)) && is_file_stream(SLOT(STDOUT))) io_flush(SLOT(STDOUT).p);
  if (!is_undef(SLOT(STDERR)) && is_file_stream(SLOT(STDERR))) io_flush(SLOT(STDERR).p);
}

static bool file_is_tty(FileStream *f) {
  if (!f->tty) f->tty = isatty((int)f->fd) ? 2 : 1;
  return f->tty == 2;
}

/* Forgets what was read ahead, so that the file's position is where the language sees it. */
static void file_drop_input(FileStream *f) {
  if (f->in_end > f->in_pos) lseek((int)f->fd, -(off_t)(f->in_end - f->in_pos), SEEK_CUR);
  f->in_pos = f->in_end = 0;
  f->eof = 0;
}

static void file_write(FileStream *f, const char *bytes, size_t n) {
  file_check(f, true);
  if (f->in_end && !f->connection) file_drop_input(f);
  if (f->fd == 2) io_flush_std();
  if (n >= OUT_SIZE || f->out_len + n > OUT_SIZE) io_flush(f);
  if (n >= OUT_SIZE) {
    if (f->fd == 1 || f->fd == 2) progress_hide();
    file_write_all(f, bytes, n);
    return;
  }
  if (!f->out) f->out = gc_alloc_leaf(OUT_SIZE);
  memcpy(f->out + f->out_len, bytes, n);
  f->out_len += n;
  if (f->fd == 2 || f->unbuffered || (f->fd == 1 && file_is_tty(f) && memrchr(bytes, '\n', n)))
    io_flush(f);
  else if (f->fd == 1)
    flush_soon();
}

static void file_close(FileStream *f);

static size_t file_fill(FileStream *f) {
  if (f->connection && f->in_pos < f->in_end) return f->in_end - f->in_pos;
  if (f->fd < 0 && f->readable) return 0; /* what is closed is at its end */
  file_check(f, false);
  if (f->out_len) io_flush(f);
  if (f->in_pos < f->in_end) return f->in_end - f->in_pos;
  if (!f->in) f->in = gc_alloc_leaf(IN_SIZE);
  if (f->fd == 0) io_flush_std();
  for (;;) {
    if (io_await && !is_ready((int)f->fd, false)) {
      io_await((int)f->fd, false);
      if (f->in_pos < f->in_end) return f->in_end - f->in_pos; /* read by another task meanwhile */
      if (f->fd < 0) return 0;
      if (!is_ready((int)f->fd, false)) continue;
    }
    ssize_t n = read((int)f->fd, f->in, IN_SIZE);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) {
      if (!io_await) wait_process((int)f->fd, false);
      continue;
    }
    if (n < 0 && f->connection) throw_ioerror("read", errno);
    if (n < 0) throw_system("read", errno);
    f->in_pos = 0;
    f->in_end = (size_t)n;
    if (!n && f->connection && !f->turns) file_close(f);
    return (size_t)n;
  }
}

static void file_close(FileStream *f) {
  if (f->fd < 0) return;
  io_flush(f);
  if (f->turns) turn_give(f, turn_take(f)); /* what others are writing is written first */
  if (f->fd < 0) return;
  gc_forget(&f->head);
  int fd = (int)f->fd;
  f->fd = -1;
  if (io_closing) io_closing(fd);
  close(fd);
}

/* Any stream */

size_t io_write(Value io, const char *bytes, size_t n) {
  io = io_unwrap(io);
  if (!n) return 0;
  if (is_memory_stream(io)) return memory_write(io.p, bytes, n);
  if (is_file_stream(io))
    file_write(io.p, bytes, n);
  else
    call2(FN(write), io, v_string_n(bytes, n));
  return n;
}

void io_puts(Value io, const char *text) { io_write(io, text, strlen(text)); }

Value io_stdout(void) { return SLOT(STDOUT); }

size_t io_peek(Value io, const char **bytes) {
  if (is_file_stream(io)) {
    FileStream *f = io.p;
    size_t n = file_fill(f);
    *bytes = f->in + f->in_pos;
    return n;
  }
  MemoryStream *m = io.p;
  if (!m->readable) throw_argument("read failed, IOBuffer is not readable");
  *bytes = "";
  if (m->ptr > m->size) return 0;
  *bytes = as_array(m->data)->data + (m->ptr - 1);
  return (size_t)(m->size - m->ptr + 1);
}

void io_skip(Value io, size_t n) {
  if (is_file_stream(io))
    ((FileStream *)io.p)->in_pos += n;
  else
    ((MemoryStream *)io.p)->ptr += (int64_t)n;
}

#define STREAM "Union{GenericIOBuffer,IOStream}"

/* Writing */

BUILTIN(io_buffer_make, "_iobuffer()", "") { return io_buffer_new(); }

BUILTIN(io_buffer_over,
        "_iobuffer(data::Vector{UInt8}, readable::Bool, writable::Bool, append::Bool, truncate::Bool, maxsize::Int64)",
        "") {
  Value io = io_buffer_new();
  MemoryStream *m = io.p;
  m->data = args[0];
  m->size = args[4].u ? 0 : (int64_t)as_array(args[0])->len;
  m->readable = (uint8_t)args[1].u;
  m->writable = (uint8_t)args[2].u;
  m->append = (uint8_t)args[3].u;
  m->maxsize = args[5].i;
  return io;
}

BUILTIN(io_buffer_of_string, "_iobuffer(s::Union{String,SubString{String}})", "") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  Value io = io_buffer_new();
  MemoryStream *m = io.p;
  m->data = text_codes(s, n);
  m->size = (int64_t)n;
  m->writable = 0;
  return io;
}

BUILTIN(io_take, "take!(io::GenericIOBuffer)", "The bytes written to `io`, which is emptied.") {
  MemoryStream *m = args[0].p;
  Array *a = as_array(m->data);
  if (!m->writable) { /* a reader: what has not been read yet stays with the source */
    Array *rest = array_vector(&T_UINT8->head, (size_t)m->size);
    if (m->size) memcpy(rest->data, a->data, (size_t)m->size);
    m->ptr = m->size + 1;
    return v_object(rest);
  }
  Array *taken = array_vector(&T_UINT8->head, (size_t)m->size);
  if (m->size) memcpy(taken->data, a->data, (size_t)m->size);
  if (a->len > 1 << 16) m->data = v_object(array_vector(&T_UINT8->head, 32));
  m->size = 0;
  m->ptr = 1;
  m->mark = -1;
  return v_object(taken);
}

/* String(take!(io)) without the vector. */
BUILTIN(io_take_string, "_take_string!(io::GenericIOBuffer)", "") {
  MemoryStream *m = args[0].p;
  Value s = v_string_n(as_array(m->data)->data, (size_t)m->size);
  if (as_array(m->data)->len > 1 << 16) m->data = v_object(array_vector(&T_UINT8->head, 32));
  m->size = 0;
  m->ptr = 1;
  return s;
}

BUILTIN(io_write_string, "write(io::" STREAM ", s::Union{String,SubString{String},Symbol})",
        "Writes bytes; returns how many.") {
  const char *s;
  size_t n;
  text_view(args[1], &s, &n);
  return v_int((int64_t)io_write(args[0], s, n));
}

BUILTIN(io_write_char, "write(io::" STREAM ", c::Char)", "") {
  char b[4];
  unsigned n = utf8_encode((uint32_t)args[1].u, b);
  return v_int((int64_t)io_write(args[0], b, n));
}

BUILTIN(io_write_bits,
        "write(io::" STREAM
        ", x::Union{Bool,Int8,Int16,Int32,Int64,Int128,UInt8,UInt16,UInt32,UInt64,UInt128,Float16,Float32,Float64})",
        "") {
  char raw[16];
  raw_store(raw, args[1].type->store, args[1]);
  return v_int((int64_t)io_write(args[0], raw, args[1].type->size));
}

static bool raw_array(const Array *a) { return a->store != ST_VALUE && a->store != ST_CHAR; }

BUILTIN(io_write_array, "_write_array(io::" STREAM ", a::Array)", "") {
  Array *a = as_array(args[1]);
  if (!raw_array(a)) return v_nothing();
  return v_int((int64_t)io_write(args[0], a->data, a->len * a->elsize));
}

BUILTIN(io_flush_stream, "flush(io::" STREAM ")", "Writes out what is buffered.") {
  if (is_file_stream(args[0])) io_flush(args[0].p);
  return v_nothing();
}

BUILTIN(io_close, "close(io::" STREAM ")", "Closes the stream.") {
  if (is_file_stream(args[0]))
    file_close(args[0].p);
  else {
    MemoryStream *m = args[0].p;
    m->readable = m->writable = m->seekable = 0;
    m->size = 0;
    m->maxsize = 0;
    m->ptr = 1;
    m->mark = -1;
  }
  return v_nothing();
}

BUILTIN(io_isopen, "isopen(io::" STREAM ")", "Whether the stream is open.") {
  if (is_file_stream(args[0])) return v_bool(((FileStream *)args[0].p)->fd >= 0);
  MemoryStream *m = args[0].p;
  return v_bool(m->readable || m->writable || m->seekable || m->ptr <= m->size);
}
BUILTIN(io_isreadable, "isreadable(io::" STREAM ")", "") {
  if (!is_file_stream(args[0])) return v_bool(((MemoryStream *)args[0].p)->readable);
  FileStream *f = args[0].p;
  return v_bool(f->fd >= 0 && f->readable);
}
BUILTIN(io_iswritable, "iswritable(io::" STREAM ")", "") {
  if (!is_file_stream(args[0])) return v_bool(((MemoryStream *)args[0].p)->writable);
  FileStream *f = args[0].p;
  return v_bool(f->fd >= 0 && f->writable);
}
BUILTIN(io_is_terminal, "_istty(io::IOStream)", "") {
  return v_bool(((FileStream *)args[0].p)->fd >= 0 && file_is_tty(args[0].p));
}
BUILTIN(io_terminal_size, "_terminal_size(io::IOStream)", "The terminal's rows and columns, (0, 0) if it has none.") {
  struct winsize size = {0};
  if (ioctl((int)((FileStream *)args[0].p)->fd, TIOCGWINSZ, &size) < 0) size = (struct winsize){0};
  return tuple_new((Value[]){v_int(size.ws_row), v_int(size.ws_col)}, 2);
}
BUILTIN(io_fd, "fd(io::IOStream)", "") { return v_int(((FileStream *)args[0].p)->fd); }

/* Position */

BUILTIN(io_position, "position(io::" STREAM ")", "How many bytes from the start.") {
  if (!is_file_stream(args[0])) return v_int(((MemoryStream *)args[0].p)->ptr - 1);
  FileStream *f = args[0].p;
  off_t at = f->fd < 0 ? -1 : lseek((int)f->fd, 0, SEEK_CUR);
  if (at < 0 && f->fd < 0) throw_system("position", EBADF);
  if (at < 0) return v_int(-1);
  return v_int(at - (off_t)(f->in_end - f->in_pos) + (off_t)f->out_len);
}

static void stream_seek(Value io, int64_t to, int whence) {
  if (is_file_stream(io)) {
    FileStream *f = io.p;
    if (f->fd < 0) throw_system("seek", EBADF);
    io_flush(f);
    file_drop_input(f);
    if (lseek((int)f->fd, to, whence) < 0) throw_system("seek", errno);
    return;
  }
  MemoryStream *m = io.p;
  if (whence == SEEK_END) to += m->size;
  if (whence == SEEK_CUR) to += m->ptr - 1;
  m->ptr = to < 0 ? 1 : to > m->size ? m->size + 1 : to + 1;
}
BUILTIN(io_seek, "seek(io::" STREAM ", n::Integer)", "Goes to byte `n` from the start.") {
  stream_seek(args[0], to_int(args[1]), SEEK_SET);
  return args[0];
}
BUILTIN(io_seekstart, "seekstart(io::" STREAM ")", "") {
  stream_seek(args[0], 0, SEEK_SET);
  return args[0];
}
BUILTIN(io_seekend, "seekend(io::" STREAM ")", "") {
  stream_seek(args[0], 0, SEEK_END);
  return args[0];
}
BUILTIN(io_skip_bytes, "skip(io::" STREAM ", n::Integer)", "") {
  if (is_file_stream(args[0])) io_flush(args[0].p), file_drop_input(args[0].p);
  stream_seek(args[0], to_int(args[1]), SEEK_CUR);
  return args[0];
}
BUILTIN(io_truncate, "truncate(io::" STREAM ", n::Integer)", "") {
  int64_t n = to_int(args[1]);
  if (n < 0) throw_argument("truncate failed, n bytes must be >= 0, got %lld", (long long)n);
  if (is_file_stream(args[0])) {
    FileStream *f = args[0].p;
    io_flush(f);
    if (ftruncate((int)f->fd, n) < 0) throw_system("truncate", errno);
    return args[0];
  }
  MemoryStream *m = args[0].p;
  if (!m->writable) throw_argument("truncate failed, IOBuffer is not writeable");
  if (n > m->size) {
    Array *a = as_array(m->data);
    if ((size_t)n > a->len) array_resize(a, (size_t)n);
    memset(a->data + m->size, 0, (size_t)(n - m->size));
  }
  m->size = n;
  if (m->ptr > n + 1) m->ptr = n + 1;
  return args[0];
}

/* Reading */

BUILTIN(io_eof, "eof(io::" STREAM ")", "Whether there is nothing more to read (waits until that is known).") {
  const char *bytes;
  return v_bool(io_peek(args[0], &bytes) == 0);
}
BUILTIN(io_bytesavailable, "bytesavailable(io::" STREAM ")", "") {
  if (is_file_stream(args[0]))
    return v_int((int64_t)(((FileStream *)args[0].p)->in_end - ((FileStream *)args[0].p)->in_pos));
  const char *bytes;
  return v_int((int64_t)io_peek(args[0], &bytes));
}

static int next_byte(Value io) {
  const char *bytes;
  if (!io_peek(io, &bytes)) return -1;
  int c = (unsigned char)*bytes;
  io_skip(io, 1);
  return c;
}

/* Reads up to n bytes. */
static void read_bytes(Value io, Text *t, size_t n) {
  const char *bytes;
  size_t have;
  while (n && (have = io_peek(io, &bytes))) {
    if (have > n) have = n;
    text_add(t, bytes, have);
    io_skip(io, have);
    n -= have;
  }
}

BUILTIN(io_read_all, "read(io::" STREAM ")\nread(io::" STREAM ", n::Integer)",
        "The bytes that are left, or up to `n` of them.") {
  Text t = {0};
  int64_t n = nargs > 1 ? to_int(args[1]) : INT64_MAX;
  read_bytes(args[0], &t, n < 0 ? 0 : (size_t)n);
  return text_codes(t.bytes ? t.bytes : "", t.len);
}

BUILTIN(io_read_string, "read(io::" STREAM ", ::Type{String})", "All the rest as a string.") {
  Text t = {0};
  read_bytes(args[0], &t, SIZE_MAX);
  return text_string(&t);
}

BUILTIN(io_read_char, "read(io::" STREAM ", ::Type{Char})", "") {
  int c = next_byte(args[0]);
  if (c < 0) throw_singleton(T_EOFERROR);
  char b[4] = {(char)c};
  size_t want = c < 0xc0 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf8 ? 4 : c < 0xfc ? 5 : c < 0xfe ? 6 : c - 0xf7;
  size_t have = 1;
  const char *more;
  for (; have < want && io_peek(args[0], &more) && ((unsigned char)*more & 0xc0) == 0x80; have++) {
    if (have < 4) b[have] = *more; /* what follows more is read and belongs to it, but a character has four bytes */
    io_skip(args[0], 1);
  }
  if (c >= 0xf8 && have > 1) return v_char(have < 4 ? utf8_few(b, (unsigned)have) : utf8_long(b));
  uint32_t code;
  utf8_decode(b, b + (have < 4 ? have : 4), &code);
  return v_char(code);
}

BUILTIN(io_read_bits, "_read_bits(io::" STREAM ", T::DataType)", "") {
  Type *t = as_type(args[1]);
  if (!(t->flags & TF_BITS)) throw_argument("read: %s is not a type of plain bits", t->name->name->text);
  Text bytes = {0};
  read_bytes(args[0], &bytes, t->size);
  if (bytes.len < t->size) throw_singleton(T_EOFERROR);
  return raw_load(bytes.bytes, t->store, t);
}

BUILTIN(io_read_into, "_read_into!(io::" STREAM ", a::Array)", "") {
  Array *a = as_array(args[1]);
  if (a->store == ST_VALUE) throw_argument("read!: the elements are not plain bits");
  size_t want = a->len * a->elsize, got = 0, have;
  const char *bytes;
  while (got < want && (have = io_peek(args[0], &bytes))) {
    if (have > want - got) have = want - got;
    memcpy(a->data + got, bytes, have);
    io_skip(args[0], have);
    got += have;
  }
  if (got < want) throw_singleton(T_EOFERROR);
  return args[1];
}

BUILTIN(io_peek_byte, "_peek(io::" STREAM ")", "") {
  const char *bytes;
  if (!io_peek(args[0], &bytes)) throw_singleton(T_EOFERROR);
  return v_bits(T_UINT8, (unsigned char)*bytes);
}

/* Reads up to and including the byte; false at the end of the stream if nothing was read. */
static bool read_to_byte(Value io, Text *t, char byte) {
  const char *bytes;
  size_t have;
  bool any = false;
  while ((have = io_peek(io, &bytes))) {
    any = true;
    const char *at = memchr(bytes, byte, have);
    size_t n = at ? (size_t)(at - bytes) + 1 : have;
    text_add(t, bytes, n);
    io_skip(io, n);
    if (at) break;
  }
  return any;
}

static Value line_value(Text *t, bool keep) {
  if (!keep && t->len && t->bytes[t->len - 1] == '\n') {
    t->len--;
    if (t->len && t->bytes[t->len - 1] == '\r') t->len--;
  }
  return text_string(t);
}

BUILTIN(io_readline, "readline(io::" STREAM "; keep)", "The next line, without its end unless keep=true.") {
  Text t = {0};
  read_to_byte(args[0], &t, '\n');
  return line_value(&t, kw_get(kw, "keep", v_bool(false)).u);
}

/* The next line, or nothing at the end: what eachline iterates with. */
BUILTIN(io_next_line, "_next_line(io::" STREAM ", keep::Bool)", "") {
  Text t = {0};
  if (!read_to_byte(args[0], &t, '\n')) return v_nothing();
  return line_value(&t, args[1].u);
}

/* An EachLine's next line; at the end it calls what is to be done then (closing the file). */
BUILTIN(io_each_line, "iterate(e::EachLine)\niterate(e::EachLine, state)", "") {
  Value io = io_unwrap(struct_get(args[0], 0)), done = struct_get(args[0], 1);
  Text t = {0};
  bool keep = struct_get(args[0], 2).u;
  if (is_memory_stream(io) || is_file_stream(io)) {
    if (read_to_byte(io, &t, '\n')) {
      Value next[2] = {line_value(&t, keep), v_nothing()};
      return tuple_new(next, 2);
    }
  } else if (!is_true(call1(module_function(CORE->base, symbol("eof")), io))) {
    Value next[2] = {call2(module_function(CORE->base, symbol("_readline")), io, v_bool(keep)), v_nothing()};
    return tuple_new(next, 2);
  }
  if (!is_nothing(done)) call0(done);
  return v_nothing();
}

BUILTIN(io_readlines, "readlines(io::" STREAM "; keep)", "All lines, as a vector.") {
  bool keep = kw_get(kw, "keep", v_bool(false)).u;
  Array *lines = array_vector(&T_STRING->head, 0);
  for (;;) {
    Text t = {0};
    if (!read_to_byte(args[0], &t, '\n')) return v_object(lines);
    array_push(lines, line_value(&t, keep));
  }
}

BUILTIN(io_readuntil_string, "_readuntil(io::" STREAM ", delim::Union{String,SubString{String}}, keep::Bool)", "") {
  const char *d;
  size_t n;
  text_view(args[1], &d, &n);
  Text t = {0};
  if (!n) return v_string("");
  while (read_to_byte(args[0], &t, d[n - 1]))
    if (t.len >= n && !memcmp(t.bytes + t.len - n, d, n)) {
      if (!args[2].u) t.len -= n;
      break;
    }
  return text_string(&t);
}

BUILTIN(io_mark, "mark(io::" STREAM ")", "") {
  if (is_file_stream(args[0])) {
    FileStream *f = args[0].p;
    io_flush(f);
    f->mark = lseek((int)f->fd, 0, SEEK_CUR) - (off_t)(f->in_end - f->in_pos);
    return v_int(f->mark);
  }
  MemoryStream *m = args[0].p;
  return v_int(m->mark = m->ptr - 1);
}
BUILTIN(io_ismarked, "ismarked(io::" STREAM ")", "") {
  return v_bool((is_file_stream(args[0]) ? ((FileStream *)args[0].p)->mark : ((MemoryStream *)args[0].p)->mark) >= 0);
}
static int64_t mark_take(Value io) {
  int64_t *mark = is_file_stream(io) ? &((FileStream *)io.p)->mark : &((MemoryStream *)io.p)->mark, at = *mark;
  *mark = -1;
  return at;
}
BUILTIN(io_unmark, "unmark(io::" STREAM ")", "") { return v_bool(mark_take(args[0]) >= 0); }
BUILTIN(io_reset, "reset(io::" STREAM ")", "") {
  int64_t at = mark_take(args[0]);
  if (at < 0)
    throw_argument("%s not marked", is_file_stream(args[0]) ? "IOStream" : "Base.GenericIOBuffer{Array{UInt8,1}}");
  stream_seek(args[0], at, SEEK_SET);
  return v_int(at);
}

/* Files */

BUILTIN(io_open_file, "_open(path::String, read::Bool, write::Bool, create::Bool, truncate::Bool, append::Bool)", "") {
  bool rd = args[1].u, wr = args[2].u;
  int flags = O_CLOEXEC | (rd && wr ? O_RDWR : wr ? O_WRONLY : O_RDONLY);
  if (args[3].u) flags |= O_CREAT;
  if (args[4].u) flags |= O_TRUNC;
  if (args[5].u) flags |= O_APPEND;
  String *path = as_string(args[0]);
  if (memchr(path->text, 0, path->len)) throw_argument("embedded NULs are not allowed in C strings: a path");
  int fd = open(path->text, flags, 0666);
  if (fd < 0) throw_system(as_string(v_format("opening file \"%s\"", path->text))->text, errno);
  Value f = io_file_new(fd, as_string(v_format("<file %s>", path->text))->text, rd, wr);
  ((FileStream *)f.p)->append = (uint8_t)args[5].u;
  if (args[5].u) lseek(fd, 0, SEEK_END);
  return f;
}

BUILTIN(io_fd_open, "_fdopen(fd::Int64, name::String, read::Bool, write::Bool)", "") {
  struct stat st; /* our end of a pipe is nobody else's: a full one makes only its writer wait */
  int fd = (int)args[0].i;
  if (fd > 2 && args[3].u && fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode))
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return io_file_new((int)args[0].i, as_string(args[1])->text, args[2].u, args[3].u);
}

/* The standard streams are values of the image; their descriptors are the same in every process. */
BUILTIN(io_std_set, "_set_std(which::Int64, io)", "") {
  if (args[0].i == 1) io_flush_std();
  if (args[0].i == 0)
    SLOT(STDIN) = args[1];
  else if (args[0].i == 1)
    SLOT(STDOUT) = args[1];
  else
    SLOT(STDERR) = args[1];
  static const char *const names[] = {"stdin", "stdout", "stderr"};
  module_set(CORE->base, symbol(names[args[0].i & 3]), args[1]);
  return args[1];
}
