/* The compiled forms of expressions that are asked for again and again, by the bytes of their calls.
 * A form is made when the same bytes have been evaluated twice, and only of expressions that mean the same each time:
 * calls, indexing, fields, tuples and vectors of names and literals. Names are looked up when the form runs; a
 * constant, which the compiler puts in, voids all forms when it changes. */
#include "base/hash.h"
#include "cluster/cluster.h"
#include "lang/compile.h"
#include "lang/vm.h"
#include "value/array.h"
#include "value/call.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"

#define MEMOS 256
#define MEMO_BYTES 2048

enum { MEMO_NEW, MEMO_KNOWN, MEMO_UNFIT };

struct Memo {
  const uint8_t *body; /* leaf memory */
  size_t size;
  int state;
  uint32_t constants; /* module_constants when code was made */
  Code *code;         /* or NULL */
};

Memo *memos_new(void) { return gc_alloc(MEMOS * sizeof(Memo)); }

Memo *memo_find(Memo *memos, const uint8_t *body, size_t size) {
  if (size > MEMO_BYTES) return NULL;
  Memo *m = &memos[hash_bytes((const char *)body, size, 0) % MEMOS];
  if (m->size != size || memcmp(m->body, body, size)) *m = (Memo){.body = body, .size = size};
  return m;
}

Code *memo_code(const Memo *m) { return m->code && m->constants == module_constants ? m->code : NULL; }

static bool is_plain_name(Value v) { return is_symbol(v) && (as_symbol(v)->text[0] != '.' || as_symbol(v)->len == 1); }

static bool is_plain_code(Value v, int depth) {
  if (is_plain_name(v) || is_immediate(v) || is_nothing(v) || is_string(v) || v.type == T_LINENODE) return true;
  if (v.type == T_QUOTENODE) return is_symbol(((QuoteNode *)v.p)->value);
  if (!is_expr(v) || depth > 20) return false;
  static const char *const heads[] = {"call", "ref", "tuple", "vect", "kw", "parameters", "comparison", "&&", "||"};
  const Expr *e = as_expr(v);
  size_t n = expr_len(e), k = 0;
  bool field = e->name == SYM(dot) && n == 2 && expr_arg(e, 1).type == T_QUOTENODE;
  while (k < sizeof heads / sizeof *heads && strcmp(heads[k], e->name->text)) k++;
  if (!field && k == sizeof heads / sizeof *heads) return false;
  for (size_t i = 0; i < n; i++)
    if (!is_plain_code(expr_arg(e, i), depth + 1)) return false;
  return true;
}

static bool is_evaluation(Value *v, uint32_t n) {
  if (n != 4 || v[1].type != T_MODULE || !is_expr(v[2]) || !is_nothing(v[3])) return false;
  Module *m = wire_module("ClusterUtils", 12);
  return m && module_get(m, symbol("_evaluate")).p == v[0].p;
}

void memo_learn(Memo *m, const uint8_t *body, Value *v, uint32_t n) {
  if (m->body != body && (m->state != MEMO_KNOWN)) return;
  if (m->state == MEMO_UNFIT) return;
  if (m->state == MEMO_NEW) {
    m->state = is_evaluation(v, n) && is_plain_code(v[2], 0) ? MEMO_KNOWN : MEMO_UNFIT;
    return;
  }
  m->code = compile_toplevel(v[2], v[1].p, false, SYM(none), 1);
  m->constants = module_constants;
}
