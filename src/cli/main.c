/* The program clu: makes or maps the world, then runs what the command line says. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/flush.h"
#include "base/io.h"
#include "base/iterate.h"
#include "cli/guard.h"
#include "cli/options.h"
#include "cli/shell.h"
#include "cluster/cluster.h"
#include "lang/eval.h"
#include "lang/image.h"
#include "lang/parser.h"
#include "lang/task.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/symbol.h"

/* The value of the last of the statements; if one of them is wrong none is run. */
static Value eval_argument(const char *text) {
  Array *statements = array_any(0);
  size_t pos = 0, len = strlen(text);
  for (int line = 1;;) {
    parse_skip(text, len, &pos, "none", &line);
    Value here = linenode_new(line, symbol("none")), e = parse_statement(text, len, &pos, "none", &line);
    if (is_undef(e)) break;
    Value statement = v_object(expr2(SYM(toplevel), here, e));
    if (is_expr_of(e, SYM(error)) || is_expr_of(e, SYM(incomplete))) eval_toplevel(statement, CORE->main);
    array_push(statements, statement);
  }
  Value v = v_nothing();
  for (size_t i = 0; i < statements->len; i++) v = eval_toplevel(array_get(statements, i), CORE->main);
  return v;
}

static void run_action(const void *argument) {
  const Action *a = argument;
  if (a->kind == ACTION_LOAD) {
    call1(base_function("load_everywhere"), v_string(a->text));
    return;
  }
  Value v = eval_argument(a->text);
  if (a->kind != ACTION_PRINT) return;
  call1(base_function("show"), v);
  call0(base_function("println"));
}

static void run_stdin(const void *argument UNUSED) {
  Text t = {0};
  char part[65536];
  for (ssize_t n; (n = read(STDIN_FILENO, part, sizeof part)) != 0;) {
    if (n < 0 && errno != EINTR) throw_system("reading standard input", errno);
    if (n > 0) text_add(&t, part, (size_t)n);
  }
  eval_text(t.bytes, t.len, "stdin", CORE->main);
}

static void run_script(const void *argument) { eval_file(argument, CORE->main); }

static void start_workers(const void *argument) {
  const Options *o = argument;
  if (o->workers) call1(base_function("start_workers"), v_int(o->workers));
  if (o->machine_file) call1(base_function("start_machines"), v_string(o->machine_file));
}

static void set_arguments(const void *argument) {
  const Options *o = argument;
  Array *args = as_array(module_get(CORE->base, symbol("ARGS")));
  for (int i = 0; i < o->nargs; i++) array_push(args, v_string(o->args[i]));
  if (o->script) module_set(CORE->base, symbol("PROGRAM_FILE"), v_string(o->script));
  if (o->color >= 0) module_set(CORE->base, symbol("have_color"), v_bool(o->color));
}

static bool run_program(const Options *o) {
  if (!guarded(set_arguments, o)) return false;
  if (o->interactive || (!o->script && !o->nactions && isatty(STDIN_FILENO)))
    call1(base_function("_set_interactive"), v_bool(true));
  if ((o->workers || o->machine_file) && !guarded(start_workers, o)) return false;
  bool ran = false;
  for (int i = 0; i < o->nactions; i++) {
    if (!guarded(run_action, &o->actions[i])) return false;
    ran |= o->actions[i].kind != ACTION_LOAD;
  }
  bool ok = true;
  if (o->script && strcmp(o->script, "-") != 0) {
    ok = guarded(run_script, o->script);
    ran = true;
  } else if (!ran && (o->script || !isatty(STDIN_FILENO)) && !o->interactive)
    return guarded(run_stdin, NULL);
  if (o->interactive || !ran) {
    if (!o->quiet && isatty(STDIN_FILENO))
      printf("clusterutils %s: Julia's language with distributed computing; ?name for help, Ctrl-D to leave\n\n",
             CLU_VERSION);
    return shell_run(!o->no_history) == 0;
  }
  return ok;
}

static void run_exit_hooks(const void *argument) { call1(base_function("run_atexit"), v_int(*(const int *)argument)); }

/* A standard stream that is closed would lend its number to the next socket: it is /dev/null then. */
static void open_standard_streams(void) {
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd ? O_WRONLY : O_RDONLY) < 0) exit(70);
}

/* Whether all of it went out. */
static int print_and_end(const char *text) {
  if (fputs(text, stdout) >= 0 && fflush(stdout) == 0) return 0;
  fprintf(stderr, "clu: cannot write standard output: %s\n", strerror(errno));
  return 1;
}

int main(int argc, char **argv) {
  static Options o; /* held beyond main's frame: exit() may be called from a task's stack */
  open_standard_streams();
  o = options_parse(argc, argv);
  if (o.help) return print_and_end(options_help);
  if (o.version) return print_and_end("clu version " CLU_VERSION "\n");
  if (!image_start()) {
    fprintf(stderr, "clu: cannot reserve the heap's addresses: %s\n", strerror(errno));
    return 70;
  }
  task_init();
  if (!image_loaded()) world_boot();
  if (o.save_image) {
    CORE->settled = true;
    if (gc_save(o.save_image)) return 0;
    fprintf(stderr, "clu: cannot write %s: %s\n", o.save_image, strerror(errno));
    return 1;
  }
  cluster_start();
  task_init();
  cluster_ready();
  flush_in_time();
  int status = run_program(&o) ? 0 : 1;
  guarded(run_exit_hooks, &status);
  io_flush_std();
  cluster_stop();
  return status;
}
