#include "lang/parser_inner.h"
#include "value/array.h"

bool word_begins(const Parser *p, const Token *t) {
  if (t->kind != TK_NAME) return false;
  if (t->word == WORD_BEGIN) return !p->mode.end_symbol;
  if (t->word > WORD_NONE && t->word <= WORD_EXPORT) return true;
  if (t->word != WORD_MUTABLE && t->word != WORD_ABSTRACT && t->word != WORD_PRIMITIVE) return false;
  /* these are reserved only before struct or type */
  struct Cursor ahead = p->at;
  Parser *scan = (Parser *)(uintptr_t)p;
  lex_take(scan);
  const Token *next = lex_peek(scan);
  bool begins = next->kind == TK_NAME && next->word == (ahead.token.word == WORD_MUTABLE ? WORD_STRUCT : WORD_TYPE);
  scan->at = ahead;
  return begins;
}

static bool is_word(const Token *t, enum word word) { return t->kind == TK_NAME && t->word == word; }

static void expect_end(Parser *p, const char *word, int line) {
  const Token *t = lex_peek(p);
  while (t->kind == TK_NEWLINE || is_mark(t, ';')) {
    lex_take(p);
    t = lex_peek(p);
  }
  if (is_word(t, WORD_END)) {
    lex_take(p);
    return;
  }
  if (t->kind == TK_EOF) {
    p->tag = "block";
    parse_fail_incomplete(p, "incomplete: \"%s\" at %s:%d requires end", word, p->file->text, line);
  }
  parse_fail(p, t->start, "\"%s\" at %s:%d expected \"end\", got \"%.*s\"", word, p->file->text, line,
             (int)(t->end - t->start), p->text + t->start);
}

/* --- blocks --- */

static bool is_separator(const Token *t) { return t->kind == TK_NEWLINE || is_mark(t, ';'); }

static bool closes_block(const Token *t) {
  return t->kind == TK_NAME && t->word >= WORD_END && t->word <= WORD_FINALLY;
}

/* Statements with their lines up to end, else, ...; lined: an empty block has a line too. */
static void parse_statements(Parser *p, Value (*statement)(Parser *), bool lined, List *out) {
  const Token *t = lex_require(p);
  bool separated = true;
  size_t before = out->n;
  for (;;) {
    while (is_separator(t)) {
      separated = true;
      lex_take(p);
      t = lex_peek(p);
    }
    if (closes_block(t)) break;
    if (t->kind == TK_EOF) {
      if (out->n == before) lex_require(p);
      break;
    }
    if (!separated) fail_at(p, t, "extra token \"%s\" after end of expression");
    list_add(out, line_here(p));
    list_add(out, statement(p));
    separated = false;
    t = lex_peek(p);
    if (!is_separator(t) && !closes_block(t) && t->kind != TK_EOF) {
      if (is_mark(t, ',')) fail_unexpected(p, t);
      fail_at(p, t, "extra token \"%s\" after end of expression");
    }
  }
  if (out->n == before && lined) list_add(out, line_here(p));
}

Value parse_block(Parser *p, Value (*statement)(Parser *)) {
  List l = {0};
  parse_statements(p, statement, true, &l);
  return list_expr(SYM(block), &l);
}

static Value empty_block(void) { return v_object(expr0(SYM(block))); }

static Value parse_begin(Parser *p, enum word word, int line) {
  Value block = parse_block(p, parse_docstring);
  expect_end(p, word == WORD_QUOTE ? "quote" : "begin", line);
  return word == WORD_QUOTE ? v_object(expr1(SYM(quote), block)) : block;
}

/* --- conditions and loops --- */

static Value parse_if(Parser *p, enum word word, int line) {
  depth_check(p);
  const char *name = word == WORD_IF ? "if" : "elseif";
  const Token *t = lex_peek(p);
  if (t->kind == TK_NEWLINE)
    parse_fail(p, t->start, "missing condition in \"%s\" at %s:%d", name, p->file->text, p->at.line - 1);
  Value here = word == WORD_ELSEIF ? linenode_new(line, p->file) : V_UNDEF;
  Value test = parse_conditional(p);
  t = lex_peek(p);
  if (is_mark(t, ',') || is_operator(t, SYM(assign))) fail_unexpected(p, t);
  if (word == WORD_ELSEIF) test = v_object(expr2(SYM(block), here, test));
  t = lex_require(p);
  Value then = is_word(t, WORD_ELSE) || is_word(t, WORD_ELSEIF) ? empty_block() : parse_block(p, parse_eq);
  Symbol *head = symbol(name);
  t = lex_require(p);
  if (is_word(t, WORD_ELSEIF)) {
    lex_take(p);
    int at = p->at.line;
    return v_object(expr3(head, test, then, parse_if(p, WORD_ELSEIF, at)));
  }
  if (is_word(t, WORD_ELSE)) {
    lex_take(p);
    t = lex_peek(p);
    if (is_word(t, WORD_IF)) parse_fail(p, t->start, "use \"elseif\" instead of \"else if\"");
    Value otherwise = parse_block(p, parse_eq);
    expect_end(p, "if", line);
    return v_object(expr3(head, test, then, otherwise));
  }
  expect_end(p, "if", line);
  return v_object(expr2(head, test, then));
}

static Value parse_while(Parser *p, int line) {
  lex_require(p);
  Value test = parse_conditional(p);
  const Token *t = lex_peek(p);
  if (is_mark(t, ',') || is_operator(t, SYM(assign))) fail_unexpected(p, t);
  Value body = parse_block(p, parse_eq);
  expect_end(p, "while", line);
  return v_object(expr2(SYM(while_), test, body));
}

static Value parse_for(Parser *p, int line) {
  List iters = {0};
  list_add(&iters, parse_iteration(p));
  while (is_mark(lex_peek(p), ',')) {
    lex_take(p);
    list_add(&iters, parse_iteration(p));
  }
  const Token *t = lex_peek(p);
  if (is_operator(t, SYM(assign))) fail_unexpected(p, t);
  Value body = parse_block(p, parse_eq);
  expect_end(p, "for", line);
  return v_object(expr2(SYM(for_), iters.n == 1 ? iters.items[0] : list_expr(SYM(block), &iters), body));
}

static Value parse_let(Parser *p, int line) {
  List binds = {0};
  const Token *t = lex_peek(p);
  if (!is_line_end(t)) {
    list_add(&binds, parse_eq_star(p));
    while (is_mark(lex_peek(p), ',')) {
      lex_take(p);
      list_add(&binds, parse_eq_star(p));
    }
  }
  t = lex_peek(p);
  if (!is_line_end(t) && !is_word(t, WORD_END)) parse_fail(p, t->start, "let variables should end in \";\" or newline");
  lex_require(p);
  List body = {0};
  parse_statements(p, parse_eq, false, &body);
  expect_end(p, "let", line);
  bool single = binds.n == 1 && (is_symbol(binds.items[0]) || is_expr_of(binds.items[0], SYM(assign)) ||
                                 is_expr_of(binds.items[0], SYM(coloncolon)));
  Value list = single ? binds.items[0] : list_expr(SYM(block), &binds);
  return v_object(expr2(SYM(let), list, list_expr(SYM(block), &body)));
}

/* --- functions --- */

Value parse_do(Parser *p, Value callee) {
  lex_take(p);
  Mode saved = p->mode;
  p->mode = mode_normal();
  int line = p->at.line;
  List params = {0};
  if (!is_line_end(lex_peek(p))) {
    list_add(&params, parse_range(p));
    while (is_mark(lex_peek(p), ',')) {
      lex_take(p);
      list_add(&params, parse_range(p));
    }
    const Token *t = lex_peek(p);
    if (is_operator(t, SYM(assign))) fail_unexpected(p, t);
  }
  Value body = parse_block(p, parse_eq);
  expect_end(p, "do", line);
  p->mode = saved;
  return v_object(expr2(SYM(do_), callee, v_object(expr2(SYM(arrow), list_expr(SYM(tuple), &params), body))));
}

static bool is_signature(Value v) {
  while (is_expr_of(v, SYM(where)) || is_expr_of(v, SYM(coloncolon))) {
    if (!expr_len(as_expr(v))) return false;
    v = expr_arg(as_expr(v), 0);
  }
  return is_expr_of(v, SYM(call)) || is_expr_of(v, SYM(tuple));
}

/* (x, y), (x::Int) and (x=1) of an anonymous function; (f)(x) and (x::T)(y) have become calls. */
static Value anonymous_signature(Value sig) {
  if (is_symbol(sig) || is_expr_of(sig, SYM(coloncolon)) || is_expr_of(sig, SYM(assign))) {
    if (is_expr_of(sig, SYM(coloncolon)) && is_signature(sig)) return sig;
    return v_object(expr1(SYM(tuple), sig));
  }
  if (is_expr_of(sig, SYM(where)) && !is_signature(sig)) {
    List l = {0};
    list_add(&l, anonymous_signature(expr_arg(as_expr(sig), 0)));
    for (size_t i = 1; i < expr_len(as_expr(sig)); i++) list_add(&l, expr_arg(as_expr(sig), i));
    return list_expr(SYM(where), &l);
  }
  return sig;
}

static Value parse_signature(Parser *p, bool paren) {
  const Token *t = lex_require(p);
  size_t start = t->start;
  Value sig;
  if (t->kind == TK_OPERATOR && !is_operator(t, SYM(dollar)) &&
      !is_operator(t, SYM(coloncolon))) { /* an operator is defined */
    sig = v_symbol(lex_take(p).name);
    sig = parse_call_chain(p, sig, start, false);
  } else
    sig = parse_call_chain(p, parse_prefixed(p), start, false);
  bool anonymous = paren && !is_expr_of(sig, SYM(call));
  if (is_operator(lex_peek(p), SYM(coloncolon)) &&
      (is_expr_of(sig, SYM(call)) || (anonymous && !is_expr_of(sig, SYM(tuple))))) {
    if (anonymous) sig = anonymous_signature(sig);
    if (is_expr_of(sig, SYM(tuple))) {
      lex_take(p);
      Value type = parse_call(p);
      List l = {0};
      Value first = expr_len(as_expr(sig)) ? expr_arg(as_expr(sig), 0) : V_UNDEF;
      if (expr_len(as_expr(sig)) == 1) list_add(&l, v_object(expr2(SYM(coloncolon), first, type)));
      sig = list_expr(SYM(tuple), &l);
    } else {
      lex_take(p);
      sig = v_object(expr2(SYM(coloncolon), sig, parse_call(p)));
    }
  } else if (anonymous)
    sig = anonymous_signature(sig);
  while (is_word(lex_peek(p), WORD_WHERE)) {
    lex_take(p);
    Mode saved = p->mode;
    p->mode.where_operator = false;
    Value vars = parse_comparison(p);
    p->mode = saved;
    List l = {0};
    list_add(&l, sig);
    if (is_expr_of(vars, SYM(braces)))
      for (size_t i = 0; i < expr_len(as_expr(vars)); i++) list_add(&l, expr_arg(as_expr(vars), i));
    else
      list_add(&l, vars);
    sig = list_expr(SYM(where), &l);
  }
  return sig;
}

static Value parse_function(Parser *p, enum word word, int line) {
  const char *name = word == WORD_FUNCTION ? "function" : "macro";
  Symbol *head = word == WORD_FUNCTION ? SYM(function) : SYM(macro);
  const Token *t = lex_require(p);
  Value here = linenode_new(line, p->file);
  bool paren = is_mark(t, '(');
  size_t start = t->start;
  if (t->kind == TK_NAME && is_closing(p, t)) fail_unexpected(p, t);
  Value sig = parse_signature(p, paren);
  size_t end = p->last_end;
  t = lex_require(p);
  if (is_operator(t, SYM(assign))) fail_unexpected(p, t);
  bool bare = is_symbol(sig) || is_expr_of(sig, SYM(dollar));
  if (!paren && bare) {
    if (!is_word(t, WORD_END))
      parse_fail(p, t->start, "expected \"end\" in definition of %s \"%.*s\"", name, (int)(end - start),
                 p->text + start);
    lex_take(p);
    return v_object(expr1(head, sig));
  }
  Value inner = sig;
  while (is_expr_of(inner, SYM(where))) inner = expr_arg(as_expr(inner), 0);
  bool any = is_signature(sig) || is_expr_of(inner, SYM(block)) || is_expr_of(sig, SYM(splat)) ||
             is_expr_of(sig, SYM(dollar)) || is_expr_of(sig, SYM(coloncolon));
  if (!any) parse_fail(p, t->start, "expected \"(\" in %s definition", name);
  List body = {0};
  list_add(&body, here);
  parse_statements(p, parse_eq, true, &body);
  expect_end(p, name, line);
  /* an empty body has both lines too, as any other */
  return v_object(expr2(head, sig, list_expr(SYM(block), &body)));
}

/* --- types, modules --- */

static Value parse_subtype_spec(Parser *p) {
  lex_require(p);
  return parse_comparison(p);
}

static Value parse_struct(Parser *p, bool is_mutable, int line) {
  const Token *t = lex_require(p);
  if (is_operator(t, SYM(assign))) fail_unexpected(p, t);
  if (is_word(t, WORD_END)) parse_fail(p, t->start, "invalid type name \"end\"");
  Value spec = parse_subtype_spec(p);
  Value body = parse_block(p, parse_eq);
  expect_end(p, "struct", line);
  return v_object(expr3(SYM(struct_), v_bool(is_mutable), spec, body));
}

static Value parse_abstract(Parser *p, int line) {
  lex_take(p);
  Value spec = parse_subtype_spec(p);
  expect_end(p, "abstract type", line);
  return v_object(expr1(SYM(abstract), spec));
}

static Value parse_primitive(Parser *p, int line) {
  lex_take(p);
  Mode saved = p->mode;
  p->mode.space_sensitive = true;
  Value spec = parse_subtype_spec(p);
  Value bits = parse_conditional(p);
  p->mode = saved;
  expect_end(p, "primitive type", line);
  return v_object(expr2(SYM(primitive), spec, bits));
}

static Value parse_module(Parser *p, bool bare, int line) {
  lex_require(p);
  Value name = parse_prefixed(p);
  List body = {0};
  list_add(&body, line_here(p));
  const Token *t = lex_peek(p);
  if (is_operator(t, SYM(dot))) fail_at(p, t, "invalid identifier name \"%s\"");
  parse_statements(p, parse_docstring, true, &body);
  expect_end(p, bare ? "baremodule" : "module", line);
  return v_object(expr3(SYM(module), v_bool(!bare), name, list_expr(SYM(block), &body)));
}

/* --- try --- */

static bool is_catch_variable(Value v) { return is_symbol(v) || is_expr_of(v, SYM(dollar)); }

static Value parse_catch(Parser *p, Value *variable) {
  const Token *t = lex_peek(p);
  bool line_end = t->kind == TK_NEWLINE || is_mark(t, ';');
  if (is_mark(t, ';')) lex_take(p);
  t = lex_require(p);
  if (is_word(t, WORD_END) || is_word(t, WORD_FINALLY)) return empty_block();
  if (line_end) {
    List l = {0};
    parse_statements(p, parse_eq, false, &l);
    return list_expr(SYM(block), &l);
  }
  size_t start = t->start;
  Value v = parse_eq_star(p);
  if (!is_catch_variable(v))
    parse_fail(p, start, "invalid syntax \"catch %.*s\"", (int)(p->last_end - start), p->text + start);
  *variable = v;
  t = lex_require(p);
  if (is_mark(t, ',')) fail_unexpected(p, t);
  return parse_block(p, parse_eq);
}

static Value parse_try(Parser *p, int line) {
  const Token *t = lex_require(p);
  Value block = is_word(t, WORD_CATCH) || is_word(t, WORD_FINALLY) ? empty_block() : parse_block(p, parse_eq);
  Value variable = v_bool(false), handler = V_UNDEF, last = V_UNDEF;
  for (;;) {
    t = lex_peek(p);
    if (is_word(t, WORD_CATCH) && is_undef(handler)) {
      lex_take(p);
      handler = parse_catch(p, &variable);
    } else if (is_word(t, WORD_FINALLY) && is_undef(last)) {
      lex_take(p);
      last = parse_block(p, parse_eq);
    } else
      break;
  }
  if (t->kind == TK_NAME && t->word != WORD_END && is_closing(p, t)) fail_unexpected(p, t);
  if (t->kind == TK_EOF && is_undef(handler) && is_undef(last))
    parse_fail_incomplete(p, "incomplete: premature end of input");
  expect_end(p, "try", line);
  if (is_undef(handler) && is_undef(last)) parse_fail(p, p->last_end, "try without catch or finally");
  Expr *e = expr3(SYM(try_), block, variable, is_undef(handler) ? v_bool(false) : handler);
  if (!is_undef(last)) expr_add(e, last);
  return v_object(e);
}

/* --- declarations --- */

static Value parse_scope(Parser *p, Symbol *head) {
  const Token *t = lex_require(p);
  bool constant = is_word(t, WORD_CONST);
  if (constant) lex_take(p);
  lex_require(p);
  Value e = parse_eq(p);
  Value scoped = is_expr_of(e, SYM(tuple))
                     ? v_object(expr_new(head, (const Value *)(void *)as_expr(e)->args->data, expr_len(as_expr(e))))
                     : v_object(expr1(head, e));
  return constant ? v_object(expr1(SYM(const_), scoped)) : scoped;
}

static Value parse_const(Parser *p) {
  size_t at = lex_require(p)->start;
  Value e = parse_eq(p);
  if (!is_expr_of(e, SYM(assign)) && !is_expr_of(e, SYM(global)) && !is_expr_of(e, SYM(local)))
    parse_fail(p, at, "expected assignment after \"const\"");
  return v_object(expr1(SYM(const_), e));
}

static Value parse_return(Parser *p) {
  const Token *t = lex_peek(p);
  if (t->kind == TK_NEWLINE || is_closing(p, t)) return v_object(expr1(SYM(return_), v_nothing()));
  return v_object(expr1(SYM(return_), parse_eq(p)));
}

static Value parse_jump(Parser *p, Symbol *head) {
  const Token *t = lex_peek(p);
  bool end = is_line_end(t) || is_mark(t, ')') || is_mark(t, ']') || is_word(t, WORD_END) || is_operator(t, SYM(colon));
  if (!end)
    parse_fail(p, t->start, "unexpected \"%.*s\" after %s", (int)(t->end - t->start), p->text + t->start, head->text);
  return v_object(expr0(head));
}

/* --- using, import, export --- */

/* @name as one symbol. */
static Value parse_macro_symbol(Parser *p) {
  lex_take(p);
  const Token *t = lex_require(p);
  Text text = {0};
  text_char(&text, '@');
  text_add(&text, p->text + t->start, t->end - t->start);
  lex_take(p);
  return v_symbol(symbol_n(text.bytes, text.len));
}

static Value parse_exported(Parser *p) {
  const Token *t = lex_require(p);
  if (is_mark(t, '@')) return parse_macro_symbol(p);
  if (t->kind == TK_OPERATOR && !is_operator(t, SYM(dollar))) return v_symbol(lex_take(p).name);
  size_t start = t->start;
  Value v = parse_prefixed(p);
  if (!is_symbol(v) && !is_expr_of(v, SYM(dollar))) parse_fail(p, start, "invalid \"export\" statement");
  return v;
}

static Value parse_export(Parser *p) {
  List l = {0};
  list_add(&l, parse_exported(p));
  while (is_mark(lex_peek(p), ',')) {
    lex_take(p);
    list_add(&l, parse_exported(p));
  }
  return list_expr(SYM(export_), &l);
}

static Value import_name(Parser *p, const char *word) {
  const Token *t = lex_require(p);
  if (is_mark(t, '@')) return parse_macro_symbol(p);
  size_t start = t->start;
  if (is_operator(t, SYM(colon))) {
    lex_take(p);
    t = lex_require(p);
    if (t->space) parse_fail(p, t->start, "whitespace not allowed after \":\" used for quoting");
  }
  if (t->kind == TK_OPERATOR && !is_operator(t, SYM(dollar))) return v_symbol(lex_take(p).name);
  Value v = parse_prefixed(p);
  if (!is_symbol(v) && !is_expr_of(v, SYM(dollar)))
    parse_fail(p, start, "invalid \"%s\" statement: expected identifier", word);
  return v;
}

/* .., A.B.c: Expr(:., ...) */
static Value parse_import_path(Parser *p, const char *word) {
  List l = {0};
  for (;;) {
    const Token *t = lex_require(p);
    if (t->kind != TK_OPERATOR || t->name->text[0] != '.') break;
    size_t n = 0;
    while (n < t->name->len && t->name->text[n] == '.') n++;
    if (n < t->name->len) break;
    for (size_t i = 0; i < n; i++) list_add(&l, v_symbol(SYM(dot)));
    lex_take(p);
  }
  list_add(&l, import_name(p, word));
  for (;;) {
    const Token *t = lex_peek(p);
    if (is_operator(t, SYM(dot))) {
      lex_take(p);
      list_add(&l, import_name(p, word));
    } else if (t->kind == TK_OPERATOR && t->name->len > 1 && t->name->text[0] == '.' && t->name->text[1] != '.' &&
               !t->space) {
      Symbol *op = lex_take(p).name; /* import Base.+ */
      list_add(&l, v_symbol(symbol_n(op->text + 1, op->len - 1)));
    } else
      return list_expr(SYM(dot), &l);
  }
}

static Value parse_import(Parser *p, Symbol *head) {
  List l = {0};
  const char *word = head->text;
  list_add(&l, parse_import_path(p, word));
  const Token *t = lex_peek(p);
  if (is_operator(t, SYM(colon))) {
    lex_take(p);
    List names = {0};
    list_add(&names, l.items[0]);
    do {
      list_add(&names, parse_import_path(p, word));
      t = lex_peek(p);
    } while (is_mark(t, ',') && (lex_take(p), true));
    l.items[0] = list_expr(SYM(colon), &names);
  } else
    while (is_mark(t, ',')) {
      lex_take(p);
      list_add(&l, parse_import_path(p, word));
      t = lex_peek(p);
    }
  if (is_operator(t, SYM(colon)))
    parse_fail(
        p, t->start,
        "\":\" in \"%s\" syntax can only be used when importing a single module. Split imports into multiple lines.",
        word);
  return list_expr(head, &l);
}

/* --- all of them --- */

static Value parse_word_content(Parser *p, const Token *word, int line) {
  switch (word->word) {
  case WORD_BEGIN:
  case WORD_QUOTE: return parse_begin(p, word->word, line);
  case WORD_IF: return parse_if(p, WORD_IF, line);
  case WORD_WHILE: return parse_while(p, line);
  case WORD_FOR: return parse_for(p, line);
  case WORD_LET: return parse_let(p, line);
  case WORD_TRY: return parse_try(p, line);
  case WORD_FUNCTION:
  case WORD_MACRO: return parse_function(p, word->word, line);
  case WORD_STRUCT: return parse_struct(p, false, line);
  case WORD_MUTABLE: lex_take(p); return parse_struct(p, true, line);
  case WORD_ABSTRACT: return parse_abstract(p, line);
  case WORD_PRIMITIVE: return parse_primitive(p, line);
  case WORD_MODULE:
  case WORD_BAREMODULE: return parse_module(p, word->word == WORD_BAREMODULE, line);
  case WORD_RETURN: return parse_return(p);
  case WORD_BREAK: return parse_jump(p, SYM(break_));
  case WORD_CONTINUE: return parse_jump(p, SYM(continue_));
  case WORD_GLOBAL: return parse_scope(p, SYM(global));
  case WORD_LOCAL: return parse_scope(p, SYM(local));
  case WORD_CONST: return parse_const(p);
  case WORD_USING: return parse_import(p, SYM(using_));
  case WORD_IMPORT: return parse_import(p, SYM(import_));
  case WORD_EXPORT: return parse_export(p);
  default: parse_fail(p, word->start, "invalid \"do\" syntax");
  }
}

Value parse_word(Parser *p, Token word) {
  depth_check(p);
  Mode saved = p->mode;
  p->mode = mode_normal();
  Value e = parse_word_content(p, &word, p->at.line);
  p->mode = saved;
  return e;
}
