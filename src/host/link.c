#include "host/link.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include "host/loop.h"
#include "host/spin.h"
#include "lang/timer.h"
#include "value/error.h"
#include "value/gc.h"

#define IN_SIZE 65536
#define LINK_FDS 64
#define CHUNK_ROOM 32768 /* of output that comes in bursts */
#define CHUNK_FIRST 4096 /* of the first, which is often all */
#define BURST_NS 50000   /* a frame that may wait goes at once if none went for so long */
#define SOON_US 200      /* the longest that a frame waits while its process computes and the socket has room */
#define FULL_US 16000    /* how often a socket that stays full is asked, then */
#define BODY_AT_ONCE ((size_t)16 << 20) /* a header may say anything: room for more is taken as more comes */

/* Output that has not gone yet: frames one behind another, descriptors with the first of them. */
typedef struct Chunk {
  struct Chunk *next;
  size_t size, cap;
  volatile size_t sent; /* the alarm sends, too */
  int fds[16];
  int nfds;
  bool urgent; /* ends with what a busy peer must see */
  uint8_t bytes[];
} Chunk;

struct Link {
  int fd, peer;
  LinkFrame on_frame;
  LinkEnd on_end;
  bool ended, reading;
  bool starved; /* it ended for want of memory or descriptors */
  bool damaged; /* it ended because of what came */
  /* input: a window, and the body that is larger than it */
  size_t begin, end;
  WireFrame big; /* header of the frame whose body is being read directly */
  uint8_t *body; /* heap memory: this struct is a root */
  size_t body_got, body_room;
  int fds[LINK_FDS]; /* received, not yet claimed by a frame */
  int nfds;
  /* output */
  Chunk *volatile first;
  Chunk *last;
  size_t queued;
  bool blocked; /* the socket is full: the loop tells when it is not */
  int urgent;   /* chunks: until they have gone, the peer is nudged each time that something has */
  pid_t nudged;
  bool soon; /* in the list of links whose output the alarm sends */
  struct Link *next_soon;
  uint64_t sent_at; /* when a frame that could have waited was last sent at once */
  uint8_t in[IN_SIZE];
};

static Link *volatile soon_links;
static volatile sig_atomic_t soon_busy; /* output is being changed: the alarm keeps off */
static volatile sig_atomic_t soon_armed;
static pthread_t soon_thread; /* whose output it is: the kernel may give the alarm to any thread */

/* Around each change of output; the fences keep the changes between the two. */
static void soon_hold(void) {
  soon_busy++;
  atomic_signal_fence(memory_order_seq_cst);
}
static void soon_release(void) {
  atomic_signal_fence(memory_order_seq_cst);
  soon_busy--;
}

static void on_ready(void *arg, uint32_t events);

/* What was said, or came, cannot be kept: the link ends, as if the peer had. */
static void give_up(Link *l, const char *why) {
  fprintf(stderr, "clu: %s: the link to process %d is given up\n", why, l->peer);
  l->starved = true;
  shutdown(l->fd, SHUT_RDWR);
}

Link *link_new(int fd, int peer, LinkFrame on_frame, LinkEnd on_end) {
  Link *l = mmap(NULL, sizeof *l, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); /* touched when used */
  if (l == MAP_FAILED) return NULL;
  l->fd = fd, l->peer = peer, l->on_frame = on_frame, l->on_end = on_end;
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  fcntl(fd, F_SETFD, FD_CLOEXEC);
  gc_root(l, offsetof(Link, in));
  if (loop_watch(fd, EPOLLIN, on_ready, l) == 0) return l;
  gc_unroot(l);
  munmap(l, sizeof *l);
  return NULL;
}

bool link_starved(const Link *l) { return l->starved; }
bool link_damaged(const Link *l) { return l->damaged; }
int link_peer(const Link *l) { return l->peer; }
size_t link_queued(const Link *l) { return l->queued; }

static void drop_queue(Link *l) {
  soon_hold();
  while (l->first) {
    Chunk *c = l->first;
    l->first = c->next;
    for (int i = 0; i < c->nfds; i++) close(c->fds[i]);
    free(c);
  }
  l->last = NULL;
  l->queued = 0;
  l->urgent = 0;
  soon_release();
}

static void soon_remove(Link *l) {
  if (!l->soon) return;
  soon_hold();
  if (soon_links == l) {
    soon_links = l->next_soon;
  } else {
    Link *before = soon_links;
    while (before->next_soon != l) before = before->next_soon;
    before->next_soon = l->next_soon;
  }
  l->soon = false;
  soon_release();
}

void link_close(Link *l) {
  if (l->fd >= 0) {
    loop_forget(l->fd);
    close(l->fd);
    l->fd = -1;
  }
  for (int i = 0; i < l->nfds; i++) close(l->fds[i]);
  l->nfds = 0;
  soon_remove(l);
  drop_queue(l);
  l->ended = true;
  if (!l->reading) {
    gc_unroot(l);
    munmap(l, sizeof *l);
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
    memset(control.space, 0, m.msg_controllen);
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

/* Sends of a chunk what the socket takes; as send_some. Safe in signal handlers. */
static ssize_t chunk_send(Link *l, Chunk *c) {
  struct iovec iov = {c->bytes + c->sent, c->size - c->sent};
  ssize_t k = send_some(l->fd, &iov, 1, c->fds, c->nfds);
  if (k <= 0) return k;
  for (int i = 0; i < c->nfds; i++) close(c->fds[i]);
  c->nfds = 0;
  c->sent += (size_t)k;
  if (l->urgent) kill(l->nudged, SIGUSR2);
  if (c->urgent && c->sent == c->size) c->urgent = false, l->urgent--;
  return k;
}

/* ---- the alarm: output goes while the process computes ---- */

static void soon_arm(int microseconds) {
  soon_armed = 1;
  setitimer(ITIMER_REAL, &(struct itimerval){.it_value = {0, microseconds}}, NULL);
}

/* Sends what waits, frees nothing. False if not all went; *some tells whether anything did. */
static bool send_quietly(Link *l, bool *some) {
  for (Chunk *c = l->first; c; c = c->next)
    while (c->sent < c->size) {
      ssize_t k = chunk_send(l, c);
      if (k <= 0) return k < 0;
      *some = true;
    }
  return true;
}

static void on_alarm(int signal_number) {
  static int wait;
  (void)signal_number;
  int saved = errno;
  if (!pthread_equal(pthread_self(), soon_thread)) {
    pthread_kill(soon_thread, SIGALRM);
    errno = saved;
    return;
  }
  bool again = soon_busy, some = false;
  soon_armed = 0;
  if (!soon_busy)
    for (Link *l = soon_links; l; l = l->next_soon)
      if (!l->ended && !send_quietly(l, &some)) again = true;
  wait = some || soon_busy || wait < SOON_US ? 5 * SOON_US : 2 * wait < FULL_US ? 2 * wait : FULL_US;
  if (again) soon_arm(wait);
  errno = saved;
}

/* Output waits here: it goes when the process waits. */
static void soon_list(Link *l) {
  if (l->soon) return;
  soon_hold();
  l->next_soon = soon_links;
  l->soon = true;
  soon_links = l;
  soon_release();
}

/* And, if that takes long, by the alarm. */
static void soon_add(Link *l) {
  static bool handled;
  if (!handled) {
    soon_thread = pthread_self();
    sigaction(SIGALRM, &(struct sigaction){.sa_handler = on_alarm, .sa_flags = SA_RESTART}, NULL);
  }
  handled = true;
  soon_list(l);
  if (!soon_armed) soon_arm(SOON_US);
}

/* Puts what is left of a frame, after skip bytes of it have gone, behind the output that waits. */
static bool enqueue(Link *l, const WireFrame *f, const void *body, size_t skip, const int *fds, int nfds) {
  size_t size = sizeof *f + f->size - skip;
  Chunk *c = l->last;
  bool fits = c && !nfds && c->cap - c->size >= size;
  if (!fits) {
    size_t usual = l->last ? CHUNK_ROOM : CHUNK_FIRST, cap = size > usual ? size : usual;
    c = malloc(sizeof *c + cap);
    if (!c) {
      give_up(l, "out of memory");
      return false;
    }
    *c = (Chunk){.cap = cap};
    for (; c->nfds < nfds; c->nfds++) {
      c->fds[c->nfds] = fcntl(fds[c->nfds], F_DUPFD_CLOEXEC, 3);
      if (c->fds[c->nfds] >= 0) continue;
      give_up(l, strerror(errno));
      while (c->nfds) close(c->fds[--c->nfds]);
      free(c);
      return false;
    }
  }
  soon_hold();
  uint8_t *at = c->bytes + c->size;
  size_t from_header = skip < sizeof *f ? sizeof *f - skip : 0;
  if (from_header) memcpy(at, (const uint8_t *)f + skip, from_header);
  if (f->size)
    memcpy(at + from_header, (const uint8_t *)body + (skip > sizeof *f ? skip - sizeof *f : 0), size - from_header);
  c->size += size;
  l->queued += size;
  if (!fits) {
    if (l->last)
      l->last->next = c;
    else
      l->first = c;
    l->last = c;
  }
  soon_release();
  return true;
}

/* The loop tells when there is room; the alarm looks for it while the process computes. */
static void block(Link *l) {
  soon_add(l);
  if (l->blocked) return;
  l->blocked = true;
  loop_watch(l->fd, EPOLLIN | EPOLLOUT, on_ready, l);
}

static void flush_queue(Link *l) {
  soon_hold();
  while (l->first) {
    Chunk *c = l->first;
    if (c->sent < c->size) {
      ssize_t k = chunk_send(l, c);
      if (k < 0) {
        drop_queue(l); /* the end is noticed where the link is read */
        break;
      }
      if (k == 0) {
        soon_release();
        block(l);
        return;
      }
      if (c->sent < c->size) continue;
    }
    l->first = c->next;
    if (!l->first) l->last = NULL;
    l->queued -= c->size;
    free(c);
  }
  soon_release();
  soon_remove(l);
  if (l->blocked) loop_watch(l->fd, EPOLLIN, on_ready, l);
  l->blocked = false;
}

/* Sends what waits if there is enough of it, and room as far as is known. False: it is left waiting. */
static bool flush_if(Link *l, size_t enough) {
  bool room = !l->blocked || l->first->sent == l->first->size; /* the alarm has found some */
  if (!room || l->queued < enough) return false;
  flush_queue(l);
  return true;
}

bool link_send(Link *l, const WireFrame *frame, const void *body, const int *fds) {
  if (l->ended) return false;
  WireFrame stamped = *frame, *f = &stamped;
  f->core = spin_core();
  if (l->first && !l->blocked && (f->nfds || f->size > CHUNK_ROOM)) flush_queue(l);
  if (l->first) {
    if (!enqueue(l, f, body, 0, fds, f->nfds)) return false;
    if (!flush_if(l, 0)) soon_add(l);
    return true;
  }
  struct iovec iov[2] = {{f, sizeof *f}, {(void *)(uintptr_t)body, f->size}};
  ssize_t k = send_some(l->fd, iov, f->size ? 2 : 1, fds, f->nfds);
  if (k < 0) return false; /* the end is noticed where the link is read */
  if ((size_t)k == sizeof *f + f->size) return true;
  if (!enqueue(l, f, body, (size_t)k, fds, k ? 0 : f->nfds)) return false;
  block(l);
  return true;
}

bool link_send_soon(Link *l, const WireFrame *f, const void *body) {
  if (l->ended) return false;
  if (!l->first) {
    uint64_t now = clock_ns();
    if (now - l->sent_at > BURST_NS) {
      l->sent_at = now;
      return link_send(l, f, body, NULL);
    }
  }
  if (!enqueue(l, f, body, 0, NULL, 0)) return false;
  if (!flush_if(l, CHUNK_ROOM)) soon_add(l);
  return true;
}

bool link_send_with_next(Link *l, const WireFrame *f, const void *body, const int *fds) {
  if (l->ended || !enqueue(l, f, body, 0, fds, f->nfds)) return false;
  if (flush_if(l, CHUNK_ROOM)) return true;
  if (f->kind == MSG_CALL)
    soon_add(l);
  else
    soon_list(l);
  return true;
}

/* A peer that is nudged reads what there is and goes on with its work: what comes later needs another nudge. */
void link_nudge(Link *l, pid_t pid) {
  if (pid <= 0) return; /* it has not told yet who it is: it has just started, and looks at its link */
  soon_hold();
  Chunk *last = l->last;
  if (last && last->sent < last->size && !last->urgent) last->urgent = true, l->urgent++;
  l->nudged = pid;
  soon_release();
  kill(pid, SIGUSR2);
}

void link_flush(void) {
  for (Link *l = soon_links, *next; l; l = next) {
    next = l->next_soon;
    if (l->ended)
      soon_remove(l);
    else if (!l->blocked)
      flush_queue(l);
  }
}

/* One recvmsg into at; 0: nothing there now, -1: the peer is gone. */
static ssize_t receive_some(Link *l, void *at, size_t size) {
  union {
    char space[CMSG_SPACE(LINK_FDS * sizeof(int))];
    struct cmsghdr align;
  } control;
  struct iovec iov = {at, size};
  struct msghdr m = {
      .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
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
      if (l->nfds < LINK_FDS)
        l->fds[l->nfds++] = fd;
      else
        close(fd);
    }
  }
  return k == 0 ? -1 : k;
}

void link_refuse(Link *l) { l->damaged = true; }

/* Hands a frame over with its descriptors; false if the link broke. */
static bool deliver(Link *l, const WireFrame *f, const uint8_t *body) {
  while (l->nfds < f->nfds) l->fds[l->nfds++] = -1; /* no room for it here (EMFILE): whoever needs it will say so */
  int fds[16];
  memcpy(fds, l->fds, f->nfds * sizeof(int));
  l->nfds -= f->nfds;
  memmove(l->fds, l->fds + f->nfds, (size_t)l->nfds * sizeof(int));
  spin_seen(f->core);
  l->on_frame(l, f, body, fds);
  return !l->ended && !l->damaged;
}

/* More room for the body of the big frame. */
static void body_grow(Link *l) {
  size_t room = l->body_got < BODY_AT_ONCE ? BODY_AT_ONCE : 2 * l->body_got;
  if (room > l->big.size) room = l->big.size;
  uint8_t *more = gc_alloc_leaf(room);
  if (l->body_got) memcpy(more, l->body, l->body_got);
  l->body = more;
  l->body_room = room;
}

/* Delivers the whole frames in the window. A frame larger than the rest of it becomes the big one. */
static bool take_frames(Link *l) {
  while (l->end - l->begin >= sizeof(WireFrame)) {
    WireFrame f;
    memcpy(&f, l->in + l->begin, sizeof f);
    if (f.size > FRAME_MAX || f.nfds > 16 || f.kind >= MSG_COUNT) {
      link_refuse(l);
      return false;
    }
    size_t have = l->end - l->begin - sizeof f;
    if (have < f.size) {
      if (sizeof f + f.size <= IN_SIZE) return true; /* the rest will fit */
      l->big = f;
      l->body_got = 0;
      body_grow(l);
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

/* Reads and delivers what is there, perhaps not all of it if the loop will be told of the rest; false if the link
 * broke. */
static bool receive_frames(Link *l, bool all) {
  bool alive = true;
  for (int rounds = 0; (all || rounds < 64) && alive && !l->ended; rounds++) {
    if (l->body) {
      if (l->body_got == l->body_room) body_grow(l);
      ssize_t k = receive_some(l, l->body + l->body_got, l->body_room - l->body_got);
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
    if (!all && (size_t)k < room && !l->body) break; /* mostly the socket is empty now */
  }
  return alive;
}

/* A frame that could not be taken, for want of memory, is not to be lost in silence: the link ends. */
static bool receive_guarded(Link *l, bool all) {
  Handler h;
  if (CATCH(h)) {
    give_up(l, h.exception.type == T_OUTOFMEMORYERROR ? "out of memory" : "a frame that cannot be handled");
    return false;
  }
  bool alive = receive_frames(l, all);
  catch_end(&h);
  return alive;
}

static void receive(Link *l, bool all) {
  if (l->ended || l->reading) return;
  l->reading = true;
  bool alive = receive_guarded(l, all);
  l->reading = false;
  if (l->fd < 0) { /* closed by a handler */
    gc_unroot(l);
    munmap(l, sizeof *l);
  } else if (!alive) {
    link_end(l);
  }
}

void link_receive(Link *l) { receive(l, true); }

static void on_ready(void *arg, uint32_t events) {
  Link *l = arg;
  if (events & EPOLLOUT) flush_queue(l);
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(l, false);
}
