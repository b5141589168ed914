/* Names and addresses of hosts are looked up by a thread, which knows nothing of the language: the task that asked
 * waits for the pipe in which the thread writes its answer. When the task is broken off, nobody reads it, and the
 * thread releases it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/io.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/error.h"
#include "value/string.h"

enum { ADDRESSES_MAX = 64 };

/* The question, and the answer when the thread is ready. */
typedef struct Lookup {
  int pipe; /* the end that is written to */
  bool reverse;
  int family;
  char host[NI_MAXHOST];
  int code; /* of getaddrinfo */
  int n;
  char found[ADDRESSES_MAX][NI_MAXHOST];
} Lookup;

static void look_up(Lookup *l) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_family = l->family}, *found = NULL;
  if (l->reverse) hints.ai_flags = AI_NUMERICHOST;
  l->code = getaddrinfo(l->host, NULL, &hints, &found);
  if (l->code) return;
  for (const struct addrinfo *a = found; a && l->n < ADDRESSES_MAX && !l->code; a = a->ai_next) {
    l->code =
        getnameinfo(a->ai_addr, a->ai_addrlen, l->found[l->n], NI_MAXHOST, NULL, 0, l->reverse ? 0 : NI_NUMERICHOST);
    l->n++;
    if (l->reverse) break;
  }
  freeaddrinfo(found);
}

static void *look_up_and_tell(void *lookup) {
  Lookup *l = lookup;
  int fd = l->pipe;
  look_up(l);
  if (write(fd, &lookup, sizeof lookup) < 0) free(l);
  close(fd);
  return NULL;
}

/* Runs without signals: they are for the language. */
static bool start(Lookup *l) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int rc = pthread_create(&thread, &attributes, look_up_and_tell, l);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  return rc == 0;
}

static Lookup *read_answer(int fd) {
  Lookup *l;
  for (;;) {
    io_await(fd, false);
    if (read(fd, &l, sizeof l) == sizeof l) return l;
    if (errno != EAGAIN && errno != EINTR) throw_error("the answer about a host cannot be read");
  }
}

/* The answer, which the caller frees. */
static Lookup *ask(Value host, int family, bool reverse) {
  const String *s = as_string(host);
  Lookup *l = calloc(1, sizeof *l);
  if (!l) throw_singleton(T_OUTOFMEMORYERROR);
  l->family = family;
  l->reverse = reverse;
  if (s->len >= sizeof l->host || strlen(s->text) != s->len) return l->code = EAI_NONAME, l;
  memcpy(l->host, s->text, s->len);
  int ends[2];
  if (!io_await || pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) return look_up(l), l;
  l->pipe = ends[1];
  if (!start(l)) {
    close(ends[0]);
    close(ends[1]);
    return look_up(l), l;
  }
  Handler h;
  if (CATCH(h)) {
    close(ends[0]);
    rethrow_value(h.exception);
  }
  Lookup *answer = read_answer(ends[0]);
  catch_end(&h);
  close(ends[0]);
  return answer;
}

static int64_t libuv_code(int code) {
  return code == EAI_AGAIN ? -3001 : code == EAI_FAIL ? -3004 : code == EAI_MEMORY ? -3006 : -3008;
}

BUILTIN(resolve_host, "_resolve(host::String, family::Int64)",
        "The addresses of a host, or libuv's number of the error.") {
  Lookup *l = ask(args[0], args[1].i == 4 ? AF_INET : args[1].i == 6 ? AF_INET6 : AF_UNSPEC, false);
  if (l->code) {
    int code = l->code;
    free(l);
    return v_int(libuv_code(code));
  }
  Array *out = array_vector(&T_STRING->head, 0);
  for (int i = 0; i < l->n; i++) array_push(out, v_string(l->found[i]));
  free(l);
  return v_object(out);
}

BUILTIN(resolve_address, "_host_name(host::String)",
        "The name of the host with an address, or libuv's number of the error.") {
  Lookup *l = ask(args[0], AF_UNSPEC, true);
  Value name = l->code ? v_int(libuv_code(l->code)) : v_string(l->found[0]);
  free(l);
  return name;
}
