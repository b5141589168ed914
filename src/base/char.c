#include "base/char.h"

#include <utf8proc.h>

#include "base/iterate.h"
#include "base/text.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/symbol.h"

#define MALFORMED CHAR_MALFORMED

NORETURN static void throw_no_code_point(uint32_t c) {
  call1(base_function("_throw_invalid_char"), v_char(c));
  abort();
}

static int category(uint32_t c) { return c & MALFORMED ? 31 : c > 0x10ffff ? 30 : (int)utf8proc_category((int32_t)c); }
static bool category_in(uint32_t c, int from, int to) {
  int k = category(c);
  return k >= from && k <= to;
}

bool char_isspace(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || (c >= 0xa0 && category(c) == UTF8PROC_CATEGORY_ZS);
}
bool char_isprint(uint32_t c) {
  return c < 0x80 ? c >= 0x20 && c < 0x7f : category_in(c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_ZS);
}
bool char_isletter(uint32_t c) { return category_in(c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO); }
uint32_t char_upper(uint32_t c) {
  if (c < 0x80) return c >= 'a' && c <= 'z' ? c - 32 : c;
  if (c & MALFORMED) throw_no_code_point(c);
  return (uint32_t)utf8proc_toupper((int32_t)c);
}
uint32_t char_lower(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c & MALFORMED) throw_no_code_point(c);
  return (uint32_t)utf8proc_tolower((int32_t)c);
}
uint32_t char_title(uint32_t c) {
  if (c < 0x80) return char_upper(c);
  if (c & MALFORMED) throw_no_code_point(c);
  return (uint32_t)utf8proc_totitle((int32_t)c);
}
bool char_iscased(uint32_t c) {
  int k = category(c);
  return k == UTF8PROC_CATEGORY_LU || k == UTF8PROC_CATEGORY_LT || k == UTF8PROC_CATEGORY_LL;
}
int char_digit(uint32_t c) {
  if (c >= '0' && c <= '9') return (int)c - '0';
  if (c >= 'a' && c <= 'z') return (int)c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return (int)c - 'A' + 10;
  return -1;
}

static int char_width(uint32_t c) {
  if (c < 0x7f) return c >= 0x20;
  return c & MALFORMED ? 1 : utf8proc_charwidth((int32_t)c);
}

size_t text_width(const char *s, size_t n) {
  size_t width = 0;
  for (size_t i = 0; i < n;) {
    uint32_t c;
    i += utf8_decode(s + i, s + n, &c);
    width += (size_t)char_width(c);
  }
  return width;
}

#define CLASS(name, condition, help)                                                                                   \
  BUILTIN(char_class_##name, #name "(c::Char)", help) {                                                                \
    uint32_t c = (uint32_t)args[0].u;                                                                                  \
    return v_bool(condition);                                                                                          \
  }
CLASS(isletter, char_isletter(c), "Whether `c` is a letter.")
CLASS(isdigit, c >= '0' && c <= '9', "Whether `c` is one of 0 to 9.")
CLASS(isspace, char_isspace(c), "Whether `c` is white space.")
CLASS(isuppercase, category(c) == UTF8PROC_CATEGORY_LU || category(c) == UTF8PROC_CATEGORY_LT,
      "Whether `c` is a capital letter.")
CLASS(islowercase, category(c) == UTF8PROC_CATEGORY_LL, "Whether `c` is a small letter.")
CLASS(iscased, char_iscased(c), "")
CLASS(isnumeric, category_in(c, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO), "Whether `c` is a number of any script.")
CLASS(ispunct, category_in(c, UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO), "Whether `c` is punctuation.")
CLASS(iscntrl, c <= 0x1f || (c >= 0x7f && c <= 0x9f), "Whether `c` is a control character.")
CLASS(isprint, char_isprint(c), "Whether `c` is printable.")
CLASS(isxdigit, char_digit(c) >= 0 && char_digit(c) < 16, "Whether `c` is a hexadecimal digit.")
CLASS(isascii, c < 0x80, "Whether `c` is ASCII.")
CLASS(isvalid, c <= 0x10ffff && (c < 0xd800 || c > 0xdfff), "Whether `c` is a valid character.")

BUILTIN(char_uppercase, "uppercase(c::Char)", "") { return v_char(char_upper((uint32_t)args[0].u)); }
BUILTIN(char_lowercase, "lowercase(c::Char)", "") { return v_char(char_lower((uint32_t)args[0].u)); }
BUILTIN(char_titlecase, "titlecase(c::Char)", "") { return v_char(char_title((uint32_t)args[0].u)); }
BUILTIN(char_textwidth, "textwidth(c::Char)", "How many columns `c` takes on a terminal.") {
  return v_int(char_width((uint32_t)args[0].u));
}
BUILTIN(char_category, "_char_category(c::Char)", "") {
  static const char *const names[] = {"Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl",
                                      "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk",
                                      "So", "Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "In", "Ma"};
  return v_string(names[category((uint32_t)args[0].u)]);
}
BUILTIN(char_category_name, "_char_category_name(c::Char)", "") {
  static const char *const names[] = {"Other, not assigned",
                                      "Letter, uppercase",
                                      "Letter, lowercase",
                                      "Letter, titlecase",
                                      "Letter, modifier",
                                      "Letter, other",
                                      "Mark, nonspacing",
                                      "Mark, spacing combining",
                                      "Mark, enclosing",
                                      "Number, decimal digit",
                                      "Number, letter",
                                      "Number, other",
                                      "Punctuation, connector",
                                      "Punctuation, dash",
                                      "Punctuation, open",
                                      "Punctuation, close",
                                      "Punctuation, initial quote",
                                      "Punctuation, final quote",
                                      "Punctuation, other",
                                      "Symbol, math",
                                      "Symbol, currency",
                                      "Symbol, modifier",
                                      "Symbol, other",
                                      "Separator, space",
                                      "Separator, line",
                                      "Separator, paragraph",
                                      "Other, control",
                                      "Other, format",
                                      "Other, surrogate",
                                      "Other, private use",
                                      "Invalid, too high",
                                      "Malformed, bad data"};
  return v_string(names[category((uint32_t)args[0].u)]);
}

/* A character as a number and back. */
static int64_t code_of(Value c) {
  if (c.u & MALFORMED) throw_no_code_point((uint32_t)c.u);
  return (int64_t)c.u;
}
static Value char_of(int64_t code) {
  if (code > 0x1fffff) call1(base_function("_throw_code_point"), v_bits(T_UINT32, (uint64_t)code));
  return v_char((uint32_t)code);
}
/* As Julia adds: the number is an Int32 first. */
static Value moved(int64_t code, Value by, int sign) {
  bool wide = by.type == T_UINT64 || by.type == T_UINT32 ? by.u > INT32_MAX : by.i > INT32_MAX || by.i < INT32_MIN;
  if (wide) throw_inexact("trunc", &T_INT32->head, by);
  int32_t sum = (int32_t)((uint32_t)code + (uint32_t)(sign * by.i));
  if (sum < 0) throw_inexact("check_top_bit", &T_UINT32->head, v_bits(T_INT32, (uint64_t)sum));
  return char_of(sum);
}
BUILTIN(char_code, "_char_code(c::Char)", "") { return v_bits(T_UINT32, (uint64_t)code_of(args[0])); }
BUILTIN(char_make, "_char_make(n::UInt32)", "") { return char_of((int64_t)args[0].u); }
BUILTIN(char_as_bits, "_char_bits(c::Char)", "") { return v_bits(T_UINT32, char_bits((uint32_t)args[0].u)); }
BUILTIN(char_isoverlong, "isoverlong(c::Char)", "") { return v_bool(char_overlong((uint32_t)args[0].u)); }
BUILTIN(char_ncodeunits, "ncodeunits(c::Char)", "Bytes of `c` in UTF-8.") {
  char b[4];
  return v_int(utf8_encode((uint32_t)args[0].u, b));
}

BUILTIN(char_add, "+(c::Char, n::Union{Int64,Int32,Int16,Int8,UInt8,UInt16,UInt32,UInt64})", "") {
  return moved(code_of(args[0]), args[1], 1);
}
BUILTIN(char_add_reverse, "+(n::Union{Int64,Int32,Int16,Int8,UInt8,UInt16,UInt32,UInt64}, c::Char)", "") {
  return moved(code_of(args[1]), args[0], 1);
}
BUILTIN(char_subtract, "-(c::Char, n::Union{Int64,Int32,Int16,Int8,UInt8,UInt16,UInt32,UInt64})", "") {
  return moved(code_of(args[0]), args[1], -1);
}
BUILTIN(char_difference, "-(a::Char, b::Char)", "") { return v_int(code_of(args[0]) - code_of(args[1])); }
BUILTIN(char_eq, "==(a::Char, b::Char)\nisequal(a::Char, b::Char)", "") { return v_bool(args[0].u == args[1].u); }
BUILTIN(char_isless, "isless(a::Char, b::Char)\n<(a::Char, b::Char)", "") {
  return v_bool(char_less((uint32_t)args[0].u, (uint32_t)args[1].u));
}
BUILTIN(char_le, "<=(a::Char, b::Char)", "") { return v_bool(!char_less((uint32_t)args[1].u, (uint32_t)args[0].u)); }

/* Case of whole strings */

#define STR "Union{String,SubString{String}}"

static Value mapped(Value v, uint32_t (*f)(uint32_t)) {
  const char *s;
  size_t n;
  text_view(v, &s, &n);
  Text t = {0};
  for (size_t i = 0; i < n;) {
    uint32_t c;
    i += utf8_decode(s + i, s + n, &c);
    text_utf8(&t, f(c));
  }
  return text_string(&t);
}
BUILTIN(string_uppercase, "uppercase(s::" STR ")", "`s` in capital letters.") { return mapped(args[0], char_upper); }
BUILTIN(string_lowercase, "lowercase(s::" STR ")", "`s` in small letters.") { return mapped(args[0], char_lower); }

static Value first_mapped(Value v, uint32_t (*f)(uint32_t)) {
  const char *s;
  size_t n;
  text_view(v, &s, &n);
  if (!n) return v_string("");
  uint32_t c;
  unsigned len = utf8_decode(s, s + n, &c);
  Text t = {0};
  text_utf8(&t, f(c));
  text_add(&t, s + len, n - len);
  return text_string(&t);
}
BUILTIN(string_uppercasefirst, "uppercasefirst(s::" STR ")", "`s` with a capital first letter.") {
  return first_mapped(args[0], char_title);
}
BUILTIN(string_lowercasefirst, "lowercasefirst(s::" STR ")", "`s` with a small first letter.") {
  return first_mapped(args[0], char_lower);
}

BUILTIN(string_titlecase, "titlecase(s::" STR "; strict, wordsep)", "`s` with each word's first letter a capital.") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  bool strict = kw_get(kw, "strict", v_bool(true)).u, start = true;
  Value wordsep = kw_get(kw, "wordsep", V_UNDEF);
  Text t = {0};
  for (size_t i = 0; i < n;) {
    uint32_t c;
    i += utf8_decode(s + i, s + n, &c);
    bool separates = is_undef(wordsep) ? !char_isletter(c) : is_true(call1(wordsep, v_char(c)));
    if (separates) {
      text_utf8(&t, c);
      start = true;
    } else {
      text_utf8(&t, start ? char_title(c) : strict ? char_lower(c) : c);
      start = false;
    }
  }
  return text_string(&t);
}
