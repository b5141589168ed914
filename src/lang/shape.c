/* The shape of expressions: programs make expressions by hand, so the compiler checks before it relies on their parts.
 */
#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"

/* The fewest parts of an expression with this head, in CORE_SYMBOLS' order of use. */
static size_t fewest(const Symbol *h) {
  if (h == SYM(assign) || h == SYM(kw) || h == SYM(arrow) || h == SYM(let) || h == SYM(for_) || h == SYM(while_) ||
      h == SYM(if_) || h == SYM(elseif) || h == SYM(hygienic) || h == SYM(do_) || h == SYM(generator) ||
      h == SYM(primitive))
    return 2;
  if (h == SYM(comparison) || h == SYM(struct_) || h == SYM(try_) || h == SYM(module)) return 3;
  if (h == SYM(call) || h == SYM(dot) || h == SYM(where) || h == SYM(curly) || h == SYM(coloncolon) ||
      h == SYM(const_) || h == SYM(macro) || h == SYM(function) || h == SYM(macrocall) || h == SYM(quote) ||
      h == SYM(quotenode) || h == SYM(escape) || h == SYM(ref) || h == SYM(splat) || h == SYM(abstract) ||
      h == SYM(flatten) || h == SYM(comprehension) || h == SYM(typed_comprehension) || h == SYM(filter) ||
      h == SYM(symboliclabel) || h == SYM(symbolicgoto) || h == SYM(adjoint) || h == SYM(typed_vcat) ||
      h == SYM(typed_hcat) || h == SYM(copyast))
    return 1;
  return 0;
}

static bool is_symbol_part(const Expr *e) { return e->name == SYM(symboliclabel) || e->name == SYM(symbolicgoto); }

void expr_check(Value v) {
  if (!is_expr(v)) return;
  stack_check();
  Expr *e = as_expr(v);
  size_t n = expr_len(e);
  if (n < fewest(e->name)) syntax_error("malformed \"%s\" expression", e->name->text);
  if (is_symbol_part(e) && !is_symbol(expr_arg(e, 0))) syntax_error("malformed label");
  if (e->name == SYM(struct_) && !is_expr_of(expr_arg(e, 2), SYM(block))) syntax_error("malformed struct");
  if (e->name == SYM(typed_comprehension) && n < 2) syntax_error("malformed comprehension");
  for (size_t i = 0; i < n; i++) {
    Value a = expr_arg(e, i);
    if (is_undef(a)) syntax_error("malformed \"%s\" expression", e->name->text);
    if (e->name != SYM(quote) && e->name != SYM(quotenode)) expr_check(a);
  }
}
