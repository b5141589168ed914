/* Expressions as text, as Julia 1.5 writes them: the program that they stand for where there is one, $(Expr(...))
 * otherwise. */
#include <stdio.h>

#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/module.h"
#include "value/operator.h"
#include "value/show.h"
#include "value/show_expr_inner.h"
#include "value/symbol.h"
#include "value/type.h"

/* print writes quotes and $ as in a program; show writes $(Expr(:quote, ...)), which can be pasted anywhere. */
static bool printing;
/* Within the brackets of a[...], where begin is an index: blocks are written as (a; b). */
static bool in_index;

static void show_quoted(Text *t, Value v, int indent, int prec);

bool index_entered(bool in) {
  bool was = in_index;
  in_index = in;
  return was;
}

void index_left(bool was) { in_index = was; }

/* --- symbols --- */

static bool is_identifier(const Symbol *s) {
  return identifier_valid(s->text, s->len) && s != SYM(true_) && s != SYM(false_);
}

static bool symbol_operator(const Symbol *s, Operator *op) { return operator_find(s->text, s->len, op); }

static bool is_operator_symbol(const Symbol *s) {
  Operator op;
  return symbol_operator(s, &op) || sym_is(s, "'");
}

static bool in_list(const char *const *list, size_t n, const char *text) {
  for (size_t i = 0; i < n; i++)
    if (strcmp(list[i], text) == 0) return true;
  return false;
}
#define IN_LIST(list, symbol) in_list(list, sizeof list / sizeof *list, (symbol)->text)

/* Their quotation needs parentheses. */
static bool needs_parens(const Symbol *s) {
  static const char *const list[] = {":", "::", ":=", "=", "==", "===", "=>"};
  return IN_LIST(list, s);
}

static bool is_unary(const Symbol *s) {
  static const char *const list[] = {"+", "-", "!", "¬", "~", "<:", ">:", "√", "∛", "∜"};
  return IN_LIST(list, s);
}

static int precedence_of(const Symbol *s) {
  Operator op;
  if (sym_is(s, "in") || sym_is(s, "isa")) return PREC_COMPARISON;
  return symbol_operator(s, &op) ? op.precedence : 0;
}

static void show_name(Text *t, const Symbol *s) {
  bool operator= is_operator_symbol(s) && !sym_is(s, "'");
  if (is_identifier(s) || operator|| s == SYM(true_) || s == SYM(false_)) {
    text_add(t, s->text, s->len);
    return;
  }
  text_puts(t, "var");
  show_string_quoted(t, s->text, s->len);
}

/* Macro names are written bare after their @. */
void show_macro_name(Text *t, const Symbol *s) {
  if (s->text[0] != '@')
    show_name(t, s);
  else
    text_add(t, s->text, s->len);
}

static void show_symbol(Text *t, const Symbol *s) {
  bool operator= is_operator_symbol(s) && !sym_is(s, "'");
  if (is_identifier(s) || operator) {
    bool parens = needs_parens(s);
    text_puts(t, parens ? ":(" : ":");
    text_add(t, s->text, s->len);
    if (parens) text_char(t, ')');
    return;
  }
  text_puts(t, "Symbol(");
  show_string_quoted(t, s->text, s->len);
  text_char(t, ')');
}

/* --- lists --- */

static bool is_quoted(Value v) {
  return v.type == T_QUOTENODE || (is_expr_of(v, SYM(quote)) && expr_len(as_expr(v)) == 1) ||
         (is_expr_of(v, SYM(quotenode)) && expr_len(as_expr(v)) == 1);
}

static Value unquoted(Value v) { return v.type == T_QUOTENODE ? ((QuoteNode *)v.p)->value : expr_arg(as_expr(v), 0); }

static bool is_negative(Value v) {
  if (v.type == T_FLOAT64) return v.f < 0;
  if (v.type == T_FLOAT32) return v.f32 < 0;
  return (v.type == T_INT64 || v.type == T_INT32 || v.type == T_INT16 || v.type == T_INT8) && v.i < 0;
}

static void show_fallback(Text *t, const Expr *e);

void show_list(Text *t, Items items, const char *sep, int indent, int prec, int flags) {
  for (size_t i = 0; i < items.n; i++) {
    Value v = items.at[i];
    if (i) text_puts(t, sep);
    bool first = i == 0 && prec >= PREC_POWER;
    bool unary_call = is_expr_of(v, SYM(call)) && expr_len(as_expr(v)) && is_symbol(expr_arg(as_expr(v), 0)) &&
                      is_unary(as_symbol(expr_arg(as_expr(v), 0)));
    bool parens = !is_quoted(v) && ((first && (unary_call || is_negative(v))) ||
                                    ((flags & LIST_OPERATORS) && is_symbol(v) && is_operator_symbol(as_symbol(v))));
    if (parens) text_char(t, '(');
    int inner = parens ? 0 : prec;
    if ((flags & LIST_KEYWORDS) && is_expr_of(v, SYM(kw)) && expr_len(as_expr(v)) == 2)
      show_any(t, v_object(expr2(SYM(assign), expr_arg(as_expr(v), 0), expr_arg(as_expr(v), 1))), indent + INDENT,
               inner);
    else if ((flags & LIST_KEYWORDS) && is_expr_of(v, SYM(assign)) && expr_len(as_expr(v)) == 2)
      show_fallback(t, as_expr(v));
    else
      show_any(t, v, indent + INDENT, inner);
    if (parens) text_char(t, ')');
  }
}

void show_enclosed(Text *t, const char *open, Items items, const char *sep, const char *close, int indent, int prec,
                   int flags) {
  text_puts(t, open);
  show_list(t, items, sep, indent, prec, flags);
  text_puts(t, close);
}

/* --- quotation --- */

/* prec: -1 where it stands by itself, 0 within a program. */
static void show_quoted(Text *t, Value v, int indent, int prec) {
  if (is_symbol(v)) {
    show_symbol(t, as_symbol(v));
    return;
  }
  if (is_expr_of(v, SYM(block))) {
    show_block(t, "quote", (Items){0}, v, indent);
    text_puts(t, "end");
    return;
  }
  text_puts(t, ":(");
  show_any(t, v, indent + 2, prec);
  text_char(t, ')');
}

/* What show writes for a value that stands by itself. */
static void show_value(Text *t, Value v) {
  if (is_expr(v) || is_symbol(v) || v.type == T_QUOTENODE || v.type == T_LINENODE || v.type == T_GLOBALREF)
    show_quoted(t, v, 0, -1);
  else
    show_any(t, v, 0, -1);
}

static void show_fallback(Text *t, const Expr *e) {
  bool was = printing;
  printing = false;
  text_puts(t, "$(Expr(");
  show_value(t, v_symbol(e->name));
  for (size_t i = 0; i < expr_len(e); i++) {
    text_puts(t, ", ");
    show_value(t, expr_arg(e, i));
  }
  text_puts(t, "))");
  printing = was;
}

/* --- calls --- */

void show_call(Text *t, const Symbol *head, Value f, Items args, int indent, bool keywords) {
  const char *open = head == SYM(ref) ? "[" : head == SYM(curly) ? "{" : "(";
  const char *close = head == SYM(ref) ? "]" : head == SYM(curly) ? "}" : ")";
  bool bare = (is_symbol(f) && !sym_is(as_symbol(f), ":") && !(head == SYM(dot) && is_operator_symbol(as_symbol(f)))) ||
              is_expr_of(f, SYM(dot)) || is_expr_of(f, SYM(curly)) || f.type == T_GLOBALREF;
  if (!bare) text_char(t, '(');
  if (is_symbol(f))
    show_macro_name(t, as_symbol(f));
  else
    show_any(t, f, indent, 0);
  if (!bare) text_char(t, ')');
  if (head == SYM(dot)) text_char(t, '.');
  int flags = keywords ? LIST_KEYWORDS : 0;
  if (args.n && is_expr_of(args.at[0], SYM(parameters))) {
    text_puts(t, open);
    show_list(t, (Items){args.at + 1, args.n - 1}, ", ", indent, 0, flags);
    text_puts(t, "; ");
    show_list(t, items_of(as_expr(args.at[0]), 0), ", ", indent, 0, flags);
    text_puts(t, close);
  } else
    show_enclosed(t, open, args, ", ", close, indent, 0, flags);
}

/* Splats and keywords are only written between the parentheses of a call. */
static bool any_splat(Items args) {
  for (size_t i = 0; i < args.n; i++)
    if (is_expr_of(args.at[i], SYM(splat)) || is_expr_of(args.at[i], SYM(kw)) ||
        is_expr_of(args.at[i], SYM(parameters)))
      return true;
  return false;
}

static void show_infix(Text *t, Items args, const char *sep, int indent, int own, int prec, int flags) {
  if (own <= prec)
    show_enclosed(t, "(", args, sep, ")", indent, own, flags);
  else
    show_list(t, args, sep, indent, own, flags);
}

static void show_unary_call(Text *t, const Symbol *f, Items args, int indent, int own) {
  text_add(t, f->text, f->len);
  Value a = args.at[0];
  if (is_expr(a) || (is_symbol(a) && is_operator_symbol(as_symbol(a))))
    show_enclosed(t, "(", args, ", ", ")", indent, own, 0);
  else
    show_any(t, a, indent, own);
}

static void show_binary_call(Text *t, Symbol *f, Value callee, Items args, int indent, int own, int prec) {
  bool chain = f == SYM(plus) || f == SYM(times) || sym_is(f, "++"), colon = f == SYM(colon);
  if ((args.n == 2 || (args.n > 2 && chain) || (args.n == 3 && colon)) && !any_splat(args)) {
    char sep[64];
    snprintf(sep, sizeof sep, colon ? "%s" : " %s ", f->len < 50 ? f->text : "?");
    show_infix(t, args, sep, indent, own, prec, LIST_OPERATORS);
  } else if (args.n == 1) {
    text_char(t, '(');
    text_add(t, f->text, f->len);
    text_char(t, ')');
    show_enclosed(t, "(", args, ", ", ")", indent, 0, 0);
  } else
    show_call(t, SYM(call), callee, args, indent, true);
}

/* 2x, but not 2e, 2f or 0x, which would be other numbers. */
static bool juxtaposes(Items args) {
  if (args.n != 2 || !is_symbol(args.at[1])) return false;
  Value v = args.at[0];
  char first = as_symbol(args.at[1])->text[0];
  if (!is_int(v) && !is_f64(v) && v.type != T_FLOAT32) return false;
  if (is_int(v) && v.i == 0 && (first == 'x' || first == 'b' || first == 'o')) return false;
  return first != 'e' && first != 'E' && first != 'f';
}

static void show_call_expr(Text *t, const Expr *e, int indent, int prec) {
  Value f = expr_arg(e, 0);
  Items args = items_of(e, 1);
  Symbol *name = is_symbol(f) ? as_symbol(f) : f.type == T_GLOBALREF ? ((GlobalRef *)f.p)->name : NULL;
  int own = name ? precedence_of(name) : 0;
  if (name && (own > 0 || is_unary(name))) f = v_symbol(name);
  if (name == SYM(times) && juxtaposes(args))
    show_infix(t, args, "", indent, own, prec, 0);
  else if (name && is_symbol(f) && args.n == 1 && is_unary(name))
    show_unary_call(t, name, args, indent, own);
  else if (own > 0)
    show_binary_call(t, name, f, args, indent, own, prec);
  else
    show_call(t, SYM(call), f, args, indent, true);
}

/* --- fields, arrays, generators --- */

static bool show_dot(Text *t, const Expr *e, int indent) {
  if (expr_len(e) != 2 || !is_quoted(expr_arg(e, 1))) return false;
  Value item = expr_arg(e, 0), field = unquoted(expr_arg(e, 1));
  bool plain = is_symbol(item) ? is_identifier(as_symbol(item)) || as_symbol(item)->text[0] == '@' : is_quoted(item);
  bool parens = !plain && !is_expr_of(item, SYM(dot));
  if (parens) text_char(t, '(');
  show_any(t, item, indent, 0);
  text_puts(t, parens ? ")." : ".");
  if (is_symbol(field)) {
    const Symbol *s = as_symbol(field);
    bool quoted = !is_identifier(s) && s->text[0] != '@';
    if (quoted && is_operator_symbol(s)) text_char(t, ':');
    bool op_parens = quoted && needs_parens(s);
    if (op_parens) text_char(t, '(');
    show_macro_name(t, s);
    if (op_parens) text_char(t, ')');
  } else {
    text_puts(t, ":(");
    show_any(t, field, indent, 0);
    text_char(t, ')');
  }
  return true;
}

static void show_brackets(Text *t, const Expr *e, int indent) {
  Symbol *head = e->name;
  Items args = items_of(e, 0);
  bool typed = head == SYM(typed_vcat) || head == SYM(typed_hcat);
  if (typed) {
    show_any(t, args.at[0], indent, 0);
    head = head == SYM(typed_vcat) ? SYM(vcat) : SYM(hcat);
    args = items_of(e, 1);
  }
  bool braces = sym_is(head, "braces") || sym_is(head, "bracescat"), row = head == SYM(row), tuple = head == SYM(tuple);
  const char *sep = head == SYM(vcat) || sym_is(head, "bracescat") ? "; " : head == SYM(hcat) || row ? " " : ", ";
  if (!row) text_char(t, tuple ? '(' : braces ? '{' : '[');
  if (tuple && args.n && is_expr_of(args.at[0], SYM(parameters))) {
    Items rest = {args.at + 1, args.n - 1}, named = items_of(as_expr(args.at[0]), 0);
    show_list(t, rest, sep, indent, 0, 0);
    text_puts(t, rest.n == 1 ? ",;" : ";");
    if (named.n) text_char(t, ' ');
    show_list(t, named, sep, indent, 0, LIST_KEYWORDS);
  } else {
    show_list(t, args, sep, indent, 0, 0);
    if (args.n == 1 && tuple) text_char(t, ',');
    if (args.n == 1 && head == SYM(vcat)) text_char(t, ';');
  }
  if (!row) text_char(t, tuple ? ')' : braces ? '}' : ']');
}

static void show_generator(Text *t, const Expr *e, int indent) {
  if (e->name == SYM(flatten) && expr_len(e) == 1 && is_expr_of(expr_arg(e, 0), SYM(generator))) {
    const Expr *fg = e, *levels[64];
    int n = 0;
    while (fg->name == SYM(flatten) && expr_len(fg) == 1 && is_expr_of(expr_arg(fg, 0), SYM(generator)) && n < 63) {
      levels[n++] = as_expr(expr_arg(fg, 0));
      if (!is_expr(expr_arg(levels[n - 1], 0))) break;
      fg = as_expr(expr_arg(levels[n - 1], 0));
    }
    if (fg->name == SYM(generator) && expr_len(fg)) levels[n++] = fg;
    show_any(t, expr_arg(levels[n - 1], 0), indent, 0);
    for (int i = 0; i < n; i++) {
      text_puts(t, " for ");
      show_list(t, items_of(levels[i], 1), ", ", indent, 0, 0);
    }
    return;
  }
  show_any(t, expr_arg(e, 0), indent, 0);
  text_puts(t, " for ");
  show_list(t, items_of(e, 1), ", ", indent, 0, 0);
}

/* --- the expression as a whole --- */

static bool is_wide_infix(const Symbol *head) {
  Operator op;
  if (head == SYM(subtype) || head == SYM(supertype) || head == SYM(andand) || head == SYM(oror)) return true;
  return symbol_operator(head, &op) && op.precedence == PREC_ASSIGNMENT && (op.flags & OPF_SYNTAX) &&
         !sym_is(head, ":=") && !sym_is(head, "//=");
}

static bool is_bracketed(const Symbol *head) {
  static const char *const list[] = {"tuple",  "vcat",      "hcat",       "row",       "vect",
                                     "braces", "bracescat", "typed_vcat", "typed_hcat"};
  return IN_LIST(list, head);
}

static bool show_unary_form(Text *t, const Expr *e, int indent) {
  Symbol *head = e->name;
  Value a = expr_arg(e, 0);
  if (head == SYM(adjoint)) {
    bool parens = !is_symbol(a);
    if (parens) text_char(t, '(');
    show_any(t, a, indent, 0);
    text_puts(t, parens ? ")'" : "'");
  } else if (head == SYM(return_) && is_nothing(a))
    text_puts(t, "return");
  else if (head == SYM(coloncolon)) {
    text_puts(t, "::");
    show_any(t, a, indent, 0);
  } else if (head == SYM(subtype) || head == SYM(supertype)) {
    text_puts(t, head->text);
    show_any(t, a, indent, 0);
  } else if (head == SYM(splat)) {
    show_any(t, a, indent, 0);
    text_puts(t, "...");
  } else if (head == SYM(return_) || head == SYM(const_)) {
    text_format(t, "%s ", head->text);
    show_list(t, items_of(e, 0), ", ", indent, 0, 0);
  } else if (head == SYM(abstract)) {
    text_puts(t, "abstract type ");
    show_any(t, a, indent + INDENT, 0);
    text_puts(t, " end");
  } else if (head == SYM(function) || head == SYM(macro)) {
    text_format(t, "%s ", head->text);
    show_any(t, a, indent, 0);
    text_puts(t, " end");
  } else if (head == SYM(comprehension)) {
    if (!is_expr(a)) return false;
    text_char(t, '[');
    show_generator(t, as_expr(a), indent);
    text_char(t, ']');
  } else if (head == SYM(quote) && (is_symbol(a) || printing))
    show_quoted(t, a, indent, 0);
  else if (head == SYM(dollar) && printing) {
    bool parens = is_expr(a) && as_expr(a)->name != SYM(tuple);
    text_puts(t, parens ? "$(" : "$");
    show_any(t, a, indent, 0);
    if (parens) text_char(t, ')');
  } else if (sym_is(head, "&")) {
    bool parens = is_expr(a) && as_expr(a)->name != SYM(tuple);
    text_puts(t, parens ? "&(" : "&");
    show_any(t, a, indent, 0);
    if (parens) text_char(t, ')');
  } else
    return false;
  return true;
}

static int comparison_precedence(const Expr *e) {
  int least = PREC_DOT;
  for (size_t i = 1; i < expr_len(e); i += 2) {
    Value op = expr_arg(e, i);
    int p = is_symbol(op) ? precedence_of(as_symbol(op)) : 0;
    if (p < least) least = p;
  }
  return least;
}

static void show_block_in_index(Text *t, Items lines, int indent) {
  text_char(t, '(');
  for (size_t i = 0; i < lines.n; i++) {
    /* A ; behind nothing but a comment would begin a named tuple. */
    if (i && !(i == 1 && lines.at[0].type == T_LINENODE)) text_char(t, ';');
    if (i) new_line(t, indent + INDENT);
    show_any(t, lines.at[i], indent + INDENT, -1);
  }
  text_puts(t, lines.n == 0 ? ";;)" : lines.n == 1 ? ";)" : ")");
}

static bool show_list_form(Text *t, const Expr *e, int indent, int prec) {
  Symbol *head = e->name;
  size_t n = expr_len(e);
  if (head == SYM(new) || sym_is(head, "splatnew")) {
    text_format(t, "%%%s", head->text);
    show_enclosed(t, "(", items_of(e, 0), ", ", ")", indent, 0, 0);
  } else if (head == SYM(comparison) && n >= 3 && n % 2)
    show_infix(t, items_of(e, 0), " ", indent, comparison_precedence(e), prec, 0);
  else if (head == SYM(local) || head == SYM(global)) {
    text_format(t, "%s ", head->text);
    show_list(t, items_of(e, 0), ", ", indent, 0, 0);
  } else if (head == SYM(export_)) {
    text_puts(t, "export ");
    for (size_t i = 0; i < n; i++) {
      if (i) text_puts(t, ", ");
      show_macro(t, expr_arg(e, i), indent);
    }
  } else if ((head == SYM(import_) || head == SYM(using_)) && n)
    return show_import(t, e);
  else if (head == SYM(string))
    show_string_expr(t, e);
  else if (head == SYM(block) && in_index)
    show_block_in_index(t, items_of(e, 0), indent);
  else if (head == SYM(block)) {
    show_block(t, "begin", (Items){0}, v_object(e), indent);
    text_puts(t, "end");
  } else if (!n && (head == SYM(break_) || head == SYM(continue_)))
    text_puts(t, head->text);
  else if (head == SYM(line) && n >= 1 && n <= 2)
    show_line(t, expr_arg(e, 0), n == 2 ? expr_arg(e, 1) : V_UNDEF);
  else
    return false;
  return true;
}

static bool show_form(Text *t, const Expr *e, int indent, int prec) {
  Symbol *head = e->name;
  size_t n = expr_len(e);
  if (head == SYM(dot) && !(n == 2 && is_expr_of(expr_arg(e, 1), SYM(tuple)))) return show_dot(t, e, indent);
  if (n == 2 && is_wide_infix(head)) {
    char sep[32];
    snprintf(sep, sizeof sep, " %s ", head->text);
    show_infix(t, items_of(e, 0), sep, indent, precedence_of(head), prec, LIST_OPERATORS);
    return true;
  }
  if (n == 2 && (head == SYM(colon) || head == SYM(arrow) || head == SYM(coloncolon))) {
    show_infix(t, items_of(e, 0), head->text, indent, precedence_of(head), prec, LIST_OPERATORS);
    return true;
  }
  if (is_bracketed(head) && !(n == 0 && head->text[0] == 't' && head->text[1] == 'y')) {
    show_brackets(t, e, indent);
    return true;
  }
  if (head == SYM(call) && n) {
    show_call_expr(t, e, indent, prec);
    return true;
  }
  if ((head == SYM(ref) || head == SYM(curly) || head == SYM(dot)) && n) {
    Items args = head == SYM(dot) ? items_of(as_expr(expr_arg(e, 1)), 0) : items_of(e, 1);
    bool was = index_entered(head == SYM(ref) || in_index);
    show_call(t, head, expr_arg(e, 0), args, indent, head != SYM(curly));
    index_left(was);
    return true;
  }
  if (head == SYM(typed_comprehension) && n == 2 && is_expr(expr_arg(e, 1))) {
    show_any(t, expr_arg(e, 0), indent, 0);
    text_char(t, '[');
    show_generator(t, as_expr(expr_arg(e, 1)), indent);
    text_char(t, ']');
    return true;
  }
  if ((head == SYM(generator) && n >= 2) || (head == SYM(flatten) && n == 1)) {
    text_char(t, '(');
    show_generator(t, e, indent);
    text_char(t, ')');
    return true;
  }
  if (head == SYM(filter) && n == 2) {
    show_any(t, expr_arg(e, 1), indent, 0);
    text_puts(t, " if ");
    show_any(t, expr_arg(e, 0), indent, 0);
    return true;
  }
  if ((head == SYM(if_) || head == SYM(elseif)) && (n == 2 || n == 3)) return show_if(t, e, indent, prec);
  if (head == SYM(do_) && n == 2) return show_do(t, e, indent);
  if (head == SYM(try_) && (n == 3 || n == 4)) {
    show_try(t, e, indent);
    return true;
  }
  if (head == SYM(macrocall) && n >= 2) {
    show_macrocall(t, e, indent, prec);
    return true;
  }
  if (head == SYM(where) && n >= 2) {
    show_where(t, e, indent, prec);
    return true;
  }
  if (n == 1 && show_unary_form(t, e, indent)) return true;
  return show_definition(t, e, indent) || show_list_form(t, e, indent, prec);
}

static void show_globalref(Text *t, const GlobalRef *g) {
  const Symbol *s = g->name;
  bool quoted = !is_identifier(s), parens = quoted && (!is_operator_symbol(s) || needs_parens(s));
  show_module_path(t, g->module);
  text_char(t, '.');
  if (quoted && s->text[0] != '@') text_char(t, ':');
  if (parens && s->text[0] != '@') text_char(t, '(');
  show_macro_name(t, s);
  if (parens && s->text[0] != '@') text_char(t, ')');
}

/* Any other value, as its own show method writes it. */
static void show_leaf(Text *t, Value v, int prec) {
  if (is_undef(v)) {
    text_puts(t, "#undef");
    return;
  }
  if (is_int(v))
    text_format(t, "%lld", (long long)v.i);
  else if (is_string(v))
    show_string_quoted(t, as_string(v)->text, as_string(v)->len);
  else if (v.type == T_CHAR)
    show_char_quoted(t, (uint32_t)v.u);
  else if (is_bool(v))
    text_puts(t, v.u ? "true" : "false");
  else if (is_nothing(v))
    text_puts(t, "nothing");
  else if (is_f64(v))
    show_float(t, v.f);
  else if (v.type == T_FLOAT32)
    show_float32(t, v.f32, true);
  else if (is_type(v))
    show_type(t, v.o);
  else {
    Value repr = module_get(CORE->base, symbol("repr"));
    if (is_undef(repr)) {
      text_format(t, "%s(...)", v.type->name->name->text);
      return;
    }
    bool parens = CORE->tn_complex && v.type->name == CORE->tn_complex && prec >= PREC_PLUS;
    bool was = printing, index = in_index;
    Value s = call1(repr, v);
    printing = was;
    in_index = index;
    if (parens) text_char(t, '(');
    if (is_string(s)) text_add(t, as_string(s)->text, as_string(s)->len);
    if (parens) text_char(t, ')');
  }
}

void show_any(Text *t, Value v, int indent, int prec) {
  stack_check();
  if (is_expr(v)) {
    if (!show_form(t, as_expr(v), indent, prec)) show_fallback(t, as_expr(v));
  } else if (is_symbol(v))
    show_name(t, as_symbol(v));
  else if (!is_undef(v) && v.type == T_QUOTENODE) {
    Value inner = ((QuoteNode *)v.p)->value;
    if (is_symbol(inner))
      show_symbol(t, as_symbol(inner));
    else {
      text_puts(t, "$(QuoteNode(");
      show_value(t, inner);
      text_puts(t, "))");
    }
  } else if (!is_undef(v) && v.type == T_LINENODE)
    show_linenode(t, v.p);
  else if (!is_undef(v) && v.type == T_GLOBALREF)
    show_globalref(t, v.p);
  else
    show_leaf(t, v, prec);
}

void show_expr(Text *t, Value v) {
  printing = in_index = false;
  show_quoted(t, v, 0, -1);
}

void show_expr_inside(Text *t, Value v) {
  printing = in_index = false;
  show_any(t, v, 0, 0);
}

void show_expr_unquoted(Text *t, Value v) {
  printing = true;
  in_index = false;
  show_any(t, v, 0, -1);
  printing = false;
}

static bool is_infix(Value e) {
  Operator op;
  if (!is_expr_of(e, SYM(call)) || expr_len(as_expr(e)) != 3 || !is_symbol(expr_arg(as_expr(e), 0))) return false;
  const Symbol *name = as_symbol(expr_arg(as_expr(e), 0));
  return name != SYM(colon) && operator_find(name->text, name->len, &op);
}

const char *expr_text(Value e) {
  Text t = {0};
  bool infix = is_infix(e);
  if (infix) text_char(&t, '(');
  show_expr_unquoted(&t, e);
  if (infix) text_char(&t, ')');
  return as_string(text_string(&t))->text;
}
