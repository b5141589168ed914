/* Sockets, each in an IOStream whose descriptor never makes the process wait, only the task. An address is its text and
 * a port; a port below zero: the text is a path. Failures are returned as -errno: the language words them (sockets.jl).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/io.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"

enum { DATAGRAM = 1 << 16 };

typedef union Address {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
  struct sockaddr_un path;
  struct sockaddr_storage room;
} Address;

/* 0: not an address. */
static socklen_t address_read(Value host, int64_t port, Address *a) {
  const String *s = as_string(host);
  memset(a, 0, sizeof *a);
  if (port < 0) {
    a->any.sa_family = AF_UNIX;
    if (s->len >= sizeof a->path.sun_path || memchr(s->text, 0, s->len)) return 0;
    memcpy(a->path.sun_path, s->text, s->len);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + s->len + 1);
  }
  if (memchr(s->text, ':', s->len)) {
    a->any.sa_family = AF_INET6;
    a->v6.sin6_port = htons((uint16_t)port);
    return inet_pton(AF_INET6, s->text, &a->v6.sin6_addr) == 1 ? sizeof a->v6 : 0;
  }
  a->any.sa_family = AF_INET;
  a->v4.sin_port = htons((uint16_t)port);
  return inet_pton(AF_INET, s->text, &a->v4.sin_addr) == 1 ? sizeof a->v4 : 0;
}

static Value address_text(const struct sockaddr *a) {
  char text[INET6_ADDRSTRLEN] = "";
  if (a->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, text, sizeof text);
  else if (a->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, text, sizeof text);
  return v_string(text);
}

static int address_port(const Address *a) {
  return a->any.sa_family == AF_INET    ? ntohs(a->v4.sin_port)
         : a->any.sa_family == AF_INET6 ? ntohs(a->v6.sin6_port)
                                        : 0;
}

static Value result_of(int rc) { return v_int(rc < 0 ? -errno : rc); }

static int socket_fd(Value stream) { return (int)((FileStream *)stream.p)->fd; }

/* Lets other tasks run until the stream's descriptor is ready; false: it was closed meanwhile. */
static bool await(Value stream, bool writing) {
  int fd = socket_fd(stream);
  if (io_await)
    io_await(fd, writing);
  else
    poll(&(struct pollfd){.fd = fd, .events = writing ? POLLOUT : POLLIN}, 1, -1);
  return socket_fd(stream) == fd;
}

static Value stream_of(int fd, bool readable, bool writable) {
  Value v = io_file_new(fd, "<socket>", readable, writable);
  FileStream *f = v.p;
  f->connection = f->unbuffered = 1;
  return v;
}

BUILTIN(socket_make, "_socket(host::String, port::Int64, datagram::Bool)", "A stream, or -errno.") {
  Address a;
  if (!address_read(args[0], args[1].i, &a)) return v_int(-EINVAL);
  int fd = socket(a.any.sa_family, (args[2].u ? SOCK_DGRAM : SOCK_STREAM) | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return v_int(-errno);
  int yes = 1;
  if (!args[2].u && a.any.sa_family != AF_UNIX) setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  return stream_of(fd, true, true);
}

BUILTIN(socket_adopt, "_socket_adopt(fd::Int64, readable::Bool, writable::Bool)", "A stream over our end of a pipe.") {
  int fd = (int)args[0].i;
  fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
  return stream_of(fd, args[1].u, args[2].u);
}

BUILTIN(socket_option, "_socket_option(s::IOStream, which::Symbol, value::Int64)", "") {
  const char *which = as_symbol(args[1])->text;
  int level = SOL_SOCKET, option = SO_REUSEADDR, value = (int)args[2].i;
  if (!strcmp(which, "ipv6only")) level = IPPROTO_IPV6, option = IPV6_V6ONLY;
  if (!strcmp(which, "broadcast")) option = SO_BROADCAST;
  if (!strcmp(which, "ttl")) level = IPPROTO_IP, option = IP_TTL;
  if (!strcmp(which, "nodelay")) level = IPPROTO_TCP, option = TCP_NODELAY;
  return result_of(setsockopt(socket_fd(args[0]), level, option, &value, sizeof value));
}

BUILTIN(socket_bind, "_socket_bind(s::IOStream, host::String, port::Int64)", "") {
  Address a;
  socklen_t n = address_read(args[1], args[2].i, &a);
  return n ? result_of(bind(socket_fd(args[0]), &a.any, n)) : v_int(-EINVAL);
}

BUILTIN(socket_listen, "_socket_listen(s::IOStream, backlog::Int64)", "") {
  return result_of(listen(socket_fd(args[0]), (int)args[1].i));
}

BUILTIN(socket_accept, "_socket_accept(s::IOStream)", "The stream of the next connection; waits for one.") {
  for (;;) {
    int fd = accept4(socket_fd(args[0]), NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) return stream_of(fd, true, true);
    if (errno == EBADF) return v_int(-ECONNABORTED);
    if (errno != EAGAIN && errno != EINTR && errno != ECONNABORTED) return v_int(-errno);
    if (errno == EAGAIN && !await(args[0], false)) return v_int(-ECONNABORTED);
  }
}

BUILTIN(socket_connect, "_socket_connect(s::IOStream, host::String, port::Int64)",
        "Waits until there is a connection.") {
  Address a;
  socklen_t n = address_read(args[1], args[2].i, &a);
  if (!n) return v_int(-EINVAL);
  while (connect(socket_fd(args[0]), &a.any, n) < 0) {
    if (errno == EINTR || errno == EISCONN) continue;
    if (errno == EAGAIN && a.any.sa_family == AF_UNIX) { /* the queue is full; nothing tells when it is not */
      poll(NULL, 0, 1);
      continue;
    }
    if (errno != EINPROGRESS) return v_int(-errno);
    if (!await(args[0], true)) return v_int(-ECANCELED);
    int err = 0;
    socklen_t size = sizeof err;
    getsockopt(socket_fd(args[0]), SOL_SOCKET, SO_ERROR, &err, &size);
    return v_int(-err);
  }
  return v_int(0);
}

BUILTIN(socket_name, "_socket_name(s::IOStream, peer::Bool)", "(host, port), or -errno.") {
  Address a;
  socklen_t n = sizeof a;
  int rc = (args[1].u ? getpeername : getsockname)(socket_fd(args[0]), &a.any, &n);
  if (rc < 0) return v_int(-errno);
  return tuple_new((Value[]){address_text(&a.any), v_int(address_port(&a))}, 2);
}

BUILTIN(socket_send, "_socket_send(s::IOStream, host::String, port::Int64, data::Vector{UInt8})",
        "Sends one datagram.") {
  Address a;
  socklen_t n = address_read(args[1], args[2].i, &a);
  if (!n) return v_int(-EINVAL);
  for (;;) {
    const Array *data = as_array(args[3]);
    if (sendto(socket_fd(args[0]), data->data, data->len, 0, &a.any, n) >= 0) return v_int(0);
    if (errno == EINTR) continue;
    if (errno != EAGAIN) return v_int(-errno);
    if (!await(args[0], true)) return v_int(-ECANCELED);
  }
}

BUILTIN(socket_receive, "_socket_receive(s::IOStream)", "(bytes, host, port) of the next datagram; waits for one.") {
  static char room[DATAGRAM];
  for (;;) {
    Address a;
    socklen_t size = sizeof a;
    ssize_t n = recvfrom(socket_fd(args[0]), room, sizeof room, 0, &a.any, &size);
    if (n >= 0) {
      Array *bytes = array_vector(&T_UINT8->head, (size_t)n);
      if (n) memcpy(bytes->data, room, (size_t)n);
      return tuple_new((Value[]){v_object(bytes), address_text(&a.any), v_int(address_port(&a))}, 3);
    }
    if (errno == EBADF) return v_int(-ECANCELED);
    if (errno != EAGAIN && errno != EINTR) return v_int(-errno);
    if (errno == EAGAIN && !await(args[0], false)) return v_int(-ECANCELED);
  }
}

BUILTIN(socket_interfaces, "_own_addresses()", "(address, is loopback) of each network interface that is up.") {
  struct ifaddrs *all = NULL;
  Array *out = array_any(0);
  if (getifaddrs(&all) < 0) return v_object(out);
  for (const struct ifaddrs *i = all; i; i = i->ifa_next) {
    if (!i->ifa_addr || !(i->ifa_flags & IFF_UP)) continue;
    if (i->ifa_addr->sa_family != AF_INET && i->ifa_addr->sa_family != AF_INET6) continue;
    Value entry[] = {address_text(i->ifa_addr), v_bool(i->ifa_flags & IFF_LOOPBACK)};
    array_push(out, tuple_new(entry, 2));
  }
  freeifaddrs(all);
  return v_object(out);
}

BUILTIN(uv_error_text, "_uv_error(code::Int64)", "") { return io_error_text((int)args[0].i); }
