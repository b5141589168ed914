#include "lang/parser.h"

#include <stdio.h>

#include "lang/parser_inner.h"
#include "value/array.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/struct.h"

/* --- tokens and helpers --- */

void list_add(List *l, Value v) {
  if (l->n == l->cap) {
    size_t cap = l->cap ? 2 * l->cap : 8;
    Value *items = gc_alloc(cap * sizeof(Value));
    if (l->n) memcpy(items, l->items, l->n * sizeof(Value));
    l->items = items;
    l->cap = cap;
  }
  l->items[l->n++] = v;
}

Value list_expr(Symbol *head, const List *l) { return v_object(expr_new(head, l->items, l->n)); }

bool is_mark(const Token *t, char mark) { return t->kind == TK_MARK && t->mark == mark; }
bool is_operator(const Token *t, const Symbol *name) { return t->kind == TK_OPERATOR && t->name == name; }
bool is_line_end(const Token *t) { return t->kind == TK_NEWLINE || t->kind == TK_EOF || is_mark(t, ';'); }

bool is_closing(const Parser *p, const Token *t) {
  if (t->kind == TK_EOF) return true;
  if (t->kind == TK_MARK) return t->mark == ')' || t->mark == ']' || t->mark == '}' || t->mark == ',' || t->mark == ';';
  if (t->kind != TK_NAME) return false;
  return (t->word == WORD_END && !p->mode.end_symbol) || (t->word >= WORD_ELSE && t->word <= WORD_FINALLY);
}

bool is_name_symbol(Value v) {
  Operator op;
  return is_symbol(v) && !operator_find(as_symbol(v)->text, as_symbol(v)->len, &op);
}

void fail_at(Parser *p, const Token *t, const char *message) {
  int n = t->end - t->start > 200 ? 200 : (int)(t->end - t->start);
  if (t->kind == TK_EOF) parse_fail_incomplete(p, "incomplete: premature end of input");
  char token[201];
  if (t->kind == TK_NEWLINE)
    snprintf(token, sizeof token, "\\n");
  else
    snprintf(token, sizeof token, "%.*s", n, p->text + t->start);
  char text[512];
  snprintf(text, sizeof text, message, token);
  parse_fail(p, t->start, "%s", text);
}

void fail_unexpected(Parser *p, const Token *t) { fail_at(p, t, "unexpected \"%s\""); }

void expect_mark(Parser *p, char mark) {
  const Token *t = lex_require(p);
  if (!is_mark(t, mark)) fail_unexpected(p, t);
  lex_take(p);
}

Value line_here(Parser *p) { return linenode_new(p->at.line, p->file); }

void depth_check(Parser *p) {
  if ((uintptr_t)__builtin_frame_address(0) < p->floor) parse_fail(p, p->at.pos, "expression nested too deeply");
}

static char text_at(const Parser *p, size_t i) { return i < p->len ? p->text[i] : '\0'; }
static bool space_at(const Parser *p, size_t i) {
  char c = text_at(p, i);
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '#' || i >= p->len;
}

/* In [a -b] the operator belongs to the next element. */
static bool splits(const Parser *p, const Token *t) {
  return p->mode.space_sensitive && t->space && (t->op.flags & OPF_SPLITS) && !space_at(p, t->end);
}

static Value token_symbol(const Token *t) { return v_symbol(t->name); }

static bool at_level(const Token *t, enum precedence level) {
  return t->kind == TK_OPERATOR && t->op.precedence == level;
}

/* --- assignment, commas --- */

/* A body and its line; the lines of a body that is a block already follow. */
static Value body_block(Value line, Value body) {
  if (!is_expr_of(body, SYM(block))) return v_object(expr2(SYM(block), line, body));
  Expr *e = expr1(SYM(block), line);
  for (size_t i = 0; i < expr_len(as_expr(body)); i++) expr_add(e, expr_arg(as_expr(body), i));
  return v_object(e);
}

/* f(x), f(x)::T, f(x) where T: an assignment to it defines a function. */
static bool is_call_form(Value e) {
  while (is_expr_of(e, SYM(where)) || (is_expr_of(e, SYM(coloncolon)) && expr_len(as_expr(e)) > 0))
    e = expr_arg(as_expr(e), 0);
  return is_expr_of(e, SYM(call));
}

static Value parse_assignment(Parser *p, Value (*operand)(Parser *)) {
  depth_check(p);
  Value left = operand(p);
  const Token *t = lex_peek(p);
  if (!at_level(t, PREC_ASSIGNMENT)) return left;
  if (!(t->op.flags & OPF_SYNTAX)) { /* ~ */
    if (splits(p, t)) return left;
    Value op = token_symbol(t);
    lex_take(p);
    return call_expr(op, left, parse_assignment(p, operand));
  }
  Symbol *op = lex_take(p).name;
  Value line = line_here(p);
  Value right = parse_assignment(p, operand);
  if (op == SYM(assign) && is_call_form(left)) right = body_block(line, right);
  return v_object(expr2(op, left, right));
}

static Value parse_pair(Parser *p);

static Value parse_comma(Parser *p) {
  Value first = parse_pair(p);
  const Token *t = lex_peek(p);
  if (!is_mark(t, ',')) return first;
  List l = {0};
  list_add(&l, first);
  while (is_mark(t, ',')) {
    lex_take(p);
    t = lex_peek(p);
    if (is_operator(t, SYM(assign))) break;
    list_add(&l, parse_pair(p));
    t = lex_peek(p);
  }
  return list_expr(SYM(tuple), &l);
}

Value parse_eq(Parser *p) { return parse_assignment(p, parse_comma); }
Value parse_eq_star(Parser *p) { return parse_assignment(p, parse_pair); }

/* --- binary operators --- */

/* Right to left; head: the operator is the head of the expression, not a function called. */
static Value parse_right(Parser *p, enum precedence level, Value (*operand)(Parser *), bool head) {
  Value left = operand(p);
  const Token *t = lex_peek(p);
  if (!at_level(t, level) || (t->op.flags & OPF_DOTTED && head)) return left;
  Token op = lex_take(p);
  depth_check(p);
  Value right = parse_right(p, level, operand, head);
  if (head || (op.end - op.start == 3 && level == PREC_ARROW && p->text[op.start] == '-'))
    return v_object(expr2(op.name, left, right));
  return call_expr(v_symbol(op.name), left, right);
}

static Value parse_left(Parser *p, enum precedence level, Value (*operand)(Parser *)) {
  Value left = operand(p);
  for (;;) {
    const Token *t = lex_peek(p);
    if (!at_level(t, level)) return left;
    Value op = token_symbol(t);
    lex_take(p);
    left = call_expr(op, left, operand(p));
  }
}

/* a + b + c is one call of + and ++ and *. */
static Value parse_chained(Parser *p, enum precedence level, Value (*operand)(Parser *)) {
  Value left = operand(p);
  for (;;) {
    const Token *t = lex_peek(p);
    if (!at_level(t, level) || splits(p, t)) return left;
    Symbol *op = t->name;
    bool chain = op == SYM(plus) || op == SYM(times) || (op->len == 2 && op->text[0] == '+' && op->text[1] == '+');
    lex_take(p);
    List l = {0};
    list_add(&l, v_symbol(op));
    list_add(&l, left);
    list_add(&l, operand(p));
    while (chain && is_operator(lex_peek(p), op) && !splits(p, lex_peek(p))) {
      lex_take(p);
      list_add(&l, operand(p));
    }
    left = list_expr(SYM(call), &l);
  }
}

static Value parse_unary_subtype(Parser *p);
static Value parse_shift(Parser *p) { return parse_left(p, PREC_SHIFT, parse_unary_subtype); }
static Value parse_rational(Parser *p) { return parse_left(p, PREC_RATIONAL, parse_shift); }
static Value parse_term(Parser *p) { return parse_chained(p, PREC_TIMES, parse_rational); }
static Value parse_sum(Parser *p) { return parse_chained(p, PREC_PLUS, parse_term); }

static Value parse_colon_operand(Parser *p, size_t start) {
  const Token *t = lex_peek(p);
  if (is_closing(p, t))
    parse_fail(p, t->start, "missing last argument in \"%.*s\" range expression ", (int)(p->last_end - start),
               p->text + start);
  if (t->kind == TK_NEWLINE) parse_fail(p, t->start, "line break in \":\" expression");
  return parse_sum(p);
}

Value parse_range(Parser *p) {
  size_t start = lex_require(p)->start;
  Value left = parse_sum(p);
  bool first = true;
  for (;;) {
    const Token *t = lex_peek(p);
    if (is_operator(t, SYM(splat))) {
      lex_take(p);
      return v_object(expr1(SYM(splat), left));
    }
    if (!at_level(t, PREC_COLON)) return left;
    if (t->name != SYM(colon)) {
      if (!first) return left;
      Value op = token_symbol(t);
      lex_take(p);
      return call_expr(op, left, parse_sum(p));
    }
    if (!p->mode.range_colon || (p->mode.space_sensitive && t->space && !space_at(p, t->end))) return left;
    lex_take(p);
    Value argument = parse_colon_operand(p, start);
    if (first)
      left = call_expr(v_symbol(SYM(colon)), left, argument);
    else
      expr_add(as_expr(left), argument);
    first = !first;
  }
}

static Value parse_pipe_right(Parser *p) { return parse_left(p, PREC_PIPE_RIGHT, parse_range); }
Value parse_pipe(Parser *p) { return parse_right(p, PREC_PIPE_LEFT, parse_pipe_right, false); }

Value parse_comparison(Parser *p) {
  Value left = parse_pipe(p);
  const Token *t = lex_peek(p);
  if (t->op.precedence != PREC_COMPARISON) return left;
  Symbol *op = lex_take(p).name;
  Value right = parse_pipe(p);
  t = lex_peek(p);
  if (t->op.precedence != PREC_COMPARISON) {
    if (op == SYM(subtype) || op == SYM(supertype)) return v_object(expr2(op, left, right));
    return call_expr(v_symbol(op), left, right);
  }
  List l = {0};
  list_add(&l, left);
  list_add(&l, v_symbol(op));
  list_add(&l, right);
  while (t->op.precedence == PREC_COMPARISON) {
    list_add(&l, token_symbol(t));
    lex_take(p);
    list_add(&l, parse_pipe(p));
    t = lex_peek(p);
  }
  return list_expr(SYM(comparison), &l);
}

static Value parse_and(Parser *p) { return parse_right(p, PREC_AND, parse_comparison, true); }
static Value parse_or(Parser *p) { return parse_right(p, PREC_OR, parse_and, true); }
static Value parse_arrow(Parser *p) { return parse_right(p, PREC_ARROW, parse_or, false); }

Value parse_conditional(Parser *p) {
  Value test = parse_arrow(p);
  const Token *t = lex_peek(p);
  if (!at_level(t, PREC_CONDITIONAL)) return test;
  if (!t->space) parse_fail(p, t->start, "space required before \"?\" operator");
  size_t end = t->end;
  lex_take(p);
  if (!space_at(p, end)) parse_fail(p, end, "space required after \"?\" operator");
  Mode saved = p->mode;
  p->mode.range_colon = false;
  lex_require(p);
  Value then = parse_eq_star(p);
  p->mode = saved;
  t = lex_peek(p);
  if (!is_operator(t, SYM(colon))) parse_fail(p, t->start, "colon expected in \"?\" expression");
  if (!t->space) parse_fail(p, t->start, "space required before colon in \"?\" expression");
  end = t->end;
  lex_take(p);
  if (!space_at(p, end)) parse_fail(p, end, "space required after colon in \"?\" expression");
  lex_require(p);
  return v_object(expr3(SYM(if_), test, then, parse_eq_star(p)));
}

static Value parse_pair(Parser *p) { return parse_right(p, PREC_PAIR, parse_conditional, false); }

/* --- where, juxtaposition --- */

Value parse_where(Parser *p, Value (*operand)(Parser *)) {
  Value e = operand(p);
  if (!p->mode.where_operator) return e;
  Mode saved = p->mode;
  while (lex_peek(p)->kind == TK_NAME && p->at.token.word == WORD_WHERE) {
    lex_take(p);
    p->mode.where_operator = false;
    lex_require(p);
    Value vars = parse_comparison(p);
    p->mode = saved;
    if (is_expr_of(vars, SYM(braces))) {
      List l = {0};
      list_add(&l, e);
      for (size_t i = 0; i < expr_len(as_expr(vars)); i++) list_add(&l, expr_arg(as_expr(vars), i));
      e = list_expr(SYM(where), &l);
    } else
      e = v_object(expr2(SYM(where), e, vars));
  }
  return e;
}

/* <: A where B is <: (A where B). */
static Value parse_unary_subtype(Parser *p) {
  const Token *t = lex_require(p);
  if (!is_operator(t, SYM(subtype)) && !is_operator(t, SYM(supertype))) return parse_where(p, parse_juxtaposed);
  struct Cursor saved = p->at;
  Symbol *op = lex_take(p).name;
  t = lex_peek(p);
  if (is_closing(p, t) || t->kind == TK_NEWLINE || is_operator(t, SYM(assign))) return v_symbol(op);
  if (is_mark(t, '{')) {
    p->at = saved;
    return parse_where(p, parse_juxtaposed);
  }
  Value arg = parse_where(p, parse_juxtaposed);
  if (!is_expr_of(arg, SYM(tuple))) return v_object(expr1(op, arg));
  return v_object(expr_new(op, (const Value *)(void *)as_expr(arg)->args->data, expr_len(as_expr(arg))));
}

static bool is_number(Value v) {
  if (is_expr_of(v, SYM(macrocall)) && expr_len(as_expr(v)) == 3) return expr_arg(as_expr(v), 0).type == T_GLOBALREF;
  return v.type == T_INT64 || v.type == T_FLOAT64 || v.type == T_FLOAT32 || v.type == T_INT128 || v.type == T_UINT8 ||
         v.type == T_UINT16 || v.type == T_UINT32 || v.type == T_UINT64 || v.type == T_UINT128;
}

static bool juxtaposes(Parser *p, Value e, bool block) {
  const Token *t = lex_peek(p);
  if (t->space || t->kind == TK_OPERATOR || t->kind == TK_NEWLINE || is_closing(p, t)) return false;
  bool number = is_number(e);
  if (t->kind == TK_NAME && (word_begins(p, t) || (t->word >= WORD_WHERE && t->word <= WORD_ISA) || t->word == WORD_DO))
    return false;
  if (t->kind == TK_NUMBER && !number) return false;
  if (t->kind == TK_MARK) {
    if (t->mark == '"' && !block && p->last_end == t->start) parse_fail(p, t->start, "cannot juxtapose string literal");
    if (t->mark == '@' || t->mark == '\'' || t->mark == '`') return false;
    if (!number || block) return false;
  }
  if (block) return false;
  if (is_string(e) || is_expr_of(e, SYM(string))) parse_fail(p, t->start, "cannot juxtapose string literal");
  return true;
}

static Value parse_unary(Parser *p);
static Value parse_factor(Parser *p);

Value parse_juxtaposed(Parser *p) {
  const Token *t = lex_require(p);
  bool block = word_begins(p, t);
  Value e = parse_unary(p);
  if (!juxtaposes(p, e, block)) return e;
  List l = {0};
  list_add(&l, v_symbol(SYM(times)));
  list_add(&l, e);
  do {
    e = parse_factor(p);
    list_add(&l, e);
  } while (juxtaposes(p, e, false));
  return list_expr(SYM(call), &l);
}

/* --- unary operators and powers --- */

/* x::T and x -> body, after x. */
static Value parse_declaration(Parser *p, Value e) {
  for (;;) {
    const Token *t = lex_peek(p);
    if (is_operator(t, SYM(coloncolon))) {
      lex_take(p);
      lex_require(p);
      e = v_object(expr2(SYM(coloncolon), e, parse_where(p, parse_call)));
    } else if (is_operator(t, SYM(arrow))) {
      lex_take(p);
      Value line = line_here(p);
      Value body = parse_eq_star(p);
      return v_object(expr2(SYM(arrow), e, body_block(line, body)));
    } else
      return e;
  }
}

static Value parse_exponent(Parser *p) { return parse_right(p, PREC_POWER, parse_juxtaposed, false); }

static Value parse_power(Parser *p, Value base) {
  const Token *t = lex_peek(p);
  if (!at_level(t, PREC_POWER)) return base;
  Value op = token_symbol(t);
  lex_take(p);
  return call_expr(op, base, parse_exponent(p));
}

/* From an operand that is parsed already, beginning at start. */
static Value parse_factor_from(Parser *p, Value e, size_t start) {
  return parse_power(p, parse_declaration(p, parse_call_chain(p, e, start, false)));
}

static Value parse_factor(Parser *p) { return parse_power(p, parse_declaration(p, parse_call(p))); }

/* -2 is a literal, -2^2 is -(2^2), -0x1 a call. */
static Value parse_signed(Parser *p, Value op, bool negative) {
  Token number = *lex_peek(p);
  if (is_number(number.value) && number.value.type != T_INT64 && number.value.type != T_FLOAT64 &&
      number.value.type != T_FLOAT32 && number.value.type != T_INT128 && !is_expr(number.value))
    return call_expr1(op, parse_factor(p));
  lex_take(p);
  if (at_level(lex_peek(p), PREC_POWER)) return call_expr1(op, parse_power(p, number.value));
  Value v = negative ? lex_number(p, p->text + number.start, number.end - number.start, true) : number.value;
  return parse_declaration(p, parse_call_chain(p, v, number.start, false));
}

/* The call op(args...) or op applied to (x). */
static Value parse_operator_call(Parser *p, Symbol *op, size_t start) {
  size_t paren = lex_take(p).start;
  bool arguments = false;
  Value e = parse_paren(p, true, &arguments);
  if (!arguments) return call_expr1(v_symbol(op), parse_factor_from(p, e, paren));
  List l = {0};
  list_add(&l, v_symbol(op));
  for (size_t i = 0; i < expr_len(as_expr(e)); i++) {
    Value arg = expr_arg(as_expr(e), i);
    kw_convert(&arg);
    list_add(&l, arg);
  }
  return parse_factor_from(p, list_expr(SYM(call), &l), start);
}

static Value parse_unary(Parser *p) {
  depth_check(p);
  const Token *t = lex_require(p);
  if (t->kind != TK_OPERATOR || is_operator(t, SYM(colon)) || is_operator(t, SYM(dollar)) ||
      is_operator(t, SYM(coloncolon)) || (t->name->text[0] == '&' && t->name->len == 1))
    return parse_factor(p);
  if (is_operator(t, SYM(assign))) fail_unexpected(p, t);
  if (t->op.flags & OPF_SYNTAX) fail_at(p, t, "invalid identifier name \"%s\"");
  struct Cursor saved = p->at;
  size_t end_before = p->last_end;
  Token op = lex_take(p);
  bool unary = op.op.flags & OPF_UNARY;
  char next = text_at(p, op.end), after = text_at(p, op.end + 1);
  bool sign = op.name == SYM(minus) || op.name == SYM(plus);
  if (sign && ((next >= '0' && next <= '9') || (next == '.' && after >= '0' && after <= '9')))
    return parse_signed(p, v_symbol(op.name), op.name == SYM(minus));
  t = lex_peek(p);
  if (is_closing(p, t) || t->kind == TK_NEWLINE || is_operator(t, SYM(assign))) return v_symbol(op.name);
  if (unary && is_mark(t, '(')) {
    if (t->space)
      parse_fail(p, t->start, "space before \"(\" not allowed in \"%s (\" at %s:%d", op.name->text, p->file->text,
                 p->at.line);
    return parse_operator_call(p, op.name, op.start);
  }
  if (is_mark(t, '{') || (!unary && is_mark(t, '('))) {
    p->at = saved;
    p->last_end = end_before;
    return parse_factor(p);
  }
  if (!unary) fail_at(p, &op, "\"%s\" is not a unary operator");
  return call_expr1(v_symbol(op.name), parse_unary(p));
}

Value parse_prefixed(Parser *p) {
  const Token *t = lex_require(p);
  bool ampersand = t->kind == TK_OPERATOR && t->name->len == 1 && t->name->text[0] == '&';
  if (!ampersand && !is_operator(t, SYM(dollar)) && !is_operator(t, SYM(coloncolon))) return parse_atom(p, true);
  depth_check(p);
  Symbol *op = lex_take(p).name;
  t = lex_peek(p);
  if (is_closing(p, t) || t->kind == TK_NEWLINE) return v_symbol(op);
  return v_object(expr1(op, op == SYM(dollar) ? parse_prefixed(p) : parse_where(p, parse_call)));
}

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
      if (is_number(e)) return e;
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

/* --- atoms --- */

static Value parse_quoted(Parser *p) {
  size_t end = lex_take(p).end;
  const Token *t = lex_peek(p);
  if (is_closing(p, t) && !(t->kind == TK_NAME && !t->space)) return v_symbol(SYM(colon));
  if (t->kind == TK_NEWLINE) parse_fail(p, t->start, "newline not allowed after \":\" used for quoting");
  if (t->space) parse_fail(p, end, "whitespace not allowed after \":\" used for quoting");
  Value e = parse_atom(p, false);
  if (is_expr(e) || is_bool(e) || e.type == T_QUOTENODE) return v_object(expr1(SYM(quote), e));
  return quotenode_new(e);
}

static Value parse_operator_atom(Parser *p, bool checked) {
  Token t = *lex_peek(p);
  if (is_operator(&t, SYM(colon))) return parse_quoted(p);
  if (checked && is_operator(&t, SYM(assign))) fail_unexpected(p, &t);
  if (checked && (t.op.flags & OPF_SYNTAX)) fail_at(p, &t, "invalid identifier name \"%s\"");
  return v_symbol(lex_take(p).name);
}

static Value parse_word_atom(Parser *p, bool checked) {
  Token t = *lex_peek(p);
  if (checked && is_closing(p, &t)) fail_unexpected(p, &t);
  if (t.word == WORD_TRUE || t.word == WORD_FALSE) {
    lex_take(p);
    return v_bool(t.word == WORD_TRUE);
  }
  lex_take(p);
  bool var = t.name->len == 3 && memcmp(t.name->text, "var", 3) == 0;
  const Token *next = var ? lex_peek(p) : NULL;
  if (var && is_mark(next, '"') && !next->space) { /* var"any text" is a name */
    lex_take(p);
    const String *text = as_string(parse_raw_string(p, '"'));
    return v_symbol(symbol_n(text->text, text->len));
  }
  return v_symbol(t.name);
}

Value parse_atom(Parser *p, bool checked) {
  depth_check(p);
  const Token *t = lex_require(p);
  switch (t->kind) {
  case TK_NUMBER: return lex_take(p).value;
  case TK_OPERATOR: return parse_operator_atom(p, checked);
  case TK_NAME: return parse_word_atom(p, checked);
  default: break;
  }
  bool ignored, empty;
  Value e;
  switch (t->mark) {
  case '(': lex_take(p); return parse_paren(p, checked, &ignored);
  case '[':
    lex_take(p);
    e = parse_array(p, ']', &empty);
    return empty ? v_object(expr0(SYM(vect))) : e;
  case '{': lex_take(p); return parse_braces(p);
  case '"': lex_take(p); return parse_string(p);
  case '\'': lex_take(p); return parse_char(p);
  case '`':
    lex_take(p);
    e = parse_raw_string(p, '`');
    return v_object(expr3(SYM(macrocall), globalref_new(CORE->core, SYM(cmd)), line_here(p), e));
  case '@': return parse_macrocall(p);
  default: fail_unexpected(p, t);
  }
}

/* --- whole texts --- */

static Value parse_line(Parser *p) {
  const Token *t = lex_peek(p);
  while (t->kind == TK_NEWLINE) {
    p->at.ready = false;
    t = lex_peek(p);
  }
  if (t->kind == TK_EOF) return V_UNDEF;
  List l = {0};
  bool several = false;
  for (;;) {
    t = lex_peek(p);
    while (is_mark(t, ';')) {
      several = true;
      lex_take(p);
      t = lex_peek(p);
    }
    if (t->kind == TK_EOF || t->kind == TK_NEWLINE) break;
    if (l.n && !several) fail_at(p, t, "extra token \"%s\" after end of expression");
    list_add(&l, parse_docstring(p));
    t = lex_peek(p);
    if (is_mark(t, ';')) continue;
    if (t->kind == TK_EOF || t->kind == TK_NEWLINE) break;
    fail_at(p, t, "extra token \"%s\" after end of expression");
  }
  return several ? list_expr(SYM(toplevel), &l) : l.items[0];
}

/* Where the error is, for people: file, line, column, the line itself and a mark below it. */
static Value error_place(Parser *p) {
  size_t begin = p->error_at, end = p->error_at;
  while (begin > 0 && p->text[begin - 1] != '\n') begin--;
  while (end < p->len && p->text[end] != '\n' && end - begin < 400) end++;
  size_t column = 1;
  for (size_t i = begin; i < p->error_at; i++)
    if ((p->text[i] & 0xc0) != 0x80) column++;
  Text t = {0};
  text_format(&t, "at %s:%d:%zu\n  ", p->file->text, p->error_line, column);
  text_add(&t, p->text + begin, end > begin ? end - begin : 0);
  text_puts(&t, "\n  ");
  for (size_t i = begin; i < p->error_at; i++)
    if (p->text[i] == '\t')
      text_char(&t, '\t');
    else if ((p->text[i] & 0xc0) != 0x80)
      text_char(&t, ' ');
  text_char(&t, '^');
  return text_string(&t);
}

static Value error_expr(Parser *p) {
  Value message = text_string(&p->message);
  if (p->incomplete) return v_object(expr1(SYM(incomplete), message));
  int line = 1;
  for (size_t i = 0; i < p->error_at; i++) line += p->text[i] == '\n';
  p->error_line = line;
  return v_object(expr2(SYM(error), struct_new(T_PARSEERROR, &message, 1), error_place(p)));
}

static void parser_init(Parser *p, const char *text, size_t len, size_t pos, const char *file, int line) {
  *p = (Parser){.text = text, .len = len, .mode = mode_normal(), .file = symbol(file)};
  p->at.pos = pos;
  p->at.line = line;
  uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  uintptr_t limit = (uintptr_t)stack_limit;
  p->floor = limit && limit < here ? limit + 65536 : here - ((uintptr_t)2 << 20);
}

/* Behind what was parsed: over the line's end, blank lines and comments, so that the next statement's line is known. */
static void skip_to_next(Parser *p) {
  if (p->at.ready && p->at.token.kind != TK_NEWLINE) {
    p->at.pos = p->at.token.start;
    p->at.ready = false;
  }
  p->at.ready = false;
}

static Value parse_one(Parser *p, size_t *pos, int *line, Value (*what)(Parser *)) {
  if (setjmp(p->bail)) {
    *pos = p->len;
    return error_expr(p);
  }
  Value e = what(p);
  skip_to_next(p);
  *pos = p->at.pos;
  *line = p->at.line;
  return e;
}

Value parse_statement(const char *text, size_t len, size_t *pos, const char *file, int *line) {
  Parser p;
  parser_init(&p, text, len, *pos, file, *line);
  return parse_one(&p, pos, line, parse_line);
}

static Value parse_checked_atom(Parser *p) { return parse_atom(p, true); }

Value parse_expression(const char *text, size_t len, size_t *pos, const char *file, int *line) {
  Parser p;
  parser_init(&p, text, len, *pos, file, *line);
  return parse_one(&p, pos, line, parse_checked_atom);
}

void parse_skip(const char *text, size_t len, size_t *pos, const char *file, int *line) {
  Parser p;
  parser_init(&p, text, len, *pos, file, *line);
  if (setjmp(p.bail)) return; /* a comment that does not end: parsing the statement will say so */
  for (;;) {
    size_t before = p.at.pos;
    lex_skip(&p, true);
    if (p.at.pos == before) break;
  }
  *pos = p.at.pos;
  *line = p.at.line;
}

Value parse_all(const char *text, size_t len, const char *file) {
  List l = {0};
  size_t pos = 0;
  int line = 1;
  for (;;) {
    parse_skip(text, len, &pos, file, &line);
    list_add(&l, linenode_new(line, symbol(file)));
    Value e = parse_statement(text, len, &pos, file, &line);
    if (is_undef(e)) {
      l.n--;
      return list_expr(SYM(toplevel), &l);
    }
    if (is_expr_of(e, SYM(error))) throw_value(expr_arg(as_expr(e), 0));
    if (is_expr_of(e, SYM(incomplete))) {
      Value message = expr_arg(as_expr(e), 0);
      throw_value(struct_new(T_PARSEERROR, &message, 1));
    }
    list_add(&l, e);
  }
}
