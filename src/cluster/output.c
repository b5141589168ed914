/* What workers print: a pipe from each of them, its lines shown whole behind the worker's number. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/io.h"
#include "base/print.h"
#include "cluster/member.h"
#include "host/loop.h"
#include "value/error.h"
#include "value/string.h"

static void print_line(int id, const char *line, size_t n) {
  Handler h;
  if (CATCH(h)) return; /* standard output is gone: nothing to be done about it */
  Text t = {0};
  text_format(&t, "      From worker %d:\t", id);
  text_add(&t, line, n);
  text_char(&t, '\n');
  io_write(io_stdout(), t.bytes, t.len);
  io_flush_std();
  catch_end(&h);
}

#define LINE_MAX_KEPT ((size_t)64 << 20) /* a line that is longer is printed in pieces */

static void output_add(int id, Member *p, const char *bytes, size_t n) {
  if (p->line_len + n > p->line_cap) {
    size_t cap = 2 * (p->line_len + n);
    char *more = realloc(p->line, cap);
    if (!more) { /* as it comes, then */
      print_line(id, bytes, n);
      return;
    }
    p->line = more;
    p->line_cap = cap;
  }
  size_t begin = 0, looked = p->line_len; /* what was there has no line end */
  memcpy(p->line + p->line_len, bytes, n);
  p->line_len += n;
  for (char *end; (end = memchr(member_at(id)->line + looked, '\n', member_at(id)->line_len - looked));) {
    size_t at = (size_t)(end - member_at(id)->line);
    print_line(id, member_at(id)->line + begin, at - begin);
    begin = looked = at + 1;
  }
  p = member_at(id);
  if (p->line_len - begin > LINE_MAX_KEPT) {
    print_line(id, p->line + begin, p->line_len - begin);
    p = member_at(id);
    begin = p->line_len;
  }
  memmove(p->line, p->line + begin, p->line_len - begin);
  p->line_len -= begin;
}

void output_drain(int id, bool end) {
  Member *p = member_at(id);
  if (!p || p->output < 0) return;
  char part[16384];
  ssize_t n;
  while ((n = read(p->output, part, sizeof part)) > 0) {
    output_add(id, p, part, (size_t)n);
    p = member_at(id);
  }
  if (n < 0 && (errno == EAGAIN || errno == EINTR) && !end) return;
  if (p->line_len) print_line(id, p->line, p->line_len);
  p->line_len = 0;
  loop_forget(p->output);
  close(p->output);
  p->output = -1;
}

static void output_ready(void *arg, uint32_t events) {
  (void)events;
  output_drain((int)(intptr_t)arg, false);
}

int output_watch(int id) { return loop_watch(member_at(id)->output, EPOLLIN, output_ready, (void *)(intptr_t)id); }
