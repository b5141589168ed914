/* Faults on purpose, for `make hard`: linked only into the program clu-hard, in front of the C library (ld --wrap).
 *
 *   CLU_FAULT_ALLOC=N    the Nth request for memory of the system fails in each process: malloc, calloc, realloc,
 * strdup, strndup, mmap, mremap, memfd_create, pwrite, posix_fallocate. N+: this one and all after it.
 * CLU_FAULT_COUNT=FILE at its end the first process writes to FILE how many requests it made. CLU_FAULT_TELL=1     each
 * failure is told on standard error, with the addresses of who asked (addr2line -e clu-hard). CLU_FAULT_SHORT=1 reads
 * and writes of pipes, terminals and stream sockets move 1 to 7 bytes at once (the beginnings of large ones more), and
 * now and then are told to try again.
 *
 * Collections at allocations and a small heap are the collector's own: CLU_GC_STRESS, CLU_HEAP_LIMIT (value/gc.h). */
#include <errno.h>
#include <execinfo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static long count, fail_at;
static bool fail_on, read_env, short_io, tell;
static unsigned turn;

static void settings_read(void) {
  read_env = true;
  const char *s = getenv("CLU_FAULT_ALLOC");
  if (s) {
    char *end;
    fail_at = strtol(s, &end, 10);
    fail_on = *end == '+';
  }
  tell = getenv("CLU_FAULT_TELL") != NULL;
  short_io = getenv("CLU_FAULT_SHORT") != NULL;
}

__attribute__((destructor)) static void count_tell(void) {
  static pid_t first;
  if (!first) first = getpid();
  const char *path = getenv("CLU_FAULT_COUNT");
  if (!path) return;
  unsetenv("CLU_FAULT_COUNT");
  FILE *f = fopen(path, "w");
  if (!f) return;
  fprintf(f, "%ld\n", count);
  fclose(f);
}

static bool fails(void) {
  if (!read_env) settings_read();
  count++;
  bool now = fail_at && (count == fail_at || (fail_on && count > fail_at));
  if (now && tell) {
    void *frames[16];
    backtrace_symbols_fd(frames, backtrace(frames, 16), 2);
  }
  return now;
}

#define FAULTY(type, name, parameters, arguments, failed)                                                              \
  type __real_##name parameters;                                                                                       \
  type __wrap_##name parameters;                                                                                       \
  type __wrap_##name parameters {                                                                                      \
    if (fails()) {                                                                                                     \
      errno = ENOMEM;                                                                                                  \
      return failed;                                                                                                   \
    }                                                                                                                  \
    return __real_##name arguments;                                                                                    \
  }

FAULTY(void *, malloc, (size_t n), (n), NULL)
FAULTY(void *, calloc, (size_t n, size_t size), (n, size), NULL)
FAULTY(void *, realloc, (void *p, size_t n), (p, n), NULL)
FAULTY(char *, strdup, (const char *s), (s), NULL)
FAULTY(char *, strndup, (const char *s, size_t n), (s, n), NULL)
FAULTY(void *, mmap, (void *at, size_t n, int prot, int flags, int fd, off_t offset), (at, n, prot, flags, fd, offset),
       MAP_FAILED)
FAULTY(void *, mmap64, (void *at, size_t n, int prot, int flags, int fd, off_t offset),
       (at, n, prot, flags, fd, offset), MAP_FAILED)
FAULTY(void *, mremap, (void *p, size_t old, size_t n, int flags, void *to), (p, old, n, flags, to), MAP_FAILED)
FAULTY(ssize_t, pwrite, (int fd, const void *from, size_t n, off_t at), (fd, from, n, at), -1)
FAULTY(int, posix_fallocate, (int fd, off_t at, off_t n), (fd, at, n), ENOMEM)
FAULTY(int, memfd_create, (const char *name, unsigned flags), (name, flags), -1)

/* How much of n bytes moves now; 0: try again. */
static size_t part(int fd, size_t n) {
  if (!read_env) settings_read();
  struct stat st;
  if (!short_io || n <= 1 || fstat(fd, &st) < 0) return n;
  bool stream = S_ISFIFO(st.st_mode);
  if (S_ISSOCK(st.st_mode)) {
    int type = 0;
    socklen_t size = sizeof type;
    stream = getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
  }
  if (!stream) return n;
  turn = turn * 1103515245u + 12345u;
  size_t k = (turn >> 16) % (n > 65536 ? 65536 : n > 16384 ? 4096 : 8); /* large ones would take for ever */
  return k < n ? k : n;
}

ssize_t __real_read(int fd, void *to, size_t n);
ssize_t __wrap_read(int fd, void *to, size_t n);
ssize_t __wrap_read(int fd, void *to, size_t n) {
  size_t k = part(fd, n);
  return __real_read(fd, to, k ? k : 1);
}

ssize_t __real_write(int fd, const void *from, size_t n);
ssize_t __wrap_write(int fd, const void *from, size_t n);
ssize_t __wrap_write(int fd, const void *from, size_t n) {
  size_t k = part(fd, n);
  return __real_write(fd, from, k ? k : 1);
}

/* The message cut to n bytes; parts holds the cut vector. */
static struct msghdr message_cut(const struct msghdr *m, size_t n, struct iovec *parts) {
  struct msghdr cut = *m;
  size_t i = 0;
  for (; i < m->msg_iovlen && n; i++) {
    parts[i] = m->msg_iov[i];
    if (parts[i].iov_len > n) parts[i].iov_len = n;
    n -= parts[i].iov_len;
  }
  cut.msg_iov = parts;
  cut.msg_iovlen = i;
  return cut;
}

static size_t message_size(const struct msghdr *m) {
  size_t n = 0;
  for (size_t i = 0; i < m->msg_iovlen; i++) n += m->msg_iov[i].iov_len;
  return n;
}

#define PARTS 1024

ssize_t __real_sendmsg(int fd, const struct msghdr *m, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *m, int flags);
ssize_t __wrap_sendmsg(int fd, const struct msghdr *m, int flags) {
  size_t n = message_size(m), k = part(fd, n);
  if (k == n || m->msg_iovlen > PARTS) return __real_sendmsg(fd, m, flags);
  if (!k) {
    errno = EAGAIN;
    return -1;
  }
  struct iovec parts[PARTS];
  struct msghdr cut = message_cut(m, k, parts);
  return __real_sendmsg(fd, &cut, flags);
}

ssize_t __real_recvmsg(int fd, struct msghdr *m, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *m, int flags);
ssize_t __wrap_recvmsg(int fd, struct msghdr *m, int flags) {
  size_t n = message_size(m), k = part(fd, n);
  if (k == n || m->msg_iovlen > PARTS) return __real_recvmsg(fd, m, flags);
  struct iovec parts[PARTS];
  struct msghdr cut = message_cut(m, k ? k : 1, parts);
  ssize_t got = __real_recvmsg(fd, &cut, flags);
  m->msg_controllen = cut.msg_controllen;
  m->msg_flags = cut.msg_flags;
  return got;
}
