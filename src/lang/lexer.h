/* The scanner: bytes to tokens, one ahead of the parser.
 * Promise: any bytes give tokens or a parse error (a longjmp to the parser's start); each byte is looked at a bounded
 * number of times. Private to the parser: what is read inside strings is in parser_literal.c. */
#ifndef CLU_LEXER_H
#define CLU_LEXER_H

#include <setjmp.h>

#include "value/operator.h"
#include "value/string.h"
#include "value/value.h"

enum token_kind { TK_EOF, TK_NEWLINE, TK_NAME, TK_OPERATOR, TK_NUMBER, TK_MARK /* ( ) [ ] { } , ; @ " ` ' */ };

/* Reserved words. Those up to WORD_EXPORT begin an expression; the closing ones end a block. */
/* clang-format off */
#define WORDS(X)                                                                                                       \
  X(BEGIN, "begin")                                                                                                    \
  X(WHILE, "while") X(IF, "if") X(FOR, "for") X(TRY, "try") X(RETURN, "return") X(BREAK, "break")                      \
      X(CONTINUE, "continue") X(FUNCTION, "function") X(MACRO, "macro") X(QUOTE, "quote") X(LET, "let")                \
          X(LOCAL, "local") X(GLOBAL, "global") X(CONST, "const") X(DO, "do") X(STRUCT, "struct") X(MODULE, "module")  \
              X(BAREMODULE, "baremodule") X(USING, "using") X(IMPORT, "import") X(EXPORT, "export") X(END, "end")      \
                  X(ELSE, "else") X(ELSEIF, "elseif") X(CATCH, "catch") X(FINALLY, "finally") X(TRUE, "true")          \
                      X(FALSE, "false") X(WHERE, "where") X(IN, "in") X(ISA, "isa") X(OUTER, "outer")                  \
                          X(MUTABLE, "mutable") X(ABSTRACT, "abstract") X(PRIMITIVE, "primitive") X(TYPE, "type")
/* clang-format on */

enum word {
  WORD_NONE,
#define X(id, text) WORD_##id,
  WORDS(X)
#undef X
      WORD_COUNT
};

typedef struct Token {
  uint8_t kind; /* enum token_kind */
  uint8_t word; /* enum word, of a name */
  char mark;    /* of a TK_MARK */
  bool space;   /* white space before it */
  Operator op;  /* of an operator; of the names in and isa too */
  Symbol *name; /* of a name or operator */
  Value value;  /* of a number */
  size_t start, end;
} Token;

/* What the surroundings of an expression decide about it. */
typedef struct Mode {
  bool range_colon;     /* ':' is an operator (not between ? and :) */
  bool space_sensitive; /* in [ ] and after @m, white space separates */
  bool end_symbol;      /* in x[ ], end and begin are names */
  bool newline_space;   /* in ( ), a line end is white space */
  bool where_operator;
  bool for_generator; /* for ends an expression rather than begins one */
} Mode;

typedef struct Parser {
  const char *text;
  size_t len;
  /* where the scanner stands, saved and restored as one to look further ahead */
  struct Cursor {
    size_t pos;
    int line;
    bool ready; /* token holds the next token */
    Token token;
  } at;
  size_t last_end; /* end of the token taken last */
  Mode mode;
  Symbol *file;
  int block_line;  /* where the innermost word that needs an end stands */
  uintptr_t floor; /* lowest stack address to use */
  size_t error_at;
  int error_line;
  bool incomplete;
  const char *tag; /* of an incomplete text */
  Text message;
  jmp_buf bail;
} Parser;

/* The next token, not taken. */
Token *lex_peek(Parser *p);
/* The same, skipping line ends; the end of the text is an error. */
Token *lex_require(Parser *p);
Token lex_take(Parser *p);
/* A name at the scanner's place (in strings: "$name"), NULL if there is none. */
Symbol *lex_name(Parser *p);
/* Skips white space, comments and, if lines, line ends. */
void lex_skip(Parser *p, bool lines);
/* A number's text as a value, with its sign. */
Value lex_number(Parser *p, const char *text, size_t len, bool negative);

NORETURN void parse_fail(Parser *p, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);
NORETURN void parse_fail_incomplete(Parser *p, const char *format, ...) PRINTF_LIKE(2, 3);
#endif
