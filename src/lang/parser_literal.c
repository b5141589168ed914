#include "lang/parser_inner.h"
#include "value/gc.h"

/* --- escapes --- */

static int hex_digit(char c) {
  return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* \x41 \u03b1 \U1F600: up to n hexadecimal digits at *i. */
static uint32_t escape_hex(Parser *p, const char *s, size_t len, size_t *i, int n, size_t at) {
  uint32_t c = 0;
  int k = 0;
  for (; k < n && *i < len && hex_digit(s[*i]) >= 0; k++) c = c << 4 | (uint32_t)hex_digit(s[(*i)++]);
  if (!k) parse_fail(p, at, "invalid escape sequence");
  return c;
}

static uint32_t escape_octal(const char *s, size_t len, size_t *i) {
  uint32_t c = 0;
  for (int k = 0; k < 3 && *i < len && s[*i] >= '0' && s[*i] <= '7'; k++) c = c << 3 | (uint32_t)(s[(*i)++] - '0');
  return c;
}

/* s with its escapes carried out. */
static void unescape(Parser *p, const char *s, size_t len, size_t at, Text *out) {
  static const char letters[] = "abtnvfre\"'\\`$", codes[] = "\a\b\t\n\v\f\r\033\"'\\`$";
  for (size_t i = 0; i < len;) {
    if (s[i] != '\\') {
      size_t j = i;
      while (j < len && s[j] != '\\') j++;
      text_add(out, s + i, j - i);
      i = j;
      continue;
    }
    char c = ++i < len ? s[i++] : '\0';
    const char *l = c ? strchr(letters, c) : NULL;
    if (l)
      text_char(out, codes[l - letters]);
    else if (c == 'x')
      text_char(out, (char)escape_hex(p, s, len, &i, 2, at));
    else if (c == 'u' || c == 'U') {
      uint32_t u = escape_hex(p, s, len, &i, c == 'u' ? 4 : 8, at);
      if (u > 0x10ffff) parse_fail(p, at, "invalid escape sequence");
      text_utf8(out, u);
    } else if (c >= '0' && c <= '7') {
      i--;
      text_char(out, (char)escape_octal(s, len, &i));
    } else
      parse_fail(p, at, "invalid escape sequence");
  }
}

/* --- the parts of a string: raw text and interpolated expressions, in turn --- */

typedef struct Part {
  Text text; /* if value is undefined */
  Value value;
  size_t at;
} Part;

typedef struct Parts {
  Part *items;
  size_t n, cap;
} Parts;

static Part *parts_add(Parts *l, Value v, size_t at) {
  if (l->n == l->cap) {
    size_t cap = l->cap ? 2 * l->cap : 4;
    Part *items = gc_alloc(cap * sizeof(Part));
    if (l->n) memcpy(items, l->items, l->n * sizeof(Part));
    l->items = items;
    l->cap = cap;
  }
  Part *part = &l->items[l->n++];
  *part = (Part){.value = v, .at = at};
  return part;
}

static char here(const Parser *p, size_t ahead) {
  return p->at.pos + ahead < p->len ? p->text[p->at.pos + ahead] : '\0';
}

/* After $ in a string. */
static Value parse_interpolation(Parser *p) {
  size_t at = p->at.pos;
  if (here(p, 0) != '(') {
    Symbol *name = lex_name(p);
    if (name) return v_symbol(name);
    if (p->at.pos >= p->len) parse_fail_incomplete(p, "incomplete: invalid string syntax");
    uint32_t c;
    unsigned n = utf8_decode(p->text + at, p->text + p->len, &c);
    parse_fail(p, at, "invalid interpolation syntax: \"$%.*s\"", (int)n, p->text + at);
  }
  p->at.pos++;
  Mode saved = p->mode;
  p->mode = mode_paren((Mode){0});
  lex_skip(p, true);
  if (p->at.pos >= p->len) parse_fail_incomplete(p, "incomplete: invalid string syntax");
  Value e = parse_eq_star(p);
  const Token *t = lex_peek(p);
  if (t->kind == TK_EOF) {
    p->tag = "string";
    parse_fail_incomplete(p, "incomplete: invalid string syntax");
  }
  if (t->kind == TK_NAME && t->word == WORD_FOR) {
    lex_take(p);
    e = parse_generator(p, e);
    t = lex_peek(p);
  }
  if (!is_mark(t, ')')) parse_fail(p, t->start, "invalid interpolation syntax");
  lex_take(p);
  p->mode = saved;
  return e;
}

/* "" opens an empty string, """ a long one. The first quote is taken. */
static int opening_quotes(Parser *p, char quote) {
  if (here(p, 0) != quote) return 1;
  if (here(p, 1) != quote) {
    p->at.pos++;
    return 2;
  }
  p->at.pos += 2;
  return 3;
}

static bool at_end(Parser *p, char quote, bool triple) {
  if (p->at.pos >= p->len) {
    p->tag = quote == '`' ? "cmd" : "string";
    if (quote == '`') parse_fail_incomplete(p, "incomplete: invalid \"`\" syntax");
    parse_fail_incomplete(p, "incomplete: invalid string syntax");
  }
  return here(p, 0) == quote && (!triple || (here(p, 1) == quote && here(p, 2) == quote));
}

/* One character of the string's source to out; a line end is always \n. */
static void copy_char(Parser *p, Text *out) {
  char c = p->text[p->at.pos++];
  if (c == '\r' && here(p, 0) == '\n') return;
  if (c == '\n') p->at.line++;
  text_char(out, c);
}

static void read_parts(Parser *p, char quote, bool triple, Parts *parts) {
  Part *part = parts_add(parts, V_UNDEF, p->at.pos);
  while (!at_end(p, quote, triple)) {
    char c = here(p, 0);
    if (c == '\\') {
      copy_char(p, &part->text);
      if (p->at.pos < p->len) copy_char(p, &part->text);
    } else if (c == '$') {
      p->at.pos++;
      size_t at = p->at.pos;
      Value v = parse_interpolation(p);
      parts_add(parts, v, at);
      part = parts_add(parts, V_UNDEF, p->at.pos);
    } else
      copy_char(p, &part->text);
  }
  p->at.pos += triple ? 3 : 1;
}

/* Backslashes mean themselves, except before the closing quote. */
static void read_raw(Parser *p, char quote, bool triple, Text *out) {
  while (!at_end(p, quote, triple)) {
    size_t n = 0;
    while (here(p, n) == '\\') n++;
    if (!n) {
      copy_char(p, out);
      continue;
    }
    p->at.pos += n;
    bool quoted = here(p, 0) == quote;
    for (size_t i = 0; i < (quoted ? n / 2 : n); i++) text_char(out, '\\');
    if (quoted && n % 2) {
      text_char(out, quote);
      p->at.pos++;
    }
  }
  p->at.pos += triple ? 3 : 1;
}

/* --- indentation of """ strings --- */

typedef struct Indent {
  const char *text;
  size_t len;
  bool known;
} Indent;

static void indent_narrow(Indent *in, const char *s, size_t n) {
  if (!in->known) {
    *in = (Indent){s, n, true};
    return;
  }
  size_t k = 0;
  while (k < n && k < in->len && s[k] == in->text[k]) k++;
  in->len = k;
}

/* Looks at the lines that begin in t; last: the closing quotes follow it, expression: something interpolated does. */
static void indent_measure(Indent *in, const Text *t, bool last, bool expression) {
  for (size_t i = 0; i < t->len; i++) {
    if (t->bytes[i] != '\n') continue;
    size_t j = i + 1;
    while (j < t->len && (t->bytes[j] == ' ' || t->bytes[j] == '\t')) j++;
    bool blank = j < t->len ? t->bytes[j] == '\n' : !(last || expression);
    if (!blank) indent_narrow(in, t->bytes + i + 1, j - i - 1);
  }
}

static void indent_remove(const Indent *in, Text *t) {
  if (!in->known || !in->len) return;
  size_t out = 0;
  for (size_t i = 0; i < t->len;) {
    char c = t->bytes[i++];
    t->bytes[out++] = c;
    if (c != '\n') continue;
    size_t k = 0;
    while (k < in->len && i + k < t->len && t->bytes[i + k] == in->text[k]) k++;
    i += k;
  }
  t->len = out;
}

static void dedent(Parts *parts) {
  Indent in = {0};
  for (size_t i = 0; i < parts->n; i++)
    if (is_undef(parts->items[i].value))
      indent_measure(&in, &parts->items[i].text, i + 1 == parts->n, i + 1 < parts->n);
  if (in.known) { /* removing changes the texts that it was measured in */
    char *copy = gc_alloc_leaf(in.len + 1);
    memcpy(copy, in.text, in.len);
    in.text = copy;
  }
  for (size_t i = 0; i < parts->n; i++)
    if (is_undef(parts->items[i].value)) indent_remove(&in, &parts->items[i].text);
  Text *first = &parts->items[0].text;
  if (first->len && first->bytes[0] == '\n') {
    memmove(first->bytes, first->bytes + 1, first->len - 1);
    first->len--;
  }
}

/* --- strings and characters --- */

static Value string_of_parts(Parser *p, const Parts *parts) {
  List l = {0};
  list_add(&l, V_UNDEF);
  l.n = 0;
  bool plain = parts->n == 1;
  for (size_t i = 0; i < parts->n; i++) {
    const Part *part = &parts->items[i];
    if (!is_undef(part->value)) {
      list_add(&l, part->value);
      continue;
    }
    if (!part->text.len && !plain) continue;
    Text t = {0};
    unescape(p, part->text.bytes, part->text.len, part->at, &t);
    list_add(&l, text_string(&t));
  }
  return plain ? l.items[0] : list_expr(SYM(string), &l);
}

Value parse_string(Parser *p) {
  int quotes = opening_quotes(p, '"');
  Parts parts = {0};
  if (quotes == 2) {
    p->last_end = p->at.pos;
    return v_string_n("", 0);
  }
  read_parts(p, '"', quotes == 3, &parts);
  p->last_end = p->at.pos;
  if (quotes == 3) dedent(&parts);
  return string_of_parts(p, &parts);
}

Value parse_raw_string(Parser *p, char quote) {
  int quotes = opening_quotes(p, quote);
  if (quotes == 2) {
    p->last_end = p->at.pos;
    return v_string_n("", 0);
  }
  Parts parts = {0};
  Part *part = parts_add(&parts, V_UNDEF, p->at.pos);
  read_raw(p, quote, quotes == 3, &part->text);
  p->last_end = p->at.pos;
  if (quotes == 3) dedent(&parts);
  return v_string_n(part->text.len ? part->text.bytes : "", part->text.len);
}

Value parse_char(Parser *p) {
  size_t start = p->at.pos;
  if (here(p, 0) == '\'') {
    if (here(p, 1) == '\'') {
      p->at.pos += 2;
      p->last_end = p->at.pos;
      return v_char('\'');
    }
    parse_fail(p, start, "invalid empty character literal");
  }
  Text source = {0};
  for (;;) {
    if (p->at.pos >= p->len) {
      p->tag = "char";
      parse_fail_incomplete(p, "incomplete: invalid character literal");
    }
    char c = here(p, 0);
    if (c == '\'') break;
    copy_char(p, &source);
    if (c == '\\' && p->at.pos < p->len) copy_char(p, &source);
  }
  p->at.pos++;
  p->last_end = p->at.pos;
  Text t = {0};
  unescape(p, source.bytes, source.len, start, &t);
  uint32_t code = 0;
  if (!t.len || utf8_decode(t.bytes, t.bytes + t.len, &code) != t.len)
    parse_fail(p, start, "character literal contains multiple characters");
  if (code & CHAR_MALFORMED) parse_fail(p, start, "malformed expression");
  return v_char(code);
}
