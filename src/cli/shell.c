#include "cli/shell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/iterate.h"
#include "cli/guard.h"
#include "host/loop.h"
#include "lang/eval.h"
#include "lang/parser.h"
#include "lang/task.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

static int inputs; /* how many, for REPL[n] */

static void flush_output(void) {
  Handler h;
  if (CATCH(h)) return;
  call1(FN(flush), module_get(CORE->base, symbol("stdout")));
  call1(FN(flush), module_get(CORE->base, symbol("stderr")));
  catch_end(&h);
}

/* --- one input --- */

typedef struct Input {
  const char *text;
  size_t len;
  bool silent;
} Input;

/* Whether the text ends with ';', not counting blanks and a comment. */
static bool ends_silent(const char *text, size_t len) {
  size_t line = len;
  while (line && (text[line - 1] == '\n' || text[line - 1] == ' ')) line--;
  size_t begin = line;
  while (begin && text[begin - 1] != '\n') begin--;
  bool quoted = false, silent = false;
  for (size_t i = begin; i < line; i++) {
    char c = text[i];
    if (c == '"') quoted = !quoted;
    if (c == '#' && !quoted) break;
    if (c != ' ' && c != '\t') silent = c == ';';
  }
  return silent;
}

static void show_value(Value v) {
  if (is_nothing(v)) return;
  call1(base_function("_show_at_prompt"), v);
}

/* Runs all statements of the input; the last one's value is ans. */
static void run_input(const void *argument) {
  const Input *in = argument;
  char file[32];
  snprintf(file, sizeof file, "REPL[%d]", ++inputs);
  size_t pos = 0;
  int line = 1;
  Value v = v_nothing();
  for (;;) {
    parse_skip(in->text, in->len, &pos, file, &line);
    int before = line;
    Value e = parse_statement(in->text, in->len, &pos, file, &line);
    if (is_undef(e)) break;
    Value here = linenode_new(before, symbol(file));
    v = eval_soft(v_object(expr2(SYM(toplevel), here, e)), CORE->main);
    module_set(CORE->main, SYM(ans), v);
  }
  if (!in->silent) show_value(v);
}

/* Whether the first len bytes of the text end within a statement; the others are known to follow. */
static bool is_incomplete(const char *text, size_t len, size_t total) {
  size_t pos = 0;
  int line = 1;
  while (pos < len) {
    Value e = parse_statement(text, total, &pos, "REPL", &line);
    if (is_undef(e)) return false;
    if (is_expr_of(e, SYM(incomplete))) return true;
    if (is_expr_of(e, SYM(error))) return false;
  }
  return pos > len;
}

static void run_help(const void *argument) { call1(base_function("_help_at_prompt"), v_string(argument)); }

/* Reads lines until they make something complete. */
static enum edit_result read_input(Text *t, const char *prompt) {
  char blank[16];
  memset(blank, ' ', sizeof blank);
  blank[strlen(prompt)] = '\0';
  for (;;) {
    const char *line;
    size_t len;
    enum edit_result result = edit_line(t->len ? blank : prompt, &line, &len);
    if (result != EDIT_LINE) return t->len && result == EDIT_END ? EDIT_CANCELLED : result;
    text_add(t, line, len);
    text_char(t, '\n');
    size_t read = t->len, follows;
    const char *rest = edit_pasted(&follows);
    text_add(t, rest, follows);
    bool complete = strchr("?;]", t->bytes[0]) || !is_incomplete(t->bytes, read, t->len);
    t->len = read;
    if (complete) return EDIT_LINE;
  }
}

static void run_command(const void *argument) { call1(base_function("_shell_command"), v_string(argument)); }

static void remember(const Text *t) {
  char *copy = strndup(t->bytes, t->len - 1);
  if (copy) edit_remember(copy);
  free(copy);
}

static void run_text(Text *t) {
  text_char(t, '\0');
  t->len--;
  if (strchr("?;]", t->bytes[0])) {
    char kind = t->bytes[0];
    while (t->len && (t->bytes[t->len - 1] == '\n' || t->bytes[t->len - 1] == ' ')) t->bytes[--t->len] = '\0';
    if (kind == ']')
      fputs("There are no packages here: the standard library is built in (try `using Statistics`), and a program of\n"
            "several files takes them in with `include(\"file.jl\")`.\n",
            stdout);
    else
      guarded(kind == '?' ? run_help : run_command, t->bytes + 1);
  } else {
    Input in = {t->bytes, t->len, ends_silent(t->bytes, t->len)};
    guarded(run_input, &in);
  }
  flush_output();
}

static bool is_blank(const Text *t) {
  for (size_t i = 0; i < t->len; i++)
    if (t->bytes[i] != ' ' && t->bytes[i] != '\n' && t->bytes[i] != '\t') return false;
  return true;
}

/* Without a terminal (clu -i < file): no prompt, no editing. */
static int run_plain(void) {
  char *line = NULL;
  size_t cap = 0;
  Text t = {0};
  for (ssize_t n; (n = getline(&line, &cap, stdin)) > 0;) {
    text_add(&t, line, (size_t)n);
    if (is_incomplete(t.bytes, t.len, t.len)) continue;
    if (!is_blank(&t)) run_text(&t);
    t = (Text){0};
  }
  free(line);
  if (t.len && !is_blank(&t)) run_text(&t);
  return 0;
}

int shell_run(bool history) {
  call1(base_function("_begin_prompt"), v_nothing());
  if (!isatty(STDIN_FILENO)) return run_plain();
  edit_init(history);
  for (;;) {
    Text t = {0};
    enum edit_result result = read_input(&t, "clu> ");
    vm_take_interrupt();
    if (result == EDIT_END) break;
    if (result == EDIT_LINE && !is_blank(&t)) {
      remember(&t);
      run_text(&t);
    }
    if (isatty(STDOUT_FILENO) && result == EDIT_LINE && !is_blank(&t)) {
      fputc('\n', stdout);
      fflush(stdout);
    }
  }
  fputc('\n', stdout);
  edit_close();
  return 0;
}
