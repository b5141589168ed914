#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char options_help[] =
    "usage: clu [switches] [--] [script] [args...]\n"
    "Message passing, control and display for distributed and parallel computing, in Julia's language.\n"
    "\n"
    " -p, --procs N|auto      start N workers on this host (auto: one for each core)\n"
    "     --machine-file F    start workers as the lines [COUNT*]HOST of F say; only this host as yet\n"
    " -e, --eval EXPR         run EXPR\n"
    " -E, --print EXPR        run EXPR and show its value\n"
    " -L, --load FILE         run FILE first, on all processes\n"
    " -i                      prompt after the script or -e\n"
    " -q, --quiet             no banner\n"
    "     --color yes|no      colour also when not on a terminal, or never\n"
    "     --history-file no   the prompt's history is neither read nor written\n"
    " -h, --help              this text\n"
    " -v, --version           the version\n"
    "\n"
    "Julia's --project, --startup-file, --threads, --optimize, --check-bounds and the like are accepted and change "
    "nothing.\n"
    "Without a script: a prompt on a terminal, else the program is read from standard input.\n"
    "Exit status: 0, or 1 after an uncaught error, 2 after a wrong command line, or what exit(n) says.\n";

__attribute__((noreturn)) static void usage(const char *what, const char *word) {
  fprintf(stderr, "clu: %s '%s'\ntry 'clu --help'\n", what, word);
  exit(2);
}

/* A flag's value: after '=' in the same word, the rest of a short flag's word, or the next word. */
static const char *flag_value(char **argv, int argc, int *i, const char *word, size_t flag_len) {
  if (word[flag_len] == '=') return word + flag_len + 1;
  if (word[flag_len]) return word + flag_len;
  if (*i + 1 >= argc) usage("a value is needed after", word);
  return argv[++*i];
}

static bool is_flag(const char *word, const char *brief, const char *full, size_t *len) {
  if (full && strncmp(word, full, strlen(full)) == 0 && (!word[strlen(full)] || word[strlen(full)] == '=')) {
    *len = strlen(full);
    return true;
  }
  if (brief && strncmp(word, brief, 2) == 0) {
    *len = 2;
    return true;
  }
  return false;
}

static int workers_number(const char *text) {
  if (strcmp(text, "auto") == 0) return (int)sysconf(_SC_NPROCESSORS_ONLN);
  char *end;
  long n = strtol(text, &end, 10);
  if (*end || end == text || n < 1 || n > 100000) usage("-p needs a number of workers or auto, not", text);
  return (int)n;
}

static void action_add(Options *o, enum action_kind kind, const char *text) {
  o->actions = realloc(o->actions, sizeof *o->actions * (size_t)(o->nactions + 1));
  if (!o->actions) {
    fputs("clu: out of memory\n", stderr);
    exit(70);
  }
  o->actions[o->nactions++] = (Action){kind, text};
}

/* Julia's switches that mean nothing here. Their values stand behind '='; those of -t, -C, -J, -H may be the next word.
 */
static bool flag_ignored(int argc, char **argv, int *i) {
  static const char *const known[] = {"--project",
                                      "--startup-file",
                                      "--threads",
                                      "--optimize",
                                      "--check-bounds",
                                      "--compile",
                                      "--compiled-modules",
                                      "--depwarn",
                                      "--inline",
                                      "--math-mode",
                                      "--warn-overwrite",
                                      "--handle-signals",
                                      "--sysimage",
                                      "--sysimage-native-code",
                                      "--home",
                                      "--cpu-target",
                                      "--track-allocation",
                                      "--trace-compile",
                                      "--min-optlevel",
                                      "--code-coverage",
                                      "--polly",
                                      "--bind-to"};
  static const char *const valued = "--threads --sysimage --home --cpu-target --bind-to";
  const char *w = argv[*i];
  size_t n = strcspn(w, "=");
  for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
    if (strlen(known[k]) != n || memcmp(w, known[k], n) != 0) continue;
    if (!w[n] && strstr(valued, known[k]) && *i + 1 < argc) ++*i;
    return true;
  }
  if (w[1] == 'O' || w[1] == 'g') return w[2] == 0 || (w[2] >= '0' && w[2] <= '3' && !w[3]);
  if (!strchr("tCJH", w[1])) return false;
  if (!w[2] && *i + 1 < argc) ++*i;
  return true;
}

static int yes_or_no(const char *otherwise, const char *text) {
  if (strcmp(text, "yes") == 0) return 1;
  if (strcmp(text, "no") == 0) return 0;
  if (strcmp(text, "auto") != 0) usage(otherwise, text);
  return -1;
}

/* -i, -q, -h, -v, also several in one word, as in -qi. */
static bool flags_read_letters(Options *o, const char *letters) {
  if (!*letters || letters[strspn(letters, "iqhv")]) return false;
  o->interactive |= strchr(letters, 'i') != NULL;
  o->quiet |= strchr(letters, 'q') != NULL;
  o->help |= strchr(letters, 'h') != NULL;
  o->version |= strchr(letters, 'v') != NULL;
  return true;
}

/* One flag at argv[*i]; moves *i over its value. */
static void flag_read(Options *o, int argc, char **argv, int *i) {
  const char *w = argv[*i];
  size_t n;
  if (is_flag(w, "-e", "--eval", &n))
    action_add(o, ACTION_EVAL, flag_value(argv, argc, i, w, n));
  else if (is_flag(w, "-E", "--print", &n))
    action_add(o, ACTION_PRINT, flag_value(argv, argc, i, w, n));
  else if (is_flag(w, "-L", "--load", &n))
    action_add(o, ACTION_LOAD, flag_value(argv, argc, i, w, n));
  else if (is_flag(w, "-p", "--procs", &n))
    o->workers = workers_number(flag_value(argv, argc, i, w, n));
  else if (is_flag(w, NULL, "--machine-file", &n))
    o->machine_file = flag_value(argv, argc, i, w, n);
  else if (is_flag(w, NULL, "--save-image", &n))
    o->save_image = flag_value(argv, argc, i, w, n);
  else if (is_flag(w, NULL, "--color", &n))
    o->color = yes_or_no("--color needs yes, no or auto, not", flag_value(argv, argc, i, w, n));
  else if (flags_read_letters(o, w + 1))
    return;
  else if (strcmp(w, "--quiet") == 0)
    o->quiet = true;
  else if (strcmp(w, "--help") == 0)
    o->help = true;
  else if (strcmp(w, "--version") == 0)
    o->version = true;
  else if (is_flag(w, NULL, "--banner", &n))
    o->quiet |= strcmp(flag_value(argv, argc, i, w, n), "no") == 0;
  else if (is_flag(w, NULL, "--history-file", &n))
    o->no_history = strcmp(flag_value(argv, argc, i, w, n), "no") == 0;
  else if (!flag_ignored(argc, argv, i))
    usage("there is no switch", w);
}

Options options_parse(int argc, char **argv) {
  Options o = {.color = -1};
  int i = 1;
  for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
    if (strcmp(argv[i], "--") == 0) {
      i++;
      break;
    }
    flag_read(&o, argc, argv, &i);
  }
  bool program_given = false;
  for (int k = 0; k < o.nactions; k++) program_given |= o.actions[k].kind != ACTION_LOAD;
  if (i < argc && !program_given) o.script = argv[i++];
  o.args = argv + i;
  o.nargs = argc - i;
  return o;
}
