#include "lang/lexer.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <utf8proc.h>

#include "value/core.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/symbol.h"

static void set_message(Parser *p, const char *format, va_list ap) {
  char *text = NULL;
  int n = vasprintf(&text, format, ap);
  p->message = (Text){0};
  if (n > 0) text_add(&p->message, text, (size_t)n);
  free(text);
}

void parse_fail(Parser *p, size_t at, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  set_message(p, format, ap);
  va_end(ap);
  p->error_at = at < p->len ? at : p->len;
  p->incomplete = false;
  longjmp(p->bail, 1);
}

void parse_fail_incomplete(Parser *p, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  set_message(p, format, ap);
  va_end(ap);
  p->error_at = p->len;
  p->incomplete = true;
  longjmp(p->bail, 1);
}

static char at(const Parser *p, size_t i) { return i < p->len ? p->text[i] : '\0'; }

static unsigned decode(const Parser *p, size_t i, uint32_t *c) {
  if (i >= p->len) {
    *c = 0;
    return 0;
  }
  return utf8_decode(p->text + i, p->text + p->len, c);
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/* --- white space and comments --- */

static void skip_block_comment(Parser *p) {
  int depth = 0;
  size_t i = p->at.pos;
  while (i < p->len) {
    char c = p->text[i];
    if (c == '#' && at(p, i + 1) == '=') {
      depth++;
      i += 2;
    } else if (c == '=' && at(p, i + 1) == '#') {
      i += 2;
      if (--depth == 0) {
        p->at.pos = i;
        return;
      }
    } else {
      if (c == '\n') p->at.line++;
      i++;
    }
  }
  p->tag = "comment";
  parse_fail_incomplete(p, "incomplete: unterminated multi-line comment #= ... =#");
}

void lex_skip(Parser *p, bool lines) {
  for (;;) {
    char c = at(p, p->at.pos);
    if (p->at.pos >= p->len) return;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v')
      p->at.pos++;
    else if (c == '\n' && lines) {
      p->at.pos++;
      p->at.line++;
    } else if (c == '#') {
      if (at(p, p->at.pos + 1) == '=')
        skip_block_comment(p);
      else
        while (p->at.pos < p->len && p->text[p->at.pos] != '\n') p->at.pos++;
    } else if (c & 0x80) {
      uint32_t u;
      unsigned n = decode(p, p->at.pos, &u);
      if (u != 0xfeff && u != 0x85 && (u > 0x10ffff || utf8proc_category((utf8proc_int32_t)u) != UTF8PROC_CATEGORY_ZS))
        return;
      p->at.pos += n;
    } else
      return;
  }
}

/* --- numbers --- */

/* Copies text without '_' into out. */
static size_t plain_digits(const char *text, size_t len, char *out) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++)
    if (text[i] != '_') out[n++] = text[i];
  out[n] = '\0';
  return n;
}

/* A number that no machine word holds is the call of a macro, as in Julia: its text is kept, an expression shows it. */
static Value wide_literal(const char *macro, const char *prefix, const char *digits, size_t n) {
  Text t = {0};
  text_puts(&t, prefix);
  text_add(&t, digits, n);
  return v_object(expr3(SYM(macrocall), globalref_new(CORE->core, symbol(macro)), v_nothing(), text_string(&t)));
}

static int digit_value(char c) { return is_digit(c) ? c - '0' : (c | 32) - 'a' + 10; }

NORETURN static void fail_too_large(Parser *p, unsigned base) {
  parse_fail(p, p->at.pos, "%s literal too large for UInt128", base == 8 ? "Octal" : "Hex or binary");
}

static Value unsigned_literal(Parser *p, const char *digits, size_t n, unsigned base) {
  unsigned each = base == 16 ? 4 : base == 8 ? 3 : 1;
  unsigned __int128 u = 0;
  unsigned significant = 0;
  for (size_t i = 0; i < n; i++) {
    if (u >> (128 - each)) fail_too_large(p, base);
    u = u << each | (unsigned)digit_value(digits[i]);
  }
  for (unsigned __int128 v = u; v; v >>= 1) significant++;
  size_t bits = base == 8 ? n * each - 2 : n * each; /* of the first octal digit one bit is enough */
  if (base == 8 && bits < significant) bits = significant;
  if (bits <= 8) return v_bits(T_UINT8, (uint64_t)u);
  if (bits <= 16) return v_bits(T_UINT16, (uint64_t)u);
  if (bits <= 32) return v_bits(T_UINT32, (uint64_t)u);
  if (bits <= 64) return v_bits(T_UINT64, (uint64_t)u);
  if (bits <= 128) return wide_literal("@uint128_str", base == 16 ? "0x" : base == 8 ? "0o" : "0b", digits, n);
  fail_too_large(p, base);
}

static Value integer_literal(const char *digits, size_t n, bool negative) {
  unsigned __int128 u = 0, limit = (unsigned __int128)1 << 127;
  bool big = n > 45;
  for (size_t i = 0; i < n && !big; i++) {
    if (u > (limit - (unsigned)(digits[i] - '0')) / 10) big = true;
    u = u * 10 + (unsigned)(digits[i] - '0');
  }
  if (big || (u == limit && !negative)) {
    return wide_literal("@big_str", negative ? "-" : "", digits, n);
  }
  if (u <= (unsigned __int128)INT64_MAX + negative) return v_int((int64_t)(negative ? -(uint64_t)u : (uint64_t)u));
  return wide_literal("@int128_str", negative ? "-" : "", digits, n);
}

static Value float_literal(Parser *p, const char *source, size_t len, char *text, bool single, bool negative) {
  Value v;
  bool infinite;
  if (single) {
    for (char *c = text; *c; c++)
      if (*c == 'f') *c = 'e';
    float f = strtof(text, NULL);
    infinite = isinf(f);
    v = v_f32(negative ? -f : f);
  } else {
    double f = strtod(text, NULL);
    infinite = isinf(f);
    v = v_f64(negative ? -f : f);
  }
  if (infinite) parse_fail(p, (size_t)(source - p->text), "overflow in numeric constant \"%.*s\"", (int)len, source);
  return v;
}

Value lex_number(Parser *p, const char *text, size_t len, bool negative) {
  char *plain = gc_alloc_leaf(len + 1);
  size_t n = plain_digits(text, len, plain);
  if (n > 1 && plain[0] == '0' && (plain[1] == 'x' || plain[1] == 'b' || plain[1] == 'o')) {
    if (plain[1] == 'x' && (memchr(plain, '.', n) || memchr(plain, 'p', n) || memchr(plain, 'P', n)))
      return float_literal(p, text, len, plain, false, negative);
    return unsigned_literal(p, plain + 2, n - 2, plain[1] == 'x' ? 16 : plain[1] == 'o' ? 8 : 2);
  }
  if (memchr(plain, 'f', n)) return float_literal(p, text, len, plain, true, negative);
  if (memchr(plain, '.', n) || memchr(plain, 'e', n) || memchr(plain, 'E', n))
    return float_literal(p, text, len, plain, false, negative);
  return integer_literal(plain, n, negative);
}

/* Moves i over digits, and '_' between them; never back. */
static size_t skip_digits(const Parser *p, size_t i, unsigned base) {
  for (size_t from = i;; i++) {
    char c = at(p, i);
    if (c == '_' && is_hex(at(p, i + 1)) && i && is_hex(at(p, i - 1))) c = at(p, ++i);
    bool digit = base == 16   ? is_hex(c)
                 : base == 10 ? is_digit(c)
                 : base == 8  ? c >= '0' && c <= '7'
                              : c == '0' || c == '1';
    if (!digit) return i - (i > from && at(p, i - 1) == '_');
  }
}

static size_t skip_exponent(const Parser *p, size_t i) {
  size_t j = i + 1;
  if (at(p, j) == '+' || at(p, j) == '-') j++;
  if (!is_digit(at(p, j))) return i;
  while (is_digit(at(p, j))) j++; /* no _ between them */
  return j;
}

NORETURN static void bad_number(Parser *p, size_t start, size_t end) {
  parse_fail(p, start, "invalid numeric constant \"%.*s\"", (int)(end - start), p->text + start);
}

static size_t scan_prefixed(Parser *p, size_t start) {
  char kind = p->text[start + 1];
  unsigned base = kind == 'x' ? 16 : kind == 'o' ? 8 : 2;
  size_t i = skip_digits(p, start + 2, base);
  bool any = i > start + 2;
  if (kind == 'x') {
    bool dot = at(p, i) == '.' && at(p, i + 1) != '.';
    if (dot) {
      size_t from = i + 1;
      i = skip_digits(p, from, 16);
      any = any || i > from;
    }
    if (at(p, i) == 'p' || at(p, i) == 'P') {
      size_t j = skip_exponent(p, i);
      if (!any) bad_number(p, start, j);
      if (j == i) bad_number(p, start, i + (at(p, i + 1) == '+' || at(p, i + 1) == '-' ? 2 : 1));
      return j;
    }
    if (dot && at(p, i) == '.') bad_number(p, start, i + 1);
    if (dot && any) parse_fail(p, start, "hex float literal must contain \"p\" or \"P\"");
  }
  uint32_t c;
  unsigned n = decode(p, i, &c);
  if (!any || (n && (identifier_char(c) && c != '!'))) {
    bool more = n && (identifier_char(c) && c != '!');
    bad_number(p, start, more ? i + n : i);
  }
  return i;
}

/* Behind the dot of "1.": what may not follow it. */
static void check_after_dot(Parser *p, size_t start, size_t i) {
  uint32_t c;
  unsigned n = decode(p, i, &c);
  if (!n) return;
  if (c == '_') bad_number(p, start, i + 1);
  if (c == '\'') parse_fail(p, start, "invalid syntax \"%.*s'\"", (int)(i - start), p->text + start);
  if ((identifier_start(c) || c == '(') && c != 'e' && c != 'E' && c != 'f')
    parse_fail(p, start, "numeric constant \"%.*s\" cannot be implicitly multiplied because it ends with \".\"",
               (int)(i - start), p->text + start);
  if ((c == 'e' || c == 'E' || c == 'f') && skip_exponent(p, i) == i)
    parse_fail(p, start, "numeric constant \"%.*s\" cannot be implicitly multiplied because it ends with \".\"",
               (int)(i - start), p->text + start);
  char dotted[8] = ".";
  Operator op;
  memcpy(dotted + 1, p->text + i, n);
  if (operator_find_plain(dotted, n + 1, &op) && c != '.')
    parse_fail(p, start, "invalid syntax \"%.*s%.*s\"; add space(s) to clarify", (int)(i - start), p->text + start,
               (int)n, p->text + i);
}

static size_t scan_number(Parser *p, size_t start) {
  char first = p->text[start], second = at(p, start + 1);
  if (first == '0' && (second == 'x' || second == 'b' || second == 'o')) return scan_prefixed(p, start);
  size_t i = skip_digits(p, start, 10);
  bool dot = false;
  if (at(p, i) == '.' && at(p, i + 1) != '.') {
    dot = true;
    size_t j = skip_digits(p, i + 1, 10);
    if (j == i + 1) check_after_dot(p, start, i + 1);
    i = j;
  }
  char c = at(p, i);
  if (c == 'e' || c == 'E' || c == 'f') i = skip_exponent(p, i);
  if (dot && at(p, i) == '.' && at(p, i + 1) != '.') {
    uint32_t u;
    Operator op;
    unsigned n = decode(p, i + 1, &u);
    if (!n || !operator_find_plain(p->text + i, n + 1, &op)) bad_number(p, start, i + 1);
  }
  return i;
}

/* --- names and operators --- */

static const char *const word_texts[WORD_COUNT] = {"",
#define X(id, text) text,
                                                   WORDS(X)
#undef X
};

static uint8_t word_find(const char *text, size_t len) {
  if (len < 2 || len > 10) return WORD_NONE;
  for (int i = 1; i < WORD_COUNT; i++)
    if (word_texts[i][0] == text[0] && strlen(word_texts[i]) == len && memcmp(word_texts[i], text, len) == 0)
      return (uint8_t)i;
  return WORD_NONE;
}

/* Names are compared in one normal form, and two letters that look the same are taken for the same. */
static Symbol *name_symbol(const char *text, size_t len) {
  bool ascii = true;
  for (size_t i = 0; i < len && ascii; i++) ascii = !(text[i] & 0x80);
  if (ascii) return symbol_n(text, len);
  Text t = {0};
  for (size_t i = 0; i < len;) {
    uint32_t c;
    i += utf8_decode(text + i, text + len, &c);
    text_utf8(&t, c == 0x25b ? 0x3b5 : c == 0xb5 ? 0x3bc : c);
  }
  text_char(&t, '\0');
  utf8proc_uint8_t *normal = utf8proc_NFC((const utf8proc_uint8_t *)t.bytes);
  if (!normal) return symbol_n(t.bytes, t.len - 1);
  Symbol *s = symbol((const char *)normal);
  free(normal);
  return s;
}

static size_t scan_name(const Parser *p, size_t start) {
  size_t i = start;
  for (;;) {
    uint32_t c;
    unsigned n = decode(p, i, &c);
    if (!n || !(i == start ? identifier_start(c) : identifier_char(c))) return i;
    if (c == '!' && at(p, i + 1) == '=' && at(p, i + 2) != '=') return i;
    if (c == '!' && at(p, i + 1) == '=' && at(p, i + 2) == '=') return i;
    i += n;
  }
}

Symbol *lex_name(Parser *p) {
  size_t end = scan_name(p, p->at.pos);
  if (end == p->at.pos) return NULL;
  Symbol *s = name_symbol(p->text + p->at.pos, end - p->at.pos);
  p->at.pos = end;
  return s;
}

static size_t scan_suffixes(const Parser *p, size_t i) {
  for (;;) {
    uint32_t c;
    unsigned n = decode(p, i, &c);
    if (n < 2 || !operator_suffix_char(c)) return i;
    i += n;
  }
}

/* The longest operator at start; 0 if there is none. */
static size_t scan_operator(Parser *p, size_t start, Operator *op) {
  uint32_t c;
  unsigned n = decode(p, start, &c);
  if (!n || !operator_find_plain(p->text + start, n, op)) return 0;
  size_t end = start + n;
  for (;;) {
    n = decode(p, end, &c);
    if (!n) break;
    Operator longer;
    if (c == '-' && end - start <= 2 && p->text[end - 1] == '-') {
      if (at(p, end + 1) != '>' || end - start == 2) parse_fail(p, start, "invalid operator \"--\"");
      end += 2;
      operator_find_plain(p->text + start, end - start, op);
      break;
    }
    if (c == '*' && p->text[end - 1] == '*' && end - start <= 2) parse_fail(p, start, "use \"^\" instead of \"**\"");
    if (!operator_find_plain(p->text + start, end - start + n, &longer)) break;
    *op = longer;
    end += n;
  }
  if (operator_has_suffixes(op, p->text + start, end - start)) end = scan_suffixes(p, end);
  return end;
}

NORETURN static void bad_char(Parser *p, size_t i) {
  uint32_t c;
  unsigned n = decode(p, i, &c);
  size_t column = 1;
  for (size_t j = i; j > 0 && p->text[j - 1] != '\n'; j--)
    if ((p->text[j - 1] & 0xc0) != 0x80) column++;
  if (c <= 0x10ffff && (c == 0x200b || c == 0x200c || c == 0x200d || c == 0x2060 || c == 0xad))
    parse_fail(p, i, "invisible character \\u%x near column %zu", c, column);
  if (n == 1 && (c < 32 || c > 126)) /* a control character, or no text at all: a terminal had better not see it */
    parse_fail(p, i, "invalid character \"\\x%02x\" near column %zu", (unsigned char)p->text[i], column);
  parse_fail(p, i, "invalid character \"%.*s\" near column %zu", (int)n, p->text + i, column);
}

/* --- tokens --- */

static void scan_token(Parser *p) {
  Token *t = &p->at.token;
  size_t before = p->at.pos;
  *t = (Token){0};
  lex_skip(p, p->mode.newline_space);
  size_t i = p->at.pos;
  t->space = i > before;
  t->start = i;
  if (i >= p->len) {
    t->kind = TK_EOF;
    t->end = i;
    return;
  }
  char c = p->text[i];
  uint32_t u;
  decode(p, i, &u);
  if (c == '\n') {
    t->kind = TK_NEWLINE;
    t->end = i + 1;
    p->at.line++;
  } else if (is_digit(c) || (c == '.' && is_digit(at(p, i + 1)))) {
    t->kind = TK_NUMBER;
    t->end = scan_number(p, i);
    t->value = lex_number(p, p->text + i, t->end - i, false);
  } else if (c && strchr("()[]{},;@\"`'", c)) {
    t->kind = TK_MARK;
    t->mark = c;
    t->end = i + 1;
  } else if (identifier_start(u)) {
    t->kind = TK_NAME;
    t->end = scan_name(p, i);
    t->word = word_find(p->text + i, t->end - i);
    t->name = name_symbol(p->text + i, t->end - i);
    if (t->word == WORD_IN || t->word == WORD_ISA) t->op.precedence = PREC_COMPARISON;
  } else {
    t->kind = TK_OPERATOR;
    t->end = scan_operator(p, i, &t->op);
    if (!t->end) bad_char(p, i);
    if (c == '.' && t->end == i + 1 && at(p, i + 1) == '\'') parse_fail(p, i, "the \".'\" operator is discontinued");
    t->name = symbol_n(p->text + i, t->end - i);
  }
  p->at.pos = t->end;
}

Token *lex_peek(Parser *p) {
  if (!p->at.ready) {
    scan_token(p);
    p->at.ready = true;
  }
  if (p->at.token.kind == TK_NEWLINE && p->mode.newline_space) {
    scan_token(p);
    p->at.token.space = true;
  }
  return &p->at.token;
}

Token *lex_require(Parser *p) {
  Token *t = lex_peek(p);
  while (t->kind == TK_NEWLINE) {
    p->at.ready = false;
    t = lex_peek(p);
    t->space = true;
  }
  if (t->kind == TK_EOF) parse_fail_incomplete(p, "incomplete: premature end of input");
  return t;
}

Token lex_take(Parser *p) {
  Token t = *lex_peek(p);
  p->at.ready = false;
  p->last_end = t.end;
  return t;
}
