#include "base/progress.h"

#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

#define ERASE "\r\33[K"

static bool shown;

static void write_terminal(const char *bytes, size_t n) {
  while (n) {
    ssize_t k = write(STDERR_FILENO, bytes, n);
    if (k <= 0) return; /* the next drawing may have more luck */
    bytes += k;
    n -= (size_t)k;
  }
}

void progress_hide(void) {
  if (!shown) return;
  shown = false;
  write_terminal(ERASE, strlen(ERASE));
}

BUILTIN(progress_show, "_status_show(line::String)", "Shows a line on the terminal until something else is written.") {
  io_flush_std();
  write_terminal(ERASE, strlen(ERASE));
  write_terminal(as_string(args[0])->text, as_string(args[0])->len);
  shown = true;
  return v_nothing();
}

BUILTIN(progress_hide_, "_status_hide()", "Erases the line that `_status_show` showed.") {
  progress_hide();
  return v_nothing();
}

static Value base(const char *name) { return module_get(CORE->base, symbol(name)); }

Value progress_new(const char *what, uint64_t total, bool bytes) {
  static int terminal; /* 0: not known yet, 1: no, 2: yes */
  if (!terminal) terminal = isatty(STDERR_FILENO) ? 2 : 1;
  if (terminal == 1) return V_UNDEF;
  Value p = call2(base(bytes ? "_progress_of_bytes" : "Progress"), v_string(what), v_int((int64_t)total));
  return is_nothing(struct_field(p, "timer")) ? V_UNDEF : p;
}

void progress_step(Value p, uint64_t done) {
  if (!is_undef(p)) call2(base("_progress_step"), p, v_int((int64_t)done));
}

void progress_end(Value p) {
  if (!is_undef(p)) call1(base("_progress_end"), p);
}
