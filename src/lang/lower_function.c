/* Lowering of function definitions: signatures, defaults, keywords, closures, methods, macros. */
#include <stdio.h>

#include "lang/signature.h"
#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

static void add_once(List *to, void *item) {
  for (uint32_t i = 0; i < to->n; i++)
    if (to->items[i] == item) return;
  list_push(to, item);
}

/* Which static parameters of functions around it v uses, that are not hidden by the function's own, which specs names.
 * Other local variables are an error, but those of a top-level let: it is told if there is one. */
static bool mentions_local(Lower *l, Value v, const Value *specs, uint32_t nspecs, List *statics) {
  if (is_symbol(v)) {
    for (uint32_t i = 0; i < nspecs; i++)
      if (typevar_name(specs[i]) == as_symbol(v)) return false;
    for (Scope *s = l->scope; s; s = s->outer)
      for (uint32_t i = 0; i < s->vars.n; i++) {
        Var *x = s->vars.items[i];
        if (x->name != as_symbol(v)) continue;
        if (x->kind == VAR_LOCAL && !x->bound && !x->func->toplevel)
          scope_error("local variable %s cannot be used in closure declaration", x->name->text);
        if (x->kind == VAR_LOCAL && !x->bound) return true;
        add_once(statics, x);
        return false;
      }
    return false;
  }
  if (!is_expr(v)) return false;
  stack_check();
  for (size_t i = 0; i < expr_len(as_expr(v)); i++)
    if (mentions_local(l, expr_arg(as_expr(v), i), specs, nspecs, statics)) return true;
  return false;
}

/* checked: its type can be evaluated before all keywords are there. */
static Node *keyword_prologue(Lower *l, const Param *p, Var *v, bool checked) {
  Node *defined = node_new(l, N_ISDEF, 0);
  defined->var = v;
  Node *missing;
  if (is_undef(p->value))
    missing = node_runtime(l, "_undef_keyword", 1, node_const(l, v_symbol(p->name)));
  else
    missing = node_set(l, v, lower(l, p->value));
  Node *choose = node_new(l, N_IF, 3);
  node_set_kid(choose, 0, defined);
  node_set_kid(choose, 1, node_nothing(l));
  node_set_kid(choose, 2, missing);
  if (is_undef(p->type) || !checked) return choose;
  Node *check =
      node_runtime(l, "_check_keyword", 3, node_const(l, v_symbol(p->name)), lower(l, p->type), node_var(l, v));
  return node2(l, N_BLOCK, choose, check);
}

static void declare_pattern(Lower *l, Value p) {
  if (is_symbol(p))
    var_new(l, as_symbol(p));
  else if (is_expr_of(p, SYM(coloncolon)))
    declare_pattern(l, expr_arg(as_expr(p), 0));
  else if (is_expr_of(p, SYM(tuple)))
    for (size_t i = 0; i < expr_len(as_expr(p)); i++) declare_pattern(l, expr_arg(as_expr(p), i));
}

typedef struct Saved {
  Func *func;
  Scope *scope;
  EndContext *end;
  Symbol *file;
  int32_t line;
} Saved;

static Func *func_enter(Lower *l, Saved *saved, Symbol *name) {
  *saved = (Saved){l->func, l->scope, l->end, l->file, l->line};
  Func *f = gc_alloc(sizeof *f);
  f->outer = l->func;
  f->name = name;
  f->file = l->file;
  f->module = l->module;
  f->line = l->line;
  f->rettype = V_UNDEF;
  l->func = f;
  l->end = NULL;
  scope_push(l, true);
  l->scope->func = f;
  Var *self = var_new(l, symbol("#self#"));
  self->param = true;
  self->nassign = 1;
  return f;
}

static void func_leave(Lower *l, const Saved *saved) {
  l->func = saved->func;
  l->scope = saved->scope;
  l->end = saved->end;
  l->file = saved->file;
  l->line = saved->line;
}

static Var *add_param(Lower *l, Symbol *name) {
  Var *v = var_new(l, name);
  v->param = true;
  v->nassign = 1;
  v->reg = (int)l->func->params.n + 1;
  list_push(&l->func->params, v);
  return v;
}

/* A function that a macro made lies where its body was written. */
static void begin_at(Lower *l, Func *f, Value body) {
  if (!is_expr_of(body, SYM(block)) || !expr_len(as_expr(body))) return;
  Value v = expr_arg(as_expr(body), 0);
  if (v.type != T_LINENODE) return;
  const LineNode *at = v.p;
  f->line = (int32_t)at->line;
  if (at->file) f->file = l->file = at->file;
}

/* The method's own variables in its scope, but the parameters. */
static Node *func_body(Lower *l, Func *f, Node *prologue, Value body) {
  scope_declare(l, body);
  if (!is_undef(f->rettype)) f->returned = lower(l, f->rettype);
  Node *b = lower(l, body);
  if (prologue->n) {
    block_add(prologue, b);
    b = prologue;
  }
  List vars = {0};
  for (uint32_t i = 0; i < l->scope->vars.n; i++) {
    Var *v = l->scope->vars.items[i];
    if (!v->param && v->kind == VAR_LOCAL) list_push(&vars, v);
  }
  return node_scope(l, &vars, b);
}

static void declare_sparams(Lower *l, Func *f, const Value *specs, uint32_t nspecs) {
  for (uint32_t i = 0; i < nspecs; i++) {
    Var *v = var_new(l, typevar_name(specs[i]));
    v->kind = VAR_SPARAM;
    v->index = i;
    v->nassign = 1;
    list_push(&f->sparams, v);
  }
}

/* Variables that only keywords' types mention get their values from the keywords' values. */
static void bind_keyword_specs(Lower *l, const Signature *s, Node *prologue) {
  Func *f = l->func;
  Scope *scope = scope_push(l, true);
  List vars = {0}, types = {0}, values = {0};
  Node *block = node_new(l, N_BLOCK, 0);
  lower_typevars(l, s->kwspecs, s->nkwspecs, block, &vars);
  for (uint32_t i = 0; i < s->nkw; i++)
    if (!is_undef(s->kws[i].type) && mentions_any(s->kws[i].type, s->kwspecs, s->nkwspecs)) {
      list_push(&types, lower(l, s->kws[i].type));
      list_push(&values, node_var(l, f->params.items[s->npos + i]));
    }
  Node *bind = node_runtime(l, "_bind_keywords", 3, node_var(l, var_resolve(l, symbol("#self#"))),
                            node_svec(l, (Node **)vars.items, vars.n), node_svec(l, (Node **)types.items, types.n));
  for (uint32_t i = 0; i < values.n; i++) block_add(bind, values.items[i]);
  block_add(block, bind);
  scope_pop(l);
  Var *bound = var_temp(l);
  list_push(&l->scope->vars, bound);
  block_add(prologue, node_set(l, bound, node_scope(l, &scope->vars, block)));
  for (uint32_t i = 0; i < s->nkwspecs; i++) {
    Var *v = var_new(l, typevar_name(s->kwspecs[i]));
    v->nassign = 1;
    v->bound = true;
    block_add(prologue, node_set(l, v, node2(l, N_INDEX, node_var(l, bound), node_const(l, v_int(i + 1)))));
  }
}

/* Each keyword's default sees the keywords before it: until then its name means what it means outside. */
static void keywords_prologue(Lower *l, const Signature *s, Node *prologue) {
  Func *f = l->func;
  for (uint32_t i = 0; i < s->nkw; i++) ((Var *)f->params.items[s->npos + i])->name = symbol("#later#");
  for (uint32_t i = 0; i < s->nkw; i++) {
    Var *v = f->params.items[s->npos + i];
    bool checked = is_undef(s->kws[i].type) || !mentions_any(s->kws[i].type, s->kwspecs, s->nkwspecs);
    if (s->kws[i].splat)
      block_add(prologue, node_set(l, v, node_base(l, "pairs", 1, node_var(l, v))));
    else
      block_add(prologue, keyword_prologue(l, &s->kws[i], v, checked));
    v->name = s->kws[i].name;
  }
  if (s->nkwspecs) bind_keyword_specs(l, s, prologue);
}

/* The full method. self: the variable's name for a callable object, or NULL. */
static Func *lower_method(Lower *l, const Signature *s, Value body, Symbol *name, Closure *closure, Var *self,
                          Symbol *object) {
  Saved saved;
  Func *f = func_enter(l, &saved, name);
  f->closure = closure;
  f->self = self;
  begin_at(l, f, body);
  f->rettype = s->rettype;
  f->source = make_source(s, s->npos, body, s->specs, s->nspecs, self ? self->name : object);
  declare_sparams(l, f, s->specs, s->nspecs);
  if (object) {
    Var *v = var_new(l, object);
    v->param = true;
    v->nassign = 1;
  }
  for (uint32_t i = 0; i < s->npos; i++) {
    add_param(l, s->pos[i].name);
    if (s->pos[i].splat) f->vararg = true;
  }
  f->npos = s->npos;
  for (uint32_t i = 0; i < s->nkw; i++) {
    add_param(l, s->kws[i].name);
    if (s->kws[i].splat)
      f->kwslurp = true;
    else
      f->nkw++;
    ((Var *)f->params.items[f->params.n - 1])->needed = is_undef(s->kws[i].value);
  }
  Node *prologue = node_new(l, N_BLOCK, 0);
  for (uint32_t i = 0; i < s->npos; i++) {
    if (is_undef(s->pos[i].pattern)) continue;
    declare_pattern(l, s->pos[i].pattern);
    block_add(prologue, lower_assign_node(l, s->pos[i].pattern, node_var(l, f->params.items[i])));
  }
  keywords_prologue(l, s, prologue);
  f->body = func_body(l, f, prologue, body);
  func_leave(l, &saved);
  return f;
}

/* f(a, b=1) also means f(a) = f(a, 1): the method with npos parameters given; full is the whole one's body. */
static Func *lower_stub(Lower *l, const Signature *s, uint32_t npos, const Value *specs, uint32_t nspecs, Symbol *name,
                        Closure *closure, Symbol *object, Value full) {
  Saved saved;
  Func *f = func_enter(l, &saved, name);
  begin_at(l, f, full);
  f->closure = closure;
  declare_sparams(l, f, specs, nspecs);
  if (object) {
    Var *v = var_new(l, object);
    v->param = true;
    v->nassign = 1;
  }
  for (uint32_t i = 0; i < npos; i++) add_param(l, s->pos[i].name);
  f->npos = npos;
  Expr *call = expr1(SYM(call), v_symbol(symbol("#self#")));
  if (s->nkw) {
    Symbol *kw = symbol("#keywords#");
    add_param(l, kw);
    f->kwslurp = true;
    expr_add(call, v_object(expr1(SYM(parameters), v_object(expr1(SYM(splat), v_symbol(kw))))));
  }
  Expr *bindings = expr0(SYM(block));
  for (uint32_t i = 0; i < s->npos; i++) {
    if (i < npos) {
      expr_add(call, v_symbol(s->pos[i].name));
      if (!is_undef(s->pos[i].pattern)) /* defaults may use its parts */
        expr_add(bindings, v_object(expr2(SYM(assign), s->pos[i].pattern, v_symbol(s->pos[i].name))));
      continue;
    }
    if (s->pos[i].splat && is_undef(s->pos[i].value)) break;
    Value value = s->pos[i].value;
    if (s->pos[i].splat) { /* x... = default */
      expr_add(call, v_object(expr1(SYM(splat), value)));
      break;
    }
    expr_add(bindings, v_object(expr2(SYM(assign), v_symbol(s->pos[i].name), value)));
    expr_add(call, v_symbol(s->pos[i].name));
  }
  Value body = v_object(expr2(SYM(let), v_object(bindings), v_object(call)));
  Signature plain = {.npos = npos, .pos = s->pos, .rettype = V_UNDEF};
  Param *kws = gc_alloc(sizeof *kws);
  kws[0] = (Param){symbol("#keywords#"), V_UNDEF, V_UNDEF, V_UNDEF, true};
  plain.kws = kws;
  plain.nkw = s->nkw ? 1 : 0;
  f->source = make_source(&plain, npos, body, specs, nspecs, object);
  f->body = func_body(l, f, node_new(l, N_BLOCK, 0), body);
  func_leave(l, &saved);
  return f;
}

/* What a definition adds a method to. */
typedef struct Callee {
  Value expr; /* to evaluate where the where-variables are known */
  Node *node; /* or what it is already */
  Closure *closure;
  bool instance;     /* its instances are called */
  bool uses_statics; /* of a closure: the parameters' types mention its static parameters */
  bool any;          /* the parameters' types cannot be evaluated */
  Symbol *name, *object;
} Callee;

/* The type of a closure whose static parameters are new type variables, which are added to block and vars. */
static Node *closure_callee(Lower *l, Closure *c, bool uses_statics, Node *block, List *vars) {
  Node *type = node_const(l, V_UNDEF); /* closure_finish tells */
  list_push(&c->types, type);
  if (!uses_statics) return type;
  Node *applied = node_runtime(l, "_curly", 1, type);
  for (uint32_t i = 0; i < c->statics.n; i++) {
    Symbol *name = ((Var *)c->statics.items[i])->name;
    Var *v = var_new(l, name);
    v->nassign = 1;
    block_add(block, node_set(l, v, lower_typevar(l, v_symbol(name), &name)));
    list_push(vars, node_var(l, v));
    block_add(applied, node_var(l, v));
  }
  return applied;
}

/* N_METHOD for func: types and variables are evaluated in the current scope. */
static Node *method_node(Lower *l, const Signature *s, Func *f, const Callee *callee, const Value *specs,
                         uint32_t nspecs) {
  scope_push(l, true);
  Scope *scope = l->scope;
  Node *block = node_new(l, N_BLOCK, 0), *of = callee->node;
  List vars = {0};
  lower_typevars(l, specs, nspecs, block, &vars);
  if (callee->closure) of = closure_callee(l, callee->closure, callee->uses_statics, block, &vars);
  List types = {0};
  for (uint32_t i = 0; i < f->npos; i++) {
    const Param *p = &s->pos[i];
    Node *t;
    if (is_undef(p->type) || callee->any)
      t = node_const(l, v_object(T_ANY));
    else
      t = lower(l, p->type);
    if (p->splat) t = node_runtime(l, "_vararg", 1, t);
    list_push(&types, t);
  }
  Node *m = node_new(l, N_METHOD, 3);
  node_set_kid(m, 0, of ? of : lower(l, callee->expr));
  node_set_kid(m, 1, node_svec(l, (Node **)types.items, types.n));
  node_set_kid(m, 2, node_svec(l, (Node **)vars.items, vars.n));
  m->func = f;
  m->flag = callee->instance;
  scope_pop(l);
  if (!block->n) return m;
  block_add(block, m);
  return node_scope(l, &scope->vars, block);
}

static Closure *closure_new(Lower *l, Closure *c, Symbol *name) {
  if (!c) c = gc_alloc(sizeof *c);
  if (!c->owner) {
    c->name = name;
    c->module = l->module;
    c->owner = l->func;
    list_push(&l->hoisted, c);
  }
  return c;
}

/* Adds a method to a closure: its definition is run once at top level, before the statement. */
static void closure_add(Lower *l, Closure *c, const Signature *s, Func *f, const Value *specs, uint32_t nspecs) {
  list_push(&c->funcs, f);
  Callee callee = {.closure = c, .instance = true};
  List used = {0}, ignored = {0};
  for (uint32_t i = 0; i < f->npos; i++)
    if (!is_undef(s->pos[i].type) && mentions_local(l, s->pos[i].type, specs, nspecs, &used)) callee.any = true;
  for (uint32_t i = 0; i < nspecs; i++)
    if (mentions_local(l, specs[i], specs, nspecs, &ignored)) callee.any = true;
  for (uint32_t i = 0; i < used.n; i++) {
    Var *v = used.items[i];
    var_resolve(l, v->name); /* captured by the functions between, too */
    v->captured = true;
    add_once(&f->captures, v);
    add_once(&c->statics, v);
  }
  callee.uses_statics = used.n && !callee.any;
  Saved saved = {l->func, l->scope, l->end, l->file, l->line};
  while (l->func->outer) l->func = l->func->outer;
  Scope *top = gc_alloc(sizeof *top);
  top->toplevel = true;
  top->func = l->func;
  l->scope = top;
  list_push(&c->methods, method_node(l, s, f, &callee, specs, nspecs));
  func_leave(l, &saved);
}

static void closure_define(Lower *l, Closure *c, const Signature *s, Value body, Symbol *name, Var *self) {
  if (s->nkw) {
    l->module->closures++; /* the function that Julia makes for the body, and its type */
    c->nbodies++;
  }
  closure_add(l, c, s, lower_method(l, s, body, name, c, self, NULL), s->specs, s->nspecs);
  for (uint32_t i = 0; i < s->npos; i++) {
    if (is_undef(s->pos[i].value)) continue;
    Value *used = gc_alloc((s->nspecs + 1) * sizeof *used);
    uint32_t n = used_specs(s, i, used);
    closure_add(l, c, s, lower_stub(l, s, i, used, n, name, c, NULL, body), used, n);
  }
}

static Node *closure_node(Lower *l, Closure *c) {
  Node *n = node_new(l, N_CLOSURE, 0);
  n->closure = c;
  return n;
}

static bool by_number(const Var *a, const Var *b) { return a->number < b->number; }
static bool by_name(const Var *a, const Var *b) { return strcmp(a->name->text, b->name->text) < 0; }

static void sort_vars(List *vars, uint32_t from, bool (*before)(const Var *, const Var *)) {
  for (uint32_t i = from + 1; i < vars->n; i++) {
    Var *v = vars->items[i];
    uint32_t j = i;
    for (; j > from && before(v, vars->items[j - 1]); j--) vars->items[j] = vars->items[j - 1];
    vars->items[j] = v;
  }
}

/* All that the closure's methods capture, in the order of declaration, static parameters first; returns how many these
 * are. */
static uint32_t closure_captures(Closure *c) {
  List statics = c->statics, others = {0};
  for (uint32_t i = 0; i < c->funcs.n; i++) {
    const Func *f = c->funcs.items[i];
    for (uint32_t j = 0; j < f->captures.n; j++) {
      Var *v = f->captures.items[j];
      add_once(v->kind == VAR_SPARAM || v->bound ? &statics : &others, v);
    }
  }
  sort_vars(&others, 0, by_number);
  sort_vars(&statics, c->statics.n, by_name);
  c->captures = statics;
  for (uint32_t i = 0; i < others.n; i++) list_push(&c->captures, others.items[i]);
  return c->captures.n - others.n;
}

void closure_finish(Closure *c) {
  uint32_t nstatic = closure_captures(c), nparams = 0;
  Symbol **names = gc_alloc((c->captures.n + 1) * sizeof *names);
  for (uint32_t i = 0; i < c->captures.n; i++) {
    const Var *v = c->captures.items[i];
    names[i] = v->name;
    nparams += !v->boxed || v->kind == VAR_SPARAM;
  }
  char text[256];
  const char *hash = c->name->text[0] == '#' ? "" : "#";
  snprintf(text, sizeof text, "%s%.200s#%u", hash, c->name->text, ++c->module->closures);
  c->type = type_closure(c->module, symbol(text), names, c->captures.n, nstatic, nparams);
  c->module->closures += c->nbodies;
  for (uint32_t i = 0; i < c->types.n; i++) ((Node *)c->types.items[i])->v = v_object(c->type->name->wrapper);
}

Node *lower_lambda(Lower *l, Value params, Value body) {
  Signature s = parse_signature(params, true);
  char name[32];
  snprintf(name, sizeof name, "#%u",
           ++l->module->closures); /* as Julia names them; closure_finish adds the type's number */
  Closure *c = closure_new(l, NULL, symbol(name));
  closure_define(l, c, &s, body, c->name, NULL);
  return closure_node(l, c);
}

/* A method of a global function that uses local variables around it: forwards to a closure. */
static Node *forward_method(Lower *l, const Signature *s, Node *method) {
  Node *m = method;
  while (m->kind != N_METHOD) m = m->kids[m->n - 1];
  Func *f = m->func;
  Closure *c = closure_new(l, NULL, f->name);
  f->closure = c;
  Signature plain = *s;
  plain.pos = gc_alloc((s->npos + 1) * sizeof *plain.pos);
  for (uint32_t i = 0; i < s->npos; i++) {
    plain.pos[i] = s->pos[i];
    plain.pos[i].type = V_UNDEF;
  }
  closure_add(l, c, &plain, f, NULL, 0);
  Node *keywords = node_const(l, v_bool(f->nkw || f->kwslurp));
  Node *call = node_runtime(l, "_forward_method", 6, m->kids[0], m->kids[1], m->kids[2], closure_node(l, c), keywords,
                            node_const(l, v_bool(m->flag)));
  if (m == method) return call;
  Node *at = method;
  while (at->kids[at->n - 1] != m) at = at->kids[at->n - 1];
  at->kids[at->n - 1] = call;
  return method;
}

static Callee parse_callee(Lower *l, Value callee) {
  Callee c = {.expr = callee, .name = symbol("#")};
  if (is_symbol(callee)) {
    c.name = expr_symbol(callee);
    c.node = node_runtime(l, "_generic_function", 2, node_const(l, v_object(l->module)), node_const(l, callee));
  } else if (callee.type == T_GLOBALREF) {
    GlobalRef *g = callee.p;
    c.name = g->name;
    c.node =
        node_runtime(l, "_generic_function", 2, node_const(l, v_object(g->module)), node_const(l, v_symbol(g->name)));
  } else if (is_expr_of(callee, SYM(coloncolon))) {
    Expr *e = as_expr(callee);
    c.expr = expr_arg(e, expr_len(e) - 1);
    if (expr_len(e) == 2 && is_symbol(expr_arg(e, 0))) c.object = as_symbol(expr_arg(e, 0));
    c.instance = true;
    Value t = c.expr;
    if (is_symbol(t)) c.name = as_symbol(t);
    if (is_expr_of(t, SYM(curly)) && is_symbol(expr_arg(as_expr(t), 0))) {
      c.name = expr_symbol(expr_arg(as_expr(t), 0));
      if (c.name == symbol("Type") && expr_len(as_expr(t)) == 2) {
        c.instance = false;
        c.expr = expr_arg(as_expr(t), 1);
        if (is_expr_of(c.expr, SYM(subtype)) && expr_len(as_expr(c.expr)) == 1) { /* (::Type{<:T})(x) */
          c.instance = true;
          c.expr = t;
        }
      }
    }
  } else if (is_expr_of(callee, SYM(dot)) && expr_len(as_expr(callee)) == 2) {
    Value n = expr_arg(as_expr(callee), 1);
    if (n.type == T_QUOTENODE) n = ((QuoteNode *)n.p)->value;
    if (is_symbol(n)) c.name = as_symbol(n);
    c.node = node_runtime(l, "_extended_function", 2, lower(l, expr_arg(as_expr(callee), 0)), node_const(l, n));
  } else if (is_expr_of(callee, SYM(curly)) && is_symbol(expr_arg(as_expr(callee), 0)))
    c.name = expr_symbol(expr_arg(as_expr(callee), 0));
  else if (is_expr_of(callee, SYM(call)) || is_string(callee) || callee.type == T_QUOTENODE)
    syntax_error("invalid function name \"%s\"", expr_text(callee));
  return c;
}

static Node *define_method(Lower *l, const Signature *s, Func *f, const Callee *c, const Value *specs,
                           uint32_t nspecs) {
  Node *m = method_node(l, s, f, c, specs, nspecs);
  return f->captures.n ? forward_method(l, s, m) : m;
}

/* The names that Julia makes for a function with keywords: those of types written <:T have the numbers behind them. */
static void take_names(const Signature *s) {
  uint32_t named = 0, optional = 0;
  for (uint32_t i = 0; i < s->nkw; i++) named += !s->kws[i].splat;
  if (!named) return;
  for (uint32_t i = 0; i < s->npos; i++) optional |= !is_undef(s->pos[i].value);
  for (uint32_t i = 0; i < named + optional + 1; i++) symbol_anonymous();
}

static Node *lower_global_function(Lower *l, const Signature *s, Value body, const Callee *c) {
  if (s->nkw) l->module->closures++; /* the function that Julia makes for the body */
  take_names(s);
  Value outer = l->new_type;
  if (!is_undef(outer) && is_expr_of(s->callee, SYM(curly))) l->new_type = s->callee;
  Node *block = node_new(l, N_BLOCK, 0);
  for (uint32_t i = 0; i < s->npos; i++) {
    if (is_undef(s->pos[i].value)) continue;
    Value *used = gc_alloc((s->nspecs + 1) * sizeof *used);
    uint32_t n = used_specs(s, i, used);
    block_add(block, define_method(l, s, lower_stub(l, s, i, used, n, c->name, NULL, c->object, body), c, used, n));
  }
  Func *f = lower_method(l, s, body, c->name, NULL, NULL, c->object);
  block_add(block, define_method(l, s, f, c, s->specs, s->nspecs));
  l->new_type = outer;
  return block->n == 1 ? block->kids[0] : block;
}

Node *lower_function(Lower *l, Value sig, Value body) {
  if (is_undef(body) && !sig_is_call(sig)) { /* function f end */
    Callee c = parse_callee(l, sig);
    if (!c.node) syntax_error("invalid function name");
    return c.node;
  }
  Signature s = parse_signature(sig, false);
  if (is_undef(body)) body = v_object(expr0(SYM(block)));
  if (is_expr_of(s.callee, SYM(tuple))) return lower_lambda(l, s.callee, body);
  if (is_symbol(s.callee)) {
    Symbol *name = expr_symbol(s.callee);
    Var *v = var_resolve(l, name);
    if (!v && !scope_assigns_global(l, name)) {
      v = var_new(l, name);
      v->closure = gc_alloc(sizeof(Closure));
    }
    if (v) {
      Closure *c = closure_new(l, v->closure, name);
      closure_define(l, c, &s, body, name, v->closure ? v : NULL);
      var_assigned(l, v);
      return node_set(l, v, closure_node(l, c));
    }
  }
  Callee c = parse_callee(l, s.callee);
  Node *method = lower_global_function(l, &s, body, &c);
  if (is_symbol(s.callee) || s.callee.type == T_GLOBALREF) return method;
  Node *block = node_new(l, N_BLOCK, 0); /* only a plain name's definition has a value */
  block_add(block, method);
  block_add(block, node_nothing(l));
  return block;
}

/* macro name(params) body: a function named @name whose first parameters are __source__ and __module__. */
Node *lower_macro(Lower *l, Expr *e) {
  if (!l->func->toplevel || !l->scope->toplevel) scope_error("macro definition not allowed inside a local scope");
  Value sig = expr_arg(e, 0);
  if (expr_len(e) == 1) sig = v_object(expr1(SYM(call), sig));
  if (is_expr_of(sig, SYM(where))) syntax_error("invalid macro definition");
  Expr *c = as_expr(sig);
  for (size_t k = 1; k < expr_len(c); k++)
    if (is_expr_of(expr_arg(c, k), SYM(parameters))) syntax_error("macros cannot accept keyword arguments");
  Value name = expr_arg(c, 0);
  char text[256];
  Expr *call = expr0(SYM(call));
  if (is_symbol(name)) {
    snprintf(text, sizeof text, "@%s", expr_symbol(name)->text);
    expr_add(call, v_symbol(symbol(text)));
  } else
    syntax_error("invalid macro definition");
  size_t i = 1;
  expr_add(call, v_object(expr2(SYM(coloncolon), v_symbol(symbol("__source__")), v_object(T_LINENODE))));
  expr_add(call, v_object(expr2(SYM(coloncolon), v_symbol(symbol("__module__")), v_object(T_MODULE))));
  for (; i < expr_len(c); i++) expr_add(call, expr_arg(c, i));
  Value body = expr_len(e) > 1 ? expr_arg(e, 1) : v_object(expr0(SYM(block)));
  return lower_function(l, v_object(call), body);
}

/* A function rebuilt from Code.source: the captured names are the fields of its closure's type. */
Func *lower_source(Lower *l, Value source, Symbol *const *captured, uint32_t ncaptured, uint32_t nstatic) {
  if (!is_expr_of(source, SYM(arrow)) || expr_len(as_expr(source)) < 2) syntax_error("not a function's source");
  Expr *e = as_expr(source);
  Symbol *object;
  Signature s = parse_source(e, &object);
  scope_push(l, true);
  Closure *c = gc_alloc(sizeof *c);
  for (uint32_t i = 0; i < ncaptured; i++) {
    Var *v = var_new(l, captured[i]);
    v->nassign = 1;
    v->captured = true;
    if (i < nstatic) v->kind = VAR_SPARAM;
    list_push(&c->captures, v);
  }
  Expr *env = expr_len(e) > 2 ? as_expr(expr_arg(e, 2)) : NULL;
  for (size_t i = 3; env && i < expr_len(env); i++) /* captured variables that are boxes */
    for (uint32_t j = 0; j < ncaptured; j++)
      if (expr_arg(env, i).p == captured[j]) ((Var *)c->captures.items[j])->boxed = true;
  Func *f = lower_method(l, &s, expr_arg(e, 1), symbol("#"), c, NULL, object);
  f->source = source;
  scope_pop(l);
  return f;
}
