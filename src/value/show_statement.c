/* Expressions that are statements, as text: blocks, control flow, definitions, calls of macros, imports. */
#include "value/module.h"
#include "value/operator.h"
#include "value/show.h"
#include "value/show_expr_inner.h"
#include "value/type.h"

/* --- blocks --- */

void new_line(Text *t, int indent) {
  text_char(t, '\n');
  for (int i = 0; i < indent; i++) text_char(t, ' ');
}

void show_block(Text *t, const char *head, Items args, Value body, int indent) {
  bool was = index_entered(false);
  text_puts(t, head);
  if (args.n) {
    text_char(t, ' ');
    show_list(t, args, strcmp(head, "elseif") ? ", " : " ", indent, 0, 0);
  }
  int inner = strcmp(head, "module") && strcmp(head, "baremodule") ? indent + INDENT : indent;
  Items lines = is_expr_of(body, SYM(block)) ? items_of(as_expr(body), 0) : (Items){&body, 1};
  for (size_t i = 0; i < lines.n; i++) {
    new_line(t, inner);
    show_any(t, lines.at[i], inner, -1);
  }
  new_line(t, indent);
  index_left(was);
}

static void show_block_of(Text *t, const char *head, Value arg, Value body, int indent) {
  Items args = {&arg, 1};
  if (is_expr_of(arg, SYM(block)) || is_expr_of(arg, SYM(quote))) args = items_of(as_expr(arg), 0);
  show_block(t, head, args, body, indent);
}

/* --- control flow, definitions --- */

bool show_definition(Text *t, const Expr *e, int indent) {
  Symbol *head = e->name;
  size_t n = expr_len(e);
  if ((head == SYM(function) || head == SYM(macro)) && n == 2) {
    Value sig = expr_arg(e, 0);
    const char *word = head->text;
    if (is_expr_of(sig, SYM(call)) && expr_len(as_expr(sig))) {
      text_format(t, "%s ", word);
      show_call(t, SYM(call), expr_arg(as_expr(sig), 0), items_of(as_expr(sig), 1), indent, true);
      show_block(t, "", (Items){0}, expr_arg(e, 1), indent);
    } else
      show_block_of(t, word, sig, expr_arg(e, 1), indent);
  } else if (head == SYM(module) && n == 3 && is_bool(expr_arg(e, 0)))
    show_block_of(t, is_true(expr_arg(e, 0)) ? "module" : "baremodule", expr_arg(e, 1), expr_arg(e, 2), indent);
  else if (head == SYM(struct_) && n == 3 && is_bool(expr_arg(e, 0)))
    show_block_of(t, is_true(expr_arg(e, 0)) ? "mutable struct" : "struct", expr_arg(e, 1), expr_arg(e, 2), indent);
  else if (head == SYM(primitive) && n == 2) {
    text_puts(t, "primitive type ");
    show_list(t, items_of(e, 0), " ", indent, 0, 0);
    text_char(t, ' ');
  } else if ((head == SYM(for_) || head == SYM(while_) || head == SYM(let)) && n == 2)
    show_block_of(t, head->text, expr_arg(e, 0), expr_arg(e, 1), indent);
  else
    return false;
  text_puts(t, "end");
  return true;
}

bool show_if(Text *t, const Expr *e, int indent, int prec) {
  const char *head = e->name->text;
  show_block_of(t, head, expr_arg(e, 0), expr_arg(e, 1), indent);
  if (expr_len(e) == 2) {
    text_puts(t, "end");
  } else if (is_expr_of(expr_arg(e, 2), SYM(elseif)))
    show_any(t, expr_arg(e, 2), indent, prec);
  else {
    show_block(t, "else", (Items){0}, expr_arg(e, 2), indent);
    text_puts(t, "end");
  }
  return true;
}

void show_try(Text *t, const Expr *e, int indent) {
  show_block(t, "try", (Items){0}, expr_arg(e, 0), indent);
  Value var = expr_arg(e, 1);
  if (is_expr_of(expr_arg(e, 2), SYM(block)))
    show_block(t, "catch", is_bool(var) ? (Items){0} : (Items){&var, 1}, expr_arg(e, 2), indent);
  if (expr_len(e) >= 4 && is_expr_of(expr_arg(e, 3), SYM(block)))
    show_block(t, "finally", (Items){0}, expr_arg(e, 3), indent);
  text_puts(t, "end");
}

bool show_do(Text *t, const Expr *e, int indent) {
  Value f = expr_arg(e, 1);
  if (!is_expr_of(f, SYM(arrow)) || expr_len(as_expr(f)) != 2 || !is_expr(expr_arg(as_expr(f), 0)) ||
      !is_expr(expr_arg(as_expr(f), 1)))
    return false;
  show_any(t, expr_arg(e, 0), indent, -1);
  text_puts(t, " do ");
  show_list(t, items_of(as_expr(expr_arg(as_expr(f), 0)), 0), ", ", 0, 0, 0);
  Items lines = items_of(as_expr(expr_arg(as_expr(f), 1)), 0);
  for (size_t i = 0; i < lines.n; i++) {
    new_line(t, indent + INDENT);
    show_any(t, lines.at[i], indent + INDENT, -1);
  }
  new_line(t, indent);
  text_puts(t, "end");
  return true;
}

void show_line(Text *t, Value line, Value file) {
  text_puts(t, "#= ");
  if (is_symbol(file))
    text_format(t, "%s:", as_symbol(file)->text);
  else
    text_puts(t, "line ");
  show_any(t, line, 0, 0);
  text_puts(t, " =#");
}

void show_linenode(Text *t, const LineNode *n) { show_line(t, v_int(n->line), n->file ? v_symbol(n->file) : V_UNDEF); }

void show_macro(Text *t, Value name, int indent) {
  if (is_symbol(name))
    show_macro_name(t, as_symbol(name));
  else if (name.type == T_GLOBALREF) {
    const GlobalRef *g = name.p;
    text_format(t, "%s.%s", g->module->name->text, g->name->text);
  } else
    show_any(t, name, indent, 0);
}

/* r"text" and its like. */
static bool show_string_macro(Text *t, const Expr *e) {
  Value name = expr_arg(e, 0);
  if (!is_symbol(name) || expr_len(e) < 3 || expr_len(e) > 4) return false;
  const Symbol *s = as_symbol(name);
  for (size_t i = 2; i < expr_len(e); i++)
    if (!is_string(expr_arg(e, i))) return false;
  if (s->len < 6 || s->text[0] != '@' || strcmp(s->text + s->len - 4, "_str")) return false;
  text_add(t, s->text + 1, s->len - 5);
  text_char(t, '"');
  const String *text = as_string(expr_arg(e, 2));
  for (size_t i = 0; i < text->len; i++) {
    size_t n = 0;
    while (i + n < text->len && text->text[i + n] == '\\') n++;
    bool quote = i + n == text->len || text->text[i + n] == '"';
    for (size_t k = 0; k < (quote ? 2 * n : n); k++) text_char(t, '\\');
    i += n;
    if (i < text->len) {
      if (quote) text_char(t, '\\');
      text_char(t, text->text[i]);
    }
  }
  text_char(t, '"');
  if (expr_len(e) == 4) text_puts(t, as_string(expr_arg(e, 3))->text);
  return true;
}

/* `command` and numbers too large for Int128. */
static bool show_literal_macro(Text *t, const Expr *e) {
  Value name = expr_arg(e, 0);
  if (name.type != T_GLOBALREF || expr_len(e) != 3 || !is_string(expr_arg(e, 2))) return false;
  const Symbol *s = ((GlobalRef *)name.p)->name;
  const String *text = as_string(expr_arg(e, 2));
  bool command = s == SYM(cmd);
  if (!command && !sym_is(s, "@big_str") && !sym_is(s, "@int128_str") && !sym_is(s, "@uint128_str")) return false;
  if (command) text_char(t, '`');
  text_add(t, text->text, text->len);
  if (command) text_char(t, '`');
  return true;
}

void show_macrocall(Text *t, const Expr *e, int indent, int prec) {
  if (show_string_macro(t, e) || show_literal_macro(t, e)) return;
  Value line = expr_arg(e, 1);
  if (line.type == T_LINENODE) {
    show_linenode(t, line.p);
    text_char(t, ' ');
  }
  Items args = items_of(e, 2);
  show_macro(t, expr_arg(e, 0), indent);
  if (prec >= 0) {
    show_enclosed(t, "(", args, ", ", ")", indent, 0, 0);
    return;
  }
  for (size_t i = 0; i < args.n; i++) {
    text_char(t, ' ');
    show_any(t, args.at[i], indent + INDENT, 0);
  }
}

static void show_import_path(Text *t, Value path) {
  if (!is_expr_of(path, SYM(dot))) {
    show_any(t, path, 0, 0);
    return;
  }
  bool first = true;
  Items names = items_of(as_expr(path), 0);
  for (size_t i = 0; i < names.n; i++) {
    if (is_symbol(names.at[i]) && as_symbol(names.at[i]) == SYM(dot)) {
      text_char(t, '.');
      continue;
    }
    if (!first) text_char(t, '.');
    first = false;
    if (is_symbol(names.at[i]))
      show_macro_name(t, as_symbol(names.at[i]));
    else
      show_any(t, names.at[i], 0, 0);
  }
}

static bool plain_path(Value v) {
  if (is_symbol(v)) return true;
  if (!is_expr_of(v, SYM(dot)) && !is_expr_of(v, SYM(colon))) return false;
  Items parts = items_of(as_expr(v), 0);
  for (size_t i = 0; i < parts.n; i++)
    if (!plain_path(parts.at[i])) return false;
  return true;
}

bool show_import(Text *t, const Expr *e) {
  for (size_t i = 0; i < expr_len(e); i++)
    if (!plain_path(expr_arg(e, i))) return false;
  text_format(t, "%s ", e->name->text);
  Items args = items_of(e, 0);
  for (size_t i = 0; i < args.n; i++) {
    if (i) text_puts(t, ", ");
    if (!is_expr_of(args.at[i], SYM(colon))) {
      show_import_path(t, args.at[i]);
      continue;
    }
    Items names = items_of(as_expr(args.at[i]), 0);
    for (size_t j = 0; j < names.n; j++) {
      if (j) text_puts(t, j == 1 ? ": " : ", ");
      show_import_path(t, names.at[j]);
    }
  }
  return true;
}

static void escape_part(Text *t, const String *s) {
  Text quoted = {0};
  show_string_quoted(&quoted, s->text, s->len);
  if (quoted.len > 2) text_add(t, quoted.bytes + 1, quoted.len - 2);
}

void show_string_expr(Text *t, const Expr *e) {
  text_char(t, '"');
  for (size_t i = 0; i < expr_len(e); i++) {
    Value v = expr_arg(e, i);
    if (is_string(v)) {
      escape_part(t, as_string(v));
      continue;
    }
    text_puts(t, "$(");
    show_any(t, v, 0, -1);
    text_char(t, ')');
  }
  text_char(t, '"');
}

void show_where(Text *t, const Expr *e, int indent, int prec) {
  bool parens = prec >= PREC_ASSIGNMENT;
  if (parens) text_char(t, '(');
  show_any(t, expr_arg(e, 0), indent, PREC_DECL);
  text_puts(t, " where ");
  if (expr_len(e) == 2)
    show_any(t, expr_arg(e, 1), indent, PREC_ASSIGNMENT);
  else
    show_enclosed(t, "{", items_of(e, 1), ", ", "}", indent, 0, 0);
  if (parens) text_char(t, ')');
}
