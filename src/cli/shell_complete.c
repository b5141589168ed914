/* Completion: names of variables, modules' contents, fields, keywords, keys of dictionaries, files in strings, LaTeX
 * names of characters. */
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/shell.h"
#include "value/array.h"
#include "value/call.h"
#include "value/error.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

static const char *const keywords[] = {"abstract type",  "baremodule", "begin",  "break",    "catch",  "const",
                                       "continue",       "do",         "else",   "elseif",   "end",    "export",
                                       "false",          "finally",    "for",    "function", "global", "if",
                                       "import",         "let",        "local",  "macro",    "module", "mutable struct",
                                       "primitive type", "quote",      "return", "struct",   "true",   "try",
                                       "using",          "where",      "while"};

static void add_word(Completion *c, const char *prefix, size_t n, const char *word) {
  if (strncmp(word, prefix, n) != 0) return;
  for (size_t i = 0; i < c->n; i++)
    if (strcmp(c->words[i], word) == 0) return;
  char **more = realloc(c->words, (c->n + 1) * sizeof *more);
  if (!more) return;
  c->words = more;
  if ((c->words[c->n] = strdup(word))) c->n++;
}

/* --- names --- */

static void add_bindings(Completion *c, const char *prefix, size_t n, const Module *m, bool exported_only) {
  for (uint32_t i = 0; i < m->cap; i++) {
    const Binding *b = m->table[i];
    if (!b || (exported_only && !b->exported)) continue;
    const Binding *target = b->target ? b->target : b;
    if (is_undef(target->value) || strchr(b->name->text, '#')) continue;
    if (!n && exported_only) continue; /* nothing typed: only what belongs to the module */
    add_word(c, prefix, n, b->name->text);
  }
}

static void add_names(Completion *c, const char *prefix, size_t n) {
  const Module *main = CORE->main;
  add_bindings(c, prefix, n, main, false);
  for (size_t i = 0; main->usings && i < main->usings->len; i++)
    add_bindings(c, prefix, n, array_get(main->usings, i).p, true);
  add_bindings(c, prefix, n, CORE->core, true);
  if (n)
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) add_word(c, prefix, n, keywords[i]);
}

/* Whether the line is using or import, of modules. */
static bool names_modules(const char *line) {
  while (*line == ' ') line++;
  return strncmp(line, "using ", 6) == 0 || strncmp(line, "import ", 7) == 0;
}

/* The standard library's modules and those of the program. */
static void add_modules(Completion *c, const char *prefix, size_t n) {
  const Array *loaded = as_array(SLOT(LOADED_MODULES));
  for (size_t i = 0; i < loaded->len; i++) {
    const Module *m = array_get(loaded, i).p;
    add_word(c, prefix, n, m->name->text);
  }
}

/* The value of a.b.c without running anything; undefined if there is none. */
static Value path_value(const char *path, size_t n) {
  Value v = V_UNDEF;
  for (size_t i = 0; i <= n;) {
    const char *dot = memchr(path + i, '.', n - i);
    size_t len = dot ? (size_t)(dot - path) - i : n - i;
    Symbol *name = symbol_n(path + i, len);
    if (i == 0 || v.type == T_MODULE) {
      Binding *b = module_lookup(i == 0 ? CORE->main : (Module *)v.p, name);
      if (b && b->target) b = b->target;
      v = b ? b->value : V_UNDEF;
    } else {
      TypeName *type = v.type->name;
      uint32_t k = 0;
      while (type->names && k < type->nfields && type->names[k] != name) k++;
      v = type->names && k < type->nfields ? struct_get(v, k) : V_UNDEF;
    }
    if (is_undef(v)) return v;
    i += len + 1;
  }
  return v;
}

static void add_members(Completion *c, Value of, const char *prefix, size_t n) {
  if (is_undef(of)) return;
  if (of.type == T_MODULE) {
    add_bindings(c, prefix, n, of.p, false);
    return;
  }
  const TypeName *type = of.type->name;
  if (type == CORE->tn_namedtuple && of.type->nparams) {
    Value names = of.type->params[0];
    for (uint32_t i = 0; is_tuple(names) && i < tuple_len(names); i++)
      add_word(c, prefix, n, as_symbol(tuple_get(names, i))->text);
    return;
  }
  for (uint32_t i = 0; type->names && i < type->nfields; i++) add_word(c, prefix, n, type->names[i]->text);
}

static bool name_char(char ch) {
  return isalnum((unsigned char)ch) || ch == '_' || ch == '!' || ch == '@' || (ch & 0x80);
}

/* --- methods --- */

/* Where the call begins whose arguments are being typed: behind its parenthesis; 0: there is none. */
static size_t call_begin(const char *line, size_t cursor) {
  int closed = 0;
  for (size_t i = cursor; i-- > 0;) {
    if (strchr(")]}", line[i])) closed++;
    if (strchr("([{", line[i]) && closed-- == 0) return line[i] == '(' ? i + 1 : 0;
  }
  return 0;
}

static void add_methods_of(Completion *c, Value f, Value typed) {
  Handler h;
  if (CATCH(h)) return;
  Value list = call2(module_get(CORE->base, symbol("_methods_at_prompt")), f, typed);
  for (size_t i = 0; i < ((Array *)list.p)->len; i++) add_word(c, "", 0, as_string(array_get(list.p, i))->text);
  catch_end(&h);
  c->only_shown = c->n > 0;
}

/* The methods that take the arguments typed so far. */
static void add_methods(Completion *c, const char *line, size_t cursor) {
  size_t begin = call_begin(line, cursor), path = begin ? begin - 1 : 0, end = path;
  while (path && (name_char(line[path - 1]) || line[path - 1] == '.')) path--;
  Value f = end > path ? path_value(line + path, end - path) : V_UNDEF;
  if (!is_undef(f)) add_methods_of(c, f, v_string_n(line + begin, cursor - begin));
}

/* --- keys --- */

static void add_keys_of(Completion *c, Value dict, const char *typed, size_t n) {
  Handler h;
  if (CATCH(h)) return;
  Value list = call1(module_get(CORE->base, symbol("_keys_at_prompt")), dict);
  for (size_t i = 0; i < as_array(list)->len; i++) add_word(c, typed, n, as_string(array_get(as_array(list), i))->text);
  catch_end(&h);
}

/* The keys of a dictionary, a[ before them. False: none is meant. */
static bool complete_key(Completion *c, const char *line, size_t cursor) {
  size_t start = cursor;
  while (start && !strchr("[]()", line[start - 1])) start--;
  if (!start || line[start - 1] != '[') return false;
  size_t end = start - 1, path = end;
  while (path && (name_char(line[path - 1]) || line[path - 1] == '.')) path--;
  Value of = end > path ? path_value(line + path, end - path) : V_UNDEF;
  if (is_undef(of)) return false;
  add_keys_of(c, of, line + start, cursor - start);
  if (!c->n) return false;
  c->start = start;
  size_t len = strlen(c->words[0]);
  char *whole = c->n == 1 && line[cursor] != ']' ? realloc(c->words[0], len + 2) : NULL;
  if (whole) c->words[0] = strcat(whole, "]");
  return true;
}

/* --- files --- */

static void add_files(Completion *c, const char *path, size_t n) {
  size_t slash = n;
  while (slash && path[slash - 1] != '/') slash--;
  char dir[4096], full[8192];
  snprintf(dir, sizeof dir, "%.*s", (int)slash, path);
  DIR *d = opendir(slash ? dir : ".");
  if (!d) return;
  for (struct dirent *e; (e = readdir(d));) {
    if (e->d_name[0] == '.' && path[slash] != '.') continue;
    struct stat st;
    snprintf(full, sizeof full, "%s%s", dir, e->d_name);
    bool folder = stat(full, &st) == 0 && S_ISDIR(st.st_mode);
    char word[512];
    snprintf(word, sizeof word, "%.500s%s", e->d_name, folder ? "/" : "");
    add_word(c, path + slash, n - slash, word);
  }
  closedir(d);
  c->start += slash;
}

/* The only file that fits ends the string. */
static void close_file(Completion *c) {
  size_t len = c->n == 1 ? strlen(c->words[0]) : 0;
  char *whole = len && c->words[0][len - 1] != '/' ? realloc(c->words[0], len + 2) : NULL;
  if (whole) c->words[0] = strcat(whole, "\"");
}

/* --- --- */

static bool in_string(const char *line, size_t cursor) {
  bool inside = false;
  for (size_t i = 0; i < cursor; i++) {
    if (line[i] == '\\' && inside)
      i++;
    else if (line[i] == '"')
      inside = !inside;
  }
  return inside;
}

static void add_latex(const char *name, void *arg) {
  char word[64];
  snprintf(word, sizeof word, "\\%s", name);
  add_word(arg, "", 0, word);
}

/* \name before the cursor. False: there is none. */
static bool complete_latex(Completion *c, const char *line, size_t cursor) {
  size_t start = cursor;
  while (start && (isalnum((unsigned char)line[start - 1]) || strchr("_^+-=", line[start - 1]))) start--;
  if (!start || line[start - 1] != '\\') return false;
  c->start = start - 1;
  const char *text = latex_find(line + start, cursor - start);
  if (text) {
    c->insert = strdup(text);
    return true;
  }
  latex_each(line + start, cursor - start, add_latex, c);
  return true;
}

static int by_text(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* The words' common beginning, if it is longer than what stands there. */
static void choose_insert(Completion *c, const char *typed, size_t n) {
  if (c->insert || !c->n || c->only_shown) return;
  size_t common = strlen(c->words[0]);
  for (size_t i = 1; i < c->n; i++) {
    size_t k = 0;
    while (k < common && c->words[i][k] == c->words[0][k]) k++;
    common = k;
  }
  while (common && (c->words[0][common] & 0xc0) == 0x80) common--;
  if (common > n || (c->n == 1 && (common != n || memcmp(typed, c->words[0], n) != 0)))
    c->insert = strndup(c->words[0], common);
}

Completion complete_line(const char *line, size_t cursor) {
  Completion c = {.start = cursor};
  if (!complete_latex(&c, line, cursor) && !complete_key(&c, line, cursor)) {
    if (in_string(line, cursor)) {
      while (c.start && line[c.start - 1] != '"') c.start--;
      add_files(&c, line + c.start, cursor - c.start);
      close_file(&c);
    } else {
      while (c.start && name_char(line[c.start - 1])) c.start--;
      size_t path = c.start;
      if (path && line[path - 1] == '.') {
        size_t end = path - 1;
        path = end;
        while (path && (name_char(line[path - 1]) || line[path - 1] == '.')) path--;
        if (end > path) add_members(&c, path_value(line + path, end - path), line + c.start, cursor - c.start);
      } else {
        if (c.start == cursor) add_methods(&c, line, cursor);
        if (names_modules(line))
          add_modules(&c, line + c.start, cursor - c.start);
        else if (!c.only_shown)
          add_names(&c, line + c.start, cursor - c.start);
      }
    }
  }
  if (c.n > 1) qsort(c.words, c.n, sizeof *c.words, by_text);
  choose_insert(&c, line + c.start, cursor - c.start);
  return c;
}

void completion_free(Completion *c) {
  for (size_t i = 0; i < c->n; i++) free(c->words[i]);
  free(c->words);
  free(c->insert);
}
