/* What this machine can do at all, for the ratios of bench/cluster.py: one line "name seconds" for each limit, the
 * median of many. Blocking sockets, bare memory, bare fork. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MB80 ((size_t)80 << 20)

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static void report(const char *name, double *times, size_t n) {
  qsort(times, n, sizeof *times, compare);
  printf("%s %.9f\n", name, times[n / 2]);
  fflush(stdout);
}

static void need(int ok, const char *what) {
  if (ok) return;
  perror(what);
  exit(1);
}

/* A child that sends back every message of up to 64 bytes. */
static int echo_child(void) {
  int pair[2];
  need(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "socketpair");
  pid_t pid = fork();
  need(pid >= 0, "fork");
  if (pid == 0) {
    close(pair[0]);
    char message[64];
    for (ssize_t n; (n = read(pair[1], message, sizeof message)) > 0;) need(write(pair[1], message, (size_t)n) == n, "write");
    _exit(0);
  }
  close(pair[1]);
  return pair[0];
}

static void ping_pong(void) {
  enum { N = 5000 };
  static double times[N];
  int fd = echo_child();
  char message[64] = {0};
  for (int i = 0; i < N; i++) {
    double start = now();
    need(write(fd, message, 64) == 64 && read(fd, message, 64) == 64, "ping");
    times[i] = now() - start;
  }
  close(fd);
  report("pingpong", times, N);
}

static void fan_out(int workers, const char *name) {
  enum { N = 500 };
  static double times[N];
  int fds[64], poll = epoll_create1(0);
  for (int i = 0; i < workers; i++) {
    fds[i] = echo_child();
    need(epoll_ctl(poll, EPOLL_CTL_ADD, fds[i], &(struct epoll_event){.events = EPOLLIN, .data.fd = fds[i]}) == 0, "epoll");
  }
  char message[64] = {0};
  for (int k = 0; k < N; k++) {
    double start = now();
    for (int i = 0; i < workers; i++) need(write(fds[i], message, 64) == 64, "write");
    for (int left = workers; left > 0;) {
      struct epoll_event ready[64];
      int n = epoll_wait(poll, ready, 64, -1);
      for (int i = 0; i < n; i++, left--) need(read(ready[i].data.fd, message, 64) == 64, "read");
    }
    times[k] = now() - start;
  }
  for (int i = 0; i < workers; i++) close(fds[i]);
  close(poll);
  report(name, times, N);
}

static void copy_80mb(void) {
  enum { N = 20 };
  static double cold[N], warm[N];
  char *from = malloc(MB80);
  need(from != NULL, "malloc");
  memset(from, 1, MB80);
  for (int i = 0; i < N; i++) {
    int fd = memfd_create("limits", MFD_CLOEXEC);
    need(fd >= 0 && ftruncate(fd, (off_t)MB80) == 0, "memfd");
    char *to = mmap(NULL, MB80, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    need(to != MAP_FAILED, "mmap");
    double start = now();
    memcpy(to, from, MB80);
    cold[i] = now() - start;
    start = now();
    memcpy(to, from, MB80);
    warm[i] = now() - start;
    munmap(to, MB80);
    close(fd);
  }
  free(from);
  report("copy80_fresh", cold, N);
  report("copy80_touched", warm, N);
}

static void fork_24(void) {
  enum { N = 20 };
  static double times[N];
  for (int k = 0; k < N; k++) {
    double start = now();
    for (int i = 0; i < 24; i++) {
      pid_t pid = fork();
      need(pid >= 0, "fork");
      if (pid == 0) _exit(0);
    }
    times[k] = now() - start;
    while (wait(NULL) > 0) {
    }
  }
  report("fork24", times, N);
}

static void disk_80mb(void) {
  enum { N = 5 };
  static double writes[N], reads[N];
  char name[] = "/tmp/clu-limits-XXXXXX", *data = malloc(MB80);
  need(data != NULL, "malloc");
  memset(data, 7, MB80);
  int fd = mkstemp(name);
  need(fd >= 0, "mkstemp");
  unlink(name);
  for (int i = 0; i < N; i++) {
    double start = now();
    for (size_t done = 0; done < MB80;) {
      ssize_t n = pwrite(fd, data + done, MB80 - done, (off_t)done);
      need(n > 0, "write");
      done += (size_t)n;
    }
    need(fsync(fd) == 0, "fsync");
    writes[i] = now() - start;
    start = now();
    for (size_t done = 0; done < MB80;) {
      ssize_t n = pread(fd, data + done, MB80 - done, (off_t)done);
      need(n > 0, "read");
      done += (size_t)n;
    }
    reads[i] = now() - start;
  }
  close(fd);
  free(data);
  report("write80_fsync", writes, N);
  report("read80", reads, N);
}

int main(void) {
  ping_pong();
  fan_out(4, "fanout4");
  fan_out(24, "fanout24");
  copy_80mb();
  fork_24();
  disk_80mb();
  return 0;
}
