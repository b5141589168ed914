/* The prompt: reads expressions line by line on a terminal, runs them, shows their values.
 * Promise: an error or Ctrl-C ends only the expression at hand; tasks, timers and the output of workers go on while it
 * waits for input. */
#ifndef CLU_SHELL_H
#define CLU_SHELL_H
#include <stdbool.h>
#include <stddef.h>

/* Runs until end of input (Ctrl-D) or exit(); returns the exit status. */
int shell_run(bool history);

/* ---- the line editor (shell_edit.c) ---- */
enum edit_result { EDIT_LINE, EDIT_CANCELLED /* Ctrl-C */, EDIT_END /* Ctrl-D */ };
void edit_init(bool with_file);
void edit_close(void);
/* Reads a line without its end; it is valid until the next call. */
enum edit_result edit_line(const char *prompt, const char **line, size_t *len);
/* What was pasted behind the line that was read last. */
const char *edit_pasted(size_t *len);
/* Adds what was typed, perhaps several lines, to the history, and to ~/.clu_history. */
void edit_remember(const char *text);

/* ---- completion (shell_complete.c) ---- */
typedef struct Completion {
  size_t start; /* the bytes of the line from here to the cursor are replaced */
  char **words; /* malloc'ed, sorted; shown if there are several */
  size_t n;
  bool only_shown; /* the words are no completions, but methods of what is being called */
  char *insert;    /* what replaces them: the words' common beginning; NULL: nothing to add */
} Completion;
Completion complete_line(const char *line, size_t cursor);
void completion_free(Completion *c);
/* The character that \name stands for, or NULL. */
const char *latex_find(const char *name, size_t len);
/* Calls each(name, arg) for the names that begin so. */
void latex_each(const char *prefix, size_t len, void (*each)(const char *name, void *arg), void *arg);
#endif
