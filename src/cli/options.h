/* The command line: julia's flags. Promise: a wrong flag gives one line that names it and exit status 2. */
#ifndef CLU_OPTIONS_H
#define CLU_OPTIONS_H
#include <stdbool.h>

enum action_kind { ACTION_EVAL, ACTION_PRINT, ACTION_LOAD };

typedef struct Action {
  enum action_kind kind; /* -e, -E, -L, in the order given */
  const char *text;
} Action;

typedef struct Options {
  Action *actions;
  int nactions;
  int workers; /* -p N; -p auto gives the number of cores */
  const char *machine_file;
  const char *script; /* NULL: none; "-": standard input */
  char **args;        /* what follows the script */
  int nargs;
  bool interactive, quiet, help, version, no_history;
  int color;              /* -1: when on a terminal */
  const char *save_image; /* --save-image FILE: used by the build */
} Options;

/* Reads the command line; exits with status 2 after a message if it is wrong. */
Options options_parse(int argc, char **argv);
extern const char options_help[];
#endif
