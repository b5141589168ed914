/* What follows an operand without a space: calls, indices, type parameters, fields, adjoints; and calls of macros. */
#include "lang/parser_inner.h"
#include "value/string.h"

/* --- calls, indexing, fields --- */

Value parse_call(Parser *p) {
  const Token *t = lex_require(p);
  if (word_begins(p, t)) return parse_word(p, lex_take(p));
  size_t start = t->start;
  return parse_call_chain(p, parse_prefixed(p), start, false);
}

static void no_space(Parser *p, const Token *t, size_t start) {
  if (!t->space) return;
  int n = (int)(p->last_end - start);
  parse_fail(p, t->start, "space before \"%c\" not allowed in \"%.*s %c\" at %s:%d", p->text[t->start], n,
             p->text + start, p->text[t->start], p->file->text, p->at.line);
}

static Value macro_name(Parser *p, Value name, size_t at, const char *suffix) {
  if (is_symbol(name)) {
    Text t = {0};
    text_char(&t, '@');
    text_puts(&t, as_symbol(name)->text);
    text_puts(&t, suffix);
    return v_symbol(symbol_n(t.bytes, t.len));
  }
  if (is_expr_of(name, SYM(dot)) && expr_len(as_expr(name)) == 2) {
    Value field = expr_arg(as_expr(name), 1);
    if (field.type == T_QUOTENODE) {
      Value inner = ((QuoteNode *)field.p)->value;
      if (is_symbol(inner))
        return v_object(expr2(SYM(dot), expr_arg(as_expr(name), 0), quotenode_new(macro_name(p, inner, at, suffix))));
    }
  }
  parse_fail(p, at, "invalid macro usage \"@(%.*s)\"", (int)(p->last_end - at), p->text + at);
}

static bool is_module_path(Value e) {
  while (is_expr_of(e, SYM(dot)) && expr_len(as_expr(e)) == 2) {
    Value field = expr_arg(as_expr(e), 1);
    if (field.type != T_QUOTENODE || !is_symbol(((QuoteNode *)field.p)->value)) return false;
    e = expr_arg(as_expr(e), 0);
  }
  return is_name_symbol(e);
}

/* x"..." and x`...`, after x. */
static Value parse_prefixed_string(Parser *p, Value name, size_t start) {
  char quote = lex_take(p).mark;
  Value text = parse_raw_string(p, quote);
  Value line = line_here(p);
  Value macro = macro_name(p, name, start, quote == '"' ? "_str" : "_cmd");
  Expr *e = expr3(SYM(macrocall), macro, line, text);
  uint32_t c;
  if (p->at.pos < p->len && utf8_decode(p->text + p->at.pos, p->text + p->len, &c) && identifier_start(c)) {
    Symbol *suffix = lex_name(p);
    p->last_end = p->at.pos;
    expr_add(e, v_string_n(suffix->text, suffix->len));
  }
  return v_object(e);
}

static Value quoted_field(Value name) {
  return is_expr(name) && !is_expr_of(name, SYM(dollar)) ? v_object(expr1(SYM(quote), name)) : quotenode_new(name);
}

static Value parse_field(Parser *p, Value e) {
  lex_take(p);
  const Token *t = lex_require(p);
  if (is_mark(t, '(')) {
    lex_take(p);
    List l = {0};
    parse_arguments(p, ')', true, &l);
    return v_object(expr2(SYM(dot), e, list_expr(SYM(tuple), &l)));
  }
  if (is_operator(t, SYM(colon))) {
    lex_take(p);
    lex_require(p);
    return v_object(expr2(SYM(dot), e, quoted_field(parse_atom(p, false))));
  }
  if (is_operator(t, SYM(dollar))) {
    lex_take(p);
    return v_object(expr2(SYM(dot), e, quotenode_new(v_object(expr1(SYM(dollar), parse_atom(p, true))))));
  }
  Value name = parse_atom(p, false);
  if (!is_expr_of(name, SYM(macrocall))) return v_object(expr2(SYM(dot), e, quoted_field(name)));
  /* A.@m x is @(A.m) x */
  Expr *call = as_expr(name);
  Value field = expr_arg(call, 0);
  ((Value *)(void *)call->args->data)[0] = v_object(expr2(SYM(dot), e, quoted_field(field)));
  return name;
}

static Value parse_arguments_of(Parser *p, Value f) {
  lex_take(p);
  List l = {0};
  list_add(&l, f);
  parse_arguments(p, ')', true, &l);
  Value call = list_expr(SYM(call), &l);
  const Token *t = lex_peek(p);
  return t->kind == TK_NAME && t->word == WORD_DO ? parse_do(p, call) : call;
}

static Value parse_index(Parser *p, Value e) {
  lex_take(p);
  Mode saved = p->mode;
  p->mode.end_symbol = true;
  bool empty;
  Value list = parse_array(p, ']', &empty);
  p->mode = saved;
  if (empty) return v_object(expr1(SYM(ref), e));
  Symbol *head = as_expr(list)->name;
  List l = {0};
  list_add(&l, e);
  for (size_t i = 0; i < expr_len(as_expr(list)); i++) {
    Value arg = expr_arg(as_expr(list), i);
    if (head == SYM(vect)) kw_convert(&arg);
    list_add(&l, arg);
  }
  head = head == SYM(vect)   ? SYM(ref)
         : head == SYM(hcat) ? SYM(typed_hcat)
         : head == SYM(vcat) ? SYM(typed_vcat)
                             : SYM(typed_comprehension);
  return list_expr(head, &l);
}

static Value parse_curly(Parser *p, Value e) {
  lex_take(p);
  List l = {0};
  list_add(&l, e);
  parse_arguments(p, '}', false, &l);
  return list_expr(SYM(curly), &l);
}

Value parse_call_chain(Parser *p, Value e, size_t start, bool one_call) {
  for (;;) {
    const Token *t = lex_peek(p);
    if (is_operator(t, SYM(dot))) {
      no_space(p, t, start);
      e = parse_field(p, e);
      continue;
    }
    if (t->kind != TK_MARK) return e;
    if (p->mode.space_sensitive && t->space) return e;
    switch (t->mark) {
    case '(':
      if (is_number_literal(e)) return e;
      no_space(p, t, start);
      e = parse_arguments_of(p, e);
      if (one_call) return e;
      break;
    case '[':
      if (one_call) return e;
      no_space(p, t, start);
      e = parse_index(p, e);
      break;
    case '{':
      if (one_call) return e;
      no_space(p, t, start);
      e = parse_curly(p, e);
      break;
    case '\'':
      if (one_call) return e;
      if (t->space) parse_fail(p, t->start, "space not allowed before \"'\"");
      lex_take(p);
      e = v_object(expr1(SYM(adjoint), e));
      break;
    case '"':
    case '`':
      if (t->space || !(is_name_symbol(e) || (is_expr(e) && is_module_path(e)))) return e;
      e = parse_prefixed_string(p, e, start);
      break;
    default: return e;
    }
  }
}

/* --- macro calls --- */

static void parse_spaced_arguments(Parser *p, Expr *call) {
  Mode saved = p->mode;
  for (;;) {
    const Token *t = lex_peek(p);
    if (is_closing(p, t) || t->kind == TK_NEWLINE) break;
    if (t->kind == TK_NAME && t->word == WORD_FOR && saved.for_generator) break;
    expr_add(call, parse_eq(p));
  }
}

/* Whether after one line end there is something that a docstring can document. */
static bool documents_next(Parser *p) {
  const Token *t = lex_peek(p);
  if (t->kind != TK_NEWLINE) return !is_closing(p, t);
  struct Cursor saved = p->at;
  lex_take(p);
  t = lex_peek(p);
  bool more = t->kind != TK_NEWLINE && !is_closing(p, t);
  if (!more) p->at = saved;
  return more;
}

static void parse_documented(Parser *p, Expr *call) {
  Value name = expr_arg(call, 0);
  if (is_expr_of(name, SYM(dot))) {
    Value field = expr_arg(as_expr(name), 1);
    if (field.type == T_QUOTENODE) name = ((QuoteNode *)field.p)->value;
  }
  if (!is_symbol(name) || as_symbol(name) != SYM(doc) || expr_len(call) != 3) return;
  if (lex_peek(p)->kind == TK_NEWLINE && documents_next(p)) expr_add(call, parse_eq(p));
}

Value parse_macrocall(Parser *p) {
  lex_take(p);
  Mode saved = p->mode;
  p->mode.space_sensitive = true;
  p->mode.newline_space = false;
  const Token *t = lex_peek(p);
  if (t->kind == TK_EOF) parse_fail_incomplete(p, "incomplete: premature end of input");
  if (t->space || t->kind == TK_NEWLINE)
    parse_fail(p, t->start, "space before \"%.*s\" not allowed in \"@ %.*s\" at %s:%d", (int)(t->end - t->start),
               p->text + t->start, (int)(t->end - t->start), p->text + t->start, p->file->text, p->at.line);
  Value line = line_here(p);
  size_t start = t->start;
  Value head;
  if (is_operator(t, SYM(dot))) {
    lex_take(p);
    head = v_symbol(symbol("__dot__"));
  } else
    head = parse_atom(p, false);
  t = lex_peek(p);
  Expr *e = NULL;
  if (!t->space) {
    head = parse_call_chain(p, head, start, true);
    if (is_expr_of(head, SYM(call)) || is_expr_of(head, SYM(do_))) {
      bool with_do = is_expr_of(head, SYM(do_));
      Expr *call = with_do ? as_expr(expr_arg(as_expr(head), 0)) : as_expr(head);
      Value name = macro_name(p, expr_arg(call, 0), start, "");
      e = expr2(SYM(macrocall), name, line);
      for (size_t i = 1; i < expr_len(call); i++) {
        Value arg = expr_arg(call, i);
        if (is_expr_of(arg, SYM(kw))) as_expr(arg)->name = SYM(assign); /* a macro sees a = b as it is written */
        expr_add(e, arg);
      }
      p->mode = saved;
      return with_do ? v_object(expr2(SYM(do_), v_object(e), expr_arg(as_expr(head), 1))) : v_object(e);
    }
  }
  e = expr2(SYM(macrocall), macro_name(p, head, start, ""), line);
  t = lex_peek(p);
  if (!t->space && (is_mark(t, '[') || is_mark(t, '{')))
    expr_add(e, parse_atom(p, true));
  else
    parse_spaced_arguments(p, e);
  p->mode.space_sensitive = saved.space_sensitive;
  parse_documented(p, e);
  p->mode = saved;
  return v_object(e);
}

Value parse_docstring(Parser *p) {
  lex_require(p);
  Value line = line_here(p);
  const Token *t = lex_peek(p);
  bool quote = is_mark(t, '"');
  Value e = parse_eq(p);
  if (!quote || !(is_string(e) || is_expr_of(e, SYM(string))) || !documents_next(p)) return e;
  Value doc = globalref_new(CORE->core, SYM(doc));
  Expr *call = expr3(SYM(macrocall), doc, line, e);
  expr_add(call, parse_eq(p));
  return v_object(call);
}
