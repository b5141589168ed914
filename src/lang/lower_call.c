/* Lowering of calls: arguments, keywords, splats, operators, comparisons, tuples. */
#include "lang/tree.h"
#include "value/array.h"
#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"

static int binary_opcode(Value f) {
  static const struct {
    uint16_t fn;
    uint8_t op;
  } table[] = {{FI_add, OP_ADD}, {FI_sub, OP_SUB}, {FI_mul, OP_MUL},       {FI_div, OP_DIV},     {FI_idiv, OP_IDIV},
               {FI_rem, OP_REM}, {FI_mod, OP_MOD}, {FI_bitand, OP_BITAND}, {FI_bitor, OP_BITOR}, {FI_xor, OP_XOR},
               {FI_shl, OP_SHL}, {FI_shr, OP_SHR}, {FI_eq, OP_EQ},         {FI_ne, OP_NE},       {FI_lt, OP_LT},
               {FI_le, OP_LE},   {FI_gt, OP_GT},   {FI_ge, OP_GE},         {FI_egal, OP_EGAL}};
  for (size_t i = 0; i < sizeof table / sizeof *table; i++)
    if (CORE->functions[table[i].fn].p == f.p) return table[i].op;
  return -1;
}

static Node *node_op(Lower *l, int op, Node *a, Node *b) {
  Node *n = node_new(l, N_OP, b ? 2 : 1);
  n->op = (uint8_t)op;
  node_set_kid(n, 0, a);
  if (b) node_set_kid(n, 1, b);
  return n;
}

static bool is_simple(const Node *n) { return n->kind == N_VAR || n->kind == N_CONST; }

/* Literal exponents: small ones have an instruction, negative ones are told to literal_pow by type. */
static Node *lower_literal_pow(Lower *l, Node *x, int64_t p) {
  if (p == 2 || p == 3) return node_op(l, OP_POWI, x, node_const(l, v_int(p)));
  if (p > 3) return node_fn(l, FN(pow), 2, x, node_const(l, v_int(p)));
  Node *val = node_call(l, node_global(l, CORE->base, symbol("Val")), (Node *[]){node_const(l, v_int(p))}, 1);
  return node_fn(l, FN(literal_pow), 3, node_const(l, FN(pow)), x, val);
}

/* A call of a function known now, with plain arguments: a fast instruction if there is one, else NULL. */
Node *lower_operator(Lower *l, Value f, Node *const *args, uint32_t n) {
  if (!f.type || f.type->flags & TF_IMMEDIATE) return NULL;
  if (n == 1) {
    if (f.p == FN(not ).p) return node_op(l, OP_NOT, args[0], NULL);
    if (f.p == FN(sub).p) return node_op(l, OP_NEG, args[0], NULL);
    return NULL;
  }
  if (n == 2) {
    int op = binary_opcode(f);
    if (op >= 0) return node_op(l, op, args[0], args[1]);
    if (f.p == FN(negal).p) return node_op(l, OP_NOT, node_op(l, OP_EGAL, args[0], args[1]), NULL);
    if (f.p == FN(pow).p && args[1]->kind == N_CONST && is_int(args[1]->v))
      return lower_literal_pow(l, args[0], args[1]->v.i);
    if (f.p == FN(getindex).p) return node2(l, N_INDEX, args[0], args[1]);
    /* A range of two literals is made once; before the language is settled there may be no ranges yet. */
    if (f.p == FN(colon).p && CORE->settled && args[0]->kind == N_CONST && args[1]->kind == N_CONST &&
        is_int(args[0]->v) && is_int(args[1]->v))
      return node_const(l, call2(f, args[0]->v, args[1]->v));
    return NULL;
  }
  if (n > 2 && (f.p == FN(add).p || f.p == FN(mul).p)) {
    int op = binary_opcode(f);
    Node *sum = args[0];
    for (uint32_t i = 1; i < n; i++) sum = node_op(l, op, sum, args[i]);
    return sum;
  }
  return NULL;
}

static NORETURN void repeated_keyword(const Node *callee, const Symbol *name) {
  if (!callee) syntax_error("field name \"%s\" repeated in named tuple", name->text);
  const char *f = callee->name ? callee->name->text : callee->var ? callee->var->name->text : NULL;
  if (callee->kind == N_CONST && callee->v.type) f = is_type(callee->v) ? NULL : callee->v.type->name->name->text;
  if (f) syntax_error("keyword argument \"%s\" repeated in call to \"%s\"", name->text, f);
  syntax_error("keyword argument \"%s\" repeated in call", name->text);
}

/* Keywords: pieces of NamedTuples, merged if there is a splat among them. */
Node *lower_keywords(Lower *l, const Node *callee, Expr *const *groups, uint32_t ngroups, const List *given) {
  List names = {0}, values = {0}, pieces = {0};
  bool splat = false;
  for (uint32_t g = 0; g < ngroups; g++) {
    for (size_t i = 0; i < expr_len(groups[g]); i++) {
      Value a = expr_arg(groups[g], i);
      Node *name = NULL, *value = NULL;
      if (is_expr_of(a, SYM(kw)) || is_expr_of(a, SYM(assign))) {
        Value k = expr_arg(as_expr(a), 0);
        if (is_expr_of(k, SYM(coloncolon))) k = expr_arg(as_expr(k), 0);
        if (k.type == T_QUOTENODE) k = ((QuoteNode *)k.p)->value;
        if (!is_symbol(k)) syntax_error("invalid keyword argument name \"%s\"", expr_text(k));
        for (uint32_t j = 0; j < names.n; j++) {
          Node *o = names.items[j];
          if (!splat && o->kind == N_CONST && o->v.p == k.p) repeated_keyword(callee, expr_symbol(k));
        }
        name = node_const(l, k);
        value = g == 0 && given ? given->items[i] : lower(l, expr_arg(as_expr(a), 1));
      } else if (is_expr_of(a, SYM(splat))) {
        if (names.n) {
          Node *t = node_svec(l, (Node **)names.items, names.n);
          Node *c = node_runtime(l, "_namedtuple", 1, t);
          for (uint32_t j = 0; j < values.n; j++) block_add(c, values.items[j]);
          list_push(&pieces, c);
          names.n = values.n = 0;
          names.items = values.items = NULL;
          names.cap = values.cap = 0;
        }
        list_push(&pieces, lower(l, expr_arg(as_expr(a), 0)));
        splat = true;
        continue;
      } else if (is_expr_of(a, SYM(call)) && expr_len(as_expr(a)) == 3 && is_symbol(expr_arg(as_expr(a), 0)) &&
                 expr_symbol(expr_arg(as_expr(a), 0)) == SYM(pair)) {
        name = lower(l, expr_arg(as_expr(a), 1));
        value = lower(l, expr_arg(as_expr(a), 2));
      } else if (is_symbol(a)) {
        name = node_const(l, a);
        value = lower(l, a);
      } else if (is_expr_of(a, SYM(dot)) && expr_len(as_expr(a)) == 2) {
        Value k = expr_arg(as_expr(a), 1);
        if (k.type == T_QUOTENODE) k = ((QuoteNode *)k.p)->value;
        name = node_const(l, k);
        value = lower(l, a);
      } else
        syntax_error("invalid keyword argument syntax");
      list_push(&names, name);
      list_push(&values, value);
    }
  }
  Node *last = NULL;
  if (names.n) {
    last = node_runtime(l, "_namedtuple", 1, node_svec(l, (Node **)names.items, names.n));
    for (uint32_t j = 0; j < values.n; j++) block_add(last, values.items[j]);
  }
  if (!splat) return last;
  if (last) list_push(&pieces, last);
  return node_call(l, node_const(l, module_function(CORE->base, symbol("_merge_keywords"))), (Node **)pieces.items,
                   pieces.n);
}

Node *evaluated_before(Lower *l, Node *n, Node *block, List *vars) {
  if (n->kind == N_CONST) return n;
  if (n->kind == N_SPLAT) return node1(l, N_SPLAT, evaluated_before(l, n->kids[0], block, vars));
  Var *t = var_temp(l);
  list_push(vars, t);
  block_add(block, node_set(l, t, n));
  return node_var(l, t);
}

/* An argument of a call: a keyword before the ; goes to keywords, its value to values, another one to nodes. */
static void lower_argument(Lower *l, Value a, List *nodes, Expr *keywords, List *values) {
  if (is_expr_of(a, SYM(kw))) {
    expr_add(keywords, a);
    list_push(values, lower(l, expr_arg(as_expr(a), 1)));
  } else if (is_expr_of(a, SYM(splat)))
    list_push(nodes, node1(l, N_SPLAT, lower(l, expr_arg(as_expr(a), 0))));
  else
    list_push(nodes, lower(l, a));
}

Node *lower_call_with(Lower *l, Node *f, const Value *args, size_t n) {
  Expr *keywords = expr0(SYM(parameters)), *groups[2];
  uint32_t ngroups = 0;
  List nodes = {0}, values = {0}, vars = {0};
  Node *before = node_new(l, N_BLOCK, 0);
  bool plain = true, mixed = false; /* mixed: a keyword's value stands before an argument */
  for (size_t i = 0; i < n; i++) {
    if (is_expr_of(args[i], SYM(parameters)) || is_expr_of(args[i], SYM(kw)) || is_expr_of(args[i], SYM(splat)))
      plain = false;
    for (size_t j = i + 1; j < n && is_expr_of(args[i], SYM(kw)); j++)
      mixed = mixed || !(is_expr_of(args[j], SYM(kw)) || is_expr_of(args[j], SYM(parameters)));
  }
  const Node *callee = f;
  if (mixed) f = evaluated_before(l, f, before, &vars);
  Expr *last = NULL;
  for (size_t i = 0; i < n; i++) {
    if (is_expr_of(args[i], SYM(parameters))) {
      last = as_expr(args[i]);
      continue;
    }
    lower_argument(l, args[i], &nodes, keywords, &values);
    List *to = is_expr_of(args[i], SYM(kw)) ? &values : &nodes;
    if (mixed) to->items[to->n - 1] = evaluated_before(l, to->items[to->n - 1], before, &vars);
  }
  if (plain && f->kind == N_CONST) {
    Node *op = lower_operator(l, f->v, (Node **)nodes.items, nodes.n);
    if (op) return op;
  }
  Node *c = node_call(l, f, (Node **)nodes.items, nodes.n);
  if (values.n) groups[ngroups++] = keywords;
  if (last) groups[ngroups++] = last;
  if (ngroups) c->kw = lower_keywords(l, callee, groups, ngroups, values.n ? &values : NULL);
  if (c->kw && c->kw->assigns) c->assigns = true;
  if (!mixed) return c;
  block_add(before, c);
  return node_scope(l, &vars, before);
}

Node *lower_call(Lower *l, Expr *e) {
  if (!expr_len(e)) syntax_error("malformed call");
  Value f = expr_arg(e, 0);
  const Value *args = (const Value *)(const void *)e->args->data + 1;
  size_t n = expr_len(e) - 1;
  if (is_symbol(f)) {
    Symbol *s = expr_symbol(f);
    if (s == SYM(ccall) && n && !var_resolve(l, s)) return lower_ccall(l, args, n);
    if (s == SYM(new) && !is_undef(l->new_type)) return lower_new(l, f, args, n);
    if (s->text[0] == '.' && s->len > 1 && s->text[1] != '.' && !var_resolve(l, s)) return lower_dotcall(l, e, true);
    if (s == SYM(andand) && n == 2) return node2(l, N_AND, lower(l, args[0]), lower(l, args[1]));
    if (s == SYM(oror) && n == 2) return node2(l, N_OR, lower(l, args[0]), lower(l, args[1]));
  }
  if (is_expr_of(f, SYM(curly)) && expr_len(as_expr(f)) && !is_undef(l->new_type)) {
    Value base = expr_arg(as_expr(f), 0);
    if (is_symbol(base) && as_symbol(base) == SYM(new)) return lower_new(l, f, args, n);
  }
  return lower_call_with(l, lower(l, f), args, n);
}

/* a < b <= c: each operand is evaluated once; && between. */
Node *lower_comparison(Lower *l, Expr *e) {
  size_t n = expr_len(e);
  if (n < 3 || n % 2 == 0) syntax_error("malformed comparison");
  bool dotted = false;
  for (size_t i = 1; i < n; i += 2) {
    Value op = expr_arg(e, i);
    if (is_symbol(op) && as_symbol(op)->text[0] == '.' && as_symbol(op)->len > 1) dotted = true;
  }
  if (dotted) return lower_dotcall(l, e, true);
  List vars = {0};
  Node *block = node_new(l, N_BLOCK, 0);
  Node *left = lower(l, expr_arg(e, 0)), *result = NULL;
  if (!is_simple(left)) {
    Var *t = var_temp(l);
    list_push(&vars, t);
    block_add(block, node_set(l, t, left));
    left = node_var(l, t);
  }
  Node **tests = gc_alloc(n * sizeof *tests);
  size_t m = 0;
  for (size_t i = 1; i < n; i += 2) {
    Node *right = lower(l, expr_arg(e, i + 1)), *value = right, *set = NULL;
    if (i + 2 < n && !is_simple(right)) {
      Var *t = var_temp(l);
      list_push(&vars, t);
      set = node_set(l, t, right);
      value = node_var(l, t);
    }
    Node *f = lower(l, expr_arg(e, i));
    Node *test = f->kind == N_CONST ? lower_operator(l, f->v, (Node *[]){left, value}, 2) : NULL;
    if (!test) test = node_call(l, f, (Node *[]){left, value}, 2);
    tests[m++] = set ? node2(l, N_BLOCK, set, test) : test;
    left = value;
  }
  for (size_t i = m; i-- > 0;) result = result ? node2(l, N_AND, tests[i], result) : tests[i];
  if (block->n) {
    block_add(block, result);
    result = block;
  }
  return node_scope(l, &vars, result);
}

/* (a, b), (a=1, b=2), (; x=1), (a, b...). */
Node *lower_tuple(Lower *l, Expr *e) {
  size_t n = expr_len(e);
  bool named = false, splat = false;
  for (size_t i = 0; i < n; i++) {
    Value a = expr_arg(e, i);
    named = named || is_expr_of(a, SYM(assign)) || is_expr_of(a, SYM(kw)) || is_expr_of(a, SYM(parameters));
    splat = splat || is_expr_of(a, SYM(splat));
    if (is_expr_of(a, SYM(parameters)) && n > 1) syntax_error("unexpected semicolon in tuple");
  }
  if (named) {
    Expr *all = expr0(SYM(parameters));
    for (size_t i = 0; i < n; i++) {
      Value a = expr_arg(e, i);
      if (is_expr_of(a, SYM(parameters)))
        for (size_t j = 0; j < expr_len(as_expr(a)); j++) expr_add(all, expr_arg(as_expr(a), j));
      else
        expr_add(all, a);
    }
    Node *nt = lower_keywords(l, NULL, &all, 1, NULL);
    return nt ? nt : node_runtime(l, "_namedtuple", 1, node_svec(l, NULL, 0));
  }
  if (splat) return lower_call_with(l, node_const(l, FN(tuple)), (const Value *)(const void *)e->args->data, n);
  Node *t = node_new(l, N_TUPLE, (uint32_t)n);
  for (uint32_t i = 0; i < n; i++) node_set_kid(t, i, lower(l, expr_arg(e, i)));
  return t;
}
