/* The statements that connect modules. Root modules (the standard library) are a Vector{Any} in SLOT(LOADED_MODULES).
 */
#include "lang/import.h"

#include <stdio.h>

#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/symbol.h"

static Module *root_module(const Symbol *name) {
  if (name == SYM(Main)) return CORE->main;
  if (name == SYM(Base)) return CORE->base;
  if (name == SYM(Core)) return CORE->core;
  if (!is_array(SLOT(LOADED_MODULES))) return NULL;
  Array *a = as_array(SLOT(LOADED_MODULES));
  for (size_t i = a->len; i-- > 0;) {
    Module *m = array_get(a, i).p;
    if (m->name == name) return m;
  }
  return NULL;
}

/* Parts of Base that are modules of their own, but not of the standard library. */
static bool is_base_part(const Symbol *name) {
  static const char *const parts[] = {"Iterators",    "Meta",      "Threads",     "Broadcast",     "Sys",
                                      "Libc",         "Order",     "Docs",        "MathConstants", "Math",
                                      "Checked",      "Cartesian", "StackTraces", "Grisu",         "Ryu",
                                      "Experimental", "GC",        "Rounding",    "SimdLoop",      "MPFR",
                                      "GMP",          "Sort",      "Filesystem",  "Unicode_",      "Multimedia",
                                      "ScopedValues", "Enums",     "CoreLogging", "BroadcastImpl", "MainInclude"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (!strcmp(name->text, parts[i])) return true;
  return false;
}

Module *module_declare(Symbol *name, Module *parent, bool use_base) {
  bool root = parent == CORE->base && !is_base_part(name);
  Module *m = module_new(name, parent);
  if (!use_base) m->usings = array_any(0);
  module_set_const(m, name, v_object(m));
  module_export(m, name);
  if (root) {
    if (!is_array(SLOT(LOADED_MODULES))) SLOT(LOADED_MODULES) = v_object(array_any(0));
    array_push(as_array(SLOT(LOADED_MODULES)), v_object(m));
    m->parent = m;
  }
  Binding *b = module_own(parent, name);
  if (!is_undef(b->value) && !b->constant)
    throw_error("cannot declare %s constant; it already has a value", name->text);
  if (!is_undef(b->value)) {
    if (b->value.type != T_MODULE) throw_error("invalid redefinition of constant %s", name->text);
    fprintf(stderr, "WARNING: replacing module %s.\n", name->text);
    module_constants++;
  }
  b->value = v_object(m);
  b->constant = true;
  return m;
}

static NORETURN void package_not_found(const Symbol *name) {
  throw_argument(
      "Package %s not found in current path:\n- Run `import Pkg; Pkg.add(\"%s\")` to install the %s package.\n",
      name->text, name->text, name->text);
}

/* Follows the path .A.b from m: the module that holds the last name, and that name. A path of dots only gives NULL. */
static Module *follow(Expr *path, Module *m, Symbol **last) {
  if (path->name != SYM(dot) || !expr_len(path)) throw_error("syntax: invalid path in import");
  size_t i = 0, n = expr_len(path);
  Module *at = NULL;
  for (; i < n && is_symbol(expr_arg(path, i)) && expr_arg(path, i).p == SYM(dot); i++) {
    if (!at)
      at = m;
    else
      at = at->parent ? at->parent : at;
  }
  *last = NULL;
  for (; i < n; i++) {
    Symbol *name = expr_symbol(expr_arg(path, i));
    if (i + 1 == n) {
      *last = name;
      return at;
    }
    Module *next;
    if (!at) {
      next = root_module(name);
      if (!next) package_not_found(name);
    } else {
      Value v = module_get(at, name);
      if (is_undef(v)) throw_undefvar(name);
      if (v.type != T_MODULE) throw_error("invalid import path: \"%s\" is not a module", name->text);
      next = v.p;
    }
    at = next;
  }
  return at;
}

static Module *find_module(Expr *path, Module *m) {
  Symbol *name;
  Module *at = follow(path, m, &name);
  if (!name) return at ? at : m;
  if (!at) {
    Module *root = root_module(name);
    if (!root) package_not_found(name);
    return root;
  }
  Value v = module_get(at, name);
  if (is_undef(v)) throw_undefvar(name);
  if (v.type != T_MODULE) throw_error("invalid using path: \"%s\" is not a module", name->text);
  return v.p;
}

static void bind_module(Module *m, Module *used) {
  if (used == m) return;
  Value have = module_get(m, used->name);
  if (is_undef(have)) module_set_const(m, used->name, v_object(used));
}

static void import_name(Module *m, Module *from, Symbol *name, Symbol *as, bool extend) {
  Binding *b = module_lookup(from, name);
  if (!b && !extend) throw_undefvar(name);
  if (!b) {
    fprintf(stderr, "WARNING: could not import %s.%s into %s\n", from->name->text, name->text, m->name->text);
    return;
  }
  if (m == from) return;
  module_import(m, from, name, as, extend);
}

static bool is_as(Value v) { return is_expr_of(v, SYM(as)) && expr_len(as_expr(v)) == 2; }

/* using A: b, c and import A: b, c */
static void import_list(Expr *e, Module *m, bool extend) {
  Module *from = find_module(as_expr(expr_arg(e, 0)), m);
  for (size_t i = 1; i < expr_len(e); i++) {
    Value p = expr_arg(e, i);
    Symbol *as = is_as(p) ? expr_symbol(expr_arg(as_expr(p), 1)) : NULL;
    if (is_as(p)) p = expr_arg(as_expr(p), 0);
    Expr *path = as_expr(p);
    Symbol *name = expr_symbol(expr_arg(path, expr_len(path) - 1));
    import_name(m, from, name, as ? as : name, extend);
  }
}

Value eval_using(Expr *e, Module *m) {
  for (size_t i = 0; i < expr_len(e); i++) {
    Value p = expr_arg(e, i);
    if (is_expr_of(p, SYM(colon))) {
      import_list(as_expr(p), m, false);
      continue;
    }
    if (!is_expr(p)) throw_error("syntax: malformed \"using\"");
    Module *used = find_module(as_expr(p), m);
    module_use(m, used);
    bind_module(m, used);
  }
  return v_nothing();
}

Value eval_import(Expr *e, Module *m) {
  for (size_t i = 0; i < expr_len(e); i++) {
    Value p = expr_arg(e, i);
    if (is_expr_of(p, SYM(colon))) {
      import_list(as_expr(p), m, true);
      continue;
    }
    Symbol *as = is_as(p) ? expr_symbol(expr_arg(as_expr(p), 1)) : NULL, *name;
    if (is_as(p)) p = expr_arg(as_expr(p), 0);
    if (!is_expr(p)) throw_error("syntax: malformed \"import\"");
    Module *from = follow(as_expr(p), m, &name);
    if (!from) {
      Module *root = root_module(name);
      if (!root) package_not_found(name);
      if (as)
        module_set_const(m, as, v_object(root));
      else
        bind_module(m, root);
    } else if (name)
      import_name(m, from, name, as ? as : name, true);
  }
  return v_nothing();
}

Value eval_export(Expr *e, Module *m) {
  for (size_t i = 0; i < expr_len(e); i++)
    if (is_symbol(expr_arg(e, i))) module_export(m, as_symbol(expr_arg(e, i)));
  return v_nothing();
}
