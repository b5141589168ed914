/* Lowering of function definitions: signatures, defaults, keywords, closures, methods, macros. */
#include <stdio.h>

#include "lang/tree.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

typedef struct Param {
  Symbol *name;
  Value type, value, pattern; /* undefined if not given */
  bool splat;
} Param;

typedef struct Signature {
  Value callee; /* undefined: anonymous */
  Param *pos, *kws;
  uint32_t npos, nkw;
  List vars; /* Value *: specs of where-variables, outermost first */
  Value *specs;
  uint32_t nspecs;
  Value rettype;
} Signature;

static bool is_underscores(const Symbol *s) {
  for (uint32_t i = 0; i < s->len; i++)
    if (s->text[i] != '_') return false;
  return s->len > 0;
}

/* x::Vararg{T,N} is another way to write x::T... */
static bool names_vararg(Value type) {
  if (is_expr_of(type, SYM(curly))) type = expr_arg(as_expr(type), 0);
  return is_symbol(type) && strcmp(as_symbol(type)->text, "Vararg") == 0;
}

static Param parse_param(Value p) {
  Param r = {NULL, V_UNDEF, V_UNDEF, V_UNDEF, false};
  if (is_expr_of(p, SYM(meta)) && expr_len(as_expr(p)) > 1) p = expr_arg(as_expr(p), expr_len(as_expr(p)) - 1);
  if (is_expr_of(p, SYM(kw)) || is_expr_of(p, SYM(assign))) {
    r.value = expr_arg(as_expr(p), 1);
    p = expr_arg(as_expr(p), 0);
  }
  if (is_expr_of(p, SYM(splat))) {
    r.splat = true;
    p = expr_arg(as_expr(p), 0);
  }
  if (is_expr_of(p, SYM(meta)) && expr_len(as_expr(p)) > 1) p = expr_arg(as_expr(p), expr_len(as_expr(p)) - 1);
  if (is_expr_of(p, SYM(coloncolon))) {
    Expr *e = as_expr(p);
    r.type = expr_arg(e, expr_len(e) - 1);
    p = expr_len(e) == 2 ? expr_arg(e, 0) : V_UNDEF;
    if (names_vararg(r.type)) r.splat = true;
  }
  Value of = is_expr_of(r.type, SYM(curly)) && expr_len(as_expr(r.type)) ? expr_arg(as_expr(r.type), 0) : r.type;
  if (!is_undef(of) && is_symbol(of) && as_symbol(of) == symbol("Vararg")) r.splat = true;
  if (is_symbol(p))
    r.name = as_symbol(p);
  else if (is_expr_of(p, SYM(tuple)))
    r.pattern = p;
  else if (!is_undef(p))
    syntax_error("\"%s\" is not a valid function argument name", expr_text(p));
  if (!r.name || is_underscores(r.name)) r.name = symbol_gensym("unused");
  return r;
}

static void parse_params(Signature *s, const Value *args, size_t n) {
  s->pos = gc_alloc((n + 1) * sizeof *s->pos);
  uint32_t keywords = 0;
  for (size_t i = 0; i < n; i++)
    if (is_expr_of(args[i], SYM(parameters))) keywords += (uint32_t)expr_len(as_expr(args[i]));
  s->kws = gc_alloc((keywords + 1) * sizeof *s->kws);
  for (size_t i = 0; i < n; i++) {
    if (is_expr_of(args[i], SYM(parameters)))
      for (size_t j = 0; j < expr_len(as_expr(args[i])); j++)
        s->kws[s->nkw++] = parse_param(expr_arg(as_expr(args[i]), j));
    else
      s->pos[s->npos++] = parse_param(args[i]);
  }
  bool optional = false;
  for (uint32_t i = 0; i < s->npos; i++) {
    if (s->pos[i].splat && i + 1 < s->npos) syntax_error("invalid \"...\" on non-final argument");
    if (!is_undef(s->pos[i].value))
      optional = true;
    else if (optional && !s->pos[i].splat)
      syntax_error("optional positional arguments must occur at end");
    for (uint32_t j = 0; j < i; j++)
      if (s->pos[j].name == s->pos[i].name) syntax_error("function argument names not unique");
  }
  for (uint32_t i = 0; i < s->nkw; i++) {
    if (s->kws[i].splat && i + 1 < s->nkw) syntax_error("invalid \"...\" on non-final keyword argument");
    for (uint32_t j = 0; j < s->npos; j++)
      if (s->pos[j].name == s->kws[i].name) syntax_error("function argument names not unique");
    for (uint32_t j = 0; j < i; j++)
      if (s->kws[j].name == s->kws[i].name) syntax_error("function argument names not unique");
  }
}

static void add_spec(Signature *s, Value spec) {
  Value *grown = gc_alloc((s->nspecs + 1) * sizeof *grown);
  if (s->nspecs) memcpy(grown, s->specs, s->nspecs * sizeof *grown);
  grown[s->nspecs++] = spec;
  s->specs = grown;
}

static Signature parse_signature(Value sig, bool anonymous) {
  Signature s = {.callee = V_UNDEF, .rettype = V_UNDEF};
  for (;;) {
    if (is_expr_of(sig, SYM(where))) {
      Expr *w = as_expr(sig);
      for (size_t i = 1; i < expr_len(w); i++) {
        Value a = expr_arg(w, i);
        if (is_expr_of(a, SYM(braces)))
          for (size_t j = 0; j < expr_len(as_expr(a)); j++) add_spec(&s, expr_arg(as_expr(a), j));
        else
          add_spec(&s, a);
      }
      sig = expr_arg(w, 0);
    } else if (is_expr_of(sig, SYM(coloncolon)) && expr_len(as_expr(sig)) == 2 &&
               (!anonymous || is_expr_of(expr_arg(as_expr(sig), 0), SYM(tuple)))) {
      s.rettype = expr_arg(as_expr(sig), 1);
      sig = expr_arg(as_expr(sig), 0);
    } else
      break;
  }
  if (anonymous) {
    if (is_expr_of(sig, SYM(tuple))) {
      parse_params(&s, (const Value *)(const void *)as_expr(sig)->args->data, expr_len(as_expr(sig)));
    } else if (is_expr_of(sig, SYM(block))) { /* (x; y=1) -> */
      Value args[2] = {V_UNDEF, v_object(expr0(SYM(parameters)))};
      for (size_t i = 0; i < expr_len(as_expr(sig)); i++) {
        Value a = expr_arg(as_expr(sig), i);
        if (a.type == T_LINENODE) continue;
        if (is_undef(args[0]))
          args[0] = a;
        else
          expr_add(as_expr(args[1]), a);
      }
      parse_params(&s, args, 2);
    } else
      parse_params(&s, &sig, 1);
    return s;
  }
  if (!is_expr_of(sig, SYM(call)) || !expr_len(as_expr(sig))) syntax_error("invalid function name or signature");
  Expr *c = as_expr(sig);
  s.callee = expr_arg(c, 0);
  parse_params(&s, (const Value *)(const void *)c->args->data + 1, expr_len(c) - 1);
  return s;
}

static bool mentions(Value v, const Symbol *name) {
  if (is_symbol(v)) return v.p == name;
  if (!is_expr(v)) return false;
  stack_check();
  for (size_t i = 0; i < expr_len(as_expr(v)); i++)
    if (mentions(expr_arg(as_expr(v), i), name)) return true;
  return false;
}

/* Whether v uses a where-variable of a function around it, so that it cannot be evaluated at top level; other local
 * variables are an error, the names in specs are the function's own. */
static bool mentions_local(Lower *l, Value v, const Value *specs, uint32_t nspecs) {
  if (is_symbol(v)) {
    for (uint32_t i = 0; i < nspecs; i++)
      if (typevar_name(specs[i]) == as_symbol(v)) return false;
    for (Scope *s = l->scope; s; s = s->outer)
      for (uint32_t i = 0; i < s->vars.n; i++) {
        const Var *x = s->vars.items[i];
        if (x->name != as_symbol(v)) continue;
        if (x->kind == VAR_LOCAL && !x->func->toplevel)
          scope_error("local variable %s cannot be used in closure declaration", x->name->text);
        return true;
      }
    return false;
  }
  if (!is_expr(v)) return false;
  stack_check();
  for (size_t i = 0; i < expr_len(as_expr(v)); i++)
    if (mentions_local(l, expr_arg(as_expr(v), i), specs, nspecs)) return true;
  return false;
}

/* The source of a function that is rebuilt elsewhere: (params) -> body with what its names mean. */
static Value make_source(const Signature *s, uint32_t npos, Value body, const Value *specs, uint32_t nspecs,
                         const Symbol *self) {
  Expr *params = expr0(SYM(tuple));
  if (s->nkw) {
    Expr *kws = expr0(SYM(parameters));
    for (uint32_t i = 0; i < s->nkw; i++) {
      Value p = v_symbol(s->kws[i].name);
      if (!is_undef(s->kws[i].type)) p = v_object(expr2(SYM(coloncolon), p, s->kws[i].type));
      if (s->kws[i].splat) p = v_object(expr1(SYM(splat), p));
      if (!is_undef(s->kws[i].value)) p = v_object(expr2(SYM(kw), p, s->kws[i].value));
      expr_add(kws, p);
    }
    expr_add(params, v_object(kws));
  }
  for (uint32_t i = 0; i < npos; i++) {
    Value p = is_undef(s->pos[i].pattern) ? v_symbol(s->pos[i].name) : s->pos[i].pattern;
    if (s->pos[i].splat) p = v_object(expr1(SYM(splat), p));
    expr_add(params, p);
  }
  Expr *env = expr0(SYM(tuple));
  Expr *vars = expr0(SYM(tuple));
  for (uint32_t i = 0; i < nspecs; i++) expr_add(vars, v_symbol(typevar_name(specs[i])));
  expr_add(env, v_object(vars));
  expr_add(env, is_undef(s->rettype) ? v_nothing() : s->rettype);
  expr_add(env, self ? v_symbol((Symbol *)(uintptr_t)self) : v_nothing());
  return v_object(expr3(SYM(arrow), v_object(params), body, v_object(env)));
}

static Node *keyword_prologue(Lower *l, const Param *p, Var *v) {
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
  if (is_undef(p->type)) return choose;
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
  Node *b = lower(l, body);
  if (!is_undef(f->rettype)) b = node2(l, N_CONVERT, b, lower(l, f->rettype));
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
  /* each keyword's default sees the keywords before it: until then its name means what it means outside */
  Symbol *hidden = symbol("#later#");
  for (uint32_t i = 0; i < s->nkw; i++) ((Var *)f->params.items[s->npos + i])->name = hidden;
  for (uint32_t i = 0; i < s->nkw; i++) {
    Var *v = f->params.items[s->npos + i];
    if (s->kws[i].splat)
      block_add(prologue, node_set(l, v, node_base(l, "pairs", 1, node_var(l, v))));
    else
      block_add(prologue, keyword_prologue(l, &s->kws[i], v));
    v->name = s->kws[i].name;
  }
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

/* Where-variables that the first npos parameters' types mention, directly or through another one's bounds. */
static uint32_t used_specs(const Signature *s, uint32_t npos, Value *used) {
  bool take[64] = {0};
  uint32_t n = 0, nspecs = s->nspecs < 64 ? s->nspecs : 64;
  for (uint32_t i = nspecs; i-- > 0;) {
    Symbol *name = typevar_name(s->specs[i]);
    for (uint32_t j = 0; j < npos; j++)
      if (!is_undef(s->pos[j].type) && mentions(s->pos[j].type, name)) take[i] = true;
    if (!is_undef(s->callee) && is_expr(s->callee) && mentions(s->callee, name)) take[i] = true;
    for (uint32_t j = i + 1; j < nspecs; j++)
      if (take[j] && mentions(s->specs[j], name)) take[i] = true;
  }
  for (uint32_t i = 0; i < nspecs; i++)
    if (take[i]) used[n++] = s->specs[i];
  return n;
}

/* N_METHOD for func: types and variables are evaluated in the current scope. any: types that mention locals are Any. */
static Node *method_node(Lower *l, const Signature *s, Func *f, Value callee, Node *callee_node, bool instance,
                         const Value *specs, uint32_t nspecs, bool any) {
  Scope *at = l->scope;
  scope_push(l, true);
  Scope *scope = l->scope;
  Node *block = node_new(l, N_BLOCK, 0);
  List vars = {0};
  for (uint32_t i = 0; i < nspecs; i++) {
    Symbol *name;
    Node *value = lower_typevar(l, specs[i], &name);
    Var *v = var_new(l, name);
    v->nassign = 1;
    block_add(block, node_set(l, v, value));
    list_push(&vars, node_var(l, v));
  }
  (void)at;
  List types = {0};
  for (uint32_t i = 0; i < f->npos; i++) {
    const Param *p = &s->pos[i];
    Node *t;
    if (is_undef(p->type) || any)
      t = node_const(l, v_object(T_ANY));
    else
      t = lower(l, p->type);
    if (p->splat) t = node_runtime(l, "_vararg", 1, t);
    list_push(&types, t);
  }
  Node *m = node_new(l, N_METHOD, 3);
  node_set_kid(m, 0, callee_node ? callee_node : lower(l, callee));
  node_set_kid(m, 1, node_svec(l, (Node **)types.items, types.n));
  node_set_kid(m, 2, node_svec(l, (Node **)vars.items, vars.n));
  m->func = f;
  m->flag = instance;
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
  bool any = false;
  for (uint32_t i = 0; i < f->npos; i++)
    if (!is_undef(s->pos[i].type) && mentions_local(l, s->pos[i].type, specs, nspecs)) any = true;
  for (uint32_t i = 0; i < nspecs; i++) any = any || mentions_local(l, specs[i], specs, nspecs);
  Saved saved = {l->func, l->scope, l->end, l->file, l->line};
  while (l->func->outer) l->func = l->func->outer;
  Scope *top = gc_alloc(sizeof *top);
  top->toplevel = true;
  top->func = l->func;
  l->scope = top;
  Node *type = node_const(l, V_UNDEF); /* closure_finish tells */
  type->closure = c;
  list_push(&c->methods, method_node(l, s, f, V_UNDEF, type, true, specs, nspecs, any));
  func_leave(l, &saved);
}

static void closure_define(Lower *l, Closure *c, const Signature *s, Value body, Symbol *name, Var *self) {
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

void closure_finish(Closure *c) {
  for (uint32_t i = 0; i < c->funcs.n; i++) {
    Func *f = c->funcs.items[i];
    for (uint32_t j = 0; j < f->captures.n; j++) {
      bool have = false;
      for (uint32_t k = 0; k < c->captures.n; k++) have = have || c->captures.items[k] == f->captures.items[j];
      if (!have) list_push(&c->captures, f->captures.items[j]);
    }
  }
  Symbol **names = gc_alloc((c->captures.n + 1) * sizeof *names);
  for (uint32_t i = 0; i < c->captures.n; i++) names[i] = ((Var *)c->captures.items[i])->name;
  char text[256];
  const char *hash = c->name->text[0] == '#' ? "" : "#";
  snprintf(text, sizeof text, "%s%.200s#%u", hash, c->name->text, ++c->module->closures);
  c->type = type_function(c->module, symbol(text), names, c->captures.n, true);
  for (uint32_t i = 0; i < c->methods.n; i++) {
    Node *m = c->methods.items[i];
    while (m->kind != N_METHOD) m = m->kids[m->n - 1];
    m->kids[0]->v = v_object(c->type);
  }
}

Node *lower_lambda(Lower *l, Value params, Value body) {
  Signature s = parse_signature(params, true);
  char name[32];
  if (s.nkw) l->module->closures++;
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

typedef struct Callee {
  Value expr; /* to evaluate where the where-variables are known */
  Node *node; /* or what it is already */
  bool instance;
  Symbol *name, *object;
} Callee;

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
  return c;
}

static Node *define_method(Lower *l, const Signature *s, Func *f, const Callee *c, const Value *specs,
                           uint32_t nspecs) {
  Node *m = method_node(l, s, f, c->expr, c->node, c->instance, specs, nspecs, false);
  return f->captures.n ? forward_method(l, s, m) : m;
}

static Node *lower_global_function(Lower *l, const Signature *s, Value body, const Callee *c) {
  if (s->nkw) l->module->closures++; /* the function that Julia makes for the body */
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
Func *lower_source(Lower *l, Value source, Symbol *const *captured, uint32_t ncaptured) {
  if (!is_expr_of(source, SYM(arrow)) || expr_len(as_expr(source)) < 2) syntax_error("not a function's source");
  Expr *e = as_expr(source);
  Value rest = expr_len(e) > 2 ? expr_arg(e, 2) : V_UNDEF;
  Expr *env = is_undef(rest) ? NULL : as_expr(rest);
  if (env && (!is_expr(rest) || expr_len(env) < 3 || !is_expr(expr_arg(env, 0))))
    syntax_error("not a function's source");
  Signature s = parse_signature(expr_arg(e, 0), true);
  scope_push(l, true);
  Closure *c = gc_alloc(sizeof *c);
  for (uint32_t i = 0; i < ncaptured; i++) {
    Var *v = var_new(l, captured[i]);
    v->nassign = 1;
    v->captured = true;
    list_push(&c->captures, v);
  }
  Symbol *object = NULL;
  if (env) {
    Expr *vars = as_expr(expr_arg(env, 0));
    for (size_t i = 0; i < expr_len(vars); i++) add_spec(&s, expr_arg(vars, i));
    if (!is_nothing(expr_arg(env, 1))) s.rettype = expr_arg(env, 1);
    if (is_symbol(expr_arg(env, 2))) object = as_symbol(expr_arg(env, 2));
    for (size_t i = 3; i < expr_len(env); i++) /* captured variables that are boxes */
      for (uint32_t j = 0; j < ncaptured; j++)
        if (expr_arg(env, i).p == captured[j]) ((Var *)c->captures.items[j])->boxed = true;
  }
  Func *f = lower_method(l, &s, expr_arg(e, 1), symbol("#"), c, NULL, object);
  f->source = source;
  scope_pop(l);
  return f;
}
