/* Expressions and names as values: parsing at run time, making symbols and expressions, asking what a name is. */
#include <stdio.h>

#include "base/iterate.h"
#include "lang/parser.h"

#include "base/print.h"
#include "base/text.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/expr.h"
#include "value/module.h"
#include "value/operator.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

/* --- constructors --- */

BUILTIN(expr_make, "(::Type{Expr})(head::Symbol, args...)", "An expression with this head and these arguments.") {
  return v_object(expr_new(as_symbol(args[0]), args + 1, (size_t)nargs - 1));
}

BUILTIN(quotenode_make, "(::Type{QuoteNode})(value)", "A value that evaluates to itself inside an expression.") {
  return quotenode_new(args[0]);
}

BUILTIN(linenode_make, "(::Type{LineNumberNode})(line::Integer)\n(::Type{LineNumberNode})(line::Integer, file)",
        "Where the expressions after it stand.") {
  Symbol *file = NULL;
  if (nargs > 1 && is_symbol(args[1])) file = as_symbol(args[1]);
  if (nargs > 1 && is_string(args[1])) file = symbol_n(as_string(args[1])->text, as_string(args[1])->len);
  return linenode_new(to_int(args[0]), file);
}

BUILTIN(globalref_make, "(::Type{GlobalRef})(m::Module, name::Symbol)",
        "The global variable `name` of the module `m`.") {
  return globalref_new(args[0].p, as_symbol(args[1]));
}

BUILTIN(gensym, "gensym()\ngensym(s::Union{String,Symbol})", "A symbol that appears in no program.") {
  if (!nargs) {
    char text[32];
    snprintf(text, sizeof text, "##%u", 253 + CORE->gensym++);
    return v_symbol(symbol(text));
  }
  return v_symbol(symbol_gensym(is_symbol(args[0]) ? as_symbol(args[0])->text : as_string(args[0])->text));
}

/* --- equality --- */

static bool parts_equal(Value a, Value b) { return is_true(call2(FN(isequal), a, b)); }

BUILTIN(expr_equal, "==(a::Expr, b::Expr)", "") {
  const Expr *a = as_expr(args[0]), *b = as_expr(args[1]);
  if (a == b) return v_bool(true);
  if (a->name != b->name || expr_len(a) != expr_len(b)) return v_bool(false);
  stack_check();
  for (size_t i = 0; i < expr_len(a); i++)
    if (!parts_equal(expr_arg(a, i), expr_arg(b, i))) return v_bool(false);
  return v_bool(true);
}

BUILTIN(quotenode_equal, "==(a::QuoteNode, b::QuoteNode)", "") {
  return v_bool(parts_equal(((QuoteNode *)args[0].p)->value, ((QuoteNode *)args[1].p)->value));
}

BUILTIN(linenode_equal, "==(a::LineNumberNode, b::LineNumberNode)", "") {
  const LineNode *a = args[0].p, *b = args[1].p;
  return v_bool(a->line == b->line && a->file == b->file);
}

/* A copy of the tree of expressions; other values are shared. */
static Value expr_copy(Value v) {
  if (!is_expr(v)) return v;
  stack_check();
  const Expr *e = as_expr(v);
  Expr *c = expr_new(e->name, (const Value *)(const void *)e->args->data, expr_len(e));
  Value *items = (Value *)(void *)c->args->data;
  for (size_t i = 0; i < expr_len(c); i++) items[i] = expr_copy(items[i]);
  return v_object(c);
}

BUILTIN(expr_copy_, "copy(e::Expr)", "") { return expr_copy(args[0]); }

/* --- Meta.parse --- */

static Value syntax_message(Value e) {
  Value x = expr_arg(as_expr(e), 0);
  if (x.type == T_PARSEERROR) x = struct_get(x, 0);
  return x;
}

static bool is_syntax_error(Value e) {
  return !is_undef(e) && (is_expr_of(e, SYM(error)) || is_expr_of(e, SYM(incomplete)));
}

/* As Julia returns errors: with the text alone. */
static Value syntax_error_plain(Value e) {
  if (!is_syntax_error(e)) return is_undef(e) ? v_nothing() : e;
  return v_object(expr1(as_expr(e)->name, syntax_message(e)));
}

NORETURN static void throw_parse(Value message) { throw_value(struct_new(T_PARSEERROR, &message, 1)); }

static bool keyword_set(Value kw, const char *name, bool otherwise) {
  Value v = kw_get(kw, name, v_bool(otherwise));
  return is_bool(v) ? v.u : otherwise;
}

BUILTIN(meta_parse, "Meta.parse(text::AbstractString; raise, depwarn)",
        "The expression that the text is; `raise=false` gives errors as expressions `Expr(:error, ...)`.") {
  const char *s;
  size_t n, pos = 0;
  int line = 1;
  text_view(args[0], &s, &n);
  bool raise = keyword_set(kw, "raise", true);
  Value e = parse_statement(s, n, &pos, "none", &line);
  if (is_syntax_error(e)) {
    if (raise && as_expr(e)->name == SYM(error)) throw_parse(syntax_message(e));
    return syntax_error_plain(e);
  }
  parse_skip(s, n, &pos, "none", &line);
  if (pos < n) {
    Value message = v_string("extra token after end of expression");
    if (raise) throw_parse(message);
    return v_object(expr1(SYM(error), message));
  }
  return is_undef(e) ? v_nothing() : e;
}

BUILTIN(meta_parse_from, "Meta.parse(text::AbstractString, start::Integer; greedy, raise, depwarn)",
        "The expression that begins at byte `start`, and the byte behind it; with `greedy=false` the shortest.") {
  const char *s;
  size_t n;
  int line = 1;
  text_view(args[0], &s, &n);
  bool raise = keyword_set(kw, "raise", true), greedy = keyword_set(kw, "greedy", true);
  int64_t start = to_int(args[1]);
  if (start < 1 || start > (int64_t)n + 1) throw_bounds(args[0], args[1]);
  size_t pos = (size_t)start - 1;
  Value e = greedy ? parse_statement(s, n, &pos, "none", &line) : parse_expression(s, n, &pos, "none", &line);
  if (is_syntax_error(e) && raise && as_expr(e)->name == SYM(error)) throw_parse(syntax_message(e));
  return tuple_new((Value[]){syntax_error_plain(e), v_int((int64_t)pos + 1)}, 2);
}

BUILTIN(meta_parse_all, "Meta.parseall(text::AbstractString; kw...)",
        "All expressions of the text, as `Expr(:toplevel, ...)`.") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  return parse_all(s, n, "none");
}

/* Moves a type made by the core to the module where programs find it. */
BUILTIN(meta_adopt, "_set_module(T::DataType, m::Module)", "") {
  TypeName *name = as_type(args[0])->name;
  Binding *b = module_lookup(name->module, name->name);
  if (b) b->exported = false;
  name->module = args[1].p;
  return v_nothing();
}

/* --- what a name is --- */

static bool name_operator(Value v, Operator *op) {
  const char *s;
  size_t n;
  text_view(v, &s, &n);
  return operator_find(s, n, op);
}

static bool name_is(Value v, const char *text) {
  const char *s;
  size_t n;
  text_view(v, &s, &n);
  return strlen(text) == n && memcmp(s, text, n) == 0;
}

BUILTIN(is_identifier_, "isidentifier(s::Union{Symbol,AbstractString})", "Whether `s` can be written as a name.") {
  const char *s;
  size_t n;
  text_view(args[0], &s, &n);
  bool literal = name_is(args[0], "true") || name_is(args[0], "false");
  return v_bool(identifier_valid(s, n) && !literal);
}

BUILTIN(is_operator_, "isoperator(s::Union{Symbol,AbstractString})", "Whether `s` is an operator.") {
  Operator op;
  return v_bool(name_operator(args[0], &op) || name_is(args[0], "'") || name_is(args[0], ".'"));
}

BUILTIN(is_unary_operator, "isunaryoperator(s::Symbol)", "Whether `s` can stand before one operand.") {
  Operator op;
  return v_bool(name_operator(args[0], &op) && (op.flags & OPF_UNARY));
}

BUILTIN(is_binary_operator, "isbinaryoperator(s::Symbol)", "Whether `s` can stand between two operands.") {
  Operator op;
  return v_bool((name_operator(args[0], &op) && !(op.flags & OPF_NOBINARY)) || name_is(args[0], "'"));
}

BUILTIN(is_postfix_operator, "ispostfixoperator(s::Symbol)", "") { return v_bool(name_is(args[0], "'")); }

BUILTIN(operator_precedence_, "operator_precedence(s::Symbol)", "How tightly an operator binds; 0 if it is none.") {
  Operator op;
  if (name_is(args[0], "in") || name_is(args[0], "isa")) return v_int(PREC_COMPARISON);
  return v_int(name_operator(args[0], &op) ? op.precedence : 0);
}

BUILTIN(operator_associativity_, "operator_associativity(s::Symbol)", ":left, :right or :none.") {
  Operator op;
  const char *answer = "none";
  static const char *const chained[] = {"+", "*", "++"};
  bool chain = false;
  for (int i = 0; i < 3; i++) chain |= name_is(args[0], chained[i]);
  if (name_operator(args[0], &op) && !chain) {
    switch (op.precedence) {
    case PREC_NONE: answer = op.flags & OPF_UNARY ? "right" : "none"; break;
    case PREC_COMPARISON: answer = name_is(args[0], "<:") || name_is(args[0], ">:") ? "right" : "none"; break;
    case PREC_ASSIGNMENT:
    case PREC_PAIR:
    case PREC_ARROW:
    case PREC_OR:
    case PREC_AND:
    case PREC_PIPE_LEFT:
    case PREC_POWER: answer = "right"; break;
    default: answer = "left";
    }
  }
  return v_symbol(symbol(answer));
}
