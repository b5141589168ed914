/* Operators, from assignment down to unary ones and powers: one function for each level of precedence. */
#include "lang/parser_inner.h"

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

bool is_number_literal(Value v) {
  if (is_expr_of(v, SYM(macrocall)) && expr_len(as_expr(v)) == 3) return expr_arg(as_expr(v), 0).type == T_GLOBALREF;
  return v.type == T_INT64 || v.type == T_FLOAT64 || v.type == T_FLOAT32 || v.type == T_INT128 || v.type == T_UINT8 ||
         v.type == T_UINT16 || v.type == T_UINT32 || v.type == T_UINT64 || v.type == T_UINT128;
}

static bool juxtaposes(Parser *p, Value e, bool block) {
  const Token *t = lex_peek(p);
  if (t->space || t->kind == TK_OPERATOR || t->kind == TK_NEWLINE || is_closing(p, t)) return false;
  bool number = is_number_literal(e);
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
  if (is_number_literal(number.value) && number.value.type != T_INT64 && number.value.type != T_FLOAT64 &&
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

/* - (x): one operand is fine, several would look like a call. */
static Value parse_spaced_operand(Parser *p, const Token *op, size_t start) {
  Value operand = parse_unary(p);
  if (is_expr_of(operand, SYM(tuple)))
    parse_fail(p, start, "space before \"(\" not allowed in \"%s (\" at %s:%d", op->name->text, p->file->text,
               p->at.line);
  return call_expr1(v_symbol(op->name), operand);
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
    return t->space ? parse_spaced_operand(p, &op, t->start) : parse_operator_call(p, op.name, op.start);
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
