/* ccall: the call of a C function. lang/lower_foreign.c makes each into _foreign_call(site, target, signature,
 * args...). */
#include "base/foreign.h"

#include <errno.h>
#include <stdio.h>
#include <stdio_ext.h>

#include "base/io.h"
#include "lang/task.h"
#include "value/array.h"
#include "value/builtin.h"
#include "value/gc.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"
#include "value/type.h"

/* ForeignCall, as declared in foreign.jl: what one ccall in the program knows. */
typedef struct ForeignCall {
  Object head;
  Value target;    /* or nothing, if it is told at each call */
  Value signature; /* the same */
  int64_t fixed;
  void *address;        /* of the target, once it was looked up */
  Interface *interface; /* of the latest signature */
} ForeignCall;

/* ---- preparing ---- */

static Value type_name(Value type) { return call1(FN(string), type); }

NORETURN static void cannot_pass(Value type, uint32_t i) {
  const char *name = as_string(type_name(type))->text;
  const char *instead = "C knows numbers, Ptr, Ref, Cstring and structs of these";
  if (!i) throw_error("ccall: a value of type %s cannot be returned by C: %s", name, instead);
  throw_error("ccall: argument %u of type %s cannot be passed to C: %s", i, name, instead);
}

static ffi_type *ffi_of(const Object *type);

/* A struct's fields one after the other; libffi finds the same places for them as the language does. */
static ffi_type *ffi_struct(const Type *t) {
  if (!t->nfields || !t->size) return NULL;
  ffi_type *s = gc_alloc(sizeof *s);
  s->type = FFI_TYPE_STRUCT;
  s->elements = gc_alloc((t->nfields + 1) * sizeof *s->elements);
  for (uint32_t i = 0; i < t->nfields; i++) {
    s->elements[i] = ffi_of(t->fields[i].type);
    if (!s->elements[i]) return NULL;
  }
  return s;
}

static ffi_type *ffi_of(const Object *type) {
  static ffi_type *const plain[ST_COUNT] = {
      [ST_I8] = &ffi_type_sint8,   [ST_I16] = &ffi_type_sint16, [ST_I32] = &ffi_type_sint32,
      [ST_I64] = &ffi_type_sint64, [ST_U8] = &ffi_type_uint8,   [ST_U16] = &ffi_type_uint16,
      [ST_U32] = &ffi_type_uint32, [ST_U64] = &ffi_type_uint64, [ST_F32] = &ffi_type_float,
      [ST_F64] = &ffi_type_double, [ST_BOOL] = &ffi_type_uint8, [ST_F16] = &ffi_type_uint16};
  uint8_t store = type_store(type);
  return store == ST_STRUCT ? ffi_struct((const Type *)type) : plain[store];
}

static bool is_named(Value type, const TypeName *name) {
  return type.type == T_DATATYPE && as_type(type)->name == name;
}

/* How a value of the type passes; NULL: it cannot. */
static ffi_type *passing(Value type, uint32_t i, Passing *p) {
  if (!i && type.p == T_NOTHING) {
    *p = (Passing){T_NOTHING, PASS_VOID, 0};
    return &ffi_type_void;
  }
  if (i && is_named(type, CORE->tn_ref) && is_type(as_type(type)->params[0])) {
    *p = (Passing){as_type(as_type(type)->params[0]), PASS_POINTER, 0};
    return &ffi_type_pointer;
  }
  if (!type_is_concrete(type.o) || as_type(type)->flags & TF_SINGLETON) return NULL;
  uint8_t store = type_store(type.o);
  *p = (Passing){as_type(type), store == ST_STRUCT ? PASS_STRUCT : PASS_BITS, store};
  return ffi_of(type.o);
}

/* Variable arguments are widened as C does it: the payload of a small number is that of the wide one already. */
static ffi_type *widened(ffi_type *t) {
  if (t == &ffi_type_sint8 || t == &ffi_type_sint16) return &ffi_type_sint32;
  return t == &ffi_type_uint8 || t == &ffi_type_uint16 ? &ffi_type_uint32 : t;
}

Interface *foreign_interface(Value signature, int64_t fixed) {
  const Svec *types = signature.p;
  Interface *f = gc_alloc(sizeof *f);
  f->signature = signature;
  f->n = types->n - 1;
  f->args = gc_alloc((f->n + 1) * sizeof *f->args);
  f->ffi = gc_alloc((f->n + 1) * sizeof(ffi_type *));
  ffi_type *ret = NULL;
  for (uint32_t i = 0; i < types->n; i++) {
    if (!is_type(types->items[i])) throw_type("ccall method definition", &T_TYPE->head, types->items[i]);
    ffi_type *t = passing(types->items[i], i, i ? &f->args[i - 1] : &f->ret);
    bool variable = fixed >= 0 && i > fixed;
    if (!t || (variable && t == &ffi_type_float)) cannot_pass(types->items[i], i);
    if (i)
      f->ffi[i - 1] = variable ? widened(t) : t;
    else
      ret = t;
  }
  ffi_status s = fixed < 0 ? ffi_prep_cif(&f->cif, FFI_DEFAULT_ABI, f->n, ret, f->ffi)
                           : ffi_prep_cif_var(&f->cif, FFI_DEFAULT_ABI, (unsigned)fixed, f->n, ret, f->ffi);
  if (s != FFI_OK) throw_error("ccall: these types cannot be passed to C: %s", as_string(type_name(signature))->text);
  return f;
}

/* ---- arguments ---- */

static bool is_pointer(Value v) { return v.type->name == CORE->tn_ptr; }

static Value as_pointer(void *at) { return (Value){T_UINT64, {.p = at}}; }

/* The address of what the language passes by reference, where it is known at once: of an array's elements, of the
 * content of a Ref, of a string. Undefined: ask unsafe_convert. */
static Value address_of(const Passing *p, Value v) {
  const Type *to = p->type; /* T of Ref{T}, or Ptr{T} itself, or Cstring */
  bool pointer = to->name == CORE->tn_ptr;
  const Object *element = p->pass == PASS_POINTER ? &to->head : pointer ? type_param(to, 0) : NULL;
  if (is_string(v) && p->pass == PASS_BITS) {
    const String *s = as_string(v);
    bool bytes = element == &T_UINT8->head || element == &T_INT8->head;
    bool text = to->name == CORE->tn_cstring && !memchr(s->text, 0, s->len);
    return bytes || text ? as_pointer(as_string(v)->text) : V_UNDEF;
  }
  if (!element) return V_UNDEF;
  if (is_array(v) && as_array(v)->store != ST_VALUE && (pointer || as_array(v)->eltype == element))
    return as_pointer(as_array(v)->data);
  if (v.type->name == CORE->tn_refvalue && v.type->leaf &&
      (v.type->fields[0].type == element || element == &T_NOTHING->head))
    return as_pointer(object_data(v.o));
  return V_UNDEF;
}

/* An Int64 as another number, if it is one of that type. */
static Value number_of(const Passing *p, Value v) {
  if (p->type == T_FLOAT64) return v_f64((double)v.i);
  bool fits = false;
  switch (p->type->flags & TF_PRIMITIVE ? p->store : ST_VALUE) {
  case ST_I8: fits = v.i == (int8_t)v.i; break;
  case ST_I16: fits = v.i == (int16_t)v.i; break;
  case ST_I32: fits = v.i == (int32_t)v.i; break;
  case ST_U8: fits = v.i == (uint8_t)v.i; break;
  case ST_U16: fits = v.i == (uint16_t)v.i; break;
  case ST_U32: fits = v.i == (uint32_t)v.i; break;
  case ST_U64: fits = p->type == T_UINT64 && v.i >= 0; break;
  default: break;
  }
  return fits && p->type->name->module == CORE->core ? v_bits(p->type, v.u) : V_UNDEF;
}

/* The value that C gets for *arg. What keeps its memory alive is left in *arg. */
static Value converted(const Interface *f, uint32_t i, Value *arg) {
  const Passing *p = &f->args[i];
  if (LIKELY(arg->type == p->type && p->pass != PASS_POINTER)) return *arg;
  Value quick = is_int(*arg) && p->pass == PASS_BITS ? number_of(p, *arg) : address_of(p, *arg);
  if (!is_undef(quick)) return quick;
  Value type = ((const Svec *)f->signature.p)->items[i + 1];
  *arg = call2(FN(cconvert), type, *arg);
  Value to = call2(FN(unsafe_convert), type, *arg);
  if (p->pass == PASS_POINTER ? !is_pointer(to) : to.type != p->type) throw_type("ccall", type.o, to);
  return to;
}

/* ---- the call ---- */

/* C's errno as the last foreign function left it: what runs between changes the system's. */
static int foreign_errno;

BUILTIN(foreign_errno_get, "_errno()", "") { return v_bits(T_INT32, (uint64_t)(int64_t)foreign_errno); }
BUILTIN(foreign_errno_set, "_errno(n::Int64)", "") {
  foreign_errno = (int)args[0].i;
  return v_nothing();
}

/* What the language printed stands before what C prints, and the other way round. A worker tells with each answer
 * whether it printed; for C code nobody knows, so from the first call on it may have. */
static void output_before(void) {
  static bool told;
  if (!told) {
    io_command_started();
    told = true;
  }
  io_flush_std();
}

static void output_after(void) {
  if (__fpending(stdout)) fflush(stdout);
}

static void *function_address(ForeignCall *site, Value target) {
  if (site->address) return site->address;
  void *at;
  if (!is_nothing(site->target)) {
    if (!is_pointer(site->target)) return site->address = foreign_symbol(site->target);
    at = site->target.p;
  } else if (is_pointer(target))
    at = target.p;
  else
    at = foreign_symbol(target);
  if (!at) throw_error("ccall: null function pointer");
  return at;
}

static Interface *site_interface(ForeignCall *site, Value signature) {
  if (LIKELY(site->interface && (is_nothing(signature) || value_egal(site->interface->signature, signature))))
    return site->interface;
  return site->interface = foreign_interface(is_nothing(signature) ? site->signature : signature, site->fixed);
}

static Value returned(const Interface *f, const void *result) {
  if (f->ret.pass == PASS_VOID) return v_nothing();
  return raw_load(result, f->ret.store, f->ret.type);
}

static Value foreign_call(Interface *f, void *address, Value *args) {
  enum { FEW = 16 };
  Value few[FEW], *passed = f->n <= FEW ? few : gc_alloc(f->n * sizeof(Value));
  void *few_at[FEW], **at = f->n <= FEW ? few_at : gc_alloc(f->n * sizeof(void *));
  for (uint32_t i = 0; i < f->n; i++) {
    passed[i] = converted(f, i, &args[i]);
    at[i] = f->args[i].pass == PASS_STRUCT ? object_data(passed[i].o) : (void *)&passed[i].u;
  }
  _Alignas(16) char room[RESULT_ROOM], *result = room;
  if (f->ret.pass == PASS_STRUCT && f->ret.type->size > RESULT_ROOM) result = gc_alloc_leaf(f->ret.type->size);
  Task *task = task_current();
  ForeignFrame frame = {task->foreign, V_UNDEF};
  output_before();
  task->foreign = &frame;
  errno = foreign_errno;
  ffi_call(&f->cif, FFI_FN(address), result, at);
  foreign_errno = errno;
  task->foreign = frame.outer;
  output_after();
  if (UNLIKELY(!is_undef(frame.exception))) rethrow_value(frame.exception);
  return returned(f, result);
}

BUILTIN(foreign_site, "_foreign_site(target, signature, fixed::Int64)", "") {
  ForeignCall *site = gc_object(as_type(module_get(CORE->base, symbol("ForeignCall"))), sizeof *site);
  site->target = args[0];
  site->signature = args[1];
  site->fixed = args[2].i;
  return v_object(site);
}

BUILTIN(foreign_call_site, "_foreign_call(site::ForeignCall, target, signature, args...)", "") {
  ForeignCall *site = args[0].p;
  void *address = function_address(site, args[1]);
  Interface *f = site_interface(site, args[2]);
  stack_check();
  return foreign_call(f, address, args + 3);
}
