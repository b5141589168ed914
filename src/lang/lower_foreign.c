/* Lowering of ccall: a call of a C function is a special form, whose types are no arguments. They are evaluated when
 * the code is compiled, except those that depend on a method's type parameters. A call site is a value that
 * _foreign_site makes once (base/foreign.c): it keeps the prepared interface and the function's address. */
#include "lang/eval.h"
#include "lang/tree.h"
#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

/* What a type depends on. */
enum dependence { ON_NOTHING, ON_PARAMETER, ON_LOCAL };

static int dependence(Lower *l, Value e) {
  if (is_symbol(e)) {
    const Var *v = var_resolve(l, as_symbol(e));
    return !v ? ON_NOTHING : v->kind == VAR_SPARAM ? ON_PARAMETER : ON_LOCAL;
  }
  if (!is_expr(e)) return ON_NOTHING;
  stack_check();
  int most = ON_NOTHING;
  for (size_t i = 0; i < expr_len(as_expr(e)); i++) {
    int d = dependence(l, expr_arg(as_expr(e), i));
    if (d > most) most = d;
  }
  return most;
}

/* The type now, or a node that gives it at each call. */
static Node *lower_type_now(Lower *l, Value e, const char *what) {
  int d = dependence(l, e);
  if (d == ON_LOCAL) throw_error("could not evaluate ccall %s type (it might depend on a local variable)", what);
  Node *n = lower(l, e);
  if (d == ON_NOTHING && n->kind != N_CONST) {
    const Lower *outer = lower_current(NULL);
    n = node_const(l, eval_toplevel(e, l->module));
    lower_current(outer);
  }
  if (n->kind == N_CONST && !is_type(n->v)) throw_type("ccall method definition", &T_TYPE->head, n->v);
  return n;
}

/* (:name, "library") as a constant if its parts are: only then it is looked up once. */
static Node *lower_target(Lower *l, Value e) {
  Node *n = lower(l, e);
  if (n->kind != N_TUPLE || n->n < 1 || n->n > 2) return n;
  Value parts[2];
  for (uint32_t i = 0; i < n->n; i++) {
    if (n->kids[i]->kind != N_CONST) return n;
    parts[i] = n->kids[i]->v;
  }
  return node_const(l, tuple_new(parts, (int)n->n));
}

/* types[0] is the result's. fixed: how many parameters stand before the variable ones; -1: the function has none. */
static Node *lower_foreign(Lower *l, Value target, const Value *types, uint32_t n, int64_t fixed, const Value *args) {
  List kinds = {0};
  for (uint32_t i = 0; i <= n; i++) list_push(&kinds, lower_type_now(l, types[i], i ? "argument" : "return"));
  Node *signature = node_svec(l, (Node **)kinds.items, kinds.n), *to = lower_target(l, target);
  bool known = signature->kind == N_CONST, fixed_target = to->kind == N_CONST;
  Value site = call3(module_function(CORE->base, symbol("_foreign_site")), fixed_target ? to->v : v_nothing(),
                     known ? signature->v : v_nothing(), v_int(fixed));
  Node *c = node_runtime(l, "_foreign_call", 3, node_const(l, site), fixed_target ? node_nothing(l) : to,
                         known ? node_nothing(l) : signature);
  for (uint32_t i = 0; i < n; i++) {
    if (is_expr_of(args[i], SYM(kw)) || is_expr_of(args[i], SYM(parameters)))
      syntax_error("a C function takes no keyword arguments");
    block_add(c, lower(l, args[i]));
  }
  return c;
}

static bool is_convention(Value v) {
  static const char *const names[] = {"cdecl", "stdcall", "fastcall", "thiscall"};
  for (size_t i = 0; is_symbol(v) && i < sizeof names / sizeof *names; i++)
    if (!strcmp(as_symbol(v)->text, names[i])) return true;
  return false;
}

/* ccall(target, Ret, (Types...), args...); conventions of other systems are the same one here. */
Node *lower_ccall(Lower *l, const Value *parts, size_t n) {
  Value target = parts[0];
  if (n > 1 && is_convention(parts[1])) parts++, n--;
  if (n < 3) syntax_error("too few arguments to ccall");
  if (!is_expr_of(parts[2], SYM(tuple))) syntax_error("ccall argument types must be a tuple; try \"(T,)\"");
  const Expr *declared = as_expr(parts[2]);
  size_t ntypes = expr_len(declared), nargs = n - 3;
  int64_t fixed = -1;
  for (size_t i = 0; i < ntypes; i++) {
    if (!is_expr_of(expr_arg(declared, i), SYM(splat))) continue;
    if (!i || i + 1 < ntypes) syntax_error("C ABI prohibits vararg without one required argument");
    fixed = (int64_t)i;
  }
  size_t required = fixed < 0 ? ntypes : (size_t)fixed;
  if (nargs < required) syntax_error("more types than arguments for ccall");
  if (nargs > required && fixed < 0) syntax_error("more arguments than types for ccall");
  Value *all = gc_alloc((nargs + 1) * sizeof *all);
  all[0] = parts[1];
  for (size_t i = 0; i < nargs; i++)
    all[i + 1] = i < required ? expr_arg(declared, i) : expr_arg(as_expr(expr_arg(declared, required)), 0);
  return lower_foreign(l, target, all, (uint32_t)nargs, fixed, parts + 3);
}

/* What @ccall makes: foreigncall(target, Ret, (Types...), fixed, args...). */
Node *lower_foreigncall(Lower *l, const Expr *e) {
  size_t n = expr_len(e);
  if (n < 4 || !is_expr_of(expr_arg(e, 2), SYM(tuple)) || !is_int(expr_arg(e, 3)) ||
      expr_len(as_expr(expr_arg(e, 2))) != n - 4)
    syntax_error("malformed \"foreigncall\" expression");
  Value *types = gc_alloc((n - 3) * sizeof *types), *args = gc_alloc((n - 3) * sizeof *args);
  types[0] = expr_arg(e, 1);
  for (size_t i = 0; i < n - 4; i++) {
    types[i + 1] = expr_arg(as_expr(expr_arg(e, 2)), i);
    args[i] = expr_arg(e, i + 4);
  }
  return lower_foreign(l, expr_arg(e, 0), types, (uint32_t)(n - 4), expr_arg(e, 3).i, args);
}
