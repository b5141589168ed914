#include "host/link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "host/loop.h"
#include "value/gc.h"

#define IN_SIZE 65536
#define LINK_FDS 64

typedef struct Chunk {
  struct Chunk *next;
  size_t size, sent;
  int fds[16];
  int nfds;
  uint8_t bytes[];
} Chunk;

struct Link {
  int fd, peer;
  LinkFrame on_frame;
  LinkEnd on_end;
  bool ended, reading;
  /* input: a window, and the body that is larger than it */
  size_t begin, end;
  WireFrame big;          /* header of the frame whose body is being read directly */
  uint8_t *body;      /* heap memory: this struct is a root */
  size_t body_got;
  int fds[LINK_FDS];  /* received, not yet claimed by a frame */
  int nfds;
  /* output */
  Chunk *first, *last;
  size_t queued;
  uint8_t in[IN_SIZE];
};

static void on_ready(void *arg, uint32_t events);

Link *link_new(int fd, int peer, LinkFrame on_frame, LinkEnd on_end) {
  Link *l = calloc(1, sizeof *l);
  if (!l) return NULL;
  l->fd = fd, l->peer = peer, l->on_frame = on_frame, l->on_end = on_end;
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  gc_root(l, offsetof(Link, in));
  loop_watch(fd, EPOLLIN, on_ready, l);
  return l;
}

int link_peer(const Link *l) { return l->peer; }
int link_fd(const Link *l) { return l->fd; }
size_t link_queued(const Link *l) { return l->queued; }

static void drop_queue(Link *l) {
  while (l->first) {
    Chunk *c = l->first;
    l->first = c->next;
    for (int i = 0; i < c->nfds; i++) close(c->fds[i]);
    free(c);
  }
  l->last = NULL;
  l->queued = 0;
}

void link_close(Link *l) {
  if (l->fd >= 0) {
    loop_forget(l->fd);
    close(l->fd);
    l->fd = -1;
  }
  for (int i = 0; i < l->nfds; i++) close(l->fds[i]);
  l->nfds = 0;
  drop_queue(l);
  l->ended = true;
  if (!l->reading) {
    gc_unroot(l);
    free(l);
  }
}

static void link_end(Link *l) {
  if (l->ended) return;
  l->ended = true;
  loop_forget(l->fd);
  l->on_end(l);
}

/* One sendmsg; bytes sent, 0 if the socket is full, -1 if the peer is gone. */
static ssize_t send_some(int fd, struct iovec *iov, int n, const int *fds, int nfds) {
  union {
    char space[CMSG_SPACE(16 * sizeof(int))];
    struct cmsghdr align;
  } control;
  struct msghdr m = {.msg_iov = iov, .msg_iovlen = (size_t)n};
  if (nfds) {
    m.msg_control = control.space;
    m.msg_controllen = CMSG_SPACE((size_t)nfds * sizeof(int));
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_RIGHTS, c->cmsg_len = CMSG_LEN((size_t)nfds * sizeof(int));
    memcpy(CMSG_DATA(c), fds, (size_t)nfds * sizeof(int));
  }
  for (;;) {
    ssize_t k = sendmsg(fd, &m, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (k >= 0) return k;
    if (errno == EINTR) continue;
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS || errno == ETOOMANYREFS ? 0 : -1;
  }
}

static bool enqueue(Link *l, const WireFrame *f, const void *body, size_t skip, const int *fds, int nfds) {
  size_t size = sizeof *f + f->size - skip;
  Chunk *c = malloc(sizeof *c + size);
  if (!c) return false;
  *c = (Chunk){.size = size};
  size_t from_header = skip < sizeof *f ? sizeof *f - skip : 0;
  if (from_header) memcpy(c->bytes, (const uint8_t *)f + skip, from_header);
  if (f->size) memcpy(c->bytes + from_header, (const uint8_t *)body + (skip > sizeof *f ? skip - sizeof *f : 0), size - from_header);
  for (int i = 0; i < nfds; i++) c->fds[c->nfds++] = fcntl(fds[i], F_DUPFD_CLOEXEC, 3);
  if (l->last) l->last->next = c;
  else l->first = c;
  l->last = c;
  l->queued += size;
  loop_watch(l->fd, EPOLLIN | EPOLLOUT, on_ready, l);
  return true;
}

bool link_send(Link *l, const WireFrame *f, const void *body, const int *fds) {
  if (l->ended) return false;
  if (l->first) return enqueue(l, f, body, 0, fds, f->nfds);
  struct iovec iov[2] = {{(void *)(uintptr_t)f, sizeof *f}, {(void *)(uintptr_t)body, f->size}};
  ssize_t k = send_some(l->fd, iov, f->size ? 2 : 1, fds, f->nfds);
  if (k < 0) return false; /* the end is noticed where the link is read */
  if ((size_t)k == sizeof *f + f->size) return true;
  return enqueue(l, f, body, (size_t)k, fds, k ? 0 : f->nfds);
}

static void flush_queue(Link *l) {
  while (l->first) {
    Chunk *c = l->first;
    struct iovec iov = {c->bytes + c->sent, c->size - c->sent};
    ssize_t k = send_some(l->fd, &iov, 1, c->fds, c->nfds);
    if (k < 0) {
      drop_queue(l);
      break;
    }
    if (k == 0) return;
    for (int i = 0; i < c->nfds; i++) close(c->fds[i]);
    c->nfds = 0;
    c->sent += (size_t)k;
    l->queued -= (size_t)k;
    if (c->sent < c->size) continue;
    l->first = c->next;
    if (!l->first) l->last = NULL;
    free(c);
  }
  loop_watch(l->fd, EPOLLIN, on_ready, l);
}

/* One recvmsg into at; 0: nothing there now, -1: the peer is gone. */
static ssize_t receive_some(Link *l, void *at, size_t size) {
  union {
    char space[CMSG_SPACE(LINK_FDS * sizeof(int))];
    struct cmsghdr align;
  } control;
  struct iovec iov = {at, size};
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
  ssize_t k;
  do k = recvmsg(l->fd, &m, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  while (k < 0 && errno == EINTR);
  if (k < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
  for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
    if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
    int n = (int)((c->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    for (int i = 0; i < n; i++) {
      int fd;
      memcpy(&fd, CMSG_DATA(c) + (size_t)i * sizeof(int), sizeof fd);
      if (l->nfds < LINK_FDS) l->fds[l->nfds++] = fd;
      else close(fd);
    }
  }
  return k == 0 ? -1 : k;
}

/* Hands a frame over with its descriptors; false if the link broke. */
static bool deliver(Link *l, const WireFrame *f, const uint8_t *body) {
  if (f->nfds > l->nfds || f->nfds > 16 || f->kind >= MSG_COUNT) return false;
  int fds[16];
  memcpy(fds, l->fds, f->nfds * sizeof(int));
  l->nfds -= f->nfds;
  memmove(l->fds, l->fds + f->nfds, (size_t)l->nfds * sizeof(int));
  l->on_frame(l, f, body, fds);
  return !l->ended;
}

/* Delivers the whole frames in the window. A frame larger than the rest of it becomes the big one. */
static bool take_frames(Link *l) {
  while (l->end - l->begin >= sizeof(WireFrame)) {
    WireFrame f;
    memcpy(&f, l->in + l->begin, sizeof f);
    if (f.size > FRAME_MAX) return false;
    size_t have = l->end - l->begin - sizeof f;
    if (have < f.size) {
      if (sizeof f + f.size <= IN_SIZE) return true; /* the rest will fit */
      l->big = f;
      l->body = gc_alloc_leaf(f.size);
      memcpy(l->body, l->in + l->begin + sizeof f, have);
      l->body_got = have;
      l->begin = l->end = 0;
      return true;
    }
    uint8_t *body = NULL;
    if (f.size) {
      body = gc_alloc_leaf(f.size);
      memcpy(body, l->in + l->begin + sizeof f, f.size);
    }
    l->begin += sizeof f + f.size;
    if (!deliver(l, &f, body)) return false;
  }
  return true;
}

void link_receive(Link *l) {
  if (l->ended || l->reading) return;
  l->reading = true;
  bool alive = true;
  for (int rounds = 0; rounds < 64 && alive && !l->ended; rounds++) {
    if (l->body) {
      ssize_t k = receive_some(l, l->body + l->body_got, l->big.size - l->body_got);
      if (k <= 0) {
        alive = k == 0;
        break;
      }
      l->body_got += (size_t)k;
      if (l->body_got < l->big.size) continue;
      uint8_t *body = l->body;
      l->body = NULL;
      alive = deliver(l, &l->big, body);
      continue;
    }
    if (l->begin == l->end) l->begin = l->end = 0;
    if (l->begin) { /* a part of a frame: to the front, so that the rest fits */
      memmove(l->in, l->in + l->begin, l->end - l->begin);
      l->end -= l->begin;
      l->begin = 0;
    }
    size_t room = IN_SIZE - l->end;
    ssize_t k = receive_some(l, l->in + l->end, room);
    if (k <= 0) {
      alive = k == 0;
      break;
    }
    l->end += (size_t)k;
    alive = take_frames(l);
    if ((size_t)k < room && !l->body) break; /* the socket is empty now */
  }
  l->reading = false;
  if (l->fd < 0) { /* closed by a handler */
    gc_unroot(l);
    free(l);
  } else if (!alive) {
    link_end(l);
  }
}

static void on_ready(void *arg, uint32_t events) {
  Link *l = arg;
  if (events & EPOLLOUT) flush_queue(l);
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) link_receive(l);
}
