/* Fields, construction of structs, method definitions, globals: the parts of instructions that are not hot. */
#include "lang/vm_ops.h"
#include "value/array.h"
#include "value/error.h"
#include "value/expr.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

/* Whether a parameter declared as p could accept a t; rather yes than no. */
static bool may_accept(const Type *t, Object *p) {
  if (p->type == T_UNIONALL) return may_accept(t, ((UnionAll *)p)->body);
  if (p->type == T_UNION) return may_accept(t, ((UnionType *)p)->a) || may_accept(t, ((UnionType *)p)->b);
  if (p->type == T_TYPEVAR) return may_accept(t, ((TypeVar *)p)->upper);
  if (p->type != T_DATATYPE) return true;
  for (const Type *s = t;; s = s->super) {
    if (s->name == ((Type *)p)->name) return true;
    if (s == s->super || s == T_ANY) return false;
  }
}

/* Whether a method of f (getproperty, setproperty!) other than those for Any could take a t. */
static bool is_overloaded(Value f, const Type *t) {
  MethodTable *table = method_table(f);
  for (uint32_t i = 0; table && i < table->n; i++) {
    Type *signature = type_datatype(table->methods[i]->signature);
    if (!signature || signature->nparams < 2) return true;
    Object *p = signature->params[1].p;
    if (p != &T_ANY->head && may_accept(t, p)) return true;
  }
  return false;
}

/* Finds out whether x.f and x.f = v may go straight to the fields of t's instances. */
void op_learn_plain(Type *t) {
  t->plain = 0;
  bool has_fields = t->fields && t->name->names && (t->flags & TF_CONCRETE) && !(t->flags & TF_IMMEDIATE) &&
                    t->nfields == t->name->nfields;
  if (has_fields && !is_overloaded(FN(getproperty), t)) t->plain |= 1;
  if (has_fields && (t->flags & TF_MUTABLE) && !is_overloaded(FN(setproperty), t)) t->plain |= 2;
  t->plain_epoch = CORE->epoch;
}

static Value module_field(Module *m, Symbol *name) {
  Binding *b = module_lookup(m, name);
  if (b && b->target) b = b->target;
  if (!b || is_undef(b->value)) throw_undefvar(name);
  return b->value;
}

Value op_getfield(Value v, Symbol *name) {
  Type *t = v.type;
  if (t == T_MODULE) return module_field(v.p, name);
  if (t == T_EXPR) {
    if (name == SYM(head)) return v_symbol(as_expr(v)->name);
    if (name == SYM(args)) return v_object(as_expr(v)->args);
  }
  if (t->plain_epoch != CORE->epoch && t > T_ANY) op_learn_plain(t);
  if (t->plain & 1) {
    int i = type_field_index(t, name);
    if (i >= 0) {
      Value field = struct_get(v, (uint32_t)i);
      if (is_undef(field)) throw_singleton(T_UNDEFREFERROR);
      return field;
    }
  }
  return call2(FN(getproperty), v, v_symbol(name));
}

void op_setfield(Value v, Symbol *name, Value value) {
  Type *t = v.type;
  if (t == T_MODULE) throw_error("cannot assign variables in other modules");
  if (t->plain_epoch != CORE->epoch) op_learn_plain(t);
  if (t->plain & 2) {
    int i = type_field_index(t, name);
    if (i >= 0) {
      struct_set(v, (uint32_t)i, op_convert(v_object(t->fields[i].type), value));
      return;
    }
  }
  call3(FN(setproperty), v, v_symbol(name), value);
}

Value op_convert(Value type, Value v) {
  if (type.p == T_ANY) return v;
  if (!is_type(type)) throw_type("convert", &T_TYPE->head, type);
  if (type_isa(v, type.o)) return v;
  v = call2(FN(convert), type, v);
  if (!type_isa(v, type.o)) throw_type("typeassert", type.o, v);
  return v;
}

void op_typeassert(Value v, Value type) {
  if (!is_type(type)) throw_type("typeassert", &T_TYPE->head, type);
  if (!type_isa(v, type.o)) throw_type("typeassert", type.o, v);
}

static Type *concrete(Value type) {
  if (!is_datatype(type)) throw_type("new", &T_DATATYPE->head, type);
  Type *t = as_type(type);
  if (!(t->flags & TF_CONCRETE)) {
    if (t->flags & TF_ABSTRACT) throw_error("cannot instantiate an abstract type");
    throw_type("new", &T_DATATYPE->head, type);
  }
  return t;
}

static Value new_instance(Type *t, Value *fields, int n) {
  if ((uint32_t)n > t->nfields) throw_argument("new: too many arguments (expected %u)", t->nfields);
  for (int i = 0; i < n; i++) {
    Object *declared = t->fields[i].type;
    if (declared != &fields[i].type->head && declared != &T_ANY->head)
      fields[i] = op_convert(v_object(declared), fields[i]);
  }
  return struct_new(t, fields, (uint32_t)n);
}

Value op_new(Value *r, int n) { return new_instance(concrete(r[0]), r + 1, n); }

Value op_newsplat(Value type, Value tuple) {
  Type *t = concrete(type);
  uint32_t n = tuple_len(tuple);
  if (n != t->nfields)
    throw_argument("new: too %s arguments (expected %u)", n > t->nfields ? "many" : "few", t->nfields);
  Value *fields = gc_alloc((n + 1) * sizeof(Value));
  for (uint32_t i = 0; i < n; i++) fields[i] = tuple_get(tuple, i);
  return new_instance(t, fields, (int)n);
}

Value op_global(Value *constant) {
  Binding *b = constant->p;
  Binding *found = module_resolve(b->owner, b->name);
  if (found && found != b && !is_undef(found->value)) {
    *constant = v_object(found);
    return found->value;
  }
  return binding_get(b);
}

void op_setglobal(Value binding, Value v) { binding_set(binding.p, v); }

/* The callee's part of a signature: Type{T} for a constructor, else the type of the function. */
static Object *callee_type(Value f) {
  return is_type(f) || f.type == T_TYPEVAR ? &type_type(f.o)->head : &f.type->head;
}

/* The table for calls of instances of t; those of Type{...} are constructors. */
static MethodTable *instance_table(Object *t) {
  const Type *d = type_datatype(t);
  if (!d) throw_error("cannot add methods to a union");
  if (d->name == CORE->tn_type) { /* constructors: of T in Type{T}, or of all types if T is a variable */
    Object *of = d->params[0].o;
    return method_table(v_object(of->type == T_TYPEVAR ? CORE->tn_type->wrapper : of));
  }
  return d->name->methods;
}

/* instance: r[0] is the type whose instances are called. */
void op_method(Value *r, Code *code, bool instance) {
  const Svec *types = r[1].p, *vars = r[2].p;
  Object **params = gc_alloc((types->n + 1) * sizeof(Object *));
  params[0] = instance ? r[0].o : callee_type(r[0]);
  uint32_t required = types->n;
  for (uint32_t i = 0; i < types->n; i++) {
    Value p = types->items[i];
    if (!is_type(p) && p.type != T_TYPEVAR && p.type != T_VARARG)
      throw_argument("invalid type for argument number %u in method definition for %s", i + 1, code->name->text);
    params[i + 1] = p.o;
  }
  Object *signature = &type_tuple(params, types->n + 1)->head;
  Method *m = gc_object(T_METHOD, sizeof(Method));
  m->nvars = vars->n;
  m->vars = gc_alloc((vars->n + 1) * sizeof(TypeVar *));
  for (uint32_t i = vars->n; i-- > 0;) {
    m->vars[i] = vars->items[i].p;
    signature = type_unionall(m->vars[i], signature);
  }
  if (code->vararg && required) required--;
  m->name = code->name;
  m->module = code->module;
  m->signature = signature;
  m->nreq = required;
  m->vararg = code->vararg;
  m->takes_kw = code->nkw || code->kwslurp;
  m->code = code;
  m->file = code->file;
  m->line = code->line;
  method_add(instance ? instance_table(r[0].o) : method_table(r[0]), m);
}
