#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "cli/shell_search.h"

typedef struct Search {
  EditLine *e;
  History *h;
  HistEvent event;
  char pattern[256];
  size_t len;
  int at;            /* how many inputs are younger than the one that was found */
  const char *found; /* NULL: there is none for the pattern */
} Search;

/* Finds the pattern in the input number `at` or an older one. */
static bool look(Search *s, int at) {
  int more = history(s->h, &s->event, H_FIRST), i = 0;
  for (; more >= 0; more = history(s->h, &s->event, H_NEXT), i++) {
    if (i < at || !strstr(s->event.str, s->pattern)) continue;
    s->found = s->event.str;
    s->at = i;
    return true;
  }
  return false;
}

static void look_anew(Search *s) {
  s->found = NULL;
  if (s->len) look(s, 0);
}

static bool is_continued(char c) { return (c & 0xc0) == 0x80; }

/* One row: of an input that is longer, the part from the pattern on. */
static void draw(const Search *s) {
  struct winsize size = {0};
  int room = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col - 1 : 79;
  const char *kind = s->found || !s->len ? "reverse-i-search" : "failed reverse-i-search";
  room -= printf("\r\033[K(%s)`%s': ", kind, s->pattern) - 4;
  const char *p = s->found ? s->found : "", *hit = s->found ? strstr(p, s->pattern) : p;
  if (hit - p + (ptrdiff_t)s->len > room) p = hit;
  for (; *p && room > 0; p++) {
    if (!is_continued(*p)) room--;
    fputc(*p == '\n' ? ' ' : *p, stdout);
  }
  fflush(stdout);
}

static void replace_line(EditLine *e, const char *text) {
  const LineInfo *info = el_line(e);
  el_cursor(e, (int)(info->lastchar - info->cursor));
  info = el_line(e);
  int n = 0;
  for (const char *p = info->buffer; p < info->lastchar; p++) n += !is_continued(*p);
  el_deletestr(e, n);
  if (*text) el_insertstr(e, text);
}

static void type(Search *s, wchar_t c) {
  char bytes[16];
  mbstate_t state = {0};
  size_t n = wcrtomb(bytes, c, &state);
  if (n == (size_t)-1 || s->len + n >= sizeof s->pattern) return;
  memcpy(s->pattern + s->len, bytes, n);
  s->pattern[s->len += n] = '\0';
  if (!s->found || !strstr(s->found, s->pattern)) {
    int from = s->found ? s->at : 0;
    s->found = NULL;
    look(s, from);
  }
}

static void untype(Search *s) {
  while (s->len && is_continued(s->pattern[s->len - 1])) s->len--;
  if (s->len) s->len--;
  s->pattern[s->len] = '\0';
  look_anew(s);
}

enum { CTRL_C = 3, CTRL_G = 7, CTRL_H = 8, CTRL_R = 18, CTRL_S = 19, RUBOUT = 127 };

/* Reads keys until one that is not for the search: that one, or 0 at the end of input. */
static wchar_t read_keys(Search *s) {
  for (;;) {
    draw(s);
    wchar_t c;
    if (el_wgetc(s->e, &c) <= 0) return 0;
    if (c == CTRL_R) {
      if (s->found) look(s, s->at + 1);
    } else if (c == CTRL_H || c == RUBOUT) {
      untype(s);
    } else if (c >= ' ') {
      type(s, c);
    } else if (c != CTRL_S) {
      return c;
    }
  }
}

wchar_t search_history(EditLine *e, History *h) {
  const LineInfo *info = el_line(e);
  char *before = strndup(info->buffer, (size_t)(info->lastchar - info->buffer));
  if (!before) return 0;
  Search s = {.e = e, .h = h};
  replace_line(e, "");
  el_set(e, EL_REFRESH);
  wchar_t key = read_keys(&s);
  fputs("\r\033[K", stdout);
  el_set(e, EL_REFRESH);
  replace_line(e, s.found && key != CTRL_G && key != CTRL_C ? s.found : before);
  free(before);
  return key == CTRL_G ? 0 : key;
}
