#include "lang/parser_inner.h"
#include "value/array.h"
#include "value/gc.h"
#include "value/show.h"

/* An assignment among arguments is a keyword argument. */
void kw_convert(Value *v) {
  if (is_expr_of(*v, SYM(assign)))
    *v = v_object(expr_new(SYM(kw), (const Value *)(void *)as_expr(*v)->args->data, expr_len(as_expr(*v))));
}

/* --- argument lists --- */

static void list_prepend(List *l, Value v) {
  list_add(l, v);
  memmove(l->items + 1, l->items, (l->n - 1) * sizeof(Value));
  l->items[0] = v;
}

/* Behind f( or f(a, b: the arguments up to the closer, then what follows each ';' as a nested Expr(:parameters). */
static void parse_argument_run(Parser *p, char closer, bool keywords, List *out) {
  depth_check(p);
  for (;;) {
    const Token *t = lex_require(p);
    if (is_mark(t, closer)) {
      lex_take(p);
      return;
    }
    if (is_mark(t, ';')) {
      lex_take(p);
      List params = {0};
      parse_argument_run(p, closer, true, &params);
      list_prepend(out, list_expr(SYM(parameters), &params));
      return;
    }
    Value arg = parse_eq_star(p);
    t = lex_require(p);
    if (t->kind == TK_NAME && t->word == WORD_FOR) {
      lex_take(p);
      arg = parse_generator(p, arg);
      t = lex_require(p);
    } else if (keywords)
      kw_convert(&arg);
    list_add(out, arg);
    if (is_mark(t, ','))
      lex_take(p);
    else if (!is_mark(t, ';') && !is_mark(t, closer)) {
      if (is_mark(t, ']') || is_mark(t, '}')) fail_at(p, t, "unexpected \"%s\" in argument list");
      parse_fail(p, t->start, "missing comma or %c in argument list", closer);
    }
  }
}

void parse_arguments(Parser *p, char closer, bool keywords, List *out) {
  Mode saved = p->mode;
  p->mode = mode_paren(saved);
  p->mode.for_generator = true;
  /* parameters go before the arguments, but behind what out holds already (the function) */
  List args = {0};
  parse_argument_run(p, closer, keywords, &args);
  for (size_t i = 0; i < args.n; i++) list_add(out, args.items[i]);
  p->mode = saved;
}

/* --- ( ) --- */

/* Behind (a; : a block, or if a comma follows, parameters. */
static Value parse_paren_block(Parser *p, Value first, bool *arguments) {
  List block = {0};
  list_add(&block, first);
  for (;;) {
    const Token *t = lex_require(p);
    if (is_mark(t, ';')) {
      lex_take(p);
      lex_require(p);
      if (is_mark(lex_peek(p), ';')) list_add(&block, line_here(p));
      continue;
    }
    if (is_mark(t, ')')) {
      lex_take(p);
      return list_expr(SYM(block), &block);
    }
    Value line = line_here(p);
    Value e = parse_eq_star(p);
    t = lex_require(p);
    if (is_mark(t, ',') && block.n == 1) {
      lex_take(p);
      List params = {0};
      kw_convert(&e);
      list_add(&params, e);
      parse_argument_run(p, ')', true, &params);
      *arguments = true;
      return v_object(expr2(SYM(tuple), list_expr(SYM(parameters), &params), first));
    }
    list_add(&block, line);
    list_add(&block, e);
    if (is_mark(t, ';') || is_mark(t, ')')) continue;
    if (is_mark(t, ']') || is_mark(t, '}')) fail_at(p, t, "unexpected \"%s\" in argument list");
    parse_fail(p, t->start, "missing comma or ) in argument list");
  }
}

static Value parse_tuple_rest(Parser *p, List *items) {
  List rest = {0};
  parse_argument_run(p, ')', false, &rest);
  List all = {0};
  size_t i = 0;
  if (rest.n && is_expr_of(rest.items[0], SYM(parameters))) list_add(&all, rest.items[i++]);
  for (size_t j = 0; j < items->n; j++) list_add(&all, items->items[j]);
  for (; i < rest.n; i++) list_add(&all, rest.items[i]);
  return list_expr(SYM(tuple), &all);
}

static Value parse_paren_content(Parser *p, bool checked, bool *arguments) {
  const Token *t = lex_require(p);
  List items = {0};
  if (is_mark(t, ')') || is_mark(t, ';')) {
    *arguments = true;
    return parse_tuple_rest(p, &items);
  }
  if (t->kind == TK_OPERATOR && !checked) { /* :(=) */
    struct Cursor saved = p->at;
    Value op = v_symbol(lex_take(p).name);
    if (is_mark(lex_peek(p), ')')) {
      lex_take(p);
      return op;
    }
    p->at = saved;
  }
  Value e = parse_eq_star(p);
  t = lex_require(p);
  if (is_mark(t, ')')) {
    lex_take(p);
    return e;
  }
  if (is_mark(t, ',')) {
    lex_take(p);
    *arguments = true;
    list_add(&items, e);
    return parse_tuple_rest(p, &items);
  }
  if (is_mark(t, ';')) {
    lex_take(p);
    return parse_paren_block(p, e, arguments);
  }
  if (t->kind == TK_NAME && t->word == WORD_FOR) {
    lex_take(p);
    e = parse_generator(p, e);
    t = lex_require(p);
    if (!is_mark(t, ')')) parse_fail(p, t->start, "expected \")\"");
    lex_take(p);
    return e;
  }
  parse_fail(p, t->start, "missing comma or ) in argument list");
}

Value parse_paren(Parser *p, bool checked, bool *arguments) {
  Mode saved = p->mode;
  p->mode = mode_paren(saved);
  *arguments = false;
  Value e = parse_paren_content(p, checked, arguments);
  p->mode = saved;
  return e;
}

/* --- generators --- */

static bool is_iteration_word(const Token *t) {
  if (t->kind == TK_NAME) return t->word == WORD_IN;
  return t->kind == TK_OPERATOR && (t->name == SYM(assign) || strcmp(t->name->text, "∈") == 0);
}

/* i = a, i in a, outer i in a */
Value parse_iteration(Parser *p) {
  const Token *t = lex_require(p);
  bool outer = false;
  if (t->kind == TK_NAME && t->word == WORD_OUTER) {
    struct Cursor saved = p->at;
    lex_take(p);
    t = lex_peek(p);
    outer = (t->kind == TK_NAME && t->word != WORD_IN) || is_mark(t, '(') || is_operator(t, SYM(dollar));
    if (!outer) p->at = saved;
  }
  Value left = parse_pipe(p);
  t = lex_peek(p);
  if (!is_iteration_word(t)) parse_fail(p, t->start, "invalid iteration specification");
  lex_take(p);
  Value right = parse_pipe(p);
  if (outer) left = v_object(expr1(symbol("outer"), left));
  return v_object(expr2(SYM(assign), left, right));
}

/* Behind for. */
Value parse_generator(Parser *p, Value first) {
  List l = {0};
  list_add(&l, parse_iteration(p));
  while (is_mark(lex_peek(p), ',')) {
    lex_take(p);
    list_add(&l, parse_iteration(p));
  }
  const Token *t = lex_require(p);
  if (t->kind == TK_NAME && t->word == WORD_IF) {
    lex_take(p);
    Value test = parse_conditional(p);
    List filter = {0};
    list_add(&filter, test);
    for (size_t i = 0; i < l.n; i++) list_add(&filter, l.items[i]);
    l = (List){0};
    list_add(&l, list_expr(SYM(filter), &filter));
    t = lex_require(p);
  }
  bool flatten = t->kind == TK_NAME && t->word == WORD_FOR;
  if (flatten) {
    lex_take(p);
    first = parse_generator(p, first);
  }
  List all = {0};
  list_add(&all, first);
  for (size_t i = 0; i < l.n; i++) list_add(&all, l.items[i]);
  Value e = list_expr(SYM(generator), &all);
  return flatten ? v_object(expr1(SYM(flatten), e)) : e;
}

/* --- [ ] and { } --- */

static Value parse_comprehension(Parser *p, Value first, char closer) {
  lex_take(p);
  Mode saved = p->mode;
  p->mode.newline_space = true;
  p->mode.space_sensitive = false;
  Value e = parse_generator(p, first);
  const Token *t = lex_require(p);
  if (!is_mark(t, closer)) parse_fail(p, t->start, "expected \"%c\"", closer);
  lex_take(p);
  p->mode = saved;
  return v_object(expr1(SYM(comprehension), e));
}

/* Behind the first element; a comma or the closer comes next. */
static Value parse_vector(Parser *p, Value first, char closer) {
  List l = {0};
  list_add(&l, first);
  for (;;) {
    const Token *t = lex_require(p);
    if (is_mark(t, closer)) {
      lex_take(p);
      return list_expr(SYM(vect), &l);
    }
    if (is_mark(t, ',')) {
      lex_take(p);
      t = lex_require(p);
      if (is_mark(t, closer)) continue;
      list_add(&l, parse_eq_star(p));
    } else if (is_mark(t, ';')) {
      lex_take(p);
      List params = {0};
      Mode saved = p->mode;
      p->mode = mode_paren(saved);
      parse_argument_run(p, closer, true, &params);
      p->mode = saved;
      list_prepend(&l, list_expr(SYM(parameters), &params));
      return list_expr(SYM(vect), &l);
    } else
      parse_fail(p, t->start, "missing separator in array expression");
  }
}

static void flush_row(List *row, List *rows) {
  if (row->n == 1) list_add(rows, row->items[0]);
  if (row->n > 1) list_add(rows, list_expr(SYM(row), row));
  *row = (List){0};
}

/* Separators between rows; counts them. A ';' weighs more than a line end, which may just precede the closer. */
static unsigned skip_row_separators(Parser *p) {
  unsigned weight = 0;
  for (;;) {
    const Token *t = lex_peek(p);
    if (t->kind == TK_NEWLINE)
      weight++;
    else if (is_mark(t, ';'))
      weight += 2;
    else
      return weight;
    lex_take(p);
  }
}

static NORETURN void fail_unseparated(Parser *p, Value last, const Token *t, char closer) {
  parse_fail(p, t->start, "expected \"%c\" or separator in arguments to \"%s\"; got \"%s%.*s\"", closer,
             closer == ']' ? "[ ]" : "{ }", is_undef(last) ? "" : expr_text(last), (int)(t->end - t->start),
             p->text + t->start);
}

static Value parse_matrix(Parser *p, Value first, char closer, unsigned weight) {
  List row = {0}, rows = {0};
  list_add(&row, first);
  bool semicolon = weight > 1;
  for (;;) {
    unsigned more = skip_row_separators(p);
    weight += more;
    const Token *t = lex_require(p);
    if (is_mark(t, closer)) {
      lex_take(p);
      if (!rows.n && weight <= 1) return list_expr(row.n == 1 ? SYM(vect) : SYM(hcat), &row);
      flush_row(&row, &rows);
      return list_expr(SYM(vcat), &rows);
    }
    if (is_mark(t, ',')) parse_fail(p, t->start, "unexpected comma in matrix expression");
    if (is_mark(t, ']') || is_mark(t, '}') || is_mark(t, ')'))
      fail_unseparated(p, row.n ? row.items[row.n - 1] : V_UNDEF, t, closer);
    if (t->kind == TK_NAME && t->word == WORD_FOR) {
      if (rows.n || row.n != 1 || semicolon) parse_fail(p, t->start, "invalid comprehension syntax");
      return parse_comprehension(p, row.items[0], closer);
    }
    if (weight) {
      flush_row(&row, &rows);
      weight = 0;
    } else if (!t->space)
      fail_unseparated(p, row.items[row.n - 1], t, closer);
    list_add(&row, parse_eq_star(p));
    weight = 0;
  }
}

static Value parse_array_content(Parser *p, char closer, bool *empty) {
  const Token *t = lex_require(p);
  *empty = is_mark(t, closer);
  if (*empty) {
    lex_take(p);
    return V_UNDEF;
  }
  Value first = parse_eq_star(p);
  unsigned weight = 0;
  while ((t = lex_peek(p))->kind == TK_NEWLINE) {
    lex_take(p);
    weight++;
  }
  if (is_mark(t, ',') || (is_mark(t, closer) && weight <= 1)) return parse_vector(p, first, closer);
  if (t->kind == TK_NAME && t->word == WORD_FOR) return parse_comprehension(p, first, closer);
  return parse_matrix(p, first, closer, weight);
}

Value parse_array(Parser *p, char closer, bool *empty) {
  Mode saved = p->mode;
  p->mode = (Mode){.range_colon = true,
                   .space_sensitive = true,
                   .where_operator = true,
                   .for_generator = true,
                   .end_symbol = saved.end_symbol};
  Value e = parse_array_content(p, closer, empty);
  p->mode = saved;
  return e;
}

Value parse_braces(Parser *p) {
  bool empty;
  Value e = parse_array(p, '}', &empty);
  if (empty) return v_object(expr0(SYM(braces)));
  const Value *items = (const Value *)(void *)as_expr(e)->args->data;
  size_t n = expr_len(as_expr(e));
  if (is_expr_of(e, SYM(vect))) return v_object(expr_new(SYM(braces), items, n));
  Symbol *cat = symbol("bracescat");
  if (is_expr_of(e, SYM(hcat))) return v_object(expr1(cat, v_object(expr_new(SYM(row), items, n))));
  return v_object(expr_new(cat, items, n));
}
