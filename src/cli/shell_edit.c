/* The line editor, on libedit. It is asked for one line at a time; while it waits for a key, the task that runs it
 * waits too, so that others run. */
#include <errno.h>
#include <histedit.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/io.h"
#include "cli/shell.h"
#include "cli/shell_search.h"
#include "host/loop.h"
#include "lang/task.h"
#include "lang/vm.h"
#include "value/error.h"
#include "value/string.h"

static EditLine *editor;
static History *history_list;
static HistEvent history_event;
static char history_path[4096];
static const char *current_prompt = "";
static bool cancelled, ended, reading, waiting /* for a key */;
static int typed_ahead; /* bytes that came while the terminal was not the editor's, still to be read */

/* --- keys --- */

/* Waits until a byte can be read, running other tasks meanwhile. False: an interrupt came. */
static bool wait_for_key(void) {
  Handler h;
  if (CATCH(h)) {
    waiting = false;
    return false;
  }
  waiting = true;
  loop_await(STDIN_FILENO, EPOLLIN);
  waiting = false;
  catch_end(&h);
  return true;
}

/* The editor learns the window's size; what is being typed is drawn anew if that has changed. */
static void follow_window(void) {
  static struct winsize last;
  struct winsize now;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &now) < 0) return;
  bool changed = now.ws_col != last.ws_col || now.ws_row != last.ws_row;
  last = now;
  if (!changed) return;
  el_resize(editor);
  if (!reading) return;
  fputs("\r\033[J", stdout);
  el_set(editor, EL_REFRESH);
  fflush(stdout);
}

static int read_byte(unsigned char *byte) {
  for (;;) {
    if (!wait_for_key()) {
      cancelled = true;
      return 0;
    }
    ssize_t n = read(STDIN_FILENO, byte, 1);
    if (n == 1) {
      follow_window();
      /* The terminal's own line mode keeps a Ctrl-D as a zero byte. */
      if (typed_ahead > 0 && typed_ahead-- && !*byte) *byte = 4;
      return 1;
    }
    if (n == 0) {
      ended = true;
      return 0;
    }
    if (errno != EINTR && errno != EAGAIN) return -1;
  }
}

/* One character for the editor: 1, 0 at the end, -1 on an error. */
static int read_char(EditLine *e, wchar_t *out) {
  (void)e;
  unsigned char b;
  int n = read_byte(&b);
  if (n <= 0) return n;
  int more = b >= 0xf0 ? 3 : b >= 0xe0 ? 2 : b >= 0xc0 ? 1 : 0;
  uint32_t c = more == 3 ? b & 7u : more == 2 ? b & 15u : more == 1 ? b & 31u : b;
  while (more-- > 0) {
    if ((n = read_byte(&b)) <= 0) return n;
    c = c << 6 | (b & 63u);
  }
  *out = (wchar_t)c;
  return 1;
}

/* --- what is pasted --- */

/* A terminal brackets it, so that a tab in it is a tab, and a script of many lines is known whole before its first
 * statement runs. */
static const char paste_end[] = "\033[201~";
static char *pasted; /* malloc'ed: lines not yet taken, and what stands behind the last line end */
static size_t pasted_len, pasted_taken;

const char *edit_pasted(size_t *len) {
  *len = pasted_len - pasted_taken;
  return pasted ? pasted + pasted_taken : "";
}

static void paste_forget(void) {
  free(pasted);
  pasted = NULL;
  pasted_len = pasted_taken = 0;
}

/* Reads up to the bracket that ends the paste; line ends become \n. */
static void paste_read(void) {
  const size_t n = sizeof paste_end - 1;
  Text t = {0};
  unsigned char b;
  while (read_byte(&b) > 0) {
    bool after_return = t.len && t.bytes[t.len - 1] == '\r';
    if (after_return) t.bytes[t.len - 1] = '\n';
    if (!after_return || b != '\n') text_char(&t, (char)b);
    if (t.len >= n && memcmp(t.bytes + t.len - n, paste_end, n) == 0) {
      t.len -= n;
      break;
    }
  }
  size_t left;
  const char *rest = edit_pasted(&left);
  char *all = malloc(left + t.len + 1);
  if (!all) return;
  memcpy(all, rest, left);
  if (t.len) memcpy(all + left, t.bytes, t.len);
  paste_forget();
  pasted = all;
  pasted_len = left + t.len;
}

/* The next whole line of what was pasted, or NULL. */
static const char *paste_line(size_t *len) {
  const char *rest = edit_pasted(len), *end = *len ? memchr(rest, '\n', *len) : NULL;
  if (!end) return NULL;
  *len = (size_t)(end - rest);
  pasted_taken += *len + 1;
  return rest;
}

/* What was pasted behind the last line end stands in the line to be edited. */
static void paste_insert(EditLine *e) {
  size_t len;
  const char *rest = edit_pasted(&len);
  char *copy = strndup(rest, len);
  paste_forget();
  if (copy && len) el_insertstr(e, copy);
  free(copy);
}

static unsigned char command_paste(EditLine *e, int key) {
  (void)key;
  paste_read();
  size_t len;
  const char *line = paste_line(&len);
  if (!line) {
    paste_insert(e);
    return CC_REFRESH;
  }
  char *copy = strndup(line, len);
  if (copy && len) el_insertstr(e, copy);
  free(copy);
  if (el_line(e)->lastchar > el_line(e)->buffer) el_push(e, "\n"); /* the line is drawn before it ends */
  return CC_REFRESH;
}

/* Whether the terminal takes more than plain text. */
static bool is_capable(void) {
  const char *term = getenv("TERM");
  return term && *term && strcmp(term, "dumb") != 0;
}

static void paste_mode(bool on) {
  if (!is_capable()) return;
  fputs(on ? "\033[?2004h" : "\033[?2004l", stdout);
  fflush(stdout);
}

/* --- commands --- */

/* What stands between \1 takes no room on the line. */
static char *prompt_text(EditLine *e) {
  (void)e;
  static char coloured[64];
  if (getenv("NO_COLOR") || !is_capable()) return (char *)(uintptr_t)current_prompt;
  snprintf(coloured, sizeof coloured, "\1\033[32;1m\1%s\1\033[0m\1", current_prompt);
  return coloured;
}

static unsigned char command_cancel(EditLine *e, int key) {
  (void)key;
  (void)e;
  cancelled = true;
  return CC_EOF;
}

static unsigned char command_end(EditLine *e, int key) {
  (void)key;
  const LineInfo *info = el_line(e);
  if (info->lastchar > info->buffer) {
    if (info->cursor == info->lastchar) return CC_ERROR;
    el_cursor(e, 1);
    el_deletestr(e, 1);
    return CC_REFRESH;
  }
  ended = true;
  return CC_EOF;
}

/* Stops the whole group of processes, as the terminal does while something runs. */
static unsigned char command_suspend(EditLine *e, int key) {
  (void)key;
  paste_mode(false);
  el_set(e, EL_PREP_TERM, 0);
  kill(0, SIGTSTP);
  el_set(e, EL_PREP_TERM, 1);
  paste_mode(true);
  fputs("\r\033[J", stdout);
  el_set(e, EL_REFRESH);
  return CC_NORM;
}

static void list_words(const Completion *c) {
  struct winsize size = {0};
  size_t width = 0, columns = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
  for (size_t i = 0; i < c->n; i++)
    if (strlen(c->words[i]) > width) width = strlen(c->words[i]);
  size_t each = columns / (width + 2);
  if (!each) each = 1;
  fputc('\n', stdout);
  size_t shown = c->n > 200 ? 200 : c->n;
  for (size_t i = 0; i < shown; i++) {
    bool last = (i + 1) % each == 0 || i + 1 == shown; /* in its row */
    printf("%-*s%s", last ? 0 : (int)width + 2, c->words[i], last ? "\n" : "");
  }
  if (shown < c->n) printf("... and %zu more\n", c->n - shown);
  fflush(stdout);
}

static size_t characters(const char *s, size_t n) {
  size_t count = 0;
  for (size_t i = 0; i < n; i++) count += (s[i] & 0xc0) != 0x80;
  return count;
}

static unsigned char command_search(EditLine *e, int key) {
  (void)key;
  if (!history_list) return CC_ERROR;
  wchar_t next = search_history(e, history_list);
  if (cancelled || ended) return CC_EOF;
  char typed[] = {(char)(next == '\r' ? '\n' : next), '\0'};
  if (next) el_push(e, typed);
  return CC_REFRESH;
}

static unsigned char command_complete(EditLine *e, int key) {
  (void)key;
  const LineInfo *info = el_line(e);
  size_t len = (size_t)(info->lastchar - info->buffer), cursor = (size_t)(info->cursor - info->buffer);
  size_t blank = 0;
  while (blank < cursor && (info->buffer[blank] == ' ' || info->buffer[blank] == '\t')) blank++;
  if (blank == cursor) {
    el_insertstr(e, "    ");
    return CC_REFRESH;
  }
  char *line = strndup(info->buffer, len);
  if (!line) return CC_ERROR;
  Completion c = complete_line(line, cursor);
  unsigned char result = CC_ERROR;
  if (c.insert) {
    el_deletestr(e, (int)characters(line + c.start, cursor - c.start));
    el_insertstr(e, c.insert);
    result = CC_REFRESH;
  } else if (c.n > 1 || c.only_shown) {
    list_words(&c);
    result = CC_REDISPLAY;
  }
  completion_free(&c);
  free(line);
  return result;
}

/* Clears the line being edited before something else is written, and writes it again after that. */
static void make_way(bool begins) {
  if (!reading || !waiting) return;
  if (begins) {
    fputs("\r\033[K", stdout);
    fflush(stdout);
  } else {
    el_set(editor, EL_REFRESH);
    fflush(stdout);
  }
}

/* In the history the further lines of an input stand below its first, behind the prompt. */
#define MARGIN "     "

/* The text with `to` for each `from`: malloc'ed. */
static char *with_margins(const char *text, size_t len, const char *from, const char *to) {
  Text t = {0};
  const char *end = text + len;
  size_t n = strlen(from);
  while (text < end) {
    if ((size_t)(end - text) >= n && memcmp(text, from, n) == 0) {
      text_add(&t, to, strlen(to));
      text += n;
    } else {
      text_char(&t, *text++);
    }
  }
  text_char(&t, '\0');
  return strdup(t.bytes);
}

/* with_file: what earlier prompts kept is read, and this one's lines are kept. */
static void history_open(bool with_file) {
  history_list = history_init();
  if (!history_list) return;
  history(history_list, &history_event, H_SETSIZE, 10000);
  history(history_list, &history_event, H_SETUNIQUE, 1);
  const char *home = getenv("HOME");
  if (with_file && home && strlen(home) < sizeof history_path - 20) {
    snprintf(history_path, sizeof history_path, "%s/.clu_history", home);
    history(history_list, &history_event, H_LOAD, history_path);
  }
}

void edit_init(bool with_file) {
  if (!setlocale(LC_CTYPE, "") || MB_CUR_MAX < 2) setlocale(LC_CTYPE, "C.UTF-8");
  history_open(with_file);
  editor = el_init("clu", stdin, stdout, stderr);
  if (!editor) return;
  el_set(editor, EL_PROMPT_ESC, prompt_text, '\1');
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_SIGNAL, 0);
  el_set(editor, EL_SETTY, "-d", "-isig", NULL);
  el_set(editor, EL_GETCFN, read_char);
  if (history_list) el_set(editor, EL_HIST, history, history_list);
  el_set(editor, EL_ADDFN, "clu-complete", "complete", command_complete);
  el_set(editor, EL_ADDFN, "clu-cancel", "clear the line", command_cancel);
  el_set(editor, EL_ADDFN, "clu-end", "delete, or end of input", command_end);
  el_set(editor, EL_BIND, "^I", "clu-complete", NULL);
  el_set(editor, EL_BIND, "^C", "clu-cancel", NULL);
  el_set(editor, EL_BIND, "^D", "clu-end", NULL);
  el_set(editor, EL_ADDFN, "clu-paste", "take what is pasted", command_paste);
  el_set(editor, EL_BIND, "\033[200~", "clu-paste", NULL);
  el_set(editor, EL_ADDFN, "clu-suspend", "stop until the shell's fg", command_suspend);
  el_set(editor, EL_BIND, "^Z", "clu-suspend", NULL);
  el_set(editor, EL_BIND, "^W", "ed-delete-prev-word", NULL);
  el_set(editor, EL_ADDFN, "clu-search", "search in earlier inputs", command_search);
  el_set(editor, EL_BIND, "^R", "clu-search", NULL);
  el_set(editor, EL_BIND, "\033[1;5C", "em-next-word", NULL);
  el_set(editor, EL_BIND, "\033[1;5D", "ed-prev-word", NULL);
  el_set(editor, EL_BIND, "\033[3~", "ed-delete-next-char", NULL);
  el_source(editor, NULL);
  io_around_terminal = make_way;
}

void edit_close(void) {
  io_around_terminal = NULL;
  if (editor) el_end(editor);
  if (history_list) history_end(history_list);
  editor = NULL;
  history_list = NULL;
}

enum edit_result edit_line(const char *prompt, const char **line, size_t *len) {
  if (!editor) return EDIT_END;
  current_prompt = prompt;
  cancelled = ended = false;
  if ((*line = paste_line(len))) {
    printf("%s%.*s\n", prompt, (int)*len, *line);
    fflush(stdout);
    return EDIT_LINE;
  }
  size_t rest;
  const char *typed = edit_pasted(&rest);
  if (rest) {
    char *copy = strndup(typed, rest);
    paste_forget();
    if (copy) el_push(editor, copy);
    free(copy);
  }
  follow_window();
  reading = true;
  paste_mode(true);
  int n = 0;
  /* Before the prompt appears: libedit itself would do it after, and a Ctrl-D in between would be the terminal's. */
  el_set(editor, EL_PREP_TERM, 1);
  if (ioctl(STDIN_FILENO, FIONREAD, &typed_ahead) < 0) typed_ahead = 0;
  const char *text = el_gets(editor, &n);
  reading = false;
  paste_mode(false);
  if (cancelled) {
    paste_forget();
    fputs("^C\n", stdout);
    fflush(stdout);
    el_reset(editor);
    return EDIT_CANCELLED;
  }
  if (!text || n <= 0) return EDIT_END;
  *line = text;
  *len = (size_t)n;
  while (*len && (text[*len - 1] == '\n' || text[*len - 1] == '\r')) --*len;
  if (!memchr(text, '\n', *len)) return EDIT_LINE;
  static char *recalled;
  free(recalled);
  recalled = with_margins(text, *len, "\n" MARGIN, "\n");
  *line = recalled ? recalled : "";
  *len = strlen(*line);
  return EDIT_LINE;
}

void edit_remember(const char *text) {
  if (!history_list || !*text) return;
  char *shown = with_margins(text, strlen(text), "\n", "\n" MARGIN);
  if (shown) history(history_list, &history_event, H_ENTER, shown);
  free(shown);
  if (*history_path) history(history_list, &history_event, H_SAVE, history_path);
}
