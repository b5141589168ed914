/* How types are written: as Julia 1.5 does, Array{T,1} where T<:Real. */
#include <ctype.h>

#include "value/call.h"
#include "value/error.h"
#include "value/module.h"
#include "value/show.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type_inner.h"

static bool is_plain_name(const char *s) {
  if (!(isalpha((unsigned char)*s) || *s == '_' || (unsigned char)*s >= 0x80)) return false;
  for (; *s; s++)
    if (!(isalnum((unsigned char)*s) || *s == '_' || *s == '!' || (unsigned char)*s >= 0x80)) return false;
  return true;
}

static bool is_operator_name(const char *s) { return !strchr(s, '#') && !is_plain_name(s); }

static void show_name(Text *t, const Symbol *name) {
  if (is_plain_name(name->text) || is_operator_name(name->text)) {
    text_puts(t, name->text);
    return;
  }
  text_puts(t, "var");
  show_string_quoted(t, name->text, name->len);
}

/* Whether a name means this value in Main. */
static bool is_visible(const Module *m, Symbol *name, Value v) {
  if (!m || m == CORE->main) return true;
  Binding *b = module_lookup(CORE->main, name);
  if (b && b->target) b = b->target;
  return b && !is_undef(b->value) && value_egal(b->value, v);
}

void show_module_path(Text *t, const Module *m) {
  if (m->parent && m->parent != m && m->parent != CORE->base && m->parent != CORE->core) {
    show_module_path(t, m->parent);
    text_char(t, '.');
  } else if (m->parent == CORE->base && m != CORE->base) {
    text_puts(t, "Base.");
  }
  text_puts(t, m->name->text);
}

bool show_as_struct(const Type *function) {
  const TypeName *n = function->name;
  const Binding *b = n->module && !n->closure ? module_entry(n->module, n->name) : NULL;
  return b && b->value.p == (void *)n->wrapper;
}

/* typeof(f) for the type of a named function, else the name with its module. */
static void show_type_name(Text *t, const Type *d) {
  TypeName *n = d->name;
  if (d->super == T_FUNCTION && !n->closure && d->instance && n->module && !show_as_struct(d)) {
    Value f = {(Type *)(uintptr_t)d, {.o = d->instance}};
    text_puts(t, "typeof(");
    if (!t->without_modules && !is_visible(n->module, n->name, f)) {
      show_module_path(t, n->module);
      text_char(t, '.');
      if (is_operator_name(n->name->text)) {
        text_char(t, ':');
        text_puts(t, n->name->text);
        text_char(t, ')');
        return;
      }
    }
    show_name(t, n->name);
    text_char(t, ')');
    return;
  }
  bool here = n->closure ? n->module == CORE->main : is_visible(n->module, n->name, v_object(n->wrapper));
  if (n->module && !here && !t->without_modules) {
    show_module_path(t, n->module);
    text_char(t, '.');
  }
  show_name(t, n->name);
}

static void show_value(Text *t, Value v);

static void show_tuple_value(Text *t, Value v) {
  text_char(t, '(');
  for (uint32_t i = 0; i < tuple_len(v); i++) {
    if (i) text_puts(t, ", ");
    show_value(t, tuple_get(v, i));
  }
  text_puts(t, tuple_len(v) == 1 ? ",)" : ")");
}

/* A parameter that is no type. */
static void show_value(Text *t, Value v) {
  if (is_type(v) || v.type == T_TYPEVAR || v.type == T_VARARG)
    show_type(t, v.o);
  else if (is_undef(v))
    text_puts(t, "#undef");
  else if (v.type == T_INT64)
    text_format(t, "%lld", (long long)v.i);
  else if (v.type == T_BOOL)
    text_puts(t, v.u ? "true" : "false");
  else if (v.type == T_SYMBOL)
    show_expr(t, v);
  else if (v.type == T_CHAR)
    show_char_quoted(t, (uint32_t)v.u);
  else if (v.type == T_FLOAT64)
    show_float(t, v.f);
  else if (is_nothing(v))
    text_puts(t, "nothing");
  else if (is_tuple(v))
    show_tuple_value(t, v);
  else {
    Binding *repr = module_lookup(CORE->base, symbol("repr"));
    if (repr && !is_undef(repr->value)) {
      Value s = call1(repr->value, v);
      if (is_string(s)) text_add(t, as_string(s)->text, as_string(s)->len);
    } else {
      text_puts(t, v.type->name->name->text);
    }
  }
}

static bool all_equal(const Type *d) {
  for (uint32_t i = 1; i < d->nparams; i++)
    if (!type_same(d->params[0], d->params[i])) return false;
  return d->params[0].type != T_VARARG;
}

static void show_params(Text *t, const Type *d) {
  text_char(t, '{');
  for (uint32_t i = 0; i < d->nparams; i++) {
    if (i) text_char(t, ',');
    show_value(t, d->params[i]);
  }
  text_char(t, '}');
}

static void show_datatype(Text *t, const Type *d) {
  if (d->name == CORE->tn_tuple) {
    if (d->name->wrapper == &d->head) {
      text_puts(t, "Tuple");
    } else if (d->nparams > 3 && all_equal(d)) {
      text_format(t, "NTuple{%u,", d->nparams);
      show_value(t, d->params[0]);
      text_char(t, '}');
    } else {
      text_puts(t, "Tuple");
      show_params(t, d);
    }
    return;
  }
  show_type_name(t, d);
  if (d->nparams) show_params(t, d);
}

static void show_bound(Text *t, Object *bound) {
  bool wrap = bound->type == T_UNIONALL && !(type_datatype(bound) && type_datatype(bound)->name->wrapper == bound);
  if (wrap) text_char(t, '(');
  show_type(t, bound);
  if (wrap) text_char(t, ')');
}

static void show_var(Text *t, const TypeVar *v) {
  bool lower = v->lower != CORE->bottom, upper = v->upper != &T_ANY->head;
  if (lower && upper) {
    show_bound(t, v->lower);
    text_puts(t, "<:");
  }
  show_name(t, v->name);
  if (upper) {
    text_puts(t, "<:");
    show_bound(t, v->upper);
  } else if (lower) {
    text_puts(t, ">:");
    show_bound(t, v->lower);
  }
}

/* The name alone if the UnionAll is the declared type. */
static bool is_wrapper(const Object *t, const Type *inner) { return inner && inner->name->wrapper == t; }

static void show_vararg(Text *t, const Vararg *v) {
  text_puts(t, "Vararg{");
  show_type(t, v->elem);
  text_char(t, ',');
  if (is_undef(v->count)) {
    text_puts(t, "N} where N");
    return;
  }
  show_value(t, v->count);
  text_char(t, '}');
}

void show_type(Text *t, Object *type) {
  stack_check();
  if (type->type == T_DATATYPE) {
    show_datatype(t, (const Type *)type);
  } else if (type->type == T_UNION) {
    text_puts(t, "Union{");
    for (; type->type == T_UNION; type = ((UnionType *)type)->b) {
      show_type(t, ((UnionType *)type)->a);
      text_puts(t, ", ");
    }
    show_type(t, type);
    text_char(t, '}');
  } else if (type->type == T_UNIONALL) {
    const Type *inner = type_datatype(type);
    if (is_wrapper(type, inner)) {
      show_type_name(t, inner);
      return;
    }
    const UnionAll *u = (const UnionAll *)type;
    show_type(t, u->body);
    text_puts(t, " where ");
    show_var(t, u->var);
  } else if (type->type == T_TYPEVAR) {
    show_name(t, ((TypeVar *)type)->name);
  } else if (type->type == T_VARARG) {
    show_vararg(t, (const Vararg *)type);
  } else {
    text_puts(t, "Union{}");
  }
}
