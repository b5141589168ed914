/* Signatures of function definitions, and the sources of functions that are rebuilt elsewhere. */
#include "lang/signature.h"

#include <string.h>

#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/struct.h"
#include "value/symbol.h"

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
    for (uint32_t j = 0; j < s->nspecs; j++)
      if (s->pos[i].name == typevar_name(s->specs[j]))
        syntax_error("function argument and static parameter names must be distinct");
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

static Signature parse_whole(Value sig, bool anonymous) {
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

bool mentions_any(Value v, const Value *specs, uint32_t nspecs) {
  for (uint32_t i = 0; i < nspecs; i++)
    if (expr_mentions(v, typevar_name(specs[i]))) return true;
  return false;
}

uint32_t used_specs(const Signature *s, uint32_t npos, Value *used) {
  bool take[64] = {0};
  uint32_t n = 0, nspecs = s->nspecs < 64 ? s->nspecs : 64;
  for (uint32_t i = nspecs; i-- > 0;) {
    Symbol *name = typevar_name(s->specs[i]);
    for (uint32_t j = 0; j < npos; j++)
      if (!is_undef(s->pos[j].type) && expr_mentions(s->pos[j].type, name)) take[i] = true;
    if (!is_undef(s->callee) && is_expr(s->callee) && expr_mentions(s->callee, name)) take[i] = true;
    for (uint32_t j = i + 1; j < nspecs; j++)
      if (take[j] && expr_mentions(s->specs[j], name)) take[i] = true;
  }
  for (uint32_t i = 0; i < nspecs; i++)
    if (take[i]) used[n++] = s->specs[i];
  return n;
}

/* Variables that keywords' types mention and the arguments do not tell are the method's own business. */
static void set_keyword_specs_apart(Signature *s) {
  if (!s->nspecs || !s->nkw) return;
  Value *used = gc_alloc((s->nspecs + 1) * sizeof *used), *kept = gc_alloc((s->nspecs + 1) * sizeof *kept);
  uint32_t nused = used_specs(s, s->npos, used), nkept = 0;
  s->kwspecs = gc_alloc((s->nspecs + 1) * sizeof *s->kwspecs);
  for (uint32_t i = 0; i < s->nspecs; i++) {
    bool told = false, keyword = false;
    for (uint32_t j = 0; j < nused; j++) told = told || typevar_name(used[j]) == typevar_name(s->specs[i]);
    for (uint32_t j = 0; j < s->nkw && !told; j++)
      keyword = keyword || (!is_undef(s->kws[j].type) && mentions_any(s->kws[j].type, &s->specs[i], 1));
    if (keyword)
      s->kwspecs[s->nkwspecs++] = s->specs[i];
    else
      kept[nkept++] = s->specs[i];
  }
  s->specs = kept;
  s->nspecs = nkept;
}

Signature parse_signature(Value sig, bool anonymous) {
  Signature s = parse_whole(sig, anonymous);
  set_keyword_specs_apart(&s);
  return s;
}

Value make_source(const Signature *s, uint32_t npos, Value body, const Value *specs, uint32_t nspecs,
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
  for (uint32_t i = 0; i < s->nkwspecs; i++) expr_add(vars, v_object(expr1(SYM(where), s->kwspecs[i])));
  expr_add(env, v_object(vars));
  expr_add(env, is_undef(s->rettype) ? v_nothing() : s->rettype);
  expr_add(env, self ? v_symbol((Symbol *)(uintptr_t)self) : v_nothing());
  return v_object(expr3(SYM(arrow), v_object(params), body, v_object(env)));
}

Signature parse_source(const Expr *source, Symbol **object) {
  Value rest = expr_len(source) > 2 ? expr_arg(source, 2) : V_UNDEF;
  const Expr *env = is_undef(rest) ? NULL : as_expr(rest);
  if (env && (!is_expr(rest) || expr_len(env) < 3 || !is_expr(expr_arg(env, 0))))
    syntax_error("not a function's source");
  Signature s = parse_whole(expr_arg(source, 0), true);
  *object = NULL;
  if (!env) return s;
  const Expr *vars = as_expr(expr_arg(env, 0));
  s.kwspecs = gc_alloc((expr_len(vars) + 1) * sizeof *s.kwspecs);
  for (size_t i = 0; i < expr_len(vars); i++) {
    Value v = expr_arg(vars, i);
    if (is_expr_of(v, SYM(where)))
      s.kwspecs[s.nkwspecs++] = expr_arg(as_expr(v), 0);
    else
      add_spec(&s, v);
  }
  if (!is_nothing(expr_arg(env, 1))) s.rettype = expr_arg(env, 1);
  if (is_symbol(expr_arg(env, 2))) *object = as_symbol(expr_arg(env, 2));
  return s;
}
