/* Streams: files, standard streams and buffers in memory, all buffered.
 * Promise: what is written to stdout appears before anything written later to stderr; it is flushed at exit, before the
 * process waits (io_flush_std), and at each line end when it is a terminal. Errors of the system are SystemErrors. */
#ifndef CLU_IO_H
#define CLU_IO_H
#include "value/error.h"
#include "value/value.h"

/* GenericIOBuffer{Array{UInt8,1}}, as declared in io.jl. */
typedef struct MemoryStream {
  Object head;
  Value data; /* Vector{UInt8}; its length is the capacity */
  int64_t size, maxsize, ptr /* from 1 */, mark /* -1: none */;
  uint8_t readable, writable, seekable, append;
} MemoryStream;

/* IOStream, as declared in io.jl. */
typedef struct FileStream {
  Object head;
  Value name;
  int64_t fd; /* -1: closed */
  int64_t mark;
  char *in; /* leaf memory; bytes in_pos..in_end are read but not consumed */
  size_t in_pos, in_end;
  char *out; /* leaf memory; out_len bytes wait to be written */
  size_t out_len;
  struct Turn *turns, *last_turn; /* of the tasks that write and cannot at once: base/turn.h */
  uint8_t readable, writable, eof, append, tty /* 0: not known yet, 1: no, 2: yes */, unbuffered;
  uint8_t connection; /* both ways are apart; it closes itself when the other side has, and its errors are IOErrors */
} FileStream;

bool is_memory_stream(Value io);
bool is_file_stream(Value io);
Value io_buffer_new(void); /* IOBuffer() */
Value io_file_new(int fd, const char *name, bool readable, bool writable);
/* Bytes written so far to a buffer made by io_buffer_new; valid until it is written to. */
const char *io_buffer_bytes(Value buffer, size_t *n);
Value io_unwrap(Value io); /* the stream inside IOContexts */
void io_flush(FileStream *f);
/* Called before and after something is written to standard output or error: the prompt's line makes way. */
extern void (*io_around_terminal)(bool begins);
/* The event loop's: lets the running task wait until the descriptor can be read or written, while others run; wakes who
 * waits for one that is about to be closed. NULL: the process waits. */
extern void (*io_await)(int fd, bool writing);
extern void (*io_closing)(int fd);
void io_flush_std(void); /* stdout and stderr */
/* Where it is told that standard output cannot be written: standard error, or a worker's master's. */
extern int io_complaints;
/* Whether something was written to them since this was last asked, or may have been: a command was started once. */
bool io_printed(void);
void io_command_started(void);
/* Bytes that can be read now without copying; waits for some; 0 at the end. io_skip consumes them. */
size_t io_peek(Value io, const char **bytes);
void io_skip(Value io, size_t n);
/* "file already exists (EEXIST)" for -EEXIST, as libuv words it; Base.IOError that says what failed with it. */
Value io_error_text(int code);
NORETURN void throw_ioerror(const char *what, int err);
#endif
