/* Lowering of types: T{...}, where, struct, abstract and primitive types, new. */
#include "lang/tree.h"
#include "value/array.h"
#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"
#include "value/type.h"

/* A spec of a type variable: T, T<:A, T>:A, A<:T<:B. */
typedef struct Spec {
  Symbol *name;
  Value lower, upper;
} Spec;

static bool is_bound(const Expr *e) {
  return ((e->name == SYM(subtype) || e->name == SYM(supertype)) && expr_len(e) == 2) ||
         (e->name == SYM(comparison) && expr_len(e) == 5);
}

static Spec parse_spec(Value v) {
  Spec s = {NULL, V_UNDEF, V_UNDEF};
  if (is_symbol(v))
    s.name = as_symbol(v);
  else if (is_expr(v) ? !is_bound(as_expr(v)) : true)
    syntax_error(is_expr(v) ? "invalid variable expression in \"where\"" : "invalid type parameter name \"%s\"",
                 expr_text(v));
  else if (is_expr_of(v, SYM(subtype)) && expr_len(as_expr(v)) == 2) {
    s.name = is_symbol(expr_arg(as_expr(v), 0)) ? as_symbol(expr_arg(as_expr(v), 0)) : NULL;
    s.upper = expr_arg(as_expr(v), 1);
  } else if (is_expr_of(v, SYM(supertype)) && expr_len(as_expr(v)) == 2) {
    s.name = is_symbol(expr_arg(as_expr(v), 0)) ? as_symbol(expr_arg(as_expr(v), 0)) : NULL;
    s.lower = expr_arg(as_expr(v), 1);
  } else if (is_expr_of(v, SYM(comparison)) && expr_len(as_expr(v)) == 5) {
    s.name = is_symbol(expr_arg(as_expr(v), 2)) ? as_symbol(expr_arg(as_expr(v), 2)) : NULL;
    bool up = expr_arg(as_expr(v), 1).p == SYM(subtype);
    if (expr_arg(as_expr(v), 1).p != expr_arg(as_expr(v), 3).p) s.name = NULL;
    s.lower = expr_arg(as_expr(v), up ? 0 : 4);
    s.upper = expr_arg(as_expr(v), up ? 4 : 0);
  }
  if (!s.name) syntax_error("invalid bounds in \"where\"");
  return s;
}

Symbol *typevar_name(Value spec) { return parse_spec(spec).name; }

Node *lower_typevar(Lower *l, Value spec, Symbol **name) {
  Spec s = parse_spec(spec);
  *name = s.name;
  Node *lo = is_undef(s.lower) ? node_const(l, v_object(CORE->bottom)) : lower(l, s.lower);
  Node *hi = is_undef(s.upper) ? node_const(l, v_object(T_ANY)) : lower(l, s.upper);
  return node_runtime(l, "_typevar", 3, node_const(l, v_symbol(s.name)), lo, hi);
}

void lower_typevars(Lower *l, const Value *specs, uint32_t n, Node *block, List *vars) {
  for (uint32_t i = 0; i < n; i++) {
    Symbol *name;
    Node *value = lower_typevar(l, specs[i], &name);
    for (uint32_t k = 0; k < i; k++)
      if (typevar_name(specs[k]) == name) syntax_error("function static parameter names not unique");
    Var *v = var_new(l, name);
    v->nassign = 1;
    block_add(block, node_set(l, v, value));
    list_push(vars, node_var(l, v));
  }
}

/* The type variables of a type that is being made of constants. */
#define FOLD_VARS 8u
typedef struct Fold {
  Value makers[3]; /* the functions that make types */
  const Var *vars[FOLD_VARS];
  Value values[FOLD_VARS];
  uint32_t n;
} Fold;

static bool fold_node(Fold *f, const Node *n, Value *out);

static bool fold_call(Fold *f, const Node *n, Value *out) {
  Value args[16];
  bool maker = false;
  for (int i = 0; i < 3; i++) maker = maker || node_is_fn(n->kids[0], f->makers[i]);
  if (!maker || n->kw || n->n > 16) return false;
  for (uint32_t i = 1; i < n->n; i++)
    if (!fold_node(f, n->kids[i], &args[i - 1])) return false;
  *out = call(n->kids[0]->v, args, (int)n->n - 1);
  return true;
}

/* False if anything in n is no constant. Throws what n would. */
static bool fold_node(Fold *f, const Node *n, Value *out) {
  switch (n->kind) {
  case N_CONST: *out = n->v; return true;
  case N_SCOPE: return fold_node(f, n->kids[0], out);
  case N_CALL: return fold_call(f, n, out);
  case N_BLOCK:
    for (uint32_t i = 0; i < n->n; i++)
      if (!fold_node(f, n->kids[i], out)) return false;
    return n->n > 0;
  case N_SET:
    if (f->n == FOLD_VARS || !fold_node(f, n->kids[0], out)) return false;
    f->vars[f->n] = n->var;
    f->values[f->n++] = *out;
    return true;
  case N_VAR:
    for (uint32_t i = 0; i < f->n; i++)
      if (f->vars[i] == n->var) {
        *out = f->values[i];
        return true;
      }
    return false;
  default: return false;
  }
}

/* A type that is made of constants is made once, now. One that cannot be made throws when it is needed. */
static Node *folded(Lower *l, Node *n) {
  Fold f = {.makers = {module_function(CORE->base, symbol("_curly")), module_function(CORE->base, symbol("_unionall")),
                       module_function(CORE->base, symbol("_typevar"))}};
  Value made;
  Handler h;
  if (CATCH(h)) return n;
  bool all = fold_node(&f, n, &made);
  catch_end(&h);
  return all ? node_const(l, made) : n;
}

/* body where T...: the variables are visible in body. */
static Node *with_typevars(Lower *l, const Value *specs, size_t n, Value body) {
  if (!n) return lower(l, body);
  if (is_expr_of(specs[0], SYM(braces))) {
    Expr *b = as_expr(specs[0]);
    return with_typevars(l, (const Value *)(const void *)b->args->data, expr_len(b), body);
  }
  Symbol *name;
  Node *value = lower_typevar(l, specs[0], &name);
  scope_push(l, true);
  Scope *scope = l->scope;
  Var *v = var_new(l, name);
  v->nassign = 1;
  Node *set = node_set(l, v, value);
  Node *inner = with_typevars(l, specs + 1, n - 1, body);
  Node *whole = node_runtime(l, "_unionall", 2, node_var(l, v), inner);
  scope_pop(l);
  return node_scope(l, &scope->vars, node2(l, N_BLOCK, set, whole));
}

Node *lower_where(Lower *l, Expr *e) {
  const Value *specs = (const Value *)(const void *)e->args->data + 1;
  return folded(l, with_typevars(l, specs, expr_len(e) - 1, expr_arg(e, 0)));
}

/* A{<:B} is A{T} where T<:B. */
Node *lower_curly(Lower *l, Expr *e) {
  Expr *plain = expr0(SYM(curly)), *where = expr0(SYM(where));
  for (size_t i = 0; i < expr_len(e); i++) {
    Value a = expr_arg(e, i);
    bool sub = is_expr_of(a, SYM(subtype)), super = is_expr_of(a, SYM(supertype));
    if (i && (sub || super) && expr_len(as_expr(a)) == 1) {
      Value t = v_symbol(symbol_anonymous());
      expr_add(plain, t);
      expr_add(where, v_object(expr2(as_expr(a)->name, t, expr_arg(as_expr(a), 0))));
    } else
      expr_add(plain, a);
  }
  if (expr_len(where))
    return folded(l,
                  with_typevars(l, (const Value *)(const void *)where->args->data, expr_len(where), v_object(plain)));
  Node *f = node_const(l, module_function(CORE->base, symbol("_curly")));
  return folded(l, lower_call_with(l, f, (const Value *)(const void *)e->args->data, expr_len(e)));
}

Node *lower_new(Lower *l, Value callee, const Value *args, size_t n) {
  Value type = l->new_type;
  uint32_t given = is_expr_of(type, SYM(curly)) ? (uint32_t)expr_len(as_expr(type)) - 1 : 0;
  if (is_expr_of(callee, SYM(curly))) {
    Expr *c = as_expr(callee);
    given = (uint32_t)expr_len(c) - 1;
    for (size_t i = 1; i < expr_len(c); i++)
      if (is_expr_of(expr_arg(c, i), SYM(splat))) given = l->new_params;
    Expr *t = expr1(SYM(curly), is_expr(type) ? expr_arg(as_expr(type), 0) : type);
    for (size_t i = 1; i < expr_len(c); i++) expr_add(t, expr_arg(c, i));
    type = v_object(t);
  }
  if (given < l->new_params) syntax_error("too few type parameters specified in \"new{...}\"");
  if (given > l->new_params) syntax_error("too many type parameters specified in \"new{...}\"");
  Node *t = lower(l, type);
  bool splat = false;
  for (size_t i = 0; i < n; i++) splat = splat || is_expr_of(args[i], SYM(splat));
  if (splat) {
    Node *fields = lower_call_with(l, node_const(l, FN(tuple)), args, n);
    Node *made = node2(l, N_NEW, t, fields);
    made->flag = true;
    return made;
  }
  Node *made = node_new(l, N_NEW, (uint32_t)n + 1);
  node_set_kid(made, 0, t);
  for (uint32_t i = 0; i < n; i++) node_set_kid(made, i + 1, lower(l, args[i]));
  return made;
}

/* Name{T...} <: Super */
typedef struct Header {
  Symbol *name;
  Value super; /* undefined: Any */
  const Value *specs;
  uint32_t nspecs;
} Header;

static Header parse_header(Value v) {
  Header h = {NULL, V_UNDEF, NULL, 0};
  if (is_expr_of(v, SYM(subtype)) && expr_len(as_expr(v)) == 2) {
    h.super = expr_arg(as_expr(v), 1);
    v = expr_arg(as_expr(v), 0);
  }
  if (is_expr_of(v, SYM(curly)) && expr_len(as_expr(v))) {
    h.specs = (const Value *)(const void *)as_expr(v)->args->data + 1;
    h.nspecs = (uint32_t)expr_len(as_expr(v)) - 1;
    v = expr_arg(as_expr(v), 0);
  }
  if (v.type == T_GLOBALREF) v = v_symbol(((GlobalRef *)v.p)->name);
  if (!is_symbol(v)) syntax_error("invalid type signature");
  h.name = expr_symbol(v);
  return h;
}

static Node *forward_type(Lower *l, const Header *h, List *vars, Node *names, uint32_t ninit, unsigned flags,
                          Node *bits) {
  Node *super = is_undef(h->super) ? node_const(l, v_object(T_ANY)) : lower(l, h->super);
  return node_runtime(l, "_forward_type", 8, node_const(l, v_object(l->module)), node_const(l, v_symbol(h->name)),
                      node_svec(l, (Node **)vars->items, vars->n), super, names, node_const(l, v_int(ninit)),
                      node_const(l, v_int(flags)), bits);
}

static Node *lower_plain_type(Lower *l, Value header, unsigned flags, Node *bits) {
  if (!l->func->toplevel)
    scope_error("\"%s type\" expression not at top level", flags & TF_ABSTRACT ? "abstract" : "primitive");
  Header h = parse_header(header);
  symbol_anonymous_pass();
  symbol_anonymous();
  scope_push(l, true);
  Scope *scope = l->scope;
  Node *block = node_new(l, N_BLOCK, 0);
  List vars = {0};
  lower_typevars(l, h.specs, h.nspecs, block, &vars);
  Node *t = forward_type(l, &h, &vars, node_svec(l, NULL, 0), 0, flags, bits);
  t = node_runtime(l, "_type_fields", 2, t, node_svec(l, NULL, 0));
  block_add(block,
            node_runtime(l, "_set_type", 3, node_const(l, v_object(l->module)), node_const(l, v_symbol(h.name)), t));
  block_add(block, node_nothing(l));
  scope_pop(l);
  return node_scope(l, &scope->vars, block);
}

Node *lower_abstract(Lower *l, Expr *e) {
  return lower_plain_type(l, expr_arg(e, 0), TF_ABSTRACT, node_const(l, v_int(0)));
}

Node *lower_primitive(Lower *l, Expr *e) {
  return lower_plain_type(l, expr_arg(e, 0), TF_PRIMITIVE, lower(l, expr_arg(e, 1)));
}

/* The smallest number of arguments that some new(...) in v is given; fields if there is none. */
static uint32_t fewest_new(Value v, uint32_t fields) {
  if (!is_expr(v)) return fields;
  stack_check();
  Expr *e = as_expr(v);
  uint32_t least = fields;
  if (e->name == SYM(call) && expr_len(e)) {
    Value f = expr_arg(e, 0);
    if (is_expr_of(f, SYM(curly)) && expr_len(as_expr(f))) f = expr_arg(as_expr(f), 0);
    if (is_symbol(f) && as_symbol(f) == SYM(new)) {
      bool splat = false;
      for (size_t i = 1; i < expr_len(e); i++) splat = splat || is_expr_of(expr_arg(e, i), SYM(splat));
      if (!splat && expr_len(e) - 1 < least) least = (uint32_t)expr_len(e) - 1;
    }
  }
  for (size_t i = 0; i < expr_len(e); i++) {
    uint32_t n = fewest_new(expr_arg(e, i), least);
    if (n < least) least = n;
  }
  return least;
}

/* The parts of a struct's body. */
typedef struct Body {
  List names;    /* Symbol */
  Value *types;  /* undefined: Any */
  Expr *methods; /* block of inner constructors and other statements, or empty */
  bool constructors;
} Body;

static void body_collect(Body *b, Expr *e) {
  for (size_t i = 0; i < expr_len(e); i++) {
    Value v = expr_arg(e, i);
    if (is_expr_of(v, SYM(const_)) && expr_len(as_expr(v)) == 1) v = expr_arg(as_expr(v), 0);
    if (v.type == T_LINENODE) {
      expr_add(b->methods, v);
      continue;
    }
    Value name = V_UNDEF, type = V_UNDEF;
    if (is_symbol(v))
      name = v;
    else if (is_expr_of(v, SYM(coloncolon)) && expr_len(as_expr(v)) == 2) {
      name = expr_arg(as_expr(v), 0);
      type = expr_arg(as_expr(v), 1);
    }
    if (is_symbol(name)) {
      for (uint32_t j = 0; j < b->names.n; j++)
        if (b->names.items[j] == name.p)
          syntax_error("duplicate field name: \"%s\" is not unique", expr_symbol(name)->text);
      Value *types = gc_alloc((b->names.n + 1) * sizeof *types);
      if (b->names.n) memcpy(types, b->types, b->names.n * sizeof *types);
      types[b->names.n] = type;
      b->types = types;
      list_push(&b->names, name.p);
    } else if (is_expr_of(v, SYM(block)))
      body_collect(b, as_expr(v));
    else if (is_expr(v)) {
      if (as_expr(v)->name == SYM(assign) && !sig_is_call(expr_arg(as_expr(v), 0)))
        syntax_error("\"%s\" inside type definition is reserved", expr_text(v));
      b->constructors = true;
      expr_add(b->methods, v);
    }
  }
}

Node *lower_struct(Lower *l, Expr *e) {
  if (!l->func->toplevel) scope_error("\"struct\" expression not at top level");
  if (expr_len(e) != 3) syntax_error("malformed struct");
  bool mutable = is_true(expr_arg(e, 0));
  Header h = parse_header(expr_arg(e, 1));
  if (h.nspecs) symbol_anonymous();
  symbol_anonymous_pass();
  if (!h.nspecs) symbol_anonymous();
  Body body = {.methods = expr0(SYM(block))};
  body_collect(&body, as_expr(expr_arg(e, 2)));
  uint32_t n = body.names.n;
  uint32_t ninit = body.constructors ? fewest_new(v_object(body.methods), n) : n;
  Node **names = gc_alloc((n + 1) * sizeof *names), **types = gc_alloc((n + 1) * sizeof *types);
  for (uint32_t i = 0; i < n; i++) names[i] = node_const(l, v_symbol(body.names.items[i]));

  scope_push(l, true);
  Scope *scope = l->scope;
  Node *block = node_new(l, N_BLOCK, 0);
  List vars = {0};
  lower_typevars(l, h.specs, h.nspecs, block, &vars);
  Node *forward =
      forward_type(l, &h, &vars, node_svec(l, names, n), ninit, mutable ? TF_MUTABLE : 0, node_const(l, v_int(0)));
  Var *self = var_new(l, h.name); /* field types may mention it */
  self->nassign = 1;
  block_add(block, node_set(l, self, forward));
  for (uint32_t i = 0; i < n; i++)
    types[i] = is_undef(body.types[i]) ? node_const(l, v_object(T_ANY)) : lower(l, body.types[i]);
  Node *done = node_runtime(l, "_type_fields", 2, node_var(l, self), node_svec(l, types, n));
  Node *name = node_const(l, v_symbol(h.name));
  done = node_runtime(l, "_set_type", 3, node_const(l, v_object(l->module)), name, done);
  if (!body.constructors) {
    Value first = expr_len(body.methods) ? expr_arg(body.methods, 0) : V_UNDEF; /* where the first field stands */
    const LineNode *at = !is_undef(first) && first.type == T_LINENODE ? first.p : NULL;
    Symbol *file = at && at->file ? at->file : l->file ? l->file : SYM(none);
    done = node_runtime(l, "_default_constructors", 3, done, node_const(l, v_symbol(file)),
                        node_const(l, v_int(at ? at->line : l->line)));
  }
  block_add(block, done);
  scope_pop(l);
  Node *declare = node_scope(l, &scope->vars, block);
  Node *both = node_new(l, N_BLOCK, 0);
  block_add(both, declare);
  if (body.constructors) {
    Value outer = l->new_type;
    uint32_t outer_params = l->new_params;
    l->new_type = v_symbol(h.name);
    l->new_params = h.nspecs;
    block_add(both, lower(l, v_object(body.methods)));
    l->new_type = outer;
    l->new_params = outer_params;
  }
  block_add(both, node_nothing(l));
  return both;
}
