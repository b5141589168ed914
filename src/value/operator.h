/* What is an operator and what an identifier: Julia 1.5's tables of precedences and of characters, for the parser and
 * for whoever writes expressions as text. */
#ifndef CLU_OPERATOR_H
#define CLU_OPERATOR_H
#include "value/value.h"

enum precedence {
  PREC_NONE,
  PREC_ASSIGNMENT,
  PREC_PAIR,
  PREC_CONDITIONAL,
  PREC_ARROW,
  PREC_OR,
  PREC_AND,
  PREC_COMPARISON,
  PREC_PIPE_LEFT,
  PREC_PIPE_RIGHT,
  PREC_COLON,
  PREC_PLUS,
  PREC_TIMES,
  PREC_RATIONAL,
  PREC_SHIFT,
  PREC_POWER,
  PREC_DECL,
  PREC_DOT
};

enum operator_flag {
  OPF_UNARY = 1,    /* can stand before its operand */
  OPF_SYNTAX = 2,   /* has a head of its own, is no function: = && || -> ... */
  OPF_NOBINARY = 4, /* only unary: ! √ */
  OPF_NODOT = 8,    /* has no dotted form */
  OPF_SPLITS = 16,  /* in [a -b] begins a new element */
  OPF_DOTTED = 32
};

typedef struct Operator {
  uint8_t precedence; /* enum precedence; PREC_NONE for !, ->, ... */
  uint8_t flags;
} Operator;

/* Whether text is an operator (perhaps dotted, perhaps with a suffix such as ₁), and which. */
bool operator_find(const char *text, size_t len, Operator *op);
/* The same without suffixes: for the scanner. */
bool operator_find_plain(const char *text, size_t len, Operator *op);
/* Characters that may follow an operator as its suffix. */
bool operator_suffix_char(uint32_t c);
/* Whether the operator with this precedence can have suffixes. */
bool operator_has_suffixes(const Operator *op, const char *text, size_t len);

bool identifier_start(uint32_t c);
bool identifier_char(uint32_t c);
/* Whether the whole text is an identifier (keywords are). */
bool identifier_valid(const char *text, size_t len);
#endif
