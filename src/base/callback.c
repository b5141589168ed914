/* @cfunction: C function pointers that call functions of the language (libffi closures).
 * An error must not jump over C's frames: it is kept in the ccall that is at work, whose C code gets zero from here on,
 * and thrown when that returns. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/foreign.h"
#include "lang/task.h"
#include "value/builtin.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/type.h"

/* Outside of the heap, since C may keep the pointer: what it refers to is a root as long as it exists. */
typedef struct Callback {
  struct Callback *next;
  ffi_closure *closure;
  void *code;
  pthread_t thread;
  Value f;
  Interface *interface;
} Callback;
static Callback *callbacks;

static Value argument(const Passing *p, const void *at) {
  if (p->pass != PASS_POINTER) return raw_load(at, p->store, p->type);
  const void *to = *(void *const *)at;
  if (!to) throw_value(v_object(T_UNDEFREFERROR->instance));
  return raw_load(to, type_store(&p->type->head), p->type);
}

static void answer(const Interface *f, Value v, void *result) {
  if (f->ret.pass == PASS_VOID) return;
  if (v.type != f->ret.type) throw_type("cfunction", &f->ret.type->head, v);
  if (f->ret.pass == PASS_STRUCT)
    memcpy(result, object_data(v.o), f->ret.type->size);
  else
    memcpy(result, &v.u, f->ret.store == ST_F32 ? 4 : 8); /* small integers fill the register */
}

static void answer_zero(const Interface *f, void *result) {
  if (f->ret.pass == PASS_STRUCT)
    memset(result, 0, f->ret.type->size);
  else if (f->ret.pass != PASS_VOID)
    memset(result, 0, f->ret.store == ST_F32 ? 4 : 8);
}

static void run(const Callback *c, void **at, void *result) {
  const Interface *f = c->interface;
  Value *args = gc_alloc((f->n + 1) * sizeof *args);
  for (uint32_t i = 0; i < f->n; i++) args[i] = argument(&f->args[i], at[i]);
  answer(f, call(c->f, args, (int)f->n), result);
}

static void called(ffi_cif *cif UNUSED, void *result, void **at, void *user) {
  const Callback *c = user;
  if (!pthread_equal(pthread_self(), c->thread)) {
    static const char text[] =
        "clu: a @cfunction was called in a thread of the C library: only the program's own may\n";
    if (write(2, text, sizeof text - 1) < 0) _exit(70);
    abort();
  }
  ForeignFrame *frame = task_current()->foreign;
  answer_zero(c->interface, result);
  if (frame && !is_undef(frame->exception)) return;
  Handler h;
  if (CATCH(h)) {
    answer_zero(c->interface, result);
    frame = task_current()->foreign;
    if (frame)
      frame->exception = h.exception;
    else
      fprintf(stderr, "clu: an error of type %s in a @cfunction that no ccall waits for\n",
              h.exception.type->name->name->text);
    return;
  }
  run(c, at, result);
  catch_end(&h);
}

static bool same_signature(Value a, Value b) {
  const Svec *x = a.p, *y = b.p;
  for (uint32_t i = 0; i < x->n; i++)
    if (x->n != y->n || x->items[i].p != y->items[i].p) return false;
  return x->n == y->n;
}

static Callback *callback_new(Value f, Value signature) {
  Interface *interface = foreign_interface(signature, -1);
  for (uint32_t i = 0; i < interface->n; i++)
    if (interface->args[i].pass == PASS_POINTER && type_store(&interface->args[i].type->head) == ST_VALUE)
      throw_error("cfunction: argument %u is a reference to what is not plain bits", i + 1);
  Callback *c = calloc(1, sizeof *c);
  if (c) c->closure = ffi_closure_alloc(sizeof *c->closure, &c->code);
  if (!c || !c->closure || ffi_prep_closure_loc(c->closure, &interface->cif, called, c, c->code) != FFI_OK) {
    if (c && c->closure) ffi_closure_free(c->closure);
    free(c);
    throw_value(v_object(T_OUTOFMEMORYERROR->instance));
  }
  c->thread = pthread_self();
  c->f = f;
  c->interface = interface;
  gc_root(c, sizeof *c);
  c->next = callbacks;
  return callbacks = c;
}

/* For a function that is known by name one pointer does for ever. */
BUILTIN(callback_constant, "_cfunction(f, signature::SimpleVector)", "") {
  for (const Callback *c = callbacks; c; c = c->next)
    if (value_egal(c->f, args[0]) && same_signature(c->interface->signature, args[1])) return v_uint((uint64_t)c->code);
  return v_uint((uint64_t)callback_new(args[0], args[1])->code);
}

BUILTIN(callback_of, "_cfunction_new(f, signature::SimpleVector)", "") {
  return v_uint((uint64_t)callback_new(args[0], args[1])->code);
}

BUILTIN(callback_free, "_cfunction_free(code::UInt64)", "") {
  for (Callback **at = &callbacks; *at; at = &(*at)->next) {
    Callback *c = *at;
    if (c->code != args[0].p) continue;
    *at = c->next;
    gc_unroot(c);
    ffi_closure_free(c->closure);
    free(c);
    break;
  }
  return v_nothing();
}
