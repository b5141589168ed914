/* Workers that send what is no message, what is not theirs to send, and descriptors that nobody takes: such a worker is
 * ended with a word that says so, or the frame is dropped; the master and the other workers go on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h needs those above */
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clu.h"
#include "value/builtin.h"
#include "value/error.h"
#include "wire/frame.h"

/* A worker's link: the one stream socket that it has. */
static int link_of_worker(void) {
  for (int fd = 3; fd < 256; fd++) {
    int type;
    socklen_t size = sizeof type;
    if (getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM) return fd;
  }
  throw_error("no link");
}

BUILTIN(
    test_send, "_test_send(kind::Int64, flags::Int64, to::Int64, id::Int64, nfds::Int64, size::Int64, bytes...)",
    "Sends a frame behind the back of its link: a body of at most 64 bytes, which are bytes, then 0xff; one descriptor "
    "if nfds is 1.") {
  struct {
    WireFrame header;
    uint8_t body[64];
  } f = {{.kind = (uint8_t)args[0].i,
          .flags = (uint8_t)args[1].i,
          .to = (int)args[2].i,
          .from = 1,
          .whence = 1,
          .id = args[3].u,
          .ref = 123456789,
          .nfds = (uint8_t)args[4].i,
          .size = args[5].u}};
  memset(f.body, 0xff, sizeof f.body);
  for (int i = 6; i < nargs; i++) f.body[i - 6] = (uint8_t)args[i].i;
  union {
    char space[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control = {0};
  struct iovec iov = {&f, sizeof f.header + (f.header.size < sizeof f.body ? f.header.size : sizeof f.body)};
  struct msghdr m = {.msg_iov = &iov, .msg_iovlen = 1};
  int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (f.header.nfds == 1) {
    m.msg_control = control.space, m.msg_controllen = sizeof control.space;
    struct cmsghdr *c = CMSG_FIRSTHDR(&m);
    c->cmsg_level = SOL_SOCKET, c->cmsg_type = SCM_RIGHTS, c->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(c), &fd, sizeof fd);
  }
  ssize_t sent = sendmsg(link_of_worker(), &m, MSG_NOSIGNAL);
  close(fd);
  return v_int(sent);
}

static int64_t number(const char *program) {
  clu_value *v = NULL;
  int64_t i = -1;
  clu_status status = clu_eval(program, &v);
  if (status != CLU_OK) print_error("%s\n", clu_error());
  assert_int_equal(status, CLU_OK);
  assert_int_equal(clu_to_int64(v, &i), CLU_OK);
  clu_release(v);
  return i;
}

static int open_descriptors(void) {
  int n = 0;
  DIR *d = opendir("/proc/self/fd");
  while (readdir(d)) n++;
  closedir(d);
  return n;
}

/* What the newest worker sends; it goes on computing, and must be ended all the same. */
static void refused(const char *arguments) {
  char program[256];
  clu_value *cause;
  const char *text;
  assert_int_equal(clu_add_workers(1), CLU_OK);
  snprintf(program, sizeof program,
           "try remotecall_fetch(() -> (Base._test_send(%s); while true end), maximum(workers())) catch e; e.cause end",
           arguments);
  assert_int_equal(clu_eval(program, &cause), CLU_OK);
  assert_int_equal(clu_to_string(cause, &text, NULL), CLU_OK);
  assert_string_equal(text, "ended by the master, to which it sent a damaged message");
  clu_release(cause);
  assert_int_equal(number("remotecall_fetch(myid, 2)"), 2);
}

static void rubbish_ends_its_worker(void **state UNUSED) {
  refused("200, 0, 1, 1, 0, 0");     /* no such kind */
  refused("1, 0, 1, 1, 200, 0");     /* more descriptors than a frame can have */
  refused("1, 0, 1, 1, 0, 1 << 37"); /* longer than any */
  refused("9, 0, 2, 1, 0, 0");       /* EXIT to another worker */
  refused("6, 0, 2, 1, 0, 8");       /* MEMBERS */
  refused("7, 0, 2, 2, 0, 3");       /* GONE */
  assert_int_equal(number("nworkers()"), 1);
}

static void send_strange_frames(void) {
  _Static_assert(MSG_RESULT == 1 && MSG_MEMBERS == 6 && MSG_GONE == 7 && MSG_EXIT == 9, "the numbers used here");
  static const char *const frames[] = {
      "1, 0, 1, 1 << 40, 1, 8",  /* RESULT of nothing */
      "2, 16, 1, 1 << 40, 1, 8", /* FETCH, peeking */
      "3, 0, 1, 1 << 40, 1, 8",  /* PUT of what cannot be read */
      "4, 0, 1, 999, 1, 8",      /* HOLD for a process that is none */
      "5, 0, 1, 1, 1, 24",       /* RELEASE of what nobody holds */
      "8, 0, 1, 0, 1, 3",        /* INTERRUPT */
      "8, 0, 1, 1 << 40, 1, 3",  /* INTERRUPT of a call that does not run */
      "10, 0, 1, 1, 1, 0",       /* READY, again */
      "0, 1, 1, 1, 1, 8",        /* CALL that cannot be read and wants no answer */
      "0, 0, -5, 1, 1, 8",       /* CALL for nobody */
      /* CALL of what is undefined, and with an argument that is; PUT of it */
      "0, 0, 1, 1, 0, 4, 0x82, 0xf8, 32, 0xf6",
      "0, 0, 1, 1, 0, 5, 0x83, 0xf6, 0xf8, 32, 0xf6",
      "3, 0, 1, 1 << 40, 0, 2, 0xf8, 32",
      "0, 0, 1, 1, 0, 4, 0x82, 0xf6, 0xf6, 0xf6", /* CALL with a byte too many */
      "1, 0, 77, 1, 1, 8",
  };
  for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
    char program[256];
    snprintf(program, sizeof program, "remotecall_fetch(() -> (Base._test_send(%s); myid()), 2)", frames[i]);
    assert_int_equal(number(program), 2);
  }
  assert_int_equal(number("remotecall_fetch(myid, 2)"), 2);
}

static void strange_frames_are_dropped(void **state UNUSED) {
  send_strange_frames(); /* what is opened once stays open */
  int before = open_descriptors();
  send_strange_frames();
  assert_int_equal(open_descriptors(), before);
}

/* The answer to a call comes with a descriptor, and cannot be read. */
static void damaged_answers_leave_nothing(void **state UNUSED) {
  int before = open_descriptors();
  for (int i = 0; i < 3; i++) {
    assert_int_equal(clu_eval("n = Distributed._reference_next() + 1\n"
                              "remotecall_fetch(n -> Base._test_send(1, 0, 1, n, 1, 8), 2, n)",
                              NULL),
                     CLU_ERROR);
    assert_non_null(strstr(clu_error(), "damaged data"));
  }
  assert_int_equal(number("remotecall_fetch(myid, 2)"), 2);
  assert_int_equal(open_descriptors(), before);
}

/* The answer is no value, or more than one. */
static void answers_of_no_value(void **state UNUSED) {
  static const char *const bodies[] = {"2, 0xf8, 32", "2, 1, 2"};
  for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
    char program[256];
    snprintf(program, sizeof program,
             "n = Distributed._reference_next() + 1\nremotecall_fetch(n -> Base._test_send(1, 0, 1, n, 0, %s), 2, n)",
             bodies[i]);
    assert_int_equal(clu_eval(program, NULL), CLU_ERROR);
    assert_non_null(strstr(clu_error(), "damaged data"));
  }
  assert_int_equal(number("remotecall_fetch(myid, 2)"), 2);
}

static int setup(void **state UNUSED) { return clu_open() != CLU_OK || clu_add_workers(1) != CLU_OK; }
static int teardown(void **state UNUSED) {
  clu_close();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(strange_frames_are_dropped),
      cmocka_unit_test(damaged_answers_leave_nothing),
      cmocka_unit_test(answers_of_no_value),
      cmocka_unit_test(rubbish_ends_its_worker),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
