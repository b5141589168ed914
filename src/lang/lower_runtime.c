/* What lowered code calls: built-ins that user code does not see, all named _something. */
#include <stdio.h>

#include "lang/compile.h"
#include "lang/eval.h"
#include "lang/method.h"
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/expr.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

BUILTIN(rt_svec, "_svec(xs...)", "") { return svec_new(args, (uint32_t)nargs); }

static Object *bound_object(Value v) {
  if (!is_type(v) && v.type != T_TYPEVAR) throw_type("TypeVar", &T_TYPE->head, v);
  return v.o;
}

BUILTIN(rt_typevar, "_typevar(name::Symbol, lower, upper)", "") {
  return v_object(type_var(as_symbol(args[0]), bound_object(args[1]), bound_object(args[2])));
}

BUILTIN(rt_unionall, "_unionall(var::TypeVar, body)", "") {
  if (!is_type(args[1]) && args[1].type != T_TYPEVAR && args[1].type != T_VARARG)
    throw_type("UnionAll", &T_TYPE->head, args[1]);
  return v_object(type_unionall(args[0].p, args[1].o));
}

BUILTIN(rt_curly, "_curly(T, params...)", "") { return type_curly(args[0], args + 1, nargs - 1); }

BUILTIN(rt_vararg, "_vararg(T)", "") {
  if (args[0].type == T_VARARG) return args[0];
  if (args[0].p == T_VARARG) return v_object(type_vararg(&T_ANY->head, V_UNDEF)); /* x::Vararg */
  return v_object(type_vararg(bound_object(args[0]), V_UNDEF));
}

/* The NamedTuple type that each constant list of names last made: a table by the list's address. */
typedef struct MadeType {
  const Svec *names;
  Type *type;
} MadeType;

static MadeType *made_type(const Svec *names) {
  MadeType *all = gc_table(&SLOT(NAMEDTUPLES), 512 * sizeof *all);
  return all + ((uintptr_t)names >> 4) % 512;
}

static bool fits(const Type *t, const Value *values, uint32_t n) {
  for (uint32_t i = 0; i < n; i++)
    if (t->fields[i].type != &values[i].type->head) return false;
  return true;
}

BUILTIN(rt_namedtuple, "_namedtuple(names::SimpleVector, values...)", "") {
  const Svec *names = args[0].p;
  MadeType *made = made_type(names);
  if (made->names == names && made->type->nfields == names->n && (uint32_t)nargs - 1 == names->n &&
      fits(made->type, args + 1, names->n))
    return struct_new(made->type, args + 1, names->n);
  for (uint32_t i = 0; i < names->n; i++)
    if (!is_symbol(names->items[i])) throw_type("NamedTuple, in name", &T_SYMBOL->head, names->items[i]);
  if ((uint32_t)nargs - 1 != names->n) throw_error("_namedtuple: wrong number of values");
  Symbol **s = gc_alloc((names->n + 1) * sizeof *s);
  Value *v = gc_alloc((names->n + 1) * sizeof *v);
  uint32_t n = 0;
  for (uint32_t i = 0; i < names->n; i++) { /* a later one replaces an earlier one */
    uint32_t at = 0;
    while (at < n && s[at] != as_symbol(names->items[i])) at++;
    s[at] = as_symbol(names->items[i]);
    v[at] = args[i + 1];
    if (at == n) n++;
  }
  Value nt = namedtuple_new(s, v, n);
  if (n == names->n && n) *made = (MadeType){names, nt.type};
  return nt;
}

typedef struct Fields {
  Symbol **names;
  Value *values;
  uint32_t n, cap;
} Fields;

static void fields_put(Fields *f, Value name, Value v) {
  if (!is_symbol(name)) throw_type("keyword argument", &T_SYMBOL->head, name);
  uint32_t at = 0;
  while (at < f->n && f->names[at] != as_symbol(name)) at++;
  if (at == f->cap) {
    uint32_t cap = f->cap ? f->cap * 2 : 8;
    Symbol **names = gc_alloc(cap * sizeof *names);
    Value *values = gc_alloc(cap * sizeof *values);
    if (f->n) {
      memcpy(names, f->names, f->n * sizeof *names);
      memcpy(values, f->values, f->n * sizeof *values);
    }
    f->names = names;
    f->values = values;
    f->cap = cap;
  }
  f->names[at] = as_symbol(name);
  f->values[at] = v;
  if (at == f->n) f->n++;
}

static void fields_add(Fields *f, Value piece) {
  if (piece.type->name != CORE->tn_namedtuple) {
    int data = type_field_index(piece.type, symbol("data")); /* pairs(namedtuple) */
    Value inner = data >= 0 && !is_array(piece) ? struct_get(piece, (uint32_t)data) : V_UNDEF;
    if (!is_undef(inner) && inner.type->name == CORE->tn_namedtuple) piece = inner;
  }
  if (piece.type->name == CORE->tn_namedtuple) {
    for (uint32_t i = 0; i < piece.type->nfields; i++)
      fields_put(f, v_symbol(type_field_name(piece.type, i)), struct_get(piece, i));
    return;
  }
  for (Value y = call1(FN(iterate), piece); !is_nothing(y); y = call2(FN(iterate), piece, tuple_get(y, 1))) {
    Value pair = tuple_get(y, 0);
    fields_put(f, call2(FN(getindex), pair, v_int(1)), call2(FN(getindex), pair, v_int(2)));
  }
}

BUILTIN(rt_merge_keywords, "_merge_keywords(pieces...)", "") {
  Fields f = {0};
  for (int i = 0; i < nargs; i++) fields_add(&f, args[i]);
  return namedtuple_new(f.names, f.values, f.n);
}

/* A tuple with at least the first n elements of x. */
BUILTIN(rt_destructure, "_destructure(x, n::Int64)", "") { return op_destructure(args[0], (int)args[1].i); }

BUILTIN(rt_set_const, "_set_const(m::Module, name::Symbol, value)", "") {
  module_set_const(args[0].p, args[1].p, args[2]);
  return args[2];
}

BUILTIN(rt_set_type, "_set_type(m::Module, name::Symbol, T)", "") {
  Module *m = args[0].p;
  Binding *b = module_own(m, args[1].p);
  if (!is_undef(b->value) && !b->constant)
    throw_error("cannot declare %s constant; it already has a value", b->name->text);
  if (!is_undef(b->value) && !value_egal(b->value, args[2]))
    throw_error("invalid redefinition of constant %s", b->name->text);
  b->value = args[2];
  b->constant = true;
  return args[2];
}

BUILTIN(rt_forward_type, "_forward_type(m::Module, name::Symbol, vars, super, names, ninit::Int64, flags::Int64, bits)",
        "") {
  const Svec *vars = args[2].p, *names = args[4].p;
  TypeVar **v = gc_alloc((vars->n + 1) * sizeof *v);
  for (uint32_t i = 0; i < vars->n; i++) v[i] = vars->items[i].p;
  Symbol **s = gc_alloc((names->n + 1) * sizeof *s);
  for (uint32_t i = 0; i < names->n; i++) s[i] = as_symbol(names->items[i]);
  if (!is_type(args[3])) throw_error("invalid subtyping in definition of %s", as_symbol(args[1])->text);
  Object *super = args[3].o;
  if (super->type != T_DATATYPE || !(((Type *)super)->flags & TF_ABSTRACT) || super == &T_TYPE->head)
    throw_error("invalid subtyping in definition of %s", as_symbol(args[1])->text);
  if (!is_int(args[7])) throw_error("invalid number of bits in primitive type %s", as_symbol(args[1])->text);
  if (args[6].i == TF_PRIMITIVE && (args[7].i <= 0 || args[7].i % 8 || args[7].i > 1 << 20))
    throw_error("invalid number of bits in primitive type %s", as_symbol(args[1])->text);
  return type_forward(args[0].p, args[1].p, v, vars->n, super, s, names->n, (uint32_t)args[5].i, (unsigned)args[6].i,
                      (unsigned)args[7].i);
}

BUILTIN(rt_type_fields, "_type_fields(T, types)", "") {
  const Svec *types = args[1].p;
  Object **t = gc_alloc((types->n + 1) * sizeof *t);
  for (uint32_t i = 0; i < types->n; i++) {
    if (!is_type(types->items[i]) && types->items[i].type != T_TYPEVAR)
      throw_type("type definition", &T_TYPE->head, types->items[i]);
    t[i] = types->items[i].o;
  }
  return type_fields(args[0], t);
}

BUILTIN(rt_default_constructors, "_default_constructors(T, file::Symbol, line::Int64)", "") {
  type_default_constructors(args[0], as_symbol(args[1]), (int32_t)args[2].i);
  return args[0];
}

static bool is_callable_value(Value v) { return is_type(v) || type_isa(v, &T_FUNCTION->head); }

/* The function that a definition of name in m extends or makes. */
BUILTIN(rt_generic_function, "_generic_function(m::Module, name::Symbol)", "") {
  Module *m = args[0].p;
  Symbol *name = args[1].p;
  Value seen = module_get(m, name);
  if (m == CORE->base && !is_undef(seen)) return seen;
  Binding *b = module_entry(m, name);
  if (b && !is_undef(seen) && is_type(seen))
    return seen; /* constructors may be added to any type that was named here */
  if (b && b->target && !b->imported && !is_undef(b->target->value) && b->target->owner != m)
    throw_error("error in method definition: function %s.%s must be explicitly imported to be extended",
                b->target->owner->name->text, name->text);
  Value f = module_function(m, name);
  if (!is_callable_value(f)) throw_error("cannot define function %s; it already has a value", name->text);
  return f;
}

BUILTIN(rt_extended_function, "_extended_function(m, name::Symbol)", "") {
  if (args[0].type != T_MODULE) throw_error("invalid function name");
  Value f = module_get(args[0].p, args[1].p);
  if (is_undef(f)) f = module_function(args[0].p, args[1].p);
  if (!is_callable_value(f)) throw_error("cannot define function %s; it already has a value", as_symbol(args[1])->text);
  return f;
}

/* Defines a method of f that calls the closure, which has the variables that the method uses. */
BUILTIN(rt_forward_method, "_forward_method(f, types, vars, closure, keywords::Bool, instance::Bool)", "") {
  const Svec *types = args[1].p;
  Expr *params = expr0(SYM(tuple)), *calls = expr1(SYM(call), quotenode_new(args[3]));
  if (is_true(args[4])) {
    Value rest = v_object(expr1(SYM(splat), v_symbol(symbol("kw"))));
    expr_add(params, v_object(expr1(SYM(parameters), rest)));
    expr_add(calls, v_object(expr1(SYM(parameters), rest)));
  }
  for (uint32_t i = 0; i < types->n; i++) {
    Value p = v_symbol(symbol_gensym("x"));
    if (types->items[i].type == T_VARARG) p = v_object(expr1(SYM(splat), p));
    expr_add(params, p);
    expr_add(calls, p);
  }
  Value source = v_object(expr2(SYM(arrow), v_object(params), v_object(calls)));
  Code *code = compile_function(source, CORE->base, NULL, 0, 0, NULL, 0);
  code->name = method_table(args[0])->name;
  Value r[3] = {args[0], args[1], args[2]};
  op_method(r, code, is_true(args[5]));
  return args[0];
}

BUILTIN(rt_undef_keyword, "_undef_keyword(name::Symbol)", "") { throw_value(struct_new(T_UNDEFKEYWORDERROR, args, 1)); }

/* The variables' values when the types of the keywords' values are matched with the declared ones. */
BUILTIN(rt_bind_keywords, "_bind_keywords(f, vars, types, values...)", "") {
  const Svec *vars = args[1].p, *types = args[2].p;
  Object **declared = gc_alloc((types->n + 1) * sizeof *declared);
  for (uint32_t i = 0; i < types->n; i++) declared[i] = bound_object(types->items[i]);
  Object *signature = &type_tuple(declared, types->n)->head;
  for (uint32_t i = vars->n; i-- > 0;) signature = type_unionall(vars->items[i].p, signature);
  Value *env = gc_alloc((vars->n + 1) * sizeof *env);
  Type *given = method_call_type(args + 4, (int)types->n - 1);
  if (!type_match(given, signature, env)) throw_method(args[0], args + 3, nargs - 3);
  return tuple_new(env, (int)vars->n);
}

BUILTIN(rt_check_keyword, "_check_keyword(name::Symbol, T, value)", "") {
  if (is_type(args[1]) && !type_isa(args[2], args[1].o)) {
    Value e =
        call(v_object(T_TYPEERROR), (Value[]){v_symbol(symbol("keyword argument")), args[0], args[1], args[2]}, 4);
    throw_value(e);
  }
  return v_nothing();
}

static Value copy_ast(Value v) {
  if (!is_expr(v)) return v;
  stack_check();
  Expr *e = as_expr(v), *c = expr0(e->name);
  for (size_t i = 0; i < expr_len(e); i++) expr_add(c, copy_ast(expr_arg(e, i)));
  return v_object(c);
}

BUILTIN(rt_copyast, "_copyast(x)", "") { return copy_ast(args[0]); }

BUILTIN(rt_expr, "_expr(head::Symbol, xs...)", "") {
  Expr *e = expr0(as_symbol(args[0]));
  for (int i = 1; i < nargs; i++) expr_add(e, args[i]);
  return v_object(e);
}

BUILTIN(rt_quotenode, "_quotenode(x)", "") { return quotenode_new(args[0]); }

BUILTIN(rt_eval_statement, "_eval_statement(m::Module, e)", "") { return eval_toplevel(args[1], args[0].p); }
