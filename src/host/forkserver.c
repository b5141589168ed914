#include "host/forkserver.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define REQUEST_MAX 65536
#define FORK_TRIES 100  /* in two seconds */
#define END_TRIES 10000 /* in a second or two */

typedef struct Request {
  int id;
  int setup_size;
} Request;

static int control = -1; /* the master's end */
static pid_t server = -1;
static int shared_stderr = 2;

/* ---- in the server ---- */

static struct {
  pid_t pid;
  int id;
} * children;
static int nchildren, children_cap;

static bool children_have_room(void) {
  if (nchildren < children_cap) return true;
  int cap = children_cap ? 2 * children_cap : 64;
  void *more = realloc(children, (size_t)cap * sizeof *children);
  if (!more) return false;
  children = more;
  children_cap = cap;
  return true;
}

static void report(int fd, int id, pid_t pid, int status) {
  WorkerEnd e = {id, pid, status};
  while (send(fd, &e, sizeof e, MSG_NOSIGNAL) < 0 && errno == EINTR) {
  }
}

static void reap_children(int fd) {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
    for (int i = 0; i < nchildren; i++) {
      if (children[i].pid != pid) continue;
      report(fd, children[i].id, pid, status);
      children[i] = children[--nchildren];
      break;
    }
}

static void apply_setup(const char *setup, size_t size) {
  const char *end = setup + size;
  for (const char *s = setup; s < end; s += strlen(s) + 1) {
    if (s == setup) {
      if (*s && chdir(s) < 0) fprintf(stderr, "cannot change to %s: %s\n", s, strerror(errno));
    } else if (strchr(s, '=')) {
      char *copy = strdup(s);
      if (!copy || putenv(copy)) _exit(70);
    }
  }
}

/* What a new worker does before it is one: its descriptors, signals and the tie to its parent. */
static void become_worker(pid_t parent, int output, const char *setup, size_t setup_size) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(0); /* the server ended before the tie was made */
  prctl(PR_SET_NAME, "clu worker");
  int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
  shared_stderr = fcntl(2, F_DUPFD_CLOEXEC, 3);
  dup2(null, 0);
  dup2(output, 1);
  dup2(output, 2);
  close(null);
  close(output);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  signal(SIGINT, SIG_IGN);
  apply_setup(setup, setup_size);
}

/* Where there are too many processes for now (EAGAIN) one may end soon. In the server, ends of children are reported
 * meanwhile to fd; else it is -1. */
static pid_t fork_patiently(int fd) {
  static bool hopeless; /* it was waited for in vain */
  for (int i = 0;; i++) {
    pid_t pid = fork();
    int error = errno;
    if (pid >= 0 || error != EAGAIN) hopeless = false;
    if (pid >= 0 || error != EAGAIN || hopeless || i == FORK_TRIES) {
      hopeless = pid < 0 && error == EAGAIN;
      errno = error;
      return pid;
    }
    if (fd >= 0) reap_children(fd);
    poll(NULL, 0, 20);
  }
}

static void (*server_prepare)(void);

/* The master is gone. Its workers end here, so that nobody else has to see to what is left of them. */
__attribute__((noreturn)) static void end_children(void) {
  for (int i = 0; i < nchildren; i++) kill(children[i].pid, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) {
  }
  _exit(0);
}

static void serve_request(int fd, int signals, WorkerMain worker, pid_t self) {
  static char buffer[REQUEST_MAX];
  union {
    char space[CMSG_SPACE(2 * sizeof(int))];
    struct cmsghdr align;
  } c;
  struct iovec iov = {buffer, sizeof buffer - 1};
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = c.space, .msg_controllen = sizeof c.space};
  ssize_t n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
  if (n < 0 && errno == EINTR) return;
  struct cmsghdr *h = n > 0 ? CMSG_FIRSTHDR(&m) : NULL;
  if (n < (ssize_t)sizeof(Request) || !h || h->cmsg_len != CMSG_LEN(2 * sizeof(int))) end_children();
  int fds[2];
  memcpy(fds, CMSG_DATA(h), sizeof fds);
  Request r;
  memcpy(&r, buffer, sizeof r);
  if (server_prepare) server_prepare();
  server_prepare = NULL;
  errno = ENOMEM;
  pid_t pid = children_have_room() ? fork_patiently(fd) : -1;
  if (pid == 0) {
    close(fd);
    close(signals);
    become_worker(self, fds[1], buffer + sizeof r, (size_t)n - sizeof r);
    worker(fds[0], r.id);
    _exit(0);
  }
  int error = errno;
  close(fds[0]);
  close(fds[1]);
  if (pid < 0) {
    report(fd, r.id, -error, 127 << 8);
    return;
  }
  children[nchildren].pid = pid;
  children[nchildren++].id = r.id;
  report(fd, r.id, pid, -1);
}

__attribute__((noreturn)) static void serve(int fd, WorkerMain worker, pid_t master) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != master) _exit(0);
  prctl(PR_SET_NAME, "clu forkserver");
  signal(SIGINT, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  signal(SIGXFSZ, SIG_IGN);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigprocmask(SIG_BLOCK, &set, NULL);
  int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  pid_t self = getpid();
  struct pollfd p[2] = {{fd, POLLIN, 0}, {signals, POLLIN, 0}};
  for (;;) {
    if (poll(p, 2, -1) < 0 && errno != EINTR) _exit(1);
    if (p[1].revents) {
      struct signalfd_siginfo info[8];
      if (read(signals, info, sizeof info) > 0) reap_children(fd);
    }
    if (p[0].revents) serve_request(fd, signals, worker, self);
  }
}

/* ---- in the master ---- */

int forkserver_start(WorkerMain worker, void (*prepare)(void)) {
  server_prepare = prepare;
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0) return -errno;
  pid_t master = getpid();
  fflush(NULL);
  server = fork_patiently(-1);
  if (server < 0) {
    int error = errno;
    close(pair[0]);
    close(pair[1]);
    return -error;
  }
  if (server == 0) {
    close(pair[0]);
    serve(pair[1], worker, master);
  }
  close(pair[1]);
  control = pair[0];
  return 0;
}

int forkserver_stderr(void) { return shared_stderr; }

int forkserver_fd(void) { return control; }

int forkserver_spawn(int id, const char *setup, size_t setup_size, int *socket, int *output) {
  if (control < 0) return -ECHILD;
  if (setup_size > REQUEST_MAX - 1 - sizeof(Request)) return -E2BIG;
  int pair[2], out[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) return -errno;
  if (pipe2(out, O_CLOEXEC) < 0) {
    int error = errno;
    close(pair[0]);
    close(pair[1]);
    return -error;
  }
  int size = 4 << 20; /* large messages in few steps; the kernel caps it */
  setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  Request r = {id, (int)setup_size};
  union {
    char space[CMSG_SPACE(2 * sizeof(int))];
    struct cmsghdr align;
  } c;
  memset(&c, 0, sizeof c);
  struct iovec iov[2] = {{&r, sizeof r}, {(void *)(uintptr_t)setup, setup_size}};
  struct msghdr m = {
      .msg_iov = iov, .msg_iovlen = setup_size ? 2 : 1, .msg_control = c.space, .msg_controllen = sizeof c.space};
  struct cmsghdr *h = CMSG_FIRSTHDR(&m);
  h->cmsg_level = SOL_SOCKET, h->cmsg_type = SCM_RIGHTS, h->cmsg_len = CMSG_LEN(2 * sizeof(int));
  int fds[2] = {pair[1], out[1]};
  memcpy(CMSG_DATA(h), fds, sizeof fds);
  ssize_t k;
  do k = sendmsg(control, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (k < 0 && errno == EINTR);
  int error = errno;
  close(pair[1]);
  close(out[1]);
  if (k < 0) {
    close(pair[0]);
    close(out[0]);
    return error == ETOOMANYREFS || error == ENOBUFS ? -EAGAIN : -error;
  }
  fcntl(out[0], F_SETFL, O_NONBLOCK);
  *socket = pair[0];
  *output = out[0];
  return 0;
}

static bool gone; /* killed, and the workers with it */

bool forkserver_report(WorkerEnd *end) {
  if (control < 0) return false;
  ssize_t n;
  do n = recv(control, end, sizeof *end, MSG_DONTWAIT);
  while (n < 0 && errno == EINTR);
  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK)) gone = true;
  return n == (ssize_t)sizeof *end;
}

bool forkserver_gone(void) { return gone; }

void forkserver_cause(int status, char *text, size_t size) {
  if (WIFSIGNALED(status)) {
    snprintf(text, size, "killed by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
  } else if (WIFEXITED(status)) {
    snprintf(text, size, "exited with status %d", WEXITSTATUS(status));
  } else {
    snprintf(text, size, "ended for an unknown reason");
  }
}

void forkserver_stop(void) {
  if (control >= 0) close(control);
  control = -1;
  for (int i = 0; server > 0 && waitpid(server, NULL, WNOHANG) == 0; i++) {
    if (i == END_TRIES) kill(server, SIGKILL); /* its workers follow: PR_SET_PDEATHSIG */
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
  }
  server = -1;
}
