/* Frames over a socket pair: whole, in order, with descriptors, in both sizes; the end is told once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka.h needs those above */
#include <cmocka.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/forkserver.h"
#include "host/link.h"
#include "host/loop.h"
#include "lang/task.h"
#include "value/gc.h"

static int frames, ends;
static uint64_t bytes_seen, sum, last_id;
static char read_through_fd[4];

static void on_frame(Link *l UNUSED, const WireFrame *f, const uint8_t *body, int *fds) {
  assert_true(f->id == last_id + 1);
  last_id = f->id;
  frames++;
  bytes_seen += f->size;
  for (uint64_t i = 0; i < f->size; i += 997) sum += body[i];
  for (int i = 0; i < f->nfds; i++) {
    assert_int_equal(read(fds[i], read_through_fd, 3), 3);
    close(fds[i]);
  }
}

static void on_end(Link *l UNUSED) { ends++; }

static void reset(void) { frames = ends = 0, bytes_seen = sum = last_id = 0; }

static void frames_arrive(void **state UNUSED) {
  int pair[2];
  reset();
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  Link *a = link_new(pair[0], 2, on_frame, on_end), *b = link_new(pair[1], 1, on_frame, on_end);
  static const size_t sizes[] = {0, 1, 100, 65000, 65536, 70000, 3000000, 5, 65496, 65497, 40000000};
  uint64_t expected = 0, id = 0;
  for (int round = 0; round < 3; round++)
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
      uint8_t *body = malloc(sizes[i] + 1);
      memset(body, (int)(i + 1), sizes[i]);
      for (size_t k = 0; k < sizes[i]; k += 997) expected += i + 1;
      WireFrame f = {.kind = MSG_RESULT, .size = sizes[i], .id = ++id};
      assert_true(link_send(a, &f, body, NULL));
      free(body);
    }
  for (int i = 0; i < 10000 && (frames < 33 || link_queued(a)); i++) loop_poll_for(100);
  assert_int_equal(frames, 33);
  assert_true(sum == expected);
  assert_int_equal(link_queued(a), 0);
  link_close(b);
  for (int i = 0; i < 100 && !ends; i++) loop_poll_for(100);
  assert_int_equal(ends, 1);
  link_close(a);
}

static void descriptors_arrive(void **state UNUSED) {
  int pair[2], p[2];
  reset();
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  assert_int_equal(pipe(p), 0);
  assert_int_equal(write(p[1], "abc", 3), 3);
  Link *a = link_new(pair[0], 2, on_frame, on_end), *b = link_new(pair[1], 1, on_frame, on_end);
  WireFrame f = {.kind = MSG_CALL, .size = 3, .id = 1, .nfds = 1};
  assert_true(link_send(a, &f, "xyz", p));
  for (int i = 0; i < 100 && !frames; i++) loop_poll_for(100);
  assert_int_equal(frames, 1);
  assert_memory_equal(read_through_fd, "abc", 3);
  link_close(a);
  link_close(b);
  close(p[0]);
  close(p[1]);
}

static void rubbish_ends_the_link(void **state UNUSED) {
  int pair[2];
  reset();
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  Link *a = link_new(pair[0], 2, on_frame, on_end);
  uint8_t rubbish[4096];
  memset(rubbish, 0xff, sizeof rubbish);
  assert_int_equal(write(pair[1], rubbish, sizeof rubbish), sizeof rubbish);
  for (int i = 0; i < 100 && !ends; i++) loop_poll_for(100);
  assert_int_equal(ends, 1);
  assert_int_equal(frames, 0);
  link_close(a);
  close(pair[1]);
}

/* A header may announce what it likes: memory is taken for what comes. */
static void announced_is_not_taken(void **state UNUSED) {
  int pair[2];
  reset();
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  Link *a = link_new(pair[0], 2, on_frame, on_end);
  WireFrame f = {.kind = MSG_RESULT, .size = FRAME_MAX};
  uint64_t before = gc_stats().allocated;
  assert_int_equal(write(pair[1], &f, sizeof f), sizeof f);
  for (int i = 0; i < 100; i++) {
    char some[1000] = {0};
    assert_int_equal(write(pair[1], some, sizeof some), sizeof some);
    link_receive(a);
  }
  assert_true(gc_stats().allocated - before < (size_t)32 << 20);
  close(pair[1]);
  for (int i = 0; i < 100 && !ends; i++) loop_poll_for(100);
  assert_int_equal(ends, 1);
  assert_int_equal(frames, 0);
  link_close(a);
}

/* A worker of the tests: answers one byte, then ends as it is told. */
static void small_worker(int fd, int id) {
  char c;
  while (read(fd, &c, 1) == 1) {
    if (c == 'k') raise(SIGKILL);
    if (c == 'x') _exit(7);
    c = (char)id;
    if (write(fd, &c, 1) < 0) _exit(1);
  }
  _exit(0);
}

static int await_end(int id) {
  WorkerEnd e;
  for (int i = 0; i < 2000; i++) {
    while (forkserver_report(&e))
      if (e.id == id && e.status != -1) return e.status;
    usleep(1000);
  }
  return -1;
}

static volatile sig_atomic_t signals;
static void on_signal(int number UNUSED) { signals++; }

/* kill(0, ...) would reach the whole process group. */
static void nudging_nobody_signals_nobody(void **state UNUSED) {
  int pair[2];
  reset();
  setpgid(0, 0); /* the tests' runner is not meant */
  sigaction(SIGUSR2, &(struct sigaction){.sa_handler = on_signal}, NULL);
  assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  Link *a = link_new(pair[0], 2, on_frame, on_end), *b = link_new(pair[1], 1, on_frame, on_end);
  char *body = calloc(1, 4000000); /* more than the socket takes at once */
  assert_true(link_send(a, &(WireFrame){.kind = MSG_RESULT, .size = 4000000, .id = 1}, body, NULL));
  free(body);
  link_nudge(a, 0);
  for (int i = 0; i < 10000 && (!frames || link_queued(a)); i++) loop_poll_for(100);
  assert_int_equal(frames, 1);
  assert_int_equal(signals, 0);
  link_close(a);
  link_close(b);
}

static void workers_start_and_end(void **state UNUSED) {
  for (int id = 2; id < 6; id++) {
    int s, out;
    char c = 'q';
    assert_int_equal(forkserver_spawn(id, "", 0, &s, &out), 0);
    assert_int_equal(write(s, &c, 1), 1);
    assert_int_equal(read(s, &c, 1), 1);
    assert_int_equal(c, id);
    c = id == 2 ? 'k' : 'x';
    assert_int_equal(write(s, &c, 1), 1);
    int status = await_end(id);
    char cause[96];
    forkserver_cause(status, cause, sizeof cause);
    assert_string_equal(cause, id == 2 ? "killed by signal 9 (Killed)" : "exited with status 7");
    close(s);
    close(out);
  }
  forkserver_stop();
}

static int setup(void **state UNUSED) {
  if (forkserver_start(small_worker, NULL) != 0) return -1;
  if (!gc_init(NULL, 0)) return -1;
  task_init();
  loop_init();
  core_init();
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(frames_arrive),         cmocka_unit_test(descriptors_arrive),
      cmocka_unit_test(rubbish_ends_the_link), cmocka_unit_test(announced_is_not_taken),
      cmocka_unit_test(workers_start_and_end), cmocka_unit_test(nudging_nobody_signals_nobody),
  };
  return cmocka_run_group_tests(tests, setup, NULL);
}
