#include "lang/parser.h"

#include <stdio.h>

#include "lang/parser_inner.h"
#include "value/array.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/show.h"
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
  else if (t->kind == TK_NUMBER && !is_expr(t->value)) { /* it is told as a value */
    Text number = {0};
    show_number(&number, t->value, false, false);
    snprintf(token, sizeof token, "%.*s", (int)number.len, number.bytes);
  } else
    snprintf(token, sizeof token, "%.*s", n, p->text + t->start);
  char text[512];
  snprintf(text, sizeof text, message, token);
  parse_fail(p, t->start, "%s", text);
}

void fail_unexpected(Parser *p, const Token *t) { fail_at(p, t, "unexpected \"%s\""); }

Value line_here(Parser *p) { return linenode_new(p->at.line, p->file); }

void depth_check(Parser *p) {
  if ((uintptr_t)__builtin_frame_address(0) < p->floor) parse_fail(p, p->at.pos, "expression nested too deeply");
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
