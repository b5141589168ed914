/* Lowering of assignments and indexing. */
#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

static NORETURN void bad_location(Value lhs) { syntax_error("invalid assignment location \"%s\"", expr_text(lhs)); }

static bool is_simple(const Node *n) { return n->kind == N_VAR || n->kind == N_CONST || n->kind == N_GLOBAL; }

static bool mentions_end(Value v) {
  if (is_symbol(v)) return as_symbol(v) == SYM(end) || as_symbol(v) == SYM(begin);
  if (!is_expr(v)) return false;
  stack_check();
  for (size_t i = 0; i < expr_len(as_expr(v)); i++)
    if (mentions_end(expr_arg(as_expr(v), i))) return true;
  return false;
}

/* The array and the indices of a[i, j], each a node; those that must be evaluated once only become temporaries, set in
 * block, if once. Returns the index nodes. */
static List lower_indices(Lower *l, Expr *e, bool once, Node **array, List *vars, Node *block, Node **kw) {
  size_t n = expr_len(e) - 1;
  List indices = {0};
  Node *a = lower(l, expr_arg(e, 0));
  bool ends = false;
  for (size_t i = 1; i <= n; i++) ends = ends || mentions_end(expr_arg(e, i));
  if ((once || ends) && !is_simple(a)) {
    Var *t = var_temp(l);
    list_push(vars, t);
    block_add(block, node_set(l, t, a));
    a = node_var(l, t);
  }
  *array = a;
  *kw = NULL;
  EndContext end = {l->end, a, 0, (uint32_t)n};
  EndContext *context = gc_alloc(sizeof *context);
  *context = end;
  for (size_t i = 1; i <= n; i++) {
    Value x = expr_arg(e, i);
    context->dim = (uint32_t)(i - 1);
    l->end = context;
    Node *index;
    if (is_expr_of(x, SYM(splat)))
      index = node1(l, N_SPLAT, lower(l, expr_arg(as_expr(x), 0)));
    else if (is_expr_of(x, SYM(parameters)))
      syntax_error("unexpected semicolon in array expression");
    else if (is_expr_of(x, SYM(kw))) {
      l->end = context->outer;
      continue;
    } else
      index = lower(l, x);
    l->end = context->outer;
    if (once && !is_simple(index)) {
      bool splat = index->kind == N_SPLAT;
      Var *t = var_temp(l);
      list_push(vars, t);
      block_add(block, node_set(l, t, splat ? index->kids[0] : index));
      index = splat ? node1(l, N_SPLAT, node_var(l, t)) : node_var(l, t);
    }
    list_push(&indices, index);
  }
  return indices;
}

static bool has_splat(const List *nodes) {
  for (uint32_t i = 0; i < nodes->n; i++)
    if (((Node *)nodes->items[i])->kind == N_SPLAT) return true;
  return false;
}

static Node *node_index(Lower *l, Node *array, const List *indices) {
  bool plain = !has_splat(indices) && (indices->n == 1 || indices->n == 2);
  Node *n = node_new(l, plain ? N_INDEX : N_CALL, indices->n + (plain ? 1 : 2));
  uint32_t k = 0;
  if (!plain) node_set_kid(n, k++, node_const(l, FN(getindex)));
  node_set_kid(n, k++, array);
  for (uint32_t i = 0; i < indices->n; i++) node_set_kid(n, k++, indices->items[i]);
  return n;
}

/* array[indices...] = value, whose value is value. */
static Node *node_setindex(Lower *l, Node *array, const List *indices, Node *value) {
  if (!has_splat(indices) && (indices->n == 1 || indices->n == 2)) {
    Node *n = node_new(l, N_SETINDEX, indices->n + 2);
    node_set_kid(n, 0, array);
    node_set_kid(n, 1, value);
    for (uint32_t i = 0; i < indices->n; i++) node_set_kid(n, i + 2, indices->items[i]);
    return n;
  }
  Var *t = is_simple(value) ? NULL : var_temp(l);
  Node *v = t ? node_var(l, t) : value;
  Node *n = node_new(l, N_CALL, indices->n + 3);
  node_set_kid(n, 0, node_const(l, FN(setindex)));
  node_set_kid(n, 1, array);
  node_set_kid(n, 2, v);
  for (uint32_t i = 0; i < indices->n; i++) node_set_kid(n, i + 3, indices->items[i]);
  Node *both = node2(l, N_BLOCK, n, v);
  return t ? node_with(l, t, value, both) : both;
}

Node *lower_ref(Lower *l, Expr *e) {
  List vars = {0};
  Node *block = node_new(l, N_BLOCK, 0), *array, *kw;
  List indices = lower_indices(l, e, false, &array, &vars, block, &kw);
  Node *n = node_index(l, array, &indices);
  if (!block->n) return n;
  block_add(block, n);
  return node_scope(l, &vars, block);
}

static Symbol *field_name(Value name) {
  if (name.type == T_QUOTENODE)
    name = ((QuoteNode *)name.p)->value;
  else if (is_expr_of(name, SYM(quote)))
    name = expr_arg(as_expr(name), 0);
  return is_symbol(name) ? as_symbol(name) : NULL;
}

static Node *node_setfield(Lower *l, Node *object, Value name, Node *value) {
  Symbol *s = field_name(name);
  if (!s) {
    Var *t = var_temp(l);
    Node *set = node_call(l, node_const(l, FN(setproperty)), (Node *[]){object, lower(l, name), node_var(l, t)}, 3);
    return node_with(l, t, value, node2(l, N_BLOCK, set, node_var(l, t)));
  }
  Node *n = node2(l, N_SETFIELD, object, value);
  n->name = s;
  return n;
}

Node *lower_assign_name(Lower *l, Symbol *name, Node *rhs) {
  Var *v = var_resolve(l, name);
  if (!v && !scope_assigns_global(l, name)) v = var_new(l, name);
  if (v) {
    if (v->kind == VAR_SPARAM) scope_error("local variable name \"%s\" conflicts with a static parameter", name->text);
    var_assigned(l, v);
    if (is_undef(v->type)) return node_set(l, v, rhs);
    Var *given = var_temp(l); /* what an assignment gives is not converted */
    Node *set = node_set(l, v, node2(l, N_CONVERT, node_var(l, given), lower(l, v->type)));
    return node_with(l, given, rhs, node2(l, N_BLOCK, set, node_var(l, given)));
  }
  Node *n = node1(l, N_SETGLOBAL, rhs);
  n->name = name;
  n->assigns = true;
  return n;
}

static Node *assign_globalref(Lower *l, GlobalRef *g, Node *rhs) {
  Node *n = node1(l, N_SETGLOBAL, rhs);
  n->module = g->module;
  n->name = g->name;
  n->assigns = true;
  return n;
}

static Node *lower_destructure(Lower *l, Expr *lhs, Node *rhs);

/* x::T = ...: declares the variable's type. */
static Node *assign_typed(Lower *l, Expr *lhs, Node *rhs) {
  Value name = expr_arg(lhs, 0);
  if (expr_len(lhs) != 2) bad_location(v_object(lhs));
  if (!is_symbol(name)) return lower_assign_node(l, name, node2(l, N_CONVERT, rhs, lower(l, expr_arg(lhs, 1))));
  Var *v = var_resolve(l, as_symbol(name));
  if (!v && scope_assigns_global(l, as_symbol(name)))
    scope_error("type declarations on global variables are not yet supported");
  if (!v) v = var_new(l, as_symbol(name));
  if (is_undef(v->type)) v->type = expr_arg(lhs, 1);
  return lower_assign_name(l, expr_symbol(name), rhs);
}

Node *lower_assign_node(Lower *l, Value lhs, Node *rhs) {
  if (is_symbol(lhs)) return lower_assign_name(l, as_symbol(lhs), rhs);
  if (lhs.type == T_GLOBALREF) return assign_globalref(l, lhs.p, rhs);
  if (!is_expr(lhs)) {
    bad_location(lhs);
  }
  Expr *e = as_expr(lhs);
  Symbol *h = e->name;
  if (h == SYM(tuple)) return lower_destructure(l, e, rhs);
  if (h == SYM(coloncolon)) return assign_typed(l, e, rhs);
  if (h == SYM(ref)) {
    List vars = {0};
    Node *block = node_new(l, N_BLOCK, 0), *array, *kw;
    List indices = lower_indices(l, e, false, &array, &vars, block, &kw);
    Node *n = node_setindex(l, array, &indices, rhs);
    if (!block->n) return n;
    block_add(block, n);
    return node_scope(l, &vars, block);
  }
  if (h == SYM(dot) && expr_len(e) == 2 && is_expr_of(expr_arg(e, 1), SYM(tuple)))
    syntax_error("invalid syntax \"%s = ...\"", expr_text(lhs));
  if (h == SYM(dot) && expr_len(e) == 2) return node_setfield(l, lower(l, expr_arg(e, 0)), expr_arg(e, 1), rhs);
  if (h == SYM(local) || h == SYM(global)) return lower_assign_node(l, expr_arg(e, 0), rhs);
  if (h == SYM(block) && expr_len(e) == 1) return lower_assign_node(l, expr_arg(e, 0), rhs);
  if (h == SYM(macrocall) || h == SYM(hygienic)) bad_location(lhs);
  bad_location(lhs);
}

bool is_plain_tuple(Value v) {
  if (!is_expr_of(v, SYM(tuple))) return false;
  Expr *e = as_expr(v);
  for (size_t i = 0; i < expr_len(e); i++) {
    Value a = expr_arg(e, i);
    if (is_expr_of(a, SYM(splat)) || is_expr_of(a, SYM(assign)) || is_expr_of(a, SYM(parameters)) ||
        is_expr_of(a, SYM(kw)))
      return false;
  }
  return true;
}

/* a, b = x, y without making a tuple: all right sides are evaluated before the first assignment. */
static Node *lower_parallel(Lower *l, Expr *lhs, Expr *rhs) {
  size_t n = expr_len(lhs);
  List vars = {0};
  Node *block = node_new(l, N_BLOCK, 0);
  Node *tuple = node_new(l, N_TUPLE, (uint32_t)n);
  for (size_t i = 0; i < n; i++) {
    Node *value = lower(l, expr_arg(rhs, i));
    if (value->kind != N_CONST) {
      Var *t = var_temp(l);
      list_push(&vars, t);
      block_add(block, node_set(l, t, value));
      value = node_var(l, t);
    }
    node_set_kid(tuple, (uint32_t)i, value);
  }
  for (size_t i = 0; i < n; i++) block_add(block, lower_assign_node(l, expr_arg(lhs, i), tuple->kids[i]));
  block_add(block, tuple);
  return node_scope(l, &vars, block);
}

Node *lower_apart(Lower *l, Expr *places, List *items) {
  Node *block = node_new(l, N_BLOCK, 0);
  for (size_t i = 0; i < expr_len(places); i++) {
    Var *item = var_temp(l);
    item->nassign = 1;
    list_push(items, item);
    block_add(block, lower_assign_node(l, expr_arg(places, i), node_var(l, item)));
  }
  return block;
}

/* a, b = container: any iterable; a tuple of at least that length is taken as it is. */
static Node *lower_destructure(Lower *l, Expr *lhs, Node *rhs) {
  size_t n = expr_len(lhs);
  Var *whole = is_simple(rhs) ? NULL : var_temp(l), *parts = var_temp(l);
  Node *value = whole ? node_var(l, whole) : rhs;
  Node *block = node_new(l, N_BLOCK, 0);
  for (size_t i = 0; i < n; i++) {
    Value x = expr_arg(lhs, i);
    if (is_expr_of(x, SYM(splat))) bad_location(x);
    block_add(block,
              lower_assign_node(l, x, node2(l, N_INDEX, node_var(l, parts), node_const(l, v_int((int64_t)i + 1)))));
  }
  block_add(block, value);
  Node *taken = node_runtime(l, "_destructure", 2, value, node_const(l, v_int((int64_t)n)));
  Node *all = node_with(l, parts, taken, block);
  return whole ? node_with(l, whole, rhs, all) : all;
}

Node *lower_assign(Lower *l, Value lhs, Value rhs) {
  if (sig_is_call(lhs)) return lower_function(l, lhs, rhs);
  if (is_expr_of(lhs, SYM(tuple)) && is_plain_tuple(rhs) && expr_len(as_expr(lhs)) == expr_len(as_expr(rhs)) &&
      is_plain_tuple(lhs))
    return lower_parallel(l, as_expr(lhs), as_expr(rhs));
  if (is_expr_of(lhs, SYM(curly))) { /* A{T} = B{T}: a type alias */
    Expr *c = as_expr(lhs), *w = expr1(SYM(where), rhs);
    for (size_t i = 1; i < expr_len(c); i++) expr_add(w, expr_arg(c, i));
    return lower_const(l, expr1(SYM(const_), v_object(expr2(SYM(assign), expr_arg(c, 0), v_object(w)))));
  }
  if (is_expr_of(lhs, SYM(coloncolon)) && is_symbol(expr_arg(as_expr(lhs), 0))) { /* type before value */
    return assign_typed(l, as_expr(lhs), lower(l, rhs));
  }
  if (!is_symbol(lhs) && !is_expr(lhs) && lhs.type != T_GLOBALREF) bad_location(lhs);
  return lower_assign_node(l, lhs, lower(l, rhs));
}

static Node *apply_operator(Lower *l, Symbol *op, Node *a, Node *b) {
  Node *f = lower_name(l, op);
  Node *n = f->kind == N_CONST ? lower_operator(l, f->v, (Node *[]){a, b}, 2) : NULL;
  return n ? n : node_call(l, f, (Node *[]){a, b}, 2);
}

/* A temporary that expressions can name. */
static Value named_temp(Lower *l, Node *value, Node *block, List *vars) {
  Var *t = var_temp(l);
  t->name = symbol_gensym("temp");
  t->nassign = 1;
  list_push(&l->scope->vars, t);
  (void)vars;
  block_add(block, node_set(l, t, value));
  return v_symbol(t->name);
}

/* x .+= y: x .= x .+ y, with the parts of x evaluated once. */
static Node *lower_dotted_update(Lower *l, Expr *e, Symbol *op) {
  Value lhs = expr_arg(e, 0);
  Node *block = node_new(l, N_BLOCK, 0);
  List vars = {0};
  scope_push(l, true);
  Scope *s = l->scope;
  if (is_expr_of(lhs, SYM(ref)) || is_expr_of(lhs, SYM(dot))) {
    Expr *r = as_expr(lhs), *once = expr0(r->name);
    Value a = expr_arg(r, 0);
    expr_add(once, is_symbol(a) ? a : named_temp(l, lower(l, a), block, &vars));
    for (size_t i = 1; i < expr_len(r); i++) {
      Value x = expr_arg(r, i);
      bool temp = r->name == SYM(ref) && is_expr(x) && !mentions_end(x) && !is_expr_of(x, SYM(splat));
      expr_add(once, temp ? named_temp(l, lower(l, x), block, &vars) : x);
    }
    lhs = v_object(once);
  } else if (!is_symbol(lhs))
    lhs = named_temp(l, lower(l, lhs), block, &vars);
  char dotted[64];
  size_t n = op->len < 60 ? op->len : 60;
  dotted[0] = '.';
  memcpy(dotted + 1, op->text, n);
  Value call = v_object(expr3(SYM(call), v_symbol(symbol_n(dotted, n + 1)), lhs, expr_arg(e, 1)));
  block_add(block, lower_dotassign(l, lhs, lower_dotted(l, call), true));
  scope_pop(l);
  return node_scope(l, &s->vars, block);
}

Node *lower_update(Lower *l, Expr *e, bool dotted, Symbol *op) {
  if (dotted) return lower_dotted_update(l, e, op);
  Value lhs = expr_arg(e, 0), rhs = expr_arg(e, 1);
  if (is_expr_of(lhs, SYM(coloncolon)) || is_symbol(lhs) || lhs.type == T_GLOBALREF) {
    Value name = is_expr(lhs) ? expr_arg(as_expr(lhs), 0) : lhs;
    Node *old = lower(l, name);
    return lower_assign_node(l, lhs, apply_operator(l, op, old, lower(l, rhs)));
  }
  if (!is_expr(lhs)) bad_location(lhs);
  List vars = {0};
  Node *block = node_new(l, N_BLOCK, 0), *result;
  if (as_expr(lhs)->name == SYM(ref)) {
    Node *array, *kw;
    List indices = lower_indices(l, as_expr(lhs), true, &array, &vars, block, &kw);
    Node *value = apply_operator(l, op, node_index(l, array, &indices), lower(l, rhs));
    result = node_setindex(l, array, &indices, value);
  } else if (as_expr(lhs)->name == SYM(dot)) {
    Node *object = lower(l, expr_arg(as_expr(lhs), 0));
    if (!is_simple(object)) {
      Var *t = var_temp(l);
      list_push(&vars, t);
      block_add(block, node_set(l, t, object));
      object = node_var(l, t);
    }
    Value name = expr_arg(as_expr(lhs), 1);
    Symbol *s = field_name(name);
    Node *old;
    if (s) {
      old = node1(l, N_GETFIELD, object);
      old->name = s;
    } else
      old = node_fn(l, FN(getproperty), 2, object, lower(l, name));
    result = node_setfield(l, object, name, apply_operator(l, op, old, lower(l, rhs)));
  } else if (as_expr(lhs)->name == SYM(tuple)) {
    return lower_assign(l, lhs, v_object(expr3(SYM(call), v_symbol(op), lhs, rhs)));
  } else
    bad_location(lhs);
  if (!block->n) return result;
  block_add(block, result);
  return node_scope(l, &vars, block);
}

/* lhs .= rhs; fused: rhs was lowered by lower_dotted and may be a lazy broadcast. */
Node *lower_dotassign(Lower *l, Value lhs, Node *rhs, bool fused) {
  (void)fused;
  Node *dest;
  List vars = {0};
  Node *block = node_new(l, N_BLOCK, 0);
  if (is_expr_of(lhs, SYM(ref))) {
    Node *array, *kw;
    List indices = lower_indices(l, as_expr(lhs), false, &array, &vars, block, &kw);
    dest = node_new(l, N_CALL, indices.n + 2);
    node_set_kid(dest, 0, node_const(l, FN(dotview)));
    node_set_kid(dest, 1, array);
    for (uint32_t i = 0; i < indices.n; i++) node_set_kid(dest, i + 2, indices.items[i]);
  } else
    dest = lower(l, lhs);
  bool lazy = rhs->kind == N_CALL && node_is_fn(rhs->kids[0], FN(broadcasted));
  if (!lazy && rhs->kind != N_SCOPE) rhs = node_fn(l, FN(broadcasted), 2, node_const(l, FN(identity)), rhs);
  Node *n = lower_materialize(l, dest, rhs);
  if (!block->n) return n;
  block_add(block, n);
  return node_scope(l, &vars, block);
}

static void const_error(Lower *l) {
  if (!l->scope->toplevel) syntax_error("unsupported `const` declaration on local variable");
}

static Node *set_const(Lower *l, Value name, Node *value) {
  if (name.type == T_GLOBALREF) name = v_symbol(((GlobalRef *)name.p)->name);
  if (!is_symbol(name)) scope_error("expected assignment after \"const\"");
  return node_runtime(l, "_set_const", 3, node_const(l, v_object(l->module)), node_const(l, name), value);
}

Node *lower_const(Lower *l, Expr *e) {
  Value a = expr_arg(e, 0);
  while (is_expr_of(a, SYM(global)) && expr_len(as_expr(a)) == 1) a = expr_arg(as_expr(a), 0);
  if (!is_expr_of(a, SYM(assign))) scope_error("expected assignment after \"const\"");
  Value lhs = expr_arg(as_expr(a), 0), rhs = expr_arg(as_expr(a), 1);
  if (is_expr_of(lhs, SYM(curly))) return lower_assign(l, lhs, rhs);
  if (is_symbol(lhs) && !scope_assigns_global(l, as_symbol(lhs))) const_error(l);
  if (is_expr_of(lhs, SYM(coloncolon))) scope_error("type declarations on global variables are not yet supported");
  if (!is_expr_of(lhs, SYM(tuple))) return set_const(l, lhs, lower(l, rhs));
  Node *block = node_new(l, N_BLOCK, 0);
  Var *whole = var_temp(l), *parts = var_temp(l);
  size_t n = expr_len(as_expr(lhs));
  for (size_t i = 0; i < n; i++)
    block_add(block, set_const(l, expr_arg(as_expr(lhs), i),
                               node2(l, N_INDEX, node_var(l, parts), node_const(l, v_int((int64_t)i + 1)))));
  block_add(block, node_var(l, whole));
  Node *taken = node_runtime(l, "_destructure", 2, node_var(l, whole), node_const(l, v_int((int64_t)n)));
  return node_with(l, whole, lower(l, rhs), node_with(l, parts, taken, block));
}

Node *lower_local(Lower *l, Expr *e) {
  Node *last = NULL;
  for (size_t i = 0; i < expr_len(e); i++) {
    Value d = expr_arg(e, i);
    if (l->scope->toplevel) scope_declare_locals(l, d);
    if (is_expr_of(d, SYM(coloncolon)) && is_symbol(expr_arg(as_expr(d), 0))) {
      Var *v = var_resolve(l, expr_symbol(expr_arg(as_expr(d), 0)));
      if (v) v->type = expr_arg(as_expr(d), 1);
    } else if (is_expr(d) && as_expr(d)->name != SYM(tuple))
      last = lower(l, d);
  }
  return last ? last : node_nothing(l);
}

Node *lower_global(Lower *l, Expr *e) {
  Node *last = NULL;
  for (size_t i = 0; i < expr_len(e); i++) {
    Value d = expr_arg(e, i);
    if (is_expr_of(d, SYM(coloncolon))) scope_error("type declarations on global variables are not yet supported");
    if (is_expr(d) && as_expr(d)->name != SYM(tuple)) last = lower(l, d);
  }
  return last ? last : node_nothing(l);
}
