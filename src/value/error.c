#include "value/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#if defined(CLU_ASAN)
#include <sanitizer/asan_interface.h>
#endif

#include "value/gc.h"
#include "value/method.h"
#include "value/module.h"
#include "value/string.h"
#include "value/struct.h"
#include "value/symbol.h"

Handler *error_handlers;
struct Frame *vm_frame;
void (*error_on_throw)(Value exception);
char *stack_limit;

void catch_begin(Handler *h) {
  h->outer = error_handlers;
  h->frame = vm_frame;
  h->exception = V_UNDEF;
  error_handlers = h;
}

void catch_end(Handler *h) { error_handlers = h->outer; }

void rethrow_value(Value exception) {
  Handler *h = error_handlers;
  if (!h) {
    fprintf(stderr, "clu: an error of type %s was thrown where nothing can catch it\n",
            exception.type->name->name->text);
    abort();
  }
  error_handlers = h->outer;
  vm_frame = h->frame;
  h->exception = exception;
#if defined(CLU_ASAN) /* it clears the frames left by a jump only on stacks below 64 MB */
  char here;
  if ((char *)h > &here) __asan_unpoison_memory_region(&here, (size_t)((char *)h - &here));
#endif
  _longjmp(h->where, 1);
}

void throw_value(Value exception) {
  if (error_on_throw) error_on_throw(exception);
  rethrow_value(exception);
}

/* Code that throws the overflow itself needs some stack, so the limit moves down while it runs. */
void stack_check(void) {
  char here;
  if (LIKELY(&here > stack_limit)) return;
  char *limit = stack_limit;
  stack_limit = limit - 65536;
  Value e = v_object(T_STACKOVERFLOWERROR->instance);
  if (error_on_throw) error_on_throw(e);
  stack_limit = limit;
  rethrow_value(e);
}

static Value format_list(const char *format, va_list ap) {
  if (!format) format = ""; /* never so; the sanitizers' build of gcc asks for it */
  va_list again;
  va_copy(again, ap);
  int n = vsnprintf(NULL, 0, format, ap);
  String *s = string_alloc(n > 0 ? (size_t)n : 0);
  vsnprintf(s->text, s->len + 1, format, again);
  va_end(again);
  return v_object(s);
}

NORETURN static void throw_fields(Type *type, const Value *fields, uint32_t n) {
  throw_value(struct_new(type, fields, n));
}

#define THROW_MESSAGE(function, type)                                                                                  \
  void function(const char *format, ...) {                                                                             \
    va_list ap;                                                                                                        \
    va_start(ap, format);                                                                                              \
    Value message = format_list(format, ap);                                                                           \
    va_end(ap);                                                                                                        \
    throw_fields(type, &message, 1);                                                                                   \
  }
THROW_MESSAGE(throw_error, T_ERROREXCEPTION)
THROW_MESSAGE(throw_argument, T_ARGUMENTERROR)
THROW_MESSAGE(throw_dimension, T_DIMENSIONMISMATCH)
THROW_MESSAGE(throw_overflow, T_OVERFLOWERROR)

void throw_domain(Value value, const char *format, ...) {
  va_list ap;
  va_start(ap, format);
  Value message = format_list(format, ap);
  va_end(ap);
  throw_fields(T_DOMAINERROR, (Value[]){value, message}, 2);
}

void throw_bounds_untold(void) { throw_fields(T_BOUNDSERROR, NULL, 0); }
void throw_bounds(Value array, Value index) { throw_fields(T_BOUNDSERROR, (Value[]){array, index}, 2); }
void throw_key(Value key) { throw_fields(T_KEYERROR, &key, 1); }

void throw_type(const char *where, Object *expected, Value got) {
  throw_fields(T_TYPEERROR, (Value[]){v_symbol(symbol(where)), v_string(""), v_object(expected), got}, 4);
}

void throw_inexact(const char *function, Object *type, Value value) {
  throw_fields(T_INEXACTERROR, (Value[]){v_symbol(symbol(function)), v_object(type), value}, 3);
}

void throw_undefvar(Symbol *name) { throw_fields(T_UNDEFVARERROR, (Value[]){v_symbol(name)}, 1); }

/* Functions that have no methods in Julia, with how many arguments they take. */
static void check_count(Value f, int n) {
  static const struct {
    const char *name;
    int least, most;
  } counts[] = {{"typeof", 1, 1},           {"isa", 2, 2},         {"throw", 1, 1},
                {"nfields", 1, 1},          {"getfield", 2, 3},    {"setfield!", 3, 3},
                {"isdefined", 2, 2},        {"===", 2, 2},         {"<:", 2, 2},
                {"ifelse", 3, 3},           {"fieldtype", 2, 3},   {"typeassert", 2, 2},
                {"applicable", 1, 1 << 30}, {"invoke", 2, 1 << 30}};
  const TypeName *name = f.type->name;
  if (name->closure || !name->methods || !name->methods->name) return;
  if (name->module != CORE->base && name->module != CORE->core) return;
  const char *text = name->methods->name->text;
  for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
    if (strcmp(counts[i].name, text) != 0) continue;
    if (n < counts[i].least) throw_argument("%s: too few arguments (expected %d)", text, counts[i].least);
    if (n > counts[i].most) throw_argument("%s: too many arguments (expected %d)", text, counts[i].least);
  }
}

void throw_method(Value f, const Value *args, int nargs) {
  check_count(f, nargs);
  throw_fields(T_METHODERROR, (Value[]){f, tuple_new(args, nargs)}, 2);
}

void throw_method_kw(Value f, const Value *args, int nargs, Value kw) {
  Value *all = gc_alloc(((size_t)nargs + 2) * sizeof(Value));
  all[0] = kw;
  all[1] = f;
  memcpy(all + 2, args, (size_t)nargs * sizeof(Value));
  Value caller = module_function(CORE->core, symbol("kwfunc"));
  throw_fields(T_METHODERROR, (Value[]){caller, tuple_new(all, nargs + 2)}, 2);
}

void throw_system(const char *what, int errnum) {
  throw_fields(T_SYSTEMERROR, (Value[]){v_string(what), v_bits(T_INT32, (uint64_t)(int64_t)errnum), v_nothing()}, 3);
}

void throw_singleton(Type *type) { throw_value(v_object(type->instance)); }
