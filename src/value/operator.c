#include "value/operator.h"

#include <utf8proc.h>

#include "value/string.h"

typedef struct AsciiOperator {
  const char *text;
  uint8_t precedence, flags;
} AsciiOperator;

static const AsciiOperator ascii_operators[] = {
    {"=", PREC_ASSIGNMENT, OPF_SYNTAX},
    {":=", PREC_ASSIGNMENT, OPF_SYNTAX | OPF_NODOT},
    {"$=", PREC_ASSIGNMENT, OPF_SYNTAX | OPF_NODOT},
    {"~", PREC_ASSIGNMENT, OPF_UNARY | OPF_SPLITS},
    {"=>", PREC_PAIR, 0},
    {"?", PREC_CONDITIONAL, OPF_SYNTAX | OPF_NODOT},
    {"-->", PREC_ARROW, OPF_NODOT},
    {"||", PREC_OR, OPF_SYNTAX | OPF_NODOT},
    {"&&", PREC_AND, OPF_SYNTAX | OPF_NODOT},
    {">", PREC_COMPARISON, 0},
    {"<", PREC_COMPARISON, 0},
    {">=", PREC_COMPARISON, 0},
    {"<=", PREC_COMPARISON, 0},
    {"==", PREC_COMPARISON, 0},
    {"===", PREC_COMPARISON, 0},
    {"!=", PREC_COMPARISON, 0},
    {"!==", PREC_COMPARISON, 0},
    {"<:", PREC_COMPARISON, OPF_UNARY | OPF_NOBINARY},
    {">:", PREC_COMPARISON, OPF_UNARY | OPF_NOBINARY},
    {"<|", PREC_PIPE_LEFT, 0},
    {"|>", PREC_PIPE_RIGHT, 0},
    {":", PREC_COLON, OPF_NODOT},
    {"..", PREC_COLON, OPF_NODOT},
    {"$", PREC_PLUS, OPF_NODOT | OPF_SPLITS},
    {"+", PREC_PLUS, OPF_UNARY | OPF_SPLITS},
    {"-", PREC_PLUS, OPF_UNARY | OPF_SPLITS},
    {"|", PREC_PLUS, 0},
    {"++", PREC_PLUS, 0},
    {"*", PREC_TIMES, 0},
    {"/", PREC_TIMES, 0},
    {"%", PREC_TIMES, 0},
    {"&", PREC_TIMES, OPF_SPLITS},
    {"\\", PREC_TIMES, 0},
    {"//", PREC_RATIONAL, 0},
    {"<<", PREC_SHIFT, 0},
    {">>", PREC_SHIFT, 0},
    {">>>", PREC_SHIFT, 0},
    {"^", PREC_POWER, 0},
    {"::", PREC_DECL, OPF_NODOT},
    {".", PREC_DOT, OPF_NODOT | OPF_SYNTAX},
    {"!", PREC_NONE, OPF_UNARY | OPF_NOBINARY},
    {"->", PREC_NONE, OPF_SYNTAX | OPF_NODOT},
    {"...", PREC_NONE, OPF_SYNTAX | OPF_NODOT},
};

/* Operators that = may follow: x += 1. */
static const char *const updating[] = {"+", "-", "*", "/", "//", "\\", "^", "÷", "%", "<<", ">>", ">>>", "|", "&", "⊻"};

typedef struct UnicodeOperator {
  uint32_t from, to;
  uint8_t precedence, unary;
} UnicodeOperator;

/* In order, so that it can be searched by halves. */
static const UnicodeOperator unicode_operators[] = {
    // clang-format off
    {0xac, 0xac, 0, 1}, {0xb1, 0xb1, 11, 1}, {0xd7, 0xd7, 12, 0}, {0xf7, 0xf7, 12, 0}, {0x2026, 0x2026, 10, 0},
    {0x205d, 0x205d, 10, 0}, {0x214b, 0x214b, 12, 0}, {0x2190, 0x2190, 4, 0}, {0x2191, 0x2191, 15, 0}, {0x2192,
    0x2192, 4, 0}, {0x2193, 0x2193, 15, 0}, {0x2194, 0x2194, 4, 0}, {0x219a, 0x219e, 4, 0}, {0x21a0, 0x21a0, 4, 0},
    {0x21a2, 0x21a4, 4, 0}, {0x21a6, 0x21a6, 4, 0}, {0x21a9, 0x21ac, 4, 0}, {0x21ae, 0x21ae, 4, 0}, {0x21b6, 0x21b7,
    4, 0}, {0x21ba, 0x21bd, 4, 0}, {0x21c0, 0x21c1, 4, 0}, {0x21c4, 0x21c4, 4, 0}, {0x21c6, 0x21c7, 4, 0}, {0x21c9,
    0x21c9, 4, 0}, {0x21cb, 0x21d0, 4, 0}, {0x21d2, 0x21d2, 4, 0}, {0x21d4, 0x21d4, 4, 0}, {0x21da, 0x21dd, 4, 0},
    {0x21e0, 0x21e0, 4, 0}, {0x21e2, 0x21e2, 4, 0}, {0x21f4, 0x21f4, 4, 0}, {0x21f5, 0x21f5, 15, 0}, {0x21f6,
    0x21ff, 4, 0}, {0x2208, 0x220d, 7, 0}, {0x2213, 0x2213, 11, 1}, {0x2214, 0x2214, 11, 0}, {0x2217, 0x2219, 12,
    0}, {0x221a, 0x221c, 0, 1}, {0x221d, 0x221d, 7, 0}, {0x2224, 0x2224, 12, 0}, {0x2225, 0x2226, 7, 0}, {0x2227,
    0x2227, 12, 0}, {0x2228, 0x2228, 11, 0}, {0x2229, 0x2229, 12, 0}, {0x222a, 0x222a, 11, 0}, {0x2237, 0x2237, 7,
    0}, {0x2238, 0x2238, 11, 0}, {0x223a, 0x223b, 7, 0}, {0x223d, 0x223e, 7, 0}, {0x2240, 0x2240, 12, 0}, {0x2241,
    0x224e, 7, 0}, {0x224f, 0x224f, 11, 0}, {0x2250, 0x2253, 7, 0}, {0x2254, 0x2255, 1, 0}, {0x2256, 0x228b, 7, 0},
    {0x228d, 0x228d, 12, 0}, {0x228e, 0x228e, 11, 0}, {0x228f, 0x2292, 7, 0}, {0x2293, 0x2293, 12, 0}, {0x2294,
    0x2296, 11, 0}, {0x2297, 0x229b, 12, 0}, {0x229c, 0x229c, 7, 0}, {0x229e, 0x229f, 11, 0}, {0x22a0, 0x22a1, 12,
    0}, {0x22a2, 0x22a3, 7, 0}, {0x22a9, 0x22a9, 7, 0}, {0x22ac, 0x22ac, 7, 0}, {0x22ae, 0x22ae, 7, 0}, {0x22b0,
    0x22b7, 7, 0}, {0x22bb, 0x22bb, 11, 0}, {0x22bc, 0x22bc, 12, 0}, {0x22bd, 0x22bd, 11, 0}, {0x22c4, 0x22c5, 12,
    0}, {0x22c6, 0x22c6, 12, 1}, {0x22c7, 0x22c7, 12, 0}, {0x22c9, 0x22cc, 12, 0}, {0x22cd, 0x22cd, 7, 0}, {0x22ce,
    0x22ce, 11, 0}, {0x22cf, 0x22cf, 12, 0}, {0x22d0, 0x22d1, 7, 0}, {0x22d2, 0x22d2, 12, 0}, {0x22d3, 0x22d3, 11,
    0}, {0x22d5, 0x22ed, 7, 0}, {0x22ee, 0x22f1, 10, 0}, {0x22f2, 0x22ff, 7, 0}, {0x25b7, 0x25b7, 12, 0}, {0x27c2,
    0x27c2, 7, 0}, {0x27c8, 0x27c9, 7, 0}, {0x27d1, 0x27d1, 12, 0}, {0x27d2, 0x27d2, 7, 0}, {0x27d5, 0x27d7, 12, 0},
    {0x27f0, 0x27f1, 15, 0}, {0x27f5, 0x27f7, 4, 0}, {0x27f9, 0x27ff, 4, 0}, {0x2900, 0x2907, 4, 0}, {0x2908,
    0x290b, 15, 0}, {0x290c, 0x2911, 4, 0}, {0x2912, 0x2913, 15, 0}, {0x2914, 0x2918, 4, 0}, {0x291d, 0x2920, 4, 0},
    {0x2944, 0x2948, 4, 0}, {0x2949, 0x2949, 15, 0}, {0x294a, 0x294b, 4, 0}, {0x294c, 0x294d, 15, 0}, {0x294e,
    0x294e, 4, 0}, {0x294f, 0x294f, 15, 0}, {0x2950, 0x2950, 4, 0}, {0x2951, 0x2951, 15, 0}, {0x2952, 0x2953, 4, 0},
    {0x2954, 0x2955, 15, 0}, {0x2956, 0x2957, 4, 0}, {0x2958, 0x2959, 15, 0}, {0x295a, 0x295b, 4, 0}, {0x295c,
    0x295d, 15, 0}, {0x295e, 0x295f, 4, 0}, {0x2960, 0x2961, 15, 0}, {0x2962, 0x2962, 4, 0}, {0x2963, 0x2963, 15,
    0}, {0x2964, 0x2964, 4, 0}, {0x2965, 0x2965, 15, 0}, {0x2966, 0x296d, 4, 0}, {0x296e, 0x296f, 15, 0}, {0x2970,
    0x2970, 4, 0}, {0x29b7, 0x29b7, 7, 0}, {0x29b8, 0x29b8, 12, 0}, {0x29bc, 0x29bc, 12, 0}, {0x29be, 0x29bf, 12,
    0}, {0x29c0, 0x29c1, 7, 0}, {0x29e1, 0x29e1, 7, 0}, {0x29e3, 0x29e5, 7, 0}, {0x29f4, 0x29f4, 4, 0}, {0x29f6,
    0x29f7, 12, 0}, {0x29fa, 0x29fb, 11, 0}, {0x2a07, 0x2a07, 12, 0}, {0x2a08, 0x2a08, 11, 0}, {0x2a1d, 0x2a1d, 12,
    0}, {0x2a1f, 0x2a1f, 12, 0}, {0x2a22, 0x2a2e, 11, 0}, {0x2a30, 0x2a38, 12, 0}, {0x2a39, 0x2a3a, 11, 0}, {0x2a3b,
    0x2a3d, 12, 0}, {0x2a40, 0x2a40, 12, 0}, {0x2a41, 0x2a42, 11, 0}, {0x2a43, 0x2a44, 12, 0}, {0x2a45, 0x2a45, 11,
    0}, {0x2a4a, 0x2a4a, 11, 0}, {0x2a4b, 0x2a4b, 12, 0}, {0x2a4c, 0x2a4c, 11, 0}, {0x2a4d, 0x2a4e, 12, 0}, {0x2a4f,
    0x2a50, 11, 0}, {0x2a51, 0x2a51, 12, 0}, {0x2a52, 0x2a52, 11, 0}, {0x2a53, 0x2a53, 12, 0}, {0x2a54, 0x2a54, 11,
    0}, {0x2a55, 0x2a55, 12, 0}, {0x2a56, 0x2a57, 11, 0}, {0x2a58, 0x2a58, 12, 0}, {0x2a5a, 0x2a5a, 12, 0}, {0x2a5b,
    0x2a5b, 11, 0}, {0x2a5c, 0x2a5c, 12, 0}, {0x2a5d, 0x2a5d, 11, 0}, {0x2a5e, 0x2a60, 12, 0}, {0x2a61, 0x2a63, 11,
    0}, {0x2a66, 0x2a67, 7, 0}, {0x2a6a, 0x2a73, 7, 0}, {0x2a74, 0x2a74, 1, 0}, {0x2a75, 0x2ad9, 7, 0}, {0x2adb,
    0x2adb, 12, 0}, {0x2af7, 0x2afa, 7, 0}, {0x2b30, 0x2b44, 4, 0}, {0x2b47, 0x2b4c, 4, 0}, {0xffe9, 0xffe9, 4, 0},
    {0xffea, 0xffea, 15, 0}, {0xffeb, 0xffeb, 4, 0}, {0xffec, 0xffec, 15, 0}
    // clang-format on
};

static bool ascii_find(const char *text, size_t len, Operator *op) {
  for (size_t i = 0; i < sizeof ascii_operators / sizeof *ascii_operators; i++) {
    const AsciiOperator *a = &ascii_operators[i];
    if (a->text[0] == text[0] && strlen(a->text) == len && memcmp(a->text, text, len) == 0) {
      *op = (Operator){a->precedence, a->flags};
      return true;
    }
  }
  return false;
}

static bool unicode_find(uint32_t c, Operator *op) {
  size_t low = 0, high = sizeof unicode_operators / sizeof *unicode_operators;
  while (low < high) {
    size_t mid = (low + high) / 2;
    const UnicodeOperator *u = &unicode_operators[mid];
    if (c < u->from)
      high = mid;
    else if (c > u->to)
      low = mid + 1;
    else {
      uint8_t flags = u->unary ? (u->precedence ? OPF_UNARY | OPF_SPLITS : OPF_UNARY | OPF_NOBINARY) : 0;
      if (u->precedence == PREC_ASSIGNMENT) flags |= OPF_SYNTAX;
      *op = (Operator){u->precedence, flags};
      return true;
    }
  }
  return false;
}

static bool updating_find(const char *text, size_t len, Operator *op) {
  if (len < 2 || text[len - 1] != '=') return false;
  for (size_t i = 0; i < sizeof updating / sizeof *updating; i++)
    if (strlen(updating[i]) == len - 1 && memcmp(updating[i], text, len - 1) == 0) {
      *op = (Operator){PREC_ASSIGNMENT, OPF_SYNTAX};
      return true;
    }
  return false;
}

static bool undotted_find(const char *text, size_t len, Operator *op) {
  if (!len) return false;
  if (updating_find(text, len, op)) return true;
  if (!((unsigned char)text[0] & 0x80)) return ascii_find(text, len, op);
  uint32_t c;
  return utf8_decode(text, text + len, &c) == len && unicode_find(c, op);
}

bool operator_find_plain(const char *text, size_t len, Operator *op) {
  if (undotted_find(text, len, op)) return true;
  if (len < 2 || text[0] != '.' || !undotted_find(text + 1, len - 1, op) || (op->flags & OPF_NODOT)) return false;
  op->flags |= OPF_DOTTED;
  return true;
}

bool operator_suffix_char(uint32_t c) {
  if (c < 0xa1 || c > 0x10ffff) return false;
  utf8proc_category_t cat = utf8proc_category((utf8proc_int32_t)c);
  if (cat == UTF8PROC_CATEGORY_MN || cat == UTF8PROC_CATEGORY_MC || cat == UTF8PROC_CATEGORY_ME) return true;
  return c == 0xb2 || c == 0xb3 || c == 0xb9 ||
         (c >= 0x2b0 && c <= 0x2b8 && c != 0x2b1 && !(c >= 0x2b4 && c <= 0x2b6)) || (c >= 0x2e1 && c <= 0x2e3) ||
         (c >= 0x1d2c && c <= 0x1d6a) || (c >= 0x1d9c && c <= 0x1dbf) || (c >= 0x2032 && c <= 0x2037) || c == 0x2057 ||
         c == 0x2070 || c == 0x2071 || (c >= 0x2074 && c <= 0x208e) || (c >= 0x2090 && c <= 0x209c && c != 0x2094) ||
         c == 0x2c7c || c == 0x2c7d;
}

bool operator_has_suffixes(const Operator *op, const char *text, size_t len) {
  if (op->flags & OPF_SYNTAX) return false;
  switch (op->precedence) {
  case PREC_ARROW: return text[len - 1] != '>' || len != 3;
  case PREC_COMPARISON: return text[len - 1] != ':';
  case PREC_PLUS: return text[len - 1] != '$';
  case PREC_PIPE_LEFT:
  case PREC_PIPE_RIGHT:
  case PREC_TIMES:
  case PREC_RATIONAL:
  case PREC_SHIFT:
  case PREC_POWER: return true;
  default: return false;
  }
}

bool operator_find(const char *text, size_t len, Operator *op) {
  if (operator_find_plain(text, len, op)) return true;
  size_t bare = len;
  for (size_t i = 1; i < len;) {
    uint32_t c;
    unsigned n = utf8_decode(text + i, text + len, &c);
    if (operator_suffix_char(c)) {
      if (bare == len) bare = i;
    } else if (bare != len)
      return false;
    i += n;
  }
  return bare < len && operator_find_plain(text, bare, op) && operator_has_suffixes(op, text, bare);
}

/* Mathematical symbols (category Sm) that are names, not operators. */
static bool math_name(uint32_t c) {
  if (c < 0x2140 || c > 0x2a1c) return false;
  if (c >= 0x2200 && c <= 0x2233)
    return c == 0x2202 || (c >= 0x2205 && c <= 0x2207) || (c >= 0x220e && c <= 0x2211) || c == 0x2200 || c == 0x2203 ||
           c == 0x2204 || c == 0x221e || c == 0x221f || c >= 0x222b;
  return c <= 0x2144 || c == 0x223f || c == 0x22be || c == 0x22bf || c == 0x22a4 || c == 0x22a5 ||
         (c >= 0x22c0 && c <= 0x22c3) || (c >= 0x25f8 && c <= 0x25ff) || c == 0x266f || c == 0x27d8 || c == 0x27d9 ||
         c == 0x27c0 || c == 0x27c1 || (c >= 0x29b0 && c <= 0x29b4) || (c >= 0x2a00 && c <= 0x2a06) ||
         (c >= 0x2a09 && c <= 0x2a16) || c == 0x2a1b || c == 0x2a1c;
}

static bool letter_like(uint32_t c, utf8proc_category_t cat) {
  switch (cat) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LT:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO:
  case UTF8PROC_CATEGORY_NL:
  case UTF8PROC_CATEGORY_SC: return true;
  case UTF8PROC_CATEGORY_SO:
    return !(c >= 0x2190 && c <= 0x21ff) && c != 0xfffc && c != 0xfffd && c != 0x233f && c != 0xa6;
  default: break;
  }
  return math_name(c) || c == 0x1d6c1 || c == 0x1d6db || c == 0x1d6fb || c == 0x1d715 || c == 0x1d735 || c == 0x1d74f ||
         c == 0x1d76f || c == 0x1d789 || c == 0x1d7a9 || c == 0x1d7c3 || (c >= 0x207a && c <= 0x207e) ||
         (c >= 0x208a && c <= 0x208e) || (c >= 0x2220 && c <= 0x2222) || (c >= 0x299b && c <= 0x29af) || c == 0x2118 ||
         c == 0x212e || c == 0x309b || c == 0x309c || (c >= 0x1d7ce && c <= 0x1d7e1);
}

bool identifier_start(uint32_t c) {
  if (c < 0x80) return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
  if (c < 0xa1 || c > 0x10ffff) return false;
  Operator op;
  return letter_like(c, utf8proc_category((utf8proc_int32_t)c)) && !unicode_find(c, &op);
}

bool identifier_char(uint32_t c) {
  if (c < 0x80) return identifier_start(c) || (c >= '0' && c <= '9') || c == '!';
  if (c < 0xa1 || c > 0x10ffff) return false;
  if (identifier_start(c)) return true;
  switch (utf8proc_category((utf8proc_int32_t)c)) {
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_MC:
  case UTF8PROC_CATEGORY_ND:
  case UTF8PROC_CATEGORY_PC:
  case UTF8PROC_CATEGORY_SK:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_NO: return true;
  default: return (c >= 0x2032 && c <= 0x2037) || c == 0x2057;
  }
}

bool identifier_valid(const char *text, size_t len) {
  for (size_t i = 0; i < len;) {
    uint32_t c;
    unsigned n = utf8_decode(text + i, text + len, &c);
    if (!(i ? identifier_char(c) : identifier_start(c))) return false;
    i += n;
  }
  return len > 0;
}
