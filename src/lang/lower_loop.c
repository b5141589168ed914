/* Lowering of loops, try, let, generators and comprehensions. */
#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"

/* Declares all names of an assignment pattern in the current scope. */
static void declare_pattern(Lower *l, Value p) {
  if (is_symbol(p))
    var_new(l, as_symbol(p))->nassign = 0;
  else if (is_expr(p) && as_expr(p)->name == SYM(coloncolon))
    declare_pattern(l, expr_arg(as_expr(p), 0));
  else if (is_expr_of(p, SYM(tuple)))
    for (size_t i = 0; i < expr_len(as_expr(p)); i++) declare_pattern(l, expr_arg(as_expr(p), i));
}

static bool is_outer(Value v) {
  return is_expr(v) && expr_len(as_expr(v)) == 1 && !strcmp(as_expr(v)->name->text, "outer");
}

static Node *lower_iteration(Lower *l, const Value *specs, size_t n, Value body, bool outermost) {
  if (!is_expr_of(specs[0], SYM(assign)) || expr_len(as_expr(specs[0])) != 2)
    syntax_error("invalid iteration specification");
  Value pattern = expr_arg(as_expr(specs[0]), 0);
  Node *iter = lower(l, expr_arg(as_expr(specs[0]), 1));
  scope_push(l, false);
  Scope *s = l->scope;
  l->func->loops++;
  Var *item;
  Node *first = NULL;
  List items = {0};
  if (is_symbol(pattern)) {
    item = var_new(l, expr_symbol(pattern));
    item->nassign = 1;
  } else {
    item = var_temp(l);
    item->nassign = 1;
    if (!is_outer(pattern)) {
      declare_pattern(l, pattern);
      first = is_plain_tuple(pattern) ? lower_apart(l, as_expr(pattern), &items)
                                      : lower_assign_node(l, pattern, node_var(l, item));
    }
  }
  if (n == 1) {
    scope_declare(l, body);
    scope_check_globals(l);
  }
  if (is_outer(pattern)) first = lower_assign_node(l, expr_arg(as_expr(pattern), 0), node_var(l, item));
  Node *inside = n > 1 ? lower_iteration(l, specs + 1, n - 1, body, false) : lower(l, body);
  if (first) inside = node2(l, N_BLOCK, first, inside);
  List vars = {0};
  for (uint32_t i = 0; i < s->vars.n; i++)
    if (s->vars.items[i] != item) list_push(&vars, s->vars.items[i]);
  inside = node_scope(l, &vars, inside);
  l->func->loops--;
  scope_pop(l);
  Node *f = node2(l, N_FOR, iter, inside);
  f->var = item;
  if (items.n) {
    f->vars = gc_alloc(sizeof(List));
    *f->vars = items;
  }
  f->flag = !outermost;
  f->assigns = true;
  return f;
}

Node *lower_for(Lower *l, Expr *e) {
  if (expr_len(e) != 2) syntax_error("malformed \"for\"");
  Value it = expr_arg(e, 0);
  if (is_expr_of(it, SYM(block))) {
    List specs = {0};
    Value *v = gc_alloc((expr_len(as_expr(it)) + 1) * sizeof *v);
    size_t n = 0;
    (void)specs;
    for (size_t i = 0; i < expr_len(as_expr(it)); i++)
      if (is_expr(expr_arg(as_expr(it), i))) v[n++] = expr_arg(as_expr(it), i);
    return lower_iteration(l, v, n, expr_arg(e, 1), true);
  }
  return lower_iteration(l, &it, 1, expr_arg(e, 1), true);
}

Node *lower_while(Lower *l, Expr *e) {
  if (expr_len(e) != 2) syntax_error("malformed \"while\"");
  l->func->loops++;
  Node *c = lower(l, expr_arg(e, 0));
  Node *body = lower_scoped(l, expr_arg(e, 1), false);
  l->func->loops--;
  Node *w = node2(l, N_WHILE, c, body);
  w->assigns = true;
  return w;
}

static bool is_false(Value v) { return is_bool(v) && !v.u; }

Node *lower_try(Lower *l, Expr *e) {
  size_t n = expr_len(e);
  if (n < 3) syntax_error("malformed \"try\"");
  Value name = expr_arg(e, 1), handler = expr_arg(e, 2);
  Value finally = n > 3 ? expr_arg(e, 3) : v_bool(false);
  bool catches = !is_false(handler);
  if (!catches && is_false(finally)) {
    catches = true; /* try without catch swallows the error */
    handler = v_object(expr0(SYM(block)));
  }
  Node *t = node_new(l, N_TRY, 4);
  t->assigns = true;
  node_set_kid(t, 0, lower_scoped(l, expr_arg(e, 0), false));
  if (n > 4 && !is_false(expr_arg(e, 4))) node_set_kid(t, 3, lower_scoped(l, expr_arg(e, 4), false));
  if (catches) {
    scope_push(l, false);
    Scope *s = l->scope;
    Node *body, *set = NULL;
    if (is_symbol(name)) {
      bool global = scope_prompt_global(l, as_symbol(name));
      if (!global) scope_warn_if_ambiguous(l, as_symbol(name), l->line);
      t->var = global ? var_temp(l) : var_new(l, expr_symbol(name));
      t->var->nassign = 1;
      if (global) list_push(&s->vars, t->var);
      if (global) set = lower_assign_node(l, name, node_var(l, t->var));
    }
    scope_declare(l, handler);
    body = lower(l, handler);
    if (set) {
      Node *both = node_new(l, N_BLOCK, 2);
      node_set_kid(both, 0, set);
      node_set_kid(both, 1, body);
      body = both;
    }
    List vars = {0};
    for (uint32_t i = 0; i < s->vars.n; i++)
      if (s->vars.items[i] != t->var) list_push(&vars, s->vars.items[i]);
    scope_pop(l);
    node_set_kid(t, 1, node_scope(l, &vars, body));
  }
  if (!is_false(finally)) node_set_kid(t, 2, lower_scoped(l, finally, false));
  return t;
}

static Node *lower_let_from(Lower *l, const Value *bindings, size_t n, Value body) {
  if (!n) return lower_scoped(l, body, true);
  Value b = bindings[0];
  if (b.type == T_LINENODE) return lower_let_from(l, bindings + 1, n - 1, body);
  Node *value = NULL;
  Value pattern = b;
  bool function = is_expr_of(b, SYM(assign)) && sig_is_call(expr_arg(as_expr(b), 0));
  if (is_expr_of(b, SYM(function))) function = true;
  if (is_expr_of(b, SYM(assign)) && !function) {
    pattern = expr_arg(as_expr(b), 0);
    value = lower(l, expr_arg(as_expr(b), 1));
  }
  if (!is_symbol(pattern) && !is_expr(pattern)) syntax_error("invalid let syntax");
  scope_push(l, true);
  Scope *s = l->scope;
  Node *first = NULL;
  if (function) {
    Value c = sig_unwrap(expr_arg(as_expr(b), 0));
    Value name = expr_arg(as_expr(c), 0);
    if (!is_symbol(name)) syntax_error("invalid let syntax");
    var_new(l, expr_symbol(name))->closure = gc_alloc(sizeof(Closure));
    first = lower(l, b);
  } else {
    declare_pattern(l, pattern);
    if (value)
      first = lower_assign_node(l, pattern, value);
    else if (is_expr_of(pattern, SYM(coloncolon)))
      var_resolve(l, expr_symbol(expr_arg(as_expr(pattern), 0)))->type = expr_arg(as_expr(pattern), 1);
  }
  Node *rest = lower_let_from(l, bindings + 1, n - 1, body);
  scope_pop(l);
  return node_scope(l, &s->vars, first ? node2(l, N_BLOCK, first, rest) : rest);
}

Node *lower_let(Lower *l, Expr *e) {
  if (expr_len(e) != 2) syntax_error("malformed \"let\"");
  Value b = expr_arg(e, 0);
  if (is_expr_of(b, SYM(block)))
    return lower_let_from(l, (const Value *)(const void *)as_expr(b)->args->data, expr_len(as_expr(b)), expr_arg(e, 1));
  return lower_let_from(l, &b, 1, expr_arg(e, 1));
}

static Node *iterators(Lower *l, const char *name) {
  Node *n = node1(l, N_GETFIELD, node_global(l, CORE->base, symbol("Iterators")));
  n->name = symbol(name);
  if (n->kids[0]->kind == N_CONST && n->kids[0]->v.type == T_MODULE) return node_global(l, n->kids[0]->v.p, n->name);
  return n;
}

/* f of f(x), where x is that name and f something else that is called as it stands; undefined for others. */
static Value applied_to(Value body, Value name) {
  if (!is_expr_of(body, SYM(call)) || expr_len(as_expr(body)) != 2) return V_UNDEF;
  Value f = expr_arg(as_expr(body), 0), x = expr_arg(as_expr(body), 1);
  bool dotted = is_symbol(f) && as_symbol(f)->text[0] == '.';
  return is_symbol(x) && x.p == name.p && !dotted && !expr_mentions(f, as_symbol(name)) ? f : V_UNDEF;
}

/* The function of a generator's variables: of one pattern, or of the tuple that product gives. */
static Node *generator_function(Lower *l, const Value *specs, size_t n, Value body) {
  Value params;
  if (n == 1) {
    Value p = expr_arg(as_expr(specs[0]), 0);
    if (is_symbol(p) && is_symbol(body) && p.p == body.p) return node_const(l, FN(identity));
    Value f = is_symbol(p) ? applied_to(body, p) : V_UNDEF;
    if (!is_undef(f)) return lower(l, f);
    params = v_object(expr1(SYM(tuple), p));
  } else {
    Expr *t = expr0(SYM(tuple));
    for (size_t i = 0; i < n; i++) expr_add(t, expr_arg(as_expr(specs[i]), 0));
    params = v_object(expr1(SYM(tuple), v_object(t)));
  }
  return lower_lambda(l, params, body);
}

Node *lower_generator(Lower *l, Expr *e) {
  if (e->name == SYM(flatten)) {
    Node *inner = lower(l, expr_arg(e, 0));
    return node_call(l, iterators(l, "Flatten"), (Node *[]){inner}, 1);
  }
  size_t n = expr_len(e) - 1;
  if (expr_len(e) < 2) syntax_error("malformed generator");
  const Value *specs = (const Value *)(const void *)e->args->data + 1;
  Value filter = V_UNDEF;
  if (n == 1 && is_expr_of(specs[0], SYM(filter))) {
    Expr *f = as_expr(specs[0]);
    filter = expr_arg(f, 0);
    specs = (const Value *)(const void *)f->args->data + 1;
    n = expr_len(f) - 1;
  }
  List iters = {0};
  for (size_t i = 0; i < n; i++) {
    if (!is_expr_of(specs[i], SYM(assign))) syntax_error("invalid iteration specification");
    list_push(&iters, lower(l, expr_arg(as_expr(specs[i]), 1)));
  }
  /* The function counts as the first of the two, in the names that anonymous functions get. */
  Node *f = generator_function(l, specs, n, expr_arg(e, 0));
  Node *iter = n == 1 ? iters.items[0] : node_call(l, iterators(l, "product"), (Node **)iters.items, iters.n);
  if (!is_undef(filter)) {
    Node *test = generator_function(l, specs, n, filter);
    iter = node_call(l, iterators(l, "Filter"), (Node *[]){test, iter}, 2);
  }
  return node_base(l, "Generator", 2, f, iter);
}

Node *lower_comprehension(Lower *l, Expr *e) { return node_fn(l, FN(collect), 1, lower(l, expr_arg(e, 0))); }

Node *lower_typed_comprehension(Lower *l, Expr *e) {
  Node *t = lower(l, expr_arg(e, 0));
  return node_fn(l, FN(collect), 2, t, lower(l, expr_arg(e, 1)));
}
