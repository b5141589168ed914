/* Macros: expanding calls and keeping the names of a macro's result apart from its caller's (hygiene).
 *
 * Expansion replaces a macro call by Expr(hygienic-scope, result, module of the macro). Then names are resolved: in a
 * hygienic scope, variables that the result itself introduces are renamed, all other names mean globals of the macro's
 * module, and what is inside Expr(escape, ...) belongs to the scope outside. */
#include <stdio.h>

#include "lang/compile.h"
#include "lang/method.h"
#include "lang/tree.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/call.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

typedef struct Env {
  struct Env *outer;
  Module *module;
  List from, to; /* Symbol: renamed variables */
} Env;

static bool expanded_any; /* whether the running macro_expand met a macro call: nothing to resolve otherwise */

static Value macro_function(Value name, Module *m) {
  if (is_symbol(name)) {
    Value f = module_get(m, expr_symbol(name));
    if (is_undef(f)) throw_undefvar(expr_symbol(name));
    return f;
  }
  if (name.type == T_GLOBALREF) {
    GlobalRef *g = name.p;
    Value f = module_get(g->module, g->name);
    if (is_undef(f)) f = module_get(CORE->base, g->name);
    if (is_undef(f)) throw_undefvar(g->name);
    return f;
  }
  if (is_expr_of(name, SYM(dot)) && expr_len(as_expr(name)) == 2) {
    Value of = macro_function(expr_arg(as_expr(name), 0), m), q = expr_arg(as_expr(name), 1);
    if (q.type == T_QUOTENODE) q = ((QuoteNode *)q.p)->value;
    if (of.type != T_MODULE || !is_symbol(q)) throw_error("syntax: invalid macro name");
    return macro_function(q, (Module *)of.p);
  }
  if (!is_expr(name)) return name; /* the function itself */
  throw_error("syntax: invalid macro name");
}

static Value load_error(Value file, Value line, Value exception) {
  return struct_new(T_LOADERROR, (Value[]){file, line, exception}, 3);
}

static Value call_macro(Expr *e, Module *m, Module **home) {
  Value line = expr_len(e) > 1 && expr_arg(e, 1).type == T_LINENODE ? expr_arg(e, 1) : linenode_new(0, SYM(none));
  Handler h;
  if (CATCH(h)) {
    LineNode *at = line.p;
    if (h.exception.type == T_LOADERROR) rethrow_value(h.exception);
    rethrow_value(load_error(v_string(at->file ? at->file->text : "none"), v_int(at->line), h.exception));
  }
  Value f = macro_function(expr_arg(e, 0), m);
  size_t n = expr_len(e) > 2 ? expr_len(e) - 2 : 0;
  Value *args = gc_alloc((n + 3) * sizeof *args);
  args[0] = line;
  args[1] = v_object(m);
  for (size_t i = 0; i < n; i++) args[i + 2] = expr_arg(e, i + 2);
  *home = method_table(f)->module;
  Value result = call(f, args, (int)n + 2);
  catch_end(&h);
  return result;
}

/* Heads whose inside is not code of this module, or not code yet. */
static bool is_opaque(const Symbol *h) {
  return h == SYM(quote) || h == SYM(quotenode) || h == SYM(meta) || h == SYM(module) || h == SYM(toplevel) ||
         h == SYM(using_) || h == SYM(import_) || h == SYM(export_) || h == SYM(copyast);
}

static Value expand(Value v, Env *env, bool recursive) {
  if (!is_expr(v)) return v;
  stack_check();
  Expr *e = as_expr(v);
  Symbol *h = e->name;
  if (h == SYM(macrocall) && expr_len(e)) {
    Module *home;
    expanded_any = true;
    Value result = call_macro(e, env->module, &home);
    Value scoped = v_object(expr2(SYM(hygienic), result, v_object(home)));
    expanded_any = true;
    return recursive ? expand(scoped, env, true) : scoped;
  }
  if (is_opaque(h)) return v;
  if (h == SYM(escape) && expr_len(e)) {
    Value inner = expand(expr_arg(e, 0), env->outer ? env->outer : env, recursive);
    return inner.p == expr_arg(e, 0).p ? v : v_object(expr1(SYM(escape), inner));
  }
  if (h == SYM(hygienic) && expr_len(e) >= 2) {
    expanded_any = true;
    Env inside = {.outer = env, .module = expr_arg(e, 1).p};
    return v_object(expr2(SYM(hygienic), expand(expr_arg(e, 0), &inside, recursive), expr_arg(e, 1)));
  }
  if (!recursive) return v;
  if (h == SYM(do_) && is_expr_of(expr_arg(e, 0), SYM(macrocall)) && expr_len(e) == 2) { /* @m(a) do ... end */
    Expr *c = as_expr(expr_arg(e, 0)), *with = expr0(SYM(macrocall));
    for (size_t i = 0; i < expr_len(c); i++) {
      expr_add(with, expr_arg(c, i));
      if (i == 1) expr_add(with, expr_arg(e, 1));
    }
    return expand(v_object(with), env, recursive);
  }
  Expr *copy = NULL;
  for (size_t i = 0; i < expr_len(e); i++) {
    Value a = expr_arg(e, i), x = expand(a, env, recursive);
    if (x.p != a.p && !copy) copy = expr_new(h, (const Value *)(const void *)e->args->data, expr_len(e));
    if (copy) ((Value *)(void *)copy->args->data)[i] = x;
  }
  return copy ? v_object(copy) : v;
}

/* --- which names a macro's result introduces --- */

/* kept: keyword parameters, which callers name, so they stay as they are. */
typedef struct Names {
  List names, kept;
} Names;

static void collect(Value v, Names *names, int depth, bool inner);

static void add_name(List *names, Symbol *name) {
  for (uint32_t i = 0; i < names->n; i++)
    if (names->items[i] == name) return;
  list_push(names, name);
}

static void collect_pattern(Value p, Names *names, int depth) {
  if (is_symbol(p)) {
    if (depth == 0) add_name(&names->names, expr_symbol(p));
    return;
  }
  if (!is_expr(p)) return;
  Expr *e = as_expr(p);
  Symbol *h = e->name;
  if (h == SYM(escape)) {
    if (depth > 0) collect_pattern(expr_arg(e, 0), names, depth - 1);
  } else if (h == SYM(hygienic))
    collect_pattern(expr_arg(e, 0), names, depth + 1);
  else if (h == SYM(coloncolon) && expr_len(e) == 1)
    collect(expr_arg(e, 0), names, depth, true);
  else if (h == SYM(coloncolon) || h == SYM(splat) || h == SYM(kw) || h == SYM(subtype) || h == SYM(supertype) ||
           (h == SYM(assign) && expr_len(e) == 2)) {
    if (expr_len(e)) collect_pattern(expr_arg(e, 0), names, depth);
    if (h == SYM(kw) || h == SYM(assign) || h == SYM(coloncolon)) collect(expr_arg(e, 1), names, depth, true);
  } else if (h == SYM(tuple) || h == SYM(block))
    for (size_t i = 0; i < expr_len(e); i++) collect_pattern(expr_arg(e, i), names, depth);
  else if (h == SYM(meta) && expr_len(e) > 1)
    collect_pattern(expr_arg(e, 1), names, depth);
  else
    collect(p, names, depth, true);
}

static void collect_keywords(const Expr *params, Names *names, int depth) {
  for (size_t i = 0; i < expr_len(params); i++) {
    Value p = expr_arg(params, i);
    if ((is_expr_of(p, SYM(kw)) || is_expr_of(p, SYM(assign))) && expr_len(as_expr(p)) == 2) {
      collect(expr_arg(as_expr(p), 1), names, depth, true);
      p = expr_arg(as_expr(p), 0);
    }
    if (is_expr_of(p, SYM(splat))) { /* the rest: its name is nobody's who calls */
      collect_pattern(expr_arg(as_expr(p), 0), names, depth);
      continue;
    }
    if (is_expr_of(p, SYM(coloncolon)) && expr_len(as_expr(p)) == 2) p = expr_arg(as_expr(p), 0);
    if (is_symbol(p) && depth == 0) add_name(&names->kept, as_symbol(p));
  }
}

/* The parameters of f(a, b; c) where T. name: the function's name counts, too. */
static void collect_signature(Value sig, Names *names, int depth, bool name) {
  while (is_expr(sig)) {
    Expr *e = as_expr(sig);
    if (e->name == SYM(where)) {
      for (size_t i = 1; i < expr_len(e); i++) {
        Value a = expr_arg(e, i);
        if (is_expr_of(a, SYM(braces)))
          for (size_t j = 0; j < expr_len(as_expr(a)); j++) collect_pattern(expr_arg(as_expr(a), j), names, depth);
        else
          collect_pattern(a, names, depth);
      }
      sig = expr_arg(e, 0);
    } else if (e->name == SYM(coloncolon) && expr_len(e) == 2 && is_expr(expr_arg(e, 0)))
      sig = expr_arg(e, 0);
    else if (e->name == SYM(escape) || e->name == SYM(hygienic))
      return;
    else
      break;
  }
  if (is_symbol(sig)) {
    collect_pattern(sig, names, depth);
    return;
  }
  if (!is_expr(sig)) return;
  Expr *e = as_expr(sig);
  if (e->name != SYM(call) && e->name != SYM(tuple)) {
    collect_pattern(sig, names, depth);
    return;
  }
  size_t from = e->name == SYM(call) ? 1 : 0;
  if (from && name) collect_pattern(expr_arg(e, 0), names, depth);
  if (from && is_expr_of(expr_arg(e, 0), SYM(coloncolon)) && expr_len(as_expr(expr_arg(e, 0))) == 2)
    collect_pattern(expr_arg(as_expr(expr_arg(e, 0)), 0), names, depth);
  for (size_t i = from; i < expr_len(e); i++)
    if (is_expr_of(expr_arg(e, i), SYM(parameters)))
      collect_keywords(as_expr(expr_arg(e, i)), names, depth);
    else
      collect_pattern(expr_arg(e, i), names, depth);
}

/* T and S of struct A{T, S<:Real} <: B: they are in the type, so they keep their names. */
static void collect_type_parameters(Value header, Names *names) {
  if (is_expr_of(header, SYM(subtype)) && expr_len(as_expr(header))) header = expr_arg(as_expr(header), 0);
  if (!is_expr_of(header, SYM(curly))) return;
  for (size_t i = 1; i < expr_len(as_expr(header)); i++) {
    Value p = expr_arg(as_expr(header), i);
    if (is_expr_of(p, SYM(comparison)) && expr_len(as_expr(p)) == 5)
      p = expr_arg(as_expr(p), 2);
    else if ((is_expr_of(p, SYM(subtype)) || is_expr_of(p, SYM(supertype))) && expr_len(as_expr(p)))
      p = expr_arg(as_expr(p), 0);
    if (is_symbol(p)) add_name(&names->kept, as_symbol(p));
  }
}

static void collect(Value v, Names *names, int depth, bool inner) {
  if (!is_expr(v)) return;
  stack_check();
  Expr *e = as_expr(v);
  Symbol *h = e->name;
  size_t n = expr_len(e);
  if (h == SYM(escape)) {
    if (depth > 0) collect(expr_arg(e, 0), names, depth - 1, inner);
    return;
  }
  if (h == SYM(hygienic)) {
    collect(expr_arg(e, 0), names, depth + 1, inner);
    return;
  }
  if (is_opaque(h) || h == SYM(global)) return;
  if (h == SYM(tuple) || h == SYM(call) || h == SYM(parameters) || h == SYM(kw)) { /* = names a field or keyword */
    for (size_t i = 0; i < n; i++) {
      Value a = expr_arg(e, i);
      bool field = is_expr_of(a, SYM(assign)) && h != SYM(call); /* in a call, = assigns */
      bool named = (field || is_expr_of(a, SYM(kw))) && expr_len(as_expr(a)) == 2;
      collect(named ? expr_arg(as_expr(a), 1) : a, names, depth, inner);
    }
    return;
  }
  bool function = (h == SYM(function) || h == SYM(arrow) || h == SYM(macro)) ||
                  (h == SYM(assign) && n == 2 && sig_is_call(expr_arg(e, 0)));
  if (function && n) {
    if (n == 1 && !inner) return; /* function f end: the module's */
    collect_signature(expr_arg(e, 0), names, depth, inner && h != SYM(arrow) && h != SYM(macro));
    if (n > 1) collect(expr_arg(e, 1), names, depth, true);
    return;
  }
  if ((h == SYM(struct_) && n > 1) || (n && (h == SYM(abstract) || h == SYM(primitive)))) {
    if (depth == 0) collect_type_parameters(expr_arg(e, h == SYM(struct_) ? 1 : 0), names);
    return;
  }
  if (h == SYM(assign) && n == 2) {
    collect_pattern(expr_arg(e, 0), names, depth);
    collect(expr_arg(e, 1), names, depth, inner);
    return;
  }
  if (h == SYM(local)) {
    for (size_t i = 0; i < n; i++) collect_pattern(expr_arg(e, i), names, depth);
    return;
  }
  if (h == SYM(let) && n) {
    Value b = expr_arg(e, 0);
    if (is_symbol(b)) collect_pattern(b, names, depth);
    if (is_expr_of(b, SYM(block)))
      for (size_t i = 0; i < expr_len(as_expr(b)); i++)
        if (is_symbol(expr_arg(as_expr(b), i))) collect_pattern(expr_arg(as_expr(b), i), names, depth);
    inner = true;
  }
  if (h == SYM(try_) && n > 1) {
    collect_pattern(expr_arg(e, 1), names, depth);
    inner = true;
  }
  if (h == SYM(where))
    for (size_t i = 1; i < n; i++) collect_pattern(expr_arg(e, i), names, depth);
  if (h == SYM(for_) || h == SYM(while_) || h == SYM(generator) || h == SYM(block)) inner = true;
  for (size_t i = 0; i < n; i++) collect(expr_arg(e, i), names, depth, inner);
}

/* --- renaming --- */

static bool is_kept(const Symbol *s) {
  static const char *const kept[] = {"end", "begin", "new", "ccall", "_", "...", ".", "#self#", "&&", "||", "cglobal"};
  for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
    if (!strcmp(s->text, kept[i])) return true;
  return s->text[0] == '.' && s->len > 1;
}

static Value resolve(Value v, Env *env);

static Value resolve_symbol(Value v, const Env *env) {
  if (!env) return v;
  for (uint32_t i = 0; i < env->from.n; i++)
    if (env->from.items[i] == v.p) return v_symbol(env->to.items[i]);
  return is_kept(expr_symbol(v)) ? v : globalref_new(env->module, expr_symbol(v));
}

static Value resolve_args(Expr *e, Env *env, size_t from) {
  Expr *copy = expr_new(e->name, (const Value *)(const void *)e->args->data, expr_len(e));
  for (size_t i = from; i < expr_len(e); i++) ((Value *)(void *)copy->args->data)[i] = resolve(expr_arg(e, i), env);
  return v_object(copy);
}

/* name = value, where name is a field's or keyword's. */
static Value resolve_named(Expr *e, Env *env) {
  Value name = expr_arg(e, 0);
  if (is_expr_of(name, SYM(escape)))
    name = expr_arg(as_expr(name), 0);
  else if (is_expr_of(name, SYM(coloncolon)) && expr_len(as_expr(name)) == 2)
    name = v_object(expr2(SYM(coloncolon), expr_arg(as_expr(name), 0), resolve(expr_arg(as_expr(name), 1), env)));
  return v_object(expr2(e->name, name, resolve(expr_arg(e, 1), env)));
}

/* Arguments of calls and elements of tuples. signature: kw is a parameter with a default. */
static Value resolve_arguments(Expr *e, Env *env, bool signature) {
  Expr *copy = expr0(e->name);
  for (size_t i = 0; i < expr_len(e); i++) {
    Value a = expr_arg(e, i);
    bool field = is_expr_of(a, SYM(assign)) && (e->name != SYM(call) || signature);
    bool pair = (field || is_expr_of(a, SYM(kw))) && expr_len(as_expr(a)) == 2;
    if (pair && (!signature || e->name == SYM(parameters)))
      expr_add(copy, resolve_named(as_expr(a), env));
    else if (is_expr_of(a, SYM(parameters)))
      expr_add(copy, resolve_arguments(as_expr(a), env, signature));
    else if (signature && e->name == SYM(parameters) && is_symbol(a))
      expr_add(copy, a);
    else
      expr_add(copy, resolve(a, env));
  }
  return v_object(copy);
}

static Value resolve_signature(Value sig, Env *env) {
  if (!is_expr(sig)) return resolve(sig, env);
  Expr *e = as_expr(sig);
  if (e->name == SYM(call) || e->name == SYM(tuple)) return resolve_arguments(e, env, true);
  if (e->name == SYM(where) || (e->name == SYM(coloncolon) && expr_len(e) == 2)) {
    Expr *copy = expr1(e->name, resolve_signature(expr_arg(e, 0), env));
    for (size_t i = 1; i < expr_len(e); i++) expr_add(copy, resolve(expr_arg(e, i), env));
    return v_object(copy);
  }
  if (e->name == SYM(escape) && env) return resolve_signature(expr_arg(e, 0), env->outer);
  return resolve(sig, env);
}

/* A{T} <: B: the name of a type stays as it is. */
static Value resolve_header(Value header, Env *env) {
  if (is_symbol(header)) return header;
  if (is_expr_of(header, SYM(subtype)) && expr_len(as_expr(header)) == 2)
    return v_object(expr2(SYM(subtype), resolve_header(expr_arg(as_expr(header), 0), env),
                          resolve(expr_arg(as_expr(header), 1), env)));
  if (!is_expr_of(header, SYM(curly))) return resolve(header, env);
  Expr *copy = as_expr(resolve_args(as_expr(header), env, 1));
  ((Value *)(void *)copy->args->data)[0] = resolve_header(expr_arg(copy, 0), env);
  return v_object(copy);
}

static Value resolve_struct(Expr *e, Env *env) {
  Value header = resolve_header(expr_arg(e, 1), env);
  Expr *body = as_expr(expr_arg(e, 2)), *fields = expr0(SYM(block));
  if (!is_expr_of(expr_arg(e, 2), SYM(block)))
    return v_object(expr3(e->name, expr_arg(e, 0), header, resolve(expr_arg(e, 2), env)));
  for (size_t i = 0; i < expr_len(body); i++) {
    Value f = expr_arg(body, i);
    if (is_expr_of(f, SYM(coloncolon)) && is_symbol(expr_arg(as_expr(f), 0)))
      f = v_object(expr2(SYM(coloncolon), expr_arg(as_expr(f), 0), resolve(expr_arg(as_expr(f), 1), env)));
    else if (!is_symbol(f))
      f = resolve(f, env);
    expr_add(fields, f);
  }
  return v_object(expr3(e->name, expr_arg(e, 0), header, v_object(fields)));
}

static Value resolve_scope(Expr *e, Env *env) {
  Env inside = {.outer = env, .module = expr_arg(e, 1).p};
  Names names = {0};
  collect(expr_arg(e, 0), &names, 0, false);
  for (uint32_t i = 0; i < names.kept.n; i++) {
    list_push(&inside.from, names.kept.items[i]);
    list_push(&inside.to, names.kept.items[i]);
  }
  uint32_t kept_names = inside.from.n;
  for (uint32_t i = 0; i < names.names.n; i++) list_push(&inside.from, names.names.items[i]);
  for (uint32_t i = kept_names; i < inside.from.n; i++) {
    char text[256];
    Symbol *s = inside.from.items[i];
    snprintf(text, sizeof text, "#%u#%s", ++CORE->gensym, s->text);
    list_push(&inside.to, s->text[0] == '#' || is_kept(s) ? s : symbol(text));
  }
  Env *kept = gc_alloc(sizeof *kept);
  *kept = inside;
  return resolve(expr_arg(e, 0), kept);
}

/* Without escape marks, for data: what a quote in a macro's result holds. */
static Value strip(Value v) {
  if (!is_expr(v)) return v;
  stack_check();
  Expr *e = as_expr(v);
  if ((e->name == SYM(escape) || e->name == SYM(hygienic)) && expr_len(e)) return strip(expr_arg(e, 0));
  Expr *copy = expr0(e->name);
  for (size_t i = 0; i < expr_len(e); i++) expr_add(copy, strip(expr_arg(e, i)));
  return v_object(copy);
}

static Value resolve(Value v, Env *env) {
  if (is_symbol(v)) return resolve_symbol(v, env);
  if (!is_expr(v)) return v;
  stack_check();
  Expr *e = as_expr(v);
  Symbol *h = e->name;
  if (h == SYM(escape)) return resolve(expr_arg(e, 0), env ? env->outer : NULL);
  if (h == SYM(hygienic)) return resolve_scope(e, env);
  if (h == SYM(quote) || h == SYM(quotenode) || h == SYM(copyast)) return env ? strip(v) : v;
  if (is_opaque(h) || h == SYM(symboliclabel) || h == SYM(symbolicgoto)) return v;
  if (!env) return resolve_args(e, env, 0);
  if (h == SYM(dot) && expr_len(e) == 2) {
    Value name = expr_arg(e, 1);
    if (is_symbol(name)) name = quotenode_new(name);
    return v_object(expr2(SYM(dot), resolve(expr_arg(e, 0), env), resolve(name, env)));
  }
  if (h == SYM(call) || h == SYM(tuple) || h == SYM(parameters)) return resolve_arguments(e, env, false);
  if ((h == SYM(function) || h == SYM(arrow) || h == SYM(macro) || (h == SYM(assign) && sig_is_call(expr_arg(e, 0)))) &&
      expr_len(e)) {
    Expr *copy = expr1(h, resolve_signature(expr_arg(e, 0), env));
    if (h == SYM(macro)) ((Value *)(void *)copy->args->data)[0] = expr_arg(e, 0);
    if (expr_len(e) > 1) expr_add(copy, resolve(expr_arg(e, 1), env));
    return v_object(copy);
  }
  if (h == SYM(struct_) && expr_len(e) == 3) return resolve_struct(e, env);
  if (h == SYM(abstract) || h == SYM(primitive)) {
    Value header = resolve_header(expr_arg(e, 0), env);
    Expr *copy = expr_new(h, (const Value *)(const void *)e->args->data, expr_len(e));
    ((Value *)(void *)copy->args->data)[0] = header;
    return v_object(copy);
  }
  return resolve_args(e, env, 0);
}

Value macro_expand(Value e, Module *m, bool recursive) {
  Env env = {.module = m};
  bool outer = expanded_any;
  expanded_any = false;
  Value x = expand(e, &env, recursive);
  bool any = expanded_any;
  expanded_any = outer;
  return any ? resolve(x, NULL) : x;
}

BUILTIN(macroexpand_of, "macroexpand(m::Module, e; recursive...)",
        "The expression with its macro calls replaced by their results.") {
  return macro_expand(args[1], args[0].p, is_true(kw_get(kw, "recursive", v_bool(true))));
}

BUILTIN(macro_escape, "esc(e)",
        "Marks an expression in a macro's result as belonging to the caller: its names are not changed.") {
  return v_object(expr1(SYM(escape), args[0]));
}
