/* ?name: the docstring that a program gave, else what the built-ins' declarations say, else what the name is. */
#include <stdio.h>
#include <string.h>

#include "base/help.h"
#include "base/print.h"
#include "cli/shell.h"
#include "lang/method.h"
#include "value/module.h"
#include "value/show.h"
#include "value/symbol.h"

/* Whether there are any; *whole, whether they begin with the signatures, so that nothing needs to be added. */
static bool show_docs(Text *t, Symbol *name, bool *whole) {
  Value get = module_get(CORE->base, symbol("_doc_get"));
  if (is_undef(get)) return false;
  Value doc = call1(get, v_symbol(name));
  if (!is_string(doc)) return false;
  const String *s = as_string(doc);
  *whole = s->len > 4 && memcmp(s->text, "    ", 4) == 0;
  text_puts(t, "  ");
  for (size_t i = 0; i < s->len; i++) {
    text_char(t, s->text[i]);
    if (s->text[i] == '\n' && i + 1 < s->len) text_puts(t, "  ");
  }
  if (!s->len || s->text[s->len - 1] != '\n') text_char(t, '\n');
  return true;
}

static void show_binding(Text *t, Symbol *name) {
  Value v = module_get(CORE->main, name);
  if (is_undef(v)) {
    text_format(t, "  No documentation found.\n\n  Binding %s does not exist.\n", name->text);
    return;
  }
  text_puts(t, "  No documentation found.\n\n");
  text_format(t, "  %s is of type ", name->text);
  show_type(t, &v.type->head);
  text_char(t, '\n');
}

void help_show(const char *text) {
  while (*text == ' ') text++;
  size_t n = strlen(text);
  while (n && (text[n - 1] == ' ' || text[n - 1] == ')' || text[n - 1] == '(')) n--;
  Text t = {0};
  if (!n) {
    text_puts(&t, "  Type ? and a name, for example ?push!\n");
  } else {
    const char *last = memrchr(text, '.', n);
    Symbol *name = last && last[1] ? symbol_n(last + 1, n - (size_t)(last + 1 - text)) : symbol_n(text, n);
    bool whole = false, docs = show_docs(&t, name, &whole);
    if (!whole && !help_of_builtins(&t, name->text) && !docs) show_binding(&t, name);
  }
  while (t.len > 1 && t.bytes[t.len - 1] == '\n' && t.bytes[t.len - 2] == '\n') t.len--;
  io_write(io_stdout(), t.bytes, t.len);
}
