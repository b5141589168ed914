/* Declaring a built-in: one declaration holds its signatures, its help and its code.
 *
 *   BUILTIN(array_push, "push!(a::Vector, items...)", "Append items to the end of `a`; returns `a`.") {
 *     ... args[0], args[1], nargs ...
 *     return args[0];
 *   }
 *
 * The first string is one signature a line, in the language's own syntax, with types and where; each becomes a method
 * (of a function in Base, or in the module that prefixes the name: "LinearAlgebra.det(A::Matrix)"). Several lines, or
 * several BUILTINs, may define methods of one function. A vararg arrives flat in args. A signature with "; kw..." takes
 * keywords: kw is then a NamedTuple value, or undefined if none were given (read it with kw_get). args[-1] is the
 * function called. Arguments may be read and written in place as locals; types are already checked by dispatch. */
#ifndef CLU_BUILTIN_H
#define CLU_BUILTIN_H

#include "value/call.h"
#include "value/error.h"
#include "value/gc.h"
#include "value/value.h"

typedef Value (*BuiltinFn)(Value *args, int nargs, Value kw);

typedef struct Builtin {
  const char *signatures, *help;
  BuiltinFn code;
  const char *name, *file;
  int line;
} Builtin;

#define BUILTIN(id, signatures, help)                                                                                  \
  static Value id(Value *args, int nargs, Value kw);                                                                   \
  static const Builtin id##_builtin = {signatures, help, id, #id, __FILE__, __LINE__};                                 \
  static const Builtin *const id##_entry __attribute__((section("clu_builtins"), used)) = &id##_builtin;               \
  static Value id(Value *args UNUSED, int nargs UNUSED, Value kw UNUSED)

extern const Builtin *const __start_clu_builtins[];
extern const Builtin *const __stop_clu_builtins[];

/* The keyword called name, or otherwise. */
Value kw_get(Value kw, const char *name, Value otherwise);

#endif
