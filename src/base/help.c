/* What the declarations of built-ins say of them. */
#include "base/help.h"

#include <string.h>

#include "value/builtin.h"

/* Whether the signature declares the function called name (behind a module's prefix, if any). */
static bool declares(const char *line, size_t n, const char *name, size_t len) {
  const char *paren = memchr(line, '(', n);
  size_t head = paren && paren > line ? (size_t)(paren - line) : n;
  if (head < len || memcmp(line + head - len, name, len) != 0) return false;
  return head == len || line[head - len - 1] == '.';
}

bool help_of_builtins(Text *t, const char *name) {
  bool any = false;
  size_t len = strlen(name);
  for (const Builtin *const *b = __start_clu_builtins; b < __stop_clu_builtins; b++) {
    bool here = false;
    for (const char *line = (*b)->signatures, *end; *line; line = *end ? end + 1 : end) {
      end = strchrnul(line, '\n');
      if (line[0] == '_' || !declares(line, (size_t)(end - line), name, len)) continue;
      text_format(t, "  %.*s\n", (int)(end - line), line);
      here = true;
    }
    if (here && (*b)->help[0]) text_format(t, "\n  %s\n\n", (*b)->help);
    any |= here;
  }
  return any;
}

BUILTIN(builtin_help, "_builtin_help(name::String)",
        "The signatures of the built-ins of that name and what they do, or nothing at all.") {
  Text t = {0};
  help_of_builtins(&t, as_string(args[0])->text);
  return text_string(&t);
}
