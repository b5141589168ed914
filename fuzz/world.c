#include "world.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lang/eval.h"
#include "lang/image.h"
#include "lang/task.h"
#include "lang/vm.h"
#include "value/builtin.h"
#include "value/error.h"

static long steps_left;

static void step(void) {
  vm_pending = 1; /* again at the next safe point */
  if (--steps_left < 0) throw_error("fuzzing: too many steps");
}

static Value forbidden(Value *args UNUSED, int nargs UNUSED, Value kw UNUSED) {
  throw_error("fuzzing: not allowed here");
}

static bool is_forbidden(const Builtin *b) {
  static const char *const files[] = {"base/file.c",     "base/process.c", "lang/timer.c",
                                      "base/memory.c",   "base/foreign.c", "base/library.c",
                                      "base/callback.c", "/host/",         "/cluster/"};
  static const char *const names[] = {"io_open_file", "io_fd_open", "include_in", "include_here", "evalfile_run"};
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    if (strstr(b->file, files[i])) return true;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(b->name, names[i]) == 0) return true;
  return false;
}

/* The table of built-ins is constant memory: it is made writable once. */
static bool forbid(void) {
  static Builtin none = {.signatures = "forbidden()", .help = "", .code = forbidden, .name = "forbidden", .file = ""};
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE) - 1, start = (uintptr_t)__start_clu_builtins & ~page;
  uintptr_t end = ((uintptr_t)__stop_clu_builtins + page) & ~page;
  if (mprotect((void *)start, end - start, PROT_READ | PROT_WRITE) < 0) return false;
  const Builtin **all = (const Builtin **)(uintptr_t)__start_clu_builtins;
  for (size_t i = 0, n = (size_t)(__stop_clu_builtins - __start_clu_builtins); i < n; i++)
    if (is_forbidden(all[i])) *(const Builtin *volatile *)&all[i] = &none;
  return true;
}

bool world_start(void) {
  int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (nowhere < 0 || dup2(nowhere, STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0) return false;
  if (!image_start()) return false;
  task_init();
  if (!image_loaded()) world_boot();
  vm_at_safe_point(step);
  return forbid();
}

bool world_run(void (*f)(const void *data, size_t n), const void *data, size_t n, long steps) {
  Handler h;
  steps_left = steps;
  vm_pending = 1;
  if (CATCH(h)) return false;
  f(data, n);
  catch_end(&h);
  return true;
}
