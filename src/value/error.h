/* Throwing and catching: the one mechanism for errors, in C and in the language.
 *
 * A throw unwinds with longjmp to the innermost handler of the running task. C code between owns no memory (the
 * collector does), so it needs no clean-up; code that holds something else (a file, a libuv handle, malloc) must catch,
 * clean and rethrow. Whoever decides that something is an error words it: the exact cause, and what to do. */
#ifndef CLU_ERROR_H
#define CLU_ERROR_H

#include <setjmp.h>

#include "value/value.h"

typedef struct Handler {
  jmp_buf where;
  struct Handler *outer;
  void *frame;     /* the frame that was running (vm.c restores it) */
  Value exception; /* what was thrown, after the jump */
} Handler;

/* Usage: Handler h;
 *        if (CATCH(h)) { ... h.exception ... }   // after a throw; the handler is already removed
 *        else { ...; catch_end(&h); }            // leave the block only through catch_end
 * Locals that the block changes and the catch part reads must be volatile. */
#define CATCH(h) (catch_begin(&(h)), _setjmp((h).where) != 0)
void catch_begin(Handler *h);
void catch_end(Handler *h);

/* The innermost handler of the running task (task.c switches it) and the innermost frame (owned by vm.c). */
extern Handler *error_handlers;
struct Frame;
extern struct Frame *vm_frame;
/* Called before each throw_value unwinds, with the exception: vm.c records the backtrace there. May be NULL. */
extern void (*error_on_throw)(Value exception);

NORETURN void throw_value(Value exception);
/* Throws again what a handler caught, keeping its backtrace. */
NORETURN void rethrow_value(Value exception);

NORETURN void throw_error(const char *format, ...) PRINTF_LIKE(1, 2);     /* ErrorException */
NORETURN void throw_argument(const char *format, ...) PRINTF_LIKE(1, 2);  /* ArgumentError */
NORETURN void throw_dimension(const char *format, ...) PRINTF_LIKE(1, 2); /* DimensionMismatch */
NORETURN void throw_overflow(const char *format, ...) PRINTF_LIKE(1, 2);  /* OverflowError */
NORETURN void throw_bounds_untold(void);                                  /* without saying where */
NORETURN void throw_bounds(Value array, Value index);                     /* index: a number or a tuple */
NORETURN void throw_key(Value key);
NORETURN void throw_type(const char *where, Object *expected, Value got); /* TypeError */
NORETURN void throw_inexact(const char *function, Object *type, Value value);
NORETURN void throw_domain(Value value, const char *format, ...) PRINTF_LIKE(2, 3);
NORETURN void throw_undefvar(Symbol *name);
NORETURN void throw_method(Value f, const Value *args, int nargs); /* MethodError */
/* The same for a call with keywords that the method found does not take: MethodError(Core.kwfunc, (kw, f, args...)). */
NORETURN void throw_method_kw(Value f, const Value *args, int nargs, Value kw);
NORETURN void throw_system(const char *what, int errnum); /* SystemError, what: "opening file \"x\"" */
NORETURN void throw_singleton(Type *type);                /* DivideError(), EOFError(), ... */

/* Throws StackOverflowError when the C stack of the running task is nearly used up: call it in every recursion whose
 * depth the input decides. */
void stack_check(void);
/* The lowest address the running task's stack may use; set by task.c. */
extern char *stack_limit;

/* Message text of an ErrorException-like value, for C callers that need one line of any exception: see show.h. */
#endif
