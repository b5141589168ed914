/* What this machine can do at all, for the ratios of bench/cluster.py: one line for each limit, "name median low high
 * n": seconds, low and high the tenth and ninetieth of a hundred. Blocking sockets, bare memory, bare fork. Where
 * processes talk, the fastest of the placements is the limit: left to the kernel, all on one core, apart. */
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
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

static void sort(double *times, size_t n) { qsort(times, n, sizeof *times, compare); }

static void report(const char *name, double *times, size_t n) {
  sort(times, n);
  printf("%s %.9f %.9f %.9f %zu\n", name, times[n / 2], times[n / 10], times[n - 1 - n / 10], n);
  fflush(stdout);
}

static void need(int ok, const char *what) {
  if (ok) return;
  perror(what);
  exit(1);
}

enum placement { FREE, TOGETHER, APART, PLACEMENTS };

/* Puts this process on the first core, or, as a child that is to be apart, on the second. */
static void place(enum placement p, bool child) {
  static cpu_set_t all;
  static bool known;
  if (!known) sched_getaffinity(0, sizeof all, &all);
  known = true;
  cpu_set_t some = all;
  if (p != FREE) {
    int wanted = p == APART && child && CPU_COUNT(&all) > 1 ? 2 : 1, cpu = -1;
    while (wanted > 0) wanted -= CPU_ISSET(++cpu, &all) ? 1 : 0;
    CPU_ZERO(&some);
    CPU_SET(cpu, &some);
  }
  sched_setaffinity(0, sizeof some, &some);
}

/* A child that sends back every message of up to 64 bytes. */
static int echo_child(enum placement p) {
  int pair[2];
  need(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0, "socketpair");
  pid_t pid = fork();
  need(pid >= 0, "fork");
  if (pid == 0) {
    place(p, true);
    close(pair[0]);
    char message[64];
    for (ssize_t n; (n = read(pair[1], message, sizeof message)) > 0;)
      need(write(pair[1], message, (size_t)n) == n, "write");
    _exit(0);
  }
  close(pair[1]);
  return pair[0];
}

/* The times of n rounds: a message to each of the children and one back from each. */
static void rounds(enum placement p, int workers, double *times, int n) {
  int *fds = calloc((size_t)workers, sizeof *fds), poll = epoll_create1(EPOLL_CLOEXEC);
  need(fds != NULL, "calloc");
  place(p, false);
  for (int i = 0; i < workers; i++) {
    fds[i] = echo_child(p);
    need(epoll_ctl(poll, EPOLL_CTL_ADD, fds[i], &(struct epoll_event){.events = EPOLLIN, .data.fd = fds[i]}) == 0,
         "epoll");
  }
  char message[64] = {0};
  for (int k = -n / 10; k < n; k++) {
    double start = now();
    for (int i = 0; i < workers; i++) need(write(fds[i], message, 64) == 64, "write");
    if (workers == 1) need(read(fds[0], message, 64) == 64, "read");
    for (int left = workers == 1 ? 0 : workers; left > 0;) {
      struct epoll_event ready[64];
      int got = epoll_wait(poll, ready, 64, -1);
      for (int i = 0; i < got; i++, left--) need(read(ready[i].data.fd, message, 64) == 64, "read");
    }
    if (k >= 0) times[k] = now() - start;
  }
  for (int i = 0; i < workers; i++) close(fds[i]);
  close(poll);
  free(fds);
  while (wait(NULL) > 0) {
  }
  place(FREE, false);
}

static void fan_out(int workers, const char *name, int n) {
  double *best = NULL;
  for (enum placement p = FREE; p < PLACEMENTS; p++) {
    double *times = calloc((size_t)n, sizeof *times);
    need(times != NULL, "calloc");
    rounds(p, workers, times, n);
    sort(times, (size_t)n);
    if (best && best[n / 2] <= times[n / 2]) {
      free(times);
      continue;
    }
    free(best);
    best = times;
  }
  report(name, best, (size_t)n);
  free(best);
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

/* As a save must do it: each time a new file, which then takes the place of the old one. */
static void disk_80mb(void) {
  enum { N = 20 };
  static double writes[N], reads[N];
  char folder[] = "/tmp/clu-limits-XXXXXX", *data = malloc(MB80);
  need(data != NULL, "malloc");
  memset(data, 7, MB80);
  need(mkdtemp(folder) != NULL && chdir(folder) == 0, "mkdtemp");
  for (int i = -1; i < N; i++) {
    double start = now();
    int fd = open("new", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    need(fd >= 0, "open");
    for (size_t done = 0; done < MB80;) {
      ssize_t n = write(fd, data + done, MB80 - done);
      need(n > 0, "write");
      done += (size_t)n;
    }
    need(fsync(fd) == 0 && rename("new", "old") == 0, "fsync");
    if (i >= 0) writes[i] = now() - start;
    start = now();
    for (size_t done = 0; done < MB80;) {
      ssize_t n = pread(fd, data + done, MB80 - done, (off_t)done);
      need(n > 0, "read");
      done += (size_t)n;
    }
    if (i >= 0) reads[i] = now() - start;
    close(fd);
  }
  need(unlink("old") == 0 && rmdir(folder) == 0, "rmdir");
  free(data);
  report("write80_fsync", writes, N);
  report("read80", reads, N);
}

int main(int argc, char **argv) {
  if (argc > 1) { /* only these fan-outs */
    for (int i = 1; i < argc; i++) {
      char name[32];
      snprintf(name, sizeof name, "fanout%d", atoi(argv[i]));
      fan_out(atoi(argv[i]), name, atoi(argv[i]) > 100 ? 30 : 300);
    }
    return 0;
  }
  fan_out(1, "pingpong", 5000);
  fan_out(4, "fanout4", 1000);
  fan_out(24, "fanout24", 500);
  copy_80mb();
  fork_24();
  disk_80mb();
  return 0;
}
